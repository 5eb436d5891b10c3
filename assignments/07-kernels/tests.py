import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible

IMAGE = np.array([
    [1, 0, 1, 1, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [1, 0, 1, 1, 0, 1],
    [1, 1, 0, 0, 1, 1],
])


def images(draw):
    """Images of one pixel, of one row or column, and larger ones: of small numbers, bytes, and numbers up to 50,000."""
    drawn = draw.array((1, 5), (1, 6)).but("all the same", "zeros")
    return drawn.also(
        in_Fortran_order=lambda rng: np.asfortranarray(rng.uniform(-3, 3, (4, 5))),
        even=lambda rng: np.full((3, 5), rng.uniform(1, 9)),
        bytes=lambda rng: rng.integers(0, 256, (4, 3)).astype(np.uint8),
        bright_bytes=lambda rng: rng.integers(200, 256, (3, 4)).astype(np.uint8),
        signed_bytes=lambda rng: rng.choice([-128, -100, 100, 127], (4, 4)).astype(np.int8),
        two_bytes=lambda rng: rng.integers(30000, 65536, (3, 4)).astype(np.uint16),
        large_numbers=lambda rng: rng.integers(-50000, 50001, (4, 5)),
    )


def kernels(draw):
    """Kernels of any size up to 4 x 4, so that rows and columns may be even."""
    return draw.array((1, 4), (1, 4)).but("zeros")


def odd_kernels(draw):
    """Kernels of odd sides, square or not; none reaches further than two pixels."""
    return draw.parts(
        "a kernel of odd sides",
        square=lambda: draw.one(draw.array(3, 3).but("zeros")),
        wide=lambda: draw.one(draw.array(3, 5).but("zeros")),
        tall=lambda: draw.one(draw.array(5, 1).but("zeros")),
        flat=lambda: draw.one(draw.array(1, 3).but("zeros")),
        large=lambda: draw.one(draw.array(5, 5).but("zeros")),
        one_weight=lambda: draw.one(draw.array(1, 1).but("zeros")),
    )


def same_floats(result, call, expected):
    """The same numbers, as floats even if all of them are whole."""
    assert np.asarray(result).dtype.kind == "f", "the result is not an array of floats"
    assert result == approx(expected, rel=1e-5, abs=1e-5)


def same_changes(result, call, expected):
    """The same responses to S_x and to S_y; how they are combined is another question."""
    along_x, along_y, _ = result
    assert along_x == approx(expected[0], rel=1e-5, abs=1e-5)
    assert along_y == approx(expected[1], rel=1e-5, abs=1e-5)


def same_strength(result, call, expected):
    """The same strength."""
    _, _, strength = result
    assert strength == approx(expected[2], rel=1e-5, abs=1e-5)


# output_size


@visible
@points(1)
def test_sizes_of_6_x_6(output_size):
    """A 3 x 3 kernel makes 4 x 4 out of 6 x 6, and 3 x 3 with stride 2 and one pixel of padding."""
    assert output_size(6, 3) == approx(4)
    assert output_size(6, 3, stride=2, pad=1) == approx(3)


@points(2)
@like_reference
def cases_output_size(draw):
    """Any row, kernel, stride and padding: a single place, places that do not fit, a kernel as long as the row."""
    moves = draw.parts(
        "moves",
        none=lambda: 0,
        few=lambda: draw.one(draw.whole(1, 6)),
        many=lambda: draw.one(draw.whole(1200, 1500)),
    )
    for number, each in enumerate(draw.some(moves, more=12)):
        stride, k = draw.one(draw.whole(1, 5)), draw.one(draw.whole(1, 8))
        pad = draw.one(draw.whole(0, 3)) if number % 2 else 0
        n = k - 2 * pad + each * stride + draw.one(draw.choice(0, stride // 2, stride - 1))
        n += max(0, -((n - 1) // stride)) * stride  # at least one pixel
        yield (
            Call(n, k, stride), Call(n, k, stride, pad), Call(n, k, stride=stride), Call(n, k, pad=pad, stride=stride),
            Call(k=k, n=n, stride=stride), Call(n=n, k=k, stride=stride, pad=pad),
        )[number % 6]
    for stride in (2, 3, 4, 5):
        for pad in (1, 2, 3):
            yield Call(draw.whole(8, 30), draw.whole(1, 8), stride, pad)
    yield Call(draw.whole(9, 30), draw.whole(1, 9))
    yield Call(draw.whole(1, 30), draw.whole(1, 3), pad=draw.whole(1, 2))


@points(1)
def test_size_is_a_whole_number(output_size):
    """The size can be used in a shape: it is a whole number, even if the stride leaves pixels over."""
    size = output_size(9, 2, 4)

    assert size == 2 and isinstance(size, (int, np.integer))


# convolve


@visible
@points(2)
@assuming("output_size")
def test_blurs_6_x_6(convolve):
    """Blurring 6 x 6 pixels gives 4 x 4 numbers, the first of which is 9/16, or 0.5625; three rows give one row."""
    kernel = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16
    expected = np.array([[9, 9, 9, 9], [11, 13, 13, 11], [11, 15, 15, 11], [10, 11, 11, 10]]) / 16

    assert convolve(IMAGE, kernel) == approx(expected)
    assert convolve(IMAGE[:3], kernel) == approx(expected[:1])


@points(4)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size")
def cases_convolve(draw):
    """Without padding, any kernel works on any image, square or not; nothing is turned, and both stay as they were."""
    yield from draw.calls(draw.array((4, 6), (4, 7)).but("zeros"), kernels(draw))
    yield Call(draw.array(3, 5).but("zeros"), draw.array(3, 5).but("zeros"))  # a single place
    yield Call(image=draw.array(2, 7).but("zeros"), kernel=draw.array(2, 1).but("zeros"), padding="valid")


@points(2)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size")
def cases_convolve_with_stride(draw):
    """With any stride, the first window is at the top left, and places that do not fit are left out."""
    for number, kernel in enumerate(draw.some(kernels(draw))):
        image, stride = draw.array((4, 8), (4, 7)).but("zeros", "all the same"), draw.whole(1, 4)
        yield Call(image, kernel, stride) if number % 2 else Call(image, kernel, stride=stride)


@points(2)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size")
def cases_convolve_with_zeros(draw):
    """Zero padding adds a frame of zeros on all sides and keeps the size, even of an image smaller than the kernel."""
    for kernel in draw.some(odd_kernels(draw), more=6):
        yield Call(draw.array((1, 6), (1, 6)).but("zeros"), kernel, padding="zero")


@points(2)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size")
def cases_convolve_mirrored(draw):
    """Mirror padding repeats the pixels at the border in reverse order, the outermost one included."""
    for kernel in draw.some(odd_kernels(draw), more=6):
        yield Call(draw.array((2, 6), (2, 6)).but("zeros", "all the same"), kernel, padding="mirror")


@points(2)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size")
def cases_convolve_with_stride_and_padding(draw):
    """Stride and padding work together: the first window begins in the frame."""
    for number, kernel in enumerate(draw.some(odd_kernels(draw), more=4)):
        image, stride = draw.array((3, 7), (3, 6)).but("zeros", "all the same"), draw.whole(2, 4)
        padding = ("zero", "mirror")[number % 2]
        named = {"padding": padding, "stride": stride}
        yield Call(image, kernel, **named) if number % 3 else Call(image, kernel, stride, padding)


@points(1)
@like_reference(agrees=same_floats)
@assuming("output_size")
def cases_convolve_of_bytes(draw):
    """Whole numbers, such as pixels and weights of one byte each, give the same sums as floats do, and as floats."""
    weights = draw.parts(
        "a kernel",
        bytes=lambda: draw.rng.integers(0, 9, (2, 3)).astype(np.uint8),
        signed_bytes=lambda: draw.rng.integers(-9, 10, (3, 2)).astype(np.int8),
        whole_numbers=lambda: draw.rng.integers(-9, 10, (3, 3)),
        eighths=lambda: draw.rng.integers(0, 25, (3, 3)) / 8,
    )
    for kernel in draw.some(weights, more=4):
        yield Call(draw.rng.integers(100, 256, (4, 5)).astype(np.uint8), kernel)
    yield Call(draw.rng.integers(-9, 10, (3, 4)), draw.rng.integers(-9, 10, (3, 3)), padding="zero")
    for number, padding in enumerate(("zero", "mirror", "valid")):
        pixels, signed = draw.rng.integers(100, 256, (4, 5)).astype(np.uint8), draw.rng.choice([-128, 127], (5, 4))
        yield Call(pixels, draw.rng.integers(1, 9, (3, 3)).astype(np.uint8), number + 1, padding)
        yield Call(signed.astype(np.int8), draw.rng.integers(-9, 10, (3, 1)).astype(np.int8), padding=padding)
        yield Call(draw.rng.integers(10**5, 10**6, (3, 4), np.int32), np.full((3, 3), 5000, np.int32), padding=padding)


@points(1)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size")
def cases_convolve_of_unknown_padding(draw):
    """Any padding but the three named raises a ValueError, even one that numpy knows."""
    image, kernel = draw.array((3, 5), (3, 5)).but("zeros"), draw.array(1, 3).but("zeros")
    for padding in ("valid", "zero", "mirror"):
        yield Call(image, kernel, 1, padding)
    for padding in draw.some(draw.unknown("valid", "zero", "mirror"), more=0):
        yield Call(image, kernel, padding=padding).raises(ValueError)
    for padding in draw.some(draw.choice("constant", "symmetric", "reflect", "same", None, False), more=0):
        yield Call(image, kernel, 2, padding).raises(ValueError)


# blur


@visible
@points(1)
@assuming("output_size", "convolve")
def test_blur_of_one_bright_pixel(blur):
    """One bright pixel spreads over its neighbours as the kernel says; an evenly grey image stays as it is."""
    image = np.zeros((5, 5))
    image[2, 2] = 16
    expected = np.zeros((5, 5))
    expected[1:4, 1:4] = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]

    assert blur(image) == approx(expected)
    assert blur(np.full((3, 4), 7.0)) == approx(np.full((3, 4), 7.0))


@points(3)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size", "convolve")
def cases_blur(draw):
    """On any image, however small, the weights are exact sixteenths, and the border is mirrored."""
    for image in draw.some(images(draw), more=1):
        yield Call(image)


# sharpen


@visible
@points(1)
@assuming("output_size", "convolve")
def test_sharpen_of_one_bright_pixel(sharpen):
    """A pixel that is brighter by 1 becomes brighter by 5, and its four neighbours become darker by 1."""
    image = np.full((5, 5), 2.0)
    image[2, 2] = 3

    sharp = sharpen(image)

    assert sharpen(image[:3]) == approx([[2, 2, 2, 2, 2], [2, 2, 1, 2, 2], [2, 1, 6, 1, 2]])
    assert sharp[2] == approx([2, 1, 7, 1, 2])
    assert sharp[1] == approx([2, 2, 1, 2, 2])


@points(3)
@like_reference(rel=1e-5, abs=1e-5)
@assuming("output_size", "convolve")
def cases_sharpen(draw):
    """On any image, however small, values may leave the range of the image, and the border is mirrored."""
    for image in draw.some(images(draw), more=1):
        yield Call(image)


# edges


@visible
@points(1)
@assuming("output_size", "convolve")
def test_a_vertical_edge(edges):
    """Dark on the left and bright on the right: S_x responds with 4 along the edge, and S_y not at all."""
    image = np.tile([0.0, 0.0, 1.0, 1.0], (4, 1))

    g_x, g_y, strength = edges(image)

    assert g_x == approx(np.tile([0, 4, 4, 0], (4, 1)))
    assert g_y == approx(np.zeros((4, 4)))
    assert strength == approx(np.tile([0, 4, 4, 0], (4, 1)))


@points(3)
@like_reference(agrees=same_changes)
@assuming("output_size", "convolve")
def cases_edges(draw):
    """On any image, S_x gives the change from left to right and S_y the change from top to bottom, with their signs."""
    for image in draw.some(images(draw), more=1):
        yield Call(image)


@points(2)
@like_reference(agrees=same_strength)
@assuming("output_size", "convolve")
def cases_edges_strength(draw):
    """On any image, the third array is the root of the sum of both squares; the border of a grey image is no edge."""
    for image in draw.some(images(draw), more=1):
        yield Call(image)


# flip_kernel


@visible
@points(1)
def test_turns_by_180_degrees(flip_kernel):
    """The last row comes first, and each row runs backwards."""
    assert flip_kernel(np.array([[1, 2, 3], [4, 5, 6]])) == approx([[6, 5, 4], [3, 2, 1]])
    assert flip_kernel(np.array([[1], [2]])) == approx([[2], [1]])


@points(1)
@like_reference
def cases_flip_kernel(draw):
    """Any kernel is turned by 180 degrees, square or not, and stays as it was."""
    yield Call(np.asfortranarray(draw.rng.uniform(-3, 3, (3, 4))))
    yield Call(draw.rng.uniform(-3, 3, (1, 5)))
    yield Call(draw.rng.uniform(-3, 3, (4, 1)))
    yield from draw.calls(draw.array((1, 5), (1, 5)).but("zeros"))


@points(1)
@like_reference(new=True)
def cases_flip_kernel_as_a_copy(draw):
    """The result is a copy with memory of its own, not a view of the kernel."""
    yield from draw.calls(draw.array((1, 4), (1, 4)).but("zeros"))
