# %% [markdown]
# # Deployment
#
# A trained network is of no use until people can use it without you: from a phone, at three in the morning. The program
# around it is called its **deployment**, and answering is called **inference**. Most of what goes wrong there raises no
# error. The network gets *some* numbers and names *some* letter, with great confidence, but the letter is wrong.
#
# **What you will be able to do**
#
# - turn any photo into exactly what a model was trained on, and refuse what is not a photo;
# - answer for one image and for many at a time, within the limits of an accelerator;
# - save a model so that another program can load it;
# - measure, without any labels, what it costs if training and serving prepare images differently.
#
# **Time:** 45 minutes. **You need:** numpy, and the notebook *A convolutional network* for the hand signs. Keras is
# only used to save a model.
#
# Below each function are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded.

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

data = dict(np.load("hands.npz"))

# %% [markdown]
# ## The model, and what it was promised
#
# The model reads hand signs. It was trained on images that were
#
# - grey, 28 x 28 pixels, and bright where the photo was bright;
# - divided by 255, so that they lie between 0 and 1;
# - in batches of the shape **(images, 28, 28, 1)**: number of the image, row, column, channel.
#
# For each image it gives 24 probabilities, one for each letter that is held still: the alphabet **without j and z**.
#
# Here a model is a dictionary with its weights, and `predict(model, batch)` asks it. It does what
# `model.predict(batch)` does in Keras, and has two more things that a real accelerator has, too: a limit to the size of
# a batch (`"largest_batch"`), since its memory is limited, and a log (`"asked"`) of how many images it got each time.

# %%
def make_model(kernel, bias, largest_batch=64):
    """A model of one dense layer, with a kernel (784, 24), a bias (24,), and room for `largest_batch` images."""
    return {"kernel": np.asarray(kernel), "bias": np.asarray(bias), "largest_batch": largest_batch, "asked": []}


def predict(model, batch):
    """Return the probabilities, of shape (images, 24), that `model` gives to a batch of shape (images, 28, 28, 1)."""
    batch = np.asarray(batch, dtype=float)
    if batch.ndim != 4 or batch.shape[1:] != (28, 28, 1):
        raise ValueError(f"The model needs the shape (images, 28, 28, 1), and this is {batch.shape}.")
    if len(batch) > model["largest_batch"]:
        raise ValueError(f"There is room for {model['largest_batch']} images at a time, and these are {len(batch)}.")
    model["asked"].append(len(batch))
    scores = batch.reshape(len(batch), 784) @ model["kernel"] + model["bias"]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return powers / powers.sum(axis=1, keepdims=True)


# %% [markdown]
# The next cell trains one in less than a second, by gradient descent with momentum on the cross-entropy. One layer is a
# weak reader of hands, but it is enough to see what deployment does to it.

# %%
def train(images, labels, steps=60):
    """A model trained on grey bytes of shape (n, 28, 28)."""
    inputs, targets = images.reshape(-1, 784) / 255 - 0.5, np.eye(24)[labels]
    weights = [np.zeros((784, 24)), np.zeros(24)]
    speeds = [0 * weight for weight in weights]
    for _ in range(steps):
        scores = inputs @ weights[0] + weights[1]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (powers / powers.sum(axis=1, keepdims=True) - targets) / len(inputs)
        speeds = [0.9 * speeds[0] - 0.05 * inputs.T @ error, 0.9 * speeds[1] - 0.05 * error.sum(axis=0)]
        weights = [weight + speed for weight, speed in zip(weights, speeds)]
    kernel, bias = weights
    return make_model(kernel, bias - 0.5 * kernel.sum(axis=0))  # for images from 0 to 1 again, not from -0.5 to 0.5


reader = train(data["train_images"], data["train_labels"])
batches = [data["valid_images"][start : start + 50, :, :, np.newaxis] / 255 for start in range(0, 600, 50)]
found = np.concatenate([predict(reader, batch).argmax(axis=1) for batch in batches])
share = 100 * np.mean(found == data["valid_labels"])
print(f"{share:.0f} % of the validation images are read correctly; guessing gives 4 %")

# %% [markdown]
# ## 1. From a photo to what the model knows
#
# A photo has many more pixels, and often colours. Three steps:
#
# 1. **Grey.** The eye is most sensitive to green: grey is $0.299\,R + 0.587\,G + 0.114\,B$.
# 2. **28 x 28.** Photos here have $28k$ rows and $28k$ columns, for a whole number $k \ge 1$. So there is a block of
#    $k \times k$ pixels for each new pixel: take the mean of each block. In a photo of 280 x 280 pixels, taking every
#    tenth pixel instead would keep one of a hundred, with all its noise.
# 3. **Scale and shape.** Divide by 255, *not* by the largest pixel of this photo: a dark photo should stay dark, as it
#    was in training. And a single image is still a batch, a batch of one: (1, 28, 28, 1).
#
# Images that come as floats have most likely been scaled already, and scaling them twice would give black. Refuse them.
#
# *Hint: in `photo.reshape(28, k, 28, k)`, axis 1 has the rows of a block and axis 3 its columns; `mean` takes a tuple
# of axes.*

# %% answer
def preprocess(photo):
    """Return the batch of one image that the model needs, of shape (1, 28, 28, 1), with values from 0 to 1.

    `photo` has the shape (28 * k, 28 * k), grey, or (28 * k, 28 * k, 3), red, green and blue, for a whole number k ≥ 1;
    its dtype is uint8. Raise a ValueError for any other shape or dtype. Leave the photo as it was.

    >>> batch = preprocess(np.full((56, 56), 51, np.uint8))
    >>> batch.shape, float(batch.max())
    ((1, 28, 28, 1), 0.2)
    >>> red = np.zeros((28, 28, 3), np.uint8)
    >>> red[:, :, 0] = 255
    >>> round(float(preprocess(red).mean()), 3)
    0.299
    """
    raise NotImplementedError("Make it grey, make it small, scale it, and give it four axes.")

# %% [markdown]
# The figure shows a coloured, noisy photo of 280 x 280 pixels on the left. In the middle is what you get if you keep
# every tenth pixel: its noise stays. On the right is what `preprocess` makes of the photo: in the means of 100 pixels,
# most of the noise is gone.

# %% picture
enlarged = np.kron(data["valid_images"][1], np.ones((10, 10)))
photo = np.stack([enlarged * tone for tone in (1.2, 1.05, 0.9)], axis=2)
photo = np.clip(photo + np.random.default_rng(0).normal(0, 45, (280, 280, 1)), 0, 255).astype(np.uint8)
figure, (left, middle, right) = plt.subplots(1, 3, figsize=(11, 3.8))
left.imshow(photo)
left.set_title(f"the photo: shape {photo.shape}")
middle.imshow(preprocess(photo[::10, ::10])[0, :, :, 0], cmap="gray", vmin=0, vmax=1)
middle.set_title("every tenth pixel of it")
right.imshow(preprocess(photo)[0, :, :, 0], cmap="gray", vmin=0, vmax=1)
right.set_title("what the model sees: means")
for axis in (left, middle, right):
    axis.axis("off")
plt.show()

# %% [markdown]
# ## 2. From probabilities to letters
#
# The most probable class of each *row* is what the model reads there. Class 0 is **a**, and class 8 is **i**; but class
# 9 is **k**, since j is a movement and has no class. If you count through the whole alphabet, you are right for a to i,
# and wrong from there on. It looks like a weak model, but it is a faulty program.

# %% answer
def letters(probabilities):
    """Return a list with the letter of each row of `probabilities`, an array of shape (images, 24), maybe without rows.

    >>> letters(np.eye(24)[[0, 8, 9, 23]])
    ['a', 'i', 'k', 'y']
    """
    raise NotImplementedError("Find the largest entry of each row, and look up its letter.")

# %% [markdown]
# One photo, one letter. The server calls this function for every photo that comes in.
#
# *Hint: you need your two functions and `predict`. Return the letter itself, not a list with one letter.*

# %% answer
def predict_letter(model, photo):
    """Return the letter that `model` reads in `photo`, as a text of one character.

    `photo` is anything that `preprocess` takes. For anything else, it raises a ValueError: do not catch that. Ask the
    model once.

    >>> kernel = np.zeros((784, 24))
    >>> kernel[0, 2] = kernel[783, 9] = 5  # c, if the first pixel is the brighter one, and k, if the last one is
    >>> photo = np.zeros((28, 28), np.uint8)
    >>> photo[27, 27] = 200
    >>> predict_letter(make_model(kernel, np.zeros(24)), photo)
    'k'
    """
    raise NotImplementedError("Prepare the photo, ask the model, and name the letter.")

# %% [markdown]
# ## 3. Many at a time
#
# A call costs time before the first number is multiplied, so a server collects photos and asks for several at once. But
# only so many fit, and the number of photos is rarely a multiple of that, so the last batch is smaller. No photo may be
# lost, and the answers must come in the order of the photos, since they go to different people.
#
# *Hint: `np.concatenate` joins batches of one along their first axis; `range(0, n, size)` gives the starts.*

# %% answer
def predict_batch(model, photos, size):
    """Return a list with the letter that `model` reads in each of `photos`, in their order.

    `photos` is a list of any length, including zero; its photos may differ in size and colour. The model gets `size`
    images at a time, and in the last batch those that are left; it never gets an empty batch. Raise a ValueError if
    `size` is less than 1. `size` is never more than model["largest_batch"].

    >>> kernel = np.zeros((784, 24))
    >>> kernel[0, 2] = kernel[783, 9] = 5
    >>> first, last = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.uint8)
    >>> first[0, 0] = last[27, 27] = 200
    >>> model = make_model(kernel, np.zeros(24))
    >>> predict_batch(model, [first, last, last, first, last], size=2), model["asked"]
    (['c', 'k', 'k', 'c', 'k'], [2, 2, 1])
    """
    raise NotImplementedError("Prepare the photos, ask the model batch by batch, and collect the letters.")

# %% [markdown]
# ## 4. A file that another program can load
#
# The program that trains and the program that answers are two, often on two machines. What travels is a file. Keras
# writes layers, weights and optimizer into one file whose name ends in **.keras**. In older notebooks you will read
# `model.save("asl_model")`. Since Keras 3 that is an error, because the ending tells the format.
#
# `to_keras` is given: it makes a Keras model with the same weights.

# %%
def to_keras(model):
    """A Keras model with the weights of `model`, a dictionary."""
    network = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(24, activation="softmax"),
    ])
    network.set_weights([model["kernel"], model["bias"]])
    return network


# %% [markdown]
# *Hints: `network.save(path)` writes, and `keras.models.load_model(path)` reads. `save_weights` would write the weights
# without the layers, and only people who have your code could use the file. To look at the ending, use
# `path.endswith(".keras")`.*

# %% answer
def save_and_load(model, path):
    """Save `model` as a Keras model under `path`, and return the Keras model that is loaded from that file.

    `model` is a dictionary made by make_model. `path` is a text; if it does not end in ".keras", add that, and change
    nothing else: "hands.v2" becomes "hands.v2.keras". Replace a file that is already there. If the folder does not
    exist, Keras raises an error: do not catch that.

    >>> network = save_and_load(make_model(np.ones((784, 24)), np.zeros(24)), "asl_model")
    >>> network.count_params(), float(network.get_weights()[0].sum())
    (18840, 18816.0)
    >>> import os
    >>> os.path.exists("asl_model.keras")
    True
    """
    raise NotImplementedError("Make a Keras model, save it, and load it again.")

# %% [markdown]
# ## 5. The most expensive mistake
#
# Training and serving are programmed at different times, often by different people. If they prepare images differently,
# that is called **training-serving skew**: no error, no warning, only wrong letters. It is easily made. One notebook
# subtracts from each training image its own mean (`samplewise_center`), and another later asks for predictions on
# images that went through a different function (`preprocess_input`).
#
# Here are seven ways to prepare the same bytes:

# %%
PIPELINES = {
    "scaled": lambda images: images[..., np.newaxis] / 255,
    "raw": lambda images: images[..., np.newaxis] * 1.0,  # somebody forgot to divide
    "inverted": lambda images: 1 - images[..., np.newaxis] / 255,  # black and white swapped
    "signed": lambda images: images[..., np.newaxis] / 127.5 - 1,  # from -1 to 1, as some models need it
    "centered": lambda images: (images - images.mean(axis=(1, 2), keepdims=True))[..., np.newaxis] / 255,
    "transposed": lambda images: images.swapaxes(1, 2)[..., np.newaxis] / 255,  # width before height
    "blurred": lambda images: (images / 2 + np.roll(images, 1, axis=2) / 2)[..., np.newaxis] / 255,  # another resizer
}

# %% [markdown]
# How much does it matter? You need no labels to find out. Let the model read the same images twice, prepared one way
# and then the other, and count how often it **changes its mind**. A server can do that with the photos of any day.
#
# *Hint: the model has room for `model["largest_batch"]` images at a time. Compare letters, or classes: probabilities
# always differ a little.*

# %% answer
def serving_skew(model, images, trained, served):
    """Return the share of `images`, from 0 to 1, that `model` reads differently in one pipeline than in the other.

    `images` is an array of bytes of shape (n, 28, 28), with n ≥ 1. `trained` and `served` are names in PIPELINES: how
    images were prepared for training, and how they are prepared in service. The model reads each image once each way,
    at least one and at most `model["largest_batch"]` images at a time. Leave the images as they were.

    >>> kernel = np.zeros((784, 24))
    >>> kernel[0, 2], kernel[783, 9] = 5, 1
    >>> model = make_model(kernel, np.zeros(24))
    >>> images = np.zeros((4, 28, 28), np.uint8)
    >>> images[:2, 0, 0] = images[2:, 27, 27] = 200
    >>> serving_skew(model, images, trained="scaled", served="raw")
    0.0
    >>> serving_skew(model, images, trained="scaled", served="inverted")
    0.5
    """
    raise NotImplementedError("Let the model read the images both ways, and compare.")

# %% [markdown]
# ### Try it: which skew is the worst?
#
# The model was trained on scaled images. **Before you run the next cell**, put the other six pipelines in order, from
# harmless to disastrous, and guess for each what share of the letters changes: that decides the order. Think of what
# one layer does with an image: it multiplies, adds up, adds a bias, and takes the largest sum.
#
# The figure shows two bars for each pipeline: the share of images that are read differently, which needs no labels,
# and, hatched, the share that is read wrongly, for which the labels are used. Then write a pipeline of your own, such
# as half the light, add it to `PIPELINES` in the cell above, and run both cells again.

# %% picture
shown, truth = data["valid_images"], data["valid_labels"]
ways = list(PIPELINES)
skews = [serving_skew(reader, shown, "scaled", way) for way in ways]
errors = []
for way in ways:
    parts = [PIPELINES[way](shown[start : start + 50]) for start in range(0, len(shown), 50)]
    errors.append(np.mean(np.concatenate([predict(reader, part).argmax(axis=1) for part in parts]) != truth))
figure, axis = plt.subplots(figsize=(8, 4), layout="constrained")
rows = np.arange(len(ways))
axis.barh(rows - 0.2, skews, 0.4, color="tab:orange", edgecolor="black", label="read differently")
axis.barh(rows + 0.2, errors, 0.4, color="lightblue", edgecolor="black", hatch="//", label="read wrongly")
axis.set_yticks(rows, ways)
axis.invert_yaxis()
axis.set(title="Trained on scaled images, served in other ways", xlim=(0, 1))
axis.set(xlabel="share of images", ylabel="how images are prepared in service")
figure.legend(loc="outside upper right", ncols=2)
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what happened, and why</b></summary>
#
# | pipeline | read differently | why |
# |---|---|---|
# | blurred | 15 % | neighbouring pixels are alike, so the sums hardly change |
# | signed | 56 % | $2x - 1$ doubles all sums, and takes from each the sum of its weights: a new bias |
# | centered | 68 % | the bias was learned together with the mean, and the mean is gone |
# | raw | 90 % | sums are 255 times as large, so the bias no longer counts |
# | transposed | 92 % | every weight off the diagonal meets a pixel that it was not made for |
# | inverted | 100 % | what spoke for a letter now speaks against it |
#
# Compare the two bars of *blurred*. It changes one letter in seven, but the share of errors only rises from 71 % to
# 73 %: some wrong letters became other wrong letters, some right ones were lost, and some were gained. If you watch only
# the accuracy, you hardly notice that a different program is answering.
#
# The second bar does not always follow the first. *Inverted* changes every letter, but *raw* is wrong more often: 96 %
# against 88 %. When a weak model changes its mind, it is sometimes right by chance.
#
# </details>

# %% [markdown]
# Some skews turn everything around, and are found on the first day. The dangerous ones are those that change only a few
# letters: the service works, and for years nobody notices that it is a little worse than you promised. That is why the
# way from the photo to the model belongs in *one* function, which both training and serving call. Better still, it
# belongs in the model itself, as a layer `keras.layers.Rescaling(1 / 255)`, so that it travels in the same file.
