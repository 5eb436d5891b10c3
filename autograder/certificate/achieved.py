"""Pure: what a certificate can be for, the course or a part of it, and what somebody's standing still lacks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from ..gradebook import Standing
from ..judge import Ruling
from ..policy import PassPolicy, Policy


@dataclass(frozen=True)
class Part:
    """A part of the course that has a badge of its own."""

    title: str
    assignments: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Whom a certificate is for. `name` is empty unless they agreed that it says so; the id and address are hashed."""

    student: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Achieved:
    """What somebody has shown: a complete standing in the course or, with a `part`, in the assignments of that part."""

    standing: Standing
    part: str = ""

    @property
    def work(self) -> str:
        """Identifies what was handed in and how people marked it: another one is another achievement."""
        marks = self.standing.marks
        by_hand = [f"{given.question} {given.points:g}" for mark in marks for given in mark.by_hand]
        decided = [f"{mark.assignment} {each.kind} {each.value}" for mark in marks for each in mark.decided.all]
        work = (mark.verdict.submission for mark in marks if mark.verdict)
        facts = [self.standing.student, self.part, *work, *by_hand, *decided]
        return sha256(json.dumps(facts).encode()).hexdigest()


def parts_of(policy: Policy) -> Iterator[Part]:
    """The parts of the course that have a badge."""
    return (Part(title, tuple(names)) for title, names in policy.certificate.parts.items())


def rules_of_part(policy: Policy) -> Policy:
    """The rules for a part: each of its assignments must be passed, whatever the rest of the course is."""
    every = {name: rule.model_copy(update={"required": True}) for name, rule in policy.assignments.items()}
    passing = PassPolicy(course=0, each=policy.passing.each)
    return policy.model_copy(update={"passing": passing, "assignments": every})


def missing_for(standing: Standing, policy: Policy) -> list[str]:
    """What keeps a student from a certificate; empty if they have earned it."""
    missing = list(standing.missing)
    for mark in standing.marks:
        verdict = mark.verdict
        if verdict is None or verdict.status is not Ruling.GRADED or mark.decided.instead is not None:
            continue  # nothing was graded, or it is a person's word that counts
        if not policy.certificate.accepts(verdict.level):
            level = verdict.level or "no confinement"
            missing.append(f"{mark.assignment} was graded at {level}; {policy.certificate.minimum_level} is required.")
    return missing
