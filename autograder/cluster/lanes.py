"""What waits to be done on nodes, and which of it a node gets next."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from ..cohort import Found
from ..workers import Task
from .messages import Kind

AHEAD = 3  # loads that a node has at once: it never waits for us, and little is lost with it
ENOUGH = AHEAD * 8  # short submissions for each node: it never waits for one, and other graders find some, too
_MUCH = 500
_LOAD_SECONDS, _LOAD_MOST = 0.3, ENOUGH // AHEAD  # short submissions travel together, as many as take so long


@dataclass(eq=False)
class Job:
    """A task on its way. `lost` counts the nodes that were lost while it ran there; `tried` are where it failed."""

    task: Task[Found]
    tries: int = 0
    lost: int = 0
    alone: bool = False  # it was on a node that was lost: from now on it travels alone, so that it can be told apart
    not_before: float = 0.0
    digest: str = ""  # of the upload, as it was sent
    tried: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Node:
    """A node that grades, and what it has to do: the first of its loads is under way, the others wait there."""

    address: str
    kind: Kind
    loads: dict[int, list[Job]] = field(default_factory=dict)
    troubles: int = 0  # since it last gave a result
    heard: float = field(default_factory=time.monotonic)
    pace: float = _LOAD_SECONDS  # the seconds that one submission took lately

    @property
    def has_room(self) -> bool:
        """A training is alone: nothing short may wait behind it."""
        return len(self.loads) < AHEAD and not any(job.task.trains for jobs in self.loads.values() for job in jobs)

    @property
    def load(self) -> int:
        """How many short submissions it should get at once."""
        return min(max(int(_LOAD_SECONDS / max(self.pace, 0.001)), 1), _LOAD_MOST)

    def answered(self, jobs: int) -> None:
        """It has finished so many jobs since it was last heard of."""
        now = time.monotonic()
        self.pace, self.heard = 0.7 * self.pace + 0.3 * (now - self.heard) / jobs, now


class Lanes:
    """Short tasks and trainings, each in a lane.

    The rule is that of one machine: where there are nodes with GPUs, these train, and the others take short tasks
    first, so that none is held up. A training is sent only to a node with nothing else to do.
    """

    def __init__(self, *, needs_gpu: bool) -> None:
        self._short: deque[Job] = deque()
        self._trainings: deque[Job] = deque()
        self._needs_gpu = needs_gpu

    @property
    def demand(self) -> int:
        """How many half seconds of work wait, roughly, up to a number that any adaptive cluster takes for much."""
        return min(len(self._short) // 10 + 10 * len(self._trainings), _MUCH)

    def waiting(self, *, trains: bool) -> int:
        return len(self._trainings if trains else self._short)

    def __len__(self) -> int:
        return len(self._short) + len(self._trainings)

    def add(self, job: Job, *, first: bool = False) -> None:
        lane = self._trainings if job.task.trains else self._short
        lane.appendleft(job) if first else lane.append(job)

    def drop(self, unwanted: Callable[[Task[Found]], bool]) -> None:
        self._short = deque(job for job in self._short if not unwanted(job.task))
        self._trainings = deque(job for job in self._trainings if not unwanted(job.task))

    def load_for(self, node: Node, nodes: Collection[Node]) -> list[Job]:
        """The most urgent jobs that may go to this node together; they are no longer waiting."""
        most = min(node.load, max(len(self._short) // (AHEAD * len(nodes)), 1))
        jobs: list[Job] = []
        while len(jobs) < most and (job := self._next_for(node, nodes, more=bool(jobs))):
            jobs.append(job)
            if job.alone or job.task.trains:
                break
        return jobs

    def _next_for(self, node: Node, nodes: Collection[Node], *, more: bool) -> Job | None:
        now = time.monotonic()
        others = {other.address for other in nodes} - {node.address}
        for lane in self._lanes_of(node, nodes):
            if lane is self._trainings and (node.loads or more):
                continue
            for job in lane:
                elsewhere = node.address in job.tried and others - job.tried
                if job.not_before <= now and not elsewhere and not (more and job.alone):
                    lane.remove(job)
                    return job
        return None

    def wait_for_gpu(self, nodes: Collection[Node]) -> bool:
        """Whether all that is left needs a GPU, and no node has one."""
        no_gpu = all(node.kind != "GPU" for node in nodes)
        return self._needs_gpu and no_gpu and bool(self._trainings) and not self._short

    def _lanes_of(self, node: Node, nodes: Collection[Node]) -> Iterator[deque[Job]]:
        if node.kind == "GPU":
            yield self._trainings
            if all(other.kind == "GPU" for other in nodes):
                yield self._short
        else:
            yield self._short
            if not self._needs_gpu:
                yield self._trainings
