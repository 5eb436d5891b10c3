"""What only a grader has: hidden data, and the gates that trained models must reach."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import numpy as np

from .notes import forget_calls

HIDDEN_DATA = "COURSE_HIDDEN_DATA"  # the environment variable for a grader's folder of hidden data
Arrays = dict[str, Any]
Gates = dict[str, dict[str, float]]  # {"accuracy": {"at_least": 0.9, "floor": 0.8}}
Evidence = Mapping[str, Mapping[str, float]]  # what was measured at each gate
GATES: Gates = {}  # those of the assignment that this source travels with


class MissingGate(LookupError):
    """Raised for a gate that the course does not have: its author's mistake."""


class Missed(AssertionError):
    """Raised where a value misses its gate. `share` of the points is earned all the same, if the gate has a floor."""

    def __init__(self, text: str, share: float) -> None:
        super().__init__(text)
        self.share = share


class Grader:
    """Given and hidden data, and gates. While it is open, it serves the tests and keeps what they measure.

    `first` is what another hidden set gave: with it, each value becomes the mean of both.
    """

    def __init__(
        self,
        given: Callable[[str], Arrays],
        hidden: Callable[[str], Arrays],
        gates: Gates,
        first: Evidence | None = None,
    ) -> None:
        self.given, self.hidden, self.gates, self.first = given, hidden, gates, first or {}
        self.evidence: dict[str, dict[str, float]] = {}

    def __enter__(self) -> Grader:
        self._before = _grader.set(self)
        return self

    def __exit__(self, *problem: object) -> None:
        _grader.reset(self._before)

    @staticmethod
    def present() -> Grader | None:
        """The grader that is open here; None in a student's notebook, in nbgrader and in otter."""
        return _grader.get()


_grader: ContextVar[Grader | None] = ContextVar("grader", default=None)


def given(name: str) -> Arrays:
    """The data that students have beside their notebook, as np.load("NAME.npz") returns it."""
    grader = Grader.present()
    return loaded(Path(f"{name}.npz")) if grader is None else grader.given(name)


def loaded(path: Path) -> Arrays:
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def hidden(name: str) -> Arrays:
    """The hidden part of a data set: the arrays that a recipe's `make` returned, such as images, labels and groups."""
    forget_calls()
    grader = Grader.present()
    if grader is not None:
        return grader.hidden(name)
    places = (Path(os.environ.get(HIDDEN_DATA, "/nowhere"), f"{name}.npz"), Path(f"hidden-{name}.npz"))
    path = next((place for place in places if place.exists()), None)
    if path is None:
        raise AssertionError("This check needs data that only the grader has.")
    return loaded(path)


def reach(gate: str, value: float, samples: int = 0, **facts: float) -> None:
    """Assert that a measured value reaches the gate of that name in grading_config.yml, and keep it as evidence.

    With `samples`, the value is a share of that many samples, and its 95 % confidence interval is kept, too; where the
    gate lies within it, the judge measures on a second hidden set as well. Additional `facts`, such as the number of
    parameters, are kept with the value.
    """
    grader = Grader.present()
    bounds = (GATES if grader is None else grader.gates).get(gate)
    if bounds is None:
        raise MissingGate(f"grading_config.yml has no gate called {gate!r} for this assignment.")
    value = float(value)
    if grader is not None:
        if gate in grader.first:
            value, samples = (value + grader.first[gate]["value"]) / 2, 2 * samples
        between = dict(zip(("low", "high"), interval(value, samples), strict=True)) if samples else {}
        grader.evidence[gate] = {"value": value, **bounds, **between, **facts}
    if not reaches(value, bounds):
        wanted = f"at least {bounds['at_least']:g}" if "at_least" in bounds else f"at most {bounds['at_most']:g}"
        raise Missed(f"{gate} is {value:.3f}, but must be {wanted}", share_of_points(value, bounds))


def share_of_points(value: float, bounds: Mapping[str, float]) -> float:
    """The share of its points that a value is worth: all at the gate, none at its floor, and in between a part.

    >>> round(share_of_points(0.85, {"at_least": 0.9, "floor": 0.8}), 3)
    0.5
    """
    if reaches(value, bounds):
        return 1.0
    bound = bounds["at_least"] if "at_least" in bounds else bounds["at_most"]
    floor = bounds.get("floor", bound)
    share = (value - floor) / (bound - floor) if floor != bound else 0.0
    return max(share, 0.0) if math.isfinite(share) else 0.0


def reaches(value: float, bounds: Mapping[str, float]) -> bool:
    return bounds.get("at_least", -math.inf) <= value <= bounds.get("at_most", math.inf)


def is_close(found: Mapping[str, float]) -> bool:
    """Whether a gate lies within the interval of what was measured, so that another hidden set could say otherwise."""
    bound = found.get("at_least", found.get("at_most", math.nan))
    return found.get("low", math.inf) <= bound <= found.get("high", -math.inf)


def interval(share: float, samples: int) -> tuple[float, float]:
    """Wilson's 95 % confidence interval for a share of `samples`."""
    z = 1.96
    middle = (share + z * z / (2 * samples)) / (1 + z * z / samples)
    half = z / (1 + z * z / samples) * math.sqrt(share * (1 - share) / samples + z * z / (4 * samples**2))
    return middle - half, middle + half
