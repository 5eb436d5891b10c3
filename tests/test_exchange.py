"""nbgrader's exchange with our releases, our grading and our feedback: real nbgrader, an instructor and students."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder.assignment import Assignment, load
from autograder.release import student as unsolved
from conftest import NOTEBOOK, REFERENCE, write_topic
from handing_in import hand_in
from school import COURSE, Member, open_exchange, student, typed

TOPIC = "01-doubling"
ESSAY = '# %% [markdown] answer points=2 name="why"\n# Why?\n'
HIDDEN = ("7.25", "BEGIN HIDDEN", "def doubled")  # what only graders may see
CONFIG = """\
course: {{id: fdl, exchange: {exchange}}}
limits: {{cell_seconds: 5, call_seconds: 2, total_seconds: 30}}
"""
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class School:
    topic: Assignment
    teacher: Member  # types in the course's folder
    desk: Member  # the same person, in nbgrader's course folder
    ada: Member
    bea: Member
    exchange: Path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Built and released; ada hands in by the exchange, and bea by mail."""
    root = tmp_path_factory.mktemp("school")
    exchange, course = open_exchange(root / "exchange"), root / "course"
    course.mkdir()
    topic = load(write_topic(course, notebook=NOTEBOOK + ESSAY, reference=REFERENCE))
    (course / "grading_config.yml").write_text(CONFIG.format(exchange=exchange))
    (root / "teacher").mkdir()
    teacher = Member(root / "teacher", course)
    desk = Member(root / "teacher", course / "dist" / "nbgrader")
    made = School(topic, teacher, desk, student(root, "ada", exchange), student(root, "bea", exchange), exchange)
    typed(teacher, "The instructor hands out", TOPIC)
    return made


@pytest.fixture(scope="module")
def graded(school: School) -> School:
    """Collected, graded, and written back: ada's from the exchange, and bea's from a mail."""
    assert TOPIC in typed(school.ada, "A student fetches", TOPIC)
    hand_in(school.ada.folder.parent, "work", school.topic, {**school.topic.right, "why": "Why?\n\nIt is twice two."})
    typed(school.ada, "A student hands in", TOPIC)
    hand_in(school.teacher.folder / "mail", "bea", school.topic, {"double": school.topic.right["double"]})
    school.teacher.autograder("grade", "mail")
    typed(school.teacher, "The instructor grades", TOPIC)
    typed(school.teacher, "The instructor gives feedback", TOPIC)
    return school


def test_students_fetch_what_was_released_and_nothing_else(school: School) -> None:
    school.bea.nbgrader("fetch_assignment", TOPIC)
    fetched = school.bea.folder / TOPIC
    cells = nbformat.read(fetched / f"{TOPIC}.ipynb", as_version=4).cells

    assert [cell.id for cell in cells] == [cell.id for cell in unsolved(school.topic).cells]
    assert {path.name for path in fetched.iterdir()} == {f"{TOPIC}.ipynb", "coursecheck.py"}
    assert not [word for word in HIDDEN for path in fetched.iterdir() if word in path.read_text()]


def test_feedback_goes_back_through_the_exchange_without_hidden_tests(graded: School) -> None:
    typed(graded.ada, "A student reads", TOPIC)

    [page] = (graded.ada.folder / TOPIC / "feedback").rglob("*.html")
    shown = page.read_text()
    assert "It is twice two." in shown
    assert "Each number of an array is doubled." in shown
    assert not [word for word in HIDDEN if word in shown]


def test_feedback_on_work_that_came_another_way_is_generated_and_released_too(graded: School) -> None:
    assert (graded.desk.folder / "feedback" / "bea" / TOPIC / f"{TOPIC}.html").exists()
    assert len(list((graded.exchange / COURSE / "feedback").glob("*.html"))) == 2
    for name in ("timestamp.txt", "submission_secret.txt"):
        for folder in ("submitted", "autograded"):
            assert (graded.desk.folder / folder / "bea" / TOPIC / name).exists()


def test_work_that_came_another_way_is_not_collected_and_not_graded_as_a_new_one(graded: School) -> None:
    graded.desk.nbgrader("collect", TOPIC, "--update")
    said = graded.teacher.autograder("grade", "dist/nbgrader/submitted")

    assert "Left out: 1 copied there by `autograder project`" in said
    assert "1 of 1 submissions are unchanged" in said


def test_a_copy_of_older_work_is_replaced_by_one_of_the_work_that_counts_now(graded: School) -> None:
    place = graded.desk.folder / "submitted" / "bea" / TOPIC
    before = (place / "submission_secret.txt").read_bytes()
    path = hand_in(graded.teacher.folder / "later", "bea", graded.topic, graded.topic.right)
    (path.parent / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC")

    graded.teacher.autograder("grade", "later")
    graded.teacher.autograder("project", "dist/nbgrader", "--by", "tutor")

    assert graded.topic.right["halve"] in [cell.source for cell in nbformat.read(place / f"{TOPIC}.ipynb", 4).cells]
    assert (place / "timestamp.txt").read_text().startswith("2026-11-02 12:00:00")
    assert (place / "submission_secret.txt").read_bytes() == before
