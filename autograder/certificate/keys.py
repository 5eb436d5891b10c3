"""Who signs certificates: a name, an address, and something that holds the private key and signs with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate as Paper
from joserfc.jwk import RSAKey

from ..errors import UserMistake
from ..policy import Policy

BITS = range(2048, 8193)  # of a key that is safe, and does not take long
STOLEN = "stolen"  # marks a public key whose private half somebody else may have
_EXAMPLE = re.compile(r"(^|\.)example(\.(com|net|org))?$")  # reserved by RFC 2606


class CertificateError(UserMistake):
    """Raised when a certificate can't be issued, or does not verify; the message is the plain reason."""


class Signer(Protocol):
    """Whatever signs: a key in memory, or a device that never gives its key away, such as one behind PKCS#11."""

    @property
    def public(self) -> RSAKey:
        """The public half of the key."""

    def sign(self, data: bytes) -> bytes:
        """The RS256 signature of these bytes: RSASSA-PKCS1-v1_5 with SHA-256."""


@dataclass(frozen=True)
class KeyInMemory:
    """A signer whose private key was read from a file."""

    private: RSAPrivateKey = field(repr=False)

    @cached_property
    def public(self) -> RSAKey:
        """The public half of the key."""
        return RSAKey.import_key(self.private.public_key())

    def sign(self, data: bytes) -> bytes:
        """The RS256 signature of these bytes."""
        return self.private.sign(data, PKCS1v15(), SHA256())


@dataclass(frozen=True)
class Issuer:
    """Who signs: the signer, and the name and address that certificates carry.

    `paper` is the key's X.509 certificate, which a signed PDF carries; keys from before there were any have none.
    """

    signer: Signer
    name: str
    url: str
    paper: Paper | None = None

    @property
    def key(self) -> RSAKey:
        """The public key."""
        return self.signer.public

    @cached_property
    def thumbprint(self) -> str:
        """The key's thumbprint (RFC 7638), by which strangers know it."""
        return self.key.thumbprint()

    @cached_property
    def jwk(self) -> dict[str, str | list[str]]:
        """The public key as certificates and the site carry it."""
        return dict(self.key.as_dict(private=False))


def identity(policy: Policy, *, demo: bool = False) -> tuple[str, str]:
    """The name and address that certificates carry. Except in a demo, the address must be a real one."""
    name = policy.certificate.issuer or policy.course.title
    url = policy.certificate.url or (f"https://example.org/{policy.course.id}" if demo else "")
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or (_EXAMPLE.search(host) and not demo):
        said = f"is {url}, an address for examples" if host else "does not say where your school's public site is"
        raise CertificateError(
            f"certificate.url in grading_config.yml {said}: certificates name it forever, so put your own there."
        )
    if parts.scheme != "https" or parts.query or parts.fragment:
        raise CertificateError(f"certificate.url in grading_config.yml is {url}: write it like https://school.edu/fdl.")
    return name, url.rstrip("/")
