"""The issuer's key: made once and kept private."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.jwk import RSAKey

from ..errors import UserMistake
from ..policy import Policy
from .reading import Unreadable, read_file

BITS = range(2048, 8193)  # of a key that is safe, and does not take long
_OURS = 3072
KEY_FILE = "issuer.pem"
_EXAMPLE = re.compile(r"(^|\.)example(\.(com|net|org))?$")  # reserved by RFC 2606


class CertificateError(UserMistake):
    """Raised when a certificate can't be issued, or does not verify; the message is the plain reason."""


@dataclass(frozen=True)
class Issuer:
    """Who signs: the key, and the name and address that certificates carry."""

    key: RSAKey
    name: str
    url: str


def signer(policy: Policy, *, demo: bool = False) -> tuple[str, str]:
    """The name and address that certificates carry. Except in a demo, the address must be a real one."""
    name = policy.certificate.issuer or policy.course.title
    url = policy.certificate.url or (f"https://example.org/{policy.course.id}" if demo else "")
    host = urlsplit(url).hostname or ""
    if not host or (_EXAMPLE.search(host) and not demo):
        said = f"is {url}, an address for examples" if host else "does not say where your school's public site is"
        raise CertificateError(
            f"certificate.url in grading_config.yml {said}: certificates name it forever, so put your own there."
        )
    return name, url


def load_issuer(folder: Path, name: str, url: str) -> Issuer:
    """The issuer whose key is in `folder`. The first time, a key is made there that only its owner can read."""
    path = folder / KEY_FILE
    if not os.path.lexists(path):
        _make_key(path)
    try:
        return Issuer(_private_key(read_file(path)), name, url.rstrip("/"))
    except Unreadable as reason:
        raise CertificateError(f"{path} holds no readable key: {reason}.") from None


def _make_key(path: Path) -> None:
    pem = RSAKey.generate_key(_OURS).as_pem(private=True)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def _private_key(pem: bytes) -> RSAKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: behind a password
        raise Unreadable("it is not a private key in PEM form without a password") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size not in BITS:
        raise Unreadable(f"it is not an RSA key of {BITS[0]} to {BITS[-1]} bits")
    return RSAKey.import_key(key)
