"""How values are spread, as bars of a picture: what a gate asked for, and what a cohort's networks reached."""

from __future__ import annotations

from dataclasses import dataclass

from ..analysis import Gated

_BARS, _LEFT, _RIGHT, _HIGH = 20, 15.0, 385.0, 80.0  # the drawing area of charts.html, `spread`


@dataclass(frozen=True)
class Bar:
    """How many values lie in one stretch. `reached` says whether the stretch begins and ends at or past the target."""

    x: float
    width: float
    tall: float
    reached: bool
    words: str
    count: int


@dataclass(frozen=True)
class Spread:
    """The picture: bars, and where the target stands."""

    bars: tuple[Bar, ...]
    bound: float
    target: str
    low: str
    high: str

    @property
    def words(self) -> str:
        """The same for those who can't see it."""
        return f"{self.target}. " + " ".join(f"{bar.words}." for bar in self.bars)


def pictured(gate: Gated) -> Spread:
    """The values of a gate in stretches of equal width, one of which begins or ends at the target exactly."""
    least = gate.at_least is not None
    target = (gate.at_least if least else gate.at_most) or 0.0
    low, high = min(gate.values[0], target), max(gate.values[-1], target)
    step = (high - low) / _BARS or 1.0
    counts: dict[int, int] = {}
    for value in gate.values:
        place = int((value - target) // step) if least else -int((target - value) // step) - 1
        counts[place] = counts.get(place, 0) + 1
    first, last = min([*counts, 0]), max([*counts, -1])
    across = (_RIGHT - _LEFT) / (last - first + 1)
    most = max(counts.values())
    bars = tuple(
        Bar(
            _LEFT + (place - first) * across + 1, across - 2, _HIGH * count / most, (place >= 0) is least,
            f"{target + place * step:.3g} to {target + (place + 1) * step:.3g}: {count}", count,
        )
        for place, count in sorted(counts.items())
    )  # fmt: skip
    asked = f"{'at least' if least else 'at most'} {target:g}"
    ends = (f"{target + place * step:.3g}" for place in (first, last + 1))
    return Spread(bars, _LEFT - first * across, asked, *ends)
