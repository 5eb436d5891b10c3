"""From what an instructor names to a folder that can be graded: a platform's download is unpacked first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..adapters import canvas, folders, gradescope, moodle, nbgrader, otter
from ..intake import DownloadError, Several, unpack
from .console import say
from .running import Wishes, tell_left_out

LAYOUTS = (gradescope.LAYOUT, moodle.LAYOUT, canvas.LAYOUT, nbgrader.LAYOUT)
FOREIGN = (*LAYOUTS, otter.LAYOUT, folders.LAYOUT)  # what fits one of the last two could be any folder of notebooks


def in_our_layout(
    names: Sequence[str], submissions: Path, results: Path, wishes: Wishes, several: Several | None = None
) -> Path:
    """The folder to grade: the given one, or one made from a download. `several` tells of a foreign course."""
    layouts = LAYOUTS if several is None else FOREIGN
    asked, assignment = wishes.platform or "", wishes.assignment
    if assignment and assignment not in names:
        raise click.UsageError(f"--assignment {assignment}: the course has {', '.join(names)}.")
    if asked and asked not in [layout.option for layout in layouts]:
        raise click.UsageError(f"--from {asked} goes with --nbgrader or --otter.")
    if submissions.is_dir() and not any(submissions.iterdir()):
        return submissions
    found = unpack(
        submissions, results / "uploads", layouts, names, assignment, platform=asked, apart=wishes.look_alikes,
        several=several,
    )  # fmt: skip
    if not found.in_place:
        whose = f"{found.platform}'" if found.platform.endswith("s") else f"{found.platform}'s"
        say(f"{whose} layout: {found.sums} They are now in {found.folder}.")
        tell_left_out("Left out", found.left_out, results)
        if not found.count:
            raise DownloadError("Nothing in this download can be graded.")
    return found.folder
