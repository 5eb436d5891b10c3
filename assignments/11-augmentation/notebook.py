# %% [markdown]
# # Augmentation
#
# A network that has seen every picture many times knows them by heart, noise and all. More pictures would help, but
# pictures are expensive. **Augmentation** makes new ones out of old ones: a hand that is moved a little, turned a
# little, or lit a little better is a picture that nobody took, of a sign that we know already.
#
# You write the changes one by one, find out which of them keep a label true, and train the same network with and
# without them. Below each function are checks that you can run as often as you like; more checks, which you do not see,
# run when the notebook is graded. Plan for 45 to 60 minutes. The changes need plain numpy; Keras trains at the end.

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

data = dict(np.load("hands.npz"))
letters = data["classes"]

# %% [markdown]
# ## The data
#
# The 24 letters of the manual alphabet that stand still (j and z are drawn in the air). All images of a person are in
# *one* part: whoever signs in `valid_images` is nobody from `train_images`.
#
# A hundred persons, each of whom shows every letter once: 2,400 pictures. Few, as it is in life.

# %%
print("train:", data["train_images"].shape, data["train_images"].dtype, "by", len(set(data["train_groups"])), "persons")
print("valid:", data["valid_images"].shape, data["valid_images"].dtype, "by", len(set(data["valid_groups"])), "persons")

# %% picture
figure, axes = plt.subplots(2, 12, figsize=(12, 2.6))
for axis, letter in zip(axes.flat, range(24)):
    axis.imshow(data["train_images"][np.argmax(data["train_labels"] == letter)], cmap="gray", vmin=0, vmax=255)
    axis.set_title(letters[letter])
    axis.axis("off")
figure.suptitle("One picture of each letter")
plt.show()

# %% [markdown]
# ## 1. Where does each pixel come from?
#
# To move a picture, don't send its pixels away: some places of the new picture would be hit twice, and others never.
# Ask the other way round, for each place of the *new* picture: **where in the old one does this pixel come from?**
#
# `look_up` is given. It takes two arrays, the row and the column to look at for each new pixel. A place between pixels
# gives the nearest one, and a place outside of the picture gives the nearest pixel at the edge. So a wall goes on as a
# wall, where zeros would draw a black frame that no camera makes.
#
# Images here are float arrays of shape (height, width), or (height, width, channels), with values from 0 (black) to 1
# (white). **Row 0 is at the top, and the row comes first**, so `image[row, column]`.

# %%
def look_up(image, rows, columns):
    """Return the picture whose pixel [i, j] is the old pixel at row rows[i, j] and column columns[i, j]."""
    height, width = image.shape[:2]
    rows = np.clip(np.rint(rows), 0, height - 1).astype(int)
    columns = np.clip(np.rint(columns), 0, width - 1).astype(int)
    return image[rows, columns]


rows, columns = np.indices((2, 3))
print("the row of each pixel:   ", rows.tolist())
print("the column of each pixel:", columns.tolist())
print(look_up(np.array([[1, 2, 3], [4, 5, 6]]), 1 - rows, columns).tolist(), "is upside down")

# %% [markdown]
# A **flip** turns left and right around, as a mirror on the wall does. Twice is the old picture again.
#
# *Hint: the new pixel in column 0 comes from the last column. Slicing does it, too.*

# %% answer
def flip(image):
    """Return the image with left and right exchanged, in the same shape.

    `image` has the shape (height, width) or (height, width, channels). Leave it as it was.

    >>> flip(np.array([[1, 2, 3], [4, 5, 6]])).tolist()
    [[3, 2, 1], [6, 5, 4]]
    """
    raise NotImplementedError("Turn the order of the columns around.")

# %% [markdown]
# A **shift** moves everything by whole pixels. What leaves on one side is gone: it must not come in again on the other
# side, where half a finger would float in the air (that is what `np.roll` does). The edge fills what gets empty.
#
# *Hint: moved down by 2, the new row 2 shows the old row 0.*

# %% answer
def shift(image, down, right):
    """Return the image moved `down` rows down and `right` columns to the right, with its edges continued.

    `image` has the shape (height, width) or (height, width, channels). `down` and `right` are whole numbers; negative
    ones move up and to the left, and large ones may move everything out of sight. Leave the image as it was.

    >>> shift(np.array([[1, 2, 3], [4, 5, 6]]), down=0, right=1).tolist()
    [[1, 1, 2], [4, 4, 5]]
    >>> shift(np.array([[1, 2, 3], [4, 5, 6]]), down=-1, right=0).tolist()
    [[4, 5, 6], [4, 5, 6]]
    """
    raise NotImplementedError("Look up the rows and columns that lie as far back.")

# %% [markdown]
# **Rotation** and **zoom** happen around the middle of the picture. With $y$ and $x$ counted from the middle, downwards
# and to the right, the new pixel at $(y, x)$ comes from
#
# $$y' = (x \sin a + y \cos a) / f \qquad x' = (x \cos a - y \sin a) / f$$
#
# where $a$ is the angle, counter-clockwise as you see it, and $f$ the zoom: 2 makes everything twice as large, so that
# only the middle half is left. Check it with $a = 90^\circ$: the new top (0 to the right, 1 up: $x = 0$, $y = -1$) comes from
# $y' = 0$, $x' = 1$. What was on the right is at the top now, as it should be.
#
# *Hints: the middle of a row of 28 pixels is 13.5, between two pixels: (28 - 1) / 2. Don't forget to add it again.
# numpy's sine wants radians.*

# %% answer
def rotate_and_zoom(image, degrees, factor):
    """Return the image turned counter-clockwise by `degrees` and enlarged by `factor`, both around its middle.

    `image` has the shape (height, width) or (height, width, channels), and so has the result. `factor` is larger than
    zero; below 1 it shrinks the image, and its edges continue. Leave the image as it was.

    >>> rotate_and_zoom(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), degrees=90, factor=1).tolist()
    [[3, 6, 9], [2, 5, 8], [1, 4, 7]]
    >>> rotate_and_zoom(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), degrees=0, factor=4).tolist()
    [[5, 5, 5], [5, 5, 5], [5, 5, 5]]
    """
    raise NotImplementedError("Compute where each pixel comes from, and look it up.")

# %% [markdown]
# **Colours** change with the lamp and the camera. A *brightness* change adds the same amount everywhere; a *channel
# shift* adds another amount to each of red, green and blue. Whatever goes below 0 or above 1 stays there: a sensor
# can't be blacker than black. (With bytes instead of floats it would wrap around: 250 + 10 is 4.)

# %% answer
def channel_shift(image, amount):
    """Return the image with `amount` added, and cut off to the range from 0 to 1: a new array of the same shape.

    `image` has the shape (height, width) or (height, width, channels). `amount` is a number, which changes the
    brightness, or a list of as many numbers as there are channels, one for each of them. Leave the image as it was.

    >>> channel_shift(np.array([[0.0, 0.5, 0.9]]), 0.25).tolist()
    [[0.25, 0.75, 1.0]]
    >>> channel_shift(np.array([[[0.5, 0.5, 0.5]]]), [-1, 0, 0.25]).tolist()
    [[[0.0, 0.5, 0.75]]]
    """
    raise NotImplementedError("Add, and clip.")

# %% picture
hand = data["train_images"][4] / 255
changes = {
    "as it was": hand, "flip": flip(hand), "shift": shift(hand, 4, -3), "rotate": rotate_and_zoom(hand, 20, 1),
    "zoom": rotate_and_zoom(hand, 0, 1.4), "brighter": channel_shift(hand, 0.25), "darker": channel_shift(hand, -0.25),
}  # fmt: skip
figure, axes = plt.subplots(1, len(changes), figsize=(12, 2.2))
for axis, (name, changed) in zip(axes, changes.items()):
    axis.imshow(changed, cmap="gray", vmin=0, vmax=1)
    axis.set_title(name)
    axis.axis("off")
figure.suptitle(f"The letter {letters[data['train_labels'][4]]}, seven times", y=1.08)
plt.show()

# %% [markdown]
# ## 2. Is it still true?
#
# The label stays as it is, so the changed picture must still show what the label says. Whether it does depends on the
# class: a cat in a mirror is a cat, but a **b** in a mirror is a **d**, and a **6** upside down on the table is a **9**.
# Such a change does not teach the network anything; it lies to it.
#
# | change | what it does |
# |---|---|
# | `"flip"` | left and right change places |
# | `"upside_down"` | top and bottom change places, as in a lake |
# | `"half_turn"` | a turn by 180 degrees: both of the above, one after the other |
# | `"shift"` | two pixels to a side |
# | `"channel_shift"` | red becomes green |
#
# | classes | how they are drawn |
# |---|---|
# | `"0"` `"8"` `"o"` `"x"`, `"3"` `"c"`, `"v"` `"w"`, `"6"` `"9"`, `"b"` `"d"` `"p"` `"q"`, `"s"` `"z"` | printed, in plain letters without serifs, in black or in any colour |
# | `"arrow left"` `"arrow right"` `"arrow up"` `"arrow down"` | painted on a road, in any colour |
# | `"red light"` `"green light"` | the lamp alone, a round disc |
#
# Is a `"w"` upside down still a **w**? No, it is an **m**. Is a `"3"` upside down a **3**? Yes: its upper half is the mirror
# image of its lower half. Write down for each class which mirrors it has, rather than for each pair whether it works:
# whoever survives two of the first three changes survives the third.

# %% answer
def label_safe(transform, class_name):
    """Return True if a picture of this class is still one of the same class after the change, and False if not.

    `transform` and `class_name` are texts from the tables above. Raise a ValueError for a `transform` that is not
    there. A picture that now shows another class, or nothing that has a name, is not safe.

    >>> label_safe("flip", "b"), label_safe("flip", "o")
    (False, True)
    >>> label_safe("half_turn", "6"), label_safe("shift", "6")
    (False, True)
    """
    raise NotImplementedError("Say which classes have which mirrors.")

# %% [markdown]
# And hands? Shifts, small turns, zooms and lamps are fine: cameras do that all the time. A flip shows the sign by a
# left-handed person, one in fourteen people here. It is the same letter, so a flip is *safe*; whether it *helps* is
# another question. A half turn shows what no wrist can do; and a turn by 90 degrees is dangerous, since some letters
# differ by the direction they point to.
#
# ## 3. Another picture each time
#
# `augment` makes a new picture out of *each* image of a batch. Each gets its own random numbers. One draw for the
# whole batch would be as if all had moved house together: the network sees the same batch again, only elsewhere.
#
# | change | drawn for each image |
# |---|---|
# | `rotate_and_zoom` | an angle between -12 and 12 degrees, and a factor between 0.88 and 1.12 |
# | `shift` | up to 2 pixels down or up, and up to 2 to the right or left |
# | `channel_shift` | an amount between -0.1 and 0.1 |
# | `flip` | for one in ten |
#
# *Hints: `rng = np.random.default_rng(seed)` has `rng.uniform(low, high)`, `rng.random()`, which lies between 0 and 1,
# and `rng.integers(low, high)`, which never gives `high` itself. Labels stay in their order, so that each keeps its image.*

# %% answer
def augment(images, labels, seed):
    """Return new images, each changed at random by the four changes above, and their labels.

    `images` has the shape (n, height, width), with values from 0 to 1; the new ones have the same shape and range.
    `labels` has the shape (n,). The same `seed` gives the same images, another seed others. Leave both arrays as they
    were.

    >>> images, labels = augment(np.full((3, 28, 28), 0.5), np.array([7, 8, 9]), seed=1)
    >>> images.shape, labels.tolist()
    ((3, 28, 28), [7, 8, 9])
    >>> len(np.unique(images)), bool(abs(images - 0.5).max() <= 0.1)
    (3, True)
    """
    raise NotImplementedError("Draw for each image, and change it.")

# %% picture
copies, _ = augment(np.repeat(data["train_images"][4:5] / 255, 24, axis=0), np.zeros(24), seed=1)
figure, axes = plt.subplots(2, 12, figsize=(12, 2.3))
for axis, copy in zip(axes.flat, copies):
    axis.imshow(copy, cmap="gray", vmin=0, vmax=1)
    axis.axis("off")
figure.suptitle("One picture, augmented 24 times: would you give each of them the same label?")
plt.show()

# %% [markdown]
# ## 4. What is augmented, and what is not
#
# Only the training part, and anew in each epoch. The validation part shall say how the network does on pictures *as they
# are*; whoever changes them measures something else. (The course's own notebook on dogs does that: its validation
# images go through the same generator as the training images.)

# %% answer
def epoch_data(data, epoch):
    """Return what epoch number `epoch` needs: training images and labels, validation images and labels.

    `data` is a dictionary with the arrays train_images, train_labels, valid_images and valid_labels. Its images are
    bytes of the shape (n, 28, 28). Those returned have the shape (n, 28, 28, 1), and values from 0 to 1, as a
    convolution wants them. Training images are augmented with the number of the epoch as seed; validation images are
    not changed. Leave `data` as it was.

    >>> tiny = {"train_images": np.full((2, 28, 28), 255, np.uint8), "train_labels": np.array([3, 4]),
    ...         "valid_images": np.full((1, 28, 28), 51, np.uint8), "valid_labels": np.array([5])}
    >>> x, y, x_valid, y_valid = epoch_data(tiny, epoch=0)
    >>> x.shape, y.tolist(), x_valid.shape, y_valid.tolist()
    ((2, 28, 28, 1), [3, 4], (1, 28, 28, 1), [5])
    >>> float(x_valid.mean())
    0.2
    """
    raise NotImplementedError("Scale both parts, and augment one of them.")

# %% [markdown]
# ## 5. Does it help?
#
# The network is given, and it is small. First without augmentation, then with it; everything else is the same. Watch
# the distance between the two lines of a colour: a network that knows its training pictures by heart is right about all
# of them, and wrong about every fifth of the others. (This cell trains two networks; give it half a minute.)

# %%
def build_model():
    """A new network, compiled but not trained: images (n, 28, 28, 1) in, a probability for each of 24 letters out."""
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(16, 5, strides=2, activation="relu"),
        keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(24, activation="softmax"),
    ])
    # Large steps first, then smaller and smaller ones; after 1,800 steps, which are 24 epochs of 75, they are zero.
    rate = keras.optimizers.schedules.CosineDecay(0.003, 1800)
    model.compile(keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


print(f"{build_model().count_params():,} parameters")

# %% picture
figure, axis = plt.subplots(figsize=(7, 4))
for name, color in (("without augmentation", "tab:orange"), ("with augmentation", "tab:blue")):
    network, train, valid = build_model(), [], []
    for epoch in range(16):
        x, y, x_valid, y_valid = epoch_data(data, epoch)
        if name.startswith("without"):
            x = data["train_images"][..., None] / 255
        history = network.fit(x, y, batch_size=32, validation_data=(x_valid, y_valid), verbose=0).history
        train += history["accuracy"]
        valid += history["val_accuracy"]
    axis.plot(range(1, 17), train, ":", color=color, label=f"{name}: training")
    axis.plot(range(1, 17), valid, "-", color=color, label=f"{name}: validation")
axis.set(title="The same network, with and without augmentation", xlabel="epoch", ylabel="accuracy")
axis.legend()
plt.show()

# %% [markdown]
# With augmentation the training accuracy is *lower*: the task is harder, as the pictures are never the same. That is the
# point. And it takes more epochs, since there is more to learn.
#
# Now train one for good: `build_model()`, then 24 epochs, each with its own `epoch_data`. It takes some ten seconds, and
# the grader grants a minute. Functions that loop over pixels in Python, instead of giving `look_up` whole arrays, are
# right, too, but would take much longer for these 57,600 images.
#
# The model is measured on hands that nobody here has seen, and on **careless photos** of them: a little askew, off the
# middle, too near or too far, too light or too dark, as much as `augment` knows. That is harder than the validation
# pictures, all taken with care: in twenty trials, each with other people, 77 % were read correctly on average. At least
# **66 %** it must be. Without augmentation the same network came to 63 % at most. With the *same* augmented pictures in
# each epoch it came to 58 to 68 %: better than without, but most of what augmentation can give is lost.
#
# *Hint: `model.fit(x, y, verbose=0)` trains for one epoch, with batches of 32, and goes on where the last one ended.*

# %% answer
model = ...  # build it, and train it epoch by epoch
