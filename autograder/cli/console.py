"""The command's output: data on stdout, everything else on stderr, a progress bar on a terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from ..intake import printable

Item = TypeVar("Item")
_LINE_SECONDS = 10.0
_LINES = 40  # of a list that may have thousands
_ENOUGH = 5  # items, to tell how long the rest takes
_COLUMNS = (
    TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
)  # fmt: skip

_plain = os.environ.get("TERM") == "dumb"
stderr = Console(stderr=True, soft_wrap=True, highlight=False, no_color=True if _plain else None)
stdout = Console(soft_wrap=True, highlight=False, no_color=True if _plain else None)


def say(markup: str, text: str = "") -> None:
    """Print a line for a person, on stderr. `text` may come from anywhere: it is shown without interpretation."""
    lines = (printable(line) for line in text.expandtabs().split("\n"))  # a terminal would obey the rest
    stderr.print(Text.from_markup(markup).append("\n".join(lines)))


def say_each(label: str, lines: Sequence[object], results: Path, rest: str) -> None:
    """Print each of some lines behind a label. A long list goes to a file as well, complete, and `rest` says so."""
    for line in lines[:_LINES]:
        say(f"[yellow]{label}:[/yellow] ", str(line))
    if len(lines) > _LINES:
        listed = results / f"{label.lower().replace(' ', '-')}.txt"
        listed.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        say(rest.format(more=f"{len(lines) - _LINES:,}", listed=listed))


def invoked() -> str:
    """What to type here to run this command again."""
    called, known = Path(sys.argv[0]), shutil.which("autograder")
    if called.name != "autograder":  # python -m autograder
        return f"{shlex.quote(sys.executable)} -m autograder"
    if known is not None and called.exists() and called.samefile(known):
        return "autograder"
    return shlex.quote(sys.argv[0])


def watched(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """Pass items on; show a progress bar with the time left on a terminal, and a line now and then elsewhere."""
    if stderr.is_terminal and not _plain:
        with Progress(*_COLUMNS, console=stderr, transient=True) as progress:
            task, start = progress.add_task(what, total=total, rate=""), time.monotonic()
            for number, item in enumerate(items, 1):
                rate = number / max(time.monotonic() - start, 1e-3)
                progress.update(task, advance=1, rate=f"{rate:.1f}/s")
                yield item
        return
    begun = told = time.monotonic()
    for number, item in enumerate(items, 1):
        now = time.monotonic()
        begun = now if number == 1 else begun  # the first one waits until everything has started
        if now - told > _LINE_SECONDS:
            told = now
            print(
                f"{what}: {number} of {total}{_left(number - 1, total - number, now - begun)}",
                file=sys.stderr,
                flush=True,
            )
        yield item


def _left(done: int, rest: int, seconds: float) -> str:
    """About how long the rest takes, once enough is done to tell."""
    return f", about {seconds / done * rest:.0f} s left" if done >= _ENOUGH else ""
