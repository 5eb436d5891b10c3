# %% [markdown]
# # Optimizers and mini-batches
#
# Gradient descent walks downhill: compute the gradient of the loss over *all* data, take a step against it, repeat.
# Two ideas turn that into what trains every deep network:
#
# - don't wait for all the data: step after each **mini-batch** of a few samples;
# - don't trust the raw gradient: let an **optimizer** such as Adam choose how far to step in each direction.
#
# **What you will be able to do**
#
# - count batches, steps and epochs, and say what an epoch is not;
# - write SGD, Adagrad, RMSprop and Adam, with exactly the results of Keras;
# - write the training loop that every framework runs for you;
# - choose a learning rate for each of them, and recognise in a loss curve that it is too large.
#
# **Time:** about 75 minutes. **You need:** numpy, matrix products, and the gradient of a line from notebook 3.
#
# You write six functions, and a few sentences. Below each function are checks that you can run as often as you like;
# more checks, which you do not see, run when the notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. Batches, steps, epochs
#
# - A **batch** (or mini-batch) is a handful of samples, often 32.
# - A **step** is one update of the parameters, made with the gradient of one batch.
# - An **epoch** is one pass through all the data, so it has as many steps as there are batches.
#
# The last batch takes what is left, so divide and round *up*: 60,000 digits in batches of 32 make 1,875 steps, 27,455
# hand signs make 858 (the last batch has 31), and 1,182 pictures of fruit make 37. It is a common mistake to think that
# the parameters (in a network: the weights) are updated once per epoch, after all the data. That is true only if a
# single batch holds all the data.
#
# In each epoch every sample takes part exactly once, in a new random order. If the data were sorted by class, for
# example, batches in that order would pull the network towards one class after the other.
#
# *Hints: `np.random.default_rng(seed).permutation(n)` is a random order of 0 to n - 1. Cut it into slices; a slice
# that reaches beyond the end is not an error.*

# %% answer
def batches(n, size, seed):
    """Return a list of arrays of whole numbers: which samples are in the first batch, which in the second, and so on.

    Together they hold each of the numbers 0 to `n` - 1 once, in random order. Each has `size` of them; only the last
    may have fewer, and none is empty. `n` may be 0: then there are no batches. The same `seed` gives the same batches,
    and another seed gives another order. Raise a ValueError if `size` is less than 1.

    >>> [len(batch) for batch in batches(10, 4, seed=0)]
    [4, 4, 2]
    >>> sorted(int(sample) for batch in batches(5, 2, seed=0) for sample in batch)
    [0, 1, 2, 3, 4]
    """
    raise NotImplementedError("Return the samples 0 to n - 1 in random order, cut into batches.")

# %% [markdown]
# The picture shows three epochs of 20 samples in batches of 6. Each column is one step, and each mark is a sample that
# takes part in it. Follow any row: within an epoch there is exactly one mark, each time together with other samples.
# The last column of each epoch has only two marks.

# %% picture
plt.figure(figsize=(8, 3))
for epoch in range(3):
    for number, batch in enumerate(batches(20, 6, seed=epoch)):
        step = 4 * epoch + number
        plt.scatter(np.full(len(batch), step), batch, color=f"C{epoch}", marker="os^"[epoch], s=22)
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
# An optimizer gets the parameters $\Theta$ (all of them, in one array) and the gradient $g$ of the loss, and returns
# new parameters. Most also remember something from step to step, their **state**. So here each optimizer is one
# function that takes *one step*:
#
# `theta, state = optimizer(theta, gradient, state, learning_rate)`
#
# Before the first step there is nothing to remember, and `state` is `None`. The function then creates its first state.
# All arithmetic is element by element, so `theta` may have any shape, and `gradient` has the same shape.
#
# **Write new arrays, and leave the old ones alone.** `theta = theta - ...` makes a new array; `theta -= ...` changes
# the caller's array behind the caller's back.
#
# ### Gradient descent with momentum
#
# Plain gradient descent is $\Theta \leftarrow \Theta - \eta g$, where the learning rate $\eta$ says how far to go.
# (Other texts write $\alpha$ or $\lambda$ for it; it is one number all the same.) **SGD**, stochastic gradient descent,
# is just that with the gradient of a batch. **Momentum** adds a velocity $v$: like a heavy ball, it keeps a share $\mu$
# of its last movement. That evens out a zigzag, and picks up speed where the way is straight.
#
# $$v \leftarrow \mu v - \eta g \qquad \Theta \leftarrow \Theta + v$$
#
# At the beginning $v = 0$. With $\mu = 0$ it is the plain step. How much speed does it pick up? If the gradient stays
# the same, the velocity grows to $-\eta g\,(1 + \mu + \mu^2 + \dots) = -\eta g / (1 - \mu)$: with $\mu = 0.9$, ten
# times the plain step.

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
# One parameter sees huge gradients, another one tiny gradients. No single learning rate suits both. **Adagrad** adds up
# the squares of all gradients that a parameter has seen, and divides by the root of that sum:
#
# $$a \leftarrow a + g^2 \qquad \Theta \leftarrow \Theta - \eta \, \frac{g}{\sqrt{a + \epsilon}}$$
#
# The small $\epsilon$ keeps us from dividing by zero. In Keras $a$ starts at 0.1, not at 0, and so it does here.

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
# Adagrad's sum only grows, so for the same gradient its steps only shrink, and in the end it hardly moves. **RMSprop**
# takes a moving average instead: a share $\rho$ of the old average stays, and the new square fills up the rest. Old
# gradients fade away.
#
# $$a \leftarrow \rho a + (1 - \rho) \, g^2 \qquad \Theta \leftarrow \Theta - \eta \, \frac{g}{\sqrt{a + \epsilon}}$$
#
# At the beginning $a = 0$. ($\rho$ is often called the *decay rate*. Don't be misled: it is the share that is kept, not
# the share that is lost.)

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
# **Adam** combines the two ideas: a moving average $m$ of the gradients (a kind of momentum), and a moving average $v$
# of their squares (as in RMSprop):
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1) \, g \qquad v \leftarrow \beta_2 v + (1 - \beta_2) \, g^2$$
#
# Both start at 0, and are therefore much too small in the first steps. How much? If the gradient were always $g$, then
# after $t$ steps
#
# $$m = (1 - \beta_1)\,(1 + \beta_1 + \dots + \beta_1^{t-1})\, g = (1 - \beta_1^t)\, g,$$
#
# and in the same way $v = (1 - \beta_2^t)\, g^2$. So dividing $m$ by $1 - \beta_1^t$, and $v$ by $1 - \beta_2^t$, makes
# up for the start. Keras puts both corrections into the learning rate:
#
# $$\Theta \leftarrow \Theta - \alpha \, \frac{m}{\sqrt{v} + \epsilon}
#   \qquad \text{with} \qquad
#   \alpha = \eta \, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}$$
#
# The first step has $t = 1$. Note where $\epsilon$ stands: here it is *outside* the root.
#
# The letters are the usual ones, and some have changed their meaning: here $m$ is no slope of a line, $v$ is no
# velocity, and $\alpha$ is not the learning rate but the corrected one.
#
# *Hint: if all is right, the very first step moves each parameter by the learning rate, whatever its gradient. Only
# where the gradient is 0, nothing moves.*

# %% answer
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Return the parameters after one step of Adam, and the new state.

    `theta` and `gradient` are arrays of floats of the same shape. `state` is a tuple (m, v, t): two arrays of that
    shape and the number of steps taken so far; or None before the first step, which stands for zeros and no steps. The
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
# A long valley: steep across, and almost flat along. That is what makes training slow. This one is 25 times as steep
# across as along, at the same distance from the floor. In each of the first five pictures an optimizer walks 40 steps,
# from the white dot towards the star. The maps have equal axes, so you see the valley as narrow as it is. The last
# picture shows the loss on the way. (The learning rates differ, because each optimizer needs its own.)
#
# **Predict first:** who zigzags? Who never swings to the other side? Who gets slower and slower? And whose loss is the
# lowest after 40 steps?

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
styles = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]
a, b = np.meshgrid(np.linspace(-10, 4, 120), np.linspace(-3.2, 3.2, 80))
figure, axes = plt.subplots(3, 2, figsize=(10.5, 8.2))
loss_axis = axes.flat[5]
for axis, (name, optimizer, options), style in zip(axes.flat, walkers, styles):
    theta, state, path = np.array([-9.0, 2.5]), None, []
    for _ in range(41):
        path.append(theta)
        theta, state = optimizer(theta, valley_gradient(theta), state, **options)
    path = np.array(path)
    axis.contourf(a, b, np.log10(valley(a, b) + 0.02), levels=20, cmap="viridis")
    axis.plot(*path.T, ".-", color="white", linewidth=1, markersize=4)
    axis.scatter(-9, 2.5, color="white", edgecolor="black", s=50, zorder=3)
    axis.scatter(0, 0, color="white", edgecolor="black", marker="*", s=110, zorder=3)
    axis.set(title=f"{name}, rate {options['learning_rate']}", xlabel="first parameter", ylabel="second parameter")
    axis.set(xlim=(-10, 4), ylim=(-3.2, 3.2), aspect="equal")
    loss_axis.plot(valley(*path.T), linestyle=style, label=name)
loss_axis.set(title="Loss on the way", xlabel="step", ylabel="loss", yscale="log", ylim=(1e-3, 20))
loss_axis.legend(fontsize=8, loc="lower left")
figure.tight_layout()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: who won, and why</b></summary>
#
# | loss after | 10 steps | 20 steps | 40 steps |
# |---|---|---|---|
# | SGD with momentum | 1.94 | 0.315 | **0.0055** |
# | SGD | **0.80** | 0.164 | 0.0082 |
# | RMSprop | 1.04 | 0.365 | 0.0111 |
# | Adam | 1.72 | **0.075** | 0.067 |
# | Adagrad | 0.91 | 0.382 | 0.080 |
#
# - **SGD zigzags.** Its rate of 0.9 is just below the limit, which is 1 for this valley (notebook 3: 2 divided by the
#   largest curvature, which is 2). It jumps across the floor in every one of the 40 steps. But so large a rate also
#   makes long steps *along* the valley, so it ends second.
# - **Momentum** swings to and fro a few times, and picks up speed along the valley, where all gradients point the same
#   way. It wins.
# - **Adagrad and RMSprop don't swing.** Each parameter has its own rate, so they come down to the floor in a curve, and
#   then walk along it. **Adagrad gets slower and slower,** because its sum never forgets. The rate that it leaves to
#   the first parameter, $\eta / \sqrt{a}$, falls from 1.27 in the first step to 0.47 in the last. RMSprop's falls, too,
#   while the gradients are large. But it forgets them, and in the last step it is 1.53.
# - **Adam** has the lowest loss of all after 19 steps, 0.03. But its average of the gradients carries it past the
#   floor, and it has to come back.
#
# So is Adam worse than plain SGD? Not so fast: we chose these rates by hand. The next experiment is about that.
#
# </details>

# %% [markdown]
# ### Try it: other learning rates
#
# The same walk of 40 steps, with every learning rate multiplied by a factor from 0.1 to 10. The picture shows the loss
# at the end of each walk, over the factor; 1 is the walk above. Losses above 1,000 or below 0.000001 are drawn at the
# edge, so a mark there can mean much more, or much less.
#
# **Predict first:** whose loss depends most on the factor? Whose least? Who wins if all rates are doubled?

# %% picture
factors = [0.1, 0.2, 0.5, 1, 2, 5, 10]
plt.figure(figsize=(7, 3.8))
for (name, optimizer, options), style, marker in zip(walkers, styles, "os^vD"):
    ends = []
    for factor in factors:
        theta, state, changed = np.array([-9.0, 2.5]), None, {**options}
        changed["learning_rate"] *= factor
        for _ in range(40):
            theta, state = optimizer(theta, valley_gradient(theta), state, **changed)
        ends.append(np.clip(valley(*theta), 1e-6, 1e3))
    plt.loglog(factors, ends, linestyle=style, marker=marker, label=name)
plt.title("Loss after 40 steps")
plt.xlabel("factor on the learning rate")
plt.ylabel("loss")
plt.grid(alpha=0.4)
plt.legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.01, 1))
plt.tight_layout()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the picture shows</b></summary>
#
# **In short:** no optimizer is best without its learning rate. Adam forgives a wrong one; SGD with momentum pays off if
# you find a good one.
#
# Doubling the rates turns the order around. SGD's rate is now above the limit, and its loss explodes to $10^{34}$.
# RMSprop wins with less than $10^{-10}$, and Adagrad comes second with 0.00009. With five times the rates and more,
# Adagrad wins, since its steps shrink by themselves. RMSprop's don't, so it bounces around the floor.
#
# **Momentum** is third or better wherever the factor is 1 or more, and better than Adam each time. Even ten times its
# rate, 1.5, is not too much, although plain SGD explodes above 1. A jump across the valley first has to turn the old
# velocity around, and that shortens it. With momentum the limit is $2 (1 + \mu) / \lambda_{\max}$, here 1.8. But it
# is a limit all the same: a little above it, this loss explodes, too.
#
# **Adam** depends least on its rate: from half of it to ten times as much, it ends between 0.04 and 0.12. It is the
# best only at half the rates, but never bad.
#
# "Which optimizer is best?" has no answer without "and with which learning rate?". On this small valley one can try all
# rates, and then Adam is not the choice. But if a training takes a day, nobody tries many rates, and nobody knows the
# limit. Then an optimizer that forgives a rate which is wrong by a factor of ten is worth more than one that wins if
# the rate is right. That is why many people begin with Adam. Those who have the time to look for a good rate often use
# SGD with momentum.
#
# </details>

# %% [markdown]
# ## 6. The training loop
#
# Now put it together, for a linear model: it predicts $\hat y = X\Theta$, one row of $X$ for each sample. (For a line,
# $X$ has a column with the values of $x$ and a column of ones; then $\Theta = (m, b)$.) For each epoch, and for each
# batch in it:
#
# 1. take the batch's rows $X_b$ and targets $y_b$,
# 2. compute the gradient of *its* mean squared error: $g = \frac{2}{n_b} X_b^\top (X_b \Theta - y_b)$, where $n_b$ is
#    the number of samples that are really in the batch,
# 3. let one of your optimizers take a step, and remember the state that it returns.
#
# The formula is the one of notebook 3, for all parameters at once: the residuals are $X_b \Theta - y_b$, and for each
# parameter $X_b^\top$ multiplies them by that parameter's column, as they were multiplied by $x$ for the slope and by 1
# for the intercept.
#
# Why does the gradient of so few samples do? The batch is drawn at random, so its gradient is right on average: it
# points a little off, each time to another side. That is a rough direction at a small part of the cost. The noise can
# even help to shake the parameters out of a flat place.
#
# After each epoch, note the mean squared error over *all* the data, so that you can plot it.
#
# *Hints: `x[batch]` takes the rows of a batch. A dictionary can hold functions: `{"sgd": sgd, ...}`. Shuffle again in
# each epoch, but keep the state: an optimizer that loses its memory is no longer the same optimizer.*

# %% answer
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    """Return the trained parameters of a linear model, and the list of its losses after each epoch.

    `x` is an array of shape (n, features), where n is one or more, and `y` one of shape (n,); both may hold whole
    numbers. The parameters, an array of floats of shape (features,), start as zeros. In epoch e = 0, 1, ... the batches
    are `batches(n, size, seed + e)`, in that order, with one step for each. `optimizer` is "sgd" (without momentum),
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
# The left picture shows the loss over 15 epochs for 240 noisy points around the line $y = 2x + 1$. Epoch 0 is the loss
# before training, with all parameters 0. SGD has the same learning rate each time, 0.1, but batches of three sizes.
# After an epoch all three have seen the same data, but small batches have made more steps of it.
#
# The right picture shows the loss of four optimizers on targets that depend on two quantities. The first is measured in
# a smaller unit, so its numbers are ten times as large. Then no single learning rate suits both parameters: SGD must be
# careful because of the first, and is slow with the second. The others take care of each parameter separately.
#
# **Look for:** what is the price of very small batches? RMSprop reaches the best loss after ten epochs; what does it do
# then? And can you think of a remedy that would have helped SGD, too? You did the same to the pixels in notebook 1.

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
    for (label, arguments), style in zip(runs, ("o-", "s--", "^-.", "D:")):
        _, losses = train(x, y, *arguments, epochs=15, seed=1)
        axis.plot([np.mean(y**2), *losses], style, markersize=4, label=label)
    best = np.mean((x @ np.linalg.lstsq(x, y)[0] - y) ** 2)
    axis.axhline(best, color="grey", linestyle="--", linewidth=1, label=f"the best that {best_of} can do")
    axis.set(xlabel="epoch", ylabel="mean squared error", yscale="log")
    axis.legend(fontsize=8)


sizes = [(f"batches of {n}: {15 * len(batches(240, n, 0))} steps", ("sgd", 0.1, n)) for n in (240, 32, 4)]
rates = {"sgd": 0.02, "adagrad": 0.5, "rmsprop": 0.05, "adam": 0.1}
figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 3.7))
draw_training(left, line_with_noise(), "a line", sizes)
draw_training(right, two_units(), "a linear model", [(f"{n}, rate {r}", (n, r, 32)) for n, r in rates.items()])
left.set_title("SGD with batches of three sizes")
right.set_title("Four optimizers, batches of 32, two units")
figure.tight_layout()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the pictures show</b></summary>
#
# Batches of 4 are close to the best loss after one epoch of 60 steps. A single batch of 240 is then still at eight
# times the best, and comes as close only in epoch 4, which is its fourth step. The price of small batches: their
# gradients are noisy, so the loss does not settle. With batches of 4 it jumps up again and again, in epoch 14 to almost
# one and a half times the best. With one batch of 240 it stays at the bottom.
#
# **RMSprop's late spikes:** close to the floor the gradients are small, and so is their moving average. It divides one
# by the other, so its steps stay about as long as the learning rate however close it is, and one larger gradient after
# several small ones makes a longer step still. In epoch 14 that throws it from 0.04 back to 0.15. Adam divides by such
# a root, too, but its curve stays smooth. Its average of squares forgets slowly ($\beta_2 = 0.999$, where $\rho$ is
# 0.9), so a few small gradients don't make it small; and it moves along an *average* of gradients, in which one of them
# counts only a tenth. The remedy for RMSprop is to lower the learning rate towards the end of training. Adagrad's
# growing sum does that by itself.
#
# **The remedy for SGD** is to bring both quantities to the same scale. With the first column divided by 10, SGD may use
# a rate of 0.3 instead of 0.02, and is at 0.039, the best possible loss, after three epochs. That is why you divided
# pixels by 255.
#
# </details>

# %% [markdown] answer points=2 name="why"
# ## 7. In your own words
#
# You train on 27,455 pictures of hand signs in batches of 32, for 20 epochs. A friend says: "An epoch is one update of
# the weights, so your network was updated 20 times. And each of your gradients is wrong, since it knows only 32
# pictures." Answer both sentences in two to four sentences of your own: how many updates were there, and why does it do
# no harm, and perhaps even help, that the gradient of a batch is not the gradient of all the data?
#
# Write below this line. A person will read it.
