# %% [markdown]
# Right answers of "A convolutional network", and the wrong ones that students give.

# %% answer
def prepare(images):
    return images[..., np.newaxis] / 255

# %% mutant="forgets the channel" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images / 255

# %% mutant="puts the channel first" fails="test_every_pixel_keeps_its_place"
def prepare(images):
    return images[:, np.newaxis] / 255

# %% mutant="flattens" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images.reshape(len(images), -1) / 255

# %% mutant="swaps rows and columns" fails="test_every_pixel_keeps_its_place"
def prepare(images):
    return images.reshape(len(images), images.shape[2], images.shape[1], 1) / 255

# %% mutant="knows images of 28 x 28 only" fails="test_every_pixel_keeps_its_place"
def prepare(images):
    return images.reshape(-1, 28, 28, 1) / 255

# %% mutant="divides by 256" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images[..., np.newaxis] / 256

# %% mutant="does not scale" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images[..., np.newaxis]

# %% mutant="divides whole numbers" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images[..., np.newaxis] // 255

# %% mutant="scales by the brightest pixel" fails="test_every_pixel_keeps_its_place"
def prepare(images):
    return images[..., np.newaxis] / max(images.max(), 1)

# %% mutant="scales the images themselves" fails="test_images_stay_as_they_were"
def prepare(images):
    if images.dtype.kind != "f":
        images = images.astype(float)
    images /= 255
    return images[..., np.newaxis]

# %% answer
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="forgets the padding of the convolutions" fails="test_three_blocks"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="forgets the padding of the pooling" fails="test_parameters_of_the_course"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="forgets the ReLU" fails="test_three_blocks"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="pools before it normalises" fails="test_three_blocks"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="takes means instead of maxima" fails="test_three_blocks"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.AveragePooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="has no normalisation" fails="test_three_blocks, test_parameters_of_the_course"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="leaves the momentum as it is" fails="test_a_moving_mean_that_arrives_in_time"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="takes the momentum for the share of the new" fails="test_a_moving_mean_that_arrives_in_time"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.1))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="has 25 outputs" fails="test_parameters_of_the_course, test_the_layers_that_judge"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(25, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="judges without a hidden layer" fails="test_the_layers_that_judge"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="keeps what it should drop" fails="test_the_layers_that_judge"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.7))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="drops nothing" fails="test_the_layers_that_judge"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="always has three blocks" fails="test_a_network_of_any_size"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in (75, 50, 25):
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="always has 512 units" fails="test_a_network_of_any_size"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(512, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="ends in sigmoids" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="sigmoid"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="ends in logits that the loss takes for probabilities" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="takes the softmax twice" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model

# %% mutant="expects one-hot labels" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="takes the squared error" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
    return model

# %% mutant="takes another optimizer" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="shows no accuracy" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model

# %% mutant="is not compiled" fails="test_probabilities_and_a_loss_that_fits_them"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    return model

# %% mutant="returns the same network again and again" fails="test_each_call_builds_another_network"
def build_cnn(filters=(75, 50, 25), units=512, known={}):
    if (tuple(filters), units) in known:
        return known[tuple(filters), units]
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in filters:
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    known[tuple(filters), units] = model
    return model

# %% answer
model = build_cnn((16, 32, 64), 128)
model.fit(
    prepare(train_images), train_labels, epochs=10, batch_size=32, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is not trained" fails="test_reads_the_validation_images, test_reads_the_hands_of_strangers"
model = build_cnn((16, 32, 64), 128)

# %% mutant="is trained for a single epoch" fails="test_reads_the_hands_of_strangers"
model = build_cnn((16, 32, 64), 128)
model.fit(
    prepare(train_images), train_labels, epochs=1, batch_size=32, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is trained on images that are not prepared" fails="test_reads_the_hands_of_strangers"
model = build_cnn((16, 32, 64), 128)
model.fit(
    train_images[..., np.newaxis], train_labels, epochs=5, batch_size=32, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is trained on the validation images" fails="test_reads_the_hands_of_strangers"
model = build_cnn((16, 32, 64), 128)
model.fit(
    prepare(valid_images), valid_labels, epochs=10, batch_size=32, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="is a dense network" fails="test_it_looks_at_patches, test_reads_the_hands_of_strangers"
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Flatten(),
    keras.layers.Dense(326, activation="relu"),
    keras.layers.Dense(24, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    prepare(train_images), train_labels, epochs=12, batch_size=32, verbose=0,
    validation_data=(prepare(valid_images), valid_labels),
)

# %% mutant="has no normalisation" fails="test_it_looks_at_patches"
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(2),
    keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(2),
    keras.layers.Flatten(),
    keras.layers.Dense(24, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(prepare(train_images), train_labels, epochs=3, batch_size=32, verbose=0)

# %% answer
expected_accuracy = model.evaluate(prepare(valid_images), valid_labels, verbose=0)[1]

# %% mutant="is measured on the training images" fails="test_a_promise_that_can_be_kept"
expected_accuracy = model.evaluate(prepare(train_images), train_labels, verbose=0)[1]

# %% mutant="is measured on all images" fails="test_a_promise_that_can_be_kept"
expected_accuracy = model.evaluate(
    prepare(np.concatenate([train_images, valid_images])), np.concatenate([train_labels, valid_labels]), verbose=0
)[1]

# %% mutant="is the loss" fails="test_a_promise_that_can_be_kept"
expected_accuracy = model.evaluate(prepare(valid_images), valid_labels, verbose=0)[0]

# %% mutant="is in per cent" fails="test_a_share"
expected_accuracy = 100 * model.evaluate(prepare(valid_images), valid_labels, verbose=0)[1]

# %% mutant="is measured on images that are not prepared" fails="test_a_promise_that_can_be_kept"
expected_accuracy = model.evaluate(valid_images[..., np.newaxis], valid_labels, verbose=0)[1]

# %% answer
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="forgets the biases of the classes" fails="test_the_largest_width_that_will_do"
def fair_width(parameters, inputs, classes):
    width = (parameters) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="forgets the biases of the hidden units" fails="test_as_wide_as_the_course_allows"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="forgets the output layer" fails="test_as_wide_as_the_course_allows"
def fair_width(parameters, inputs, classes):
    width = parameters // (inputs + 1)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="rounds to the nearest" fails="test_the_largest_width_that_will_do"
def fair_width(parameters, inputs, classes):
    width = round((parameters - classes) / (inputs + 1 + classes))
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="must have fewer parameters" fails="test_the_largest_width_that_will_do"
def fair_width(parameters, inputs, classes):
    width = (parameters - 1 - classes) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="goes by way of floats" fails="test_a_width_is_a_whole_number"
def fair_width(parameters, inputs, classes):
    width = int((parameters - classes) / (inputs + 1 + classes))
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="returns a float" fails="test_a_width_is_a_whole_number"
def fair_width(parameters, inputs, classes):
    width = float(parameters - classes) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="returns whatever comes out" fails="test_no_room_for_a_single_unit"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + 1 + classes)
    return width

# %% mutant="wants two hidden units" fails="test_no_room_for_a_single_unit"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + 1 + classes)
    if width < 2:
        raise ValueError("not even one hidden unit fits")
    return width

# %% answer
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="counts a pair only once" fails="test_every_pair_counts, test_rows_were_signed_and_columns_guessed"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    matrix[labels, guesses] += 1
    return matrix

# %% mutant="has the guesses in the rows" fails="test_rows_were_signed_and_columns_guessed"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (guesses, labels), 1)
    return matrix

# %% mutant="counts mistakes only" fails="test_every_pair_counts"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    np.fill_diagonal(matrix, 0)
    return matrix

# %% mutant="knows only the classes that came" fails="test_every_pair_counts"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    classes = max([*labels, *guesses], default=-1) + 1
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="returns floats" fails="test_counts_are_whole_numbers"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes))
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="returns shares" fails="test_every_pair_counts"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix / max(matrix.sum(), 1)

# %% mutant="goes as far as the shorter one" fails="test_one_guess_for_each_label"
def confusion_matrix(labels, guesses, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, guesses):
        matrix[label, guess] += 1
    return matrix

# %% answer
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="pads both convolutions" fails="test_parameters_of_the_old_program, test_kernels_strides_and_padding"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, padding="same", activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="pads neither" fails="test_kernels_strides_and_padding"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes the channels for filters" fails="test_parameters_of_the_old_program"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(20, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="has kernels of 3 x 3" fails="test_parameters_of_the_old_program"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 3, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 3, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="overlooks the stride and pools instead" fails="test_kernels_strides_and_padding"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes the mean in pooling" fails="test_kernels_strides_and_padding"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.AveragePooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="has ReLUs out of habit" fails="test_the_old_activation"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="drops what was to be kept" fails="test_a_dropout_of_what_is_not_kept"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.8),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="drops nothing, as while testing" fails="test_a_dropout_of_what_is_not_kept"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="drops before the hidden layer" fails="test_a_dropout_of_what_is_not_kept"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes the softmax twice" fails="test_the_softmax_is_taken_once"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes logits for probabilities" fails="test_the_softmax_is_taken_once"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy()
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="expects labels that are whole numbers" fails="test_the_softmax_is_taken_once"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes Adadelta as Keras has it" fails="test_the_optimizer_of_the_program"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adadelta", loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes Adam out of habit" fails="test_the_optimizer_of_the_program"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model

# %% mutant="shows no accuracy" fails="test_the_optimizer_of_the_program"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss=loss)
    return model
