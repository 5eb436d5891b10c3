import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible

# Three gradients in a row, the same for every optimizer. The numbers expected after each are what Keras 3.15 gives.
GRADIENTS = ((1.0, -0.4), (0.2, -0.4), (-0.6, 3.0))
OPTIMIZERS = ("sgd", "adagrad", "rmsprop", "adam")
HARDLY = ("tiny gradients", "no gradient", "no gradient any more")
LAYOUTS = ("table", "square", "many", "in Fortran order", "every second item", "all the same")  # no first step differs


def walk(step, state, **options):
    """The parameters and the states after each of three steps from (0.5, -2), with learning rate 0.1."""
    theta, path, states = np.array([0.5, -2.0]), [], []
    for gradient in GRADIENTS:
        theta, state = step(theta, np.array(gradient), state, learning_rate=0.1, **options)
        path.append(np.array(theta, dtype=float))
        states.append(tuple(np.array(part, dtype=float) for part in state) if len(state) == 3 else np.array(state))
    return path, states


def quartets(draw):
    """Parameters, a gradient, and what may be averages of gradients and of squares: all of one shape, in any layout."""

    def of(*shape, size=1.0, layout=np.asarray, kind=float):
        def four():
            theta, gradient, first = draw.rng.normal(0, 2, (3, *shape))
            second = draw.rng.uniform(0.5, 2, shape)
            return tuple(layout(a.astype(kind)) for a in (theta, size * gradient, size * first, size**2 * second))

        return four

    def uneven():
        theta, gradient, first, second = of(6)()
        scales = np.array([0, 0, 1e-3, 1, 30, 1e3])
        return theta, scales * gradient, scales * first, np.array([0, 1, 1, 1, 1, 1]) * second

    def no_gradient_any_more():  # but a past
        theta, _, first, second = of(2, 3)()
        return theta, np.zeros((2, 3)), first, second

    def parameters_of_zero():
        _, *others = of(5)()
        return np.zeros(5), *others

    def huge():  # each step goes away from zero, so that little is lost in single precision
        far = draw.rng.uniform(1, 3, (4, 5)) * 1e4
        return -far[0], far[1], far[2], 1e4 * far[3]

    return draw.parts(
        "arrays",
        row=of(5),
        one_item=of(1),
        table=of(2, 3),
        square=of(3, 3),
        column=of(4, 1),
        cube=of(2, 3, 2),
        many=of(60),
        in_Fortran_order=of(3, 4, layout=np.asfortranarray),
        every_second_item=of(2, 4, layout=lambda array: np.repeat(array, 2, axis=-1)[..., ::2]),
        single_precision=of(2, 3, kind=np.float32),
        tiny_gradients=of(4, size=1e-4),
        no_gradient=of(2, 2, size=0.0),
        no_gradient_any_more=no_gradient_any_more,
        parameters_of_zero=parameters_of_zero,
        some_items_without_gradient=uneven,
        all_the_same=lambda: tuple(np.full(3, number) for number in (1.5, -0.4, 0.3, 0.7)),
        huge=huge,
    )


def samples(draw):
    """Rows and targets of every kind: one sample, one feature, whole numbers, repeats, in any layout."""

    def of(n, features, layout=np.asarray, kind=float):
        def pair():
            x, y = draw.rng.normal(0, 1, (n, features)), draw.rng.normal(1, 2, n)
            return layout(x.astype(kind)), y.astype(kind)

        return pair

    def repeats():
        x, y = of(3, 2)()
        return x[[0, 0, 1, 2, 1]], y[[0, 0, 1, 2, 1]]

    def one_feature_is_zero():
        x, y = of(5, 3)()
        return x * [1, 0, 1], y

    return draw.parts(
        "samples",
        more_rows_than_features=of(7, 2),
        more_features_than_rows=of(2, 4),
        one_sample=of(1, 3),
        one_feature=of(6, 1),
        whole_numbers=lambda: (draw.rng.integers(-2, 3, (5, 2)), draw.rng.integers(-9, 10, 5)),
        repeats=repeats,
        one_feature_is_zero=one_feature_is_zero,
        in_Fortran_order=of(4, 3, layout=np.asfortranarray),
        every_second_item=of(4, 2, layout=lambda array: np.repeat(array, 2, axis=-1)[..., ::2]),
        single_precision=of(5, 2, kind=np.float32),
        large_targets=lambda: (of(6, 2)()[0], draw.rng.uniform(300, 900, 6)),
        targets_of_zero=lambda: (of(6, 2)()[0], np.zeros(6)),
        bytes=lambda: (draw.rng.integers(0, 3, (6, 2)).astype(np.uint8), draw.rng.integers(1, 250, 6).astype(np.uint8)),
        signed_bytes=lambda: (of(6, 2, kind=np.int8)()[0], draw.rng.integers(-120, -90, 6).astype(np.int8)),
        many=of(600, 2),
    )


def scattered(n, features=2, seed=6):
    """Rows of random numbers and random targets."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, features)), rng.normal(1, 2, n)


def slope(x, y, theta):
    """The gradient of the mean squared error of the linear model, sample by sample."""
    return sum(2 * (row @ theta - target) * row for row, target in zip(x, y)) / len(y)


def loss(x, y, theta):
    return np.mean([(row @ theta - target) ** 2 for row, target in zip(x, y)])


# batches


@visible
@points(1)
def test_the_last_batch_takes_what_is_left(batches):
    """1,182 pictures of fruit in batches of 32 are 37 batches, the last with 30; ten samples by four are 4, 4 and 2."""
    sizes = [len(batch) for batch in batches(1182, 32, 0)]
    assert len(sizes) == 37, f"there are {len(sizes)} batches, expected 37"
    assert sizes == [32] * 36 + [30], f"the last batch has {sizes[-1]} samples, expected 30, and the others 32"
    sizes = [len(batch) for batch in batches(10, 4, 1)]
    assert sizes == [4, 4, 2], f"the batches of batches(10, 4, 1) have {sizes} samples, expected [4, 4, 2]"
    numbers = sorted(np.concatenate(batches(10, 4, 1)).tolist())
    assert numbers == list(range(10)), f"batches(10, 4, 1) holds {numbers}, expected each number from 0 to 9 once"


def same_epoch(result, call, expected):
    """The batches have the right sizes, and together they hold each sample once; the order is free."""
    samples = [int(sample) for batch in result for sample in batch]
    whole = all(np.asarray(batch).dtype.kind in "iu" for batch in result)
    sizes = [len(batch) for batch in result]
    return whole and sizes == [len(batch) for batch in expected] and sorted(samples) == list(range(len(samples)))


@points(5)
@like_reference(agrees=same_epoch)
def cases_batches(draw):
    """No sample is left out, none comes twice, and all batches but the last are full, whatever n and the size."""
    for size in draw.some(draw.whole(1, 12), more=0):
        for n in (size, 3 * size, 3 * size + 1, int(draw.rng.integers(2, 60))):
            yield Call(n, size, draw.whole(0, 999))
    yield Call(0, draw.whole(1, 12), seed=4)
    yield Call(1, draw.whole(1, 12), seed=4)
    yield Call(n=int(draw.rng.integers(500, 900)), size=32, seed=2**31)
    yield Call(5, 100, seed=0)


@points(1)
@like_reference
def cases_batches_of_no_size(draw):
    """A size of 0 or less raises a ValueError, even if there are no samples."""
    for n in (0, 1, int(draw.rng.integers(2, 30))):
        for size in (0, -1, -int(draw.rng.integers(2, 30))):
            yield Call(n, size, draw.whole(0, 99)).raises(ValueError)


@points(2)
def test_any_sample_may_come_anywhere(batches):
    """The samples are mixed: each batch, the last one too, has some from the beginning and some from the end."""
    for seed in (3, 4):
        found = [[int(sample) for sample in batch] for batch in batches(1000, 150, seed)]
        assert len(found) == 7
        assert all(min(batch) < 200 and max(batch) >= 800 for batch in found)
        assert len({sample - place for place, sample in enumerate(found[0])}) > 75


@points(1)
def test_the_seed_decides_the_order(batches):
    """The same seed gives the same batches again, and so does seed 0; other seeds give others, even of 70,000."""
    for seed in (1, 0):
        first, other, again = (np.concatenate(batches(30, 7, each)).tolist() for each in (seed, 2, seed))
        assert first == again
        assert first != other
    many = np.concatenate(batches(70_000, 30_000, 0))
    assert np.array_equal(np.sort(many), np.arange(70_000))


# sgd


@visible
@points(1)
def test_plain_steps(sgd):
    """At rate 0.1, gradient (1, -0.4) leads from (0.5, -2) to (0.4, -1.96); then (0.2, -0.4), to (0.38, -1.92)."""
    theta, velocity = sgd(np.array([0.5, -2.0]), np.array([1.0, -0.4]), None, learning_rate=0.1)
    assert theta == approx([0.4, -1.96])
    theta, velocity = sgd(theta, np.array([0.2, -0.4]), velocity, learning_rate=0.1)
    assert theta == approx([0.38, -1.92])


@points(1)
def test_momentum_equals_keras(sgd):
    """Three steps with momentum 0.9 from a given velocity give the parameters and velocities of Keras."""
    path, states = walk(sgd, np.array([0.3, -0.1]), momentum=0.9)

    assert path == approx([[0.67, -2.05], [0.803, -2.055], [0.9827, -2.3595]], rel=1e-5, abs=1e-6)
    assert states == approx([[0.17, -0.05], [0.133, -0.005], [0.1797, -0.3045]], rel=1e-5, abs=1e-6)


@points(2)
@like_reference(abs=2e-6, new=True)
def cases_sgd(draw):
    """From any velocity, with any options, for arrays of any shape: new arrays come out, and the old ones stay."""
    for theta, gradient, mean, _ in draw.some(quartets(draw), more=1):
        rate, momentum = draw.real(0.01, 0.5), draw.real(0, 0.95)
        yield Call(theta, gradient, -mean, learning_rate=rate, momentum=momentum)


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_sgd_before_the_first_step(draw):
    """Before the first step there is no velocity: the first movement is the plain step, with momentum or without."""
    for theta, gradient, _, _ in draw.some(quartets(draw).but(*LAYOUTS), more=0):
        yield Call(theta, gradient, None, draw.real(0.01, 0.5), draw.real(0, 0.95))


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_sgd_by_default(draw):
    """By default the learning rate is 0.01 and there is no momentum, as in Keras; a rate of 0 stays 0."""
    options = draw.choice({}, {"learning_rate": 0.3}, {"learning_rate": 0.0}, {"momentum": 0.6})
    for chosen in draw.some(options, more=0):
        theta, gradient, mean, _ = draw.one(quartets(draw).but(*HARDLY, "huge"))
        yield Call(theta, gradient, None, **chosen)
        yield Call(theta, gradient, -5 * mean, **chosen)


# adagrad


@visible
@points(1)
def test_adagrad_begins_with_a_tenth(adagrad):
    """From (0.5, -2) the first steps of Adagrad, with rate 0.1, lead to (0.4047, -1.9216) and (0.3859, -1.8598)."""
    theta, total = adagrad(np.array([0.5, -2.0]), np.array([1.0, -0.4]), None, learning_rate=0.1)
    assert total == approx([1.1, 0.26])
    assert theta == approx([0.4046537, -1.9215536], rel=1e-5)
    theta, total = adagrad(theta, np.array([0.2, -0.4]), total, learning_rate=0.1)
    assert total == approx([1.14, 0.42])
    assert theta == approx([0.3859220, -1.8598322], rel=1e-5)


@points(1)
def test_adagrad_equals_keras(adagrad):
    """Three steps from a given sum of squares give the parameters and sums of Keras."""
    path, states = walk(adagrad, np.array([0.3, 2.0]))

    expected = [[0.412294201, -1.972783448], [0.395016834, -1.946522162], [0.441034732, -2.035687906]]
    assert path == approx(expected, rel=1e-5, abs=1e-6)
    assert states == approx([[1.3, 2.16], [1.34, 2.32], [1.7, 11.32]], rel=1e-5, abs=1e-6)


@points(4)
@like_reference(abs=2e-6, new=True)
def cases_adagrad(draw):
    """From any sum, with any options, for arrays of any shape, each item by itself; the old arrays stay."""
    for theta, gradient, _, total in draw.some(quartets(draw), more=1):
        rate, epsilon = draw.real(0.01, 0.5), draw.choice(1e-7, 0.5, 1e-3)
        yield Call(theta, gradient, total, learning_rate=rate, epsilon=epsilon)


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_adagrad_before_the_first_step(draw):
    """Before the first step the sum is 0.1 everywhere."""
    for theta, gradient, _, _ in draw.some(quartets(draw).but(*LAYOUTS), more=0):
        yield Call(theta, gradient, None, draw.real(0.01, 0.5), draw.choice(1e-7, 0.5, 1e-3))


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_adagrad_by_default(draw):
    """By default the learning rate is 0.001 and epsilon 1e-7, as in Keras; a rate of 0 stays 0."""
    options = draw.choice({}, {"learning_rate": 0.3}, {"learning_rate": 0.0}, {"epsilon": 0.5})
    for chosen in draw.some(options, more=0):
        theta, gradient, _, total = draw.one(quartets(draw).but(*HARDLY, "huge"))
        yield Call(theta, gradient, None, **chosen)
        yield Call(theta, gradient, total, **chosen)
        yield Call(theta, 1e-4 * gradient, np.zeros_like(total), **chosen)


# rmsprop


@visible
@points(1)
def test_rmsprop_begins_with_zero(rmsprop):
    """From (0.5, -2) the first steps of RMSprop, with rate 0.1, lead to (0.1838, -1.6838) and (0.1185, -1.4544)."""
    theta, average = rmsprop(np.array([0.5, -2.0]), np.array([1.0, -0.4]), None, learning_rate=0.1)
    assert average == approx([0.1, 0.016])
    assert theta == approx([0.1837724, -1.6837732], rel=1e-5)
    theta, average = rmsprop(theta, np.array([0.2, -0.4]), average, learning_rate=0.1)
    assert average == approx([0.094, 0.0304])
    assert theta == approx([0.1185396, -1.4543579], rel=1e-5)


@points(1)
def test_rmsprop_equals_keras(rmsprop):
    """Three steps from a given average give the parameters and averages of Keras."""
    path, states = walk(rmsprop, np.array([0.3, 2.0]))

    expected = [[0.335601035, -1.970317392], [0.301148992, -1.939181209], [0.404154217, -2.133423718]]
    assert path == approx(expected, rel=1e-5, abs=1e-6)
    assert states == approx([[0.37, 1.816], [0.337, 1.6504], [0.3393, 2.38536]], rel=1e-5, abs=1e-6)


@points(4)
@like_reference(abs=2e-6, new=True)
def cases_rmsprop(draw):
    """From any average, with any options, for arrays of any shape, each item by itself; the old arrays stay."""
    for theta, gradient, _, average in draw.some(quartets(draw), more=1):
        rate, rho, epsilon = draw.real(0.01, 0.5), draw.real(0, 0.99), draw.choice(1e-7, 0.5, 1e-3)
        yield Call(theta, gradient, average, learning_rate=rate, rho=rho, epsilon=epsilon)


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_rmsprop_before_the_first_step(draw):
    """Before the first step the average is zero."""
    for theta, gradient, _, _ in draw.some(quartets(draw).but(*LAYOUTS), more=0):
        yield Call(theta, gradient, None, draw.real(0.01, 0.5), draw.real(0, 0.99), draw.choice(1e-7, 0.5, 1e-3))


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_rmsprop_by_default(draw):
    """By default the learning rate is 0.001, rho 0.9 and epsilon 1e-7, as in Keras; a rate of 0 stays 0."""
    options = draw.choice({}, {"learning_rate": 0.3}, {"learning_rate": 0.0}, {"rho": 0.5}, {"epsilon": 0.5})
    for chosen in draw.some(options, more=0):
        theta, gradient, _, average = draw.one(quartets(draw).but(*HARDLY, "huge"))
        yield Call(theta, gradient, None, **chosen)
        yield Call(theta, gradient, average, **chosen)
        yield Call(theta, 1e-4 * gradient, np.zeros_like(average), **chosen)


# adam


@visible
@points(1)
def test_first_steps_of_adam(adam):
    """From (0.5, -2) the first steps of Adam, with rate 0.1, lead to (0.4, -1.9) and (0.3197, -1.8)."""
    theta, state = adam(np.array([0.5, -2.0]), np.array([1.0, -0.4]), None, learning_rate=0.1)
    assert state == approx(([0.1, -0.04], [0.001, 0.00016], 1))
    assert theta == approx([0.4, -1.9], rel=1e-5)
    theta, state = adam(theta, np.array([0.2, -0.4]), state, learning_rate=0.1)
    assert state == approx(([0.11, -0.076], [0.001039, 0.00031984], 2))
    assert theta == approx([0.3196977, -1.8000027], rel=1e-5)


@points(2)
def test_adam_equals_keras(adam):
    """Three steps after four others give the parameters, both averages and the count of Keras."""
    path, states = walk(adam, (np.array([0.3, -0.1]), np.array([0.5, 2.0]), 4))

    expected = [[0.490978413, -1.998413604], [0.482736308, -1.996578968], [0.476899916, -1.998374415]]
    squares = [[0.5005, 1.99816], [0.5000395, 1.99632184], [0.49989946, 2.00332552]]
    assert path == approx(expected, rel=1e-5, abs=1e-6)
    assert [m for m, _, _ in states] == approx([[0.37, -0.13], [0.353, -0.157], [0.2577, 0.1587]], rel=1e-5, abs=1e-6)
    assert [v for _, v, _ in states] == approx(squares, rel=1e-5, abs=1e-6)
    assert [t for _, _, t in states] == approx([5, 6, 7])


@points(4)
@like_reference(abs=2e-6, new=True)
def cases_adam(draw):
    """From any averages, after any number of steps, with any options, for arrays of any shape; the old ones stay."""
    steps = draw.choice(1, 2, 9, 400, 20000)
    for theta, gradient, m, v in draw.some(quartets(draw), more=1):
        rate, epsilon = draw.real(0.01, 0.5), draw.choice(1e-7, 0.5, 1e-3)
        beta_1, beta_2 = draw.real(0, 0.95), draw.real(0, 0.999)
        state = (m, v, draw.one(steps))
        yield Call(theta, gradient, state, learning_rate=rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


@points(2)
@like_reference(abs=2e-6, new=True)
def cases_adam_before_the_first_step(draw):
    """Averages that begin with zero are corrected: the first step has the length of the rate, whatever the gradient."""
    for theta, gradient, _, _ in draw.some(quartets(draw).but(*LAYOUTS), more=0):
        beta_1, beta_2, epsilon = draw.real(0, 0.95), draw.real(0, 0.999), draw.choice(1e-7, 1e-3)
        yield Call(theta, gradient, None, draw.real(0.01, 0.5), beta_1, beta_2, epsilon)


@points(1)
@like_reference(abs=2e-6, new=True)
def cases_adam_by_default(draw):
    """By default the rate is 0.001, beta_1 0.9, beta_2 0.999 and epsilon 1e-7, as in Keras; a rate of 0 stays 0."""
    rates = {"learning_rate": 0.3}, {"learning_rate": 0.0}
    options = draw.choice({}, *rates, {"beta_1": 0.5}, {"beta_2": 0.5}, {"epsilon": 0.5})
    for chosen in draw.some(options, more=0):
        theta, gradient, m, v = draw.one(quartets(draw).but(*HARDLY, "huge"))
        yield Call(theta, gradient, None, **chosen)
        yield Call(theta, gradient, (m, v, 3), **chosen)
        yield Call(theta, 1e-6 * gradient, None, **chosen)


# train


@visible
@points(2)
@assuming("batches", "sgd", "adagrad", "rmsprop", "adam")
def test_two_epochs_on_two_points(train):
    """On (1, 3) and (2, 5) it goes from zeros to (1.3, 0.8) and (1.71, 1.05), with the losses 1.685 and 0.169."""
    x, y = np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([3.0, 5.0])

    theta, losses = train(x, y, "sgd", 0.1, 2, 1, 0)
    assert theta == approx([1.3, 0.8])
    assert losses == approx([1.685])
    theta, losses = train(x, y, "sgd", 0.1, 2, 2, 0)
    assert theta == approx([1.71, 1.05])
    assert losses == approx([1.685, 0.16925])


@points(4)
@like_reference(rel=1e-4, abs=1e-5)
@assuming("batches", "sgd", "adagrad", "rmsprop", "adam")
def cases_train(draw):
    """If a batch holds all the data, or has room for more, an epoch is one step, with any optimizer and its memory."""
    for x, y in draw.some(samples(draw), more=1):
        size, epochs = len(y) + int(draw.rng.choice([0, 3, 100])), draw.whole(1, 4)
        yield Call(x, y, draw.choice(*OPTIMIZERS), draw.real(0.01, 0.2), size, epochs, draw.whole(0, 99))
    for optimizer, epochs in zip(OPTIMIZERS, (20, 20, 6, 6)):
        x, y = scattered(6, 3, int(draw.rng.integers(1000)))
        yield Call(x, y, optimizer=optimizer, learning_rate=0.05, size=6, epochs=epochs, seed=draw.whole(0, 99))
        yield Call(x, y, optimizer, 0.1, 2, 0, 0)
        yield Call(x, y, optimizer, 0, 6, 2, 0)  # with such a rate the parameters stay zero
    yield Call(4 * x, y, "sgd", 0.2, 6, 4, 0)  # this rate is too large, and the loss grows


@points(3)
@like_reference(rel=1e-4, abs=1e-5)
@assuming("batches", "sgd", "adagrad", "rmsprop", "adam")
def cases_train_in_several_batches(draw):
    """There is one step for each batch, even a small last one, and the optimizer keeps its memory across epochs."""
    for optimizer in OPTIMIZERS:  # where all samples are alike, their order does not matter
        for n, size in ((5, 2), (7, 3), (4, 1)):
            x, y = np.tile(draw.rng.uniform(-1, 1, draw.rng.integers(1, 4)), (n, 1)), np.full(n, draw.rng.uniform(1, 4))
            yield Call(x, y, optimizer, draw.real(0.02, 0.2), size, draw.whole(1, 3), draw.whole(0, 99))
    for optimizer in ("sgd", "adagrad"):  # nor does it where each sample has a feature of its own
        x, y = np.diag(draw.rng.uniform(0.5, 1.5, 6)), draw.rng.normal(1, 2, 6)
        yield Call(x, y, optimizer, 0.3, draw.choice(1, 2, 3), 3, draw.whole(0, 99))


@points(1)
@like_reference
@assuming("batches", "sgd", "adagrad", "rmsprop", "adam")
def cases_train_what_cannot_be_trained(draw):
    """An unknown optimizer, or x and y of different lengths, raise a ValueError, even if there are no epochs."""
    for name in draw.some(draw.unknown(*OPTIMIZERS)):
        yield Call(*draw.one(samples(draw)), name, 0.1, 2, draw.whole(0, 2), 0).raises(ValueError)
    x, y = draw.rng.normal(1, 2, (6, 3)), draw.rng.normal(1, 2, 6)
    for rows, targets in ((6, 5), (5, 6), (6, 1), (1, 6), (6, 3), (6, 0), (0, 6)):
        named, epochs = draw.choice(*OPTIMIZERS), draw.choice(0, 2, 1)
        yield Call(x[:rows], y[:targets], named, 0.1, 3, epochs, draw.whole(0, 99)).raises(ValueError)


@points(3)
@assuming("sgd")
def test_each_batch_makes_a_step(train, batches):
    """There is one step per batch, with its mean gradient, in the order of batches(n, size, seed + epoch)."""
    x, y = scattered(11)
    for first in (5, 0):
        theta, expected = np.zeros(2), []
        for seed in range(first, first + 3):
            epoch = [np.array(batch, dtype=int) for batch in batches(11, 4, seed)]
            assert sorted(np.concatenate(epoch).tolist()) == list(range(11))
            for batch in epoch:
                theta = theta - 0.2 * slope(x[batch], y[batch], theta)
            expected.append(loss(x, y, theta))

        found, losses = train(x, y, "sgd", 0.2, 4, 3, first)

        assert found == approx(theta, rel=1e-5, abs=1e-6)
        assert losses == approx(expected, rel=1e-5)


@points(2)
@assuming("batches", "sgd", "adagrad", "rmsprop", "adam")
def test_it_finds_the_parameters(train):
    """If the targets follow exactly from the rows, training ends at the parameters behind them, and at no loss."""
    x, _ = scattered(20, features=3, seed=11)
    for theta in (np.array([2.0, -1.0, 0.5]), np.array([0.0, 3.0, -4.0])):
        found, losses = train(x, x @ theta, "sgd", 0.1, 5, 60, 1)
        assert found == approx(theta, rel=1e-3, abs=1e-3)
        assert losses[-1] == approx(0, abs=1e-4)
        assert len(losses) == 60
