"""Grade work once more after a test was fixed: show whose points change, and record it if that is wanted."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from ..analysis import Group, groups_in
from ..assignment import Assignment
from ..cohort import JudgeEngine, Stopped, one_by_one
from ..course import Course, present
from ..decisions import DecisionError, Regraded, Word, Work, changed, failed, merged, regraded_table, why_not
from ..gradebook import Claims, Gradebook, standings
from ..intake import Upload, file_name, fingerprint, gather, printable
from ..judge import Key, Verdict
from ..report import for_spreadsheets
from ..roster import Person, match
from ..writing import write_whole
from .console import say, say_each, stdout, watched
from .downloading import in_our_layout
from .options import (
    by_option,
    database,
    existing,
    gradebook_option,
    jobs_option,
    results_option,
    why_option,
    with_course,
)
from .rosters import stored_roster
from .running import Wishes

_SHOWN = 40  # students in the table on the terminal; the file has all
_FOLDERS = ("uploads", "../submitted")  # seen from the results: what was unpacked, and what `autograder grade` takes
_Found = Mapping[Key, tuple[Verdict, Verdict]]


@dataclass(frozen=True)
class _Asked:
    """What to grade again, why, and where things are."""

    course: Course
    topic: Assignment
    question: str
    students: frozenset[str] | None  # nothing: everybody
    word: Word
    results: Path


@dataclass(frozen=True)
class _Which:
    """Which work, as it was said."""

    assignment: str
    question: str
    group: str


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--assignment", default="", metavar="NAME", help="The assignment. With --group, it is the group's.")
@click.option("--question", default="", metavar="NAME", help="Only this question of it.")
@click.option(
    "--group",
    default="",
    metavar="MISTAKE",
    help="Only those who made this mistake, by its name in `autograder analyse`.",
)
@click.option("--yes", is_flag=True, help="Record what comes out, without asking.")
@why_option
@results_option
@gradebook_option
@jobs_option
@by_option
@with_course
def regrade(
    course: Course, submissions: Path | None, yes: bool, reason: str, results: Path, jobs: int, author: str,
    url: str | None, **which: str,
) -> int:  # fmt: skip
    """Grade work again after a test was fixed; SUBMISSIONS are those that were graded.

    It shows whose points change and by how much. Only if you say yes is anything recorded, and what was recorded before
    stays. Then it writes a table for those whose points have changed. [default SUBMISSIONS: RESULTS/uploads, or
    submitted]
    """
    asked = _asked(course, _Which(**which), Word(author, reason, datetime.now(UTC)), results)
    uploads = _uploads(asked, submissions)
    with existing(results, url):
        pass  # it says what to do if there is none
    with present(results) as here, Gradebook(database(results, url)) as book:
        claims = book.claims(here.name, JudgeEngine.name)
        with claims.renewed():
            found = _graded(asked, book, claims, uploads, jobs)
            regraded = _compared(asked, book, found)
            _show(regraded)
            if not regraded or not _wanted(yes=yes):
                return 0
            return _record(asked, book, claims, found, regraded)


def _asked(course: Course, which: _Which, word: Word, results: Path) -> _Asked:
    word.must_have_a_reason()
    known = _group(results, which.group) if which.group else None
    name = which.assignment or (known.assignment if known else "")
    if not name:
        raise click.UsageError("Which assignment? Name it with --assignment, or a mistake with --group.")
    [topic] = course.chosen([name])
    if known and known.assignment != topic.name:
        raise DecisionError(f"{which.group} is a mistake in {known.assignment}, not in {topic.name}.")
    question = which.question or (known.question if known else "")
    if question and not topic.tests_of(question):
        Work("", topic).points(question)  # says which questions there are
        raise DecisionError(f"{question} has no tests, so there is nothing to grade again. A person grades it.")
    return _Asked(course, topic, question, frozenset(known.students) if known else None, word, results)


def _group(results: Path, group: str) -> Group:
    known = groups_in(results / "analysis")
    if group not in known:
        raise DecisionError(f"No mistake is called {group!r}. `autograder analyse` lists them, each with its name.")
    return known[group]


def _uploads(asked: _Asked, submissions: Path | None) -> list[Upload]:
    """The uploads for this assignment of those who are asked for."""
    results, names = asked.results, asked.course.names
    places = [results / name for name in _FOLDERS if (results / name).is_dir()]
    if submissions is None and not places:
        raise click.UsageError("Which SUBMISSIONS? Name the folder or the download that was graded.")
    folder = in_our_layout(names, submissions or places[0], results, Wishes())
    found = gather(folder, names).uploads
    mine = [upload for upload in found if upload.assignment == asked.topic.name]
    return [upload for upload in mine if asked.students is None or upload.student in asked.students]


def _graded(asked: _Asked, book: Gradebook, claims: Claims, uploads: Sequence[Upload], jobs: int) -> _Found:
    """The verdicts before and after, of work that was graded before, and that nobody else is grading just now."""
    seen = book.counted()
    before = {verdict.key[:3]: verdict for verdict in book.verdicts()}
    keys = {(up.student, up.assignment, fingerprint(up), asked.topic.hash): up for up in uploads}
    reasons = {key: why_not(before.get(key[:3]), asked.question) for key in keys}
    ours = claims.take([key for key, reason in reasons.items() if not reason], seen)
    reasons |= {
        key: "it is being graded elsewhere" for key, reason in reasons.items() if not reason and key not in ours
    }
    engine = JudgeEngine(question=asked.question)
    pending = [keys[key] for key in keys if key in ours]
    found: dict[Key, tuple[Verdict, Verdict]] = {}
    with closing(one_by_one(engine, asked.course, pending, jobs)) as verdicts:
        for each in watched(verdicts, len(pending), "Grading again"):
            if isinstance(each, Stopped):
                raise DecisionError(each.sentence)
            old = before[each.key[:3]]
            if failed(each, asked.question):
                reasons[each.key] = f"it could not be graded again ({each.reason or each.status}); what it had stays"
            else:
                found[each.key] = old, merged(old, each, asked.question, asked.topic.hash)
    left = [f"{key[0]}: {reason}." for key, reason in sorted(reasons.items()) if reason]
    say_each("Not graded again", left, asked.results, "{more} more were not graded again; {listed} has them all.")
    return found


def _compared(asked: _Asked, book: Gradebook, found: _Found) -> list[Regraded]:
    """What the marks of these students are, and what they would be."""
    students = {key[0] for key in found}
    verdicts = [verdict for verdict in book.verdicts() if verdict.student in students]
    new = {key[:3]: after for key, (_, after) in found.items()}
    marks, decisions, policy = book.marks(), book.decisions(), asked.course.policy
    # The last recorded counts among equals, so what is new comes last, as it will in the gradebook.
    later = [each for each in verdicts if each.key[:3] not in new] + list(new.values())
    was, is_now = (
        standings(each, asked.course.whole().assignments, policy, marks, decisions) for each in (verdicts, later)
    )
    return changed(found, was, is_now, asked.question)


def _record(asked: _Asked, book: Gradebook, claims: Claims, found: _Found, regraded: Sequence[Regraded]) -> int:
    new = {key: after for key, (_, after) in found.items()}
    whose = {key[0]: key for key in found}
    decisions = {whose[each.student]: made for each in regraded if (made := each.decision(asked.word)) is not None}
    recorded = {verdict.student for verdict in book.record_claimed(new, datetime.now(UTC), claims, decisions)}
    told = [each for each in regraded if each.student in recorded]
    name = "-".join(filter(None, [asked.topic.name, asked.question, f"{asked.word.when:%Y%m%d-%H%M%S}"]))
    place = asked.results / "regraded" / f"{file_name(name)}.csv"
    write_whole(place, for_spreadsheets(regraded_table(told, _people(asked, recorded))))
    say(f"Recorded: {len(recorded)} were graded again, and the points of {sum(each.changes for each in told)} changed.")
    if lost := {each.student for each in regraded} - recorded:
        say("[yellow]Not recorded:[/yellow] ", f"{', '.join(sorted(lost))}, graded elsewhere meanwhile.")
    say("`autograder report` shows it. This table is for those whose points have changed:")
    click.echo(place)
    return 0


def _people(asked: _Asked, students: set[str]) -> Mapping[str, Person]:
    people = stored_roster(asked.results)
    return match(sorted(students), people).people if people else {}


def _wanted(*, yes: bool) -> bool:
    if not yes and not sys.stdin.isatty():
        say("Nothing was recorded. Add --yes to record it.")
    return yes or (sys.stdin.isatty() and click.confirm("Record this?", err=True))


def _show(regraded: Sequence[Regraded]) -> None:
    """A table of those whose points change."""
    those = [each for each in regraded if each.changes]
    say(f"{len(regraded)} were graded again; the points of {len(those)} change.")
    shown = Table(box=None, pad_edge=False)
    for name in ("student", "points before", "now", "change", "mark before", "now", ""):
        shown.add_column(name, justify="left" if name in ("student", "") else "right")
    for each in those[:_SHOWN]:
        before, after = each.points
        marks = (f"{m.percent:.1f} %" if m.known else m.state for m in (each.mark_before, each.mark_after))
        shown.add_row(printable(each.student), f"{before:g}", f"{after:g}", f"{after - before:+g}", *marks, each.remark)
    if those:
        stdout.print(shown)
    if len(those) > _SHOWN:
        say(f"{len(those) - _SHOWN} more change; the table that is written has all.")
