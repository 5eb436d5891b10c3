# %% [markdown]
# Right answers of "Transfer learning: a door that knows what is rotten", and the wrong ones that students give.

# %% answer
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% also="with ranges"
def doggy_door(class_index):
    if class_index in range(151, 269):
        return "come in"
    elif class_index in range(281, 286):
        return "stay inside"
    elif class_index in range(1000):
        return "stay outside"
    raise ValueError(f"{class_index} is no class of ImageNet")

# %% also="in another way"
DOORS = {**dict.fromkeys(range(1000), "stay outside"), **dict.fromkeys(range(151, 269), "come in")}
DOORS.update(dict.fromkeys([281, 282, 283, 284, 285], "stay inside"))

def doggy_door(class_index):
    try:
        return DOORS[class_index]
    except KeyError:
        raise ValueError("no such class") from None

# %% mutant="ends the dogs with range(151, 268)" fails="cases_doggy_door"
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        raise ValueError("ImageNet has the classes 0 to 999")
    if class_index in range(151, 268):
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="ends the cats with range(281, 285)" fails="cases_doggy_door"
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay inside" if class_index in range(281, 285) else "stay outside"

# %% mutant="begins with 150, counting from one" fails="cases_doggy_door"
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 150 <= class_index <= 268:
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="keeps cats outside" fails="test_a_dog_a_cat_and_a_panda"
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay outside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="takes any number" fails="cases_doggy_door_of_no_class"
def doggy_door(class_index):
    if False:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="takes 999 for no class" fails="cases_doggy_door_of_no_class"
def doggy_door(class_index):
    if not 0 <= class_index < 999:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="knows an upper bound only" fails="cases_doggy_door_of_no_class"
def doggy_door(class_index):
    if class_index > 999:
        raise ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="counts negative numbers from the end" fails="cases_doggy_door_of_no_class"
def doggy_door(class_index):
    doors = ["stay outside"] * 1000
    doors[151:269] = ["come in"] * 118
    doors[281:286] = ["stay inside"] * 5
    if class_index >= len(doors):
        raise ValueError("ImageNet has the classes 0 to 999")
    return doors[class_index]

# %% mutant="returns the error instead of raising it" fails="cases_doggy_door_of_no_class"
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        return ValueError("ImageNet has the classes 0 to 999")
    if 151 <= class_index <= 268:
        return "come in"
    return "stay inside" if 281 <= class_index <= 285 else "stay outside"

# %% mutant="takes all between dogs and cats for cats" fails="cases_doggy_door"
def doggy_door(class_index):
    if not 0 <= class_index < 1000:
        raise ValueError("ImageNet has the classes 0 to 999")
    if class_index < 151 or class_index > 285:
        return "stay outside"
    return "come in" if class_index <= 268 else "stay inside"

# %% answer
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% also="as a Sequential"
def build_base(filters):
    base = keras.Sequential()
    base.add(keras.Input(shape=(48, 48, 3)))
    base.add(keras.layers.Rescaling(2 / 255, offset=-1.0))
    for number in range(len(filters)):
        base.add(keras.layers.Conv2D(filters[number], (3, 3), padding="same", use_bias=False))
        base.add(keras.layers.BatchNormalization(momentum=0.9))
        base.add(keras.layers.ReLU())
        if number < len(filters) - 1:
            base.add(keras.layers.MaxPooling2D((2, 2)))
    return base

# %% also="with a function beside it"
def block(x, count):
    x = keras.layers.Conv2D(filters=count, kernel_size=3, strides=1, padding="same", use_bias=False, activation=None,
                            kernel_initializer="he_normal")(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.9)(x))

def build_base(filters):
    *first, last = filters
    photo = keras.layers.Input((48, 48, 3), name="photo")
    x = keras.layers.Rescaling(scale=1 / 127.5, offset=-1, name="from_minus_one_to_one")(photo)
    for count in first:
        x = keras.layers.MaxPool2D(pool_size=2, strides=2)(block(x, count))
    return keras.Model(inputs=photo, outputs=block(x, last), name="base")

# %% mutant="has biases before the normalisation" fails="test_the_network_of_the_table"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same")(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% mutant="pools after every convolution" fails="test_layers_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D(2)(x)
    return keras.Model(inputs, x)

# %% mutant="leaves the normalisation out" fails="test_the_network_of_the_table"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% mutant="normalises after the ReLU" fails="test_layers_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
    return keras.Model(inputs, x)

# %% mutant="forgets the padding" fails="test_settings_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% mutant="scales to 0 to 1" fails="test_it_prepares_its_images"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 255)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% mutant="has the usual momentum" fails="test_settings_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% mutant="does not pool after as many filters as the last" fails="test_layers_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for each in filters:
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D(2)(x) if each != filters[-1] else x
    return keras.Model(inputs, x)

# %% mutant="does not pool before as many filters as the first" fails="test_layers_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for each in filters:
        x = keras.layers.MaxPooling2D(2)(x) if each != filters[0] else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% mutant="uses the list up" fails="test_settings_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    while filters:
        x = keras.layers.Conv2D(filters.pop(0), 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D(2)(x) if filters else x
    return keras.Model(inputs, x)

# %% mutant="keeps a network for the next call" fails="test_settings_of_the_base"
def build_base(filters, known={}):
    if tuple(filters) in known:
        return known[tuple(filters)]
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.MaxPooling2D(2)(x) if place else x
        x = keras.layers.Conv2D(each, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return known.setdefault(tuple(filters), keras.Model(inputs, x))

# %% mutant="strides where it should pool" fails="test_layers_of_the_base"
def build_base(filters):
    inputs = keras.Input((48, 48, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, each in enumerate(filters):
        x = keras.layers.Conv2D(each, 3, strides=2 if place else 1, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, x)

# %% answer
def freeze(base):
    base.trainable = False
    return base

# %% also="layer by layer"
def freeze(base):
    for layer in base.layers:
        layer.trainable = False
    return base

# %% also="twice over"
def freeze(base):
    base.trainable = False
    for layer in base.layers:
        layer.trainable = False
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    return base

# %% mutant="freezes what learns, and thaws what is frozen" fails="test_every_layer_is_frozen"
def freeze(base):
    base.trainable = not base.trainable
    return base

# %% mutant="changes nothing" fails="test_nothing_is_left_to_train"
def freeze(base):
    return base

# %% mutant="freezes the convolutions only" fails="test_every_layer_is_frozen"
def freeze(base):
    for layer in base.layers:
        layer.trainable = not isinstance(layer, keras.layers.Conv2D)
    return base

# %% mutant="leaves the last layers open, as for fine-tuning" fails="test_every_layer_is_frozen"
def freeze(base):
    for layer in base.layers[:-2]:
        layer.trainable = False
    return base

# %% mutant="freezes a copy with new weights" fails="test_frozen_is_not_forgotten"
def freeze(base):
    base = keras.models.clone_model(base)
    base.trainable = False
    return base

# %% mutant="freezes a copy, and leaves the base as it was" fails="test_frozen_is_not_forgotten"
def freeze(base):
    copy = keras.models.clone_model(base)
    copy.set_weights(base.get_weights())
    copy.trainable = False
    return copy

# %% mutant="sets an attribute that does not exist" fails="test_nothing_is_left_to_train"
def freeze(base):
    base.frozen = True
    return base

# %% answer
def add_head(base, outputs):
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% also="as a Sequential"
def add_head(base, outputs):
    return keras.Sequential([
        keras.Input(base.input_shape[1:]),
        base,
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(outputs),
    ])

# %% also="as guides from before Keras 3 do it"
def add_head(base, outputs):
    photo = keras.Input(shape=(48, 48, 3))
    maps = base(photo, training=False)
    means = keras.layers.GlobalAveragePooling2D(name="means")(maps)
    logits = keras.layers.Dense(units=outputs, activation="linear", name="logits")(means)
    return keras.Model(inputs=photo, outputs=logits)

# %% mutant="flattens the maps" fails="test_a_head_of_65"
def add_head(base, outputs):
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.Flatten()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% mutant="takes the largest number of each map" fails="test_layers_of_the_head"
def add_head(base, outputs):
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.GlobalMaxPooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% mutant="ends in a sigmoid" fails="test_layers_of_the_head"
def add_head(base, outputs):
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs, activation="sigmoid")(x))

# %% mutant="puts a copy without the knowledge below" fails="test_the_head_stands_on_this_base"
def add_head(base, outputs):
    inputs = keras.Input(base.input.shape[1:])
    x = keras.models.clone_model(base)(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% mutant="puts a copy with the same knowledge below" fails="test_a_head_does_not_thaw"
def add_head(base, outputs):
    copy = keras.models.clone_model(base)
    copy.set_weights(base.get_weights())
    copy.trainable = base.trainable
    inputs = keras.Input(base.input.shape[1:])
    x = keras.layers.GlobalAveragePooling2D()(copy(inputs))
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% mutant="always has one output" fails="test_layers_of_the_head"
def add_head(base, outputs):
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(1)(x))

# %% mutant="thaws the base" fails="test_a_head_does_not_thaw"
def add_head(base, outputs):
    base.trainable = True
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% mutant="freezes the base on its own" fails="test_a_head_does_not_thaw"
def add_head(base, outputs):
    base.trainable = False
    inputs = keras.Input(base.input.shape[1:])
    x = base(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x))

# %% answer
def count_trainable(model):
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)

# %% also="with loops"
def count_trainable(model):
    total = 0
    for weight in model.trainable_weights:
        numbers = 1
        for length in weight.shape:
            numbers = numbers * length
        total = total + numbers
    return total

# %% also="with numpy"
def count_trainable(model):
    return int(np.sum([variable.numpy().size for variable in model.trainable_variables]))

# %% also="as what is not frozen"
def count_trainable(model):
    frozen = sum(np.size(np.array(weight)) for weight in model.non_trainable_weights)
    return model.count_params() - frozen

# %% mutant="counts all numbers" fails="test_before_and_after_freezing"
def count_trainable(model):
    return sum(int(np.prod(weight.shape)) for weight in model.weights)

# %% mutant="counts arrays" fails="test_before_and_after_freezing"
def count_trainable(model):
    return sum(1 for weight in model.trainable_weights)

# %% mutant="counts the frozen numbers" fails="test_before_and_after_freezing"
def count_trainable(model):
    return sum(int(np.prod(weight.shape)) for weight in model.non_trainable_weights)

# %% mutant="forgets the biases" fails="test_a_head_on_512_maps"
def count_trainable(model):
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights if len(weight.shape) > 1)

# %% mutant="counts the moving statistics of layers that are trained" fails="test_moving_statistics_are_not_trained"
def count_trainable(model):
    return model.count_params() if model.layers[-1].trainable and len(model.trainable_weights) > 2 else sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)

# %% mutant="counts filters" fails="test_before_and_after_freezing"
def count_trainable(model):
    return sum(weight.shape[-1] for weight in model.trainable_weights)

# %% mutant="counts numbers of the first and last axis" fails="test_before_and_after_freezing"
def count_trainable(model):
    return sum(weight.shape[0] * weight.shape[-1] if len(weight.shape) > 1 else weight.shape[0] for weight in model.trainable_weights)

# %% answer
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% also="with strings"
def fine_tune(model, x, y, epochs=5):
    model.trainable = True
    for layer in model.layers:
        layer.trainable = True
        if hasattr(layer, "layers"):
            for each in layer.layers:
                if isinstance(each, keras.layers.BatchNormalization):
                    each.trainable = False
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(x, y, epochs=epochs, verbose=0)
    return model

# %% also="with a function beside it"
def unfreeze(layer):
    layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    for inner in getattr(layer, "layers", []):
        unfreeze(inner)

def fine_tune(model, x, y, epochs=5):
    unfreeze(model)
    accuracy = keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(learning_rate=1e-3), loss, metrics=[accuracy])
    model.fit(np.asarray(x), np.asarray(y).reshape(-1, 1), 32, epochs, verbose=0)
    return model

# %% mutant="leaves the base frozen" fails="test_filters_and_head_may_learn"
def fine_tune(model, x, y, epochs=5):
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="sets what is set already" fails="test_filters_and_head_may_learn"
def fine_tune(model, x, y, epochs=5):
    model.trainable = True
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="freezes the normalisations when all is over" fails="test_normalisations_keep_what_they_know"
def fine_tune(model, x, y, epochs=5):
    model.trainable = True
    for layer in model.layers:
        for inner in [layer, *getattr(layer, "layers", [])]:
            inner.trainable = True
    adam, loss = keras.optimizers.Adam(0.0005), keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer=adam, loss=loss, metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)])
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    for layer in model.layers:
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    return model

# %% mutant="lets the normalisations learn" fails="test_normalisations_keep_what_they_know"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="forgets to compile again" fails="test_the_base_learns_too"
def fine_tune(model, x, y, epochs=5):
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x[:1], y[:1], epochs=1, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="unfreezes after the training" fails="test_the_base_learns_too"
def fine_tune(model, x, y, epochs=5):
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    return model

# %% mutant="has the rate of a new network" fails="test_a_small_rate_and_a_loss_on_logits"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.1),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="takes logits for probabilities" fails="test_a_small_rate_and_a_loss_on_logits"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="forgets to fit" fails="test_the_base_learns_too"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    return model

# %% mutant="always trains for five epochs" fails="test_the_base_learns_too"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=5, verbose=0)
    return model

# %% mutant="returns a fresh copy" fails="test_it_gets_better"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return keras.models.clone_model(model)

# %% mutant="takes all photos as one batch" fails="test_batches_of_32"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=len(x), epochs=epochs, verbose=0)
    return model

# %% mutant="takes one photo at a time" fails="test_batches_of_32"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=1, epochs=epochs, verbose=0)
    return model

# %% mutant="learns that fresh is rotten" fails="test_it_gets_better"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, 1 - y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% mutant="begins anew" fails="test_the_base_learns_too"
def fine_tune(model, x, y, epochs=5):
    for layer in model.layers:
        layer.trainable = True
        for inner in getattr(layer, "layers", []):
            inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
    model.set_weights([np.random.default_rng(0).normal(0, 1, weight.shape) ** 2 for weight in model.get_weights()])
    model.compile(
        optimizer=keras.optimizers.Adam(0.0005),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0)],
    )
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    return model

# %% answer
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits[:, 0] < 0

# %% also="with loops"
def lets_pass(logits):
    if len(logits.shape) != 2 or logits.shape[1] > 1:
        raise ValueError("the logits are no column")
    passes = []
    for row in logits:
        passes.append(bool(row[0] < 0))
    return np.array(passes)

# %% also="vectorised"
def lets_pass(logits):
    if logits.shape != (len(logits), 1):
        raise ValueError(f"logits of shape {logits.shape}")
    return np.signbit(np.sign(logits).ravel())

# %% also="in float32"
def lets_pass(logits):
    logits = np.asarray(logits, dtype="float32")
    if logits.ndim == 2 and logits.size == len(logits):
        return np.less(logits.flatten(), 0.0)
    raise ValueError("one column, please")

# %% mutant="takes 0.5 for the border" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits[:, 0] < 0.5

# %% mutant="opens for rotten fruit" fails="test_three_fruits"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits[:, 0] > 0

# %% mutant="returns a column" fails="test_three_fruits"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits < 0

# %% mutant="lets the border pass" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits[:, 0] <= 0

# %% mutant="takes any array" fails="cases_lets_pass_of_other_shapes"
def lets_pass(logits):
    if False:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits.reshape(len(logits), -1)[:, 0] < 0

# %% mutant="takes numbers between 0 and 1 for probabilities" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits[:, 0] < (0.5 if 0 <= logits.min() and logits.max() <= 1 else 0)

# %% mutant="rounds first" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return np.round(logits[:, 0]) < 0

# %% mutant="loses the axis of a single photo" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits.squeeze() < 0

# %% mutant="returns zeros and ones" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return (logits[:, 0] < 0).astype(int)

# %% mutant="returns texts" fails="test_three_fruits"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return ["pass" if logit < 0 else "stop" for logit in logits[:, 0]]

# %% mutant="clips the logits in place" fails="cases_lets_pass"
def lets_pass(logits):
    if logits.ndim != 2 or logits.shape[1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    np.clip(logits, -1, 1, out=logits)
    return logits[:, 0] < 0

# %% mutant="looks at the last axis only" fails="cases_lets_pass_of_other_shapes"
def lets_pass(logits):
    if logits.shape[-1] != 1:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits.reshape(len(logits)) < 0

# %% mutant="flattens whatever comes" fails="cases_lets_pass_of_other_shapes"
def lets_pass(logits):
    return np.ravel(logits) < 0

# %% mutant="counts axes only" fails="cases_lets_pass_of_other_shapes"
def lets_pass(logits):
    if logits.ndim != 2:
        raise ValueError("one logit for each photo is needed, in one column")
    return logits[:, 0] < 0

# %% answer
trained = add_head(freeze(load_base()), 1)
trained.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
trained.fit(x, y, batch_size=32, epochs=2, verbose=0)
experiment = {
    "predicted": "b",
    "measured": [share_right(trained, valid_images, valid_rotten), *(one_epoch(trained, rate) for rate in RATES)],
    "because": "c",
}

# %% also="with numbers written down"
experiment = dict(predicted="A", measured=(0.942, 0.95, 0.967, 0.5), because=" C")

# %% also="with numpy"
experiment = {"because": "c", "predicted": "c", "measured": np.array([0.925, 0.933, 0.958, 0.442], dtype="float32")}

# %% mutant="blames photos that were learned by heart" fails="test_the_reason_fits_what_was_seen"
experiment = {"predicted": "b", "measured": [0.942, 0.95, 0.967, 0.5], "because": "a"}

# %% mutant="blames the normalisations" fails="test_the_reason_fits_what_was_seen"
experiment = {"predicted": "c", "measured": [0.942, 0.95, 0.967, 0.5], "because": "d"}

# %% mutant="measured all the same" fails="test_the_shares_were_measured"
experiment = {"predicted": "b", "measured": [0.95, 0.95, 0.95, 0.95], "because": "c"}

# %% mutant="measured what was predicted" fails="test_the_shares_were_measured"
experiment = {"predicted": "a", "measured": [0.942, 0.95, 0.967, 0.983], "because": "c"}

# %% mutant="has its rates in another order" fails="test_the_shares_were_measured"
experiment = {"predicted": "b", "measured": [0.942, 0.5, 0.967, 0.95], "because": "c"}

# %% mutant="measured only the three rates" fails="test_a_prediction_four_shares_and_a_reason"
experiment = {"predicted": "b", "measured": [0.95, 0.967, 0.5], "because": "c"}

# %% mutant="measured in per cent" fails="test_a_prediction_four_shares_and_a_reason"
experiment = {"predicted": "b", "measured": [94.2, 95.0, 96.7, 50.0], "because": "c"}

# %% mutant="was not measured" fails="test_a_prediction_four_shares_and_a_reason"
experiment = {"predicted": "b", "measured": None, "because": "c"}

# %% answer
model = add_head(freeze(load_base()), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, batch_size=32, epochs=3, verbose=0)
model = fine_tune(model, x, y)

# %% mutant="begins with random weights" fails="test_right_about_hidden_photos"
model = add_head(freeze(build_base(FILTERS)), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, batch_size=32, epochs=3, verbose=0)
model = fine_tune(model, x, y)

# %% mutant="sees the photos of the belt as they are" fails="test_right_about_hidden_photos"
model = add_head(freeze(load_base()), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(train_images, train_rotten, batch_size=32, epochs=24, verbose=0)
model = fine_tune(model, train_images, train_rotten, epochs=40)

# %% mutant="is never fine-tuned" fails="test_the_base_and_a_head_were_tuned"
model = add_head(freeze(load_base()), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, batch_size=32, epochs=3, verbose=0)

# %% mutant="is fine-tuned with a high rate" fails="test_right_about_hidden_photos, test_the_base_and_a_head_were_tuned"
model = add_head(freeze(load_base()), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, batch_size=32, epochs=3, verbose=0)
for layer in model.layers:
    layer.trainable = True
    for inner in getattr(layer, "layers", []):
        inner.trainable = not isinstance(inner, keras.layers.BatchNormalization)
model.compile(keras.optimizers.Adam(0.1), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, batch_size=32, epochs=5, verbose=0)

# %% mutant="is fed with numbers from 0 to 1" fails="test_right_about_customers_photos"
model = add_head(freeze(load_base()), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x / 255, y, batch_size=32, epochs=3, verbose=0)
model = fine_tune(model, x / 255, y)

# %% mutant="has labels that do not fit its photos" fails="test_right_about_customers_photos"
model = add_head(freeze(load_base()), 1)
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, np.repeat(train_rotten, 8), batch_size=32, epochs=3, verbose=0)
model = fine_tune(model, x, np.repeat(train_rotten, 8))

# %% equivalent
# count_trainable: return sum((int(np.prod(weight.shape)) for weight in model.trainable_weights)) → return sum((np.prod(weight.shape) for weight in model.trainable_weights))
# A whole number of numpy is as good as one of Python.

# %% equivalent
# lets_pass: return logits[:, 0] < 0 → return logits[:, -1] < 0
# There is one column, which is the first and the last.

# %% equivalent
# lets_pass: drops repeats
# The habit changes flat arrays only, and each of them is an error.

# %% equivalent
# lets_pass: reads arrays as they lie in memory
# A single column lies in memory as it is read, and any other shape is an error.
