"""The command for instructors that grades a cohort."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..adapters import nbgrader, otter
from ..cluster import ClusterEngine
from ..cohort import Engine, JudgeEngine
from ..course import Course
from ..intake import Gathered, gather
from ..sandbox import Level
from .console import say
from .downloading import FOREIGN, in_our_layout
from .options import (
    course_at,
    course_option,
    gradebook_option,
    hidden_data_option,
    jobs_option,
    keys_option,
    results_option,
    tell_broken,
)
from .running import EngineName, Wishes, grade_gathered
from .schools import grade_nbgrader, grade_otter

_ENGINES: tuple[EngineName, ...] = ("judge", "nbgrader", "otter")


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--nbgrader", "theirs", type=click.Path(exists=True, path_type=Path, file_okay=False), metavar="FOLDER",
    help="Grade the ordinary nbgrader course in this folder, by nbgrader's own rules, in our boxes. [default "
    "SUBMISSIONS: its submitted/]",
)  # fmt: skip
@click.option("--whole", is_flag=True, help="With --nbgrader: run every test in the notebook, as nbgrader does.")
@click.option(
    "--strict", is_flag=True, help="With --nbgrader: mend its slips, which `autograder guide nbgrader` lists."
)
@click.option(
    "--otter", "otters", type=click.Path(exists=True, path_type=Path, file_okay=False), metavar="FOLDER",
    help="Grade the ordinary otter assignments in this folder, by otter's own rules, in our boxes. [default "
    "SUBMISSIONS: its submissions/]",
)  # fmt: skip
@results_option
@gradebook_option
@click.option(
    "--from",
    "platform",
    type=click.Choice([layout.option for layout in FOREIGN], case_sensitive=False),
    help="The platform of the download, if that is not clear. nbgrader: <student>/<assignment>/...; with --nbgrader or "
    "--otter also otter: files named after their students; folders: <student>/..., all for one assignment.",
)
@click.option("--assignment", default="", help="The assignment of a platform's download, if the download does not say.")
@click.option("--look-alikes", is_flag=True, help="Grade students whose ids look alike as different students.")
@jobs_option
@click.option(
    "--engine", type=click.Choice(_ENGINES), default="judge", show_default=True,
    help="Who grades. For a foreign course, judge means our boxes and the tool's rules; its name runs the tool itself.",
)  # fmt: skip
@click.option("--cluster", metavar="ADDRESS", help="Grade on the nodes of a cluster: tls://HOST:8786.")
@keys_option
@click.option("--again", is_flag=True, help="Grade unchanged submissions again, too.")
@click.option("--unsafe", is_flag=True, help="Grade without confinement; every result is marked.")
@hidden_data_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line on stdout.")
@course_option
def grade(
    root: Path | None, submissions: Path | None, theirs: Path | None, otters: Path | None, results: Path,
    **wishes: object,
) -> int:  # fmt: skip
    """Grade SUBMISSIONS: <student>/<assignment>/<notebook>.ipynb, or a download from Moodle, Canvas or Gradescope.

    A download is recognised by the names that the platform wrote, all of which must fit; what a student wrote affects
    only that student. Every file is graded, or left out with a reason. Courses of nbgrader and otter take the same
    downloads, and also SUBMISSIONS for one assignment: <student>/..., or files named after their students.
    """
    wanted = Wishes(**wishes)  # type: ignore[arg-type]
    if wanted.cluster and (theirs or otters or wanted.engine != "judge"):
        raise click.UsageError("--cluster: only our own judge grades there, and only our own courses.")
    if theirs is not None and otters is not None:
        raise click.UsageError("--nbgrader or --otter: name one course.")
    if otters is not None:
        return grade_otter(otter.open_course(otters), submissions, results, wanted)
    if theirs is not None:
        return grade_nbgrader(nbgrader.open_course(theirs), submissions, results, wanted)
    if submissions is None:
        raise click.UsageError("Which SUBMISSIONS? Name a folder or a platform's download.")
    course = course_at(root)
    folder = in_our_layout(course.names, submissions, results, wanted)
    return grade_cohort(course, folder, results, wanted)


def grade_cohort(course: Course, submissions: Path, results: Path, wishes: Wishes) -> int:
    """Grade what is new in a folder, record the verdicts, and return the command's exit code."""
    broken = tell_broken(course)
    gathered = _without_copies(gather(submissions, course.names, apart=wishes.look_alikes), submissions)
    if gathered is None:
        return 0
    code = grade_gathered(course, gathered, submissions, results, _engine(wishes, results), wishes)
    return code or (2 if broken else 0)


def _without_copies(gathered: Gathered, submissions: Path) -> Gathered | None:
    """What was handed in there, without what `autograder project` wrote; None if that is all there is."""
    rest = nbgrader.handed_in_only(gathered.uploads, submissions)
    if count := len(gathered.uploads) - len(rest):
        say(f"Left out: {count} copied there by `autograder project`, whose work is graded already.")
        return replace(gathered, uploads=rest) if rest else None
    return gathered


def _engine(wishes: Wishes, results: Path) -> Engine:
    match wishes.engine:
        case "nbgrader":
            return nbgrader.NbgraderEngine(not wishes.unsafe, hidden_data=wishes.hidden_data)
        case "otter":
            return otter.OtterEngine(not wishes.unsafe, hidden_data=wishes.hidden_data)
        case "judge":
            level: Level = "unsafe" if wishes.unsafe else "L0"
            if wishes.cluster:
                return ClusterEngine(wishes.cluster, results, level, wishes.keys, say)
            return JudgeEngine(results, level)
