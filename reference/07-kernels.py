# %% [markdown]
# Right answers of "Kernels", and the wrong ones that students give.

# %% answer
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) // stride + 1

# %% mutant="rounds up" fails="test_a_place_that_does_not_fit_is_left_out"
def output_size(n, k, stride=1, pad=0):
    return -(-(n + 2 * pad - k) // stride) + 1

# %% mutant="pads one end only" fails="test_padding_counts_at_both_ends"
def output_size(n, k, stride=1, pad=0):
    return (n + pad - k) // stride + 1

# %% mutant="forgets the last place" fails="test_sizes_of_the_slide"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) // stride

# %% mutant="returns a float" fails="test_size_is_a_whole_number"
def output_size(n, k, stride=1, pad=0):
    return float((n + 2 * pad - k) // stride + 1)

# %% mutant="divides without rounding" fails="test_a_place_that_does_not_fit_is_left_out"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) / stride + 1

# %% mutant="divides the image by the stride" fails="test_sizes_of_the_slide"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad) // stride - k + 1

# %% answer
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    modes = {"zero": "constant", "mirror": "symmetric"}
    if padding in modes:
        frame = ((rows // 2, rows // 2), (columns // 2, columns // 2))
        image = np.pad(image, frame, mode=modes[padding])
    elif padding != "valid":
        raise ValueError(f"no such padding: {padding}")
    height = output_size(image.shape[0], rows, stride)
    width = output_size(image.shape[1], columns, stride)
    result = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            top, left = i * stride, j * stride
            result[i, j] = (image[top : top + rows, left : left + columns] * kernel).sum()
    return result

# %% mutant="turns the kernel" fails="test_the_kernel_is_not_turned"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)[::-1, ::-1]
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="swaps rows and columns of the kernel" fails="test_the_kernel_is_not_turned"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float).T
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="takes every image for a square" fails="test_shapes_need_not_be_square"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k = kernel.shape[0]
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, k // 2, {"zero": "constant", "mirror": "symmetric"}[padding])
    size = (image.shape[0] - k) // stride + 1
    return np.array([[(image[i * stride : i * stride + k, j * stride : j * stride + k] * kernel[:k, :k]).sum()
                      for j in range(size)] for i in range(size)])

# %% mutant="pads when it should not" fails="test_blurs_the_slide"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), "symmetric" if padding == "mirror" else "constant")
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="keeps the type of the image" fails="test_small_whole_numbers_do_not_overflow"
def convolve(image, kernel, stride=1, padding="valid"):
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    result = np.zeros((height, width), dtype=image.dtype if image.dtype == np.uint8 else float)
    for i in range(height):
        for j in range(width):
            window = image[i * stride : i * stride + rows, j * stride : j * stride + columns]
            result[i, j] = int((window * kernel).sum()) % 256 if image.dtype == np.uint8 else (window * kernel).sum()
    return result

# %% mutant="mirrors without the outermost pixel" fails="test_mirror_padding_repeats_the_outermost_pixel"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "reflect"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="pads on one side only" fails="test_zero_padding_adds_a_frame_of_zeros"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((0, rows - 1), (0, columns - 1)), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="thins out from the wrong corner" fails="test_stride_starts_at_the_corner"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = image.shape[0] - rows + 1, image.shape[1] - columns + 1
    full = np.array([[(image[i : i + rows, j : j + columns] * kernel).sum() for j in range(width)] for i in range(height)])
    return full[stride // 2 :: stride, stride // 2 :: stride]

# %% mutant="ignores the stride where it pads" fails="test_stride_and_padding_work_together"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
        stride = 1
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="takes any padding it does not know for none" fails="test_unknown_padding_is_an_error"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding in ("zero", "mirror"):
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="scales the kernel in place" fails="test_convolving_leaves_its_arrays_alone"
def convolve(image, kernel, stride=1, padding="valid"):
    image = np.asarray(image, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    result = np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                        for j in range(width)] for i in range(height)])
    kernel *= 2
    return result

# %% answer
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16, padding="mirror")

# %% mutant="uses the weights as printed" fails="test_blur_uses_the_exact_weights"
def blur(image):
    return convolve(image, np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]]), padding="mirror")

# %% mutant="does not divide by sixteen" fails="test_blur_of_one_bright_pixel"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]), padding="mirror")

# %% mutant="takes the plain mean of nine" fails="test_blur_of_one_bright_pixel"
def blur(image):
    return convolve(image, np.ones((3, 3)) / 9, padding="mirror")

# %% mutant="pads with zeros" fails="test_blur_mirrors_at_the_border"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16, padding="zero")

# %% mutant="shrinks the image" fails="test_blur_of_one_bright_pixel"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16)

# %% answer
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="mirror")

# %% mutant="returns the edges alone" fails="test_sharpen_keeps_even_images"
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]), padding="mirror")

# %% mutant="clips to the range of the image" fails="test_sharpen_overshoots_at_an_edge"
def sharpen(image):
    sharp = convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="mirror")
    return np.clip(sharp, np.min(image), np.max(image))

# %% mutant="subtracts the diagonal neighbours too" fails="test_sharpen_of_one_bright_pixel"
def sharpen(image):
    return convolve(image, np.array([[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]), padding="mirror")

# %% mutant="pads with zeros" fails="test_sharpen_keeps_even_images"
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="zero")

# %% answer
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="confuses vertical and horizontal" fails="test_a_vertical_edge"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across.T, padding="mirror")
    along_y = convolve(image, across, padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="adds the responses up" fails="test_a_horizontal_edge"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, along_x + along_y

# %% mutant="adds up absolute values" fails="test_strength_is_the_length_of_both"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, abs(along_x) + abs(along_y)

# %% mutant="has a sign turned round" fails="test_a_horizontal_edge"
def edges(image):
    along_x = convolve(image, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]), padding="mirror")
    along_y = convolve(image, np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]]), padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="forgets the twos" fails="test_a_vertical_edge"
def edges(image):
    across = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="pads with zeros" fails="test_no_edges_around_an_even_image"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="zero")
    along_y = convolve(image, across.T, padding="zero")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% answer
def flip_kernel(kernel):
    return kernel[::-1, ::-1].copy()

# %% mutant="transposes" fails="test_turns_by_180_degrees"
def flip_kernel(kernel):
    return kernel.T.copy()

# %% mutant="mirrors left and right only" fails="test_turning_is_neither_mirroring_nor_transposing"
def flip_kernel(kernel):
    return kernel[:, ::-1].copy()

# %% mutant="turns by 90 degrees" fails="test_turns_by_180_degrees"
def flip_kernel(kernel):
    return np.rot90(kernel)

# %% mutant="turns the kernel in place" fails="test_turning_twice_changes_nothing"
def flip_kernel(kernel):
    kernel[:] = kernel[::-1, ::-1].copy()
    return kernel

# %% equivalent
# convolve: image, kernel = (np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)) → image, kernel = (np.asarray(image), np.asarray(kernel, dtype=float))
# The product of whole numbers with real ones is real.

# %% equivalent
# convolve: image, kernel = (np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)) → image, kernel = (np.asarray(image, dtype=float), np.asarray(kernel))
# The product of real numbers with whole ones is real.

# %% equivalent
# sharpen: return convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding='mirror') → return convolve(image, [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], padding='mirror')
# convolve takes lists, too.

# %% equivalent
# flip_kernel: return kernel[::-1, ::-1].copy() → return kernel[::-1, ::-1]
# A view shows the same numbers; that it shares memory is seen only by who writes into it.
