"""People in Gradescope's tables: the roster (Download Roster) and the grades (Download Grades)."""

from __future__ import annotations

from ...roster import Listed, Person, RosterFormat, Sheet, entered

_STAFF = ("instructor", "ta", "reader")


def _fits(sheet: Sheet) -> bool:
    return {"SID", "Email"} <= set(sheet.header) and ("Name" in sheet.header or "First Name" in sheet.header)


def _read(sheet: Sheet) -> Listed:
    found, told = list[Person](), list[str]()
    for _, values in sheet.rows:
        cells = {header: value.strip() for header, value in zip(sheet.header, values, strict=True)}
        if cells.get("Role", "").casefold() in _STAFF:
            continue
        name = cells.get("Name") or f"{cells.get('First Name', '')} {cells.get('Last Name', '')}".strip()
        section = cells.get("Sections") or cells.get("Section", "")
        person, faults = entered(name, cells["Email"], section, [("gradescope_id", cells["SID"])])
        told += faults
        found += [person] if person is not None else []
    return Listed(found, told)


ROSTER = RosterFormat("Gradescope's list", _fits, _read)
