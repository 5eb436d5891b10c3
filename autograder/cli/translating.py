"""The command for translators: write the files of translations, and say how far they are."""

from __future__ import annotations

from pathlib import Path

import click

from ..assignment import PACKAGE, Assignment, catalogue_path, texts_of
from ..course import Course
from ..translation import Text, package_texts, read, update
from .console import say
from .options import language_option, tell_broken, with_course


@click.command()
@click.argument("assignments", nargs=-1)
@language_option(required=True, help="The language to translate into, such as de.")
@with_course
def texts(course: Course, assignments: tuple[str, ...], language: str) -> int:
    """Write or update the files of translations of all ASSIGNMENTS, or of some, and check what they contain.

    Translations that are there are kept. One whose English text has changed is marked fuzzy, and not used until someone
    has looked at it.
    """
    failed = tell_broken(course)
    words = tuple(Text(text, place, "shown by the checks") for text, place in package_texts())
    _write(course, language, PACKAGE, words)
    wrong = _tell(catalogue_path(course.root, language, PACKAGE), {text.message for text in words})
    for assignment in course.chosen(assignments):
        _write(course, language, assignment.name, texts_of(assignment))
        wrong = tell_translated(course, assignment, language) or wrong
    return 2 if failed else 1 if wrong else 0


def tell_translated(course: Course, assignment: Assignment, language: str) -> bool:
    """Print how much of a topic is translated, and what is wrong with it; return whether anything is."""
    wanted = {text.message for text in texts_of(assignment)}
    return _tell(catalogue_path(course.root, language, assignment.name), wanted)


def _write(course: Course, language: str, name: str, told: tuple[Text, ...]) -> None:
    update(catalogue_path(course.root, language, name), language, course.policy.course.title, told)


def _tell(path: Path, wanted: set[str]) -> bool:
    found = read(path)
    wrong = {text: what for text, what in found.faults().items() if text in wanted}
    for text, what in wrong.items():
        say("[red]✗[/red] ", f"{path}:{found.lines[text]}: {what}, so this stays English. Write it as in the source.")
    done = sum(found.say(text) is not None for text in wanted)
    sign = "[green]✓[/green] " if done == len(wanted) else "[yellow]•[/yellow] "
    say(sign, f"{path.stem}: {done} of {len(wanted)} texts are translated.")
    return bool(wrong)
