import numpy as np

from autograder.testing import Call, approx, before, examine, given, hidden, like_reference, points, reach, visible


def news(sentences):
    """Headlines as prefixes in an array, as the notebook makes them, and what comes next."""
    numbers = {word: number for number, word in enumerate(given("headlines")["classes"].tolist())}
    rows, targets = [], []
    for sentence in sentences:
        tokens = [*(numbers[word] for word in sentence.lower().split()), 1]
        for end in range(1, len(tokens)):
            rows.append([0] * (11 - end) + tokens[:end])
            targets.append(tokens[end])
    return np.array(rows), np.array(targets)


def chances(model, inputs):
    """The probabilities that a network gives, as numbers with all their digits."""
    return np.asarray(examine(model).predict(inputs), dtype=float)


def few(draw, least=1, most=4):
    """A small number."""
    return int(draw.rng.integers(least, most + 1))


def in_whole_numbers(result, call, expected):
    """The result is an array of whole numbers, and they are right."""
    assert isinstance(result, np.ndarray) and result.dtype.kind in "iu", "The result is not an array of whole numbers."
    return result == approx(expected)


def in_an_array(result, call, expected):
    """The result is one array, with the right values."""
    assert isinstance(result, np.ndarray), "The result is not an array."
    return result == approx(expected, rel=1e-4, abs=1e-4)


# tokenize


WORDS = "a at cat cats dog the in on off kick last x nurse o".split()
UNKNOWN = "do ca nobody kicked cat's ats zebra".split()


def numbers(draw):
    """A dictionary from most words to tokens, in no order."""
    known = draw.rng.permutation(WORDS)[: few(draw, 10, 13)].tolist()
    return dict(zip(known, draw.rng.choice(np.arange(1, 12000), len(known), replace=False).tolist(), strict=True))


def among(draw, words, least=1, most=12):
    return [words[place] for place in draw.rng.integers(0, len(words), few(draw, least, most))]


@before("model")
@visible
@points(1)
def test_a_dog_barked_at_a_cat(tokenize):
    """With the numbers of the example, "A dog barked at a cat." is 1, 10, 7, 4, 1, 8."""
    numbers = {"a": 1, "at": 4, "barked": 7, "cat": 8, "dog": 10}

    assert tokenize("A dog barked at a cat.", numbers) == approx([1, 10, 7, 4, 1, 8])
    assert tokenize("a cat", numbers) == approx([1, 8])


@points(1)
@like_reference
def cases_tokenize_capitals(draw):
    """Capital letters count as small ones, wherever they stand in a word; words may be repeated."""
    known = {word: number for number, word in enumerate(WORDS, 1)}
    for change in (str.upper, str.title, str.lower, lambda word: word[:-1] + word[-1].upper()):
        yield Call(" ".join(map(change, among(draw, WORDS, 5))), known)
        yield Call(" ".join(change(word) if draw.one(draw.yes_no()) else word for word in among(draw, WORDS)), known)


@points(1)
@like_reference
def cases_tokenize_separators(draw):
    """Anything but a letter from a to z separates words: a blank, a line break, a comma, a hyphen, a digit, an ä."""
    known = {word: number for number, word in enumerate(WORDS, 2)}
    signs = [*" -_'7!/\n\t–éß中", "   ", ", ", " (", "...", " 42 "]
    for sign in signs:
        words = among(draw, WORDS, 2)
        yield Call(sign.join(words), known)
        yield Call("".join(part for word in words for part in (*among(draw, signs, 1, 2), word)) + sign, known)


@points(1)
@like_reference
def cases_tokenize_unknown_words(draw):
    """A word without a number is left out, even if a part of it has one; there may be no known word at all."""
    for _ in range(8):
        yield Call(" ".join(among(draw, WORDS + UNKNOWN, 3)), numbers(draw))
    yield Call(" ".join(among(draw, UNKNOWN)), numbers(draw))
    for sentence in ("A cat, at  the END!", "END", "end of the dog -- the end."):  # as in the notebook's dictionary
        yield Call(sentence, {"": 0, "END": 1, **{word: number for number, word in enumerate(WORDS, 2)}})
    yield Call("The cat", {})
    yield Call(draw.choice("", " ", "... 12!"), numbers(draw))


# prefixes_and_targets


def sentences(draw, *lengths, tokens=12000):
    """Lists of tokens of these lengths. Where there are few `tokens`, some come again."""
    return [draw.rng.integers(1, tokens, length).tolist() for length in lengths]


@before("model")
@visible
@points(1)
def test_questions_of_two_sentences(prefixes_and_targets):
    """A sentence of three tokens asks two questions, and one of two asks one."""
    prefixes, targets = prefixes_and_targets([[5, 7, 9], [4, 1]])

    assert prefixes == approx([[5], [5, 7], [4]])
    assert targets == approx([7, 9, 1])


@points(3)
@like_reference
def cases_prefixes_and_targets(draw):
    """A sentence of n tokens makes n - 1 questions, from short to long, and no prefix includes its target."""
    for length in (5, 2, 3, 4, 1, 12, 20):
        yield Call(sentences(draw, length))
        yield Call(sentences(draw, length, tokens=3))


@points(2)
@like_reference
def cases_prefixes_and_targets_of_many(draw):
    """The questions of one sentence follow those of another, even if tokens or whole sentences are repeated."""
    for lengths in ((2, 3), (4, 1, 3), (1, 1), (2, 2, 2), (5, 1, 1, 4), (1, 6), (11, 12, 2)):
        some = sentences(draw, *lengths)
        yield Call(some)
        yield Call([[], *some, []])
        yield Call([*some, *sentences(draw, *lengths, tokens=3), list(some[0])])
    yield from (Call([[]]), Call([[], []]))


# pad


@before("model")
@visible
@points(1)
def test_zeros_in_front(pad):
    """In a row of three, [5] becomes 0, 0, 5, and [5, 7, 9, 2] keeps its last three."""
    assert pad([[5], [5, 7, 9, 2]], 3) == approx([[0, 0, 5], [7, 9, 2]])
    assert pad([[1, 2]], 4) == approx([[0, 0, 1, 2]])


@points(2)
@like_reference
def cases_pad(draw):
    """Rows have the length that is asked for, whether sequences are shorter, as long, longer, or empty."""
    for length in (4, 1, 2, 3, 6, 11, 5, 30):
        around = (length, length + 1, max(length - 1, 0), 2 * length, 0, 1, length + few(draw))
        yield Call(sentences(draw, *draw.rng.permutation(around)), length)
        yield Call(sentences(draw, few(draw, 1, 2 * length)), length)
        yield Call(2 * sentences(draw, few(draw, 1, length), tokens=3), length)


@points(1)
@like_reference(agrees=in_whole_numbers)
def cases_pad_whole_numbers(draw):
    """Tokens are used to look up words, so they stay whole numbers, even if they are large or there are none."""
    for tokens in (9, 300, 40000, 100000, 10**6, 10**9):
        yield Call(sentences(draw, few(draw), few(draw), few(draw), tokens=tokens), few(draw, 1, 5))
        yield Call([[tokens]], few(draw))
    yield from (Call([], few(draw, 2, 9)), Call([], 1), Call([[]], few(draw, 2, 9)), Call([[], []], 1))


# rnn_states


def layer(draw, steps, features, units, size=1.0):
    """Inputs, weights and a bias; weights of the states up to `size`."""
    inputs = draw.array(steps, features, low=-2, high=2).but("as small as allowed", "as large as allowed")
    w, u, b = ((features, units), 1), ((units, units), size), ((units,), 1)
    weights = [draw.array(*shape, low=-most, high=most, dtypes=("float64", "float32")) for shape, most in (w, u, b)]
    return [inputs, *(each.but("zeros", "all the same", "whole numbers") for each in weights)]


@visible
@points(1)
def test_a_memory_of_one_number(rnn_states):
    """An input of 1 with w = 0.5 gives the state 0.46; silence after it, with u = 2, gives 0.73."""
    w, u = np.array([[0.5]]), np.array([[2.0]])

    assert rnn_states(np.array([[1.0], [0.0]]), w, u, np.zeros(1)) == approx([[0.4621171573], [0.7278944044]])
    assert rnn_states(np.array([[0.0]]), w, u, np.zeros(1)) == approx([[0.0]])


@points(4)
@like_reference(rel=1e-4, abs=1e-4)
def cases_rnn_states(draw):
    """Each state follows from the input, the state before and the bias, for any number of features and units."""
    for steps, features, units in (
        (4, 3, 2), (3, 2, 4), (5, 1, 3), (1, 2, 2), (3, 3, 3), (4, 4, 1), (1, 1, 1), (6, 2, 2), (2, 5, 3), (3, 1, 5),
    ):  # fmt: skip
        yield Call(*layer(draw, steps, features, units))
    yield Call(*(draw.rng.integers(-1, 2, shape) for shape in ((4, 3), (3, 2), (2, 2), 2)))


@points(2)
@like_reference(agrees=in_an_array)
def cases_rnn_states_of_long_sequences(draw):
    """All states form one array; the last ones still depend on the first input, which fades or stays as `u` says."""
    for weight in (0.5, 0.9, -0.9, 1.3, 2.0, 0.0):
        steps = few(draw, 12, 25)
        silence = np.zeros((steps, 1))
        silence[few(draw, 0, 2)] = draw.rng.uniform(0.5, 2)
        yield Call(silence, np.array([[1.0]]), np.array([[weight]]), np.zeros(1))
        yield Call(*layer(draw, steps, few(draw), 2, size=0.4))
    yield Call(draw.rng.uniform(-1, 1, (1200, 1)), np.array([[1.0]]), np.array([[0.5]]), np.zeros(1))


# lstm_parameters


@visible
@points(1)
def test_an_lstm_of_100_units(lstm_parameters):
    """An LSTM of 100 units learns 44,400 numbers if 10 come in; one of a single unit learns 12 if one comes in."""
    assert lstm_parameters(10, 100) == approx(44400)
    assert lstm_parameters(1, 1) == approx(12)


@points(1)
@like_reference(rel=0)
def cases_lstm_parameters(draw):
    """Inputs and units count differently, since only the state comes back; the number is exact, however large."""
    for least, most in ((1, 9), (1, 9), (10, 300), (1000, 5000)):
        yield Call(few(draw, least, most), few(draw, least, most))
        yield Call(few(draw, 1, 5), few(draw, least, most))
        yield Call(inputs=few(draw, least, most), units=few(draw, 1, 5))
    yield Call(1, few(draw, 2, 9))
    yield Call(few(draw, 2, 9), 1)
    for least in (2000, 20000):  # four times an odd number, which no float32 holds
        yield Call(2 * few(draw, least, 2 * least) + 1, 2 * few(draw, least, 2 * least) + 1)


@points(1)
def test_lstm_parameters_are_whole(lstm_parameters):
    """The number of parameters is a whole number, so that one can count up to it."""
    assert len(range(lstm_parameters(1, 2))) == 32


# experiment


LETTERS = ("a", "b", "c", "d")
RIGHT_REASON = "c"  # it has a name, so that the line of a failed test does not show it


def measured(experiment, where):
    """The four perplexities that were handed in."""
    values = np.array(experiment[where], dtype=float)
    assert values.shape == (4,) and np.isfinite(values).all(), f"{where!r} must hold four numbers."
    return values


def letter(experiment, key):
    return str(experiment.get(key)).strip().lower()


@visible
@points(1)
def test_predicts_measures_and_explains(experiment):
    """There is a prediction (any letter counts), four perplexities of each kind, and an explanation."""
    assert isinstance(experiment, dict), "a dictionary is needed"
    keys = sorted(map(str, experiment))
    assert keys == ["because", "predicted", "training", "unseen"], f"the keys are {', '.join(keys)}"
    assert letter(experiment, "predicted") in LETTERS, "a prediction is a letter from a to d"
    assert letter(experiment, "because") in LETTERS, "a reason is a letter from a to d"
    for where in ("training", "unseen"):
        assert len(experiment[where]) == 4, f"{where!r} needs four numbers and has {len(experiment[where])}"


@points(1.5)
def test_measures_a_model_that_counts(experiment):
    """The perplexities are those of counting, from one word to four, on training headlines and on unseen ones."""
    training, unseen = measured(experiment, "training"), measured(experiment, "unseen")

    assert 1 < training.min() and unseen.max() < 1000
    assert (training[1:] < 0.95 * training[:-1]).all()
    assert (unseen[1:] > 1.05 * unseen[:-1]).all()
    assert training[0] < unseen[0] < 1.3 * training[0]


@points(1.5)
def test_explains_what_it_measured(experiment):
    """The explanation agrees with the numbers and with what is known about the headlines."""
    assert letter(experiment, "because") == RIGHT_REASON
    assert measured(experiment, "unseen")[3] > 2 * measured(experiment, "training")[3]


# model


@visible
@points(1)
def test_reads_tokens_and_answers_with_words(model):
    """Eleven tokens go in, an embedding and a recurrent layer read them, and a probability for each word comes out."""
    found = examine(model)

    assert found.input_shape == (None, 11)
    assert found.output_shape == (None, len(given("headlines")["classes"]))
    assert "Embedding" in found.kinds
    assert any(kind in ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN") for kind in found.kinds)


@points(1)
def test_answers_with_probabilities(model):
    """The probabilities of the next word are not negative and add up to 1; they are not all alike."""
    inputs, _ = news(["Nurses reject offer as patients wait", "Young mayor from Leeds opens bridge"])
    rows = chances(model, inputs)

    assert (rows >= 0).all()
    assert rows.sum(axis=1) == approx(np.ones(len(rows)), rel=1e-4)
    assert rows.max() > 0.3


@points(6)
def test_predicts_the_next_word(model):
    """On headlines that nobody has seen, the network's perplexity is close enough to the best possible one."""
    held = hidden("headlines")
    inputs, targets = news(held["sentences"].tolist())
    given_to_the_truth = chances(model, inputs)[np.arange(len(targets)), targets]
    perplexity = float(np.exp(-np.log(np.maximum(given_to_the_truth, 1e-9)).mean()))
    # Made-up headlines know their entropy. Real ones don't: a school that uses them calibrates a gate of its own.
    best = float(np.exp(held["entropy"])) if "entropy" in held else 1.0
    reach("perplexity_to_best", perplexity / best, perplexity=perplexity, best=best)


@points(2)
def test_remembers_who_came_first(model):
    """The verb agrees with the person named first: one mayor rejects, several reject, whoever stands in between."""
    words = given("headlines")["classes"].tolist()
    fields = (("nurse", "doctor"), ("striker", "goalkeeper"), ("mayor", "senator"), ("farmer", "beekeeper"))
    pairs = [(who, other) for mine in fields for who in mine for field in fields if field != mine for other in field]
    starts = [start for who, other in pairs for start in (f"{who} backed by {other}s", f"{who}s backed by {other}")]
    rows = chances(model, np.array([news([f"{start} fear"])[0][-2] for start in starts]))
    one = rows[:, [words.index(verb) for verb in ("rejects", "welcomes", "demands", "fears")]].sum(axis=1)
    many = rows[:, [words.index(verb) for verb in ("reject", "welcome", "demand", "fear")]].sum(axis=1)
    single = np.arange(len(starts)) % 2 == 0
    right, wrong = np.where(single, one, many), np.where(single, many, one)
    # These verbs follow in half of all headlines: who gives them no chance does not know, whichever is larger.
    reach("agreement", float(np.mean((right > wrong) & (right > 0.25))))


# generate


def language(draw, size, end=0.0):
    """A table of chances. END follows in the share `end` of its rows, and is the next likeliest in the others."""
    weights = np.ones((size, size, size))
    weights[..., 1] = 0 if end == 0 else np.where(draw.rng.random((size, size)) < end, size, size - 1.5)
    weights[..., 2:] = draw.rng.permuted(np.tile(np.arange(2.0, size), (size, size, 1)), axis=-1)
    return weights / weights.sum(-1, keepdims=True)


def prompt(draw, size, least=1, most=6):
    return draw.rng.integers(2, size, few(draw, least, most)).tolist()


@visible
@points(1)
def test_writes_in_a_small_language(generate):
    """Starting with 2, the table writes 2, 3 and stops; starting with 3, it goes on for as long as it may."""
    table = np.zeros((4, 4, 4))
    table[2, 2, 3] = table[2, 3, 1] = table[3, 3, 2] = table[3, 2, 3] = 1

    assert generate(table, [2], 10) == approx([2, 3])
    assert generate(table, [3], 4) == approx([3, 2, 3, 2, 3])


@points(4)
@like_reference
def cases_generate(draw):
    """Each token is the likeliest after all tokens so far: those of the prompt, and those just written."""
    for size in (8, 5, 12, 3, 6, 8, 9, 7):
        yield Call(language(draw, size), prompt(draw, size), few(draw, 2, 9))
        yield Call(np.asfortranarray(language(draw, size)), prompt(draw, size), few(draw, 2, 9))
        yield Call(language(draw, size).astype("float32"), prompt(draw, size, 2), n=few(draw, 5, 12))


@points(2)
@like_reference
def cases_generate_end(draw):
    """It stops once END is the likeliest, and leaves END out; an END in the prompt, or less likely, changes nothing."""
    for end in (0.3, 0.001, 0.2, 0.5, 1.0, 0.1, 0.001, 0.3):
        yield Call(language(draw, 7, end), prompt(draw, 7), few(draw, 5, 15))
        yield Call(language(draw, 5, end), prompt(draw, 5), few(draw, 1, 3))
    for before, after in ((1, 2), (2, 0), (0, 0), (0, 3)):
        tokens = [*prompt(draw, 6, before, before), 1, *prompt(draw, 6, after, after)]
        yield Call(language(draw, 6), tokens, few(draw, 2, 9))


@points(1)
@like_reference
def cases_generate_few(draw):
    """It adds at most n tokens, however long the prompt is; n may be 0."""
    for n in (0, 1, 0, 2, 40, 1):
        yield Call(language(draw, 6), prompt(draw, 6, 1, 15), n)
        yield Call(language(draw, 6), prompt(draw, 6, 4, 15), n)


# with_temperature


def distribution(draw):
    """Probabilities of a few words: some impossible, a single one, several that are the likeliest."""

    def with_zeros(rng):
        weights = rng.permutation([*rng.uniform(0.1, 1, 4), 0.0, 0.0])
        return weights / weights.sum()

    def several_likeliest(rng):
        return rng.permutation([0.3, 0.3, 0.3, 0.1])

    def of_many(rng):
        weights = rng.uniform(0.1, 1, 400)
        return weights / weights.sum()

    drawn = draw.probabilities(None, (2, 9))
    return drawn.also(
        with_zeros=with_zeros,
        several_likeliest=several_likeliest,
        certain=lambda rng: rng.permutation([1.0, 0.0, 0.0]),
        a_single_one=lambda rng: np.ones(1),
        of_many=of_many,
    )


@visible
@points(1)
def test_colder_than_one(with_temperature):
    """At T = 0.5, probabilities of 0.5, 0.4 and 0.1 become 0.60, 0.38 and 0.02; at T = 1, they stay as they are."""
    assert with_temperature(np.array([0.5, 0.4, 0.1]), 0.5) == approx([0.5952380952, 0.3809523810, 0.0238095238])
    assert with_temperature(np.array([0.75, 0.25]), 1) == approx([0.75, 0.25])


@points(2)
@like_reference(rel=1e-4, abs=1e-7, new=True)
def cases_with_temperature(draw):
    """Cold sharpens, heat flattens, and 1 changes nothing; the result is new, adds up to 1, and keeps zeros."""
    for temperature in (0.5, 2, 1, 0.2, 1.0, 1.7, 10, 0.7, 1000):
        for _ in range(3):
            yield Call(draw.one(distribution(draw)), temperature)
    yield Call(probabilities=draw.one(distribution(draw)), temperature=draw.real(0.3, 3))


@points(1)
@like_reference(rel=2e-3, abs=1e-6, new=True)
def cases_with_temperature_in_the_cold(draw):
    """Close to 0, only the likeliest are left, and share equally; no probability is lost to underflow."""
    for temperature in (0.001, 0.05, 0.002, 0.01):
        for _ in range(3):
            yield Call(draw.one(distribution(draw)), temperature)
        yield Call(np.array([0.23, 0.26, 0.26, 0.25]), temperature)
        close = 0.25 + draw.rng.permutation([0.0, 0.0001, -0.0001, 0.0])
        yield Call(close, temperature)


@points(1)
@like_reference
def cases_with_temperature_of_nothing(draw):
    """A temperature of 0, or below it, is a ValueError, whatever the probabilities."""
    for temperature in (0, 0.0, -1, -0.5, -0.001, -1000.0):
        yield Call(draw.one(distribution(draw)), temperature).raises(ValueError)
    yield Call(np.array([0.5, 0.5]), 0.5)


# cooccurrence


@visible
@points(1)
def test_neighbours_of_two_sentences(cooccurrence):
    """In "1 2 3" and "2 1", token 2 stands beside 1 twice and beside 3 once."""
    assert cooccurrence([[1, 2, 3], [2, 1]], 4, 1) == approx([[0, 0, 0, 0], [0, 0, 2, 0], [0, 2, 0, 1], [0, 0, 1, 0]])
    assert cooccurrence([[1], [2]], 3, 1) == approx([[0, 0, 0], [0, 0, 0], [0, 0, 0]])


def texts(draw, size, *lengths):
    """Lists of tokens below `size`, of these lengths."""
    return [draw.rng.integers(0, size, length).tolist() for length in lengths]


@points(2)
@like_reference
def cases_cooccurrence(draw):
    """Neighbours count once in each direction, and never across sentences; some tokens may not occur."""
    for size, lengths in ((4, (3, 2)), (9, (5, 6, 4)), (6, (1, 1, 1)), (20, (8, 3)), (3, (7, 1, 2)), (5, (4,))):
        yield Call(texts(draw, size, *lengths), size, 1)
        yield Call(2 * texts(draw, size, *lengths), size + few(draw), window=1)


@points(2)
@like_reference
def cases_cooccurrence_windows(draw):
    """In a wider window all tokens count alike, as far as it reaches or the sentence goes on."""
    for window, lengths in ((2, (6, 4)), (3, (8, 5, 9)), (2, (9,)), (4, (6, 7)), (10, (5, 3, 1)), (5, (12, 4))):
        yield Call(texts(draw, 7, *lengths), 7, window)
        yield Call([draw.rng.permutation(15)[:length].tolist() for length in lengths], 15, window=window)


@points(1)
@like_reference
def cases_cooccurrence_of_equal_tokens(draw):
    """Two equal tokens side by side count 2 on the diagonal, one for each direction; a token alone counts nothing."""
    for size, window in ((1, 1), (2, 1), (3, 2), (2, 3), (1, 4)):
        yield Call(texts(draw, size, few(draw, 5, 9), few(draw, 1, 6)), size, window)
        yield Call([[few(draw, 0, 5)] * few(draw, 2, 5), [few(draw, 0, 5)]], 6, window)


@points(1)
@like_reference(agrees=in_whole_numbers)
def cases_cooccurrence_in_whole_numbers(draw):
    """Counts are whole numbers, however large."""
    for copies in (1, 200, 1, 40):
        yield Call(copies * texts(draw, 3, 6, 5), 3, few(draw))
