"""Read a table of marks back. Only what somebody changed in it is taken, and each row that can't be taken is told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..errors import Signal
from ..gradebook import Comment, HandMark
from ..roster import Sheet, SheetError
from .asking import Asked
from .writing import COLUMNS, as_written

SOURCE = "table"
_Row = Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """What a row gives: points for the text that it was written for, a comment, or both. None: unchanged."""

    asked: Asked
    answer: str
    points: float | None
    comment: str | None

    def records(self, author: str, now: datetime) -> Iterator[HandMark | Comment]:
        student, assignment, question = self.asked.student, self.asked.assignment, self.asked.question
        if self.points is not None:
            yield HandMark(
                student=student, assignment=assignment, question=question, author=author, when=now,
                points=self.points, maximum=self.asked.maximum, source=SOURCE, answer=self.answer,
            )  # fmt: skip
        if self.comment is not None:
            yield Comment(
                student=student, assignment=assignment, question=question, author=author, when=now,
                text=self.comment, source=SOURCE,
            )  # fmt: skip


@dataclass(frozen=True)
class NotTaken:
    """A row that can't be taken, and why."""

    row: int
    why: str

    def __str__(self) -> str:
        return f"Row {self.row}: {self.why}"


class _Odd(Signal):
    """Why a row can't be taken."""


def read_marks(sheet: Sheet, answers: Iterable[Asked], *, over: bool = False) -> tuple[list[Taken], list[NotTaken]]:
    """What is new in a table, and the rows that can't be taken.

    Where somebody else has given points since the table was written, theirs stay, unless the table's are to go `over`
    them.
    """
    known: dict[tuple[str, ...], list[Asked]] = {}
    for each in answers:
        known.setdefault(tuple(map(as_written, (each.student, each.assignment, each.question))), []).append(each)
    taken, not_taken = list[Taken](), list[NotTaken]()
    for number, row in _rows(sheet):
        try:
            if found := _taken(row, known.get((row["student"], row["assignment"], row["question"]), []), over=over):
                taken.append(found)
        except _Odd as why:
            not_taken.append(NotTaken(number + 1, str(why)))
    return taken, not_taken


def _rows(sheet: Sheet) -> Iterator[tuple[int, _Row]]:
    missing = [name for name in COLUMNS if name not in sheet.header]
    if missing:
        raise SheetError(f"{sheet.name} has no column {missing[0]!r}. Use the table that `autograder marks` writes.")
    places = {name: sheet.header.index(name) for name in COLUMNS}
    for number, values in sheet.rows:
        yield number, {name: values[place].strip() for name, place in places.items()}


def _taken(row: _Row, answers: list[Asked], *, over: bool) -> Taken | None:
    points = _points(row["points"])
    new_points = points is not None and points != _points(row["points before"])
    new_comment = row["comment"] != row["comment before"]
    if not new_points and not new_comment:
        return None
    if len(answers) != 1:  # two ids may look the same in a table
        whose = " ".join((row["student"], row["assignment"], row["question"])).strip()
        raise _Odd(f"there is {'no' if not answers else 'more than one'} such answer to grade: {whose}.")
    [asked] = answers
    whose = f"{asked.student} {asked.assignment} {asked.question}"
    if new_points:
        assert points is not None
        if not 0 <= points <= asked.maximum:
            raise _Odd(f"{whose} can get 0 to {asked.maximum:g} points, and not {points:g}.")
        new_points = points != asked.points or row["answer"] != asked.answer
        if new_points and not over and row["answer"] == asked.answer and asked.points != _points(row["points before"]):
            who = f"{asked.mark.author} gave {asked.points:g}" if asked.mark else "the points were taken back"
            raise _Odd(f"since this table was written, {who} for {whose}; --over puts {points:g} in its place.")
    comment = row["comment"] if new_comment and row["comment"] != as_written(asked.comment) else None
    if not new_points and comment is None:
        return None
    return Taken(asked, row["answer"], points if new_points else None, comment)


def _points(text: str) -> float | None:
    """A number as anybody's spreadsheet writes it; None for an empty cell."""
    if not text:
        return None
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        raise _Odd(f"{text!r} is not a number of points.") from None
    if not math.isfinite(points):
        raise _Odd(f"{text!r} is not a number of points.")
    return points
