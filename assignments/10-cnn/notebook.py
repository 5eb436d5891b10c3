# %% [markdown]
# # A convolutional network
#
# To a dense layer, an image is a row of numbers: move the hand by one pixel, and every number is another one. A
# **convolutional network** looks at small patches instead, and with the same kernels everywhere. In this notebook you
# build one, train it to read hand signs, and find out what it reads and what it confuses. Then you bring an old
# network back to life, from a program that no longer runs.
#
# You write five functions, train one network, and make one promise. Below each answer are checks that you can run as
# often as you like; more checks, which you do not see, run when the notebook is graded. They also measure your network
# on people whom nobody outside of the grader has seen. Plan for 60 minutes. Training takes less than half a minute,
# without a GPU.

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

# %% [markdown]
# ## The signs
#
# Of the manual alphabet, 24 letters stand still; j and z are movements, and are left out. The file beside this notebook
# holds 2,400 images to learn from (`train`) and 600 to try the network on (`valid`). Labels are whole numbers from 0
# (a) to 23 (y), without a gap. Keep that in mind when you meet such data elsewhere: a well-known set of hand signs has
# 24 labels, too, but they run from 0 to 24, and 9 never comes. A network of 24 outputs has no place for the last one.
#
# `groups` says who signs. **No person is in both parts.** Otherwise the network could recognise the sleeve, and look as
# if it could read.

# %%
data = np.load("hands.npz")
train_images, train_labels = data["train_images"], data["train_labels"]
valid_images, valid_labels = data["valid_images"], data["valid_labels"]
letters = data["classes"]
print("to learn from:", train_images.shape, train_images.dtype, "by", len(set(data["train_groups"])), "persons")
print("to try it on: ", valid_images.shape, valid_images.dtype, "by", len(set(data["valid_groups"])), "persons")

# %% picture
figure, axes = plt.subplots(4, 12, figsize=(12, 4.6))
for row, person in enumerate(sorted(set(data["train_groups"]))[:4]):
    hers = data["train_groups"] == person
    for axis, image, label in zip(axes[row], train_images[hers], train_labels[hers]):
        axis.imshow(image, cmap="gray", vmin=0, vmax=255)
        axis.set_title(letters[label], fontsize=9)
for axis in axes.flat:
    axis.axis("off")
figure.suptitle("Each row is one person")
plt.show()

# %% [markdown]
# ## 1. An image stays an image
#
# A dense layer wants a row of numbers, and you flattened the images for it. A convolution must know which pixels are
# neighbours, so the image keeps its height and width. And it wants one thing more: the **channels**, in a last axis. A
# colour image has three; a grey one has one, but Keras wants to see it. So (n, 28, 28) becomes (n, 28, 28, 1).
#
# *Hint: `images[..., np.newaxis]` adds an axis at the end. Divide by 255 with `/`: what does `//` do to a pixel?*

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
# The course's network for this alphabet looks three times, and then judges. One look is a **block**:
#
# | layer | what for |
# |---|---|
# | `Conv2D`: kernels of 3 x 3, padding `"same"`, ReLU | finds a pattern, wherever it is |
# | `BatchNormalization`, with `momentum=0.9` | keeps the numbers in a range that is good to learn in |
# | `MaxPooling2D`: 2 x 2, padding `"same"` | halves the image: 28, 14, 7 and, with padding, 4 |
#
# The three blocks have 75, 50 and 25 filters. To **judge**, the last image is flattened, a dense layer of 512 units
# with ReLU weighs it, a dropout of 0.3 makes it hard to learn persons by heart, and a dense layer of 24 units with
# softmax gives the probabilities. All in all, 264,049 parameters. 300 of them are not learned but measured: the moving
# means and variances of the normalisation.
#
# Why this momentum? While it trains, the normalisation uses the mean of the batch; later it uses the moving mean, which
# it collected in the meantime. With Keras' usual momentum of 0.99 that takes hundreds of steps to arrive, and an epoch
# has only 75 here. Until then the network reads worse than it could, and you would search for the fault elsewhere.
#
# Let your function take the numbers of filters and units, so that you can build a smaller one, too. Compile it with
# Adam, the loss for probabilities and labels that are whole numbers, and the accuracy.
#
# *Hints: `keras.Sequential` has a method `add`, so a loop can add the blocks. Begin with `keras.Input((28, 28, 1))`.*

# %% answer
def build_cnn(filters=(75, 50, 25), units=512):
    """Return a new network for 28 x 28 grey images and 24 classes, as described above: compiled, and not yet trained.

    It has a block for each number in `filters` (there may be one, three or more), and `units` units in the hidden dense
    layer. Each call returns another network, with weights of its own.

    >>> build_cnn().count_params()
    264049
    >>> build_cnn(filters=(8,), units=10).output_shape
    (None, 24)
    """
    raise NotImplementedError("Add the blocks and the layers that judge, compile the network, and return it.")

# %% [markdown]
# ## 3. Train it
#
# The course's network is a little large for a computer without a GPU. Something like `build_cnn((16, 32, 64), 128)`
# needs a quarter of the multiplications, and reads as well. Train it on the training images, **prepared**, and let it
# try itself after each epoch on the validation images, prepared in the same way (`validation_data`). About ten epochs
# with batches of 32 will do. The training of a network must be over in 30 seconds when it is graded.
#
# The network passes if it reads at least 70 % of the signs of people whom nobody has seen. Guessing gets 4 %.
#
# *Hints: `verbose=2` prints one line for each epoch. The validation accuracy goes up and down from epoch to epoch,
# since 25 persons are few. Does it stay at 4 %, while the training accuracy rises? Then the two parts are not prepared
# alike.*

# %% answer
model = ...  # build the network here, and train it

# %% picture
log = model.history.history
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4))
epochs = range(1, len(log["loss"]) + 1)
left.plot(epochs, log["loss"], "o-", label="training persons")
right.plot(epochs, log["accuracy"], "o-")
if "val_loss" in log:
    left.plot(epochs, log["val_loss"], "o-", label="validation persons")
    right.plot(epochs, log["val_accuracy"], "o-")
left.set(title="Loss", xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
right.set(title="Accuracy", xlabel="epoch", ylabel="share read right", ylim=(0, 1))
right.axhline(0.7, color="tab:gray", linestyle="--", linewidth=1)
left.legend()
plt.show()

# %% [markdown]
# ## 4. Make a promise
#
# Somebody wants to use your network, for people whom it has never met. How many signs in a hundred will it read right?
# You can't know, but there is an honest way to measure it, and a way to fool yourself. The two curves above show by how
# much.
#
# *Hint: `model.evaluate` returns the loss first, and then the metrics.*

# %% answer
expected_accuracy = ...  # the accuracy of your model that you expect with people whom it has never met, from 0 to 1

# %% [markdown]
# ## 5. Is it better than a dense network?
#
# A comparison is fair if both learn from the same images and are measured on the same people, and if neither is larger.
# So how wide may the hidden layer of a dense network be, if it must not have more parameters than yours? A network of
# one hidden layer has one weight for each pair of an input and a hidden unit, and for each pair of a hidden unit and a
# class, and it has one bias for each hidden unit and each class.
#
# *Hint: write down the number of parameters for `width` hidden units, and solve for `width`. What must be taken away
# first?*

# %% answer
def fair_width(parameters, inputs, classes):
    """Return how many hidden units a dense network may have, if it must not have more than `parameters` parameters.

    The network has `inputs` inputs, one hidden layer, and `classes` outputs, all with biases. The result is the largest
    whole number that will do, and an exact one, however large the numbers are. Raise a ValueError if not even one
    hidden unit will do.

    >>> fair_width(264049, 784, 24)
    326
    >>> fair_width(13, 2, 1)
    3
    """
    raise NotImplementedError("How many parameters does each hidden unit bring along?")

# %% [markdown]
# The picture trains such a network on the same images, which takes some seconds. Then it moves the validation images,
# to the right, and asks both. Neither has seen a hand so far from the middle: which one is more easily thrown off?

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
for name, network in (("convolutional", model), ("dense", dense)):
    seen, unseen = (
        network.evaluate(prepare(data[part + "_images"]), data[part + "_labels"], verbose=0)[1]
        for part in ("train", "valid")
    )
    left.plot(["training persons", "validation persons"], [seen, unseen], "o-", label=name)
    shares = [network.evaluate(prepare(moved(valid_images, n)), valid_labels, verbose=0)[1] for n in range(6)]
    right.plot(range(6), shares, "o-")
left.set(title="Whom it knows, and whom it does not", ylabel="share read right", ylim=(0, 1), xlim=(-0.3, 1.3))
right.set(title="Moved to the right", xlabel="pixels")
left.legend()
plt.show()

# %% [markdown]
# ## 6. What does it take for what?
#
# An accuracy hides a lot. A **confusion matrix** has a row for each class that was *signed* and a column for each class
# that was *guessed*, and counts how often the two met. What is right stands on the diagonal. A bright spot elsewhere is
# a mistake that the network makes again and again. (m and n? A person would hesitate, too.)
#
# *Hint: begin with zeros, and add 1 for each pair. Beware: `matrix[labels, guesses] += 1` counts a pair that comes
# twice only once. A loop does not, nor does `np.add.at`.*

# %% answer
def confusion_matrix(labels, guesses, classes):
    """Return an array of whole numbers, shape (classes, classes): how often class i was taken for class j.

    `labels` and `guesses` are arrays of whole numbers from 0 to `classes` - 1, in any type of integers, one for each
    sample; there may be no sample. Raise a ValueError if they differ in length. A class that never came has a row of
    zeros.

    >>> confusion_matrix(np.array([0, 0, 0, 1]), np.array([0, 2, 2, 1]), classes=3).tolist()
    [[1, 0, 2], [0, 1, 0], [0, 0, 0]]
    """
    raise NotImplementedError("Count for each pair of a label and a guess how often it came.")

# %% picture
guesses = model.predict(prepare(valid_images), verbose=0).argmax(axis=1)
matrix = confusion_matrix(valid_labels, guesses, 24)
plt.figure(figsize=(6.5, 6))
plt.imshow(matrix, cmap="viridis")
plt.xticks(range(24), letters)
plt.yticks(range(24), letters)
plt.xlabel("what the network guessed")
plt.ylabel("what was signed")
plt.colorbar(label="images")
plt.title(f"{np.mean(guesses == valid_labels):.1%} of the validation images are on the diagonal")
plt.show()

# %% picture
misread = np.flatnonzero(guesses != valid_labels)
figure, axes = plt.subplots(2, 12, figsize=(12, 2.8))
for axis in axes.flat:
    axis.axis("off")
for axis, number in zip(axes.flat, misread):
    axis.imshow(valid_images[number], cmap="gray", vmin=0, vmax=255)
    axis.set_title(f"{letters[valid_labels[number]]} as {letters[guesses[number]]}", fontsize=9)
figure.suptitle("Misread")
plt.show()

# %% [markdown]
# ## What the first layer looks for
#
# The first convolution has a handful of kernels. Above are some of them, red where they add and blue where they
# subtract; below is what each makes of a hand. Do you find edges, as in the kernels that you wrote by hand? Nobody told
# them to.

# %% picture
first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
seen = keras.ops.convert_to_numpy(keras.Model(model.inputs, first.output)([prepare(valid_images[:1])]))[0]
shown = np.argsort(-seen.std(axis=(0, 1)))[:10]
figure, axes = plt.subplots(2, 11, figsize=(12, 2.6))
for axis in axes.flat:
    axis.axis("off")
axes[1, 0].imshow(valid_images[0], cmap="gray", vmin=0, vmax=255)
for (above, below), kernel in zip(axes.T[1:], shown):
    weights = first.get_weights()[0][:, :, 0, kernel]
    above.imshow(weights, cmap="seismic", vmin=-np.abs(weights).max(), vmax=np.abs(weights).max())
    below.imshow(seen[:, :, kernel], cmap="gray")
plt.show()

# %% [markdown]
# ## 7. Bring an old network back to life
#
# You will meet networks that exist only as old programs. This one, in the manner of LeNet, is for ten digits. It is
# written for version 1 of TensorFlow, which drew a graph first and ran it later. None of it runs any more.
#
# ```python
# x = tf.placeholder(tf.float32, [None, 28, 28, 1])
# y_actual = tf.placeholder(tf.float32, [None, 10])               # one-hot
# pkeep = tf.placeholder(tf.float32)                              # 0.8 while training, 1.0 otherwise
#
# def variable(shape):
#     return tf.Variable(tf.truncated_normal(shape, stddev=0.1))
#
# k1, b1 = variable([5, 5, 1, 20]), variable([20])
# k2, b2 = variable([5, 5, 20, 50]), variable([50])
# w3, b3 = variable([5 * 5 * 50, 128]), variable([128])
# w4, b4 = variable([128, 10]), variable([10])
#
# c1 = tf.tanh(tf.nn.conv2d(x, k1, strides=[1, 1, 1, 1], padding="SAME") + b1)
# s1 = tf.nn.max_pool(c1, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
# c2 = tf.tanh(tf.nn.conv2d(s1, k2, strides=[1, 2, 2, 1], padding="VALID") + b2)
# f2 = tf.reshape(c2, [-1, 5 * 5 * 50])
# d3 = tf.nn.dropout(tf.tanh(tf.matmul(f2, w3) + b3), pkeep)
# logits = tf.matmul(d3, w4) + b4
#
# loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_actual, logits=logits))
# step = tf.train.AdadeltaOptimizer(learning_rate=1.0).minimize(loss)
# accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), tf.argmax(y_actual, 1)), tf.float32))
# ```
#
# Write it in Keras. What the program says has an exact counterpart; where the two languages differ, think:
#
# - A kernel's shape is height, width, channels in, filters. Keras needs only two of the four.
# - Strides are for sample, height, width and channel. The second convolution makes the image smaller without a pooling.
# - TensorFlow 1 says what share a dropout *keeps*. What does Keras' `Dropout` want to know?
# - Which of the cross-entropies fits labels like these? And does it get probabilities, or **logits**, the numbers
#   before the softmax? `keras.losses` has classes that can be told with `from_logits`.
# - An optimizer by its name, such as `"adadelta"`, has Keras' own learning rate; for Adadelta that is 0.001, so
#   every step would be a thousand times smaller.
#
# Leave the first values of weights and biases to Keras.

# %% answer
def port_lenet():
    """Return the old program's network as a new Keras model: compiled with its loss and its optimizer, not yet trained.

    It takes images of shape (28, 28, 1), gives ten logits for each, and shows the accuracy. Each call returns another
    network, with weights of its own.

    >>> port_lenet().count_params()
    186988
    """
    raise NotImplementedError("Go through the program line by line, and write each layer in Keras.")
