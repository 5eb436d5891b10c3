import numpy as np

from autograder.testing import approx, before, examine, given, hidden, points, raises, reach, visible

ALL, HEAD = 47_152, 65


def photos_of_noise(count, seed=0, top=200):
    return np.random.default_rng(seed).integers(1, top, (count, 48, 48, 3)).astype("uint8")


def views(photo):
    """The eight views of a photo, in the light that it has."""
    turned = [np.rot90(photo, turns) for turns in range(4)]
    return [*turned, *(view[:, ::-1] for view in turned)]


def matched(photos, images):
    """For each photo: which image it shows, which view of it, and the factor of its light."""
    known = [(number, place, view.astype(float)) for number, image in enumerate(images) for place, view in enumerate(views(image))]
    found = []
    for photo in np.asarray(photos, dtype=float):
        errors = []
        for number, place, view in known:
            factor = float((photo * view).sum() / (view * view).sum())
            errors.append((float(np.abs(photo - factor * view).max()), number, place, factor))
        error, number, place, factor = min(errors)
        assert error < 0.5, "a photo is none of the eight views of any image, in any light"
        found.append((number, place, factor))
    return found


# pipeline


@visible
@points(1)
def test_eight_times_as_many(pipeline):
    """Three photos become 24 of type float32, and five become 40; the brightest number is at most 255."""
    for count in (3, 5):
        photos, labels = pipeline(photos_of_noise(count), np.arange(count), 1)
        assert photos.shape == (8 * count, 48, 48, 3)
        assert photos.dtype == np.float32
        assert photos.max() <= 255
        assert sorted(labels.tolist()) == approx(sorted(list(range(count)) * 8))


@before("model")
@points(2)
def test_every_view_once(pipeline):
    """Every photo is there in all of its eight views, each of them once."""
    images = photos_of_noise(3, seed=2)
    photos, _ = pipeline(images.copy(), np.arange(3), 2)
    found = matched(photos, images)
    assert len({(number, place) for number, place, _ in found}) == approx(24)


@before("model")
@points(2)
def test_views_keep_their_labels(pipeline):
    """Each view has the label of the photo that it shows."""
    images, labels = photos_of_noise(4, seed=3), np.array([5, 0, 2, 2])
    photos, told = pipeline(images.copy(), labels.copy(), 3)
    assert np.asarray(told) == approx([labels[number] for number, _, _ in matched(photos, images)])


@points(2)
def test_each_view_has_its_light(pipeline):
    """The lights are between 0.5 and 1.2, and no two views have the same one."""
    images = photos_of_noise(4, seed=4)
    lights = np.array([factor for _, _, factor in matched(pipeline(images.copy(), np.arange(4), 4)[0], images)])
    assert lights.min() > 0.49 and lights.max() < 1.21, f"the lights are between {lights.min():.2f} and {lights.max():.2f}"
    assert np.ptp(lights) > 0.35, "all views are lit alike"
    assert np.diff(np.sort(lights)).min() > 1e-7, "two views have the same light"


@before("model")
@points(1)
def test_bright_photos_stay_within_255(pipeline):
    """What becomes brighter than 255 is cut off there, and does not begin again at 0."""
    photos, _ = pipeline(np.full((6, 48, 48, 3), 250, dtype="uint8"), np.arange(6), 5)
    assert photos.max() == approx(255)
    assert photos.min() >= 124
    dark, _ = pipeline(np.full((6, 48, 48, 3), 10, dtype="uint8"), np.arange(6), 5)
    assert dark.max() <= 12.01
    assert pipeline(np.zeros((2, 48, 48, 3), dtype="uint8"), np.arange(2), 5)[0].max() == approx(0)


@points(1)
def test_a_seed_repeats_itself(pipeline):
    """The same seed gives the same photos, another one other lights; what went in stays as it was."""
    images, labels = photos_of_noise(2, seed=6), np.array([1, 3])
    first, _ = pipeline(images, labels, 6)
    again, _ = pipeline(photos_of_noise(2, seed=6), np.array([1, 3]), 6)
    other, _ = pipeline(photos_of_noise(2, seed=6), np.array([1, 3]), 7)
    assert first == approx(again)
    assert first != approx(other)
    assert (images, labels) == approx((photos_of_noise(2, seed=6), [1, 3]))


# build_model


@before("model")
@visible
@points(1)
def test_a_frozen_base_and_a_head(build_model):
    """With six outputs it has 47,542 numbers, 390 of which are trained; with three outputs 195 are."""
    found = examine(build_model(6))
    assert (found.parameters, found.trainable_parameters) == approx((ALL + 6 * HEAD, 6 * HEAD))
    assert examine(build_model(3)).trainable_parameters == approx(3 * HEAD)


@points(2)
def test_pooling_and_logits(build_model):
    """After the base come global average pooling and a dense layer without an activation."""
    for outputs in (2, 6):
        found = examine(build_model(outputs))
        assert found.kinds[-2:] == approx(["GlobalAveragePooling2D", "Dense"])
        assert found.layers[-1].config["activation"] == approx("linear")
        assert found.output_shape == (None, outputs)


@before("model")
@points(2)
def test_compiled_for_whole_numbers(build_model):
    """It is compiled with Adam, and a loss for labels that are whole numbers and for outputs that are logits."""
    found = examine(build_model(6))
    assert found.optimizer == approx("Adam")
    assert found.loss == approx("sparse_categorical_crossentropy")
    assert found.from_logits == approx(True)
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"


@before("model")
@points(2)
def test_its_head_learns_a_few_photos(build_model):
    """In forty steps the loss of 24 photos, which tell no classes apart at first, falls to less than half."""
    data = given("fruit")
    losses = examine(build_model(6)).practise(data["train_images"][:24].astype("float32"), data["train_labels"][:24], steps=40)
    assert losses[-1] < 0.5 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"
    assert max(losses) < 3 * losses[0], f"the loss jumps from {losses[0]:.2f} to {max(losses):.2f}: the steps are too large"


@points(2)
def test_it_stands_on_what_was_learned(build_model):
    """Two models stand on the same knowledge: the logits of both follow from the same 64 numbers for each photo."""
    photos = given("fruit")["train_images"].astype("float32")
    first, second = (np.asarray(examine(build_model(64)).predict(photos), dtype=float) for _ in range(2))
    rows = np.column_stack([first, np.ones(len(photos))])
    best = rows @ np.linalg.lstsq(rows, second, rcond=1e-7)[0]
    assert np.abs(first - second).max() > 1e-3, "both models have the same head"
    assert second == approx(best, rel=0, abs=0.003 * np.ptp(second))


# train


def exchanged(count):
    """Photos of the belt, each with the label of another class: nobody learns these labels elsewhere."""
    data = given("fruit")
    return data["train_images"][:count], (data["train_labels"][:count] + 2) % 6


@before("model")
@visible
@points(1)
def test_six_outputs_and_a_small_network(train):
    """It returns a network of six outputs for photos of 48 x 48 pixels, with at most 200,000 numbers."""
    found = examine(train(*exchanged(6)))
    assert found.input_shape == (None, 48, 48, 3)
    assert found.output_shape == (None, 6)
    assert found.parameters <= 200_000, f"it has {found.parameters:,} numbers"


@before("model")
@points(2)
def test_a_few_photos_are_learned(train):
    """From 36 photos whose labels were exchanged it learns these labels, and takes photos with numbers from 0 to 255."""
    photos, labels = exchanged(36)
    share = examine(train(photos.copy(), labels.copy())).accuracy(photos.astype("float32"), labels)
    assert share >= 0.6, f"it names {share:.1%} as it was told to"


# model


@visible
@points(1)
def test_customers_are_content(model):
    """It names at least four of five validation photos right."""
    data = given("fruit")
    share = examine(model).accuracy(data["valid_images"].astype("float32"), data["valid_labels"])
    assert share >= 0.8, f"it names {share:.1%} right"


@points(8)
def test_hidden_fruit(model):
    """It names at least 92 % of the photos right that nobody has seen."""
    held = hidden("fruit")
    found = examine(model)
    share = found.accuracy(held["images"].astype("float32"), held["labels"])
    reach("accuracy", share, samples=len(held["labels"]), parameters=found.parameters)


# confusion


@visible
@points(1)
def test_four_guesses(confusion):
    """Two photos of class 0, of which one is taken for 1; one of class 1, right; one of class 2, taken for 0."""
    assert confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), 3) == approx([[1, 1, 0], [0, 1, 0], [1, 0, 0]])
    assert confusion(np.array([1]), np.array([0]), 2) == approx([[0, 0], [1, 0]])


@points(2)
def test_many_guesses(confusion):
    """With six classes and hundreds of photos every pair is counted, and classes that nobody met have a row of zeros."""
    rng = np.random.default_rng(8)
    labels, guesses = rng.integers(0, 5, 300), rng.integers(0, 6, 300)
    expected = [[int(np.sum((labels == row) & (guesses == column))) for column in range(6)] for row in range(6)]
    assert confusion(labels, guesses, 6) == approx(expected)
    assert np.asarray(confusion(labels, guesses, 6)).dtype.kind in "iu", "the entries are no whole numbers"
    assert confusion(guesses, labels, 6) == approx(np.transpose(expected))


@points(1)
def test_labels_without_guesses(confusion):
    """Three labels and two guesses, or one, are an error."""
    for guesses in ([0, 1], [1]):
        with raises(ValueError):
            confusion(np.array([0, 1, 1]), np.array(guesses), 2)
    assert confusion(np.array([0, 1, 1]), np.array([0, 1, 0]), 2) == approx([[1, 0], [1, 1]])


# recall_and_precision


@visible
@points(1)
def test_two_classes(recall_and_precision):
    """Of ten photos of the first class eight are found, and eight of nine guesses are right."""
    assert recall_and_precision(np.array([[8, 2], [1, 4]])) == approx(([0.8, 0.8], [8 / 9, 4 / 6]))
    assert recall_and_precision(np.array([[5, 0], [5, 10]])) == approx(([1, 2 / 3], [0.5, 1]))


@points(2)
def test_three_classes(recall_and_precision):
    """Rows are labels and columns are guesses, with any number of classes."""
    matrix = np.array([[6, 1, 3], [0, 9, 1], [2, 0, 2]])
    assert recall_and_precision(matrix) == approx(([0.6, 0.9, 0.5], [0.75, 0.9, 1 / 3]))
    assert recall_and_precision(matrix.T.copy()) == approx(([0.75, 0.9, 1 / 3], [0.6, 0.9, 0.5]))


@points(2)
def test_classes_that_were_not_met(recall_and_precision):
    """A class without photos has recall 0, one that was never guessed precision 0: neither is NaN."""
    recall, precision = recall_and_precision(np.array([[4, 0, 4], [0, 0, 0], [1, 0, 3]]))
    assert (recall, precision) == approx(([0.5, 0, 0.75], [0.8, 0, 3 / 7]))
    assert recall_and_precision(np.array([[1, 0], [0, 1]])) == approx(([1, 1], [1, 1]))


# interval


@visible
@points(1)
def test_110_of_120(interval):
    """110 of 120 right is 0.917, and the true accuracy lies between 0.853 and 0.954; for 11 of 12 between 0.646 and 0.985."""
    assert interval(110, 120) == approx((0.85338, 0.95411), rel=0, abs=1e-4)
    assert interval(11, 12) == approx((0.64611, 0.98514), rel=0, abs=1e-4)


@points(2)
def test_intervals_of_any_size(interval):
    """It is narrower with more photos, and stays between 0 and 1 even if all or none are right."""
    for right, photos in ((1104, 1200), (0, 10), (10, 10), (3, 7), (1, 2)):
        p, z = right / photos, 1.96
        half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2)) / (1 + z**2 / photos)
        middle = (p + z**2 / (2 * photos)) / (1 + z**2 / photos)
        assert interval(right, photos) == approx((middle - half, middle + half))


@points(1)
def test_impossible_counts(interval):
    """No photos, more right ones than photos, or fewer than none are an error."""
    for right, photos in ((0, 0), (5, 4), (-1, 4)):
        with raises(ValueError):
            interval(right, photos)
    assert interval(2, 4) == approx((0.15004, 0.84996), rel=0, abs=1e-4)
