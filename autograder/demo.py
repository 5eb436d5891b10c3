"""A simulated cohort: made-up students who hand in right answers, stubs, known mistakes and odd files."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .assignment import Assignment
from .policy import Policy
from .release import as_bytes, filled

_NAMES = (
    "ada", "boris", "carla", "dmitri", "elif", "farid", "greta", "hiro", "ines", "jonas", "kofi", "lena",
    "mateo", "nadia", "otto", "priya", "quentin", "rosa", "samir", "tove", "uma", "viktor", "wanda", "yusuf",
)  # fmt: skip
_ODD = {4: "empty", 9: "utf-16", 14: "colab", 17: "loops", 20: "nothing"}  # each occurs once among 24 students
_LOOP = "def {name}(*args, **kwargs):\n    while True:\n        pass\n"


def students(count: int) -> list[str]:
    """Made-up ids; the first ones are real names."""
    return [_NAMES[n] if n < len(_NAMES) else f"student-{n + 1:05d}" for n in range(count)]


def write_cohort(course: tuple[Assignment, ...], policy: Policy, folder: Path, count: int = 24, seed: int = 1) -> int:
    """Write a cohort's uploads below `folder`, in nbgrader's layout, and return their number."""
    written = 0
    for number, student in enumerate(students(count)):
        skill = random.Random(f"{seed} {student}").choice((0.5, 0.75, 0.9, 0.97, 1.0, 1.0))
        for place, assignment in enumerate(course):
            chance = random.Random(f"{seed} {student} {assignment.name}")
            odd = _ODD.get(number % len(_NAMES), "") if place == number % len(course) else ""
            content = _upload(assignment, odd, skill, chance)
            if content is None:
                continue
            upload = folder / student / assignment.name
            upload.mkdir(parents=True, exist_ok=True)
            (upload / f"{assignment.name}.ipynb").write_bytes(content)
            stamp = _handed_in(policy, assignment, chance)
            (upload / "timestamp.txt").write_text(f"{stamp:%Y-%m-%d %H:%M:%S} UTC\n")
            written += 1
    return written


def _upload(assignment: Assignment, odd: str, skill: float, chance: random.Random) -> bytes | None:
    """One student's upload."""
    answers = dict(_answers(assignment, skill, chance))
    if odd == "loops":
        name = assignment.answers[-1].name
        answers[name] = _LOOP.format(name=name)
    notebook = as_bytes(filled(assignment, answers)).decode()
    if odd == "nothing":
        return None
    if odd == "empty":
        return b""
    if odd == "utf-16":
        return notebook.encode("utf-16")
    return (_from_colab(notebook) if odd == "colab" else notebook).encode()


def _answers(assignment: Assignment, skill: float, chance: random.Random) -> Iterator[tuple[str, str]]:
    for answer in assignment.answers:
        if chance.random() < skill:
            yield answer.name, assignment.right[answer.name]
        else:
            wrong = [mutant.source for mutant in assignment.mutants if mutant.answer == answer.name]
            yield answer.name, chance.choice([*wrong, answer.stub])


def _from_colab(notebook: str) -> str:
    """The notebook as Colab saves it: with other ids, and without our marks."""
    content = json.loads(notebook)
    for number, cell in enumerate(content["cells"]):
        cell.pop("id", None)
        cell["metadata"] = {"id": f"Xy{number:04d}"}
    content["metadata"]["colab"] = {"provenance": []}
    return json.dumps(content)


def _handed_in(policy: Policy, assignment: Assignment, chance: random.Random) -> datetime:
    due = policy.due("", assignment.name) or datetime(2026, 12, 1, tzinfo=UTC)
    return (due - timedelta(hours=chance.triangular(-60, 140, 8))).astimezone(UTC)
