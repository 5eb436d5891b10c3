"""Give nodes the course, and let only those grade that have proved to be fit for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from ..course import Course
from ..errors import OurFault
from ..sandbox import Level
from .dispatch import Dispatch, Lost
from .facts import agreed, here, refusal
from .lanes import Node
from .messages import Facts, Wanted, parsed, written
from .parcel import hash_of, packed

_PATIENCE_SECONDS = 600.0  # an adaptive cluster may first have to start machines
_CURIOUS_SECONDS = 15.0
_AGAIN_SECONDS, _AGAIN_MOST = 30.0, 3  # a fault may pass: a disk gets room again, another course is done


class NoNodes(OurFault):
    """Raised when no node can grade for us, with the reason of each."""

    headline = "No node can grade this:"


class Equipping:
    """Sends nodes the course, compares what they answer, and remembers which were refused."""

    def __init__(self, dispatch: Dispatch, course: Course, level: Level, tell: Callable[[str], None]) -> None:
        self._dispatch, self._course, self._tell = dispatch, course, tell
        self.wanted = Wanted(hash_of(course), level, course.policy.gpu)
        self._parcel = packed(course)
        self._like = Facts(course=self.wanted.course, level="unsafe" if level == "unsafe" else "", programs=here())
        self._asked: dict[int, str] = {}
        self._later: dict[str, float] = {}  # nodes with a fault, and when to ask them again
        self._faults: Counter[str] = Counter()
        self.known: dict[str, str] = {}  # every node that has, or had, the course: fit, or why not
        self._nobody_since = time.monotonic()
        self._told_waiting = False

    def __contains__(self, number: int) -> bool:
        return number in self._asked

    @property
    def under_way(self) -> bool:
        return bool(self._asked)

    def look(self, there: frozenset[str]) -> None:
        """Equip who has come; raise NoNodes when there is nobody left, and nobody comes."""
        for address in [address for address in self.known if address not in there]:
            self.forget(address)
        now = time.monotonic()
        for address in sorted((there - self.known.keys()) | {each for each, when in self._later.items() if when < now}):
            self.again(address)
        if self._asked or self._later or "" in self.known.values():
            self._nobody_since = now
            return
        waited = now - self._nobody_since
        if self.known or waited > _PATIENCE_SECONDS:
            raise NoNodes(self._reasons())
        if waited > _CURIOUS_SECONDS and not self._told_waiting:
            self._told_waiting = True
            self._tell(f"No node has come yet. Start one: autograder cluster node {self._dispatch.address}")

    def again(self, address: str) -> None:
        """Let a node prove itself, for the first time or again."""
        self.known[address] = ""
        self._later.pop(address, None)
        self._asked[self._dispatch.equip(address, self._parcel, written(self.wanted))] = address

    def forget(self, address: str) -> None:
        """A node is gone."""
        self.known.pop(address, None)
        self._later.pop(address, None)
        self._asked = {number: asked for number, asked in self._asked.items() if asked != address}

    def take(self, number: int, came: bytes | Lost) -> Node | None:
        """The node that has answered, if it may grade."""
        address = self._asked.pop(number)
        if isinstance(came, Lost):
            self.forget(address)
            return None
        try:
            facts, _ = parsed(Facts, came)
        except ValueError as error:
            facts = Facts(fault=f"its answer can't be read: {error}")
        if why := refusal(facts, self._like, self._course.policy):
            self._refuse(address, f"{facts.host} ({address}): {why}", passes=bool(facts.fault))
            return None
        self._like = agreed(self._like, facts)
        return Node(address, facts.kind)

    def _refuse(self, address: str, reason: str, *, passes: bool) -> None:
        self.known[address] = reason
        self._faults[address] += passes
        if passes and self._faults[address] <= _AGAIN_MOST:
            self._later[address] = time.monotonic() + _AGAIN_SECONDS
        if not passes or self._faults[address] == 1:  # each is told once
            self._tell(f"Refused: {reason}.")
        self._dispatch.dismiss([address])

    def _reasons(self) -> str:
        reasons = "; ".join(sorted(set(filter(None, self.known.values()))))
        nobody = f"none has come to {self._dispatch.address}. Start one there: autograder cluster node"
        return f"{reasons or nobody}. Nothing is lost: run the same command again."
