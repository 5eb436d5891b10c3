"""What attacks a grader does no harm in another grader's course: all attackers hand in, between honest students."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

import pytest
from a11_metadata_edited import edit
from a12_files_beside_the_notebook import NAMES
from aftermath import adopt_orphans, descendants
from case import Denied, Harmless
from nbformat import writes

from autograder.assignment import Assignment
from autograder.certificate import missing_for
from autograder.gradebook import standings
from autograder.judge import FORGEABLE, Ruling, Verdict
from autograder.policy import Policy

pytest.importorskip("nbgrader", reason="nbgrader is not installed")
pytest.importorskip("otter", reason="otter is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

from foreign_attacks import POINTS, RIGHT, Attack, NbgraderCourse, OtterCourse, as_json, attacks  # noqa: E402

ATTACKS = attacks()
HONEST = {"a-first": 5, "b-middle": 5, "c-half": 3, "z-last": 5}  # and what each has earned
SHARED = ("/tmp", "/var/tmp", "/dev/shm")


@dataclass(frozen=True)
class Seen:
    """What came of a cohort, and what it left."""

    verdicts: dict[str, Verdict]
    assignments: tuple[Assignment, ...]
    changed: set[Path]  # files of the course that grading has no business with
    running: set[int]
    lying_about: list[Path]

    def points(self, student: str) -> dict[str, float]:
        return {each.test.removesuffix("-test"): each.score for each in self.verdicts[student].outcomes}


@pytest.fixture(scope="module", params=[NbgraderCourse, OtterCourse], ids=["nbgrader", "otter"])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Everybody, graded in one run."""
    adopt_orphans()
    resource_tracker.ensure_running()  # Python's own, which it starts with the first worker and keeps
    top = tmp_path_factory.mktemp("attacked")
    for place in (top, *list(top.parents)[:2]):
        place.chmod(0o755)  # so that it is the box that holds them back
    (top / "scratch").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(top / "scratch"))
        patch.setattr(tempfile, "tempdir", None)
        course = request.param(top / "course")
        hand_everything_in(course)
        before, running = set(course.untouched()), set(descendants())
        verdicts = course.grade()
        left = left_running(running)
        changed = {path for path, *_ in before ^ set(course.untouched())}
        strays = [path for folder in SHARED for path in Path(folder).glob("*leftover*")]
        yield Seen(verdicts, course.assignments, changed, left, [*strays, *(top / "scratch").iterdir()])


def hand_everything_in(course: NbgraderCourse | OtterCourse) -> None:
    for student in HONEST:
        course.hand_in_answers(student, **({"halve": "def halve(x): return x // 2"} if student == "c-half" else {}))
    for attack in ATTACKS:
        course.hand_in_attack(attack)
    edited = as_json(course.notebook([], RIGHT))
    edit(edited)
    course.hand_in("a11-0", json.dumps(edited).encode(), {})
    mark = f"import os; open({str(course.root / 'imported')!r}, 'w')\n"
    course.hand_in("a12-0", writes(course.notebook([], RIGHT)).encode(), dict.fromkeys(NAMES, mark))


def left_running(before: set[int], seconds: float = 8) -> set[int]:
    """The processes that are there and were not, as soon as there is none, or after some time."""
    deadline = time.monotonic() + seconds
    while (left := set(descendants()) - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)
def test_an_attack_on_a_foreign_course_gets_through_to_nothing(seen: Seen, attack: Attack) -> None:
    verdict = seen.verdicts[attack.student]
    told = [(outcome.test, outcome.score, outcome.detail) for outcome in verdict.outcomes]

    if isinstance(attack.case.expect, Denied):
        assert seen.points(attack.student) == POINTS, (told, verdict.reason)
    elif isinstance(attack.case.expect, Harmless):
        assert {**seen.points(attack.student), "report": 1} == POINTS, (told, verdict.reason)
    assert 0 <= verdict.score <= 5


@pytest.mark.parametrize("student", [*(attack.student for attack in ATTACKS), "a11-0", "a12-0", *HONEST])
def test_what_could_be_forged_says_so_and_earns_no_certificate(seen: Seen, student: str) -> None:
    verdict = seen.verdicts[student]
    [standing] = standings([verdict], seen.assignments, Policy())

    assert verdict.status in (Ruling.GRADED, Ruling.REFUSED), verdict.reason
    assert missing_for(standing, Policy())
    if verdict.status is Ruling.GRADED:
        assert verdict.level == FORGEABLE
        assert "can be forged" in " ".join(verdict.remarks)
        assert "was graded at forgeable; L2 is required" in " ".join(missing_for(standing, Policy()))
    else:
        assert len(verdict.reason) > 20 and "Traceback" not in verdict.reason


def test_points_and_tests_come_from_the_course_whatever_a_file_says_about_them(seen: Seen) -> None:
    verdict = seen.verdicts["a11-0"]

    assert verdict.status is Ruling.REFUSED or seen.points("a11-0") == POINTS
    assert verdict.max_score == 5


def test_nothing_is_imported_from_an_upload(seen: Seen) -> None:
    assert "imported" not in {path.name for path in seen.changed}


def test_honest_students_among_attackers_get_what_they_have_earned(seen: Seen) -> None:
    assert {student: seen.verdicts[student].score for student in HONEST} == HONEST


def test_attackers_change_nothing_and_leave_nothing(seen: Seen) -> None:
    assert seen.changed == set()
    assert seen.running == set()
    assert seen.lying_about == []
