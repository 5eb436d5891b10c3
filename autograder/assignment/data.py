"""The data of one topic, by name: the files beside the notebook, and the hidden part of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

    def hidden(self, name: str, secret: Secret, *, again: bool = False) -> Arrays:
        """The hidden part of a data set, for the cohort with this secret; or a second one, of the same world."""
        return self._named(name).hidden(secret, again=again)

    def fresh(self, names: Sequence[str], secret: Secret) -> tuple[str, Arrays]:
        """A data set that has arrays with these names, and a training part of it that nobody has seen."""
        for data in self.sets:
            arrays = data.fresh(secret) if data.has_recipe else {}
            if set(names) <= set(arrays):
                return data.name, arrays
        raise DatasetError(
            f"No data set of this topic has {', '.join(names)}: name a function's parameters after arrays."
        )

    def _named(self, name: str) -> Dataset:
        for data in self.sets:
            if data.name == name:
                return data
        raise DatasetError(f"The notebook does not read {name}.npz, so its tests can't either.")
