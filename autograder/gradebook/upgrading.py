"""Brings a gradebook to the newest revision, once, however many programs open it at the same time.

A gradebook keeps the number of its revision in the table `alembic_version`. If that is the newest, opening it costs one
look, and alembic is not even imported. Otherwise the upgrade takes a lock, looks again, and makes all changes in one
transaction: a program that is killed leaves the gradebook as it was. SQLite and PostgreSQL can do both. Gradebooks made
before there were revisions have the table of verdicts only, which is revision 0001.
"""

from __future__ import annotations

import threading

from sqlalchemy import Connection, Engine, inspect, text

from .faults import GradebookError
from .file import keep_copy

REVISIONS = ("0001", "0002", "0003", "0004")  # as in migrations/versions, oldest first
NEWEST = REVISIONS[-1]

_NO_REVISION = ""  # an empty database
_HERE = threading.Lock()  # alembic keeps what it is doing in global variables
_LOCK_NUMBER = 0x67726164  # of PostgreSQL's lock, which belongs to this database only; any number will do


def upgrade(engine: Engine) -> None:
    """Bring the gradebook to the newest revision, or say why not. Keeps a copy of a SQLite file that it changes."""
    with engine.connect() as connection:
        if _revision(connection) == NEWEST:
            return
    with _HERE, engine.connect() as connection:
        _lock(connection)
        found = _revision(connection)  # another program may have been faster
        if found != NEWEST:
            if found and engine.dialect.name == "sqlite":
                keep_copy(connection, f"before-{NEWEST}")
            _run_migrations(connection, found)
            connection.commit()


def _revision(connection: Connection) -> str:
    """The gradebook's revision. Raises `GradebookError` if this program doesn't know it."""
    tables = inspect(connection)
    found = None
    if tables.has_table("alembic_version"):
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        return REVISIONS[0] if tables.has_table("verdicts") else _NO_REVISION
    if found in REVISIONS:
        return str(found)
    if str(found) > NEWEST and len(found) == len(NEWEST) and found.isdecimal():
        raise GradebookError(
            f"This gradebook was written by a newer version of autograder (its revision is {found}, and this version "
            f"knows {NEWEST}). Update autograder, or use another gradebook."
        )
    raise GradebookError(
        f"This database belongs to another program (its revision is {found}). Give the gradebook a database of its own."
    )


def _lock(connection: Connection) -> None:
    """Begin a transaction that only one program at a time can hold. Waits for the others.

    Other databases have no lock here: there, open a gradebook once before several programs use it.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})


def _run_migrations(connection: Connection, found: str) -> None:
    # Takes a third of a second to import, and a gradebook that is up to date doesn't need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", f"{__package__}:migrations")
    config.attributes["connection"] = connection
    if found:
        command.stamp(config, found)  # for a gradebook from before there were revisions
    command.upgrade(config, NEWEST)
