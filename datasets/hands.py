"""Hand signs: the 24 letters of the American manual alphabet that stand still (no j, no z), 28 by 28 grey pixels.

Each image is a picture of a hand with bones. A letter is a table of joint angles and three points for the thumb; the
hand is turned as the letter asks, and drawn as twenty rounded bones, lit from one side, with what is nearer in front.

A person has a hand of their own (lengths, thickness, skin), habits in every letter (nobody bends a finger quite as the
table says), a camera, a lamp, a wall and a sleeve. One in fourteen signs with the left hand. So images of one person
are alike in all that is no matter, which is why a network that has seen a person does better on this person than on
another: split by persons, or be deceived. No person is in two splits, and no seed draws the same persons as another.

Persons of one cohort meet in one place. A world says what they share: where cameras and lamps usually stand, how bright
walls are, and an accent: how everybody there bends each finger. Students see one world; the hidden hands of each cohort
are from another.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numpy.typing import NDArray

CLASSES = tuple("abcdefghiklmnopqrstuvwxy")
SIZES = {"train": 2400, "valid": 600, "hidden": 1200}

Array = NDArray[np.float32]

_SIDE = 28
_IMAGES_PER_PERSON = 24
_WORLDS = 8  # where worlds have their random numbers: no split has this number
_AT_ONCE = 200  # images drawn together: as many as a processor's cache holds

# Fingers bend at the knuckle, the middle joint and the last one, in degrees; the last joint follows the middle one.
_OPEN, _FIST, _HOOK = (4, 6), (82, 102), (12, 88)
_ROUND, _CURVED, _TO_THUMB = (38, 42), (62, 66), (52, 58)
_HANGING, _CLAW = (92, 22), (28, 112)
# The thumb's joints and its tip: to the side, up, and to the viewer. The palm is one unit wide and one high.
_THUMB = {
    "beside": ((0.50, 0.38, 0.10), (0.62, 0.68, 0.18), (0.62, 0.98, 0.20)),
    "across": ((0.34, 0.42, 0.24), (0.14, 0.58, 0.38), (-0.10, 0.66, 0.42)),
    "out": ((0.50, 0.34, 0.08), (0.78, 0.48, 0.12), (1.02, 0.58, 0.14)),
    "opposite": ((0.42, 0.30, 0.36), (0.44, 0.48, 0.66), (0.36, 0.72, 0.86)),
    "to the tips": ((0.42, 0.36, 0.34), (0.38, 0.58, 0.62), (0.24, 0.82, 0.76)),
    "over fingers": ((0.42, 0.44, 0.28), (0.30, 0.66, 0.62), (-0.06, 0.74, 0.70)),
    "under fingers": ((0.38, 0.36, 0.24), (0.22, 0.40, 0.50), (-0.06, 0.44, 0.60)),
    "after index": ((0.46, 0.50, 0.24), (0.34, 0.92, 0.56), (0.22, 1.30, 0.58)),
    "after middle": ((0.38, 0.46, 0.24), (0.20, 0.68, 0.42), (-0.02, 0.90, 0.56)),
    "after ring": ((0.36, 0.44, 0.24), (0.10, 0.62, 0.40), (-0.22, 0.80, 0.52)),
    "along index": ((0.54, 0.42, 0.12), (0.66, 0.72, 0.20), (0.68, 1.02, 0.24)),
    "to middle": ((0.42, 0.52, 0.18), (0.30, 0.82, 0.26), (0.14, 1.08, 0.30)),
}
# Each letter: index, middle, ring and little finger; how far fingers fan out (degrees from one to the next; a second
# number turns the index alone); the thumb; and the hand's turns about the upright, level and viewing axes.
_LETTERS: dict[str, tuple[tuple[tuple[int, int], ...], tuple[int, int], str, tuple[int, int, int]]] = {
    "a": ((_FIST, _FIST, _FIST, _FIST), (0, 0), "beside", (0, 0, 0)),
    "b": ((_OPEN, _OPEN, _OPEN, _OPEN), (1, 0), "across", (0, 0, 0)),
    "c": ((_ROUND, _ROUND, _ROUND, _ROUND), (2, 0), "opposite", (62, 0, 0)),
    "d": ((_OPEN, _CURVED, _CURVED, _CURVED), (2, 0), "to the tips", (35, 0, 0)),
    "e": ((_CLAW, _CLAW, _CLAW, _CLAW), (1, 0), "under fingers", (0, 0, 0)),
    "f": ((_CURVED, _OPEN, _OPEN, _OPEN), (11, 0), "to the tips", (0, 0, 0)),
    "g": ((_OPEN, _FIST, _FIST, _FIST), (0, 0), "along index", (165, 0, -88)),
    "h": ((_OPEN, _OPEN, _FIST, _FIST), (5, 0), "over fingers", (165, 0, -88)),
    "i": ((_FIST, _FIST, _FIST, _OPEN), (2, 0), "over fingers", (0, 0, 0)),
    "k": ((_OPEN, (48, 8), _FIST, _FIST), (10, 0), "to middle", (-22, 0, 0)),
    "l": ((_OPEN, _FIST, _FIST, _FIST), (0, 0), "out", (0, 0, 0)),
    "m": ((_HANGING, _HANGING, _HANGING, _FIST), (0, 0), "after ring", (0, 44, 0)),
    "n": ((_HANGING, _HANGING, _FIST, _FIST), (6, 0), "after middle", (0, 30, 0)),
    "o": ((_TO_THUMB, _TO_THUMB, _TO_THUMB, _TO_THUMB), (1, 0), "to the tips", (58, 0, 0)),
    "p": ((_OPEN, (40, 8), _FIST, _FIST), (10, 0), "to middle", (150, 0, -125)),
    "q": ((_OPEN, _FIST, _FIST, _FIST), (0, 0), "along index", (150, 0, -165)),
    "r": ((_OPEN, (12, 6), _FIST, _FIST), (0, -26), "over fingers", (0, 0, 0)),
    "s": ((_FIST, _FIST, _FIST, _FIST), (0, 0), "over fingers", (0, 0, 0)),
    "t": ((_FIST, _FIST, _FIST, _FIST), (0, 0), "after index", (0, 0, 0)),
    "u": ((_OPEN, _OPEN, _FIST, _FIST), (0, 0), "over fingers", (0, 0, 0)),
    "v": ((_OPEN, _OPEN, _FIST, _FIST), (20, 0), "over fingers", (0, 0, 0)),
    "w": ((_OPEN, _OPEN, _OPEN, _FIST), (14, 0), "across", (0, 0, 0)),
    "x": ((_HOOK, _FIST, _FIST, _FIST), (0, 0), "over fingers", (20, 0, 0)),
    "y": ((_FIST, _FIST, _FIST, _OPEN), (16, 0), "out", (0, 0, 0)),
}
_KNUCKLES = np.array([[0.33, 1.0, 0], [0.11, 1.05, 0.02], [-0.12, 1.0, 0.01], [-0.33, 0.88, -0.03]])
_LENGTHS = np.array([[0.47, 0.29, 0.21], [0.52, 0.33, 0.22], [0.48, 0.31, 0.22], [0.37, 0.22, 0.19]])
_WRIST = np.array([[0.16, 0, 0], [0.06, 0, 0], [-0.05, 0, 0], [-0.16, 0, 0]])
_SPREAD = np.array([1.0, 0.0, -1.0, -2.0])

# What differs from cohort to cohort: the least, what students see, and the most.
BOUNDS = {
    "upright": (-2.8, 0.0, 2.8),  # where cameras stand: degrees about the upright, the level and the viewing axis
    "level": (-2.1, 0.0, 2.1),
    "viewing": (-2.8, 0.0, 2.8),
    "crooked": (0.895, 1.0, 1.105),  # how much cameras differ, compared with what students see
    "near": (0.972, 1.0, 1.028),  # how large hands appear
    "astray": (1.195, 1.30, 1.405),  # how far from the middle hands are, in pixels
    "lamp_across": (-0.21, 0.0, 0.21),  # where lamps are: to the right, up, and to the viewer
    "lamp_up": (0.459, 0.55, 0.641),
    "lamp_front": (0.694, 0.75, 0.806),
    "lamp_spread": (0.86, 1.0, 1.14),  # how much lamps differ, compared with what students see
    "darkest_side": (0.265, 0.30, 0.335),  # how bright a hand is where no lamp shines
    "brightest_side": (0.465, 0.50, 0.535),
    "darkest_skin": (0.392, 0.42, 0.448),
    "brightest_skin": (0.922, 0.95, 0.978),
    "darkest_wall": (0.038, 0.08, 0.122),
    "brightest_wall": (0.878, 0.92, 0.962),
    "slope": (0.132, 0.16, 0.188),  # how much brighter walls are on one side
    "least_grain": (0.0065, 0.010, 0.0135),
    "most_grain": (0.0258, 0.030, 0.0342),
    "left": (0.049, 0.07, 0.091),  # the share of persons who sign with the left hand
    "thick": (0.958, 1.0, 1.042),  # fingers
    "accent": (-2.8, 0.0, 2.8),  # how much further everybody bends a joint of a finger in a letter, in degrees
    "habits": (3.65, 4.0, 4.35),  # how far each person differs from that, in degrees
    "fan": (2.22, 2.5, 2.78),  # the same for how far fingers are apart
    "thumb": (0.0358, 0.040, 0.0442),  # and for the thumb's joints, in widths of the palm
}
SHAPES = {"accent": (24, 4, 2)}  # all other parameters are single numbers
World = namedtuple("World", BOUNDS)


def make(split: str, seed: int, count: int, world: int | None = None) -> dict[str, NDArray[np.generic]]:
    """`count` images of a split: images (n, 28, 28) uint8, labels (n,) int64, groups (n,) int64, which are persons."""
    number = list(SIZES).index(split)
    random = np.random.default_rng([seed, number])
    here = world_of(world)
    persons = _persons(random, here, max(1, count // _IMAGES_PER_PERSON))
    # Every person signs the whole alphabet, so that the person does not give the letter away.
    turn = random.permutation(count)
    labels, groups = turn % len(CLASSES), turn // len(CLASSES) % len(persons["skin"])
    starts, ends, radii = _bones(random, here, persons, labels, groups)
    scenes = _scenes(random, persons, groups)
    images = np.empty((count, _SIDE, _SIDE), np.uint8)
    for first in range(0, count, _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        scene = {name: value[part] for name, value in scenes.items()}
        photo = _photograph(starts[part], ends[part], radii[part], scene)
        photo += random.normal(0, 1, photo.shape) * scene["grain"][:, None, None]
        images[part] = np.rint(np.clip(photo, 0, 1) * 255)
    return {
        "images": images,
        "labels": labels.astype(np.int64),
        "groups": (groups + 10_000 * number).astype(np.int64),
    }


def world_of(number: int | None) -> World:
    """The world that students see; or, for a number, the world that it draws, anywhere within the bounds."""
    if number is None:
        return World(*(np.full(SHAPES[n], seen) if n in SHAPES else seen for n, (_, seen, _) in BOUNDS.items()))
    random = np.random.default_rng([number, _WORLDS])
    return World(*(random.uniform(least, most, SHAPES.get(n)) for n, (least, _, most) in BOUNDS.items()))


def _persons(random: np.random.Generator, here: World, count: int) -> dict[str, Array]:
    """What stays the same in all images of a person."""
    letters = len(CLASSES)
    camera = (here.upright, here.level, here.viewing)
    lamp, lamps = (here.lamp_across, here.lamp_up, here.lamp_front), here.lamp_spread * np.array([0.5, 0.25, 0.15])
    persons = {
        "length": random.normal(1, 0.05, (count, 1)) * random.normal(1, 0.04, (count, 4)),
        "thick": here.thick * random.normal(1, 0.08, count),
        "left": random.random(count) < here.left,
        "bends": here.habits * random.normal(0, 1, (count, letters, 4, 2)),
        "fan": random.normal(0, here.fan, (count, letters)),
        "thumb": random.normal(0, here.thumb, (count, letters, 3, 3)),
        "view": random.normal(camera, here.crooked * np.array([8, 6, 6]), (count, 3)),
        "size": here.near * random.normal(1, 0.05, count),
        "skin": random.uniform(here.darkest_skin, here.brightest_skin, count),
        "light": random.normal(lamp, lamps, (count, 3)),
        "ambient": random.uniform(here.darkest_side, here.brightest_side, count),
        "wall": random.uniform(here.darkest_wall, here.brightest_wall, count),
        "slope": random.normal(0, here.slope, (count, 2)),
        "sleeve": random.uniform(0.08, 0.9, count),
        "cuff": random.uniform(0.15, 0.8, count),
        "grain": random.uniform(here.least_grain, here.most_grain, count),
    }
    # A hand as bright as the wall can't be seen, so people would choose another wall.
    near = np.abs(persons["wall"] - 0.85 * persons["skin"]) < 0.25
    persons["wall"] = np.where(near, (persons["wall"] + 0.45) % 0.9 + 0.03, persons["wall"])
    return persons


def _scenes(random: np.random.Generator, persons: dict[str, Array], groups: NDArray[np.int64]) -> dict[str, Array]:
    """Lamp, wall and camera of each image: the person's own, a little different each time."""
    count = len(groups)
    light = persons["light"][groups] + random.normal(0, 0.1, (count, 3))
    scene = {
        "light": light / np.linalg.norm(light, axis=1, keepdims=True),
        "ambient": persons["ambient"][groups],
        "skin": persons["skin"][groups] * random.normal(1, 0.04, count),
        "sleeve": persons["sleeve"][groups],
        "wall": persons["wall"][groups] + random.normal(0, 0.03, count),
        "slope": persons["slope"][groups] + random.normal(0, 0.04, (count, 2)),
        "grain": persons["grain"][groups],
    }
    return {name: value.astype(np.float32) for name, value in scene.items()}


def _bones(
    random: np.random.Generator,
    here: World,
    persons: dict[str, Array],
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
) -> tuple[Array, Array, Array]:
    """Where each bone starts and ends, (n, bones, 3) in pixels, and its radius, (n, bones). The sleeve comes last."""
    count = len(labels)
    fingers = _fingers(random, here, persons, labels, groups)
    thumb = _THUMBS[labels] + persons["thumb"][groups, labels] + random.normal(0, 0.02, (count, 3, 3))
    root = np.broadcast_to([0.2, 0.14, 0.06], (count, 1, 3))
    thumb = np.concatenate([root, thumb], axis=1)
    palm = np.broadcast_to(_WRIST, (count, 4, 3))
    elbow = np.stack([np.zeros((count, 3)), np.zeros((count, 3)), np.zeros((count, 3))], axis=1)
    elbow[:, 1, 1] = -persons["cuff"][groups]
    elbow[:, 2, 1] = -2.6
    starts = np.concatenate([palm, fingers[:, :, :-1].reshape(count, 12, 3), thumb[:, :-1], elbow[:, :2]], axis=1)
    ends = np.concatenate(
        [fingers[:, :, 0], fingers[:, :, 1:].reshape(count, 12, 3), thumb[:, 1:], elbow[:, 1:]], axis=1
    )
    radii = _RADII * persons["thick"][groups, None]
    return _placed(random, here, persons, labels, groups, starts, ends, radii)


def _fingers(
    random: np.random.Generator,
    here: World,
    persons: dict[str, Array],
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
) -> Array:
    """The joints of the four fingers from knuckle to tip, (n, 4, 4, 3), palm to the viewer, fingertips up."""
    count = len(labels)
    # Fists leave a finger little freedom; an open hand is held in many ways.
    bends = _BENDS[labels] + here.accent[labels] + persons["bends"][groups, labels] + random.normal(0, 3, (count, 4, 2))
    first, middle = np.radians(np.maximum(bends, -8)).transpose(2, 0, 1)
    angles = np.cumsum(np.stack([first, middle, 0.6 * middle], axis=2), axis=2)
    fan, index = _FANS[labels].T
    fan = (fan + persons["fan"][groups, labels] + random.normal(0, 1, count))[:, None] * _SPREAD
    fan[:, 0] += index
    fan[:, 1] -= index / 2
    fan = np.radians(fan)[:, :, None]
    way = np.stack([np.sin(fan) * np.cos(angles), np.cos(fan) * np.cos(angles), np.sin(angles)], axis=3)
    steps = way * (_LENGTHS * persons["length"][groups, :, None])[..., None]
    knuckles = np.broadcast_to(_KNUCKLES, (count, 4, 3))[:, :, None]
    return np.concatenate([knuckles, knuckles + np.cumsum(steps, axis=2)], axis=2)


def _placed(
    random: np.random.Generator,
    here: World,
    persons: dict[str, Array],
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
    starts: Array,
    ends: Array,
    radii: Array,
) -> tuple[Array, Array, Array]:
    """The bones turned as the letter and the camera want it, and scaled to fill the picture."""
    count = len(labels)
    turns = persons["view"][groups] + random.normal(0, (5, 4, 4), (count, 3))
    turns += _TURNS[labels]
    frame = _rotation(*np.radians(turns).T)
    mirror = np.where(persons["left"][groups], -1, 1)
    frame[:, 0] *= mirror[:, None]
    frame[:, 1] *= -1  # rows count downwards
    points = np.stack([starts, ends]) @ frame.transpose(0, 2, 1)
    hand = points[:, :, :-2, :2]  # a picture is cut out around the hand, wherever the arm may be
    low, high = hand.min(axis=(0, 2)) - 0.12, hand.max(axis=(0, 2)) + 0.12
    extent = (high - low).max(axis=1)
    scale = 24 / (0.6 * extent + 0.75) * persons["size"][groups] * random.normal(1, 0.05, count)
    points[..., :2] -= ((low + high) / 2)[:, None]
    points *= scale[:, None, None]
    points[..., :2] += _SIDE / 2 + random.normal(0, here.astray, (count, 1, 2))
    points = points.astype(np.float32)
    return points[0], points[1], (radii * scale[:, None]).astype(np.float32)


def _rotation(upright: Array, level: Array, view: Array) -> Array:
    """Matrices (n, 3, 3) that turn about the upright axis, then the level one, then the viewing axis."""
    zero, one = np.zeros_like(upright), np.ones_like(upright)
    (cu, su), (cl, sl), (cv, sv) = ((np.cos(angle), np.sin(angle)) for angle in (upright, level, view))
    about_upright = np.array([[cu, zero, su], [zero, one, zero], [-su, zero, cu]])
    about_level = np.array([[one, zero, zero], [zero, cl, -sl], [zero, sl, cl]])
    about_view = np.array([[cv, -sv, zero], [sv, cv, zero], [zero, zero, one]])
    return np.einsum("ijn,jkn,kln->nil", about_view, about_level, about_upright)


def _photograph(starts: Array, ends: Array, radii: Array, scene: dict[str, Array]) -> Array:
    """Images around [0, 1], (n, side, side): each pixel shows the bone that is nearest to the viewer there."""
    wide = {name: value[:, None] for name, value in scene.items() if value.ndim == 1}
    across, down = _PIXELS
    slope = scene["slope"] / _SIDE
    picture = wide["wall"] + slope[:, :1] * (across - _SIDE / 2) + slope[:, 1:] * (down - _SIDE / 2)
    nearest = np.full_like(picture, -np.inf)
    covered = np.zeros_like(picture)
    hand = np.zeros_like(picture)
    for bone in range(starts.shape[1]):
        tone = wide["sleeve"] if bone == starts.shape[1] - 1 else wide["skin"]
        depth, cover, shade = _bone(starts[:, bone], ends[:, bone], radii[:, bone, None], scene)
        front = (cover > 0) & (depth > nearest)
        np.copyto(nearest, depth, where=front)
        np.copyto(hand, tone * shade, where=front)
        np.maximum(covered, cover, out=covered)
    picture += covered * (hand - picture)
    return picture.reshape(-1, _SIDE, _SIDE)


def _bone(start: Array, end: Array, radius: Array, scene: dict[str, Array]) -> tuple[Array, Array, Array]:
    """How near a bone's skin is, how much of each pixel it covers, and how brightly it is lit: three of (n, pixels)."""
    across, down = _PIXELS
    dx, dy = (end - start)[:, :2].T[..., None]
    from_x, from_y = across - start[:, :1], down - start[:, 1:2]
    along = np.clip((from_x * dx + from_y * dy) / (dx * dx + dy * dy + 1e-6), 0, 1)
    nx, ny = (from_x - along * dx) / radius, (from_y - along * dy) / radius
    square = nx * nx + ny * ny
    nz = np.sqrt(np.maximum(1 - square, 0))
    depth = start[:, 2:] + along * (end - start)[:, 2:] + nz * radius
    cover = np.clip((1 - np.sqrt(square)) * radius + 0.5, 0, 1)
    light, ambient = scene["light"], scene["ambient"][:, None]
    lit = np.maximum(nx * light[:, :1] - ny * light[:, 1:2] + nz * light[:, 2:], 0)
    return depth, cover, ambient + (1 - ambient) * lit + 0.012 * depth


_BENDS = np.array([_LETTERS[name][0] for name in CLASSES], dtype=float)
_FANS = np.array([_LETTERS[name][1] for name in CLASSES], dtype=float)
_THUMBS = np.array([_THUMB[_LETTERS[name][2]] for name in CLASSES])
_TURNS = np.array([_LETTERS[name][3] for name in CLASSES], dtype=float)
_RADII = np.array([0.19] * 4 + [0.145, 0.135, 0.12] * 4 + [0.19, 0.155, 0.13] + [0.23, 0.3])
_PIXELS = (np.stack(np.meshgrid(np.arange(_SIDE), np.arange(_SIDE))).reshape(2, 1, -1) + 0.5).astype(np.float32)
