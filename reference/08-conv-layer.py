# %% [markdown]
# Right answers of "The layers of a convolutional network", and the wrong ones that students give.

# %% rubric name="bugs"
# 0.5: `range(H)` and `range(W)` for places: the outputs have P rows and Q columns. Harm: always, it leaves the arrays.
# 0.5: `m * c * kernel_size`: the kernel of filter m and channel c begins at `(m * C + c) * kernel_size`. Harm: wrong
#   numbers as soon as there is more than one filter or channel.
# 0.5: `c * W * W`: a channel has H times W values, so `c * H * W`. Harm: if the image is not square.
# 0.5: `kernel_size = k * k` and `r * k + s`: with kernels of different numbers of rows and columns, both must use the
#   number of columns. Harm: if a kernel is not square; the code knows only `k`.
# 0.5: `outputs` is added to and never set to 0. Harm: when it holds something already, as at the second use.
# 0.5: Each is said as asked: the expression, when it harms, and what should be there. A quarter for three of the five.

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

# %% also="with loops"
def conv_layer(inputs, kernels, stride=1, bias=None):
    if len(inputs) != len(kernels[0]):
        raise ValueError("kernels and inputs have different numbers of channels")
    bias = [0] * len(kernels) if bias is None else bias
    maps = []
    for kernel, offset in zip(kernels.tolist(), bias):
        rows = []
        for top in range(0, inputs.shape[1] - len(kernel[0]) + 1, stride):
            row = []
            for left in range(0, inputs.shape[2] - len(kernel[0][0]) + 1, stride):
                total = float(offset)
                for channel, weights in zip(inputs.tolist(), kernel):
                    for y, line in enumerate(weights):
                        for x, weight in enumerate(line):
                            total += channel[top + y][left + x] * weight
                row.append(total)
            rows.append(row)
        maps.append(rows)
    return np.array(maps)

# %% also="vectorised"
def conv_layer(inputs, kernels, stride=1, bias=None):
    if kernels.shape[1] != inputs.shape[0]:
        raise ValueError("kernels and inputs have different numbers of channels")
    windows = np.lib.stride_tricks.sliding_window_view(inputs.astype(float), kernels.shape[2:], axis=(1, 2))
    outputs = np.einsum("cpqrs,mcrs->mpq", windows[:, ::stride, ::stride], kernels.astype(float))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% also="in float32"
def places(length, kernel_length, stride):
    return range(0, length - kernel_length + 1, stride)

def conv_layer(inputs, kernels, stride=1, bias=None):
    M, C, R, S = kernels.shape
    if C != inputs.shape[0]:
        raise ValueError(f"{C} channels expected")
    inputs, kernels = inputs.astype(np.float32), kernels.astype(np.float32)
    rows, columns = places(inputs.shape[1], R, stride), places(inputs.shape[2], S, stride)
    outputs = np.empty((M, len(rows), len(columns)), np.float32)
    for p, y in enumerate(rows):
        for q, x in enumerate(columns):
            outputs[:, p, q] = (inputs[:, y : y + R, x : x + S] * kernels).sum(axis=(1, 2, 3))
    for m in range(M):
        if bias is not None:
            outputs[m] += bias[m]
    return outputs

# %% mutant="slides beyond the border" fails="test_two_filters_on_two_channels"
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

# %% mutant="finds its kernels at m * n" fails="cases_conv_layer"
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

# %% mutant="begins each filter after one kernel instead of C" fails="test_two_filters_on_two_channels"
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

# %% mutant="takes every kernel for a square" fails="cases_conv_layer_not_square"
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

# %% mutant="takes every image for a square" fails="cases_conv_layer_not_square"
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

# %% mutant="keeps the sums of the call before where there is one channel" fails="cases_conv_layer"
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

# %% mutant="turns the kernels" fails="cases_conv_layer"
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

# %% mutant="makes fewer places, but does not move by the stride" fails="cases_conv_layer_stride"
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

# %% mutant="rounds the number of places up" fails="cases_conv_layer_stride"
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

# %% mutant="adds the bias inside the loop over channels" fails="cases_conv_layer_bias"
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

# %% mutant="ignores the bias" fails="cases_conv_layer_bias"
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

# %% mutant="adds the bias along a row" fails="cases_conv_layer_bias"
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

# %% mutant="keeps the type of the image" fails="cases_conv_layer_bytes"
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

# %% mutant="leaves out channels that do not fit" fails="cases_conv_layer_channels"
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

# %% mutant="weighs the inputs in place" fails="cases_conv_layer"
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

# %% mutant="lets one kernel do for all channels" fails="cases_conv_layer_channels"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels not in (1, len(inputs)):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="forgets that there may be too few kernels" fails="cases_conv_layer_channels"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels > len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:channels, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="checks the channels only where there is no bias" fails="cases_conv_layer_channels"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if bias is None and channels != len(inputs):
        raise ValueError(channels)
    kernels = kernels[:, [c % channels for c in range(len(inputs))]]
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="asks whether the bias is true" fails="cases_conv_layer_bias"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs + np.reshape(bias, (-1, 1, 1)) if bias else outputs

# %% mutant="takes every bias for an array" fails="cases_conv_layer_bias"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + bias[:, None, None]

# %% mutant="takes the bias of the first filter for all" fails="cases_conv_layer_bias"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + bias[0]

# %% mutant="adds whole numbers only" fails="cases_conv_layer_bias"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.array(bias, dtype=int).reshape(-1, 1, 1)

# %% mutant="strides from row to row only" fails="cases_conv_layer_stride"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // 1 + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * 1 : q * 1 + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="strides as far as a kernel is wide at most" fails="cases_conv_layer_stride"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    stride = min(stride, max(R, S))
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="adds up in the type of the kernels" fails="cases_conv_layer_bytes"
def conv_layer(inputs, kernels, stride=1, bias=None):
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q), dtype=kernels.dtype)
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="adds up in 32 bits" fails="cases_conv_layer_bytes"
def conv_layer(inputs, kernels, stride=1, bias=None):
    if kernels.shape[1] != inputs.shape[0]:
        raise ValueError("kernels and inputs have different numbers of channels")
    whole = inputs.dtype.kind in "iu" and kernels.dtype.kind in "iu"
    inputs, kernels = (each.astype(np.int32 if whole else float) for each in (inputs, kernels))
    windows = np.lib.stride_tricks.sliding_window_view(inputs, kernels.shape[2:], axis=(1, 2))
    outputs = np.einsum("cpqrs,mcrs->mpq", windows[:, ::stride, ::stride], kernels).astype(float)
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

# %% mutant="keeps sums within a byte" fails="cases_conv_layer_bytes"
def conv_layer(inputs, kernels, stride=1, bias=None):
    inputs, kernels = np.asarray(inputs, dtype=float), np.asarray(kernels, dtype=float)
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return np.clip(outputs, 0, 255) if inputs.max() > 9 else outputs + (0 if bias is None else np.reshape(bias, (-1, 1, 1)))

# %% mutant="returns whole numbers for whole numbers" fails="cases_conv_layer_bytes"
def conv_layer(inputs, kernels, stride=1, bias=None):
    M, channels, R, S = kernels.shape
    if channels != len(inputs):
        raise ValueError(channels)
    P, Q = (inputs.shape[1] - R) // stride + 1, (inputs.shape[2] - S) // stride + 1
    outputs = np.zeros((M, P, Q), dtype=np.result_type(inputs, kernels, np.int64))
    for p in range(P):
        for q in range(Q):
            outputs[:, p, q] = (inputs[:, p * stride : p * stride + R, q * stride : q * stride + S] * kernels).sum(axis=(1, 2, 3))
    return outputs if bias is None else outputs + np.reshape(bias, (-1, 1, 1))

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

# %% also="with loops"
def max_pool(image, size, edge="drop"):
    if edge != "drop" and edge != "keep":
        raise ValueError("edge must be drop or keep")
    height, width = image.shape
    rows = []
    for top in range(0, height, size):
        if edge == "drop" and top + size > height:
            break
        row = []
        for left in range(0, width, size):
            if edge == "drop" and left + size > width:
                break
            largest = image[top, left]
            for y in range(top, min(top + size, height)):
                for x in range(left, min(left + size, width)):
                    if image[y, x] > largest:
                        largest = image[y, x]
            row.append(float(largest))
        rows.append(row)
    return np.array(rows)

# %% also="vectorised"
def max_pool(image, size, edge="drop"):
    height, width = image.shape
    if edge == "drop":
        image = image[: height - height % size, : width - width % size].astype(float)
    elif edge == "keep":
        image = np.pad(image.astype(float), ((0, -height % size), (0, -width % size)), constant_values=-np.inf)
    else:
        raise ValueError(f"unknown edge {edge!r}")
    return image.reshape(image.shape[0] // size, size, -1, size).max(axis=(1, 3))

# %% also="in float32"
def cut(image, size, edge):
    if edge not in {"drop", "keep"}:
        raise ValueError(f"{edge} is not an edge")
    if edge == "keep":
        return image.astype(np.float32)
    return image[: image.shape[0] // size * size, : image.shape[1] // size * size].astype(np.float32)

def max_pool(image, size, edge="drop"):
    image = cut(image, size, edge)
    rows = np.maximum.reduceat(image, np.arange(0, image.shape[0], size), axis=0)
    return np.maximum.reduceat(rows, np.arange(0, image.shape[1], size), axis=1)

# %% mutant="takes the mean" fails="test_max_pool_of_4_x_4"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="lets the windows overlap" fails="cases_max_pool"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    step = max(size - 1, 1)
    if edge == "drop":
        height, width = height - size + 1, width - size + 1
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, step)] for i in range(0, height, step)])

# %% mutant="moves the window by one pixel" fails="test_max_pool_of_4_x_4"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height - size + 1, width - size + 1
    return np.array([[image[i : i + size, j : j + size].max() for j in range(width)] for i in range(height)])

# %% mutant="always moves by two" fails="cases_max_pool"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height - size + 1, width - size + 1
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, 2)] for i in range(0, height, 2)])

# %% mutant="pads with zeros, which beat negative numbers" fails="cases_max_pool_keep"
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

# %% mutant="drops what is left over in any case" fails="cases_max_pool_keep"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape[0] // size, image.shape[1] // size
    return image[: height * size, : width * size].reshape(height, size, width, size).max(axis=(1, 3))

# %% mutant="keeps what is left over in any case" fails="cases_max_pool"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="begins with a maximum of zero" fails="cases_max_pool_negative"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max(initial=0) for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="takes the largest absolute value" fails="cases_max_pool_negative"
def max_pool(image, size, edge="drop"):
    image = abs(np.asarray(image, dtype=float))
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="returns a list of lists" fails="cases_max_pool_bytes"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return [[float(image[i : i + size, j : j + size].max()) for j in range(0, width, size)] for i in range(0, height, size)]

# %% mutant="takes any edge it does not know for drop" fails="cases_max_pool_edge"
def max_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    height, width = image.shape
    if edge != "keep":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="marks the windows it has seen" fails="cases_max_pool"
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

# %% mutant="takes every image for a square" fails="cases_max_pool"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height = width = min(image.shape)
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="begins with a maximum of minus a thousand" fails="cases_max_pool_negative"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].max(initial=-1000) for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="takes no pixel for brighter than 255" fails="cases_max_pool"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[min(image[i : i + size, j : j + size].max(), 255) for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="keeps rows that are left over, but drops columns" fails="cases_max_pool_keep"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height = height // size * size
    width = width // size * size
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="gives bytes for bytes" fails="cases_max_pool_bytes"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows)

# %% mutant="takes any edge it does not know for keep" fails="cases_max_pool_edge"
def max_pool(image, size, edge="drop"):
    image = image.astype(float)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="looks for the smallest one of what is turned around" fails="cases_max_pool_bytes"
def max_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([
        [-float((-image[i : i + size, j : j + size]).min()) for j in range(0, width, size)] for i in range(0, height, size)
    ]) % (256 if image.dtype == np.uint8 else np.inf)

# %% mutant="takes no edge for drop" fails="cases_max_pool_edge"
def max_pool(image, size, edge="drop"):
    edge = edge or "drop"
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([
        [float(image[i : i + size, j : j + size].max()) for j in range(0, width, size)] for i in range(0, height, size)
    ])

# %% mutant="checks the edge only where something is left over" fails="cases_max_pool_edge"
def max_pool(image, size, edge="drop"):
    image = image.astype(float)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    elif edge != "keep" and (height % size or width % size):
        raise ValueError(edge)
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="is content with a part of the word" fails="cases_max_pool_edge"
def max_pool(image, size, edge="drop"):
    if edge not in "drop keep":
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="does not care for capitals" fails="cases_max_pool_edge"
def max_pool(image, size, edge="drop"):
    edge = edge.lower()
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

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

# %% also="with loops"
def average_pool(image, size, edge="drop"):
    if not (edge == "drop" or edge == "keep"):
        raise ValueError("edge must be drop or keep")
    height, width = image.shape
    if edge == "drop":
        P, Q = height // size, width // size
    else:
        P, Q = -(-height // size), -(-width // size)
    means = np.zeros((P, Q))
    for p in range(P):
        for q in range(Q):
            total, count = 0.0, 0
            for y in range(p * size, min(p * size + size, height)):
                for x in range(q * size, min(q * size + size, width)):
                    total += float(image[y, x])
                    count += 1
            means[p, q] = total / count
    return means

# %% also="vectorised"
def average_pool(image, size, edge="drop"):
    height, width = image.shape
    if edge == "drop":
        image = image[: height - height % size, : width - width % size].astype(float)
    elif edge == "keep":
        image = np.pad(image.astype(float), ((0, -height % size), (0, -width % size)), constant_values=np.nan)
    else:
        raise ValueError(f"unknown edge {edge!r}")
    return np.nanmean(image.reshape(image.shape[0] // size, size, -1, size), axis=(1, 3))

# %% also="in float32"
def sums(image, size):
    rows = np.add.reduceat(image, np.arange(0, image.shape[0], size), axis=0)
    return np.add.reduceat(rows, np.arange(0, image.shape[1], size), axis=1)

def average_pool(image, size, edge="drop"):
    if edge not in ["drop", "keep"]:
        raise ValueError(f"{edge} is not an edge")
    image = np.array(image, dtype=np.float32)
    if edge == "drop":
        image = image[: image.shape[0] // size * size, : image.shape[1] // size * size]
    return sums(image, size) / sums(np.ones_like(image), size)

# %% mutant="takes the maximum" fails="test_average_pool_of_4_x_4"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="takes the sum" fails="test_average_pool_of_4_x_4"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].sum() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="always divides by four" fails="cases_average_pool"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].sum() / 4 for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="divides small windows by the size of full ones" fails="cases_average_pool_keep"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].sum() / size**2 for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="keeps what is left over in any case" fails="cases_average_pool"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    return np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="rounds down to whole numbers" fails="cases_average_pool_bytes"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    pooled = np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])
    return np.floor(pooled) if image.dtype == np.uint8 else pooled

# %% mutant="adds up in bytes" fails="cases_average_pool_bytes"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    def mean(window):
        return window.sum(dtype=window.dtype) / window.size
    return np.array([[mean(image[i : i + size, j : j + size]) for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="takes any edge it does not know for drop" fails="cases_average_pool_edge"
def average_pool(image, size, edge="drop"):
    image = np.asarray(image, dtype=float)
    height, width = image.shape
    if edge != "keep":
        height, width = height // size * size, width // size * size
    return np.array([[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)])

# %% mutant="divides the image in place" fails="cases_average_pool"
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

# %% mutant="takes every image for a square" fails="cases_average_pool"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height = width = min(image.shape)
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="adds up in the type of the image unless it is bytes" fails="cases_average_pool_bytes"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    image = image.astype(float) if image.dtype == np.uint8 else image
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    windows = [[image[i : i + size, j : j + size] for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array([[window.sum(dtype=image.dtype) / window.size for window in row] for row in windows])

# %% mutant="takes no edge for drop" fails="cases_average_pool_edge"
def average_pool(image, size, edge="drop"):
    edge = edge or "drop"
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    return np.array([
        [image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)
    ])

# %% mutant="rounds to two decimals" fails="cases_average_pool"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.round(rows, 2)

# %% mutant="counts no pixel that is zero" fails="cases_average_pool_keep"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].sum() / max((image[i : i + size, j : j + size] != 0).sum(), 1) for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="keeps rows that are left over, but drops columns" fails="cases_average_pool_keep"
def average_pool(image, size, edge="drop"):
    if edge not in ("drop", "keep"):
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height = height // size * size
    width = width // size * size
    rows = [[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="takes any edge it does not know for keep" fails="cases_average_pool_edge"
def average_pool(image, size, edge="drop"):
    image = image.astype(float)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="checks the edge only where something is left over" fails="cases_average_pool_edge"
def average_pool(image, size, edge="drop"):
    image = image.astype(float)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    elif edge != "keep" and (height % size or width % size):
        raise ValueError(edge)
    rows = [[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% mutant="is content with a part of the word" fails="cases_average_pool_edge"
def average_pool(image, size, edge="drop"):
    if edge not in "drop keep":
        raise ValueError(edge)
    height, width = image.shape
    if edge == "drop":
        height, width = height // size * size, width // size * size
    rows = [[image[i : i + size, j : j + size].mean() for j in range(0, width, size)] for i in range(0, height, size)]
    return np.array(rows, dtype=float)

# %% answer
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(f"no such rate: {rate}")
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% also="with loops"
def dropout(x, rate, training, seed):
    import random

    if rate < 0 or not rate < 1:
        raise ValueError("the rate must be at least 0 and less than 1")
    dice = random.Random(seed)
    result = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        if not training:
            result[place] = x[place]
        elif dice.random() >= rate:
            result[place] = x[place] / (1 - rate)
    return result

# %% also="vectorised"
def dropout(x, rate, training, seed):
    if not (rate >= 0 and rate < 1):
        raise ValueError("no such rate")
    result = x.astype(float)
    if training:
        np.random.seed(seed)
        result[np.random.rand(*x.shape) < rate] = 0
        result /= 1 - rate
    return result

# %% also="in float32"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError("no such rate")
    keep = 1 - rate
    x = x.astype(np.float32)
    if training:
        return x * np.random.default_rng(seed).binomial(1, keep, size=x.shape).astype(np.float32) / np.float32(keep)
    return x

# %% mutant="does not enlarge the survivors" fails="test_survivors_grow"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return x * (np.random.default_rng(seed).random(x.shape) >= rate) if training else x

# %% mutant="keeps the share that it should drop" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) < rate, x / (1 - rate), 0.0) if training else x

# %% mutant="takes the rate for the share to keep" fails="cases_dropout_rate_zero"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) < rate, x / max(rate, 1e-9), 0.0) if training else x

# %% mutant="drops at inference too" fails="cases_dropout_inference"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) >= rate, x / (1 - rate), 0.0)

# %% mutant="shrinks at inference instead of growing in training" fails="cases_dropout_inference"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return x * (np.random.default_rng(seed).random(x.shape) >= rate) if training else x * (1 - rate)

# %% mutant="enlarges by the wrong share" fails="cases_dropout"
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

# %% mutant="drops whole columns" fails="cases_dropout"
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

# %% mutant="takes seed 0 for none" fails="test_the_seed_decides"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if not training:
        return x.astype(float)
    keep = np.random.default_rng(seed or None).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="grows bytes to bytes" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if not training:
        return x.astype(float)
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    grown = x / (1 - rate)
    return np.where(keep, grown.astype(x.dtype) if x.dtype.itemsize == 1 else grown, 0.0).astype(float)

# %% mutant="always draws the same numbers" fails="test_the_seed_decides"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(0).random(x.shape) >= rate, x / (1 - rate), 0.0) if training else x

# %% mutant="takes any rate" fails="cases_dropout_rates"
def dropout(x, rate, training, seed):
    x = np.array(x, dtype=float)
    return np.where(np.random.default_rng(seed).random(x.shape) >= rate, x / max(1 - rate, 1e-9), 0.0) if training else x

# %% mutant="drops in place" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if not training:
        return np.array(x, dtype=float)
    x[np.random.default_rng(seed).random(x.shape) < rate] = 0
    return x / (1 - rate)

# %% mutant="drops the same places in every image" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape[1:]) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="drops whole channels of an image" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    shape = (x.shape[0], *[1] * (x.ndim - 2), x.shape[-1]) if x.ndim > 2 else x.shape
    return np.where(np.random.default_rng(seed).random(shape) >= rate, x / (1 - rate), 0.0)

# %% mutant="drops values in a run" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    dice = np.random.default_rng(seed)
    first = dice.integers(x.size + 1)
    x.flat[first : first + dice.binomial(x.size, rate)] = 0
    return x / (1 - rate)

# %% mutant="grows whole numbers to whole numbers" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    kind, x = x.dtype, np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0).astype(kind)

# %% mutant="drops nothing where the rate is small" fails="cases_dropout"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= (rate if rate > 0.3 else 0)
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="returns x itself at inference" fails="cases_dropout_inference"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.asarray(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="leaves whole numbers whole at inference" fails="cases_dropout_inference"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if not training:
        return x.copy()
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="returns x itself where nothing is dropped" fails="cases_dropout_rate_zero"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if rate == 0:
        return x.astype(float, copy=False)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="always drops something" fails="cases_dropout_rate_zero"
def dropout(x, rate, training, seed):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= max(rate, 0.1)
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="checks the rate only while training" fails="cases_dropout_rates"
def dropout(x, rate, training, seed):
    if training and not 0 <= rate < 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="takes NaN for a rate" fails="cases_dropout_rates"
def dropout(x, rate, training, seed):
    if rate < 0 or rate >= 1:
        raise ValueError(rate)
    if not training:
        return x.astype(float)
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% mutant="takes a rate of one" fails="cases_dropout_rates"
def dropout(x, rate, training, seed):
    if not 0 <= rate <= 1:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / max(1 - rate, 1e-9), 0.0)

# %% mutant="refuses a rate above nine tenths" fails="cases_dropout_rates"
def dropout(x, rate, training, seed):
    if not 0 <= rate <= 0.9:
        raise ValueError(rate)
    x = np.array(x, dtype=float)
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape) >= rate
    return np.where(keep, x / (1 - rate), 0.0)

# %% answer
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% also="with loops"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    y, means, variances = np.zeros(x.shape), moving_mean.astype(float), moving_variance.astype(float)
    for channel in range(x.shape[-1]):
        values = x[..., channel].ravel().tolist()
        mean, variance = moving_mean[channel], moving_variance[channel]
        if training:
            mean = sum(values) / len(values)
            variance = sum((value - mean) ** 2 for value in values) / len(values)
            means[channel] = momentum * moving_mean[channel] + (1 - momentum) * mean
            variances[channel] = momentum * moving_variance[channel] + (1 - momentum) * variance
        root = (variance + epsilon) ** 0.5
        scaled = [gamma[channel] * (value - mean) / root + beta[channel] for value in values]
        y[..., channel] = np.reshape(scaled, x.shape[:-1])
    return y, means, variances

# %% also="vectorised"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    rows = x.reshape(-1, x.shape[-1]).astype(float)
    if not training:
        normalised = (rows - moving_mean) / (moving_variance + epsilon) ** 0.5
        return [(gamma * normalised + beta).reshape(x.shape), moving_mean.copy(), moving_variance.copy()]
    mean = np.average(rows, axis=0)
    variance = np.average(rows**2, axis=0) - mean**2
    normalised = (rows - mean) / (variance + epsilon) ** 0.5
    moving_mean = moving_mean + (1 - momentum) * (mean - moving_mean)
    moving_variance = moving_variance + (1 - momentum) * (variance - moving_variance)
    return [(gamma * normalised + beta).reshape(x.shape), moving_mean, moving_variance]

# %% also="in float32"
def statistics(x):
    axes = (0, 1, 2) if x.ndim == 4 else 0
    return np.mean(x, axis=axes), np.var(x, axis=axes)

def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    x, gamma, beta, old_mean, old_variance = (
        np.array(each, dtype=np.float32) for each in (x, gamma, beta, moving_mean, moving_variance)
    )
    mean, variance = statistics(x) if training else (old_mean, old_variance)
    share = momentum if training else 1
    y = (x - mean) / np.sqrt(variance + np.float32(epsilon)) * gamma + beta
    return y, share * old_mean + (1 - share) * mean, share * old_variance + (1 - share) * variance

# %% mutant="uses the batch at inference too" fails="cases_batch_norm_inference"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    axes = tuple(range(x.ndim - 1))
    mean, variance = x.mean(axis=axes), x.var(axis=axes)
    if training:
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="uses the moving statistics while training" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    if training:
        axes = tuple(range(x.ndim - 1))
        moving_mean = momentum * moving_mean + (1 - momentum) * x.mean(axis=axes)
        moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes)
    return gamma * (x - moving_mean) / np.sqrt(moving_variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="forgets gamma and beta" fails="cases_batch_norm"
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

# %% mutant="divides by the variance" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / (variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="swaps the two shares of the momentum" fails="cases_batch_norm_moving"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = (1 - momentum) * moving_mean + momentum * mean
        moving_variance = (1 - momentum) * moving_variance + momentum * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves towards the standard deviation" fails="cases_batch_norm_moving"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * np.sqrt(variance)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves at inference too" fails="cases_batch_norm_inference"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    axes = tuple(range(x.ndim - 1))
    mean, variance = (x.mean(axis=axes), x.var(axis=axes)) if training else (moving_mean, moving_variance)
    moving_mean = momentum * moving_mean + (1 - momentum) * x.mean(axis=axes)
    moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="takes a mean for every pixel" fails="cases_batch_norm_images"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        mean, variance = x.mean(axis=0), x.var(axis=0)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="normalises each image by itself" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(1, x.ndim))
        mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
        axes = tuple(range(x.ndim - 1))
        moving_mean = momentum * moving_mean + (1 - momentum) * x.mean(axis=axes)
        moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="adds epsilon after the root" fails="cases_batch_norm_epsilon"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / (np.sqrt(variance) + epsilon) + beta, moving_mean, moving_variance

# %% mutant="divides the variance by one value less" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes, ddof=1)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves the statistics in place" fails="cases_batch_norm"
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

# %% mutant="takes one mean for all channels" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean() + 0 * moving_mean, x.var() + 0 * moving_mean
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="centres the batch in place" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    if x.dtype == float:
        x -= mean
    else:
        x = x - mean
    return gamma * x / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="takes the second axis for the channels" fails="cases_batch_norm_images"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = (0,) if x.ndim == 2 or x.shape[1] != x.shape[-1] else (0, 2, 3)
        mean, variance = np.resize(x.mean(axis=axes), x.shape[-1]), np.resize(x.var(axis=axes), x.shape[-1])
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="forgets epsilon" fails="cases_batch_norm_epsilon"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance) + beta, moving_mean, moving_variance

# %% mutant="takes epsilon only where the variance is zero" fails="cases_batch_norm_epsilon"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(np.where(variance > 0, variance, epsilon)) + beta, moving_mean, moving_variance

# %% mutant="knows one epsilon" fails="cases_batch_norm_epsilon"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance

# %% mutant="knows one momentum" fails="cases_batch_norm_moving"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = 0.99 * moving_mean + (1 - 0.99) * mean
        moving_variance = 0.99 * moving_variance + (1 - 0.99) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves towards the variance divided by one value less" fails="cases_batch_norm_moving"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * x.var(axis=axes, ddof=min(1, x[..., 0].size - 1))
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="begins with the batch where the moving mean is zero" fails="cases_batch_norm_moving"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance, before = moving_mean, moving_variance, moving_mean
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
        if not np.any(before):
            moving_mean, moving_variance = mean, variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="squares bytes" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), (x * x).mean(axis=axes) - x.mean(axis=axes) ** 2
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(abs(variance) + epsilon) + beta, moving_mean, moving_variance

# %% mutant="takes a gamma of zeros for none" fails="cases_batch_norm"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    gamma = gamma if np.any(gamma) else np.ones(len(gamma))
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="moves the variance with epsilon in it" fails="cases_batch_norm_moving"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * (variance + epsilon)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance

# %% mutant="forgets epsilon at inference" fails="cases_batch_norm_inference"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return gamma * (x - mean) / np.sqrt(variance + epsilon * training) + beta, moving_mean, moving_variance

# %% mutant="returns no statistics at inference" fails="cases_batch_norm_inference"
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    return (gamma * (x - mean) / np.sqrt(variance + epsilon) + beta, moving_mean, moving_variance) if training else gamma * (x - mean) / np.sqrt(variance + epsilon) + beta

# %% equivalent
# dropout: keep = np.random.default_rng(seed).random(x.shape) >= rate → keep = np.random.default_rng(seed).random(x.shape) > rate
# They differ only where a random number is the rate itself, to the last of its 53 bits.

# %% equivalent
# batch_norm: gives whole numbers for whole numbers
# It returns a tuple, and the habit changes single numbers and arrays only.
