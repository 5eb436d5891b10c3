"""Commands that give feedback out: packed for a platform's own upload, or as a zip file for each student."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ..adapters import canvas, moodle
from ..course import Course
from ..gradebook import Standing
from ..grades import Grades, Item, grades_of, items_of, value, written
from ..intake import origins
from ..report import for_spreadsheets
from ..returning import (
    Feedback,
    Letter,
    Packed,
    Page,
    Parcel,
    Place,
    ReturnError,
    for_students,
    in_parts,
    mail_rows,
    on_every_system,
    pages_of,
    parcel,
    student_zip,
)
from ..roster import Matching, Person, Roster, match, told
from .console import say
from .options import gradebook_option, results_option, with_any_course
from .rosters import counted, look_at, stored_roster
from .standing import all_standings

_FOLDER = "return"
_PLACES: Mapping[str, Place] = {"Moodle": moodle.feedback_place, "Canvas": canvas.feedback_place}
_NO_WAY_IN = (
    "Gradescope has no upload of feedback files that we know of: what students see there comes from its autograder. "
    "Make one with `autograder gradescope TOPIC`; it shows the same texts as our pages, hidden checks once you publish "
    "the grades. Or give each student a file: autograder return zip"
)


@click.group(name="return")
def return_() -> None:
    """Give feedback out: the pages that `autograder report` wrote, packed for Moodle or Canvas, or for mails."""


_assignment = click.option("--assignment", required=True, help="The assignment whose pages to pack.")
_out = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write. [default: in RESULTS/return]"
)


_most = click.option(
    "--most", type=click.IntRange(1), metavar="MB", help="Write several files if one would have more megabytes."
)


def _returning(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every return."""
    return with_any_course(results_option(gradebook_option(command)))


@return_.command(name="moodle")
@_assignment
@_most
@_out
@_returning
def to_moodle(
    course: Course, results: Path, url: str | None, assignment: str, most: int | None, out: Path | None
) -> None:
    """Pack what Moodle takes as "Upload multiple feedback files in a zip"."""
    made = _parcel(course, results, url, assignment, "Moodle")
    zips = in_parts(made.files, _bytes(most))
    path = out or results / _FOLDER / "moodle" / f"{on_every_system(assignment)}.zip"
    if out is None:
        _remove_old(path)
    say("Moodle refuses a file above the size that its upload page names: see --most. Uploading again replaces pages.")
    _write(_paths(path, len(zips)), zips, len(made.files))


@return_.command(name="canvas")
@_assignment
@click.option("--all", "every", is_flag=True, help="Pack every page, also those that were packed before.")
@_most
@_out
@_returning
def to_canvas(
    course: Course, results: Path, url: str | None, assignment: str, most: int | None, out: Path | None, *, every: bool
) -> None:
    """Pack what Canvas takes as "Re-Upload Submissions": only pages that are new or changed."""
    made = _parcel(course, results, url, assignment, "Canvas")
    packed = Packed(results / _FOLDER / "canvas")
    packed.folder.mkdir(parents=True, exist_ok=True)
    files = made.files if every else packed.new(made, assignment)
    if before := len(made.files) - len(files):
        say(f"{counted(before, 'page was', 'pages were')} packed before and left out; --all packs them again.")
    if not files:
        say("Nothing is new. A zip file that was packed before is still in ", str(packed.folder))
        return
    zips = in_parts(files, _bytes(most))
    start = on_every_system(assignment)
    _write(_paths(out, len(zips)) if out else packed.unused(start, len(zips)), zips, len(files))
    packed.note(made, assignment, files)
    say("[yellow]Upload it once:[/yellow] Canvas adds a comment for each page, and a second upload adds a second one.")


@return_.command(name="gradescope")
def to_gradescope() -> None:
    """Say how feedback reaches students on Gradescope."""
    raise ReturnError(_NO_WAY_IN)


@return_.command(name="zip")
@_returning
def to_zip(course: Course, results: Path, url: str | None) -> None:
    """Write a zip file for each student, and mail.csv, a table for a mail merge, from the roster."""
    everybody = all_standings(course, results, url)
    pages, missing = pages_of(results, _handed_in(everybody))
    missing = [*_outdated(results, url), *missing]
    _some(pages, missing, results)
    stored = stored_roster(results)
    people, matching = _everybody([each.student for each in everybody], stored)
    items = items_of(course.whole().assignments)
    grades = grades_of(people, everybody, matching, items)
    folder = results / _FOLDER / "zip"
    letters = _write_zips(course.policy.course.title, folder, people, _by_person(pages, matching), grades)
    lines = [*missing, *grades.told]
    if stored is None:
        say("There is no roster, so there is no table for a mail merge. Begin with: autograder roster import FILE")
    else:
        lines += told(match([each.student for each in everybody], stored)) + _write_mail(folder, letters)
    look_at(lines, results)
    say(f"{counted(len(letters), 'zip file', 'zip files')} with {counted(len(pages), 'page', 'pages')}.")
    click.echo(folder)


def _parcel(course: Course, results: Path, url: str | None, assignment: str, platform: str) -> Parcel:
    """One assignment's pages, each in its place."""
    if assignment not in course.names:
        raise click.UsageError(f"--assignment {assignment}: the course has {', '.join(course.names)}.")
    uploads = results / "uploads"
    known = origins(uploads, platform.lower(), assignment)
    if not known:
        raise ReturnError(
            f"{platform} takes feedback only under the names of its own download, and {uploads} keeps none for "
            f"{assignment}. Download all submissions from {platform}; then: autograder grade DOWNLOAD, autograder "
            "report, and this again."
        )
    handed_in = [each for each in _handed_in(all_standings(course, results, url)) if each[1] == assignment]
    pages, missing = pages_of(results, handed_in)
    made = parcel(pages, known, _PLACES[platform], platform)
    lines = [*_outdated(results, url), *missing, *made.told]
    _some(list(made.files), lines, results)
    look_at(lines, results)
    return made


def _handed_in(everybody: Sequence[Standing]) -> list[tuple[str, str]]:
    return [(each.student, mark.assignment) for each in everybody for mark in each.marks if mark.verdict is not None]


def _outdated(results: Path, url: str | None) -> list[str]:
    """A warning, if pages may be older than what they are about. Unchanged pages are not written again by a report."""
    report, book = results / "index.html", results / "gradebook.db"
    if url is None and report.exists() and report.stat().st_mtime < book.stat().st_mtime:
        return ["The gradebook has changed since the last report, so pages may be old. Run: autograder report"]
    return []


def _some(packed: Sequence[object], lines: Sequence[str], results: Path) -> None:
    if not packed:
        look_at(lines, results)
        raise ReturnError(f"There is no page to pack in {results}. Run: autograder report")


def _everybody(students: Sequence[str], stored: Roster | None) -> tuple[Roster, Matching]:
    """The roster, with whoever handed in and is not on it."""
    known = match(students, stored or Roster())
    people = Roster((*(stored.people if stored else ()), *(Person(student) for student in known.unknown)))
    return people, Matching({**known.people, **{student: Person(student) for student in known.unknown}}, [], {})


def _by_person(pages: Sequence[Page], matching: Matching) -> dict[str, list[Page]]:
    found = dict[str, list[Page]]()
    for page in pages:
        found.setdefault(matching.people[page.student].id, []).append(page)
    return found


def _write_zips(
    course: str, folder: Path, people: Roster, pages: Mapping[str, list[Page]], grades: Grades
) -> list[Letter]:
    folder.mkdir(parents=True, exist_ok=True)
    named = [person for person in people.people if person.id in pages]
    letters = list[Letter]()
    for person, name in zip(named, for_students([person.id for person in named]), strict=True):
        scores = {item.name: _score(grades, person, item) for item in grades.items}
        titles = {item.name: item.title for item in grades.items}
        every = [
            Feedback(page.assignment, titles[page.assignment], scores[page.assignment], page.content)
            for page in pages[person.id]
        ]
        (folder / f"{name}.zip").write_bytes(student_zip(course, every))
        known = [f"{titles[assignment]}: {score}" for assignment, score in scores.items() if score]
        letters.append(Letter(person, f"{name}.zip", known))
    return letters


def _score(grades: Grades, person: Person, item: Item) -> str:
    """A known score in words, or nothing."""
    number = value(grades.of(person, item), item, percent=False)
    return "" if number is None else f"{written(number)} of {item.maximum:g}"


def _write_mail(folder: Path, letters: Sequence[Letter]) -> list[str]:
    rows, lines = mail_rows(letters)
    (folder / "mail.csv").write_bytes(for_spreadsheets(rows))
    return lines


def _bytes(megabytes: int | None) -> int | None:
    return None if megabytes is None else megabytes * 1_000_000


def _paths(path: Path, count: int) -> list[Path]:
    """Where to write so many files, if one would be here."""
    return [path.with_stem(f"{path.stem}.part-{number}") for number in range(1, count + 1)] if count > 1 else [path]


def _remove_old(path: Path) -> None:
    """Remove what was packed before in one file or several: old pages in them would replace newer ones."""
    for old in path.parent.glob("*.zip"):
        if re.fullmatch(re.escape(path.stem) + r"(\.part-[0-9]+)?", old.stem):
            old.unlink()


def _write(paths: Sequence[Path], zips: Sequence[bytes], count: int) -> None:
    for path, content in zip(paths, zips, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        click.echo(path)
    sizes = " and ".join(f"{len(content):,}" for content in zips)
    say(f"{counted(count, 'page', 'pages')}, {sizes} bytes.")
