"""Handwritten digits: ten classes, 28 by 28 grey pixels, white ink on black, by many writers with hands of their own.

A digit is a pen's path. Each of the ten has two or three ways of being written, since people differ: a seven with or
without a bar, a four that is open or closed. A writer prefers one way for each digit, leans to one side, presses with
one pen, and bends every path a little in a way that is always the same for that writer. Each image then adds what
differs from one day to the next: size, lean, place, and a tremble.

The path is drawn as a chain of small blots. A blot is a Gaussian, and a Gaussian is a column times a row, so that all
blots of an image together are one matrix product. This makes 3,000 images in well under a second.

No writer is in two splits, and no seed draws the same writers as another.

Writers of one cohort went to one school. A world says what they share: how they lean and press, which ways they
prefer, and how the school bends each digit. Students see one world; the hidden digits of each cohort are from another.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numpy.typing import NDArray

CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
SIZES = {"train": 4000, "valid": 1000, "hidden": 2000}

_SIDE = 28
_BLOTS = 64  # on a path: the longest is some 55 pixels, so that neighbouring blots always merge
_IMAGES_PER_WRITER = 10
_WORLDS = 8  # where worlds have their random numbers: no split has this number
# The ways to write each digit. A line is one stroke of the pen: points "across,down" in per cent of the digit's box,
# joined by a smooth curve; a point said twice is a corner.
_WAYS = {
    "0": (
        ["55,10 32,16 18,45 24,78 48,91 74,78 80,45 70,16 52,10"],
        ["62,15 40,10 22,35 20,65 38,90 62,88 80,62 76,30 58,10"],
    ),
    "1": (
        ["50,8 50,50 50,92"],
        ["32,28 52,8 52,8 52,50 52,92"],
        ["32,26 52,8 52,8 52,50 52,90", "30,91 52,90 74,91"],
    ),
    "2": (
        ["22,30 34,12 58,9 76,24 70,46 46,68 22,90 22,90 50,88 80,90"],
        ["22,28 40,9 66,12 74,32 58,58 34,80 22,86 30,76 46,82 62,90 82,86"],
        ["24,18 50,9 74,18 74,36 48,64 22,90 22,90 80,90"],
    ),
    "3": (
        ["22,18 48,8 72,20 68,38 44,47 44,47 70,54 78,74 58,91 34,90 18,80"],
        ["22,10 50,10 76,10 76,10 58,28 46,42 46,42 72,50 78,72 58,91 34,90 18,80"],
        ["24,22 44,9 68,16 70,34 52,46 38,48 54,48 74,60 72,82 48,92 20,82"],
    ),
    "4": (
        ["60,8 40,36 18,64 18,64 50,64 84,64", "62,40 62,66 62,92"],
        ["64,92 64,50 64,8 64,8 40,36 16,66 16,66 50,66 86,66"],
        ["26,10 24,34 22,52 22,52 48,54 76,52", "72,10 72,50 70,92"],
    ),
    "5": (
        ["74,10 50,10 30,10 30,10 27,28 25,46 25,46 48,38 72,48 78,68 64,88 40,92 20,82"],
        ["30,10 27,28 25,46 25,46 50,40 74,52 76,72 58,90 36,91 20,82", "30,10 52,11 78,9"],
    ),
    "6": (
        ["68,9 44,24 26,50 24,74 42,91 66,86 74,68 60,54 40,56 26,70"],
        ["60,8 36,32 22,62 32,88 58,91 76,74 66,56 44,56 28,72"],
    ),
    "7": (
        ["20,12 50,12 78,12 78,12 60,44 46,92"],
        ["20,12 50,12 78,12 78,12 58,48 44,92", "36,52 54,50 72,50"],
        ["20,26 21,12 21,12 50,13 78,11 78,11 58,46 50,92"],
    ),
    "8": (
        ["70,22 50,8 30,18 32,36 52,48 72,62 74,82 52,92 28,84 28,64 48,50 68,38 72,22"],
        ["50,48 30,36 30,18 50,8 70,18 70,36 50,48", "50,48 26,60 26,82 50,92 74,82 74,60 50,48"],
    ),
    "9": (
        ["72,28 58,10 34,12 24,32 36,48 58,48 72,28 72,28 70,60 66,92"],
        ["74,26 56,9 32,16 26,36 44,50 66,42 75,24 76,52 66,82 46,92 28,84"],
        ["70,16 44,9 26,28 36,47 58,44 72,16 72,16 68,54 54,92"],
    ),
}

# What differs from cohort to cohort: the least, what students see, and the most.
BOUNDS = {
    "lean": (0.085, 0.12, 0.155),  # of writers: sideways for each step up; most people lean to the right
    "lean_spread": (0.206, 0.22, 0.234),
    "turn": (-0.021, 0.0, 0.021),  # of writers: radians
    "turn_spread": (0.083, 0.09, 0.097),
    "narrowest": (0.759, 0.78, 0.801),  # of writers: a digit's width, compared with the table's
    "widest": (1.122, 1.15, 1.178),
    "thinnest": (0.77, 0.8, 0.84),  # of pens: half the stroke's width, in pixels
    "thickest": (1.53, 1.6, 1.67),
    "palest": (0.77, 0.8, 0.84),  # of inks
    "ways": (0.82, 1.0, 1.18),  # how popular each way is to write a digit, compared with the others
    "moods": (0.072, 0.10, 0.128),  # the share of digits that a writer writes in just any way
    "school": (-0.0077, 0.0, 0.0077),  # how all writers bend a digit: shares of its height
    "bend": (0.0326, 0.034, 0.0354),  # how strongly each writer bends a digit in addition
    "tremble": (0.0249, 0.026, 0.0271),  # and each day
    "height": (18.72, 19.0, 19.28),  # in pixels
    "height_spread": (0.083, 0.09, 0.097),
    "across": (-0.122, 0.0, 0.122),  # how far from the middle digits are on average, in pixels
    "down": (-0.122, 0.0, 0.122),
    "astray": (0.848, 0.90, 0.953),  # how far each digit is from there
}
SHAPES = {"ways": (10, 3), "school": (10, 2, 2, 2)}  # all other parameters are single numbers
World = namedtuple("World", BOUNDS)


def make(split: str, seed: int, count: int, world: int | None = None) -> dict[str, NDArray[np.generic]]:
    """`count` images of a split: images (n, 28, 28) uint8, labels (n,) int64, groups (n,) int64, which are writers."""
    number = list(SIZES).index(split)
    random = np.random.default_rng([seed, number])
    here = world_of(world)
    writers = _writers(random, here, max(1, count // _IMAGES_PER_WRITER))
    labels = random.permutation(np.arange(count) % len(CLASSES))
    groups = random.permutation(np.arange(count) % len(writers["lean"]))
    paths, ink = _paths(random, here, writers, labels, groups)
    images = _draw(paths, ink, writers["pen"][groups] * random.lognormal(0, 0.08, count))
    shades = writers["shade"][groups] * random.uniform(0.9, 1, count)
    return {
        "images": np.rint(images * shades[:, None, None] * 255).astype(np.uint8),
        "labels": labels.astype(np.int64),
        "groups": (groups + 10_000 * number).astype(np.int64),
    }


def world_of(number: int | None) -> World:
    """The world that students see; or, for a number, the world that it draws, anywhere within the bounds."""
    if number is None:
        return World(*(np.full(SHAPES[n], seen) if n in SHAPES else seen for n, (_, seen, _) in BOUNDS.items()))
    random = np.random.default_rng([number, _WORLDS])
    return World(*(random.uniform(least, most, SHAPES.get(n)) for n, (least, _, most) in BOUNDS.items()))


def _writers(random: np.random.Generator, here: World, count: int) -> dict[str, NDArray[np.float64]]:
    """What each writer keeps from image to image."""
    return {
        "lean": random.normal(here.lean, here.lean_spread, count),
        "turn": random.normal(here.turn, here.turn_spread, count),
        "width": random.uniform(here.narrowest, here.widest, count),
        "pen": random.uniform(here.thinnest, here.thickest, count),
        "shade": random.uniform(here.palest, 1, count),
        "way": random.uniform(0, 1, (count, len(CLASSES))),
        "bend": random.normal(0, 1, (count, len(CLASSES), 2, 2, 2)),
    }


def _paths(
    random: np.random.Generator,
    here: World,
    writers: dict[str, NDArray[np.float64]],
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the blots are, (n, blots, 2) in pixels, and how much ink each has, (n, blots): none with the pen lifted."""
    count = len(labels)
    wish = writers["way"][groups, labels]
    wish = np.where(random.random(count) < here.moods, random.random(count), wish)  # nobody is quite consistent
    chosen = _way(here, labels, wish)
    points, down = _TABLE[chosen], _DOWN[chosen]

    bend = here.bend * writers["bend"][groups, labels] + here.tremble * random.normal(0, 1, (count, 2, 2, 2))
    points = points + _bent(points, bend + here.school[labels])
    turn = writers["turn"][groups] + random.normal(0, 0.08, count)
    lean = writers["lean"][groups] + random.normal(0, 0.06, count)
    width = writers["width"][groups] * random.normal(1, 0.06, count)
    cos, sin = np.cos(turn), np.sin(turn)
    frame = np.array([[cos * width, -sin - lean * cos], [sin * width, cos - lean * sin]])
    points = np.einsum("ijn,nbj->nbi", frame, points)

    steps = np.linalg.norm(np.diff(points, axis=1, append=points[:, -1:]), axis=2) * down
    # As in MNIST: as tall as will fit in a box of some 20 pixels, with the ink's centre in the middle.
    extent = np.ptp(points, axis=1).max(axis=1)
    scale = here.height / extent * random.normal(1, here.height_spread, count)
    centre = (points * steps[..., None]).sum(axis=1) / steps.sum(axis=1)[:, None]
    place = _SIDE / 2 + random.normal((here.across, here.down), here.astray, (count, 2))
    return (points - centre[:, None]) * scale[:, None, None] + place[:, None], steps * scale[:, None]


def _way(here: World, labels: NDArray[np.int64], wish: NDArray[np.float64]) -> NDArray[np.int64]:
    """The rows of _TABLE that are wished for: a wish between 0 and 1 falls into the share of one way."""
    number = np.array([len(_WAYS[name]) for name in CLASSES])
    ends = np.cumsum(np.where(np.arange(here.ways.shape[1]) < number[:, None], here.ways, 0), axis=1)
    ends /= ends[:, -1:]
    return np.array([_FIRST[name] for name in CLASSES])[labels] + (wish[:, None] >= ends[labels]).sum(axis=1)


def _bent(points: NDArray[np.float64], bend: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far a slow wave moves each point: `bend` (n, 2, 2, 2) has amplitudes for two waves along each axis."""
    waves = np.stack([np.sin(np.pi * (points + 0.5)), np.sin(2 * np.pi * points)], axis=-1)
    return np.einsum("nbjw,njwi->nbi", waves, bend)


def _draw(paths: NDArray[np.float64], ink: NDArray[np.float64], pen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Images in [0, 1], (n, side, side): a stroke `pen` pixels to either side of the path."""
    blot = np.maximum(pen, 0.75) / np.sqrt(2 * np.log(2))  # a stroke ends where its ink is half as dense as amid it
    pixels = np.arange(_SIDE) + 0.5
    across, down = (np.exp(-(((pixels - paths[:, :, None, axis]) / blot[:, None, None]) ** 2) / 2) for axis in (0, 1))
    density = down.transpose(0, 2, 1) @ (across * ink[:, :, None]) / (blot * np.sqrt(2 * np.pi))[:, None, None]
    # The edge of a stroke is one pixel wide, whatever the pen.
    return np.clip((density - 0.5) * (1.7 * blot)[:, None, None] + 0.5, 0, 1)


def _curve(stroke: str) -> NDArray[np.float64]:
    """A smooth curve through a stroke's points (Catmull and Rom's spline), closely sampled."""
    points = np.array([pair.split(",") for pair in stroke.split()], dtype=float) / 100 - 0.5
    padded = np.concatenate([points[:1], points, points[-1:]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, 24, endpoint=False)[:, None, None]
    bends = (2 * before - 5 * start + 4 * end - after) * t**2 + (3 * (start - end) + after - before) * t**3
    curve = start + ((end - before) * t + bends) / 2
    return np.concatenate([curve.transpose(1, 0, 2).reshape(-1, 2), points[-1:]])


def _even(strokes: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A digit's path as evenly spaced points, and for each whether the pen stays down until the next."""
    curves = [_curve(stroke) for stroke in strokes]
    along = [np.r_[0, np.linalg.norm(np.diff(curve, axis=0), axis=1).cumsum()] for curve in curves]
    lengths = np.array([each[-1] for each in along])
    shares = np.maximum(4, np.rint(_BLOTS * lengths / lengths.sum())).astype(int)
    shares[0] += _BLOTS - shares.sum()
    points, down = [], np.ones(_BLOTS)
    for curve, way, share in zip(curves, along, shares, strict=True):
        wanted = np.linspace(0, way[-1], share)
        points.append(np.stack([np.interp(wanted, way, curve[:, axis]) for axis in (0, 1)], axis=1))
    down[np.cumsum(shares) - 1] = 0
    return np.concatenate(points), down


_FIRST = dict(zip(_WAYS, np.cumsum([0, *map(len, _WAYS.values())]).tolist(), strict=False))
_TABLE, _DOWN = map(np.array, zip(*(_even(way) for ways in _WAYS.values() for way in ways), strict=True))
