"""The zip file that a platform takes: each page under the name that says whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import UserMistake
from ..intake import shown
from .pages import Page


class ReturnError(UserMistake):
    """Raised when feedback can't be given back in this way."""


Place = Callable[[str, str], tuple[str, str] | None]  # the download's name and the assignment: a number and a name


@dataclass(frozen=True)
class Parcel:
    """What to pack: pages by their names in the zip file, whose each number is, and what to look at."""

    files: dict[str, bytes]
    numbers: dict[str, str]  # the platform's number of each file
    told: list[str]


def parcel(pages: Sequence[Page], origins: Mapping[str, str], place: Place, platform: str) -> Parcel:
    """Each page in its place: the platform's number for whose it is, and the name in the zip file.

    Two pages for one number are packed for nobody.
    """
    placed, told = defaultdict[str, list[tuple[str, Page]]](list), list[str]()
    for page in pages:
        origin = origins.get(page.student)
        found = place(origin, page.assignment) if origin is not None else None
        if origin is None:
            told.append(f"{shown(page.student)} handed in, but not through {platform}: not packed.")
        elif found is None:
            told.append(f"{shown(page.student)}: {platform} would not know whose {shown(origin)} is: not packed.")
        else:
            placed[found[0]].append((found[1], page))
    graded = {page.student for page in pages}
    told += [f"{shown(each)} handed in through {platform}, and has no page." for each in origins if each not in graded]
    for number, several in placed.items():
        if len(several) > 1:
            who = " and ".join(shown(page.student) for _, page in several)
            told.append(f"{who} are both {number} on {platform}: not packed. Remove the wrong one from uploads.")
    sure = {number: several[0] for number, several in placed.items() if len(several) == 1}
    files = {name: page.content for name, page in sure.values()}
    return Parcel(files, {name: number for number, (name, _) in sure.items()}, told)
