"""Commands that issue certificates and revoke them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from ..certificate import (
    REGISTER_FILE,
    Achieved,
    Issuer,
    Part,
    Person,
    Recorded,
    Register,
    issue,
    missing_for,
    opened,
    parts_of,
    rules_of_part,
    stolen_keys,
)
from ..course import Course
from ..gradebook import Records, Standing
from ..intake import file_name
from ..roster import match
from ..writing import write_whole
from .console import say, watched
from .keys import keys_of, keys_option, opened_issuer, passphrase_option, publish
from .options import by_option, gradebook_option, results_option, with_course
from .rosters import stored_roster
from .standing import all_records

_NAME, _PAGE = "name", "page"  # what a student may agree to


@dataclass(frozen=True)
class Issuing:
    """How certificates are issued: where to, by whom, and whether those who have one get another."""

    results: Path
    keys: Path
    author: str
    told: Path | None = None  # the file with the passphrase
    again: bool = False
    dry: bool = False
    demo: bool = False

    def path(self, achieved: Achieved) -> Path:
        """The file of somebody's certificate. For parts there is a folder each."""
        folder = self.results / "certificates"
        where = folder / "parts" / file_name(achieved.part.replace(" ", "-")) if achieved.part else folder
        return where / f"{file_name(achieved.standing.student)}.jwt"


@click.command()
@click.argument("students", nargs=-1)
@results_option
@gradebook_option
@keys_option
@click.option(
    "--dry-run", "dry", is_flag=True,
    help="Write nothing; only show who would get one, and what everyone else is missing.",
)  # fmt: skip
@click.option(
    "--again", is_flag=True,
    help="Issue STUDENTS' certificates anew, as their work is now, and revoke those that they have.",
)  # fmt: skip
@by_option
@passphrase_option
@with_course
def certify(
    course: Course, students: tuple[str, ...], results: Path, url: str | None, keys: Path | None, dry: bool,
    again: bool, author: str, told: Path | None,
) -> int:  # fmt: skip
    """Issue certificates to everyone who has passed, or to STUDENTS."""
    if again and not students:
        raise click.UsageError("Name the STUDENTS whose certificates are to be issued again.")
    how = Issuing(results, keys_of(course, keys), author, told, again=again, dry=dry)
    return issue_certificates(course, how, url, students)


def issue_certificates(course: Course, how: Issuing, url: str | None = None, students: tuple[str, ...] = ()) -> int:
    """Issue the certificates earned, show what everyone else is missing, and return the command's exit code."""
    records = all_records(how.results, url)
    everybody = records.standings(course.whole().assignments, course.policy)
    unknown = set(students) - {standing.student for standing in everybody}
    if unknown:
        raise click.UsageError(f"Nobody handed anything in as {', '.join(sorted(unknown))}.")
    chosen = [standing for standing in everybody if not students or standing.student in students]
    earned = [Achieved(standing) for standing in chosen if not _tell_missing(standing, course)]
    refused = len(chosen) - len(earned)
    _tell_holders({each.student for each in chosen} - {each.standing.student for each in earned}, how)
    for part in parts_of(course.policy):
        earned += _earned_parts(course, part, how, records, {standing.student for standing in chosen})
    if how.dry:
        for achieved in earned:
            click.echo(how.path(achieved))
    elif earned:
        refused += _issue(course, earned, how)
    return 1 if students and refused else 0


def _tell_missing(standing: Standing, course: Course, part: str = "") -> list[str]:
    missing = missing_for(standing, course.policy)
    if missing:
        label = "[dim]no badge[/dim] " if part else "[yellow]no certificate[/yellow] "
        say(label, f"{part and f'{part}, '}{standing.student}: {' '.join(missing)}")
    return missing


def _tell_holders(students: set[str], how: Issuing) -> None:
    """Name those who have a certificate, although their standing is not complete any more: a person decides."""
    if not (how.keys / REGISTER_FILE).exists():
        return
    with Register(how.keys) as register:
        for student in sorted(students):
            last = register.last(student, "")
            if last and not last.revoked:
                said = f"{student} has one of {last.issued:%Y-%m-%d}. To take it back: autograder revoke {last.number}"
                say("[yellow]still valid[/yellow] ", said)


def _earned_parts(course: Course, part: Part, how: Issuing, records: Records, chosen: set[str]) -> list[Achieved]:
    """Who has earned the badge for a part. What others lack for it is told in a dry run only: it may be a long list."""
    inside = tuple(each for each in course.assignments if each.name in part.assignments)
    if len(inside) < len(set(part.assignments)):
        absent = sorted(set(part.assignments) - {each.name for each in inside})
        if not how.demo:  # which leaves topics out on purpose
            say("[yellow]no badge[/yellow] ", f"{part.title}: this course has no {', '.join(absent)}.")
        return []
    narrowed = replace(course, policy=rules_of_part(course.policy), assignments=inside)
    theirs = [
        each for each in records.standings(narrowed.whole().assignments, narrowed.policy) if each.student in chosen
    ]
    lacking = {each.student: missing_for(each, narrowed.policy) for each in theirs}
    if how.dry:
        for each in theirs:
            _tell_missing(each, narrowed, part.title)
    return [Achieved(each, part.title) for each in theirs if not lacking[each.student]]


def _issue(course: Course, earned: list[Achieved], how: Issuing) -> int:
    """Sign and record, then write the site, and only then hand out. Returns how many got none after all."""
    issuer = opened_issuer(course, how.keys, how.told, demo=how.demo)
    with Register(how.keys) as register:
        people = _people(earned, how.results, register)
        issued = list(_recorded(course, earned, people, issuer, register, how))
        publish(course, how.keys, how.results, issuer, register)
    for achieved, recorded in issued:
        _hand_out(recorded, how.path(achieved))
    return len(earned) - len(issued)


def _recorded(
    course: Course, earned: list[Achieved], people: dict[str, Person], issuer: Issuer, register: Register, how: Issuing
) -> Iterator[tuple[Achieved, Recorded]]:
    stolen = stolen_keys(how.keys)
    for achieved in watched(earned, len(earned), "Certificates"):
        student, last = achieved.standing.student, register.last(achieved.standing.student, achieved.part)
        if last and last.revoked and not how.again:
            why = f"was revoked on {last.revoked[:10]} ({last.reason}); --again issues a new one."
            say("[yellow]no certificate[/yellow] ", f"{student}: theirs {why}")
            continue
        again = how.again or bool(last and opened(last).key in stolen)
        if last and not again and last.work != achieved.work:
            say("[yellow]as before[/yellow] ", f"{student}: their work has changed since; --again issues a new one.")
        who, now = people[student], datetime.now(UTC)
        recorded = issue(achieved, who, course.policy, issuer, register, now, author=how.author, again=again)
        yield achieved, recorded


def _people(earned: list[Achieved], results: Path, register: Register) -> dict[str, Person]:
    """Whom the certificates are for, as the roster has them. They name those who agreed."""
    students = {achieved.standing.student for achieved in earned}
    roster = stored_roster(results)
    listed = match(students, roster).people if roster else {}
    named = register.agreed(_NAME)
    found = {}
    for student in students:
        entry = listed.get(student)
        name = entry.name if entry and student in named else ""
        found[student] = Person(student, entry.email if entry else "", name)
    return found


def _hand_out(recorded: Recorded, path: Path) -> None:
    write_whole(path, recorded.token + "\n")
    content = json.dumps(opened(recorded).content, ensure_ascii=False, indent=2)
    write_whole(path.with_suffix(".json"), content + "\n")
    click.echo(path)


@click.command()
@click.argument("numbers", nargs=-1, required=True, type=UUID, metavar="NUMBER ...")
@click.option("--reason", required=True, help="Why, for the record. It is not published.")
@results_option
@keys_option
@by_option
@passphrase_option
@with_course
def revoke(
    course: Course, numbers: tuple[UUID, ...], reason: str, results: Path, keys: Path | None, author: str,
    told: Path | None,
) -> None:  # fmt: skip
    """Revoke certificates, for good, by the numbers that `autograder certificates` shows."""
    folder = keys_of(course, keys)
    issuer = opened_issuer(course, folder, told)
    with Register(folder) as register:
        for number in numbers:
            found = register.revoke(number, reason, author, datetime.now(UTC))
            say("Revoked ", f"{number}, {found.student}'s certificate of {found.issued:%Y-%m-%d}.")
        click.echo(publish(course, folder, results, issuer, register))
    say("Upload the site: until then, strangers still see the certificate as valid.")


@click.command()
@keys_option
@with_course
def certificates(course: Course, keys: Path | None) -> None:
    """Show what was issued and revoked, and who agreed to what: one line of JSON for each, in order."""
    with Register(keys_of(course, keys)) as register:
        for line in register.log():
            click.echo(json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False))


@click.command()
@click.argument("what", type=click.Choice([_NAME, _PAGE]))
@click.argument("students", nargs=-1, required=True)
@click.option("--withdraw", is_flag=True, help="They no longer agree. It counts for what is issued from now on.")
@by_option
@keys_option
@with_course
def consent(
    course: Course, what: str, students: tuple[str, ...], withdraw: bool, author: str, keys: Path | None
) -> None:
    """Record that STUDENTS agree to be named on their certificates (name), or to a public page about them (page)."""
    with Register(keys_of(course, keys)) as register:
        for student in students:
            register.agree(student, what, author, datetime.now(UTC), given=not withdraw)
        click.echo("\n".join(sorted(register.agreed(what))))
