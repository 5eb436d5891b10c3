"""The issuer's key: made once, kept private; its public half goes to the site, where a stranger finds it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import KeySet, RSAKey

_BITS = 3072
_KEY_FILE = "issuer.pem"
_JWKS = Path(".well-known", "jwks.json")


@dataclass(frozen=True)
class Issuer:
    """Who signs: the key, and the name and address that certificates carry."""

    key: RSAKey
    name: str
    url: str


def load_issuer(folder: Path, name: str, url: str) -> Issuer:
    """The issuer whose key lies in `folder`; the first time, a key is made there, readable by its owner alone."""
    path = folder / _KEY_FILE
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        pem = RSAKey.generate_key(_BITS).as_pem(private=True)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
    return Issuer(RSAKey.import_key(pem), name, url.rstrip("/"))


def write_site(issuer: Issuer, site: Path) -> None:
    """Write what anyone may know of the issuer: its public key, and who it is."""
    public = issuer.key.as_dict(private=False)
    public.update(use="sig", alg="RS256", kid=issuer.key.thumbprint())
    path = site / _JWKS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"keys": [public], "issuer": issuer.url, "name": issuer.name}, indent=2) + "\n")


def read_site(site: Path) -> tuple[KeySet, str]:
    """The public keys of a site folder, and the address that its certificates must carry."""
    content = json.loads((site / _JWKS).read_text(encoding="utf-8"))
    return KeySet.import_key_set({"keys": content["keys"]}), str(content["issuer"])
