"""Two graders that use one gradebook share the work: each upload is graded once, whoever of them is killed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.cohort import Run, Work
from autograder.course import Course
from autograder.gradebook import Gradebook
from autograder.intake import Upload, find
from autograder.judge import Ruling, Verdict
from handing_in import hand_in
from old_gradebook import rows
from sharing_programs import NOW, Plain, Shared, verdict

PROGRAMS = Path(__file__).with_name("sharing_programs.py")
COUNT = 120


@pytest.fixture(scope="module")
def course(small_course: Course) -> Course:
    return small_course


@pytest.fixture(scope="module")
def submissions(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(COUNT):
        hand_in(folder, f"s{number:03d}", course.assignments[0], f"no notebook, {number}".encode())
    return folder


@pytest.fixture
def uploads(course: Course, submissions: Path) -> list[Upload]:
    return find(submissions, course.names)[:12]


class Graders:
    """Graders in one process, each with a folder of its own, that go on when they are asked to."""

    def __init__(self, course: Course, uploads: list[Upload], url: str, folder: Path) -> None:
        self._course, self._uploads, self._url, self._folder = course, uploads, url, folder
        self._open = ExitStack()

    def __enter__(self) -> Graders:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, name: str, engine: Plain | None = None, **options: object) -> Run:
        place = self._folder / name
        run = Run(self._course, self._uploads, place, self._url, engine or Shared(), **options)  # type: ignore[arg-type]
        return self._open.enter_context(run)


@pytest.fixture
def graders(course: Course, uploads: list[Upload], any_database: str, tmp_path: Path) -> Iterator[Graders]:
    with Graders(course, uploads, any_database, tmp_path) as graders:
        yield graders


def graded(run: Run, jobs: int = 1) -> Generator[str, None, None]:
    for found in run.verdicts(jobs, lambda: NOW):
        yield found.student


def once(url: str, count: int = 12) -> None:
    with Gradebook(url) as book:
        often = Counter(found.student for found in book.history())
    assert (len(often), set(often.values())) == (count, {1})
    assert rows(url, "claims") == []


def test_two_graders_share_the_work_and_each_upload_is_graded_once(graders: Graders, any_database: str) -> None:
    one, other = graded(graders.run("one")), graded(graders.run("other"))

    found = [next(grader) for _ in range(6) for grader in (one, other)]

    assert len(set(found)) == 12
    assert list(one) == list(other) == []
    once(any_database)


class Slow(Shared):
    """It has taken five uploads, and found something about the first of them only."""

    def share(self, course: Course, work: Work, jobs: int) -> Generator[list[Verdict], None, None]:
        for upload in work.take(jobs):
            yield [verdict(course, upload)]


def test_a_grader_waits_for_what_another_has_claimed_and_says_how_many(graders: Graders, any_database: str) -> None:
    waited: list[tuple[int, int]] = []
    one = graded(graders.run("one", Slow()), jobs=5)
    next(one)

    second = graders.run("other", busy=lambda count: waited.append((count, len([next(one) for _ in range(4)]))))
    found = list(graded(second))

    assert len(found) == 7
    assert waited == [(4, 4)]
    assert second.elsewhere == 4
    once(any_database)


def test_a_grader_takes_over_what_another_leaves(graders: Graders, any_database: str) -> None:
    one = graded(graders.run("one", Slow()), jobs=5)
    next(one)

    found = list(graded(graders.run("other", busy=lambda _: one.close())))

    assert len(found) == 11
    once(any_database)


def test_an_engine_that_can_not_share_takes_all_and_the_next_grades_what_is_left(
    graders: Graders, any_database: str
) -> None:
    one = graded(graders.run("one", Plain()))
    next(one)
    waited: list[int] = []

    def wait(count: int) -> None:
        waited.append(count)
        one.close()

    found = list(graded(graders.run("other", busy=wait)))

    assert waited == [11]
    assert len(found) == 11
    once(any_database)


def test_what_was_graded_elsewhere_stays_graded_however_long_the_rest_takes(
    graders: Graders, any_database: str
) -> None:
    one, lazy = graded(graders.run("one"), jobs=4), graded(graders.run("lazy", Slow()), jobs=2)
    other = graded(graders.run("other", busy=lambda _: lazy.close()), jobs=4)

    next(lazy)  # has claimed one more, which both others wait for
    for _ in range(4):
        next(one)
        next(other)
    found = [*other, *one]

    assert len(found) == 3
    once(any_database)


class Ill(Shared):
    """Each fails through no fault of the student."""

    def share(self, course: Course, work: Work, jobs: int) -> Generator[list[Verdict], None, None]:
        for group in super().share(course, work, jobs):
            yield [replace(each, status=Ruling.OURS, reason="the disk is full") for each in group]


def test_what_fails_at_one_grader_is_tried_once_by_the_other(graders: Graders, any_database: str) -> None:
    ill, well = graders.run("ill", Ill()), graders.run("well")

    assert len(list(graded(ill, 4))) == 12
    assert len(list(graded(well))) == 12
    with Gradebook(any_database) as book:
        assert [found.status for found in book.verdicts()] == [Ruling.GRADED] * 12


def test_who_grades_all_again_leaves_to_others_what_they_have_graded_meanwhile(
    graders: Graders, any_database: str
) -> None:
    list(graded(graders.run("before")))
    one, other = (graded(graders.run(name, again=True)) for name in ("one", "other"))

    found = [next(grader) for _ in range(6) for grader in (one, other)]

    assert len(set(found)) == 12
    assert list(one) == list(other) == []
    with Gradebook(any_database) as book:
        assert len(list(book.history())) == 24


def test_verdicts_that_are_ready_together_are_recorded_together_and_told_only_then(
    graders: Graders, any_database: str
) -> None:
    seen = []
    for _ in graded(graders.run("one"), jobs=4):
        with Gradebook(any_database) as book:
            seen.append(len(list(book.history())))

    assert seen == [4] * 4 + [8] * 4 + [12] * 4


@pytest.mark.slow
@pytest.mark.parametrize("folders", ["one", "two"])
@pytest.mark.parametrize("engine", ["shared", "plain"])
def test_two_graders_under_twenty_kills_lose_nothing_and_record_each_verdict_once(
    course: Course, submissions: Path, any_database: str, tmp_path: Path, engine: str, folders: str
) -> None:
    command = [PROGRAMS, course.root, submissions, any_database, tmp_path, engine, folders]
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    once(any_database, COUNT)
    told = [line.split() for line in (tmp_path / "told").read_text().splitlines()]
    often = Counter(student for student, _ in told)
    assert set(often.values()) == {1} and len(often) <= COUNT  # who was killed may not have told what it recorded


@pytest.mark.slow
def test_two_commands_grade_into_one_gradebook_and_one_says_what_the_other_graded(
    course: Course, any_database: str, tmp_path: Path
) -> None:
    for number in range(24):
        hand_in(tmp_path / "in", f"s{number:02d}", course.assignments[0], course.assignments[0].right)
    command = [sys.executable, "-m", "autograder", "grade", str(tmp_path / "in"), "--course", str(course.root)]
    command += ["--gradebook", any_database, "--jobs", "1", "--json", "--to"]
    started = [
        subprocess.Popen([*command, str(tmp_path / name)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("here", "there")
    ]
    said = [each.communicate() for each in started]

    assert [each.returncode for each in started] == [0, 0], said
    lines = [len(out.splitlines()) for out, _ in said]
    assert sum(lines) == 24
    for (_, err), mine in zip(said, lines, strict=True):
        elsewhere = re.search(r"(\d+) of these submissions were graded elsewhere meanwhile\.", err)
        unchanged = re.search(r"(\d+) of 24 submissions are unchanged", err)
        assert mine + sum(int(found[1]) for found in (elsewhere, unchanged) if found) == 24, err
    once(any_database, 24)
