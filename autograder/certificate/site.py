"""The issuer's public site: a folder that any web server can host, with the keys that check certificates.

A published key stays published: certificates signed with it are in circulation.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey

from ..writing import write_whole
from .keys import BITS, CertificateError, Issuer
from .reading import Unreadable, base64url, json_object, read_file

_JWKS = Path(".well-known", "jwks.json")
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
_EXPONENTS = range(3, 1 << 32, 2)


@dataclass(frozen=True)
class Site:
    """What a site tells: keys, as they are written there, and the address that its certificates must carry."""

    told: tuple[Any, ...]
    address: str

    @property
    def keys(self) -> Iterator[RSAKey]:
        """The keys that can check certificates."""
        return (key for told in self.told if (key := public_key(told)))


def read_site(site: Path) -> Site:
    """What a site folder tells, or Unreadable."""
    content = json_object(read_file(site / _JWKS))
    told, address = content.get("keys"), content.get("issuer")
    if not isinstance(told, list) or not isinstance(address, str):
        raise Unreadable(f"{_JWKS.name} does not state keys and their issuer")
    found = Site(tuple(told), address)
    if not any(found.keys):
        raise Unreadable(f"{_JWKS.name} states no RSA key that could check a certificate")
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


def write_site(issuer: Issuer, site: Path) -> None:
    """Write what is public about the issuer: its name, its address and its public keys, old and new."""
    public = issuer.key.as_dict(private=False)
    public.update(use="sig", alg="RS256", kid=issuer.key.thumbprint())
    keys = [key for key in _published(issuer, site) if key.get("kid") != public["kid"]]
    content = {"keys": [*keys, public], "issuer": issuer.url, "name": issuer.name}
    write_whole(site / _JWKS, json.dumps(content, indent=2) + "\n")


def _published(issuer: Issuer, site: Path) -> list[dict[str, Any]]:
    """The keys already on the site. Raises CertificateError if writing there would break older certificates."""
    if not os.path.lexists(site / _JWKS):
        return []
    try:
        found = read_site(site)
    except Unreadable as reason:
        raise CertificateError(f"{site / _JWKS} can't be read, and was left unchanged: {reason}.") from None
    if found.address != issuer.url:
        raise CertificateError(
            f"{site} is the site of {found.address}, but the policy says {issuer.url}: certificates that name the old "
            "address would no longer verify. Restore certificate.url; or remove the site, if none was handed out."
        )
    keys = [told for told in found.told if isinstance(told, dict)]
    return [{name: value for name, value in key.items() if name not in _PRIVATE} for key in keys]
