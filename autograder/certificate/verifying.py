"""Check a certificate, offline: whatever it is, the answer is a Certificate or a CertificateError with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeGuard

from joserfc.jwk import RSAKey

from .certificate import Certificate, moment, stated
from .keys import CertificateError
from .reading import Unreadable, read_file
from .site import public_key, read_site
from .token import CHANGED, Token, take_apart

_URN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"  # RFC 9278


def read_token(path: Path) -> str:
    """The text of a certificate's file, or CertificateError if there is none to be had."""
    try:
        return read_file(path).decode("ascii")
    except Unreadable as reason:
        raise CertificateError(f"This is not a certificate: {reason}.") from None
    except UnicodeDecodeError:
        raise CertificateError("This is not a certificate: it is not a signed token.") from None


def verify(token: str, site: Path, now: datetime) -> Certificate:
    """Check a certificate against the issuer's public site folder, or raise CertificateError with the reason.

    The key comes from the site and the algorithm from us; what the token's header proposes is ignored.
    """
    try:
        found = read_site(site)
    except Unreadable as reason:
        raise CertificateError(f"The issuer's site folder {site} holds no readable key: {reason}.") from None
    checked = _checked(take_apart(token), found.keys, now)
    if checked.address != found.address:
        raise CertificateError("This certificate names a different issuer from the site it is checked against.")
    return checked


def verify_key(token: str, thumbprint: str | None, now: datetime) -> Certificate:
    """Check a certificate with the key that it carries, which must have this thumbprint.

    Without a thumbprint this shows only that the certificate is intact: anyone can sign one with their own key.
    """
    opened = take_apart(token)
    key = public_key(opened.header.get("jwk"))
    if key is None:
        raise CertificateError("This certificate carries no key; it can only be checked with --site.")
    if thumbprint is not None and _bare(thumbprint) != key.thumbprint():
        raise CertificateError(f"It was signed with the key {key.thumbprint()}, not with the one you trust.")
    return _checked(opened, [key], now)


def _bare(thumbprint: str) -> str:
    """A thumbprint without what people and programs write around it."""
    return thumbprint.strip().removeprefix(_URN).removesuffix("=")


def _checked(token: Token, keys: Iterable[RSAKey], now: datetime) -> Certificate:
    """Return a certificate that one of these keys signed, that names one issuer, and that is valid now."""
    signer = next((key for key in keys if token.signed_by(key)), None)
    if signer is None or not _is_badge(token.content.get("type")):
        raise CertificateError(CHANGED)
    found = stated(token.text, token.content, signer.thumbprint())
    _check_dates(found, now)
    return found


def _is_badge(kinds: object) -> bool:
    return isinstance(kinds, list) and "OpenBadgeCredential" in kinds


def _check_dates(found: Certificate, now: datetime) -> None:
    """A credential states each date twice: for readers of tokens, and for readers of credentials."""
    start, content = found.content.get("nbf"), found.content
    if not _whole(start) or start > now.timestamp():
        raise CertificateError("This certificate is not valid yet.")
    if start != int(found.issued.timestamp()):
        raise CertificateError("This certificate states two different dates.")
    until = moment(content.get("validUntil"))
    ended = "validUntil" in content and not (until and until > now)
    if ended or ("exp" in content and not (_whole(content["exp"]) and content["exp"] > now.timestamp())):
        raise CertificateError("This certificate has expired.")


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
