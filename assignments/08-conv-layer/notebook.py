# %% [markdown]
# # The layers of a convolutional network
#
# In the last notebook, one kernel slid over one grey image. A **convolutional layer** has many kernels, and its input
# has many channels: red, green and blue at first, later the results of the layer before. Between such layers are
# smaller ones, which shrink an image (**pooling**), forget on purpose (**dropout**), or bring numbers back to a
# sensible range (**batch normalisation**).
#
# **What you will be able to do**
#
# - find bugs in code that computes positions in memory by hand;
# - write a convolutional layer, two kinds of pooling, dropout and batch normalisation in plain numpy;
# - say for each layer how training differs from inference, and why;
# - choose a pooling by what it keeps and what it loses.
#
# **Time:** 75 to 100 minutes, for five functions and a short answer in words. **You need:** the notebook before this
# one, *Kernels*.
#
# Below each function are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded.

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
# in the same way from $W$ and $S$. As in the last notebook, no kernel is turned: Octave's `conv2` turns it, a network
# does not.
#
# Read the formula from the inside out. The sums over $r$ and $s$ are the window of the last notebook. The sum over $c$
# repeats that for every channel, each with a kernel of its own, and adds up the results. The indices $m$, $p$ and $q$
# say for which filter, and at which place. Three sums and three indices make six loops.

# %%
example = np.arange(50).reshape(2, 5, 5) % 7
filters = np.array([[np.eye(3), np.ones((3, 3))], [np.zeros((3, 3)), np.eye(3)[::-1]]])

# %% [markdown]
# The figure shows how the first filter makes one number. Each row of panels is a channel: the channel with its first
# window in a frame, the filter's kernel for that channel, and their products with their sum. On the right, both sums
# together, 11 + 27 = 38, become the top left value of the filter's output.

# %% picture
figure = plt.figure(figsize=(10, 6), layout="constrained")
panels = figure.subplot_mosaic([["I0", "K0", "P0", "O"], ["I1", "K1", "P1", "O"]])
totals = []
for channel in range(2):
    window, kernel = example[channel, :3, :3], filters[0, channel].astype(int)
    totals.append(int((window * kernel).sum()))
    shown = [(f"I{channel}", example[channel], f"channel {channel},\nfirst window"),
             (f"K{channel}", kernel, f"filter 0, kernel for\nchannel {channel}"),
             (f"P{channel}", window * kernel, f"products, sum {totals[channel]}")]
    for name, values, title in shown:
        panels[name].imshow(values, cmap="Blues" if channel == 0 else "Oranges", vmin=0, vmax=14)
        for (row, column), value in np.ndenumerate(values):
            panels[name].text(column, row, value, ha="center", va="center")
        ticks = range(len(values))
        panels[name].set(title=title, xticks=ticks, yticks=ticks, xlabel="column", ylabel="row")
    frame = {"fill": False, "edgecolor": "black", "linewidth": 3, "clip_on": False}
    panels[f"I{channel}"].add_patch(plt.Rectangle((-0.5, -0.5), 3, 3, **frame))
panels["O"].imshow(np.zeros((3, 3)), cmap="Greys", vmin=0, vmax=1)
panels["O"].text(0, 0, sum(totals), ha="center", va="center", fontsize=14)
panels["O"].add_patch(plt.Rectangle((-0.5, -0.5), 1, 1, **frame))
title = f"output of filter 0, 3 x 3:\n{totals[0]} + {totals[1]} = {sum(totals)}"
panels["O"].set(title=title, xticks=range(3), yticks=range(3), xlabel="column q", ylabel="row p")
plt.show()

# %% [markdown]
# ### Six loops with five kinds of bugs
#
# Six loops are often written in C. There an array is one long row of numbers, and the programmer computes where in it a
# value is. With $H$ rows of $W$ columns per channel, the value in channel $c$, row $y$, column $x$ is at
# position $(c \cdot H + y) \cdot W + x$. Here is such a program, translated to Python, **bugs included**. None of them
# is made up: people do make these mistakes. Its letters are those of the formula; only R and S are missing, and `k`
# stands for both.

# %%
def buggy_layer(inputs, kernels, outputs, M, C, H, W, P, Q, k, stride):
    """Write the layer's result into `outputs`, whatever it held before. All three are flat lists. Not right yet!"""
    kernel_size = k * k
    for m in range(M):                      # for every filter
        for c in range(C):                  # for every channel
            for p in range(H):              # for every row
                for q in range(W):          # for every column
                    for r in range(k):      # for every row of the kernel
                        for s in range(k):  # for every column of the kernel
                            value = inputs[c * W * W + (p * stride + r) * W + q * stride + s]
                            weight = kernels[m * c * kernel_size + r * k + s]
                            outputs[m * P * Q + p * Q + q] += value * weight


# %%
outputs = [0.0] * (2 * 3 * 3)
try:
    buggy_layer(example.ravel().tolist(), filters.ravel().tolist(), outputs, 2, 2, 5, 5, 3, 3, 3, 1)
except IndexError as error:
    print("IndexError:", error)

# %% [markdown]
# Python raises an error when an index lies beyond the end. C does not: in this small example it would read beyond the
# end of `inputs` 108 times, and write beyond the end of `outputs` 216 times.
#
# Find the bugs. There are five kinds: one makes this example fail, one gives it wrong numbers once the first is fixed,
# and three wait for other inputs. *Hints: How often should the loops over places run? Write down at which position the
# kernel of filter `m` and channel `n` begins, for two filters and two channels. What if the image is wider than it is
# high? What if a kernel has more columns than rows? What if `outputs` is used a second time?*

# %% [markdown] answer points=3 name="bugs"
# *Your answer: list the bugs of `buggy_layer`. For each, quote the expression, say in one sentence when it does harm,
# and write what should be there instead.*

# %% [markdown]
# Now write the layer as it should be. You need not compute positions: with numpy arrays, `inputs[c, y, x]` and
# `kernels[m, c, r, s]` do that. Six loops are welcome; fewer are fine, too.

# %% answer
def conv_layer(inputs, kernels, stride=1, bias=None):
    """Return the outputs of a convolutional layer, an array of floats of shape (M, P, Q).

    `inputs` has shape (C, height, width) and `kernels` (M, C, rows, columns), both with floats or whole numbers of any
    numpy type; nothing needs to be square. `stride` applies in both directions, and there is no padding. `bias` is
    None, or M numbers: the m-th is added *once* to every value of the m-th output. Raise a ValueError if `kernels` is
    made for a different number of channels than `inputs` has. Leave all arrays as they were.

    >>> inputs = np.array([[[1, 2, 3]], [[10, 20, 30]]])
    >>> kernels = np.array([[[[1]], [[1]]], [[[0]], [[-1]]]])
    >>> conv_layer(inputs, kernels)
    array([[[ 11.,  22.,  33.]],
    <BLANKLINE>
           [[-10., -20., -30.]]])
    """
    raise NotImplementedError("For every filter and every place, add up over channels and kernel.")

# %% [markdown]
# ### What four filters see
#
# `scene` draws a small coloured picture, and `four_filters` are kernels for it.

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

# %% [markdown]
# The figure shows the coloured scene, and beside it what four filters make of its three channels. They were chosen by
# hand; in a network they are learned. Each filter makes one picture, a **feature map**. In the last three,
# red stands for positive numbers and blue for negative ones, as the bars beside them say. Which of the four compares
# channels with each other? And why does the yellow sun appear red in its picture?

# %% picture
maps = conv_layer(scene(), four_filters())
titles = ["brightness,\nblurred", "dark to bright,\nleft to right", "dark to bright,\ntop to bottom"]
titles += ["red against\ngreen and blue"]
figure = plt.figure(figsize=(9.4, 5.6), layout="constrained")
first, *others = figure.subplot_mosaic("ABC\nADE").values()  # from left to right, from top to bottom
first.imshow(scene().transpose(1, 2, 0))
first.set(title="input: 3 channels\n48 x 48", xlabel="column", ylabel="row")
for axis, values, title in zip(others, maps, titles):
    grey, limit = title.startswith("bright"), abs(values).max()
    shown = axis.imshow(values, cmap="gray" if grey else "RdBu_r", vmin=0 if grey else -limit, vmax=limit)
    axis.set(title=title, xlabel="column", ylabel="row")
    figure.colorbar(shown, ax=axis)
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: which filter it is, and why the sun is red</b></summary>
#
# The fourth. The other three weigh red, green and blue alike; it adds red, and subtracts half of green and half of
# blue. The yellow of the sun is much red and green, and little blue: $1 - 0.5 \cdot 0.9 - 0.5 \cdot 0.2 = 0.45$. That
# is positive, as for the house. In sky and field, red is weaker than the mean of the other two, so both become
# negative.
#
# </details>

# %% [markdown]
# ## 2. Max pooling
#
# A feature map says *where* something was seen, to the pixel. That is more than a network needs to know. **Pooling**
# cuts the map into windows of `size` times `size` pixels that do not overlap, and keeps one number of each; **max
# pooling** keeps the largest. With windows of 2 x 2, a map of 4 x 4 shrinks to 2 x 2:
#
# $$\begin{pmatrix} 12 & 255 & 7 & 31 \\ 90 & 3 & 153 & 64 \\ 23 & 5 & 18 & 2 \\ 0 & 11 & 55 & 40 \end{pmatrix}
#   \longrightarrow \begin{pmatrix} 255 & 153 \\ 23 & 55 \end{pmatrix}$$
#
# (These could be pixels: if each is stored in one byte, they go from 0 to 255.)
#
# Five rows cannot be cut into pairs. Libraries offer two ways out. `"drop"` leaves out the fifth row; so does Keras,
# unless told otherwise. `"keep"` makes a window of it that is smaller than the others.
#
# *Hint: a numpy slice stops at the border by itself: if `a` has 5 rows, `a[4:6]` has one.*

# %% answer
def max_pool(image, size, edge="drop"):
    """Return the largest number of each window of `size` x `size` pixels, as an array of floats.

    `image` has shape (height, width), both at least `size`, and holds floats or whole numbers of any numpy type,
    negative ones too. Windows begin at the top left and do not overlap. Rows and columns that are left over at the end
    do not count (`edge` is "drop"), or make smaller windows ("keep"). Raise a ValueError for any other `edge`. Leave
    `image` as it was.

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
# What does each kind of pooling keep? Try both on the scene, and on a picture of thin lines.

# %%
def thin_lines(size=48):
    """Thin white lines on black: a circle, a diagonal, and a horizontal line."""
    rows, columns = np.mgrid[0:size, 0:size] - (size - 1) / 2
    circle = abs(np.hypot(rows, columns) - size / 3) < 0.6
    return np.where(circle | (abs(rows - columns) < 0.6) | (abs(rows - 8.5) < 0.6), 1.0, 0.0)

# %% [markdown]
# The figure compares the two. Each row starts with a picture, first the scene, then the lines, followed by what max
# pooling and average pooling make of it. Both keep the house and its window, only coarser: at its edges a mean mixes
# grey values, and a maximum takes the brighter one. The lines tell them apart even more: a maximum keeps them, and
# makes them as wide as the window; a mean dims them.

# %% picture
pictures = [("brightness of the scene", scene().mean(axis=0)), ("thin lines", thin_lines())]
figure, axes = plt.subplots(2, 3, figsize=(8.4, 6.6), layout="constrained")
for row, (title, image) in zip(axes, pictures):
    largest, mean = max_pool(image, 4), average_pool(image, 4)
    shown = [(title, image), ("max pooling, size 4", largest), ("average pooling, size 4", mean)]
    for axis, (name, values) in zip(row, shown):
        axis.imshow(values, cmap="gray", vmin=0, vmax=1)
        axis.set(title=f"{name}\n{values.shape[0]} x {values.shape[1]}", xlabel="column", ylabel="row")
        axis.set(xticks=range(0, len(values), len(values) // 4), yticks=range(0, len(values), len(values) // 4))
plt.show()

# %% [markdown]
# ### Try it: move the picture
#
# Pooling is said to make a network *care less about the exact place*. Does it? The next cell moves the picture of thin
# lines to the right, by one to four pixels, and measures how much each representation changes: the picture itself, and
# the two pooled ones. A change of 0 means that nothing differs, and 1 that it differs as much as two pictures whose
# lines do not overlap at all.
#
# **Predict first:** which of the three changes least if you move the picture by one pixel? And what happens
# at four pixels, the size of a window? The figure shows the change against the distance moved.

# %% picture
def change(before, after):
    """How much two pictures differ: 0 if not at all, 1 if they have nothing in common."""
    return abs(before - after).sum() / (before.sum() + after.sum())


lines, size = thin_lines(), 4
representations = [
    ("the picture itself", "o-", lambda image: image),
    (f"max pooling, size {size}", "s--", lambda image: max_pool(image, size)),
    (f"average pooling, size {size}", "^:", lambda image: average_pool(image, size)),
]
figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
for name, style, represent in representations:
    changes = [change(represent(lines), represent(np.roll(lines, pixels, axis=1))) for pixels in range(5)]
    axis.plot(range(5), changes, style, label=name)
axis.set(title="How much does it change if the picture moves?", xlabel="moved to the right, in pixels")
axis.set(ylabel="change (0 = none, 1 = all)", ylim=(0, 1), xticks=range(5))
axis.legend()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what happened, and why</b></summary>
#
# A step of one pixel changes the picture itself by 0.45, and the pooled ones by only 0.14 (maximum) and 0.17 (mean):
# most lines are still in the same window. So pooling does help, and with thin lines the maximum helps a little more,
# because it does not matter *where* in its window a line runs.
#
# But the help is limited. At four pixels the diagonal and the circle have moved on by a whole window, and both pooled
# pictures have changed by more than 0.4. Pooling forgives small moves, not large ones. Even small ones are not always
# forgiven: a line at the edge of its window leaves it with the first pixel.
#
# The horizontal line moves along itself and stays the same. That is one reason why even the picture itself changes by
# no more than 0.71.
#
# </details>
#
# ## 4. Dropout
#
# A network that learns its training images by heart fails on new ones. **Dropout** makes that harder: during training,
# each value becomes zero with probability `rate`, anew in every step, so that no neuron can rely on any single other
# one.
#
# But then the sums in the next layer are too small: with a rate of 0.2, a fifth of the values is missing. So the
# survivors are divided by $1 - \text{rate}$, the share that is kept. On average, a value $x$ then stays what it was:
#
# $$\underbrace{\text{rate} \cdot 0}_{\text{dropped}} +
#   \underbrace{(1 - \text{rate}) \cdot \frac{x}{1 - \text{rate}}}_{\text{kept, and enlarged}} = x$$
#
# With a rate of 0.2, survivors grow by a factor of 1.25. The finished network drops nothing, and sees sums of the size
# that it was trained with.
#
# Each value is dropped or kept *independently*. That is why the number of zeros differs from one draw to the next.
# Check which probability a program means. Keras asks for the share that is *dropped*; TensorFlow 1 asked for the share
# that is *kept*, and you will still find that in old programs.
#
# *Hint: `np.random.default_rng(seed).random(shape)` draws numbers between 0 and 1.*

# %% answer
def dropout(x, rate, training, seed):
    """Return a new array of floats like `x`, with some values dropped at random and the others enlarged to compensate.

    `x` is an array of any shape. If `training` is True, each value becomes 0 with probability `rate`, independently
    of the others, and is divided by `1 - rate` otherwise. If `training` is False, all values stay as they are. The
    same `seed`, a whole number, always drops the same places; a different seed drops others. `rate` is at least 0 and
    less than 1; raise a ValueError if it is not, and for NaN, even if `training` is False. Leave `x` as it was.

    >>> dropped = dropout(np.ones(1000), rate=0.2, training=True, seed=1)
    >>> sorted(set(dropped.tolist()))
    [0.0, 1.25]
    >>> dropout(np.array([1, 2, 3]), rate=0.2, training=False, seed=1)
    array([1., 2., 3.])
    """
    raise NotImplementedError("Drop values at random, and divide the others by the share that is kept.")

# %% [markdown]
# The figure shows the scene in grey after dropout: with rates of 0, 0.2 and 0.4 during training, and with a rate of 0.4
# at inference. Black pixels were dropped, and the others are brighter. Compare the means in the titles: they hardly
# move.

# %% picture
image = scene().mean(axis=0)
figure, axes = plt.subplots(2, 2, figsize=(7, 7), layout="compressed")
shown = [(0.0, True, 1), (0.2, True, 1), (0.4, True, 2), (0.4, False, 2)]
for axis, (rate, training, seed) in zip(axes.flat, shown):
    values = dropout(image, rate, training, seed)
    axis.imshow(values, cmap="gray", vmin=0, vmax=1.5)
    when = "training" if training else "inference"
    axis.set(title=f"rate {rate}, {when}\nmean {values.mean():.3f}", xlabel="column", ylabel="row")
plt.show()

# %% [markdown]
# ## 5. Batch normalisation
#
# Each layer learns from what the layer before sends, and that changes with every step. **Batch normalisation** steadies
# it. For each channel, it takes the mean $\mu$ and the variance $\sigma^2$ *of the batch*, and computes
#
# $$y = \gamma \; \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta$$
#
# Why these four steps?
#
# 1. **Subtract the mean.** The mean of $x - \mu$ is $\mu - \mu = 0$.
# 2. **Divide by the deviation, not by the variance.** Dividing all values by $d$ divides their variance by $d^2$. So
#    with $d = \sigma$ the new variance is $\sigma^2 / \sigma^2 = 1$; with $d = \sigma^2$ it would be $1 / \sigma^2$.
# 3. **Add $\varepsilon$ under the root.** In a constant channel, $\sigma^2$ is 0. The small $\varepsilon$ avoids a
#    division by zero.
# 4. **Multiply by $\gamma$, add $\beta$.** So far every channel has mean 0 and variance 1, whatever came in. That may
#    not be what the next layer needs. With $\gamma$ and $\beta$, a channel gets the deviation $|\gamma|$ and the mean
#    $\beta$, and the network learns both numbers, for each channel. If it learns $\gamma = \sigma$ and $\beta = \mu$,
#    the channel is back where it was. So nothing is lost. But mean and spread are now two numbers that are easy to
#    learn, instead of a side effect of all the layers before.
#
# A finished network may be asked about a *single* image, and then there is no batch. So training keeps **moving
# statistics**, and inference uses them in place of $\mu$ and $\sigma^2$:
#
# $$\mu_{\text{moving}} \leftarrow \text{momentum} \cdot \mu_{\text{moving}} + (1 - \text{momentum}) \cdot \mu$$
#
# and likewise for the variance. With Keras' momentum of 0.99, they take hundreds of steps to arrive. A network that is
# trained for fewer steps, with this momentum, looks fine during training and fails afterwards.
#
# The channels come **last** here, as in Keras: a batch of images has shape (batch, height, width, channels), a batch
# of feature lists (batch, channels). (In `conv_layer` they come first.) A channel has *one* mean, taken over all
# images and all pixels. The variance is the plain one, divided by the number of values: what `np.var` computes.

# %% answer
def batch_norm(x, gamma, beta, moving_mean, moving_variance, training, momentum=0.99, epsilon=0.001):
    """Return three arrays: the normalised `x`, the new moving mean, and the new moving variance.

    `x` has the channels last: its shape is (batch, channels) or (batch, height, width, channels). The other four
    arrays have shape (channels). All hold floats or whole numbers of any numpy type. If `training` is True, normalise
    with the mean and the variance of the batch, and move the moving statistics. If it is False, normalise with the
    moving statistics, and return these with the same values; they may be the same arrays or copies, and need not be
    floats. Leave all arrays that come in as they were.

    >>> x, one, zero = np.array([[1.0], [3.0]]), np.array([1.0]), np.array([0.0])
    >>> y, mean, variance = batch_norm(x, one, zero, zero, one, training=True, momentum=0.5, epsilon=0)
    >>> y.tolist(), mean.tolist(), variance.tolist()
    ([[-1.0], [1.0]], [1.0], [1.0])
    >>> y, mean, variance = batch_norm(x, one, zero, one, 4 * one, training=False, epsilon=0)
    >>> y.tolist(), mean.tolist(), variance.tolist()
    ([[0.0], [1.0]], [1.0], [4.0])
    """
    raise NotImplementedError("Normalise, and return the moving statistics as well.")

# %% [markdown]
# The figure shows three channels of very different size and spread, before normalisation on the left and after it in
# the middle. On the right is the moving mean on its way to the true mean of 5, for two momenta: with 0.99 it has not
# arrived after a hundred steps.

# %% picture
rng = np.random.default_rng(3)
x = rng.normal([0, 5, -4], [1, 3, 0.5], size=(2000, 3))
y, _, _ = batch_norm(x, np.ones(3), np.zeros(3), np.zeros(3), np.ones(3), training=True)
figure, (left, middle, right) = plt.subplots(1, 3, figsize=(9.4, 3.9))
for axis, values, title in ((left, x, "Before"), (middle, y, "After")):
    for channel in range(3):
        bins, line = np.linspace(-8, 14, 89), ["-", "--", ":"][channel]
        axis.hist(values[:, channel], bins, histtype="step", linestyle=line, linewidth=2, label=f"channel {channel}")
    axis.set(title=title, xlabel="value", ylabel="how often")
    axis.legend()
for momentum, line in ((0.9, "-"), (0.99, "--")):
    mean, variance, history = np.zeros(3), np.ones(3), []
    for step in range(100):
        batch = x[20 * step : 20 * step + 20]
        _, mean, variance = batch_norm(batch, np.ones(3), np.zeros(3), mean, variance, True, momentum=momentum)
        history.append(mean[1])
    right.plot(history, line, label=f"momentum {momentum}")
right.axhline(5, color="black", linestyle=":", label="true mean")
right.set(title="Moving mean of channel 1", xlabel="step", ylabel="moving mean")
right.legend(loc="upper right", bbox_to_anchor=(1, 0.88))
figure.tight_layout()
plt.show()

# %% [markdown]
# Convolution, pooling, dropout, normalisation: that is nearly all that the famous networks are built of. In the next
# notebook you put them together, and count what they cost.
