import numpy as np

from autograder.testing import approx, points, raises, visible


def noise(*shape, seed=8):
    """Random numbers around zero, with as many of them negative as positive."""
    return np.random.default_rng(seed).normal(size=shape)


def layer_of(inputs, kernels, stride=1):
    """What a convolutional layer gives, one window after the other."""
    filters, _, rows, columns = kernels.shape
    height, width = (inputs.shape[1] - rows) // stride + 1, (inputs.shape[2] - columns) // stride + 1
    result = np.zeros((filters, height, width))
    for p in range(height):
        for q in range(width):
            window = inputs[:, p * stride : p * stride + rows, q * stride : q * stride + columns]
            result[:, p, q] = np.tensordot(kernels, window, 3)
    return result


# conv_layer


@visible
@points(1)
def test_a_filter_adds_up_its_channels(conv_layer):
    """Each filter weighs the channels as its kernels say and adds them up: one picture for each filter."""
    inputs = np.array([[[1, 2], [3, 4]], [[10, 20], [30, 40]]])
    both, second = [[[1]], [[1]]], [[[0]], [[-1]]]

    assert conv_layer(inputs, np.array([both, second])) == approx([[[11, 22], [33, 44]], [[-10, -20], [-30, -40]]])
    assert conv_layer(inputs, np.array([second])) == approx([[[-10, -20], [-30, -40]]])


@visible
@points(1)
def test_the_example_of_the_slide(conv_layer):
    """Two channels of 5 x 5 and two filters of 3 x 3 give two pictures of 3 x 3."""
    inputs = np.arange(50).reshape(2, 5, 5) % 7
    filters = np.array([[np.eye(3), np.ones((3, 3))], [np.zeros((3, 3)), np.eye(3)[::-1]]])
    first = [[38, 36, 34], [35, 40, 38], [32, 37, 35]]
    second = [[9, 5, 8], [10, 13, 9], [11, 7, 10]]

    assert conv_layer(inputs, filters) == approx([first, second])
    assert conv_layer(inputs, filters[1:]) == approx([second])


@points(2)
def test_every_filter_has_its_own_kernels(conv_layer):
    """Filter m uses kernel [m, c] for channel c, for any number of filters and channels."""
    inputs, kernels = noise(3, 4, 4), noise(4, 3, 2, 2, seed=1)
    expected = layer_of(inputs, kernels)
    fewer = layer_of(inputs[:1], kernels[:2, :1])

    assert conv_layer(inputs, kernels) == approx(expected)
    assert conv_layer(inputs[:1], kernels[:2, :1]) == approx(fewer)


@points(2)
def test_layers_need_not_be_square(conv_layer):
    """Inputs may be wider than high or higher than wide, and so may kernels."""
    inputs, flat, tall = noise(2, 4, 7), noise(2, 2, 1, 3, seed=2), noise(3, 2, 4, 2, seed=3)
    with_flat, with_tall = layer_of(inputs, flat), layer_of(inputs, tall)
    turned = layer_of(inputs.swapaxes(1, 2), flat)

    assert conv_layer(inputs, flat) == approx(with_flat)
    assert conv_layer(inputs, tall) == approx(with_tall)
    assert conv_layer(inputs.swapaxes(1, 2), flat) == approx(turned)


@points(2)
def test_kernels_are_not_turned(conv_layer):
    """A kernel with a single 1 picks that pixel of the window from that channel; it is neither turned nor mirrored."""
    inputs, kernels = noise(2, 4, 5), np.zeros((2, 2, 2, 3))
    kernels[0, 1, 0, 2] = kernels[1, 0, 1, 0] = 1
    expected = np.array([inputs[1, :3, 2:], inputs[0, 1:, :3]])
    swapped = expected[::-1].copy()

    assert conv_layer(inputs, kernels) == approx(expected)
    assert conv_layer(inputs, kernels[::-1].copy()) == approx(swapped)


@points(2)
def test_the_layer_moves_by_its_stride(conv_layer):
    """A stride applies in both directions, begins at the top left, and leaves out a last place that does not fit."""
    inputs, kernels = noise(2, 6, 8), noise(2, 2, 3, 2, seed=4)
    by_two, by_three = layer_of(inputs, kernels, 2), layer_of(inputs, kernels, 3)

    assert conv_layer(inputs, kernels, 2) == approx(by_two)
    assert conv_layer(inputs, kernels, stride=3) == approx(by_three)


@points(2)
def test_the_bias_is_added_once(conv_layer):
    """Each filter has one bias, which is added once to each of its values, not once for each product or channel."""
    inputs, kernels, bias = noise(3, 4, 5), noise(2, 3, 2, 2, seed=5), np.array([0.5, -3.0])
    expected = layer_of(inputs, kernels) + np.array([[[0.5]], [[-3.0]]])
    strided = layer_of(inputs, kernels, 2) + np.array([[[2]], [[7]]])

    assert conv_layer(inputs, kernels, bias=bias) == approx(expected)
    assert conv_layer(inputs, kernels, 2, [2, 7]) == approx(strided)


@points(1)
def test_each_call_begins_at_zero(conv_layer):
    """A second call gives what the first one gave: nothing is left over from the call before."""
    inputs, kernels = noise(1, 3, 4), noise(2, 1, 2, 2, seed=6)
    expected, doubled = layer_of(inputs, kernels), layer_of(2 * inputs, kernels)

    assert conv_layer(inputs, kernels) == approx(expected)
    assert conv_layer(2 * inputs, kernels) == approx(doubled)
    assert conv_layer(inputs, kernels) == approx(expected)


@points(1)
def test_pixels_of_one_byte_do_not_overflow(conv_layer):
    """Pixels from 0 to 255 that are stored in one byte each give the same sums as floats do."""
    inputs = np.full((3, 2, 2), 200, dtype=np.uint8)
    kernels = np.full((1, 3, 2, 2), 2, dtype=np.uint8)
    kernels[0, 0, 0, 0] = 7

    assert conv_layer(inputs, kernels) == approx([[[5800]]])
    assert conv_layer(inputs[:, :1], kernels[:, :, :1] / 4) == approx([[[850]]])


@points(1)
def test_channels_must_fit(conv_layer):
    """Kernels for more or fewer channels than there are raise a ValueError; kernels that fit do not."""
    inputs = np.ones((2, 3, 3))

    for channels in (1, 3):
        with raises(ValueError):
            conv_layer(inputs, np.ones((1, channels, 2, 2)))
    assert conv_layer(inputs, np.ones((1, 2, 2, 2))) == approx(np.full((1, 2, 2), 8.0))
    assert conv_layer(inputs, np.ones((3, 2, 3, 3))) == approx(np.full((3, 1, 1), 18.0))


@points(1)
def test_the_layer_leaves_its_arrays_alone(conv_layer):
    """Inputs, kernels and bias are the same afterwards."""
    inputs, kernels, bias = noise(2, 3, 3), noise(2, 2, 2, 2, seed=7), np.array([1.0, 2.0])
    before = inputs.copy(), kernels.copy(), bias.copy()
    expected = layer_of(inputs, kernels) + bias[:, None, None]

    assert conv_layer(inputs, kernels, 1, bias) == approx(expected)
    assert (inputs, kernels, bias) == approx(before, rel=0, abs=0)
    assert conv_layer(inputs, kernels, 2)[:, 0, 0] == approx(expected[:, 0, 0] - [1, 2])


# max_pool


@visible
@points(1)
def test_max_pool_of_the_slide(max_pool):
    """Windows of 2 x 2 keep 255, 153, 23 and 55; one window of 4 x 4 keeps 255."""
    image = np.array([[12, 255, 7, 31], [90, 3, 153, 64], [23, 5, 18, 2], [0, 11, 55, 40]])

    assert max_pool(image, 2) == approx([[255, 153], [23, 55]])
    assert max_pool(image, 4) == approx([[255]])


@points(2)
def test_windows_do_not_overlap(max_pool):
    """Each pixel belongs to one window, whatever the size of the windows; with size 1 nothing changes."""
    image = noise(6, 12)
    halves = image.reshape(3, 2, 6, 2).max(axis=(1, 3))
    thirds = image.reshape(2, 3, 4, 3).max(axis=(1, 3))
    same = image.copy()

    assert max_pool(image, 2) == approx(halves)
    assert max_pool(image, 3) == approx(thirds)
    assert max_pool(image, 1) == approx(same)


@points(1)
def test_what_is_left_over_is_dropped(max_pool):
    """Unless told otherwise, rows and columns that do not fill a window do not count."""
    image = noise(5, 8)
    image[4, :], image[:, 6:] = 100, 100
    by_two, by_three = image[:4].reshape(2, 2, 4, 2).max(axis=(1, 3)), [[image[:3, :3].max(), image[:3, 3:6].max()]]

    assert max_pool(image, 2) == approx(by_two)
    assert max_pool(image, 3) == approx(by_three)
    assert max_pool(image, 3, "drop") == approx(by_three)


@points(2)
def test_what_is_left_over_is_kept(max_pool):
    """With edge="keep" the last windows are smaller, and what would lie beyond the border is no zero."""
    negative = np.array([[-1, -2, -3], [-4, -5, -6], [-7, -8, -9]])
    wide = noise(4, 7)
    expected = [[wide[i : i + 3, j : j + 3].max() for j in (0, 3, 6)] for i in (0, 3)]

    assert max_pool(negative, 2, edge="keep") == approx([[-1, -3], [-7, -9]])
    assert max_pool(wide, 3, edge="keep") == approx(expected)
    assert max_pool(negative[:2, :2], 2, edge="keep") == approx([[-1]])


@points(1)
def test_the_largest_may_be_negative(max_pool):
    """Of negative numbers the one nearest to zero is the largest, and not the one furthest away."""
    assert max_pool(np.array([[-5, -3], [-8, -4]]), 2) == approx([[-3]])
    assert max_pool(np.array([[-5.5, 2.0, -1.0, -1.5]]).reshape(2, 2), 2) == approx([[2]])
    assert max_pool(np.array([[-9, 4], [-7, 1], [-0.5, -2], [-6, -3]]), 2) == approx([[4], [-0.5]])


@points(1)
def test_the_result_is_an_array_of_floats(max_pool):
    """The result is an array of floats, also where the image holds whole numbers or bytes."""
    numbers, pixels = np.arange(8).reshape(2, 4), np.array([[9, 1], [255, 2]], dtype=np.uint8)

    for image, expected in ((numbers, [[5, 7]]), (pixels, [[255]])):
        pooled = max_pool(image, 2, "keep")
        assert isinstance(pooled, np.ndarray) and pooled.dtype.kind == "f"
        assert pooled == approx(expected)


@points(1)
def test_max_pool_knows_two_edges(max_pool):
    """An edge that is neither "drop" nor "keep" raises a ValueError, and these two do not."""
    image = np.array([[1.0, 7.0], [3.0, 5.0]])

    with raises(ValueError):
        max_pool(image, 2, "pad")
    for edge in ("drop", "keep"):
        assert max_pool(image, 2, edge) == approx([[7]])
        assert max_pool(image - 8, 1, edge) == approx([[-7, -1], [-5, -3]])


@points(1)
def test_max_pool_leaves_the_image_alone(max_pool):
    """The image is the same afterwards, and the result is right the second time too."""
    image = noise(4, 6)
    before, expected = image.copy(), image.reshape(2, 2, 3, 2).max(axis=(1, 3))

    assert max_pool(image, 2) == approx(expected)
    assert image == approx(before, rel=0, abs=0)
    assert max_pool(-image, 2, "keep") == approx(-(before.reshape(2, 2, 3, 2).min(axis=(1, 3))))


# average_pool


@visible
@points(1)
def test_average_pool_of_the_slide(average_pool):
    """The windows of 2 x 2 have the means 90, 63.75, 9.75 and 28.75; the whole image has 48.0625."""
    image = np.array([[12, 255, 7, 31], [90, 3, 153, 64], [23, 5, 18, 2], [0, 11, 55, 40]])

    assert average_pool(image, 2) == approx([[90, 63.75], [9.75, 28.75]])
    assert average_pool(image, 4) == approx([[48.0625]])


@points(1)
def test_pooling_keeps_the_mean(average_pool):
    """Where the windows fill the image, each has its mean, and the mean of all stays the same."""
    image = noise(6, 9)
    expected, mean = image.reshape(2, 3, 3, 3).mean(axis=(1, 3)), image.mean()

    pooled = average_pool(image, 3)

    assert pooled == approx(expected)
    assert pooled.mean() == approx(mean)
    assert average_pool(image + 5, 3) == approx(expected + 5)


@points(2)
def test_a_smaller_window_has_fewer_pixels(average_pool):
    """With edge="keep" the mean of a smaller window is taken over the pixels that it has."""
    rows = np.array([[2, 4, 9], [6, 8, 1], [10, 30, 7]])
    wide = noise(4, 8)
    expected = [[wide[i : i + 3, j : j + 3].mean() for j in (0, 3, 6)] for i in (0, 3)]

    assert average_pool(rows, 2, edge="keep") == approx([[5, 5], [20, 7]])
    assert average_pool(wide, 3, edge="keep") == approx(expected)


@points(1)
def test_average_drops_what_is_left_over(average_pool):
    """Unless told otherwise, rows and columns that do not fill a window do not count."""
    image = noise(7, 5)
    image[6, :], image[:, 4] = 100, 100
    by_two = image[:6, :4].reshape(3, 2, 2, 2).mean(axis=(1, 3))
    by_three = [[image[:3, :3].mean()], [image[3:6, :3].mean()]]

    assert average_pool(image, 2) == approx(by_two)
    assert average_pool(image, 3, "drop") == approx(by_three)


@points(1)
def test_bytes_have_means_that_are_no_bytes(average_pool):
    """Bright pixels of one byte each have the right mean: the sum does not overflow, and nothing is rounded."""
    image = np.array([[250, 255, 1], [200, 252, 2]], dtype=np.uint8)

    assert average_pool(image, 2) == approx([[239.25]])
    assert average_pool(image[:, 1:], 2, "keep") == approx([[127.5]])


@points(1)
def test_average_pool_knows_two_edges(average_pool):
    """An edge that is neither "drop" nor "keep" raises a ValueError, and these two do not."""
    image = np.array([[1.0, 7.0], [3.0, 5.0]])

    with raises(ValueError):
        average_pool(image, 2, "same")
    for edge in ("drop", "keep"):
        assert average_pool(image, 2, edge) == approx([[4]])
        assert average_pool(-image, 1, edge) == approx([[-1, -7], [-3, -5]])


@points(1)
def test_average_pool_leaves_the_image_alone(average_pool):
    """The image is the same afterwards, and the result is right the second time too."""
    image = noise(4, 6)
    before, expected = image.copy(), image.reshape(2, 2, 3, 2).mean(axis=(1, 3))

    assert average_pool(image, 2) == approx(expected)
    assert image == approx(before, rel=0, abs=0)
    assert average_pool(2 * image, 2, "keep") == approx(2 * expected)


# dropout


@visible
@points(1)
def test_survivors_grow(dropout):
    """With a rate of 0.2 about a fifth becomes zero and the rest grows by a factor of 1.25; with 0.5 half, and 2."""
    for rate, factor in ((0.2, 1.25), (0.5, 2.0)):
        dropped = dropout(np.full(4000, 4.0), rate, True, 3)

        assert dropped.shape == (4000,)
        assert sorted(set(np.round(dropped, 6).tolist())) == [0.0, 4 * factor]
        assert abs(np.mean(dropped == 0) - rate) < 0.05


@points(2)
def test_the_rate_is_what_is_dropped(dropout):
    """The rate is the share that is dropped, not the share that is kept, and the others are x / (1 - rate)."""
    x = noise(60, 50) + 10
    survivors = {rate: x / (1 - rate) for rate in (0.1, 0.4, 0.75)}

    for rate, expected in survivors.items():
        dropped = dropout(x, rate, True, 11)
        kept = dropped != 0
        assert dropped.shape == (60, 50)
        assert abs(1 - kept.mean() - rate) < 0.06
        assert dropped[kept] == approx(expected[kept])


@points(2)
def test_inference_drops_nothing(dropout):
    """When not training, every value stays exactly as it is, whatever the rate and the seed."""
    x = noise(5, 7)
    same, tail = x.copy(), x[2:].copy()

    assert dropout(x, 0.4, False, 0) == approx(same)
    assert dropout(x[2:], rate=0.9, training=False, seed=5) == approx(tail)


@points(1)
def test_a_rate_of_zero_drops_nothing(dropout):
    """With a rate of zero, training changes nothing; with a small rate it changes little."""
    x = noise(4, 3)
    same, negative = x.copy(), -x

    assert dropout(x, 0.0, True, 1) == approx(same)
    assert dropout(-x, 0, True, 2) == approx(negative)


@points(2)
def test_every_value_takes_its_own_chance(dropout):
    """The number of zeros differs from draw to draw, and rows and columns are not dropped as a whole."""
    zeros = [int((dropout(np.ones((10, 20)), 0.3, True, seed) == 0).sum()) for seed in range(12)]
    mask = dropout(np.ones((30, 40)), 0.5, True, 4) == 0

    assert len(set(zeros)) > 2, "the same number was dropped every time"
    assert 30 < min(zeros) and max(zeros) < 95
    assert len({tuple(row) for row in mask.tolist()}) == 30, "two rows were dropped in the same places"
    assert len({tuple(column) for column in mask.T.tolist()}) == 40, "two columns were dropped in the same places"


@points(1)
def test_the_seed_decides(dropout):
    """The same seed drops the same places again, whatever the values are, and another seed drops others."""
    first, again = dropout(np.ones(100), 0.4, True, 7), dropout(np.full(100, 3.0), 0.4, True, 7)
    others = [dropout(np.ones(100), 0.4, True, seed) for seed in (8, 9, 1234)]

    assert again == approx(3 * first)
    assert 10 < (first == 0).sum() < 80
    assert all((other != first).any() for other in others)


@points(1)
def test_the_mean_stays(dropout):
    """On average the values are as large as before: neither smaller while training, nor larger."""
    ones = np.ones((100, 100))

    for rate in (0.2, 0.4):
        assert dropout(ones, rate, True, 21).mean() == approx(1, abs=0.06)
        assert dropout(-2 * ones, rate, True, 22).mean() == approx(-2, abs=0.12)


@points(1)
def test_a_rate_is_a_probability(dropout):
    """A rate below 0, of 1, or above 1 raises a ValueError; one just below 1 does not."""
    for rate in (-0.1, 1, 1.5):
        with raises(ValueError):
            dropout(np.ones(3), rate, True, 0)
    nearly = dropout(np.ones(3000), 0.99, True, 5)
    assert sorted(set(np.round(nearly, 6).tolist())) == [0.0, 100.0]


@points(1)
def test_dropout_leaves_its_array_alone(dropout):
    """The array is the same afterwards, while training too; whole numbers come back as floats."""
    x = np.arange(1, 201)
    before = x.copy()

    dropped, same = dropout(x, 0.2, True, 6), dropout(x, 0.2, False, 6)

    assert x == approx(before, rel=0, abs=0)
    assert dropped[dropped != 0] == approx((1.25 * before)[dropped != 0])
    assert 10 < (dropped == 0).sum() < 90
    assert same == approx(before) and same.dtype.kind == "f"


# batch_norm


@visible
@points(1)
def test_two_numbers_become_minus_one_and_one(batch_norm):
    """1 and 3 have mean 2 and variance 1, so they become -1 and 1; then gamma = 2 and beta = 5 make 3 and 7 of them."""
    x, zero, one = np.array([[1.0], [3.0]]), np.array([0.0]), np.array([1.0])

    y, mean, variance = batch_norm(x, one, zero, zero, one, True, momentum=0.5, epsilon=0)
    assert (y, mean, variance) == approx(([[-1], [1]], [1], [1]))

    y, mean, variance = batch_norm(x, 2 * one, 5 * one, zero, one, True, momentum=0.5, epsilon=0)
    assert (y, mean, variance) == approx(([[3], [7]], [1], [1]))


@points(2)
def test_training_uses_the_batch(batch_norm):
    """While training, each channel is normalised with its own mean and variance in this batch."""
    x, gamma, beta = 3 * noise(8, 3) + [1, -20, 300], np.array([1.0, 0.5, -2.0]), np.array([0.0, 4.0, 1.0])
    expected = gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 0.001) + beta
    doubled = 2 * (expected - beta) + beta

    y, _, _ = batch_norm(x, gamma, beta, np.full(3, 7.0), np.full(3, 9.0), True)
    twice, _, _ = batch_norm(x, 2 * gamma, beta, np.zeros(3), np.ones(3), True)

    assert y == approx(expected)
    assert twice == approx(doubled)


@points(2)
def test_inference_uses_the_moving_statistics(batch_norm):
    """When not training, the moving statistics are used and stay as they are, even for a batch of one."""
    x, gamma, beta = noise(4, 2), np.array([2.0, -1.0]), np.array([0.5, 3.0])
    mean, variance = np.array([1.0, -2.0]), np.array([4.0, 0.25])
    expected = gamma * (x - mean) / np.sqrt(variance + 0.001) + beta

    y, same_mean, same_variance = batch_norm(x, gamma, beta, mean, variance, False)
    one, _, _ = batch_norm(x[:1], gamma, beta, mean, variance, False)

    assert y == approx(expected)
    assert one == approx(expected[:1])
    assert (same_mean, same_variance) == approx(([1, -2], [4, 0.25]))


@points(2)
def test_the_moving_statistics_move_slowly(batch_norm):
    """They keep the share `momentum` of what they were, 0.99 unless said, and take the rest from the batch."""
    x, ones = 2 * noise(6, 2) + [10, -5], np.ones(2)
    old_mean, old_variance = np.array([3.0, 1.0]), np.array([2.0, 0.5])
    slow = 0.99 * old_mean + 0.01 * x.mean(axis=0), 0.99 * old_variance + 0.01 * x.var(axis=0)
    quick = 0.8 * old_mean + 0.2 * x.mean(axis=0), 0.8 * old_variance + 0.2 * x.var(axis=0)

    assert batch_norm(x, ones, 0 * ones, old_mean, old_variance, True)[1:] == approx(slow)
    assert batch_norm(x, ones, 0 * ones, old_mean, old_variance, True, momentum=0.8)[1:] == approx(quick)


@points(2)
def test_a_channel_has_one_mean_for_all_pixels(batch_norm):
    """For images, mean and variance of a channel are taken over all images, rows and columns together."""
    x, ones = noise(3, 4, 5, 2) * [1, 6] + [0, 9], np.ones(2)
    mean, variance = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
    expected = (x - mean) / np.sqrt(variance + 0.001)
    shifted = (x - [1, 2]) / np.sqrt([4.001, 9.001])

    results = batch_norm(x, ones, 0 * ones, 0 * ones, ones, True, momentum=0)
    at_rest = batch_norm(x, ones, 0 * ones, np.array([1.0, 2.0]), np.array([4.0, 9.0]), False)

    assert results == approx((expected, mean, variance))
    assert at_rest[0] == approx(shifted)


@points(1)
def test_epsilon_stands_under_the_root(batch_norm):
    """Epsilon is added to the variance; a channel that is constant becomes beta, and not NaN."""
    x, one = np.array([[0.0, 4.0], [6.0, 4.0]]), np.ones(2)
    expected = np.array([[-3 / 5, 8], [3 / 5, 8]])
    wider = np.array([[-1 / 3, 8], [1 / 3, 8]])

    assert batch_norm(x, one, 8 * np.array([0, 1]), one, one, True, epsilon=16)[0] == approx(expected)
    assert batch_norm(x, one, 8 * np.array([0, 1]), one, one, True, epsilon=72)[0] == approx(wider)


@points(1)
def test_normalised_values_forget_their_scale(batch_norm):
    """Multiplying the input, or adding to it, changes nothing once it is normalised; the batch as a whole matters."""
    x, ones = noise(10, 3), np.ones(3)
    expected = (x - x.mean(axis=0)) / x.std(axis=0)
    alone = (x[:5] - x[:5].mean(axis=0)) / x[:5].std(axis=0)

    for changed in (x, 100 * x, x - 7, 0.01 * x + 3):
        assert batch_norm(changed, ones, 0 * ones, ones, ones, True, epsilon=0)[0] == approx(expected)
    assert batch_norm(x[:5], ones, 0 * ones, ones, ones, True, epsilon=0)[0] == approx(alone)


@points(1)
def test_batch_norm_leaves_its_arrays_alone(batch_norm):
    """All five arrays are the same afterwards, the moving statistics too: new ones are returned."""
    arrays = [np.arange(6).reshape(3, 2), *np.arange(1.0, 9).reshape(4, 2)]
    before = [array.copy() for array in arrays]

    _, mean, variance = batch_norm(*arrays, True, momentum=0.5)
    assert arrays == approx(before, rel=0, abs=0)
    assert (mean, variance) == approx(([3.5, 4.5], [29 / 6, 32 / 6]))

    y, _, _ = batch_norm(*arrays, False, epsilon=0)
    assert arrays == approx(before, rel=0, abs=0)
    assert y[0] == approx([3 - 5 / np.sqrt(7), 4 - 10 / np.sqrt(8)])
