# %% [markdown]
# # A first network
#
# In this notebook you build a network of three layers, teach it to read handwritten digits, and find out how well it
# reads the hand of people whom it has never met. On the way you count what it learns, and how often.
#
# You write four short functions, and train one network. Below each answer are checks that you can run as often as you
# like; more checks, which you do not see, run when the notebook is graded. They also measure your network on digits
# that nobody outside of the grader has. Plan for 45 to 60 minutes. Training takes a few seconds, without a GPU.

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
# ## The digits
#
# The file beside this notebook holds 4,000 digits to learn from (`train`) and 1,000 to try the network on (`valid`). An
# image has 28 by 28 pixels, each a whole number from 0 (black) to 255 (white). Its label is the digit.
#
# The two parts come from **different writers**. That is on purpose: a network that knows your hand by heart would look
# better than it is.

# %%
data = np.load("digits.npz")
train_images, train_labels = data["train_images"], data["train_labels"]
valid_images, valid_labels = data["valid_images"], data["valid_labels"]
print("to learn from:", train_images.shape, train_images.dtype, " labels:", train_labels[:10], "...")
print("to try it on: ", valid_images.shape, valid_images.dtype, " labels:", valid_labels[:10], "...")


# %% [markdown]
# A dense layer takes numbers in a row, and it learns best from numbers between 0 and 1. So an image becomes a row of
# 28 · 28 = 784 numbers, divided by 255. You wrote this function in the first notebook; here it is given.

# %%
def prepare(images):
    """Return each image as a row of 784 floats from 0 to 1."""
    return images.reshape(len(images), -1).astype("float32") / 255


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
# The network sees the images in **batches**. After each batch it changes its weights a little: that is one **step**. When
# it has seen all images once, an **epoch** is over. The last batch of an epoch may be smaller than the others, but it is
# a batch: MNIST has 60,000 images, which makes 1,875 batches of 32; the sign language has 27,455, which makes 858, the
# last with 31.
#
# *Hint: divide, and round up. `//` rounds down; and the result is a whole number, since nobody takes 857.97 steps.*

# %% answer
def steps_per_epoch(samples, batch):
    """Return how many batches of at most `batch` samples an epoch has, as a whole number.

    `samples` is a whole number, zero or more. Raise a ValueError if `batch` is smaller than one.

    >>> steps_per_epoch(60000, 32)
    1875
    >>> steps_per_epoch(10, 4)
    3
    """
    raise NotImplementedError("Divide the samples among the batches, and count the last one too.")

# %% [markdown]
# ## 2. How much can it learn?
#
# A dense layer has one weight for each pair of an input and a unit, and one bias for each unit. Three layers of 512, 512
# and 10 units on 784 inputs learn 669,706 numbers. With 24 units in the end, for the letters of the sign language, it is
# 676,888.
#
# *Hint: the inputs of a layer are the units of the one before. `zip(sizes, sizes[1:])` pairs them.*

# %% answer
def parameters_dense(sizes):
    """Return how many weights and biases a network of dense layers has, as a whole number.

    `sizes` is a list of whole numbers: first how many inputs there are, then the units of each layer. With the inputs
    alone there is nothing to learn. Leave `sizes` as it was.

    >>> parameters_dense([784, 512, 512, 10])
    669706
    >>> parameters_dense([3, 2])
    8
    """
    raise NotImplementedError("Add up what each layer has.")

# %% [markdown]
# ## 3. Build it
#
# In Keras a network is a list of layers, and an input that says what comes in:
#
# ```python
# keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="tanh"), ...])
# ```
#
# Yours has 784 inputs, two hidden layers of 512 units with ReLU, and an output layer with one unit for each digit. It
# answers with **probabilities**, so its last activation is the softmax.
#
# Then `compile` it: say which *optimizer* moves the weights, which *loss* is made small, and which *metrics* are shown.
# The loss has to fit the labels. Ours are whole numbers, such as 7, and not one-hot rows: look for the cross-entropy
# that is called *sparse*. Adam, with the learning rate that it has by itself, is a good optimizer to begin with; and
# what a person wants to see is the accuracy.
#
# *Hint: `model.compile(optimizer=..., loss=..., metrics=[...])` takes names in lower case, with underscores.*

# %% answer
def build_model():
    """Return a new network of 784 inputs and dense layers of 512, 512 and 10 units, compiled and not yet trained.

    Hidden layers use ReLU, the output is a softmax. The loss is the cross-entropy for labels that are whole numbers,
    and the metrics hold the accuracy. Each call returns another network, with weights of its own.

    >>> build_model().count_params()
    669706
    """
    raise NotImplementedError("Make a keras.Sequential, compile it, and return it.")

# %% [markdown]
# ## 4. Train it
#
# Now build a network and let it `fit`. Tell it
#
# - what to learn from: the training images, **prepared**, and their labels;
# - how often it sees them all (`epochs`) and how many at once (`batch_size`). Some 5 to 15 epochs of batches of 32 to
#   128 are sensible;
# - what to try itself on after each epoch, without learning from it (`validation_data`): the other images, prepared in
#   the same way.
#
# The network passes if it reads at least 93 % of the hidden digits right. They are drawn from the same kinds of people
# as the validation images, so the accuracy on those tells you what to expect. Look at it *before* you hand in.
#
# *Hint: `verbose=2` prints one line for each epoch. If the accuracy stays near 0.1, the network guesses: is the loss the
# right one, are the images prepared? If it stops below 0.93, give it more epochs.*

# %% answer
model = ...  # build the network here, and train it

# %% [markdown]
# How did it go? As long as both curves fall, the network learns. Where the loss on the validation images begins to rise
# while the other still falls, it begins to learn its writers by heart.

# %% picture
log = model.history.history
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4))
epochs = range(1, len(log["loss"]) + 1)
left.plot(epochs, log["loss"], "o-", label="training images")
right.plot(epochs, log["accuracy"], "o-", label="training images")
if "val_loss" in log:
    left.plot(epochs, log["val_loss"], "o-", label="validation images")
    right.plot(epochs, log["val_accuracy"], "o-", label="validation images")
left.set(title="Loss", xlabel="epoch", ylim=(0, None))
right.set(title="Accuracy", xlabel="epoch")
right.axhline(0.93, color="tab:gray", linestyle="--", linewidth=1)
left.legend()
plt.show()

# %% [markdown]
# ## 5. Measure it yourself
#
# What comes out for an image is a row of ten probabilities, and the network's guess is the digit with the largest one.
# The **accuracy** is the share of images whose guess is the label.
#
# *Hint: `np.argmax` finds where the largest number stands; with `axis=1` in each row.*

# %% answer
def accuracy(probabilities, labels):
    """Return the share of samples whose largest probability stands in the column of their label, from 0 to 1.

    `probabilities` is an array of shape (samples, classes), `labels` an array of that many whole numbers. Raise a
    ValueError if there are not as many labels as rows, or none at all.

    >>> accuracy(np.array([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4], [0.3, 0.7]]), np.array([1, 0, 1, 1]))
    0.75
    """
    raise NotImplementedError("Compare the columns of the largest probabilities with the labels.")

# %% [markdown]
# Which ones does it misread, and what does it take them for? Some would give a person pause, too.

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
plt.show()

# %% [markdown]
# ## What a unit looks for
#
# Each unit of the first layer has 784 weights: one for each pixel. Drawn as an image, they show what the unit answers to:
# red pixels push it up, blue ones push it down. Nobody told them where to look.

# %% picture
weights = model.layers[0].get_weights()[0]
figure, axes = plt.subplots(2, 10, figsize=(12, 2.6))
for axis, unit in zip(axes.flat, np.argsort(-np.abs(weights).sum(axis=0))):
    largest = np.abs(weights[:, unit]).max()
    axis.imshow(weights[:, unit].reshape(28, 28), cmap="seismic", vmin=-largest, vmax=largest)
    axis.axis("off")
plt.show()
