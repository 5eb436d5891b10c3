# %% [markdown]
# Right answers of "Neurons", and the wrong ones that students give.

# %% answer
def linear(z):
    return z, np.ones_like(z)

# %% mutant="takes the value for the slope" fails="test_linear_does_nothing"
def linear(z):
    return z, z

# %% mutant="has one slope for the whole array" fails="test_linear_works_number_by_number"
def linear(z):
    return z, 1.0

# %% mutant="squeezes large numbers" fails="test_linear_works_number_by_number"
def linear(z):
    return np.clip(z, -20, 20), np.ones_like(z, dtype=float)

# %% mutant="has no slope where z is negative" fails="test_linear_does_nothing"
def linear(z):
    return z, (np.asarray(z) > 0) * 1.0

# %% mutant="makes the slope out of its input" fails="test_linear_leaves_its_input_alone"
def linear(z):
    value, slope = np.array(z), np.asarray(z)
    slope[...] = 1
    return value, slope

# %% answer
def relu(z):
    return np.maximum(z, 0), (z > 0) * 1.0

# %% mutant="takes the largest number of all" fails="test_relu_works_number_by_number"
def relu(z):
    return max(0.0, float(np.max(z))), (z > 0) * 1.0

# %% mutant="stops at one" fails="test_relu_has_no_upper_end"
def relu(z):
    return np.clip(z, 0, 1), (z > 0) * 1.0

# %% mutant="takes the absolute value" fails="test_relu_cuts_off_below_zero"
def relu(z):
    return np.abs(z), np.sign(z)

# %% mutant="leaks below zero" fails="test_relu_cuts_off_below_zero"
def relu(z):
    return np.where(z > 0, z, 0.01 * z), np.where(z > 0, 1.0, 0.01)

# %% mutant="has slope one at zero" fails="test_relu_slope_is_zero_or_one"
def relu(z):
    return np.maximum(z, 0), (z >= 0) * 1.0

# %% mutant="returns True and False for slopes" fails="test_relu_slope_is_zero_or_one"
def relu(z):
    return np.maximum(z, 0), z > 0

# %% mutant="takes the value for the slope" fails="test_relu_slope_is_zero_or_one"
def relu(z):
    return np.maximum(z, 0), np.maximum(z, 0)

# %% mutant="rounds small numbers off" fails="test_relu_slope_is_zero_or_one"
def relu(z):
    return np.where(z > 1e-6, z, 0), np.where(z > 1e-6, 1.0, 0.0)

# %% mutant="overwrites negative numbers" fails="test_relu_leaves_its_input_alone"
def relu(z):
    z = np.asarray(z)
    slope = (z > 0) * 1.0
    z[z < 0] = 0
    return z, slope

# %% answer
def sigmoid(z):
    small = np.exp(-np.abs(z))  # never more than 1, so it cannot overflow
    value = np.where(z >= 0, 1, small) / (1 + small)
    return value, value * (1 - value)

# %% mutant="goes from -1 to 1, as the comment says" fails="test_sigmoid_in_the_middle"
def sigmoid(z):
    value = np.tanh(np.asarray(z) / 2)
    return value, (1 - value**2) / 2

# %% mutant="overflows far to the right" fails="test_sigmoid_of_huge_numbers"
def sigmoid(z):
    value = np.exp(z) / (1 + np.exp(z))
    return value, value * (1 - value)

# %% mutant="overflows far to the left" fails="test_sigmoid_of_huge_numbers"
def sigmoid(z):
    import math
    value = np.vectorize(lambda number: 1 / (1 + math.exp(-number)))(z)
    return value, value * (1 - value)

# %% mutant="takes the value for the slope" fails="test_sigmoid_in_the_middle"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return value, value

# %% mutant="makes the slope from z" fails="test_sigmoid_slopes"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return value, z * (1 - z)

# %% mutant="takes the sigmoid of the sigmoid for the slope" fails="test_sigmoid_slopes"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    twice = 0.5 * (1 + np.tanh(value / 2))
    return value, twice * (1 - twice)

# %% mutant="forgets the minus" fails="test_sigmoid_values"
def sigmoid(z):
    value = 0.5 * (1 - np.tanh(np.asarray(z) / 2))
    return value, value * (1 - value)

# %% mutant="has the minus of a falling curve in its slope" fails="test_sigmoid_slopes"
def sigmoid(z):
    value = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return value, value * (value - 1)

# %% mutant="takes straight lines for the curve" fails="test_sigmoid_values"
def sigmoid(z):
    value = np.clip(0.5 + np.asarray(z) / 4, 0, 1)
    return value, value * (1 - value)

# %% mutant="limits its input in place" fails="test_sigmoid_leaves_its_input_alone"
def sigmoid(z):
    z = np.asarray(z)
    np.clip(z, -500, 500, out=z)
    value = 1 / (1 + np.exp(-z))
    return value, value * (1 - value)

# %% answer
def tanh(z):
    value = np.tanh(z)
    return value, 1 - value**2

# %% mutant="overflows" fails="test_tanh_of_huge_numbers"
def tanh(z):
    value = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return value, 1 - value**2

# %% mutant="takes the sigmoid's slope" fails="test_tanh_slopes"
def tanh(z):
    value = np.tanh(z)
    return value, value * (1 - value)

# %% mutant="forgets the square" fails="test_tanh_slopes"
def tanh(z):
    value = np.tanh(z)
    return value, 1 - np.abs(value)

# %% mutant="squares z instead of the value" fails="test_tanh_slopes"
def tanh(z):
    return np.tanh(z), 1 - np.asarray(z) ** 2

# %% mutant="stretches the sigmoid, but forgets the two inside" fails="test_tanh_values"
def tanh(z):
    value = np.tanh(np.asarray(z) / 2)
    return value, 1 - value**2

# %% mutant="takes the tangent" fails="test_tanh_in_the_middle"
def tanh(z):
    value = np.tan(z)
    return value, 1 + value**2

# %% mutant="limits its input in place" fails="test_tanh_leaves_its_input_alone"
def tanh(z):
    value = np.tanh(z)
    np.clip(z, -1, 1, out=np.asarray(z))
    return value, 1 - value**2

# %% answer
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(f"the bias has shape {b.shape}, but there are {w.shape[1]} neurons")
    return x @ w + b

# %% mutant="takes the rows of W for neurons" fails="test_columns_are_neurons"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x @ (w.T if w.shape[0] == w.shape[1] else w) + b

# %% mutant="reshapes instead of transposing" fails="test_columns_are_neurons"
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

# %% mutant="multiplies place by place" fails="test_columns_are_neurons"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x * w + b if x.shape == w.shape else x @ w + b

# %% mutant="gives each sample a bias" fails="test_bias_belongs_to_the_neuron"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x @ w + (b[:, None] if len(x) == len(b) else b)

# %% mutant="forgets the bias" fails="test_bias_belongs_to_the_neuron"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return x @ w

# %% mutant="bends already" fails="test_two_linear_layers_are_one"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return np.maximum(x @ w + b, 0)

# %% mutant="knows one size only" fails="test_layer_of_any_shape"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    return np.stack([x[:, 0] * w[0, j] + x[:, 1] * w[1, j] + b[j] for j in range(len(b))], axis=1)

# %% mutant="stretches any bias" fails="test_bias_of_the_wrong_shape_is_an_error"
def dense_layer(x, w, b):
    return x @ w + b

# %% mutant="counts biases, but not their axes" fails="test_bias_of_the_wrong_shape_is_an_error"
def dense_layer(x, w, b):
    if b.size != w.shape[1]:
        raise ValueError(b.shape)
    return x @ w + b.ravel()

# %% mutant="collects the bias in W" fails="test_layer_leaves_its_arrays_alone"
def dense_layer(x, w, b):
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)
    result = x @ w + b
    w += b
    return result

# %% answer
def to_nhwc(batch):
    return batch.transpose(0, 2, 3, 1)  # raises the ValueError itself if there are not four axes

# %% mutant="reshapes instead of transposing" fails="test_every_number_stays_with_its_pixel"
def to_nhwc(batch):
    n, c, h, w = batch.shape
    return batch.reshape(n, h, w, c)

# %% mutant="reshapes in the other order" fails="test_every_number_stays_with_its_pixel"
def to_nhwc(batch):
    n, c, h, w = batch.shape
    return batch.reshape((n, h, w, c), order="F")

# %% mutant="swaps channels and width" fails="test_colours_come_side_by_side"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.swapaxes(batch, 1, 3)

# %% mutant="turns square pictures over" fails="test_pictures_with_equal_sides"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(0, 3, 2, 1) if batch.shape[2] == batch.shape[3] else batch.transpose(0, 2, 3, 1)

# %% mutant="takes the channels for the batch" fails="test_every_number_stays_with_its_pixel"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(1, 2, 3, 0)

# %% mutant="moves the axes the way back" fails="test_colours_come_side_by_side"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return batch.transpose(0, 3, 1, 2)

# %% mutant="makes floats of eight bytes" fails="test_numbers_keep_their_type"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    return np.array([[[[batch[n, c, h, w] for c in range(batch.shape[1])] for w in range(batch.shape[3])]
                      for h in range(batch.shape[2])] for n in range(batch.shape[0])], dtype=float)

# %% mutant="takes single pictures, too" fails="test_a_single_picture_is_no_batch"
def to_nhwc(batch):
    return np.moveaxis(batch, -3, -1)

# %% mutant="writes the result into the batch" fails="test_the_batch_stays_as_it_was"
def to_nhwc(batch):
    if batch.ndim != 4:
        raise ValueError(batch.ndim)
    turned = batch.transpose(0, 2, 3, 1).copy()
    batch[...] = turned.reshape(batch.shape)
    return turned

# %% answer
def is_linearly_separable(x, labels):
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

# %% mutant="has no bias" fails="test_a_border_away_from_the_origin"
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

# %% mutant="is content with three of four" fails="test_a_border_away_from_the_origin"
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

# %% mutant="gives up after ten rounds" fails="test_a_narrow_gap"
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

# %% mutant="looks at the last sample only" fails="test_a_border_away_from_the_origin"
def is_linearly_separable(x, labels):
    w, b = np.zeros(x.shape[1]), 0
    for _ in range(100):
        for sample, label in zip(x, labels):
            error = label - (sample @ w + b > 0)
            w, b = w + error * sample, b + error
        if error == 0:
            return True
    return False

# %% mutant="never subtracts" fails="test_fourteen_of_sixteen_tables"
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

# %% mutant="only knows XOR" fails="test_fourteen_of_sixteen_tables"
def is_linearly_separable(x, labels):
    return list(labels) != [0, 1, 1, 0]

# %% mutant="knows XOR and its opposite" fails="test_three_inputs"
def is_linearly_separable(x, labels):
    return list(labels) not in ([0, 1, 1, 0], [1, 0, 0, 1])

# %% mutant="lets the ends speak for the middle" fails="test_a_border_away_from_the_origin"
def is_linearly_separable(x, labels):
    return list(labels[:1]) != list(labels[-1:]) or len(set(labels.tolist())) == 1 or x.shape[1] == 1

# %% mutant="takes the last word on each sample" fails="test_the_same_sample_with_both_labels"
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

# %% mutant="compares the weights before and after a round" fails="test_the_same_sample_with_both_labels"
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

# %% mutant="turns labels into -1 and 1 in place" fails="test_samples_and_labels_stay_as_they_were"
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

# %% mutant="forgets the slopes" fails="test_first_step_follows_the_slope"
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

# %% mutant="moves w2 before the error has passed it" fails="test_first_step_follows_the_slope"
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

# %% mutant="climbs instead of descending" fails="test_network_learns_xor, test_first_step_follows_the_slope"
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

# %% mutant="leaves the column of ones out" fails="test_network_starts_at_its_seed"
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

# %% mutant="starts with equal weights" fails="test_network_learns_xor, test_network_starts_at_its_seed"
def xor_network(seed, steps=5000):
    w1, w2 = np.full((3, 4), 0.5), np.full((4, 1), 0.5)
    for _ in range(steps):
        hidden, hidden_slope = sigmoid(xor_inputs @ w1)
        output, output_slope = sigmoid(hidden @ w2)
        delta2 = (output - xor_targets) * output_slope
        delta1 = delta2 @ w2.T * hidden_slope
        w1, w2 = w1 - xor_inputs.T @ delta1, w2 - hidden.T @ delta2
    return w1, w2

# %% mutant="draws the same weights for every seed" fails="test_network_starts_at_its_seed"
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

# %% mutant="always takes at least ten steps" fails="test_steps_follow_each_other"
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
# xor_network: delta1 = delta2 @ w2.T * hidden_slope → delta1 = delta2 * w2.T * hidden_slope
# One column times one row, stretched place by place, is their matrix product.
