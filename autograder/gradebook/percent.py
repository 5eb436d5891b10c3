"""Percentages: told to people, and compared with what is needed. What binary fractions lose is nobody's loss."""

from __future__ import annotations

import math

_ROUNDING = 1e-6  # per cent: the mean of three times 60 % must be 60 %, despite binary fractions


def rounded_down(percent: float, decimals: int = 0) -> str:
    """A percentage as it is shown. 49.96 is not shown as 50 where 50 is needed, nor 99.9 as 100."""
    step = 10**decimals
    return f"{math.floor((percent + _ROUNDING) * step) / step:.{decimals}f}"


def falls_short(percent: float, needed: float) -> bool:
    """Whether this is less than what is needed. What binary fractions lose is not."""
    return percent < needed - _ROUNDING
