import numpy as np

from autograder.testing import Call, approx, like_reference, points, visible


def few(draw, least=1, most=3):
    """A small number."""
    return int(draw.rng.integers(least, most + 1))


def signed(draw, *shape):
    """An array of this shape, with negative and positive numbers of any kind."""
    return draw.array(*shape, low=-9, high=9).but("as small as allowed", "as large as allowed", "zeros", "all the same")


def in_floats(result, call, expected):
    """The result is an array of floats, with the right values."""
    assert isinstance(result, np.ndarray) and result.dtype.kind == "f", "The result is not an array of floats."
    return result == approx(expected, rel=1e-5, abs=1e-3)


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
def test_two_filters_on_two_channels(conv_layer):
    """Two channels and filters give two pictures of 3 x 3; with stride 2 and biases, of 2 x 2. No kernel is turned."""
    inputs = np.arange(50).reshape(2, 5, 5) % 7
    filters = np.array([[np.eye(3), np.ones((3, 3))], [np.zeros((3, 3)), np.eye(3)[::-1]]])
    first = [[38, 36, 34], [35, 40, 38], [32, 37, 35]]
    second = [[9, 5, 8], [10, 13, 9], [11, 7, 10]]

    assert conv_layer(inputs, filters) == approx([first, second])
    assert conv_layer(inputs, filters[1:]) == approx([second])
    assert conv_layer(inputs, filters, stride=2, bias=[1, -1]) == approx([[[39, 35], [33, 36]], [[8, 7], [10, 9]]])
    lopsided = np.array([[[[0, 1], [2, 3]]]])
    assert conv_layer(np.array([[[0, 1, 2], [5, 6, 0]]]), lopsided) == approx([[[29, 14]]])


@points(4)
@like_reference(rel=1e-4, abs=1e-4)
def cases_conv_layer(draw):
    """For any number of filters and channels, each filter has its own kernels, and no kernel is turned or mirrored."""
    for filters, channels in ((2, 1), (1, 1), (1, 3), (2, 2), (3, 2), (2, 3), (4, 2), (2, 5), (3, 3)):
        size, rows = few(draw, 3, 5), few(draw, 2, 3)
        yield Call(signed(draw, channels, size, size), signed(draw, filters, channels, rows, rows))


@points(2)
@like_reference(rel=1e-4, abs=1e-4)
def cases_conv_layer_not_square(draw):
    """Inputs may be wide, high, or a single row, and so may kernels, up to the size of the input."""
    wide, high = ((4, 7, 2, 2), (3, 6, 3, 2), (2, 5, 2, 5), (1, 7, 1, 3)), ((7, 4, 2, 2), (4, 3, 2, 3), (6, 1, 2, 1))
    for height, width, rows, columns in (*wide, *high, (5, 5, 1, 3), (5, 5, 3, 1), (3, 5, 1, 1)):
        filters, channels = few(draw), few(draw)
        yield Call(signed(draw, channels, height, width), signed(draw, filters, channels, rows, columns))


@points(3)
@like_reference(rel=1e-4, abs=1e-4)
def cases_conv_layer_stride(draw):
    """A stride applies in both directions, starts at the top left, and leaves out a last place that does not fit."""
    fits, does_not_fit = ((2, 5, 7, 3, 3), (1, 4, 5, 2, 2), (2, 4, 4, 4, 4)), ((2, 6, 8, 3, 2), (3, 7, 5, 1, 2))
    steps = (*does_not_fit, *fits, (3, 6, 6, 2, 2), (4, 8, 5, 3, 1), (5, 4, 6, 2, 3), (20, 5, 4, 3, 3))
    for stride, height, width, rows, columns in steps:
        filters, channels = few(draw), few(draw)
        inputs, kernels = signed(draw, channels, height, width), signed(draw, filters, channels, rows, columns)
        yield Call(inputs, kernels, stride) if draw.one(draw.yes_no()) else Call(inputs, kernels, stride=stride)


@points(3)
@like_reference(rel=1e-4, abs=1e-4)
def cases_conv_layer_bias(draw):
    """Each filter has one bias, added once to each of its values; biases come as a list, an array, or None."""
    for filters in (2, 3, 1, 4, 2, 3):
        channels, size = few(draw), few(draw, 3, 4)
        inputs, kernels = signed(draw, channels, size, size), signed(draw, filters, channels, 2, 2)
        bias = draw.numbers(filters, of=draw.real(-9, 9), ties=False)
        yield Call(inputs, kernels, bias=bias)
        yield Call(inputs, kernels, few(draw), bias)
    yield Call(inputs, kernels, bias=draw.rng.integers(-9, 10, filters))
    yield Call(inputs, kernels, 1, None)
    yield Call(signed(draw, 2, 3, 4), signed(draw, 4, 2, 2, 2), bias=draw.rng.permutation([2, -1, 2, 0]).tolist())


@points(1)
@like_reference(agrees=in_floats)
def cases_conv_layer_bytes(draw):
    """Whole numbers, and pixels of one byte each, give the same sums as floats do: nothing overflows."""
    for pixels in draw.some(draw.images(count=(1, 3), height=(2, 4), width=(2, 4), channels=None)):
        shape = (few(draw), len(pixels), 2, 2)
        kernels = draw.parts(
            "kernels",
            bytes=lambda shape=shape: draw.rng.integers(0, 256, shape).astype(np.uint8),
            small_numbers=lambda shape=shape: draw.rng.integers(-128, 128, shape).astype(np.int8),
            whole_numbers=lambda shape=shape: draw.rng.integers(-9, 10, shape),
            quarters=lambda shape=shape: draw.rng.integers(-9, 10, shape) / 4,
        )
        yield Call(pixels, kernels)
    for kind, least, most in (("int8", -128, 127), ("uint16", 0, 65535), ("int32", 0, 10**6)):
        pixels = draw.rng.integers(least, most, (2, 3, 4), kind, endpoint=True)
        yield Call(pixels, draw.rng.choice([most // 2, most], (2, 2, 2, 2)).astype(kind))


@points(1)
@like_reference(rel=1e-4, abs=1e-4)
def cases_conv_layer_channels(draw):
    """Kernels for more or fewer channels than the input has raise a ValueError, whatever else is given."""
    for channels, wrong in ((2, 1), (1, 2), (2, 3), (3, 1), (1, 4), (4, 2)):
        inputs, filters = signed(draw, channels, 3, 4), few(draw)
        yield Call(inputs, signed(draw, wrong, channels, 2, 2))
        yield Call(inputs, signed(draw, channels, wrong, 2, 3)).raises(ValueError)
        yield Call(inputs, signed(draw, filters, wrong, 1, 1), 2, [0.5] * filters).raises(ValueError)


# Pooling: the size of windows, and how many rows and columns do not fill one

LEFT_OVER = [(2, 1, 0), (2, 0, 1), (2, 1, 1), (3, 2, 1), (3, 0, 2), (3, 1, 0), (4, 1, 3), (5, 4, 2)]
NOTHING_LEFT = [(1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0)]


def images_and_sizes(draw, *cases, low=-9, high=9):
    """An image for each of the cases, of one or more windows in each direction."""
    for size, rows, columns in cases:
        values = draw.array(few(draw) * size + rows, few(draw) * size + columns, low=low, high=high)
        yield draw.one(values.but("as small as allowed", "as large as allowed")), size


def pixels_and_sizes(draw):
    """Images of at least 4 x 4 pixels, most of them in bytes, and sizes of windows."""
    for image in draw.some(draw.images(count=None, height=(4, 8), width=(4, 8), channels=None)):
        yield image, draw.one(draw.choice(2, 3, 4, 1))
    ends = ("int8", -128, -90), ("int8", 90, 127), ("uint16", 60000, 65535), ("int32", 2**30, 2**31 - 1)
    for kind, least, most in ends:
        yield draw.rng.integers(least, most, (5, 7), kind, endpoint=True), draw.one(draw.choice(2, 3))


def pooling(draw, image, size, edge):
    """A call with this edge, which is given by place or by name; "drop" need not be given."""
    called = [Call(image, size, edge), Call(image, size, edge=edge), Call(image, size=size, edge=edge)]
    called += [Call(image, size), Call(image, size=size)] if edge == "drop" else []
    return called[few(draw, 0, len(called) - 1)]


def known_and_unknown(draw):
    """Calls with edges that must be refused, and with the two that must not, whether or not anything is left over."""
    unknown = draw.unknown("drop", "keep").also(another=lambda rng: "pad", both=lambda rng: "drop or keep")
    unknown = unknown.also(nothing=lambda rng: None)
    for image, size in images_and_sizes(draw, *LEFT_OVER[1:3], *NOTHING_LEFT[:2]):
        yield pooling(draw, image, size, "drop")
        yield pooling(draw, image, size, "keep")
        yield from (pooling(draw, image, size, edge).raises(ValueError) for edge in draw.some(unknown, more=0))


# max_pool


@visible
@points(1)
def test_max_pool_of_4_x_4(max_pool):
    """Windows of 2 x 2 keep 255, 153, 23 and 55; one window of 4 x 4 keeps 255."""
    image = np.array([[12, 255, 7, 31], [90, 3, 153, 64], [23, 5, 18, 2], [0, 11, 55, 40]])

    assert max_pool(image, 2) == approx([[255, 153], [23, 55]])
    assert max_pool(image, 4) == approx([[255]])


@points(3)
@like_reference
def cases_max_pool(draw):
    """Windows of any size do not overlap, and unless told otherwise, what does not fill a window does not count."""
    for image, size in images_and_sizes(draw, *LEFT_OVER, *NOTHING_LEFT):
        yield pooling(draw, image, size, "drop")
    yield Call(draw.array(7, 10, low=-5000, high=5000).but("zeros"), 3)


@points(3)
@like_reference
def cases_max_pool_keep(draw):
    """With edge="keep", the last windows are smaller, in each direction in which something is left over."""
    for image, size in images_and_sizes(draw, *LEFT_OVER, *NOTHING_LEFT, *LEFT_OVER):
        yield pooling(draw, image, size, "keep")


@points(1)
@like_reference
def cases_max_pool_negative(draw):
    """Among negative numbers the one nearest to zero is the largest: not the one furthest away, and not a zero."""
    for image, size in images_and_sizes(draw, *LEFT_OVER, *NOTHING_LEFT, low=-9, high=-1):
        yield pooling(draw, image, size, draw.one(draw.choice("drop", "keep")))
    yield Call(draw.array(5, 8, low=-9000, high=-2000), 3, "keep")


@points(1)
@like_reference(agrees=in_floats)
def cases_max_pool_bytes(draw):
    """The result is an array of floats, even if the image holds whole numbers or bytes."""
    for image, size in pixels_and_sizes(draw):
        yield pooling(draw, image, size, draw.one(draw.choice("keep", "drop")))


@points(1)
@like_reference
def cases_max_pool_edge(draw):
    """An edge that is neither "drop" nor "keep" raises a ValueError, even if nothing is left over."""
    yield from known_and_unknown(draw)


# average_pool


@visible
@points(1)
def test_average_pool_of_4_x_4(average_pool):
    """The windows of 2 x 2 have the means 90, 63.75, 9.75 and 28.75; the whole image has 48.0625."""
    image = np.array([[12, 255, 7, 31], [90, 3, 153, 64], [23, 5, 18, 2], [0, 11, 55, 40]])

    assert average_pool(image, 2) == approx([[90, 63.75], [9.75, 28.75]])
    assert average_pool(image, 4) == approx([[48.0625]])


@points(3)
@like_reference(abs=1e-5)
def cases_average_pool(draw):
    """Each window gives its mean, whatever its size, and by default, what does not fill a window does not count."""
    for image, size in images_and_sizes(draw, *LEFT_OVER, *NOTHING_LEFT):
        yield pooling(draw, image, size, "drop")
    yield Call(draw.array(7, 10, low=2000, high=5000), 3)


@points(2)
@like_reference(abs=1e-5)
def cases_average_pool_keep(draw):
    """With edge="keep", the mean of a smaller window is taken over the pixels that it has."""
    for image, size in images_and_sizes(draw, *LEFT_OVER, *NOTHING_LEFT, *LEFT_OVER):
        yield pooling(draw, image, size, "keep")


@points(1)
@like_reference(agrees=in_floats)
def cases_average_pool_bytes(draw):
    """Pixels of one byte each give the right mean, as a float: the sum does not overflow, and nothing is rounded."""
    for image, size in pixels_and_sizes(draw):
        yield pooling(draw, image, size, draw.one(draw.choice("keep", "drop")))


@points(1)
@like_reference(abs=1e-5)
def cases_average_pool_edge(draw):
    """An edge that is neither "drop" nor "keep" raises a ValueError, even if nothing is left over."""
    yield from known_and_unknown(draw)


# dropout


def arrays(draw, least):
    """Arrays of one to four dimensions, of at least so many values, none of which is zero."""
    def of(kind, *shape):
        values = draw.rng.integers(2, 19, shape) * draw.rng.choice([-1, 1], shape)
        return values if kind == "int64" else (values / 2).astype(kind)

    return draw.parts(
        "an array without zeros",
        in_a_row=lambda: of("float64", least),
        rows=lambda: of("float64", 8, least // 8 + 1),
        columns=lambda: of("float64", least // 8 + 1, 8),
        one_column=lambda: of("float64", least, 1),
        images=lambda: of("float64", 6, 8, 5, least // 240 + 1),
        float32=lambda: of("float32", 3, 8, least // 24 + 1),
        in_Fortran_order=lambda: np.asfortranarray(of("float64", 8, least // 8 + 1)),
        large=lambda: 1000 * of("float64", 2, least // 2 + 1),
        whole_numbers=lambda: of("int64", 2, least // 2 + 1),
        bytes=lambda: draw.rng.integers(100, 256, (8, least // 8 + 1)).astype(np.uint8),
        signed_bytes=lambda: draw.rng.choice([-128, -90, 90, 127], (8, least // 8 + 1)).astype(np.int8),
        ones=lambda: np.ones(least),
    )


def seed(draw):
    return draw.whole(0, 100000)


def dropped(result, call, expected):
    """Each value is zero or enlarged, as many are zero as there should be, and none are dropped together."""
    given = {**dict(zip(("x", "rate"), call.positional, strict=False)), **call.named}
    x, rate = given["x"], given["rate"]
    assert isinstance(result, np.ndarray) and result.dtype.kind == "f", "The result is not an array of floats."
    assert result.shape == x.shape, "The result has another shape than x."
    zero = result == 0
    assert result == approx(np.where(zero, 0, x / (1 - rate)), rel=1e-5)
    assert abs(zero.sum() - rate * x.size) <= 6 * np.sqrt(rate * (1 - rate) * x.size), "The rate is another one."
    alike = rate**2 + (1 - rate) ** 2  # the chance that two places have the same fate
    for axis, length in enumerate(x.shape):
        slices = np.moveaxis(zero, axis, 0).reshape(length, -1)
        if length**2 * alike ** slices.shape[1] < 1e-9:
            assert len(np.unique(slices, axis=0)) == length, "Some values are dropped together."


def kept(result, call, expected):
    """Every value is there, as a float."""
    assert isinstance(result, np.ndarray) and result.dtype.kind == "f", "The result is not an array of floats."
    return result == approx(expected)


@visible
@points(1)
def test_survivors_grow(dropout):
    """With a rate of 0.2, about a fifth becomes zero and the rest grows by a factor of 1.25; with 0.5, half and 2."""
    for rate, factor in ((0.2, 1.25), (0.5, 2.0)):
        values = dropout(np.full(4000, 4.0), rate, True, 3)

        assert values.shape == (4000,), f"the shape is {values.shape}, expected (4000,)"
        zeros = values == 0
        assert values == approx(np.where(zeros, 0, 4 * factor))
        assert abs(zeros.mean() - rate) < 0.05, f"{zeros.mean():.1%} of the values are zero, expected about {rate:.0%}"


@points(4)
@like_reference(new=True, agrees=dropped)
def cases_dropout(draw):
    """In any array, each value is dropped independently, with probability `rate`, and is x / (1 - rate) otherwise."""
    rates = draw.choice(0.2, 0.4, 0.75, 0.1, 0.9).also(another=lambda rng: float(rng.uniform(0.15, 0.85)))
    for x in draw.some(arrays(draw, 500)):
        given = {"rate": rates, "training": True, "seed": seed(draw)}
        yield Call(x, *given.values()) if draw.one(draw.yes_no()) else Call(x, **given)


@points(1)
@like_reference(new=True, agrees=kept)
def cases_dropout_rate_zero(draw):
    """With a rate of zero, training changes nothing."""
    for x in draw.some(arrays(draw, 40)):
        yield Call(x, 0.0, True, seed(draw))
        yield Call(x, rate=0, training=True, seed=seed(draw))


@points(2)
@like_reference(new=True, agrees=kept)
def cases_dropout_inference(draw):
    """At inference, every value stays exactly as it is, in a new array, whatever the rate and the seed."""
    for x in (*draw.some(draw.array((1, 4), (1, 5))), *draw.some(arrays(draw, 40))):
        yield Call(x, draw.real(0, 0.9), False, seed=seed(draw))


@points(1)
@like_reference(new=True, agrees=dropped)
def cases_dropout_rates(draw):
    """A rate below 0, of 1 or more, or NaN raises a ValueError, at inference too; one just below 1 does not."""
    yield Call(np.ones(3000), 0.99, True, seed(draw))
    for rate in (1.0, -0.1, 1, 1.5, -1, -0.001, 100, float("inf"), float("nan")):
        yield Call(arrays(draw, 40), rate, True, seed(draw)).raises(ValueError)
        yield Call(arrays(draw, 40), rate=rate, training=False, seed=seed(draw)).raises(ValueError)


@points(2)
def test_every_value_takes_its_own_chance(dropout):
    """The number of zeros differs from draw to draw."""
    zeros = {int((dropout(np.ones(1000), 0.3, True, seed) == 0).sum()) for seed in range(5)}

    assert len(zeros) > 1, "the same number was dropped every time"


@points(1)
def test_the_seed_decides(dropout):
    """The same seed, even 0, drops the same places again, whatever the values are; a different seed drops others."""
    for same in (7, 0):
        first, again = dropout(np.ones(100), 0.4, True, same), dropout(np.full(100, 3.0), 0.4, True, same)

        assert again == approx(3 * first)
        assert all((dropout(np.ones(100), 0.4, True, seed) != first).any() for seed in (8, 1234))


# batch_norm


FEATURES = [(8, 3), (5, 1), (3, 3), (2, 4), (6, 2)]
IMAGES = [(3, 4, 5, 2), (2, 3, 3, 3), (2, 1, 6, 1), (1, 5, 3, 2), (4, 2, 2, 4)]


def batch(draw, *shape):
    """Values whose channels differ in mean and spread."""
    def of(factor=1):
        means, spreads = draw.rng.uniform(-5, 5, shape[-1]), draw.rng.uniform(0.5, 3, shape[-1])
        return factor * draw.rng.normal(means, spreads, shape)

    return draw.parts(
        "a batch",
        fractions=of,
        float32=lambda: of().astype("float32"),
        whole_numbers=lambda: np.round(of(3)).astype(int),
        in_Fortran_order=lambda: np.asfortranarray(of()),
        large=lambda: np.round(of(100)),
        bytes=lambda: draw.rng.integers(0, 256, shape).astype(np.uint8),
        signed_bytes=lambda: draw.rng.integers(-128, 128, shape).astype(np.int8),
    )


def four_arrays(draw, channels):
    """What belongs to the channels: gamma, beta, and the moving statistics, in which no variance is zero."""
    spans = ((-2, 2), (-4, 4), (-3, 3), (0.2, 9))
    kind = draw.one(draw.choice("float64", "float32", "whole numbers"))
    if kind == "whole numbers":
        return [draw.rng.integers(np.ceil(low), high + 1, channels) for low, high in spans]
    return [draw.rng.uniform(low, high, channels).astype(kind) for low, high in spans]


def normalised(result, call, expected):
    """The first of the three arrays is right."""
    y, _, _ = result
    return y == approx(expected[0], rel=1e-4, abs=1e-4)


def moved(result, call, expected):
    """The other two arrays are right."""
    _, mean, variance = result
    return (mean, variance) == approx(expected[1:], rel=1e-4, abs=1e-4)


@visible
@points(1)
def test_two_numbers_become_minus_one_and_one(batch_norm):
    """1 and 5 have mean 3 and variance 4, so they become -1 and 1; with gamma = 2 and beta = 5, they become 3 and 7."""
    x, zero, one = np.array([[1.0], [5.0]]), np.array([0.0]), np.array([1.0])

    y, mean, variance = batch_norm(x, one, zero, zero, one, True, momentum=0.75, epsilon=0)
    assert (y, mean, variance) == approx(([[-1], [1]], [0.75], [1.75]))

    y, mean, variance = batch_norm(x, 2 * one, 5 * one, zero, one, True, momentum=0.75, epsilon=0)
    assert (y, mean, variance) == approx(([[3], [7]], [0.75], [1.75]))


@points(3)
@like_reference(agrees=normalised)
def cases_batch_norm(draw):
    """During training, each channel is normalised with its own mean and variance in this batch."""
    for shape in FEATURES:
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), True)
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), training=True, epsilon=draw.real(0.01, 1))
        gamma, beta, *moving = four_arrays(draw, shape[-1])
        yield Call(batch(draw, *shape), 0 * gamma, beta, *moving, True)
        yield Call(batch(draw, *shape), gamma, 0 * beta, *moving, training=True)


@points(2)
@like_reference(rel=1e-4, abs=1e-4)
def cases_batch_norm_images(draw):
    """For images, the mean and variance of a channel are taken over all images, rows and columns together."""
    for shape in IMAGES:
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), True, momentum=0)
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), True, 0.0, 0.01)


@points(3)
@like_reference(rel=1e-4, abs=1e-4)
def cases_batch_norm_inference(draw):
    """At inference, the moving statistics are used and stay as they are, even for a batch of one."""
    for shape in (*FEATURES, *IMAGES, (1, 1), (1, 3), (1, 1, 1, 2)):
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), False, momentum=0.5)
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), training=False, epsilon=draw.real(0, 1))
    whole = [np.arange(8).reshape(4, 2), np.array([1, 1]), np.array([3, 0]), np.array([2, 5]), np.array([3, 7])]
    yield Call(*whole, False)
    yield Call(*whole, False, epsilon=1)


@points(2)
@like_reference(agrees=moved)
def cases_batch_norm_moving(draw):
    """The moving statistics keep the share `momentum` (0.99 by default) of what they were; the batch gives the rest."""
    for shape in (*FEATURES, (1, 2)):
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), True)
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), True, draw.real(0, 1), epsilon=0.01)
        gamma, beta, mean, variance = four_arrays(draw, shape[-1])
        yield Call(batch(draw, *shape), gamma, beta, 0 * mean, 0 * variance, True, draw.real(0.2, 0.9))


@points(1)
@like_reference(agrees=normalised)
def cases_batch_norm_epsilon(draw):
    """Epsilon (0.001 by default) is added to the variance, so a constant channel becomes beta, and not NaN."""
    for shape in (*FEATURES, (1, 2), *IMAGES[:2]):
        hardly, still = 0.02 * draw.rng.normal(size=shape), np.full(shape, few(draw, -3, 3))
        yield Call(hardly, *four_arrays(draw, shape[-1]), True)
        yield Call(still, *four_arrays(draw, shape[-1]), True)
        yield Call(batch(draw, *shape), *four_arrays(draw, shape[-1]), True, epsilon=draw.choice(16, 0.5, 72.0))
