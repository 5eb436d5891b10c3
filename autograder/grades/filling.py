"""Fill a file that a platform gave: only cells of grades that are known, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import UserMistake
from ..roster import Person, Register, Roster, Sheet
from .grades import Grades, Item, value, written


class FillError(UserMistake):
    """Raised when a file can't be filled without giving somebody a wrong grade."""


@dataclass(frozen=True)
class Slot:
    """A column that can hold grades. `titles` are all names that it may go by; `locked` says why it can't be filled."""

    place: int
    header: str
    titles: tuple[str, ...]
    maximum: float | None = None
    locked: str = ""


@dataclass(frozen=True)
class Form:
    """A platform's file to fill: who is in which row, the columns, and which cells it keeps to itself.

    `reserved` gives the reason why a cell must stay, or nothing, from the row and the cell.
    """

    platform: str
    sheet: Sheet
    people: Mapping[int, Person]
    slots: Sequence[Slot]
    reserved: Callable[[Sequence[str], str], str]
    empty: tuple[str, ...] = ("",)  # what the platform writes where there is no grade
    percent_sign: bool = False  # whether per cent are told from points by a sign; otherwise a maximum of 100 is needed
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Filled:
    """The filled file, and what to say about it."""

    sheet: Sheet
    cells: int
    empty: Counter[str]  # why cells stay empty
    kept: Counter[str]  # why cells keep what the platform has
    owners: Mapping[int, Person]  # whose each row is
    strangers: list[Person]  # people of the file who could be nobody, or several
    told: list[str]


def slots_for(form: Form, grades: Grades, wishes: Mapping[str, str]) -> tuple[dict[str, Slot], list[str]]:
    """For each assignment the column that is meant: the one that was asked for, else the one with its name or title."""
    chosen, told = dict[str, Slot](), list[str]()
    for item in grades.all_items:
        if item.name in wishes:
            wish = wishes[item.name]
            exact = [slot for slot in form.slots if slot.header == wish]
            found = exact or [slot for slot in form.slots if wish in slot.titles]
            if not found:
                raise FillError(f"{form.sheet.name} has no column {wish!r} to fill. {_columns(form)}")
        else:
            names = {_key(item.name), _key(item.title)} if item in grades.items else set()
            found = [slot for slot in form.slots if names & set(map(_key, slot.titles))]
        if len(found) > 1:
            several = " and ".join(slot.header for slot in found)
            raise FillError(f"{item.name} could be the columns {several}. Choose: --column '{item.name}=HEADER'.")
        if not found and item in grades.items:
            told.append(f"{form.sheet.name} has no column for {item.name} ({item.title}). {_columns(form)}")
        for slot in found:
            if slot.locked:
                told.append(f"{item.name}: the column {slot.header} is {slot.locked}, and is not filled.")
            else:
                chosen[item.name] = slot
    if not chosen:
        raise FillError(
            f"{form.sheet.name} has no column for any assignment. {_columns(form)} Use --column 'NAME=HEADER'."
        )
    if doubled := [slot.header for slot, n in Counter(chosen.values()).items() if n > 1]:
        raise FillError(f"Two assignments would go into the column {doubled[0]}. Choose one for each with --column.")
    return chosen, told


def fill(form: Form, roster: Roster, grades: Grades, slots: Mapping[str, Slot], *, percent: bool) -> Filled:
    """Write each known grade into its cell. Every other cell stays byte for byte."""
    items = {item.name: item for item in grades.all_items}
    for name, slot in slots.items():
        _must_fit(form, items[name], slot, percent=percent)
    owners, strangers, told = _owners(form, roster)
    sheet_rows = dict(form.sheet.rows)
    cells, empty, kept = dict[tuple[int, int], str](), Counter[str](), Counter[str]()
    comma = _decimal_comma(form)
    for row, person in owners.items():
        for name, slot in slots.items():
            cell, grade = sheet_rows[row][slot.place].strip(), grades.of(person, items[name])
            number = value(grade, items[name], percent=percent)
            if reason := form.reserved(sheet_rows[row], cell):
                kept[reason] += 1
            elif number is None:
                (empty if cell in form.empty else kept)[grade.why] += 1
            else:
                text = written(number) + ("%" if percent and form.percent_sign else "")
                cells[row, slot.place] = text.replace(".", ",") if comma else text
    return Filled(form.sheet.filled(cells), len(cells), empty, kept, owners, strangers, [*form.told, *told])


def _owners(form: Form, roster: Roster) -> tuple[dict[int, Person], list[Person], list[str]]:
    """Whose each row is; two rows of one person are nobody's."""
    register, rows = Register(roster.people), dict[str, list[int]]()
    strangers, told = list[Person](), list[str]()
    for row, person in form.people.items():
        found = list(register.find(person))
        if len(found) == 1:
            rows.setdefault(register.people[found[0]].id, []).append(row)
        else:
            strangers.append(person)
    by_id = {person.id: person for person in roster.people}
    for each, places in rows.items():
        if len(places) > 1:
            numbers = " and ".join(str(place + 1) for place in places)
            told.append(f"Rows {numbers} of {form.sheet.name} are both {by_id[each]}: neither is filled.")
    return {places[0]: by_id[each] for each, places in rows.items() if len(places) == 1}, strangers, told


def _must_fit(form: Form, item: Item, slot: Slot, *, percent: bool) -> None:
    """A maximum that differs would turn full marks into half marks, or the reverse."""
    if slot.maximum is None or (percent and form.percent_sign):
        return
    ours = 100.0 if percent else item.maximum
    if abs(slot.maximum - ours) > 1e-6:
        remedy = "" if percent else " or use --percent"
        raise FillError(
            f"{form.platform} gives {slot.maximum:g} points for {slot.header}, but {item.name} has {ours:g} here. "
            f"Change it on {form.platform} and export again{remedy}."
        )


def _decimal_comma(form: Form) -> bool:
    """Whether the file writes 9,50 for nine and a half."""
    cells = [values[slot.place].strip() for _, values in form.sheet.rows for slot in form.slots]
    commas, points = (sum(bool(re.fullmatch(rf"\d+{sign}\d+%?", cell)) for cell in cells) for sign in (",", r"\."))
    return bool(commas) and not points


def _key(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def _columns(form: Form) -> str:
    return f"Its columns: {', '.join(slot.header for slot in form.slots) or 'none'}."
