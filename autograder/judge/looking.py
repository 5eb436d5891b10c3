"""Look at a model's configuration before it is rebuilt: it may use only what is Keras' own.

Theory of operation. A configuration comes from a student's box and names classes that Keras then makes. What is not on
a list is refused. How a model is compiled matters to few tests, so what is not Keras' own there is left out, and only
tests that need it notice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..sandbox import BoxError
from .keras_parts import FUNCTIONS, LAYERS, OPERATIONS

_MODELS = frozenset(("Functional", "Model", "Sequential"))
_PARTS = ("keras.initializers", "keras.regularizers", "keras.constraints", "keras.optimizers", "keras.losses",
          "keras.metrics", "keras.optimizers.schedules")  # fmt: skip
_OPS = "keras.src.ops."
_PLACES = ("__tuple__", "__keras_tensor__", "__numpy__", "__slice__", "__ellipsis__")
_LARGEST, _DEEPEST, _MOST = 1 << 26, 60, 50_000


class ModelRefused(BoxError):
    """A model that can't be examined. `advice` says what to use instead, in our own words alone."""

    def __init__(self, advice: str, found: str = "") -> None:
        super().__init__(f"{found}: {advice[0].lower()}{advice[1:]}" if found else advice)
        self.advice = advice


@dataclass(frozen=True)
class Looked:
    """A configuration that may be rebuilt. `left_out` names what was left out of the way the model is compiled."""

    configuration: str
    left_out: frozenset[str]


def look(configuration: str) -> Looked:
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
    compiled, left_out = tree.get("compile_config"), set[str]()
    if isinstance(compiled, dict):
        tree["compile_config"] = {name: _only_known(name, part, left_out) for name, part in compiled.items()}
    _look_below(tree)
    return Looked(json.dumps(tree) if left_out else configuration, frozenset(left_out))


def _only_known(name: str, part: Any, left_out: set[str]) -> Any:
    """A part of the way a model is compiled, without what is not Keras' own."""
    if isinstance(part, list):
        return [known for each in part if (known := _only_known(name, each, left_out)) is not None]
    try:
        _look_below(part)
    except ModelRefused:
        settings = part.get("config") if isinstance(part, dict) else None
        if name == "optimizer" and isinstance(settings, dict) and "learning_rate" in settings:
            left_out.add("learning_rate")  # a schedule of one's own; the optimizer itself may be Keras' own
            kept = {key: value for key, value in settings.items() if key != "learning_rate"}
            return _only_known(name, {**part, "config": kept}, left_out)
        left_out.add(name)
        return None
    return part


def _look_below(tree: Any) -> None:
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
    return kinds == ("builtins", "function", "function") and isinstance(name, str) and name in FUNCTIONS


def _allowed(name: str, module: object) -> bool:
    match module:
        case None:
            return name in _PLACES
        case "keras.layers":
            return name in LAYERS
        case "keras.ops":
            return any(name in names for names in OPERATIONS.values())
        case str() if module.startswith(_OPS):
            return name in OPERATIONS.get(module.removeprefix(_OPS), ())
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
