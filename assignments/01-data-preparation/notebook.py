# %% [markdown]
# # Preparing data
#
# A network takes in numbers and gives out numbers. Pictures, class names and sentences have to become arrays first,
# and this is where many projects go wrong without a single error message: the network trains, and is bad, or, worse,
# *looks* good. In this notebook you write the five steps from raw data to arrays that a network can learn from.
#
# Plan for 45 to 60 minutes. You need Python and the basics of numpy, and no deep learning yet.
#
# ## How this course works
#
# - Below each text stands a function that is only begun. Its docstring says what it takes and what it returns, with an
#   example. Replace the line `raise NotImplementedError(...)` with your code, and **run the cell**.
# - Below the function stand **checks**. Run them as often as you like: `✓` is a promise kept, and `✗` tells you what
#   came out and what was expected. The number below is the points. One cell, which begins with `# Tools`, makes the
#   checks work: run it once. It is long, and some programs show it folded.
# - **More checks**, which you do not see, run when the notebook is graded. They try other values, and what the
#   docstring says about special cases. So read the docstring to the end, and don't write code that fits the visible
#   example only.
# - Each check earns its points by itself. A function that is not finished costs its own points, and those of functions
#   that call it.
# - Keep the names of the functions and the order of their arguments. Add cells wherever you want to try something.
# - Some cells only draw. They show an error until the functions they use are written; that is no harm.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## The data
#
# The first data set of every course is handwritten digits: 60,000 grey pictures of 28 x 28 pixels, written by hundreds
# of people. Here a few lines of numpy play the people. Each writer has a slant, a pen and an idea of their own of what
# an 8 looks like; each copy shakes a little.

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
# A pixel is a whole number from 0 (black) to 255 (white), stored in one byte: numpy calls that `uint8`. A dense
# network wants something else:
#
# - **one row for each picture.** 28 rows of 28 pixels, one behind the other, are a row of $28 \cdot 28 = 784$ numbers.
#   So the shape (60000, 28, 28) becomes (60000, 784).
# - **small numbers.** Training goes best when inputs are around 1, so we divide by 255, the largest value that a byte
#   can hold. White becomes exactly 1.
#
# Always divide by the same 255, never by the brightest pixel that happens to be there: the same picture has to give
# the same numbers whether it comes in the training data, in the test data or alone. And divide once only! Data that is
# scaled twice looks like a dark night to the network.
#
# *Hints: `images.shape` and `images.dtype` tell what you got. `reshape(n, -1)` lets numpy work out the length of a
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
# This is what the network will see: a bar code of 784 pixels for each digit. You can't read it any more. The dense
# network can, but nobody tells it that pixel 30 lies right below pixel 2. (Later, convolutions will.)

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
# Classes have names: *cat*, *dog*, or the letters of sign language. A network knows only numbers, so each class gets a
# **label**: 0, 1, 2 and so on. Two mistakes are common:
#
# - **Labels with holes.** Sign language has pictures for 24 letters only, since *j* and *z* are movements. Who numbers
#   the letters by their place in the alphabet gets labels from 0 to 24 and no 9; a network with 24 outputs then has no
#   output for the letter *y*. (One well-known copy of that data set has just these labels.)
# - **Two numberings.** If training data and validation data are numbered separately, and one class is missing in the
#   second, then the same label means different classes. No error; only an accuracy that nobody can explain.
#
# So: sort the names that are in the *training* data, number them without holes, and use this one numbering for both.
#
# *Hint: `set` drops repetitions and `sorted` makes a list in alphabetical order.*

# %% answer
def class_names_to_labels(train_names, valid_names):
    """Return the labels of the training data, those of the validation data, and the list of classes.

    `train_names` and `valid_names` are lists with the name of each sample's class; `valid_names` may be empty.
    `classes` lists every name of the training data once, in sorted order. A sample's label is the place of its name in
    `classes`, so the first is 0. Both kinds of labels are lists of whole numbers. Raise a ValueError if a validation
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
# Is an 8 twice a 4? As labels, yes; as pictures, no. So that no class is *larger* than another, each label becomes a
# row with as many numbers as there are classes: all are 0, except a 1 at the place of the label. That is called
# **one-hot**.
#
# $$5 \;\rightarrow\; (0, 0, 0, 0, 0, 1, 0, 0, 0, 0)$$
#
# The number of classes must be *told*. A batch without any 9 still needs ten columns.
#
# *Hint: beware of a label of -1. Python and numpy count from the end there, and put the 1 into the last column without
# a word.*

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

# %% picture
some = [8, 3, 3, 0, 1, 5, 2]
plt.figure(figsize=(5, 3.6))
plt.imshow(one_hot(some, 10), cmap="Blues", vmin=0, vmax=1.3)
plt.title("One-hot rows of seven labels, ten classes")
plt.xlabel("class")
plt.ylabel("label of the sample")
plt.xticks(range(10))
plt.yticks(range(7), some)
plt.show()

# %% [markdown]
# ## 4. Sentences become matrices
#
# A sentence is a list of words, here also called **tokens**, and each word is one of the classes of a **dictionary**.
# So a sentence is a list of numbers, and after one-hot encoding a matrix with a row for each word. The last row is not
# a word but the **end of the sentence**, written `EOS`. A network that writes text must learn when to stop, so never
# leave it out.
#
# With the dictionary below, *a dog sleeps on the floor* becomes 1, 5, 3, 4, 7, 9 and, for the end, 0: a matrix of 7 x
# 10. (One slide deck prints this example with a 1 for *bed* where the sentence says *the*, and without the last row.
# You will do better.)
#
# *Hints: `text.split()` cuts at spaces, however many there are, and `words.index(word)` tells at which place of a list
# a word stands. The rest you have already written.*

# %%
dictionary = ["EOS", "a", "cat", "sleeps", "on", "dog", "sits", "the", "bed", "floor"]

# %% answer
def encode_tokens(sentence, dictionary):
    """Return the one-hot rows of the words of `sentence` and of its end, as an array of floats.

    `sentence` is a string of words with one or more spaces between them, perhaps empty. There may be spaces before and
    behind it, too, and capital letters count as small ones. `dictionary` is a list of different words, in small
    letters, and of "EOS", the end, which may stand anywhere in it. The number of a word is its place in `dictionary`.
    The shape of the result is (number of words + 1, length of `dictionary`). Raise a ValueError for a word that is not
    in the dictionary; in a sentence, "eos" and "EOS" are such words, too. Leave `dictionary` as it was.

    >>> encode_tokens("Hello you", ["hello", "you", "EOS"])
    array([[1., 0., 0.],
           [0., 1., 0.],
           [0., 0., 1.]])
    """
    raise NotImplementedError("Return a one-hot row for each word, and one for the end.")

# %% picture
sentence = "A dog sleeps on the floor"
plt.figure(figsize=(5.5, 3.8))
plt.imshow(encode_tokens(sentence, dictionary), cmap="Blues", vmin=0, vmax=1.3)
plt.title(f'"{sentence}" as a matrix')
plt.xlabel("word of the dictionary")
plt.ylabel("word of the sentence")
plt.xticks(range(10), dictionary, rotation=60)
plt.yticks(range(7), [*sentence.split(), "EOS"])
plt.show()

# %% [markdown]
# ## 5. Split, but not through a person
#
# To know how good a network is, we show it data that it has never seen: the **validation** data, which we put aside
# before training. Most tutorials draw the samples by lot. But look at the writers above! If some of Ada's eights are
# in the training data, then her other eights are easy: the network has *seen* them, nearly. What we want to know is
# how well it reads a person it has never met. So draw by lot **who** goes to validation, with everything that they
# wrote.
#
# The same holds for patients with several scans, for frames of one video, and for photos from one camera.
#
# *Hints: `np.unique(groups)` lists who is there. `np.random.default_rng(seed)` makes a random generator; its `choice`
# with `replace=False` draws several different ones. `np.isin` says of each sample whether its group was drawn, and an
# array of True and False picks rows: `x[chosen]`, `x[~chosen]`. The order of the rows need not change.*

# %% answer
def split_by_group(x, y, groups, fraction, seed):
    """Return x_train, y_train, x_valid and y_valid, such that no group is in both parts.

    `x` is an array of n samples, which may be rows or images, `y` an array of their n labels, and `groups` a list or an
    array that says to which group, or person, each sample belongs. Samples keep their order. The number of groups in
    the validation part is `fraction` times the number of groups, rounded; but at least one group goes to each part.
    Which ones is drawn at random: the same `seed` gives the same split, and other seeds give other splits, in which any
    group can be drawn. Raise a ValueError if `fraction` is not between 0 and 1 (both excluded), if there are fewer than
    two groups, or if `x`, `y` and `groups` are not of the same length. Leave all three as they were.

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
# training picture. Thirty writers write every digit three times. Once we split by lot, so that each writer is in both
# parts; and once with your function. The classifier is the same, and so are the pictures. Which of the two numbers
# would you tell the post office?

# %% picture
def accuracy_of_nearest(x_train, y_train, x_valid, y_valid):
    """The share of validation samples whose nearest training sample has the right label."""
    distances = (x_valid**2).sum(1)[:, None] - 2 * x_valid @ x_train.T + (x_train**2).sum(1)
    return np.mean(y_train[distances.argmin(1)] == y_valid)


pictures, labels, writers = handwriting([f"writer {number}" for number in range(30)], copies=3, seed=1)
x, y = flatten_and_scale(pictures), np.array(labels)
by_lot = [accuracy_of_nearest(*split_by_group(x, y, np.arange(len(x)), 0.2, seed)) for seed in range(8)]
by_writer = [accuracy_of_nearest(*split_by_group(x, y, writers, 0.2, seed)) for seed in range(8)]

plt.figure(figsize=(6, 2.6))
for height, (name, found) in enumerate({"split by writer": by_writer, "split by lot": by_lot}.items()):
    plt.scatter(found, np.full(8, height), s=60, alpha=0.6)
    plt.text(np.mean(found), height + 0.22, f"mean {np.mean(found):.2f}", ha="center")
plt.yticks([0, 1], ["split by writer", "split by lot"])
plt.ylim(-0.5, 1.6)
plt.xlim(0, 1.1)
plt.xlabel("validation accuracy; each point is one split")
plt.title("The same classifier, validated in two ways")
plt.tight_layout()
plt.show()

# %% [markdown] answer points=2 name="why"
# ## 6. In your own words
#
# A hospital has 900 X-rays of 300 patients. A colleague draws 20 % of the *X-rays* by lot for validation and reports
# an accuracy of 97 %. In the first week with new patients it is 81 %. Explain in two to four sentences what probably
# happened, and how the colleague should have split. Would more X-rays of the *same* patients have brought it to light?
#
# Write below this line. A person will read it.
