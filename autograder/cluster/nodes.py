"""The nodes of a cluster as a crew: equip them, hand out a little ahead, and decide what a failure means.

A failure on a node is never a student's. What failed is tried on another node first. A node where much fails must prove
itself again. When a node is lost, only the job that was running there is suspected: it gets three nodes, and is then
reported as a trouble, which `cohort` judges as on one machine.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Self

from ..cohort import Found
from ..course import Course
from ..sandbox import Level
from ..workers import Done, NoGpu, Task, Trouble
from .dispatch import Dispatch, Lost
from .equipping import Equipping
from .lanes import ENOUGH, Job, Lanes, Node
from .messages import Answer, parsed, parted
from .orders import Orders, trouble_of

_PAUSE_SECONDS = 0.5
_LOOK_SECONDS = 0.5
_MOST_LOST = 3  # nodes for one job
_SUSPICIOUS = 3  # troubles in a row
_RECALL_SECONDS = 2.0  # a node with this to do for so long gives up what it has not begun, if others are idle

Tell = Callable[[str], None]


class Nodes:
    """A crew of nodes. A context manager: leaving it stops what runs, and makes the nodes forget the course."""

    def __init__(self, dispatch: Dispatch, course: Course, level: Level, tell: Tell) -> None:
        self._dispatch, self._course, self._tell = dispatch, course, tell
        self._equipping = Equipping(dispatch, course, level, tell)
        self._orders = Orders(course, self._equipping.wanted.course)
        self._lanes = Lanes(needs_gpu=course.policy.gpu == "required")
        self._nodes: dict[str, Node] = {}
        self._where: dict[int, Node] = {}
        self._looked = 0.0
        self._failed: list[Done[Found]] = []  # before they could be sent

    def __enter__(self) -> Self:
        self._dispatch.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._dispatch.recall(list(self._where))
        if self._equipping.known:
            self._dispatch.dismiss(list(self._equipping.known))
        self._dispatch.__exit__()

    def results(self, tasks: Iterable[Task[Found]]) -> Generator[Done[Found], None, None]:
        """Yield each task as it finishes. Raises SchedulerLost, or NoNodes once there is nobody left to ask."""
        for group in self.groups(tasks):
            yield from group

    def groups(self, tasks: Iterable[Task[Found]]) -> Generator[list[Done[Found]], None, None]:
        """The same, but all tasks that have finished by now at once."""
        for task in tasks:
            self.add(task)
        while len(self._lanes) or self._where or self._failed:
            self._look()
            self._hand_out(self._nodes.values())
            group = [
                done for number, came in self._dispatch.arrived(_LOOK_SECONDS) for done in self._take(number, came)
            ]
            group += self._failed
            self._failed.clear()
            if group:
                yield group

    def wants(self, *, trains: bool) -> int:
        """How many more tasks of a kind should be added now. Of trainings hardly any wait, as in a pool."""
        waiting = self._lanes.waiting(trains=trains)
        if trains:
            return max(1 + sum(not node.loads for node in self._nodes.values()) - waiting, 0)
        enough = ENOUGH * max(len(self._nodes), 1)
        return 0 if waiting > enough else 2 * enough - waiting

    def add(self, task: Task[Found]) -> None:
        self._lanes.add(Job(task))

    def drop(self, unwanted: Callable[[Task[Found]], bool]) -> None:
        self._lanes.drop(unwanted)

    def _look(self) -> None:
        """See, now and then, who has come and who is gone."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        there = self._dispatch.nodes()
        for address in [address for address in self._nodes if address not in there]:
            self._lose(self._nodes[address])
        self._equipping.look(there)
        if self._lanes.wait_for_gpu(self._nodes.values()) and not self._equipping.under_way:
            raise NoGpu("A network is to be trained. The policy requires a GPU for that (gpu), and no node has one.")
        self._dispatch.ask_for(self._lanes.demand)
        self._recall()

    def _hand_out(self, nodes: Iterable[Node]) -> None:
        """Give nodes what they have room for, one load after the other, so that all get some."""
        able = [node for node in nodes if node.has_room]
        while able:
            able = [node for node in able if self._sent(node) and node.has_room]

    def _sent(self, node: Node) -> bool:
        jobs, orders = self._lanes.load_for(node, self._nodes.values()), []
        for job in list(jobs):
            try:
                order, job.digest = self._orders.of(job.task)
                orders.append(order)
            except OSError as error:
                jobs.remove(job)
                self._failed.append(Done(job.task, None, Trouble.of(error, "reading it here")))
        if not orders:
            return False
        number = self._dispatch.grade(node.address, orders)
        if not node.loads:
            node.heard = time.monotonic()
        node.loads[number] = jobs
        self._where[number] = node
        return True

    def _take(self, number: int, came: bytes | Lost) -> Iterator[Done[Found]]:
        """What has arrived means: tasks are done, or will be tried again, or a node has come."""
        node = self._where.get(number)
        if number in self._equipping:
            if new := self._equipping.take(number, came):
                self._nodes[new.address] = new
                self._hand_out([new])
        elif node is not None and isinstance(came, Lost):
            self._lose(node)
        elif node is not None and not isinstance(came, Lost):
            del self._where[number]
            jobs = node.loads.pop(number)
            node.answered(len(jobs))
            if node.address in self._nodes:
                self._hand_out([node])
            for job, answer in zip(jobs, self._answers(came, len(jobs)), strict=True):
                if done := self._answered(node, job, answer):
                    yield done

    def _answers(self, came: bytes, wanted: int) -> list[bytes]:
        with contextlib.suppress(ValueError):
            answers = parted(came)
            if len(answers) == wanted:
                return answers
        return [b""] * wanted  # each of which is an answer that can't be read

    def _answered(self, node: Node, job: Job, came: bytes) -> Done[Found] | None:
        try:
            answer, content = parsed(Answer, came)
            if answer.missing:
                self._lanes.add(job, first=True)
                self._doubt(node)
                return None
            trouble = trouble_of(answer)
            result = None if answer.trouble else self._orders.result(job.task, job.digest, answer, content)
        except Exception as error:  # whatever a node sends, or our disk does: it is our fault, and no score
            trouble, result = Trouble.of(error, node.address), None
        if result is not None:
            node.troubles = 0
            return Done(job.task, result)
        return self._failed_at(node, job, trouble)

    def _failed_at(self, node: Node, job: Job, trouble: Trouble) -> Done[Found] | None:
        job.tries += 1
        job.tried.add(node.address)
        node.troubles += 1
        if trouble.final or node.troubles % _SUSPICIOUS == 0:
            self._doubt(node)
        if trouble.mistake or job.tries >= job.task.tries:
            return Done(job.task, None, trouble)
        job.not_before = time.monotonic() + _PAUSE_SECONDS
        self._lanes.add(job, first=True)
        return None

    def _lose(self, node: Node) -> None:
        """A node is gone. What was under way there is suspected; the rest only waited."""
        loads = self._empty(node)
        self._equipping.forget(node.address)
        suspects = loads.pop(0) if loads else []
        self._lanes_back(loads)
        if len(suspects) == 1:
            suspects[0].lost += 1
        for job in reversed(suspects):
            job.alone = True
            if job.lost < _MOST_LOST:
                self._lanes.add(job, first=True)
            else:
                trouble = Trouble(f"{_MOST_LOST} nodes were lost, one after the other, while it was graded there")
                self._failed.append(Done(job.task, None, trouble))

    def _doubt(self, node: Node) -> None:
        """Give a node nothing more until it has proved itself again."""
        if self._nodes.get(node.address) is node:
            self._lanes_back(self._empty(node))
            self._equipping.again(node.address)

    def _empty(self, node: Node) -> list[list[Job]]:
        self._nodes.pop(node.address, None)
        self._dispatch.recall(list(node.loads))
        for number in node.loads:
            del self._where[number]
        loads, node.loads = list(node.loads.values()), {}
        return loads

    def _lanes_back(self, loads: list[list[Job]]) -> None:
        for jobs in reversed(loads):
            for job in reversed(jobs):
                self._lanes.add(job, first=True)

    def _recall(self) -> None:
        """Towards the end, take from a slow node what it has not begun, if another has nothing to do."""
        if len(self._lanes) or all(node.loads for node in self._nodes.values()):
            return
        late = time.monotonic() - _RECALL_SECONDS
        for node in [node for node in self._nodes.values() if len(node.loads) > 1 and node.heard < late]:
            number = list(node.loads)[-1]
            self._dispatch.recall([number])
            del self._where[number]
            self._lanes_back([node.loads.pop(number)])
