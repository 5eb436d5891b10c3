# %% [markdown]
# # The layers of a convolutional network
#
# In the last notebook one kernel slid over one grey image. A **convolutional layer** has many kernels, and its input
# has many channels: red, green and blue at first, later the results of the layer before. Between such layers stand
# smaller ones, which shrink an image (**pooling**), forget on purpose (**dropout**), or bring numbers back to a
# sensible range (**batch normalisation**).
#
# You write all of them with plain numpy: five functions, and a short answer in words. Below each function are checks
# that you can run as often as you like; more checks, which you do not see, run when the notebook is graded. Plan for
# 45 to 60 minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. Six loops
#
# The input has $C$ channels of $H$ rows and $W$ columns. The layer has $M$ filters; each of them has a kernel of $R$
# rows and $S$ columns *for every channel*, and makes one image out of all channels:
#
# $$O_{m,p,q} = b_m + \sum_{c=0}^{C-1} \sum_{r=0}^{R-1} \sum_{s=0}^{S-1}
#   I_{c,\;p \cdot \text{stride} + r,\;q \cdot \text{stride} + s} \; K_{m,c,r,s}$$
#
# | array | shape | for the example below |
# |---|---|---|
# | inputs $I$ | $(C, H, W)$ | $(2, 5, 5)$ |
# | kernels $K$ | $(M, C, R, S)$ | $(2, 2, 3, 3)$ |
# | bias $b$ | $(M)$ | none |
# | outputs $O$ | $(M, P, Q)$ | $(2, 3, 3)$ |
#
# $P$ and $Q$ are the numbers of places where a kernel fits: $P = \lfloor (H - R) / \text{stride} \rfloor + 1$, and $Q$
# in the same way from $W$ and $S$. As in the last notebook, nothing is turned: Octave's `conv2` turns the kernel, a
# network does not. The index $m, p, q$ of an output and the three sums make six loops.
#
# ### The slide's code, with the slide's bugs
#
# The slides write the six loops in C. There an array is one long row of numbers, and the programmer computes where in
# it a value stands. With $H$ rows of $W$ columns per channel, the value in channel $c$, row $y$, column $x$ stands at
# position $(c \cdot H + y) \cdot W + x$. This is their code in Python, **bugs included**:

# %%
def slide_layer(inputs, kernels, outputs, M, C, H, W, P, Q, k, stride):
    """Add the layer's result to `outputs`. All three are flat lists, as they lie in memory. Not right yet!"""
    kernel_size = k * k
    for m in range(M):                      # for every filter
        for n in range(C):                  # for every channel
            for r in range(H):              # for every row
                for c in range(W):          # for every column
                    for i in range(k):      # for every row of the kernel
                        for j in range(k):  # for every column of the kernel
                            value = inputs[n * W * W + (r * stride + i) * W + c * stride + j]
                            weight = kernels[m * n * kernel_size + i * k + j]
                            outputs[m * P * Q + r * Q + c] += value * weight


# %%
example = np.arange(50).reshape(2, 5, 5) % 7
filters = np.array([[np.eye(3), np.ones((3, 3))], [np.zeros((3, 3)), np.eye(3)[::-1]]])
outputs = [0.0] * (2 * 3 * 3)
try:
    slide_layer(example.ravel().tolist(), filters.ravel().tolist(), outputs, 2, 2, 5, 5, 3, 3, 3, 1)
except IndexError as error:
    print("IndexError:", error)

# %% [markdown]
# Python says so when an index lies beyond the end. C does not: it reads and overwrites whatever happens to lie there,
# 270 times in this small example.
#
# Find the bugs. There are five kinds; one makes this example fail, one gives it wrong numbers once the first is mended,
# and three wait for other inputs. *Hints: How often should the loops over places run? Write down at which position the
# kernel of filter `m` and channel `n` begins, for two filters and two channels. What if the image is wider than high?
# If the kernel is? If `outputs` is used a second time?*

# %% [markdown] answer points=3 name="bugs"
# *Your answer: list the bugs of `slide_layer`. For each, quote the expression, say in one sentence when it does harm,
# and write what should stand there.*

# %% [markdown]
# Now write the layer as it should be. You need not compute positions: with arrays of numpy, `inputs[c, y, x]` and
# `kernels[m, c, r, s]` do that. Six loops are welcome; fewer are fine, too.

# %% answer
def conv_layer(inputs, kernels, stride=1, bias=None):
    """Return the outputs of a convolutional layer, an array of floats of shape (M, P, Q).

    `inputs` has shape (C, height, width) and `kernels` (M, C, rows, columns), both of numbers of any kind; nothing
    needs to be square. `stride` applies in both directions, and there is no padding. `bias` is None, or M numbers: the
    m-th is added *once* to every value of the m-th output. Raise a ValueError if `kernels` is made for another number
    of channels than `inputs` has. Leave all arrays as they were.

    >>> inputs = np.array([[[1, 2, 3]], [[10, 20, 30]]])
    >>> kernels = np.array([[[[1]], [[1]]], [[[0]], [[-1]]]])
    >>> conv_layer(inputs, kernels)
    array([[[ 11.,  22.,  33.]],
    <BLANKLINE>
           [[-10., -20., -30.]]])
    """
    raise NotImplementedError("Add up over channels and kernel, for every filter and place.")

# %% [markdown]
# ### What four filters see
#
# A small coloured scene, three channels, and four filters chosen by hand. In a network they are learned. Each filter
# makes one picture, a **feature map**. In the last three, red stands for positive numbers and blue for negative ones.
# Which of the four compares channels with each other? And why does the sun appear in its picture?

# %%
def scene(size=48):
    """A blue sky, a green field, a red house, and a yellow sun, as an array (3, size, size) of numbers from 0 to 1."""
    rows, columns = np.mgrid[0:size, 0:size] / size
    image = np.empty((3, size, size))
    image[:] = np.array([0.45, 0.7, 1.0])[:, None, None] * (1 - 0.4 * rows)
    image[:, rows > 0.7] = np.array([[0.2], [0.6], [0.25]])
    image[:, (abs(rows - 0.6) < 0.22) & (abs(columns - 0.35) < 0.2)] = np.array([[0.8], [0.2], [0.15]])
    image[:, (abs(rows - 0.6) < 0.08) & (abs(columns - 0.35) < 0.08)] = np.array([[0.15], [0.15], [0.3]])
    image[:, (rows - 0.2) ** 2 + (columns - 0.8) ** 2 < 0.015] = np.array([[1.0], [0.9], [0.2]])
    return image


def four_filters():
    """Kernels of shape (4, 3, 3, 3): for brightness, vertical edges, horizontal edges, and red against the rest."""
    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 3
    blur = np.full((3, 3), 1 / 9)
    colours = np.array([1.0, -0.5, -0.5])[:, None, None]
    return np.array([[blur / 3] * 3, [sobel] * 3, [sobel.T] * 3, colours * blur])

# %% picture
maps = conv_layer(scene(), four_filters())
titles = ["brightness,\nblurred", "dark to bright,\nleft to right", "dark to bright,\ntop to bottom"]
titles += ["red against\ngreen and blue"]
figure, axes = plt.subplots(1, 5, figsize=(11, 2.9))
axes[0].imshow(scene().transpose(1, 2, 0))
axes[0].set(title="input: 3 channels\n48 x 48", xlabel="column", ylabel="row")
for axis, values, title in zip(axes[1:], maps, titles):
    grey, limit = title.startswith("bright"), abs(values).max()
    axis.imshow(values, cmap="gray" if grey else "RdBu_r", vmin=0 if grey else -limit, vmax=limit)
    axis.set(title=title, xlabel="column")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 2. Max pooling
#
# A feature map says *where* something was seen, to the pixel. That is more than a network needs to know. **Pooling**
# cuts the map into windows of `size` times `size` pixels that do not overlap, and keeps one number of each; **max
# pooling** keeps the largest. With windows of 2 x 2 a map of 4 x 4 shrinks to 2 x 2:
#
# $$\begin{pmatrix} 12 & 255 & 7 & 31 \\ 90 & 3 & 153 & 64 \\ 23 & 5 & 18 & 2 \\ 0 & 11 & 55 & 40 \end{pmatrix}
#   \longrightarrow \begin{pmatrix} 255 & 153 \\ 23 & 55 \end{pmatrix}$$
#
# (The slide's result begins with 256. A pixel that is stored in one byte ends at 255.)
#
# Five rows cannot be cut into pairs. Libraries offer both ways out. `"drop"` leaves the fifth row away; so does Keras,
# unless told otherwise. `"keep"` makes a window of it that is smaller than the others.
#
# *Hint: a slice of numpy ends at the border by itself: if `a` has 5 rows, `a[4:6]` has one.*

# %% answer
def max_pool(image, size, edge="drop"):
    """Return the largest number of each window of `size` x `size` pixels, as an array of floats.

    `image` has shape (height, width), both at least `size`, and holds numbers of any kind, negative ones too. Windows
    begin at the top left and do not overlap. Rows and columns that are left over at the end do not count (`edge` is
    "drop"), or make smaller windows ("keep"). Raise a ValueError for any other `edge`. Leave `image` as it was.

    >>> max_pool(np.array([[1, 2, 3], [4, 5, 6]]), 2)
    array([[5.]])
    >>> max_pool(np.array([[1, 2, 3], [4, 5, 6]]), 2, edge="keep")
    array([[5., 6.]])
    """
    raise NotImplementedError("Return the largest number of each window.")

# %% [markdown]
# ## 3. Average pooling
#
# LeNet, the first famous convolutional network, took the **mean** of each window instead (it was called *subsampling*).
# A mean counts every pixel of its window, and only those: a smaller window at the edge has fewer.

# %% answer
def average_pool(image, size, edge="drop"):
    """Return the mean of each window of `size` x `size` pixels, as an array of floats.

    Windows and `edge` are those of `max_pool`; the mean of a smaller window is taken over the pixels that it has.
    Raise a ValueError for an `edge` that is neither "drop" nor "keep". Leave `image` as it was.

    >>> average_pool(np.array([[1, 2, 3], [4, 5, 6]]), 2)
    array([[3.]])
    >>> average_pool(np.array([[1, 2, 3], [4, 5, 6]]), 2, edge="keep")
    array([[3. , 4.5]])
    """
    raise NotImplementedError("Return the mean of each window.")

# %% [markdown]
# Both keep the house and lose the details. Thin bright lines tell them apart: a maximum keeps them, and makes them as
# wide as the window; a mean dims them.

# %%
def thin_lines(size=48):
    """White lines, one pixel wide, on black: a circle and two straight ones."""
    rows, columns = np.mgrid[0:size, 0:size] - (size - 1) / 2
    circle = abs(np.hypot(rows, columns) - size / 3) < 0.6
    return np.where(circle | (abs(rows - columns) < 0.6) | (abs(rows - 8.5) < 0.6), 1.0, 0.0)

# %% picture
pictures = [("brightness of the scene", scene().mean(axis=0)), ("thin lines", thin_lines())]
figure, axes = plt.subplots(2, 3, figsize=(8.4, 6.6), layout="constrained")
for row, (title, image) in zip(axes, pictures):
    largest, mean = max_pool(image, 4), average_pool(image, 4)
    shown = [(title, image), ("max pooling, size 4", largest), ("average pooling, size 4", mean)]
    for axis, (name, values) in zip(row, shown):
        axis.imshow(values, cmap="gray", vmin=0, vmax=1)
        axis.set(title=f"{name}\n{values.shape[0]} x {values.shape[1]}", xlabel="column", ylabel="row")
plt.show()

# %% [markdown]
# ## 4. Dropout
#
# A network that learns its training images by heart fails on new ones. **Dropout** makes that harder: while training,
# each value becomes zero with probability `rate`, anew in every step, so that no neuron can rely on a single other one.
#
# If a fifth of the values is missing, sums after them are a fifth too small. So the survivors grow to make up for it:
# each is divided by $1 - \text{rate}$, the share that is kept. For a rate of 0.2 that is a factor of 1.25. On average
# nothing changes, and the finished network, which drops nothing, sees sums of the size it was trained with.
#
# Every value takes its *own* chance. That is why the number of zeros differs from one draw to the next. And mind which
# probability is meant: Keras asks for the share that is *dropped*, TensorFlow 1 (and the slides' old code) asked for
# the share that is *kept*.
#
# *Hint: `np.random.default_rng(seed).random(shape)` draws numbers between 0 and 1.*

# %% answer
def dropout(x, rate, training, seed):
    """Return a new array of floats like `x`, with values dropped at random and the others enlarged to make up for it.

    `x` is an array of any shape. If `training` is True, each value becomes 0 with probability `rate`, independently
    of the others, and is divided by `1 - rate` otherwise. If `training` is False, all values stay as they are. The
    same `seed`, a whole number, always drops the same places, and another seed drops others. `rate` is at least 0 and
    less than 1; raise a ValueError if it is not, and for NaN. Leave `x` as it was.

    >>> dropped = dropout(np.ones(1000), rate=0.2, training=True, seed=1)
    >>> sorted(set(dropped.tolist()))
    [0.0, 1.25]
    >>> dropout(np.array([1, 2, 3]), rate=0.2, training=False, seed=1)
    array([1., 2., 3.])
    """
    raise NotImplementedError("Drop values at random, and divide the others by the share that is kept.")

# %% picture
image = scene().mean(axis=0)
figure, axes = plt.subplots(1, 4, figsize=(11, 3.3))
shown = [(0.0, True, 1), (0.2, True, 1), (0.4, True, 2), (0.4, False, 2)]
for axis, (rate, training, seed) in zip(axes, shown):
    values = dropout(image, rate, training, seed)
    axis.imshow(values, cmap="gray", vmin=0, vmax=1.5)
    when = "training" if training else "inference"
    axis.set(title=f"rate {rate}, {when}\nmean {values.mean():.3f}", xlabel="column", ylabel="row")
figure.tight_layout()
plt.show()

# %% [markdown]
# Black pixels were dropped, the others are brighter, and the mean hardly moves.
#
# ## 5. Batch normalisation
#
# Each layer learns from what the layer before sends, and that changes with every step. **Batch normalisation** steadies
# it. For each channel it takes the mean $\mu$ and the variance $\sigma^2$ *of the batch*, subtracts and divides:
#
# $$y = \gamma \; \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta$$
#
# so that a channel has mean 0 and variance 1, whatever came in. Then $\gamma$ and $\beta$, two numbers per channel that
# the network learns, give it back any mean and spread that is good for the task. The small $\varepsilon$ avoids a
# division by zero where a channel is constant.
#
# A finished network may be asked about a *single* image; there is no batch then. So training keeps **moving
# statistics**, and inference uses them in place of $\mu$ and $\sigma^2$:
#
# $$\mu_{\text{moving}} \leftarrow \text{momentum} \cdot \mu_{\text{moving}} + (1 - \text{momentum}) \cdot \mu$$
#
# and the variance likewise. With Keras's momentum of 0.99 that takes hundreds of steps; whoever trains less, and does
# not lower it, gets a network that looks fine while training and fails afterwards.
#
# The channels stand **last** here, as in Keras: a batch of images has shape (batch, height, width, channels), a batch
# of feature lists (batch, channels). (The slide's loops have them first.) A channel has *one* mean, taken over all
# images and all pixels. The variance is the plain one, divided by the number of values: what `np.var` computes.

# %% answer
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    """Return three arrays: the normalised `x`, the new moving mean, and the new moving variance.

    `x` has the channels last: its shape is (batch, channels) or (batch, height, width, channels). The other four
    arrays have shape (channels). All hold numbers of any kind. If `training` is True, normalise with mean and variance
    of the batch, and move the moving statistics; if False, normalise with the moving statistics, and return them as
    they are. Leave all arrays that come in as they were.

    >>> x, one, zero = np.array([[1.0], [3.0]]), np.array([1.0]), np.array([0.0])
    >>> y, mean, variance = batch_norm(x, one, zero, zero, one, training=True, momentum=0.5, epsilon=0)
    >>> y.tolist(), mean.tolist(), variance.tolist()
    ([[-1.0], [1.0]], [1.0], [1.0])
    >>> y, mean, variance = batch_norm(x, one, zero, one, 4 * one, training=False, epsilon=0)
    >>> y.tolist(), mean.tolist(), variance.tolist()
    ([[0.0], [1.0]], [1.0], [4.0])
    """
    raise NotImplementedError("Normalise, and return the moving statistics with it.")

# %% [markdown]
# Three channels of very different size and spread, before and after. On the right is the moving mean on its way to the
# true mean of 5, for two momenta: with 0.99 it has not arrived after a hundred steps.

# %% picture
rng = np.random.default_rng(3)
x = rng.normal([0, 5, -4], [1, 3, 0.5], size=(2000, 3))
y, _, _ = batch_norm(x, np.ones(3), np.zeros(3), np.zeros(3), np.ones(3), training=True)
figure, (left, middle, right) = plt.subplots(1, 3, figsize=(11, 3.3))
for axis, values, title in ((left, x, "Before"), (middle, y, "After")):
    for channel in range(3):
        axis.hist(values[:, channel], bins=np.linspace(-8, 14, 89), alpha=0.6, label=f"channel {channel}")
    axis.set(title=title, xlabel="value", ylabel="how often")
    axis.legend()
for momentum in (0.9, 0.99):
    mean, variance, history = np.zeros(3), np.ones(3), []
    for step in range(100):
        batch = x[20 * step : 20 * step + 20]
        _, mean, variance = batch_norm(batch, np.ones(3), np.zeros(3), mean, variance, True, momentum=momentum)
        history.append(mean[1])
    right.plot(history, label=f"momentum {momentum}")
right.axhline(5, color="black", linestyle=":", label="true mean")
right.set(title="Moving mean of channel 1", xlabel="step", ylabel="moving mean")
right.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# Convolution, pooling, dropout, normalisation: that is nearly everything the famous networks are built of. In the next
# notebook you put them together, and count what they cost.
