"""Calibrate gates: measure right and wrong answers over many seeds, and check that the gate lies between them.

Each seed acts as a separate cohort: it changes the hidden data and all randomness in the notebook. The measurements are
kept beside the reference, with a fingerprint of everything that they depend on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import mean, stdev

from ..assignment import Answer, Assignment, Mutant, Prose, Test
from ..errors import UserMistake
from ..intake import handed_in
from ..judge import Judge
from ..policy import Gate
from ..sandbox import Limits
from .findings import Finding

DEVIATIONS = 3  # required distance between a gate and the mean of the right answers
_FEW = 5  # with fewer seeds, a deviation means little


class CalibrationError(UserMistake):
    """Raised when the right answers fail before a gate is measured."""


@dataclass(frozen=True)
class Trial:
    """One grading to do: the right answers, or the right answers with one mutant, under one seed."""

    mutant: Mutant | None
    seed: int

    @property
    def label(self) -> str:
        return "" if self.mutant is None else self.mutant.label


@dataclass(frozen=True)
class Calibration:
    """The values measured at one gate, seed by seed: for the right answers, and for each mutant that must miss it."""

    right: tuple[float, ...]
    mutants: Mapping[str, tuple[float, ...]]

    @property
    def mean(self) -> float:
        return mean(self.right)

    @property
    def deviation(self) -> float:
        return stdev(self.right) if len(self.right) > 1 else 0.0

    def best(self, gate: Gate) -> tuple[str, float] | None:
        """The mutant that did best at the gate, and the value it reached."""
        pick = max if gate.at_most is None else min
        each = [(label, pick(values)) for label, values in self.mutants.items() if values]
        return pick(each, key=lambda pair: pair[1]) if each else None

    def margin(self, gate: Gate) -> float:
        """The distance between the gate and the mean of the right answers, in deviations."""
        ahead = self.mean - gate.bound if gate.at_most is None else gate.bound - self.mean
        return ahead / self.deviation if self.deviation else math.copysign(math.inf, ahead)

    def chance(self, gate: Gate) -> float:
        """The probability that the right answers pass, if their values are normally distributed."""
        return 0.5 * (1 + math.erf(min(max(self.margin(gate), -40), 40) / math.sqrt(2)))

    def passed(self, gate: Gate) -> int:
        """The number of seeds with which the right answers passed."""
        return sum(gate.is_reached(value) for value in self.right)


def gated_mutants(assignment: Assignment) -> list[Mutant]:
    """The mistakes that a gate must catch."""
    gated = {test.name for test in _gated(assignment)}
    return [mutant for mutant in assignment.mutants if gated & set(mutant.fails)]


def _gated(assignment: Assignment) -> list[Test]:
    """The tests that measure something against a gate."""
    return [test for test in assignment.tests if test.gates]


def trials(assignment: Assignment, seeds: int) -> list[Trial]:
    """All trials needed to calibrate an assignment's gates; none if it has no gate."""
    who = [None, *gated_mutants(assignment)]
    return [Trial(mutant, seed) for mutant in who for seed in range(1, seeds + 1)] if assignment.gates else []


def attempt(assignment: Assignment, trial: Trial, judge: Judge, limits: Limits) -> dict[str, float]:
    """The value measured at each gate in one trial; a gate is left out if a test failed before measuring it."""
    judge.draw(trial.seed)
    changed = {trial.mutant.answer: trial.mutant.source} if trial.mutant else {}
    submission = handed_in(assignment, {**assignment.right, **changed}, "calibration")
    verdict = judge.grade(assignment, submission, limits).verdict
    return {name: found["value"] for outcome in verdict.outcomes for name, found in outcome.evidence.items()}


def gathered(assignment: Assignment, results: list[tuple[Trial, dict[str, float]]]) -> dict[str, Calibration]:
    """Return the results of all trials, by gate; raise CalibrationError if right answers failed before a gate."""
    found = {}
    for gate in assignment.gates:
        for trial, measured in results:
            if trial.mutant is None and gate not in measured:
                fault = f"with seed {trial.seed} the right answers fail before {gate} is measured"
                raise CalibrationError(f"{assignment.name}: {fault}. Run: autograder check {assignment.name}")
        values = [(trial.label, measured[gate]) for trial, measured in results if gate in measured]
        labels = dict.fromkeys(label for label, _ in values if label)
        mutants = {label: tuple(value for whose, value in values if whose == label) for label in labels}
        found[gate] = Calibration(tuple(value for label, value in values if not label), mutants)
    return found


def write_record(assignment: Assignment, found: Mapping[str, Calibration]) -> Path:
    """Write the measurements beside the reference, and return the file."""
    gates = {}
    for name, calibration in found.items():
        gate = assignment.gates[name]
        best = calibration.best(gate)
        summary = {
            "gate": gate.model_dump(exclude_none=True),
            "mean": round(calibration.mean, 5),
            "deviation": round(calibration.deviation, 5),
            "margin_in_deviations": round(min(calibration.margin(gate), 1e6), 2),
            "passed": f"{calibration.passed(gate)} of {len(calibration.right)}",
            "pass_probability": round(calibration.chance(gate), 6),
            "best_mutant": None if best is None else {"label": best[0], "value": round(best[1], 5)},
        }
        mutants = {label: _rounded(each) for label, each in calibration.mutants.items()}
        values = {"right": _rounded(calibration.right), "mutants": mutants}
        gates[name] = {"summary": summary, "values": values}
    path = _path(assignment)
    path.write_text(json.dumps({"measured_on": _fingerprint(assignment), "gates": gates}, indent=1) + "\n")
    return path


def read_record(assignment: Assignment) -> dict[str, Calibration] | None:
    """The earlier measurements; None if there are none, or they were made with other code or data."""
    try:
        record = json.loads(_path(assignment).read_text())
    except FileNotFoundError:
        return None
    if record["measured_on"] != _fingerprint(assignment):
        return None
    values = {name: found["values"] for name, found in record["gates"].items()}
    return {
        name: Calibration(tuple(each["right"]), {label: tuple(v) for label, v in each["mutants"].items()})
        for name, each in values.items()
    }


def doubts(assignment: Assignment) -> Iterator[Finding]:
    """Why a gate is not proven: not measured, too close to the right answers, or passed by a mutant."""
    if not assignment.gates:
        return
    again = f"Run: autograder calibrate {assignment.name}"
    measured = read_record(assignment)
    if measured is None:
        yield Finding(str(_path(assignment)), "the gates were not measured with the current answers and data.", again)
        return
    for name, gate in assignment.gates.items():
        for fault in _faults(name, gate, measured.get(name)):
            yield Finding("grading_config.yml", f"{assignment.name}: {fault}", "Move the gate, or drop it.")


def _faults(name: str, gate: Gate, found: Calibration | None) -> Iterator[str]:
    if found is None or len(found.right) < _FEW:
        yield f"the gate {name} was measured with fewer than {_FEW} seeds."
        return
    if found.margin(gate) < DEVIATIONS:
        yield (
            f"the gate {name} is {found.margin(gate):.1f} deviations away from the mean of the right answers, "
            f"{found.mean:.4f} ± {found.deviation:.4f}; it must be at least {DEVIATIONS} away."
        )
    best = found.best(gate)
    if best is not None and gate.is_reached(best[1]):
        yield f"the answer that {best[0]} passes the gate {name} with {best[1]:.4f}."


def _path(assignment: Assignment) -> Path:
    return assignment.reference.with_name(f"{assignment.name}.calibration.json")


def _fingerprint(assignment: Assignment) -> str:
    """A digest of all code and data that affect the measurements; texts, ungated tests and the gates do not."""
    code = [
        cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code" and not cell.picture
    ]
    answers = [assignment.right[cell.name] for cell in assignment.cells if isinstance(cell, Answer)]
    mutants = [mutant.source for mutant in gated_mutants(assignment)]
    data = [data.fingerprint for data in assignment.data.sets]
    parts = [*code, *answers, *mutants, *(test.source for test in _gated(assignment)), *data]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _rounded(values: tuple[float, ...]) -> list[float]:
    return [round(value, 5) for value in values]
