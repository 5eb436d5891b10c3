"""Every recipe in datasets/ keeps the promises that topics and gates are built on. A new recipe is tested as it is."""

from __future__ import annotations

import ast
import io
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.datasets import Dataset, DatasetError, as_file
from autograder.datasets.fingerprint import fingerprint
from autograder.secret import Secret
from conftest import ROOT, load_recipe

FOLDER = ROOT / "datasets"
FILES = sorted(FOLDER.glob("*.py"))
# What a recipe may import: nothing that reads files, the clock or the network, so that a seed says all.
PURE = {"__future__", "collections", "dataclasses", "functools", "itertools", "math", "numpy", "string", "typing"}

Rows = dict[str, NDArray[Any]]

RECIPES = {path.stem: load_recipe(path) for path in FILES}
IMAGES = {name: recipe for name, recipe in RECIPES.items() if "images" in recipe.make("train", 0, 1)}
every_recipe = pytest.mark.parametrize("recipe", RECIPES.values(), ids=list(RECIPES))
recipes_of_images = pytest.mark.parametrize("recipe", IMAGES.values(), ids=list(IMAGES))
SPLITS = ("train", "valid", "hidden")
WORLDS = (None, 1, 2, 2**128 - 1)  # the one that students see, and those of three cohorts
# What students get, training and validation: the mean pixel, or the mean length of a sentence.
GIVEN = {
    "digits": (30.658, 30.265),
    "hands": (115.097, 116.896),
    "fruit": (116.174, 92.695),
    "headlines": (56.960, 57.364),
}
THINGS = {"fruit"}  # where a group is the thing that is shown, and so of one class; elsewhere it is who signs or writes


@lru_cache(maxsize=32)
def whole(recipe: ModuleType, split: str, seed: int = 1, world: int | None = None) -> Rows:
    """A split in full size. It is made once for all tests, so they must not change it."""
    rows: Rows = recipe.make(split, seed, recipe.SIZES[split], world=world)
    return rows


def digest(rows: Rows) -> str:
    """A digest of all arrays, with their names and types."""
    found = sha256()
    for name, array in rows.items():
        found.update(name.encode() + str(array.dtype).encode() + array.tobytes())
    return found.hexdigest()[:16]


def pixels(rows: Rows) -> NDArray[np.float64]:
    """A row of numbers from 0 to 1 for each image."""
    return rows["images"].reshape(len(rows["images"]), -1) / 255


def distances(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """The squared distance of each row of `a` from each of `b`."""
    squares: NDArray[np.float64] = (a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1)
    return squares


def same_group_is_nearest(a: Rows, b: Rows) -> float:
    """How often the image of `b` that is most similar to one of `a` is by the group with the same number."""
    apart = distances(pixels(a), pixels(b))
    if a is b:
        np.fill_diagonal(apart, np.inf)
    numbers = [np.unique(rows["groups"], return_inverse=True)[1] for rows in (a, b)]
    return float((numbers[0] == numbers[1][apart.argmin(axis=1)]).mean())


def right_by_means(recipe: ModuleType, world: int | None = None, *, corners_only: bool = False) -> float:
    """The share of images, from any world, that are nearest to the mean of their own class, as students see it."""
    train, valid = whole(recipe, "train"), whole(recipe, "valid", world=world)
    if corners_only:
        step = train["images"].shape[1] - 1
        train, valid = ({**rows, "images": rows["images"][:, ::step, ::step]} for rows in (train, valid))
    means = np.stack([pixels(train)[train["labels"] == label].mean(axis=0) for label in range(len(recipe.CLASSES))])
    return float((distances(pixels(valid), means).argmin(axis=1) == valid["labels"]).mean())


def test_there_are_recipes() -> None:
    assert {"digits", "hands"} <= set(IMAGES)


@every_recipe
def test_the_same_seed_makes_the_same_bytes(recipe: ModuleType) -> None:
    np.random.seed(3)
    once = recipe.make("train", 7, 96)
    np.random.seed(4)
    state = np.random.get_state()[1].tobytes()  # type: ignore[union-attr, index]
    again = recipe.make("train", 7, 96)

    assert list(once) == list(again)
    assert all(once[key].tobytes() == again[key].tobytes() for key in once)
    assert np.random.get_state()[1].tobytes() == state, "the shared random numbers are the student's"  # type: ignore[union-attr, index]


@every_recipe
def test_another_seed_and_another_split_make_other_data(recipe: ModuleType) -> None:
    made = [recipe.make(split, seed, 96) for seed in (1, 2) for split in SPLITS]

    for first, one in enumerate(made):
        for other in made[first + 1 :]:
            assert any(one[key].tobytes() != other[key].tobytes() for key in one if key != "groups")


@every_recipe
def test_students_get_the_same_data_for_ever(recipe: ModuleType) -> None:
    """Worlds change nothing of it. Not compared byte by byte: the last digit of a sine depends on the processor."""
    recipe.make("hidden", 0, 96, world=1)

    name = Path(recipe.__file__ or "").stem
    assert [gist(whole(recipe, split, seed=0)) for split in ("train", "valid")] == pytest.approx(GIVEN[name], abs=0.01)


def gist(rows: Rows) -> float:
    """A number that changes as soon as anything is drawn differently."""
    return float(rows["images"].mean() if "images" in rows else np.char.str_len(rows["sentences"]).mean())


@every_recipe
def test_the_same_world_makes_the_same_bytes_and_another_makes_others(recipe: ModuleType) -> None:
    for split in SPLITS:
        once, again = ([digest(recipe.make(split, 7, 96, world=world)) for world in WORLDS] for _ in range(2))

        assert once == again
        assert len(set(once)) == len(WORLDS)


@recipes_of_images
def test_another_world_shows_the_same_classes_and_groups_in_other_images(recipe: ModuleType) -> None:
    """A world has random numbers of its own, so that drawing one moves no other draw."""
    seen, *others = (recipe.make("hidden", 7, 96, world=world) for world in WORLDS)

    for other in others:
        assert np.array_equal(seen["labels"], other["labels"]) and np.array_equal(seen["groups"], other["groups"])
        assert (seen["images"] != other["images"]).any(axis=tuple(range(1, seen["images"].ndim))).all()


@every_recipe
def test_worlds_stay_within_their_bounds_and_use_them(recipe: ModuleType) -> None:
    seen, worlds = recipe.world_of(None), [recipe.world_of(number) for number in range(200)]

    for name, (least, usual, most) in recipe.BOUNDS.items():
        drawn = np.array([getattr(world, name) for world in worlds])
        assert drawn.shape[1:] == recipe.SHAPES.get(name, ())
        assert least <= drawn.min() < least + (most - least) / 10
        assert most - (most - least) / 10 < drawn.max() <= most
        assert np.all(getattr(seen, name) == usual)
        assert least < usual < most and abs((least + most) / 2 - usual) <= 0.1 * (most - least)
    assert set(recipe.SHAPES) <= set(recipe.BOUNDS) == set(recipe.World._fields)


@every_recipe
def test_the_card_has_the_bounds_of_every_world(recipe: ModuleType) -> None:
    card = (FOLDER / f"{Path(recipe.__file__ or '').stem}.md").read_text()

    assert "## What differs from cohort to cohort" in card
    for name, bounds in recipe.BOUNDS.items():
        row = next((line for line in card.splitlines() if line.startswith(f"| `{name}` |")), "")
        assert [float(cell) for cell in row.split("|")[3:6]] == list(bounds), name


@recipes_of_images
def test_another_seed_brings_other_groups_and_other_images(recipe: ModuleType) -> None:
    """Nobody is drawn by two seeds, or into two splits: whoever has seen one has seen nothing of the other."""
    count = recipe.SIZES["train"]
    mine, other_seed, other_split = (
        recipe.make(*wanted, count) for wanted in (("train", 1), ("train", 2), ("valid", 1))
    )

    images = [image.tobytes() for rows in (mine, other_seed, other_split) for image in rows["images"]]
    assert len(set(images)) == len(images)
    assert same_group_is_nearest(mine, other_seed) < 3 / len(groups(mine))
    assert same_group_is_nearest(mine, other_split) < 3 / len(groups(mine))


def groups(rows: Rows) -> list[int]:
    return sorted(set(rows["groups"].tolist()))


@every_recipe
def test_no_group_is_in_two_splits(recipe: ModuleType) -> None:
    made = [whole(recipe, split, world=world) for split, world in zip(SPLITS, WORLDS, strict=False)]
    if "groups" not in made[0]:
        pytest.skip(f"{recipe.__name__} has no groups")

    found = [set(groups(rows)) for rows in made]

    assert sum(map(len, found)) == len(set.union(*found))


@every_recipe
def test_a_recipe_imports_nothing_but_numpy(recipe: ModuleType) -> None:
    nodes = list(ast.walk(ast.parse(Path(recipe.__file__ or "").read_text())))

    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= PURE
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    assert not called & {"open", "exec", "eval", "__import__", "np.load", "np.fromfile", "np.loadtxt", "print"}


@every_recipe
@pytest.mark.parametrize("split", SPLITS)
def test_a_split_has_as_many_rows_as_asked_for(recipe: ModuleType, split: str) -> None:
    assert tuple(recipe.SIZES) == SPLITS
    for count in (1, 37, recipe.SIZES[split]):
        assert {len(values) for values in recipe.make(split, 5, count).values()} == {count}


@recipes_of_images
@pytest.mark.parametrize("split", SPLITS)
def test_images_have_shapes_and_types_that_can_be_relied_on(recipe: ModuleType, split: str) -> None:
    rows = whole(recipe, split)

    assert set(rows) == {"images", "labels", "groups"}
    shape = rows["images"].shape
    assert len(shape) in (3, 4) and shape[1] == shape[2] and shape[3:] in ((), (3,))
    assert (rows["images"].dtype, rows["labels"].dtype, rows["groups"].dtype) == (np.uint8, np.int64, np.int64)
    assert rows["images"].min() < 30 and rows["images"].max() > 225, "images should use the whole range"
    assert pixels(rows).std(axis=1).min() > 0.02, "no image is empty"


@recipes_of_images
@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("world", WORLDS[:2])
def test_classes_are_balanced_and_shuffled(recipe: ModuleType, split: str, world: int | None) -> None:
    labels = whole(recipe, split, world=world)["labels"]
    size = len(recipe.CLASSES)

    assert len(set(recipe.CLASSES)) == size and all(isinstance(name, str) and name for name in recipe.CLASSES)
    assert np.ptp(np.bincount(labels, minlength=size)) <= 1
    assert set(labels[: len(labels) // 2].tolist()) == set(range(size))
    assert (labels[1:] == labels[:-1]).mean() < 2 / size
    assert (labels != whole(recipe, split, seed=2)["labels"]).any()


@pytest.mark.parametrize("recipe", [recipe for name, recipe in IMAGES.items() if name not in THINGS])
@pytest.mark.parametrize("split", SPLITS)
def test_labels_do_not_tell_groups(recipe: ModuleType, split: str) -> None:
    """Who signs or writes says nothing about what, by a chi-square test: six deviations would be one in a thousand million."""
    rows = whole(recipe, split)
    names, index = np.unique(rows["groups"], return_inverse=True)
    table = np.zeros((len(names), len(recipe.CLASSES)))
    np.add.at(table, (index, rows["labels"]), 1)

    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    freedom = (len(names) - 1) * (len(recipe.CLASSES) - 1)
    assert ((table - expected) ** 2 / expected).sum() < freedom + 6 * np.sqrt(2 * freedom)


@pytest.mark.parametrize("recipe", [IMAGES[name] for name in THINGS])
@pytest.mark.parametrize("split", SPLITS)
def test_a_thing_is_of_one_class_on_all_its_photos(recipe: ModuleType, split: str) -> None:
    rows = whole(recipe, split)

    seen = set(zip(rows["groups"].tolist(), rows["labels"].tolist(), strict=True))
    assert len(seen) == len(groups(rows)) < len(rows["labels"])


@pytest.mark.parametrize("recipe", [IMAGES[name] for name in THINGS])
def test_the_colour_in_the_middle_says_something_and_not_all(recipe: ModuleType) -> None:
    """Things lie anyhow, so their mean image says nothing. The hue in the middle does, and does not suffice."""
    train, valid = ({**rows, "hues": hues(rows)} for rows in (whole(recipe, "train"), whole(recipe, "hidden")))
    means = np.stack([train["hues"][train["labels"] == label].mean(axis=0) for label in range(len(recipe.CLASSES))])

    right = (distances(valid["hues"], means).argmin(axis=1) == valid["labels"]).mean()
    assert 2 / len(recipe.CLASSES) < right < 0.75


def hues(rows: Rows) -> NDArray[np.float64]:
    """The shares of red, green and blue in the middle of each image."""
    colours: NDArray[np.float64] = rows["images"][:, 14:34, 14:34].mean(axis=(1, 2))
    return colours / colours.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("recipe", [recipe for name, recipe in IMAGES.items() if name not in THINGS])
def test_classes_can_be_told_apart_but_not_by_their_means(recipe: ModuleType) -> None:
    """The nearest mean image is the right one far more often than chance has it, and not nearly always."""
    right = right_by_means(recipe)

    assert 2.5 / len(recipe.CLASSES) < right < 0.9
    assert abs(np.mean([right_by_means(recipe, world) for world in range(5)]) - right) < 0.06  # worlds are as hard


@recipes_of_images
@pytest.mark.parametrize("world", WORLDS[:2])
def test_the_corners_do_not_tell_the_class(recipe: ModuleType, world: int | None) -> None:
    """What stands behind a hand or below a fruit is no short cut to its name."""
    assert right_by_means(recipe, world, corners_only=True) < 2.5 / len(recipe.CLASSES)


@recipes_of_images
def test_groups_leave_their_mark_on_images(recipe: ModuleType) -> None:
    """The most similar image is by the same person far more often than chance has it."""
    rows = whole(recipe, "train")

    assert same_group_is_nearest(rows, rows) > 6 / len(groups(rows))


@every_recipe
def test_a_recipe_has_a_card_that_says_how_large_it_is(recipe: ModuleType) -> None:
    card = (FOLDER / f"{Path(recipe.__file__ or '').stem}.md").read_text()

    for split, size in recipe.SIZES.items():
        assert f"{size:,}" in card, split
    for word in ("split", "weak", "licence", "hard"):
        assert word in card.lower(), f"say something about this: {word}"


def test_comments_and_docstrings_do_not_make_measurements_out_of_date_and_code_does(tmp_path: Path) -> None:
    def of(source: str) -> str:
        path = tmp_path / "digits.py"
        path.write_text(source)
        return fingerprint(path)

    recipe = (
        '"""Digits."""\n\n\ndef make(split, seed, count):\n    """Make them."""\n    return "ink" * count  # twice\n'
    )

    assert of(recipe) == of(recipe.replace('"""Make them."""', '"""Make\n    some."""').replace("  # twice", ""))
    assert of(recipe) == of(recipe.replace('"""Digits."""', "'All ten.'"))
    assert of(recipe) != of(recipe.replace('"ink"', '"pen"'))
    assert of(recipe) != of(recipe.replace("count", "count + 1"))


MINE, YOURS = (Secret(f"of a cohort of {whose}".encode() * 2) for whose in ("mine", "yours"))
RECIPE = """
import numpy as np
CLASSES, SIZES = ("a", "b"), {"train": 6, "valid": 4, "hidden": 8}
def make(split, seed, count, world=None):
    random = np.random.default_rng([seed, list(SIZES).index(split)])
    return {"points": random.random(count), "world": np.full(count, -1.0 if world is None else float(world))}
def facts(world=None):
    return {"entropy": 1.5, "shares": [0.25, float(world)]}
"""


def written(folder: Path, source: str) -> Dataset:
    path = folder / "points.py"
    path.write_text(source)
    return Dataset("points", path)


def test_a_cohorts_hidden_data_is_from_a_world_of_its_own(tmp_path: Path) -> None:
    data = written(tmp_path, RECIPE)

    mine, again, fresh, yours = data.hidden(MINE), data.hidden(MINE, again=True), data.fresh(MINE), data.hidden(YOURS)

    assert set(data.given()["train_world"].tolist()) == set(data.given()["valid_world"].tolist()) == {-1}
    assert {*mine["world"].tolist(), *again["world"].tolist()} == set(fresh["world"].tolist()) != {-1}
    assert mine["world"][0] != yours["world"][0]
    assert (len(mine["points"]), len(again["points"]), len(fresh["points"])) == (8, 8, 6)
    drawn = [set(rows["points"].tolist()) for rows in (mine, again, fresh, yours)]
    assert len(set.union(*drawn)) == 8 + 8 + 6 + 8
    assert np.array_equal(mine["points"], written(tmp_path, RECIPE).hidden(MINE)["points"])


def test_what_a_recipe_knows_about_a_world_comes_with_the_hidden_data(tmp_path: Path) -> None:
    data = written(tmp_path, RECIPE)

    held = data.hidden(MINE)
    with np.load(io.BytesIO(as_file(held)), allow_pickle=False) as read:
        reread = dict(read)

    for arrays in (held, reread):
        assert arrays["entropy"].shape == () and arrays["entropy"].dtype == float and float(arrays["entropy"]) == 1.5  # type: ignore[arg-type]
        assert arrays["shares"].tolist() == [0.25, held["world"][0]]
    assert "entropy" not in data.fresh(MINE) and not any("entropy" in name for name in data.given())


def test_a_recipe_without_worlds_makes_the_same_for_each(tmp_path: Path) -> None:
    plain = (
        RECIPE[: RECIPE.index("def facts")]
        .replace(", world=None", "")
        .replace("if world is None else float(world)", "")
    )

    held = written(tmp_path, plain).hidden(MINE)

    assert set(held) == {"points", "world"} and set(held["world"].tolist()) == {-1}


def test_a_recipe_whose_facts_fail_is_named(tmp_path: Path) -> None:
    data = written(tmp_path, RECIPE.replace('"entropy": 1.5', '"entropy": 1 / 0'))

    with pytest.raises(DatasetError, match=r"points\.py: facts\(world\) fails: ZeroDivisionError"):
        data.hidden(MINE)


def test_the_headlines_entropy_is_that_of_the_cohorts_world() -> None:
    data = Dataset("headlines", FOLDER / "headlines.py")

    mine, again, yours = (
        data.hidden(MINE)["entropy"],
        data.hidden(MINE, again=True)["entropy"],
        data.hidden(YOURS)["entropy"],
    )

    assert mine.shape == () and mine == again != yours
