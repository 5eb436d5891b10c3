"""Courses that were written for nbgrader or otter: grade them, and look at them beforehand."""

from __future__ import annotations

from pathlib import Path

import click

from ..adapters import nbgrader, otter
from ..gradebook import Gradebook
from ..sandbox import Limits
from .console import say
from .options import database, tell_broken
from .running import Wishes, grade_gathered


def grade_nbgrader(theirs: nbgrader.NbgraderCourse, submissions: Path | None, results: Path, wishes: Wishes) -> int:
    """Grade an ordinary nbgrader course. The grades are also where its teachers look for them."""
    broken, folder = tell_broken(theirs.course), submissions or theirs.submitted
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {folder}. Name the SUBMISSIONS.")
    gathered = nbgrader.handed_in(folder, theirs.notebooks, apart=wishes.look_alikes)
    engine = nbgrader.BoxedNbgrader(theirs, "unsafe" if wishes.unsafe else "L0", wishes.whole, wishes.strict)
    code = grade_gathered(theirs.course, gathered, folder, results, engine, wishes)
    say("Tests that ran beside the students' code can be forged, and earn no certificate: see `autograder inspect`.")
    return code or (2 if broken else 0)


def grade_otter(theirs: otter.OtterCourse, submissions: Path | None, results: Path, wishes: Wishes) -> int:
    """Grade otter's assignments. The grades are also in the files that otter writes."""
    broken, folder = tell_broken(theirs.course), submissions or theirs.root / "submissions"
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {folder}. Name the SUBMISSIONS.")
    gathered = otter.handed_in(folder, theirs.course.names, apart=wishes.look_alikes)
    engine = otter.BoxedOtter(theirs, results, "unsafe" if wishes.unsafe else "L0")
    code = grade_gathered(theirs.course, gathered, folder, results, engine, wishes)
    with Gradebook(database(results, wishes.url)) as book:
        for table in otter.write_grades(results, gathered.uploads, list(book.verdicts())):
            say(f"otter's table is {table}; beside it is a folder for each student, with results.json.")
    say(f"{otter.FORGEABLE_TESTS} They earn no certificate.")
    return code or (2 if broken else 0)


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
