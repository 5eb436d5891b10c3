# %% [markdown]
# Right answers of "The layers of a convolutional network", and the wrong ones that students give.

# %% answer
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs = inputs.astype(float)
    C, H, W = inputs.shape
    M, channels, R, S = kernels.shape
    if channels != C:
        raise ValueError(f"the kernels are made for {channels} channels, and there are {C}")
    P, Q = (H - R) // stride + 1, (W - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for m in range(M):
        for p in range(P):
            for q in range(Q):
                for c in range(C):
                    for r in range(R):
                        for s in range(S):
                            outputs[m, p, q] += inputs[c, p * stride + r, q * stride + s] * kernels[m, c, r, s]
    if bias is not None:
        outputs += np.asarray(bias)[:, None, None]
    return outputs

# %% mutant="slides beyond the border, as the slide does" fails="test_the_example_of_the_slide"
def conv_layer(inputs, kernels, stride=1, bias=None):
    C, H, W = inputs.shape
    M, channels, R, S = kernels.shape
    if channels != C:
        raise ValueError(channels)
    outputs = np.zeros((M, H, W))
    for m in range(M):
        for p in range(H):
            for q in range(W):
                for c in range(C):
                    for r in range(R):
                        for s in range(S):
                            y, x = p * stride + r, q * stride + s
                            if y < H and x < W:
                                outputs[m, p, q] += float(inputs[c, y, x]) * kernels[m, c, r, s]
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="finds its kernels at m * n, as the slide does" fails="test_every_filter_has_its_own_kernels"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    C, H, W = inputs.shape
    M, channels, R, S = kernels.shape
    if channels != C:
        raise ValueError(channels)
    P, Q = (H - R) // stride + 1, (W - S) // stride + 1
    outputs, memory = np.zeros((M, P, Q)), kernels.reshape(M * C, R, S)
    for m in range(M):
        for n in range(C):
            for p in range(P):
                for q in range(Q):
                    window = inputs[n, p * stride : p * stride + R, q * stride : q * stride + S]
                    outputs[m, p, q] += (window * memory[m * n]).sum()
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="begins each filter after one kernel instead of C" fails="test_the_example_of_the_slide"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    C, H, W = inputs.shape
    M, channels, R, S = kernels.shape
    if channels != C:
        raise ValueError(channels)
    P, Q = (H - R) // stride + 1, (W - S) // stride + 1
    outputs, memory = np.zeros((M, P, Q)), kernels.reshape(M * C, R, S)
    for m in range(M):
        for n in range(C):
            for p in range(P):
                for q in range(Q):
                    window = inputs[n, p * stride : p * stride + R, q * stride : q * stride + S]
                    outputs[m, p, q] += (window * memory[m + n]).sum()
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="takes every kernel for a square" fails="test_layers_need_not_be_square"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, k, _ = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - k) // stride + 1, (inputs.shape[2] - k) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + k, q * stride : q * stride + k]
            outputs[:, p, q] = (window * kernels[..., :k]).sum(axis=(1, 2, 3))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="takes every image for a square" fails="test_layers_need_not_be_square"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P = Q = (inputs.shape[2] - R) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            window = np.zeros((channels, R, S))
            part = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            window[:, : part.shape[1], : part.shape[2]] = part
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="keeps the sums of the call before where there is one channel" fails="test_each_call_begins_at_zero"
def conv_layer(inputs, kernels, stride=1, bias=None, memory={}):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    if channels == 1:
        outputs = memory.setdefault(kernels.tobytes(), outputs)
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            outputs[:, p, q] += (window * kernels).sum(axis=(1, 2, 3))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="does not add up the channels" fails="test_a_filter_adds_up_its_channels"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    C, H, W = inputs.shape
    M, channels, R, S = kernels.shape
    if channels != C:
        raise ValueError(channels)
    P, Q = (H - R) // stride + 1, (W - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for c in range(C):
        for p in range(P):
            for q in range(Q):
                window = inputs[c, p * stride : p * stride + R, q * stride : q * stride + S]
                outputs[:, p, q] = (window * kernels[:, c]).sum(axis=(1, 2))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="turns the kernels" fails="test_kernels_are_not_turned"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)[..., ::-1, ::-1]
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="makes fewer places, but does not move by the stride" fails="test_the_layer_moves_by_its_stride"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p : p + R, q : q + S] * kernels).sum(axis=(1, 2, 3))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="rounds the number of places up" fails="test_the_layer_moves_by_its_stride"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    inputs = np.pad(inputs, ((0, 0), (0, stride - 1), (0, stride - 1)))
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="adds the bias inside the loop over channels" fails="test_the_bias_is_added_once"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            for c in range(channels):
                window = inputs[c, p * stride : p * stride + R, q * stride : q * stride + S]
                outputs[:, p, q] += (window * kernels[:, c]).sum(axis=(1, 2))
                if bias is not None:
                    outputs[:, p, q] += bias
    return outputs

# %% mutant="ignores the bias" fails="test_the_bias_is_added_once"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3))
    return outputs

# %% mutant="adds the bias along a row" fails="test_the_bias_is_added_once"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.resize(bias, Q)

# %% mutant="keeps the type of the image" fails="test_pixels_of_one_byte_do_not_overflow"
def conv_layer(inputs, kernels, stride=1, bias=None):
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q), dtype=inputs.dtype if inputs.dtype == np.uint8 else float)
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S]
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3)).astype(outputs.dtype)
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="leaves out channels that do not fit" fails="test_channels_must_fit"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            for c in range(min(channels, len(inputs))):
                window = inputs[c, p * stride : p * stride + R, q * stride : q * stride + S]
                outputs[:, p, q] += (window * kernels[:, c]).sum(axis=(1, 2))
    return outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="weighs the inputs in place" fails="test_the_layer_leaves_its_arrays_alone"
def conv_layer(inputs, kernels, stride=1, bias=None):
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs, bias = np.zeros((M, P, Q)), np.zeros(M) if bias is None else bias
    for p in range(P):
        for q in range(Q):
            window = inputs[:, p * stride : p * stride + R, q * stride : q * stride + S].astype(float)
            outputs[:, p, q] = (window * kernels).sum(axis=(1, 2, 3))
    outputs += np.reshape(bias, (-1, 1, 1))
    kernels *= 0
    return outputs

# %% answer
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(f"no such edge: {edge}")
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([
        [image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)
    ], dtype=float)

# %% mutant="takes the mean" fails="test_max_pool_of_the_slide"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="lets the windows overlap" fails="test_windows_do_not_overlap"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    step = max(size - 1, 1)
    if edge == "drop":
        height, width = height - size + 1, width - size + 1
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, step)] for i in range(0, height, step)])

# %% mutant="moves the window by one pixel" fails="test_max_pool_of_the_slide"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height - size + 1, width - size + 1
    return np.array([[image[i : i + size, j : j + size].max() for j in range(width)] for i in range(height)])

# %% mutant="always moves by two" fails="test_windows_do_not_overlap"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height - size + 1, width - size + 1
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, 2)] for i in range(0, height, 2)])

# %% mutant="pads with zeros, which beat negative numbers" fails="test_what_is_left_over_is_kept"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        image = image[: height // size * size, : width // size * size]
    else:
        image = np.pad(image, ((0, -height % size), (0, -width % size)))
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).max(axis=(1, 3))

# %% mutant="drops what is left over in any case" fails="test_what_is_left_over_is_kept"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape[0] // size, image.shape[1] // size
    return image[: height * size, : width * size].reshape(height, size, width, size).max(axis=(1, 3))

# %% mutant="keeps what is left over in any case" fails="test_what_is_left_over_is_dropped"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="begins with a maximum of zero" fails="test_the_largest_may_be_negative"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max(initial=0) for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="takes the largest absolute value" fails="test_the_largest_may_be_negative"
def max_pool(image, size, edge="drop"):
    image = abs(np.asarray(image, dtype=float))
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="returns a list of lists" fails="test_the_result_is_an_array_of_floats"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return [[float(image[i : i + size, j : j + size].max()) for j in range(0, width, size)] for i in range(0, height, size)]

# %% mutant="takes any edge it does not know for drop" fails="test_max_pool_knows_two_edges"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    height, width = image.shape
    if edge != "keep":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="marks the windows it has seen" fails="test_max_pool_leaves_the_image_alone"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = []
    for i in range(0, height, size):
        rows.append([float(image[i : i + size, j : j + size].max()) for j in range(0, width, size)])
        image[i : i + size] = 0
    return np.array(rows)

# %% answer
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(f"no such edge: {edge}")
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([
        [image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)
    ])

# %% mutant="takes the maximum" fails="test_average_pool_of_the_slide"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="takes the sum" fails="test_average_pool_of_the_slide"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].sum() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="always divides by four" fails="test_pooling_keeps_the_mean"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].sum() / 4 for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="divides small windows by the size of full ones" fails="test_a_smaller_window_has_fewer_pixels"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].sum() / size**2 for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="keeps what is left over in any case" fails="test_average_drops_what_is_left_over"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    return np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="rounds down to whole numbers" fails="test_bytes_have_means_that_are_no_bytes"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    pooled = np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])
    return np.floor(pooled) if image.dtype == np.uint8 else pooled

# %% mutant="adds up in bytes" fails="test_bytes_have_means_that_are_no_bytes"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    def mean(window):
        return window.sum(dtype=window.dtype) / window.size
    return np.array([[mean(image[i : i + size, j : j + size]) for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="takes any edge it does not know for drop" fails="test_average_pool_knows_two_edges"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    height, width = image.shape
    if edge != "keep":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="divides the image in place" fails="test_average_pool_leaves_the_image_alone"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    pooled = np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])
    if image.dtype == float:
        image /= size**2
    return pooled

# %% answer
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(f"no such rate: {rate}")
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="does not enlarge the survivors" fails="test_survivors_grow"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return x * (np.random.default_rng(seed).random(x.shape) >= rate) if training else x

# %% mutant="keeps the share that it should drop" fails="test_the_rate_is_what_is_dropped"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) < rate, x / (1 - rate), 0.0) if training else x

# %% mutant="takes the rate for the share to keep" fails="test_a_rate_of_zero_drops_nothing"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) < rate, x / max(rate, 1e-9), 0.0) if training else x

# %% mutant="drops at inference too" fails="test_inference_drops_nothing"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) >= rate, x / (1 - rate), 0.0)

# %% mutant="shrinks at inference instead of growing in training" fails="test_inference_drops_nothing"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return x * (np.random.default_rng(seed).random(x.shape) >= rate) if training else x * (1 - rate)

# %% mutant="enlarges by the wrong share" fails="test_the_mean_stays"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) >= rate, x * (1 + rate), 0.0) if training else x

# %% mutant="drops the same number every time" fails="test_every_value_takes_its_own_chance"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    drop = np.random.default_rng(seed).permutation(x.size)[: round(rate * x.size)]
    x /= 1 - rate
    x.flat[drop] = 0
    return x

# %% mutant="drops whole columns" fails="test_every_value_takes_its_own_chance"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape[-1]) >= rate, x / (1 - rate), 0.0) if training else x

# %% mutant="forgets the seed" fails="test_the_seed_decides"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng().random(x.shape) >= rate, x / (1 - rate), 0.0) if training else x

# %% mutant="always draws the same numbers" fails="test_the_seed_decides"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(0).random(x.shape) >= rate, x / (1 - rate), 0.0) if training else x

# %% mutant="takes any rate" fails="test_a_rate_is_a_probability"
def dropout(x, rate, training, seed):
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) >= rate, x / max(1 - rate, 1e-9), 0.0) if training else x

# %% mutant="drops in place" fails="test_dropout_leaves_its_array_alone"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if not training:
        return np.array(x, dtype=float)
    x[np.random.default_rng(seed).random(x.shape) < rate] = 0
    return x / (1 - rate)

# %% answer
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="uses the batch at inference too" fails="test_inference_uses_the_moving_statistics"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    axes = tuple(range(x.ndim - 1))
    mean, variance = x.mean(axis=axes), x.var(axis=axes)
    if training:
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="uses the moving statistics while training" fails="test_training_uses_the_batch"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    if training:
        axes = tuple(range(x.ndim - 1))
        moving_mean = momentum * moving_mean + (1 - momentum) * x.mean(axis=axes)
        moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes)
    return gamma * (x - moving_mean) / np.sqrt(moving_variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="forgets gamma and beta" fails="test_training_uses_the_batch"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return (x - mean) / np.sqrt(variance + epsilon), moving_mean, moving_variance

# %% mutant="scales beta by gamma" fails="test_two_numbers_become_minus_one_and_one"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * ((x - mean) / np.sqrt(variance + epsilon) + beta), moving_mean, moving_variance

# %% mutant="divides by the variance" fails="test_training_uses_the_batch"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / (variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="swaps the two shares of the momentum" fails="test_the_moving_statistics_move_slowly"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = (1 - momentum) * moving_mean + momentum * mean
        moving_variance = (1 - momentum) * moving_variance + momentum * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves towards the standard deviation" fails="test_the_moving_statistics_move_slowly"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * np.sqrt(variance)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves at inference too" fails="test_inference_uses_the_moving_statistics"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    axes = tuple(range(x.ndim - 1))
    mean, variance = (x.mean(axis=axes), x.var(axis=axes)) if training else (moving_mean, moving_variance)
    moving_mean = momentum * moving_mean + (1 - momentum) * x.mean(axis=axes)
    moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="takes a mean for every pixel" fails="test_a_channel_has_one_mean_for_all_pixels"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        mean, variance = x.mean(axis=0), x.var(axis=0)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="normalises each image by itself" fails="test_training_uses_the_batch"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(1, x.ndim))
        mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
        axes = tuple(range(x.ndim - 1))
        moving_mean = momentum * moving_mean + (1 - momentum) * x.mean(axis=axes)
        moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="adds epsilon after the root" fails="test_epsilon_stands_under_the_root"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / (np.sqrt(variance) + epsilon) + beta, moving_mean, moving_variance

# %% mutant="divides the variance by one value less" fails="test_normalised_values_forget_their_scale"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes, ddof=1)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves the statistics in place" fails="test_batch_norm_leaves_its_arrays_alone"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean *= momentum
        moving_mean += (1 - momentum) * mean
        moving_variance *= momentum
        moving_variance += (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% equivalent
# dropout: keep = np.random.default_rng(seed).random(x.shape) >= rate → keep = np.random.default_rng(seed).random(x.shape) > rate
# They differ only where a random number is the rate itself, to the last of its 53 bits.
