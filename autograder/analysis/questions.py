"""What a cohort's points say about the questions: which are hard, which tell students apart, and which are duds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..assignment import Assignment
from ..gradebook import Standing
from .claims import Together, failing_together
from .gates import Gated, gated
from .scores import Counted, Scores, counted, scores
from .statistics import ENOUGH, alpha, alpha_between, discrimination, item_rest, spread

_EASY, _HARD = 0.95, 0.1  # mean shares beyond which a question tells hardly anybody apart
_LOOSE = 0.1  # item-rest correlations below this are hardly more than none
_EACH_SIDE = 5  # students who earned less than everything, and more than nothing: else one of them decides


@dataclass(frozen=True)
class QuestionFacts:
    """One question of a topic. Numbers are None where there are too few students, or nothing to divide by.

    `difficulty` is the mean share of its points: 1 means that everybody earned all of them. `remarks` say in plain
    words what an instructor should look at.
    """

    question: str
    points: float
    difficulty: float
    discrimination: float | None = None
    item_rest: float | None = None
    alpha_if_deleted: float | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicFacts:
    """A topic as a whole. `reliability` is Cronbach's alpha, which is called KR-20 where every question is worth the
    same and earns all or nothing; `between` is its bootstrap interval. `seconds` is the spread of the grading times.
    """

    assignment: str
    students: int
    left_out: int  # whose work was graded with another version of the topic, or has no grade
    few: str  # why some numbers are missing
    measure: str
    reliability: float | None
    between: tuple[float, float] | None
    questions: tuple[QuestionFacts, ...]
    together: tuple[Together, ...]
    gates: tuple[Gated, ...]
    seconds: tuple[float, float, float, float, float] | None


def facts_of(everybody: Sequence[Standing], assignment: Assignment) -> TopicFacts:
    """What the attempts that count say about a topic's questions."""
    work = counted(everybody, assignment)
    handed_in = sum(
        mark.verdict is not None for s in everybody for mark in s.marks if mark.assignment == assignment.name
    )
    table, enough = scores(work), len(work) >= ENOUGH
    return TopicFacts(
        assignment.name,
        students=len(work),
        left_out=handed_in - len(work),
        few="" if enough else f"Too few: {len(work)} of at least {ENOUGH} students.",
        measure=_measure(table),
        reliability=alpha(table.points) if enough else None,
        between=alpha_between(table.points) if enough else None,
        questions=tuple(_facts(table, column, enough=enough) for column in range(len(table.questions))) if work else (),
        together=failing_together(work),
        gates=gated(work),
        seconds=_seconds(work),
    )


def _measure(table: Scores) -> str:
    all_or_nothing = np.all((table.points == 0) | (table.points == table.most))
    return "KR-20" if len(set(table.most)) == 1 and all_or_nothing else "Cronbach's alpha"


def _facts(table: Scores, column: int, *, enough: bool) -> QuestionFacts:
    shares, name = table.shares[:, column], table.questions[column]
    difficulty = float(shares.mean())
    if not enough:
        return QuestionFacts(name, float(table.most[column]), difficulty)
    apart = discrimination(shares, table.totals)
    rest = item_rest(table.points, column)
    return QuestionFacts(
        name, float(table.most[column]), difficulty, apart, rest,
        alpha_if_deleted=alpha(np.delete(table.points, column, axis=1)),
        remarks=tuple(_remarks(shares, apart, rest, alone=len(table.questions) == 1)),
    )  # fmt: skip


def _remarks(shares: np.ndarray, apart: float | None, rest: float | None, *, alone: bool) -> Iterator[str]:
    mean = float(shares.mean())
    if mean >= _EASY:
        yield f"Nearly everybody earns it ({mean:.0%} of its points), so it tells hardly anybody apart."
    if mean <= _HARD:
        yield f"Hardly anybody earns it ({mean:.0%} of its points): is it taught, and can its text be understood?"
    if alone or min((shares < 1).sum(), (shares > 0).sum()) < _EACH_SIDE or rest is None:
        return
    if rest < 0 and (apart or 0) < 0:
        yield "Who does well elsewhere does worse here. Look at its tests and its text before you trust its points."
    elif rest < _LOOSE:
        yield "Earning it has hardly anything to do with the rest: chance decides it, or something that is not taught."


def _seconds(work: Sequence[Counted]) -> tuple[float, float, float, float, float] | None:
    return spread([each.verdict.seconds for each in work]) if work else None
