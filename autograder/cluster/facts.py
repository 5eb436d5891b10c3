"""What a node proves before it gets work, and the reasons to refuse it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from typing import TYPE_CHECKING

from ..cohort import Found, Sound
from ..policy import Policy
from ..sandbox import Limits
from ..workers import Pool, Task, Workplace
from .messages import Facts

if TYPE_CHECKING:
    from ..judge import Judge

_PROGRAMS = ("numpy", "keras", "tensorflow")  # what they compute decides grades
_LATER = ("keras", "tensorflow")  # a client needs none of these: the first node then says which


@dataclass(frozen=True)
class Prove(Task[Found]):
    """Open a box, after every known escape was tried from one, and say how well it is confined."""

    name = "proving this node"

    def do(self, at: Workplace) -> Sound:
        return Sound(_level(at.judge, at.limits))

    @staticmethod
    def level_in(pool: Pool[Found]) -> str:
        """The level in a pool's worker, or raise what its trouble was."""
        found = next(pool.results([Prove()])).value()
        assert isinstance(found, Sound)
        return found.topic


def _level(judge: Judge, limits: Limits) -> str:
    with judge.zygote().box(limits) as box:
        return box.level


def here() -> tuple[tuple[str, str], ...]:
    """The programs of this machine that decide grades, each with its version."""
    from .. import __version__

    python = ".".join(platform.python_version_tuple()[:2])
    return (("autograder", __version__), ("Python", python), *((name, _version(name)) for name in _PROGRAMS))


def refusal(found: Facts, wanted: Facts, policy: Policy) -> str:
    """Why a node can't grade for us; nothing if it can."""
    return found.fault or "; ".join(_differences(found, wanted, policy))


def agreed(wanted: Facts, found: Facts) -> Facts:
    """What later nodes must be like: as the first one, where this machine has no such program."""
    theirs = dict(found.programs)
    programs = tuple((name, version or theirs.get(name, "")) for name, version in wanted.programs)
    return replace(wanted, programs=programs)


def _differences(found: Facts, wanted: Facts, policy: Policy) -> Iterator[str]:
    theirs = dict(found.programs)
    for name, version in wanted.programs:
        if theirs.get(name, "") != version and (version or name not in _LATER):
            yield f"it has {name} {theirs.get(name) or 'not at all'}, and {version} is needed"
    least = policy.certificate.minimum_level
    if found.level != wanted.level and not policy.certificate.accepts(found.level):
        yield f"it confines notebooks with {found.level} only, and the policy wants {least} (certificate.minimum_level)"
    if found.course != wanted.course:
        yield "it reads the course differently: its tests, data or limits would not give the same grades"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
