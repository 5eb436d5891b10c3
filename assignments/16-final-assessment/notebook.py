# %% [markdown]
# # Final assessment: fresh and rotten fruit
#
# This is the course in one notebook.
#
# **What you will be able to do**
#
# - prepare photos, and make more of the ones that you have;
# - build on what another network has learned, and train the result;
# - find out by experiment what helps, and why;
# - say honestly how good your network is, and how sure you are of that.
#
# **Time:** 1 to 2 hours, of which a training takes 10 to 20 seconds; no GPU is needed. **You need:** all parts of the course,
# above all notebooks 06, 11 and 13.
#
# **The task.** There are six classes: apples, bananas and oranges, fresh and rotten. A machine at a conveyor belt has taken
# 252 photos to learn from. Your network will be judged by photos that *customers* took, of other fruits, from any side and
# in any light. It passes with an accuracy of **0.92** on 2,400 of them, which nobody has seen; below that, there are no part
# points. The grader calls your function `train` with photos from another belt, and measures the network that it returns (see
# section 4). The `model` in your notebook shows you what to expect.
#
# Two kinds of answers do not get that far: networks that begin with random numbers, and networks that have seen the photos
# from the belt only as they are.
#
# **What you may train on:** the photos from the belt. Use the validation photos to *choose*, for example the rates and the
# number of epochs, and to measure. But don't train on them: they would no longer tell you how good your network is. And
# where the grader trains your network, it has no validation photos.

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

# %%
data = np.load("fruit.npz")
classes = [str(name) for name in data["classes"]]
train_images, train_labels = data["train_images"], data["train_labels"]
valid_images, valid_labels = data["valid_images"], data["valid_labels"]
print(train_images.shape, train_images.dtype, "for training;", valid_images.shape, "for validation")
print("fruits in both:", np.intersect1d(data["train_groups"], data["valid_groups"]).size)

# %% [markdown]
# The figure shows 12 photos from the belt, in the two upper rows, and 12 by customers, in the two lower ones, each with its
# class above it. On the belt, every fruit lies the same way, under the same lamp. Customers pay attention to neither.

# %% picture
figure, axes = plt.subplots(4, 6, figsize=(7.4, 7))
for photos, labels, rows, where in ((train_images, train_labels, axes[:2], "belt"), (valid_images, valid_labels, axes[2:], "customers")):
    for place, axis in enumerate(rows.flat):
        number = np.flatnonzero(labels == place % 6)[place // 6]
        axis.imshow(photos[number])
        axis.set(xticks=(), yticks=())
        axis.set_title(classes[place % 6].replace(" ", "\n"), fontsize=9)
    for axis in rows[:, 0]:
        axis.set_ylabel(where)
figure.suptitle("Photos from the belt, and photos by customers")
plt.tight_layout()
plt.show()

# %% [markdown]
# The base is the one from notebook 13: a small network that has learned twelve other kinds of fruit and vegetables. It takes
# photos with pixel values **from 0 to 255**, and scales them itself. `load_base` makes a new one with each call.

# %%
def load_base():
    """The base, from (48, 48, 3) to (6, 6, 64), with everything that it has learned; nothing is frozen."""
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
# A photo can be turned by 0, 90, 180 or 270 degrees, and each of these can be mirrored: **eight views**, and no pixel is lost
# or blurred. In addition, each view of each photo gets a light of its own: all of its pixel values are multiplied by one
# factor, drawn evenly between 0.5 and 1.2. So $n$ photos need $8 n$ factors. Whatever would be brighter than 255 becomes 255.
#
# *Hint: `np.rot90(images, k, axes=(1, 2))` turns a whole batch by k times 90 degrees, `np.concatenate` joins batches, and
# `np.tile(labels, 8)` repeats the labels in the same order.*

# %% answer
def pipeline(images, labels, seed):
    """Return (photos, labels) to train on: eight views of each photo, each with its label and in its own light.

    `images` has shape (n, 48, 48, 3) and pixel values from 0 to 255, and `labels` has shape (n,). The photos have shape
    (8 n, 48, 48, 3), type float32, and again values from 0 to 255. They may come in any order. The same seed gives the
    same photos, and another seed gives other lights. Leave `images` and `labels` as they were.

    >>> photos, labels = pipeline(np.full((2, 48, 48, 3), 100, dtype="uint8"), np.array([4, 1]), seed=0)
    >>> photos.shape, sorted(labels.tolist())
    ((16, 48, 48, 3), [1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4])
    """
    raise NotImplementedError("Turn, mirror, change the light, and let each view keep its label.")

# %% [markdown]
# ## 2. The model
#
# The base, frozen; then global average pooling; then a dense layer. The model is compiled, so its head can be trained at once.

# %% answer
def build_model(outputs):
    """Return a compiled model: a new, frozen base, `GlobalAveragePooling2D`, and `Dense(outputs)`, which gives logits.

    Each call takes a base of its own, so that what one model learns later does not change another.
    The optimizer is Adam. The labels will be whole numbers, so the loss is the sparse categorical cross-entropy, on
    logits; the accuracy is a metric.

    >>> build_model(6).output.shape
    (None, 6)
    """
    raise NotImplementedError("Put a head on the frozen base, and compile.")

# %% [markdown]
# ## 3. Find out: what is the light worth?
#
# Is it worth giving each view a light of its own, or are eight views enough? To find out, compare two heads. One learns from
# what your pipeline makes, the other from the same photos **in one light**. Both are then tried on the validation photos: as
# they are, and as they would be **at dusk**, when less than half of the light is left.
#
# As the base is frozen, it always turns a photo into the same 64 numbers. So a head need not be trained step by step here: its
# best weights can be computed at once, by least squares. There are no epochs and no learning rate, and the same photos
# always give the same result.

# %%
DUSK = 0.4  # the share of the light that is left
eyes = load_base()


def in_one_light(photos):
    """The same photos, each as bright as those from the belt are on average: what the pipeline did to the light is undone."""
    return np.clip(photos * train_images.mean() / photos.mean(axis=(1, 2, 3), keepdims=True), 0, 255)


def seen(photos):
    """The 64 numbers that the base makes of each photo, and a 1 that stands for the bias."""
    maps = eyes.predict(np.asarray(photos, dtype="float32"), verbose=0)
    return np.column_stack([maps.mean(axis=(1, 2)), np.ones(len(photos))])


def by_day_and_at_dusk(photos, labels):
    """Fit a head to these photos; return its two accuracies on the validation photos: as they are, and at dusk."""
    head = np.linalg.lstsq(seen(photos), np.eye(6)[labels], rcond=None)[0]
    shares = [float(np.mean((seen(valid_images * light) @ head).argmax(axis=1) == valid_labels)) for light in (1, DUSK)]
    print(f"learned from {len(photos):,} photos, whose brightness varies by {np.std(np.mean(photos, axis=(1, 2, 3))):.0f}:")
    print(f"  accuracy {shares[0]:.3f} by day, {shares[1]:.3f} at dusk")
    return shares

# %% [markdown]
# **Predict first**, before you run anything. How will the two heads compare at dusk?
#
# - a: They do equally well: a rotten apple is rotten in any light.
# - b: The head that knows one light does better, since nothing distracted it from the fruit.
# - c: The head that knows many lights does better.
#
# **Then measure**, with `by_day_and_at_dusk`: first for the photos of your pipeline in one light, then for the same photos in
# their own lights.
#
# **Explain.** One of the heads loses far more at dusk than the other. Why? Only one reason agrees with all four accuracies.
#
# - a: At dusk a photo holds too little information: nobody could tell what it shows.
# - b: That head has seen fewer photos, or fewer views of them.
# - c: That head has learned its photos by heart, so it is wrong about any others.
# - d: Nothing taught that head which of the 64 numbers to trust when the light changes: its photos were all equally bright.
#
# Hand in what you predicted, even if it turned out wrong: any prediction earns its point. `measured` holds four accuracies,
# from 0 to 1, in this order:
#
# 1. one light, by day
# 2. one light, at dusk
# 3. many lights, by day
# 4. many lights, at dusk
#
# Any seed of your pipeline will do. Compute the four numbers in the cell, or type them with three decimals.

# %% answer
experiment = ...  # {"predicted": "?", "measured": [?, ?, ?, ?], "because": "?"}

# %% [markdown]
# ## 4. Train
#
# First the head; then the filters as well, with a small learning rate. It is best to let that rate go down to zero as the
# training ends: `keras.optimizers.schedules.CosineDecay(rate, steps)` does so, where `steps` is the number of steps in all
# epochs together. As in notebook 13, unfreeze the *layers* of your model but not the normalisations, compile again, and
# count what can learn: it should be 46,902 parameters. (In a `keras.Sequential` that begins with the base, the base is
# `model.layers[0]`, and its own layers are `model.layers[0].layers`.) One call of `pipeline` is enough: its photos serve every
# epoch. Compute `steps` from their number, since the grader's belt may have more or fewer. Which rates, and how many epochs,
# is yours to find out; 0.001 and about five epochs for each part are a good start.
#
# All of this belongs in one function, so that the training can be repeated on other photos. And it will be: **the grader
# calls `train` with photos from a belt of its own**, and grades the network that comes back. That network must reach 0.92.
#
# - There the labels may be numbered in another order, so that class 0 need not be fresh apples. Learn what the labels say, and
#   rely on nothing else.
# - That belt has no validation photos. Whatever you choose with their help, such as a rate, choose it here, and write it down
#   as a number.
# - The grader sets the seeds of all random numbers before it runs your notebook. A good training gets there with any seed.
# - The network may have at most 60,000 parameters; the base and its head have 47,542. That is too few to store the photos.
# - With the photos of a belt, your function may take 60 seconds, as a cell may. In the checks, it gets 36 photos and may take
#   20 seconds, as any function. About ten seconds for a belt are enough, or twice as many on a busy computer.

# %% answer
def train(images, labels):
    """Return a network that was trained on these photos, and on nothing else.

    `images` has shape (n, 48, 48, 3) and pixel values from 0 to 255; `labels` has shape (n,) and whole numbers from 0 to 5.
    They may stand for other classes than in your data. The network has six outputs, one for each label, takes photos with
    pixel values from 0 to 255, has at most 60,000 parameters, and is made of Keras' own layers.

    >>> train(train_images[:2], train_labels[:2]).output.shape
    (None, 6)
    """
    raise NotImplementedError("Make more photos, build the model, train its head, and then all of it.")

# %% [markdown]
# Try it on your belt, look at what comes out at the end of this notebook, and come back. You may train for longer, or in
# another way. Aim for 0.95 or more on the validation photos: four trainings of ours, with quite different rates, had 0.95 to
# 0.97 there, and 0.94 to 0.96 on hidden photos.

# %% answer
model = ...  # train on the photos from the belt

# %% [markdown]
# ## 5. Say honestly how good it is
#
# A single number hides where the errors are. A **confusion matrix**, as in notebook 10, has a row for each class and a column
# for each guess.

# %% answer
def confusion(labels, guesses, classes):
    """Return the confusion matrix, of shape (classes, classes): row r and column c tell how often r was taken for c.

    `labels` and `guesses` are arrays of whole numbers from 0 to classes - 1, of any integer dtype. Raise a ValueError if
    one is longer than the other. The entries are whole numbers.

    >>> confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), 3).tolist()
    [[1, 1, 0], [0, 1, 0], [1, 0, 0]]
    """
    raise NotImplementedError("Count each pair of label and guess.")

# %% [markdown]
# For each class, two shares matter. **Recall**: how many of the rotten apples were found? **Precision**: how many of those
# that were called rotten apples really are rotten apples?

# %% answer
def recall_and_precision(matrix):
    """Return (recall, precision), two arrays with a share from 0 to 1 for each class.

    `matrix` is a confusion matrix, an array. A class without photos has recall 0; one that was never guessed has precision 0.

    >>> recall, precision = recall_and_precision(np.array([[8, 2], [1, 4]]))
    >>> recall.round(3).tolist(), precision.round(3).tolist()
    ([0.8, 0.8], [0.889, 0.667])
    """
    raise NotImplementedError("Divide the diagonal by the sums of the rows, and by the sums of the columns.")

# %% [markdown]
# And how sure can you be of an accuracy that was measured on $n$ photos? With other photos you would have measured another
# one. **Wilson's interval** says how far off it may be. If you measured again and again with new photos, about 95 in 100 of
# these intervals would contain the true accuracy. Here $p$ is what you measured, and $z = 1.96$:
#
# $$\frac{p + \frac{z^2}{2n} \pm z \sqrt{\frac{p (1 - p)}{n} + \frac{z^2}{4 n^2}}}{1 + \frac{z^2}{n}}$$

# %% answer
def interval(right, photos):
    """Return (low, high), Wilson's interval for the accuracy, if `right` of `photos` photos were classified correctly.

    Both arguments are whole numbers. Raise a ValueError if there are no photos, or if `right` is not between 0 and `photos`.

    >>> low, high = interval(110, 120)
    >>> round(low, 3), round(high, 3)
    (0.853, 0.954)
    """
    raise NotImplementedError("Follow the formula.")

# %% [markdown]
# The figure is the confusion matrix of your `model` for the validation photos: a row for each class, with its recall, and a
# column for each guess, with its precision. The darker a cell, the more photos it counts. Above it, the accuracy is printed,
# with its interval.

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
# Look at the interval: with 120 photos you cannot tell 0.92 from 0.94. Your grade is measured on 2,400 hidden photos, which
# are twenty times as many. How wide is the interval there?
