"""Ordinary otter assignments in our boxes: the same results as otter, and nothing that otter lets happen."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.notebooknode import NotebookNode

from autograder.adapters import otter
from autograder.cli import cli
from autograder.judge import FORGEABLE, Ruling, Status, Verdict
from foreign_courses import FOREIGN
from otter_courses import (
    START,
    exception_test,
    grade,
    hand_in,
    ok_test,
    real_otter,
    student_notebook,
    write_assignment,
    written,
)

pytest.importorskip("otter", reason="otter is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

TESTS = {
    "q1": ok_test("q1", 2, [(">>> square(3)\n9", False), (">>> square(-4)\n16", True)]),
    "q2": exception_test("q2", "4", '''\
@test_case(points=1, success_message="Well done.")
def test_public(cube):
    assert cube(2) == 8

@test_case(hidden=True, failure_message="Think of negative numbers.")
def test_hidden(env):
    assert env["cube"](-2) == -8
'''),
    "q3": ok_test("q3", [1, 2], [(">>> x\n3", False), (">>> x > 2\nTrue", False)], all_or_nothing=True),
    "q4": exception_test("q4", "1", "@test_case()\ndef test_later(x):\n    assert x == 4\n"),
    "q5": ok_test("q5", 1, [(">>> open('data/numbers.txt').read()\n'1 2 3'", True)]),
    "q6": ok_test("q6", 0, [(">>> import random\n>>> lucky == random.Random(7).random()\nTrue", False)]),
}  # fmt: skip
SETTINGS = {"assignment_name": "hw", "seed": 7, "points_possible": 22, "show_hidden": True}
SQUARE, CUBE = "def square(x): return x * x", "def cube(x): return x ** 3"


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment with tests of both kinds; its settings change the score and seed every cell."""
    return write_assignment(tmp_path_factory.mktemp("courses") / "hw", TESTS, SETTINGS, data__numbers="1 2 3")


def notebook(square: str = SQUARE, cube: str = CUBE, start: str = "import otter\ngrader = otter.Notebook()") -> Any:
    return student_notebook([
        start, square, 'grader.check("q1")', cube, 'grader.check("q2")', "x = 3", 'grader.check("q3")', "x = 4",
        'grader.check("q4")', "import random\nlucky = random.random()", "grader.check_all()", "grader.export()",
    ])  # fmt: skip


def tagged(source: str, tags: list[str] | None = None, **marks: Any) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata={"tags": tags or [], "otter": marks})


STUDENTS = {
    "right": notebook(),
    "half": notebook("def square(x): return abs(x) * x", "def cube(x): return abs(x) ** 3"),
    "raises": notebook("def square(x): raise ValueError('no')", "def cube(x): return {}['cube']"),
    "syntax": notebook("def square(x) return x"),
    "interrupts": notebook("def square(x): raise KeyboardInterrupt"),
    "interrupted": student_notebook([START, "raise KeyboardInterrupt", SQUARE, 'grader.check("q1")', "x = 4"]),
    "exits": notebook("import sys\ndef square(x): sys.exit()"),
    "exits-at-last": student_notebook(["import sys", SQUARE, "def cube(x): sys.exit()"]),
    "named": notebook(start='import otter\ngrader = otter.Notebook("named.ipynb")'),
    "renamed": notebook(start=START),
    "unchecked": student_notebook([SQUARE, CUBE, "x = 3"]),
    "looping": student_notebook(["from otter import Notebook\nthe = Notebook(tests_dir='elsewhere')", SQUARE, CUBE, "x = 3", "for q in ['q1', 'q2', 'q3']:\n    result = the.check(q)", "assert result.score == 3\nx = 4"]),
    "within": student_notebook(["import otter\ng = otter.Notebook()", "x = 3\ndef ask(q):\n    return g.check('q3')\n", "ask('q3')", "x = 4"]),
    "changing": student_notebook(["import otter\ng = otter.Notebook()", "x = 3\ng.check('q3')\nx = 4", "g.check('q3')", "1 / 0\ng.check('q4')", "%time g.check('q4')", "square = lambda x: x * x"]),
    "marked": student_notebook([tagged("x = 3", tests=["q3", "q4"]), tagged("x = 4", ["otter_ignore"]), tagged("x = 5", ignore=True), tagged("def square(x): return 9", ["skip-execution"]), CUBE]),
    "seeded": student_notebook(["import random, numpy as np", "lucky = random.random()", "%%time\nlater = random.random()", "x = 3 if np.random.rand() == np.random.RandomState(7).rand() else 0"]),
    "elsewhere": student_notebook([SQUARE], name="another"),
    "ends": notebook("import os; os._exit(3)"),
}  # fmt: skip


@dataclass(frozen=True)
class Graded:
    """Everybody's notebooks, graded in one go: many tests look at a part of it."""

    handed: dict[str, Path]
    out: Path
    verdicts: dict[str, Verdict]

    def results(self, student: str) -> Any:
        return written(self.out / "hw" / student / "results.json")


@pytest.fixture(scope="module")
def graded(assignment: Path) -> Graded:
    """Everybody below, in one folder beside the assignment."""
    root = assignment.parent
    for name, text in BROKEN_ZIPS.items():
        hand_in(root / "in", name, text, "zip")
    attacks = {name: HOSTILE.format(attack.format(root=str(root))) for name, attack in ATTACKS.items()}
    sources = {**STUDENTS, **DEADLY, **BROKEN, **{name: student_notebook(["def square(x): return 0", text]) for name, text in FORGED.items()}, **{name: student_notebook([text, SQUARE_IF_HELD]) for name, text in attacks.items()}, "looks": LOOKS, "quits": notebook(f"{SQUARE}\nexit()"), "forges": FORGES}  # fmt: skip
    handed = {name: hand_in(root / "in", name, source) for name, source in sources.items()}
    (root / "in/link.ipynb").symlink_to(handed["right"])
    os.mkfifo(root / "in/pipe.ipynb")
    return Graded(handed, root / "out", grade(assignment, root / "in", root / "out"))


def test_an_assignment_of_both_kinds_of_tests_gets_the_results_that_otter_gives(
    assignment: Path, graded: Graded, tmp_path: Path
) -> None:
    theirs = real_otter(assignment / "hw-autograder.zip", {name: graded.handed[name] for name in STUDENTS}, tmp_path)

    ours = {name for name in STUDENTS if graded.verdicts[name].status is Ruling.GRADED}
    assert {*STUDENTS} - ours == {"exits-at-last", "interrupts", "elsewhere", "ends"}
    for name in ours:
        assert graded.results(name) == theirs[name], name
    assert graded.results("elsewhere")["tests"][0]["name"] == "Autograder Error"
    assert "submission for assignment 'another'" in graded.verdicts["elsewhere"].reason
    for name, said in {
        "exits-at-last": "q2 ended with SystemExit",
        "interrupts": "q1 ended with KeyboardInterrupt",
    }.items():
        assert theirs[name]["tests"][0] == graded.results(name)["tests"][0]
        assert f"The test of {said}" in graded.verdicts[name].reason
    assert not {"elsewhere", "ends"} & theirs.keys()
    assert graded.verdicts["right"].score == 11
    assert "otter's score is 22" in " ".join(graded.verdicts["right"].remarks)


def test_otters_own_notebooks_get_the_results_that_otter_gives(tmp_path: Path) -> None:
    """The tests and notebooks of otter's own tests, whose names say what they fail; H is for a hidden case."""
    files = FOREIGN / "otter/grade"
    shutil.copytree(files / "tests", tmp_path / "hw/tests")
    handed = {path.stem: path for path in (files / "notebooks").glob("*.ipynb")}
    theirs = write_assignment(
        tmp_path / "zip", {path.stem: path.read_text() for path in (files / "tests").glob("*.py")}
    )

    verdicts = grade(tmp_path / "hw", files / "notebooks", tmp_path / "out")
    said = real_otter(theirs / "hw-autograder.zip", handed, tmp_path / "theirs")

    assert {name: written(tmp_path / "out/hw" / name / "results.json") for name in handed} == said
    failed = {name: {each.test for each in verdicts[name].outcomes if each.status is not Status.PASSED} - {"q7"} for name in handed}  # fmt: skip
    assert failed == {
        "fails1H": {"q1"}, "fails2and3and6H": {"q2", "q2b", "q3", "q6"}, "fails6H": {"q6"}, "passesAll": set(),
    }  # fmt: skip


def few(assignment: Path, tmp_path: Path, sources: dict[str, Any]) -> dict[str, Verdict]:
    """The verdicts on students who handed in these notebooks."""
    for name, source in sources.items():
        hand_in(tmp_path / "in", name, source)
    return grade(assignment, tmp_path / "in", tmp_path / "out")


def points(verdict: Verdict) -> dict[str, float]:
    return {outcome.test: outcome.score for outcome in verdict.outcomes}


def test_what_takes_too_long_costs_its_own_points_only(tmp_path: Path) -> None:
    root = write_assignment(tmp_path / "hw", TESTS, data__numbers="1 2 3")
    (root / "grading_config.yml").write_text("limits: {cell_seconds: 1}\n")
    endless = "def square(x):\n    while True: pass"

    verdicts = few(root, tmp_path, {"checked": notebook(endless), "unchecked": student_notebook([endless, CUBE]), "cell": notebook("while True: pass")})  # fmt: skip

    assert points(verdicts["checked"]) == {"q1": 0, "q2": 4, "q3": 3, "q4": 1, "q5": 1, "q6": 0}
    assert points(verdicts["unchecked"]) == {"q1": 0, "q2": 4, "q3": 0, "q4": 0, "q5": 1, "q6": 0}
    assert points(verdicts["cell"]) == points(verdicts["checked"])
    assert verdicts["checked"].outcomes[0].status is Status.TIMEOUT
    assert "more than 1 seconds" in verdicts["checked"].outcomes[0].detail


DEADLY = {
    "dies": notebook("import os; os._exit(3)"),
    "falls": student_notebook(["import ctypes\ndef cube(x): ctypes.string_at(0)", SQUARE]),
}


def test_a_notebook_that_ends_its_process_is_refused_with_the_place_and_the_reason(graded: Graded) -> None:
    dies, falls = (graded.verdicts[name] for name in DEADLY)

    assert dies.status is falls.status is Ruling.REFUSED
    assert "Code cell 4 ended the process" in dies.reason and "exit code 3" in dies.reason
    assert "The test of q2 ended the process" in falls.reason and "SIGSEGV" in falls.reason
    assert graded.results("dies")["score"] == 0
    assert graded.results("dies")["tests"][0]["name"] == "Autograder Failed"


def test_exit_ends_only_its_cell(graded: Graded) -> None:
    assert graded.verdicts["quits"].score == 11


FORGED = {
    "results": "open('results.json', 'w').write('{\"score\": 100}'); open('results.pkl', 'wb').write(b'x')",
    "log": "open('.OTTER_LOG', 'w').write('x')",
    "tests": "import os; os.makedirs('tests', exist_ok=True); open('tests/q1.py', 'w').write('OK_FORMAT = True')",
    "garbage": "import otter; otter.told = lambda: {'q1': 7, 'q2': [[1, 'x'], [True, 2]], 'q9': [], 3: 4}",
    "object": "import otter; otter.told = lambda: object()",
    "flood": "import otter; otter.told = lambda: 'x' * 10**8",
    "nested": "import otter\ndef told():\n    found = []\n    for _ in range(10**5): found = [found]\n    return found\notter.told = told",
    "gone": "import sys; del sys.modules['otter']",
}  # fmt: skip


def test_forged_files_and_malformed_reports_gain_nothing(graded: Graded) -> None:
    verdicts = {name: graded.verdicts[name] for name in FORGED}

    assert {name: verdict.outcomes[0].score for name, verdict in verdicts.items()} == dict.fromkeys(FORGED, 0)
    assert all(verdict.status in (Ruling.GRADED, Ruling.REFUSED) for verdict in verdicts.values())
    assert {points(verdicts[name])["q5"] for name in ("results", "log", "tests")} == {1}
    assert "could not be read" in verdicts["garbage"].outcomes[0].detail


FORGES = student_notebook(["import otter\notter.test_files.OKTestFile.run = lambda self, names: None\notter.told = lambda: {'q1': [[True, '']] * 2}"])  # fmt: skip


def test_a_test_can_be_forged_from_beside_it_and_the_verdict_says_so(graded: Graded) -> None:
    verdict = graded.verdicts["forges"]

    assert points(verdict)["q1"] == 2  # as under otter
    assert verdict.level == FORGEABLE
    assert "can be forged" in " ".join(verdict.remarks)


LOOK = """\
import gc, os, otter
seen = [str(each) for each in gc.get_objects() if type(each) in (dict, list, tuple)] + [str(vars(otter))]
files = [name for _, _, names in os.walk('.') for name in names]
early = any('of negative' + ' numbers' in each for each in seen) or 'q2.py' in files"""
LOOKS = student_notebook(
    ["import otter\ng = otter.Notebook()", "g.check('q1')", LOOK, "cube = lambda x: 0 if early else x ** 3"]
)


def test_no_hidden_test_is_in_the_box_before_a_cell_checks_its_question(graded: Graded) -> None:
    assert points(graded.verdicts["looks"])["q2"] == 4


ATTACKS = {
    "reads the tests": "open({root!r} + '/hw/hw-autograder.zip', 'rb').read()",
    "reads another student": "open({root!r} + '/in/right.ipynb').read()",
    "writes the results": "open({root!r} + '/out/hw/x', 'w').write('x')",
    "starts a program": "import subprocess; subprocess.run(['/bin/true'], check=True)",
    "opens a connection": "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
    "sees other processes": "import os; [name for name in os.listdir('/proc') if name.isdigit() and name != str(os.getpid())][0]",
}  # fmt: skip
HOSTILE = "try:\n    {}\nexcept BaseException: held = True\nelse: held = False"
SQUARE_IF_HELD = "square = (lambda x: x * x) if held else None"


def test_a_hostile_notebook_reaches_nothing_outside_its_box(graded: Graded) -> None:
    assert {name: points(graded.verdicts[name])["q1"] for name in ATTACKS} == dict.fromkeys(ATTACKS, 2)
    assert not (graded.out / "hw/x").exists()


class Planted:
    """A pickle of it writes a file when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.write_text, (self.path, "run")


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def as_bytes(source: NotebookNode) -> bytes:
    return nbformat.writes(source).encode()


def test_a_zip_file_of_otters_export_is_graded_and_its_log_is_never_unpickled(tmp_path: Path) -> None:
    import base64
    import pickle

    root = write_assignment(tmp_path / "hw", TESTS, {"print_summary": True}, data__numbers="1 2 3", given="ours")
    log = base64.b64encode(pickle.dumps(Planted(tmp_path / "planted"))) + b"\n"
    sees = "own = open('own.csv').read() + open('given.txt').read()\nsquare = (lambda x: x * x) if own == '1ours' else None"
    exported = zipped({
        "hw.ipynb": as_bytes(student_notebook([START, sees])), ".OTTER_LOG": log, "hw.pdf": b"%PDF",
        "__zip_filename__": b"hw.zip", "own.csv": b"1", "given.txt": b"mine", "tests/q1.py": b"OK_FORMAT = True",
    })  # fmt: skip
    hand_in(tmp_path / "in", "hw_2026_11_20T10_00_00_000000", exported, "zip")

    (verdict,) = grade(root, tmp_path / "in", tmp_path / "out").values()

    assert verdict.student == "hw_2026_11_20T10_00_00_000000"
    assert points(verdict)["q1"] == 2
    assert not (tmp_path / "planted").exists()


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
    "huge": b" " * (21 << 20),
    "schema": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {"otter": {"tests": 3}}, "cells": [{"cell_type": "code", "id": "a", "source": "1", "outputs": [], "execution_count": null, "metadata": {}}]}',
    "config": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {"otter": {"tests": {"q1": 3}}}, "cells": [{"cell_type": "code", "id": "a", "source": "1", "outputs": [], "execution_count": null, "metadata": {"otter": 7}}]}',
    "language": as_bytes(student_notebook(["x <- 1"], kernelspec={"name": "ir", "display_name": "R", "language": "R"})),
}  # fmt: skip


BROKEN_ZIPS = {
    "no-zip": b"PK hello",
    "outside": zipped({"../hw.ipynb": b"{}"}),
    "none": zipped({"a.txt": b""}),
    "deeper": zipped({"a/hw.ipynb": as_bytes(notebook())}),
    "two": zipped({"a.ipynb": as_bytes(notebook()), "b.ipynb": as_bytes(notebook())}),
}


def test_of_many_submissions_the_broken_ones_are_explained_and_the_rest_is_graded(graded: Graded) -> None:
    broken = {name: graded.verdicts[name] for name in (*BROKEN, *BROKEN_ZIPS, "link", "pipe")}

    assert {verdict.status for verdict in broken.values()} == {Ruling.REFUSED}
    reasons = {name: verdict.reason for name, verdict in broken.items()}
    assert all(len(reason) > 15 and "Traceback" not in reason for reason in reasons.values()), reasons
    assert "is a link" in reasons["link"] and "More than one .ipynb" in reasons["two"]
    assert not (graded.out / "hw/text/results.json").exists()


DRAWS = """\
import matplotlib.pyplot as plt
from matplotlib.backend_bases import FigureCanvasBase
made, make = [], FigureCanvasBase.print_figure
def counted(*arguments, **named):
    made.append(1)
    return make(*arguments, **named)
FigureCanvasBase.print_figure = counted
plt.plot([1, 2])"""


def test_no_picture_is_made_that_nobody_will_see(tmp_path: Path) -> None:
    """otter's results show none. A plugin may look at the notebook, though."""
    seen = "x = 10 * len(plt.get_fignums()) + len(made)"
    test = {"q1": ok_test("q1", 1, [(">>> x\n0", False)])}
    plain, plugged = (write_assignment(tmp_path / name, test, {"plugins": plugins}) for name, plugins in {
        "plain": [], "plugged": ["otter.plugins.AbstractOtterPlugin"],
    }.items())  # fmt: skip

    found = [few(root, root, {"ada": student_notebook([DRAWS, seen])})["ada"] for root in (plain, plugged)]

    assert [verdict.score for verdict in found] == [1, 0], [verdict.reason for verdict in found]


def test_otters_table_has_everybody_in_otters_columns(graded: Graded) -> None:
    rows = {row["file"]: row for row in csv.DictReader((graded.out / "hw/final_grades.csv").read_text().splitlines())}

    assert len(rows) == 1 + len(graded.verdicts)
    assert next(iter(rows)) == "points-per-question"
    assert list(rows["right.ipynb"].values()) == ["right.ipynb", "2", "4", "3", "1", "1", "0", "11", "1.0", "Completed"]
    assert list(rows["text.ipynb"].values())[1:9] == ["0"] * 7 + ["0.0"]
    assert "is not a notebook" in rows["text.ipynb"]["grading_status"]


def test_what_is_unchanged_is_not_graded_again(tmp_path: Path) -> None:
    root = write_assignment(tmp_path / "hw", TESTS, data__numbers="1 2 3")
    assert len(few(root, tmp_path, {"ada": notebook(), "bob": notebook()})) == 2

    assert few(root, tmp_path, {}) == {}
    assert list(few(root, tmp_path, {"ada": notebook("def square(x): return 0")})) == ["ada"]
    write_assignment(root, TESTS, data__numbers="1 2 3 4")

    assert {points(verdict)["q5"] for verdict in few(root, tmp_path, {}).values()} == {0}


def assigned(folder: Path) -> Path:
    """What `otter assign` leaves of a notebook: autograder/ with a zip file, and student/ with tests in metadata."""
    from otter.assign import main

    raw, code, output = nbformat.v4.new_raw_cell, nbformat.v4.new_code_cell, nbformat.v4.new_output
    true = [output("execute_result", data={"text/plain": "True"}, execution_count=1)]
    cells = [
        raw("# ASSIGNMENT CONFIG\nname: hw\ninit_cell: true\ngenerate: {show_stdout: true}\n"),
        raw("# BEGIN QUESTION\nname: q1\npoints: 2"), raw("# BEGIN SOLUTION"), code(f"{SQUARE} # SOLUTION"),
        raw("# END SOLUTION"), raw("# BEGIN TESTS"), code("square(2) == 4", outputs=true),
        code("# HIDDEN\nsquare(-3) == 9", outputs=true), raw("# END TESTS"), raw("# END QUESTION"),
    ]  # fmt: skip
    folder.mkdir()
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    master = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(master, folder / "hw.ipynb")
    main(str(folder / "hw.ipynb"), str(folder / "dist"), no_run_tests=True)
    return folder / "dist"


def test_what_otter_assign_leaves_is_graded_with_all_its_tests_or_with_the_students(tmp_path: Path) -> None:
    made = assigned(tmp_path / "source")
    handed = nbformat.read(made / "student/hw.ipynb", as_version=4)
    handed.cells[1].source = "def square(x): return abs(x) * x"
    nbformat.write(handed, hand_in(tmp_path / "in", "ada", b""))

    verdicts = grade(made, tmp_path / "in", tmp_path / "out")

    assert (verdicts["ada"].score, verdicts["ada"].max_score) == (1, 2)
    assert otter.open_course(made).course.names == otter.open_course(made / "student").course.names == ("hw",)
    public = otter.open_course(made / "student").course.by_name["hw"]
    assert [(test.name, test.points, test.visible) for test in public.tests] == [("q1", 2, True)]


def test_of_several_assignments_each_has_its_folder_of_submissions_or_each_student_has(tmp_path: Path) -> None:
    for name in ("hw1", "hw2"):
        write_assignment(tmp_path / "course" / name, {"q1": TESTS["q1"]})
        hand_in(tmp_path / "flat" / name, "ada", student_notebook([SQUARE]))
        hand_in(tmp_path / "nested/bob" / name, "any", student_notebook([SQUARE]))
    (tmp_path / "nested/bob/hw1/notes.txt").write_text("mine")
    theirs = otter.open_course(tmp_path / "course")

    flat, nested = (otter.handed_in(tmp_path / name, theirs.course.names) for name in ("flat", "nested"))

    assert [(each.student, each.assignment) for each in flat.uploads] == [("ada", "hw1"), ("ada", "hw2")]
    assert [(each.student, each.assignment) for each in nested.uploads] == [("bob", "hw1"), ("bob", "hw2")]
    assert {verdict.score for verdict in grade(tmp_path / "course", tmp_path / "nested", tmp_path / "out").values()} == {2}  # fmt: skip


def test_tests_may_import_what_their_author_put_beside_them(tmp_path: Path) -> None:
    """Each assignment has a file of the same name, and another content."""
    for number in (1, 2):
        test = exception_test("q1", "helper.WORTH", "@test_case()\ndef test_x(x):\n    assert x == more.helper.WORTH\n")
        root = write_assignment(tmp_path / f"course/hw{number}", {"q1": f"import helper, more.helper\n{test}"})
        with zipfile.ZipFile(root / "hw-autograder.zip", "a") as archive:
            for name in ("helper", "more/helper"):
                archive.writestr(f"files/{name}.py", f"WORTH = {number}")
        hand_in(tmp_path / f"in/hw{number}", f"s{number}", student_notebook([f"x = {number}"]))

    verdicts = grade(tmp_path / "course", tmp_path / "in", tmp_path / "out")

    assert {name: (verdict.score, verdict.max_score) for name, verdict in verdicts.items()} == {
        "s1": (1, 1),
        "s2": (2, 2),
    }


def test_two_files_of_one_student_are_told_and_only_one_counts(assignment: Path, tmp_path: Path) -> None:
    hand_in(tmp_path / "in", "ada", notebook())
    hand_in(tmp_path / "in", "ada", zipped({"hw.ipynb": as_bytes(notebook())}), "zip")
    hand_in(tmp_path / "in", "notes", b"", "txt")

    found = otter.handed_in(tmp_path / "in", ["hw"])

    assert [each.student for each in found.uploads] == ["ada"]
    assert any("ada.zip: ada.ipynb has the same student" in str(each) for each in found.left_out)


BAD = {
    "tests/q1.py: SyntaxError": ({"q1": "def"}, {}),
    "tests/q1.py: RuntimeError: Malformed test file": ({"q1": "x = 1"}, {}),
    "It is in R": ({"q1": TESTS["q1"]}, {"lang": "r"}),
    "graded from students' logs": ({"q1": TESTS["q1"]}, {"grade_from_log": True}),
    "does not accept otter_config.json": ({"q1": TESTS["q1"]}, {"lang": "perl"}),
    "There are no Python files in tests/": ({}, {}),
}  # fmt: skip


@pytest.mark.parametrize("said", BAD)
def test_an_assignment_that_cannot_be_graded_is_told_with_the_reason(tmp_path: Path, said: str) -> None:
    tests, settings = BAD[said]
    write_assignment(tmp_path / "course/hw", tests, settings)

    broken = otter.open_course(tmp_path / "course").course.broken

    assert said in str(broken["hw"])


def test_a_folder_without_assignments_is_told_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(otter.OtterCourseError, match="Looked for an autograder's zip file, a folder tests/"):
        otter.open_course(tmp_path)


def test_two_autograders_in_one_folder_are_told(tmp_path: Path) -> None:
    root = write_assignment(tmp_path / "course/hw", {"q1": TESTS["q1"]})
    shutil.copy(root / "hw-autograder.zip", root / "hw-autograder-old.zip")

    assert "There are 2 autograders" in str(otter.open_course(tmp_path / "course").course.broken["hw"])


def test_the_command_grades_an_assignment_and_says_where_everything_is(assignment: Path, tmp_path: Path) -> None:
    hand_in(tmp_path / "in", "ada", notebook())
    results = tmp_path / "results"
    arguments = ["grade", "--otter", str(assignment), str(tmp_path / "in"), "--to", str(results), "--json"]

    done = CliRunner().invoke(cli, arguments, standalone_mode=False)

    line = json.loads(done.stdout)
    assert (line["student"], line["score"], line["max_score"]) == ("ada", 11, 11)
    assert "can be forged" in done.stderr and "final_grades.csv" in done.stderr
    assert (results / "hw/ada/results.json").exists() and "ada.ipynb,2,4," in (
        results / "hw/final_grades.csv"
    ).read_text()


def test_each_question_is_told_beforehand_with_its_points_and_its_place(assignment: Path) -> None:
    done = CliRunner().invoke(cli, ["inspect", str(assignment)], standalone_mode=False)

    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert lines[:3] == [
        ["hw"],
        ["q1", "2", "in the notebook, with hidden cases"],
        ["q2", "4", "in the notebook, with hidden cases"],
    ]
    assert ["q4", "1", "in the notebook, students have its test"] in lines
    assert "can be forged" in done.stderr
