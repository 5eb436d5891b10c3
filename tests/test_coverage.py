"""docs/coverage.md tells the truth: every topic of the inventory is graded, and what it names exists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pytest

from autograder.assignment import Assignment, load
from conftest import ROOT

FOLDERS = {path.name: path for path in sorted((ROOT / "assignments").iterdir()) if path.is_dir()}


@dataclass(frozen=True)
class Row:
    """A line of a table: its cells, and what the one about assignments names."""

    cells: tuple[str, ...]
    assignments: tuple[str, ...]

    def names(self, column: int) -> list[str]:
        """What stands in `backquotes` in a cell."""
        return re.findall(r"`(\w+)`", self.cells[column])


def rows(header: str) -> list[Row]:
    """The rows of the table whose head begins so."""
    text = (ROOT / "docs" / "coverage.md").read_text()
    table = text[text.index(f"| {header} |") :].split("\n\n")[0].splitlines()
    place = [cell.strip() for cell in table[0].strip("|").split("|")].index("Assignments")
    found = []
    for line in table[2:]:
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        found.append(Row(cells, tuple(re.findall(r"\d\d-[a-z-]+", cells[place]))))
    return found


TOPICS, ERRORS = rows("#"), rows("Error")


@cache
def assignment(name: str) -> Assignment:
    return load(FOLDERS[name])


def test_each_of_the_37_topics_stands_there_once() -> None:
    assert [int(row.cells[0]) for row in TOPICS] == list(range(1, 38))
    assert len({row.cells[1] for row in TOPICS}) == 37


@pytest.mark.parametrize("row", [*TOPICS, *ERRORS], ids=lambda row: row.cells[0][:40])
def test_each_row_is_graded_somewhere(row: Row) -> None:
    assert row.assignments
    assert set(row.assignments) <= set(FOLDERS)


@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row.cells[0])
def test_a_topic_names_answers_and_tests_of_its_assignments(row: Row) -> None:
    answers, tests = row.names(4), row.names(5)
    asked: set[str] = set()
    for name in row.assignments:
        there = assignment(name)
        mine = [test for test in there.tests if test.name in tests and test.answer in answers]
        assert mine, f"no test of {name} is named together with its answer"
        asked |= {test.name for test in mine}
    known = {cell.name for name in row.assignments for cell in (*assignment(name).answers, *assignment(name).essays)}
    assert set(answers) <= known, f"not asked: {set(answers) - known}"
    assert set(tests) == asked, f"not there, or of an answer that is not named: {set(tests) - asked}"
    assert answers and tests


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: row.cells[0][:40])
def test_an_error_names_tests_of_its_assignments(row: Row) -> None:
    there = {test.name for name in row.assignments for test in assignment(name).tests}

    assert set(row.names(4)) <= there


def test_every_answer_of_an_assignment_that_appears_appears_too() -> None:
    """An assignment that goes beyond the slides need not."""
    named = {name for row in TOPICS for name in row.names(4)}
    graded = {test.answer for row in TOPICS for name in row.assignments for test in assignment(name).tests}

    assert graded <= named, f"write these behind a topic: {graded - named}"
