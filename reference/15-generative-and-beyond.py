# %% [markdown]
# Right answers of "Networks that make things, and what lies beyond", and the wrong ones that students give.

# %% answer
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(32),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train, train, epochs=20, batch_size=64, verbose=0)

# %% mutant="is linear" fails="test_is_no_weighted_sum, test_beats_pca_on_unseen_digits"
autoencoder = keras.Sequential([
    keras.Input((784,)), keras.layers.Dense(32), keras.layers.Dense(784),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train, train, epochs=10, batch_size=64, verbose=0)

# %% mutant="bends only at the end" fails="test_is_no_weighted_sum"
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256),
    keras.layers.Dense(32),
    keras.layers.Dense(256),
    keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train, train, epochs=1, batch_size=64, verbose=0)

# %% mutant="has no bottleneck" fails="test_squeezes_an_image_into_32_numbers"
autoencoder = keras.Sequential([
    keras.Input((784,)), keras.layers.Dense(256, activation="relu"), keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train, train, epochs=1, batch_size=64, verbose=0)

# %% mutant="squeezes too hard" fails="test_squeezes_an_image_into_32_numbers"
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(8),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train, train, epochs=1, batch_size=64, verbose=0)

# %% mutant="draws any digit of the same class" fails="test_beats_pca_on_unseen_digits"
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(32),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(
    train,
    np.array([train[data["train_labels"] == label].mean(axis=0) for label in range(10)])[data["train_labels"]],
    epochs=8, batch_size=64, verbose=0,
)

# %% mutant="learns from pixels up to 255" fails="test_draws_pixels"
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(32),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="relu"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train * 255, train * 255, epochs=2, batch_size=64, verbose=0)

# %% mutant="has stopped after two epochs" fails="test_beats_pca_on_unseen_digits"
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(32),
    keras.layers.Dense(256, activation="relu"),
    keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(train, train, epochs=2, batch_size=64, verbose=0)

# %% mutant="has a sigmoid in the bottleneck and learns slowly" fails="test_beats_pca_on_unseen_digits"
autoencoder = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(256, activation="sigmoid"),
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(256, activation="sigmoid"),
    keras.layers.Dense(784, activation="sigmoid"),
])
autoencoder.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
autoencoder.fit(train, train, epochs=8, batch_size=64, verbose=0)

# %% answer
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))

# %% mutant="swaps the labels" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, real_logits)) + np.mean(np.logaddexp(0, -fake_logits))

# %% mutant="takes all images for real" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, -fake_logits))

# %% mutant="looks at real images only" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits))

# %% mutant="takes the mean over all images" fails="test_each_kind_has_its_own_mean"
def discriminator_loss(real_logits, fake_logits):
    return 2 * np.mean(np.logaddexp(0, np.concatenate([-real_logits, fake_logits])))

# %% mutant="adds up instead of taking means" fails="test_detective_in_the_dark"
def discriminator_loss(real_logits, fake_logits):
    return np.sum(np.logaddexp(0, -real_logits)) + np.sum(np.logaddexp(0, fake_logits))

# %% mutant="halves the sum" fails="test_detective_in_the_dark"
def discriminator_loss(real_logits, fake_logits):
    return (np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))) / 2

# %% mutant="overflows" fails="test_detective_with_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.log(1 + np.exp(-real_logits))) + np.mean(np.log(1 + np.exp(fake_logits)))

# %% mutant="keeps probabilities within bounds" fails="test_detective_with_huge_logits"
def discriminator_loss(real_logits, fake_logits):
    def sigmoid(z):
        return np.clip(1 / (1 + np.exp(-np.clip(z, -500, 500))), 1e-7, 1 - 1e-7)

    return np.mean(-np.log(sigmoid(real_logits))) + np.mean(-np.log(1 - sigmoid(fake_logits)))

# %% mutant="takes logits for probabilities" fails="test_a_sure_and_a_wrong_detective"
def discriminator_loss(real_logits, fake_logits):
    return np.mean((1 - real_logits) ** 2) + np.mean(fake_logits**2)

# %% mutant="turns the logits round in place" fails="test_detective_leaves_the_logits_alone"
def discriminator_loss(real_logits, fake_logits):
    real_logits *= -1
    return np.mean(np.logaddexp(0, real_logits)) + np.mean(np.logaddexp(0, fake_logits))

# %% answer
def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, -fake_logits))

# %% mutant="wants to be caught" fails="test_a_bad_and_a_doubtful_forgery"
def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, fake_logits))

# %% mutant="maximises the detective's loss" fails="test_forger_wants_to_be_taken_for_real"
def generator_loss(fake_logits):
    return -np.mean(np.logaddexp(0, fake_logits))

# %% mutant="adds up instead of taking the mean" fails="test_a_bad_and_a_doubtful_forgery"
def generator_loss(fake_logits):
    return np.sum(np.logaddexp(0, -fake_logits))

# %% mutant="overflows" fails="test_forger_with_huge_logits"
def generator_loss(fake_logits):
    return np.mean(np.log(1 + np.exp(-fake_logits)))

# %% mutant="takes the loss of the mean" fails="test_a_bad_and_a_doubtful_forgery"
def generator_loss(fake_logits):
    return np.logaddexp(0, -np.mean(fake_logits))

# %% mutant="turns the logits round in place" fails="test_forger_leaves_the_logits_alone"
def generator_loss(fake_logits):
    fake_logits *= -1
    return np.mean(np.logaddexp(0, fake_logits))

# %% answer
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - q[state, action])
    return moved

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

# %% mutant="does not see the end" fails="test_nothing_is_hoped_for_after_the_end"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + discount * q[next_state].max() - q[state, action])
    return moved

# %% mutant="hopes for the mean" fails="test_any_entry_moves"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * q[next_state].mean()) - q[state, action])
    return moved

# %% mutant="hopes for the same action" fails="test_any_entry_moves"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * q[next_state, action]) - q[state, action])
    return moved

# %% mutant="looks at the state it comes from" fails="test_any_entry_moves"
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

# %% mutant="moves the whole row" fails="test_any_entry_moves"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state] += rate * (reward + (0 if done else discount * q[next_state].max()) - q[state, action])
    return moved

# %% mutant="swaps state and action" fails="test_any_entry_moves"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.T.copy()
    state, action = state % len(moved), action % len(moved.T)
    hoped = 0 if done else discount * q[next_state].max()
    moved[state, action] += rate * (reward + hoped - moved[state, action])
    return moved.T

# %% mutant="hopes for nothing bad" fails="test_worst_cases_count_as_they_are"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    moved = q.copy()
    moved[state, action] += rate * (reward + (0 if done else discount * max(0, q[next_state].max())) - q[state, action])
    return moved

# %% mutant="looks at the next state after the step" fails="test_staying_where_one_is"
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

# %% mutant="changes the table itself" fails="test_the_table_stays_as_it_was"
def q_update(q, state, action, reward, next_state, rate, discount, done):
    hoped = 0 if done else discount * q[next_state].max()
    q[state, action] += rate * (reward + hoped - q[state, action])
    return q

# %% answer
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError("there must be a size for each shard, and a sample in one of them")
    shares = [size / sum(sizes) for size in sizes]
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

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

# %% mutant="counts an empty shard as one sample" fails="test_empty_shards_count_nothing"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    sizes = [max(1, size) for size in sizes]
    return [sum(size * part for size, part in zip(sizes, parts)) / sum(sizes) for parts in zip(*gradients)]

# %% mutant="combines the weights only" fails="test_shards_make_the_step_of_the_whole_batch"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    combined = [sum(size * part for size, part in zip(sizes, parts)) / sum(sizes) for parts in zip(*gradients)]
    return [combined[0], *gradients[0][1:]]

# %% mutant="divides zero by zero" fails="test_shards_without_samples_are_an_error"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes):
        raise ValueError
    with np.errstate(all="ignore"):
        shares = np.array(sizes) / np.sum(sizes)
    return [sum(share * part for share, part in zip(shares, parts)) for parts in zip(*gradients)]

# %% mutant="does not count the shards" fails="test_shards_without_samples_are_an_error"
def shard_gradients(gradients, sizes):
    if not sum(sizes):
        raise ValueError
    return [sum(size * part for size, part in zip(sizes, parts)) / sum(sizes) for parts in zip(*gradients)]

# %% mutant="collects in the first shard" fails="test_gradients_of_shards_stay_as_they_were"
def shard_gradients(gradients, sizes):
    if len(gradients) != len(sizes) or not sum(sizes):
        raise ValueError
    first = gradients[0]
    for place, array in enumerate(first):
        array *= sizes[0] / sum(sizes)
        for shard, size in zip(gradients[1:], sizes[1:]):
            array += size / sum(sizes) * shard[place]
    return first

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

# %% mutant="reads lines with an arrow only" fails="test_lines_without_an_arrow"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        if arrow:
            found[name] = None if place == "not found" else place.rpartition(" (")[0]
    return found

# %% mutant="takes the kernel's part for a library" fails="test_lines_without_an_arrow"
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

# %% mutant="cuts at blanks" fails="test_paths_with_blanks"
def parse_ldd(text):
    found = {}
    for line in text.splitlines():
        words = line.split()
        if "=>" in words:
            found[words[0]] = None if words[2] == "not" else words[2]
        elif words and words[0].startswith("/"):
            found[words[0].rpartition("/")[2]] = words[0]
    return found

# %% mutant="cuts at the first bracket" fails="test_paths_with_blanks"
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

# %% mutant="names a library by its whole path" fails="test_lines_without_an_arrow"
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

# %% mutant="names a library as its file" fails="test_the_name_is_what_the_program_asks_for"
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

# %% mutant="takes any other line for a library that is missing" fails="test_programs_that_need_nothing"
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
