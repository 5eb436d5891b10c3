"""A course in one value. A broken topic affects no other."""

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
from ..secret import Secret
from ..translation import SOURCE
from .cohort import cohort_secret

CONFIG = "grading_config.yml"


class CourseError(UserMistake):
    """Raised when a course, or one of its topics, is not where the user says."""


@dataclass(frozen=True, eq=False)  # compared by identity: it is loaded once
class Course:
    """A course: its folder, its policy, and its assignments in order. `broken` topics could not be loaded."""

    root: Path
    policy: Policy
    secret: Secret
    assignments: tuple[Assignment, ...]
    broken: Mapping[str, AssignmentError] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Assignment]:
        return {assignment.name: assignment for assignment in self.assignments}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all topics, including those that could not be loaded."""
        return tuple(sorted([*self.by_name, *self.broken]))

    @property
    def data(self) -> dict[str, Dataset]:
        """Every data set that a notebook reads, by name."""
        return {data.name: data for assignment in self.assignments for data in assignment.data.sets}

    def chosen(self, names: Iterable[str]) -> tuple[Assignment, ...]:
        """The assignments with these names, or all; the beginning of a name is enough if it is unique."""
        chosen = [self._full_name(name) for name in names]
        for name in chosen:
            if name in self.broken:
                raise self.broken[name]
        return tuple(self.by_name[name] for name in chosen) or self.assignments

    def whole(self) -> Course:
        """Return this course, or raise the error of its first broken topic: a mean over fewer topics would be wrong."""
        for error in self.broken.values():
            raise error
        return self

    def _full_name(self, name: str) -> str:
        fits = [name] if name in self.names else [each for each in self.names if each.startswith(name)]
        if len(fits) != 1:
            few = "no" if not fits else "more than one"
            raise CourseError(f"{name!r} matches {few} assignment of: {', '.join(self.names)}")
        return fits[0]


def root_of(folder: Path | None, here: Path) -> Path:
    """The given course folder, or else the nearest one, from `here` upwards."""
    places = [folder.resolve()] if folder else [here, *here.parents]
    root = next((place for place in places if (place / CONFIG).exists()), None)
    if root is None:
        raise CourseError(f"There is no {CONFIG} here. Run this in the course's folder, or use --course FOLDER.")
    return root


def load_course(root: Path, language: str = "") -> Course:
    """Load the course in a folder, or raise PolicyError or CourseError. Without a policy file, all defaults apply.

    `language` takes the place of the policy's.
    """
    folders = sorted(path for path in (root / "assignments").glob("*") if (path / "notebook.py").exists())
    if not folders:
        fix = "Run this in the course's folder, or use --course FOLDER; `autograder new topic NAME` writes a topic."
        raise CourseError(f"{root / 'assignments'}: no assignment found here. {fix}")
    names = [folder.name for folder in folders]
    policy = load_policy(root / CONFIG, names) if (root / CONFIG).exists() else Policy()
    policy = _speaking(policy, language or policy.course.language, root)
    secret = cohort_secret(root, policy.course.cohort)
    loaded: list[Assignment] = []
    broken: dict[str, AssignmentError] = {}
    for folder in folders:
        try:
            loaded.append(load(folder, policy, secret.fingerprint))
        except AssignmentError as error:
            broken[folder.name] = error
    return Course(root, policy, secret, tuple(loaded), broken)


def _speaking(policy: Policy, language: str, root: Path) -> Policy:
    """The same policy in a language that the course has texts in."""
    folder = root / "translations" / language
    if language != SOURCE and not folder.is_dir():
        raise CourseError(f"{folder}: there are no translations. `autograder texts --language {language}` begins them.")
    return policy.model_copy(update={"course": policy.course.model_copy(update={"language": language})})
