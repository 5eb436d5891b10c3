"""What an answer did in its tests, in a form in which answers can be compared: equal mistakes behave alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from .verdict import Outcome, Status

Behaviour = Mapping[str, str]  # where an answer went wrong (a test, or one of its drawn calls), and how
_NUMBER = re.compile(r"-?\d+\.?\d*(?:[eE][+-]?\d+)?")
_UNWRITTEN = "Not written yet"
_NEARLY = 0.9  # of the places at which two answers go wrong: rounding may tell single results apart


def behaviour(outcomes: Iterable[Outcome]) -> Behaviour:
    """Where the outcomes of one answer went wrong, and how; nothing of a right answer.

    Where drawn calls went wrong, they tell most, and of other tests counts only how they ended. Without any, what a
    test found has to do, with numbers to three digits.
    """
    wrong = [outcome for outcome in outcomes if outcome.status is not Status.PASSED]
    drawn = any(outcome.cases for outcome in wrong)
    found: dict[str, str] = {}
    for outcome in wrong:
        if outcome.cases:
            found |= {f"{outcome.test} {at}": digest for at, digest in enumerate(outcome.cases) if digest}
        else:
            found[outcome.test] = str(outcome.status) if drawn else f"{outcome.status} {_found(outcome)}"
    return found


def unwritten(outcomes: Iterable[Outcome]) -> bool:
    """Whether these are the outcomes of an answer that was left as it was handed out."""
    wrong = [outcome for outcome in outcomes if outcome.status is not Status.PASSED]
    return bool(wrong) and all(outcome.detail.startswith(_UNWRITTEN) for outcome in wrong)


def nearly_alike(one: Behaviour, other: Behaviour) -> bool:
    """Whether two answers go wrong at the same places, and in the same way at nearly all of them."""
    if not one or one.keys() != other.keys():
        return False
    return sum(how == other[where] for where, how in one.items()) >= _NEARLY * len(one)


def _found(outcome: Outcome) -> str:
    """What a test found, without what another writing of the same mistake would change."""
    if outcome.status is Status.ERROR:
        return outcome.detail.partition(":")[0]
    if outcome.status is not Status.FAILED:
        return ""
    rough = _NUMBER.sub(lambda number: f"{float(number[0]):.3g}", outcome.detail)
    return sha256(rough.encode(errors="replace")).hexdigest()[:8]
