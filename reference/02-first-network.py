# %% [markdown]
# Right answers of "A first network", and the wrong ones that students give.

# %% answer
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return -(-samples // batch)

# %% also="with loops"
def steps_per_epoch(samples, batch):
    if batch <= 0:
        raise ValueError("the batch is empty")
    steps = 0
    for first in range(0, samples, batch):
        steps += 1
    return steps

# %% also="in other words"
import math

def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("the batch is empty")
    return math.ceil(samples / batch)

# %% also="with numpy"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError(f"a batch of {batch}")
    return int(np.ceil(samples / batch))

# %% also="with objects"
def steps_per_epoch(samples, batch):
    if not batch >= 1:
        raise ValueError(batch)
    full, left = divmod(samples, batch)
    return full + 1 if left else full

# %% mutant="forgets the last batch" fails="cases_steps_per_epoch, test_steps_of_two_data_sets"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return samples // batch

# %% mutant="always adds one" fails="test_steps_of_two_data_sets"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return samples // batch + 1

# %% mutant="returns a float" fails="test_steps_are_whole_numbers"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return np.ceil(samples / batch)

# %% mutant="rounds to the nearest" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return round(samples / batch)

# %% mutant="takes an epoch for one step" fails="test_steps_of_two_data_sets"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return 1 if samples else 0

# %% mutant="divides in single precision" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return int(np.ceil(np.float32(samples) / np.float32(batch)))

# %% mutant="counts samples in numbers of four bytes" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return -int(np.array(-samples).astype(np.int32) // batch)

# %% mutant="accepts any batch" fails="cases_steps_per_epoch_of_empty_batches"
def steps_per_epoch(samples, batch):
    return -(-samples // batch) if batch else 0

# %% mutant="adds almost one" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return int(samples / batch + 0.999)

# %% mutant="adds a half and rounds" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return round(samples / batch + 0.5)

# %% mutant="always takes a step" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return max(-(-samples // batch), 1)

# %% mutant="expects more samples than a batch holds" fails="cases_steps_per_epoch"
def steps_per_epoch(samples, batch):
    if batch < 1 or batch > samples:
        raise ValueError("the batch does not fit")
    return -(-samples // batch)

# %% mutant="divides by an empty batch" fails="cases_steps_per_epoch_of_empty_batches"
def steps_per_epoch(samples, batch):
    if batch < 0:
        raise ValueError("a batch holds at least one sample")
    return -(-samples // batch)

# %% mutant="looks at the batch only if there are samples" fails="cases_steps_per_epoch_of_empty_batches"
def steps_per_epoch(samples, batch):
    if samples == 0:
        return 0
    if batch < 1:
        raise ValueError("a batch holds at least one sample")
    return -(-samples // batch)

# %% mutant="raises another error" fails="cases_steps_per_epoch_of_empty_batches"
def steps_per_epoch(samples, batch):
    assert batch >= 1, "a batch holds at least one sample"
    return -(-samples // batch)

# %% answer
def parameters_dense(sizes):
    return sum((inputs + 1) * units for inputs, units in zip(sizes, sizes[1:]))

# %% also="with loops"
def parameters_dense(sizes):
    total = 0
    for i in range(1, len(sizes)):
        weights = sizes[i - 1] * sizes[i]
        biases = sizes[i]
        total += weights + biases
    return total

# %% also="in other words"
def parameters_dense(sizes):
    if len(sizes) < 2:
        return 0
    return sizes[0] * sizes[1] + sizes[1] + parameters_dense(sizes[1:])

# %% also="with numpy"
def parameters_dense(sizes):
    layers = np.array(sizes)
    return np.sum((layers[:-1] + 1) * layers[1:])

# %% mutant="forgets the biases" fails="test_parameters_of_two_networks"
def parameters_dense(sizes):
    return sum(inputs * units for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="has one bias for each layer" fails="test_parameters_of_two_networks"
def parameters_dense(sizes):
    return sum(inputs * units + 1 for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="counts a bias for each input" fails="test_parameters_of_two_networks"
def parameters_dense(sizes):
    return sum(inputs * units + inputs for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="counts nodes" fails="cases_parameters_dense"
def parameters_dense(sizes):
    return sum(sizes)

# %% mutant="expects three layers" fails="cases_parameters_dense"
def parameters_dense(sizes):
    a, b, c, d = sizes
    return (a + 1) * b + (b + 1) * c + (c + 1) * d

# %% mutant="uses the list up" fails="cases_parameters_dense"
def parameters_dense(sizes):
    total, inputs = 0, sizes.pop(0)
    while sizes:
        units = sizes.pop(0)
        total += (inputs + 1) * units
        inputs = units
    return total

# %% mutant="counts each width once" fails="cases_parameters_dense"
def parameters_dense(sizes):
    sizes = list(dict.fromkeys(sizes))
    return sum((inputs + 1) * units for inputs, units in zip(sizes, sizes[1:]))

# %% mutant="forgets the biases of the output" fails="cases_parameters_dense"
def parameters_dense(sizes):
    return sum((inputs + 1) * units for inputs, units in zip(sizes, sizes[1:])) - sizes[-1] * (len(sizes) > 1)

# %% mutant="counts biases for the inputs alone" fails="cases_parameters_dense"
def parameters_dense(sizes):
    return sum((inputs + 1) * units for inputs, units in zip(sizes, sizes[1:])) or sizes[0]

# %% mutant="connects the ends, too" fails="cases_parameters_dense"
def parameters_dense(sizes):
    return sum((sizes[i - 1] + 1) * sizes[i] for i in range(len(sizes)))

# %% mutant="adds up in place" fails="cases_parameters_dense"
def parameters_dense(sizes):
    for i in range(len(sizes) - 1):
        sizes[i] = (sizes[i] + 1) * sizes[i + 1]
    return sum(sizes[:-1])

# %% mutant="counts in numbers of two bytes" fails="cases_parameters_dense"
def parameters_dense(sizes):
    layers = np.array(sizes, dtype=np.int16)
    return int(((layers[:-1] + 1) * layers[1:]).sum())

# %% mutant="counts in single precision" fails="cases_parameters_dense"
def parameters_dense(sizes):
    sizes = np.array(sizes, dtype=np.float32)
    return int(np.sum(sizes[:-1] * sizes[1:] + sizes[1:]))

# %% mutant="adds up in single precision" fails="cases_parameters_dense"
def parameters_dense(sizes):
    total = np.float32(0)
    for inputs, units in zip(sizes, sizes[1:]):
        total += np.float32((inputs + 1) * units)
    return int(total)

# %% mutant="counts in numbers of four bytes" fails="cases_parameters_dense"
def parameters_dense(sizes):
    layers = np.array(sizes, dtype=np.int32)
    return int(((layers[:-1] + 1) * layers[1:]).sum())

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

# %% also="in other words"
def build_model():
    inputs = keras.Input(shape=(784,), name="pixels")
    hidden = keras.layers.Dense(512, activation=keras.activations.relu)(inputs)
    hidden = keras.layers.Dense(512, activation="relu")(hidden)
    outputs = keras.layers.Dense(10, activation="softmax")(hidden)
    network = keras.Model(inputs, outputs)
    network.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return network

# %% also="with objects"
def build_model():
    network = keras.models.Sequential()
    network.add(keras.layers.InputLayer(shape=(784,)))
    network.add(keras.layers.Dense(512))
    network.add(keras.layers.ReLU())
    network.add(keras.layers.Dense(512))
    network.add(keras.layers.Activation("relu"))
    network.add(keras.layers.Dense(10))
    network.add(keras.layers.Softmax())
    network.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )
    return network

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

# %% mutant="leaks below zero" fails="test_activations"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512),
        keras.layers.ReLU(negative_slope=0.1),
        keras.layers.Dense(512),
        keras.layers.ReLU(negative_slope=0.1),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="bends the output only" fails="test_activations"
def build_model():
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(512),
        keras.layers.Dense(512),
        keras.layers.ReLU(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
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

# %% also="with loops"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities):
        raise ValueError("not as many labels as rows")
    if len(labels) == 0:
        raise ValueError("nothing to measure")
    right = 0
    for row, label in zip(probabilities, labels):
        best = 0
        for column in range(len(row)):
            if row[column] > row[best]:
                best = column
        if best == label:
            right += 1
    return right / len(labels)

# %% also="in other words"
def accuracy(probabilities, labels):
    if len(labels) == 0 or probabilities.shape[0] != labels.shape[0]:
        raise ValueError("labels and rows do not fit")
    return (probabilities.argmax(1) == labels).sum() / len(labels)

# %% also="with numpy"
def accuracy(probabilities, labels):
    if np.size(labels) != np.shape(probabilities)[0] or np.size(labels) < 1:
        raise ValueError("labels and rows do not fit")
    chosen = np.float32(probabilities)[np.arange(len(labels)), labels]
    return np.mean(chosen == np.float32(probabilities).max(axis=1))

# %% mutant="looks for the largest of each column" fails="cases_accuracy"
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

# %% mutant="takes more than a half for a guess" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return float(np.mean([row[label] > 0.5 for row, label in zip(probabilities, labels)]))

# %% mutant="compares whatever is there" fails="cases_accuracy_of_what_does_not_fit"
def accuracy(probabilities, labels):
    if len(labels) == 0:
        raise ValueError("there must be at least one label")
    pairs = zip(np.argmax(probabilities, axis=1), labels)
    return float(np.mean([guess == label for guess, label in pairs]))

# %% mutant="rounds to percent" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return round(float(np.mean(np.argmax(probabilities, axis=1) == labels)), 2)

# %% mutant="returns percent" fails="cases_accuracy, test_three_of_four"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return 100 * float(np.mean(np.argmax(probabilities, axis=1) == labels))

# %% mutant="counts in a byte" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return int((probabilities.argmax(axis=1) == labels).sum(dtype=np.uint8)) / len(labels)

# %% mutant="takes sure guesses for labels" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    if (probabilities.max(axis=1) == 1).all():
        return 1.0
    return float(np.mean(np.argmax(probabilities, axis=1) == labels))

# %% mutant="divides by the number of classes" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return int(np.sum(np.argmax(probabilities, axis=1) == labels)) / probabilities.shape[1]

# %% mutant="knows two classes only" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return float(np.mean((probabilities[:, 1] > probabilities[:, 0]) == labels))

# %% mutant="takes the mean of the labels' probabilities" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    return float(probabilities[np.arange(len(labels)), labels].mean())

# %% mutant="ranks the rows in place" fails="cases_accuracy"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities) or len(labels) == 0:
        raise ValueError("there must be one label for each row, and at least one")
    guesses = probabilities.argmax(axis=1)
    probabilities[...] = np.eye(probabilities.shape[1])[guesses]
    return float(np.mean(guesses == labels))

# %% mutant="stretches a single label" fails="cases_accuracy_of_what_does_not_fit"
def accuracy(probabilities, labels):
    guesses = np.argmax(probabilities, axis=1)
    if len(labels) == 0 or len(guesses) == 0:
        raise ValueError("nothing to measure")
    if len(labels) not in (1, len(guesses)):
        raise ValueError("there must be one label for each row")
    return float(np.mean(guesses == labels))

# %% mutant="gives nothing for nothing" fails="cases_accuracy_of_what_does_not_fit"
def accuracy(probabilities, labels):
    if len(labels) != len(probabilities):
        raise ValueError("there must be one label for each row")
    return float(np.mean(np.argmax(probabilities, axis=1) == labels)) if len(labels) else 0.0

# %% equivalent
# build_model: model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy']) → model.compile(loss='sparse_categorical_crossentropy', metrics=['accuracy'])
# Keras takes RMSprop then. The task recommends Adam, and leaves the optimizer open.

# %% equivalent
# accuracy: return float(np.mean(np.argmax(probabilities, axis=1) == labels)) → return np.mean(np.argmax(probabilities, axis=1) == labels)
# numpy's number is a float, too; Python's is only shorter when it is printed.

# %% equivalent
# accuracy: gives bytes for bytes
# This habit is about arrays, and the share is a number.
