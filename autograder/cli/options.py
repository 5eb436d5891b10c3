"""What several commands ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ..course import Course, load_course, root_of
from .console import say

CORES = os.cpu_count() or 1


def with_course(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--course`, and hand it the loaded Course."""

    @click.option(
        "--course", "root", type=click.Path(path_type=Path, file_okay=False), envvar="AUTOGRADER_COURSE",
        help="The course folder, if not here; AUTOGRADER_COURSE in the environment names it as well.",
    )  # fmt: skip
    @wraps(command)
    def wrapped(root: Path | None, **arguments: Any) -> Any:
        return command(course=load_course(root_of(root, Path.cwd())), **arguments)

    return wrapped


def tell_broken(course: Course) -> bool:
    """Tell which topics could not be loaded, and why; whether there are any."""
    for error in course.broken.values():
        say("[red]✗[/red] ", str(error))
    return bool(course.broken)


results_option = click.option(
    "--to", "results", type=click.Path(path_type=Path, file_okay=False), default=Path("results"), show_default=True,
    help="Where gradebook, reports and certificates are kept.",
)  # fmt: skip
gradebook_option = click.option(
    "--gradebook", "url", help="Another database, for example postgresql+psycopg://... [default: RESULTS/gradebook.db]"
)
jobs_option = click.option("--jobs", type=click.IntRange(1), default=CORES, show_default="one per core")


def database(results: Path, url: str | None) -> str:
    """The address of the gradebook; the folder for it is made."""
    results.mkdir(parents=True, exist_ok=True)
    return url or f"sqlite:///{(results / 'gradebook.db').resolve()}"
