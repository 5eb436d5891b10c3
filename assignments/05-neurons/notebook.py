# %% [markdown]
# # Neurons
#
# A neuron does two things. It **adds up** its inputs, each times a weight, and a bias: $z = w_1 x_1 + w_2 x_2 + b$.
# Then it passes the sum through an **activation**, in most cases a function that bends. Thousands of neurons side by
# side are a layer, and layers one after the other are a deep network.
#
# **What you will be able to do**
#
# - write the usual activations and their slopes, safely for huge numbers, and follow how the slopes are derived;
# - compute a whole layer as one matrix product, and say why layers need an activation in between;
# - move the axes of a batch of images without scrambling it;
# - show what a single neuron can't learn, and train a network with a hidden layer that can, by backpropagation.
#
# **Time:** 60 to 75 minutes. **You need:** numpy, matrix products, the chain rule, and gradient descent (notebook 3).
#
# You write eight functions. Below each one are checks that you can run as often as you like; more checks, which you do
# not see, run when the notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. Activations, and their slopes
#
# Training needs to know how much the output changes when $z$ changes a little: the **slope** (derivative) of the
# activation. Each of your four functions therefore returns a pair: the value, and the slope at the same place. Both
# are computed for each number by itself, so an array goes in and two arrays of the same shape come out.
#
# **Linear** is the activation that does nothing, and the only one here that does not bend. A network that predicts a
# price or a temperature ends with it.

# %% answer
def linear(z):
    """Return the pair (value, slope) of the linear activation at `z`: the value is z, and the slope is 1 everywhere.

    `z` is a number or a numpy array of any shape and dtype; value and slope have the same shape. The value may be `z`
    itself. Leave `z` as it was.

    >>> value, slope = linear(np.array([-2.0, 0.5]))
    >>> value.tolist(), slope.tolist()
    ([-2.0, 0.5], [1.0, 1.0])
    """
    raise NotImplementedError("Return z, and an array of ones of the same shape.")

# %% [markdown]
# **ReLU**, the rectified linear unit, lets positive numbers through and turns negative ones into zero:
# $\max(0, z)$. It is the usual choice inside deep networks. Exactly at zero it has a kink and no slope; we take 0
# there, as Keras does.
#
# *Hint: `np.maximum(a, b)` picks the larger number at each place; `np.max(a)` picks one number out of the whole array.
# A comparison such as `z > 0` gives True and False; multiplied by 1.0 they are numbers.*

# %% answer
def relu(z):
    """Return the pair (value, slope) of the ReLU at `z`.

    The value is z where z is positive and 0 elsewhere; the slope is the number 1 where z is positive and 0 elsewhere.
    `z` is a number or a numpy array of any shape and dtype; value and slope have the same shape. Leave `z` as it was.

    >>> value, slope = relu(np.array([-2.0, 0.0, 3.0]))
    >>> value.tolist(), slope.tolist()
    ([0.0, 0.0, 3.0], [0.0, 0.0, 1.0])
    """
    raise NotImplementedError("Return z where it is positive and 0 elsewhere, and the slope at each place.")

# %% [markdown]
# The **sigmoid** squeezes every number into the range from 0 to 1, so that it can be read as a probability. (Its range
# is sometimes given as -1 to 1. That is the range of the next function, tanh.)
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = (1 + e^{-z})^{-1}$$
#
# For its slope, use the chain rule: the power gives $-(1 + e^{-z})^{-2}$, and what is inside gives $-e^{-z}$.
#
# $$\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}
#   = \sigma(z)\,(1 - \sigma(z))$$
#
# since $\frac{e^{-z}}{1 + e^{-z}} = 1 - \frac{1}{1 + e^{-z}}$. The slope is written with the *value* $\sigma(z)$, not
# with $z$: compute the value first.
#
# *Hint: for $z = -1000$ the formula asks for $e^{1000}$, which no float can hold: `math.exp` raises an error, `np.exp`
# warns and gives `inf`. The same fraction can be written as $e^{z} / (1 + e^{z})$, and that is safe exactly where the
# first form is not. The shortest way is `np.clip(z, -80, 80)` first: beyond that the sigmoid is 0 or 1 anyway, to more
# than thirty digits.*

# %% answer
def sigmoid(z):
    """Return the pair (value, slope) of the sigmoid at `z`.

    `z` is a number or a numpy array of any shape, of floats or of whole numbers (int64), however large; value and slope
    have the same shape, and are never NaN. Leave `z` as it was.

    >>> value, slope = sigmoid(np.array([-2.0, 0.0, 2.0]))
    >>> value.round(4).tolist(), slope.round(4).tolist()
    ([0.1192, 0.5, 0.8808], [0.105, 0.25, 0.105])
    """
    raise NotImplementedError("Return 1 / (1 + e^-z), and the slope that follows from it.")

# %% [markdown]
# The **hyperbolic tangent** is the sigmoid's sibling with the range from -1 to 1. LeNet, the first famous
# convolutional network, used it.
#
# $$\tanh(z) = \frac{s}{c} \qquad \text{with} \quad s = e^{z} - e^{-z}, \quad c = e^{z} + e^{-z}$$
#
# The derivative of $s$ is $c$, and that of $c$ is $s$. So the quotient rule gives
#
# $$\tanh'(z) = \frac{s' c - s\, c'}{c^2} = \frac{c^2 - s^2}{c^2} = 1 - \tanh^2(z)$$
#
# *Hint: numpy has tanh, and its version does not overflow.*

# %% answer
def tanh(z):
    """Return the pair (value, slope) of the hyperbolic tangent at `z`.

    `z` is a number or a numpy array of any shape, of floats or of whole numbers (int64), however large; value and slope
    have the same shape, and are never NaN. Leave `z` as it was.

    >>> value, slope = tanh(np.array([-1.0, 0.0, 1.0]))
    >>> value.round(4).tolist(), slope.round(4).tolist()
    ([-0.7616, 0.0, 0.7616], [0.42, 1.0, 0.42])
    """
    raise NotImplementedError("Return the hyperbolic tangent, and the slope that follows from it.")

# %% [markdown]
# The left picture shows the four activations, and the right one their slopes. Look at the right: far from zero the
# slopes of sigmoid and tanh die out, and a neuron there hardly learns. ReLU's slope is 1 however large $z$ is.

# %% picture
z = np.linspace(-5, 5, 201)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for activation, style in ((linear, ":"), (relu, "-"), (sigmoid, "-."), (tanh, "--")):
    value, slope = activation(z)
    left.plot(z, value, style, label=activation.__name__, linewidth=2)
    right.plot(z, slope, style, label=activation.__name__, linewidth=2)
left.set(title="Activations", xlabel="z", ylabel="value", ylim=(-1.6, 3))
right.set(title="Their slopes", xlabel="z", ylabel="slope", ylim=(-0.1, 1.1))
left.legend()
right.legend(loc="center left")
plt.show()

# %% [markdown]
# ### Try it: ten layers deep
#
# A number passes through ten activations, one after the other, and starts at $z = 1$. How much does the result change
# if the start changes a little? By the chain rule, the ten slopes are multiplied. The picture shows that product after
# each layer, on a logarithmic axis.
#
# **Predict first:** the slope of the sigmoid is never above 1/4. What is left after ten layers? And with tanh, whose
# slope can reach 1?

# %% picture
plt.figure(figsize=(6, 3.6))
for activation, style in ((relu, "o-"), (tanh, "s--"), (sigmoid, "^-.")):
    z, product, products = 1.0, 1.0, [1.0]
    for _ in range(10):
        z, slope = activation(z)
        product = product * float(slope)
        products.append(product)
    plt.semilogy(range(11), products, style, label=activation.__name__)
plt.title("What is left of a small change")
plt.xlabel("layers")
plt.ylabel("product of the slopes")
plt.grid(alpha=0.4)
plt.legend(loc="lower left")
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the picture shows</b></summary>
#
# With ReLU everything is left, since $z = 1$ is positive (with a start at $-1$, nothing would be). With tanh 4 % is
# left, and with the sigmoid 0.00000028: less than a millionth, as $(1/4)^{10} \approx 0.000001$ suggests. Training
# sends the error back through the same slopes, so the first of ten sigmoid layers would hardly learn. This is called
# the **vanishing gradient**, and it is one reason why deep networks prefer ReLU.
#
# </details>

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
# Keras computes this. Many books write $W x$ instead, with one *row* for each neuron and a sample as a column. Both
# are right: one is the other transposed. But where $W$ is square, mixing them up raises no error. It is just wrong.
#
# *Hint: numpy silently adds a bias of the wrong length whenever it can stretch it, for example one of length 1. Compare
# the shapes yourself.*

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
# Two linear layers, one after the other, are $(X W_1 + b_1) W_2 + b_2 = X (W_1 W_2) + (b_1 W_2 + b_2)$: again *one*
# linear layer. A hundred of them are still one. Depth pays off only with an activation that bends in between.
#
# The picture shows two small networks with the same weights. Without an activation the output is a straight line
# (dashed). With ReLU in between it has three kinks, one for each hidden neuron (solid).

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
# they fill 384 MiB. In which order? There are two conventions, and both are in use:
#
# - **NCHW**, shape (32, 3, 1024, 1024): number of the picture, then channel, height, width. In each picture, first all
#   the red, then all the green, then all the blue. PyTorch uses this order.
# - **NHWC**, shape (32, 1024, 1024, 3): the three colours of a pixel side by side. TensorFlow uses this order.
#
# To go from one to the other, axes change places: the number at `[n, c, h, w]` moves to `[n, h, w, c]`. `reshape` can't
# do that. It keeps the numbers in their order and only divides them up differently, so the picture is scrambled.
#
# Try it on something small, whose entries say where they are: 432 is in block 4, row 3, column 2, if you count from 1
# as its digits do; for numpy it is `a[3, 2, 1]`. In memory all 24 numbers stand in one long row. Numpy's usual order,
# named after the language C, lets the last index run fastest; the order of the language Fortran lets the first one run
# fastest. For each axis numpy knows how many bytes lie between one entry and the next. `transpose` only rearranges
# these lengths and moves no number.

# %%
a = np.array([[[100 * i + 10 * j + k for k in (1, 2)] for j in (1, 2, 3)] for i in (1, 2, 3, 4)])
print("shape", a.shape, "- bytes between one entry and the next, along each axis:", a.strides)
print("row by row, last index fastest (C order):      ", *a.ravel("C")[:6], "...")
print("column by column, first index fastest (F order):", *a.ravel("F")[:6], "...")
print("transposed, [k, i, j]:", *a.transpose(2, 0, 1)[0, 0], "- reshaped:", *a.reshape(2, 4, 3)[0, 0])

# %% answer
def to_nhwc(batch):
    """Return `batch` with its axes in the order NHWC, every number still belonging to the same pixel and colour.

    `batch` has the axes NCHW: (pictures, channels, height, width). Raise a ValueError if it does not have four
    axes. The numbers keep their type (dtype). The result may share its memory with `batch`, as a view does. Leave
    `batch` as it was.

    >>> red, green = [[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]
    >>> to_nhwc(np.array([[red, green]])).tolist()
    [[[[1, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]]]
    """
    raise NotImplementedError("Move the channels to the end.")

# %% [markdown]
# ## 4. What one neuron can't do
#
# A single neuron says "yes" where $w_1 x_1 + w_2 x_2 + b > 0$. The border between yes and no is a straight line, so
# the neuron can learn AND and OR, but not XOR ("exactly one of the two"): no line has both points labelled yes on one
# side and both labelled no on the other. At best it gets three of the four right. Labels that a line can separate (in
# more dimensions: a plane) are **linearly separable**.
#
# The picture shows the four inputs of AND, OR and XOR, and a line for each. For AND and OR the line has all the
# triangles (yes) on one side and all the circles (no) on the other. For XOR one point is on the wrong side, and it
# would be for any line.

# %% picture
x1, x2 = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
figure, axes = plt.subplots(1, 3, figsize=(9.5, 3.3), sharey=True)
for axis, name, border in zip(axes, ("AND", "OR", "XOR"), (1.5, 0.5, 0.5)):
    yes = {"AND": x1 & x2, "OR": x1 | x2, "XOR": x1 ^ x2}[name] == 1
    axis.plot([border - 1.5, border + 0.5], [1.5, -0.5], color="tab:gray", linestyle="--")
    axis.scatter(x1[yes], x2[yes], s=150, color="tab:orange", edgecolor="black", marker="^", label="yes")
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
# - if the neuron says no although the label is 1, add the sample to $w$, and 1 to $b$;
# - if it says yes although the label is 0, subtract the sample from $w$, and 1 from $b$;
# - if it is right, change nothing.
#
# If a whole round changes nothing, every sample is on its own side, and the labels are separable. If they are not
# separable, the rule never comes to rest, so give up after 100 rounds.

# %% answer
def is_linearly_separable(x, labels):
    """Return True if one neuron can tell label 1 from label 0, and False if it can't.

    `x` has shape (samples, inputs) with any number of inputs, and `labels`, of zeros and ones, has shape (samples,).
    Labels are whole numbers of any dtype, even an unsigned one such as np.uint8. If you subtract labels, make them ints
    first: in np.uint8, 0 - 1 is 255. A hundred rounds of the perceptron rule are enough for everything that is asked
    here. Leave both as they were.

    >>> x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> is_linearly_separable(x, np.array([0, 0, 0, 1]))  # AND
    True
    >>> is_linearly_separable(x, np.array([0, 1, 1, 0]))  # XOR
    False
    """
    raise NotImplementedError("Follow the perceptron rule, and say whether there was a round without a change.")

# %% [markdown]
# ## 5. Ten lines that can
#
# With a **hidden layer** of four neurons in between, XOR is possible, and a program of about ten lines can train such a
# network. The inputs get a third column of ones. It saves us the biases of the hidden layer: the weights of that column
# *are* the biases. The output gets no bias here, and does not need one.

# %%
xor_inputs = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
xor_targets = np.array([[0], [1], [1], [0]])

# %% [markdown]
# **Start** with random weights between -1 and 1: `w1` of shape (3, 4), and `w2` of shape (4, 1). If they were all
# equal, the four hidden neurons would compute the same, learn the same, and stay equal for ever.
#
# **Forward:** the hidden layer is $H = \sigma(X W_1)$, and the output is $O = \sigma(H W_2)$.
#
# **Loss:** half the sum of the squared errors over the four samples, $L = \frac{1}{2} \sum (O - Y)^2$. (The half
# cancels the 2 of the derivative. It changes nothing else.)
#
# **Backward:** the chain rule, from the end to the beginning. This is **backpropagation**.
#
# 1. The loss changes with the output by $O - Y$. The output is a sigmoid, so it changes with its sum $H W_2$ by the
#    slope $\sigma'_O$. Multiply the two place by place ($\odot$), and you know how the loss changes with that sum:
#
#    $$\Delta_2 = (O - Y) \odot \sigma'_O$$
#
# 2. If the weight of a hidden neuron grows by a little, the sum $H W_2$ grows by that neuron's output times as much.
#    The outputs of one neuron are a column of $H$. So multiply that column by $\Delta_2$, sample by sample, and add the
#    four products up. That is one entry of a matrix product in which the columns of $H$ have become rows: the gradient
#    for $W_2$ is $H^\top \Delta_2$, of shape (4, 1).
# 3. The sum $H W_2$ also depends on the outputs of the hidden neurons. If one of them grows by a little, the sum grows
#    by that neuron's weight times as much. So in each sample, the number in $\Delta_2$ goes back to the four hidden
#    neurons, times the weight of each. The weights are a column of $W_2$, and here they must be a row: what reaches the
#    hidden layer is $\Delta_2 W_2^\top$, of shape (4, 4). At its sigmoid it is again multiplied by the slope:
#
#    $$\Delta_1 = (\Delta_2 W_2^\top) \odot \sigma'_H$$
#
# 4. The gradient for $W_1$ follows from $\Delta_1$ as in point 2. It is $X^\top \Delta_1$, of shape (3, 4).
#
# **Step** against the gradient, with learning rate 1:
#
# $$W_2 \leftarrow W_2 - H^\top \Delta_2 \qquad W_1 \leftarrow W_1 - X^\top \Delta_1$$
#
# Both deltas come first: $\Delta_1$ needs the *old* $W_2$.
#
# The picture shows the same as a **computation graph**. Solid arrows lead forward, from the inputs to the loss. Dashed
# arrows lead back, and each is labelled with what the error is multiplied by on its way. It arrives at the two sums as
# $\Delta_2$ and $\Delta_1$, and from these the weights learn.

# %% picture
nodes = ["$X$\n(4, 3)", "$X W_1$\n(4, 4)", "$H$\n(4, 4)", "$H W_2$\n(4, 1)", "$O$\n(4, 1)", "$L$\n(1)"]
forward = ["times $W_1$", "sigmoid", "times $W_2$", "sigmoid", "compare with $Y$"]
backward = [None, r"$\odot\; \sigma'_H$", r"times $W_2^\top$", r"$\odot\; \sigma'_O$", "$O - Y$"]
learned = {
    1: "$\\Delta_1$ arrives:\n$W_1$ learns $X^\\top \\Delta_1$",
    3: "$\\Delta_2$ arrives:\n$W_2$ learns $H^\\top \\Delta_2$",
}
figure, axis = plt.subplots(figsize=(11, 3.2))
for place, node in enumerate(nodes):
    axis.text(place, 0, node, ha="center", va="center", bbox={"boxstyle": "round", "facecolor": "white"})
for place, (there, back) in enumerate(zip(forward, backward)):
    axis.annotate("", (place + 0.75, 0.16), (place + 0.25, 0.16), arrowprops={"arrowstyle": "->"})
    axis.text(place + 0.5, 0.3, there, ha="center", color="tab:blue")
    if back:
        style = {"arrowstyle": "->", "linestyle": "--"}
        axis.annotate("", (place + 0.25, -0.16), (place + 0.75, -0.16), arrowprops=style)
        axis.text(place + 0.5, -0.42, back, ha="center", color="firebrick")
for place, text in learned.items():
    axis.plot([place, place], [-0.7, -0.25], ":", color="firebrick")
    axis.text(place, -0.95, text, ha="center", va="center", color="firebrick")
axis.set(title="The XOR network, forward and backward", xlim=(-0.5, 5.6), ylim=(-1.25, 0.6))
axis.axis("off")
plt.show()

# %% [markdown]
# 5,000 steps bring every output within 0.05 of its target.
#
# *Hints: your `sigmoid` hands you value and slope at once. (In other programs you will see `l1 * (1 - l1)`: that is the
# slope, because their `l1` is a value of the sigmoid already.) Check shapes as you go: $\Delta_2$ is (4, 1), $\Delta_1$
# is (4, 4). Rather than changing a weight matrix in place, make a new one.*

# %% answer
def xor_network(seed, steps=5000):
    """Return the weights (w1, w2), of shapes (3, 4) and (4, 1), after `steps` steps of training on XOR.

    The function uses three names from above: `xor_inputs` and `xor_targets`, from which the network learns, and your
    `sigmoid`. Draw the first weights like this, in this order, so that the same seed gives the same network:

        rng = np.random.default_rng(seed)
        w1 = rng.uniform(-1, 1, (3, 4))
        w2 = rng.uniform(-1, 1, (4, 1))

    `steps` is a whole number, zero or more; after no steps the weights are as drawn.

    >>> w1, w2 = xor_network(seed=1, steps=1)
    >>> w2.round(4).ravel().tolist()
    [-0.3116, 0.5982, -0.3583, -0.0596]
    >>> w1[2].round(4).tolist()
    [0.0942, -0.9383, 0.5039, 0.0752]
    """
    raise NotImplementedError("Draw the weights, take the steps, and return both matrices.")

# %% [markdown]
# ## Watch it learn
#
# The four pictures show the output of the network for every point of the square, after 0, 200, 300 and 5,000 steps. The
# four marks are the samples: around a triangle the output should be 1 (red), around a circle 0 (blue). The black lines
# are borders, where the output is 0.5.
#
# **Predict first:** a single neuron has one straight border. How many does this network need, and do they all appear at
# the same time?

# %% picture
side = np.linspace(-0.3, 1.3, 90)
grid = np.array([[first, second, 1] for second in side for first in side])
figure, axes = plt.subplots(2, 2, figsize=(7.2, 6.6), sharex=True, sharey=True, layout="compressed")
for axis, steps in zip(axes.flat, (0, 200, 300, 5000)):
    w1, w2 = xor_network(1, steps)
    output = sigmoid(sigmoid(grid @ w1)[0] @ w2)[0].reshape(90, 90)
    shown = axis.contourf(side, side, output, levels=np.linspace(0, 1, 21), cmap="RdBu_r")
    axis.contour(side, side, output, levels=[0.5], colors="black")
    for target, marker in ((0, "o"), (1, "^")):
        some = xor_inputs[xor_targets.ravel() == target, :2]
        axis.scatter(*some.T, color="white", marker=marker, s=110, edgecolor="black")
    axis.set(title=f"{steps} steps", aspect="equal", xticks=(0, 1), yticks=(0, 1))
    axis.set(xlabel="first input", ylabel="second input")
    axis.label_outer()
figure.colorbar(shown, ax=axes, label="output", ticks=[0, 0.5, 1])
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the pictures show</b></summary>
#
# It needs two borders, and they come one after the other. After 200 steps there is one, which cuts off the corner (1,
# 0): three of four samples are right, as many as a single neuron can get. Between 200 and 300 steps the second border
# appears at the opposite corner; from step 275 on, all four are right. After that nothing new is learned. The network
# only becomes more certain, up to an error of 0.015 after 5,000 steps.
#
# </details>

# %% [markdown]
# Count its weights: 3 x 4 and 4 x 1 make 16. Counting *neurons* would tell you little about how much a network can
# hold. Usually the output has a bias, too, and biases are counted apart from the weights. Then a network of layers
# 2-3-1 has 2 x 3 + 3 x 1 = 9 weights and 3 + 1 biases, which are 13 numbers to learn.
