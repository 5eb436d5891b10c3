"""The scheduler, and the nodes of one machine. Each runs until it is stopped.

A node is a Dask worker with one thread, in a process of its own. The program that starts them looks after them: one
that ends is started again, and what it leaves behind is removed. A scheduler that is gone is waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from ..sandbox import Place, places
from .address import MAKE, ClusterError, Protection, checked, is_here, need_dask, quiet
from .errands import close
from .messages import Kind

Tell = Callable[[str], None]
_AGAIN_SECONDS = 2.0
_FORGET_SECONDS = 3600.0  # without work, a node forgets the course and its secret
SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # the client decides what happens to a lost node's work
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.http.routes": [],  # its web pages know no certificates
    "distributed.worker.http.routes": [],
    "distributed.scheduler.blocked-handlers": [
        "run_function", "register_scheduler_plugin", "register_worker_plugin", "register_nanny_plugin", "feed",
        "dump_cluster_state_to_url",
    ],
    "distributed.worker.blocked-handlers": ["run_coroutine", "plugin-add", "upload_file", "actor_execute"],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.log-length": 60,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.tick.limit": "60s",
    "distributed.admin.log-length": 1000,
    "distributed.admin.low-level-log-length": 1,  # it would keep messages with the uploads in them
    "distributed.diagnostics.nvml": False,
    "distributed.comm.tls.min-version": 1.3,
}  # fmt: skip


def serve_scheduler(host: str, port: int, keys: Path | None, tell: Tell) -> None:
    """Run a scheduler until it is stopped. Beyond this machine it takes certificates."""
    need_dask()
    protection = Protection.of("scheduler", keys)
    if protection.folder is None and not is_here(host):
        raise ClusterError(f"--host {host}: others would be let in without certificates. {MAKE}")
    _configure()
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_scheduler(host, port, protection, tell))


def serve_nodes(address: str, jobs: int, gpus: int, keys: Path | None, tell: Tell) -> None:
    """Run nodes on this machine until they are stopped: `gpus` of them for trainings, one for each GPU."""
    protection = Protection.of("node", keys)
    checked(address, protection)
    found = places() if gpus else ()
    if len(found) < gpus:
        raise ClusterError(f"--gpu {gpus}: this machine has {len(found)} GPUs that can be used.")
    cores = sorted(os.sched_getaffinity(0))
    crowd = [
        _Child(address, protection, cores[number::jobs] if jobs <= len(cores) else cores) for number in range(jobs)
    ]
    crowd += [_Child(address, protection, cores, place) for place in found[:gpus]]
    if not crowd:
        raise ClusterError("--jobs 0 and --gpu 0: there is nothing to offer.")
    if len(crowd) > 1:  # the name by which Kubernetes' operator knows a node; two with one name would be refused
        os.environ.pop("DASK_WORKER_NAME", None)
    with contextlib.suppress(KeyboardInterrupt):
        tell(f"{len(crowd)} nodes for {address}. Stop them with Ctrl-C.")
        try:
            while True:
                for child in crowd:
                    child.keep_running(tell)
                time.sleep(_AGAIN_SECONDS / 4)
        finally:
            for child in crowd:
                child.stop()


def run_node(address: str, kind: Kind, folder: Path) -> NoReturn:
    """Be one node, until the scheduler is gone; what starts it then starts another."""
    _configure()
    keys = os.environ.get("AUTOGRADER_NODE_KEYS")
    protection = Protection("node", Path(keys) if keys else None)
    code = 1
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError, OSError, TimeoutError):
        asyncio.run(_node(address, protection, kind, folder))
        code = 0
    _end(code)


@dataclass
class _Child:
    """One node, as its starter sees it."""

    address: str
    protection: Protection
    cores: list[int]
    place: Place | None = None
    process: subprocess.Popen[bytes] | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None
    started: float = field(default=-_AGAIN_SECONDS)
    ends: int = 0

    def keep_running(self, tell: Tell) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self.stop()
            self.ends += 1
            if self.ends == 1:
                tell("A node has ended, or finds no scheduler; it is started again until it is stopped.")
        if time.monotonic() - self.started >= _AGAIN_SECONDS:
            self._start()

    def stop(self) -> None:
        """End it, and remove what it kept."""
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            self.process.kill()
            self.process.wait()
        if self.folder is not None:
            with contextlib.suppress(OSError):
                self.folder.cleanup()
        self.process = self.folder = None

    def _start(self) -> None:
        self.started = time.monotonic()
        self.folder = tempfile.TemporaryDirectory(prefix="autograder-node-", ignore_cleanup_errors=True)
        told = {"AUTOGRADER_NODE_KEYS": str(self.protection.folder or "")}
        if self.place is not None:
            told["CUDA_VISIBLE_DEVICES"] = self.place.uuid
        kind = "GPU" if self.place else "CPU"
        command = [sys.executable, "-m", "autograder.cluster", self.address, kind, self.folder.name]
        self.process = subprocess.Popen(command, env=os.environ | told, stdin=subprocess.DEVNULL)
        os.sched_setaffinity(self.process.pid, self.cores)


async def _scheduler(host: str, port: int, protection: Protection, tell: Tell) -> None:
    from distributed import Scheduler

    protocol = "tls" if protection.folder else "tcp"
    scheduler = Scheduler(
        host=host, port=port, protocol=protocol, security=protection.security(), dashboard=False,
        dashboard_address="127.0.0.1:0",
    )  # fmt: skip
    async with scheduler:
        tell(f"Scheduler at {scheduler.address}. Stop it with Ctrl-C.")
        task = asyncio.current_task()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)  # type: ignore[union-attr]
        await scheduler.finished()


async def _node(address: str, protection: Protection, kind: Kind, folder: Path) -> None:
    from distributed import Worker

    worker = Worker(
        address, name=os.environ.get("DASK_WORKER_NAME"), nthreads=1, resources={kind: 1},
        security=protection.security(), local_directory=str(folder), memory_limit=0, death_timeout=60,
        dashboard=False, dashboard_address="127.0.0.1:0",
    )  # fmt: skip
    async with worker:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, _end, 0)
        forgetting = asyncio.create_task(_forgetful())
        await worker.finished()
        forgetting.cancel()


def _end(code: int) -> NoReturn:
    """Stop the judge and end at once: a thread may still be waiting for it."""
    close()
    os._exit(code)


async def _forgetful() -> None:
    """A client that ended without a word has left us the course. It is kept only for as long as it may be needed.

    Nor does a node outlive what has started it.
    """
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(_AGAIN_SECONDS)
        close(idle_seconds=_FORGET_SECONDS)
    _end(1)


def _configure() -> None:
    import dask

    dask.config.set(SETTINGS)  # before the rest of Dask is imported
    import distributed  # noqa: F401

    quiet()
