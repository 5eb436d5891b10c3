"""Names that only a picture cell defines but other code uses: undefined in the judge, which draws no pictures."""

from __future__ import annotations

from collections.abc import Iterator

from ..assignment import Assignment, Prose, defined_and_used, without_magics


def undefined_without_pictures(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Names that only picture cells define, and what uses them."""
    code = [cell for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code"]
    users = {f"the cell that begins {cell.source.splitlines()[0]!r}": cell.source for cell in code if not cell.picture}
    users |= {f"the right answer {name}": source for name, source in assignment.right.items()}
    users |= {f"the stub of {answer.name}": answer.stub for answer in assignment.answers}
    drawn = {name for cell in code if cell.picture for name in _names(cell.source)[0]}
    defined = {name for source in users.values() for name in _names(source)[0]}
    for user, source in users.items():
        for name in sorted(_names(source)[1] & (drawn - defined)):
            yield name, user


def _names(source: str) -> tuple[set[str], set[str]]:
    return defined_and_used(without_magics(source))
