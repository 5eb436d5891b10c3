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
    """The slide's sentence, "A dog barked at a cat.", is 1, 10, 7, 4, 1, 8."""
    numbers = {"a": 1, "at": 4, "barked": 7, "cat": 8, "dog": 10}

    assert tokenize("A dog barked at a cat.", numbers) == approx([1, 10, 7, 4, 1, 8])
    assert tokenize("a cat", numbers) == approx([1, 8])


@points(1)
@like_reference
def cases_tokenize_capitals(draw):
    """Capital letters count as small ones, at the beginning of a word, inside, or everywhere; words may come again."""
    known = {word: number for number, word in enumerate(WORDS, 1)}
    for change in (str.upper, str.title, str.lower, lambda word: word[:-1] + word[-1].upper()):
        yield Call(" ".join(map(change, among(draw, WORDS, 5))), known)
        yield Call(" ".join(change(word) if draw.one(draw.yes_no()) else word for word in among(draw, WORDS)), known)


@points(1)
@like_reference
def cases_tokenize_separators(draw):
    """Whatever is no letter from a to z stands between words: blanks, lines, commas, hyphens, digits, other letters."""
    known = {word: number for number, word in enumerate(WORDS, 2)}
    signs = [*" -_'7!/\n\t–éß中", "   ", ", ", " (", "...", " 42 "]
    for sign in signs:
        words = among(draw, WORDS, 2)
        yield Call(sign.join(words), known)
        yield Call("".join(part for word in words for part in (*among(draw, signs, 1, 2), word)) + sign, known)


@points(1)
@like_reference
def cases_tokenize_unknown_words(draw):
    """A word without a number leaves no trace, even if a part of it has one; there may be no known word at all."""
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
    """A sentence of n tokens makes n - 1 questions, from short to long, and no prefix holds the target."""
    for length in (5, 2, 3, 4, 1, 12, 20):
        yield Call(sentences(draw, length))
        yield Call(sentences(draw, length, tokens=3))


@points(2)
@like_reference
def cases_prefixes_and_targets_of_many(draw):
    """The questions of one sentence follow those of the other, also where tokens or whole sentences come again."""
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
    """[5] in a row of three becomes 0, 0, 5; and of [5, 7, 9, 2] the last three stay."""
    assert pad([[5], [5, 7, 9, 2]], 3) == approx([[0, 0, 5], [7, 9, 2]])
    assert pad([[1, 2]], 4) == approx([[0, 0, 1, 2]])


@points(2)
@like_reference
def cases_pad(draw):
    """Rows have the length that was asked for, whether sequences are shorter, as long, longer, or empty."""
    for length in (4, 1, 2, 3, 6, 11, 5, 30):
        around = (length, length + 1, max(length - 1, 0), 2 * length, 0, 1, length + few(draw))
        yield Call(sentences(draw, *draw.rng.permutation(around)), length)
        yield Call(sentences(draw, few(draw, 1, 2 * length)), length)
        yield Call(2 * sentences(draw, few(draw, 1, length), tokens=3), length)


@points(1)
@like_reference(agrees=in_whole_numbers)
def cases_pad_whole_numbers(draw):
    """Tokens are looked up in a table, so they stay whole numbers; large ones, too, and also if there are none."""
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
    """An input of 1 with w = 0.5 makes the state 0.46; then silence with u = 2 makes 0.73 of it."""
    w, u = np.array([[0.5]]), np.array([[2.0]])

    assert rnn_states(np.array([[1.0], [0.0]]), w, u, np.zeros(1)) == approx([[0.4621171573], [0.7278944044]])
    assert rnn_states(np.array([[0.0]]), w, u, np.zeros(1)) == approx([[0.0]])


@points(4)
@like_reference(rel=1e-4, abs=1e-4)
def cases_rnn_states(draw):
    """Each state is made of the input, the state before and the bias, for any number of features and units."""
    for steps, features, units in (
        (4, 3, 2), (3, 2, 4), (5, 1, 3), (1, 2, 2), (3, 3, 3), (4, 4, 1), (1, 1, 1), (6, 2, 2), (2, 5, 3), (3, 1, 5),
    ):  # fmt: skip
        yield Call(*layer(draw, steps, features, units))
    yield Call(*(draw.rng.integers(-1, 2, shape) for shape in ((4, 3), (3, 2), (2, 2), 2)))


@points(2)
@like_reference(agrees=in_an_array)
def cases_rnn_states_of_long_sequences(draw):
    """In an array of all states, the last ones still depend on the first input; it fades, or stays, as `u` says."""
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
def test_the_slides_lstm(lstm_parameters):
    """The slides' LSTM, of 100 units on 10 numbers, learns 44,400; one of a single unit on one number learns 12."""
    assert lstm_parameters(10, 100) == approx(44400)
    assert lstm_parameters(1, 1) == approx(12)


@points(1)
@like_reference(rel=0)
def cases_lstm_parameters(draw):
    """Inputs and units count differently: the state goes round, the input only in; every single number counts."""
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
    """A number of parameters can be used to count with."""
    assert len(range(lstm_parameters(1, 2))) == 32


# model


@visible
@points(1)
def test_reads_tokens_and_answers_with_words(model):
    """Eleven tokens go in, an embedding and a recurrent layer read them, and a chance for each word comes out."""
    found = examine(model)

    assert found.input_shape == (None, 11)
    assert found.output_shape == (None, len(given("headlines")["classes"]))
    assert "Embedding" in found.kinds
    assert any(kind in ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN") for kind in found.kinds)


@points(1)
def test_answers_with_probabilities(model):
    """The chances for the next word are positive, and add up to 1; they are not all alike."""
    inputs, _ = news(["Nurses reject offer as patients wait", "Young mayor from Leeds opens bridge"])
    rows = chances(model, inputs)

    assert (rows >= 0).all()
    assert rows.sum(axis=1) == approx(np.ones(len(rows)), rel=1e-4)
    assert rows.max() > 0.3


@points(6)
def test_predicts_the_next_word(model):
    """On headlines that nobody has seen, the network is unsure between few words: its perplexity is low enough."""
    inputs, targets = news(hidden("headlines")["sentences"].tolist())
    given_to_the_truth = chances(model, inputs)[np.arange(len(targets)), targets]
    reach("perplexity", float(np.exp(-np.log(np.maximum(given_to_the_truth, 1e-9)).mean())))


@points(2)
def test_remembers_who_came_first(model):
    """The verb agrees with who came first: one mayor rejects, several mayors reject, whoever stands in between."""
    words = given("headlines")["classes"].tolist()
    fields = (("nurse", "doctor"), ("striker", "goalkeeper"), ("mayor", "senator"), ("farmer", "beekeeper"))
    pairs = [(who, other) for mine in fields for who in mine for field in fields if field != mine for other in field]
    starts = [start for who, other in pairs for start in (f"{who} backed by {other}s", f"{who}s backed by {other}")]
    rows = chances(model, np.array([news([f"{start} fear"])[0][-2] for start in starts]))
    one = rows[:, [words.index(verb) for verb in ("rejects", "welcomes", "demands", "fears")]].sum(axis=1)
    many = rows[:, [words.index(verb) for verb in ("reject", "welcome", "demand", "fear")]].sum(axis=1)
    single = np.arange(len(starts)) % 2 == 0
    right, wrong = np.where(single, one, many), np.where(single, many, one)
    # These verbs follow in half of all headlines: whoever gives them no chance does not know, whatever is larger.
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
    """Begun with 2, the table writes 2, 3 and stops; begun with 3 it goes on for as long as it may."""
    table = np.zeros((4, 4, 4))
    table[2, 2, 3] = table[2, 3, 1] = table[3, 3, 2] = table[3, 2, 3] = 1

    assert generate(table, [2], 10) == approx([2, 3])
    assert generate(table, [3], 4) == approx([3, 2, 3, 2, 3])


@points(4)
@like_reference
def cases_generate(draw):
    """Each word is the likeliest after all tokens so far: those of the prompt, and those that were just written."""
    for size in (8, 5, 12, 3, 6, 8, 9, 7):
        yield Call(language(draw, size), prompt(draw, size), few(draw, 2, 9))
        yield Call(np.asfortranarray(language(draw, size)), prompt(draw, size), few(draw, 2, 9))
        yield Call(language(draw, size).astype("float32"), prompt(draw, size, 2), n=few(draw, 5, 12))


@points(2)
@like_reference
def cases_generate_end(draw):
    """It stops as soon as END is the likeliest, and leaves END out; END as a possibility, or before, stops nothing."""
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
    """Neighbours count once in both directions, and never across sentences; a token may stand nowhere."""
    for size, lengths in ((4, (3, 2)), (9, (5, 6, 4)), (6, (1, 1, 1)), (20, (8, 3)), (3, (7, 1, 2)), (5, (4,))):
        yield Call(texts(draw, size, *lengths), size, 1)
        yield Call(2 * texts(draw, size, *lengths), size + few(draw), window=1)


@points(2)
@like_reference
def cases_cooccurrence_windows(draw):
    """In a wider window all tokens count alike, as far as it reaches, or to the end of the sentence."""
    for window, lengths in ((2, (6, 4)), (3, (8, 5, 9)), (2, (9,)), (4, (6, 7)), (10, (5, 3, 1)), (5, (12, 4))):
        yield Call(texts(draw, 7, *lengths), 7, window)
        yield Call([draw.rng.permutation(15)[:length].tolist() for length in lengths], 15, window=window)


@points(1)
@like_reference
def cases_cooccurrence_of_equal_tokens(draw):
    """Two equal tokens side by side count 2 on the diagonal, one for each direction; one alone counts nothing."""
    for size, window in ((1, 1), (2, 1), (3, 2), (2, 3), (1, 4)):
        yield Call(texts(draw, size, few(draw, 5, 9), few(draw, 1, 6)), size, window)
        yield Call([[few(draw, 0, 5)] * few(draw, 2, 5), [few(draw, 0, 5)]], 6, window)


@points(1)
@like_reference(agrees=in_whole_numbers)
def cases_cooccurrence_in_whole_numbers(draw):
    """Counts are whole numbers, however large."""
    for copies in (1, 200, 1, 40):
        yield Call(copies * texts(draw, 3, 6, 5), 3, few(draw))
