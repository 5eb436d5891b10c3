"""What students handed in to an nbgrader course: a folder with notebooks and other files for each assignment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ....intake import Gathered, Refused, Upload, capped, digested, files_below, gather, must_be_a_notebook

STAMP = "timestamp.txt"
_ODD = frozenset("*?[]+")  # which nbgrader takes for a pattern, or for a separator
Notebooks = Mapping[str, tuple[str, ...]]  # the names of each assignment's notebooks


def handed_in(folder: Path, notebooks: Notebooks, *, apart: bool = False) -> Gathered:
    """The submissions below a folder, each with a digest of all its files. `path` is the folder of a submission."""
    found = gather(folder, tuple(notebooks), apart=apart)
    uploads = [_whole(folder, upload, notebooks[upload.assignment]) for upload in found.uploads]
    return replace(found, uploads=uploads)


def _whole(folder: Path, upload: Upload, notebooks: tuple[str, ...]) -> Upload:
    """An upload of all files in its folder."""
    if upload.ours:
        return upload
    place = folder / upload.folder / upload.assignment
    whole = digested(upload, place, files_of(place, notebooks))
    odd = f"nbgrader can't grade a student whose id has one of {' '.join(sorted(_ODD))}."
    return replace(whole, problem=odd) if _ODD & set(upload.student) else whole


def files_of(folder: Path, notebooks: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The files of a submission by name, or raise Refused. No link is followed; its notebooks can be read."""
    wanted, found = {f"{name}.ipynb" for name in notebooks}, set[str]()
    for name, content in capped(files_below(folder)):
        if name in wanted:
            found.add(name)
            must_be_a_notebook(name, content)
        yield name, content
    if not found:
        raise Refused(f"There is no notebook called {' or '.join(sorted(wanted))} in the upload.")
