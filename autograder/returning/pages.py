"""The feedback pages that `autograder report` wrote: found, and nothing else read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..intake import file_name, shown

_FOLDER = "feedback"


@dataclass(frozen=True)
class Page:
    """One student's feedback on one assignment, as it was written."""

    student: str
    assignment: str
    content: bytes


def page_path(results: Path, student: str, assignment: str) -> Path:
    """Where a student's page is."""
    return results / _FOLDER / file_name(student) / f"{assignment}.html"


def pages_of(results: Path, handed_in: Iterable[tuple[str, str]]) -> tuple[list[Page], list[str]]:
    """The pages of these students and assignments, and a line for each that is missing."""
    pages, told = list[Page](), list[str]()
    for student, assignment in handed_in:
        path = page_path(results, student, assignment)
        if path.is_symlink() or path.parent.is_symlink():
            told.append(f"{shown(student)}, {assignment}: {path} is a link, and is not followed.")
        elif not path.is_file():
            told.append(f"{shown(student)}, {assignment}: there is no page {path}. Run: autograder report")
        else:
            pages.append(Page(student, assignment, path.read_bytes()))
    return pages, told
