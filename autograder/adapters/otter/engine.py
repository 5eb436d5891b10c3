"""Run real otter, with the Gradescope autograder from its release, in a box for each submission."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...assignment import Assignment
from ...judge import Outcome, Status
from ...release import Release
from ...sandbox import Program
from ..boxes import BoxedEngine, Timed
from ..verdicts import EngineError, NoScore, facts_in, points, seconds_in
from .files import RELEASE, autograder_name

RESULTS, _RUNS = "results.json", "runs.py"


@dataclass(frozen=True)
class Otter:
    """otter itself: takes the autograder that it has made for Gradescope, and one notebook."""

    name: str = "otter"
    release: Release = RELEASE

    def prepare(self, released: Path, names: Iterable[str]) -> None:
        if importlib.util.find_spec("otter") is None:
            raise EngineError("otter is not installed.")

    def program(self, assignment: str, released: Path, handed_in: Mapping[str, Path]) -> Program:
        return program(released / assignment / autograder_name(assignment), handed_in)

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        facts = facts_in(files, RESULTS)
        return Timed(tuple(outcomes(assignment, facts)), seconds_in(facts))


class OtterEngine(BoxedEngine):
    """otter, with a box of its own for each submission."""

    grader = Otter()


def program(autograder: Path, handed_in: Mapping[str, Path]) -> Program:
    """otter in a box: an autograder, and the one file that a student handed in."""
    [submission] = handed_in
    files = {autograder.name: autograder, **handed_in, _RUNS: Path(__file__).with_name(_RUNS)}
    return Program([sys.executable, _RUNS, autograder.name, submission], files, [RESULTS])


def scores_in(results: Mapping[str, Any]) -> Mapping[str, Any]:
    """The scores in otter's results.json by question. Raises NoScore."""
    tests = results.get("tests")
    if not isinstance(tests, list):
        raise NoScore("its results can't be read.")
    return {str(test.get("name")): test["score"] for test in tests if isinstance(test, dict) and "score" in test}


def outcomes(assignment: Assignment, results: Mapping[str, Any]) -> Iterator[Outcome]:
    """One outcome for each answer, from otter's results.json. An answer that it does not name has no points."""
    scores = scores_in(results)
    for answer in assignment.answers:
        mine = assignment.tests_of(answer.name)
        most = sum(test.points for test in mine)
        score = points(scores.get(answer.name, 0.0), most)
        status = Status.PASSED if score >= most else Status.FAILED
        claim = " ".join(test.claim for test in mine)
        yield Outcome(answer.name, answer.name, status, score, most, claim, visible=False)


def run_otter(tasks: Iterable[tuple[Path, Path, Path]]) -> None:
    """Run otter itself, without a box. A task is an autograder, a notebook, and a folder for its results.

    Raises EngineError.
    """
    lines = "".join(f"{json.dumps(list(map(str, task)))}\n" for task in tasks)
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("alone.py"))]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EngineError(f"otter failed:\n{done.stderr[-2000:]}")
