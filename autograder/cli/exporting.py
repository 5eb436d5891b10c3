"""Commands that give grades out: into a platform's own file, or a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..adapters import canvas, moodle
from ..course import Course
from ..gradebook import Standing
from ..grades import Filled, FillError, Form, Grades, fill, grades_of, items_of, slots_for, value
from ..report import for_spreadsheets, in_words
from ..roster import Matching, Person, Roster, fault_of, match, merged, names, read_sheet, told
from .console import say
from .options import gradebook_option, results_option, with_any_course
from .rosters import counted, look_at, stored_roster
from .standing import all_standings

_FOLDER = "exports"
_FEW = 10  # students in one line


@click.group()
def export() -> None:
    """Give grades out: fill the file that Canvas or Moodle exported, or write a table."""


@dataclass(frozen=True)
class _Wanted:
    """What to give out, and where to."""

    results: Path
    out: Path | None
    percent: bool
    columns: dict[str, str]

    def place(self, name: str, given: Path | None = None) -> Path:
        """The file to write: never the one that was given."""
        path = self.out or self.results / _FOLDER / name
        if given is not None and path.exists() and path.samefile(given):
            raise FillError(f"{path} is the file to fill, which is never written over. Use --out with another name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _columns(context: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    if any(not name or not header for name, _, header in pairs):
        raise click.BadParameter("write it like '01-doubling=Week 1 (4711)'")
    return {name.strip(): header.strip() for name, _, header in pairs}


_out = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write. [default: in RESULTS/exports]"
)
_percent = click.option("--percent", is_flag=True, help="Per cent instead of points.")
_column = click.option(
    "--column", "columns", multiple=True, callback=_columns, metavar="NAME=HEADER",
    help="The column for an assignment, if its header is not the assignment's name or title. `course` is the total.",
)  # fmt: skip
_given = click.argument(
    "given", metavar="[FILE]", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def _giving(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every export."""
    for option in (_out, _percent, results_option, gradebook_option):
        command = option(command)
    return with_any_course(command)


@export.command(name="canvas")
@_given
@_column
@_giving
def to_canvas(course: Course, results: Path, url: str | None, given: Path | None, **wishes: Any) -> None:
    """Fill FILE, the gradebook that Canvas exported; without one, write one from the roster."""
    wanted = _Wanted(results, **wishes)
    if given is None:
        return _write_new(course, url, wanted, "canvas.csv", "Canvas", canvas.new_gradebook)
    sheet = read_sheet(given)
    if not canvas.is_gradebook(sheet):
        raise FillError(f"{given} is not the gradebook that Canvas exports. In Canvas: Grades, Export.")
    return _fill(course, url, wanted, given, canvas.form(sheet))


@export.command(name="moodle")
@_given
@_column
@_giving
def to_moodle(course: Course, results: Path, url: str | None, given: Path | None, **wishes: Any) -> None:
    """Fill FILE, a gradebook or grading worksheet of Moodle's; without one, write a table from the roster."""
    wanted = _Wanted(results, **wishes)
    if given is None:
        return _write_new(course, url, wanted, "moodle.csv", "Moodle", moodle.new_gradebook)
    sheet = read_sheet(given)
    if not moodle.is_gradebook(sheet):
        raise FillError(f"{given} is not a table of Moodle's. In Moodle: Grades, Export, Plain text file.")
    return _fill(course, url, wanted, given, moodle.form(sheet))


@export.command(name="csv")
@_giving
def to_csv(course: Course, results: Path, url: str | None, **wishes: Any) -> None:
    """Write a table for a spreadsheet: everybody's grades, and the total of the course."""
    wanted = _Wanted(results, columns={}, **wishes)
    everybody = all_standings(course, results, url)
    people = stored_roster(results)
    odd = [each.student for each in everybody if people is None and fault_of(each.student)]
    for student in odd:
        say("[yellow]left out[/yellow] ", f"{student!r}: {fault_of(student)}")
    people = people or Roster(tuple(Person(each.student) for each in everybody if each.student not in odd))
    grades, matching = _grades(course, everybody, people)
    unit = "%" if wanted.percent else "points"
    items = grades.all_items
    heads = [f"{item.name} ({unit})" for item in grades.items]
    notes = _decided(everybody, matching)
    last = ["decided"] if notes else []
    rows: list[Sequence[str | float]] = [["id", "name", "email", "section", *heads, "course (%)", *last]]
    empty = Counter[str]()
    for person in people.people:
        found = [(grades.of(person, item), item) for item in items]
        numbers = [value(grade, item, percent=wanted.percent) for grade, item in found]
        empty.update(grade.why for grade, item in found if grade.percent is None and item in grades.items)
        cells = ("" if number is None else number for number in numbers)
        also = [notes.get(person.id, "")] if notes else []
        rows.append([person.id, person.name, person.email, person.section, *cells, *also])
    path = wanted.place("grades.csv")
    path.write_bytes(for_spreadsheets(rows))
    _tell(grades, matching, [each for each in everybody if each.student not in odd], results)
    _tell_empty(empty)
    click.echo(path)


def _decided(everybody: Sequence[Standing], matching: Matching) -> dict[str, str]:
    """What was decided about people's work, by their ids: whoever reads the table sees which marks are not graded."""
    told = {standing.student: in_words(standing.marks) for standing in everybody}
    by_person = {
        person: "; ".join(filter(None, (told.get(student, "") for student in students)))
        for person, students in matching.students().items()
    }
    return {person: words for person, words in by_person.items() if words}


def _grades(course: Course, everybody: Sequence[Standing], people: Roster) -> tuple[Grades, Matching]:
    items = items_of(course.whole().assignments)
    matching = match([each.student for each in everybody], people)
    return grades_of(people, everybody, matching, items), matching


def _fill(course: Course, url: str | None, wanted: _Wanted, given: Path, form: Form) -> None:
    everybody = all_standings(course, wanted.results, url)
    stored = stored_roster(wanted.results)
    joined = merged(stored or Roster(), list(form.people.values()))
    grades, matching = _grades(course, everybody, joined.roster)
    slots, missing = slots_for(form, grades, wanted.columns)
    filled = fill(form, joined.roster, grades, slots, percent=wanted.percent)
    path = wanted.place(f"{form.platform.lower()}.csv", given)
    path.write_bytes(filled.sheet.as_bytes())
    _tell(grades, matching, everybody, wanted.results, [*joined.told, *missing, *filled.told])
    _tell_people(form, filled, stored, matching)
    say(f"{counted(filled.cells, 'grade is', 'grades are')} filled in.")
    _tell_empty(filled.empty)
    for why, count in sorted(filled.kept.items()):
        say(f"{counted(count, 'cell keeps', 'cells keep')} what {form.platform} has: ", f"{why}.")
    click.echo(path)


def _tell_people(form: Form, filled: Filled, stored: Roster | None, matching: Matching) -> None:
    """Who is in one list and not in the other."""
    there = {person.id for person in filled.owners.values()}
    ours = [person for person in (stored.people if stored else ()) if person.id not in there]
    if ours:
        say("", f"On the roster, but not in {form.sheet.name}: {len(ours)}: {names(ours)}")
    known = {person.id for person in (stored.people if stored else filled.owners.values())} | matching.students().keys()
    strangers = [*filled.strangers, *(person for person in filled.owners.values() if person.id not in known)]
    if strangers:
        say("", f"In {form.sheet.name}, but unknown here: {len(strangers)}: {names(strangers)}")


def _write_new(
    course: Course, url: str | None, wanted: _Wanted, name: str, platform: str, write: Callable[..., Any]
) -> None:
    """Write a file of a platform's kind from the roster."""
    stored = stored_roster(wanted.results)
    if stored is None:
        raise click.UsageError(f"There is no roster in {wanted.results}. Name the file that {platform} exported.")
    everybody = all_standings(course, wanted.results, url)
    grades, matching = _grades(course, everybody, stored)
    content, left_out = write(stored, grades, percent=wanted.percent)
    path = wanted.place(name)
    path.write_bytes(content)
    _tell(grades, matching, everybody, wanted.results)
    if left_out:
        say(f"Left out, because they have no id on {platform}: {len(left_out)}: ", names(left_out))
    inside = [person for person in stored.people if person not in left_out]
    _tell_empty(Counter(g.why for p in inside for i in grades.items if (g := grades.of(p, i)).percent is None))
    click.echo(path)


def _tell(
    grades: Grades, matching: Matching, everybody: Sequence[Standing], results: Path, before: Sequence[str] = ()
) -> None:
    lost = [each.student for each in everybody if each.student in matching.unknown]
    if lost:
        say(f"Of {len(everybody)} who handed in, {len(lost)} can't be found on the roster; their grades go nowhere.")
    decided = [each.student for each in everybody if in_words(each.marks)]
    if decided:
        say(
            f"People decided about the work of {len(decided)}; `autograder audit` says who, what and why: ",
            _few(decided),
        )
    look_at([*before, *told(matching), *grades.told], results)


def _few(students: Sequence[str]) -> str:
    return ", ".join(students[:_FEW]) + (" ..." if len(students) > _FEW else "")


def _tell_empty(empty: Counter[str]) -> None:
    for why, count in sorted(empty.items()):
        say(f"{counted(count, 'cell stays', 'cells stay')} empty: ", f"{why}.")
