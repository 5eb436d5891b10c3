"""Pure: an Assignment in, the input of `nbgrader generate_assignment` and a configuration for the course folder out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from ...assignment import Assignment
from ...course import Course
from ...release import (
    TOOLS,
    Files,
    Release,
    Role,
    Slot,
    as_bytes,
    beside,
    grading_source,
    hidden_notice,
    marked_cells,
    notebook,
    once_more,
    tools_source,
)

_CONFIG = """\
import os
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades

# Run nbgrader here: nbgrader generate_assignment TOPIC, then collect, autograde, formgrade as usual.
c = get_config()
# Tests of trained models read the hidden data there. Keep it away from students: here, the tests of a model share a
# process with their code.
os.environ["COURSE_HIDDEN_DATA"] = str(Path(__file__).resolve().parent / "hidden")
c.CourseDirectory.course_id = {course_id!r}
{exchange}# The stub that students get stands above each solution, so nothing needs to replace the solution.
c.ClearSolutions.code_stub = {{"python": ""}}
c.OverwriteCells.add_missing_cells = True
# Without this, `nbgrader generate_feedback` shows students the hidden tests.
c.GenerateFeedback.preprocessors = [GetGrades, HideHiddenTests, CSSHTMLHeaderPreprocessor]
"""


def nbgrader(assignment: Assignment) -> NotebookNode:
    """The instructor's notebook."""
    cells = marked_cells(assignment, partial(_source, assignment))
    return notebook(cells, otter={"assignment_name": assignment.name})


def _source(assignment: Assignment, slot: Slot) -> str:
    match slot.role:
        case Role.ANSWER:
            right = assignment.right[slot.name]
            return f"{slot.source}\n### BEGIN SOLUTION\n{right}\n### END SOLUTION"
        case Role.HIDDEN:
            tests = grading_source(assignment, slot)
            return f"{hidden_notice(slot, assignment.wording)}\n### BEGIN HIDDEN TESTS\n{tests}\n### END HIDDEN TESTS"
        case Role.VISIBLE if again := once_more(assignment, slot):
            return f"{slot.source}\n### BEGIN HIDDEN TESTS\n{again}\n### END HIDDEN TESTS"
        case Role.WORDS:
            return f"{slot.source}\n\n### BEGIN SOLUTION\n### END SOLUTION"
        case _:
            return slot.source


def _of_topic(assignment: Assignment, hidden: Files) -> Files:
    name = assignment.name
    return {
        f"source/{name}/{name}.ipynb": as_bytes(nbgrader(assignment)),
        # The checks find this file even if a student has deleted the tools cell.
        f"source/{name}/{TOOLS}.py": tools_source(assignment).encode(),
        **beside(assignment, "source/"),
        **{f"hidden/{file}": content for file, content in hidden.items()},
    }


def _of_course(course: Course) -> Files:
    feedback = Path(__file__).with_name("feedback.py").read_text(encoding="utf-8")
    told = course.policy.course
    exchange = f"c.Exchange.root = {told.exchange!r}\n" if told.exchange else ""
    config = _CONFIG.format(course_id=told.id, exchange=exchange)
    return {"nbgrader_config.py": f"{feedback}\n\n{config}".encode()}


RELEASE = Release("nbgrader", _of_topic, _of_course)
