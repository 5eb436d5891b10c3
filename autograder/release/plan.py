"""The plan of a topic's notebook: the order of its cells, and the purpose of each. Every release follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ..assignment import Answer, Assignment, Essay, Prose, Test
from .standalone import for_graders, standalone, with_right
from .tools import TOOLS, tools_source


class Role(Enum):
    """The purpose of a cell."""

    TEXT = "text"  # to read
    CODE = "code"  # to run
    PICTURE = "picture"  # to run and look at; no grade needs it
    TOOLS = "tools"  # makes the checks work
    ANSWER = "answer"  # written by the student
    WORDS = "words"  # written by the student, graded by hand
    VISIBLE = "visible"  # a test that students see
    HIDDEN = "hidden"  # where hidden tests run


@dataclass(frozen=True)
class Slot:
    """One cell of the plan. `id` is its cell id and its nbgrader grade id; `source` is what students get."""

    id: str
    role: Role
    source: str
    name: str = ""  # of the answer that the slot belongs to
    tests: tuple[Test, ...] = ()
    points: float = 0


@lru_cache(maxsize=256)
def plan(assignment: Assignment) -> tuple[Slot, ...]:
    """The cells of the student's notebook, in order."""
    return tuple(_slots(assignment))


def grading_source(assignment: Assignment, slot: Slot) -> str:
    """The code that runs a slot's tests inside a notebook. Only hidden ones may hold right answers."""
    written = for_graders if slot.role is Role.HIDDEN else standalone
    return "\n\n\n".join([*(written(assignment, test) for test in slot.tests), _run(slot)])


def once_more(assignment: Assignment, slot: Slot) -> str:
    """The code that runs a visible test again with right answers in place of those that it assumes; nothing if none."""
    return "".join(
        f"{TOOLS}.run({with_right(assignment, test)}({test.name}), points={slot.points:g})"
        for test in slot.tests
        if test.assuming
    )


def hidden_notice(slot: Slot) -> str:
    """What a student sees where hidden tests will run."""
    count = f"{len(slot.tests)} more checks" if len(slot.tests) > 1 else "1 more check"
    return f"# {count} of {slot.name} ({worth(slot.points)}) will run here when the notebook is graded."


def worth(points: float) -> str:
    return f"{points:g} point" if points == 1 else f"{points:g} points"


def _slots(assignment: Assignment) -> Iterator[Slot]:
    tools_placed = False
    for cell in assignment.cells:
        match cell:
            case Prose(id=id, kind="markdown", source=source):
                yield Slot(id, Role.TEXT, source)
            case Prose(id=id, source=source, picture=picture):
                yield Slot(id, Role.PICTURE if picture else Role.CODE, source)
            case Essay(name=name, prompt=prompt, points=points):
                yield Slot(name, Role.WORDS, prompt, name, points=points)
            case Answer(name=name, stub=stub):
                if not tools_placed:
                    yield Slot("time-limits", Role.TEXT, _time_limits(assignment))
                    yield Slot("tools", Role.TOOLS, _tools_cell(assignment))
                    tools_placed = True
                yield Slot(name, Role.ANSWER, stub, name)
                yield from _tests_of(assignment, name)


def _tests_of(assignment: Assignment, answer: str) -> Iterator[Slot]:
    visible = [test for test in assignment.tests_of(answer) if test.visible]
    for number, test in enumerate(visible, 1):
        slot = Slot(f"{answer}-check-{number}", Role.VISIBLE, "", answer, (test,), test.points)
        yield Slot(slot.id, slot.role, grading_source(assignment, slot), answer, (test,), test.points)
    hidden = tuple(test for test in assignment.tests_of(answer) if not test.visible)
    if hidden:
        slot = Slot(f"{answer}-hidden", Role.HIDDEN, "", answer, hidden, sum(test.points for test in hidden))
        yield Slot(slot.id, slot.role, hidden_notice(slot), answer, hidden, slot.points)


def _run(slot: Slot) -> str:
    if len(slot.tests) == 1:
        return f"import {TOOLS}\n\n{TOOLS}.run({slot.tests[0].name}, points={slot.points:g})"
    names = "".join(f"    {test.name},\n" for test in slot.tests)
    points = ", ".join(f"{test.points:g}" for test in slot.tests)
    return f"import {TOOLS}\n\n{TOOLS}.run(\n{names}    points=[{points}],\n)"


def _time_limits(assignment: Assignment) -> str:
    limits = assignment.limits
    return (
        f"*Time: when this notebook is graded, a cell may take {limits.cell_seconds:g} seconds, a call of one of your "
        f"functions {limits.call_seconds:g}, and everything together {limits.total_seconds:g}.*"
    )


def _tools_cell(assignment: Assignment) -> str:
    # A separate module keeps our names and the student's names apart.
    return (
        "# Tools for the checks below. Run this cell once; there is nothing to change here.\n"
        "import sys, types\n"
        f'{TOOLS} = sys.modules["{TOOLS}"] = types.ModuleType("{TOOLS}")\n'
        f"exec(r'''{tools_source(assignment)}''', {TOOLS}.__dict__)"
    )
