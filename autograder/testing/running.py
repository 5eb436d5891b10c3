"""Run tests inside a notebook."""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from .cases import Mismatch
from .comparison import forget_mismatch, latest_mismatch
from .grader import Missed
from .marks import Test


def run(*tests: Test, points: float | list[float]) -> float:
    """Run tests on the notebook's answers, print what they found, and return the points earned.

    `points` is the worth of the test, or a list with that of each. nbgrader uses the returned number as the score of
    the cell.
    """
    worth = points if isinstance(points, list) else [points]
    earned, problems = 0.0, []
    for test, value in zip(tests, worth, strict=True):
        problem, share = trouble(test, inspect.unwrap(test).__globals__)
        claim = " ".join((test.__doc__ or test.__name__).split())
        print(f"\u2717 {claim}\n    {problem}" if problem else f"\u2713 {claim}")
        if problem:
            problems.append(problem)
        earned += value * share
    if problems and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError("; ".join(problems))  # validation shows the text of errors, not what is printed
    return earned


def trouble(test: Test, names: dict[str, Any]) -> tuple[str, float]:
    """Run one test with the answers that its parameters name; return what went wrong, and the share that is earned."""
    wanted = list(inspect.signature(test).parameters)
    missing = [name for name in wanted if name not in names]
    if missing:
        return f"{missing[0]} is not defined: run the cell that defines it, and keep its name.", 0.0
    forget_mismatch()
    try:
        with quiet():
            test(*(names[name] for name in wanted))
    except NotImplementedError as error:
        return f"{wanted[0]} is not written yet. {error}".rstrip(), 0.0
    except (Mismatch, Missed) as error:
        return str(error), error.share
    except AssertionError as error:
        return str(error) or latest_mismatch() or "This does not hold yet.", 0.0
    except (Exception, SystemExit) as error:  # anything a student's answer raises is a finding, not a fault
        return f"{type(error).__name__}: {error}", 0.0
    return "", 1.0


def with_right(names: list[str], sources: list[str]) -> Callable[[Test], Test]:
    """Run a test again with right answers by these names, if it fails with the notebook's own.

    `sources` define them, and other right answers that they use.
    """

    def decorated(test: Test) -> Test:
        @functools.wraps(test)
        def tried(*answers: Any, **named: Any) -> Any:
            try:
                return test(*answers, **named)
            except Exception:  # whatever went wrong may be due to another answer
                first = next(iter([*answers, *named.values()]), None)
                space = getattr(inspect.unwrap(first), "__globals__", None) if callable(first) else None
                if space is None:
                    raise
            with replaced(space, names, sources):
                return test(*answers, **named)

        return tried

    return decorated


@contextlib.contextmanager
def replaced(space: dict[str, Any], names: list[str], sources: list[str]) -> Iterator[None]:
    """Put right answers in place of the notebook's own, for a while."""
    right = dict(space)
    for source in sources:
        exec(source, right)
    own = {name: space[name] for name in names if name in space}
    space.update({name: right[name] for name in names})
    try:
        yield
    finally:
        for name in names:
            space.pop(name)
        space.update(own)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress stderr and warnings: nbgrader gives no points if a single line appears there."""
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
