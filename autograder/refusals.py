"""Which system calls a notebook was refused, cell by cell: for the day when a library needs one more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .assignment import without_magics
from .errors import UserMistake
from .intake import Refused, parse
from .sandbox import BoxError, Level, Library, Limits, Place, Zygote


class NoNotebook(UserMistake):
    """Raised for a file that is no notebook."""


@dataclass(frozen=True)
class Refusal:
    """A call that a cell was refused. `arguments` are shown where they decide, and another may be allowed."""

    cell: int
    call: str
    arguments: tuple[int, ...]

    def __str__(self) -> str:
        shown = f"({', '.join(f'{each:#x}' for each in self.arguments)}, …)" if self.arguments else ""
        return f"In [{self.cell}]: {self.call}{shown}"


def refusals(
    notebook: Path, limits: Limits, level: Level = "L0", place: Place | None = None
) -> Iterator[Refusal | str]:
    """Run a notebook in a box, with the GPU of a place; yield what each cell was refused and, in words, what failed."""
    sources = _sources(notebook)
    library: Library = "keras" if any("keras" in source for source in sources) else "numpy"
    with Zygote(library, level=level, listens=True, place=place) as zygote, zygote.box(limits) as box:
        for path in sorted(notebook.parent.glob("*.npz")):
            box.add_file(path.name, path.read_bytes())
        told = 0
        for number, source in enumerate(sources, 1):
            try:
                _, error = box.run_cell(source, number, limits.cell_seconds)
            except BoxError as ending:
                error = str(ending)
            found = box.refused()
            yield from (Refusal(number, call, arguments) for call, arguments in found[told:])
            told = len(found)
            if error:
                yield f"In [{number}] ended with {error}"
            if not box.alive:
                return


def _sources(notebook: Path) -> list[str]:
    try:
        return [without_magics(cell.source) for cell in parse(notebook.read_bytes()) if cell.kind == "code"]
    except (OSError, Refused) as error:
        raise NoNotebook(f"{notebook} can't be read as a notebook: {error}") from None
