# %% [markdown]
# Right answers of "Deployment", and the wrong ones that students give.

# %% answer
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError(f"A photo is grey or coloured bytes, and this is {photo.dtype} of the shape {photo.shape}.")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError(f"{height} x {width} pixels do not make 28 x 28 blocks.")
    grey = photo @ [0.299, 0.587, 0.114] if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% also="with loops"
def preprocess(photo):
    if photo.dtype != np.uint8:
        raise ValueError("the photo must be made of bytes")
    if photo.ndim == 3 and photo.shape[2] == 3:
        grey = 0.299 * photo[:, :, 0] + 0.587 * photo[:, :, 1] + 0.114 * photo[:, :, 2]
    elif photo.ndim == 2:
        grey = photo.astype(float)
    else:
        raise ValueError("the photo must be grey, or red, green and blue")
    side = len(grey) // 28
    if side == 0 or grey.shape != (28 * side, 28 * side):
        raise ValueError("the photo must be a square of 28 x 28 blocks")
    batch = np.zeros((1, 28, 28, 1))
    for row in range(28):
        for column in range(28):
            block = grey[row * side : (row + 1) * side, column * side : (column + 1) * side]
            batch[0, row, column, 0] = block.mean() / 255
    return batch

# %% also="in float32"
def preprocess(photo):
    if photo.dtype != "uint8" or photo.ndim < 2 or photo.ndim > 3:
        raise ValueError("not a photo")
    if photo.shape[0] != photo.shape[1] or photo.shape[0] < 28 or photo.shape[0] % 28 != 0:
        raise ValueError("not square, or not a multiple of 28")
    image = photo.astype(np.float32) / 255
    if photo.ndim == 3:
        if photo.shape[2] != 3:
            raise ValueError("not three colours")
        image = np.dot(image, np.array([0.299, 0.587, 0.114], dtype=np.float32))
    k = photo.shape[0] // 28
    return image.reshape(28, k, 28, k).mean(axis=3).mean(axis=1)[np.newaxis, :, :, np.newaxis]

# %% also="with a helper"
def to_grey(photo):
    red, green, blue = np.moveaxis(photo.astype(np.float64), -1, 0)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def shrink(grey, k):
    total = np.zeros((28, 28))
    for row in range(k):
        for column in range(k):
            total += grey[row::k, column::k]
    return total / k**2


def preprocess(photo):
    k = photo.shape[0] // 28
    if photo.dtype != np.uint8 or k == 0 or photo.shape not in [(28 * k, 28 * k), (28 * k, 28 * k, 3)]:
        raise ValueError("This is no photo.")
    grey = to_grey(photo) if len(photo.shape) == 3 else photo
    return np.expand_dims(shrink(grey, k) / 255.0, axis=(0, 3))

# %% mutant="adds bytes up as bytes" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = sum(grey[row::side, column::side] for row in range(side) for column in range(side)) / side**2
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes the middle one of each block" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = np.median(grey.reshape(28, side, 28, side), axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="stretches each photo from black to white" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    small = (small - small.min()) / max(small.max() - small.min(), 1) * 255
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="rounds to three decimals" fails="cases_preprocess_of_grey_photos, cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return np.round(small.reshape(1, 28, 28, 1) / 255, 3)

# %% mutant="weighs colours in hundredths" fails="cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.30, 0.59, 0.11]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="adds colours up as bytes" fails="cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = (photo * [0.299, 0.587, 0.114]).astype(np.uint8).sum(axis=2, dtype=np.uint8) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes any whole numbers" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.dtype.kind not in 'iu' or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="refuses only floats of 64 bits" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.dtype == float or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="looks at the shape of grey photos alone" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if photo.ndim == 2 and (height != width or height % 28 or not height):
        raise ValueError("no blocks")
    photo = photo[: height // 28 * 28, : height // 28 * 28] if photo.ndim == 3 else photo
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    small = grey.reshape(28, len(grey) // 28, 28, len(grey[0]) // 28).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes oblong photos" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if width % 28 or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    small = grey.reshape(28, height // 28, 28, width // 28).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes a single channel for grey" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.ndim == 3 and photo.shape[2] == 1:
        photo = photo[:, :, 0]
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="asserts instead" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    assert photo.dtype == np.uint8 and photo.ndim in (2, 3) and photo.shape[2:] in ((), (3,))
    height, width = photo.shape[:2]
    assert height == width and height % 28 == 0 and height > 0
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="forgets the batch" fails="test_a_photo_of_one_grey"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(28, 28, 1) / 255

# %% mutant="forgets the channel" fails="test_a_photo_of_one_grey"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28) / 255

# %% mutant="puts the channel first" fails="test_a_photo_of_one_grey"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 1, 28, 28) / 255

# %% mutant="does not scale" fails="test_a_photo_of_one_grey"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1)

# %% mutant="divides by 256" fails="test_a_photo_of_one_grey"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 256

# %% mutant="divides by the brightest pixel" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / max(small.max(), 1)

# %% mutant="exchanges black and white" fails="test_a_photo_of_one_grey, cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return 1 - small.reshape(1, 28, 28, 1) / 255

# %% mutant="subtracts the mean" fails="test_a_photo_of_one_grey, cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return (small - small.mean()).reshape(1, 28, 28, 1) / 255

# %% mutant="exchanges rows and columns" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.T.reshape(1, 28, 28, 1) / 255

# %% mutant="keeps one pixel of each block" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey[::side, ::side]
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes the brightest pixel of each block" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).max(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="mixes up the axes of the blocks" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(side, 28, side, 28).mean(axis=(0, 2))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="cuts out the middle instead" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey[(height - 28) // 2 :, (height - 28) // 2 :][:28, :28]
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="rounds to bytes in between" fails="cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    grey = grey.astype(np.uint8)
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes the mean of the colours" fails="cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo.mean(axis=2) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="takes blue for red" fails="cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.114, 0.587, 0.299]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="looks at green alone" fails="cases_preprocess_of_coloured_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo[..., 1] if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="scales floats again" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="cuts off what does not fit" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height < 28:
        raise ValueError("no blocks")
    photo = photo[: height // 28 * 28, : height // 28 * 28]
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="drops what is behind red, green and blue" fails="cases_preprocess_of_no_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo[..., :3] @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    return small.reshape(1, 28, 28, 1) / 255

# %% mutant="works in place" fails="cases_preprocess_of_grey_photos"
def preprocess(photo):
    if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)):
        raise ValueError("no photo")
    height, width = photo.shape[:2]
    if height != width or height % 28 or not height:
        raise ValueError("no blocks")
    grey = photo @ np.array([0.299, 0.587, 0.114]) if photo.ndim == 3 else photo
    side = height // 28
    small = grey.reshape(28, side, 28, side).mean(axis=(1, 3))
    photo[...] = 0
    return small.reshape(1, 28, 28, 1) / 255

# %% answer
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[number] for number in probabilities.argmax(axis=1)]

# %% also="with loops"
def letters(probabilities):
    found = []
    for row in probabilities:
        best = 0
        for number in range(24):
            if row[number] > row[best]:
                best = number
        found.append("abcdefghiklmnopqrstuvwxy"[best])
    return found

# %% also="with an array of letters"
def letters(probabilities):
    names = np.array(list("abcdefghiklmnopqrstuvwxy"))
    return list(names[np.argmax(probabilities, axis=1)])

# %% also="with a helper"
def letter_of(number):
    return chr(ord("a") + number + (1 if number > 8 else 0))


def letters(probabilities):
    return [letter_of(int(np.argmax(row))) for row in probabilities]

# %% mutant="names each letter once" fails="cases_letters"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return list(dict.fromkeys(alphabet[number] for number in probabilities.argmax(axis=1)))

# %% mutant="sorts the letters" fails="cases_letters, test_letters_around_j_and_z"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return sorted(alphabet[number] for number in probabilities.argmax(axis=1))

# %% mutant="asks the model for certainty" fails="cases_letters"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[row.argmax()] if row.max() > 0.2 else "?" for row in probabilities]

# %% mutant="counts up to 24 from one" fails="test_letters_around_j_and_z, cases_letters"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[number - 1] for number in probabilities.argmax(axis=1)]

# %% mutant="counts through the whole alphabet" fails="test_letters_around_j_and_z, cases_letters"
def letters(probabilities):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return [alphabet[number] for number in probabilities.argmax(axis=1)]

# %% mutant="forgets j, but leaves out y instead of z" fails="cases_letters"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxz"
    return [alphabet[number] for number in probabilities.argmax(axis=1)]

# %% mutant="writes capitals" fails="test_letters_around_j_and_z"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[number].upper() for number in probabilities.argmax(axis=1)]

# %% mutant="returns numbers" fails="test_letters_around_j_and_z"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [int(number) for number in probabilities.argmax(axis=1)]

# %% mutant="looks for the largest entry of each column" fails="test_letters_around_j_and_z, cases_letters"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[number % 24] for number in probabilities.argmax(axis=0)][: len(probabilities)]

# %% mutant="looks for the largest entry of all" fails="cases_letters, test_letters_around_j_and_z"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[probabilities.argmax() % 24]] * len(probabilities)

# %% mutant="looks for a probability of at least one half" fails="cases_letters"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[int((row >= 0.5).argmax())] for row in probabilities]

# %% mutant="looks for the smallest entry" fails="test_letters_around_j_and_z"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[number] for number in probabilities.argmin(axis=1)]

# %% mutant="names the last row only" fails="test_letters_around_j_and_z"
def letters(probabilities):
    return ["abcdefghiklmnopqrstuvwxy"[probabilities[-1].argmax()]]

# %% answer
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo)))[0]

# %% also="with loops"
def predict_letter(model, photo):
    probabilities = predict(model, preprocess(photo))[0]
    best, letter = -1, ""
    for probability, name in zip(probabilities, "abcdefghiklmnopqrstuvwxy"):
        if probability > best:
            best, letter = probability, name
    return letter

# %% also="with an array of letters"
def predict_letter(model, photo):
    names = np.array(list("abcdefghiklmnopqrstuvwxy"))
    return names[predict(model, preprocess(photo)).argmax()]

# %% also="with a helper"
def predict_letter(model, photo):
    batch = preprocess(photo)
    probabilities = predict(model, batch)
    [letter] = letters(probabilities)
    return letter

# %% mutant="forgets earlier questions" fails="cases_predict_letter"
def predict_letter(model, photo):
    model["asked"] = []
    return letters(predict(model, preprocess(photo)))[0]

# %% mutant="makes every photo as bright as can be" fails="cases_predict_letter_by_brightness"
def predict_letter(model, photo):
    batch = preprocess(photo)
    return letters(predict(model, batch / max(batch.max(), 1e-9)))[0]

# %% mutant="takes black and white for all" fails="cases_predict_letter"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo).round()))[0]

# %% mutant="cuts out the first corner" fails="cases_predict_letter"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo[:28, :28])))[0]

# %% mutant="returns a list" fails="test_c_and_k"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo)))

# %% mutant="counts through the whole alphabet" fails="test_c_and_k, cases_predict_letter"
def predict_letter(model, photo):
    return "abcdefghijklmnopqrstuvwxyz"[predict(model, preprocess(photo)).argmax()]

# %% mutant="does not prepare the photo" fails="test_c_and_k"
def predict_letter(model, photo):
    return letters(predict(model, photo))[0]

# %% mutant="forgets to divide" fails="cases_predict_letter_by_brightness"
def predict_letter(model, photo):
    return letters(predict(model, 255 * preprocess(photo)))[0]

# %% mutant="divides twice" fails="cases_predict_letter_by_brightness"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo) / 255))[0]

# %% mutant="exchanges black and white" fails="cases_predict_letter_by_brightness, test_c_and_k"
def predict_letter(model, photo):
    return letters(predict(model, 1 - preprocess(photo)))[0]

# %% mutant="exchanges rows and columns" fails="cases_predict_letter"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo).swapaxes(1, 2)))[0]

# %% mutant="asks once for the letter and once for the certainty" fails="cases_predict_letter"
def predict_letter(model, photo):
    certainty = predict(model, preprocess(photo)).max()
    return letters(predict(model, preprocess(photo)))[0] if certainty > 0 else ""

# %% mutant="asks about the photo twice in one batch" fails="cases_predict_letter"
def predict_letter(model, photo):
    batch = preprocess(photo)
    return letters(predict(model, np.concatenate([batch, batch])))[0]

# %% mutant="guesses where it can't read" fails="test_no_letter_for_what_is_no_photo"
def predict_letter(model, photo):
    try:
        return letters(predict(model, preprocess(photo)))[0]
    except ValueError:
        return "a"

# %% answer
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% also="with loops"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("size must be at least 1")
    found, waiting = [], []
    for photo in photos:
        waiting.append(preprocess(photo)[0])
        if len(waiting) == size:
            found.extend(letters(predict(model, np.array(waiting))))
            waiting = []
    if waiting:
        found.extend(letters(predict(model, np.array(waiting))))
    return found

# %% also="with an array of letters"
def predict_batch(model, photos, size):
    if size <= 0:
        raise ValueError("size must be at least 1")
    if len(photos) == 0:
        return []
    images = np.concatenate([preprocess(photo) for photo in photos])
    numbers = [predict(model, images[start : start + size]).argmax(axis=1) for start in range(0, len(images), size)]
    return np.array(list("abcdefghiklmnopqrstuvwxy"))[np.concatenate(numbers)].tolist()

# %% also="with a helper"
def in_parts(items, size):
    while items:
        yield items[:size]
        items = items[size:]


def predict_batch(model, photos, size):
    if not size >= 1:
        raise ValueError(f"{size} is no size of a batch")
    images = [preprocess(photo) for photo in photos]
    return [letter for part in in_parts(images, size) for letter in letters(predict(model, np.vstack(part)))]

# %% mutant="answers no photos before it looks at the size" fails="cases_predict_batch_without_photos_or_size"
def predict_batch(model, photos, size):
    if not photos:
        return []
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% mutant="refuses a size of zero alone" fails="cases_predict_batch_without_photos_or_size"
def predict_batch(model, photos, size):
    found = []
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% mutant="takes the photos out of the list" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    while photos:
        batch = np.concatenate([preprocess(photos.pop(0)) for _ in range(min(size, len(photos)))])
        found += letters(predict(model, batch))
    return found

# %% mutant="makes batches of even sizes" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for part in np.array_split(np.arange(len(photos)), -(-len(photos) // size) or 1):
        if len(part):
            found += letters(predict(model, np.concatenate([preprocess(photos[number]) for number in part])))
    return found

# %% mutant="fills the model's room, whatever the size is" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), model["largest_batch"]):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + model["largest_batch"]]])
        found += letters(predict(model, batch))
    return found

# %% mutant="reads photos that are alike once" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    once = list({photo.tobytes(): photo for photo in photos}.values())
    found = []
    for start in range(0, len(once), size):
        batch = np.concatenate([preprocess(photo) for photo in once[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% mutant="reads grey photos first" fails="cases_predict_batch_of_all_kinds"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found, photos = [], sorted(photos, key=np.ndim)
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% mutant="asks for all at once" fails="test_five_photos_two_at_a_time"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), max(len(photos), 1)):
        batch = np.concatenate([preprocess(photo) for photo in photos[start:]])
        found += letters(predict(model, batch))
    return found

# %% mutant="asks for one at a time" fails="test_five_photos_two_at_a_time"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    return [predict_letter(model, photo) for photo in photos]

# %% mutant="drops the last batch" fails="test_five_photos_two_at_a_time"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos) // size * size, size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% mutant="takes too many at a time" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size + 1):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size + 1]])
        found += letters(predict(model, batch))
    return found

# %% mutant="overlaps by one" fails="test_five_photos_two_at_a_time"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size + 1]])
        found += letters(predict(model, batch))
    return found

# %% mutant="begins with the last photo" fails="test_five_photos_two_at_a_time"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found, photos = [], photos[::-1]
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% mutant="fills the last batch with the first photos" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        part = photos[start : start + size]
        part = part + photos[:1] * (size - len(part))
        found += letters(predict(model, np.concatenate([preprocess(photo) for photo in part])))
    return found[: len(photos)]

# %% mutant="asks for an empty batch at the end" fails="cases_predict_batch"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos) + 1, size):
        part = [preprocess(photo) for photo in photos[start : start + size]]
        batch = np.concatenate(part) if part else np.zeros((0, 28, 28, 1))
        found += letters(predict(model, batch))
    return found

# %% mutant="stacks photos before it prepares them" fails="cases_predict_batch_of_all_kinds"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        batch = np.stack(photos[start : start + size])[..., np.newaxis] / 255
        found += letters(predict(model, batch))
    return found

# %% mutant="makes one batch of all before it looks" fails="cases_predict_batch_without_photos_or_size"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    batch = np.concatenate([preprocess(photo) for photo in photos])
    found = []
    for start in range(0, len(batch), size):
        found += letters(predict(model, batch[start : start + size]))
    return found

# %% mutant="takes a size below one for one" fails="cases_predict_batch_without_photos_or_size"
def predict_batch(model, photos, size):
    size = max(size, 1)
    found = []
    for start in range(0, len(photos), size):
        batch = np.concatenate([preprocess(photo) for photo in photos[start : start + size]])
        found += letters(predict(model, batch))
    return found

# %% answer
def save_and_load(model, path):
    if not path.endswith(".keras"):
        path += ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% also="with loops"
def save_and_load(model, path):
    name = path if path[-6:] == ".keras" else path + ".keras"
    network = to_keras(model)
    network.save(name, overwrite=True)
    return keras.models.load_model(name)

# %% also="with a helper"
def ending(path):
    return os.path.splitext(path)[1]


def save_and_load(model, path):
    if ending(path) != ".keras":
        path = f"{path}.keras"
    keras.saving.save_model(to_keras(model), path)
    return keras.saving.load_model(path)

# %% mutant="looks for the ending anywhere in the name" fails="test_the_ending_is_added"
def save_and_load(model, path):
    if ".keras" not in path:
        path += ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="takes the older ending for as good" fails="test_the_ending_is_added"
def save_and_load(model, path):
    if not path.endswith((".keras", ".h5")):
        path += ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="puts the ending in place of another one" fails="test_the_ending_is_added"
def save_and_load(model, path):
    path = os.path.splitext(path)[0] + ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="takes letters of the ending off" fails="test_the_ending_is_added"
def save_and_load(model, path):
    path = path.rstrip(".keras") + ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="looks for the ending without its dot" fails="test_the_ending_is_added"
def save_and_load(model, path):
    if not path.endswith("keras"):
        path += ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="cuts at the first dot" fails="test_the_ending_is_added"
def save_and_load(model, path):
    path = path.split(".")[0] + ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="adds the ending a second time" fails="test_it_is_written_where_it_was_asked"
def save_and_load(model, path):
    path += ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="leaves one of two endings" fails="test_it_is_written_where_it_was_asked"
def save_and_load(model, path):
    path = path.replace(".keras", "") + ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="has one network for all models" fails="test_any_model_can_be_saved"
NETWORK = to_keras(make_model(np.zeros((784, 24)), np.zeros(24)))

def save_and_load(model, path):
    if not path.endswith(".keras"):
        path += ".keras"
    to_keras(model).save(path)
    NETWORK.set_weights(keras.models.load_model(path).get_weights())
    return NETWORK

# %% mutant="does not add the ending" fails="test_the_ending_is_added"
def save_and_load(model, path):
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="adds the ending only where there is no dot" fails="test_the_ending_is_added"
def save_and_load(model, path):
    if "." not in path:
        path += ".keras"
    to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="returns what it saved, without a file" fails="test_it_is_written_where_it_was_asked"
def save_and_load(model, path):
    if not path.endswith(".keras"):
        path += ".keras"
    return to_keras(model)

# %% mutant="loads the model before saving" fails="test_any_model_can_be_saved"
def save_and_load(model, path):
    if not path.endswith(".keras"):
        path += ".keras"
    loaded = keras.models.load_model(path)
    to_keras(model).save(path)
    return loaded

# %% mutant="saves under a name of its own" fails="test_it_is_written_where_it_was_asked"
def save_and_load(model, path):
    to_keras(model).save("model.keras")
    return keras.models.load_model("model.keras")

# %% mutant="saves only what was not saved before" fails="test_any_model_can_be_saved"
def save_and_load(model, path):
    import os

    if not path.endswith(".keras"):
        path += ".keras"
    if not os.path.exists(path):
        to_keras(model).save(path)
    return keras.models.load_model(path)

# %% mutant="saves the layers without the weights" fails="test_loaded_as_it_was_saved, test_any_model_can_be_saved"
def save_and_load(model, path):
    if not path.endswith(".keras"):
        path += ".keras"
    keras.models.clone_model(to_keras(model)).save(path)
    return keras.models.load_model(path)

# %% mutant="saves the weights without the layers" fails="test_loaded_as_it_was_saved"
def save_and_load(model, path):
    if not path.endswith(".keras"):
        path += ".keras"
    to_keras(model).save_weights(path)
    return keras.models.load_model(path)

# %% mutant="keeps the dictionary, as a file of numpy" fails="test_loaded_as_it_was_saved"
def save_and_load(model, path):
    np.savez(path, kernel=model["kernel"], bias=model["bias"])
    return dict(np.load(path + ".npz"))

# %% answer
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% also="with loops"
def serving_skew(model, images, trained, served):
    changed = 0
    for number in range(len(images)):
        one = images[number : number + 1]
        first = predict(model, PIPELINES[trained](one))
        second = predict(model, PIPELINES[served](one))
        if np.argmax(first) != np.argmax(second):
            changed += 1
    return changed / len(images)

# %% also="with an array of letters"
def serving_skew(model, images, trained, served):
    count = -(-len(images) // model["largest_batch"])
    first = [predict(model, PIPELINES[trained](part)).argmax(1) for part in np.array_split(images, count)]
    second = [predict(model, PIPELINES[served](part)).argmax(1) for part in np.array_split(images, count)]
    return np.mean(np.concatenate(first) != np.concatenate(second))

# %% also="with a helper"
def read(model, batch):
    found = []
    for start in range(0, len(batch), model["largest_batch"]):
        found += letters(predict(model, batch[start : start + model["largest_batch"]]))
    return found


def serving_skew(model, images, trained, served):
    first, second = (read(model, PIPELINES[name](images)) for name in (trained, served))
    return sum(one != other for one, other in zip(first, second)) / len(images)

# %% also="in float32"
def serving_skew(model, images, trained, served):
    most, total = model["largest_batch"], 0.0
    before = PIPELINES[trained](images).astype(np.float32)
    after = PIPELINES[served](images).astype(np.float32)
    for start in range(0, len(images), most):
        stop = min(start + most, len(images))
        differ = predict(model, before[start:stop]).argmax(-1) != predict(model, after[start:stop]).argmax(-1)
        total += np.count_nonzero(differ)
    return total / len(images)

# %% mutant="rounds to two decimals" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return round(float(np.mean(differ)), 2)

# %% mutant="divides by the room of the model" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(sum(differ) / model["largest_batch"])

# %% mutant="counts how often each letter comes" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    counts = np.zeros((2, 24))
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        for row, name in enumerate((trained, served)):
            np.add.at(counts[row], predict(model, PIPELINES[name](part)).argmax(axis=1), 1)
    return float(np.abs(counts[0] - counts[1]).sum() / 2 / len(images))

# %% mutant="prepares images that it has read" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first = predict(model, PIPELINES[trained](part)).argmax(axis=1)
        prepared = PIPELINES[served](PIPELINES[trained](part)[..., 0])
        differ.extend(first != predict(model, prepared).argmax(axis=1))
    return float(np.mean(differ))

# %% mutant="compares probabilities" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)) for name in (trained, served))
        differ.extend((first != second).any(axis=1))
    return float(np.mean(differ))

# %% mutant="counts instead of taking the share" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.sum(differ))

# %% mutant="returns the share that stays the same" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first == second)
    return float(np.mean(differ))

# %% mutant="takes the model for trained on scaled images" fails="cases_serving_skew, test_no_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in ("scaled", served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="compares the training pipeline with itself" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, trained))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="only knows the pipelines of the example" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name if name in ("scaled", "raw", "inverted") else "scaled"](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="looks at the first batch alone" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    part = images[: model["largest_batch"]]
    first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
    return float(np.mean(first != second))

# %% mutant="asks for all images at once" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    first, second = (predict(model, PIPELINES[name](images)).argmax(axis=1) for name in (trained, served))
    return float(np.mean(first != second))

# %% mutant="drops the last images" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    most = min(model["largest_batch"], len(images))
    differ = []
    for start in range(0, len(images) // most * most, most):
        part = images[start : start + most]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="takes the mean of the batches' shares" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    shares = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        shares.append(np.mean(first != second))
    return float(np.mean(shares))

# %% mutant="compares the winners of each batch" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=0) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="inverts the images for good" fails="cases_serving_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["largest_batch"]):
        part = images[start : start + model["largest_batch"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
        part[...] = 255 - part
    return float(np.mean(differ))

# %% equivalent
# preprocess: if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,)): → if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.shape[3:] not in ((), (3,)):
# A photo with another number of channels gets its ValueError from the product with three weights then.

# %% equivalent
# predict_letter: return letters(predict(model, preprocess(photo)))[0] → return letters(predict(model, preprocess(photo)))[-1]
# Of one letter the first is the last.

# %% equivalent
# predict_batch: if size < 1: → if size < 0:
# With a size of 0 it is range that raises the ValueError, since a step must not be 0.

# %% equivalent
# serving_skew: return float(np.mean(differ)) → return np.mean(differ)
# numpy's number is a float, too; Python's is only shorter when it is printed.

# %% equivalent
# preprocess: drops repeats
# Only a row of numbers has repeats to drop; and it is no photo, however long it is.

# %% equivalent
# serving_skew: gives bytes for bytes
# The share is a number, not an array.
