"""Moodle's grades: the gradebook as a table, and an assignment's grading worksheet.

Moodle's importer gives up at the first user it does not know and at the first cell that is no number, and it takes a
row without a user for the user above. An empty cell becomes 0 where a column makes a new item; `-` never does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...grades import FillError, Form, Grades, Slot, value
from ...report import table
from ...roster import Person, Roster, Sheet, sheet_of
from .people import fields, lists_people, people

_MAXIMUM = ("Maximum Grade", "Maximum grade", "Bestwertung")
_CHANGE = ("Grade can be changed", "Bewertung kann geändert werden")
_LARGEST = 100  # Moodle refuses more unless its administrator allows it
_NO_GRADE = "-"
_COLUMNS = {"username": "moodle_username_id", "idnumber": "moodle_id", "email": "moodle_email_id"}


def is_gradebook(sheet: Sheet) -> bool:
    return lists_people(sheet)


def form(sheet: Sheet) -> Form:
    """A table of Moodle's, ready to fill."""
    found, told = people(sheet)
    places = fields(sheet)
    if {"participant", "grade"} <= places.keys():
        slots = _worksheet(sheet)
    else:
        taken = set(places.values())
        slots = [_slot(place, header) for place, header in enumerate(sheet.header) if place not in taken]
        told += _unsafe_rows(sheet)
    locked = next((place for place, header in enumerate(sheet.header) if header in _CHANGE), None)

    def reserved(row: Sequence[str], cell: str) -> str:
        return "locked on Moodle" if locked is not None and row[locked].strip() in ("No", "Nein") else ""

    return Form("Moodle", sheet, found, [slot for slot in slots if slot], reserved, ("", _NO_GRADE), told=told)


def _slot(place: int, header: str) -> Slot:
    """`Assignment: Line and loss (Real)` goes by its title alone, too. Percentages and letters can't be imported."""
    bare = re.sub(r"\s*\([^()]*\)$", "", header)
    titles = {header, bare, *(text.split(": ", 1)[-1] for text in (header, bare))}
    kind = header[len(bare) :].strip(" ()").casefold()
    shown = kind in ("percentage", "letter", "prozentsatz", "buchstabe")
    return Slot(place, header, (header,) if shown else tuple(sorted(titles)))


def _worksheet(sheet: Sheet) -> list[Slot]:
    """The one column of a worksheet; which assignment it is for, the file does not say."""
    most = next((place for place, header in enumerate(sheet.header) if header in _MAXIMUM), None)
    numbers = {values[most].strip().replace(",", ".") for _, values in sheet.rows} if most is not None else set()
    maximum = float(numbers.pop()) if len(numbers) == 1 and re.fullmatch(r"[0-9.]+", min(numbers)) else None
    place = fields(sheet)["grade"]
    return [Slot(place, sheet.header[place], (), maximum)]


def _unsafe_rows(sheet: Sheet) -> list[str]:
    """A warning, if the column that identifies people has gaps."""
    places = {field: place for field, place in fields(sheet).items() if field in ("email", "idnumber", "username")}
    gaps = [sheet.header[place] for place in places.values() if any(not row[place].strip() for _, row in sheet.rows)]
    whole = [sheet.header[place] for place in places.values() if sheet.header[place] not in gaps]
    if not gaps:
        return []
    use = f"identify people by {whole[0]}" if whole else "fill the gaps"
    return [f"In {', '.join(gaps)} some rows are empty. Moodle would take them for the person above: {use}."]


def new_gradebook(roster: Roster, grades: Grades, *, percent: bool) -> tuple[bytes, list[Person]]:
    """A table made from the roster, and the people whom Moodle can't know and who are not in it."""
    most = max([100.0 if percent else item.maximum for item in grades.items], default=0.0)
    if most > _LARGEST:
        raise FillError(
            f"Moodle refuses grades above {_LARGEST}, and an assignment has {most:g} points. Use --percent."
        )
    column = max(_COLUMNS, key=lambda name: sum(bool(person.of(_COLUMNS[name])) for person in roster.people))
    known = [person for person in roster.people if person.of(_COLUMNS[column])]
    if not known:
        raise FillError(
            "Nobody on the roster came from Moodle. Import its list of participants or its gradebook first."
        )
    titles = [item.title for item in grades.items]
    titles = titles if len(set(titles)) == len(titles) else [item.name for item in grades.items]
    rows: list[Sequence[str | float]] = [[column, "name", *titles]]
    empty = dict[tuple[int, int], str]()
    for row, person in enumerate(known, 1):
        numbers = [value(grades.of(person, item), item, percent=percent) for item in grades.items]
        rows.append([person.of(_COLUMNS[column])[0], person.name, *("" if n is None else n for n in numbers)])
        empty |= {(row, place): _NO_GRADE for place, number in enumerate(numbers, 2) if number is None}
    written_out = sheet_of(table(rows).encode()).filled(empty)
    return written_out.as_bytes(), [person for person in roster.people if person not in known]
