import numpy as np

from autograder.testing import approx, before, examine, given, hidden, points, raises, reach, visible


def prepared(images):
    """Images as a convolutional network wants them."""
    return images[..., np.newaxis].astype("float32") / 255


def outputs(found, images):
    """What an examined network gives for images, as plain floats."""
    return np.asarray(found.predict(prepared(images)), dtype=float)


def only(found, *kinds):
    """The layers of some kinds, in order."""
    return [layer for layer in found.layers if layer.kind in kinds]


def noise(count):
    """Images of nothing."""
    return np.random.default_rng(10).integers(0, 256, (count, 28, 28))


# prepare


@visible
@points(1)
def test_one_channel_from_zero_to_one(prepare):
    """Six pixels become shares of 255, with an axis for the one channel; three black images stay three."""
    image = np.array([[[0, 51, 102], [153, 204, 255]]], dtype=np.uint8)
    assert prepare(image) == approx([[[[0], [0.2], [0.4]], [[0.6], [0.8], [1]]]])
    assert prepare(np.zeros((3, 2, 2), dtype=np.uint8)) == approx(np.zeros((3, 2, 2, 1)))


@points(2)
def test_every_pixel_keeps_its_place(prepare):
    """Images that are not square keep their rows and columns, and a dark image stays dark."""
    images = np.arange(2 * 4 * 6, dtype=np.uint8).reshape(2, 4, 6)
    expected = images[..., np.newaxis] / 255

    assert prepare(images) == approx(expected)
    assert prepare(images[1:, :3]) == approx(expected[1:, :3])
    assert images == approx(np.arange(2 * 4 * 6).reshape(2, 4, 6))


@points(1)
def test_images_stay_as_they_were(prepare):
    """The images are the same afterwards, also if they are floats already."""
    images = np.array([[[0.0, 255.0], [51.0, 0.0]]])

    assert prepare(images) == approx([[[[0], [1]], [[0.2], [0]]]])
    assert images == approx([[[0, 255], [51, 0]]])


# build_cnn


@visible
@points(1)
def test_parameters_of_the_course(build_cnn):
    """The course's network has 264,049 parameters, all but 300 to be learned, and takes images with one channel."""
    found = examine(build_cnn())
    assert found.parameters == approx(264049)
    assert found.trainable_parameters == approx(263749)
    assert found.input_shape == approx((None, 28, 28, 1))


@points(2)
def test_three_blocks(build_cnn):
    """Three times come a convolution with ReLU, a normalisation and a pooling that takes the maximum, in this order."""
    found = examine(build_cnn())
    looks = only(found, "Conv2D", "BatchNormalization", "MaxPooling2D", "AveragePooling2D")

    assert [layer.kind for layer in looks] == approx(["Conv2D", "BatchNormalization", "MaxPooling2D"] * 3)
    sizes = [(28, 28, 75), (28, 28, 75), (14, 14, 75), (14, 14, 50), (14, 14, 50), (7, 7, 50)]
    sizes += [(7, 7, 25), (7, 7, 25), (4, 4, 25)]
    assert [layer.output_shape for layer in looks] == approx([(None, *size) for size in sizes])
    assert [layer.config["activation"] for layer in looks[::3]] == approx(["relu"] * 3)


@points(2)
def test_a_moving_mean_that_arrives_in_time(build_cnn):
    """All normalisations have a momentum of 0.9, however many blocks there are."""
    for filters in ((75, 50, 25), (4, 6)):
        norms = only(examine(build_cnn(filters, 8)), "BatchNormalization")
        assert [layer.config["momentum"] for layer in norms] == approx([0.9] * len(filters))


@points(2)
def test_the_layers_that_judge(build_cnn):
    """Behind the blocks come a dense layer with ReLU, a dropout of 0.3 and a dense layer with one output per class."""
    for units in (512, 9):
        found = examine(build_cnn((4, 4, 4), units))
        judges = only(found, "Dense", "Dropout")
        assert [layer.kind for layer in judges] == approx(["Dense", "Dropout", "Dense"])
        assert [layer.output_shape for layer in judges] == approx([(None, units), (None, units), (None, 24)])
        assert judges[0].config["activation"] == "relu"
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
    """Two networks have weights of their own, so they answer differently before they are trained."""
    first, second = (outputs(examine(build_cnn((4, 4), 8)), noise(2)) for _ in range(2))
    assert np.abs(first - second).max() > 1e-6, "both networks answer the same"


@before("model")
@points(1)
def test_it_can_learn(build_cnn):
    """A new network learns 48 images by heart, when it sees them again and again."""
    data = given("hands")
    network = examine(build_cnn((8, 16), 64))
    losses = network.practise(prepared(data["train_images"][:48]), data["train_labels"][:48], steps=20)
    assert losses[-1] < 0.5 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"


# model


@visible
@points(1)
def test_reads_the_validation_images(model):
    """The trained network reads at least 65 % of the validation images right."""
    data = given("hands")
    share = examine(model).accuracy(prepared(data["valid_images"]), data["valid_labels"])
    assert share >= 0.65, f"it reads {share:.1%} right"


@points(5)
def test_reads_the_hands_of_strangers(model):
    """The network reads enough of the signs of persons whom nobody has seen."""
    held = hidden("hands")
    found = examine(model)
    share = found.accuracy(prepared(held["images"]), held["labels"])
    reach("accuracy", share, samples=len(held["labels"]), parameters=found.parameters)


@points(2)
def test_it_looks_at_patches(model):
    """The trained network has convolutions, with normalisation, and gives 24 probabilities for each image."""
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
    assert expected_accuracy == approx(min(max(expected_accuracy, 0), 1))


@points(3)
def test_a_promise_that_can_be_kept(expected_accuracy, model):
    """It is what the network reaches with persons from whom it has not learned."""
    data = given("hands")
    share = examine(model).accuracy(prepared(data["valid_images"]), data["valid_labels"])
    assert expected_accuracy == approx(share, abs=0.006), "it was not measured on people whom the network never met"


# fair_width


@visible
@points(1)
def test_as_wide_as_the_course_allows(fair_width):
    """With 264,049 parameters, 784 inputs and 24 classes there may be 326 hidden units; with 13, two and one, three."""
    assert fair_width(264049, 784, 24) == approx(326)
    assert fair_width(13, 2, 1) == approx(3)


@points(2)
def test_the_largest_width_that_will_do(fair_width):
    """One parameter less than a width needs, and the width is one less; one more makes no difference."""
    for inputs, classes, width in ((784, 10, 32), (5, 3, 7), (1, 1, 100), (9, 50, 2)):
        needed = (inputs + 1) * width + (width + 1) * classes
        found = [fair_width(needed + change, inputs, classes) for change in (-1, 0, 1)]
        assert found == approx([width - 1, width, width])


@points(1)
def test_a_width_is_a_whole_number(fair_width):
    """The result can be used to build a layer, also where the numbers are large."""
    assert len(range(fair_width(6 * 10**17 - 5, 4, 1))) == 10**17 - 1
    assert len(range(fair_width(6 * 10**17, 4, 1))) == 10**17 - 1


@points(1)
def test_no_room_for_a_single_unit(fair_width):
    """Where not even one hidden unit fits, there is a ValueError; where just one does, there is not."""
    for parameters in (832, 24, 0):
        with raises(ValueError):
            fair_width(parameters, 784, 24)
    assert fair_width(833, 784, 24) == approx(1)


# confusion_matrix


@visible
@points(1)
def test_rows_were_signed_and_columns_guessed(confusion_matrix):
    """Class 0 was right once and taken for 2 twice, class 1 was right; of two classes, each was taken for the other."""
    found = confusion_matrix(np.array([0, 0, 0, 1]), np.array([0, 2, 2, 1]), 3)
    assert found == approx([[1, 0, 2], [0, 1, 0], [0, 0, 0]])
    assert confusion_matrix(np.array([0, 1]), np.array([1, 0]), classes=2) == approx([[0, 1], [1, 0]])


@points(2)
def test_every_pair_counts(confusion_matrix):
    """With hundreds of samples, each pair is counted as often as it came, and classes that never came have room."""
    rng = np.random.default_rng(10)
    labels, guesses = rng.integers(0, 5, 400), rng.integers(0, 4, 400)
    expected = [[int(np.sum((labels == i) & (guesses == j))) for j in range(5)] for i in range(5)]

    assert confusion_matrix(labels, guesses, 5) == approx(expected)
    assert confusion_matrix(labels[:50], labels[:50], 7) == approx(np.diag(np.bincount(labels[:50], minlength=7)))


@points(1)
def test_counts_are_whole_numbers(confusion_matrix):
    """The counts are whole numbers, also where nothing came."""
    for labels, expected in (([0, 1, 1], [[1, 0], [0, 2]]), ([], [[0, 0], [0, 0]])):
        samples = np.array(labels, dtype=int)
        found = np.asarray(confusion_matrix(samples, samples, 2))
        assert found == approx(expected)
        assert found.dtype.kind in "iu", f"the type is {found.dtype}"


@points(1)
def test_one_guess_for_each_label(confusion_matrix):
    """Three labels and two guesses, or a single one, are an error."""
    for guesses in ([0, 1], [1]):
        with raises(ValueError):
            confusion_matrix(np.array([0, 1, 1]), np.array(guesses), 2)
    assert confusion_matrix(np.array([0, 1]), np.array([1, 1]), 2) == approx([[0, 1], [0, 1]])


# port_lenet


@visible
@points(1)
def test_parameters_of_the_old_program(port_lenet):
    """The network has 186,988 parameters, and gives ten numbers for an image of (28, 28, 1)."""
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
    """There is one dropout, between the dense layers, and it drops what the program does not keep."""
    judges = only(examine(port_lenet()), "Dense", "Dropout")
    assert [layer.kind for layer in judges] == approx(["Dense", "Dropout", "Dense"])
    assert judges[1].config["rate"] == approx(0.2)


@points(2)
def test_the_softmax_is_taken_once(port_lenet):
    """The network gives logits, and its loss takes logits and labels that are one-hot."""
    found = examine(port_lenet())
    given_out = outputs(found, noise(8))

    assert given_out.min() < 0 < given_out.max()
    assert (found.loss, found.from_logits) == approx(("categorical_crossentropy", True))


@points(2)
def test_the_optimizer_of_the_program(port_lenet):
    """It is the program's optimizer, at the program's learning rate, and the metrics hold the accuracy."""
    found = examine(port_lenet())
    assert found.optimizer == approx("Adadelta")
    assert found.learning_rate == approx(1.0)
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"
