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

from .calls import noted
from .cases import Mismatch
from .comparison import forget_mismatch
from .displaying import FOUND, Checked, Finding, in_notebook
from .grader import Missed
from .marks import Test
from .notes import noting
from .telling import told
from .wording import worded


def run(*tests: Test, points: float | list[float], hint: int = 0) -> Checked:
    """Run tests on the notebook's answers, show what they found, and return the points earned.

    `points` is the worth of the test, or a list with that of each. nbgrader uses the returned number as the score of
    the cell; a notebook shows it as one line for each test. `hint` is the number of the hint that fits if it fails,
    or 0.
    """
    worth = points if isinstance(points, list) else [points]
    findings = [_finding(test, value, hint) for test, value in zip(tests, worth, strict=True)]
    FOUND.update(zip((test.__name__ for test in tests), findings, strict=True))
    problems = [each.problem for each in findings if each.problem]
    if problems and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError("; ".join(problems))  # validation shows the text of errors, and nothing else
    if not in_notebook():
        print(*(each.text for each in findings), sep="\n")
    return Checked(sum(each.earned for each in findings), findings)


def _finding(test: Test, worth: float, hint: int) -> Finding:
    problem, share = trouble(test, inspect.unwrap(test).__globals__)
    claim = " ".join((test.__doc__ or test.__name__).split())
    names = list(inspect.signature(test).parameters)
    unwritten = problem.startswith(tuple(map(_not_written, names)))
    missing = unwritten or problem.startswith(tuple(map(_not_defined, names)))
    return Finding(claim, problem if missing else problem + _see(hint, problem), worth * share, worth, unwritten)


def _not_written(name: str) -> str:
    return worded("{name} is not written yet.", name=name)


def _not_defined(name: str) -> str:
    return worded("{name} is not defined: run the cell that defines it, and keep its name.", name=name)


def _see(hint: int, problem: str) -> str:
    """A sentence that points to a hint; nothing if none fits."""
    if not hint or not problem:
        return ""
    return f"{'' if problem.endswith(('.', '!', '?')) else '.'} {worded('See hint {number} above.', number=hint)}"


def trouble(test: Test, names: dict[str, Any]) -> tuple[str, float]:
    """Run one test with the answers that its parameters name; return what went wrong, and the share that is earned."""
    wanted = list(inspect.signature(test).parameters)
    missing = [name for name in wanted if name not in names]
    if missing:
        return _not_defined(missing[0]), 0.0
    forget_mismatch()
    with noting():
        try:
            with quiet():
                test(*(noted(name, names[name]) for name in wanted))
        except NotImplementedError as error:
            return f"{_not_written(wanted[0])} {error}".rstrip(), 0.0
        except (Mismatch, Missed) as error:
            return str(error), error.share
        except (Exception, SystemExit) as error:  # anything a student's answer raises is a finding, not a fault
            return told(error), 0.0
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
