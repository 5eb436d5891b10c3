# %% [markdown]
# # A convolutional network
#
# To a dense layer, an image is a row of numbers: move the hand by one pixel, and every number is a different one. A
# **convolutional network** looks at small patches instead, with the same kernels everywhere. In this notebook you build
# one, train it to read hand signs, and find out what it reads and what it confuses. Then you bring an old network back
# to life, from a program that no longer runs.
#
# **What you will be able to do**
#
# - build a convolutional network in Keras, and train it to read at least 70 % of the signs of people it has never seen;
# - predict honestly how well a network will do with new people;
# - compare two networks fairly, and show by experiment *why* convolution helps with images;
# - read a confusion matrix, and port a program from TensorFlow 1.
#
# **Time:** 60 minutes, for five functions, one trained network, and one promise: how well it will read. Training takes
# less than half a minute, without a GPU. **You need:** the notebooks *A first network*, *The layers of a convolutional
# network* and *Famous architectures*.
#
# Below each answer are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded. They also measure your network on people whom nobody outside the grader has seen.

# %%
import contextlib
import os

import matplotlib.pyplot as plt
import numpy as np


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

# %% [markdown]
# ## The signs
#
# Of the manual alphabet, 24 letters are held still; j and z are movements, and are left out. The file beside this
# notebook holds 2,400 images to learn from (`train`) and 600 to try the network on (`valid`). Labels are whole numbers
# from 0 (a) to 23 (y), without a gap.
#
# `groups` says who is signing. **No person is in both parts.** Otherwise the network could recognise the sleeve, and
# look as if it could read.

# %%
data = np.load("hands.npz")
train_images, train_labels = data["train_images"], data["train_labels"]
valid_images, valid_labels = data["valid_images"], data["valid_labels"]
letters = data["classes"]
print("to learn from:", train_images.shape, train_images.dtype, "by", len(set(data["train_groups"])), "persons")
print("to try it on: ", valid_images.shape, valid_images.dtype, "by", len(set(data["valid_groups"])), "persons")

# %% [markdown]
# The figure shows twelve training images of each of four people, one person in each row, with the letter above each.

# %% picture
figure, axes = plt.subplots(4, 12, figsize=(12, 4.6))
for row, person in enumerate(sorted(set(data["train_groups"]))[:4]):
    signed = data["train_groups"] == person
    for axis, image, label in zip(axes[row], train_images[signed], train_labels[signed]):
        axis.imshow(image, cmap="gray", vmin=0, vmax=255)
        axis.set_title(letters[label], fontsize=9)
for axis in axes.flat:
    axis.axis("off")
figure.suptitle("Training images: each row is one person")
plt.show()

# %% [markdown]
# ## 1. An image stays an image
#
# A dense layer takes a row of numbers, so you flattened the images for it. A convolution must know which pixels are
# neighbours, so the image keeps its height and width. And it needs one thing more: the **channels**, as a last axis. A
# colour image has three; a grey one has only one, but Keras still wants to see the axis. So (n, 28, 28) becomes
# (n, 28, 28, 1).
#
# *Hint: `images[..., np.newaxis]` adds an axis at the end. Divide by 255 with `/`: what would `//` do to a pixel?*

# %% answer
def prepare(images):
    """Return the images as a convolutional network wants them: shape (n, height, width, 1), floats from 0 to 1.

    `images` has shape (n, height, width), and holds whole numbers from 0 (black) to 255 (white), as bytes or in another
    type of integers or floats. Leave it as it was.

    >>> prepared = prepare(np.array([[[0, 51, 102], [153, 204, 255]]], dtype=np.uint8))
    >>> prepared.shape
    (1, 2, 3, 1)
    >>> [round(float(pixel), 2) for pixel in prepared.ravel()]
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    raise NotImplementedError("Scale the pixels, and add an axis for the channel.")

# %% [markdown]
# ## 2. Build it
#
# The network for this alphabet has three **blocks** that look for patterns, and then two dense layers that **judge**. A
# block has three layers, in this order:
#
# | layer | what it does |
# |---|---|
# | `Conv2D`: kernels of 3 x 3, padding `"same"`, ReLU | finds a pattern, wherever it is |
# | `BatchNormalization`, with `momentum=0.9` | keeps the numbers in a range that is good to learn in |
# | `MaxPooling2D`: 2 x 2, padding `"same"` | halves the image: 28, 14, 7 and, with padding, 4 |
#
# The three blocks have 75, 50 and 25 filters. After them, the last image is flattened. A dense layer of 512 units with
# ReLU weighs what was found; a dropout of 0.3, between the two dense layers, makes it hard to learn people by heart;
# and a dense layer of 24 units with softmax gives the probabilities. All in all there are 264,049 parameters. Of these,
# 300 are not learned but measured: the moving means and variances of the normalisation.
#
# Why this momentum? During training, the normalisation uses the mean of the batch; later it uses the moving mean, which
# it has collected in the meantime. With Keras' default momentum of 0.99, the moving mean takes hundreds of steps to
# arrive, and an epoch has only 75 here. Until then the network reads worse than it could, and you would look for the
# fault elsewhere.
#
# Let your function take the numbers of filters and units, so that you can build a smaller network, too. Compile it with
# Adam, the loss for probabilities and labels that are whole numbers, and the accuracy.
#
# *Hints: `keras.Sequential` has a method `add`, so a loop can add the blocks. Begin with `keras.Input((28, 28, 1))`.*

# %% answer
def build_cnn(filters=(75, 50, 25), units=512):
    """Return a new network for 28 x 28 grey images and 24 classes, as described above: compiled, and not yet trained.

    It has a block for each number in `filters` (there may be one, three or more), and `units` units in the hidden dense
    layer. Each call returns a new network, with weights of its own.

    >>> build_cnn().count_params()
    264049
    >>> build_cnn(filters=(8,), units=10).output_shape
    (None, 24)
    """
    raise NotImplementedError("Add the blocks and the layers that judge, compile the network, and return it.")

# %% [markdown]
# ## 3. Train it
#
# The network with the numbers above is a little large for a computer without a GPU. Something like
# `build_cnn((16, 32, 64), 128)` needs a quarter of the multiplications, and reads well enough. Train it on the training
# images, **prepared**, for ten epochs with batches of 32. After each epoch, let it try the validation images, prepared
# in the same way (`validation_data`).
#
# Let the **learning rate fall to zero** as the training ends. With a fixed rate the network still jumps at the end, and
# where it lands is luck: eight networks that we trained in this way read between 70 and 82 % of the validation images.
# With a falling rate, sixteen networks read 79 to 84 %. So compile the network a second time before you train it, with
# the same loss and metric as in `build_cnn`, but with this optimizer. Compiling again changes no weights.
#
# ```python
# falling = keras.optimizers.schedules.CosineDecay(0.001, 750)  # from 0.001 to 0 in 750 steps: ten epochs of 75
# optimizer = keras.optimizers.Adam(falling)
# ```
#
# The network passes if it reads at least 70 % of the signs of people whom nobody has seen. From 67 % on it earns a part
# of the points. Guessing gets 4 %. When your notebook is graded, this cell runs again, with other random numbers, so
# aim for 75 % or more of the validation images. The cell may then take 60 seconds; it needs about 15, or twice as many
# on a busy computer.
#
# *Hints: `verbose=2` prints one line for each epoch. Does the validation accuracy stay at 4 % while the training
# accuracy rises? Then the two parts are not prepared alike.*

# %% answer
model = ...  # build the network here, and train it

# %% [markdown]
# The figure shows the loss on the left and the accuracy on the right, epoch by epoch: solid lines with dots for the
# people it learned from, dashed lines with squares for the others. The dotted line is the 70 % that it has to reach.

# %% picture
log = model.history.history
measured = [name for name in log if not name.startswith("val_") and name not in ("loss", "learning_rate")]
accuracy = max(measured, key=lambda name: "acc" in name)  # whatever its metric is called
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
epochs = range(1, len(log["loss"]) + 1)
for axis, name in ((left, "loss"), (right, accuracy)):
    axis.plot(epochs, log[name], "o-", label="training people")
    if f"val_{name}" in log:
        axis.plot(epochs, log[f"val_{name}"], "s--", label="validation people")
    axis.locator_params(axis="x", integer=True)
left.set(title="Loss", xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
right.set(title="Accuracy", xlabel="epoch", ylabel="share read correctly", ylim=(0, 1))
right.axhline(0.7, color="black", linestyle=":", label="needed with new people")
left.legend()
right.legend()
plt.show()

# %% [markdown]
# ## 4. Make a promise
#
# Somebody wants to use your network, for people whom it has never met. How many signs in a hundred will it read
# correctly? You cannot know for sure. But there is an honest way to measure it, and a way to fool yourself: the two
# curves above show how far they are apart.
#
# Compute the number in this cell, and don't type it: when your notebook is graded, the network is trained again, and
# reads a little better or worse. A check compares your number with what the network then reads.
#
# *Hint: `model.evaluate` returns the loss first, and then the metrics.*

# %% answer
expected_accuracy = ...  # the accuracy of your model that you expect with people whom it has never met, from 0 to 1

# %% [markdown]
# ## 5. Is it better than a dense network?
#
# A comparison is fair if both networks learn from the same images and are measured on the same people, and if neither
# is larger. So how wide may the hidden layer of a dense network be, if the network must not have more parameters than
# yours? A network with one hidden layer has one weight for each pair of an input and a hidden unit, one weight for each
# pair of a hidden unit and a class, and one bias for each hidden unit and each class.
#
# *Hint: write down the number of parameters for `width` hidden units, and solve for `width`. What must be subtracted
# first? Compute the width; do not try one after the other. The numbers may have 18 digits: a search would take too
# long, and a division with `/` would not be exact.*

# %% answer
def fair_width(parameters, inputs, classes):
    """Return how many hidden units a dense network may have, if it must not have more than `parameters` parameters.

    The network has `inputs` inputs, one hidden layer, and `classes` outputs, all with biases. The result is the largest
    whole number that fits, and it is exact, however large the numbers are (they may have 18 digits). Raise a ValueError
    if not even one hidden unit fits.

    >>> fair_width(264049, 784, 24)
    326
    >>> fair_width(13, 2, 1)
    3
    """
    raise NotImplementedError("How many parameters does each hidden unit add?")

# %% [markdown]
# The next cell trains such a network on the same images, which takes some seconds. The left half of the figure compares
# both networks on people they know and people they do not know. For the right half, the validation images were moved to
# the right, by up to five pixels. Neither network has seen a hand so far from the middle: which one is more easily
# thrown off?

# %% picture
def moved(images, pixels):
    """Images moved to the right; on the left the border is repeated."""
    return np.pad(images, ((0, 0), (0, 0), (pixels, 0)), mode="edge")[:, :, : images.shape[2]]


width = fair_width(model.count_params(), 784, 24)
dense = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Flatten(),
    keras.layers.Dense(width, activation="relu"),
    keras.layers.Dense(24, activation="softmax"),
])
dense.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
dense.fit(prepare(train_images), train_labels, epochs=12, batch_size=32, verbose=0)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
for name, style, network in (("convolutional", "o-", model), ("dense", "s--", dense)):
    seen, unseen = (
        network.evaluate(prepare(data[part + "_images"]), data[part + "_labels"], verbose=0)[1]
        for part in ("train", "valid")
    )
    left.plot(["training people", "validation people"], [seen, unseen], style, label=name)
    shares = [network.evaluate(prepare(moved(valid_images, n)), valid_labels, verbose=0)[1] for n in range(6)]
    right.plot(range(6), shares, style)
left.set(title="People it knows, and people it does not", ylabel="share read correctly", xlabel="whose images")
left.set(xlim=(-0.3, 1.3), ylim=(0, 1.04))
right.set(title="Validation images, moved to the right", xlabel="pixels")
left.legend()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: which one is more easily thrown off</b></summary>
#
# It depends on how you count. In four trials of ours, five pixels took the convolutional network from about 82 % to
# 39 %, and the dense one from 41 % to 13 %. In points the convolutional network loses more; but it keeps nearly half of
# what it could read, and the dense one a third. Convolution finds a pattern wherever it is, but the dense layers behind
# it still care where.
#
# </details>

# %% [markdown]
# ### Try it: shuffle the pixels
#
# A convolution assumes that neighbouring pixels belong together. How much of its success is due to that? To find out,
# draw *one* order of the 784 pixels at random, and apply it to **all** images, for training and for validation. Each
# image keeps all of its numbers, but to our eyes it is noise.
#
# **Predict first:** who suffers, a dense network, a small convolutional network, both or
# neither? The next cell trains each of them twice, with plain and with shuffled pixels, which takes half a minute to a
# minute. The figure shows one image before and after shuffling, and below it the validation accuracy of the four
# networks after each epoch.

# %% picture
order = np.random.default_rng(0).permutation(28 * 28)  # one order for all images


def shuffled(images):
    """Images with their pixels in another order, which is the same for all of them."""
    return images.reshape(-1, 28 * 28)[:, order].reshape(-1, 28, 28)


def small_dense():
    """A dense network of 104,000 parameters; the convolutional one below has 41,000."""
    network = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(24, activation="softmax"),
    ])
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


figure = plt.figure(figsize=(7, 7), layout="constrained")
*axes, below = figure.subplot_mosaic("AB\nCC", height_ratios=[3, 4]).values()
for axis, title, image in ((axes[0], "plain", valid_images[0]), (axes[1], "shuffled", shuffled(valid_images)[0])):
    axis.imshow(image, cmap="gray", vmin=0, vmax=255)
    axis.set(title=f"the same image, {title}", xlabel="column", ylabel="row")
runs = [
    ("convolutional, plain", "o-", lambda: build_cnn((8, 16, 32), 64), lambda images: images),
    ("convolutional, shuffled", "o--", lambda: build_cnn((8, 16, 32), 64), shuffled),
    ("dense, plain", "s-", small_dense, lambda images: images),
    ("dense, shuffled", "s--", small_dense, shuffled),
]
for name, style, build, change in runs:
    network = build()
    valid = prepare(change(valid_images)), valid_labels
    network.fit(prepare(change(train_images)), train_labels, epochs=8, verbose=0, validation_data=valid)
    shares = next(values for key, values in network.history.history.items() if key.startswith("val_") and "acc" in key)
    below.plot(range(1, 9), shares, style, label=name)
below.set(title="Who suffers?", xlabel="epoch", ylabel="share read correctly", ylim=(0, 1))
below.legend()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what happened, and why</b></summary>
#
# The **dense** network does not notice. Each of its units has a weight for every pixel, and no pixel is closer to
# another than any other: a new order of the inputs is just a new order of the weights. In two trials, with other random
# numbers, it read about a third of the validation images either way.
#
# The **convolutional** network loses more than half of its accuracy: from 72 to 74 % it fell to 34 %, no better than
# the dense one. Its kernels look for patterns in patches of 3 x 3, and after shuffling, patches hold nine pixels from
# anywhere. Pooling throws away the place within a window, and now the place is all that counts.
#
# So convolution is no magic. It is a bet that neighbours belong together and that a pattern means the same everywhere.
# With images the bet pays; for a table of blood values, in which the order of the columns means nothing, it would not.
#
# </details>

# %% [markdown]
# ## 6. What does it confuse?
#
# An accuracy hides a lot. A **confusion matrix** has a row for each class that was *signed* and a column for each class
# that was *guessed*, and counts how often the two met. Correct answers are on the diagonal. A bright spot elsewhere is
# a mistake that the network makes again and again. (m and n? A person would hesitate, too.)
#
# *Hint: start with zeros, and add 1 for each pair. Beware: `matrix[labels, guesses] += 1` counts a pair that occurs
# twice only once. A loop counts it twice, and so does `np.add.at`.*

# %% answer
def confusion_matrix(labels, guesses, classes):
    """Return an array of whole numbers, shape (classes, classes): how often class i was taken for class j.

    `labels` and `guesses` are arrays of whole numbers from 0 to `classes` - 1, in any type of integers, one for each
    sample; there may be no samples. Raise a ValueError if they differ in length. A class that never occurs has a row
    of zeros.

    >>> confusion_matrix(np.array([0, 0, 0, 1]), np.array([0, 2, 2, 1]), classes=3).tolist()
    [[1, 0, 2], [0, 1, 0], [0, 0, 0]]
    """
    raise NotImplementedError("For each pair of a label and a guess, count how often it occurs.")

# %% [markdown]
# The figure is the confusion matrix of the validation images: a row for each letter that was signed, a column for each
# letter that was guessed. The brighter a cell, the more images it counts. The title says how many are on the diagonal.

# %% picture
guesses = model.predict(prepare(valid_images), verbose=0).argmax(axis=1)
matrix = confusion_matrix(valid_labels, guesses, 24)
plt.figure(figsize=(6.5, 5.6), layout="compressed")
plt.imshow(matrix, cmap="viridis")
plt.xticks(range(24), letters)
plt.yticks(range(24), letters)
plt.xlabel("what the network guessed")
plt.ylabel("what was signed")
plt.colorbar(label="images")
plt.title(f"{100 * np.mean(guesses == valid_labels):.1f} % of the validation images are on the diagonal")
plt.show()

# %% [markdown]
# The figure shows the first images that the network misread, up to 24 of them. "m as n" means that an m was signed and
# an n was guessed. Would you have read them correctly?

# %% picture
misread = np.flatnonzero(guesses != valid_labels)
figure, axes = plt.subplots(3, 8, figsize=(8, 4), layout="constrained")
for axis in axes.flat:
    axis.axis("off")
for axis, number in zip(axes.flat, misread):
    axis.imshow(valid_images[number], cmap="gray", vmin=0, vmax=255)
    axis.set_title(f"{letters[valid_labels[number]]} as {letters[guesses[number]]}", fontsize=9)
figure.suptitle("Misread: what was signed, and what was guessed")
plt.show()

# %% [markdown]
# ## What the first layer looks for
#
# The figure shows up to six kernels of the first convolution, the ones with the strongest response. In the upper row
# are their weights, positive ones in red and negative ones in blue; below each is what it makes of the hand on the
# left. Is one of them a kernel for edges, like those that you once wrote by hand, with red on one side and blue on the
# other? Nobody asked for it: the network learned it. Few are as tidy as yours.

# %% picture
first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
seen = keras.ops.convert_to_numpy(keras.Model(model.inputs, first.output)([prepare(valid_images[:1])]))[0]
shown = np.argsort(-seen.std(axis=(0, 1)))[:6]
figure, axes = plt.subplots(2, 7, figsize=(12, 3.8))
for axis in axes.flat:
    axis.axis("off")
axes[1, 0].imshow(valid_images[0], cmap="gray", vmin=0, vmax=255)
axes[1, 0].set_title("the image", fontsize=9)
for (above, below), kernel in zip(axes.T[1:], shown):
    weights = first.get_weights()[0][:, :, 0, kernel]
    colours = above.imshow(weights, cmap="RdBu_r", vmin=-np.abs(weights).max(), vmax=np.abs(weights).max())
    above.set_title(f"kernel {kernel}", fontsize=9)
    below.imshow(seen[:, :, kernel], cmap="gray")
bar = figure.colorbar(colours, ax=axes, shrink=0.8, ticks=[-np.abs(weights).max(), 0, np.abs(weights).max()])
bar.ax.set_yticklabels(["negative", "0", "positive"])
figure.suptitle("What the first convolution has learned")
plt.show()

# %% [markdown]
# ## 7. Bring an old network back to life
#
# You will meet networks that exist only as old programs. This one, in the manner of LeNet, is for ten digits. It is
# written for version 1 of TensorFlow, which built a graph first and ran it later. It no longer runs.
#
# ```python
# x = tf.placeholder(tf.float32, [None, 28, 28, 1])
# y_actual = tf.placeholder(tf.float32, [None, 10])  # one-hot
# pkeep = tf.placeholder(tf.float32)  # 0.8 while training, 1.0 otherwise
#
# def variable(shape):
#     return tf.Variable(tf.truncated_normal(shape, stddev=0.1))
#
# k1, b1 = variable([5, 5, 1, 20]), variable([20])
# k2, b2 = variable([5, 5, 20, 50]), variable([50])
# w3, b3 = variable([5 * 5 * 50, 128]), variable([128])
# w4, b4 = variable([128, 10]), variable([10])
#
# c1 = tf.tanh(
#     tf.nn.conv2d(x, k1, strides=[1, 1, 1, 1], padding="SAME") + b1
# )
# s1 = tf.nn.max_pool(
#     c1, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"
# )
# c2 = tf.tanh(
#     tf.nn.conv2d(s1, k2, strides=[1, 2, 2, 1], padding="VALID") + b2
# )
# f2 = tf.reshape(c2, [-1, 5 * 5 * 50])
# d3 = tf.nn.dropout(tf.tanh(tf.matmul(f2, w3) + b3), pkeep)
# logits = tf.matmul(d3, w4) + b4
#
# loss = tf.reduce_mean(
#     tf.nn.softmax_cross_entropy_with_logits(
#         labels=y_actual, logits=logits
#     )
# )
# step = tf.train.AdadeltaOptimizer(learning_rate=1.0).minimize(loss)
# right = tf.equal(tf.argmax(logits, 1), tf.argmax(y_actual, 1))
# accuracy = tf.reduce_mean(tf.cast(right, tf.float32))
# ```
#
# Write it in Keras. Each layer of the program has a counterpart, and so have its loss and its optimizer. Leave to Keras
# every setting that the program does not mention, and the initial values of weights and biases even though it does.
# Where the two libraries differ, think twice:
#
# - The shape of a kernel is height, width, channels in, filters. Keras needs only two of the four.
# - Strides are for sample, height, width and channel. The second convolution makes the image smaller without pooling.
# - TensorFlow 1 is told what share a dropout *keeps*. What does Keras' `Dropout` want to know?
# - Which of the cross-entropies fits labels like these? And is it given probabilities, or **logits**, the numbers
#   before the softmax? A name such as `"binary_crossentropy"` stands for a class, `keras.losses.BinaryCrossentropy`.
#   Such a class takes an argument: `loss=keras.losses.BinaryCrossentropy(from_logits=True)`.
# - An optimizer that is given by name, such as `"adadelta"`, gets Keras' own learning rate. For Adadelta that is 0.001,
#   so every step would be a thousand times smaller than in this program. Here, too, a class takes an argument:
#   `optimizer=keras.optimizers.SGD(learning_rate=0.1)`.

# %% answer
def port_lenet():
    """Return the old program's network as a new Keras model: compiled with its loss and its optimizer, not yet trained.

    It takes images of shape (28, 28, 1), gives ten logits for each, and reports the accuracy. Each call returns a new
    network, with weights of its own.

    >>> port_lenet().count_params()
    186988
    """
    raise NotImplementedError("Go through the program line by line, and write each layer in Keras.")
