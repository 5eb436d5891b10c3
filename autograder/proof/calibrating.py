"""Calibrate gates: measure right and wrong answers over cohorts and seeds, and check that the gate lies between them.

Two things decide what an answer reaches, and nobody can choose either: the seed of its training, and the hidden data,
which each cohort has of its own. So every answer is trained with several seeds, and each network is measured on the
hidden data of twenty imagined cohorts. Where the judge trains by itself, even the training data are the cohort's; there
every cohort has a training of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import mean, stdev, variance

from ..assignment import Assignment, Mutant, Test, functions_among
from ..errors import UserMistake
from ..intake import handed_in
from ..judge import Judge
from ..policy import Gate
from ..sandbox import Limits
from ..secret import Secret
from ..testing import share_of_points

COHORTS = 20  # imagined ones, each with hidden data of its own
SEEDS = 2  # the fewest trainings, which mutants get, too
DEVIATIONS = 3  # required distance between a gate and the mean of the right answers
_PATIENCE = 4.0  # longer limits, since a network is measured many times, often beside other work

Measured = tuple[Mapping[str, float], ...]  # for each cohort, the value at each gate that was measured


class CalibrationError(UserMistake):
    """Raised when the right answers fail before a gate is measured."""


@dataclass(frozen=True)
class Trial:
    """One training to measure: of the right answers, or of those with one mutant, with one seed, in some cohorts."""

    mutant: Mutant | None
    seed: int
    cohorts: tuple[int, ...]

    @property
    def label(self) -> str:
        return "" if self.mutant is None else self.mutant.label

    @property
    def key(self) -> str:
        """Tells the trials of an assignment apart."""
        return f"{self.label}|{self.seed}|{self.cohorts[0]}-{self.cohorts[-1]}"


@dataclass(frozen=True)
class Calibration:
    """The values measured at one gate, for the right answers and each mutant: for each seed, one for each cohort."""

    right: tuple[float, ...]
    mutants: Mapping[str, tuple[float, ...]]
    cohorts: int = COHORTS

    @property
    def mean(self) -> float:
        return mean(self.right)

    @property
    def seeds(self) -> int:
        return len(self.right) // self.cohorts

    @property
    def deviation(self) -> float:
        """Of one value, by chance of the training and by chance of the cohort: their variances add up."""
        by_seed = [self.right[at : at + self.cohorts] for at in range(0, len(self.right), self.cohorts)]
        if len(by_seed) < 2 or self.cohorts < 2:
            return stdev(self.right) if len(self.right) > 1 else 0.0
        within = mean(variance(values) for values in by_seed)
        return math.sqrt(within + variance(mean(values) for values in by_seed))

    def best(self, gate: Gate) -> tuple[str, float] | None:
        """The mutant that did best at the gate, and the best value that it reached anywhere."""
        pick = max if gate.at_most is None else min
        each = [(label, pick(values)) for label, values in self.mutants.items() if values]
        return pick(each, key=lambda pair: pair[1]) if each else None

    def margin(self, gate: Gate) -> float:
        """The distance between the gate and the mean of the right answers, in deviations."""
        ahead = self.mean - gate.bound if gate.at_most is None else gate.bound - self.mean
        return ahead / self.deviation if self.deviation else math.copysign(math.inf, ahead)

    def chance_to_miss(self, gate: Gate) -> float:
        """The probability that a right answer misses the gate, if its values are normally distributed."""
        return 0.5 * (1 - math.erf(min(max(self.margin(gate), -40), 40) / math.sqrt(2)))

    def passed(self, gate: Gate) -> int:
        """How often the right answers passed."""
        return sum(gate.is_reached(value) for value in self.right)


def gated_mutants(assignment: Assignment) -> list[Mutant]:
    """The mistakes that a gate must catch. What the grader makes itself, no student's cell can change."""
    gated = {test.name for test in gated_tests(assignment)}
    return [each for each in assignment.mutants if gated & set(each.fails) and each.answer not in assignment.retrained]


def gated_tests(assignment: Assignment) -> list[Test]:
    """The tests that measure something against a gate."""
    return [test for test in assignment.tests if test.gates]


def trials(assignment: Assignment, seeds: int, cohorts: int = COHORTS) -> list[Trial]:
    """All trials needed to calibrate an assignment's gates; none if it has no gate.

    Where the training data are the cohort's, each cohort counts as another training of a mutant, and one seed will do.
    """
    if not assignment.gates:
        return []
    every = tuple(range(1, cohorts + 1))
    groups = [(number,) for number in every] if assignment.retrained else [every]
    least = 1 if assignment.retrained else SEEDS
    who = [(None, seeds), *((mutant, min(least, seeds)) for mutant in gated_mutants(assignment))]
    return [Trial(mutant, seed, some) for mutant, few in who for seed in range(1, few + 1) for some in groups]


def attempt(assignment: Assignment, trial: Trial, judge: Judge, limits: Limits) -> Measured:
    """The values measured at each gate, cohort by cohort; a gate is left out if a test failed before measuring it."""
    judge.draw(trial.seed)
    changed = {trial.mutant.answer: trial.mutant.source} if trial.mutant else {}
    answers = {**assignment.right, **changed}
    if assignment.retrained:  # what else takes a training has no part in it
        answers = functions_among(assignment, answers)
    patient = {name: _PATIENCE * getattr(limits, name) for name in ("cell_seconds", "call_seconds", "total_seconds")}
    asked = replace(assignment, tests=tuple(gated_tests(assignment)))
    cohorts = [Secret.of_trial(number) for number in trial.cohorts]
    return tuple(judge.measured(asked, handed_in(asked, answers, "calibration"), replace(limits, **patient), cohorts))


def gathered(
    assignment: Assignment, results: Iterable[tuple[Trial, Measured]], cohorts: int = COHORTS
) -> dict[str, Calibration]:
    """Return the results of all trials, by gate; raise CalibrationError if right answers failed before a gate."""
    ordered = sorted(results, key=lambda pair: (pair[0].label, pair[0].seed, pair[0].cohorts))
    each = [
        (trial, number, found)
        for trial, all_found in ordered
        for number, found in zip(trial.cohorts, all_found, strict=True)
    ]
    calibrations = {}
    for gate in assignment.gates:
        for trial, number, found in each:
            if trial.mutant is None and gate not in found:
                fault = f"with seed {trial.seed} in cohort {number} the right answers fail before {gate} is measured"
                raise CalibrationError(f"{assignment.name}: {fault}. Run: autograder check {assignment.name}")
        values = [(trial.label, found[gate]) for trial, _, found in each if gate in found]
        labels = dict.fromkeys(label for label, _ in values if label)
        mutants = {label: tuple(value for whose, value in values if whose == label) for label in labels}
        calibrations[gate] = Calibration(tuple(value for label, value in values if not label), mutants, cohorts)
    return calibrations


def faults(name: str, gate: Gate, found: Calibration | None) -> Iterator[str]:
    """Why a gate is none: measured too seldom, too close to the right answers, or reached by a wrong one."""
    if found is None or found.cohorts < COHORTS or found.seeds < SEEDS:
        yield f"the gate {name} was measured in fewer than {COHORTS} cohorts, or with fewer than {SEEDS} seeds in each."
        return
    if found.margin(gate) < DEVIATIONS:
        yield (
            f"the gate {name} is {found.margin(gate):.1f} deviations away from the mean of the right answers, "
            f"{found.mean:.4f} ± {found.deviation:.4f}; it must be at least {DEVIATIONS} away."
        )
    best = found.best(gate)
    if best is None:
        return
    if gate.is_reached(best[1]):
        yield f"the answer that {best[0]} passes the gate {name} with {best[1]:.4f}."
    elif share_of_points(best[1], gate.model_dump(exclude_none=True)) > 0:
        yield f"the answer that {best[0]} gets points from the floor of {name} on, with {best[1]:.4f}."
