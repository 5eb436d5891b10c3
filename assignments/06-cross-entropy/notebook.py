# %% [markdown]
# # Cross-entropy and overfitting
#
# A classifier does not answer "cat". It answers "cat with probability 0.9, dog with 0.08, ...". In this notebook you
# turn the numbers that come out of a network into **probabilities**, put a **price** on wrong ones, find out in which
# direction to push the network, and decide **when to stop** pushing.
#
# **What you will be able to do**
#
# - turn any numbers into probabilities, without overflow;
# - compute the cross-entropy of one answer or of many, and say what a network that only guesses pays;
# - follow how the gradient of softmax and cross-entropy together is derived, which turns out to be very short;
# - recognise overfitting in a history of losses, and pick the epoch to keep.
#
# **Time:** 60 minutes. **You need:** numpy, logarithms, and from notebook 3 the squared error, its root, and gradient
# descent.
#
# You write six short functions, and a few sentences. Below each function are checks that you can run as often as you
# like; more checks, which you do not see, run when the notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. From numbers to probabilities
#
# The last layer of a classifier has one neuron for each class. The sums that these neurons compute, the **logits**, may
# be any numbers, negative or large. The **softmax** turns them into probabilities, all positive, with the sum 1:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# With many samples the logits are a table: a row for each sample, a column for each class. Each row is a softmax of its
# own.
#
# *Hint: $e^{1000}$ is more than a float can hold, and inf / inf is NaN. But subtracting the same number $c$ from all
# logits of a sample multiplies numerator and denominator by $e^{-c}$, so the fraction stays the same. Subtract the
# largest logit of that sample, and no exponent is above zero. `keepdims=True` keeps the shapes compatible.*

# %% answer
def softmax(logits):
    """Return the probabilities of the classes, an array of the same shape as `logits`.

    `logits` is a numpy array of finite floats or of whole numbers (int64), however large, with one or more axes. The
    classes lie along the last axis, so that the result adds up to 1 along it. It is never NaN. Leave `logits` as it
    was.

    >>> softmax(np.array([1.0, 2.0, 3.0])).round(4).tolist()
    [0.09, 0.2447, 0.6652]
    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]])).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    raise NotImplementedError("Return e to the logits, divided by their sum.")

# %% [markdown]
# ## 2. The price of a probability
#
# Begin with two classes, yes (1) and no (0). The network says yes with probability $\hat y$. How wrong is that?
#
# $$\text{loss} = \begin{cases} -\ln \hat y & \text{if the truth is yes} \\ -\ln (1 - \hat y) & \text{if it is no}
#   \end{cases}$$
#
# In words: minus the logarithm of the probability that was given *to the truth*. A network that said 0.9, and was
# right, pays 0.105. One that gave the truth only 0.1 pays 2.303. And one that was certain, and wrong, pays without
# limit.
#
# Programs often fail exactly there: `math.log(0)` raises an error instead of giving minus infinity. Yours returns
# infinity.
#
# *Hints: `ln` is `np.log`, the natural logarithm; `math.log` is the same, but needs `import math` first. Infinity is
# `np.inf`. Books write the two cases as one formula, $-y \ln \hat y - (1-y) \ln(1-\hat y)$. There a certain answer
# gives 0 times infinity, which is NaN: choose with `if` instead.*

# %% answer
def cross_entropy(y_hat, y_actual):
    """Return the loss of saying yes with probability `y_hat` when the truth is `y_actual`, as a number.

    `y_hat` is a number from 0 to 1, both included; raise a ValueError for any other, and for NaN. `y_actual` is 1 or
    True for yes, and 0 or False for no; you need not check it. The loss of certainty is 0 where it is right, and np.inf
    where it is wrong.

    >>> round(cross_entropy(0.9, 1), 4), round(cross_entropy(0.1, 1), 4)
    (0.1054, 2.3026)
    """
    raise NotImplementedError("Return minus the logarithm of the probability that was given to the truth.")

# %% [markdown]
# Compare it with the squared error. The left picture shows what each probability of yes costs. If the truth is yes,
# cross-entropy (solid) grows without limit towards 0, while the squared error (dotted) is never above 1.
#
# Training moves the logits, so the right picture shows the same losses against a logit. The logit of no stays 0, and
# the logit of yes runs from -8 to 4. At the left, where the network is confident and wrong, the squared error is
# *flat*: the worst mistakes teach nothing. Cross-entropy keeps its slope.

# %% picture
y_hat = np.linspace(0.002, 0.998, 300)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
left.plot(y_hat, [cross_entropy(p, 1) for p in y_hat], label="cross-entropy, truth: yes")
left.plot(y_hat, [cross_entropy(p, 0) for p in y_hat], "--", label="cross-entropy, truth: no")
left.plot(y_hat, (1 - y_hat) ** 2, ":", color="black", label="squared error, truth: yes")
left.scatter([0.9, 0.1], [cross_entropy(0.9, 1), cross_entropy(0.1, 1)], color="tab:blue", zorder=3)
left.set(title="What a probability costs", xlabel="probability of yes", ylabel="loss", ylim=(-0.2, 6))
left.legend()
z = np.linspace(-8, 4, 200)
yes = softmax(np.stack([z, np.zeros_like(z)], axis=1))[:, 0]
right.plot(z, [cross_entropy(p, 1) for p in yes], label="cross-entropy, truth: yes")
right.plot(z, (1 - yes) ** 2, ":", color="black", label="squared error, truth: yes")
right.set(title="The same, against the logit", xlabel="logit of yes", ylabel="loss")
right.legend()
plt.show()

# %% [markdown]
# ## 3. Many classes, many samples
#
# With more classes nothing changes: the loss of a sample is minus the logarithm of the probability that its *true*
# class was given. The truth comes **one-hot**: a row for each sample, with a 1 in the column of its class and 0
# elsewhere. The loss of many samples is the mean of their losses, so that it does not grow with their number.
#
# $$L = -\frac{1}{n} \sum_{i=1}^{n} \ln p_{i, \text{true class of } i}$$
#
# A network that has learned nothing gives each of 10 digits the probability 1/10, and pays $\ln 10 = 2.3026$; with
# 24 classes, it pays $\ln 24 = 3.1781$. If your training starts far above that, something is wrong.
#
# *Hint: a class that is not the true one may well have probability 0, and 0 times its logarithm is NaN. Pick the
# probability of the true class first (times one-hot, summed over the row), then take the logarithm. The logarithm of 0
# is minus infinity, as it should be; numpy also warns, which does no harm.*

# %% answer
def categorical_cross_entropy(probabilities, one_hot):
    """Return the mean cross-entropy of the samples, as a number.

    Both arrays have shape (samples, classes); raise a ValueError if their shapes differ. The probabilities are from 0
    to 1, both included. If the true class of any sample has probability 0, the loss is np.inf; it is never NaN. Leave
    both as they were.

    >>> probabilities = np.array([[0.7, 0.2, 0.1], [0.0, 0.8, 0.2]])
    >>> one_hot = np.array([[1, 0, 0], [0, 1, 0]])
    >>> round(categorical_cross_entropy(probabilities, one_hot), 4)
    0.2899
    """
    raise NotImplementedError("Return the mean of the samples' losses.")

# %% [markdown]
# ## 4. Which way to push
#
# Training asks for the gradient of the loss with respect to the logits. Softmax and logarithm together look frightening
# to differentiate, but write down the loss of one sample whose true class is $t$. The logarithm of a fraction is a
# difference, and the logarithm cancels the exponential:
#
# $$\ell = -\ln p_t = -\ln \frac{e^{z_t}}{\sum_j e^{z_j}} = -z_t + \ln \sum_j e^{z_j}$$
#
# Now differentiate with respect to any logit $z_k$. The first term gives $-1$ if $k$ is the true class and 0 if not,
# which is $-y_k$ of the one-hot truth. In the second, the derivative of the logarithm is one over the sum, and only one
# term of the sum contains $z_k$:
#
# $$\frac{\partial \ell}{\partial z_k} = -y_k + \frac{e^{z_k}}{\sum_j e^{z_j}} = p_k - y_k$$
#
# The fraction is the softmax again, and nothing else is left. The loss $L$ is the mean over $n$ samples, so for all
# samples and classes at once
#
# $$\frac{\partial L}{\partial z} = \frac{1}{n} \,(p - y)$$
#
# the probabilities minus the one-hot truth, divided by the number of samples. A step against this gradient raises the
# logit of the true class, the more so the further its probability is below 1. It lowers all others, each in proportion
# to its probability.
#
# *Hint: the function gets logits, not probabilities. Keras has the same trap: a loss with `from_logits=True` must not
# be given what has already gone through a softmax.*

# %% answer
def logit_gradient(logits, one_hot):
    """Return the gradient of the mean cross-entropy of softmax(logits) with respect to the logits, in their shape.

    Both arrays have shape (samples, classes); raise a ValueError if their shapes differ. The truth may be stored
    as floats or as whole numbers of any numpy type, even one without negative numbers, such as `uint8`. Leave both as
    they were.

    >>> logit_gradient(np.array([[0.0, 0.0], [0.0, 1000.0]]), np.array([[1, 0], [0, 1]])).tolist()
    [[-0.25, 0.25], [0.0, 0.0]]
    """
    raise NotImplementedError("Return the probabilities minus the truth, divided by the number of samples.")

# %% [markdown]
# ### Try it: check the derivation
#
# Notebook 3 checked a gradient by central differences. That works here, too. The cell below measures the slope of your
# loss for each of the twelve logits of four samples. The picture shows two tables side by side: your `logit_gradient`
# and the measured slopes, with a row for each sample and its true class marked.
#
# **Predict first:** in each row of the gradient, which sign do the numbers have, and what do they add up to?

# %% picture
logits = np.random.default_rng(0).normal(0, 2, (4, 3))
truth = np.eye(3)[[0, 2, 1, 1]]
measured = np.zeros((4, 3))
for place in np.ndindex(4, 3):
    step = np.zeros((4, 3))
    step[place] = 1e-5
    ahead, back = (categorical_cross_entropy(softmax(logits + sign * step), truth) for sign in (1, -1))
    measured[place] = (ahead - back) / 2e-5

figure, axes = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
for axis, numbers, title in zip(axes, (logit_gradient(logits, truth), measured), ("logit_gradient", "measured")):
    shown = axis.imshow(numbers, cmap="RdBu_r", vmin=-0.4, vmax=0.4, aspect="auto")
    for (row, column), number in np.ndenumerate(numbers):
        axis.text(column, row, f"{number:.4f}" + "\n(true)" * int(truth[row, column]), ha="center", va="center")
    axis.set(title=title, xlabel="class", ylabel="sample", xticks=range(3), yticks=range(4))
figure.colorbar(shown, ax=axes, label="slope of the loss")
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the pictures show</b></summary>
#
# The two tables are the same, to all digits shown. In each row the true class has the only negative number: it is to be
# pushed up. The row adds up to 0, since both the probabilities and the truth add up to 1. If a row is almost zero,
# the network is right and certain about that sample, and there is nothing left to push.
#
# </details>

# %% [markdown]
# ## 5. When to stop
#
# A network with many weights for few samples, trained for long enough, learns these samples by heart. On samples that
# it has never seen it then gets *worse*. This is **overfitting**, and you see it only if you keep some samples back:
# the **validation** samples, which are never trained on.
#
# Keras's `model.fit` keeps a history, a dictionary of lists with one number for each epoch: `"loss"` has the losses on
# the training samples, `"val_loss"` those on the validation samples. The **gap** is how far apart the two are.

# %% answer
def overfitting_gap(history):
    """Return, as a list with one number for each epoch, how much larger the validation loss is than the training loss.

    `history` is a dictionary with two lists of the same length, "loss" and "val_loss". It may hold more lists, which do
    not matter here. Leave it as it was. The gap is negative where the validation loss is the smaller one. The
    result is a list, not an array, so that it can be stored in a history beside the others.

    >>> overfitting_gap({"loss": [1.0, 0.5, 0.25], "val_loss": [1.0, 0.75, 1.0]})
    [0.0, 0.25, 0.75]
    """
    raise NotImplementedError("Return the differences.")

# %% [markdown]
# Which epoch's network should you keep? Not the last, and not the one with the lowest *training* loss, which is usually
# the same. Not the one with the smallest gap either: at the very beginning the gap is small, too, and the network
# knows next to nothing.
#
# *Hint: training that has blown up leaves NaN in the history, and `np.argmin` takes NaN for the smallest of all.*

# %% answer
def best_epoch(history):
    """Return the number of the epoch with the lowest validation loss, counted from 1 as Keras does when it trains.

    `history` is a dictionary with two lists of the same length, "loss" and "val_loss". It may hold more lists, which do
    not matter here. Of equally good epochs take the first. An epoch whose validation loss is NaN is never the best:
    even one with an infinite loss is better. If all are NaN, raise a ValueError. Leave `history` as it was.

    >>> best_epoch({"loss": [0.9, 0.5, 0.3, 0.2], "val_loss": [1.0, 0.7, 0.6, 0.8]})
    3
    """
    raise NotImplementedError("Return the number of the epoch that does best on the validation samples.")

# %% [markdown]
# ## See it happen
#
# All your functions at work: a network of one layer learns from a few samples, with 600 more for validation. Of its 50
# inputs only 3 mean anything. The other 47 are noise, and that is enough noise to learn 60 samples by heart.
#
# Each epoch here is a single step, and both losses are measured before it. So in epoch 1 the network still guesses.
#
# The pictures show both losses and their gap over 200 epochs: on the left for 60 training samples, on the right for
# 600. A vertical line marks the best epoch, and a horizontal one what guessing costs.
#
# **Predict first:** the training loss falls in both. What does the validation loss do on the left? And with ten times
# as many samples: is the best epoch earlier or later, is the training loss at the end higher or lower, and the gap?

# %%
def draw_samples(rng, n):
    """n samples of three classes: the input with the number of the class is larger; the rest is noise."""
    one_hot = np.eye(3)[rng.integers(0, 3, n)]
    inputs = rng.normal(size=(n, 50))
    inputs[:, :3] += 1.5 * one_hot
    return inputs, one_hot

# %% picture
figure, axes = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
epochs = np.arange(1, 201)
for axis, count in zip(axes, (60, 600)):
    rng = np.random.default_rng(1)
    inputs, truth = draw_samples(rng, count)
    kept_back, truth_kept_back = draw_samples(rng, 600)
    weights = np.zeros((50, 3))
    history = {"loss": [], "val_loss": []}
    for epoch in epochs:
        history["loss"].append(categorical_cross_entropy(softmax(inputs @ weights), truth))
        history["val_loss"].append(categorical_cross_entropy(softmax(kept_back @ weights), truth_kept_back))
        weights = weights - 0.1 * inputs.T @ logit_gradient(inputs @ weights, truth)

    best = best_epoch(history)
    axis.plot(epochs, history["loss"], "-", label="training loss")
    axis.plot(epochs, history["val_loss"], "--", label="validation loss")
    axis.plot(epochs, overfitting_gap(history), ":", color="black", label="gap")
    axis.axvline(best, color="tab:gray", linestyle=(0, (1, 1)), linewidth=2)
    axis.text(best + 3, 1.29, f"best epoch: {best}")
    axis.axhline(np.log(3), color="tab:gray", linewidth=0.8)
    axis.text(28, np.log(3) + 0.015, "guessing: ln 3", fontsize=9)
    axis.set(title=f"{count} training samples", xlabel="epoch", ylim=(-0.1, 1.4))
axes[0].set_ylabel("cross-entropy")
axes[1].legend(loc="lower right", bbox_to_anchor=(1, 0.15))
figure.tight_layout()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the pictures show</b></summary>
#
# With 60 samples the training loss falls and falls, to 0.08. The validation loss is lowest in epoch 22, at 0.85, and
# then rises to 1.23: worse than guessing. Only the samples kept back show that the network is getting worse. It is
# right a little less often than in the best epoch (58 % instead of 63 %; this was counted separately, and is not
# drawn). Above all, where it is wrong it has become confident, and cross-entropy makes that expensive.
#
# With 600 samples the best epoch comes later, at 84, and the validation loss is lower, 0.63. The *training* loss ends
# higher, at 0.52: 600 samples can't be learned by heart with so few weights. The gap shrinks from 1.15 to 0.13. More
# data is the best remedy for overfitting, and stopping early the cheapest.
#
# </details>

# %% [markdown] answer points=3 name="why"
# ## 6. In your own words
#
# A friend trains a network on pictures of the ten digits. It has a single output. The loss is the root mean squared
# error between that output and the label, a number from 0 to 9. After 300 epochs the training loss is nearly zero, and
# your friend keeps the network of the last epoch.
#
# Answer in three to six sentences: (a) What does this loss claim about a 3 that is taken for a 4, and about a 3 that is
# taken for an 8, and why is that nonsense for classes? (b) What should the network's output and its loss be instead?
# (c) Why can't your friend know yet whether the last epoch was a good choice, and what would show it?
#
# Write below this line. A person will read it.
