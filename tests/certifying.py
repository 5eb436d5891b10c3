"""Certificates made by hand: an honest one, and whatever an attacker signs with a key of any kind."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey

from autograder.assignment import Assignment
from autograder.certificate import (
    Achieved,
    Certificate,
    Issuer,
    KeyInMemory,
    Person,
    Place,
    Ticket,
    load_issuer,
    new_key,
    signed,
)
from autograder.gradebook import standings
from autograder.judge import Outcome, Ruling, Status, Verdict
from autograder.policy import Policy
from handing_in import WHEN

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
POLICY = Policy.model_validate({"course": {"title": "Fundamentals of Deep Learning"}})

TICKET = Ticket(UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7"), "5a17", Place(1, 94_567))


def new_issuer(folder: Path, name: str = "Example University", url: str = "https://uni.example/fdl") -> Issuer:
    """An issuer with a new key of its own, without a passphrase."""
    new_key(folder, name, NOW, None)
    return load_issuer(folder, name, url, NOW)


PASSPHRASE = "correct horse battery"


def with_key(course: Path) -> None:
    """Give a course a key, as `autograder keys new` does."""
    new_key(course / "keys", "A school", datetime.now(UTC), PASSPHRASE)


def private(issuer: Issuer) -> RSAKey:
    """The issuer's private key, which no attacker has."""
    assert isinstance(issuer.signer, KeyInMemory)
    return RSAKey.import_key(issuer.signer.private)


def honest(topic: Assignment, issuer: Issuer) -> Certificate:
    """A certificate for full marks; nothing ran for them."""
    outcomes = (Outcome("test_all", "double", Status.PASSED, topic.by_tests, topic.by_tests, "All is right.", True),)
    verdict = Verdict("ada", topic.name, "5" * 64, WHEN, topic.hash, Ruling.GRADED, outcomes=outcomes, level="L1")
    achieved = Achieved(standings([verdict], (topic,), POLICY)[0])
    return signed(achieved, Person("ada", "Ada@uni.example"), POLICY, issuer, NOW, TICKET)


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def public(issuer: Issuer) -> dict[str, Any]:
    """The issuer's key as a certificate brings it along."""
    return dict(issuer.key.as_dict(private=False))


def sealed(header: bytes | dict[str, Any], content: bytes | dict[str, Any], issuer: Issuer) -> str:
    """A token with a right signature around anything whatsoever."""
    parts = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in (header, content)]
    text = ".".join(map(base64url, parts))
    key = private(issuer).raw_value
    assert isinstance(key, RSAPrivateKey)
    return f"{text}.{base64url(key.sign(text.encode(), PKCS1v15(), SHA256()))}"
