"""A PostgreSQL of the tests' own: in a folder that is removed afterwards, and reached only through a socket in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

ELSEWHERE = "Asia/Kathmandu"  # the server's time zone: nobody's, and not a whole number of hours from UTC


class Server:
    """A running PostgreSQL. Its owner is `postgres`, who needs no password."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def new_database(self) -> str:
        """An address at which nothing is yet: a schema of its own, which is made in a moment, unlike a real database."""
        import psycopg

        name = f"gradebook{next(self._numbers)}"
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"postgresql+psycopg://postgres@/postgres?host={self._folder}&options=-csearch_path%3D{name}"


def why_not() -> str:
    """Why no PostgreSQL can be started here, or nothing."""
    if _program("initdb") is None:
        return "this machine has no PostgreSQL: apt-get install postgresql"
    if os.geteuid() == 0 and not _owner():
        return "PostgreSQL does not run as root, and this machine has no user named postgres"
    return ""


@contextmanager
def running() -> Iterator[Server]:
    """Start a server of one's own, and stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # a short path: the name of a socket has at most 107 bytes
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, *_owner())
        data, options = str(folder / "data"), f"-k {folder} -c listen_addresses= -c timezone={ELSEWHERE} -c fsync=off"
        _run(
            folder,
            "initdb",
            "--pgdata",
            data,
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        )
        _run(folder, "pg_ctl", "start", "--wait", "--pgdata", data, "--options", options, "--log", str(folder / "log"))
        try:
            yield Server(folder)
        finally:
            _run(folder, "pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata", data)
    finally:
        shutil.rmtree(folder)


def _run(folder: Path, name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    user, group = _owner() if os.geteuid() == 0 else (None, None)
    command = [str(_program(name)), *arguments]
    with (folder / f"{name}.out").open("w+") as out:  # not a pipe: the server would hold it open
        done = subprocess.run(
            command, user=user, group=group, extra_groups=user and [], cwd=folder, stdout=out, stderr=out
        )
        out.seek(0)
        assert done.returncode == 0, out.read()


def _program(name: str) -> Path | None:
    """Debian keeps all but psql out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4].split(".")[0]))
    on_path = shutil.which(name)
    return found[-1] if found else on_path and Path(on_path)


def _owner() -> tuple[str, str] | tuple[()]:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return ()
    return "postgres", "postgres"
