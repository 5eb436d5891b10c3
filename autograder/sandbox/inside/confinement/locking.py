"""Lock a box, with what was made ready once for all boxes of a zygote."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from . import kernel, landlock, limits, seccomp, tree
from .limits import Share

_FIRST_USER, _USERS = 61_000, 4000  # where the judge is root; each zygote has its own, so that none uses up another's
_DEVICES = ["/dev/urandom", "/dev/random", "/dev/zero"]  # beside Python, where the tree is the machine's


@dataclass(frozen=True)
class Kind:
    """What is special about the boxes of a zygote."""

    counted: bool = False  # they have control groups, too
    listens: bool = False  # refused calls are heard
    devices: tuple[str, ...] = ()  # of the GPU that they may use

    @property
    def gpu(self) -> bool:
        return bool(self.devices)


class Lock(ABC):
    """How the boxes of one zygote are locked. `level` is what that is worth."""

    level: str
    user: int

    @abstractmethod
    def close(self, share: Share, home: str) -> int:
        """Lock this process. Afterwards only student code should run.

        Where the filter listens, return the descriptor to listen at.
        """


# CUDA gives names to threads of its own, each in a file of this folder, and does not start where it can't.
_THREADS = ["/proc/self/task"]


class Apart(Lock):
    """For boxes with namespaces of their own (L0, L1). Making one moves the zygote into the tree of all boxes."""

    def __init__(self, readable: list[str], number: int, kind: Kind) -> None:
        self._kind, self.user = kind, nobody_in_particular(readable, number, apart=True)
        self._mapped = limits.mapped_now(gpu=kind.gpu)
        kernel.unshare(kernel.NEWNS)
        self._tree = tree.move_in(readable, self.user, kind.devices)
        kernel.forgo_capabilities()  # no program is ever started here, so this takes nothing that is needed
        rules = landlock.Rules(self._tree.readable, [tree.OWN, "/dev/null", *kind.devices])
        self._rules, self._ruleset = rules, rules.ruleset() if rules.version else -1
        self._filter = seccomp.compiled(alone=True, gpu=kind.gpu, listens=kind.listens)
        self.level = "L3" if not rules.version else "L0" if kind.counted else "L1"

    def close(self, share: Share, home: str) -> int:
        limits.limit(share, self._mapped, 0, gpu=self._kind.gpu)
        kernel.unshare(kernel.NEWNS)
        self._tree.furnish(self.user, share.disk_mb)
        give_up_identity(self.user)
        os.chdir(home)
        if self._ruleset >= 0:
            landlock.restrict(self._rules.ruleset([], _THREADS) if self._kind.gpu else self._ruleset)
        return self._filter.install()


class Together(Lock):
    """For boxes that share the machine's processes and files (L2)."""

    def __init__(self, readable: list[str], number: int, kind: Kind) -> None:
        self._kind, self.user = kind, nobody_in_particular(readable, number, apart=False)
        self._rules = landlock.Rules([*readable, *_DEVICES], ["/dev/null", *kind.devices])
        self._filter = seccomp.compiled(alone=False, gpu=kind.gpu, listens=kind.listens)
        self.level = "L2" if self._rules.version else "L3"

    def close(self, share: Share, home: str) -> int:
        gpu = self._kind.gpu
        limits.limit(share, limits.mapped_now(gpu=gpu), limits.threads_of(self.user), gpu=gpu)
        kernel.forgo_capabilities()
        give_up_identity(self.user)
        os.chdir(home)
        if self._rules.version:
            landlock.restrict(self._rules.ruleset(["/proc/self"], [home, *(_THREADS if self._kind.gpu else [])]))
        return self._filter.install()


class Unlocked(Lock):
    """For boxes that are none: whoever asked for that has every result marked."""

    level = "unsafe"

    def __init__(self, kind: Kind) -> None:
        self._kind, self.user = kind, os.getuid()

    def close(self, share: Share, home: str) -> int:
        gpu = self._kind.gpu
        limits.limit(share, limits.mapped_now(gpu=gpu), limits.threads_of(self.user), gpu=gpu)
        kernel.die_with_parent()
        os.chdir(home)
        return 0


def nobody_in_particular(readable: list[str], number: int, *, apart: bool) -> int:
    """The user that boxes run as: root becomes one without rights, if Python can be read then.

    `number` tells zygotes apart.
    """
    if os.getuid() == 0 and (apart or _open_to_all(readable)):
        return _FIRST_USER + number % _USERS
    return os.getuid()


def _open_to_all(paths: list[str]) -> bool:
    """Whether a user without rights can still read Python, once we are one: it may lie in root's own folder."""
    folders = {parent for path in paths for parent in (Path(path), *Path(path).parents)}
    return all(folder.stat().st_mode & 0o001 for folder in folders if folder.is_dir())


def give_up_identity(user: int) -> None:
    """From now on be a user without rights, who ends with whoever forked this process."""
    if user != os.getuid():
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        kernel.stay_dumpable()
    kernel.drop_capabilities()
    kernel.die_with_parent()
