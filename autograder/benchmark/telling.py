"""Pure: the benchmark's figures in, tables and targets out, as text for a terminal or a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
_ANY = "any {0} course, one worker per core, relative to {0}"


@dataclass(frozen=True)
class Table:
    """A title, column heads, and rows of text. The first column holds words, the others figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Bar:
    """A target, and what was measured."""

    name: str
    wanted: str
    found: str
    met: bool


def tables(parts: Figures) -> Iterator[Table]:
    """The tables of the parts that ran."""
    for name, tell in _TABLES.items():
        if name in parts:
            yield from tell(parts[name])


def bars(parts: Figures) -> Iterator[Bar]:
    """The targets for the parts that ran."""
    if engines := parts.get("engines"):
        yield from _racing("numpy notebooks", engines)
        yield _at_least("one worker per core, relative to one worker", 1.8, engines["workers_ratio"])
        yield _at_most("memory of a worker", 1200, engines["lanes"][-1]["worker_peak_mb"], " MB")
    if courses := parts.get("courses"):
        yield _at_least(_ANY.format("nbgrader"), 20, courses["lanes"][-1]["steady_ratio"])
        if otter := courses.get("otter"):
            yield _at_least(_ANY.format("otter"), 20, otter["lanes"][-1]["steady_ratio"])
    if unchanged := parts.get("unchanged"):
        yield _at_most("an unchanged submission", 5, unchanged["milliseconds_each"], " ms")
    if kills := parts.get("kills"):
        wrong = kills["lost"] + kills["doubled"] + kills["left_behind"]
        yield Bar(f"lost, doubled or left behind after {kills['kills']} kills", "0", str(wrong), wrong == 0)
    if keras := parts.get("keras"):
        yield from _racing("Keras imported, nothing trained", keras["imported"])
        yield _at_most("training, relative to the bare script", 1.10, keras["trained"]["ratio"])
    if recording := parts.get("recording"):
        for found in recording["databases"]:
            name = found["database"]
            yield _at_least(f"verdicts a second, recorded in groups in {name}", 2000, found["rates"][0]["per_second"])
            yield _at_most(f"reading {found['verdicts']} verdicts in {name}", 60, found["standings_seconds"], " s")
    if large := parts.get("ten-thousand"):
        yield _at_most(f"{large['submissions']} submissions", 10, large["minutes"], " minutes")
        growth = max(large["growth"].values(), default=0.0)
        yield Bar("memory growth meanwhile", "none", f"× {growth:.2f}", large["flat"])
        yield _at_most("an unchanged submission of these", 5, large["unchanged"]["milliseconds_each"], " ms")


def _racing(what: str, race: Figures) -> Iterator[Bar]:
    yield _at_least(f"{what}, one worker, relative to nbgrader", 100, race["lanes"][-2]["steady_ratio"])
    yield _at_least(f"{what}, one worker per core, relative to nbgrader", 100, race["lanes"][-1]["steady_ratio"])


def _at_least(name: str, wanted: float, found: float) -> Bar:
    return Bar(name, f"≥ {wanted:g}", f"{found:.3g}", found >= wanted)


def _at_most(name: str, wanted: float, found: float, unit: str = "") -> Bar:
    return Bar(name, f"≤ {wanted:g}{unit}", f"{found:.3g}{unit}", found <= wanted)


def _race(title: str, race: Figures) -> Table:
    head = ("processes", "notebooks", "seconds", "per second", "ratio", "warm-up", "steady", "ratio", "CPU ms", "MB")
    rows = tuple(
        (
            lane["name"], str(lane["notebooks"]), f"{lane['seconds']:.1f}", f"{lane['per_second']:.2f}",
            f"{lane['ratio']:.1f}", _maybe(lane["warm_up_seconds"], 1), _maybe(lane["steady_per_second"], 1),
            _maybe(lane["steady_ratio"], 1), _maybe(lane["processor_ms"], 1), _maybe(lane["worker_peak_mb"], 0),
        )
        for lane in race["lanes"]
    )  # fmt: skip
    agree = f"all gave the same points to {race['distinct']} notebooks, {race['points']:g} in total"
    return Table(f"{title}: {agree}", head, rows)


def _engines(race: Figures) -> Iterator[Table]:
    yield _race("numpy notebooks", race)
    rows = tuple(
        (topic["name"], f"{topic['nbgrader']:.2f}", f"{topic['judge']:.3f}", f"{topic['ratio']:.0f}")
        for topic in race["topics"]
    )
    yield Table("By topic, seconds per notebook in one process", ("topic", "nbgrader", "judge", "ratio"), rows)


def _courses(race: Figures) -> Iterator[Table]:
    yield _race("An ordinary nbgrader course, by nbgrader's own rules", race)
    if otter := race.get("otter"):
        yield _race("An ordinary otter course, by otter's own rules", otter)


def _stages(found: Figures) -> Iterator[Table]:
    head = ("stage", "where", "ms")
    for title, stages in (("once per worker", found["once"]), ("for every notebook", found["each"])):
        rows = tuple((s["name"], s["where"], f"{s['milliseconds']:.2f}") for s in stages)
        yield Table(f"Stages, {title}", head, rows)


def _unchanged(found: Figures) -> Iterator[Table]:
    row = (str(found["submissions"]), f"{found['seconds']:.2f}", f"{found['milliseconds_each']:.2f}")
    yield Table("Unchanged submissions", ("submissions", "seconds in total", "ms each"), (row,))


def _kills(found: Figures) -> Iterator[Table]:
    head = ("submissions", "kills", "starts", "seconds", "undisturbed, s", "lost", "doubled", "left behind")
    row = (
        found["submissions"], found["kills"], found["starts"], f"{found['seconds']:.1f}",
        f"{found['undisturbed_seconds']:.1f}", found["lost"], found["doubled"], found["left_behind"],
    )  # fmt: skip
    yield Table("Random kills, then the same points", head, (tuple(map(str, row)),))


def _keras(found: Figures) -> Iterator[Table]:
    yield _race("Keras imported, nothing trained", found["imported"])
    trained = found["trained"]
    row = tuple(f"{trained[name]:.2f}" for name in ("script_import", "script_training", "judged", "ratio"))
    yield Table("Training, seconds", ("script: import", "script: training", "judge: all", "judge / training"), (row,))


def _recording(found: Figures) -> Iterator[Table]:
    size = f"{found['outcomes']:.0f} outcomes and {found['bytes'] / 1000:.1f} kB each"
    rows, reads = [], []
    for each in found["databases"]:
        name = each["database"]
        rows += [
            (f"{name}, {rate['way']}", str(rate["verdicts"]), f"{rate['per_second']:.0f}") for rate in each["rates"]
        ]
        seconds = (f"{each[what]:.1f}" for what in ("settled_seconds", "standings_seconds"))
        reads.append((name, str(each["verdicts"]), *seconds))
    title = f"Recording verdicts of {found['topics']} topics, {size}"
    yield Table(title, ("database, recorded", "verdicts", "per second"), tuple(rows))
    yield Table("Reading, seconds", ("database", "verdicts", "what is settled", "all standings"), tuple(reads))


def _large(found: Figures) -> Iterator[Table]:
    head = ("submissions", "minutes", "per second", "worker, MB", "parent, MB", "worker grew ×", "parent grew ×")
    growth = found["growth"]
    row = (
        str(found["submissions"]), f"{found['minutes']:.1f}", f"{found['per_second']:.1f}",
        f"{found['peak_worker_mb']:.0f}", f"{found['peak_parent_mb']:.0f}",
        _maybe(growth.get("share"), 2), _maybe(growth.get("parent"), 2),
    )  # fmt: skip
    yield Table("A very large cohort", head, (row,))
    yield from _unchanged(found["unchanged"])


_TABLES = {
    "engines": _engines,
    "courses": _courses,
    "stages": _stages,
    "unchanged": _unchanged,
    "kills": _kills,
    "keras": _keras,
    "recording": _recording,
    "ten-thousand": _large,
}


def _maybe(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def markdown(found: Figures) -> str:
    """All tables, for a document."""
    machine = found["machine"]
    lines = [
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}.",
        *(f"- {name}: {part['when']}, load at the start {part['load']}" for name, part in found["parts"].items()),
    ]
    every = [*tables(found["parts"])]
    rows = tuple((bar.name, bar.wanted, bar.found, "yes" if bar.met else "no") for bar in bars(found["parts"]))
    for table in [*every, Table("Targets", ("", "wanted", "found", "met"), rows)]:
        marks = ["---", *["---:"] * (len(table.head) - 1)]
        lines += ["", f"**{table.title}**", ""]
        lines += [f"| {' | '.join(cells)} |" for cells in (table.head, marks, *table.rows)]
    return "\n".join(lines) + "\n"
