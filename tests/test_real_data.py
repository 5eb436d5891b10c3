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

from autograder.datasets import real
from autograder.datasets.real import SPLITS, RealDataError, Rows, classes, kinds, read
from conftest import ROOT

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
    splits = all_splits("mnist", digits)

    numbers = {split: set((part["images"][:, 0, :2] @ [10, 1]).tolist()) for split, part in splits.items()}
    assert numbers["hidden"] == set(range(1000, 1100))
    assert numbers["train"] | numbers["valid"] == set(range(600))
    assert {split: len(part["labels"]) for split, part in splits.items()} == {"train": 500, "valid": 100, "hidden": 100}
    for part in splits.values():
        assert part["images"].shape[1:] == (5, 4) and part["images"].dtype == np.uint8
        assert (part["labels"] == part["images"][:, 0, 1]).all() and part["labels"].dtype == np.int64


def test_fashion_is_read_like_mnist_and_named_otherwise(digits: Path) -> None:
    assert (read("fashion-mnist", digits, "valid", 1)["images"] == read("mnist", digits, "valid", 1)["images"]).all()
    assert classes("mnist", digits) == tuple("0123456789")
    assert classes("fashion-mnist", digits)[9] == "ankle boot" and len(classes("fashion-mnist", digits)) == 10


@pytest.mark.parametrize(
    ("kind", "maker"),
    [("mnist", "digits"), ("sign-digits", "signs"), ("images", "fruit"), ("sentences", "text")],
)
def test_the_seed_decides_and_no_group_is_in_two_splits(kind: str, maker: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(maker)

    once, again, other = (all_splits(kind, folder, seed) for seed in (1, 1, 2))

    for split in SPLITS:
        assert all((once[split][key] == again[split][key]).all() for key in once[split])
    assert once["train"]["groups"].tolist() != other["train"]["groups"].tolist()
    found = [set(part["groups"].tolist()) for part in once.values()]
    assert all(found) and sum(map(len, found)) == len(set.union(*found))
    assert len(together(once, "groups")) == len(together(other, "groups"))


def test_signs_are_split_by_persons_and_lose_nothing(signs: Path) -> None:
    splits = all_splits("sign-digits", signs)

    assert {split: len(set(part["groups"])) for split, part in splits.items()} == {"train": 6, "valid": 2, "hidden": 2}
    numbers = sorted(int(image[0, 0]) for part in splits.values() for image in part["images"])
    assert numbers == list(range(200))
    for part in splits.values():
        number = part["images"][:, 0, 0].astype(int)
        assert (part["groups"] == number // 20).all() and (part["labels"] == number // 2 % 10).all()
    assert read("sign-digits-colour", signs, "valid", 1)["images"].shape == (40, 64, 64, 3)


def test_a_folder_of_images_knows_classes_and_persons(fruit: Path) -> None:
    splits = all_splits("images-colour", fruit)

    assert classes("images-colour", fruit) == ("apple", "pear")
    assert len(together(splits, "labels")) == 24
    for part in splits.values():
        assert part["images"].shape[1:] == (64, 64, 3) and part["images"].dtype == np.uint8
        red = part["images"][:, 30, 30, 0] > 100
        assert (red == (part["labels"] == 0)).all()
        assert set(np.bincount(part["groups"]).tolist()) <= {0, 4}  # a person's four photographs stay together
    assert read("images", fruit, "train", 1)["images"].shape[1:] == (28, 28)


def test_images_without_persons_are_groups_of_their_own(fruit: Path) -> None:
    for file in list(fruit.rglob("*.png")):
        file.rename(file.with_name(file.name.replace("_", "-")))

    groups = together(all_splits("images", fruit), "groups")

    assert len(set(groups)) == len(groups) == 24


def test_a_wide_photograph_is_cut_and_a_turned_one_is_turned(tmp_path: Path) -> None:
    wide = np.zeros((30, 90, 3), np.uint8)
    wide[:15, 30:60] = 255  # the middle third is white above and black below
    upright = Image.Exif()
    upright[0x0112] = 3  # the camera was held upside down
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(8):
            Image.fromarray(wide).save(tmp_path / name / f"{number}.png", exif=upright if name == "b" else None)

    part = read("images", tmp_path, "train", 3)

    for label, above in ((0, 255), (1, 0)):
        image = part["images"][part["labels"] == label][0]
        assert (image[:13] == above).all() and (image[15:] == 255 - above).all()


def test_sentences_come_once_and_whole(text: Path) -> None:
    splits = all_splits("sentences", text)

    sentences = together(splits, "sentences")
    assert len(sentences) == len(set(sentences)) == 31
    assert "Äpfel sind rund." in sentences and "Sentence 29 is here." in sentences
    assert {split: len(part["sentences"]) for split, part in splits.items()} == {"train": 19, "valid": 6, "hidden": 6}
    assert classes("sentences", text) == ()


def test_data_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    asked = {
        "mnist": "train-images-idx3-ubyte.gz: this file is missing. Put it there",
        "fashion-mnist": "train-images-idx3-ubyte.gz: this file is missing. Put it there",
        "sign-digits": "sign_digits_28_64.npz: this file is missing. Put it there",
        "sign-digits-colour": "sign_digits_28_64.npz: this file is missing. Put it there",
        "images": "there should be a folder of images for each class",
        "images-colour": "there should be a folder of images for each class",
        "sentences": "there is no text file. Put .txt files there",
    }

    assert set(asked) == set(kinds())
    for kind, message in asked.items():
        with pytest.raises(RealDataError, match=message):
            read(kind, tmp_path, "train", 1)
        with pytest.raises(RealDataError, match="there is no such folder"):
            read(kind, tmp_path / "elsewhere", "train", 1)
    with pytest.raises(RealDataError, match="no kind of data 'mnits': it is one of mnist, "):
        read("mnits", tmp_path, "train", 1)
    with pytest.raises(RealDataError, match="no split 'test': it is one of train, valid, hidden"):
        read("mnist", tmp_path, "test", 1)


IMAGES, LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (IMAGES, b"<html>404</html>", f"{IMAGES}: this is not a whole gzip file"),
        (IMAGES, gzip.compress(bytes(900))[:-9], f"{IMAGES}: this is not a whole gzip file"),
        (IMAGES, gzip.compress(b"\0\0\x08\x01\0\0\0\x01\x05"), "not an IDX file of bytes in 3 dimensions"),
        (IMAGES, gzip.compress(b"\0\0"), "not an IDX file of bytes in 3 dimensions"),
        (IMAGES, gzip.compress(b"\0\0\x08\x03" + b"\xff" * 12 + b"1234"), "4 bytes, but its head speaks of "),
        (LABELS, gzip.compress(b"\0\0\x08\x01\0\0\0\x02\x01\x02"), "600 images and 2 labels"),
        (LABELS, gzip.compress(b"\0\0\x08\x01\0\0\x02\x58" + b"\x0b" * 600), "label 11 in train; there should be ten"),
        (LABELS, gzip.compress(b"\0\0\x08\x01\0\0\x02\x58" + b"\x04" * 600), "no '0' fell into the split train"),
    ],
)
def test_broken_files_of_mnist_are_told(digits: Path, name: str, content: bytes, message: str) -> None:
    (digits / name).write_bytes(content)

    with pytest.raises(RealDataError, match=message):
        read("mnist", digits, "train", 1)


def test_a_file_that_unpacks_without_end_is_refused(digits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "BYTES_CAP", 1 << 20)
    (digits / IMAGES).write_bytes(gzip.compress(bytes(2 << 20)))

    with pytest.raises(RealDataError, match=f"{IMAGES}: more than 1 MB. Take a part"):
        read("mnist", digits, "train", 1)


def test_broken_files_of_signs_are_told(signs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = signs / "sign_digits_28_64.npz"
    good = dict(np.load(path))

    for arrays, message in (
        ({"x28": good["x28"]}, "not an npz file with arrays x28, y and group"),
        (good | {"y": good["y"][:-1]}, "y, group should be as many images"),
        (good | {"y": good["y"] + 1}, "labels 0 to 9"),
        (good | {"x28": good["x28"] / 255}, r"images \(uint8\)"),
        (good | {"y": np.array([{}] * 200, dtype=object)}, "not an npz file .*allow_pickle"),
    ):
        np.savez(path, **arrays)
        with pytest.raises(RealDataError, match=message):
            read("sign-digits", signs, "train", 1)
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(RealDataError, match="not an npz file"):
        read("sign-digits", signs, "train", 1)
    np.savez(path, **good)
    monkeypatch.setattr(real, "BYTES_CAP", 1 << 10)
    with pytest.raises(RealDataError, match="npz: more than 0 MB"):
        read("sign-digits", signs, "train", 1)


def test_broken_images_are_told(fruit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fruit / "apple" / "ada_1.png"

    path.write_bytes(b"no image")
    with pytest.raises(RealDataError, match=r"ada_1\.png: this image can't be read"):
        read("images", fruit, "train", 1)
    Image.fromarray(np.full((9, 9), 40_000, np.uint16)).save(path)
    with pytest.raises(RealDataError, match=r"ada_1\.png: it has more than 8 bits"):
        read("images", fruit, "train", 1)
    Image.new("1", (8000, 6000)).save(path)
    with pytest.raises(RealDataError, match=r"ada_1\.png: 8000 by 6000 pixels are too many"):
        read("images", fruit, "train", 1)
    Image.new("1", (10_000, 10_000)).save(path)  # Pillow itself would warn here
    with pytest.raises(RealDataError, match=r"ada_1\.png"):
        read("images", fruit, "train", 1)
    path.unlink()
    monkeypatch.setattr(real, "IMAGES_CAP", 20)
    with pytest.raises(RealDataError, match="23 images are more than 20"):
        read("images", fruit, "train", 1)


def test_too_few_persons_or_images_are_told(fruit: Path) -> None:
    for file in list(fruit.rglob("*.png")):
        if not file.name.startswith(("ada", "bob")):
            file.unlink()
    with pytest.raises(RealDataError, match="2 groups can't be shared out among train, valid, hidden"):
        read("images", fruit, "train", 1)

    (fruit / "plum").mkdir()
    with pytest.raises(RealDataError, match="plum: there is no image in this class"):
        read("images", fruit, "train", 1)
    (fruit / "apple" / "cem_1.png").write_bytes((fruit / "apple" / "ada_1.png").read_bytes())
    (fruit / "plum" / "ada_1.png").write_bytes((fruit / "pear" / "ada_1.png").read_bytes())
    with pytest.raises(RealDataError, match=r"no '(plum|pear|apple)' fell into the split"):
        all_splits("images", fruit)


def test_what_is_no_list_of_sentences_is_told(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "SENTENCES_CAP", 30)
    with pytest.raises(RealDataError, match="31 sentences are more than 30"):
        read("sentences", text, "train", 1)
    (text / "two.txt").write_text("Short.\n" + "A whole chapter. " * 30, "utf-8")
    with pytest.raises(RealDataError, match=r"two\.txt:2: a line of 510 letters"):
        read("sentences", text, "train", 1)
    (text / "two.txt").write_bytes("Äpfel".encode("latin-1"))
    with pytest.raises(RealDataError, match=r"two\.txt: this is no text in UTF-8"):
        read("sentences", text, "train", 1)


def really(name: str) -> Path:
    """The folder of a real data set; the test skips where it is not."""
    folder = REAL / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; AUTOGRADER_REAL_DATA names the folder that holds {name}")
    return folder


@pytest.mark.parametrize(("kind", "name"), [("mnist", "mnist"), ("fashion-mnist", "fashion_mnist")])
def test_the_real_mnist_has_70000_images(kind: str, name: str) -> None:
    splits = all_splits(kind, really(name))

    sizes = {split: part["images"].shape for split, part in splits.items()}
    assert sizes == {"train": (50_000, 28, 28), "valid": (10_000, 28, 28), "hidden": (10_000, 28, 28)}
    hidden = np.bincount(splits["hidden"]["labels"]).tolist()
    mnist = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert hidden == (mnist if kind == "mnist" else [1000] * 10)


def test_the_real_signs_have_220_persons() -> None:
    splits = all_splits("sign-digits", really("sign_digits"))

    assert len(together(splits, "labels")) == 2062
    assert {split: len(set(part["groups"])) for split, part in splits.items()} == {
        "train": 132,
        "valid": 44,
        "hidden": 44,
    }


def test_the_real_sentences_are_sentences() -> None:
    splits = all_splits("sentences", really("cv_sentences"))

    sentences = together(splits, "sentences")
    assert len(sentences) > 50_000
    assert "Potatoes are less space-saving, durable and cheap than pasta." in sentences
    assert not any("Statement of Purpose" in str(sentence) for sentence in sentences)  # a heading of the licence
