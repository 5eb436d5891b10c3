"""Who made which mistake, kept so that a group can be graded again after a test was fixed: then no answer is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from ..writing import write_whole
from .mistakes import Mistake

_FILE = "groups.json"


@dataclass(frozen=True)
class Group:
    """The students who made one mistake, when it was last looked for."""

    assignment: str
    question: str
    students: tuple[str, ...]


def keep_groups(folder: Path, mistakes: Iterable[Mistake]) -> None:
    """Add groups to those that are known. One that nobody is in any more stays as it was."""
    found = {each.id: Group(each.assignment, each.question, each.students) for each in mistakes if each.students}
    write_whole(folder / _FILE, _GROUPS.dump_json(groups_in(folder) | found, indent=1))


def groups_in(folder: Path) -> dict[str, Group]:
    """The groups by their names. A file that can't be read counts as none: `autograder analyse` writes another."""
    try:
        return _GROUPS.validate_json((folder / _FILE).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}


_GROUPS = TypeAdapter(dict[str, Group])
