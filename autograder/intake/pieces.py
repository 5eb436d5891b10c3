"""The files that make up one submission, each with the name that it gets.

Students choose those names, also in a zip file. A name becomes a path only if each part of it is plain, and only below
that student's own folder, which nothing else writes to.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .archives import files_in_zip, hidden
from .choosing import Candidate
from .ids import LONGEST_ID, printable
from .notebook import SIZE_CAP, Refused
from .recognition import Found

_DEEPEST = 10  # folders


@dataclass(frozen=True)
class Piece:
    """A file of a submission: its name there, its place in the download, and how to read it (Refused if it can't)."""

    name: str
    path: str
    found: Found
    read: Callable[[], bytes]

    def content(self) -> bytes:
        data = self.read()
        if len(data) > SIZE_CAP:
            raise Refused(f"It has over {SIZE_CAP >> 20} MB.")
        return data

    def unfit(self, taken: Mapping[str, bytes]) -> str:
        """Why it can't lie beside these files under its name, if it can't."""
        parts = PurePosixPath(self.name).parts
        plain = not hidden(parts) and len(parts) <= _DEEPEST and all(map(_plain, parts))
        if not plain:
            return "Its name can't be used for a file here. Rename it."
        above = {str(folder) for folder in PurePosixPath(self.name).parents}
        if self.name in taken or above & taken.keys() or any(name.startswith(f"{self.name}/") for name in taken):
            return "Another file of the same submission has this name."
        return ""


def notebook_piece(notebook: str, chosen: Candidate) -> Piece:
    """The notebook that counts, under the name that the course knows."""

    def read() -> bytes:
        if not chosen.inner:
            return chosen.found.entry.read()
        return next(data for name, data in files_in_zip(chosen.found.entry.read()) if name == chosen.inner)

    return Piece(f"{notebook}.ipynb", chosen.name, chosen.found, read)


def pieces_beside(chosen: Candidate, files: list[Found]) -> Iterator[Piece]:
    """The other files in the folder of a notebook that counts, and in folders there."""
    found = chosen.found
    if not chosen.inner:
        for each in files:
            if not each.entry.is_notebook and (name := _below(each.inside, found.inside[:-1])):
                yield Piece(name, each.entry.name, each, each.entry.read)
        return
    folder = PurePosixPath(chosen.inner).parent.parts
    for path, data in files_in_zip(found.entry.read()):
        if not path.lower().endswith(".ipynb") and (name := _below(PurePosixPath(path).parts, folder)):
            yield Piece(name, f"{found.entry.name}/{path}", found, lambda data=data: data)  # type: ignore[misc]


def write_pieces(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold these files and no others. What is there already is not written again."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if there.keys() == files.keys() and all(there[name].read_bytes() == data for name, data in files.items()):
        return
    if folder.exists():
        shutil.rmtree(folder)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _plain(part: str) -> bool:
    return part == printable(part) and not set(part) & set('\\:*?"<>|') and len(part.encode()) <= LONGEST_ID


def _below(parts: tuple[str, ...], folder: tuple[str, ...]) -> str:
    """A file's name as it is seen from a folder; nothing if it is not there."""
    return "/".join(parts[len(folder) :]) if parts[: len(folder)] == folder else ""
