"""What calibrations have measured, kept beside the reference with a fingerprint of everything that it depends on.

A calibration takes many minutes. So each trial is kept as soon as it is done, in a file that git ignores, and a
calibration that was stopped goes on where it was.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..assignment import Answer, Assignment, Prose
from ..policy import Gate
from .calibrating import Calibration, Measured, Trial, faults, gated_mutants, gated_tests
from .findings import Finding


def write_record(assignment: Assignment, found: Mapping[str, Calibration]) -> Path:
    """Write the measurements beside the reference, and return the file."""
    gates = {
        name: {
            "summary": _summary(assignment.gates[name], calibration),
            "values": {
                "right": _rounded(calibration.right),
                "mutants": {label: _rounded(values) for label, values in calibration.mutants.items()},
            },
        }
        for name, calibration in found.items()
    }
    one = next(iter(found.values()))
    record = {
        "measured_on": fingerprint(assignment),
        "cohorts": one.cohorts,
        "seeds": one.seeds,
        "gates": gates,
    }
    path = _path(assignment)
    path.write_text(json.dumps(record, indent=1) + "\n")
    return path


def _summary(gate: Gate, found: Calibration) -> dict[str, Any]:
    best = found.best(gate)
    return {
        "gate": gate.model_dump(exclude_none=True),
        "mean": round(found.mean, 5),
        "deviation": round(found.deviation, 5),
        "margin_in_deviations": round(min(found.margin(gate), 1e6), 2),
        "passed": f"{found.passed(gate)} of {len(found.right)}",
        "chance_to_miss": round(found.chance_to_miss(gate), 6),
        "best_mutant": None if best is None else {"label": best[0], "value": round(best[1], 5)},
    }


def read_record(assignment: Assignment) -> dict[str, Calibration] | None:
    """The earlier measurements; None if there are none, or they were made with other code or data."""
    try:
        record = json.loads(_path(assignment).read_text())
    except FileNotFoundError:
        return None
    if record["measured_on"] != fingerprint(assignment):
        return None
    values = {name: found["values"] for name, found in record["gates"].items()}
    return {
        name: Calibration(
            tuple(each["right"]), {label: tuple(v) for label, v in each["mutants"].items()}, record.get("cohorts", 1)
        )
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
        for fault in faults(name, gate, measured.get(name)):
            yield Finding("grading_config.yml", f"{assignment.name}: {fault}", "Move the gate, or drop it.")


def keep_trial(assignment: Assignment, trial: Trial, measured: Measured) -> None:
    """Keep one trial, so that a calibration that is stopped can go on."""
    line = json.dumps([fingerprint(assignment), trial.key, [dict(found) for found in measured]])
    with _kept(assignment).open("a") as file:
        file.write(f"{line}\n")


def kept_trials(assignment: Assignment) -> dict[str, Measured]:
    """The trials of a calibration that was stopped, by their keys."""
    if not _kept(assignment).exists():
        return {}
    lines = (json.loads(line) for line in _kept(assignment).read_text().splitlines())
    now = fingerprint(assignment)
    return {key: tuple(measured) for when, key, measured in lines if when == now}


def forget_trials(assignment: Assignment) -> None:
    _kept(assignment).unlink(missing_ok=True)


def _path(assignment: Assignment) -> Path:
    return assignment.reference.with_name(f"{assignment.name}.calibration.json")


def _kept(assignment: Assignment) -> Path:
    return assignment.reference.with_name(f".{assignment.name}.trials")


def fingerprint(assignment: Assignment) -> str:
    """A digest of all code and data that affect the measurements; texts, ungated tests and the gates do not."""
    code = [
        cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code" and not cell.picture
    ]
    unused = assignment.variables if assignment.retrained else frozenset()
    names = [cell.name for cell in assignment.cells if isinstance(cell, Answer) and cell.name not in unused]
    mutants = [mutant.source for mutant in gated_mutants(assignment)]
    sources = [*code, *(assignment.right[name] for name in names), *mutants]
    sources += [test.source.replace(test.name, "test", 1) for test in gated_tests(assignment)]
    data = [data.fingerprint for data in assignment.data.sets]
    retrained = [f"{name} by {function}" for name, function in assignment.retrained.items()]
    return sha256("\0".join([*map(_wordless, sources), *data, *retrained]).encode()).hexdigest()[:16]


@lru_cache(maxsize=1024)
def _wordless(source: str) -> str:
    """Code without what is only there to be read: comments, docstrings, and what is printed."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell may hold what only a notebook understands
        return source
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _only_words(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _only_words(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    printed = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
    return printed or (isinstance(call, ast.Constant) and isinstance(call.value, str))


def _rounded(values: tuple[float, ...]) -> list[float]:
    return [round(value, 5) for value in values]
