"""Options that several commands share."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ..adapters import nbgrader, otter
from ..course import Course, load_course, root_of
from ..gradebook import Gradebook
from ..policy import LANGUAGE
from .console import say

CORES = os.cpu_count() or 1


course_option = click.option(
    "--course", "root", type=click.Path(path_type=Path, file_okay=False), envvar="AUTOGRADER_COURSE",
    help="The course folder, if not here; the environment variable AUTOGRADER_COURSE also sets it.",
)  # fmt: skip


def course_at(root: Path | None) -> Course:
    """The course in a folder, or the nearest one."""
    return load_course(root_of(root, Path.cwd()))


def any_course_at(root: Path | None) -> Course:
    """The course in a folder, or the nearest one. In a folder that is named, it may be nbgrader's or otter's."""
    if root is None or (root / "assignments").is_dir():
        return course_at(root)
    if otter.is_otter(root):
        return otter.open_course(root).course
    return nbgrader.open_course(root).course if nbgrader.is_nbgrader(root) else course_at(root)


def with_course(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--course`, and pass it the loaded Course."""
    return _with(course_at, command)


def with_any_course(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that works with what was graded, whoever's course it was."""
    return _with(any_course_at, command)


def _with(found_at: Callable[[Path | None], Course], command: Callable[..., Any]) -> Callable[..., Any]:
    @course_option
    @wraps(command)
    def wrapped(root: Path | None, **arguments: Any) -> Any:
        return command(course=found_at(root), **arguments)

    return wrapped


def language_option(**told: Any) -> Callable[..., Any]:
    """The option `--language`, a short name such as de."""

    def known(context: click.Context, option: click.Parameter, name: str) -> str:
        if name and not re.fullmatch(LANGUAGE, name):
            raise click.BadParameter("a language is written like de or pt_BR")
        return name

    return click.option("--language", metavar="LANGUAGE", callback=known, **told)


def tell_broken(course: Course) -> bool:
    """Print which topics could not be loaded, and why; return whether there are any."""
    for error in course.broken.values():
        say("[red]✗[/red] ", str(error))
    return bool(course.broken)


results_option = click.option(
    "--to", "results", type=click.Path(path_type=Path, file_okay=False), default=Path("results"), show_default=True,
    help="The folder for the gradebook, reports and certificates.",
)  # fmt: skip
gradebook_option = click.option(
    "--gradebook", "url", help="Another database, for example postgresql+psycopg://... [default: RESULTS/gradebook.db]"
)
jobs_option = click.option("--jobs", type=click.IntRange(1), default=CORES, show_default="one per core")

hidden_data_option = click.option(
    "--hidden-data", is_flag=True,
    help="Give nbgrader and otter the hidden data, which students' code can read there. Without it, tests that need it "
    "are not scored by them.",
)  # fmt: skip

keys_option = click.option(
    "--keys", type=click.Path(path_type=Path, file_okay=False), envvar="AUTOGRADER_CLUSTER_KEYS",
    help="A cluster's certificates, as `autograder cluster keys` makes them; AUTOGRADER_CLUSTER_KEYS also sets it.",
)  # fmt: skip

why_option = click.option("--why", "reason", required=True, metavar="TEXT", help="The reason, for whoever asks later.")
by_option = click.option(
    "--by",
    "author",
    default=getpass.getuser,
    show_default="your login",
    help="Who does this, for the record.",
)


def existing(results: Path, url: str | None) -> Gradebook:
    """The gradebook of work that has been graded."""
    if url is None and not (results / "gradebook.db").exists():
        raise click.UsageError(f"There is no gradebook in {results}. Grade first, or use --to FOLDER.")
    return Gradebook(database(results, url))


def database(results: Path, url: str | None) -> str:
    """The address of the gradebook. Makes its folder."""
    results.mkdir(parents=True, exist_ok=True)
    return url or f"sqlite:///{(results / 'gradebook.db').resolve()}"
