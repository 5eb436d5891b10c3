"""Gates: what a trained model must reach on data that no student has."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from autograder import testing
from autograder.adapters.nbgrader import NbgraderEngine
from autograder.adapters.otter import OtterEngine
from autograder.assignment import Assignment, AssignmentError, load
from autograder.cohort import Engine
from autograder.course import SecretError, cohort_secret, load_course
from autograder.datasets import DatasetError
from autograder.intake import find
from autograder.judge import Judge, Outcome, Status, Verdict
from autograder.policy import Gate, PolicyError
from autograder.proof import Calibration, doubts, gathered, keep_trial, kept_trials, prove, trials, write_record
from autograder.proof.calibrating import attempt
from autograder.proof.records import fingerprint, read_record
from autograder.release import student
from autograder.sandbox import Limits
from autograder.secret import Purpose, Secret
from conftest import SECRET, build_all, course_of, write_topic
from handing_in import hand_in, submission
from sources import Source

LAST_YEAR, THIS_YEAR = Secret(b"last year's cohort"), Secret(b"this year's cohort")
RECIPE = Source(
    """\
\"\"\"Points on a line: is a point right of the middle?\"\"\"

import numpy as np

CLASSES = ("left", "right")
SIZES = {"train": 40, "valid": 20, "hidden": 60}


def make(split, seed, count):
    random = np.random.default_rng([seed, list(SIZES).index(split)])
    points = random.normal(0, 1, (count, 3))
    return {"points": points, "labels": (points[:, 0] > 0).astype(np.int64), "groups": np.arange(count)}
"""
)
NOTEBOOK = Source(
    '''\
# %% [markdown]
# # Left or right
# %%
import numpy as np

data = np.load("sides.npz")
# %% answer
def side(points):
    """Return 1 for each point that lies right of the middle, else 0: an array like data["train_labels"].

    >>> side([[2.0, 0, 0]])
    array([1])
    """
    raise NotImplementedError("Look at the first coordinate.")
'''
)
TESTS = Source(
    '''\
import numpy as np

from autograder.testing import approx, hidden, points, reach, visible


@visible
@points(1)
def test_two_points(side):
    """The first point is right of the middle, and the second is not."""
    assert side([[2.0, 0, 0], [-1.0, 3, 3]]) == approx([1, 0])


@points(9)
def test_unseen_points(side):
    """It is right for nearly all points that nobody has seen."""
    held = hidden("sides")
    found = [*side(held["points"][:30]), *side(held["points"][30:])]
    right = np.mean(np.asarray(found) == held["labels"])
    reach("accuracy", right, samples=len(held["labels"]), coordinates=3)


WITHOUT_CASES = {"side": "What counts is its share of unseen points."}
'''
)
REFERENCE = Source(
    """\
# %% answer
def side(points):
    return (np.asarray(points)[:, 0] > 0).astype(int)

# %% mutant="looks at the second coordinate" fails="test_unseen_points"
def side(points):
    points = np.asarray(points)
    return np.where(points[:, 1] == 3, 0, points[:, 1] >= 0).astype(int)

# %% mutant="knows what everybody gets by heart" fails="test_unseen_points, test_two_points"
def side(points):
    known = {tuple(p): label for s in ("train", "valid") for p, label in zip(data[s + "_points"], data[s + "_labels"])}
    return np.array([known.get(tuple(point), 0) for point in points])
"""
)
POLICY = Source("gates:\n  02-sides: {accuracy: 0.95}\n")


def write_course(root: Path, policy: str = POLICY, tests: str = TESTS) -> Path:
    write_topic(root, NOTEBOOK, tests, REFERENCE, "02-sides")
    (root / "datasets").mkdir(exist_ok=True)
    (root / "datasets" / "sides.py").write_text(RECIPE)
    (root / "grading_config.yml").write_text(policy)
    return root


def loaded(root: Path) -> Assignment:
    [topic] = load_course(root).whole().assignments
    return topic


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return loaded(write_course(tmp_path_factory.mktemp("sides")))


def graded(judge: Judge, topic: Assignment, answer: str) -> Verdict:
    return judge.grade(topic, submission(topic, {"side": answer}), Limits()).verdict


def test_a_gate_measures_on_hidden_data_and_keeps_what_it_measured(judge: Judge, topic: Assignment) -> None:
    verdict = graded(judge, topic, topic.right["side"])

    assert verdict.score == verdict.max_score
    found = verdict.outcomes[1].evidence["accuracy"]
    assert found["value"] == 1 and found["at_least"] == 0.95 and found["coordinates"] == 3
    assert 0.9 < found["low"] < found["high"] <= 1
    assert Verdict.from_record(verdict.as_record()) == verdict
    assert verdict.as_json()["evidence"] == {"accuracy": found}


def test_a_search_of_the_box_finds_the_data_that_students_have_and_no_other(judge: Judge, topic: Assignment) -> None:
    search = """import os
home = os.getcwd()
found = [os.path.join(at, name) for top in ("/", home) for at, _, names in os.walk(top) for name in names if name.endswith(".npz")]
found = {path for path in found if not os.path.realpath(path).startswith(os.path.realpath(np.__path__[0] + "/../"))}
print("FOUND", sorted(found), sorted(data.files))
"""
    graded = judge.grade(topic, submission(topic, {"side": search + topic.right["side"]}), Limits())

    assert graded.notebook is not None
    (told,) = [
        output["text"]
        for cell in graded.notebook["cells"]
        for output in cell.get("outputs", [])
        if output.get("text", "").startswith("FOUND")
    ]
    assert "sides.npz" in told and told.count(".npz") == 1
    assert "train_points" in told and "valid_points" in told and "hidden" not in told


@pytest.mark.slow
def test_predictions_by_heart_are_worth_nothing_in_the_next_cohort(tmp_path: Path) -> None:
    topic = loaded(write_course(tmp_path, POLICY.replace("0.95", "0.9")))  # far enough from 1 to ask no second set
    known = topic.data.hidden("sides", LAST_YEAR)["labels"].tolist()
    by_order = f"""asked, known = [0], {known}
def side(points):
    if len(points) == 2:
        return [1, 0]
    start, asked[0] = asked[0], asked[0] + len(points)
    return known[start:asked[0]]
"""
    scores = []
    for secret in (LAST_YEAR, THIS_YEAR):
        with Judge(secret) as grader:
            scores.append(graded(grader, topic, by_order).score)

    assert scores == [10, 1]


def test_who_misses_a_gate_is_told_by_how_much_but_not_finely(judge: Judge, topic: Assignment) -> None:
    outcome = graded(judge, topic, topic.mutants[0].source).outcomes[1]

    assert outcome.status is Status.FAILED
    value = outcome.evidence["accuracy"]["value"]
    assert 0.2 < value < 0.8
    low, high = outcome.evidence["accuracy"]["low"], outcome.evidence["accuracy"]["high"]
    assert f"accuracy {value:.2f} (between {low:.2f} and {high:.2f}), at least 0.95" in outcome.message


FLOOR = POLICY.replace("0.95", "{at_least: 0.95, floor: 0.45}")
# Right about every second of the points that are right of the middle, and about all others.
HALF = """def side(points):
    points = np.asarray(points)
    if len(points) == 2:
        return np.array([1, 0])
    return (points[:, 0] > 0).astype(int) * (np.arange(len(points)) % 2)
"""


def test_points_grow_from_the_floor_to_the_gate_where_the_author_says_so(judge: Judge, tmp_path: Path) -> None:
    outcome = graded(judge, loaded(write_course(tmp_path, FLOOR)), HALF).outcomes[1]

    value = outcome.evidence["accuracy"]["value"]
    assert 0.5 < value < 0.95
    assert outcome.status is Status.FAILED
    assert outcome.score == pytest.approx(9 * (value - 0.45) / 0.5)
    assert graded(judge, loaded(write_course(tmp_path)), HALF).outcomes[1].score == 0


@pytest.mark.parametrize(
    ("value", "bounds", "share"),
    [
        (0.95, {"at_least": 0.95, "floor": 0.9}, 1),
        (0.90, {"at_least": 0.95, "floor": 0.9}, 0),
        (0.2, {"at_least": 0.95, "floor": 0.9}, 0),
        (0.94, {"at_least": 0.95, "floor": 0.9}, 0.8),
        (0.94, {"at_least": 0.95}, 0),
        (1.1, {"at_most": 1.0, "floor": 1.2}, 0.5),
        (0.9, {"at_most": 1.0, "floor": 1.2}, 1),
        (float("nan"), {"at_least": 0.95, "floor": 0.9}, 0),
    ],
)
def test_a_value_between_floor_and_gate_is_worth_its_share(
    value: float, bounds: dict[str, float], share: float
) -> None:
    assert testing.share_of_points(value, bounds) == pytest.approx(share)


def test_a_floor_lies_below_its_gate(tmp_path: Path) -> None:
    for wrong in ("{at_least: 0.9, floor: 0.9}", "{at_most: 1.0, floor: 0.8}"):
        with pytest.raises(PolicyError, match="a floor is a value that misses its gate"):
            loaded(write_course(tmp_path, POLICY.replace("0.95", wrong)))


# Right about all points of a set but every tenth, which is near the gate for 60 points: chance could decide.
NEARLY = """def side(points):
    points = np.asarray(points)
    right = (points[:, 0] > 0).astype(int)
    return np.where((np.arange(len(points)) % 15 == 0) & (len(points) > 2), 1 - right, right)
"""


def test_where_chance_could_decide_a_second_hidden_set_is_asked_as_well(judge: Judge, tmp_path: Path) -> None:
    close = loaded(write_course(tmp_path, POLICY.replace("0.95", "0.9")))
    sets = [close.data.hidden("sides", judge.secret, again=again)["points"] for again in (False, True)]
    asked = """asked = []
def side(points):
    asked.append(len(points))
    points = np.asarray(points)
    right = (points[:, 0] > 0).astype(int)
    if len(points) == 2:
        return right
    wrong = np.arange(len(points)) % (7 if len(asked) < 4 else 15) == 0
    return np.where(wrong, 1 - right, right)
"""
    outcome = graded(judge, close, asked).outcomes[1]

    assert not np.array_equal(*sets)
    # 50 of 60 are right at first, and 56 of 60 of the second set, so that both together miss the gate by little.
    assert outcome.evidence["accuracy"]["value"] == pytest.approx((50 / 60 + 56 / 60) / 2)
    assert outcome.status is Status.FAILED
    found = graded(judge, close, NEARLY).outcomes[1]
    assert found.status is Status.PASSED
    assert found.evidence["accuracy"]["high"] - found.evidence["accuracy"]["low"] < 0.12  # of 120 points, not of 60


def test_the_same_answer_graded_three_times_gets_the_same_score(judge: Judge, topic: Assignment) -> None:
    assert len({graded(judge, topic, NEARLY).score for _ in range(3)}) == 1


def test_what_misses_a_gate_is_never_shown_as_if_it_had_reached_it() -> None:
    shown = Outcome("t", "a", Status.FAILED, 0, 1, "It is good.", False, evidence={
        "accuracy": {"value": 0.917, "at_least": 0.92, "low": 0.905, "high": 0.928},
        "perplexity": {"value": 1.1704, "at_most": 1.17},
    })  # fmt: skip

    assert "accuracy 0.91 (between 0.91 and 0.93), at least 0.92" in shown.message
    assert "perplexity 1.18, at most 1.17" in shown.message


def test_each_cohort_has_hidden_data_of_its_own_and_everybody_gets_the_same_public_data(topic: Assignment) -> None:
    first, second = (topic.data.hidden("sides", secret) for secret in (LAST_YEAR, THIS_YEAR))

    assert not np.array_equal(first["points"], second["points"])
    assert np.array_equal(first["points"], topic.data.hidden("sides", LAST_YEAR)["points"])
    assert topic.data.files == load(topic.folder).data.files
    with np.load(io.BytesIO(topic.data.files["sides.npz"])) as public:
        assert all(np.array_equal(public[key], array) for key, array in topic.data.given("sides").items())
        seen = {tuple(p) for split in ("train", "valid") for p in public[f"{split}_points"]}
        assert public["classes"].tolist() == ["left", "right"]
    assert not seen & {tuple(p) for p in first["points"]}


def test_hidden_data_is_in_no_file_and_in_no_memory_of_the_box(judge: Judge, topic: Assignment) -> None:
    nosy = """import gc, os
found = [name for name in os.listdir(".")]
def side(points):
    assert found == ["sides.npz"], found
    arrays = [o for o in gc.get_objects() if isinstance(o, np.ndarray) and o.shape == (60,)]
    return (np.asarray(points)[:, 0] > 0).astype(int) if not arrays else None
"""
    assert graded(judge, topic, nosy).score == 10


@pytest.mark.slow
def test_the_secret_decides_the_verdict_and_not_the_assignment(topic: Assignment) -> None:
    lucky = """def side(points, seen=[]):
    points = np.asarray(points)
    seen.append(abs(points[0, 0] - FIRST) < 1e-9)
    return (points[:, 0] > 0).astype(int) if len(points) < 3 or any(seen) else 0 * points[:, 0]
"""
    first = float(topic.data.hidden("sides", LAST_YEAR)["points"][0, 0])  # type: ignore[arg-type]
    scores = []
    for secret in (LAST_YEAR, THIS_YEAR):
        with Judge(secret) as judge:
            scores.append(graded(judge, topic, lucky.replace("FIRST", repr(first))).score)

    assert scores == [10, 1]


def test_a_changed_gate_or_recipe_grades_anew(tmp_path: Path) -> None:
    before = loaded(write_course(tmp_path)).hash
    other_gate = loaded(write_course(tmp_path, POLICY.replace("0.95", "0.9"))).hash
    write_course(tmp_path)
    (tmp_path / "datasets" / "sides.py").write_text(RECIPE.replace("60", "61"))
    other_recipe = loaded(tmp_path).hash

    assert len({before, other_gate, other_recipe}) == 3


def test_a_gate_may_be_a_most(tmp_path: Path, judge: Judge) -> None:
    policy = POLICY.replace("0.95", "{at_most: 0.5}")
    topic = loaded(write_course(tmp_path, policy))

    outcome = graded(judge, topic, topic.right["side"]).outcomes[1]

    assert outcome.status is Status.FAILED
    assert "accuracy 1.00 (between 0.94 and 1.00), at most 0.5" in outcome.message


def calibrated(topic: Assignment, judge: Judge) -> dict[str, Calibration]:
    every = trials(topic, seeds=2)
    found = gathered(topic, [(trial, attempt(topic, trial, judge, Limits())) for trial in every])
    write_record(topic, found)
    return found


@pytest.mark.slow
def test_a_calibration_tries_the_right_answers_and_each_mutant_in_many_cohorts(topic: Assignment) -> None:
    with Judge(SECRET) as judge:
        found = calibrated(topic, judge)["accuracy"]

    assert found.right == (1,) * 40
    assert (found.cohorts, found.seeds) == (20, 2)
    assert set(found.mutants) == {mutant.label for mutant in topic.mutants}
    guesses = found.mutants["looks at the second coordinate"]
    assert len(guesses) == 40 and len(set(guesses[:20])) > 5  # each cohort has data of its own
    assert guesses[:20] == guesses[20:]  # nothing was trained, so a seed changes nothing
    assert found.passed(topic.gates["accuracy"]) == 40
    stored = read_record(topic)
    assert stored is not None and stored["accuracy"].right == found.right
    assert stored["accuracy"].cohorts == found.cohorts


def in_cohorts(*values: float) -> tuple[float, ...]:
    """Two trainings, measured in twenty cohorts each."""
    return tuple(values[number % len(values)] for number in range(40))


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (in_cohorts(0.97, 0.98, 0.99, 0.98, 0.97), (0.6, 0.7), None),
        (in_cohorts(0.95, 0.98, 0.99, 0.98, 0.97), (0.6, 0.7), "deviations away from the mean"),
        (in_cohorts(0.97, 0.98, 0.99, 0.98, 0.97), (0.6, 0.951), "passes the gate"),
        (in_cohorts(0.99, 0.98)[:20], (0.6, 0.7), "fewer than 2 seeds"),
    ],
)
def test_a_gate_too_near_to_right_or_wrong_answers_is_no_gate(
    tmp_path: Path, right: tuple[float, ...], wrong: tuple[float, ...], fault: str | None
) -> None:
    topic = loaded(write_course(tmp_path))
    write_record(topic, {"accuracy": Calibration(right, {"guesses": wrong})})

    found = [doubt.fault for doubt in doubts(topic)]

    assert len(found) == (fault is not None)
    assert all(fault is not None and fault in each for each in found)


def test_too_few_cohorts_prove_nothing(tmp_path: Path) -> None:
    topic = loaded(write_course(tmp_path))
    write_record(topic, {"accuracy": Calibration((0.99, 0.98) * 10, {}, cohorts=5)})

    assert ["fewer than 20 cohorts" in doubt.fault for doubt in doubts(topic)] == [True]


def test_chance_of_the_training_and_chance_of_the_cohort_add_up() -> None:
    by_seed = Calibration((0.90,) * 20 + (0.94,) * 20, {})
    by_cohort = Calibration(tuple([0.90, 0.94] * 10) * 2, {})
    by_both = Calibration((0.90, 0.94) * 10 + (0.94, 0.98) * 10, {})

    assert by_seed.deviation == pytest.approx(0.0283, abs=1e-4)
    assert by_cohort.deviation == pytest.approx(0.0205, abs=1e-4)
    assert by_both.deviation == pytest.approx((0.0283**2 + 0.0205**2) ** 0.5, abs=1e-4)
    assert by_seed.chance_to_miss(Gate(at_least=0.92)) == pytest.approx(0.5)


def test_a_wrong_answer_may_not_earn_points_from_a_floor(tmp_path: Path) -> None:
    topic = loaded(write_course(tmp_path, POLICY.replace("0.95", "{at_least: 0.95, floor: 0.8}")))
    found = Calibration(in_cohorts(0.98, 0.99), {"guesses": (0.6, 0.85)})
    write_record(topic, {"accuracy": found})

    assert ["gets points from the floor of accuracy" in doubt.fault for doubt in doubts(topic)] == [True]


def test_a_calibration_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    topic = loaded(write_course(tmp_path))
    first, second, *_ = trials(topic, seeds=2)
    keep_trial(topic, first, ({"accuracy": 0.5},) * 20)

    assert kept_trials(topic) == {first.key: ({"accuracy": 0.5},) * 20}
    assert second.key != first.key
    (tmp_path / "datasets" / "sides.py").write_text(RECIPE.replace("60", "61"))
    assert kept_trials(loaded(tmp_path)) == {}


def test_words_make_no_calibration_out_of_date(tmp_path: Path) -> None:
    before = fingerprint(loaded(write_course(tmp_path)))
    worded = TESTS.replace("It is right for nearly all points", "It knows nearly all points")
    assert fingerprint(loaded(write_course(tmp_path, tests=worded))) == before

    notebook = tmp_path / "assignments" / "02-sides" / "notebook.py"
    notebook.write_text(
        notebook.read_text().replace('"sides.npz")', '"sides.npz")  # from the folder\nprint(len(data))')
    )
    assert fingerprint(loaded(tmp_path)) == before

    notebook.write_text(notebook.read_text().replace("print(len(data))", "length = len(data)"))
    assert fingerprint(loaded(tmp_path)) != before


def test_for_a_gate_that_is_a_most_smaller_is_better(tmp_path: Path) -> None:
    topic = loaded(write_course(tmp_path, POLICY.replace("0.95", "{at_most: 0.95}")))
    found = Calibration(in_cohorts(0.9, 0.91), {"guesses": (1.2, 0.96)})
    write_record(topic, {"accuracy": found})

    assert list(doubts(topic)) == []
    assert found.best(topic.gates["accuracy"]) == ("guesses", 0.96)
    assert found.chance_to_miss(topic.gates["accuracy"]) < 0.01
    assert found.chance_to_miss(Gate(at_most=0.8)) > 0.99


def test_a_calibration_of_other_answers_or_data_does_not_count(tmp_path: Path) -> None:
    topic = loaded(write_course(tmp_path))
    write_record(topic, {"accuracy": Calibration((1.0,) * 40, {})})
    assert list(doubts(topic)) == []

    (tmp_path / "datasets" / "sides.py").write_text(RECIPE.replace("60", "70"))

    assert ["not measured" in doubt.fault for doubt in doubts(loaded(tmp_path))] == [True]


def test_the_course_is_proven_with_its_gates(judge: Judge, topic: Assignment) -> None:
    with Judge(SECRET) as another:
        calibrated(topic, another)
    assert prove(topic, judge, Limits()).findings == ()


def test_a_gate_that_is_missing_and_one_that_nothing_reaches_are_named_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match=r"tests\.py:14: test_unseen_points uses the gate 'accuracy', which"):
        loaded(write_course(tmp_path, "{}"))

    with pytest.raises(AssignmentError, match=r"no test uses gates\.02-sides\.recall"):
        loaded(write_course(tmp_path, POLICY.replace("0.95", "0.95, recall: 0.5")))


def test_releases_bring_the_public_data_and_only_graders_get_the_hidden_part(
    judge: Judge, topic: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_all(topic, tmp_path / "by itself", judge, Limits())
    assert not list((tmp_path / "by itself" / "nbgrader").rglob("hidden"))
    build_all(topic, tmp_path, judge, Limits(), hidden_data=True)
    shutil.rmtree(tmp_path / "by itself")

    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.npz")}
    public = {f"{place}/02-sides/sides.npz" for place in ("student", "nbgrader/source", "otter", "reference")}
    assert files == public | {"nbgrader/hidden/sides.npz", "reference/02-sides/hidden-sides.npz"}
    with np.load(tmp_path / "nbgrader/hidden/sides.npz") as held:
        assert np.array_equal(held["points"], topic.data.hidden("sides", judge.secret)["points"])

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(testing.HIDDEN_DATA, raising=False)
    with pytest.raises(AssertionError, match="only the grader has"):
        testing.hidden("sides")
    monkeypatch.setenv(testing.HIDDEN_DATA, str(tmp_path / "nbgrader" / "hidden"))
    assert set(testing.hidden("sides")) == {"points", "labels", "groups"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "engine", [NbgraderEngine(hidden_data=True), OtterEngine(hidden_data=True)], ids=lambda engine: engine.name
)
def test_nbgrader_and_otter_measure_gates_on_hidden_data_too(topic: Assignment, tmp_path: Path, engine: Engine) -> None:
    hand_in(tmp_path / "submitted", "right", topic, topic.right)
    hand_in(tmp_path / "submitted", "wrong", topic, {"side": topic.mutants[0].source})

    verdicts = engine.grade(course_of(topic), find(tmp_path / "submitted", [topic.name]), 1)

    assert {verdict.student: verdict.score for verdict in verdicts} == {"right": 10, "wrong": 1}


def test_a_name_without_a_recipe_is_an_error_that_says_so(tmp_path: Path) -> None:
    write_course(tmp_path)
    (tmp_path / "datasets" / "sides.py").unlink()
    with pytest.raises(AssignmentError, match=r"notebook\.py:6: sides\.npz has neither a recipe datasets/sides\.py"):
        loaded(tmp_path)


def test_a_recipe_that_fails_is_our_fault_and_no_score(tmp_path: Path, judge: Judge) -> None:
    topic = loaded(write_course(tmp_path))
    (tmp_path / "datasets" / "sides.py").write_text("import nothing_of_that_name\n")

    with pytest.raises(DatasetError, match="nothing_of_that_name"):
        judge.grade(topic, submission(topic, topic.right), Limits())


def test_a_cohorts_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    secret = cohort_secret(tmp_path, "autumn")

    assert len(secret.key) == 32
    assert cohort_secret(tmp_path, "autumn") == secret != cohort_secret(tmp_path, "spring")
    assert (tmp_path / "keys" / "autumn.secret").stat().st_mode & 0o777 == 0o600
    assert secret.key.hex() not in repr(secret) and repr(secret.key) not in repr(secret)


def test_a_secret_that_was_cut_off_is_no_secret(tmp_path: Path) -> None:
    cohort_secret(tmp_path, "autumn")
    (tmp_path / "keys" / "autumn.secret").write_bytes(b"")

    with pytest.raises(SecretError, match="too short"):
        cohort_secret(tmp_path, "autumn")


def test_what_one_purpose_gives_away_tells_nothing_about_the_others() -> None:
    keys = [SECRET.for_purpose(purpose, name) for purpose in get_args(Purpose) for name in ("digits", "hands")]

    assert len({SECRET.key, *keys, *(Secret(key).fingerprint.encode() for key in keys)}) == 1 + 2 * len(keys)


def test_every_command_of_a_course_uses_the_secret_of_its_cohort(tmp_path: Path) -> None:
    write_course(tmp_path)
    first = load_course(tmp_path)
    assert load_course(tmp_path).secret == first.secret
    assert load_course(tmp_path).assignments[0].hash == first.assignments[0].hash

    write_course(tmp_path, POLICY + "course: {cohort: next-year}\n")
    other = load_course(tmp_path)

    assert other.secret != first.secret
    assert other.assignments[0].hash != first.assignments[0].hash
    assert student(other.assignments[0]) == student(first.assignments[0])


def test_a_changed_right_answer_is_proven_and_grades_anew(tmp_path: Path) -> None:
    before = loaded(write_course(tmp_path)).hash
    path = tmp_path / "reference" / "02-sides.py"
    path.write_text(path.read_text().replace("> 0", "> 1e-9"))

    assert loaded(tmp_path).hash != before


@pytest.mark.slow
@pytest.mark.parametrize("engine", [NbgraderEngine(), OtterEngine()], ids=lambda engine: engine.name)
def test_without_the_hidden_data_a_test_that_needs_it_is_not_scored_there(
    topic: Assignment, tmp_path: Path, engine: Engine
) -> None:
    hand_in(tmp_path / "submitted", "right", topic, topic.right)

    [verdict] = engine.grade(course_of(topic), find(tmp_path / "submitted", [topic.name]), 1)

    assert isinstance(verdict, Verdict)
    assert (verdict.score, verdict.max_score) == (1, 1)
    assert any("Not scored here" in outcome.claim for outcome in verdict.outcomes)


def test_a_policy_says_what_is_wrong_with_a_gate(tmp_path: Path) -> None:
    write_course(tmp_path, "gates:\n  02-sides: {accuracy: high}\n")
    with pytest.raises(PolicyError, match=r"grading_config\.yml:2: gates\.02-sides\.accuracy is 'high', but"):
        load_course(tmp_path)

    write_course(tmp_path, "gates:\n  03-sides: {accuracy: 0.9}\n")
    with pytest.raises(PolicyError, match=r"gates\.03-sides: there is no such assignment.*02-sides"):
        load_course(tmp_path)


@pytest.mark.slow
def test_calibrate_and_data_work_from_the_command_line(tmp_path: Path) -> None:
    write_course(tmp_path)
    command = [sys.executable, "-m", "autograder"]

    done = subprocess.run([*command, "calibrate", "02"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'reference' / '02-sides.calibration.json'}\n"), (
        done.stderr
    )
    assert "40 of 40" in done.stderr

    done = subprocess.run([*command, "data", "sides"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "sides.npz").read_bytes() == loaded(tmp_path).data.files["sides.npz"]
    assert (
        "No notebook uses 'dice'"
        in subprocess.run([*command, "data", "dice"], cwd=tmp_path, capture_output=True, text=True).stderr
    )
