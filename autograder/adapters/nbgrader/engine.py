"""Run real nbgrader: its own course folder, its own autograde, its own gradebook, in a box for each submission."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...assignment import Assignment
from ...release import Release, Role, plan
from ...sandbox import Program
from ..boxes import BoxedEngine, Timed
from ..verdicts import EngineError, NoScore, facts_in, outcome, points, seconds_in
from .gradebook import tools_path
from .release import RELEASE

_STUDENT = "student"  # in a box everybody has this name: there is nobody else, and nbgrader takes no other letters
_SCORES, _RUNS = "scores.json", "runs.py"


@dataclass(frozen=True)
class Nbgrader:
    """nbgrader itself: takes a course folder in its layout, and one notebook."""

    name: str = "nbgrader"
    release: Release = RELEASE

    def prepare(self, released: Path, names: Iterable[str]) -> None:
        for name in names:
            run_nbgrader(released, "generate_assignment", name)

    def program(self, assignment: str, released: Path, notebook: Path) -> Program:
        """Only what belongs to this assignment goes into the box; nobody is in that gradebook yet."""
        handed_in = f"submitted/{_STUDENT}/{assignment}/{assignment}.ipynb"
        folders = (f"source/{assignment}", f"release/{assignment}", "hidden")
        paths = [path for folder in folders for path in (released / folder).rglob("*") if path.is_file()]
        paths += [released / name for name in ("nbgrader_config.py", "gradebook.db")]
        given = {str(path.relative_to(released)): path for path in paths}
        files = {**given, handed_in: notebook, _RUNS: Path(__file__).with_name(_RUNS)}
        return Program([sys.executable, _RUNS, assignment, _STUDENT], files, [_SCORES])

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        facts = facts_in(files, _SCORES)
        scores = facts.get("scores")
        if not isinstance(scores, dict):
            raise NoScore("its results can't be read.")
        slots = [slot for slot in plan(assignment) if slot.role in (Role.VISIBLE, Role.HIDDEN)]
        outcomes = tuple(outcome(slot, points(scores.get(slot.id), slot.points)) for slot in slots)
        return Timed(outcomes, seconds_in(facts))


class NbgraderEngine(BoxedEngine):
    """nbgrader, with a box of its own for each submission."""

    grader = Nbgrader()


def run_nbgrader(course: Path, *words: str) -> None:
    """Run a command of nbgrader's in a course folder. Raises EngineError."""
    command = [sys.executable, "-m", "nbgrader", *words]
    environment = {**os.environ, "PATH": tools_path()}
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise EngineError(f"nbgrader {' '.join(words)} failed:\n{done.stderr[-2000:]}")
