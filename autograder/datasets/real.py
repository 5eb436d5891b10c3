"""Real data instead of a recipe: a school's files in, the rows of one split out. Nothing is downloaded.

    kind         what the folder holds
    idx          MNIST or Fashion-MNIST: the four *-ubyte.gz files, as published
    npz          one .npz file with arrays images, labels and groups (or x28, y and group, as the sign digits have)
    images       a folder of .png and .jpg files for each class; they become 64 x 64, in colour
    images-grey  the same; they become 28 x 28, in grey
    sentences    .txt files with one sentence per line

`read` returns what a recipe's `make` returns: arrays `images` (n, height, width[, 3]) uint8, `labels` (n,) int64 and
`groups` (n,) int64; for text, `sentences` instead of images and labels.

No group is in two splits: a person seen in training must not appear again. The split of each group is therefore fixed,
and the seed only decides which rows are taken, and in what order. Students' data and hidden data have different seeds,
so if the seed dealt the groups, a person could be in both. If the data has its own test file, "hidden" is drawn from
that.

The files come from elsewhere. So sizes are checked against caps, nothing is unpickled, and every fault is a
RealDataError that names the file and says what to do.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import RealDataError

SHARES = {"train": 0.64, "valid": 0.16, "hidden": 0.2}  # shares of the groups
SPLITS = tuple(SHARES)
MOST = {"train": 6000, "valid": 2000, "hidden": 2000}  # rows in a split, so that a notebook trains in seconds
BYTES_CAP = 256 << 20  # of one file, unpacked
IMAGES_CAP = 20_000  # in a folder of images
PIXELS_CAP = 40_000_000  # of one photograph
SENTENCES_CAP, LETTERS_CAP = 100_000, 300
IMAGE_FILES = (".png", ".jpg", ".jpeg")

_DRAWN = 0.9  # the share of hidden rows in use: nobody can know which
_ARRAYS = (("images", "labels", "groups"), ("x28", "y", "group"))
_NOT_SENTENCES = ("license", "licence", "readme", "source")  # files about the text

Rows = dict[str, NDArray[Any]]


def kinds() -> tuple[str, ...]:
    """The kinds of real data that can be read."""
    return tuple(_READERS)


def read(kind: str, folder: Path, split: str, seed: int) -> Rows:
    """The rows of a split. The seed decides their order, and which to take if there are more than enough."""
    if split not in SPLITS:
        raise RealDataError(f"There is no split {split!r}: it is one of {', '.join(SPLITS)}.")
    _known(kind, folder)
    rows = _READERS[kind](folder, split)
    groups = np.unique(rows["groups"]) if kind == "idx" and split == "hidden" else _dealt(rows["groups"], folder)[split]
    order = np.random.default_rng(seed).permutation(np.flatnonzero(np.isin(rows["groups"], groups)))
    if split == "hidden":
        order = order[: max(1, int(_DRAWN * len(order)))]
    part = {key: values[order[: MOST[split]]] for key, values in rows.items()}
    _complete(part, classes(kind, folder), split, folder)
    return part


def classes(kind: str, folder: Path) -> tuple[str, ...]:
    """The names of the classes, in the order of their labels, if the folder gives them."""
    _known(kind, folder)
    return tuple(each.name for each in _class_folders(folder)) if kind.startswith("images") else ()


def _known(kind: str, folder: Path) -> None:
    if kind not in _READERS:
        raise RealDataError(f"There is no kind of data {kind!r}: it is one of {', '.join(_READERS)}.")
    if not folder.is_dir():
        raise RealDataError(f"{folder}: there is no such folder. Put the data there, or name the folder that holds it.")


def _dealt(groups: NDArray[Any], folder: Path) -> dict[str, NDArray[Any]]:
    """The groups of each split, always the same."""
    order = np.random.default_rng(0).permutation(np.unique(groups))
    ends = np.rint(np.cumsum(list(SHARES.values())) * len(order)).astype(int)
    dealt = dict(zip(SPLITS, np.split(order, ends[:-1]), strict=True))
    if not all(len(part) for part in dealt.values()):
        raise RealDataError(
            f"{folder}: {len(order)} groups are too few for {', '.join(SPLITS)}. Add data from more people; in a "
            "folder of images, the part of a file's name before the first _ is its group."
        )
    return dealt


def _complete(part: Rows, names: tuple[str, ...], split: str, folder: Path) -> None:
    """Each class must be present: a network can't learn a missing class, and a test can't ask for it."""
    for label, name in enumerate(names):
        if not (part["labels"] == label).any():
            raise RealDataError(f"{folder}: no {name!r} is in the split {split!r}. Add more of it, from more groups.")


def _idx(folder: Path, split: str) -> Rows:
    """The format of MNIST and its successors. The writers are unknown, so each image is its own group."""
    prefix = "t10k" if split == "hidden" else "train"
    images = _idx_array(folder / f"{prefix}-images-idx3-ubyte", dimensions=3)
    labels = _idx_array(folder / f"{prefix}-labels-idx1-ubyte", dimensions=1)
    if len(images) != len(labels):
        raise RealDataError(f"{folder}: {len(images)} images and {len(labels)} labels ({prefix}). Get both again.")
    numbers = np.arange(len(labels)) - (len(labels) if split == "hidden" else 0)  # no number is in both files
    return {"images": images, "labels": labels.astype(np.int64), "groups": numbers}


def _idx_array(unpacked: Path, dimensions: int) -> NDArray[np.uint8]:
    """The array in an IDX file: two zeros, type 8 (bytes), the number of dimensions, each size, then the values."""
    path = unpacked if unpacked.is_file() else unpacked.with_name(f"{unpacked.name}.gz")
    if not path.is_file():
        raise RealDataError(f"{path}: this file is missing. Put it there under this name; nothing is downloaded.")
    try:
        with path.open("rb") if path == unpacked else gzip.open(path) as file:
            content = file.read(BYTES_CAP + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RealDataError(f"{path}: this is not a complete gzip file ({error}). Get it again.") from None
    _small(path, len(content))
    start = 4 + 4 * dimensions
    if len(content) < start or content[:4] != bytes([0, 0, 8, dimensions]):
        raise RealDataError(f"{path}: this is not an IDX file of bytes in {dimensions} dimensions. Get it again.")
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", dimensions, 4))
    values = np.frombuffer(content, np.uint8, offset=start)
    if len(values) != np.prod([float(size) for size in shape]):  # floats, since claimed sizes may overflow
        raise RealDataError(f"{path}: it holds {len(values)} bytes, but its header says {shape}. Get it again.")
    return values.reshape(shape)


def _npz(folder: Path, split: str) -> Rows:
    files = sorted(folder.glob("*.npz"))
    if len(files) != 1:
        raise RealDataError(f"{folder}: there are {len(files)} .npz files. Put exactly one there.")
    found = _npz_arrays(files[0])
    images, labels, groups = found["images"], found["labels"], found["groups"]
    if images.ndim not in (3, 4) or images.dtype != np.uint8 or {labels.shape, groups.shape} != {images.shape[:1]}:
        raise RealDataError(f"{files[0]}: images must be uint8 pictures, each with one label and one group.")
    if labels.dtype.kind not in "iu" or groups.dtype.kind not in "iu":
        raise RealDataError(f"{files[0]}: labels and groups must be whole numbers.")
    return {"images": images, "labels": labels.astype(np.int64), "groups": groups.astype(np.int64)}


def _npz_arrays(path: Path) -> Rows:
    try:
        with zipfile.ZipFile(path) as archive:
            _small(path, sum(entry.file_size for entry in archive.infolist()))
        with np.load(path, allow_pickle=False) as packed:
            names = next((names for names in _ARRAYS if set(names) <= set(packed)), None)
            if names is None:
                raise RealDataError(f"{path}: it must contain the arrays {', '.join(_ARRAYS[0])}.")
            return {key: packed[name] for key, name in zip(_ARRAYS[0], names, strict=True)}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise RealDataError(f"{path}: this .npz file can't be read ({error}). Save it without objects.") from None


def _photographs(folder: Path, split: str, *, side: int, mode: str) -> Rows:
    """Images in one folder for each class. The part of a file's name before the first _ is its group."""
    files = [(label, file) for label, each in enumerate(_class_folders(folder)) for file in _image_files(each)]
    if len(files) > IMAGES_CAP:
        raise RealDataError(f"{folder}: {len(files)} images are more than {IMAGES_CAP}. Use fewer of them.")
    # The same person may be in many classes; an image without a person is its own group.
    names = [file.name.partition("_")[0] if "_" in file.name else f"{label}/{file.name}" for label, file in files]
    return {
        "images": np.stack([_photograph(file, side, mode) for _, file in files]),
        "labels": np.array([label for label, _ in files], dtype=np.int64),
        "groups": np.unique(names, return_inverse=True)[1].astype(np.int64),
    }


def _class_folders(folder: Path) -> list[Path]:
    found = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    if len(found) < 2:
        raise RealDataError(f"{folder}: there must be at least two folders of images, one for each class.")
    return found


def _image_files(folder: Path) -> Iterator[Path]:
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() in IMAGE_FILES)
    if not found:
        raise RealDataError(f"{folder}: this class has no image. Put {', '.join(IMAGE_FILES)} files there.")
    yield from found


def _photograph(path: Path, side: int, mode: str) -> NDArray[np.uint8]:
    """The middle of a photograph, upright, `side` pixels wide and high."""
    from PIL import Image, ImageOps  # comes with matplotlib; slow to import, and only needed here

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXELS_CAP:
                raise RealDataError(f"{path}: {image.width} by {image.height} pixels are too many. Make it smaller.")
            if image.mode[0] in "IF":  # Pillow would clip the values at 255, and leave a white square
                raise RealDataError(f"{path}: it has more than 8 bits per channel. Save it with 8.")
            upright = ImageOps.exif_transpose(image).convert(mode)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RealDataError(f"{path}: this image can't be read ({error}). Fix it, or remove it.") from None
    return np.asarray(ImageOps.fit(upright, (side, side), Image.Resampling.BOX))


def _sentences(folder: Path, split: str) -> Rows:
    """The lines of all text files, each once: a repeated sentence could be in both training and hidden data."""
    files = [file for file in sorted(folder.glob("*.txt")) if not file.name.lower().startswith(_NOT_SENTENCES)]
    if not files:
        raise RealDataError(f"{folder}: there is no text file. Put .txt files there, with one sentence per line.")
    lines = list(dict.fromkeys(line for file in files for line in _lines(file)))
    if len(lines) > SENTENCES_CAP:
        raise RealDataError(f"{folder}: {len(lines)} sentences are more than {SENTENCES_CAP}. Use fewer of them.")
    return {"sentences": np.array(lines, dtype=np.str_), "groups": np.arange(len(lines))}


def _lines(path: Path) -> Iterator[str]:
    _small(path, path.stat().st_size)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RealDataError(f"{path}: this is not UTF-8 text ({error}). Save it as UTF-8.") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LETTERS_CAP:
            raise RealDataError(f"{path}:{number}: this line has {len(line)} letters. Put one sentence on each line.")
        if line.strip():
            yield line.strip()


def _small(path: Path, size: int) -> None:
    if size > BYTES_CAP:
        raise RealDataError(f"{path}: it has more than {BYTES_CAP >> 20} MB. Use less data.")


_READERS: dict[str, Callable[[Path, str], Rows]] = {
    "idx": _idx,
    "npz": _npz,
    "images": partial(_photographs, side=64, mode="RGB"),
    "images-grey": partial(_photographs, side=28, mode="L"),
    "sentences": _sentences,
}
