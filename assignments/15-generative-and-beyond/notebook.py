# %% [markdown]
# # Networks that make things, and what lies beyond
#
# So far, networks said what they saw. In this notebook they also make things: a network learns to squeeze digits into 32
# numbers and to draw them again, and two others compete as forger and detective. Then you look beyond the course:
# learning by reward, training on several graphics cards, programs in containers, and a map of where all of it belongs.
#
# Below each answer are checks that you can run as often as you like; more checks, which you do not see, run when the
# notebook is graded. Plan for 90 minutes. Training takes a few seconds.

# %%
import contextlib
import os

import matplotlib.pyplot as plt
import numpy as np


@contextlib.contextmanager
def silence():
    """Let standard error rest: TensorFlow tells a lot when it starts, and nothing that you need."""
    with open(os.devnull, "w") as nowhere:
        kept = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


with silence():
    import keras

    keras.ops.zeros(1)

# %%
data = np.load("digits.npz")
train_images, valid_images = data["train_images"], data["valid_images"]


def prepare(images):
    """Images as rows of 784 numbers from 0 to 1."""
    return images.reshape(len(images), -1).astype("float32") / 255


train, valid = prepare(train_images), prepare(valid_images)
print("to learn from", train.shape, "- to try", valid.shape)

# %% [markdown]
# ## 1. The autoencoder
#
# An **autoencoder** gets an image, and is to return the same image. That would be no art, were it not for a
# **bottleneck** in the middle: a layer of only 32 units. The *encoder* before it must say in 32 numbers all that matters
# about the image; the *decoder* behind it draws the image from them. There are no labels: the target is the input.
#
# The classical way to do the same is **principal component analysis** (PCA): the best 32 numbers that one can get *by
# adding up pixels with weights*. Without activations, an autoencoder can't do better than that. With them it can.

# %%
def pca_error(images, width=32):
    """The mean squared error of images that were squeezed into `width` numbers by PCA, made from the training images."""
    middle = train.mean(axis=0)
    directions = np.linalg.eigh(np.cov(train.T))[1][:, -width:]
    rest = images - middle
    return float(np.mean((rest - rest @ directions @ directions.T) ** 2))


print(f"the error of PCA with 32 numbers on unseen digits: {pca_error(valid):.4f}")

# %% [markdown]
# Train a network that beats it:
#
# - 784 numbers go in, 784 come out;
# - dense layers become narrower up to one of **32 units**, and wider again after it. No layer is narrower than 32;
# - layers bend, with ReLU for example. The last one has a sigmoid, since pixels are numbers from 0 to 1;
# - the loss is the mean squared error (`"mse"`), or the binary cross-entropy.
#
# You pass if its error on unseen digits is at most 0.9 times that of PCA.
#
# *Hint: `model.fit(x, x)` learns to return x. One wide layer on either side of the bottleneck is enough. Watch the error
# on `valid`; 15 to 25 epochs are sensible.*

# %% answer
autoencoder = ...  # build the network here, and train it

# %% picture
redrawn = autoencoder.predict(valid, verbose=0)
error = float(np.mean((redrawn - valid) ** 2))
print(f"the error of the autoencoder: {error:.4f}, which is {error / pca_error(valid):.2f} times that of PCA")
figure, axes = plt.subplots(2, 10, figsize=(11, 2.6))
for column in range(10):
    for axis, image in zip(axes[:, column], (valid[column], redrawn[column])):
        axis.imshow(image.reshape(28, 28), cmap="gray", vmin=0, vmax=1)
        axis.axis("off")
figure.suptitle("Above: what went in. Below: what was drawn from 32 numbers")
plt.show()

# %% [markdown]
# ### It makes digits
#
# The decoder alone is a machine that draws. Give it 32 numbers that no image ever had, and it draws something new. Here
# they come from dice, thrown so that they lie among the codes of real threes, for example, and not too far out. And
# between the codes of two images, one digit turns into another.

# %% picture
widths = [layer.output.shape[-1] for layer in autoencoder.layers]
middle = widths.index(32)
while middle + 1 < len(widths) and not autoencoder.layers[middle + 1].weights:
    middle += 1  # an activation behind the bottleneck belongs to it
encoder = keras.Sequential([keras.Input((784,)), *autoencoder.layers[: middle + 1]])
decoder = keras.Sequential([keras.Input((32,)), *autoencoder.layers[middle + 1 :]])
codes, labels = encoder.predict(train, verbose=0), data["train_labels"]
dice = np.random.default_rng(3)
figure, axes = plt.subplots(4, 10, figsize=(11, 5))
start, end = codes[labels == 3][0], codes[labels == 8][0]
for digit in range(10):
    mine = codes[labels == digit]
    thrown = dice.multivariate_normal(mine.mean(axis=0), np.cov(mine.T) / 2, 3)
    between = start + (end - start) * digit / 9
    for axis, drawn in zip(axes[:, digit], decoder.predict(np.array([*thrown, between]), verbose=0)):
        axis.imshow(drawn.reshape(28, 28), cmap="gray", vmin=0, vmax=1)
        axis.axis("off")
figure.suptitle("Three rows of digits that nobody wrote, and a three that becomes an eight")
plt.show()

# %% [markdown]
# ## 2. Forger and detective
#
# A **generative adversarial network** (GAN) is two networks. The **generator** makes images out of random numbers; the
# **discriminator** says for an image how sure it is that it is real. Its answer is a **logit** $z$: the probability of
# "real" is $\sigma(z)$, so a large positive $z$ means *real*, a large negative one *fake*.
#
# The discriminator wants to be right about both. For a real image its cross-entropy is $-\ln \sigma(z)$, for a fake one
# $-\ln(1 - \sigma(z))$. Both can be written with one function that never overflows:
#
# $$-\ln \sigma(z) = \ln(1 + e^{-z}) \qquad -\ln(1 - \sigma(z)) = \ln(1 + e^{z})$$
#
# *Hint: `np.logaddexp(a, b)` is $\ln(e^a + e^b)$, and does not overflow. What is it for a = 0?*

# %% answer
def discriminator_loss(real_logits, fake_logits):
    """Return the loss of the discriminator, as a number: the mean over real images plus the mean over fake ones.

    Both arguments are arrays of logits, of any length but zero; there may be more of one kind than of the other. Logits
    may be as large as 1000, and may all be whole numbers. Leave the arrays as they were.

    >>> round(float(discriminator_loss(np.array([2.0, 4.0]), np.array([-3.0]))), 4)
    0.1211
    """
    raise NotImplementedError("Add the mean cross-entropy of the real images to that of the fake ones.")

# %% [markdown]
# The generator wants the opposite: the detective shall take its images for real. So its loss is the cross-entropy of the
# fake images *with the label "real"*. (One could also maximise what the discriminator minimises. But while the forgeries
# are still bad, $\ln(1 + e^{z})$ is flat, and there is nothing to learn from.)

# %% answer
def generator_loss(fake_logits):
    """Return the loss of the generator, as a number: the mean cross-entropy of its images with the label "real".

    `fake_logits` is an array of what the discriminator says to the generator's images, of any length but zero. Logits
    may be as large as 1000, and may all be whole numbers. Leave the array as it was.

    >>> round(float(generator_loss(np.array([-3.0, 0.0]))), 4)
    1.8709
    """
    raise NotImplementedError("Return the mean cross-entropy, as if the images were real.")

# %% picture
z = np.linspace(-6, 6, 100)
plt.figure(figsize=(6, 3.4))
plt.plot(z, [generator_loss(np.array([each])) for each in z], label="generator's loss")
plt.plot(z, [-discriminator_loss(np.array([30.0]), np.array([each])) for each in z], "--", label="minus the detective's")
plt.title("A bad forgery (left) has a slope to learn from, or none")
plt.xlabel("logit of a fake image")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% [markdown]
# The two are trained in turns. In the discriminator's step only the discriminator's weights move, in the generator's
# step only the generator's, although the gradient runs through both.
#
# ## 3. Learning by reward
#
# In **reinforcement learning** nobody says what is right. An agent in a *state* takes an *action*, gets a *reward*, and
# finds itself in the next state. What an action is worth is written into a table $Q$, with a row for each state and a
# column for each action, and after each step one entry moves a little:
#
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \left( r + \gamma \max_{a'} Q(s', a') - Q(s, a) \right)$$
#
# $\alpha$ is the learning rate. $\gamma$, the discount, says how much a reward is worth that comes one step later. Where
# the game ends there is no next state, and nothing more to hope for: only $r$ counts.

# %% answer
def q_update(q, state, action, reward, next_state, rate, discount, done):
    """Return a new table, in which the entry of `state` and `action` has moved as above.

    `q` is an array of floats of shape (states, actions). `done` is True where the game ended with this step; what the
    table says about `next_state` does not count then. Leave `q` as it was.

    >>> q = np.array([[0.0, 1.0], [2.0, 4.0]])
    >>> q_update(q, 0, 1, 10.0, 1, rate=0.5, discount=0.9, done=False).tolist()
    [[0.0, 7.3], [2.0, 4.0]]
    >>> q_update(q, 0, 1, 10.0, 1, rate=0.5, discount=0.9, done=True).tolist()
    [[0.0, 5.5], [2.0, 4.0]]
    """
    raise NotImplementedError("Copy the table, and move one entry.")

# %% [markdown]
# A corridor of eight rooms, with a treasure in the last one. The agent stumbles about at random. See how the knowledge
# of the treasure travels backwards, one room at a time:

# %% picture
dice, q, room, tables = np.random.default_rng(0), np.zeros((8, 2)), 0, {}
for step in range(1, 3001):
    action = int(dice.integers(2))  # 0 is left, 1 is right
    after = min(max(room + (1 if action else -1), 0), 7)
    q = q_update(q, room, action, 1.0 if after == 7 else 0.0, after, rate=0.5, discount=0.8, done=after == 7)
    room = 0 if after == 7 else after
    if step in (100, 300, 3000):
        tables[step] = q[:7].max(axis=1)
plt.figure(figsize=(6, 3.2))
for step, values in tables.items():
    plt.plot(range(7), values, "o-", label=f"after {step} steps")
plt.title("What it is worth to be in a room")
plt.xlabel("room (the treasure is in room 7)")
plt.ylabel("value of the best action")
plt.legend()
plt.show()

# %% [markdown]
# ## 4. Many graphics cards
#
# **Data parallel** training gives each card a copy of the network and a part of the batch, a **shard**. Each computes
# the mean gradient over its shard; then the gradients are combined, and all copies take the same step. It must be the
# same step that one card would have taken with the whole batch. And shards need not be of equal size: the last batch
# rarely divides evenly.

# %% answer
def shard_gradients(gradients, sizes):
    """Return the mean gradient over the whole batch: a list of arrays, one for each weight matrix or bias.

    `gradients` has a list of arrays for each shard: the gradient of the *mean* loss over that shard. `sizes` says how
    many samples each shard has; a shard may be empty, but not all. Raise a ValueError if there are not as many sizes as
    shards, or if there is no sample at all. Leave the arrays as they were.

    >>> first, second = [np.array([1.0, 2.0])], [np.array([5.0, 6.0])]
    >>> shard_gradients([first, second], [3, 1])[0].tolist()
    [2.0, 3.0]
    """
    raise NotImplementedError("Give each shard its share.")

# %% [markdown]
# ## 5. What a program needs
#
# "It works on my machine." A program consists of more than its file: it needs libraries, and finds them when it starts,
# or not. On Linux, `ldd` lists them:

# %%
listing = """\
\tlinux-vdso.so.1 (0x00007ffd5b9d2000)
\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f1c2e400000)
\tlibcudart.so.12 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1c2e000000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f1c2e6f5000)
"""
print(listing)

# %% [markdown]
# On the left is what the program asks for, on the right where it was found; the number in brackets is only the place in
# memory. Two lines have no arrow. The first is no file at all: the kernel itself brings it along. The other names its
# path right away. A library that is "not found" is why the program will not start here, and why people put a program
# and all it needs into a **container image**.

# %% answer
def parse_ldd(text):
    """Return a dictionary from the name of each library to its path, or to None where it was not found.

    `text` is what ldd printed: one library in each line, as above. A line without an arrow that begins with a path
    names that path; the library's name is its last part. A line without arrow or path, and any other line, is left out.
    Paths may hold blanks.

    >>> parse_ldd(listing)["libcudart.so.12"] is None
    True
    >>> parse_ldd(listing)["ld-linux-x86-64.so.2"]
    '/lib64/ld-linux-x86-64.so.2'
    >>> len(parse_ldd(listing))
    4
    """
    raise NotImplementedError("Take each line apart.")

# %% [markdown]
# ## 6. Machines and containers
#
# Write one letter for each word. Each letter is used once within its group.
#
# **Parts:** `image`, `container`, `dockerfile`, `registry`
#
# - a: a recipe in plain text: what to begin with, what to copy and to run
# - b: processes that run at this moment, apart from others, with a file system of their own
# - c: a service from which others fetch what you have packed
# - d: files and settings, packed and unchangeable, from which as many as you like can be started
#
# **Tools and rules:** `singularity`, `podman`, `udocker`, `oci`, `ngc`
#
# - a: a standard: how such packages are built, so that one tool can run what another has packed
# - b: NVIDIA's collection of packages that are ready for its graphics cards
# - c: understands Docker's commands, but needs no service with the rights of root in the background
# - d: made for clusters: one file holds the whole package, and in it you are the user that you are outside
# - e: runs packages without any help from an administrator; even its installation needs none
#
# **Words about machines:** `kernel`, `graph`, `gpu`, `exaflop`
#
# - a: $10^{18}$ computations with real numbers in a second
# - b: what programs in a container share with the machine; a virtual machine would bring its own
# - c: thousands of simple cores that do the same to much data at once
# - d: is recorded when a function is called for the first time; a `print` of Python's in it is then heard once, and not
#   in later calls of the same kind

# %% answer
machines = ...  # {"image": "?", "container": "?", ...}: one letter for each of the thirteen words

# %% [markdown]
# ## 7. A map of artificial intelligence
#
# The same again.
#
# **From wide to narrow:** `first`, `second`, `third`, `fourth`
#
# - a: deep neural networks
# - b: machine learning
# - c: artificial intelligence
# - d: artificial neural networks
#
# **Five tribes of machine learning, and the method of each:** `symbolists`, `connectionists`, `evolutionaries`,
# `bayesians`, `analogizers`
#
# - a: probabilistic inference
# - b: support vector machines: the answer is that of similar cases
# - c: genetic programming
# - d: inverse deduction: which rule would explain the facts?
# - e: backpropagation
#
# **Four things to ask about a picture:** `classification`, `localisation`, `detection`, `segmentation`
#
# - a: where are all the objects, of whatever class, and how many are there? A box and a class for each
# - b: which class does each pixel belong to?
# - c: which class does the picture show?
# - d: which class does the picture show, and in which box is that one object?
#
# **What theory says:** `universal_approximation`, `no_free_lunch`, `perceptron_convergence`
#
# - a: averaged over all problems that there could be, no method is better than another
# - b: if a line can separate the classes, the rule finds one after finitely many corrections
# - c: one hidden layer can imitate any continuous function as closely as you like, if it is wide enough. How to find the
#   weights it does not say
#
# **What would you begin with?** `chess_rules`, `tax_law`, `forty_patients`, `million_photos`. Letters may be used more
# than once.
#
# - a: a program with rules that people wrote, such as an expert system: the rules are known, and nothing is to be learned
# - b: a simple model with few parameters, such as logistic regression: there are few examples, each a short row of
#   numbers, and a person wants to know why
# - c: a deep network: examples abound, and nobody can write down the rules
#
# They mean: a program that tells whether a move is legal in chess; one that computes a tax from a form as the law says;
# the risk of a rare disease from age and three blood values, known of forty patients; the species of a bird in a
# photograph, from a million labelled photographs.

# %% answer
map_of_ai = ...  # {"first": "?", "second": "?", ...}: one letter for each of the twenty words

# %% [markdown] answer points=3 name="why"
# ## 8. In your own words
#
# A friend trains a GAN. In the generator's step, the optimizer is by mistake given the weights of *both* networks.
#
# Answer in four to eight sentences: (a) What does the discriminator learn from the generator's loss then, and what
# becomes of the game? (b) The friend measures how well the training goes by the discriminator's loss alone. Why does a
# loss near zero not mean that the images are good, and what would a loss of $2 \ln 2$ mean? (c) For which of the four
# tasks at the end of section 7 would "deep learning is always better" have been the most costly mistake, and why?
#
# *Write your answer here.*
