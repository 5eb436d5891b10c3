"""What a student should mend first: a cell that died before what it causes, an answer before those that use it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..assignment import Assignment, defined_and_used, without_magics
from ..judge import Question, Status
from .cells import RanCell


@dataclass(frozen=True)
class Advice:
    """Where to begin. Either `answer` names an answer, or `cell` is another cell; `others` suffer with it.

    If a cell died that uses an answer which is wrong itself, that answer comes first, and `dead` is the cell.
    """

    answer: str = ""
    cell: RanCell | None = None
    dead: RanCell | None = None
    others: tuple[str, ...] = ()


def what_to_mend_first(
    assignment: Assignment, questions: Sequence[Question], cells: Sequence[RanCell]
) -> Advice | None:
    """Where to begin, in the order of the notebook; nothing if all is right."""
    failed = {question.name for question in questions if question.worst.status is not Status.PASSED}
    order = [answer.name for answer in assignment.answers]
    wrong = [name for name in order if name in failed] + sorted(failed - {*order})
    uses = _uses(assignment, cells)
    wanted = next((name for name in wrong if _users(name, wrong, uses)), "")
    dead = next((cell for cell in cells if cell.ending), None)
    if dead is not None and (not wanted or not _is_before(wanted, dead, cells)):
        return _of_the_dead(dead, wrong, uses)
    first = wanted or next(iter(wrong), "")
    return Advice(first, others=_users(first, wrong, uses)) if first else None


def _is_before(name: str, dead: RanCell, cells: Sequence[RanCell]) -> bool:
    """Whether an answer stands in the notebook before this cell."""
    return any(answer_of(cell, (name,)) for cell in cells[: cells.index(dead)])


def answer_of(cell: RanCell, names: Collection[str]) -> str:
    """The answer that a cell was handed in for; nothing for another cell."""
    name = re.sub(r"-again-\d+$", "", cell.id)
    return name if name in names else ""


def _of_the_dead(dead: RanCell, wrong: list[str], uses: Mapping[str, set[str]]) -> Advice:
    """A cell that died is where to begin, unless it only suffers from an answer that is wrong itself."""
    own = answer_of(dead, uses)
    used = [name for name in wrong if name != own and name in _names_in(dead.source)]
    if used:
        return Advice(used[0], dead=dead, others=tuple(name for name in _users(used[0], wrong, uses) if name != own))
    if own:
        return Advice(own, dead=dead, others=_users(own, wrong, uses))
    return Advice(cell=dead)


def _users(name: str, wrong: Sequence[str], uses: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The wrong answers that use this one, and may be wrong only for that."""
    return tuple(other for other in wrong if other != name and name in uses.get(other, set()))


def _uses(assignment: Assignment, cells: Sequence[RanCell]) -> dict[str, set[str]]:
    """The answers by which each answer may be wrong: those that the student's cell or its visible checks use.

    Not those that its checks assume: with them right, it was wrong as well.
    """
    names = {answer.name for answer in assignment.answers}
    found: dict[str, set[str]] = {name: set() for name in names}
    for test in assignment.tests:
        if test.visible and test.answer in names:  # a course that is not ours has no answers, only tests
            found[test.answer] |= names & {*test.needs}
    for cell in cells:
        if own := answer_of(cell, names):
            found[own] |= names & _names_in(cell.source)
    assumed = {answer: {name for test in assignment.tests_of(answer) for name in test.assuming} for answer in names}
    return {answer: used - assumed[answer] for answer, used in found.items()}


def _names_in(source: str) -> set[str]:
    """The names that a cell takes from elsewhere. Of a cell that can't be read, all its words."""
    return set(_taken(source))


def _taken(source: str) -> Iterator[str]:
    try:
        yield from defined_and_used(without_magics(source))[1]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from set(re.findall(r"\w+", source))
