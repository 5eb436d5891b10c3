"""What students, nbgrader and otter get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import release
from autograder.adapters.nbgrader import nbgrader, tools_path
from autograder.adapters.otter import otter
from autograder.assignment import Assignment, load
from autograder.build import LeakError
from autograder.course import Course
from autograder.judge import Judge
from autograder.release import Secrets, standalone
from autograder.sandbox import Limits
from conftest import NOTEBOOK, TESTS, build_all, course_of, write_topic
from handing_in import hand_in


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.slow
def test_every_notebook_is_valid(course: tuple[Assignment, ...], judge: Judge) -> None:
    for assignment in map(judge.with_cases, course):
        for make in (release.student, nbgrader, otter, release.reference):
            nbformat.validate(make(assignment))


def test_a_test_takes_along_what_it_needs_and_no_more(doubling: Assignment) -> None:
    hidden = standalone(doubling, doubling.tests[1])

    assert "SECRET = [7.25, 11.5]" in hidden
    assert "    def doubled(values):\n        return" in hidden
    assert "from coursecheck import approx\n" in hidden
    assert "import numpy as np" in hidden
    assert "raises" not in hidden
    assert "SECRET" not in standalone(doubling, doubling.tests[0])


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", ["time-limits", "tools", "double"]),
        ("# %% [markdown]\n# Double it.\n", ["text-3", "time-limits", "tools", "double"]),
        ("# %% [markdown]\n# ## 1. Double\n# %%\nx = 2\n", ["time-limits", "tools", "text-3", "code-4", "double"]),
        (
            "# %% [markdown]\n# ## Data\n# %% [markdown]\n# ## 1. Double\n",
            ["text-3", "time-limits", "tools", "text-4", "double"],
        ),
    ],
)
def test_the_tools_stand_before_the_section_of_the_first_answer(
    tmp_path: Path, before: str, expected: list[str]
) -> None:
    source = NOTEBOOK.replace("# %% answer\ndef double", f"{before}# %% answer\ndef double")

    cells = [cell.id for cell in release.student(load(write_topic(tmp_path, notebook=source))).cells]

    assert cells[2 : cells.index("double") + 1] == expected


def test_the_tools_of_every_topic_tear_no_section_apart(course: tuple[Assignment, ...]) -> None:
    """A section that begins inside a cell would leave the tools between its text and its first answer."""
    following = {}
    for topic in course:
        cells = release.student(topic).cells
        following[topic.name] = next(after for cell, after in pairwise(cells) if cell.id == "tools").source

    assert {name: text[:40] for name, text in following.items() if not text.startswith("## ")} == {}


POEMS = {
    "a string": '"""one\n  two\nthree"""',
    "an f-string": 'f"""one\n  {"two"}\nthree"""',
    "bytes": 'b"""one\n  two\nthree""".decode()',
    "a line that goes on": "'one\\n\\\n  two\\nthree'",
    "strings side by side": '("one\\n"\n  "  two\\n"\n  "three")',
    "a mixture": 'f"""one\n  {2 if False else "tw"}""" """o\nthree"""',
}


@pytest.mark.parametrize("poem", POEMS.values(), ids=POEMS)
def test_long_strings_keep_their_text_when_a_test_takes_them_along(tmp_path: Path, poem: str) -> None:
    use = '@points(1)\ndef test_poem(double):\n    """Poems."""\n    assert double(POEM) == 2 * POEM\n'
    topic = load(write_topic(tmp_path, tests=f"{TESTS}POEM = {poem}\n{use}"))
    space = {"__name__": "x"}
    heard = []

    exec(standalone(topic, topic.tests[-1]), space)

    space["test_poem"](lambda text: heard.append(text) or 2 * text)  # type: ignore[operator]
    assert heard == ["one\n  two\nthree"]


def lay_data(assignment: Assignment, folder: Path) -> None:
    """Put the data that the notebook reads beside it."""
    for file, content in assignment.data.files.items():
        (folder / file).write_bytes(content)


@pytest.mark.slow
def test_a_student_can_run_the_notebook_where_nothing_of_ours_is_installed(
    course: tuple[Assignment, ...], tmp_path: Path
) -> None:
    trained = [topic for topic in course if topic.gates]
    for assignment in (topic for topic in course if topic not in trained[1:]):  # one that trains shows it for all
        notebook = release.filled(assignment, assignment.right)
        code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
        lay_data(assignment, tmp_path)
        script = f"import sys; sys.modules['autograder'] = None\nimport matplotlib; matplotlib.use('agg')\n{code}"
        done = subprocess.run([sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True)

        assert done.returncode == 0, done.stderr
        assert done.stdout.count("✓") == sum(test.visible for test in assignment.tests)
        assert "✗" not in done.stdout


@pytest.mark.slow
def test_the_stub_notebook_runs_to_its_end_in_jupyter(sample: Course, tmp_path: Path) -> None:
    """Run All stops at an error, except in cells that are marked for it."""
    for assignment in sample.assignments:
        path = tmp_path / f"{assignment.name}.ipynb"
        path.write_text(nbformat.writes(release.student(assignment)))
        lay_data(assignment, tmp_path)
        command = [sys.executable, "-m", "jupyter", "execute", "--inplace", str(path)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

        assert done.returncode == 0, done.stderr[-2000:]
        shown = path.read_text()
        assert shown.count("is not written yet") >= len(assignment.answers)


def test_building_again_changes_no_byte(sample: Course, released: Path, judge: Judge, tmp_path: Path) -> None:
    """Neither elsewhere nor in the same place; nor with Keras."""
    some = course_of(sample.assignments[0], sample.assignments[-1])
    build_all(some, tmp_path, judge, Limits())
    first = digests(tmp_path)
    (tmp_path / ".built").unlink()  # or nothing would be made anew
    build_all(some, tmp_path, judge, Limits())

    assert digests(tmp_path) == first
    theirs = {
        path: digest
        for path, digest in digests(released).items()
        if any(topic.name in path for topic in some.assignments)
    }
    assert theirs == {path: digest for path, digest in first.items() if path in theirs}
    assert len(theirs) > 10


def test_building_leaves_what_nbgrader_put_there_and_removes_what_it_no_longer_makes(
    tmp_path: Path, judge: Judge
) -> None:
    topics = [load(write_topic(tmp_path / "course", name=name)) for name in ("01-a", "02-b")]
    build_all(course_of(*topics), tmp_path / "dist", judge)
    gradebook = tmp_path / "dist" / "nbgrader" / "gradebook.db"
    gradebook.write_text("grades")

    build_all(topics[0], tmp_path / "dist", judge)

    assert gradebook.read_text() == "grades"
    assert not (tmp_path / "dist" / "student" / "02-b" / "02-b.ipynb").exists()


def test_nothing_that_students_get_leaks(course: tuple[Assignment, ...], released: Path, tmp_path: Path) -> None:
    secrets = Secrets(course)
    for topic in course:
        (tmp_path / f"{topic.name}.ipynb").write_text(nbformat.writes(release.student(topic)))
    assert secrets.shown_below(tmp_path) == []
    assert secrets.shown_below(released / "student") == []
    assert secrets.shown_below(released / "nbgrader")  # or the search would find nothing anywhere


@pytest.mark.parametrize(
    ("leaked", "what"),
    [
        ("    assert double(np.array(SECRET)) == approx(doubled(SECRET))", "the hidden test test_doubles_arrays"),
        ("Each number of an array is doubled.", "the hidden test test_doubles_arrays"),
        ("SECRET = [7.25, 11.5]", "the hidden test test_doubles_arrays"),
        ("    return [2 * value for value in values]", "the hidden test test_doubles_arrays"),
        ("    return x / 2 if True else None", "the right answer halve"),
    ],
)
@pytest.mark.parametrize("kind", ["cell", "output", "zip", "text"])
def test_a_leak_is_found_wherever_it_is(tmp_path: Path, leaked: str, what: str, kind: str) -> None:
    right = "# %% answer\ndef halve(x):\n    return x / 2 if True else None\n"
    folder = write_topic(tmp_path)
    reference = tmp_path / "reference" / f"{folder.name}.py"
    reference.write_text(reference.read_text().replace("# %% answer\ndef halve(x):\n    return x / 2\n", right))
    topic = load(folder)
    place = tmp_path / "student"
    place.mkdir()
    notebook = release.student(topic)
    if kind == "cell":
        notebook.cells[1].source += f"\n{leaked}\n"
    elif kind == "output":
        notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text=f"x\n{leaked}\n")]
    elif kind == "zip":
        with zipfile.ZipFile(place / "more.zip", "w") as archive:
            archive.writestr("deep/notes.txt", leaked)
    else:
        (place / "notes.md").write_text(leaked)
    (place / "a.ipynb").write_text(nbformat.writes(notebook))

    found = Secrets([topic]).shown_below(place)

    assert len(found) == 1 and what in found[0] and str(place) in found[0]


def test_a_hidden_test_is_secret_where_it_uses_what_a_visible_one_shows(tmp_path: Path) -> None:
    """What both use is public; the line of the hidden test that uses it is not."""
    tests = TESTS.replace("assert double(2) == approx(4)", "assert double(2) == approx(doubled([2])[0])")
    topic = load(write_topic(tmp_path, tests=tests))
    place = tmp_path / "student"
    place.mkdir()
    notebook = release.student(topic)
    (place / "a.ipynb").write_text(nbformat.writes(notebook))
    assert "return [2 * value for value in values]" in (place / "a.ipynb").read_text()
    assert Secrets([topic]).shown_below(place) == []

    (place / "notes.md").write_text("    assert double(np.array(SECRET)) == approx(doubled(SECRET))")

    assert len(Secrets([topic]).shown_below(place)) == 1


def test_a_leaking_release_is_not_kept(tmp_path: Path, judge: Judge) -> None:
    right = "    return 2 * x if x is not None else x"
    folder = write_topic(tmp_path, notebook=NOTEBOOK)
    reference = tmp_path / "reference" / f"{folder.name}.py"
    reference.write_text(reference.read_text().replace("    return 2 * x\n", right + "\n", 1))
    topic = load(folder)
    # The author pastes the answer into a visible cell after the course was loaded and looked at.
    cells = tuple(c for c in topic.cells if getattr(c, "name", "") != "double")
    from dataclasses import replace

    from autograder.assignment import Answer

    leaky = replace(topic, cells=(*cells[:2], Answer("double", f"def double(x):\n{right}", 1), *cells[2:]))

    with pytest.raises(LeakError, match="shows the right answer double of 01-doubling"):
        build_all(leaky, tmp_path / "dist", judge)
    assert not (tmp_path / "dist").exists()


def test_the_reference_notebook_is_run_and_has_its_pictures(released: Path, sample: Course) -> None:
    for assignment in sample.assignments:
        notebook = nbformat.read(released / "reference" / assignment.name / f"{assignment.name}.ipynb", as_version=4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]

        assert any("image/png" in output.get("data", {}) for output in outputs)
        assert not [output for output in outputs if output.output_type == "error"]
        assert sum(output.get("text", "").count("✓") for output in outputs) == len(assignment.tests)


@pytest.mark.slow
def test_an_instructor_can_run_a_reference_notebook_once_more(released: Path, sample: Course) -> None:
    topic = sample.assignments[0]
    folder = released / "reference" / topic.name
    notebook = nbformat.read(folder / f"{topic.name}.ipynb", as_version=4)

    again = NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()

    outputs = [output for cell in again.cells for output in cell.get("outputs", [])]
    shown = [output.get("data", {}).get("text/html", "") for output in outputs]
    assert sum(text.count("✓") for text in shown) == len(topic.tests)


def test_the_gradescope_autograder_has_what_gradescope_runs(released: Path, sample: Course) -> None:
    for assignment in sample.assignments:
        with zipfile.ZipFile(released / "otter" / assignment.name / f"{assignment.name}-autograder.zip") as archive:
            names = set(archive.namelist())
            config = json.loads(archive.read("otter_config.json"))

        assert {"run_autograder", "run_otter.py", "setup.sh", "environment.yml", "files/coursecheck.py"} <= names
        assert {f"tests/{answer.name}.py" for answer in assignment.answers} <= names
        assert config["assignment_name"] == assignment.name


def test_nbgraders_feedback_shows_students_no_hidden_test(judge: Judge, tmp_path: Path) -> None:
    """Real nbgrader: neither the source, nor what was compared, nor what an answer prints while hidden tests run."""
    topic = load(write_topic(tmp_path / "course"))
    place = tmp_path / "dist" / "nbgrader"
    build_all(topic, tmp_path / "dist", judge)
    spy = "def double(x):\n    print('✗ spy', x)\n    print('seen', x)\n    return x"
    hand_in(place / "submitted", "s1", topic, {**topic.right, "double": spy})
    for step in ("generate_assignment", "autograde", "generate_feedback"):
        command = [sys.executable, "-m", "nbgrader", step, topic.name]
        done = subprocess.run(
            command, cwd=place, capture_output=True, text=True, env={**os.environ, "PATH": tools_path()}
        )
        assert done.returncode == 0, done.stderr[-2000:]

    page = (place / "feedback" / "s1" / topic.name / f"{topic.name}.html").read_text()
    graded = (place / "autograded" / "s1" / topic.name / f"{topic.name}.ipynb").read_text()

    assert "✗ Each number of an array is doubled." in page
    assert "✓ Half of nine is four and a half, and half of one is a half." in page
    secrets = ("BEGIN HIDDEN", "SECRET", "doubled(", "7.25", "14.5", "✗ spy [", "seen [")
    assert not [secret for secret in secrets if secret in page]
    assert [secret for secret in secrets if secret in graded] == list(secrets)  # or there was nothing to hide
