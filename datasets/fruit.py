"""Fresh and rotten fruit: apples, bananas and oranges, photographed in colour, 48 by 48 pixels.

Each image is a picture of a body in space. A kind of fruit is a row of a table: a spine that may be bent, how thick
the body is along it, colours, and how it spoils. The skin has streaks, pores and freckles that stick to the body, so
that they turn with it; it is lit by a lamp, shines, and throws a shadow on the table.

A rotten fruit has at least one soft, mouldy or black patch on the side that the camera sees. Dark spots alone mean
nothing, though: fresh fruit has stems, stickers, leaves, freckles, small scars, and shadows that fall across it.

A group is one fruit, of which there are two photos: it keeps its shape, its colours, its patches and its table. No
fruit is in two splits, and no seed draws the same fruits as another. The training photos come from a machine: every
fruit lies the same way, under the same lamp. The others are as customers take them: turned anyhow, in any light.

A world says where customers' lamps and cameras are, how dark it gets, which tables, stickers and mould there are, and
under which lamp the belt runs. Students see one world; the hidden photos of each cohort are from another.

`others` draws what a network can be pre-trained on: twelve other kinds of fruit and vegetables, fresh and spoilt.
"""

from __future__ import annotations

from collections import namedtuple
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CLASSES = ("fresh apple", "fresh banana", "fresh orange", "rotten apple", "rotten banana", "rotten orange")
SIZES = {"train": 252, "valid": 120, "hidden": 2400}

Array = NDArray[np.float32]
Colour = tuple[float, float, float]

_SIDE = 48
_PHOTOS = 2  # of each fruit
_WORLDS = 8  # where worlds have their random numbers: no split has this number
_AT_ONCE = 40  # images drawn together: as many as a processor's cache holds


class Kind(NamedTuple):
    """What all fruits of a kind share. Lengths are in tenths of the picture's side, colours between 0 and 1."""

    half: tuple[float, float]  # of the length, and of the thickness
    ends: tuple[float, float]  # the body is (1 - |t| ** blunt) ** sharp thick, where t runs from -1 to 1 (the stem)
    taper: float  # how much thinner it becomes towards the stem
    bend: float  # radians from one end to the other
    skins: tuple[Colour, Colour]  # a fruit's colour lies between the two
    blush: Colour  # the colour of its other cheek
    streaks: float
    pores: float
    freckles: float  # dark ones are positive, pale ones negative
    gloss: float
    stem: tuple[float, Colour]  # its length and its colour
    dark_ends: float
    rots: tuple[int, ...]  # rows of _ROTS


# The rim and the middle of a spoilt patch: brown and soft, blue-green mould, white mould, black.
_ROTS = np.array(
    [
        [[0.50, 0.33, 0.14], [0.27, 0.15, 0.07]],
        [[0.86, 0.88, 0.80], [0.36, 0.50, 0.44]],
        [[0.74, 0.72, 0.66], [0.90, 0.89, 0.85]],
        [[0.34, 0.23, 0.10], [0.10, 0.07, 0.05]],
    ],
    np.float32,
)
_WOOD, _GREEN, _NONE = (0.36, 0.26, 0.14), (0.35, 0.48, 0.16), (0.5, 0.5, 0.5)
_FRUIT = (
    Kind((3.2, 3.3), (2.5, 0.5), 0.08, 0.0, ((0.82, 0.13, 0.11), (0.72, 0.76, 0.28)), (0.84, 0.13, 0.10), 0.6, 0.2,
         -0.5, 0.5, (1.2, _WOOD), 0.5, (0, 0, 2)),
    Kind((4.6, 1.25), (3.4, 0.6), 0.06, 1.35, ((0.95, 0.82, 0.22), (0.74, 0.80, 0.30)), (0.93, 0.76, 0.18), 0.1, 0.1,
         0.7, 0.25, (0.9, (0.48, 0.42, 0.16)), 1.0, (3, 3, 0)),
    Kind((3.2, 3.25), (2.0, 0.5), 0.0, 0.0, ((0.97, 0.55, 0.10), (0.90, 0.66, 0.16)), (0.98, 0.48, 0.06), 0.05, 0.9,
         0.1, 0.4, (0.25, _GREEN), 0.3, (1, 1, 0)),
)  # fmt: skip
_OTHERS = (
    # pear, lemon, lime, tomato
    Kind((3.9, 2.7), (2.2, 0.55), 0.42, 0.1, ((0.72, 0.74, 0.28), (0.80, 0.66, 0.30)), (0.74, 0.46, 0.22), 0.1, 0.4,
         0.6, 0.3, (1.3, _WOOD), 0.2, (0, 0, 2)),
    Kind((3.7, 2.6), (1.8, 0.62), 0.0, 0.0, ((0.96, 0.88, 0.24), (0.88, 0.86, 0.36)), (0.96, 0.86, 0.16), 0.0, 0.8,
         0.0, 0.5, (0.2, _GREEN), 0.2, (1, 1, 0)),
    Kind((3.2, 2.6), (1.9, 0.58), 0.0, 0.0, ((0.34, 0.56, 0.14), (0.58, 0.68, 0.24)), (0.30, 0.50, 0.12), 0.0, 0.8,
         0.0, 0.5, (0.2, _WOOD), 0.2, (1, 0, 2)),
    Kind((2.9, 3.3), (2.6, 0.5), 0.0, 0.0, ((0.86, 0.20, 0.10), (0.90, 0.40, 0.12)), (0.84, 0.14, 0.08), 0.1, 0.0,
         0.0, 0.9, (0.6, _GREEN), 0.1, (3, 2, 0)),
    # plum, peach, kiwi, aubergine
    Kind((3.2, 2.7), (2.1, 0.5), 0.0, 0.0, ((0.36, 0.14, 0.34), (0.50, 0.16, 0.28)), (0.28, 0.12, 0.36), 0.1, 0.3,
         -0.4, 0.5, (0.5, _WOOD), 0.2, (0, 2, 2)),
    Kind((3.1, 3.2), (2.2, 0.5), 0.0, 0.0, ((0.95, 0.70, 0.42), (0.92, 0.56, 0.34)), (0.82, 0.26, 0.20), 0.4, 0.3,
         -0.2, 0.1, (0.2, _WOOD), 0.5, (0, 2, 0)),
    Kind((3.3, 2.6), (2.3, 0.5), 0.0, 0.0, ((0.48, 0.38, 0.20), (0.56, 0.44, 0.24)), (0.42, 0.36, 0.18), 0.1, 1.0,
         0.3, 0.05, (0.2, _WOOD), 0.4, (2, 1, 3)),
    Kind((4.2, 2.0), (2.6, 0.5), 0.30, 0.35, ((0.24, 0.12, 0.28), (0.34, 0.16, 0.34)), (0.20, 0.10, 0.26), 0.1, 0.0,
         0.0, 1.0, (1.2, _GREEN), 0.0, (0, 2, 0)),
    # cucumber, carrot, potato, red chilli
    Kind((4.5, 1.3), (4.0, 0.5), 0.0, 0.35, ((0.22, 0.44, 0.16), (0.36, 0.54, 0.22)), (0.30, 0.50, 0.18), 0.5, 0.6,
         -0.4, 0.5, (0.2, _GREEN), 0.3, (2, 0, 3)),
    Kind((4.5, 1.4), (2.2, 0.7), -0.5, 0.15, ((0.94, 0.50, 0.16), (0.90, 0.58, 0.26)), (0.92, 0.44, 0.12), 0.2, 0.3,
         0.3, 0.2, (0.9, _GREEN), 0.2, (3, 2, 0)),
    Kind((3.6, 2.6), (2.6, 0.5), 0.05, 0.1, ((0.78, 0.66, 0.44), (0.68, 0.52, 0.34)), (0.72, 0.58, 0.38), 0.1, 0.6,
         0.8, 0.1, (0.0, _NONE), 0.1, (3, 1, 0)),
    Kind((4.5, 1.0), (2.2, 0.7), -0.4, 0.9, ((0.80, 0.10, 0.08), (0.88, 0.46, 0.10)), (0.70, 0.08, 0.06), 0.1, 0.0,
         0.0, 1.0, (1.0, _GREEN), 0.1, (0, 3, 3)),
)  # fmt: skip
# Wood, cloth, paper, a plate, a belt.
_TABLES = np.array(
    [(0.55, 0.38, 0.22), (0.70, 0.54, 0.36), (0.30, 0.40, 0.55), (0.42, 0.52, 0.42), (0.80, 0.76, 0.68),
     (0.88, 0.88, 0.87), (0.45, 0.45, 0.46), (0.22, 0.23, 0.25), (0.62, 0.34, 0.32), (0.68, 0.72, 0.78)], np.float32
)  # fmt: skip


class Scene(NamedTuple):
    """How a photo is taken."""

    turned: bool  # the fruit lies anyhow, nearer or further away
    lit: bool  # light comes from other sides, and sometimes there is little of it, or it is a little yellow or blue


BELT, TURNED, CUSTOMERS = Scene(False, False), Scene(True, False), Scene(True, True)
# What differs from cohort to cohort: the least, what students see, and the most. "More" compares customers with a belt.
BOUNDS = {
    "further": (0.106, 0.12, 0.134),  # how much further away the furthest fruits are than the nearest: more
    "astray": (1.42, 1.6, 1.78),  # how far from the middle fruits are, in pixels: more
    "tilt": (0.514, 0.55, 0.586),  # how differently stems point at the camera or away, in radians: more
    "lamp_across": (-0.068, 0.0, 0.068),  # where customers' lamps are on average, to the right and down
    "lamp_down": (-0.068, 0.0, 0.068),
    "lamp_spread": (0.932, 1.0, 1.067),  # how much they differ, compared with what students see
    "warmth": (-0.009, 0.0, 0.009),  # how much redder customers' lamps are; below 0, they are bluer
    "warmth_spread": (0.0164, 0.02, 0.0236),  # how much they differ in that: more
    "shade": (0.051, 0.06, 0.069),  # how much darker a fruit is where no lamp shines, at the most: more
    "dim": (0.53, 0.55, 0.57),  # how much less light there is, at the most: more
    "bright": (0.062, 0.08, 0.098),  # and how much more
    "belt_across": (-0.527, -0.5, -0.473),  # where the belt's lamp is: to the right, down, and to the camera
    "belt_down": (-0.577, -0.55, -0.523),
    "belt_front": (0.723, 0.75, 0.777),
    "belt_warmth": (-0.0067, 0.0, 0.0067),
    "grain": (0.0173, 0.020, 0.0227),  # of the camera's sensor
    "tables": (0.91, 1.0, 1.09),  # how red, green and blue each table is, compared with what students see
    "pattern": (0.091, 0.10, 0.109),  # how clearly tables are woven, at the most
    "dusk": (0.164, 0.20, 0.236),  # the share of photos with a shadow across
    "darkest_dusk": (0.473, 0.50, 0.527),  # how much light such a shadow takes, at the most
    "green": (1.36, 1.5, 1.64),  # the larger it is, the fewer fruits are unripe
    "leaves": (0.184, 0.22, 0.256),  # the share of round fruits that have one
    "stickers": (0.483, 0.55, 0.618),  # the share of fruits that have one
    "smallest_sticker": (0.242, 0.26, 0.278),  # its radius on a ball of radius one
    "largest_sticker": (0.382, 0.40, 0.418),
    "sticker_colours": (-0.054, 0.0, 0.054),  # how much redder, greener and bluer each sticker is
    "scars": (0.355, 0.40, 0.445),  # the share of fresh fruits that have one
    "smallest_rot": (0.466, 0.48, 0.493),  # a patch's radius on a ball of radius one
    "largest_rot": (0.778, 0.80, 0.823),
    "more_rot": (0.405, 0.45, 0.495),  # how likely each further patch of a rotten fruit is
    "rots": (0.946, 1.0, 1.054),  # how red, green and blue each kind of rot is, compared with what students see
}
SHAPES = {"tables": (10, 3), "sticker_colours": (4, 3), "rots": (4, 2, 3)}  # all others are single numbers
World = namedtuple("World", BOUNDS)


def make(split: str, seed: int, count: int, world: int | None = None) -> dict[str, NDArray[np.generic]]:
    """`count` images of a split: images (n, 48, 48, 3) uint8, labels (n,) int64, groups (n,) int64: single fruits."""
    number = list(SIZES).index(split)
    random, scene = np.random.default_rng([seed, number]), BELT if split == "train" else CUSTOMERS
    made = _draw(random, world_of(world), _FRUIT, count, _PHOTOS, scene)
    made["groups"] += 100_000 * number
    return made


def world_of(number: int | None) -> World:
    """The world that students see; or, for a number, the world that it draws, anywhere within the bounds."""
    if number is None:
        return World(*(np.full(SHAPES[n], seen) if n in SHAPES else seen for n, (_, seen, _) in BOUNDS.items()))
    random = np.random.default_rng([number, _WORLDS])
    return World(*(random.uniform(least, most, SHAPES.get(n)) for n, (least, _, most) in BOUNDS.items()))


def others(seed: int, count: int) -> dict[str, NDArray[np.generic]]:
    """As `make`, of twelve other kinds, one photo of each: labels 0 to 11 are fresh, 12 to 23 spoilt.

    The machine took them all, under its lamp, but every other fruit lay anyhow. So a network learns what a pose can
    do, and nothing of other lights.
    """
    random, here = np.random.default_rng([seed, 9]), world_of(None)
    belt = _draw(random, here, _OTHERS, count - count // 2, 1, BELT)
    turned = _draw(random, here, _OTHERS, count // 2, 1, TURNED)
    turned["groups"] += 100_000
    return {name: np.concatenate([belt[name], turned[name]]) for name in belt}


def _draw(
    random: np.random.Generator, here: World, kinds: tuple[Kind, ...], count: int, photos: int, scene: Scene
) -> dict[str, NDArray[np.generic]]:
    """Pictures of fruits of these kinds, so many photos of each, in no order."""
    bodies = _bodies(random, here, kinds, -(-count // photos))
    groups = random.permutation(count) // photos
    shots = _shots(random, here, {name: value[groups] for name, value in bodies.items()}, scene)
    images = np.empty((count, _SIDE, _SIDE, 3), np.uint8)
    for first in range(0, count, _AT_ONCE):
        rows = slice(first, first + _AT_ONCE)
        photo = _photograph({name: value[rows] for name, value in shots.items()})
        photo += here.grain * random.standard_normal(photo.shape, np.float32)
        images[rows] = np.rint(np.clip(photo, 0, 1) * 255).reshape(-1, _SIDE, _SIDE, 3)
    return {"images": images, "labels": bodies["label"][groups].astype(np.int64), "groups": groups.astype(np.int64)}


def _bodies(random: np.random.Generator, here: World, kinds: tuple[Kind, ...], count: int) -> dict[str, Array]:
    """What stays the same in all photos of a fruit."""
    label = random.permutation(count) % (2 * len(kinds))
    kind, rotten = label % len(kinds), label >= len(kinds)
    row = {name: np.array([getattr(each, name) for each in kinds], dtype=float)[kind] for name in _NUMBERS}
    row["stem_length"] = np.array([each.stem[0] for each in kinds])[kind]
    row["stem_colour"] = np.array([each.stem[1] for each in kinds])[kind]
    # Ripe or not, and seldom between the two: half green and half red is brown, as rot is.
    raw, age = random.random((count, 1)) ** here.green, random.random(count)
    ripe = raw**2 * (3 - 2 * raw)
    skin = row["skins"][:, 0] * (1 - ripe) + row["skins"][:, 1] * ripe
    rots = np.array([each.rots for each in kinds])[kind, random.integers(0, 3, count)]
    bodies = {
        "label": label,
        "rotten": rotten,
        "half": row["half"] * random.normal(1, 0.05, (count, 2)),
        "ends": row["ends"] * random.normal(1, 0.03, (count, 2)),
        "taper": row["taper"] + random.normal(0, 0.02, count),
        "bend": row["bend"] * random.normal(1, 0.15, count) + 0.02,
        "skin": skin * random.normal(1, 0.05, (count, 3)),
        "blush": row["blush"] * random.normal(1, 0.05, (count, 3)),
        "cheek": random.uniform(-0.9, 1.2, count),
        "streaks": row["streaks"] * random.uniform(0.3, 1.2, count),
        "pores": row["pores"] * random.uniform(0.6, 1.2, count),
        "freckles": row["freckles"] * random.uniform(0.0, 1.3, count),
        "gloss": row["gloss"] * random.uniform(0.5, 1.3, count),
        "dark_ends": row["dark_ends"] * random.uniform(0.5, 1.2, count),
        "stem": row["stem_length"] * random.uniform(0.5, 1.2, count) * (random.random(count) < 0.8),
        "stem_colour": row["stem_colour"] * random.normal(1, 0.1, (count, 3)),
        "leaf": random.random(count) < np.where(row["half"][:, 0] < 1.5 * row["half"][:, 1], here.leaves, 0),
        "coarse": random.normal(0, 2.2, (count, 3, 6)),
        "fine": random.normal(0, 15, (count, 3, 8)),
        "phase": random.uniform(0, 2 * np.pi, (count, 8)),
        "dull": np.where(rotten, 0.25 * age, 0.04 * age),
        "table": (_TABLES * here.tables)[random.integers(0, len(_TABLES), count)] * random.normal(1, 0.08, (count, 3)),
        "weave": random.normal(0, 0.35, (count, 2, 3)),
        "contrast": random.uniform(0, here.pattern, (count, 3)),
        "rot": (_ROTS * here.rots)[rots] * random.normal(1, 0.08, (count, 2, 3)),
    }
    return {**bodies, **_spots(random, here, rotten), **_sticker(random, here, count)}


def _spots(random: np.random.Generator, here: World, rotten: NDArray[np.bool_]) -> dict[str, Array]:
    """Three patches of each rotten fruit, of which one at least is large, and one small scar of some fresh ones."""
    count = len(rotten)
    size = random.uniform(here.smallest_rot, here.largest_rot, (count, 3))
    size[:, 1:] *= random.random((count, 2)) < here.more_rot
    scar = random.uniform(0.06, 0.13, count) * (random.random(count) < here.scars)
    size = np.where(rotten[:, None], size, 0)
    size[:, 0] = np.where(rotten, size[:, 0], scar)
    around, along = random.uniform(0, 2 * np.pi, (count, 3)), random.uniform(-0.5, 0.5, (count, 3))
    return {"spot": _direction(along, around), "spot_size": size, "spot_around": around[:, 0]}


def _sticker(random: np.random.Generator, here: World, count: int) -> dict[str, Array]:
    colours = np.array([(0.10, 0.30, 0.70), (0.10, 0.12, 0.14), (0.80, 0.10, 0.12), (0.10, 0.45, 0.22)])
    colours = np.clip(colours + here.sticker_colours, 0, 1)
    return {
        "sticker": _direction(random.uniform(-0.5, 0.5, count), random.uniform(0, 2 * np.pi, count)),
        "sticker_size": random.uniform(here.smallest_sticker, here.largest_sticker, count)
        * (random.random(count) < here.stickers),
        "sticker_colour": colours[random.integers(0, 4, count)],
    }


def _direction(along: Array, around: Array) -> Array:
    """Points of the unit ball's skin, by where they lie along the axis to the stem, and around it."""
    across = np.sqrt(1 - along**2)
    return np.stack([along, across * np.sin(around), across * np.cos(around)], axis=-1)


def _shots(random: np.random.Generator, here: World, shots: dict[str, Array], scene: Scene) -> dict[str, Array]:
    """The bodies, and what differs from photo to photo: pose, camera and lamp."""
    count = len(shots["label"])
    wide, other = (1.0 if free else 0.0 for free in scene)
    long = shots["half"][:, 0] > 1.5 * shots["half"][:, 1]
    # Long fruit lies on its side; round fruit may also point its stem at the camera.
    tilt = np.where(long, random.normal(0, 0.15, count), random.normal(0.35, 0.12 + here.tilt * wide, count))
    face = random.uniform(-0.8, 0.8, count) - shots["spot_around"]
    roll = np.where(shots["rotten"], face, random.uniform(-np.pi, np.pi, count))
    tilt = np.clip(tilt, -0.9, 0.9)
    # The patch that makes it rotten must be in sight.
    high, turned = shots["spot"][:, 0, 0], roll + shots["spot_around"]
    front = high * np.sin(tilt) + np.sqrt(1 - high**2) * np.cos(turned) * np.cos(tilt)
    tilt = np.where(shots["rotten"] & (front < 0.5), -tilt, tilt)
    upright = np.where(long, 0.0, -np.pi / 2) + random.normal(0, 0.12, count)
    lamp, warm = _lamps(random, here, scene, count)
    shots.update(
        tilt=tilt,
        roll=roll,
        angle=random.uniform(-np.pi, np.pi, count) if scene.turned else upright,
        zoom=random.uniform(0.92 - here.further * wide, 1.04, count),
        centre=random.normal(0, 0.8 + here.astray * wide, (count, 2)),
        lamp=lamp,
        ambient=random.uniform(0.40 - here.shade * other, 0.48, count),
        light=warm * random.uniform(1.0 - here.dim * other, 1.12 + here.bright * other, (count, 1)),
        weave_phase=random.uniform(0, 2 * np.pi, (count, 3)),
        dusk=random.uniform(0.15, here.darkest_dusk, count) * (random.random(count) < here.dusk),
        dusk_way=_unit(random.normal(0, 1, (count, 2))),
        dusk_at=random.normal(0, 8, count),
    )
    return {name: value.astype(np.float32) for name, value in shots.items()}


def _lamps(random: np.random.Generator, here: World, scene: Scene, count: int) -> tuple[Array, Array]:
    """Which way the lamp of each photo is, and its colour: a little redder than white, or bluer."""
    belt = np.array([here.belt_across, here.belt_down, here.belt_front]) + random.normal(0, 0.08, (count, 3))
    spread = here.lamp_spread * np.array([0.35, 0.35, 0.1])
    anywhere = random.normal((here.lamp_across, here.lamp_down, 1.0), spread, (count, 3))
    usual, more = (here.warmth, here.warmth_spread) if scene.lit else (here.belt_warmth, 0.0)
    warm = random.normal(usual, 0.02 + more, (count, 1)) * (1, 0.1, -1) + 1
    return _unit(anywhere if scene.lit else belt), warm


def _unit(vectors: Array) -> Array:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _photograph(shot: dict[str, Array]) -> Array:
    """Pictures around [0, 1], (n, pixels, 3): a table, a shadow, the fruit, and what lies upon it."""
    length, thick = shot["half"].T * (_SIDE / 10) * shot["zoom"]
    # A body that points at the camera looks shorter.
    shot["length"] = np.hypot(length * np.cos(shot["tilt"]), thick * np.sin(shot["tilt"]))[:, None]
    shot["thick"] = thick[:, None]
    picture = _table(shot)
    picture *= 1 - 0.55 * _shadow(shot)[..., None]
    cover, place, normal = _body(shot)
    skin = _skin(shot, _on_the_body(shot, place))
    fruit = skin * _lit(shot, normal)[..., None] + _shine(shot, normal)[..., None]
    picture += cover[..., None] * (fruit - picture)
    _stalk(shot, picture)
    return picture * _dusk(shot)[..., None] * shot["light"][:, None]


def _dusk(shot: dict[str, Array]) -> Array:
    """What is left of the light where something else throws its shadow across the picture."""
    across, down = _PIXELS
    way = shot["dusk_way"]
    beyond = across * way[:, :1] + down * way[:, 1:] - shot["dusk_at"][:, None]
    return 1 - shot["dusk"][:, None] * np.clip(beyond / 3 + 0.5, 0, 1)


def _table(shot: dict[str, Array]) -> Array:
    across, down = _PIXELS
    weave = shot["weave"]
    waves = weave[:, :1] * across[..., None] + weave[:, 1:] * down[..., None] + shot["weave_phase"][:, None]
    pattern = 1 + np.sin(waves) @ shot["contrast"][..., None]
    slope = (across * shot["lamp"][:, :1] + down * shot["lamp"][:, 1:2])[..., None] / _SIDE
    return shot["table"][:, None] * pattern * (0.9 + 0.25 * slope)


def _frame(shot: dict[str, Array], away: Array | float = 0.0) -> tuple[Array, Array, Array]:
    """Each pixel's place along the spine and across it, in pixels, and how far the spine is turned there."""
    across, down = _PIXELS
    centre = shot["centre"] + away
    x, y = across - centre[:, :1], down - centre[:, 1:]
    cos, sin = np.cos(shot["angle"])[:, None], np.sin(shot["angle"])[:, None]
    u, v = x * cos + y * sin, y * cos - x * sin
    radius = 2 * shot["length"] / shot["bend"][:, None]  # of the circle that the spine is a part of
    v = v + shot["length"] ** 2 / radius / 4  # so that the middle of the body is in the middle of the picture
    turned = np.arctan2(u, radius - v)
    return radius * turned, radius - np.hypot(u, radius - v), turned


def _outline(shot: dict[str, Array], along: Array) -> tuple[Array, Array]:
    """How thick the body is at each place along the spine, in pixels, and how steeply that changes."""
    t = np.clip(along / shot["length"], -0.995, 0.995)
    (blunt, sharp), taper = shot["ends"].T[..., None], shot["taper"][:, None]
    size = np.abs(t)
    rest = 1 - size**blunt
    thick = shot["thick"] * rest**sharp * (1 - taper * t)
    slope = -sharp * blunt * size ** (blunt - 1) * np.sign(t) / rest - taper / (1 - taper * t)
    thick = np.where(np.abs(along) < shot["length"], thick, 0)
    return thick, thick * slope / shot["length"]


def _shadow(shot: dict[str, Array]) -> Array:
    """How dark it is beneath and beside the fruit, away from the lamp."""
    along, across, _ = _frame(shot, -6 * shot["lamp"][:, :2])
    far = np.sqrt((along / (shot["length"] + 2)) ** 2 + (across / (shot["thick"] + 2)) ** 2)
    return np.clip((1.25 - far) * 1.6, 0, 1)


def _body(shot: dict[str, Array]) -> tuple[Array, Array, Array]:
    """How much of each pixel the fruit covers; the point of the unit ball that is seen there; the skin's normal."""
    along, across, turned = _frame(shot)
    thick, slope = _outline(shot, along)
    cover = np.clip((thick - np.abs(across)) / np.sqrt(1 + slope**2) + 0.5, 0, 1)
    cover *= thick > 0
    side = np.clip(across / np.maximum(thick, 0.1), -1, 1)
    front = np.sqrt(1 - side**2)
    t = np.clip(along / shot["length"], -1, 1)
    round_ = np.sqrt(1 - t**2)
    place = np.stack([t, round_ * side, round_ * front], axis=-1)
    normal = np.stack([-slope, side, front], axis=-1)
    normal /= np.sqrt(1 + slope**2)[..., None]
    angle = turned + shot["angle"][:, None]
    cos, sin = np.cos(angle), np.sin(angle)
    n_along, n_across = normal[..., 0], normal[..., 1]
    normal = np.stack([n_along * cos - n_across * sin, n_along * sin + n_across * cos, normal[..., 2]], axis=-1)
    return cover, place, normal


def _on_the_body(shot: dict[str, Array], place: Array) -> Array:
    """The same points as seen from the fruit, however it is turned: spots stay where they are on the skin."""
    (ct, st), (cr, sr) = ((np.cos(a), np.sin(a)) for a in (shot["tilt"], shot["roll"]))
    zero = np.zeros_like(ct)
    tilt = np.array([[ct, zero, -st], [zero, zero + 1, zero], [st, zero, ct]]).transpose(2, 0, 1)
    roll = np.array([[zero + 1, zero, zero], [zero, cr, sr], [zero, -sr, cr]]).transpose(2, 0, 1)
    return place @ (tilt @ roll)


def _skin(shot: dict[str, Array], point: Array) -> Array:
    """The colour of the skin, (n, pixels, 3), before any light falls on it."""
    wide = {name: value[:, None] for name, value in shot.items() if value.ndim == 1}
    phase = shot["phase"][:, None]
    soft = np.sin(point @ shot["coarse"] + phase[..., :6]) @ np.full(6, 1 / 3, np.float32)
    fine = np.sin(point @ shot["fine"] + phase) @ np.full(8, 1 / 4, np.float32)
    around = np.arctan2(point[..., 1], point[..., 2])
    streak = np.sin(11 * around + 2 * soft + phase[..., 0]) * np.sqrt(1 - point[..., 0] ** 2)
    blush = np.clip(0.5 + point[..., 2] * 0.6 + 0.25 * soft + wide["cheek"] * 0.6 - 0.3, 0, 1)
    blush = np.clip(blush + 0.5 * wide["streaks"] * streak, 0, 1)[..., None]
    skin = shot["skin"][:, None] * (1 - blush) + shot["blush"][:, None] * blush
    freckle = np.clip((fine - 0.9) * 2.5, 0, 1) * wide["freckles"]
    end = np.clip((np.abs(point[..., 0]) - 0.90) * 12, 0, 1) * wide["dark_ends"]
    skin = skin * (1 + 0.05 * soft + 0.07 * wide["pores"] * fine - 0.5 * freckle - 0.55 * end)[..., None]
    grey = skin @ np.full((3, 1), 1 / 3, np.float32)
    skin += shot["dull"][:, None, None] * (0.75 * grey - skin)
    return _stuck_on(shot, point, _spoilt(shot, point, skin, soft, fine))


def _spoilt(shot: dict[str, Array], point: Array, skin: Array, soft: Array, fine: Array) -> Array:
    """The skin with its patches: a rim in one colour, and a middle in another."""
    far = np.arccos(np.clip(point @ shot["spot"].transpose(0, 2, 1), -1, 1))
    ragged = 1 + (0.22 * soft + 0.10 * fine)[..., None] * (shot["rotten"][:, None, None] > 0)
    depths = shot["spot_size"][:, None] * ragged - far
    depth = np.maximum(np.maximum(depths[..., 0], depths[..., 1]), depths[..., 2])
    amount = np.clip(depth / 0.08 + 0.3, 0, 1)[..., None]
    middle = np.clip(depth / 0.16 - 0.3, 0, 1)[..., None]
    rim, core = shot["rot"][:, None, 0], shot["rot"][:, None, 1]
    patch = (rim + middle * (core - rim)) * (1 + 0.10 * fine)[..., None]
    return skin + amount * (patch - skin)


def _stuck_on(shot: dict[str, Array], point: Array, skin: Array) -> Array:
    """The skin with its sticker: a coloured disk with a white band, as no rot has."""
    far = np.arccos(np.clip(np.einsum("npc,nc->np", point, shot["sticker"]), -1, 1))
    size = shot["sticker_size"][:, None]
    paper = np.clip((size - far) / 0.06 + 0.5, 0, 1)[..., None] * (size > 0)[..., None]
    band = np.abs(point[..., 0] - shot["sticker"][:, :1]) < 0.3 * size
    white = (band | (far > size - 0.09))[..., None]
    colour = np.where(white, np.float32(0.93), shot["sticker_colour"][:, None])
    return skin + paper * (colour - skin)


def _lit(shot: dict[str, Array], normal: Array) -> Array:
    ambient = shot["ambient"][:, None]
    facing = np.maximum(np.einsum("npc,nc->np", normal, shot["lamp"]), 0)
    return ambient + 1.15 * (1 - ambient) * facing


def _shine(shot: dict[str, Array], normal: Array) -> Array:
    """The lamp's reflection on the skin."""
    halfway = _unit(shot["lamp"] + np.array([0, 0, 1], np.float32))
    return 0.5 * shot["gloss"][:, None] * np.maximum(np.einsum("npc,nc->np", normal, halfway), 0) ** 40


def _stalk(shot: dict[str, Array], picture: Array) -> None:
    """Draw stem and leaf where the stem's end of the fruit can be seen."""
    root, out = _stem_end(shot)
    seen = np.clip((shot["tilt"] + 0.35) * 5, 0, 1)
    shade = shot["ambient"][:, None, None] + 0.45
    tip = root + out * (shot["stem"] * _SIDE / 10)[:, None]
    stem = _stroke(root, tip, np.float32(1.3)) * (seen * (shot["stem"] > 0))[:, None]
    picture += stem[..., None] * (shot["stem_colour"][:, None] * shade - picture)
    side = np.stack([-out[:, 1], out[:, 0]], axis=1)
    leaf = _stroke(root, root + 5 * out + 6.5 * side, np.float32(2.6)) * (seen * shot["leaf"])[:, None]
    picture += leaf[..., None] * (np.array(_GREEN, np.float32) * shade - picture)


def _stem_end(shot: dict[str, Array]) -> tuple[Array, Array]:
    """Where the stem begins in the picture, and which way it points."""
    half = shot["bend"] / 2
    radius = shot["length"][:, 0] / half
    short = np.where(shot["half"][:, 0] > 1.5 * shot["half"][:, 1], 1, np.cos(shot["tilt"]))
    u = 0.95 * short * radius * np.sin(half)
    v = radius * (1 - np.cos(half)) - radius * half**2 / 4
    cos, sin = np.cos(shot["angle"]), np.sin(shot["angle"])
    root = shot["centre"] + np.stack([u * cos - v * sin, u * sin + v * cos], axis=1)
    return root, np.stack([np.cos(shot["angle"] + half), np.sin(shot["angle"] + half)], axis=1)


def _stroke(start: Array, end: Array, radius: np.float32) -> Array:
    """How much of each pixel a rounded line covers."""
    across, down = _PIXELS
    dx, dy = (end - start).T[..., None]
    x, y = across - start[:, :1], down - start[:, 1:]
    along = np.clip((x * dx + y * dy) / (dx * dx + dy * dy + 1e-6), 0, 1)
    # It is thickest in the middle and ends in a point, as a leaf does.
    width = radius * (0.75 + 0.25 * np.sin(np.pi * along))
    return np.clip(width - np.hypot(x - along * dx, y - along * dy) + 0.5, 0, 1)


_NUMBERS = tuple(name for name in Kind._fields if name not in ("stem", "rots"))  # what is a table of numbers
_PIXELS = (np.stack(np.meshgrid(np.arange(_SIDE), np.arange(_SIDE))).reshape(2, 1, -1) - (_SIDE - 1) / 2).astype(
    np.float32
)
