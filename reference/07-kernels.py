# %% [markdown]
# Right answers of "Kernels", and the wrong ones that students give.

# %% answer
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) // stride + 1

# %% also="with loops"
def output_size(n, k, stride=1, pad=0):
    places, first = 0, -pad
    while first + k <= n + pad:
        places += 1
        first += stride
    return places

# %% also="vectorised"
def output_size(n, k, stride=1, pad=0):
    return int(np.floor((n + 2 * pad - k) / stride)) + 1

# %% also="in another way"
def output_size(n, k, stride=1, pad=0):
    return len(range(0, n + 2 * pad - k + 1, stride))

# %% mutant="counts the places of the padding apart" fails="cases_output_size"
def output_size(n, k, stride=1, pad=0):
    return (n - k) // stride + 1 + 2 * pad // stride

# %% mutant="rounds up" fails="cases_output_size"
def output_size(n, k, stride=1, pad=0):
    return -(-(n + 2 * pad - k) // stride) + 1

# %% mutant="pads one end only" fails="cases_output_size"
def output_size(n, k, stride=1, pad=0):
    return (n + pad - k) // stride + 1

# %% mutant="forgets the last place" fails="test_sizes_of_6_x_6"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) // stride

# %% mutant="returns a float" fails="test_size_is_a_whole_number"
def output_size(n, k, stride=1, pad=0):
    return float((n + 2 * pad - k) // stride + 1)

# %% mutant="divides without rounding" fails="cases_output_size"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) / stride + 1

# %% mutant="divides the image by the stride" fails="test_sizes_of_6_x_6"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * pad) // stride - k + 1

# %% mutant="rounds to the nearest" fails="cases_output_size"
def output_size(n, k, stride=1, pad=0):
    return round((n + 2 * pad - k) / stride) + 1

# %% mutant="has padding before stride" fails="cases_output_size"
def output_size(n, k, pad=0, stride=1):
    return (n + 2 * pad - k) // stride + 1

# %% mutant="pads by half a kernel, whatever is asked for" fails="cases_output_size"
def output_size(n, k, stride=1, pad=0):
    return (n + 2 * (k // 2 if pad else 0) - k) // stride + 1

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

# %% also="with loops"
def convolve(image, kernel, stride=1, padding="valid"):
    if padding not in ["valid", "zero", "mirror"]:
        raise ValueError("padding must be valid, zero or mirror")
    height, width = image.shape
    rows, columns = kernel.shape
    up, aside = (0, 0) if padding == "valid" else (rows // 2, columns // 2)
    result = []
    for top in range(-up, height + up - rows + 1, stride):
        line = []
        for left in range(-aside, width + aside - columns + 1, stride):
            total = 0.0
            for i in range(rows):
                for j in range(columns):
                    y, x = top + i, left + j
                    if padding == "mirror":
                        y = -y - 1 if y < 0 else 2 * height - 1 - y if y >= height else y
                        x = -x - 1 if x < 0 else 2 * width - 1 - x if x >= width else x
                    if 0 <= y < height and 0 <= x < width:
                        total += float(image[y, x]) * float(kernel[i, j])
            line.append(total)
        result.append(line)
    return np.array(result)

# %% also="vectorised"
def convolve(image, kernel, stride=1, padding="valid"):
    rows, columns = kernel.shape
    frame = [(rows // 2, rows // 2), (columns // 2, columns // 2)]
    if padding == "zero":
        image = np.pad(image, frame)
    elif padding == "mirror":
        image = np.pad(image, frame, mode="symmetric")
    elif padding != "valid":
        raise ValueError("unknown padding")
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.einsum("ijkl,kl->ij", windows.astype(float), kernel.astype(float))

# %% also="in float32"
def convolve(image, kernel, stride=1, padding="valid"):
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    image, kernel = image.astype(np.float32), kernel.astype(np.float32)
    if padding != "valid":
        frame = tuple((side // 2, side // 2) for side in kernel.shape)
        image = np.pad(image, frame, mode="symmetric" if padding == "mirror" else "constant")
    height = output_size(image.shape[0], kernel.shape[0], stride)
    width = output_size(image.shape[1], kernel.shape[1], stride)
    result = np.zeros((height, width), dtype=np.float32)
    for i in range(kernel.shape[0]):  # all places at once, one weight after the other
        for j in range(kernel.shape[1]):
            result += kernel[i, j] * image[i : i + height * stride : stride, j : j + width * stride : stride][:height, :width]
    return result

# %% also="with a function beside it"
def framed(image, up, aside, padding):
    if padding == "valid":
        return image.copy()
    larger = np.zeros((image.shape[0] + 2 * up, image.shape[1] + 2 * aside))
    larger[up : up + image.shape[0], aside : aside + image.shape[1]] = image
    if padding == "mirror":
        for i in range(up):
            larger[up - 1 - i] = larger[up + i]
            larger[len(larger) - up + i] = larger[len(larger) - up - 1 - i]
        for j in range(aside):
            larger[:, aside - 1 - j] = larger[:, aside + j]
            larger[:, larger.shape[1] - aside + j] = larger[:, larger.shape[1] - aside - 1 - j]
    return larger

def convolve(image, kernel, stride=1, padding="valid"):
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(f"{padding} is unknown")
    k1, k2 = kernel.shape
    framed_image = framed(image, k1 // 2, k2 // 2, padding)
    rows = range(0, framed_image.shape[0] - k1 + 1, stride)
    columns = range(0, framed_image.shape[1] - k2 + 1, stride)
    result = np.empty((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            window = framed_image[row : row + k1, column : column + k2].astype(float)
            result[i, j] = np.dot(window.ravel(), kernel.ravel())
    return result

# %% mutant="turns the kernel" fails="cases_convolve"
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

# %% mutant="swaps rows and columns of the kernel" fails="cases_convolve"
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

# %% mutant="takes every image for a square" fails="cases_convolve"
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

# %% mutant="pads when it should not" fails="test_blurs_6_x_6"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), "symmetric" if padding == "mirror" else "constant")
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="keeps the type of the image" fails="cases_convolve_of_bytes"
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

# %% mutant="mirrors without the outermost pixel" fails="cases_convolve_mirrored"
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

# %% mutant="pads on one side only" fails="cases_convolve_with_zeros, cases_convolve_mirrored"
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

# %% mutant="thins out from the wrong corner" fails="cases_convolve_with_stride"
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

# %% mutant="ignores the stride where it pads" fails="cases_convolve_with_stride_and_padding"
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

# %% mutant="takes any padding it does not know for none" fails="cases_convolve_of_unknown_padding"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding in ("zero", "mirror"):
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="scales the kernel in place" fails="cases_convolve"
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

# %% mutant="multiplies bytes" fails="cases_convolve_of_bytes"
def convolve(image, kernel, stride=1, padding="valid"):
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    result = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            result[i, j] = np.sum(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel)
    return result

# %% mutant="gives whole numbers for whole numbers" fails="cases_convolve_of_bytes"
def convolve(image, kernel, stride=1, padding="valid"):
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[np.sum(image[i * stride : i * stride + rows, j * stride : j * stride + columns].astype(int) * kernel)
                      for j in range(width)] for i in range(height)])

# %% mutant="has a frame as wide as it is high" fails="cases_convolve_with_zeros, cases_convolve_mirrored"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, rows // 2, {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="always has a frame of one pixel" fails="cases_convolve_with_zeros, cases_convolve_mirrored"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, 1, {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="repeats the border where it should mirror" fails="cases_convolve_mirrored"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "edge"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="strides to the right only" fails="cases_convolve_with_stride"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = image.shape[0] - rows + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i : i + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="hands an unknown padding to numpy" fails="cases_convolve_of_unknown_padding"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding != "valid":
        mode = {"zero": "constant", "mirror": "symmetric"}.get(padding, padding)
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), mode)
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="makes floats of the image only where it pads" fails="cases_convolve_of_bytes"
def convolve(image, kernel, stride=1, padding="valid"):
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = image.astype(float)
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)]).astype(float)

# %% mutant="makes floats of the image only where it does not pad" fails="cases_convolve_of_bytes"
def convolve(image, kernel, stride=1, padding="valid"):
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    else:
        image = image.astype(float)
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)]).astype(float)

# %% mutant="pads with nothing if the padding is false" fails="cases_convolve_of_unknown_padding"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    padding = padding or "valid"
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[(image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum()
                      for j in range(width)] for i in range(height)])

# %% mutant="cuts off what is below zero" fails="cases_convolve"
def convolve(image, kernel, stride=1, padding="valid"):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    if padding not in ("valid", "zero", "mirror"):
        raise ValueError(padding)
    if padding != "valid":
        image = np.pad(image, ((rows // 2,) * 2, (columns // 2,) * 2), {"zero": "constant", "mirror": "symmetric"}[padding])
    height, width = (image.shape[0] - rows) // stride + 1, (image.shape[1] - columns) // stride + 1
    return np.array([[max((image[i * stride : i * stride + rows, j * stride : j * stride + columns] * kernel).sum(), 0.0)
                      for j in range(width)] for i in range(height)])

# %% answer
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16, padding="mirror")

# %% also="with loops"
def blur(image):
    height, width = image.shape
    result = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            total = 0.0
            for di, weight in zip((-1, 0, 1), (1, 2, 1)):
                for dj, other in zip((-1, 0, 1), (1, 2, 1)):
                    y, x = min(max(i + di, 0), height - 1), min(max(j + dj, 0), width - 1)
                    total += weight * other * float(image[y, x])
            result[i, j] = total / 16
    return result

# %% also="vectorised"
def blur(image):
    padded = np.pad(image.astype(float), 1, mode="symmetric")
    across = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    return (across[:-2] + 2 * across[1:-1] + across[2:]) / 16

# %% also="in float32"
def blur(image):
    weights = np.outer([1, 2, 1], [1, 2, 1]).astype("float32") / 16
    return convolve(np.float32(image), weights, 1, "mirror").astype("float32")

# %% mutant="uses the weights as printed" fails="cases_blur"
def blur(image):
    return convolve(image, np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]]), padding="mirror")

# %% mutant="does not divide by sixteen" fails="test_blur_of_one_bright_pixel"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]), padding="mirror")

# %% mutant="takes the plain mean of nine" fails="test_blur_of_one_bright_pixel"
def blur(image):
    return convolve(image, np.ones((3, 3)) / 9, padding="mirror")

# %% mutant="pads with zeros" fails="cases_blur"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16, padding="zero")

# %% mutant="shrinks the image" fails="test_blur_of_one_bright_pixel"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16)

# %% mutant="gives whole numbers for whole numbers" fails="cases_blur"
def blur(image):
    return convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16, padding="mirror").astype(image.dtype)

# %% mutant="adds bytes up" fails="cases_blur"
def blur(image):
    padded = np.pad(image, 1, mode="symmetric")
    across = padded[:, :-2] + padded[:, 1:-1] + padded[:, 1:-1] + padded[:, 2:]
    return (across[:-2] + across[1:-1] + across[1:-1] + across[2:]) / 16

# %% mutant="leaves the border as it is" fails="cases_blur"
def blur(image):
    blurred = np.array(image, dtype=float)
    if min(image.shape) > 2:
        blurred[1:-1, 1:-1] = convolve(image, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16)
    return blurred

# %% answer
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="mirror")

# %% also="with loops"
def sharpen(image):
    height, width = image.shape
    result = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            result[i, j] = 5 * float(image[i, j])
            result[i, j] -= float(image[max(i - 1, 0), j])
            result[i, j] -= float(image[min(i + 1, height - 1), j])
            result[i, j] -= float(image[i, max(j - 1, 0)])
            result[i, j] -= float(image[i, min(j + 1, width - 1)])
    return result

# %% also="vectorised"
def sharpen(image):
    p = np.pad(np.asarray(image, dtype=float), 1, mode="edge")
    return 5 * p[1:-1, 1:-1] - p[:-2, 1:-1] - p[2:, 1:-1] - p[1:-1, :-2] - p[1:-1, 2:]

# %% also="in float32"
def sharpen(image):
    kernel = np.zeros((3, 3), dtype="float32")
    kernel[1, :] = kernel[:, 1] = -1
    kernel[1, 1] = 5
    return convolve(np.float32(image), kernel, 1, "mirror").astype("float32")

# %% mutant="returns the edges alone" fails="cases_sharpen"
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]), padding="mirror")

# %% mutant="clips to the range of the image" fails="cases_sharpen"
def sharpen(image):
    sharp = convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="mirror")
    return np.clip(sharp, np.min(image), np.max(image))

# %% mutant="subtracts the diagonal neighbours too" fails="test_sharpen_of_one_bright_pixel"
def sharpen(image):
    return convolve(image, np.array([[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]), padding="mirror")

# %% mutant="pads with zeros" fails="cases_sharpen"
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="zero")

# %% mutant="clips to pixels" fails="cases_sharpen"
def sharpen(image):
    return np.clip(convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="mirror"), 0, 255)

# %% mutant="keeps the type of the image" fails="cases_sharpen"
def sharpen(image):
    return convolve(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), padding="mirror").astype(image.dtype)

# %% mutant="adds the edges to the blurred image" fails="cases_sharpen"
def sharpen(image):
    return 2 * np.asarray(image, dtype=float) - blur(image)

# %% answer
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% also="with loops"
def edges(image):
    s_x = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    height, width = image.shape
    along_x, along_y = np.zeros((height, width)), np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            for a in range(3):
                for b in range(3):
                    y, x = min(max(i + a - 1, 0), height - 1), min(max(j + b - 1, 0), width - 1)
                    along_x[i, j] += s_x[a][b] * float(image[y, x])
                    along_y[i, j] += s_x[b][a] * float(image[y, x])
    return along_x, along_y, (along_x**2 + along_y**2) ** 0.5

# %% also="vectorised"
def edges(image):
    p = np.pad(image.astype(float), 1, mode="symmetric")
    down = p[:-2] + 2 * p[1:-1] + p[2:]
    across = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]
    along_x, along_y = down[:, 2:] - down[:, :-2], across[2:] - across[:-2]
    return [along_x, along_y, np.hypot(along_x, along_y)]

# %% also="in float32"
def edges(image):
    s_x = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype="float32")
    changes = [convolve(np.float32(image), kernel, padding="mirror").astype("float32") for kernel in (s_x, s_x.T)]
    return np.stack([*changes, np.linalg.norm(changes, axis=0)])

# %% mutant="confuses vertical and horizontal" fails="test_a_vertical_edge"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across.T, padding="mirror")
    along_y = convolve(image, across, padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="adds the responses up" fails="cases_edges_strength"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, along_x + along_y

# %% mutant="adds up absolute values" fails="cases_edges_strength"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, abs(along_x) + abs(along_y)

# %% mutant="has a sign turned round" fails="cases_edges"
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

# %% mutant="pads with zeros" fails="cases_edges, cases_edges_strength"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="zero")
    along_y = convolve(image, across.T, padding="zero")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="gives whole strengths" fails="cases_edges_strength"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2).astype(int)

# %% mutant="keeps the type of the image" fails="cases_edges, cases_edges_strength"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror").astype(image.dtype)
    along_y = convolve(image, across.T, padding="mirror").astype(image.dtype)
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="returns lengths of changes only" fails="cases_edges"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = abs(convolve(image, across, padding="mirror"))
    along_y = abs(convolve(image, across.T, padding="mirror"))
    return along_x, along_y, np.sqrt(along_x**2 + along_y**2)

# %% mutant="forgets the root" fails="cases_edges_strength"
def edges(image):
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    along_x = convolve(image, across, padding="mirror")
    along_y = convolve(image, across.T, padding="mirror")
    return along_x, along_y, along_x**2 + along_y**2

# %% answer
def flip_kernel(kernel):
    return kernel[::-1, ::-1].copy()

# %% also="with loops"
def flip_kernel(kernel):
    rows, columns = kernel.shape
    turned = np.zeros_like(kernel)
    for i in range(rows):
        for j in range(columns):
            turned[rows - 1 - i, columns - 1 - j] = kernel[i, j]
    return turned

# %% also="vectorised"
def flip_kernel(kernel):
    return np.rot90(kernel, 2).copy()

# %% also="in another way"
def flip_kernel(kernel):
    return np.array([row[::-1] for row in kernel[::-1]])

# %% also="in float32"
def flip_kernel(kernel):
    return np.flip(kernel).astype("float32")

# %% mutant="transposes" fails="test_turns_by_180_degrees"
def flip_kernel(kernel):
    return kernel.T.copy()

# %% mutant="mirrors left and right only" fails="cases_flip_kernel"
def flip_kernel(kernel):
    return kernel[:, ::-1].copy()

# %% mutant="turns by 90 degrees" fails="test_turns_by_180_degrees"
def flip_kernel(kernel):
    return np.rot90(kernel)

# %% mutant="turns the kernel in place" fails="cases_flip_kernel"
def flip_kernel(kernel):
    kernel[:] = kernel[::-1, ::-1].copy()
    return kernel

# %% mutant="returns a view" fails="cases_flip_kernel_as_a_copy"
def flip_kernel(kernel):
    return kernel[::-1, ::-1]

# %% mutant="turns rows and columns each into the other" fails="cases_flip_kernel"
def flip_kernel(kernel):
    return kernel[::-1, ::-1].T.copy()

# %% mutant="leaves a kernel of one row as it is" fails="cases_flip_kernel"
def flip_kernel(kernel):
    return kernel[::-1, ::-1].copy() if len(kernel) > 1 else kernel.copy()

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
# edges: gives whole numbers for whole numbers
# Of three arrays this habit changes none; the mutants that keep the type of the image make the mistake.

# %% equivalent
# edges: gives bytes for bytes
# Of three arrays this habit changes none; the mutants that keep the type of the image make the mistake.
