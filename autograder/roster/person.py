"""One person of a course: an id, a name, an address, a section, and the ids that platforms use.

Theory of operation. Names and addresses are what anybody may have written; an id decides who gets a grade. So an id is
plain, or it is refused: it never becomes a formula in a spreadsheet, and needs no mark in front to prevent that.

Platforms' ids are in columns of their own. A column whose name ends in `_id` holds ids that stand alone, such as a
student number. One that ends in `_number` holds the number that a platform writes after a name in its downloads; alone,
such a number says nothing, because another platform counts, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..intake import bad_id, shown

BETWEEN = ";"  # several ids in one cell of a table
OTHER = "other_id"
_SPLITTING = frozenset(',;|"\t\n\v\f\r')
_NUMBERED = re.compile(r"(?P<name>.+) (?P<number>[0-9]{1,20})", re.DOTALL)
_ENOUGH = 0.6  # of a name's letters, where a platform leaves out some from its file names

Ids = tuple[tuple[str, str], ...]  # column and id


@dataclass(frozen=True)
class Person:
    """Somebody on the roster. `more` holds columns that we don't know, as they came."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    ids: Ids = ()
    more: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def of(self, column: str) -> tuple[str, ...]:
        """Their ids in a platform's column."""
        return tuple(value for name, value in self.ids if name == column)

    @property
    def known_as(self) -> set[str]:
        """Every id that stands alone."""
        return {self.id, *(value for column, value in self.ids if column.endswith("_id"))}

    def __str__(self) -> str:
        return shown(f"{self.id} ({self.name})" if self.name else self.id)


def fault_of(value: str) -> str:
    """Why a text can't be an id, or nothing."""
    read = unicodedata.normalize("NFKC", value)
    if fault := bad_id(value):
        return fault
    if value != value.strip() or not value or not (read[0].isalnum() and value[0].isalnum()):
        return "An id begins with a letter or a digit."
    if any(c in _SPLITTING or (c.isspace() and c != " ") for c in (*value, *read)):
        return "An id has no comma, semicolon, quote, bar or tab."
    return ""


def entered(name: str, email: str, section: str, ids: Iterable[tuple[str, str]]) -> tuple[Person | None, list[str]]:
    """A person as a platform lists them, and what was left out; nobody, if no id is usable.

    Their own id is the first of `ids` that stands alone, else the address, else the platform's number.
    """
    given = [(column, value.strip(), fault_of(value.strip())) for column, value in ids if value.strip()]
    told = [f"{column} {shown(value)!r} of {shown(name)!r}: {fault}" for column, value, fault in given if fault]
    usable = tuple(dict.fromkeys((column, value) for column, value, fault in given if not fault))
    address = email.strip()
    if address and fault_of(address):
        told.append(f"the address {shown(address)!r} of {shown(name)!r}: {fault_of(address)}")
        address = ""
    alone = [value for column, value in usable if column.endswith("_id")]
    chosen = next(iter([*alone, *([address] if address else []), *_made(usable)]), "")
    if not chosen:
        return None, [*told, f"{shown(name)!r} has no id that can be used, and is left out."]
    return Person(chosen, name.strip(), address, section.strip(), usable), told


def is_made(person: Person) -> bool:
    """Whether the id is only a platform's number, for want of a better one."""
    return person.id in _made(person.ids)


def _made(ids: Ids) -> list[str]:
    return [column.replace("_number", "-") + value for column, value in ids if column.endswith("_number")]


def marks(person: Person) -> Iterator[tuple[str, object]]:
    """All by which two entries can be told to be one person, the surest first: what it is, and its value."""
    yield "id", person.id
    yield from person.ids
    if person.email:
        yield "address", person.email.casefold()
    if key := name_key(person.name):
        yield "name", key


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name, however they are ordered and written: `Lovelace, Ada` is `ada lovelace`."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (c for c in plain if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf")
    words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in kept).split()
    return tuple(sorted(words))


def numbered(student: str) -> tuple[str, str]:
    """The name and the number in an id that was made from a platform's download; both empty if it was not."""
    found = _NUMBERED.fullmatch(student)
    return (found["name"], found["number"]) if found else ("", "")


def same_name(written: str, name: str) -> bool:
    """Whether a download's name can be this person's: the same words (a group's before them), or run together."""
    key, said = name_key(name), name_key(written)
    if key and set(key) <= set(said):
        return True
    letters, theirs = Counter("".join(said)), Counter("".join(key))
    return bool(letters) and letters <= theirs and letters.total() >= _ENOUGH * theirs.total()


def names(people: Sequence[Person]) -> str:
    """Some people by name, for one line."""
    return ", ".join(map(str, people[:10])) + (f" and {len(people) - 10} more" if len(people) > 10 else "")
