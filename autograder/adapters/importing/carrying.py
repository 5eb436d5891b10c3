"""Make a topic of what an adapter read: which names become answers, and which checks become tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...assignment import defined_and_used, without_magics
from .bringing import CantCarry, Definition, Notebook, definitions_in
from .checking import Candidate, candidate, is_only_shown, test_name
from .source import Asked, Check, Given, Item, NotCarried, Source, Text, Words
from .splitting import Intertwined, Piece, split

_TAKEN = ("tools", "coursecheck")  # names that no answer can have
_LONGEST = 48
Placed = Text | Given | Words | Check | Piece


@dataclass(frozen=True)
class Test:
    """A test with its name, its answers, the first of which earns the points, and its points."""

    candidate: Candidate
    name: str
    needs: tuple[str, ...]
    points: float


@dataclass(frozen=True)
class Topic:
    """A topic to be written: the notebook's cells, the tests, the right answers, and what got lost."""

    source: Source
    cells: tuple[Text | Given | Words | Piece, ...]
    tests: tuple[Test, ...]
    answers: tuple[Piece, ...]
    untested: tuple[Piece, ...]
    lost: tuple[NotCarried, ...]

    @property
    def shared(self) -> tuple[Definition, ...]:
        """What stands at the top of tests.py, each statement once."""
        found = {each.source: each for test in self.tests for each in test.candidate.brought.shared}
        return tuple(sorted(found.values(), key=lambda each: each.place))


def carry(source: Source, refused: Mapping[str, str], values: Mapping[str, list[str]]) -> Topic:
    """The topic that a notebook becomes.

    `refused` are checks that were tried and are no good as tests, with the reason; `values` are what the right answers
    gave for the expressions of a check. A check whose values are not known yet stays as it is.
    """
    placed, lost, names = _placed(source)
    pieces = [item for _, item in placed if isinstance(item, Piece)]
    by_hand = {name: why for item in source.items if isinstance(item, Words) for name, why in _by_hand(item)}
    notebook = Notebook(
        tuple(piece.name for piece in pieces), tuple(_definitions(placed)), {**by_hand, **names}, source.files
    )
    found: list[Candidate] = []
    for place, item in placed:
        if isinstance(item, Check):
            try:
                found.append(_tried(candidate(item, place, notebook), refused, values))
            except CantCarry as why:
                shown = "" if is_only_shown(item) else item.source
                lost.append(NotCarried(f"the check {item.where}", str(why), shown, item.points))
    tests = tuple(_named(found))
    tested = {test.needs[0] for test in tests}
    untested = tuple(piece for piece in pieces if piece.name not in tested)
    answers = tuple(_with_what_it_uses(piece, untested) for piece in pieces if piece.name in tested)
    cells = tuple(_cells([item for _, item in placed], answers))
    return Topic(source, cells, tests, answers, untested, tuple(lost))


def _placed(source: Source) -> tuple[list[tuple[int, Placed]], list[NotCarried], dict[str, str]]:
    """The items, with cells that students write split into answers; what got lost; and the names that went with it."""
    placed: list[tuple[int, Placed]] = []
    lost, names, seen = [*source.lost, *_files(source)], dict[str, str](), set[str]()
    for place, item in enumerate(_distinct(source.items)):
        if not isinstance(item, Asked):
            placed.append((place, item))
            continue
        try:
            pieces = list(split(item))
            _check_names([piece.name for piece in pieces if isinstance(piece, Piece)], seen)
        except Intertwined as why:
            lost.append(NotCarried(f"the cell {item.where}", str(why), item.solution))
            names |= dict.fromkeys(_made(item.solution), "the cell that makes it could not be carried")
            placed.append((place, Text(f"```python\n{item.stub}\n```")))
            continue
        placed += [(place, piece) for piece in pieces]
        seen |= {piece.name for piece in pieces if isinstance(piece, Piece)}
    return placed, lost, names


def _distinct(items: Iterable[Item]) -> Iterator[Item]:
    """The items, each check with a name of its own."""
    taken = set[str]()
    for item in items:
        if isinstance(item, Check):
            where, number = item.where, 1
            while where in taken:
                number += 1
                where = f"{item.where}_{number}"
            taken.add(where)
            item = replace(item, where=where)
        yield item


def _files(source: Source) -> Iterator[NotCarried]:
    """The files beside the notebook that its code names, and that a topic can't hand out."""
    code = [item.source for item in source.items if isinstance(item, Given)]
    code += [item.solution for item in source.items if isinstance(item, Asked)]
    for name in source.files:
        named = any(f'"{name}"' in each or f"'{name}'" in each for each in code)
        if named and not name.endswith(".npz") and not any(name in each.what for each in source.lost):
            yield NotCarried(f"the file {name}", "topics hand out .npz files only")


def _check_names(names: Sequence[str], seen: set[str]) -> None:
    for name in names:
        if name in seen:
            raise Intertwined(f"{name} is asked for a second time")
        if name in _TAKEN or len(name) > _LONGEST:
            raise Intertwined(f"no answer can be called {name}")


def _made(source: str) -> set[str]:
    try:
        return defined_and_used(without_magics(source))[0]
    except SyntaxError:
        return set()


def _by_hand(item: Words) -> Iterator[tuple[str, str]]:
    for name in _made(item.code):
        yield name, "that is graded by hand"


def _definitions(placed: Iterable[tuple[int, Placed]]) -> Iterator[Definition]:
    for place, item in placed:
        if isinstance(item, Given | Check):
            yield from definitions_in(item.source, place)


def _tried(found: Candidate, refused: Mapping[str, str], values: Mapping[str, list[str]]) -> Candidate:
    where = found.check.where
    if where in refused:
        raise CantCarry(refused[where])
    return found.with_values(values[where]) if where in values else found


def _named(found: Sequence[Candidate]) -> Iterator[Test]:
    """The tests. Each answer needs one of its own, so a check of several answers may become several tests."""
    firsts = _firsts(found)
    taken = set[str]()
    for each in found:
        mine = firsts[each.check.where]
        for first in mine:
            needs = (first, *(name for name in each.needs if name != first))
            name = base = test_name(each.check, needs) + (f"_{first}" if len(mine) > 1 else "")
            number = 1
            while name in taken:
                number += 1
                name = f"{base}_{number}"
            taken.add(name)
            yield Test(each, name, needs, each.check.points / len(mine))


def _firsts(found: Sequence[Candidate]) -> dict[str, list[str]]:
    """For each check the answers that earn its points: one if possible, and the one that is asked for last."""
    firsts: dict[str, list[str]] = {}
    covered = set[str]()
    for each in sorted(found, key=lambda each: len(each.needs)):
        new = [name for name in each.needs if name not in covered]
        firsts[each.check.where] = [(new or list(each.needs))[-1]]
        covered |= set(firsts[each.check.where])
    for each in found:
        more = [name for name in each.needs if name not in covered]
        firsts[each.check.where] += more
        covered |= set(more)
    return firsts


def _with_what_it_uses(piece: Piece, untested: Sequence[Piece]) -> Piece:
    """A right answer, with the right solutions that it uses and that no test asks for."""
    used, more = _used(piece), dict[str, str]()
    while new := [each for each in untested if each.name in used and each.name not in more]:
        for each in new:
            more[each.name] = each.solution
            used |= _used(each)
    before = [each.solution for each in untested if each.name in more]
    return replace(piece, solution="\n\n\n".join([*before, piece.solution]))


def _essay_name(told: str, taken: set[str]) -> str:
    """A name for a question that people grade: letters, digits and underscores, and nobody else's."""
    name = re.sub(r"[^A-Za-z0-9_]+", "_", told)[: _LONGEST - 8]
    name = name if name[:1].isalpha() or name[:1] == "_" else f"q_{name}"
    while name in taken:
        name = f"{name}_"
    return name


def _used(piece: Piece) -> set[str]:
    return defined_and_used(without_magics(piece.solution))[1]


def _cells(items: Iterable[Placed], answers: Sequence[Piece]) -> Iterator[Text | Given | Words | Piece]:
    """The notebook's cells. A stub that no test asks for is code like any other."""
    names = {piece.name for piece in answers}
    taken = {*names, *_TAKEN}
    for item in items:
        if isinstance(item, Piece):
            yield item if item.name in names else Given(item.stub)
        elif isinstance(item, Words) and item.points > 0:
            name = _essay_name(item.name, taken)
            taken.add(name)
            yield replace(item, name=name)
        elif isinstance(item, Words):
            yield Text(item.prompt)
        elif isinstance(item, Check):
            if is_only_shown(item):
                yield Given(item.source)
        elif item.source.strip():
            yield item
