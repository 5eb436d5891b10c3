"""What a worker is given to do, and what it works with."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ..course import Course, load_course
from ..errors import OurFault, UserMistake
from ..judge import Judge
from ..policy import UseOfGpus
from ..sandbox import Level, Limits, NotConfined

Result = TypeVar("Result", covariant=True)  # a worker's result may be of one kind among several
_SLACK_SECONDS = 120.0  # for warming up twice


@dataclass(frozen=True)
class Orders:
    """The settings for all workers of a run. `load` reads a course that is not one of ours from its folder."""

    course: Path
    level: Level = "L0"
    gpu: UseOfGpus = "used"
    language: str = ""  # in place of the course's own
    load: Callable[[Path, str], Course] = load_course


@dataclass(frozen=True)
class Workplace:
    """What a worker offers its tasks. The course is loaded once, and zygotes stay warm from task to task."""

    course: Course
    judge: Judge
    limits: Limits
    tell: Callable[[str], None]  # reports a step of a long task


class Task(Generic[Result]):
    """Work for a worker. It travels there, and its result travels back, as plain, frozen values."""

    trains: bool = False  # it trains networks: where there are GPUs, it is done at one

    @property
    def tries(self) -> int:
        """How often it is tried where it fails through our fault."""
        return 1

    @property
    @abstractmethod
    def name(self) -> str:
        """The name shown to the user."""

    @abstractmethod
    def do(self, at: Workplace) -> Result:
        """Do the work. Any exception becomes a Trouble."""

    def patience(self, limits: Limits) -> float:
        """The seconds of silence after which a worker is considered hung."""
        return 2 * limits.total_seconds + _SLACK_SECONDS


@dataclass(frozen=True)
class Trouble:
    """Why there is no result: an error's kind and text, in a form that can travel."""

    text: str
    mistake: bool = False  # the user's fault, not ours
    final: bool = False  # another try would fail in the same way, for every task
    ended: bool = False  # the worker itself ended, or had to be ended
    headline: str = ""

    @staticmethod
    def of(error: Exception, place: str) -> Trouble:
        """An error in a form that can travel. `place` is where it was raised, shown for unexpected errors only."""
        if isinstance(error, UserMistake):
            return Trouble(str(error), mistake=True, headline=error.headline)
        text = str(error) if isinstance(error, OurFault) else f"{type(error).__name__}: {error} ({place})"
        return Trouble(text, final=isinstance(error, NotConfined))

    def error(self) -> UserMistake | OurFault:
        """The error again, for the command to report."""
        if self.mistake:
            mistake = UserMistake(self.text)
            mistake.headline = self.headline  # type: ignore[misc]
            return mistake
        return NotConfined(self.text) if self.final else OurFault(self.text)
