# %% [markdown]
# # Cross-entropy and overfitting
#
# A classifier does not answer "cat". It answers "cat with probability 0.9, dog with 0.08, ...". In this notebook you
# turn the numbers that come out of a network into **probabilities**, put a **price** on wrong ones, find out in which
# direction to push the network, and decide **when to stop** pushing.
#
# You write six short functions, and a few sentences. Below each function are checks that you can run as often as you
# like; more checks, which you do not see, run when the notebook is graded. Plan for 45 to 60 minutes. Plain numpy is
# enough.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. From numbers to probabilities
#
# The last layer of a classifier has one neuron for each class. What they add up, the **logits**, may be any numbers:
# negative, large, whatever. The **softmax** makes probabilities of them, all positive, with the sum 1:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# With many samples the logits are a table: a row for each sample, a column for each class. Each row is on its own.
#
# *Hint: $e^{1000}$ is more than a float can hold, and inf / inf is NaN. But subtracting the same number from all logits
# of a sample changes nothing in the fraction. Subtract the largest one of that sample, and no exponent is above zero.
# `keepdims=True` keeps rows and columns fitting together.*

# %% answer
def softmax(logits):
    """Return the probabilities of the classes, an array of the same shape as `logits`.

    `logits` is a numpy array of floats as large as you like, with one or more axes. The classes lie along the last
    axis, so that the result sums up to 1 along it. It is never NaN. Leave `logits` as it was.

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
# In words: minus the logarithm of the probability that was given *to the truth*. Who said 0.9 and was right pays
# 0.105. Who said 0.1 pays 2.303. And who was certain, and wrong, pays without limit; the slides call it "infinite error
# for misplaced confidence".
#
# The slide's code does not keep that promise. It forgets to import `log`; with `from math import log` it runs, but
# `math.log(0)` raises an error instead of giving minus infinity. Yours keeps the promise.
#
# *Hints: `ln` is `math.log` or `np.log`, the natural logarithm. Infinity is `np.inf`. In $y \ln \hat y + (1-y) \ln(1-\hat y)$,
# which books print, a certain answer gives 0 times infinity, which is NaN: choose with `if` instead.*

# %% answer
def cross_entropy(y_hat, y_actual):
    """Return the loss of saying yes with probability `y_hat` when the truth is `y_actual`, as a number.

    `y_hat` is a number from 0 to 1, both included; raise a ValueError for any other, and for NaN. `y_actual` is 1 or
    True for yes, and 0 or False for no. The loss of certainty is 0 where it is right, and np.inf where it is wrong.

    >>> round(cross_entropy(0.9, 1), 4), round(cross_entropy(0.1, 1), 4)
    (0.1054, 2.3026)
    """
    raise NotImplementedError("Return minus the logarithm of the probability that was given to the truth.")

# %% [markdown]
# Compare it with the squared error, which is never above 1. Training moves the logit, so look at the right: where the
# network is confident and wrong, the squared error is *flat*, and the worst mistakes teach nothing. Cross-entropy keeps
# its slope.

# %% picture
y_hat = np.linspace(0.002, 0.998, 300)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
left.plot(y_hat, [cross_entropy(p, 1) for p in y_hat], label="cross-entropy, truth: yes")
left.plot(y_hat, [cross_entropy(p, 0) for p in y_hat], label="cross-entropy, truth: no")
left.plot(y_hat, (1 - y_hat) ** 2, "--", color="tab:gray", label="squared error, truth: yes")
left.scatter([0.9, 0.1], [cross_entropy(0.9, 1), cross_entropy(0.1, 1)], color="tab:blue", zorder=3)
left.set(title="What a probability costs", xlabel="probability of yes", ylabel="loss", ylim=(-0.2, 6))
left.legend()
z = np.linspace(-8, 4, 200)
yes = softmax(np.stack([z, np.zeros_like(z)], axis=1))[:, 0]
right.plot(z, [cross_entropy(p, 1) for p in yes], label="cross-entropy, truth: yes")
right.plot(z, (1 - yes) ** 2, "--", color="tab:gray", label="squared error, truth: yes")
right.set(title="The same, over the logit", xlabel="logit of yes", ylabel="loss")
right.legend()
plt.show()

# %% [markdown]
# ## 3. Many classes, many samples
#
# With more classes nothing changes: the loss of a sample is minus the logarithm of the probability that its *true*
# class was given. The truth comes **one-hot**: a row for each sample, with a 1 in the column of its class and 0
# elsewhere. The loss of many samples is the mean of theirs, so that it does not grow with their number.
#
# $$L = -\frac{1}{n} \sum_{i=1}^{n} \ln p_{i, \text{true class of } i}$$
#
# A network that has learned nothing gives each of 10 digits the probability 1/10, and pays $\ln 10 = 2.3026$; with the
# 24 letters of the sign language it pays $\ln 24 = 3.1781$. If your training starts far above that, something is wrong.
#
# *Hint: a class that is not the true one may well have probability 0, and 0 times its logarithm is NaN. Pick the
# probability of the true class first (times one-hot, summed over the row), then take the logarithm. Of 0 it is minus
# infinity, as it should be; numpy also warns, which does no harm.*

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
    raise NotImplementedError("Return the mean of what the samples cost.")

# %% [markdown]
# ## 4. Which way to push
#
# Training asks for the gradient of the loss. Softmax and logarithm together look frightening to differentiate, but
# nearly everything cancels. By the logits it is
#
# $$\frac{\partial L}{\partial z} = \frac{1}{n} \,(p - y)$$
#
# for all samples and classes at once: the probabilities minus the one-hot truth, divided by the number of samples. The
# true class is pushed up by what it lacks; the others are pushed down by what they have too much.
#
# *Hint: the function gets logits, not probabilities. Keras has the same trap: a loss with `from_logits=True` must not
# be given what went through a softmax already.*

# %% answer
def logit_gradient(logits, one_hot):
    """Return the gradient of the mean cross-entropy of softmax(logits) by the logits, in the shape of `logits`.

    Both arrays have shape (samples, classes); raise a ValueError if their shapes differ. The truth may be stored
    as floats, as whole numbers, or in bytes. Leave both as they were.

    >>> logit_gradient(np.array([[0.0, 0.0], [0.0, 1000.0]]), np.array([[1, 0], [0, 1]])).tolist()
    [[-0.25, 0.25], [0.0, 0.0]]
    """
    raise NotImplementedError("Return the probabilities minus the truth, divided by the number of samples.")

# %% [markdown]
# ## 5. When to stop
#
# A network that is trained for long enough learns its training samples by heart. On samples that it has never seen it
# then gets *worse*. This is **overfitting**, and you see it only if you keep some samples back: the **validation**
# samples, which are never trained on.
#
# Keras's `model.fit` returns a history, a dictionary with one number for each epoch: `"loss"` is the loss on the
# training samples, `"val_loss"` that on the validation samples. How far apart they are is the gap.

# %% answer
def overfitting_gap(history):
    """Return, as a list with one number for each epoch, how much larger the validation loss is than the training loss.

    `history` is a dictionary with two lists of the same length, "loss" and "val_loss". It may hold more, which does
    not matter here. Leave it as it was. The gap is negative where the validation loss is the smaller one. The
    result is a list, not an array, so that it can stand in a history beside the others.

    >>> overfitting_gap({"loss": [1.0, 0.5, 0.25], "val_loss": [1.0, 0.75, 1.0]})
    [0.0, 0.25, 0.75]
    """
    raise NotImplementedError("Return the differences.")

# %% [markdown]
# Which epoch's network should you keep? Not the last, and not the one with the lowest *training* loss, which is usually
# the same. Not the one with the smallest gap either: before training the gap is smallest, and the network knows
# nothing.
#
# *Hint: training that has run away leaves NaN in the history, and `np.argmin` takes NaN for the smallest of all.*

# %% answer
def best_epoch(history):
    """Return the number of the epoch with the lowest validation loss, counted from 1 as Keras does when it trains.

    `history` is a dictionary with two lists of the same length, "loss" and "val_loss". It may hold more, which does
    not matter here. Of equally good epochs take the first. An epoch whose validation loss is NaN is never the best:
    even one with an infinite loss is better. If all are NaN, raise a ValueError. Leave `history` as it was.

    >>> best_epoch({"loss": [0.9, 0.5, 0.3, 0.2], "val_loss": [1.0, 0.7, 0.6, 0.8]})
    3
    """
    raise NotImplementedError("Return the epoch that does best on the samples kept back.")

# %% [markdown]
# ## See it happen
#
# All your functions at work: a network of one layer, with 60 samples to learn from and 600 kept back. Of its 50 inputs
# only 3 mean anything; the other 47 are noise, and there is enough of it to learn the 60 samples by heart.

# %%
def draw_samples(rng, n):
    """n samples of three classes: the input with the number of the class is larger; the rest is noise."""
    one_hot = np.eye(3)[rng.integers(0, 3, n)]
    inputs = rng.normal(size=(n, 50))
    inputs[:, :3] += 1.5 * one_hot
    return inputs, one_hot

# %% picture
rng = np.random.default_rng(1)
inputs, truth = draw_samples(rng, 60)
kept_back, truth_kept_back = draw_samples(rng, 600)
weights = np.zeros((50, 3))
history = {"loss": [], "val_loss": []}
for epoch in range(200):
    history["loss"].append(categorical_cross_entropy(softmax(inputs @ weights), truth))
    history["val_loss"].append(categorical_cross_entropy(softmax(kept_back @ weights), truth_kept_back))
    weights = weights - 0.1 * inputs.T @ logit_gradient(inputs @ weights, truth)

best = best_epoch(history)
epochs = np.arange(1, 201)
plt.figure(figsize=(7, 3.8))
plt.plot(epochs, history["loss"], label="training loss")
plt.plot(epochs, history["val_loss"], label="validation loss")
plt.plot(epochs, overfitting_gap(history), ":", color="tab:gray", label="gap")
plt.axvline(best, color="tab:green", linestyle="--", label=f"best epoch: {best}")
plt.axhline(np.log(3), color="tab:red", linewidth=0.8, label="guessing: ln 3")
plt.title("One layer learns 60 samples by heart")
plt.xlabel("epoch")
plt.ylabel("cross-entropy")
plt.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
plt.tight_layout()
plt.show()

# %% [markdown]
# The training loss falls and falls. Only the samples kept back show that the network is getting worse.

# %% [markdown] answer points=3 name="why"
# ## 6. In your own words
#
# A friend trains a network on pictures of the ten digits. It has a single output. The loss is the root mean squared
# error between that output and the label, a number from 0 to 9. After 300 epochs the training loss is nearly zero, and
# your friend keeps the network of the last epoch.
#
# Answer in three to six sentences: (a) What does this loss claim about a 3 that is taken for a 4, and about a 3 that is
# taken for an 8, and why is that nonsense for classes? (b) What should the network's output and its loss be instead?
# (c) Why can't your friend know yet whether the last epoch was a good choice, and what would tell?
#
# Write below this line. A person will read it.
