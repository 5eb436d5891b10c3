import numpy as np

from autograder.testing import approx, points, raises, visible

SLIDE = np.array([
    [1, 0, 1, 1, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [1, 0, 1, 1, 0, 1],
    [1, 1, 0, 0, 1, 1],
])


def noise(height, width, seed=7):
    """An image of random numbers around zero."""
    return np.random.default_rng(seed).normal(size=(height, width))


def slid(image, kernel, stride=1):
    """What the kernel gives at each place of the image, computed place by place."""
    rows, columns = kernel.shape
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    result = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            window = image[i * stride : i * stride + rows, j * stride : j * stride + columns]
            result[i, j] = (window * kernel).sum()
    return result


# output_size


@visible
@points(1)
def test_sizes_of_the_slide(output_size):
    """A 3 x 3 kernel makes 4 x 4 out of 6 x 6, and 2 x 2 with stride 2; with one pixel of padding it makes 3 x 3."""
    assert output_size(6, 3) == approx(4)
    assert output_size(6, 3, stride=2) == approx(2)
    assert output_size(6, 3, stride=2, pad=1) == approx(3)


@points(1)
def test_padding_counts_at_both_ends(output_size):
    """A frame of k // 2 pixels keeps the size, for every odd k."""
    assert output_size(28, 3, 1, 1) == approx(28)
    assert output_size(28, 5, 1, 2) == approx(28)
    assert output_size(224, 7, 2, 3) == approx(112)


@points(1)
def test_a_place_that_does_not_fit_is_left_out(output_size):
    """Where the stride does not divide evenly, the last place is left out."""
    assert output_size(7, 2, 2) == approx(3)
    assert output_size(10, 3, 4) == approx(2)


@points(1)
def test_size_is_a_whole_number(output_size):
    """The size can be used as a shape: it is an int, also when there is only one place."""
    sizes = [output_size(5, 5), output_size(5, 5, 3), output_size(9, 2, 4)]

    assert sizes == [1, 1, 2]
    assert all(isinstance(size, int) for size in sizes)


# convolve


@visible
@points(2)
def test_blurs_the_slide(convolve):
    """The slide's image and its printed blur kernel give the 4 x 4 numbers of the slide; three rows give one row."""
    printed = np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]])
    expected = [[0.56, 0.57, 0.57, 0.56], [0.7, 0.82, 0.82, 0.7], [0.69, 0.95, 0.95, 0.69], [0.64, 0.69, 0.69, 0.64]]

    assert convolve(SLIDE, printed) == approx(expected)
    assert convolve(SLIDE[:3], printed) == approx(expected[:1])


@points(2)
def test_the_kernel_is_not_turned(convolve):
    """A kernel with a single 1 picks that pixel of the window: it is neither turned nor mirrored."""
    image = noise(5, 6)
    corner, side = np.zeros((3, 3)), np.zeros((3, 3))
    corner[0, 0], side[1, 2] = 1, 1
    before = image.copy()

    assert convolve(image, corner) == approx(before[:3, :4])
    assert convolve(before.copy(), side) == approx(before[1:4, 2:])


@points(2)
def test_shapes_need_not_be_square(convolve):
    """Images and kernels may have more columns than rows, or fewer."""
    image, flat, tall = noise(5, 9), noise(2, 4, seed=1), noise(3, 1, seed=2)
    wide, high = slid(image, flat), slid(image, tall)

    assert convolve(image.copy(), flat) == approx(wide)
    assert convolve(image, tall) == approx(high)


@points(2)
def test_stride_starts_at_the_corner(convolve):
    """With a stride, the first window is still the one at the top left."""
    image, kernel = noise(7, 10), noise(3, 3, seed=3)
    by_two, by_three = slid(image, kernel, 2), slid(image, kernel, 3)

    assert convolve(image.copy(), kernel.copy(), 2) == approx(by_two)
    assert convolve(image, kernel, stride=3) == approx(by_three)


@points(2)
def test_zero_padding_adds_a_frame_of_zeros(convolve):
    """With zero padding the size is kept, and the kernel sees zeros beyond the border on all four sides."""
    image, kernel, wide = noise(4, 6), noise(3, 3, seed=4), noise(3, 5, seed=5)
    even, uneven = slid(np.pad(image, 1), kernel), slid(np.pad(image, ((1, 1), (2, 2))), wide)

    assert convolve(image.copy(), kernel, padding="zero") == approx(even)
    assert convolve(image, wide, padding="zero") == approx(uneven)


@points(2)
def test_mirror_padding_repeats_the_outermost_pixel(convolve):
    """With mirror padding the row 1 2 3 goes on with 3 2, not with 2 1."""
    image, kernel = noise(4, 5), noise(5, 5, seed=6)
    row, ahead = np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 0.0, 1.0]])
    expected = slid(np.pad(image, 2, mode="symmetric"), kernel)

    assert convolve(row, ahead, padding="mirror") == approx([[2, 3, 3]])
    assert convolve(image, kernel, padding="mirror") == approx(expected)


@points(1)
def test_stride_and_padding_work_together(convolve):
    """With zero padding and stride 2 a 6 x 6 image becomes 3 x 3, and the first window begins in the frame."""
    image, kernel = noise(6, 6), noise(3, 3, seed=8)
    expected = slid(np.pad(image, 1), kernel, 2)

    assert convolve(image.copy(), kernel.copy(), stride=2, padding="zero") == approx(expected)
    assert convolve(-image, kernel, stride=2, padding="zero") == approx(-expected)


@points(1)
def test_small_whole_numbers_do_not_overflow(convolve):
    """Pixels from 0 to 255, stored in one byte each, give the same sums as floats do."""
    image = np.full((3, 3), 200, dtype=np.uint8)
    image[1, 1] = 7
    kernel = np.array([[1, 1, 1], [1, -1, 1], [1, 1, 1]], dtype=np.int8)

    assert convolve(image, kernel) == approx([[1593]])
    assert convolve(image[:2], kernel[:2] / 2) == approx([[496.5]])


@points(1)
def test_unknown_padding_is_an_error(convolve):
    """A padding that does not exist raises a ValueError, and the known ones do not."""
    with raises(ValueError):
        convolve(np.ones((3, 3)), np.ones((1, 1)), padding="reflect-ish")
    for padding in ("valid", "zero", "mirror"):
        assert convolve(np.eye(3), np.full((1, 1), 2.0), padding=padding) == approx(2 * np.eye(3))


@points(1)
def test_convolving_leaves_its_arrays_alone(convolve):
    """Image and kernel are the same afterwards, whatever the padding."""
    image, kernel = noise(4, 4), noise(3, 3, seed=9)
    before = image.copy(), kernel.copy()

    results = [convolve(image, kernel, padding=padding) for padding in ("valid", "zero", "mirror")]

    assert np.array_equal(image, before[0]) and np.array_equal(kernel, before[1])
    assert [result.shape for result in results] == [(2, 2), (4, 4), (4, 4)]
    assert results[1][1:3, 1:3] == approx(results[0])


# blur


@visible
@points(1)
def test_blur_of_one_bright_pixel(blur):
    """One bright pixel spreads over its neighbours as the kernel says; an even image stays as it is."""
    image = np.zeros((5, 5))
    image[2, 2] = 16
    expected = np.zeros((5, 5))
    expected[1:4, 1:4] = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]

    assert blur(image) == approx(expected)
    assert blur(np.full((3, 4), 7.0)) == approx(np.full((3, 4), 7.0))


@points(2)
def test_blur_uses_the_exact_weights(blur):
    """The weights are sixteenths, so the slide's first row inside the border is .5625 everywhere."""
    brightness, part = SLIDE.sum(), SLIDE[:, :5].copy()

    blurred = blur(SLIDE)

    assert blurred.shape == (6, 6)
    assert blurred[1, 1:5] == approx([0.5625, 0.5625, 0.5625, 0.5625])
    assert blurred.sum() == approx(brightness)
    narrow = blur(part)
    assert narrow.shape == (6, 5)
    assert narrow[1, 1:4] == approx([0.5625, 0.5625, 0.5625])


@points(1)
def test_blur_mirrors_at_the_border(blur):
    """At the border the outermost pixels are repeated, so a ramp is blurred without a dark rim."""
    ramp = np.tile(np.arange(6.0), (4, 1))

    assert blur(ramp) == approx(np.tile([0.25, 1, 2, 3, 4, 4.75], (4, 1)))
    assert blur(ramp.T) == approx(np.tile([0.25, 1, 2, 3, 4, 4.75], (4, 1)).T)


# sharpen


@visible
@points(1)
def test_sharpen_of_one_bright_pixel(sharpen):
    """A pixel that is brighter by 1 stands out by 5, and its four neighbours sink by 1."""
    image = np.full((5, 5), 2.0)
    image[2, 2] = 3

    sharp = sharpen(image)

    assert sharpen(image[:3]) == approx([[2, 2, 2, 2, 2], [2, 2, 1, 2, 2], [2, 1, 6, 1, 2]])
    assert sharp[2] == approx([2, 1, 7, 1, 2])
    assert sharp[1] == approx([2, 2, 1, 2, 2])


@points(2)
def test_sharpen_overshoots_at_an_edge(sharpen):
    """At a step the dark side gets darker and the bright side brighter, beyond the values of the image."""
    step = np.tile([0.0, 0.0, 0.0, 1.0, 1.0, 1.0], (4, 1))

    assert sharpen(step) == approx(np.tile([0, 0, -1, 2, 1, 1], (4, 1)))
    assert sharpen(3 * step.T) == approx(np.tile([0, 0, -3, 6, 3, 3], (4, 1)).T)


@points(1)
def test_sharpen_keeps_even_images(sharpen):
    """The weights add up to one, so an even image stays as it is, up to its border; an uneven one does not."""
    assert sharpen(np.full((4, 7), 0.3)) == approx(np.full((4, 7), 0.3))
    assert sharpen(np.full((2, 3), 9)) == approx(np.full((2, 3), 9.0))
    assert sharpen(np.array([[1, 1, 1, 2]])) == approx([[1, 1, 0, 3]])


# edges


@visible
@points(1)
def test_a_vertical_edge(edges):
    """Dark on the left and bright on the right: S_x responds with 4 along the edge, and S_y not at all."""
    image = np.tile([0.0, 0.0, 1.0, 1.0], (4, 1))

    along_x, along_y, strength = edges(image)

    assert along_x == approx(np.tile([0, 4, 4, 0], (4, 1)))
    assert along_y == approx(np.zeros((4, 4)))
    assert strength == approx(np.tile([0, 4, 4, 0], (4, 1)))


@points(2)
def test_a_horizontal_edge(edges):
    """Bright above and dark below: S_y responds with a negative number, S_x not at all, and the strength is positive."""
    image = np.tile([[3.0], [3.0], [1.0]], (1, 5))

    along_x, along_y, strength = edges(image)

    assert along_x == approx(np.zeros((3, 5)))
    assert along_y == approx(np.tile([[0], [-8], [-8]], (1, 5)))
    assert strength == approx(np.tile([[0], [8], [8]], (1, 5)))


@points(2)
def test_strength_is_the_length_of_both(edges):
    """On any image the three arrays fit together, and S_x and S_y change places when the image is transposed."""
    image = noise(6, 7)
    expected = slid(image, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]))
    turned = image.T.copy()

    along_x, along_y, strength = edges(image)
    turned_x, turned_y, _ = edges(turned)

    assert along_x[1:-1, 1:-1] == approx(expected)
    assert strength == approx(np.sqrt(along_x**2 + along_y**2))
    assert (turned_x.T, turned_y.T) == approx((along_y, along_x))


@points(1)
def test_no_edges_around_an_even_image(edges):
    """The border of an image is no edge: an even image has none, whatever its brightness."""
    for value, shape in ((5.0, (4, 4)), (1.0, (3, 6))):
        assert edges(np.full(shape, value)) == approx((np.zeros(shape), np.zeros(shape), np.zeros(shape)))


# flip_kernel


@visible
@points(1)
def test_turns_by_180_degrees(flip_kernel):
    """The last row comes first, and each row runs backwards."""
    assert flip_kernel(np.array([[1, 2, 3], [4, 5, 6]])) == approx([[6, 5, 4], [3, 2, 1]])
    assert flip_kernel(np.array([[1], [2]])) == approx([[2], [1]])


@points(1)
def test_turning_twice_changes_nothing(flip_kernel):
    """Turned twice a kernel is as before, and the kernel that went in is never changed."""
    kernel = noise(3, 5)
    before = kernel.copy()

    once = flip_kernel(kernel)

    assert flip_kernel(once) == approx(before)
    assert np.array_equal(kernel, before)
    assert once[0, 0] == approx(before[2, 4])


@points(1)
def test_turning_is_neither_mirroring_nor_transposing(flip_kernel):
    """The four corners go to the opposite corners."""
    assert flip_kernel(np.array([[1, 2], [3, 4]])) == approx([[4, 3], [2, 1]])
    assert flip_kernel(np.array([[1, 0], [0, 5]])) == approx([[5, 0], [0, 1]])
