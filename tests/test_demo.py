"""`make demo`: the whole path, on some topics of the course as they are; the hosted CI runs it on them all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.cli.machine import _MARKER
from autograder.course import Course
from autograder.demo import write_cohort
from autograder.intake import find
from autograder.policy import Policy
from conftest import ROOT, SAMPLE, write_topic
from test_cli import run

OTHERS = re.compile(rf"gates:|  (?!{'|'.join(SAMPLE)})[0-9]{{2}}-")  # what the policy says of other topics


def small_course(root: Path) -> None:
    write_topic(root)
    (root / "grading_config.yml").write_text("course: {title: Doubling}\n")


def part_of_the_course(root: Path) -> Path:
    """The topics of the sample, as they are, with their data and their policy."""
    for name in SAMPLE:
        shutil.copytree(ROOT / "assignments" / name, root / "assignments" / name)
        (root / "reference").mkdir(exist_ok=True)
        shutil.copy(ROOT / "reference" / f"{name}.py", root / "reference")
    shutil.copytree(ROOT / "datasets", root / "datasets")
    kept = [
        line for line in (ROOT / "grading_config.yml").read_text().splitlines(keepends=True) if not OTHERS.match(line)
    ]
    (root / "grading_config.yml").write_text("".join(kept))
    return root


def test_the_demo_leads_from_a_build_to_a_certificate(tmp_path: Path) -> None:
    course = part_of_the_course(tmp_path / "course")
    done = run("demo", "--course", course, "--to", tmp_path / "demo", "--students", "12", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert re.search(r"\.jwt: valid\n", done.stderr)
    assert "the same, changed: not valid." in done.stderr
    results = tmp_path / "demo" / "results"
    for path in re.findall(rf"^  ({tmp_path}\S+)", done.stderr, re.MULTILINE):
        assert Path(path).exists(), path
    assert len((results / "standings.csv").read_text().splitlines()) == 13
    assert list((results / "certificates").glob("*.jwt"))


def test_what_the_demo_says_to_try_next_works_as_it_is_printed(tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name("autograder")
    where = os.path.relpath(tool, tmp_path)  # a path, since the command is not on this PATH
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    small_course(tmp_path / "course")
    command = [where, "demo", "--course", str(tmp_path / "course"), "--to", "demo", "--students", "6"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=bare)
    assert done.returncode == 0, done.stderr

    lines = re.findall(rf"^  ({re.escape(where)} .*)$", done.stderr.split("Try next")[1], re.MULTILINE)

    assert [line.split()[1] for line in lines] == ["verify", "grade", "check", "doctor"]
    for line in lines[:2]:
        tried = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, env=bare)
        assert tried.returncode == 0, tried.stderr


def test_the_demo_runs_again_in_its_own_folder_and_says_so_when_nobody_passes(tmp_path: Path) -> None:
    small_course(tmp_path / "course")
    arguments = ("demo", "--course", tmp_path / "course", "--to", "demo", "--students", "1")
    (tmp_path / "demo").mkdir()  # an empty folder is as good as none
    first = run(*arguments, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    (tmp_path / "demo" / "submissions" / "left-over").mkdir()

    again = run(*arguments, cwd=tmp_path)

    assert again.returncode == 0, again.stderr
    assert not (tmp_path / "demo" / "submissions" / "left-over").exists()


def test_the_demo_does_not_touch_a_folder_of_yours(tmp_path: Path) -> None:
    """Not even one that looks like a course: a folder of submissions is what an instructor can't lose."""
    thesis = tmp_path / "mine" / "submissions" / "ada" / "thesis.txt"
    thesis.parent.mkdir(parents=True)
    thesis.write_text("years of work")

    done = run("demo", "--course", ROOT, "--to", tmp_path / "mine", cwd=tmp_path)

    assert done.returncode == 2
    assert "was not made by the demo, so nothing was changed." in done.stderr
    assert thesis.read_text() == "years of work"


def test_make_clean_leaves_what_cannot_be_made_again(tmp_path: Path) -> None:
    kept = [
        tmp_path / name
        for name in ("results/gradebook.db", "dist/nbgrader/gradebook.db", "keys/issuer.pem", "demo/mine.txt")
    ]
    gone = [tmp_path / name for name in ("build/x", ".mypy_cache/x")]
    for path in (*kept, *gone):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")

    subprocess.run(["make", "-f", ROOT / "Makefile", "clean"], cwd=tmp_path, check=True)

    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in gone)
    (tmp_path / "demo" / _MARKER).touch()
    subprocess.run(["make", "-f", ROOT / "Makefile", "clean"], cwd=tmp_path, check=True)
    assert not (tmp_path / "demo").exists()


def test_a_cohort_is_the_same_for_the_same_seed(sample: Course, tmp_path: Path) -> None:
    course = sample.assignments
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_cohort(course, Policy(), tmp_path / folder, 24, seed)
    names = [assignment.name for assignment in course]

    a, b, c = ([u.path.read_bytes() for u in find(tmp_path / f, names) if u.path] for f in "abc")

    assert a == b != c
    assert any(content == b"" for content in a)
    assert any(b"colab" in content for content in a)
