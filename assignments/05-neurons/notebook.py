# %% [markdown]
# # Neurons
#
# A neuron does two things. It **adds up** its inputs, each times a weight, and a bias: $z = w_1 x_1 + w_2 x_2 + b$. Then
# it passes the sum through an **activation**, a function that bends. Thousands of them side by side are a layer, and
# layers behind each other are a deep network.
#
# You write the parts (four activations, a layer), find out what a single neuron can't do, and train a network of ten
# lines that can. Below each function are checks that you can run as often as you like; more checks, which you do not
# see, run when the notebook is graded. Plan for 45 to 60 minutes. Plain numpy is enough.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. Activations, and their slopes
#
# Training needs to know how much the output changes when $z$ changes a little: the **slope** (derivative) of the
# activation. Each of your four functions therefore returns a pair: the value, and the slope at the same place. Both
# work number by number, so an array goes in and two arrays of the same shape come out.
#
# **Linear** is the activation that does nothing. It is what a network that predicts a price or a temperature ends with.

# %% answer
def linear(z):
    """Return the pair (value, slope) of the linear activation at `z`: the value is z, and the slope is 1 everywhere.

    `z` is a number or a numpy array of any shape and dtype; value and slope have the same shape. Leave `z` as it was.

    >>> value, slope = linear(np.array([-2.0, 0.5]))
    >>> value.tolist(), slope.tolist()
    ([-2.0, 0.5], [1.0, 1.0])
    """
    raise NotImplementedError("Return z, and as many ones.")

# %% [markdown]
# **ReLU**, the rectified linear unit, lets positive numbers through and turns negative ones to zero:
# $\max(0, z)$. It is the usual choice inside deep networks. Exactly at zero it has a kink and no slope; we take 0
# there, as Keras does.
#
# *Hint: `np.maximum(a, b)` picks the larger one place by place; `np.max(a)` picks one number out of the whole array. A
# comparison such as `z > 0` gives True and False; times 1.0 they are numbers.*

# %% answer
def relu(z):
    """Return the pair (value, slope) of the ReLU at `z`.

    The value is z where z is positive and 0 elsewhere; the slope is the number 1 where z is positive and 0 elsewhere.
    `z` is a number or a numpy array of any shape and dtype; value and slope have the same shape. Leave `z` as it was.

    >>> value, slope = relu(np.array([-2.0, 0.0, 3.0]))
    >>> value.tolist(), slope.tolist()
    ([0.0, 0.0, 3.0], [0.0, 0.0, 1.0])
    """
    raise NotImplementedError("Return what is left of z, and where it rises.")

# %% [markdown]
# The **sigmoid** squeezes every number into the range from 0 to 1, so that it can be read as a probability. (A comment
# on the slides says "-1 to 1"; that is the next function, tanh.)
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad \sigma'(z) = \sigma(z)\,(1 - \sigma(z))$$
#
# The slope is written with the *value* $\sigma(z)$, not with $z$: compute the value first.
#
# *Hint: for $z = -1000$ the formula asks for $e^{1000}$, which no float can hold: `math.exp` raises an error, `np.exp`
# warns and gives `inf`. The same fraction can be written as $e^{z} / (1 + e^{z})$, and that is safe exactly where the
# first form is not. Simpler still: beyond $\pm 500$ nothing changes any more, so `np.clip` may help.*

# %% answer
def sigmoid(z):
    """Return the pair (value, slope) of the sigmoid at `z`.

    `z` is a number or a numpy array of any shape, of numbers as large as you like; value and slope have the same
    shape, and are never NaN. Leave `z` as it was.

    >>> value, slope = sigmoid(np.array([-2.0, 0.0, 2.0]))
    >>> value.round(4).tolist(), slope.round(4).tolist()
    ([0.1192, 0.5, 0.8808], [0.105, 0.25, 0.105])
    """
    raise NotImplementedError("Return 1 / (1 + e^-z), and the slope that follows from it.")

# %% [markdown]
# The **hyperbolic tangent** is the sigmoid's sister with the range from -1 to 1. LeNet, the first famous
# convolutional network, used it.
#
# $$\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} \qquad \tanh'(z) = 1 - \tanh^2(z)$$
#
# *Hint: numpy has it, and its version does not overflow.*

# %% answer
def tanh(z):
    """Return the pair (value, slope) of the hyperbolic tangent at `z`.

    `z` is a number or a numpy array of any shape, of numbers as large as you like; value and slope have the same
    shape, and are never NaN. Leave `z` as it was.

    >>> value, slope = tanh(np.array([-1.0, 0.0, 1.0]))
    >>> value.round(4).tolist(), slope.round(4).tolist()
    ([-0.7616, 0.0, 0.7616], [0.42, 1.0, 0.42])
    """
    raise NotImplementedError("Return the hyperbolic tangent, and the slope that follows from it.")

# %% [markdown]
# Look at the slopes on the right. Far from zero those of sigmoid and tanh die out, and a neuron there hardly learns.
# That is one reason why deep networks prefer ReLU, whose slope is 1 however large $z$ is.

# %% picture
z = np.linspace(-5, 5, 201)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for activation, style in ((linear, ":"), (relu, "-"), (sigmoid, "-"), (tanh, "--")):
    value, slope = activation(z)
    left.plot(z, value, style, label=activation.__name__, linewidth=2)
    right.plot(z, slope, style, label=activation.__name__, linewidth=2)
left.set(title="Activations", xlabel="z", ylabel="value", ylim=(-1.6, 3))
right.set(title="Their slopes", xlabel="z", ylabel="slope", ylim=(-0.1, 1.1))
left.legend()
right.legend(loc="center left")
plt.show()

# %% [markdown]
# ## 2. A layer is a matrix product
#
# Put the weights of several neurons next to each other, one **column** for each neuron, and all their sums are one
# matrix product:
#
# $$Z = X W + b$$
#
# | | shape | |
# |---|---|---|
# | $X$ | (samples, inputs) | one row for each sample |
# | $W$ | (inputs, neurons) | one column for each neuron |
# | $b$ | (neurons,) | one bias for each neuron, the same for every sample |
# | $Z$ | (samples, neurons) | |
#
# Keras computes this. Some slides write $W x$ instead, with one *row* for each neuron and a sample as a column. Both
# are right: one is the other transposed. But where $W$ is square, mixing them up raises no error. It is just wrong.
#
# *Hint: numpy adds a bias of the wrong length without a word whenever it can stretch it, for example one of length 1.
# Compare the shapes yourself.*

# %% answer
def dense_layer(x, w, b):
    """Return the sums of a layer of neurons, of shape (samples, neurons), before any activation.

    `x` has shape (samples, inputs), `w` (inputs, neurons), and `b` (neurons,). Raise a ValueError if `b` has any other
    shape. Leave all three as they were.

    >>> x = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]])
    >>> w = np.array([[1.0, 10.0], [2.0, 20.0]])
    >>> dense_layer(x, w, np.array([0.5, 0.0])).tolist()
    [[5.5, 50.0], [2.5, 20.0], [3.5, 30.0]]
    """
    raise NotImplementedError("Return x times w plus b.")

# %% [markdown]
# ### Why the bend is needed
#
# Two linear layers behind each other are $(X W_1 + b_1) W_2 + b_2 = X (W_1 W_2) + (b_1 W_2 + b_2)$: again *one* linear
# layer. A hundred of them are still one. Depth pays only with an activation that bends in between.

# %% picture
x = np.linspace(-2, 2, 200).reshape(-1, 1)
w1, b1 = np.array([[2.0, -1.5, 1.0]]), np.array([1.0, 0.5, -1.0])
w2, b2 = np.array([[1.0], [1.5], [-3.0]]), np.array([-1.0])
plt.figure(figsize=(5.5, 3.4))
plt.plot(x, dense_layer(dense_layer(x, w1, b1), w2, b2), "--", label="two linear layers")
plt.plot(x, dense_layer(relu(dense_layer(x, w1, b1))[0], w2, b2), label="the same with ReLU in between")
plt.title("A straight line stays straight")
plt.xlabel("input")
plt.ylabel("output")
plt.legend()
plt.show()

# %% [markdown]
# ## 3. Images in memory
#
# A batch of 32 colour pictures of 1024 x 1024 pixels is an array of 100,663,296 numbers. With 4 bytes each (float32)
# they fill 384 MiB. In which order? There are two customs, and both are in use:
#
# - **NCHW**, shape (32, 3, 1024, 1024): number of the picture, then channel, height, width. First all the red, then all
#   the green, then all the blue. PyTorch's custom.
# - **NHWC**, shape (32, 1024, 1024, 3): the three colours of a pixel side by side. TensorFlow's custom.
#
# To go from one to the other, axes change places: the number at `[n, c, h, w]` moves to `[n, h, w, c]`. `reshape` can't
# do that. It keeps the numbers in their order and only counts them off differently, so the picture is scrambled. Try it
# on something small, whose entries say where they are:

# %%
a = np.array([[[100 * i + 10 * j + k for k in (1, 2)] for j in (1, 2, 3)] for i in (1, 2, 3, 4)])
print("shape", a.shape, "- to the next entry along each axis it takes", a.strides, "bytes")
print("row by row, last index fastest (C order):      ", *a.ravel("C")[:6], "...")
print("column by column, first index fastest (F order):", *a.ravel("F")[:6], "...")
print("transposed, [k, i, j]:", *a.transpose(2, 0, 1)[0, 0], "- reshaped:", *a.reshape(2, 4, 3)[0, 0])

# %% answer
def to_nhwc(batch):
    """Return `batch` with its axes in the order NHWC, every number still belonging to the same pixel and colour.

    `batch` has the axes NCHW: (pictures, channels, height, width). Raise a ValueError if it has not four axes. The
    numbers keep their type (dtype). Leave `batch` as it was.

    >>> red, green = [[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]
    >>> to_nhwc(np.array([[red, green]])).tolist()
    [[[[1, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]]]
    """
    raise NotImplementedError("Move the channels to the end.")

# %% [markdown]
# ## 4. What one neuron can't do
#
# A single neuron says "yes" where $w_1 x_1 + w_2 x_2 + b > 0$. The border between yes and no is a straight line, so
# the neuron can learn AND and OR, but not XOR ("exactly one of the two"): there is no line with the two yeses on one
# side and the two noes on the other. At best it gets three of the four right. Labels that a line can separate (in more
# dimensions: a plane) are **linearly separable**.

# %% picture
x1, x2 = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
figure, axes = plt.subplots(1, 3, figsize=(9.5, 3.3), sharey=True)
for axis, name, border in zip(axes, ("AND", "OR", "XOR"), (1.5, 0.5, 0.5)):
    yes = {"AND": x1 & x2, "OR": x1 | x2, "XOR": x1 ^ x2}[name] == 1
    axis.plot([border - 1.5, border + 0.5], [1.5, -0.5], color="tab:gray", linestyle="--")
    axis.scatter(x1[yes], x2[yes], s=140, color="tab:orange", edgecolor="black", label="yes")
    axis.scatter(x1[~yes], x2[~yes], s=140, color="white", edgecolor="black", label="no")
    axis.set_title(name + (": one is always wrong" if name == "XOR" else ": a line will do"))
    axis.set(xlabel="first input", xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
    axis.set(xticks=(0, 1), yticks=(0, 1), aspect="equal")
axes[0].set_ylabel("second input")
figure.legend(*axes[0].get_legend_handles_labels(), loc="center right")
plt.show()

# %% [markdown]
# The **perceptron rule** of 1958 finds such a line if there is one. Start with $w = 0$ and $b = 0$. Go through the
# samples, one after the other, again and again:
#
# - says the neuron no although the label is 1, then add the sample to $w$, and 1 to $b$;
# - says it yes although the label is 0, then subtract both;
# - is it right, then change nothing.
#
# If a whole round changes nothing, every sample is on its side, and the labels are separable. If they are not, it goes
# on for ever, so give up after 100 rounds.

# %% answer
def is_linearly_separable(x, labels):
    """Return True if one neuron can tell label 1 from label 0, and False if it can't.

    `x` has shape (samples, inputs) with any number of inputs, and `labels`, of zeros and ones, has shape (samples,).
    Labels are whole numbers of any dtype, such as np.uint8, in which 0 - 1 is 255. A hundred rounds of the perceptron
    rule are enough for everything that is asked here. Leave both as they were.

    >>> x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> is_linearly_separable(x, np.array([0, 0, 0, 1]))  # AND
    True
    >>> is_linearly_separable(x, np.array([0, 1, 1, 0]))  # XOR
    False
    """
    raise NotImplementedError("Follow the perceptron rule, and say whether a round went by without a change.")

# %% [markdown]
# ## 5. Ten lines that can
#
# With a **hidden layer** of four neurons in between, XOR is possible. The slides train it "in ten lines"
# (they print eleven). Here is the recipe in words. The inputs get a third column of ones, which saves the biases: its weights *are* the biases.

# %%
xor_inputs = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
xor_targets = np.array([[0], [1], [1], [0]])

# %% [markdown]
# **Start** with random weights between -1 and 1: `w1` of shape (3, 4), `w2` of shape (4, 1). Were they all equal, the
# four hidden neurons would compute the same, learn the same, and stay equal for ever.
#
# **Forward:** the hidden layer is $H = \sigma(X W_1)$, the output $O = \sigma(H W_2)$.
#
# **Backward:** the error travels back, and at each sigmoid it is multiplied ($\odot$: place by place) by the slope there:
#
# $$\Delta_2 = (O - Y) \odot \sigma'_O \qquad \Delta_1 = (\Delta_2 W_2^\top) \odot \sigma'_H$$
#
# **Step** against the gradient, with learning rate 1:
#
# $$W_2 \leftarrow W_2 - H^\top \Delta_2 \qquad W_1 \leftarrow W_1 - X^\top \Delta_1$$
#
# Both deltas come first: $\Delta_1$ needs the *old* $W_2$. The slides take 60,000 steps; 5,000 bring every output
# within 0.05 of its target.
#
# *Hints: the slides' `l1*(1-l1)` is the slope, because their `l1` is a value of the sigmoid already. Your `sigmoid` hands
# you both. Check shapes as you go: $\Delta_2$ is (4, 1), $\Delta_1$ is (4, 4). Rather than changing a weight matrix in
# place, make a new one.*

# %% answer
def xor_network(seed, steps=5000):
    """Return the weights (w1, w2), of shapes (3, 4) and (4, 1), after `steps` steps of training on XOR.

    The network learns from `xor_inputs` and `xor_targets`, as described above. Draw the first weights like this, in
    this order, so that the same seed gives the same network:

        rng = np.random.default_rng(seed)
        w1 = rng.uniform(-1, 1, (3, 4))
        w2 = rng.uniform(-1, 1, (4, 1))

    `steps` is a whole number, zero or more; after no steps the weights are as drawn.

    >>> w1, w2 = xor_network(seed=1, steps=1)
    >>> w2.round(4).ravel().tolist()
    [-0.3116, 0.5982, -0.3583, -0.0596]
    """
    raise NotImplementedError("Draw the weights, take the steps, and return both matrices.")

# %% [markdown]
# ## Watch it learn
#
# The output of the network for every point of the square, while it learns. The four corners are the samples. Where
# does the first straight border appear, and when does a second one join it?

# %% picture
side = np.linspace(-0.3, 1.3, 90)
grid = np.array([[first, second, 1] for second in side for first in side])
figure, axes = plt.subplots(1, 4, figsize=(12, 3.4), sharey=True, layout="constrained")
for axis, steps in zip(axes, (0, 200, 300, 5000)):
    w1, w2 = xor_network(1, steps)
    output = sigmoid(sigmoid(grid @ w1)[0] @ w2)[0].reshape(90, 90)
    shown = axis.contourf(side, side, output, levels=np.linspace(0, 1, 21), cmap="RdBu_r")
    axis.contour(side, side, output, levels=[0.5], colors="black")
    axis.scatter(*xor_inputs[:, :2].T, c=xor_targets.ravel(), cmap="RdBu_r", s=110, edgecolor="white")
    axis.set(title=f"{steps} steps", xlabel="first input", aspect="equal", xticks=(0, 1), yticks=(0, 1))
axes[0].set_ylabel("second input")
figure.colorbar(shown, ax=axes, label="output", ticks=[0, 0.5, 1])
plt.show()

# %% [markdown]
# Count its weights: 3 x 4 and 4 x 1 make 16. Counting *neurons* would tell you nothing about how much a network can
# hold. A network of layers 2-3-1 has 2 x 3 + 3 x 1 = 9 weights, and 13 numbers to learn with its 3 + 1 biases.
