"""Everybody's grades: what each person has in each assignment and in the course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..assignment import Assignment
from ..gradebook import Mark, Standing, mean_percent, rounded_down
from ..roster import Matching, Person, Roster

COURSE = "course"


@dataclass(frozen=True)
class Item:
    """What a grade is for: an assignment, or the whole course."""

    name: str
    title: str
    maximum: float  # points


def items_of(assignments: Iterable[Assignment]) -> list[Item]:
    """What there are grades for, the course as a whole left out."""
    return [Item(each.name, each.title, each.max_score) for each in assignments]


@dataclass(frozen=True)
class Grade:
    """Per cent after the late penalty; None if it is not known, and then why."""

    percent: float | None
    why: str = ""


@dataclass(frozen=True)
class Grades:
    """For each person's id and each item's name, the grade; and what to look at."""

    items: tuple[Item, ...]
    by_person: dict[str, dict[str, Grade]]
    told: list[str]

    def of(self, person: Person, item: Item) -> Grade:
        return self.by_person.get(person.id, {}).get(item.name, Grade(None, "not handed in"))

    @property
    def all_items(self) -> tuple[Item, ...]:
        """The assignments, and the course last."""
        return (*self.items, Item(COURSE, "Course", 100.0))


def value(grade: Grade, item: Item, *, percent: bool) -> float | None:
    """A known grade in per cent or in points."""
    if grade.percent is None:
        return None
    return grade.percent if percent else grade.percent * item.maximum / 100


def written(number: float) -> str:
    """A grade as every platform reads it: two decimals, rounded down."""
    return rounded_down(number, 2)


def grades_of(roster: Roster, standings: Iterable[Standing], matching: Matching, items: Sequence[Item]) -> Grades:
    """The grades of everybody on the roster. Who handed in under several ids has the work of all of them."""
    by_student = {standing.student: standing for standing in standings}
    students, told = matching.students(), list[str]()
    found = dict[str, dict[str, Grade]]()
    for person in roster.people:
        theirs = [by_student[student] for student in students.get(person.id, []) if student in by_student]
        if len(theirs) > 1:
            told.append(f"{person} handed in under {len(theirs)} ids: {', '.join(each.student for each in theirs)}.")
        found[person.id] = _grades(theirs, told, person) if theirs else {}
    return Grades(tuple(items), found, told)


def _grades(theirs: list[Standing], told: list[str], person: Person) -> dict[str, Grade]:
    """One person's grades, from one standing or several."""
    marks, grades = list[Mark](), dict[str, Grade]()
    for same in zip(*(standing.marks for standing in theirs), strict=True):
        handed_in = [mark for mark in same if mark.there]
        mark = (handed_in or same)[0]
        if len(handed_in) > 1:
            told.append(f"{person} handed in {mark.assignment} under several ids; none of them counts here.")
            grades[mark.assignment] = Grade(None, "handed in under several ids")
        else:
            grades[mark.assignment] = Grade(mark.percent) if mark.known else Grade(None, _why(mark))
        marks.append(mark)
    grades[COURSE] = _course(theirs, marks, clear=not any("several" in grade.why for grade in grades.values()))
    return grades


def _why(mark: Mark) -> str:
    return mark.state if mark.there else "not handed in"


def _course(theirs: list[Standing], marks: list[Mark], *, clear: bool) -> Grade:
    """The course's percentage, in which work that was not handed in counts as nothing, as in every report."""
    if not clear or any(standing.open or standing.waits for standing in theirs):
        return Grade(None, "not all work is graded yet")
    if len(theirs) == 1:
        return Grade(theirs[0].percent)
    return Grade(min(mean_percent(marks), 100.0))
