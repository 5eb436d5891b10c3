from itertools import combinations, product

import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible

ANIMALS = "ant ape bat bee cat catfish cod cow dog eel elk emu fly fox hen".split()
LETTERS = list("abcdefghiklmnopqrstuvwxy")  # of sign language: j and z are movements
WORDS = "a at cat cats sleeps on dog sits the then bed floor and ice-cream don't".split()
SIZES = (4, 1, 6, 2, 3)  # how many samples each of five persons has


def random_bytes(rng, *shape):
    """Images of random bytes."""
    return rng.integers(0, 256, shape, dtype=np.uint8)


def names_of_classes(draw):
    """Names as they come in training data: of one class, of few or many, repeated, in any order, of any length."""
    rng = draw.rng
    return draw.parts(
        "names of classes",
        one_sample=lambda: rng.choice(ANIMALS, 1).tolist(),
        of_one_class=lambda: rng.choice(ANIMALS, 1).tolist() * 4,
        few=lambda: rng.choice(ANIMALS[::4], 9).tolist(),
        each_once=lambda: rng.permutation(ANIMALS)[:7].tolist(),
        backwards=lambda: ANIMALS[::-1],
        letters_of_signs=lambda: rng.permutation(LETTERS).tolist(),
        one_in_another=lambda: rng.permutation(["cat", "catfish", "a cat", "ca", "cat"]).tolist(),
        capitalised=lambda: [name.title() for name in rng.choice(ANIMALS, 6)],
        long=lambda: [f"a very long name, {name}" for name in rng.choice(ANIMALS, 6)],
        digits=lambda: rng.choice(list("0123456789"), 8).tolist(),
        numbers=lambda: rng.permutation(["10", "9", "100", "2", "10"]).tolist(),
        more_than_a_thousand=lambda: rng.permutation([f"class {number}" for number in range(1100)]).tolist(),
    )


def same_numbering(result, call, expected):
    """The labels and classes agree. Numpy's strings are as good as others."""
    train, valid, classes = result
    assert (train, valid, [str(name) for name in classes]) == approx(expected)


def dictionary_of(rng, size, place):
    """A dictionary of so many words in any order, with the end at a place."""
    words = rng.permutation(WORDS)[:size].tolist()
    return [*words[:place], "EOS", *words[place:]]


def sentences_of(draw, dictionary):
    """Sentences in small letters, with single spaces: one word, many, repeats."""
    return draw.sentences((1, 9), [word for word in dictionary if word != "EOS"]).but("capitals", "punctuation")


def signed(rng, sizes=SIZES):
    """For each sample, the number of the person whom it is from, in mixed order. Some numbers are below zero."""
    return rng.permutation(np.repeat(np.arange(len(sizes)) * 7 - 8, sizes))


def is_some_split(result, call, expected):
    """Whether the parts are what some choice of groups gives."""
    x, y, groups = map(np.asarray, call.positional[:3])
    names = np.unique(groups)
    for count in range(1, len(names)):
        for chosen in combinations(names, count):
            valid = np.isin(groups, chosen)
            if all(map(np.array_equal, result, (x[~valid], y[~valid], x[valid], y[valid]))) and len(result) == 4:
                return True
    return False


def as_many_groups(result, call, expected):
    """Whether each part has as many groups as expected. Samples are the numbers of their places."""
    groups = np.asarray(call.positional[2])
    found, wanted = ([len(set(groups[part])) for part in (parts[0], parts[2])] for parts in (result, expected))
    return found == wanted


# flatten_and_scale


@visible
@points(1)
def test_a_picture_becomes_784_numbers(flatten_and_scale):
    """28 x 28 pixels become 784 numbers: pixel (row 1, column 2) is number 30. 255 becomes 1, and 51 becomes 0.2."""
    images = np.zeros((2, 28, 28), dtype=np.uint8)
    images[0, 1, 2], images[1, 27, 27] = 255, 51

    expected = np.zeros((2, 784))
    expected[0, 30], expected[1, 783] = 1, 0.2

    rows = flatten_and_scale(images)

    assert rows == approx(expected)
    assert rows[0, 30] == approx(1)
    assert flatten_and_scale(images[1:, 27:, 26:]) == approx([[0, 0.2]])


@points(5)
@like_reference
def cases_flatten_and_scale(draw):
    """Row i is picture i, read line by line and divided by 255, whatever its size, however dark, alone or not."""
    images = draw.images((1, 5), (1, 6), (1, 7), None).but("floats up to 1", "float32")
    more = images.also(
        dark=lambda rng: rng.integers(0, 60, (3, 2, 4)).astype(np.uint8),
        of_ones=lambda rng: np.ones((2, 3, 2), dtype=np.uint8),
        three_pixels_wide=lambda rng: random_bytes(rng, 4, 2, 3),
        as_high_as_wide_as_many=lambda rng: random_bytes(rng, 4, 4, 4),
        many=lambda rng: random_bytes(rng, 300, 1, 2),
        as_large_as_digits=lambda rng: random_bytes(rng, 2, 28, 28),
        in_Fortran_order=lambda rng: np.asfortranarray(random_bytes(rng, 3, 4, 5)),
    )
    for each in draw.some(more):
        yield Call(each)


@points(2)
@like_reference
def cases_flatten_and_scale_in_colour(draw):
    """A colour picture of shape (height, width, 3) becomes one row with three numbers for each pixel."""
    images = draw.images((1, 4), (1, 5), (1, 5), 3).but("floats up to 1", "float32")
    more = images.also(
        as_high_as_wide_as_many=lambda rng: random_bytes(rng, 3, 3, 3, 3),
        in_Fortran_order=lambda rng: np.asfortranarray(random_bytes(rng, 2, 3, 4, 3)),
    )
    for each in draw.some(more, more=0):
        yield Call(each)


@points(2)
@like_reference
def cases_flatten_and_scale_other_numbers(draw):
    """Images that are not bytes raise a ValueError, grey or in colour, whatever their values; bytes do not."""
    for kind in ("float64", "float32", "int64", "int32", "int8", "uint16", "bool"):
        shape = draw.one(draw.choice((2, 3, 4), (1, 2, 2, 3)))
        yield Call(draw.rng.integers(0, 100, shape).astype(kind)).raises(ValueError)
    yield Call(random_bytes(draw.rng, 2, 3, 4) / 255).raises(ValueError)
    yield Call(random_bytes(draw.rng, 2, 2, 3, 3) / 255).raises(ValueError)
    yield Call(random_bytes(draw.rng, 2, 3, 4))


@points(1)
def test_a_picture_becomes_floats(flatten_and_scale):
    """The result is an array of floats."""
    assert flatten_and_scale(np.zeros((1, 2, 2), dtype=np.uint8)).dtype.kind == "f"


# class_names_to_labels


@visible
@points(1)
def test_animals_are_numbered(class_names_to_labels):
    """cat, dog and eel get 0, 1 and 2 in both parts, though no cat is in the second; owl alone gets 0."""
    train, valid, classes = class_names_to_labels(["dog", "cat", "eel", "dog"], ["eel", "dog"])

    names = ", ".join(map(str, classes))
    assert list(classes) == ["cat", "dog", "eel"], f"the third result, classes, is {names}, expected cat, dog, eel"
    assert train == approx([1, 0, 2, 1])
    assert valid == approx([2, 1])
    assert class_names_to_labels(["owl", "owl"], [])[0] == approx([0, 0])


@points(4)
@like_reference(agrees=same_numbering)
def cases_class_names_to_labels(draw):
    """Classes are numbered in sorted order and without a hole, in whatever order and however often they come."""
    for names in draw.some(names_of_classes(draw)):
        yield Call(names, [])


@points(3)
@like_reference(agrees=same_numbering)
def cases_class_names_to_labels_of_both_parts(draw):
    """A label means the same class in both parts, even if the validation data has few of the classes."""
    for names in draw.some(names_of_classes(draw)):
        yield Call(names, draw.rng.choice(names, draw.one(draw.whole(1, 15))).tolist())
    yield Call(["oak", "fir", "yew", "elm", "ash", "elm"], ["yew"])


@points(1)
@like_reference(agrees=same_numbering)
def cases_class_names_to_labels_never_seen(draw):
    """A validation sample of a class that is not in the training data raises a ValueError, wherever it stands."""
    classes = draw.rng.permutation(ANIMALS).tolist()
    train, valid = classes[:5] * 2, classes[1:4]
    for unseen in (classes[6], classes[0][:-1], classes[2] + "s", "zebra", "aardvark"):
        place = draw.one(draw.choice(0, 1, 3))
        yield Call(train, [*valid[:place], unseen, *valid[place:]]).raises(ValueError)
    yield Call(train, [classes[5]]).raises(ValueError)
    yield Call(train, valid)


# one_hot


@visible
@points(1)
def test_five_of_ten(one_hot):
    """Label 5 of ten classes is 0 0 0 0 0 1 0 0 0 0; labels 2 and 0 of three are 0 0 1 and 1 0 0."""
    assert one_hot([5], 10) == approx([[0, 0, 0, 0, 0, 1, 0, 0, 0, 0]])
    assert one_hot([2, 0], 3) == approx([[0, 0, 1], [1, 0, 0]])


@points(4)
@like_reference
def cases_one_hot(draw):
    """Row i belongs to sample i, and there is a column for each class, even if the batch has few of the classes."""
    labels = draw.labels((1, 12), (1, 5)).also(
        each_class_once=lambda rng: [1, 2, 0, 4, 3],
        the_last_class=lambda rng: np.array([4, 4]),
        every_second_item_of_an_array=lambda rng: rng.integers(0, 5, 16)[::2],
        int32=lambda rng: rng.integers(0, 5, 6).astype(np.int32),
        many=lambda rng: rng.integers(0, 5, 700),
    )
    for each in draw.some(labels):
        yield Call(each, draw.one(draw.choice(5, 6, 24)))
    yield Call(draw.rng.integers(250, 300, 4), classes=300)
    yield Call(random_bytes(draw.rng, 9), classes=256)
    yield Call([0, 0], 1)


@points(1)
@like_reference
def cases_one_hot_without_labels(draw):
    """No labels, as a list or as an array, give an array with no rows, but with a column for each class."""
    for none in ([], np.array([], dtype=int), np.array([], dtype=np.uint8)):
        for classes in (1, draw.one(draw.whole(2, 12))):
            yield Call(none, classes)
    yield Call([1], 2)


@points(2)
@like_reference
def cases_one_hot_out_of_range(draw):
    """A label below 0, or as large as the number of classes, raises a ValueError, wherever it stands."""
    for wrong in (-1, -7, -8, 7, 8, 200):
        labels = draw.rng.integers(0, 7, 4).tolist()
        labels.insert(draw.one(draw.choice(0, 2, 4)), wrong)
        yield Call(labels, 7).raises(ValueError)
        yield Call(np.array([*labels[1:], labels[0]]), 7).raises(ValueError)
    for wrong in (-1, 7):
        yield Call([wrong], 7).raises(ValueError)
        yield Call([0, wrong, 3], 7).raises(ValueError)
    yield Call(np.array([0, 3, 255], dtype=np.uint8), 7).raises(ValueError)
    yield Call([0, 6], 7)


@points(1)
def test_one_hot_rows_are_floats(one_hot):
    """The result is an array of floats, even if the labels come as bytes."""
    assert one_hot(np.array([2, 0], dtype=np.uint8), 5).dtype.kind == "f"


# encode_tokens


@visible
@assuming("one_hot")
@points(1)
def test_a_dog_sleeps_on_the_floor(encode_tokens):
    """'a dog sleeps on the floor' becomes 1, 5, 3, 4, 7, 9, 0, a matrix of 7 x 10; 'a dog sleeps' gives 4 rows."""
    words = ["EOS", "a", "cat", "sleeps", "on", "dog", "sits", "the", "bed", "floor"]
    encoded = encode_tokens("a dog sleeps on the floor", words)

    assert encoded == approx(np.eye(10)[[1, 5, 3, 4, 7, 9, 0]])
    assert encode_tokens("a dog sleeps", words) == approx(np.eye(10)[[1, 5, 3, 0]])


@assuming("one_hot")
@points(3)
@like_reference
def cases_encode_tokens(draw):
    """A word's number is its place in the dictionary, wherever it comes: not in the sentence, not in the alphabet."""
    for size in (1, 2, 3, *draw.rng.integers(4, 15, 7).tolist(), 15):
        dictionary = dictionary_of(draw.rng, size, 0)
        yield Call(sentences_of(draw, dictionary), dictionary)
    dictionary = ["EOS", "then", "cats", "at", "ice-cream", "don't", "sleeps", "cat", "the", "a"]
    yield Call("the ice-cream don't sleeps at a cat", dictionary)
    yield Call(" ".join(draw.rng.choice(dictionary[1:], 600)), dictionary)


@assuming("one_hot")
@points(2)
@like_reference
def cases_encode_tokens_end(draw):
    """The last row is the end of the sentence, wherever EOS stands in the dictionary, even for an empty sentence."""
    for size in (1, 2, 5, 9):
        for place in {0, size // 2, size}:
            dictionary = dictionary_of(draw.rng, size, place)
            yield Call(sentences_of(draw, dictionary), dictionary)
    for place in (0, 2, 4):
        yield Call("", dictionary_of(draw.rng, 4, place))


@assuming("one_hot")
@points(1)
@like_reference
def cases_encode_tokens_capitals_and_spaces(draw):
    """Capital letters count as small ones, and several spaces as one, also before and after the sentence."""
    rng = draw.rng
    for change in (str.upper, str.title, str.capitalize, str.swapcase):
        dictionary = dictionary_of(rng, 8, int(rng.integers(9)))
        yield Call(change(draw.one(sentences_of(draw, dictionary))), dictionary)
    for space, before, after in ((2, "", ""), (3, " ", ""), (1, "", " "), (1, "  ", "   ")):
        words = rng.permutation([word for word in dictionary if word != "EOS"])[:5].tolist()
        yield Call(before + (" " * space).join(words) + after, dictionary)
    yield Call("The  CAT sleeps ", ["EOS", "a", "cat", "sleeps", "the"])
    yield from (Call(space, dictionary) for space in (" ", "   "))


@assuming("one_hot")
@points(1)
@like_reference
def cases_encode_tokens_unknown_word(draw):
    """A word that is not in the dictionary raises a ValueError, wherever it is: even a part of a word, or "eos"."""
    dictionary = dictionary_of(draw.rng, 15, draw.one(draw.whole(0, 15)))
    known = [word for word in dictionary if word != "EOS"]
    for unknown in ("horse", "sleep", "floors", "o", "thecat", "xeos", "eos", "EOS", "Eos"):
        words = draw.rng.choice(known, 4).tolist()
        words.insert(draw.one(draw.choice(0, 2, 4)), unknown)
        yield Call(" ".join(words), dictionary).raises(ValueError)
        yield Call(unknown, dictionary).raises(ValueError)
    yield Call("the bed", dictionary)


@assuming("one_hot")
@points(1)
def test_a_sentence_becomes_floats(encode_tokens):
    """The result is an array of floats."""
    assert encode_tokens("hello", ["you", "hello", "EOS"]).dtype.kind == "f"


# split_by_group


@visible
@points(2)
def test_one_of_three_writers_validates(split_by_group):
    """Of three writers with two samples each, one is in the validation part, with both samples and their labels."""
    x, y = np.array([10, 20, 30, 40, 50, 60]), np.array([1, 2, 3, 4, 5, 6])

    for seed in (1, 2, 3):
        x_train, y_train, x_valid, y_valid = split_by_group(x, y, ["ada", "ada", "bo", "bo", "cy", "cy"], 0.3, seed)
        third, both = np.array(x_valid).tolist(), np.array(sorted([*x_train, *x_valid])).tolist()
        assert third in ([10, 20], [30, 40], [50, 60]), (
            f"the third result, x_valid, is {third}, expected a writer's samples: [10, 20], [30, 40] or [50, 60]"
        )
        assert both == [10, 20, 30, 40, 50, 60], f"x_train and x_valid together hold {both}, expected each sample once"
        assert y_train == approx(np.array(x_train) / 10)
        assert y_valid == approx(np.array(x_valid) / 10)
        assert (10 * y_train, 10 * y_valid) == approx((x_train, x_valid))


@points(5)
@like_reference(agrees=is_some_split)
def cases_split_by_group(draw):
    """Nobody is in both parts. Each sample is in one, in its old order and with its label, whatever the groups are."""
    rng = draw.rng
    samples = draw.parts(
        "samples",
        numbers=lambda: rng.permutation(16),
        rows=lambda: rng.normal(size=(16, 3)),
        images=lambda: random_bytes(rng, 16, 2, 3),
        colour_images=lambda: random_bytes(rng, 16, 2, 2, 3),
        repeats=lambda: rng.integers(0, 3, (16, 1)),
        in_Fortran_order=lambda: np.asfortranarray(rng.normal(size=(16, 2))),
    )
    labels = draw.parts(
        "labels",
        few=lambda: rng.integers(0, 4, 16),
        all_different=lambda: rng.permutation(16) * 10,
        bytes=lambda: rng.integers(0, 200, 16).astype(np.uint8),
    )
    groups = draw.parts(
        "groups",
        array=lambda: signed(rng),
        list=lambda: signed(rng).tolist(),
        names_in_a_list=lambda: [f"person {number}" for number in signed(rng)],
        in_a_row=lambda: np.repeat([4, 2, 9, 1], 4),
        two=lambda: rng.permutation([1] * 15 + [0]),
        bytes=lambda: (signed(rng) + 200).astype(np.uint8),
    )
    yield from draw.calls(samples, labels, groups, draw.choice(0.01, 0.3, 0.45, 0.7, 0.99), draw.whole(0, 10**6))
    yield from draw.calls(samples, labels, groups, fraction=0.4, seed=draw.whole(0, 99), more=0)
    yield Call(rng.permutation(700), rng.integers(0, 9, 700), rng.permutation([2, 4, 6, 8] * 175), 0.5, 0)


@points(3)
@like_reference(agrees=as_many_groups)
def cases_split_by_group_share(draw):
    """The fraction counts groups, not samples, and is rounded; but at least one group goes to each part."""
    for count, people in ((1, 3), (2, 3), (2, 4), (1, 7), (3, 7), (6, 7), (2, 10), (5, 10), (7, 10)):
        groups = signed(draw.rng, [1 + 8 * (number % 3 == 0) for number in range(people)])
        fraction = (count + draw.one(draw.choice(-0.4, 0.0, 0.4))) / people
        yield Call(np.arange(len(groups)), groups % 5, groups, fraction, draw.whole(0, 99))
    for fraction in (0.001, 0.999):
        for people in (2, 9):
            yield Call(np.arange(3 * people), np.arange(3 * people), list(range(people)) * 3, fraction, 3)


@points(2)
def test_the_seed_decides_who(split_by_group):
    """The same seed gives the same split; other seeds give others, and sooner or later everyone is chosen."""
    people = np.arange(100)

    drawn = [set(split_by_group(people, people, people, 0.98, seed)[2].tolist()) for seed in range(5)]
    half, again = (split_by_group(people, people, people, 0.5, 0)[2].tolist() for _ in range(2))

    assert half == again
    assert any(each != drawn[0] for each in drawn)
    assert set().union(*drawn) == set(range(100))


@points(2)
@like_reference(agrees=as_many_groups)
def cases_split_by_group_impossible(draw):
    """A fraction of 0 or less, or of 1 or more, fewer than two groups, or different lengths raise a ValueError."""
    x, y, groups = np.arange(16), np.arange(16), signed(draw.rng)
    for fraction in (0, 0.0, 1, 1.0, -0.3, 1.5, 20, float("inf"), float("nan")):
        yield Call(x, y, groups, fraction, 1).raises(ValueError)
    for one in (np.full(16, 9), ["ada"] * 16):
        yield Call(x, y, one, 0.5, 1).raises(ValueError)
    yield Call(x[:1], y[:1], ["ada"], 0.5, 1).raises(ValueError)
    yield Call(x[:0], y[:0], [], 0.5, 1).raises(ValueError)
    for less in (15, 8, 1):
        for lengths in set(product((less, 16), repeat=3)) - {(less,) * 3, (16,) * 3}:
            wrong = (all_of[:length] for all_of, length in zip((x, y, groups), lengths))
            yield Call(*wrong, 0.5, 1).raises(ValueError)
    yield Call(x, y, groups[1:].tolist(), 0.5, 1).raises(ValueError)
    yield Call(x, y, groups, 0.4, 1)
