import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible

BONUS = list(zip(range(10), [10, 20, 25, 30, 40, 45, 40, 50, 60, 55]))


def lines(draw):
    """Slopes and intercepts: fractions, whole numbers, flat lines, lines through the origin, tiny and huge ones."""

    def fraction():
        return float(draw.rng.uniform(0.3, 4) * draw.rng.choice([-1, 1]))

    def line(m=1.0, b=1.0):
        return lambda: (m * fraction(), b * fraction())

    return draw.parts(
        "a line",
        fractions=line(),
        whole_numbers=lambda: tuple(draw.rng.integers(-9, 10, 2).tolist()),
        flat=lambda: (0, fraction()),
        through_the_origin=lambda: (fraction(), 0),
        the_x_axis=lambda: (0, 0),
        tiny=line(1e-6, 1e-6),
        huge=line(1e6, 1e6),
    )


def measurements(draw):
    """Points of every kind; also on one height, one point again and again, one far out, and a long list of them."""

    def many(size):
        return [(float(x), float(y)) for x, y in draw.rng.normal((1, -2), (3, 4), (size, 2))]

    return draw.points((1, 12)).also(
        equal_y=lambda rng: [(x, 1.5) for x, _ in many(5)],
        one_point_again=lambda rng: many(1) * 4,
        many=lambda rng: many(600),
        one_far_out=lambda rng: [*many(5), (40.0, -700.0)],
    )


def fits(draw):
    """A line for data of every kind; errors so small that rounding shows; lines that hit all points, or miss one."""
    kinds = lines(draw)
    for data in draw.some(measurements(draw), more=1):
        yield data, *draw.one(kinds)
    for _ in range(4):
        shrunk = [(x / 8192, y / 8192) for x, y in draw.rng.normal(1, 3, (5, 2)).tolist()]
        yield shrunk, float(draw.rng.uniform(0.5, 2)), 0.0
    m, b = draw.rng.integers(2, 6, 2).tolist()
    hit = [(int(x), m * int(x) + b) for x in draw.rng.integers(-9, 10, 6)]
    yield hit, m, b
    yield [*hit, (0, b + 4)], m, b


# predict


@visible
@points(1)
def test_predicts_at_two_points(predict):
    """The line y = -x + 5 predicts 4 at x = 1 and 3 at x = 2."""
    assert predict(1, -1, 5) == approx(4)
    assert predict(2, -1, 5) == approx(3)


@points(2)
@like_reference(abs=1e-5)
def cases_predict(draw):
    """For any slope and intercept, at a number, or at every item of an array, whatever its shape."""
    kinds = lines(draw)
    for x in draw.some(draw.real(), more=0):
        m, b = draw.one(kinds)
        yield Call(x, m, b)
    steep = kinds.but("tiny", "huge", "flat", "the x axis", "whole numbers")  # which bytes can't hold
    row, column = draw.rng.integers(-2, 3, 8) / 4, draw.array((2, 5), 1)
    kinds_of_bytes = [draw.rng.integers(100, 128, 4).astype(kind) for kind in ("uint8", "int8")]
    some = [row, column, draw.array((1, 3), (1, 3), (1, 3)), *kinds_of_bytes, draw.rng.uniform(5e3, 9e3, 3)]
    for x in [*draw.some(draw.array((2, 4), (2, 5)), more=0), *some]:
        m, b = draw.one(steep)
        yield Call(x, m=m, b=b)
    for m, b in ((0, draw.real()), (0.0, draw.real()), (draw.real(), 0), (0, 0)):
        yield from (Call(column, m, b), Call(draw.one(draw.real()), m, b))


# get_mse


@visible
@points(1)
@assuming("predict")
def test_mse_of_two_points(get_mse):
    """The squared errors of y = -x + 5 are 1 and 4, so their mean is 2.5; y = 2x + 1 hits both points: 0."""
    assert get_mse([(1, 3), (2, 5)], -1, 5) == approx(2.5)
    assert get_mse([(1, 3), (2, 5)], 2, 1) == approx(0)


@points(4)
@like_reference(rel=1e-4, abs=1e-12)
@assuming("predict")
def cases_get_mse(draw):
    """On any data, with any line: one point, many, repeats, fractions, huge and tiny values, no error at all."""
    for data, m, b in fits(draw):
        yield Call(data, m, b)


# get_rmse


@visible
@points(1)
@assuming("predict", "get_mse")
def test_rmse_of_two_points(get_rmse):
    """The line y = -x + 5 misses (1, 3) by 1 and (2, 5) by 2, so its RMSE is 1.58; for y = x + 5 it is 2.55."""
    assert get_rmse([(1, 3), (2, 5)], -1, 5) == approx(1.5811388)
    assert get_rmse([(1, 3), (2, 5)], 1, 5) == approx(2.5495098)


@points(4)
@like_reference(rel=1e-4)
@assuming("predict", "get_mse")
def cases_get_rmse(draw):
    """On any data, with any line: one point, many, repeats, fractions, huge and tiny values, no error at all."""
    for data, m, b in fits(draw):
        yield Call(data, m=m, b=b)


# gradient


def same_gradient(result, call, expected):
    """Positive and negative terms may nearly cancel, so an error is measured by their size, not by what is left."""
    data, m, b = call.positional
    x, y = np.abs(np.array(data, float).T)
    terms = abs(m) * x + abs(b) + y
    return result == approx(expected, rel=1e-5, abs=2e-6 * np.array([np.mean(terms * x), np.mean(terms)]))


@visible
@points(1)
@assuming("predict")
def test_gradient_of_two_points(gradient):
    """At y = -x + 5 the gradient on (1, 3) and (2, 5) is (-3, -1), and at y = 0 it is (-13, -8)."""
    by_m, by_b = gradient([(1, 3), (2, 5)], -1, 5)

    assert by_m == approx(-3)
    assert by_b == approx(-1)
    assert gradient([(1, 3), (2, 5)], 0, 0) == approx((-13, -8))


@points(4)
@like_reference(agrees=same_gradient)
@assuming("predict")
def cases_gradient(draw):
    """On any data, with any line: one point, many, repeats, fractions, huge and tiny values, the best line."""
    for data, m, b in fits(draw):
        yield Call(data, m, b)
    for residuals in ((3, -3), (1, 2, -3), (-4, 0, 4), (5, -1, -4)):  # which add up to zero
        m, b = draw.rng.integers(-5, 6, 2).tolist()
        x = draw.rng.permutation(np.arange(-9, 10))[: len(residuals)].tolist()
        yield Call([(each, m * each + b - r) for each, r in zip(x, residuals)], m, b)


# numerical_gradient


def same_measured_gradient(result, call, expected):
    """The same, but the two losses are rounded, and dividing by a small step makes that error large."""
    data, m, b = call.positional[:3]
    h = call.positional[3] if len(call.positional) > 3 else call.named.get("h", 1e-5)
    x, y = np.abs(np.array(data, float).T)
    terms = (abs(m) + h) * x + abs(b) + h + y
    rounding = 5e-14 * np.mean(terms**2) / h
    return result == approx(expected, rel=1e-5, abs=rounding + 2e-6 * np.array([np.mean(terms * x), np.mean(terms)]))


@visible
@points(1)
@assuming("predict", "get_mse")
def test_measured_gradient_of_two_points(numerical_gradient):
    """Measured with h = 0.1, the gradient at y = -x + 5 is (-3, -1), and without an h given as well."""
    assert numerical_gradient([(1, 3), (2, 5)], -1, 5, 0.1) == approx((-3, -1))
    assert numerical_gradient([(1, 3), (2, 5)], -1, 5) == approx((-3, -1))
    assert numerical_gradient([(1, 3), (2, 5)], 0, 0, h=1) == approx((-13, -8))


@points(2)
@like_reference(agrees=same_measured_gradient)
@assuming("predict", "get_mse")
def cases_numerical_gradient(draw):
    """On any data, with any line, with small and large h: this loss is a parabola, so even a large h is exact."""
    for data, m, b in fits(draw):
        yield Call(data, m, b, draw.choice(0.1, 0.5, 1, 2.0))
    kinds = lines(draw).but("tiny", "huge")
    for data in draw.some(measurements(draw).but("tiny", "huge"), more=0):
        m, b = draw.one(kinds)
        yield Call(data, m, b, h=draw.choice(0.25, 1e-3, 1))
        yield Call(data, m, b)


# fit_line


@visible
@points(1)
@assuming("predict", "gradient")
def test_first_step(fit_line):
    """One step with learning rate 0.1 leads from (-1, 5) to (-0.7, 5.1), and from (0, 0) to (1.3, 0.8)."""
    assert fit_line([(1, 3), (2, 5)], -1, 5, 0.1, 1) == approx((-0.7, 5.1))
    assert fit_line([(1, 3), (2, 5)], 0, 0, 0.1, 1) == approx((1.3, 0.8))


@points(4)
@like_reference(rel=1e-4, abs=1e-5)
@assuming("predict", "gradient")
def cases_fit_line(draw):
    """From any start, with any rate, even one that is too large, for any number of steps."""
    kinds = lines(draw).but("tiny", "huge")
    for data in draw.some(measurements(draw), more=0):
        m, b = draw.one(kinds)
        yield Call(data, m, b, draw.real(0.001, 0.02), draw.whole(1, 4))
    for steps in (0, 15, 40):
        x = draw.rng.uniform(-1, 2, 4)
        m, b = draw.one(kinds)
        yield Call([(float(each), float(each) - 3) for each in x], m=m, b=b, learning_rate=0.1, steps=steps)
    m, b = draw.rng.integers(-5, 6, 2).tolist()
    yield Call([(0, 1), (1, 0), (-1, 4)], m, b, 1, 3)
    yield Call([(0, 1), (1, 0), (-1, 4)], m, b, 0, 3)  # with such a rate the line stays
    yield Call([(0, 1), (1, 0), (-1, 4)], 0, 0, 0.1, 2)


@points(2)
@assuming("predict", "gradient")
def test_many_steps_reach_the_floor(fit_line):
    """On the ten measurements it ends at y = 5.12 x + 14.45, with a loss of 14.88."""
    m, b = fit_line(BONUS, -2, 40, 0.03, 3000)

    assert m == approx(169 / 33, rel=1e-4)
    assert b == approx(159 / 11, rel=1e-4)
    assert fit_line([(1, 3), (2, 5)], -1, 5, 0.2, 2000) == approx((2, 1), rel=1e-4)


# largest_stable_rate


@visible
@points(1)
def test_limit_of_two_points(largest_stable_rate):
    """For (1, 3) and (2, 5) the limit is 0.2918, so a learning rate of 0.3 fails; for (0, 4) alone it is 1."""
    assert largest_stable_rate([(1, 3), (2, 5)]) == approx(0.29179607)
    assert largest_stable_rate([(0, 4)]) == approx(1)


@points(3)
@like_reference(rel=1e-4, abs=0)
def cases_largest_stable_rate(draw):
    """On any data: one point, many, repeats, huge and tiny values; the values of y make no difference."""
    for data in draw.some(measurements(draw), more=0):
        yield Call(data)
    far = [(int(x) * 1000, int(y)) for x, y in draw.rng.integers(50, 90, (4, 2))]
    yield Call(far)
    yield Call([(x, y - 500.5) for x, y in far])
    yield Call([(-1, int(y)) for y in draw.rng.integers(-9, 10, 4)])  # the steepest way is not where both numbers grow
