"""Which certificates were revoked: the public list that says so, and how it is read (Bitstring Status List 1.0).

Theory of operation. A list has a bit for each of 131,072 certificates, nearly all of which do not exist, and each
certificate has a place drawn by chance. So a list tells neither whose certificate was revoked nor how many there are,
and whoever fetches it does not tell which certificate they look at. It is signed, so that whoever hosts it can't change
it. It has an end, and it must be younger than the certificate that it is asked about: that is all that an old copy, put
in place of the new one, can be told by.
"""

from __future__ import annotations

import gzip
import re
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .findings import Finding, NotValid
from .keys import Issuer
from .reading import Unreadable, base64url

PLACES = 1 << 17  # the least that the specification allows: 16 KB
_LONGEST = 1 << 20  # bytes of a list that is read
_KIND = "BitstringStatusListCredential"
_ENTRY = "BitstringStatusListEntry"
_PLACE = re.compile(r"(0|[1-9][0-9]{0,8})\Z")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}\Z")


@dataclass(frozen=True)
class Place:
    """Where a certificate stands: on which list, and as which bit."""

    list: int
    bit: int


def path_of(number: int) -> str:
    """Where a list is on the site."""
    return f"status/{number}"


def entry(place: Place, issuer: str) -> dict[str, str]:
    """What a certificate says about its place."""
    address = f"{issuer}/{path_of(place.list)}"
    return {
        "id": f"{address}#{place.bit}",
        "type": _ENTRY,
        "statusPurpose": "revocation",
        "statusListIndex": str(place.bit),
        "statusListCredential": address,
    }


def stated_place(content: dict[str, Any], issuer: str) -> Place | None:
    """The place that a certificate states; None for one from before there were lists. Raises NotValid for any other."""
    if "credentialStatus" not in content:
        return None
    told = content["credentialStatus"]
    if isinstance(told, dict) and told.get("type") == _ENTRY and told.get("statusPurpose") == "revocation":
        before, _, number = str(told.get("statusListCredential")).rpartition("/")
        bit = told.get("statusListIndex")
        plain = isinstance(bit, str) and _PLACE.match(bit) and _NUMBER.match(number) and "statusSize" not in told
        if plain and before == f"{issuer}/status":
            return Place(int(number), int(str(bit)))
    raise NotValid(Finding.UNCLEAR, "This certificate does not say in a known way where its issuer would revoke it.")


def status_list(number: int, revoked: Collection[int], issuer: Issuer, now: datetime, days: int) -> dict[str, Any]:
    """The content of a list that is valid from now for some days."""
    address, now = f"{issuer.url}/{path_of(number)}", now.replace(microsecond=0)
    end = now + timedelta(days=days)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", _KIND],
        "issuer": issuer.url,
        "validFrom": now.isoformat(),
        "validUntil": end.isoformat(),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(revoked),
        },
        "iss": issuer.url,
        "jti": address,
        "nbf": int(now.timestamp()),
        "exp": int(end.timestamp()),
    }


def _encoded(revoked: Collection[int]) -> str:
    bits = bytearray(PLACES // 8)
    for bit in revoked:
        bits[bit // 8] |= 0x80 >> bit % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def is_revoked(content: dict[str, Any], place: Place, address: str) -> bool:
    """Whether a list, which the issuer at `address` has signed, has this bit. Raises Unreadable if it is another."""
    here, subject = f"{address}/{path_of(place.list)}", content.get("credentialSubject")
    kinds = content.get("type")
    if not isinstance(kinds, list) or _KIND not in kinds or not isinstance(subject, dict):
        raise Unreadable("it is no list of revoked certificates")
    if {content.get(name) for name in ("iss", "issuer") if isinstance(content.get(name), str)} != {address}:
        raise Unreadable("it is the list of another issuer")
    if content.get("id") != here or content.get("jti") != here:
        raise Unreadable("it is another list")
    if subject.get("type") != "BitstringStatusList" or subject.get("statusPurpose") != "revocation":
        raise Unreadable("it is a list for another purpose")
    if subject.get("statusSize", 1) != 1:
        raise Unreadable("it has more than one bit for each certificate")
    bits = _decoded(subject.get("encodedList"))
    if place.bit >= 8 * len(bits):
        raise Unreadable("it has no place for this certificate")
    return bool(bits[place.bit // 8] & 0x80 >> place.bit % 8)


def _decoded(encoded: object) -> bytes:
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise Unreadable("its bits can't be read")
    inflating = zlib.decompressobj(wbits=31)  # gzip
    try:
        bits = inflating.decompress(base64url(encoded[1:]), _LONGEST + 1)
    except zlib.error:
        raise Unreadable("its bits can't be read") from None
    if len(bits) > _LONGEST or not inflating.eof or inflating.unused_data:
        raise Unreadable("its bits can't be read")
    if 8 * len(bits) < PLACES:
        raise Unreadable("it is shorter than the standard allows")
    return bits
