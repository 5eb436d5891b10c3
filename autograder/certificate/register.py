"""The issuer's register: every certificate that was ever issued or revoked, and who agreed to what; kept for ever.

Theory of operation. The register lies with the key: whoever signs must know what was signed. Nothing in it is changed;
what happens later is a line of its own. A certificate is signed and recorded in one transaction, and is handed out only
from here. So a program that is killed at any moment leaves either no certificate, and nobody has seen one, or a
recorded one, which the next run hands out; and two programs never issue two for the same achievement. It holds names of
students, so only its owner can read it, and it is no part of the public site.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from ..errors import OurFault
from .credential import Ticket
from .keys import CertificateError
from .status import PLACES, Place

REGISTER_FILE = "certificates.db"
_FULL = PLACES // 2  # certificates on a list: from then on, a free place is hard to find by chance
_PATIENCE = 30.0  # seconds to wait for another program
_TABLES = """
CREATE TABLE IF NOT EXISTS certificate (
    number TEXT PRIMARY KEY, student TEXT NOT NULL, part TEXT NOT NULL, work TEXT NOT NULL, list INTEGER NOT NULL,
    bit INTEGER NOT NULL, issued TEXT NOT NULL, author TEXT NOT NULL, token TEXT NOT NULL, UNIQUE (list, bit)
);
CREATE INDEX IF NOT EXISTS whose ON certificate (student, part);
CREATE TABLE IF NOT EXISTS revocation (
    number TEXT PRIMARY KEY REFERENCES certificate, moment TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS consent (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, what TEXT NOT NULL, given INTEGER NOT NULL, moment TEXT NOT NULL,
    author TEXT NOT NULL
);
"""
_EACH = "SELECT c.*, r.moment AS revoked, r.reason AS reason FROM certificate c LEFT JOIN revocation r USING (number)"
_LOG = """
SELECT issued AS moment, 'issued' AS event, number, student, part, author, '' AS reason FROM certificate
UNION ALL SELECT r.moment, 'revoked', number, c.student, c.part, r.author, r.reason
    FROM revocation r JOIN certificate c USING (number)
UNION ALL SELECT moment, CASE given WHEN 1 THEN 'agreed: ' ELSE 'withdrew: ' END || what, '', student, '', author, ''
    FROM consent
ORDER BY moment
"""


@dataclass(frozen=True)
class Recorded:
    """A certificate as the register has it. `revoked` is when, and empty for one in force."""

    number: UUID
    student: str
    part: str
    work: str
    issued: datetime
    token: str
    revoked: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Claim:
    """Who gets a certificate and for what. `work` identifies what was handed in for it; `author` is who issues it."""

    student: str
    part: str
    work: str
    author: str


class Register:
    """The register in a file. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / REGISTER_FILE
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA synchronous=FULL")  # what was handed out must be known after a power cut
            with self._alone():
                for statement in filter(str.strip, _TABLES.split(";")):
                    self._db.execute(statement)
        except sqlite3.Error as error:
            raise OurFault(f"the register {path} can't be opened: {error}") from None

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def issue(self, claim: Claim, sign: Callable[[Ticket], str], now: datetime, *, again: bool = False) -> Recorded:
        """The certificate in force for this claim; if there is none, one that `sign` makes. When this returns, it is
        on the disk.

        One that was revoked is not issued anew unless that is asked for, `again`; it then takes the place of the old.
        """
        with self._alone():
            last = self.last(claim.student, claim.part)
            if last and not last.revoked and not again:
                return last
            if last and last.revoked and not again:
                raise CertificateError(_was_revoked(last))
            if last and not last.revoked:
                self._revoke(last.number, "replaced by a new one", claim.author, now)
            ticket = Ticket(uuid4(), secrets.token_hex(8), self._free_place())
            self._insert(claim, ticket, sign(ticket), now)
        found = self.last(claim.student, claim.part)
        assert found is not None
        return found

    def last(self, student: str, part: str) -> Recorded | None:
        """The newest certificate that somebody got for something, revoked or not."""
        rows = self._read(f"{_EACH} WHERE student = ? AND part = ? ORDER BY c.rowid DESC LIMIT 1", student, part)
        return _recorded(rows[0]) if rows else None

    def find(self, number: UUID) -> Recorded | None:
        """The certificate with this number."""
        rows = self._read(f"{_EACH} WHERE number = ?", str(number))
        return _recorded(rows[0]) if rows else None

    def revoke(self, number: UUID, reason: str, author: str, now: datetime) -> Recorded:
        """Revoke a certificate, for good. Returns it."""
        with self._alone():
            found = self.find(number)
            if found is None:
                raise CertificateError(f"No certificate with the number {number} was issued here.")
            if found.revoked:
                raise CertificateError(f"Certificate {number} was revoked before, on {found.revoked[:10]}.")
            self._revoke(number, reason, author, now)
        return found

    def lists(self) -> dict[int, frozenset[int]]:
        """For each status list, the places that are revoked."""
        found: dict[int, set[int]] = {1: set()}
        for row in self._read("SELECT list, bit, r.number FROM certificate LEFT JOIN revocation r USING (number)"):
            found.setdefault(row["list"], set()).update([row["bit"]] if row["number"] else [])
        return {number: frozenset(bits) for number, bits in found.items()}

    def agree(self, student: str, what: str, author: str, now: datetime, *, given: bool) -> None:
        """Record that somebody agreed to something, such as a page about them, or no longer does."""
        with self._alone():
            columns = "INSERT INTO consent (student, what, given, moment, author) VALUES (?, ?, ?, ?, ?)"
            self._db.execute(columns, (student, what, given, now.isoformat(), author))

    def agreed(self, what: str) -> frozenset[str]:
        """The students who have agreed to something and have not withdrawn that."""
        newest = "SELECT max(id) FROM consent WHERE what = ? GROUP BY student"
        rows = self._read(f"SELECT student FROM consent WHERE given AND id IN ({newest})", what)
        return frozenset(row["student"] for row in rows)

    def log(self) -> Iterator[dict[str, str]]:
        """All that ever happened, in order."""
        return (dict(row) for row in self._read(_LOG))

    def _insert(self, claim: Claim, ticket: Ticket, token: str, now: datetime) -> None:
        row = (
            str(ticket.number), claim.student, claim.part, claim.work, ticket.place.list, ticket.place.bit,
            now.isoformat(), claim.author, token,
        )  # fmt: skip
        self._db.execute("INSERT INTO certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _revoke(self, number: UUID, reason: str, author: str, now: datetime) -> None:
        self._db.execute("INSERT INTO revocation VALUES (?, ?, ?, ?)", (str(number), now.isoformat(), author, reason))

    def _free_place(self) -> Place:
        """A place that nobody has: by chance, so that it tells nothing about when and to whom it was given."""
        (last,) = self._read("SELECT coalesce(max(list), 1) AS number, count(*) AS taken FROM certificate")
        number = last["number"] + (last["taken"] >= last["number"] * _FULL)
        while True:
            bit = secrets.randbelow(PLACES)
            if not self._read("SELECT 1 FROM certificate WHERE list = ? AND bit = ?", number, bit):
                return Place(number, bit)

    def _read(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with closing(self._db.execute(query, values)) as cursor:
            return cursor.fetchall()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A transaction in which nobody else writes: all of it happens, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _recorded(row: sqlite3.Row) -> Recorded:
    issued = datetime.fromisoformat(row["issued"])
    revoked, reason = row["revoked"] or "", row["reason"] or ""
    return Recorded(
        UUID(row["number"]), row["student"], row["part"], row["work"], issued, row["token"], revoked, reason
    )


def _was_revoked(last: Recorded) -> str:
    why = f" ({last.reason})" if last.reason else ""
    return f"Their certificate was revoked on {last.revoked[:10]}{why}. To issue one anew, use --again."
