"""Whoever does tasks: the processes of a pool here, or nodes elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

from .pool import Done
from .task import Task

Wanted = TypeVar("Wanted")


class Crew(Protocol[Wanted]):
    """What a cohort's grading needs of those who do its tasks."""

    def results(self, tasks: Iterable[Task[Wanted]]) -> Generator[Done[Wanted], None, None]:
        """Yield each task as it finishes. Meanwhile, tasks may be added, and waiting ones dropped."""

    def groups(self, tasks: Iterable[Task[Wanted]]) -> Generator[list[Done[Wanted]], None, None]:
        """The same, but all tasks that have finished by now at once."""

    def wants(self, *, trains: bool) -> int:
        """How many more tasks of a kind should be added now, so that nobody has to wait for one."""

    def add(self, task: Task[Wanted]) -> None:
        """Do a task, too."""

    def drop(self, unwanted: Callable[[Task[Wanted]], bool]) -> None:
        """Drop the waiting tasks that are no longer wanted."""
