"""Grade one submission of an nbgrader course: nbgrader's own steps, with its notebooks run in a box."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from ....errors import Signal
from ....intake import Refused, Upload
from ....judge import Ruling, Seal, Step, Verdict, WholeRun, library_for, run_whole
from ....sandbox import BODY_CAP, Limits
from ....workers import Task, Workplace
from ...verdicts import failed
from .application import application
from .scores import ENGINE, scored
from .sealing import TOLD
from .uploads import STAMP, files_of

TOTAL_SECONDS = 600.0  # nbgrader limits cells, not notebooks: one may take this long all in all


@dataclass(frozen=True)
class Autograde(Task[Verdict]):
    """One submission of an nbgrader course.

    `notebooks` are the names of the assignment's notebooks; `seals` belong to the cells that run outside of them.
    """

    upload: Upload
    notebooks: tuple[str, ...]
    seals: Mapping[str, Seal] = field(default_factory=dict)
    strict: bool = False

    @property
    def tries(self) -> int:
        return 2

    @property
    def name(self) -> str:
        return f"{self.upload.student} {self.upload.assignment}"

    def do(self, at: Workplace) -> Verdict:
        assignment = at.course.by_name[self.upload.assignment]
        if self.upload.ours:
            raise OSError(self.upload.problem)
        if self.upload.problem:
            return failed(assignment, self.upload, ENGINE, self.upload.problem, Ruling.REFUSED)
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="autograder-") as staged:
            try:
                self._stage(Path(staged))
                level = self._autograde(Path(staged), at)
            except Refused as reason:
                return failed(assignment, self.upload, ENGINE, str(reason), Ruling.REFUSED)
        verdict = scored(assignment, self.upload, at.course.root, self.seals, level)
        told = (*verdict.remarks, *self.upload.remarks)
        return replace(verdict, remarks=told, seconds=time.monotonic() - start)

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
                raise Refused(f"nbgrader can't grade this. {_said(fault)}") from None
            return str(converter.level)


class Ours(Signal):
    """Carries our own fault through nbgrader, which takes every exception for the submission's."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _said(fault: BaseException) -> str:
    kind = "" if type(fault).__name__ == "NotGradable" else f"{type(fault).__name__}: "
    return f"{kind}{str(fault).strip().splitlines()[0] if str(fault).strip() else ''}"[:500]


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
    large = next((name for name, content in files.items() if len(content) > BODY_CAP), None)
    if large is not None:
        from .boxed import NotGradable

        raise NotGradable(f"{large} has more than {BODY_CAP >> 20} MB, the most that a box takes.")
    zygote = at.judge.zygote(library_for(step.source for step in steps))
    try:
        return run_whole(zygote, steps, files, _limits(at.limits, files), TOLD)
    except Exception as error:
        raise Ours(error) from error


def _limits(limits: Limits, files: Mapping[str, bytes]) -> Limits:
    """The same limits, with room for the files beside the notebook, and time for every cell."""
    disk = limits.disk_mb + (sum(map(len, files.values())) >> 20) + 1
    return replace(limits, disk_mb=disk, total_seconds=TOTAL_SECONDS)
