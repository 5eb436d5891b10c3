"""A course in one value. A topic that its author broke stops itself, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..assignment import Assignment, AssignmentError, load
from ..datasets import Dataset
from ..errors import UserMistake
from ..policy import Policy
from ..policy import load as load_policy

CONFIG = "grading_config.yml"


class CourseError(UserMistake):
    """Raised where a course, or a topic of it, is not where it was said to be."""


@dataclass(frozen=True, eq=False)  # compared by identity: it is loaded once
class Course:
    """A course: its folder, its policy, and its assignments in order. `broken` topics could not be loaded."""

    root: Path
    policy: Policy
    assignments: tuple[Assignment, ...]
    broken: Mapping[str, AssignmentError] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Assignment]:
        return {assignment.name: assignment for assignment in self.assignments}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all topics, those that could not be loaded included."""
        return tuple(sorted([*self.by_name, *self.broken]))

    @property
    def data(self) -> dict[str, Dataset]:
        """Every data set that a notebook reads, by name."""
        return {data.name: data for assignment in self.assignments for data in assignment.data.sets}

    def chosen(self, names: Iterable[str]) -> tuple[Assignment, ...]:
        """The assignments with these names, or all; a name may be a beginning that fits only one."""
        chosen = [self._full_name(name) for name in names]
        for name in chosen:
            if name in self.broken:
                raise self.broken[name]
        return tuple(self.by_name[name] for name in chosen) or self.assignments

    def whole(self) -> Course:
        """This course, or the first mistake that keeps a topic out of it: a mean over fewer topics would be wrong."""
        for error in self.broken.values():
            raise error
        return self

    def _full_name(self, name: str) -> str:
        fits = [name] if name in self.names else [each for each in self.names if each.startswith(name)]
        if len(fits) != 1:
            few = "no" if not fits else "more than one"
            raise CourseError(f"{name!r} names {few} assignment of: {', '.join(self.names)}")
        return fits[0]


def root_of(folder: Path | None, here: Path) -> Path:
    """The course folder that was named, or else `here` or the nearest folder above it that is one."""
    places = [folder.resolve()] if folder else [here, *here.parents]
    root = next((place for place in places if (place / CONFIG).exists()), None)
    if root is None:
        raise CourseError(f"There is no {CONFIG} here. Run this in the course's folder, or say --course FOLDER.")
    return root


def load_course(root: Path) -> Course:
    """The course in a folder; without a policy file every key has its default. Raises PolicyError or CourseError."""
    folders = sorted(path for path in (root / "assignments").glob("*") if (path / "notebook.py").exists())
    if not folders:
        fix = "Run this where the course is, or say --course FOLDER; `autograder new topic NAME` writes one."
        raise CourseError(f"{root / 'assignments'}: no assignment found here. {fix}")
    names = [folder.name for folder in folders]
    policy = load_policy(root / CONFIG, names) if (root / CONFIG).exists() else Policy()
    loaded: list[Assignment] = []
    broken: dict[str, AssignmentError] = {}
    for folder in folders:
        try:
            loaded.append(load(folder, policy))
        except AssignmentError as error:
            broken[folder.name] = error
    return Course(root, policy, tuple(loaded), broken)
