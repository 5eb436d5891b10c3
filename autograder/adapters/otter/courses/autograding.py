"""Grade one submission of an otter assignment: otter's own autograder, with its notebook run in a box."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from ....assignment import Assignment
from ....errors import OurFault
from ....intake import Refused, Upload, file_name, parse
from ....judge import Verdict, library_for
from ....workers import Workplace
from ....writing import write_whole
from ...whole import GradeWhole, Ours, limits_for, run_beside, said
from .course import opened, staged
from .scores import ENGINE, scored
from .sources import Source
from .uploads import files_of

if TYPE_CHECKING:
    from .boxed import BoxedGrading

RESULTS = "results.json"
# Settings that would send a student's work elsewhere, or turn it into a PDF with tools that obey what it says.
OURS: dict[str, Any] = {"pdf": False, "token": None, "zips": False, "warn_missing_pdf": False, "logo": False}


@dataclass(frozen=True)
class Autograde(GradeWhole):
    """One submission of an otter assignment. otter's results.json is written below the folder `results`."""

    engine: ClassVar[str] = ENGINE

    results: Path = Path("results")

    def graded(self, assignment: Assignment, at: Workplace) -> Verdict:
        theirs = opened(at.course.root)
        graded = self._autograde(theirs.sources[assignment.name], theirs.tests[assignment.name], at)
        verdict = scored(assignment, self.upload, graded.results)
        return replace(verdict, remarks=(*verdict.remarks, *graded.remarks))

    def _autograde(self, source: Source, tests: Mapping[str, Any], at: Workplace) -> BoxedGrading:
        """Let otter grade it, or raise Refused with what otter said."""
        from .boxed import BoxedGrading

        assert self.upload.path is not None
        theirs = dict(files_of(self.upload.path))
        files = _together(theirs, source)
        zygote = at.judge.zygote(library_for(_code(theirs)))
        limits = limits_for(at.limits, files)
        grading = BoxedGrading(lambda steps: run_beside(zygote, steps, files, limits), limits.cell_seconds, tests)
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
        place = results_place(self.results, self.upload)
        if not written.exists():
            place.unlink(missing_ok=True)  # one of an earlier submission
            return
        write_whole(place, written.read_bytes())


def results_place(results: Path, upload: Upload) -> Path:
    """Where a submission's results.json lies."""
    return results / file_name(upload.assignment) / file_name(upload.student) / RESULTS


def _run_otter(root: Path, grading: BoxedGrading) -> None:
    """Run otter's autograder in a folder, or raise Refused with what it said."""
    from otter.run.run_autograder import main
    from otter.run.run_autograder.runners import python_runner

    try:
        with _replaced(python_runner, grading), contextlib.redirect_stdout(io.StringIO()):
            main(str(root), otter_run=True, **OURS)
    except Ours as carried:
        raise carried.error from None
    except (OSError, OurFault):
        raise
    except (Exception, SystemExit) as error:  # otter raises what it likes about a student's notebook
        raise Refused(f"otter can't grade this. {said(error, 'OtterRuntimeError')}") from None


@contextlib.contextmanager
def _replaced(runner: ModuleType, grading: BoxedGrading) -> Iterator[None]:
    """otter's runner with our grading in place of its own."""
    kept = runner.grade_notebook
    runner.grade_notebook = grading  # type: ignore[attr-defined]
    try:
        yield
    finally:
        runner.grade_notebook = kept  # type: ignore[attr-defined]


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
