"""Hostile submissions, one to a file, each with what must come of it, at every level of confinement.

The numbers up to 100 are those of a catalogue of what has been done to autograders, in parts from A to H; those from
101 on, part I, are holes that were found here; what we thought of ourselves comes from 201 on. `elsewhere` says where a number stands that has no file here.
"""

from __future__ import annotations

import importlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import aftermath
import pytest
from case import ATTEMPT, SMALL, Case, Denied, Expectation, Harmless, Limit, Refused, Scene, Seen, Staff, Trusted, Zero
from elsewhere import ELSEWHERE, NOT_YET
from nbformat import v4
from topic import ASKED, TESTS, WORD

from autograder.assignment import load
from autograder.intake import Submission, from_bytes
from autograder.judge import Judge, Status
from autograder.release import filled
from conftest import ROOT, SECRET, write_topic
from handing_in import WHEN, written

HERE = Path(__file__).parent
ALL_CASES = os.environ.get("CONFORMANCE") == "all"  # as `make conformance` asks for
SAMPLE = 4  # of so many cases, one
FILES = sorted(path.stem for path in HERE.glob("*.py") if re.match(r"[a-z]\d+_", path.name))


def cases_of(name: str) -> list[Case | Trusted]:
    """What a case file holds: `CASE`, or several in `CASES`."""
    module = importlib.import_module(name)
    return module.CASES if hasattr(module, "CASES") else [module.CASE]


ALL = [pytest.param(case, id=f"{name}-{number}") for name in FILES for number, case in enumerate(cases_of(name))]
HOSTILE = [each for each in ALL if isinstance(each.values[0], Case)]
TRUSTED = [each for each in ALL if isinstance(each.values[0], Trusted)]


@pytest.fixture(scope="module", params=["L0", "L1", "L2"])
def any_judge(request: pytest.FixtureRequest) -> Iterator[Judge]:
    aftermath.adopt_orphans()
    with Judge(SECRET, level=request.param) as judge:
        judge.zygote()
        yield judge


@pytest.fixture
def scene(any_judge: Judge, tmp_path: Path) -> Scene:
    course, folder = tmp_path / "course", tmp_path / "folder"
    topic = load(write_topic(course, tests=TESTS))
    folder.mkdir()
    secret = tmp_path / "results.json"
    secret.write_text(WORD)
    secret.chmod(0o666)  # what would be of use to nobody else is left open, so that only the box holds it back
    for place in (tmp_path, *list(tmp_path.parents)[:2]):
        place.chmod(0o755)
    return Scene(any_judge, topic, course, folder, secret, frozenset(aftermath.descendants()))


def handed_in(case: Case, scene: Scene) -> Submission:
    if case.upload is not None:
        return from_bytes(case.upload(scene.topic), "s1", scene.topic, WHEN)
    answers = {name: _told(source, scene) for name, source in case.answers.items()}
    notebook = filled(scene.topic, {**scene.topic.right, **answers})
    sources = [_told(source, scene) for source in case.cells]
    if any("attempt(" in source for source in (*sources, *answers.values())):
        sources.insert(0, ATTEMPT)
    notebook.cells[0:0] = [v4.new_code_cell(source) for source in sources]
    return from_bytes(written(notebook), "s1", scene.topic, WHEN)


def _told(source: str, scene: Scene) -> str:
    """A source with what the attacker is taken to know about this machine."""
    known = {"SECRET_FILE": repr(str(scene.secret)), "COURSE": repr(str(scene.course)), "GRADER": str(os.getpid())}
    return re.sub("|".join(known), lambda found: known[found[0]], source)


def run(case: Case, scene: Scene) -> Seen:
    submission = handed_in(case, scene)
    start = time.monotonic()
    graded = scene.judge.grade(scene.topic, submission, case.limits)
    ended = time.monotonic()
    honest = handed_in(Case("", Harmless()), scene)
    return Seen(graded, case.limits, start, ended, lambda: scene.judge.grade(scene.topic, honest, SMALL))


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_submission_gets_what_it_deserves(case: Case, scene: Scene) -> None:
    leave_out(case, scene)
    before = scene.secret.stat()

    seen = run(case, scene)

    case.expect.check(seen)
    case.after(scene, seen)
    after = scene.secret.stat()
    assert scene.secret.read_text() == WORD
    assert (after.st_mode, after.st_uid, after.st_ctime_ns) == (before.st_mode, before.st_uid, before.st_ctime_ns)
    aftermath.check(scene, seen)


@pytest.mark.parametrize("case", TRUSTED)
def test_what_stands_outside_the_box_holds(case: Trusted, scene: Scene) -> None:
    leave_out(case, scene)
    case.check(scene)


def leave_out(case: Case | Trusted, scene: Scene) -> None:
    """Skip a case that says nothing about this level, or nothing more than at another.

    L0 is L1 and a control group, so what holds at one is tried at the other for some cases only, but before a release.
    """
    if scene.judge.level not in case.levels:
        pytest.skip(f"says nothing more at {scene.judge.level}")
    if scene.judge.level == "L1" != case.levels[0] and not ALL_CASES and crc32(case.title.encode()) % SAMPLE:
        pytest.skip("tried at L0 and L2; make conformance tries it at L1, too")


def test_every_number_of_the_catalogue_is_accounted_for() -> None:
    here = {int(re.sub(r"\D", "", name.split("_")[0])) for name in FILES}

    assert here | set(ELSEWHERE) | set(NOT_YET) >= set(range(1, 118))
    assert not (here | set(ELSEWHERE)) & set(NOT_YET)
    assert all(reason.endswith(".") for reason in NOT_YET.values())


@pytest.mark.parametrize("place", sorted({place for places in ELSEWHERE.values() for place in places}))
def test_the_test_that_stands_elsewhere_exists(place: str) -> None:
    file, name = place.split("::")

    assert re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(), re.MULTILINE)


HONEST: list[Expectation] = [Zero("halve"), Limit("double"), Denied(), Refused("x"), Staff("x")]
CAUGHT = [
    *(Case("Nothing hostile at all.", expect) for expect in HONEST),
    Case("An attack that gets through.", Denied(), cells=("attempt('anything', lambda: True)",)),
    Case("An attack with a bug of its own.", Denied(), cells=("attempt('anything', lambda: missing)",)),
    Case("A wrong answer that was thought to be harmless.", Harmless(), answers={"halve": "pass"}),
    Case("Another ending than expected.", Zero("halve", status=Status.TIMEOUT), answers={"halve": "pass"}),
    Case("Other words than expected.", Zero("halve", says="too slow"), answers={"halve": "pass"}),
]


@pytest.mark.parametrize("case", CAUGHT, ids=lambda case: f"{type(case.expect).__name__}: {case.title}")
def test_an_expectation_that_is_not_met_is_told(case: Case, scene: Scene) -> None:
    seen = run(case, scene)

    with pytest.raises(AssertionError):
        case.expect.check(seen)


def test_a_hidden_value_that_is_shown_is_found(scene: Scene) -> None:
    seen = run(Case("It knows.", Harmless(), cells=(f"print({ASKED})",)), scene)

    with pytest.raises(AssertionError):
        aftermath.nothing_is_told(scene, seen)


def test_a_process_that_is_left_is_found(scene: Scene) -> None:
    with scene.judge.zygote().box(SMALL), pytest.raises(AssertionError, match="processes are left"):
        aftermath.nothing_is_left(scene, seconds=0.1)
