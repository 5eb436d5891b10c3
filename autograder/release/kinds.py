"""A kind of release: the folder that it fills, and the files in it. Adapters bring their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from ..assignment import Assignment
from ..course import Course
from .notebooks import student
from .tools import TOOLS, tools_source

Files = dict[str, bytes]  # contents by name, which may begin with folders


def _nothing(course: Course) -> Files:
    return {}


@dataclass(frozen=True)
class Release:
    """`of_topic` makes the files of an assignment, given the files of hidden data that its tests use.

    `of_course` makes the files that exist once. A `public` release, which students get, is searched for leaks.
    """

    folder: str
    of_topic: Callable[[Assignment, Files], Files]
    of_course: Callable[[Course], Files] = _nothing
    public: bool = False


def _student_files(assignment: Assignment, hidden: Files) -> Files:
    name = assignment.name
    return {
        f"{name}/{name}.ipynb": as_bytes(student(assignment)),
        f"{name}/{TOOLS}.py": tools_source(assignment).encode(),  # to read; the notebook brings its own
        **beside(assignment),
    }


STUDENT = Release("student", _student_files, public=True)


def beside(assignment: Assignment, folder: str = "") -> Files:
    """The data files beside a notebook."""
    return {f"{folder}{assignment.name}/{file}": content for file, content in assignment.data.files.items()}


def as_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as the content of a file."""
    text: str = nbformat.writes(notebook)
    return f"{text}\n".encode()
