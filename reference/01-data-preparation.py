# %% [markdown]
# Right answers of "Preparing data", and the wrong ones that students give.

# %% rubric name="why"
# 1: X-rays of the same patient are in both parts, so the validation data are not new: the network knew these patients
#   (leakage). It may have learned whose bones they are, and not only what is broken.
# 0.5: Split the patients, or all X-rays of a patient together, so that nobody is in both parts.
# 0.5: No: more X-rays of the same patients would have been known in the same way. Only patients whom the network has
#   never seen show it.

# %% answer
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("these images are not bytes: were they scaled before?")
    return images.reshape(len(images), -1) / 255

# %% also="with loops"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("These images are not bytes.")
    rows = []
    for image in images:
        row = []
        for value in image.flatten():
            row.append(value / 255)
        rows.append(row)
    return np.array(rows)

# %% also="step by step"
def flatten_and_scale(images):
    if images.dtype != "uint8":
        raise ValueError(f"expected bytes, got {images.dtype}")
    length = int(np.prod(images.shape[1:]))
    rows = np.zeros((images.shape[0], length), dtype=np.float32)
    for i in range(images.shape[0]):
        rows[i] = images[i].reshape(length)
    rows /= 255.0
    return rows

# %% also="with helpers"
def is_coloured(images):
    return len(images.shape) == 4


def flatten_and_scale(images):
    if not images.dtype == np.dtype("uint8"):
        raise ValueError("not uint8")
    scaled = images.astype(float) * (1 / 255)
    if is_coloured(images):
        n, height, width, channels = scaled.shape
        return scaled.reshape((n, height * width * channels))
    n, height, width = scaled.shape
    return scaled.reshape((n, height * width))

# %% mutant="divides by 256" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 256

# %% mutant="divides bytes by bytes and rounds down" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return (images.reshape(len(images), -1) // 255).astype(float)

# %% mutant="does not scale" fails="test_a_picture_becomes_784_numbers"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1).astype(float)

# %% mutant="scales twice" fails="test_a_picture_becomes_784_numbers"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 255 / 255

# %% mutant="scales by the brightest pixel" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / max(int(images.max()), 1)

# %% mutant="scales only what looks unscaled" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    rows = images.reshape(len(images), -1).astype(float)
    return rows / 255 if rows.max() > 1 else rows

# %% mutant="takes every picture for 28 x 28" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(-1, 784) / 255

# %% mutant="reads pictures column by column" fails="test_a_picture_becomes_784_numbers"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.swapaxes(1, 2).reshape(len(images), -1) / 255

# %% mutant="puts pictures into columns" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1).T / 255

# %% mutant="throws all pictures together" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.ravel() / 255

# %% mutant="knows grey pictures only" fails="cases_flatten_and_scale_in_colour"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(-1, images.shape[1] * images.shape[2]) / 255

# %% mutant="takes images that were scaled before" fails="cases_flatten_and_scale_other_numbers"
def flatten_and_scale(images):
    return images.reshape(len(images), -1) / 255

# %% mutant="refuses floats but no other numbers" fails="cases_flatten_and_scale_other_numbers"
def flatten_and_scale(images):
    if images.dtype.kind == "f":
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 255

# %% mutant="inverts the images on the way" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    rows = images.reshape(len(images), -1) / 255
    images[...] = 255 - images
    return rows

# %% mutant="returns a list of rows" fails="test_a_picture_becomes_floats"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return (images.reshape(len(images), -1) / 255).tolist()

# %% mutant="takes a width of three for colours" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    if images.shape[-1] == 3:
        return images.reshape(-1, images.shape[-3] * images.shape[-2] * 3) / 255
    return images.reshape(-1, images.shape[1] * images.shape[2]) / 255

# %% mutant="rounds to two decimals, as in the example" fails="cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return np.round(images.reshape(len(images), -1) / 255, 2)

# %% mutant="reads the pixels as they lie in memory" fails="cases_flatten_and_scale, cases_flatten_and_scale_in_colour"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.ravel(order="K").reshape(len(images), -1) / 255

# %% mutant="sorts colours into three images one behind the other" fails="cases_flatten_and_scale_in_colour"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    if images.ndim == 4:
        images = images.transpose(0, 3, 1, 2)
    return images.reshape(len(images), -1) / 255

# %% mutant="turns colours to grey" fails="cases_flatten_and_scale_in_colour"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    if images.ndim == 4:
        images = images.mean(axis=3)
    return images.reshape(len(images), -1) / 255

# %% mutant="takes what is not above 1 for scaled" fails="cases_flatten_and_scale_other_numbers, cases_flatten_and_scale"
def flatten_and_scale(images):
    if images.max() <= 1:
        raise ValueError("scaled before")
    return images.reshape(len(images), -1) / 255

# %% mutant="checks grey pictures only" fails="cases_flatten_and_scale_other_numbers"
def flatten_and_scale(images):
    if images.ndim == 4:
        return images.reshape(len(images), -1) / 255
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 255

# %% mutant="asserts that the images are bytes" fails="cases_flatten_and_scale_other_numbers"
def flatten_and_scale(images):
    assert images.dtype == np.uint8, "not bytes"
    return images.reshape(len(images), -1) / 255

# %% answer
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% also="with loops"
def class_names_to_labels(train_names, valid_names):
    classes = []
    for name in train_names:
        if name not in classes:
            classes.append(name)
    classes.sort()
    number = {}
    for i, name in enumerate(classes):
        number[name] = i
    train_labels, valid_labels = [], []
    for name in train_names:
        train_labels.append(number[name])
    for name in valid_names:
        if name not in number:
            raise ValueError(name)
        valid_labels.append(number[name])
    return train_labels, valid_labels, classes

# %% also="with numpy"
def class_names_to_labels(train_names, valid_names):
    classes, train_labels = np.unique(train_names, return_inverse=True)
    if not np.all(np.isin(valid_names, classes)):
        raise ValueError("unseen class")
    valid_labels = [int(np.where(classes == name)[0][0]) for name in valid_names]
    return train_labels.tolist(), valid_labels, classes

# %% also="with helpers"
def number_of(name, classes):
    try:
        return classes[name]
    except KeyError:
        raise ValueError(f"{name} was never seen") from None


def class_names_to_labels(train_names, valid_names):
    classes = {name: label for label, name in enumerate(sorted({*train_names}))}
    train, valid = ([number_of(name, classes) for name in names] for names in (train_names, valid_names))
    return train, valid, list(classes)

# %% mutant="numbers each part by itself" fails="cases_class_names_to_labels_of_both_parts"
def class_names_to_labels(train_names, valid_names):
    classes, others = sorted(set(train_names)), sorted(set(valid_names))
    if not set(others) <= set(classes):
        raise ValueError("unseen class")
    return [classes.index(name) for name in train_names], [others.index(name) for name in valid_names], classes

# %% mutant="numbers letters by their place in the alphabet" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    if not set(valid_names) <= set(classes):
        raise ValueError("unseen class")
    number = {name: ord(name) - ord("a") if len(name) == 1 else classes.index(name) for name in classes}
    return [number[name] for name in train_names], [number[name] for name in valid_names], classes

# %% mutant="numbers classes in the order of appearance" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = list(dict.fromkeys(train_names))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="numbers from one" fails="test_animals_are_numbered"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    return [classes.index(n) + 1 for n in train_names], [classes.index(n) + 1 for n in valid_names], classes

# %% mutant="lists each sample as a class" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(train_names)
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="invents a class for what it has not seen" fails="cases_class_names_to_labels_never_seen"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    number = {name: label for label, name in enumerate(classes)}
    return [number[n] for n in train_names], [number.get(n, len(classes)) for n in valid_names], classes

# %% mutant="lets validation data into the classes" fails="cases_class_names_to_labels_never_seen"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names) | set(valid_names))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="leaves out what it has not seen" fails="cases_class_names_to_labels_never_seen"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    known = [name for name in valid_names if name in classes]
    return [classes.index(name) for name in train_names], [classes.index(name) for name in known], classes

# %% mutant="sorts the names in place" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    labels = [classes.index(n) for n in train_names], [classes.index(n) for n in valid_names], classes
    train_names.sort()
    return labels

# %% mutant="raises a KeyError for what it has not seen" fails="cases_class_names_to_labels_never_seen"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    number = {name: label for label, name in enumerate(classes)}
    return [number[name] for name in train_names], [number[name] for name in valid_names], classes

# %% mutant="takes the nearest place for what it has not seen" fails="cases_class_names_to_labels_never_seen"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    return (*(np.searchsorted(classes, names).tolist() if names else [] for names in (train_names, valid_names)), classes)

# %% mutant="looks at the first validation sample only" fails="cases_class_names_to_labels_never_seen"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    if valid_names and valid_names[0] not in classes:
        raise ValueError("unseen class")
    number = {name: label for label, name in enumerate(classes)}
    return [number[n] for n in train_names], [number.get(n, -1) for n in valid_names], classes

# %% mutant="sorts by length first" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names), key=lambda name: (len(name), name))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="knows a class by its beginning" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    if not set(valid_names) <= set(classes):
        raise ValueError("unseen class")
    def number(name):
        return next(label for label, known in enumerate(classes) if name.startswith(known))
    return [number(name) for name in train_names], [number(name) for name in valid_names], classes

# %% mutant="fails without validation data" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    if valid_names[0] not in classes:
        raise ValueError("unseen class")
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="turns names to small letters" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    train, valid = ([name.lower() for name in names] for names in (train_names, valid_names))
    classes = sorted(set(train))
    return [classes.index(name) for name in train], [classes.index(name) for name in valid], classes

# %% mutant="sorts numbers as numbers" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names), key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0, name))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="numbers in bytes" fails="cases_class_names_to_labels"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    labels = [np.array([classes.index(name) for name in names]) for names in (train_names, valid_names)]
    return *(each.astype(np.uint8).tolist() for each in labels), classes

# %% mutant="labels each validation class once" fails="cases_class_names_to_labels_of_both_parts"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    return [classes.index(name) for name in train_names], [classes.index(n) for n in dict.fromkeys(valid_names)], classes

# %% answer
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("a label is out of range")
    return np.eye(classes)[labels]

# %% also="with loops"
def one_hot(labels, classes):
    rows = np.zeros((len(labels), classes))
    for i in range(len(labels)):
        if labels[i] < 0 or labels[i] >= classes:
            raise ValueError(f"label {labels[i]} is out of range")
        rows[i, labels[i]] = 1
    return rows

# %% also="with numpy"
def one_hot(labels, classes):
    labels = np.array(labels, dtype=int)
    if not np.isin(labels, np.arange(classes)).all():
        raise ValueError("out of range")
    return (labels[:, None] == np.arange(classes)).astype("float32")

# %% also="with helpers"
def one_row(label, classes):
    if label not in range(classes):
        raise ValueError(label)
    return [1.0 if column == label else 0.0 for column in range(classes)]


def one_hot(labels, classes):
    return np.array([one_row(label, classes) for label in labels]).reshape(-1, classes)

# %% also="step by step"
def one_hot(labels, classes):
    labels = np.array(labels)
    count = labels.shape[0]
    result = np.zeros(shape=(count, classes), dtype=float)
    if count > 0:
        if labels.min() < 0 or labels.max() > classes - 1:
            raise ValueError("out of range")
        result[range(count), labels] = 1.0
    return result

# %% mutant="guesses the classes from the batch" fails="cases_one_hot"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(max(labels, default=classes - 1) + 1)[labels]

# %% mutant="is transposed" fails="cases_one_hot"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes)[:, labels]

# %% mutant="counts labels from one" fails="test_five_of_ten"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes)[labels - 1]

# %% mutant="lets -1 wrap around" fails="cases_one_hot_out_of_range"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes)[labels]

# %% mutant="gives labels out of range a row of zeros" fails="cases_one_hot_out_of_range"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int).reshape(-1, 1)
    return (labels == np.arange(classes)).astype(float)

# %% mutant="allows one label too many" fails="cases_one_hot_out_of_range"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels > classes):
        raise ValueError("out of range")
    return np.eye(classes + 1)[labels][:, :classes]

# %% mutant="marks the whole batch in one row" fails="cases_one_hot"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    row = np.zeros((1, classes))
    row[0, labels] = 1
    return row

# %% mutant="fails on an empty batch" fails="cases_one_hot_without_labels"
def one_hot(labels, classes):
    if min(labels) < 0 or max(labels) >= classes:
        raise ValueError("out of range")
    return np.eye(classes)[np.asarray(labels)]

# %% mutant="returns whole numbers" fails="test_one_hot_rows_are_floats"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes, dtype=int)[labels]

# %% mutant="leaves what is out of range to numpy" fails="cases_one_hot_out_of_range"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0):
        raise ValueError("out of range")
    return np.eye(classes)[labels]

# %% mutant="asks the first and the last label only" fails="cases_one_hot_out_of_range"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if len(labels) and not (0 <= labels[0] < classes and 0 <= labels[-1] < classes):
        raise ValueError("out of range")
    return (labels[:, None] == np.arange(classes)).astype(float)

# %% mutant="checks the sum instead of each label" fails="cases_one_hot_out_of_range"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if not 0 <= labels.sum() <= len(labels) * (classes - 1):
        raise ValueError("out of range")
    return np.eye(classes)[labels % classes]

# %% mutant="counts in bytes" fails="cases_one_hot"
def one_hot(labels, classes):
    if min(labels, default=0) < 0 or max(labels, default=0) >= classes:
        raise ValueError("out of range")
    return np.eye(classes)[np.asarray(labels).astype(np.uint8)]

# %% mutant="numbers the samples in bytes" fails="cases_one_hot"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("a label is out of range")
    rows = np.zeros((len(labels), classes))
    rows[np.arange(len(labels)).astype(np.uint8), labels] = 1
    return rows

# %% mutant="gives one column to a batch of no labels" fails="cases_one_hot_without_labels"
def one_hot(labels, classes):
    if len(labels) == 0:
        return np.zeros((0, 1))
    labels = np.asarray(labels, dtype=int)
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("out of range")
    return np.eye(classes)[labels]

# %% mutant="sorts the samples by label" fails="cases_one_hot"
def one_hot(labels, classes):
    labels = np.sort(np.asarray(labels, dtype=int))
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes)[labels]

# %% mutant="takes labels from a list only" fails="cases_one_hot"
def one_hot(labels, classes):
    if labels and (min(labels) < 0 or max(labels) >= classes):
        raise ValueError("out of range")
    return np.eye(classes)[np.array(labels, dtype=int)]

# %% mutant="marks labels in place" fails="cases_one_hot"
def one_hot(labels, classes):
    if min(labels, default=0) < 0 or max(labels, default=0) >= classes:
        raise ValueError("out of range")
    rows = np.zeros((len(labels), classes))
    for row in range(len(labels)):
        rows[row, labels[row]] = 1
        labels[row] = 0
    return rows

# %% answer
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% also="with loops"
def encode_tokens(sentence, dictionary):
    words = sentence.lower().split()
    rows = np.zeros((len(words) + 1, len(dictionary)))
    for i, word in enumerate(words):
        if word not in dictionary:
            raise ValueError(f"unknown word {word}")
        for j in range(len(dictionary)):
            if dictionary[j] == word:
                rows[i, j] = 1
    for j in range(len(dictionary)):
        if dictionary[j] == "EOS":
            rows[-1, j] = 1
    return rows

# %% also="with numpy"
def encode_tokens(sentence, dictionary):
    tokens = np.array([*sentence.lower().split(), "EOS"])
    matrix = tokens[:, np.newaxis] == np.array(dictionary)[np.newaxis, :]
    if not matrix.any(axis=1).all():
        raise ValueError("unknown word")
    return matrix.astype(np.float32)

# %% also="with helpers"
def number_of_word(word, numbers):
    if word in numbers:
        return numbers[word]
    raise ValueError("There is no " + word)


def encode_tokens(sentence, dictionary):
    numbers = dict(zip(dictionary, range(len(dictionary))))
    labels = [number_of_word(word.lower(), numbers) for word in sentence.split(" ") if word]
    labels.append(numbers["EOS"])
    return one_hot(np.array(labels), classes=len(dictionary))

# %% also="step by step"
def encode_tokens(sentence, dictionary):
    sentence = sentence.lower().strip()
    while "  " in sentence:
        sentence = sentence.replace("  ", " ")
    words = sentence.split(" ") if sentence else []
    labels = []
    for word in words + ["EOS"]:
        labels.append(dictionary.index(word))
    return np.vstack([one_hot([label], len(dictionary)) for label in labels])

# %% mutant="drops the end" fails="test_a_dog_sleeps_on_the_floor"
def encode_tokens(sentence, dictionary):
    return one_hot([dictionary.index(word) for word in sentence.lower().split()], len(dictionary))

# %% mutant="is transposed" fails="test_a_dog_sleeps_on_the_floor"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary)).T

# %% mutant="numbers words by the alphabet" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    alphabetical = sorted(dictionary)
    return one_hot([alphabetical.index(word) for word in words], len(dictionary))

# %% mutant="numbers words as they come" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    if not set(words) <= set(dictionary):
        raise ValueError("unknown word")
    seen = list(dict.fromkeys(words))
    return one_hot([seen.index(word) for word in words], len(dictionary))

# %% mutant="makes a matrix as wide as the sentence is long" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    numbers = [dictionary.index(word) for word in words]
    return one_hot(numbers, max(numbers) + 1)

# %% mutant="takes class 0 for the end" fails="cases_encode_tokens_end"
def encode_tokens(sentence, dictionary):
    return one_hot([*(dictionary.index(word) for word in sentence.lower().split()), 0], len(dictionary))

# %% mutant="takes the last class for the end" fails="cases_encode_tokens_end"
def encode_tokens(sentence, dictionary):
    numbers = [dictionary.index(word) for word in sentence.lower().split()]
    return one_hot([*numbers, len(dictionary) - 1], len(dictionary))

# %% mutant="counts each word once" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*dict.fromkeys(sentence.lower().split()), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="adds all words up" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary)).sum(axis=0, keepdims=True)

# %% mutant="sees capital letters" fails="cases_encode_tokens_capitals_and_spaces"
def encode_tokens(sentence, dictionary):
    words = [*sentence.split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="cuts at each single space" fails="cases_encode_tokens_capitals_and_spaces"
def encode_tokens(sentence, dictionary):
    words = [*(sentence.lower().split(" ") if sentence else []), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="skips unknown words" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words if word in dictionary], len(dictionary))

# %% mutant="takes a part of a word for the word" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    numbers = []
    for word in [*sentence.lower().split(), "EOS"]:
        found = [n for n, known in enumerate(dictionary) if known == word or (len(word) > 2 and known.startswith(word))]
        if not found:
            raise ValueError(word)
        numbers.append(found[0])
    return one_hot(numbers, len(dictionary))

# %% mutant="adds the end to the dictionary" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    rows = one_hot([dictionary.index(word) for word in words], len(dictionary))
    dictionary.append("EOS")
    return rows

# %% mutant="returns whole numbers" fails="test_a_sentence_becomes_floats"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary)).astype(int)

# %% mutant="searches the words as if the dictionary were sorted" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    if not set(words) <= set(dictionary):
        raise ValueError("unknown word")
    return one_hot(np.searchsorted(dictionary, words) % len(dictionary), len(dictionary))

# %% mutant="looks words up by their beginning" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    if not set(words) <= set(dictionary):
        raise ValueError("unknown word")
    return one_hot([[known.startswith(word) for known in dictionary].index(True) for word in words], len(dictionary))

# %% mutant="takes letters for words" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    import re
    words = [*re.findall("[a-z]+", sentence.lower()), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="moves the end to the front of the dictionary" fails="cases_encode_tokens_end"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    known = ["EOS", *(word for word in dictionary if word != "EOS")]
    return one_hot([known.index(word) for word in words], len(dictionary))

# %% mutant="puts the end of the sentence first" fails="cases_encode_tokens"
def encode_tokens(sentence, dictionary):
    words = ["EOS", *sentence.lower().split()]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="returns no row for an empty sentence" fails="cases_encode_tokens_end"
def encode_tokens(sentence, dictionary):
    if not sentence:
        return np.zeros((0, len(dictionary)))
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="makes only the first letter small" fails="cases_encode_tokens_capitals_and_spaces"
def encode_tokens(sentence, dictionary):
    words = [*(sentence[:1].lower() + sentence[1:]).split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="takes two spaces for one, but not three" fails="cases_encode_tokens_capitals_and_spaces"
def encode_tokens(sentence, dictionary):
    sentence = sentence.lower().strip().replace("  ", " ")
    words = [*(sentence.split(" ") if sentence else []), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="raises a KeyError for an unknown word" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    number = {word: place for place, word in enumerate(dictionary)}
    return one_hot([number[word] for word in [*sentence.lower().split(), "EOS"]], len(dictionary))

# %% mutant="gives an unknown word a row of zeros" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return np.array([[float(word == known) for known in dictionary] for word in words])

# %% mutant="takes an unknown word for the end" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word if word in dictionary else "EOS") for word in words], len(dictionary))

# %% mutant="takes the word eos for the end" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    small = [entry.lower() for entry in dictionary]
    return one_hot([small.index(word) for word in [*sentence.lower().split(), "eos"]], len(small))

# %% mutant="knows the end as a word" fails="cases_encode_tokens_unknown_word"
def encode_tokens(sentence, dictionary):
    words = [*sentence.split(), "EOS"]
    words = [word if word == "EOS" else word.lower() for word in words]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="fails on nothing but spaces" fails="cases_encode_tokens_capitals_and_spaces"
def encode_tokens(sentence, dictionary):
    import re

    words = [*re.split(" +", sentence.lower().strip(" ")), "EOS"] if sentence else ["EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% answer
def split_by_group(x, y, groups, fraction, seed):
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = np.clip(round(fraction * len(names)), 1, len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% also="with loops"
def split_by_group(x, y, groups, fraction, seed):
    import random
    names = []
    for group in groups:
        if group not in names:
            names.append(group)
    if fraction <= 0 or fraction >= 1:
        raise ValueError("The fraction must be between 0 and 1.")
    if len(names) < 2:
        raise ValueError("There must be two groups.")
    if len(x) != len(y) or len(x) != len(groups):
        raise ValueError("The lengths differ.")
    count = int(fraction * len(names) + 0.5)
    if count == 0:
        count = 1
    if count == len(names):
        count -= 1
    random.seed(seed)
    valid = random.sample(names, count)
    x_train, y_train, x_valid, y_valid = [], [], [], []
    for i in range(len(x)):
        if groups[i] in valid:
            x_valid.append(x[i])
            y_valid.append(y[i])
        else:
            x_train.append(x[i])
            y_train.append(y[i])
    return np.array(x_train), np.array(y_train), np.array(x_valid), np.array(y_valid)

# %% also="with numpy"
def split_by_group(x, y, groups, fraction, seed):
    if not (len(x) == len(y) == len(groups) and 0 < fraction < 1):
        raise ValueError("impossible")
    names, numbers = np.unique(np.asarray(groups), return_inverse=True)
    if names.size < 2:
        raise ValueError("impossible")
    count = int(np.round(fraction * names.size))
    count = min(max(count, 1), names.size - 1)
    drawn = np.random.default_rng(seed).permutation(names.size)[:count]
    valid = np.zeros(names.size, dtype=bool)
    valid[drawn] = True
    valid = valid[numbers]
    return np.compress(~valid, x, axis=0), y[~valid], np.compress(valid, x, axis=0), y[valid]

# %% also="with helpers"
def check(x, y, groups, fraction):
    if len(set(groups)) < 2 or len(set(map(len, (x, y, groups)))) > 1 or not 0.0 < fraction < 1.0:
        raise ValueError("There is no such split.")


def split_by_group(x, y, groups, fraction, seed):
    check(x, y, groups, fraction)
    people = sorted(set(groups))
    count = max(1, min(round(len(people) * fraction), len(people) - 1))
    np.random.RandomState(seed).shuffle(people)
    held_out = set(people[-count:])
    valid = [i for i, group in enumerate(groups) if group in held_out]
    train = [i for i, group in enumerate(groups) if group not in held_out]
    return x[train], y[train], x[valid], y[valid]

# %% mutant="draws samples instead of groups" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    if not 0 < fraction < 1 or len(set(groups)) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(x)), 1), len(x) - 1)
    chosen = np.isin(np.arange(len(x)), np.random.default_rng(seed).choice(len(x), count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="cuts at a sample in the order of groups" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    if not 0 < fraction < 1 or len(set(groups)) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    names = np.random.default_rng(seed).permutation(np.unique(groups))
    order = np.argsort([list(names).index(group) for group in groups], kind="stable")
    chosen = np.isin(np.arange(len(x)), order[: min(max(round(fraction * len(x)), 1), len(x) - 1)])
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="validates on the training data, too" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x, y, x[chosen], y[chosen]

# %% mutant="swaps training and validation" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[chosen], y[chosen], x[~chosen], y[~chosen]

# %% mutant="shuffles samples without their labels" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    rng = np.random.default_rng(seed)
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, rng.choice(names, count, replace=False))
    return rng.permutation(x[~chosen]), y[~chosen], rng.permutation(x[chosen]), y[chosen]

# %% mutant="keeps one sample of each group" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    names, first = np.unique(groups, return_index=True)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(names, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[first[~chosen]], y[first[~chosen]], x[first[chosen]], y[first[chosen]]

# %% mutant="draws groups until there are enough samples" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.random.default_rng(seed).permutation(np.unique(groups))
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = 1
    while count < len(names) - 1 and np.isin(groups, names[:count]).sum() < fraction * len(x):
        count += 1
    chosen = np.isin(groups, names[:count])
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="rounds down" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = max(int(fraction * len(names)), 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="may leave a part empty" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = round(fraction * len(names))
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="always takes the first groups" fails="test_the_seed_decides_who"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, names[:count])
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="ignores the seed" fails="test_the_seed_decides_who"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(42).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="takes any fraction" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="cuts everything to the shortest" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    n = min(len(x), len(y), len(groups))
    x, y, groups = x[:n], y[:n], np.asarray(groups)[:n]
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2:
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="shuffles the groups in place" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    rng = np.random.default_rng(seed)
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(np.asarray(groups), rng.choice(names, count, replace=False))
    rng.shuffle(groups)
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="needs an array of groups" fails="test_one_of_three_writers_validates"
def split_by_group(x, y, groups, fraction, seed):
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    names = np.random.default_rng(seed).permutation(names)
    chosen = np.zeros(len(x), dtype=bool)
    for name in names[: min(max(round(fraction * len(names)), 1), len(names) - 1)]:
        chosen = chosen | (groups == name)
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="sorts the samples by group" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    order = np.argsort(groups, kind="stable")
    train, valid = ([i for i in order if chosen[i] == part] for part in (False, True))
    return x[train], y[train], x[valid], y[valid]

# %% mutant="returns samples first and labels last" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], x[chosen], y[~chosen], y[chosen]

# %% mutant="flattens the samples" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    x = x.reshape(len(x), -1)
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="drops samples that come twice" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    first = np.isin(np.arange(len(x)), np.unique(x.reshape(len(x), -1), axis=0, return_index=True)[1])
    return x[~chosen & first], y[~chosen & first], x[chosen & first], y[chosen & first]

# %% mutant="takes groups for numbers from zero" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    if not 0 < fraction < 1 or len(set(groups.tolist())) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    people = int(max(groups)) + 1
    count = min(max(round(fraction * people), 1), people - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(people, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="draws a group twice now and then" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="rounds up" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(int(np.ceil(fraction * len(names))), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="takes the fraction for the training part" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round((1 - fraction) * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="draws each group by itself" fails="cases_split_by_group_share"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    drawn = names[np.random.default_rng(seed).random(len(names)) < fraction]
    chosen = np.isin(groups, drawn)
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="takes the seed 0 for none" fails="test_the_seed_decides_who"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed or None).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="never draws the last group" fails="test_the_seed_decides_who"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names[:-1], count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="goes on with one generator" fails="test_the_seed_decides_who"
def split_by_group(x, y, groups, fraction, seed, known={}):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    rng = known.setdefault(seed, np.random.default_rng(seed))
    chosen = np.isin(groups, rng.choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="allows a fraction of 0 and of 1" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 <= fraction <= 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="compares x and y only" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or len(x) != len(y):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    drawn = np.random.default_rng(seed).choice(names, count, replace=False)
    valid = [i for i, group in enumerate(groups) if group in drawn]
    train = [i for i, group in enumerate(groups) if group not in drawn]
    return x[train], y[train], x[valid], y[valid]

# %% mutant="lets y be longer than x" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or len(x) != len(groups) or len(y) < len(x):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.flatnonzero(np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False)))
    train = np.setdiff1d(np.arange(len(x)), chosen)
    return x[train], y[train], x[chosen], y[chosen]

# %% mutant="lets x be longer than the others" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or len(y) != len(groups) or len(x) < len(y):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.flatnonzero(np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False)))
    train = np.setdiff1d(np.arange(len(y)), chosen)
    return x[train], y[train], x[chosen], y[chosen]

# %% mutant="takes the samples for bytes when it counts them" fails="cases_split_by_group"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    train, valid = (np.flatnonzero(part).astype(np.uint8) for part in (~chosen, chosen))
    return x[train], y[train], x[valid], y[valid]

# %% mutant="splits a single group" fails="cases_split_by_group_impossible"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 1 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = max(round(fraction * len(names)), 1)
    count = min(count, max(len(names) - 1, 1))
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% [markdown]
# What a good answer to "In your own words" says (2 points):
#
# - Most patients had X-rays in both parts, so the network could recognise the patient instead of the disease: the 97 %
#   was measured on people it knew. Choose patients at random, not X-rays, and keep all X-rays of a patient
#   in one part. (1 point)
# - No: more X-rays of the same patients leak in the same way, and the figure stays too good. (1 point)

# %% equivalent
# flatten_and_scale: return images.reshape(len(images), -1) / 255 → return images.reshape(len(images), -2) / 255
# Any negative length tells numpy to find the length out; that only -1 is in its manual changes no result.

# %% equivalent
# split_by_group: count = np.clip(round(fraction * len(names)), 1, len(names) - 1) → count = np.clip(1, round(fraction * len(names)), len(names) - 1)
# Both are the larger one of the rounded number and 1, and then at most all groups but one.

# %% equivalent
# encode_tokens: drops repeats
# The dictionary is the only list that comes in, and its words are all different.

# %% equivalent
# split_by_group: gives bytes for bytes
# Four parts come out, not one array, and the habit leaves them alone.
