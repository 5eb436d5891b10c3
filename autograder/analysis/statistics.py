"""The textbook formulas of test statistics, over arrays of points: one row for each student, one column for each part.

Where a formula divides by nothing, as when everybody earned the same, the number is None.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ENOUGH = 30  # students, below which chance decides more than the question
EXTREME = 0.27  # the share of the students who make up the upper group, and the lower one (Kelley, 1939)
_RESAMPLES = 2000
_SEED = 1
_TINY = 1e-12


def correlation(one: Numbers, other: Numbers) -> float | None:
    """Pearson's correlation. Of two columns of zeros and ones it is phi."""
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > _TINY else None


def item_rest(points: Numbers, column: int) -> float | None:
    """How the points for one question go together with those for all others."""
    return correlation(points[:, column], points.sum(axis=1) - points[:, column])


def discrimination(shares: Numbers, totals: Numbers) -> float | None:
    """The mean share earned by the best 27 %, minus that of the last 27 %: from -1 to 1.

    Students who are level at the border of a group belong to it in equal parts, so that no order of names matters.
    """
    count = max(round(EXTREME * len(totals)), 1)
    if np.ptp(totals) < _TINY:
        return None
    best, last = (_weights(order, count) @ shares for order in (totals, -totals))
    return float(best - last) / count


def _weights(order: Numbers, count: int) -> Numbers:
    """How much of each student belongs to the first `count`."""
    border = np.sort(order)[-count]
    above, level = order > border + _TINY, np.abs(order - border) <= _TINY
    weights: Numbers = above + level * (count - above.sum()) / level.sum()
    return weights


def alpha(points: Numbers) -> float | None:
    """Cronbach's alpha. Where each question earns all or nothing, and all earn the same, this is KR-20."""
    questions = points.shape[1]
    if questions < 2 or len(points) < 2:
        return None
    whole = float(points.sum(axis=1).var(ddof=1))
    if whole < _TINY:
        return None
    parts = float(points.var(axis=0, ddof=1).sum())
    return float(questions / (questions - 1) * (1 - parts / whole))


def alpha_between(points: Numbers, seed: int = _SEED) -> tuple[float, float] | None:
    """Where alpha would lie in 95 of 100 cohorts like this one: students are drawn again and again, with a seed."""
    students, questions = points.shape
    if alpha(points) is None:
        return None
    times = np.random.default_rng(seed).multinomial(students, np.full(students, 1 / students), _RESAMPLES)
    columns = np.column_stack([points, points.sum(axis=1)])
    columns = columns - columns.mean(axis=0)
    mean, square = times @ columns / students, times @ columns**2 / students
    variances = square - mean**2
    whole = variances[:, -1]
    found = 1 - variances[whole > _TINY, :-1].sum(axis=1) / whole[whole > _TINY]
    low, high = np.quantile(questions / (questions - 1) * found, (0.025, 0.975))
    return float(low), float(high)


def spread(values: list[float]) -> tuple[float, float, float, float, float]:
    """The least, the quartiles, and the most."""
    least, low, middle, high, most = np.quantile(values, (0, 0.25, 0.5, 0.75, 1))
    return float(least), float(low), float(middle), float(high), float(most)
