"""Show that a change of the code changed no grade: compare what two versions recorded about the same answers.

    python tests/same_grades.py hand-in FOLDER      write every known answer of every topic as a submission
    autograder grade FOLDER --to BEFORE             with the old version
    autograder grade FOLDER --to AFTER              with the new one, and the same secret of the cohort
    python tests/same_grades.py compare BEFORE AFTER

Known answers are the right ones, the stubs and every mutant, in functions only: nothing is trained. The status and the
score of each test must be the same, and what gates measured, which also shows that chance and hidden data were the
same. Wording, times and hashes may differ.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

Recorded = dict[tuple[str, str], list[tuple[object, ...]]]  # by student and assignment


def main() -> None:
    match sys.argv[1:]:
        case ["hand-in", folder]:
            print(f"{hand_in(Path(folder))} submissions")
        case ["compare", before, after]:
            sys.exit(compare(recorded(Path(before)), recorded(Path(after))))
        case _:
            sys.exit(__doc__)


def hand_in(folder: Path) -> int:
    """Write all known answers below `folder`, laid out as nbgrader does, and return how many."""
    import nbformat

    from autograder.assignment import functions_among
    from autograder.course import load_course
    from autograder.release import filled

    count = 0
    for assignment in load_course(Path(__file__).parents[1]).assignments:
        right = functions_among(assignment, assignment.right)
        known = {"right": right, "stub": {}}
        for number, mutant in enumerate(assignment.mutants):
            if mutant.answer in right:
                known[f"mutant-{number:03d}"] = {**right, mutant.answer: mutant.source}
        for student, answers in known.items():
            place = folder / student / assignment.name
            place.mkdir(parents=True)
            (place / f"{assignment.name}.ipynb").write_text(nbformat.writes(filled(assignment, answers)))
            (place / "timestamp.txt").write_text("2026-11-01 12:00:00 UTC\n")
            count += 1
    return count


def recorded(results: Path) -> Recorded:
    """What the gradebook below `results` says about each test of each submission."""
    with sqlite3.connect(results / "gradebook.db") as book:
        return {(found["student"], found["assignment"]): list(_tests(found)) for found in _verdicts(book)}


def _verdicts(book: sqlite3.Connection) -> Iterator[dict[str, object]]:
    for (body,) in book.execute("SELECT body FROM verdicts ORDER BY id"):
        yield json.loads(body)


def _tests(verdict: dict[str, object]) -> Iterator[tuple[object, ...]]:
    yield verdict["status"], verdict["submission"]
    for outcome in verdict["outcomes"]:  # type: ignore[attr-defined]
        yield outcome["test"], outcome["status"], outcome["score"], json.dumps(outcome["evidence"], sort_keys=True)


def compare(before: Recorded, after: Recorded) -> int:
    """Print every difference, and return the exit code."""
    differences = 0
    for key in sorted(before.keys() | after.keys()):
        for old, new in zip_longest(before.get(key, []), after.get(key, [])):
            if old != new:
                differences += 1
                print(f"{' '.join(key)}: {old} became {new}")
    tests = sum(len(found) - 1 for found in before.values())
    print(f"{len(before)} submissions, {tests} tests, {differences} differences")
    return 1 if differences or not before else 0


if __name__ == "__main__":
    main()
