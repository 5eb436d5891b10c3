"""The command that checks a certificate, whoever issued it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc.jwk import RSAKey

from ..certificate import (
    Certificate,
    Finding,
    NotValid,
    hosted_site,
    known_site,
    public_key,
    read_token,
    verify_key,
    verify_with,
)
from ..certificate import verify as verify_certificate
from .console import say


def _site(context: click.Context, option: click.Parameter, told: str | None) -> str | None:
    """An address as it is; anything else must be a folder."""
    if told is not None and not told.startswith("https://"):
        click.Path(exists=True, file_okay=False).convert(told, option, context)
    return told


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option(
    "--site", callback=_site, metavar="FOLDER|ADDRESS",
    help="The issuer's public site: a folder, obtained from the issuer; or its address, https://..., to fetch it from.",
)  # fmt: skip
@click.option(
    "--key",
    "pinned",
    metavar="THUMBPRINT|FILE",
    help="The thumbprint of the issuer's key, or a file with the public key, obtained from the issuer.",
)
@click.option("--person", help="The e-mail address, or the id, of whom it must belong to.")
@click.option(
    "--list-days", type=click.IntRange(1),
    help="How old the site's list of revoked certificates may be. [default: as old as the issuer says]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def verify(
    file: Path, site: str | None, pinned: str | None, person: str | None, list_days: int | None, as_json: bool
) -> int:
    """Check a certificate against the issuer's public site or its key; offline, unless the site is an address.

    Without either, the issuer can't be checked: anyone can sign a certificate and put a site folder beside it.
    """
    if site and pinned is not None:
        raise click.UsageError("Use --site or --key, not both.")
    try:
        found = _checked(read_token(file), site, pinned, list_days)
        if person is not None and not found.is_for(person):
            raise NotValid(Finding.ANOTHER, "This certificate belongs to another person.")
    except NotValid as reason:
        if as_json:
            click.echo(json.dumps({"schema": 1, "valid": False, "verdict": reason.finding, "reason": str(reason)}))
        else:
            say("[red]Not valid.[/red] ", str(reason))
        return 4
    known = site is not None or pinned is not None
    if as_json:
        click.echo(json.dumps(_as_json(found, known=known), ensure_ascii=False))
    else:
        for line in _findings(found, _against(site, pinned), known=known, person=person):
            click.echo(line)
    return 0 if known else 4


def _checked(text: str, site: str | None, pinned: str | None, list_days: int | None) -> Certificate:
    now = datetime.now(UTC)
    if site:
        known = hosted_site(site) if site.startswith("https://") else known_site(Path(site))
        return verify_certificate(text, known, now, timedelta(days=list_days) if list_days else None)
    if pinned and _is_file(pinned):
        return verify_with(text, _key_in(Path(pinned)), now)
    return verify_key(text, pinned, now)


def _is_file(pinned: str) -> bool:
    """Whether a key is told by a file. What looks like a thumbprint is one, even if a file lies there by that name."""
    return not re.fullmatch(r"(urn:[a-z0-9:-]*:)?[A-Za-z0-9_-]{43}=?", pinned.strip()) and Path(pinned).is_file()


def _key_in(path: Path) -> RSAKey:
    """The public key in a file: a JWK, or PEM."""
    content = path.read_bytes()[: 1 << 16]
    try:
        if content.lstrip().startswith(b"{"):
            jwk: Any = json.loads(content)
        else:
            jwk = dict(RSAKey.import_key(load_pem_public_key(content)).as_dict(private=False))  # type: ignore[arg-type]
    except (ValueError, TypeError, RecursionError, UnsupportedAlgorithm):
        jwk = None
    key = public_key(jwk)
    if key is None:
        raise click.UsageError(f"{path} holds no public RSA key: give a JWK, or PEM that begins with BEGIN PUBLIC KEY.")
    return key


def _against(site: str | None, pinned: str | None) -> str:
    if site:
        return site
    return pinned if pinned and _is_file(pinned) else "the given thumbprint"


def _as_json(found: Certificate, *, known: bool) -> dict[str, Any]:
    said = {
        "id": found.id, "name": found.course, "person": found.person or None, "issuer": found.issuer,
        "address": found.address, "issued": found.issued.isoformat(), "key": found.key,
        "until": found.until.isoformat() if found.until else None,
        "not_revoked_as_of": found.listed.isoformat() if found.listed else None,
    }  # fmt: skip
    return {"schema": 1, "valid": known, "verdict": Finding.VALID if known else Finding.UNTRUSTED, **said}


def _findings(found: Certificate, against: str, *, known: bool, person: str | None) -> list[str]:
    """What was checked, and what was not."""
    whose = f" for {found.person}" if found.person else ""
    said = f"{found.course}{whose}, issued by {found.issuer} on {found.issued:%Y-%m-%d}."
    issuer = [f"Issuer: {found.address}", f"Key thumbprint: {found.key}"]
    unchecked = [] if found.listed else ["whether it was revoked"]
    unchecked += [] if person else ["whether it belongs to the person presenting it"]
    if known:
        checked = ["the signature, the issuer's key, the dates"]
        checked += [f"that it was not revoked by {found.listed:%Y-%m-%d}"] if found.listed else []
        checked += [f"that it belongs to {person}"] if person else []
        not_checked = "; ".join([f"whether {against} is the issuer's", *unchecked])
        return [
            f"Valid: {said}",
            *issuer,
            f"Checked, against {against}: {', '.join(checked)}.",
            f"Not checked: {not_checked}.",
        ]
    return [
        f"Unknown issuer. It says: {said}",
        *issuer,
        "Checked: it is unchanged since the holder of this key signed it.",
        f"Not checked: {'; '.join(['whether the holder is the issuer it names', *unchecked])}.",
        "Ask the issuer for its site folder or its key's thumbprint, and use --site FOLDER or --key THUMBPRINT.",
    ]
