"""The instructor's page about one assignment: its questions and checks, its gates, mistakes, and work in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..analysis import Circle, InCommon, Mistake, TopicFacts, circles
from ..assignment import Assignment
from ..gradebook import Mark
from ..judge import Status
from ..policy import Policy
from ..roster import Person
from .cells import cut
from .cohort import summary
from .pictured import pictured
from .progress import Progress
from .rendering import local, template

_MISTAKES, _PAIRS, _NAMED, _TOGETHER = 60, 40, 30, 12  # of each at most, so that a page stays small
_CODE = (120, 6_000)  # lines and letters of an answer


@dataclass(frozen=True)
class Findings:
    """What the analysis says of an assignment."""

    facts: TopicFacts
    mistakes: tuple[Mistake, ...] = ()
    pairs: tuple[InCommon, ...] = ()

    @property
    def circles(self) -> tuple[Circle, ...]:
        return circles(self.pairs)


@dataclass(frozen=True)
class Check:
    """The results of one test over the cohort: they show an instructor a bad test, or a hard topic."""

    answer: str
    test: str
    claim: str
    visible: bool
    tried: int = 0
    passed: int = 0

    @property
    def share(self) -> float:
        return self.passed / self.tried if self.tried else 0.0


@dataclass(frozen=True)
class Line:
    """A line of an answer, and whether it stands in the other one, too."""

    text: str
    shared: bool


def for_topic(
    assignment: Assignment, everybody: Sequence[Progress], found: Findings, policy: Policy, now: datetime,
    people: Mapping[str, Person] | None = None,
) -> str:  # fmt: skip
    """The page. It names hidden checks and known mistakes and shows students' work, so it is for instructors only."""
    marks = [step.mark for progress in everybody for step in progress.steps if step.mark.assignment == assignment.name]
    many = [each for each in found.mistakes if _tells(each)]
    single = [each for each in found.mistakes if not _tells(each)]
    return template("topic.html").render(
        policy=policy, now=local(now, policy), assignment=assignment, count=len(everybody), people=people or {},
        summary=summary(assignment, everybody, policy), facts=found.facts,
        checks=sorted(_checks(assignment, marks), key=lambda check: check.share),
        together=found.facts.together[:_TOGETHER],
        gates=[(gate, pictured(gate)) for gate in found.facts.gates],
        mistakes=many[:_MISTAKES], of_one=single[:_MISTAKES], named=_NAMED,
        more_mistakes=max(len(many) - _MISTAKES, 0) + max(len(single) - _MISTAKES, 0),
        pairs=[(pair, *_side_by_side(pair)) for pair in found.pairs[:_PAIRS]],
        circles=[circle for circle in found.circles if len(circle.people) > 2],
        code=lambda source: cut(source, *_CODE),
    )  # fmt: skip


def _tells(mistake: Mistake) -> bool:
    """Whether a mistake is more than one student's own."""
    return len(mistake.students) > 1 or bool(mistake.known)


def _checks(assignment: Assignment, marks: Iterable[Mark]) -> Iterable[Check]:
    """The results of each test, or of each cell or answer where nbgrader or otter graded: they report no more."""
    tests = {test.name: Check(test.answer, test.name, test.claim, test.visible) for test in assignment.tests}
    seen: dict[str, Check] = {}
    for mark in marks:
        if mark.verdict is None or not mark.graded:
            continue
        for outcome in mark.verdict.outcomes:
            if outcome.test in tests or mark.verdict.engine != "judge":
                new = Check(outcome.answer, outcome.test, outcome.claim, outcome.visible)
                check = seen.get(outcome.test) or tests.get(outcome.test) or new
                passed = check.passed + (outcome.status is Status.PASSED)
                seen[outcome.test] = replace(check, tried=check.tried + 1, passed=passed)
    return seen.values()


def _side_by_side(pair: InCommon) -> tuple[list[Line], list[Line]]:
    """Both answers by line."""
    one = list(_lines(pair.one.source, pair.lines_of_one))
    return one, list(_lines(pair.other.source, pair.lines_of_other))


def _lines(source: str, stretches: Sequence[tuple[int, int]]) -> Iterator[Line]:
    lines, letters = _CODE
    every = re.split(r"\r\n|\r|\n", source[:letters])  # as Python counts lines, which other signs don't end
    for number, text in enumerate(every[:lines], 1):
        yield Line(cut(text), any(first <= number <= last for first, last in stretches))
    if len(source) > letters or len(every) > lines:
        yield Line("[... the rest is left out here ...]", shared=False)
