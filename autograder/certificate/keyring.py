"""The folder of the issuer's keys: made, kept, exchanged and found again.

Theory of operation. `issuer.pem` is the key that signs, behind a passphrase, and after it its X.509 certificate.
`public.json` lists the public half of every key that ever signed, so certificates stay verifiable after the key is
exchanged or lost. A retired private key is kept as `retired-THUMBPRINT.pem`; nothing needs it any more. A key is
written whole or not at all, readable by its owner only, and a new one never over another. A key from before there were
passphrases stands there bare: it still signs, and `protect` puts it behind one.
"""

from __future__ import annotations

import json
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from ..writing import write_whole
from .keys import BITS, STOLEN, CertificateError, Issuer, KeyInMemory, Signer
from .locking import locked
from .reading import Unreadable, json_object, read_file

KEY_FILE = "issuer.pem"
PUBLIC_FILE = "public.json"
SHORTEST = 12  # characters of a passphrase
_OURS = 3072  # bits
_LOCKED = b"ENCRYPTED PRIVATE KEY"
_PAPER = b"-----BEGIN CERTIFICATE-----"
_LASTING = timedelta(days=3653)  # of the X.509 certificate

_Key = tuple[rsa.RSAPrivateKey, x509.Certificate | None]


def has_key(folder: Path) -> bool:
    """Whether something lies where the key should."""
    return os.path.lexists(folder / KEY_FILE)


def is_protected(folder: Path) -> bool:
    """Whether the key can only be read with a passphrase."""
    try:
        return _LOCKED in read_file(folder / KEY_FILE)
    except Unreadable:
        return False


def new_key(folder: Path, name: str, now: datetime, passphrase: str | None) -> None:
    """Make the first key, or one in place of a key that was lost. Without a passphrase it is for a demo only."""
    if has_key(folder):
        raise CertificateError(f"There is a key already: {folder / KEY_FILE}. To exchange it: autograder keys rotate")
    private = rsa.generate_private_key(65537, _OURS)
    _write_key(folder / KEY_FILE, (private, _paper(private, name, now)), passphrase, replace=False)
    _remember(folder, KeyInMemory(private))


def rotate(folder: Path, old: Issuer, now: datetime, passphrase: str | None, *, stolen: bool = False) -> None:
    """Put a new key in place of the old one, which is kept beside it and still checks what it has signed.

    If it was stolen, it checks nothing any more: all that it has signed must be issued anew.
    """
    _remember(folder, old.signer)
    if stolen:
        marked = [{**key, STOLEN: True} if key.get("kid") == old.thumbprint else key for key in published(folder)]
        _write_public(folder, marked)
    private = rsa.generate_private_key(65537, _OURS)
    retired = folder / f"retired-{old.thumbprint[:16]}.pem"
    if not retired.exists():
        os.link(folder / KEY_FILE, retired)  # at no moment is the old key in neither place
    _write_key(folder / KEY_FILE, (private, _paper(private, old.name, now)), passphrase)
    _remember(folder, KeyInMemory(private))


def protect(folder: Path, issuer: Issuer, now: datetime, passphrase: str) -> None:
    """Put the same key behind another passphrase, or behind its first one."""
    assert isinstance(issuer.signer, KeyInMemory)
    private = issuer.signer.private
    _write_key(folder / KEY_FILE, (private, issuer.paper or _paper(private, issuer.name, now)), passphrase)


def load_issuer(folder: Path, name: str, url: str, now: datetime | None, passphrase: str | None = None) -> Issuer:
    """The issuer whose key is in `folder`, or CertificateError with what to do.

    Without a date, a key whose X.509 certificate has ended is fine as well: it is about to be exchanged.
    """
    path = folder / KEY_FILE
    if not has_key(folder):
        raise CertificateError(_no_key(folder))
    try:
        private, paper = _opened(read_file(path), passphrase)
    except Unreadable as reason:
        raise CertificateError(f"{path} holds no readable key: {reason}.") from None
    _check_private(path)
    if paper is not None and now is not None and now >= paper.not_valid_after_utc:
        raise CertificateError(
            f"The certificate of the key in {path} ended on {paper.not_valid_after_utc:%Y-%m-%d}. For a new key with a "
            "new one: autograder keys rotate. What was signed before stays verifiable."
        )
    issuer = Issuer(KeyInMemory(private), name, url.rstrip("/"), paper)
    _remember(folder, issuer.signer)
    return issuer


def published(folder: Path) -> list[dict[str, Any]]:
    """The public half of every key that ever signed, the oldest first."""
    path = folder / PUBLIC_FILE
    if not os.path.lexists(path):
        return []
    try:
        keys = json_object(read_file(path)).get("keys")
    except Unreadable as reason:
        raise CertificateError(f"{path} can't be read: {reason}. Restore it from your copy of this folder.") from None
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def _no_key(folder: Path) -> str:
    if known := published(folder):
        return (
            f"The issuer's key is missing: {folder / KEY_FILE}. Certificates were signed with it (thumbprint "
            f"{known[-1].get('kid')}), so restore it from your copy. If it is lost: autograder keys new"
        )
    return f"There is no key in {folder} to sign with. Make one: autograder keys new"


def _opened(content: bytes, passphrase: str | None) -> _Key:
    """The key in a file's content, with its certificate, or Unreadable."""
    hidden = _LOCKED in content
    if hidden and not passphrase:
        raise Unreadable("it is behind a passphrase, and none was given")
    try:
        private = load_pem_private_key(content, passphrase.encode() if hidden and passphrase else None)
        paper = x509.load_pem_x509_certificate(content[content.index(_PAPER) :]) if _PAPER in content else None
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: behind a password of another kind
        said = "this passphrase does not open it, or it is damaged" if hidden else "it is not a private key in PEM form"
        raise Unreadable(said) from None
    if not isinstance(private, rsa.RSAPrivateKey) or private.key_size not in BITS:
        raise Unreadable(f"it is not an RSA key of {BITS[0]} to {BITS[-1]} bits")
    if paper is not None and paper.public_key() != private.public_key():
        raise Unreadable("its certificate belongs to another key")
    return private, paper


def _check_private(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise CertificateError(
            f"Others can read {path} (its mode is {mode:o}). Run: chmod 600 {path}\n"
            "If somebody may have copied it, exchange it afterwards: autograder keys rotate"
        )


def _paper(private: rsa.RSAPrivateKey, name: str, now: datetime) -> x509.Certificate:
    """A certificate that the key signs for itself: it says whose key it is, to who trusts it already."""
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _LASTING)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(private, SHA256())
    )


def _write_key(path: Path, key: _Key, passphrase: str | None, *, replace: bool = True) -> None:
    private, paper = key
    content = locked(private, passphrase) + (paper.public_bytes(Encoding.PEM) if paper else b"")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    if replace:
        part.replace(path)
        return
    try:
        os.link(part, path)  # never over a key that another program has made meanwhile
    except FileExistsError:
        raise CertificateError(f"Another program has just made a key: {path}. Nothing was changed.") from None
    finally:
        part.unlink()


def _remember(folder: Path, signer: Signer) -> None:
    """Add a key's public half to the list, once."""
    known = published(folder)
    kid = signer.public.thumbprint()
    if kid not in [key.get("kid") for key in known]:
        key = {**signer.public.as_dict(private=False), "use": "sig", "alg": "RS256", "kid": kid}
        _write_public(folder, [*known, key])


def _write_public(folder: Path, keys: list[dict[str, Any]]) -> None:
    write_whole(folder / PUBLIC_FILE, json.dumps({"keys": keys}, indent=2) + "\n")


def stolen_keys(folder: Path) -> frozenset[str]:
    """The thumbprints of the keys that were stolen."""
    return frozenset(str(key.get("kid")) for key in published(folder) if key.get(STOLEN))
