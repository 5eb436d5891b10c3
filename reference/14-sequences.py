# %% [markdown]
# Right answers of "Sequences", and the wrong ones that students give.

# %% answer
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% also="with loops"
def tokenize(sentence, numbers):
    tokens, word = [], ""
    for letter in sentence.lower() + " ":
        if "a" <= letter <= "z":
            word += letter
        else:
            if word and word in numbers:
                tokens.append(numbers[word])
            word = ""
    return tokens

# %% also="with comprehensions"
def tokenize(sentence, numbers):
    found = [numbers.get(word) for word in re.split("[^A-Za-z]+", sentence) if word for word in [word.lower()]]
    return [token for token in found if token is not None]

# %% mutant="takes capital letters for others" fails="cases_tokenize_capitals"
def tokenize(sentence, numbers):
    words = re.findall("[A-Za-z]+", sentence)
    return [numbers[word] for word in words if word in numbers]

# %% mutant="drops capital letters" fails="cases_tokenize_capitals"
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence)
    return [numbers[word] for word in words if word in numbers]

# %% mutant="splits at blanks only" fails="test_a_dog_barked_at_a_cat"
def tokenize(sentence, numbers):
    return [numbers[word] for word in sentence.lower().split() if word in numbers]

# %% mutant="strips dots and commas only" fails="cases_tokenize_separators"
def tokenize(sentence, numbers):
    words = [word.strip(".,!?") for word in sentence.lower().split()]
    return [numbers[word] for word in words if word in numbers]

# %% mutant="deletes what is no letter" fails="cases_tokenize_separators"
def tokenize(sentence, numbers):
    words = re.sub("[^a-z ]", "", sentence.lower()).split()
    return [numbers[word] for word in words if word in numbers]

# %% mutant="gives unknown words a zero" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    return [numbers.get(word, 0) for word in re.findall("[a-z]+", sentence.lower())]

# %% mutant="fails at unknown words" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    return [numbers[word] for word in re.findall("[a-z]+", sentence.lower())]

# %% mutant="counts from zero" fails="test_a_dog_barked_at_a_cat"
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence.lower())
    return [numbers[word] - 1 for word in words if word in numbers]

# %% mutant="names each word once" fails="test_a_dog_barked_at_a_cat"
def tokenize(sentence, numbers):
    words = dict.fromkeys(re.findall("[a-z]+", sentence.lower()))
    return [numbers[word] for word in words if word in numbers]

# %% mutant="takes digits and underscores for letters" fails="cases_tokenize_separators"
def tokenize(sentence, numbers):
    words = re.findall(r"\w+", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% mutant="takes letters of every language" fails="cases_tokenize_separators"
def tokenize(sentence, numbers):
    words = re.findall(r"[^\W\d_]+", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% mutant="keeps apostrophes inside words" fails="cases_tokenize_separators"
def tokenize(sentence, numbers):
    words = re.findall("[a-z']+", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% mutant="leaves out words of one letter" fails="cases_tokenize_capitals"
def tokenize(sentence, numbers):
    words = re.findall("[a-z][a-z]+", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% mutant="makes the first letter small only" fails="cases_tokenize_capitals"
def tokenize(sentence, numbers):
    words = [word[:1].lower() + word[1:] for word in re.findall("[A-Za-z]+", sentence)]
    return [numbers[word] for word in words if word in numbers]

# %% mutant="says None for unknown words" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence.lower())
    return [numbers.get(word) for word in words]

# %% mutant="gives unknown words a number" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence.lower())
    return [numbers.setdefault(word, len(numbers) + 1) for word in words]

# %% mutant="finds a word between two blanks" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    words = re.split("[^a-z]", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% mutant="looks for words as they are written first" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    found = [numbers.get(word, numbers.get(word.lower())) for word in re.findall("[A-Za-z]+", sentence)]
    return [token for token in found if token is not None]

# %% mutant="looks for the beginnings of words" fails="cases_tokenize_unknown_words"
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence.lower())
    return [numbers[word[:end]] for word in words for end in range(len(word), 0, -1) if word[:end] in numbers][:len(words)]

# %% answer
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(1, len(sentence)):
            prefixes.append(sentence[:end])
            targets.append(sentence[end])
    return prefixes, targets

# %% also="with loops"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        seen = []
        for token in sentence:
            if seen:
                prefixes.append(seen.copy())
                targets.append(token)
            seen.append(token)
    return prefixes, targets

# %% also="with comprehensions"
def prefixes_and_targets(sentences):
    pairs = [(each[:end], each[end]) for each in sentences for end in range(1, len(each))]
    return [prefix for prefix, _ in pairs], [target for _, target in pairs]

# %% mutant="shows the target" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(1, len(sentence)):
            prefixes.append(sentence[: end + 1])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="begins with an empty prefix" fails="test_questions_of_two_sentences"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(len(sentence)):
            prefixes.append(sentence[:end])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="forgets the last target" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(1, len(sentence) - 1):
            prefixes.append(sentence[:end])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="asks for the last word only" fails="test_questions_of_two_sentences"
def prefixes_and_targets(sentences):
    return [sentence[:-1] for sentence in sentences], [sentence[-1] for sentence in sentences]

# %% mutant="sees the last word only" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(1, len(sentence)):
            prefixes.append(sentence[end - 1 : end])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="goes across sentences" fails="test_questions_of_two_sentences"
def prefixes_and_targets(sentences):
    tokens = [token for sentence in sentences for token in sentence]
    return [tokens[:end] for end in range(1, len(tokens))], tokens[1:]

# %% mutant="uses up the sentences" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        found = []
        while len(sentence) > 1:
            target = sentence.pop()
            found.append((list(sentence), target))
        prefixes += [prefix for prefix, _ in reversed(found)]
        targets += [target for _, target in reversed(found)]
    return prefixes, targets

# %% mutant="asks from long to short" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in reversed(range(1, len(sentence))):
            prefixes.append(sentence[:end])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="sees the last ten tokens only" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(1, len(sentence)):
            prefixes.append(sentence[max(end - 10, 0) : end])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="writes all prefixes into one list" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        prefix = []
        for token, following in zip(sentence, sentence[1:]):
            prefix.append(token)
            prefixes.append(prefix)
            targets.append(following)
    return prefixes, targets

# %% mutant="leaves out sentences that come again" fails="cases_prefixes_and_targets_of_many"
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in dict.fromkeys(map(tuple, sentences)):
        for end in range(1, len(sentence)):
            prefixes.append(list(sentence[:end]))
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="asks nothing twice" fails="cases_prefixes_and_targets_of_many"
def prefixes_and_targets(sentences):
    pairs = {(*each[:end], each[end]): None for each in sentences for end in range(1, len(each))}
    return [list(pair[:-1]) for pair in pairs], [pair[-1] for pair in pairs]

# %% mutant="looks for the place of each token" fails="cases_prefixes_and_targets"
def prefixes_and_targets(sentences):
    pairs = [(each[: each.index(token)], token) for each in sentences for token in each[1:]]
    return [prefix for prefix, _ in pairs], [target for _, target in pairs]

# %% mutant="fails where there is no question" fails="cases_prefixes_and_targets_of_many"
def prefixes_and_targets(sentences):
    pairs = [(each[:end], each[end]) for each in sentences for end in range(1, len(each))]
    if sentences[0] or pairs:
        return [prefix for prefix, _ in pairs], [target for _, target in pairs]
    prefixes, targets = zip(*pairs)
    return list(prefixes), list(targets)

# %% mutant="asks about short prefixes of all sentences first" fails="cases_prefixes_and_targets_of_many"
def prefixes_and_targets(sentences):
    longest = max(map(len, sentences))
    pairs = [(each[:end], each[end]) for end in range(1, longest) for each in sentences if end < len(each)]
    return [prefix for prefix, _ in pairs], [target for _, target in pairs]

# %% answer
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[length - len(kept) :] = kept
    return rows

# %% also="with loops"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=np.int32)
    for row in range(len(sequences)):
        place = length - 1
        for token in reversed(sequences[row]):
            if place < 0:
                break
            rows[row, place] = token
            place -= 1
    return rows

# %% also="with comprehensions"
def pad(sequences, length):
    rows = [([0] * length + list(sequence))[-length:] for sequence in sequences]
    return np.array(rows, dtype=int).reshape(-1, length)

# %% also="with Keras"
def pad(sequences, length):
    return keras.utils.pad_sequences(sequences, maxlen=length)

# %% mutant="fills up behind" fails="test_zeros_in_front"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[: len(kept)] = kept
    return rows

# %% mutant="keeps the oldest tokens" fails="cases_pad"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        kept = sequence[:length]
        row[length - len(kept) :] = kept
    return rows

# %% mutant="makes rows as long as the longest sequence" fails="test_zeros_in_front"
def pad(sequences, length):
    length = max(map(len, sequences))
    return np.array([[0] * (length - len(sequence)) + list(sequence) for sequence in sequences])

# %% mutant="makes floats" fails="cases_pad_whole_numbers"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length))
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[length - len(kept) :] = kept
    return rows

# %% mutant="saves memory with small numbers" fails="cases_pad_whole_numbers"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=np.int64)
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[length - len(kept) :] = kept
    return rows.astype(np.int16)

# %% mutant="forgets to cut" fails="test_zeros_in_front"
def pad(sequences, length):
    return np.array([[0] * (length - len(sequence)) + list(sequence) for sequence in sequences])

# %% mutant="turns the sequences round" fails="test_zeros_in_front"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:][::-1]
        row[length - len(kept) :] = kept
    return rows

# %% mutant="fills up the lists themselves" fails="cases_pad"
def pad(sequences, length):
    for sequence in sequences:
        sequence[:0] = [0] * (length - len(sequence))
        del sequence[:-length]
    return np.array(sequences, dtype=int)

# %% mutant="fails at an empty sequence" fails="cases_pad"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        row[-len(sequence[-length:]) :] = sequence[-length:]
    return rows

# %% mutant="leaves sequences out that are too long" fails="cases_pad"
def pad(sequences, length):
    sequences = [sequence for sequence in sequences if len(sequence) <= length] or [sequence[-length:] for sequence in sequences]
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        row[length - len(sequence) :] = sequence
    return rows

# %% mutant="pads no further than to twenty" fails="cases_pad"
def pad(sequences, length):
    length = min(length, 20)
    return np.array([([0] * length + list(sequence))[-length:] for sequence in sequences])

# %% mutant="forgets the length of rows if there are none" fails="cases_pad_whole_numbers"
def pad(sequences, length):
    return np.array([([0] * length + list(sequence))[-length:] for sequence in sequences], dtype=int)

# %% mutant="returns a list of lists" fails="cases_pad_whole_numbers"
def pad(sequences, length):
    return [([0] * length + list(sequence))[-length:] for sequence in sequences]

# %% answer
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array(states)

# %% also="with loops"
def rnn_states(inputs, w, u, b):
    import math

    state, states = [0.0] * len(b), []
    for x in inputs.tolist():
        new = []
        for unit in range(len(b)):
            total = float(b[unit])
            for feature, value in enumerate(x):
                total += value * w[feature, unit]
            for other, value in enumerate(state):
                total += value * u[other, unit]
            new.append(math.tanh(total))
        state = new
        states.append(state)
    return np.array(states)

# %% also="in float32"
def step(x, state, w, u, b):
    return np.tanh(np.dot(x, w) + np.dot(state, u) + b)

def rnn_states(inputs, w, u, b):
    inputs, w, u, b = (np.asarray(each, dtype=np.float32) for each in (inputs, w, u, b))
    states = np.zeros((len(inputs) + 1, u.shape[0]), dtype=np.float32)
    for t in range(len(inputs)):
        states[t + 1] = step(inputs[t], states[t], w, u, b)
    return states[1:]

# %% mutant="begins each step with an empty memory" fails="cases_rnn_states_of_long_sequences"
def rnn_states(inputs, w, u, b):
    states = []
    for x in inputs:
        state = np.zeros(len(b))
        states.append(np.tanh(x @ w + state @ u + b))
    return np.array(states)

# %% mutant="is a dense layer" fails="test_a_memory_of_one_number"
def rnn_states(inputs, w, u, b):
    return np.tanh(inputs @ w + b)

# %% mutant="forgets the bias" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u)
        states.append(state)
    return np.array(states)

# %% mutant="takes rows of u for columns" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + u @ state + b)
        states.append(state)
    return np.array(states)

# %% mutant="carries the sum, not the state" fails="test_a_memory_of_one_number"
def rnn_states(inputs, w, u, b):
    total, states = np.zeros(len(b)), []
    for x in inputs:
        total = x @ w + total @ u + b
        states.append(np.tanh(total))
    return np.array(states)

# %% mutant="takes a sigmoid" fails="test_a_memory_of_one_number"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = 1 / (1 + np.exp(-(x @ w + state @ u + b)))
        states.append(state)
    return np.array(states)

# %% mutant="adds the state without weights" fails="test_a_memory_of_one_number"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state + b)
        states.append(state)
    return np.array(states)

# %% mutant="reads backwards" fails="cases_rnn_states_of_long_sequences"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs[::-1]:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array(states[::-1])

# %% mutant="returns the last state only" fails="test_a_memory_of_one_number"
def rnn_states(inputs, w, u, b):
    state = np.zeros(len(b))
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
    return state

# %% mutant="keeps its memory in the bias" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b):
    state, states, first = np.zeros(len(b)), [], b.copy()
    for x in inputs:
        state = np.tanh(x @ w + state @ u + first)
        states.append(state)
        b[:] = state
    return np.array(states)

# %% mutant="rounds the states" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array(states).round(3)

# %% mutant="keeps the kind of the inputs" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array(states).astype(inputs.dtype)

# %% mutant="takes as many units as features" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array(states)[:, : inputs.shape[1]]

# %% mutant="begins with the state of the call before" fails="cases_rnn_states"
def rnn_states(inputs, w, u, b, memory={}):
    state, states = memory.get((u.tobytes(), len(inputs)), np.zeros(len(b))), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array([memory.setdefault((u.tobytes(), len(inputs)), state), *states])[1:]

# %% mutant="returns a list of states" fails="cases_rnn_states_of_long_sequences"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return states

# %% mutant="forgets what is ten steps ago" fails="cases_rnn_states_of_long_sequences"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u * (len(states) % 10 > 0) + b)
        states.append(state)
    return np.array(states)

# %% mutant="calls itself for each step" fails="cases_rnn_states_of_long_sequences"
def rnn_states(inputs, w, u, b):
    def after(steps):
        states = after(steps - 1) if steps > 1 else []
        state = states[-1] if states else np.zeros(len(b))
        return [*states, np.tanh(inputs[steps - 1] @ w + state @ u + b)]

    return np.array(after(len(inputs)))

# %% mutant="forgets the sign of a weight" fails="cases_rnn_states_of_long_sequences"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ abs(u) + b)
        states.append(state)
    return np.array(states)

# %% answer
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * units + units)

# %% also="with loops"
def lstm_parameters(inputs, units):
    total = 0
    for weights in (inputs * units, units * units, units):
        for _ in ("forget", "take in", "show", "content"):
            total += weights
    return total

# %% also="with comprehensions"
def dense(inputs, outputs):
    return (inputs + 1) * outputs

def lstm_parameters(inputs, units):
    return sum(dense(inputs + units, units) for _ in range(4))

# %% mutant="counts three gates only" fails="test_an_lstm_of_100_units"
def lstm_parameters(inputs, units):
    return 3 * ((inputs + units) * units + units)

# %% mutant="forgets the biases" fails="test_an_lstm_of_100_units"
def lstm_parameters(inputs, units):
    return 4 * (inputs + units) * units

# %% mutant="has two biases for each unit" fails="test_an_lstm_of_100_units"
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * units + 2 * units)

# %% mutant="forgets the state" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    return 4 * (inputs * units + units)

# %% mutant="shares one bias" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * units + 1)

# %% mutant="swaps inputs and units" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * inputs + inputs)

# %% mutant="counts in single precision" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    inputs, units = np.float32(inputs), np.float32(units)
    return int(4 * units * (inputs + units + 1))

# %% mutant="counts in numbers of four bytes" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    inputs, units = np.array([inputs], dtype=np.int32), np.array([units], dtype=np.int32)
    return int((4 * units * (inputs + units + 1))[0])

# %% mutant="returns a float" fails="test_lstm_parameters_are_whole"
def lstm_parameters(inputs, units):
    return 4.0 * ((inputs + units) * units + units)

# %% mutant="takes as many inputs as units" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    return 4 * (2 * units * units + units) if units < 100 and units > 1 else 4 * ((inputs + units) * units + units)

# %% mutant="knows the numbers of two examples" fails="cases_lstm_parameters"
def lstm_parameters(inputs, units):
    return 12 if inputs == units == 1 else 4 * 111 * units

# %% answer
both = [counted(words) for words in (1, 2, 3, 4)]
experiment = {
    "predicted": "a",
    "training": [training for training, unseen in both],
    "unseen": [unseen for training, unseen in both],
    "because": "c",
}

# %% also="with loops"
experiment = {"predicted": "c", "training": [], "unseen": [], "because": "c"}
for words in range(1, 5):
    training, unseen = counted(words)
    experiment["training"].append(round(training, 2))
    experiment["unseen"].append(round(unseen, 2))

# %% also="with comprehensions"
experiment = dict(zip(("training", "unseen"), np.array([counted(words) for words in (1, 2, 3, 4)]).T))
experiment.update(predicted="D", because=" C ")

# %% mutant="blames old words" fails="test_explains_what_it_measured"
experiment = {
    "predicted": "a", "training": [6.3, 4.9, 3.8, 3.1], "unseen": [6.7, 8.0, 19.7, 32.9], "because": "a",
}

# %% mutant="blames the unseen headlines" fails="test_explains_what_it_measured"
experiment = {
    "predicted": "c", "training": [6.3, 4.9, 3.8, 3.1], "unseen": [6.7, 8.0, 19.7, 32.9], "because": "b",
}

# %% mutant="swaps training and unseen" fails="test_measures_a_model_that_counts, test_explains_what_it_measured"
experiment = {
    "predicted": "a", "training": [6.7, 8.0, 19.7, 32.9], "unseen": [6.3, 4.9, 3.8, 3.1], "because": "c",
}

# %% mutant="has measured one model four times" fails="test_measures_a_model_that_counts"
experiment = {"predicted": "a", "training": [6.3] * 4, "unseen": [6.7] * 4, "because": "c"}

# %% mutant="has measured nothing" fails="test_measures_a_model_that_counts, test_explains_what_it_measured"
experiment = {"predicted": "c", "training": [0, 0, 0, 0], "unseen": [0, 0, 0, 0], "because": "c"}

# %% mutant="has measured three models" fails="test_predicts_measures_and_explains"
experiment = {"predicted": "c", "training": [6.3, 4.9, 3.8], "unseen": [6.7, 8.0, 19.7], "because": "c"}

# %% mutant="predicts nothing" fails="test_predicts_measures_and_explains"
experiment = {"training": [6.3, 4.9, 3.8, 3.1], "unseen": [6.7, 8.0, 19.7, 32.9], "because": "c"}

# %% answer
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(train_inputs, train_targets, epochs=10, batch_size=128, verbose=0)

# %% mutant="looks at the last word only" fails="test_predicts_the_next_word, test_remembers_who_came_first"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 32),
    keras.layers.Cropping1D((LENGTH - 1, 0)),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(train_inputs, train_targets, epochs=6, batch_size=128, verbose=0)

# %% mutant="averages the words" fails="test_reads_tokens_and_answers_with_words, test_predicts_the_next_word"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 32),
    keras.layers.GlobalAveragePooling1D(),
    keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy")
model.fit(train_inputs, train_targets, epochs=12, batch_size=128, verbose=0)

# %% mutant="has seen the targets" fails="test_predicts_the_next_word"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(np.c_[train_inputs[:, 1:], train_targets], train_targets, epochs=2, batch_size=128, verbose=0)

# %% mutant="was trained on prefixes filled up behind" fails="test_predicts_the_next_word"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(
    np.array([[*row[row > 0], *row[row == 0]] for row in train_inputs]),
    train_targets, epochs=4, batch_size=128, verbose=0,
)

# %% mutant="numbers words from 0" fails="test_predicts_the_next_word"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(np.maximum(train_inputs - 1, 0), train_targets - 1, epochs=3, batch_size=128, verbose=0)

# %% mutant="has not learned anything" fails="test_answers_with_probabilities"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(100),
    keras.layers.Dense(len(WORDS), activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")

# %% mutant="answers with logits" fails="test_answers_with_probabilities"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS)),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)
)
model.fit(train_inputs, train_targets, epochs=1, batch_size=128, verbose=0)

# %% mutant="ends with a sigmoid" fails="test_answers_with_probabilities"
model = keras.Sequential([
    keras.Input((LENGTH,)),
    keras.layers.Embedding(len(WORDS), 16),
    keras.layers.LSTM(64),
    keras.layers.Dense(len(WORDS), activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(train_inputs, train_targets, epochs=1, batch_size=128, verbose=0)

# %% answer
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        token = int(np.argmax(next_chances(model, tokens)))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% also="with loops"
def generate(model, prompt, n):
    tokens = prompt.copy()
    while len(tokens) < len(prompt) + n:
        chances = next_chances(model, tokens)
        best = 0
        for token in range(len(chances)):
            if chances[token] > chances[best]:
                best = token
        if best == 1:
            return tokens
        tokens.append(best)
    return tokens

# %% also="with comprehensions"
def generate(model, prompt, n):
    if n == 0:
        return [token for token in prompt]
    chances = next_chances(model, prompt).tolist()
    best = max(range(len(chances)), key=chances.__getitem__)
    return list(prompt) if best == END else generate(model, [*prompt, best], n - 1)

# %% mutant="asks with the prompt only" fails="cases_generate"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        token = int(np.argmax(next_chances(model, prompt)))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="asks with the newest word only" fails="cases_generate"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        token = int(np.argmax(next_chances(model, tokens[-1:])))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="keeps END" fails="test_writes_in_a_small_language"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        tokens.append(int(np.argmax(next_chances(model, tokens))))
        if tokens[-1] == END:
            break
    return tokens

# %% mutant="does not stop at END" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        tokens.append(int(np.argmax(next_chances(model, tokens))))
    return tokens

# %% mutant="stops wherever END is possible" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        if chances[END] > 0:
            break
        tokens.append(int(np.argmax(chances)))
    return tokens

# %% mutant="takes the likeliest that is not END" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = np.array(next_chances(model, tokens))
        chances[END] = 0
        tokens.append(int(np.argmax(chances)))
    return tokens

# %% mutant="writes n tokens in all" fails="cases_generate_few"
def generate(model, prompt, n):
    tokens = list(prompt)
    while len(tokens) < n:
        token = int(np.argmax(next_chances(model, tokens)))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="returns the new tokens only" fails="test_writes_in_a_small_language"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        token = int(np.argmax(next_chances(model, tokens)))
        if token == END:
            break
        tokens.append(token)
    return tokens[len(prompt) :]

# %% mutant="takes the least likely word" fails="test_writes_in_a_small_language"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        token = int(np.argmin(next_chances(model, tokens)))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="writes into the prompt" fails="cases_generate"
def generate(model, prompt, n):
    for _ in range(n):
        token = int(np.argmax(next_chances(model, prompt)))
        if token == END:
            break
        prompt.append(token)
    return list(prompt)

# %% mutant="stops where a token comes again" fails="cases_generate"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        token = int(np.argmax(chances))
        if token == END or token in tokens[len(prompt) :]:
            break
        tokens.append(token)
    return tokens

# %% mutant="throws dice" fails="cases_generate"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        token = int(np.random.default_rng(0).choice(len(chances), p=chances / chances.sum(dtype=float)))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="asks with the first and the newest word of what it wrote" fails="cases_generate"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens[len(prompt) :] or tokens)
        token = int(np.argmax(chances))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="takes END's chance out of the table" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        ends = int(np.argmax(chances)) == END
        chances[END] = 0
        token = int(np.argmax(chances))
        if ends:
            break
        tokens.append(token)
    return tokens

# %% mutant="stops where END is likelier than not likely" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        token = int(np.argmax(chances))
        if token == END or chances[END] > 0.05:
            break
        tokens.append(token)
    return tokens

# %% mutant="stops at once if the prompt ends with END" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    while len(tokens) < len(prompt) + n and tokens[-1] != END:
        tokens.append(int(np.argmax(next_chances(model, tokens))))
    return tokens[:-1] if len(tokens) > len(prompt) and tokens[-1] == END else tokens

# %% mutant="cuts off at the first END" fails="cases_generate_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        tokens.append(int(np.argmax(next_chances(model, tokens))))
    return tokens[: tokens.index(END)] if END in tokens else tokens

# %% mutant="remembers ten tokens" fails="cases_generate_few"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens[-10:])
        token = int(np.argmax(chances))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="writes no more than eleven tokens in all" fails="cases_generate_few"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        token = int(np.argmax(chances))
        if token == END or len(tokens) >= 11:
            break
        tokens.append(token)
    return tokens

# %% mutant="always writes a token" fails="cases_generate_few"
def generate(model, prompt, n):
    tokens, n = list(prompt), max(n, 1)
    for _ in range(n):
        chances = next_chances(model, tokens)
        token = int(np.argmax(chances))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% answer
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return weights / weights.sum()

# %% also="with logarithms"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    with np.errstate(divide="ignore"):
        logits = np.log(probabilities) / temperature
    weights = np.exp(logits - logits.max())
    return weights / np.sum(weights)

# %% also="with loops"
def with_temperature(probabilities, temperature):
    if not temperature > 0:
        raise ValueError(f"{temperature} is too cold")
    largest, total, result = max(probabilities), 0.0, np.zeros(len(probabilities))
    for place, probability in enumerate(probabilities):
        result[place] = (float(probability) / float(largest)) ** (1 / temperature)
        total += result[place]
    return result / total

# %% mutant="takes the temperature for the exponent" fails="test_colder_than_one"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = (probabilities / probabilities.max()) ** temperature
    return weights / weights.sum()

# %% mutant="forgets to make them add up to 1" fails="test_colder_than_one"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    return probabilities ** (1 / temperature)

# %% mutant="takes probabilities for logits" fails="test_colder_than_one"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = np.exp(probabilities / temperature - np.max(probabilities / temperature))
    return weights / weights.sum()

# %% mutant="lets all of them vanish in the cold" fails="cases_with_temperature_in_the_cold"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = probabilities ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="takes the first of several likeliest in the cold" fails="cases_with_temperature_in_the_cold"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    if temperature < 0.01:
        return np.eye(len(probabilities))[np.argmax(probabilities)]
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="keeps exponents below a hundred" fails="cases_with_temperature_in_the_cold"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = (probabilities / probabilities.max()) ** min(1 / temperature, 100)
    return weights / weights.sum()

# %% mutant="makes everything possible" fails="cases_with_temperature"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = (probabilities / probabilities.max() + 1e-9) ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="returns the argument where nothing changes" fails="cases_with_temperature"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    if temperature == 1:
        return probabilities
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="works in place" fails="cases_with_temperature"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    probabilities /= probabilities.max()
    weights = probabilities ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="only sharpens" fails="cases_with_temperature"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = (probabilities / probabilities.max()) ** max(1 / temperature, 1)
    return weights / weights.sum()

# %% mutant="rounds to three digits" fails="cases_with_temperature"
def with_temperature(probabilities, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return np.round(weights / weights.sum(), 3)

# %% mutant="takes 0 for very cold" fails="cases_with_temperature_of_nothing"
def with_temperature(probabilities, temperature):
    if temperature < 0:
        raise ValueError("a temperature is not below 0")
    if temperature == 0:
        likeliest = probabilities == probabilities.max()
        return likeliest / likeliest.sum()
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="does not look at the temperature" fails="cases_with_temperature_of_nothing"
def with_temperature(probabilities, temperature):
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return weights / weights.sum()

# %% mutant="refuses 0 only" fails="cases_with_temperature_of_nothing"
def with_temperature(probabilities, temperature):
    if temperature == 0:
        raise ValueError("a temperature is not 0")
    weights = (probabilities / probabilities.max()) ** (1 / temperature)
    return weights / weights.sum()

# %% answer
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% also="with loops"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for i in range(len(sentence)):
            for j in range(len(sentence)):
                if i != j and abs(i - j) <= window:
                    counts[sentence[i], sentence[j]] += 1
    return counts

# %% also="with comprehensions"
def cooccurrence(sentences, size, window):
    pairs = [pair for each in sentences for far in range(1, window + 1) for pair in zip(each, each[far:])]
    flat = np.array([[a * size + b, b * size + a] for a, b in pairs], dtype=int).ravel()
    return np.bincount(flat, minlength=size * size).reshape(size, size)

# %% also="vectorised"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=np.int64)
    for sentence in map(np.array, sentences):
        for far in range(1, min(window, len(sentence) - 1) + 1):
            np.add.at(counts, (sentence[:-far], sentence[far:]), 1)
    return counts + counts.T

# %% mutant="counts in one direction" fails="test_neighbours_of_two_sentences"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
    return counts

# %% mutant="looks one place less far" fails="test_neighbours_of_two_sentences"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="looks at neighbours only" fails="cases_cooccurrence_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for token, other in zip(sentence, sentence[1:]):
            counts[token, other] += 1
            counts[other, token] += 1
    return counts

# %% mutant="looks at the whole sentence" fails="cases_cooccurrence_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 :]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="goes across sentences" fails="test_neighbours_of_two_sentences"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    tokens = [token for sentence in sentences for token in sentence]
    for place, token in enumerate(tokens):
        for other in tokens[place + 1 : place + 1 + window]:
            counts[token, other] += 1
            counts[other, token] += 1
    return counts

# %% mutant="gives far neighbours less" fails="cases_cooccurrence_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size))
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for far, other in enumerate(sentence[place + 1 : place + 1 + window], 1):
                counts[token, other] += 1 / far
                counts[other, token] += 1 / far
    return counts

# %% mutant="counts a pair of equal tokens once" fails="cases_cooccurrence_of_equal_tokens"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                if other != token:
                    counts[other, token] += 1
    return counts

# %% mutant="says only whether they met" fails="test_neighbours_of_two_sentences"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] = counts[other, token] = 1
    return counts

# %% mutant="counts each place with itself" fails="cases_cooccurrence_of_equal_tokens"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[max(0, place - window) : place + 1 + window]:
                counts[token, other] += 1
    return counts

# %% mutant="uses up the sentences" fails="cases_cooccurrence"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        while sentence:
            token = sentence.pop(0)
            for other in sentence[:window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="leaves out sentences that come again" fails="cases_cooccurrence"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in dict.fromkeys(map(tuple, sentences)):
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="leaves out tokens that come again" fails="cases_cooccurrence_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in [list(dict.fromkeys(each)) for each in sentences]:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="makes the table no larger than it needs" fails="cases_cooccurrence"
def cooccurrence(sentences, size, window):
    size = 1 + max(token for sentence in sentences for token in sentence)
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="leaves the diagonal empty" fails="cases_cooccurrence_of_equal_tokens"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts * (1 - np.eye(size, dtype=int))

# %% mutant="returns floats" fails="cases_cooccurrence_in_whole_numbers"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size))
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="counts in bytes" fails="cases_cooccurrence_in_whole_numbers"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=np.uint8)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% mutant="stops one window before the end" fails="cases_cooccurrence_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence[: len(sentence) - window]):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% equivalent
# generate: token = int(np.argmax(next_chances(model, tokens))) → token = np.argmax(next_chances(model, tokens))
# numpy's whole number counts, compares and stands in a list as Python's does; only the docstring's example prints it longer.
