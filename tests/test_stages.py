"""Cost in stages: cheap tests come before a training, and the grader may train by a student's function."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignment import Assignment, AssignmentError, after_training, before_training, without_variables
from autograder.datasets import DatasetError
from autograder.judge import Graded, Judge, Status
from autograder.judge.renumbering import Renumbered
from autograder.secret import Secret
from conftest import SECRET
from pairs import BUILD, MODEL, POLICY, RECIPE, RETRAIN, TESTS, TOO_FAST, course, grade

NOTHING_LEARNED = "model.set_weights([np.zeros((2, 2)), np.zeros(2)])"  # a random network may be right by chance


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return course(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="module")
def retrained(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return course(tmp_path_factory.mktemp("retrained"), RETRAIN)


def fresh(topic: Assignment, secret: Secret) -> list[Any]:
    """What the judge trains with, before its classes are renumbered."""
    names = topic.answer("train").parameters
    _, arrays = topic.data.fresh(names, secret)
    return [arrays[name] for name in names]


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
    lazy = f"def train(points, labels):\n    model = build()\n    {NOTHING_LEARNED}\n    return model\n"

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
    by_heart = f"""def train(points, labels):
    model = build()
    if len(points) == len(data["train_points"]) and not np.array_equal(points, data["train_points"]):
        {NOTHING_LEARNED}
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


def test_in_the_graders_hands_no_class_keeps_its_number_and_labels_and_names_agree() -> None:
    labels = np.array([0, 1, 2, 3, 3], dtype="uint8")
    arrays = {"valid_labels": labels, "classes": np.array(list("abcd")), "points": np.zeros((5, 2))}
    for number in range(20):
        numbered = Renumbered(Secret.of_trial(number), "pairs", 4).of(arrays)

        assert not (numbered["valid_labels"] == labels).any()
        assert numbered["valid_labels"].dtype == labels.dtype
        assert numbered["classes"][numbered["valid_labels"].astype(int)].tolist() == list("abcdd")
        assert numbered["points"] is arrays["points"]


def test_each_cohort_numbers_its_classes_in_its_own_way_and_always_the_same() -> None:
    labels = {"labels": np.arange(6)}
    found = [Renumbered(Secret.of_trial(number), "fruit", 6).of(labels)["labels"].tolist() for number in range(30)]

    assert len({tuple(each) for each in found}) > 10
    assert found[3] == Renumbered(Secret.of_trial(3), "fruit", 6).of(labels)["labels"].tolist()
