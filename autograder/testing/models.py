"""What a test may ask about a Keras model, and how to find it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .comparison import Compared, Difference, remember
from .grader import Grader
from .notes import note_examined, note_reading
from .showing import InWords

MODEL = InWords("a Keras model")


class Layer:
    """One layer of a model: its kind ("Dense"), name, settings, output shape and parameters."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.kind, self.name, self.config = str(facts["kind"]), str(facts["name"]), dict(facts["config"])
        self.output_shape = tuple(facts["output_shape"])
        self.parameters, self.trainable = int(facts["parameters"]), bool(facts["trainable"])

    def __repr__(self) -> str:
        return f"{self.kind}{self.output_shape}"


class Examined:
    """A Keras model as a test sees it: plain facts, predictions, and losses in training."""

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

    def __getattribute__(self, name: str) -> Any:
        """Facts that a test reads are noted, so that its message can name them."""
        value = super().__getattribute__(name)
        if not name.startswith("_") and not callable(value):
            note_reading(self, name, value)
        return value

    def predict(self, inputs: Any) -> Any:
        """The model's outputs, as an array."""
        return self._predict(inputs)

    def practise(self, inputs: Any, targets: Any, steps: int) -> list[float]:
        """The loss before each of `steps` steps on one batch. A copy learns; the model itself does not change.

        A network that can't memorise a few samples won't learn many. This takes a second, a full training more.
        """
        return list(self._practise(inputs, targets, steps))

    def accuracy(self, inputs: Any, labels: Any) -> float:
        """The share of inputs whose largest output is at the label's index."""
        outputs = np.asarray(self.predict(inputs))
        assert outputs.ndim == 2 and len(outputs) == len(labels), f"the outputs have the shape {outputs.shape}"
        assert np.isfinite(outputs).all(), "some outputs are not finite"
        return float(np.mean(outputs.argmax(axis=1) == np.asarray(labels)))

    def __repr__(self) -> str:
        return f"a model of {self.parameters:,} parameters: {', '.join(map(repr, self.layers))}"


def examine(model: Any) -> Examined:
    """The facts of a trained model. The judge reads them from its own copy, in which no student code runs."""
    found = examined(model)
    note_examined(found, model)
    return found


def examined(model: Any) -> Examined:
    elsewhere = getattr(model, "__examine__", None)
    if elsewhere is not None:
        return elsewhere()  # type: ignore[no-any-return]
    if model is ...:
        raise NotImplementedError("There is no model yet.")
    if model is None:
        remember(Compared(None, MODEL, Difference(None, MODEL)))  # so that the message names the call that gave it
        raise AssertionError
    if Grader.present() is not None:  # a plain value from the box is not a model; no need to ask Keras
        raise TypeError(f"a Keras model is needed, and this is {type(model).__name__}")
    return Examined(
        model_facts(model),
        lambda inputs: predictions(model, inputs),
        lambda inputs, targets, steps: practice(model, inputs, targets, steps),
    )


def model_facts(model: Any) -> dict[str, Any]:
    """The facts of a Keras model, as plain values."""
    import keras

    if not isinstance(model, keras.Model):
        raise TypeError(f"a Keras model is needed, and this is {type(model).__name__}")
    if not model.built:
        raise ValueError("the model does not know its input yet: begin with keras.Input(shape=...)")
    optimizer = getattr(model, "optimizer", None)
    loss, from_logits = loss_facts(getattr(model, "loss", None))
    return {
        "layers": layers_of(model),
        "input_shape": list(model.input_shape),
        "output_shape": list(model.output_shape),
        "parameters": model.count_params(),
        "trainable_parameters": sum(int(np.prod(weight.shape)) for weight in model.trainable_weights),
        "loss": loss,
        "from_logits": from_logits,
        "optimizer": kind_of(type(optimizer), type(optimizer).__name__) if optimizer is not None else "",
        "learning_rate": float(np.asarray(optimizer.learning_rate)) if optimizer is not None else 0.0,
        "metrics": metric_names((model.get_compile_config() or {}).get("metrics")),
    }


def layers_of(model: Any) -> list[dict[str, Any]]:
    """The facts of all layers in order, however the model is written.

    Layers of a model inside are counted one by one, inputs are not, and an activation that is a layer of its own counts
    as that of the layer before it.
    """
    found: list[dict[str, Any]] = []
    for layer in flat(model):
        facts = layer_facts(layer)
        activation = bare_activation(facts)
        if activation and found and found[-1]["config"].get("activation") == "linear" and follows(layer, found[-1]):
            found[-1]["config"]["activation"] = activation
        else:
            found.append(facts)
    return found


def flat(model: Any) -> list[Any]:
    """All layers of a model and of the models in it, without inputs."""
    layers = []
    for layer in model.layers:
        if type(layer).__name__ != "InputLayer":
            layers += flat(layer) if hasattr(layer, "layers") and hasattr(layer, "get_compile_config") else [layer]
    return layers


BARE: dict[str, dict[str, int]] = {
    "ReLU": {"max_value": 0, "negative_slope": 0, "threshold": 0},
    "Softmax": {"axis": -1},
}


def bare_activation(facts: dict[str, Any]) -> str:
    """The activation that a layer applies if it does nothing else, by the name that other layers know it by."""
    config = facts["config"]
    if facts["kind"] == "Activation":
        return str(config.get("activation", ""))
    usual = BARE.get(facts["kind"])
    if usual is None or any((config.get(name) or 0) != value for name, value in usual.items()):
        return ""
    return str(facts["kind"]).lower()


def follows(layer: Any, facts: dict[str, Any]) -> bool:
    """Whether a layer takes its input from the layer with these facts, or from a model that may end with it."""
    nodes = getattr(layer, "_inbound_nodes", None) or []
    sources = [tensor._keras_history.operation for node in nodes[-1:] for tensor in node.input_tensors]
    return len(sources) == 1 and (sources[0].name == facts["name"] or hasattr(sources[0], "layers"))


def layer_facts(layer: Any) -> dict[str, Any]:
    shape = getattr(getattr(layer, "output", None), "shape", ())
    settings = {name: value for name, value in layer.get_config().items() if type(value) in PLAIN}
    if "activation" in layer.get_config():
        settings["activation"] = activation_name(getattr(layer, "activation", None))
    return {
        "kind": kind_of(type(layer), type(layer).__name__),
        "name": layer.name,
        "config": settings,
        "output_shape": list(shape),
        "parameters": layer.count_params(),
        "trainable": bool(layer.trainable),
    }


def activation_name(activation: Any) -> str:
    """The name of an activation, which may be a function or a layer."""
    kind = type(activation).__name__
    return str(getattr(activation, "__name__", kind.lower() if kind in BARE else ""))


AT_ONCE = 512
PLAIN = (str, int, float, bool, list, tuple, type(None))


def loss_facts(loss: Any) -> tuple[str, bool]:
    """The name of a loss, as compile() takes it, and whether it expects logits. The loss's own name may be anything.

    Unusual settings follow the name: a loss that ignores a class is not the one that was asked for.
    """
    import keras

    if loss is None or loss == "":
        return "", False
    found = keras.losses.get(loss) if isinstance(loss, str) else loss
    if not hasattr(found, "get_config"):
        return kind_of(found, getattr(found, "__name__", "a function")), False
    settings, usual = found.get_config(), usual_settings(type(found))
    odd = [f"{name}={value}" for name, value in sorted(settings.items()) if value != usual.get(name, value)]
    name = snake(kind_of(type(found), type(found).__name__))
    return f"{name} ({', '.join(odd)})" if odd else name, bool(settings.get("from_logits", False))


FREE = ("name", "dtype", "from_logits", "label_smoothing")  # told elsewhere, or a matter of taste


def usual_settings(kind: Any) -> dict[str, Any]:
    """The default settings of a class, except those that anyone may choose freely."""
    try:
        return {name: value for name, value in kind().get_config().items() if name not in FREE}
    except Exception:  # a class that can't be made without arguments
        return {}


def metric_names(metrics: Any) -> list[str]:
    """The names of metrics, as compile() takes them. A metric's own name may be anything."""
    if isinstance(metrics, dict) and "class_name" not in metrics:
        metrics = list(metrics.values())
    if isinstance(metrics, (list, tuple)):
        return [name for each in metrics for name in metric_names(each)]
    if isinstance(metrics, dict):
        import keras

        name = str(metrics["config"] if metrics["class_name"] == "function" else metrics["class_name"])
        return [snake(name) if hasattr(keras.metrics, name) else f"{name} of one's own"]
    return [metrics] if isinstance(metrics, str) else []


def kind_of(thing: Any, name: str) -> str:
    """The name of a class or function, if it is one of Keras' own."""
    return name if str(getattr(thing, "__module__", "")).startswith("keras.") else f"{name} of one's own"


def snake(name: str) -> str:
    """`SparseCategoricalAccuracy` as `sparse_categorical_accuracy`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def predictions(model: Any, inputs: Any) -> Any:
    import keras

    inputs = np.asarray(inputs)
    if len(inputs) <= AT_ONCE:  # predict() compiles first, which takes longer than a few predictions
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
