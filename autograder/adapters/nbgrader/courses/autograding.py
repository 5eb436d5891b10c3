"""Grade one submission of an nbgrader course: nbgrader's own steps, with its notebooks run in a box."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy.exc import OperationalError

from ....assignment import Assignment
from ....intake import Refused, Upload
from ....judge import Seal, Step, Verdict, WholeRun, library_for
from ....workers import Workplace
from ...whole import GradeWhole, Ours, limits_for, run_beside, said
from .application import application
from .scores import ENGINE, scored
from .sealing import TOLD
from .uploads import STAMP, files_of


@dataclass(frozen=True)
class Autograde(GradeWhole):
    """One submission of an nbgrader course.

    `notebooks` are the names of the assignment's notebooks; `seals` belong to the cells that run outside of them.
    """

    engine: ClassVar[str] = ENGINE

    notebooks: tuple[str, ...] = ()
    seals: Mapping[str, Seal] = field(default_factory=dict)
    strict: bool = False

    def graded(self, assignment: Assignment, at: Workplace) -> Verdict:
        with tempfile.TemporaryDirectory(prefix="autograder-") as staged:
            self._stage(Path(staged))
            level = self._autograde(Path(staged), at)
        return scored(assignment, self.upload, at.course.root, self.seals, level)

    def _stage(self, folder: Path) -> None:
        """Put the submission's files, and nothing that they might link to, where nbgrader will look."""
        assert self.upload.path is not None
        place = folder / self.upload.student / self.upload.assignment
        for name, content in files_of(self.upload.path, self.notebooks):
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if (place / STAMP).exists():  # with a time that nbgrader can read, whatever stood there
            (place / STAMP).write_text(self.upload.submitted.isoformat(), encoding="utf-8")

    def _autograde(self, staged: Path, at: Workplace) -> str:
        """Let nbgrader grade it; return the level of confinement, or raise Refused with what nbgrader said."""
        from nbgrader.converters.base import NbGraderException

        from .boxed import BoxedAutograde
        from .quicker import be_quicker

        be_quicker()
        app = application(at.course.root)
        with _directory_of(app, staged, self.upload) as directory:
            converter = BoxedAutograde(coursedir=directory, parent=app)
            converter.seals, converter.strict = self.seals, self.strict
            converter.force = True
            converter.run = lambda steps, files: _run(at, steps, files)
            try:
                converter.start()
            except (NbGraderException, SystemExit) as error:
                fault = converter.fault or error
                if isinstance(fault, OperationalError):
                    raise OSError(f"nbgrader's gradebook can't be used: {fault.orig}") from None
                if isinstance(fault, Ours):
                    raise fault.error from None
                raise Refused(f"nbgrader can't grade this. {said(fault)}") from None
            return str(converter.level)


@contextlib.contextmanager
def _directory_of(app: Any, staged: Path, upload: Upload) -> Iterator[Any]:
    """nbgrader's own view of the course, for one submission that lies in a folder of ours."""
    directory = app.coursedir
    kept = directory.submitted_directory
    directory.submitted_directory = str(staged)
    directory.assignment_id, directory.student_id, directory.notebook_id = upload.assignment, upload.student, "*"
    try:
        yield directory
    finally:
        directory.submitted_directory = kept


def _run(at: Workplace, steps: Sequence[Step], files: Mapping[str, bytes]) -> WholeRun:
    zygote = at.judge.zygote(library_for(step.source for step in steps))
    return run_beside(zygote, steps, files, limits_for(at.limits, files), TOLD)
