"""Check a certificate, offline: whatever it is, the answer is a Certificate, or NotValid with the reason.

Theory of operation. The key comes from whoever checks, by way of the issuer's site or a thumbprint, and the algorithm
from us; what a token's header proposes is ignored. First the signature, then what is said under it, then the dates, and
at last whether it was revoked. Whoever has only a key can't learn that, and is told so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeGuard

from joserfc.jwk import RSAKey

from .certificate import Certificate, moment, stated
from .findings import Finding, NotValid
from .reading import Unreadable
from .site import Site, public_key, read_site, site_folder
from .status import is_revoked, path_of
from .token import CHANGED, Token, take_apart

_URN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"  # RFC 9278


def verify(token: str, site: Path | Site, now: datetime, longest: timedelta | None = None) -> Certificate:
    """Check a certificate against the issuer's public site.

    `longest` is how old the site's list of revoked certificates may be, for those who trust it for less than its issuer
    says.
    """
    found = known_site(site) if isinstance(site, Path) else site
    checked = _checked(take_apart(token), found.keys, now)
    if checked.address != found.address:
        raise NotValid(
            Finding.FOREIGN, "This certificate names a different issuer from the site it is checked against."
        )
    return _not_revoked(checked, found, now, longest)


def known_site(folder: Path) -> Site:
    """The site in a folder, or NotValid."""
    try:
        return read_site(site_folder(folder))
    except Unreadable as reason:
        said = f"The issuer's site folder {folder} holds no readable key: {reason}."
        raise NotValid(Finding.UNTRUSTED, said) from None


def verify_key(token: str, thumbprint: str | None, now: datetime) -> Certificate:
    """Check a certificate with the key that it carries, which must have this thumbprint.

    Without a thumbprint this shows only that the certificate is intact: anyone can sign one with their own key.
    """
    opened = take_apart(token)
    key = public_key(opened.header.get("jwk"))
    if key is None:
        raise NotValid(
            Finding.UNTRUSTED, "This certificate carries no key; it can only be checked with --site or a key file."
        )
    if thumbprint is not None and _bare(thumbprint) != key.thumbprint():
        said = f"It was signed with the key {key.thumbprint()}, not with the one you trust."
        raise NotValid(Finding.FOREIGN, said)
    return _checked(opened, [key], now)


def verify_with(token: str, key: RSAKey, now: datetime) -> Certificate:
    """Check a certificate with a key that the reader has."""
    return _checked(take_apart(token), [key], now)


def _bare(thumbprint: str) -> str:
    """A thumbprint without what people and programs write around it."""
    return thumbprint.strip().removeprefix(_URN).removesuffix("=")


def _checked(token: Token, keys: Iterable[RSAKey], now: datetime) -> Certificate:
    """Return a certificate that one of these keys signed, that names one issuer, and that is valid now."""
    signer = next((key for key in keys if token.signed_by(key)), None)
    if signer is None:
        raise NotValid(Finding.CHANGED, CHANGED)
    if not _is_badge(token.content.get("type")):
        raise NotValid(Finding.UNCLEAR, "This is signed, but it is not a certificate.")
    found = stated(token.text, token.content, signer.thumbprint())
    _check_dates(found, now)
    return found


def _is_badge(kinds: object) -> bool:
    return isinstance(kinds, list) and "OpenBadgeCredential" in kinds


def _check_dates(found: Certificate, now: datetime) -> None:
    """A credential states each date twice: for readers of tokens, and for readers of credentials."""
    start = found.content.get("nbf")
    if not _whole(start) or start > now.timestamp():
        raise NotValid(Finding.EARLY, "This certificate is not valid yet.")
    if start != int(found.issued.timestamp()):
        raise NotValid(Finding.UNCLEAR, "This certificate states two different dates.")
    if _ended(found.content, now):
        raise NotValid(Finding.EXPIRED, "This certificate has expired.")


def _ended(content: dict[str, Any], now: datetime) -> bool:
    until = moment(content.get("validUntil"))
    ended = "validUntil" in content and not (until and until > now)
    return ended or ("exp" in content and not (_whole(content["exp"]) and content["exp"] > now.timestamp()))


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _not_revoked(found: Certificate, site: Site, now: datetime, longest: timedelta | None) -> Certificate:
    """The certificate with the time of the list that does not revoke it. One from before there were lists has none."""
    if found.place is None:
        return found
    try:
        content = _signed_list(site.read(path_of(found.place.list)), site)
        listed = _age_checked(content, found, now, longest)
        revoked = is_revoked(content, found.place, site.address)
    except Unreadable as reason:
        said = f"Whether this certificate was revoked can't be told from the issuer's list: {reason}."
        raise NotValid(Finding.UNKNOWN, said) from None
    if revoked:
        raise NotValid(Finding.REVOKED, "Its issuer has revoked this certificate.")
    return replace(found, listed=listed)


def _signed_list(content: bytes, site: Site) -> dict[str, Any]:
    """What a list says, if the issuer has signed it."""
    try:
        token = take_apart(content.decode("ascii"))
    except (UnicodeDecodeError, NotValid):
        raise Unreadable("it is not a signed token") from None
    if not any(token.signed_by(key) for key in site.keys):
        raise Unreadable("it was changed, or someone else signed it")
    return token.content


def _age_checked(content: dict[str, Any], found: Certificate, now: datetime, longest: timedelta | None) -> datetime:
    """When a list was signed. An old copy of it is no answer."""
    start, began = content.get("nbf"), moment(content.get("validFrom"))
    if began is None or not _whole(start) or start != int(began.timestamp()) or began > now:
        raise Unreadable("it does not state since when it is valid, or that is still to come")
    if "exp" not in content or "validUntil" not in content or _ended(content, now):
        raise Unreadable("it is too old; ask the issuer for a newer one")
    if began < found.issued:
        raise Unreadable("it is older than the certificate; ask the issuer for a newer one")
    if longest is not None and now - began > longest:
        raise Unreadable(f"it is from {began:%Y-%m-%d}, which is longer ago than you allow")
    return began
