"""Kill workers, zygotes and whole runs at random, and check that every submission still gets exactly one verdict.

Only descendants of a command started here are killed. Each is held by a descriptor and checked again before the kill,
so a process ID that was reused meanwhile does no harm.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ..gradebook import Gradebook
from ..judge import Ruling, Verdict
from .judging import CORES, BenchError, Scored, Totals, agreed, command, must_agree, of_verdicts
from .memory import processes

_TARGETS = ("worker", "zygote", "everything")
_WARMING = 0.25  # the share of kills while the command may be warming up; the others wait for more verdicts
_PATIENCE = 120.0
_LEAVE_SECONDS = 5.0


@dataclass(frozen=True)
class Kills:
    """The kills during a grading, and their effects. All but the first five figures should be zero."""

    submissions: int
    kills: int
    targets: dict[str, int]
    starts: int  # of the command, including the first and the last
    seconds: float
    lost: int  # submissions without a settled verdict
    doubled: int  # submissions with more than one
    unsettled: int  # verdicts of OURS that a better one followed
    left_behind: int  # processes that outlived a run whose whole group was killed


@dataclass
class _Victim:
    """The grading command, restarted whenever it ends, until it succeeds."""

    command: list[str]
    folder: Path
    starts: int = 0
    left_behind: int = 0
    targets: Counter[str] = field(default_factory=Counter)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.starts += 1
        with (self.folder / "lines").open("ab") as lines, (self.folder / "said").open("wb") as said:
            # A separate session: its group holds the command, its workers and its zygotes, and nothing else.
            self.process = subprocess.Popen(self.command, stdout=lines, stderr=said, start_new_session=True)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def verdicts(self) -> int:
        """The verdicts so far, in all runs."""
        return (self.folder / "lines").read_bytes().count(b"\n")

    def kill(self, target: str, chance: random.Random) -> bool:
        """Kill one process of a kind; False if there is none just now."""
        assert self.process is not None
        if target == "everything":
            self._kill_all()
        else:
            found = [p.number for p in processes(self.process.pid) if p.role == target]
            if not found or not _kill(chance.choice(found), self.process.pid, target):
                return False
        self.targets[target] += 1
        return True

    def stop(self) -> None:
        if self.running():
            self._kill_all()

    def _kill_all(self) -> None:
        assert self.process is not None
        below = [_held(process.number) for process in processes(self.process.pid)[1:]]
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.left_behind += sum(_outlives(descriptor) for descriptor in below if descriptor is not None)


def kill_and_resume(
    course: Path, submissions: Path, results: Path, truth: Totals, count: int, kills: int = 20, seed: int = 1
) -> Kills:
    """Grade `count` submissions under fire. Raises BenchError if the points differ from an undisturbed run."""
    results.mkdir(parents=True)
    chance, start = random.Random(seed), time.perf_counter()
    victim = _Victim(command(course, submissions, results, CORES), results)
    victim.start()
    try:
        for _ in range(kills):
            if not _fire(victim, chance, 2 * count * 0.8 / kills):
                break
        _let_it_end(victim)
    finally:  # a separate session would outlive us
        victim.stop()
    seconds = time.perf_counter() - start
    with Gradebook(f"sqlite:///{(results / 'gradebook.db').resolve()}") as book:
        history = list(book.history())
    settled = [verdict for verdict in history if verdict.status is not Ruling.OURS]
    must_agree("a run under fire", agreed(_scored(settled)), "an undisturbed one", truth)
    often = Counter(verdict.key for verdict in settled)
    return Kills(
        submissions=count,
        kills=sum(victim.targets.values()),
        targets=dict(victim.targets),
        starts=victim.starts,
        seconds=seconds,
        lost=count - len(often),
        doubled=sum(times > 1 for times in often.values()),
        unsettled=len(history) - len(settled),
        left_behind=victim.left_behind,
    )


def _scored(verdicts: list[Verdict]) -> list[Scored]:
    return list(of_verdicts(verdicts))


def _fire(victim: _Victim, chance: random.Random, most: float) -> bool:
    """Wait for a random moment and kill something; False if everything is already graded."""
    target = chance.choice(_TARGETS)
    warming, verdicts = chance.random() < _WARMING, victim.verdicts() + chance.randint(1, max(int(most), 1))
    moment = time.monotonic() + chance.uniform(0.1, 2.0)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if not victim.running():
            if victim.process is not None and victim.process.returncode == 0:
                return False
            victim.start()
        due = time.monotonic() > moment if warming else victim.verdicts() >= verdicts
        if due and victim.kill(target, chance):
            return True
        time.sleep(0.01)
    raise BenchError(f"Grading did not continue after {sum(victim.targets.values())} kills.")


def _let_it_end(victim: _Victim) -> None:
    """Grade the rest. The next run retries submissions that failed too often under fire, as an instructor would."""
    for _ in range(3):
        if not victim.running():
            victim.start()
        assert victim.process is not None
        if victim.process.wait() == 0:
            return
    raise BenchError(f"Grading did not finish:\n{(victim.folder / 'said').read_text()[-2000:]}")


def _kill(number: int, root: int, role: str) -> bool:
    descriptor = _held(number)
    if descriptor is None:
        return False
    try:
        if all(p.number != number or p.role != role for p in processes(root)):
            return False
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    except ProcessLookupError:
        return False
    finally:
        os.close(descriptor)
    return True


def _held(number: int) -> int | None:
    with contextlib.suppress(ProcessLookupError):
        return os.pidfd_open(number)
    return None


def _outlives(descriptor: int) -> bool:
    """Whether a process goes on although its run was killed."""
    deadline = time.monotonic() + _LEAVE_SECONDS
    try:
        while time.monotonic() < deadline:
            signal.pidfd_send_signal(descriptor, 0)
            time.sleep(0.01)
        return True
    except ProcessLookupError:
        return False
    finally:
        os.close(descriptor)
