"""Many submissions: every one graded once, whatever happens to the workers."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from pathlib import Path

import nbformat
import pytest

from autograder.assignment import Assignment
from autograder.cohort import JudgeEngine, Stopped, todo
from autograder.course import Course, load_course
from autograder.intake import find
from autograder.judge import Ruling, Verdict
from conftest import LIMITS, TESTS, write_topic
from handing_in import hand_in


@pytest.fixture
def topic(small_course: Course) -> Assignment:
    return small_course.assignments[0]


def grade(small_course: Course, folder: Path, jobs: int = 2, to: Path | None = None) -> list[Verdict]:
    found = list(JudgeEngine(to).grade(small_course, find(folder, small_course.names), jobs))
    verdicts = [each for each in found if isinstance(each, Verdict)]
    assert verdicts == found
    return verdicts


def children() -> set[int]:
    """The numbers of this process's worker processes."""
    found = set()
    for name in os.listdir("/proc"):
        try:
            mine = name.isdigit() and f"PPid:\t{os.getpid()}\n" in Path(f"/proc/{name}/status").read_text()
            if mine and "spawn_main" in Path(f"/proc/{name}/cmdline").read_text():
                found.add(int(name))
        except OSError:
            continue
    return found


def test_every_submission_is_graded_once_whatever_its_neighbours_are(
    small_course: Course, topic: Assignment, tmp_path: Path
) -> None:
    hand_in(tmp_path, "right", topic, topic.right)
    hand_in(tmp_path, "stub", topic, {})
    hand_in(tmp_path, "empty", topic, b"")
    hand_in(tmp_path, "exits", topic, {**topic.right, "halve": "def halve(x):\n    import os; os._exit(0)"})
    hand_in(tmp_path, "loops", topic, {**topic.right, "halve": "def halve(x):\n    while True: pass"})

    found = {verdict.student: verdict for verdict in grade(small_course, tmp_path)}

    assert {student: verdict.score for student, verdict in found.items()} == {
        "right": 5, "stub": 0, "empty": 0, "exits": 3, "loops": 3,
    }  # fmt: skip
    assert found["empty"].status is Ruling.REFUSED
    assert found["empty"].reason == "This file is empty."


def test_executed_notebooks_are_kept_for_feedback(small_course: Course, topic: Assignment, tmp_path: Path) -> None:
    hand_in(tmp_path / "in", "s1", topic, topic.right)

    grade(small_course, tmp_path / "in", to=tmp_path / "out")

    nbformat.validate(nbformat.read(tmp_path / "out" / "notebooks" / "s1" / f"{topic.name}.ipynb", as_version=4))


def test_unchanged_submissions_under_unchanged_tests_are_not_graded_again(
    small_course: Course, topic: Assignment, tmp_path: Path
) -> None:
    for student in ("s1", "s2"):
        hand_in(tmp_path, student, topic, topic.right)
    settled = {verdict.key for verdict in grade(small_course, tmp_path)}
    assert todo(find(tmp_path, [topic.name]), [topic], settled) == []

    hand_in(tmp_path, "s2", topic, {})

    assert [upload.student for upload in todo(find(tmp_path, [topic.name]), [topic], settled)] == ["s2"]
    other = {(student, name, sha, "other tests") for student, name, sha, _ in settled}
    assert len(todo(find(tmp_path, [topic.name]), [topic], other)) == 2


def test_a_killed_worker_costs_nobody_a_point(small_course: Course, topic: Assignment, tmp_path: Path) -> None:
    slow = {**topic.right, "halve": "import time; time.sleep(0.4)\ndef halve(x): return x / 2"}
    for number in range(8):
        hand_in(tmp_path, f"s{number}", topic, slow)
    before = children()

    def kill_one() -> None:
        time.sleep(2.5)
        os.kill(min(children() - before), signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = grade(small_course, tmp_path)
    killer.join()

    assert sorted(verdict.student for verdict in found) == [f"s{number}" for number in range(8)]
    assert {(verdict.status, verdict.score) for verdict in found} == {(Ruling.GRADED, 5)}


def test_an_upload_that_fails_alone_is_held_and_not_a_zero(
    small_course: Course, topic: Assignment, tmp_path: Path
) -> None:
    hand_in(tmp_path / "in", "s1", topic, topic.right)
    hand_in(tmp_path / "in", "s2", topic, topic.right)
    (tmp_path / "out" / "notebooks").mkdir(parents=True)
    (tmp_path / "out" / "notebooks" / "s1").write_text("a file where a folder should be")

    found = {v.student: v for v in grade(small_course, tmp_path / "in", to=tmp_path / "out")}

    assert found["s1"].status is Ruling.HELD
    assert "again and again while others were graded: NotADirectoryError" in found["s1"].reason
    assert found["s1"].as_json()["score"] is None
    assert found["s2"].score == 5


def test_what_fails_with_right_answers_too_is_ours(small_course: Course, topic: Assignment, tmp_path: Path) -> None:
    hand_in(tmp_path / "in", "s1", topic, topic.right)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notebooks").write_text("our own disk is in disorder")

    [verdict] = grade(small_course, tmp_path / "in", to=tmp_path / "out")

    assert verdict.status is Ruling.OURS
    assert verdict.as_json()["score"] is None


@pytest.mark.parametrize(
    ("tests", "fault"),
    [
        (TESTS.replace("approx(4.5)", "approx(4.25)"), r"tests\.py:28: the right answer halve fails test_halves"),
        (TESTS.replace("assert halve(9) == approx(4.5)", "import nothing_like_it"), r"tests\.py:\d+: ModuleNotFoundError"),
    ],
)  # fmt: skip
def test_a_topic_that_is_at_fault_stops_itself_and_nobody_loses_a_point(tmp_path: Path, tests: str, fault: str) -> None:
    write_topic(tmp_path, name="01-sound")
    write_topic(tmp_path, tests=tests, name="02-broken")
    (tmp_path / "grading_config.yml").write_text(LIMITS)
    course = load_course(tmp_path)
    for topic in course.assignments:
        hand_in(tmp_path / "in", "s1", topic, topic.right)

    found = list(JudgeEngine(tmp_path / "out").grade(course, find(tmp_path / "in", course.names), 2))

    assert [each.assignment for each in found if isinstance(each, Verdict)] == ["01-sound"]
    [stopped] = [each for each in found if isinstance(each, Stopped)]
    assert stopped.assignment == "02-broken"
    assert re.search(fault, stopped.fault), stopped.fault


def test_a_mistake_that_only_wrong_answers_meet_stops_the_topic_as_well(tmp_path: Path) -> None:
    late = TESTS.replace("    assert halve(9) == approx(4.5)", "    if halve(9) != 4.5:\n        raise ValueErrror\n")
    write_topic(tmp_path, tests=late.replace("ValueErrror", "eval('ValueErrror')"))
    (tmp_path / "grading_config.yml").write_text(LIMITS)
    course = load_course(tmp_path)
    hand_in(
        tmp_path / "in", "s1", course.assignments[0], {**course.assignments[0].right, "halve": "def halve(x): return x"}
    )

    [stopped] = JudgeEngine(tmp_path / "out").grade(course, find(tmp_path / "in", course.names), 1)

    assert isinstance(stopped, Stopped)
    assert "name 'ValueErrror' is not defined" in stopped.fault


def test_no_process_is_left_when_grading_is_stopped_half_way(
    small_course: Course, topic: Assignment, tmp_path: Path
) -> None:
    for number in range(6):
        hand_in(tmp_path, f"s{number}", topic, topic.right)
    before = children()
    verdicts = JudgeEngine().grade(small_course, find(tmp_path, [topic.name]), 2)

    next(verdicts)
    verdicts.close()

    assert children() == before
