"""A small course whose only topic trains a network of six numbers: is a point's first coordinate the larger one?"""

from __future__ import annotations

from pathlib import Path

from autograder.assignment import Assignment
from autograder.course import load_course
from autograder.judge import Graded, Judge
from autograder.sandbox import Limits
from conftest import write_topic
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


def grade(judge: Judge, topic: Assignment, **changed: str) -> Graded:
    answers = {"build": BUILD, "train": TRAIN, "model": MODEL, **changed}
    return judge.grade(topic, submission(topic, answers), Limits())
