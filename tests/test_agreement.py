"""nbgrader, otter and the judge give the same totals: to right answers, stubs, every known mistake and a mixture."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.adapters.nbgrader import NbgraderEngine, NbgraderFolder, project, their_gradebook
from autograder.adapters.otter import OtterEngine
from autograder.assignment import Assignment, Mutant
from autograder.cohort import JudgeEngine
from autograder.course import Course
from autograder.gradebook import standings
from autograder.intake import Upload, find
from autograder.judge import Ruling, Verdict
from autograder.policy import Policy
from autograder.release import Secrets, student
from conftest import ALL_TOPICS, builds_networks
from handing_in import hand_in

pytestmark = pytest.mark.slow
JOBS = 2
REMEMBERS = "of the call before"
MUTANTS = 1  # of each answer, where not all are tried


def everything_known(topic: Assignment) -> Mapping[str, Mapping[str, str]]:
    """Students by what they hand in."""
    mixed = {answer.name: topic.right[answer.name] for answer in topic.answers[::2]}
    for answer in topic.answers[1::2]:
        mixed[answer.name] = next(mutant.source for mutant in topic.mutants if mutant.answer == answer.name)
    mixed[topic.answers[-1].name] = topic.answers[-1].stub
    mutants = {
        f"mutant-{number:02}": {**topic.right, **{mutant.answer: mutant.source for mutant in row if mutant}}
        for number, row in enumerate(mistakes(topic))
    }
    return {"right": topic.right, "stub": {}, "mixed": mixed, **mutants}


def mistakes(topic: Assignment) -> list[tuple[Mutant | None, ...]]:
    """In each row, for one notebook, a mistake of each answer."""
    known = [[mutant for mutant in topic.mutants if mutant.answer == answer.name] for answer in topic.answers]
    return list(zip_longest(*known))[: None if ALL_TOPICS else MUTANTS]


@pytest.fixture(scope="module")
def topics(sample: Course) -> tuple[Assignment, ...]:
    """The topics of numpy. Where a network is trained, each of the three would train one of its own."""
    return tuple(topic for topic in sample.assignments if not builds_networks(topic))


@pytest.fixture(scope="module")
def uploads(topics: tuple[Assignment, ...], tmp_path_factory: pytest.TempPathFactory) -> list[Upload]:
    folder = tmp_path_factory.mktemp("submitted")
    for topic in topics:
        for who, answers in everything_known(topic).items():
            hand_in(folder, who, topic, answers)
    return find(folder, [topic.name for topic in topics])


@pytest.fixture(scope="module")
def judged(whole_course: Course, uploads: list[Upload]) -> list[Verdict]:
    return list(JudgeEngine().grade(whole_course, uploads, JOBS))


Totals = dict[tuple[str, str], dict[str, float]]


def totals(verdicts: list[Verdict]) -> Totals:
    """Each submission's points by answer."""
    ungraded = {(v.student, v.assignment): v.reason for v in verdicts if v.status is not Ruling.GRADED}
    assert not ungraded
    return {(v.student, v.assignment): {q.name: q.score for q in v.questions} for v in verdicts}


def test_nbgrader_agrees(
    whole_course: Course, topics: tuple[Assignment, ...], uploads: list[Upload], judged: list[Verdict], tmp_path: Path
) -> None:
    theirs = list(NbgraderEngine().grade(whole_course, uploads, JOBS))

    assert totals(theirs) == totals(judged)
    assert in_their_gradebook(theirs, topics, tmp_path) == {(v.student, v.assignment): v.score for v in judged}


def in_their_gradebook(verdicts: list[Verdict], topics: tuple[Assignment, ...], folder: Path) -> dict[Any, float]:
    theirs = NbgraderFolder(folder / "projected", "fdl")
    theirs.root.mkdir()
    project(standings(verdicts, topics, Policy()), topics, [], Policy(), theirs, lambda _: None)
    with their_gradebook(theirs.url) as book:
        return {(s["student"], s["name"]): s["score"] for t in topics for s in book.submission_dicts(t.name)}


def test_otter_agrees(
    whole_course: Course, topics: tuple[Assignment, ...], uploads: list[Upload], judged: list[Verdict], tmp_path: Path
) -> None:
    """But for answers that remember calls: otter asks visible checks twice, in the notebook and when it grades."""
    theirs = list(OtterEngine().grade(whole_course, uploads, JOBS))
    remembering = {
        (f"mutant-{number:02}", topic.name)
        for topic in topics
        for number, row in enumerate(mistakes(topic))
        if any(mutant and REMEMBERS in mutant.label for mutant in row)
    }

    assert totals(without(remembering, theirs)) == totals(without(remembering, judged))
    projected = in_their_gradebook(theirs, topics, tmp_path)
    assert projected == {(v.student, v.assignment): v.score for v in theirs}


def without(some: set[tuple[str, str]], verdicts: list[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if (verdict.student, verdict.assignment) not in some]


def test_the_extremes_are_what_they_should_be(topics: tuple[Assignment, ...], judged: list[Verdict]) -> None:
    score = {(verdict.student, verdict.assignment): verdict.score for verdict in judged}
    max_score = {topic.name: topic.by_tests for topic in topics}
    for topic in topics:
        assert score["right", topic.name] == topic.by_tests
        assert score["stub", topic.name] == 0
        assert 0 < score["mixed", topic.name] < topic.by_tests
    assert all(points < max_score[name] for (who, name), points in score.items() if who.startswith("mutant"))


def command(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    tool, *rest = map(str, arguments)
    return subprocess.run([sys.executable, "-m", tool, *rest], cwd=cwd, capture_output=True, text=True, check=False)


def test_what_nbgrader_releases_is_what_we_release(
    topics: tuple[Assignment, ...], released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So whatever students got, either grader can take it back."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    for topic in topics:
        source = tmp_path / "source" / topic.name
        source.mkdir(parents=True)
        name = f"{topic.name}.ipynb"
        (source / name).write_bytes((released / "nbgrader" / "source" / topic.name / name).read_bytes())
        (tmp_path / "nbgrader_config.py").write_bytes((released / "nbgrader" / "nbgrader_config.py").read_bytes())
        done = command("nbgrader", "generate_assignment", topic.name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr

        theirs = nbformat.read(tmp_path / "release" / topic.name / name, as_version=4)
        ours = nbformat.read(released / "student" / topic.name / name, as_version=4)

        assert theirs == ours == nbformat.from_dict(student(topic))


def test_nbgraders_validation_shows_why(
    topics: tuple[Assignment, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    topic = next(topic for topic in topics if topic.name == "03-line-and-loss")
    right, stub = (hand_in(tmp_path, who, topic, answers) for who, answers in (("a", topic.right), ("b", {})))

    assert "Success! Your notebook passes all the tests." in command("nbgrader", "validate", right, cwd=tmp_path).stdout
    said = command("nbgrader", "validate", stub, cwd=tmp_path).stdout
    assert f"VALIDATION FAILED ON {sum(test.visible for test in topic.tests)} CELL(S)" in said
    assert "AssertionError: predict is not written yet. Return m times x plus b." in said


def test_otter_assigns_checks_and_runs_what_we_build(
    topics: tuple[Assignment, ...], released: Path, tmp_path: Path
) -> None:
    """`otter assign` runs all tests on the right answers, and fails if one does not pass."""
    for topic in topics if ALL_TOPICS else topics[:1]:
        dist = tmp_path / topic.name
        assigned = command(
            "otter", "assign", released / "otter" / topic.name / f"{topic.name}.ipynb", dist, "-v", cwd=tmp_path
        )
        assert assigned.returncode == 0, assigned.stderr
        assert "All autograder tests passed." in assigned.stderr

        checked = command("otter", "check", f"{topic.name}.ipynb", "-q", topic.answers[0].name, cwd=dist / "autograder")
        assert "All tests passed!" in checked.stdout
        unwritten = command("otter", "check", f"{topic.name}.ipynb", "-q", topic.answers[0].name, cwd=dist / "student")
        assert "is not written yet" in unwritten.stdout or "NotImplementedError" in unwritten.stdout

        assert Secrets([topic]).shown_below(dist / "student") == []
        [archive] = (dist / "autograder").glob("*.zip")
        handed_in = hand_in(tmp_path / "in", "s1", topic, topic.right)
        ran = command("otter", "run", "-a", archive, handed_in, "-o", dist, cwd=tmp_path)
        assert f"Total Score: {topic.by_tests:.3f} / {topic.by_tests:.3f}" in ran.stdout, ran.stderr


def test_scores_are_projected_into_nbgraders_gradebook(
    topics: tuple[Assignment, ...],
    judged: list[Verdict],
    released: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where nbgrader has its own record of the assignment, and where it has none."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    few = [verdict for verdict in judged if verdict.student in ("right", "stub", "mixed")]
    (tmp_path / "source").mkdir()
    with_record, without = tmp_path, tmp_path / "bare"
    without.mkdir()
    for path in (released / "nbgrader").rglob("*"):
        target = tmp_path / path.relative_to(released / "nbgrader")
        target.mkdir(exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    command("nbgrader", "generate_assignment", topics[0].name, cwd=with_record)

    for place in (with_record, without):
        theirs = NbgraderFolder(place, "fdl")
        everybody = standings(few, topics, Policy())
        assert project(everybody, topics, [], Policy(), theirs, lambda _: None) == 3 * len(topics)
        with their_gradebook(theirs.url) as book:
            scores = {(s["student"], s["name"]): s["score"] for t in topics for s in book.submission_dicts(t.name)}
        if place == with_record:
            assert scores == {(v.student, v.assignment): v.score for v in few}

    exported = command("nbgrader", "export", "--to", "grades.csv", cwd=with_record)
    assert exported.returncode == 0, exported.stderr
    assert f"{topics[0].name},,2026-11-01 12:00:00,mixed" in (tmp_path / "grades.csv").read_text()
