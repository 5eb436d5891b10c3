"""What several commands ask for."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ..assignment import Assignment, load_course
from ..policy import Policy, load
from ..sandbox.limits import Limits

CONFIG = "grading_config.yml"
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Course:
    """The course that a command is about."""

    root: Path
    assignments: tuple[Assignment, ...]
    policy: Policy

    @property
    def limits(self) -> Limits:
        given = self.policy.limits
        return Limits(given.cell_seconds, given.call_seconds, given.total_seconds, given.memory_mb)

    def chosen(self, names: tuple[str, ...]) -> tuple[Assignment, ...]:
        """The assignments with these names, or all; a name may be a beginning that fits one alone."""
        if not names:
            return self.assignments
        return tuple(self._one(name) for name in names)

    def _one(self, name: str) -> Assignment:
        fits = [a for a in self.assignments if a.name == name] or [
            a for a in self.assignments if a.name.startswith(name)
        ]
        if len(fits) != 1:
            known = ", ".join(assignment.name for assignment in self.assignments)
            raise click.UsageError(f"{name!r} names {'no' if not fits else 'more than one'} assignment of: {known}")
        return fits[0]


def with_course(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--course`, and hand it the loaded Course."""

    @click.option(
        "--course", "root", type=click.Path(path_type=Path, file_okay=False), envvar="AUTOGRADER_COURSE",
        help="The course folder, if not here.",
    )  # fmt: skip
    @wraps(command)
    def wrapped(root: Path | None, **arguments: Any) -> Any:
        return command(course=load_here(root), **arguments)

    return wrapped


def load_here(root: Path | None) -> Course:
    """The course in `root`, or in this folder or one above it."""
    folder = (
        root.resolve() if root else next((p for p in (Path.cwd(), *Path.cwd().parents) if (p / CONFIG).exists()), None)
    )
    if folder is None or not (folder / CONFIG).exists():
        raise click.UsageError(f"There is no {CONFIG} here. Run this in the course's folder, or say --course FOLDER.")
    assignments = load_course(folder)
    return Course(folder, assignments, load(folder / CONFIG, [assignment.name for assignment in assignments]))


results_option = click.option(
    "--to", "results", type=click.Path(path_type=Path, file_okay=False), default=Path("results"), show_default=True,
    help="Where gradebook, reports and certificates are kept.",
)  # fmt: skip
gradebook_option = click.option(
    "--gradebook", "url", help="Another database, for example postgresql+psycopg://... [default: RESULTS/gradebook.db]"
)
jobs_option = click.option("--jobs", type=click.IntRange(1), default=CORES, show_default="one per core")


def database(results: Path, url: str | None) -> str:
    results.mkdir(parents=True, exist_ok=True)
    return url or f"sqlite:///{(results / 'gradebook.db').resolve()}"


def cohort_secret(folder: Path) -> bytes:
    """What decides the hidden data of the cohort whose results are in `folder`; made when first asked for."""
    path, unfinished = folder / ".secret", folder / f".secret.{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        unfinished.touch(0o600)
        unfinished.write_bytes(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):  # another grader was faster
            path.hardlink_to(unfinished)
        unfinished.unlink()
    return path.read_bytes()
