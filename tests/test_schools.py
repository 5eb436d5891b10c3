"""docs/schools.md: a teacher who follows a section, line by line, ends with grades, pages and feedback."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.assignment import Assignment, load
from certifying import PASSPHRASE, with_key
from conftest import NOTEBOOK, REFERENCE, ROOT, write_topic
from foreign_courses import answer, check, notebook, write_course
from foreign_courses import hand_in as hand_in_there
from hostile_downloads import LIST, archive, listed, work
from importers import Canvas, CanvasUser, Moodle, MoodleUser
from otter_courses import START, ok_test, student_notebook, write_assignment
from test_cli import CONFIG, run

ESSAY = '# %% [markdown] answer points=2 name="why"\n# Why?\n'
RUBRIC = '# %% rubric name="why"\n# 2: Says why.\n'
GUIDE = (ROOT / "docs/schools.md").read_text()
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))


def commands(section: str) -> list[list[str]]:
    return [line.split()[1:] for line in SECTIONS[section].splitlines() if line.startswith("    autograder ")]


def folders(here: Path, topic: Assignment) -> None:
    for student in ("ada", "bob"):
        place = here / "submitted" / student / topic.name / f"{topic.name}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_bytes(work(topic, student))


def moodle(here: Path, topic: Assignment) -> None:
    mine = work(topic, "x")
    archive(here / "moodle.zip", {f"Ada Byron_{n}_assignsubmission_file_/{topic.name}.ipynb": mine for n in (7,)})
    users = [MoodleUser(1, "Ada", "Byron", "a@x.example", "s1"), MoodleUser(2, "Bob", "Byte", "b@x.example", "s2")]
    platform = Moodle(users, {topic.title: 7.0})
    (here / "grades.csv").write_bytes(platform.exported())
    (here / "participants.csv").write_bytes(platform.participants())


def canvas(here: Path, topic: Assignment) -> None:
    archive(here / "canvas.zip", {f"byronada_4_91_{topic.name}.ipynb": work(topic, "x")})
    users = [CanvasUser(4, "Byron, Ada", "s1", "ada"), CanvasUser(5, "Byte, Bob", "s2", "bob")]
    (here / "gradebook.csv").write_bytes(Canvas(users, {1: (topic.title, 7.0)}).exported())


def gradescope(here: Path, topic: Assignment) -> None:
    files = {f"assignment_7_export/submission_{n}/{topic.name}.ipynb": work(topic, who) for n, who in enumerate("ab")}
    listing = listed({f"submission_{n}": who for n, who in enumerate("ab")})
    archive(here / "gradescope.zip", {f"assignment_7_export/{LIST}": listing, **files})


def nbgraders(here: Path, topic: Assignment) -> None:
    folders(here, topic)
    (here / "dist/nbgrader").mkdir(parents=True)
    shutil.move(here / "submitted", here / "dist/nbgrader/submitted")


def another(here: Path, _: Assignment) -> None:
    cells = [answer("square", "def square(x):\n    return x * x"), check("square-test", "assert square(3) == 9", 2)]
    course = write_course(here / "mine", {"ps1/first": notebook(cells)})
    hand_in_there(course, "ada", "ps1/first", notebook(cells))


def otters(here: Path, _: Assignment) -> None:
    write_assignment(here / "labs", {"q1": ok_test("q1", 2, [(">>> assert x == 1", False)])})
    place = here / "labs/submissions/ada.ipynb"
    place.parent.mkdir()
    nbformat.write(student_notebook([START, "x = 1", 'grader.check("q1")']), place)


WAYS: dict[str, Callable[[Path, Assignment], None]] = {
    "Plain folders": folders,
    "Moodle": moodle,
    "Canvas": canvas,
    "Gradescope": gradescope,
    "nbgrader, with this course": nbgraders,
    "nbgrader, with a course of your own": another,
    "otter": otters,
}


def test_every_way_is_tried() -> None:
    assert set(WAYS) == set(SECTIONS)
    assert all(commands(section) for section in SECTIONS)


@pytest.mark.parametrize("way", WAYS)
def test_every_line_of_a_way_of_working_runs_in_order(way: str, tmp_path: Path) -> None:
    topic = load(write_topic(tmp_path, notebook=NOTEBOOK + ESSAY, reference=REFERENCE + RUBRIC))
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    with_key(tmp_path)
    WAYS[way](tmp_path, topic)

    for command in commands(way):
        done = run(*command, cwd=tmp_path, AUTOGRADER_PASSPHRASE=PASSPHRASE)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
