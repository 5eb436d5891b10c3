# %% [markdown]
# # Sequences
#
# "Nurses backed by mayor reject offer as ..." You know who waits: patients, not voters. And you know it from a word that
# stands at the very beginning. A network that reads must carry what it has read. This one will be yours: it reads
# headlines, guesses the next word, and in the end writes headlines of its own.
#
# You turn sentences into numbers, see what a memory is, count what an LSTM learns, train one, let it write, and draw a
# map of words. Below each answer are checks that you can run as often as you like; more checks, which you do not see,
# run when the notebook is graded. Plan for 90 minutes. Training takes a few seconds.

# %%
import contextlib
import os
import re

import matplotlib.pyplot as plt
import numpy as np


@contextlib.contextmanager
def silence():
    """Let standard error rest: TensorFlow tells a lot when it starts, and nothing that you need."""
    with open(os.devnull, "w") as nowhere:
        kept = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


with silence():
    import keras

    keras.ops.zeros(1)

# %%
data = np.load("headlines.npz")
train_headlines, valid_headlines = data["train_sentences"].tolist(), data["valid_sentences"].tolist()
WORDS = data["classes"].tolist()  # each word at the place of its number
NUMBERS = {word: number for number, word in enumerate(WORDS)}
END = NUMBERS["END"]  # stands behind the last word of each headline
LENGTH = 11  # tokens that the network gets to see

print(len(train_headlines), "headlines to learn from, and", len(valid_headlines), "to try; for example:")
print(*train_headlines[:5], sep="\n")
print(len(WORDS), "numbers:", WORDS[:6], "... 0 stands for nothing, and 1 for the end of a headline.")

# %% [markdown]
# These headlines follow rules that nobody tells you, and so does the news. Some words agree with each other across
# those in between: "nurses ... reject", "nurses ... patients". It is a made-up language, so one thing is known that
# nobody knows of real English: how well the next word can be predicted at best. We come back to that.
#
# ## 1. From sentences to numbers
#
# A network computes with numbers, so each word gets one: its **token**. Which number is arbitrary, as long as it is
# always the same. 0 is not given to any word: it will mean "nothing here".
#
# *Hint: `re.findall("[a-z]+", text)` finds the runs of small letters in a text.*

# %% answer
def tokenize(sentence, numbers):
    """Return the tokens of `sentence`, a list of whole numbers, one for each word in order.

    A word is a run of the letters a to z; whatever else stands between words (blanks, commas, hyphens) separates them.
    Capital letters count as small ones. `numbers` is a dictionary from words in small letters to their tokens. A word
    that is not in it is left out. (Ours also holds "" and "END", which are no such words.)

    >>> tokenize("A dog barked at a cat.", {"a": 1, "at": 4, "barked": 7, "cat": 8, "dog": 10})
    [1, 10, 7, 4, 1, 8]
    """
    raise NotImplementedError("Look up each word.")

# %% [markdown]
# ## 2. One sentence, many questions
#
# To learn what comes next, a headline is cut into questions. "Farmers plant tulips END" asks three:
#
# | what is seen | what comes next |
# |---|---|
# | farmers | plant |
# | farmers plant | tulips |
# | farmers plant tulips | END |
#
# What is seen is a **prefix**, and it must not hold what is asked for. (A network that is shown the answer learns to
# copy it, reaches a wonderful loss, and is of no use on the day when the next word is not there yet.)

# %% answer
def prefixes_and_targets(sentences):
    """Return two lists of the same length: all prefixes, and for each the token that comes next.

    `sentences` is a list of lists of tokens, some of which may be empty. Every prefix of at least one token is there
    which something follows: first those of the first sentence, from short to long, then those of the second. A prefix
    never goes across sentences. Leave the sentences as they were.

    >>> prefixes_and_targets([[5, 7, 9], [4, 1]])
    ([[5], [5, 7], [4]], [7, 9, 1])
    """
    raise NotImplementedError("Cut each sentence at every place.")

# %% [markdown]
# ## 3. Fill up in front
#
# Prefixes are of different lengths, but a batch is a rectangle. So the short ones are filled up with zeros, and that in
# **front**: then the newest word is always the last thing that the network reads. With zeros behind it, the network
# would have to carry the word across all of them. Where a sequence is too long, its *oldest* tokens go.

# %% answer
def pad(sequences, length):
    """Return an array of whole numbers of shape (sequences, length): one sequence in each row, zeros in front.

    `sequences` is a list of lists of tokens; it may be empty, and so may some of them. Of a sequence that is longer than
    `length`, the last tokens are kept. `length` is at least 1. Leave the sequences as they were.

    >>> pad([[5], [5, 7, 9, 2]], 3).tolist()
    [[0, 0, 5], [7, 9, 2]]
    """
    raise NotImplementedError("Begin with zeros, and write each sequence to the end of its row.")

# %% [markdown]
# With the three of them, the headlines become arrays that a network can learn from. (If this cell raises an error,
# mend the function that it names.)

# %%
def corpus(headlines):
    """The inputs and targets that some headlines make: arrays of shapes (n, LENGTH) and (n,)."""
    prefixes, targets = prefixes_and_targets([[*tokenize(each, NUMBERS), END] for each in headlines])
    return pad(prefixes, LENGTH), np.array(targets)


train_inputs, train_targets = corpus(train_headlines)
valid_inputs, valid_targets = corpus(valid_headlines)
print("inputs", train_inputs.shape, "targets", train_targets.shape)
for row, target in zip(train_inputs[:4], train_targets[:4]):
    print(row, "->", target, WORDS[target])

# %% [markdown]
# ## 4. What a memory is
#
# A dense layer answers the same input always in the same way; that is a **feed-forward** network. A **recurrent** one
# keeps a state $h$, and each step makes a new state from the input *and the state before*:
#
# $$h_t = \tanh(x_t W + h_{t-1} U + b), \qquad h_0 = 0$$
#
# Same weights in each step, but what the network says to "reject" depends on all that came earlier. The last state is a
# summary of the whole sequence.

# %% answer
def rnn_states(inputs, w, u, b):
    """Return the states of a simple recurrent layer after each step, an array of shape (steps, units).

    `inputs` has shape (steps, features), `w` (features, units), `u` (units, units), `b` (units,). The state before the
    first step is all zeros. Leave the arrays as they were.

    >>> rnn_states(np.array([[1.0], [0.0]]), np.array([[0.5]]), np.array([[2.0]]), np.zeros(1)).round(4).tolist()
    [[0.4621], [0.7279]]
    """
    raise NotImplementedError("Make each state from the one before.")

# %% [markdown]
# One word, then silence: what is left of it in the state? With a small $U$ the memory fades; with a large one it stays,
# whether it is still wanted or not. A simple recurrent layer can't choose.

# %% picture
silence = np.zeros((12, 1))
silence[1] = 1
plt.figure(figsize=(6, 3.2))
for weight in (0.5, 0.9, 1.3):
    states = rnn_states(silence, np.array([[1.0]]), np.array([[weight]]), np.zeros(1))
    plt.plot(range(12), states[:, 0], "o-", label=f"u = {weight}")
plt.title("The state after one word in step 1")
plt.xlabel("step")
plt.ylabel("state")
plt.legend()
plt.show()

# %% [markdown]
# ## 5. The LSTM: a memory with gates
#
# A *long short-term memory* learns when to keep and when to forget. It has four small dense layers inside: three
# **gates** (what to forget, what to take in, what to show) and the new **content**. Each of the four sees the input and
# the state before, side by side, and has one bias for each unit.

# %% answer
def lstm_parameters(inputs, units):
    """Return how many numbers an LSTM layer learns, as a whole number.

    `inputs` is how many numbers come in at each step, `units` how many the state has. Both are at least 1.

    >>> lstm_parameters(10, 100)
    44400
    """
    raise NotImplementedError("Four dense layers, each on the input and the state.")

# %% [markdown]
# The slides' network for real headlines has 11,753 words, an **embedding** of 10 numbers for each, an LSTM of 100 units,
# and a dense layer with one output for each word. Most of what it learns is not the LSTM:

# %% picture
print("embedding", 11753 * 10, "+ LSTM", lstm_parameters(10, 100), "+ dense", (100 + 1) * 11753, "=", end=" ")
print(11753 * 10 + lstm_parameters(10, 100) + (100 + 1) * 11753)

# %% [markdown]
# ## 6. Train it
#
# Now build a network that predicts the next word, and train it on `train_inputs` and `train_targets`:
#
# - its input are `LENGTH` tokens (`keras.Input((LENGTH,))`);
# - an `Embedding` looks up a row of numbers for each token; these rows are learned, too. It needs as many rows as there
#   are numbers, `len(WORDS)`, since 0 has one as well;
# - an `LSTM` (or a `GRU`, its younger sister) of 64 to 128 units reads them one after the other, and hands on its last
#   state;
# - a `Dense` layer with a softmax gives each number in `WORDS` its probability.
#
# How good is it? With ten equally likely words to choose from, a perfect guesser has the loss $\ln 10$. So
# $e^{\text{loss}}$ says: the network is as unsure as if it had to pick one of so many words. That is the
# **perplexity**. Here it is what you are graded by: it must be at most 4.5, on headlines that nobody has seen.
#
# | who | perplexity |
# |---|---|
# | guesses among all words | 161 |
# | looks at the last word only | 7 |
# | averages all words, without their order | 4.7 |
# | **what you need** | **4.5** |
# | knows the rules by which the headlines were made; nobody can do better | 3.86 |
#
# One thing more is measured: whether the verb follows the person who came first. After "nurse backed by mayors" the forms
# for one (*rejects*, *welcomes*, *demands*, *fears*) must be likelier than those for many, and not next to impossible.
# The network has to get that right for 70 % of such beginnings.
#
# *Hint: Adam's own learning rate of 0.001 is small for this; 0.01 is fine with batches of 128. Watch the loss: it stands
# still for a while, then falls again. That is when the network finds out about an agreement. Use `valid_inputs` and
# `valid_targets` to see how you are doing on unseen headlines.*

# %% answer
model = ...  # build the network here, and train it

# %%
def perplexity(chances, targets):
    """As how many equally likely words the network is unsure between: e to the mean cross-entropy."""
    return float(np.exp(-np.log(chances[np.arange(len(targets)), targets]).mean()))


# %% picture
chances = model.predict(valid_inputs, verbose=0)
print(f"perplexity on unseen headlines: {perplexity(chances, valid_targets):.2f}")
starts = ["Nurses backed by mayor", "Nurse backed by mayors", "Mayors backed by nurse", "Mayor backed by nurses"]
figure, axes = plt.subplots(1, 4, figsize=(13, 3), layout="constrained")
for axis, start in zip(axes, starts):
    row = model.predict(pad([tokenize(start, NUMBERS)], LENGTH), verbose=0)[0]
    best = row.argsort()[-8:]
    axis.barh([WORDS[number] for number in best], row[best])
    axis.set(title=start + " ...", xlabel="probability", xlim=(0, 0.4))
plt.show()

# %% [markdown]
# One nurse *treats*, many *treat*, and a mayor in between changes nothing. That is the memory at work.
#
# ## 7. Let it write
#
# A network that knows the next word can write a whole sentence: take the likeliest word, put it behind what is there,
# and ask again, now about the *longer* text.
#
# `next_chances` asks for you. Instead of a network it also takes a small table, with a row of chances for each
# combination of first and last token; so you can try `generate` on a language that you can check by hand.

# %%
def next_chances(model, tokens):
    """The chance of each token to come next. `model` is a network, or a table [first token, last token, next token]."""
    if isinstance(model, keras.Model):
        return model.predict(pad([tokens], LENGTH), verbose=0)[0]
    return model[tokens[0], tokens[-1]]


table = np.zeros((4, 4, 4))  # a language with the tokens 1 (the end), 2 and 3
table[2, 2] = [0, 0.1, 0.3, 0.6]  # begun with 2, and after a 2: most likely a 3
table[2, 3] = [0, 0.8, 0.2, 0]  # begun with 2, and after a 3: most likely the end
table[3, 3] = [0, 0.2, 0.7, 0.1]  # begun with 3, and after a 3: most likely a 2
table[3, 2] = [0, 0.1, 0, 0.9]  # begun with 3, and after a 2: most likely a 3

# %% answer
def generate(model, prompt, n):
    """Return `prompt` and the tokens that follow, as one list: at most `n` more, each the likeliest one.

    Ask `next_chances(model, tokens)` with all tokens so far, each time. When the likeliest token is END (1), stop, and
    leave it out. `prompt` is a list of at least one token; leave it as it was. Tokens are whole numbers, Python's or
    numpy's; an END in the prompt is a token like any other.

    >>> generate(table, [2], 10)
    [2, 3]
    >>> generate(table, [3], 4)
    [3, 2, 3, 2, 3]
    """
    raise NotImplementedError("Add the likeliest token, and ask again.")

# %% [markdown]
# Always the likeliest word gives always the same headlines. Throwing dice with the network's chances gives others each
# time; below are some of both.

# %% picture
def text(tokens):
    return " ".join(WORDS[token] for token in tokens).capitalize()


for start in starts:
    print(text(generate(model, tokenize(start, NUMBERS), 9)))
print()
dice = np.random.default_rng(7)
for start in ("young", "striker", "farmers", "chemist"):
    tokens = [NUMBERS[start]]
    while len(tokens) < LENGTH and tokens[-1] != END:
        row = next_chances(model, tokens).astype(float)
        tokens.append(int(dice.choice(len(row), p=row / row.sum())))
    print(text([token for token in tokens if token != END]))

# %% [markdown]
# ## 8. Words that keep the same company
#
# Where do meanings come from, if tokens are arbitrary? From the company that words keep. **GloVe**, a famous embedding,
# begins with nothing but counts: how often do two words stand near each other? Near means at most `window` places apart
# within the same sentence. (GloVe itself gives a far neighbour less weight; we count all alike.)

# %% answer
def cooccurrence(sentences, size, window):
    """Return the array of shape (size, size) that says how often two tokens stand near each other, as whole numbers.

    `sentences` is a list of lists of tokens below `size`. Each pair of places in a sentence that are at most `window`
    apart counts once in both directions: at [a, b] and at [b, a], where a and b are the tokens there. So a token that
    stands near itself gets 2. Leave the sentences as they were.

    >>> cooccurrence([[1, 2, 3], [2, 1]], 4, window=1).tolist()
    [[0, 0, 0, 0], [0, 0, 2, 0], [0, 2, 0, 1], [0, 0, 1, 0]]
    """
    raise NotImplementedError("Count each pair of near places, in both directions.")

# %% [markdown]
# Words with similar rows of counts have similar roles. Squeeze the rows into a few numbers, and you get maps: as a city
# can be drawn from above and from the side. Colours show what the people below work in. The computer was told neither
# that, nor what a nurse is.

# %% picture
fields = {
    "health": "nurse doctor surgeon",
    "sport": "striker goalkeeper coach",
    "politics": "mayor senator minister",
    "science": "chemist astronomer biologist",
    "farming": "farmer beekeeper shepherd",
}
people = [word for names in fields.values() for word in names.split()]
counts = cooccurrence([tokenize(each, NUMBERS) for each in train_headlines], len(WORDS), window=10)
rows = counts[[NUMBERS[word] for word in people]]
rows = np.sqrt(rows / rows.sum(axis=1, keepdims=True))  # shares, so that frequent words are no special case
rows = rows - rows.mean(axis=0)
places = rows @ np.linalg.svd(rows)[2][:4].T  # the four directions in which they differ most
figure, axes = plt.subplots(1, 2, figsize=(12, 4.6), layout="constrained")
for axis, (x, y), title in zip(axes, (places.T[:2], places.T[2:]), ("from above", "from the side")):
    for first, field in zip(range(0, 15, 3), fields):
        axis.scatter(x[first : first + 3], y[first : first + 3], label=field)
    for place, word in enumerate(people):
        below = (5, 7 - 9 * (place % 3))  # the names of neighbours stand below each other
        axis.annotate(word, (x[place], y[place]), fontsize=8, xytext=below, textcoords="offset points")
    axis.set(title=f"A map of people, seen {title}", xlabel="one direction", ylabel="another direction")
    axis.margins(0.15)
axes[0].legend()
plt.show()
