"""The wire to the nodes: Dask's client, used for what it is good at, and nothing else.

Each piece of work is for one node, which we choose: so it is known what was running where when a node is lost. What
comes back is bytes, or `Lost`. Dask is kept from running anything again by itself.
"""

from __future__ import annotations

import itertools
import logging
import queue
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import OurFault
from . import errands
from .address import ClusterError, Protection, checked, quiet
from .messages import joined

if TYPE_CHECKING:
    from distributed import Future

_CONNECT_SECONDS = 20
_GOODBYE_SECONDS = 2
_LOOK_SECONDS = 1.0
_DEMAND = {"wanted-by-autograder": 1}  # no node has it: tasks that ask for it wait, and adaptive clusters grow


class SchedulerLost(OurFault):
    """Raised when the scheduler is gone, or can't be reached any more."""


@dataclass(frozen=True)
class Lost:
    """A node was lost while it had this work, or had it waiting."""


class Dispatch:
    """A connection to a cluster. A context manager: leaving it cancels what is under way, and makes nodes forget."""

    def __init__(self, address: str, protection: Protection) -> None:
        self.address = checked(address, protection)
        self._client = _connected(self.address, protection)
        self.name = uuid.uuid4().hex.encode()  # of this client, for nodes that two may use
        self._numbers = itertools.count()
        self._sent: dict[int, Future[bytes]] = {}
        self._ready: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._demand: list[Future[Any]] = []
        self._looked, self._nodes = 0.0, frozenset[str]()

    def __enter__(self) -> Dispatch:
        return self

    def __exit__(self, *_: object) -> None:
        self._sent.clear()
        self._demand.clear()
        self._client.close(timeout=_GOODBYE_SECONDS)

    def nodes(self) -> frozenset[str]:
        """The addresses of all nodes, looked up now and then."""
        self._must_be_there()
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._nodes = frozenset(self._asked(self._client.scheduler.ncores))
            self._looked = time.monotonic()
        return self._nodes

    def equip(self, node: str, parcel: bytes, wanted: bytes) -> int:
        """Send a node the course; the number that its answer will have."""
        return self._submitted(errands.equip, node, parcel, wanted, self.name)

    def grade(self, node: str, orders: Iterable[bytes]) -> int:
        """Send a node some orders; the number that their answers, joined, will have."""
        return self._submitted(errands.grade, node, joined(orders))

    def recall(self, numbers: Sequence[int]) -> None:
        """Forget what was sent. A node that has begun may finish it, but nobody listens."""
        gone = [future for number in numbers if (future := self._sent.pop(number, None))]
        if gone and self._client.status == "running":
            self._client.cancel(gone, force=True, reason="recalled", msg="")

    def dismiss(self, nodes: Sequence[str]) -> None:
        """Make nodes forget the course. One that can't be reached forgets it by itself."""
        if self._client.status != "running":
            return
        try:
            self._client.run(errands.leave, self.name, workers=list(nodes), on_error="ignore", nanny=False)
        except Exception as error:  # at the end of a run nothing may hide its result
            logging.getLogger(__name__).info("could not say goodbye: %s", error)

    def ask_for(self, nodes: int) -> None:
        """Show an adaptive cluster how many nodes there is work for: one waiting task for each."""
        while len(self._demand) < nodes:
            name = f"more-nodes-{next(self._numbers)}-{self.name.decode()}"
            self._demand.append(self._client.submit(errands.close, key=name, resources=_DEMAND, pure=False))
        del self._demand[nodes:]

    def arrived(self, seconds: float) -> list[tuple[int, bytes | Lost]]:
        """What has come back, after at most so many seconds of waiting."""
        numbers = self._waited(seconds)
        done = {number: future for number in numbers if (future := self._sent.pop(number, None))}
        states = {number: future.status for number, future in done.items()}
        if "cancelled" in states.values():  # we forget what we cancel ourselves, so it was not us
            raise self._lost()
        keys = {number: future.key for number, future in done.items() if states[number] == "finished"}
        found = self._fetched(list(keys.values())) if keys else {}
        return [(number, found.get(keys.get(number, ""), Lost())) for number in done]

    def _submitted(self, errand: Any, node: str, *content: bytes) -> int:
        self._must_be_there()
        number = next(self._numbers)
        key = f"{errand.__name__}-{number}-{self.name.decode()}"
        future = self._client.submit(errand, *content, key=key, workers=[node], retries=0, pure=False)
        self._sent[number] = future
        future.add_done_callback(lambda _: self._ready.put(number))
        return number

    def _waited(self, seconds: float) -> list[int]:
        self._must_be_there()
        try:
            numbers = [self._ready.get(timeout=seconds)]
            while True:
                numbers.append(self._ready.get_nowait())
        except queue.Empty:
            return numbers if "numbers" in locals() else []

    def _fetched(self, keys: list[str]) -> dict[str, bytes | Lost]:
        """The results of tasks. Dask's own `gather` would wait for ever for those of a node that has just been lost."""
        reply = self._asked(self._client.scheduler.gather, keys=keys)
        if reply["status"] == "OK":
            return dict(reply["data"])
        missing = set(reply["keys"])
        there = [key for key in keys if key not in missing]
        return {**(self._fetched(there) if there else {}), **{key: Lost() for key in missing}}

    def _asked(self, question: Any, **details: Any) -> Any:
        try:
            return self._client.sync(question, **details)
        except (OSError, TimeoutError) as error:
            raise self._lost() from error

    def _must_be_there(self) -> None:
        if self._client.status != "running":
            raise self._lost()

    def _lost(self) -> SchedulerLost:
        return SchedulerLost(
            f"The scheduler at {self.address} was lost. Everything graded so far is recorded; "
            "once it runs again, the same command goes on from there."
        )


def _connected(address: str, protection: Protection) -> Any:
    import dask
    from distributed import Client

    dask.config.set(_QUIET)
    quiet()
    try:
        # The results are bytes: with these families, nothing is unpickled to read them.
        return Client(
            address, security=protection.security(), timeout=_CONNECT_SECONDS, set_as_default=False,
            serializers=["dask", "msgpack", "pickle"], deserializers=["dask", "msgpack"],
        )  # fmt: skip
    except (OSError, TimeoutError) as error:
        why = str(error.__cause__ or error).splitlines()[0]
        fix = "Is its address right, does it run, and were both certificates made together?"
        raise ClusterError(f"{address}: no scheduler answers ({why}). {fix}") from None


_QUIET = {
    "distributed.client.scheduler-info-interval": "60s",  # we ask for what we need
    "distributed.admin.low-level-log-length": 1,  # it would keep the last thousand messages, uploads and all
    "distributed.admin.large-graph-warning-threshold": "1GB",  # a course is sent once
}
