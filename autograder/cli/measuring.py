"""The command that measures speed, endurance and memory."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table as Grid

from .. import benchmark
from ..course import Course
from .console import say, stderr, stdout
from .options import with_course

_WIDE = 120  # wide enough that no figure is cut off


@click.command()
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), default=Path("bench-results"), show_default=True
)
@click.option(
    "--only", multiple=True, type=click.Choice(list(benchmark.PARTS)), help="Run only this part; may be repeated."
)
@click.option("--quick", is_flag=True, help="Use a tiny cohort, to see that it works.")
@click.option("--gradebook", default="", help="An empty database, for example of PostgreSQL, to record in as well.")
@with_course
def bench(course: Course, to: Path, only: tuple[str, ...], quick: bool, gradebook: str) -> None:
    """Measure the judge beside nbgrader and otter. Takes some minutes; ten-thousand only runs with --only."""
    to.mkdir(parents=True, exist_ok=True)
    found = _known(to / "bench.json")
    for name in only or (benchmark.USUAL_QUICK if quick else benchmark.USUAL):
        found["parts"][name] = _measure(name, course, gradebook, quick=quick)
        # Written after each part, so that an interrupted benchmark keeps its results.
        (to / "bench.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        (to / "bench.md").write_text(benchmark.markdown(found), encoding="utf-8")
        for table in benchmark.tables({name: found["parts"][name]}):
            _show(table)
    _hold_against_bars(found["parts"])
    click.echo(to / "bench.json")


def _known(path: Path) -> dict[str, Any]:
    """Earlier measurements on this machine; parts that run again are replaced."""
    found: dict[str, Any] = {"schema": 1, "machine": benchmark.machine(), "parts": {}}
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        if before.get("machine") == found["machine"]:
            found["parts"] = before["parts"]
    return found


def _measure(name: str, course: Course, gradebook: str, *, quick: bool) -> dict[str, Any]:
    now, load = datetime.now(UTC), benchmark.load()
    size = benchmark.QUICK if quick else benchmark.FULL
    with stderr.status(name) as status:
        setting = benchmark.Setting(course, size, now, lambda step: status.update(f"{name}: {step}"), gradebook)
        figures = benchmark.PARTS[name](setting)
    return {"when": f"{now:%Y-%m-%d %H:%M} UTC", "load": load, "quick": quick, **figures}


def _show(table: benchmark.Table) -> None:
    grid = Grid(title=table.title, title_justify="left", box=None, pad_edge=False)
    for number, name in enumerate(table.head):
        grid.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in table.rows:
        grid.add_row(*row)
    Console(width=max(stdout.width, _WIDE), highlight=False).print(grid, "")


def _hold_against_bars(parts: dict[str, Any]) -> None:
    """Show which targets are met. That depends on the machine, so a missed target is not an error."""
    for bar in benchmark.bars(parts):
        sign = "[green]✓[/green]" if bar.met else "[yellow]•[/yellow]"
        say(f"{sign} ", f"{bar.name}: {bar.found} (wanted: {bar.wanted})")
