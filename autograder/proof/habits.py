"""Pure: bad habits that an answer could have, put on top of right answers. If no test notices one, a test is missing.

Unlike a slip, a habit does not depend on how the answer is written, and it shows only on data that few authors think
of: repeats, large values, whole numbers, arguments that are used again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..testing import Case
from .mutating import Slip


@dataclass(frozen=True)
class Habit:
    """A bad habit: the body of a function that calls `right`, and whether a right answer's case could show it."""

    name: str
    body: str
    could_show: Callable[[Case], bool]


_TEMPLATE = """\
{right}


def _habit(right):
    import copy
    import functools

    import numpy as np

    @functools.wraps(right)
    def {name}(*args, **named):
{body}

    return {name}


{name} = _habit({name})
"""


def habits(answer: str, source: str, cases: Iterable[Case], *, new: bool) -> Iterator[Slip]:
    """The right answer with each habit that its drawn calls could show. `new` says that results must be new objects."""
    known = list(cases)
    for habit in _HABITS:
        if any(map(habit.could_show, known)) and (new or habit.name != _ITSELF):
            made = _TEMPLATE.format(right=source, name=answer, body=habit.body)
            yield Slip(answer, f"{answer}: {habit.name}", 1, made)


def _arguments(case: Case) -> list[Any]:
    return [*case.positional, *case.named.values()]


def _is_row(value: object) -> bool:
    """Whether a value has a last item."""
    return len(value) > 0 if isinstance(value, list) else isinstance(value, np.ndarray) and value.ndim > 0 < len(value)


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, np.ndarray | np.generic) and np.asarray(value).dtype.kind in "biuf":
        yield from np.ravel(value).tolist()[:1000]
    elif isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)


def _parts(value: object) -> list[object]:
    return list(value) if isinstance(value, tuple) else [value]


def _is_among(value: object, arguments: list[Any]) -> bool:
    """Whether a value is equal to an argument that could be returned in its place."""
    return isinstance(value, list | np.ndarray) and any(
        type(argument) is type(value) and np.array_equal(argument, value) for argument in arguments
    )


def _can_change(value: object) -> bool:
    return value.size > 0 if isinstance(value, np.ndarray) else isinstance(value, list | dict) and len(value) > 0


def _is_long(value: object) -> bool:
    """Whether a value may hold repeats."""
    row = isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim == 1)
    return row and len(value) > 1  # type: ignore[arg-type]


def _is_table(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 1 and min(value.shape) > 1


def _has_fractions(case: Case) -> bool:
    return not case.errors and any(number % 1 for number in _numbers(case.value) if np.isfinite(number))


def _takes_bytes(case: Case) -> bool:
    return any(isinstance(value, np.ndarray) and value.dtype == np.uint8 for value in _arguments(case))


_ITSELF = "returns an argument itself"
_HABITS = (
    Habit(
        "changes its arguments",
        """\
        result = copy.deepcopy(right(*args, **named))
        for value in [*args, *named.values()]:
            if isinstance(value, np.ndarray) and value.size:
                value.flat[0] = 1 - value.flat[0]
            elif isinstance(value, list) and value:
                value.reverse()
                value.pop()
            elif isinstance(value, dict) and value:
                value.popitem()
            else:
                continue
            break
        return result""",
        lambda case: any(_can_change(value) for value in _arguments(case)),
    ),
    Habit(
        _ITSELF,
        """\
        def given(value):
            for argument in [*args, *named.values()]:
                if isinstance(argument, (np.ndarray, list)) and type(argument) is type(value):
                    if np.array_equal(argument, value):
                        return argument
            return value

        result = right(*args, **named)
        return type(result)(map(given, result)) if isinstance(result, tuple) else given(result)""",
        lambda case: any(_is_among(part, _arguments(case)) for part in _parts(case.value)),
    ),
    Habit(
        "rounds to three decimals",
        """\
        def rounded(value):
            if isinstance(value, (float, np.floating)) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
                return np.round(value, 3)
            if isinstance(value, (list, tuple)):
                return type(value)(rounded(item) for item in value)
            return {key: rounded(item) for key, item in value.items()} if isinstance(value, dict) else value

        return rounded(right(*args, **named))""",
        _has_fractions,
    ),
    Habit(
        "assumes that no result is beyond a thousand",
        """\
        def bounded(value):
            if isinstance(value, bool) or getattr(value, "dtype", None) == bool:
                return value
            if isinstance(value, (int, float, np.number)):
                return type(value)(min(max(value, -1000), 1000))
            if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
                return np.clip(value.astype(float), -1000, 1000)
            if isinstance(value, dict):
                return {key: bounded(item) for key, item in value.items()}
            return type(value)(map(bounded, value)) if isinstance(value, (list, tuple)) else value

        return bounded(right(*args, **named))""",
        lambda case: not case.errors and any(abs(number) > 50 for number in _numbers(case.value)),
    ),
    Habit(
        "gives whole numbers for whole numbers",
        """\
        def whole(value):
            if isinstance(value, (float, np.floating)):
                return int(value) if np.isfinite(value) else value
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                return value.astype(int)
            return type(value)(map(whole, value)) if isinstance(value, (list, tuple)) else value

        result = right(*args, **named)
        given = [value for value in [*args, *named.values()] if not isinstance(value, (bool, str, dict, type(None)))]
        if given and all(np.asarray(value).dtype.kind in "iu" for value in given):
            return whole(result)
        return result""",
        lambda case: _has_fractions(case) and not any(number % 1 for number in _numbers(_arguments(case))),
    ),
    Habit(
        "gives bytes for bytes",
        """\
        def in_bytes(value):
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                return value.astype(np.uint8)
            return type(value)(map(in_bytes, value)) if isinstance(value, (list, tuple)) else value

        result = right(*args, **named)
        given = any(isinstance(value, np.ndarray) and value.dtype == np.uint8 for value in [*args, *named.values()])
        return in_bytes(result) if given else result""",
        lambda case: _takes_bytes(case) and _has_fractions(case),
    ),
    Habit(
        "drops repeats",
        """\
        def once(value):
            if isinstance(value, list):
                return [item for number, item in enumerate(value) if repr(item) not in map(repr, value[:number])]
            if isinstance(value, np.ndarray) and value.ndim == 1:
                return value[np.sort(np.unique(value, return_index=True)[1])]
            return value

        return right(*map(once, args), **{key: once(value) for key, value in named.items()})""",
        lambda case: not case.errors and any(map(_is_long, _arguments(case))),
    ),
    Habit(
        "leaves out the last item",
        """\
        result = right(*args, **named)
        return result[:-1] if isinstance(result, (list, np.ndarray)) and np.shape(result) != () else result""",
        lambda case: _is_row(case.value),
    ),
    Habit(
        "repeats the last item",
        """\
        result = right(*args, **named)
        if isinstance(result, list) and result:
            return [*result, result[-1]]
        if isinstance(result, np.ndarray) and result.ndim and len(result):
            return np.concatenate([result, result[-1:]])
        return result""",
        lambda case: _is_row(case.value),
    ),
    Habit(
        "reads arrays as they lie in memory",
        """\
        def as_it_lies(value):
            if isinstance(value, np.ndarray) and value.ndim:
                return np.frombuffer(value.tobytes("A"), value.dtype).reshape(value.shape)
            return value

        return right(*map(as_it_lies, args), **{key: as_it_lies(value) for key, value in named.items()})""",
        lambda case: any(map(_is_table, _arguments(case))),
    ),
    Habit(
        "accepts what it must refuse",
        """\
        try:
            return right(*args, **named)
        except NotImplementedError:
            raise
        except Exception:
            return None""",
        lambda case: bool(case.errors),
    ),
)  # fmt: skip
