"""The issuer's public site: a folder that any web server can host, with all that strangers need to check certificates.

`.well-known/jwks.json` has the public keys, `did.json` the same for tools that look there, `status/1` and so on who was
revoked. Nothing in it says anything about a person. Each file is written whole or not at all, keys first: a site that
is only half written still knows every key that signed anything on it. A published key stays published, since
certificates signed with it are in circulation; only one that was stolen goes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from joserfc.jwk import RSAKey

from ..writing import write_whole
from .keys import BITS, STOLEN, CertificateError, Issuer
from .reading import Unreadable, base64url, json_object, read_file
from .status import path_of, status_list
from .token import sign

KEYS = ".well-known/jwks.json"
DAYS = 366  # that a list of revoked certificates is valid, unless the policy says otherwise
_DID = ("did.json", ".well-known/did.json")  # did:web looks in the second one where the address is a host alone
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
_EXPONENTS = range(3, 1 << 32, 2)

Reader = Callable[[str], bytes]  # a path on the site to what is there; raises Unreadable


@dataclass(frozen=True)
class Site:
    """What a site tells: keys, as they are written there, and the address that its certificates must carry."""

    told: tuple[Any, ...]
    address: str
    read: Reader = field(repr=False, compare=False)

    @property
    def keys(self) -> Iterator[RSAKey]:
        """The keys that can check certificates."""
        return (key for told in self.told if (key := public_key(told)))


def site_folder(site: Path) -> Reader:
    """Reads a site that lies in a folder."""
    return lambda path: read_file(site / path)


def read_site(read: Reader) -> Site:
    """What a site tells, or Unreadable."""
    content = json_object(read(KEYS))
    told, address = content.get("keys"), content.get("issuer")
    if not isinstance(told, list) or not isinstance(address, str):
        raise Unreadable("jwks.json does not state keys and their issuer")
    found = Site(tuple(told), address, read)
    if not any(found.keys):
        raise Unreadable("jwks.json states no RSA key that could check a certificate")
    return found


def public_key(jwk: object) -> RSAKey | None:
    """The key that a JWK describes, or None for what is no sound RSA key for RS256 signatures.

    A key in a strange spelling, of a length that is unsafe or takes long, or with its private half is none.
    """
    if not isinstance(jwk, dict) or jwk.get("kty") != "RSA" or jwk.keys() & _PRIVATE:
        return None
    if jwk.get("use", "sig") != "sig" or jwk.get("alg", "RS256") != "RS256" or not _verifies(jwk.get("key_ops")):
        return None
    modulus, exponent = _number(jwk.get("n")), _number(jwk.get("e"))
    if modulus % 2 == 0 or modulus.bit_length() not in BITS or exponent not in _EXPONENTS:
        return None
    return RSAKey.import_key({"kty": "RSA", "n": jwk["n"], "e": jwk["e"]})


def _verifies(operations: object) -> bool:
    return operations is None or (isinstance(operations, list) and "verify" in operations)


def _number(text: object) -> int:
    """A number as a JWK spells it; 0 for anything else."""
    try:
        data = base64url(text) if isinstance(text, str) else b""
    except Unreadable:
        return 0
    return int.from_bytes(data, "big") if data[:1] != b"\0" else 0


def write_site(
    issuer: Issuer, site: Path, now: datetime, lists: Mapping[int, Collection[int]] | None = None,
    older: Iterable[dict[str, Any]] = (), *, days: int = DAYS,
) -> None:  # fmt: skip
    """Write what is public: the issuer's name, address and keys, old and new, and for each list whom it revokes.

    Of `older` keys, those that are marked as stolen are taken from the site.
    """
    public = {**issuer.jwk, "use": "sig", "alg": "RS256", "kid": issuer.thumbprint}
    older = list(older)
    known = {str(key.get("kid") or key): key for key in (*_published(issuer, site), *older)}
    gone = {public["kid"], *(key.get("kid") for key in older if key.get(STOLEN))}
    keys = [*(key for kid, key in known.items() if kid not in gone), public]
    write = partial(_write, site)
    write(KEYS, {"keys": keys, "issuer": issuer.url, "name": issuer.name})
    for path in _DID:
        write(path, _did(issuer.url, [key for key in keys if "kid" in key and public_key(key)]))
    for number, revoked in (lists or {1: ()}).items():
        write_whole(site / path_of(number), sign(status_list(number, revoked, issuer, now, days), issuer) + "\n")


def _write(site: Path, path: str, content: dict[str, Any]) -> None:
    write_whole(site / path, json.dumps(content, indent=2) + "\n")


def did_of(address: str) -> str:
    """The name of a site as a DID of the method `web`."""
    parts = urlsplit(address)
    folders = [quote(unquote(folder), safe="") for folder in parts.path.split("/") if folder]
    return ":".join(["did:web", parts.netloc.replace(":", "%3A"), *folders])


def _did(address: str, keys: list[dict[str, Any]]) -> dict[str, Any]:
    """The keys once more, as a DID document."""
    did = did_of(address)
    methods = [
        {"id": f"{did}#{key.get('kid')}", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": key}
        for key in reversed(keys)  # tools that look for no special one take the first
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did,
        "alsoKnownAs": [address],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _published(issuer: Issuer, site: Path) -> list[dict[str, Any]]:
    """The keys already on the site. Raises CertificateError if writing there would break older certificates."""
    if not os.path.lexists(site / KEYS):
        return []
    try:
        found = read_site(site_folder(site))
    except Unreadable as reason:
        raise CertificateError(f"{site / KEYS} can't be read, and was left unchanged: {reason}.") from None
    if found.address != issuer.url:
        raise CertificateError(
            f"{site} is the site of {found.address}, but the policy says {issuer.url}: certificates that name the old "
            "address would no longer verify. Restore certificate.url; or remove the site, if none was handed out."
        )
    keys = [told for told in found.told if isinstance(told, dict)]
    return [{name: value for name, value in key.items() if name not in _PRIVATE} for key in keys]
