"""Standings as CSV that a spreadsheet opens without surprises."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ..gradebook import Mark, Standing, rounded_down
from .text import harmless, plain


def standings_csv(standings: Iterable[Standing]) -> str:
    """One line per student: id, the percentage in each assignment and in the course, and whether they passed.

    Work that is not graded yet is left empty, and so is everything computed from it. If a person decided about any of
    it, a column more says what.
    """
    return table(_rows(standings))


def for_spreadsheets(rows: Iterable[Sequence[str | float]]) -> bytes:
    """The same as a file. It begins with a mark, without which Excel does not read UTF-8."""
    return table(rows).encode("utf-8-sig")


def table(rows: Iterable[Sequence[str | float]]) -> str:
    """Rows as CSV. Every table that we hand out is written here, so that no text in one is read as a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(_cell, row) for row in rows)
    return text.getvalue()


def _cell(value: str | float) -> str:
    return plain(harmless(value)) if isinstance(value, str) else rounded_down(value, 2)


def _rows(standings: Iterable[Standing]) -> Iterator[list[str | float]]:
    everybody = list(standings)
    told = [in_words(standing.marks) for standing in everybody]
    for number, standing in enumerate(everybody):
        also = {"decided": told[number]} if any(told) else {}
        if number == 0:
            yield ["student", *(mark.assignment for mark in standing.marks), "course", "passed", *also]
        known = [mark.known for mark in standing.marks]
        percents = [mark.percent if k else "" for mark, k in zip(standing.marks, known, strict=True)]
        whole = ["", ""] if standing.open or standing.waits else [standing.percent, "yes" if standing.passed else "no"]
        yield [standing.student, *percents, *whole, *also.values()]


def in_words(marks: Iterable[Mark]) -> str:
    """Which of somebody's marks a person decided, for a table that is read elsewhere; nothing if none was."""
    return "; ".join(f"{mark.assignment} {mark.decided.in_words}" for mark in marks if mark.decided.in_words)
