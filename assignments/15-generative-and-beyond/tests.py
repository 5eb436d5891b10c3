import numpy as np

from autograder.testing import approx, examine, given, hidden, points, raises, reach, visible


def prepared(images):
    """Images as the notebook prepares them."""
    return images.reshape(len(images), -1).astype("float32") / 255


def noise(*shape, seed=0):
    return np.random.default_rng(seed).uniform(-2, 2, shape)


# autoencoder


@visible
@points(1)
def test_squeezes_an_image_into_32_numbers(autoencoder):
    """784 numbers go in, 784 come out, and in between is a layer of 32; none is narrower."""
    found = examine(autoencoder)
    widths = [layer.output_shape[-1] for layer in found.layers]

    assert found.input_shape == (None, 784)
    assert found.output_shape == (None, 784)
    assert min(widths) == 32


@points(2)
def test_draws_pixels(autoencoder):
    """What it draws are pixels from 0 to 1, dark where the image is dark and bright where it is bright."""
    images = prepared(given("digits")["valid_images"][:100])
    drawn = np.asarray(examine(autoencoder).predict(images), dtype=float)

    assert drawn.min() >= 0 and drawn.max() <= 1
    assert drawn[images > 0.9].mean() > 0.6
    assert drawn[images < 0.1].mean() < 0.1


BENDING = ("ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax")


@points(2)
def test_is_no_weighted_sum(autoencoder):
    """Some layer before the last one bends: otherwise all but the last sigmoid is one weighted sum."""
    found = examine(autoencoder)
    bends = [layer.kind in BENDING or layer.config.get("activation", "linear") != "linear" for layer in found.layers]

    assert len(bends) > 2
    assert any(bends[:-1])


@points(6)
def test_beats_pca_on_unseen_digits(autoencoder):
    """On digits that nobody has seen, its error is well below that of the best 32 weighted sums."""
    train, images = prepared(given("digits")["train_images"]), prepared(hidden("digits")["images"])
    directions = np.linalg.eigh(np.cov(train.T))[1][:, -32:]
    rest = images - train.mean(axis=0)
    classical = np.mean((rest - rest @ directions @ directions.T) ** 2)
    drawn = np.asarray(examine(autoencoder).predict(images), dtype=float)
    error = float(np.mean((drawn - images) ** 2))

    reach("error_to_pca", error / float(classical), error=error)


# discriminator_loss


@visible
@points(1)
def test_a_sure_and_a_wrong_detective(discriminator_loss):
    """Logits 2 and 4 for real images and -3 for a fake one cost 0.12; the other way round they would cost 6.12."""
    assert discriminator_loss(np.array([2.0, 4.0]), np.array([-3.0])) == approx(0.1211263211)
    assert discriminator_loss(np.array([-2.0, -4.0]), np.array([3.0])) == approx(6.1211263211)


@points(2)
def test_detective_in_the_dark(discriminator_loss):
    """Logits of 0 cost ln 2 for each kind, however many images there are of it."""
    assert discriminator_loss(np.zeros(1), np.zeros(1)) == approx(2 * np.log(2))
    assert discriminator_loss(np.zeros(5), np.zeros(2)) == approx(2 * np.log(2))
    assert discriminator_loss(np.zeros(2), np.full(3, np.log(3))) == approx(np.log(2) + np.log(4))


@points(2)
def test_each_kind_has_its_own_mean(discriminator_loss):
    """Real and fake images weigh the same together, also where there are more of one kind."""
    real, fake = noise(7), noise(3, seed=1)
    expected = np.mean(np.log(1 + np.exp(-real))) + np.mean(np.log(1 + np.exp(fake)))

    assert discriminator_loss(real, fake) == approx(expected)
    assert discriminator_loss(np.full(4, np.log(3)), np.zeros(1)) == approx(np.log(4 / 3) + np.log(2))


@points(1)
def test_detective_with_huge_logits(discriminator_loss):
    """A logit of 1000 on the wrong side costs 1000, and on the right side nothing; no overflow, no NaN."""
    assert discriminator_loss(np.array([-1000.0]), np.array([-1000.0])) == approx(1000)
    assert discriminator_loss(np.array([1000.0, 1000.0]), np.array([1000.0, 0.0])) == approx(500 + np.log(2) / 2)
    assert discriminator_loss(np.array([900.0]), np.array([-900.0])) == approx(0)


@points(1)
def test_detective_leaves_the_logits_alone(discriminator_loss):
    """Both arrays are the same afterwards."""
    real, fake = np.array([1.0, -1.0]), np.array([2.0])

    loss = discriminator_loss(real, fake)

    assert (real, fake) == approx(([1, -1], [2]))
    assert loss == approx(2.9401896986)


# generator_loss


@visible
@points(1)
def test_a_bad_and_a_doubtful_forgery(generator_loss):
    """Logits of -3 and 0 cost 3.05 and 0.69, and 1.87 on average; a logit of 3 costs 0.05."""
    assert generator_loss(np.array([-3.0, 0.0])) == approx(1.8708672661)
    assert generator_loss(np.array([3.0])) == approx(0.0485873516)


@points(2)
def test_forger_wants_to_be_taken_for_real(generator_loss):
    """The loss falls as logits rise, and is the mean over the images."""
    logits = noise(6)
    expected = np.mean(np.log(1 + np.exp(-logits)))

    assert generator_loss(logits) == approx(expected)
    assert generator_loss(np.full(3, -np.log(3))) == approx(np.log(4))
    assert generator_loss(np.full(2, np.log(3))) == approx(np.log(4 / 3))


@points(1)
def test_forger_with_huge_logits(generator_loss):
    """A logit of -1000 costs 1000, and one of 1000 nothing; no overflow, no NaN."""
    assert generator_loss(np.array([-1000.0, 1000.0])) == approx(500)
    assert generator_loss(np.array([-800.0])) == approx(800)


@points(1)
def test_forger_leaves_the_logits_alone(generator_loss):
    """The array is the same afterwards."""
    logits = np.array([1.0, -1.0])

    loss = generator_loss(logits)

    assert logits == approx([1, -1])
    assert loss == approx(0.8132616875)


# q_update


@visible
@points(1)
def test_one_step_of_learning(q_update):
    """From 1, halfway to 10 + 0.9 · 4 makes 7.3; where the game has ended, halfway to 10 makes 5.5."""
    q = np.array([[0.0, 1.0], [2.0, 4.0]])

    assert q_update(q, 0, 1, 10.0, 1, 0.5, 0.9, False) == approx([[0, 7.3], [2, 4]])
    assert q_update(q, 0, 1, 10.0, 1, 0.5, 0.9, True) == approx([[0, 5.5], [2, 4]])


@points(3)
def test_any_entry_moves(q_update):
    """Only the entry of state and action moves, towards the reward and the best that can follow."""
    for state, action, after in ((2, 1, 0), (0, 2, 3), (3, 0, 1)):
        q = noise(4, 3, seed=state)
        expected = q.copy()
        expected[state, action] += 0.3 * (1.5 + 0.7 * max(q[after]) - q[state, action])

        assert q_update(q, state, action, 1.5, after, 0.3, 0.7, False) == approx(expected)


@points(1)
def test_staying_where_one_is(q_update):
    """Where the next state is the same one, the best of it before the step counts."""
    q = np.array([[1.0, 3.0], [9.0, 9.0]])

    assert q_update(q, 0, 0, 0.0, 0, 0.5, 1.0, False) == approx([[2, 3], [9, 9]])
    assert q_update(q, 0, 1, 2.0, 0, 1.0, 0.5, False) == approx([[1, 3.5], [9, 9]])


@points(2)
def test_nothing_is_hoped_for_after_the_end(q_update):
    """Where the game has ended, what the table says of the next state does not count, be it good or bad."""
    q = np.array([[1.0, -1.0], [50.0, 70.0], [-50.0, -70.0]])

    assert q_update(q, 0, 0, -2.0, 1, 0.25, 0.9, True) == approx([[0.25, -1], [50, 70], [-50, -70]])
    assert q_update(q, 0, 1, 3.0, 2, 1.0, 0.9, True) == approx([[1, 3], [50, 70], [-50, -70]])


@points(1)
def test_worst_cases_count_as_they_are(q_update):
    """The best of bad prospects is still bad; and with a rate of 0 nothing moves."""
    q = np.array([[0.0, 0.0], [-8.0, -4.0]])

    assert q_update(q, 0, 0, 1.0, 1, 1.0, 0.5, False) == approx([[-1, 0], [-8, -4]])
    assert q_update(q, 0, 0, 1.0, 1, 0.0, 0.5, False) == approx([[0, 0], [-8, -4]])


@points(1)
def test_the_table_stays_as_it_was(q_update):
    """The old table is the same afterwards: what is returned is another one."""
    q = np.array([[0.0, 1.0], [2.0, 4.0]])

    moved = q_update(q, 1, 0, 3.0, 0, 0.5, 1.0, False)

    assert q == approx([[0, 1], [2, 4]])
    assert moved == approx([[0, 1], [3, 4]])
    assert q_update(q, 1, 0, 4.0, 0, 0.5, 1.0, False) == approx([[0, 1], [3.5, 4]])


# shard_gradients


def gradient(x, y, w, b):
    """The gradient of the mean squared error of a linear layer, by weights and biases."""
    error = 2 * (x @ w + b - y) / max(len(x), 1)
    return [x.T @ error, error.sum(axis=0)]


@visible
@points(1)
def test_three_samples_and_one(shard_gradients):
    """Three samples with gradient 1 and one with gradient 5 have the mean gradient 2, not 3."""
    first, second = [np.array([1.0, 2.0])], [np.array([5.0, 6.0])]

    assert shard_gradients([first, second], [3, 1]) == approx([[2, 3]])
    assert shard_gradients([first, second], [1, 1]) == approx([[3, 4]])


@points(3)
def test_shards_make_the_step_of_the_whole_batch(shard_gradients):
    """However a batch is cut, the combined gradient is that of the whole batch, for weights and biases."""
    x, y, w, b = noise(10, 3), noise(10, 2, seed=1), noise(3, 2, seed=2), noise(2, seed=3)
    for cuts in ((4,), (1, 3), (2, 5, 9)):
        parts = list(zip(np.split(x, cuts), np.split(y, cuts), strict=True))
        expected = gradient(x, y, w, b)

        assert shard_gradients([gradient(*part, w, b) for part in parts], [len(part[0]) for part in parts]) == approx(
            expected
        )


@points(1)
def test_empty_shards_count_nothing(shard_gradients):
    """A card without samples changes nothing, whatever its gradient; and a single shard is the whole batch."""
    some, none = [np.array([[4.0], [-2.0]])], [np.array([[99.0], [99.0]])]

    assert shard_gradients([none, some], [0, 5]) == approx([[[4], [-2]]])
    assert shard_gradients([some], [7]) == approx([[[4], [-2]]])


@points(1)
def test_shards_without_samples_are_an_error(shard_gradients):
    """No sample at all, or another number of sizes than of shards, is a ValueError."""
    one = [np.array([1.0])]

    assert shard_gradients([one, one], [2, 3]) == approx([[1]])
    for gradients, sizes in (([one, one], [0, 0]), ([one, one], [2]), ([one], [2, 2])):
        with raises(ValueError):
            shard_gradients(gradients, sizes)


@points(1)
def test_gradients_of_shards_stay_as_they_were(shard_gradients):
    """The arrays of all shards are the same afterwards."""
    gradients = [[np.array([1.0]), np.array([2.0, 4.0])], [np.array([3.0]), np.array([6.0, 8.0])]]

    combined = shard_gradients(gradients, [1, 3])

    assert gradients == approx([[[1], [2, 4]], [[3], [6, 8]]])
    assert combined == approx([[2.5], [5, 7]])


# parse_ldd


@visible
@points(1)
def test_found_and_missing(parse_ldd):
    """A library with a path has it; one that is not found has None."""
    text = "\tlibm.so.6 => /lib/libm.so.6 (0x00007f1c2e400000)\n\tlibcudart.so.12 => not found\n"

    assert parse_ldd(text) == approx({"libm.so.6": "/lib/libm.so.6", "libcudart.so.12": None})
    assert parse_ldd("\tlibz.so.1 => /usr/lib/libz.so.1 (0x00007f0000000000)\n") == approx(
        {"libz.so.1": "/usr/lib/libz.so.1"}
    )


@points(2)
def test_lines_without_an_arrow(parse_ldd):
    """A path without an arrow is a library under its last part; what the kernel brings along is none."""
    text = "\tlinux-vdso.so.1 (0x00007ffd5b9d2000)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f1c2e6f5000)\n"

    assert parse_ldd(text) == approx({"ld-linux-x86-64.so.2": "/lib64/ld-linux-x86-64.so.2"})
    assert parse_ldd("\t/lib/ld-linux-aarch64.so.1 (0x0000ffff9c2a4000)") == approx(
        {"ld-linux-aarch64.so.1": "/lib/ld-linux-aarch64.so.1"}
    )


@points(1)
def test_the_name_is_what_the_program_asks_for(parse_ldd):
    """A library stands under the name left of the arrow, even where the file that was found has another one."""
    text = "\tlibblas.so.3 => /opt/fast/libopenblas.so (0x00007f1c2e400000)\n"

    assert parse_ldd(text) == approx({"libblas.so.3": "/opt/fast/libopenblas.so"})
    assert parse_ldd(text.replace("fast", "slow")) == approx({"libblas.so.3": "/opt/slow/libopenblas.so"})


@points(1)
def test_paths_with_blanks(parse_ldd):
    """A path ends where the bracket with the place in memory begins, and not at its first blank."""
    text = "\tlibfoo.so => /home/ada/my project (new)/libfoo.so (0x00007f1c2e400000)\n"

    assert parse_ldd(text) == approx({"libfoo.so": "/home/ada/my project (new)/libfoo.so"})
    assert parse_ldd(text.replace("ada", "bob")) == approx({"libfoo.so": "/home/bob/my project (new)/libfoo.so"})


@points(1)
def test_programs_that_need_nothing(parse_ldd):
    """Where ldd says something else, or nothing, there is no library."""
    some = "\n\tlibc.so.6 => /lib/libc.so.6 (0x00007f1c2e000000)\n\n"

    assert parse_ldd("\tstatically linked\n") == approx({})
    assert parse_ldd("\tnot a dynamic executable\n") == approx({})
    assert parse_ldd(some) == approx({"libc.so.6": "/lib/libc.so.6"})
    assert parse_ldd("") == approx({})


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


@visible
@points(0.5)
def test_a_letter_for_each_part(machines):
    """There is a letter from a to e for each of the thirteen words, and for no other."""
    assert isinstance(machines, dict)
    assert sorted(machines) == sorted([*PARTS, *TOOLS_AND_RULES, *ABOUT_MACHINES])
    assert all(str(letter).strip().lower() in ("a", "b", "c", "d", "e") for letter in machines.values())


@points(1.5)
def test_image_and_container(machines):
    """An image is started and becomes a container; it is made by a Dockerfile, and fetched from a registry."""
    assert letters(machines, PARTS) == RIGHT_PARTS


@points(1.5)
def test_tools_for_containers(machines):
    """Each tool is what it is made for; a standard and a collection are no tools."""
    assert letters(machines, TOOLS_AND_RULES) == RIGHT_TOOLS_AND_RULES


@points(1.5)
def test_what_machines_share_and_compute(machines):
    """Kernel, graph, GPU and exaflop are told apart."""
    assert letters(machines, ABOUT_MACHINES) == RIGHT_ABOUT_MACHINES


@visible
@points(0.5)
def test_a_letter_for_each_place(map_of_ai):
    """There is a letter from a to e for each of the twenty words, and for no other."""
    assert isinstance(map_of_ai, dict)
    assert sorted(map_of_ai) == sorted([*ORDER, *TRIBES, *PICTURES, *THEORY, *BEGIN])
    assert all(str(letter).strip().lower() in ("a", "b", "c", "d", "e") for letter in map_of_ai.values())


@points(1)
def test_from_wide_to_narrow(map_of_ai):
    """The four names stand in the right order, the widest first."""
    assert letters(map_of_ai, ORDER) == RIGHT_ORDER


@points(1.5)
def test_five_tribes(map_of_ai):
    """Each tribe has its own method."""
    assert letters(map_of_ai, TRIBES) == RIGHT_TRIBES


@points(1.5)
def test_four_tasks_on_pictures(map_of_ai):
    """What is asked about a picture: its class, one object's box, the boxes of all, or the class of each pixel."""
    assert letters(map_of_ai, PICTURES) == RIGHT_PICTURES


@points(1)
def test_what_theory_says(map_of_ai):
    """Each theorem says what it says, and not more."""
    assert letters(map_of_ai, THEORY) == RIGHT_THEORY


@points(1.5)
def test_where_to_begin(map_of_ai):
    """Deep learning is not always what to begin with: it depends on rules, examples, and who has to understand."""
    assert letters(map_of_ai, BEGIN) == RIGHT_BEGIN
