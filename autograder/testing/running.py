"""Run tests inside a notebook."""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from collections.abc import Iterator
from typing import Any

from .comparison import forget_mismatch, latest_mismatch
from .marks import Test


def run(*tests: Test, points: float | list[float]) -> float:
    """Run tests on the notebook's answers, print what they found, and return the points earned.

    `points` is the worth of the test, or a list with that of each. nbgrader uses the returned number as the score of
    the cell.
    """
    worth = points if isinstance(points, list) else [points]
    earned, problems = 0.0, []
    for test, value in zip(tests, worth, strict=True):
        problem = trouble(test, test.__globals__)
        claim = " ".join((test.__doc__ or test.__name__).split())
        print(f"\u2717 {claim}\n    {problem}" if problem else f"\u2713 {claim}")
        if problem:
            problems.append(problem)
        else:
            earned += value
    if problems and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError("; ".join(problems))  # validation shows the text of errors, not what is printed
    return earned


def trouble(test: Test, names: dict[str, Any]) -> str:
    """Run one test with the answers that its parameters name; return what went wrong, if anything."""
    wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
    missing = [name for name in wanted if name not in names]
    if missing:
        return f"{missing[0]} is not defined: run the cell that defines it, and keep its name."
    forget_mismatch()
    try:
        with quiet():
            test(*(names[name] for name in wanted))
    except NotImplementedError as error:
        return f"{wanted[0]} is not written yet. {error}".rstrip()
    except AssertionError as error:
        return str(error) or latest_mismatch() or "This does not hold yet."
    except (Exception, SystemExit) as error:  # anything a student's answer raises is a finding, not a fault
        return f"{type(error).__name__}: {error}"
    return ""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress stderr and warnings: nbgrader gives no points if a single line appears there."""
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
