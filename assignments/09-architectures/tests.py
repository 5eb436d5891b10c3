import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible


def exactly(number):
    """Counts are exact."""
    return approx(number, rel=0, abs=0)


def net(shape, *layers):
    """A spec with its input."""
    return [{"layer": "input", "shape": shape}, *layers]


def conv(filters, size, **options):
    return {"layer": "conv", "filters": filters, "size": size, **options}


def dense(units, **options):
    return {"layer": "dense", "units": units, **options}


def pool(size, **options):
    return {"layer": "max_pool", "size": size, **options}


def fork(join, *paths):
    return {"layer": "branches", "join": join, "paths": [list(path) for path in paths]}


NORM, RELU, FLATTEN = {"layer": "norm"}, {"layer": "relu"}, {"layer": "flatten"}


def so_called_lenet():
    """A small network for digits that is often called LeNet."""
    return [
        {"layer": "input", "shape": (28, 28, 1)}, {"layer": "conv", "filters": 32, "size": 3}, {"layer": "relu"},
        {"layer": "conv", "filters": 64, "size": 3}, {"layer": "relu"}, {"layer": "max_pool", "size": 2},
        {"layer": "dropout"}, {"layer": "flatten"}, {"layer": "dense", "units": 128}, {"layer": "relu"},
        {"layer": "dropout"}, {"layer": "dense", "units": 10}, {"layer": "softmax"},
    ]


def hand_signs():
    """The course's network for 24 hand signs."""
    layers = []
    for filters in (75, 50, 25):
        layers += [conv(filters, 3, padding="same"), RELU, NORM, pool(2, padding="same")]
    return net((28, 28, 1), *layers, FLATTEN, dense(512), RELU, dense(24), {"layer": "softmax"})


def alexnet(*, dense_layers):
    same = {"padding": "same"}
    layers = [conv(96, 11, stride=4), RELU, pool(3, stride=2), conv(256, 5, groups=2, **same), RELU, pool(3, stride=2)]
    layers += [conv(384, 3, **same), conv(384, 3, groups=2, **same), conv(256, 3, groups=2, **same), pool(3, stride=2)]
    return net((227, 227, 3), *layers, *([FLATTEN, dense(4096), dense(4096), dense(1000)] if dense_layers else []))


def vgg16():
    layers = []
    for times, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
        layers += [conv(filters, 3, padding="same"), RELU] * times + [pool(2)]
    return net((224, 224, 3), *layers, FLATTEN, dense(4096), RELU, dense(4096), RELU, dense(1000))


def plain(spec):
    """A spec in which all that may be left out is filled in, and all that says nothing is left out."""
    return [plain_branches(layer) if layer["layer"] == "branches" else plain_layer(layer) for layer in spec]


def plain_branches(layer):
    paths = [plain(path) for path in layer["paths"]]
    if layer["join"] == "add":
        paths.sort(key=len)  # a sum has no order
    return {"layer": "branches", "join": layer["join"], "paths": paths}


def plain_layer(layer):
    kind, size = layer["layer"], layer.get("size")
    wanted = {
        "input": {"shape": None},
        "conv": {"filters": None, "size": None, "stride": 1, "padding": "valid", "groups": 1, "bias": True},
        "max_pool": {"size": None, "stride": size, "padding": "valid"},
        "average_pool": {"size": None, "stride": size, "padding": "valid"},
        "dense": {"units": None, "bias": True},
    }.get(kind, {})
    found = {"layer": kind, **{key: layer.get(key, value) for key, value in wanted.items()}}
    if kind == "input":
        found["shape"] = tuple(found["shape"])
    if kind == "conv" and size == 1:
        found["padding"] = "same"  # for 1 x 1 all padding is the same
    return found


def kinds(spec):
    """The names of the layers, with those of the paths as lists inside."""
    return [[kinds(path) for path in layer["paths"]] if "paths" in layer else layer["layer"] for layer in spec]


def shapes(spec, shape):
    """The shape after each layer, and after branches that of what their paths give together."""
    found = []
    for layer in plain(spec):
        if layer["layer"] == "branches":
            ends = [shapes(path, shape)[-1] if path else shape for path in layer["paths"]]
            assert len({end[:2] for end in ends}) == 1, f"the paths end in different sizes: {ends}"
            if layer["join"] == "concat":
                shape = (*ends[0][:2], sum(end[2] for end in ends))
            else:
                assert len(set(ends)) == 1, f"the paths end in different shapes: {ends}"
                shape = ends[0]
        elif layer["layer"] == "input":
            shape = layer["shape"]
        elif layer["layer"] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer["layer"] == "dense":
            shape = (layer["units"],)
        elif "size" in layer:
            size, stride, same = layer["size"], layer["stride"], layer["padding"] == "same"
            height, width = (-(-n // stride) if same else (n - size) // stride + 1 for n in shape[:2])
            shape = (height, width, layer.get("filters", shape[2]))
        found.append(shape)
    return found


# What is drawn


def some(draw, least, most):
    """A whole number, its bounds included."""
    return int(draw.rng.integers(least, most + 1))


def image(draw, channels=None):
    """The shape of an image that is no square."""
    height, width = draw.rng.choice(np.arange(7, 13), 2, replace=False).tolist()
    return (height, width, channels or some(draw, 2, 4))


def convolutions(draw):
    def of(**options):
        return net(image(draw), conv(some(draw, 5, 9), some(draw, 3, 5), **options))

    def in_a_row():
        first, second = conv(some(draw, 5, 9), 3), conv(some(draw, 10, 12), 2, padding="same")
        return net(image(draw), first, RELU, pool(2), second, {"layer": "tanh"}, conv(some(draw, 2, 4), 2))

    return draw.parts(
        "convolutions",
        with_nothing_said=of,
        with_all_said=lambda: of(stride=1, padding="valid", groups=1, bias=True),
        with_a_stride=lambda: of(stride=some(draw, 2, 3)),
        that_keep_the_size=lambda: of(padding="same"),
        with_stride_and_padding=lambda: of(stride=some(draw, 2, 3), padding="same"),
        of_single_pixels=lambda: net(image(draw), conv(some(draw, 5, 9), 1)),
        as_large_as_the_image=lambda: net((5, 5, some(draw, 2, 4)), conv(some(draw, 5, 9), 5)),
        with_one_filter=lambda: net(image(draw, 1), conv(1, some(draw, 3, 5))),
        in_a_row=in_a_row,
        again_and_again=lambda: net(image(draw), *[conv(some(draw, 5, 9), 3, padding="same"), RELU] * 3),
    )


def grouped(draw):
    def of(groups, channels, **options):
        return net(image(draw, channels), conv(groups * some(draw, 2, 5), 3, groups=groups, **options))

    def in_a_row():
        return net(image(draw, 6), conv(8, 3, groups=2), RELU, conv(some(draw, 1, 5) * 4, 3, groups=4))

    return draw.parts(
        "groups",
        two=lambda: of(2, 2 * some(draw, 2, 5)),
        more=lambda: of(some(draw, 3, 4), 12),
        one=lambda: of(1, some(draw, 2, 5)),
        one_for_each_channel=lambda: of(5, 5),
        with_stride_and_padding=lambda: of(2, 4, stride=2, padding="same"),
        in_a_row=in_a_row,
        of_alexnet=lambda: alexnet(dense_layers=False),
    )


def dense_layers(draw):
    def row():
        return (some(draw, 2, 40),)

    return draw.parts(
        "dense layers",
        alone=lambda: net(row(), dense(some(draw, 3, 9))),
        from_one_to_one=lambda: net((1,), dense(1)),
        in_a_row=lambda: net(row(), dense(some(draw, 3, 9)), RELU, dense(some(draw, 10, 20)), dense(4)),
        again_and_again=lambda: net(row(), *[dense(some(draw, 3, 9)), RELU] * 3),
        of_an_image=lambda: net(image(draw), FLATTEN, dense(some(draw, 3, 9)), {"layer": "softmax"}),
        of_means=lambda: net(image(draw), {"layer": "global_pool"}, dense(some(draw, 3, 9))),
        after_convolutions=lambda: net(image(draw), conv(3, 3, stride=2), pool(2), FLATTEN, dense(some(draw, 3, 9))),
    )


def biases(draw):
    def of(*options):
        return net(image(draw), *[conv(some(draw, 2, 9), 3, **each) for each in options])

    def dense_of(*options):
        return net((some(draw, 2, 9),), *[dense(some(draw, 2, 9), **each) for each in options])

    there, missing, unsaid = {"bias": True}, {"bias": False}, {}
    return draw.parts(
        "biases",
        of_filters=lambda: of(there),
        missing_in_filters=lambda: of(missing),
        now_and_then_in_filters=lambda: of(missing, unsaid, there),
        of_units=lambda: dense_of(there),
        missing_in_units=lambda: dense_of(missing),
        now_and_then_in_units=lambda: dense_of(unsaid, missing, there, missing),
        missing_in_groups=lambda: net(image(draw, 6), conv(some(draw, 2, 4) * 3, 3, groups=3, bias=False)),
    )


def norms(draw):
    return draw.parts(
        "norms",
        of_an_image=lambda: net(image(draw), NORM),
        behind_a_convolution=lambda: net(image(draw), conv(some(draw, 5, 9), 3), NORM, RELU),
        behind_a_dense_layer=lambda: net((some(draw, 9, 20),), dense(some(draw, 3, 8)), NORM),
        of_all_pixels=lambda: net(image(draw), FLATTEN, NORM, dense(2)),
        of_means=lambda: net(image(draw), {"layer": "global_pool"}, NORM),
        again_and_again=lambda: net(image(draw), *[conv(some(draw, 2, 4), 3), NORM] * 2, NORM),
        of_hand_signs=hand_signs,
    )


def idle_layers(draw):
    means, end = {"layer": "average_pool", "size": 2}, {"layer": "global_pool"}

    def then_one(*layers):
        return net(image(draw), *layers, conv(some(draw, 2, 5), 1))

    return draw.parts(
        "layers without weights",
        none=lambda: net(image(draw)),
        all=lambda: net(image(draw), pool(3, stride=1), means, RELU, {"layer": "tanh"}, {"layer": "dropout"}, end),
        max_pool=lambda: then_one(pool(some(draw, 2, 3))),
        pool_with_overlap=lambda: then_one(pool(3, stride=2)),
        pool_that_keeps_the_size=lambda: then_one(pool(3, stride=1, padding="same")),
        pool_with_padding=lambda: then_one(pool(2, padding="same"), {**means, "padding": "same"}),
        average_pool=lambda: then_one({**means, "size": some(draw, 2, 3), "stride": some(draw, 1, 3)}),
        functions=lambda: then_one(RELU, {"layer": "tanh"}, {"layer": "softmax"}, {"layer": "dropout"}),
        global_pool=lambda: net(image(draw), RELU, end, {"layer": "dropout"}, dense(some(draw, 3, 5))),
    )


def side_by_side(draw):
    """Four paths, one of them empty, and one with a norm."""
    same = {"padding": "same"}
    large = [conv(some(draw, 2, 4), 1), RELU, conv(some(draw, 5, 7), 3, **same), NORM]
    return fork("concat", [conv(some(draw, 2, 7), 1), RELU], large, [pool(3, stride=1, **same), conv(2, 5, **same)], [])


def added(channels, *inside):
    """What comes in, and what some layers make of it."""
    return fork("add", [conv(channels, 3, padding="same"), NORM, *inside, conv(channels, 1)], [])


def branches(draw):
    def then_one(*layers, channels=None):
        return net(image(draw, channels), *layers, conv(some(draw, 2, 5), 3))

    def shrinking():
        filters = some(draw, 5, 9)
        half = {"stride": 2, "padding": "same"}
        return then_one(fork("add", [conv(filters, 3, **half), RELU, conv(filters, 1)], [conv(filters, 1, **half)]))

    def of_branches():
        inner = fork("concat", [added(3)], [], [side_by_side(draw), conv(some(draw, 2, 9), 1)])
        return then_one(fork("concat", [conv(3, 1), inner], [conv(some(draw, 2, 9), 3, padding="same")]))

    def of_rows():
        units = some(draw, 5, 9)
        way_around = fork("add", [dense(units), NORM, RELU, dense(units)], [])
        wide = fork("concat", [dense(some(draw, 2, 4))], [], [dense(3), RELU])
        return net((some(draw, 10, 20),), dense(units), way_around, wide, dense(some(draw, 2, 5)))

    return draw.parts(
        "branches",
        side_by_side=lambda: then_one(side_by_side(draw)),
        added=lambda: then_one(added(3, RELU), channels=3),
        that_shrink=shrinking,
        of_branches=of_branches,
        again_and_again=lambda: then_one(*[added(4, RELU), RELU] * 3, side_by_side(draw), channels=4),
        all_the_same=lambda: then_one(fork("concat", *[[conv(some(draw, 2, 4), 1)]] * 3)),
        of_rows=of_rows,
        at_the_end=lambda: net(image(draw), conv(some(draw, 2, 4), 3), side_by_side(draw)),
    )


def some_layers(draw, channels, count, deep=2):
    """Layers of all kinds that keep height and width, and the number of channels that come out."""
    layers = []
    for _ in range(count):
        kind = draw.one(draw.choice("conv", "concat", "norm", "groups", "add", "pool", "relu"))
        if kind == "conv":
            filters = some(draw, 2, 9)
            layers.append(conv(filters, some(draw, 1, 5), padding="same", bias=bool(draw.rng.integers(2))))
            channels = filters
        elif kind == "groups":
            layers.append(conv(channels, 3, padding="same", groups=channels))
        elif kind == "pool":
            layers.append(pool(some(draw, 2, 3), stride=1, padding="same"))
        elif kind == "add" and deep:
            path, _ = some_layers(draw, channels, 2, deep - 1)
            layers.append(fork("add", [*path, conv(channels, 1)], []))
        elif kind == "concat" and deep:
            paths = [some_layers(draw, channels, count, deep - 1) for count in (1, 0, 2)]
            layers.append(fork("concat", *(path for path, _ in paths)))
            channels = sum(wide for _, wide in paths)
        else:
            layers.append(NORM if kind == "norm" else RELU)
    return layers, channels


def whole_networks(draw):
    def of_all_kinds():
        start = conv(some(draw, 2, 5), 3, stride=some(draw, 1, 2), padding="same")
        layers, _ = some_layers(draw, start["filters"], 9)
        return net(image(draw), start, *layers, pool(2), FLATTEN, dense(some(draw, 5, 9)), RELU, dense(3))

    def residual():
        filters = some(draw, 5, 9)
        blocks = [added(filters, RELU), RELU] * 3
        return net(image(draw), conv(filters, 7, stride=2, padding="same"), *blocks, {"layer": "global_pool"}, dense(4))

    return draw.parts(
        "networks",
        vgg16=vgg16,
        alexnet=lambda: alexnet(dense_layers=True),
        of_all_kinds=of_all_kinds,
        other_ones_of_all_kinds=of_all_kinds,
        residual=residual,
        huge=lambda: net((some(draw, 60_000, 70_000),), dense(some(draw, 80_000, 90_000)), dense(1)),
        beyond_floats=lambda: net((2 * some(draw, 10**8, 2 * 10**8) + 1,), dense(10**8 + 1, bias=False)),
        of_a_thousand_layers=lambda: net((some(draw, 2, 5),), *[dense(3), RELU] * 550),
        huge_images=lambda: net((1001, 2001, 3), conv(64, 3), conv(some(draw, 128, 150), 3, stride=2), pool(7)),
    )


def counted(result, call, expected):
    """The same number, which is a whole one: floats have no odd numbers beyond 2**53."""
    assert result == exactly(expected)
    return expected == 0 or np.asarray(result).dtype.kind in "iu" and int(result) == int(expected)


# count_parameters


@visible
@points(1)
def test_parameters_of_a_small_network(count_parameters):
    """The so-called LeNet has 1,199,882 parameters, and 18,816 of them are in its convolutions."""
    assert count_parameters(so_called_lenet()) == exactly(1199882)
    assert count_parameters(so_called_lenet()[:5]) == exactly(18816)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_convolutions(draw):
    """A filter has a kernel for each channel that comes in, even deep inside a network, whatever the image's size."""
    for spec in draw.some(convolutions(draw)):
        yield Call(spec)


@points(1)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_biases(draw):
    """Each filter and each unit has one bias, unless the layer says that it has none."""
    for spec in draw.some(biases(draw)):
        yield Call(spec)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_groups(draw):
    """With groups, a filter has kernels for its own group's channels only."""
    for spec in draw.some(grouped(draw)):
        yield Call(spec)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_dense_layers(draw):
    """A dense layer has a weight for each pair of an input and a unit, and a bias for each unit."""
    for spec in draw.some(dense_layers(draw)):
        yield Call(spec)


@points(1)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_norms(draw):
    """Batch normalisation stores four numbers for each channel, after dense layers too."""
    for spec in draw.some(norms(draw)):
        yield Call(spec)


@points(1)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_idle_layers(draw):
    """Pooling, flattening and functions have no parameters, whatever their size."""
    for spec in draw.some(idle_layers(draw)):
        yield Call(spec)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_parameters_of_branches(draw):
    """Layers inside branches count, even in branches of branches, and what follows sees the channels of the join."""
    for spec in draw.some(branches(draw)):
        yield Call(spec)


@points(2)
@like_reference(agrees=counted)
def cases_count_parameters_of_whole_networks(draw):
    """It counts whole networks, such as VGG16, exactly, returns a whole number, and leaves the spec as it was."""
    for spec in draw.some(whole_networks(draw)):
        yield Call(spec)


# count_macs


@visible
@points(1)
def test_macs_of_a_small_network(count_macs):
    """The so-called LeNet needs 11,992,448 MACs, and 10,811,520 of them are in its convolutions."""
    assert count_macs(so_called_lenet()) == exactly(11992448)
    assert count_macs(so_called_lenet()[:5]) == exactly(10811520)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_macs_of_convolutions(draw):
    """Every weight is used once for each pixel that comes out: stride and padding decide how many those are."""
    for spec in draw.some(convolutions(draw)):
        yield Call(spec)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_macs_of_groups(draw):
    """With groups, a filter looks at its own group's channels only."""
    for spec in draw.some(grouped(draw)):
        yield Call(spec)


@points(1)
@like_reference(rel=0, abs=0)
def cases_count_macs_of_dense_layers(draw):
    """A dense layer has as many MACs as weights; biases do not count, whether there are any or not."""
    for spec in [*draw.some(dense_layers(draw)), *draw.some(biases(draw), more=0)]:
        yield Call(spec)


@points(1)
@like_reference(rel=0, abs=0)
def cases_count_macs_of_idle_layers(draw):
    """Pooling, normalisation and functions do not count."""
    for spec in [*draw.some(idle_layers(draw)), *draw.some(norms(draw), more=0)]:
        yield Call(spec)


@points(2)
@like_reference(rel=0, abs=0)
def cases_count_macs_of_branches(draw):
    """Layers inside branches count, even in branches of branches, and what follows sees the channels of the join."""
    for spec in draw.some(branches(draw)):
        yield Call(spec)


@points(3)
@like_reference(agrees=counted)
def cases_count_macs_of_whole_networks(draw):
    """It counts whole networks, such as VGG16, exactly, returns a whole number, and leaves the spec as it was."""
    for spec in draw.some(whole_networks(draw)):
        yield Call(spec)


# The blocks


def same_spec(result, call, expected):
    """The same network, whatever is left out or filled in."""
    return plain(result) == approx(plain(expected))


def same_layers(result, call, expected):
    """The same kinds of layers, in the same order, and as many units or filters in the end."""
    return kinds(result) == approx(kinds(expected)) and last_width(result) == last_width(expected)


def last_width(spec):
    """The units or filters of the last layer that has any."""
    layers = spec[0]["paths"][-1] if "paths" in spec[0] else spec
    return [layer.get("units", layer.get("filters")) for layer in layers if {"units", "filters"} & set(layer)][-1]


def steps(spec, shape):
    """The shapes that a network goes through, one after the other."""
    return list(dict.fromkeys(shapes(spec, shape)))


# lenet5


@visible
@points(1)
def test_lenet_ends_in_three_dense_layers(lenet5):
    """Convolutions have 6 and 16 filters; dense layers 120 and 84 units, and one for each class: by default ten."""
    assert [layer["filters"] for layer in lenet5() if layer["layer"] == "conv"] == approx([6, 16])
    assert [layer["units"] for layer in lenet5() if layer["layer"] == "dense"] == approx([120, 84, 10])
    assert [layer["units"] for layer in lenet5(26) if layer["layer"] == "dense"] == approx([120, 84, 26])


def class_counts(draw):
    """No number of classes, or one, as it may be given."""
    yield Call()
    for classes in (1, 2, some(draw, 3, 9), some(draw, 11, 99), some(draw, 300, 999)):
        yield Call(classes)
    yield Call(classes=some(draw, 11, 99))
    yield Call(10)


def same_steps(result, call, expected):
    """The same shapes, one after the other."""
    return steps(result, None) == steps(expected, None)


@points(2)
@like_reference(agrees=same_layers)
def cases_lenet5_layers(draw):
    """Every layer of the table is there, in order: tanh after each layer but the last, and softmax at the end."""
    yield from class_counts(draw)


@points(2)
@like_reference(agrees=same_steps)
def cases_lenet5_shapes(draw):
    """After each layer the result has the shape that the table says, for any number of classes."""
    yield from class_counts(draw)


@points(2)
@like_reference(agrees=same_spec)
def cases_lenet5(draw):
    """Kernels and windows have the sizes of the table, with stride 1, no padding, no groups, and with biases."""
    yield from class_counts(draw)


# vgg_block


@visible
@points(1)
def test_the_first_block_of_vgg(vgg_block):
    """Two convolutions of 64 filters, each with its ReLU, and a pooling; three of 256 in the third block."""
    assert [layer["layer"] for layer in vgg_block(2, 64)] == approx(["conv", "relu", "conv", "relu", "max_pool"])
    assert [layer["filters"] for layer in vgg_block(3, 256) if layer["layer"] == "conv"] == approx([256, 256, 256])


def blocks_of_vgg(draw):
    for times, filters in ((1, some(draw, 1, 9)), (2, 64), (3, some(draw, 10, 99)), (some(draw, 4, 9), 512), (2, 1)):
        yield Call(times, filters)


def halved(result, call, expected):
    """An image goes through the same shapes."""
    return shapes(result, (40, 24, 3)) == shapes(expected, (40, 24, 3))


@points(3)
@like_reference(agrees=same_spec)
def cases_vgg_block(draw):
    """Convolutions have 3 x 3 kernels and padding "same", each with its ReLU; the 2 x 2 pooling does not overlap."""
    yield from blocks_of_vgg(draw)


@points(1)
@like_reference(agrees=halved)
def cases_vgg_block_shapes(draw):
    """However many convolutions there are, only the pooling makes the image smaller, and it halves it."""
    yield from blocks_of_vgg(draw)


# inception_block


@visible
@points(1)
def test_the_first_inception_block(inception_block):
    """The paths have 64; 96, 128; 16, 32; and 32 filters, and in the second block 128; 128, 192; 32, 96; and 64."""
    [block] = inception_block(64, 96, 128, 16, 32, 32)
    filters = [[layer["filters"] for layer in path if layer["layer"] == "conv"] for path in block["paths"]]
    assert filters == approx([[64], [96, 128], [16, 32], [32]])

    [block] = inception_block(128, 128, 192, 32, 96, 64)
    filters = [[layer["filters"] for layer in path if layer["layer"] == "conv"] for path in block["paths"]]
    assert filters == approx([[128], [128, 192], [32, 96], [64]])


def inceptions(draw):
    def numbers(least, most):
        return [some(draw, least, most) for _ in range(6)]

    domain = draw.parts(
        "filters",
        small=lambda: numbers(1, 9),
        large=lambda: numbers(100, 999),
        all_the_same=lambda: [some(draw, 2, 99)] * 6,
        rising=lambda: sorted(numbers(1, 99)),
        falling=lambda: sorted(numbers(1, 99), reverse=True),
        all_different=lambda: draw.rng.permutation(np.arange(1, 50))[:6].tolist(),
    )
    for filters in draw.some(domain, more=1):
        yield Call(*filters)


def same_kernels(result, call, expected):
    """The same sizes and filters, path by path."""

    def found(block, key):
        return [[layer[key] for layer in path if key in layer] for path in block[0]["paths"]]

    return all(found(result, key) == found(expected, key) for key in ("size", "filters"))


def same_ends(result, call, expected):
    """The image keeps its size, and gets the same channels."""
    return len(result) == 1 and shapes(result, (7, 5, 3)) == shapes(expected, (7, 5, 3))


@points(2)
@like_reference(agrees=same_kernels)
def cases_inception_block_kernels(draw):
    """Kernels are 1 x 1, 3 x 3 after 1 x 1, 5 x 5 after 1 x 1, and 1 x 1 after a pooling of 3 x 3."""
    yield from inceptions(draw)


@points(2)
@like_reference(agrees=same_ends)
def cases_inception_block_shapes(draw):
    """Height and width stay as they are in every path, and the channels of the four paths add up."""
    yield from inceptions(draw)


@points(2)
@like_reference(agrees=same_layers)
def cases_inception_block_layers(draw):
    """A ReLU follows each convolution, and none follows the pooling."""
    yield from inceptions(draw)


@points(1)
@like_reference(agrees=same_spec)
def cases_inception_block(draw):
    """Strides are 1, convolutions have biases and no groups, and the paths are joined by "concat"."""
    yield from inceptions(draw)


# residual_block


@visible
@points(1)
def test_an_empty_skip_path(residual_block):
    """From 64 to 64 channels, the skip path is empty; from 64 to 128 with stride 2, it has a convolution and a norm."""
    main = ["conv", "norm", "relu", "conv", "norm"]

    paths = residual_block(64, 64)[0]["paths"]
    assert [[layer["layer"] for layer in path] for path in paths] == approx([main, []])
    paths = residual_block(64, 128, stride=2)[0]["paths"]
    assert [[layer["layer"] for layer in path] for path in paths] == approx([main, ["conv", "norm"]])


def residuals(draw):
    """Blocks that change channels, size, both or nothing; the stride is left out, or given in either way."""
    few, many, stride = some(draw, 1, 9), some(draw, 300, 999), some(draw, 2, 3)
    yield from (Call(few, few), Call(many, many), Call(few, few, 1), Call(many, many, stride=1))
    yield from (Call(few, many), Call(many, few), Call(few, few + 1, 1), Call(many, few, stride=1))
    yield from (Call(few, few, 2), Call(many, many, stride=3), Call(few, many, stride), Call(many, few, stride=stride))


def path_of(choose):
    """Compares the longer or the shorter path."""

    def same_path(result, call, expected):
        first, second = (plain(choose(block[0]["paths"], key=len)) for block in (result, expected))
        return first == approx(second)

    return same_path


def both_fit(result, call, expected):
    """The skip path is empty where it should be, and both fit together."""
    first, second = (sorted(map(len, block[0]["paths"])) for block in (result, expected))
    shape = (9, 6, call.positional[0])
    return first == second and shapes(result, shape)[0] == shapes(expected, shape)[0]


def same_end(result, call, expected):
    """The join, and what follows."""
    main = max(result[0]["paths"], key=len)
    assert call.positional[1] in [layer.get("filters") for layer in main]
    return result[0]["join"] == "add" and kinds(result[1:]) == ["relu"] and kinds(main)[-1] == "norm"


@points(2)
@like_reference(agrees=path_of(max))
def cases_residual_block_main_path(draw):
    """There are two 3 x 3 convolutions with padding "same" and the right filters; only the first has the stride."""
    yield from residuals(draw)


@points(2)
@like_reference(agrees=path_of(min))
def cases_residual_block_skip_path(draw):
    """Wherever the shape changes, the skip path has a 1 x 1 convolution with the same stride and without bias."""
    yield from residuals(draw)


@points(2)
@like_reference(agrees=both_fit)
def cases_residual_block_fits(draw):
    """The skip path is empty unless channels or size change; either is enough. Then both paths fit together."""
    yield from residuals(draw)


@points(1)
@like_reference(agrees=same_end)
def cases_residual_block_end(draw):
    """The paths are joined by "add", and a single ReLU follows."""
    yield from residuals(draw)


@points(1)
@like_reference(agrees=same_spec)
def cases_residual_block(draw):
    """The block is complete for any channels, filters and stride, and each call returns a new one."""
    yield from residuals(draw)


# audit


EXACT = (0.125, 0.25, 0.5)  # tolerances for which a claim can be off by exactly that much


def small_network(draw):
    """A spec with its parameters and MACs, each of which is a multiple of 8."""
    inputs, units, channels = (8 * some(draw, 3, 12) for _ in range(3))
    one, two = some(draw, 6, 9), some(draw, 6, 9)
    kinds_of = {
        "dense": (net((inputs,), dense(units)), units * (inputs + 1), units * inputs),
        "without biases": (net((inputs,), dense(units, bias=False)), units * inputs, units * inputs),
        "conv": (net((one + 2, two + 2, 3), conv(units, 3)), units * 28, one * two * units * 27),
        "norm": (net((one, two, channels), NORM), 4 * channels, 0),
        "relu": (net((one, two, channels), RELU), 0, 0),
    }
    return kinds_of[draw.one(draw.choice(*kinds_of))]


def claimed(draw, number, tolerance, more):
    """A claim: right, or off by less than the tolerance, by exactly that, or by more, upwards or downwards."""
    offs = ("right", "a little", "exactly", "too much", "one more", "far too much", "far too little")
    off = draw.one(draw.choice(*offs, *more))
    if off in ("nothing", "zero"):
        return None if off == "nothing" else 0
    if off == "one more":
        return number + 1
    if off.startswith("far"):
        return number * 10 if off == "far too much" else number // 10
    share = {"right": 0, "a little": 0.9, "exactly": tolerance in EXACT, "too much": 1.1}[off] * tolerance
    return number + int(draw.rng.choice([-1, 1])) * share * number


def table_of(draw, rows, tolerance=0.05, more=()):
    """A table with so many rows; names may stand in it twice."""
    table = []
    for name in draw.rng.permutation(["z", "a", "the same", "the same", "m", "A", "B"])[:rows].tolist():
        spec, parameters, macs = small_network(draw)
        claims = [claimed(draw, count, tolerance, more) for count in (parameters, macs)]
        table.append({"name": name, "spec": spec, "parameters": claims[0], "macs": claims[1]})
    return table


def same_findings(result, call, expected):
    """The same tuples in the same order, with the numbers exactly."""
    assert all(type(finding) is tuple for finding in result)
    return result == exactly(expected)


@visible
@points(1)
def test_a_claim_about_lenet(audit):
    """20 and 50 filters of 5 x 5 have 25,570 parameters, not 2,600; 25,500 is close enough, and so are 1.9e6 MACs."""
    spec = [
        {"layer": "input", "shape": (28, 28, 1)},
        {"layer": "conv", "filters": 20, "size": 5},
        {"layer": "max_pool", "size": 2},
        {"layer": "conv", "filters": 50, "size": 5},
        {"layer": "max_pool", "size": 2},
    ]

    table = [{"name": "LeNet", "parameters": 2600, "macs": 1.9e6, "spec": spec}]
    assert audit(table) == approx([("LeNet", "parameters", 25570)])
    table = [{"name": "LeNet", "parameters": 25500, "macs": 1.9e6, "spec": spec}]
    assert audit(table) == approx([])


@points(2)
@like_reference(agrees=same_findings)
@assuming("count_parameters", "count_macs")
def cases_audit(draw):
    """By default, a claim may be too large or too small by up to five per cent."""
    for _ in range(12):
        yield Call(table_of(draw, some(draw, 1, 2)))
    for claims in ({"parameters": some(draw, 1, 99), "macs": 0}, {"parameters": 0, "macs": some(draw, 1, 99)}):
        yield Call([{"name": "nothing to count", "spec": net(image(draw), RELU), **claims}])


@points(2)
@like_reference(agrees=same_findings)
@assuming("count_parameters", "count_macs")
def cases_audit_with_a_tolerance(draw):
    """The tolerance is a share of the number counted; a claim that is off by exactly that much is still fine."""
    for tolerance in (*EXACT, *EXACT):
        table = table_of(draw, 3, tolerance)
        yield from (Call(table, tolerance), Call(table, tolerance=tolerance), Call(table))
    yield Call(table_of(draw, 4, 0), 0)
    yield Call(table_of(draw, 4, 0.003), tolerance=0.003)


@points(3)
@like_reference(agrees=same_findings)
@assuming("count_parameters", "count_macs")
def cases_audit_in_order(draw):
    """Findings are tuples of name, column and the number counted, row by row, with parameters before MACs."""
    for _ in range(16):
        table = table_of(draw, some(draw, 3, 5))
        yield Call([*table, *table[:2]])


@points(1)
@like_reference(agrees=same_findings)
@assuming("count_parameters", "count_macs")
def cases_audit_without_claims(draw):
    """None claims nothing and is never wrong, but zero is a claim. In an empty table nothing is wrong."""
    yield Call([])
    for _ in range(10):
        yield Call(table_of(draw, some(draw, 1, 4), more=("nothing", "zero")))
    silent, wrong = ({"name": "a", "spec": vgg16(), "parameters": each, "macs": each} for each in (None, 5))
    yield from (Call([silent, wrong]), Call([wrong, silent, wrong]))


@points(1)
@like_reference(agrees=same_findings)
@assuming("count_parameters", "count_macs")
def cases_audit_of_famous_networks(draw):
    """Parameters and MACs are told apart: VGG16 has 138 million parameters and 15.5 billion MACs."""
    table = [
        {"name": "VGG16", "spec": vgg16(), "parameters": parameters, "macs": macs}
        for parameters, macs in ((138e6, 15.5e9), (15.5e9, 138e6), (138357544, 15470264320))
    ]
    yield from (Call(table[:1]), Call(table[:1], 0.0025), Call(table[1:2]), Call(table, tolerance=0))
    small = small_network(draw)[0]
    rows = [{**row, "spec": small} for row in table[::2]]
    yield Call([*table[:2], *rows])  # other networks of the same name
    yield Call(rows)
