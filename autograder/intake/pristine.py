"""Put a student's work into a pristine notebook: our cells, their answers, and remarks about oddities."""

from __future__ import annotations

import ast
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..assignment import Assignment, defined, without_magics
from ..release import Role, Slot, plan
from .languages import is_cell_of
from .notebook import RawCell

_CHECKS = (Role.TOOLS, Role.VISIBLE, Role.HIDDEN)  # the judge uses its own


@dataclass(frozen=True)
class RunCell:
    """A cell of the notebook that the judge runs."""

    id: str
    role: Role
    kind: Literal["code", "markdown"]
    source: str
    tests: tuple[str, ...] = ()

    def runs(self, *, pictures: bool = False) -> bool:
        """Whether the judge runs this cell. No grade depends on pictures, so they are only drawn on demand."""
        return self.kind == "code" and self.role not in _CHECKS and (pictures or self.role is not Role.PICTURE)


def arrange(assignment: Assignment, handed_in: list[RawCell]) -> tuple[tuple[RunCell, ...], tuple[str, ...]]:
    """The cells to run, in the order of the plan, and remarks about oddities."""
    slots = {slot.id: slot for slot in plan(assignment)}
    found: dict[str, list[RawCell]] = defaultdict(list)
    extras: dict[str, list[RawCell]] = defaultdict(list)
    anchor = ""
    for cell in handed_in:
        slot = _slot_of(cell, slots, found, anchor)
        if slot is None:
            extras[anchor].append(cell)
        else:
            found[slot.id].append(cell)
            anchor = slot.id
    arranged = list(_extras("", extras[""]))
    for slot in slots.values():
        arranged += [*_fill(slot, found[slot.id]), *_extras(slot.id, extras[slot.id])]
    return tuple(arranged), tuple(_remarks(slots, found, handed_in))


def _slot_of(cell: RawCell, slots: dict[str, Slot], found: dict[str, list[RawCell]], anchor: str) -> Slot | None:
    """Where a cell belongs: by its id, else by what it defines, else by its text."""
    for name in cell.ids:
        slot = slots.get(name)
        if slot and _kind(slot) == cell.kind and not found[slot.id]:
            if slot.role is not Role.ANSWER:
                return slot  # most cells end here, and need not be parsed
            # An answer cell that defines another answer was moved or renamed; it counts for what it defines.
            others = _answers(cell, slots)
            return slots[others[0]] if others and slot.name not in others else slot
    answers = _answers(cell, slots)
    if answers:
        return slots[answers[0]]
    return next((slot for slot in _after(anchor, slots) if _same_text(cell, slot) and not found[slot.id]), None)


def _after(anchor: str, slots: dict[str, Slot]) -> list[Slot]:
    """The slots after the last cell's slot: a copied cell is an extra, and does not fill an earlier slot."""
    names = list(slots)
    return [slots[name] for name in names[names.index(anchor) + 1 if anchor else 0 :]]


def _same_text(cell: RawCell, slot: Slot) -> bool:
    return slot.source.strip() == cell.source.strip() and _kind(slot) == cell.kind


def _answers(cell: RawCell, slots: dict[str, Slot]) -> list[str]:
    """The answers that a cell defines."""
    return [name for name in _defines(cell) if name in slots and slots[name].role is Role.ANSWER]


def _kind(slot: Slot) -> Literal["code", "markdown"]:
    return "markdown" if slot.role in (Role.TEXT, Role.WORDS) else "code"


def _defines(cell: RawCell) -> list[str]:
    """The names of the functions, classes and variables that a code cell defines at its top level."""
    if cell.kind != "code":
        return []
    for source in (cell.source, without_magics(cell.source)):  # a line that begins with % may continue an expression
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about odd escapes in a student's strings
                return defined(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return []


def _fill(slot: Slot, cells: list[RawCell]) -> Iterator[RunCell]:
    if slot.role in (Role.ANSWER, Role.WORDS):
        for number, cell in enumerate(cells):
            yield RunCell(slot.id if number == 0 else f"{slot.id}-again-{number}", slot.role, cell.kind, cell.source)
        return
    if slot.role is Role.SUMMARY:  # it counts what the notebook's own checks found; here, none of them runs
        return
    yield RunCell(slot.id, slot.role, _kind(slot), slot.source, tuple(test.name for test in slot.tests))
    if slot.role in (Role.CODE, Role.PICTURE):  # a change, such as an added import, is meant to run
        for number, cell in enumerate(cells):
            if not is_cell_of(slot, cell.source):
                yield RunCell(f"{slot.id}-changed-{number}", Role.CODE, "code", cell.source)


def _extras(anchor: str, cells: list[RawCell]) -> Iterator[RunCell]:
    for number, cell in enumerate(cells):
        role = Role.TEXT if cell.kind == "markdown" else Role.CODE
        yield RunCell(f"{anchor or 'top'}-added-{number}"[-64:], role, cell.kind, cell.source)


def _remarks(slots: dict[str, Slot], found: dict[str, list[RawCell]], handed_in: list[RawCell]) -> Iterator[str]:
    for slot in slots.values():
        cells = found[slot.id]
        if slot.role is Role.ANSWER:
            if not cells:
                yield f"The answer {slot.name} is missing."
            elif len(cells) > 1:
                yield f"The answer {slot.name} appears {len(cells)} times; all ran, and the last counts."
            elif slot.name not in _defines(cells[0]):
                yield f"The cell of {slot.name} does not define {slot.name}."
        elif slot.role in _CHECKS and not all(is_cell_of(slot, cell.source) for cell in cells):
            yield f"The check {slot.id} was changed; the original ran instead."
    order = list(slots)
    seen = [order.index(name) for cell in handed_in for name in cell.ids[:1] if name in slots]
    if seen != sorted(seen):
        yield "Cells were moved; they ran in the order of the assignment."
    if not any(set(cell.ids) & set(slots) for cell in handed_in):
        yield "Cell ids are missing, as after saving in Colab; cells were recognised by what they define."
