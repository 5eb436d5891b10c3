# %% [markdown]
# Right answers of "A first network", and the wrong ones that students give.

# %% answer
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return -(-samples // batch)

# %% mutant="forgets the last batch" fails="test_a_last_batch_counts, test_steps_of_the_slides"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return samples // batch

# %% mutant="always adds one" fails="test_steps_of_the_slides"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return samples // batch + 1

# %% mutant="returns a float" fails="test_steps_are_whole_numbers"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return np.ceil(samples / batch)

# %% mutant="rounds to the nearest" fails="test_a_last_batch_counts"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return round(samples / batch)

# %% mutant="takes an epoch for one step" fails="test_steps_of_the_slides"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return 1 if samples else 0

# %% mutant="accepts any batch" fails="test_a_batch_holds_something"
def steps_per_epoch(samples, batch):
    return -(-samples // batch) if batch else 0

# %% answer
def parameters_dense(sizes):
    return sum((inputs + 1) * units for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="forgets the biases" fails="test_parameters_of_the_slides"
def parameters_dense(sizes):
    return sum(inputs * units for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="has one bias for each layer" fails="test_parameters_of_the_slides"
def parameters_dense(sizes):
    return sum(inputs * units + 1 for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="counts a bias for each input" fails="test_parameters_of_the_slides"
def parameters_dense(sizes):
    return sum(inputs * units + inputs for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="counts nodes" fails="test_parameters_of_any_network"
def parameters_dense(sizes):
    return sum(sizes)

# %% mutant="expects three layers" fails="test_parameters_of_any_network"
def parameters_dense(sizes):
    a, b, c, d = sizes
    return (a + 1) * b + (b + 1) * c + (c + 1) * d

# %% mutant="uses the list up" fails="test_sizes_stay_as_they_were"
def parameters_dense(sizes):
    total, inputs = 0, sizes.pop(0)
    while sizes:
        units = sizes.pop(0)
        total += (inputs + 1) * units
        inputs = units
    return total

# %% answer
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="has one hidden layer" fails="test_layers"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="has 24 outputs" fails="test_layers"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(24, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="forgets the ReLU" fails="test_activations"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512),
        keras.layers.Dense(512),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="ends in sigmoids" fails="test_it_answers_with_probabilities"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="ends without a softmax" fails="test_it_answers_with_probabilities"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="takes the softmax twice" fails="test_it_answers_with_probabilities"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model

# %% mutant="expects one-hot labels" fails="test_the_loss_fits_the_labels"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="takes the squared error" fails="test_the_loss_fits_the_labels"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    return model

# %% mutant="is not compiled" fails="test_the_loss_fits_the_labels"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    return model

# %% mutant="shows no accuracy" fails="test_the_loss_fits_the_labels"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model

# %% mutant="returns the same network again and again" fails="test_each_call_builds_another_network"
def build_model(built=[]):
    if built:
        return built[0]
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    built.append(model)
    return model

# %% answer
model = build_model()
model.fit(
    prepare(train_images), train_labels, epochs=8, batch_size=64, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is not trained" fails="test_reads_the_validation_images, test_reads_the_digits_of_strangers"
model = build_model()

# %% mutant="is trained for a single epoch" fails="test_reads_the_digits_of_strangers"
model = build_model()
model.fit(
    prepare(train_images), train_labels, epochs=1, batch_size=64, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is trained on images that are not prepared" fails="test_is_sure_of_what_it_reads"
model = build_model()
model.fit(
    train_images.reshape(-1, 784), train_labels, epochs=8, batch_size=64, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is trained on the validation images" fails="test_reads_the_digits_of_strangers"
model = build_model()
model.fit(
    prepare(valid_images), valid_labels, epochs=8, batch_size=64, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="learns much too fast" fails="test_reads_the_digits_of_strangers"
model = build_model()
model.optimizer.learning_rate = 0.1
model.fit(
    prepare(train_images), train_labels, epochs=8, batch_size=64, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is a linear network" fails="test_the_network_that_was_asked_for_is_trained, test_reads_the_digits_of_strangers"
model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    prepare(train_images), train_labels, epochs=8, batch_size=64, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% answer
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return float(np.mean(np.argmax(probabilities, axis=1) == labels))

# %% mutant="looks for the largest of each column" fails="test_accuracy_of_many_classes"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    columns = np.argmax(probabilities, axis=0)
    return float(np.mean([columns[label % len(columns)] == row for row, label in enumerate(labels)]))

# %% mutant="counts instead of sharing" fails="test_three_of_four"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return int(np.sum(np.argmax(probabilities, axis=1) == labels))

# %% mutant="takes more than a half for a guess" fails="test_accuracy_of_many_classes"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return float(np.mean([row[label] > 0.5 for row, label in zip(probabilities, labels)]))

# %% mutant="compares whatever is there" fails="test_guesses_and_labels_belong_together"
def accuracy(probabilities, labels):
    if len(labels) == 0:
        raise ValueError("there must be at least one label")
    pairs = zip(np.argmax(probabilities, axis=1), labels)
    return float(np.mean([guess == label for guess, label in pairs]))

# %% equivalent
# build_model: model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy']) → model.compile(loss='sparse_categorical_crossentropy', metrics=['accuracy'])
# Keras takes RMSprop then. The task recommends Adam, and leaves the optimizer open.

# %% equivalent
# accuracy: return float(np.mean(np.argmax(probabilities, axis=1) == labels)) → return np.mean(np.argmax(probabilities, axis=1) == labels)
# numpy's number is a float, too; Python's is only shorter when it is printed.
