"""The roster as a table: roster.csv, which an instructor may edit by hand, in any spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..errors import UserMistake
from .person import BETWEEN, Person, fault_of
from .sheet import Sheet

ROSTER_FILE = "roster.csv"
_OWN = ("id", "name", "email", "section")
_ALSO = {
    "student": "id", "student id": "id", "full name": "name", "address": "email", "email address": "email",
    "e-mail": "email", "group": "section",
    "first name": "first_name", "last name": "last_name", "lms_user_id": "lms_user_id",
}  # fmt: skip


class RosterError(UserMistake):
    """Raised when a roster can't be used as it is: it was edited by hand, so nothing in it is dropped silently."""


@dataclass(frozen=True)
class Roster:
    """Everybody in the course, in the order of the roster."""

    people: tuple[Person, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The platforms' columns that anybody has an id in."""
        return tuple(dict.fromkeys(column for person in self.people for column, _ in person.ids))


@dataclass(frozen=True)
class Listed:
    """What a platform's file says about people, and what of it can't be used."""

    people: list[Person]
    told: list[str]


@dataclass(frozen=True)
class RosterFormat:
    """A kind of file that lists people: its name, how to recognise it, and how to read it."""

    name: str
    fits: Callable[[Sheet], bool]
    read: Callable[[Sheet], Listed]


def is_own(sheet: Sheet) -> bool:
    """Whether this is a roster of ours, or a table simple enough to be one."""
    columns = set(_columns(sheet))
    return "id" in columns or {"name", "email"} <= columns


def read_roster(sheet: Sheet) -> Roster:
    """A roster of ours. Raises RosterError, with the row, for anything that could lose or mix up a person."""
    columns = _columns(sheet)
    people, seen = list[Person](), dict[str, int]()
    for number, values in sheet.rows:
        where = f"{sheet.name}, row {number + 1}"
        person = _person(where, columns, values)
        if person.id in seen:
            raise RosterError(f"{where}: the id {person.id!r} is also in row {seen[person.id]}. Keep one of the rows.")
        seen[person.id] = number + 1
        people.append(person)
    return Roster(tuple(people))


def roster_rows(roster: Roster) -> list[Sequence[str]]:
    """The roster as rows of text, header first. Columns that we don't know come last, as they were."""
    more = dict.fromkeys(column for person in roster.people for column, _ in person.more)
    rows: list[Sequence[str]] = [(*_OWN, *roster.columns, *more)]
    for person in roster.people:
        ids = [BETWEEN.join(person.of(column)) for column in roster.columns]
        extra = dict(person.more)
        own = (person.id, person.name, person.email, person.section)
        rows.append((*own, *ids, *(extra.get(column, "") for column in more)))
    return rows


OWN = RosterFormat("a roster of ours", is_own, lambda sheet: Listed(list(read_roster(sheet).people), []))


def _columns(sheet: Sheet) -> list[str]:
    """What each column holds."""
    folded = [name.casefold() for name in sheet.header]
    known = [_ALSO.get(name, name) for name in folded]
    return [
        each if each in _OWN or each in _ALSO.values() or _platform(each) else sheet.header[place]
        for place, each in enumerate(known)
    ]


def _platform(column: str) -> bool:
    return column.endswith(("_id", "_number"))


def _person(where: str, columns: list[str], values: Sequence[str]) -> Person:
    cells = {column: value.strip() for column, value in zip(columns, values, strict=True) if column}
    ids = tuple(
        (column, value.strip())
        for column, cell in cells.items()
        if _platform(column)
        for value in cell.split(BETWEEN)
        if value.strip()
    )
    alone = [value for column, value in ids if column.endswith("_id")]
    email = cells.get("email", "")
    chosen = next((each for each in (cells.get("id", ""), *alone, email) if each), "")
    for value in (chosen, *(value for _, value in ids), *([email] if email else [])):
        if fault := fault_of(value):
            raise RosterError(f"{where}: {value!a} can't be used. {fault} Correct it in the file.")
    parts = (cells.get("first_name", ""), cells.get("last_name", ""))
    name = cells.get("name", "") or " ".join(part for part in parts if part)
    named = {*_OWN, "first_name", "last_name"}
    more = tuple((column, cell) for column, cell in cells.items() if column not in named and not _platform(column))
    return Person(chosen, name, email, cells.get("section", ""), ids, more)
