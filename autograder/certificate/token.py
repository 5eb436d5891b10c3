"""The signed token: a JSON Web Signature in its compact form. One algorithm, ours, whatever its header proposes."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from .findings import Finding, NotValid
from .keys import Issuer
from .reading import Unreadable, base64url, json_object

ALGORITHM = "RS256"
CHANGED = "The signature does not match: this certificate was changed, or someone else issued it."
_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])
_REGISTRY.max_header_length = 4096  # the header carries the public key, for readers without the site
_LONGEST = _REGISTRY.max_header_length + _REGISTRY.max_payload_length + _REGISTRY.max_signature_length


def sign(content: dict[str, Any], issuer: Issuer) -> str:
    """The token that says this, signed by the issuer."""
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": issuer.thumbprint, "jwk": issuer.jwk}
    parts = [urlsafe_b64encode(json.dumps(part, ensure_ascii=False).encode()) for part in (header, content)]
    said = b".".join(part.rstrip(b"=") for part in parts)
    signature = urlsafe_b64encode(issuer.signer.sign(said)).rstrip(b"=")
    return b".".join([said, signature]).decode()


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
    """Read a token, or raise NotValid. Header and content are ones that every program reads alike."""
    text = text.strip()
    parts = text.split(".", 3)
    if len(parts) != 3 or not text.isascii() or len(text) > _LONGEST:
        raise NotValid(Finding.NOTHING, "This is not a certificate: it is not a signed token.")
    try:
        header, content = (json_object(base64url(part)) for part in parts[:2])
    except Unreadable as reason:
        raise NotValid(Finding.CHANGED, f"{CHANGED} Its text can't be read: {reason}.") from None
    # An extension that must be understood changes what is signed, and we understand none.
    if header.get("alg") != ALGORITHM or header.keys() & {"crit", "b64"}:
        raise NotValid(Finding.CHANGED, CHANGED)
    return Token(text, header, content)
