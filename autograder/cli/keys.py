"""Commands for the key that signs certificates. Its passphrase comes from a file, the environment or a prompt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ..certificate import (
    KEY_FILE,
    SHORTEST,
    CertificateError,
    Issuer,
    Register,
    has_key,
    identity,
    is_protected,
    load_issuer,
    new_key,
    protect,
    published,
    rotate,
    write_site,
)
from ..course import Course
from .console import say
from .options import results_option, with_course

_NAME = "AUTOGRADER_PASSPHRASE"  # in the environment: the passphrase; with _FILE, a file whose first line it is
_WHERE = f"Put it into a file and use --passphrase-file FILE, or set {_NAME} or {_NAME}_FILE."

keys_option = click.option(
    "--keys", type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the issuer's keys. [default: keys, in the course's folder]",
)  # fmt: skip
# The passphrase itself is never an option: everybody on the machine can read the options of a running program.
passphrase_option = click.option(
    "--passphrase-file", "told", type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help=f"A file whose first line is the passphrase of the key. [default: {_NAME}, or a prompt]",
)  # fmt: skip
new_passphrase_option = click.option(
    "--new-passphrase-file", "new", type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help=f"A file whose first line is the new passphrase. [default: {_NAME}_NEW, or a prompt]",
)  # fmt: skip


def keys_of(course: Course, keys: Path | None) -> Path:
    """The folder of the issuer's keys: the course's, wherever the command is called. A second key elsewhere would be a
    second issuer."""
    return keys or course.root / "keys"


def opened_issuer(course: Course, folder: Path, told: Path | None, *, demo: bool = False) -> Issuer:
    """The issuer who signs; asks for the passphrase if the key has one, and says so if it has none."""
    issuer = _quietly(course, folder, told, demo=demo)
    if not is_protected(folder) and not demo:
        say(
            "[yellow]Unprotected key:[/yellow] ", f"{folder / KEY_FILE} has no passphrase. Run: autograder keys protect"
        )
    return issuer


def throw_away_key(course: Course, folder: Path) -> None:
    """A key for a demo, and a line that says what it is."""
    name, _ = identity(course.policy, demo=True)
    new_key(folder, name, datetime.now(UTC), None)
    say("   made a throw-away key ", f"in {folder}, without a passphrase: nothing real is ever signed with it.")


def publish(course: Course, folder: Path, results: Path, issuer: Issuer, register: Register) -> Path:
    """Write the public site, with a list of revoked certificates that is signed now."""
    site, days = results / "site", course.policy.certificate.status_days
    write_site(issuer, site, datetime.now(UTC), register.lists(), published(folder), days=days)
    return site


def _passphrase(told: Path | None, name: str, prompt: str, *, confirm: bool = False) -> str:
    if told is None and (named := os.environ.get(f"{name}_FILE")):
        told = Path(named)
    if told is not None:
        lines = told.read_text(encoding="utf-8").splitlines()
        return lines[0] if lines else ""
    if found := os.environ.get(name):
        return found
    if not sys.stdin.isatty():
        raise click.UsageError(f"The key needs a passphrase, and there is nobody to ask. {_WHERE}")
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True))


def _chosen(told: Path | None, name: str = _NAME) -> str:
    """A new passphrase, which must be hard to guess."""
    found = _passphrase(told, name, "New passphrase", confirm=True)
    if len(found) < SHORTEST:
        raise CertificateError(
            f"A passphrase needs at least {SHORTEST} characters; some words that nobody would guess."
        )
    return found


@click.group()
def keys() -> None:
    """Make, show, protect and exchange the key that signs certificates."""


def _in_folder(command: Callable[..., Any]) -> Callable[..., Any]:
    return keys_option(with_course(command))


@keys.command()
@passphrase_option
@_in_folder
def new(course: Course, keys: Path | None, told: Path | None) -> None:
    """Make the key, or another one in place of a key that was lost."""
    folder = keys_of(course, keys)
    name, address = identity(course.policy)
    if has_key(folder):
        raise CertificateError(f"There is a key already: {folder / KEY_FILE}. To exchange it: autograder keys rotate")
    lost, passphrase = published(folder), _chosen(told)
    new_key(folder, name, datetime.now(UTC), passphrase)
    issuer = load_issuer(folder, name, address, datetime.now(UTC), passphrase)
    if lost:
        say("[yellow]The old key stays public,[/yellow] ", "so what it has signed stays verifiable.")
    _tell(folder, issuer)
    say(f"Keep a copy of {folder}, and the passphrase apart from it: without them, nobody can issue in your name.")


@keys.command()
@passphrase_option
@_in_folder
def show(course: Course, keys: Path | None, told: Path | None) -> None:
    """Show the keys by which strangers know certificates, and what should be done about them."""
    folder = keys_of(course, keys)
    for key in published(folder):
        click.echo(key.get("kid"))
    if not has_key(folder):
        load_issuer(folder, "", "", datetime.now(UTC))  # says what to do
    _tell(folder, opened_issuer(course, folder, told))


@keys.command(name="protect")
@passphrase_option
@new_passphrase_option
@_in_folder
def protect_(course: Course, keys: Path | None, told: Path | None, new: Path | None) -> None:
    """Put the key behind a passphrase, or behind another one. It stays the same key."""
    folder = keys_of(course, keys)
    name = f"{_NAME}_NEW" if is_protected(folder) else _NAME
    issuer = _quietly(course, folder, told)
    protect(folder, issuer, datetime.now(UTC), _chosen(new or (None if is_protected(folder) else told), name))
    _tell(folder, issuer)
    say("Copies that you made before can still be opened as before.")


@keys.command(name="rotate")
@click.option(
    "--stolen", is_flag=True,
    help="Somebody else may have the old key: take it from the site. `certify` then issues everything anew.",
)  # fmt: skip
@results_option
@passphrase_option
@new_passphrase_option
@_in_folder
def rotate_(
    course: Course, keys: Path | None, results: Path, told: Path | None, new: Path | None, stolen: bool
) -> None:
    """Exchange the key for a new one. What the old one has signed stays verifiable."""
    folder = keys_of(course, keys)
    old = _quietly(course, folder, told, dated=False)
    passphrase = _chosen(new, f"{_NAME}_NEW")
    rotate(folder, old, datetime.now(UTC), passphrase, stolen=stolen)
    issuer = load_issuer(folder, old.name, old.url, datetime.now(UTC), passphrase)
    with Register(folder) as register:
        click.echo(publish(course, folder, results, issuer, register))
    _tell(folder, issuer)
    say("Upload the site before you hand out what the new key signs. The old key is in a file retired-..., unused.")
    if stolen:
        say("[yellow]Nothing that the old key signed is valid any more.[/yellow] ", "Run: autograder certify")


@keys.command(name="publish")
@results_option
@passphrase_option
@_in_folder
def publish_(course: Course, keys: Path | None, results: Path, told: Path | None) -> None:
    """Write the public site anew, with a freshly signed list of revoked certificates."""
    folder = keys_of(course, keys)
    issuer = opened_issuer(course, folder, told)
    with Register(folder) as register:
        click.echo(publish(course, folder, results, issuer, register))
    say(f"The list is valid for {course.policy.certificate.status_days} days. Upload the site, and do this again then.")


def _quietly(
    course: Course, folder: Path, told: Path | None, *, dated: bool = True, demo: bool = False
) -> Issuer:  # fmt: skip
    """The issuer, without a word about a key that has no passphrase."""
    name, address = identity(course.policy, demo=demo)
    passphrase = _passphrase(told, _NAME, "Passphrase of the issuer's key") if is_protected(folder) else None
    return load_issuer(folder, name, address, datetime.now(UTC) if dated else None, passphrase)


def _tell(folder: Path, issuer: Issuer) -> None:
    kept = "behind a passphrase" if is_protected(folder) else "without a passphrase; run: autograder keys protect"
    until = f"; its certificate ends on {issuer.paper.not_valid_after_utc:%Y-%m-%d}" if issuer.paper else ""
    say(
        "Key of ",
        f"{issuer.name}, {issuer.url}: {folder / KEY_FILE}, RSA, {issuer.key.raw_value.key_size} bits, {kept}{until}.",
    )
    say("Thumbprint: ", issuer.thumbprint)
