"""Many submissions: every one graded once, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import nbformat
import pytest

from autograder.assignment import Assignment
from autograder.cohort import JudgeEngine, todo
from autograder.course import Course, load_course
from autograder.intake import find
from autograder.judge import Ruling, Verdict
from conftest import write_topic
from handing_in import hand_in

LIMITS = "limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}\n"


@pytest.fixture(scope="module")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    write_topic(root)
    (root / "grading_config.yml").write_text(LIMITS)
    return load_course(root)


@pytest.fixture
def topic(small_course: Course) -> Assignment:
    return small_course.assignments[0]


def grade(small_course: Course, folder: Path, jobs: int = 2, to: Path | None = None) -> list[Verdict]:
    return list(JudgeEngine(b"", to).grade(small_course, find(folder, small_course.names), jobs))


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

    nbformat.validate(nbformat.read(tmp_path / "out" / "s1" / f"{topic.name}.ipynb", as_version=4))


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


def test_what_fails_again_and_again_is_ours_and_not_a_zero(
    small_course: Course, topic: Assignment, tmp_path: Path
) -> None:
    hand_in(tmp_path / "in", "s1", topic, topic.right)
    hand_in(tmp_path / "in", "s2", topic, topic.right)
    out = tmp_path / "out"
    out.mkdir()
    (out / "s1").write_text("a file where a folder should be")  # our own disk is in disorder

    found = {v.student: v for v in grade(small_course, tmp_path / "in", to=out)}

    assert found["s1"].status is Ruling.OURS
    assert "Grading failed 4 times: FileExistsError" in found["s1"].reason
    assert found["s1"].as_json()["score"] is None
    assert found["s2"].score == 5


def test_no_process_is_left_when_grading_is_stopped_half_way(
    small_course: Course, topic: Assignment, tmp_path: Path
) -> None:
    for number in range(6):
        hand_in(tmp_path, f"s{number}", topic, topic.right)
    before = children()
    verdicts = JudgeEngine(b"").grade(small_course, find(tmp_path, [topic.name]), 2)

    next(verdicts)
    verdicts.close()

    assert children() == before
