"""Ordinary nbgrader courses in our boxes: the same scores as nbgrader, and nothing that nbgrader lets happen."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbformat.notebooknode import NotebookNode

from autograder.adapters import nbgrader
from autograder.cli import cli
from autograder.judge import FORGEABLE, Ruling, Status, Verdict
from foreign_courses import (
    FOREIGN,
    answer,
    autograded,
    cell,
    check,
    grade,
    hand_in,
    notebook,
    real_nbgrader,
    released,
    scores,
    with_answers,
    write_course,
)

pytest.importorskip("nbgrader", reason="nbgrader is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

FIRST = notebook(
    [
        cell("# Squares", kind="markdown"),
        cell("import numpy as np\nfrom helper import LIMIT", "imports", locked=True),
        answer("square", "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"),
        check(
            "square-test",
            "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-4) == 16\n### END HIDDEN TESTS",
            2,
        ),
        check("partial", "sum(square(x) == x * x for x in range(4)) / 2", 2),
        check("limit", "assert LIMIT == 7 and open('data/numbers.txt').read() == '1 2 3'", 1),
        answer("name", 'print("YOUR NAME")', grade=True, points=3),
        cell("Explain.", "why", kind="markdown", solution=True, grade=True, points=2),
        cell("Draw something.", "task", kind="markdown", task=True, locked=True, points=4),
    ]
)
SECOND = notebook(
    [
        answer("cube", "def cube(x):\n    ### BEGIN SOLUTION\n    return x**3\n    ### END SOLUTION"),
        check("cube-test", "assert cube(2) == 8", 3),
    ]
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one assignment of two notebooks and two other files, released by nbgrader itself."""
    root = write_course(tmp_path_factory.mktemp("course"), {"ps1/first": FIRST, "ps1/second": SECOND})
    (root / "source/ps1/helper.py").write_text("LIMIT = 7\n")
    (root / "source/ps1/data").mkdir()
    (root / "source/ps1/data/numbers.txt").write_text("1 2 3")
    done = real_nbgrader(root, "generate_assignment", "ps1")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    """A fresh copy, without submissions."""
    return Path(shutil.copytree(made, tmp_path / "course"))


def first(course: Path, square: str = "def square(x): return x * x", **more: str) -> NotebookNode:
    return with_answers(released(course, "ps1/first"), {"square": square, **more})


def one(course: Path, source: NotebookNode, student: str = "ada") -> Verdict:
    """The verdict on a student who handed in the first notebook only."""
    hand_in(course, student, "ps1/first", source)
    return grade(course, course.parent / "results")[student, "ps1"]


def points(verdict: Verdict) -> dict[str, float]:
    return {outcome.test: outcome.score for outcome in verdict.outcomes}


STUDENTS = {
    "right": {},
    "wrong": {"square": "def square(x): return x + x"},
    "half": {"square": "def square(x): return abs(x) * x"},
    "raises": {"square": "def square(x): raise ValueError('no')"},
    "warns": {"square": "import warnings\ndef square(x):\n    warnings.warn('slow')\n    return x * x"},
    "prints": {"square": "def square(x):\n    print(x)\n    return x * x"},
    "late": {"square": "def square(x):\n    while True: pass"},
    "syntax": {"square": "def square(x) return x"},
    "interrupts": {"square": "def square(x): raise KeyboardInterrupt"},
    "interrupted": {"square": "def square(x): return x * x\nraise KeyboardInterrupt"},
    "negative": {"square": "class N(int):\n    def __eq__(self, other): return -1\ndef square(x): return N(x * x) if x < 3 else 9 if x == 3 else 16"},
    "too-much": {"square": "class N(int):\n    def __eq__(self, other): return 9\n    __hash__ = int.__hash__\ndef square(x): return N(x * x)"},
    "nan": {"square": "class N(int):\n    def __eq__(self, other): return float('nan')\ndef square(x): return N(x * x)"},
    "named": {"name": 'print("Ada")', "why": "Because."},
    "input": {"square": "input()"},
    "magic": {"square": "%%time\ndef square(x): return x * x"},
    "environment": {"square": "import os\ndef square(x): return x * x if os.environ['NBGRADER_EXECUTION'] == 'autograde' else 0"},
}  # fmt: skip


def test_a_course_of_any_kinds_of_cells_gets_the_scores_that_nbgrader_gives(course: Path, tmp_path: Path) -> None:
    for student, answers in STUDENTS.items():
        hand_in(course, student, "ps1/first", first(course, **answers), "2026-11-01 10:00:00 UTC")
    for student, cube in {"right": "def cube(x): return x ** 3", "wrong": "def cube(x): return 3 * x"}.items():
        hand_in(course, student, "ps1/second", with_answers(released(course, "ps1/second"), {"cube": cube}))
    moved, bare = first(course), first(course)
    moved.cells = [each for each in moved.cells if each.metadata.get("nbgrader", {}).get("grade_id") != "partial"]
    for each in bare.cells:
        each.metadata = {}
    for student, source in {"moved": moved, "bare": bare}.items():
        hand_in(course, student, "ps1/first", source)
    (hand_in(course, "own-files", "ps1/first", first(course)).parent / "helper.py").write_text("LIMIT = 8")
    theirs = Path(shutil.copytree(course, tmp_path / "theirs"))
    sealed = Path(shutil.copytree(course, tmp_path / "sealed"))

    verdicts = grade(course, tmp_path / "results", whole=True)
    grade(sealed, tmp_path / "sealed-results")
    real_nbgrader(theirs, "autograde", "ps1")

    assert scores(course) == scores(theirs)
    assert autograded(course) == autograded(theirs)
    other = {student for (student, *_), mark in scores(sealed).items() ^ scores(theirs).items()}
    assert other <= {"negative", "too-much", "nan", "warns"}  # results in disguise, and a warning, cost nothing there
    written = {path.split("/")[1] for path in autograded(theirs)}
    assert {student for (student, _), each in verdicts.items() if each.status is Ruling.GRADED} == written
    assert {*STUDENTS, "moved", "bare", "own-files"} - written == {"too-much"}
    assert verdicts["right", "ps1"].score == 8
    assert verdicts["warns", "ps1"].outcomes[0].status is Status.FAILED
    assert verdicts["late", "ps1"].outcomes[0].status is Status.TIMEOUT


def test_a_notebook_that_ends_nbgraders_whole_run_is_refused_alone(course: Path, tmp_path: Path) -> None:
    doubled = first(course)
    doubled.cells.append(doubled.cells[3])
    hand_in(course, "ada", "ps1/first", doubled)
    hand_in(course, "bob", "ps1/first", first(course))
    assert "old version" in real_nbgrader(course, "autograde", "ps1").stderr

    verdicts = grade(course, tmp_path / "results")

    assert [verdict.status for _, verdict in sorted(verdicts.items())] == [Ruling.REFUSED, Ruling.GRADED]


# Of each assignment, the notebooks that nbgrader's tests use, and what each student made of them.
_ALONE = [
    "test-hidden-tests",
    "side-effects",
    "timeout",
    "manually-graded-code-cell",
    "test_taskcell",
    "warning-pattern",
]
SUITE: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "changes": (
        ["submitted-unchanged"],
        {
            each: [f"submitted-{each}"]
            for each in (
                "unchanged", "changed", "cheat-attempt", "cheat-attempt-alternative", "grade-cell-changed",
                "locked-cell-changed", "answer-cell-type-changed", "grade-cell-type-changed",
            )
        },
    ),
    "auto": (
        ["autotest-simple", "autotest-hashed", "autotest-hidden"],
        {
            "unchanged": ["autotest-simple-unchanged", "autotest-hashed-unchanged", "autotest-hidden-unchanged"],
            "changed": ["autotest-simple-changed", "autotest-hashed-changed", "autotest-hidden-changed-right"],
            "wrong": ["autotest-simple-unchanged", "autotest-hashed-changed", "autotest-hidden-changed-wrong"],
        },
    ),
    "alone": (_ALONE, {"author": _ALONE}),
    "old": (["test-v2"], {"author": ["test-v2"]}),
    "new": (["too-new"], {"author": ["too-new"]}),
}  # fmt: skip


def test_nbgraders_own_notebooks_get_the_scores_that_nbgrader_gives(tmp_path: Path) -> None:
    """The user guide's course, and the notebooks of nbgrader's tests, with the changes that students made to them."""
    root, files = tmp_path / "ours", FOREIGN / "nbgrader"
    shutil.copytree(files / "user_guide", root)
    write_course(root, {})
    shutil.copy(files / "autotests.yml", root)
    for name, (sources, students) in SUITE.items():
        (root / "source" / name).mkdir()
        for source in sources:
            shutil.copy(files / f"{source}.ipynb", root / "source" / name)
        for student, submissions in students.items():
            for source, each in zip(sources, submissions, strict=True):
                hand_in(root, student, f"{name}/{source}", files / f"{each}.ipynb")
    theirs = Path(shutil.copytree(root, tmp_path / "theirs"))
    known = [name for name in ["ps1", *SUITE] if real_nbgrader(theirs, "generate_assignment", name).returncode == 0]

    verdicts = grade(root, tmp_path / "results")
    for name in known:
        real_nbgrader(theirs, "autograde", name)

    assert set(nbgrader.open_course(root).course.broken) == {"old", "new"} == {*SUITE} - {*known}
    assert scores(root) == scores(theirs)
    assert autograded(root) == autograded(theirs)
    refused = {student for (student, _), verdict in verdicts.items() if verdict.status is Ruling.REFUSED}
    assert refused == {"answer-cell-type-changed", "grade-cell-type-changed"}


def test_a_course_that_nbgrader_has_never_seen_is_read_from_its_sources(course: Path, tmp_path: Path) -> None:
    source = first(course)
    (course / "gradebook.db").unlink()
    shutil.rmtree(course / "release")
    hand_in(course, "ada", "ps1/first", source)

    verdict = grade(course, tmp_path / "results")["ada", "ps1"]

    assert points(verdict) == {"square-test": 2, "partial": 2, "limit": 1, "cube-test": 0}
    assert not (course / "release").exists()


def test_a_forged_result_counts_only_where_a_test_runs_beside_it_and_the_verdict_says_so(
    course: Path, tmp_path: Path
) -> None:
    forged = "class Any:\n    def __eq__(self, other): return True\n    __hash__ = None\ndef square(x): return Any()"

    hand_in(course, "eve", "ps1/first", first(course, forged))
    as_theirs = grade(course, tmp_path / "whole", whole=True)["eve", "ps1"]
    verdict = grade(course, tmp_path / "results")["eve", "ps1"]

    assert points(as_theirs)["square-test"] == 2  # as under nbgrader
    assert points(verdict)["square-test"] == 0
    assert FORGEABLE == as_theirs.level == verdict.level  # one of its tests reads a file
    assert "can be forged: first/limit." in " ".join(verdict.remarks)


ATTACKS = {
    "reads the gradebook": "open({course!r} + '/gradebook.db', 'rb').read()",
    "reads the source": "open({course!r} + '/source/ps1/first.ipynb').read()",
    "reads another student": "open({course!r} + '/submitted/other/ps1/first.ipynb').read()",
    "writes what is autograded": "open({course!r} + '/autograded/x', 'w').write('x')",
    "starts a program": "import subprocess; subprocess.run(['/bin/true'], check=True)",
    "opens a connection": "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
    "sees other processes": "import os; [name for name in os.listdir('/proc') if name.isdigit() and name != str(os.getpid())][0]",
}


def test_a_hostile_notebook_reaches_nothing_outside_its_box(course: Path, tmp_path: Path) -> None:
    hand_in(course, "other", "ps1/first", first(course))
    for number, attack in enumerate(ATTACKS.values()):
        source = attack.format(course=str(course))
        tried = f"try:\n    {source}\nexcept BaseException as error: print('held', type(error).__name__)\nelse: print('REACHED')"
        hand_in(course, f"eve{number}", "ps1/first", first(course, f"{tried}\ndef square(x): return x * x"))

    verdicts = grade(course, tmp_path / "results")

    shown = [(course / f"autograded/eve{number}/ps1/first.ipynb").read_text() for number in range(len(ATTACKS))]
    assert {verdict.score for verdict in verdicts.values()} == {5}
    assert [name for name, text in zip(ATTACKS, shown, strict=True) if '"REACHED' in text or '"held' not in text] == []
    assert not (course / "autograded/x").exists()


DEADLY = {
    "ends": ("import os; os._exit(3)", "exit code 3"),
    "falls": ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
}


def test_a_notebook_that_ends_its_kernel_is_refused_with_the_reason_as_by_nbgrader(
    course: Path, tmp_path: Path
) -> None:
    for student, (source, _) in DEADLY.items():
        hand_in(course, student, "ps1/first", first(course, source))

    verdicts = grade(course, tmp_path / "results")

    for student, (_, said) in DEADLY.items():
        verdict = verdicts[student, "ps1"]
        assert verdict.status is Ruling.REFUSED
        assert "first: code cell 2 ended the process" in verdict.reason and said in verdict.reason
    assert not list((course / "autograded").rglob("first.ipynb"))


def test_no_link_in_an_upload_is_followed(course: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the exam")
    folder = hand_in(course, "ada", "ps1/first", first(course)).parent
    (folder / "notes.txt").symlink_to(secret)
    (course / "submitted/bob").mkdir()
    (course / "submitted/bob/ps1").symlink_to(folder)
    os.mkfifo(hand_in(course, "eve", "ps1/first", first(course)).parent / "pipe")

    verdicts = grade(course, tmp_path / "results")

    assert {verdict.status for verdict in verdicts.values()} == {Ruling.REFUSED}
    assert "notes.txt is a link" in verdicts["ada", "ps1"].reason
    assert not any("the exam" in path.read_text() for path in (course / "autograded").rglob("*") if path.is_file())


BROKEN = {
    "empty": b"",
    "text": b"hello",
    "cut": b'{"cells": [',
    "page": b"<html></html>",
    "utf16": "{}".encode("utf-16"),
    "no-cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}',
    "old-format": b'{"nbformat": 2, "worksheets": []}',
    "list": b"[]",
    "deep": b"[" * 100_000,
    "points": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "source": "1", "outputs": [], "execution_count": null, "metadata": {"nbgrader": {"grade_id": "square-test", "grade": true, "locked": true, "solution": false, "points": "many", "schema_version": 3}}}]}',
    "schema": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "source": "1", "outputs": [], "execution_count": null, "metadata": {"nbgrader": {"schema_version": 99, "grade_id": "x"}}}]}',
}  # fmt: skip


def test_of_many_submissions_the_broken_ones_are_explained_and_the_rest_is_graded(course: Path, tmp_path: Path) -> None:
    for number in range(20):
        hand_in(course, f"s{number:02}", "ps1/first", first(course))
    for name, content in BROKEN.items():
        hand_in(course, f"broken-{name}", "ps1/first", content)
    hand_in(course, "broken-exit", "ps1/first", first(course, "import os; os._exit(0)"))
    (course / "submitted/broken-none/ps1").mkdir(parents=True)
    hand_in(course, "broken-name", "ps1/frist", first(course))
    hand_in(course, "broken-[x]", "ps1/first", first(course))

    verdicts = grade(course, tmp_path / "results")

    graded = {student for (student, _), verdict in verdicts.items() if verdict.status is Ruling.GRADED}
    assert graded == {f"s{number:02}" for number in range(20)}
    refused = {student: v.reason for (student, _), v in verdicts.items() if v.status is Ruling.REFUSED}
    assert len(refused) == len(BROKEN) + 4
    assert all(len(reason) > 20 and "Traceback" not in reason for reason in refused.values()), refused


def test_what_is_unchanged_is_not_graded_again(course: Path, tmp_path: Path) -> None:
    for student in ("ada", "bob"):
        hand_in(course, student, "ps1/first", first(course))
    assert len(grade(course, tmp_path / "results")) == 2

    assert grade(course, tmp_path / "results") == {}
    (course / "submitted/ada/ps1/notes.txt").write_text("my notes")
    assert list(grade(course, tmp_path / "results")) == [("ada", "ps1")]
    (course / "source/ps1/helper.py").write_text("LIMIT = 8\n")
    changed = grade(course, tmp_path / "results")

    assert {points(verdict)["limit"] for verdict in changed.values()} == {0}


def test_teachers_find_everything_where_nbgrader_puts_it(course: Path, tmp_path: Path) -> None:
    hand_in(course, "ada", "ps1/first", first(course, name='print("Ada")'), "2026-11-01 10:00:00 UTC")
    verdict = grade(course, tmp_path / "results")["ada", "ps1"]

    done = real_nbgrader(course, "generate_feedback", "ps1")

    assert done.returncode == 0, done.stderr
    assert "square-test" in (course / "feedback/ada/ps1/first.html").read_text()
    assert (course / "autograded/ada/ps1/data/numbers.txt").read_text() == "1 2 3"
    assert [(each.max_score, bool(each.answer)) for each in verdict.by_hand]


def test_a_time_stamp_that_nbgrader_cannot_read_does_not_end_the_run(course: Path, tmp_path: Path) -> None:
    hand_in(course, "ada", "ps1/first", first(course), "yesterday")
    hand_in(course, "bob", "ps1/first", first(course), "2026-11-01 10:00:00 UTC")

    verdicts = grade(course, tmp_path / "results")

    assert {verdict.status for verdict in verdicts.values()} == {Ruling.GRADED}
    assert any("timestamp" in remark for remark in verdicts["ada", "ps1"].remarks)


def test_a_notebook_in_another_language_is_refused_with_the_reason(tmp_path: Path) -> None:
    source = notebook([answer("a", "x <- 1"), check("t", "stopifnot(x == 1)", 1)], "R")
    root = write_course(tmp_path / "course", {"ps1/first": source})
    hand_in(root, "ada", "ps1/first", source)

    verdict = grade(root, tmp_path / "results")["ada", "ps1"]

    assert verdict.status is Ruling.REFUSED
    assert "only Python can be graded" in verdict.reason


def test_a_test_that_a_student_tagged_to_be_skipped_runs(course: Path) -> None:
    tagged = first(course, "def square(x): return 0")
    for each in tagged.cells:
        each.metadata["tags"] = ["skip-execution"]

    assert points(one(course, tagged))["square-test"] == 0


def test_a_flood_of_output_hides_no_error_and_no_score(course: Path) -> None:
    verdict = one(course, first(course, "print('x' * 10**7)\ndef square(x):\n    print('y' * 10**7)\n    return 1"))

    assert (points(verdict)["square-test"], points(verdict)["partial"]) == (0, 0.5)


def test_an_error_says_where_it_is_and_costs_no_more(course: Path) -> None:
    verdict = one(course, first(course, "def square(x): raise ValueError('no squares')"))

    found = {outcome.test: outcome for outcome in verdict.outcomes}
    assert found["square-test"].status is Status.ERROR
    assert found["square-test"].detail == "ValueError: no squares"
    assert found["limit"].score == 1


def test_a_verdict_that_rests_on_sealed_tests_alone_cannot_be_forged(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course", {"ps1/second": SECOND})
    hand_in(root, "ada", "ps1/second", SECOND)

    verdict = grade(root, tmp_path / "results")["ada", "ps1"]

    assert verdict.score == 3
    assert verdict.level in ("L0", "L1", "L2")


def test_strict_rules_mend_what_nbgrader_gives_for_odd_results(course: Path, tmp_path: Path) -> None:
    """A warning costs nothing; a result below zero or no number at all is worth nothing, one above the points just these."""
    odd = {"negative": 0, "too-much": 2, "nan": 0}
    for student in ("warns", *odd):
        hand_in(course, student, "ps1/first", first(course, **STUDENTS[student]))

    verdicts = grade(course, tmp_path / "results", whole=True, strict=True)

    assert points(verdicts["warns", "ps1"])["square-test"] == 2
    assert {student: points(verdicts[student, "ps1"])["partial"] for student in odd} == odd


def test_what_runs_sealed_is_told_beforehand_with_the_reason_for_the_rest(course: Path) -> None:
    done = CliRunner().invoke(cli, ["inspect", str(course)], standalone_mode=False)

    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert lines == [
        ["ps1"],
        ["first/square-test", "2", "sealed"],
        ["first/partial", "2", "sealed"],
        ["first/limit", "1", "in the notebook: It uses open, which belongs to the notebook."],
        ["second/cube-test", "3", "sealed"],
    ]
    assert "7 of 8 points come from tests that can't be forged." in done.stderr


def test_the_command_grades_a_course_and_says_so(course: Path, tmp_path: Path) -> None:
    hand_in(course, "ada", "ps1/first", first(course, **STUDENTS["warns"]))
    arguments = ["grade", "--nbgrader", str(course), "--to", str(tmp_path / "results"), "--json"]

    usual, whole, strict = (
        CliRunner().invoke(cli, [*arguments, *more], standalone_mode=False)
        for more in ([], ["--whole"], ["--whole", "--strict"])
    )

    lines = [json.loads(done.stdout) for done in (usual, whole, strict)]
    assert [(line["student"], line["score"], line["max_score"]) for line in lines] == [
        ("ada", 5, 8),
        ("ada", 1, 8),
        ("ada", 5, 8),
    ]
    assert "can be forged" in usual.stderr


@pytest.mark.parametrize(("folder", "said"), [("", "is not an nbgrader course"), ("source", "has no assignment")])
def test_a_folder_that_is_no_course_is_told_so(tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)

    with pytest.raises(nbgrader.NbgraderCourseError, match=said):
        nbgrader.open_course(tmp_path)


def test_submissions_may_lie_elsewhere(course: Path, tmp_path: Path) -> None:
    hand_in(course, "ada", "ps1/first", first(course))
    (course / "submitted").rename(tmp_path / "collected")
    theirs = nbgrader.open_course(course)

    gathered = nbgrader.handed_in(tmp_path / "collected", theirs.notebooks)

    assert [(upload.student, upload.problem) for upload in gathered.uploads] == [("ada", "")]


def test_a_gradebook_that_cannot_be_used_is_our_fault_and_not_the_students(course: Path, tmp_path: Path) -> None:
    hand_in(course, "ada", "ps1/first", first(course))
    theirs = nbgrader.open_course(course)
    upload = nbgrader.handed_in(theirs.submitted, theirs.notebooks).uploads[0]
    gone = replace(upload, ours=True, problem="The upload can't be read: the disk is full.")

    verdicts = list(nbgrader.BoxedNbgrader(theirs).grade(theirs.course, [gone], 1))

    assert [each.status for each in verdicts if isinstance(each, Verdict)] == [Ruling.OURS]


def test_a_notebook_saved_elsewhere_keeps_what_its_cells_are(course: Path) -> None:
    """A notebook may come back without outputs, with other ids, or with other line ends."""
    other = first(course)
    for number, each in enumerate(other.cells):
        each.id = f"other-{number}"
        each.source = each.source.replace("\n", "\r\n")

    assert one(course, other).score == 5
