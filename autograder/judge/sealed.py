"""A test's cell of another course that runs here, and not in the student's box.

The cell is its author's. What it calls by a student's name crosses to the box as data, and so does what comes back: the
student's code meets neither the cell nor what it expects, and can't forge what it shows.
"""

from __future__ import annotations

import ast
import contextlib
import io
import random
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from ..sandbox import Box, BoxError, Handle, Output, Raised, TimedOut
from ..testing import Examined
from . import outputs
from .answers import Answer, as_raised, received
from .budget import Budget, OutOfTime
from .patience import patience

_SEED = 1


@dataclass(frozen=True)
class Seal:
    """How a cell runs here: with these functions and values of the student, after this source of its author."""

    functions: tuple[str, ...]
    values: tuple[str, ...]
    before: str = ""


def run_sealed(source: str, seal: Seal, box: Box, budget: Budget) -> list[Output]:
    """Run a test's cell here; what it shows is as if it had run in the notebook. What it draws is always the same."""
    random.seed(_SEED)
    np.random.seed(_SEED)
    printed = io.StringIO()
    try:
        with patience(budget), contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numpy's, about arithmetic with wrong answers
            value = _run(source, seal.before, _names(seal, box, budget))
    except (OutOfTime, AssertionError, BoxError) as error:
        shown = _problem(error)
    except (Exception, SystemExit) as error:  # the author's code met an answer that it did not expect
        shown = outputs.error(type(error).__name__, outputs.short(str(error)))
    else:
        text = outputs.short(repr(value)) if value is not None else ""
        data = {"text/plain": text}
        shown = {"output_type": "execute_result", "metadata": {}, "data": data, "execution_count": None} if text else {}
    said = printed.getvalue()
    return [*([outputs.said(outputs.plain(said))] if said else []), *([shown] if shown else [])]


def _problem(error: BoxError | AssertionError) -> Output:
    if isinstance(error, TimedOut | OutOfTime):
        return outputs.error("CellTimeoutError", str(error))
    kind = "AssertionError" if isinstance(error, AssertionError) else "Ended"
    return outputs.error(kind, outputs.short(str(error)))


def _run(source: str, before: str, names: dict[str, object]) -> object:
    """Run a cell; return what its last line evaluates to, as a notebook would show it."""
    exec(compile(before, "<notebook>", "exec"), names)
    tree = ast.parse(source)
    match tree.body:
        case [*body, ast.Expr(value=last)] if not source.rstrip().endswith(";"):
            exec(compile(ast.Module(body, []), "<test>", "exec"), names)
            return eval(compile(ast.Expression(last), "<test>", "eval"), names)
    exec(compile(tree, "<test>", "exec"), names)
    return None


def _names(seal: Seal, box: Box, budget: Budget) -> dict[str, Any]:
    """The student's names, as the test may use them."""
    call = partial(_call, box, budget)
    functions: Mapping[str, object] = {name: Answer(name, call) for name in seal.functions}
    return {"__name__": "__main__", **functions, **{name: _value(box, budget, name) for name in seal.values}}


def _call(box: Box, budget: Budget, name: str, positional: object, named: object) -> tuple[object, object]:
    with budget.running():
        result, changed = box.call(name, positional, named, budget.for_cell(name))
    return _here(result), changed


def _value(box: Box, budget: Budget, name: str) -> object:
    try:
        with budget.running():
            return _here(box.value(name, budget.for_cell(name)))
    except Raised as error:
        raise as_raised(error) from None


def _here(value: object) -> object:
    """A value from the box; an object that stayed there can be handed back, and nothing else."""
    return received(value, _not_examined)


def _not_examined(handle: Handle) -> Examined:
    raise TypeError(f"This test can't look into a {handle.kind} from here.")
