"""Notebooks that import Keras: one topic that builds a model and trains nothing, and one that trains."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ..assignment import Assignment
from ..course import Course, load_course
from . import judging
from .judging import BenchError
from .material import Distinct, write_cohort

_CONFIG = "limits: {cell_seconds: 120, call_seconds: 300, total_seconds: 600}\n"
_BUILDING = (
    '''\
# %% [markdown]
# # Counting parameters
# %%
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # nbgrader gives no points if a line appears on stderr
import keras
# %% answer
def count(units):
    """Return how many parameters a network of 4 inputs, `units` hidden neurons and 1 output has.

    >>> count(2)
    13
    """
    raise NotImplementedError("Return the number of parameters.")
''',
    '''\
from autograder.testing import points, visible


@visible
@points(1)
def test_two_neurons(count):
    """Two hidden neurons have 10 parameters, and the output has 3 more."""
    assert count(2) == 13


@points(1)
def test_many_neurons(count):
    """Each hidden neuron brings 6 parameters, and the output's bias is one more."""
    assert count(16) == 97
    assert count(64) == 385
''',
    """\
# %% answer
def count(units):
    layers = [keras.Input((4,)), keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)]
    return keras.Sequential(layers).count_params()
# %% mutant="leaves out the hidden bias" fails="test_two_neurons"
def count(units):
    layers = [keras.Input((4,)), keras.layers.Dense(units, use_bias=False), keras.layers.Dense(1)]
    return keras.Sequential(layers).count_params()
# %% mutant="forgets the output layer" fails="test_two_neurons"
def count(units):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)]).count_params()
# %% mutant="always has two neurons" fails="test_many_neurons"
def count(units):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(2), keras.layers.Dense(1)]).count_params()
""",
)
_TRAINING = (
    '''\
# %% [markdown]
# # Training a little
# %%
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # nbgrader gives no points if a line appears on stderr
import keras
import numpy as np
# %% answer
def train(seed):
    """Return the loss after each of 10 epochs of training a small dense network, seeded with `seed`.

    >>> len(train(1))
    10
    """
    raise NotImplementedError("Return the losses.")
''',
    '''\
from autograder.testing import points


@points(1)
def test_loss_falls(train):
    """The loss falls to less than half."""
    losses = train(1)
    assert len(losses) == 10
    assert losses[-1] < losses[0] / 2
''',
    """\
# %% answer
def train(seed):
    keras.utils.set_random_seed(seed)
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(40_000, 20)).astype("float32")
    y = (x[:, 0] * x[:, 1] > 0).astype("float32")
    layers = [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(64, activation="relu")]
    model = keras.Sequential([keras.Input((20,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return model.fit(x, y, batch_size=64, epochs=10, verbose=0).history["loss"]
# %% mutant="has not trained" fails="test_loss_falls"
def train(seed):
    return [0.7] * 10
""",
)
_SCRIPT = """
import json, time
start = time.perf_counter()
import keras
import numpy as np
imported = time.perf_counter()
{answer}
losses = train(1)
done = time.perf_counter()
print(json.dumps([imported - start, done - imported, losses[-1]]))
"""


@dataclass(frozen=True)
class Training:
    """A notebook that trains, in our judge and as a bare script. Every figure is a median, in seconds."""

    repeats: int
    script_import: float
    script_training: float
    judged: float  # box birth, notebook, tests: all the judge's work with a warm zygote
    ratio: float  # of the judge's time to the bare training, without imports


def keras_course(root: Path, *, training: bool) -> Course:
    """Write a course with one topic, and load it."""
    notebook, tests, reference = _TRAINING if training else _BUILDING
    name = "02-training" if training else "01-counting"
    (root / "assignments" / name).mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "grading_config.yml").write_text(_CONFIG)
    (root / "assignments" / name / "notebook.py").write_text(notebook)
    (root / "assignments" / name / "tests.py").write_text(tests)
    (root / "reference" / f"{name}.py").write_text(reference)
    return load_course(root)


def train(root: Path, notebook: Distinct, assignment: Assignment, repeats: int) -> Training:
    """Train equally often in the judge and in a bare script, on as many cores. BenchError if a point is missing."""
    script = _SCRIPT.format(answer=assignment.right["train"])
    write_cohort([notebook], root / "submitted", 2)
    bare, judged = [], []
    for number in range(repeats):  # alternating, so that other work on the machine slows both alike
        bare.append(_bare(script))
        graded = judging.grade(root, root / "submitted", root / f"results-{number}", 1)
        if sum(graded.totals[notebook.who, assignment.name].values()) != assignment.by_tests:
            raise BenchError("The notebook that trains did not get its points.")
        judged.append(graded.each[1][1])  # the first one started the zygote
    training = median(seconds for _, seconds in bare)
    return Training(
        repeats, median(seconds for seconds, _ in bare), training, median(judged), median(judged) / training
    )


def _bare(script: str) -> tuple[float, float]:
    """The seconds that a separate script takes to import Keras, and then to train."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"The bare script failed:\n{done.stderr[-2000:]}")
    imported, trained, _ = json.loads(done.stdout)
    return imported, trained
