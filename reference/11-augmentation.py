# %% [markdown]
# Right answers of "Augmentation", and the wrong ones that students give.

# %% answer
def flip(image):
    return image[:, ::-1]

# %% mutant="exchanges top and bottom" fails="test_flip_of_two_rows"
def flip(image):
    return image[::-1].copy()

# %% mutant="turns colours around as well" fails="test_flip_keeps_colours"
def flip(image):
    return image[:, ::-1, ::-1].copy() if image.ndim == 3 else image[:, ::-1].copy()

# %% mutant="transposes" fails="test_flip_of_two_rows"
def flip(image):
    return np.swapaxes(image, 0, 1)

# %% mutant="turns by 180 degrees" fails="test_flip_of_two_rows"
def flip(image):
    return image[::-1, ::-1].copy()

# %% mutant="turns the last axis around, whatever it is" fails="test_flip_keeps_colours"
def flip(image):
    return image[..., ::-1].copy()

# %% mutant="begins one column too far" fails="test_flip_keeps_colours"
def flip(image):
    return np.roll(image[:, ::-1], 1, axis=1) if image.shape[1] > 5 else image[:, ::-1].copy()

# %% mutant="flips in place" fails="test_flip_leaves_its_image_alone"
def flip(image):
    image[...] = image[:, ::-1].copy()
    return image

# %% answer
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows - down, columns - right)

# %% mutant="lets pixels come in again on the other side" fails="test_nothing_comes_in_again, test_shift_to_the_right_and_up"
def shift(image, down, right):
    return np.roll(image, (down, right), axis=(0, 1))

# %% mutant="moves the wrong way" fails="test_shift_to_the_right_and_up"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows + down, columns + right)

# %% mutant="swaps rows and columns" fails="test_rows_and_columns_move_their_own_way"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows - right, columns - down)

# %% mutant="fills with black" fails="test_nothing_comes_in_again"
def shift(image, down, right):
    height, width = image.shape[:2]
    new = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            if 0 <= row - down < height and 0 <= column - right < width:
                new[row, column] = image[row - down, column - right]
    return new

# %% mutant="can't move out of sight" fails="test_far_shifts"
def shift(image, down, right):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    return look_up(image, rows - down % height, columns - right) if down > 0 else look_up(image, rows - down, columns - right)

# %% mutant="moves the whole image down in place" fails="test_shift_keeps_colours_and_its_image"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    image[...] = look_up(image, rows - down, columns - right)
    return image

# %% mutant="knows positive numbers only" fails="test_shift_to_the_right_and_up"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows - abs(down), columns - abs(right))

# %% answer
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    middle_row, middle_column = (height - 1) / 2, (width - 1) / 2
    rows, columns = np.indices((height, width))
    y, x = rows - middle_row, columns - middle_column
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    back_y, back_x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, back_y + middle_row, back_x + middle_column)

# %% mutant="turns clockwise" fails="test_a_quarter_turn, test_any_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(-degrees)), np.cos(np.radians(-degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="takes degrees for radians" fails="test_a_quarter_turn"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(degrees), np.cos(degrees)
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="shrinks where it should enlarge" fails="test_zoom_enlarges_the_middle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) * factor, (x * cosine - y * sine) * factor
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="turns around the corner" fails="test_a_quarter_turn"
def rotate_and_zoom(image, degrees, factor):
    y, x = np.indices(image.shape[:2])
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    return look_up(image, (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor)

# %% mutant="takes half the height for the middle" fails="test_any_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - height / 2, columns - width / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + height / 2, x + width / 2)

# %% mutant="takes height and width for the same" fails="test_turn_and_zoom_at_once"
def rotate_and_zoom(image, degrees, factor):
    height = image.shape[0]
    rows, columns = np.indices(image.shape[:2])
    y, x = rows - (height - 1) / 2, columns - (height - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + (height - 1) / 2, x + (height - 1) / 2)

# %% mutant="zooms the height alone" fails="test_zoom_enlarges_the_middle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, x * cosine - y * sine
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="can only do quarter turns" fails="test_any_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    turned = np.rot90(image, round(degrees / 90))
    return look_up(turned, y / factor + (height - 1) / 2, x / factor + (width - 1) / 2)

# %% mutant="moves by a pixel even if nothing is asked" fails="test_no_turn_and_no_zoom"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + height // 2, x + width // 2)

# %% mutant="works in place" fails="test_turning_keeps_colours_and_the_image"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    image[...] = look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)
    return image

# %% answer
def channel_shift(image, amount):
    return np.clip(image + amount, 0, 1)

# %% mutant="does not cut off" fails="test_brighter_and_darker, test_colours_stay_in_their_range"
def channel_shift(image, amount):
    return image + np.asarray(amount)

# %% mutant="multiplies" fails="test_brighter_and_darker"
def channel_shift(image, amount):
    return np.clip(image * (1 + np.asarray(amount)), 0, 1)

# %% mutant="gives the amounts to rows" fails="test_each_channel_has_its_own_amount"
def channel_shift(image, amount):
    amount = np.asarray(amount)
    return np.clip(image + (amount.reshape(-1, 1, 1) if amount.ndim else amount), 0, 1)

# %% mutant="gives all channels the first amount" fails="test_each_channel_has_its_own_amount"
def channel_shift(image, amount):
    return np.clip(image + np.ravel(amount)[0], 0, 1)

# %% mutant="changes the first channel alone, if there is one amount" fails="test_one_amount_for_all_channels"
def channel_shift(image, amount):
    new = image.copy()
    if image.ndim == 3 and np.ndim(amount) == 0:
        new[..., 0] += amount
    else:
        new = new + np.asarray(amount)
    return np.clip(new, 0, 1)

# %% mutant="wraps around at the end" fails="test_colours_stay_in_their_range"
def channel_shift(image, amount):
    return (image + np.asarray(amount)) % 1

# %% mutant="thinks in bytes" fails="test_colours_stay_in_their_range"
def channel_shift(image, amount):
    return np.clip(image + np.asarray(amount), 0, 255)

# %% mutant="stretches to the whole range" fails="test_one_amount_for_all_channels"
def channel_shift(image, amount):
    new = image + np.asarray(amount)
    return (new - new.min()) / max(new.max() - new.min(), 1e-9)

# %% mutant="changes its image" fails="test_channel_shift_leaves_its_image_alone"
def channel_shift(image, amount):
    image += np.asarray(amount)
    return np.clip(image, 0, 1, out=image)

# %% answer
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]  # the same left and right, and the same above and below
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(f"{transform} is no change that is known.")
    return transform == "shift" or class_name not in lamps

# %% mutant="thinks that everything may be flipped" fails="test_left_and_right_exchanged, test_b_and_6"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]
    if transform == "upside_down":
        return class_name in [*both, "3", "c", "arrow left", "arrow right"]
    if transform == "half_turn":
        return class_name in [*both, "s", "z"]
    if transform not in ("flip", "shift", "channel_shift"):
        raise ValueError(transform)
    return transform != "channel_shift" or class_name not in lamps

# %% mutant="forgets the arrows" fails="test_left_and_right_exchanged, test_top_and_bottom_exchanged"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps, "arrow left", "arrow right", "arrow up", "arrow down"]
    safe = {"flip": [*both, "v", "w"], "upside_down": [*both, "3", "c"], "half_turn": [*both, "s", "z"]}
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or class_name not in lamps

# %% mutant="exchanges the two mirrors" fails="test_left_and_right_exchanged, test_top_and_bottom_exchanged"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]
    safe = {
        "upside_down": [*both, "v", "w", "arrow up", "arrow down"],
        "flip": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or class_name not in lamps

# %% mutant="takes a half turn for safe where one mirror is" fails="test_half_a_turn"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
    }
    if transform == "half_turn":
        return class_name in [*safe["flip"], *safe["upside_down"]]
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or class_name not in lamps

# %% mutant="only knows pairs that become each other" fails="test_half_a_turn"
def label_safe(transform, class_name):
    unsafe = {
        "flip": ["b", "d", "p", "q", "arrow left", "arrow right", "3", "c", "6", "9", "s", "z"],
        "upside_down": ["b", "d", "p", "q", "w", "v", "arrow up", "arrow down", "6", "9", "s", "z"],
        "half_turn": ["b", "d", "p", "q", "6", "9", "arrow left", "arrow right", "arrow up", "arrow down"],
        "channel_shift": ["red light", "green light"],
        "shift": [],
    }
    if transform not in unsafe:
        raise ValueError(transform)
    return class_name not in unsafe[transform]

# %% mutant="forgets the colours of lamps" fails="test_colours_and_shifts"
def label_safe(transform, class_name):
    both = ["0", "8", "o", "x", "red light", "green light"]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform not in (*safe, "shift", "channel_shift"):
        raise ValueError(transform)
    return class_name in safe.get(transform, [class_name])

# %% mutant="takes everything unknown for safe" fails="test_unknown_changes"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform in safe:
        return class_name in safe[transform]
    return transform != "channel_shift" or class_name not in lamps

# %% answer
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels

# %% mutant="changes the whole batch in the same way" fails="test_each_image_changes_in_its_own_way"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    degrees, factor, amount = rng.uniform(-12, 12), rng.uniform(0.88, 1.12), rng.uniform(-0.1, 0.1)
    down, right, flips = rng.integers(-2, 3), rng.integers(-2, 3), rng.random() < 0.1
    new = []
    for image in images:
        image = channel_shift(shift(rotate_and_zoom(image, degrees, factor), down, right), amount)
        new.append(flip(image) if flips else image)
    return np.array(new), labels.copy()

# %% mutant="begins with the seed again for each image" fails="test_each_image_changes_in_its_own_way"
def augment(images, labels, seed):
    new = []
    for image in images:
        rng = np.random.default_rng(seed)
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="shuffles images, but not labels" fails="test_labels_keep_their_images"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images[rng.permutation(len(images))]:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="writes into the old images" fails="test_augment_leaves_its_arrays_alone"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    for number, image in enumerate(images):
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        images[number] = flip(image) if rng.random() < 0.1 else image
    return images, labels

# %% mutant="has no seed" fails="test_the_seed_decides"
def augment(images, labels, seed):
    rng = np.random.default_rng()
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="always begins with the same seed" fails="test_the_seed_decides"
def augment(images, labels, seed):
    rng = np.random.default_rng(1)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="flips every second image" fails="test_one_in_ten_is_flipped"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.5 else image)
    return np.array(new), labels.copy()

# %% mutant="never flips" fails="test_one_in_ten_is_flipped"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(image)
    return np.array(new), labels.copy()

# %% mutant="flips upside down" fails="test_one_in_ten_is_flipped"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(image[::-1] if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="does not shift as far to the right and down" fails="test_shifts_go_in_all_directions"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 2), rng.integers(-2, 2))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="shifts down and to the right only" fails="test_shifts_go_in_all_directions"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(0, 3), rng.integers(0, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="shifts much too far" fails="test_shifts_go_in_all_directions"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-8, 9), rng.integers(-8, 9))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="turns one way only" fails="test_turns_go_both_ways"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(0, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="turns by any angle" fails="test_turns_go_both_ways"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-180, 180), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="only enlarges" fails="test_zooms_in_and_out"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(1, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="zooms by the width of the range" fails="test_zooms_in_and_out"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), 1 + rng.uniform(0.88, 1.12) / 4)
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="only makes brighter" fails="test_light_and_its_ends"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(0, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="leaves the light alone" fails="test_light_and_its_ends, test_three_grey_images"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="numbers the labels anew" fails="test_labels_keep_their_images"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), np.arange(len(images))

# %% answer
def epoch_data(data, epoch):
    train, valid = data["train_images"] / 255, data["valid_images"] / 255
    images, labels = augment(train, data["train_labels"], seed=epoch)
    return images[..., None], labels, valid[..., None], data["valid_labels"]

# %% mutant="augments the validation images, too" fails="test_validation_stays_as_it_is"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    valid, valid_labels = augment(data["valid_images"] / 255, data["valid_labels"], seed=epoch)
    return images[..., None], labels, valid[..., None], valid_labels

# %% mutant="does not scale validation images" fails="test_validation_stays_as_it_is"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images[..., None], labels, data["valid_images"][..., None], data["valid_labels"]

# %% mutant="augments bytes" fails="test_training_images_are_augmented, test_each_epoch_is_new"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"], data["train_labels"], seed=epoch)
    return images[..., None] / 255, labels, data["valid_images"][..., None] / 255, data["valid_labels"]

# %% mutant="does not augment" fails="test_training_images_are_augmented, test_each_epoch_is_new"
def epoch_data(data, epoch):
    train, valid = data["train_images"] / 255, data["valid_images"] / 255
    return train[..., None], data["train_labels"], valid[..., None], data["valid_labels"]

# %% mutant="draws the same images in each epoch" fails="test_each_epoch_is_new"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=0)
    return images[..., None], labels, data["valid_images"][..., None] / 255, data["valid_labels"]

# %% mutant="forgets the axis of channels" fails="test_shapes_of_an_epoch"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images, labels, data["valid_images"] / 255, data["valid_labels"]

# %% mutant="validates with training images" fails="test_shapes_of_an_epoch"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images[..., None], labels, data["train_images"][..., None] / 255, data["train_labels"]

# %% mutant="augments what it augmented before" fails="test_an_epoch_leaves_the_data_alone"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    data["train_images"] = np.rint(images * 255).astype(np.uint8)
    return images[..., None], labels, data["valid_images"][..., None] / 255, data["valid_labels"]

# %% answer
model = build_model()
for epoch in range(24):
    x, y, x_valid, y_valid = epoch_data(data, epoch)
    model.fit(x, y, verbose=0)

# %% mutant="is trained without augmentation" fails="test_reads_hands_of_strangers"
model = build_model()
model.fit(data["train_images"][..., None] / 255, data["train_labels"], epochs=24, verbose=0)

# %% mutant="is trained on bytes" fails="test_reads_hands_of_strangers"
model = build_model()
for epoch in range(24):
    x, y, x_valid, y_valid = epoch_data(data, epoch)
    model.fit(255 * x, y, verbose=0)

# %% mutant="is trained on pictures turned by any angle" fails="test_reads_hands_of_strangers"
model = build_model()
for epoch in range(24):
    x, y, x_valid, y_valid = epoch_data(data, epoch)
    angles = np.random.default_rng(epoch).uniform(-180, 180, len(x))
    x = np.array([rotate_and_zoom(image, angle, 1) for image, angle in zip(x, angles)])
    model.fit(x, y, verbose=0)

# %% mutant="is another network" fails="test_the_network_is_the_given_one"
model = keras.Sequential([
    keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(24, activation="softmax"),
])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
x, y, x_valid, y_valid = epoch_data(data, 0)
model.fit(x, y, verbose=0)

# %% equivalent
# channel_shift: return np.clip(image + amount, 0, 1) → return np.clip(0, image + amount, 1)
# The middle one of three numbers is the same, whichever of them is called the lower end.

# %% equivalent
# augment: image = channel_shift(image, rng.uniform(-0.1, 0.1)) → image = channel_shift(rng.uniform(-0.1, 0.1), image)
# A sum does not depend on the order.

# %% equivalent
# augment: new.append(flip(image) if rng.random() < 0.1 else image) → new.append(flip(image) if rng.random() <= 0.1 else image)
# A random number is never exactly 0.1, or once in 2 to the 53rd.

# %% equivalent
# model: for epoch in range(24): → for epoch in range(25):
# After 24 epochs the learning rate is zero, so another one changes nothing.

# %% equivalent
# model: for epoch in range(24): → for epoch in range(23):
# In the last epoch the learning rate is nearly zero: 23 are as good as 24, within what differs from seed to seed.

# %% equivalent
# model: model.fit(x, y, verbose=0) → model.fit(x, y)
# Only tells more while it trains.

# %% equivalent
# model: model.fit(x, y, verbose=0) → model.fit(x, y, verbose=1)
# Only tells more while it trains.

# %% equivalent
# model: model.fit(x, y, verbose=0) → model.fit(x, y, verbose=-1)
# Only tells something else while it trains.
