# %% [markdown]
# # Networks that make things, and what lies beyond
#
# So far, networks said what they saw. In Part A they make things: one pair of networks learns to squeeze digits into 32
# numbers and to draw them again, and another pair competes as forger and detective. In Part B you look beyond the
# course: learning by reward, training on several graphics cards, programs in containers, and a map of where all of this
# belongs.
#
# **What you will be able to do**
#
# - train an autoencoder that beats the classical method, and say what the width of its bottleneck does;
# - write the two losses of a generative adversarial network, and watch a small one learn;
# - take one step of Q-learning, and combine gradients from several graphics cards;
# - read what a program needs, and tell the parts of a container and the branches of AI apart.
#
# **Time:** 2 hours. Training takes a few seconds each time, and longer on a busy machine. **You need:** Keras models
# and their training, cross-entropy, numpy arrays, and a little text processing.
#
# Below each answer are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded.

# %%
import contextlib
import os

import matplotlib.pyplot as plt
import numpy as np

plt.style.use("tableau-colorblind10")


@contextlib.contextmanager
def silence():
    """Silence standard error: TensorFlow prints a lot of messages when it starts."""
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
print("for training", train.shape, "- for validation", valid.shape)

# %% [markdown]
# ## Part A: networks that make things
#
# ### 1. The autoencoder
#
# An **autoencoder** receives an image and has to return the same image. That would be easy without the **bottleneck**
# in the middle: only 32 numbers get through. One network, the *encoder*, has to say in 32 numbers all that matters
# about the image. Another, the *decoder*, draws the image from them. There are no labels: the target is the input.
#
# The classical way to do the same is **principal component analysis** (PCA). It finds the best 32 numbers that you can
# get *by adding up pixels with weights*. Without activations, an autoencoder can't do better than that. With them it
# can.

# %%
def pca_error(images, width=32):
    """The mean squared error of images that PCA, made from the training images, has squeezed into `width` numbers."""
    middle = train.mean(axis=0)
    directions = np.linalg.eigh(np.cov(train.T))[1][:, -width:]
    rest = images - middle
    return float(np.mean((rest - rest @ directions @ directions.T) ** 2))


print(f"the error of PCA with 32 numbers on unseen digits: {pca_error(valid):.4f}")

# %% [markdown]
# Build two networks, and train them **together** so that they beat it:
#
# - the encoder takes 784 numbers and returns **32**. The decoder takes 32 numbers and returns 784;
# - one wide dense layer in each of them, before the bottleneck and after it, is enough;
# - these wide layers have an activation such as ReLU. Without one, the decoder can only draw weighted sums of 32
#   pictures, as with PCA;
# - the decoder's last layer has a sigmoid, since pixels are numbers from 0 to 1;
# - the loss is the mean squared error (`"mse"`) or the binary cross-entropy.
#
# To train them together, put both into a third network. It shares their layers, so training it trains both:
#
# `both = keras.Sequential([keras.Input((784,)), encoder, decoder])`
#
# You pass if the error on unseen digits is at most **0.9 times that of PCA**. The check takes each image, asks the
# encoder for its 32 numbers, gives nothing but these to the decoder, and compares what is drawn with the image. For
# "unseen" digits it uses other writers, who were taught at another school.
#
# **Finding good settings is part of the work.** How wide should the layers be, how many images in a batch, how many
# epochs? Use the validation images to compare settings, as often as you like: after each epoch,
# `fit(..., validation_data=(valid, valid))` prints the error on both kinds of images. But never train on the validation
# images: they would no longer tell you how well the networks do on digits that they have never seen.
#
# *Hint: `network.fit(x, x)` learns to return x. If you run the encoder's cell again, run the decoder's again, too: a
# new encoder has learned nothing. When the notebook is graded, both cells run once more, and each may take a minute at
# most. Leave in them only the training that you chose in the end.*

# %% answer
encoder = ...  # build it: 784 numbers go in, 32 come out

# %% answer
decoder = ...  # build it: 32 numbers go in, 784 come out. Then train both together, here

# %% picture
redrawn = decoder.predict(encoder.predict(valid, verbose=0), verbose=0)
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
# #### It makes digits
#
# The decoder alone is a machine that draws. Give it 32 numbers that no image ever had, and it draws something new. In
# the picture, these numbers are random, but close to the codes of real threes, for example. And between the codes of
# two images, one digit turns into another.

# %% picture
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
# ### 2. An experiment: how wide must the bottleneck be?
#
# `trained_with` trains a small autoencoder for a short time, on some of the images only. It is far from good, but it
# shows what the width of the bottleneck does.

# %%
def trained_with(width):
    """The errors with a bottleneck of `width` numbers: on images that the network learned from, and on unseen ones."""
    network = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(width),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ])
    network.compile(optimizer="adam", loss="mse", steps_per_execution=25)
    network.fit(train[:2000], train[:2000], epochs=3, batch_size=16, verbose=0)
    learned, unseen = train[:1000], valid
    return tuple(float(network.evaluate(x, x, batch_size=500, verbose=0)) for x in (learned, unseen))

# %% [markdown]
# **Predict**, before you run anything. A wrong prediction costs nothing, a missing one costs a point. The bottleneck
# has 2, 8, or 32 numbers. What happens to the error on *unseen* images?
#
# - a: it falls each time, but four times as many numbers do not bring it down to a quarter
# - b: it falls to about a quarter each time, since there are four times as many numbers
# - c: it falls from 2 to 8, and rises again at 32, since there is more to learn by heart
# - d: it stays the same, since all three have the same layers before and after
#
# **Measure.** Call `trained_with` for 2, 8, and 32, and collect both errors. Write the code for this into the next
# cell, above `experiment = ...`. You may type in the numbers.
#
# **Explain** what you found. Only one of these agrees with all your numbers:
#
# - a: the narrow ones learn the training images by heart, and so they fail on others
# - b: the first few numbers say what matters most, such as which digit it roughly is; each further one adds a smaller
#   detail
# - c: with 32 numbers nothing is lost any more, since that is as much as an image contains
# - d: all of them draw the mean image, whatever goes in

# %% answer
experiment = ...  # {"predicted": "?", "training": [three numbers], "unseen": [three numbers], "because": "?"}

# %% picture
plt.figure(figsize=(6, 3.4))
plt.plot([2, 8, 32], experiment["training"], "o--", label="images that it learned from")
plt.plot([2, 8, 32], experiment["unseen"], "s-", label="unseen images")
plt.xscale("log", base=2)
plt.xticks([2, 8, 32], [2, 8, 32])
plt.ylim(0, None)
plt.title("Autoencoders after a short training")
plt.xlabel("width of the bottleneck (logarithmic)")
plt.ylabel("mean squared error")
plt.legend()
plt.show()

# %% [markdown]
# ### 3. Forger and detective
#
# A **generative adversarial network** (GAN) is two networks. The **generator**, a forger, makes images out of random
# numbers. The **discriminator**, a detective, says how sure it is that an image is real. Its answer is a **logit** $z$:
# the probability of "real" is $\sigma(z)$. So a large positive $z$ means *real*, and a large negative one *fake*.
#
# The discriminator wants to be right about both kinds. For a real image its cross-entropy is $-\ln \sigma(z)$, for a
# fake one $-\ln(1 - \sigma(z))$. Both can be written with one function that never overflows:
#
# $$-\ln \sigma(z) = \ln(1 + e^{-z}) \qquad -\ln(1 - \sigma(z)) = \ln(1 + e^{z})$$
#
# *Hint: `np.logaddexp(a, b)` is $\ln(e^a + e^b)$, and does not overflow. What is it for a = 0?*

# %% answer
def discriminator_loss(real_logits, fake_logits):
    """Return the loss of the discriminator, a number: the mean over real images plus the mean over fake ones.

    Both arguments are arrays of logits, of any length but zero; there may be more of one kind than of the other. Logits
    may be as large as 1000, and may all be whole numbers. Leave the arrays as they were.

    >>> round(float(discriminator_loss(np.array([2.0, 4.0]), np.array([-3.0]))), 4)
    0.1211
    """
    raise NotImplementedError("Add the mean cross-entropy of the real images to that of the fake ones.")

# %% [markdown]
# The generator wants the opposite: the discriminator should take its images for real. So its loss is the cross-entropy
# of the fake images *with the label "real"*. (It could also maximise what the discriminator minimises. But as long as
# the forgeries are bad, $\ln(1 + e^{z})$ is flat, and there is nothing to learn from.)

# %% answer
def generator_loss(fake_logits):
    """Return the loss of the generator, a number: the mean cross-entropy of its images with the label "real".

    `fake_logits` is an array of the logits that the discriminator gives the generator's images, of any length but zero.
    Logits may be as large as 1000, and may all be whole numbers. Leave the array as it was.

    >>> round(float(generator_loss(np.array([-3.0, 0.0]))), 4)
    1.8709
    """
    raise NotImplementedError("Return the mean cross-entropy, as if the images were real.")

# %% picture
z = np.linspace(-6, 6, 100)
plt.figure(figsize=(6, 3.4))
good = np.array([30.0])  # the logit of a real image
plt.plot(z, [generator_loss(np.array([each])) for each in z], label="generator's loss")
plt.plot(z, [-discriminator_loss(good, np.array([each])) for each in z], "--", label="minus discriminator's loss")
plt.title("Left, where forgeries are bad, the generator's\nloss is steep, and the other curve is flat")
plt.xlabel("logit of a fake image")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% [markdown]
# The two are trained in turns. In the discriminator's step only the discriminator's weights move, and in the
# generator's step only the generator's, although the gradient runs through both. Each step makes only its own loss
# smaller.
#
# #### Watch a small one
#
# Here points are forged instead of images, so that you can see all of them. The real points lie on a ring. The
# generator makes each point out of two random numbers. Both networks have one hidden layer, and their gradients are
# written by hand, as in the topics on neurons and cross-entropy. Your two functions measure the losses.

# %% picture
class Network:
    """A hidden layer of 32 units with tanh, a linear layer after it, and RMSprop."""

    def __init__(self, inputs, outputs):
        w, v = dice.normal(0, inputs**-0.5, (inputs, 32)), dice.normal(0, 32**-0.5, (32, outputs))
        self.weights = [w, np.zeros(32), v, np.zeros(outputs)]
        self.squares = [np.ones_like(each) for each in self.weights]

    def forward(self, x):
        w, b, v, c = self.weights
        self.x, self.hidden = x, np.tanh(x @ w + b)
        return self.hidden @ v + c

    def backward(self, slope):
        """Take the gradient of the outputs, keep that of the weights, and return that of the inputs."""
        w, b, v, c = self.weights
        inner = slope @ v.T * (1 - self.hidden**2)
        self.slopes = [self.x.T @ inner, inner.sum(axis=0), self.hidden.T @ slope, slope.sum(axis=0)]
        return inner @ w.T

    def learn(self, rate):
        for weight, slope, square in zip(self.weights, self.slopes, self.squares):
            square += 0.05 * (slope**2 - square)
            weight -= rate * slope / (np.sqrt(square) + 1e-8)


def real_points(n):
    angle, radius = dice.uniform(0, 2 * np.pi, n), dice.normal(1, 0.05, n)
    return np.stack([2 + radius * np.cos(angle), 1 + radius * np.sin(angle)], axis=1)


def probability(logits):
    return 1 / (1 + np.exp(-logits))


dice = np.random.default_rng(1)
generator, discriminator, n = Network(2, 2), Network(2, 1), 128
real_or_not = np.repeat([[1.0], [0.0]], n, axis=0)
figure = plt.figure(figsize=(8, 8.6), layout="constrained")
*axes, below = figure.subplot_mosaic("AB\nCD\nEE").values()
losses, pictures = [], iter(axes)
for turn in range(5001):
    if turn in (0, 100, 600, 5000):
        forged, axis = generator.forward(dice.normal(size=(300, 2))), next(pictures)
        axis.scatter(*real_points(300).T, s=8, label="real")
        axis.scatter(*forged.T, s=16, marker="x", label="forged")
        axis.set(title=f"after {turn} turns", xlabel="x", ylabel="y")
        axis.set(xlim=(-1.5, 4.5), ylim=(-1.5, 2.5), aspect="equal")
    # The discriminator's step: a logit's gradient is the probability minus the label.
    logits = discriminator.forward(np.concatenate([real_points(n), generator.forward(dice.normal(size=(n, 2)))]))
    discriminator.backward((probability(logits) - real_or_not) / n)
    discriminator.learn(rate=0.005)
    # The generator's step: the label is "real", and the gradient comes back through the discriminator.
    fake = discriminator.forward(generator.forward(dice.normal(size=(n, 2))))
    generator.backward(discriminator.backward((probability(fake) - 1) / n))
    generator.learn(rate=0.002)
    if turn % 10 == 0:
        losses.append([turn, discriminator_loss(logits[:n, 0], logits[n:, 0]), generator_loss(fake[:, 0])])
turns, *both = np.transpose(losses[1:])  # a logarithmic axis has no place for turn 0
for loss, line, name in zip(both, ("-", "--"), ("discriminator", "generator")):
    below.plot(turns, loss, line, label=name)
below.axhline(2 * np.log(2), color="black", linewidth=1, linestyle=":", label="2 ln 2")
below.set(title="The two losses", xlabel="turn (logarithmic)", ylabel="loss", xscale="log")
axes[0].legend(loc="lower right")
below.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown]
# Find the moment when the discriminator's loss is smallest: who is ahead then, and how do the forgeries look?
#
# At the dotted line the detective might as well toss a coin: for each point, its probability of "real" is about one
# half, and the generator's loss is then $\ln 2$, which is 0.69. It cannot tell the two kinds apart: the forgeries may
# be good, or the detective may be weak. After 600 turns its loss is at the line already, though many forgeries lie far
# from the ring, and after 5000 turns some still do. So the line says that neither is ahead, and you have to look at the
# forgeries as well. You will need this in the last section.
#
# ## Part B: beyond
#
# ### 4. Learning by reward
#
# In **reinforcement learning** nobody says what is right. An agent in a *state* takes an *action*, gets a *reward*, and
# finds itself in the next state. What an action is worth is written in a table $Q$, with a row for each state and a
# column for each action. After each step one entry moves a little:
#
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \left( r + \gamma \max_{a'} Q(s', a') - Q(s, a) \right)$$
#
# $\alpha$ is the learning rate. $\gamma$, the discount, says how much a reward is worth that comes one step later.
# Where the game ends there is no next state, and no reward can follow: instead of $\gamma \max_{a'} Q(s', a')$ there is
# 0, so only $r$ counts.

# %% answer
def q_update(q, state, action, reward, next_state, rate, discount, done):
    """Return a new table in which the entry of `state` and `action` has moved as the formula says.

    `q` is an array of floats of shape (states, actions). `done` is True if the game ended with this step; then it does
    not matter what the table says about `next_state`. Leave `q` as it was.

    >>> q = np.array([[0.0, 1.0], [2.0, 4.0]])
    >>> q_update(q, 0, 1, 10.0, 1, rate=0.5, discount=0.9, done=False).tolist()
    [[0.0, 7.3], [2.0, 4.0]]
    >>> q_update(q, 0, 1, 10.0, 1, rate=0.5, discount=0.9, done=True).tolist()
    [[0.0, 5.5], [2.0, 4.0]]
    """
    raise NotImplementedError("Copy the table, and move one entry.")

# %% [markdown]
# Imagine a corridor of eight rooms, with a treasure in the last one. The agent walks about at random. The figure shows
# what each room is worth after 30, 70, 100, and 3000 steps: the knowledge of the treasure travels backwards, one room
# at a time.

# %% picture
dice, q, room, tables = np.random.default_rng(0), np.zeros((8, 2)), 0, {}
for step in range(1, 3001):
    action = int(dice.integers(2))  # 0 is left, 1 is right
    after = min(max(room + (1 if action else -1), 0), 7)
    q = q_update(q, room, action, 1.0 if after == 7 else 0.0, after, rate=0.5, discount=0.8, done=after == 7)
    room = 0 if after == 7 else after
    if step in (30, 70, 100, 3000):
        tables[step] = q[:7].max(axis=1)
plt.figure(figsize=(6, 3.2))
styles = ("o:", "C0"), ("s--", "C1"), ("^-.", "black"), ("D-", "C3")
for (step, values), (line, colour) in zip(tables.items(), styles):
    plt.plot(range(7), values, line, color=colour, label=f"after {step} steps")
plt.title("What it is worth to be in a room")
plt.xlabel("room (the treasure is in room 7)")
plt.ylabel("value of the best action")
plt.legend()
plt.show()

# %% [markdown]
# ### 5. Many graphics cards
#
# **Data parallel** training gives each card a copy of the network and a part of the batch, called a **shard**. Each
# card computes the mean gradient over its shard. Then the gradients are combined, and all copies take the same step. It
# must be the same step that a single card would have taken with the whole batch. Shards need not be of equal size,
# since the last batch rarely divides evenly.

# %% answer
def shard_gradients(gradients, sizes):
    """Return the mean gradient over the whole batch: a list of arrays, one for each weight matrix or bias.

    `gradients` has a list of arrays for each shard: the gradient of the *mean* loss over that shard. `sizes` says how
    many samples each shard has; a shard may be empty, but not all of them. The arrays of an empty shard have the usual
    shapes, but their numbers mean nothing and may be NaN. Raise a ValueError if the number of sizes is not that of the
    shards, or if there is no sample at all. Leave the arrays as they were.

    >>> first, second = [np.array([1.0, 2.0])], [np.array([5.0, 6.0])]
    >>> shard_gradients([first, second], [3, 1])[0].tolist()
    [2.0, 3.0]
    """
    raise NotImplementedError("Weight each shard by its share of the samples.")

# %% [markdown]
# ### 6. What a program needs
#
# "It works on my machine." A program is more than its own file. It needs libraries, and when it starts, it finds them
# or it doesn't. On Linux, `ldd` lists them:

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
# On the left is what the program asks for, and on the right is where it was found. The number in brackets is only the
# address in memory. Two lines have no arrow. The first is not a file at all: the kernel itself provides it. The last
# names its path directly. If a library is "not found", the program will not start on this machine. This is why people
# put a program and all it needs into a **container image**.

# %% answer
def parse_ldd(text):
    """Return a dictionary from the name of each library to its path, or to None if it was not found.

    `text` is what ldd printed: one library in each line, as above. A line without an arrow that begins with a path
    names that path; the library's name is its last part. Leave out every other line, such as one whose arrow leads
    neither to a path nor to `not found`. Paths may contain blanks. Left of an arrow there is always a name, never a
    path.

    >>> parse_ldd(listing)["libcudart.so.12"] is None
    True
    >>> parse_ldd(listing)["ld-linux-x86-64.so.2"]
    '/lib64/ld-linux-x86-64.so.2'
    >>> len(parse_ldd(listing))
    4
    """
    raise NotImplementedError("Take each line apart.")

# %% [markdown]
# ### 7. Machines and containers
#
# A program is packed together with its libraries and settings. What you get is an **image**. People build it by
# following a recipe, the **Dockerfile**, and they fetch each other's images from a **registry**. An image does nothing
# by itself. Start it, and you have a **container**: a running program that sees only its own files. It has no operating
# system of its own that could talk to the hardware: that is the work of the **kernel**, and there is one for the whole
# machine.
#
# Docker made this popular. It has a service in the background that may do everything, and nobody wants to hand such
# power to all users of a large machine. So there are other programs. *Podman* does without the service, and those who
# know Docker need not learn anything new. *udocker* can be put into your own folder, and asks for nobody's permission.
# *Singularity* (now also called Apptainer) comes from computing centres: an image is a file that you copy like any
# other, and you have the same rights inside the container as outside. All these programs understand each other's images
# thanks to the *OCI*, the Open Container Initiative, which wrote down what an image looks like. And *NGC* is where
# NVIDIA offers images of its own, in which everything for its cards fits together.
#
# Such a card is called a **GPU**. Its cores are plain and slow, but it has very many, and all of them work at the same
# time. How fast a machine computes is counted in *flops*, floating-point operations per second; *exa* is a million
# times a million times a million. When a function is called, TensorFlow can write down a **graph**, a plan of what is
# computed. Later calls follow the plan, and do not look at the Python code again.
#
# Write one letter for each word. Within a group, use each letter once.
#
# **Parts:** `image`, `container`, `dockerfile`, `registry`
#
# - a: a recipe in plain text: what to start from, what to copy and what to run
# - b: processes that are running now, isolated from others, with a file system of their own
# - c: a service from which others can fetch what you have packed
# - d: files and settings, packed and unchangeable, from which you can start as many of the running ones as you like
#
# **Tools and rules:** `singularity`, `podman`, `udocker`, `oci`, `ngc`
#
# - a: a standard that says how such packages are built, so that one tool can run what another has packed
# - b: NVIDIA's collection of packages that are ready for its graphics cards
# - c: understands Docker's commands, but needs no background service with root's rights
# - d: made for clusters: a single file holds the whole package, and inside it you are the same user as outside
# - e: runs packages without any help from an administrator; not even its installation needs any
#
# **Words about machines:** `kernel`, `graph`, `gpu`, `exaflop`
#
# - a: $10^{18}$ computations with real numbers in a second
# - b: what programs in a container share with the machine; a virtual machine would bring its own
# - c: thousands of simple cores that do the same thing to many data at once
# - d: is recorded when a function is called for the first time; a Python `print` inside it then runs once, and not in
#   later calls of the same kind

# %% answer
machines = ...  # {"image": "?", "container": "?", ...}: one letter for each of the thirteen words

# %% [markdown]
# ### 8. A map of artificial intelligence
#
# Fields lie inside each other: what learns from data is only a part of what people call intelligent machines, what was
# copied from the brain is only a part of what learns, and not all of that has many layers.
#
# Pedro Domingos divides those who build learning machines into five **tribes**. Symbolists trust in logic and reason
# backwards, from facts to rules. Connectionists copy the brain, and correct its connections from the last layer to the
# first. Evolutionaries breed programs: the best survive, and are crossed and changed. Bayesians ask how much each new
# fact should change what they believe. Analogizers ask which known case is most like the new one.
#
# What a network says about a picture may be coarse or fine. **Classification** only names what is there.
# **Localisation** also says where it is, if there is one object. **Detection** deals with a whole street full of them.
# **Segmentation** is the finest: it colours in each object, up to its edge.
#
# Three theorems are often quoted. **Universal approximation** is about what a network could express, not about whether
# training finds it. **No free lunch** says that you pay for what you win: a method that is good at some problems is bad
# at others. **Perceptron convergence** is about the learning rule of a single neuron: it comes to rest some day,
# provided that a straight line can do the job.
#
# Again, write one letter for each word. Within a group, use each letter once, except in the last one.
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
# - b: support vector machines: similar cases have similar answers
# - c: genetic programming
# - d: inverse deduction: which rule would explain the facts?
# - e: backpropagation
#
# **Four things to ask about a picture:** `classification`, `localisation`, `detection`, `segmentation`
#
# - a: where are all the objects, of whatever class, and how many are there? A box and a class for each of them
# - b: which class does each pixel belong to?
# - c: which class does the picture show?
# - d: which class does the picture show, and in which box is that one object?
#
# **What theory says:** `universal_approximation`, `no_free_lunch`, `perceptron_convergence`
#
# - a: averaged over all possible problems, no method is better than another
# - b: if a line can separate the classes, the rule finds one after finitely many corrections
# - c: if it is wide enough, one hidden layer can imitate any continuous function as closely as you like; the theorem
#   does not say how to find the weights
#
# **What would you begin with?** `chess_rules`, `tax_law`, `forty_patients`, `million_photos`. Here letters may be used
# more than once.
#
# - a: a program with rules that people wrote, such as an expert system: the rules are known, and there is nothing to
#   learn
# - b: a simple model with few parameters, such as logistic regression: there are few examples, each a short row of
#   numbers, and someone wants to know why
# - c: a deep network: there are plenty of examples, and nobody can write down the rules
#
# The four words stand for: a program that tells whether a move is legal in chess; one that computes a tax from a form,
# as the law says; the risk of a rare disease, from the age and three blood values of forty patients; the species of a
# bird in a photograph, learned from a million labelled photographs.

# %% answer
map_of_ai = ...  # {"first": "?", "second": "?", ...}: one letter for each of the twenty words

# %% [markdown] answer points=3 name="why"
# ### 9. In your own words
#
# A friend trains a GAN. By mistake, the optimizer of the generator's step is given the weights of *both* networks.
#
# Answer in four to eight sentences: (a) What does the discriminator then learn from the generator's loss, and what
# becomes of the game? (b) The friend judges the training by the discriminator's loss alone. Why does a loss near zero
# not mean that the images are good, and what would a loss of $2 \ln 2$ mean? (c) For which of the four tasks at the end
# of section 8 would "deep learning is always better" have been the most costly mistake, and why? Count as cost what a
# wrong answer, or one that nobody can explain, does to people.
