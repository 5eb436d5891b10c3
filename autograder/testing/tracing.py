"""Where a value that was compared came from: a call's result, a part of it, a model's fact, or a variable.

Nothing is said that may be false. So an object must be the very same. Of whole numbers and texts Python may keep one
for all that are equal: only the latest call is taken to have given them.
"""

from __future__ import annotations

import dis
from typing import Any

import numpy as np

from .notes import NotedCall, Notes

SHARED = (bool, int, str, bytes, type(None), type(...))  # of equal ones, Python may keep just one


def way_to(actual: Any, call: NotedCall, *, newest: bool) -> tuple[Any, ...] | None:
    """Where in a call's result the compared object is; () if it is the result itself, None if it is not there."""
    result = call.result
    if call.error is not None or (isinstance(actual, SHARED) and not newest):
        return None
    if result is actual or put_together(actual, result):
        return ()
    if type(result) not in (tuple, list, dict):
        return None
    places = [key for key, item in (result.items() if type(result) is dict else enumerate(result)) if item is actual]
    return (places[0],) if len(places) == 1 else None


def put_together(actual: Any, result: Any) -> bool:
    """Whether a tuple holds a call's results again: `a, b = f()`, and then `(a, b)` is compared."""
    if not (type(actual) is type(result) is tuple and len(actual) == len(result) > 1):
        return False
    return all(one is other for one, other in zip(actual, result, strict=True))


def results_asked(call: NotedCall) -> int:
    """Into how many names the test unpacks what it gets: 2 for `a, b = f()`, and 0 if it does not unpack it.

    An array of two rows would unpack into two names as well, and only later does something not fit.
    """
    if call.place is None:
        return 0
    code, at = call.place
    following = next((step for step in dis.get_instructions(code) if step.offset > at), None)
    return following.arg or 0 if following is not None and following.opname == "UNPACK_SEQUENCE" else 0


def has_results(result: Any, count: int) -> bool:
    """Whether a result is so many results, or one array that unpacks into as many."""
    several = isinstance(result, (tuple, list)) or (isinstance(result, np.ndarray) and result.ndim > 0)
    return several and len(result) == count


def variable_of(actual: Any, now: Notes) -> str:
    """The name of the notebook's variable that was compared; nothing if none was."""
    if isinstance(actual, SHARED) and now.count:
        return ""
    names = [name for name, value in now.variables.items() if value is actual]
    return names[0] if len(names) == 1 else ""


def model_of(found: Any, now: Notes) -> str:
    """Where a model that was examined came from, as the beginning of a sentence; nothing if that is not known."""
    model = next((model for seen, model in reversed(now.examined) if seen is found), None)
    if model is None:
        return ""
    if name := next((name for name, value in now.variables.items() if value is model), ""):
        return f"`{name}` is a model"
    calls = (call for call in reversed(now.calls) if way_to(model, call, newest=True) is not None)
    return next((f"{call.written} gave a model" for call in calls), "")
