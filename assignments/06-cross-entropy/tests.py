import numpy as np

from autograder.testing import approx, points, raises, visible

NAN, INF = float("nan"), float("inf")


def noise(*shape, seed=6):
    """Random numbers around zero."""
    return np.random.default_rng(seed).normal(0, 2, shape)


def shares(logits):
    """The softmax of moderate numbers, along the last axis."""
    powers = np.exp(logits)
    return powers / powers.sum(axis=-1, keepdims=True)


def one_hot_of(*classes, of):
    return np.eye(of, dtype=int)[list(classes)]


# softmax


@visible
@points(1)
def test_softmax_of_one_two_three(softmax):
    """1, 2 and 3 become 9 %, 24 % and 67 %; equal logits become equal probabilities."""
    assert softmax(np.array([1.0, 2.0, 3.0])) == approx([0.0900305732, 0.2447284711, 0.6652409558])
    assert softmax(np.array([5.0, 5.0])) == approx([0.5, 0.5])


@points(2)
def test_softmax_undoes_the_logarithm(softmax):
    """The logarithms of 1, 2 and 5 become 1/8, 2/8 and 5/8, wherever they stand, negative ones included."""
    assert softmax(np.log([1.0, 2.0, 5.0])) == approx([0.125, 0.25, 0.625])
    assert softmax(np.log([0.3, 0.1, 0.2, 0.4])) == approx([0.3, 0.1, 0.2, 0.4])
    assert softmax(np.array([-3, -3, -3, -3])) == approx([0.25, 0.25, 0.25, 0.25])


@points(2)
def test_each_row_is_on_its_own(softmax):
    """In a table each row sums up to 1, and with more axes the classes lie along the last one."""
    table, block = noise(4, 3), noise(2, 3, 4, seed=7)
    of_table, of_block = shares(table), shares(block)

    assert softmax(table) == approx(of_table)
    assert softmax(block) == approx(of_block)


@points(2)
def test_softmax_of_huge_logits(softmax):
    """Logits of a thousand, or of minus a thousand, give the same as small ones with the same differences: no NaN."""
    expected = [0.2689414214, 0.7310585786]

    assert softmax(np.array([1000.0, 1001.0])) == approx(expected)
    assert softmax(np.array([-5001.0, -5000.0])) == approx(expected)
    assert softmax(np.array([[2000.0, 2001.0], [-2001.0, -2000.0]])) == approx([expected, expected])


@points(1)
def test_softmax_leaves_the_logits_alone(softmax):
    """The logits are the same afterwards."""
    logits = np.log([[1.0, 3.0], [2.0, 2.0]])

    probabilities = softmax(logits)

    assert logits == approx(np.log([[1.0, 3.0], [2.0, 2.0]]))
    assert probabilities == approx([[0.25, 0.75], [0.5, 0.5]])
    assert softmax(logits[0]) == approx([0.25, 0.75])


# cross_entropy


@visible
@points(1)
def test_price_of_a_good_and_a_bad_answer(cross_entropy):
    """If the truth is yes, saying yes with 0.9 costs 0.105, and with 0.1 it costs 2.303."""
    assert cross_entropy(0.9, 1) == approx(0.1053605157)
    assert cross_entropy(0.1, 1) == approx(2.3025850930)


@points(2)
def test_price_if_the_truth_is_no(cross_entropy):
    """If the truth is no, what counts is the probability of no, one minus that of yes."""
    assert cross_entropy(0.2, 0) == approx(-np.log(0.8))
    assert cross_entropy(0.75, 0) == approx(np.log(4))


@points(2)
def test_price_in_natural_logarithms(cross_entropy):
    """Saying yes with 1/2 costs ln 2, and with 1/e it costs 1, whether the truth is 1 or True."""
    assert cross_entropy(0.5, True) == approx(0.6931471806)
    assert cross_entropy(float(np.exp(-1)), 1) == approx(1)
    assert cross_entropy(1e-9, True) == approx(20.7232658369)
    assert cross_entropy(0.5, False) == approx(0.6931471806)


@points(2)
def test_misplaced_confidence_costs_infinitely_much(cross_entropy):
    """To be certain and wrong costs infinity: neither an error, nor NaN, nor a large number."""
    assert cross_entropy(0.0, 1) == INF
    assert cross_entropy(1.0, 0) == INF
    assert cross_entropy(0.25, 1) == approx(np.log(4))


@points(2)
def test_well_placed_confidence_costs_nothing(cross_entropy):
    """To be certain and right costs 0, for yes and for no; the whole numbers 0 and 1 are probabilities, too."""
    assert cross_entropy(1.0, 1) == approx(0)
    assert cross_entropy(0, 0) == approx(0)
    assert cross_entropy(1, 0) == INF


@points(1)
def test_what_is_no_probability_is_an_error(cross_entropy):
    """Numbers below 0 and above 1 raise a ValueError, whatever the truth."""
    assert cross_entropy(0.6, 1) == approx(0.5108256238)
    for y_hat in (-0.1, 1.2):
        for y_actual in (0, 1):
            with raises(ValueError):
                cross_entropy(y_hat, y_actual)


# categorical_cross_entropy


@visible
@points(1)
def test_loss_of_two_samples(categorical_cross_entropy):
    """Two true classes with 0.7 and 0.8 cost 0.29 in the mean; one with 0.1, as guessed among ten, costs 2.303."""
    probabilities = np.array([[0.7, 0.2, 0.1], [0.0, 0.8, 0.2]])

    assert categorical_cross_entropy(probabilities, np.array([[1, 0, 0], [0, 1, 0]])) == approx(0.2899092476)
    assert categorical_cross_entropy(np.full((1, 10), 0.1), np.eye(10)[:1]) == approx(2.3025850930)


@points(1)
def test_loss_of_guessing(categorical_cross_entropy):
    """Guessing among 24 letters costs ln 24 = 3.178, and among four classes ln 4, for any number of samples."""
    assert categorical_cross_entropy(np.full((5, 24), 1 / 24), one_hot_of(0, 3, 23, 7, 7, of=24)) == approx(3.1780538303)
    assert categorical_cross_entropy(np.full((3, 4), 0.25), one_hot_of(1, 1, 2, of=4)) == approx(np.log(4))


@points(2)
def test_only_the_true_class_counts(categorical_cross_entropy):
    """The loss is made of the true classes' probabilities alone, whichever class was the most probable."""
    probabilities = shares(noise(4, 5))
    truth = one_hot_of(4, 0, 2, 2, of=5)
    expected = -np.mean([np.log(probabilities[row, column]) for row, column in enumerate((4, 0, 2, 2))])

    assert categorical_cross_entropy(probabilities, truth) == approx(expected)
    assert categorical_cross_entropy(np.array([[0.125, 0.375, 0.5]]), one_hot_of(0, of=3)) == approx(np.log(8))


@points(2)
def test_a_zero_elsewhere_is_no_harm(categorical_cross_entropy):
    """A wrong class with probability 0 costs nothing, and a true one with probability 1 neither: no NaN."""
    certain = np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.5]])

    assert categorical_cross_entropy(certain, one_hot_of(1, 0, of=3)) == approx(np.log(2) / 2)
    assert categorical_cross_entropy(np.eye(3), np.eye(3)) == approx(0)


@points(2)
def test_one_misplaced_confidence_is_enough(categorical_cross_entropy):
    """If the true class of one sample has probability 0, the whole loss is infinite; if it has very little, it is not."""
    truth = one_hot_of(0, 1, of=2)

    assert categorical_cross_entropy(np.array([[0.5, 0.5], [1.0, 0.0]]), truth) == INF
    assert categorical_cross_entropy(np.array([[1.0, 0.0], [1.0, 1e-20]]), truth) == approx(23.0258509299)


@points(1)
def test_loss_of_different_shapes_is_an_error(categorical_cross_entropy):
    """One row of truth for two samples, or labels instead of one-hot rows, raise a ValueError."""
    probabilities = np.array([[0.5, 0.5], [0.25, 0.75]])

    assert categorical_cross_entropy(probabilities, one_hot_of(1, 0, of=2)) == approx(np.log(8) / 2)
    for truth in (np.array([[1, 0]]), np.array([1, 0]), np.array([[1], [0]])):
        with raises(ValueError):
            categorical_cross_entropy(probabilities, truth)


@points(1)
def test_loss_leaves_its_arrays_alone(categorical_cross_entropy):
    """Probabilities and truth are the same afterwards."""
    probabilities, truth = np.array([[0.0, 1.0], [0.25, 0.75]]), np.array([[0, 1], [1, 0]])

    loss = categorical_cross_entropy(probabilities, truth)

    assert (probabilities, truth) == approx(([[0, 1], [0.25, 0.75]], [[0, 1], [1, 0]]))
    assert loss == approx(np.log(4) / 2)
    assert categorical_cross_entropy(probabilities[1:], truth[1:]) == approx(np.log(4))


# logit_gradient


@visible
@points(1)
def test_gradient_of_two_equal_logits(logit_gradient):
    """With 1/2 and 1/2 the true class is pushed up by 1/2 and the other down; two such samples share the push."""
    assert logit_gradient(np.array([[0.0, 0.0]]), np.array([[1, 0]])) == approx([[-0.5, 0.5]])
    assert logit_gradient(np.zeros((2, 2)), np.array([[1, 0], [0, 1]])) == approx([[-0.25, 0.25], [0.25, -0.25]])


@points(2)
def test_gradient_is_probability_minus_truth(logit_gradient):
    """The logarithms of 1, 2 and 5 stand for 1/8, 2/8 and 5/8; the true class among them lacks the rest."""
    logits = np.log([[1.0, 2.0, 5.0]])

    assert logit_gradient(logits, np.array([[0, 1, 0]])) == approx([[0.125, -0.75, 0.625]])
    assert logit_gradient(logits, np.array([[0, 0, 1]])) == approx([[0.125, 0.25, -0.375]])


@points(3)
def test_gradient_is_the_slope_of_the_mean_loss(logit_gradient):
    """Moving one logit a little changes the mean loss as the gradient says, for any number of samples."""
    for rows, classes in ((3, (4, 0, 2)), (4, (1, 1, 0, 3))):
        logits, truth, h = noise(rows, 5), one_hot_of(*classes, of=5), 1e-5
        expected = np.zeros((rows, 5))
        for at in np.ndindex(rows, 5):
            step = np.zeros((rows, 5))
            step[at] = h
            up, down = (-np.log((shares(moved) * truth).sum(axis=1)).mean() for moved in (logits + step, logits - step))
            expected[at] = (up - down) / (2 * h)

        assert logit_gradient(logits, truth) == approx(expected, rel=1e-5, abs=1e-8)


@points(1)
def test_gradient_of_huge_logits(logit_gradient):
    """Certain and right there is nothing to push; certain and wrong the push is 1: no NaN."""
    assert logit_gradient(np.array([[2000.0, 0.0]]), np.array([[1, 0]])) == approx([[0, 0]])
    assert logit_gradient(np.array([[-1500.0, 1500.0]]), np.array([[1, 0]])) == approx([[-1, 1]])


@points(1)
def test_gradient_of_different_shapes_is_an_error(logit_gradient):
    """One row of truth for two samples, or labels instead of one-hot rows, raise a ValueError."""
    assert logit_gradient(np.zeros((1, 4)), one_hot_of(2, of=4)) == approx([[0.25, 0.25, -0.75, 0.25]])
    for truth in (np.array([[1, 0]]), np.array([1, 0]), np.array([[1], [0]])):
        with raises(ValueError):
            logit_gradient(np.zeros((2, 2)), truth)


@points(1)
def test_gradient_leaves_its_arrays_alone(logit_gradient):
    """Logits and truth are the same afterwards."""
    logits, truth = np.log([[1.0, 3.0]]), np.array([[1.0, 0.0]])

    push = logit_gradient(logits, truth)

    assert (logits, truth) == approx((np.log([[1.0, 3.0]]), [[1, 0]]))
    assert push == approx([[-0.75, 0.75]])
    assert logit_gradient(logits, 1 - truth) == approx([[0.25, -0.25]])


# overfitting_gap


@visible
@points(1)
def test_gap_of_three_epochs(overfitting_gap):
    """Training losses 1, 0.5, 0.25 and validation losses 1, 0.75, 1 are 0, 0.25 and 0.75 apart."""
    assert overfitting_gap({"loss": [1.0, 0.5, 0.25], "val_loss": [1.0, 0.75, 1.0]}) == approx([0, 0.25, 0.75])
    assert overfitting_gap({"loss": [0.5], "val_loss": [2.0]}) == approx([1.5])


@points(1)
def test_gap_may_be_negative(overfitting_gap):
    """Where the validation loss is the smaller one, as with dropout it often is, the gap is negative."""
    assert overfitting_gap({"loss": [2.0, 1.0], "val_loss": [1.5, 1.25]}) == approx([-0.5, 0.25])
    assert overfitting_gap({"val_loss": [0.0, 4.0, 3.0], "loss": [0.125, 3.0, 4.0]}) == approx([-0.125, 1, -1])


@points(1)
def test_gap_leaves_the_history_alone(overfitting_gap):
    """The history is the same afterwards, and what else it holds does not matter."""
    history = {"accuracy": [0.5, 0.9], "loss": [0.75, 0.25], "val_loss": [1.0, 1.5]}

    gap = overfitting_gap(history)

    assert history == {"accuracy": [0.5, 0.9], "loss": [0.75, 0.25], "val_loss": [1.0, 1.5]}
    assert gap == approx([0.25, 1.25])
    assert overfitting_gap({"accuracy": [0.5], "loss": [0.5], "val_loss": [0.25]}) == approx([-0.25])


# best_epoch


@visible
@points(1)
def test_best_of_four_epochs(best_epoch):
    """Validation losses of 1.0, 0.7, 0.6 and 0.8 are lowest in epoch 3; 0.4 and 0.5 in epoch 1."""
    assert best_epoch({"loss": [0.9, 0.5, 0.3, 0.2], "val_loss": [1.0, 0.7, 0.6, 0.8]}) == approx(3)
    assert best_epoch({"loss": [0.9, 0.5], "val_loss": [0.4, 0.5]}) == approx(1)


@points(2)
def test_samples_kept_back_decide(best_epoch):
    """Neither the lowest training loss, nor the last epoch, nor the smallest gap makes an epoch the best."""
    assert best_epoch({"loss": [2.0, 1.0, 0.5, 0.1, 0.3], "val_loss": [2.0, 0.9, 1.1, 1.2, 1.0]}) == approx(2)
    assert best_epoch({"loss": [3.0, 2.0, 1.0, 0.1, 0.0], "val_loss": [3.0, 2.5, 2.7, 1.0, 1.4]}) == approx(4)
    assert best_epoch({"loss": [1.0, 0.8, 0.4], "val_loss": [1.1, 0.9, 0.7]}) == approx(3)


@points(1)
def test_the_first_of_equally_good_epochs(best_epoch):
    """Of equal validation losses the earliest epoch is taken: the shorter training is enough."""
    assert best_epoch({"loss": [4.0, 3.0, 2.0, 1.0], "val_loss": [5.0, 2.0, 3.0, 2.0]}) == approx(2)
    assert best_epoch({"loss": [3.0, 2.0, 1.0], "val_loss": [1.5, 1.5, 1.5]}) == approx(1)


@points(1)
def test_nan_is_never_the_best(best_epoch):
    """An epoch that ended in NaN is passed over, wherever it stands; if all did, it is a ValueError."""
    assert best_epoch({"loss": [2.0, 1.0, NAN, NAN], "val_loss": [2.0, 1.5, NAN, NAN]}) == approx(2)
    assert best_epoch({"loss": [2.0, 1.0, 0.9, 0.8], "val_loss": [NAN, 1.5, NAN, 1.25]}) == approx(4)
    with raises(ValueError):
        best_epoch({"loss": [1.0, 0.5], "val_loss": [NAN, NAN]})


@points(1)
def test_choosing_leaves_the_history_alone(best_epoch):
    """The history is the same afterwards, in the same order."""
    history = {"loss": [3.0, 2.0, 1.0], "val_loss": [3.5, 2.5, 2.75]}

    assert best_epoch(history) == approx(2)
    assert history == {"loss": [3.0, 2.0, 1.0], "val_loss": [3.5, 2.5, 2.75]}
    assert best_epoch({"loss": [2.0, 1.0, 3.0], "val_loss": [2.0, 2.5, 1.0]}) == approx(3)
