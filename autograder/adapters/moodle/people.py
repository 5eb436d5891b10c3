"""People in Moodle's tables: the list of participants, the gradebook, and an assignment's grading worksheet.

Moodle writes the headers in the user's language; those known here are English and German. A worksheet's identifier,
such as `Participant 4711`, holds the number that Moodle writes after the name in the download of that assignment. Every
assignment has numbers of its own.
"""

from __future__ import annotations

import re

from ...roster import Listed, Person, RosterFormat, Sheet, entered

HEADERS = {
    "first": ("First name", "Vorname"),
    "last": ("Last name", "Surname", "Nachname"),
    "name": ("Full name", "Vollständiger Name"),
    "email": ("Email address", "E-Mail-Adresse"),
    "idnumber": ("ID number", "ID-Nummer"),
    "username": ("Username", "Anmeldename"),
    "section": ("Groups", "Gruppen"),
    "participant": ("Identifier", "ID"),
    "grade": ("Grade", "Bewertung"),
    "institution": ("Institution",),
    "department": ("Department", "Abteilung"),
    "exported": ("Last downloaded from this course", "Zuletzt von diesem Kurs geladen"),
}
_PLACES = {header.casefold(): field for field, headers in HEADERS.items() for header in headers}
_PARTICIPANT = re.compile(r"\D*(\d{1,20})")


def fields(sheet: Sheet) -> dict[str, int]:
    """Which column holds what."""
    found = dict[str, int]()
    for place, header in enumerate(sheet.header):
        if field := _PLACES.get(header.casefold()):
            found.setdefault(field, place)
    return found


def lists_people(sheet: Sheet) -> bool:
    """Whether this is one of Moodle's tables: first and last names with an address, or a worksheet."""
    found = fields(sheet).keys()
    return {"first", "last", "email"} <= found or {"participant", "name", "grade"} <= found


def people(sheet: Sheet) -> tuple[dict[int, Person], list[str]]:
    """The people in each row, and what can't be used."""
    places, found, told = fields(sheet), dict[int, Person](), list[str]()
    for row, values in sheet.rows:
        cells = {field: values[place].strip() for field, place in places.items()}
        name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
        person, faults = entered(name, cells.get("email", ""), cells.get("section", ""), _ids(cells))
        told += faults
        if person is not None:
            found[row] = person
    return found, told


def _ids(cells: dict[str, str]) -> list[tuple[str, str]]:
    ids = [
        ("moodle_id", cells.get("idnumber", "")),
        ("moodle_username_id", cells.get("username", "")),
        ("moodle_email_id", cells.get("email", "")),  # as Moodle writes it: its importer tells A from a
    ]
    participant = cells.get("participant", "")
    if number := _PARTICIPANT.fullmatch(participant):
        ids += [("moodle_participant_id", participant), ("moodle_number", number[1])]
    return ids


def _read(sheet: Sheet) -> Listed:
    found, told = people(sheet)
    return Listed(list(found.values()), told)


ROSTER = RosterFormat("Moodle's list", lists_people, _read)
