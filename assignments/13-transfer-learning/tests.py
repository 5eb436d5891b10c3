import numpy as np

from autograder.testing import Call, approx, before, examine, given, hidden, like_reference, points, reach, visible

WITHOUT_CASES = {
    "build_base": "It returns a model, which tests examine in the clean room.",
    "freeze": "It takes a model and returns it; tests examine both in the clean room.",
    "add_head": "It takes a model and returns one, which tests examine in the clean room.",
    "count_trainable": "It takes a model, and only plain values can be drawn.",
    "fine_tune": "It trains a model for seconds, and many results are right.",
}

# How many numbers the convolutions of the base have, all of its layers, and its head.
FILTERS, ALL, HEAD = 46_512, 47_152, 65


def noise(count, seed=0):
    """Photos of nothing, with numbers from 0 to 255."""
    return np.random.default_rng(seed).integers(0, 256, (count, 48, 48, 3)).astype("float32")


def weights(filters):
    """How many numbers a base of these filters has, and how many of them can be trained."""
    before = [3, *filters[:-1]]
    kernels = sum(9 * channels * new for channels, new in zip(before, filters))
    return kernels + 4 * sum(filters), kernels + 2 * sum(filters)


def kinds(found):
    """The kinds of all layers; whether the input counts as one depends on how the model was made."""
    return [kind for kind in found.kinds if kind != "InputLayer"]


def settings(found, kind, name):
    """One setting of all layers of a kind."""
    return [layer.config[name] for layer in found.layers if layer.kind == kind]


def is_right(found, data, part=""):
    """How often the sign of the logit says what the label says."""
    logits = np.asarray(found.predict(data[part + "images"].astype("float32")), dtype=float)
    assert logits.shape == (len(data[part + "labels"]), 1), f"the outputs have the shape {logits.shape}"
    assert np.isfinite(logits).all(), "some outputs are not finite"
    return float(np.mean((logits[:, 0] > 0) == (data[part + "labels"] >= 3)))


# doggy_door


@visible
@points(1)
def test_a_dog_a_cat_and_a_panda(doggy_door):
    """Class 200 is a dog and may come in, 282 is a cat and stays inside, 388 is a panda and stays outside."""
    assert [doggy_door(index) for index in (200, 282, 388)] == approx(["come in", "stay inside", "stay outside"])


@points(2)
@like_reference
def cases_doggy_door(draw):
    """Dogs are 151 to 268 and cats 281 to 285, the first and the last included; their neighbours are neither."""
    for first, last in ((0, 150), (151, 268), (269, 280), (281, 285), (286, 999)):
        for class_index in draw.some(draw.whole(first, last), more=1):
            yield Call(class_index)


@points(1)
@like_reference
def cases_doggy_door_of_no_class(draw):
    """Any number below 0 or above 999 raises a ValueError, however far off it is; 0 and 999 do not."""
    yield Call(999)
    yield Call(0)
    for far in draw.some(draw.choice(1, 2, 10, 150, 268, 1000), more=0):
        yield Call(-far).raises(ValueError)
        yield Call(999 + far).raises(ValueError)


# build_base


@visible
@points(1)
def test_the_network_of_the_table(build_base):
    """With 16, 32, 48 and 64 filters it has 47,152 numbers and gives 64 maps of 6 x 6; with 8 filters it has 248."""
    found = examine(build_base([16, 32, 48, 64]))
    assert found.parameters == approx(ALL)
    assert found.output_shape == (None, 6, 6, 64)
    assert examine(build_base([8])).parameters == approx(248)


@before("model")
@points(2)
def test_layers_of_the_base(build_base):
    """The layers come in the order of the table; no pooling follows the last convolution, however many filters it has."""
    block = ["Conv2D", "BatchNormalization", "ReLU"]
    assert kinds(examine(build_base([5]))) == approx(["Rescaling", *block])
    for filters in ([4, 6, 5], [4, 4, 6, 4]):
        found, size = examine(build_base(list(filters))), 96 // 2 ** len(filters)
        assert kinds(found) == approx(["Rescaling", *([*block, "MaxPooling2D"] * len(filters))[:-1]])
        assert found.output_shape == (None, size, size, filters[-1])


@points(2)
def test_settings_of_the_base(build_base):
    """Filters are 3 x 3, have no bias and keep the size; the momentum is 0.9; weights are random; the list is unchanged."""
    filters, photos = [4, 6], noise(2)
    found = examine(build_base(filters))
    assert filters == [4, 6], "it changes the list of filters"
    first, second = (np.asarray(each.predict(photos), dtype=float) for each in (found, examine(build_base([4, 6]))))
    assert np.abs(first - second).max() > 1e-6, "two networks have the same weights"
    assert found.parameters == approx(weights([4, 6])[0])
    assert [list(size) for size in settings(found, "Conv2D", "kernel_size")] == approx([[3, 3], [3, 3]])
    assert settings(found, "Conv2D", "padding") == approx(["same", "same"])
    assert settings(found, "Conv2D", "activation") == approx(["linear", "linear"])
    assert settings(found, "BatchNormalization", "momentum") == approx([0.9, 0.9])


@before("model")
@points(1)
def test_it_prepares_its_images(build_base):
    """The first layer turns 0 into -1 and 255 into 1, so nobody has to prepare an image."""
    found = examine(build_base([4]))
    scale, offset = settings(found, "Rescaling", "scale"), settings(found, "Rescaling", "offset")
    assert [scale[0] * value + offset[0] for value in (0, 127.5, 255)] == approx([-1, 0, 1])
    assert found.input_shape == (None, 48, 48, 3)


# freeze


@visible
@points(1)
def test_nothing_is_left_to_train(freeze, build_base):
    """A frozen base of 4 and 8 filters still has all of its numbers, but training may change none of them."""
    found = examine(freeze(build_base([4, 8])))
    assert found.parameters == approx(weights([4, 8])[0])
    assert found.trainable_parameters == approx(0)


@before("model")
@points(2)
def test_every_layer_is_frozen(freeze, build_base):
    """Every convolution and every normalisation is frozen, in a base of any depth, and also when it is frozen twice."""
    for filters in ([5], [3, 4, 6]):
        base = freeze(build_base(filters))
        for found in (examine(base), examine(freeze(base))):
            shown = [layer.trainable for layer in found.layers if layer.parameters]
            assert shown == approx([False, False] * len(filters))


@points(1)
def test_frozen_is_not_forgotten(freeze, build_base):
    """The base itself is frozen, not a copy, and it answers as before: its weights are the same."""
    base, photos = build_base([6]), noise(2)
    before = np.array(examine(base).predict(photos))
    frozen = examine(freeze(base))
    assert np.asarray(frozen.predict(photos)) == approx(before, rel=1e-4, abs=1e-5)
    assert frozen.trainable_parameters == approx(0)
    assert examine(base).trainable_parameters == approx(0), "a copy is frozen, and the base itself is not"


# add_head


@visible
@points(1)
def test_a_head_of_65(add_head, freeze, build_base):
    """On 64 maps, a head with one output has 65 numbers to train, and one with three outputs has 195."""
    assert examine(add_head(freeze(build_base([4, 64])), 1)).trainable_parameters == approx(65)
    assert examine(add_head(freeze(build_base([4, 64])), 3)).trainable_parameters == approx(195)


@before("model")
@points(2)
def test_layers_of_the_head(add_head, build_base):
    """After the base come global average pooling and one dense layer, whose outputs are logits."""
    for outputs in (1, 4):
        base = build_base([4, 6])
        found = examine(add_head(base, outputs))
        assert kinds(found) == approx([*kinds(examine(base)), "GlobalAveragePooling2D", "Dense"])
        assert settings(found, "Dense", "activation") == approx(["linear"])
        assert found.output_shape == (None, outputs)
        assert found.input_shape == (None, 48, 48, 3)


@before("model")
@points(2)
def test_the_head_stands_on_this_base(add_head, build_base):
    """The logits are weighted sums of the means of the base's own maps: it has kept its weights."""
    base, photos = build_base([4]), noise(12) * np.linspace(0.1, 1, 12).reshape(-1, 1, 1, 1)
    means = np.asarray(examine(base).predict(photos), dtype=float).mean(axis=(1, 2))
    logits = np.asarray(examine(add_head(base, 2)).predict(photos), dtype=float)
    rows = np.column_stack([means, np.ones(12)])
    best = rows @ np.linalg.lstsq(rows, logits, rcond=None)[0]
    assert np.ptp(logits) > 1e-4, "the logits of all photos are the same"
    assert logits == approx(best, rel=0, abs=1e-3 * np.ptp(logits))


@points(1)
def test_a_head_does_not_thaw(add_head, freeze, build_base):
    """On a frozen base only the head is trained; on one that is not frozen, everything except the moving statistics."""
    assert examine(add_head(freeze(build_base([4, 6])), 2)).trainable_parameters == approx(14)
    base = build_base([4, 6])
    model = add_head(base, 2)
    assert examine(model).trainable_parameters == approx(weights([4, 6])[1] + 14)
    freeze(base)
    assert examine(model).trainable_parameters == approx(14), "the head stands on a copy of the base"


# count_trainable


@visible
@points(1)
def test_before_and_after_freezing(count_trainable, freeze, build_base):
    """A base with 4 filters has 116 numbers to train: 108 weights, 4 gammas and 4 betas. A frozen one has none."""
    assert count_trainable(build_base([4])) == approx(116)
    assert count_trainable(freeze(build_base([4]))) == approx(0)


@points(2)
def test_a_head_on_512_maps(count_trainable, add_head, freeze, build_base):
    """On 512 frozen maps, as VGG16 has, a head with one output has 513 numbers to train, and one with ten has 5130."""
    assert count_trainable(add_head(freeze(build_base([2, 512])), 1)) == approx(513)
    assert count_trainable(add_head(freeze(build_base([2, 512])), 10)) == approx(5130)


@points(2)
def test_moving_statistics_are_not_trained(count_trainable, add_head, build_base):
    """In a normalisation, gamma and beta are trained, but the moving mean and the moving variance are not."""
    for filters in ([6], [3, 5]):
        assert count_trainable(build_base(filters)) == approx(weights(filters)[1])
    assert count_trainable(add_head(build_base([3, 5]), 2)) == approx(weights([3, 5])[1] + 12)


# fine_tune


@before("model")
@visible
@points(1)
def test_filters_and_head_may_learn(fine_tune, add_head, freeze, build_base):
    """After fine-tuning, a base with 4 filters and its head have 113 numbers that may learn; with 2 filters, 57."""
    x, y = noise(4), np.array([0.0, 1.0, 1.0, 0.0])
    assert examine(fine_tune(add_head(freeze(build_base([4])), 1), x, y, epochs=1)).trainable_parameters == approx(113)
    assert examine(fine_tune(add_head(freeze(build_base([2])), 1), x, y, epochs=1)).trainable_parameters == approx(57)


@before("model")
@points(2)
def test_a_small_rate_and_a_loss_on_logits(fine_tune, add_head, freeze, build_base):
    """It is compiled with Adam, with a learning rate of at most 0.001, and with a cross-entropy that expects logits."""
    found = examine(fine_tune(add_head(freeze(build_base([4])), 1), noise(4), np.array([0.0, 1.0, 1.0, 0.0]), epochs=1))
    assert found.optimizer == approx("Adam")
    assert 0 < found.learning_rate <= 0.00101, f"the learning rate is {found.learning_rate}"
    assert found.loss == approx("binary_crossentropy")
    assert found.from_logits == approx(True)
    assert any("acc" in name for name in found.metrics), f"the metrics are {found.metrics}"


@before("model")
@points(2)
def test_normalisations_keep_what_they_know(fine_tune, add_head, freeze, build_base):
    """Every convolution of the base is unfrozen; every normalisation stays frozen and keeps its statistics."""
    for filters in ([3], [2, 4, 3]):
        base = freeze(build_base(filters))
        fine_tune(add_head(base, 1), noise(4), np.array([0.0, 1.0, 1.0, 0.0]), epochs=1)
        assert [layer.trainable for layer in examine(base).layers if layer.parameters] == approx([True, False] * len(filters))
    base, dull = freeze(build_base([24])), 64 + 0.5 * noise(320)
    before = np.asarray(examine(base).predict(dull[:4]), dtype=float).mean()
    fine_tune(add_head(base, 1), dull, np.arange(320) % 2 * 1.0, epochs=1)
    after = np.asarray(examine(base).predict(dull[:4]), dtype=float).mean()
    # Whoever measures how little these photos vary divides by it: the maps become half as bright again.
    assert after < 1.25 * before, "the normalisations have measured the new photos, and no longer know the old ones"


@points(1)
def test_batches_of_32(fine_tune, add_head, freeze, build_base):
    """It trains in batches of 32: an epoch of 320 photos is ten steps."""
    # All photos are the same one, so that every batch, of whatever size, takes the same step.
    photos, y = np.repeat(noise(1), 320, axis=0), np.ones(320)
    model = fine_tune(add_head(freeze(build_base([4])), 1), photos, y, epochs=1)
    losses = examine(model).practise(photos[:1], y[:1], steps=11)
    assert losses[10] < losses[0], "the loss does not fall"
    (after,) = examine(fine_tune(model, photos, y, epochs=1)).practise(photos[:1], y[:1], steps=1)
    steps = 10 * (losses[0] - after) / (losses[0] - losses[10])
    assert 9 < steps < 11, f"the loss has fallen as far as in {steps:.0f} steps"


@points(2)
def test_the_base_learns_too(fine_tune, add_head, freeze, build_base):
    """The base itself has changed a little: it was trained further, not begun anew. With 0 epochs nothing changes."""
    base, photos = build_base([4]), noise(40)
    before = np.array(examine(base).predict(photos[:4]), dtype=float)
    fine_tune(add_head(freeze(base), 1), photos, np.arange(40) % 2 * 1.0, epochs=0)
    assert np.asarray(examine(base).predict(photos[:4])) == approx(before, rel=1e-4, abs=1e-5)
    fine_tune(add_head(freeze(base), 1), photos, np.arange(40) % 2 * 1.0, epochs=2)
    change = np.abs(np.asarray(examine(base).predict(photos[:4]), dtype=float) - before).max()
    assert change > 1e-6, "the base answers as before: nothing of it was trained"
    assert change < 0.5 * np.abs(before).max(), "the base answers in a different way altogether"


@points(2)
def test_it_gets_better(fine_tune, add_head, freeze, build_base):
    """After some epochs of learning that dark photos are rotten, it says so more clearly, and of bright ones less."""
    y = np.arange(320) % 2 * 1.0
    photos = noise(320) * (1 - 0.9 * y).reshape(-1, 1, 1, 1)
    model = add_head(freeze(build_base([6])), 1)
    before = gap(examine(model), photos, y)
    after = gap(examine(fine_tune(model, photos, y, epochs=8)), photos, y)
    assert after > before + 0.1, f"the logits were {before:.3f} apart, and are {after:.3f} apart"


def gap(found, photos, y):
    """How much larger the logits of rotten fruit are than those of fresh fruit."""
    logits = np.asarray(found.predict(photos), dtype=float)[:, 0]
    return logits[y == 1].mean() - logits[y == 0].mean()


# lets_pass


@visible
@points(1)
def test_three_fruits(lets_pass):
    """With the logits -2, 0.3 and 4 only the first fruit passes; with the opposite signs, only the other two."""
    logits = np.array([[-2.0], [0.3], [4.0]])
    assert lets_pass(logits) == approx([True, False, False])
    assert lets_pass(-logits) == approx([False, True, True])


@points(2)
@like_reference
def cases_lets_pass(draw):
    """For one photo or many: fruit passes with a logit just below zero, and not at zero or just above."""
    drawn = draw.array((1, 9), 1, high=0.9).but("all the same").also(
        at_the_border=lambda rng: np.array([[0.0], [0.49], [-0.01], [1e-9], [-1e-9], [-0.49]])[rng.permutation(6)],
        huge=lambda rng: rng.normal(0, 1e6, (6, 1)),
        many=lambda rng: rng.normal(0, 1, (700, 1)),
        all_rotten=lambda rng: rng.uniform(0.01, 0.99, (5, 1)),
        one_fresh=lambda rng: -rng.uniform(0.01, 0.4, (1, 1)),
        one_rotten=lambda rng: rng.uniform(0.01, 0.4, (1, 1)),
    )
    yield from draw.calls(drawn)


@points(1)
@like_reference
def cases_lets_pass_of_other_shapes(draw):
    """Several columns, a flat array, or an array with a third axis raise a ValueError; a single column does not."""
    shapes = draw.parts(
        "another shape",
        two_columns=lambda: draw.one(draw.array((2, 5), 2)),
        more_columns=lambda: draw.one(draw.array((2, 4), (3, 5))),
        one_row=lambda: draw.one(draw.array(1, (2, 5))),
        flat=lambda: draw.one(draw.array((1, 5))),
        another_axis=lambda: draw.one(draw.array((1, 4), 1, 1)),
    )
    yield Call(draw.array((2, 5), 1))
    for logits in draw.some(shapes):
        yield Call(logits).raises(ValueError)


# experiment

REASON_THAT_FITS = "c"  # has a name, so that the line of a failed test does not show it


@visible
@points(1)
def test_a_prediction_four_shares_and_a_reason(experiment):
    """There are a prediction from a to c, four shares from 0 to 1, and a reason from a to d. Any prediction will do."""
    assert isinstance(experiment, dict), "a dictionary is needed"
    keys = sorted(map(str, experiment))
    assert keys == ["because", "measured", "predicted"], f"the keys are {', '.join(keys)}"
    assert str(experiment["predicted"]).strip().lower() in ("a", "b", "c"), "a prediction is a letter from a to c"
    assert np.shape(experiment["measured"]) == (4,), "four shares are needed"
    assert all(0 <= share <= 1 for share in experiment["measured"]), "a share is a number from 0 to 1"
    assert str(experiment["because"]).strip().lower() in ("a", "b", "c", "d"), "a reason is a letter from a to d"


@points(1)
def test_the_shares_were_measured(experiment):
    """The four shares are as this experiment gives them, in the order that was asked for."""
    assert np.shape(experiment["measured"]) == (4,), "four shares are needed"
    before, small, middle, large = np.asarray(experiment["measured"], dtype=float)
    assert before >= 0.7, "before the fine-tuning, the trained head is right about most photos"
    assert abs(small - before) <= 0.1, "the smallest rate changes little in one epoch"
    assert middle >= 0.8, "the middle rate does well"
    assert large <= min(before, small, middle) - 0.1, "the largest rate does not end like that"


@points(1)
def test_the_reason_fits_what_was_seen(experiment):
    """The reason agrees with both shares that are printed for each rate, and with where the network started."""
    assert str(experiment["because"]).strip().lower() == REASON_THAT_FITS


# model


@visible
@points(1)
def test_right_about_customers_photos(model):
    """The door is right about at least four out of five validation photos."""
    share = is_right(examine(model), given("fruit"), "valid_")
    assert share >= 0.8, f"it is right about {share:.1%}"


@points(4)
def test_right_about_hidden_photos(model):
    """The door is right about enough of the hidden photos, which nobody has seen: the target is stated in the text."""
    held = hidden("fruit")
    found = examine(model)
    reach("accuracy", is_right(found, held), samples=len(held["labels"]), parameters=found.parameters)


@points(2)
def test_the_base_and_a_head_were_tuned(model):
    """The model is the base and a head with one output: its filters are unfrozen, the rate is small, the loss takes logits."""
    found = examine(model)
    assert found.parameters == approx(ALL + HEAD)
    assert found.trainable_parameters == approx(FILTERS + HEAD)
    assert 0 < found.learning_rate <= 0.00101, f"the learning rate is {found.learning_rate}"
    assert found.loss == approx("binary_crossentropy")
    assert found.from_logits == approx(True)
