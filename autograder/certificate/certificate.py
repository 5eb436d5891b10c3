"""A certificate as a value: made only from content that states, as plain text, all that is shown of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .keys import CertificateError

_LONGEST = 500  # characters; more is no name


@dataclass(frozen=True)
class Certificate:
    """A signed certificate: its text, what it says, and the thumbprint (RFC 7638) of the key that signed it."""

    token: str
    content: dict[str, Any]
    key: str
    id: str
    course: str
    issuer: str
    address: str
    issued: datetime


def stated(token: str, content: dict[str, Any], key: str) -> Certificate:
    """The certificate with this content, or CertificateError if it leaves open what it is for, and by whom."""
    issuer = content.get("issuer")
    issuer = issuer if isinstance(issuer, dict) else {"id": issuer, "name": issuer}
    said = [content.get("id"), content.get("name"), issuer.get("name"), issuer.get("id")]
    issued = moment(content.get("validFrom"))
    texts = [text for text in said if isinstance(text, str) and _plain(text)]
    if issued is None or len(texts) < len(said):
        raise CertificateError("This certificate does not state its course, date, issuer and number as plain text.")
    number, course, name, address = texts
    if content.get("iss") != address:
        raise CertificateError("This certificate names two different issuers.")
    if content.get("jti") != number:
        raise CertificateError("This certificate states two different numbers.")
    return Certificate(token, content, key, number, course, name, address, issued)


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
