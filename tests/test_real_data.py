"""Real data becomes rows as a recipe would make them, fairly split; and whatever is wrong is told."""

from __future__ import annotations

import gzip
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from autograder.datasets import find, real
from autograder.datasets.real import SPLITS, RealDataError, Rows, classes, kinds, read
from autograder.policy import RealData
from conftest import ROOT, SECRET

REAL = Path(os.environ.get("AUTOGRADER_REAL_DATA") or ROOT.parent / "shared" / "data")


def write_idx(path: Path, values: NDArray[np.uint8]) -> None:
    head = bytes([0, 0, 8, values.ndim]) + struct.pack(f">{values.ndim}I", *values.shape)
    path.write_bytes(gzip.compress(head + values.tobytes()))


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """MNIST in small: 600 images to train on, and 100 in the file for testing. An image's first two pixels number it."""
    for prefix, first, count in (("train", 0, 600), ("t10k", 1000, 100)):
        images = np.zeros((count, 5, 4), np.uint8)
        images[:, 0, 0], images[:, 0, 1] = np.divmod(np.arange(first, first + count), 10)
        write_idx(tmp_path / f"{prefix}-images-idx3-ubyte.gz", images)
        write_idx(tmp_path / f"{prefix}-labels-idx1-ubyte.gz", images[:, 0, 1])
    return tmp_path


@pytest.fixture
def signs(tmp_path: Path) -> Path:
    """Ten persons who show each digit twice."""
    person, label = np.divmod(np.arange(200) // 2, 10)
    grey = np.tile(np.arange(200, dtype=np.uint8)[:, None, None], (1, 28, 28))
    colour = np.zeros((200, 64, 64, 3), np.uint8)
    np.savez_compressed(
        tmp_path / "sign_digits_28_64.npz", x28=grey, x64=colour, y=label.astype(np.uint8), group=person
    )
    return tmp_path


@pytest.fixture
def fruit(tmp_path: Path) -> Path:
    """Photographs of two fruits, by six people with two photographs of each; an apple is red, and a pear is green."""
    for name, colour in (("pear", (0, 200, 0)), ("apple", (220, 10, 10))):
        (tmp_path / name).mkdir()
        for person in ("ada", "bob", "cem", "dot", "eve", "fay"):
            for number in (1, 2):
                Image.new("RGB", (90, 60), colour).save(tmp_path / name / f"{person}_{number}.png")
    return tmp_path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text("\n".join(f"Sentence {n} is here.  " for n in range(30)) + "\n\n", "utf-8")
    (tmp_path / "two.txt").write_text("Sentence 3 is here.\nÄpfel sind rund.\n", "utf-8")
    (tmp_path / "SOURCE.txt").write_text("This is not part of it.\n", "utf-8")
    return tmp_path


def all_splits(kind: str, folder: Path, seed: int = 1) -> dict[str, Rows]:
    return {split: read(kind, folder, split, seed) for split in SPLITS}


def together(splits: dict[str, Rows], key: str) -> list[object]:
    return sorted(value for part in splits.values() for value in part[key].tolist())


def test_mnist_keeps_its_test_file_hidden(digits: Path) -> None:
    splits = all_splits("idx", digits)

    numbers = {split: set((part["images"][:, 0, :2] @ [10, 1]).tolist()) for split, part in splits.items()}
    assert numbers["hidden"] < set(range(1000, 1100))
    assert numbers["train"] | numbers["valid"] < set(range(600)) and not numbers["train"] & numbers["valid"]
    assert {split: len(part["labels"]) for split, part in splits.items()} == {"train": 384, "valid": 96, "hidden": 90}
    for part in splits.values():
        assert part["images"].shape[1:] == (5, 4) and part["images"].dtype == np.uint8
        assert (part["labels"] == part["images"][:, 0, 1]).all() and part["labels"].dtype == np.int64
    assert classes("idx", digits) == ()


def test_mnist_may_be_unpacked(digits: Path) -> None:
    packed = read("idx", digits, "train", 1)
    for path in list(digits.glob("*.gz")):
        path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
        path.unlink()

    assert (read("idx", digits, "train", 1)["images"] == packed["images"]).all()


def test_a_split_has_no_more_rows_than_train_in_seconds(digits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "MOST", {"train": 90, "valid": 60, "hidden": 70})

    assert {split: len(part["labels"]) for split, part in all_splits("idx", digits).items()} == real.MOST


@pytest.mark.parametrize(
    ("kind", "maker"),
    [("idx", "digits"), ("npz", "signs"), ("images-grey", "fruit"), ("sentences", "text")],
)
def test_no_group_is_in_two_splits_whatever_their_seeds(kind: str, maker: str, request: pytest.FixtureRequest) -> None:
    """Students' data is made with a seed that all know, and hidden data with a secret one."""
    folder = request.getfixturevalue(maker)

    made = {split: [read(kind, folder, split, seed) for seed in range(4)] for split in SPLITS}

    found = {split: set(np.concatenate([part["groups"] for part in parts]).tolist()) for split, parts in made.items()}
    assert all(found.values()) and sum(map(len, found.values())) == len(set.union(*found.values()))


@pytest.mark.parametrize(
    ("kind", "maker"), [("idx", "digits"), ("npz", "signs"), ("images-grey", "fruit"), ("sentences", "text")]
)
def test_the_seed_decides_which_hidden_rows_are_drawn(kind: str, maker: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(maker)

    once, again, *others = (read(kind, folder, "hidden", seed) for seed in (1, 1, 2, 3, 4))

    assert all((once[key] == again[key]).all() for key in once)
    what = "sentences" if kind == "sentences" else "images"
    assert any(sorted(map(str, once[what].tolist())) != sorted(map(str, other[what].tolist())) for other in others)


def test_signs_are_split_by_persons(signs: Path) -> None:
    splits = all_splits("npz", signs)

    assert {split: len(set(part["groups"])) for split, part in splits.items()} == {"train": 6, "valid": 2, "hidden": 2}
    assert {split: len(part["groups"]) for split, part in splits.items()} == {"train": 120, "valid": 40, "hidden": 36}
    for part in splits.values():
        number = part["images"][:, 0, 0].astype(int)
        assert len(set(number)) == len(number)
        assert (part["groups"] == number // 20).all() and (part["labels"] == number // 2 % 10).all()


def test_an_npz_file_may_have_any_images(tmp_path: Path) -> None:
    """Colours, any size, and negative groups; and the arrays under the names that recipes give them."""
    groups = -np.repeat(np.arange(1, 11), 3)
    np.savez(tmp_path / "mine.npz", images=np.zeros((30, 9, 7, 3), np.uint8), labels=np.arange(30) % 3, groups=groups)

    splits = all_splits("npz", tmp_path)

    assert {part["images"].shape[1:] for part in splits.values()} == {(9, 7, 3)}
    assert classes("npz", tmp_path) == ()


def test_a_folder_of_images_knows_classes_and_persons(fruit: Path) -> None:
    splits = all_splits("images", fruit)

    assert classes("images", fruit) == ("apple", "pear")
    assert len(together(splits, "labels")) == 23  # of four that may be hidden, three are drawn
    for part in splits.values():
        assert part["images"].shape[1:] == (64, 64, 3) and part["images"].dtype == np.uint8
        red = part["images"][:, 30, 30, 0] > 100
        assert (red == (part["labels"] == 0)).all()
        assert len(set(part["groups"])) == np.ceil(len(red) / 4)  # a person's four photographs stay together
    assert read("images-grey", fruit, "train", 1)["images"].shape[1:] == (28, 28)


def test_images_without_persons_are_groups_of_their_own(fruit: Path) -> None:
    for file in list(fruit.rglob("*.png")):
        file.rename(file.with_name(file.name.replace("_", "-")))

    groups = together(all_splits("images-grey", fruit), "groups")

    assert len(set(groups)) == len(groups) == 23  # one that may be hidden is not drawn


def test_a_wide_photograph_is_cut_and_a_turned_one_is_turned(tmp_path: Path) -> None:
    wide = np.zeros((30, 90, 3), np.uint8)
    wide[:15, 30:60] = 255  # the middle third is white above and black below
    upright = Image.Exif()
    upright[0x0112] = 3  # the camera was held upside down
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(8):
            Image.fromarray(wide).save(tmp_path / name / f"{number}.png", exif=upright if name == "b" else None)

    part = read("images-grey", tmp_path, "train", 3)

    for label, above in ((0, 255), (1, 0)):
        image = part["images"][part["labels"] == label][0]
        assert (image[:13] == above).all() and (image[15:] == 255 - above).all()


def test_sentences_come_once_and_whole(text: Path) -> None:
    splits = all_splits("sentences", text)

    sentences = together(splits, "sentences")
    assert len(sentences) == len(set(sentences)) == 30  # of 31: one that might be hidden is not drawn
    assert set(sentences) < {"Äpfel sind rund.", *(f"Sentence {n} is here." for n in range(30))}
    assert {split: len(part["sentences"]) for split, part in splits.items()} == {"train": 20, "valid": 5, "hidden": 5}
    assert classes("sentences", text) == ()


def test_data_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    asked = {
        "idx": r"train-images-idx3-ubyte\.gz: this file is missing. Put it there",
        "npz": r"there are 0 \.npz files. Put exactly one there",
        "images": "there must be at least two folders of images, one for each class",
        "images-grey": "there must be at least two folders of images, one for each class",
        "sentences": r"there is no text file. Put \.txt files there",
    }

    assert set(asked) == set(kinds())
    for kind, message in asked.items():
        with pytest.raises(RealDataError, match=message):
            read(kind, tmp_path, "train", 1)
        with pytest.raises(RealDataError, match="there is no such folder"):
            read(kind, tmp_path / "elsewhere", "train", 1)
    with pytest.raises(RealDataError, match="no kind of data 'mnist': it is one of idx, "):
        read("mnist", tmp_path, "train", 1)
    with pytest.raises(RealDataError, match="no split 'test': it is one of train, valid, hidden"):
        read("idx", tmp_path, "test", 1)


IMAGES, LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (IMAGES, b"<html>404</html>", f"{IMAGES}: this is not a complete gzip file"),
        (IMAGES, gzip.compress(bytes(900))[:-9], f"{IMAGES}: this is not a complete gzip file"),
        (IMAGES, gzip.compress(b"\0\0\x08\x01\0\0\0\x01\x05"), "not an IDX file of bytes in 3 dimensions"),
        (IMAGES, gzip.compress(b"\0\0"), "not an IDX file of bytes in 3 dimensions"),
        (IMAGES, gzip.compress(b"\0\0\x08\x03" + b"\xff" * 12 + b"1234"), "it holds 4 bytes, but its header says "),
        (LABELS, gzip.compress(b"\0\0\x08\x01\0\0\0\x02\x01\x02"), "600 images and 2 labels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # a compressed file carries the time
)
def test_broken_files_of_mnist_are_told(digits: Path, name: str, content: bytes, message: str) -> None:
    (digits / name).write_bytes(content)

    with pytest.raises(RealDataError, match=message):
        read("idx", digits, "train", 1)


def test_a_file_that_unpacks_without_end_is_refused(digits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "BYTES_CAP", 1 << 20)
    (digits / IMAGES).write_bytes(gzip.compress(bytes(2 << 20)))

    with pytest.raises(RealDataError, match=f"{IMAGES}: it has more than 1 MB. Use less"):
        read("idx", digits, "train", 1)


def test_broken_files_of_signs_are_told(signs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = signs / "sign_digits_28_64.npz"
    good = dict(np.load(path))

    for arrays, message in (
        ({"x28": good["x28"]}, "it must contain the arrays images, labels, groups"),
        (good | {"y": good["y"][:-1]}, "each with one label and one group"),
        (good | {"x28": good["x28"] / 255}, "images must be uint8"),
        (good | {"y": good["y"] / 2}, "labels and groups must be whole numbers"),
        (good | {"y": np.array([{}] * 200, dtype=object)}, "can't be read .*allow_pickle"),
        (good | {"group": np.zeros(200, int)}, "1 groups are too few"),
    ):
        np.savez(path, **arrays)
        with pytest.raises(RealDataError, match=message):
            read("npz", signs, "train", 1)
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(RealDataError, match=r"this \.npz file can't be read"):
        read("npz", signs, "train", 1)
    np.savez(path, **good)
    np.savez(signs / "another.npz", **good)
    with pytest.raises(RealDataError, match=r"there are 2 \.npz files"):
        read("npz", signs, "train", 1)
    (signs / "another.npz").unlink()
    monkeypatch.setattr(real, "BYTES_CAP", 1 << 10)
    with pytest.raises(RealDataError, match="npz: it has more than 0 MB"):
        read("npz", signs, "train", 1)


def test_broken_images_are_told(fruit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fruit / "apple" / "ada_1.png"

    path.write_bytes(b"no image")
    with pytest.raises(RealDataError, match=r"ada_1\.png: this image can't be read"):
        read("images-grey", fruit, "train", 1)
    Image.fromarray(np.full((9, 9), 40_000, np.uint16)).save(path)
    with pytest.raises(RealDataError, match=r"ada_1\.png: it has more than 8 bits"):
        read("images-grey", fruit, "train", 1)
    Image.new("1", (8000, 6000)).save(path)
    with pytest.raises(RealDataError, match=r"ada_1\.png: 8000 by 6000 pixels are too many"):
        read("images-grey", fruit, "train", 1)
    Image.new("1", (10_000, 10_000)).save(path)  # Pillow itself would warn here
    with pytest.raises(RealDataError, match=r"ada_1\.png"):
        read("images-grey", fruit, "train", 1)
    path.unlink()
    monkeypatch.setattr(real, "IMAGES_CAP", 20)
    with pytest.raises(RealDataError, match="23 images are more than 20"):
        read("images-grey", fruit, "train", 1)


def test_a_class_that_is_not_in_every_split_is_told(fruit: Path) -> None:
    (fruit / "plum").mkdir()
    with pytest.raises(RealDataError, match="plum: this class has no image"):
        read("images", fruit, "train", 1)

    (fruit / "plum" / "ada_1.png").write_bytes((fruit / "pear" / "ada_1.png").read_bytes())
    with pytest.raises(RealDataError, match=r"no 'plum' is in the split '(train|valid|hidden)'. Add more of it"):
        all_splits("images", fruit)


def test_too_few_persons_are_told(fruit: Path) -> None:
    for file in list(fruit.rglob("*.png")):
        if not file.name.startswith(("ada", "bob")):
            file.unlink()

    with pytest.raises(RealDataError, match="2 groups are too few for train, valid, hidden"):
        read("images", fruit, "train", 1)


def test_what_is_no_list_of_sentences_is_told(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "SENTENCES_CAP", 30)
    with pytest.raises(RealDataError, match="31 sentences are more than 30"):
        read("sentences", text, "train", 1)
    (text / "two.txt").write_text("Short.\n" + "A whole chapter. " * 30, "utf-8")
    with pytest.raises(RealDataError, match=r"two\.txt:2: this line has 510 letters"):
        read("sentences", text, "train", 1)
    (text / "two.txt").write_bytes("Äpfel".encode("latin-1"))
    with pytest.raises(RealDataError, match=r"two\.txt: this is not UTF-8 text"):
        read("sentences", text, "train", 1)


def test_real_data_takes_the_place_of_a_recipe_with_its_own_classes(fruit: Path) -> None:
    """The recipe for digits has ten classes, and fruit has two."""
    wanted = {"images": ["apple", "pear"], "npz": ["0", "1", "2"]}
    np.savez(
        fruit / "mine.npz", images=np.zeros((300, 9, 9), np.uint8), labels=np.arange(300) % 3, groups=np.arange(300)
    )

    for kind, names in wanted.items():
        dataset = find(ROOT, "digits.npz", RealData(kind=kind, folder=str(fruit)))
        assert dataset is not None
        assert dataset.given()["classes"].tolist() == names
        assert set(dataset.hidden(SECRET)["labels"].tolist()) == set(range(len(names)))


def really(name: str) -> Path:
    """The folder of a real data set; the test skips where it is not."""
    folder = REAL / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; AUTOGRADER_REAL_DATA names the folder that holds {name}")
    return folder


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_the_real_mnist_is_cut_to_what_trains_in_seconds(name: str) -> None:
    splits = all_splits("idx", really(name))

    sizes = {split: part["images"].shape for split, part in splits.items()}
    assert sizes == {"train": (6000, 28, 28), "valid": (2000, 28, 28), "hidden": (2000, 28, 28)}
    for part in splits.values():
        share = np.bincount(part["labels"]) / len(part["labels"])
        assert len(share) == 10 and share.min() > 0.07 and share.max() < 0.14


def test_the_real_signs_have_220_persons() -> None:
    splits = all_splits("npz", really("sign_digits"))

    persons = {split: len(set(part["groups"])) for split, part in splits.items()}
    assert persons == {"train": 141, "valid": 35, "hidden": 44}
    assert 0.97 * 2062 < len(together(splits, "labels")) < 2062


def test_the_real_sentences_are_sentences() -> None:
    splits = all_splits("sentences", really("cv_sentences"))

    sentences = together(splits, "sentences")
    assert len(sentences) == len(set(sentences)) == 6000 + 2000 + 2000
    assert not any("Statement of Purpose" in str(sentence) for sentence in sentences)  # a heading of the licence
