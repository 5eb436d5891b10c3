"""What grading the courses of other graders in our boxes has in common, whichever grader a course was written for.

Each submission is a task. The other grader does everything, except that its notebooks run whole in a box.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from nbformat.notebooknode import from_dict

from ..assignment import Assignment
from ..course import Course
from ..errors import Signal
from ..intake import Refused, Upload, printable
from ..judge import Ruling, Step, Verdict, WholeRun, run_whole
from ..sandbox import BODY_CAP, Level, Limits, Output, Zygote
from ..workers import Orders, Pool, Task, Workplace
from .verdicts import failed

SKIPPED = "skip-execution"  # the tag of a cell that asks not to be run
_TOTAL_SECONDS = 600.0  # others limit cells, not notebooks: one may take this long all in all
_SAID = 500  # characters of what a grader said


class NotGradable(Signal):
    """Raised when a submission can't be graded, with a sentence for the student or the instructor."""


class Ours(Signal):
    """Carries our own fault through another grader, which takes every exception for the submission's."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True)
class GradeWhole(Task[Verdict]):
    """Grade one submission of a foreign course. `engine` is the name recorded with each verdict."""

    engine: ClassVar[str]

    upload: Upload

    @property
    def tries(self) -> int:
        return 2

    @property
    def name(self) -> str:
        return f"{self.upload.student} {self.upload.assignment}"

    @abstractmethod
    def graded(self, assignment: Assignment, at: Workplace) -> Verdict:
        """Let the other grader grade it, or raise Refused with what it said."""

    def do(self, at: Workplace) -> Verdict:
        assignment = at.course.by_name[self.upload.assignment]
        if self.upload.ours:
            raise OSError(self.upload.problem)
        start = time.monotonic()
        try:
            if self.upload.problem:
                raise Refused(self.upload.problem)
            verdict = self.graded(assignment, at)
        except Refused as reason:
            return failed(assignment, self.upload, self.engine, str(reason), Ruling.REFUSED)
        told = (*verdict.remarks, *self.upload.remarks)
        return replace(verdict, remarks=told, seconds=time.monotonic() - start)


def grade_all(
    course: Course, tasks: Sequence[GradeWhole], load: Callable[[Path, str], Course], level: Level, jobs: int
) -> Generator[Verdict, None, None]:
    """The verdict of each task as it is ready. `load` reads the course in each worker."""
    if not tasks:
        return
    limits = replace(Limits.granted_by(course.policy.limits), total_seconds=_TOTAL_SECONDS)
    with Pool[Verdict](Orders(course.root, level, load=load), limits, min(jobs, len(tasks))) as pool:
        for done in pool.results(tasks):
            if done.result is not None:
                yield done.result
                continue
            assert isinstance(done.task, GradeWhole)
            upload, trouble = done.task.upload, done.trouble.text if done.trouble else ""
            reason = f"Grading failed again and again: {trouble}"
            yield failed(course.by_name[upload.assignment], upload, done.task.engine, reason)


def limits_for(limits: Limits, files: Mapping[str, bytes]) -> Limits:
    """The same limits, with room for the files beside the notebook, and time for every cell."""
    disk = limits.disk_mb + (sum(map(len, files.values())) >> 20) + 1
    return replace(limits, disk_mb=disk, total_seconds=_TOTAL_SECONDS)


def run_beside(
    zygote: Zygote, steps: Sequence[Step], files: Mapping[str, bytes], limits: Limits, before: str = ""
) -> WholeRun:
    """Run a notebook with these files beside it, from within another grader. Raises NotGradable, or Ours."""
    large = next((name for name, content in files.items() if len(content) > BODY_CAP), None)
    if large is not None:
        raise NotGradable(f"{large} has more than {BODY_CAP >> 20} MB, the most that a box takes.")
    try:
        return run_whole(zygote, steps, files, limits, before)
    except Exception as error:
        raise Ours(error) from error


def files_beside(folder: Path) -> dict[str, bytes]:
    """The files that lie beside a notebook, and in folders there, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".ipynb")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def must_be_python(notebook: Any) -> None:
    """Raise NotGradable for a notebook in another language."""
    kernel = notebook.metadata.get("kernelspec") or {}
    name, language = str(kernel.get("name", "python")), str(kernel.get("language", "python"))
    if language.lower() not in ("python", "python3", ""):
        raise NotGradable(f"The notebook wants the kernel {name!r}; only Python can be graded here.")


def show(cell: Any, outputs: Sequence[Output], number: int) -> None:
    """Put what came of a cell into the notebook, as the cell that ran with this number."""
    counted = {"execution_count": number}
    shown = [{**each, **(counted if each["output_type"] == "execute_result" else {})} for each in outputs]
    cell.outputs, cell.execution_count = [from_dict(each) for each in shown], number


def said(fault: BaseException, *plain: str) -> str:
    """What a grader raised, in one line. The sentences of our own errors, and of `plain` ones, stand alone."""
    alone = isinstance(fault, NotGradable | Refused) or type(fault).__name__ in plain
    kind = "" if alone else f"{type(fault).__name__}: "
    return printable(f"{kind}{next(iter(str(fault).strip().splitlines()), '')}")[:_SAID]
