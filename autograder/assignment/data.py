"""The data of one topic, by name: the files beside the notebook, and the hidden part of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..datasets import Arrays, Dataset, DatasetError
from ..secret import Secret


@dataclass(frozen=True)
class Data:
    """The data sets that a notebook reads. Tests use the hidden part of those named in `hidden_sets`."""

    sets: tuple[Dataset, ...] = ()
    hidden_sets: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, bytes]:
        """The files beside the notebook, by name."""
        return {data.file: data.public() for data in self.sets}

    def given(self, name: str) -> Arrays:
        """The arrays of a file beside the notebook."""
        return self._named(name).given()

    def hidden(self, name: str, secret: Secret) -> Arrays:
        """The hidden part of a data set, for the cohort with this secret."""
        return self._named(name).hidden(secret)

    def fresh(self, names: Sequence[str], secret: Secret) -> list[NDArray[np.generic]]:
        """Arrays with these names, from a training part that nobody has seen."""
        for data in self.sets:
            arrays = data.fresh(secret) if data.has_recipe else {}
            if set(names) <= set(arrays):
                return [arrays[name] for name in names]
        raise DatasetError(
            f"No data set of this topic has {', '.join(names)}: name a function's parameters after arrays."
        )

    def _named(self, name: str) -> Dataset:
        for data in self.sets:
            if data.name == name:
                return data
        raise DatasetError(f"The notebook does not read {name}.npz, so its tests can't either.")
