"""What a test file may use, and how a notebook runs its tests.

This source also travels inside the notebooks that students get, where no package of ours is installed: it needs
Python and numpy, and nothing else.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

Test = Callable[..., Any]


def visible(test: Test) -> Test:
    """Marks a test that students see in their notebook. The mark is read from the file; here it does nothing."""
    return test


def points(worth: float) -> Callable[[Test], Test]:
    """Marks what a test is worth. The mark is read from the file; here it does nothing."""
    return lambda test: test


def before(answer: str) -> Callable[[Test], Test]:
    """Marks a cheap test that comes before the cell of `answer` is run, which takes long.

    If it fails, the judge does not run that cell. The mark is read from the file; here it does nothing.
    """
    return lambda test: test


class approx:
    """Equal within a tolerance: of the same shape, real and finite, so that a NaN or a wrong type never passes.

    >>> 0.1 + 0.2 == approx(0.3)
    True
    >>> [1.0, 2.0] == approx([1, 2.5])
    False
    """

    __array_ufunc__ = None  # or numpy would compare element by element instead of asking us
    __hash__ = None  # type: ignore[assignment]
    mismatch = ""  # what the latest failed comparison saw, for the message of the test around it

    def __init__(self, expected: Any, rel: float = 1e-6, abs: float = 1e-9) -> None:
        self.expected, self.rel, self.abs = expected, rel, abs

    def __eq__(self, actual: object) -> bool:
        approx.mismatch = difference(actual, self.expected, self.rel, self.abs)
        return not approx.mismatch

    def __ne__(self, actual: object) -> bool:
        same = not difference(actual, self.expected, self.rel, self.abs)
        approx.mismatch = f"got {short(actual)}, expected anything else" if same else ""
        return not same

    def __repr__(self) -> str:
        return f"approx({short(self.expected)})"


def difference(actual: Any, expected: Any, rel: float, abs: float) -> str:
    """Say in one sentence how `actual` differs from `expected`; an empty string says that it does not."""
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or actual.keys() != expected.keys():
            return f"got {short(actual)}, expected {short(expected)}"
        found = (difference(actual[key], expected[key], rel, abs) for key in expected)
        return next((text for text in found if text), "")
    try:
        want, got = np.asarray(expected), np.asarray(actual)
    except Exception:  # a ragged list, or an object that refuses to be an array
        want = got = np.asarray(None)
    if want.dtype.kind not in "biuf":
        return sequence_difference(actual, expected, rel, abs)
    if got.dtype.kind not in ("b" if want.dtype.kind == "b" else "iuf"):
        return f"got {short(actual)}, expected {short(expected)}"
    if got.shape != want.shape:
        return f"got shape {got.shape}, expected shape {want.shape}"
    got, want = got.astype(float), want.astype(float)
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= np.maximum(rel * np.abs(want), abs)
        close = np.where(np.isfinite(want), near, False) | (got == want)  # everything is near infinity
    close |= np.isnan(got) & np.isnan(want)
    close &= np.isfinite(got) | ~np.isfinite(want)
    if close.all():
        return ""
    if not want.shape:
        return f"got {short(actual)}, expected {short(expected)}"
    at = tuple(int(i) for i in np.argwhere(~close)[0])
    where = at[0] if len(at) == 1 else at
    return f"got {got[at]:.8g} at {where}, expected {want[at]:.8g}"


def sequence_difference(actual: Any, expected: Any, rel: float, abs: float) -> str:
    """The difference of values that are no numbers, or of lists that hold such values."""
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple, np.ndarray)):
        if len(actual) != len(expected):
            return f"got {len(actual)} values, expected {len(expected)}"
        found = (difference(a, e, rel, abs) for a, e in zip(actual, expected, strict=True))
        return next((text for text in found if text), "")
    same = type(actual) is type(expected) and actual == expected
    return "" if same else f"got {short(actual)}, expected {short(expected)}"


class raises:
    """The block under `with raises(ValueError):` must raise that error.

    An answer that is not written yet never passes, nor one that hangs or ends its process, whatever is waited for.
    """

    def __init__(self, *kinds: type[BaseException]) -> None:
        self.kinds = kinds

    def __enter__(self) -> raises:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if kind is None:
            raise AssertionError("no error was raised; expected " + " or ".join(k.__name__ for k in self.kinds))
        # The judge's own errors are known by their module: this source also runs where that module is not installed.
        ended = any(base.__module__ == "autograder.sandbox.errors" for base in kind.__mro__)
        return issubclass(kind, self.kinds) and not issubclass(kind, NotImplementedError) and not ended


class Layer:
    """One layer of a model: its kind ("Dense"), its name, its settings, the shape of its output, its parameters."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.kind, self.name, self.config = str(facts["kind"]), str(facts["name"]), dict(facts["config"])
        self.output_shape = tuple(facts["output_shape"])
        self.parameters, self.trainable = int(facts["parameters"]), bool(facts["trainable"])

    def __repr__(self) -> str:
        return f"{self.kind}{self.output_shape}"


class Examined:
    """A Keras model as a test sees it: plain facts, predictions, and how it learns."""

    def __init__(self, facts: dict[str, Any], predict: Callable[..., Any], practise: Callable[..., Any]) -> None:
        self.layers = [Layer(each) for each in facts["layers"]]
        self.kinds = [layer.kind for layer in self.layers]
        self.input_shape, self.output_shape = tuple(facts["input_shape"]), tuple(facts["output_shape"])
        self.parameters = int(facts["parameters"])
        self.trainable_parameters = int(facts["trainable_parameters"])
        self.loss, self.from_logits = str(facts["loss"]), bool(facts["from_logits"])
        self.optimizer, self.learning_rate = str(facts["optimizer"]), float(facts["learning_rate"])
        self.metrics = [str(metric) for metric in facts["metrics"]]
        self._predict, self._practise = predict, practise

    def predict(self, inputs: Any) -> Any:
        """The model's outputs, as an array."""
        return self._predict(inputs)

    def practise(self, inputs: Any, targets: Any, steps: int) -> list[float]:
        """The loss before each of so many steps on one batch. A copy learns; the model stays as it is.

        A network that can't learn a few samples by heart will not learn many: this costs a second, a training more.
        """
        return list(self._practise(inputs, targets, steps))

    def accuracy(self, inputs: Any, labels: Any) -> float:
        """The share of inputs for which the largest output is at the label's place."""
        outputs = np.asarray(self.predict(inputs))
        assert outputs.ndim == 2 and len(outputs) == len(labels), f"the outputs have the shape {outputs.shape}"
        assert np.isfinite(outputs).all(), "some outputs are not finite"
        return float(np.mean(outputs.argmax(axis=1) == np.asarray(labels)))

    def __repr__(self) -> str:
        return f"a model of {self.parameters:,} parameters: {', '.join(map(repr, self.layers))}"


def examine(model: Any) -> Examined:
    """The facts of a trained model. The judge reads them from a copy of its own, in which no student's code runs."""
    elsewhere = getattr(model, "__examine__", None)
    if elsewhere is not None:
        return elsewhere()  # type: ignore[no-any-return]
    if model is ... or model is None:
        raise NotImplementedError("There is no model yet.")
    if Grader.now is not None:  # what came out of the box as a plain value is none; no need to ask Keras
        raise TypeError(f"a Keras model is needed, and this is {type(model).__name__}")
    return Examined(
        model_facts(model),
        lambda inputs: predictions(model, inputs),
        lambda inputs, targets, steps: practice(model, inputs, targets, steps),
    )


def model_facts(model: Any) -> dict[str, Any]:
    """What can be said about a Keras model in plain values."""
    import keras

    if not isinstance(model, keras.Model):
        raise TypeError(f"a Keras model is needed, and this is {type(model).__name__}")
    if not model.built:
        raise ValueError("the model does not know its input yet: begin with keras.Input(shape=...)")
    optimizer = getattr(model, "optimizer", None)
    loss, from_logits = loss_facts(getattr(model, "loss", None))
    return {
        "layers": [layer_facts(layer) for layer in model.layers],
        "input_shape": list(model.input_shape),
        "output_shape": list(model.output_shape),
        "parameters": model.count_params(),
        "trainable_parameters": sum(int(np.prod(weight.shape)) for weight in model.trainable_weights),
        "loss": loss,
        "from_logits": from_logits,
        "optimizer": type(optimizer).__name__ if optimizer is not None else "",
        "learning_rate": float(np.asarray(optimizer.learning_rate)) if optimizer is not None else 0.0,
        "metrics": [str(name) for name in ((model.get_compile_config() or {}).get("metrics") or []) if name],
    }


def layer_facts(layer: Any) -> dict[str, Any]:
    shape = getattr(getattr(layer, "output", None), "shape", ())
    settings = {name: value for name, value in layer.get_config().items() if type(value) in PLAIN}
    if "activation" in layer.get_config():
        settings["activation"] = getattr(getattr(layer, "activation", None), "__name__", "")
    return {
        "kind": type(layer).__name__,
        "name": layer.name,
        "config": settings,
        "output_shape": list(shape),
        "parameters": layer.count_params(),
        "trainable": bool(layer.trainable),
    }


AT_ONCE = 512
PLAIN = (str, int, float, bool, list, tuple, type(None))


def loss_facts(loss: Any) -> tuple[str, bool]:
    """A loss by the name that compile() takes, and whether it expects logits."""
    if loss is None or isinstance(loss, str):
        return loss or "", False
    settings = loss.get_config() if hasattr(loss, "get_config") else {}
    return str(settings.get("name") or getattr(loss, "__name__", "")), bool(settings.get("from_logits", False))


def predictions(model: Any, inputs: Any) -> Any:
    import keras

    inputs = np.asarray(inputs)
    if len(inputs) <= AT_ONCE:  # predict() compiles first, which takes longer than a few answers
        return keras.ops.convert_to_numpy(model(inputs, training=False))
    return np.asarray(model.predict(inputs, batch_size=256, verbose=0))


def practice(model: Any, inputs: Any, targets: Any, steps: int) -> list[float]:
    import keras

    settings = model.get_compile_config()
    if not settings:
        raise ValueError("the model is not compiled, so it can't learn")
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.compile_from_config(settings)
    inputs, targets = np.asarray(inputs), np.asarray(targets)
    losses = copy.fit(inputs, targets, epochs=steps, batch_size=len(inputs), verbose=0).history["loss"]
    return [float(loss) for loss in losses]


HIDDEN_DATA = "COURSE_HIDDEN_DATA"  # the environment variable that names a grader's folder of hidden data
GATES: dict[
    str, dict[str, float]
] = {}  # of the assignment that this file travels with: {"accuracy": {"at_least": 0.9}}


class Grader:
    """What a grader has: given and hidden data, and gates. A context manager that keeps what was measured meanwhile."""

    now: Grader | None = None

    def __init__(
        self,
        given: Callable[[str], dict[str, Any]],
        hidden: Callable[[str], dict[str, Any]],
        gates: dict[str, dict[str, float]],
    ) -> None:
        self.given, self.hidden, self.gates = given, hidden, gates
        self.evidence: dict[str, dict[str, float]] = {}

    def __enter__(self) -> Grader:
        Grader.now = self
        return self

    def __exit__(self, *problem: object) -> None:
        Grader.now = None


def given(name: str) -> dict[str, Any]:
    """The data that students have beside their notebook, as np.load("NAME.npz") gives it."""
    return loaded(Path(f"{name}.npz")) if Grader.now is None else Grader.now.given(name)


def loaded(path: Path) -> dict[str, Any]:
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def hidden(name: str) -> dict[str, Any]:
    """The hidden part of a data set: the arrays that a recipe's `make` returned, such as images, labels and groups."""
    if Grader.now is not None:
        return Grader.now.hidden(name)
    places = (Path(os.environ.get(HIDDEN_DATA, "/nowhere"), f"{name}.npz"), Path(f"hidden-{name}.npz"))
    path = next((place for place in places if place.exists()), None)
    if path is None:
        raise AssertionError("This is measured on data that only the grader has.")
    return loaded(path)


def reach(gate: str, value: float, samples: int = 0, **facts: float) -> None:
    """Assert that a measured value reaches the gate of that name in grading_config.yml, and keep it as evidence.

    With `samples`, the value is a share of so many, and the interval that holds the true share with a probability of
    95 % is kept beside it. More `facts`, such as the number of parameters, are kept as well.
    """
    bounds = (GATES if Grader.now is None else Grader.now.gates).get(gate)
    if bounds is None:
        raise LookupError(f"grading_config.yml has no gate called {gate!r} for this assignment.")
    if Grader.now is not None:
        between = dict(zip(("low", "high"), interval(value, samples), strict=True)) if samples else {}
        Grader.now.evidence[gate] = {"value": float(value), **bounds, **between, **facts}
    low, high = bounds.get("at_least", -math.inf), bounds.get("at_most", math.inf)
    wanted = f"at least {low:g}" if math.isfinite(low) else f"at most {high:g}"
    assert low <= value <= high, f"{gate} is {value:.3f}, and must be {wanted}"


def interval(share: float, samples: int) -> tuple[float, float]:
    """Wilson's interval for a share of `samples`: the true one lies in it with a probability of 95 %."""
    z = 1.96
    middle = (share + z * z / (2 * samples)) / (1 + z * z / samples)
    half = z / (1 + z * z / samples) * math.sqrt(share * (1 - share) / samples + z * z / (4 * samples**2))
    return middle - half, middle + half


def run(*tests: Test, points: float | list[float]) -> float:
    """Run tests on what the notebook defines, print what they found, and return the points earned.

    `points` is what the test is worth, or a list of that for several. nbgrader takes the returned number as the
    score of the cell.
    """
    worth = points if isinstance(points, list) else [points]
    earned, problems = 0.0, []
    for test, value in zip(tests, worth, strict=True):
        problem = trouble(test, test.__globals__)
        claim = " ".join((test.__doc__ or test.__name__).split())
        print(f"\u2717 {claim}\n    {problem}" if problem else f"\u2713 {claim}")
        if problem:
            problems.append(problem)
        else:
            earned += value
    if problems and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError("; ".join(problems))  # validation shows the text of an error, not of a print
    return earned


def trouble(test: Test, names: dict[str, Any]) -> str:
    """Run one test with the answers that its parameters name, and say what went wrong, or nothing."""
    wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
    missing = [name for name in wanted if name not in names]
    if missing:
        return f"{missing[0]} is not defined: run the cell that defines it, and keep its name."
    approx.mismatch = ""
    try:
        with quiet():
            test(*(names[name] for name in wanted))
    except NotImplementedError as error:
        return f"{wanted[0]} is not written yet. {error}".rstrip()
    except AssertionError as error:
        return str(error) or approx.mismatch or "This does not hold yet."
    except (Exception, SystemExit) as error:  # whatever a student's answer may raise is a finding, not a fault
        return f"{type(error).__name__}: {error}"
    return ""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Hold back stderr and warnings: nbgrader takes a grade away for a single line there."""
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def short(value: Any, limit: int = 80) -> str:
    """A value in few characters."""
    text = " ".join(repr(value).split())
    return text if len(text) <= limit else text[: limit - 3] + "..."
