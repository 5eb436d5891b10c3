import numpy as np

from autograder.testing import Call, approx, assuming, before, examine, given, hidden, like_reference, points, reach, visible

WITHOUT_CASES = {
    "build_model": "It returns a Keras model; tests examine it in the clean room.",
    "train": "It trains a Keras model for seconds.",
}
ALL, HEAD = 47_152, 65  # the parameters of the base, and of a head for each output
MOST = 60_000  # parameters of a network: too few to store the photos of a belt


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


def shows_all_views(result, call, expected):
    """Whether the photos are the eight views of each image, each once, with its label and in some light."""
    photos, told = result
    images, labels, _ = call.positional
    assert photos.shape == (8 * len(images), 48, 48, 3) and photos.dtype == np.float32, f"{photos.shape}, {photos.dtype}"
    assert np.shape(told) == (len(photos),), f"there are labels of the shape {np.shape(told)}"
    known = np.array([view for image in images for view in views(image)], dtype="float32").reshape(len(photos), -1)
    seen, dim = photos.reshape(len(photos), -1), np.where(known <= 200, known, 0)  # 200 does not reach 255 in any light
    factors = seen @ dim.T / (dim * dim).sum(axis=1)
    found = []
    for photo, lights in zip(seen, factors):
        errors = np.abs(np.clip(known * lights[:, np.newaxis], 0, 255) - photo).max(axis=1)
        best = int(errors.argmin())
        assert errors[best] < 0.6, "a photo is none of the views"
        assert 0.48 < lights[best] < 1.22, f"the light is {lights[best]:.2f}"
        found.append(best)
    assert sorted(found) == list(range(len(photos))), "a view is missing"
    return np.array_equal(told, np.asarray(labels)[np.array(found) // 8])


# pipeline


@visible
@points(1)
def test_eight_times_as_many(pipeline):
    """Three photos become 24, five become 40; they have type float32, and no value is above 255."""
    for count in (3, 5):
        photos, labels = pipeline(photos_of_noise(count), np.arange(count), 1)
        expected = (8 * count, 48, 48, 3)
        assert photos.shape == expected, f"the photos have shape {photos.shape}, expected {expected}"
        assert photos.dtype == np.float32, f"the photos have type {photos.dtype}, expected float32"
        assert photos.max() <= 255, f"the brightest value is {photos.max():g}, expected at most 255"
        assert sorted(labels.tolist()) == approx(sorted(list(range(count)) * 8))


@before("model")
@points(2)
def test_every_view_once(pipeline):
    """Every photo is there in each of its eight views, exactly once."""
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
@like_reference(agrees=shows_all_views)
def cases_pipeline(draw):
    """One photo or several, as bytes or floats, dark or bright: all views come with their labels; 255 is not exceeded."""
    rng = draw.rng

    def noise(count, low, high, dots=0):
        images = rng.integers(low, high, (count, 48, 48, 3), dtype=np.uint8)
        images[:, rng.integers(0, 48, dots), rng.integers(0, 48, dots)] = 100
        return images

    for images in (
        noise(1, 0, 256), noise(2, 0, 60), noise(1, 240, 256, dots=300), noise(1, 0, 200) + np.float32(0.5),
        noise(1, 0, 2), noise(1, 0, 2).astype("float64"),
    ):  # fmt: skip
        labels = draw.value(draw.labels(len(images), 6).but("a list"))
        yield Call(images, labels, draw.one(draw.whole(0, 10_000)))
    seed = int(rng.integers(10_000))
    yield Call(noise(2, 0, 256), np.sort(rng.permutation(6)[:2])[::-1].copy(), seed)
    yield Call(np.asfortranarray(noise(3, 0, 256)), rng.permutation(6)[[0, 1, 0]], seed)


@points(1)
def test_each_view_has_its_light(pipeline):
    """The lights are between 0.5 and 1.2, and no two views have the same light."""
    images = photos_of_noise(4, seed=4)
    lights = np.array([factor for _, _, factor in matched(pipeline(images.copy(), np.arange(4), 4)[0], images)])
    assert lights.min() > 0.49 and lights.max() < 1.21, f"the lights are between {lights.min():.2f} and {lights.max():.2f}"
    assert np.ptp(lights) > 0.35, "all views are lit alike"
    assert np.diff(np.sort(lights)).min() > 1e-7, "two views have the same light"


@points(1)
def test_a_seed_repeats_itself(pipeline):
    """The same seed gives the same photos, and another seed other lights; 0 is a seed, too. The arguments are unchanged."""
    images, labels = photos_of_noise(2, seed=6), np.array([1, 3])
    first, _ = pipeline(images, labels, 0)
    again, _ = pipeline(photos_of_noise(2, seed=6), np.array([1, 3]), 0)
    other, _ = pipeline(photos_of_noise(2, seed=6), np.array([1, 3]), 1)
    assert first == approx(again)
    assert first != approx(other)
    assert (images, labels) == approx((photos_of_noise(2, seed=6), [1, 3]))


# build_model


@before("model")
@visible
@points(1)
def test_a_frozen_base_and_a_head(build_model):
    """With six outputs it has 47,542 parameters, of which 390 are trained; with three outputs, 195 are."""
    for outputs in (6, 3):
        found, expected = examine(build_model(outputs)), outputs * HEAD
        assert found.parameters == ALL + expected, f"it has {found.parameters:,} parameters, expected {ALL + expected:,}"
        count = found.trainable_parameters
        assert count == expected, f"{count:,} parameters are trained, expected {expected} with {outputs} outputs"


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
    """It is compiled with Adam, and with a loss for labels that are whole numbers and outputs that are logits."""
    found = examine(build_model(6))
    assert found.optimizer == approx("Adam")
    assert found.loss == approx("sparse_categorical_crossentropy")
    assert found.from_logits == approx(True)
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"


@before("model")
@points(2)
def test_its_head_learns_a_few_photos(build_model):
    """In forty steps, the loss on 24 photos falls to less than half of what it was."""
    data = given("fruit")
    losses = examine(build_model(6)).practise(data["train_images"][:24].astype("float32"), data["train_labels"][:24], steps=40)
    assert losses[-1] < 0.5 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"
    assert max(losses) < 3 * losses[0], f"the loss jumps from {losses[0]:.2f} to {max(losses):.2f}: the steps are too large"


@points(2)
def test_it_stands_on_what_was_learned(build_model):
    """Two models have bases of their own that know the same: their logits follow from the same 64 numbers."""
    photos = given("fruit")["train_images"].astype("float32")
    found = [examine(build_model(64)) for _ in range(2)]
    first, second = (np.asarray(each.predict(photos), dtype=float) for each in found)
    # Keras numbers layers, so a new base has new names. Where the numbers began again, the heads have the same, too.
    bases, heads = ({each.layers[place].name for each in found} for place in (0, -1))
    assert len(bases) == 2 or len(heads) == 1, "both models stand on one base"
    rows = np.column_stack([first, np.ones(len(photos))])
    best = rows @ np.linalg.lstsq(rows, second, rcond=1e-7)[0]
    assert np.abs(first - second).max() > 1e-3, "both models have the same head"
    assert second == approx(best, rel=0, abs=0.003 * np.ptp(second))


# experiment

REASON_THAT_FITS = "d"  # has a name, so that the line of a failed test does not show it


@visible
@points(1)
def test_a_prediction_four_accuracies_and_a_reason(experiment):
    """There are a prediction from a to c, four accuracies from 0 to 1, and a reason from a to d. Any prediction will do."""
    assert isinstance(experiment, dict), "experiment is not a dictionary"
    assert sorted(experiment) == ["because", "measured", "predicted"], "its keys are not predicted, measured and because"
    assert str(experiment["predicted"]).strip().lower() in ("a", "b", "c"), "the prediction is not a, b or c"
    assert np.shape(experiment["measured"]) == (4,), "four accuracies are needed"
    assert all(0 <= share <= 1 for share in experiment["measured"]), "an accuracy is a number from 0 to 1"
    assert str(experiment["because"]).strip().lower() in ("a", "b", "c", "d"), "the reason is not a, b, c or d"


@points(1)
def test_the_accuracies_were_measured(experiment):
    """The four accuracies are as this experiment gives them, in the order that was asked for."""
    assert np.shape(experiment["measured"]) == (4,), "four accuracies are needed"
    one_by_day, one_at_dusk, many_by_day, many_at_dusk = np.asarray(experiment["measured"], dtype=float)
    assert min(one_by_day, many_by_day) >= 0.8, "by day, both heads name most photos right"
    assert one_at_dusk <= one_by_day - 0.2, "the head that knows one light does not end like that at dusk"
    assert one_at_dusk + 0.1 <= many_at_dusk < many_by_day, "the head that knows many lights does not end like that at dusk"


@points(1)
def test_the_reason_fits_what_was_measured(experiment):
    """The reason agrees with all four accuracies, and with how many photos each head has seen."""
    assert str(experiment["because"]).strip().lower() == REASON_THAT_FITS


# train


def exchanged(count):
    """Photos of the belt, each with the label of another class: nobody learns these labels elsewhere."""
    data = given("fruit")
    return data["train_images"][:count], (data["train_labels"][:count] + 2) % 6


@before("model")
@visible
@points(1)
@assuming("pipeline")
def test_six_outputs_and_a_small_network(train):
    """It returns a network with six outputs for photos of 48 x 48 pixels, and with at most 60,000 parameters."""
    found = examine(train(*exchanged(36)))
    assert found.input_shape == (None, 48, 48, 3), f"it takes inputs of shape {found.input_shape}"
    assert found.output_shape == (None, 6), f"its outputs have shape {found.output_shape}"
    assert found.parameters <= MOST, f"it has {found.parameters:,} parameters"


@before("model")
@points(2)
@assuming("pipeline")
def test_a_few_photos_are_learned(train):
    """From 36 photos with exchanged labels it learns these labels; it takes photos with pixel values from 0 to 255."""
    photos, labels = exchanged(36)
    share = examine(train(photos.copy(), labels.copy())).accuracy(photos.astype("float32"), labels)
    assert share >= 0.6, f"it names {share:.1%} as it was told to"


# model


@visible
@points(1)
def test_customers_are_content(model):
    """It classifies at least 80 % of the validation photos correctly."""
    data = given("fruit")
    share = examine(model).accuracy(data["valid_images"].astype("float32"), data["valid_labels"])
    assert share >= 0.8, f"it classifies {share:.1%} correctly"


@points(8)
def test_hidden_fruit(model):
    """It classifies enough of the photos correctly that nobody has seen: the target is stated in the text."""
    held = hidden("fruit")
    found = examine(model)
    assert found.parameters <= MOST, f"it has {found.parameters:,} numbers, and may have at most {MOST:,}"
    share = found.accuracy(held["images"].astype("float32"), held["labels"])
    reach("accuracy", share, samples=len(held["labels"]), parameters=found.parameters)


# confusion


@visible
@points(1)
def test_four_guesses(confusion):
    """Of two photos of class 0, one is taken for 1; the photo of class 1 is guessed right; that of class 2 is taken for 0."""
    assert confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), 3) == approx([[1, 1, 0], [0, 1, 0], [1, 0, 0]])
    assert confusion(np.array([1]), np.array([0]), 2) == approx([[0, 0], [1, 0]])


def whole_numbers(result, call, expected):
    """Whether the matrix is right, and made of whole numbers."""
    assert np.asarray(result).dtype.kind in "iu", "the entries are not whole numbers"
    return result == approx(expected)


@points(2)
@like_reference(agrees=whole_numbers)
def cases_confusion(draw):
    """Every pair is counted, in integers of any type, for one photo or hundreds; classes that never occur have zeros."""
    rng = draw.rng

    def pairs(count, classes, dtype="int64"):
        labels, guesses = rng.integers(0, classes, (2, count)).astype(dtype)
        return labels, guesses

    for labels, guesses, classes in (
        (*pairs(300, 6), 6), (*pairs(40, 3), 6), (*pairs(1, 4), 4), (*pairs(5, 1), 1), (*pairs(9, 2, "int32"), 2),
        (*pairs(200, 20, "uint8"), 20), (*pairs(700, 1, "uint8"), 2), (*pairs(60, 7, "int8"), 12),
    ):  # fmt: skip
        yield Call(labels, guesses, classes)
    labels, guesses = pairs(30, 5)
    yield Call(labels, labels.copy(), 5)
    yield Call(labels=labels, guesses=guesses, classes=5)
    yield Call(guesses, labels, 5)
    yield Call(np.full(400, 2), np.arange(400) % 4, 4)


@points(1)
@like_reference(agrees=whole_numbers)
def cases_confusion_of_unequal_lengths(draw):
    """More labels than guesses are an error, and so are more guesses than labels, even where there is only one of them."""
    few, many = int(draw.rng.integers(2, 9)), int(draw.rng.integers(9, 20))
    yield Call(draw.rng.integers(0, 3, few), draw.rng.integers(0, 3, few), 3)
    for count, other in ((few, many), (many, few), (1, many), (many, 1), (few, 2 * few), (few + 1, few), (few, few + 1)):
        yield Call(draw.rng.integers(0, 3, count), draw.rng.integers(0, 3, other), 3).raises(ValueError)


# recall_and_precision


@visible
@points(1)
def test_two_classes(recall_and_precision):
    """Eight of the ten photos of the first class are found, and eight of nine such guesses are right."""
    assert recall_and_precision(np.array([[8, 2], [1, 4]])) == approx(([0.8, 0.8], [8 / 9, 4 / 6]))
    assert recall_and_precision(np.array([[5, 0], [5, 10]])) == approx(([1, 2 / 3], [0.5, 1]))


@points(2)
@like_reference
def cases_recall_and_precision(draw):
    """Rows are labels and columns are guesses, for any number of classes and photos."""
    rng = draw.rng
    matrices = draw.parts(
        "confusion matrices",
        of_two_classes=lambda: rng.integers(1, 30, (2, 2)),
        of_many_classes=lambda: rng.integers(1, 30, (int(rng.integers(5, 12)),) * 2),
        of_one_class=lambda: rng.integers(1, 30, (1, 1)),
        of_many_photos=lambda: rng.integers(1, 2_000_000, (4, 4)),
        all_right=lambda: np.diag(rng.integers(1, 30, 5)),
        all_wrong=lambda: rng.integers(1, 30, (3, 3)) * (1 - np.eye(3, dtype=int)),
        in_Fortran_order=lambda: np.asfortranarray(rng.integers(1, 30, (3, 3))),
        int32=lambda: rng.integers(1, 30, (4, 4)).astype("int32"),
    )
    for matrix in draw.some(matrices):
        yield Call(matrix)


@points(2)
@like_reference
def cases_recall_and_precision_of_classes_not_met(draw):
    """A class without photos has recall 0, and one that was never guessed has precision 0: neither is NaN."""
    for rows, columns in ((1, 0), (0, 1), (1, 1), (2, 2), (5, 0), (5, 5)):
        matrix = draw.rng.integers(1, 30, (5, 5))
        matrix[draw.rng.permutation(5)[:rows]] = 0
        matrix[:, draw.rng.permutation(5)[:columns]] = 0
        yield Call(matrix)
    yield Call(np.zeros((1, 1), dtype=int))
    yield Call(np.diag(draw.rng.permutation([0, 0, 1, 14])))


# interval


@visible
@points(1)
def test_110_of_120(interval):
    """With 110 of 120 right, the interval goes from 0.853 to 0.954; with 11 of 12, from 0.646 to 0.985."""
    assert interval(110, 120) == approx((0.85338, 0.95411), rel=0, abs=1e-4)
    assert interval(11, 12) == approx((0.64611, 0.98514), rel=0, abs=1e-4)


@points(2)
@like_reference(abs=1e-7)
def cases_interval(draw):
    """Any number of photos, from one to a million, and any number of right ones: all, none, or one."""
    for photos in (1, 2, int(draw.rng.integers(3, 30)), int(draw.rng.integers(30, 2000)), 1_000_000):
        yield Call(0, photos)
        yield Call(photos, photos)
        yield Call(int(draw.rng.integers(0, photos + 1)), photos)
    yield Call(photos=1200, right=int(draw.rng.integers(900, 1200)))
    yield Call(1, 40)


@points(1)
@like_reference(abs=1e-7)
def cases_interval_of_impossible_counts(draw):
    """No photos, more right ones than photos, and fewer than none are errors."""
    photos = int(draw.rng.integers(2, 50))
    yield Call(photos // 2, photos)
    for right, count in (
        (0, 0), (1, 0), (-1, 0), (photos + 1, photos), (3 * photos, photos), (-1, photos), (-photos, photos), (2, 1), (-1, 1),
    ):  # fmt: skip
        yield Call(right, count).raises(ValueError)
