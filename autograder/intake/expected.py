"""What students hand in for each assignment, and how to tell from a name or a mark which of it a notebook is."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """The notebooks of an assignment by name, and the marks that its notebooks may carry, beside its own name."""

    notebooks: tuple[str, ...]
    marks: tuple[str, ...] = ()

    def which(self, file: str) -> str:
        """The notebook that a file is, by its name; nothing if that is not clear. A lone one may have any name."""
        stem = file.lower().removesuffix(".ipynb")
        exact = [name for name in self.notebooks if name.lower() == stem]
        inside = [name for name in self.notebooks if _stands_in(name, file)]
        if exact or _longest(inside):
            return next(iter(exact), _longest(inside))
        return self.notebooks[0] if len(self.notebooks) == 1 else ""


def only_named(assignments: Iterable[str]) -> dict[str, Expected]:
    """Assignments of one notebook each, which has the same name."""
    return {name: Expected((name,)) for name in assignments}


@dataclass(frozen=True)
class Several:
    """A course whose submissions are notebooks with other files beside them.

    `reads` are the plain layouts, as in --from, that the course reads where they are.
    """

    expected: Mapping[str, Expected]
    reads: tuple[str, ...]


def says(file: str, notebook: bytes, expected: Mapping[str, Expected]) -> str:
    """The assignment that a notebook is for: by the file's name, else by the mark that it carries; or nothing."""
    if named := [name for name in expected if name.lower() in file.lower()]:
        if longest := _longest(named):
            return longest
    else:
        inside = {name for each in expected.values() for name in each.notebooks if _stands_in(name, file)}
        whose = [name for name, each in expected.items() if _longest(inside) in each.notebooks]
        if len(whose) == 1:
            return whose[0]
    mark = _mark(notebook)
    marked = [name for name, each in expected.items() if mark == name or mark in each.marks]
    return marked[0] if mark and len(marked) == 1 else ""


def _longest(names: Collection[str]) -> str:
    """The longest of some names, if it holds all others: a file called hw10 is not for hw1."""
    longest = max(names, key=len, default="")
    return longest if all(name.lower() in longest.lower() for name in names) else ""


def _stands_in(name: str, file: str) -> bool:
    """Whether a file's name has another name in it, not as a part of a longer word or number."""
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(name.lower())}(?![a-z0-9])", file.lower()))


def _mark(notebook: bytes) -> str:
    """The assignment's name in a notebook that we or otter made."""
    try:
        marked = json.loads(notebook)["metadata"]["otter"]["assignment_name"]
    except (ValueError, LookupError, TypeError, RecursionError, MemoryError):
        return ""
    return marked if isinstance(marked, str) else ""
