"""One data set by name: its public files, and the hidden part that a secret decides.

A recipe is a file `datasets/NAME.py` with `CLASSES`, `SIZES` and `make(split, seed, count, world)`. Students get the
splits "train" and "valid", which are the same everywhere. The split "hidden" is made for each cohort, from its secret.
So is its world: cameras, lamps, habits. A recipe is public, and whoever copies it still does not know that world.
A file `datasets/NAME.npz`, such as the weights of a network, is handed out unchanged and has no hidden part.
"""

from __future__ import annotations

import importlib.util
import inspect
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..policy import RealData
from ..secret import Secret
from .errors import DatasetError, RealDataError
from .fingerprint import fingerprint
from .real import classes, read

Arrays = dict[str, NDArray[np.generic]]
Frozen = tuple[tuple[str, NDArray[np.generic]], ...]
PUBLIC = ("train", "valid")
_FILE = re.compile(r"^[A-Za-z][\w-]*\.npz$")
_SEED = 0  # for the data that everybody gets


@dataclass(frozen=True)
class Dataset:
    """A data set that an assignment uses. `real` replaces the recipe if the policy says so."""

    name: str
    path: Path
    real: RealData | None = None

    @property
    def file(self) -> str:
        """The file's name beside the notebook."""
        return f"{self.name}.npz"

    def public(self) -> bytes:
        """The file that students get; always the same bytes."""
        return _public(self, self.fingerprint)

    def given(self) -> Arrays:
        """The arrays in that file. Callers must not change them."""
        return dict(_given(self, self.fingerprint))

    def hidden(self, secret: Secret, *, again: bool = False) -> Arrays:
        """The data that a cohort with this secret is graded on, and what the recipe knows about its world.

        With `again`, a second set from the same world. Callers must not change the arrays.
        """
        seed = _whole(secret.for_purpose("hidden", f"{self.name} again" if again else self.name))
        return dict(_hidden(self, self.fingerprint, seed, self._world(secret)))

    def fresh(self, secret: Secret) -> Arrays:
        """A training part from the cohort's world, which nobody has seen. Callers must not change the arrays."""
        seed = _whole(secret.for_purpose("retrain", self.name))
        return dict(_fresh(self, self.fingerprint, seed, self._world(secret)))

    def _world(self, secret: Secret) -> int:
        return _whole(secret.for_purpose("world", self.name))

    @property
    def has_recipe(self) -> bool:
        """Whether more data can be made, or read, than students get."""
        return self.path.suffix != ".npz"

    @property
    def fingerprint(self) -> str:
        """Changes whenever the data may have changed."""
        return fingerprint(self.path, "" if self.real is None else f"{self.real.kind} {self.real.folder}")


def find(root: Path, file: str, real: RealData | None = None) -> Dataset | None:
    """The data set for a `file` beside a notebook; None if the name is not that of a data file."""
    if not _FILE.match(file):
        return None
    name = file.removesuffix(".npz")
    if real is not None:  # a relative folder starts at the policy's folder
        real = real.model_copy(update={"folder": str(root / Path(real.folder).expanduser())})
    for path in (root / "datasets" / f"{name}.py", root / "datasets" / file):
        if path.exists():
            return Dataset(name, path, real)
    raise DatasetError(f"{file} has neither a recipe datasets/{name}.py nor a file datasets/{file}.")


def as_file(arrays: Arrays) -> bytes:
    """Arrays as a reproducible .npz file: one that numpy writes contains the time of day."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            raw = io.BytesIO()
            np.lib.format.write_array(raw, np.asarray(array, order="C"), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, raw.getvalue())
    return content.getvalue()


@lru_cache(maxsize=16)
def _public(data: Dataset, fingerprint: str) -> bytes:
    if data.path.suffix == ".npz":
        return data.path.read_bytes()
    splits = {split: _split(data, fingerprint, split, _SEED) for split in PUBLIC}
    arrays = {f"{split}_{key}": array for split, made in splits.items() for key, array in made.items()}
    names = _classes(data, fingerprint, arrays)
    return as_file({**arrays, **({"classes": np.array(names)} if names else {})})


def _classes(data: Dataset, fingerprint: str, arrays: Arrays) -> tuple[str, ...]:
    """The names of the classes: the recipe's, or those of real data, which may differ."""
    if data.real is None:
        return tuple(getattr(_recipe(data.path, fingerprint), "CLASSES", ()))
    labels = arrays.get("train_labels")
    numbers = () if labels is None else tuple(str(label) for label in range(int(labels.max()) + 1))
    return classes(data.real.kind, Path(data.real.folder)) or numbers


@lru_cache(maxsize=16)
def _given(data: Dataset, fingerprint: str) -> Frozen:
    with np.load(io.BytesIO(_public(data, fingerprint)), allow_pickle=False) as arrays:
        return _frozen(dict(arrays))


@lru_cache(maxsize=64)  # a calibration asks for those of twenty cohorts, again and again
def _hidden(data: Dataset, fingerprint: str, seed: int, world: int) -> Frozen:
    return _frozen({**_split(data, fingerprint, "hidden", seed, world), **_facts(data, fingerprint, world)})


@lru_cache(maxsize=16)
def _fresh(data: Dataset, fingerprint: str, seed: int, world: int) -> Frozen:
    return _frozen(_split(data, fingerprint, "train", seed, world))


def _whole(key: bytes) -> int:
    """A whole number that follows from a key."""
    return int.from_bytes(key[:16], "big")


def _frozen(arrays: Arrays) -> Frozen:
    for array in arrays.values():
        array.flags.writeable = False
    return tuple(arrays.items())


def _split(data: Dataset, fingerprint: str, split: str, seed: int, world: int | None = None) -> Arrays:
    """A split's arrays. Without a world, they are from the one that students see; real data has no other."""
    if not data.has_recipe:
        raise DatasetError(f"{data.file} has no hidden part.")
    if data.real is not None:
        try:
            return read(data.real.kind, Path(data.real.folder), split, seed)
        except (RealDataError, OSError) as error:
            raise DatasetError(f"datasets.{data.name} in grading_config.yml: {error}") from error
    recipe = _recipe(data.path, fingerprint)
    try:
        made: Arrays = _in_world(world, recipe.make, split, seed, recipe.SIZES[split])
    except Exception as error:  # its author's code may raise anything
        said = f"{type(error).__name__}: {error}"
        raise DatasetError(f"{data.path}: make({split!r}, ...) with SIZES[{split!r}] fails: {said}.") from error
    return made


def _facts(data: Dataset, fingerprint: str, world: int) -> Arrays:
    """What a recipe knows about a world, as arrays of numbers: how well the best model can do in it, for instance."""
    facts = None if data.real is not None else getattr(_recipe(data.path, fingerprint), "facts", None)
    if facts is None:
        return {}
    try:
        return {name: np.asarray(fact, float) for name, fact in _in_world(world, facts).items()}
    except Exception as error:  # its author's code may raise anything
        raise DatasetError(f"{data.path}: facts(world) fails: {type(error).__name__}: {error}.") from error


def _in_world(world: int | None, function: Callable[..., Any], *arguments: object) -> Any:
    """What a recipe's function makes in a world. A function without that parameter makes the same in all worlds."""
    knows = world is not None and "world" in inspect.signature(function).parameters
    return function(*arguments, world=world) if knows else function(*arguments)


@lru_cache(maxsize=16)
def _recipe(path: Path, fingerprint: str) -> ModuleType:
    """The recipe as a module. It is the course's own code, like its tests."""
    name = f"dataset_{path.stem}_{fingerprint[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(recipe)
    except Exception as error:
        raise DatasetError(f"{path} can't be loaded: {type(error).__name__}: {error}.") from error
    return recipe
