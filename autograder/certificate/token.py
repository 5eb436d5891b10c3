"""The signed token: a JSON Web Signature in its compact form. One algorithm, ours, whatever its header proposes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from .keys import CertificateError, Issuer
from .reading import Unreadable, base64url, json_object

ALGORITHM = "RS256"
CHANGED = "The signature does not match: this certificate was changed, or someone else issued it."
_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])
_REGISTRY.max_header_length = 4096  # the header carries the public key, for readers without the site
_LONGEST = _REGISTRY.max_header_length + _REGISTRY.max_payload_length + _REGISTRY.max_signature_length


def sign(content: dict[str, Any], issuer: Issuer) -> str:
    """The token that says this, signed by the issuer."""
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": issuer.key.thumbprint(), "jwk": issuer.key.as_dict(private=False)}
    return jws.serialize_compact(header, json.dumps(content, ensure_ascii=False), issuer.key, registry=_REGISTRY)


@dataclass(frozen=True)
class Token:
    """A token taken apart. What it says is true only if a key that we trust signed it."""

    text: str
    header: dict[str, Any]
    content: dict[str, Any]

    def signed_by(self, key: RSAKey) -> bool:
        """Whether the holder of this key signed the token as it is."""
        try:
            jws.deserialize_compact(self.text, key, registry=_REGISTRY)
        except (JoseError, ValueError):
            return False
        return True


def take_apart(text: str) -> Token:
    """Read a token, or raise CertificateError. Header and content are ones that every program reads alike."""
    text = text.strip()
    parts = text.split(".", 3)
    if len(parts) != 3 or not text.isascii() or len(text) > _LONGEST:
        raise CertificateError("This is not a certificate: it is not a signed token.")
    try:
        header, content = (json_object(base64url(part)) for part in parts[:2])
    except Unreadable as reason:
        raise CertificateError(f"{CHANGED} Its text can't be read: {reason}.") from None
    # An extension that must be understood changes what is signed, and we understand none.
    if header.get("alg") != ALGORITHM or header.keys() & {"crit", "b64"}:
        raise CertificateError(CHANGED)
    return Token(text, header, content)
