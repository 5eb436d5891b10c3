"""Models: examined where no student's code runs, so that what is forged gains nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.assignment import Assignment, load
from autograder.judge import Judge, Outcome, Status
from autograder.judge.keras_parts import LAYERS, OPERATIONS, REFUSED_LAYERS, REFUSED_OPERATIONS
from autograder.judge.looking import ModelRefused, look
from autograder.sandbox import Limits
from conftest import write_topic
from handing_in import submission
from sources import Source

NOTEBOOK = Source(
    '''\
# %% [markdown]
# # A small network
# %%
import keras
import numpy as np
# %% answer
def build_model():
    """Return a model of 4 inputs, 8 hidden ReLU units and 3 outputs.

    >>> build_model().count_params()
    67
    """
    raise NotImplementedError("Build the model.")
# %% answer
model = ...  # build it, and give it the weights
'''
)
TESTS = Source(
    '''\
import numpy as np

from autograder.testing import approx, examine, points, visible


@visible
@points(1)
def test_counts(build_model):
    """The model has 67 parameters."""
    assert examine(build_model()).parameters == 67


@points(1)
def test_layers(build_model):
    """Two dense layers, the first with a ReLU."""
    found = examine(build_model())
    assert found.kinds == ["Dense", "Dense"]
    assert found.layers[0].config["activation"] == "relu"
    assert found.layers[0].output_shape == (None, 8)
    assert (found.loss, found.from_logits, found.optimizer) == ("sparse_categorical_crossentropy", True, "Adam")
    assert any("acc" in name for name in found.metrics)


@points(2)
def test_finds_the_largest(model):
    """The model says which of three inputs is the largest."""
    inputs = np.eye(4)[[0, 1, 2, 2, 1, 0]]
    assert examine(model).accuracy(inputs, [0, 1, 2, 2, 1, 0]) == approx(1.0)
'''
)
RIGHT = {
    "build_model": """def build_model():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model
""",
    "model": """model = build_model()
model.set_weights([np.eye(4, 8), np.zeros(8), np.eye(8, 3), np.zeros(3)])
""",
}
REFERENCE = Source(
    f"""\
# %% answer
{RIGHT["build_model"]}
# %% mutant="forgets the ReLU" fails="test_layers"
{RIGHT["build_model"].replace('activation="relu"', "")}
# %% mutant="has four outputs" fails="test_counts"
{RIGHT["build_model"].replace("Dense(3)", "Dense(4)")}
# %% answer
{RIGHT["model"]}
# %% mutant="is not trained" fails="test_finds_the_largest"
model = build_model()
"""
)


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_topic(tmp_path_factory.mktemp("net"), NOTEBOOK, TESTS, REFERENCE, "02-net"))


def graded(judge: Judge, topic: Assignment, **answers: str) -> dict[str, Outcome]:
    verdict = judge.grade(topic, submission(topic, {**topic.right, **answers}), Limits(call_seconds=20)).verdict
    return {outcome.test: outcome for outcome in verdict.outcomes}


def test_a_right_model_earns_everything_and_a_stub_nothing(judge: Judge, topic: Assignment) -> None:
    assert {o.status for o in graded(judge, topic).values()} == {Status.PASSED}

    stubs = judge.grade(topic, submission(topic, {}), Limits()).verdict
    assert [outcome.detail for outcome in stubs.outcomes] == ["Not written yet. Build the model."] * 2 + [
        "Not written yet."
    ]


def test_mutants_are_caught(judge: Judge, topic: Assignment) -> None:
    for mutant in topic.mutants:
        found = graded(judge, topic, **{mutant.answer: mutant.source})
        assert found[mutant.fails[0]].status is Status.FAILED, mutant.label


FORGED = """
class Liar(keras.Sequential):
    def count_params(self): return 67
    def predict(self, x, **_): return np.eye(3)[np.argmax(x[:, :3], axis=1)]
    def get_config(self): return {}
model = Liar([keras.Input((4,)), keras.layers.Dense(3)])
"""
PATCHED = """
model = build_model()
model.predict = lambda x, **_: np.eye(3)[np.argmax(x[:, :3], axis=1)]
keras.Model.predict = model.predict
keras.metrics.Accuracy = None
"""
LAMBDA = "model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda x: x[:, :3])])"
OWN_LAYER = """
class Cheat(keras.layers.Layer):
    def call(self, x): return x[:, :3]
model = keras.Sequential([keras.Input((4,)), Cheat()])
"""
OWN_ACTIVATION = "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=lambda x: x)])"
SUBCLASSED = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(3)
    def call(self, x): return self.dense(x)
model = Net()
model(np.ones((1, 4)))
"""
DUCK = """
class Duck:
    layers, built = [], True
    def predict(self, x, **_): return np.eye(3)[np.argmax(x[:, :3], axis=1)]
    def count_params(self): return 67
model = Duck()
"""


@pytest.mark.parametrize(
    ("source", "status", "advice"),
    [
        (FORGED, Status.REFUSED, "keras.Sequential"),
        (PATCHED, Status.FAILED, "expected 1.0"),
        (LAMBDA, Status.REFUSED, "use a layer of keras.layers, such as Rescaling"),
        (OWN_LAYER, Status.REFUSED, "lass of your own can't be examined: use layers of keras.layers"),
        (OWN_ACTIVATION, Status.REFUSED, "name one from Keras instead"),
        (SUBCLASSED, Status.REFUSED, "build the model with keras.Sequential"),
        (DUCK, Status.ERROR, "a Keras model is needed, and this is Duck"),
        ("model = 5", Status.FAILED, "a Keras model is needed, and this is int"),
        ("model = None", Status.FAILED, "expected a Keras model"),
        ("model = keras.Sequential([keras.layers.Dense(3)])", Status.ERROR, "does not know its input yet"),
        (
            "model = build_model()\nmodel.set_weights([w * np.nan for w in model.get_weights()])",
            Status.FAILED,
            "not finite",
        ),
        ("model = build_model()\nmodel.get_weights = lambda: [np.ones(3)]", Status.ERROR, "weights"),
        ("model = build_model()\nmodel.get_weights = lambda: ['secret']", Status.REFUSED, "not plain arrays"),
    ],
)
def test_what_is_forged_gains_nothing(
    judge: Judge, topic: Assignment, source: str, status: Status, advice: str
) -> None:
    outcome = graded(judge, topic, model=source)["test_finds_the_largest"]

    assert (outcome.score, outcome.status) == (0, status)
    assert advice in outcome.detail
    if status is Status.REFUSED:
        assert advice in outcome.message  # though the test is hidden: a student must know what to use instead


WORD = "what-the-student-overheard"
TELLTALES = {
    "the name of a class": SUBCLASSED.replace("Net", "Net_WORD"),
    "the name of a layer's class": OWN_LAYER.replace("Cheat", "Cheat_WORD"),
    "a module": OWN_LAYER + "Cheat.__module__ = 'WORD'\n",
    "a registered name": OWN_LAYER.replace("class Cheat", "@keras.saving.register_keras_serializable('WORD')\nclass Cheat"),
    "an error's text": "model = build_model()\ndef get_weights(): raise ValueError('WORD')\nmodel.get_weights = get_weights",
    "an error's name": "model = build_model()\ndef get_weights(): raise type('WORD', (Exception,), {})\nmodel.get_weights = get_weights",
    "a setting": "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name='WORD')])",
    "a type": "class WORD: pass\nmodel = WORD()",
    "four megabytes": "model = build_model()\ndef get_weights(): raise ValueError('WORD' * 150_000)\nmodel.get_weights = get_weights",
}  # fmt: skip


@pytest.mark.parametrize("source", TELLTALES.values(), ids=TELLTALES)
def test_no_word_of_the_students_is_shown_for_a_hidden_test(judge: Judge, topic: Assignment, source: str) -> None:
    word = WORD.replace("-", "_")
    source = source.replace("WORD", word)

    handed_in = submission(topic, {**topic.right, "model": source})
    found = judge.grade(topic, handed_in, Limits(call_seconds=20))

    outcome = next(o for o in found.verdict.outcomes if o.test == "test_finds_the_largest")
    assert outcome.status is not Status.PASSED
    assert word not in outcome.message
    assert word not in json.dumps(found.verdict.as_json())
    assert len(outcome.detail) <= 500
    assert len(found.verdict.as_record()) < 64 << 10
    shown = json.dumps(found.notebook)
    assert shown.count(word) == json.dumps(source).count(word)  # where the student wrote it


SAME_NAMES = {
    "a loss": ("keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
               "keras.losses.CategoricalHinge(name='sparse_categorical_crossentropy')"),
    "a loss that ignores a class": ("from_logits=True)", "from_logits=True, ignore_class=0)"),
    "a function": ("keras.losses.SparseCategoricalCrossentropy(from_logits=True)", "keras.losses.sparse_categorical_crossentropy"),
    "a metric": ('metrics=["accuracy"]', 'metrics=[keras.metrics.MeanSquaredError(name="accuracy")]'),
    "an optimizer": ('optimizer="adam"', 'optimizer=keras.optimizers.SGD(name="Adam")'),
    "a layer": ('Dense(8, activation="relu")', 'EinsumDense("ab,bc->ac", 8, bias_axes="c", activation="relu", name="Dense")'),
}  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), SAME_NAMES.values(), ids=SAME_NAMES)
def test_a_part_that_only_has_the_right_name_is_not_it(judge: Judge, topic: Assignment, right: str, wrong: str) -> None:
    source = topic.right["build_model"].replace(right, wrong)
    assert source != topic.right["build_model"]

    assert graded(judge, topic, build_model=source)["test_layers"].status is Status.FAILED


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ('optimizer="adam"', "optimizer=keras.optimizers.Adam(0.01)"),
        ("from_logits=True)", "from_logits=True, name='mine')"),
        ('metrics=["accuracy"]', "metrics=[keras.metrics.SparseCategoricalAccuracy()]"),
        ('metrics=["accuracy"]', 'metrics=["acc"]'),
        ('metrics=["accuracy"]', "metrics=[keras.metrics.sparse_categorical_accuracy]"),
    ],
)
def test_the_same_part_in_another_spelling_is_it(judge: Judge, topic: Assignment, right: str, other: str) -> None:
    source = topic.right["build_model"].replace(right, other)
    assert source != topic.right["build_model"]

    assert graded(judge, topic, build_model=source)["test_layers"].status is Status.PASSED


def test_a_saved_model_goes_the_same_way(judge: Judge, topic: Assignment) -> None:
    saved = RIGHT["model"] + "model.save('m.keras')\nmodel = keras.models.load_model('m.keras')\n"

    assert graded(judge, topic, model=saved)["test_finds_the_largest"].status is Status.PASSED


def test_functional_models_with_operations_are_examined(judge: Judge, topic: Assignment) -> None:
    source = """
inputs = keras.Input((4,))
hidden = keras.layers.Dense(4, use_bias=False, name="hidden")(inputs)
model = keras.Model(inputs, keras.ops.relu(hidden / 2.0 + inputs)[:, :3])
model.set_weights([np.eye(4)])
"""

    assert graded(judge, topic, model=source)["test_finds_the_largest"].status is Status.PASSED


@pytest.mark.parametrize(
    "configuration",
    [
        "", "[" * 10_000, "[]", '{"class_name": "Sequential", "module": "os"}', '{"class_name": ["Sequential"], "module": "keras"}',
        '{"class_name": "Sequential", "module": "keras", "registered_name": "pkg>Sequential"}',
        '{"class_name": "Sequential", "module": "keras", "config": {"layers": [{"class_name": "Dense", "module": "keras.layers", "config": {"units": 2000000000}}]}}',
        '{"class_name": "Sequential", "module": "keras", "config": {"layers": [{"class_name": "TorchModuleWrapper", "module": "keras.layers", "config": {}}]}}',
        '{"class_name": "Sequential", "module": "keras", "config": {"fn": {"class_name": "function", "module": "builtins", "config": "eval"}}}',
        '{"class_name": "Sequential", "module": "keras", "config": {"x": ' + "[" * 70 + "]" * 70 + "}}",
    ],
)  # fmt: skip
def test_a_configuration_that_is_not_of_keras_own_parts_does_not_pass(configuration: str) -> None:
    with pytest.raises(ModelRefused):
        look(configuration)


def function(module: str, name: str) -> str:
    return f'{{"class_name": "function", "module": "{module}", "config": "{name}", "registered_name": "{name}"}}'


def layer(name: str, settings: str, module: str = "keras.layers") -> str:
    return f'{{"class_name": "{name}", "module": "{module}", "config": {{{settings}}}, "registered_name": null}}'


LAMBDA_OF_BYTES = (
    '"function": {"class_name": "__lambda__", "config": {"code": "4wAAAAA=", "defaults": null, "closure": null}}'
)
# What published holes of Keras put into a model's file, each to have a function called, or a file read, as it is loaded.
GADGETS = {
    "CVE-2024-3660": layer("Lambda", LAMBDA_OF_BYTES),
    "CVE-2025-1550": layer("Dense", f'"units": 1, "kernel_initializer": {function("subprocess", "Popen")}'),
    "CVE-2025-8747": layer(
        "Lambda", f'"function": {function("keras.utils", "get_file")}, "arguments": {{"fname": "x"}}'
    ),
    "CVE-2025-9906": layer(
        "Dense", f'"units": 1, "activation": {function("keras.config", "enable_unsafe_deserialization")}'
    ),
    "CVE-2025-12058": layer("StringLookup", '"vocabulary": "/etc/passwd"'),
    "CVE-2025-12060": function("keras.utils", "get_file"),
    "CVE-2025-49655": layer("TorchModuleWrapper", '"module": {"buffer": "gASVAAAAAAAAAA=="}'),
    "a saved model of TensorFlow": layer("TFSMLayer", '"filepath": "/tmp/model"'),
    "a layer in a layer": layer("TimeDistributed", f'"layer": {layer("Lambda", LAMBDA_OF_BYTES)}'),
    "a class of the system": layer("Popen", '"args": ["id"]', "subprocess"),
    "a way in through an old name": layer("Sequential", '"layers": []', "keras.src.legacy.saving.legacy_h5_format"),
}


@pytest.mark.parametrize("gadget", GADGETS.values(), ids=GADGETS)
def test_what_published_holes_of_keras_load_is_refused_before_it_is_loaded(
    judge: Judge, topic: Assignment, gadget: str
) -> None:
    whole = f'{{"class_name": "Sequential", "module": "keras", "config": {{"layers": [{gadget}]}}}}'
    forged = (
        f"import json\nmodel = build_model()\nkeras.saving.serialize_keras_object = lambda it: json.loads({whole!r})\n"
    )

    outcome = graded(judge, topic, model=forged)["test_finds_the_largest"]

    assert (outcome.score, outcome.status) == (0, Status.REFUSED)


def test_every_layer_and_operation_of_this_keras_is_allowed_or_refused_with_a_reason() -> None:
    import importlib
    import inspect
    import pkgutil

    import keras
    from keras.src import ops
    from keras.src.ops.operation import Operation

    layers = {each for each in vars(keras.layers).values() if inspect.isclass(each) and issubclass(each, keras.Layer)}
    found = set()
    for module in pkgutil.iter_modules(ops.__path__):
        if not module.name.endswith("_test"):
            space = vars(importlib.import_module(f"keras.src.ops.{module.name}"))
            own = [each for each in space.values() if inspect.isclass(each) and issubclass(each, Operation)]
            found |= {(module.name, each.__name__) for each in own if each.__module__.endswith(f".{module.name}")}

    assert {each.__name__ for each in layers} <= LAYERS | REFUSED_LAYERS.keys()
    allowed = {(module, name) for module, names in OPERATIONS.items() for name in names}
    assert {name for _, name in found - allowed} - {"Operation"} <= REFUSED_OPERATIONS


STYLES = {
    "an activation in a layer of its own": """
def build_model():
    return compiled(keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(8), keras.layers.Activation("relu"), keras.layers.Dense(3)]))
""",
    "a ReLU layer": """
def build_model():
    return compiled(keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(8), keras.layers.ReLU(), keras.layers.Dense(3)]))
""",
    "a functional model": """
def build_model():
    inputs = keras.Input((4,))
    hidden = keras.layers.ReLU()(keras.layers.Dense(8)(inputs))
    return compiled(keras.Model(inputs, keras.layers.Dense(3)(hidden)))
""",
    "a model in a model": """
def build_model():
    body = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.ReLU()])
    return compiled(keras.Sequential([keras.Input((4,)), body, keras.layers.Dense(3)]))
""",
    "a functional model in a model": """
def build_model():
    inputs = keras.Input((4,))
    body = keras.Model(inputs, keras.layers.Dense(8, activation="relu")(inputs))
    again = keras.Input((4,))
    return compiled(keras.Model(again, keras.layers.Dense(3)(body(again))))
""",
    "a metric of one's own, which no test needs": """
def share(labels, outputs):
    return keras.ops.mean(outputs)

def build_model():
    return compiled(keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)]), [share])
""",
    "a schedule of one's own, which no test needs": """
class Falling(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 0.01 / (1 + step)

    def get_config(self):
        return {}

def build_model():
    return compiled(keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)]), rate=Falling())
""",
}
COMPILED = Source(
    """
def compiled(model, more=(), rate=0.01):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy", *more])
    return model
"""
)


@pytest.mark.parametrize("style", STYLES)
def test_a_model_in_another_style_is_seen_as_the_same(judge: Judge, topic: Assignment, style: str) -> None:
    found = graded(judge, topic, build_model=COMPILED + STYLES[style])

    assert [found[name].detail for name in ("test_counts", "test_layers")] == ["", ""]


def test_an_activation_too_many_is_still_seen(judge: Judge, topic: Assignment) -> None:
    twice = COMPILED + STYLES["a ReLU layer"].replace("Dense(8)", 'Dense(8, activation="tanh")')

    assert graded(judge, topic, build_model=twice)["test_layers"].status is Status.FAILED


@pytest.mark.parametrize(
    "hidden",
    [
        "keras.layers.Embedding(9, 4, mask_zero=True)(inputs)",
        "keras.layers.Masking()(keras.layers.Reshape((4, 1))(inputs))",
    ],
)
def test_masks_in_a_functional_model_can_be_examined(judge: Judge, topic: Assignment, hidden: str) -> None:
    masked = f"inputs = keras.Input((4,))\nhidden = keras.layers.LSTM(3)({hidden})\nmodel = keras.Model(inputs, keras.layers.Dense(4)(hidden))"

    assert graded(judge, topic, model=masked)["test_finds_the_largest"].status is not Status.REFUSED


def test_a_loss_of_ones_own_fails_only_the_tests_that_need_it(judge: Judge, topic: Assignment) -> None:
    own = COMPILED.replace(
        "loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
        "loss = lambda labels, outputs: keras.ops.mean(outputs)",
    )

    found = graded(judge, topic, build_model=own + STYLES["a functional model"])

    assert found["test_counts"].detail == ""
    assert found["test_layers"].status is Status.FAILED


def test_notebooks_examine_models_in_their_own_process(topic: Assignment, tmp_path: Path) -> None:
    import keras

    from autograder.testing import examine

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="sgd", loss="categorical_crossentropy")
    found = examine(model)

    assert (found.parameters, found.kinds, found.loss, found.optimizer) == (
        6,
        ["Dense"],
        "categorical_crossentropy",
        "SGD",
    )
    with pytest.raises(NotImplementedError):
        examine(...)
