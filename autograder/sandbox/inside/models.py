"""Runs inside a box: take a Keras model apart, so that it can leave, and put one together from its parts.

A student's box takes apart; a clean one, in which no student's code has ever run, puts together. What travels between
them is a configuration, as text, and the weights, as arrays. The judge has looked at both.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

Parts = dict[str, Any]  # "configuration": text, "weights": a list of arrays


def take_apart(model: Any) -> Parts:
    """The configuration and the weights of a model."""
    import keras

    if not isinstance(model, keras.Model):
        raise TypeError(f"a Keras model is needed, and this is {type(model).__name__}")
    if not model.built:
        raise ValueError("the model does not know its input yet: begin with keras.Input(shape=...)")
    configuration = keras.saving.serialize_keras_object(model)
    text = json.dumps(configuration, default=lambda other: f"<{type(other).__name__}>")
    return {"configuration": text, "weights": [np.asarray(weight) for weight in model.get_weights()]}


def put_together(parts: Parts) -> Any:
    """A model from its parts."""
    import keras

    model = keras.saving.deserialize_keras_object(json.loads(parts["configuration"]), safe_mode=True)
    model.set_weights(parts["weights"])
    return model
