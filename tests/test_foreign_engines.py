"""nbgrader and otter themselves on courses of their own, in a box for each submission: the same scores as our own way."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result

from autograder.adapters import nbgrader
from autograder.cli import cli
from autograder.gradebook import Gradebook
from autograder.judge import FORGEABLE, Ruling, Verdict
from foreign_courses import (
    answer,
    autograded,
    cell,
    check,
    hand_in,
    notebook,
    real_nbgrader,
    released,
    scores,
    with_answers,
    write_course,
)
from otter_courses import exception_test, ok_test, student_notebook, write_assignment, written

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("namespaces")]
LATE = """
from nbgrader.plugins import BasePlugin
class HalfAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.5
"""
FIRST = notebook(
    [
        cell("from helper import LIMIT", "imports", locked=True),
        answer("square", "def square(x):\n    ### BEGIN SOLUTION\n    return x * x  # solved\n    ### END SOLUTION"),
        check("square-test", "assert square(3) == 9", 2),
        check("partial", "sum(square(x) == x * x for x in range(4)) / 2", 2),
        check("mine", "assert open('mine.txt').read() == 'theirs' and LIMIT == 7", 1),
        cell("Explain.", "why", kind="markdown", solution=True, grade=True, points=2),
    ]
)
SECOND = notebook([answer("cube", "def cube(x):\n    return 0"), check("cube-test", "assert cube(2) == 8", 3)])
LOOKS = """
import os
found = [os.path.join(folder, name) for folder, _, names in os.walk('/') for name in names
         if not folder.startswith(('/proc', '/sys', '/usr', '/work', '/lib')) and name.endswith(('.py', '.ipynb', '.db'))]
text = ' '.join(open(path, errors='replace').read() for path in found if os.access(path, os.R_OK))
assert 'solved' not in text and 'BOBS-WORK' not in text, 'REACHED'
def square(x): return x * x
"""


def graded(arguments: list[str], results: Path) -> tuple[dict[str, Verdict], Result]:
    """The verdicts that the command records, by student, and what it printed."""
    done = CliRunner().invoke(cli, [*arguments, "--to", str(results), "--json"], standalone_mode=False)
    assert done.exception is None, done.exception
    with Gradebook(f"sqlite:///{results / 'gradebook.db'}") as book:
        return {verdict.student: verdict for verdict in book.verdicts()}, done


def earned(verdicts: Mapping[str, Verdict]) -> dict[str, dict[str, float]]:
    return {who: {each.test: each.score for each in found.outcomes} for who, found in verdicts.items()}


@pytest.fixture
def physics(tmp_path: Path) -> Path:
    """An nbgrader course with a rule for late work, in unusual folders, and what five students handed in."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    root = write_course(tmp_path / "physics", {"ps1/first": FIRST, "ps1/second": SECOND}, timeout=10)
    (root / "source").rename(root / "sources")
    (root / "sources/ps1/helper.py").write_text("LIMIT = 7\n")
    (root / "late.py").write_text(LATE)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.source_directory = 'sources'\n")
        config.write("c.AssignLatePenalties.plugin_class = 'late.HalfAnHour'\n")
        config.write("import sys, os; sys.path.insert(0, os.path.dirname(__file__))\n")
    done = real_nbgrader(root, "generate_assignment", "ps1")
    assert done.returncode == 0, done.stderr
    with nbgrader.their_gradebook(f"sqlite:///{root / 'gradebook.db'}", "course") as book:
        book.update_or_create_assignment("ps1", duedate="2026-11-01 00:00:00 UTC")
    right, cube = "def square(x): return x * x", "def cube(x): return x ** 3"
    for who, square, when in (
        ("ada", right, ""), ("bob", "def square(x): return abs(x) + 6  # BOBS-WORK", ""), ("eve", LOOKS, ""),
        ("tom", right, "2026-11-02 00:00:00 UTC"), ("zoe", "import os; os._exit(3)", ""),
    ):  # fmt: skip
        source = with_answers(released(root, "ps1/first"), {"square": square})
        (hand_in(root, who, "ps1/first", source, when).parent / "mine.txt").write_text("theirs")
    hand_in(root, "ada", "ps1/second", with_answers(released(root, "ps1/second"), {"cube": cube}))
    return root


def test_nbgrader_itself_gives_an_nbgrader_course_the_scores_of_our_own_way(physics: Path, tmp_path: Path) -> None:
    ours = Path(shutil.copytree(physics, tmp_path / "ours"))
    itself = ["grade", "--nbgrader", str(physics), "--engine", "nbgrader", "--jobs", "2"]

    usual, _ = graded(["grade", "--nbgrader", str(ours)], tmp_path / "usual")
    theirs, told = graded(itself, tmp_path / "theirs")
    _, again = graded(itself, tmp_path / "theirs")

    zoe = theirs.pop("zoe")
    assert zoe.status is Ruling.HELD and "nbgrader gave no score" in zoe.reason
    assert usual.pop("zoe").status is Ruling.REFUSED
    assert earned(theirs) == earned(usual)
    assert {each.level for each in theirs.values()} == {FORGEABLE}
    assert {each.engine for each in theirs.values()} == {"nbgrader"}
    assert {who: mark for who, mark in scores(physics).items() if who[0] != "zoe"} == {
        who: mark for who, mark in scores(ours).items() if who[0] != "zoe"
    }
    assert penalties(physics) == penalties(ours) == {"tom": 0.5}
    assert autograded(physics) == autograded(ours)
    assert len(again.stdout.splitlines()) <= 1  # Zoe's: the others are unchanged
    assert "can be forged" in told.stderr


def penalties(root: Path) -> dict[str, float]:
    with nbgrader.their_gradebook(f"sqlite:///{root / 'gradebook.db'}", "course") as book:
        every = book.assignment_submissions("ps1")
        return {each.student.id: each.late_submission_penalty for each in every if each.late_submission_penalty}


OTTERS = {
    "q1": ok_test("q1", 2, [(">>> square(3)\n9", False), (">>> square(-4)\n16", True)]),
    "q2": exception_test("q2", "1", "@test_case()\ndef test_mine(env):\n    assert open('mine.txt').read() == '7'\n"),
}


def test_otter_itself_gives_otters_assignments_the_results_of_our_own_way(tmp_path: Path) -> None:
    pytest.importorskip("otter", reason="otter is not installed")
    write_assignment(tmp_path / "course", OTTERS, {"assignment_name": "hw", "points_possible": 6}, mine="7")
    for who, square in (("ada", "x * x"), ("bob", "abs(x) * x"), ("eve", "1 / 0")):
        made = student_notebook(["import otter\ngrader = otter.Notebook()", f"def square(x): return {square}", 'grader.check("q1")'])  # fmt: skip
        (tmp_path / "course/submissions").mkdir(exist_ok=True)
        nbformat.write(made, tmp_path / f"course/submissions/{who}.ipynb")
    dead = student_notebook(["import os; os._exit(3)"])
    nbformat.write(dead, tmp_path / "course/submissions/zoe.ipynb")
    arguments = ["grade", "--otter", str(tmp_path / "course")]

    usual, _ = graded(arguments, tmp_path / "usual")
    theirs, told = graded([*arguments, "--engine", "otter"], tmp_path / "theirs")

    assert theirs.pop("zoe").status is Ruling.HELD
    assert usual.pop("zoe").status is Ruling.REFUSED
    assert earned(theirs) == earned(usual)
    assert {each.level for each in theirs.values()} == {FORGEABLE}
    for who in theirs:
        place = f"hw/{who}/results.json"
        assert without_messages(tmp_path / "theirs" / place) == without_messages(tmp_path / "usual" / place)
    tables = [(tmp_path / name / "hw/final_grades.csv").read_text().splitlines() for name in ("usual", "theirs")]
    rows = [sorted(line for line in table if line.startswith(("ada", "bob", "eve"))) for table in tables]
    assert rows[0] == rows[1] and len(rows[0]) == 3  # Zoe's tells why she has no score
    assert "can be forged" in told.stderr


def without_messages(path: Path) -> tuple[float, list[dict[str, object]]]:
    """What results.json says, but for messages: a traceback names files, and a box of another kind has others."""
    found = written(path)
    return found["score"], [{key: test[key] for key in test if key != "output"} for test in found["tests"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--nbgrader", "--engine", "otter"], "--engine otter can't grade an nbgrader course."),
        (["--otter", "--engine", "nbgrader"], "--engine nbgrader can't grade otter's assignments."),
        (["--nbgrader", "--engine", "nbgrader", "--strict"], "--strict mends what nbgrader itself does."),
    ],
)
def test_a_program_is_only_asked_to_grade_its_own_courses(tmp_path: Path, arguments: list[str], said: str) -> None:
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    pytest.importorskip("otter", reason="otter is not installed")
    option, *more = arguments
    root = tmp_path / "course"
    if option == "--nbgrader":
        write_course(root, {"ps1/second": SECOND})
        (root / "submitted").mkdir()
    else:
        write_assignment(root, OTTERS)
        (root / "submissions").mkdir()
        nbformat.write(student_notebook(["1"]), root / "submissions/ada.ipynb")

    done = CliRunner().invoke(
        cli, ["grade", option, str(root), *more, "--to", str(tmp_path / "r")], standalone_mode=False
    )

    assert said in str(done.exception)
