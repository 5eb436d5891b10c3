"""A course of one's own: begun with one command, from a wheel, and proven at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.judge import Judge
from autograder.proof import prove
from autograder.starters import StartError, guides, new_course, new_topic
from conftest import QUICK, ROOT, write_topic
from test_cli import run


def test_a_new_course_and_a_new_topic_are_proven_as_they_are(judge: Judge, tmp_path: Path) -> None:
    new_course(tmp_path / "ours", 'The "best" course')
    new_topic(tmp_path / "ours", "02-more-averages")

    course = load_course(tmp_path / "ours").whole()

    assert (course.policy.course.title, course.policy.course.id) == ("The 'best' course", "the-best-course")
    assert [topic.title for topic in course.assignments] == ["Averages", "More averages"]
    assert [prove(topic, judge, QUICK).findings for topic in course.assignments] == [(), ()]


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    new_course(tmp_path / "ours", "Ours")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    with pytest.raises(StartError, match="exists and is not empty"):
        new_course(tmp_path / "ours", "Others")
    with pytest.raises(StartError, match=r"notebook\.py already exists"):
        new_topic(tmp_path / "ours", "01-averages")
    with pytest.raises(StartError, match="'Bad Name' can't be a topic's name"):
        new_topic(tmp_path / "ours", "Bad Name")

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert (tmp_path / "grading_config.yml") in new_course(tmp_path, "Here")


@pytest.mark.slow
def test_the_commands_say_what_to_do_next(tmp_path: Path) -> None:
    began = run("new", "course", "ours", "--title", "Ours", cwd=tmp_path)
    more = run("new", "topic", "02-more", "--course", "ours", cwd=tmp_path)

    assert began.returncode == more.returncode == 0, began.stderr + more.stderr
    assert "check" in began.stderr and "02-more" in more.stderr
    assert all((tmp_path / name).exists() for name in [*began.stdout.split(), *more.stdout.split()])


@pytest.mark.slow
def test_guides_are_listed_and_shown(tmp_path: Path) -> None:
    listed = run("guide", cwd=tmp_path)
    shown = run("guide", "policy", cwd=tmp_path)

    assert {"authoring", "policy", "security"} <= {line.split()[0] for line in listed.stdout.splitlines()}
    assert shown.stdout.strip() == (ROOT / "docs" / "policy.md").read_text().strip()
    assert "There is no guide 'cooking'" in run("guide", "cooking", cwd=tmp_path).stderr


def test_one_broken_topic_stops_itself_and_no_other(tmp_path: Path) -> None:
    write_topic(tmp_path, name="01-good")
    (write_topic(tmp_path, name="02-bad") / "tests.py").write_text("def test_(: pass")

    course = load_course(tmp_path)

    assert [topic.name for topic in course.assignments] == ["01-good"]
    assert course.names == ("01-good", "02-bad")
    assert "02-bad/tests.py:1: Python cannot read this" in str(course.broken["02-bad"])
    assert [topic.name for topic in course.chosen(["01"])] == ["01-good"]


@pytest.mark.slow
def test_a_wheel_has_all_that_a_course_of_ones_own_needs(tmp_path: Path) -> None:
    """Installed where nothing of this repository can be found, and with the packages that are here."""
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT]
    subprocess.run(wheel, check=True, capture_output=True)
    [built] = tmp_path.glob("*.whl")
    place = tmp_path / "installed"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", place, built], check=True
    )

    def told(*arguments: str, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "autograder", *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={"PYTHONPATH": str(place)})

    began = told("new", "course", "ours")
    checked = told("check", cwd=tmp_path / "ours")
    built_course = told("build", cwd=tmp_path / "ours")

    assert began.returncode == 0, began.stderr
    assert checked.returncode == 0 and "✓ 01-averages" in checked.stderr, checked.stderr
    assert built_course.returncode == 0, built_course.stderr
    assert (tmp_path / "ours" / "dist" / "student" / "01-averages" / "01-averages.ipynb").exists()
    assert (place / "share" / "autograder" / "authoring.md").exists()


def test_every_guide_begins_with_its_title() -> None:
    assert all(path.read_text().startswith("# ") for path in guides().values())
