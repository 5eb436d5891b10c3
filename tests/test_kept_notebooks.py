"""The executed notebook of every submission is kept, so that feedback shows the one that counts."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.adapters.verdicts import verdict
from autograder.assignment import load
from autograder.cli.feedback import write_feedback
from autograder.cohort import JudgeEngine, Run, notebook_of
from autograder.cohort.notebooks import keep
from autograder.course import Course, load_course
from autograder.gradebook import Comment, Gradebook, Standing, standings
from autograder.intake import Upload, find
from autograder.judge import Verdict
from conftest import write_topic
from handing_in import WHEN, hand_in

LIMITS = "limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}\nattempts: best\n"
GIVEN = Verdict("s1", "01-doubling", "a" * 64, WHEN, "h", "graded")  # type: ignore[arg-type]


def notebook(source: str) -> dict[str, Any]:
    cell = {"cell_type": "code", "id": "x", "metadata": {}, "source": source, "execution_count": 1, "outputs": []}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def kept(folder: Path, submission: str) -> str:
    found = notebook_of(replace(GIVEN, submission=submission), folder)
    return str(found["cells"][0]["source"]) if found else ""


@pytest.mark.quick
def test_the_newest_has_the_plain_name_and_earlier_ones_are_found_as_well(tmp_path: Path) -> None:
    first, second = "a" * 64, "b" * 64
    for source, submission in (("1", first), ("2", second), ("2 again", second)):
        keep(notebook(source), tmp_path / "s1", "01-doubling", submission)

    assert (kept(tmp_path, first), kept(tmp_path, second), kept(tmp_path, "c" * 64)) == ("1", "2 again", "")
    assert sorted(os.listdir(tmp_path / "s1")) == [f"01-doubling.{'a' * 16}.ipynb", "01-doubling.ipynb"]
    assert nbformat.read(tmp_path / "s1" / "01-doubling.ipynb", as_version=4).cells[0].source == "2 again"


@pytest.mark.quick
def test_who_hands_in_an_earlier_file_again_has_one_notebook_of_it(tmp_path: Path) -> None:
    first, second = "a" * 64, "b" * 64
    for source, submission in (("1", first), ("2", second), ("1 again", first)):
        keep(notebook(source), tmp_path / "s1", "01-doubling", submission)

    assert (kept(tmp_path, first), kept(tmp_path, second)) == ("1 again", "2")
    assert len(os.listdir(tmp_path / "s1")) == 2


@pytest.mark.quick
def test_a_notebook_of_an_older_version_or_a_damaged_one_is_not_taken_for_any_submission(tmp_path: Path) -> None:
    (tmp_path / "s1").mkdir()
    for content in (json.dumps(notebook("1")), '{"cells": [', "[]", ""):
        (tmp_path / "s1" / "01-doubling.ipynb").write_text(content)

        assert kept(tmp_path, "a" * 64) == ""
        keep(notebook("2"), tmp_path / "s1", "01-doubling", "a" * 64)
        assert kept(tmp_path, "a" * 64) == "2"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    write_topic(tmp_path / "course")
    (tmp_path / "course" / "grading_config.yml").write_text(LIMITS)
    return load_course(tmp_path / "course")


def graded(course: Course, folder: Path, results: Path) -> list[Standing]:
    address = f"sqlite:///{results / 'gradebook.db'}"
    with Run(course, find(folder, course.names), results, address, JudgeEngine(results)) as run:
        list(run.verdicts(1, lambda: WHEN))
    with Gradebook(address) as book:
        return standings(book.verdicts(), course.assignments, course.policy)


def test_if_the_best_attempt_counts_its_cells_are_shown(course: Course, tmp_path: Path) -> None:
    topic, results = load(tmp_path / "course" / "assignments" / "01-doubling"), tmp_path / "results"
    good = {"double": topic.right["double"], "halve": "def halve(x):\n    return 'the first try'"}
    results.mkdir()
    for answers in (good, {"halve": "def halve(x):\n    return 'the second try'"}):
        hand_in(tmp_path / "in", "s1", topic, answers)
        everybody = graded(course, tmp_path / "in", results)

    assert write_feedback(course, everybody, results, None, WHEN) == 1

    page = (results / "feedback" / "s1" / "01-doubling.html").read_text()
    assert "2 attempts, the best counts" in page
    assert "the first try" in page and "the second try" not in page


def test_a_page_is_written_again_only_if_more_than_its_time_has_changed(course: Course, tmp_path: Path) -> None:
    results = tmp_path / "results"
    results.mkdir()
    hand_in(tmp_path / "in", "an odd/one".replace("/", "."), course.assignments[0], course.assignments[0].right)
    everybody = graded(course, tmp_path / "in", results)
    later = WHEN.replace(year=2027)
    said = Comment(
        student="an odd.one", assignment="01-doubling", author="T", when=later, text="Well done.", source="x"
    )

    first, second = (write_feedback(course, everybody, results, None, when) for when in (WHEN, later))
    with Gradebook(f"sqlite:///{results / 'gradebook.db'}") as book:
        book.record_comment(said)
    third = write_feedback(course, everybody, results, None, later)

    [page] = (results / "feedback").glob("an_odd.one-*/01-doubling.html")
    assert (first, second, third) == (1, 0, 1)
    assert "Well done." in page.read_text()


class Elsewhere:
    """A grader that gives a verdict, and no notebook."""

    name = "elsewhere"

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        for upload in uploads:
            yield verdict(course.by_name[upload.assignment], upload, self.name, [], 1.0)


def test_what_another_grader_graded_is_kept_as_it_was_handed_in(course: Course, tmp_path: Path) -> None:
    """People who grade by hand read it, and feedback shows the student's own cells."""
    topic, results = course.assignments[0], tmp_path / "results"
    hand_in(tmp_path / "in", "s1", topic, {"double": "def double(x):\n    return 3 * x"})
    with Run(course, find(tmp_path / "in", course.names), results, f"sqlite:///{results}/g.db", Elsewhere()) as run:
        [found] = run.verdicts(1, lambda: WHEN)

    cells = {cell["id"]: cell for cell in (notebook_of(found, results / "notebooks") or {})["cells"]}
    assert cells["double"]["source"] == "def double(x):\n    return 3 * x"
    assert cells["double"]["outputs"] == []
