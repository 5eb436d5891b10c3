"""Commands for certificates: issue them, and check one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from ..certificate import CertificateError, issue, load_issuer, write_site
from ..certificate import verify as verify_certificate
from ..intake.layout import file_name
from .console import say, stdout
from .grading import all_standings
from .options import Course, gradebook_option, results_option, with_course


@click.command()
@click.argument("students", nargs=-1)
@results_option
@gradebook_option
@click.option("--keys", type=click.Path(path_type=Path, file_okay=False), default=Path("keys"), show_default=True)
@click.option("--dry-run", is_flag=True, help="Only say who would get one, and what everyone else is missing.")
@with_course
def certify(
    course: Course, students: tuple[str, ...], results: Path, url: str | None, keys: Path, dry_run: bool
) -> int:
    """Issue certificates to everyone who has passed, or to STUDENTS."""
    return issue_certificates(course, results, keys, url, students, dry_run=dry_run)


def issue_certificates(
    course: Course, results: Path, keys: Path, url: str | None = None, students: tuple[str, ...] = (), *,
    dry_run: bool = False,
) -> int:  # fmt: skip
    """Issue what was earned, say what is missing elsewhere, and return the command's exit code."""
    everybody = all_standings(course, results, url)
    unknown = set(students) - {standing.student for standing in everybody}
    if unknown:
        raise click.UsageError(f"Nobody handed anything in as {', '.join(sorted(unknown))}.")
    policy = course.policy.certificate
    issuer = load_issuer(keys, policy.issuer, policy.url)
    write_site(issuer, results / "site")
    folder = results / "certificates"
    refused = 0
    for standing in everybody:
        if students and standing.student not in students:
            continue
        try:
            certificate = issue(standing, course.policy, issuer, datetime.now(UTC))
        except CertificateError as reason:
            refused += 1
            say("[yellow]no certificate[/yellow] ", f"{standing.student}: {reason}")
            continue
        path = folder / f"{file_name(standing.student)}.jwt"
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(certificate.token + "\n", encoding="utf-8")
            content = json.dumps(certificate.content, ensure_ascii=False, indent=2)
            path.with_suffix(".json").write_text(content + "\n", encoding="utf-8")
        click.echo(path)
    return 1 if students and refused else 0


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option(
    "--site", type=click.Path(exists=True, path_type=Path, file_okay=False),
    help="The issuer's public site folder. [default: the folder site beside the certificate's folder]",
)  # fmt: skip
def verify(file: Path, site: Path | None) -> int:
    """Check a certificate, offline, against the issuer's public site folder."""
    place = site or next((p / "site" for p in file.resolve().parents if (p / "site").is_dir()), None)
    if place is None:
        raise click.UsageError("Say where the issuer's site folder is: --site FOLDER.")
    try:
        text = file.read_bytes()[: 1 << 20].decode("ascii")
        certificate = verify_certificate(text, place, datetime.now(UTC))
    except UnicodeDecodeError:
        say("[red]Not valid.[/red] This is no certificate: it is not a signed token.")
        return 4
    except CertificateError as reason:
        say("[red]Not valid.[/red] ", str(reason))
        return 4
    stdout.print(f"Valid: {certificate.course}, issued by {certificate.issuer} on {certificate.issued}.", markup=False)
    return 0
