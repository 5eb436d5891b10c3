import numpy as np

from autograder.testing import approx, points, raises, visible

SLIDE = ["EOS", "a", "cat", "sleeps", "on", "dog", "sits", "the", "bed", "floor"]
GREETING = ["you", "hello", "there", "EOS", "and"]


def noisy(*shape, seed=3):
    """Images of random bytes."""
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def rows_with(columns, width):
    """A matrix of zeros with a 1 in one column of each row."""
    matrix = np.zeros((len(columns), width))
    matrix[np.arange(len(columns)), columns] = 1
    return matrix


def people(sizes=(4, 1, 6, 2, 3, 5), seed=11):
    """Samples of several persons in mixed order: x of two columns, y that follows from x, and who it was."""
    groups = np.repeat(np.arange(len(sizes)) * 7 + 20, sizes)
    np.random.default_rng(seed).shuffle(groups)
    first = np.arange(len(groups)) * 3.0 + 1
    return np.column_stack([first, -first]), first * 10, groups


def owners(part, groups):
    """The persons to whom the samples of a part belong. The first number of a sample tells which one it is."""
    return {int(groups[int((row[0] - 1) / 3)]) for row in part}


def plain(numbered):
    """The three parts of an answer with the classes as a plain list of strings, since numpy's strings are as good."""
    train, valid, classes = numbered
    return train, valid, [str(name) for name in classes]


# flatten_and_scale


@visible
@points(1)
def test_a_picture_of_the_slide_becomes_784_numbers(flatten_and_scale):
    """28 x 28 pixels become 784 numbers: pixel (row 1, column 2) is number 30. 255 becomes 1, and 51 becomes 0.2."""
    images = np.zeros((2, 28, 28), dtype=np.uint8)
    images[0, 1, 2], images[1, 27, 27] = 255, 51

    rows = flatten_and_scale(images)

    assert np.shape(rows) == (2, 784)
    assert rows[0, 30] == approx(1)
    assert rows[1, 783] == approx(0.2)
    assert np.sum(rows) == approx(1.2)
    assert flatten_and_scale(images[1:, 27:, 26:]) == approx([[0, 0.2]])


@points(2)
def test_every_byte_is_divided_by_255(flatten_and_scale):
    """Each of the values from 0 to 255 is divided by 255, and nothing is rounded or wraps around."""
    ramp = np.arange(256, dtype=np.uint8)
    expected = np.arange(256) / 255

    assert flatten_and_scale(ramp.reshape(1, 16, 16)) == approx([expected])
    assert flatten_and_scale(ramp[::-1].reshape(1, 32, 8)) == approx([expected[::-1]])


@points(2)
def test_each_row_is_one_picture(flatten_and_scale):
    """Pictures need not be square: row i is picture i, read line by line."""
    images = noisy(5, 3, 4)
    wide = noisy(1, 2, 9, seed=4)
    expected = [[value / 255 for line in image for value in line] for image in images.tolist()]
    expected_wide = [[value / 255 for line in wide[0].tolist() for value in line]]

    assert flatten_and_scale(images) == approx(expected)
    assert flatten_and_scale(wide) == approx(expected_wide)


@points(1)
def test_colour_pictures_become_rows_too(flatten_and_scale):
    """A colour picture of shape (height, width, 3) becomes one row with three numbers for each pixel."""
    images = noisy(2, 3, 4, 3, seed=5)
    expected = images.reshape(2, 36) / 255

    assert flatten_and_scale(images) == approx(expected)
    assert flatten_and_scale(images[1:]) == approx(expected[1:])


@points(2)
def test_a_picture_gives_the_same_numbers_in_any_company(flatten_and_scale):
    """A dark picture stays dark: its numbers do not depend on which other pictures are there."""
    dark = np.array([[[0, 1], [20, 40]]], dtype=np.uint8)
    both = np.concatenate([dark, dark + 200])
    ones = np.ones((3, 2, 2), dtype=np.uint8)

    assert flatten_and_scale(dark) == approx([[0, 1 / 255, 20 / 255, 40 / 255]])
    assert flatten_and_scale(both)[0] == approx([0, 1 / 255, 20 / 255, 40 / 255])
    assert flatten_and_scale(ones) == approx(np.full((3, 4), 1 / 255))


@points(2)
def test_scaled_pictures_are_refused(flatten_and_scale):
    """Images that are not bytes raise a ValueError, since they were probably scaled before; bytes do not."""
    scaled = noisy(2, 4, 4) / 255
    for wrong in (scaled, scaled.astype(np.float32), np.ones((1, 2, 2), dtype=np.int64)):
        with raises(ValueError):
            flatten_and_scale(wrong)

    assert flatten_and_scale(np.full((1, 2, 2), 85, dtype=np.uint8)) == approx(np.full((1, 4), 1 / 3))


@points(1)
def test_the_pictures_stay_as_they_are(flatten_and_scale):
    """The images are the same afterwards, and give the same floats the second time."""
    images = noisy(2, 3, 3, seed=6)
    before = images.copy()
    expected = before.reshape(2, 9) / 255

    rows, again, last = flatten_and_scale(images), flatten_and_scale(images), flatten_and_scale(images[1:])

    assert np.array_equal(images, before)
    assert (rows, again, last) == approx((expected, expected, expected[1:]))
    assert rows.dtype.kind == "f"


# class_names_to_labels


@visible
@points(1)
def test_animals_are_numbered(class_names_to_labels):
    """cat, dog and eel get 0, 1 and 2 in both parts, though no cat is in the second; owl alone gets 0."""
    train, valid, classes = class_names_to_labels(["dog", "cat", "eel", "dog"], ["eel", "dog"])

    assert list(classes) == ["cat", "dog", "eel"]
    assert train == approx([1, 0, 2, 1])
    assert valid == approx([2, 1])
    assert class_names_to_labels(["owl", "owl"], [])[0] == approx([0, 0])


@points(2)
def test_both_parts_share_one_numbering(class_names_to_labels):
    """A label means the same class in both parts, even if the validation data has few of the classes."""
    train = ["oak", "fir", "yew", "elm", "ash", "elm"]

    assert class_names_to_labels(train, ["yew"])[1] == approx([4])
    assert class_names_to_labels(train, ["oak", "elm", "oak"])[1] == approx([3, 1, 3])
    assert class_names_to_labels(train[:2], ["oak", "fir"])[1] == approx([1, 0])


@points(2)
def test_letters_of_sign_language_leave_no_hole(class_names_to_labels):
    """The 24 letters without j and z get the labels 0 to 23: k follows i, and y is the last."""
    letters = "yxwvutsrqponmlkihgfedcba"

    train, valid, classes = class_names_to_labels(list(letters), ["k", "a", "y"])

    assert list(classes) == sorted(letters)
    assert train == approx(list(range(23, -1, -1)))
    assert valid == approx([9, 0, 23])
    assert class_names_to_labels(["k", "y", "c"], ["y"])[:2] == approx(([1, 2, 0], [2]))


@points(2)
def test_classes_are_sorted_not_as_they_come(class_names_to_labels):
    """The numbering does not depend on the order or the number of the samples."""
    few, many = ["pear", "fig", "plum"], ["plum", "pear", "pear", "plum", "fig", "fig", "fig"]

    assert plain(class_names_to_labels(few, [])) == approx(([1, 0, 2], [], ["fig", "pear", "plum"]))
    assert plain(class_names_to_labels(many, [])) == approx(([2, 1, 1, 2, 0, 0, 0], [], ["fig", "pear", "plum"]))


@points(1)
def test_a_class_never_seen_in_training_is_an_error(class_names_to_labels):
    """A validation sample of a class that is not in the training data raises a ValueError."""
    for unseen in ("kiwi", "a"):
        with raises(ValueError):
            class_names_to_labels(["fig", "nut"], ["fig", unseen])
    assert class_names_to_labels(["nut", "fig", "rye"], ["rye", "nut"])[1] == approx([2, 1])


@points(1)
def test_the_names_stay_as_they_are(class_names_to_labels):
    """Both lists of names are the same afterwards."""
    train, valid = ["b", "c", "a", "c"], ["c", "a"]

    labels, others, _ = class_names_to_labels(train, valid)

    assert (train, valid) == (["b", "c", "a", "c"], ["c", "a"])
    assert (labels, others) == approx(([1, 2, 0, 2], [2, 0]))
    assert class_names_to_labels(valid, train[1:2])[:2] == approx(([1, 0], [1]))


# one_hot


@visible
@points(1)
def test_five_of_ten(one_hot):
    """Label 5 of ten classes is 0 0 0 0 0 1 0 0 0 0; labels 2 and 0 of three are 0 0 1 and 1 0 0."""
    assert one_hot([5], 10) == approx([[0, 0, 0, 0, 0, 1, 0, 0, 0, 0]])
    assert one_hot([2, 0], 3) == approx([[0, 0, 1], [1, 0, 0]])


@points(2)
def test_the_width_is_told_not_guessed(one_hot):
    """There are as many columns as classes, even if the batch has none of the last ones."""
    assert one_hot([0, 1, 0], 4) == approx([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]])
    assert one_hot([3, 3], 24) == approx(rows_with([3, 3], 24))
    assert one_hot([0], 1) == approx([[1]])


@points(2)
def test_rows_are_samples_and_columns_are_classes(one_hot):
    """Row i belongs to sample i, also where there are as many samples as classes."""
    labels = np.random.default_rng(8).integers(0, 12, 30)
    expected = rows_with(labels, 12)

    assert one_hot([1, 2, 0], 3) == approx([[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    assert one_hot(labels, 12) == approx(expected)


@points(2)
def test_labels_out_of_range_are_errors(one_hot):
    """A label below 0, or as large as the number of classes, raises a ValueError, wherever it stands."""
    for labels in ([0, -1], [-1, 0, 1], [3], [1, 3, 0], [2, 24]):
        with raises(ValueError):
            one_hot(labels, 3)
    assert one_hot([2, 1], 3) == approx([[0, 0, 1], [0, 1, 0]])


@points(1)
def test_no_labels_give_no_rows(one_hot):
    """An empty list of labels gives an array of no rows and the told number of columns."""
    assert one_hot([], 4) == approx(np.zeros((0, 4)))
    assert one_hot([], 10) == approx(np.zeros((0, 10)))
    assert one_hot([1], 2) == approx([[0, 1]])


@points(1)
def test_rows_are_floats_and_labels_stay(one_hot):
    """The result is made of floats, and the labels are the same afterwards, also if they come as bytes."""
    labels = np.array([2, 0, 4], dtype=np.uint8)

    rows, wider = one_hot(labels, 5), one_hot(labels, 6)

    assert labels.tolist() == [2, 0, 4]
    assert (rows, wider) == approx((rows_with([2, 0, 4], 5), rows_with([2, 0, 4], 6)))
    assert rows.dtype.kind == "f"


# encode_tokens


@visible
@points(1)
def test_the_dog_of_the_slide(encode_tokens):
    """a dog sleeps on the floor EOS is 1, 5, 3, 4, 7, 9, 0: a matrix of 7 x 10. Without the place, it has 4 rows."""
    words = ["EOS", "a", "cat", "sleeps", "on", "dog", "sits", "the", "bed", "floor"]
    encoded = encode_tokens("a dog sleeps on the floor", words)

    assert np.shape(encoded) == (7, 10)
    assert np.argmax(encoded, axis=1) == approx([1, 5, 3, 4, 7, 9, 0])
    assert np.sum(encoded) == approx(7)
    assert encode_tokens("a dog sleeps", words) == approx(np.eye(10)[[1, 5, 3, 0]])


@points(2)
def test_the_dictionary_decides_the_numbers(encode_tokens):
    """A word's number is its place in the dictionary, neither in the sentence nor in the alphabet."""
    assert encode_tokens("the cat sits on a bed", SLIDE) == approx(rows_with([7, 2, 6, 4, 1, 8, 0], 10))
    assert encode_tokens("hello you", GREETING) == approx(rows_with([1, 0, 3], 5))


@points(2)
def test_every_sentence_ends(encode_tokens):
    """The last row is the end of the sentence, wherever EOS stands in the dictionary, also of an empty sentence."""
    assert encode_tokens("hello", GREETING) == approx(rows_with([1, 3], 5))
    assert encode_tokens("", GREETING) == approx([[0, 0, 0, 1, 0]])
    assert encode_tokens("", SLIDE) == approx(rows_with([0], 10))


@points(1)
def test_a_word_may_come_twice(encode_tokens):
    """A word that is repeated has a row each time, in the order of the sentence."""
    assert encode_tokens("you and you and hello", GREETING) == approx(rows_with([0, 4, 0, 4, 1, 3], 5))
    assert encode_tokens("the the", SLIDE) == approx(rows_with([7, 7, 0], 10))


@points(1)
def test_capitals_and_spaces_make_no_difference(encode_tokens):
    """Capital letters count as small ones, and several spaces as one, also before and after the sentence."""
    assert encode_tokens("The  CAT sleeps", SLIDE) == approx(rows_with([7, 2, 3, 0], 10))
    assert encode_tokens("  Hello   There ", GREETING) == approx(rows_with([1, 2, 3], 5))


@points(1)
def test_an_unknown_word_is_an_error(encode_tokens):
    """A word that is not in the dictionary raises a ValueError, also if it is a part of one that is."""
    for sentence in ("a horse sleeps", "the flo", "mouse"):
        with raises(ValueError):
            encode_tokens(sentence, SLIDE)
    assert encode_tokens("the bed", SLIDE) == approx(rows_with([7, 8, 0], 10))


@points(1)
def test_the_dictionary_stays_as_it_is(encode_tokens):
    """The dictionary is the same afterwards, and the rows are floats."""
    words = list(GREETING)

    encoded = encode_tokens("there you", words)

    assert words == GREETING
    assert encoded == approx(rows_with([2, 0, 3], 5))
    assert encoded.dtype.kind == "f"


# split_by_group


@visible
@points(2)
def test_one_of_three_writers_validates(split_by_group):
    """Of three writers with two samples each, one is in the validation part, with both samples and their labels."""
    x, y = np.array([10, 20, 30, 40, 50, 60]), np.array([1, 2, 3, 4, 5, 6])

    for seed in (1, 2, 3):
        x_train, y_train, x_valid, y_valid = split_by_group(x, y, ["ada", "ada", "bo", "bo", "cy", "cy"], 0.3, seed)
        assert list(x_valid) in ([10, 20], [30, 40], [50, 60])
        assert sorted([*x_train, *x_valid]) == [10, 20, 30, 40, 50, 60]
        assert (10 * y_train, 10 * y_valid) == approx((x_train, x_valid))


@points(2)
def test_nobody_is_in_both_parts(split_by_group):
    """No person is in both parts, however many samples each has and in whatever order they come."""
    x, y, groups = people()
    copy = groups.copy()

    for seed in range(6):
        x_train, _, x_valid, _ = split_by_group(x, y, groups, 0.4, seed)
        assert owners(x_train, copy) | owners(x_valid, copy) == {20, 27, 34, 41, 48, 55}
        assert not owners(x_train, copy) & owners(x_valid, copy)


@points(2)
def test_each_sample_is_in_one_part_with_its_label(split_by_group):
    """Every sample is in exactly one part, in its old order and with its own label."""
    x, y, groups = people(seed=12)
    everything = x.tolist()

    for seed in (4, 5):
        x_train, y_train, x_valid, y_valid = split_by_group(x, y, groups, 0.5, seed)
        assert sorted([*x_train.tolist(), *x_valid.tolist()]) == everything
        for part, labels in ((x_train, y_train), (x_valid, y_valid)):
            assert labels == approx(10 * part[:, 0])
            assert part.tolist() == sorted(part.tolist())


@points(2)
def test_the_fraction_counts_groups(split_by_group):
    """A fifth of ten persons is two persons, however many samples they have; a half is five, and 0.68 is seven."""
    x, y, groups = people((1, 2, 1, 9, 3, 1, 2, 7, 1, 4))
    copy = groups.copy()

    for fraction, count in ((0.2, 2), (0.5, 5), (0.68, 7), (0.34, 3)):
        for seed in (1, 2):
            x_train, _, x_valid, _ = split_by_group(x, y, groups, fraction, seed)
            assert len(owners(x_valid, copy)) == count
            assert len(owners(x_train, copy)) == 10 - count


@points(1)
def test_each_part_gets_someone(split_by_group):
    """However small or large the fraction is, at least one person goes to each part."""
    x, y, groups = people((2, 3, 1))
    copy = groups.copy()

    for fraction, count in ((0.01, 1), (0.99, 2)):
        x_train, _, x_valid, _ = split_by_group(x, y, groups, fraction, 3)
        assert len(owners(x_valid, copy)) == count
        assert len(owners(x_train, copy)) == 3 - count


@points(2)
def test_the_seed_decides_who(split_by_group):
    """The same seed gives the same split; over many seeds everyone is drawn now and then, in various company."""
    x, y, groups = people((2, 1, 3, 2))
    copy = groups.copy()
    drawn = []

    for seed in range(30):
        x_valid = split_by_group(x, y, groups, 0.5, seed)[2]
        drawn.append(frozenset(owners(x_valid, copy)))

    for seed in range(5):
        assert owners(split_by_group(x, y, groups, 0.5, seed)[2], copy) == drawn[seed]
    assert frozenset().union(*drawn) == {20, 27, 34, 41}
    assert len(set(drawn)) >= 4


@points(2)
def test_impossible_splits_are_errors(split_by_group):
    """A fraction outside 0 to 1, a single group, or lengths that differ raise a ValueError."""
    x, y, groups = people((2, 3))
    wrong = [(x, y, groups, fraction) for fraction in (0, 1, 1.0, -0.3, 1.5)]
    wrong += [(x, y, np.full(5, 9), 0.5), (x, y[1:], groups, 0.5), (x[:-1], y, groups, 0.5), (x, y, groups[:4], 0.5)]

    for arguments in wrong:
        with raises(ValueError):
            split_by_group(*arguments, 1)
    assert sorted(map(len, split_by_group(x, y, groups, 0.5, 1))) == [2, 2, 3, 3]


@points(1)
def test_splitting_leaves_the_data_alone(split_by_group):
    """Samples, labels and groups are the same afterwards, and groups may be a list."""
    x, y, groups = people((3, 2, 4))
    given = groups.tolist()
    before = x.copy(), y.copy(), given.copy()

    parts = split_by_group(x, y, given, 0.3, 2)

    assert (x, y, given) == approx(before)
    assert len(parts[0]) + len(parts[2]) == 9
    assert len(owners(parts[2], groups)) == 1
    assert not owners(parts[0], groups) & owners(parts[2], groups)
