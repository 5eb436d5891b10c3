"""Marks by hand go to nbgrader's formgrader and come back, and nothing is lost or doubled on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.adapters.nbgrader import NbgraderFolder, project, pull, their_gradebook
from autograder.assignment import Assignment, load
from autograder.gradebook import Comment, Decision, DecisionKind, Gradebook, HandMark, Mark, MarkKind, standings
from autograder.intake import from_bytes
from autograder.judge import Graded, Judge
from autograder.policy import Policy
from autograder.release import filled
from conftest import NOTEBOOK, QUICK, REFERENCE, write_topic
from handing_in import WHEN, submission, written

PROMPT = "Why?"
ESSAY = '# %% [markdown] answer points=2 name="why"\n# Why?\n'
NOW = datetime(2026, 11, 20, tzinfo=UTC)
TEXT = "# Because\n\n<b>twice two</b> is four."


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_topic(tmp_path_factory.mktemp("words"), notebook=NOTEBOOK + ESSAY, reference=REFERENCE))


@pytest.fixture(scope="module")
def graded(judge: Judge, topic: Assignment) -> Graded:
    answers = {**topic.right, "why": f"{PROMPT}\n\n{TEXT}"}
    return judge.grade(topic, submission(topic, answers), QUICK)


class School:
    """An nbgrader course beside a gradebook of ours, and a person who grades in formgrader."""

    def __init__(self, root: Path, topic: Assignment, graded: Graded) -> None:
        self.folder, self.topic, self.graded = NbgraderFolder(root / "nbgrader", "fdl"), topic, graded
        self.folder.root.mkdir()
        self.book = Gradebook(f"sqlite:///{root / 'ours.db'}")
        self.policy = Policy()
        self.book.record(graded.verdict, NOW)

    def mark(self) -> Mark:
        everybody = standings(
            self.book.verdicts(), (self.topic,), self.policy, self.book.marks(), self.book.decisions()
        )
        return everybody[0].marks[0]

    def record(self, given: HandMark | Comment) -> None:
        if isinstance(given, HandMark):
            self.book.record_mark(given)
        else:
            self.book.record_comment(given)

    def project(self) -> None:
        self.pull()
        everybody = standings(
            self.book.verdicts(), (self.topic,), self.policy, self.book.marks(), self.book.decisions()
        )
        kept = {self.graded.verdict.submission: self.graded.notebook}
        project(
            everybody, (self.topic,), self.book.comments(), self.policy, self.folder,
            lambda verdict: kept.get(verdict.submission),
        )  # fmt: skip

    def pull(self) -> None:
        if (self.folder.root / "gradebook.db").exists():
            pull(self.folder, (self.topic,), "tutor", NOW, self.record)

    def in_formgrader(self, change: Callable[[Any], None], cell: str = "why") -> None:
        """What formgrader does when a person types points."""
        with their_gradebook(self.folder.url) as book:
            change(book.find_grade(cell, self.topic.name, self.topic.name, "s1"))
            book.db.commit()

    def comment(self, text: str | None) -> None:
        with their_gradebook(self.folder.url) as book:
            book.find_comment("why", self.topic.name, self.topic.name, "s1").manual_comment = text
            book.db.commit()

    def theirs(self) -> dict[str, Any]:
        with their_gradebook(self.folder.url) as book:
            found = book.find_submission_notebook(self.topic.name, self.topic.name, "s1")
            grades = {each.name: (each.auto_score, each.manual_score, each.extra_credit) for each in found.grades}
            waiting = {each.name for each in found.grades if each.needs_manual_grade}
            penalty = found.late_submission_penalty
            return {"grades": grades, "waiting": waiting, "score": found.score, "penalty": penalty}


@pytest.fixture
def school(tmp_path: Path, topic: Assignment, graded: Graded) -> Iterator[School]:
    made = School(tmp_path, topic, graded)
    with made.book:
        yield made


def gives(points: float | None) -> Callable[[Any], None]:
    def change(grade: Any) -> None:
        grade.manual_score = points

    return change


def test_formgrader_sees_that_an_answer_waits(school: School) -> None:
    school.project()

    assert school.theirs()["waiting"] == {"why"}
    assert school.theirs()["grades"]["why"] == (None, None, None)


def test_a_blank_answer_waits_for_nobody(school: School, judge: Judge, topic: Assignment) -> None:
    school.book.record(judge.grade(topic, submission(topic, topic.right), QUICK).verdict, NOW)
    school.policy = Policy.model_validate({"attempts": "last"})
    school.book.record(replace(judge.grade(topic, submission(topic, topic.right), QUICK).verdict, submitted=NOW), NOW)
    school.project()

    assert (school.theirs()["waiting"], school.theirs()["grades"]["why"]) == (set(), (0, None, None))


def test_marks_from_formgrader_come_back_and_survive_a_second_projection(school: School) -> None:
    school.project()
    school.in_formgrader(gives(1.5))
    school.comment("Good, but short.")
    school.project()

    [mark] = school.book.marks()
    assert (mark.points, mark.maximum, mark.source, mark.author, mark.when) == (1.5, 2, "formgrader", "tutor", NOW)
    assert (school.mark().score, school.mark().state) == (6.5, "graded")
    assert [(each.question, each.text) for each in school.book.comments()] == [("why", "Good, but short.")]
    assert school.theirs()["score"] == 6.5 and not school.theirs()["waiting"]
    before = (school.book.mark_history(), school.book.comment_history(), school.theirs())
    for _ in range(3):
        school.project()
        school.pull()
    assert (school.book.mark_history(), school.book.comment_history(), school.theirs()) == before


def test_extra_credit_and_other_points_for_a_test_come_back(school: School) -> None:
    def extra(grade: Any) -> None:
        grade.extra_credit = 0.25

    school.project()
    school.in_formgrader(gives(2))
    school.in_formgrader(extra)
    school.in_formgrader(gives(1), "double-hidden")
    school.project()

    assert school.mark().score == pytest.approx(5 - 1 + 2 + 0.25)
    assert school.theirs()["score"] == pytest.approx(5 - 1 + 2 + 0.25)
    assert school.theirs()["grades"]["double-hidden"] == (2, 1, None)


def test_what_is_taken_back_in_formgrader_is_taken_back_here(school: School) -> None:
    school.project()
    school.in_formgrader(gives(1.5))
    school.comment("Good.")
    school.pull()
    school.in_formgrader(gives(None))
    school.comment(None)
    school.project()

    assert (school.mark().score, school.mark().state) == (5, "awaiting hand grading")
    assert school.book.mark_history()[-1].kind is MarkKind.WITHDRAWN
    assert school.book.comments()[0].text == ""
    assert school.theirs()["waiting"] == {"why"}


def test_a_newer_mark_from_elsewhere_is_not_overwritten_by_an_older_one_from_formgrader(school: School) -> None:
    school.project()
    school.in_formgrader(gives(1))
    school.pull()
    older = school.book.marks()[0]
    school.book.record_mark(replace(older, points=2, source="table", when=NOW + timedelta(days=1)))
    school.pull()
    assert school.mark().score == 7

    school.project()
    assert school.theirs()["grades"]["why"] == (None, 2, None)
    school.in_formgrader(gives(1))
    school.pull()
    assert school.mark().score == 6


def test_a_mark_is_for_the_text_that_formgrader_showed(school: School, judge: Judge, topic: Assignment) -> None:
    school.project()
    school.in_formgrader(gives(2))
    again = judge.grade(topic, submission(topic, {**topic.right, "why": "Something else."}), QUICK)
    school.policy = Policy.model_validate({"attempts": "last"})
    school.graded = Graded(replace(again.verdict, submitted=NOW), again.notebook)
    school.book.record(school.graded.verdict, NOW)
    school.project()

    assert (school.mark().score, school.mark().state) == (5, "awaiting hand grading")
    assert school.theirs()["waiting"] == {"why"} and school.theirs()["grades"]["why"] == (None, None, None)


def test_a_mark_counts_for_a_question_that_the_student_answered_in_two_cells(
    school: School, judge: Judge, topic: Assignment
) -> None:
    first = school.graded.verdict
    notebook = filled(topic, {**topic.right, "why": f"{PROMPT}\n\n{TEXT}"})
    question = next(cell for cell in notebook.cells if cell.id == "why")
    place = notebook.cells.index(question) + 1
    notebook.cells.insert(place, nbformat.v4.new_markdown_cell("And once more."))
    twice = judge.grade(topic, from_bytes(written(notebook), "s1", topic, WHEN), QUICK)
    school.policy = Policy.model_validate({"attempts": "last"})
    school.graded = Graded(replace(twice.verdict, submitted=NOW), twice.notebook)
    school.book.record(school.graded.verdict, NOW)
    school.project()
    school.in_formgrader(gives(1.5))
    school.project()

    assert twice.verdict.by_hand != first.by_hand
    assert (school.mark().score, school.mark().state) == (6.5, "graded")


def test_formgraders_notebook_shows_the_students_cells_with_nbgraders_marks(school: School) -> None:
    school.project()
    path = school.folder.root / "autograded/s1/01-doubling/01-doubling.ipynb"
    shown = nbformat.read(path, as_version=4)

    nbformat.validate(shown)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id", cell.id): cell for cell in shown.cells}
    assert TEXT in cells["why"].source and cells["why"].metadata["nbgrader"]["grade"]
    assert cells["double"].source == school.topic.right["double"]
    assert "✓" in cells["double-hidden"].outputs[0]["text"]
    assert (path.parent / "timestamp.txt").exists() and (path.parent / "submission_secret.txt").exists()


def test_due_dates_extensions_times_and_penalties_travel(school: School) -> None:
    school.policy = Policy.model_validate(
        {
            "assignments": {"01-doubling": {"due": "2026-10-30T12:00:00+01:00"}},
            "extensions": {"s1": {"01-doubling": "1 day"}},
        }
    )
    school.project()

    with their_gradebook(school.folder.url) as book:
        found = book.find_submission("01-doubling", "s1")
        assert book.find_assignment("01-doubling").duedate == datetime(2026, 10, 30, 11)
        assert (found.timestamp, found.extension) == (datetime(2026, 11, 1, 12), timedelta(days=1))
    assert school.theirs()["penalty"] == pytest.approx(0.2 * 7)


def test_an_override_of_an_answer_travels_to_its_cells_and_comes_back_as_nothing_new(school: School) -> None:
    about: dict[str, Any] = {"student": "s1", "assignment": school.topic.name, "author": "Ada", "when": NOW}
    given = {"points": 1.5, "maximum": 3}
    made = school.book.record_decision(Decision(kind=DecisionKind.OVERRIDE, question="double", value=given, **about))
    school.book.record_decision(
        Decision(kind=DecisionKind.OVERRIDE, question="why", value={"points": 1, "maximum": 2}, **about)
    )
    school.project()
    school.project()

    theirs = school.theirs()
    assert (theirs["score"], school.mark().score, theirs["waiting"]) == (1.5 + 2 + 1, 1.5 + 2 + 1, set())
    assert school.book.marks() == []

    school.book.record_decision(Decision(kind=DecisionKind.UNDO, undoes=made.number, **about))
    school.project()

    assert school.theirs()["score"] == school.mark().score == 3 + 2 + 1
    assert school.book.marks() == []
