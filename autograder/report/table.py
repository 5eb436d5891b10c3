"""Standings as CSV that a spreadsheet opens without surprises."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..gradebook import Standing

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def standings_csv(standings: Iterable[Standing]) -> str:
    """One line per student: id, the percentage in each assignment and in the course, and whether they passed.

    Work that is not graded yet, through our fault, is left empty, and so is everything computed from it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, standing in enumerate(standings):
        if number == 0:
            writer.writerow(["student", *(mark.assignment for mark in standing.marks), "course", "passed"])
        known = [mark.verdict is not None and not mark.open for mark in standing.marks]
        percents = [f"{m.percent:.2f}" if k else "" for m, k in zip(standing.marks, known, strict=True)]
        whole = ["", ""] if standing.open else [f"{standing.percent:.2f}", "yes" if standing.passed else "no"]
        writer.writerow([harmless(standing.student), *percents, *whole])
    return text.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet won't take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
