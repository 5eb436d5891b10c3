"""Decide about grades: override, comment, excuse, extend, reopen; take a decision back; and see who decided what."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from .. import decisions
from ..analysis import as_plain
from ..course import Course
from ..decisions import Word, Work, audit_table, student_among, trail, when_of
from ..gradebook import Decision, Gradebook
from ..policy import Policy
from ..report import for_spreadsheets
from ..writing import write_whole
from .console import say
from .options import by_option, existing, gradebook_option, results_option, why_option, with_any_course
from .rosters import stored_roster

_question = click.option("--question", default="", metavar="NAME", help="One question of it, not the whole assignment.")


@dataclass(frozen=True)
class _Said:
    """What a command is about, and whose word it is."""

    work: Work
    word: Word
    policy: Policy


def _deciding(command: Callable[..., Decision]) -> Callable[..., Any]:
    """A command about one student's work on one assignment, which makes a decision. It is recorded, and told."""

    @wraps(command)
    def wrapped(
        course: Course, student: str, assignment: str, author: str, reason: str, results: Path, url: str | None,
        **more: Any,
    ) -> None:  # fmt: skip
        word = Word(author, reason, datetime.now(UTC))
        [topic] = course.chosen([assignment])
        with existing(results, url) as book:
            whose = student_among(student, known_students(book, results))
            _record(book, command(_Said(Work(whose, topic), word, course.policy), **more))

    for part in (by_option, gradebook_option, results_option):
        wrapped = part(wrapped)
    return with_any_course(wrapped)


def _about(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("student")(click.argument("assignment")(command))


def known_students(book: Gradebook, results: Path) -> set[str]:
    """Everybody who handed something in, is on the roster, or about whom something was decided."""
    people = stored_roster(results)
    handed_in = {student for student, _ in book.counted()}
    return (
        handed_in
        | {each.student for each in book.decision_history()}
        | {p.id for p in (people.people if people else ())}
    )


@click.command()
@_about
@click.argument("points", type=float)
@_question
@why_option
@_deciding
def override(said: _Said, points: float, question: str) -> Decision:
    """Give POINTS for a student's assignment, or for one question, whatever was graded.

    For the whole assignment, it is the last word: no late penalty, and it counts even if nothing was handed in. For a
    question, late rules still apply. It counts for what is handed in later, too, until you undo it.
    """
    return decisions.override(said.work, points, said.word, question)


@click.command()
@_about
@click.argument("text")
@_question
@click.option("--why", "reason", default="", metavar="TEXT", help="A reason, for whoever asks later.")
@_deciding
def comment(said: _Said, text: str, question: str) -> Decision:
    """Write TEXT to a student about an assignment or one of its questions; it is on the feedback page."""
    return decisions.comment(said.work, text, said.word, question)


@click.command()
@_about
@why_option
@_deciding
def excuse(said: _Said) -> Decision:
    """Take an assignment out of a student's total."""
    return decisions.excuse(said.work, said.word)


@click.command()
@_about
@click.argument("until")
@why_option
@_deciding
def extend(said: _Said, until: str) -> Decision:
    """Give a student more time: the assignment is due UNTIL, such as 2026-12-24 or "2026-12-24 18:00"."""
    return decisions.extend(said.work, when_of(until, said.policy), said.word, said.policy)


@click.command()
@_about
@click.option("--until", default="", metavar="DATE", help="In time until then; late after that. [default: for ever]")
@why_option
@_deciding
def reopen(said: _Said, until: str) -> Decision:
    """Let a student hand in again: what comes from now on is in time. What was late before stays late."""
    moment = when_of(until, said.policy) if until else None
    return decisions.reopen(said.work, moment, said.word, said.policy)


@click.command()
@click.argument("number", type=int)
@why_option
@results_option
@gradebook_option
@by_option
def undo(number: int, reason: str, results: Path, url: str | None, author: str) -> None:
    """Take back the decision with this NUMBER. Nothing is deleted: both stay in the gradebook."""
    with existing(results, url) as book:
        _record(book, decisions.undo(number, book.decision_history(), Word(author, reason, datetime.now(UTC))))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line on stdout, and write no table.")
@results_option
@gradebook_option
def audit(as_json: bool, results: Path, url: str | None) -> None:
    """Write all that people gave, wrote and decided to RESULTS/audit.csv: who, when, what, why, and if it counts."""
    with existing(results, url) as book:
        entries = trail(book.decision_history(), book.mark_history(), book.comment_history())
    if as_json:
        for each in entries:
            click.echo(json.dumps({"schema": 1, **as_plain(each, instructors=True)}, ensure_ascii=False))
        return
    place = results / "audit.csv"
    write_whole(place, for_spreadsheets(audit_table(entries)))
    say(f"{len(entries)} things that people gave, wrote or decided.")
    click.echo(place)


def _record(book: Gradebook, decision: Decision) -> None:
    recorded = book.record_decision(decision)
    [entry] = trail([recorded])
    about = f"{entry.student}, {entry.assignment}{f', {entry.question}' if entry.question else ''}: "
    say(f"Decision {entry.number}. ", f"{about}{entry.kind}, {entry.what}.")
    say(f"`autograder report` shows it; `autograder undo {entry.number}` takes it back.")
