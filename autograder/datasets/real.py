"""Real data in the place of a recipe: read from files that a school has, never downloaded.

    kind         what the folder holds
    idx          MNIST or Fashion-MNIST: the four *-ubyte.gz files (or without .gz)
    npz          one .npz file with images, labels and groups (or x28, y and group)
    images       a folder of pictures for each class

Every kind gives the splits "train", "valid" and "hidden". No group is in two of them: a person whose hand was seen in
training must not be met again. Where the data brings a test set of its own, "hidden" is drawn from that.
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]
_SHARES = {"train": 0.64, "valid": 0.16, "hidden": 0.2}
_MOST = {"train": 6000, "valid": 2000, "hidden": 2000}  # rows of a split, so that a notebook trains in seconds
_CAP = 1 << 30  # bytes of one file, unpacked


class RealDataError(Exception):
    """Raised when real data can't be read: the message says which file, and what to do."""


def read(kind: str, folder: Path, split: str, seed: int) -> Arrays:
    """A split of the data in `folder`: images, labels and groups. The seed decides which rows are in "hidden"."""
    if kind not in _KINDS:
        raise RealDataError(f"{kind!r} is no kind of real data; known are {', '.join(_KINDS)}.")
    if not folder.is_dir():
        raise RealDataError(f"{folder} is no folder. Put the data there, or mend `datasets` in grading_config.yml.")
    arrays = _KINDS[kind](folder, split, seed)
    if not len(arrays["labels"]):
        raise RealDataError(f"{folder} holds nothing for the split {split!r}.")
    return arrays


def _idx(folder: Path, split: str, seed: int) -> Arrays:
    """MNIST as it is published. Its rows have no known writers, so each is a group of its own."""
    part = "t10k" if split == "hidden" else "train"
    images = _idx_file(folder, f"{part}-images-idx3-ubyte")
    labels = _idx_file(folder, f"{part}-labels-idx1-ubyte").astype(np.int64)
    if len(images) != len(labels):
        raise RealDataError(f"{folder} holds {len(images)} images, but {len(labels)} labels.")
    rows = np.random.default_rng(seed).permutation(len(labels))
    if split == "valid":  # what follows the rows of "train"
        rows = rows[_MOST["train"] :]
    rows = rows[: _MOST[split]]
    return {"images": images[rows], "labels": labels[rows], "groups": rows.astype(np.int64)}


def _idx_file(folder: Path, name: str) -> NDArray[np.uint8]:
    packed, plain = folder / f"{name}.gz", folder / name
    if packed.exists():
        with gzip.open(packed) as file:
            content = file.read(_CAP)
    elif plain.exists():
        with plain.open("rb") as file:
            content = file.read(_CAP)
    else:
        raise RealDataError(f"{packed} is missing. It is part of MNIST as published; see docs/policy.md.")
    dimensions = content[3] if len(content) > 4 and content[:3] == b"\0\0\x08" else 0
    shape = struct.unpack_from(f">{dimensions}I", content, 4) if len(content) >= 4 + 4 * dimensions else ()
    if not dimensions or 4 + 4 * dimensions + int(np.prod(shape, dtype=float)) != len(content):
        raise RealDataError(f"{folder / name} is no IDX file of bytes, or it is cut off.")
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def _npz(folder: Path, split: str, seed: int) -> Arrays:
    files = sorted(folder.glob("*.npz"))
    if len(files) != 1:
        raise RealDataError(f"{folder} holds {len(files)} .npz files instead of one.")
    with np.load(files[0], allow_pickle=False) as stored:
        found = [next((name for name in names if name in stored), "") for names in _COLUMNS]
        if not all(found):
            raise RealDataError(f"{files[0]} needs the arrays images, labels and groups.")
        images, labels, groups = (stored[name] for name in found)
    return _by_group(images, labels.astype(np.int64), groups.astype(np.int64), split, seed)


def _images(folder: Path, split: str, seed: int) -> Arrays:
    """A folder for each class. What comes before the first "_" in a picture's name is its group."""
    from PIL import Image

    classes = sorted(path.name for path in folder.iterdir() if path.is_dir())
    pictures, labels, groups = [], [], []
    for label, name in enumerate(classes):
        for path in sorted((folder / name).iterdir()):
            if path.suffix.lower() in (".png", ".jpg", ".jpeg"):
                with Image.open(path) as picture:
                    pictures.append(np.asarray(picture.convert("RGB").resize((64, 64))))
                labels.append(label)
                groups.append(path.stem.split("_")[0])
    if not pictures:
        raise RealDataError(f"{folder} holds no pictures; it needs a folder of .png or .jpg files for each class.")
    numbers = np.unique(groups, return_inverse=True)[1]
    return _by_group(np.stack(pictures), np.array(labels), numbers.astype(np.int64), split, seed)


def _by_group(
    images: NDArray[np.generic], labels: NDArray[np.int64], groups: NDArray[np.int64], split: str, seed: int
) -> Arrays:
    """The rows of a split. "hidden" holds the same groups for everybody, and a sample of their rows for each seed."""
    order = np.random.default_rng(0).permutation(np.unique(groups))
    ends = np.rint(np.cumsum(list(_SHARES.values())) * len(order)).astype(int)
    at = list(_SHARES).index(split)
    chosen = order[ends[at - 1] if at else 0 : ends[at]]
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(np.isin(groups, chosen)))[: _MOST[split]]
    if split == "hidden":  # nobody can know which ones are drawn
        rows = rows[: max(1, round(0.9 * len(rows)))]
    return {"images": images[rows], "labels": labels[rows], "groups": groups[rows]}


_COLUMNS = (("images", "x28"), ("labels", "y"), ("groups", "group"))
_KINDS: dict[str, Callable[[Path, str, int], Arrays]] = {"idx": _idx, "npz": _npz, "images": _images}
