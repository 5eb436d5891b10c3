"""Canvas' gradebook: the table that Grades > Export gives, and that Grades > Import reads.

Canvas knows people by ID, SIS User ID, SIS Login ID and name, in this order, and assignments by the number in brackets,
else by their title; a title that it does not know becomes a new assignment. EX stands for excused, N/A for work that
was not assigned to this student. An empty cell over a grade would remove the grade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...grades import FillError, Form, Grades, Slot, value, written
from ...report import table
from ...roster import Listed, Person, Roster, RosterFormat, Sheet, entered

_IDS = {"ID": "canvas_number", "SIS User ID": "canvas_sis_id", "SIS Login ID": "canvas_login_id"}
_TITLE = re.compile(r"(?P<title>.*\S)\s*\((?P<number>[0-9]+)\)", re.DOTALL)
_TOTALS = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
_NOT_A_STUDENT = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_TEST_STUDENTS = ("Student, Test", "Test Student")


def is_gradebook(sheet: Sheet) -> bool:
    """Whether this is Canvas' gradebook, with names in one column or in two."""
    head = sheet.header
    one = len(head) > 3 and "Student" in head[0] and head[1] == "ID"
    two = len(head) > 4 and head[:3] == ("LastName", "FirstName", "ID")
    return (one or two) and "Section" in head


def form(sheet: Sheet) -> Form:
    """The gradebook, ready to fill."""
    people, told = _people(sheet)
    return Form("Canvas", sheet, people, _slots(sheet), _reserved, percent_sign=True, told=told)


def _people(sheet: Sheet) -> tuple[dict[int, Person], list[str]]:
    head, found, told = list(sheet.header), dict[int, Person](), list[str]()
    for row, values in sheet.rows:
        cells = dict(zip(head, values, strict=True))
        name = values[0] if "LastName" not in head else f"{cells['LastName']}, {cells['FirstName']}"
        if "Points Possible" in values[0] or all(map(_NOT_A_STUDENT.fullmatch, values)) or name in _TEST_STUDENTS:
            continue
        ids = [(column, cells.get(header, "")) for header, column in reversed(_IDS.items())]
        ids.sort(key=lambda each: each[0] != "canvas_sis_id")  # a student number is the best id
        login = cells.get("SIS Login ID", "")  # at many schools the address
        person, faults = entered(name, login if "@" in login else "", cells["Section"], ids)
        told += faults
        if person is not None:
            found[row] = person
    return found, told


def _slots(sheet: Sheet) -> list[Slot]:
    head = sheet.header
    points = next((values for _, values in sheet.rows if "Points Possible" in values[0]), ("",) * len(head))
    slots = []
    for place in range(head.index("Section") + 1, len(head)):
        match, possible = _TITLE.fullmatch(head[place]), _number(points[place])
        read_only = "read only" in points[place]
        if not match and (_TOTALS.search(head[place]) or (possible is None and not read_only)):
            continue  # totals that Canvas computes, and a teacher's notes
        titles = (match["title"], head[place]) if match else (head[place],)
        slots.append(Slot(place, head[place], titles, possible, "read-only" if read_only else ""))
    return slots


def _number(cell: str) -> float | None:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None


def _reserved(row: Sequence[str], cell: str) -> str:
    return {"EX": "excused on Canvas", "N/A": "not assigned to them on Canvas"}.get(cell.upper(), "")


def new_gradebook(roster: Roster, grades: Grades, *, percent: bool) -> tuple[bytes, list[Person]]:
    """A gradebook made from the roster, and the people whom Canvas can't know and who are not in it."""
    known = [person for person in roster.people if any(person.of(column) for column in _IDS.values())]
    if not known:
        raise FillError("Nobody on the roster has an id on Canvas. Export the gradebook there, and name the file.")
    titles = [item.title for item in grades.items]
    titles = titles if len(set(titles)) == len(titles) else [item.name for item in grades.items]
    rows: list[Sequence[str | float]] = [["Student", *_IDS, "Section", *titles]]
    rows.append(["    Points Possible", "", "", "", "", *(item.maximum for item in grades.items)])
    for person in known:
        ids = [next(iter(person.of(column)), "") for column in _IDS.values()]
        numbers = [value(grades.of(person, item), item, percent=percent) for item in grades.items]
        rows.append([person.name, *ids, person.section, *(_cell(number, percent=percent) for number in numbers)])
    return table(rows).encode(), [person for person in roster.people if person not in known]


def _cell(number: float | None, *, percent: bool) -> str | float:
    if number is None:
        return ""
    return f"{written(number)}%" if percent else number


ROSTER = RosterFormat(
    "Canvas' gradebook", is_gradebook, lambda sheet: Listed(list(_people(sheet)[0].values()), _people(sheet)[1])
)
