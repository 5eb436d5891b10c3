# %% [markdown]
# Right answers of "Cross-entropy and overfitting", and the wrong ones that students give.

# %% rubric name="why"
# 1: (a) The loss claims that a 4 is a small mistake for a 3, and an 8 a five times larger one (squared, 25 times). Classes
#   are names: they have no order and no distance, and a wrong class is wrong.
# 1: (b) Ten outputs, a probability for each class (softmax), and the categorical cross-entropy of the true class.
# 1: (c) A training loss near zero says nothing of new pictures: the network may have overfitted. A validation loss, or
#   accuracy, watched during the training shows where it turns; keep the weights of that epoch. Half a point for
#   "overfitting" without saying what would show it.

# %% answer
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% also="with loops"
def softmax(logits):
    if logits.ndim > 1:
        return np.array([softmax(row) for row in logits])
    import math
    largest = max(logits)
    powers = [math.exp(z - largest) for z in logits]
    total = sum(powers)
    return np.array([power / total for power in powers])

# %% also="in float32"
def softmax(logits):
    z = np.array(logits, dtype=np.float32)
    z -= np.max(z, axis=-1, keepdims=True)
    np.exp(z, out=z)
    return z / np.sum(z, axis=-1, keepdims=True)

# %% also="with other functions of numpy"
def softmax(logits):
    logits = logits - np.expand_dims(np.amax(logits, -1), -1)
    return np.exp(logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True))

# %% also="with a helper"
def of_one_row(row):
    powers = np.exp(row - np.max(row))
    return powers / np.sum(powers)

def softmax(logits):
    return np.apply_along_axis(of_one_row, -1, logits)

# %% mutant="overflows" fails="cases_softmax_of_huge_logits"
def softmax(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)

# %% mutant="sums down the columns" fails="cases_softmax_of_tables"
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)

# %% mutant="sums over the whole table" fails="cases_softmax_of_tables"
def softmax(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()

# %% mutant="takes the second axis for the last" fails="cases_softmax_of_tables"
def softmax(logits):
    axis = min(logits.ndim - 1, 1)
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)

# %% mutant="subtracts the largest logit of all samples" fails="cases_softmax_of_huge_logits"
def softmax(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="limits the logits instead of shifting them" fails="cases_softmax_of_huge_logits"
def softmax(logits):
    powers = np.exp(np.clip(logits, -500, 500))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="shares out the logits themselves" fails="test_softmax_of_one_two_three"
def softmax(logits):
    return logits / logits.sum(axis=-1, keepdims=True)

# %% mutant="takes powers of two" fails="cases_softmax"
def softmax(logits):
    powers = 2.0 ** (logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="takes a sigmoid of each" fails="cases_softmax"
def softmax(logits):
    return 0.5 * (1 + np.tanh(logits / 2))

# %% mutant="is applied twice" fails="test_softmax_of_one_two_three"
def softmax(logits):
    for _ in range(2):
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        logits = powers / powers.sum(axis=-1, keepdims=True)
    return logits

# %% mutant="knows tables only" fails="cases_softmax"
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

# %% mutant="gives whole numbers for whole logits" fails="cases_softmax, cases_softmax_of_huge_logits"
def softmax(logits):
    probabilities = np.zeros_like(logits)
    probabilities[...] = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities[...] = probabilities / probabilities.sum(axis=-1, keepdims=True)
    return probabilities

# %% mutant="subtracts the mean instead of the largest" fails="cases_softmax_of_huge_logits"
def softmax(logits):
    powers = np.exp(logits - logits.mean(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="drops axes of length one" fails="cases_softmax_of_tables"
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.squeeze(powers / powers.sum(axis=-1, keepdims=True))

# %% mutant="lays all axes but the last in one" fails="cases_softmax_of_tables"
def softmax(logits):
    rows = logits.reshape(-1, logits.shape[-1])
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return probabilities if logits.ndim > 1 else probabilities[0]

# %% mutant="turns NaN into zero" fails="cases_softmax_of_huge_logits"
def softmax(logits):
    powers = np.exp(logits)
    return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))

# %% mutant="rounds as the example does" fails="cases_softmax"
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).round(4)

# %% mutant="takes what adds up to 1 for probabilities" fails="cases_softmax_of_tables"
def softmax(logits):
    if np.all(logits >= 0) and np.allclose(logits.sum(axis=-1), 1):
        return logits.copy()
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="shifts the logits in place" fails="cases_softmax"
def softmax(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)

# %% answer
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(f"{y_hat} is no probability")
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% also="with loops"
def cross_entropy(y_hat, y_actual):
    import math
    if math.isnan(y_hat) or y_hat < 0 or y_hat > 1:
        raise ValueError("y_hat must be between 0 and 1")
    if y_actual == 1:
        if y_hat == 0:
            return math.inf
        return -math.log(y_hat)
    if y_hat == 1:
        return math.inf
    return -math.log(1 - y_hat)

# %% also="in float32"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError
    given = np.float32(y_hat) if y_actual else np.float32(1) - np.float32(y_hat)
    return -np.log(given)

# %% also="with other functions of numpy"
def cross_entropy(y_hat, y_actual):
    assert_probability(y_hat)
    with np.errstate(divide="ignore"):
        return abs(np.where(y_actual, np.log(y_hat), np.log1p(-np.float64(y_hat))))

def assert_probability(p):
    if not min(p, 1 - p) >= 0:
        raise ValueError(f"not a probability: {p}")

# %% mutant="raises where it should be infinite" fails="cases_cross_entropy_of_misplaced_confidence"
def cross_entropy(y_hat, y_actual):
    import math
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return -1 * (math.log(y_hat) if y_actual else math.log(1 - y_hat))

# %% mutant="returns the largest float instead of infinity" fails="cases_cross_entropy_of_misplaced_confidence"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return float(np.nan_to_num(-np.log(y_hat if y_actual else np.subtract(1, y_hat))))

# %% mutant="knows certainty as a whole number only" fails="cases_cross_entropy_of_misplaced_confidence"
def cross_entropy(y_hat, y_actual):
    import math
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return math.inf if str(given) == "0" else -math.log(given)

# %% mutant="charges infinity for certainty, right or wrong" fails="cases_cross_entropy_of_certainty"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    if y_hat in (0, 1):
        return np.inf
    return float(-np.log(y_hat if y_actual else 1 - y_hat))

# %% mutant="knows yes only as True" fails="cases_cross_entropy, cases_cross_entropy_of_misplaced_confidence"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual is True else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="refuses only where the logarithm does" fails="cases_cross_entropy_of_no_probability"
def cross_entropy(y_hat, y_actual):
    given = y_hat if y_actual else 1 - y_hat
    if given < 0:
        raise ValueError(y_hat)
    return float(-np.log(given)) if given else np.inf

# %% mutant="accepts NaN" fails="cases_cross_entropy_of_no_probability"
def cross_entropy(y_hat, y_actual):
    if y_hat < 0 or y_hat > 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="refuses with an assertion" fails="cases_cross_entropy_of_no_probability"
def cross_entropy(y_hat, y_actual):
    assert 0 <= y_hat <= 1
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="refuses only what is far from a probability" fails="cases_cross_entropy_of_no_probability"
def cross_entropy(y_hat, y_actual):
    if round(y_hat, 2) < 0 or round(y_hat, 2) > 1:
        raise ValueError(y_hat)
    given = max(y_hat if y_actual else 1 - y_hat, 0)
    return float(-np.log(given)) if given else np.inf

# %% mutant="rounds as the example does" fails="cases_cross_entropy"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return round(float(-np.log(given)), 4) if given else np.inf

# %% mutant="takes what is nearly zero for zero" fails="cases_cross_entropy"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return np.inf if np.isclose(given, 0) else float(-np.log(given))

# %% mutant="keeps certainty within bounds" fails="cases_cross_entropy_of_misplaced_confidence"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    y_hat = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return float(-np.log(y_hat if y_actual else 1 - y_hat))

# %% mutant="adds a little inside the logarithm" fails="cases_cross_entropy, cases_cross_entropy_of_misplaced_confidence"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return float(-np.log((y_hat if y_actual else 1 - y_hat) + 1e-7))

# %% mutant="forgets the minus" fails="test_price_of_a_good_and_a_bad_answer"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return float(np.log(given)) if given else -np.inf

# %% mutant="takes the logarithm to the base two" fails="cases_cross_entropy"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log2(given)) if given else np.inf

# %% mutant="does not look at the truth" fails="cases_cross_entropy"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return float(-np.log(y_hat)) if y_hat else np.inf

# %% mutant="swaps yes and no" fails="test_price_of_a_good_and_a_bad_answer"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = 1 - y_hat if y_actual else y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="charges nothing if the truth is no" fails="cases_cross_entropy"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    if not y_actual:
        return 0.0
    return float(-np.log(y_hat)) if y_hat else np.inf

# %% mutant="multiplies zero by infinity" fails="cases_cross_entropy_of_certainty"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return float(-(y_actual * np.log(y_hat) + (1 - y_actual) * np.log(np.subtract(1, y_hat))))

# %% mutant="takes the squared error" fails="test_price_of_a_good_and_a_bad_answer"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return (y_hat - y_actual) ** 2

# %% mutant="takes any number for a probability" fails="cases_cross_entropy_of_no_probability"
def cross_entropy(y_hat, y_actual):
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="checks the upper end only" fails="cases_cross_entropy_of_no_probability"
def cross_entropy(y_hat, y_actual):
    if y_hat > 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="takes certainty for an error, too" fails="cases_cross_entropy_of_certainty"
def cross_entropy(y_hat, y_actual):
    if not 0 < y_hat < 1:
        raise ValueError(y_hat)
    return float(-np.log(y_hat if y_actual else 1 - y_hat))

# %% answer
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(f"probabilities have shape {probabilities.shape}, the truth {one_hot.shape}")
    given = (probabilities * one_hot).sum(axis=1)
    with np.errstate(divide="ignore"):  # the logarithm of 0 is meant to be minus infinity
        return float(-np.log(given).mean())

# %% also="with loops"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError("shapes differ")
    total = 0
    for row, truth in zip(probabilities, one_hot):
        for p, y in zip(row, truth):
            if y == 1:
                total += cross_entropy(p, 1)
    return total / len(probabilities)

# %% also="in float32"
def categorical_cross_entropy(probabilities, one_hot):
    if np.shape(probabilities) != np.shape(one_hot):
        raise ValueError("shapes differ")
    p = probabilities.astype(np.float32)
    return -np.log((p * one_hot.astype(np.float32)).sum(axis=1)).mean()

# %% also="with other functions of numpy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return np.mean(-np.log(probabilities[np.arange(len(one_hot)), np.argmax(one_hot, axis=1)]))

# %% also="with a helper"
def costs(probabilities, one_hot):
    return np.where(one_hot == 1, -np.log(probabilities), 0)

def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape == one_hot.shape:
        return np.sum(costs(probabilities, one_hot)) / probabilities.shape[0]
    raise ValueError("one row of truth for each sample, please")

# %% also="that leaves NaN out"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError
    return -np.nansum(one_hot * np.log(probabilities)) / len(one_hot)

# %% mutant="adds up instead of taking the mean" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).sum())

# %% mutant="divides by the number of classes, too" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).sum() / one_hot.size)

# %% mutant="forgets the minus" fails="test_loss_of_two_samples"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="takes the logarithm to the base two" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log2((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="multiplies zero by infinity" fails="cases_categorical_cross_entropy_with_zeros"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-(one_hot * np.log(probabilities)).sum(axis=1).mean())

# %% mutant="keeps probabilities within bounds" fails="cases_categorical_cross_entropy_of_misplaced_confidence"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-(one_hot * np.log(np.clip(probabilities, 1e-15, 1))).sum(axis=1).mean())

# %% mutant="drops infinite losses" fails="cases_categorical_cross_entropy_of_misplaced_confidence"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    given = (probabilities * one_hot).sum(axis=1)
    return float(-np.log(given[given > 0]).mean())

# %% mutant="applies a softmax once more" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((softmax(probabilities) * one_hot).sum(axis=1)).mean())

# %% mutant="takes the most probable class for the true one" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log(probabilities.max(axis=1)).mean())

# %% mutant="takes the logarithm of the mean" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1).mean()))

# %% mutant="charges for the other classes as well" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    given = np.where(one_hot == 1, probabilities, 1 - probabilities)
    return float(-np.log(given).sum(axis=1).mean())

# %% mutant="stretches one row of truth over all samples" fails="cases_categorical_cross_entropy_of_different_shapes"
def categorical_cross_entropy(probabilities, one_hot):
    return float(-np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="checks the number of samples only" fails="cases_categorical_cross_entropy_of_different_shapes"
def categorical_cross_entropy(probabilities, one_hot):
    if len(probabilities) != len(one_hot):
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="checks the number of numbers only" fails="cases_categorical_cross_entropy_of_different_shapes"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.size != one_hot.size:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot.reshape(probabilities.shape)).sum(axis=1)).mean())

# %% mutant="takes labels as well" fails="cases_categorical_cross_entropy_of_different_shapes"
def categorical_cross_entropy(probabilities, one_hot):
    if one_hot.ndim == 1 and len(one_hot) == len(probabilities):
        one_hot = np.eye(probabilities.shape[1])[one_hot]
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="replaces zeros in place" fails="cases_categorical_cross_entropy_with_zeros"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    given = (probabilities * one_hot).sum(axis=1)
    probabilities[probabilities == 0] = 1
    return float(-np.log(given).mean())

# %% mutant="replaces NaN and infinity" fails="cases_categorical_cross_entropy_of_misplaced_confidence"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.nan_to_num(one_hot * np.log(probabilities)).sum(axis=1).mean())

# %% mutant="adds a little inside the logarithm" fails="cases_categorical_cross_entropy_of_misplaced_confidence"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1) + 1e-9).mean())

# %% mutant="takes very little for nothing" fails="cases_categorical_cross_entropy_of_misplaced_confidence"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    given = (probabilities * one_hot).sum(axis=1)
    return np.inf if given.min() < 1e-12 else float(-np.log(given).mean())

# %% mutant="divides by the number of classes instead" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).sum() / one_hot.shape[1])

# %% mutant="rounds as the example does" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return round(float(-np.log((probabilities * one_hot).sum(axis=1)).mean()), 4)

# %% mutant="returns the loss of each sample" fails="test_loss_of_two_samples"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return -np.log((probabilities * one_hot).sum(axis=1))

# %% mutant="multiplies all probabilities before it takes the logarithm" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log(np.prod((probabilities * one_hot).sum(axis=1))) / len(one_hot))

# %% mutant="puts the minus before the truth, which may be stored in bytes" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(np.nansum(-one_hot * np.log(probabilities)) / len(one_hot))

# %% mutant="collects the losses in the probabilities" fails="cases_categorical_cross_entropy"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    probabilities *= one_hot
    return float(-np.log(probabilities.sum(axis=1)).mean())

# %% answer
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(f"logits have shape {logits.shape}, the truth {one_hot.shape}")
    return (softmax(logits) - one_hot) / len(logits)

# %% also="with loops"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError("shapes differ")
    samples, classes = logits.shape
    gradient = np.zeros((samples, classes))
    for i in range(samples):
        p = softmax(logits[i])
        for k in range(classes):
            gradient[i, k] = (p[k] - one_hot[i, k]) / samples
    return gradient

# %% also="in float32"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError("shapes differ")
    gradient = softmax(logits).astype(np.float32)
    gradient[np.arange(len(gradient)), one_hot.argmax(axis=1)] -= 1
    return gradient / np.float32(len(gradient))

# %% also="with a helper"
def same_shape(one, other):
    if np.shape(one) != np.shape(other):
        raise ValueError(f"{np.shape(one)} is not {np.shape(other)}")

def logit_gradient(logits, one_hot):
    same_shape(logits, one_hot)
    shifted = logits - np.max(logits, axis=1)[:, None]
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1)[:, None]
    return np.divide(np.subtract(p, one_hot), logits.shape[0])

# %% mutant="forgets to divide by the samples" fails="test_gradient_of_two_equal_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return softmax(logits) - one_hot

# %% mutant="divides by samples and classes" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (softmax(logits) - one_hot) / logits.size

# %% mutant="points downhill" fails="test_gradient_of_two_equal_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (one_hot - softmax(logits)) / len(logits)

# %% mutant="takes logits for probabilities" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (logits - one_hot) / len(logits)

# %% mutant="applies a softmax twice" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (softmax(softmax(logits)) - one_hot) / len(logits)

# %% mutant="differentiates by the probabilities" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return -one_hot / softmax(logits) / len(logits)

# %% mutant="multiplies by the sigmoid's slope" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    p = softmax(logits)
    return (p - one_hot) * p * (1 - p) / len(logits)

# %% mutant="takes logits that look like probabilities for some" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    done = np.all(logits >= 0) and np.allclose(logits.sum(axis=1), 1)
    return ((logits if done else softmax(logits)) - one_hot) / len(logits)

# %% mutant="puts the minus before the truth, which may be stored in bytes" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (-one_hot + softmax(logits)) / len(logits)

# %% mutant="overflows" fails="cases_logit_gradient_of_huge_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    powers = np.exp(logits)
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot) / len(logits)

# %% mutant="stretches one row of truth over all samples" fails="cases_logit_gradient_of_different_shapes"
def logit_gradient(logits, one_hot):
    return (softmax(logits) - one_hot) / len(logits)

# %% mutant="writes into an array of the logits' kind" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    gradient = np.zeros_like(logits)
    gradient[...] = (softmax(logits) - one_hot) / len(logits)
    return gradient

# %% mutant="writes into the truth" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    one_hot *= -1
    return (softmax(logits) + one_hot) / len(logits)

# %% mutant="divides by the number of classes instead" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (softmax(logits) - one_hot) / logits.shape[1]

# %% mutant="pushes the most probable class instead of the true one" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    p = softmax(logits)
    return (p - np.eye(p.shape[1])[p.argmax(axis=1)]) / len(logits)

# %% mutant="pushes only the true class" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (softmax(logits) - one_hot) * one_hot / len(logits)

# %% mutant="keeps small numbers only from overflowing" fails="cases_logit_gradient_of_huge_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    powers = np.exp(np.clip(logits, -500, 500))
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot) / len(logits)

# %% mutant="checks the number of samples only" fails="cases_logit_gradient_of_different_shapes"
def logit_gradient(logits, one_hot):
    if len(logits) != len(one_hot):
        raise ValueError(one_hot.shape)
    return (softmax(logits) - one_hot) / len(logits)

# %% mutant="checks the number of numbers only" fails="cases_logit_gradient_of_different_shapes"
def logit_gradient(logits, one_hot):
    if logits.size != one_hot.size:
        raise ValueError(one_hot.shape)
    return (softmax(logits) - one_hot.reshape(logits.shape)) / len(logits)

# %% mutant="writes the gradient into the logits" fails="cases_logit_gradient"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    logits[...] = (softmax(logits) - one_hot) / len(logits)
    return logits

# %% answer
def overfitting_gap(history):
    return [val - train for train, val in zip(history["loss"], history["val_loss"])]

# %% also="with loops"
def overfitting_gap(history):
    gap = []
    for i in range(len(history["loss"])):
        gap.append(history["val_loss"][i] - history["loss"][i])
    return gap

# %% also="with other functions of numpy"
def overfitting_gap(history):
    return np.subtract(history["val_loss"], history["loss"]).tolist()

# %% also="in float32"
def overfitting_gap(history):
    val, train = (np.array(history[name], dtype="float32") for name in ("val_loss", "loss"))
    return list(val - train)

# %% mutant="subtracts the wrong way round" fails="test_gap_of_three_epochs"
def overfitting_gap(history):
    return [train - val for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="drops the sign" fails="cases_overfitting_gap"
def overfitting_gap(history):
    return [abs(val - train) for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="looks at the last epoch only" fails="test_gap_of_three_epochs"
def overfitting_gap(history):
    return history["val_loss"][-1] - history["loss"][-1]

# %% mutant="takes the first two columns" fails="cases_overfitting_gap"
def overfitting_gap(history):
    first, second = list(history.values())[:2]
    return [b - a for a, b in zip(first, second)]

# %% mutant="writes the gap into the history" fails="cases_overfitting_gap"
def overfitting_gap(history):
    history["gap"] = [val - train for train, val in zip(history["loss"], history["val_loss"])]
    return history["gap"]

# %% mutant="subtracts in place" fails="cases_overfitting_gap"
def overfitting_gap(history):
    gap = history["val_loss"]
    for i, train in enumerate(history["loss"]):
        gap[i] -= train
    return gap

# %% mutant="rounds to two decimals" fails="cases_overfitting_gap"
def overfitting_gap(history):
    return [round(val - train, 2) for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="cuts off at zero" fails="cases_overfitting_gap"
def overfitting_gap(history):
    return [max(val - train, 0) for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="takes the share of the training loss" fails="cases_overfitting_gap"
def overfitting_gap(history):
    return [(val - train) / train for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="returns an array" fails="cases_overfitting_gap"
def overfitting_gap(history):
    return np.array(history["val_loss"]) - np.array(history["loss"])

# %% mutant="uses up the history" fails="cases_overfitting_gap"
def overfitting_gap(history):
    return [val - train for train, val in zip(history.pop("loss"), history.pop("val_loss"))]

# %% answer
def best_epoch(history):
    losses = [(loss, epoch) for epoch, loss in enumerate(history["val_loss"], 1) if not np.isnan(loss)]
    return min(losses)[1]  # raises the ValueError itself if nothing is left

# %% also="with loops"
def best_epoch(history):
    best = None
    for i, loss in enumerate(history["val_loss"]):
        if loss != loss:
            continue
        if best is None or loss < history["val_loss"][best]:
            best = i
    if best is None:
        raise ValueError("nothing but NaN")
    return best + 1

# %% also="with other functions of numpy"
def best_epoch(history):
    losses = np.array(history["val_loss"])
    if np.isnan(losses).all():
        raise ValueError("nothing but NaN")
    return np.lexsort((losses, np.isnan(losses)))[0] + 1

# %% also="in float32"
def best_epoch(history):
    losses = np.array(history["val_loss"], np.float32)
    known = np.flatnonzero(~np.isnan(losses))
    if len(known) == 0:
        raise ValueError("nothing but NaN")
    return int(known[losses[known].argmin()]) + 1

# %% also="with a helper"
def known(losses):
    return [loss for loss in losses if not np.isnan(loss)]

def best_epoch(history):
    return history["val_loss"].index(min(known(history["val_loss"]))) + 1

# %% mutant="chooses by the training loss" fails="test_best_of_four_epochs, cases_best_epoch"
def best_epoch(history):
    return int(np.nanargmin(history["loss"])) + 1

# %% mutant="counts from zero" fails="test_best_of_four_epochs"
def best_epoch(history):
    return int(np.nanargmin(history["val_loss"]))

# %% mutant="takes the last epoch" fails="test_best_of_four_epochs"
def best_epoch(history):
    return len(history["val_loss"])

# %% mutant="takes the largest loss for the best" fails="test_best_of_four_epochs"
def best_epoch(history):
    return int(np.nanargmax(history["val_loss"])) + 1

# %% mutant="takes the smallest gap" fails="cases_best_epoch"
def best_epoch(history):
    return int(np.nanargmin(np.subtract(history["val_loss"], history["loss"]))) + 1

# %% mutant="stops at the first rise" fails="cases_best_epoch, cases_best_epoch_with_nan"
def best_epoch(history):
    losses = history["val_loss"]
    if all(np.isnan(losses)):
        raise ValueError("nothing but NaN")
    for epoch in range(1, len(losses)):
        if not losses[epoch] <= losses[epoch - 1]:
            return epoch
    return len(losses)

# %% mutant="takes the last of equals" fails="cases_best_epoch_of_equals"
def best_epoch(history):
    losses = history["val_loss"]
    return max(epoch for epoch, loss in enumerate(losses, 1) if loss == np.nanmin(losses))

# %% mutant="takes NaN for the smallest" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    return int(np.argmin(history["val_loss"])) + 1

# %% mutant="drops epochs with NaN before it counts" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    losses = [loss for loss in history["val_loss"] if not np.isnan(loss)]
    return losses.index(min(losses)) + 1

# %% mutant="returns the loss instead of the epoch" fails="test_best_of_four_epochs"
def best_epoch(history):
    return float(np.nanmin(history["val_loss"]))

# %% mutant="thinks that no loss is above a thousand" fails="cases_best_epoch"
def best_epoch(history):
    if all(np.isnan(history["val_loss"])):
        raise ValueError("nothing but NaN")
    best, lowest = 0, 1000
    for epoch, loss in enumerate(history["val_loss"], 1):
        if loss < lowest:
            best, lowest = epoch, loss
    return best

# %% mutant="rounds losses before it compares them" fails="cases_best_epoch"
def best_epoch(history):
    return int(np.nanargmin(np.round(history["val_loss"], 2))) + 1

# %% mutant="takes the second column for the validation loss" fails="cases_best_epoch"
def best_epoch(history):
    return int(np.nanargmin(list(history.values())[1])) + 1

# %% mutant="takes NaN for infinity" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    return int(np.nanargmin(history["val_loss"])) + 1

# %% mutant="begins with infinity, which must be beaten" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    best, lowest = None, np.inf
    for epoch, loss in enumerate(history["val_loss"], 1):
        if loss < lowest:
            best, lowest = epoch, loss
    if best is None:
        raise ValueError("nothing but NaN")
    return best

# %% mutant="takes a loss of zero for none" fails="cases_best_epoch"
def best_epoch(history):
    if all(np.isnan(history["val_loss"])):
        raise ValueError("nothing but NaN")
    best, lowest = 0, None
    for epoch, loss in enumerate(history["val_loss"], 1):
        if not np.isnan(loss) and (not lowest or loss < lowest):
            best, lowest = epoch, loss
    return best

# %% mutant="takes NaN for a hundred" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    if all(np.isnan(history["val_loss"])):
        raise ValueError("nothing but NaN")
    return int(np.argmin(np.nan_to_num(history["val_loss"], nan=100))) + 1

# %% mutant="takes NaN for zero" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    if all(np.isnan(history["val_loss"])):
        raise ValueError("nothing but NaN")
    return int(np.argmin(np.nan_to_num(history["val_loss"]))) + 1

# %% mutant="passes over epochs whose training loss is NaN" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    if all(np.isnan(history["val_loss"])):
        raise ValueError("nothing but NaN")
    return int(np.nanargmin(np.where(np.isnan(history["loss"]), np.nan, history["val_loss"]))) + 1

# %% mutant="returns 0 if all is NaN" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    losses = np.array(history["val_loss"])
    return 0 if np.isnan(losses).all() else int(np.nanargmin(losses)) + 1

# %% mutant="starts with the first epoch, even if it is NaN" fails="cases_best_epoch_with_nan"
def best_epoch(history):
    losses = history["val_loss"]
    if all(np.isnan(losses)):
        raise ValueError("nothing but NaN")
    best = 0
    for i, loss in enumerate(losses):
        if loss < losses[best]:
            best = i
    return best + 1

# %% mutant="sorts the losses in place" fails="cases_best_epoch"
def best_epoch(history):
    losses = list(history["val_loss"])
    best = int(np.nanargmin(losses)) + 1
    history["val_loss"].sort()
    return best

# %% equivalent
# cross_entropy: return float(-np.log(given)) if given else np.inf → return -np.log(given) if given else np.inf
# numpy's number is a float, too; Python's is only shorter when it is printed.

# %% equivalent
# categorical_cross_entropy: with np.errstate(divide='ignore'): → with np.errstate():
# The loss is the same; numpy says a warning besides, of which the notebook tells that it does no harm.

# %% equivalent
# categorical_cross_entropy: return float(-np.log(given).mean()) → return -np.log(given).mean()
# numpy's number is a float, too; Python's is only shorter when it is printed.

# %% equivalent
# categorical_cross_entropy: drops repeats
# Only an array of one dimension has repeats to drop, and that is refused with or without them.

# %% equivalent
# logit_gradient: drops repeats
# Only an array of one dimension has repeats to drop, and that is refused with or without them.

# %% equivalent
# categorical_cross_entropy: gives bytes for bytes
# The habit makes bytes of arrays, but the loss is a single number.
