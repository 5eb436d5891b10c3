"""The clean room: a student's model, rebuilt from its configuration and weights where no student code runs.

Theory of operation. A model in the student's box may lie about everything: its layers, its parameters, its predictions.
So the box is only asked for the configuration and weights, which are data. The judge checks that the configuration uses
only Keras' own layers; then a fresh box rebuilds the model, and tests read facts and predictions there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

import numpy as np

from ..sandbox import Array, Box, BoxError, Nonsense, Zygote
from ..testing import Examined
from .budget import Budget


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAYERS = _names(
    """
    Activation Add AdditiveAttention AlphaDropout Attention Average AveragePooling1D AveragePooling2D
    AveragePooling3D BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate Conv1D Conv1DTranspose
    Conv2D
    Conv2DTranspose Conv3D Conv3DTranspose Cropping1D Cropping2D Dense DepthwiseConv1D DepthwiseConv2D Dot Dropout ELU
    EinsumDense Embedding Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
    GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GroupNormalization GroupQueryAttention Identity
    InputLayer LSTM LSTMCell LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum
    Minimum MultiHeadAttention Multiply Normalization PReLU Permute RMSNormalization RNN RandomBrightness
    RandomContrast RandomCrop RandomFlip RandomRotation RandomTranslation RandomZoom ReLU RepeatVector Rescaling
    Reshape Resizing SeparableConv1D SeparableConv2D SimpleRNN SimpleRNNCell Softmax SpatialDropout1D SpatialDropout2D
    Subtract TimeDistributed UnitNormalization UpSampling1D UpSampling2D ZeroPadding1D ZeroPadding2D"""
)
_OPERATIONS = _names(
    """Absolute Add AveragePool Concatenate Divide Elu Exp ExpandDims GetItem Log LogSoftmax Matmul Max MaxPool Maximum
    Mean Min Minimum Multiply Negative Relu Relu6 Reshape Sigmoid Silu Softmax Sqrt Square Squeeze Subtract Sum Tanh
    Transpose TrueDivide"""
)
_FUNCTIONS = _names(  # losses and metrics; whatever a student calls by such a name, Keras' own takes its place
    """
    binary_accuracy binary_crossentropy binary_focal_crossentropy categorical_accuracy categorical_crossentropy
    categorical_focal_crossentropy categorical_hinge cosine_similarity hinge huber kl_divergence log_cosh
    mean_absolute_error mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson
    sparse_categorical_accuracy sparse_categorical_crossentropy sparse_top_k_categorical_accuracy squared_hinge
    top_k_categorical_accuracy"""
)
_MODELS = frozenset(("Functional", "Model", "Sequential"))
_PARTS = ("keras.initializers", "keras.regularizers", "keras.constraints", "keras.optimizers", "keras.losses",
          "keras.metrics", "keras.optimizers.schedules")  # fmt: skip
_PLACES = ("__tuple__", "__keras_tensor__", "__numpy__", "__slice__", "__ellipsis__")
_LARGEST, _DEEPEST, _MOST = 1 << 26, 60, 50_000


class ModelRefused(BoxError):
    """A model that can't be examined. `advice` says what to use instead, in our own words alone."""

    def __init__(self, advice: str, found: str = "") -> None:
        super().__init__(f"{found}: {advice[0].lower()}{advice[1:]}" if found else advice)
        self.advice = advice


class CleanRoom:
    """One box without student code, for the models of one submission. It is made on first use."""

    def __init__(self, zygote: Zygote, budget: Budget) -> None:
        self._zygote, self._budget = zygote, budget
        self._box: Box | None = None
        self._known: dict[str, Examined] = {}

    def close(self) -> None:
        if self._box is not None:
            self._box.close()

    def examine(self, parts: object) -> Examined:
        """Return the facts of a model whose parts came from the student's box, or raise BoxError."""
        configuration, weights = _parts(parts)
        digest = sha256(configuration.encode())
        for weight in weights:
            digest.update(repr(weight.shape).encode() + weight.tobytes())
        name = digest.hexdigest()
        if name not in self._known or self._box is None or not self._box.alive:
            look(configuration)
            self._known[name] = self._made(configuration, weights)
        return self._known[name]

    def _made(self, configuration: str, weights: list[Array]) -> Examined:
        if self._box is None or not self._box.alive:
            if self._box is not None:
                self._box.close()
            self._box, self._known = self._zygote.box(self._budget.limits), {}
        box, budget = self._box, self._budget
        with budget.running():
            parts: dict[str, object] = {"configuration": configuration, "weights": weights}
            model, facts = box.put_together(parts, budget.for_cell(""))

        def predict(inputs: object) -> object:
            with budget.running():
                return box.predict(model, np.asarray(inputs), budget.for_cell(""))

        def practise(inputs: object, targets: object, steps: int) -> list[float]:
            with budget.running():
                losses = box.practise(model, np.asarray(inputs), np.asarray(targets), steps, budget.for_cell(""))
            if not isinstance(losses, list):
                raise Nonsense("The reply is not a list of losses.")
            return [float(loss) for loss in losses]

        try:
            return Examined(facts, predict, practise)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelRefused("The model's facts could not be read.", f"{type(error).__name__}: {error}") from None


def look(configuration: str) -> None:
    """Accept a configuration that uses only Keras' own layers, or raise ModelRefused."""
    try:
        tree = json.loads(configuration)
    except (ValueError, RecursionError):
        raise ModelRefused("The model's configuration could not be read.") from None
    name = str(tree.get("class_name")) if isinstance(tree, dict) else "this"
    if name not in _MODELS:
        raise ModelRefused(
            "A model class of your own can't be examined: build the model with "
            "keras.Sequential([...]) or keras.Model(inputs, outputs).",
            name[:60],
        )
    for count, (node, depth) in enumerate(_nodes(tree, 0)):
        if count > _MOST or depth > _DEEPEST:
            raise ModelRefused("The model has too many parts to be examined.")
        if isinstance(node, int) and abs(node) > _LARGEST:
            raise ModelRefused("A setting of the model is too large.", str(node)[:60])
        if isinstance(node, dict):
            _look_at(node)


def _nodes(node: object, depth: int) -> Iterator[tuple[object, int]]:
    yield node, depth
    if depth <= _DEEPEST and isinstance(node, dict | list):
        for item in node.values() if isinstance(node, dict) else node:
            yield from _nodes(item, depth + 1)


def _look_at(node: dict[str, object]) -> None:
    for setting in ("activation", "recurrent_activation"):
        value = node.get(setting)
        if not isinstance(value, str | dict | None) or "value" in (value or ()):
            raise ModelRefused("An activation is a function of your own; name one from Keras instead, such as 'relu'.")
    if "class_name" not in node or _is_known_function(node):
        return
    name, module = str(node["class_name"])[:60], node.get("module")
    if node.get("registered_name") not in (None, name) or not _allowed(name, module):
        raise ModelRefused(_advice(name, module), name if module is None else f"{str(module)[:60]}.{name}")


def _is_known_function(node: dict[str, object]) -> bool:
    kinds = (node.get("module"), node.get("class_name"), node.get("registered_name"))
    name = node.get("config")
    return kinds == ("builtins", "function", "function") and isinstance(name, str) and name in _FUNCTIONS


def _allowed(name: str, module: object) -> bool:
    match module:
        case None:
            return name in _PLACES
        case "keras.layers":
            return name in _LAYERS
        case "keras.src.ops.numpy" | "keras.src.ops.nn" | "keras.ops":
            return name in _OPERATIONS
        case "keras" | "keras.models" | "keras.src.models.functional":
            return name in _MODELS or name == "DTypePolicy"
    return module in _PARTS


def _advice(name: str, module: object) -> str:
    if name in ("Lambda", "__lambda__", "function"):
        return (
            "The model holds a Lambda layer or a function of your own, which can't be examined: use a layer of "
            "keras.layers, such as Rescaling or Activation, or do the step before the model."
        )
    if module is None:
        return "A class of your own can't be examined: use layers of keras.layers instead."
    return "This can't be examined here: use one of the usual layers of keras.layers instead."


def _parts(parts: object) -> tuple[str, list[Array]]:
    match parts:
        case {"configuration": str(configuration), "weights": [*weights]}:
            if all(isinstance(weight, np.ndarray) and weight.dtype.kind in "biuf" for weight in weights):
                return configuration, weights
    raise ModelRefused("The model could not be taken apart: its weights are not plain arrays.")
