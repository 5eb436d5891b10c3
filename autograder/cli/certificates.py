"""Commands that issue certificates and check one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from ..certificate import (
    KEY_FILE,
    Certificate,
    CertificateError,
    Issuer,
    issue,
    load_issuer,
    missing_for,
    read_token,
    signer,
    verify_key,
    write_site,
)
from ..certificate import verify as verify_certificate
from ..course import Course
from ..gradebook import Standing
from ..intake import file_name
from .console import say
from .grading import all_standings
from .options import gradebook_option, results_option, with_course


@click.command()
@click.argument("students", nargs=-1)
@results_option
@gradebook_option
@click.option(
    "--keys", type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the issuer's private key. [default: keys, in the course's folder]",
)  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help="Write nothing; only show who would get one, and what everyone else is missing."
)
@with_course
def certify(
    course: Course, students: tuple[str, ...], results: Path, url: str | None, keys: Path | None, dry_run: bool
) -> int:
    """Issue certificates to everyone who has passed, or to STUDENTS."""
    # In the course's folder, not in the current one: a second key in another folder would be a second issuer.
    return issue_certificates(course, results, keys or course.root / "keys", url, students, dry_run=dry_run)


def issue_certificates(
    course: Course, results: Path, keys: Path, url: str | None = None, students: tuple[str, ...] = (), *,
    dry_run: bool = False, demo: bool = False,
) -> int:  # fmt: skip
    """Issue the certificates earned, show what everyone else is missing, and return the command's exit code."""
    everybody = all_standings(course, results, url)
    unknown = set(students) - {standing.student for standing in everybody}
    if unknown:
        raise click.UsageError(f"Nobody handed anything in as {', '.join(sorted(unknown))}.")
    earned, refused = [], 0
    for standing in everybody:
        if students and standing.student not in students:
            continue
        missing = missing_for(standing, course.policy)
        if missing:
            refused += 1
            say("[yellow]no certificate[/yellow] ", f"{standing.student}: {' '.join(missing)}")
        else:
            earned.append(standing)
    folder = results / "certificates"
    if earned and not dry_run:
        _issue(course, earned, folder, _issuer(course, keys, demo=demo))
    for standing in earned:
        click.echo(_path(folder, standing))
    return 1 if students and refused else 0


def _path(folder: Path, standing: Standing) -> Path:
    return folder / f"{file_name(standing.student)}.jwt"


def _issuer(course: Course, keys: Path, *, demo: bool) -> Issuer:
    """The issuer who signs; the first time, makes a key and says so."""
    name, address = signer(course.policy, demo=demo)
    first = not (keys / KEY_FILE).exists()
    issuer = load_issuer(keys, name, address)
    if first:
        made = f"in {keys}, thumbprint {issuer.key.thumbprint()}. Keep a copy where nobody else can read it."
        say("[yellow]Made a new issuer key[/yellow] ", made)
    return issuer


def _issue(course: Course, earned: list[Standing], folder: Path, issuer: Issuer) -> None:
    write_site(issuer, folder.parent / "site")
    folder.mkdir(parents=True, exist_ok=True)
    for standing in earned:
        certificate = issue(standing, course.policy, issuer, datetime.now(UTC))
        path = _path(folder, standing)
        path.write_text(certificate.token + "\n", encoding="utf-8")
        content = json.dumps(certificate.content, ensure_ascii=False, indent=2)
        path.with_suffix(".json").write_text(content + "\n", encoding="utf-8")


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option(
    "--site", type=click.Path(exists=True, path_type=Path, file_okay=False),
    help="The issuer's public site folder, obtained from the issuer.",
)  # fmt: skip
@click.option("--key", "thumbprint", help="The thumbprint of the issuer's key, obtained from the issuer.")
def verify(file: Path, site: Path | None, thumbprint: str | None) -> int:
    """Check a certificate, offline, against the issuer's public site folder or the thumbprint of its key.

    Without either, the issuer can't be checked: anyone can sign a certificate and put a site folder beside it.
    """
    if site and thumbprint:
        raise click.UsageError("Use --site or --key, not both.")
    now = datetime.now(UTC)
    try:
        text = read_token(file)
        certificate = verify_certificate(text, site, now) if site else verify_key(text, thumbprint, now)
    except CertificateError as reason:
        say("[red]Not valid.[/red] ", str(reason))
        return 4
    known = bool(site or thumbprint)
    for line in _findings(certificate, str(site) if site else "the given thumbprint", known=known):
        click.echo(line)
    return 0 if known else 4


def _findings(certificate: Certificate, against: str, *, known: bool) -> list[str]:
    """What was checked, and what was not."""
    said = f"{certificate.course}, issued by {certificate.issuer} on {certificate.issued:%Y-%m-%d}."
    issuer = [f"Issuer: {certificate.address}", f"Key thumbprint: {certificate.key}"]
    unchecked = "whether it was revoked; whether it belongs to the person presenting it."
    if known:
        checked = f"Checked, against {against}: the signature, the issuer's key, the dates."
        return [f"Valid: {said}", *issuer, checked, f"Not checked: whether {against} is the issuer's; {unchecked}"]
    return [
        f"Unknown issuer. It says: {said}",
        *issuer,
        "Checked: it is unchanged since the holder of this key signed it.",
        f"Not checked: whether the holder is the issuer it names; {unchecked}",
        "Ask the issuer for its site folder or its key's thumbprint, and use --site FOLDER or --key THUMBPRINT.",
    ]
