"""Real data, for whom has it: files on this disk in, the rows of one split out. Nothing is ever downloaded.

`read` gives what a recipe's `make` gives: arrays `images` (n, height, width[, 3]) uint8, `labels` (n,) int64 and
`groups` (n,) int64; for text, `sentences` instead of images and labels. One seed decides which groups are for training,
for validation and hidden. So ask for the three splits with the same seed: then no group is in two of them. Where the
data has a test file of its own, that file is hidden, whatever the seed.

The files come from elsewhere. So sizes are capped before they are believed, nothing is unpickled, and whatever is
wrong is a RealDataError that says which file it is about and what to do.
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

SPLITS = ("train", "valid", "hidden")
BYTES_CAP = 256 << 20  # of one file, unpacked
IMAGES_CAP = 20_000  # in a folder of images
PIXELS_CAP = 40_000_000  # of one photograph
SENTENCES_CAP, LETTERS_CAP = 100_000, 300
IMAGE_FILES = (".png", ".jpg", ".jpeg")

_HIDDEN, _VALID = 0.2, 0.2  # shares of the groups, where the data has no test file
_VALID_OF_TRAIN = 1 / 6  # as many as are in the test file of MNIST
_TEST_GROUPS = 10_000_000  # where the groups of a test file begin, so that they are never those of the train file
_DIGITS = tuple("0123456789")
_CLOTHES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
_NOT_SENTENCES = ("license", "licence", "readme", "source")  # files about the text, beside it

Rows = dict[str, NDArray[Any]]


class RealDataError(Exception):
    """Raised when real data can't be used: the message names the file or folder, and says what to do."""


def kinds() -> tuple[str, ...]:
    """The kinds of real data that can be read."""
    return tuple(_READERS)


def read(kind: str, folder: Path, split: str, seed: int) -> Rows:
    """The rows of a split, in an order that the seed decides. The same seed must be given for all splits."""
    if split not in SPLITS:
        raise RealDataError(f"There is no split {split!r}: it is one of {', '.join(SPLITS)}.")
    _known(kind, folder)
    tested = kind in _TEST_FILES
    rows = _READERS[kind](folder, test=split == "hidden") if tested else _READERS[kind](folder)
    random = np.random.default_rng(seed)
    groups = rows["groups"]
    if not (tested and split == "hidden"):
        shares = {"valid": _VALID_OF_TRAIN} if tested else {"hidden": _HIDDEN, "valid": _VALID}
        groups = _shared_out(groups, shares, random, folder)[split]
    order = random.permutation(np.flatnonzero(np.isin(rows["groups"], groups)))
    part = {key: values[order] for key, values in rows.items()}
    _complete(part, classes(kind, folder), split, folder)
    return part


def classes(kind: str, folder: Path) -> tuple[str, ...]:
    """The names of the classes, in the order of their labels; none for text."""
    _known(kind, folder)
    if kind == "fashion-mnist":
        return _CLOTHES
    if kind == "sentences":
        return ()
    return tuple(each.name for each in _class_folders(folder)) if kind.startswith("images") else _DIGITS


def _known(kind: str, folder: Path) -> None:
    if kind not in _READERS:
        raise RealDataError(f"There is no kind of data {kind!r}: it is one of {', '.join(_READERS)}.")
    if not folder.is_dir():
        raise RealDataError(f"{folder}: there is no such folder. Put the data there, or name the folder it is in.")


def _shared_out(
    groups: NDArray[Any], shares: dict[str, float], random: np.random.Generator, folder: Path
) -> dict[str, NDArray[Any]]:
    """For each split its groups: the shares, rounded, but at least one; what is left is for training."""
    left = random.permutation(np.unique(groups))
    wanted = {split: max(1, round(share * len(left))) for split, share in shares.items()}
    if sum(wanted.values()) >= len(left):
        raise RealDataError(
            f"{folder}: {len(left)} groups can't be shared out among {', '.join(SPLITS)}. Add data of more persons; in "
            "a folder of images, what stands before the first _ of a file's name names its group."
        )
    found = {}
    for split, count in wanted.items():
        found[split], left = left[:count], left[count:]
    return found | {"train": left}


def _complete(part: Rows, names: tuple[str, ...], split: str, folder: Path) -> None:
    """Each class must be there: a network can't learn, and a test can't ask, what is missing."""
    missing = [name for label, name in enumerate(names) if not (part["labels"] == label).any()]
    if missing:
        raise RealDataError(f"{folder}: no {missing[0]!r} fell into the split {split}. Add more of it, by more groups.")


def _idx(folder: Path, *, test: bool) -> Rows:
    """MNIST's own format, and that of all who came after it: `test` reads the file that begins with t10k."""
    prefix = "t10k" if test else "train"
    images = _idx_array(folder / f"{prefix}-images-idx3-ubyte.gz", dimensions=3)
    labels = _idx_array(folder / f"{prefix}-labels-idx1-ubyte.gz", dimensions=1)
    if len(images) != len(labels):
        raise RealDataError(f"{folder}: {len(images)} images and {len(labels)} labels ({prefix}). Get both files anew.")
    if len(labels) and labels.max() > 9:
        raise RealDataError(f"{folder}: label {labels.max()} in {prefix}; there should be ten classes, 0 to 9.")
    groups = np.arange(len(labels)) + (_TEST_GROUPS if test else 0)  # the writers are not told: each image stands alone
    return {"images": images, "labels": labels.astype(np.int64), "groups": groups}


def _idx_array(path: Path, dimensions: int) -> NDArray[np.uint8]:
    """The array in an IDX file: two zeros, type 8 (bytes), the number of dimensions, each size, then the values."""
    try:
        with gzip.open(_there(path)) as file:
            content = file.read(BYTES_CAP + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RealDataError(f"{path}: this is not a whole gzip file ({error}). Get it anew.") from None
    _small(path, len(content))
    start = 4 + 4 * dimensions
    if len(content) < start or content[:4] != bytes([0, 0, 8, dimensions]):
        raise RealDataError(f"{path}: this is not an IDX file of bytes in {dimensions} dimensions. Get it anew.")
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", dimensions, 4))
    values = np.frombuffer(content, np.uint8, offset=start)
    if len(values) != np.prod([float(size) for size in shape]):  # floats, since sizes may be claimed that overflow
        raise RealDataError(f"{path}: {len(values)} bytes, but its head speaks of {shape}. Get it anew.")
    return values.reshape(shape)


def _signs(folder: Path, *, images: str) -> Rows:
    """The sign digits, packed: `images` is "x28" (grey) or "x64" (colours); `y` are labels, `group` the persons."""
    path = _there(folder / "sign_digits_28_64.npz")
    try:
        with zipfile.ZipFile(path) as archive:
            _small(path, sum(entry.file_size for entry in archive.infolist()))
        with np.load(path, allow_pickle=False) as packed:
            found = {name: packed[key] for name, key in (("images", images), ("labels", "y"), ("groups", "group"))}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError) as error:
        raise RealDataError(f"{path}: this is not an npz file with arrays {images}, y and group ({error}).") from None
    lengths = {len(values) if values.ndim else 0 for values in found.values()}
    if len(lengths) != 1 or found["images"].dtype != np.uint8 or not set(np.unique(found["labels"])) <= set(range(10)):
        raise RealDataError(f"{path}: {images}, y, group should be as many images (uint8), labels 0 to 9, persons.")
    return {
        "images": found["images"],
        "labels": found["labels"].astype(np.int64),
        "groups": found["groups"].astype(np.int64),
    }


def _photographs(folder: Path, *, side: int, mode: str) -> Rows:
    """Images in one folder for each class. Their groups stand before the first _ in their names, if there is one."""
    files = [(label, file) for label, each in enumerate(_class_folders(folder)) for file in _image_files(each)]
    if len(files) > IMAGES_CAP:
        raise RealDataError(f"{folder}: {len(files)} images are more than {IMAGES_CAP}. Take a part of them.")
    # The same person may be in many classes; an image without a person is a group of its own.
    names = [file.name.partition("_")[0] if "_" in file.name else f"{label}/{file.name}" for label, file in files]
    return {
        "images": np.stack([_photograph(file, side, mode) for _, file in files]),
        "labels": np.array([label for label, _ in files], dtype=np.int64),
        "groups": np.unique(names, return_inverse=True)[1].astype(np.int64),
    }


def _class_folders(folder: Path) -> list[Path]:
    found = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    if len(found) < 2:
        raise RealDataError(f"{folder}: there should be a folder of images for each class, and at least two of them.")
    return found


def _image_files(folder: Path) -> Iterator[Path]:
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() in IMAGE_FILES)
    if not found:
        raise RealDataError(f"{folder}: there is no image in this class. Put {', '.join(IMAGE_FILES)} files there.")
    yield from found


def _photograph(path: Path, side: int, mode: str) -> NDArray[np.uint8]:
    """The middle of a photograph, upright, `side` pixels wide and high."""
    from PIL import Image, ImageOps  # matplotlib brings it along; slow to import, and needed here only

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXELS_CAP:
                raise RealDataError(f"{path}: {image.width} by {image.height} pixels are too many. Make it smaller.")
            if image.mode[0] in "IF":  # Pillow would cut such values off at 255, and leave a white square
                raise RealDataError(f"{path}: it has more than 8 bits a pixel and channel. Save it with 8.")
            upright = ImageOps.exif_transpose(image).convert(mode)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RealDataError(f"{path}: this image can't be read ({error}). Mend it, or take it out.") from None
    return np.asarray(ImageOps.fit(upright, (side, side), Image.Resampling.BOX))


def _sentences(folder: Path) -> Rows:
    """The lines of all text files, each line once: a sentence said twice would be in training and hidden."""
    files = [file for file in sorted(folder.glob("*.txt")) if not file.name.lower().startswith(_NOT_SENTENCES)]
    if not files:
        raise RealDataError(f"{folder}: there is no text file. Put .txt files there, with one sentence to the line.")
    lines = list(dict.fromkeys(line for file in files for line in _lines(file)))
    if len(lines) > SENTENCES_CAP:
        raise RealDataError(f"{folder}: {len(lines)} sentences are more than {SENTENCES_CAP}. Take a part of them.")
    return {"sentences": np.array(lines, dtype=np.str_), "groups": np.arange(len(lines))}


def _lines(path: Path) -> Iterator[str]:
    _small(path, path.stat().st_size)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RealDataError(f"{path}: this is no text in UTF-8 ({error}). Save it as UTF-8.") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LETTERS_CAP:
            raise RealDataError(f"{path}:{number}: a line of {len(line)} letters. Put one sentence on each line.")
        if line.strip():
            yield line.strip()


def _there(path: Path) -> Path:
    if not path.is_file():
        raise RealDataError(f"{path}: this file is missing. Put it there, under this name; nothing is downloaded.")
    return path


def _small(path: Path, size: int) -> None:
    if size > BYTES_CAP:
        raise RealDataError(f"{path}: more than {BYTES_CAP >> 20} MB. Take a part of the data.")


_READERS: dict[str, Callable[..., Rows]] = {
    "mnist": _idx,
    "fashion-mnist": _idx,
    "sign-digits": partial(_signs, images="x28"),
    "sign-digits-colour": partial(_signs, images="x64"),
    "images": partial(_photographs, side=28, mode="L"),
    "images-colour": partial(_photographs, side=64, mode="RGB"),
    "sentences": _sentences,
}
_TEST_FILES = ("mnist", "fashion-mnist")
