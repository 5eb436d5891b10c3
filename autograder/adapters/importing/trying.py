"""Try an imported topic with the judge: right answers decide what is expected, and a test that is no good is left out.

Whatever students would write runs in a box, never here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ...assignment import Assignment, AssignmentError, load, with_tests
from ...errors import UserMistake
from ...intake import handed_in
from ...judge import Judge, Status
from ...sandbox import BoxError, Limits
from .bringing import CantCarry
from .carrying import Topic, carry
from .source import ImportingError, Source, Words
from .writing import notebook_text, reference_text, tests_text

ENDS = "it ends the program that runs it"
_SECONDS = 60
_STAYS = "it looks into an object that stays with the student's code; tests get numbers, texts, lists and arrays"
_ROUNDS = 4  # leaving tests out may leave answers without a test, which changes what the others can use


def carried(
    source: Source, root: Path, judge: Judge, limits: Limits,
    left_out: Mapping[str, str] = MappingProxyType({}), tell: Callable[[str], None] = lambda where: None,
) -> Topic:  # fmt: skip
    """The topic that a notebook becomes: right answers earn all its points, and stubs none.

    `left_out` are checks that are not tried, by where they stand, with the reason. `tell` hears where the check stands
    that is tried next.
    """
    refused = dict(left_out)
    topic = _graded(carry(source, refused, {}))
    values: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        place = _Place(Path(scratch), root, judge, limits, tell)
        asking = [test for test in topic.tests if test.candidate.asks_for_values]
        if asking:
            values, failed = place.values(topic)
            refused |= failed
            topic = _graded(carry(source, refused, values))
        for _ in range(_ROUNDS):
            new = dict(place.unfit(topic)) if topic.tests else {}
            if not new:
                return topic
            refused |= new
            topic = _graded(carry(source, refused, values))
    raise ImportingError(f"{source.path}: its tests depend on each other in a way that this can't untangle.")


def _graded(topic: Topic) -> Topic:
    """The topic, if there is anything to grade in it."""
    if not topic.tests and not any(isinstance(cell, Words) for cell in topic.cells):
        why = "".join(f"\n{each}" for each in topic.lost)
        raise ImportingError(f"{topic.source.path}: nothing in it could be graded here. Write a topic by hand.{why}")
    return topic


class _Place:
    """A course of one topic, for a moment."""

    def __init__(self, scratch: Path, root: Path, judge: Judge, limits: Limits, tell: Callable[[str], None]) -> None:
        self._scratch, self._judge, self._limits, self._tell = scratch, judge, limits, tell
        if (root / "datasets").is_dir():
            (scratch / "datasets").symlink_to((root / "datasets").resolve())

    def loaded(self, topic: Topic) -> Assignment:
        write(topic, self._scratch, "topic", "Topic")
        try:
            return load(self._scratch / "assignments" / "topic")
        except AssignmentError as error:
            text = f"{topic.source.path} can't become a topic: {error.fault} {error.fix}"
            raise ImportingError(text) from error

    def values(self, topic: Topic) -> tuple[dict[str, list[str]], dict[str, str]]:
        """What the expressions of each check give with right answers, as text; and the checks that give nothing."""
        found: dict[str, list[str]] = {}
        failed: dict[str, str] = {}
        assignment = self.loaded(topic)
        right = handed_in(assignment, assignment.right)
        with self._judge.session(assignment, right, self._limits) as session:
            for test in (test for test in topic.tests if test.candidate.asks_for_values):
                where = test.candidate.check.where
                try:
                    _, error = session.box().run_cell(test.candidate.probe(), 0, _SECONDS)
                    said = session.box().value("__said", _SECONDS)
                except BoxError as problem:
                    error, said = str(problem), []
                if error or not isinstance(said, list):
                    failed[where] = f"with right answers it ends with {error or 'no value'}"
                    continue
                try:
                    test.candidate.with_values([str(each) for each in said])
                except CantCarry as why:
                    failed[where] = str(why)
                    continue
                found[where] = [str(each) for each in said]
        return found, failed

    def unfit(self, topic: Topic) -> Iterator[tuple[str, str]]:
        """The checks that right answers fail, or that stubs pass, and how."""
        assignment = self.loaded(topic)
        for test, graded in zip(topic.tests, assignment.tests, strict=True):
            self._tell(test.candidate.check.where)
            alone = with_tests(assignment, [graded])
            if why := self._fails(assignment, alone):
                yield test.candidate.check.where, why
            elif self._passes_unwritten(assignment, alone):
                yield test.candidate.check.where, "it passes although nothing is written"

    def _fails(self, assignment: Assignment, alone: Assignment) -> str:
        try:
            submission = handed_in(assignment, assignment.right)
            [outcome] = self._judge.grade(alone, submission, self._limits).verdict.outcomes
        except UserMistake as fault:  # the test itself is broken, such as by a name that is not here
            return f"it can't run: {fault}"
        except SystemExit:  # it asks politely; what ends this process is noticed by who started it
            return ENDS
        if outcome.status is Status.PASSED:
            return ""
        return _STAYS if "'Remote'" in outcome.detail else f"with right answers it fails: {outcome.detail.rstrip('.')}"

    def _passes_unwritten(self, assignment: Assignment, alone: Assignment) -> bool:
        [outcome] = self._judge.grade(alone, handed_in(assignment, {}), self._limits).verdict.outcomes
        return bool(outcome.score)


def write(topic: Topic, root: Path, name: str, title: str) -> list[Path]:
    """Write the topic's three files into a course, over whatever is there."""
    files = {
        root / "assignments" / name / "notebook.py": notebook_text(topic, title),
        root / "assignments" / name / "tests.py": tests_text(topic),
        root / "reference" / f"{name}.py": reference_text(topic),
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)
