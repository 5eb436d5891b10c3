# %% [markdown]
# # Final assessment: fresh and rotten fruit
#
# This is the course in one notebook: prepare data, make more of it, build on what another network has learned, train, and
# say honestly how good the result is. You know all the parts, so there are fewer hints. Take an hour or two; a training
# needs some ten seconds of them.
#
# **The task.** There are six classes: apples, bananas and oranges, fresh and rotten. A machine at a belt has taken 252
# photos to learn from. Your network will be judged by photos that *customers* took, of other fruits, from any side and in
# any light. It passes with an accuracy of **0.92** on 1,200 of them, which nobody has seen.
#
# Two kinds of answers do not get there: a network that begins with random numbers, and one that has seen the photos of the
# belt only as they are.

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
data = np.load("fruit.npz")
classes = [str(name) for name in data["classes"]]
train_images, train_labels = data["train_images"], data["train_labels"]
valid_images, valid_labels = data["valid_images"], data["valid_labels"]
print(train_images.shape, train_images.dtype, "for training;", valid_images.shape, "for validation")
print("fruits in both:", np.intersect1d(data["train_groups"], data["valid_groups"]).size)

# %% picture
figure, axes = plt.subplots(4, 12, figsize=(12, 4.6))
for photos, labels, rows, where in ((train_images, train_labels, axes[:2], "belt"), (valid_images, valid_labels, axes[2:], "customers")):
    for place, axis in enumerate(rows.flat):
        number = np.flatnonzero(labels == place % 6)[place // 6]
        axis.imshow(photos[number])
        axis.set(xticks=(), yticks=())
        axis.set_title(classes[place % 6].replace(" ", "\n"), fontsize=7)
    rows[0, 0].set_ylabel(where)
plt.tight_layout()
plt.show()

# %% [markdown]
# The base is that of topic 13: a small network that has learned twelve other kinds of fruit and vegetables. It wants photos
# with numbers **from 0 to 255**; it scales them itself. `load_base` gives a new one with each call.

# %%
def load_base():
    """The base, (48, 48, 3) to (6, 6, 64), with all that it has learned; nothing is frozen."""
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, filters in enumerate((16, 32, 48, 64)):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    base = keras.Model(inputs, x)
    learned = np.load("base.npz")
    base.set_weights([learned[name].astype("float32") for name in learned.files])
    return base

# %% [markdown]
# ## 1. More photos of the same fruit
#
# A photo may be turned by 0, 90, 180 or 270 degrees, and each of these may be mirrored: **eight views**, and no pixel is lost
# or blurred. Besides, each view gets a light of its own: all of its numbers are multiplied by one factor, drawn evenly
# between 0.5 and 1.2. What becomes brighter than 255 stays at 255.

# %% answer
def pipeline(images, labels, seed):
    """Return (photos, labels) to train on: eight views of each photo, each with its label and in its own light.

    `images` has shape (n, 48, 48, 3) and numbers from 0 to 255, `labels` shape (n,). The photos have shape
    (8 n, 48, 48, 3), type float32, and again numbers from 0 to 255. They may come in any order. The same seed gives the
    same photos, another seed other lights. Leave `images` and `labels` as they were.

    >>> photos, labels = pipeline(np.full((2, 48, 48, 3), 100, dtype="uint8"), np.array([4, 1]), seed=0)
    >>> photos.shape, sorted(labels.tolist())
    ((16, 48, 48, 3), [1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4])
    """
    raise NotImplementedError("Turn, mirror, change the light, and let each view keep its label.")

# %% [markdown]
# ## 2. The model
#
# The base, frozen; global average pooling; a dense layer. Compiled, so that the head can be trained at once.

# %% answer
def build_model(outputs):
    """Return a compiled model of a new, frozen base, `GlobalAveragePooling2D`, and `Dense(outputs)`, which gives logits.

    Each call takes a base of its own: what one model learns later changes no other.
    The optimizer is Adam. The labels will be whole numbers, so the loss is the sparse categorical cross-entropy, on
    logits; the accuracy is shown as a metric.

    >>> build_model(6).output.shape
    (None, 6)
    """
    raise NotImplementedError("Put a head on the frozen base, and compile.")

# %% [markdown]
# ## 3. Train
#
# First the head; then the filters as well, with a small learning rate, best one that goes down to zero as the training ends
# (`keras.optimizers.schedules.CosineDecay(0.001, steps)`, where `steps` are those of all epochs). As in topic 13: unfreeze the
# *layers* of your model but not the normalisations, compile again, and count what can learn. For the photos of the belt
# three epochs and then five are enough, in batches of 32.
#
# All of this belongs into one function, so that the training can be repeated, also on other photos of the belt: a school may
# have `train` called on photos of its own, and grade the network that comes back.

# %% answer
def train(images, labels):
    """Return a network that was trained on these photos, and on nothing else.

    `images` has shape (n, 48, 48, 3) and numbers from 0 to 255, `labels` shape (n,) and numbers from 0 to 5. The network
    has six outputs, takes photos with numbers from 0 to 255, has at most 200,000 numbers, and is made of Keras' own layers.

    >>> train(train_images[:2], train_labels[:2]).output.shape
    (None, 6)
    """
    raise NotImplementedError("More photos, the model, its head, and then all of it.")

# %% [markdown]
# Try it, look at what comes out at the end of this notebook, and come back. You may train for longer, or in another way; but
# one call must not take longer than 60 seconds.

# %% answer
model = ...  # train on the photos of the belt

# %% [markdown]
# ## 4. Say honestly how good it is
#
# One number hides where the errors are. A **confusion matrix** has a row for each class and a column for each guess.

# %% answer
def confusion(labels, guesses, classes):
    """Return the confusion matrix, of shape (classes, classes): in row r and column c, how often r was taken for c.

    `labels` and `guesses` are arrays of whole numbers from 0 to classes - 1, of any integer dtype. Raise a ValueError if
    one is longer than the other. The entries are whole numbers.

    >>> confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), 3).tolist()
    [[1, 1, 0], [0, 1, 0], [1, 0, 0]]
    """
    raise NotImplementedError("Count each pair of label and guess.")

# %% [markdown]
# Of each class, two shares matter. **Recall**: how many of the rotten apples were found? **Precision**: how many of those
# that were called rotten apples are some?

# %% answer
def recall_and_precision(matrix):
    """Return (recall, precision), two arrays with a share from 0 to 1 for each class.

    `matrix` is a confusion matrix, an array. A class without photos has recall 0, and one that was never guessed precision 0.

    >>> recall, precision = recall_and_precision(np.array([[8, 2], [1, 4]]))
    >>> recall.round(3).tolist(), precision.round(3).tolist()
    ([0.8, 0.8], [0.889, 0.667])
    """
    raise NotImplementedError("Divide the diagonal by the sums of rows, and by those of columns.")

# %% [markdown]
# And how sure is an accuracy that was measured on $n$ photos? Had you drawn other photos, it would be another one. With a
# probability of 95 % the true accuracy lies in **Wilson's interval**, where $p$ is what you measured and $z = 1.96$:
#
# $$\frac{p + \frac{z^2}{2n} \pm z \sqrt{\frac{p (1 - p)}{n} + \frac{z^2}{4 n^2}}}{1 + \frac{z^2}{n}}$$

# %% answer
def interval(right, photos):
    """Return (low, high), Wilson's interval for the accuracy, if `right` of so many `photos` were classified right.

    Both are whole numbers. Raise a ValueError if there are no photos, or if `right` is not between 0 and `photos`.

    >>> low, high = interval(110, 120)
    >>> round(low, 3), round(high, 3)
    (0.853, 0.954)
    """
    raise NotImplementedError("Follow the formula.")

# %% picture
guesses = model.predict(valid_images.astype("float32"), verbose=0).argmax(axis=1)
matrix = confusion(valid_labels, guesses, 6)
recall, precision = recall_and_precision(matrix)
low, high = interval(int(np.trace(matrix)), len(valid_labels))
print(f"accuracy on the validation photos: {np.trace(matrix) / len(valid_labels):.3f}, between {low:.3f} and {high:.3f}")
figure, axis = plt.subplots(figsize=(5.4, 4.6))
axis.imshow(matrix, cmap="Blues")
for row in range(6):
    for column in range(6):
        dark = matrix[row, column] > matrix.max() / 2
        axis.text(column, row, matrix[row, column], ha="center", va="center", color="white" if dark else "black")
axis.set_xticks(range(6), [f"{name}\nprecision {share:.2f}" for name, share in zip(classes, precision)], rotation=60)
axis.set_yticks(range(6), [f"{name}, recall {share:.2f}" for name, share in zip(classes, recall)])
axis.set(title="What was taken for what", xlabel="guess", ylabel="label")
plt.show()

# %% [markdown]
# Look at the interval: 120 photos cannot tell 0.92 from 0.94. The hidden set has ten times as many, and your grade is
# measured there.
