"""Runs inside a box: take a Keras model apart, so that it can leave, and put one together from its parts.

A student's box takes apart; a clean one, in which no student's code has ever run, puts together. What travels between
them is a configuration, as text, and the weights, as arrays. The judge has looked at both.
"""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

Parts = dict[str, Any]  # "configuration": text, "weights": a list of arrays

# On PyTorch an optimizer is a class of that back end's own. It has the same name and settings as the one it stands for.
_OPTIMIZERS_OF_TORCH = re.compile(r'"keras\.src\.backend\.torch\.optimizers\.\w+"')


def take_apart(model: Any) -> Parts:
    """The configuration and the weights of a model."""
    import keras

    if not isinstance(model, keras.Model):
        raise TypeError(f"a Keras model is needed, and this is {type(model).__name__}")
    if not model.built:
        raise ValueError("the model does not know its input yet: begin with keras.Input(shape=...)")
    try:
        configuration = keras.saving.serialize_keras_object(model)
    except Exception:  # something in the way it is compiled can't be written down; most tests don't need it
        model.get_compile_config = lambda: None
        configuration = keras.saving.serialize_keras_object(model)
    text = json.dumps(configuration, default=lambda other: f"<{type(other).__name__}>")
    text = _OPTIMIZERS_OF_TORCH.sub('"keras.optimizers"', text)
    return {"configuration": text, "weights": [np.asarray(weight) for weight in model.get_weights()]}


def put_together(parts: Parts) -> Any:
    """A model from its parts."""
    import keras

    model = keras.saving.deserialize_keras_object(json.loads(parts["configuration"]), safe_mode=True)
    model.set_weights(parts["weights"])
    return model
