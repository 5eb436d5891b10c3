# %% [markdown]
# Right answers of "Famous architectures, and what they cost", and the wrong ones that students give.

# %% answer
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="forgets the biases" fails="test_parameters_of_the_slides_network"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1))
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0])
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="has one bias for each weight of a filter" fails="test_a_kernel_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * (before[2] // layer.get("groups", 1) + bias))
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="always counts a bias" fails="test_biases_may_be_missing"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = 1
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="counts a bias only where the spec asks for one" fails="test_biases_may_be_missing"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", False)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="ignores groups" fails="test_groups_share_the_channels"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="divides the bias by the groups too" fails="test_groups_share_the_channels"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * ((layer["size"] ** 2 * before[2] + bias) // layer.get("groups", 1))
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="multiplies by the groups" fails="test_groups_share_the_channels"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] * layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="takes kernels for flat" fails="test_a_kernel_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="has rows of weights instead of squares" fails="test_parameters_of_the_slides_network"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] * 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="multiplies by the size of the image" fails="test_a_kernel_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += before[0] * before[1] * layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="takes the channels of the input everywhere" fails="test_a_kernel_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * spec[0]["shape"][2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="counts gamma and beta only" fails="test_a_norm_has_four_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 2 * before[-1]
    return total

# %% mutant="forgets the normalisation" fails="test_a_norm_has_four_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
    return total

# %% mutant="has four numbers for each pixel of a normalisation" fails="test_a_norm_has_four_for_each_channel"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * int(np.prod(before))
    return total

# %% mutant="gives pooling a kernel" fails="test_most_layers_have_no_parameters"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif "pool" in layer["layer"] and "size" in layer:
            total += layer["size"] ** 2
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="does not look into branches" fails="test_parameters_inside_of_branches"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        if not any(layer is one for one in spec):
            continue
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="looks into the first path only" fails="test_parameters_inside_of_branches"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        others = [path for one in spec if "paths" in one for path in one["paths"][1:]]
        if any(layer is one for path in others for one in path):
            continue
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="leaves out convolutions that fill the image" fails="test_a_dense_layer_is_a_convolution_of_full_size"
def count_parameters(spec):
    total = 0
    for layer, before, after in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv" and after[:2] != (1, 1):
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="knows convolutions only" fails="test_parameters_of_vgg16"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += 0
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="writes its counts into the spec" fails="test_counting_parameters_leaves_the_spec_alone"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        layer["before"] = before
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="returns a float" fails="test_counting_parameters_leaves_the_spec_alone"
def count_parameters(spec):
    total = 0.0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% answer
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts pixels that come in" fails="test_once_for_each_pixel_that_comes_out"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += before[0] * before[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="forgets the places" fails="test_macs_of_the_slides_network"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="takes every image for a square" fails="test_once_for_each_pixel_that_comes_out"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] ** 2 * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts two operations for each" fails="test_macs_of_the_slides_network"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return 2 * total

# %% mutant="counts biases" fails="test_dense_layers_use_each_weight_once"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * (kernel + layer.get("bias", True))
        elif layer["layer"] == "dense":
            total += (before[0] + layer.get("bias", True)) * layer["units"]
    return total

# %% mutant="ignores groups" fails="test_groups_save_macs"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2]
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="forgets that filters see all channels" fails="test_macs_of_the_slides_network"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts pooling" fails="test_other_layers_are_neglected"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif "pool" in layer["layer"] and "size" in layer:
            total += after[0] * after[1] * after[2] * layer["size"] ** 2
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts normalisation" fails="test_other_layers_are_neglected"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "norm":
            total += int(np.prod(before))
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="forgets dense layers" fails="test_macs_of_vgg16"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += 0
    return total

# %% mutant="uses dense layers once for each pixel" fails="test_dense_layers_use_each_weight_once"
def count_macs(spec):
    total, pixels = 0, 1
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "flatten":
            pixels = before[0] * before[1]
        elif layer["layer"] == "dense":
            total += pixels * before[0] * layer["units"]
    return total

# %% mutant="does not look into branches" fails="test_macs_inside_of_branches"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if not any(layer is one for one in spec):
            continue
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="takes the last path only" fails="test_macs_inside_of_branches"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        others = [path for one in spec if "paths" in one for path in one["paths"][:-1]]
        if any(layer is one for path in others for one in path):
            continue
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="empties the spec" fails="test_counting_macs_leaves_the_spec_alone"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    spec.clear()
    return total

# %% mutant="returns a float" fails="test_counting_macs_leaves_the_spec_alone"
def count_macs(spec):
    total = 0.0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% answer
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="always has ten classes" fails="test_lenet_ends_in_three_dense_layers"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": 10},
        {"layer": "softmax"},
    ]

# %% mutant="begins with 28 x 28" fails="test_lenet_shrinks_as_the_table_says"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (28, 28, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="takes the maximum" fails="test_lenet_has_the_layers_of_the_table"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "max_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "max_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="uses ReLU" fails="test_lenet_has_the_layers_of_the_table"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "relu"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "relu"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "relu"},
        {"layer": "dense", "units": 84},
        {"layer": "relu"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="forgets to flatten" fails="test_lenet_shrinks_as_the_table_says"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="has the filters of the other LeNet" fails="test_lenet_shrinks_as_the_table_says"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 20, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 50, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="keeps the size with padding" fails="test_lenet_has_plain_convolutions"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5, "padding": "same"},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5, "padding": "same"},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="has kernels of 3 x 3" fails="test_lenet_has_plain_convolutions"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 3},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 3},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "softmax"},
    ]

# %% mutant="puts a tanh behind the last layer" fails="test_lenet_has_the_layers_of_the_table"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
        {"layer": "tanh"},
        {"layer": "softmax"},
    ]

# %% mutant="forgets the softmax" fails="test_lenet_has_the_layers_of_the_table"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "conv", "filters": 16, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2},
        {"layer": "flatten"},
        {"layer": "dense", "units": 120},
        {"layer": "tanh"},
        {"layer": "dense", "units": 84},
        {"layer": "tanh"},
        {"layer": "dense", "units": classes},
    ]

# %% answer
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="always has two convolutions" fails="test_the_first_block_of_vgg"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(2):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="has one ReLU for all" fails="test_a_block_has_small_kernels"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}]
    return [*layers, {"layer": "relu"}, {"layer": "max_pool", "size": 2}]

# %% mutant="shrinks with every convolution" fails="test_a_block_halves_the_image"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="has kernels of 5 x 5" fails="test_a_block_has_small_kernels"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 5, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="pools after every convolution" fails="test_a_block_halves_the_image"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
        layers += [{"layer": "max_pool", "size": 2}]
    return layers

# %% mutant="pools with overlap" fails="test_blocks_follow_each_other"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 3, "stride": 2}]

# %% mutant="doubles its filters" fails="test_the_first_block_of_vgg"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
        filters = 2 * filters
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="forgets the pooling" fails="test_a_block_halves_the_image"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return layers

# %% answer
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="puts the paths one after the other" fails="test_inception_keeps_the_size"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return sum(paths, [])

# %% mutant="adds up instead of putting side by side" fails="test_inception_keeps_the_size"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "add"}]

# %% mutant="does not reduce" fails="test_the_sizes_of_an_inception_block"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(threes, 3),
        conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="reduces behind the large kernel" fails="test_the_first_inception_block"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(threes, 3) + conv(reduce_threes, 1),
        conv(fives, 5) + conv(reduce_fives, 1),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="has the sizes turned round" fails="test_the_sizes_of_an_inception_block"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 3) + conv(threes, 1),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="pools with a stride" fails="test_inception_keeps_the_size"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="pools without padding" fails="test_inception_keeps_the_size"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="convolves without padding" fails="test_inception_keeps_the_size"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="hands on the pooling as it is" fails="test_the_first_inception_block"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="has one ReLU for each path" fails="test_every_convolution_has_its_relu"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": [path + [{"layer": "relu"}] for path in paths], "join": "concat"}]

# %% mutant="has no biases" fails="test_an_inception_block_is_complete"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same", "bias": False}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="mixes up the order of its numbers" fails="test_the_first_inception_block"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(threes, 1) + conv(reduce_threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% answer
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="always convolves the skip path" fails="test_an_empty_skip_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="never convolves the skip path" fails="test_an_empty_skip_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = []
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="looks at the stride only" fails="test_other_filters_need_a_convolution_too"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="looks at the channels only" fails="test_other_filters_need_a_convolution_too"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="forgets the stride of the skip path" fails="test_the_skip_path_fits"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, 1)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="strides twice" fails="test_the_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, stride)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="strides in the second convolution" fails="test_the_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, 1), {"layer": "relu"}, *conv(3, stride)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="has biases" fails="test_the_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="skips with kernels of 3 x 3" fails="test_the_skip_path_fits"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(3, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="puts the last ReLU into the main path" fails="test_the_last_relu_comes_after_the_sum"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1), {"layer": "relu"}]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}]

# %% mutant="forgets the last ReLU" fails="test_residual_blocks_follow_each_other"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}]

# %% mutant="puts the paths side by side" fails="test_the_last_relu_comes_after_the_sum"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "concat"}, {"layer": "relu"}]

# %% mutant="normalises before it convolves" fails="test_the_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "norm"}, {"layer": "conv", **shape, "bias": False}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="leaves the number of channels as it is" fails="test_the_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": channels, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% answer
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="sees only what is too large" fails="test_too_much_and_too_little"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and row[column] - number > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="sees only what is too small" fails="test_too_much_and_too_little"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and number - row[column] > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="asks for exact numbers" fails="test_the_slides_lenet_does_not_fit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and row[column] != number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="takes the tolerance as a share of the claim" fails="test_the_tolerance_is_part_of_what_was_counted"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * row[column]:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="always allows five per cent" fails="test_the_tolerance_is_part_of_what_was_counted"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > 0.05 * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="returns the claim" fails="test_findings_stand_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, row[column]))
    return wrong

# %% mutant="stops at the first mistake of a row" fails="test_findings_stand_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
                break
    return wrong

# %% mutant="sorts by name" fails="test_findings_stand_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return sorted(wrong)

# %% mutant="reports all parameters first" fails="test_findings_stand_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return sorted(wrong, key=lambda finding: finding[1] == "macs")

# %% mutant="takes zero for no claim" fails="test_no_claim_is_no_mistake"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="takes no claim for zero" fails="test_no_claim_is_no_mistake"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if abs((row[column] or 0) - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="compares MACs with parameters" fails="test_parameters_and_macs_are_told_apart"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_parameters(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="crosses out what is wrong" fails="test_auditing_leaves_the_table_alone"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
                row[column] = None
    return wrong

# %% equivalent
# count_parameters: total += layer['units'] * (before[0] + bias) → total += layer['units'] * (before[-1] + bias)
# What comes before a dense layer has one axis (walk sees to it), so the last is the first.

# %% equivalent
# count_macs: total += before[0] * layer['units'] → total += before[-1] * layer['units']
# What comes before a dense layer has one axis (walk sees to it), so the last is the first.
