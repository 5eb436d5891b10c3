import numpy as np

from autograder.testing import Call, approx, before, examine, given, hidden, like_reference, points, reach, visible

WITHOUT_CASES = {"build_model": "It returns a Keras model; tests examine it in the clean room."}


def prepared(images):
    """Images as the notebook prepares them."""
    return images.reshape(len(images), -1).astype("float32") / 255


def chances(found, images):
    """The probabilities that an examined network gives."""
    return np.asarray(found.predict(prepared(images)), dtype=float)


# steps_per_epoch


@visible
@points(1)
def test_steps_of_two_data_sets(steps_per_epoch):
    """60,000 images make 1,875 batches of 32, and 27,455 make 858: the last one has 31."""
    assert steps_per_epoch(60000, 32) == approx(1875)
    assert steps_per_epoch(27455, 32) == approx(858)


@points(2)
@like_reference(rel=0)
def cases_steps_per_epoch(draw):
    """A last batch counts however small it is, even among billions; without samples there is no batch at all."""
    yield from draw.calls(draw.whole(0, 10**6), draw.whole(1, 512), more=1)
    for batch in (1, 2, 3, 8, int(draw.rng.integers(9, 100)), int(draw.rng.integers(2000, 9000))):
        full = batch * int(draw.rng.integers(1, 50))
        yield from (Call(full, batch), Call(full - 1, batch), Call(full + 1, batch))
    batch = 128 * int(draw.rng.integers(8000, 16000))  # float32 holds 3000 of them, and not one sample more
    yield from (Call(3000 * batch, batch), Call(3000 * batch + 1, batch), Call(batch + 1, batch))
    yield from (Call(0, draw.whole(1, 100)), Call(1, draw.whole(2, 100)), Call(draw.whole(2, 99), 100))
    for even in (1, 2, 3, 4):
        yield Call(32 * even, 32)


@points(1)
def test_steps_are_whole_numbers(steps_per_epoch):
    """The number of steps is a whole number, fit for `range`, even where the division leaves no remainder."""
    assert len(range(steps_per_epoch(64, 32))) == 2
    assert len(range(steps_per_epoch(1001, 10))) == 101


@points(1)
@like_reference(rel=0)
def cases_steps_per_epoch_of_empty_batches(draw):
    """A batch of zero samples, or fewer, is an error, whatever the number of samples; a batch of one is fine."""
    yield Call(draw.whole(1, 1000), 1)
    for samples in (draw.whole(1, 1000), 0, 60000):
        for batch in (0, -1, -int(draw.rng.integers(2, 100))):
            yield Call(samples, batch).raises(ValueError)


# parameters_dense


@visible
@points(1)
def test_parameters_of_two_networks(parameters_dense):
    """784-512-512-10 learns 669,706 numbers; with 24 letters instead of ten digits it is 676,888."""
    assert parameters_dense([784, 512, 512, 10]) == approx(669706)
    assert parameters_dense([784, 512, 512, 24]) == approx(676888)


@points(3)
@like_reference(rel=0)
def cases_parameters_dense(draw):
    """One layer or many, narrow or wide, each adds weights and biases, even billions; the list stays as it was."""
    for layers in (1, 2, 3, 4, 5, 8):
        yield Call(draw.rng.integers(1, 40, layers + 1).tolist())
    width, inputs, units = draw.rng.integers(2, 700, 3).tolist()
    yield from (Call([inputs]), Call([1]), Call([1, 1]), Call([inputs, 1]), Call([1, units]))
    yield from (Call([width] * 4), Call([inputs, width, width, units]), Call([2, inputs, 2, units, 2]))
    yield Call(draw.rng.integers(700, 1500, 4).tolist())
    even, odd = (2 * draw.rng.integers(3000, 4000, 2) + (0, 1)).tolist()  # the products are odd: no float32 holds them
    yield from (Call([even, odd]), Call([10 * even, 9 * odd]), Call([3, even, odd, 1]))


# build_model


@visible
@points(1)
def test_layers(build_model):
    """784 inputs, dense layers of 512, 512 and 10 units: 669,706 parameters, all of them to be learned."""
    found = examine(build_model())
    assert found.input_shape == approx((None, 784))
    assert [layer.output_shape[-1] for layer in found.layers if layer.kind == "Dense"] == approx([512, 512, 10])
    assert found.parameters == approx(669706)
    assert found.trainable_parameters == approx(669706)


def activations(found):
    """The activation of each dense layer, be it an argument or a layer of its own."""
    names = []
    for layer in found.layers:
        name = "relu" if layer.kind == "ReLU" and not layer.config["negative_slope"] else layer.config.get("activation")
        if layer.kind == "Dense":
            names.append(name)
        elif names and names[-1] == "linear":
            names[-1] = name
    return names


@points(1)
def test_activations(build_model):
    """Both hidden layers use ReLU."""
    assert activations(examine(build_model()))[:2] == approx(["relu", "relu"])


@points(2)
def test_it_answers_with_probabilities(build_model):
    """For each image there are ten probabilities, with the sum 1, and the softmax is not taken twice."""
    found = examine(build_model())
    images = np.random.default_rng(2).integers(0, 256, (6, 28, 28))
    outputs = chances(found, images)
    assert outputs.shape == approx((6, 10))
    assert outputs.min() >= 0
    assert outputs.sum(axis=1) == approx(np.ones(6), rel=1e-4)
    assert found.from_logits == approx(False)


@points(2)
def test_the_loss_fits_the_labels(build_model):
    """It is compiled with the cross-entropy for labels that are whole numbers, and shows the accuracy."""
    found = examine(build_model())
    assert found.loss == approx("sparse_categorical_crossentropy")
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"
    assert found.optimizer != approx("")


@points(1)
def test_each_call_builds_another_network(build_model):
    """Two networks have weights of their own, so they answer differently before they are trained."""
    image = np.random.default_rng(3).integers(0, 256, (1, 28, 28))
    first, second = chances(examine(build_model()), image), chances(examine(build_model()), image)
    assert np.abs(first - second).max() > 1e-6, "both networks answer the same"


@before("model")
@points(1)
def test_it_can_learn(build_model):
    """A new network learns 32 images by heart when it sees them again and again."""
    data = given("digits")
    losses = examine(build_model()).practise(prepared(data["train_images"][:32]), data["train_labels"][:32], steps=20)
    assert losses[-1] < 0.5 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"


# model


@visible
@points(1)
def test_reads_the_validation_images(model):
    """The trained network reads at least nine of ten validation images correctly."""
    data = given("digits")
    share = examine(model).accuracy(prepared(data["valid_images"]), data["valid_labels"])
    assert share >= 0.9, f"it reads {share:.1%} correctly"


@points(4)
def test_reads_the_digits_of_strangers(model):
    """The network reads at least 92.5 % of the digits that nobody has seen."""
    held = hidden("digits")
    found = examine(model)
    share = found.accuracy(prepared(held["images"]), held["labels"])
    reach("accuracy", share, samples=len(held["labels"]), parameters=found.parameters)


@points(2)
def test_is_sure_of_what_it_reads(model):
    """Given numbers from 0 to 1, the network is sure of most digits: it was trained on prepared images."""
    sure = chances(examine(model), hidden("digits")["images"][:500]).max(axis=1)
    assert np.mean(sure) > 0.85, f"on average it gives its guess {np.mean(sure):.0%}"


@points(1)
def test_the_network_that_was_asked_for_is_trained(model):
    """The trained network has the parameters and the loss that build_model should give it."""
    found = examine(model)
    assert found.parameters == approx(669706)
    assert found.loss == approx("sparse_categorical_crossentropy")


# accuracy


@visible
@points(1)
def test_three_of_four(accuracy):
    """Three of four guesses are right, then one of two."""
    chosen = np.array([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4], [0.3, 0.7]])
    assert accuracy(chosen, np.array([1, 0, 1, 1])) == approx(0.75)
    assert accuracy(chosen[:2], np.array([1, 1])) == approx(0.5)


def distinct(draw, rows, classes, gap=0.5):
    """Rows of probabilities, no two of which are the same in a row: floats of any precision agree on the largest."""
    ranks = draw.rng.permuted(np.tile(np.arange(classes), (rows, 1)), axis=1)
    weights = 1 + gap * ranks + gap * draw.rng.uniform(0, 0.5, (rows, classes))
    return weights / weights.sum(axis=1, keepdims=True)


def labels_for(draw, probabilities, share):
    """As many labels; about this share of them is guessed right."""
    guesses, classes = probabilities.argmax(axis=1), probabilities.shape[1]
    wrong = (guesses + draw.rng.integers(1, classes, len(guesses))) % classes
    labels = np.where(draw.rng.random(len(guesses)) < share, guesses, wrong)
    return labels.astype(draw.one(draw.choice("uint8", "int64", "int32")))


@points(2)
@like_reference
def cases_accuracy(draw):
    """With two classes or ten, one sample or hundreds, whether the guesses are sure or not, right or wrong."""
    shapes = ((1, 10, 2), (300, 10, 0.5), (7, 2, 0.1), (5, 5, 9), (3, 12, 0.05), (40, 4, 100), (2, 3, 1))
    for rows, classes, gap in shapes:
        probabilities = distinct(draw, rows, classes, gap)
        for share in (0, draw.rng.uniform(0.3, 0.9), 1)[rows < 5 :]:
            yield Call(probabilities, labels_for(draw, probabilities, share))
    probabilities = distinct(draw, 30, 6)
    every_second = probabilities.repeat(2, axis=1)[:, ::2]
    for shown in (probabilities.astype("float32"), np.asfortranarray(probabilities), every_second):
        yield Call(shown, labels_for(draw, probabilities, 0.6))
    yield Call(probabilities, np.full(30, int(draw.rng.integers(6))))
    sure = np.eye(4, dtype=int)[draw.rng.integers(0, 4, 700)]
    yield Call(sure, labels_for(draw, sure, 0.8))
    yield Call(distinct(draw, 9, 2), draw.rng.integers(0, 2, 9).astype("int8"))


@points(1)
@like_reference
def cases_accuracy_of_what_does_not_fit(draw):
    """More labels than rows, or fewer, even a single label, are an error; so is an accuracy of no samples."""
    probabilities = distinct(draw, 4, 3)
    yield Call(probabilities, labels_for(draw, probabilities, 0.5))
    for count in (1, 3, 5, 8, 0):
        yield Call(probabilities, draw.rng.integers(0, 3, count)).raises(ValueError)
    for count in (0, 1, 3):
        yield Call(np.zeros((0, 3)), np.zeros(count, dtype=int)).raises(ValueError)
    for count in (2, 0):
        yield Call(probabilities[:1], draw.rng.integers(0, 3, count)).raises(ValueError)
