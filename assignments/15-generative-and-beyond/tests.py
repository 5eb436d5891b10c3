import numpy as np

from autograder.testing import Call, approx, examine, given, hidden, like_reference, points, reach, visible


def prepared(images):
    """Images as the notebook prepares them."""
    return images.reshape(len(images), -1).astype("float32") / 255


def some(draw, least, most):
    """A whole number, its bounds included."""
    return int(draw.rng.integers(least, most + 1))


# encoder and decoder


def codes_of(encoder, images):
    """The 32 numbers of each image, as the judge hands them on: nothing else reaches the decoder."""
    codes = np.asarray(examine(encoder).predict(images), dtype="float32")
    assert codes.shape == (len(images), 32), f"The codes have the shape {codes.shape}."
    assert np.isfinite(codes).all(), "Some codes are not finite."
    return codes


def redrawn(encoder, decoder, images):
    """What the decoder makes of these codes."""
    drawn = np.asarray(examine(decoder).predict(codes_of(encoder, images)), dtype=float)
    assert drawn.shape == images.shape, f"The drawings have the shape {drawn.shape}."
    return drawn


@visible
@points(1)
def test_encoder_makes_32_numbers(encoder):
    """The encoder takes the 784 pixels of an image and returns 32 numbers."""
    found = examine(encoder)

    assert found.input_shape == (None, 784)
    assert found.output_shape == (None, 32)


@visible
@points(1)
def test_decoder_draws_784_pixels(decoder):
    """The decoder takes 32 numbers and returns the 784 pixels of an image."""
    found = examine(decoder)

    assert found.input_shape == (None, 32)
    assert found.output_shape == (None, 784)


@points(1)
def test_draws_pixels(decoder, encoder):
    """What the decoder draws are pixels from 0 to 1, dark where the image is dark and bright where it is bright."""
    images = prepared(given("digits")["valid_images"][:100])
    drawn = redrawn(encoder, decoder, images)

    assert drawn.min() >= 0 and drawn.max() <= 1
    assert drawn[images > 0.9].mean() > 0.6
    assert drawn[images < 0.1].mean() < 0.1


BENDING = ("ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax")


@points(2)
def test_is_no_weighted_sum(decoder):
    """The decoder bends before its last layer: otherwise it draws weighted sums of 32 pictures, as PCA does."""
    layers = examine(decoder).layers
    bends = [layer.kind in BENDING or layer.config.get("activation", "linear") != "linear" for layer in layers]

    assert any(bends[:-1])


@points(6)
def test_beats_pca_on_unseen_digits(decoder, encoder):
    """On digits that nobody has seen, the error of both together is well below that of the best 32 weighted sums."""
    train, images = prepared(given("digits")["train_images"]), prepared(hidden("digits")["images"])
    directions = np.linalg.eigh(np.cov(train.T))[1][:, -32:]
    rest = images - train.mean(axis=0)
    classical = np.mean((rest - rest @ directions @ directions.T) ** 2)
    error = float(np.mean((redrawn(encoder, decoder, images) - images) ** 2))

    reach("error_to_pca", error / float(classical), error=error)


# experiment


LETTERS = ("a", "b", "c", "d")
RIGHT_REASON = "b"  # it has a name, so that the line of a failed test does not show it


def measured(experiment, where):
    """The three errors that were handed in."""
    values = np.array(experiment[where], dtype=float)
    assert values.shape == (3,) and np.isfinite(values).all(), f"{where!r} must hold three numbers."
    return values


def letter(experiment, key):
    return str(experiment.get(key)).strip().lower()


@visible
@points(1)
def test_predicts_measures_and_explains(experiment):
    """There is a prediction (any letter counts), three errors of each kind, and an explanation."""
    assert isinstance(experiment, dict), "a dictionary is needed"
    keys = sorted(map(str, experiment))
    assert keys == ["because", "predicted", "training", "unseen"], f"the keys are {', '.join(keys)}"
    assert letter(experiment, "predicted") in LETTERS, "a prediction is a letter from a to d"
    assert letter(experiment, "because") in LETTERS, "a reason is a letter from a to d"
    for where in ("training", "unseen"):
        assert len(experiment[where]) == 3, f"{where!r} needs three numbers and has {len(experiment[where])}"


@points(1.5)
def test_measures_three_bottlenecks(experiment):
    """The errors are those of bottlenecks of 2, 8, and 32 numbers, on training images and on unseen ones."""
    for where in ("training", "unseen"):
        errors = measured(experiment, where)
        assert 0.005 < errors.min() and errors.max() < 0.1
        assert (errors[1:] < 0.92 * errors[:-1]).all()
    assert (abs(measured(experiment, "training") / measured(experiment, "unseen") - 1) < 0.3).all()


@points(1.5)
def test_explains_what_it_measured(experiment):
    """The explanation agrees with the numbers."""
    assert letter(experiment, "because") == RIGHT_REASON
    assert measured(experiment, "unseen")[2] < measured(experiment, "unseen")[0]


# discriminator_loss


@visible
@points(1)
def test_a_sure_and_a_wrong_detective(discriminator_loss):
    """Logits 2 and 4 for real images and -3 for a fake one cost 0.12; the other way round they would cost 6.12."""
    assert discriminator_loss(np.array([2.0, 4.0]), np.array([-3.0])) == approx(0.1211263211)
    assert discriminator_loss(np.array([-2.0, -4.0]), np.array([3.0])) == approx(6.1211263211)


def logits(draw, *length):
    return draw.array(length, low=-8, high=8)


def huge_logits(draw):
    """Logits up to 1000, of several kinds, each on the right or the wrong side."""

    def on(*sides, kind="float64"):
        return (draw.rng.choice(sides, some(draw, 2, 5)) * draw.rng.integers(800, 1001)).astype(kind)

    return draw.parts(
        "huge logits",
        positive=lambda: on(1),
        negative=lambda: on(-1),
        mixed=lambda: np.array([*on(1), *on(-1, 0), *draw.rng.uniform(-50, 50, 3)]),
        a_single_one=lambda: np.array([draw.rng.choice([-1000.0, 1000.0])]),
        float32=lambda: on(-1, 1, 0, kind="float32"),
        whole_numbers=lambda: on(-1, 1, 0, kind="int64"),
        quite_large=lambda: draw.rng.uniform(-50, 50, 5),
    )


@points(3)
@like_reference
def cases_discriminator_loss(draw):
    """With as many real images as fake ones, it is the sum of both means; the logits stay as they are."""
    for real in draw.some(logits(draw, 1, 9)):
        yield Call(real, draw.rng.uniform(-8, 8, len(real)).astype(real.dtype))


@points(2)
@like_reference
def cases_discriminator_loss_of_uneven_batches(draw):
    """Real images and fake ones count the same in total, even if there are more of one kind."""
    yield from draw.calls(logits(draw, 1, 4), logits(draw, 5, 9), more=0)
    yield from draw.calls(logits(draw, 5, 9), logits(draw, 1, 4), more=0)
    yield Call(draw.rng.uniform(-8, 8, 600), draw.rng.uniform(-8, 8, 900))
    yield Call(draw.rng.uniform(0, 1, 3), np.zeros(2))  # logits, though they look like probabilities


@points(1)
@like_reference
def cases_discriminator_loss_of_huge_logits(draw):
    """A logit of 1000 on the wrong side costs 1000, and on the right side nothing; no overflow, no NaN."""
    yield from draw.calls(huge_logits(draw), logits(draw, 2, 4), more=0)
    yield from draw.calls(logits(draw, 2, 4), huge_logits(draw), more=0)


# generator_loss


@visible
@points(1)
def test_a_bad_and_a_doubtful_forgery(generator_loss):
    """Logits of -3 and 0 cost 3.05 and 0.69, and 1.87 on average; a logit of 3 costs 0.05."""
    assert generator_loss(np.array([-3.0, 0.0])) == approx(1.8708672661)
    assert generator_loss(np.array([3.0])) == approx(0.0485873516)


@points(3)
@like_reference
def cases_generator_loss(draw):
    """The loss falls as logits rise, and is the mean over the images; the logits stay as they are."""
    yield from draw.calls(logits(draw, 1, 9))
    yield Call(draw.rng.uniform(-8, 8, 900))
    yield Call(draw.rng.uniform(0, 1, 3))  # logits, though they look like probabilities


@points(1)
@like_reference
def cases_generator_loss_of_huge_logits(draw):
    """A logit of -1000 costs 1000, and one of 1000 nothing; no overflow, no NaN."""
    yield from draw.calls(huge_logits(draw))


# q_update


@visible
@points(1)
def test_one_step_of_learning(q_update):
    """Halfway from 1 to 10 + 0.9 · 4 is 7.3; if the game has ended, halfway from 1 to 10 is 5.5."""
    q = np.array([[0.0, 1.0], [2.0, 4.0]])

    assert q_update(q, 0, 1, 10.0, 1, 0.5, 0.9, False) == approx([[0, 7.3], [2, 4]])
    assert q_update(q, 0, 1, 10.0, 1, 0.5, 0.9, True) == approx([[0, 5.5], [2, 4]])


def q_tables(draw, states=(2, 6), low=-3, high=3):
    table = draw.array(states, (1, 4), low=low, high=high).but("whole numbers")
    return table.also(huge=lambda rng: rng.uniform(1e6, 3e6, (states[1], 3)))


def step(draw, q, state, after, *, done):
    """A call with any action, reward, rate and discount; the last three arguments are named, or not."""
    reward, rate, discount = draw.one(draw.real()), draw.one(draw.real(0, 1)), float(draw.rng.uniform(0.3, 1))
    action = some(draw, 0, q.shape[1] - 1)
    if draw.rng.integers(2):
        return Call(q, state, action, reward, after, rate, discount, done)
    return Call(q, state, action, reward, after, rate=rate, discount=discount, done=done)


@points(4)
@like_reference(abs=1e-5, new=True)
def cases_q_update(draw):
    """In a new table, only one entry has moved, towards the reward plus the best that can follow."""
    for q in draw.some(q_tables(draw)):
        state, after = draw.rng.permutation(len(q))[:2].tolist()
        yield step(draw, q, state, after, done=False)


@points(1)
@like_reference(abs=1e-5, new=True)
def cases_q_update_where_one_stays(draw):
    """If the next state is the same one, its best value before the step counts."""
    for q in draw.some(q_tables(draw, states=(1, 4)), more=1):
        state = some(draw, 0, len(q) - 1)
        yield step(draw, q, state, state, done=False)
    best = draw.rng.permutation([7.0, 1.0, 4.0])[None]
    yield Call(best, 0, int(best.argmax()), draw.real(-2, 2), 0, 0.5, 0.75, False)


@points(2)
@like_reference(abs=1e-5, new=True)
def cases_q_update_at_the_end(draw):
    """If the game has ended, what the table says about the next state does not count, good or bad."""
    for q in draw.some(q_tables(draw, states=(1, 6)).but("huge")):
        yield step(draw, q, some(draw, 0, len(q) - 1), some(draw, 0, len(q) - 1), done=True)
    for rate in draw.rng.uniform(0.1, 0.6, 2).tolist():  # all the way from millions, a float32 would miss the reward
        huge = draw.rng.uniform(1e6, 3e6, (some(draw, 2, 5), 3))
        yield Call(huge, 1, some(draw, 0, 2), draw.real(), 0, rate, draw.real(0.3, 1), done=True)


@points(1)
@like_reference(abs=1e-5, new=True)
def cases_q_update_of_bad_prospects(draw):
    """The best of bad prospects is still bad; a reward or prospect of 0 counts, too; with a rate of 0 nothing moves."""
    for q in draw.some(q_tables(draw, low=-9, high=-1).but("huge"), more=1):
        state, after = draw.rng.permutation(len(q))[:2].tolist()
        yield step(draw, q, state, after, done=False)
    for rate, discount in ((0, 0.5), (0.0, 1), (1, 0.0), (0.5, 0), (1.0, 1.0)):
        yield Call(-draw.rng.uniform(1, 9, (3, 2)), 2, 1, draw.real(), 0, rate, discount, done=False)
    for reward, done in ((0, False), (0.0, True), (0.0, False)):
        q = draw.rng.uniform(1, 9, (3, 2)) * draw.rng.choice([-1, 1])
        q[1] = 0
        yield from (Call(q, 2, 0, reward, 1, 0.5, 0.9, done), Call(q, 0, 1, reward, 2, 0.5, 0.9, done))
        yield Call(np.zeros((3, 2)), 0, 1, reward, 1, 0.5, 0.9, done)


# shard_gradients


@visible
@points(1)
def test_three_samples_and_one(shard_gradients):
    """Three samples with gradient 1 and one with gradient 5 have a mean gradient of 2, not 3."""
    first, second = [np.array([1.0, 2.0])], [np.array([5.0, 6.0])]

    assert shard_gradients([first, second], [3, 1]) == approx([[2, 3]])
    assert shard_gradients([first, second], [1, 1]) == approx([[3, 4]])


SHAPES = ([(3,)], [(2, 3), (3,)], [(4, 1), (1,), (1, 2), (2,)], [(1,)], [(2, 2), (2, 2)], [(3, 3, 2, 4), (4,)])


def gradients(draw, shards, kind="float64"):
    """For each shard the same shapes: those of some weights and biases."""
    shapes = SHAPES[some(draw, 0, len(SHAPES) - 1)]
    return [[draw.rng.uniform(-3, 3, shape).astype(kind) for shape in shapes] for _ in range(shards)]


def batches(draw):
    """Gradients of shards, with their sizes."""

    def of(*sizes, **options):
        return gradients(draw, len(sizes), **options), list(sizes)

    def equal_shards():
        (first, second), sizes = of(some(draw, 1, 4), some(draw, 5, 9))
        return [first, second, first], [*sizes, sizes[0]]

    def without_a_gradient():
        shards, sizes = of(some(draw, 1, 4), some(draw, 5, 9), 3)
        return [shards[0], [0 * each for each in shards[1]], shards[2]], sizes

    def fortran():
        shards, sizes = of(some(draw, 1, 4), some(draw, 5, 9), 3)
        return [[np.asfortranarray(each) for each in shard] for shard in shards], sizes

    return draw.parts(
        "batches",
        two=lambda: of(some(draw, 1, 4), some(draw, 5, 9)),
        of_equal_size=lambda: of(*[some(draw, 2, 9)] * 3),
        many=lambda: of(*[some(draw, 1, 9) for _ in range(8)]),
        one=lambda: of(some(draw, 1, 9)),
        one_sample_each=lambda: of(1, 1, 1),
        a_last_one_that_is_small=lambda: of(1024, 1024, 1024, some(draw, 1, 99)),
        equal_shards=equal_shards,
        of_billions=lambda: of(3 * 10**9, some(draw, 1, 9) * 10**9),
        one_without_a_gradient=without_a_gradient,
        float32=lambda: of(some(draw, 1, 4), 2, some(draw, 5, 9), kind="float32"),
        in_fortran_order=fortran,
    )


@points(4)
@like_reference(abs=3e-6)
def cases_shard_gradients(draw):
    """However a batch is cut, the result is the mean gradient of the whole batch, for all weights and biases."""
    for shards, sizes in draw.some(batches(draw)):
        yield Call(shards, sizes)


@points(1)
@like_reference(abs=3e-6)
def cases_shard_gradients_of_empty_shards(draw):
    """A card without samples changes nothing, whatever its gradient."""
    for sizes in ([0, 5], [7, 0], [0, 0, 1], [2, 0, 3], [0, 4, 0, 0, 1]):
        yield Call(gradients(draw, len(sizes)), sizes)


@points(1)
@like_reference(abs=3e-6)
def cases_shard_gradients_without_samples(draw):
    """It is a ValueError if there is no sample at all, or if there are more sizes than shards, or fewer."""
    yield Call(gradients(draw, 2), [some(draw, 1, 9), some(draw, 1, 9)])
    for shards, sizes in ((2, [0, 0]), (1, [0]), (0, []), (2, [3]), (1, [2, 2]), (3, [1, 1]), (2, [1, 1, 1]), (2, [])):
        yield Call(gradients(draw, shards), sizes).raises(ValueError)


# parse_ldd


@visible
@points(1)
def test_found_and_missing(parse_ldd):
    """A library that was found has its path; one that was not found has None."""
    text = "\tlibm.so.6 => /lib/libm.so.6 (0x00007f1c2e400000)\n\tlibcudart.so.12 => not found\n"

    assert parse_ldd(text) == approx({"libm.so.6": "/lib/libm.so.6", "libcudart.so.12": None})
    assert parse_ldd("\tlibz.so.1 => /usr/lib/libz.so.1 (0x00007f0000000000)\n") == approx(
        {"libz.so.1": "/usr/lib/libz.so.1"}
    )


LIBRARIES = (
    "libm.so.6", "libstdc++.so.6", "libcudart.so.12", "libgcc_s.so.1", "libz-ng.so.2.1.0", "own.so", "libnot.so",
)  # fmt: skip
FOLDERS = (
    "/lib/x86_64-linux-gnu", "/usr/lib", "/opt/conda/lib", "/usr/local/cuda-12.4/lib64", "", "/home/ada/.local",
    "/home/ada/notes", "/opt/linux-vdso",
)  # fmt: skip
BLANKS = (
    "/opt/my project", "/home/ada/new (2)", "/media/a disk/the lib (old) (copy)", "/srv/(x)/y z",
    "/srv/not found", "/opt/not a library (0xff)",
)  # fmt: skip
LOADERS = ("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "ld-musl-x86_64.so.1", "ld64.so.1")
OTHERS = (
    "\tstatically linked",
    "\tnot a dynamic executable",
    "",
    "\tlinux-gate.so.1 (0xf7f3c000)",
    "ldd: ./program: No such file or directory",
    "\tlinux-vdso.so.1 (0x00007ffd5b9d2000)",
)


def place(draw):
    """A place in memory, of 8, 12 or 16 digits."""
    return f"(0x{some(draw, 2**28, 2**32 - 1):0{draw.rng.choice([8, 12, 16])}x})"


def lines(draw, count, folders=FOLDERS):
    """Lines with an arrow: found in one of the folders, often under another name, or not found."""
    told = []
    for name in draw.rng.permutation(LIBRARIES)[:count].tolist():
        folder, other = draw.rng.choice(folders), f"lib{some(draw, 10, 99)}-real.so"
        path = f"{folder}/{name if draw.rng.integers(2) else other}"
        told.append(f"\t{name} => {path} {place(draw)}" if draw.rng.integers(3) else f"\t{name} => not found")
    return told


def listing(draw, *told):
    """The lines in any order, as a text with or without a last line break."""
    return "\n".join(draw.rng.permutation(told).tolist()) + ("\n" if draw.rng.integers(2) else "")


@points(1)
@like_reference
def cases_parse_ldd(draw):
    """A library is listed under the name left of the arrow, with its path, or with None if it was not found."""
    for count in (1, 2, 5, 7, 4, 6, 3, 1, 6):
        yield Call(listing(draw, *lines(draw, count)))
    for folder in FOLDERS:
        yield Call(f"\tlibnot.so => not found\n\tlibm.so.6 => {folder}/libm.so.6 {place(draw)}\n")


@points(2)
@like_reference
def cases_parse_ldd_without_an_arrow(draw):
    """A path without an arrow is a library, listed under its last part; what the kernel provides is not a library."""
    for name in (*LOADERS, *LIBRARIES):
        told = f"\t{draw.rng.choice(FOLDERS)}/{name} {place(draw)}"
        kernel = f"\tlinux-{draw.rng.choice(['vdso', 'gate', 'vdso64'])}.so.1 {place(draw)}"
        yield Call(listing(draw, told, kernel))


@points(1)
@like_reference
def cases_parse_ldd_with_blanks(draw):
    """A path ends where the bracket with the address begins, not at its first blank or bracket."""
    for folder in BLANKS * 2:
        alone = f"\t{folder}/{draw.rng.choice(LOADERS)} {place(draw)}"
        found = f"\tlibfoo.so => {folder}/libfoo.so {place(draw)}"
        yield Call(listing(draw, alone, found, *lines(draw, 3, BLANKS)))


@points(1)
@like_reference
def cases_parse_ldd_of_other_lines(draw):
    """If ldd says something else, or nothing, there is no library."""
    yield Call("")
    for other in OTHERS:
        yield from (Call(listing(draw, other)), Call(listing(draw, other, *lines(draw, 2), *OTHERS[2:4])))


# machines and map_of_ai


PARTS = ("image", "container", "dockerfile", "registry")
TOOLS_AND_RULES = ("singularity", "podman", "udocker", "oci", "ngc")
ABOUT_MACHINES = ("kernel", "graph", "gpu", "exaflop")
ORDER = ("first", "second", "third", "fourth")
TRIBES = ("symbolists", "connectionists", "evolutionaries", "bayesians", "analogizers")
PICTURES = ("classification", "localisation", "detection", "segmentation")
THEORY = ("universal_approximation", "no_free_lunch", "perceptron_convergence")
BEGIN = ("chess_rules", "tax_law", "forty_patients", "million_photos")

# The right letters have names, so that the line of a failed test does not show them.
RIGHT_PARTS = "dbac"
RIGHT_TOOLS_AND_RULES = "dceab"
RIGHT_ABOUT_MACHINES = "bdca"
RIGHT_ORDER = "cbda"
RIGHT_TRIBES = "decab"
RIGHT_PICTURES = "cdab"
RIGHT_THEORY = "cab"
RIGHT_BEGIN = "aabc"


def letters(answers, words):
    """The letters that were written for some words, one after the other."""
    return "".join(str(answers.get(word)).strip().lower() for word in words)


def has_a_letter_for_each(answers, words):
    """Check that there is a letter from a to e for each of these words, and for no other; name those that are wrong."""
    assert isinstance(answers, dict), "a dictionary is needed"
    missing, other = [word for word in words if word not in answers], [word for word in answers if word not in words]
    assert not missing, f"no letter for {', '.join(missing)}"
    assert not other, f"not one of the words: {', '.join(map(str, other))}"
    wrong = [word for word in words if str(answers[word]).strip().lower() not in ("a", "b", "c", "d", "e")]
    assert not wrong, f"no letter from a to e for {', '.join(wrong)}"


@visible
@points(0.5)
def test_a_letter_for_each_part(machines):
    """There is a letter from a to e for each of the thirteen words, and for no other."""
    has_a_letter_for_each(machines, [*PARTS, *TOOLS_AND_RULES, *ABOUT_MACHINES])


@points(1)
def test_image_and_container(machines):
    """An image becomes a container when it is started; a Dockerfile makes it, and a registry hands it out."""
    assert letters(machines, PARTS) == RIGHT_PARTS


@points(1)
def test_tools_for_containers(machines):
    """Each tool has its purpose; a standard and a collection are not tools."""
    assert letters(machines, TOOLS_AND_RULES) == RIGHT_TOOLS_AND_RULES


@points(1)
def test_what_machines_share_and_compute(machines):
    """Kernel, graph, GPU and exaflop are told apart."""
    assert letters(machines, ABOUT_MACHINES) == RIGHT_ABOUT_MACHINES


@visible
@points(0.5)
def test_a_letter_for_each_place(map_of_ai):
    """There is a letter from a to e for each of the twenty words, and for no other."""
    has_a_letter_for_each(map_of_ai, [*ORDER, *TRIBES, *PICTURES, *THEORY, *BEGIN])


@points(0.5)
def test_from_wide_to_narrow(map_of_ai):
    """The four names are in the right order, the widest first."""
    assert letters(map_of_ai, ORDER) == RIGHT_ORDER


@points(1)
def test_five_tribes(map_of_ai):
    """Each tribe has its own method."""
    assert letters(map_of_ai, TRIBES) == RIGHT_TRIBES


@points(1)
def test_four_tasks_on_pictures(map_of_ai):
    """A question about a picture asks for its class, one object's box, the boxes of all, or the class of each pixel."""
    assert letters(map_of_ai, PICTURES) == RIGHT_PICTURES


@points(1)
def test_what_theory_says(map_of_ai):
    """Each theorem says what it says, and no more."""
    assert letters(map_of_ai, THEORY) == RIGHT_THEORY


@points(1)
def test_where_to_begin(map_of_ai):
    """Deep learning is not always the first choice: it depends on rules, examples, and who has to understand."""
    assert letters(map_of_ai, BEGIN) == RIGHT_BEGIN
