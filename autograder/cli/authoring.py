"""Commands for authors: build the releases, prove the course."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from .. import build as building
from ..adapters import nbgrader, otter
from ..assignment import Assignment
from ..course import Course, load_course
from ..proof import SECRETS, Proof, ProveTopic, Survey
from ..release import Files
from ..sandbox import Limits
from ..translation import SOURCE
from ..workers import Orders, Pool
from .console import say, stderr, stdout, watched
from .options import CORES, hidden_data_option, jobs_option, language_option, tell_broken, with_course
from .translating import tell_translated

_ENOUGH = 0.97  # of the small changes to right answers must be caught
_RELEASES = (nbgrader.RELEASE, otter.RELEASE)


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), default=Path("dist"), show_default=True)
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False),
    help="Write only the page for teachers, into this file, without pictures. Nothing has to be run for it.",
)  # fmt: skip
@click.option(
    "--student", is_flag=True, help="Write only what students get, into TO itself. Nothing has to be run for it."
)
@language_option(default="", help="The language of the notebooks, in place of course.language.")
@hidden_data_option
@jobs_option
@with_course
def build(
    course: Course,
    assignments: tuple[str, ...],
    to: Path,
    page: Path | None,
    student: bool,
    language: str,
    hidden_data: bool,
    jobs: int,
) -> int:
    """Write the student, nbgrader, otter and reference releases of all ASSIGNMENTS, or of some, and course.md.

    Only what has changed since the last build is rebuilt. course.md is a page for teachers, always of the whole course.
    """
    if language:
        course = load_course(course.root, language)
    if page is not None:
        return _write_page(course, page)
    if student:
        building.write_for_students(course, course.whole().chosen(assignments), to)
        click.echo(to)
        return 0
    return build_releases(course, to, course.chosen(assignments), jobs, hidden_data=hidden_data)


def build_releases(
    course: Course, to: Path, topics: tuple[Assignment, ...], jobs: int = CORES, *, hidden_data: bool = False
) -> int:
    """Build what has changed, and return the command's exit code."""
    failed = tell_broken(course)
    build = building.Building(course, to, _RELEASES, hidden_data=hidden_data)
    tasks = build.tasks(topics)
    if len(tasks) < len(topics):
        say(f"{len(topics) - len(tasks)} of {len(topics)} topics are unchanged since the last build.")
    limits = Limits.granted_by(course.policy.limits)
    orders = Orders(course.root, language=course.policy.course.language)
    with Pool[Files](orders, limits, min(jobs, max(len(tasks), 1))) as pool:
        for done in watched(pool.results(tasks), len(tasks), "Building"):
            build.write(course.by_name[done.task.name], done.value())
    build.finish()
    for topic in topics if course.policy.course.language != SOURCE else ():
        tell_translated(course, topic, course.policy.course.language)
    for place in (*build.folders, build.page):
        click.echo(place)
    return 2 if failed else 0


def _write_page(course: Course, page: Path) -> int:
    failed = tell_broken(course)
    page.write_text(building.course_page(course), encoding="utf-8")
    click.echo(page)
    return 2 if failed else 0


@click.command()
@click.argument("assignments", nargs=-1)
@language_option(default="", help="Prove the notebooks in this language, in place of course.language.")
@click.option("--mutate", is_flag=True, help="Also try small changes to the right answers.")
@click.option("--quick", is_flag=True, help="Skip mutants of trained models, and draw under few secrets.")
@click.option("--drawn", is_flag=True, help="Also show which parts of each domain the drawn tests drew, and how often.")
@jobs_option
@with_course
def check(
    course: Course, assignments: tuple[str, ...], language: str, mutate: bool, quick: bool, drawn: bool, jobs: int
) -> int:
    """Prove the course: right answers earn everything, stubs earn nothing, every known mistake is caught."""
    if language:
        course = load_course(course.root, language)
    chosen = course.chosen(assignments)
    broken, failed = tell_broken(course) and not assignments, False
    todo = sorted(chosen, key=lambda assignment: -len(assignment.gates))  # the slow ones start first
    tasks = [ProveTopic(assignment.name, mutate, quick, assignment.trains) for assignment in todo]
    steps = _Steps([assignment.name for assignment in chosen])
    limits = Limits.granted_by(course.policy.limits)
    with stderr.status(str(steps)) as status:

        def heard(name: str, step: str) -> None:
            steps.heard(name, step)
            status.update(str(steps))

        orders = Orders(course.root, gpu=course.policy.gpu, language=course.policy.course.language)
        with Pool[tuple[Proof, Survey | None]](orders, limits, min(jobs, len(todo)), heard) as pool:
            for done in pool.results(tasks):
                failed = not _tell(*done.value()) or failed
                if drawn:
                    _tell_drawn(done.value()[0])
                steps.ended(done.task.name)
                status.update(str(steps))
    return 2 if broken else 1 if failed else 0


class _Steps:
    """A status line: what is being proven now."""

    def __init__(self, topics: list[str]) -> None:
        self._open, self._latest = topics, dict[str, str]()

    def heard(self, name: str, step: str) -> None:
        self._latest[name] = step

    def ended(self, name: str) -> None:
        self._open.remove(name)
        self._latest.pop(name, None)

    def __str__(self) -> str:
        now = "; ".join(f"{name}: {step}" for name, step in self._latest.items())
        return f"{len(self._open)} to go. {now}"


def _tell(proof: Proof, slips: Survey | None) -> bool:
    """Print what was found about a topic; return whether it is proven."""
    for finding in proof.findings:
        say("[red]✗[/red] ", str(finding))
    if not proof.findings:
        facts = (
            f"{proof.tests} tests, {proof.mutants} mutants caught, constants earn {proof.constant_share:.0%}, "
            f"the visible tests by heart {proof.visible_share:.0%}"
        )
        say(f"[green]✓[/green] {proof.assignment}: {facts}")
    if proof.warning:
        say("[yellow]•[/yellow] ", f"{proof.assignment}: {proof.warning}")
    return not proof.findings and (slips is None or _tell_slips(slips))


def _tell_drawn(proof: Proof) -> None:
    """Print the table of what was drawn, each test and each domain named once."""
    table = Table(box=None, pad_edge=False, title=f"{proof.assignment}, under {SECRETS} secrets", title_justify="left")
    for column in ("test", "domain", "part"):
        table.add_column(column)
    table.add_column("times", justify="right")
    before = ("", "")
    for (test, domain, part), count in sorted(proof.parts.items(), key=lambda item: item[0][:2]):
        shown = ("" if test == before[0] else test, "" if (test, domain) == before else domain)
        table.add_row(*shown, part, f"{count:,}")
        before = (test, domain)
    stdout.print(table)


def _tell_slips(found: Survey) -> bool:
    for finding in found.findings:
        say("[yellow]•[/yellow] ", str(finding))
    facts = f"{found.caught} of {found.tried} small changes caught, {found.argued} equivalent: {found.share:.1%}"
    enough = found.share >= _ENOUGH
    say("[green]✓[/green] " if enough else "[red]✗[/red] ", f"{found.assignment}: {facts}")
    return enough
