"""The students in nbgrader's gradebook, read without nbgrader, and without changing the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ...roster import Listed, Person, RosterError, entered

_SQLITE = b"SQLite format 3\0"


def is_gradebook(path: Path) -> bool:
    """Whether the file is a database, as nbgrader's gradebook.db is."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def people_of(path: Path) -> Listed:
    """Everybody in nbgrader's list of students."""
    query = "select id, first_name, last_name, email from student order by id"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as book:
            rows = book.execute(query).fetchall()
    except sqlite3.Error as error:
        raise RosterError(f"{path} is not nbgrader's gradebook: {error}. Name its gradebook.db.") from None
    found, told = list[Person](), list[str]()
    for student, first, last, email in rows:
        name = " ".join(str(part) for part in (first, last) if part)
        person, faults = entered(name, str(email or ""), "", [("nbgrader_id", str(student))])
        told += faults
        found += [person] if person is not None else []
    return Listed(found, told)
