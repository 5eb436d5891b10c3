# %% [markdown]
# # Optimizers and mini-batches
#
# Gradient descent walks downhill: compute the gradient of the loss over *all* data, take a step against it, repeat.
# Two ideas turn that into what trains every deep network:
#
# - don't wait for all the data: step after each **mini-batch** of a few samples;
# - don't trust the raw gradient: let an **optimizer** such as Adam choose how far to step in each direction.
#
# You write the batches, four optimizers that give the very numbers that Keras gives, and the training loop that puts
# them together. Plan for 60 minutes. Plain numpy is enough.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. Batches, steps, epochs
#
# - A **batch** (or mini-batch) is a handful of samples, often 32.
# - A **step** is one update of the parameters, made with the gradient of one batch.
# - An **epoch** is one tour through all the data, so it has as many steps as there are batches.
#
# The last batch takes what is left, so divide and round *up*: 60,000 digits in batches of 32 are 1,875 steps, 27,455
# hand signs are 858 (the last batch has 31), and 1,182 pictures of fruit are 37. (Some slides say that in each epoch
# the weights are updated once, "after all training set". That is true only if the batch *is* the training set.)
#
# In each epoch every sample takes part exactly once, in a new random order. If the data is sorted by class, say,
# batches in the old order would pull the network to one class after the other.
#
# *Hints: `np.random.default_rng(seed).permutation(n)` is a random order of 0 to n - 1. Cut it into slices; a slice
# that reaches beyond the end is no error.*

# %% answer
def batches(n, size, seed):
    """Return a list of arrays of whole numbers: which samples are in the first batch, which in the second, and so on.

    Together they hold each of the numbers 0 to `n` - 1 once, in random order. Each has `size` of them; only the last
    may have fewer, and none is empty. `n` may be 0: then there are no batches. The same `seed` gives the same batches,
    and another seed another order. Raise a ValueError if `size` is less than 1.

    >>> [len(batch) for batch in batches(10, 4, seed=0)]
    [4, 4, 2]
    >>> sorted(int(sample) for batch in batches(5, 2, seed=0) for sample in batch)
    [0, 1, 2, 3, 4]
    """
    raise NotImplementedError("Return the samples 0 to n - 1 in random order, cut into batches.")

# %% [markdown]
# Each column is one step. Every sample (row) has its turn exactly once in each epoch, each time in other company.

# %% picture
plt.figure(figsize=(8, 3))
for epoch in range(3):
    for number, batch in enumerate(batches(20, 6, seed=epoch)):
        step = 4 * epoch + number
        plt.scatter(np.full(len(batch), step), batch, color=f"C{epoch}", s=22)
for epoch in range(3):
    plt.axvspan(4 * epoch - 0.5, 4 * epoch + 3.5, color=f"C{epoch}", alpha=0.1)
    plt.text(4 * epoch + 1.5, 20.3, f"epoch {epoch}", ha="center")
plt.title("20 samples in batches of 6: which sample takes part in which step", y=1.06)
plt.xlabel("step")
plt.ylabel("sample")
plt.xticks(range(12))
plt.yticks(range(0, 20, 4))
plt.xlim(-0.5, 11.5)
plt.ylim(-1, 20)
plt.show()

# %% [markdown]
# ## 2. What an optimizer is
#
# An optimizer gets the parameters $\Theta$ and the gradient $g$ of the loss, and returns new parameters. Most also
# remember something from step to step, their **state**. So here each optimizer is one function that takes *one step*:
#
# `theta, state = optimizer(theta, gradient, state, learning_rate)`
#
# Before the first step there is nothing to remember, and `state` is `None`. The function makes its own beginning then.
# All arithmetic is element by element, so `theta` may have any shape, and `gradient` has the same one.
#
# **Write new arrays, and leave the old ones alone.** `theta = theta - ...` makes a new array; `theta -= ...` changes
# the caller's array behind their back.
#
# ### Gradient descent with momentum
#
# Plain gradient descent is $\Theta \leftarrow \Theta - \eta g$, where the learning rate $\eta$ (some slides write
# $n_t$ or $\lambda$ for it) says how far. **SGD**, stochastic gradient descent, is just that with the gradient of a
# batch. **Momentum** gives it a velocity: like a heavy ball, it keeps a share $\mu$ of its last movement. That evens
# out a zigzag and speeds up where the way is straight.
#
# $$v \leftarrow \mu v - \eta g \qquad \Theta \leftarrow \Theta + v$$
#
# At the beginning $v = 0$. With $\mu = 0$ it is the plain step.

# %% answer
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    """Return the parameters after one step of gradient descent with momentum, and the new state.

    `theta` and `gradient` are arrays of floats of the same shape. `state` is the velocity v, an array of that shape, or
    None before the first step, which stands for zeros. Leave all three as they were.

    >>> theta, velocity = sgd(np.array([3.0, 1.0]), np.array([2.0, -4.0]), None, learning_rate=0.1)
    >>> theta, velocity
    (array([2.8, 1.4]), array([-0.2,  0.4]))
    >>> theta, velocity = sgd(theta, np.array([0.0, 0.0]), velocity, learning_rate=0.1, momentum=0.5)
    >>> theta
    array([2.7, 1.6])
    """
    raise NotImplementedError("Return theta + v and v, where v is the new velocity.")

# %% [markdown]
# ## 3. Adagrad: a learning rate for each parameter
#
# One parameter sees huge gradients, another tiny ones. No single learning rate suits both. **Adagrad** adds up the
# squares of all gradients that a parameter has seen, and divides by the root of that sum:
#
# $$a \leftarrow a + g^2 \qquad \Theta \leftarrow \Theta - \eta \, \frac{g}{\sqrt{a + \epsilon}}$$
#
# The small $\epsilon$ keeps us from dividing by zero. In Keras $a$ begins not with 0 but with 0.1, and so does it
# here.

# %% answer
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    """Return the parameters after one step of Adagrad, and the new state.

    `theta` and `gradient` are arrays of floats of the same shape. `state` is the sum of squares a, an array of that
    shape, or None before the first step: then a starts with 0.1 everywhere. Leave all three as they were.

    >>> theta, total = adagrad(np.array([1.0, 1.0]), np.array([3.0, 0.0]), np.array([16.0, 4.0]), learning_rate=0.1)
    >>> theta.round(6), total
    (array([0.94, 1.  ]), array([25.,  4.]))
    """
    raise NotImplementedError("Add the squares up, and divide the gradient by the root of the sum.")

# %% [markdown]
# ## 4. RMSprop: forget the distant past
#
# Adagrad's sum only grows, so its steps only shrink, and in the end it stands still. **RMSprop** takes a moving
# average instead: a share $\rho$ of the old average stays, and the new square fills up the rest. Old gradients fade
# away.
#
# $$a \leftarrow \rho a + (1 - \rho) \, g^2 \qquad \Theta \leftarrow \Theta - \eta \, \frac{g}{\sqrt{a + \epsilon}}$$
#
# At the beginning $a = 0$. (What one deck calls the *decay rate* is $\rho$: what is kept, not what is lost.)

# %% answer
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """Return the parameters after one step of RMSprop, and the new state.

    `theta` and `gradient` are arrays of floats of the same shape. `state` is the average of squares a, an array of that
    shape, or None before the first step, which stands for zeros. Leave all three as they were.

    >>> theta, average = rmsprop(np.array([1.0]), np.array([4.0]), np.array([1.0]), learning_rate=0.1, rho=0.8)
    >>> theta.round(6), average
    (array([0.8]), array([4.]))
    """
    raise NotImplementedError("Mix the new squares into the average, and divide the gradient by its root.")

# %% [markdown]
# ## 5. Adam: both at once
#
# **Adam** joins the two ideas: a moving average $m$ of the gradients (a kind of momentum), and a moving average $v$ of
# their squares (as in RMSprop). Both begin with 0 and are therefore much too small in the first steps. Since we know
# *how much* too small after $t$ steps, we can correct it; Keras puts both corrections into the learning rate:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1) \, g \qquad v \leftarrow \beta_2 v + (1 - \beta_2) \, g^2$$
#
# $$\Theta \leftarrow \Theta - \alpha \, \frac{m}{\sqrt{v} + \epsilon}
#   \qquad \text{with} \qquad
#   \alpha = \eta \, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}$$
#
# The first step has $t = 1$. Mind where $\epsilon$ stands: here *outside* the root.
#
# *Hint: if all is right, the very first step is as long as the learning rate, whatever the gradient.*

# %% answer
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Return the parameters after one step of Adam, and the new state.

    `theta` and `gradient` are arrays of floats of the same shape. `state` is a tuple (m, v, t): two arrays of that
    shape and how many steps were taken so far; or None before the first step, which stands for zeros and no steps. The
    new state counts the new step, too. Leave everything as it was.

    >>> theta, (m, v, t) = adam(np.array([3.0, 1.0]), np.array([2.0, -50.0]), None, learning_rate=0.1)
    >>> theta.round(4)
    array([2.9, 1.1])
    >>> m, v, t
    (array([ 0.2, -5. ]), array([0.004, 2.5  ]), 1)
    """
    raise NotImplementedError("Update m and v, count the step, and move by the corrected learning rate.")

# %% [markdown]
# ## See them walk
#
# A long valley: steep across, and almost flat along. That is what makes training slow. From the white dot your four
# optimizers walk 40 steps each. (The learning rates differ, because each optimizer needs its own.) Watch for: who
# zigzags? Who goes straight? Who gets slower and slower?

# %%
def valley(a, b):
    """The height of the valley; its floor is at (0, 0)."""
    return 0.04 * a**2 + b**2


def valley_gradient(theta):
    return np.array([0.08 * theta[0], 2 * theta[1]])

# %% picture
walkers = [
    ("SGD", sgd, {"learning_rate": 0.9}), ("SGD with momentum", sgd, {"learning_rate": 0.15, "momentum": 0.8}),
    ("Adagrad", adagrad, {"learning_rate": 1.0}), ("RMSprop", rmsprop, {"learning_rate": 0.25}),
    ("Adam", adam, {"learning_rate": 0.5}),
]
a, b = np.meshgrid(np.linspace(-10, 4, 120), np.linspace(-3.2, 3.2, 80))
figure, axes = plt.subplots(2, 3, figsize=(11, 5.6))
loss_axis = axes.flat[5]
for axis, (name, optimizer, options) in zip(axes.flat, walkers):
    theta, state, path = np.array([-9.0, 2.5]), None, []
    for _ in range(41):
        path.append(theta)
        theta, state = optimizer(theta, valley_gradient(theta), state, **options)
    path = np.array(path)
    axis.contourf(a, b, np.log10(valley(a, b) + 0.02), levels=20, cmap="viridis")
    axis.plot(*path.T, ".-", color="white", linewidth=1, markersize=4)
    axis.scatter(-9, 2.5, color="white", edgecolor="black", s=50, zorder=3)
    axis.scatter(0, 0, color="tab:red", marker="*", s=90, zorder=3)
    axis.set(title=name, xlabel="first parameter", ylabel="second parameter", xlim=(-10, 4), ylim=(-3.2, 3.2))
    loss_axis.plot(valley(*path.T), label=name)
loss_axis.set(title="Loss on the way", xlabel="step", ylabel="loss", yscale="log", ylim=(1e-3, 20))
loss_axis.legend(fontsize=7, loc="lower left")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 6. The training loop
#
# Now put it together, for a linear model: it predicts $\hat y = X\Theta$, one row of $X$ for each sample. (For a line,
# $X$ has a column with the $x$ and a column of ones; then $\Theta = (m, b)$.) For each epoch, and for each batch in
# it:
#
# 1. take the batch's rows $X_b$ and targets $y_b$,
# 2. compute the gradient of *its* mean squared error: $g = \frac{2}{n_b} X_b^\top (X_b \Theta - y_b)$, where $n_b$ is
#    the number of samples that are really in the batch,
# 3. let the optimizer take a step, and remember the state that it returns.
#
# After each epoch note the mean squared error over *all* the data, so that you can plot it.
#
# *Hints: `x[batch]` takes the rows of a batch. A dictionary can hold functions: `{"sgd": sgd, ...}`. Shuffle anew in
# each epoch, but keep the state: an optimizer that loses its memory is no longer the same optimizer.*

# %% answer
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    """Return the trained parameters of a linear model, and the list of its losses after each epoch.

    `x` is an array of shape (n, features), and `y` one of shape (n,); both may hold whole numbers. The parameters, an
    array of floats of shape (features,), start as zeros. In epoch e = 0, 1, ... the batches are
    `batches(n, size, seed + e)`, in that order, with one step for each. `optimizer` is "sgd" (without momentum),
    "adagrad", "rmsprop" or "adam"; all their options but the learning rate keep their defaults. A loss is the mean
    squared error over all samples. `epochs` may be 0. Raise a ValueError for any other optimizer, or if `x` and `y`
    have different lengths. Leave both as they were.

    >>> x, y = np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([3.0, 5.0])
    >>> theta, losses = train(x, y, "sgd", learning_rate=0.1, size=2, epochs=2, seed=0)
    >>> theta.round(4), np.round(losses, 3)
    (array([1.71, 1.05]), array([1.685, 0.169]))
    """
    raise NotImplementedError("Loop over epochs and batches, and return theta and the losses.")

# %% [markdown]
# ## See it learn
#
# On the left: 240 noisy points around the line $y = 2x + 1$, and SGD with the same learning rate, but with batches of
# three sizes. After an epoch all of them have seen the same data, but small batches have made more steps of it.
#
# On the right: targets that depend on two quantities, of which the first is measured in a smaller unit, so that its
# numbers are ten times as large. Then one learning rate can't suit both parameters: SGD must be careful because of the
# first, and is slow with the second. The others look after each parameter by itself. (Can you think of a remedy that
# would have helped SGD, too? You did it to pictures in the first notebook.)

# %%
def line_with_noise(n=240, seed=0):
    """Rows (x, 1) and targets around y = 2x + 1."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 3, n)
    return np.column_stack([x, np.ones(n)]), 2 * x + 1 + rng.normal(0, 0.5, n)


def two_units(n=240, seed=0):
    """Rows of two numbers, the first ten times as large, and noisy targets that depend on both alike."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (n, 2)) * [10, 1]
    return x, x @ [0.3, 3.0] + rng.normal(0, 0.2, n)

# %% picture
def draw_training(axis, data, best_of, runs):
    """Draw the losses of some runs: pairs of a label and the arguments of train that come after the data."""
    x, y = data
    for label, arguments in runs:
        _, losses = train(x, y, *arguments, epochs=15, seed=1)
        axis.plot([np.mean(y**2), *losses], ".-", label=label)
    best = np.mean((x @ np.linalg.lstsq(x, y)[0] - y) ** 2)
    axis.axhline(best, color="grey", linestyle="--", linewidth=1, label=f"the best that {best_of} can do")
    axis.set(xlabel="epochs", ylabel="mean squared error", yscale="log")
    axis.legend(fontsize=8)


sizes = [(f"batches of {n}: steps per epoch {len(batches(240, n, 0))}", ("sgd", 0.02, n)) for n in (240, 32, 4)]
rates = {"sgd": 0.02, "adagrad": 0.5, "rmsprop": 0.05, "adam": 0.1}
figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 3.7))
draw_training(left, line_with_noise(), "a line", sizes)
draw_training(right, two_units(), "a linear model", [(f"{n}, rate {r}", (n, r, 32)) for n, r in rates.items()])
left.set_title("SGD with batches of three sizes")
right.set_title("Four optimizers, batches of 32, two units")
figure.tight_layout()
plt.show()

# %% [markdown] answer points=2 name="why"
# ## 7. In your own words
#
# You train on 27,455 pictures of hand signs in batches of 32, for 20 epochs. A friend says: "An epoch is one update of
# the weights, so your network was updated 20 times. And each of your gradients is wrong, since it knows only 32
# pictures." Answer both sentences in two to four sentences of your own: how many updates were there, and why is it no
# harm, perhaps even a help, that the gradient of a batch is not the gradient of all the data?
#
# Write below this line. A person will read it.
