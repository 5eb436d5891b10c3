"""The file tree of boxes: Python and its libraries to read, two small folders of one's own, and nothing else.

A zygote moves into the tree once. Each box begins with a copy of it, which takes no time, and mounts its own folders
and its own view of processes. They lie below folders that are the same for all, so that Landlock's rules are, too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from . import kernel

OWN, HOME, SCRATCH = "/student", "/student/home", "/student/tmp"  # what is below OWN is the box's to write
_SYSTEM = "/system"  # below it: the view of processes, to read
_PROCESSES = f"{_SYSTEM}/proc"
_BASE = "/tmp"  # where the tree is put together; nobody else's by then
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_INODES = 10_000
NOBODY: Mapping[str, str] = MappingProxyType({})
ALONE = MappingProxyType({"/etc/hosts": "127.0.0.1 localhost\n", "/etc/nsswitch.conf": "hosts: files\n"})


@dataclass(frozen=True)
class Tree:
    """The tree that a zygote lives in, and what may be read there."""

    readable: list[str]

    def furnish(self, user: int, disk_mb: int) -> None:
        """Give this process, in a copy of the tree, folders of its own and a view of its own processes alone."""
        options = f"size={disk_mb}m,nr_inodes={_INODES},mode=700,uid={user},gid={user}"
        for path in (HOME, SCRATCH):
            kernel.mount("tmpfs", path, kernel.NOSUID | kernel.NODEV, options)
        # Over the zygote's own view, which would show other boxes.
        kernel.mount("proc", _PROCESSES, kernel.NOSUID | kernel.NODEV | kernel.NOEXEC)


def move_in(readable: list[str], user: int, devices: Sequence[str] = (), about: Mapping[str, str] = NOBODY) -> Tree:
    """Make the tree, with these device files beside the usual ones, and make it the root of this process.

    `about` has more small files by path: what programs look up about the machine that they believe to be on.
    Raises OSError where the machine does not grant that; nothing has changed then but this process's own mounts.
    """
    kernel.keep_mounts_private()
    # Copied before anything is mounted over them: any of these paths may lie below /tmp.
    readable = [path for path in readable if not path.startswith("/proc/")]  # in the box's own view of processes
    links = {path: Path(path).readlink() for path in readable if Path(path).is_symlink()}
    paths = [path for path in [*readable, *_DEVICES, *devices] if path not in links and Path(path).exists()]
    copies = {path: (kernel.copy_mount(path), Path(path).is_dir()) for path in paths}
    kernel.mount("tmpfs", _BASE, kernel.NOSUID | kernel.NODEV, "size=1m,mode=755")
    for path in (HOME, SCRATCH, _PROCESSES, "/etc", "/dev"):
        _folder(path)
    kernel.mount("proc", _BASE + _PROCESSES, kernel.NOSUID | kernel.NODEV | kernel.NOEXEC)
    _link("/proc", _PROCESSES)
    for path, target in links.items():
        _link(path, target)
    for path in ("/tmp", "/dev/shm"):
        if not any(other.startswith(f"{path}/") for other in copies):  # Python itself may be installed there
            _link(path, SCRATCH)
    for path, (copy, is_folder) in copies.items():
        _folder(path) if is_folder else _file(path)
        kernel.attach_mount(copy, _BASE + path)
    files = {"/etc/passwd": f"student:x:{user}:{user}::{HOME}:/bin/false\n", **about}
    for path, text in files.items():
        Path(_BASE + path).write_text(text)
    kernel.pivot(_BASE)
    kernel.seal_root()
    usual = [device for device in _DEVICES if device != "/dev/null"]
    return Tree([*readable, *usual, _SYSTEM, *files])


def libraries(search: Iterable[str], prefixes: Iterable[str], more: Iterable[str] = ()) -> list[str]:
    """What a box may read: Python, its packages, the system's libraries, and `more` that a GPU's driver needs."""
    system = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"]
    python = [*prefixes, *(path for path in search if path.endswith("site-packages"))]
    # A link is read where it points to, too: an environment may well be one.
    every = [place for path in [*system, *python, *more] for place in (path, os.path.realpath(path))]
    wanted: list[str] = []
    for path in every:
        inside = any(path == other or path.startswith(f"{other}/") for other in wanted)
        if not inside and Path(path).exists():
            wanted.append(path)
    return wanted


def _folder(path: str) -> None:
    Path(_BASE + path).mkdir(parents=True, exist_ok=True)


def _file(path: str) -> None:
    target = Path(_BASE + path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()


def _link(path: str, target: str | Path) -> None:
    place = Path(_BASE + path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)
