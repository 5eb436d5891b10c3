import numpy as np

from autograder.testing import approx, before, examine, given, hidden, points, reach, visible


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


def noise(*shape, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, shape)


# tokenize


@before("model")
@visible
@points(1)
def test_a_dog_barked_at_a_cat(tokenize):
    """The slide's sentence, "A dog barked at a cat.", is 1, 10, 7, 4, 1, 8."""
    numbers = {"a": 1, "at": 4, "barked": 7, "cat": 8, "dog": 10}

    assert tokenize("A dog barked at a cat.", numbers) == approx([1, 10, 7, 4, 1, 8])
    assert tokenize("a cat", numbers) == approx([1, 8])


@points(1)
def test_capital_letters_are_small_ones(tokenize):
    """CAT, Cat and cat are the same word."""
    assert tokenize("CAT Cat cat", {"cat": 3, "dog": 2}) == approx([3, 3, 3])
    assert tokenize("dog DOG", {"cat": 3, "dog": 2}) == approx([2, 2])


@points(1)
def test_whatever_is_no_letter_separates_words(tokenize):
    """Commas, hyphens, brackets and several blanks stand between words, and are none."""
    numbers = {"kick": 5, "off": 6, "at": 7, "last": 8}

    assert tokenize("Kick-off, at   last!", numbers) == approx([5, 6, 7, 8])
    assert tokenize(" (off)at\tkick\n", numbers) == approx([6, 7, 5])


@points(1)
def test_unknown_words_are_left_out(tokenize):
    """A word without a number leaves no trace: no zero, no gap, no error."""
    assert tokenize("The dog met the cat", {"dog": 4, "cat": 9}) == approx([4, 9])
    assert tokenize("Nobody knows", {"dog": 4, "cat": 9}) == approx([])


# prefixes_and_targets


@before("model")
@visible
@points(1)
def test_questions_of_two_sentences(prefixes_and_targets):
    """A sentence of three tokens asks two questions, and one of two asks one."""
    prefixes, targets = prefixes_and_targets([[5, 7, 9], [4, 1]])

    assert prefixes == approx([[5], [5, 7], [4]])
    assert targets == approx([7, 9, 1])


@points(2)
def test_every_place_is_cut(prefixes_and_targets):
    """A sentence of n tokens makes n - 1 questions: nothing is asked twice, and nothing is left out."""
    prefixes, targets = prefixes_and_targets([[3, 8, 2, 6, 1]])
    others, nexts = prefixes_and_targets([[2, 2], [9, 4, 1], [7]])

    assert (prefixes, targets) == approx(([[3], [3, 8], [3, 8, 2], [3, 8, 2, 6]], [8, 2, 6, 1]))
    assert (others, nexts) == approx(([[2], [9], [9, 4]], [2, 4, 1]))


@points(2)
def test_nobody_sees_the_target(prefixes_and_targets):
    """A prefix with its target behind it is the beginning of a sentence: the target is not in it already."""
    sentences = [[11, 12, 13, 14], [21, 22, 23]]

    prefixes, targets = prefixes_and_targets(sentences)

    assert [[*prefix, target] for prefix, target in zip(prefixes, targets, strict=True)] == approx(
        [[11, 12], [11, 12, 13], [11, 12, 13, 14], [21, 22], [21, 22, 23]]
    )
    assert [len(prefix) for prefix in prefixes] == approx([1, 2, 3, 1, 2])
    assert prefixes_and_targets([[31, 32]]) == approx(([[31]], [32]))


@points(1)
def test_sentences_stay_as_they_were(prefixes_and_targets):
    """The sentences are the same afterwards, and prefixes of their own."""
    sentences = [[5, 6, 1], [7, 1]]

    prefixes, _ = prefixes_and_targets(sentences)

    assert sentences == approx([[5, 6, 1], [7, 1]])
    assert prefixes == approx([[5], [5, 6], [7]])


# pad


@before("model")
@visible
@points(1)
def test_zeros_in_front(pad):
    """[5] in a row of three becomes 0, 0, 5; and of [5, 7, 9, 2] the last three stay."""
    assert pad([[5], [5, 7, 9, 2]], 3) == approx([[0, 0, 5], [7, 9, 2]])
    assert pad([[1, 2]], 4) == approx([[0, 0, 1, 2]])


@points(1)
def test_any_length(pad):
    """Rows have the length that was asked for, whether sequences are shorter, as long, or longer."""
    sequences = [[1], [2, 3], [4, 5, 6], []]

    assert pad(sequences, 1) == approx([[1], [3], [6], [0]])
    assert pad(sequences, 2) == approx([[0, 1], [2, 3], [5, 6], [0, 0]])
    assert pad(sequences, 5) == approx([[0, 0, 0, 0, 1], [0, 0, 0, 2, 3], [0, 0, 4, 5, 6], [0] * 5])


@points(1)
def test_padded_tokens_are_whole_numbers(pad):
    """Tokens are looked up in a table, so they stay whole numbers; large ones, too."""
    padded = pad([[70000, 2], [1]], 3)

    assert padded.dtype.kind in "iu" and padded.shape == (2, 3)
    assert padded == approx([[0, 70000, 2], [0, 0, 1]])
    assert pad([[3]], 2) == approx([[0, 3]])


@points(1)
def test_sequences_stay_as_they_were(pad):
    """The lists are the same afterwards."""
    sequences = [[4], [4, 5, 6]]

    padded = pad(sequences, 2)

    assert sequences == approx([[4], [4, 5, 6]])
    assert padded == approx([[0, 4], [5, 6]])


# rnn_states


@visible
@points(1)
def test_a_memory_of_one_number(rnn_states):
    """An input of 1 with w = 0.5 makes the state 0.46; then silence with u = 2 makes 0.73 of it."""
    w, u = np.array([[0.5]]), np.array([[2.0]])

    assert rnn_states(np.array([[1.0], [0.0]]), w, u, np.zeros(1)) == approx([[0.4621171573], [0.7278944044]])
    assert rnn_states(np.array([[0.0]]), w, u, np.zeros(1)) == approx([[0.0]])


@points(3)
def test_states_of_any_layer(rnn_states):
    """Each state is made of the input, the state before and the bias, for any number of features and units."""
    for steps, features, units in ((4, 3, 2), (3, 2, 4), (5, 1, 3)):
        x, w = noise(steps, features), noise(features, units, seed=1)
        u, b = noise(units, units, seed=2), noise(units, seed=3)
        expected, state = [], np.zeros(units)
        for step in range(steps):
            state = np.tanh(x[step] @ w + state @ u + b)
            expected.append(state)

        states = rnn_states(x, w, u, b)
        assert states == approx(expected)
        assert states.shape == (steps, units)


@points(2)
def test_the_past_changes_the_present(rnn_states):
    """The same input leaves another state if another one came before; what comes later changes nothing before."""
    w, u, b = noise(2, 3, seed=4), noise(3, 3, seed=5), noise(3, seed=6)
    first = rnn_states(np.array([[1.0, 0.0], [0.0, 1.0]]), w, u, b)
    second = rnn_states(np.array([[0.0, 1.0], [0.0, 1.0]]), w, u, b)
    longer = rnn_states(np.array([[1.0, 0.0], [0.0, 1.0], [5.0, 5.0]]), w, u, b)

    assert np.abs(first[1] - second[1]).max() > 0.01
    assert longer[:2] == approx(first)


@points(1)
def test_recurrent_arrays_stay_as_they_were(rnn_states):
    """Inputs, weights and bias are the same afterwards, and a second call begins with an empty memory again."""
    x, w, u, b = noise(3, 2), noise(2, 2, seed=1), noise(2, 2, seed=2), noise(2, seed=3)

    first = rnn_states(x, w, u, b)

    assert (x, w, u, b) == approx((noise(3, 2), noise(2, 2, seed=1), noise(2, 2, seed=2), noise(2, seed=3)))
    assert first[0] == approx(np.tanh(noise(3, 2)[0] @ noise(2, 2, seed=1) + noise(2, seed=3)))
    assert rnn_states(x[1:], w, u, b)[0] == approx(np.tanh(noise(3, 2)[1] @ noise(2, 2, seed=1) + noise(2, seed=3)))


# lstm_parameters


@visible
@points(1)
def test_the_slides_lstm(lstm_parameters):
    """The slides' LSTM, of 100 units on 10 numbers, learns 44,400; one of a single unit on one number learns 12."""
    assert lstm_parameters(10, 100) == approx(44400)
    assert lstm_parameters(1, 1) == approx(12)


@points(1)
def test_other_lstms(lstm_parameters):
    """Inputs and units count differently: the state goes round, the input only in."""
    assert lstm_parameters(100, 10) == approx(4440)
    assert [lstm_parameters(inputs, 3) for inputs in (1, 2, 3)] == approx([60, 72, 84])
    assert [lstm_parameters(2, units) for units in (1, 2, 3)] == approx([16, 40, 72])
    assert lstm_parameters(32, 64) == approx(24832)


@points(1)
def test_lstm_parameters_are_whole(lstm_parameters):
    """A number of parameters can be used to count with."""
    assert len(range(lstm_parameters(1, 2))) == 32
    assert len(range(lstm_parameters(2, 1))) == 16


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


@visible
@points(1)
def test_writes_in_a_small_language(generate):
    """Begun with 2, the table writes 2, 3 and stops; begun with 3 it goes on for as long as it may."""
    table = np.zeros((4, 4, 4))
    table[2, 2, 3] = table[2, 3, 1] = table[3, 3, 2] = table[3, 2, 3] = 1

    assert generate(table, [2], 10) == approx([2, 3])
    assert generate(table, [3], 4) == approx([3, 2, 3, 2, 3])


def wheel():
    """A language of the tokens 2 to 7: begun with f, each token t is followed by the one f places on."""
    table = np.zeros((8, 8, 8))
    for first in range(2, 8):
        for last in range(2, 8):
            table[first, last, 2 + (last - 2 + first) % 6] = 0.6
            table[first, last, 0] = 0.4
    return table


@points(2)
def test_asks_with_the_longer_text(generate):
    """Each word is chosen from all tokens so far, those that were just written included."""
    assert generate(wheel(), [5], 4) == approx([5, 4, 3, 2, 7])
    assert generate(wheel(), [3], 3) == approx([3, 6, 3, 6])
    assert generate(wheel(), [7, 4], 5) == approx([7, 4, 5, 6, 7, 2, 3])


@points(2)
def test_keeps_the_prompt_in_mind(generate):
    """A prompt of several tokens is kept: what it began with decides to the end."""
    assert generate(wheel(), [4, 2, 3], 2) == approx([4, 2, 3, 7, 5])
    assert generate(wheel(), [2, 2, 3], 3) == approx([2, 2, 3, 5, 7, 3])


@points(1)
def test_stops_at_the_end(generate):
    """It stops as soon as END is the likeliest, and leaves END out; a mere possibility of END stops nothing."""
    table = wheel()
    table[7, 6] = [0, 0.5, 0.4, 0.1, 0, 0, 0, 0]
    table[4, 4] = [0, 0.3, 0, 0.4, 0.3, 0, 0, 0]

    assert generate(table, [7, 4], 9) == approx([7, 4, 5, 6])
    assert generate(table, [7, 6], 9) == approx([7, 6])
    assert generate(table, [4], 1) == approx([4, 3])


@points(1)
def test_writes_no_more_than_n(generate):
    """It adds at most n tokens, however long the prompt is; n may be 0."""
    assert generate(wheel(), [3, 4, 5, 6], 0) == approx([3, 4, 5, 6])
    assert generate(wheel(), [3, 4, 5, 6], 1) == approx([3, 4, 5, 6, 3])
    assert len(generate(wheel(), [6], 20)) == 21


@points(1)
def test_the_prompt_stays_as_it_was(generate):
    """The list that was handed over is the same afterwards, and the result another one."""
    prompt = [5, 3]

    written = generate(wheel(), prompt, 2)

    assert prompt == approx([5, 3])
    assert written == approx([5, 3, 2, 7])


# cooccurrence


@visible
@points(1)
def test_neighbours_of_two_sentences(cooccurrence):
    """In "1 2 3" and "2 1", token 2 stands beside 1 twice and beside 3 once."""
    assert cooccurrence([[1, 2, 3], [2, 1]], 4, 1) == approx([[0, 0, 0, 0], [0, 0, 2, 0], [0, 2, 0, 1], [0, 0, 1, 0]])
    assert cooccurrence([[1], [2]], 3, 1) == approx([[0, 0, 0], [0, 0, 0], [0, 0, 0]])


@points(2)
def test_wider_windows(cooccurrence):
    """With a window of 2, tokens count that are one or two places apart, and all count alike."""
    assert cooccurrence([[0, 1, 2, 3]], 4, 2) == approx([[0, 1, 1, 0], [1, 0, 1, 1], [1, 1, 0, 1], [0, 1, 1, 0]])
    assert cooccurrence([[0, 1, 2, 3]], 4, 3) == approx([[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]])
    assert cooccurrence([[3, 0, 1]], 4, 10) == approx([[0, 1, 0, 1], [1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 0]])


@points(2)
def test_counts_are_symmetric(cooccurrence):
    """What stands near another has the other near itself: the table is the same when it is transposed."""
    random = np.random.default_rng(5)
    sentences = [random.integers(0, 7, length).tolist() for length in (6, 9, 4)]
    expected = np.zeros((7, 7), dtype=int)
    for sentence in sentences:
        for i, a in enumerate(sentence):
            for j, b in enumerate(sentence):
                expected[a, b] += 0 < abs(i - j) <= 3

    assert cooccurrence(sentences, 7, 3) == approx(expected)
    assert cooccurrence([[0, 1, 0, 2]], 3, 2) == approx([[2, 2, 1], [2, 0, 1], [1, 1, 0]])


@points(1)
def test_a_token_near_itself(cooccurrence):
    """Two equal tokens side by side count 2 on the diagonal, one for each direction; one alone counts nothing."""
    assert cooccurrence([[2, 2, 1]], 3, 1) == approx([[0, 0, 0], [0, 0, 1], [0, 1, 2]])
    assert cooccurrence([[0, 0, 0]], 1, 1) == approx([[4]])


@points(1)
def test_counts_leave_the_sentences_alone(cooccurrence):
    """The sentences are the same afterwards, and counts are whole numbers."""
    sentences = [[0, 1], [1, 0, 1]]

    counts = cooccurrence(sentences, 2, 1)

    assert sentences == approx([[0, 1], [1, 0, 1]])
    assert counts.dtype.kind in "iu"
    assert counts == approx([[0, 3], [3, 0]])
