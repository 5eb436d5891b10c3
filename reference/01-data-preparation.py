# %% [markdown]
# Right answers of "Preparing data", and the wrong ones that students give.

# %% answer
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("these images are not bytes: were they scaled before?")
    return images.reshape(len(images), -1) / 255

# %% mutant="divides by 256" fails="test_every_byte_is_divided_by_255"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 256

# %% mutant="divides bytes by bytes and rounds down" fails="test_every_byte_is_divided_by_255"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return (images.reshape(len(images), -1) // 255).astype(float)

# %% mutant="does not scale" fails="test_a_picture_of_the_slide_becomes_784_numbers"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1).astype(float)

# %% mutant="scales twice" fails="test_a_picture_of_the_slide_becomes_784_numbers"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 255 / 255

# %% mutant="scales by the brightest pixel" fails="test_a_picture_gives_the_same_numbers_in_any_company"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / max(int(images.max()), 1)

# %% mutant="scales only what looks unscaled" fails="test_a_picture_gives_the_same_numbers_in_any_company"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    rows = images.reshape(len(images), -1).astype(float)
    return rows / 255 if rows.max() > 1 else rows

# %% mutant="takes every picture for 28 x 28" fails="test_each_row_is_one_picture"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(-1, 784) / 255

# %% mutant="reads pictures column by column" fails="test_a_picture_of_the_slide_becomes_784_numbers"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.swapaxes(1, 2).reshape(len(images), -1) / 255

# %% mutant="puts pictures into columns" fails="test_each_row_is_one_picture"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(len(images), -1).T / 255

# %% mutant="throws all pictures together" fails="test_each_row_is_one_picture"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.ravel() / 255

# %% mutant="knows grey pictures only" fails="test_colour_pictures_become_rows_too"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    return images.reshape(-1, images.shape[1] * images.shape[2]) / 255

# %% mutant="takes images that were scaled before" fails="test_scaled_pictures_are_refused"
def flatten_and_scale(images):
    return images.reshape(len(images), -1) / 255

# %% mutant="refuses floats but no other numbers" fails="test_scaled_pictures_are_refused"
def flatten_and_scale(images):
    if images.dtype.kind == "f":
        raise ValueError("not bytes")
    return images.reshape(len(images), -1) / 255

# %% mutant="inverts the images on the way" fails="test_the_pictures_stay_as_they_are"
def flatten_and_scale(images):
    if images.dtype != np.uint8:
        raise ValueError("not bytes")
    rows = images.reshape(len(images), -1) / 255
    images[...] = 255 - images
    return rows

# %% answer
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="numbers each part by itself" fails="test_both_parts_share_one_numbering"
def class_names_to_labels(train_names, valid_names):
    classes, others = sorted(set(train_names)), sorted(set(valid_names))
    if not set(others) <= set(classes):
        raise ValueError("unseen class")
    return [classes.index(name) for name in train_names], [others.index(name) for name in valid_names], classes

# %% mutant="numbers letters by their place in the alphabet" fails="test_letters_of_sign_language_leave_no_hole"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    if not set(valid_names) <= set(classes):
        raise ValueError("unseen class")
    number = {name: ord(name) - ord("a") if len(name) == 1 else classes.index(name) for name in classes}
    return [number[name] for name in train_names], [number[name] for name in valid_names], classes

# %% mutant="numbers classes in the order of appearance" fails="test_classes_are_sorted_not_as_they_come"
def class_names_to_labels(train_names, valid_names):
    classes = list(dict.fromkeys(train_names))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="numbers from one" fails="test_animals_are_numbered"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    return [classes.index(n) + 1 for n in train_names], [classes.index(n) + 1 for n in valid_names], classes

# %% mutant="lists each sample as a class" fails="test_classes_are_sorted_not_as_they_come"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(train_names)
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="invents a class for what it has not seen" fails="test_a_class_never_seen_in_training_is_an_error"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    number = {name: label for label, name in enumerate(classes)}
    return [number[n] for n in train_names], [number.get(n, len(classes)) for n in valid_names], classes

# %% mutant="lets validation data into the classes" fails="test_a_class_never_seen_in_training_is_an_error"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names) | set(valid_names))
    return [classes.index(name) for name in train_names], [classes.index(name) for name in valid_names], classes

# %% mutant="leaves out what it has not seen" fails="test_a_class_never_seen_in_training_is_an_error"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    known = [name for name in valid_names if name in classes]
    return [classes.index(name) for name in train_names], [classes.index(name) for name in known], classes

# %% mutant="sorts the names in place" fails="test_the_names_stay_as_they_are"
def class_names_to_labels(train_names, valid_names):
    classes = sorted(set(train_names))
    labels = [classes.index(n) for n in train_names], [classes.index(n) for n in valid_names], classes
    train_names.sort()
    return labels

# %% answer
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("a label is out of range")
    return np.eye(classes)[labels]

# %% mutant="guesses the classes from the batch" fails="test_the_width_is_told_not_guessed"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(max(labels, default=classes - 1) + 1)[labels]

# %% mutant="is transposed" fails="test_rows_are_samples_and_columns_are_classes"
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

# %% mutant="lets -1 wrap around" fails="test_labels_out_of_range_are_errors"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes)[labels]

# %% mutant="gives labels out of range a row of zeros" fails="test_labels_out_of_range_are_errors"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int).reshape(-1, 1)
    return (labels == np.arange(classes)).astype(float)

# %% mutant="allows one label too many" fails="test_labels_out_of_range_are_errors"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels > classes):
        raise ValueError("out of range")
    return np.eye(classes + 1)[labels][:, :classes]

# %% mutant="marks the whole batch in one row" fails="test_rows_are_samples_and_columns_are_classes"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    row = np.zeros((1, classes))
    row[0, labels] = 1
    return row

# %% mutant="fails on an empty batch" fails="test_no_labels_give_no_rows"
def one_hot(labels, classes):
    if min(labels) < 0 or max(labels) >= classes:
        raise ValueError("out of range")
    return np.eye(classes)[np.asarray(labels)]

# %% mutant="returns whole numbers" fails="test_rows_are_floats_and_labels_stay"
def one_hot(labels, classes):
    labels = np.asarray(labels, dtype=int)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("out of range")
    return np.eye(classes, dtype=int)[labels]

# %% answer
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="drops the end" fails="test_the_dog_of_the_slide"
def encode_tokens(sentence, dictionary):
    return one_hot([dictionary.index(word) for word in sentence.lower().split()], len(dictionary))

# %% mutant="is transposed" fails="test_the_dog_of_the_slide"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary)).T

# %% mutant="numbers words by the alphabet" fails="test_the_dictionary_decides_the_numbers"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    alphabetical = sorted(dictionary)
    return one_hot([alphabetical.index(word) for word in words], len(dictionary))

# %% mutant="numbers words as they come" fails="test_the_dictionary_decides_the_numbers"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    if not set(words) <= set(dictionary):
        raise ValueError("unknown word")
    seen = list(dict.fromkeys(words))
    return one_hot([seen.index(word) for word in words], len(dictionary))

# %% mutant="makes a matrix as wide as the sentence is long" fails="test_the_dictionary_decides_the_numbers"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    numbers = [dictionary.index(word) for word in words]
    return one_hot(numbers, max(numbers) + 1)

# %% mutant="takes class 0 for the end" fails="test_every_sentence_ends"
def encode_tokens(sentence, dictionary):
    return one_hot([*(dictionary.index(word) for word in sentence.lower().split()), 0], len(dictionary))

# %% mutant="takes the last class for the end" fails="test_every_sentence_ends"
def encode_tokens(sentence, dictionary):
    numbers = [dictionary.index(word) for word in sentence.lower().split()]
    return one_hot([*numbers, len(dictionary) - 1], len(dictionary))

# %% mutant="counts each word once" fails="test_a_word_may_come_twice"
def encode_tokens(sentence, dictionary):
    words = [*dict.fromkeys(sentence.lower().split()), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="adds all words up" fails="test_a_word_may_come_twice"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary)).sum(axis=0, keepdims=True)

# %% mutant="sees capital letters" fails="test_capitals_and_spaces_make_no_difference"
def encode_tokens(sentence, dictionary):
    words = [*sentence.split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="cuts at each single space" fails="test_capitals_and_spaces_make_no_difference"
def encode_tokens(sentence, dictionary):
    words = [*(sentence.lower().split(" ") if sentence else []), "EOS"]
    return one_hot([dictionary.index(word) for word in words], len(dictionary))

# %% mutant="skips unknown words" fails="test_an_unknown_word_is_an_error"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    return one_hot([dictionary.index(word) for word in words if word in dictionary], len(dictionary))

# %% mutant="takes a part of a word for the word" fails="test_an_unknown_word_is_an_error"
def encode_tokens(sentence, dictionary):
    numbers = []
    for word in [*sentence.lower().split(), "EOS"]:
        found = [n for n, known in enumerate(dictionary) if known == word or (len(word) > 2 and known.startswith(word))]
        if not found:
            raise ValueError(word)
        numbers.append(found[0])
    return one_hot(numbers, len(dictionary))

# %% mutant="adds the end to the dictionary" fails="test_the_dictionary_stays_as_it_is"
def encode_tokens(sentence, dictionary):
    words = [*sentence.lower().split(), "EOS"]
    rows = one_hot([dictionary.index(word) for word in words], len(dictionary))
    dictionary.append("EOS")
    return rows

# %% answer
def split_by_group(x, y, groups, fraction, seed):
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = np.clip(round(fraction * len(names)), 1, len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="draws samples instead of groups" fails="test_nobody_is_in_both_parts"
def split_by_group(x, y, groups, fraction, seed):
    if not 0 < fraction < 1 or len(set(groups)) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(x)), 1), len(x) - 1)
    chosen = np.isin(np.arange(len(x)), np.random.default_rng(seed).choice(len(x), count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="cuts at a sample in the order of groups" fails="test_nobody_is_in_both_parts"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    if not 0 < fraction < 1 or len(set(groups)) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    names = np.random.default_rng(seed).permutation(np.unique(groups))
    order = np.argsort([list(names).index(group) for group in groups], kind="stable")
    chosen = np.isin(np.arange(len(x)), order[: min(max(round(fraction * len(x)), 1), len(x) - 1)])
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="validates on the training data, too" fails="test_nobody_is_in_both_parts"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x, y, x[chosen], y[chosen]

# %% mutant="swaps training and validation" fails="test_the_fraction_counts_groups"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[chosen], y[chosen], x[~chosen], y[~chosen]

# %% mutant="shuffles samples without their labels" fails="test_each_sample_is_in_one_part_with_its_label"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    rng = np.random.default_rng(seed)
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, rng.choice(names, count, replace=False))
    return rng.permutation(x[~chosen]), y[~chosen], rng.permutation(x[chosen]), y[chosen]

# %% mutant="keeps one sample of each group" fails="test_each_sample_is_in_one_part_with_its_label"
def split_by_group(x, y, groups, fraction, seed):
    names, first = np.unique(groups, return_index=True)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(names, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[first[~chosen]], y[first[~chosen]], x[first[chosen]], y[first[chosen]]

# %% mutant="draws groups until there are enough samples" fails="test_the_fraction_counts_groups"
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

# %% mutant="rounds down" fails="test_the_fraction_counts_groups"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = max(int(fraction * len(names)), 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="may leave a part empty" fails="test_each_part_gets_someone"
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

# %% mutant="takes any fraction" fails="test_impossible_splits_are_errors"
def split_by_group(x, y, groups, fraction, seed):
    groups = np.asarray(groups)
    names = np.unique(groups)
    if len(names) < 2 or not len(x) == len(y) == len(groups):
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="cuts everything to the shortest" fails="test_impossible_splits_are_errors"
def split_by_group(x, y, groups, fraction, seed):
    n = min(len(x), len(y), len(groups))
    x, y, groups = x[:n], y[:n], np.asarray(groups)[:n]
    names = np.unique(groups)
    if not 0 < fraction < 1 or len(names) < 2:
        raise ValueError("there is no such split")
    count = min(max(round(fraction * len(names)), 1), len(names) - 1)
    chosen = np.isin(groups, np.random.default_rng(seed).choice(names, count, replace=False))
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% mutant="shuffles the groups in place" fails="test_splitting_leaves_the_data_alone"
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

# %% [markdown]
# What a good answer to "In your own words" says (2 points):
#
# - Most patients had X-rays in both parts, so the network could recognise the patient instead of the disease: the 97 %
#   were measured on people it knew. Draw patients by lot, not X-rays, and keep all of a patient's in one part. (1 point)
# - No: more X-rays of the same patients leak in the same way, and the figure stays too good. (1 point)

# %% equivalent
# flatten_and_scale: return images.reshape(len(images), -1) / 255 → return images.reshape(len(images), -2) / 255
# Any negative length tells numpy to find the length out; that only -1 is in its manual changes no result.

# %% equivalent
# split_by_group: count = np.clip(round(fraction * len(names)), 1, len(names) - 1) → count = np.clip(1, round(fraction * len(names)), len(names) - 1)
# Both are the larger one of the rounded number and 1, and then at most all groups but one.
