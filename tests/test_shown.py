"""What a student sees of the checks: a line each, no traceback where an answer is missing, a sentence at the end."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode, v4

from autograder import release
from autograder.adapters.nbgrader import nbgrader
from autograder.adapters.nbgrader.feedback import BEGIN, END, HideHiddenTests
from autograder.adapters.otter import otter
from autograder.assignment import Assignment, load
from autograder.course import load_course
from autograder.judge import Judge
from autograder.release import Role, Secrets, as_bytes, plan, tools_source
from autograder.sandbox import Limits
from autograder.testing.displaying import COLOURS, FOUND, Checked, Finding, summary
from conftest import NOTEBOOK, ROOT, write_topic
from handing_in import submission

PICTURE = (
    "# %% picture\nimport matplotlib.pyplot as plt\nplt.plot([1, 2], [double(1), double(2)])\nplt.show()\n"
    "# %%\nfours = [double(value) for value in (1, 2)]\n"
    "# %% picture\nplt.plot(fours)\nplt.show()\n"
    "# %% picture\nundefined\n"
)


@pytest.fixture
def with_pictures(tmp_path: Path) -> Assignment:
    return load(write_topic(tmp_path, notebook=f"{NOTEBOOK}{PICTURE}"))


def run_all(notebook: NotebookNode, folder: Path) -> dict[str, list[NotebookNode]]:
    """The outputs of each cell, after "Run All" in Jupyter."""
    ran = NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    return {cell.id: cell.get("outputs", []) for cell in ran.cells}


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# One line for each check


def test_a_check_is_one_line_with_a_mark_its_points_and_its_claim() -> None:
    passed = Checked(1.0, [Finding("Twice two is four.", "", 1, 1)])._repr_html_()
    failed = Checked(0.0, [Finding("It says `no`.", "got 5", 0.5, 2)])._repr_html_()
    unwritten = Checked(0.0, [Finding("Free.", "f is not written yet.", 0, 0, unwritten=True)])._repr_html_()

    assert text_of(passed) == "✓ 1 of 1 point Twice two is four."
    assert text_of(failed) == "✗ 0.5 of 2 points It says no.\ngot 5"
    assert text_of(unwritten) == "○ Free.\nf is not written yet."


def test_what_a_students_code_says_is_text_and_never_html() -> None:
    shown = Checked(0.0, [Finding("A < B", "got '<script>alert(1)</script>' & `<b>`", 0, 1)])._repr_html_()

    assert "A &lt; B" in shown and "&lt;script&gt;" in shown and "<code>&lt;b&gt;</code>" in shown
    assert set(re.findall(r"</?(\w+)", shown)) == {"div", "span", "code"}
    assert "class=" not in shown and "<style" not in shown  # Colab, VS Code and nbviewer would remove them


def test_marks_can_be_read_on_their_colours() -> None:
    for colour in COLOURS.values():
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_the_number_stays_what_nbgrader_reads() -> None:
    checked = Checked(2.5, [])

    assert repr(checked) == "2.5" and float(repr(checked)) == checked == 2.5


def test_in_jupyter_a_check_shows_its_line_and_nothing_else(with_pictures: Assignment, tmp_path: Path) -> None:
    answers = {"double": "def double(x):\n    return '<b>'"}

    shown = run_all(release.filled(with_pictures, answers), tmp_path)

    [output] = shown["double-check-1"]
    assert output.output_type == "execute_result" and output.data["text/plain"] == "0.0"
    assert text_of(output.data["text/html"]).startswith("✗ 0 of 1 point Twice two is four")
    assert "&lt;b&gt;" in output.data["text/html"] and "<b>" not in output.data["text/html"]


def test_nbgraders_feedback_keeps_the_claims_of_hidden_tests_and_nothing_below_them() -> None:
    told = 'def test_a(f):\n    """It says `no`."""\n\ndef test_b(f):\n    """Two\n    lines."""\n'
    shown = Checked(0.0, [Finding("It says `no`.", "got 7.25", 0.5, 2), Finding("Two lines.", "", 0, 0)])
    result = v4.new_output("execute_result", {"text/plain": "0.5", "text/html": shown._repr_html_()})
    printed = v4.new_output("stream", text="got 7.25")
    cell = v4.new_code_cell(f"# more\n{BEGIN}\n{told}{END}", outputs=[printed, result])

    cell, _ = HideHiddenTests().preprocess_cell(cell, {}, 0)

    assert [output.text for output in cell.outputs] == ["✗ It says `no`.\n✓ Two lines.\n"]
    assert cell.source == "# more"


# Unwritten answers


def test_the_first_run_all_of_a_fresh_notebook_ends_without_a_traceback(
    with_pictures: Assignment, tmp_path: Path
) -> None:
    shown = run_all(release.student(with_pictures), tmp_path)

    pictures = [slot.id for slot in plan(with_pictures) if slot.role in (Role.CODE, Role.PICTURE)][1:]
    told = [output.data["text/plain"] for name in pictures[:3] for output in shown[name]]
    assert told == ["○ Not written yet: `double`. Return twice x."] * 3  # the third needs what the second makes
    [other] = shown[pictures[3]]
    assert other.output_type == "error" and other.ename == "NameError"  # a mistake of another kind is still one
    assert not [o for name in shown if name != pictures[3] for o in shown[name] if o.output_type == "error"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("model.predict([1])", "Not made yet: `model`. Its cell sets it to `...` so far."),
        ("len(model) + log[0]", "Not made yet: `model` and `log`. Their cells set them to `...` so far."),
        ("def f(x): raise NotImplementedError\n[f(x) for x in (1, 2)]", "Not written yet: `f`."),
        ("class Box:\n    def open(self): raise NotImplementedError('Open it.')\nBox().open()", "`Box.open`. Open it."),
    ],
)
def test_a_missing_answer_is_told_in_one_line(cell: str, told: str, doubling: Assignment, tmp_path: Path) -> None:
    tools = next(slot.source for slot in plan(doubling) if slot.role is Role.TOOLS)
    cells = [v4.new_code_cell(source) for source in (tools, "model = ...\nlog = ...", cell)]

    shown = run_all(v4.new_notebook(cells=cells), tmp_path)

    [output] = shown[cells[2].id]
    assert told in output.data["text/plain"] and "<code>" in output.data["text/html"]


@pytest.mark.parametrize(
    "cell", ["model.predict", "1 / 0", "raise NotImplementedError", "int('x')", "import decimal\ndecimal.Decimal('x')"]
)
def test_other_errors_keep_their_traceback(cell: str, doubling: Assignment, tmp_path: Path) -> None:
    tools = next(slot.source for slot in plan(doubling) if slot.role is Role.TOOLS)
    cells = [v4.new_code_cell(source) for source in (tools, "model = 3", cell)]
    cells[2].metadata["tags"] = ["raises-exception"]

    shown = run_all(v4.new_notebook(cells=cells), tmp_path)

    [output] = shown[cells[2].id]
    assert output.output_type == "error" and output.traceback


def test_graders_see_each_error_as_it_is(
    with_pictures: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    shown = run_all(release.student(with_pictures), tmp_path)

    errors = [output.ename for outputs in shown.values() for output in outputs if output.output_type == "error"]
    assert errors[0] == "NotImplementedError" and len(errors) == 4
    assert shown["double-check-1"][0].data["text/plain"] == "0.0"
    assert not shown["points-so-far"]


# The end of the notebook


def found(monkeypatch: pytest.MonkeyPatch, **problems: str) -> None:
    for name, problem in problems.items():
        monkeypatch.setitem(FOUND, name, Finding(name, problem, 0 if problem else 1, 1))


@pytest.mark.parametrize(
    ("problems", "later", "said"),
    [
        ({"a": "", "b": ""}, 23, "2 of 2 answers pass their visible checks (2 of 2 visible points). "),
        ({"a": "", "b": ""}, 23, "23 points come when it is graded.\n"),
        ({"a": "", "b": "no"}, 1, "1 of 2 answers passes its visible checks (1 of 2 visible points). 1 point comes "),
        ({"a": "", "b": "no"}, 0, "visible points).\nNot yet: `g`.\n"),
        ({"a": ""}, 0, "1 of 2 answers passes its visible checks.\nNot checked since the tools cell ran: `g`.\n"),
        ({"a": "no", "b": "no"}, 0, "0 of 2 answers pass their visible checks (0 of 2 visible points).\n"),
    ],
)
def test_the_end_says_how_far_a_student_is(
    problems: dict[str, str],
    later: float,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found(monkeypatch, **problems)

    summary({"f": ["a"], "g": ["b"]}, later)

    assert said in capsys.readouterr().out


def test_the_last_cell_of_the_notebook_counts_what_its_checks_found(doubling: Assignment, tmp_path: Path) -> None:
    shown = run_all(release.filled(doubling, doubling.right), tmp_path)

    [output] = list(shown.values())[-1]
    told = "1 of 1 answer passes its visible checks (1 of 1 visible point). 4 points come when it is graded."
    assert output.data["text/plain"] == told
    assert text_of(output.data["text/html"]) == f"✓ {told}"


def test_no_grader_counts_the_summary(doubling: Assignment, judge: Judge) -> None:
    handed_in = submission(doubling, doubling.right)

    graded = judge.grade(doubling, handed_in, Limits())

    assert graded.verdict.score == graded.verdict.max_score
    assert not [remark for remark in graded.verdict.remarks if "changed" in remark]
    assert "points-so-far" not in {cell.id for cell in handed_in.cells}
    assert "nbgrader" not in nbgrader(doubling).cells[-1].metadata
    assert not [cell for cell in otter(doubling).cells if "summary" in cell.source]


# Folded cells, and the tools


def test_checks_tools_and_summary_are_folded_and_named(doubling: Assignment) -> None:
    cells = {cell.id: cell for cell in release.student(doubling).cells}

    for name in ("tools", "double-check-1", "points-so-far"):
        assert cells[name].metadata["jupyter"] == {"source_hidden": True}
        assert cells[name].metadata["cellView"] == "form"
        assert cells[name].source.startswith("#@title ")
    assert cells["double-check-1"].source.startswith("#@title Check 1 of double\n")
    assert "jupyter" not in cells["double"].metadata


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_title_of_a_folded_cell_fits_into_a_narrow_window(language: str) -> None:
    """JupyterLab neither wraps nor cuts it off: a longer one makes the whole notebook scroll sideways."""
    cells = [cell for topic in load_course(ROOT, language).assignments for cell in release.student(topic).cells]

    titles = {cell.source.splitlines()[0] for cell in cells if "cellView" in cell.metadata}

    assert [title for title in titles if not title.startswith("#@title ") or len(title) > 70] == []


def test_the_result_of_a_check_says_what_its_title_leaves_out(doubling: Assignment, tmp_path: Path) -> None:
    notebook, claim = release.filled(doubling, doubling.right), doubling.tests[0].claim
    source = next(cell.source for cell in notebook.cells if cell.id == "double-check-1")

    [output] = run_all(notebook, tmp_path)["double-check-1"]

    assert claim in text_of(output.data["text/html"])
    assert claim not in source.splitlines()[0]
    assert f'"""{claim}"""' in source  # for programs that show neither folded cells nor HTML


def test_the_tools_are_a_short_cell_that_holds_the_whole_source(doubling: Assignment) -> None:
    tools = next(cell.source for cell in release.student(doubling).cells if cell.id == "tools")
    letters = tools.partition('"""')[2].partition('"""')[0]

    assert zlib.decompress(b64decode(letters)).decode() == tools_source(doubling)
    assert len(tools.splitlines()) < 100
    assert as_bytes(release.student(doubling)) == as_bytes(release.student(doubling))


def test_the_tools_come_in_a_file_to_read_that_the_notebook_does_not_need(doubling: Assignment, tmp_path: Path) -> None:
    files = release.STUDENT.of_topic(doubling, {})
    (tmp_path / "coursecheck.py").write_text("raise SystemExit('changed')")
    code = "\n".join(cell.source for cell in release.filled(doubling, doubling.right).cells if cell.cell_type == "code")

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)

    assert files["01-doubling/coursecheck.py"].decode() == tools_source(doubling)
    assert done.returncode == 0, done.stderr
    assert "✓ Twice two is four" in done.stdout and "1 of 1 answer passes" in done.stdout


def test_a_leak_is_found_in_packed_tools(tmp_path: Path) -> None:
    topic = load(write_topic(tmp_path))
    notebook: Any = release.student(topic)
    tools = next(cell for cell in notebook.cells if cell.id == "tools")

    tools.source = f'x = """\n{release.packed(tools_source(topic) + "SECRET = [7.25, 11.5]")}\n"""'

    assert len(Secrets([topic]).shown_in("a.ipynb", nbformat.writes(notebook).encode())) == 1
