"""Courses that were written for nbgrader or otter: grade them, and look at them beforehand."""

from __future__ import annotations

from pathlib import Path

import click

from ..adapters import nbgrader, otter
from ..cohort import Engine
from ..gradebook import Gradebook
from ..intake import Several
from ..sandbox import Limits
from .console import say
from .downloading import in_our_layout
from .options import database, tell_broken
from .running import Wishes, grade_gathered


def grade_nbgrader(theirs: nbgrader.NbgraderCourse, submissions: Path | None, results: Path, wishes: Wishes) -> int:
    """Grade an ordinary nbgrader course. The grades are also where its teachers look for them."""
    broken = tell_broken(theirs.course)
    folder = _folder(submissions, theirs.submitted, results, wishes, theirs.several)
    gathered = nbgrader.handed_in(folder, theirs.notebooks, apart=wishes.look_alikes)
    engine = _nbgraders_engine(theirs, wishes)
    code = grade_gathered(theirs.course, gathered, folder, results, engine, wishes)
    say("Tests that ran beside the students' code can be forged, and earn no certificate: see `autograder inspect`.")
    return code or (2 if broken else 0)


def grade_otter(theirs: otter.OtterCourse, submissions: Path | None, results: Path, wishes: Wishes) -> int:
    """Grade otter's assignments. The grades are also in the files that otter writes."""
    broken = tell_broken(theirs.course)
    folder = _folder(submissions, theirs.root / "submissions", results, wishes, theirs.several)
    gathered = otter.handed_in(folder, theirs.course.names, apart=wishes.look_alikes)
    engine = _otters_engine(theirs, results, wishes)
    code = grade_gathered(theirs.course, gathered, folder, results, engine, wishes)
    with Gradebook(database(results, wishes.url)) as book:
        for table in otter.write_grades(results, gathered.uploads, list(book.verdicts())):
            say(f"otter's table is {table}; beside it is a folder for each student, with results.json.")
    say(f"{otter.FORGEABLE_TESTS} They earn no certificate.")
    return code or (2 if broken else 0)


def _nbgraders_engine(theirs: nbgrader.NbgraderCourse, wishes: Wishes) -> Engine:
    """Our boxes unless nbgrader itself is asked for."""
    if wishes.engine == "otter":
        raise click.UsageError("--engine otter can't grade an nbgrader course. Use --engine nbgrader, or none.")
    if wishes.engine == "nbgrader":
        if wishes.strict:
            raise click.UsageError("--strict mends what nbgrader itself does. Leave out --engine or --strict.")
        return nbgrader.NbgraderItself(not wishes.unsafe, course=theirs)
    return nbgrader.BoxedNbgrader(theirs, "unsafe" if wishes.unsafe else "L0", wishes.whole, wishes.strict)


def _otters_engine(theirs: otter.OtterCourse, results: Path, wishes: Wishes) -> Engine:
    if wishes.engine == "nbgrader":
        raise click.UsageError("--engine nbgrader can't grade otter's assignments. Use --engine otter, or none.")
    if wishes.engine == "otter":
        return otter.OtterItself(not wishes.unsafe, course=theirs, results=results)
    return otter.BoxedOtter(theirs, results, "unsafe" if wishes.unsafe else "L0")


def _folder(submissions: Path | None, usual: Path, results: Path, wishes: Wishes, several: Several) -> Path:
    """The folder to grade: the course's own unless another one, or a download, was named."""
    if submissions is not None:
        return in_our_layout(tuple(several.expected), submissions, results, wishes, several)
    if wishes.assignment or wishes.platform:
        raise click.UsageError("--assignment and --from tell about SUBMISSIONS. Name them, too.")
    if not usual.is_dir():
        raise click.UsageError(f"There is no folder {usual}. Name the SUBMISSIONS.")
    return usual


def inspect_nbgrader(theirs: nbgrader.NbgraderCourse, assignments: tuple[str, ...]) -> int:
    """Show each test of an nbgrader course, and where it would run."""
    chosen = [assignment.name for assignment in theirs.course.chosen(assignments)]
    every = nbgrader.inspected(theirs, Limits.granted_by(theirs.course.policy.limits), chosen)
    for assignment, places in every.items():
        click.echo(assignment)
        widest = max((len(place.name) for place in places), default=0)
        for place in places:
            runs = "sealed" if place.seal else f"in the notebook: {place.reason}"
            click.echo(f"  {place.name:{widest}}  {place.points:4g}  {runs}")
    found = [place for places in every.values() for place in places]
    sealed = sum(place.points for place in found if place.seal)
    say(f"{sealed:g} of {sum(place.points for place in found):g} points come from tests that can't be forged.")
    return 2 if tell_broken(theirs.course) else 0


def inspect_otter(theirs: otter.OtterCourse, assignments: tuple[str, ...]) -> int:
    """Show each question of otter's assignments, and where its test would run."""
    for assignment in theirs.course.chosen(assignments):
        click.echo(assignment.name)
        widest = max((len(test.name) for test in assignment.tests), default=0)
        for test in assignment.tests:
            seen = "students have its test" if test.visible else "with hidden cases"
            click.echo(f"  {test.name:{widest}}  {test.points:4g}  in the notebook, {seen}")
    say(otter.FORGEABLE_TESTS)
    return 2 if tell_broken(theirs.course) else 0
