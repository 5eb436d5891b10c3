import numpy as np

from autograder.testing import approx, points, raises, visible

# Three gradients in a row, the same for every optimizer. The numbers expected after each are what Keras 3.15 gives.
GRADIENTS = ((1.0, -0.4), (0.2, -0.4), (-0.6, 3.0))


def walk(step, state, **options):
    """The parameters and the states after each of three steps from (0.5, -2), with learning rate 0.1."""
    theta, path, states = np.array([0.5, -2.0]), [], []
    for gradient in GRADIENTS:
        theta, state = step(theta, np.array(gradient), state, learning_rate=0.1, **options)
        path.append(np.array(theta, dtype=float))
        states.append(tuple(np.array(part, dtype=float) for part in state) if len(state) == 3 else np.array(state))
    return path, states


def grids(seed=2):
    """Parameters, a gradient and a positive state, all of shape (2, 3)."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), rng.uniform(0.5, 2, (2, 3))


def scattered(n, features=2, seed=6):
    """Rows of random numbers and random targets."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, features)), rng.normal(1, 2, n)


def slope(x, y, theta):
    """The gradient of the mean squared error of the linear model, sample by sample."""
    return sum(2 * (row @ theta - target) * row for row, target in zip(x, y)) / len(y)


def loss(x, y, theta):
    return np.mean([(row @ theta - target) ** 2 for row, target in zip(x, y)])


def tours(batches, n, size, seeds):
    """The batches of some epochs, made sure to be a partition of all samples each."""
    epochs = [[np.array(batch, dtype=int) for batch in batches(n, size, seed)] for seed in seeds]
    for epoch in epochs:
        assert sorted(np.concatenate(epoch).tolist()) == list(range(n))
    return epochs


# batches


@visible
@points(1)
def test_the_last_batch_takes_what_is_left(batches):
    """1,182 pictures of fruit in batches of 32 are 37 batches, the last with 30; ten samples by four are 4, 4 and 2."""
    sizes = [len(batch) for batch in batches(1182, 32, 0)]

    assert len(sizes) == 37
    assert sizes == [32] * 36 + [30]
    assert [len(batch) for batch in batches(10, 4, 1)] == [4, 4, 2]
    assert sorted(np.concatenate(batches(10, 4, 1)).tolist()) == list(range(10))


@points(2)
def test_an_epoch_holds_each_sample_once(batches):
    """No sample is left out, and none comes twice, whatever the size of the batches."""
    for n, size, seed in ((23, 5, 1), (24, 5, 2), (16, 4, 3), (7, 1, 4), (41, 40, 5)):
        found = [int(sample) for batch in batches(n, size, seed) for sample in batch]
        assert sorted(found) == list(range(n))


@points(2)
def test_the_number_of_steps_is_rounded_up(batches):
    """27,455 hand signs are 858 batches of 32, the last with 31; where it divides evenly, no batch is empty."""
    hands = batches(27455, 32, 3)

    assert len(hands) == 858
    assert {len(batch) for batch in hands[:-1]} == {32}
    assert len(hands[-1]) == 31
    assert [len(batch) for batch in batches(12, 4, 0)] == [4, 4, 4]
    assert [len(batch) for batch in batches(12, 5, 0)] == [5, 5, 2]


@points(1)
def test_few_samples_make_one_batch_or_none(batches):
    """If there are no more samples than fit into one batch, there is one batch; of no samples there is none."""
    assert [sorted(map(int, batch)) for batch in batches(3, 8, 1)] == [[0, 1, 2]]
    assert [sorted(map(int, batch)) for batch in batches(5, 5, 1)] == [[0, 1, 2, 3, 4]]
    assert len(batches(0, 4, 1)) == 0


@points(2)
def test_any_sample_may_come_anywhere(batches):
    """The samples are mixed: over many seeds each one is in the first batch now and then, in various company."""
    tried = [batches(12, 6, seed) for seed in range(40)]
    firsts = [tuple(map(int, epoch[0])) for epoch in tried]

    assert all(len(epoch) == 2 for epoch in tried)
    assert {sample for first in firsts for sample in first} == set(range(12))
    assert len({frozenset(first) for first in firsts}) > 20
    assert sum(max(first) - min(first) == 5 for first in firsts) < 20


@points(1)
def test_the_seed_decides_the_order(batches):
    """The same seed gives the same batches again, and other seeds give others."""
    orders = [np.concatenate(batches(30, 7, seed)).tolist() for seed in (0, 1, 2, 0, 1, 2)]

    assert orders[:3] == orders[3:]
    assert orders[0] != orders[1] != orders[2] != orders[0]


@points(1)
def test_batches_of_nothing_are_an_error(batches):
    """A size of 0 or less raises a ValueError, and a size of 1 does not."""
    for size in (0, -1, -4):
        with raises(ValueError):
            batches(8, size, 0)
    assert sorted(int(batch[0]) for batch in batches(3, 1, 0)) == [0, 1, 2]


# sgd


@visible
@points(1)
def test_plain_steps(sgd):
    """From (0.5, -2) the gradient (1, -0.4) and rate 0.1 lead to (0.4, -1.96), then (0.2, -0.4) to (0.38, -1.92)."""
    theta, velocity = sgd(np.array([0.5, -2.0]), np.array([1.0, -0.4]), None, learning_rate=0.1)
    assert theta == approx([0.4, -1.96])
    theta, velocity = sgd(theta, np.array([0.2, -0.4]), velocity, learning_rate=0.1)
    assert theta == approx([0.38, -1.92])


@points(2)
def test_momentum_equals_keras(sgd):
    """Three steps with momentum 0.9 from a given velocity give the parameters and velocities of Keras."""
    path, states = walk(sgd, np.array([0.3, -0.1]), momentum=0.9)

    assert path == approx([[0.67, -2.05], [0.803, -2.055], [0.9827, -2.3595]])
    assert states == approx([[0.17, -0.05], [0.133, -0.005], [0.1797, -0.3045]])


@points(1)
def test_the_first_velocity_is_the_step(sgd):
    """Before the first step there is no velocity: the first movement is the plain step, with momentum or without."""
    for momentum in (0.0, 0.5, 0.9):
        theta, velocity = sgd(np.array([1.0]), np.array([4.0]), None, 0.25, momentum)
        assert theta == approx([0])
        assert velocity == approx([-1])


@points(1)
def test_sgd_has_the_defaults_of_keras(sgd):
    """If nothing is said, the learning rate is 0.01 and there is no momentum."""
    theta, velocity = sgd(np.array([1.0, 2.0]), np.array([5.0, -3.0]), np.array([7.0, 7.0]))

    assert theta == approx([0.95, 2.03])
    assert velocity == approx([-0.05, 0.03])


@points(1)
def test_sgd_leaves_its_arrays_alone(sgd):
    """Arrays of any shape go in, new ones of the same shape come out, and the old ones are unchanged."""
    theta, gradient, velocity = grids()
    before = theta.copy(), gradient.copy(), velocity.copy()
    expected = 0.5 * velocity - 0.2 * gradient

    moved, kept = sgd(theta, gradient, velocity, 0.2, momentum=0.5)

    assert (theta, gradient, velocity) == approx(before)
    assert kept == approx(expected)
    assert moved == approx(before[0] + expected)


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


@points(2)
def test_adagrad_equals_keras(adagrad):
    """Three steps from a given sum of squares give the parameters and sums of Keras."""
    path, states = walk(adagrad, np.array([0.3, 2.0]))

    expected = [[0.412294201, -1.972783448], [0.395016834, -1.946522162], [0.441034732, -2.035687906]]
    assert path == approx(expected)
    assert states == approx([[1.3, 2.16], [1.34, 2.32], [1.7, 11.32]])


@points(1)
def test_adagrad_adds_epsilon_inside_the_root(adagrad):
    """The small number is added before the root is taken; 0.5 instead of the usual 1e-7 shows it."""
    path, _ = walk(adagrad, None, epsilon=0.5)

    expected = [[0.420943059, -1.954116853], [0.405325682, -1.912413970], [0.447752089, -2.007664066]]
    assert path == approx(expected)


@points(1)
def test_adagrad_has_the_defaults_of_keras(adagrad):
    """If nothing is said, the learning rate is 0.001 and epsilon 1e-7; without a gradient nothing moves."""
    theta, total = adagrad(np.array([0.0, 5.0, 0.0]), np.array([2e-4, 0.0, -3.0]), np.array([0.0, 0.0, 16.0]))

    assert theta == approx([-2e-7 / np.sqrt(1.4e-7), 5, 6e-4])
    assert total == approx([4e-8, 0, 25], abs=1e-15)


@points(2)
def test_each_parameter_has_its_own_rate(adagrad):
    """A gradient a thousand times as large, step after step, moves a parameter hardly further."""
    small, large, state = 0.0, 0.0, None
    theta = np.array([0.0, 0.0])
    for _ in range(4):
        theta, state = adagrad(theta, np.array([3.0, 3000.0]), state, learning_rate=0.5)
        small, large = float(theta[0]), float(theta[1])
    squares = 0.1 + 9 * np.arange(1, 5)

    assert small == approx(-np.sum(1.5 / np.sqrt(squares)), rel=1e-5)
    assert large == approx(-0.5 * np.sum(1 / np.sqrt(np.arange(1, 5))), rel=1e-5)


@points(1)
def test_adagrad_leaves_its_arrays_alone(adagrad):
    """Arrays of any shape go in, new ones of the same shape come out, and the old ones are unchanged."""
    theta, gradient, total = grids(seed=3)
    before = theta.copy(), gradient.copy(), total.copy()
    expected = total + gradient * gradient

    moved, kept = adagrad(theta, gradient, total, 0.2)

    assert (theta, gradient, total) == approx(before)
    assert kept == approx(expected)
    assert moved == approx(before[0] - 0.2 * before[1] / np.sqrt(expected + 1e-7))


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


@points(2)
def test_rmsprop_equals_keras(rmsprop):
    """Three steps from a given average give the parameters and averages of Keras."""
    path, states = walk(rmsprop, np.array([0.3, 2.0]))

    expected = [[0.335601035, -1.970317392], [0.301148992, -1.939181209], [0.404154217, -2.133423718]]
    assert path == approx(expected)
    assert states == approx([[0.37, 1.816], [0.337, 1.6504], [0.3393, 2.38536]])


@points(2)
def test_rho_is_the_share_that_stays(rmsprop):
    """With rho = 0.6 the old average keeps six tenths; and epsilon is added before the root is taken."""
    path, states = walk(rmsprop, None, rho=0.6, epsilon=0.5)

    expected = [[0.394590745, -1.946737636], [0.371588559, -1.895200829], [0.438771449, -2.042262479]]
    assert path == approx(expected)
    assert states == approx([[0.4, 0.064], [0.256, 0.1024], [0.2976, 3.66144]])


@points(1)
def test_rmsprop_has_the_defaults_of_keras(rmsprop):
    """If nothing is said, the learning rate is 0.001, rho 0.9 and epsilon 1e-7; without a gradient nothing moves."""
    theta, average = rmsprop(np.array([0.0, 5.0, 0.0]), np.array([1e-3, 0.0, -3.0]), np.array([0.0, 0.0, 90.0]))

    assert theta == approx([-1e-6 / np.sqrt(2e-7), 5, 3e-3 / np.sqrt(81.9)])
    assert average == approx([1e-7, 0, 81.9], abs=1e-14)


@points(1)
def test_rmsprop_does_not_stand_still(rmsprop):
    """Under an even gradient the steps settle at the learning rate, and an old outburst is forgotten."""
    theta, state = np.array([0.0, 0.0]), np.array([0.0, 500.0])
    for _ in range(40):
        before = theta
        theta, state = rmsprop(theta, np.array([5.0, -0.25]), state, 0.01, rho=0.5)
        theta = np.array(theta, dtype=float)

    assert theta - before == approx([-0.01, 0.01], rel=1e-4)
    assert state == approx([25, 0.0625], rel=1e-4)


@points(1)
def test_rmsprop_leaves_its_arrays_alone(rmsprop):
    """Arrays of any shape go in, new ones of the same shape come out, and the old ones are unchanged."""
    theta, gradient, average = grids(seed=4)
    before = theta.copy(), gradient.copy(), average.copy()
    expected = 0.9 * average + 0.1 * gradient**2

    moved, kept = rmsprop(theta, gradient, average, 0.2)

    assert (theta, gradient, average) == approx(before)
    assert kept == approx(expected)
    assert moved == approx(before[0] - 0.2 * before[1] / np.sqrt(expected + 1e-7))


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


@points(3)
def test_adam_equals_keras(adam):
    """Three steps after four others give the parameters, both averages and the count of Keras."""
    path, states = walk(adam, (np.array([0.3, -0.1]), np.array([0.5, 2.0]), 4))

    assert path == approx([[0.490978413, -1.998413604], [0.482736308, -1.996578968], [0.476899916, -1.998374415]])
    assert [m for m, _, _ in states] == approx([[0.37, -0.13], [0.353, -0.157], [0.2577, 0.1587]])
    assert [v for _, v, _ in states] == approx([[0.5005, 1.99816], [0.5000395, 1.99632184], [0.49989946, 2.00332552]])
    assert [t for _, _, t in states] == approx([5, 6, 7])


@points(2)
def test_the_first_step_is_as_long_as_the_learning_rate(adam):
    """Averages that begin with zero are corrected: the first step has the length of the rate, whatever the gradient."""
    for rate in (0.1, 0.02):
        theta, _ = adam(np.zeros(4), np.array([1000.0, 1.0, -0.05, -7.0]), None, learning_rate=rate)
        assert theta == approx([-rate, -rate, rate, rate], rel=1e-3)


@points(2)
def test_adam_under_other_options(adam):
    """With beta_1 = 0.7, beta_2 = 0.8 and epsilon = 0.5, added to the root of v, it is as in Keras, too."""
    path, states = walk(adam, None, beta_1=0.7, beta_2=0.8, epsilon=0.5)

    expected = [[0.452786408, -1.973650131], [0.417875460, -1.941217700], [0.416872702, -1.984533326]]
    assert path == approx(expected)
    assert states[2] == approx(([0.009, 0.7572], [0.2064, 1.84608], 3))


@points(1)
def test_adam_has_the_defaults_of_keras(adam):
    """If nothing is said, the rate is 0.001, beta_1 0.9, beta_2 0.999 and epsilon 1e-7; no gradient, no movement."""
    theta, (m, v, t) = adam(np.array([0.0, 5.0]), np.array([1e-6, 0.0]), None)

    root = np.sqrt(1e-15)
    assert theta == approx([-1e-3 * np.sqrt(0.001) / 0.1 * 1e-7 / (root + 1e-7), 5])
    assert m == approx([1e-7, 0], abs=1e-15)
    assert v == approx([1e-15, 0], abs=1e-23)
    assert t == approx(1)


@points(1)
def test_adam_leaves_its_arrays_alone(adam):
    """Arrays of any shape go in, new ones of the same shape come out, and the old ones are unchanged."""
    theta, gradient, v = grids(seed=5)
    m = gradient[::-1].copy()
    before = theta.copy(), gradient.copy(), m.copy(), v.copy()
    mean, square = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
    expected = theta - 0.2 * np.sqrt(1 - 0.999**10) / (1 - 0.9**10) * mean / (np.sqrt(square) + 1e-7)

    moved, state = adam(theta, gradient, (m, v, 9), 0.2)

    assert (theta, gradient, m, v) == approx(before)
    assert moved == approx(expected)
    assert state == approx((mean, square, 10))


# train


@visible
@points(2)
def test_two_epochs_on_two_points(train):
    """On (1, 3) and (2, 5) it goes from zeros to (1.3, 0.8) and (1.71, 1.05), with the losses 1.685 and 0.169."""
    x, y = np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([3.0, 5.0])

    theta, losses = train(x, y, "sgd", 0.1, 2, 1, 0)
    assert theta == approx([1.3, 0.8])
    assert losses == approx([1.685])
    theta, losses = train(x, y, "sgd", 0.1, 2, 2, 0)
    assert theta == approx([1.71, 1.05])
    assert losses == approx([1.685, 0.16925])


@points(2)
def test_one_batch_of_everything_is_gradient_descent(train):
    """If a batch holds all the data, or could hold more, an epoch is one step with the gradient of all the data."""
    x, y = scattered(7, features=3)
    for size, rate in ((7, 0.1), (100, 0.05)):
        theta, expected = np.zeros(3), []
        for _ in range(4):
            theta = theta - rate * slope(x, y, theta)
            expected.append(loss(x, y, theta))

        found, losses = train(x, y, "sgd", rate, size, 4, 3)
        assert found == approx(theta)
        assert losses == approx(expected)


@points(3)
def test_each_batch_makes_a_step(train, batches):
    """There is one step per batch, with its mean gradient, in the order of batches(n, size, seed + epoch)."""
    x, y = scattered(11)
    theta, expected = np.zeros(2), []
    for epoch in tours(batches, 11, 4, (5, 6, 7)):
        for batch in epoch:
            theta = theta - 0.2 * slope(x[batch], y[batch], theta)
        expected.append(loss(x, y, theta))

    found, losses = train(x, y, "sgd", 0.2, 4, 3, 5)

    assert found == approx(theta)
    assert losses == approx(expected)
    assert train(x, y, "sgd", 0.2, 4, 2, 5)[1] == approx(expected[:2])


@points(1)
def test_training_with_adagrad(train, batches, adagrad):
    """With "adagrad" it takes the steps of adagrad, and its state lives as long as the training."""
    x, y = scattered(5, seed=8)
    theta, state = np.zeros(2), None
    for epoch in tours(batches, 5, 2, (1, 2)):
        for batch in epoch:
            theta, state = adagrad(theta, slope(x[batch], y[batch], theta), state, 0.3)

    assert len(set(map(float, theta))) == 2
    assert train(x, y, "adagrad", 0.3, 2, 2, 1)[0] == approx(theta)


@points(1)
def test_training_with_rmsprop(train, batches, rmsprop):
    """With "rmsprop" it takes the steps of rmsprop, and its state lives as long as the training."""
    x, y = scattered(6, seed=9)
    theta, state = np.zeros(2), None
    for epoch in tours(batches, 6, 4, (4, 5)):
        for batch in epoch:
            theta, state = rmsprop(theta, slope(x[batch], y[batch], theta), state, 0.1)

    assert len(set(map(float, theta))) == 2
    assert train(x, y, "rmsprop", 0.1, 4, 2, 4)[0] == approx(theta)


@points(1)
def test_training_with_adam(train, batches, adam):
    """With "adam" it takes the steps of adam, and its state lives as long as the training."""
    x, y = scattered(5, seed=10)
    theta, state = np.zeros(2), None
    for epoch in tours(batches, 5, 3, (7, 8)):
        for batch in epoch:
            theta, state = adam(theta, slope(x[batch], y[batch], theta), state, 0.2)

    assert len(set(map(float, theta))) == 2
    assert train(x, y, "adam", 0.2, 3, 2, 7)[0] == approx(theta)


@points(2)
def test_it_finds_the_parameters(train):
    """If the targets follow exactly from the rows, training ends at the parameters behind them, and at no loss."""
    x, _ = scattered(20, features=3, seed=11)
    for theta in (np.array([2.0, -1.0, 0.5]), np.array([0.0, 3.0, -4.0])):
        y = x @ theta
        found, losses = train(x, y, "sgd", 0.1, 5, 60, 1)
        assert found == approx(theta, rel=1e-3, abs=1e-3)
        assert losses[-1] == approx(0, abs=1e-4)
        assert len(losses) == 60


@points(1)
def test_no_epochs_change_nothing(train):
    """Without an epoch the parameters are zeros, one for each feature, and there is no loss to tell."""
    for features in (2, 5):
        theta, losses = train(*scattered(6, features), "adam", 0.1, 2, 0, 0)
        assert theta == approx(np.zeros(features))
        assert len(losses) == 0


@points(1)
def test_what_cannot_be_trained_is_an_error(train):
    """An unknown optimizer, or rows and targets of different number, raise a ValueError."""
    x, y = np.array([[1.0], [1.0], [1.0]]), np.array([4.0, 4.0, 4.0])
    for optimizer in ("sdg", "SGD", ""):
        with raises(ValueError):
            train(x, y, optimizer, 0.1, 3, 1, 0)
    for rows, targets in ((x, y[:2]), (x[:2], y)):
        with raises(ValueError):
            train(rows, targets, "sgd", 0.1, 3, 1, 0)
    assert train(x, y, "sgd", 0.25, 3, 2, 0)[0] == approx([3])


@points(1)
def test_training_leaves_the_data_alone(train):
    """Rows and targets are the same afterwards, and the same seed gives the same parameters again."""
    x, y = scattered(8, seed=12)
    before = x.copy(), y.copy()
    step = 0.1 * slope(x, y, np.zeros(2))

    first, again = (train(x, y, "sgd", 0.1, 3, 2, 4)[0] for _ in range(2))

    assert (x, y) == approx(before)
    assert first == approx(again)
    assert train(x, y, "sgd", 0.1, 8, 1, 4)[0] == approx(-step)
    assert train(x, y, "sgd", 0.1, 3, 2, 5)[0] != approx(first)
