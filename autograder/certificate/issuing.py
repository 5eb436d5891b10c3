"""Sign a credential, and check a signed one."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from ..gradebook import Standing
from ..judge import Ruling
from ..policy import Policy
from .credential import credential
from .keys import CertificateError, Issuer, read_site

_ALGORITHM = "RS256"
_REGISTRY = jws.JWSRegistry(algorithms=[_ALGORITHM])
_REGISTRY.max_header_length = 4096  # the header carries the public key, for readers without the site
_LEVELS = ("L0", "L1", "L2", "L3")


@dataclass(frozen=True)
class Certificate:
    """A signed certificate: its text, what it says, and the thumbprint (RFC 7638) of the key that signed it."""

    token: str
    content: dict[str, Any]
    key: str

    @property
    def id(self) -> str:
        return str(self.content["id"])

    @property
    def course(self) -> str:
        return str(self.content["name"])

    @property
    def issuer(self) -> str:
        return str(self.content["issuer"]["name"])

    @property
    def address(self) -> str:
        return str(self.content["issuer"]["id"])

    @property
    def issued(self) -> str:
        return str(self.content["validFrom"])[:10]


def missing_for(standing: Standing, policy: Policy) -> list[str]:
    """What keeps a student from a certificate; empty if they have earned it."""
    missing = list(standing.missing)
    weakest = _LEVELS.index(policy.certificate.minimum_level)
    for mark in standing.marks:
        verdict = mark.verdict
        if verdict is None or verdict.status is not Ruling.GRADED:
            continue
        if verdict.level not in _LEVELS or _LEVELS.index(verdict.level) > weakest:
            level = verdict.level or "no confinement"
            missing.append(f"{mark.assignment} was graded at {level}; {policy.certificate.minimum_level} is required.")
    return missing


def issue(standing: Standing, policy: Policy, issuer: Issuer, now: datetime) -> Certificate:
    """Issue a certificate, or raise CertificateError saying what is missing. The same standing gets the same number."""
    missing = missing_for(standing, policy)
    if missing:
        raise CertificateError(" ".join(missing))
    secret = issuer.key.as_pem(private=True)
    facts = json.dumps([standing.student, *(m.verdict.submission for m in standing.marks if m.verdict)])
    digest = hmac.digest(secret, facts.encode(), "sha256")  # as random as the key to anyone without it
    content = credential(
        standing,
        policy,
        issuer,
        now=now,
        number=UUID(bytes=digest[:16], version=4),
        salt=sha256(digest).hexdigest()[:16],
    )
    header = {"alg": _ALGORITHM, "typ": "JWT", "kid": issuer.key.thumbprint(), "jwk": issuer.key.as_dict(private=False)}
    token = jws.serialize_compact(header, json.dumps(content, ensure_ascii=False), issuer.key, registry=_REGISTRY)
    return Certificate(token, content, issuer.key.thumbprint())


def verify(token: str, site: Path, now: datetime) -> Certificate:
    """Check a certificate against the issuer's public site folder, or raise CertificateError with the reason.

    The key comes from the site and the algorithm from us; what the token's header proposes is ignored.
    """
    try:
        keys, address = read_site(site)
    except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
        raise CertificateError(f"The issuer's site folder {site} holds no readable key: {error}") from None
    certificate = _checked(_token(token), keys, now)
    if certificate.address != address:
        raise CertificateError("This certificate names a different issuer from the site it is checked against.")
    return certificate


def verify_key(token: str, thumbprint: str | None, now: datetime) -> Certificate:
    """Check a certificate with the key that it carries, which must have this thumbprint.

    Without a thumbprint this shows only that the certificate is intact: anyone can sign one with their own key.
    """
    text = _token(token)
    try:
        brought = jws.extract_compact(text.encode(), registry=_REGISTRY).headers()["jwk"]
        key = RSAKey.import_key(brought)
    except (JoseError, ValueError, TypeError, KeyError):
        raise CertificateError("This certificate carries no key; it can only be checked with --site.") from None
    if thumbprint is not None and key.thumbprint() != thumbprint:
        raise CertificateError(f"It was signed with the key {key.thumbprint()}, not with the one you trust.")
    return _checked(text, KeySet([key]), now)


def _token(token: str) -> str:
    text = token.strip()
    if text.count(".") != 2 or not text.isascii():
        raise CertificateError("This is not a certificate: it is not a signed token.")
    return text


def _checked(text: str, keys: KeySet, now: datetime) -> Certificate:
    """Return a certificate that one of these keys signed, that names one issuer, and that is valid now."""
    content, key = _content(text, keys)
    issuer = content.get("issuer")
    issuer = issuer if isinstance(issuer, dict) else {"id": issuer, "name": issuer}
    said = content.get("name"), content.get("validFrom"), issuer.get("name"), issuer.get("id")
    if not all(isinstance(text, str) and text.isprintable() for text in said):
        raise CertificateError("This certificate does not state its course, date and issuer as plain text.")
    if content.get("iss") != issuer["id"]:
        raise CertificateError("This certificate names two different issuers.")
    if not isinstance(content.get("nbf"), int) or content["nbf"] > now.timestamp():
        raise CertificateError("This certificate is not valid yet.")
    if "exp" in content and not (isinstance(content["exp"], int) and content["exp"] > now.timestamp()):
        raise CertificateError("This certificate has expired.")
    return Certificate(text, content, key)


def _content(text: str, keys: KeySet) -> tuple[dict[str, Any], str]:
    """A token's content, and the thumbprint of the key that signed it."""
    for key in keys.keys:
        try:
            signed = jws.deserialize_compact(text, key, registry=_REGISTRY)
            content = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(content, dict) and "OpenBadgeCredential" in content.get("type", []):
            return content, key.thumbprint()
    raise CertificateError("The signature does not match: this certificate was changed, or someone else issued it.")
