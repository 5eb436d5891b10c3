"""How to run a notebook, and what came of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..intake import RunCell
from ..sandbox import Library, Limits, Output
from . import outputs

_KERAS = re.compile(r"^\s*(?:import|from)\s+(?:keras|tensorflow)\b", re.MULTILINE)


@dataclass(frozen=True)
class Setting:
    """How to run a notebook.

    `files` are put beside it; `seed` seeds all randomness; `pictures` also runs the cells that only draw. The cells of
    `skipped` answers do not run, for the reason given; nor do those of `retrained` answers, which the given function
    makes for us.
    """

    limits: Limits
    files: Mapping[str, bytes] = field(default_factory=dict)
    seed: int = 1
    pictures: bool = False
    skipped: Mapping[str, str] = field(default_factory=dict)
    retrained: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Ran:
    """A cell of the executed notebook."""

    cell: RunCell
    outputs: list[Output] = field(default_factory=list)
    count: int | None = None


@dataclass(frozen=True)
class Failure:
    """A cell that ended with an error when the notebook ran before anything was asked: its source, and the error."""

    source: str
    text: str

    def defines(self, name: str) -> bool:
        """Whether the cell would define this name. Its source may be broken, so it is looked at line by line."""
        made = rf"(?:def|class)\s+{name}\b|(?:\w+\s*,\s*)*{name}\s*[,=](?!=)|(?:import|from)\s.*\b{name}\b"
        return re.search(rf"^\s*(?:{made})", self.source, re.MULTILINE) is not None


def library_for(sources: Iterable[str]) -> Library:
    """The warm library that these cells need."""
    return "keras" if any(_KERAS.search(source) for source in sources) else "numpy"


def of_size(cells: list[Ran], most: int) -> Iterator[Ran]:
    """The first cells, at least one, with no more characters than that."""
    size = 0
    for number, ran in enumerate(cells):
        size += len(ran.cell.source)
        if number and size > most:
            return
        yield ran


def problem_of(shown: list[Output]) -> str:
    """The error that ended a cell, in one line; nothing if none did."""
    for output in reversed(shown):
        if output["output_type"] == "error":
            return outputs.short(f"{output['ename']}: {output['evalue']}")
    return ""
