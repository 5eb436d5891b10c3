# %% [markdown]
# # Famous architectures, and what they cost
#
# LeNet read handwritten digits in 1998. AlexNet won the ImageNet contest in 2012 and started the wave; VGG, GoogLeNet
# and ResNet followed within three years. All are built of the layers that you know by now. What made them different is
# how many, how large, and how connected. And that decides two costs:
#
# - **parameters** are what a network stores: they fill the disk and the memory, and they are what is learned;
# - **MACs** (one *multiply-accumulate* is one multiplication and one addition) are what it computes for one image: they
#   take time and power.
#
# In this notebook you count both, write down the blocks of four famous networks as plain data, and check a table from
# the slides. It needs no deep learning library, hardly any numpy, and 45 to 60 minutes. Below each function are checks
# that you can run as often as you like; more checks, which you do not see, run when the notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## Networks as plain data
#
# A network is a list of layers, and a layer is a dictionary. We call such a list a **spec**. Its first layer says what
# comes in: `(height, width, channels)`, with the channels last.
#
# | layer | what it has, and what may be left out | makes of (h, w, c) |
# |---|---|---|
# | `"input"` | `shape` | the shape |
# | `"conv"` | `filters`, `size`; `stride=1`, `padding="valid"`, `groups=1`, `bias=True` | (h', w', filters) |
# | `"max_pool"`, `"average_pool"` | `size`; `stride=size`, `padding="valid"` | (h', w', c) |
# | `"flatten"` | | (h · w · c) |
# | `"global_pool"` | the mean of each channel | (c) |
# | `"dense"` | `units`; `bias=True` | of (n): (units) |
# | `"norm"` | batch normalisation | the same shape |
# | `"relu"`, `"tanh"`, `"softmax"`, `"dropout"` | | the same shape |
# | `"branches"` | `paths`, a list of specs without input; `join`: `"concat"` or `"add"` | what the join gives |
#
# What may be left out has the value that the table shows. Kernels and windows are square. With padding `"same"` a layer
# of stride 1 keeps height and width. The last row is for networks that fork: every path gets the same input, and in the
# end their results are put side by side (`"concat"` adds up the *channels*), or added number by number (`"add"`). A
# path may be empty: then it hands on its input as it is.
#
# The network that the slides call LeNet, in Keras, looks like this. (It is not LeNet; we come to that.)

# %%
slide_network = [
    {"layer": "input", "shape": (28, 28, 1)},
    {"layer": "conv", "filters": 32, "size": 3},
    {"layer": "relu"},
    {"layer": "conv", "filters": 64, "size": 3},
    {"layer": "relu"},
    {"layer": "max_pool", "size": 2},
    {"layer": "dropout"},
    {"layer": "flatten"},
    {"layer": "dense", "units": 128},
    {"layer": "relu"},
    {"layer": "dropout"},
    {"layer": "dense", "units": 10},
    {"layer": "softmax"},
]

# %% [markdown]
# `walk` goes through a spec and says for each layer which shape comes in and which goes out. It knows all about
# strides, padding and branches, so that you need not. Read it, or skip it and look at what it prints.

# %%
SAME_SHAPE = ("norm", "relu", "tanh", "softmax", "dropout")


def walk(spec, shape=None):
    """Yield (layer, shape before, shape after) for every layer of `spec`, also for those inside of branches."""
    for layer in spec:
        if layer["layer"] == "branches":
            ends = []
            for path in layer["paths"]:
                end = shape
                for step in walk(path, shape):
                    yield step
                    end = step[2]
                ends.append(end)
            after = joined(ends, layer["join"])
        else:
            after = shape_after(layer, shape)
        yield layer, shape, after
        shape = after


def joined(shapes, join):
    """The shape of several results, put side by side or added."""
    if join == "concat" and len({shape[:-1] for shape in shapes}) == 1:
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))
    if join == "add" and len(set(shapes)) == 1:
        return shapes[0]
    raise ValueError(f"the paths end in shapes {shapes}, which {join!r} cannot join")


def shape_after(layer, shape):
    """The shape that one layer makes of `shape`."""
    kind = layer["layer"]
    if kind == "input":
        return tuple(layer["shape"])
    if kind in ("conv", "max_pool", "average_pool"):
        stride = layer.get("stride", 1 if kind == "conv" else layer["size"])
        height, width = (places(n, layer["size"], stride, layer.get("padding", "valid")) for n in shape[:2])
        return (height, width, layer["filters"] if kind == "conv" else shape[2])
    if kind == "flatten":
        return (int(np.prod(shape)),)
    if kind == "global_pool":
        return (shape[-1],)
    if kind == "dense" and len(shape) == 1:
        return (layer["units"],)
    if kind in SAME_SHAPE:
        return shape
    raise ValueError(f"{layer} cannot follow a result of shape {shape}")


def places(n, size, stride, padding):
    """How many places a window of `size` pixels has in a row of `n`."""
    return -(-n // stride) if padding == "same" else (n - size) // stride + 1


for layer, before, after in walk(slide_network):
    print(f"{layer['layer']:10} {before!s:14} -> {after}")

# %% [markdown]
# ## 1. Count the parameters
#
# - A **convolution** has one kernel of `size` x `size` for each filter *and each channel* that comes in, and one bias
#   for each filter. 64 filters of 3 x 3 on 32 channels: $64 \cdot (3 \cdot 3 \cdot 32 + 1) = 18\,496$. Height and width
#   of the image do not matter.
# - With **groups**, the channels are dealt out: each filter sees only its group's share of them. (AlexNet did that to
#   fit on two graphics cards.)
# - A **dense** layer has one weight for each pair of input and unit, and one bias for each unit.
# - **Batch normalisation** stores four numbers for each channel: gamma, beta, and the two moving statistics.
# - All other layers have none, pooling included. Where a spec says `"bias": False`, there are no biases.
#
# *Hints: `for layer, before, after in walk(spec):` visits every layer, those inside of branches too; branches
# themselves have no parameters. `layer.get("groups", 1)` gives 1 where a layer does not mention groups.*

# %% answer
def count_parameters(spec):
    """Return how many numbers the network `spec` stores, as a whole number: weights, biases, and those of "norm".

    Channels divide evenly into groups. Leave `spec` as it was.

    >>> count_parameters([{"layer": "input", "shape": (9, 9, 32)}, {"layer": "conv", "filters": 64, "size": 3}])
    18496
    >>> count_parameters([{"layer": "input", "shape": (100,)}, {"layer": "dense", "units": 10, "bias": False}])
    1000
    """
    raise NotImplementedError("Add up the parameters of all layers.")

# %% [markdown]
# ## 2. Count the multiplications
#
# - A **convolution** uses each of its weights once for *every place*: once for each pixel of the image that comes
#   *out*.
# - A **dense** layer uses each of its weights once. So it has as many MACs as weights.
# - All else is neglected: biases and pooling do not multiply, and the factors of a batch normalisation can be merged
#   into the convolution before it, once training is over.
#
# One MAC is *one*, though some count it as two operations, so that their numbers are twice as large.

# %% answer
def count_macs(spec):
    """Return how many multiply-accumulates the network `spec` needs for one image, as a whole number.

    Only "conv" and "dense" count, wherever they stand. Leave `spec` as it was.

    >>> count_macs([{"layer": "input", "shape": (9, 9, 32)}, {"layer": "conv", "filters": 64, "size": 3}])
    903168
    >>> count_macs([{"layer": "input", "shape": (100,)}, {"layer": "dense", "units": 10}])
    1000
    """
    raise NotImplementedError("Add up the multiply-accumulates of all layers.")

# %% [markdown]
# ## 3. LeNet-5
#
# The real one: tanh, and means where later networks take the maximum.
#
# | | layer | result |
# |---|---|---|
# | | input, one channel | 32 x 32 x 1 |
# | C1 | convolution, 6 filters of 5 x 5, tanh | 28 x 28 x 6 |
# | S2 | average pooling, 2 x 2 | 14 x 14 x 6 |
# | C3 | convolution, 16 filters of 5 x 5, tanh | 10 x 10 x 16 |
# | S4 | average pooling, 2 x 2 | 5 x 5 x 16 |
# | C5 | flatten, dense, 120 units, tanh | 120 |
# | F6 | dense, 84 units, tanh | 84 |
# | | dense, 10 units, softmax | 10 |
#
# Why does C5 have a C? A convolution of 120 filters of 5 x 5 on a 5 x 5 image has a single place, and is a dense layer:
# the same 48,000 weights. That is why one slide counts three convolutional layers, and another two. Write it as
# `"flatten"` and `"dense"` here. (The original differed in small things that nobody copies today, such as a C3 in which
# each filter sees only some of the six channels.)

# %% answer
def lenet5(classes=10):
    """Return the spec of LeNet-5, input included, with `classes` units in its last dense layer.

    Every layer of the table is a dictionary of its own, also "tanh", "flatten" and, at the end, "softmax".

    >>> [layer["layer"] for layer in lenet5()][:4]
    ['input', 'conv', 'tanh', 'average_pool']
    >>> lenet5(26)[-2]["units"]
    26
    """
    raise NotImplementedError("Return the layers of the table as a list of dictionaries.")

# %% [markdown]
# ## 4. VGG: always the same block
#
# VGG stacks small convolutions. Two of 3 x 3, one after the other, see 5 x 5 pixels, with fewer weights than one of
# 5 x 5 and a ReLU between them. A **VGG block** is some convolutions of 3 x 3 that keep the size (padding "same"), each
# followed by a ReLU, and at the end a max pooling that halves it. VGG16 is five blocks and three dense layers.

# %% answer
def vgg_block(convolutions, filters):
    """Return the layers of a VGG block: `convolutions` times a "conv" and a "relu", then one "max_pool".

    Each convolution has `filters` filters of 3 x 3 and padding "same"; the pooling has windows of 2 x 2. The block has
    no input layer: it is a part of a spec.

    >>> [layer["layer"] for layer in vgg_block(2, 64)]
    ['conv', 'relu', 'conv', 'relu', 'max_pool']
    """
    raise NotImplementedError("Return a list of layers.")

# %% [markdown]
# ## 5. GoogLeNet: several sizes at once
#
# Which size of kernel is best? An **inception block** need not choose. Four paths look at the same input, and their
# results are put side by side:
#
# 1. a convolution of 1 x 1;
# 2. a convolution of 1 x 1 that *reduces* the number of channels, then one of 3 x 3;
# 3. the same with one of 5 x 5;
# 4. a max pooling of 3 x 3 with **stride 1**, then a convolution of 1 x 1.
#
# Each convolution is followed by a ReLU, and everything keeps height and width (padding "same"). The convolutions of
# 1 x 1 before the large ones are what makes it cheap: 5 x 5 on 192 channels would cost twelve times as much as on 16.

# %% answer
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    """Return an inception block: a list with one layer, "branches", which has four paths, joined by "concat".

    `ones` is the number of filters of path 1, `reduce_threes` and `threes` those of path 2, `reduce_fives` and `fives`
    those of path 3, and `pooled` that of path 4. Paths stand in this order, and a "relu" after every "conv".

    >>> [block] = inception_block(64, 96, 128, 16, 32, 32)
    >>> [[layer["layer"] for layer in path] for path in block["paths"]][1:]
    [['conv', 'relu', 'conv', 'relu'], ['conv', 'relu', 'conv', 'relu'], ['max_pool', 'conv', 'relu']]
    """
    raise NotImplementedError("Return a list with one layer, the branches.")

# %% [markdown]
# ## 6. ResNet: a way around
#
# Beyond twenty layers or so, deeper networks got *worse*, even on their own training images. A **residual block** gives
# the signal a way around: what comes in is added to what the layers make of it, so that they only learn the difference.
#
# - The **main path**: a convolution of 3 x 3 with the given stride, normalisation, ReLU, another convolution of 3 x 3
#   (with stride 1), normalisation.
# - The **skip path** is empty: it hands on the input as it is. Only if the main path changes the shape, because the
#   stride is not 1 or the number of filters is not the number of channels that come in, would the two not fit. Then the
#   skip path is a convolution of 1 x 1 with the same number of filters and the same stride, and a normalisation.
# - Both are added, and *then* comes the last ReLU.
#
# No convolution here has a bias: the beta of the normalisation behind it does the same. Those of 3 x 3 have padding
# "same".

# %% answer
def residual_block(channels, filters, stride=1):
    """Return the layers of a residual block: "branches" with two paths, main and skip, joined by "add"; then a "relu".

    `channels` is the number of channels that come in, `filters` the number that go out, and `stride` that of the first
    convolution of the main path.

    >>> block, relu = residual_block(64, 64)
    >>> [[layer["layer"] for layer in path] for path in block["paths"]]
    [['conv', 'norm', 'relu', 'conv', 'norm'], []]
    >>> block, relu = residual_block(64, 128, stride=2)
    >>> [[layer["layer"] for layer in path] for path in block["paths"]]
    [['conv', 'norm', 'relu', 'conv', 'norm'], ['conv', 'norm']]
    """
    raise NotImplementedError("Return a list of two layers, the branches and a ReLU.")

# %% [markdown]
# ## The whole networks
#
# With your blocks the famous networks are short.

# %%
def alexnet(first=96):
    """AlexNet, with two groups where the original was cut in two."""
    return [
        {"layer": "input", "shape": (227, 227, 3)},
        {"layer": "conv", "filters": first, "size": 11, "stride": 4}, {"layer": "relu"},
        {"layer": "max_pool", "size": 3, "stride": 2},
        {"layer": "conv", "filters": 256, "size": 5, "padding": "same", "groups": 2}, {"layer": "relu"},
        {"layer": "max_pool", "size": 3, "stride": 2},
        {"layer": "conv", "filters": 384, "size": 3, "padding": "same"}, {"layer": "relu"},
        {"layer": "conv", "filters": 384, "size": 3, "padding": "same", "groups": 2}, {"layer": "relu"},
        {"layer": "conv", "filters": 256, "size": 3, "padding": "same", "groups": 2}, {"layer": "relu"},
        {"layer": "max_pool", "size": 3, "stride": 2},
        *classifier(4096, 4096, 1000),
    ]


def classifier(*sizes):
    """Dense layers at the end of a network."""
    layers = [{"layer": "flatten"}]
    for units in sizes:
        layers += [{"layer": "dense", "units": units}, {"layer": "relu"}]
    return [*layers[:-1], {"layer": "softmax"}]


def vgg16():
    blocks = [vgg_block(*block) for block in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))]
    return [{"layer": "input", "shape": (224, 224, 3)}, *sum(blocks, []), *classifier(4096, 4096, 1000)]


def googlenet():
    halve = {"layer": "max_pool", "size": 3, "stride": 2, "padding": "same"}
    return [
        {"layer": "input", "shape": (224, 224, 3)},
        {"layer": "conv", "filters": 64, "size": 7, "stride": 2, "padding": "same"}, {"layer": "relu"}, halve,
        {"layer": "conv", "filters": 64, "size": 1}, {"layer": "relu"},
        {"layer": "conv", "filters": 192, "size": 3, "padding": "same"}, {"layer": "relu"}, halve,
        *inception_block(64, 96, 128, 16, 32, 32), *inception_block(128, 128, 192, 32, 96, 64), halve,
        *inception_block(192, 96, 208, 16, 48, 64), *inception_block(160, 112, 224, 24, 64, 64),
        *inception_block(128, 128, 256, 24, 64, 64), *inception_block(112, 144, 288, 32, 64, 64),
        *inception_block(256, 160, 320, 32, 128, 128), halve,
        *inception_block(256, 160, 320, 32, 128, 128), *inception_block(384, 192, 384, 48, 128, 128),
        {"layer": "global_pool"}, {"layer": "dropout"}, {"layer": "dense", "units": 1000}, {"layer": "softmax"},
    ]


def resnet18():
    blocks = [(64, 64), (64, 64), (64, 128, 2), (128, 128), (128, 256, 2), (256, 256), (256, 512, 2), (512, 512)]
    return [
        {"layer": "input", "shape": (224, 224, 3)},
        {"layer": "conv", "filters": 64, "size": 7, "stride": 2, "padding": "same", "bias": False}, {"layer": "norm"},
        {"layer": "relu"}, {"layer": "max_pool", "size": 3, "stride": 2, "padding": "same"},
        *sum([residual_block(*block) for block in blocks], []),
        {"layer": "global_pool"}, {"layer": "dense", "units": 1000}, {"layer": "softmax"},
    ]

# %% [markdown]
# Where does VGG16 keep its parameters, and where does it spend its time? Each bar is a layer.

# %% picture
def costs(spec):
    """Names, parameters and MACs of the layers that have any."""
    found = []
    for layer, before, _ in walk(spec):
        alone = [{"layer": "input", "shape": before}, layer]
        if layer["layer"] in ("conv", "dense"):
            found.append((f"{layer['layer']} {len(found) + 1}", count_parameters(alone), count_macs(alone)))
    return zip(*found)


names, parameters, macs = costs(vgg16())
colours = ["tab:blue" if name.startswith("conv") else "tab:orange" for name in names]
millions, thousands = np.array(parameters) / 1e6, np.array(macs) / 1e9
figure, axes = plt.subplots(2, 1, figsize=(9, 5.4), sharex=True, layout="constrained")
shown = [("Parameters", millions, "million"), ("MACs", thousands, "thousand million")]
for axis, (what, values, unit) in zip(axes, shown):
    bars = axis.bar(names, values, color=colours)
    axis.bar_label(bars, [f"{100 * share:.0f} %" for share in values / values.sum()], fontsize=8)
    axis.set(title=f"{what} of VGG16: {values.sum():.1f} {unit}", ylabel=unit)
    axis.margins(y=0.15)
axes[1].set_xlabel("layer")
axes[1].tick_params(axis="x", rotation=45)
plt.show()

# %% [markdown] answer points=2 name="savings"
# *Your answer, in a few sentences: VGG16 is to run in a phone. Which layers would you change if the file is too large
# to download, and which if each image takes too long? Why are they not the same? Use numbers from the picture.*

# %% [markdown]
# Now all of them. Both axes grow by factors of ten. Which two networks need *fewer* parameters than AlexNet, but *more*
# MACs? What did they leave out at the end?

# %% picture
networks = {
    "LeNet-5": lenet5(), "the slides' \"LeNet\"": slide_network, "AlexNet": alexnet(), "VGG16": vgg16(),
    "GoogLeNet": googlenet(), "ResNet-18": resnet18(),
}
figure, axis = plt.subplots(figsize=(7.5, 4.6))
print(f"{'network':20} {'parameters':>13} {'MACs':>16}")
for name, spec in networks.items():
    parameters, macs = count_parameters(spec), count_macs(spec)
    print(f"{name:20} {parameters:13,} {macs:16,}")
    axis.scatter(parameters, macs, s=60)
    side = {"ha": "right", "xytext": (-8, -3)} if name == "GoogLeNet" else {"xytext": (8, -3)}
    axis.annotate(name, (parameters, macs), textcoords="offset points", **side)
axis.set(
    xscale="log", yscale="log", xlim=(3e4, 1e9), ylim=(1e5, 5e10),
    title="What a network stores, and what it computes", xlabel="parameters", ylabel="MACs for one image",
)
axis.grid(alpha=0.3)
plt.show()

# %% [markdown]
# ## 7. Audit the slide
#
# The slides have a table of these networks, with numbers that were copied from several places. Some do not fit the
# networks they stand beside. Write the function that finds them, for any such table: it compares each claim with what
# you count.
#
# Printed numbers are rounded, so a claim may be off a little. How far, relative to the number that you counted, is the
# **tolerance**. With a tolerance of 0.05 a claim of 60,000 for 61,706 is fine, and one of 58,000 is not.

# %% answer
def audit(table, tolerance=0.05):
    """Return the claims of `table` that are wrong, as a list of tuples (name, column, what it should be).

    `table` is a list of rows; a row is a dictionary with "name", "spec", "parameters" and "macs". The last two columns
    hold what is claimed, a number, or None where nothing is claimed. A claim is wrong if it is off by more than
    `tolerance` times the number counted, upwards or downwards; what is counted may be 0. Findings stand in the order of
    the table, "parameters" before "macs". Leave `table` as it was.

    >>> tiny = [{"layer": "input", "shape": (100,)}, {"layer": "dense", "units": 10}]
    >>> audit([{"name": "tiny", "spec": tiny, "parameters": 1000, "macs": 2000}])
    [('tiny', 'macs', 1000)]
    """
    raise NotImplementedError("Compare each claim with what you count, and return those that are wrong.")

# %% [markdown]
# Some rows as slides have them, and as they should be. The first three are about the convolutional layers alone.

# %%
def convolutions(*filters, shape=(28, 28, 1)):
    """The convolutional part of a LeNet: 5 x 5, and pooling after each."""
    layers = [[{"layer": "conv", "filters": n, "size": 5}, {"layer": "max_pool", "size": 2}] for n in filters]
    return [{"layer": "input", "shape": shape}, *sum(layers, [])]


# %% picture
table = [
    {"name": "LeNet, 20 and 50 filters", "spec": convolutions(20, 50), "parameters": 2_600, "macs": None},
    {"name": "the same, other numbers", "spec": convolutions(20, 50), "parameters": 25_500, "macs": 1.9e6},
    {"name": "LeNet, 6 and 16 filters", "spec": convolutions(6, 16), "parameters": 2_600, "macs": None},
    {"name": "AlexNet, first layer 96", "spec": alexnet(96), "parameters": 61e6, "macs": 724e6},
    {"name": "AlexNet, first layer 94", "spec": alexnet(94), "parameters": 61e6, "macs": 724e6},
    {"name": "VGG16", "spec": vgg16(), "parameters": 138e6, "macs": 15.5e9},
    {"name": "GoogLeNet", "spec": googlenet(), "parameters": 7e6, "macs": None},
    {"name": "GoogLeNet, elsewhere", "spec": googlenet(), "parameters": 13e6, "macs": None},
]
for row in table:
    print(f"{row['name']:26} {count_parameters(row['spec']):13,} {count_macs(row['spec']):16,}")
for tolerance in (0.05, 0.005):
    print(f"\nOff by more than {tolerance:.1%}:")
    for name, column, counted in audit(table, tolerance):
        print(f"    {name}: {column} should be {counted:,}")

# %% [markdown]
# The slide's filters "20, 50" and its 2.6 thousand weights belong to two different networks that are both called LeNet.
# GoogLeNet has 7 million parameters; it has 13 only together with two extra classifiers, which help while training and
# are thrown away. And AlexNet has 96 filters in its first layer; the slide's 94 is a slip of the pen. Look at when the
# audit sees that one, and what else it objects to then: a sum hides small mistakes, and a strict tolerance takes
# rounding for a mistake.
