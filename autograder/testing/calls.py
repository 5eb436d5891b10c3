"""Answers that note how a test calls them. Arguments are kept as they were before the call, which may change them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from .notes import NotedCall, current, notes
from .showing import kept

FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, functools.partial)


def noted(name: str, answer: Any) -> Any:
    """An answer for a test. A function will note its calls; anything else is known by its name."""
    if isinstance(answer, FUNCTIONS):
        return noted_function(name, answer)
    notes().variables[name] = answer
    return answer


def noted_function(name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does the same, and notes the test's calls."""

    @functools.wraps(answer)
    def asked(*positional: Any, **named: Any) -> Any:
        so_far = current()
        positional = tuple(map(own_answer, positional))
        named = {key: own_answer(value) for key, value in named.items()}
        if so_far is None or so_far.busy:
            return answer(*positional, **named)
        call = NotedCall(name, tuple(map(kept, positional)), {key: kept(value) for key, value in named.items()})
        asking = sys._getframe(1)
        call.place = asking.f_code, asking.f_lasti
        so_far.add(call)
        so_far.busy = True
        try:
            call.result = answer(*positional, **named)
        except BaseException as error:
            call.error = error
            raise
        finally:
            so_far.busy = False
        call.gave = kept(call.result)
        return call.result

    asked.noting = asked  # type: ignore[attr-defined]
    return asked


def own_answer(value: Any) -> Any:
    """An argument; for a function that notes calls, the student's own, which they may compare with theirs."""
    notes_calls = type(value) is FunctionType and vars(value).get("noting") is value
    return vars(value)["__wrapped__"] if notes_calls else value
