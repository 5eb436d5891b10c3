import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible

NAN, INF = float("nan"), float("inf")


def huge_logits(draw):
    """Tables of logits in the thousands and millions, small enough for a float32 to hold them exactly."""
    rng = draw.rng
    return draw.parts(
        "huge logits",
        thousands=lambda: 1000.0 + rng.integers(0, 6, (2, 4)),
        minus_thousands=lambda: -5000.0 - rng.integers(0, 6, (3, 2)),
        millions=lambda: 4e6 + rng.integers(0, 6, (3, 4)),
        whole_numbers=lambda: -9_000_000 + rng.integers(0, 6, (2, 3)),
        wide_apart=lambda: rng.choice([-3e6, -2e3, 0.0, 1e3], (3, 5)),
        rows_wide_apart=lambda: np.array([[-8e6], [-4e3], [0], [2e3], [6e6]]) + rng.integers(0, 4, (5, 3)),
    )


def like_probabilities(draw):
    """Logits that look as if they had been through a softmax: between 0 and 1, with the sum 1 in each row."""
    return [*draw.some(draw.probabilities((1, 5), (2, 6)), more=0), draw.one(draw.one_hot((2, 5), (2, 6)))]


def in_bytes(truth):
    """The truth in each kind of whole numbers that takes little room: minus 1 is 255 in some of them."""
    return [truth.astype(kind) for kind in ("uint8", "int8", "uint32")]


def misfits(draw):
    """A table, and truths of another shape: too short, too narrow, too wide, labels, lying on their side."""
    rows, classes = int(draw.rng.integers(3, 6)), 2
    labels = draw.rng.integers(0, classes, rows)
    truth = np.eye(classes, dtype=int)[labels]
    table = draw.one(draw.probabilities(rows, classes))
    for other in (truth[:1], truth[:-1], truth[:, :1], labels, truth[0], truth.T, np.eye(classes + 1)[labels]):
        yield table, other.copy()
    yield table[:1].copy(), truth


def partly_zero(draw, *, misplaced):
    """Probabilities of which some are exactly 0, and the truth; if `misplaced`, a true class is among them."""
    rows, classes = int(draw.rng.integers(3, 7)), int(draw.rng.integers(2, 6))
    truth = np.eye(classes, dtype=draw.one(draw.choice("int", "float")))[draw.rng.integers(0, classes, rows)]
    weights = draw.rng.uniform(0.2, 1, (rows, classes))
    weights[(draw.rng.random((rows, classes)) < 0.5) & (truth == 0)] = 0
    weights[0] = truth[0]  # certain, and right
    if misplaced:
        weights[-1] = 1 - truth[-1]
    order = draw.rng.permutation(rows)
    return (weights / weights.sum(axis=1, keepdims=True))[order], truth[order]


def losses(draw):
    """One loss for each epoch, no two of them too close for a float32."""

    def some(low, high, count=None):
        count = int(draw.rng.integers(2, 13)) if count is None else count
        return (low + (high - low) * draw.rng.permutation(20 * count)[:count] / (20 * count)).round(3).tolist()

    return draw.parts(
        "losses",
        some=lambda: some(0.1, 4),
        close_together=lambda: some(0.5, 0.9),
        many=lambda: some(0.1, 4, 40),
        one=lambda: some(0.1, 4, 1),
        huge=lambda: some(2e6, 9e6),
        tiny=lambda: [loss / 64 for loss in some(0, 0.4)],
        falling=lambda: sorted(some(0.1, 4), reverse=True),
        growing=lambda: sorted(some(0.1, 4)),
        equal=lambda: some(0.1, 4, 1) * int(draw.rng.integers(2, 6)),
        down_to_zero=lambda: [*some(0.1, 4), 0.0, *some(0.1, 4)],
        falling_for_long=lambda: sorted(some(0.1, 4, 1200), reverse=True),
    )


def history(draw, val_loss, loss=None):
    """A history with these losses: its columns in any order, sometimes with more of them."""
    count = len(val_loss)
    columns = {
        "val_loss": val_loss,
        "loss": draw.rng.uniform(0, 4, count).round(3).tolist() if loss is None else loss,
        "accuracy": draw.rng.uniform(0, 1, count).round(3).tolist(),
        "val_accuracy": draw.rng.uniform(0, 1, count).round(3).tolist(),
    }
    names = list(columns)[: draw.one(draw.choice(2, 4))]
    return {names[at]: columns[names[at]] for at in draw.rng.permutation(len(names))}


# softmax


@visible
@points(1)
def test_softmax_of_one_two_three(softmax):
    """1, 2 and 3 become 9 %, 24 % and 67 %; in a table each row is a softmax of its own, however large its logits."""
    assert softmax(np.array([1.0, 2.0, 3.0])) == approx([0.0900305732, 0.2447284711, 0.6652409558])
    assert softmax(np.array([[5.0, 5.0], [2001.0, 2000.0]])) == approx([[0.5, 0.5], [0.7310585786, 0.2689414214]])


@points(3)
@like_reference
def cases_softmax(draw):
    """The logits of one sample: of one class or of many, negative ones, whole numbers, equal ones, ones far apart."""
    row = draw.array((1, 9), low=-6, high=6)
    whole, apart = (lambda rng: rng.integers(-3, 4, 6)), (lambda rng: rng.uniform(-60, 60, 6))
    for logits in draw.some(row.also(whole_numbers=whole, far_apart=apart)):
        yield Call(logits)


@points(2)
@like_reference
def cases_softmax_of_tables(draw):
    """In a table each row is a softmax of its own, and with more axes the classes lie along the last one."""
    table, block = draw.array((1, 5), (1, 5), low=-6, high=6), draw.array((1, 3), (2, 3), (1, 4), low=-6, high=6)
    for logits in draw.some(table, more=0):
        yield Call(logits)
    for _ in range(4):
        yield Call(draw.one(block))
        yield Call(draw.one(draw.array((1, 2), (2, 3), (1, 2), (3, 4), low=-6, high=6)))
    yield from map(Call, like_probabilities(draw))
    yield Call(draw.rng.uniform(-6, 6, (600, 3)))


@points(2)
@like_reference
def cases_softmax_of_huge_logits(draw):
    """Logits of thousands or millions, of either sign, give what small ones with the same differences give: no NaN."""
    rows = np.array([[[-5e6]], [[3e3]]])
    domain = huge_logits(draw).also(
        one_row=lambda rng: rng.choice([-6e6, 2e3, 4e6]) + rng.integers(0, 6, 5),
        blocks_wide_apart=lambda rng: rows + rng.integers(0, 4, (2, 3, 4)),
    )
    for logits in draw.some(domain):
        yield Call(logits)


# cross_entropy


@visible
@points(1)
def test_price_of_a_good_and_a_bad_answer(cross_entropy):
    """If the truth is yes, saying yes with 0.9 costs 0.105, and with 0.1 it costs 2.303."""
    assert cross_entropy(0.9, 1) == approx(0.1053605157)
    assert cross_entropy(0.1, 1) == approx(2.3025850930)


@points(4)
@like_reference(abs=1e-6)
def cases_cross_entropy(draw):
    """The price of any probability, tiny ones included, whether the truth is 1 or True, 0 or False."""
    rng = draw.rng
    probability = draw.parts(
        "a probability",
        middling=lambda: float(rng.uniform(0.1, 0.9)),
        small=lambda: float(rng.uniform(0.001, 0.1)),
        large=lambda: 1 - float(rng.uniform(0.005, 0.1)),
        half=lambda: 0.5,
        tiny=lambda: 10 ** -float(rng.uniform(12, 30)),
        numpy=lambda: np.float64(rng.uniform(0.1, 0.9)),
    )
    for y_hat in draw.some(probability):
        yield Call(y_hat, draw.choice(1, True))
        yield Call(y_hat, draw.choice(0, False))


@points(2)
@like_reference
def cases_cross_entropy_of_misplaced_confidence(draw):
    """To be certain and wrong costs infinity: not an error, not NaN, not a large number; anything else costs less."""
    yield Call(draw.real(0.2, 0.8), draw.choice(1, True))
    for y_hat in draw.some(draw.choice(0, 0.0, np.float64(0)), more=1):
        yield Call(y_hat, draw.choice(1, True))
        yield Call(1 - y_hat, draw.choice(0, False))


@points(2)
@like_reference
def cases_cross_entropy_of_certainty(draw):
    """To be certain and right costs nothing, and no other answer is free; 0 and 1 are probabilities, too."""
    yield Call(draw.real(0.2, 0.8), draw.choice(0, False))
    for y_hat in draw.some(draw.choice(0, 0.0, np.float64(0)), more=1):
        yield Call(y_hat, draw.choice(0, False))
        yield Call(1 - y_hat, draw.choice(1, True))


@points(1)
@like_reference
def cases_cross_entropy_of_no_probability(draw):
    """Numbers below 0 and above 1, by little or by much, and NaN raise a ValueError, whatever the truth."""
    rng = draw.rng
    beyond = draw.parts(
        "beyond",
        little=lambda: 1e-4,
        some=lambda: float(rng.uniform(0.1, 0.9)),
        whole=lambda: 2,
        without_end=lambda: INF,
        no_number=lambda: NAN,
    )
    yield Call(draw.real(0.2, 0.8), 1)
    for far in draw.some(beyond, more=1):
        for y_actual in (0, 1):
            yield Call(-far, y_actual).raises(ValueError)
            yield Call(1 + far, y_actual).raises(ValueError)


# categorical_cross_entropy


@visible
@points(1)
@assuming("cross_entropy")
def test_loss_of_two_samples(categorical_cross_entropy):
    """Two true classes with 0.7 and 0.8 cost 0.29 on average; one with 0.1, a guess among ten, costs 2.303."""
    probabilities = np.array([[0.7, 0.2, 0.1], [0.0, 0.8, 0.2]])

    assert categorical_cross_entropy(probabilities, np.array([[1, 0, 0], [0, 1, 0]])) == approx(0.2899092476)
    assert categorical_cross_entropy(np.full((1, 10), 0.1), np.eye(10)[:1]) == approx(2.3025850930)


@points(4)
@like_reference(abs=1e-6)
@assuming("cross_entropy")
def cases_categorical_cross_entropy(draw):
    """Any number of samples and classes; only the true classes count, whichever class was the most probable."""
    tables = draw.probabilities((1, 7), (2, 6)).also(
        one_sample=lambda rng: rng.dirichlet(np.ones(5), 1),
        many_samples=lambda rng: rng.dirichlet(np.full(3, 4), 900),
        many_classes=lambda rng: rng.dirichlet(np.ones(24), 2),
        in_Fortran_order=lambda rng: np.asfortranarray(rng.dirichlet(np.ones(4), 3)),
    )
    for probabilities in draw.some(tables):
        yield Call(probabilities, draw.one_hot(*probabilities.shape))
    for truth in in_bytes(np.eye(4)[draw.rng.integers(0, 4, 5)]):
        yield Call(draw.rng.dirichlet(np.ones(4), 5), truth)


@points(2)
@like_reference(abs=1e-6)
@assuming("cross_entropy")
def cases_categorical_cross_entropy_with_zeros(draw):
    """A wrong class with probability 0 costs nothing, nor does a true one with probability 1: no NaN."""
    for _ in range(8):
        yield Call(*partly_zero(draw, misplaced=False))
    yield Call(np.eye(3), np.eye(3))


@points(2)
@like_reference
@assuming("cross_entropy")
def cases_categorical_cross_entropy_of_misplaced_confidence(draw):
    """If one sample's true class has probability 0, the whole loss is infinite; if it has very little, it is not."""
    yield Call(*partly_zero(draw, misplaced=False))
    for _ in range(5):
        yield Call(*partly_zero(draw, misplaced=True))
    yield Call(np.array([[1.0, 1e-20], [0.5, 0.5]]), np.array([[0, 1], [1, 0]]))


@points(1)
@like_reference(abs=1e-6)
@assuming("cross_entropy")
def cases_categorical_cross_entropy_of_different_shapes(draw):
    """One row of truth for many samples, labels instead of one-hot rows, and other shapes raise a ValueError."""
    yield Call(draw.one(draw.probabilities(3, 2)), draw.one_hot(3, 2))
    for probabilities, truth in misfits(draw):
        yield Call(probabilities, truth).raises(ValueError)


# logit_gradient


@visible
@points(1)
@assuming("softmax")
def test_gradient_of_two_equal_logits(logit_gradient):
    """With 1/2 and 1/2 the true class is pushed up by 1/2 and the other down; two such samples share the push."""
    assert logit_gradient(np.array([[0.0, 0.0]]), np.array([[1, 0]])) == approx([[-0.5, 0.5]])
    assert logit_gradient(np.zeros((2, 2)), np.array([[1, 0], [0, 1]])) == approx([[-0.25, 0.25], [0.25, -0.25]])


@points(6)
@like_reference(abs=1e-6)
@assuming("softmax")
def cases_logit_gradient(draw):
    """The probabilities minus the truth, divided by the number of samples, however many these are."""
    tables = draw.array((1, 6), (2, 6), low=-6, high=6).also(
        one_sample=lambda rng: rng.uniform(-4, 4, (1, 5)),
        many_samples=lambda rng: rng.uniform(-4, 4, (600, 3)),
    )
    for logits in [*draw.some(tables), *like_probabilities(draw)]:
        yield Call(logits, draw.one_hot(*logits.shape))
    for truth in in_bytes(np.eye(3)[draw.rng.integers(0, 3, 4)]):
        yield Call(draw.rng.uniform(-4, 4, (4, 3)), truth)


@points(1)
@like_reference(abs=1e-6)
@assuming("softmax")
def cases_logit_gradient_of_huge_logits(draw):
    """If it is certain and right, there is nothing to push; if certain and wrong, the push is 1: no NaN."""
    for logits in draw.some(huge_logits(draw)):
        yield Call(logits, draw.one_hot(*logits.shape))


@points(1)
@like_reference(abs=1e-6)
@assuming("softmax")
def cases_logit_gradient_of_different_shapes(draw):
    """One row of truth for many samples, labels instead of one-hot rows, and other shapes raise a ValueError."""
    yield Call(draw.array(3, 2), draw.one_hot(3, 2))
    for logits, truth in misfits(draw):
        yield Call(logits, truth).raises(ValueError)


# overfitting_gap


def same_list(result, call, expected):
    """The same numbers in a list, as those in the history are."""
    assert isinstance(result, list), "the gap is not a list"
    return result == approx(expected, abs=1e-6)


@visible
@points(1)
def test_gap_of_three_epochs(overfitting_gap):
    """Training losses 1, 0.5, 0.25 and validation losses 1, 0.75, 1 have the gaps 0, 0.25 and 0.75, in a list."""
    assert overfitting_gap({"loss": [1.0, 0.5, 0.25], "val_loss": [1.0, 0.75, 1.0]}) == approx([0, 0.25, 0.75])
    gap = overfitting_gap({"loss": [0.5], "val_loss": [2.0]})
    assert gap == approx([1.5])
    assert isinstance(gap, list), f"the result is of type {type(gap).__name__}, expected a list"


@points(2)
@like_reference(agrees=same_list)
def cases_overfitting_gap(draw):
    """A list for one epoch or many, with gaps of either sign and any size, whatever else the history holds."""
    for val_loss in draw.some(losses(draw)):
        yield Call(history(draw, val_loss))
    yield Call(history(draw, val_loss, loss=list(val_loss)))
    yield Call(history(draw, [0.5, 0.25], loss=[3e6, 0.25]))


# best_epoch


@visible
@points(1)
def test_best_of_four_epochs(best_epoch):
    """Validation losses of 1.0, 0.7, 0.6 and 0.8 are lowest in epoch 3; 0.4 and 0.5 in epoch 1."""
    assert best_epoch({"loss": [0.9, 0.5, 0.3, 0.2], "val_loss": [1.0, 0.7, 0.6, 0.8]}) == approx(3)
    assert best_epoch({"loss": [0.9, 0.5], "val_loss": [0.4, 0.5]}) == approx(1)


@points(3)
@like_reference
def cases_best_epoch(draw):
    """The validation loss decides, however large or small: not the training loss, the gap, or the last epoch."""
    for val_loss in draw.some(losses(draw), more=6):
        yield Call(history(draw, val_loss))
    for least in draw.rng.uniform(0.3, 0.9, 9).tolist():
        yield Call(history(draw, [least + 0.003, least, least + 0.001]))


@points(1)
@like_reference
def cases_best_epoch_of_equals(draw):
    """Of equal validation losses the earliest epoch is taken: the shorter training is enough."""
    for _ in range(6):
        val_loss = draw.rng.choice([0.25, 0.5, 0.75], 7).tolist()
        yield Call(history(draw, [1.5, *val_loss, min(val_loss)]))
    yield Call(history(draw, [0.5] * 3))


@points(1)
@like_reference
def cases_best_epoch_with_nan(draw):
    """An epoch that ended in NaN is passed over, wherever it stands; if all did, there is a ValueError."""
    for val_loss in draw.some(losses(draw).but("one", "many", "falling for long")):
        lost = draw.rng.random(len(val_loss)) < 0.4
        lost[draw.rng.permutation(len(lost))[:2]] = True, False
        yield Call(history(draw, np.where(lost, NAN, val_loss).tolist()))
    yield Call(history(draw, [3.0, 2.0, NAN, NAN], loss=[3.0, NAN, NAN, NAN]))
    for val_loss in ([NAN, INF], [NAN, NAN, INF, INF], [INF, NAN], [INF, NAN, 0.5, NAN]):
        yield Call(history(draw, val_loss))
    for count in (1, 3):
        yield Call(history(draw, [NAN] * count)).raises(ValueError)
