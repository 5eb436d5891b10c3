"""What trained networks reached, beside what they had to reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .scores import Counted
from .statistics import spread


@dataclass(frozen=True)
class Gated:
    """The values that a cohort's networks reached at one gate: least, quartiles, most. The bound is one of the two."""

    gate: str
    at_least: float | None
    at_most: float | None
    values: tuple[float, ...]  # in rising order, for a picture of how they are spread
    spread: tuple[float, float, float, float, float]
    reached: int
    unmeasured: int  # whose network could not be measured, or gave no number

    @property
    def sentence(self) -> str:
        bound = f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"
        low, middle, high = self.spread[1:4]
        return (
            f"{self.reached} of {len(self.values) + self.unmeasured} reach {self.gate} of {bound}; "
            f"half of them lie between {low:.3g} and {high:.3g}, the middle is {middle:.3g}."
        )


def gated(work: Sequence[Counted]) -> tuple[Gated, ...]:
    """The gates of a topic, with what everybody reached there."""
    found: dict[str, list[dict[str, float]]] = {}
    for each in work:
        for outcome in each.verdict.outcomes:
            for gate, evidence in outcome.evidence.items():
                found.setdefault(gate, []).append(dict(evidence))
    return tuple(_gated(gate, evidence, len(work)) for gate, evidence in found.items() if _values(evidence))


def _values(evidence: list[dict[str, float]]) -> list[float]:
    return sorted(each["value"] for each in evidence if math.isfinite(each["value"]))


def _gated(gate: str, evidence: list[dict[str, float]], students: int) -> Gated:
    least, most, values = evidence[-1].get("at_least"), evidence[-1].get("at_most"), _values(evidence)
    low, high = -math.inf if least is None else least, math.inf if most is None else most
    reached = sum(low <= value <= high for value in values)
    return Gated(gate, least, most, tuple(values), spread(values), reached, students - len(values))
