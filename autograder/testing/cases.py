"""Compare what an answer did when it was called with what the right answer did."""

from __future__ import annotations

import contextlib
import copy
import marshal
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .comparison import difference, latest_mismatch, plain_bytes
from .freezing import Case, thawed
from .marks import Rules
from .showing import short

# What students are told about a hidden call: the kind of mismatch, and nothing that could give the call away.
KINDS = {
    "value": "It returns a wrong value.",
    "shape": "What it returns has the wrong shape or length.",
    "kind": "What it returns is of the wrong kind, such as nothing, or text instead of a number.",
    "arguments": "It changes its arguments.",
    "new": "It returns one of its arguments, or a part of it, instead of something new.",
    "error": "It raises an error.",
    "no error": "It accepts what it must refuse with an error.",
    "other error": "It raises another kind of error than the notebook asks for.",
}


@dataclass(frozen=True)
class Done:
    """One call: what it returned or raised, and the arguments afterwards; ... stands for unchanged ones.

    `shares` says that the result is one of the arguments, or shares memory with it.
    """

    value: Any = None
    error: BaseException | None = None
    after: Any = ...
    shares: bool = False


class Mismatch(AssertionError):
    """Raised when an answer did something else than the right one. `kind` is one of KINDS; `share` passed."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind, self.share = kind, 0.0


def mismatch(name: str, case: Case, done: Done, rules: Rules, *, arguments: bool = True) -> Mismatch | None:
    """How an answer's call differs from the right one; None if it does not. `arguments` says whether they must stay."""
    kind, what = _found(case, done, rules, arguments)
    return Mismatch(kind, f"{case.written(name)}: {what}") if kind else None


def _found(case: Case, done: Done, rules: Rules, arguments: bool) -> tuple[str, str]:
    if case.errors:
        return _errors(case.errors, done.error)
    if done.error is not None:
        return "error", f"raised {type(done.error).__name__}: {done.error}"
    if arguments and (found := _changed(case, done, rules)):
        return "arguments", f"changed its arguments: {found}"
    if rules.new and done.shares:
        return "new", "returned an argument, or a part of it, instead of something new"
    if rules.agrees is not None:
        return _agreed(rules.agrees, case, done.value)
    found = difference(done.value, case.value, rules.rel, rules.abs)
    return (_kind(done.value, case.value), found) if found else ("", "")


def _errors(wanted: tuple[str, ...], error: BaseException | None) -> tuple[str, str]:
    asked = " or ".join(wanted)
    if error is None:
        return "no error", f"no error was raised; expected {asked}"
    names = {kind.__name__ for kind in type(error).__mro__}
    if "NotImplementedError" in names or not names & set(wanted):
        return "other error", f"raised {type(error).__name__}: {error}; expected {asked}"
    return "", ""


def _changed(case: Case, done: Done, rules: Rules) -> str:
    """How the arguments differ from how the right answer left them."""
    before = [list(case.positional), dict(case.named)]
    if case.after is ...:
        return "" if done.after is ... else difference(_lists(done.after), before, 0, 0)
    return difference(_lists(before if done.after is ... else done.after), _lists(case.after), rules.rel, rules.abs)


def _lists(arguments: Any) -> list[Any]:
    positional, named = arguments
    return [list(positional), dict(named)]


# What an author's comparison raises if it can't use what an answer returned.
COULD_NOT_USE = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, StopIteration)


def _agreed(agrees: Callable[..., Any], case: Case, value: Any) -> tuple[str, str]:
    """The author's own comparison: it returns whether they agree, or asserts it."""
    try:
        agreed = agrees(value, _fresh(case), copied(case.value))
    except AssertionError as error:
        return "value", str(error) or latest_mismatch() or f"got {short(value)}"
    except COULD_NOT_USE as error:
        return "kind", f"got {short(value)}: {type(error).__name__}: {error}"
    return ("", "") if agreed or agreed is None else ("value", f"got {short(value)}, which does not agree")


def _fresh(case: Case) -> Case:
    """The same case, for a comparison that may change it."""
    named = {name: copied(each) for name, each in case.named.items()}
    return replace(case, positional=tuple(map(copied, case.positional)), named=named, value=copied(case.value))


def copied(value: Any) -> Any:
    """A copy that shares nothing with the value."""
    plain = plain_bytes(value)
    return copy.deepcopy(value) if plain is None else marshal.loads(plain)


def _kind(got: Any, wanted: Any) -> str:
    """What is wrong with a value that differs."""
    numbers = [_numbers(got), _numbers(wanted)]
    if numbers[0] is not None and numbers[1] is not None:
        if (numbers[0].dtype.kind == "b") is not (numbers[1].dtype.kind == "b"):
            return "kind"
        return "value" if numbers[0].shape == numbers[1].shape else "shape"
    collections = (list, tuple, np.ndarray)
    if isinstance(got, collections) and isinstance(wanted, collections):
        if len(got) != len(wanted):
            return "shape"
        found = (_kind(g, w) for g, w in zip(got, wanted, strict=True) if difference(g, w, 1e-3, 1e-6))
        return next(found, "value")
    return "value" if type(got) is type(wanted) else "kind"


def _numbers(value: Any) -> Any:
    try:
        array = np.asarray(value)
    except Exception:  # a ragged list
        return None
    return array if array.dtype.kind in "biuf" else None


# In a notebook, where nobody else grades, the cases stand in the test.


class Charged:
    """The test of each answer that lost its points since the answer changes its arguments: later ones let that pass."""

    def __init__(self) -> None:
        self._by: dict[str, str] = {}

    def asks(self, answer: str, test: str) -> bool:
        """Whether this test still asks that arguments stay as they are."""
        return self._by.get(answer, test) == test

    def note(self, answer: str, test: str, found: Mismatch | None) -> None:
        if found is not None and found.kind == "arguments":
            self._by.setdefault(answer, test)


_charged = Charged()


def check_cases(test: str, answer: Callable[..., Any], frozen: str, rules: Rules, *others: Any) -> None:
    """Call an answer with each case, and raise Mismatch at the first that differs. `others` are answers it is given."""
    right, first, asks = 0, None, _charged.asks(answer.__name__, test)
    cases = thawed(frozen, {each.__name__: each for each in others})[_only.get()]
    for case in cases:
        found = mismatch(answer.__name__, case, called(answer, case), rules, arguments=asks)
        right += found is None
        first = first or found
        if first is not None and rules.shares != "cases":
            break
    _charged.note(answer.__name__, test, first)
    if first is not None:
        first.share = right / len(cases) if rules.shares == "cases" else 0.0
        first.args = (KINDS[first.kind],)  # hidden calls stay hidden in feedback, too
        raise first


@contextlib.contextmanager
def only_case(number: int) -> Iterator[None]:
    """For a grader that knows only whole tests: compare one case alone."""
    before = _only.set(slice(number, number + 1))
    try:
        yield
    finally:
        _only.reset(before)


_only: ContextVar[slice] = ContextVar("only", default=slice(None))


def called(answer: Callable[..., Any], case: Case) -> Done:
    """Call an answer here, with arguments of its own."""
    positional, named = copy.deepcopy((list(case.positional), dict(case.named)))
    try:
        value = answer(*positional, **named)
    except Exception as error:  # whatever an answer raises is compared, too
        return Done(error=error)
    after = (positional, named)
    same = not difference(list(after), [list(case.positional), dict(case.named)], 0, 0)
    return Done(value, after=... if same else after, shares=shares_memory(value, list(after)))


def shares_memory(value: Any, arguments: Any) -> bool:
    """Whether a result is one of the arguments, or has memory in common with one."""
    own = [each for each in _parts(arguments) if isinstance(each, (np.ndarray, list, dict, set))]
    for part in _parts(value):
        if isinstance(part, np.ndarray):
            if any(isinstance(each, np.ndarray) and np.may_share_memory(part, each) for each in own):
                return True
        elif isinstance(part, (list, dict, set)) and any(part is each for each in own):
            return True
    return False


def _parts(value: Any) -> Iterable[Any]:
    yield value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            if isinstance(item, (list, tuple, dict, np.ndarray)):
                yield from _parts(item)
