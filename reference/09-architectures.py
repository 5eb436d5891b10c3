# %% [markdown]
# Right answers of "Famous architectures, and what they cost", and the wrong ones that students give.

# %% rubric name="savings"
# 1: The file is large because of the dense layers, above all the first one: 103 of 138 million parameters, 74 %. Make it
#   smaller, or average each channel instead. Time goes into the convolutions: they have 99 % of the MACs, so fewer
#   channels there, or 1x1 kernels before. Half a point for each half; numbers from the figure, roughly right.
# 1: Why they differ: a dense layer uses each of its weights once, while a convolution uses its few weights again at every
#   place of the image.

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

# %% also="with helpers"
def parameters_of(layer, before):
    kind = layer["layer"]
    if kind == "norm":
        return 4 * before[-1]
    if kind not in ("conv", "dense"):
        return 0
    if kind == "conv":
        outputs, weights = layer["filters"], layer["size"] * layer["size"] * (before[2] // layer.get("groups", 1))
    else:
        outputs, weights = layer["units"], before[0]
    return outputs * weights + (outputs if layer.get("bias", True) else 0)


def count_parameters(spec):
    return sum(parameters_of(layer, before) for layer, before, _ in walk(spec))

# %% also="written out"
def count_parameters(spec):
    numbers = [0]
    for layer, shape, _ in walk(spec):
        if layer["layer"] == "conv":
            groups = layer["groups"] if "groups" in layer else 1
            numbers.append(np.prod([layer["size"], layer["size"], shape[2] // groups, layer["filters"]]))
            numbers.append(layer["filters"] * layer.get("bias", 1))
        if layer["layer"] == "dense":
            numbers.append(shape[0] * layer["units"])
            numbers.append(layer["units"] * layer.get("bias", 1))
        if layer["layer"] == "norm":
            numbers.append(4 * shape[-1])
    return np.sum(numbers)

# %% also="group by group"
def count_parameters(spec):
    total = 0
    for layer, before, after in walk(spec):
        match layer["layer"]:
            case "conv":
                groups = layer.get("groups", 1)
                total += groups * (layer["size"] ** 2 * before[-1] // groups) * (after[-1] // groups)
            case "dense":
                total += before[-1] * after[-1]
            case "norm":
                total += 4 * after[-1]
        if layer["layer"] in ("conv", "dense") and layer.get("bias", True):
            total += after[-1]
    return int(total)

# %% mutant="forgets the biases" fails="test_parameters_of_a_small_network"
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

# %% mutant="has one bias for each weight of a filter" fails="cases_count_parameters_of_convolutions"
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

# %% mutant="always counts a bias" fails="cases_count_parameters_of_biases"
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

# %% mutant="counts a bias only where the spec asks for one" fails="cases_count_parameters_of_biases"
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

# %% mutant="ignores groups" fails="cases_count_parameters_of_groups"
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

# %% mutant="divides the bias by the groups too" fails="cases_count_parameters_of_groups"
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

# %% mutant="multiplies by the groups" fails="cases_count_parameters_of_groups"
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

# %% mutant="takes kernels for flat" fails="cases_count_parameters_of_convolutions"
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

# %% mutant="has rows of weights instead of squares" fails="test_parameters_of_a_small_network"
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

# %% mutant="multiplies by the size of the image" fails="cases_count_parameters_of_convolutions"
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

# %% mutant="takes the channels of the input everywhere" fails="cases_count_parameters_of_convolutions"
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

# %% mutant="counts gamma and beta only" fails="cases_count_parameters_of_norms"
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

# %% mutant="forgets the normalisation" fails="cases_count_parameters_of_norms"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
    return total

# %% mutant="has four numbers for each pixel of a normalisation" fails="cases_count_parameters_of_norms"
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

# %% mutant="gives pooling a kernel" fails="cases_count_parameters_of_idle_layers"
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

# %% mutant="does not look into branches" fails="cases_count_parameters_of_branches"
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

# %% mutant="looks into the first path only" fails="cases_count_parameters_of_branches"
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

# %% mutant="leaves out convolutions that fill the image" fails="cases_count_parameters_of_convolutions"
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

# %% mutant="knows convolutions only" fails="cases_count_parameters_of_dense_layers"
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

# %% mutant="writes its counts into the spec" fails="cases_count_parameters_of_whole_networks"
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

# %% mutant="returns a float" fails="cases_count_parameters_of_whole_networks"
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

# %% mutant="counts equal layers once" fails="cases_count_parameters_of_convolutions"
def count_parameters(spec):
    total, seen = 0, []
    for layer, before, _ in walk(spec):
        if layer in seen:
            continue
        seen.append(layer)
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="looks up what comes in by the place of the layer" fails="cases_count_parameters_of_convolutions"
def count_parameters(spec):
    total, shapes = 0, {}
    for layer, before, _ in walk(spec):
        before = shapes.setdefault(str(layer), before)
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="looks one branch deep" fails="cases_count_parameters_of_branches"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        paths = [path for one in spec for path in one.get("paths", [])]
        if not any(layer is one for path in [spec, *paths] for one in path):
            continue
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="knows images only" fails="cases_count_parameters_of_norms"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[2] if len(before) == 3 else 0
    return total

# %% mutant="adds up in 32 bits" fails="cases_count_parameters_of_whole_networks"
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
    return np.int64(total).astype(np.int32)

# %% mutant="adds up in floats" fails="cases_count_parameters_of_whole_networks"
def count_parameters(spec):
    total = 0.0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] / layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias) * 1.0
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return int(total)

# %% mutant="calls itself for the rest of the layers" fails="cases_count_parameters_of_whole_networks"
def count_parameters(spec):
    def of(steps):
        if not steps:
            return 0
        layer, before, _ = steps[0]
        bias, own = layer.get("bias", True), 0
        if layer["layer"] == "conv":
            own = layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            own = layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            own = 4 * before[-1]
        return own + of(steps[1:])

    return of(list(walk(spec)))

# %% mutant="adds up in single precision" fails="cases_count_parameters_of_whole_networks"
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
    return int(np.float32(total))

# %% mutant="fills in what is left out" fails="cases_count_parameters_of_whole_networks"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.setdefault("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", 1) + bias)
        elif layer["layer"] == "dense":
            total += layer["units"] * (before[0] + bias)
        elif layer["layer"] == "norm":
            total += 4 * before[-1]
    return total

# %% mutant="takes a missing number of groups for one for each channel" fails="cases_count_parameters_of_groups"
def count_parameters(spec):
    total = 0
    for layer, before, _ in walk(spec):
        bias = layer.get("bias", True)
        if layer["layer"] == "conv":
            total += layer["filters"] * (layer["size"] ** 2 * before[2] // layer.get("groups", before[2]) + bias)
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

# %% also="with helpers"
def macs_of(layer, before, after):
    if layer["layer"] == "conv":
        places, filters = after[0] * after[1], after[2]
        return places * filters * layer["size"] * layer["size"] * (before[2] // layer.get("groups", 1))
    return before[0] * after[0] if layer["layer"] == "dense" else 0


def count_macs(spec):
    return sum(macs_of(*step) for step in walk(spec))

# %% also="written out"
def count_macs(spec):
    macs = [0]
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            groups = layer["groups"] if "groups" in layer else 1
            macs.append(np.prod([*after, layer["size"], layer["size"], before[-1]]) // groups)
        if layer["layer"] == "dense":
            macs.append(np.prod([*before, *after]))
    return np.sum(macs)

# %% also="group by group"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        match layer["layer"]:
            case "conv":
                groups = layer.get("groups", 1)
                for _ in range(groups):
                    total += after[0] * after[1] * layer["size"] ** 2 * before[2] * after[2] / groups / groups
            case "dense":
                total += before[-1] * after[-1]
    return round(total)

# %% mutant="counts pixels that come in" fails="cases_count_macs_of_convolutions"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += before[0] * before[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="forgets the places" fails="test_macs_of_a_small_network"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="takes every image for a square" fails="cases_count_macs_of_convolutions"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] ** 2 * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts two operations for each" fails="test_macs_of_a_small_network"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return 2 * total

# %% mutant="counts biases" fails="cases_count_macs_of_dense_layers"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * (kernel + layer.get("bias", True))
        elif layer["layer"] == "dense":
            total += (before[0] + layer.get("bias", True)) * layer["units"]
    return total

# %% mutant="ignores groups" fails="cases_count_macs_of_groups"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2]
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="forgets that filters see all channels" fails="test_macs_of_a_small_network"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts pooling" fails="cases_count_macs_of_idle_layers"
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

# %% mutant="counts normalisation" fails="cases_count_macs_of_idle_layers"
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

# %% mutant="forgets dense layers" fails="cases_count_macs_of_dense_layers"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += 0
    return total

# %% mutant="uses dense layers once for each pixel" fails="cases_count_macs_of_dense_layers"
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

# %% mutant="does not look into branches" fails="cases_count_macs_of_branches"
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

# %% mutant="takes the last path only" fails="cases_count_macs_of_branches"
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

# %% mutant="empties the spec" fails="cases_count_macs_of_whole_networks"
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

# %% mutant="returns a float" fails="cases_count_macs_of_whole_networks"
def count_macs(spec):
    total = 0.0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts equal layers once" fails="cases_count_macs_of_convolutions"
def count_macs(spec):
    total, seen = 0, []
    for layer, before, after in walk(spec):
        if layer in seen:
            continue
        seen.append(layer)
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="counts whole strides only" fails="cases_count_macs_of_convolutions"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += (before[0] // layer.get("stride", 1)) * (before[1] // layer.get("stride", 1)) * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="takes all padding for valid" fails="cases_count_macs_of_convolutions"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            stride = layer.get("stride", 1)
            height, width = ((n - layer["size"]) // stride + 1 for n in before[:2])
            total += height * width * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="adds up in 32 bits" fails="cases_count_macs_of_whole_networks"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return np.int64(total).astype(np.uint32)

# %% mutant="adds up in floats" fails="cases_count_macs_of_whole_networks"
def count_macs(spec):
    total = 0.0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            total += after[0] * after[1] * layer["filters"] * layer["size"] ** 2 * (before[2] // layer.get("groups", 1)) * 1.0
        elif layer["layer"] == "dense":
            total += layer["units"] * before[0] * 1.0
    return int(total)

# %% mutant="adds up in single precision" fails="cases_count_macs_of_whole_networks"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return int(np.float32(total))

# %% mutant="looks one branch deep" fails="cases_count_macs_of_branches"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        paths = [path for one in spec for path in one.get("paths", [])]
        if not any(layer is one for path in [spec, *paths] for one in path):
            continue
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="fills in what is left out" fails="cases_count_macs_of_whole_networks"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.setdefault("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
    return total

# %% mutant="takes means for a dense layer" fails="cases_count_macs_of_idle_layers"
def count_macs(spec):
    total = 0
    for layer, before, after in walk(spec):
        if layer["layer"] == "conv":
            kernel = layer["size"] ** 2 * before[2] // layer.get("groups", 1)
            total += after[0] * after[1] * layer["filters"] * kernel
        elif layer["layer"] == "dense":
            total += before[0] * layer["units"]
        elif layer["layer"] == "global_pool":
            total += before[0] * before[1] * before[2]
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

# %% also="with helpers"
def lenet5(classes=10):
    layers = [dict(layer="input", shape=[32, 32, 1])]
    for filters in (6, 16):
        layers.append(dict(layer="conv", filters=filters, size=5))
        layers.append(dict(layer="tanh"))
        layers.append(dict(layer="average_pool", size=2))
    layers.append(dict(layer="flatten"))
    for units in (120, 84):
        layers.append(dict(layer="dense", units=units))
        layers.append(dict(layer="tanh"))
    layers.append(dict(layer="dense", units=classes))
    layers.append(dict(layer="softmax"))
    return layers

# %% also="written out"
def lenet5(classes=10):
    plain = {"stride": 1, "padding": "valid", "groups": 1, "bias": True}
    halve = {"layer": "average_pool", "size": 2, "stride": 2, "padding": "valid"}
    tanh = {"layer": "tanh"}
    spec = [{"layer": "input", "shape": (32, 32, 1)}]
    spec += [{"layer": "conv", "filters": 6, "size": 5, **plain}, tanh, halve]
    spec += [{"layer": "conv", "filters": 16, "size": 5, **plain}, tanh, halve, {"layer": "flatten"}]
    spec += [{"layer": "dense", "units": 120, "bias": True}, tanh, {"layer": "dense", "units": 84, "bias": True}, tanh]
    return spec + [{"layer": "dense", "units": classes, "bias": True}, {"layer": "softmax"}]

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

# %% mutant="begins with 28 x 28" fails="cases_lenet5_shapes"
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

# %% mutant="takes the maximum" fails="cases_lenet5_layers"
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

# %% mutant="uses ReLU" fails="cases_lenet5_layers"
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

# %% mutant="forgets to flatten" fails="cases_lenet5_shapes"
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

# %% mutant="has the filters of the other LeNet" fails="cases_lenet5_shapes"
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

# %% mutant="keeps the size with padding" fails="cases_lenet5"
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

# %% mutant="has kernels of 3 x 3" fails="cases_lenet5"
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

# %% mutant="puts a tanh behind the last layer" fails="cases_lenet5_layers"
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

# %% mutant="forgets the softmax" fails="cases_lenet5_layers"
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

# %% mutant="has at least ten classes" fails="cases_lenet5_shapes"
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
        {"layer": "dense", "units": max(classes, 10)},
        {"layer": "softmax"},
    ]

# %% mutant="has a sigmoid for two classes" fails="cases_lenet5_layers"
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
        {"layer": "softmax" if classes > 2 else "sigmoid"},
    ]

# %% mutant="pools with overlap" fails="cases_lenet5"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5},
        {"layer": "tanh"},
        {"layer": "average_pool", "size": 2, "stride": 1},
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

# %% mutant="has no biases before the tanh" fails="cases_lenet5"
def lenet5(classes=10):
    return [
        {"layer": "input", "shape": (32, 32, 1)},
        {"layer": "conv", "filters": 6, "size": 5, "bias": False},
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

# %% answer
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% also="with helpers"
def vgg_block(convolutions, filters):
    pair = [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return pair * convolutions + [{"layer": "max_pool", "size": 2, "stride": 2}]

# %% also="written out"
def vgg_block(convolutions, filters):
    block = []
    while len(block) < 2 * convolutions:
        block.append({
            "layer": "conv", "filters": filters, "size": 3, "stride": 1, "padding": "same", "groups": 1, "bias": True,
        })
        block.append({"layer": "relu"})
    block.append({"layer": "max_pool", "size": 2, "stride": 2, "padding": "valid"})
    return block

# %% mutant="always has two convolutions" fails="test_the_first_block_of_vgg"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(2):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="has one ReLU for all" fails="cases_vgg_block"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}]
    return [*layers, {"layer": "relu"}, {"layer": "max_pool", "size": 2}]

# %% mutant="shrinks with every convolution" fails="cases_vgg_block_shapes"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="has kernels of 5 x 5" fails="cases_vgg_block"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 5, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="pools after every convolution" fails="cases_vgg_block_shapes"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
        layers += [{"layer": "max_pool", "size": 2}]
    return layers

# %% mutant="pools with overlap" fails="cases_vgg_block"
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

# %% mutant="forgets the pooling" fails="cases_vgg_block_shapes"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return layers

# %% mutant="keeps its layers from one call to the next" fails="cases_vgg_block, cases_vgg_block_shapes"
def vgg_block(convolutions, filters, layers=[]):
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="has three convolutions at most" fails="cases_vgg_block"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(min(convolutions, 3)):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="has 64 filters at least" fails="cases_vgg_block"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": max(filters, 64), "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

# %% mutant="pools with padding that rounds up" fails="cases_vgg_block"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same"}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2, "padding": "same"}]

# %% mutant="has no biases" fails="cases_vgg_block"
def vgg_block(convolutions, filters):
    layers = []
    for _ in range(convolutions):
        layers += [{"layer": "conv", "filters": filters, "size": 3, "padding": "same", "bias": False}, {"layer": "relu"}]
    return [*layers, {"layer": "max_pool", "size": 2}]

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

# %% also="written out"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    relu = {"layer": "relu"}
    return [{
        "layer": "branches",
        "join": "concat",
        "paths": [
            [{"layer": "conv", "filters": ones, "size": 1}, relu],
            [
                {"layer": "conv", "filters": reduce_threes, "size": 1}, relu,
                {"layer": "conv", "filters": threes, "size": 3, "padding": "same"}, relu,
            ],
            [
                {"layer": "conv", "filters": reduce_fives, "size": 1}, relu,
                {"layer": "conv", "filters": fives, "size": 5, "padding": "same"}, relu,
            ],
            [
                {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"},
                {"layer": "conv", "filters": pooled, "size": 1, "padding": "valid"}, relu,
            ],
        ],
    }]

# %% also="with helpers"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    paths = []
    for sizes in ([(1, ones)], [(1, reduce_threes), (3, threes)], [(1, reduce_fives), (5, fives)], [(1, pooled)]):
        path = []
        for size, filters in sizes:
            path.append(dict(layer="conv", filters=filters, size=size, padding="same", stride=1, groups=1, bias=True))
            path.append(dict(layer="relu"))
        paths.append(path)
    paths[3].insert(0, dict(layer="max_pool", size=3, stride=1, padding="same"))
    return [dict(layer="branches", paths=paths, join="concat")]

# %% mutant="puts the paths one after the other" fails="cases_inception_block_shapes"
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

# %% mutant="adds up instead of putting side by side" fails="cases_inception_block_shapes"
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

# %% mutant="does not reduce" fails="cases_inception_block_kernels"
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

# %% mutant="has the sizes turned round" fails="cases_inception_block_kernels"
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

# %% mutant="pools with a stride" fails="cases_inception_block_shapes"
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

# %% mutant="pools without padding" fails="cases_inception_block_shapes"
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

# %% mutant="convolves without padding" fails="cases_inception_block_shapes"
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

# %% mutant="has one ReLU for each path" fails="cases_inception_block_layers"
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

# %% mutant="has no biases" fails="cases_inception_block"
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

# %% mutant="sorts the paths by their filters" fails="cases_inception_block"
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
    return [{"layer": "branches", "paths": sorted(paths, key=lambda path: path[-2]["filters"]), "join": "concat"}]

# %% mutant="keeps one of several equal paths" fails="cases_inception_block_kernels"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        *([conv(ones, 1)] if ones != pooled else []),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="never widens before the large kernels" fails="cases_inception_block_kernels"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(min(reduce_fives, fives), 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="takes means in its last path" fails="cases_inception_block_layers"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "average_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        conv(ones, 1),
        conv(reduce_threes, 1) + conv(threes, 3),
        conv(reduce_fives, 1) + conv(fives, 5),
        [pool, *conv(pooled, 1)],
    ]
    return [{"layer": "branches", "paths": paths, "join": "concat"}]

# %% mutant="strides in its first path" fails="cases_inception_block"
def inception_block(ones, reduce_threes, threes, reduce_fives, fives, pooled):
    def conv(filters, size):
        return [{"layer": "conv", "filters": filters, "size": size, "padding": "same"}, {"layer": "relu"}]

    pool = {"layer": "max_pool", "size": 3, "stride": 1, "padding": "same"}
    paths = [
        [{"layer": "conv", "filters": ones, "size": 1, "stride": 2}, {"layer": "relu"}],
        conv(reduce_threes, 1) + conv(threes, 3),
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

# %% also="written out"
def residual_block(channels, filters, stride=1):
    main = [
        {"layer": "conv", "filters": filters, "size": 3, "stride": stride, "padding": "same", "bias": False},
        {"layer": "norm"},
        {"layer": "relu"},
        {"layer": "conv", "filters": filters, "size": 3, "padding": "same", "bias": False},
        {"layer": "norm"},
    ]
    if channels != filters or stride != 1:
        skip = [{"layer": "conv", "filters": filters, "size": 1, "stride": stride, "bias": False}, {"layer": "norm"}]
    else:
        skip = []
    return [{"layer": "branches", "join": "add", "paths": [main, skip]}, {"layer": "relu"}]

# %% also="with helpers"
def without_bias(filters, size, **options):
    return {"layer": "conv", "filters": filters, "size": size, "bias": False, **options}


def residual_block(channels, filters, stride=1):
    norm, relu = {"layer": "norm"}, {"layer": "relu"}
    paths = [[], []]
    paths[0].extend([without_bias(filters, 3, stride=stride, padding="same"), norm, relu])
    paths[0].extend([without_bias(filters, 3, stride=1, padding="same", groups=1), norm])
    if (stride, channels) != (1, filters):
        paths[1].extend([without_bias(filters, 1, stride=stride, padding="same"), norm])
    return [dict(layer="branches", paths=paths, join="add"), relu]

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

# %% mutant="looks at the stride only" fails="cases_residual_block_fits"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="looks at the channels only" fails="cases_residual_block_fits"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="forgets the stride of the skip path" fails="cases_residual_block_skip_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, 1)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="strides twice" fails="cases_residual_block_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, stride)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="strides in the second convolution" fails="cases_residual_block_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, 1), {"layer": "relu"}, *conv(3, stride)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="has biases" fails="cases_residual_block_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="skips with kernels of 3 x 3" fails="cases_residual_block_skip_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(3, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="puts the last ReLU into the main path" fails="cases_residual_block_end"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1), {"layer": "relu"}]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}]

# %% mutant="forgets the last ReLU" fails="cases_residual_block_end"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}]

# %% mutant="puts the paths side by side" fails="cases_residual_block_end"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "concat"}, {"layer": "relu"}]

# %% mutant="normalises before it convolves" fails="cases_residual_block_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "norm"}, {"layer": "conv", **shape, "bias": False}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="leaves the number of channels as it is" fails="cases_residual_block_main_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": channels, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="compares large numbers by identity" fails="cases_residual_block_fits"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels is filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="convolves the skip path only where there are more channels" fails="cases_residual_block_fits"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels >= filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="knows strides of one and two" fails="cases_residual_block_main_path, cases_residual_block_skip_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    stride = min(stride, 2)
    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="adds nothing up" fails="cases_residual_block_end"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else conv(1, stride)
    return [{"layer": "branches", "paths": [main, skip], "join": "concat"}, {"layer": "relu"}]

# %% mutant="has groups in the skip path" fails="cases_residual_block_skip_path"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, *conv(3, 1)]
    skip = [] if stride == 1 and channels == filters else [{**conv(1, stride)[0], "groups": 1 + (channels == filters)}, {"layer": "norm"}]
    return [{"layer": "branches", "paths": [main, skip], "join": "add"}, {"layer": "relu"}]

# %% mutant="has a bias in the second convolution" fails="cases_residual_block"
def residual_block(channels, filters, stride=1):
    def conv(size, stride):
        shape = {"filters": filters, "size": size, "stride": stride, "padding": "same"}
        return [{"layer": "conv", **shape, "bias": False}, {"layer": "norm"}]

    main = [*conv(3, stride), {"layer": "relu"}, {**conv(3, 1)[0], "bias": True}, {"layer": "norm"}]
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

# %% also="with helpers"
def audit(table, tolerance=0.05):
    def fits(claim, number):
        return claim is None or (1 - tolerance) * number <= claim <= (1 + tolerance) * number

    findings = []
    for row in table:
        parameters = count_parameters(row["spec"])
        if not fits(row["parameters"], parameters):
            findings.append((row["name"], "parameters", parameters))
        macs = count_macs(row["spec"])
        if not fits(row["macs"], macs):
            findings.append((row["name"], "macs", macs))
    return findings

# %% also="written out"
def audit(table, tolerance=0.05):
    columns = (("parameters", count_parameters), ("macs", count_macs))
    return [
        (row["name"], column, count(row["spec"]))
        for row in table
        for column, count in columns
        if row[column] is not None and not abs(row[column] - count(row["spec"])) <= tolerance * count(row["spec"])
    ]

# %% mutant="sees only what is too large" fails="cases_audit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and row[column] - number > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="sees only what is too small" fails="cases_audit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and number - row[column] > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="asks for exact numbers" fails="test_a_claim_about_lenet"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and row[column] != number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="takes the tolerance as a share of the claim" fails="cases_audit_with_a_tolerance"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * row[column]:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="always allows five per cent" fails="cases_audit_with_a_tolerance"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > 0.05 * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="returns the claim" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, row[column]))
    return wrong

# %% mutant="stops at the first mistake of a row" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
                break
    return wrong

# %% mutant="sorts by name" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return sorted(wrong)

# %% mutant="reports all parameters first" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return sorted(wrong, key=lambda finding: finding[1] == "macs")

# %% mutant="takes zero for no claim" fails="cases_audit_without_claims"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="takes no claim for zero" fails="cases_audit_without_claims"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if abs((row[column] or 0) - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="compares MACs with parameters" fails="cases_audit_of_famous_networks"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_parameters(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="crosses out what is wrong" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
                row[column] = None
    return wrong

# %% mutant="divides by what was counted" fails="cases_audit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) / number > tolerance:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="has no finding where nothing is counted" fails="cases_audit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and number and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="counts networks of one name once" fails="cases_audit_of_famous_networks"
def audit(table, tolerance=0.05):
    wrong, known = [], {}
    for row in table:
        if row["name"] not in known:
            known[row["name"]] = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in known[row["name"]].items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="remembers networks by their names" fails="cases_audit_of_famous_networks"
KNOWN = {}

def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        if row["name"] not in KNOWN:
            KNOWN[row["name"]] = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in KNOWN[row["name"]].items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="takes a tolerance of zero for none" fails="cases_audit_of_famous_networks"
def audit(table, tolerance=0.05):
    wrong, tolerance = [], tolerance or 0.05
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="has one finding for each name" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return list({finding[:2]: finding for finding in wrong}.values())

# %% mutant="takes exactly the tolerance for too much" fails="cases_audit_with_a_tolerance"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) >= tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="cuts claims to whole numbers of a thousand" fails="cases_audit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] // 1000 * 1000 - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="allows one more" fails="cases_audit_with_a_tolerance"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number + 1:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="returns lists" fails="cases_audit_in_order"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append([row["name"], column, number])
    return wrong

# %% mutant="ends at a row without claims" fails="cases_audit_without_claims"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        if row["parameters"] is None:
            break
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% mutant="takes the tolerance for per cent" fails="cases_audit"
def audit(table, tolerance=0.05):
    wrong = []
    for row in table:
        counted = {"parameters": count_parameters(row["spec"]), "macs": count_macs(row["spec"])}
        for column, number in counted.items():
            if row[column] is not None and abs(row[column] - number) > tolerance / 100 * number:
                wrong.append((row["name"], column, number))
    return wrong

# %% equivalent
# count_parameters: total += layer['units'] * (before[0] + bias) → total += layer['units'] * (before[-1] + bias)
# What comes before a dense layer has one axis (walk sees to it), so the last is the first.

# %% equivalent
# count_macs: total += before[0] * layer['units'] → total += before[-1] * layer['units']
# What comes before a dense layer has one axis (walk sees to it), so the last is the first.

# %% equivalent
# lenet5: assumes that no result is beyond a thousand
# The habit leaves dictionaries as they are, and all numbers here stand in one.

# %% equivalent
# vgg_block: assumes that no result is beyond a thousand
# The habit leaves dictionaries as they are.

# %% equivalent
# inception_block: assumes that no result is beyond a thousand
# The habit leaves dictionaries as they are.

# %% equivalent
# residual_block: assumes that no result is beyond a thousand
# The habit leaves dictionaries as they are.
