"""Control groups: what the kernel counts for all processes of a box together, page cache and buffers included.

A zygote makes a group for each box that lives at a time, and uses it again for the next. Version 2 is used where it has
the memory and pids controllers for us, and version 1 where its memory and pids controllers are mounted; cpu is bounded
where it can be.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MOUNTS = Path("/sys/fs/cgroup")
_WANTED = ("memory", "pids")
_PERIOD = 100_000  # microseconds


@dataclass(frozen=True)
class Bounds:
    """What a group may use."""

    memory: int  # bytes, swap included
    processes: int  # threads, too
    cores: int


@dataclass
class Group:
    """One box's group, in one folder (version 2) or several (version 1), each held open by its descriptor."""

    folders: dict[str, int]  # by controller
    version: int
    kills: int = 0  # how often the kernel had ended a process for want of memory before this box

    def bound(self, bounds: Bounds) -> None:
        """Set the bounds for the next box."""
        if self.version == 2:
            self._write("memory", "memory.max", bounds.memory)
            self._write("memory", "memory.swap.max", 0, needed=False)
            self._write("memory", "memory.oom.group", 1, needed=False)
            self._write("cpu", "cpu.max", f"{bounds.cores * _PERIOD} {_PERIOD}", needed=False)
        else:
            # The smaller of two limits can't be passed by the other, so it is lifted first.
            self._write("memory", "memory.memsw.limit_in_bytes", -1, needed=False)
            self._write("memory", "memory.limit_in_bytes", bounds.memory)
            self._write("memory", "memory.memsw.limit_in_bytes", bounds.memory, needed=False)
            self._write("cpu", "cpu.cfs_period_us", _PERIOD, needed=False)
            self._write("cpu", "cpu.cfs_quota_us", bounds.cores * _PERIOD, needed=False)
        self._write("pids", "pids.max", bounds.processes)
        self.kills = self._out_of_memory()

    def enter(self) -> None:
        """Put this process, and all that it starts, into the group."""
        for folder in {*self.folders.values()}:
            descriptor = os.open("cgroup.procs", os.O_WRONLY, dir_fd=folder)
            os.write(descriptor, b"0")
            os.close(descriptor)

    def was_short_of_memory(self) -> bool:
        """Whether the kernel ended something in it since the bounds were set."""
        return self._out_of_memory() > self.kills

    def _out_of_memory(self) -> int:
        name = "memory.events" if self.version == 2 else "memory.oom_control"
        with contextlib.suppress(OSError):
            for line in self._read("memory", name).splitlines():
                if line.startswith("oom_kill "):
                    return int(line.split()[1])
        return 0

    def _read(self, controller: str, name: str) -> str:
        descriptor = os.open(name, os.O_RDONLY, dir_fd=self.folders[controller])
        try:
            return os.read(descriptor, 1 << 16).decode()
        finally:
            os.close(descriptor)

    def _write(self, controller: str, name: str, value: object, *, needed: bool = True) -> None:
        try:
            descriptor = os.open(name, os.O_WRONLY, dir_fd=self.folders[controller])
            try:
                os.write(descriptor, str(value).encode())
            finally:
                os.close(descriptor)
        except (OSError, KeyError):
            if needed:
                raise


@dataclass
class Groups:
    """The groups of a zygote. `parents` are the folders in which it may make its own, by controller."""

    parents: dict[str, int]
    version: int
    name: str
    free: list[Group] = field(default_factory=list)
    made: int = 0

    def take(self) -> Group:
        """A group that no box is in."""
        if self.free:
            return self.free.pop()
        folders = {}
        for controller, parent in self.parents.items():
            name = f"{self.name}-{self.made}"
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, 0o755, dir_fd=parent)
            folders[controller] = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=parent)
        self.made += 1
        return Group(folders, self.version)

    def give_back(self, group: Group) -> None:
        self.free.append(group)

    def remove(self) -> None:
        """Remove all of them. What still lives in one keeps its folder."""
        for number in range(self.made):
            for parent in {*self.parents.values()}:
                with contextlib.suppress(OSError):
                    os.rmdir(f"{self.name}-{number}", dir_fd=parent)


def available(name: str) -> Groups | None:
    """Groups below our own, if this machine lets us have them; their folders begin with `name`."""
    for version, folders in ((2, _version_2()), (1, _version_1())):
        if not folders or not set(_WANTED) <= folders.keys():
            continue
        parents: dict[str, int] = {}
        for path in {*folders.values()}:
            descriptor = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
            parents |= {controller: descriptor for controller, where in folders.items() if where == path}
        groups = Groups(parents, version, name)
        if _works(groups):
            return groups
        groups.remove()
    return None


def _works(groups: Groups) -> bool:
    """Whether a group can be made and bounded."""
    try:
        group = groups.take()
        group.bound(Bounds(1 << 30, 64, 1))
    except OSError:
        return False
    groups.give_back(group)
    return True


def _own() -> Iterator[tuple[str, str]]:
    """The controllers of each hierarchy, and our place in it."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, place = line.split(":", 2)
        yield controllers, place


def _version_2() -> dict[str, Path]:
    """The folder below which version 2 lets us make groups: our parent's, since ours has processes in it."""
    for controllers, place in _own():
        if controllers:
            continue
        for root in (_MOUNTS, _MOUNTS / "unified"):
            folder = root / place.lstrip("/")
            for parent in (folder.parent if place != "/" else folder, folder):
                with contextlib.suppress(OSError):
                    enabled = (parent / "cgroup.subtree_control").read_text().split()
                    if set(_WANTED) <= set(enabled) and os.access(parent, os.W_OK):
                        return {controller: parent for controller in (*_WANTED, "cpu") if controller in enabled}
    return {}


def _version_1() -> dict[str, Path]:
    """The folder of each controller that version 1 has for us."""
    found = {}
    for controllers, place in _own():
        for controller in controllers.split(","):
            folder = _MOUNTS / controller / place.lstrip("/")
            if controller in (*_WANTED, "cpu") and os.access(folder, os.W_OK):
                found[controller] = folder
    return found
