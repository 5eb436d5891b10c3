# %% [markdown]
# Right answers of "A line and its loss", and the wrong ones that students give.

# %% answer
def predict(x, m, b):
    return m * x + b

# %% mutant="swaps slope and intercept" fails="test_slope_and_intercept_have_their_places"
def predict(x, m, b):
    return b * x + m

# %% mutant="fits only numbers" fails="test_predicts_whole_arrays"
def predict(x, m, b):
    return m * float(np.ravel(x)[0]) + b

# %% mutant="subtracts the intercept" fails="test_predicts_the_slide"
def predict(x, m, b):
    return m * x - b

# %% mutant="forgets the intercept" fails="test_slope_and_intercept_have_their_places"
def predict(x, m, b):
    return m * x

# %% answer
def get_mse(data, m, b):
    squares = [(m * x + b - y) ** 2 for x, y in data]
    return sum(squares) / len(squares)

# %% mutant="hard-codes two points" fails="test_mse_is_a_mean_over_any_number_of_points"
def get_mse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) / 2

# %% mutant="adds up instead of taking the mean" fails="test_mse_of_the_slide"
def get_mse(data, m, b):
    return float(sum((m * x + b - y) ** 2 for x, y in data))

# %% mutant="takes absolute errors" fails="test_mse_of_the_slide"
def get_mse(data, m, b):
    return sum(abs(m * x + b - y) for x, y in data) / len(data)

# %% mutant="squares the mean instead of averaging squares" fails="test_mse_ignores_the_sign_of_a_miss"
def get_mse(data, m, b):
    return (sum(m * x + b - y for x, y in data) / len(data)) ** 2

# %% mutant="returns the root" fails="test_mse_of_the_slide"
def get_mse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5

# %% mutant="uses up the data" fails="test_mse_leaves_the_data_alone"
def get_mse(data, m, b):
    n, total = len(data), 0.0
    while data:
        x, y = data.pop()
        total += (m * x + b - y) ** 2
    return total / max(n, 1)

# %% answer
def get_rmse(data, m, b):
    squares = [(m * x + b - y) ** 2 for x, y in data]
    return (sum(squares) / len(squares)) ** 0.5

# %% mutant="forgets the square root" fails="test_rmse_of_the_slide"
def get_rmse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) / len(data)

# %% mutant="takes the root of the sum" fails="test_rmse_of_the_slide"
def get_rmse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) ** 0.5

# %% mutant="averages the roots" fails="test_rmse_weighs_large_misses_more"
def get_rmse(data, m, b):
    return sum(((m * x + b - y) ** 2) ** 0.5 for x, y in data) / len(data)

# %% mutant="hard-codes two points" fails="test_rmse_has_the_units_of_y"
def get_rmse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / 2) ** 0.5

# %% mutant="divides by one point less" fails="test_rmse_of_the_slide"
def get_rmse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / max(len(data) - 1, 1)) ** 0.5

# %% mutant="rounds as the slide does" fails="test_rmse_of_the_slide"
def get_rmse(data, m, b):
    return round((sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5, 1)

# %% mutant="needs more than one point" fails="test_rmse_of_a_perfect_line_is_zero"
def get_rmse(data, m, b):
    if len(data) < 2:
        return 0.0
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5

# %% answer
def gradient(data, m, b):
    n = len(data)
    by_m = 2 / n * sum((m * x + b - y) * x for x, y in data)
    by_b = 2 / n * sum(m * x + b - y for x, y in data)
    return by_m, by_b

# %% mutant="points downhill" fails="test_gradient_of_the_slide"
def gradient(data, m, b):
    n = len(data)
    return 2 / n * sum((y - m * x - b) * x for x, y in data), 2 / n * sum(y - m * x - b for x, y in data)

# %% mutant="forgets the factor two" fails="test_gradient_of_the_slide"
def gradient(data, m, b):
    n = len(data)
    return sum((m * x + b - y) * x for x, y in data) / n, sum(m * x + b - y for x, y in data) / n

# %% mutant="forgets to divide by n" fails="test_gradient_is_the_slope_of_the_loss"
def gradient(data, m, b):
    return 2.0 * sum((m * x + b - y) * x for x, y in data), 2.0 * sum(m * x + b - y for x, y in data)

# %% mutant="swaps the two derivatives" fails="test_gradient_of_the_slide"
def gradient(data, m, b):
    n = len(data)
    return 2 / n * sum(m * x + b - y for x, y in data), 2 / n * sum((m * x + b - y) * x for x, y in data)

# %% mutant="hard-codes two points" fails="test_gradient_of_one_point"
def gradient(data, m, b):
    return float(sum((m * x + b - y) * x for x, y in data)), float(sum(m * x + b - y for x, y in data))

# %% mutant="forgets the x of the chain rule" fails="test_gradient_is_the_slope_of_the_loss"
def gradient(data, m, b):
    by_b = 2 / len(data) * sum(m * x + b - y for x, y in data)
    return by_b, by_b

# %% mutant="adds a penalty on large parameters" fails="test_gradient_vanishes_at_the_best_line"
def gradient(data, m, b):
    n = len(data)
    by_m = 2 / n * sum((m * x + b - y) * x for x, y in data) + 0.01 * m
    by_b = 2 / n * sum(m * x + b - y for x, y in data) + 0.01 * b
    return by_m, by_b

# %% answer
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="climbs instead of descending" fails="test_first_step_of_the_slide"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m + learning_rate * by_m, b + learning_rate * by_b
    return m, b

# %% mutant="moves b with the new m" fails="test_both_parameters_move_at_once"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        m = m - learning_rate * gradient(data, m, b)[0]
        b = b - learning_rate * gradient(data, m, b)[1]
    return m, b

# %% mutant="takes one step too few" fails="test_first_step_of_the_slide"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(1, steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="always takes a step" fails="test_no_steps_go_nowhere"
def fit_line(data, m, b, learning_rate, steps):
    while True:
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
        steps -= 1
        if steps <= 0:
            return m, b

# %% mutant="stops when the loss is 15" fails="test_many_steps_reach_the_floor"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        if 14.0 < sum((m * x + b - y) ** 2 for x, y in data) / len(data) <= 15.0:
            break
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="takes the learning rate for the number of steps" fails="test_no_steps_go_nowhere"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(int(learning_rate * 10)):
        by_m, by_b = gradient(data, m, b)
        m, b = m - 0.1 * by_m, b - 0.1 * by_b
    return m, b

# %% mutant="sorts the data on the way" fails="test_fitting_leaves_the_data_alone"
def fit_line(data, m, b, learning_rate, steps):
    data.sort()
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% answer
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    n = len(x)
    curvature = 2 / n * np.array([[(x * x).sum(), x.sum()], [x.sum(), n]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="takes the smallest eigenvalue" fails="test_limit_of_the_slide"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[0])

# %% mutant="forgets the two above the fraction" fails="test_limit_of_the_slide"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(1 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="knows only the slide" fails="test_limit_on_other_data"
def largest_stable_rate(data):
    return 0.29179607

# %% mutant="does not divide by n" fails="test_limit_of_the_slide"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="hard-codes two points" fails="test_limit_on_other_data"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="lets y into the curvature" fails="test_limit_depends_on_x_alone"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    y = np.array([y for _, y in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    rate = float(2 / np.linalg.eigvalsh(curvature)[-1])
    return rate if (y >= 0).all() else rate * (1 + 1e-3 * abs(y).max())

# %% equivalent
# largest_stable_rate: x = np.array([x for x, _ in data], dtype=float) → x = np.array([x for x, _ in data])
# Whole numbers become real ones in the mean, and small ones can't overflow.

# %% equivalent
# largest_stable_rate: return float(2 / np.linalg.eigvalsh(curvature)[-1]) → return 2 / np.linalg.eigvalsh(curvature)[-1]
# numpy's number is as good as Python's.

# %% equivalent
# largest_stable_rate: return float(2 / np.linalg.eigvalsh(curvature)[-1]) → return float(2 / np.linalg.eigvalsh(curvature)[1])
# The curvature is a matrix of two by two, so the last value is the one with number 1.
