"""Look at a whole cohort: its questions, its mistakes, and answers that have much in common."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import click
from rich.table import Table

from ..analysis import (
    Circle,
    InCommon,
    Mistake,
    TopicFacts,
    Work,
    as_plain,
    earlier_answers,
    facts_of,
    given_with,
    in_common,
    keep_groups,
    mistakes_of,
    mistakes_table,
    pairs_table,
    pieces_of,
    questions_table,
    written_for,
    wrong_answers,
)
from ..assignment import Assignment
from ..cohort import notebook_of
from ..course import Course
from ..gradebook import Standing
from ..intake import printable
from ..judge import Verdict
from ..proof import KnownMistake, Mistaken, TryMistakes
from ..report import Findings, for_spreadsheets
from ..sandbox import Limits
from ..workers import Orders, Pool
from ..writing import write_whole
from .console import say, stdout, watched
from .options import gradebook_option, jobs_option, results_option, with_course
from .standing import all_work

_TOLD = 12  # groups of mistakes, or pairs, of a topic on the terminal; the tables have all


@click.command()
@click.argument("assignments", nargs=-1)
@results_option
@gradebook_option
@click.option(
    "--earlier", "years", metavar="FOLDER", multiple=True,
    type=click.Path(exists=True, path_type=Path, file_okay=False),
    help="Notebooks of an earlier year to compare with: <student>/<assignment>.ipynb, as in RESULTS/notebooks, or "
    "<student>/<assignment>/*.ipynb. The folder's name stands for the year. May be given several times.",
)  # fmt: skip
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line on stdout.")
@with_course
def analyse(
    course: Course, assignments: tuple[str, ...], results: Path, url: str | None, years: tuple[Path, ...], jobs: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Show what a cohort's work says about the questions, its mistakes, and answers that have much in common.

    For instructors only: it names known mistakes and hidden checks, and shows students' work. The first time, the known
    mistakes of each answer that somebody got wrong are graded, too, to recognise them.
    """
    cohort = Cohort(course, *all_work(course, results, url), results, years)
    known = _known_mistakes(cohort, course.chosen(assignments), jobs)
    found = [
        findings(cohort, topic, known[topic.name])
        for topic in watched(course.chosen(assignments), len(course.chosen(assignments)), "Analysing")
        if cohort.of(topic)
    ]
    if not found:
        raise click.UsageError("Nothing of these assignments has been graded yet.")
    for each in found:
        _print_json(each) if as_json else _print(each)
    _write(found, results / "analysis")


@dataclass(frozen=True)
class Cohort:
    """All that is known about a cohort's work."""

    course: Course
    verdicts: Sequence[Verdict]
    everybody: Sequence[Standing]
    results: Path
    years: tuple[Path, ...]

    @cached_property
    def _by_topic(self) -> dict[str, list[Verdict]]:
        found: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault(verdict.assignment, []).append(verdict)
        return found

    def of(self, topic: Assignment) -> list[Verdict]:
        return self._by_topic.get(topic.name, [])


def findings(cohort: Cohort, topic: Assignment, known: Sequence[KnownMistake]) -> Findings:
    """What is found out about a topic."""
    kept = partial(notebook_of, notebooks=cohort.results / "notebooks")
    mistakes = mistakes_of(cohort.of(topic), topic, known, kept)
    return Findings(facts_of(cohort.everybody, topic), mistakes, tuple(_pairs(cohort, topic)))


def _pairs(cohort: Cohort, topic: Assignment) -> Iterator[InCommon]:
    given, names = pieces_of(given_with(topic)), {answer.name for answer in topic.answers}
    work: dict[str, list[Work]] = {}
    for (student, year), answers in _answers(cohort, topic):
        for question, source in answers.items():
            if question in names:
                work.setdefault(question, []).append(Work(student, source, year))
    for question, theirs in work.items():
        yield from in_common(topic.name, question, theirs, given)


def _answers(cohort: Cohort, topic: Assignment) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """The student, the year, and the answers, of the attempts that count and of earlier years."""
    for standing in cohort.everybody:
        verdict = next((mark.verdict for mark in standing.marks if mark.assignment == topic.name), None)
        notebook = notebook_of(verdict, cohort.results / "notebooks") if verdict is not None else None
        if notebook is not None:
            yield (standing.student, ""), written_for(notebook)
    for folder in cohort.years:
        for student, answers in earlier_answers(folder, topic):
            yield (student, folder.name), answers


def _known_mistakes(cohort: Cohort, topics: Sequence[Assignment], jobs: int) -> dict[str, tuple[KnownMistake, ...]]:
    """What the known mistakes do that somebody may have made, by topic; those not tried yet are tried first."""
    kept = {topic.name: Mistaken(cohort.results, topic) for topic in topics}
    tasks = [
        TryMistakes(topic.name, answer)
        for topic in topics
        for answer in kept[topic.name].missing(wrong_answers(cohort.of(topic), topic))
    ]
    if tasks:
        policy, course = cohort.course.policy, cohort.course
        orders = Orders(course.root, gpu="never", language=policy.course.language)
        with Pool[tuple[KnownMistake, ...]](orders, Limits.granted_by(policy.limits), min(jobs, len(tasks))) as pool:
            for done in watched(pool.results(tasks), len(tasks), "Trying known mistakes"):
                if done.trouble is not None or not isinstance(done.task, TryMistakes):
                    say("[yellow]Without names:[/yellow] ", f"the mistakes of {done.task.name}. {done.trouble}")
                    continue
                kept[done.task.topic].add(done.task.answer, done.value())
    return {name: each.mistakes for name, each in kept.items()}


# Output


def _write(found: Sequence[Findings], folder: Path) -> None:
    """Write the tables."""
    tables = {
        "questions.csv": questions_table(each.facts for each in found),
        "mistakes.csv": mistakes_table(mistake for each in found for mistake in each.mistakes),
        "in-common.csv": pairs_table(pair for each in found for pair in each.pairs),
    }
    for name, rows in tables.items():
        write_whole(folder / name, for_spreadsheets(rows))
    keep_groups(folder, (mistake for each in found for mistake in each.mistakes))
    say(f"Tables with everything, for instructors only: {folder}")


def _print_json(found: Findings) -> None:
    lines: list[tuple[str, TopicFacts | Mistake | InCommon | Circle]] = [("questions", found.facts)]
    lines += [("mistake", each) for each in found.mistakes]
    lines += [("in common", each) for each in found.pairs]
    lines += [("circle", each) for each in found.circles]
    for kind, value in lines:
        told = {"sentence": value.sentence} if isinstance(value, Mistake | InCommon) else {}
        click.echo(
            json.dumps({"schema": 1, "kind": kind, **as_plain(value, instructors=True), **told}, ensure_ascii=False)
        )


def _print(found: Findings) -> None:
    facts = found.facts
    stdout.print(_heading(facts), style="bold", markup=False)
    stdout.print(_questions(facts))
    for question in facts.questions:
        for remark in question.remarks:
            _line(f"{question.question}: {remark}")
    for gate in facts.gates:
        _line(gate.sentence)
    for pair in facts.together[:_TOLD]:
        _line(f"{pair.tests[0]} and {pair.tests[1]}: {pair.sentence}")
    for mistake in found.mistakes[:_TOLD]:
        _line(f"{mistake.question}: {mistake.sentence} [{mistake.id}]")
    for common in found.pairs[:_TOLD]:
        _line(common.sentence)
    for circle in found.circles:
        if len(circle.people) > 2:
            _line(f"{circle.question}: {', '.join(circle.people)} are connected by {circle.pairs} such pairs.")
    stdout.print()


def _heading(facts: TopicFacts) -> str:
    if facts.few:
        return f"{facts.assignment}. {facts.few}"
    reliable = "" if facts.reliability is None else f", {facts.measure} {facts.reliability:.2f}"
    between = f" (between {facts.between[0]:.2f} and {facts.between[1]:.2f})" if facts.between else ""
    return f"{facts.assignment}: {facts.students} students{reliable}{between}"


def _questions(facts: TopicFacts) -> Table:
    shown = Table(box=None, pad_edge=False)
    for head in ("question", "points", "difficulty", "discrimination", "item-rest", "alpha without"):
        first = head == "question"
        shown.add_column(head, justify="left" if first else "right", overflow="fold" if first else "ellipsis")
    for each in facts.questions:
        numbers = (each.discrimination, each.item_rest, each.alpha_if_deleted)
        cells = ("" if number is None else f"{number:.2f}" for number in numbers)
        shown.add_row(each.question, f"{each.points:g}", f"{each.difficulty:.2f}", *cells)
    return shown


def _line(text: str) -> None:
    stdout.print(f"• {printable(text)}", markup=False)  # it may hold students' ids
