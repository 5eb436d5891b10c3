"""A certificate as a value: made only from content that states, as plain text, all that is shown of it."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from .findings import Finding, NotValid
from .status import Place, stated_place

_LONGEST = 500  # characters; more is no name


@dataclass(frozen=True)
class Certificate:
    """A signed certificate: its text, what it says, and the thumbprint (RFC 7638) of the key that signed it.

    `person` is empty where the certificate names nobody. `place` is where its issuer would revoke it. `listed` is when
    its issuer last said that it was not revoked, if anybody looked.
    """

    token: str
    content: dict[str, Any]
    key: str
    id: str
    course: str
    issuer: str
    address: str
    issued: datetime
    person: str = ""
    until: datetime | None = None
    place: Place | None = None
    listed: datetime | None = None

    def is_for(self, address: str) -> bool:
        """Whether this address, or id, is the one whose salted hash the certificate states."""
        subject = self.content.get("credentialSubject")
        told = subject.get("identifier") if isinstance(subject, dict) else None
        entries = [entry for entry in told if isinstance(entry, dict)] if isinstance(told, list) else []
        return any(_is_hash_of(entry, who) for entry in entries for who in (address, address.casefold()))


def identity_hash(who: str, salt: str) -> str:
    """What a certificate states instead of an address or an id."""
    return f"sha256${sha256((who + salt).encode()).hexdigest()}"


def _is_hash_of(entry: dict[str, Any], who: str) -> bool:
    salt, told = entry.get("salt"), entry.get("identityHash")
    if entry.get("hashed") is not True or not isinstance(salt, str) or not isinstance(told, str):
        return False
    return hmac.compare_digest(told.casefold().encode(), identity_hash(who, salt).encode())


def stated(token: str, content: dict[str, Any], key: str) -> Certificate:
    """The certificate with this content, or NotValid if it leaves open what it is for, by whom, or for whom."""
    issuer = content.get("issuer")
    issuer = issuer if isinstance(issuer, dict) else {"id": issuer, "name": issuer}
    said = [content.get("id"), content.get("name"), issuer.get("name"), issuer.get("id")]
    issued = moment(content.get("validFrom"))
    texts = [text for text in said if isinstance(text, str) and _plain(text)]
    if issued is None or len(texts) < len(said):
        raise _unclear("This certificate does not state its course, date, issuer and number as plain text.")
    number, course, name, address = texts
    if content.get("iss") != address:
        raise _unclear("This certificate names two different issuers.")
    if content.get("jti") != number:
        raise _unclear("This certificate states two different numbers.")
    person, until = _person(content), moment(content.get("validUntil"))
    place = stated_place(content, address)
    return Certificate(token, content, key, number, course, name, address, issued, person, until, place)


def _person(content: dict[str, Any]) -> str:
    """The name of whom a certificate is for; nothing if it names nobody."""
    subject = content.get("credentialSubject")
    told = subject.get("identifier", []) if isinstance(subject, dict) else None
    if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told):
        raise _unclear("This certificate does not say whom it is for.")
    names = [entry.get("identityHash") for entry in told if entry.get("identityType") == "name"]
    plain = [name for name in names if isinstance(name, str) and _plain(name)]
    if len(names) > 1 or len(plain) < len(names):
        raise _unclear("This certificate does not state one name as plain text.")
    return "".join(plain)


def _unclear(reason: str) -> NotValid:
    return NotValid(Finding.UNCLEAR, reason)


def moment(value: object) -> datetime | None:
    """A date as a credential states it, with its offset from UTC; None for anything else."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _plain(text: str) -> bool:
    """Whether a line can show this text as it is: nothing that breaks it, turns it round or moves a cursor."""
    fits = bool(text.strip()) and len(text) <= _LONGEST
    return fits and not any(unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" for c in text)
