"""Classes under other numbers, for a training in the judge's hands.

Theory of operation. A network that was trained elsewhere, and pasted into the notebook, knows the classes by the
numbers that everybody has. So when the judge calls a student's training, each class goes by the number of another one,
in the arrays to train on and in all labels that tests compare with. Whoever learns from the labels does not notice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..datasets import Arrays
from ..secret import Secret


class Renumbered:
    """The numbers under which a cohort's classes go. None keeps its own, unless there is only one."""

    def __init__(self, secret: Secret, name: str, classes: int) -> None:
        key = secret.for_purpose("retrain", f"{name} numbers")
        ring = np.random.default_rng(int.from_bytes(key[:16], "big")).permutation(classes)
        self._number = np.empty(classes, dtype=np.int64)
        self._number[ring] = np.roll(ring, -1)  # each takes the number of the next one in the ring

    def of(self, arrays: Arrays) -> Arrays:
        """The same arrays, with all labels renumbered, and the classes' names in their new order."""
        return {name: self._renumbered(name, array) for name, array in arrays.items()}

    def _renumbered(self, name: str, array: NDArray[np.generic]) -> NDArray[np.generic]:
        if is_labels(name, array):
            numbers: NDArray[np.generic] = self._number[array.astype(np.int64)].astype(array.dtype)
            return numbers
        if name == "classes" and len(array) == len(self._number):
            return array[np.argsort(self._number)]
        return array


def is_labels(name: str, array: NDArray[np.generic]) -> bool:
    """Whether an array holds the numbers of classes, by its name and kind."""
    return (name == "labels" or name.endswith("_labels")) and array.dtype.kind in "iu" and array.ndim == 1


def classes_in(arrays: Arrays) -> int:
    """How many classes there are, by all labels together."""
    return max(
        (int(array.max()) + 1 for name, array in arrays.items() if is_labels(name, array) and len(array)), default=0
    )
