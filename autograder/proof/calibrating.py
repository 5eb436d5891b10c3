"""Calibrate gates: how good right and wrong answers are over many seeds, and whether the gate lies between them.

Each seed is a cohort of its own: other hidden data, and another beginning of all that is random in the notebook. What
was measured is kept beside the reference, with a fingerprint of all that it depends on.
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
from ..intake import from_bytes
from ..judge import Judge
from ..policy import Gate
from ..release import as_bytes, filled
from ..sandbox import Limits
from .findings import LONG_AGO, Finding

DEVIATIONS = 3  # so far below the mean of the right answer must a gate lie
_FEW = 5  # seeds, with which a deviation means little


class CalibrationError(UserMistake):
    """Raised when a gate can't be measured, since the right answers don't come so far."""


@dataclass(frozen=True)
class Trial:
    """One grading to be done: the right answers, or those with one mutant, under one seed."""

    mutant: Mutant | None
    seed: int

    @property
    def label(self) -> str:
        return "" if self.mutant is None else self.mutant.label


@dataclass(frozen=True)
class Calibration:
    """What one gate measured, seed after seed: for the right answers, and for each mutant that must miss it."""

    right: tuple[float, ...]
    mutants: Mapping[str, tuple[float, ...]]

    @property
    def mean(self) -> float:
        return mean(self.right)

    @property
    def deviation(self) -> float:
        return stdev(self.right) if len(self.right) > 1 else 0.0

    def best(self, gate: Gate) -> tuple[str, float] | None:
        """The mutant that came nearest to the gate, or went beyond it, and what it reached."""
        pick = max if gate.at_most is None else min
        each = [(label, pick(values)) for label, values in self.mutants.items() if values]
        return pick(each, key=lambda pair: pair[1]) if each else None

    def margin(self, gate: Gate) -> float:
        """How many deviations lie between the gate and the mean of the right answers."""
        ahead = self.mean - gate.bound if gate.at_most is None else gate.bound - self.mean
        return ahead / self.deviation if self.deviation else math.copysign(math.inf, ahead)

    def chance(self, gate: Gate) -> float:
        """The probability that the right answers pass, if what they reach is spread as a bell curve."""
        return 0.5 * (1 + math.erf(min(max(self.margin(gate), -40), 40) / math.sqrt(2)))

    def passed(self, gate: Gate) -> int:
        """In how many of the seeds the right answers passed."""
        return sum(gate.is_reached(value) for value in self.right)


def gated_mutants(assignment: Assignment) -> list[Mutant]:
    """The mistakes that a gate must catch."""
    gated = {test.name for test in _gated(assignment)}
    return [mutant for mutant in assignment.mutants if gated & set(mutant.fails)]


def _gated(assignment: Assignment) -> list[Test]:
    """The tests that measure something against a gate."""
    return [test for test in assignment.tests if test.gates]


def trials(assignment: Assignment, seeds: int) -> list[Trial]:
    """All that has to be graded to calibrate an assignment's gates; none where it has no gate."""
    who = [None, *gated_mutants(assignment)]
    return [Trial(mutant, seed) for mutant in who for seed in range(1, seeds + 1)] if assignment.gates else []


def attempt(assignment: Assignment, trial: Trial, judge: Judge, limits: Limits) -> dict[str, float]:
    """What each gate measured in one trial; nothing of a gate where something failed before it could be measured."""
    judge.draw(trial.seed)
    changed = {trial.mutant.answer: trial.mutant.source} if trial.mutant else {}
    content = as_bytes(filled(assignment, {**assignment.right, **changed}))
    verdict = judge.grade(assignment, from_bytes(content, "calibration", assignment, LONG_AGO), limits).verdict
    return {name: found["value"] for outcome in verdict.outcomes for name, found in outcome.evidence.items()}


def gathered(assignment: Assignment, results: list[tuple[Trial, dict[str, float]]]) -> dict[str, Calibration]:
    """The results of all trials, by gate; or CalibrationError where right answers did not come so far."""
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
    """Write what was measured beside the reference, and return the file."""
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
    """What was measured before; None where there is nothing, or it was measured on something else."""
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
    """Why a gate is no gate: not measured, too near to the right answers, or not above a mutant."""
    if not assignment.gates:
        return
    again = f"Run: autograder calibrate {assignment.name}"
    measured = read_record(assignment)
    if measured is None:
        yield Finding(str(_path(assignment)), "the gates were not measured on the answers and data as they are.", again)
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
            f"the gate {name} lies {found.margin(gate):.1f} deviations from the mean of the right answers, "
            f"which is {found.mean:.4f} ± {found.deviation:.4f}; it must be {DEVIATIONS}."
        )
    best = found.best(gate)
    if best is not None and gate.is_reached(best[1]):
        yield f"the answer that {best[0]} reaches {name} {best[1]:.4f}, which passes the gate."


def _path(assignment: Assignment) -> Path:
    return assignment.reference.with_name(f"{assignment.name}.calibration.json")


def _fingerprint(assignment: Assignment) -> str:
    """Of all code and data that decides what is measured. Texts, tests of other answers and gates do not."""
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
