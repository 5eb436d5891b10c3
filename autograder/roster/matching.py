"""Who handed in what: students' ids in the gradebook, matched with the people on the roster.

Theory of operation. A wrong match gives somebody another person's grade, so what is not sure is not matched, but told.
An id that was made from a download (`Ada Lovelace 4711`) needs both: the platform's number, and a name that can be
theirs. One person may have several such ids, since Moodle numbers people anew for each assignment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..intake import shown
from .person import Person, name_key, numbered, same_name
from .roster import Roster

_Index = dict[object, list[Person]]


@dataclass(frozen=True)
class Matching:
    """For each student's id, the person; and the ids of nobody on the roster, with the reason."""

    people: dict[str, Person]
    by_name: list[str]  # matched by nothing but the name
    unknown: dict[str, str]

    def students(self) -> dict[str, list[str]]:
        """For each person's id, the ids under which they handed in."""
        found = dict[str, list[str]]()
        for student, person in self.people.items():
            found.setdefault(person.id, []).append(student)
        return found


def match(students: Iterable[str], roster: Roster) -> Matching:
    """Match each student's id with a person on the roster."""
    known, matching = _Known(roster), Matching({}, [], {})
    for student in students:
        found = known.by_id(student)
        if not found:
            found = known.by_name(student)
            matching.by_name.extend([student] if len(found) == 1 else [])
        if len(found) == 1:
            matching.people[student] = found[0]
        elif found:
            who = " or ".join(map(str, found))
            matching.unknown[student] = f"it may be {who}. Write it into the column other_id of the right one."
        else:
            matching.unknown[student] = "nobody on the roster has this id."
    return matching


class _Known:
    """Everybody on the roster, by all that an id can mean."""

    def __init__(self, roster: Roster) -> None:
        self._own, self._alone, self._numbers = _index(), _index(), _index()
        self._addresses, self._names = _index(), _index()
        for person in roster.people:
            self._own[person.id].append(person)
            for value in person.known_as:
                self._alone[value].append(person)
            for number in {value for column, value in person.ids if column.endswith("_number")}:
                self._numbers[number].append(person)
            if person.email:
                self._addresses[person.email.casefold()].append(person)
            self._names[name_key(person.name)].append(person)

    def by_id(self, student: str) -> list[Person]:
        """The people whom an id names: by itself, by a platform's number, or as an address. Several: it is unclear."""
        name, number = numbered(student)
        numbers = self._numbers.get(number, []) if number else []
        return (
            self._own.get(student)
            or self._alone.get(student)
            or [person for person in numbers if same_name(name, person.name)]
            or self._addresses.get(student.casefold(), [])
        )

    def by_name(self, student: str) -> list[Person]:
        key = name_key(numbered(student)[0] or student)
        return self._names.get(key, []) if key else []


def _index() -> _Index:
    return defaultdict(list)


def told(matching: Matching) -> list[str]:
    """What a person should look at, a line each."""
    named = [f"{shown(each)} is taken for {matching.people[each]}: only the name agrees." for each in matching.by_name]
    return named + [f"{shown(student)}: {reason}" for student, reason in matching.unknown.items()]
