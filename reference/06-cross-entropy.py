# %% [markdown]
# Right answers of "Cross-entropy and overfitting", and the wrong ones that students give.

# %% answer
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="overflows" fails="test_softmax_of_huge_logits"
def softmax(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)

# %% mutant="sums down the columns" fails="test_each_row_is_on_its_own"
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)

# %% mutant="sums over the whole table" fails="test_each_row_is_on_its_own"
def softmax(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()

# %% mutant="takes the second axis for the last" fails="test_each_row_is_on_its_own"
def softmax(logits):
    axis = min(logits.ndim - 1, 1)
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)

# %% mutant="subtracts the largest logit of all samples" fails="test_softmax_of_huge_logits"
def softmax(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="limits the logits instead of shifting them" fails="test_softmax_of_huge_logits"
def softmax(logits):
    powers = np.exp(np.clip(logits, -500, 500))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="shares out the logits themselves" fails="test_softmax_of_one_two_three"
def softmax(logits):
    return logits / logits.sum(axis=-1, keepdims=True)

# %% mutant="takes powers of two" fails="test_softmax_undoes_the_logarithm"
def softmax(logits):
    powers = 2.0 ** (logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% mutant="takes a sigmoid of each" fails="test_softmax_undoes_the_logarithm"
def softmax(logits):
    return 0.5 * (1 + np.tanh(logits / 2))

# %% mutant="is applied twice" fails="test_softmax_of_one_two_three"
def softmax(logits):
    for _ in range(2):
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        logits = powers / powers.sum(axis=-1, keepdims=True)
    return logits

# %% mutant="shifts the logits in place" fails="test_softmax_leaves_the_logits_alone"
def softmax(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)

# %% answer
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(f"{y_hat} is no probability")
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="raises where it should be infinite, as the slide does" fails="test_misplaced_confidence_costs_infinitely_much"
def cross_entropy(y_hat, y_actual):
    import math
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return -1 * (math.log(y_hat) if y_actual else math.log(1 - y_hat))

# %% mutant="keeps certainty within bounds" fails="test_misplaced_confidence_costs_infinitely_much"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    y_hat = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return float(-np.log(y_hat if y_actual else 1 - y_hat))

# %% mutant="adds a little inside the logarithm" fails="test_price_in_natural_logarithms, test_misplaced_confidence_costs_infinitely_much"
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

# %% mutant="takes the logarithm to the base two" fails="test_price_in_natural_logarithms"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log2(given)) if given else np.inf

# %% mutant="does not look at the truth" fails="test_price_if_the_truth_is_no"
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

# %% mutant="charges nothing if the truth is no" fails="test_price_if_the_truth_is_no"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    if not y_actual:
        return 0.0
    return float(-np.log(y_hat)) if y_hat else np.inf

# %% mutant="multiplies zero by infinity" fails="test_well_placed_confidence_costs_nothing"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return float(-(y_actual * np.log(y_hat) + (1 - y_actual) * np.log(np.subtract(1, y_hat))))

# %% mutant="takes the squared error" fails="test_price_of_a_good_and_a_bad_answer"
def cross_entropy(y_hat, y_actual):
    if not 0 <= y_hat <= 1:
        raise ValueError(y_hat)
    return (y_hat - y_actual) ** 2

# %% mutant="takes any number for a probability" fails="test_what_is_no_probability_is_an_error"
def cross_entropy(y_hat, y_actual):
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="checks the upper end only" fails="test_what_is_no_probability_is_an_error"
def cross_entropy(y_hat, y_actual):
    if y_hat > 1:
        raise ValueError(y_hat)
    given = y_hat if y_actual else 1 - y_hat
    return float(-np.log(given)) if given else np.inf

# %% mutant="takes certainty for an error, too" fails="test_well_placed_confidence_costs_nothing"
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

# %% mutant="adds up instead of taking the mean" fails="test_loss_of_guessing"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).sum())

# %% mutant="divides by the number of classes, too" fails="test_loss_of_guessing"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).sum() / one_hot.size)

# %% mutant="forgets the minus" fails="test_loss_of_two_samples"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="takes the logarithm to the base two" fails="test_loss_of_guessing"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log2((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="multiplies zero by infinity" fails="test_a_zero_elsewhere_is_no_harm"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-(one_hot * np.log(probabilities)).sum(axis=1).mean())

# %% mutant="keeps probabilities within bounds" fails="test_one_misplaced_confidence_is_enough"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-(one_hot * np.log(np.clip(probabilities, 1e-15, 1))).sum(axis=1).mean())

# %% mutant="drops infinite losses" fails="test_one_misplaced_confidence_is_enough"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    given = (probabilities * one_hot).sum(axis=1)
    return float(-np.log(given[given > 0]).mean())

# %% mutant="applies a softmax once more" fails="test_only_the_true_class_counts"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((softmax(probabilities) * one_hot).sum(axis=1)).mean())

# %% mutant="takes the most probable class for the true one" fails="test_only_the_true_class_counts"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log(probabilities.max(axis=1)).mean())

# %% mutant="takes the logarithm of the mean" fails="test_only_the_true_class_counts"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1).mean()))

# %% mutant="charges for the other classes as well" fails="test_only_the_true_class_counts"
def categorical_cross_entropy(probabilities, one_hot):
    if probabilities.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    given = np.where(one_hot == 1, probabilities, 1 - probabilities)
    return float(-np.log(given).sum(axis=1).mean())

# %% mutant="stretches one row of truth over all samples" fails="test_loss_of_different_shapes_is_an_error"
def categorical_cross_entropy(probabilities, one_hot):
    return float(-np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="checks the number of samples only" fails="test_loss_of_different_shapes_is_an_error"
def categorical_cross_entropy(probabilities, one_hot):
    if len(probabilities) != len(one_hot):
        raise ValueError(one_hot.shape)
    return float(-np.log((probabilities * one_hot).sum(axis=1)).mean())

# %% mutant="collects the losses in the probabilities" fails="test_loss_leaves_its_arrays_alone"
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

# %% mutant="forgets to divide by the samples" fails="test_gradient_of_two_equal_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return softmax(logits) - one_hot

# %% mutant="divides by samples and classes" fails="test_gradient_is_the_slope_of_the_mean_loss"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (softmax(logits) - one_hot) / logits.size

# %% mutant="points downhill" fails="test_gradient_of_two_equal_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (one_hot - softmax(logits)) / len(logits)

# %% mutant="takes logits for probabilities" fails="test_gradient_is_probability_minus_truth"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (logits - one_hot) / len(logits)

# %% mutant="applies a softmax twice" fails="test_gradient_is_probability_minus_truth"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return (softmax(softmax(logits)) - one_hot) / len(logits)

# %% mutant="differentiates by the probabilities" fails="test_gradient_is_probability_minus_truth"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    return -one_hot / softmax(logits) / len(logits)

# %% mutant="multiplies by the sigmoid's slope" fails="test_gradient_is_the_slope_of_the_mean_loss"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    p = softmax(logits)
    return (p - one_hot) * p * (1 - p) / len(logits)

# %% mutant="overflows" fails="test_gradient_of_huge_logits"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    powers = np.exp(logits)
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot) / len(logits)

# %% mutant="stretches one row of truth over all samples" fails="test_gradient_of_different_shapes_is_an_error"
def logit_gradient(logits, one_hot):
    return (softmax(logits) - one_hot) / len(logits)

# %% mutant="writes the gradient into the logits" fails="test_gradient_leaves_its_arrays_alone"
def logit_gradient(logits, one_hot):
    if logits.shape != one_hot.shape:
        raise ValueError(one_hot.shape)
    logits[...] = (softmax(logits) - one_hot) / len(logits)
    return logits

# %% answer
def overfitting_gap(history):
    return [val - train for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="subtracts the wrong way round" fails="test_gap_of_three_epochs"
def overfitting_gap(history):
    return [train - val for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="drops the sign" fails="test_gap_may_be_negative"
def overfitting_gap(history):
    return [abs(val - train) for train, val in zip(history["loss"], history["val_loss"])]

# %% mutant="looks at the last epoch only" fails="test_gap_of_three_epochs"
def overfitting_gap(history):
    return history["val_loss"][-1] - history["loss"][-1]

# %% mutant="takes the first two columns" fails="test_gap_may_be_negative, test_gap_leaves_the_history_alone"
def overfitting_gap(history):
    first, second = list(history.values())[:2]
    return [b - a for a, b in zip(first, second)]

# %% mutant="uses up the history" fails="test_gap_leaves_the_history_alone"
def overfitting_gap(history):
    return [val - train for train, val in zip(history.pop("loss"), history.pop("val_loss"))]

# %% answer
def best_epoch(history):
    losses = [(loss, epoch) for epoch, loss in enumerate(history["val_loss"], 1) if not np.isnan(loss)]
    return min(losses)[1]  # raises the ValueError itself if nothing is left

# %% mutant="chooses by the training loss" fails="test_best_of_four_epochs, test_samples_kept_back_decide"
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

# %% mutant="takes the smallest gap" fails="test_samples_kept_back_decide"
def best_epoch(history):
    return int(np.nanargmin(np.subtract(history["val_loss"], history["loss"]))) + 1

# %% mutant="stops at the first rise" fails="test_samples_kept_back_decide, test_nan_is_never_the_best"
def best_epoch(history):
    losses = history["val_loss"]
    if all(np.isnan(losses)):
        raise ValueError("nothing but NaN")
    for epoch in range(1, len(losses)):
        if not losses[epoch] <= losses[epoch - 1]:
            return epoch
    return len(losses)

# %% mutant="takes the last of equals" fails="test_the_first_of_equally_good_epochs"
def best_epoch(history):
    losses = history["val_loss"]
    return max(epoch for epoch, loss in enumerate(losses, 1) if loss == np.nanmin(losses))

# %% mutant="takes NaN for the smallest" fails="test_nan_is_never_the_best"
def best_epoch(history):
    return int(np.argmin(history["val_loss"])) + 1

# %% mutant="drops epochs with NaN before it counts" fails="test_nan_is_never_the_best"
def best_epoch(history):
    losses = [loss for loss in history["val_loss"] if not np.isnan(loss)]
    return losses.index(min(losses)) + 1

# %% mutant="returns the loss instead of the epoch" fails="test_best_of_four_epochs"
def best_epoch(history):
    return float(np.nanmin(history["val_loss"]))

# %% mutant="sorts the losses in place" fails="test_choosing_leaves_the_history_alone"
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
