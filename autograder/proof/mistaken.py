"""What each known mistake does on a cohort's drawn calls, found once and kept: students' mistakes then have names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter

from ..assignment import Assignment, Mutant, functions_among, with_tests
from ..intake import handed_in
from ..judge import Judge, behaviour
from ..sandbox import Limits
from ..writing import write_whole


@dataclass(frozen=True)
class KnownMistake:
    """A wrong answer of the reference, and what it does in these tests. Its name is for instructors only."""

    answer: str
    label: str
    line: int  # of the reference file
    tests: tuple[str, ...]
    does: dict[str, str]


def known_mistakes(
    assignment: Assignment, answer: str, judge: Judge, limits: Limits, tell: Callable[[str], None] = lambda step: None
) -> tuple[KnownMistake, ...]:
    """Try each known mistake of an answer in the tests that students' answers meet, but for those of trained models."""
    tests = [test for test in assignment.tests_of(answer) if not assignment.variables & set(test.needs)]
    if not tests:
        return ()
    asked, names = with_tests(assignment, tests), tuple(test.name for test in tests)
    found = []
    for mutant in _mutants(assignment, answer):
        tell(f"{answer} that {mutant.label}")
        answers = functions_among(assignment, {**assignment.right, answer: mutant.source})
        verdict = judge.grade(asked, handed_in(assignment, answers), limits).verdict
        found.append(KnownMistake(answer, mutant.label, mutant.line, names, dict(behaviour(verdict.outcomes))))
    return tuple(found)


def _mutants(assignment: Assignment, answer: str) -> list[Mutant]:
    return [mutant for mutant in assignment.mutants if mutant.answer == answer]


class Mistaken:
    """What the known mistakes of a topic do, kept in RESULTS/mistakes/<topic>.json.

    What was found with another version of the topic, of a mistake or of the cohort's secret does not count any more.
    """

    def __init__(self, results: Path, assignment: Assignment) -> None:
        self._assignment, self._path = assignment, results / "mistakes" / f"{assignment.name}.json"
        now = {_key(assignment, answer.name) for answer in assignment.answers}
        self._found = {key: found for key, found in _kept(self._path).items() if key in now}

    @property
    def mistakes(self) -> tuple[KnownMistake, ...]:
        return tuple(each for found in self._found.values() for each in found)

    def missing(self, answers: Iterable[str]) -> list[str]:
        """Those of the answers whose known mistakes were not tried yet."""
        return [answer for answer in answers if _key(self._assignment, answer) not in self._found]

    def add(self, answer: str, found: tuple[KnownMistake, ...]) -> None:
        self._found[_key(self._assignment, answer)] = found
        write_whole(self._path, _KEPT.dump_json(self._found, indent=1))


def _key(assignment: Assignment, answer: str) -> str:
    """Tells apart all that decides what the known mistakes of an answer do; the assignment's hash knows the secret."""
    mutants = [f"{mutant.label}\0{mutant.line}\0{mutant.source}" for mutant in _mutants(assignment, answer)]
    return f"{answer} {sha256(chr(0).join([assignment.hash, *mutants]).encode()).hexdigest()[:16]}"


def _kept(path: Path) -> dict[str, tuple[KnownMistake, ...]]:
    """What was kept. A file that another version wrote counts as none: all of it can be found again."""
    try:
        return _KEPT.validate_json(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}


_KEPT = TypeAdapter(dict[str, tuple[KnownMistake, ...]])
