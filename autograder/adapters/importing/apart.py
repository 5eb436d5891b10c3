"""Try an imported topic in a process of its own, so that no check of a stranger's ends ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...sandbox import Limits
from ...workers import Done, Orders, Pool, Task, Workplace
from .carrying import Topic
from .source import Source
from .trying import ENDS, carried


@dataclass(frozen=True)
class _TryTopic(Task[Topic]):
    source: Source
    root: Path
    left_out: Mapping[str, str]

    @property
    def name(self) -> str:
        return str(self.source.path)

    def do(self, at: Workplace) -> Topic:
        return carried(self.source, self.root, at.judge, at.limits, self.left_out, at.tell)


def carried_apart(source: Source, root: Path, orders: Orders, limits: Limits) -> Topic:
    """As `carried`. A check that ends the process, or never ends, is left out, and the rest is tried anew."""
    left_out: dict[str, str] = {}
    while True:
        done, where = _tried(_TryTopic(source, root, left_out), orders, limits)
        if done.trouble is None or not done.trouble.ended or not where:
            return done.value()
        left_out[where] = ENDS


def _tried(task: _TryTopic, orders: Orders, limits: Limits) -> tuple[Done[Topic], str]:
    """What came of a try, and where the check stands that was tried last."""
    last = [""]

    def heard(_: str, step: str) -> None:
        last[0] = step

    with Pool[Topic](orders, limits, 1, heard) as pool:
        [done] = pool.results([task])
    return done, last[0]
