import numpy as np

from autograder.testing import approx, before, examine, hidden, points, raises, reach, visible


def picture(*shape, seed=3):
    """A picture of noise: no two of its pixels are equal, and none is near 0 or 1."""
    return np.random.default_rng(seed).uniform(0.3, 0.7, shape)


def moved(image, down, right):
    """The image with its edges continued, moved pixel by pixel."""
    height, width = image.shape[:2]
    rows = [min(max(row - down, 0), height - 1) for row in range(height)]
    columns = [min(max(column - right, 0), width - 1) for column in range(width)]
    return image[rows][:, columns]


def turned(image, degrees, factor):
    """The image turned and zoomed, by matrices instead of formulas."""
    height, width = image.shape[:2]
    middle = np.array([[height - 1], [width - 1]]) / 2
    places = np.indices((height, width)).reshape(2, -1) - middle
    angle = np.radians(degrees)
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / factor
    rows, columns = np.rint(back @ places + middle).astype(int)
    found = image[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]
    return found.reshape(image.shape)


def spot(row, column, count=1, size=5):
    """Dark pictures of 28 x 28 pixels, with a bright square around one place."""
    images = np.full((count, 28, 28), 0.2)
    images[:, row - size // 2 : row + size // 2 + 1, column - size // 2 : column + size // 2 + 1] = 0.8
    return images


def centers(images):
    """The row and column of the middle of what is bright, for each image."""
    bright = np.asarray(images) > np.mean(images, axis=(1, 2), keepdims=True) + 0.2
    rows, columns = np.indices(bright.shape[1:])
    weight = np.maximum(bright.sum(axis=(1, 2)), 1)
    return (bright * rows).sum(axis=(1, 2)) / weight, (bright * columns).sum(axis=(1, 2)) / weight


def stage(count, height, width, size):
    """Images of an edge from top to bottom, dark on the left, with a bright square of size pixels in the middle, if any."""
    images = np.full((count, height, width), 0.2)
    images[:, :, width // 2 + 1 :] = 0.4
    images[:, :, width // 2] = 0.3
    if size:
        rows, columns = (slice(side // 2 - size // 2, side // 2 + size // 2 + 1) for side in (height, width))
        images[:, rows, columns] = 0.8
    return images


def unflipped(images):
    """Those images of a stage that are still darker on the left."""
    images = np.asarray(images)
    return images[images[:, 5:-5, :5].mean(axis=(1, 2)) < images[:, 5:-5, -5:].mean(axis=(1, 2))]


def snapshots(images, seed=1):
    """The images as a careless photographer takes them: askew, off the middle, too near or too far, light or dark."""
    rng = np.random.default_rng(seed)
    taken = [
        turned(moved(image, *rng.integers(-2, 3, 2)), rng.uniform(-12, 12), rng.uniform(0.88, 1.12)) for image in images
    ]
    return np.clip(np.array(taken) + rng.uniform(-0.1, 0.1, (len(images), 1, 1)), 0, 1)


def hands(count=6, seed=4):
    """Data as the notebook has it, but made of noise."""
    rng = np.random.default_rng(seed)
    return {
        "train_images": rng.integers(0, 256, (count, 28, 28), dtype=np.uint8),
        "train_labels": rng.integers(0, 24, count),
        "valid_images": rng.integers(0, 256, (count + 3, 28, 28), dtype=np.uint8),
        "valid_labels": rng.integers(0, 24, count + 3),
    }


# flip


@visible
@points(1)
def test_flip_of_two_rows(flip):
    """1 2 3 becomes 3 2 1, in every row, and the rows stay where they are."""
    assert flip(np.array([[1, 2, 3], [4, 5, 6]])) == approx([[3, 2, 1], [6, 5, 4]])
    assert flip(np.array([[1, 2], [3, 4], [5, 6]])) == approx([[2, 1], [4, 3], [6, 5]])


@points(1)
def test_flip_keeps_colours(flip):
    """The channels of a coloured image stay in their order: red stays red."""
    for shape in ((2, 4, 3), (5, 3, 3), (4, 9, 2)):
        image = picture(*shape)
        expected = np.array([[row[-1 - column] for column in range(shape[1])] for row in image])
        assert flip(image) == approx(expected)


@points(1)
def test_two_flips_are_none(flip):
    """Flipped twice, an image is what it was before, and flipped once it is not."""
    image, expected = picture(6, 7), picture(6, 7)

    assert flip(image) != approx(expected)
    assert flip(flip(image)) == approx(expected)


@points(1)
def test_flip_leaves_its_image_alone(flip):
    """The image that went in is the same afterwards."""
    image, expected = picture(3, 4), picture(3, 4)

    flipped = flip(image)

    assert image == approx(expected)
    assert flipped == approx(expected[:, [3, 2, 1, 0]])


# shift


@visible
@points(1)
def test_shift_to_the_right_and_up(shift):
    """1 2 3 moved to the right by one is 1 1 2; two rows moved up by one are the second row twice."""
    image = np.array([[1, 2, 3], [4, 5, 6]])

    assert shift(image, 0, 1) == approx([[1, 1, 2], [4, 4, 5]])
    assert shift(image, -1, 0) == approx([[4, 5, 6], [4, 5, 6]])


@points(2)
def test_rows_and_columns_move_their_own_way(shift):
    """`down` moves rows and `right` moves columns, each in its own direction, in images that are not square."""
    image = picture(5, 8)

    for down, right in ((2, 0), (0, 3), (-1, 2), (3, -2), (-2, -1)):
        expected = moved(image, down, right)
        assert shift(image, down, right) == approx(expected)


@points(2)
def test_nothing_comes_in_again(shift):
    """What leaves on one side does not come in on the other: the edge continues instead."""
    image = np.array([[0.1, 0.2, 0.3, 0.9], [0.4, 0.5, 0.6, 0.8]])

    assert shift(image, 0, 2) == approx([[0.1, 0.1, 0.1, 0.2], [0.4, 0.4, 0.4, 0.5]])
    assert shift(image, 1, -3) == approx([[0.9] * 4, [0.9] * 4])


@points(1)
def test_far_shifts(shift):
    """Moved by more than its size, an image shows its edge everywhere; moved by nothing, it is the same."""
    image = picture(4, 3)

    assert shift(image, 0, 0) == approx(picture(4, 3))
    assert shift(image, 4, 0) == approx(moved(image, 4, 0))
    assert shift(image, 0, -50) == approx(moved(image, 0, -50))


@points(1)
def test_shift_keeps_colours_and_its_image(shift):
    """Channels are not moved, and the image that went in is the same afterwards."""
    image = picture(4, 5, 3)
    expected = moved(picture(4, 5, 3), 1, 2)

    assert shift(image, 1, 2) == approx(expected)
    assert image == approx(picture(4, 5, 3))


# rotate_and_zoom


@visible
@points(1)
def test_a_quarter_turn(rotate_and_zoom):
    """Turned by 90 degrees counter-clockwise, what was on the right is at the top; by -90, it is at the bottom."""
    image = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])

    assert rotate_and_zoom(image, 90, 1) == approx([[3, 6, 9], [2, 5, 8], [1, 4, 7]])
    assert rotate_and_zoom(image, -90, 1) == approx([[7, 4, 1], [8, 5, 2], [9, 6, 3]])


@points(2)
def test_any_angle(rotate_and_zoom):
    """A turn by any angle is the turn that the formulas describe, around the middle."""
    image = picture(28, 28)

    for degrees in (11.3, -17.9, 133.7):
        expected = turned(image, degrees, 1)
        assert rotate_and_zoom(image, degrees, 1) == approx(expected)


@points(2)
def test_zoom_enlarges_the_middle(rotate_and_zoom):
    """A factor above 1 enlarges the middle, and one below 1 shrinks the image and continues its edges."""
    image = picture(28, 28, seed=8)

    for factor in (1.37, 2.9, 0.71):
        expected = turned(image, 0, factor)
        assert rotate_and_zoom(image, 0, factor) == approx(expected)


@points(2)
def test_turn_and_zoom_at_once(rotate_and_zoom):
    """Both at once, in images that are higher than wide, or wider than high."""
    for shape, degrees, factor in (((9, 14), 21.7, 1.13), ((15, 8), -33.1, 0.87), ((11, 11), 180, 1)):
        image = picture(*shape)
        expected = turned(image, degrees, factor)
        assert rotate_and_zoom(image, degrees, factor) == approx(expected)


@points(1)
def test_no_turn_and_no_zoom(rotate_and_zoom):
    """By 0 degrees and a factor of 1 nothing changes, and a full turn is none."""
    for shape in ((6, 6), (5, 7)):
        assert rotate_and_zoom(picture(*shape), 0, 1) == approx(picture(*shape))
        assert rotate_and_zoom(picture(*shape), 360, 1) == approx(picture(*shape))


@points(1)
def test_turning_keeps_colours_and_the_image(rotate_and_zoom):
    """Channels are not touched, and the image that went in is the same afterwards."""
    image = picture(10, 12, 3)
    expected = turned(picture(10, 12, 3), 14.9, 1.21)

    assert rotate_and_zoom(image, 14.9, 1.21) == approx(expected)
    assert image == approx(picture(10, 12, 3))


# channel_shift


@visible
@points(1)
def test_brighter_and_darker(channel_shift):
    """0.5 and a quarter are 0.75, 0.9 and a quarter are 1, and 0.1 less a quarter is 0."""
    assert channel_shift(np.array([[0.0, 0.5, 0.9]]), 0.25) == approx([[0.25, 0.75, 1]])
    assert channel_shift(np.array([[0.1, 0.5]]), -0.25) == approx([[0, 0.25]])


@points(2)
def test_each_channel_has_its_own_amount(channel_shift):
    """The first amount goes to all of the first channel, the second to the second, and the third to the third."""
    image = picture(3, 3, 3)
    expected = np.stack([image[..., 0] + 0.1, image[..., 1] - 0.2, image[..., 2] + 0.03], axis=2)

    assert channel_shift(image, [0.1, -0.2, 0.03]) == approx(expected)
    assert channel_shift(picture(2, 5, 2), [0, 0.125]) == approx(picture(2, 5, 2) + np.array([0, 0.125]))


@points(1)
def test_one_amount_for_all_channels(channel_shift):
    """A single number changes the brightness of a coloured image, or of a grey one, by the same amount everywhere."""
    assert channel_shift(picture(4, 2, 3), 0.2) == approx(picture(4, 2, 3) + 0.2)
    assert channel_shift(picture(5, 5), -0.3) == approx(picture(5, 5) - 0.3)


@points(1)
def test_colours_stay_in_their_range(channel_shift):
    """Nothing is below 0 or above 1 afterwards, and what has reached the end stays at the end."""
    image = np.array([[[0.2, 0.5, 0.95]], [[0.0, 1.0, 0.6]]])

    assert channel_shift(image, [-0.5, 0.3, 0.5]) == approx([[[0, 0.8, 1]], [[0, 1, 1]]])
    assert channel_shift(image, 7) == approx(np.ones((2, 1, 3)))
    assert channel_shift(image, [0, -2, 0]) == approx([[[0.2, 0, 0.95]], [[0, 0, 0.6]]])


@points(1)
def test_channel_shift_leaves_its_image_alone(channel_shift):
    """The image that went in is the same afterwards, even if nothing is added."""
    image = picture(3, 2, 3)

    assert channel_shift(image, [0.1, 0.2, -0.1]) == approx(picture(3, 2, 3) + np.array([0.1, 0.2, -0.1]))
    assert channel_shift(image, 0) == approx(picture(3, 2, 3))
    assert image == approx(picture(3, 2, 3))


# label_safe


@visible
@points(1)
def test_b_and_6(label_safe):
    """A b in a mirror is a d, and a 6 turned around is a 9, but an o in a mirror is an o, and a moved 6 is a 6."""
    assert label_safe("flip", "b") is False
    assert label_safe("flip", "o") is True
    assert label_safe("half_turn", "6") is False
    assert label_safe("shift", "6") is True


@points(2)
def test_left_and_right_exchanged(label_safe):
    """A flip keeps what is the same on the left and on the right, and nothing else that is printed or painted."""
    safe = ["0", "8", "o", "x", "v", "w", "arrow up", "arrow down", "red light", "green light"]
    unsafe = ["3", "c", "6", "9", "b", "d", "p", "q", "s", "z", "arrow left", "arrow right"]

    assert [name for name in safe + unsafe if label_safe("flip", name)] == approx(safe)


@points(2)
def test_top_and_bottom_exchanged(label_safe):
    """Upside down, a 3 is a 3 and an arrow to the left still points left, but w becomes m, and b becomes p."""
    safe = ["0", "8", "o", "x", "3", "c", "arrow left", "arrow right", "red light", "green light"]
    unsafe = ["v", "w", "6", "9", "b", "d", "p", "q", "s", "z", "arrow up", "arrow down"]

    assert [name for name in unsafe + safe if label_safe("upside_down", name)] == approx(safe)


@points(2)
def test_half_a_turn(label_safe):
    """Turned by 180 degrees, s and z are what they were, and so is what survives both mirrors; no arrow does."""
    safe = ["0", "8", "o", "x", "s", "z", "red light", "green light"]
    unsafe = ["3", "c", "v", "w", "6", "9", "b", "d", "p", "q", "arrow left", "arrow right", "arrow up", "arrow down"]

    assert [name for name in unsafe + safe if label_safe("half_turn", name)] == approx(safe)


@points(1)
def test_colours_and_shifts(label_safe):
    """A change of colours turns a red light into a green one, and harms nothing else; a shift harms nothing at all."""
    names = ["red light", "8", "b", "arrow left", "green light", "z", "6"]

    assert [name for name in names if not label_safe("channel_shift", name)] == approx(["red light", "green light"])
    assert [label_safe("shift", name) for name in names] == approx([True] * 7)


@points(1)
def test_unknown_changes(label_safe):
    """A change that is not in the table is an error, whatever the class; one that is there is not."""
    assert label_safe("flip", "x") is True
    assert label_safe("flip", "q") is False
    with raises(ValueError):
        label_safe("flop", "x")
    with raises(ValueError):
        label_safe("Flip", "red light")


# augment


@visible
@points(1)
def test_three_grey_images(augment):
    """Three grey images of 28 x 28 pixels stay three grey images, a little brighter or darker, with their labels."""
    images, labels = augment(np.full((3, 28, 28), 0.5), np.array([7, 8, 9]), seed=1)

    assert labels == approx([7, 8, 9])
    assert images == approx(np.full((3, 28, 28), 0.5), abs=0.1)
    assert len(np.unique(images)) == 3


@points(2)
def test_each_image_changes_in_its_own_way(augment):
    """Sixty copies of an image become sixty different ones: each has its own brightness, place and angle."""
    images, _ = augment(np.repeat(picture(1, 28, 28), 60, axis=0), np.zeros(60), seed=5)
    rows, columns = centers(augment(spot(13, 13, 60), np.zeros(60), seed=6)[0])

    assert len({image.tobytes() for image in images}) == 60
    assert len(set(zip(rows.round(), columns.round()))) >= 12


@points(1)
def test_the_seed_decides(augment):
    """The same seed gives the same images, and another seed others."""
    images, labels = spot(9, 17, 8), np.arange(8)
    first, again, other = (augment(images, labels, seed=seed)[0] for seed in (3, 3, 4))

    assert first == approx(again)
    assert first != approx(other)


@points(2)
def test_labels_keep_their_images(augment):
    """The images stay in their order, each with its label."""
    for seed in (1, 2):
        labels = np.random.default_rng(seed).integers(0, 3, 40)
        images = np.array([0.15, 0.5, 0.85])[labels][:, None, None] * np.ones((40, 28, 28))
        changed, same = augment(images, labels.copy(), seed=seed)
        assert same == approx(labels)
        assert np.rint((np.mean(changed, axis=(1, 2)) - 0.15) / 0.35) == approx(labels)


@points(2)
def test_one_in_ten_is_flipped(augment):
    """About one image in ten has left and right exchanged, and none has top and bottom exchanged."""
    rows, columns = centers(augment(spot(6, 6, 600), np.zeros(600), seed=7)[0])

    assert rows.max() < 13
    assert 0.04 < np.mean(columns > 13.5) < 0.17


@points(2)
def test_shifts_go_in_all_directions(augment):
    """Images move by up to two pixels: down as well as up, right as well as left, and no further."""
    # In the very middle, where neither turns nor zooms move anything. Who shifts first and turns then moves by up to 2.7.
    changed = unflipped(augment(stage(300, 41, 41, size=9), np.zeros(300), seed=8)[0])

    for places in centers(changed):
        assert 17.2 < places.min() < 18.5
        assert 21.5 < places.max() < 22.8


@points(2)
def test_turns_go_both_ways(augment):
    """An edge from top to bottom leans by up to 12 degrees, to the left as well as to the right, and no more."""
    changed = unflipped(augment(stage(400, 121, 49, size=0), np.zeros(400), seed=9)[0])[:, 10:-10]

    middle = (changed.min(axis=(1, 2)) + changed.max(axis=(1, 2))) / 2
    edge = (changed < middle[:, None, None]).sum(axis=2)
    degrees = np.degrees(np.arctan(np.polyfit(np.arange(edge.shape[1]), edge.T, 1)[0]))

    assert -12.5 < degrees.min() < -11.3
    assert 11.3 < degrees.max() < 12.5
    assert 0.3 < np.mean(degrees < 0) < 0.7


@points(2)
def test_zooms_in_and_out(augment):
    """A square of 14 pixels gets smaller as well as larger, by up to 12 per cent."""
    changed = np.asarray(augment(spot(13, 13, 400, size=15), np.zeros(400), seed=10)[0])
    sides = np.sqrt((changed > changed.mean(axis=(1, 2), keepdims=True)).sum(axis=(1, 2)))

    assert 12.6 < sides.min() < 13.9
    assert 16.1 < sides.max() < 17.4


@points(1)
def test_light_and_its_ends(augment):
    """Brightness changes by up to 0.1, up and down, and nothing leaves the range from 0 to 1."""
    levels = np.mean(augment(np.full((300, 8, 8), 0.4), np.zeros(300), seed=11)[0], axis=(1, 2))
    ends, _ = augment(np.concatenate([np.full((50, 8, 8), 0.02), np.full((50, 8, 8), 0.98)]), np.zeros(100), seed=12)

    assert 0.3 <= levels.min() < 0.32
    assert 0.48 < levels.max() <= 0.5
    assert np.min(ends) == 0
    assert np.max(ends) == 1


@points(1)
def test_augment_leaves_its_arrays_alone(augment):
    """The images and labels that went in are the same afterwards."""
    images, labels = picture(5, 28, 28), np.array([4, 0, 3, 1, 2])

    changed, same = augment(images, labels, seed=2)

    assert images == approx(picture(5, 28, 28))
    assert labels == approx([4, 0, 3, 1, 2])
    assert same == approx([4, 0, 3, 1, 2])
    assert changed != approx(picture(5, 28, 28))


# epoch_data


@before("model")
@visible
@points(1)
def test_shapes_of_an_epoch(epoch_data):
    """Training images come as (6, 28, 28, 1), validation images as (9, 28, 28, 1), each with their labels."""
    data = hands()
    train, valid = data["train_labels"].copy(), data["valid_labels"].copy()

    x, y, x_valid, y_valid = epoch_data(data, 0)

    assert np.shape(x) == (6, 28, 28, 1)
    assert np.shape(x_valid) == (9, 28, 28, 1)
    assert y == approx(train)
    assert y_valid == approx(valid)


@points(2)
def test_validation_stays_as_it_is(epoch_data):
    """Validation images are the bytes that they were, divided by 255, in every epoch."""
    for epoch, seed in ((0, 4), (1, 4), (7, 5)):
        expected = hands(seed=seed)["valid_images"][..., None] / 255
        assert epoch_data(hands(seed=seed), epoch)[2] == approx(expected)


@points(2)
def test_training_images_are_augmented(epoch_data, augment):
    """Training images are scaled, then augmented, with the number of the epoch as seed."""
    data = hands(12)
    for epoch in (0, 5, 6):
        expected, _ = augment(data["train_images"] / 255, data["train_labels"].copy(), seed=epoch)
        found, _, _, _ = epoch_data(hands(12), epoch)
        assert found == approx(np.asarray(expected)[..., None])
        assert found != approx(data["train_images"][..., None] / 255)


@points(1)
def test_each_epoch_is_new(epoch_data):
    """The training images of two epochs differ, and those of the same epoch do not."""
    first, again, next_one = (epoch_data(hands(), epoch)[0] for epoch in (2, 2, 3))

    assert first == approx(again)
    assert first != approx(next_one)
    assert 0.3 < np.mean(first) < 0.7


@points(1)
def test_an_epoch_leaves_the_data_alone(epoch_data):
    """The data is the same afterwards: the next epoch begins with the old pictures again."""
    data = hands()

    x, _, _, _ = epoch_data(data, 3)

    assert data == approx(hands())
    assert x == approx(epoch_data(hands(), 3)[0])


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
    """The model reads the hands of people whom it has never seen, on photos that were not taken with care."""
    held = hidden("hands")
    found = examine(model)
    accuracy = found.accuracy(snapshots(held["images"] / 255)[..., None], held["labels"])
    reach("accuracy", accuracy, samples=len(held["labels"]), parameters=found.parameters)
