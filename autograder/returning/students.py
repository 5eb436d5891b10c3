"""One student's zip file: all their pages, and one that links them. Its names say nothing of whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..zips import zipped
from .index import index_page
from .names import distinct

_INDEX = "index.html"


@dataclass(frozen=True)
class Feedback:
    """A page, with the assignment's name and title, and the score in words if it is known."""

    assignment: str
    title: str
    score: str
    page: bytes


def student_zip(course: str, every: Sequence[Feedback]) -> bytes:
    """All of a student's feedback. Who handed in the same assignment under two ids has two pages of it."""
    _, *names = distinct([_INDEX, *(f"{each.assignment}.html" for each in every)])
    links = [(name, each.title, each.score) for name, each in zip(names, every, strict=True)]
    pages = {name: each.page for name, each in zip(names, every, strict=True)}
    return zipped({_INDEX: index_page(course, links), **pages})
