"""Cost in stages: cheap tests come before a training, and the grader may train by a student's function."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignment import Assignment, AssignmentError, after_training, before_training, without_variables
from autograder.course import load_course
from autograder.datasets import DatasetError
from autograder.judge import Graded, Judge, Status
from autograder.sandbox import Limits
from autograder.secret import Secret
from conftest import SECRET, write_topic
from handing_in import submission
from sources import Source

RECIPE = Source(
    """\
\"\"\"Points: is the first coordinate the larger one?\"\"\"

import numpy as np

CLASSES = ("no", "yes")
SIZES = {"train": 200, "valid": 50, "hidden": 200}


def make(split, seed, count):
    random = np.random.default_rng([seed, list(SIZES).index(split)])
    points = random.normal(0, 1, (count, 2)).astype(np.float32)
    return {"points": points, "labels": (points[:, 0] > points[:, 1]).astype(np.int64)}
"""
)
NOTEBOOK = Source(
    '''\
# %% [markdown]
# # Larger or not
# %%
import keras
import numpy as np

data = np.load("pairs.npz")
# %% answer
def build():
    """Return a compiled network of 2 inputs and 2 probabilities.

    >>> build().count_params()
    6
    """
    raise NotImplementedError("Build it.")
# %% answer
def train(points, labels):
    """Return a new network that was trained on these points. The grader may call it with others.

    >>> train(data["train_points"][:8], data["train_labels"][:8]).count_params()
    6
    """
    raise NotImplementedError("Build a network, and fit it.")
# %% answer
model = ...  # train it
# %%
print("the end")
'''
)
TESTS = Source(
    '''\
import numpy as np

from autograder.testing import approx, before, examine, hidden, points, reach, visible


@visible
@points(1)
def test_counts(build):
    """The network has six parameters."""
    assert examine(build()).parameters == approx(6)


@before("model")
@points(2)
def test_learns_a_few(build):
    """A new network learns eight points by heart."""
    points = np.array([[1, 0], [0, 1], [2, 0], [0, 2], [1, -1], [-1, 1], [3, 1], [1, 3]], dtype="float32")
    found = examine(build())
    losses = found.practise(points, np.array([1, 0] * 4), steps=20)
    assert len(losses) == 20
    assert losses[-1] < 0.7 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"
    assert found.practise(points, np.array([1, 0] * 4), steps=1)[0] == approx(losses[0], rel=1e-4)


@points(1)
def test_trains(train):
    """What comes back is a network."""
    assert examine(train(np.eye(2, dtype="float32"), np.array([1, 0]))).parameters == approx(6)


@points(4)
def test_strangers(model):
    """It is right about points that nobody has seen."""
    held = hidden("pairs")
    reach("accuracy", examine(model).accuracy(held["points"], held["labels"]))
'''
)
BUILD = Source(
    """def build():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(0.1), loss="sparse_categorical_crossentropy")
    return model
"""
)
TRAIN = """def train(points, labels):
    model = build()
    model.fit(points, labels, epochs=5, batch_size=20, verbose=0)
    return model
"""
MODEL = 'model = train(data["train_points"], data["train_labels"])\nprint("trained")\n'
TOO_FAST = BUILD.replace("Adam(0.1)", "SGD(1e-9)")
REFERENCE = Source(
    f"""\
# %% answer
{BUILD}
# %% mutant="does not learn" fails="test_learns_a_few"
{TOO_FAST}
# %% answer
{TRAIN}
# %% answer
{MODEL}
"""
)
POLICY = "gates:\n  02-pairs: {accuracy: 0.9}\n"
RETRAIN = POLICY + "retrain:\n  02-pairs: {model: train}\n"


def course(root: Path, policy: str = POLICY, tests: str = TESTS) -> Assignment:
    write_topic(root, NOTEBOOK, tests, REFERENCE, "02-pairs")
    (root / "datasets").mkdir(exist_ok=True)
    (root / "datasets" / "pairs.py").write_text(RECIPE)
    (root / "grading_config.yml").write_text(policy)
    [topic] = load_course(root).whole().assignments
    return topic


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return course(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="module")
def retrained(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return course(tmp_path_factory.mktemp("retrained"), RETRAIN)


def grade(judge: Judge, topic: Assignment, **changed: str) -> Graded:
    answers = {"build": BUILD, "train": TRAIN, "model": MODEL, **changed}
    return judge.grade(topic, submission(topic, answers), Limits())


def fresh(topic: Assignment, secret: Secret) -> list[Any]:
    """What the judge trains with."""
    return [*topic.data.fresh(topic.answer("train").parameters, secret)]


def shown(graded: Graded, name: str) -> str:
    assert graded.notebook is not None
    (cell,) = [cell for cell in graded.notebook["cells"] if cell["id"] == name]
    return "".join(output.get("text", "") for output in cell["outputs"])


def test_what_passes_its_early_tests_is_trained_and_earns_all(judge: Judge, topic: Assignment) -> None:
    graded = grade(judge, topic)

    assert [o.status for o in graded.verdict.outcomes] == [Status.PASSED] * 4
    assert [o.test for o in graded.verdict.outcomes] == [test.name for test in topic.tests]
    assert "trained" in shown(graded, "model")


def test_what_fails_an_early_test_is_not_trained_and_keeps_its_other_credit(judge: Judge, topic: Assignment) -> None:
    graded = grade(judge, topic, build=TOO_FAST)
    outcomes = {outcome.test: outcome for outcome in graded.verdict.outcomes}

    assert outcomes["test_counts"].score == 1 and outcomes["test_trains"].score == 1
    assert "the loss goes from" in outcomes["test_learns_a_few"].detail
    assert outcomes["test_strangers"].score == 0
    assert (
        "this check must pass first: A new network learns eight points by heart." in outcomes["test_strangers"].detail
    )
    assert shown(graded, "model").startswith("Not run: it takes long")
    assert graded.verdict.score == 2


def test_an_early_test_tells_later_cells_nothing(judge: Judge, topic: Assignment) -> None:
    spy = "seen = []\n" + BUILD.replace("    model =", "    seen.append(1)\n    model =", 1)
    graded = grade(judge, topic, build=spy, model=MODEL + "print(len(seen), 'calls')\n")

    assert "1 calls" in shown(graded, "model")


def test_without_a_test_of_the_model_nothing_waits(topic: Assignment) -> None:
    assert [test.name for test in before_training(topic).tests] == ["test_learns_a_few"]
    functions = without_variables(topic)
    assert before_training(functions).tests == ()
    assert after_training(functions).tests == functions.tests


def test_the_grader_may_train_on_data_of_its_own(judge: Judge, retrained: Assignment) -> None:
    forged = 'model = train(data["train_points"], 1 - data["train_labels"])\n'  # what the student trained is not asked
    graded = grade(judge, retrained, model=forged)

    assert graded.verdict.score == graded.verdict.max_score
    assert any("The grader made model itself, with train" in remark for remark in graded.verdict.remarks)
    assert "the grader makes it with train" in shown(graded, "model")


def test_weights_that_were_made_elsewhere_are_not_asked_where_the_grader_trains(
    judge: Judge, topic: Assignment, retrained: Assignment
) -> None:
    elsewhere = "model = build()\nmodel.set_weights([np.array([[-9.0, 9], [9, -9]]), np.zeros(2)])\n"
    lazy = "def train(points, labels):\n    return build()\n"

    assert grade(judge, topic, train=lazy, model=elsewhere).verdict.score == 8
    assert grade(judge, retrained, train=lazy, model=elsewhere).verdict.score == 4


def test_what_others_trained_is_not_to_be_had_in_the_box(judge: Judge, topic: Assignment) -> None:
    verdict = grade(judge, topic, model='model = keras.applications.MobileNetV2(weights="imagenet")\n').verdict

    assert [outcome.score for outcome in verdict.outcomes] == [1, 2, 1, 0]


def test_whoever_hands_in_again_gets_the_same_chance(judge: Judge, topic: Assignment) -> None:
    first, second = (grade(judge, topic).verdict.outcomes[-1].evidence["accuracy"]["value"] for _ in range(2))

    assert first == second


def test_a_training_that_knows_only_the_students_data_by_heart_fails_in_the_graders_hands(
    judge: Judge, topic: Assignment, retrained: Assignment
) -> None:
    by_heart = """def train(points, labels):
    model = build()
    if len(points) == len(data["train_points"]) and not np.array_equal(points, data["train_points"]):
        return model
    model.fit(points, labels, epochs=5, batch_size=20, verbose=0)
    return model
"""
    assert grade(judge, topic, train=by_heart).verdict.score == 8
    outcome = grade(judge, retrained, train=by_heart).verdict.outcomes[-1]
    assert outcome.status is Status.FAILED and outcome.evidence["accuracy"]["value"] < 0.9


def test_a_training_that_fails_is_the_students_error(judge: Judge, retrained: Assignment) -> None:
    outcome = grade(judge, retrained, train="def train(points, labels):\n    raise KeyError('no')\n").verdict.outcomes[
        -1
    ]

    assert outcome.status is Status.ERROR
    assert "KeyError" in outcome.detail


def test_the_graders_data_are_neither_the_students_nor_the_hidden(retrained: Assignment) -> None:
    points, labels = fresh(retrained, SECRET)

    assert len(points) == len(labels) == 200
    for known in (retrained.data.given("pairs")["train_points"], retrained.data.hidden("pairs", SECRET)["points"]):
        assert not set(map(tuple, points.tolist())) & set(map(tuple, known.tolist()))
    assert not np.array_equal(points, fresh(retrained, Secret(b"of another cohort"))[0])


def test_whether_the_grader_trains_changes_what_a_grade_means(topic: Assignment, retrained: Assignment) -> None:
    assert topic.hash != retrained.hash


@pytest.mark.parametrize(
    ("policy", "tests", "message"),
    [
        (POLICY + "retrain:\n  02-pairs: {train: build}\n", TESTS, "can't use 'build' to make 'train'"),
        (POLICY + "retrain:\n  02-pairs: {model: fit}\n", TESTS, "can't use 'fit' to make 'model'"),
        (POLICY, TESTS.replace('@before("model")', '@before("train")'), "can't come before 'train'"),
        (POLICY, TESTS.replace('@before("model")', '@before("nothing")'), "can't come before 'nothing'"),
    ],
)
def test_what_can_not_wait_or_be_trained_is_refused(tmp_path: Path, policy: str, tests: str, message: str) -> None:
    with pytest.raises(AssignmentError, match=message):
        course(tmp_path, policy, tests)


def test_no_data_for_a_training_is_a_fault_of_the_course(tmp_path: Path) -> None:
    topic = course(tmp_path, RETRAIN)
    (tmp_path / "datasets" / "pairs.py").write_text(RECIPE.replace('"points": points', '"places": points'))

    with pytest.raises(DatasetError, match="has points, labels: name a function"):
        fresh(topic, SECRET)
