"""Commands to look around: does this machine work, and what does it all look like?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from .. import demo as simulation
from ..certificate import CertificateError
from ..certificate import verify as verify_certificate
from ..course import Course
from ..doctor import symptoms
from ..refusals import refusals
from ..sandbox import Limits, places
from .authoring import build_releases
from .certificates import Issuing, issue_certificates
from .console import invoked, say, stdout
from .grading import grade_cohort
from .keys import throw_away_key
from .options import with_course
from .reporting import write_reports
from .running import Wishes

_MARKER = ".made-by-autograder-demo"  # only folders that contain it are ever removed, here and in `make clean`
_SIGNS = {"good": "[green]✓[/green]", "fair": "[yellow]•[/yellow]", "bad": "[red]✗[/red]"}


@click.command()
@click.argument("notebook", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("--gpu", is_flag=True, help="Run it in a box with a GPU, as a training.")
def calls(notebook: Path, gpu: bool) -> int:
    """Show which system calls NOTEBOOK was refused in a box, and which of its cells failed.

    The boxes allow what the course and the usual libraries need. If a library needs one more call, this names it; the
    list is autograder/sandbox/inside/confinement/rules.py.
    """
    place, found = next(iter(places() if gpu else ()), None), 0
    if gpu and place is None:
        raise click.UsageError("--gpu: this machine has no GPU, or CUDA_VISIBLE_DEVICES hides it.")
    for each in refusals(notebook, Limits(cell_seconds=600), place=place):
        found += not isinstance(each, str)
        stdout.print(str(each), markup=False)
    if not found:
        say("No call was refused.")
    return 1 if found else 0


@click.command()
def doctor() -> int:
    """Show what works on this machine, what that means, and what to do."""
    fit = True
    for symptom in symptoms():
        stdout.print(f"{_SIGNS[symptom.state]} [bold]{symptom.name}[/bold]: ", end="")
        stdout.print(f"{symptom.found} – {symptom.meaning}", markup=False)
        if symptom.remedy:
            stdout.print(f"    {symptom.remedy}", markup=False)
        fit = fit and symptom.state != "bad"
    return 0 if fit else 3


@click.command()
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"), show_default=True)
@click.option("--students", type=click.IntRange(1), default=24, show_default=True)
@click.option("--all", "everything", is_flag=True, help="Include every topic that trains a network for each student.")
@with_course
def demo(course: Course, to: Path, students: int, everything: bool) -> None:
    """Grade a simulated cohort from end to end, and show where to look."""
    _make_room(to)
    if not everything:
        course = _soon_graded(course)
    say("[bold]1.[/bold] Build the releases")
    build_releases(course, to / "dist", course.assignments)
    say(f"[bold]2.[/bold] Simulate {students} students")
    count = simulation.write_cohort(course.assignments, course.policy, to / "submissions", students)
    say(f"[bold]3.[/bold] Grade {count} submissions")
    results = to / "results"
    grade_cohort(course, to / "submissions", results, Wishes())
    say("[bold]4.[/bold] Write the reports")
    write_reports(course, results)
    say("[bold]5.[/bold] Issue certificates")
    throw_away_key(course, to / "keys")
    issue_certificates(course, Issuing(results, to / "keys", author="demo", demo=True))
    say("[bold]6.[/bold] Check one, and one with a single character changed")
    certificate = next(iter(sorted((results / "certificates").glob("*.jwt"))), None)
    if certificate is None:
        say("   nobody has earned one; simulate more students.")
    else:
        _verify(certificate, results)
    _where_to_look(to, certificate)
    _try_next(course, to, certificate)


def _soon_graded(course: Course) -> Course:
    """The course with only the first of the topics that train a network for each student."""
    first = next((assignment for assignment in course.assignments if assignment.gates), None)
    kept = tuple(assignment for assignment in course.assignments if not assignment.gates or assignment is first)
    if left_out := [assignment.name for assignment in course.assignments if assignment not in kept]:
        say(f"[bold]0.[/bold] Leave out {', '.join(left_out)}, which take longer to train; --all includes them")
    return replace(course, assignments=kept)


def _make_room(to: Path) -> None:
    """Make an empty folder, marked as ours. Other people's files are never removed."""
    if to.exists() and any(to.iterdir()):
        if not (to / _MARKER).is_file():
            raise click.UsageError(
                f"{to} is not empty and was not made by the demo, so nothing was changed. "
                "Remove it yourself, or choose another folder with --to."
            )
        shutil.rmtree(to)
    to.mkdir(parents=True, exist_ok=True)
    (to / _MARKER).write_text("autograder demo made this folder and removes it when it runs again.\n")


def _verify(genuine: Path, results: Path) -> None:
    token = genuine.read_text()
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    verify_certificate(token, results / "site", datetime.now(UTC))
    say(f"   {genuine}: [green]valid[/green]")
    try:
        verify_certificate(changed, results / "site", datetime.now(UTC))
    except CertificateError as reason:
        say("   the same, changed: [red]not valid.[/red] ", str(reason))
    else:
        raise CertificateError("A changed certificate was accepted as valid.")


def _where_to_look(to: Path, certificate: Path | None) -> None:
    results = to / "results"
    places = [
        (results / "index.html", "the cohort, as the instructor sees it"),
        (sorted((results / "assignments").glob("*.html"))[0], "one assignment: its questions, mistakes and checks"),
        (sorted((results / "students").glob("*.html"))[0], "one student's page"),
        (sorted((results / "feedback").glob("*/*.html"))[0], "their feedback on one notebook"),
        (to / "dist" / "student", "the notebooks that students get"),
        (to / "dist" / "reference", "the same notebooks with right answers, executed"),
    ]
    if certificate is not None:
        places.append((certificate.with_suffix(".json"), "what a certificate says"))
    say("\n[bold]Look at[/bold]")
    for path, what in places:
        say(f"  {path}  [dim]{what}[/dim]")


def _try_next(course: Course, to: Path, certificate: Path | None) -> None:
    command, results = invoked(), to / "results"
    here = Path.cwd()
    there = "" if course.root in (here, *here.parents) else f" --course {course.root}"
    lines = [
        f"{command} grade{there} {to / 'submissions'} --to {results}   # nothing changed, so nothing is graded",
        f"{command} check{there}   # prove that every known mistake is caught",
        f"{command} doctor",
    ]
    if certificate is not None:
        lines.insert(0, f"{command} verify {certificate} --site {results / 'site'}")
    say("\n[bold]Try next[/bold]")
    for line in lines:
        say("  ", line)
