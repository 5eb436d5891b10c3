# %% [markdown]
# Right answers of "Networks that make things, and what lies beyond", and the wrong ones that students give.

# %% rubric name="why"
# 1: (a) The generator's loss falls if the discriminator calls fakes real. With its weights in that step, the discriminator
#   learns just that: to be fooled. The two no longer play against each other, its verdicts mean nothing, and the generator
#   has nothing to learn from.
# 1: (b) Near zero: the discriminator tells all fakes, which says that the images are bad or the discriminator far ahead
#   (and then the generator's gradient may vanish). 2 ln 2: it answers one half for everything, as at the game's balance;
#   but a discriminator that has learned nothing does so, too. Half a point for each.
# 1: (c) One of the tasks is chosen by the cost of a wrong or unexplained answer to people: the risk of a disease from forty
#   patients, or the tax. A reason that fits: too few examples to learn from, and someone is treated or charged wrongly with
#   no reason to give; or rules that the law states exactly. Half a point for a task with a weak reason.

# %% answer
encoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(32),
])

# %% also="with functions"
image = keras.Input((784,))
wide = keras.layers.Activation("relu")(keras.layers.Dense(256)(image))
encoder = keras.Model(image, keras.layers.Dense(32)(wide))

# %% mutant="lets 64 numbers pass" fails="test_encoder_makes_32_numbers"
encoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(64),
])

# %% mutant="squeezes too hard" fails="test_encoder_makes_32_numbers"
encoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(8),
])

# %% mutant="sends two codes of 32 numbers" fails="test_encoder_makes_32_numbers"
image = keras.Input((784,))
wide = keras.layers.Dense(256, activation="relu")(image)
encoder = keras.Model(image, [keras.layers.Dense(32)(wide), keras.layers.Dense(32)(wide)])

# %% mutant="sends the image along with the code" fails="test_encoder_makes_32_numbers"
image = keras.Input((784,))
wide = keras.layers.Dense(256, activation="relu")(image)
encoder = keras.Model(image, keras.layers.Concatenate()([keras.layers.Dense(32)(wide), image]))

# %% answer
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=20, batch_size=64, verbose=0)

# %% also="with functions"
code = keras.Input((32,))
wide = keras.layers.Activation("relu")(keras.layers.Dense(256)(code))
decoder = keras.Model(code, keras.layers.Activation("sigmoid")(keras.layers.Dense(784)(wide)))
pixels = keras.Input((784,))
network = keras.Model(pixels, decoder(encoder(pixels)))
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=20, batch_size=64, verbose=0)

# %% mutant="expects 64 numbers" fails="test_decoder_draws_784_pixels"
decoder = keras.Sequential([
    keras.Input((64,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
network = keras.Sequential([encoder, keras.layers.Dense(64), decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=1, batch_size=64, verbose=0)

# %% mutant="is given the image as well" fails="test_decoder_draws_784_pixels"
image, code = keras.Input((784,)), keras.Input((32,))
both = keras.layers.Concatenate()([code, image])
decoder = keras.Model([code, image], keras.layers.Dense(784, activation="sigmoid")(both))
network = keras.Model(image, decoder([encoder(image), image]))
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=1, batch_size=64, verbose=0)

# %% mutant="is linear" fails="test_is_no_weighted_sum, test_beats_pca_on_unseen_digits"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(784),
])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=10, batch_size=64, verbose=0)

# %% mutant="bends only at the end" fails="test_is_no_weighted_sum"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256),
    keras.layers.Dense(784, activation="sigmoid"),
])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=1, batch_size=64, verbose=0)

# %% mutant="draws any digit of the same class" fails="test_beats_pca_on_unseen_digits"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
means = np.array([train[data["train_labels"] == label].mean(axis=0) for label in range(10)])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, means[data["train_labels"]], epochs=8, batch_size=64, verbose=0)

# %% mutant="learns to draw noise" fails="test_draws_pixels"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
noise = np.random.default_rng(0).random(train.shape, dtype="float32")
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, noise, epochs=2, batch_size=64, verbose=0)

# %% mutant="learns from pixels up to 255" fails="test_draws_pixels"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="relu"),
])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train * 255, train * 255, epochs=2, batch_size=64, verbose=0)

# %% mutant="was trained with another encoder" fails="test_draws_pixels"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
network = keras.Sequential([keras.models.clone_model(encoder), decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=2, batch_size=64, verbose=0)

# %% mutant="was never trained" fails="test_draws_pixels"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])

# %% mutant="has stopped after two epochs" fails="test_beats_pca_on_unseen_digits"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer="adam", loss="mse")
network.fit(train, train, epochs=2, batch_size=64, verbose=0)

# %% mutant="has sigmoids everywhere and learns slowly" fails="test_beats_pca_on_unseen_digits"
decoder = keras.Sequential([
    keras.Input((32,)),
    keras.layers.Dense(256, activation="sigmoid"),
    keras.layers.Dense(784, activation="sigmoid"),
])
network = keras.Sequential([encoder, decoder])
network.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
network.fit(train, train, epochs=8, batch_size=64, verbose=0)

# %% answer
both = [trained_with(width) for width in (2, 8, 32)]
experiment = {
    "predicted": "b",
    "training": [training for training, unseen in both],
    "unseen": [unseen for training, unseen in both],
    "because": "b",
}

# %% also="with loops"
experiment = {"predicted": "a", "training": [], "unseen": [], "because": "b"}
for width in (2, 8, 32):
    training, unseen = trained_with(width)
    experiment["training"].append(round(training, 4))
    experiment["unseen"].append(round(unseen, 4))

# %% mutant="blames learning by heart" fails="test_explains_what_it_measured"
experiment = {
    "predicted": "b", "training": [0.049, 0.034, 0.025], "unseen": [0.05, 0.035, 0.026], "because": "a",
}

# %% mutant="believes that nothing is lost" fails="test_explains_what_it_measured"
experiment = {
    "predicted": "a", "training": [0.049, 0.034, 0.025], "unseen": [0.05, 0.035, 0.026], "because": "c",
}

# %% mutant="has measured one bottleneck three times" fails="test_measures_three_bottlenecks"
experiment = {"predicted": "d", "training": [0.034] * 3, "unseen": [0.035] * 3, "because": "b"}

# %% mutant="measures from wide to narrow" fails="test_measures_three_bottlenecks, test_explains_what_it_measured"
experiment = {
    "predicted": "a", "training": [0.025, 0.034, 0.049], "unseen": [0.026, 0.035, 0.05], "because": "b",
}

# %% mutant="has measured nothing" fails="test_measures_three_bottlenecks, test_explains_what_it_measured"
experiment = {"predicted": "a", "training": [0, 0, 0], "unseen": [0, 0, 0], "because": "b"}

# %% mutant="has measured two bottlenecks" fails="test_predicts_measures_and_explains"
experiment = {"predicted": "a", "training": [0.049, 0.034], "unseen": [0.05, 0.035], "because": "b"}

# %% mutant="predicts nothing" fails="test_predicts_measures_and_explains"
experiment = {"training": [0.049, 0.034, 0.025], "unseen": [0.05, 0.035, 0.026], "because": "b"}

# %% answer
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))

# %% also="with helpers"
def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def discriminator_loss(real_logits, fake_logits):
    return softplus(-real_logits).mean() + softplus(fake_logits).mean()

# %% also="with loops"
def discriminator_loss(real_logits, fake_logits):
    real = fake = 0.0
    for z in real_logits:
        real += np.logaddexp(0, -z)
    for z in fake_logits:
        fake += np.logaddexp(0, z)
    return float(real / len(real_logits) + fake / len(fake_logits))

# %% also="in single precision"
def discriminator_loss(real_logits, fake_logits):
    zero = np.float32(0)
    real, fake = (np.asarray(logits, dtype=np.float32) for logits in (real_logits, fake_logits))
    return np.logaddexp(zero, -real).mean() + np.logaddexp(zero, fake).mean()

# %% mutant="swaps the labels" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, real_logits)) + np.mean(np.logaddexp(0, -fake_logits))

# %% mutant="takes all images for real" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, -fake_logits))

# %% mutant="looks at real images only" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits))

# %% mutant="takes the mean over all images" fails="cases_discriminator_loss_of_uneven_batches"
def discriminator_loss(real_logits, fake_logits):
    return 2 * np.mean(np.logaddexp(0, np.concatenate([-real_logits, fake_logits])))

# %% mutant="adds up instead of taking means" fails="cases_discriminator_loss"
def discriminator_loss(real_logits, fake_logits):
    return np.sum(np.logaddexp(0, -real_logits)) + np.sum(np.logaddexp(0, fake_logits))

# %% mutant="halves the sum" fails="cases_discriminator_loss"
def discriminator_loss(real_logits, fake_logits):
    return (np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))) / 2

# %% mutant="overflows" fails="cases_discriminator_loss_of_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.log(1 + np.exp(-real_logits))) + np.mean(np.log(1 + np.exp(fake_logits)))

# %% mutant="keeps probabilities within bounds" fails="cases_discriminator_loss_of_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    def sigmoid(z):
        return np.clip(1 / (1 + np.exp(-np.clip(z, -500, 500))), 1e-7, 1 - 1e-7)

    return np.mean(-np.log(sigmoid(real_logits))) + np.mean(-np.log(1 - sigmoid(fake_logits)))

# %% mutant="takes logits for probabilities" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean((1 - real_logits) ** 2) + np.mean(fake_logits**2)

# %% mutant="turns the logits round in place" fails="cases_discriminator_loss"
def discriminator_loss(real_logits, fake_logits):
    real_logits *= -1
    return np.mean(np.logaddexp(0, real_logits)) + np.mean(np.logaddexp(0, fake_logits))

# %% mutant="pairs real images with fake ones" fails="cases_discriminator_loss_of_uneven_batches"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits) + np.logaddexp(0, fake_logits))

# %% mutant="works in arrays of the same kind" fails="cases_discriminator_loss_of_huge_logits, cases_discriminator_loss"
def discriminator_loss(real_logits, fake_logits):
    real, fake = np.zeros_like(real_logits), np.zeros_like(fake_logits)
    real[:], fake[:] = np.logaddexp(0, -real_logits), np.logaddexp(0, fake_logits)
    return np.mean(real) + np.mean(fake)

# %% mutant="multiplies all probabilities" fails="cases_discriminator_loss_of_uneven_batches"
def discriminator_loss(real_logits, fake_logits):
    real = np.prod(1 / (1 + np.exp(-real_logits.astype(float))))
    fake = np.prod(1 / (1 + np.exp(fake_logits.astype(float))))
    return -np.log(real) / len(real_logits) - np.log(fake) / len(fake_logits)

# %% mutant="takes numbers between 0 and 1 for probabilities" fails="cases_discriminator_loss_of_uneven_batches"
def discriminator_loss(real_logits, fake_logits):
    if min(real_logits.min(), fake_logits.min()) >= 0 and max(real_logits.max(), fake_logits.max()) < 1:
        return -np.mean(np.log(real_logits + 1e-9)) - np.mean(np.log(1 - fake_logits))
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))

# %% mutant="cuts logits off at 500" fails="cases_discriminator_loss_of_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    real_logits, fake_logits = np.clip(real_logits, -500, 500), np.clip(fake_logits, -500, 500)
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))

# %% mutant="adds a little to each probability" fails="cases_discriminator_loss_of_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    def sigmoid(z):
        return np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))

    return -np.mean(np.log(sigmoid(real_logits) + 1e-12)) - np.mean(np.log(sigmoid(-fake_logits) + 1e-12))

# %% mutant="overflows for fake images only" fails="cases_discriminator_loss_of_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.log(1 + np.exp(fake_logits)))

# %% answer
def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, -fake_logits))

# %% also="with helpers"
def cross_entropy_of_real(z):
    return np.log1p(np.exp(-z)) if z > 0 else -z + np.log1p(np.exp(z))


def generator_loss(fake_logits):
    return np.mean([cross_entropy_of_real(z) for z in fake_logits.astype(float)])

# %% also="with loops"
def generator_loss(fake_logits):
    total = 0
    for index in range(len(fake_logits)):
        total = total + np.logaddexp(0, -1 * fake_logits[index])
    return total / fake_logits.size

# %% also="in single precision"
def generator_loss(fake_logits):
    return -np.average(-np.logaddexp(np.float32(0), -fake_logits.astype("float32")))

# %% mutant="wants to be caught" fails="test_a_bad_and_a_doubtful_forgery"
def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, fake_logits))

# %% mutant="maximises the detective's loss" fails="cases_generator_loss"
def generator_loss(fake_logits):
    return -np.mean(np.logaddexp(0, fake_logits))

# %% mutant="adds up instead of taking the mean" fails="test_a_bad_and_a_doubtful_forgery"
def generator_loss(fake_logits):
    return np.sum(np.logaddexp(0, -fake_logits))

# %% mutant="overflows" fails="cases_generator_loss_of_huge_logits"
def generator_loss(fake_logits):
    return np.mean(np.log(1 + np.exp(-fake_logits)))

# %% mutant="takes the loss of the mean" fails="test_a_bad_and_a_doubtful_forgery"
def generator_loss(fake_logits):
    return np.logaddexp(0, -np.mean(fake_logits))

# %% mutant="turns the logits round in place" fails="cases_generator_loss"
def generator_loss(fake_logits):
    fake_logits *= -1
    return np.mean(np.logaddexp(0, fake_logits))

# %% mutant="works in an array of the same kind" fails="cases_generator_loss"
def generator_loss(fake_logits):
    costs = np.empty_like(fake_logits)
    costs[...] = np.logaddexp(0, -fake_logits)
    return costs.mean()

# %% mutant="cuts logits off at 100" fails="cases_generator_loss_of_huge_logits"
def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, -np.clip(fake_logits, -100, 100)))

# %% mutant="multiplies all probabilities" fails="cases_generator_loss"
def generator_loss(fake_logits):
    return -np.log(np.prod(1 / (1 + np.exp(-fake_logits.astype(float))))) / len(fake_logits)

# %% mutant="takes numbers between 0 and 1 for probabilities" fails="cases_generator_loss"
def generator_loss(fake_logits):
    if fake_logits.min() > 0 and fake_logits.max() < 1:
        return -np.mean(np.log(fake_logits))
    return np.mean(np.logaddexp(0, -fake_logits))

# %% mutant="takes the median" fails="cases_generator_loss"
def generator_loss(fake_logits):
    return np.median(np.logaddexp(0, -fake_logits))

# %% mutant="leaves out what is taken for real" fails="cases_generator_loss"
def generator_loss(fake_logits):
    return np.sum(np.logaddexp(0, -fake_logits[fake_logits < 0])) / len(fake_logits)

# %% mutant="takes the square of what is missing" fails="cases_generator_loss"
def generator_loss(fake_logits):
    return np.mean((1 - 1 / (1 + np.exp(-fake_logits))) ** 2)

# %% answer
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% also="with helpers"
def target(row, reward, discount):
    return reward + discount * max(row)


def q_update(q, state, action, reward, next_state, rate, discount, done):
    new = np.array(q)
    wanted = reward if done else target(q[next_state], reward, discount)
    new[state][action] = (1 - rate) * q[state][action] + rate * wanted
    return new

# %% also="with loops"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    best = 0.0
    if not done:
        best = q[next_state, 0]
        for value in q[next_state]:
            if value > best:
                best = value
    result = np.zeros(q.shape)
    for row in range(q.shape[0]):
        for column in range(q.shape[1]):
            result[row, column] = q[row, column]
    result[state, action] = q[state, action] + rate * (reward + discount * best - q[state, action])
    return result

# %% also="in single precision"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    table = q.astype(np.float32)
    hoped = (1 - done) * discount * np.max(table, axis=1)[next_state]
    table[state, action] += rate * (reward + hoped - table[state, action])
    return table

# %% mutant="forgets the discount" fails="test_one_step_of_learning"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else q[next_state].max()) - q[state, action])
    return moved

# %% mutant="discounts the reward, too" fails="test_one_step_of_learning"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (discount * (reward + (0 if done else q[next_state].max())) - q[state, action])
    return moved

# %% mutant="does not see the end" fails="cases_q_update_at_the_end"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + discount * q[next_state].max() - q[state, action])
    return moved

# %% mutant="hopes for the mean" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * q[next_state].mean()) - q[state, action])
    return moved

# %% mutant="hopes for the same action" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * q[next_state, action]) - q[state, action])
    return moved

# %% mutant="looks at the state it comes from" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * q[state].max()) - q[state, action])
    return moved

# %% mutant="replaces the entry" fails="test_one_step_of_learning"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] = rate * (reward + (0 if done else discount * q[next_state].max()))
    return moved

# %% mutant="adds without subtracting" fails="test_one_step_of_learning"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * q[next_state].max()))
    return moved

# %% mutant="moves the whole row" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state] += rate * (reward + (0 if done else discount * q[next_state].max()) - q[state, action])
    return moved

# %% mutant="swaps state and action" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.T.copy()
    state, action = state % len(moved), action % len(moved.T)
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - moved[state, action])
    return moved.T

# %% mutant="hopes for nothing bad" fails="cases_q_update_of_bad_prospects"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * max(0, q[next_state].max())) - q[state, action])
    return moved

# %% mutant="looks at the next state after the step" fails="cases_q_update_where_one_stays"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward - q[state, action])
    moved[state, action] += 0 if done else rate * discount * moved[next_state].max()
    return moved

# %% mutant="ends without a reward" fails="test_one_step_of_learning"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    if not done:
        moved[state, action] += rate * (reward + discount * q[next_state].max() - q[state, action])
    return moved

# %% mutant="changes the table itself" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    hoped = 0 if done else discount * q[next_state].max()
    q[state, action] += rate * (reward + hoped - q[state, action])
    return q

# %% mutant="copies no numbers" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q[:]
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="returns the same table where nothing moves" fails="cases_q_update_of_bad_prospects"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    if rate == 0:
        return q
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="learns nothing without reward and prospects" fails="cases_q_update_of_bad_prospects"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    if reward or hoped:
        moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="learns nothing without a reward" fails="cases_q_update_of_bad_prospects"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    if reward:
        moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="returns the same table where nothing was there before" fails="cases_q_update_of_bad_prospects"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    if not reward and not q.any():
        return q
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="hopes for the best of the whole table" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q.max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="hopes for what is farthest from zero" fails="cases_q_update_of_bad_prospects"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * np.abs(q[next_state]).max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="hopes for what the best action here would bring there" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state, q[state].argmax()]
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="hopes for the future where the game has ended" fails="cases_q_update_at_the_end, cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if not done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

# %% mutant="keeps rewards below one" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (np.clip(reward, -1, 1) + hoped - q[state, action])
    return moved

# %% mutant="returns the entry alone" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved[state, action]

# %% mutant="leaves the other states out" fails="cases_q_update"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved[state : state + 1]

# %% answer
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% also="with loops"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes):
        raise ValueError("a size for each shard")
    count = sum(sizes)
    if count == 0:
        raise ValueError("no samples")
    result = []
    for place in range(len(gradients[0])):
        total = np.zeros_like(gradients[0][place])
        for shard, size in zip(gradients, sizes):
            total += size * shard[place]
        result.append(total / count)
    return result

# %% also="with helpers"
def check(gradients, sizes):
    if len(gradients) != len(sizes) or max(sizes, default=0) < 1:
        raise ValueError("shards and sizes do not fit")


def shard_gradients(gradients, sizes):
    check(gradients, sizes)
    return [np.average(parts, axis=0, weights=sizes) for parts in zip(*gradients)]

# %% also="in single precision"
def shard_gradients(gradients, sizes):
    sizes = np.array(sizes, dtype=np.float32)
    if len(sizes) != len(gradients) or sizes.sum() == 0:
        raise ValueError("not a batch")
    shares = sizes / sizes.sum()
    return [np.tensordot(shares, np.stack(parts).astype(np.float32), axes=1) for parts in zip(*gradients)]

# %% mutant="takes all shards for equal" fails="test_three_samples_and_one"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    return [sum(parts) / len(sizes) for parts in zip(*gradients)]

# %% mutant="adds up" fails="test_three_samples_and_one"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    return [sum(parts) for parts in zip(*gradients)]

# %% mutant="forgets to divide" fails="test_three_samples_and_one"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    return [sum(size * part for size, part in zip(sizes, parts)) for parts in zip(*gradients)]

# %% mutant="takes gradients of sums" fails="test_three_samples_and_one"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    return [sum(parts) / sum(sizes) for parts in zip(*gradients)]

# %% mutant="counts an empty shard as one sample" fails="cases_shard_gradients_of_empty_shards"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    sizes = [max(1, size) for size in sizes]
    return [sum(size * part for size, part in zip(sizes, parts)) / sum(sizes) for parts in zip(*gradients)]

# %% mutant="combines the weights only" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    combined = [sum(size * part for size, part in zip(sizes, parts)) / sum(sizes) for parts in zip(*gradients)]
    return [combined[0], *gradients[0][1:]]

# %% mutant="divides zero by zero" fails="cases_shard_gradients_without_samples"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes):
        raise ValueError
    with np.errstate(all="ignore"):
        shares = np.array(sizes) / np.sum(sizes)
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="does not count the shards" fails="cases_shard_gradients_without_samples"
def shard_gradients(gradients, sizes):
    if not sum(sizes):
        raise ValueError
    return [sum(size * part for size, part in zip(sizes, parts)) / sum(sizes) for parts in zip(*gradients)]

# %% mutant="collects in the first shard" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    first = gradients[0]
    for place, array in enumerate(first):
        array *= sizes[0] / sum(sizes)
        for shard, size in zip(gradients[1:], sizes[1:]):
            array += size / sum(sizes) * shard[place]
    return first

# %% mutant="looks at the first two shards only" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    gradients, sizes = gradients[:2], sizes[:2]
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="takes all but the last shard for equal" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [max(sizes) / (max(sizes) * len(sizes[1:]) + sizes[-1]) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="rounds shares to per cent" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [round(size / sum(sizes), 2) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="sorts the sizes" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    sizes = sorted(sizes)
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="leaves out shards without a gradient" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    kept = [(shard, size) for shard, size in zip(gradients, sizes) if any(part.any() for part in shard)]
    count = sum(size for _, size in kept)
    return [sum(size / count * shard[place] for shard, size in kept) for place in range(len(gradients[0]))]

# %% mutant="counts samples in numbers of four bytes" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = np.array(sizes).astype(np.int32)
    return [sum(share * part for share, part in zip(shares / sum(shares), parts)) for parts in zip(*gradients)]

# %% mutant="sorts the sizes in place" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    sizes.sort()
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="makes one long row of all" fails="cases_shard_gradients"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [size / sum(sizes) for size in sizes]
    return np.concatenate([sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)], axis=None)

# %% mutant="looks for missing sizes only" fails="cases_shard_gradients_without_samples"
def shard_gradients(gradients, sizes):
    if len(gradients) > len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="takes no shards for no mistake" fails="cases_shard_gradients_without_samples"
def shard_gradients(gradients, sizes):
    if not gradients:
        return []
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="raises another error" fails="cases_shard_gradients_without_samples"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ZeroDivisionError("there must be a size for each shard, and a sample in one of them")
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="leaves out empty shards with their sizes only" fails="cases_shard_gradients_of_empty_shards"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    sizes = [size for size in sizes if size]
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% answer
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% also="with helpers"
import re

ARROW = re.compile(r"\s*(\S+) => (?:(not found)|(.+) \(0x[0-9a-f]+\))\s*")
PATH = re.compile(r"\s*(/.*) \(0x[0-9a-f]+\)\s*")


def parse_ldd(text):
    libraries = {}
    for line in text.split("\n"):
        if match := ARROW.fullmatch(line):
            libraries[match[1]] = match[3]
        elif match := PATH.fullmatch(line):
            libraries[match[1].split("/")[-1]] = match[1]
    return libraries

# %% also="with loops"
def parse_ldd(text):
    libraries = dict()
    for line in text.strip().split("\n"):
        line = line.strip()
        if line.endswith("=> not found"):
            libraries[line.split(" => ")[0]] = None
            continue
        if "(" not in line:
            continue
        line = line[: line.rindex("(")].strip()
        if "=>" in line:
            name, path = [part.strip() for part in line.split("=>", 1)]
        elif line[0] == "/":
            name, path = os.path.basename(line), line
        else:
            continue
        libraries[name] = path
    return libraries

# %% mutant="reads lines with an arrow only" fails="cases_parse_ldd_without_an_arrow"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        if arrow:
            found[name] = None if place == "not found" else place.rpartition(" (")[0]
    return found

# %% mutant="takes the kernel's part for a library" fails="cases_parse_ldd_without_an_arrow"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if arrow:
            found[name] = None if place == "not found" else path
        elif path:
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="leaves out what is missing" fails="test_found_and_missing"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if path.startswith("/"):
            found[name if arrow else path.rpartition("/")[2]] = path
    return found

# %% mutant="takes not found for a path" fails="test_found_and_missing"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).split(" (")[0]
        if arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="keeps the place in memory" fails="test_found_and_missing"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        if arrow:
            found[name] = None if place == "not found" else place
        elif name.startswith("/"):
            found[name.rpartition(" (")[0].rpartition("/")[2]] = name
    return found

# %% mutant="cuts at blanks" fails="cases_parse_ldd_with_blanks"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        words = line.split()
        if "=>" in words:
            found[words[0]] = None if words[2] == "not" else words[2]
        elif words and words[0].startswith("/"):
            found[words[0].rpartition("/")[2]] = words[0]
    return found

# %% mutant="cuts at the first bracket" fails="cases_parse_ldd_with_blanks"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).partition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="takes every line with not in it for missing" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if arrow:
            found[name] = None if "not" in line else path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="takes a path with not found in it for missing" fails="cases_parse_ldd_with_blanks"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if arrow:
            found[name] = None if "not found" in place else path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="takes every line with vdso in it for the kernel's" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if "vdso" in line:
            continue
        if arrow:
            found[name] = None if place == "not found" else path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="takes sixteen digits for the place in memory" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        if arrow:
            found[name] = None if place == "not found" else place[:-21]
        elif name.startswith("/"):
            found[name[:-21].rpartition("/")[2]] = name[:-21]
    return found

# %% mutant="names a library by its whole path" fails="cases_parse_ldd_without_an_arrow"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if arrow:
            found[name] = None if place == "not found" else path
        elif path.startswith("/"):
            found[path] = path
    return found

# %% mutant="names a library as its file" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="takes any other line for a library that is missing" fails="cases_parse_ldd_of_other_lines"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if path.startswith("/"):
            found[name if arrow else path.rpartition("/")[2]] = path
        elif "vdso" not in line:
            found[name] = None
    return found

# %% mutant="knows one name of what the kernel brings along" fails="cases_parse_ldd_without_an_arrow"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path and "vdso" not in path:
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="knows two folders" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow and path.startswith(("/lib", "/usr")):
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="takes the last line for empty" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.split("\n")[:-1]:
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="stops at an empty line" fails="cases_parse_ldd_of_other_lines"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        if not line:
            break
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="keeps what the line begins with" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="cuts names at the first dot" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name.partition(".")[0]] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="has no library without an arrow but the loader" fails="cases_parse_ldd_without_an_arrow"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = None
        elif arrow:
            found[name] = path
        elif path.startswith("/") and "/ld" in path:
            found[path.rpartition("/")[2]] = path
    return found

# %% mutant="writes not found" fails="cases_parse_ldd"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        path = (place if arrow else name).rpartition(" (")[0]
        if place == "not found":
            found[name] = "not found"
        elif arrow:
            found[name] = path
        elif path.startswith("/"):
            found[path.rpartition("/")[2]] = path
    return found

# %% answer
machines = {
    "image": "d", "container": "b", "dockerfile": "a", "registry": "c",
    "singularity": "d", "podman": "c", "udocker": "e", "oci": "a", "ngc": "b",
    "kernel": "b", "graph": "d", "gpu": "c", "exaflop": "a",
}

# %% mutant="takes an image for a container" fails="test_image_and_container"
machines = {
    "image": "b", "container": "d", "dockerfile": "a", "registry": "c",
    "singularity": "d", "podman": "c", "udocker": "e", "oci": "a", "ngc": "b",
    "kernel": "b", "graph": "d", "gpu": "c", "exaflop": "a",
}

# %% mutant="takes a Dockerfile for an image" fails="test_image_and_container"
machines = {
    "image": "a", "container": "b", "dockerfile": "d", "registry": "c",
    "singularity": "d", "podman": "c", "udocker": "e", "oci": "a", "ngc": "b",
    "kernel": "b", "graph": "d", "gpu": "c", "exaflop": "a",
}

# %% mutant="takes the standard for a collection" fails="test_tools_for_containers"
machines = {
    "image": "d", "container": "b", "dockerfile": "a", "registry": "c",
    "singularity": "d", "podman": "c", "udocker": "e", "oci": "b", "ngc": "a",
    "kernel": "b", "graph": "d", "gpu": "c", "exaflop": "a",
}

# %% mutant="runs Podman without being installed" fails="test_tools_for_containers"
machines = {
    "image": "d", "container": "b", "dockerfile": "a", "registry": "c",
    "singularity": "d", "podman": "e", "udocker": "c", "oci": "a", "ngc": "b",
    "kernel": "b", "graph": "d", "gpu": "c", "exaflop": "a",
}

# %% mutant="shares a graph with the machine" fails="test_what_machines_share_and_compute"
machines = {
    "image": "d", "container": "b", "dockerfile": "a", "registry": "c",
    "singularity": "d", "podman": "c", "udocker": "e", "oci": "a", "ngc": "b",
    "kernel": "d", "graph": "b", "gpu": "c", "exaflop": "a",
}

# %% mutant="forgets a word" fails="test_a_letter_for_each_part"
machines = {
    "image": "d", "container": "b", "dockerfile": "a", "registry": "c",
    "singularity": "d", "podman": "c", "udocker": "e", "oci": "a", "ngc": "b",
    "kernel": "b", "graph": "d", "gpu": "c",
}

# %% answer
map_of_ai = {
    "first": "c", "second": "b", "third": "d", "fourth": "a",
    "symbolists": "d", "connectionists": "e", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "d", "detection": "a", "segmentation": "b",
    "universal_approximation": "c", "no_free_lunch": "a", "perceptron_convergence": "b",
    "chess_rules": "a", "tax_law": "a", "forty_patients": "b", "million_photos": "c",
}

# %% mutant="takes all machine learning for neural networks" fails="test_from_wide_to_narrow"
map_of_ai = {
    "first": "c", "second": "d", "third": "b", "fourth": "a",
    "symbolists": "d", "connectionists": "e", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "d", "detection": "a", "segmentation": "b",
    "universal_approximation": "c", "no_free_lunch": "a", "perceptron_convergence": "b",
    "chess_rules": "a", "tax_law": "a", "forty_patients": "b", "million_photos": "c",
}

# %% mutant="gives backpropagation to the symbolists" fails="test_five_tribes"
map_of_ai = {
    "first": "c", "second": "b", "third": "d", "fourth": "a",
    "symbolists": "e", "connectionists": "d", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "d", "detection": "a", "segmentation": "b",
    "universal_approximation": "c", "no_free_lunch": "a", "perceptron_convergence": "b",
    "chess_rules": "a", "tax_law": "a", "forty_patients": "b", "million_photos": "c",
}

# %% mutant="swaps localisation and detection" fails="test_four_tasks_on_pictures"
map_of_ai = {
    "first": "c", "second": "b", "third": "d", "fourth": "a",
    "symbolists": "d", "connectionists": "e", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "a", "detection": "d", "segmentation": "b",
    "universal_approximation": "c", "no_free_lunch": "a", "perceptron_convergence": "b",
    "chess_rules": "a", "tax_law": "a", "forty_patients": "b", "million_photos": "c",
}

# %% mutant="believes that a wide network is always found" fails="test_what_theory_says"
map_of_ai = {
    "first": "c", "second": "b", "third": "d", "fourth": "a",
    "symbolists": "d", "connectionists": "e", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "d", "detection": "a", "segmentation": "b",
    "universal_approximation": "b", "no_free_lunch": "a", "perceptron_convergence": "c",
    "chess_rules": "a", "tax_law": "a", "forty_patients": "b", "million_photos": "c",
}

# %% mutant="takes deep learning for always better" fails="test_where_to_begin"
map_of_ai = {
    "first": "c", "second": "b", "third": "d", "fourth": "a",
    "symbolists": "d", "connectionists": "e", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "d", "detection": "a", "segmentation": "b",
    "universal_approximation": "c", "no_free_lunch": "a", "perceptron_convergence": "b",
    "chess_rules": "c", "tax_law": "c", "forty_patients": "c", "million_photos": "c",
}

# %% mutant="answers in words" fails="test_a_letter_for_each_place"
map_of_ai = {
    "first": "artificial intelligence", "second": "machine learning", "third": "neural networks", "fourth": "deep",
    "symbolists": "d", "connectionists": "e", "evolutionaries": "c", "bayesians": "a", "analogizers": "b",
    "classification": "c", "localisation": "d", "detection": "a", "segmentation": "b",
    "universal_approximation": "c", "no_free_lunch": "a", "perceptron_convergence": "b",
    "chess_rules": "a", "tax_law": "a", "forty_patients": "b", "million_photos": "c",
}

# %% equivalent
# discriminator_loss: return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits)) → return np.mean(np.logaddexp(-real_logits, 0)) + np.mean(np.logaddexp(0, fake_logits))
# A sum has no order, and that is what logaddexp takes the logarithm of.

# %% equivalent
# discriminator_loss: return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits)) → return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(fake_logits, 0))
# The same, for the fake images.

# %% equivalent
# generator_loss: return np.mean(np.logaddexp(0, -fake_logits)) → return np.mean(np.logaddexp(-fake_logits, 0))
# The same, for the generator.

# %% equivalent
# shard_gradients: return [sum((share * part for share, part in zip(shares, parts))) for parts in zip(*gradients)] → return [sum((share * part for share, part in zip(parts, shares))) for parts in zip(*gradients)]
# The two names change places, and a product has no order.

# %% equivalent
# generator_loss: assumes that no result is beyond a thousand
# The notebook says that logits are at most as large as 1000, and so is the loss, save for a rounding.

# %% equivalent
# q_update: gives whole numbers for whole numbers
# The table holds floats, as the notebook says, so the arguments are never all whole numbers.
