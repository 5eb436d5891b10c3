"""Run real nbgrader: its own course folder, its own autograde, its own gradebook, in a box for each submission."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...assignment import Assignment
from ...release import Release, Role, plan
from ...sandbox import Program
from ..boxes import BoxedEngine, Timed
from ..verdicts import EngineError, NoScore, facts_in, outcome, points, seconds_in
from .gradebook import tools_path
from .release import RELEASE

STUDENT = "student"  # in a box everybody has this name: there is nobody else, and nbgrader takes no other letters
SCORES, _RUNS = "scores.json", "runs.py"


@dataclass(frozen=True)
class Nbgrader:
    """nbgrader itself: takes a course folder in its layout, and one notebook."""

    name: str = "nbgrader"
    release: Release = RELEASE

    def prepare(self, released: Path, names: Iterable[str]) -> None:
        for name in names:
            run_nbgrader(released, "generate_assignment", name)

    def program(self, assignment: str, released: Path, handed_in: Mapping[str, Path]) -> Program:
        """Only what belongs to this assignment goes into the box; nobody is in that gradebook yet."""
        folders = (f"source/{assignment}", f"release/{assignment}", "hidden")
        paths = [path for folder in folders for path in (released / folder).rglob("*") if path.is_file()]
        paths += [released / name for name in ("nbgrader_config.py", "gradebook.db")]
        given = {str(path.relative_to(released)): path for path in paths}
        return program(assignment, given, handed_in)

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        facts = facts_in(files, SCORES)
        scores = scores_in(facts, assignment.name)
        slots = [slot for slot in plan(assignment) if slot.role in (Role.VISIBLE, Role.HIDDEN)]
        outcomes = tuple(outcome(slot, points(scores.get(slot.id), slot.points)) for slot in slots)
        return Timed(outcomes, seconds_in(facts))


class NbgraderEngine(BoxedEngine):
    """nbgrader, with a box of its own for each submission."""

    grader = Nbgrader()


def program(assignment: str, given: Mapping[str, Path], handed_in: Mapping[str, Path], *more: str) -> Program:
    """nbgrader in a box: a course's files, and what one student handed in. `more` files are wanted afterwards."""
    theirs = {f"submitted/{STUDENT}/{assignment}/{name}": path for name, path in handed_in.items()}
    files = {**given, **theirs, _RUNS: Path(__file__).with_name(_RUNS)}
    return Program([sys.executable, _RUNS, assignment, STUDENT], files, [SCORES, *more])


def scores_in(facts: Mapping[str, Any], notebook: str) -> Mapping[str, Any]:
    """The scores of a notebook's cells; none if it was not handed in. Raises NoScore."""
    scores = facts.get("scores")
    found = scores.get(notebook, {}) if isinstance(scores, dict) else None
    if not isinstance(found, dict):
        raise NoScore("its results can't be read.")
    return found


def run_nbgrader(course: Path, *words: str) -> None:
    """Run a command of nbgrader's in a course folder. Raises EngineError."""
    command = [sys.executable, "-m", "nbgrader", *words]
    environment = {**os.environ, "PATH": tools_path()}
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise EngineError(f"nbgrader {' '.join(words)} failed:\n{done.stderr[-2000:]}")
