"""A gradebook that is a file of SQLite: how it survives a power cut, and how a copy of it is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from .faults import GradebookFault

_PATIENCE = 30  # seconds to wait for another program
_PAUSE = 0.05


def make_durable(engine: Engine) -> None:
    """What was recorded is on the disk, and programs wait for each other."""
    event.listen(engine, "connect", _settle)


def _settle(connection: sqlite3.Connection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={1000 * _PATIENCE}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Use a log. Programs that make a file at the same moment disturb each other here, and SQLite does not wait."""
    for left in reversed(range(int(_PATIENCE / _PAUSE))):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(_PAUSE)


def keep_copy(connection: Connection, ending: str) -> None:
    """Copy the file as it is now, whole or not at all. The caller holds a lock, so that nobody can write meanwhile."""
    name = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar()
    if not name:  # a database in memory
        return
    original = Path(name)
    copy = original.with_name(f"{original.name}.{ending}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a program that was killed
        _copy_database(original, part)
        part.replace(copy)
        _to_disk(copy.parent)
    except (OSError, sqlite3.Error) as error:
        raise GradebookFault(f"the gradebook can't be upgraded, since no copy of it could be kept: {error}") from None


def _copy_database(original: Path, copy: Path) -> None:
    """Copy what was committed, which may not be in the file yet. The copy is as private as the original."""
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        target.execute("PRAGMA journal_mode=OFF")  # no second file that a killed program would leave
        source.backup(target)
    shutil.copymode(original, copy)
    _to_disk(copy)


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
