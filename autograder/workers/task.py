"""What a worker is given, and what it works with."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from ..course import Course
from ..errors import OurFault, UserMistake
from ..judge import Judge
from ..sandbox import Level, Limits, NotConfined

Result = TypeVar("Result")
_SLACK_SECONDS = 120.0  # for warming up, twice


@dataclass(frozen=True)
class Orders:
    """What all workers of a run are told."""

    course: Path
    level: Level = "L1"
    secret: bytes = b""  # decides the hidden data of the cohort


@dataclass(frozen=True)
class Workplace:
    """What a task finds in its worker. The course is loaded once, and zygotes stay warm from task to task."""

    course: Course
    judge: Judge
    limits: Limits
    tell: Callable[[str], None]  # a step of a long task, for whoever waits


class Task(Generic[Result]):
    """Something to be done in a worker. It travels there and its result travels back, as plain, frozen values."""

    tries: ClassVar[int] = 1

    @property
    @abstractmethod
    def name(self) -> str:
        """What the person who waits calls it."""

    @abstractmethod
    def do(self, at: Workplace) -> Result:
        """Do it. Whatever is raised becomes a Trouble."""

    def patience(self, limits: Limits) -> float:
        """The seconds without a word after which a worker is taken for sick."""
        return 2 * limits.total_seconds + _SLACK_SECONDS


@dataclass(frozen=True)
class Trouble:
    """Why there is no result: an error's kind and text, as they can travel."""

    text: str
    mistake: bool = False  # the user's, not ours
    final: bool = False  # another try would end in the same way, for every task
    headline: str = ""

    @staticmethod
    def of(error: Exception, place: str) -> Trouble:
        """An error as it travels. `place` is where it was raised, which matters for none that was foreseen."""
        if isinstance(error, UserMistake):
            return Trouble(str(error), mistake=True, headline=error.headline)
        text = str(error) if isinstance(error, OurFault) else f"{type(error).__name__}: {error} ({place})"
        return Trouble(text, final=isinstance(error, NotConfined))

    def error(self) -> UserMistake | OurFault:
        """The error again, for the command to tell."""
        if self.mistake:
            mistake = UserMistake(self.text)
            mistake.headline = self.headline  # type: ignore[misc]
            return mistake
        return NotConfined(self.text) if self.final else OurFault(self.text)
