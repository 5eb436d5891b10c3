from copy import deepcopy

from autograder.testing import approx, points, visible


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


def slide_network():
    """The network that the slides call LeNet."""
    return [
        {"layer": "input", "shape": (28, 28, 1)},
        {"layer": "conv", "filters": 32, "size": 3}, {"layer": "relu"},
        {"layer": "conv", "filters": 64, "size": 3}, {"layer": "relu"},
        {"layer": "max_pool", "size": 2}, {"layer": "dropout"}, {"layer": "flatten"},
        {"layer": "dense", "units": 128}, {"layer": "relu"}, {"layer": "dropout"},
        {"layer": "dense", "units": 10}, {"layer": "softmax"},
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
        paths.sort(key=repr)  # a sum has no order
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


# count_parameters


@visible
@points(1)
def test_parameters_of_the_slides_network(count_parameters):
    """The network that the slides call LeNet has 1,199,882 parameters, and 18,816 of them are in its convolutions."""
    assert count_parameters(slide_network()) == exactly(1199882)
    assert count_parameters(slide_network()[:5]) == exactly(18816)


@points(2)
def test_a_kernel_for_each_channel(count_parameters):
    """A filter has a kernel for each channel that comes in, deep inside a network too, whatever the image's size."""
    image = net((17, 40, 3), conv(8, 5), RELU, pool(2), conv(4, 3))

    assert count_parameters(image[:2]) == exactly(608)
    assert count_parameters(image) == exactly(900)
    assert count_parameters(net((400, 90, 3), *image[1:])) == exactly(900)


@points(1)
def test_biases_may_be_missing(count_parameters):
    """Each filter and each unit has one bias, unless the layer says that it has none."""
    assert count_parameters(net((6, 6, 2), conv(7, 3, bias=False))) == exactly(126)
    assert count_parameters(net((6, 6, 2), conv(7, 3, bias=True))) == exactly(133)
    assert count_parameters(net((30,), dense(4, bias=False))) == exactly(120)
    assert count_parameters(net((30,), dense(4))) == exactly(124)


@points(2)
def test_groups_share_the_channels(count_parameters):
    """With groups a filter has kernels for its group's channels only: AlexNet's convolutions take 2,334,080 numbers."""
    assert count_parameters(net((9, 9, 12), conv(6, 3, groups=3))) == exactly(222)
    assert count_parameters(net((9, 9, 12), conv(12, 5, groups=12, bias=False))) == exactly(300)
    assert count_parameters(alexnet(dense_layers=False)) == exactly(2334080)
    assert count_parameters(alexnet(dense_layers=True)) == exactly(60965224)


@points(1)
def test_a_norm_has_four_for_each_channel(count_parameters):
    """Batch normalisation stores four numbers for each channel, after dense layers too: hand signs take 264,049."""
    assert count_parameters(hand_signs()) == exactly(264049)
    assert count_parameters(net((5, 6, 7), NORM)) == exactly(28)
    assert count_parameters(net((20,), dense(3), NORM)) == exactly(75)


@points(1)
def test_most_layers_have_no_parameters(count_parameters):
    """Pooling, flattening and functions have no parameters, whatever their size."""
    idle = [pool(3, stride=1), {"layer": "average_pool", "size": 2}, RELU, {"layer": "tanh"}, {"layer": "dropout"}]
    end = [{"layer": "global_pool"}, {"layer": "softmax"}]

    assert count_parameters(net((20, 20, 6), *idle, *end)) == exactly(0)
    assert count_parameters(net((20, 20, 6), *idle, conv(1, 1), *end)) == exactly(7)
    assert count_parameters(net((6, 6, 2), {"layer": "average_pool", "size": 3}, FLATTEN, dense(5))) == exactly(45)


@points(2)
def test_parameters_inside_of_branches(count_parameters):
    """Layers inside of branches count, in branches of branches too, and what follows sees the channels of the join."""
    inner = fork("add", [conv(4, 3, padding="same")], [conv(4, 1)])
    wide = fork("concat", [conv(2, 1), inner, NORM], [conv(5, 1), RELU], [pool(3, stride=1, padding="same")], [])

    assert count_parameters(net((8, 8, 3), wide)) == exactly(8 + 76 + 12 + 16 + 20)
    assert count_parameters(net((8, 8, 3), wide, conv(2, 3))) == exactly(132 + 2 * (9 * 15 + 1))
    assert count_parameters(net((8, 8, 4), fork("add", [conv(4, 1)], []), conv(1, 1))) == exactly(20 + 5)


@points(1)
def test_a_dense_layer_is_a_convolution_of_full_size(count_parameters):
    """120 filters of 5 x 5 on an image of 5 x 5 with 16 channels have as many parameters as 120 units: 48,120."""
    assert count_parameters(net((5, 5, 16), conv(120, 5))) == exactly(48120)
    assert count_parameters(net((5, 5, 16), FLATTEN, dense(120))) == exactly(48120)
    assert count_parameters(net((5, 5, 16), FLATTEN, dense(120), RELU, dense(84))) == exactly(48120 + 10164)


@points(2)
def test_parameters_of_vgg16(count_parameters):
    """VGG16 has 138,357,544 parameters, and 14,714,688 of them are in its convolutions."""
    assert count_parameters(vgg16()) == exactly(138357544)
    assert count_parameters(vgg16()[:32]) == exactly(14714688)


@points(1)
def test_counting_parameters_leaves_the_spec_alone(count_parameters):
    """The spec is the same afterwards, and the count is a whole number."""
    spec = net((8, 8, 2), conv(4, 3, groups=2), fork("add", [NORM], []), FLATTEN, dense(3))
    before = deepcopy(spec)

    assert count_parameters(spec) == exactly(40 + 16 + 435)
    assert spec == before
    assert not isinstance(count_parameters(spec[:2]), float)
    assert count_parameters(spec[:3]) == exactly(56)


# count_macs


@visible
@points(1)
def test_macs_of_the_slides_network(count_macs):
    """The network that the slides call LeNet needs 11,992,448 MACs, and 10,811,520 of them are in its convolutions."""
    assert count_macs(slide_network()) == exactly(11992448)
    assert count_macs(slide_network()[:5]) == exactly(10811520)


@points(2)
def test_once_for_each_pixel_that_comes_out(count_macs):
    """Every weight is used once for each pixel of the result: stride and padding decide how many those are."""
    assert count_macs(net((10, 12, 3), conv(4, 3))) == exactly(8 * 10 * 108)
    assert count_macs(net((10, 12, 3), conv(4, 3, padding="same"))) == exactly(10 * 12 * 108)
    assert count_macs(net((10, 12, 3), conv(4, 3, stride=2))) == exactly(4 * 5 * 108)
    both = net((9, 12, 3), conv(4, 3, stride=2, padding="same"), conv(1, 5))
    assert count_macs(both) == exactly(5 * 6 * 108 + 2 * 100)


@points(2)
def test_groups_save_macs(count_macs):
    """With groups a filter looks at its group's channels only: AlexNet needs 724,406,816 MACs."""
    assert count_macs(net((6, 5, 12), conv(6, 3, groups=3))) == exactly(4 * 3 * 216)
    assert count_macs(alexnet(dense_layers=False)) == exactly(665784864)
    assert count_macs(alexnet(dense_layers=True)) == exactly(724406816)


@points(1)
def test_dense_layers_use_each_weight_once(count_macs):
    """A dense layer has as many MACs as weights; biases do not count, whether there are any or not."""
    assert count_macs(net((30,), dense(4))) == exactly(120)
    assert count_macs(net((30,), dense(4, bias=False), RELU, dense(50))) == exactly(320)
    assert count_macs(net((3, 5, 2), FLATTEN, dense(7))) == exactly(210)
    assert count_macs(net((3, 3, 2), conv(7, 3, bias=False))) == exactly(126)


@points(1)
def test_other_layers_are_neglected(count_macs):
    """Pooling, normalisation and functions do not count."""
    idle = [pool(3, stride=1), NORM, {"layer": "average_pool", "size": 2}, RELU, {"layer": "global_pool"}]

    assert count_macs(net((20, 20, 6), *idle)) == exactly(0)
    assert count_macs(net((20, 20, 6), *idle, dense(2), NORM, {"layer": "softmax"})) == exactly(12)
    assert count_macs(hand_signs()) == exactly(7912538)


@points(2)
def test_macs_inside_of_branches(count_macs):
    """Layers inside of branches count, in branches of branches too, and what follows sees the channels of the join."""
    inner = fork("add", [conv(4, 3, padding="same")], [conv(4, 1)])
    wide = fork("concat", [conv(2, 1), inner], [conv(5, 1), RELU], [pool(3, stride=1, padding="same")], [])

    assert count_macs(net((6, 8, 3), wide)) == exactly(48 * (6 + 72 + 8 + 15))
    assert count_macs(net((6, 8, 3), wide, conv(2, 3))) == exactly(48 * 101 + 24 * 2 * 9 * 15)
    assert count_macs(net((6, 8, 4), fork("add", [conv(4, 1)], []), conv(1, 1))) == exactly(48 * 20)


@points(2)
def test_macs_of_vgg16(count_macs):
    """VGG16 needs 15,470,264,320 MACs for one image, and all but 123,633,664 of them are in its convolutions."""
    assert count_macs(vgg16()) == exactly(15470264320)
    assert count_macs(vgg16()[:32]) == exactly(15346630656)


@points(1)
def test_counting_macs_leaves_the_spec_alone(count_macs):
    """The spec is the same afterwards, and the count is a whole number."""
    spec = net((8, 8, 2), conv(4, 3, groups=2), fork("add", [NORM], []), FLATTEN, dense(3))
    before = deepcopy(spec)

    assert count_macs(spec) == exactly(36 * 36 + 432)
    assert spec == before
    assert not isinstance(count_macs(spec[:2]), float)
    assert count_macs(spec[:3]) == exactly(36 * 36)


# lenet5


@visible
@points(1)
def test_lenet_ends_in_three_dense_layers(lenet5):
    """The dense layers have 120 and 84 units, and one for each class: ten, unless told otherwise."""
    assert [layer["units"] for layer in lenet5() if layer["layer"] == "dense"] == approx([120, 84, 10])
    assert [layer["units"] for layer in lenet5(26) if layer["layer"] == "dense"] == approx([120, 84, 26])


@points(2)
def test_lenet_has_the_layers_of_the_table(lenet5):
    """Every layer of the table is there, in order: tanh after each layer but the last, and softmax at the end."""
    middle = ["conv", "tanh", "average_pool", "conv", "tanh", "average_pool", "flatten"]
    expected = ["input", *middle, "dense", "tanh", "dense", "tanh", "dense", "softmax"]

    for classes in (10, 3):
        spec = lenet5(classes)
        assert kinds(spec) == approx(expected)
        assert spec[-2]["units"] == classes


@points(2)
def test_lenet_shrinks_as_the_table_says(lenet5):
    """After each layer the result has the shape that the table says."""
    for classes in (10, 7):
        images = [(32, 32, 1), (28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16)]
        steps = list(dict.fromkeys(shapes(lenet5(classes), None)))
        assert steps == [*images, (400,), (120,), (84,), (classes,)]


@points(2)
def test_lenet_has_plain_convolutions(lenet5):
    """Kernels and windows have the sizes of the table, with stride 1, no padding, no groups, and with biases."""
    for classes in (10, 2):
        spec = lenet5(classes)
        expected = [conv(6, 5), {"layer": "average_pool", "size": 2}, conv(16, 5), {"layer": "average_pool", "size": 2}]
        expected += [dense(120), dense(84), dense(classes)]
        assert plain([layer for layer in spec if set(layer) & {"size", "units"}]) == approx(plain(expected))



# vgg_block


@visible
@points(1)
def test_the_first_block_of_vgg(vgg_block):
    """Two convolutions of 64 filters, each with its ReLU, and a pooling; three of 256 in the third block."""
    assert [layer["layer"] for layer in vgg_block(2, 64)] == approx(["conv", "relu", "conv", "relu", "max_pool"])
    assert [layer["filters"] for layer in vgg_block(3, 256) if layer["layer"] == "conv"] == approx([256, 256, 256])


@points(2)
def test_a_block_has_small_kernels(vgg_block):
    """Convolutions have 3 x 3 kernels and padding "same", and the pooling has windows of 2 x 2 that do not overlap."""
    for times, filters in ((2, 128), (4, 8)):
        expected = [conv(filters, 3, padding="same"), RELU] * times + [pool(2)]
        assert plain(vgg_block(times, filters)) == approx(plain(expected))


@points(1)
def test_a_block_halves_the_image(vgg_block):
    """However many convolutions there are, only the pooling makes the image smaller."""
    for times, filters in ((1, 5), (3, 16), (6, 2)):
        steps = shapes(vgg_block(times, filters), (40, 24, 3))
        assert steps == [(40, 24, filters)] * (2 * times) + [(20, 12, filters)]


@points(1)
def test_blocks_follow_each_other(vgg_block):
    """Five blocks make 7 x 7 x 512 of an image of 224 x 224, and a block alone can be used more than once."""
    spec = []
    for block in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
        spec = spec + vgg_block(*block)

    assert shapes(spec, (224, 224, 3))[-1] == (7, 7, 512)
    assert plain(spec) == approx(plain(vgg16()[1:32]))
    assert plain(vgg_block(3, 512)) == approx(plain(vgg16()[25:32]))


# inception_block


@visible
@points(1)
def test_the_first_inception_block(inception_block):
    """Four paths, with 64, then 96 and 128, then 16 and 32, then 32 filters; the second block has 128, 128, 192, ..."""
    [block] = inception_block(64, 96, 128, 16, 32, 32)
    [second] = inception_block(128, 128, 192, 32, 96, 64)

    filters = [[layer["filters"] for layer in path if layer["layer"] == "conv"] for path in block["paths"]]
    assert filters == approx([[64], [96, 128], [16, 32], [32]])
    filters = [[layer["filters"] for layer in path if layer["layer"] == "conv"] for path in second["paths"]]
    assert filters == approx([[128], [128, 192], [32, 96], [64]])


@points(2)
def test_the_sizes_of_an_inception_block(inception_block):
    """Kernels are 1 x 1, 3 x 3 behind 1 x 1, 5 x 5 behind 1 x 1, and 1 x 1 behind a pooling of 3 x 3."""
    for n in ((1, 2, 3, 4, 5, 6), (12, 7, 8, 2, 9, 5)):
        paths = inception_block(*n)[0]["paths"]
        sizes = [[layer["size"] for layer in path if "size" in layer] for path in paths]
        filters = [[layer["filters"] for layer in path if "filters" in layer] for path in paths]
        assert sizes == [[1], [1, 3], [1, 5], [3, 1]]
        assert filters == [[n[0]], [n[1], n[2]], [n[3], n[4]], [n[5]]]


@points(2)
def test_inception_keeps_the_size(inception_block):
    """Height and width stay as they are in every path, and the channels of the four paths add up."""
    assert shapes(inception_block(64, 96, 128, 16, 32, 32), (28, 28, 192)) == [(28, 28, 256)]
    assert shapes(inception_block(1, 9, 20, 8, 300, 4000), (7, 5, 3)) == [(7, 5, 4321)]


@points(2)
def test_every_convolution_has_its_relu(inception_block):
    """Behind each convolution stands a ReLU, and behind the pooling none."""
    behind = ["conv", "relu"]

    for filters in ((3, 4, 5, 6, 7, 8), (64, 96, 128, 16, 32, 32)):
        block = inception_block(*filters)
        assert kinds(block) == approx([[behind, behind * 2, behind * 2, ["max_pool", *behind]]])
        assert block[0]["paths"][1][2]["filters"] == filters[2]


@points(1)
def test_an_inception_block_is_complete(inception_block):
    """Strides are 1, convolutions have biases and no groups, and the paths are joined by "concat"."""
    same = {"padding": "same"}

    for n in ((2, 3, 5, 7, 11, 13), (6, 5, 4, 3, 2, 1)):
        one, three = [conv(n[0], 1), RELU], [conv(n[1], 1), RELU, conv(n[2], 3, **same), RELU]
        five = [conv(n[3], 1), RELU, conv(n[4], 5, **same), RELU]
        last = [pool(3, stride=1, **same), conv(n[5], 1), RELU]
        assert plain(inception_block(*n)) == approx(plain([fork("concat", one, three, five, last)]))


# residual_block


@visible
@points(1)
def test_an_empty_skip_path(residual_block):
    """From 64 to 64 channels the skip path is empty; from 64 to 128 with stride 2 it has a convolution and a norm."""
    main = ["conv", "norm", "relu", "conv", "norm"]
    same, changed = residual_block(64, 64), residual_block(64, 128, stride=2)

    assert [[layer["layer"] for layer in path] for path in same[0]["paths"]] == approx([main, []])
    assert [[layer["layer"] for layer in path] for path in changed[0]["paths"]] == approx([main, ["conv", "norm"]])


@points(2)
def test_the_main_path(residual_block):
    """Two convolutions of 3 x 3 with padding "same" and the filters that go out; only the first has the stride."""
    for channels, filters, stride in ((16, 16, 1), (8, 24, 3)):
        main = max(residual_block(channels, filters, stride)[0]["paths"], key=len)
        wanted = {"padding": "same", "bias": False}
        expected = [conv(filters, 3, stride=stride, **wanted), NORM, RELU, conv(filters, 3, **wanted), NORM]
        assert plain(main) == approx(plain(expected))


@points(2)
def test_the_skip_path_fits(residual_block):
    """The skip path has a convolution of 1 x 1 with the same stride, without bias, wherever the shape changes."""
    for channels, filters, stride in ((8, 24, 2), (4, 6, 3)):
        skip = min(residual_block(channels, filters, stride)[0]["paths"], key=len)
        assert plain(skip) == approx(plain([conv(filters, 1, stride=stride, bias=False), NORM]))


@points(2)
def test_other_filters_need_a_convolution_too(residual_block):
    """The skip path is not empty if the number of channels changes, or if there is a stride; one of both is enough."""
    wider, narrower, strided = residual_block(8, 24), residual_block(24, 8), residual_block(8, 8, 2)
    lengths = [sorted(len(path) for path in block[0]["paths"]) for block in (wider, narrower, strided)]

    assert lengths == [[2, 5]] * 3
    assert shapes(wider, (9, 6, 8)) == [(9, 6, 24)] * 2
    assert shapes(narrower, (9, 6, 24)) == [(9, 6, 8)] * 2
    assert shapes(strided, (9, 6, 8)) == [(5, 3, 8)] * 2


@points(1)
def test_the_last_relu_comes_after_the_sum(residual_block):
    """The paths are joined by "add", and a single ReLU follows."""
    for block in (residual_block(5, 5), residual_block(5, 9, 2)):
        assert len(block) == 2
        assert block[0]["join"] == "add"
        assert block[1]["layer"] == "relu"
        assert kinds(max(block[0]["paths"], key=len))[-1] == "norm"


@points(1)
def test_residual_blocks_follow_each_other(residual_block):
    """Eight blocks are ResNet-18: 64 channels of 56 x 56 become 512 of 7 x 7."""
    spec = []
    for block in ((64, 64), (64, 64), (64, 128, 2), (128, 128), (128, 256, 2), (256, 256), (256, 512, 2), (512, 512)):
        spec = spec + residual_block(*block)
    steps = shapes(spec, (56, 56, 64))

    assert steps[-1] == (7, 7, 512)
    assert [step[0] for step in steps[1::2]] == [56, 56, 28, 28, 14, 14, 7, 7]
    assert sum(layer["layer"] == "relu" for layer in spec) == 8


# audit


def row(name, parameters, macs, inputs=100, units=10):
    """A row about one dense layer without biases, which has as many parameters as MACs."""
    return {"name": name, "spec": net((inputs,), dense(units, bias=False)), "parameters": parameters, "macs": macs}


@visible
@points(1)
def test_the_slides_lenet_does_not_fit(audit):
    """20 and 50 filters of 5 x 5 have 25,570 parameters, not 2,600; 25,500 is close enough, and so are 1.9e6 MACs."""
    spec = [
        {"layer": "input", "shape": (28, 28, 1)},
        {"layer": "conv", "filters": 20, "size": 5}, {"layer": "max_pool", "size": 2},
        {"layer": "conv", "filters": 50, "size": 5}, {"layer": "max_pool", "size": 2},
    ]

    table = [{"name": "LeNet", "spec": spec, "parameters": 2600, "macs": 1.9e6}]
    assert audit(table) == approx([("LeNet", "parameters", 25570)])
    table = [{"name": "LeNet", "spec": spec, "parameters": 25500, "macs": 1.9e6}]
    assert audit(table) == approx([])


@points(2)
def test_too_much_and_too_little(audit):
    """A claim may be too large or too small; one that is off by exactly the tolerance is still fine."""
    table = [row("low", 949, 951), row("high", 1051, 1049), row("edge", 950, 1050)]
    expected = [("low", "parameters", 1000), ("high", "parameters", 1000)]

    assert audit(table) == approx(expected)
    both = audit([row("both", 10, 1e9), row("right", 1000, 1000)])
    assert both == approx([("both", "parameters", 1000), ("both", "macs", 1000)])
    assert audit(table[2:]) == approx([])


@points(2)
def test_the_tolerance_is_part_of_what_was_counted(audit):
    """The tolerance is a share of the number counted, not of the claim, and not a number of its own."""
    large = row("large", 100_000, 133_000, 1000, 120)

    assert audit([large], 0.1) == approx([("large", "parameters", 120_000), ("large", "macs", 120_000)])
    assert audit([large], tolerance=0.15) == approx([("large", "parameters", 120_000)])
    assert audit([large], tolerance=0.17) == approx([])
    assert audit([row("half", 1400, 700)], 0.35) == approx([("half", "parameters", 1000)])
    assert audit([row("exact", 1000, 1001)], 0) == approx([("exact", "macs", 1000)])


@points(2)
def test_findings_stand_in_order(audit):
    """Findings are tuples of name, column and the number counted, row by row, with parameters before MACs."""
    table = [row("z", 5, 5, 3, 2), row("fine", 8, 8, 4, 2), row("a", 1, 40, 5, 8), row("m", 7, 2, 7, 1)]
    expected = [("z", "parameters", 6), ("z", "macs", 6), ("a", "parameters", 40), ("m", "macs", 7)]

    findings = audit(table)

    assert findings == approx(expected)
    assert all(type(finding) is tuple for finding in findings)
    assert audit(table[::-1])[0] == approx(("m", "macs", 7))


@points(1)
def test_no_claim_is_no_mistake(audit):
    """None claims nothing and is never wrong, but a claim of zero is."""
    assert audit([row("silent", None, None), row("half", None, 3)]) == approx([("half", "macs", 1000)])
    assert audit([row("nothing", 0, None)]) == approx([("nothing", "parameters", 1000)])
    assert audit([]) == approx([])


@points(1)
def test_parameters_and_macs_are_told_apart(audit):
    """Where both differ, each claim is compared with its own count: VGG16 has 138 million and 15.5 thousand million."""
    right = {"name": "VGG16", "spec": vgg16(), "parameters": 138e6, "macs": 15.5e9}
    swapped = {"name": "VGG16", "spec": vgg16(), "parameters": 15.5e9, "macs": 138e6}

    assert audit([right]) == approx([])
    assert audit([swapped]) == [("VGG16", "parameters", 138357544), ("VGG16", "macs", 15470264320)]
    assert audit([right], 0.0025) == [("VGG16", "parameters", 138357544)]


@points(1)
def test_auditing_leaves_the_table_alone(audit):
    """The table is the same afterwards, and a second audit finds the same."""
    table = [row("a", 1, None), row("b", None, 2), row("c", 1000, 1000)]
    before = deepcopy(table)
    expected = [("a", "parameters", 1000), ("b", "macs", 1000)]

    assert audit(table) == approx(expected)
    assert table == before
    assert audit(table[1:]) == approx(expected[1:])
