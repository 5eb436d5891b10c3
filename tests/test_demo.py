"""`make demo`: the whole path, on the course as it is."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.assignment import Assignment
from autograder.demo import write_cohort
from autograder.intake import find
from autograder.policy import Policy
from conftest import ROOT
from test_cli import run


def test_the_demo_leads_from_a_build_to_a_certificate(tmp_path: Path) -> None:
    done = run("demo", "--course", ROOT, "--to", tmp_path / "demo", "--students", "12", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert re.search(r"\.jwt: valid\n", done.stderr)
    assert "the same, changed: not valid." in done.stderr
    results = tmp_path / "demo" / "results"
    for path in re.findall(rf"^  ({tmp_path}\S+)", done.stderr, re.MULTILINE):
        assert Path(path).exists(), path
    assert len((results / "standings.csv").read_text().splitlines()) == 13
    assert list((results / "certificates").glob("*.jwt"))


def test_the_demo_does_not_overwrite_a_folder_of_yours(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")

    done = run("demo", "--course", ROOT, "--to", tmp_path / "mine", cwd=tmp_path)

    assert done.returncode == 2
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_a_cohort_is_the_same_for_the_same_seed(course: tuple[Assignment, ...], tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_cohort(course, Policy(), tmp_path / folder, 24, seed)
    names = [assignment.name for assignment in course]

    a, b, c = ([u.path.read_bytes() for u in find(tmp_path / f, names) if u.path] for f in "abc")

    assert a == b != c
    assert any(content == b"" for content in a)
    assert any(b"colab" in content for content in a)
