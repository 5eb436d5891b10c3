# %% [markdown]
# # Preparing data
#
# A network takes in numbers and gives out numbers. Pictures, class names and sentences have to become arrays first, and
# this is where many projects go wrong without a single error message: the network trains, and is bad, or, worse, only
# *looks* good. In this notebook you write the five steps from raw data to arrays that a network can learn from.
#
# **What you will be able to do**
#
# - turn pictures into rows of numbers from 0 to 1, and say what goes wrong if you divide by the wrong number;
# - turn class names and words into labels, and labels into one-hot rows;
# - split data so that nobody is in both parts;
# - explain how a high accuracy can hide that a network reads strangers badly.
#
# **Time:** 60 minutes. **You need:** Python and the basics of numpy. This is the first notebook, so no deep learning
# yet.
#
# ## How this course works
#
# - Below most texts there is a function for you to complete. Its docstring says what it takes and what it returns, with
#   an example. Replace the line `raise NotImplementedError(...)` with your code, and **run the cell**. To see what your
#   function does, call it with the values of the example in a new cell: nothing runs the example for you.
# - Below the function there are **checks**. Run them as often as you like: `✓` means that your answer keeps a promise
#   of the docstring, and `✗` tells you what came out and, in most cases, what was expected. One cell makes the checks
#   work: *Tools for the checks*, right before section 1. Run it once. Most programs show it folded.
# - **More checks**, which you do not see, run when the notebook is graded. They try other values, and what the
#   docstring says about special cases. So read the docstring to the end, and don't write code that fits only the
#   visible example.
# - Each check earns its points separately. A function that is not finished costs its own points, and those of functions
#   that call it.
# - Keep the names of the functions and the order of their arguments. Add cells wherever you want to try something.
# - Some cells only draw. Until you have written the functions that they use, they stop with an error. That does no
#   harm: come back to them later.
# - **Predict first:** some texts ask what a picture will show. Answer before you run the cell, in your head or on
#   paper. A guess that turns out wrong teaches more than a right one, and nobody grades it.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## The data
#
# The first data set of nearly every course is MNIST, handwritten digits: 60,000 grey pictures of 28 x 28 pixels,
# written by hundreds of people. Here a few lines of numpy stand in for the people. Each writer has a slant, a pen, and
# their own idea of what an 8 looks like; each copy shakes a little.
#
# You don't have to understand the code of `handwriting`: it only makes the data.
#
# The picture shows the ten digits of three writers, one writer in each row. You can tell the writers apart: the strokes
# are thick or thin, upright or slanted.

# %%
CORNERS = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [0, 2], [1, 2]], dtype=float)  # of an 8: x and y
STROKES = [(0, 1), (2, 3), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5)]  # from which corner to which
SHAPES = "1011111 0000101 1110110 1110101 0101101 1111001 1111011 1000101 1111111 1111101".split()


def handwriting(writers, copies, seed=0):
    """Return images of shape (n, 28, 28), their digits, and who wrote them."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:28, 0:28]
    images, digits, names = [], [], []
    for name in writers:
        slant, pen, place = rng.uniform(-0.25, 0.35), rng.uniform(1.0, 2.0), rng.uniform(-2.5, 2.5, 2)
        habits = rng.normal(0, 0.17, (10, 6, 2))
        for digit in np.repeat(np.arange(10), copies):
            corners = CORNERS + habits[digit] + rng.normal(0, 0.03, (6, 2))
            corners = corners * 8.5 + [9.5, 5.5] + place + np.outer(1 - CORNERS[:, 1], [8 * slant, 0])
            far = np.full((28, 28), np.inf)
            for (start, end), drawn in zip(STROKES, SHAPES[digit]):
                if drawn == "1":
                    (x, y), (dx, dy) = corners[start], corners[end] - corners[start]
                    along = np.clip(((columns - x) * dx + (rows - y) * dy) / (dx * dx + dy * dy), 0, 1)
                    far = np.minimum(far, np.hypot(columns - x - along * dx, rows - y - along * dy))
            ink = np.clip(pen + 0.7 - far, 0, 1) * 235 + rng.uniform(0, 20, (28, 28))
            images.append(ink.astype(np.uint8))
            digits.append(int(digit))
            names.append(name)
    return np.array(images), digits, names


images, digits, names = handwriting(["ada", "bo", "cy"], copies=1)

# %% picture
figure, axes = plt.subplots(3, 10, figsize=(10, 3.4))
for axis, image, digit, name in zip(axes.flat, images, digits, names):
    axis.imshow(image, cmap="gray", vmin=0, vmax=255)
    axis.set(xticks=[], yticks=[])
    if digit == 0:
        axis.set_ylabel(name, rotation=0, ha="right", va="center")
    if name == "ada":
        axis.set_title(digit)
figure.suptitle("Three writers and their ten digits", y=1.02)
plt.show()

# %% [markdown]
# ## 1. Pictures become rows of numbers
#
# A pixel is a whole number from 0 (black) to 255 (white), stored in one byte: numpy calls that `uint8`. A **dense**
# network, the kind that the next notebook builds, wants something else:
#
# - **one row for each picture.** 28 rows of 28 pixels, one after the other, make a row of $28 \cdot 28 = 784$ numbers.
#   So the shape (60000, 28, 28) becomes (60000, 784).
# - **small numbers.** Training works best when the inputs are not much larger than 1, so we divide by 255, the largest
#   value that a byte can hold. White becomes exactly 1.
#
# Always divide by the same 255, never by the brightest pixel that happens to be there: the same picture has to give the
# same numbers whether it comes alone or among thousands of others. And divide only once! To the network, data that has
# been scaled twice looks like a dark night.
#
# *Hints: `images.shape` and `images.dtype` tell you what you got. `reshape(n, -1)` lets numpy work out the length of a
# row. `//` rounds down, `/` does not.*

# %% answer
def flatten_and_scale(images):
    """Return `images` as an array of floats from 0 to 1, with one row for each image.

    `images` is an array of shape (n, height, width), or (n, height, width, 3) in colour, and n is one or more. The
    result has shape (n, height * width) or (n, height * width * 3): the first row of pixels, then the second, and so
    on. The values must be bytes. Raise a ValueError if the dtype of `images` is not np.uint8, because such images were
    probably scaled before. Leave `images` as it was.

    >>> flatten_and_scale(np.array([[[0, 255], [51, 102]]], dtype=np.uint8))
    array([[0. , 1. , 0.2, 0.4]])
    """
    raise NotImplementedError("Return the images as rows, divided by 255.")

# %% [markdown]
# The picture shows what the network will see: ten bar codes of 784 pixels, one for each of Ada's digits. You can't read
# them any more. A dense network can learn to, but nobody tells it that pixel 30 lies right below pixel 2. (The
# convolutional networks of later notebooks know it.)

# %% picture
rows = flatten_and_scale(images[:10])

plt.figure(figsize=(10, 2.6))
plt.imshow(rows, cmap="gray", aspect="auto", interpolation="nearest")
plt.colorbar(label="brightness")
plt.title(f"Ada's ten digits as {rows.shape[0]} rows of {rows.shape[1]} numbers")
plt.xlabel("pixel = 28 * row + column")
plt.ylabel("digit")
plt.yticks(range(10))
plt.show()

# %% [markdown]
# ## 2. Names become labels
#
# A picture and its class make a **sample**. A network learns from the samples of the **training data**. Others, the
# **validation data**, are kept aside: they show how good the network is, as section 5 explains. The share of samples
# whose class it gets right is its **accuracy**.
#
# Classes have names: *cat*, *dog*, or the letters of sign language. A network knows only numbers, so each class gets a
# **label**: 0, 1, 2 and so on. Two mistakes are common:
#
# - **Labels with holes.** In sign language only 24 letters can be shown in a picture, since *j* and *z* are movements.
#   If you number the letters by their place in the alphabet, you get labels from 0 to 24 without a 9, and a network
#   with 24 outputs has no output for the letter *y*. (A well-known data set of such pictures has exactly these labels.)
# - **Two numberings.** If training data and validation data are numbered separately, and one class is missing from the
#   second, then the same label means different classes. There is no error, only an accuracy that nobody can explain.
#
# So sort the names that are in the *training* data, number them without holes, and use this one numbering for both.
#
# *Hint: `set` drops repetitions, and `sorted` makes a list in alphabetical order.*

# %% answer
def class_names_to_labels(train_names, valid_names):
    """Return the labels of the training data, those of the validation data, and the list of classes.

    `train_names` and `valid_names` are lists with the name of each sample's class; `valid_names` may be empty.
    `classes` lists every name of the training data once, in sorted order. A sample's label is the index of its name
    in `classes`, counted from 0. Both kinds of labels are lists of whole numbers. Raise a ValueError if a validation
    sample belongs to a class that was never seen in training. Leave both lists as they were.

    >>> train_labels, valid_labels, classes = class_names_to_labels(["dog", "cat", "eel", "dog"], ["eel", "dog"])
    >>> train_labels, valid_labels
    ([1, 0, 2, 1], [2, 1])
    >>> classes
    ['cat', 'dog', 'eel']
    """
    raise NotImplementedError("Number the classes of the training data, and use these numbers for both.")

# %% [markdown]
# ## 3. Labels become one-hot rows
#
# Is an 8 twice as much as a 4? As labels, yes; as pictures, no. So that no class is *larger* than another, each label
# becomes a row with as many numbers as there are classes: all are 0, except for a 1 at the place of the label. That is
# called **one-hot**.
#
# $$5 \;\rightarrow\; (0, 0, 0, 0, 0, 1, 0, 0, 0, 0)$$
#
# The number of classes can't be found in the labels; it has to be given. A batch without any 9 still needs ten columns.
#
# *Hints: beware of a label of -1. Python and numpy then count from the end, and silently put the 1 into the last
# column. And an empty list becomes an array of floats, which can't be used as an index; `np.array(labels, dtype=int)`
# helps.*

# %% answer
def one_hot(labels, classes):
    """Return an array of floats of shape (n, classes): row i is 0 everywhere, except for a 1 in column labels[i].

    `labels` is a list or an array of n whole numbers from 0 to `classes` - 1; n may be 0. Raise a ValueError if a label
    is outside that range. Leave `labels` as it was.

    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    raise NotImplementedError("Return a row for each label, with a single 1.")

# %% [markdown]
# The picture shows seven labels as one-hot rows of ten classes. Each row has one dark square, in the column of its
# label. The two 3s have the same row.

# %% picture
some = [8, 3, 3, 0, 1, 5, 2]
plt.figure(figsize=(5, 3.6))
plt.imshow(one_hot(some, 10), cmap="Blues", vmin=0, vmax=1.3)
plt.hlines(np.arange(0.5, 6), -0.5, 9.5, color="silver", linewidth=1)
plt.title("One-hot rows of seven labels, ten classes")
plt.xlabel("class")
plt.ylabel("label of the sample")
plt.xticks(range(10))
plt.yticks(range(7), some)
plt.show()

# %% [markdown]
# ## 4. Sentences become matrices
#
# A sentence is a list of words, here also called **tokens**, and a **vocabulary** lists all words that may occur.
# (Below it is called `dictionary`. It is an ordinary Python list, not a `dict`.) The number of a word is its place in
# that list, counted from 0. So a sentence becomes a list of numbers, and after one-hot encoding a matrix with a row for
# each word. The last row is not a word but the **end of the sentence**, written `EOS`. A network that writes text must
# learn when to stop, so never leave it out.
#
# With the vocabulary below, *a dog sleeps on the floor* becomes 1, 5, 3, 4, 7, 9 and, for the end, 0: a matrix of
# shape (7, 10). Common mistakes are to forget the last row, and to be off by one: *the* is number 7, and 8 is *bed*.
#
# *Hints: `text.split()` cuts at spaces, however many there are, and `dictionary.index(word)` tells you at which place
# of the list a word stands. The rest is done by your `one_hot`.*

# %%
dictionary = ["EOS", "a", "cat", "sleeps", "on", "dog", "sits", "the", "bed", "floor"]

# %% answer
def encode_tokens(sentence, dictionary):
    """Return the one-hot rows of the words of `sentence` and of its end, as an array of floats.

    `sentence` is a string of words with one or more spaces between them, perhaps empty. There may be spaces before and
    after it, too, and it makes no difference whether a letter is a capital. `dictionary` is a list of different words,
    in lowercase, and of "EOS", the end, which may stand anywhere in it. The number of a word is its place in
    `dictionary`. The shape of the result is (number of words + 1, length of `dictionary`). Raise a ValueError for a
    word that is not in the dictionary. "EOS" is not a word: if the sentence itself contains it, in capitals or
    not, raise a ValueError, too. Leave `dictionary` as it was.

    >>> encode_tokens("Hello you", ["hello", "you", "EOS"])
    array([[1., 0., 0.],
           [0., 1., 0.],
           [0., 0., 1.]])
    """
    raise NotImplementedError("Return a one-hot row for each word, and one for the end.")

# %% [markdown]
# The picture shows two sentences as matrices: one row for each word and one for the end, one column for each word of
# the vocabulary, and one dark square in each row. Both sentences have the same words, and so both matrices have their
# squares in the same columns.
#
# **Predict first:** the cat sits on the dog, and the dog sits on the cat. In which rows do the two matrices differ?

# %% picture
figure, axes = plt.subplots(1, 2, figsize=(10, 3.8))
for axis, sentence in zip(axes, ("The cat sits on the dog", "The dog sits on the cat")):
    axis.imshow(encode_tokens(sentence, dictionary), cmap="Blues", vmin=0, vmax=1.3)
    axis.set(title=f'"{sentence}"', xlabel="word of the vocabulary", ylabel="word of the sentence")
    axis.set_xticks(range(10), dictionary, rotation=60)
    axis.set_yticks(range(7), [*sentence.split(), "EOS"])
plt.show()

# %% [markdown]
# ## 5. Split by person, not by picture
#
# To know how good a network is, we show it data that it has never seen: the **validation** data, which we put aside
# before training. Most tutorials choose the samples for it at random. But look at the writers above! If some of Ada's
# eights are in the training data, then Ada's other eights are easy: the network has nearly *seen* them. What we want to
# know is how well it reads the hand of a stranger. So choose at random **who** goes to validation, with everything that
# they wrote.
#
# The same holds for patients with several scans, for frames of one video, and for photos from one camera.
#
# *Hints: `np.unique(groups)` lists who is there. `np.random.default_rng(seed)` makes a random generator; its `choice`
# with `replace=False` draws several different ones. `np.isin` tells for each sample whether its group was drawn, and an
# array of True and False picks rows: `x[chosen]`, `x[~chosen]`. The order of the rows need not change.*

# %% answer
def split_by_group(x, y, groups, fraction, seed):
    """Return x_train, y_train, x_valid and y_valid, so that no group is in both parts.

    `x` is an array of n samples, which may be rows or images, `y` an array of their n labels, and `groups` a list or an
    array that says to which group, or person, each sample belongs. Samples keep their order. The number of groups in
    the validation part is `fraction` times the number of groups, rounded to a whole number (a half may be rounded
    either way); but at least one group goes to each part. Which groups go there is drawn at random: the same `seed`
    gives the same split, and other seeds give other splits, in which any group can be drawn. Raise a ValueError if
    `fraction` is not between 0 and 1 (both excluded), if there are fewer than two groups, or if `x`, `y` and `groups`
    are not of the same length. Leave all three as they were.

    >>> x, y = np.array([10, 20, 30, 40, 50, 60]), np.array([1, 2, 3, 4, 5, 6])
    >>> parts = split_by_group(x, y, ["ada", "ada", "bo", "bo", "cy", "cy"], fraction=0.3, seed=1)
    >>> [len(part) for part in parts]
    [4, 4, 2, 2]
    """
    raise NotImplementedError("Draw some groups, and split x and y by them.")

# %% [markdown]
# ## See the leak
#
# Is it worth the trouble? Here is the simplest classifier there is: it gives a picture the label of the most similar
# training picture. Thirty writers write every digit three times. First we choose single pictures at random, so that
# most writers are in both parts; then we choose writers, with your function. The classifier is the same, and so are the
# pictures. The plot shows the accuracy of eight splits of each kind, in two rows. The points of a row are spread
# vertically only so that they don't overlap.
#
# **Predict first:** if you guessed a digit, you would be right in 10 % of the cases. What accuracy do you expect in
# each row? How far apart will they be?

# %% picture
def accuracy_of_nearest(x_train, y_train, x_valid, y_valid):
    """The share of validation samples whose nearest training sample has the right label."""
    distances = (x_valid**2).sum(1)[:, None] - 2 * x_valid @ x_train.T + (x_train**2).sum(1)
    return np.mean(y_train[distances.argmin(1)] == y_valid)


pictures, labels, writers = handwriting([f"writer {number}" for number in range(30)], copies=3, seed=1)
x, y = flatten_and_scale(pictures), np.array(labels)
by_picture = [accuracy_of_nearest(*split_by_group(x, y, np.arange(len(x)), 0.2, seed)) for seed in range(8)]
by_writer = [accuracy_of_nearest(*split_by_group(x, y, writers, 0.2, seed)) for seed in range(8)]

plt.figure(figsize=(6, 2.6))
for height, (name, found) in enumerate({"split by writer": by_writer, "split by picture": by_picture}.items()):
    plt.scatter(found, height + np.linspace(-0.2, 0.2, 8), s=35, alpha=0.7, marker="os"[height])
    plt.text(np.mean(found), height + 0.32, f"mean {np.mean(found):.2f}", ha="center")
plt.yticks([0, 1], ["split by writer", "split by picture"])
plt.ylim(-0.5, 1.75)
plt.xlim(0, 1.1)
plt.xlabel("validation accuracy; each point is one split")
plt.title("The same classifier, validated in two ways")
plt.tight_layout()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the picture shows</b></summary>
#
# Split by picture, the classifier reads 99 % right; split by writer, 55 %. It is the same classifier. In the first case
# it finds, for most pictures, another copy by the same writer, and that is nearly the same picture. It has memorised
# the writers, not the digits. The 55 % is the honest number: whoever uses the network will show it the writing of
# strangers.
#
# Look at the spread, too: the eight splits by writer lie between 0.49 and 0.59, as it matters a lot *which* six of the
# thirty writers are chosen. So one split is not enough to tell a good classifier from a slightly better one.
#
# </details>

# %% [markdown] answer points=2 name="why"
# ## 6. In your own words
#
# A hospital has 900 X-rays of 300 patients. A colleague chooses 20 % of the *X-rays* at random for validation and
# reports an accuracy of 97 %. In the first week with new patients it is 81 %. Explain in two to four sentences what
# probably happened, and how the colleague should have split. Would more X-rays of the *same* patients have revealed it?
#
# Write below this line. A person will read it.
