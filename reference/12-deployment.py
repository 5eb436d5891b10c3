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

# %% mutant="divides by the brightest pixel" fails="test_dark_photos_stay_dark, test_rows_and_columns_stay"
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

# %% mutant="exchanges black and white" fails="test_a_photo_of_one_grey, test_rows_and_columns_stay"
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

# %% mutant="subtracts the mean" fails="test_a_photo_of_one_grey, test_rows_and_columns_stay"
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

# %% mutant="exchanges rows and columns" fails="test_rows_and_columns_stay"
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

# %% mutant="keeps one pixel of each block" fails="test_blocks_become_their_mean"
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

# %% mutant="takes the brightest pixel of each block" fails="test_blocks_become_their_mean"
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

# %% mutant="mixes up the axes of the blocks" fails="test_blocks_become_their_mean"
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

# %% mutant="cuts out the middle instead" fails="test_blocks_become_their_mean"
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

# %% mutant="rounds to bytes in between" fails="test_colours_become_grey"
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

# %% mutant="takes the mean of the colours" fails="test_colours_become_grey"
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

# %% mutant="takes blue for red" fails="test_colours_become_grey"
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

# %% mutant="looks at green alone" fails="test_colours_become_grey"
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

# %% mutant="scales floats again" fails="test_what_is_no_photo_is_refused"
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

# %% mutant="cuts off what does not fit" fails="test_what_is_no_photo_is_refused"
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

# %% mutant="drops what is behind red, green and blue" fails="test_what_is_no_photo_is_refused"
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

# %% mutant="works in place" fails="test_preprocess_leaves_the_photo_alone"
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

# %% mutant="counts through the whole alphabet" fails="test_letters_around_j_and_z, test_every_class_has_its_letter"
def letters(probabilities):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return [alphabet[number] for number in probabilities.argmax(axis=1)]

# %% mutant="forgets j, but leaves out y instead of z" fails="test_every_class_has_its_letter"
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

# %% mutant="looks for the largest entry of each column" fails="test_letters_around_j_and_z, test_each_row_for_itself"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[number % 24] for number in probabilities.argmax(axis=0)][: len(probabilities)]

# %% mutant="looks for the largest entry of all" fails="test_each_row_for_itself, test_letters_around_j_and_z"
def letters(probabilities):
    alphabet = "abcdefghiklmnopqrstuvwxy"
    return [alphabet[probabilities.argmax() % 24]] * len(probabilities)

# %% mutant="looks for a probability of at least one half" fails="test_each_row_for_itself"
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

# %% mutant="returns a list" fails="test_c_and_k"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo)))

# %% mutant="counts through the whole alphabet" fails="test_c_and_k, test_the_letter_is_the_models"
def predict_letter(model, photo):
    return "abcdefghijklmnopqrstuvwxyz"[predict(model, preprocess(photo)).argmax()]

# %% mutant="does not prepare the photo" fails="test_c_and_k"
def predict_letter(model, photo):
    return letters(predict(model, photo))[0]

# %% mutant="forgets to divide" fails="test_bright_is_bright"
def predict_letter(model, photo):
    return letters(predict(model, 255 * preprocess(photo)))[0]

# %% mutant="divides twice" fails="test_bright_is_bright"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo) / 255))[0]

# %% mutant="exchanges black and white" fails="test_bright_is_bright, test_c_and_k"
def predict_letter(model, photo):
    return letters(predict(model, 1 - preprocess(photo)))[0]

# %% mutant="exchanges rows and columns" fails="test_the_letter_is_the_models"
def predict_letter(model, photo):
    return letters(predict(model, preprocess(photo).swapaxes(1, 2)))[0]

# %% mutant="asks once for the letter and once for the certainty" fails="test_a_photo_is_asked_about_once"
def predict_letter(model, photo):
    certainty = predict(model, preprocess(photo)).max()
    return letters(predict(model, preprocess(photo)))[0] if certainty > 0 else ""

# %% mutant="asks about the photo twice in one batch" fails="test_a_photo_is_asked_about_once"
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

# %% mutant="takes too many at a time" fails="test_batches_are_full_but_the_last"
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

# %% mutant="fills the last batch with the first photos" fails="test_batches_are_full_but_the_last"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        part = photos[start : start + size]
        part = part + photos[:1] * (size - len(part))
        found += letters(predict(model, np.concatenate([preprocess(photo) for photo in part])))
    return found[: len(photos)]

# %% mutant="asks for an empty batch at the end" fails="test_batches_are_full_but_the_last"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos) + 1, size):
        part = [preprocess(photo) for photo in photos[start : start + size]]
        batch = np.concatenate(part) if part else np.zeros((0, 28, 28, 1))
        found += letters(predict(model, batch))
    return found

# %% mutant="stacks photos before it prepares them" fails="test_photos_of_all_kinds"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    found = []
    for start in range(0, len(photos), size):
        batch = np.stack(photos[start : start + size])[..., np.newaxis] / 255
        found += letters(predict(model, batch))
    return found

# %% mutant="makes one batch of all before it looks" fails="test_no_photos_and_no_size"
def predict_batch(model, photos, size):
    if size < 1:
        raise ValueError("A batch has at least one image.")
    batch = np.concatenate([preprocess(photo) for photo in photos])
    found = []
    for start in range(0, len(batch), size):
        found += letters(predict(model, batch[start : start + size]))
    return found

# %% mutant="takes a size below one for one" fails="test_no_photos_and_no_size"
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
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="compares probabilities" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)) for name in (trained, served))
        differ.extend((first != second).any(axis=1))
    return float(np.mean(differ))

# %% mutant="counts instead of taking the share" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.sum(differ))

# %% mutant="returns the share that stays the same" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first == second)
    return float(np.mean(differ))

# %% mutant="takes the model for trained on scaled images" fails="test_every_pair_of_pipelines, test_no_skew"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in ("scaled", served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="compares the training pipeline with itself" fails="test_scaled_and_inverted"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, trained))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="only knows the pipelines of the example" fails="test_every_pair_of_pipelines"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name if name in ("scaled", "raw", "inverted") else "scaled"](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="looks at the first batch alone" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    part = images[: model["most"]]
    first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
    return float(np.mean(first != second))

# %% mutant="asks for all images at once" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    first, second = (predict(model, PIPELINES[name](images)).argmax(axis=1) for name in (trained, served))
    return float(np.mean(first != second))

# %% mutant="drops the last images" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    most = min(model["most"], len(images))
    differ = []
    for start in range(0, len(images) // most * most, most):
        part = images[start : start + most]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="takes the mean of the batches' shares" fails="test_skew_within_the_room_there_is"
def serving_skew(model, images, trained, served):
    shares = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=1) for name in (trained, served))
        shares.append(np.mean(first != second))
    return float(np.mean(shares))

# %% mutant="compares the winners of each batch" fails="test_every_pair_of_pipelines"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
        first, second = (predict(model, PIPELINES[name](part)).argmax(axis=0) for name in (trained, served))
        differ.extend(first != second)
    return float(np.mean(differ))

# %% mutant="inverts the images for good" fails="test_skew_leaves_the_images_alone"
def serving_skew(model, images, trained, served):
    differ = []
    for start in range(0, len(images), model["most"]):
        part = images[start : start + model["most"]]
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
