"""The hostile submissions of `conformance`, as students of a small nbgrader or otter course would hand them in."""

from __future__ import annotations

import copy
import io
import json
import os
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from case import ATTEMPT, Case
from nbformat.notebooknode import NotebookNode
from test_conformance import cases_of

import foreign_courses
import otter_courses
from autograder.adapters import nbgrader, otter
from autograder.assignment import Assignment
from autograder.judge import Verdict

LIMITS = "limits: {cell_seconds: 2, call_seconds: 1, total_seconds: 20, memory_mb: 512}\n"
CHECKED = {  # what is looked at, and what it must be
    "double": ("bool(double(2) == 4 and (double(np.array([7.5, 1.0])) == np.array([15.0, 2.0])).all())", "True"),
    "halve": ("bool(halve(9) == 4.5 and halve(1) == 0.5)", "True"),
    "report": ("noted", "[]"),
}
POINTS = {"double": 2.0, "halve": 2.0, "report": 1.0}
# What an attack found stands in `noted`, so that a test can look at it.
NOTES = "noted = []\ndef note(*words): noted.append(' '.join(map(str, words)))\n" + ATTEMPT.replace("print(", "note(")
# Nothing of the grader's: that it is being graded, and the student's own notebook.
REPORT = """\
noted = globals().get("noted", ["HELD without a try"]) or ["nothing was tried"]
known = "ESCAPED environment {'NBGRADER_EXECUTION'}", "ESCAPED here ['hw.ipynb']"
noted = [each for each in noted if not each.startswith("HELD") and each not in known]"""
RIGHT = {"double": "def double(x): return 2 * x", "halve": "def halve(x): return x / 2", "report": REPORT}
_PARTS = re.compile(r"(a\d\d|[bce](21|23|24|25|30|31|32|33|34|38|40|41|63|65))-")
_ALSO = ("d45-0", "d45-4", "e67-24")  # endless loops in an answer and in a cell, and starting programs


@dataclass(frozen=True)
class Attack:
    """A case, under the name of the student who hands it in."""

    student: str
    case: Case


def attacks() -> list[Attack]:
    """The cases that are code, of the parts about forging, reading, writing, connecting and leaving things."""
    here = Path(__file__).parent / "conformance"
    names = sorted(path.stem for path in here.glob("[a-e][0-9]*.py"))
    every = [(f"{name.split('_')[0]}-{number}", case) for name in names for number, case in enumerate(cases_of(name))]
    few = [(student, case) for student, case in every if _PARTS.match(student) or student in _ALSO]
    return [Attack(student, case) for student, case in few if isinstance(case, Case) and case.upload is None]


class ForeignCourse(ABC):
    """A small course in a folder, with a file beside it that is nobody's business."""

    tests: str  # the file that holds the tests
    written: Sequence[str]  # what grading writes there

    def __init__(self, root: Path) -> None:
        root.mkdir()
        self.root, self.secret = root, root / "results.json"
        self.secret.write_text("the grades of everybody")
        self.secret.chmod(0o666)
        (root / "grading_config.yml").write_text(LIMITS)
        self.write()

    @abstractmethod
    def write(self) -> None:
        """Write the course."""

    @property
    @abstractmethod
    def assignments(self) -> tuple[Assignment, ...]:
        """Its assignments in our terms."""

    @abstractmethod
    def notebook(self, first: Sequence[str], answers: Mapping[str, str]) -> NotebookNode:
        """A student's notebook, which begins with these cells."""

    @abstractmethod
    def hand_in(self, student: str, content: bytes, beside: Mapping[str, str]) -> None:
        """Hand in a notebook, and files beside it."""

    @abstractmethod
    def grade(self) -> dict[str, Verdict]:
        """Grade everybody; their verdicts."""

    def hand_in_answers(self, student: str, **answers: str) -> None:
        self.hand_in(student, nbformat.writes(self.notebook([], {**RIGHT, **answers})).encode(), {})

    def hand_in_attack(self, attack: Attack) -> None:
        case = attack.case
        cells = [NOTES] if any("attempt(" in text for text in (*case.cells, *case.answers.values())) else []
        cells += [self._told(source) for source in case.cells]
        answers = {name: self._told(source) for name, source in case.answers.items()}
        self.hand_in(attack.student, nbformat.writes(self.notebook(cells, {**RIGHT, **answers})).encode(), {})

    def _told(self, source: str) -> str:
        """A source with what the attacker is taken to know about this machine and this course."""
        known = {"SECRET_FILE": repr(str(self.secret)), "COURSE": repr(str(self.root)), "GRADER": str(os.getpid()),
                 "/assignments/01-doubling/tests.py": f"/{self.tests}"}  # fmt: skip
        return re.sub("|".join(known), lambda found: known[found[0]], source)

    def untouched(self) -> Iterator[tuple[Path, bytes, int]]:
        """Every file that grading has no business with: its content, and when anything about it last changed."""
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and path.relative_to(self.root).parts[0] not in self.written:
                yield path, path.read_bytes(), path.stat().st_ctime_ns


class NbgraderCourse(ForeignCourse):
    tests, written = "source/ps1/work.ipynb", ("gradebook.db", "autograded", "graded")

    def write(self) -> None:
        cells = [foreign_courses.cell("import numpy as np", "imports", locked=True)]
        for name, text in RIGHT.items():
            cells.append(foreign_courses.answer(name, f"### BEGIN SOLUTION\n{text}\n### END SOLUTION"))
            source, due = CHECKED[name]
            cells.append(foreign_courses.check(f"{name}-test", f"assert {source} == {due}, {source}", POINTS[name]))
        self.source = foreign_courses.notebook(cells)
        foreign_courses.write_course(self.root, {"ps1/work": self.source})
        self.course = nbgrader.open_course(self.root)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        return self.course.course.assignments

    def notebook(self, first: Sequence[str], answers: Mapping[str, str]) -> NotebookNode:
        made = foreign_courses.with_answers(copy.deepcopy(self.source), answers)
        made.cells[0:0] = [nbformat.v4.new_code_cell(source) for source in first]
        return made

    def hand_in(self, student: str, content: bytes, beside: Mapping[str, str]) -> None:
        place = foreign_courses.hand_in(self.root, student, "ps1/work", content).parent
        for name, text in beside.items():
            (place / name).write_text(text)

    def grade(self) -> dict[str, Verdict]:
        verdicts = foreign_courses.grade(self.root, self.root / "graded", whole=True)
        return {student: verdict for (student, _), verdict in verdicts.items()}


class OtterCourse(ForeignCourse):
    tests, written = "hw-autograder.zip", ("graded",)

    def write(self) -> None:
        cases = {name: [(f">>> {source}\n{due}", False)] for name, (source, due) in CHECKED.items()}
        tests = {name: otter_courses.ok_test(name, POINTS[name], case) for name, case in cases.items()}
        otter_courses.write_assignment(self.root, tests)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        return otter.open_course(self.root).course.assignments

    def notebook(self, first: Sequence[str], answers: Mapping[str, str]) -> NotebookNode:
        checked = [source for name, text in answers.items() for source in (text, f'grader.check("{name}")')]
        return otter_courses.student_notebook([*first, "import numpy as np", otter_courses.START, *checked])

    def hand_in(self, student: str, content: bytes, beside: Mapping[str, str]) -> None:
        together = io.BytesIO()
        with zipfile.ZipFile(together, "w") as archive:
            archive.writestr("hw.ipynb", content)
            for name, text in beside.items():
                archive.writestr(name, text)
        otter_courses.hand_in(self.root / "in", student, together.getvalue(), "zip")

    def grade(self) -> dict[str, Verdict]:
        return otter_courses.grade(self.root, self.root / "in", self.root / "graded")


def as_json(notebook: NotebookNode) -> dict[str, Any]:
    return dict(json.loads(nbformat.writes(notebook)))
