import numpy as np

from autograder.testing import approx, examine, points, raises, visible

ALPHABET = "abcdefghiklmnopqrstuvwxy"
WEIGHTS_OF_COLOURS = np.array([0.299, 0.587, 0.114])


def noise(*shape, seed=3):
    """A photo of noise, dark enough that its largest pixel is not 255."""
    return np.random.default_rng(seed).integers(0, 200, shape, dtype=np.uint8)


def prepared(photo):
    """The batch of one image that the model wants."""
    grey = photo @ WEIGHTS_OF_COLOURS if photo.ndim == 3 else photo.astype(float)
    side = len(grey) // 28
    small = sum(grey[row::side, column::side] for row in range(side) for column in range(side)) / side**2
    return small[np.newaxis, :, :, np.newaxis] / 255


def random_model(seed=1, most=64):
    """A model that reads anything into anything, as the notebook's make_model builds one."""
    rng = np.random.default_rng(seed)
    kernel, bias = rng.normal(0, 1, (784, 24)), rng.normal(0, 0.1, 24)
    return {"kernel": kernel, "bias": bias, "most": most, "asked": []}


def chooser(classes, most=64):
    """A model that reads class classes[n] in a photo whose only bright block is number n of the first row."""
    kernel = np.zeros((784, 24))
    for place, number in enumerate(classes):
        kernel[place, number] = 20
    return {"kernel": kernel, "bias": np.zeros(24), "most": most, "asked": []}


def bright(place, side=1, colour=None):
    """A dark photo with one bright block in its first row."""
    photo = np.zeros((28 * side, 28 * side), np.uint8)
    photo[:side, place * side : (place + 1) * side] = 250
    return photo if colour is None else np.stack([photo * (channel == colour) for channel in range(3)], axis=2)


def outputs(model, batch):
    """What the model says before the softmax, which changes no order."""
    return np.reshape(batch, (len(batch), 784)) @ model["kernel"] + model["bias"]


def pipelines(images):
    """The images, prepared in the seven ways of the notebook."""
    scaled = images[..., np.newaxis] / 255
    moved = scaled[:, :, [27, *range(27)]]
    return {
        "scaled": scaled, "raw": 255 * scaled, "inverted": 1 - scaled, "signed": 2 * scaled - 1,
        "centered": scaled - scaled.mean(axis=(1, 2, 3), keepdims=True), "transposed": scaled.swapaxes(1, 2),
        "blurred": (scaled + moved) / 2,
    }  # fmt: skip


def classes(model, images, pipeline):
    """The class that the model finds in each image, prepared in one of the seven ways."""
    return outputs(model, pipelines(images)[pipeline]).argmax(axis=1)


# preprocess


@visible
@points(1)
def test_a_photo_of_one_grey(preprocess):
    """A photo of 56 x 56 pixels that are all 51 becomes an image of 28 x 28 pixels that are all 0.2; 255 becomes 1."""
    assert preprocess(np.full((56, 56), 51, np.uint8)) == approx(np.full((1, 28, 28, 1), 0.2))
    assert preprocess(np.full((28, 28), 255, np.uint8)) == approx(np.ones((1, 28, 28, 1)))


@points(2)
def test_rows_and_columns_stay(preprocess):
    """A grey photo of 28 x 28 pixels is only scaled, each pixel in its place, bright where it was bright."""
    for seed in (3, 4):
        assert preprocess(noise(28, 28, seed=seed)) == approx(prepared(noise(28, 28, seed=seed)))


@points(2)
def test_blocks_become_their_mean(preprocess):
    """Each new pixel is the mean of its whole block, for blocks of 2 x 2, 3 x 3, 10 x 10 and 30 x 30 pixels."""
    for side in (2, 3, 10, 30):
        assert preprocess(noise(28 * side, 28 * side)) == approx(prepared(noise(28 * side, 28 * side)))


@points(2)
def test_colours_become_grey(preprocess):
    """Red counts 0.299, green 0.587 and blue 0.114, in photos of any size."""
    for side in (1, 2, 5):
        assert preprocess(noise(28 * side, 28 * side, 3)) == approx(prepared(noise(28 * side, 28 * side, 3)))


@points(1)
def test_dark_photos_stay_dark(preprocess):
    """The scale does not depend on the photo: half as bright before is half as bright after."""
    photo = noise(56, 56, seed=5)

    assert preprocess(photo // 2 * 2) == approx(prepared(photo // 2 * 2))
    assert preprocess(photo // 2) == approx(prepared(photo // 2 * 2) / 2)
    assert preprocess(np.zeros((28, 28), np.uint8)) == approx(np.zeros((1, 28, 28, 1)))


@points(2)
def test_what_is_no_photo_is_refused(preprocess):
    """Floats are refused, and so is what is not square, has other channels, or does not divide into 28 blocks."""
    assert preprocess(noise(28, 28)) == approx(prepared(noise(28, 28)))
    for shape in ((28, 56), (30, 30), (784,), (28, 28, 4), (28, 28, 1), (1, 28, 28), (56, 28, 3), (0, 0)):
        with raises(ValueError):
            preprocess(np.zeros(shape, np.uint8))
    for scaled in (noise(28, 28) / 255, noise(28, 28).astype(np.int64)):
        with raises(ValueError):
            preprocess(scaled)


@points(1)
def test_preprocess_leaves_the_photo_alone(preprocess):
    """The photo is the same afterwards, and a second call gives the same."""
    photo = noise(56, 56, 3)
    expected = prepared(noise(56, 56, 3))

    assert preprocess(photo) == approx(expected)
    assert photo == approx(noise(56, 56, 3))
    assert preprocess(photo) == approx(expected)


# letters


@visible
@points(1)
def test_letters_around_j_and_z(letters):
    """Class 0 is a, class 8 is i, class 9 is k, and class 23, the last one, is y."""
    assert letters(np.eye(24)[[0, 8, 9, 23]]) == ["a", "i", "k", "y"]
    assert letters(np.eye(24)[[10, 2]]) == ["l", "c"]


@points(2)
def test_every_class_has_its_letter(letters):
    """All 24 classes are named, in any order."""
    order = np.random.default_rng(2).permutation(24)

    assert letters(np.eye(24)) == list(ALPHABET)
    assert letters(np.eye(24)[order]) == [ALPHABET[number] for number in order]


@points(2)
def test_each_row_for_itself(letters):
    """Each row has its own largest entry, however sure the model is about other rows."""
    probabilities = np.random.default_rng(5).dirichlet(np.full(24, 0.3), 40)
    expected = [ALPHABET[number] for number in probabilities.argmax(axis=1)]

    assert letters(probabilities) == expected
    assert letters(probabilities[7:8]) == expected[7:8]
    assert letters(np.zeros((0, 24))) == []


# predict_letter


@visible
@points(1)
def test_c_and_k(predict_letter):
    """A model that tells c from k by one pixel reads c in the one photo and k in the other."""
    assert predict_letter(chooser([2, 9]), bright(0)) == "c"
    assert predict_letter(chooser([2, 9]), bright(1)) == "k"


@points(2)
def test_the_letter_is_the_models(predict_letter):
    """Photos of any size and colour are read as the model reads them."""
    for seed, shape in enumerate([(28, 28), (56, 56), (84, 84, 3), (28, 28, 3), (140, 140), (56, 56, 3)]):
        model, photo = random_model(seed), noise(*shape, seed=seed)
        expected = ALPHABET[int(outputs(model, prepared(photo)).argmax())]
        assert predict_letter(model, photo) == expected


@points(2)
def test_bright_is_bright(predict_letter):
    """Nothing is inverted, and nothing is left unscaled: the bias weighs as much as it did in training."""
    kernel = np.zeros((784, 24))
    kernel[:, 3] = 0.01
    bias = np.zeros(24)
    bias[20] = 4
    model = {"kernel": kernel, "bias": bias, "most": 64, "asked": []}

    assert predict_letter(model, np.full((28, 28), 150, np.uint8)) == "d"
    assert predict_letter(model, np.full((28, 28), 90, np.uint8)) == "v"


@points(1)
def test_a_photo_is_asked_about_once(predict_letter):
    """The model gets one batch of one image for a photo."""
    model, other = chooser([5, 17]), chooser([17, 5], most=1)

    assert predict_letter(model, bright(1)) == "s"
    assert model["asked"] == approx([1])
    assert predict_letter(other, bright(1, side=2)) == "f"
    assert other["asked"] == approx([1])


@points(1)
def test_no_letter_for_what_is_no_photo(predict_letter):
    """What preprocess refuses has no letter, and the model is not asked."""
    model = random_model()

    with raises(ValueError):
        predict_letter(model, noise(30, 30))
    assert model["asked"] == approx([])
    assert predict_letter(model, noise(28, 28)) == ALPHABET[int(outputs(model, prepared(noise(28, 28))).argmax())]


# predict_batch


@visible
@points(1)
def test_five_photos_two_at_a_time(predict_batch):
    """Five photos are read in batches of two, two and one, and the letters come in the order of the photos."""
    model = chooser([2, 9])
    photos = [bright(place) for place in (0, 1, 1, 0, 1)]

    assert predict_batch(model, photos, 2) == ["c", "k", "k", "c", "k"]
    assert model["asked"] == approx([2, 2, 1])


@points(2)
def test_batches_are_full_but_the_last(predict_batch):
    """The model gets `size` images each time, and what is left at the end; no image is lost, and none is added."""
    photos = [noise(28, 28, seed=seed) for seed in range(14)]

    for size, asked in ((5, [5, 5, 4]), (7, [7, 7]), (13, [13, 1]), (14, [14]), (50, [14]), (1, [1] * 14)):
        model = random_model(size)
        expected = [ALPHABET[outputs(model, prepared(photo)).argmax()] for photo in photos]
        assert predict_batch(model, photos, size) == expected
        assert model["asked"] == approx(asked)


@points(2)
def test_photos_of_all_kinds(predict_batch):
    """Large and small, grey and coloured photos may be mixed."""
    shapes = [(56, 56, 3), (28, 28), (84, 84), (28, 28, 3), (140, 140, 3), (56, 56)]
    photos = [noise(*shape, seed=seed) for seed, shape in enumerate(shapes)]

    for seed in (8, 9):
        model = random_model(seed, most=4)
        expected = [ALPHABET[outputs(model, prepared(photo)).argmax()] for photo in photos]
        assert predict_batch(model, photos, 4) == expected


@points(1)
def test_no_photos_and_no_size(predict_batch):
    """For no photos there are no letters, and the model is not asked; a size below 1 is an error."""
    model = chooser([4])

    assert predict_batch(model, [], 3) == []
    assert model["asked"] == approx([])
    for size in (0, -2):
        with raises(ValueError):
            predict_batch(model, [bright(0)], size)
    assert predict_batch(model, [bright(0)], 1) == ["e"]


# save_and_load


@visible
@points(1)
def test_loaded_as_it_was_saved(save_and_load):
    """The loaded model is a Keras model with the weights that were saved, 18,840 of them, and gives probabilities."""
    found = examine(save_and_load(random_model(3), "reader.keras"))
    batch = prepared(noise(28, 28))

    assert found.kinds == approx(["Flatten", "Dense"])
    assert found.parameters == 18_840
    assert np.argmax(found.predict(batch)) == np.argmax(outputs(random_model(3), batch))


@points(2)
def test_any_model_can_be_saved(save_and_load):
    """Whatever its weights are, the loaded model says exactly what the saved one says, and the newest file counts."""
    batch = np.concatenate([prepared(noise(28, 28, seed=seed)) for seed in range(9)])

    for seed, path in ((5, "first.keras"), (6, "second.keras"), (7, "first.keras")):
        model = random_model(seed)
        model["kernel"] /= 20
        powers = np.exp(outputs(model, batch))
        found = examine(save_and_load(model, path)).predict(batch)
        assert found == approx(powers / powers.sum(axis=1, keepdims=True), rel=1e-3, abs=1e-5)


@points(1)
def test_the_ending_is_added(save_and_load):
    """A path without the ending .keras gets it, as in asl_model, and dots elsewhere in the name do not matter."""
    for seed, path in ((1, "asl_model"), (2, "reader.v2"), (3, "model.h5")):
        batch, model = prepared(noise(28, 28, seed=seed)), random_model(seed)
        assert np.argmax(examine(save_and_load(model, path)).predict(batch)) == np.argmax(outputs(model, batch))


@points(2)
def test_it_is_written_where_it_was_asked(save_and_load):
    """The file is written under the path that was given: in a folder that is not there, that is an error."""
    assert examine(save_and_load(random_model(4), "there.keras")).parameters == 18_840
    for path in ("no/such/folder/reader.keras", "no/such/folder/reader"):
        with raises(OSError):
            save_and_load(random_model(4), path)


# serving_skew


@visible
@points(1)
def test_scaled_and_inverted(serving_skew):
    """Forgetting to divide changes no letter of this model, and exchanging black and white changes half of them."""
    kernel = np.zeros((784, 24))
    kernel[0, 2], kernel[783, 9] = 5, 1
    images = np.zeros((4, 28, 28), np.uint8)
    images[:2, 0, 0] = images[2:, 27, 27] = 200
    model = {"kernel": kernel, "bias": np.zeros(24), "most": 64, "asked": []}

    assert serving_skew(model, images, "scaled", "raw") == approx(0)
    assert serving_skew(model, images, "scaled", "inverted") == approx(0.5)


@points(3)
def test_every_pair_of_pipelines(serving_skew):
    """For each way of training and each way of serving, it is the share of images whose letter changes."""
    images = noise(40, 28, 28, seed=6)
    model = random_model(11)
    model["bias"] *= 100
    found = {name: classes(model, images, name) for name in pipelines(images)}

    for trained, served in (
        ("scaled", "raw"), ("scaled", "inverted"), ("centered", "signed"), ("centered", "scaled"),
        ("transposed", "scaled"), ("raw", "inverted"), ("signed", "transposed"), ("scaled", "blurred"),
    ):  # fmt: skip
        expected = np.mean(found[trained] != found[served])
        assert serving_skew(model, images, trained, served) == approx(expected)


@points(1)
def test_no_skew(serving_skew):
    """Prepared in the same way, no image is read differently; in another way, some are."""
    images, model = noise(30, 28, 28), random_model(12)
    scaled, transposed = classes(model, images, "scaled"), classes(model, images, "transposed")

    for name in ("scaled", "centered", "inverted"):
        assert serving_skew(model, images, name, name) == approx(0)
    assert serving_skew(model, images, "scaled", "transposed") == approx(np.mean(scaled != transposed))


@points(2)
def test_skew_within_the_room_there_is(serving_skew):
    """The model is asked for no more images than it has room for, and every image counts, the last ones too."""
    images = noise(23, 28, 28, seed=9)

    for most in (10, 23, 4):
        model = random_model(13, most)
        differ = classes(model, images, "scaled") != classes(model, images, "inverted")
        assert serving_skew(model, images, "scaled", "inverted") == approx(differ.mean())
        assert sum(model["asked"]) == 46
        assert max(model["asked"]) <= most


@points(1)
def test_skew_leaves_the_images_alone(serving_skew):
    """The images are the same afterwards, and so is the skew of a second call."""
    images, model = noise(12, 28, 28), random_model(14)
    first, second = classes(model, images, "scaled"), classes(model, images, "inverted")

    assert serving_skew(model, images, "scaled", "inverted") == approx(np.mean(first != second))
    assert images == approx(noise(12, 28, 28))
    assert serving_skew(model, images, "scaled", "inverted") == approx(np.mean(first != second))
