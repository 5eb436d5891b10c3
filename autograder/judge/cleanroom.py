"""The clean room: a student's model, rebuilt from its configuration and weights where no student code runs.

Theory of operation. A model in the student's box may lie about everything: its layers, its parameters, its predictions.
So the box is only asked for the configuration and weights, which are data. The judge checks that the configuration uses
only Keras' own layers; then a fresh box rebuilds the model, and tests read facts and predictions there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from hashlib import sha256

import numpy as np

from ..sandbox import Array, Box, Nonsense, Zygote
from ..testing import Examined
from .budget import Budget
from .looking import Looked, ModelRefused, look

# What tests are told where a model is compiled with something that is not Keras' own.
_OWN: dict[str, object] = {
    "loss": "a loss of one's own",
    "optimizer": "an optimizer of one's own",
    "learning_rate": math.nan,
}


class CleanRoom:
    """One box without student code, for the models of one submission. It is made on first use."""

    def __init__(self, zygote: Callable[[], Zygote], budget: Budget) -> None:
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
            self._known[name] = self._made(look(configuration), weights)
        return self._known[name]

    def _made(self, looked: Looked, weights: list[Array]) -> Examined:
        if self._box is None or not self._box.alive:
            if self._box is not None:
                self._box.close()
            self._box, self._known = self._zygote().box(self._budget.limits), {}
        box, budget = self._box, self._budget
        with budget.running():
            parts: dict[str, object] = {"configuration": looked.configuration, "weights": weights}
            model, facts = box.put_together(parts, budget.for_cell(""))
            facts |= {name: _OWN[name] for name in looked.left_out if name in _OWN}

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


def _parts(parts: object) -> tuple[str, list[Array]]:
    match parts:
        case {"configuration": str(configuration), "weights": [*weights]}:
            if all(isinstance(weight, np.ndarray) and weight.dtype.kind in "biuf" for weight in weights):
                return configuration, weights
    raise ModelRefused("The model could not be taken apart: its weights are not plain arrays.")
