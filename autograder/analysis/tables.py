"""What was found as rows of tables, the heads first. All of it is for instructors."""

from __future__ import annotations

from collections.abc import Iterable

from .mistakes import Mistake
from .questions import QuestionFacts, TopicFacts
from .similarity import InCommon, Lines

Rows = list[list[str | float]]


def questions_table(topics: Iterable[TopicFacts]) -> Rows:
    """A row for each question."""
    heads: list[str | float] = [
        "assignment", "question", "students", "points", "difficulty", "discrimination", "item-rest correlation",
        "alpha if deleted", "look at",
    ]  # fmt: skip
    return [heads, *(_question(topic, each) for topic in topics for each in topic.questions)]


def mistakes_table(mistakes: Iterable[Mistake]) -> Rows:
    """A row for each group of wrong answers."""
    heads: list[str | float] = [
        "group", "assignment", "question", "students", "mended", "mistake", "points lost", "first", "last",
        "who", "example",
    ]  # fmt: skip
    return [heads, *map(_mistake, mistakes)]


def pairs_table(pairs: Iterable[InCommon]) -> Rows:
    """A row for each pair that has much in common."""
    heads: list[str | float] = [
        "assignment", "question", "one", "other", "in common", "of that only here", "lines of one", "lines of other",
    ]  # fmt: skip
    return [heads, *map(_pair, pairs)]


def _question(topic: TopicFacts, each: QuestionFacts) -> list[str | float]:
    numbers = (each.difficulty, each.discrimination, each.item_rest, each.alpha_if_deleted)
    remarks = " ".join(each.remarks) or topic.few
    shown = ["" if number is None else number for number in numbers]
    return [topic.assignment, each.question, str(topic.students), each.points, *shown, remarks]


def _mistake(each: Mistake) -> list[str | float]:
    example = "" if each.example is None else each.example.source
    return [
        each.id, each.assignment, each.question, str(len(each.students)), str(len(each.mended)), each.name, each.points,
        f"{each.first:%Y-%m-%d}", f"{each.last:%Y-%m-%d}", " ".join(each.students), example,
    ]  # fmt: skip


def _pair(each: InCommon) -> list[str | float]:
    lines = _lines(each.lines_of_one), _lines(each.lines_of_other)
    return [each.assignment, each.question, each.one.whose, each.other.whose, each.share, each.only_here, *lines]


def _lines(stretches: Lines) -> str:
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in stretches)
