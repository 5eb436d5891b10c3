"""The command that makes a topic of another grader's notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
import nbformat

from ..adapters import nbgrader, otter
from ..adapters.importing import Imported, ImportingError, Source, carried_apart, import_topic
from ..course import Course
from ..sandbox import Limits
from ..workers import Orders
from .console import invoked, say
from .options import with_course

_Reader = Callable[[Path, Mapping[str, Any]], Source]


@click.command("import")
@click.argument("notebook", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "name", default="", metavar="NAME", help="The topic's name, such as 04-averages.")
@with_course
def import_(course: Course, notebook: Path, name: str) -> None:
    """Make a topic of NOTEBOOK, a source notebook of nbgrader or otter. Nothing is written over.

    Its solutions run in a box. Its tests run with your rights, as those of every topic do: import only what you trust.
    """
    source = read_source(notebook)
    tried = partial(carried_apart, orders=Orders(course.root), limits=Limits.granted_by(course.policy.limits))
    done = import_topic(source, course.root, name, tried)
    for path in done.files:
        click.echo(path)
    _tell(done)


def read_source(path: Path) -> Source:
    """What a notebook holds, whichever grader it was written for; or ImportingError."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise ImportingError(f"{path}: there is no such file.") from None
    except OSError:
        raise
    except Exception:  # whatever is wrong with a file that is no notebook
        raise ImportingError(f"{path} is not a notebook. Name a file that ends with .ipynb.") from None
    language = notebook.metadata.get("kernelspec", {}).get("language") or "python"
    if language != "python":
        raise ImportingError(f"{path} is written in {language}, and topics are written in Python.")
    return _reader(path, notebook)(path, notebook)


def _reader(path: Path, notebook: Mapping[str, Any]) -> _Reader:
    if any(otter.mark_of(cell)[0] for cell in notebook["cells"]):
        return otter.read_source
    if any(nbgrader.marks_of(cell) for cell in notebook["cells"]):
        return nbgrader.read_source
    raise ImportingError(f"{path} has no marks of nbgrader or otter. Name a source notebook of one of them.")


def _tell(done: Imported) -> None:
    for line in done.carried:
        say("[green]✓[/green] ", line)
    for lost in done.lost:
        say("[yellow]•[/yellow] not carried: ", str(lost))
    for line in done.todo:
        say("[yellow]•[/yellow] to do: ", line)
    say(f"Next: do what is marked TODO in these files, then {invoked()} check {done.name}")
