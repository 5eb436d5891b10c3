# %% [markdown]
# # Transfer learning: a door that knows what is rotten
#
# A network that learned from a million photos has learned more than their thousand names: its first layers know edges,
# textures and shapes, which are in every photo. Why throw that away and begin with random numbers? In **transfer
# learning** you take such a network, cut off its last layer, put a new one on top, and teach it a task for which you have
# a few photos only.
#
# In this notebook you ask a network that is ready made, take one apart, and then teach a small one to tell rotten fruit
# from fresh with 252 photos. The whole takes about an hour; the training some fifteen seconds. Below each function are
# checks that you can run as often as you like; more of them, which you do not see, run when the notebook is graded.

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
# ## 1. A network as it comes: the doggy door
#
# VGG16 was trained on ImageNet: 1,000 classes of things, numbered from 0 to 999. Breeds of dogs are the classes **151 to
# 268**, house cats **281 to 285**, first and last included. That is enough for an automatic door: dogs may come in, cats
# must stay inside, and all other animals must stay outside. Nothing has to be trained.
#
# *Hint: `range(151, 268)` ends with 267.*

# %% answer
def doggy_door(class_index):
    """Return what the door does: "come in" for a dog, "stay inside" for a cat, "stay outside" for anything else.

    `class_index` is the number of the class that VGG16 found most likely, from 0 to 999. Raise a ValueError for a
    number that is no class of ImageNet.

    >>> doggy_door(200)
    'come in'
    >>> doggy_door(388)  # the giant panda
    'stay outside'
    """
    raise NotImplementedError("Compare the number with the classes of dogs and of cats.")

# %% [markdown]
# The real VGG16 has 138 million parameters, which is why this notebook does not download it. If your school has the
# file of its weights, `real_vgg16` makes the network, and `ask` shows it a photo. Mind how `ask` prepares it: as VGG16
# was trained, with the colours in the order blue, green, red, and the mean colour of ImageNet subtracted. **A ready-made
# network wants its images prepared as when it was trained.** Otherwise it still answers, and nonsense.

# %%
def real_vgg16(path):
    """VGG16 with the weights in `path`, the file vgg16_weights_tf_dim_ordering_tf_kernels.h5."""
    network = keras.applications.VGG16(weights=None)
    network.load_weights(path)
    return network


def ask(network, photo):
    """The class that VGG16 finds most likely for one photo, an array of shape (height, width, 3) from 0 to 255."""
    photo = keras.ops.image.resize(np.asarray(photo, dtype="float32")[np.newaxis], (224, 224))
    prepared = keras.applications.vgg16.preprocess_input(np.array(photo))
    return int(network.predict(prepared, verbose=0).argmax())

# %% [markdown]
# ## 2. A task of our own
#
# A greengrocer wants a door at the end of the belt: fresh fruit may pass, **rotten fruit may not**. ImageNet has no
# class for that. There are 252 photos to learn from, taken by the machine at the belt: every fruit lies the same way,
# under the same lamp. But the network will also look at photos that customers send, taken from any side and in any
# light. The validation photos are of that kind, and so are the hidden ones.

# %%
data = np.load("fruit.npz")
train_images, valid_images = data["train_images"].astype("float32"), data["valid_images"].astype("float32")
train_rotten = np.array([name.startswith("rotten") for name in data["classes"]])[data["train_labels"]].astype("float32")
valid_rotten = np.array([name.startswith("rotten") for name in data["classes"]])[data["valid_labels"]].astype("float32")
print(len(train_images), "photos to learn from, of shape", train_images.shape[1:], "with numbers from 0 to 255;",
      int(train_rotten.sum()), "show rotten fruit")

# %% picture
figure, axes = plt.subplots(2, 10, figsize=(12, 2.9))
for row, (photos, rotten, where) in enumerate(((train_images, train_rotten, "belt"), (valid_images, valid_rotten, "customer"))):
    for axis, photo, spoilt in zip(axes[row], photos, rotten):
        axis.imshow(photo / 255)
        axis.set_title("rotten" if spoilt else "fresh", fontsize=9, color="tab:red" if spoilt else "tab:green")
        axis.set(xticks=(), yticks=())
    axes[row, 0].set_ylabel(where)
plt.show()

# %% [markdown]
# From 252 photos no network of this kind learns to see. But `base.npz` holds the weights of a small one that has learned it already:
# from 40,000 photos of pears, lemons, tomatoes, carrots and eight other kinds, fresh and spoilt. There was not one apple,
# banana or orange among them. To use these weights you need the network that they belong to, layer for layer.
#
# | | layer | |
# |---|---|---|
# | | input | 48 x 48 x 3, numbers from 0 to 255 |
# | | `Rescaling(1 / 127.5, offset=-1)` | makes them numbers from -1 to 1 |
# | for each number in `filters` | `Conv2D`: that many filters of 3 x 3, padding "same", **no bias** | keeps height and width |
# | | `BatchNormalization(momentum=0.9)` | |
# | | `ReLU` | |
# | | `MaxPooling2D(2)`, **not after the last** convolution | halves height and width |
#
# The preparation of the images is a part of this network, so nobody can forget it. Feed it numbers from 0 to 255.

# %% answer
def build_base(filters):
    """Return the network of the table as a keras.Model: rescaling, then the four layers for each number in `filters`.

    `filters` is a list of whole numbers, at least one, some of which may be equal; leave it as it was. The network is
    not compiled. Its weights are random, and with each call others.

    >>> build_base([16, 32, 48, 64]).output.shape
    (None, 6, 6, 64)
    """
    raise NotImplementedError("Put the layers together as a keras.Sequential, or as a keras.Model.")

# %% [markdown]
# `load_base` builds it, and fills in what was learned. If your layers are others than those of the table, the weights do
# not fit, and Keras says so. Each call gives a network of its own.

# %%
FILTERS = [16, 32, 48, 64]


def load_base():
    """The network with all that it has learned from other fruit."""
    learned = np.load("base.npz")
    base = build_base(FILTERS)
    base.set_weights([learned[name].astype("float32") for name in learned.files])
    return base

# %% [markdown]
# ## 3. Freeze it
#
# A new last layer begins with random numbers, and its first errors are huge. Were the base trained along with it, they
# would travel back and wreck what it knows. So the base is **frozen** first: its weights count as constants.
#
# *Hint: every layer, and every model, has an attribute `trainable`.*

# %% answer
def freeze(base):
    """Return `base` itself, no copy, with all of its weights frozen, so that training does not change any of them.

    >>> len(freeze(build_base([4, 8])).trainable_weights)
    0
    """
    raise NotImplementedError("Make no layer of the base trainable.")

# %% [markdown]
# ## 4. A new head
#
# The base ends in 64 maps of 6 x 6. **Global average pooling** makes of each map one number, its mean; a `Dense` layer
# makes of these 64 numbers the answer. It has no activation: what comes out is a **logit**, any number from minus to
# plus infinity. With one output, a positive logit means "rotten, I think", a negative one "fresh".
#
# *Hint: `x = base(inputs)`, then one layer after the other, then `keras.Model(inputs, x)`.*

# %% answer
def add_head(base, outputs):
    """Return a model: an input as the base wants it, the base, `GlobalAveragePooling2D`, and a `Dense` layer of
    `outputs` units without an activation.

    It is the base itself, no copy: it keeps its weights, and stays as frozen as it was. The model is not compiled.

    >>> model = add_head(freeze(build_base([4, 8])), 1)
    >>> [type(layer).__name__ for layer in model.layers][2:]
    ['GlobalAveragePooling2D', 'Dense']
    >>> model.output.shape
    (None, 1)
    """
    raise NotImplementedError("Call the base on an input, pool, and end in a dense layer.")

# %% [markdown]
# ## 5. What is left to learn?
#
# On the slides a frozen VGG16 without its top gets such a head with one output: of its **14,715,201** parameters only
# **513** are trained, 512 weights and a bias. Always look at that number before you train. If it is too large, something
# is not frozen; if it is zero, too much is.
#
# *Hint: `model.trainable_weights` is a list of variables, and each has a `shape`. How many there are in the list is not the
# answer.*

# %% answer
def count_trainable(model):
    """Return how many numbers training may change in `model`, as a whole number.

    >>> count_trainable(build_base([4]))  # 3 x 3 x 3 x 4 weights, 4 times gamma and 4 times beta
    116
    >>> count_trainable(freeze(build_base([4])))
    0
    """
    raise NotImplementedError("Add up the sizes of the trainable weights.")

# %% [markdown]
# ## 6. Fine-tuning
#
# When the new head has learned what it can, the base may learn, too: **unfreeze** it, and go on with a *small* learning
# rate, so that it is changed a little and not overwritten. Four things go wrong easily, and none of them gives an error:
#
# - **The normalisations must stay frozen.** A `BatchNormalization` that is not frozen takes the mean of each *batch* while
#   it learns, and keeps changing its own statistics. Those were learned from 40,000 photos, and these 252, all taken under
#   one lamp, know less. Guides from before Keras 3 say that `base(x, training=False)` prevents that. It does so no longer: `fit` tells
#   all layers that they are in training, whatever you said when you called them. What helps is `trainable = False`.
# - After `trainable` was changed the model must be **compiled again**. Until then it trains what it trained before.
# - You froze the base, not the model around it, so `model.trainable` was True all the time, and setting it to what it is
#   already does nothing at all. Set it on the **layers** of the model: one of them is the base, which passes it on to all of
#   its own `layers`. Then freeze the normalisations again. Count afterwards!
# - The loss must know that logits come out: `keras.losses.BinaryCrossentropy(from_logits=True)`.
#
# *Hint: `isinstance(layer, keras.layers.BatchNormalization)` tells which layers are normalisations. A learning rate between
# 0.0003 and 0.001 is right for this base, with Adam; for VGG16 the slides take 0.00001.*

# %% answer
def fine_tune(model, x, y, epochs=5):
    """Return `model`, unfrozen but for its normalisations, compiled again, and trained on for `epochs` epochs in batches of 32.

    `x` has shape (photos, 48, 48, 3) with numbers from 0 to 255, `y` shape (photos,) with 1 for rotten and 0 for fresh. The
    model has one output, a logit. With 0 epochs no weight changes. The optimizer is Adam, with a learning rate of at most
    0.001; the accuracy is shown as a metric. (Its threshold: `keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)`.)

    >>> model = add_head(freeze(build_base([4])), 1)
    >>> count_trainable(model), count_trainable(fine_tune(model, np.zeros((2, 48, 48, 3)), np.zeros(2), epochs=1))
    (5, 113)
    """
    raise NotImplementedError("Unfreeze, compile with a small learning rate, fit, and return the model.")

# %% [markdown]
# ## 7. Open the door?
#
# A sigmoid would make a probability of the logit. It is 0.5 exactly where the logit is 0, so there is no need for it:
# the sign decides. The door opens for fruit that the network thinks is fresh.

# %% answer
def lets_pass(logits):
    """Return for each photo whether its fruit may pass: an array of bools of shape (photos,).

    `logits` is what the model predicts, of shape (photos, 1). Fruit passes where the logit is below zero. Raise a
    ValueError if the array has another shape, such as two columns.

    >>> lets_pass(np.array([[-2.0], [0.3], [4.0]])).tolist()
    [True, False, False]
    """
    raise NotImplementedError("Compare the logits with zero, and return a flat array.")

# %% [markdown]
# ## 8. Train it
#
# The photos from the belt all show fruit that lies one way. In notebook 11 you made more of your photos; here this is
# done for you. A rotten apple stays rotten when it is turned, mirrored, or seen in another light.

# %%
def in_all_ways(images, labels, seed=0):
    """Eight photos of each: turned by 0, 90, 180 and 270 degrees, mirrored or not, each in a light of its own."""
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    photos = np.concatenate([*turned, *(each[:, :, ::-1] for each in turned)]).astype("float32")
    bright = rng.uniform(0.5, 1.2, (len(photos), 1, 1, 1))
    return np.clip(photos * bright, 0, 255).astype("float32"), np.tile(labels, 8)


x, y = in_all_ways(train_images, train_rotten)
print("photos:", x.shape, "labels:", y.shape)

# %% [markdown]
# Now put it all together, in this order:
#
# 1. load the base, freeze it, and add a head with one output;
# 2. compile (Adam, learning rate 0.01, the loss on logits) and train the **head** for about three epochs on `x` and `y`;
# 3. fine-tune.
#
# What is graded is the share of hidden photos about which the door is right: at least 92 %. Look at the validation
# photos before you hand in, and also between the stages: fine-tuning does not always pay, and the more a base knows of your
# task, the less there is to gain. Each stage takes some seconds.

# %% answer
model = ...  # load, freeze, add a head, train the head, fine-tune

# %% [markdown]
# How often is the door right, and where is it wrong? Look at the fruit that it let pass though it is rotten, and at the
# fruit that it threw away: stickers, stems and shadows deceive it.

# %% picture
logits = model.predict(valid_images, verbose=0)
passed = lets_pass(logits)
print(f"right about {np.mean(passed == (valid_rotten == 0)):.1%} of the validation photos")
wrong = np.flatnonzero(passed == (valid_rotten == 1))[:10]
figure, axes = plt.subplots(1, 10, figsize=(12, 1.7))
for axis in axes:
    axis.axis("off")
for axis, row in zip(axes, wrong):
    axis.imshow(valid_images[row] / 255)
    axis.set_title(("passed, rotten" if passed[row] else "stopped, fresh") + f"\nlogit {logits[row, 0]:.1f}", fontsize=8)
plt.show()

# %% [markdown]
# ### What the base is worth
#
# We measured it, with three seeds each, on hidden photos:
#
# | begins with | then | right about |
# |---|---|---|
# | the base | head and filters learn, from eight views of each photo | 96.0 % |
# | the base | the head alone learns | 93.0 % |
# | the base | head and filters learn, from the photos as they are | 85.2 % |
#
# The file datasets/base.md of this course has such a table for the six classes of the final assessment, and what comes out
# if you begin with random numbers.
