# %% [markdown]
# Right answers of "A line and its loss", and the wrong ones that students give.

# %% answer
def predict(x, m, b):
    return m * x + b

# %% also="with loops"
def predict(x, m, b):
    if not isinstance(x, np.ndarray):
        return m * x + b
    flat = [m * item + b for item in x.ravel()]
    return np.array(flat).reshape(x.shape)

# %% also="vectorised"
def predict(x, m, b):
    return np.add(np.multiply(x, m), b)

# %% also="in double precision"
def predict(x, m, b):
    return np.asarray(x, dtype=float) * float(m) + float(b)

# %% mutant="swaps slope and intercept" fails="cases_predict"
def predict(x, m, b):
    return b * x + m

# %% mutant="has one number for a flat line" fails="cases_predict"
def predict(x, m, b):
    return b if m == 0 else m * x + b

# %% mutant="fits only numbers" fails="cases_predict"
def predict(x, m, b):
    return m * float(np.ravel(x)[0]) + b

# %% mutant="subtracts the intercept" fails="test_predicts_at_two_points"
def predict(x, m, b):
    return m * x - b

# %% mutant="forgets the intercept" fails="cases_predict"
def predict(x, m, b):
    return m * x

# %% mutant="multiplies in place" fails="cases_predict"
def predict(x, m, b):
    x *= m
    return x + b

# %% mutant="gives back whole numbers" fails="cases_predict"
def predict(x, m, b):
    return np.array(m * x + b).astype(int)

# %% mutant="gives back a row" fails="cases_predict"
def predict(x, m, b):
    return (m * x + b).ravel() if isinstance(x, np.ndarray) else m * x + b

# %% mutant="computes in the type of x" fails="cases_predict"
def predict(x, m, b):
    if not isinstance(x, np.ndarray):
        return m * x + b
    return (m * x).astype(x.dtype) + b

# %% mutant="takes everything for a list of numbers" fails="test_predicts_at_two_points"
def predict(x, m, b):
    return np.array([m * item + b for item in x])

# %% answer
def get_mse(data, m, b):
    squares = [(m * x + b - y) ** 2 for x, y in data]
    return sum(squares) / len(squares)

# %% also="with loops"
def get_mse(data, m, b):
    total = 0.0
    for point in data:
        miss = m * point[0] + b - point[1]
        total += miss * miss
    return total / len(data)

# %% also="vectorised"
def get_mse(data, m, b):
    x, y = np.array(data, dtype=float).T
    return np.mean(np.square(m * x + b - y))

# %% also="with the answers before"
def get_mse(data, m, b):
    errors = []
    for x, y in data:
        errors.append((y - predict(x, m, b)) ** 2)
    return np.array(errors).mean()

# %% mutant="drops repeats" fails="cases_get_mse"
def get_mse(data, m, b):
    data = set(data)
    return sum((m * x + b - y) ** 2 for x, y in data) / len(data)

# %% mutant="hard-codes two points" fails="cases_get_mse"
def get_mse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) / 2

# %% mutant="adds up instead of taking the mean" fails="test_mse_of_two_points"
def get_mse(data, m, b):
    return float(sum((m * x + b - y) ** 2 for x, y in data))

# %% mutant="takes absolute errors" fails="test_mse_of_two_points"
def get_mse(data, m, b):
    return sum(abs(m * x + b - y) for x, y in data) / len(data)

# %% mutant="squares the mean instead of averaging squares" fails="cases_get_mse"
def get_mse(data, m, b):
    return (sum(m * x + b - y for x, y in data) / len(data)) ** 2

# %% mutant="returns the root" fails="test_mse_of_two_points"
def get_mse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5

# %% mutant="uses up the data" fails="cases_get_mse"
def get_mse(data, m, b):
    n, total = len(data), 0.0
    while data:
        x, y = data.pop()
        total += (m * x + b - y) ** 2
    return total / max(n, 1)

# %% mutant="keeps one point for each x" fails="cases_get_mse"
def get_mse(data, m, b):
    data = dict(data)
    return sum((m * x + b - y) ** 2 for x, y in data.items()) / len(data)

# %% mutant="rounds to four decimals" fails="cases_get_mse"
def get_mse(data, m, b):
    return round(sum((m * x + b - y) ** 2 for x, y in data) / len(data), 4)

# %% mutant="computes with whole numbers" fails="cases_get_mse"
def get_mse(data, m, b):
    data = np.array(data, dtype=int)
    return float(np.mean((m * data[:, 0] + b - data[:, 1]) ** 2))

# %% mutant="divides with a whole quotient" fails="test_mse_of_two_points"
def get_mse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) // len(data)

# %% mutant="counts the points in a byte" fails="cases_get_mse"
def get_mse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) / int(np.array(len(data)).astype(np.uint8))

# %% mutant="leaves out the most distant point of many" fails="cases_get_mse"
def get_mse(data, m, b):
    squares = sorted((m * x + b - y) ** 2 for x, y in data)
    kept = squares[:-1] if len(squares) > 4 else squares
    return sum(kept) / len(kept)

# %% answer
def get_rmse(data, m, b):
    squares = [(m * x + b - y) ** 2 for x, y in data]
    return (sum(squares) / len(squares)) ** 0.5

# %% also="with loops"
def get_rmse(data, m, b):
    total, count = 0.0, 0
    for x, y in data:
        total += (y - (m * x + b)) ** 2
        count += 1
    return np.sqrt(total / count)

# %% also="vectorised"
def get_rmse(data, m, b):
    points = np.array(data, dtype=float)
    misses = m * points[:, 0] + b - points[:, 1]
    return np.linalg.norm(misses) / np.sqrt(len(points))

# %% also="with the answers before"
def get_rmse(data, m, b):
    return math.sqrt(get_mse(data, m, b))

import math

# %% mutant="forgets the square root" fails="test_rmse_of_two_points"
def get_rmse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) / len(data)

# %% mutant="takes the root of the sum" fails="test_rmse_of_two_points"
def get_rmse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) ** 0.5

# %% mutant="averages the roots" fails="cases_get_rmse"
def get_rmse(data, m, b):
    return sum(((m * x + b - y) ** 2) ** 0.5 for x, y in data) / len(data)

# %% mutant="hard-codes two points" fails="cases_get_rmse"
def get_rmse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / 2) ** 0.5

# %% mutant="divides by one point less" fails="test_rmse_of_two_points"
def get_rmse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / max(len(data) - 1, 1)) ** 0.5

# %% mutant="rounds to one decimal" fails="test_rmse_of_two_points"
def get_rmse(data, m, b):
    return round((sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5, 1)

# %% mutant="needs more than one point" fails="cases_get_rmse"
def get_rmse(data, m, b):
    if len(data) < 2:
        return 0.0
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5

# %% mutant="drops repeats" fails="cases_get_rmse"
def get_rmse(data, m, b):
    data = set(data)
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5

# %% mutant="rounds to two decimals" fails="test_rmse_of_two_points"
def get_rmse(data, m, b):
    return round((sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5, 2)

# %% mutant="rounds to six decimals" fails="cases_get_rmse"
def get_rmse(data, m, b):
    return round((sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5, 6)

# %% mutant="sorts the data on the way" fails="cases_get_rmse"
def get_rmse(data, m, b):
    data.sort()
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5

# %% mutant="measures the distance to the line" fails="test_rmse_of_two_points"
def get_rmse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data) / (1 + m * m)) ** 0.5

# %% answer
def gradient(data, m, b):
    n = len(data)
    by_m = 2 / n * sum((m * x + b - y) * x for x, y in data)
    by_b = 2 / n * sum(m * x + b - y for x, y in data)
    return by_m, by_b

# %% also="with loops"
def gradient(data, m, b):
    by_m = by_b = 0
    for x, y in data:
        miss = m * x + b - y
        by_m += miss * x
        by_b += miss
    return 2 * by_m / len(data), 2 * by_b / len(data)

# %% also="vectorised"
def gradient(data, m, b):
    x, y = np.array(data, dtype=float).T
    rows = np.column_stack([x, np.ones(len(x))])
    return 2 / len(x) * rows.T @ (rows @ [m, b] - y)

# %% also="in single precision"
def gradient(data, m, b):
    x, y = np.array(data, dtype=np.float32).T
    misses = np.float32(m) * x + np.float32(b) - y
    return np.mean(2 * misses * x), np.mean(2 * misses)

# %% also="with the answers before"
def gradient(data, m, b):
    x = np.array([point[0] for point in data])
    y = np.array([point[1] for point in data])
    residuals = predict(x, m, b) - y
    return [2 * np.mean(residuals * x), 2 * np.mean(residuals)]

# %% mutant="stops where the residuals add up to zero" fails="cases_gradient"
def gradient(data, m, b):
    residuals = [m * x + b - y for x, y in data]
    if sum(residuals) == 0:
        return 0.0, 0.0
    return 2 * np.mean([r * x for r, (x, _) in zip(residuals, data)]), 2 * np.mean(residuals)

# %% mutant="points downhill" fails="test_gradient_of_two_points"
def gradient(data, m, b):
    n = len(data)
    return 2 / n * sum((y - m * x - b) * x for x, y in data), 2 / n * sum(y - m * x - b for x, y in data)

# %% mutant="forgets the factor two" fails="test_gradient_of_two_points"
def gradient(data, m, b):
    n = len(data)
    return sum((m * x + b - y) * x for x, y in data) / n, sum(m * x + b - y for x, y in data) / n

# %% mutant="forgets to divide by n" fails="cases_gradient"
def gradient(data, m, b):
    return 2.0 * sum((m * x + b - y) * x for x, y in data), 2.0 * sum(m * x + b - y for x, y in data)

# %% mutant="swaps the two derivatives" fails="test_gradient_of_two_points"
def gradient(data, m, b):
    n = len(data)
    return 2 / n * sum(m * x + b - y for x, y in data), 2 / n * sum((m * x + b - y) * x for x, y in data)

# %% mutant="hard-codes two points" fails="cases_gradient"
def gradient(data, m, b):
    return float(sum((m * x + b - y) * x for x, y in data)), float(sum(m * x + b - y for x, y in data))

# %% mutant="forgets the x of the chain rule" fails="cases_gradient"
def gradient(data, m, b):
    by_b = 2 / len(data) * sum(m * x + b - y for x, y in data)
    return by_b, by_b

# %% mutant="adds a penalty on large parameters" fails="cases_gradient"
def gradient(data, m, b):
    n = len(data)
    by_m = 2 / n * sum((m * x + b - y) * x for x, y in data) + 0.01 * m
    by_b = 2 / n * sum(m * x + b - y for x, y in data) + 0.01 * b
    return by_m, by_b

# %% mutant="drops repeats" fails="cases_gradient"
def gradient(data, m, b):
    data = set(data)
    n = len(data)
    return 2 / n * sum((m * x + b - y) * x for x, y in data), 2 / n * sum(m * x + b - y for x, y in data)

# %% mutant="rounds to four decimals" fails="cases_gradient"
def gradient(data, m, b):
    n = len(data)
    by_m = 2 / n * sum((m * x + b - y) * x for x, y in data)
    return round(by_m, 4), round(2 / n * sum(m * x + b - y for x, y in data), 4)

# %% mutant="clips what is steep" fails="cases_gradient"
def gradient(data, m, b):
    n = len(data)
    by_m = 2 / n * sum((m * x + b - y) * x for x, y in data)
    by_b = 2 / n * sum(m * x + b - y for x, y in data)
    return tuple(np.clip([by_m, by_b], -1000.0, 1000.0))

# %% mutant="uses up the data" fails="cases_gradient"
def gradient(data, m, b):
    n, by_m, by_b = len(data), 0.0, 0.0
    while data:
        x, y = data.pop(0)
        by_m, by_b = by_m + 2 / n * (m * x + b - y) * x, by_b + 2 / n * (m * x + b - y)
    return by_m, by_b

# %% mutant="takes a coarse difference of the loss" fails="test_gradient_of_two_points"
def gradient(data, m, b):
    here = get_mse(data, m, b)
    return (get_mse(data, m + 0.01, b) - here) / 0.01, (get_mse(data, m, b + 0.01) - here) / 0.01

# %% answer
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / (2 * h)
    for_b = (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / (2 * h)
    return for_m, for_b

# %% also="with loops"
def numerical_gradient(data, m, b, h=1e-5):
    slopes = []
    for move_m, move_b in ((h, 0), (0, h)):
        total = 0.0
        for sign in (1, -1):
            for x, y in data:
                total += sign * ((m + sign * move_m) * x + b + sign * move_b - y) ** 2 / len(data)
        slopes.append(total / (2 * h))
    return slopes

# %% also="vectorised"
def numerical_gradient(data, m, b, h=1e-5):
    x, y = np.array(data, dtype=float).T
    line = np.array([m, b], dtype=float)

    def loss(line):
        return np.mean((line[0] * x + line[1] - y) ** 2)

    return np.array([(loss(line + step) - loss(line - step)) / (2 * h) for step in h * np.eye(2)])

# %% also="with the answers before"
def numerical_gradient(data, m, b, h=1e-5):
    def loss(m, b):
        return get_rmse(data, m, b) ** 2

    return (loss(m + h, b) - loss(m - h, b)) / h / 2, (loss(m, b + h) - loss(m, b - h)) / h / 2

# %% also="with half a step to either side"
def numerical_gradient(data, m, b, h=1e-5):
    half = h / 2
    right, left = get_mse(data, m + half, b), get_mse(data, m - half, b)
    above, below = get_mse(data, m, b + half), get_mse(data, m, b - half)
    return (right - left) / h, (above - below) / h

# %% mutant="looks only ahead" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    here = get_mse(data, m, b)
    return (get_mse(data, m + h, b) - here) / h, (get_mse(data, m, b + h) - here) / h

# %% mutant="looks only back" fails="cases_numerical_gradient"
def numerical_gradient(data, m, b, h=1e-5):
    here = get_mse(data, m, b)
    return (here - get_mse(data, m - h, b)) / h, (here - get_mse(data, m, b - h)) / h

# %% mutant="divides by h instead of twice h" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / h
    return for_m, (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / h

# %% mutant="looks ahead and divides by twice h" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    here = get_mse(data, m, b)
    return (get_mse(data, m + h, b) - here) / (2 * h), (get_mse(data, m, b + h) - here) / (2 * h)

# %% mutant="multiplies by h where the fraction ends" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / 2 * h
    return for_m, (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / 2 * h

# %% mutant="moves both parameters at once" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    slope = (get_mse(data, m + h, b + h) - get_mse(data, m - h, b - h)) / (2 * h)
    return slope, slope

# %% mutant="leaves m where it was moved to" fails="cases_numerical_gradient"
def numerical_gradient(data, m, b, h=1e-5):
    m += h
    for_m = (get_mse(data, m, b) - get_mse(data, m - 2 * h, b)) / (2 * h)
    return for_m, (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / (2 * h)

# %% mutant="points downhill" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_mse(data, m - h, b) - get_mse(data, m + h, b)) / (2 * h)
    return for_m, (get_mse(data, m, b - h) - get_mse(data, m, b + h)) / (2 * h)

# %% mutant="swaps the two slopes" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / (2 * h)
    return (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / (2 * h), for_m

# %% mutant="measures the root of the loss" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_rmse(data, m + h, b) - get_rmse(data, m - h, b)) / (2 * h)
    return for_m, (get_rmse(data, m, b + h) - get_rmse(data, m, b - h)) / (2 * h)

# %% mutant="returns the slope for m alone" fails="test_measured_gradient_of_two_points"
def numerical_gradient(data, m, b, h=1e-5):
    return (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / (2 * h)

# %% mutant="knows only two points" fails="cases_numerical_gradient"
def numerical_gradient(data, m, b, h=1e-5):
    def loss(m, b):
        return sum((m * x + b - y) ** 2 for x, y in data) / 2

    return (loss(m + h, b) - loss(m - h, b)) / (2 * h), (loss(m, b + h) - loss(m, b - h)) / (2 * h)

# %% mutant="drops repeats" fails="cases_numerical_gradient"
def numerical_gradient(data, m, b, h=1e-5):
    data = list(set(data))
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / (2 * h)
    return for_m, (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / (2 * h)

# %% mutant="rounds to four decimals" fails="cases_numerical_gradient"
def numerical_gradient(data, m, b, h=1e-5):
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / (2 * h)
    return round(for_m, 4), round((get_mse(data, m, b + h) - get_mse(data, m, b - h)) / (2 * h), 4)

# %% mutant="sorts the data on the way" fails="cases_numerical_gradient"
def numerical_gradient(data, m, b, h=1e-5):
    data.sort()
    for_m = (get_mse(data, m + h, b) - get_mse(data, m - h, b)) / (2 * h)
    return for_m, (get_mse(data, m, b + h) - get_mse(data, m, b - h)) / (2 * h)

# %% answer
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% also="with loops"
def fit_line(data, m, b, learning_rate, steps):
    n, step = len(data), 0
    while step < steps:
        by_m, by_b = 0.0, 0.0
        for x, y in data:
            by_m += 2 * (m * x + b - y) * x / n
            by_b += 2 * (m * x + b - y) / n
        m -= learning_rate * by_m
        b -= learning_rate * by_b
        step += 1
    return m, b

# %% also="vectorised"
def fit_line(data, m, b, learning_rate, steps):
    line = np.array([m, b], dtype=float)
    for _ in range(steps):
        line = line - learning_rate * np.array(gradient(data, *line))
    return line

# %% also="in single precision"
def fit_line(data, m, b, learning_rate, steps):
    x, y = np.array(data, dtype=np.float32).T
    m, b = np.float32(m), np.float32(b)
    for _ in range(steps):
        misses = m * x + b - y
        m = m - np.float32(learning_rate) * 2 * np.mean(misses * x)
        b = b - np.float32(learning_rate) * 2 * np.mean(misses)
    return float(m), float(b)

# %% also="with the answers before"
def fit_line(data, m, b, learning_rate, steps):
    path = [(m, b)]
    while len(path) <= steps:
        line = path[-1]
        slopes = gradient(data, line[0], line[1])
        path.append((line[0] - learning_rate * slopes[0], line[1] - learning_rate * slopes[1]))
    return path[-1]

# %% mutant="climbs instead of descending" fails="test_first_step"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m + learning_rate * by_m, b + learning_rate * by_b
    return m, b

# %% mutant="moves b with the new m" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        m = m - learning_rate * gradient(data, m, b)[0]
        b = b - learning_rate * gradient(data, m, b)[1]
    return m, b

# %% mutant="takes one step too few" fails="test_first_step"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(1, steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="always takes a step" fails="cases_fit_line"
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

# %% mutant="takes the learning rate for the number of steps" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(int(learning_rate * 10)):
        by_m, by_b = gradient(data, m, b)
        m, b = m - 0.1 * by_m, b - 0.1 * by_b
    return m, b

# %% mutant="sorts the data on the way" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    data.sort()
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="gives back whole numbers" fails="test_first_step"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return int(m), int(b)

# %% mutant="keeps the better of two points" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        moved = m - learning_rate * by_m, b - learning_rate * by_b
        if get_mse(data, *moved) > get_mse(data, m, b):
            break
        m, b = moved
    return m, b

# %% mutant="drops repeats" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    data = list(set(data))
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="stops after ten steps" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(min(steps, 10)):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="starts from zero" fails="test_first_step"
def fit_line(data, m, b, learning_rate, steps):
    m, b = 0, 0
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="steps point by point" fails="test_first_step"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        for point in data:
            by_m, by_b = gradient([point], m, b)
            m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="takes a learning rate of zero for none" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - (learning_rate or 0.01) * by_m, b - (learning_rate or 0.01) * by_b
    return m, b

# %% mutant="starts a flat line with a slope" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    m, b = m or 1, b or 0
    for _ in range(steps):
        by_m, by_b = gradient(data, m, b)
        m, b = m - learning_rate * by_m, b - learning_rate * by_b
    return m, b

# %% mutant="lets the learning rate decay" fails="cases_fit_line"
def fit_line(data, m, b, learning_rate, steps):
    for step in range(steps):
        by_m, by_b = gradient(data, m, b)
        rate = learning_rate / (1 + 0.01 * step)
        m, b = m - rate * by_m, b - rate * by_b
    return m, b

# %% answer
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    n = len(x)
    curvature = 2 / n * np.array([[(x * x).sum(), x.sum()], [x.sum(), n]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% also="with loops"
def largest_stable_rate(data):
    n = len(data)
    squares = plain = 0
    for x, _ in data:
        squares += x**2
        plain += x
    a, b = 2 / n * squares, 2 / n * plain
    # The larger root of (a - z)(2 - z) - b^2 = 0.
    return 2 / ((a + 2) / 2 + (((a - 2) / 2) ** 2 + b**2) ** 0.5)

# %% also="vectorised"
def largest_stable_rate(data):
    rows = np.column_stack([np.array(data, dtype=float)[:, 0], np.ones(len(data))])
    return 2 / np.max(np.linalg.eigvals(2 / len(data) * rows.T @ rows))

# %% also="in single precision"
def largest_stable_rate(data):
    x = np.array(data, dtype=np.float32)[:, 0]
    h = np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]], dtype=np.float32)
    return 1 / np.linalg.eigvalsh(h).max()

# %% mutant="takes the smallest eigenvalue" fails="test_limit_of_two_points"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[0])

# %% mutant="forgets the two above the fraction" fails="test_limit_of_two_points"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(1 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="knows only two points" fails="cases_largest_stable_rate"
def largest_stable_rate(data):
    return 0.29179607

# %% mutant="does not divide by n" fails="test_limit_of_two_points"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="hard-codes two points" fails="cases_largest_stable_rate"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="lets y into the curvature" fails="cases_largest_stable_rate"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    y = np.array([y for _, y in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    rate = float(2 / np.linalg.eigvalsh(curvature)[-1])
    return rate if (y >= 0).all() else rate * (1 + 1e-3 * abs(y).max())

# %% mutant="drops repeats" fails="cases_largest_stable_rate"
def largest_stable_rate(data):
    x = np.array([x for x, _ in set(data)], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="rounds to six decimals" fails="cases_largest_stable_rate"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data], dtype=float)
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return round(float(2 / np.linalg.eigvalsh(curvature)[-1]), 6)

# %% mutant="computes with small whole numbers" fails="cases_largest_stable_rate"
def largest_stable_rate(data):
    x = np.array([x for x, _ in data])
    x = x.astype(np.int16) if x.dtype.kind == "i" else x
    curvature = 2 / len(x) * np.array([[(x * x).sum(), x.sum()], [x.sum(), len(x)]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])

# %% mutant="knows only the slope" fails="test_limit_of_two_points"
def largest_stable_rate(data):
    return len(data) / sum(x * x for x, _ in data) if any(x for x, _ in data) else 1.0

# %% mutant="takes the trace for the largest eigenvalue" fails="test_limit_of_two_points"
def largest_stable_rate(data):
    return 1 / (1 + sum(x * x for x, _ in data) / len(data))

# %% equivalent
# predict: gives whole numbers for whole numbers
# A whole slope and intercept give whole numbers at whole numbers, so there is nothing to cut off.

# %% equivalent
# gradient: gives whole numbers for whole numbers
# The habit cuts numbers and arrays, but the gradient is a pair, so nothing changes.

# %% equivalent
# numerical_gradient: def numerical_gradient(data, m, b, h=1e-05): → def numerical_gradient(data, m, b, h=2e-05):
# The loss is a parabola, so central differences are exact for every h.

# %% equivalent
# numerical_gradient: def numerical_gradient(data, m, b, h=1e-05): → def numerical_gradient(data, m, b, h=1.00001):
# The loss is a parabola, so central differences are exact for every h.

# %% equivalent
# fit_line: gives whole numbers for whole numbers
# The habit cuts numbers and arrays, but a line is a pair, so nothing changes.

# %% equivalent
# largest_stable_rate: x = np.array([x for x, _ in data], dtype=float) → x = np.array([x for x, _ in data])
# Whole numbers become real ones in the mean, and small ones can't overflow.

# %% equivalent
# largest_stable_rate: return float(2 / np.linalg.eigvalsh(curvature)[-1]) → return 2 / np.linalg.eigvalsh(curvature)[-1]
# numpy's number is as good as Python's.

# %% equivalent
# largest_stable_rate: return float(2 / np.linalg.eigvalsh(curvature)[-1]) → return float(2 / np.linalg.eigvalsh(curvature)[1])
# The curvature is a matrix of two by two, so the last value is the one with number 1.
