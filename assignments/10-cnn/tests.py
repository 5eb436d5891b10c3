import operator

import numpy as np

from autograder.testing import Call, approx, before, examine, given, hidden, like_reference, points, reach, visible

WITHOUT_CASES = {
    "build_cnn": "It returns a model, which takes seconds to build and is examined in the clean room.",
    "port_lenet": "It takes no arguments and returns a model, which is examined in the clean room.",
}


def prepared(images):
    """Images as a convolutional network wants them."""
    return images[..., np.newaxis].astype("float32") / 255


def outputs(found, images):
    """What an examined network gives for images, as plain floats."""
    return np.asarray(found.predict(prepared(images)), dtype=float)


def only(found, *kinds):
    """The layers of some kinds, in order."""
    return [layer for layer in found.layers if layer.kind in kinds]


def activations(found, kind):
    """The activation of each layer of a kind: its own, or that of a layer right behind it."""
    told = []
    for layer, behind in zip(found.layers, [*found.layers[1:], found.layers[-1]]):
        if layer.kind == kind:
            apart = {"ReLU": "relu", "Activation": behind.config.get("activation")}.get(behind.kind)
            told.append(apart if apart and layer.config["activation"] == "linear" else layer.config["activation"])
    return told


def noise(count):
    """Images of nothing."""
    return np.random.default_rng(10).integers(0, 256, (count, 28, 28))


def parameters_of(width, inputs, classes):
    """How many parameters a dense network with one hidden layer has."""
    return (inputs + 1) * width + (width + 1) * classes


def same_whole_number(result, call, expected):
    """The very same number, of a type that can be used to build a layer."""
    return operator.index(result) == expected


# prepare


@visible
@points(1)
def test_one_channel_from_zero_to_one(prepare):
    """Six pixels become shares of 255, with an axis for the one channel; three black images stay three images."""
    image = np.array([[[0, 51, 102], [153, 204, 255]]], dtype=np.uint8)
    assert prepare(image) == approx([[[[0], [0.2], [0.4]], [[0.6], [0.8], [1]]]])
    assert prepare(np.zeros((3, 2, 2), dtype=np.uint8)) == approx(np.zeros((3, 2, 2, 1)))


@points(2)
@like_reference
def cases_prepare(draw):
    """Every pixel is divided by 255 and keeps its place in images of any size, however dark they are."""
    images = draw.images((1, 4), (1, 6), (1, 7), None).but("floats up to 1", "float32")
    more = images.also(
        dark=lambda rng: rng.integers(0, 60, (3, 2, 4)).astype(np.uint8),
        of_ones=lambda rng: np.ones((2, 3, 2), dtype=np.uint8),
        as_high_as_wide_as_many=lambda rng: rng.integers(0, 256, (4, 4, 4)).astype(np.uint8),
        of_the_course=lambda rng: rng.integers(0, 256, (2, 28, 28)).astype(np.uint8),
        in_Fortran_order=lambda rng: np.asfortranarray(rng.integers(0, 256, (3, 4, 5)).astype(np.uint8)),
    )
    for each in draw.some(more):
        yield Call(each)


@points(1)
@like_reference
def cases_prepare_other_types(draw):
    """Whole numbers need not be bytes: they may have any type, even floats, and the images stay as they were."""
    for kind in ("float64", "float32", "int64", "int32", "uint16"):
        for shape in ((1, 2, 3), (3, 4, 4)):
            yield Call(draw.rng.integers(0, 256, shape).astype(kind))
    for kind in ("int16", "uint32", "float64"):
        yield Call(draw.rng.permutation([0, 1, 1, 0, 1, 0]).reshape(1, 2, 3).astype(kind))  # not scaled already
    yield Call(np.asfortranarray(draw.rng.integers(0, 256, (2, 3, 4)).astype(float)))
    yield Call(np.zeros((2, 3, 3)))


# build_cnn


@visible
@points(1)
def test_parameters_of_the_course(build_cnn):
    """By default, it has 264,049 parameters, all but 300 of which are learned, and takes images with one channel."""
    found = examine(build_cnn())
    assert found.parameters == approx(264049)
    assert found.trainable_parameters == approx(263749)
    assert found.input_shape == approx((None, 28, 28, 1))


@points(2)
def test_three_blocks(build_cnn):
    """A convolution with ReLU, a normalisation and a max pooling follow each other, in this order, three times."""
    found = examine(build_cnn())
    looks = only(found, "Conv2D", "BatchNormalization", "MaxPooling2D", "AveragePooling2D")

    assert [layer.kind for layer in looks] == approx(["Conv2D", "BatchNormalization", "MaxPooling2D"] * 3)
    sizes = [(28, 28, 75), (28, 28, 75), (14, 14, 75), (14, 14, 50), (14, 14, 50), (7, 7, 50)]
    sizes += [(7, 7, 25), (7, 7, 25), (4, 4, 25)]
    assert [layer.output_shape for layer in looks] == approx([(None, *size) for size in sizes])
    assert activations(found, "Conv2D") == approx(["relu"] * 3)


@points(2)
def test_a_moving_mean_that_arrives_in_time(build_cnn):
    """All normalisations have a momentum of 0.9, however many blocks there are."""
    for filters in ((75, 50, 25), (4, 6)):
        norms = only(examine(build_cnn(filters, 8)), "BatchNormalization")
        assert [layer.config["momentum"] for layer in norms] == approx([0.9] * len(filters))


@points(2)
def test_the_layers_that_judge(build_cnn):
    """After the blocks come a dense layer with ReLU, a dropout of 0.3 and a dense layer with one output per class."""
    for units in (512, 9):
        found = examine(build_cnn((4, 4, 4), units))
        assert len(only(found, "Conv2D")) == approx(3)
        judges = only(found, "Dense", "Dropout")
        assert [layer.kind for layer in judges] == approx(["Dense", "Dropout", "Dense"])
        assert [layer.output_shape for layer in judges] == approx([(None, units), (None, units), (None, 24)])
        assert activations(found, "Dense")[0] == "relu"
        assert judges[1].config["rate"] == approx(0.3)


@points(2)
def test_probabilities_and_a_loss_that_fits_them(build_cnn):
    """The outputs are probabilities, and the loss takes them as such, with labels that are whole numbers."""
    found = examine(build_cnn((4, 4), 8))
    given_out = outputs(found, noise(5))

    assert given_out.min() >= 0
    assert given_out.sum(axis=1) == approx(np.ones(5), rel=1e-4)
    assert found.loss == approx("sparse_categorical_crossentropy")
    assert found.from_logits == approx(False)
    assert found.optimizer == approx("Adam")
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"


@points(2)
def test_a_network_of_any_size(build_cnn):
    """There is a block for each number of filters, one or four, and the hidden layer has as many units as asked for."""
    assert examine(build_cnn((8,), 10)).parameters == approx(80 + 32 + (14 * 14 * 8 + 1) * 10 + 11 * 24)
    deep = examine(build_cnn(filters=(2, 3, 4, 5), units=6))
    assert deep.parameters == approx(20 + 57 + 112 + 185 + 4 * 14 + (2 * 2 * 5 + 1) * 6 + 7 * 24)


@points(1)
def test_each_call_builds_another_network(build_cnn):
    """Each network has weights of its own, so two of them answer differently before they are trained."""
    first, second = (np.log(outputs(examine(build_cnn((4, 4), 24)), noise(80))) for _ in range(2))
    assert np.abs(first - second).max() > 1e-6, "both networks answer the same"
    rows, second = np.column_stack([first, np.ones(80)]), second - second.mean(axis=1, keepdims=True)
    missed = second - rows @ np.linalg.lstsq(rows, second, rcond=1e-7)[0]
    assert np.abs(missed).max() > 0.01 * np.ptp(second, axis=0).max(), "both networks have layers in common"


@before("model")
@points(1)
def test_it_can_learn(build_cnn):
    """A new network learns 48 images by heart if it sees them again and again."""
    data = given("hands")
    network = examine(build_cnn((8, 16), 64))
    losses = network.practise(prepared(data["train_images"][:48]), data["train_labels"][:48], steps=20)
    assert losses[-1] < 0.5 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"


# model


@visible
@points(1)
def test_reads_the_validation_images(model):
    """The trained network reads at least 65 % of the validation images correctly."""
    data = given("hands")
    share = examine(model).accuracy(prepared(data["valid_images"]), data["valid_labels"])
    assert share >= 0.65, f"it reads {share:.1%} correctly"


@points(5)
def test_reads_the_hands_of_strangers(model):
    """The network reads enough of the signs of people whom nobody has seen."""
    held = hidden("hands")
    found = examine(model)
    share = found.accuracy(prepared(held["images"]), held["labels"])
    reach("accuracy", share, samples=len(held["labels"]), parameters=found.parameters)


@points(2)
def test_it_looks_at_patches(model):
    """The trained network has convolutions and normalisations, and gives 24 probabilities for each image."""
    found = examine(model)
    given_out = outputs(found, noise(4))

    assert len(only(found, "Conv2D")) >= 2, f"its layers are {found.kinds}"
    assert len(only(found, "BatchNormalization")) >= 2, f"its layers are {found.kinds}"
    assert given_out.shape == approx((4, 24))
    assert given_out.sum(axis=1) == approx(np.ones(4), rel=1e-4)
    assert (found.loss, found.from_logits) == approx(("sparse_categorical_crossentropy", False))


# expected_accuracy


@visible
@points(1)
def test_a_share(expected_accuracy):
    """An accuracy is a number from 0 to 1."""
    assert 0 <= expected_accuracy <= 1, f"{expected_accuracy} is not between 0 and 1; 70 % is written 0.7"


@points(3)
def test_a_promise_that_can_be_kept(expected_accuracy, model):
    """It is what the network reaches with people whom it has not learned from."""
    data = given("hands")
    share = examine(model).accuracy(prepared(data["valid_images"]), data["valid_labels"])
    assert expected_accuracy == approx(share, abs=0.006), "it was not measured on people whom the network never met"


# fair_width


@visible
@points(1)
def test_as_wide_as_the_convolutional_network_allows(fair_width):
    """264,049 parameters, 784 inputs and 24 classes allow 326 hidden units; 13 parameters, 2 inputs and 1 class, 3."""
    assert fair_width(264049, 784, 24) == approx(326)
    assert fair_width(13, 2, 1) == approx(3)


@points(2)
@like_reference(rel=0, abs=0)
def cases_fair_width(draw):
    """With one parameter less than a width needs, the result is one less; one more makes no difference."""
    inputs, classes = draw.whole(1, 900), draw.whole(1, 50)
    for width in (2, 3, *draw.rng.integers((4, 90, 2000), (90, 900, 5000)).tolist()):
        sizes = draw.value([inputs, classes])
        needed = parameters_of(width, *sizes)
        for parameters in (needed - 1, needed, needed + 1, parameters_of(width + 1, *sizes) - 1):
            yield Call(parameters, *sizes)
    yield Call(parameters_of(7, 5, 3) + 4, inputs=5, classes=3)


@points(1)
@like_reference(agrees=same_whole_number)
def cases_fair_width_large(draw):
    """The result is a whole number, usable to build a layer, and it is exact, however many inputs there are."""
    for width in (1, 2, 3, 5, 8):
        sizes = int(draw.rng.integers(10**16, 3 * 10**16)), draw.one(draw.whole(1, 30))
        yield Call(parameters_of(width, *sizes), *sizes)
        yield Call(parameters_of(width + 1, *sizes) - 1, *sizes)
    yield Call(parameters_of(4, 784, 24), 784, 24)


@points(1)
@like_reference(rel=0, abs=0)
def cases_fair_width_no_room(draw):
    """If not even one hidden unit fits, there is a ValueError; if just one fits, there is none."""
    for inputs, classes in ((784, 24), (1, 1), draw.rng.integers(1, 99, 2).tolist()):
        needed = parameters_of(1, inputs, classes)
        yield Call(needed, inputs, classes)
        for parameters in (needed - 1, classes + 1, classes, classes - 1, 0):
            yield Call(parameters, inputs, classes).raises(ValueError)


# confusion_matrix


@visible
@points(1)
def test_rows_were_signed_and_columns_guessed(confusion_matrix):
    """Class 0 was read correctly once and taken for 2 twice; then each of two classes was taken for the other."""
    found = confusion_matrix(np.array([0, 0, 0, 1]), np.array([0, 2, 2, 1]), 3)
    assert found == approx([[1, 0, 2], [0, 1, 0], [0, 0, 0]])
    assert confusion_matrix(np.array([0, 1]), np.array([1, 0]), classes=2) == approx([[0, 1], [1, 0]])


@points(2)
@like_reference
def cases_confusion_matrix(draw):
    """Each pair is counted as often as it occurs, even hundreds of times, and classes that never occur have room."""
    rng = draw.rng
    pairs = draw.parts(
        "labels and guesses",
        one=lambda: rng.integers(0, 5, (2, 1)),
        few=lambda: rng.integers(0, 5, (2, 9)),
        hundreds=lambda: rng.integers(0, [[5], [4]], (2, 400)),
        always_the_same=lambda: np.full((2, 300), rng.integers(0, 5, (2, 1))),
        always_the_same_bytes=lambda: np.full((2, 600), rng.integers(0, 5, (2, 1)), dtype=np.uint8),
        always_the_same_signed_bytes=lambda: np.full((2, 150), rng.integers(0, 5, (2, 1)), dtype=np.int8),
        uint16=lambda: rng.integers(0, 5, (2, 30)).astype(np.uint16),
        all_right=lambda: np.tile(rng.integers(0, 5, 20), (2, 1)),
        each_class_once=lambda: np.stack([rng.permutation(5), rng.permutation(5)]),
        bytes=lambda: rng.integers(0, 5, (2, 30)).astype(np.uint8),
        int32=lambda: rng.integers(0, 5, (2, 30)).astype(np.int32),
        every_second_item_of_an_array=lambda: rng.integers(0, 5, (2, 30))[:, ::2],
        none=lambda: np.zeros((2, 0), dtype=int),
    )
    for labels, guesses in draw.some(pairs):
        yield Call(labels, guesses, draw.one(draw.choice(5, 7, 24)))
    yield Call(*rng.integers(0, 24, (2, 40)).astype(np.uint8), classes=24)
    yield Call(*rng.integers(0, 24, (2, 40)).astype(np.int8), classes=24)
    yield Call(rng.integers(0, 24, 40).astype(np.uint8), rng.integers(0, 24, 40), classes=24)
    yield Call(rng.integers(0, 24, 40), rng.integers(0, 24, 40).astype(np.uint8), classes=24)
    yield Call(np.array([0, 0]), np.array([0, 0]), 1)


@points(1)
def test_counts_are_whole_numbers(confusion_matrix):
    """The counts are whole numbers, even if there are no samples."""
    found = np.asarray(confusion_matrix(np.array([], dtype=int), np.array([], dtype=int), 2))
    assert found == approx(np.zeros((2, 2)))
    assert found.dtype.kind in "iu", f"the type is {found.dtype}"


@points(1)
@like_reference
def cases_confusion_matrix_lengths(draw):
    """If the number of guesses is not the number of labels, there is a ValueError."""
    for labels, guesses in ((3, 2), (3, 1), (2, 3), (1, 3), (3, 0), (0, 1), (30, 29)):
        yield Call(draw.rng.integers(0, 2, labels), draw.rng.integers(0, 2, guesses), 2).raises(ValueError)
    yield Call(np.array([0, 1]), np.array([1, 1]), 2)


# port_lenet


@visible
@points(1)
def test_parameters_of_the_old_program(port_lenet):
    """The network has 186,988 parameters, and gives ten numbers for an image of shape (28, 28, 1)."""
    found = examine(port_lenet())
    assert found.parameters == approx(186988)
    assert found.input_shape == approx((None, 28, 28, 1))
    assert found.output_shape == approx((None, 10))


@points(2)
def test_kernels_strides_and_padding(port_lenet):
    """Kernels are 5 x 5; the first keeps the size and is pooled, the second has no padding and a stride of 2."""
    found = examine(port_lenet())
    kinds = ("Conv2D", "MaxPooling2D", "AveragePooling2D")

    looks = [(layer.kind, layer.output_shape) for layer in only(found, *kinds)]
    assert [kind for kind, _ in looks] == approx(["Conv2D", "MaxPooling2D", "Conv2D"])
    assert [shape for _, shape in looks] == approx([(None, 28, 28, 20), (None, 14, 14, 20), (None, 5, 5, 50)])
    assert [layer.parameters for layer in only(found, "Conv2D")] == approx([520, 25050])
    assert [layer.config["padding"] for layer in only(found, "Conv2D")] == approx(["same", "valid"])


@points(1)
def test_the_old_activation(port_lenet):
    """Both convolutions and the hidden dense layer have the activation of the program."""
    layers = only(examine(port_lenet()), "Conv2D", "Dense", "Activation")
    found = [layer.config["activation"] for layer in layers if layer.config["activation"] != "linear"]
    assert found == approx(["tanh"] * 3)


@points(2)
def test_a_dropout_of_what_is_not_kept(port_lenet):
    """There is one dropout, after the hidden layer and its activation, and it drops what the program does not keep."""
    judges = only(examine(port_lenet()), "Dense", "Dropout", "Activation")
    assert [layer.kind for layer in judges] == approx(["Dense", "Dropout", "Dense"])
    assert judges[1].config["rate"] == approx(0.2)


@points(2)
def test_the_softmax_is_taken_once(port_lenet):
    """Each new network gives logits of its own, and its loss takes logits and one-hot labels."""
    found = examine(port_lenet())
    given_out = outputs(found, noise(8))

    assert np.abs(outputs(examine(port_lenet()), noise(8)) - given_out).max() > 1e-6, "two networks answer the same"
    assert given_out.min() < 0 < given_out.max()
    assert (found.loss, found.from_logits) == approx(("categorical_crossentropy", True))


@points(2)
def test_the_optimizer_of_the_program(port_lenet):
    """It is the program's optimizer, with the program's learning rate, and the accuracy is one of the metrics."""
    found = examine(port_lenet())
    assert found.optimizer == approx("Adadelta")
    assert found.learning_rate == approx(1.0)
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"
