"""The issuer's key: made once and kept private; its public half goes to the site, where strangers find it.

A published key stays published: certificates signed with it are in circulation.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from ..errors import UserMistake
from ..policy import Policy

_BITS = 3072
KEY_FILE = "issuer.pem"
_EXAMPLE = re.compile(r"(^|\.)example(\.(com|net|org))?$")  # reserved by RFC 2606
_JWKS = Path(".well-known", "jwks.json")


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
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        pem = RSAKey.generate_key(_BITS).as_pem(private=True)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
    try:
        return Issuer(RSAKey.import_key(pem), name, url.rstrip("/"))
    except (JoseError, ValueError, TypeError) as error:
        raise CertificateError(f"{path} holds no readable key: {error}") from None


def write_site(issuer: Issuer, site: Path) -> None:
    """Write what is public about the issuer: its name, its address and its public keys, old and new."""
    public = issuer.key.as_dict(private=False)
    public.update(use="sig", alg="RS256", kid=issuer.key.thumbprint())
    keys = [key for key in _published(issuer, site) if key.get("kid") != public["kid"]]
    path = site / _JWKS
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    content = {"keys": [*keys, public], "issuer": issuer.url, "name": issuer.name}
    unfinished.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(path)


def _published(issuer: Issuer, site: Path) -> list[dict[str, Any]]:
    """The keys already on the site. Raises CertificateError if writing there would break older certificates."""
    if not (site / _JWKS).exists():
        return []
    try:
        keys, address = read_site(site)
    except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
        raise CertificateError(f"{site / _JWKS} can't be read, and was left unchanged: {error}") from None
    if address != issuer.url:
        raise CertificateError(
            f"{site} is the site of {address}, but the policy says {issuer.url}: certificates that name the old "
            "address would no longer verify. Restore certificate.url; or remove the site, if none was handed out."
        )
    return [key.as_dict(private=False) for key in keys.keys]


def read_site(site: Path) -> tuple[KeySet, str]:
    """The public keys of a site folder, and the address that its certificates must carry."""
    content = json.loads((site / _JWKS).read_text(encoding="utf-8"))
    return KeySet.import_key_set({"keys": content["keys"]}), str(content["issuer"])
