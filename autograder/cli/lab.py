"""The command that starts JupyterLab, for a student or for an instructor."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from pathlib import Path

import click

from ..adapters import jupyter, nbgrader
from ..build import write_release
from ..course import Course, CourseError, load_course, root_of
from .console import say
from .options import course_option

_CONFIG_OF_NBGRADER = "nbgrader_config.py"


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path, file_okay=False), required=False)
@click.option("--instructor", is_flag=True, help="With formgrader, in nbgrader's course folder.")
@click.option(
    "--exchange", type=click.Path(path_type=Path, file_okay=False),
    help="The folder of nbgrader's exchange, to fetch assignments and hand them in. [default: the course's, or what "
    "nbgrader is configured for]",
)  # fmt: skip
@click.option(
    "--starting-with", "handed_out", type=click.Path(exists=True, path_type=Path, file_okay=False), metavar="RELEASE",
    help="Put what is in this folder into FOLDER first. What is there already stays as it is.",
)  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), help="[default: the first free one from 8888 on]")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on. Others can reach any but this."
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option("--allow-root", is_flag=True, help="Start even as root. What notebooks do is then done as root, too.")
@course_option
def lab(
    folder: Path | None, instructor: bool, exchange: Path | None, handed_out: Path | None, port: int | None, host: str,
    no_browser: bool, allow_root: bool, root: Path | None,
) -> int:  # fmt: skip
    """Start JupyterLab in FOLDER: by default the students' release, or nbgrader's course folder, or here.

    It ends with Ctrl-C. Nobody's own Jupyter configuration is changed.
    """
    if os.geteuid() == 0 and not allow_root:
        raise jupyter.LabError("You are root, so notebooks could do anything here. Be somebody else, or --allow-root.")
    course = _course(root, needed=instructor and folder is None)
    known = course.policy.course.exchange if course else None
    given = exchange.resolve() if exchange else Path(known) if known else None
    if exchange is not None and not instructor and not exchange.is_dir():
        raise jupyter.LabError(f"--exchange {exchange}: there is no such folder. Ask your instructor where it is.")
    place = _desk(folder, course) if instructor else _notebooks(folder, course)
    if handed_out is not None:
        _put_missing(handed_out, place)
    if instructor and given is not None and jupyter.open_exchange(given):
        say(f"Made the exchange {given}, which everybody can write to.")
    there = given if given and given.is_dir() else jupyter.exchange_of(place)
    wanted = jupyter.Lab(
        place.resolve(), secrets.token_urlsafe(32), jupyter.free_port(host, port), host, instructor=instructor,
        exchange=there, browser=not no_browser, root=allow_root,
    )  # fmt: skip
    return _run(wanted)


def _course(root: Path | None, *, needed: bool) -> Course | None:
    """The course here, if there is one: students have none."""
    try:
        return load_course(root_of(root, Path.cwd()))
    except CourseError:
        if root is not None or needed:
            raise
        return None


def _put_missing(handed_out: Path, place: Path) -> None:
    """Copy the files that are not there yet: nobody's own work is touched."""
    for source in sorted(path for path in handed_out.rglob("*") if path.is_file()):
        target = place / source.relative_to(handed_out)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _notebooks(folder: Path | None, course: Course | None) -> Path:
    released = course.root / "dist" / "student" if course else None
    return folder or (released if released and released.is_dir() else Path.cwd())


def _desk(folder: Path | None, course: Course | None) -> Path:
    """nbgrader's course folder. The course's own is made if it is not there."""
    if folder is not None:
        if not (folder / _CONFIG_OF_NBGRADER).exists():
            fix = f"`autograder build` makes one, dist/nbgrader; it has a {_CONFIG_OF_NBGRADER}"
            raise jupyter.LabError(f"{folder} is not nbgrader's course folder: {fix}.")
        return folder
    assert course is not None
    made = course.root / "dist" / "nbgrader"
    if not (made / _CONFIG_OF_NBGRADER).exists():
        say(f"Making {made} first. `autograder build` makes the other releases, too.")
        write_release(nbgrader.RELEASE, course.whole(), course.assignments, made, hidden_data=False)
    return made


def _run(wanted: jupyter.Lab) -> int:
    """Until it ends by itself or is stopped."""
    try:
        with jupyter.running(wanted) as started:
            _tell(wanted, started)
            return started.process.wait()
    except KeyboardInterrupt:
        say("JupyterLab has ended.")
        return 0


def _tell(lab: jupyter.Lab, started: jupyter.Started) -> None:
    """The address with its token goes to a terminal only: others may read a log."""
    if not lab.private:
        say(f"[yellow]Open to the network:[/yellow] it listens on {lab.host}, and the token travels unencrypted.")
    if sys.stdout.isatty():
        say("It ends with Ctrl-C. Open it in a browser on this machine, and give the address to nobody:")
        click.echo(lab.address)
    else:
        say(f"It ends with Ctrl-C. Its address and its token are in {started.address}, for your eyes only.")
        click.echo(f"{lab.origin}/lab")
