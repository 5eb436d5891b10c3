# %% [markdown]
# # Sequences
#
# "Nurses backed by mayor reject offer as ..." You know who waits: patients, not voters. And you know it from a word at
# the very beginning. A network that reads has to remember what it has read. You will train one: it reads headlines,
# predicts the next word, and in the end writes headlines of its own.
#
# **What you will be able to do**
#
# - turn sentences into arrays from which a network can learn what comes next;
# - say what a recurrent layer remembers, and count what an LSTM learns;
# - find out why counting words is not enough, and train a network that comes close to the best possible;
# - let it write, cautiously or wildly, and draw a map of words from nothing but counts.
#
# **Time:** 2 hours. Training takes a few seconds each time, or half a minute on a busy machine. **You need:** lists and
# dictionaries, numpy arrays, and how to build and train a Keras model.
#
# Below each answer are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded.

# %%
import contextlib
import os
import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

plt.style.use("tableau-colorblind10")


@contextlib.contextmanager
def silence():
    """Silence standard error: TensorFlow prints a lot of messages when it starts."""
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
WORDS = data["classes"].tolist()  # each word is stored at the index of its number
NUMBERS = {word: number for number, word in enumerate(WORDS)}
END = NUMBERS["END"]  # comes after the last word of each headline
LENGTH = 11  # how many tokens the network sees

print(len(train_headlines), "headlines for training and", len(valid_headlines), "for validation; for example:")
print(*train_headlines[:5], sep="\n")
print(len(WORDS), "numbers:", WORDS[:6], "... 0 means nothing, and 1 is the end of a headline.")

# %% [markdown]
# These headlines follow rules that nobody tells you, just as the news does. Some words agree with each other across the
# words in between: "nurses ... reject", "nurses ... patients". The language is made up, so we know something that
# nobody knows about real English: the best that any prediction of the next word can be. We will come back to that.

# %% [markdown]
# ## 1. From sentences to numbers
#
# A network computes with numbers, so each word gets one: its **token**. It does not matter which number a word gets, as
# long as it is always the same. No word gets 0, which will mean "nothing here".
#
# *Hint: `re.findall("[a-z]+", text)` finds the runs of small letters in a text.*

# %% answer
def tokenize(sentence, numbers):
    """Return the tokens of `sentence`: a list of whole numbers, one for each word that has one, in order.

    A word is a run of the letters a to z. Everything else (blanks, commas, hyphens) separates words. Capital letters
    count as small ones. `numbers` is a dictionary from words in small letters to their tokens. Leave out the words that
    are not in it. (The notebook's dictionary also contains "" and "END", but neither is such a word.)

    >>> tokenize("A dog barked at a cat.", {"a": 1, "at": 4, "barked": 7, "cat": 8, "dog": 10})
    [1, 10, 7, 4, 1, 8]
    """
    raise NotImplementedError("Find the words, and look up each of them.")

# %% [markdown]
# ## 2. One sentence, many questions
#
# To learn what comes next, we cut a headline into questions. "Farmers plant tulips END" asks three:
#
# | what is seen | what comes next |
# |---|---|
# | farmers | plant |
# | farmers plant | tulips |
# | farmers plant tulips | END |
#
# What is seen is called a **prefix**. It must not include the word that is asked for. (A network that is shown the
# answer learns to copy it. It reaches a wonderful loss, and is useless as soon as the next word is not there yet.)

# %% answer
def prefixes_and_targets(sentences):
    """Return two lists of the same length: all prefixes, and the token that comes next after each of them.

    `sentences` is a list of lists of tokens, some of which may be empty. Take every prefix of at least one token that
    another token follows: first those of the first sentence, from short to long, then those of the second, and so on. A
    prefix never runs from one sentence into the next. Leave the sentences as they were.

    >>> prefixes_and_targets([[5, 7, 9], [4, 1]])
    ([[5], [5, 7], [4]], [7, 9, 1])
    """
    raise NotImplementedError("Cut each sentence at every position.")

# %% [markdown]
# ## 3. Pad in front
#
# Prefixes have different lengths, but a batch is a rectangle. So short prefixes are padded with zeros, and the zeros go
# in **front**: then the newest word is always the last thing that the network reads. If they came after it, the network
# would have to carry that word across all of them. If a sequence is too long, its *oldest* tokens are dropped.

# %% answer
def pad(sequences, length):
    """Return an array of whole numbers of shape (sequences, length): one sequence in each row, with zeros in front.

    `sequences` is a list of lists of tokens; it may be empty, and so may some of its lists. If a sequence is too long,
    keep its last `length` tokens. `length` is at least 1. Leave the sequences as they were.

    >>> pad([[5], [5, 7, 9, 2]], 3).tolist()
    [[0, 0, 5], [7, 9, 2]]
    """
    raise NotImplementedError("Begin with zeros, and write each sequence to the end of its row.")

# %% [markdown]
# With these three functions, headlines become arrays that a network can learn from. (If this cell raises an error,
# correct the function that it names.)

# %%
def corpus(headlines):
    """The inputs and targets of some headlines: arrays of shapes (n, LENGTH) and (n,)."""
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
# A dense layer always gives the same answer to the same input. Networks of such layers are called **feed-forward**. A
# **recurrent** layer keeps a state $h$. In each step it makes a new state from the input *and the state before*:
#
# $$h_t = \tanh(x_t W + h_{t-1} U + b), \qquad h_0 = 0$$
#
# The weights are the same in every step, but what the network makes of "reject" depends on everything that came
# earlier. The last state is a summary of the whole sequence.

# %% answer
def rnn_states(inputs, w, u, b):
    """Return the states of a simple recurrent layer after each step: an array of shape (steps, units).

    `inputs` has shape (steps, features), `w` (features, units), `u` (units, units), `b` (units,). The state before the
    first step is all zeros. Leave the arrays as they were.

    >>> rnn_states(np.array([[1.0], [0.0]]), np.array([[0.5]]), np.array([[2.0]]), np.zeros(1)).round(4).tolist()
    [[0.4621], [0.7279]]
    """
    raise NotImplementedError("Make each state from the one before.")

# %% [markdown]
# One word, then silence: what is left of the word in the state? With a small $U$ the memory fades. With a large one it
# stays, whether it is still wanted or not. A simple recurrent layer cannot choose.

# %% picture
quiet = np.zeros((12, 1))
quiet[1] = 1
plt.figure(figsize=(6, 3.2))
for weight, line, colour in ((0.5, "o:", "C0"), (0.9, "s--", "C1"), (1.3, "^-", "black")):
    states = rnn_states(quiet, np.array([[1.0]]), np.array([[weight]]), np.zeros(1))
    plt.plot(range(12), states[:, 0], line, color=colour, label=f"u = {weight}")
plt.title("The state after a single word in step 1")
plt.xlabel("step")
plt.ylabel("state")
plt.legend()
plt.show()

# %% [markdown]
# ## 5. The LSTM: a memory with gates
#
# A *long short-term memory* learns when to keep and when to forget. Inside it are four small dense layers: three
# **gates** (what to forget, what to take in, what to show) and one for the new **content**. Each of the four sees the
# input and the state before, side by side, and has one bias for each unit.
#
# The forget gate multiplies each number of the old memory by a number from 0, forget it, to 1, keep it. The input gate
# does so with the new content, which is then added to the memory. And the third gate does so with what is shown: the
# new state.

# %% answer
def lstm_parameters(inputs, units):
    """Return how many numbers an LSTM layer learns, as a whole number.

    `inputs` is how many numbers come in at each step, and `units` how many the state has. Both are at least 1.

    >>> lstm_parameters(10, 100)
    44400
    """
    raise NotImplementedError("Count four dense layers, each of which sees the input and the state.")

# %% [markdown]
# How large is a network for real headlines? Take 11,753 words, an **embedding** (a row of 10 numbers for each word), an
# LSTM of 100 units, and a dense layer with one output for each word. Most of what it learns is outside the LSTM:

# %% picture
print("embedding", 11753 * 10, "+ LSTM", lstm_parameters(10, 100), "+ dense", (100 + 1) * 11753, "=", end=" ")
print(11753 * 10 + lstm_parameters(10, 100) + (100 + 1) * 11753)

# %% [markdown]
# ## 6. An experiment: why not simply count?
#
# How good is a prediction? With ten equally likely words to choose from, even a perfect guesser has the loss $\ln 10$.
# So $e^{\text{loss}}$ turns a loss into a number of words: the model is as unsure as someone who guesses among that
# many equally likely ones. This is called the **perplexity**. It is 1 for someone who always knows, and 161 for someone
# who guesses blindly among all our numbers.
#
# The oldest language models only count. What came after "reject" in the training headlines, and how often? The shares
# are the predictions. Or look at two words: what came after "mayor reject"? Something that never came gets a tiny
# share, too, because nothing is impossible.

# %%
def counted(words):
    """The perplexities of counting what follows the last `words` words: on training headlines, and on unseen ones.

    It counts in the training headlines only. Near the beginning of a headline, it uses as many words as there are.
    """

    def questions(headlines):
        for headline in headlines:
            told = [*headline.lower().split(), "END"]
            for place in range(1, len(told)):
                yield tuple(told[max(place - words, 0) : place]), told[place]

    seen, followed = Counter(), Counter()
    for before, after in questions(train_headlines):
        seen[before] += 1
        followed[before, after] += 1

    def perplexity_on(headlines):
        asked = list(questions(headlines))
        shares = [(followed[each] + 0.01) / (seen[each[0]] + 0.01 * len(WORDS)) for each in asked]
        return float(np.exp(-np.log(shares).mean()))

    return perplexity_on(train_headlines), perplexity_on(valid_headlines)

# %% [markdown]
# **Predict**, before you run anything. A wrong prediction costs nothing, a missing one costs a point. The model looks
# at the last one, two, three, or four words. What happens to its perplexity on *unseen* headlines?
#
# - a: it falls with every word, since the model knows more and more
# - b: it falls from one word to two, and then stays about the same
# - c: it rises with every word
# - d: it hardly changes
#
# **Measure.** Call `counted` for one, two, three, and four words, and collect both perplexities. Write the code for
# this into the next cell, above `experiment = ...`. You may type in the numbers.
#
# **Explain** what you found. Only one of these agrees with your numbers and with what you know about these headlines:
#
# - a: only the last word matters; older ones have nothing to do with what comes next
# - b: the unseen headlines follow other rules than the training headlines
# - c: the more words the model looks at, the fewer training headlines contain just these words, if any do: it knows its
#   own headlines by heart, and little else
# - d: a model that looks at more words has more words to choose from, so it must be less sure

# %% answer
experiment = ...  # {"predicted": "?", "training": [four numbers], "unseen": [four numbers], "because": "?"}

# %% [markdown]
# The figure shows both perplexities against the number of words.

# %% picture
plt.figure(figsize=(6, 3.4))
plt.plot(range(1, 5), experiment["training"], "o--", label="training headlines")
plt.plot(range(1, 5), experiment["unseen"], "s-", label="unseen headlines")
plt.yscale("log")
plt.minorticks_off()
plt.yticks([3, 5, 10, 20, 30], [3, 5, 10, 20, 30])
plt.xticks(range(1, 5))
plt.title("A model that counts")
plt.xlabel("words that it looks at")
plt.ylabel("perplexity (logarithmic)")
plt.legend()
plt.show()

# %% [markdown]
# ## 7. Train a network
#
# A network has another way. It describes each word by a row of numbers, so that what it learns about nurses can help it
# with doctors. Build one that predicts the next word, and train it on `train_inputs` and `train_targets`:
#
# - its input is `LENGTH` tokens (`keras.Input((LENGTH,))`);
# - an `Embedding` looks up a row of numbers for each token. These rows are learned, too. It needs `len(WORDS)` rows,
#   one for each number, since 0 has one as well;
# - an `LSTM` (or its simpler relative, a `GRU`) of 64 to 128 units reads the rows one after the other, and passes on
#   its last state;
# - a `Dense` layer with a softmax gives each number in `WORDS` its probability.
#
# The targets are whole numbers, so the loss is `sparse_categorical_crossentropy`.
#
# ### What is graded
#
# You are graded by the perplexity on headlines that nobody has seen. It must be at most **1.17 times the best
# possible**. For your own headlines, that means:
#
# | who | perplexity |
# |---|---|
# | guesses among all words | 161 |
# | looks at the last word only | 7 |
# | a network that takes the mean of all embedded words, so it ignores their order | 4.7 |
# | **what you need** | **4.5** |
# | knows the rules by which the headlines were made; nobody can do better | 3.86 |
#
# The headlines for grading are made of the same words and by the same kind of rules, but some choices are more or less
# common in them. So the best possible perplexity is another one there, and yours is compared with that.
#
# One more thing is measured: whether the verb agrees with the person named first. After "nurse backed by mayors", add
# up the probabilities of the verbs for one person: *rejects*, *welcomes*, *demands*, *fears*. The sum must be above
# 0.25, and larger than that of the verbs for several: *reject*, *welcome*, *demand*, *fear*. After "nurses backed by
# mayor" it is the other way round. The network has to get this right for at least 70 % of such beginnings. In the
# picture below your network, four bar charts show the eight words that it finds likeliest after such a beginning. Below
# them is printed how it does on 24 beginnings.
#
# ### Settings
#
# **Finding good settings is part of the work.** Which learning rate, which batch size, how many epochs? Try a few
# rates, some smaller and some larger than Adam's own, for an epoch or two each. Keep one at which the loss falls fast
# without jumping about, and then train for longer. `fit` prints the loss, not the perplexity: 4.5 is a `val_loss` of
# 1.50.
#
# ### What you may train on
#
# Only the training headlines. Use the validation headlines to compare settings, as often as you like, for example with
# `fit(..., validation_data=(valid_inputs, valid_targets))`. But never train on them: they would no longer tell you how
# well the network does on headlines it has never seen.
#
# *Hint: when the notebook is graded, this cell runs again, and may take a minute at most. Leave in it only the training
# that you chose in the end.*

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
figure, axes = plt.subplots(2, 2, figsize=(8, 6), sharex=True, layout="constrained")
for axis, start in zip(axes.flat, starts):
    row = model.predict(pad([tokenize(start, NUMBERS)], LENGTH), verbose=0)[0]
    best = row.argsort()[-8:]
    axis.barh([WORDS[number] for number in best], row[best])
    axis.set(title=start + " ...", xlabel="probability", ylabel="next word")
figure.suptitle("What comes next?")
plt.show()

single = [NUMBERS[verb] for verb in "rejects welcomes demands fears".split()]
several = [NUMBERS[verb] for verb in "reject welcome demand fear".split()]
named = "nurse striker mayor farmer".split()
pairs = [(who, other) for who in named for other in named if who != other]
agrees = []
for beginning, right, wrong in (("{} backed by {}s", single, several), ("{}s backed by {}", several, single)):
    asked = pad([tokenize(beginning.format(*pair), NUMBERS) for pair in pairs], LENGTH)
    found = model.predict(asked, verbose=0)
    good, bad = found[:, right].sum(axis=1), found[:, wrong].sum(axis=1)
    agrees.extend((good > bad) & (good > 0.25))
print(f"the verb agrees with the person named first in {100 * np.mean(agrees):.0f} % of {len(agrees)} beginnings")

# %% [markdown]
# One nurse *treats*, several *treat*, and a mayor in between changes nothing. That is the memory at work.
#
# ## 8. Let it write
#
# A network that predicts the next word can write a whole sentence: take the likeliest word, add it to the text, and ask
# again, now about the *longer* text.
#
# `next_chances` does the asking. Instead of a network it also takes a small table, with a row of probabilities for each
# combination of first and last token. So you can try `generate` on a language that you can check by hand.

# %%
def next_chances(model, tokens):
    """The probability of each token to come next. `model` is a network, or a table [first, last, next token]."""
    if isinstance(model, keras.Model):
        return model.predict(pad([tokens], LENGTH), verbose=0)[0]
    return model[tokens[0], tokens[-1]]


table = np.zeros((4, 4, 4))  # a language with the tokens 1 (the end), 2 and 3
table[2, 2] = [0, 0.1, 0.3, 0.6]  # starting with 2, after a 2: most likely a 3
table[2, 3] = [0, 0.8, 0.2, 0]  # starting with 2, after a 3: most likely the end
table[3, 3] = [0, 0.2, 0.7, 0.1]  # starting with 3, after a 3: most likely a 2
table[3, 2] = [0, 0.1, 0, 0.9]  # starting with 3, after a 2: most likely a 3

# %% answer
def generate(model, prompt, n):
    """Return `prompt` and the tokens that follow it, as one list: at most `n` more, each the likeliest one.

    Ask `next_chances(model, tokens)` each time, with all tokens so far. When the likeliest token is END (1), stop, and
    leave it out. `prompt` is a list of at least one token; leave it as it was. Tokens are whole numbers, Python's or
    numpy's. An END in the prompt is a token like any other.

    >>> generate(table, [2], 10)
    [2, 3]
    >>> generate(table, [3], 4)
    [3, 2, 3, 2, 3]
    """
    raise NotImplementedError("Add the likeliest token, and ask again.")

# %% picture
def text(tokens):
    return " ".join(WORDS[token] for token in tokens).capitalize()


for start in starts:
    print(text(generate(model, tokenize(start, NUMBERS), 9)))

# %% [markdown]
# ### Hot and cold
#
# If you always take the likeliest word, each beginning leads to the same headline every time. Instead, the next word
# can be drawn at random, with the network's probabilities. A **temperature** $T$ says how daring the draw is:
#
# $$p_i \leftarrow \frac{p_i^{1/T}}{\sum_j p_j^{1/T}}$$
#
# At $T = 1$ nothing changes. When it is colder, likely words become even likelier, until only the likeliest is left.
# When it is hotter, the probabilities move closer together, until all words that are possible at all are equally
# likely.
#
# *Hint: at T = 0.001 the exponent is 1000. But `0.4 ** 1000` is too small for a floating-point number and becomes 0,
# and if that happens to all of them, so does the sum. What changes if you divide all of them by the largest one first?*

# %% answer
def with_temperature(probabilities, temperature):
    """Return the probabilities at this temperature: a new array of the same shape that adds up to 1.

    `probabilities` is an array of shape (n,) that adds up to 1; leave it as it was. A probability of 0 stays 0.
    A positive temperature is between 0.001 and 1000. Raise a ValueError if it is 0 or negative.

    >>> with_temperature(np.array([0.5, 0.4, 0.1]), 0.5).round(2).tolist()
    [0.6, 0.38, 0.02]
    >>> with_temperature(np.array([0.5, 0.4, 0.1]), 0.001).round(2).tolist()
    [1.0, 0.0, 0.0]
    """
    raise NotImplementedError("Take each to the power of 1 / temperature, and make them add up to 1 again.")

# %% [markdown]
# When it is cold, the network plays safe. When it is hot, it forgets its grammar:

# %% picture
dice = np.random.default_rng(7)
for temperature in (0.2, 1, 2):
    lines = [f"\nT = {temperature}"]
    for start in ("striker", "farmers", "farmers"):
        tokens = [NUMBERS[start]]
        while len(tokens) < LENGTH and tokens[-1] != END:
            row = with_temperature(next_chances(model, tokens).astype(float), temperature)
            tokens.append(int(dice.choice(len(row), p=row)))
        lines.append("   " + text([token for token in tokens if token != END]))
    print(*lines, sep="\n")

# %% [markdown]
# ## 9. Words that keep the same company
#
# Where do meanings come from if tokens are arbitrary? From the company that words keep. **GloVe**, a famous embedding,
# starts with nothing but counts: how often do two words stand near each other? Near means at most `window` places apart
# in the same sentence. (GloVe itself gives distant neighbours less weight; we count all alike.)

# %% answer
def cooccurrence(sentences, size, window):
    """Return how often two tokens stand near each other: an array of whole numbers of shape (size, size).

    `sentences` is a list of lists of tokens below `size`. Each pair of places in a sentence that are at most `window`
    apart counts once in each direction: at [a, b] and at [b, a], where a and b are the tokens there. So if both are the
    same token a, [a, a] grows by 2. Leave the sentences as they were.

    >>> cooccurrence([[1, 2, 3], [2, 1]], 4, window=1).tolist()
    [[0, 0, 0, 0], [0, 0, 2, 0], [0, 2, 0, 1], [0, 0, 1, 0]]
    """
    raise NotImplementedError("Count each pair of near places, in both directions.")

# %% [markdown]
# Words with similar rows of counts play similar roles. Squeeze the rows into a few numbers, and you get maps, just as a
# city can be drawn from above and from the side. Colours and symbols show the field in which people work. Nobody told
# the computer about fields, nor what a nurse is.

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
figure, axes = plt.subplots(2, 1, figsize=(7, 9.2), layout="constrained")
colours = ("#0072b2", "#e69f00", "#000000", "#cc79a7", "#009e73")
for axis, (x, y), title in zip(axes, (places.T[:2], places.T[2:]), ("from above", "from the side")):
    for first, field, symbol, colour in zip(range(0, 15, 3), fields, "os^Dv", colours):
        mine = slice(first, first + 3)
        axis.scatter(x[mine], y[mine], marker=symbol, color=colour, label=field)
        for height, place in zip((-11, -3, 5), first + y[mine].argsort()):  # names must not cover each other
            leftmost = place == first + x[mine].argmin()
            shift, side = ((-6, height), "right") if leftmost else ((6, height), "left")
            spot = (x[place], y[place])
            axis.annotate(people[place], spot, fontsize=8, xytext=shift, textcoords="offset points", ha=side)
    axis.set(title=f"A map of people, seen {title}", xlabel="one direction", ylabel="another direction")
    axis.margins(0.2)
axes[0].legend()
plt.show()
