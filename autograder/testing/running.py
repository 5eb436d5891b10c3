"""Run tests inside a notebook."""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .calls import noted
from .cases import Mismatch
from .comparison import forget_mismatch
from .displaying import FOUND, Checked, Finding, in_notebook
from .grader import Missed
from .marks import Test
from .notes import noting
from .telling import told
from .unwritten import not_made, whose_stub
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
    found = trouble(test, inspect.unwrap(test).__globals__)
    claim = " ".join((test.__doc__ or test.__name__).split())
    problem = found.problem if found.missing else found.problem + _see(hint, found.problem)
    return Finding(claim, problem, worth * found.share, worth, found.unwritten)


def _not_written(error: NotImplementedError, test: Test, names: dict[str, Any]) -> str:
    """Which answer raised this error, since it is still the stub: the one that is tested, or one that it needs."""
    tested = next(iter(inspect.signature(test).parameters))
    name = whose_stub(error, test, names) or tested
    if name != tested:
        return worded("{name} is not written yet, and this check needs it.", name=name)
    return f"{worded('{name} is not written yet.', name=name)} {error}".rstrip()


def _not_defined(name: str) -> str:
    return worded("{name} is not defined: run the cell that defines it, and keep its name.", name=name)


def _see(hint: int, problem: str) -> str:
    """A sentence that points to a hint; nothing if none fits."""
    if not hint or not problem:
        return ""
    stop = "" if problem.endswith((".", "!", "?")) else "."
    return f"{stop} {worded('Stuck? Open hint {number} in the folded cell above.', number=hint)}"


class Trouble(NamedTuple):
    """What went wrong in a test, and the share of its points that is earned.

    `missing` says that an answer is not there to be tested; it is `unwritten` if only its stub is.
    """

    problem: str = ""
    share: float = 0.0
    missing: bool = False
    unwritten: bool = False


def trouble(test: Test, names: dict[str, Any]) -> Trouble:
    """Run one test with the answers that its parameters name, and tell what went wrong."""
    wanted = list(inspect.signature(test).parameters)
    missing = [name for name in wanted if name not in names]
    if missing:
        return Trouble(_not_defined(missing[0]), missing=True)
    if empty := [name for name in wanted if names[name] is ...]:
        return Trouble(not_made(empty), missing=True, unwritten=True)
    forget_mismatch()
    with noting():
        try:
            with quiet():
                test(*(noted(name, names[name]) for name in wanted))
        except NotImplementedError as error:
            return Trouble(_not_written(error, test, names), missing=True, unwritten=True)
        except (Mismatch, Missed) as error:
            return Trouble(str(error), error.share)
        except (Exception, SystemExit) as error:  # anything a student's answer raises is a finding, not a fault
            return Trouble(told(error))
    return Trouble(share=1.0)


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
