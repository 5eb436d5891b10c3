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

from ..gradebook import Standing
from ..judge import Ruling
from ..policy import Policy
from .credential import credential
from .keys import Issuer, read_site

_ALGORITHM = "RS256"
_REGISTRY = jws.JWSRegistry(algorithms=[_ALGORITHM])
_REGISTRY.max_header_length = 4096  # the header carries the public key, for those who do not have the site
_LEVELS = ("L0", "L1", "L2", "L3")


class CertificateError(Exception):
    """Raised when a certificate can't be issued, or does not verify; the message is the plain reason."""


@dataclass(frozen=True)
class Certificate:
    """A certificate that was signed by the issuer: its text, and what it says."""

    token: str
    content: dict[str, Any]

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
    def issued(self) -> str:
        return str(self.content["validFrom"])[:10]


def missing_for(standing: Standing, policy: Policy) -> list[str]:
    """What keeps a student from a certificate; nothing where they earned it."""
    missing = list(standing.missing)
    weakest = _LEVELS.index(policy.certificate.minimum_level)
    for mark in standing.marks:
        verdict = mark.verdict
        if verdict is None or verdict.status is not Ruling.GRADED:
            continue
        if verdict.level not in _LEVELS or _LEVELS.index(verdict.level) > weakest:
            level = verdict.level or "no confinement"
            missing.append(f"{mark.assignment} was graded at {level}; {policy.certificate.minimum_level} is asked for.")
    return missing


def issue(standing: Standing, policy: Policy, issuer: Issuer, now: datetime) -> Certificate:
    """Issue a certificate, or raise CertificateError with what is missing. The same standing gives the same number."""
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
    return Certificate(token, content)


def verify(token: str, site: Path, now: datetime) -> Certificate:
    """Check a certificate against the issuer's public site folder, or raise CertificateError with the reason.

    The key comes from the site and the algorithm from us; what the token's header proposes is ignored.
    """
    try:
        keys, address = read_site(site)
    except (OSError, ValueError, KeyError) as error:
        raise CertificateError(f"The issuer's site folder {site} holds no readable key: {error}") from None
    text = token.strip()
    if text.count(".") != 2:
        raise CertificateError("This is no certificate: it is not a signed token.")
    content = _content(text, keys)
    if content.get("iss") != address or _issuer_of(content) != address:
        raise CertificateError("This certificate names another issuer than the site it is checked against.")
    if not isinstance(content.get("nbf"), int) or content["nbf"] > now.timestamp():
        raise CertificateError("This certificate is not valid yet.")
    if "exp" in content and content["exp"] <= now.timestamp():
        raise CertificateError("This certificate has expired.")
    return Certificate(text, content)


def _content(text: str, keys: Any) -> dict[str, Any]:
    """What a token says, if any of the issuer's keys signed it."""
    for key in keys.keys:
        try:
            signed = jws.deserialize_compact(text, key, registry=_REGISTRY)
            content = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(content, dict) and "OpenBadgeCredential" in content.get("type", []):
            return content
    raise CertificateError("The signature does not fit: this certificate was changed, or someone else issued it.")


def _issuer_of(content: dict[str, Any]) -> Any:
    issuer = content.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer
