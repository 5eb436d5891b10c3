import numpy as np

from autograder.testing import approx, points, raises, visible

SLIDE = [(1, 3), (2, 5)]
BONUS = list(zip(range(10), [10, 20, 25, 30, 40, 45, 40, 50, 60, 55]))


def uneven(n=7, seed=5):
    """Points around no particular line, with negative and fractional coordinates."""
    rng = np.random.default_rng(seed)
    return [(float(x), float(y)) for x, y in zip(rng.normal(1, 3, n), rng.normal(-2, 4, n))]


# predict


@visible
@points(1)
def test_predicts_the_slide(predict):
    """The line y = -x + 5 predicts 4 at x = 1 and 3 at x = 2."""
    assert predict(1, -1, 5) == approx(4)
    assert predict(2, -1, 5) == approx(3)


@points(1)
def test_predicts_whole_arrays(predict):
    """An array of any shape goes in, and the same shape comes out."""
    x = np.array([[0.0, 1.0, -2.0], [0.5, 3.0, 10.0]])
    whole, row = 2 * x - 1, x[0] / 2 + 3

    assert predict(x, 2.0, -1.0) == approx(whole)
    assert predict(x[0], 0.5, 3.0) == approx(row)


@points(1)
def test_slope_and_intercept_have_their_places(predict):
    """The slope multiplies x, and the intercept is added."""
    assert predict(3.0, 10.0, 0.5) == approx(30.5)
    assert predict(0, 7, -4) == approx(-4)


# get_mse


@visible
@points(1)
def test_mse_of_the_slide(get_mse):
    """The squared errors of y = -x + 5 are 1 and 4, so their mean is 2.5; the best line y = 2x + 1 has none."""
    assert get_mse([(1, 3), (2, 5)], -1, 5) == approx(2.5)
    assert get_mse([(1, 3), (2, 5)], 2, 1) == approx(0)


@points(2)
def test_mse_is_a_mean_over_any_number_of_points(get_mse):
    """The mean is taken over as many points as there are."""
    assert get_mse(BONUS, -2, 40) == approx(475.5)
    assert get_mse([(2, 1)], 1, 2) == approx(9)


@points(1)
def test_mse_ignores_the_sign_of_a_miss(get_mse):
    """A miss above and an equal miss below count the same, and do not cancel."""
    assert get_mse([(0, 1), (0, -1)], 0, 0) == approx(1)
    assert get_mse([(0, 3), (0, -3), (0, 0)], 0, 0) == approx(6)


@points(1)
def test_mse_leaves_the_data_alone(get_mse):
    """The list of points is the same afterwards, and the result is right the second time too."""
    data = uneven()
    before = list(data)

    first, second = get_mse(data, 0.5, 1.0), get_mse(data, 0.5, 1.0)

    assert data == before
    assert first == approx(np.mean([(0.5 * x + 1 - y) ** 2 for x, y in before]))
    assert second == approx(first)


# get_rmse


@visible
@points(1)
def test_rmse_of_the_slide(get_rmse):
    """The line y = -x + 5 misses (1, 3) by 1 and (2, 5) by 2, so its RMSE is 1.58; for y = x + 5 it is 2.55."""
    assert get_rmse([(1, 3), (2, 5)], -1, 5) == approx(1.5811388)
    assert get_rmse([(1, 3), (2, 5)], 1, 5) == approx(2.5495098)


@points(2)
def test_rmse_has_the_units_of_y(get_rmse):
    """Data ten times as large has an error ten times as large."""
    data = uneven()
    tenfold = [(x, 10 * y) for x, y in data]
    expected = np.sqrt(np.mean([(2 * x - 1 - y) ** 2 for x, y in data]))

    error = get_rmse(data, 2.0, -1.0)

    assert error == approx(expected)
    assert get_rmse(tenfold, 20.0, -10.0) == approx(10 * error)


@points(1)
def test_rmse_weighs_large_misses_more(get_rmse):
    """One miss of 4 is worse than four misses of 1."""
    assert get_rmse([(0, 4), (0, 0), (0, 0), (0, 0)], 0, 0) == approx(2)
    assert get_rmse([(0, 1), (0, 1), (0, 1), (0, 1)], 0, 0) == approx(1)


@points(1)
def test_rmse_of_a_perfect_line_is_zero(get_rmse):
    """A line through every point has no error, and one point is enough."""
    assert get_rmse([(0, 1), (1, 3), (2, 5), (-3, -5)], 2, 1) == approx(0)
    assert get_rmse([(4, 1)], 0, 8) == approx(7)


# gradient


@visible
@points(1)
def test_gradient_of_the_slide(gradient):
    """At y = -x + 5 the loss of the slide falls by 3 for each step in m, and by 1 for each step in b."""
    by_m, by_b = gradient([(1, 3), (2, 5)], -1, 5)

    assert by_m == approx(-3)
    assert by_b == approx(-1)
    assert gradient([(1, 3), (2, 5)], 0, 0) == approx((-13, -8))


@points(2)
def test_gradient_is_the_slope_of_the_loss(gradient):
    """Moving m or b a little changes the loss as the gradient says, on any data."""
    data, h = uneven(), 1e-6

    def loss(m, b):
        return sum((m * x + b - y) ** 2 for x, y in data) / len(data)

    for m, b in ((0.7, -1.3), (-2.0, 4.0)):
        by_m, by_b = gradient(list(data), m, b)
        assert by_m == approx((loss(m + h, b) - loss(m - h, b)) / (2 * h), rel=1e-5)
        assert by_b == approx((loss(m, b + h) - loss(m, b - h)) / (2 * h), rel=1e-5)


@points(1)
def test_gradient_vanishes_at_the_best_line(gradient):
    """At the floor of the valley there is no way down: both numbers are zero. Elsewhere they are not."""
    assert gradient(SLIDE, 2, 1) == approx((0, 0))
    assert gradient(BONUS, 169 / 33, 159 / 11) == approx((0, 0), abs=1e-9)
    assert gradient(SLIDE, 2, 2) == approx((3, 2))


@points(1)
def test_gradient_of_one_point(gradient):
    """One point is enough: at (3, 0) the line y = 1 has the gradient (6, 2), and y = -1 has the opposite one."""
    assert gradient([(3, 0)], 0, 1) == approx((6, 2))
    assert gradient([(3, 0)], 0, -1) == approx((-6, -2))


# fit_line


@visible
@points(1)
def test_first_step_of_the_slide(fit_line):
    """One step with learning rate 0.1 leads from (-1, 5) to (-0.7, 5.1), and from (0, 0) to (1.3, 0.8)."""
    assert fit_line([(1, 3), (2, 5)], -1, 5, 0.1, 1) == approx((-0.7, 5.1))
    assert fit_line([(1, 3), (2, 5)], 0, 0, 0.1, 1) == approx((1.3, 0.8))


@points(2)
def test_many_steps_reach_the_floor(fit_line):
    """On the ten measurements it ends at y = 5.12 x + 14.45, with a loss of 14.88."""
    m, b = fit_line(BONUS, -2, 40, 0.03, 3000)

    assert m == approx(169 / 33, rel=1e-6)
    assert b == approx(159 / 11, rel=1e-6)
    assert fit_line(SLIDE, -1, 5, 0.2, 2000) == approx((2, 1), rel=1e-6)


@points(2)
def test_both_parameters_move_at_once(fit_line):
    """Two steps move m and b by the gradient at the old point, not at a half-moved one."""
    assert fit_line([(1, 3), (2, 5)], -1, 5, 0.1, 2) == approx((-0.58, 5.09))
    assert fit_line([(1, 3), (2, 5)], 0, 0, 0.1, 2) == approx((1.71, 1.05))


@points(1)
def test_no_steps_go_nowhere(fit_line):
    """Zero steps return the start, and the learning rate scales the first step."""
    assert fit_line(SLIDE, -1, 5, 0.1, 0) == approx((-1, 5))
    assert fit_line(SLIDE, -1, 5, 0.05, 1) == approx((-0.85, 5.05))


@points(1)
def test_fitting_leaves_the_data_alone(fit_line):
    """The list of points is the same afterwards."""
    data = uneven()
    before = list(data)

    m, b = fit_line(data, 0.0, 0.0, 0.01, 5)
    further = fit_line(data, m, b, 0.01, 5)

    assert data == before
    assert further == approx(fit_line(before, 0.0, 0.0, 0.01, 10))
    assert further != (m, b)


# largest_stable_rate


@visible
@points(1)
def test_limit_of_the_slide(largest_stable_rate):
    """For the two points of the slide the limit is 0.2918, so a learning rate of 0.3 fails; for (0, 4) it is 1."""
    assert largest_stable_rate([(1, 3), (2, 5)]) == approx(0.29179607)
    assert largest_stable_rate([(0, 4)]) == approx(1)


@points(2)
def test_limit_on_other_data(largest_stable_rate):
    """The limit belongs to the data: ten points further out need smaller steps."""
    assert largest_stable_rate(BONUS) == approx(0.0342259035)
    assert largest_stable_rate([(3, 7), (-3, 1)]) == approx(1 / 9)


@points(1)
def test_limit_depends_on_x_alone(largest_stable_rate):
    """Other values of y change the floor of the valley, but not how steep it is."""
    data = uneven()
    moved = [(x, 3 * y - 8) for x, y in data]
    x = np.array([x for x, _ in data])
    curvature = 2 / len(x) * np.array([[x @ x, x.sum()], [x.sum(), len(x)]])

    rate = largest_stable_rate(data)

    assert rate == approx(2 / np.linalg.eigvalsh(curvature).max())
    assert largest_stable_rate(moved) == approx(rate)
    assert largest_stable_rate([(5 * x, y) for x, y in data]) != approx(rate)
