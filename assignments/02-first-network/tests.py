import numpy as np

from autograder.testing import approx, before, examine, given, hidden, points, raises, reach, visible


def prepared(images):
    """Images as the notebook prepares them."""
    return images.reshape(len(images), -1).astype("float32") / 255


def chances(found, images):
    """The probabilities that an examined network gives."""
    return np.asarray(found.predict(prepared(images)), dtype=float)


# steps_per_epoch


@visible
@points(1)
def test_steps_of_the_slides(steps_per_epoch):
    """60,000 images make 1,875 batches of 32, and 27,455 make 858: the last one has 31."""
    assert steps_per_epoch(60000, 32) == approx(1875)
    assert steps_per_epoch(27455, 32) == approx(858)


@points(2)
def test_a_last_batch_counts(steps_per_epoch):
    """A last batch counts however small it is, and there is no empty one."""
    assert [steps_per_epoch(n, 8) for n in (1, 7, 8, 9, 16, 17)] == approx([1, 1, 1, 2, 2, 3])
    assert steps_per_epoch(1182, 32) == approx(37)
    assert steps_per_epoch(0, 5) == approx(0)


@points(1)
def test_steps_are_whole_numbers(steps_per_epoch):
    """A number of steps can be used to count with, also where the division comes out even."""
    assert len(range(steps_per_epoch(64, 32))) == 2
    assert len(range(steps_per_epoch(10**18 + 1, 10))) == 10**17 + 1


@points(1)
def test_a_batch_holds_something(steps_per_epoch):
    """A batch of zero samples, or fewer, is an error."""
    for batch in (0, -3):
        with raises(ValueError):
            steps_per_epoch(100, batch)
    assert steps_per_epoch(100, 1) == approx(100)


# parameters_dense


@visible
@points(1)
def test_parameters_of_the_slides(parameters_dense):
    """784-512-512-10 learns 669,706 numbers; with 24 letters instead of ten digits it is 676,888."""
    assert parameters_dense([784, 512, 512, 10]) == approx(669706)
    assert parameters_dense([784, 512, 512, 24]) == approx(676888)


@points(2)
def test_parameters_of_any_network(parameters_dense):
    """One layer or five, narrow or wide, each adds weights and biases; no layer adds nothing."""
    assert parameters_dense([5, 1]) == approx(6)
    assert parameters_dense([2, 3, 1]) == approx(13)
    assert parameters_dense([1, 2, 3, 4, 5, 6]) == approx(2 * 2 + 3 * 3 + 4 * 4 + 5 * 5 + 6 * 6)
    assert parameters_dense([784]) == approx(0)


@points(1)
def test_sizes_stay_as_they_were(parameters_dense):
    """The list of sizes is the same afterwards."""
    sizes = [3, 4, 2]
    assert parameters_dense(sizes) == approx(26)
    assert sizes == approx([3, 4, 2])


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


@points(1)
def test_activations(build_model):
    """Both hidden layers use ReLU."""
    dense = [layer for layer in examine(build_model()).layers if layer.kind == "Dense"]
    assert [layer.config["activation"] for layer in dense[:2]] == approx(["relu", "relu"])


@points(2)
def test_it_answers_with_probabilities(build_model):
    """For each image there are ten probabilities, with the sum 1, and no softmax is taken twice."""
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
    """A new network learns 32 images by heart, when it sees them again and again."""
    data = given("digits")
    losses = examine(build_model()).practise(prepared(data["train_images"][:32]), data["train_labels"][:32], steps=20)
    assert losses[-1] < 0.5 * losses[0], f"the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}"


# model


@visible
@points(1)
def test_reads_the_validation_images(model):
    """The trained network reads at least nine of ten validation images right."""
    data = given("digits")
    share = examine(model).accuracy(prepared(data["valid_images"]), data["valid_labels"])
    assert share >= 0.9, f"it reads {share:.1%} right"


@points(4)
def test_reads_the_digits_of_strangers(model):
    """The network reads at least 93 % of the digits that nobody has seen."""
    held = hidden("digits")
    found = examine(model)
    share = found.accuracy(prepared(held["images"]), held["labels"])
    reach("accuracy", share, samples=len(held["labels"]), parameters=found.parameters)


@points(2)
def test_is_sure_of_what_it_reads(model):
    """Fed with numbers from 0 to 1, the network is sure of most digits: it was trained on prepared images."""
    sure = chances(examine(model), hidden("digits")["images"][:500]).max(axis=1)
    assert np.mean(sure) > 0.85, f"on average it gives its guess {np.mean(sure):.0%}"


@points(1)
def test_the_network_that_was_asked_for_is_trained(model):
    """The trained network is the one that build_model builds."""
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


@points(2)
def test_accuracy_of_many_classes(accuracy):
    """With ten classes and hundreds of samples the share is right as well, for good guesses and for bad ones."""
    rng = np.random.default_rng(4)
    outputs, noise = rng.random((300, 10)), rng.random((300, 10))
    labels = (outputs + 0.7 * noise).argmax(axis=1)
    share = float(np.mean([row.argmax() == label for row, label in zip(outputs, labels)]))
    assert accuracy(outputs, labels) == approx(share)
    assert accuracy(-outputs, labels) == approx(0)
    assert accuracy(outputs, outputs.argmax(axis=1)) == approx(1)


@points(1)
def test_guesses_and_labels_belong_together(accuracy):
    """Two rows and three labels, or one label, are an error; so is an accuracy of nothing."""
    outputs = np.array([[0.2, 0.8], [0.7, 0.3]])
    for labels in ([1, 0, 0], [1]):
        with raises(ValueError):
            accuracy(outputs, np.array(labels))
    with raises(ValueError):
        accuracy(np.zeros((0, 2)), np.array([], dtype=int))
    assert accuracy(outputs, np.array([1, 0])) == approx(1)
