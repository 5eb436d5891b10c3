"""Parts of a cell between two marks, such as `### BEGIN SOLUTION` and `### END SOLUTION`."""

from __future__ import annotations

from dataclasses import dataclass

from .source import ImportingError


@dataclass(frozen=True)
class Regions:
    """The lines of a cell: outside and inside of the marks, and all of them, without the marks.

    `replaced` are the lines outside, with one line in place of each region.
    """

    outside: str
    inside: str
    all: str
    replaced: str
    count: int


def regions(source: str, begin: str, end: str, replacement: str = "") -> Regions:
    """Split a cell at its marks. A line that contains a mark belongs to neither part."""
    outside, inside, both, replaced = list[str](), list[str](), list[str](), list[str]()
    within, count = False, 0
    for line in source.splitlines():
        if begin in line and not within:
            within, count = True, count + 1
            replaced.append(line[: len(line) - len(line.lstrip())] + replacement)
        elif end in line and within:
            within = False
        else:
            (inside if within else outside).append(line)
            both.append(line)
            if not within:
                replaced.append(line)
    if within:
        raise ImportingError(f"A cell has {begin!r} without {end!r}. Correct it in the notebook:\n{source}")
    return Regions("\n".join(outside), "\n".join(inside), "\n".join(both), "\n".join(replaced), count)
