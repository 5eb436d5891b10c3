# %% [markdown]
# Right answers of "Final assessment: fresh and rotten fruit", and the wrong ones that students give.

# %% answer
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% also="with loops"
def pipeline(images, labels, seed):
    rng = np.random.RandomState(seed)
    photos, numbers = [], []
    for image, label in zip(images, labels):
        for turns in range(4):
            for mirrored in (False, True):
                view = np.rot90(image, turns)
                if mirrored:
                    view = np.fliplr(view)
                photos.append(np.minimum(view * rng.uniform(0.5, 1.2), 255))
                numbers.append(label)
    return np.array(photos, dtype=np.float32), np.array(numbers)

# %% also="with a helper"
def eight_views(photos):
    mirrored = np.concatenate([photos, np.flip(photos, axis=1)])
    both = np.concatenate([mirrored, np.flip(mirrored, axis=2)])
    return np.concatenate([both, np.transpose(both, (0, 2, 1, 3))])


def pipeline(images, labels, seed):
    photos = eight_views(np.asarray(images, dtype=np.float32))
    order = np.random.default_rng(seed).permutation(len(photos))
    lights = np.random.default_rng(seed + 1).uniform(0.5, 1.2, size=(len(photos), 1, 1, 1)).astype(np.float32)
    photos = np.clip(photos * lights, 0, 255)
    return photos[order], np.concatenate([labels] * 8)[order]

# %% mutant="shuffles the photos alone" fails="test_views_keep_their_labels, cases_pipeline"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    rng.shuffle(views)
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="sorts the labels for good" fails="cases_pipeline"
def pipeline(images, labels, seed):
    order = np.argsort(labels, kind="stable")
    images, _ = images[order], labels.sort()
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="cuts off at the brightest number it met" fails="cases_pipeline"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, images.max()).astype("float32"), np.tile(labels, 8)

# %% mutant="multiplies bytes" fails="cases_pipeline"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip((views * lights).astype('uint8') if images.dtype == np.uint8 else views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="takes floats for scaled photos" fails="cases_pipeline"
def pipeline(images, labels, seed):
    images = images * 255 if images.dtype.kind == 'f' else images
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="repeats the labels in another order" fails="test_views_keep_their_labels"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.repeat(labels, 8)

# %% mutant="turns on the wrong axes" fails="test_every_view_once"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(2, 1)[::-1] if turns % 2 == 0 else (2, 1)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, ::-1] for view in turned[:2] * 2)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="mirrors the colours" fails="test_every_view_once"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[..., ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="lights all views alike" fails="test_each_view_has_its_light"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, ())
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="lights every pixel on its own" fails="test_every_view_once"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, views.shape)
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="forgets the light" fails="test_each_view_has_its_light"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * 1.0, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="lets bright numbers begin again at 0" fails="cases_pipeline"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return (views * lights).astype("uint8").astype("float32"), np.tile(labels, 8)

# %% mutant="scales to 0 to 1" fails="cases_pipeline"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights / 255, 0, 1).astype("float32"), np.tile(labels, 8)

# %% mutant="gives bytes" fails="test_eight_times_as_many"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("uint8"), np.tile(labels, 8)

# %% mutant="draws another light each time" fails="test_a_seed_repeats_itself"
def pipeline(images, labels, seed):
    rng = np.random.default_rng()
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="takes 0 for no seed" fails="test_a_seed_repeats_itself"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed or None)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="takes small numbers for scaled photos" fails="cases_pipeline"
def pipeline(images, labels, seed):
    images = images * 255.0 if images.max() <= 1 else images
    rng = np.random.default_rng(seed)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="does not use its seed" fails="test_a_seed_repeats_itself"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(0)
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% mutant="changes the photos that went in" fails="test_a_seed_repeats_itself"
def pipeline(images, labels, seed):
    rng = np.random.default_rng(seed)
    images //= 2
    turned = [np.rot90(images, turns, axes=(1, 2)) for turns in range(4)]
    views = np.concatenate([*turned, *(view[:, :, ::-1] for view in turned)]).astype("float32")
    lights = rng.uniform(0.5, 1.2, (len(views), 1, 1, 1))
    return np.clip(views * lights, 0, 255).astype("float32"), np.tile(labels, 8)

# %% answer
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% also="with loops"
def build_model(outputs):
    base = load_base()
    for layer in base.layers:
        layer.trainable = False
    model = keras.Sequential([
        keras.Input((48, 48, 3)),
        base,
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(outputs),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    return model

# %% also="with a helper"
def frozen_base():
    base = load_base()
    base.trainable = False
    return base


def build_model(outputs):
    photos = keras.Input(shape=(48, 48, 3))
    maps = frozen_base()(photos, training=False)
    numbers = keras.layers.GlobalAveragePooling2D()(maps)
    model = keras.Model(photos, keras.layers.Dense(outputs, activation=None)(numbers))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.005),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )
    return model

# %% mutant="forgets to freeze" fails="test_a_frozen_base_and_a_head"
def build_model(outputs):
    base = load_base()
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="flattens" fails="test_a_frozen_base_and_a_head"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Flatten()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes the largest number of each map" fails="test_pooling_and_logits"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalMaxPooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="takes the softmax twice" fails="test_pooling_and_logits"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs, activation="softmax")(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="expects probabilities" fails="test_compiled_for_whole_numbers"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="expects one-hot labels" fails="test_compiled_for_whole_numbers"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="has a learning rate at which nothing is learned" fails="test_its_head_learns_a_few_photos"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.0001), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="always has six outputs" fails="test_a_frozen_base_and_a_head"
def build_model(outputs):
    base = load_base()
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(6)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="begins with random numbers" fails="test_it_stands_on_what_was_learned"
def build_model(outputs):
    base = keras.models.clone_model(load_base())
    base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="puts all heads on one base" fails="test_it_stands_on_what_was_learned"
kept_base = load_base()
kept_base.trainable = False


def build_model(outputs):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(kept_base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% mutant="puts all heads on one base, and freezes it each time" fails="test_it_stands_on_what_was_learned"
kept_base = load_base()


def build_model(outputs):
    kept_base.trainable = False
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.GlobalAveragePooling2D()(kept_base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(outputs)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

# %% answer
photos, labels = pipeline(train_images, train_labels, seed=0)
experiment = {
    "predicted": "a",
    "measured": [*by_day_and_at_dusk(in_one_light(photos), labels), *by_day_and_at_dusk(photos, labels)],
    "because": "d",
}

# %% also="with numbers written down"
experiment = dict(predicted="B", measured=(0.9, 0.483, 0.958, 0.742), because=" D")

# %% also="with numpy"
views, numbers = pipeline(train_images, train_labels, 5)
accuracies = np.array([by_day_and_at_dusk(each, numbers) for each in (in_one_light(views), views)]).ravel()
experiment = {"because": "d", "measured": accuracies, "predicted": "c"}

# %% mutant="blames the dark" fails="test_the_reason_fits_what_was_measured"
experiment = {"predicted": "c", "measured": [0.9, 0.483, 0.958, 0.742], "because": "a"}

# %% mutant="blames photos that were learned by heart" fails="test_the_reason_fits_what_was_measured"
experiment = {"predicted": "c", "measured": [0.9, 0.483, 0.958, 0.742], "because": "c"}

# %% mutant="measured all the same" fails="test_the_accuracies_were_measured"
experiment = {"predicted": "a", "measured": [0.92, 0.92, 0.92, 0.92], "because": "d"}

# %% mutant="measured the two heads in the wrong order" fails="test_the_accuracies_were_measured"
experiment = {"predicted": "c", "measured": [0.958, 0.742, 0.9, 0.483], "because": "d"}

# %% mutant="measured both by day first" fails="test_the_accuracies_were_measured"
experiment = {"predicted": "c", "measured": [0.9, 0.958, 0.483, 0.742], "because": "d"}

# %% mutant="measured only at dusk" fails="test_a_prediction_four_accuracies_and_a_reason"
experiment = {"predicted": "c", "measured": [0.483, 0.742], "because": "d"}

# %% mutant="measured in per cent" fails="test_a_prediction_four_accuracies_and_a_reason"
experiment = {"predicted": "c", "measured": [90.0, 48.3, 95.8, 74.2], "because": "d"}

# %% mutant="was not measured" fails="test_a_prediction_four_accuracies_and_a_reason"
experiment = {"predicted": "c", "because": "d"}

# %% answer
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% also="with loops"
def train(images, labels):
    photos, numbers = pipeline(images, labels, 1)
    model = build_model(6)
    model.fit(photos, numbers, epochs=4, verbose=0)
    base = model.layers[0]
    for layer in base.layers:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    steps = 6 * (len(photos) // 32 + 1)
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.001, steps)),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(photos, numbers, epochs=6, verbose=0)
    return model

# %% mutant="begins with random numbers" fails="test_hidden_fruit"
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    base = keras.models.clone_model(load_base())
    inputs = keras.Input((48, 48, 3))
    model = keras.Model(inputs, keras.layers.Dense(6)(keras.layers.GlobalAveragePooling2D()(base(inputs))))
    rate = keras.optimizers.schedules.CosineDecay(0.003, 8 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=8, verbose=0)
    return model

# %% mutant="sees the photos of the belt as they are" fails="test_hidden_fruit"
def train(images, labels):
    x, y = images.astype("float32"), labels
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=24, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 40 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=40, verbose=0)
    return model

# %% mutant="is fine-tuned with a high rate" fails="test_hidden_fruit"
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = 0.1
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="knows the classes by heart" fails="test_hidden_fruit"
def train(images, labels):
    x, y = pipeline(train_images, train_labels, seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="votes by nearest neighbours" fails="test_six_outputs_and_a_small_network, test_hidden_fruit"
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    inputs = keras.Input((48, 48, 3))
    means = keras.layers.UnitNormalization()(keras.layers.GlobalAveragePooling2D()(load_base()(inputs)))
    stored = keras.Model(inputs, means).predict(x, verbose=0)
    near, vote = keras.layers.Dense(len(x), use_bias=False, activation="softmax"), keras.layers.Dense(6, use_bias=False)
    model = keras.Model(inputs, vote(near(means)))
    near.set_weights([200 * stored.T])
    vote.set_weights([np.eye(6)[y]])
    return model

# %% mutant="is not trained" fails="test_hidden_fruit, test_customers_are_content, test_a_few_photos_are_learned"
def train(images, labels):
    return build_model(6)

# %% mutant="learns from six photos" fails="test_customers_are_content"
def train(images, labels):
    x, y = pipeline(images[:6], labels[:6], seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=8, verbose=0)
    return model

# %% mutant="is told nothing of rot" fails="test_customers_are_content"
def train(images, labels):
    x, y = pipeline(images, labels % 3, seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=8, verbose=0)
    return model

# %% mutant="is fed with numbers from 0 to 1" fails="test_a_few_photos_are_learned"
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    x = x / 255
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="takes the photos of the notebook, whatever it is given" fails="test_a_few_photos_are_learned"
def train(images, labels):
    x, y = pipeline(train_images[:24], train_labels[:24], seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="mixes up the labels" fails="test_a_few_photos_are_learned"
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    y = np.random.default_rng(1).permutation(y)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="has one output for each kind of fruit" fails="test_six_outputs_and_a_small_network"
def train(images, labels):
    x, y = pipeline(images, labels % 3, seed=0)
    model = build_model(3)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="returns what the training told" fails="test_six_outputs_and_a_small_network"
def train(images, labels):
    x, y = pipeline(images, labels, seed=0)
    model = build_model(6)
    model.fit(x, y, batch_size=32, epochs=3, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    rate = keras.optimizers.schedules.CosineDecay(0.001, 5 * len(x) // 32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=["accuracy"])
    return model.fit(x, y, batch_size=32, epochs=5, verbose=0)

# %% answer
model = train(train_images, train_labels)

# %% answer
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% also="with loops"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("labels and guesses differ in length")
    matrix = [[0] * classes for _ in range(classes)]
    for label, guess in zip(labels, guesses):
        matrix[label][guess] += 1
    return np.array(matrix)

# %% also="with a helper"
def one_hot(numbers, classes):
    return np.eye(classes, dtype=int)[numbers]


def confusion(labels, guesses, classes):
    if labels.shape != guesses.shape:
        raise ValueError(f"{labels.shape} and {guesses.shape} differ")
    return one_hot(labels, classes).T @ one_hot(guesses, classes)

# %% also="vectorised"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("labels and guesses differ in length")
    pairs = labels.astype(int) * classes + guesses
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)

# %% mutant="numbers pairs in bytes" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    pairs = labels * classes + guesses
    return np.bincount(pairs % 256 if labels.dtype == np.uint8 else pairs, minlength=classes**2)[: classes**2].reshape(classes, classes)

# %% mutant="counts in bytes" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes), dtype=np.uint8)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="counts in floats" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes))
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% mutant="takes the classes from the data" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    known = np.unique(np.concatenate([labels, guesses]))
    return np.array([[np.sum((labels == row) & (guesses == column)) for column in known] for row in known])

# %% mutant="stops with the shorter one" fails="cases_confusion_of_unequal_lengths"
def confusion(labels, guesses, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, guesses):
        matrix[label, guess] += 1
    return matrix

# %% mutant="lets numpy stretch a single guess" fails="cases_confusion_of_unequal_lengths"
def confusion(labels, guesses, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    try:
        np.add.at(matrix, (labels, guesses), 1)
    except IndexError:
        raise ValueError("labels and guesses differ in length")
    return matrix

# %% mutant="has a row for each guess" fails="test_four_guesses"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (guesses, labels), 1)
    return matrix

# %% mutant="counts each pair once" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes), dtype=int)
    matrix[labels, guesses] += 1
    return matrix

# %% mutant="takes shares" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix / len(labels)

# %% mutant="has as many rows as it met" fails="cases_confusion"
def confusion(labels, guesses, classes):
    if len(labels) != len(guesses):
        raise ValueError("as many guesses as labels are needed")
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix[: labels.max() + 1, : labels.max() + 1]

# %% mutant="stretches the guesses" fails="cases_confusion_of_unequal_lengths"
def confusion(labels, guesses, classes):
    if False:
        raise ValueError("as many guesses as labels are needed")
    guesses = np.resize(guesses, len(labels))
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix

# %% answer
def recall_and_precision(matrix):
    right = np.diag(matrix)
    return right / np.maximum(matrix.sum(axis=1), 1), right / np.maximum(matrix.sum(axis=0), 1)

# %% also="with loops"
def recall_and_precision(matrix):
    recall, precision = [], []
    for number in range(len(matrix)):
        photos, guesses = sum(matrix[number]), sum(row[number] for row in matrix)
        recall.append(matrix[number][number] / photos if photos else 0.0)
        precision.append(matrix[number][number] / guesses if guesses else 0.0)
    return np.array(recall), np.array(precision)

# %% also="with a helper"
def shares(parts, wholes):
    return np.divide(parts, wholes, out=np.zeros(len(parts)), where=wholes > 0)


def recall_and_precision(matrix):
    return shares(np.diagonal(matrix), matrix.sum(axis=1)), shares(np.diagonal(matrix), matrix.sum(axis=0))

# %% also="vectorised"
def recall_and_precision(matrix):
    matrix = np.array(matrix, dtype=np.float32)
    with np.errstate(all="ignore"):
        recall, precision = matrix.diagonal() / matrix.sum(1), matrix.diagonal() / matrix.sum(0)
    return np.nan_to_num(recall), np.nan_to_num(precision)

# %% mutant="adds one to every sum" fails="cases_recall_and_precision"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    return right / (matrix.sum(axis=1) + 1), right / (matrix.sum(axis=0) + 1)

# %% mutant="rounds to three decimals" fails="cases_recall_and_precision"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    return (right / np.maximum(matrix.sum(axis=1), 1)).round(3), (right / np.maximum(matrix.sum(axis=0), 1)).round(3)

# %% mutant="gives classes that were not met a share of one" fails="cases_recall_and_precision_of_classes_not_met"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    rows, columns = matrix.sum(axis=1), matrix.sum(axis=0)
    return np.where(rows, right / np.maximum(rows, 1), 1.0), np.where(columns, right / np.maximum(columns, 1), 1.0)

# %% mutant="leaves out classes that were not met" fails="cases_recall_and_precision_of_classes_not_met"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    met = (matrix.sum(axis=0) > 0) & (matrix.sum(axis=1) > 0)
    return (right / np.maximum(matrix.sum(axis=1), 1))[met], (right / np.maximum(matrix.sum(axis=0), 1))[met]

# %% mutant="writes ones into empty rows" fails="cases_recall_and_precision_of_classes_not_met"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    right = right.copy()
    for number in range(len(matrix)):
        if matrix[number].sum() == 0:
            matrix[number, number] = 1
    return right / np.maximum(matrix.sum(axis=1), 1), right / np.maximum(matrix.sum(axis=0), 1)

# %% mutant="exchanges the two" fails="test_two_classes"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    return right / np.maximum(matrix.sum(axis=0), 1), right / np.maximum(matrix.sum(axis=1), 1)

# %% mutant="divides by the number of all photos" fails="cases_recall_and_precision"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    return right / np.maximum(matrix.sum(), 1), right / np.maximum(matrix.sum(axis=0), 1)

# %% mutant="divides by zero" fails="cases_recall_and_precision_of_classes_not_met"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    return right / matrix.sum(axis=1), right / matrix.sum(axis=0)

# %% mutant="gives the accuracy for both" fails="test_two_classes"
def recall_and_precision(matrix):
    right = np.diag(matrix)
    share = np.full(len(matrix), right.sum() / matrix.sum())
    return share, share
    return right / np.maximum(matrix.sum(axis=1), 1), right / np.maximum(matrix.sum(axis=0), 1)

# %% answer
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% also="with loops"
def interval(right, photos):
    if photos < 1:
        raise ValueError("there are no photos")
    if right < 0 or right > photos:
        raise ValueError("this many cannot be right")
    p, n, z2 = right / photos, photos, 1.96 * 1.96
    ends = []
    for sign in (-1, 1):
        root = sign * 1.96 * (p * (1 - p) / n + z2 / (4 * n * n)) ** 0.5
        ends.append((p + z2 / (2 * n) + root) / (1 + z2 / n))
    return tuple(ends)

# %% also="with a helper"
def wilson(p, n, sign, z=1.96):
    return (p + z**2 / 2 / n + sign * z * np.sqrt(p * (1 - p) / n + (z / n / 2) ** 2)) / (1 + z**2 / n)


def interval(right, photos):
    if photos <= 0 or not 0 <= right <= photos:
        raise ValueError("no accuracy")
    return wilson(right / photos, photos, -1), wilson(right / photos, photos, +1)

# %% mutant="takes z for 2" fails="test_110_of_120"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 2.0
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="knows no interval for all or none" fails="cases_interval"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    if right in (0, photos):
        return right / photos, right / photos
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="rounds to three decimals" fails="cases_interval"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return round(float((middle - half) / (1 + z**2 / photos)), 3), round(float((middle + half) / (1 + z**2 / photos)), 3)

# %% mutant="refuses a network that is never right" fails="cases_interval"
def interval(right, photos):
    if not 0 < right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="looks for too many alone" fails="cases_interval_of_impossible_counts"
def interval(right, photos):
    if right > photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    half = 0.0 if np.isnan(half) else half
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="takes the simple formula" fails="cases_interval"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos )
    middle = p
    return float(middle - half), float(middle + half)

# %% mutant="forgets the square root" fails="test_110_of_120"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * (p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="forgets z" fails="test_110_of_120"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="does not divide in the end" fails="cases_interval"
def interval(right, photos):
    if not 0 <= right <= photos or photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half)), float((middle + half))

# %% mutant="takes any counts" fails="cases_interval_of_impossible_counts"
def interval(right, photos):
    if photos == 0:
        raise ValueError("some photos are needed, and no more right ones than there are")
    p, z = right / photos, 1.96
    p = min(max(p, 0), 1)
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% mutant="takes no photos" fails="cases_interval_of_impossible_counts"
def interval(right, photos):
    if not 0 <= right <= photos:
        raise ValueError("some photos are needed, and no more right ones than there are")
    if not photos:
        return 0.0, 1.0
    p, z = right / photos, 1.96
    half = z * np.sqrt(p * (1 - p) / photos + z**2 / (4 * photos**2))
    middle = p + z**2 / (2 * photos)
    return float((middle - half) / (1 + z**2 / photos)), float((middle + half) / (1 + z**2 / photos))

# %% equivalent
# pipeline: return (np.clip(views * lights, 0, 255).astype('float32'), np.tile(labels, 8)) → return (np.clip(0, views * lights, 255).astype('float32'), np.tile(labels, 8))
# No number is below 0, so that the larger one of 0 and it is the number itself, in whichever place it stands.

# %% equivalent
# pipeline: return (np.clip(views * lights, 0, 255).astype('float32'), np.tile(labels, 8)) → return (np.clip(views * lights, -1, 255).astype('float32'), np.tile(labels, 8))
# No number is below 0.

# %% equivalent
# build_model: model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=['accuracy']) → model.compile(optimizer=keras.optimizers.Adam(0.02), loss=loss, metrics=['accuracy'])
# The notebook leaves the rate of the head to the student; both learn.

# %% equivalent
# interval: return (float((middle - half) / (1 + z ** 2 / photos)), float((middle + half) / (1 + z ** 2 / photos))) → return (float((middle - half) / (1 + z ** 2 / photos)), (middle + half) / (1 + z ** 2 / photos))
# A number of numpy is as good as one of Python.

# %% equivalent
# interval: return (float((middle - half) / (1 + z ** 2 / photos)), float((middle + half) / (1 + z ** 2 / photos))) → return ((middle - half) / (1 + z ** 2 / photos), float((middle + half) / (1 + z ** 2 / photos)))
# A number of numpy is as good as one of Python.

# %% equivalent
# pipeline: rounds to three decimals
# The lights are drawn, so that no number of a photo is known to a thousandth.

# %% equivalent
# pipeline: gives whole numbers for whole numbers
# It returns a pair of arrays, not an array.

# %% equivalent
# pipeline: gives bytes for bytes
# It returns a pair of arrays, not an array.

# %% equivalent
# recall_and_precision: gives whole numbers for whole numbers
# It returns a pair of arrays, not an array.

# %% equivalent
# interval: gives whole numbers for whole numbers
# It returns a pair of numbers, not a number.
