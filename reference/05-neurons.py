# %% [markdown]
# Right answers of "Neurons", and the wrong ones that students give.

# %% answer
def linear(z):
    return z, np.ones_like(z)

# %% also="with loops"
def linear(z):
    slope = np.zeros(np.shape(z))
    for place in np.ndindex(slope.shape):
        slope[place] = 1.0
    return z, slope

# %% also="in single precision"
def linear(z):
    z = np.array(z, dtype=np.float32)
    return z, np.full(z.shape, 1, dtype=np.float32)

# %% also="in other words"
def linear(z):
    return 1 * z, z * 0 + 1

# %% mutant="takes the value for the slope" fails="test_linear_does_nothing"
def linear(z):
    return z, z

# %% mutant="has one slope for the whole array" fails="cases_linear"
def linear(z):
    return z, 1.0

# %% mutant="squeezes large numbers" fails="cases_linear"
def linear(z):
    return np.clip(z, -20, 20), np.ones_like(z, dtype=float)

# %% mutant="has no slope where z is negative" fails="test_linear_does_nothing"
def linear(z):
    return z, (np.asarray(z) > 0) * 1.0

# %% mutant="makes the slope out of its input" fails="cases_linear"
def linear(z):
    value, slope = np.array(z), np.asarray(z)
    slope[...] = 1
    return value, slope

# %% mutant="has a slope for rows only" fails="cases_linear"
def linear(z):
    return z, np.ones(np.size(z)) if np.ndim(z) else 1.0

# %% mutant="forgets the shape of numbers" fails="cases_linear"
def linear(z):
    return np.atleast_1d(z), np.ones(np.shape(np.atleast_1d(z)))

# %% mutant="divides z by itself for the slope" fails="cases_linear"
def linear(z):
    return z, np.nan_to_num(z / np.asarray(z, dtype=float))

# %% mutant="measures the slope in steps of one" fails="cases_linear"
def linear(z):
    return z, (z + 1.0) - z

# %% mutant="measures the slope in steps too small for large numbers" fails="cases_linear"
def linear(z):
    h = 1e-8
    return z, ((z + h) - z) / h

# %% answer
def relu(z):
    return np.maximum(z, 0), (z > 0) * 1.0

# %% also="with loops"
def relu(z):
    value, slope = np.zeros(np.shape(z)), np.zeros(np.shape(z))
    for place in np.ndindex(value.shape):
        number = np.asarray(z)[place]
        if number > 0:
            value[place] = number
            slope[place] = 1
    return value, slope

# %% also="in single precision"
def relu(z):
    z = np.array(z, dtype=np.float32)
    slope = (z > 0).astype(np.float32)
    z[z < 0] = 0
    return z, slope

# %% also="in other words"
def relu(z):
    if np.ndim(z) == 0:
        return max(0, z), 1 if z > 0 else 0
    return np.where(z > 0, z, 0), np.where(z > 0, 1, 0)

# %% mutant="takes the largest number of all" fails="cases_relu_value"
def relu(z):
    return max(0.0, float(np.max(z))), (z > 0) * 1.0

# %% mutant="stops at one" fails="cases_relu_value"
def relu(z):
    return np.clip(z, 0, 1), (z > 0) * 1.0

# %% mutant="takes the absolute value" fails="test_relu_cuts_off_below_zero"
def relu(z):
    return np.abs(z), np.sign(z)

# %% mutant="leaks below zero" fails="test_relu_cuts_off_below_zero"
def relu(z):
    return np.where(z > 0, z, 0.01 * z), np.where(z > 0, 1.0, 0.01)

# %% mutant="has slope one at zero" fails="cases_relu_slope"
def relu(z):
    return np.maximum(z, 0), (z >= 0) * 1.0

# %% mutant="returns True and False for slopes" fails="cases_relu_slope"
def relu(z):
    return np.maximum(z, 0), z > 0

# %% mutant="takes the value for the slope" fails="cases_relu_slope"
def relu(z):
    return np.maximum(z, 0), np.maximum(z, 0)

# %% mutant="rounds small numbers off" fails="cases_relu_slope"
def relu(z):
    return np.where(z > 1e-6, z, 0), np.where(z > 1e-6, 1.0, 0.0)

# %% mutant="overwrites negative numbers" fails="cases_relu_value, cases_relu_slope"
def relu(z):
    z = np.asarray(z)
    slope = (z > 0) * 1.0
    z[z < 0] = 0
    return z, slope

# %% mutant="stops at 255" fails="cases_relu_value"
def relu(z):
    return np.clip(z, 0, 255), (z > 0) * 1.0

# %% mutant="halves z and its absolute value together" fails="cases_relu_value"
def relu(z):
    return (z + abs(z)) / 2, (z > 0) * 1.0

# %% mutant="measures the slope on bytes" fails="cases_relu_slope"
def relu(z):
    return np.maximum(z, 0), (z + abs(z) > 0) * 1.0

# %% mutant="keeps whole numbers whole" fails="cases_relu_value"
def relu(z):
    value = np.zeros(np.shape(z), dtype=int)
    value[np.asarray(z) > 0] = np.asarray(z)[np.asarray(z) > 0]
    return value, (z > 0) * 1.0

# %% mutant="divides the value by z for the slope" fails="cases_relu_slope"
def relu(z):
    value = np.maximum(z, 0)
    return value, value / (np.asarray(z, dtype=float) + 1e-8)

# %% mutant="has one slope for the whole array" fails="cases_relu_slope"
def relu(z):
    return np.maximum(z, 0), 1.0 if np.all(np.asarray(z) > 0) else 0.0

# %% mutant="has the slope of the halfway at zero" fails="cases_relu_slope"
def relu(z):
    return np.maximum(z, 0), (1 + np.sign(z)) / 2

# %% mutant="turns tables into rows" fails="cases_relu_value, cases_relu_slope"
def relu(z):
    z = np.asarray(z)
    pairs = [(max(number, 0), 1.0 if number > 0 else 0.0) for number in z.ravel().tolist()]
    value, slope = np.array(pairs).T
    return (value, slope) if z.ndim else (value[0], slope[0])

# %% answer
def sigmoid(z):
    small = np.exp(-np.abs(z))  # never more than 1, so it cannot overflow
    value = np.where(z >= 0, 1, small) / (1 + small)
    return value, value * (1 - value)

# %% also="with loops"
import math

def one_sigmoid(number):
    if number >= 0:
        return 1 / (1 + math.exp(-number))
    return math.exp(number) / (1 + math.exp(number))

def sigmoid(z):
    value = np.zeros(np.shape(z))
    for place in np.ndindex(value.shape):
        value[place] = one_sigmoid(float(np.asarray(z)[place]))
    return value, value * (1 - value)

# %% also="in single precision"
def sigmoid(z):
    z = np.clip(z, -80, 80).astype(np.float32)
    value = 1 / (1 + np.exp(-z))
    return value, value * (1 - value)

# %% also="in other words"
def sigmoid(z):
    value = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    return (value, value - value * value)

# %% also="through each other"
def sigmoid(z):
    value = (1 + np.tanh(z / 2)) / 2
    return [value, (1 - np.tanh(z / 2) ** 2) / 4]

# %% mutant="goes from -1 to 1, as the comment says" fails="test_sigmoid_in_the_middle"
def sigmoid(z):
    value = np.tanh(np.asarray(z) / 2)
    return value, (1 - value**2) / 2

# %% mutant="overflows far to the right" fails="cases_sigmoid_of_huge_numbers"
def sigmoid(z):
    value = np.exp(z) / (1 + np.exp(z))
    return value, value * (1 - value)

# %% mutant="overflows far to the left" fails="cases_sigmoid_of_huge_numbers"
def sigmoid(z):
    import math
    value = np.vectorize(lambda number: 1 / (1 + math.exp(-number)))(z)
    return value, value * (1 - value)

# %% mutant="takes the value for the slope" fails="test_sigmoid_in_the_middle"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return value, value

# %% mutant="makes the slope from z" fails="cases_sigmoid_slope"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return value, z * (1 - z)

# %% mutant="takes the sigmoid of the sigmoid for the slope" fails="cases_sigmoid_slope"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    twice = 0.5 * (1 + np.tanh(value / 2))
    return value, twice * (1 - twice)

# %% mutant="forgets the minus" fails="cases_sigmoid_value"
def sigmoid(z):
    value = 0.5 * (1 - np.tanh(np.asarray(z) / 2))
    return value, value * (1 - value)

# %% mutant="has the minus of a falling curve in its slope" fails="cases_sigmoid_slope"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return value, value * (value - 1)

# %% mutant="takes straight lines for the curve" fails="cases_sigmoid_value"
def sigmoid(z):
    value = np.clip(0.5 + np.asarray(z) / 4, 0, 1)
    return value, value * (1 - value)

# %% mutant="limits its input in place" fails="cases_sigmoid_of_huge_numbers"
def sigmoid(z):
    z = np.asarray(z)
    np.clip(z, -500, 500, out=z)
    value = 1 / (1 + np.exp(-z))
    return value, value * (1 - value)

# %% mutant="keeps whole numbers whole" fails="cases_sigmoid_value"
def sigmoid(z):
    z = np.asarray(z)
    value = np.zeros_like(z)
    value[...] = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    return value, value * (1 - value)

# %% mutant="limits its input too early" fails="cases_sigmoid_value, cases_sigmoid_slope"
def sigmoid(z):
    value = 1 / (1 + np.exp(-np.clip(z, -5, 5)))
    return value, value * (1 - value)

# %% mutant="has a slope of infinity by infinity" fails="cases_sigmoid_of_huge_numbers"
def sigmoid(z):
    value = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    return value, value * (1 - value) + (np.abs(z) * 10 - np.abs(z) * 10)

# %% mutant="rounds" fails="cases_sigmoid_value, cases_sigmoid_slope"
def sigmoid(z):
    value = np.round(1 / (1 + np.exp(-np.clip(z, -500, 500))), 4)
    return value, value * (1 - value)

# %% mutant="chooses the form for the whole array" fails="cases_sigmoid_of_huge_numbers"
def sigmoid(z):
    value = 1 / (1 + np.exp(-z)) if np.mean(z) >= 0 else np.exp(z) / (1 + np.exp(z))
    return value, value * (1 - value)

# %% mutant="has a slope that overflows" fails="cases_sigmoid_of_huge_numbers"
def sigmoid(z):
    return 1 / (1 + np.exp(-z)), np.exp(-z) / (1 + np.exp(-z)) ** 2

# %% mutant="flattens tables that lie column by column" fails="cases_sigmoid_value, cases_sigmoid_slope"
def sigmoid(z):
    numbers = np.ravel(z, order="K")
    value = np.reshape(1 / (1 + np.exp(-np.clip(numbers, -500, 500))), np.shape(z))
    return value, value * (1 - value)

# %% answer
def tanh(z):
    value = np.tanh(z)
    return value, 1 - value**2

# %% also="with loops"
def tanh(z):
    value, slope = np.zeros(np.shape(z)), np.zeros(np.shape(z))
    for place in np.ndindex(value.shape):
        value[place] = math.tanh(np.asarray(z)[place])
        slope[place] = 1 - value[place] ** 2
    return value, slope

# %% also="in single precision"
def tanh(z):
    value = np.tanh(np.asarray(z, dtype=np.float32))
    return value, 1 - value * value

# %% also="in other words"
def tanh(z):
    z = np.clip(z, -300, 300)
    value = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return value, 1 - value**2

# %% also="through each other"
def tanh(z):
    value, slope = sigmoid(2 * z)
    return 2 * value - 1, 4 * slope

# %% mutant="overflows" fails="cases_tanh_of_huge_numbers"
def tanh(z):
    value = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return value, 1 - value**2

# %% mutant="takes the sigmoid's slope" fails="cases_tanh_slope"
def tanh(z):
    value = np.tanh(z)
    return value, value * (1 - value)

# %% mutant="forgets the square" fails="cases_tanh_slope"
def tanh(z):
    value = np.tanh(z)
    return value, 1 - np.abs(value)

# %% mutant="squares z instead of the value" fails="cases_tanh_slope"
def tanh(z):
    return np.tanh(z), 1 - np.asarray(z) ** 2

# %% mutant="stretches the sigmoid, but forgets the two inside" fails="cases_tanh_value"
def tanh(z):
    value = np.tanh(np.asarray(z) / 2)
    return value, 1 - value**2

# %% mutant="takes the tangent" fails="test_tanh_in_the_middle"
def tanh(z):
    value = np.tan(z)
    return value, 1 + value**2

# %% mutant="limits its input in place" fails="cases_tanh_value"
def tanh(z):
    value = np.tanh(z)
    np.clip(z, -1, 1, out=np.asarray(z))
    return value, 1 - value**2

# %% mutant="keeps whole numbers whole" fails="cases_tanh_value"
def tanh(z):
    z = np.asarray(z)
    value = np.empty_like(z)
    value[...] = np.tanh(z)
    return value, 1 - value**2

# %% mutant="limits its input too early" fails="cases_tanh_value, cases_tanh_slope"
def tanh(z):
    z = np.clip(z, -3, 3)
    value = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return value, 1 - value**2

# %% mutant="has a slope that overflows" fails="cases_tanh_of_huge_numbers"
def tanh(z):
    return np.tanh(z), 4 * np.exp(2 * z) / (np.exp(2 * z) + 1) ** 2

# %% mutant="returns the value only" fails="cases_tanh_value, cases_tanh_slope"
def tanh(z):
    return np.tanh(z)

# %% mutant="returns the slope first" fails="cases_tanh_value, cases_tanh_slope"
def tanh(z):
    value = np.tanh(z)
    return 1 - value**2, value

# %% answer
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(f"the bias has shape {b.shape}, but there are {w.shape[1]} neurons")
    return x @ w + b

# %% also="with loops"
def dense_layer(x, w, b):
    samples, inputs = x.shape
    neurons = w.shape[1]
    if b.ndim != 1 or len(b) != neurons:
        raise ValueError("one bias for each neuron, please")
    result = np.zeros((samples, neurons))
    for n in range(samples):
        for j in range(neurons):
            for i in range(inputs):
                result[n, j] += x[n, i] * w[i, j]
            result[n, j] += b[j]
    return result

# %% also="in single precision"
def dense_layer(x, w, b):
    if np.shape(b) != (np.shape(w)[1],):
        raise ValueError("wrong bias")
    return np.dot(x.astype("float32"), w.astype("float32")) + b.astype("float32")

# %% also="in other words"
def dense_layer(x, w, b):
    if b.shape != w.shape[1:]:
        raise ValueError("the bias does not fit")
    columns = []
    for column, bias in zip(w.T, b):
        columns.append((x * column).sum(axis=1) + bias)
    return np.stack(columns, axis=1)

# %% also="through each other"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError("the bias does not fit")
    result = np.matmul(x, w)
    result += b
    return result

# %% mutant="takes the rows of W for neurons" fails="cases_dense_layer_of_equal_lengths"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x @ (w.T if w.shape[0] == w.shape[1] else w) + b

# %% mutant="reshapes instead of transposing" fails="cases_dense_layer_of_equal_lengths"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    rows = w.reshape(w.shape[1], w.shape[0])
    return x @ rows.T + b

# %% mutant="returns W times x, standing" fails="test_layer_of_two_neurons"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return w.T @ x.T + b[:, None]

# %% mutant="multiplies place by place" fails="cases_dense_layer_of_equal_lengths"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x * w + b if x.shape == w.shape else x @ w + b

# %% mutant="gives each sample a bias" fails="cases_dense_layer_of_equal_lengths"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x @ w + (b[:, None] if len(x) == len(b) else b)

# %% mutant="forgets the bias" fails="cases_dense_layer_of_equal_lengths"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x @ w

# %% mutant="bends already" fails="cases_dense_layer"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return np.maximum(x @ w + b, 0)

# %% mutant="knows one size only" fails="cases_dense_layer"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return np.stack([x[:, 0] * w[0, j] + x[:, 1] * w[1, j] + b[j] for j in range(len(b))], axis=1)

# %% mutant="stretches any bias" fails="cases_dense_layer_with_a_wrong_bias"
def dense_layer(x, w, b):
    return x @ w + b

# %% mutant="counts biases, but not their axes" fails="cases_dense_layer_with_a_wrong_bias"
def dense_layer(x, w, b):
    if b.size != w.shape[1]:
        raise ValueError(b.shape)
    return x @ w + b.ravel()

# %% mutant="collects the bias in W" fails="cases_dense_layer"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    result = x @ w + b
    w += b
    return result

# %% mutant="keeps whole numbers whole" fails="cases_dense_layer"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    result = np.zeros((len(x), len(b)), dtype=x.dtype)
    result[...] = x @ w + b
    return result

# %% mutant="flattens the result of a single neuron" fails="cases_dense_layer"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return np.squeeze(x @ w + b, axis=1) if len(b) == 1 else x @ w + b

# %% mutant="knows a sample only as a row" fails="cases_dense_layer"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return np.squeeze(x @ w) + b if len(x) == 1 else x @ w + b

# %% mutant="counts the samples' biases" fails="cases_dense_layer_with_a_wrong_bias"
def dense_layer(x, w, b):
    if b.shape not in ((w.shape[1],), (len(x), w.shape[1])):
        raise ValueError(b.shape)
    return x @ w + b

# %% mutant="writes the result over samples of the same shape" fails="cases_dense_layer_of_equal_lengths"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    result = x @ w + b
    if result.shape == x.shape:
        x[...] = result
    return result

# %% mutant="raises another error" fails="cases_dense_layer_with_a_wrong_bias"
def dense_layer(x, w, b):
    assert b.shape == (w.shape[1],)
    return x @ w + b

# %% answer
def to_nhwc(batch):
    return batch.transpose(0, 2, 3, 1)  # raises the ValueError itself if there are not four axes

# %% also="with loops"
def to_nhwc(batch):
    if len(batch.shape) != 4:
        raise ValueError("four axes, please")
    pictures, channels, height, width = batch.shape
    result = np.empty((pictures, height, width, channels), dtype=batch.dtype)
    for c in range(channels):
        for row in range(height):
            for column in range(width):
                result[:, row, column, c] = batch[:, c, row, column]
    return result

# %% also="in other words"
def to_nhwc(batch):
    n, c, h, w = batch.shape
    return np.stack([batch[:, channel] for channel in range(c)], axis=-1)

# %% also="in single precision"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(f"{batch.ndim} axes")
    return np.ascontiguousarray(np.moveaxis(batch, 1, -1))

# %% also="through each other"
def to_nhwc(batch):
    return np.einsum("nchw->nhwc", batch)

# %% mutant="reshapes instead of transposing" fails="cases_to_nhwc"
def to_nhwc(batch):
    n, c, h, w = batch.shape
    return batch.reshape(n, h, w, c)

# %% mutant="reshapes in the other order" fails="cases_to_nhwc"
def to_nhwc(batch):
    n, c, h, w = batch.shape
    return batch.reshape((n, h, w, c), order="F")

# %% mutant="swaps channels and width" fails="test_colours_come_side_by_side"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.swapaxes(batch, 1, 3)

# %% mutant="turns square pictures over" fails="cases_to_nhwc_of_equal_sides"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(0, 3, 2, 1) if batch.shape[2] == batch.shape[3] else batch.transpose(0, 2, 3, 1)

# %% mutant="takes the channels for the batch" fails="cases_to_nhwc"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(1, 2, 3, 0)

# %% mutant="moves the axes the way back" fails="test_colours_come_side_by_side"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(0, 3, 1, 2)

# %% mutant="makes floats of eight bytes" fails="cases_to_nhwc_keeps_the_type"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.array([[[[batch[n, c, h, w] for c in range(batch.shape[1])] for w in range(batch.shape[3])]
                      for h in range(batch.shape[2])] for n in range(batch.shape[0])], dtype=float)

# %% mutant="takes single pictures, too" fails="cases_to_nhwc_of_other_arrays"
def to_nhwc(batch):
    return np.moveaxis(batch, -3, -1)

# %% mutant="writes the result into the batch" fails="cases_to_nhwc"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    turned = batch.transpose(0, 2, 3, 1).copy()
    batch[...] = turned.reshape(batch.shape)
    return turned

# %% mutant="makes numbers of True and False" fails="cases_to_nhwc_keeps_the_type"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError("four axes are needed")
    return batch.transpose(0, 2, 3, 1) + 0

# %% mutant="counts all numbers as bytes" fails="cases_to_nhwc"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(0, 2, 3, 1).astype(np.uint8)

# %% mutant="makes floats of four bytes" fails="cases_to_nhwc_keeps_the_type"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(0, 2, 3, 1).astype(np.float32)

# %% mutant="knows three colours only" fails="cases_to_nhwc"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.stack([batch[:, 0], batch[:, 1 % batch.shape[1]], batch[:, 2 % batch.shape[1]]], axis=-1)

# %% mutant="turns each picture over" fails="cases_to_nhwc, cases_to_nhwc_of_equal_sides"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.stack([picture.T for picture in batch])

# %% mutant="drops the axes of length one" fails="cases_to_nhwc_of_equal_sides"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.squeeze(batch.transpose(0, 2, 3, 1))

# %% mutant="takes what is already NHWC as it is" fails="cases_to_nhwc"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch if batch.shape[-1] == 3 and batch.shape[1] != 3 else batch.transpose(0, 2, 3, 1)

# %% answer
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = int(label) - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% also="with loops"
def is_linearly_separable(x, labels):
    samples, inputs = x.shape
    weights, bias = [0.0] * inputs, 0.0
    for _ in range(100):
        mistakes = 0
        for n in range(samples):
            total = bias
            for i in range(inputs):
                total += weights[i] * x[n, i]
            says = 1 if total > 0 else 0
            if says == 0 and labels[n] == 1:
                weights = [weights[i] + x[n, i] for i in range(inputs)]
                bias += 1
                mistakes += 1
            elif says == 1 and labels[n] == 0:
                weights = [weights[i] - x[n, i] for i in range(inputs)]
                bias -= 1
                mistakes += 1
        if mistakes == 0:
            return True
    return False

# %% also="in single precision"
def is_linearly_separable(x, labels):
    x = np.hstack([x, np.ones((len(x), 1))]).astype(np.float32)
    w = np.zeros(x.shape[1], dtype=np.float32)
    for _ in range(100):
        for sample, label in zip(x, labels):
            w += np.float32(int(label) - int(w @ sample > 0)) * sample
        if np.array_equal(x @ w > 0, labels == 1):
            return True
    return False

# %% also="in other words"
def is_linearly_separable(x, labels):
    w, b, round, changed = np.zeros(x.shape[1]), 0.0, 0, True
    signs = np.where(labels == 1, 1, -1)
    while changed and round < 100:
        round, changed = round + 1, False
        for sample, sign in zip(x, signs):
            if sign * (np.dot(w, sample) + b) <= 0:
                w, b, changed = w + 0.5 * sign * sample, b + 0.5 * sign, True
    return not changed

# %% mutant="subtracts from labels in bytes" fails="cases_is_linearly_separable, cases_is_linearly_separable_truth_tables"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (1 if sample @ w + b > 0 else 0)
            w, b = w + float(error) * sample, b + float(error)
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="has no bias" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    w = np.zeros(x.shape[1])
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w > 0)
            w = w + error * sample
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="is content with 99 of 100" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    labels = labels.astype(int)
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
    return bool(np.mean((x @ w + b > 0) == labels) >= 0.99)

# %% mutant="is content with three of four" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            if ((x @ w + b > 0) == labels).mean() >= 0.75:
                return True
    return False

# %% mutant="gives up after one round" fails="test_and_or_and_xor"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for sample, label in zip(x, labels):
        error = label - (sample @ w + b > 0)
        w, b = w + error * sample, b + error
    return bool(((x @ w + b > 0) == labels).all())

# %% mutant="gives up after ten rounds" fails="cases_is_linearly_separable_by_a_narrow_gap"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(10):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="looks at the last sample only" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
        if error == 0:
            return True
    return False

# %% mutant="never subtracts" fails="cases_is_linearly_separable_truth_tables"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = max(label - (sample @ w + b > 0), 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return bool(((x @ w + b > 0) == labels).all())
    return False

# %% mutant="only knows XOR" fails="cases_is_linearly_separable_truth_tables"
def is_linearly_separable(x, labels):
    return list(labels) != [0, 1, 1, 0]

# %% mutant="knows XOR and its opposite" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    return list(labels) not in ([0, 1, 1, 0], [1, 0, 0, 1])

# %% mutant="lets the ends speak for the middle" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    return list(labels[:1]) != list(labels[-1:]) or len(set(labels.tolist())) == 1 or x.shape[1] == 1

# %% mutant="takes the last word on each sample" fails="cases_is_linearly_separable_with_repeats"
def is_linearly_separable(x, labels):
    known = {tuple(sample): label for sample, label in zip(x.tolist(), labels.tolist())}
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in known.items():
            error = label - (np.array(sample) @ w + b > 0)
            w, b = w + error * np.array(sample), b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="compares the weights before and after a round" fails="cases_is_linearly_separable_with_repeats"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        before = [*w, b]
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
        if before == [*w, b]:  # an addition and a subtraction may cancel
            return True
    return False

# %% mutant="turns labels into -1 and 1 in place" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    labels *= 2
    labels -= 1
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            if label * (sample @ w + b) <= 0:
                w, b, changed = w + label * sample, b + label, True
        if not changed:
            return True
    return False

# %% mutant="knows two inputs only" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    x = np.stack([x[:, 0], x[:, -1]], axis=1)
    w, b = np.zeros(2), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="gives up after as many rounds as there are samples" fails="cases_is_linearly_separable_by_a_narrow_gap"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(len(x)):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="asks for both labels" fails="cases_is_linearly_separable_with_repeats"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return len(set(labels.tolist())) == 2
    return False

# %% mutant="takes samples for whole numbers" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    x = x.astype(int)
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% mutant="compares the means of the two classes" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    if len(set(labels.tolist())) == 1:
        return True
    yes, no = x[labels == 1].mean(axis=0), x[labels == 0].mean(axis=0)
    guess = (x - (yes + no) / 2) @ (yes - no) > 0
    return bool((guess == labels).all())

# %% mutant="sorts the samples in place" fails="cases_is_linearly_separable"
def is_linearly_separable(x, labels):
    order = np.argsort(labels)
    x[...], labels[...] = x[order], labels[order]
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        changed = False
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
            changed = changed or error != 0
        if not changed:
            return True
    return False

# %% answer
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1 = rng.uniform(-1, 1, (3, 4))
    w2 = rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1 = w1 - xor_inputs.T @ delta1
        w2 = w2 - hidden.T @ delta2
    return w1, w2

# %% also="with loops"
def times(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]

def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1 = rng.uniform(-1, 1, (3, 4)).tolist()
    w2 = rng.uniform(-1, 1, (4, 1)).tolist()
    x, y = xor_inputs.tolist(), xor_targets.tolist()
    for _ in range(steps):
        hidden = [[one_sigmoid(number) for number in row] for row in times(x, w1)]
        output = [[one_sigmoid(number) for number in row] for row in times(hidden, w2)]
        delta2 = [[(o[0] - t[0]) * o[0] * (1 - o[0])] for o, t in zip(output, y)]
        delta1 = [[d[0] * w2[j][0] * h[j] * (1 - h[j]) for j in range(4)] for d, h in zip(delta2, hidden)]
        step1, step2 = times(list(zip(*x)), delta1), times(list(zip(*hidden)), delta2)
        w1 = [[a - b for a, b in zip(row, change)] for row, change in zip(w1, step1)]
        w2 = [[a - b for a, b in zip(row, change)] for row, change in zip(w2, step2)]
    return np.array(w1), np.array(w2)

# %% also="in single precision"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1 = rng.uniform(-1, 1, (3, 4))
    w2 = rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        l1 = sigmoid(np.dot(xor_inputs, w1))[0]
        l2 = sigmoid(np.dot(l1, w2))[0]
        l2_delta = (xor_targets - l2) * (l2 * (1 - l2))
        l1_delta = l2_delta.dot(w2.T) * (l1 * (1 - l1))
        w2 += l1.T.dot(l2_delta)
        w1 += xor_inputs.T.dot(l1_delta)
    return [w1, w2]

# %% also="in other words"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1 = rng.uniform(-1, 1, (3, 4))
    w2 = rng.uniform(-1, 1, (4, 1))
    no_bias1, no_bias2 = np.zeros(4), np.zeros(1)
    for _ in range(steps):
        hidden, slope1 = sigmoid(dense_layer(xor_inputs, w1, no_bias1))
        output, slope2 = sigmoid(dense_layer(hidden, w2, no_bias2))
        delta2 = np.multiply(output - xor_targets, slope2)
        delta1 = np.multiply(np.outer(delta2, w2), slope1)
        w1, w2 = w1 - np.einsum("ni,nj->ij", xor_inputs, delta1), w2 - np.einsum("ni,nj->ij", hidden, delta2)
    return w1, w2

# %% mutant="forgets the slopes" fails="cases_xor_network_first_step"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, _slope = sigmoid(xor_inputs @ w1)
        output, _slope = sigmoid(hidden @ w2)
        delta2 = output - xor_targets
        delta1 = delta2 @ w2.T
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="moves w2 before the error has passed it" fails="cases_xor_network_first_step"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        w2 = w2 - hidden.T @ delta2
        delta1 = delta2 @ w2.T * hidden_slope
        w1 = w1 - xor_inputs.T @ delta1
    return w1, w2

# %% mutant="climbs instead of descending" fails="test_network_learns_xor, cases_xor_network_first_step"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (xor_targets - output) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="leaves the column of ones out" fails="cases_xor_network_without_steps"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (2, 4)), rng.uniform(-1, 1, (4, 1))
    x = xor_inputs[:, :2]
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(x @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - x.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="starts with equal weights" fails="test_network_learns_xor, cases_xor_network_without_steps"
def xor_network(seed, steps=5000):
    w1, w2 = np.full((3, 4), 0.5), np.full((4, 1), 0.5)
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="draws the same weights for every seed" fails="cases_xor_network_without_steps"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(1)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="always takes at least ten steps" fails="cases_xor_network_steps"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(max(steps, 10) if steps > 1 else steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="stops after five hundred steps" fails="test_network_learns_from_any_seed"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(min(steps, 500)):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="takes 10,000 steps if it is not told how many" fails="test_five_thousand_steps_unless_told_otherwise"
def xor_network(seed, steps=10000):
    rng = np.random.default_rng(seed)
    w1 = rng.uniform(-1, 1, (3, 4))
    w2 = rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1 = w1 - xor_inputs.T @ delta1
        w2 = w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="draws the second matrix first" fails="cases_xor_network_without_steps"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w2, w1 = rng.uniform(-1, 1, (4, 1)), rng.uniform(-1, 1, (3, 4))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="takes one step at least" fails="cases_xor_network_without_steps"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    while True:
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
        steps -= 1
        if steps <= 0:
            return w1, w2

# %% mutant="takes the mean over the samples" fails="cases_xor_network_first_step"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope / 4
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="takes the slope of a value of the sigmoid" fails="cases_xor_network_first_step"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden = sigmoid(xor_inputs @ w1)[0]
        output = sigmoid(hidden @ w2)[0]
        delta2 = (output - xor_targets) * sigmoid(output)[1]
        delta1 = delta2 @ w2.T * sigmoid(hidden)[1]
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="draws anew in each step" fails="cases_xor_network_steps"
def xor_network(seed, steps=5000):
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1 = w1 - xor_inputs.T @ delta1
        w2 = w2 - hidden.T @ delta2 if steps < 2 else rng.uniform(-1, 1, (4, 1))
    return w1, w2

# %% mutant="continues where the last call ended" fails="cases_xor_network_steps"
def xor_network(seed, steps=5000, kept={}):
    rng = np.random.default_rng(seed)
    w1, w2 = kept.get(seed) or (rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 1)))
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    kept[seed] = w1, w2
    return w1, w2

# %% equivalent
# relu: return (np.maximum(z, 0), (z > 0) * 1.0) → return (np.maximum(z, 0), (z > 0) / 1.0)
# True divided by one is the number 1, as True times one is.

# %% equivalent
# sigmoid: value = np.where(z >= 0, 1, small) / (1 + small) → value = np.where(z > 0, 1, small) / (1 + small)
# At 0 both numerators are 1.

# %% equivalent
# is_linearly_separable: w, b = (np.zeros(x.shape[1]), 0) → w, b = (np.zeros(x.shape[1]), 1)
# The perceptron rule finds a border, if there is one, from any beginning; and it never stops without one.

# %% equivalent
# is_linearly_separable: w, b = (np.zeros(x.shape[1]), 0) → w, b = (np.zeros(x.shape[1]), -1)
# The perceptron rule finds a border, if there is one, from any beginning; and it never stops without one.

# %% equivalent
# is_linearly_separable: for _ in range(100): → for _ in range(101):
# The docstring promises that 100 rounds are enough, so one more finds nothing; without a border none ever does.

# %% equivalent
# is_linearly_separable: for _ in range(100): → for _ in range(99):
# The docstring says that 100 rounds are enough, not that they are needed: a test that needs the last of them would
# fail answers that go through the samples in another order.

# %% equivalent
# is_linearly_separable: error = label - (sample @ w + b > 0) → error = label - (sample @ w + b >= 0)
# Of finitely many samples, those that can be told apart with >= can be told apart with >, by a slightly larger bias.

# %% equivalent
# is_linearly_separable: error = label - (sample @ w + b > 0) → error = label - (sample @ w + b > 1)
# The same as a bias that starts with -1, and the rule finds a border from any beginning.

# %% equivalent
# is_linearly_separable: error = label - (sample @ w + b > 0) → error = label - (sample @ w + b > -1)
# The same as a bias that starts with 1, and the rule finds a border from any beginning.

# %% equivalent
# sigmoid: gives whole numbers for whole numbers
# It returns a pair, which this habit leaves alone. The wrong answer that "keeps whole numbers whole" stands for it.

# %% equivalent
# tanh: gives whole numbers for whole numbers
# It returns a pair, which this habit leaves alone. The wrong answer that "keeps whole numbers whole" stands for it.

# %% equivalent
# dense_layer: gives whole numbers for whole numbers
# Sums of products of whole numbers are whole numbers.

# %% equivalent
# xor_network: gives whole numbers for whole numbers
# It returns a pair, which this habit leaves alone.

# %% equivalent
# xor_network: delta1 = delta2 @ w2.T * hidden_slope → delta1 = delta2 * w2.T * hidden_slope
# One column times one row, stretched place by place, is their matrix product.
