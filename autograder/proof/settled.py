"""Mutants that are proven elsewhere, and need no grading of their own."""

from __future__ import annotations

from ..assignment import Assignment, Mutant
from .records import read_record


def settled_elsewhere(assignment: Assignment) -> set[Mutant]:
    """The mutants that a calibration has measured, and those that drawn tests alone must catch."""
    return _calibrated(assignment) | _drawn(assignment)


def _calibrated(assignment: Assignment) -> set[Mutant]:
    """The mutants that only gates must catch, if a calibration that still holds has measured what they reach.

    They need no further training: `doubts` tells where one passed a gate.
    """
    gated = {test.name for test in assignment.tests if test.gates}
    record = (read_record(assignment) or {}) if gated else {}
    measured = {label for calibration in record.values() for label in calibration.mutants}
    return {mutant for mutant in assignment.mutants if set(mutant.fails) <= gated and mutant.label in measured}


def _drawn(assignment: Assignment) -> set[Mutant]:
    """The mutants that only drawn tests of their own answer must catch: `Fairness` asks these, under several secrets.

    A test of another answer may assume this one to be right, which only grading does. And where a test that uses the
    answer is named by no mutant, any of them may be the one that it catches.
    """
    named = {name for mutant in assignment.mutants for name in mutant.fails}
    unnamed = {name for test in assignment.tests if test.name not in named for name in test.needs}
    drawn = {(test.answer, test.name) for test in assignment.tests if test.drawn}
    return {
        mutant
        for mutant in assignment.mutants
        if mutant.answer not in assignment.variables | unnamed
        and all((mutant.answer, name) in drawn for name in mutant.fails)
    }
