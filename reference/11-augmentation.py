# %% [markdown]
# Right answers of "Augmentation", and the wrong ones that students give.

# %% answer
def flip(image):
    return image[:, ::-1]

# %% also="with loops"
def flip(image):
    height, width = image.shape[0], image.shape[1]
    new = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            if image.ndim == 3:
                for channel in range(image.shape[2]):
                    new[row, column, channel] = image[row, width - 1 - column, channel]
            else:
                new[row, column] = image[row, width - 1 - column]
    return new

# %% also="with other functions of numpy"
def flip(image):
    return np.fliplr(image)

# %% also="with a helper"
def flip(image):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows, image.shape[1] - 1 - columns)

# %% mutant="exchanges top and bottom" fails="test_flip_of_two_rows"
def flip(image):
    return image[::-1].copy()

# %% mutant="turns colours around as well" fails="cases_flip"
def flip(image):
    return image[:, ::-1, ::-1].copy() if image.ndim == 3 else image[:, ::-1].copy()

# %% mutant="transposes" fails="test_flip_of_two_rows"
def flip(image):
    return np.swapaxes(image, 0, 1)

# %% mutant="turns by 180 degrees" fails="test_flip_of_two_rows"
def flip(image):
    return image[::-1, ::-1].copy()

# %% mutant="turns the last axis around, whatever it is" fails="cases_flip"
def flip(image):
    return image[..., ::-1].copy()

# %% mutant="begins one column too far" fails="cases_flip"
def flip(image):
    return np.roll(image[:, ::-1], 1, axis=1) if image.shape[1] > 5 else image[:, ::-1].copy()

# %% mutant="flips every axis" fails="cases_flip"
def flip(image):
    return np.flip(image)

# %% mutant="forgets the middle column" fails="cases_flip"
def flip(image):
    new, half = np.zeros_like(image), image.shape[1] // 2
    new[:, :half], new[:, -half:] = image[:, -half:][:, ::-1], image[:, :half][:, ::-1]
    return new

# %% mutant="takes the height for the width" fails="cases_flip"
def flip(image):
    return np.stack([image[:, image.shape[0] - 1 - column] for column in range(image.shape[0])], axis=1)

# %% mutant="makes bytes of everything" fails="cases_flip"
def flip(image):
    return image[:, ::-1].astype(np.uint8)

# %% mutant="flips in place" fails="cases_flip"
def flip(image):
    image[...] = image[:, ::-1].copy()
    return image

# %% answer
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows - down, columns - right)

# %% also="with loops"
def shift(image, down, right):
    height, width = image.shape[0], image.shape[1]
    new = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            old_row = min(max(row - down, 0), height - 1)
            old_column = min(max(column - right, 0), width - 1)
            new[row, column] = image[old_row, old_column]
    return new

# %% also="with other functions of numpy"
def shift(image, down, right):
    rows = np.clip(np.arange(image.shape[0]) - down, 0, image.shape[0] - 1)
    columns = np.clip(np.arange(image.shape[1]) - right, 0, image.shape[1] - 1)
    return image[rows][:, columns]

# %% also="with a helper"
def along(image, by, axis):
    size = image.shape[axis]
    by = max(-size, min(size, by))
    width = [(0, 0)] * image.ndim
    width[axis] = (max(by, 0), max(-by, 0))
    wide = np.pad(image, width, mode="edge")
    begin = max(-by, 0)
    return wide.take(range(begin, begin + size), axis=axis)

def shift(image, down, right):
    return along(along(image, down, 0), right, 1)

# %% mutant="fails just beyond the edge" fails="cases_shift_out_of_sight"
def move_down(image, down):
    new, height = image.copy(), len(image)
    if down > 0:
        new[down:], new[:down] = image[: height - down], image[0]
    if down < 0:
        new[:down], new[down:] = image[-down:], image[-1]
    return new


def shift(image, down, right):
    return np.swapaxes(move_down(np.swapaxes(move_down(image, down), 0, 1), right), 0, 1)

# %% mutant="lets pixels come in again on the other side" fails="cases_shift, test_shift_to_the_right_and_up"
def shift(image, down, right):
    return np.roll(image, (down, right), axis=(0, 1))

# %% mutant="moves the wrong way" fails="test_shift_to_the_right_and_up"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows + down, columns + right)

# %% mutant="swaps rows and columns" fails="cases_shift"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    return look_up(image, rows - right, columns - down)

# %% mutant="fills with black" fails="cases_shift"
def shift(image, down, right):
    height, width = image.shape[:2]
    new = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            if 0 <= row - down < height and 0 <= column - right < width:
                new[row, column] = image[row - down, column - right]
    return new

# %% mutant="can't move out of sight" fails="cases_shift_out_of_sight"
def shift(image, down, right):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    return look_up(image, rows - down % height, columns - right) if down > 0 else look_up(image, rows - down, columns - right)

# %% mutant="moves the whole image down in place" fails="cases_shift"
def shift(image, down, right):
    rows, columns = np.indices(image.shape[:2])
    image[...] = look_up(image, rows - down, columns - right)
    return image

# %% mutant="can't stand still" fails="cases_shift"
def shift(image, down, right):
    new = image.copy()
    if down > 0:
        new[down:], new[:down] = image[:-down], image[:1]
    else:
        new[:down], new[down:] = image[-down:], image[-1:]
    columns = np.clip(np.arange(image.shape[1]) - right, 0, image.shape[1] - 1)
    return new[:, columns]

# %% mutant="rolls, and continues the first and last row only" fails="cases_shift"
def shift(image, down, right):
    new = np.roll(image, (down, right), axis=(0, 1))
    rows = np.clip(np.arange(len(image)) - down, 0, len(image) - 1)
    return np.roll(image, right, axis=1)[rows]

# %% mutant="takes the height for the width" fails="cases_shift"
def shift(image, down, right):
    last = len(image) - 1
    rows, columns = np.indices(image.shape[:2])
    return image[np.clip(rows - down, 0, last), np.clip(columns - right, 0, last) % image.shape[1]]

# %% mutant="moves channels, too" fails="cases_shift"
def shift(image, down, right):
    places = np.indices(image.shape)
    by = (down, right, right)[: image.ndim]
    return image[tuple(np.clip(place - b, 0, size - 1) for place, b, size in zip(places, by, image.shape))]

# %% mutant="pads by a fixed number" fails="cases_shift_out_of_sight"
def shift(image, down, right):
    wide = np.pad(image, [(9, 9), (9, 9), (0, 0)][: image.ndim], mode="edge")
    height, width = image.shape[:2]
    return wide[9 - down : 9 - down + height, 9 - right : 9 - right + width]

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

# %% also="with loops"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[0], image.shape[1]
    new = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            a = np.radians(degrees)
            y, x = row - (height - 1) / 2, column - (width - 1) / 2
            old_row = (x * np.sin(a) + y * np.cos(a)) / factor + (height - 1) / 2
            old_column = (x * np.cos(a) - y * np.sin(a)) / factor + (width - 1) / 2
            old_row = int(np.clip(np.rint(old_row), 0, height - 1))
            old_column = int(np.clip(np.rint(old_column), 0, width - 1))
            if image.ndim == 3:
                for channel in range(image.shape[2]):
                    new[row, column, channel] = image[old_row, old_column, channel]
            else:
                new[row, column] = image[old_row, old_column]
    return new

# %% also="in float32"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width), dtype=np.float32)
    y, x = rows - np.float32((height - 1) / 2), columns - np.float32((width - 1) / 2)
    angle = np.float32(np.pi / 180) * np.float32(degrees)
    sine, cosine = np.sin(angle) / np.float32(factor), np.cos(angle) / np.float32(factor)
    return look_up(image, x * sine + y * cosine + np.float32((height - 1) / 2), x * cosine - y * sine + np.float32((width - 1) / 2))

# %% also="with other functions of numpy"
def rotate_and_zoom(image, degrees, factor):
    size = np.array(image.shape[:2]).reshape(2, 1, 1)
    middle = (size - 1) / 2
    a = np.deg2rad(degrees)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    places = np.einsum("ij,jrc->irc", turn, np.indices(image.shape[:2]) - middle) / factor + middle
    return look_up(image, *places)

# %% also="with a helper"
def from_the_middle(size):
    return np.arange(size) - (size - 1) / 2

def rotate_and_zoom(image, degrees, factor):
    import math
    height, width = image.shape[:2]
    y, x = np.meshgrid(from_the_middle(height), from_the_middle(width), indexing="ij")
    z = (x - 1j * y) * np.exp(-1j * math.radians(degrees)) / factor
    return look_up(image, -z.imag + (height - 1) / 2, z.real + (width - 1) / 2)

# %% mutant="turns clockwise" fails="test_a_quarter_turn, cases_rotate_and_zoom_by_an_angle"
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

# %% mutant="shrinks where it should enlarge" fails="cases_rotate_and_zoom_by_a_factor"
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

# %% mutant="takes half the height for the middle" fails="cases_rotate_and_zoom_by_an_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - height / 2, columns - width / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + height / 2, x + width / 2)

# %% mutant="takes height and width for the same" fails="cases_rotate_and_zoom"
def rotate_and_zoom(image, degrees, factor):
    height = image.shape[0]
    rows, columns = np.indices(image.shape[:2])
    y, x = rows - (height - 1) / 2, columns - (height - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + (height - 1) / 2, x + (height - 1) / 2)

# %% mutant="zooms the height alone" fails="cases_rotate_and_zoom_by_a_factor"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, x * cosine - y * sine
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="can only do quarter turns" fails="cases_rotate_and_zoom_by_an_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    turned = np.rot90(image, round(degrees / 90))
    return look_up(turned, y / factor + (height - 1) / 2, x / factor + (width - 1) / 2)

# %% mutant="moves by a pixel even if nothing is asked" fails="cases_rotate_and_zoom_by_an_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + height // 2, x + width // 2)

# %% mutant="rounds down" fails="cases_rotate_and_zoom_by_an_angle, cases_rotate_and_zoom_by_a_factor"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, np.floor(y + (height - 1) / 2), np.floor(x + (width - 1) / 2))

# %% mutant="fills with black" fails="cases_rotate_and_zoom_by_an_angle, cases_rotate_and_zoom_by_a_factor"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor + (height - 1) / 2, (x * cosine - y * sine) / factor + (width - 1) / 2
    new = look_up(image, y, x)
    new[(np.rint(y) < 0) | (np.rint(y) >= height) | (np.rint(x) < 0) | (np.rint(x) >= width)] = 0
    return new

# %% mutant="begins again at the other side" fails="cases_rotate_and_zoom_by_a_factor"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, np.rint(y + (height - 1) / 2) % height, np.rint(x + (width - 1) / 2) % width)

# %% mutant="zooms by whole numbers only" fails="cases_rotate_and_zoom_by_a_factor, cases_rotate_and_zoom"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    factor = max(round(factor), 1)
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="takes sine and cosine for linear" fails="cases_rotate_and_zoom_by_an_angle"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.radians(degrees), 1
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    return look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)

# %% mutant="turns floats into bytes" fails="cases_rotate_and_zoom"
def rotate_and_zoom(image, degrees, factor):
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2, columns - (width - 1) / 2
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    y, x = (x * sine + y * cosine) / factor, (x * cosine - y * sine) / factor
    new = np.zeros(image.shape, dtype=np.uint8)
    new[...] = look_up(image, y + (height - 1) / 2, x + (width - 1) / 2)
    return new

# %% mutant="works in place" fails="cases_rotate_and_zoom"
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

# %% also="with loops"
def channel_shift(image, amount):
    new = np.zeros(image.shape)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            if image.ndim == 2:
                new[row, column] = np.clip(image[row, column] + amount, 0, 1)
            else:
                for channel in range(image.shape[2]):
                    by = amount[channel] if isinstance(amount, list) else amount
                    new[row, column, channel] = np.clip(image[row, column, channel] + by, 0, 1)
    return new

# %% also="in float32"
def channel_shift(image, amount):
    new = image.astype(np.float32)
    new += np.float32(amount)
    new[new < 0] = 0
    new[new > 1] = 1
    return new

# %% also="with other functions of numpy"
def channel_shift(image, amount):
    return np.minimum(np.maximum(np.add(image, amount), 0), 1)

# %% mutant="does not cut off" fails="test_brighter_and_darker, cases_channel_shift_to_the_ends"
def channel_shift(image, amount):
    return image + np.asarray(amount)

# %% mutant="multiplies" fails="test_brighter_and_darker"
def channel_shift(image, amount):
    return np.clip(image * (1 + np.asarray(amount)), 0, 1)

# %% mutant="gives the amounts to rows" fails="cases_channel_shift_of_each_channel"
def channel_shift(image, amount):
    amount = np.asarray(amount)
    return np.clip(image + (amount.reshape(-1, 1, 1) if amount.ndim else amount), 0, 1)

# %% mutant="gives all channels the first amount" fails="cases_channel_shift_of_each_channel"
def channel_shift(image, amount):
    return np.clip(image + np.ravel(amount)[0], 0, 1)

# %% mutant="changes the first channel alone, if there is one amount" fails="cases_channel_shift"
def channel_shift(image, amount):
    new = image.copy()
    if image.ndim == 3 and np.ndim(amount) == 0:
        new[..., 0] += amount
    else:
        new = new + np.asarray(amount)
    return np.clip(new, 0, 1)

# %% mutant="wraps around at the end" fails="cases_channel_shift_to_the_ends"
def channel_shift(image, amount):
    return (image + np.asarray(amount)) % 1

# %% mutant="thinks in bytes" fails="cases_channel_shift_to_the_ends"
def channel_shift(image, amount):
    return np.clip(image + np.asarray(amount), 0, 255)

# %% mutant="stretches to the whole range" fails="cases_channel_shift"
def channel_shift(image, amount):
    new = image + np.asarray(amount)
    return (new - new.min()) / max(new.max() - new.min(), 1e-9)

# %% mutant="returns the image itself if nothing is added" fails="cases_channel_shift, cases_channel_shift_of_each_channel"
def channel_shift(image, amount):
    return np.clip(image + np.asarray(amount), 0, 1) if np.any(amount) else image

# %% mutant="knows red, green and blue only" fails="cases_channel_shift_of_each_channel"
def channel_shift(image, amount):
    new = image.copy()
    for channel in range(3):
        new[..., channel] += amount[channel] if np.ndim(amount) else amount
    return np.clip(new, 0, 1)

# %% mutant="cuts off at the upper end only" fails="cases_channel_shift_to_the_ends"
def channel_shift(image, amount):
    return np.minimum(image + np.asarray(amount), 1)

# %% mutant="cuts off the mean of the amounts" fails="cases_channel_shift_of_each_channel"
def channel_shift(image, amount):
    return np.clip(image + np.mean(amount), 0, 1)

# %% mutant="rounds to bytes" fails="cases_channel_shift, cases_channel_shift_of_each_channel"
def channel_shift(image, amount):
    return np.rint(255 * np.clip(image + np.asarray(amount), 0, 1)) / 255

# %% mutant="changes its image" fails="cases_channel_shift"
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

# %% also="with loops"
def label_safe(transform, class_name):
    if transform == "shift":
        return True
    if transform == "channel_shift":
        if class_name == "red light" or class_name == "green light":
            return False
        else:
            return True
    if transform == "flip":
        for name in ("0", "8", "o", "x", "v", "w", "arrow up", "arrow down", "red light", "green light"):
            if class_name == name:
                return True
        return False
    if transform == "upside_down":
        for name in ("0", "8", "o", "x", "3", "c", "arrow left", "arrow right", "red light", "green light"):
            if class_name == name:
                return True
        return False
    if transform == "half_turn":
        for name in ("0", "8", "o", "x", "s", "z", "red light", "green light"):
            if class_name == name:
                return True
        return False
    raise ValueError("unknown transform")

# %% also="with a helper"
MIRRORS = {
    "0": "lrtb", "8": "lrtb", "o": "lrtb", "x": "lrtb", "red light": "lrtb", "green light": "lrtb",
    "v": "lr", "w": "lr", "arrow up": "lr", "arrow down": "lr",
    "3": "tb", "c": "tb", "arrow left": "tb", "arrow right": "tb",
}

def label_safe(transform, class_name):
    mirrors = MIRRORS.get(class_name, "")
    answers = {
        "flip": "lr" in mirrors,
        "upside_down": "tb" in mirrors,
        "half_turn": mirrors == "lrtb" or class_name in "sz",
        "shift": True,
        "channel_shift": not class_name.endswith("light"),
    }
    try:
        return answers[transform]
    except KeyError:
        raise ValueError(transform) from None

# %% mutant="thinks that everything may be flipped" fails="cases_label_safe_in_a_mirror, test_b_and_6"
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

# %% mutant="forgets the arrows" fails="cases_label_safe_in_a_mirror, cases_label_safe_upside_down"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps, "arrow left", "arrow right", "arrow up", "arrow down"]
    safe = {"flip": [*both, "v", "w"], "upside_down": [*both, "3", "c"], "half_turn": [*both, "s", "z"]}
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or class_name not in lamps

# %% mutant="exchanges the two mirrors" fails="cases_label_safe_in_a_mirror, cases_label_safe_upside_down"
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

# %% mutant="takes a half turn for safe where one mirror is" fails="cases_label_safe_after_half_a_turn"
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

# %% mutant="only knows pairs that become each other" fails="cases_label_safe_after_half_a_turn"
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

# %% mutant="forgets the colours of lamps" fails="cases_label_safe_of_colours"
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

# %% mutant="takes everything unknown for unsafe" fails="cases_label_safe_after_an_unknown_change"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform == "shift":
        return True
    return class_name not in lamps if transform == "channel_shift" else class_name in safe.get(transform, [])

# %% mutant="knows lamps before it looks at the change" fails="cases_label_safe_after_an_unknown_change"
def label_safe(transform, class_name):
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x"]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if class_name in lamps:
        return transform != "channel_shift"
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return True

# %% mutant="does not look at capitals" fails="cases_label_safe_after_an_unknown_change"
def label_safe(transform, class_name):
    transform = transform.lower()
    lamps = ["red light", "green light"]
    both = ["0", "8", "o", "x", *lamps]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or class_name not in lamps

# %% mutant="takes lamps for arrows that point somewhere" fails="cases_label_safe_in_a_mirror, cases_label_safe_upside_down, cases_label_safe_after_half_a_turn"
def label_safe(transform, class_name):
    both = ["0", "8", "o", "x"]
    safe = {
        "flip": [*both, "v", "w", "arrow up", "arrow down"],
        "upside_down": [*both, "3", "c", "arrow left", "arrow right"],
        "half_turn": [*both, "s", "z"],
    }
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or not class_name.endswith("light")

# %% mutant="finds class names inside of others" fails="cases_label_safe_in_a_mirror, cases_label_safe_after_half_a_turn"
def label_safe(transform, class_name):
    safe = {
        "flip": "0 8 o x v w arrow up, arrow down, red light, green light",
        "upside_down": "0 8 o x 3 c arrow left, arrow right, red light, green light",
        "half_turn": "0 8 o x s z red light, green light",
    }
    if transform in safe:
        return class_name in safe[transform]
    if transform not in ("shift", "channel_shift"):
        raise ValueError(transform)
    return transform == "shift" or not class_name.endswith("light")

# %% mutant="takes everything unknown for safe" fails="cases_label_safe_after_an_unknown_change"
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

# %% also="with loops"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new_images = np.zeros(images.shape)
    new_labels = []
    for i in range(len(images)):
        image = images[i]
        if rng.random() < 0.1:
            image = flip(image)
        image = shift(image, int(rng.integers(-2, 3)), int(rng.integers(-2, 3)))
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        for row in range(image.shape[0]):
            for column in range(image.shape[1]):
                new_images[i, row, column] = image[row, column]
        new_labels.append(labels[i])
    return new_images, new_labels

# %% also="in float32"
def augment(images, labels, seed):
    rng = np.random.default_rng([seed, 4])
    new = images.astype(np.float32)
    for number in rng.permutation(len(new)):
        image = channel_shift(new[number], np.float32(rng.uniform(-0.1, 0.1)))
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, *rng.integers(-2, 3, 2))
        new[number] = image if rng.random() >= 0.1 else flip(image)
    return new, labels.copy()

# %% also="with other functions of numpy"
def augment(images, labels, seed):
    np.random.seed(seed)
    count = len(images)
    angles, factors = np.random.uniform(-12, 12, count), np.random.uniform(0.88, 1.12, count)
    downs, rights = np.random.randint(-2, 3, count), np.random.randint(-2, 3, count)
    amounts, flips = np.random.uniform(-0.1, 0.1, count), np.random.rand(count) < 0.1
    new = np.empty_like(images)
    for i in range(count):
        new[i] = shift(rotate_and_zoom(images[i], angles[i], factors[i]), downs[i], rights[i])
    new[flips] = new[flips][:, :, ::-1]
    return np.clip(new + amounts[:, None, None], 0, 1), np.array(labels)

# %% also="with a helper"
import random

def changed(image, dice):
    height, width = image.shape
    rows, columns = np.indices((height, width))
    y, x = rows - (height - 1) / 2 - dice.randint(-2, 2), columns - (width - 1) / 2 - dice.randint(-2, 2)
    a, f = np.radians(dice.uniform(-12, 12)), dice.uniform(0.88, 1.12)
    back_y, back_x = (x * np.sin(a) + y * np.cos(a)) / f, (x * np.cos(a) - y * np.sin(a)) / f
    image = look_up(image, back_y + (height - 1) / 2, back_x + (width - 1) / 2)
    image = channel_shift(image, dice.uniform(-0.1, 0.1))
    return flip(image) if dice.random() < 0.1 else image

def augment(images, labels, seed):
    dice = random.Random(seed)
    return np.stack([changed(image, dice) for image in images]), labels

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

# %% mutant="shuffles images, but not labels" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images[rng.permutation(len(images))]:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="writes into the old images" fails="cases_augment"
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

# %% mutant="flips without the seed" fails="test_the_seed_decides"
def augment(images, labels, seed):
    rng, dice = np.random.default_rng(seed), np.random.default_rng()
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if dice.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="shifts without the seed" fails="test_the_seed_decides"
def augment(images, labels, seed):
    rng, dice = np.random.default_rng(seed), np.random.default_rng()
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, dice.integers(-2, 3), dice.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="takes 0 for no seed" fails="test_the_seed_decides"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed or None)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="takes 0 for 1" fails="test_the_seed_decides"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed or 1)
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

# %% mutant="draws one angle for all" fails="test_turns_go_both_ways"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    degrees = rng.uniform(-12, 12)
    new = []
    for image in images:
        image = rotate_and_zoom(image, degrees, rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="draws one place for all" fails="test_shifts_go_in_all_directions"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    down, right = rng.integers(-2, 3, 2)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, down, right)
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="turns by up to ten degrees" fails="test_turns_go_both_ways"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-10, 10), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="turns by up to fifteen degrees" fails="test_turns_go_both_ways"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-15, 15), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="takes degrees for radians" fails="test_turns_go_both_ways"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, np.radians(rng.uniform(-12, 12)), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="zooms by up to a fifth" fails="test_zooms_in_and_out"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.8, 1.2))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="does not shift as far to the right" fails="test_shifts_go_in_all_directions"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 2))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="shifts to the right only" fails="test_shifts_go_in_all_directions"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(0, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="adds up to a fifth" fails="test_light_and_its_ends, cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.2, 0.2))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="adds noise to each pixel" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = np.clip(image + rng.uniform(-0.1, 0.1, image.shape), 0, 1)
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="mixes each image with the first one" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(0.9 * image + 0.1 * images[0], rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="does not cut off" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = image + rng.uniform(-0.1, 0.1)
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="stretches each image to the whole range" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = (image - image.min()) / max(np.ptp(image), 0.1)
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="drops the axis of a single image" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.squeeze(np.array(new)), labels.copy()

# %% mutant="adds an axis of channels" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new)[..., None], labels.copy()

# %% mutant="returns the images alone" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new)

# %% mutant="puts the new images after the old ones" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.concatenate([images, np.array(new)]), np.concatenate([labels, labels])

# %% mutant="sorts the labels" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), np.sort(labels)

# %% mutant="turns images around in the batch" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = []
    for image in images[::-1]:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="shuffles the old images" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(images))
    images[...], labels[...] = images[order], labels[order]
    new = []
    for image in images:
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new.append(flip(image) if rng.random() < 0.1 else image)
    return np.array(new), labels.copy()

# %% mutant="knows 28 x 28 pixels only" fails="cases_augment"
def augment(images, labels, seed):
    rng = np.random.default_rng(seed)
    new = np.zeros((len(images), 28, 28))
    for i, image in enumerate(images):
        image = rotate_and_zoom(image, rng.uniform(-12, 12), rng.uniform(0.88, 1.12))
        image = shift(image, rng.integers(-2, 3), rng.integers(-2, 3))
        image = channel_shift(image, rng.uniform(-0.1, 0.1))
        new[i] = flip(image) if rng.random() < 0.1 else image
    return new, labels.copy()

# %% mutant="numbers the labels anew" fails="cases_augment"
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

# %% also="with loops"
def epoch_data(data, epoch):
    def scaled(images):
        new = np.zeros(images.shape)
        for i in range(len(images)):
            for row in range(28):
                for column in range(28):
                    new[i, row, column] = images[i, row, column] / 255
        return new

    images, labels = augment(scaled(data["train_images"]), data["train_labels"], epoch)
    valid = scaled(data["valid_images"])
    return images.reshape(-1, 28, 28, 1), np.array(labels), valid.reshape(-1, 28, 28, 1), data["valid_labels"]

# %% also="in float32"
def epoch_data(data, epoch):
    train = data["train_images"].astype("float32") / 255
    valid = data["valid_images"].astype("float32") / 255
    x, y = augment(train, data["train_labels"], seed=epoch)
    return x[:, :, :, np.newaxis].astype("float32"), y, valid[:, :, :, np.newaxis], data["valid_labels"].copy()

# %% also="with other functions of numpy"
def epoch_data(data, epoch):
    x, y = augment(np.divide(data["train_images"], 255.0), data["train_labels"], epoch)
    return [np.expand_dims(x, -1), y, np.expand_dims(np.divide(data["valid_images"], 255.0), 3), data["valid_labels"]]

# %% mutant="augments the validation images, too" fails="cases_epoch_data"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    valid, valid_labels = augment(data["valid_images"] / 255, data["valid_labels"], seed=epoch)
    return images[..., None], labels, valid[..., None], valid_labels

# %% mutant="does not scale validation images" fails="cases_epoch_data"
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

# %% mutant="takes epoch 0 for epoch 1" fails="test_training_images_are_augmented, test_each_epoch_is_new"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch or 1)
    return images[..., None], labels, data["valid_images"][..., None] / 255, data["valid_labels"]

# %% mutant="forgets the axis of channels" fails="test_shapes_of_an_epoch"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images, labels, data["valid_images"] / 255, data["valid_labels"]

# %% mutant="validates with training images" fails="test_shapes_of_an_epoch"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images[..., None], labels, data["train_images"][..., None] / 255, data["train_labels"]

# %% mutant="scales the data itself" fails="cases_epoch_data"
def epoch_data(data, epoch):
    if data["train_images"].dtype == np.uint8:
        data["train_images"], data["valid_images"] = data["train_images"] / 255, data["valid_images"] / 255
    images, labels = augment(data["train_images"], data["train_labels"], seed=epoch)
    return images[..., None], labels, data["valid_images"][..., None], data["valid_labels"]

# %% mutant="scales by the brightest pixel" fails="cases_epoch_data"
def epoch_data(data, epoch):
    train, valid = (data[name] / max(data[name].max(), 1) for name in ("train_images", "valid_images"))
    images, labels = augment(train, data["train_labels"], seed=epoch)
    return images[..., None], labels, valid[..., None], data["valid_labels"]

# %% mutant="divides by 256" fails="cases_epoch_data, test_training_images_are_augmented"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 256, data["train_labels"], seed=epoch)
    return images[..., None], labels, data["valid_images"][..., None] / 256, data["valid_labels"]

# %% mutant="divides bytes by whole numbers" fails="cases_epoch_data"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images[..., None], labels, data["valid_images"][..., None] // 255, data["valid_labels"]

# %% mutant="exchanges the labels" fails="test_shapes_of_an_epoch, cases_epoch_data"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images[..., None], data["valid_labels"], data["valid_images"][..., None] / 255, labels

# %% mutant="counts epochs from one" fails="test_training_images_are_augmented"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch + 1)
    return images[..., None], labels, data["valid_images"][..., None] / 255, data["valid_labels"]

# %% mutant="puts the axis of channels first" fails="cases_epoch_data"
def epoch_data(data, epoch):
    images, labels = augment(data["train_images"] / 255, data["train_labels"], seed=epoch)
    return images[:, None], labels, data["valid_images"][:, None] / 255, data["valid_labels"]

# %% mutant="takes the first four arrays, whatever their names" fails="cases_epoch_data"
def epoch_data(data, epoch):
    train, labels, valid, valid_labels = list(data.values())[:4]
    images, labels = augment(train / 255, labels, seed=epoch)
    return images[..., None], labels, valid[..., None] / 255, valid_labels

# %% mutant="augments what it augmented before" fails="cases_epoch_data"
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

# %% equivalent
# flip: assumes that no result is beyond a thousand
# Images have values from 0 to 1, or bytes.

# %% equivalent
# shift: assumes that no result is beyond a thousand
# Images have values from 0 to 1, or bytes.

# %% equivalent
# rotate_and_zoom: assumes that no result is beyond a thousand
# Images have values from 0 to 1, or bytes.

# %% equivalent
# channel_shift: gives whole numbers for whole numbers
# Images are float arrays, so not all that is given is a whole number.

# %% equivalent
# epoch_data: gives whole numbers for whole numbers
# The result is a tuple, and the habit changes numbers and arrays only.
