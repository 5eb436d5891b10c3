"""A table for a mail merge: a row for everybody who can be written to.

Each value becomes part of somebody's mail, where a line break would begin a header of its own, so each is one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..intake import printable
from ..roster import Person

_ADDRESS = re.compile(r"""[^\W_][^\s@<>()\[\]",:;|\\]*@[^\s@<>()\[\]",:;|\\]+""")


@dataclass(frozen=True)
class Letter:
    """What one person gets: the zip file's name, and their scores in words."""

    person: Person
    file: str
    scores: Sequence[str]


def mail_rows(letters: Iterable[Letter]) -> tuple[list[Sequence[str]], list[str]]:
    """The table's rows, header first, and who can't be written to. An address of two people is nobody's."""
    by_address, told = defaultdict[str, list[Letter]](list), list[str]()
    for letter in letters:
        address = letter.person.email
        if _ADDRESS.fullmatch(address) and address == printable(address):
            by_address[address.casefold()].append(letter)
        else:
            why = "has an address that no mail can reach" if address else "has no address"
            told.append(f"{letter.person} {why}, and is not in the table. Correct the roster.")
    rows: list[Sequence[str]] = [("email", "name", "file", "scores")]
    for same in by_address.values():
        if len(same) > 1:
            who = " and ".join(str(letter.person) for letter in same)
            told.append(f"{who} have the same address, and are not in the table. Correct the roster.")
        else:
            rows.append(_row(same[0]))
    return rows, told


def _row(letter: Letter) -> Sequence[str]:
    return (letter.person.email, _line(letter.person.name), letter.file, _line("; ".join(letter.scores)))


def _line(text: str) -> str:
    return " ".join(printable(" ".join(text.split())).split())
