"""Every file of a download is accounted for: it is graded, or it is left out with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .ids import shown

_REASON = 1500  # characters: a reason names several files and ends with what to do


class Because(Enum):
    """Why a file is left out, worded for one file and for several; first what a person has to look at."""

    ALIKE = "belongs to a student with a look-alike id", "belong to students with look-alike ids"
    UNCLEAR = "leaves it unclear what counts", "leave it unclear what counts"
    SILENT = "does not name its assignment", "do not name their assignment"
    UNNAMED = "has the name of no notebook of its assignment", "have the name of no notebook of their assignment"
    MISPLACED = "names a different assignment than most", "name a different assignment than most"
    CROWDED = "is one of too many files of a student", "are among too many files of a student"
    UNREADABLE = "can't be read", "can't be read"
    TOLD = "", ""  # nothing is left out, but a person should know
    ELSEWHERE = "is not where students' work is", "are not where students' work is"
    UNSAFE = "has a name that points outside", "have names that point outside"
    LINK = "is a link or a device", "are links or devices"
    REPEATED = "repeats an earlier name", "repeat an earlier name"
    ANOTHER = "gives way to the student's other notebook", "give way to the students' other notebooks"
    NO_NOTEBOOK = "is not a notebook", "are not notebooks"
    HIDDEN = "is a hidden file", "are hidden files"


@dataclass(frozen=True)
class LeftOut:
    """Something left out, and why, in a sentence. `count` is the number of files."""

    name: str
    because: Because
    reason: str
    count: int = 1

    def __str__(self) -> str:
        return f"{shown(self.name)}: {shown(self.reason, _REASON)}"


def by_weight(left_out: Iterable[LeftOut]) -> list[LeftOut]:
    """First what a person has to look at, so that one student's thousand text files hide nobody's lost notebook."""
    order = list(Because)
    return sorted(left_out, key=lambda each: order.index(each.because))


def sums(entries: int, notebooks: int, left_out: Iterable[LeftOut], lists: int = 0, beside: int = 0) -> str:
    """One sentence that counts the files of a download by what became of them."""
    counts: Counter[Because] = Counter()
    for each in left_out:
        counts[each.because] += each.count
    told = [f"{_number(entries, 'entry', 'entries')}: {_number(notebooks, 'notebook', 'notebooks')} to grade"]
    if beside:
        told.append(f"{_number(beside, 'file', 'files')} beside them")
    if lists:
        told.append("1 list by the platform")
    if total := counts.total():
        reasons = (f"{count:,} {because.value[count > 1]}" for because, count in counts.most_common() if count)
        told.append(f"{total:,} left out ({', '.join(reasons)})")
    return ", ".join(told) + "."


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
