"""Grade one submission of an otter assignment: otter's own autograder, with its notebook run in a box."""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ....errors import OurFault, Signal
from ....intake import Refused, Upload, file_name, parse, printable
from ....judge import Ruling, Step, Verdict, WholeRun, library_for, run_whole
from ....sandbox import BODY_CAP, Limits, Zygote
from ....workers import Task, Workplace
from ...verdicts import failed
from .course import opened, staged
from .scores import ENGINE, scored
from .sources import Source
from .uploads import files_of

if TYPE_CHECKING:
    from .boxed import BoxedGrading

TOTAL_SECONDS = 600.0  # that one notebook may take all in all
RESULTS = "results.json"
# Settings that would send a student's work elsewhere, or turn it into a PDF with tools that obey what it says.
_OURS: dict[str, Any] = {"pdf": False, "token": None, "zips": False, "warn_missing_pdf": False, "logo": False}


@dataclass(frozen=True)
class Autograde(Task[Verdict]):
    """One submission of an otter assignment. otter's results.json is written below the folder `results`."""

    upload: Upload
    results: Path

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
        start = time.monotonic()
        try:
            if self.upload.problem:
                raise Refused(self.upload.problem)
            graded = self._autograde(opened(at.course.root).sources[assignment.name], at)
        except Refused as reason:
            return failed(assignment, self.upload, ENGINE, str(reason), Ruling.REFUSED)
        verdict = scored(assignment, self.upload, graded.results)
        told = (*verdict.remarks, *self.upload.remarks, *graded.remarks)
        return replace(verdict, remarks=told, seconds=time.monotonic() - start)

    def _autograde(self, source: Source, at: Workplace) -> BoxedGrading:
        """Let otter grade it, or raise Refused with what otter said."""
        from .boxed import BoxedGrading

        assert self.upload.path is not None
        theirs = dict(files_of(self.upload.path))
        files = _together(theirs, source)
        zygote = at.judge.zygote(library_for(_code(theirs)))
        limits = _limits(at.limits, files)
        grading = BoxedGrading(lambda steps: _run(zygote, steps, files, limits), limits.cell_seconds)
        with staged(source) as root:
            for name in _notebooks(theirs):
                (root / "submission" / name).write_bytes(theirs[name])
            try:
                _run_otter(root, grading)
            finally:
                self._keep(root / "results" / RESULTS)
            grading.remarks += _rescaled(root / "results" / RESULTS, grading.results.total)
        fault = grading.results.catastrophic_error
        if fault is not None:
            raise Refused(str(fault))
        return grading

    def _keep(self, written: Path) -> None:
        """Put otter's results.json where its users look for it, whole or not at all."""
        place = self.results / file_name(self.upload.assignment) / file_name(self.upload.student) / RESULTS
        if not written.exists():
            place.unlink(missing_ok=True)  # one of an earlier submission
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_suffix(".new")
        new.write_bytes(written.read_bytes())
        new.replace(place)


class Ours(Signal):
    """Carries our own fault through otter, whose errors count as the submission's."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _run_otter(root: Path, grading: BoxedGrading) -> None:
    """Run otter's autograder in a folder, or raise Refused with what it said."""
    from otter.run.run_autograder import main
    from otter.run.run_autograder.runners import python_runner

    try:
        with _replaced(python_runner, grading), contextlib.redirect_stdout(io.StringIO()):
            main(str(root), otter_run=True, **_OURS)
    except Ours as carried:
        raise carried.error from None
    except (OSError, OurFault):
        raise
    except (Exception, SystemExit) as error:  # otter raises what it likes about a student's notebook
        raise Refused(f"otter can't grade this. {_said(error)}") from None


@contextlib.contextmanager
def _replaced(runner: ModuleType, grading: BoxedGrading) -> Iterator[None]:
    """otter's runner with our grading in place of its own."""
    kept = runner.grade_notebook
    runner.grade_notebook = grading  # type: ignore[attr-defined]
    try:
        yield
    finally:
        runner.grade_notebook = kept  # type: ignore[attr-defined]


def _run(zygote: Zygote, steps: Sequence[Step], files: Mapping[str, bytes], limits: Limits) -> WholeRun:
    large = next((name for name, content in files.items() if len(content) > BODY_CAP), None)
    if large is not None:
        raise Refused(f"{large} has more than {BODY_CAP >> 20} MB, the most that a box takes.")
    try:
        return run_whole(zygote, steps, files, limits)
    except Exception as error:
        raise Ours(error) from error


def _said(fault: BaseException) -> str:
    plain = type(fault).__name__ in ("NotGradable", "OtterRuntimeError", "Refused")
    kind = "" if plain else f"{type(fault).__name__}: "
    return printable(f"{kind}{next(iter(str(fault).strip().splitlines()), '')}")[:500]


def _rescaled(written: Path, total: float) -> tuple[str, ...]:
    """A remark if otter's settings make another score of the points."""
    score = json.loads(written.read_text(encoding="utf-8")).get("score", total)
    return () if score == total else (f"By points_possible or score_threshold, otter's score is {score:g}.",)


def _notebooks(files: Mapping[str, bytes]) -> list[str]:
    """Where otter looks for the notebook of a submission: at its top."""
    return [name for name in files if name.endswith(".ipynb") and "/" not in name]


def _together(theirs: Mapping[str, bytes], source: Source) -> dict[str, bytes]:
    """The files beside the notebook, by otter's rules: an author's file replaces a student's, but a folder does not."""
    own = {name: content for name, content in theirs.items() if not name.startswith("tests/")}
    folders = {name.partition("/")[0] for name in own if "/" in name}
    given = {name: text for name, text in source.beside.items() if name.partition("/")[0] not in folders}
    return {**own, **given}


def _code(files: Mapping[str, bytes]) -> Iterator[str]:
    for name in _notebooks(files):
        yield from (cell.source for cell in parse(files[name]) if cell.kind == "code")


def _limits(limits: Limits, files: Mapping[str, bytes]) -> Limits:
    """The same limits, with room for the files beside the notebook, and time for every cell."""
    disk = limits.disk_mb + (sum(map(len, files.values())) >> 20) + 1
    return replace(limits, disk_mb=disk, total_seconds=TOTAL_SECONDS)
