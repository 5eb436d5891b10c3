"""Grading by hand from the command line: from an answer in words to the certificate that it holds."""

from __future__ import annotations

import base64
import csv
import json
from pathlib import Path

import pytest

from autograder.adapters.nbgrader import NbgraderFolder, their_gradebook
from autograder.assignment import load
from certifying import with_key
from conftest import NOTEBOOK, REFERENCE, write_topic
from handing_in import hand_in
from test_cli import CONFIG, run

ESSAY = '# %% [markdown] answer points=5 name="why"\n# Why?\n'
RUBRIC = '# %% rubric name="why"\n# 5: Says why.\n'


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A course with half of its points by hand; Ada and Bob have written something, and Eve nothing."""
    topic = load(write_topic(tmp_path, notebook=NOTEBOOK + ESSAY, reference=REFERENCE + RUBRIC))
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    with_key(tmp_path)
    for student, text in {"ada": "Why?\n\nBecause.", "bob": "Why?\n\nNo idea."}.items():
        hand_in(tmp_path / "submitted", student, topic, {**topic.right, "why": text})
    hand_in(tmp_path / "submitted", "eve", topic, topic.right)
    graded = run("grade", "submitted", cwd=tmp_path)
    assert graded.returncode == 0
    assert "2 answers are for a person to grade" in graded.stderr
    return tmp_path


def percent(here: Path) -> dict[str, str]:
    """What the table of grades says of the assignment; nothing where it is not known yet."""
    assert run("report", cwd=here).returncode == 0
    with (here / "results/standings.csv").open() as file:
        return {row["student"]: row["01-doubling"] for row in csv.DictReader(file)}


def shown(here: Path, student: str) -> str:
    return " ".join((here / f"results/feedback/{student}/01-doubling.html").read_text().split())


def certified(here: Path, student: str) -> str:
    """The assignment's result on a student's certificate, as its token says."""
    token = (here / f"results/certificates/{student}.jwt").read_text()
    body = token.split(".")[1]
    content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return str(content["credentialSubject"]["result"][0]["value"])


def test_what_awaits_a_person_is_shown_counted_and_holds_a_certificate(here: Path) -> None:
    assert percent(here) == {"ada": "", "bob": "", "eve": "50.00"}
    assert "awaits hand grading" in shown(here, "ada") and "left blank" in shown(here, "eve")
    assert '<b class="warn">2</b> answers await hand grading' in (here / "results/index.html").read_text()

    done = run("certify", cwd=here)

    assert "no certificate ada: 01-doubling awaits hand grading: why." in done.stderr
    assert not (here / "results/certificates/ada.jwt").exists()


def test_marks_from_a_table_reach_report_csv_and_certificate(here: Path) -> None:
    assert run("marks", cwd=here).stdout == "results/marks/marks.csv\n"
    page = (here / "results/marks/01-doubling-why.html").read_text()
    assert "Because." in page and "No idea." in page and "Says why." in page
    table = here / "results/marks/marks.csv"
    table.write_text(
        table.read_text("utf-8-sig").replace("ada,01-doubling,why,,5,", 'ada,01-doubling,why,"4,5",5,Good.')
    )

    assert "Read them with --read" in run("marks", cwd=here).stderr
    taken = run("marks", "--read", table, "--by", "Tutor", cwd=here)

    assert (taken.returncode, taken.stderr) == (0, "Taken: 1 marks and 1 comments.\n")
    assert "Taken: 0 marks and 0 comments." in run("marks", "--read", table, cwd=here).stderr
    assert percent(here) == {"ada": "95.00", "bob": "", "eve": "50.00"}
    assert "4.5 of 5 points" in shown(here, "ada") and "Comment by Tutor" in shown(here, "ada")
    run("certify", cwd=here)
    assert certified(here, "ada") == "95"
    assert run("marks", cwd=here).returncode == 0  # everything was read, so it may be written again


def test_marks_from_formgrader_reach_report_csv_and_certificate_and_stay(here: Path) -> None:
    folder = here / "nbgrader"
    folder.mkdir()
    assert "3 submissions are now in nbgrader/gradebook.db" in run("project", folder.name, cwd=here).stderr
    with their_gradebook(NbgraderFolder(folder).url) as book:
        grade = book.find_grade("why", "01-doubling", "01-doubling", "ada")
        assert grade.needs_manual_grade
        grade.manual_score, grade.extra_credit = 3.5, 0.5
        book.find_comment("why", "01-doubling", "01-doubling", "ada").manual_comment = "Say more."
        book.db.commit()

    pulled = run("pull", folder.name, "--by", "Tutor", cwd=here)

    assert pulled.stderr == "Pulled from formgrader: 2 marks and 1 comments.\n"
    assert "Nothing is new there." in run("pull", folder.name, cwd=here).stderr
    assert percent(here) == {"ada": "90.00", "bob": "", "eve": "50.00"}
    assert "3.5 of 5 points" in shown(here, "ada") and "Say more." in shown(here, "ada")
    run("certify", cwd=here)
    assert certified(here, "ada") == "90"
    assert run("project", folder.name, cwd=here).returncode == 0
    with their_gradebook(NbgraderFolder(folder).url) as book:
        theirs = book.find_submission("01-doubling", "ada")
        assert (theirs.score, theirs.max_score, theirs.needs_manual_grade) == (9, 10, False)
    assert percent(here)["ada"] == "90.00"


def test_pull_says_that_a_folder_is_no_course_of_nbgraders(here: Path) -> None:
    done = run("pull", "submitted", cwd=here)

    assert done.returncode == 2 and "is not an nbgrader course: it has no gradebook.db" in done.stderr
