"""Proofs and calibrations, as tasks for workers."""

from __future__ import annotations

from dataclasses import dataclass

from ..sandbox import Limits
from ..workers import Task, Workplace
from .calibrating import Measured, Trial, attempt
from .mistaken import KnownMistake, known_mistakes
from .proving import Proof, prove
from .surviving import Survey, survey


@dataclass(frozen=True)
class ProveTopic(Task[tuple[Proof, Survey | None]]):
    """Prove one topic and, with `mutate`, try small changes to its right answers."""

    topic: str
    mutate: bool = False
    quick: bool = False
    trains: bool = False

    @property
    def name(self) -> str:
        return self.topic

    def do(self, at: Workplace) -> tuple[Proof, Survey | None]:
        assignment = at.course.by_name[self.topic]
        proof = prove(assignment, at.judge, at.limits, at.tell, quick=self.quick)
        return proof, survey(assignment, at.judge, at.limits, at.tell) if self.mutate else None

    def patience(self, limits: Limits) -> float:
        return 10 * super().patience(limits)  # for one step, which may draw pictures or train repeatedly


@dataclass(frozen=True)
class TryAnswers(Task[Measured]):
    """One trial of a calibration."""

    topic: str
    trial: Trial
    trains: bool = False

    @property
    def name(self) -> str:
        return self.topic

    def do(self, at: Workplace) -> Measured:
        return attempt(at.course.by_name[self.topic], self.trial, at.judge, at.limits)

    def patience(self, limits: Limits) -> float:
        return 5 * super().patience(limits)  # a trial has longer limits than a grading


@dataclass(frozen=True)
class TryMistakes(Task[tuple[KnownMistake, ...]]):
    """Find out what the known mistakes of one answer do."""

    topic: str
    answer: str

    @property
    def name(self) -> str:
        return f"{self.topic} {self.answer}"

    def do(self, at: Workplace) -> tuple[KnownMistake, ...]:
        return known_mistakes(at.course.by_name[self.topic], self.answer, at.judge, at.limits, at.tell)
