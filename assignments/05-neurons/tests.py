import numpy as np

from autograder.testing import approx, points, raises, visible

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR_INPUTS = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
XOR_TARGETS = np.array([[0], [1], [1], [0]])


def noise(*shape, seed=5):
    """Random numbers around zero, some of them beyond 1 and -1."""
    return np.random.default_rng(seed).normal(0, 2, shape)


def squeezed(z):
    """The sigmoid, without overflow."""
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def xor_outputs(weights):
    """What a network with these weights says to the four samples of XOR."""
    w1, w2 = weights
    return squeezed(squeezed(XOR_INPUTS @ w1) @ w2)


def first_weights(seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))


def trained(seed, steps):
    """The weights after some steps, computed as the slides do."""
    w1, w2 = first_weights(seed)
    for _ in range(steps):
        hidden = squeezed(XOR_INPUTS @ w1)
        output = squeezed(hidden @ w2)
        delta2 = (output - XOR_TARGETS) * output * (1 - output)
        delta1 = delta2 @ w2.T * hidden * (1 - hidden)
        w1, w2 = w1 - XOR_INPUTS.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2


# linear


@visible
@points(1)
def test_linear_does_nothing(linear):
    """At 3 the value is 3 and at -2 it is -2; the slope is 1 at both."""
    assert linear(3.0) == approx((3, 1))
    assert linear(-2.0) == approx((-2, 1))


@points(1)
def test_linear_works_number_by_number(linear):
    """An array of any shape gives a value and a slope for each of its numbers."""
    z, expected = noise(2, 3), noise(2, 3)

    value, slope = linear(z)
    long_value, long_slope = linear(np.array([0.0, 7.5, -40.0, 0.25]))

    assert value == approx(expected)
    assert slope == approx(np.ones((2, 3)))
    assert long_value == approx([0, 7.5, -40, 0.25])
    assert long_slope == approx([1, 1, 1, 1])


@points(1)
def test_linear_leaves_its_input_alone(linear):
    """The array that went in is the same afterwards."""
    z, expected = noise(4, seed=6), noise(4, seed=6)

    value, _ = linear(z)

    assert z == approx(expected)
    assert value == approx(expected)


# relu


@visible
@points(1)
def test_relu_cuts_off_below_zero(relu):
    """Of -2, 0 and 3 the ReLU leaves 0, 0 and 3, with the slopes 0, 0 and 1; of 1 and -1 it leaves 1 and 0."""
    assert relu(np.array([-2.0, 0.0, 3.0])) == approx(([0, 0, 3], [0, 0, 1]))
    assert relu(np.array([1.0, -1.0])) == approx(([1, 0], [1, 0]))


@points(1)
def test_relu_has_no_upper_end(relu):
    """Large numbers come through as they are, and so do small ones."""
    large, _ = relu(np.array([250.0, 1e6, -1e6]))
    small, _ = relu(np.array([0.002, -0.002, 1.5]))

    assert large == approx([250, 1e6, 0])
    assert small == approx([0.002, 0, 1.5])


@points(1)
def test_relu_works_number_by_number(relu):
    """Each number of a table is cut off on its own; a number alone works, too."""
    table, _ = relu(np.array([[4.0, -1.0, 0.5], [-3.0, 2.0, -0.25]]))
    positive, _ = relu(6.0)
    negative, _ = relu(-6.0)

    assert table == approx([[4, 0, 0.5], [0, 2, 0]])
    assert positive == approx(6)
    assert negative == approx(0)


@points(2)
def test_relu_slope_is_zero_or_one(relu):
    """The slope is the number 1 wherever z is positive, however little, and 0 elsewhere, also at zero itself."""
    _, slope = relu(np.array([[-5.0, -1e-8, 0.0], [1e-8, 0.5, 5.0]]))
    _, at_zero = relu(0.0)
    _, at_two = relu(2.0)

    assert slope == approx([[0, 0, 0], [1, 1, 1]])
    assert at_zero == approx(0)
    assert at_two == approx(1)


@points(1)
def test_relu_leaves_its_input_alone(relu):
    """The array that went in is the same afterwards, negative numbers included."""
    z = np.array([-1.0, 4.0, -0.5])

    value, _ = relu(z)

    assert z == approx([-1, 4, -0.5])
    assert value == approx([0, 4, 0])


# sigmoid


@visible
@points(1)
def test_sigmoid_in_the_middle(sigmoid):
    """At 0 the sigmoid is one half, and its slope, a quarter, is the steepest; at 2 they are 0.88 and 0.105."""
    assert sigmoid(0.0) == approx((0.5, 0.25))
    assert sigmoid(np.array([-2.0, 2.0])) == approx(
        ([0.1192029220, 0.8807970780], [0.1049935854, 0.1049935854])
    )


@points(2)
def test_sigmoid_values(sigmoid):
    """At ln 3 it is 3/4 and at -ln 9 it is 1/10; each number of a table is squeezed on its own."""
    z = noise(2, 4)
    expected = squeezed(z)

    known, _ = sigmoid(np.array([np.log(3), -np.log(9), np.log(4)]))
    table, _ = sigmoid(z)

    assert known == approx([0.75, 0.1, 0.8])
    assert table == approx(expected)


@points(2)
def test_sigmoid_slopes(sigmoid):
    """At ln 3 the slope is 3/16 and at -ln 9 it is 9/100: it is made from the value, not from z."""
    z, h = noise(3, 2, seed=7), 1e-5
    expected = (squeezed(z + h) - squeezed(z - h)) / (2 * h)

    _, known = sigmoid(np.array([np.log(3), -np.log(9)]))
    _, table = sigmoid(z)

    assert known == approx([0.1875, 0.09])
    assert table == approx(expected, rel=1e-5)


@points(2)
def test_sigmoid_of_huge_numbers(sigmoid):
    """At -1000 it is 0 and at 1000 it is 1, with slope 0: no error, and no NaN."""
    value, slope = sigmoid(np.array([-1000.0, 800.0, 0.0, 1000.0, -1e6]))

    assert value == approx([0, 1, 0.5, 1, 0])
    assert slope == approx([0, 0, 0.25, 0, 0])
    assert sigmoid(-2000.0) == approx((0, 0))


@points(1)
def test_sigmoid_leaves_its_input_alone(sigmoid):
    """The array that went in is the same afterwards, large numbers included."""
    z = np.array([-600.0, np.log(4), 900.0])

    value, _ = sigmoid(z)

    assert z == approx([-600, np.log(4), 900])
    assert value == approx([0, 0.8, 1])


# tanh


@visible
@points(1)
def test_tanh_in_the_middle(tanh):
    """At 0 it is 0 with slope 1; at 1 it is 0.76 with slope 0.42, and at -1 it is the opposite with the same slope."""
    assert tanh(0.0) == approx((0, 1))
    assert tanh(np.array([-1.0, 1.0])) == approx(([-0.7615941560, 0.7615941560], [0.4199743416, 0.4199743416]))


@points(1)
def test_tanh_values(tanh):
    """At the logarithm of 2 it is 3/5; each number of a table is squeezed on its own."""
    z = noise(3, 2)
    expected = 2 * squeezed(2 * z) - 1

    known, _ = tanh(np.log([2.0, 0.5, 3.0]))
    table, _ = tanh(z)

    assert known == approx([0.6, -0.6, 0.8])
    assert table == approx(expected)


@points(2)
def test_tanh_slopes(tanh):
    """At the logarithm of 2 the slope is 16/25: one minus the square of the value."""
    z = noise(2, 4, seed=7)
    expected = 1 / np.cosh(z) ** 2

    _, known = tanh(np.log([2.0, 0.5, 3.0]))
    _, table = tanh(z)

    assert known == approx([0.64, 0.64, 0.36])
    assert table == approx(expected)


@points(1)
def test_tanh_of_huge_numbers(tanh):
    """At -1000 it is -1 and at 1000 it is 1, with slope 0: no error, and no NaN."""
    value, slope = tanh(np.array([-1000.0, 0.0, 1000.0, 1e6]))

    assert value == approx([-1, 0, 1, 1])
    assert slope == approx([0, 1, 0, 0])


@points(1)
def test_tanh_leaves_its_input_alone(tanh):
    """The array that went in is the same afterwards."""
    z = np.log([2.0, 3.0])

    value, _ = tanh(z)

    assert z == approx(np.log([2.0, 3.0]))
    assert value == approx([0.6, 0.8])


# dense_layer


@visible
@points(1)
def test_layer_of_two_neurons(dense_layer):
    """Three samples of two inputs go through two neurons and give three rows of two numbers."""
    x = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]])
    w = np.array([[1.0, 10.0], [2.0, 20.0]])

    assert dense_layer(x, w, np.array([0.5, 0.0])) == approx([[5.5, 50], [2.5, 20], [3.5, 30]])
    assert dense_layer(x[:1], w, np.array([0.0, 1.0])) == approx([[5, 51]])


@points(2)
def test_layer_of_any_shape(dense_layer):
    """There may be more inputs than neurons, or fewer, and any number of samples."""
    for samples, inputs, neurons in ((4, 3, 2), (2, 2, 5), (1, 4, 1), (5, 1, 3)):
        x, w, b = noise(samples, inputs), noise(inputs, neurons, seed=1), noise(neurons, seed=2)
        expected = [[sum(x[n, i] * w[i, j] for i in range(inputs)) + b[j] for j in range(neurons)] for n in range(samples)]

        assert dense_layer(x, w, b) == approx(expected)


@points(2)
def test_columns_are_neurons(dense_layer):
    """Where W is square, too, each column is a neuron: the first column alone makes the first output."""
    w = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0], [5.0, 0.0, 0.0]])

    assert dense_layer(np.array([[1.0, 10.0, 100.0]]), w, np.zeros(3)) == approx([[500, 1, 20]])
    assert dense_layer(np.eye(3), w, np.zeros(3)) == approx([[0, 1, 0], [0, 0, 2], [5, 0, 0]])


@points(1)
def test_bias_belongs_to_the_neuron(dense_layer):
    """With as many samples as neurons, too, each column of the result gets one bias."""
    b = np.array([100.0, 200.0, 300.0])

    assert dense_layer(np.eye(3), np.eye(3), b) == approx([[101, 200, 300], [100, 201, 300], [100, 200, 301]])
    assert dense_layer(np.zeros((3, 2)), np.ones((2, 3)), -b) == approx(np.tile([-100, -200, -300], (3, 1)))


@points(2)
def test_two_linear_layers_are_one(dense_layer):
    """Two layers behind each other do what one layer does with the weights W1 W2 and the bias b1 W2 + b2."""
    x, w1, b1 = noise(4, 3), noise(3, 5, seed=1), noise(5, seed=2)
    w2, b2 = noise(5, 2, seed=3), noise(2, seed=4)
    expected = x @ w1 @ w2 + b1 @ w2 + b2

    assert dense_layer(dense_layer(x, w1, b1), w2, b2) == approx(expected)
    assert dense_layer(noise(4, 3), w1 @ w2, b1 @ w2 + b2) == approx(expected)
    assert dense_layer(noise(4, 3), w1, b1) != approx(expected)


@points(1)
def test_bias_of_the_wrong_shape_is_an_error(dense_layer):
    """A bias of one number, or of one column, would be stretched over two neurons: it raises a ValueError."""
    x, w = np.ones((2, 3)), np.ones((3, 2))

    assert dense_layer(x, w, np.array([1.0, 2.0])) == approx([[4, 5], [4, 5]])
    for b in (np.array([1.0]), np.array([[1.0], [2.0]]), np.array([[1.0, 2.0]])):
        with raises(ValueError):
            dense_layer(x, w, b)


@points(1)
def test_layer_leaves_its_arrays_alone(dense_layer):
    """Samples, weights and biases are the same afterwards, and a second call gives the same."""
    x, w, b = noise(3, 2), noise(2, 2, seed=1), noise(2, seed=2)
    expected = noise(3, 2) @ noise(2, 2, seed=1) + noise(2, seed=2)

    dense_layer(x, w, b)

    assert (x, w, b) == approx((noise(3, 2), noise(2, 2, seed=1), noise(2, seed=2)))
    assert dense_layer(x, w, b) == approx(expected)


# to_nhwc


@visible
@points(1)
def test_colours_come_side_by_side(to_nhwc):
    """A picture of 2 x 3 pixels with a red and a green plane becomes 2 x 3 pairs of red and green."""
    red, green = [[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]

    assert to_nhwc(np.array([[red, green]])) == approx([[[[1, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]]])
    assert to_nhwc(np.array([[red[:1]]])) == approx([[[[1], [2], [3]]]])


@points(2)
def test_every_number_stays_with_its_pixel(to_nhwc):
    """The number at [n, c, h, w] is afterwards at [n, h, w, c], in every picture of the batch."""
    n, c, h, w = np.indices((2, 3, 4, 5))
    batch = 1000 * n + 100 * c + 10 * h + w
    expected = [[[[1000 * n + 100 * c + 10 * h + w for c in range(3)] for w in range(5)] for h in range(4)] for n in range(2)]

    assert to_nhwc(batch) == approx(expected)
    assert to_nhwc(batch[:, :1]) == approx(np.array(expected)[..., :1])


@points(2)
def test_pictures_with_equal_sides(to_nhwc):
    """Where height and width, or all four axes, have the same length, nothing is exchanged by mistake."""
    batch = np.arange(81.0).reshape(3, 3, 3, 3)
    expected = [[[[27 * n + 9 * c + 3 * h + w for c in range(3)] for w in range(3)] for h in range(3)] for n in range(3)]

    assert to_nhwc(batch) == approx(expected)
    assert to_nhwc(np.array([[[[1, 2], [3, 4]]]])) == approx([[[[1], [2]], [[3], [4]]]])


@points(1)
def test_numbers_keep_their_type(to_nhwc):
    """One byte for each number stays one byte, and four stay four; twice the size would be 384 MiB more."""
    small = to_nhwc(np.full((1, 3, 2, 2), 255, dtype=np.uint8))
    large = to_nhwc(np.full((1, 3, 2, 2), 0.5, dtype=np.float32))

    assert small.dtype == np.uint8 and small.shape == (1, 2, 2, 3)
    assert large.dtype == np.float32 and large.shape == (1, 2, 2, 3)


@points(1)
def test_a_single_picture_is_no_batch(to_nhwc):
    """An array with three axes, or five, raises a ValueError."""
    assert to_nhwc(np.array([[[[7]], [[8]]]])) == approx([[[[7, 8]]]])
    for shape in ((3, 4, 5), (1, 1, 3, 4, 5)):
        with raises(ValueError):
            to_nhwc(np.zeros(shape))


@points(1)
def test_the_batch_stays_as_it_was(to_nhwc):
    """The batch keeps its shape and its numbers."""
    batch = np.arange(12).reshape(1, 2, 3, 2)

    turned = to_nhwc(batch)

    assert batch == approx(np.arange(12).reshape(1, 2, 3, 2))
    assert turned == approx([[[[0, 6], [1, 7]], [[2, 8], [3, 9]], [[4, 10], [5, 11]]]])
    assert to_nhwc(batch[:, :, :1]) == approx([[[[0, 6], [1, 7]]]])


# is_linearly_separable


@visible
@points(1)
def test_and_or_and_xor(is_linearly_separable):
    """One neuron can learn AND and OR, but not XOR."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

    assert is_linearly_separable(x, np.array([0, 0, 0, 1])) == approx(True)
    assert is_linearly_separable(x, np.array([0, 1, 1, 1])) == approx(True)
    assert is_linearly_separable(x, np.array([0, 1, 1, 0])) == approx(False)


@points(2)
def test_fourteen_of_sixteen_tables(is_linearly_separable):
    """Two inputs have sixteen truth tables. All are separable but XOR and its opposite."""
    tables = [[n >> 3 & 1, n >> 2 & 1, n >> 1 & 1, n & 1] for n in range(16)]
    separable = [is_linearly_separable(CORNERS, np.array(table)) for table in tables]

    assert separable == approx([n not in (0b0110, 0b1001) for n in range(16)])


@points(2)
def test_a_border_away_from_the_origin(is_linearly_separable):
    """The border needs a bias: 1 and 2 are told from 3 and 4, and the middle is not told from both ends."""
    x = np.array([[1.0], [2.0], [3.0], [4.0]])

    assert is_linearly_separable(x, np.array([0, 0, 1, 1])) == approx(True)
    assert is_linearly_separable(x, np.array([1, 1, 0, 0])) == approx(True)
    assert is_linearly_separable(x, np.array([0, 1, 1, 0])) == approx(False)
    assert is_linearly_separable(x, np.array([1, 0, 0, 1])) == approx(False)


@points(2)
def test_three_inputs(is_linearly_separable):
    """With three inputs, "at least two of them" is separable; "an odd number of them" is not."""
    x = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])

    assert is_linearly_separable(x, np.array([0, 0, 0, 1, 0, 1, 1, 1])) == approx(True)
    assert is_linearly_separable(x, np.array([0, 1, 1, 0, 1, 0, 0, 1])) == approx(False)


@points(1)
def test_a_narrow_gap(is_linearly_separable):
    """5 is told from 6, and 1 and 7 from 8, though the rule needs dozens of rounds; 7 is not told from 6 and 8."""
    assert is_linearly_separable(np.array([[5.0], [6.0]]), np.array([0, 1])) == approx(True)
    assert is_linearly_separable(np.array([[1.0], [7.0], [8.0]]), np.array([0, 0, 1])) == approx(True)
    assert is_linearly_separable(np.array([[6.0], [7.0], [8.0]]), np.array([0, 1, 0])) == approx(False)


@points(1)
def test_the_same_sample_with_both_labels(is_linearly_separable):
    """No neuron says yes and no to the same sample; if all labels are equal, there is nothing to tell apart."""
    x = np.array([[2.0, 1.0], [-1.0, 3.0], [2.0, 1.0]])

    assert is_linearly_separable(x, np.array([1, 0, 0])) == approx(False)
    assert is_linearly_separable(x, np.array([1, 0, 1])) == approx(True)
    assert is_linearly_separable(x, np.array([1, 1, 1])) == approx(True)


@points(1)
def test_samples_and_labels_stay_as_they_were(is_linearly_separable):
    """Samples and labels are the same afterwards, whatever the answer."""
    x, yes, no = np.array([[0, 0], [3, 1], [6, 2]]), np.array([0, 1, 1]), np.array([0, 1, 0])

    assert is_linearly_separable(x, yes) == approx(True)
    assert is_linearly_separable(x, no) == approx(False)
    assert (x, yes, no) == approx(([[0, 0], [3, 1], [6, 2]], [0, 1, 1], [0, 1, 0]))


# xor_network


@visible
@points(1)
def test_network_learns_xor(xor_network):
    """After training every output is within 0.05 of its target 0, 1, 1, 0; after a single step it is not."""
    assert xor_outputs(xor_network(1)) == approx([[0], [1], [1], [0]], rel=0, abs=0.05)
    assert xor_outputs(xor_network(1, 1)) != approx([[0], [1], [1], [0]], rel=0, abs=0.05)


@points(1)
def test_network_starts_at_its_seed(xor_network):
    """Without any step the weights are as drawn from the seed: first (3, 4), then (4, 1)."""
    for seed in (3, 11):
        w1, w2 = xor_network(seed, 0)
        assert w1 == approx(first_weights(seed)[0])
        assert w2 == approx(first_weights(seed)[1])


@points(3)
def test_first_step_follows_the_slope(xor_network):
    """One step moves both matrices against the gradient, with both deltas taken before anything moves."""
    for seed in (4, 12):
        w1, w2 = xor_network(seed, 1)
        assert w2 == approx(trained(seed, 1)[1])
        assert w1 == approx(trained(seed, 1)[0])


@points(2)
def test_steps_follow_each_other(xor_network):
    """Two steps and thirty are right as well: each starts where the one before ended."""
    for seed, steps in ((5, 2), (6, 30)):
        w1, w2 = xor_network(seed, steps=steps)
        assert w1 == approx(trained(seed, steps)[0])
        assert w2 == approx(trained(seed, steps)[1])


@points(2)
def test_network_learns_from_any_seed(xor_network):
    """Another seed brings every output within 0.05 of its target, too, and 20 steps are not enough for that."""
    assert xor_outputs(xor_network(21)) == approx([[0], [1], [1], [0]], rel=0, abs=0.05)
    assert xor_outputs(xor_network(21, 20)) != approx([[0], [1], [1], [0]], rel=0, abs=0.05)

@points(1)
def test_five_thousand_steps_unless_told_otherwise(xor_network):
    """If nobody says how many steps, there are 5,000: one less gives other weights."""
    after = [[2.41736954], [-7.89624718], [3.71695229], [10.66781313]]  # after 4,999 steps they differ in the fifth digit

    assert xor_network(8)[1] == approx(after, rel=1e-6)
