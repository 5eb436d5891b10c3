"""Commands for the roster: bring it in from what platforms export, and see who is on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource
from rich.table import Table
from rich.text import Text

from ..adapters import canvas, gradescope, moodle, nbgrader
from ..course import Course
from ..intake import printable
from ..report import for_spreadsheets
from ..roster import (
    OWN,
    ROSTER_FILE,
    Listed,
    Roster,
    RosterError,
    doubled,
    match,
    merged,
    names,
    read_roster,
    read_sheet,
    roster_rows,
    told,
)
from ..writing import write_whole
from .console import say, say_each, stdout
from .options import gradebook_option, results_option, with_any_course
from .standing import all_standings

_FORMATS = (canvas.ROSTER, gradescope.ROSTER, moodle.ROSTER, OWN)


@click.group(invoke_without_command=True)
@results_option
@gradebook_option
@with_any_course
@click.pass_context
def roster(context: click.Context, course: Course, results: Path, url: str | None) -> None:
    """Show who is on the roster, who is not, and who may be there twice."""
    context.obj = results
    if context.invoked_subcommand is None:
        _show(course, results, url)


@roster.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@results_option
@click.pass_context
def import_(context: click.Context, results: Path, files: tuple[Path, ...]) -> None:
    """Add people from FILES: a roster of yours, or what Canvas, Moodle, Gradescope or nbgrader exported."""
    if context.get_parameter_source("results") is ParameterSource.DEFAULT:
        results = context.obj  # `roster --to FOLDER import` and `roster import --to FOLDER` are the same
    people, look = stored_roster(results) or Roster(), list[str]()
    for path in files:
        kind, listed = _listed(path)
        done = merged(people, listed.people)
        people = done.roster
        say("", f"{path.name}: {kind}, {counted(len(listed.people), 'person', 'people')}, {done.new} new.")
        look += [*listed.told, *done.told]
    _store(people, results)
    look_at([*look, *doubled(people)], results)
    say(f"On the roster: {counted(len(people.people), 'person', 'people')}.")
    click.echo(results / ROSTER_FILE)


def look_at(lines: Sequence[str], results: Path) -> None:
    """Print what a person should look at."""
    say_each("Look at this", lines, results, "There are {more} more lines to look at; {listed} has them all.")


def counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def stored_roster(results: Path) -> Roster | None:
    """The roster, if there is one."""
    path = results / ROSTER_FILE
    return read_roster(read_sheet(path)) if path.exists() else None


def _listed(path: Path) -> tuple[str, Listed]:
    if nbgrader.is_gradebook(path):
        return "nbgrader's gradebook", nbgrader.people_of(path)
    sheet = read_sheet(path)
    if sheet.encoding == "cp1252":
        say("[yellow]Look at this:[/yellow] ", f"{path.name} is not UTF-8. If umlauts look wrong, save it as UTF-8.")
    for kind in _FORMATS:
        if kind.fits(sheet):
            return kind.name, kind.read(sheet)
    raise RosterError(
        f"{path} is no list of people that is known here; its columns are {', '.join(sheet.header)}. "
        "Name its columns id, name, email and section."
    )


def _store(people: Roster, results: Path) -> None:
    content = for_spreadsheets(roster_rows(people))
    write_whole(results / ROSTER_FILE, content)


def _show(course: Course, results: Path, url: str | None) -> None:
    people = stored_roster(results)
    if people is None:
        raise click.UsageError(f"There is no roster in {results}. Begin with: autograder roster import FILE")
    graded = url is not None or (results / "gradebook.db").exists()
    matching = match([each.student for each in all_standings(course, results, url)] if graded else [], people)
    handed_in = {person.id for person in matching.people.values()}
    nothing = [person for person in people.people if person.id not in handed_in]
    stdout.print(_sections(people, handed_in))
    if graded and nothing:
        say("Handed in nothing: ", f"{counted(len(nothing), 'person', 'people')}: {names(nothing)}")
    if matching.unknown:
        say("Handed in, but not on the roster: ", counted(len(matching.unknown), "id", "ids"))
    several = [f"{ids[0]} is also {', '.join(ids[1:])}." for ids in matching.students().values() if len(ids) > 1]
    look_at([*told(matching), *several, *doubled(people)], results)


def _sections(people: Roster, handed_in: set[str]) -> Table:
    """How many people each section has, and how many of them handed in something."""
    shown = Table(box=None, pad_edge=False)
    for heading in ("section", "people", "handed in"):
        shown.add_column(heading, justify="left" if heading == "section" else "right")
    every, there = Counter[str](), Counter[str]()
    for person in people.people:
        every[person.section] += 1
        there[person.section] += person.id in handed_in
    for section, count in sorted(every.items()):
        shown.add_row(Text(printable(section) or "no section"), str(count), str(there[section]))
    shown.add_row("all", str(every.total()), str(there.total()))
    return shown
