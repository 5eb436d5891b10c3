# %% [markdown]
# # Famous architectures, and what they cost
#
# LeNet read handwritten digits in 1998. AlexNet won the ImageNet contest in 2012 and started the wave; VGG, GoogLeNet
# and ResNet followed within three years. All of them are built from layers that you know by now. They differ in how
# many layers they have, how large these are, and how they are connected. And that decides two costs:
#
# - **parameters** are the numbers that a network stores: they fill the disk and the memory, and nearly all are learned;
# - **MACs** (one *multiply-accumulate* is one multiplication and one addition) are what it computes for one image: they
#   take time and power.
#
# **What you will be able to do**
#
# - count the parameters and the MACs of any network, by hand and in code;
# - write down the blocks of four famous networks as plain data;
# - say which layers to change if a network is too large, and which if it is too slow;
# - check published figures, and find those that cannot be right.
#
# **Time:** 45 to 60 minutes. **You need:** the notebooks *Kernels* and *The layers of a convolutional network*. There
# is no deep learning library here, and hardly any numpy.
#
# Below each function are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## Networks as plain data
#
# A network is a list of layers, and a layer is a dictionary. We call such a list a **spec**. Its first layer says what
# comes in: `(height, width, channels)`, with the channels last.
#
# | layer | its entries; those with a value may be left out | turns (h, w, c) into |
# |---|---|---|
# | `"input"` | `shape` | the shape |
# | `"conv"` | `filters`, `size`; `stride=1`, `padding="valid"`, `groups=1`, `bias=True` | (h', w', filters) |
# | `"max_pool"`, `"average_pool"` | `size`; `stride=size`, `padding="valid"` | (h', w', c) |
# | `"flatten"` | | (h · w · c) |
# | `"global_pool"` | the mean of each channel | (c) |
# | `"dense"` | `units`; `bias=True` | (units), from (n) |
# | `"norm"` | batch normalisation | the same shape |
# | `"relu"`, `"tanh"`, `"softmax"`, `"dropout"` | | the same shape |
# | `"branches"` | `paths`, a list of specs without input; `join`: `"concat"` or `"add"` | what the join gives |
#
# An entry that is left out has the value that the table shows; in your answers, you may also write that value. Kernels
# and windows are square. Padding `"same"` divides height and width by the stride, and rounds up: a layer of stride 1
# keeps them, and one of stride 2 turns 7 into 4. The last row is for networks that fork: every path gets the same
# input, and in the end their results are put side by side (`"concat"` adds up the *channels*), or added number by
# number (`"add"`). A path may be empty: then it passes on its input as it is.
#
# Here is a small network for digits. You will find it, or one very much like it, under the name of LeNet. It is not
# LeNet: you will see the real one below.

# %%
so_called_lenet = [
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
# `walk` goes through a spec and says for each layer which shape comes in and which goes out. It takes care of strides,
# padding and branches, so you need not. Read it, or skip it and look at what it prints. (`yield` hands out one result
# at a time, and `(*shape[:-1], 3)` is `shape` with 3 in place of its last number.)

# %%
SAME_SHAPE = ("norm", "relu", "tanh", "softmax", "dropout")


def walk(spec, shape=None):
    """Yield (layer, shape before, shape after) for every layer of `spec`, including those inside branches."""
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


for layer, before, after in walk(so_called_lenet):
    print(f"{layer['layer']:10} {before!s:14} -> {after}")

# %% [markdown]
# ## 1. Count the parameters
#
# You need no formula if you ask what each number is *for*.
#
# - A **convolution** has one kernel of `size` x `size` for each pair of a filter and a channel that comes in, and one
#   bias for each filter. Take 64 filters of 3 x 3 on 32 channels: a kernel has $3 \cdot 3 = 9$ weights; a filter has 32
#   kernels and a bias, that is $9 \cdot 32 + 1 = 289$; and 64 filters have $64 \cdot 289 = 18\,496$. The height and
#   width of the image do not matter: the same kernels are used everywhere.
# - With **groups**, both the channels and the filters are divided among the groups: each filter sees only the channels
#   of its own group. With two groups, half of the kernels are gone. (AlexNet did that to fit on two graphics cards.)
# - A **dense** layer has one weight for each pair of an input and a unit, and one bias for each unit.
# - **Batch normalisation** stores four numbers for each channel: gamma and beta, which are learned, and the two moving
#   statistics, which are only kept up to date. We count all four. Many tables count only two: for ResNet-18, they have
#   11,689,512 parameters, where you will count 11,699,112.
# - All other layers have none, pooling included. Where a spec says `"bias": False`, there are no biases.
#
# The figure draws each weight as a square, for three layers: a convolution of four filters on four channels,
# the same in two groups, and a dense layer of four units on four inputs. Each row belongs to a filter or unit, each
# column to a channel or input, and the crosses on the right are the biases. Count the squares in one row, multiply by
# the number of rows, and compare with the titles.

# %% picture
def blocks(axis, title, rows, columns, size, groups=1):
    """Draw the parameters of a layer: a kernel for each row (filter) and column (channel), and a bias for each row."""
    count = 0
    for row in range(rows):
        for column in range(columns):
            if row * groups // rows == column * groups // columns:
                count += size * size
                for i in range(size * size):
                    side = 0.8 / size
                    corner = column + 0.1 + i % size * side, row + 0.1 + i // size * side
                    axis.add_patch(plt.Rectangle(corner, side, side, facecolor="lightblue", edgecolor="black"))
    axis.plot([columns + 0.5] * rows, np.arange(rows) + 0.5, "kx")
    axis.set(xlim=(0, columns + 1), ylim=(rows, 0), aspect="equal", title=f"{title}\n{count} weights + {rows} biases")
    axis.set_xticks(np.arange(columns + 1) + 0.5, [*range(columns), "bias"])
    axis.set_yticks(np.arange(rows) + 0.5, range(rows))


figure, axes = plt.subplots(1, 3, figsize=(9.4, 3.6), layout="constrained")
blocks(axes[0], "conv, 3 x 3", 4, 4, 3)
blocks(axes[1], "conv, 3 x 3, groups=2", 4, 4, 3, groups=2)
blocks(axes[2], "dense", 4, 4, 1)
for axis in axes[:2]:
    axis.set(xlabel="channel that comes in", ylabel="filter")
axes[2].set(xlabel="input", ylabel="unit")
plt.show()

# %% [markdown]
# *Hints: `for layer, before, after in walk(spec):` visits every layer, including those inside branches; branches
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
#   *out*. The layer above has $64 \cdot 288 = 18\,432$ weights. On an image of 9 x 9, its kernels fit at 7 x 7 places,
#   so it needs $7 \cdot 7 \cdot 18\,432 = 903\,168$ MACs.
# - A **dense** layer uses each of its weights once. So it has as many MACs as weights.
# - Everything else is neglected: biases and pooling do not multiply, and once training is over, the factors of a batch
#   normalisation can be merged into the convolution before it.
#
# One MAC counts as *one* here. Some authors count it as two operations, so their numbers are twice as large.

# %% answer
def count_macs(spec):
    """Return how many multiply-accumulates the network `spec` needs for one image, as a whole number.

    Only "conv" and "dense" count, wherever they are in the network. Leave `spec` as it was.

    >>> count_macs([{"layer": "input", "shape": (9, 9, 32)}, {"layer": "conv", "filters": 64, "size": 3}])
    903168
    >>> count_macs([{"layer": "input", "shape": (100,)}, {"layer": "dense", "units": 10}])
    1000
    """
    raise NotImplementedError("Add up the multiply-accumulates of all layers.")

# %% [markdown]
# ### Try it: a larger image
#
# The network above reads images of 28 x 28. Suppose that they come at twice the resolution, 56 x 56, and nothing else
# changes. **Predict first:** by which factor do the parameters of its convolutions grow, and
# those of its first dense layer? And the MACs of each? The cell prints a table, and the figure shows both costs of each
# layer at both resolutions, on an axis that grows by factors of ten.

# %% picture
def layer_costs(spec):
    """For each layer with weights, its name, its parameters and its MACs."""
    for layer, before, _ in walk(spec):
        if layer["layer"] in ("conv", "dense"):
            alone, width = [{"layer": "input", "shape": before}, layer], layer.get("filters", layer.get("units"))
            yield f"{layer['layer']} {width}", count_parameters(alone), count_macs(alone)


small, large = (list(layer_costs([{"layer": "input", "shape": (n, n, 1)}, *so_called_lenet[1:]])) for n in (28, 56))
print(f"{'layer':10} {'parameters: 28':>14} {'56':>10} {'factor':>7} {'MACs: 28':>13} {'56':>11} {'factor':>7}")
for (name, parameters, macs), (_, more_parameters, more_macs) in zip(small, large):
    print(f"{name:10} {parameters:14,} {more_parameters:10,} {more_parameters / parameters:7.2f}", end=" ")
    print(f"{macs:13,} {more_macs:11,} {more_macs / macs:7.2f}")
figure, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
bars = ((small, -0.2, "lightblue", "", "28 x 28"), (large, 0.2, "tab:blue", "//", "56 x 56"))
for axis, column, title in ((axes[0], 1, "Parameters"), (axes[1], 2, "MACs for one image")):
    for rows, aside, colour, hatch, label in bars:
        heights = [row[column] for row in rows]
        axis.bar(np.arange(4) + aside, heights, 0.4, color=colour, hatch=hatch, edgecolor="black", label=label)
    axis.set_xticks(range(4), [row[0] for row in small])
    axis.set(yscale="log", title=title, xlabel="layer, and its filters or units", ylabel="number")
axes[0].legend()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what happened, and why</b></summary>
#
# - The **convolutions** keep their parameters: a kernel has the same nine weights, however large the image is. But
#   there are more than four times as many places: $54 \cdot 54$ instead of $26 \cdot 26$, a factor of 4.31, and in the
#   second one $52 \cdot 52$ instead of $24 \cdot 24$, a factor of 4.69. (Without padding, two pixels are lost either
#   way, and that is a smaller part of a large image.) So their MACs grow by as much.
# - The **first dense layer** has a weight for each pixel of each channel. There are now $26 \cdot 26 \cdot 64$ of them,
#   so *both* its costs grow by 4.69. With 5.5 million parameters, it is now nearly the whole network.
# - The **last dense layer** sees 128 units, as before, and stays the same.
#
# That is why later networks take the mean of each channel (`"global_pool"`) before the first dense layer: then its size
# no longer depends on the image.
#
# </details>

# %% [markdown]
# ## 3. LeNet-5
#
# This is the real one. It uses tanh, and average pooling where later networks take the maximum.
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
# Why does C5 have a C? A convolution of 120 filters of 5 x 5 on a 5 x 5 image has a single place. So it is a dense
# layer: each unit sees all $5 \cdot 5 \cdot 16 = 400$ numbers, which makes 48,000 weights either way. That is why some
# texts count three convolutional layers in LeNet, and others two. Write it as `"flatten"` and `"dense"` here. (The
# original differed in small things that nobody copies today, such as a C3 in which each filter sees only some of the
# six channels.)
#
# Once you have written it, try `count_parameters(lenet5())`: it has 61,706.

# %% answer
def lenet5(classes=10):
    """Return the spec of LeNet-5, input included, with `classes` units in its last dense layer.

    Every layer of the table is a dictionary of its own, including "tanh", "flatten" and, at the end, "softmax".

    >>> [layer["layer"] for layer in lenet5()][:4]
    ['input', 'conv', 'tanh', 'average_pool']
    >>> lenet5(26)[-2]["units"]
    26
    """
    raise NotImplementedError("Return the layers of the table as a list of dictionaries.")

# %% [markdown]
# ## 4. VGG: always the same block
#
# VGG stacks small convolutions. The second of two 3 x 3 convolutions looks at 3 x 3 results of the first, and those
# together have seen 5 x 5 pixels. For $c$ channels in and out, the two have $2 \cdot 9 \cdot c^2 = 18\,c^2$ weights; a
# single convolution of 5 x 5 has $25\,c^2$. The stack sees as much with fewer weights, and has room for a ReLU in
# between.
#
# A **VGG block** is a number of 3 x 3 convolutions that keep the size (padding "same"), each followed by a ReLU, and at
# the end a max pooling that halves height and width. VGG16 is five blocks and three dense layers.

# %% answer
def vgg_block(convolutions, filters):
    """Return the layers of a VGG block: a "conv" and a "relu", `convolutions` times, then one "max_pool".

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
# Each convolution is followed by a ReLU, and everything keeps height and width (padding "same"; with 1 x 1, it
# makes no difference, and you may leave it out). The 1 x 1 convolutions before the large ones make the block cheap. A
# kernel is needed for each channel that comes in, so 5 x 5 on 192 channels costs $192 / 16 = 12$ times as much as on
# the 16 channels that the 1 x 1 leaves.

# %% answer
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    """Return an inception block: a list with one layer, "branches", which has four paths, joined by "concat".

    `ones` is the number of filters of path 1, `reduce_threes` and `threes` those of path 2, `reduce_fives` and `fives`
    those of path 3, and `pooled` that of path 4. The paths come in this order, with a "relu" after every "conv". In
    the example, `[block] = ...` takes the only element of the list.

    >>> [block] = inception_block(64, 96, 128, 16, 32, 32)
    >>> [[layer["layer"] for layer in path] for path in block["paths"]][1:]
    [['conv', 'relu', 'conv', 'relu'], ['conv', 'relu', 'conv', 'relu'], ['max_pool', 'conv', 'relu']]
    """
    raise NotImplementedError("Return a list with one layer: the branches.")

# %% [markdown]
# ## 6. ResNet: a way around
#
# Beyond twenty layers or so, deeper networks got *worse*, even on their own training images. A **residual block** gives
# the signal a way around the layers. What comes in, $x$, is added to what the layers make of it, $F(x)$, so the result
# is $x + F(x)$. The layers only have to learn the difference $F$; a block with nothing to add learns $F = 0$, and does
# no harm.
#
# - The **main path**: a convolution of 3 x 3 with the given stride, normalisation, ReLU, another convolution of 3 x 3
#   (with stride 1), normalisation.
# - The **skip path** is empty: it passes on the input as it is. But if the stride is not 1, or if the number of filters
#   is not the number of channels that come in, then the main path changes the shape, and the two could not be added. In
#   that case the skip path is a 1 x 1 convolution with the same number of filters and the same stride, and a
#   normalisation.
# - Both are added, and *then* comes the last ReLU.
#
# No convolution here has a bias: the beta of the normalisation after it does the same job. The 3 x 3 convolutions have
# padding "same"; that of 1 x 1 may have either.

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
    raise NotImplementedError("Return a list of two layers: the branches and a ReLU.")

# %% [markdown]
# ## The whole networks
#
# With your blocks, the famous networks are short.

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
# Where does VGG16 keep its parameters, and where does it spend its time? In the figure each bar is a layer, from the
# first convolution on the left to the last dense layer on the right; the hatched bars are the dense layers. The upper
# half shows parameters, the lower half MACs, and the number above a bar is its share of the whole.

# %% picture
def costs(spec):
    """Names, parameters and MACs of the layers that have any."""
    found, many = [], {"conv": 0, "dense": 0}
    for layer, before, _ in walk(spec):
        alone, kind = [{"layer": "input", "shape": before}, layer], layer["layer"]
        if kind in many:
            many[kind] += 1
            found.append((f"{kind} no. {many[kind]}", count_parameters(alone), count_macs(alone)))
    return zip(*found)


names, parameters, macs = costs(vgg16())
dense = [name.startswith("dense") for name in names]
colours, hatches = np.where(dense, "tab:orange", "tab:blue"), np.where(dense, "//", "").tolist()
millions, billions = np.array(parameters) / 1e6, np.array(macs) / 1e9
figure, axes = plt.subplots(2, 1, figsize=(9, 5.4), sharex=True, layout="constrained")
shown = [("Parameters", millions, "million"), ("MACs", billions, "billion")]
for axis, (what, values, unit) in zip(axes, shown):
    bars = axis.bar(names, values, color=colours, hatch=hatches)
    axis.bar_label(bars, [f"{100 * share:.0f} %" for share in values / values.sum()], fontsize=8)
    axis.set(title=f"{what} of VGG16: {values.sum():.1f} {unit}", ylabel=unit)
    axis.margins(y=0.15)
axes[1].set_xlabel("layer")
axes[1].tick_params(axis="x", rotation=45)
plt.show()

# %% [markdown] answer points=2 name="savings"
# *Your answer, in a few sentences: VGG16 is to run on a phone. Which layers would you change if the file is too large
# to download, and which if each image takes too long? Why are they not the same? Use numbers from the figure.*

# %% [markdown]
# Now all of them. In the figure each point is a network: parameters to the right, MACs upwards. Both axes grow by
# factors of ten. Which two networks need *fewer* parameters than AlexNet, but *more* MACs? What did they leave out at
# the end?

# %% picture
networks = {
    "LeNet-5": lenet5(), "so-called LeNet": so_called_lenet, "AlexNet": alexnet(), "VGG16": vgg16(),
    "GoogLeNet": googlenet(), "ResNet-18": resnet18(),
}
figure, axis = plt.subplots(figsize=(7.5, 4.6))
print(f"{'network':20} {'parameters':>13} {'MACs':>16}")
for name, spec in networks.items():
    parameters, macs = count_parameters(spec), count_macs(spec)
    print(f"{name:20} {parameters:13,} {macs:16,}")
    axis.scatter(parameters, macs, s=60, color="tab:blue")
    side = {"ha": "right", "xytext": (-8, -3)} if name == "GoogLeNet" else {"xytext": (8, -3)}
    axis.annotate(name, (parameters, macs), textcoords="offset points", **side)
axis.set(
    xscale="log", yscale="log", xlim=(3e4, 1e9), ylim=(1e5, 5e10),
    title="What a network stores, and what it computes", xlabel="parameters", ylabel="MACs for one image",
)
axis.grid(alpha=0.3)
plt.show()

# %% [markdown]
# <details><summary>Which two, and what they left out</summary>
#
# GoogLeNet and ResNet-18. Instead of three large dense layers, they have a single one at the end, behind a
# `"global_pool"` that leaves one number of each channel. In AlexNet, these three layers hold most of the parameters.
# MACs are spent in convolutions, and of those the two have more.
#
# </details>

# %% [markdown]
# ## 7. Audit a table
#
# Slides, blogs and even papers have tables of these networks, with numbers that were copied from several places. Some
# do not fit the networks that they stand beside. Write the function that finds them, in any such table: it compares
# each claim with what you count.
#
# Published numbers are rounded, so a claim may be off a little. How far, relative to the number that you counted, is
# the **tolerance**. With a tolerance of 0.05, a claim of 60,000 for 61,706 is fine, and one of 58,000 is not.

# %% answer
def audit(table, tolerance=0.05):
    """Return the claims of `table` that are wrong, as a list of tuples (name, column, what it should be).

    `table` is a list of rows; a row is a dictionary with "name", "spec", "parameters" and "macs". The last two columns
    hold what is claimed: a number, or None where nothing is claimed. A claim is wrong if it is off by more than
    `tolerance` times the number counted, upwards or downwards; the number counted may be 0. Findings come in the order
    of the table, "parameters" before "macs". Leave `table` as it was.

    >>> tiny = [{"layer": "input", "shape": (100,)}, {"layer": "dense", "units": 10}]
    >>> audit([{"name": "tiny", "spec": tiny, "parameters": 1000, "macs": 2000}])
    [('tiny', 'macs', 1000)]
    """
    raise NotImplementedError("Compare each claim with what you count, and return those that are wrong.")

# %% [markdown]
# Here are some rows as you find them in print, and as they should be. The first three are about the convolutional
# layers alone.

# %%
def convolutions(*filters, shape=(28, 28, 1)):
    """The convolutional part of a LeNet: 5 x 5, and pooling after each."""
    layers = [[{"layer": "conv", "filters": n, "size": 5}, {"layer": "max_pool", "size": 2}] for n in filters]
    return [{"layer": "input", "shape": shape}, *sum(layers, [])]


# %% picture
table = [
    {"name": "LeNet, 20 and 50 filters", "spec": convolutions(20, 50), "parameters": 2_600, "macs": None},
    {"name": "the same, corrected", "spec": convolutions(20, 50), "parameters": 25_500, "macs": 1.9e6},
    {"name": "LeNet, 6 and 16 filters", "spec": convolutions(6, 16), "parameters": 2_600, "macs": None},
    {"name": "AlexNet, first layer 96", "spec": alexnet(96), "parameters": 61e6, "macs": 724e6},
    {"name": "AlexNet, first layer 94", "spec": alexnet(94), "parameters": 61e6, "macs": 724e6},
    {"name": "VGG16", "spec": vgg16(), "parameters": 138e6, "macs": 15.5e9},
    {"name": "GoogLeNet", "spec": googlenet(), "parameters": 7e6, "macs": None},
    {"name": "GoogLeNet, another claim", "spec": googlenet(), "parameters": 13e6, "macs": None},
]
print(f"{'row':26} {'parameters':>13} {'MACs':>16}")
for row in table:
    print(f"{row['name']:26} {count_parameters(row['spec']):13,} {count_macs(row['spec']):16,}")
for tolerance in (0.05, 0.005):
    print(f"\nOff by more than {100 * tolerance:.1f} %:")
    for name, column, counted in audit(table, tolerance):
        [claim] = [row[column] for row in table if row["name"] == name]
        print(f"    {name}: {claim:,.0f} {column} claimed, {counted:,} counted")

# %% [markdown]
# Three misconceptions, and where they come from. Filters of "20, 50" and "2.6 thousand weights" belong to two different
# networks that are both called LeNet. GoogLeNet has 7 million parameters; it has 13 million only together with two
# extra classifiers, which help during training and are thrown away. And AlexNet has 96 filters in its first layer; 94
# is a slip of the pen. See at which tolerance the audit notices that one: it shows in the MACs, not in the parameters.
# And see what else it objects to then: a sum hides small mistakes, and a strict tolerance takes rounding for a mistake.
