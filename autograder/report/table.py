"""Standings as CSV that a spreadsheet opens without surprises."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..gradebook import Standing

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def standings_csv(standings: Iterable[Standing]) -> str:
    """One line per student: id, per cent of every assignment, of the course, and whether it is passed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, standing in enumerate(standings):
        if number == 0:
            writer.writerow(["student", *(mark.assignment for mark in standing.marks), "course", "passed"])
        percents = ["" if mark.state == "missing" else f"{mark.percent:.2f}" for mark in standing.marks]
        passed = "yes" if standing.passed else "no"
        writer.writerow([harmless(standing.student), *percents, f"{standing.percent:.2f}", passed])
    return text.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet must not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
