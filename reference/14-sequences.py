# %% [markdown]
# Right answers of "Sequences", and the wrong ones that students give.

# %% answer
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence.lower())
    return [numbers[word] for word in words if word in numbers]

# %% mutant="takes capital letters for others" fails="test_capital_letters_are_small_ones"
def tokenize(sentence, numbers):
    words = re.findall("[A-Za-z]+", sentence)
    return [numbers[word] for word in words if word in numbers]

# %% mutant="drops capital letters" fails="test_capital_letters_are_small_ones"
def tokenize(sentence, numbers):
    words = re.findall("[a-z]+", sentence)
    return [numbers[word] for word in words if word in numbers]

# %% mutant="splits at blanks only" fails="test_a_dog_barked_at_a_cat"
def tokenize(sentence, numbers):
    return [numbers[word] for word in sentence.lower().split() if word in numbers]

# %% mutant="strips dots and commas only" fails="test_whatever_is_no_letter_separates_words"
def tokenize(sentence, numbers):
    words = [word.strip(".,!?") for word in sentence.lower().split()]
    return [numbers[word] for word in words if word in numbers]

# %% mutant="deletes what is no letter" fails="test_whatever_is_no_letter_separates_words"
def tokenize(sentence, numbers):
    words = re.sub("[^a-z ]", "", sentence.lower()).split()
    return [numbers[word] for word in words if word in numbers]

# %% mutant="gives unknown words a zero" fails="test_unknown_words_are_left_out"
def tokenize(sentence, numbers):
    return [numbers.get(word, 0) for word in re.findall("[a-z]+", sentence.lower())]

# %% mutant="fails at unknown words" fails="test_unknown_words_are_left_out"
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

# %% answer
def prefixes_and_targets(sentences):
    prefixes, targets = [], []
    for sentence in sentences:
        for end in range(1, len(sentence)):
            prefixes.append(sentence[:end])
            targets.append(sentence[end])
    return prefixes, targets

# %% mutant="shows the target" fails="test_nobody_sees_the_target"
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

# %% mutant="forgets the last target" fails="test_every_place_is_cut"
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

# %% mutant="sees the last word only" fails="test_every_place_is_cut"
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

# %% mutant="uses up the sentences" fails="test_sentences_stay_as_they_were"
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

# %% answer
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[length - len(kept) :] = kept
    return rows

# %% mutant="fills up behind" fails="test_zeros_in_front"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[: len(kept)] = kept
    return rows

# %% mutant="keeps the oldest tokens" fails="test_any_length"
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

# %% mutant="makes floats" fails="test_padded_tokens_are_whole_numbers"
def pad(sequences, length):
    rows = np.zeros((len(sequences), length))
    for row, sequence in zip(rows, sequences):
        kept = sequence[-length:]
        row[length - len(kept) :] = kept
    return rows

# %% mutant="saves memory with small numbers" fails="test_padded_tokens_are_whole_numbers"
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

# %% mutant="fills up the lists themselves" fails="test_sequences_stay_as_they_were"
def pad(sequences, length):
    for sequence in sequences:
        sequence[:0] = [0] * (length - len(sequence))
        del sequence[:-length]
    return np.array(sequences, dtype=int)

# %% answer
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u + b)
        states.append(state)
    return np.array(states)

# %% mutant="begins each step with an empty memory" fails="test_the_past_changes_the_present"
def rnn_states(inputs, w, u, b):
    states = []
    for x in inputs:
        state = np.zeros(len(b))
        states.append(np.tanh(x @ w + state @ u + b))
    return np.array(states)

# %% mutant="is a dense layer" fails="test_a_memory_of_one_number"
def rnn_states(inputs, w, u, b):
    return np.tanh(inputs @ w + b)

# %% mutant="forgets the bias" fails="test_states_of_any_layer"
def rnn_states(inputs, w, u, b):
    state, states = np.zeros(len(b)), []
    for x in inputs:
        state = np.tanh(x @ w + state @ u)
        states.append(state)
    return np.array(states)

# %% mutant="takes rows of u for columns" fails="test_states_of_any_layer"
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

# %% mutant="reads backwards" fails="test_the_past_changes_the_present"
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

# %% mutant="keeps its memory in the bias" fails="test_recurrent_arrays_stay_as_they_were"
def rnn_states(inputs, w, u, b):
    state, states, first = np.zeros(len(b)), [], b.copy()
    for x in inputs:
        state = np.tanh(x @ w + state @ u + first)
        states.append(state)
        b[:] = state
    return np.array(states)

# %% answer
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * units + units)

# %% mutant="counts three gates only" fails="test_the_slides_lstm"
def lstm_parameters(inputs, units):
    return 3 * ((inputs + units) * units + units)

# %% mutant="forgets the biases" fails="test_the_slides_lstm"
def lstm_parameters(inputs, units):
    return 4 * (inputs + units) * units

# %% mutant="has two biases for each unit" fails="test_the_slides_lstm"
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * units + 2 * units)

# %% mutant="forgets the state" fails="test_other_lstms"
def lstm_parameters(inputs, units):
    return 4 * (inputs * units + units)

# %% mutant="shares one bias" fails="test_other_lstms"
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * units + 1)

# %% mutant="swaps inputs and units" fails="test_other_lstms"
def lstm_parameters(inputs, units):
    return 4 * ((inputs + units) * inputs + inputs)

# %% mutant="returns a float" fails="test_lstm_parameters_are_whole"
def lstm_parameters(inputs, units):
    return 4.0 * ((inputs + units) * units + units)

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

# %% mutant="asks with the prompt only" fails="test_asks_with_the_longer_text"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        token = int(np.argmax(next_chances(model, prompt)))
        if token == END:
            break
        tokens.append(token)
    return tokens

# %% mutant="asks with the newest word only" fails="test_keeps_the_prompt_in_mind"
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

# %% mutant="does not stop at END" fails="test_stops_at_the_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        tokens.append(int(np.argmax(next_chances(model, tokens))))
    return tokens

# %% mutant="stops wherever END is possible" fails="test_stops_at_the_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = next_chances(model, tokens)
        if chances[END] > 0:
            break
        tokens.append(int(np.argmax(chances)))
    return tokens

# %% mutant="takes the likeliest that is not END" fails="test_stops_at_the_end"
def generate(model, prompt, n):
    tokens = list(prompt)
    for _ in range(n):
        chances = np.array(next_chances(model, tokens))
        chances[END] = 0
        tokens.append(int(np.argmax(chances)))
    return tokens

# %% mutant="writes n tokens in all" fails="test_writes_no_more_than_n"
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

# %% mutant="writes into the prompt" fails="test_the_prompt_stays_as_it_was"
def generate(model, prompt, n):
    for _ in range(n):
        token = int(np.argmax(next_chances(model, prompt)))
        if token == END:
            break
        prompt.append(token)
    return list(prompt)

# %% answer
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[place + 1 : place + 1 + window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

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

# %% mutant="looks at neighbours only" fails="test_wider_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for token, other in zip(sentence, sentence[1:]):
            counts[token, other] += 1
            counts[other, token] += 1
    return counts

# %% mutant="looks at the whole sentence" fails="test_wider_windows"
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

# %% mutant="gives far neighbours less" fails="test_wider_windows"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size))
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for far, other in enumerate(sentence[place + 1 : place + 1 + window], 1):
                counts[token, other] += 1 / far
                counts[other, token] += 1 / far
    return counts

# %% mutant="counts a pair of equal tokens once" fails="test_a_token_near_itself"
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

# %% mutant="counts each place with itself" fails="test_a_token_near_itself"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        for place, token in enumerate(sentence):
            for other in sentence[max(0, place - window) : place + 1 + window]:
                counts[token, other] += 1
    return counts

# %% mutant="uses up the sentences" fails="test_counts_leave_the_sentences_alone"
def cooccurrence(sentences, size, window):
    counts = np.zeros((size, size), dtype=int)
    for sentence in sentences:
        while sentence:
            token = sentence.pop(0)
            for other in sentence[:window]:
                counts[token, other] += 1
                counts[other, token] += 1
    return counts

# %% equivalent
# generate: token = int(np.argmax(next_chances(model, tokens))) → token = np.argmax(next_chances(model, tokens))
# numpy's whole number counts, compares and stands in a list as Python's does; only the docstring's example prints it longer.
