# %% [markdown]
# Right answers of "A convolutional network", and the wrong ones that students give.

# %% answer
def prepare(images):
    return images[..., np.newaxis] / 255

# %% also="with loops"
def prepare(images):
    n, height, width = images.shape
    prepared = np.zeros((n, height, width, 1))
    for i in range(n):
        for row in range(height):
            for column in range(width):
                prepared[i, row, column, 0] = images[i, row, column] / 255
    return prepared

# %% also="step by step"
def prepare(images):
    scaled = images.astype("float32")
    scaled /= 255.0
    return scaled.reshape(*scaled.shape, 1)

# %% also="with Keras"
def prepare(images):
    return keras.ops.convert_to_numpy(keras.ops.expand_dims(keras.ops.cast(images, "float32") / 255, axis=-1))

# %% mutant="forgets the channel" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images / 255

# %% mutant="puts the channel first" fails="cases_prepare"
def prepare(images):
    return images[:, np.newaxis] / 255

# %% mutant="flattens" fails="test_one_channel_from_zero_to_one"
def prepare(images):
    return images.reshape(len(images), -1) / 255

# %% mutant="swaps rows and columns" fails="cases_prepare"
def prepare(images):
    return images.reshape(len(images), images.shape[2], images.shape[1], 1) / 255

# %% mutant="knows images of 28 x 28 only" fails="cases_prepare"
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

# %% mutant="scales by the brightest pixel" fails="cases_prepare"
def prepare(images):
    return images[..., np.newaxis] / max(images.max(), 1)

# %% mutant="scales the images themselves" fails="cases_prepare_other_types"
def prepare(images):
    if images.dtype.kind != "f":
        images = images.astype(float)
    images /= 255
    return images[..., np.newaxis]

# %% mutant="repeats the image for three channels" fails="cases_prepare"
def prepare(images):
    return np.repeat(images[..., np.newaxis] / 255, 3, axis=-1)

# %% mutant="reads the pixels as they lie in memory" fails="cases_prepare"
def prepare(images):
    return images.ravel(order="K").reshape(*images.shape, 1) / 255

# %% mutant="scales only what looks unscaled" fails="cases_prepare"
def prepare(images):
    images = images[..., np.newaxis]
    return images / 255 if images.max() > 1 else images.astype(float)

# %% mutant="rounds to two decimals, as in the example" fails="cases_prepare"
def prepare(images):
    return np.round(images[..., np.newaxis] / 255, 2)

# %% mutant="takes floats for scaled" fails="cases_prepare_other_types"
def prepare(images):
    return images[..., np.newaxis] / (1 if images.dtype.kind == "f" else 255)

# %% mutant="takes floats of zeros and ones for scaled" fails="cases_prepare_other_types"
def prepare(images):
    images = images[..., np.newaxis]
    return images / 255 if images.dtype.kind != "f" or images.max() > 1 else images

# %% mutant="divides by the largest number of the type" fails="cases_prepare_other_types"
def prepare(images):
    largest = np.iinfo(images.dtype).max if images.dtype.kind in "iu" else 255
    return images[..., np.newaxis] / largest

# %% mutant="makes bytes of signed ones" fails="cases_prepare"
def prepare(images):
    return images[..., np.newaxis].astype(np.int8) / 255

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

# %% also="functional"
def build_cnn(filters=(75, 50, 25), units=512):
    inputs = keras.Input((28, 28, 1))
    x = inputs
    for number in filters:
        x = keras.layers.Conv2D(number, kernel_size=(3, 3), padding="same")(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.MaxPooling2D((2, 2), padding="same")(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(units)(x)
    x = keras.layers.Activation("relu")(x)
    x = keras.layers.Dropout(0.3)(x)
    outputs = keras.layers.Dense(24, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer=keras.optimizers.Adam(), loss=loss, metrics=[keras.metrics.SparseCategoricalAccuracy()])
    return model

# %% also="with helpers"
def block(number):
    return [
        keras.layers.Conv2D(filters=number, kernel_size=3, strides=1, padding="same", activation=keras.activations.relu),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.MaxPool2D(pool_size=2, strides=2, padding="same"),
    ]


def build_cnn(filters=(75, 50, 25), units=512):
    layers = [keras.Input(shape=(28, 28, 1))]
    for number in filters:
        layers += block(number)
    layers += [
        keras.layers.Flatten(),
        keras.layers.Dense(units, activation="relu"),
        keras.layers.Dropout(rate=0.3),
        keras.layers.Dense(24, activation="softmax"),
    ]
    model = keras.Sequential(layers)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["acc"])
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

# %% mutant="has a block for each different number" fails="test_the_layers_that_judge"
def build_cnn(filters=(75, 50, 25), units=512):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for number in dict.fromkeys(filters):
        model.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.MaxPooling2D(2, padding="same"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(24, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% mutant="keeps all layers but the last for the next network" fails="test_each_call_builds_another_network"
def build_cnn(filters=(75, 50, 25), units=512, known={}):
    if (tuple(filters), units) not in known:
        body = keras.Sequential([keras.Input((28, 28, 1))])
        for number in filters:
            body.add(keras.layers.Conv2D(number, 3, padding="same", activation="relu"))
            body.add(keras.layers.BatchNormalization(momentum=0.9))
            body.add(keras.layers.MaxPooling2D(2, padding="same"))
        body.add(keras.layers.Flatten())
        body.add(keras.layers.Dense(units, activation="relu"))
        body.add(keras.layers.Dropout(0.3))
        known[tuple(filters), units] = body
    head = keras.layers.Dense(24, activation="softmax")
    model = keras.Sequential([keras.Input((28, 28, 1)), known[tuple(filters), units], head])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% answer
model = build_cnn((16, 32, 64), 128)
falling = keras.optimizers.schedules.CosineDecay(0.001, 750)
model.compile(keras.optimizers.Adam(falling), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
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
falling = keras.optimizers.schedules.CosineDecay(0.001, 200)
model.compile(keras.optimizers.Adam(falling), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
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

# %% also="with loops"
def fair_width(parameters, inputs, classes):
    width = 0
    while inputs * (width + 1) + (width + 1) + (width + 1) * classes + classes <= parameters:
        width += 1
    if width == 0:
        raise ValueError("There is no room for a single unit.")
    return width

# %% also="step by step"
def fair_width(parameters, inputs, classes):
    per_unit = inputs + classes + 1
    if parameters < per_unit + classes:
        raise ValueError("too few parameters")
    width, left = divmod(parameters - classes, per_unit)
    return width

# %% also="with helpers"
def count_parameters(width, inputs, classes):
    return (inputs + 1) * width + (width + 1) * classes


def fair_width(parameters, inputs, classes):
    if count_parameters(1, inputs, classes) > parameters:
        raise ValueError(f"one unit needs {count_parameters(1, inputs, classes)} parameters")
    low, high = 1, parameters
    while low < high:
        middle = (low + high + 1) // 2
        if count_parameters(middle, inputs, classes) <= parameters:
            low = middle
        else:
            high = middle - 1
    return low

# %% mutant="forgets the biases of the classes" fails="cases_fair_width"
def fair_width(parameters, inputs, classes):
    width = (parameters) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="forgets the biases of the hidden units" fails="test_as_wide_as_the_convolutional_network_allows"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="forgets the output layer" fails="test_as_wide_as_the_convolutional_network_allows"
def fair_width(parameters, inputs, classes):
    width = parameters // (inputs + 1)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="rounds to the nearest" fails="cases_fair_width"
def fair_width(parameters, inputs, classes):
    width = round((parameters - classes) / (inputs + 1 + classes))
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="must have fewer parameters" fails="cases_fair_width"
def fair_width(parameters, inputs, classes):
    width = (parameters - 1 - classes) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="goes by way of floats" fails="cases_fair_width_large"
def fair_width(parameters, inputs, classes):
    width = int((parameters - classes) / (inputs + 1 + classes))
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="returns a float" fails="cases_fair_width_large"
def fair_width(parameters, inputs, classes):
    width = float(parameters - classes) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="returns whatever comes out" fails="cases_fair_width_no_room"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + 1 + classes)
    return width

# %% mutant="wants two hidden units" fails="cases_fair_width_no_room"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + 1 + classes)
    if width < 2:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="returns what is below zero" fails="cases_fair_width_no_room"
def fair_width(parameters, inputs, classes):
    width = (parameters - classes) // (inputs + 1 + classes)
    if width == 0:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="returns 0 if nothing fits" fails="cases_fair_width_no_room"
def fair_width(parameters, inputs, classes):
    return max((parameters - classes) // (inputs + 1 + classes), 0)

# %% mutant="asks only whether there is any parameter left" fails="cases_fair_width_no_room"
def fair_width(parameters, inputs, classes):
    if parameters <= classes:
        raise ValueError("not even one hidden unit fits")
    return max((parameters - classes) // (inputs + 1 + classes), 1)

# %% mutant="swaps inputs and classes" fails="cases_fair_width"
def fair_width(parameters, inputs, classes):
    width = (parameters - inputs) // (inputs + 1 + classes)
    if width < 1:
        raise ValueError("not even one hidden unit fits")
    return width

# %% mutant="rounds up" fails="cases_fair_width"
def fair_width(parameters, inputs, classes):
    width = -((classes - parameters) // (inputs + 1 + classes))
    if parameters < inputs + 1 + 2 * classes:
        raise ValueError("not even one hidden unit fits")
    return width

# %% answer
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% also="with loops"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("The lengths differ.")
    matrix = [[0] * classes for _ in range(classes)]
    for i in range(len(labels)):
        matrix[labels[i]][guesses[i]] += 1
    return np.array(matrix)

# %% also="step by step"
def confusion_matrix(labels, guesses, classes):
    if labels.shape != guesses.shape:
        raise ValueError("The lengths differ.")
    matrix = np.zeros((classes, classes), dtype=np.int32)
    for i in range(classes):
        for j in range(classes):
            matrix[i, j] = np.sum((labels == i) & (guesses == j))
    return matrix

# %% also="with helpers"
def as_rows(numbers, classes):
    return np.eye(classes, dtype=int)[numbers]


def confusion_matrix(labels, guesses, classes):
    if labels.size != guesses.size:
        raise ValueError(f"{labels.size} labels, but {guesses.size} guesses")
    return as_rows(labels, classes).T @ as_rows(guesses, classes)

# %% also="functional"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("The lengths differ.")
    pairs = labels.astype(int) * classes + guesses
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

# %% mutant="counts a pair only once" fails="cases_confusion_matrix, test_rows_were_signed_and_columns_guessed"
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

# %% mutant="counts mistakes only" fails="cases_confusion_matrix"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    np.fill_diagonal(matrix, 0)
    return matrix

# %% mutant="knows only the classes that came" fails="cases_confusion_matrix"
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

# %% mutant="returns shares" fails="cases_confusion_matrix"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix / max(matrix.sum(), 1)

# %% mutant="goes as far as the shorter one" fails="cases_confusion_matrix_lengths"
def confusion_matrix(labels, guesses, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, guesses):
        matrix[label, guess] += 1
    return matrix

# %% mutant="counts in bytes" fails="cases_confusion_matrix"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=np.uint8)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="counts in the type of the labels" fails="cases_confusion_matrix"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=labels.dtype)
    for label, guess in zip(labels, guesses):
        matrix[label, guess] += 1
    return matrix

# %% mutant="numbers the pairs in the type of the labels" fails="cases_confusion_matrix"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    return np.bincount(labels * classes + guesses, minlength=classes**2)[: classes**2].reshape(classes, classes)

# %% mutant="fails if there is no sample" fails="cases_confusion_matrix, test_counts_are_whole_numbers"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("there must be one guess for each label")
    if max(labels.max(), guesses.max()) >= classes:
        raise ValueError("there is no such class")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="takes one guess for the guess of all" fails="cases_confusion_matrix_lengths"
def confusion_matrix(labels, guesses, classes):
    if len(labels) != len(guesses) and len(guesses) != 1:
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="asks only whether guesses are missing" fails="cases_confusion_matrix_lengths"
def confusion_matrix(labels, guesses, classes):
    if len(guesses) < len(labels):
        raise ValueError("there must be one guess for each label")
    matrix = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, guesses):
        matrix[label, guess] += 1
    return matrix

# %% mutant="leaves the lengths to numpy" fails="cases_confusion_matrix_lengths"
def confusion_matrix(labels, guesses, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for number in range(len(labels)):
        matrix[labels[number], guesses[number]] += 1
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

# %% also="functional"
def port_lenet():
    inputs = keras.layers.Input(shape=(28, 28, 1))
    c1 = keras.layers.Conv2D(filters=20, kernel_size=(5, 5), strides=(1, 1), padding="same")(inputs)
    c1 = keras.layers.Activation("tanh")(c1)
    s1 = keras.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding="same")(c1)
    c2 = keras.layers.Conv2D(filters=50, kernel_size=(5, 5), strides=(2, 2), padding="valid", activation="tanh")(s1)
    flat = keras.layers.Reshape((5 * 5 * 50,))(c2)
    full = keras.layers.Dense(128, activation="tanh")(flat)
    logits = keras.layers.Dense(10)(keras.layers.Dropout(rate=1 - 0.8)(full))
    model = keras.Model(inputs=inputs, outputs=logits)
    model.compile(
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        optimizer=keras.optimizers.Adadelta(1.0),
        metrics=[keras.metrics.CategoricalAccuracy()],
    )
    return model

# %% also="with helpers"
def convolution(filters, **options):
    return keras.layers.Conv2D(filters, 5, activation=keras.ops.tanh, **options)


def port_lenet():
    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(convolution(20, padding="same"))
    model.add(keras.layers.MaxPool2D())
    model.add(convolution(50, strides=2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(128, activation="tanh"))
    model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(10, activation=None))
    model.compile(
        optimizer=keras.optimizers.Adadelta(learning_rate=1.0),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        metrics=["acc"],
    )
    return model

# %% mutant="drops before the activation" fails="test_a_dropout_of_what_is_not_kept"
def port_lenet():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(20, 5, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(50, 5, strides=2, activation="tanh"),
        keras.layers.Flatten(),
        keras.layers.Dense(128),
        keras.layers.Dropout(0.2),
        keras.layers.Activation("tanh"),
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

# %% mutant="gives the accuracy where weights of losses belong" fails="test_the_optimizer_of_the_program"
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
    model.compile(keras.optimizers.Adadelta(1.0), keras.losses.CategoricalCrossentropy(from_logits=True), ["accuracy"])
    return model

# %% mutant="returns the same network again and again" fails="test_the_softmax_is_taken_once"
def port_lenet(built=[]):
    if built:
        return built[0]
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
    built.append(model)
    return model
