"""What people read: it gives nothing away, is translated faithfully, and says what earns points by hand."""

from __future__ import annotations

from collections.abc import Iterator

from ..assignment import Assignment
from ..release import Secrets, as_bytes, student
from .findings import Finding
from .hints import leaking_hints
from .rubrics import missing_rubrics
from .translations import broken_translations


def doubtful_texts(assignment: Assignment) -> Iterator[Finding]:
    """A finding for each secret in the students' notebook or in a hint, broken translation and missing rubric."""
    secrets = Secrets([assignment])
    for shown in secrets.shown_in("notebook.ipynb", as_bytes(student(assignment))):
        fault = f"the notebook for students{shown.removeprefix('notebook.ipynb')}"
        fix = f"Remove it from the notebook, or from the visible tests in {assignment.tests_file}."
        yield Finding(str(assignment.notebook_file), fault, fix)
    yield from leaking_hints(assignment)
    yield from broken_translations(assignment)
    yield from missing_rubrics(assignment)
