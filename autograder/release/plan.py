"""The plan of a topic's notebook: the order of its cells, and the purpose of each. Every release follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ..assignment import Answer, Assignment, Cell, Essay, Prose, Test
from ..translation import Wording
from .hints import folded, pointing
from .standalone import for_graders, standalone, with_right
from .tools import TOOLS, tools_cell


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
    SUMMARY = "summary"  # says at the end how far the student is


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
    return "\n\n\n".join([*(written(assignment, test) for test in slot.tests), _run(assignment, slot)])


def once_more(assignment: Assignment, slot: Slot) -> str:
    """The code that runs a visible test again with right answers in place of those that it assumes; nothing if none."""
    return "".join(
        f"{TOOLS}.run({with_right(assignment, test)}({test.name}), points={slot.points:g})"
        for test in slot.tests
        if test.assuming
    )


def hidden_notice(slot: Slot, wording: Wording) -> str:
    """What a student sees where hidden tests will run."""
    text = wording.worded(
        "{count} more checks of {answer} ({worth}) will run here when the notebook is graded."
        if len(slot.tests) > 1
        else "1 more check of {answer} ({worth}) will run here when the notebook is graded.",
        count=len(slot.tests), answer=slot.name, worth=in_points(slot.points, wording),
    )  # fmt: skip
    return f"# {text}"


def in_points(points: float, wording: Wording) -> str:
    return wording.worded("{points:g} point" if points == 1 else "{points:g} points", points=points)


def _slots(assignment: Assignment) -> Iterator[Slot]:
    place_of_tools = _place_of_tools(assignment)
    for place, cell in enumerate(assignment.cells):
        if place == place_of_tools:
            yield Slot("time-limits", Role.TEXT, _time_limits(assignment))
            yield Slot("tools", Role.TOOLS, tools_cell(assignment))
        match cell:
            case Prose(id=id, kind="markdown", source=source):
                yield Slot(id, Role.TEXT, source)
            case Prose(id=id, source=source, picture=picture):
                yield Slot(id, Role.PICTURE if picture else Role.CODE, source)
            case Essay(name=name, prompt=prompt, points=points):
                yield Slot(name, Role.WORDS, prompt, name, points=points)
            case Answer(name=name, stub=stub):
                yield Slot(name, Role.ANSWER, stub, name)
                if name in assignment.hints:
                    yield Slot(f"{name}-hints", Role.TEXT, folded(assignment.hints[name], assignment.wording), name)
                yield from _tests_of(assignment, name)
    yield Slot("points-so-far", Role.SUMMARY, _summary(assignment))


def _place_of_tools(assignment: Assignment) -> int:
    """Before the section of the first answer: nothing comes between an explanation and what it explains."""
    cells = assignment.cells
    first = next((place for place, cell in enumerate(cells) if isinstance(cell, Answer)), -1)
    return next((place for place in range(first, -1, -1) if _opens_a_section(cells[place])), first)


def _opens_a_section(cell: Cell) -> bool:
    return isinstance(cell, Prose) and cell.kind == "markdown" and cell.source.startswith("## ")


def _tests_of(assignment: Assignment, answer: str) -> Iterator[Slot]:
    visible = [test for test in assignment.tests_of(answer) if test.visible]
    for number, test in enumerate(visible, 1):
        slot = Slot(f"{answer}-check-{number}", Role.VISIBLE, "", answer, (test,), test.points)
        # All that JupyterLab and Colab show of the folded cell, in one line that neither wraps nor ends at the margin.
        # The claim stands in the line that the check prints.
        title = assignment.wording.worded("Check {number} of {answer}", number=number, answer=answer)
        source = f"#@title {title}\n{grading_source(assignment, slot)}"
        yield Slot(slot.id, slot.role, source, answer, (test,), test.points)
    hidden = tuple(test for test in assignment.tests_of(answer) if not test.visible)
    if hidden:
        slot = Slot(f"{answer}-hidden", Role.HIDDEN, "", answer, hidden, sum(test.points for test in hidden))
        yield Slot(slot.id, slot.role, hidden_notice(slot, assignment.wording), answer, hidden, slot.points)


def _run(assignment: Assignment, slot: Slot) -> str:
    if len(slot.tests) == 1:
        hint = pointing(assignment.fitting_hints.get(slot.tests[0].name, 0))
        return f"import {TOOLS}\n\n{TOOLS}.run({slot.tests[0].name}, points={slot.points:g}{hint})"
    names = "".join(f"    {test.name},\n" for test in slot.tests)
    points = ", ".join(f"{test.points:g}" for test in slot.tests)
    return f"import {TOOLS}\n\n{TOOLS}.run(\n{names}    points=[{points}],\n)"


def _time_limits(assignment: Assignment) -> str:
    limits = assignment.limits
    return assignment.wording.worded(
        "*Time: when this notebook is graded, a cell may take {cell:g} seconds, a call of one of your functions "
        "{call:g}, and everything together {total:g}.*",
        cell=limits.cell_seconds, call=limits.call_seconds, total=limits.total_seconds,
    )  # fmt: skip


def _summary(assignment: Assignment) -> str:
    visible = {
        answer.name: [test.name for test in assignment.tests_of(answer.name) if test.visible]
        for answer in assignment.answers
    }
    later = sum(test.points for test in assignment.tests if not test.visible)
    later += sum(essay.points for essay in assignment.essays)
    listed = "".join(f"        {answer!r}: {tests!r},\n" for answer, tests in visible.items() if tests)
    essays = {essay.name: essay.points for essay in assignment.essays}
    by_hand = f"    by_hand={essays!r},\n" if essays else ""
    return (
        f"#@title {assignment.wording.worded('How far you are. Run this cell at the end.')}\n"
        f"import {TOOLS}\n\n{TOOLS}.summary(\n    {{\n{listed}    }},\n    later={later:g},\n{by_hand})"
    )
