# %% [markdown]
# # Deployment
#
# A trained network is of no use until it answers: to a photo from a phone, at three in the morning, without you. The
# program around it is called its **deployment**, and answering is called **inference**. Most of what goes wrong there
# raises no error. The network gets *some* numbers and says *some* letter, with great confidence; it is only wrong.
#
# You write the way from a photo to a letter, one image or many at a time, save a model so that another program can load
# it, and measure what happens when that program prepares its images a little differently. Below each function are
# checks that you can run as often as you like; more checks, which you do not see, run when the notebook is graded. Plan
# for 45 minutes.

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

# %% [markdown]
# ## The model, and what it was promised
#
# The model reads hand signs. It was trained on images that were
#
# - grey, 28 x 28 pixels, and bright where the photo was bright;
# - divided by 255, so that they lie between 0 and 1;
# - in batches of the shape **(images, 28, 28, 1)**: number of the image, row, column, channel.
#
# For each image it gives 24 probabilities, one for each letter that stands still: the alphabet **without j and z**.
#
# Here a model is a dictionary with its weights, and `predict(model, batch)` asks it. That is what `model.predict(batch)`
# does in Keras, with two things more that are like a real accelerator: a limit to the batch (`"most"`), since its memory
# ends somewhere, and a log (`"asked"`) of how many images it got each time.

# %%
def make_model(kernel, bias, most=64):
    """A model of one dense layer: a kernel of shape (784, 24), a bias of shape (24,), and room for `most` images."""
    return {"kernel": np.asarray(kernel), "bias": np.asarray(bias), "most": most, "asked": []}


def predict(model, batch):
    """Return the probabilities, of shape (images, 24), that `model` gives to a batch of shape (images, 28, 28, 1)."""
    batch = np.asarray(batch, dtype=float)
    if batch.ndim != 4 or batch.shape[1:] != (28, 28, 1):
        raise ValueError(f"The model wants the shape (images, 28, 28, 1), and this is {batch.shape}.")
    if len(batch) > model["most"]:
        raise ValueError(f"There is room for {model['most']} images at a time, and these are {len(batch)}.")
    model["asked"].append(len(batch))
    scores = batch.reshape(len(batch), 784) @ model["kernel"] + model["bias"]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return powers / powers.sum(axis=1, keepdims=True)


# %% [markdown]
# This trains one, in less than a second: gradient descent with momentum on the cross-entropy. One layer is a weak reader of
# hands; it is enough to see what deployment does to it.

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
print(f"{np.mean(found == data['valid_labels']):.0%} of the validation images are read correctly; guessing gives 4 %")

# %% [markdown]
# ## 1. From a photo to what the model knows
#
# A photo has many more pixels, and often colours. Three steps:
#
# 1. **Grey.** The eye is most sensitive to green: grey is $0.299\,R + 0.587\,G + 0.114\,B$.
# 2. **28 x 28.** A photo of 280 x 280 pixels has a block of 10 x 10 for each new pixel: take the mean of each block.
#    Taking every tenth pixel instead would keep one of a hundred, with all its noise.
# 3. **Scale and shape.** Divide by 255, *not* by the largest pixel of this photo: a dark photo shall stay dark, as it was
#    in training. And a single image is still a batch, of one: (1, 28, 28, 1).
#
# Images that are floats already have been scaled before, most likely, and scaling twice gives black. Refuse them.
#
# *Hint: `photo.reshape(28, k, 28, k)` has the block's rows on axis 1 and its columns on axis 3; `mean` takes a tuple of
# axes.*

# %% answer
def preprocess(photo):
    """Return the batch of one image that the model wants, of shape (1, 28, 28, 1), with values from 0 to 1.

    `photo` has the shape (28 * k, 28 * k), grey, or (28 * k, 28 * k, 3), red, green and blue, for a whole number k of at
    least 1; its dtype is uint8. Raise a ValueError for any other shape or dtype. Leave the photo as it was.

    >>> batch = preprocess(np.full((56, 56), 51, np.uint8))
    >>> batch.shape, float(batch.max())
    ((1, 28, 28, 1), 0.2)
    >>> red = np.zeros((28, 28, 3), np.uint8)
    >>> red[:, :, 0] = 255
    >>> round(float(preprocess(red).mean()), 3)
    0.299
    """
    raise NotImplementedError("Make it grey, make it small, scale it, and give it the four axes.")

# %% picture
enlarged = np.kron(data["valid_images"][3], np.ones((10, 10), np.uint8))
photo = np.stack([np.clip(enlarged * tone + 9.0, 0, 255) for tone in (1.0, 0.8, 0.65)], axis=2).astype(np.uint8)
figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
left.imshow(photo)
left.set_title(f"the photo, {photo.shape}")
right.imshow(preprocess(photo)[0, :, :, 0], cmap="gray", vmin=0, vmax=1)
right.set_title("what the model sees")
for axis in (left, right):
    axis.axis("off")
plt.show()

# %% [markdown]
# ## 2. From probabilities to letters
#
# The most probable class of each *row* is what the model reads there. Class 0 is **a**, and class 8 is **i**; but class 9
# is **k**, since j moves and has no class. Whoever counts through the whole alphabet is right for a to i, and wrong from
# there on. It looks like a weak model, and is a weak program.

# %% answer
def letters(probabilities):
    """Return a list with the letter of each row of `probabilities`, an array of shape (images, 24); it may have no rows.

    >>> letters(np.eye(24)[[0, 8, 9, 23]])
    ['a', 'i', 'k', 'y']
    """
    raise NotImplementedError("Find the largest entry of each row, and look up its letter.")

# %% [markdown]
# One photo, one letter. The server calls this function for every photo that comes in.
#
# *Hint: this takes your two functions and `predict`. It returns the letter itself, not a list with one letter.*

# %% answer
def predict_letter(model, photo):
    """Return the letter that `model` reads in `photo`, as a text of one character.

    `photo` is anything that `preprocess` takes, whose ValueError for other things may pass. The model is asked once.

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
# A call costs time before the first number is multiplied, so a server collects photos and asks for several at once. How
# many fit is limited, and the number of photos is no multiple of that: the last batch is smaller. None may be lost, and
# the answers must come in the order of the photos, since they go to different people.
#
# *Hint: `np.concatenate` joins batches of one along their first axis; `range(0, n, size)` gives the starts.*

# %% answer
def predict_batch(model, photos, size):
    """Return a list with the letter that `model` reads in each of `photos`, in their order.

    `photos` is a list of any length, zero included; its photos may differ in size and colour. The model gets `size`
    images at a time, and in the last batch those that are left; it is never asked for none. Raise a ValueError if
    `size` is smaller than 1.

    >>> kernel = np.zeros((784, 24))
    >>> kernel[0, 2] = kernel[783, 9] = 5
    >>> first, last = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.uint8)
    >>> first[0, 0] = last[27, 27] = 200
    >>> model = make_model(kernel, np.zeros(24))
    >>> predict_batch(model, [first, last, last, first, last], size=2), model["asked"]
    (['c', 'k', 'k', 'c', 'k'], [2, 2, 1])
    """
    raise NotImplementedError("Prepare the photos, ask for a batch at a time, and collect the letters.")

# %% [markdown]
# ## 4. A file that another program can load
#
# The program that trains and the program that answers are two, often on two machines. What travels is a file. Keras
# writes layers, weights and optimizer into one file whose name ends in **.keras**. Older notebooks, the course's among them,
# say `model.save("asl_model")`; since Keras 3 that is an error, because the ending tells the format.
#
# `to_keras` is given: the same model, as Keras knows it.

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
# *Hints: `network.save(path)` writes, `keras.models.load_model(path)` reads. `save_weights` would write the weights
# without the layers, which nobody can use who does not have your code. `path.endswith(".keras")`.*

# %% answer
def save_and_load(model, path):
    """Save `model` as a Keras model under `path`, and return the Keras model that is loaded from that file.

    `model` is a dictionary made by make_model. `path` is a text; if it does not end in ".keras", add that, and change
    nothing else: "hands.v2" becomes "hands.v2.keras". A file that is there already is replaced. If the folder does not
    exist, let the error pass that Keras raises.

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
# Training and serving are written at different times, often by different people. If they prepare images differently, that is
# called **training-serving skew**: no error, no warning, only wrong letters. The course's own notebook on dogs has it. It
# trains on images from each of which its mean was subtracted (`samplewise_center`), and later asks for predictions on
# images that went through another function (`preprocess_input`).
#
# Seven ways to prepare the same bytes:

# %%
PIPELINES = {
    "scaled": lambda images: images[..., np.newaxis] / 255,
    "raw": lambda images: images[..., np.newaxis] * 1.0,  # somebody forgot to divide
    "inverted": lambda images: 1 - images[..., np.newaxis] / 255,  # black and white exchanged
    "signed": lambda images: images[..., np.newaxis] / 127.5 - 1,  # from -1 to 1, as some models want it
    "centered": lambda images: (images - images.mean(axis=(1, 2), keepdims=True))[..., np.newaxis] / 255,
    "transposed": lambda images: images.swapaxes(1, 2)[..., np.newaxis] / 255,  # width before height
    "blurred": lambda images: (images / 2 + np.roll(images, 1, axis=2) / 2)[..., np.newaxis] / 255,  # another resizer
}

# %% [markdown]
# How much does it matter? You need no labels to find out: let the model read the same images twice, prepared in the one
# way and in the other, and count how often it **changes its mind**. A server can do that with the photos of any day.
#
# *Hint: the model has room for `model["most"]` images at a time. The comparison is about letters, or classes;
# probabilities always differ a little.*

# %% answer
def serving_skew(model, images, trained, served):
    """Return the share of `images`, from 0 to 1, that `model` reads differently in one pipeline than in the other.

    `images` is an array of bytes of the shape (n, 28, 28), n at least 1. `trained` and `served` are names in PIPELINES:
    how images were prepared for training, and how they are when the model is in service. The model reads each image
    once in either way, at least one and at most `model["most"]` images at a time. Leave the images as they were.

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
    raise NotImplementedError("Read the images both ways, and compare.")

# %% picture
shown = data["valid_images"][:300]
names = list(PIPELINES)
skews = [serving_skew(reader, shown, "scaled", name) for name in names]
figure, axis = plt.subplots(figsize=(7, 3.2))
axis.barh(names[::-1], skews[::-1], color="tab:orange")
axis.set(title="A model trained on scaled images, served in another way", xlim=(0, 1))
axis.set_xlabel("share of images that are read differently")
plt.show()

# %% [markdown]
# Some skews turn everything around, and are found on the first day. The dangerous ones are those that change a few
# letters only: the service works, and is a little worse than you said, for years. That is why the way from the
# photo to the model belongs into *one* function, which both training and serving call; better still, into the model itself,
# as a layer `keras.layers.Rescaling(1 / 255)`, so that it travels in the same file.
