"""Bring two lists of people together, by plain rules, and tell whatever a person should look at.

Two entries are one person if they have the same id, the same id on a platform, or the same address. The same name alone
counts only if nobody else has it, and is said. If the rules name two different people, nothing is merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..intake import difference, look_alikes, shown
from .person import OTHER, Person, is_made, marks, name_key
from .roster import Roster

_NAME = "name"


class Register:
    """People and all that they are known by; grows while lists are merged."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self._places: dict[tuple[str, object], dict[int, None]] = defaultdict(dict)
        for place, person in enumerate(self.people):
            self._note(place, person)

    def put(self, person: Person, place: int | None = None) -> None:
        if place is None:
            place = len(self.people)
            self.people.append(person)
        self.people[place] = person
        self._note(place, person)

    def find(self, person: Person, *, by_name: bool = True) -> dict[int, str]:
        """Where this person already is, and by what; several places if the rules don't agree."""
        found = dict[int, str]()
        for what, value in marks(person):
            if what != _NAME:
                for place in self._places.get((what, value), ()):
                    found.setdefault(place, what)
        if found or not by_name or not (key := name_key(person.name)):
            return found
        namesakes = list(self._places.get((_NAME, key), ()))
        if len(namesakes) == 1 and not _differ(self.people[namesakes[0]], person):
            return {namesakes[0]: _NAME}
        return {}

    def _note(self, place: int, person: Person) -> None:
        for mark in marks(person):
            self._places[mark][place] = None


@dataclass(frozen=True)
class Merged:
    """The roster afterwards, how many people are new, and what to look at."""

    roster: Roster
    new: int
    told: list[str]


def merged(roster: Roster, incoming: Sequence[Person]) -> Merged:
    """The roster with these people brought in. Nobody is ever dropped from it."""
    register, told = Register(roster.people), list[str]()
    often = Counter(name_key(person.name) for person in incoming)
    for person in incoming:
        found = register.find(person, by_name=often[name_key(person.name)] == 1)
        if len(found) > 1:
            who = " and ".join(f"{register.people[place]} (the same {what})" for place, what in found.items())
            told.append(f"{person} could be {who}: left out. Correct the roster, and import again.")
        elif found:
            ((place, what),) = found.items()
            told += _clashes(register.people[place], person, what)
            register.put(_joined(register.people[place], person), place)
        else:
            register.put(person)
    return Merged(Roster(tuple(register.people)), len(register.people) - len(roster.people), told)


def _differ(one: Person, other: Person) -> bool:
    """Whether two namesakes are two people, or may be: both have an address, or an id of the same kind."""
    return bool(one.email and other.email) or any(one.of(column) and other.of(column) for column, _ in one.ids)


def _clashes(ours: Person, theirs: Person, what: str) -> Iterator[str]:
    if what == _NAME:
        yield f"{ours} and {theirs} are taken for one person: only the name agrees, and nobody else has it."
    if ours.name and theirs.name and name_key(ours.name) != name_key(theirs.name):
        yield f"{ours} is called {shown(theirs.name)!r} elsewhere (the same {what}). The roster's name stays."
    if ours.email and theirs.email and ours.email.casefold() != theirs.email.casefold():
        yield f"{ours} has the address {ours.email}, and elsewhere {theirs.email} (the same {what}). Ours stays."


def _joined(ours: Person, theirs: Person) -> Person:
    ids = tuple(dict.fromkeys((*ours.ids, *theirs.ids)))
    if theirs.id not in {ours.id, theirs.email, *(value for _, value in ids)} and not is_made(theirs):
        ids = (*ids, (OTHER, theirs.id))
    return replace(
        ours,
        name=ours.name or theirs.name,
        email=ours.email or theirs.email,
        section=theirs.section or ours.section,  # people change sections, and the platform knows
        ids=ids,
        more=tuple({**dict(theirs.more), **dict(ours.more)}.items()),
    )


def doubled(roster: Roster) -> list[str]:
    """People who may be one: the same address, id on a platform or name, or ids that look alike."""
    told = [f"{difference(group)} Are they one person?" for group in look_alikes(p.id for p in roster.people)]
    groups: dict[tuple[str, object], list[Person]] = defaultdict(list)
    for person in roster.people:
        for mark in marks(person):
            groups[mark].append(person)
    for (what, _), same in groups.items():
        if len(same) > 1:
            told.append(f"{' and '.join(map(str, same))} have the same {what}. Are they one person?")
    return told
