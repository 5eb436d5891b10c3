import numpy as np

from autograder.testing import Call, approx, assuming, examine, like_reference, points, raises, visible

WITHOUT_CASES = {"save_and_load": "It returns a Keras model; tests examine what was saved and loaded."}
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
    return {"kernel": kernel, "bias": bias, "largest_batch": most, "asked": []}


def chooser(classes, most=64):
    """A model that reads class classes[n] in a photo whose only bright block is number n of the first row."""
    kernel = np.zeros((784, 24))
    for place, number in enumerate(classes):
        kernel[place, number] = 20
    return {"kernel": kernel, "bias": np.zeros(24), "largest_batch": most, "asked": []}


def bright(place, side=1, colour=None):
    """A dark photo with one bright block in its first row."""
    photo = np.zeros((28 * side, 28 * side), np.uint8)
    photo[:side, place * side : (place + 1) * side] = 250
    return photo if colour is None else np.stack([photo * (channel == colour) for channel in range(3)], axis=2)


def outputs(model, batch):
    """What the model says before the softmax, which changes no order."""
    return np.reshape(batch, (len(batch), 784)) @ model["kernel"] + model["bias"]


def in_seven_ways(images):
    """The images, prepared in the seven ways of the notebook."""
    scaled = images[..., np.newaxis] / 255
    moved = scaled[:, :, [27, *range(27)]]
    return {
        "scaled": scaled, "raw": 255 * scaled, "inverted": 1 - scaled, "signed": 2 * scaled - 1,
        "centered": scaled - scaled.mean(axis=(1, 2, 3), keepdims=True), "transposed": scaled.swapaxes(1, 2),
        "blurred": (scaled + moved) / 2,
    }  # fmt: skip


def classes_found(model, images, pipeline):
    """The class that the model finds in each image, prepared in one of the seven ways."""
    return outputs(model, in_seven_ways(images)[pipeline]).argmax(axis=1)


def drawn_photos(draw, colours=()):
    """Photos to draw, grey or with `colours` (3,): of all sizes, dark, bright, black, white, with one bright pixel."""

    def photo(side, low=0, high=256):
        return draw.rng.integers(low, high, (28 * side, 28 * side, *colours), dtype=np.uint8)

    def one_bright_pixel():
        dark = photo(2, 0, 1)
        dark[tuple(draw.rng.integers(0, dark.shape))] = 255
        return dark

    return draw.parts(
        "coloured photos" if colours else "grey photos",
        a_pixel_for_each=lambda: photo(1),
        small_blocks=lambda: photo(2),
        blocks_of_an_odd_size=lambda: photo(3),
        large_blocks=lambda: photo(int(draw.rng.integers(4, 8))) // 64 * 85,
        dark=lambda: photo(int(draw.rng.integers(1, 4)), 0, 40),
        bright=lambda: photo(int(draw.rng.integers(1, 4)), 200, 256),
        white=lambda: photo(2, 255, 256),
        one_bright_pixel=one_bright_pixel,
        in_Fortran_order=lambda: np.asfortranarray(photo(int(draw.rng.integers(1, 3)))),
    )


def reader(draw, *batches, most=64, spread=0.0, balanced=True):
    """A model with a clear opinion on every image of the batches; `spread` says how much its bias weighs.

    A balanced one looks at the pattern alone, not at the mean.
    """
    asked = draw.one(draw.choice([], [3, 1]))
    while True:
        kernel = draw.rng.integers(-3, 4, (784, 24), dtype=np.int8)  # as small as can be: it crosses with each call
        if balanced:
            kernel = draw.rng.permuted(np.concatenate([kernel[:392], -kernel[:392]]), axis=0)
        bias = draw.rng.normal(0, 15, 24) * spread
        model = {"kernel": kernel, "bias": bias, "largest_batch": most, "asked": asked}
        if all(is_clear(outputs(model, batch)) for batch in batches):
            return model


def is_clear(scores):
    """Whether the best class leads so far in each row that float32 finds the same one."""
    second, best = np.sort(scores, axis=1)[:, -2:].T
    return bool(np.all(best - second > 1e-3 * np.abs(scores).max()))


def a_list(result):
    """A result that is a list, and not an array."""
    assert isinstance(result, list), f"a list is needed, and this is of the type {type(result).__name__}"
    return result


def same_letters(result, call, expected):
    """A letter of numpy is a text, too."""
    return isinstance(result, type(expected)) and result == expected and all(isinstance(each, str) for each in result)


def a_letter_for_each_row(result, call, expected):
    """One letter for each row, of a class with the largest entry. A letter of numpy is a text, too."""
    rows, known = np.asarray(call.positional[0]), "abcdefghiklmnopqrstuvwxy"
    assert isinstance(result, list) and len(result) == len(expected)
    assert all(isinstance(each, str) and len(each) == 1 and each in known for each in result)
    return all(row[known.index(str(each))] == row.max() for row, each in zip(rows, result))


# preprocess


@visible
@points(1)
def test_a_photo_of_one_grey(preprocess):
    """56 x 56 pixels that are all 51 become 28 x 28 pixels that are all 0.2; 255 becomes 1."""
    assert preprocess(np.full((56, 56), 51, np.uint8)) == approx(np.full((1, 28, 28, 1), 0.2))
    assert preprocess(np.full((28, 28), 255, np.uint8)) == approx(np.ones((1, 28, 28, 1)))


@points(5)
@like_reference
def cases_preprocess_of_grey_photos(draw):
    """Each new pixel is the mean of its whole block, in its place, and all photos are scaled in the same way."""
    for photo in draw.some(drawn_photos(draw).also(black=lambda rng: np.zeros((56, 56), np.uint8))):
        yield Call(photo)
    side = int(draw.rng.integers(27, 32))
    yield Call(np.kron(draw.rng.integers(0, 256, (28, 28), dtype=np.uint8), np.ones((side, side), np.uint8)))


@points(3)
@like_reference
def cases_preprocess_of_coloured_photos(draw):
    """In photos of any size, red counts 0.299, green 0.587 and blue 0.114."""
    for photo in draw.some(drawn_photos(draw, (3,)).also(black=lambda rng: np.zeros((28, 28, 3), np.uint8))):
        yield Call(photo)


@points(2)
@like_reference
def cases_preprocess_of_no_photos(draw):
    """Any other dtype is refused; so is what is not square, has other channels, or does not divide into 28 blocks."""
    rng = draw.rng
    yield Call(rng.integers(0, 256, (56, 56), dtype=np.uint8))
    side, other = (28 * rng.permutation(np.arange(1, 5))[:2]).tolist()
    odd, few = 28 * int(rng.integers(1, 4)) + int(rng.integers(1, 28)), int(rng.integers(1, 28))
    shapes = [(side, other), (odd, odd), (few, few), (2 * odd, 14), (0, 0), (784,), (side, side, 3, 1)]
    shapes += [(side, other, 3), (odd, odd, 3), (side, side, 1), (side, side, 2), (side, side, 4)]
    shapes += [(1, 28, 28), (3, 28, 28), (28, 3, 28), (1, 28, 28, 1)]
    for shape in shapes:
        yield Call(rng.integers(0, 2, shape, dtype=np.uint8)).raises(ValueError)
    for dtype in ("float64", "float32", "int64", "int8", "uint16", "bool"):
        for colours in ((), (3,)):
            yield Call(rng.integers(0, 2, (28, 28, *colours)).astype(dtype)).raises(ValueError)
    yield Call(rng.integers(0, 256, (28, 28, 3), dtype=np.uint8))


# letters


@visible
@points(1)
def test_letters_around_j_and_z(letters):
    """Class 0 is a, class 8 is i, class 9 is k, and class 23, the last one, is y."""
    assert a_list(letters(np.eye(24)[[0, 8, 9, 23]])) == approx(["a", "i", "k", "y"])
    assert a_list(letters(np.eye(24)[[10, 2]])) == approx(["l", "c"])


@points(4)
@like_reference(agrees=a_letter_for_each_row)
def cases_letters(draw):
    """All 24 classes are named, and each row by its own largest entry, however sure the model is about other rows."""
    yield Call(np.eye(24)[draw.rng.permutation(24)])
    yield Call(np.eye(24)[[3, 20, 11]] + np.eye(24)[[5, 7, 12]])  # either letter of a tie will do, but one for each row
    uneven = draw.probabilities(rows=(1, 9), classes=24).but("all the same")
    for probabilities in draw.some(
        uneven.also(
            one_row=lambda rng: rng.dirichlet(np.full(24, 0.3), 1),
            many_rows=lambda rng: rng.dirichlet(np.full(24, 0.3), 60),
            no_rows=lambda rng: np.zeros((0, 24)),
            in_Fortran_order=lambda rng: np.asfortranarray(rng.dirichlet(np.full(24, 0.3), 7)),
            rows_alike=lambda rng: np.tile(rng.dirichlet(np.full(24, 0.3)), (5, 1)),
        )
    ):
        yield Call(probabilities)


# predict_letter


@visible
@points(1)
@assuming("preprocess", "letters")
def test_c_and_k(predict_letter):
    """A model that tells c from k by one pixel reads c in one photo and k in the other."""
    assert predict_letter(chooser([2, 9]), bright(0)) == "c"
    assert predict_letter(chooser([2, 9]), bright(1)) == "k"


@points(3)
@like_reference(agrees=same_letters)
@assuming("preprocess", "letters")
def cases_predict_letter(draw):
    """Photos of any size and colour are read as the model reads them; it is asked once, for one image."""
    for _ in range(5):
        for colours in ((), (3,)):
            photo = draw.one(drawn_photos(draw, colours).but("white"))
            yield Call(reader(draw, prepared(photo), most=draw.one(draw.choice(1, 64))), photo)
    for no_photo in (np.zeros((30, 30), np.uint8), np.zeros((28, 28))):
        yield Call(reader(draw), no_photo).raises(ValueError)


@points(2)
@like_reference(agrees=same_letters)
@assuming("preprocess", "letters")
def cases_predict_letter_by_brightness(draw):
    """Nothing is inverted, and nothing is left unscaled: the bias counts as much as it did in training."""
    shades = {f"up to {top}": lambda rng, top=top: rng.integers(0, top, (28, 28), dtype=np.uint8) for top in (15, 60, 100)}
    for photo in draw.some(drawn_photos(draw).also(**shades)):
        yield Call(reader(draw, prepared(photo), spread=1.0), photo)


@points(1)
@assuming("preprocess", "letters")
def test_no_letter_for_what_is_no_photo(predict_letter):
    """What preprocess refuses gets no letter, and the model is not asked."""
    model = random_model()

    with raises(ValueError):
        predict_letter(model, noise(30, 30))
    assert model["asked"] == approx([])
    assert predict_letter(model, noise(28, 28)) == ALPHABET[int(outputs(model, prepared(noise(28, 28))).argmax())]


# predict_batch


@visible
@points(1)
@assuming("preprocess", "letters")
def test_five_photos_two_at_a_time(predict_batch):
    """Five photos are read in batches of two, two and one, and the letters come in the order of the photos."""
    model = chooser([2, 9])
    photos = [bright(place) for place in (0, 1, 1, 0, 1)]

    assert a_list(predict_batch(model, photos, 2)) == approx(["c", "k", "k", "c", "k"])
    assert model["asked"] == approx([2, 2, 1])


def small_photos(draw, count):
    """So many grey photos of 28 x 28 pixels, some of them twice."""
    some = draw.rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
    return [some[number // 2 if number % 5 == 3 else number] for number in range(count)]


@points(2)
@like_reference(agrees=same_letters)
@assuming("preprocess", "letters")
def cases_predict_batch(draw):
    """The model gets `size` images each time, and at the end what is left; no image is lost, and none is added."""
    many = int(draw.rng.integers(3, 6))
    rest = int(draw.rng.integers(1, many))
    for count, size in (
        (1, 1), (many, 1), (3 * many, many), (2 * many + 1, many), (2 * many + rest, many), (many, many),
        (many - rest, many), (many, many + 1), (many + 1, many), (1, many),
    ):  # fmt: skip
        photos = small_photos(draw, count)
        model = reader(draw, *map(prepared, photos), most=size + draw.one(draw.choice(0, 50)), spread=1.0)
        yield Call(model, photos, size=size) if count % 2 else Call(model, photos, size)


@points(2)
@like_reference(agrees=same_letters)
@assuming("preprocess", "letters")
def cases_predict_batch_of_all_kinds(draw):
    """Large and small, grey and coloured photos may be mixed, and the letters come in the order of the photos."""
    for size in (1, 2, 3, 4, 7):
        mixed = [draw.one(drawn_photos(draw, colours)) for colours in ((), (3,), (3,), (), ())]
        yield Call(reader(draw, *map(prepared, mixed), most=size, spread=1.0), mixed, size)


@points(1)
@like_reference(agrees=same_letters)
@assuming("preprocess", "letters")
def cases_predict_batch_without_photos_or_size(draw):
    """Without photos there are no letters, and the model is not asked; a size below 1 is an error, even then."""
    kernel, bias = np.zeros((784, 24), np.int8), np.eye(24)[draw.rng.integers(24)]
    dull = {"kernel": kernel, "bias": bias, "largest_batch": 64, "asked": []}
    photos = small_photos(draw, 3)
    for size in (1, int(draw.rng.integers(2, 64))):
        yield Call(dull, [], size)
    for size in (0, -1, -int(draw.rng.integers(2, 9))):
        yield Call(dull, photos, size).raises(ValueError)
        yield Call(dull, [], size).raises(ValueError)
    yield Call(reader(draw, *map(prepared, photos)), photos, 2)


# save_and_load


def assert_written(save_and_load, name):
    """Assert that there is a file of this name. If so, it is no folder, and where nothing is, Keras finds nothing."""
    with raises(NotADirectoryError):
        save_and_load(random_model(), f"{name}/inside.keras")


@visible
@points(1)
def test_loaded_as_it_was_saved(save_and_load):
    """The loaded model is a Keras model with the weights that were saved, 18,840 of them, and gives probabilities."""
    found = examine(save_and_load(random_model(3), "reader.keras"))
    batch = np.random.default_rng(3).random((1, 28, 28, 1))

    assert found.kinds == approx(["Flatten", "Dense"])
    assert found.parameters == 18_840
    assert np.argmax(found.predict(batch)) == np.argmax(outputs(random_model(3), batch))


@points(2)
def test_any_model_can_be_saved(save_and_load):
    """Whatever its weights, the loaded model says what the saved one says, and a newer file replaces an older one."""
    batch = np.concatenate([prepared(noise(28, 28, seed=seed)) for seed in range(9)])

    model = random_model(7)
    model["kernel"] /= 20
    powers = np.exp(outputs(model, batch))

    save_and_load(random_model(5), "first.keras")
    loaded = save_and_load(model, "first.keras")
    other = save_and_load(random_model(6), "second.keras")  # changes neither the first file nor what was loaded
    found = examine(loaded).predict(batch)
    assert found == approx(powers / powers.sum(axis=1, keepdims=True), rel=1e-3, abs=1e-5)
    assert examine(other).predict(batch).argmax(axis=1) == approx(outputs(random_model(6), batch).argmax(axis=1))


@points(1)
def test_the_ending_is_added(save_and_load):
    """A path without the ending .keras gets it, and keeps all of its name: speaker becomes speaker.keras."""
    batch, model = prepared(noise(28, 28)), random_model(1)

    found = examine(save_and_load(model, "reader.keras.v2"))
    assert np.argmax(found.predict(batch)) == np.argmax(outputs(model, batch))
    assert_written(save_and_load, "reader.keras.v2.keras")
    for name in ("model.h5", "speaker", "hands.v2.1", "mykeras"):
        save_and_load(model, name)
        assert_written(save_and_load, f"{name}.keras")
        with raises(FileNotFoundError):
            save_and_load(model, f"{name}/reader.keras")


@points(2)
def test_it_is_written_where_it_was_asked(save_and_load):
    """The file is written under the path that was given; if its folder does not exist, that is an error."""
    for path in ("there.keras", "there.keras.keras"):
        assert examine(save_and_load(random_model(4), path)).parameters == 18_840
        assert_written(save_and_load, path)
    with raises(FileNotFoundError):
        save_and_load(random_model(4), "there.keras.keras.keras/inside.keras")
    for path in ("no/such/folder/reader.keras", "no/such/folder/reader"):
        with raises(OSError):
            save_and_load(random_model(4), path)


# serving_skew


@visible
@points(1)
@assuming("letters")
def test_scaled_and_inverted(serving_skew):
    """Forgetting to divide changes no letter of this model, and swapping black and white changes half of them."""
    kernel = np.zeros((784, 24))
    kernel[0, 2], kernel[783, 9] = 5, 1
    images = np.zeros((4, 28, 28), np.uint8)
    images[:2, 0, 0] = images[2:, 27, 27] = 200
    model = {"kernel": kernel, "bias": np.zeros(24), "largest_batch": 64, "asked": []}

    assert serving_skew(model, images, "scaled", "raw") == approx(0)
    assert serving_skew(model, images, "scaled", "inverted") == approx(0.5)


@points(4)
@like_reference
@assuming("letters")
def cases_serving_skew(draw):
    """For each pipeline of training and each of serving, it is the share of images whose letter changes."""
    rng = draw.rng
    kinds = draw.parts(
        "bytes of images",
        noise=lambda: rng.integers(0, 256, (int(rng.integers(2, 9)), 28, 28), dtype=np.uint8),
        one_image=lambda: rng.integers(0, 256, (1, 28, 28), dtype=np.uint8),
        many_images=lambda: rng.integers(0, 256, (13, 28, 28), dtype=np.uint8),
        dark=lambda: rng.integers(0, 40, (5, 28, 28), dtype=np.uint8),
        bright=lambda: rng.integers(200, 256, (5, 28, 28), dtype=np.uint8),
        the_same_image_again=lambda: rng.integers(0, 256, (3, 28, 28), dtype=np.uint8)[[0, 1, 0, 2, 0]],
        in_Fortran_order=lambda: np.asfortranarray(rng.integers(0, 256, (4, 28, 28), dtype=np.uint8)),
    )
    names = rng.permutation(list(in_seven_ways(np.zeros((1, 28, 28))))).tolist()
    for step in (1, int(rng.integers(2, 7))):
        for place, images in enumerate(draw.some(kinds, more=0)):
            trained, served = names[place], names[(place + step) % 7]
            batches = [in_seven_ways(images)[name] for name in (trained, served)]
            most, share = 1 if len(images) > 1 else 64, 0.0  # so that all ask alike
            while share in (0, 1):
                model = reader(draw, *batches, most=most, spread=float(rng.uniform(0.3, 3)), balanced=False)
                first, second = (outputs(model, batch).argmax(axis=1) for batch in batches)
                share = np.mean(first != second) if len(images) > 8 else 0.5
            yield Call(model, images, trained=trained, served=served) if step == 1 else Call(model, images, trained, served)


@points(1)
@assuming("letters")
def test_no_skew(serving_skew):
    """Prepared the same way, no image is read differently; prepared another way, some are."""
    images, model = noise(30, 28, 28), random_model(12)
    scaled, transposed = classes_found(model, images, "scaled"), classes_found(model, images, "transposed")

    assert serving_skew(model, images, "centered", "centered") == approx(0)
    assert serving_skew(model, images, "scaled", "transposed") == approx(np.mean(scaled != transposed))


@points(2)
@assuming("letters")
def test_skew_within_the_room_there_is(serving_skew):
    """The model never gets more images than it has room for, and every image counts, even the last ones."""
    images = noise(23, 28, 28, seed=9)

    for most in (11, 23):
        model = random_model(13, most)
        differ = classes_found(model, images, "scaled") != classes_found(model, images, "inverted")
        assert serving_skew(model, images, "scaled", "inverted") == approx(differ.mean())
        assert sum(model["asked"]) == 46
        assert max(model["asked"]) <= most
