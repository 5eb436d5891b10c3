"""Issue a certificate: who has earned one, and what it then says, signed."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from ..gradebook import Standing
from ..judge import Ruling
from ..policy import Policy
from .certificate import Certificate, stated
from .credential import credential
from .keys import CertificateError, Issuer
from .token import sign
from .verifying import verify_key

_LEVELS = ("L0", "L1", "L2", "L3")


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
    by_hand = [f"{given.question} {given.points:g}" for m in standing.marks for given in m.by_hand]
    facts = json.dumps([standing.student, *(m.verdict.submission for m in standing.marks if m.verdict), *by_hand])
    digest = hmac.digest(secret, facts.encode(), "sha256")  # as random as the key to anyone without it
    content = credential(
        standing,
        policy,
        issuer,
        now=now,
        number=UUID(bytes=digest[:16], version=4),
        salt=sha256(digest).hexdigest()[:16],
    )
    key = issuer.key.thumbprint()
    stated("", content, key)
    # What strangers would refuse is not handed out: the check is the one that they will make.
    return verify_key(sign(content, issuer), key, now)
