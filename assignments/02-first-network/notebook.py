# %% [markdown]
# # A first network
#
# In this notebook you build a network of three layers, teach it to read handwritten digits, and find out how well it
# reads the handwriting of people whom it has never met. Along the way you count what it learns, and how often.
#
# **What you will be able to do**
#
# - count the steps of an epoch, and the weights and biases of a dense network;
# - build, compile and train a network in Keras, with the loss that fits the labels;
# - read the two curves of a training, and tell learning from learning by heart;
# - measure how good a network is, and find out where it fails.
#
# **Time:** 60 minutes; training takes a few seconds, without a GPU. **You need:** notebook 1. Keras is new here, and
# you learn what you need of it on the way.
#
# You write four short functions, and train one network. Below each answer are checks that you can run as often as you
# like; more checks, which you do not see, run when the notebook is graded. They also measure your network on digits
# that nobody has except the grader.

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
# ## The digits
#
# The file beside this notebook holds 4,000 digits to learn from (`train`) and 1,000 to try the network on (`valid`). An
# image has 28 by 28 pixels, each a whole number from 0 (black) to 255 (white). Its label is the digit.
#
# The two parts come from **different writers**. That is on purpose: if a network had learned their handwriting by
# heart, it would look better than it is.

# %%
data = np.load("digits.npz")
train_images, train_labels = data["train_images"], data["train_labels"]
valid_images, valid_labels = data["valid_images"], data["valid_labels"]
print("to learn from:", train_images.shape, train_images.dtype, " labels:", train_labels[:10], "...")
print("to try it on: ", valid_images.shape, valid_images.dtype, " labels:", valid_labels[:10], "...")


# %% [markdown]
# A dense layer takes a row of numbers, and it learns best from numbers between 0 and 1. So an image becomes a row of
# 28 · 28 = 784 numbers, divided by 255. You wrote such a function in the first notebook; here it is given.

# %%
def prepare(images):
    """Return each image as a row of 784 floats from 0 to 1."""
    return images.reshape(len(images), -1).astype("float32") / 255


# %% [markdown]
# The picture shows ten of each digit. Some are easy to confuse: which 4 could be a 9, and which 7 a 1?

# %% picture
figure, axes = plt.subplots(5, 20, figsize=(12, 3.2))
for number, axis in enumerate(axes.flat):
    axis.imshow(train_images[train_labels == number // 10][number % 10], cmap="gray")
    axis.axis("off")
figure.suptitle("Ten of each digit")
plt.show()

# %% [markdown]
# ## 1. How many steps are in an epoch?
#
# The network sees the images in **batches**. After each batch it changes its weights a little: that is one **step**.
# When it has seen all images once, an **epoch** is over. The last batch of an epoch may be smaller than the others, but
# it counts as a batch.
#
# Two other data sets serve as examples: MNIST, which you know from notebook 1, has 60,000 images, which make 1,875
# batches of 32. A well-known set of hand signs has 27,455 images, which make 858 batches, the last of which holds 31.
#
# *Hint: divide, and round up. `//` rounds down; and the result is a whole number, since nobody can take 857.97 steps.*

# %% answer
def steps_per_epoch(samples, batch):
    """Return how many batches of at most `batch` samples an epoch has, as a whole number.

    `samples` is a whole number, zero or more. Raise a ValueError if `batch` is smaller than one.

    >>> steps_per_epoch(60000, 32)
    1875
    >>> steps_per_epoch(10, 4)
    3
    """
    raise NotImplementedError("Divide the samples into batches, and count the last one, too.")

# %% [markdown]
# ## 2. How much can it learn?
#
# A dense layer has one weight for each pair of an input and a unit, and one bias for each unit. (A **unit** is a neuron
# of the layer. It multiplies each input by a weight, adds the products up, and adds its bias.)
#
# Three layers of 512, 512 and 10 units on 784 inputs learn 669,706 numbers. With 24 units at the end, for 24 hand
# signs, there are 676,888.
#
# *Hint: the inputs of a layer are the units of the layer before. `zip(sizes, sizes[1:])` pairs them.*

# %% answer
def parameters_dense(sizes):
    """Return how many weights and biases a network of dense layers has, as a whole number.

    `sizes` is a list of whole numbers: first the number of inputs, then the units of each layer. With the inputs alone
    there is nothing to learn. Leave `sizes` as it was.

    >>> parameters_dense([784, 512, 512, 10])
    669706
    >>> parameters_dense([3, 2])
    8
    """
    raise NotImplementedError("Add up the weights and biases of the layers.")

# %% [markdown]
# ## 3. Build it
#
# In Keras a network is a list of layers. It begins with an input that says what comes in. Then it is **compiled**: you
# say how it is to learn. Here is a small network for another task, with 4 inputs, 3 hidden units and one output:
#
# ```python
# network = keras.Sequential([
#     keras.Input((4,)),
#     keras.layers.Dense(3, activation="tanh"),
#     keras.layers.Dense(1, activation="sigmoid"),
# ])
# network.compile(optimizer="sgd", loss="mean_squared_error", metrics=["mae"])
# ```
#
# Yours has 784 inputs, two hidden layers of 512 units with ReLU, and an output layer with one unit for each digit. It
# answers with **probabilities**, so its last activation is the softmax. Compile it with Adam, the cross-entropy and the
# accuracy. All you need to know about these words for now is this; notebooks 3 to 6 explain them:
#
# | word | what it means | in Keras |
# |---|---|---|
# | activation | what a layer does to the sums of its units before it passes them on | `activation=...` |
# | ReLU | an activation: a sum below 0 becomes 0, any other stays | `"relu"` |
# | softmax | an activation for the output: it turns ten sums into ten probabilities, which add up to 1 | `"softmax"` |
# | loss | a number that says how wrong the network is; training makes it small | `loss=...` |
# | cross-entropy | a loss for probabilities: it is large where the right digit gets a small one | see below |
# | optimizer | the rule by which each step changes the weights | `optimizer=...` |
# | Adam | a good optimizer to begin with; how far its steps go, the *learning rate*, is already set | `"adam"` |
# | metrics | what else you want to see while it trains; it does not change the training | `metrics=[...]` |
# | accuracy | the share of images that are read correctly | `"accuracy"` |
#
# The loss has to fit the labels. Ours are whole numbers, such as 7, so the loss is called
# `"sparse_categorical_crossentropy"`. For one-hot rows, as in notebook 1, it would be `"categorical_crossentropy"`.

# %% answer
def build_model():
    """Return a new network of 784 inputs and dense layers of 512, 512 and 10 units, compiled and not yet trained.

    Hidden layers use ReLU, the output is a softmax. The loss is the cross-entropy for labels that are whole numbers,
    and the metrics include the accuracy. Each call returns another network, with weights of its own.

    >>> build_model().count_params()
    669706
    """
    raise NotImplementedError("Make a keras.Sequential, compile it, and return it.")

# %% [markdown]
# ## 4. Train it
#
# Now build a network and let it `fit`. For another network, with rows `x` and `x_new` and their labels `y` and `y_new`,
# the call might be
#
# ```python
# network.fit(x, y, epochs=3, batch_size=16, validation_data=(x_new, y_new), verbose=2)
# ```
#
# Tell yours
#
# - what to learn from: the training images, **prepared**, and their labels;
# - how often it sees them all (`epochs`), and how many at once (`batch_size`). About 5 to 15 epochs, in batches of 32
#   to 128, are sensible;
# - what to try itself on after each epoch, without learning from it (`validation_data`): a pair of the other images,
#   prepared in the same way, and their labels.
#
# The network passes if it reads at least 92.5 % of the hidden digits correctly. They are written by the same kinds of
# people as the validation images, so the accuracy on those tells you what to expect. Look at it *before* you hand in.
#
# *Hint: `verbose=2` prints one line for each epoch. If the accuracy stays near 0.1, the network is guessing: is the
# loss the right one, and are the images prepared? If it stops below 0.925, give it more epochs.*

# %% answer
model = ...  # build the network here, and train it

# %% [markdown]
# How did it go? The left picture shows the loss after each epoch, the right one the accuracy: circles for the training
# images, squares for the validation images. The dotted line on the right is the 92.5 % that it has to reach.
#
# As long as both losses fall, the network learns. Where the loss on the validation images begins to rise while the
# other still falls, the network begins to learn its writers by heart. If the validation loss stays level while the other
# goes to zero, more epochs no longer help.

# %% picture
log = model.history.history
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4))
epochs = range(1, len(log["loss"]) + 1)
shown = [name for name in log if "acc" in name and not name.startswith("val_")][:1]  # whatever the accuracy is called
for axis, names in ((left, ["loss"]), (right, shown)):
    for name in names:
        axis.plot(epochs, log[name], "o-", label="training images")
        if f"val_{name}" in log:
            axis.plot(epochs, log[f"val_{name}"], "s--", label="validation images")
left.set(title="Loss", xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
right.set(title="Accuracy", xlabel="epoch", ylabel="share read correctly")
right.axhline(0.925, color="tab:gray", linestyle=":", linewidth=1.5, label="needed with hidden digits")
left.legend()
right.legend()
plt.show()

# %% [markdown]
# ## 5. Measure it yourself
#
# For each image the network returns a row of ten probabilities, and its guess is the digit with the largest one. The
# **accuracy** is the share of images for which the guess equals the label.
#
# *Hint: `np.argmax` finds the place of the largest number; with `axis=1` it does so in each row.*

# %% answer
def accuracy(probabilities, labels):
    """Return the share of samples whose largest probability stands in the column of their label, from 0 to 1.

    `probabilities` is an array of shape (samples, classes), `labels` an array of that many whole numbers. Raise a
    ValueError if there are not as many labels as rows, or none at all.

    >>> accuracy(np.array([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4], [0.3, 0.7]]), np.array([1, 0, 1, 1]))
    0.75
    """
    raise NotImplementedError("Find the column of the largest probability in each row, and compare with the labels.")

# %% [markdown]
# Which digits does it misread, and what does it take them for? The picture shows up to twenty of them. Above each one
# is the label, and then what the network read. With some of them a person would hesitate, too.

# %% picture
probabilities = model.predict(prepare(valid_images), verbose=0)
print("accuracy on the validation images:", accuracy(probabilities, valid_labels))
misread = np.flatnonzero(probabilities.argmax(axis=1) != valid_labels)
figure, axes = plt.subplots(2, 10, figsize=(12, 3.2))
for axis in axes.flat:
    axis.axis("off")
for axis, row in zip(axes.flat, misread):
    axis.imshow(valid_images[row], cmap="gray")
    axis.set_title(f"{valid_labels[row]} as {probabilities[row].argmax()}", fontsize=9)
figure.suptitle("Misread digits: the label, and what the network reads", y=1.05)
plt.show()

# %% [markdown]
# ### Try it: move the digits
#
# For you a 7 is a 7 wherever it stands. For the network? The next cell moves all validation images to the right, by 0
# to 6 of their 28 pixels, and down, and measures the accuracy each time. The picture shows it as two lines, one for each
# direction.
#
# **Predict first:** by how many pixels can you move the digits until the network reads only half of them correctly?

# %% picture
distances = range(7)
plt.figure(figsize=(6, 3.4))
for axis, label, style in ((2, "to the right", "o-"), (1, "down", "s--")):
    moved = [np.roll(valid_images, distance, axis=axis) for distance in distances]
    found = [accuracy(model.predict(prepare(images), verbose=0), valid_labels) for images in moved]
    plt.plot(distances, found, style, label=label)
plt.axhline(0.1, color="tab:gray", linestyle=":", linewidth=1.5, label="guessing")
plt.title("Digits that stand elsewhere")
plt.xlabel("shift in pixels")
plt.ylabel("accuracy")
plt.ylim(0, 1)
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the picture shows</b></summary>
#
# Your numbers depend on your training. We tried it with three networks. Their accuracy fell from 95 % to about 86 %
# after two pixels to the right, to about 53 % after four, and to 22 % after six. Moving the digits down hurt even more.
# The digit is the same, but other pixels are bright, and the network has learned which *pixels* are bright.
#
# There are two remedies, and you will meet both: show the network moved digits when it learns (**augmentation**,
# notebook 11), or use layers that look for the same pattern everywhere (**convolutions**, notebooks 7 to 10).
#
# </details>

# %% [markdown]
# ## What a unit looks for
#
# Each unit of the first layer has 784 weights: one for each pixel. Drawn as an image, they show what the unit responds
# to: red pixels push its sum up, blue ones push it down, and white ones hardly matter. The picture shows the twenty
# units with the largest weights. Most of it is noise, left over from the random start. But look closely: in some of
# them there are red or blue spots, and nobody told the network where to look.

# %% picture
weights = model.layers[0].get_weights()[0]
figure, axes = plt.subplots(2, 10, figsize=(12, 2.6))
for axis, unit in zip(axes.flat, np.argsort(-np.abs(weights).sum(axis=0))):
    largest = np.abs(weights[:, unit]).max()
    axis.imshow(weights[:, unit].reshape(28, 28), cmap="RdBu_r", vmin=-largest, vmax=largest)
    axis.axis("off")
figure.suptitle("The weights of twenty units: red for positive, blue for negative", y=1.02)
plt.show()
