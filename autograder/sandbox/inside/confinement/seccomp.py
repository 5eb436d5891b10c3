"""seccomp: the system calls of `rules` pass; other known ones are refused, and unknown ones do not exist.

Theory of operation. The filter is a small program that the kernel runs at each system call. It looks at the number, by
bisection, and for a few calls at the arguments. A known call that is not allowed fails with EPERM. A number that is in
no table, of a kernel newer than ours, fails with ENOSYS: libraries then do without it. A foreign architecture kills.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from . import kernel, rules, syscalls

Step = tuple[int, int, int, int]
_LOAD, _EQUAL, _AT_LEAST, _MASK, _RETURN, _JUMP = 0x20, 0x15, 0x35, 0x54, 0x06, 0x05
_ALLOW, _KILL, _FEIGN, _REFUSE, _UNKNOWN, _NOTIFY = 0x7FFF0000, 0x80000000, 0x50000, 0x50001, 0x50026, 0x7FC00000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where a filter finds them
_COLUMN = {"x86_64": 0, "aarch64": 1}
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_THIS_PROCESS = 0x7EADBEE7  # stands for the number of the process that installs the filter; no other value is like it
_STEP = struct.Struct("HBBI")
_SET_FILTER, _NEW_LISTENER = 1, 8


@dataclass(frozen=True)
class Filter:
    """A compiled filter: made once, and installed in each box."""

    steps: bytes
    listens: bool = False

    def install(self) -> int:
        """For this process and all that it starts, for ever. A listening one gives the descriptor to listen at."""
        steps = self.steps.replace(_THIS_PROCESS.to_bytes(4, sys.byteorder), os.getpid().to_bytes(4, sys.byteorder))
        program = ctypes.create_string_buffer(steps, len(steps))  # the kernel reads it from our memory
        header = struct.pack("HxxxxxxQ", len(steps) // _STEP.size, ctypes.addressof(program))
        return kernel.call(number("seccomp"), _SET_FILTER, _NEW_LISTENER if self.listens else 0, header)


def number(name: str) -> int:
    """The number of a system call on this machine."""
    found = syscalls.NUMBERS[name][_COLUMN[kernel.ARCHITECTURE]]
    assert found is not None
    return found


def name_of(call: int) -> str:
    """The name of a system call of this machine by its number."""
    return next((name for name, pair in syscalls.NUMBERS.items() if pair[_COLUMN[kernel.ARCHITECTURE]] == call), "?")


@cache
def by_argument() -> frozenset[int]:
    """The calls whose arguments decide."""
    return frozenset(number(name) for name in rules.conditions(alone=True, pid=0))


def compiled(*, alone: bool, gpu: bool = False, listens: bool = False) -> Filter:
    """The filter for a box. Where it is not `alone`, the filter names the process that installs it."""
    steps = _program(alone=alone, gpu=gpu, refuse=_NOTIFY if listens else _REFUSE)
    return Filter(b"".join(_STEP.pack(*step) for step in steps), listens)


@cache
def for_programs() -> Filter:
    """The filter for a box in which programs may be started."""
    conditions = rules.for_programs(_THIS_PROCESS)
    verdicts = _verdicts(alone=True, gpu=False, refuse=_REFUSE)
    for group in rules.PROGRAMS:
        verdicts |= {number(name): _ALLOW for name in group.names}
    return Filter(b"".join(_STEP.pack(*step) for step in _steps(conditions, verdicts, _REFUSE)))


def _program(*, alone: bool, gpu: bool, refuse: int) -> list[Step]:
    conditions = rules.conditions(alone=alone, pid=_THIS_PROCESS, gpu=gpu)
    return _steps(conditions, _verdicts(alone=alone, gpu=gpu, refuse=refuse), refuse)


def _steps(conditions: dict[str, rules.Condition], verdicts: dict[int, int], refuse: int) -> list[Step]:
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, _AUDIT[kernel.ARCHITECTURE]), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for name, condition in conditions.items():
        block = _alternatives(condition, refuse)
        steps += [(_EQUAL, 1, 0, number(name)), (_JUMP, 0, 0, len(block)), *block]
    return [*steps, *_bisection(_spans(verdicts))]


def _alternatives(condition: rules.Condition, refuse: int) -> list[Step]:
    """Allow where all tests of one alternative hold; each that fails leads to the next."""
    steps: list[Step] = []
    for tests in condition.alternatives:
        block: list[Step] = [(_RETURN, 0, 0, _ALLOW)]
        for place, bits, value in reversed(tests):
            block = [
                (_LOAD, 0, 0, _ARGUMENTS + 8 * place), (_MASK, 0, 0, bits), (_EQUAL, 0, len(block), value), *block,
            ]  # fmt: skip
        steps += block
    return [*steps, (_RETURN, 0, 0, refuse)]


def _verdicts(*, alone: bool, gpu: bool, refuse: int) -> dict[int, int]:
    """What becomes of each known number, its arguments aside."""
    column = _COLUMN[kernel.ARCHITECTURE]
    known = {name: pair[column] for name, pair in syscalls.NUMBERS.items()}
    found = {number: refuse for number in known.values() if number is not None}
    groups = [(group, _ALLOW) for group in rules.ALLOWED]
    groups += [(group, _ALLOW) for group in rules.APART] if alone else [(rules.FEIGNED, _FEIGN)]
    groups += [(group, _ALLOW) for group in rules.GPU if gpu]
    for group, verdict in groups:
        found |= {number: verdict for name in group.names if (number := known[name]) is not None}
    return found | {number: _UNKNOWN for name in rules.ABSENT if (number := known[name]) is not None}


def _spans(verdicts: dict[int, int]) -> list[tuple[int, int]]:
    """Where each run of numbers with the same verdict begins, and the verdict; beyond and between is unknown."""
    every = [(number, verdicts.get(number, _UNKNOWN)) for number in range(max(verdicts) + 2)]
    return [(next(run)[0], verdict) for verdict, run in groupby(every, key=lambda pair: pair[1])]


def _bisection(spans: list[tuple[int, int]]) -> list[Step]:
    """The verdict on the number, found by halving. The number is loaded already."""
    if len(spans) == 1:
        return [(_RETURN, 0, 0, spans[0][1])]
    middle = len(spans) // 2
    lower, upper = _bisection(spans[:middle]), _bisection(spans[middle:])
    if len(lower) < 256:
        return [(_AT_LEAST, len(lower), 0, spans[middle][0]), *lower, *upper]
    return [(_AT_LEAST, 0, 1, spans[middle][0]), (_JUMP, 0, 0, len(lower)), *lower, *upper]
