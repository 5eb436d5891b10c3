import numpy as np

from autograder.testing import Call, approx, assuming, before, examine, hidden, like_reference, points, reach, visible

LETTERS = ["0", "8", "o", "x", "3", "c", "v", "w", "6", "9", "b", "d", "p", "q", "s", "z"]
ROAD = ["arrow left", "arrow right", "arrow up", "arrow down", "red light", "green light"]
CHANGES = ["flip", "upside_down", "half_turn", "shift", "channel_shift"]


def picture(*shape, seed=3):
    """A picture of noise: no two of its pixels are equal, and none is near 0 or 1."""
    return np.random.default_rng(seed).uniform(0.3, 0.7, shape)


def moved(image, down, right):
    """The image with its edges continued, moved pixel by pixel."""
    height, width = image.shape[:2]
    rows = [min(max(row - down, 0), height - 1) for row in range(height)]
    columns = [min(max(column - right, 0), width - 1) for column in range(width)]
    return image[rows][:, columns]


def sources(shape, degrees, factor):
    """The row and column that each pixel of a turned and zoomed image comes from, by matrices instead of formulas."""
    last = np.array(shape[:2])[:, None] - 1
    angle = np.radians(degrees)
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / factor
    return np.clip(back @ (np.indices(shape[:2]).reshape(2, -1) - last / 2) + last / 2, 0, last)


def turned(image, degrees, factor):
    """The image turned and zoomed."""
    rows, columns = np.rint(sources(image.shape, degrees, factor)).astype(int)
    return image[rows, columns].reshape(image.shape)


def snapshots(images, seed=1):
    """The images as a careless photographer takes them: askew, off the middle, too near or too far, light or dark."""
    rng = np.random.default_rng(seed)
    taken = [
        turned(moved(image, *rng.integers(-2, 3, 2)), rng.uniform(-12, 12), rng.uniform(0.88, 1.12)) for image in images
    ]
    return np.clip(np.array(taken) + rng.uniform(-0.1, 0.1, (len(images), 1, 1)), 0, 1)


def hands(count=3, seed=4):
    """Data as the notebook has it, but made of noise."""
    rng = np.random.default_rng(seed)
    return {
        "train_images": rng.integers(0, 256, (count, 28, 28), dtype=np.uint8),
        "train_labels": rng.integers(0, 24, count),
        "valid_images": rng.integers(0, 256, (count + 3, 28, 28), dtype=np.uint8),
        "valid_labels": rng.integers(0, 24, count + 3),
    }


# What is drawn


def any_images(draw, height=(1, 6), width=(1, 7)):
    """Grey images and coloured ones, of bytes or floats, not square, narrow, of one pixel, in any order in memory."""
    for channels in (None, (1, 4)):
        shape = (4, 5) if channels is None else (3, 6, 3)
        images = draw.images(None, height, width, channels).but("black", "white")
        yield from draw.some(images.also(in_Fortran_order=lambda rng: np.asfortranarray(rng.random(shape))), more=1)


def angles(draw):
    rng = draw.rng
    return draw.parts(
        "an angle",
        little=lambda: rng.uniform(-12, 12),
        any=lambda: rng.uniform(-180, 180),
        more_than_a_turn=lambda: rng.uniform(360, 800),
        whole=lambda: int(rng.integers(-170, 170)),
        quarters=lambda: int(rng.choice([-180, -90, 90, 180, 270])),
    )


def factors(draw):
    rng = draw.rng
    return draw.parts(
        "a factor",
        above_1=lambda: rng.uniform(1.05, 3),
        below_1=lambda: rng.uniform(0.3, 0.95),
        far_above_1=lambda: rng.uniform(6, 30),
        far_below_1=lambda: rng.uniform(0.03, 0.2),
        whole=lambda: int(rng.integers(2, 4)),
    )


def turn(draw, image, degrees, factor):
    """A call whose pixels all come from well within an old one, so that no rounding error moves one of them."""
    for _ in range(100):
        call = Call(image, draw.value(degrees), draw.value(factor))
        if np.abs(sources(image.shape, *call.positional[1:]) % 1 - 0.5).min() > 1e-3:
            return call
    return Call(image, 0, 1)


# What any right augmentation does, whatever it drew


def made_of(new, old):
    """Whether all pixels of the new image are old ones, with the same amount of up to 0.1 added, and cut off."""
    inside, known = new[(new > 1e-5) & (new < 1 - 1e-5)], np.unique(old)
    for amount in (inside[0] - known[np.abs(inside[0] - known) < 0.1001]) if inside.size else ():
        before = inside - amount
        nearest = known[np.searchsorted(known, before - 1e-5).clip(max=len(known) - 1)]
        if np.abs(nearest - before).max() < 1e-5:
            return True
    return inside.size == 0 and bool(known[0] < 0.1001 or known[-1] > 0.8999)


def as_augmented(new, old):
    """Asserts what must be so of augmented images: shape and range, and each its own, made of the old one's pixels."""
    new = np.asarray(new)
    assert new.shape == old.shape
    assert new.dtype.kind == "f"
    assert 0 <= new.min()
    assert new.max() <= 1
    assert all(made_of(*pair) for pair in zip(new, old))
    assert np.abs(new - old).max() > 1e-6 or np.ptp(old) == 0
    assert len({image.tobytes() for image in new}) == len(new) or np.ptp(old) == 0


def augmented(result, call, expected):
    """Whether a result of augment could be right."""
    images, labels = result
    as_augmented(images, call.positional[0])
    return labels == approx(call.positional[1])


def ready(result, call, expected):
    """Whether a result of epoch_data could be right."""
    x, y, x_valid, y_valid = result
    data = call.positional[0]
    assert np.shape(x) == (*data["train_images"].shape, 1)
    as_augmented(np.asarray(x)[..., 0], data["train_images"] / 255)
    assert x_valid == approx(data["valid_images"][..., None] / 255, abs=1e-6)
    return (y, y_valid) == approx((data["train_labels"], data["valid_labels"]))


# Augmented pictures that tell what was drawn. They are small, and there are few in a call: whoever computes pixel by
# pixel in Python needs up to a tenth of a millisecond for each, and some 10,000 pixels must not take long.


def ramps(augment, seeds, count, height, width):
    """The angles and zoom factors of augmented images that get brighter to the right; flipped ones are left out."""
    images = np.tile(np.linspace(0.25, 0.75, width), (count, height, 1))
    changed = np.concatenate([augment(images.copy(), np.zeros(count), seed=seed)[0] for seed in seeds])
    changed = changed[:, 2:-2, 2:-2]  # a shift may have continued the outer ones
    least, most = changed.min(axis=(1, 2), keepdims=True), changed.max(axis=(1, 2), keepdims=True)
    inside = (changed > least + 1e-6) & (changed < most - 1e-6)
    rows, columns = np.indices(changed.shape[1:])
    axes = np.stack([np.ones(rows.shape), rows - (height - 5) / 2, columns - (width - 5) / 2])
    squares = np.einsum("nrc,arc,brc->nab", inside.astype(float), axes, axes)
    _, down, right = (np.linalg.pinv(squares) @ np.einsum("nrc,arc->na", inside * changed, axes)[..., None])[..., 0].T
    down, right = down[right > 0], right[right > 0]
    return np.degrees(np.arctan2(down, right)), 0.5 / (width - 1) / np.hypot(down, right)


def places(augment, seeds, count=80):
    """How far down and to the right a bright square went; images that are no longer darker on the left are left out."""
    images = np.full((count, 11, 11), 0.2)
    images[:, :, 6:] = 0.4
    images[:, 4:7, 4:7] = 0.8  # in the very middle, where neither turns nor zooms move anything
    changed = np.concatenate([augment(images.copy(), np.zeros(count), seed=seed)[0] for seed in seeds])
    bright = changed[changed[:, :, 0].mean(axis=1) < changed[:, :, -1].mean(axis=1)] > 0.6
    rows, columns = np.indices((11, 11)) - 5
    return [(bright * axis).sum(axis=(1, 2)) / bright.sum(axis=(1, 2)) for axis in (rows, columns)]


# flip


@visible
@points(1)
def test_flip_of_two_rows(flip):
    """1 2 3 becomes 3 2 1, in every row, and the rows stay where they are."""
    assert flip(np.array([[1, 2, 3], [4, 5, 6]])) == approx([[3, 2, 1], [6, 5, 4]])
    assert flip(np.array([[1, 2], [3, 4], [5, 6]])) == approx([[2, 1], [4, 3], [6, 5]])


@points(3)
@like_reference
def cases_flip(draw):
    """In images of any size, grey or coloured, of bytes or floats, columns change places and colours do not."""
    for image in any_images(draw):
        yield Call(image)


# shift


@visible
@points(1)
def test_shift_to_the_right_and_up(shift):
    """1 2 3 moved to the right by one is 1 1 2; two rows moved up by one give the second row twice."""
    image = np.array([[1, 2, 3], [4, 5, 6]])

    assert shift(image, 0, 1) == approx([[1, 1, 2], [4, 4, 5]])
    assert shift(image, -1, 0) == approx([[4, 5, 6], [4, 5, 6]])


@points(5)
@like_reference
def cases_shift(draw):
    """Images of any size and kind move down and to the right by the amounts asked for, and the edge continues."""
    for image in any_images(draw, (3, 7), (3, 8)):
        down, right = (int(by) for by in draw.rng.integers(-2, 3, 2))
        yield Call(image, down, right)
    yield Call(image, down=0, right=0)
    yield Call(image, right=np.int64(1), down=np.int64(-2))


@points(1)
@like_reference
def cases_shift_out_of_sight(draw):
    """Moved by its size or more, an image shows its edge everywhere; moved by one less, one row or column is left."""
    rng = draw.rng
    for image in any_images(draw, (1, 4), (1, 5)):
        for far in rng.permutation([*image.shape[:2], image.shape[0] - 1, rng.integers(6, 90)])[:2].tolist():
            by = far * int(rng.choice([-1, 1]))
            yield Call(image, *[(by, 0), (0, by), (by, -far), (1, by)][rng.integers(4)])
    for beyond in (1, 2, -1, -2):
        image, sign = rng.uniform(0, 1, (5, 6)), int(np.sign(beyond))
        yield from (Call(image, 5 * sign + beyond, 0), Call(image, 0, 6 * sign + beyond))


# rotate_and_zoom


@visible
@points(1)
def test_a_quarter_turn(rotate_and_zoom):
    """Turned by 90 degrees counter-clockwise, what was on the right is at the top; by -90, it is at the bottom."""
    image = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])

    assert rotate_and_zoom(image, 90, 1) == approx([[3, 6, 9], [2, 5, 8], [1, 4, 7]])
    assert rotate_and_zoom(image, -90, 1) == approx([[7, 4, 1], [8, 5, 2], [9, 6, 3]])


@points(2)
@like_reference
def cases_rotate_and_zoom_by_an_angle(draw):
    """For any angle, it is the turn that the formulas describe, around the middle; 0 degrees change nothing."""
    for image in draw.some(draw.images(None, (12, 16), (12, 16), None).but("black", "white")):
        yield turn(draw, image, angles(draw), 1)
    yield Call(image, degrees=0, factor=1)
    yield Call(image, degrees=-360, factor=1)


@points(2)
@like_reference
def cases_rotate_and_zoom_by_a_factor(draw):
    """A factor above 1 enlarges the middle; one below 1 shrinks the image and continues its edges."""
    for image in draw.some(draw.images(None, (8, 14), (8, 14), None).but("black", "white")):
        yield turn(draw, image, 0, factors(draw))


@points(4)
@like_reference
def cases_rotate_and_zoom(draw):
    """Turn and zoom work together, in images that are tall or wide, grey or coloured, of bytes or floats."""
    for image in any_images(draw, (1, 9), (1, 12)):
        yield turn(draw, image, angles(draw), factors(draw))
        yield turn(draw, image.copy(order="K"), draw.real(-12, 12), draw.real(0.88, 1.12))


# channel_shift


@visible
@points(1)
def test_brighter_and_darker(channel_shift):
    """0.5 and a quarter make 0.75, 0.9 and a quarter make 1, and 0.1 minus a quarter makes 0."""
    assert channel_shift(np.array([[0.0, 0.5, 0.9]]), 0.25) == approx([[0.25, 0.75, 1]])
    assert channel_shift(np.array([[0.1, 0.5]]), -0.25) == approx([[0, 0.25]])


@points(2)
@like_reference(abs=1e-6, new=True)
def cases_channel_shift(draw):
    """A single number changes the brightness of any image, grey or coloured, by the same amount everywhere."""
    for shape in (((1, 6), (1, 6)), ((1, 5), (1, 5), (1, 4))):
        for image in draw.some(draw.array(*shape, low=0.3, high=0.7).but("whole numbers", "ties"), more=1):
            yield Call(image, draw.rng.uniform(-0.3, 0.3))
    yield Call(image, 0)


@points(2)
@like_reference(abs=1e-6, new=True)
def cases_channel_shift_of_each_channel(draw):
    """The first amount goes to all of the first channel, the second to the second, however many channels there are."""
    images = draw.array((1, 5), (1, 5), (1, 4), low=0.3, high=0.7).but("whole numbers", "ties")
    for image in draw.some(images.also(as_high_as_wide=lambda rng: rng.uniform(0.3, 0.7, (3, 3, 3)))):
        yield Call(image, draw.rng.uniform(-0.3, 0.3, image.shape[2]).tolist())
    yield Call(image, [0] * image.shape[2])


@points(1)
@like_reference(abs=1e-6, new=True)
def cases_channel_shift_to_the_ends(draw):
    """Afterwards nothing is below 0 or above 1: what goes beyond an end is cut off there."""
    for image in draw.some(draw.array((1, 4), (1, 5), 3, low=0, high=1).but("whole numbers")):
        yield Call(image, draw.rng.choice([-7, -1, -0.6, 0, 0.4, 0.8, 2], 3).tolist())
        yield Call(image, draw.one(draw.choice(7, -3, 0.5, -0.5)))


# label_safe


@visible
@points(1)
def test_b_and_6(label_safe):
    """A b in a mirror is a d, and a 6 turned around is a 9; but an o in a mirror is an o, and a shifted 6 is a 6."""
    assert label_safe("flip", "b") is False
    assert label_safe("flip", "o") is True
    assert label_safe("half_turn", "6") is False
    assert label_safe("shift", "6") is True


@points(2)
@like_reference
def cases_label_safe_in_a_mirror(draw):
    """A flip is safe for what is the same on the left and on the right, and for nothing else in the tables."""
    for name in draw.rng.permutation([*LETTERS, *ROAD]).tolist():
        yield Call("flip", name)


@points(2)
@like_reference
def cases_label_safe_upside_down(draw):
    """Upside down, a 3 is a 3 and an arrow to the left still points left, but w becomes m, and b becomes p."""
    for name in draw.rng.permutation([*LETTERS, *ROAD]).tolist():
        yield Call("upside_down", name)


@points(2)
@like_reference
def cases_label_safe_after_half_a_turn(draw):
    """Turned by 180 degrees, s and z are what they were, and so is all that survives both mirrors; no arrow is."""
    for name in draw.rng.permutation([*LETTERS, *ROAD]).tolist():
        yield Call("half_turn", name)


@points(1)
@like_reference
def cases_label_safe_of_colours(draw):
    """A change of colours turns red lights green and green ones red, and harms nothing else; a shift harms nothing."""
    for name in draw.rng.permutation([*LETTERS, *ROAD]).tolist():
        yield Call("channel_shift", name)
        yield Call("shift", name)


@points(1)
@like_reference
def cases_label_safe_after_an_unknown_change(draw):
    """A change that is not in the table raises a ValueError, whatever the class; the five in the table do not."""
    for known in CHANGES:
        yield Call(known, draw.one(draw.choice(*LETTERS, *ROAD)))
    for unknown in draw.some(draw.unknown(*CHANGES)):
        yield Call(unknown, draw.one(draw.choice(*LETTERS))).raises(ValueError)
        yield Call(unknown, draw.one(draw.choice(*ROAD))).raises(ValueError)


# augment


@visible
@points(1)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_three_grey_images(augment):
    """Three grey images of 28 x 28 pixels stay three grey images, a little brighter or darker, with their labels."""
    images, labels = augment(np.full((3, 28, 28), 0.5), np.array([7, 8, 9]), seed=1)

    assert labels == approx([7, 8, 9])
    assert images == approx(np.full((3, 28, 28), 0.5), abs=0.1)
    assert len(np.unique(images)) == 3


@points(3)
@like_reference(agrees=augmented)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def cases_augment(draw):
    """Any number of images of any size stay in order, each with its own label and made of its own pixels."""
    images = draw.array((1, 5), (2, 9), (2, 11), low=0.3, high=0.7).but("whole numbers", "ties", "all the same")
    every = images.also(
        one_image=lambda rng: rng.uniform(0.3, 0.7, (1, 7, 5)),
        copies=lambda rng: np.repeat(rng.uniform(0.3, 0.7, (1, 8, 8)), 5, axis=0),
        up_to_the_ends=lambda rng: rng.random((3, 6, 6)),
        all_grey=lambda rng: np.full((2, 4, 4), 0.5),
        of_bytes=lambda rng: rng.integers(0, 256, (2, 9, 6)) / 255,
    )
    for images in draw.some(every):
        labels = draw.rng.integers(0, draw.one(draw.choice(3, 24)), len(images))
        yield Call(images, labels.astype(draw.one(draw.choice("int64", "int32", "float64"))), seed=draw.whole(0, 10**6))


@points(2)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_each_image_changes_in_its_own_way(augment):
    """Sixty copies of an image become sixty different ones: each has its own brightness, place and angle."""
    images, _ = augment(np.repeat(picture(1, 9, 9), 60, axis=0), np.zeros(60), seed=5)

    assert len({image.tobytes() for image in np.asarray(images)}) == 60
    assert len({np.argsort(image, axis=None, kind="stable").tobytes() for image in np.asarray(images)}) > 45


@points(1)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_the_seed_decides(augment):
    """The same seed, even 0, gives the same images, including flips; a different seed gives others."""
    first, again, other = (augment(picture(90, 5, 5), np.arange(90), seed=seed)[0] for seed in (0, 0, 1))

    assert first == approx(again)
    assert first != approx(other)


@points(2)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_one_in_ten_is_flipped(augment):
    """About one image in ten has left and right exchanged, and none has top and bottom exchanged."""
    rows, columns = np.indices((7, 7)) - 3
    images = np.repeat((0.5 + 0.04 * rows + 0.04 * columns)[None], 150, axis=0)

    changed = np.concatenate([augment(images.copy(), np.zeros(150), seed=seed)[0] for seed in (7, 17, 27, 37)])

    assert (changed[:, -1].mean(axis=1) > changed[:, 0].mean(axis=1)).all()
    assert 0.04 < np.mean(changed[:, :, -1].mean(axis=1) < changed[:, :, 0].mean(axis=1)) < 0.17


@points(2)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_shifts_go_in_all_directions(augment):
    """Images move by up to two pixels: down as well as up, right as well as left, and no further."""
    # Who shifts first and turns then moves by up to 2.7.
    for way in places(augment, (8, 18)):
        assert -2.8 < way.min() < -1.5
        assert 1.5 < way.max() < 2.8


@points(2)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_turns_go_both_ways(augment):
    """Images are turned by up to 12 degrees, to the left as well as to the right, and no more."""
    degrees, _ = ramps(augment, range(20, 35), 28, 31, 11)

    assert -12.5 < degrees.min() < -11.3
    assert 11.3 < degrees.max() < 12.5
    assert np.ptp(degrees[:40]) > 12
    assert 0.3 < np.mean(degrees < 0) < 0.7


@points(2)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_zooms_in_and_out(augment):
    """Images get smaller as well as larger, by up to 12 per cent."""
    _, factors = ramps(augment, range(10, 14), 56, 7, 25)

    assert 0.86 < factors.min() < 0.9
    assert 1.11 < factors.max() < 1.15
    assert np.ptp(factors) > 0.225


@points(1)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_light_and_its_ends(augment):
    """Brightness changes by up to 0.1, up and down, and nothing leaves the range from 0 to 1."""
    levels = np.mean(augment(np.full((300, 2, 2), 0.4), np.zeros(300), seed=11)[0], axis=(1, 2))
    ends, _ = augment(np.concatenate([np.full((50, 2, 2), 0.02), np.full((50, 2, 2), 0.98)]), np.zeros(100), seed=12)

    assert 0.3 <= levels.min() < 0.32
    assert 0.48 < levels.max() <= 0.5
    assert np.min(ends) == 0
    assert np.max(ends) == 1


# epoch_data


@before("model")
@visible
@points(1)
@assuming("augment")
def test_shapes_of_an_epoch(epoch_data):
    """Training images have the shape (3, 28, 28, 1), validation images (6, 28, 28, 1), each with their labels."""
    data = hands()
    train, valid = data["train_labels"].copy(), data["valid_labels"].copy()

    x, y, x_valid, y_valid = epoch_data(data, 0)

    assert np.shape(x) == (3, 28, 28, 1)
    assert np.shape(x_valid) == (6, 28, 28, 1)
    assert y == approx(train)
    assert y_valid == approx(valid)


@points(3)
@like_reference(agrees=ready)
@assuming("augment")
def cases_epoch_data(draw):
    """Validation images are divided by 255 and nothing more; training images are scaled and augmented."""
    images = draw.images((1, 2), 28, 28, None).but("floats up to 1", "float32")
    images = images.also(dim=lambda rng: rng.integers(0, 120, (2, 28, 28)).astype(np.uint8))
    for train in draw.some(images, more=1):
        valid = draw.one(images)
        data = {
            "train_images": train,
            "train_labels": draw.rng.integers(0, 24, len(train)),
            "valid_images": valid,
            "valid_labels": draw.rng.integers(0, 24, len(valid)),
            "train_groups": np.arange(len(train)),
            "valid_groups": np.arange(len(valid)),
        }
        names = draw.rng.permutation(list(data)).tolist()
        yield Call({name: data[name] for name in names}, draw.one(draw.whole(0, 40)))


@points(2)
@assuming("flip", "shift", "rotate_and_zoom", "channel_shift")
def test_training_images_are_augmented(epoch_data, augment):
    """Training images are scaled, then augmented, with the number of the epoch as seed."""
    for epoch in (0, 6):
        expected, _ = augment(hands()["train_images"] / 255, hands()["train_labels"], seed=epoch)
        found, _, _, _ = epoch_data(hands(), epoch)
        assert found == approx(np.asarray(expected)[..., None], abs=1e-6)  # float32 will do
        assert found != approx(hands()["train_images"][..., None] / 255)


@points(1)
@assuming("augment")
def test_each_epoch_is_new(epoch_data):
    """The training images of two epochs differ; those of the same epoch do not."""
    first, again, next_one = (epoch_data(hands(2), epoch)[0] for epoch in (0, 0, 1))

    assert first == approx(again)
    assert first != approx(next_one)
    assert 0.3 < np.mean(first) < 0.7


# model


@visible
@points(1)
def test_the_network_is_the_given_one(model):
    """The model is the one that build_model() makes: two convolutions, two dense layers, 110,680 parameters."""
    found = examine(model)

    assert found.kinds == approx(["Conv2D", "Conv2D", "Flatten", "Dense", "Dense"])
    assert found.parameters == 110_680
    assert found.loss == "sparse_categorical_crossentropy"


@points(4)
def test_reads_hands_of_strangers(model):
    """The model reads the hands of people whom it has never seen, in photos that were not taken with care."""
    held = hidden("hands")
    found = examine(model)
    accuracy = found.accuracy(snapshots(held["images"] / 255)[..., None], held["labels"])
    reach("accuracy", accuracy, samples=len(held["labels"]), parameters=found.parameters)
