"""Scores in nbgrader's own gradebook, whichever engine gave them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.adapters.nbgrader import NbgraderFolder, accepts, project, their_gradebook
from autograder.adapters.otter.engine import outcomes as otters_outcomes
from autograder.adapters.verdicts import failed, outcome, verdict
from autograder.assignment import Assignment, load
from autograder.gradebook import GradebookError, standings
from autograder.intake import Upload, find
from autograder.judge import Judge, Ruling, Verdict
from autograder.policy import Policy
from autograder.release import Role, plan
from conftest import QUICK, TESTS, write_topic
from handing_in import hand_in, submission


@pytest.fixture
def upload(doubling: Assignment, tmp_path: Path) -> Upload:
    hand_in(tmp_path / "in", "s1", doubling, {"double": doubling.right["double"]})
    return find(tmp_path / "in", [doubling.name])[0]


def projected(found: Verdict, topic: Assignment, folder: Path) -> dict[str, float]:
    """The scores of nbgrader's cells."""
    theirs = NbgraderFolder(folder, "fdl")
    assert project(standings([found], (topic,), Policy()), (topic,), [], Policy(), theirs, lambda _: None) == 1
    with their_gradebook(theirs.url) as book:
        grades = book.find_submission_notebook(topic.name, topic.name, "s1").grades
        return {grade.name: grade.auto_score for grade in grades}


def test_a_verdict_of_the_judge_goes_to_its_tests_cells(judge: Judge, doubling: Assignment, tmp_path: Path) -> None:
    found = judge.grade(doubling, submission(doubling, {"double": doubling.right["double"]}), QUICK).verdict

    assert projected(found, doubling, tmp_path) == {"double-check-1": 1, "double-hidden": 2, "halve-hidden": 0}


def test_a_verdict_of_nbgrader_goes_back_to_its_cells(doubling: Assignment, upload: Upload, tmp_path: Path) -> None:
    slots = [slot for slot in plan(doubling) if slot.role in (Role.VISIBLE, Role.HIDDEN)]
    outcomes = [outcome(slot, score) for slot, score in zip(slots, (1, 2, 0), strict=True)]
    found = verdict(doubling, upload, "nbgrader", outcomes, 1.0)

    assert projected(found, doubling, tmp_path) == {"double-check-1": 1, "double-hidden": 2, "halve-hidden": 0}


def test_a_verdict_of_otter_is_shared_out_over_its_answers_cells(
    doubling: Assignment, upload: Upload, tmp_path: Path
) -> None:
    """Otter says what an answer earned, and not by which test; the total is right."""
    results = {"tests": [{"name": "double", "score": 1.5}, {"name": "halve", "score": 2}]}
    found = verdict(doubling, upload, "otter", otters_outcomes(doubling, results), 1.0)

    assert projected(found, doubling, tmp_path) == {"double-check-1": 0.5, "double-hidden": 1, "halve-hidden": 2}


def test_a_verdict_by_older_tests_is_shared_out_too(judge: Judge, doubling: Assignment, tmp_path: Path) -> None:
    found = judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict
    older = tuple(replace(each, test=f"{each.test}_of_last_year") for each in found.outcomes)

    scores = projected(replace(found, outcomes=older, assignment_hash="old"), doubling, tmp_path)

    assert scores == {"double-check-1": 1, "double-hidden": 2, "halve-hidden": 2}


def test_an_engine_that_gave_no_score_is_named_and_nothing_is_written(doubling: Assignment, upload: Upload) -> None:
    found = failed(doubling, upload, "otter", "otter gave no score")

    assert (found.engine, found.status) == ("otter", Ruling.OURS)


def test_a_gradebook_that_knows_other_cells_is_told(judge: Judge, doubling: Assignment, tmp_path: Path) -> None:
    found = judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict
    projected(found, doubling, tmp_path)
    more = '@visible\n@points(1)\ndef test_more(double):\n    """More."""\n    assert double(5) == 10\n'
    grown = load(write_topic(tmp_path / "grown", tests=TESTS + more))

    with pytest.raises(GradebookError, match="has no cell double-check-2 of 01-doubling; run `nbgrader generate"):
        projected(found, grown, tmp_path)


def test_the_maximum_is_that_of_the_judge_whatever_nbgrader_could_score(
    judge: Judge, doubling: Assignment, tmp_path: Path
) -> None:
    """nbgrader's release without hidden data gives no points for the tests that need it."""
    found = judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict
    with their_gradebook(NbgraderFolder(tmp_path, "fdl").url) as book:
        book.add_assignment(doubling.name)
        book.add_notebook(doubling.name, doubling.name)
        for slot in plan(doubling):
            if slot.role in (Role.VISIBLE, Role.HIDDEN):
                book.add_grade_cell(slot.id, doubling.name, doubling.name, max_score=0, cell_type="code")
            if slot.role is Role.ANSWER:
                book.add_solution_cell(slot.id, doubling.name, doubling.name)

    projected(found, doubling, tmp_path)

    with their_gradebook(NbgraderFolder(tmp_path, "fdl").url) as book:
        submitted = book.find_submission(doubling.name, "s1")
        assert (submitted.score, submitted.max_score) == (5, 5)


@pytest.mark.parametrize(
    "student", ["=cmd()", "+1", "-rf", "@x", "a,b", 'say "hi"', "a\nb", "", "a\n", "a;b", "é\u202e"]
)
def test_ids_that_nbgraders_table_would_break_on_are_left_out(student: str) -> None:
    assert not accepts(student)


@pytest.mark.parametrize("student", ["ada", "s-01_x", "ada.l@uni.example", "Zoë Müller", "a+b"])
def test_ordinary_ids_are_taken(student: str) -> None:
    assert accepts(student)
