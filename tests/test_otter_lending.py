"""Which of otter's tests a cell gets: those that it checks."""

from __future__ import annotations

import pytest

from autograder.adapters.otter.courses.lending import Needed, needed

KNOWN = ("q1", "q2")
CELLS = {
    'grader.check("q1")': Needed(("q1",)),
    'x = [grader.check("q2"), grader.check("q1")]': Needed(KNOWN),
    'if True:\n    print(the.check("q2"))': Needed(("q2",)),
    "grader.check_all()": Needed(),
    "# check your answer": Needed(),
    'grader.check("q9")': Needed(),
    "for q in names: grader.check(q)": Needed(KNOWN, later=True),
    'def ask():\n    return grader.check("q1")': Needed(("q1",), later=True),
    "ask = grader.check": Needed(KNOWN, later=True),
    'ask = getattr(grader, "check")': Needed(KNOWN, later=True),
    '%time grader.check("q1")': Needed(KNOWN),
    "check(": Needed(KNOWN),
    "x = 1": Needed(),
}


@pytest.mark.parametrize("source", CELLS)
def test_a_cell_gets_the_tests_of_the_questions_that_it_checks(source: str) -> None:
    assert needed(source, KNOWN) == CELLS[source]
