# %% [markdown]
# # A line and its loss
#
# Every network that you will train in this course does what this notebook does with a straight line: it **predicts**,
# measures how wrong the prediction is (the **loss**), and steps **downhill** until the loss stops falling.
#
# **What you will be able to do**
#
# - measure how well a line fits some points, with the mean squared error and its root;
# - follow how the gradient of that loss is derived, and check it numerically, as you can check any gradient;
# - fit a line by gradient descent;
# - say how large a learning rate may be before training blows up, and why.
#
# **Time:** 45 to 75 minutes. **You need:** plain Python, a little numpy, and the derivative of $x^2$. Section 7 uses
# the eigenvalues of a matrix, which numpy computes for you. No earlier notebook is required.
#
# You write seven short functions. Below each one are checks that you can run as often as you like; more checks, which
# you do not see, run when the notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## The data
#
# Two points are enough to begin with: $(1, 3)$ and $(2, 5)$. Our first guess is the line $y = -x + 5$. The vertical
# gaps between the line and the points are the **residuals** $\hat y - y$, where $\hat y$ ("y hat") is the prediction.
#
# The picture shows the guess sloping down although the points go up. It is 1 too high at the first point and 2 too low
# at the second.

# %%
two_points = [(1, 3), (2, 5)]

# %% picture
xs, ys = zip(*two_points)
line_x = np.array([0.5, 2.5])
plt.figure(figsize=(5, 3.2))
plt.plot(line_x, -line_x + 5, color="tab:orange", label="guess: y = -x + 5")
plt.vlines(xs, [-x + 5 for x in xs], ys, color="black", linestyle="--", label="residuals")
plt.scatter(xs, ys, color="tab:blue", zorder=3, label="data")
plt.title("A guess and how far it misses")
plt.xlabel("x")
plt.ylabel("y")
plt.ylim(1.5, 5.5)
plt.legend(loc="lower left")
plt.show()

# %% [markdown]
# ## 1. Predict
#
# A line has two parameters: the slope $m$ and the intercept $b$. It predicts $\hat y = m x + b$.

# %% answer
def predict(x, m, b):
    """Return what the line y = m*x + b predicts at `x`.

    `x` is a number or a numpy array of any shape; the result has the same shape. Leave `x` as it was.

    >>> predict(1, m=-1, b=5)
    4
    >>> predict(np.array([1, 2]), m=-1, b=5).tolist()
    [4, 3]
    """
    raise NotImplementedError("Return m times x plus b.")

# %% [markdown]
# ## 2. Mean squared error
#
# A residual can be positive or negative, so we square it before we add anything up. Dividing by the number of points
# $n$ makes the losses of small and large data sets comparable:
#
# $$\mathrm{MSE}(m, b) = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2$$
#
# *Hint: for our guess and the two points, the squared errors are 1 and 4.*

# %% answer
def get_mse(data, m, b):
    """Return the mean squared error of the line y = m*x + b over `data`.

    `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> get_mse([(1, 3), (2, 5)], m=-1, b=5)
    2.5
    """
    raise NotImplementedError("Return the mean of the squared residuals.")

# %% [markdown]
# ## 3. Root mean squared error
#
# The MSE is measured in *squared* units: if $y$ is a price in euros, the MSE is in square euros. Its square root is
# back in the units of $y$ and easier to read: "the line is typically off by 1.6". Two mistakes are common: forgetting
# the root, and taking the root of each squared error before averaging. The second gives the mean *absolute* error.

# %% answer
def get_rmse(data, m, b):
    """Return the root mean squared error of the line y = m*x + b over `data`.

    `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> round(get_rmse([(1, 3), (2, 5)], m=-1, b=5), 4)
    1.5811
    """
    raise NotImplementedError("Return the root of the mean squared error.")

# %% [markdown]
# ## The loss is a landscape
#
# Each pair $(m, b)$ has a loss. Draw them all and you get a valley; training means walking down into it. The map below
# shows the valley of the two points, seen from above: a long, narrow trough, dark where the loss is low. Its floor, at
# $m=2, b=1$, is the line through both points.

# %% picture
ms, bs = np.meshgrid(np.linspace(-4, 5, 90), np.linspace(-2, 8, 100))
losses = np.vectorize(lambda m, b: get_mse(two_points, m, b))(ms, bs)

plt.figure(figsize=(5.6, 4.6))
plt.contourf(ms, bs, np.log10(losses + 1e-2), levels=25, cmap="viridis")
plt.colorbar(label="log10 of the loss")
plt.scatter([-1], [5], color="white", edgecolor="black", s=60, label="the guess: m=-1, b=5")
plt.scatter([2], [1], color="white", edgecolor="black", marker="*", s=180, label="the floor: m=2, b=1")
plt.title("Mean squared error of every line")
plt.xlabel("slope m")
plt.ylabel("intercept b")
plt.gca().set_aspect("equal")
plt.legend(loc="lower left")
plt.show()

# %% [markdown]
# ## 4. The gradient
#
# Which way is down? We need to know how much the loss changes if one of the two parameters changes a little.
#
# Start with a single term, $(\hat y - y)^2$ with $\hat y = mx + b$. By the chain rule its derivative is that of the
# square, $2(\hat y - y)$, times that of what is squared. If $m$ grows by a little, $\hat y$ grows by $x$ times as
# much; if $b$ grows by a little, $\hat y$ grows by exactly as much. (The curly $\partial$ stands for a derivative in
# which only this parameter moves, and the other stays fixed.)
#
# $$\frac{\partial}{\partial m} (\hat y - y)^2 = 2\,(\hat y - y) \cdot x
#   \qquad
#   \frac{\partial}{\partial b} (\hat y - y)^2 = 2\,(\hat y - y) \cdot 1$$
#
# The loss is the mean of such terms, and the derivative of a mean is the mean of the derivatives:
#
# $$\frac{\partial\,\mathrm{MSE}}{\partial m} = \frac{2}{n} \sum_i (\hat y_i - y_i)\, x_i
#   \qquad
#   \frac{\partial\,\mathrm{MSE}}{\partial b} = \frac{2}{n} \sum_i (\hat y_i - y_i)$$
#
# These two numbers together are the **gradient**. It points in the direction of steepest ascent, *uphill*, so training
# steps against it.

# %% answer
def gradient(data, m, b):
    """Return the gradient of the mean squared error as a pair: (derivative for m, derivative for b).

    `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> gradient([(1, 3), (2, 5)], m=-1, b=5)
    (-3.0, -1.0)
    """
    raise NotImplementedError("Return the derivative for m and the derivative for b.")

# %% [markdown]
# At our guess the gradient is $(-3, -1)$. The picture shows it as a dashed arrow, and the direction in which training
# goes, the opposite one, as a solid arrow. (Both are drawn at 60 % of the gradient's length.) Both cross the lines of
# equal loss, whose numbers are the losses, at a right angle. Notice what the solid arrow does *not* do: it does not
# point at the floor. It leads straight down the side of the trough, 72 degrees away from the direct path. So the
# direction is right only for a short way: take a small step, then compute the gradient again.

# %% picture
guess = np.array([-1, 5])
uphill = np.array(gradient(two_points, *guess))

plt.figure(figsize=(5.6, 4.6))
lines = plt.contour(ms, bs, losses, levels=[0.02, 0.1, 0.5, 2.5, 8, 20, 50], colors="tab:gray", linewidths=1)
plt.clabel(lines, [0.5, 2.5, 8, 20, 50], fmt="%g", fontsize=8)
for arrow, line, label, up in ((0.6 * uphill, "--", "uphill", -0.6), (-0.6 * uphill, "-", "downhill", 0.25)):
    style = {"arrowstyle": "->", "linestyle": line, "linewidth": 2, "color": "tab:blue"}
    plt.annotate("", xy=guess + arrow, xytext=guess, arrowprops=style)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    plt.text(*(guess + arrow + [0.2, up]), label, ha="center", color="tab:blue", bbox=box)
plt.plot([-1, 2], [5, 1], ":", color="tab:orange", linewidth=2, label="the direct path")
plt.scatter(*guess, color="white", edgecolor="black", s=60, zorder=3, label="the guess")
plt.scatter(2, 1, color="black", marker="*", s=120, zorder=3, label="the floor")
plt.title("Lines of equal loss, and two directions")
plt.xlabel("slope m")
plt.ylabel("intercept b")
plt.gca().set_aspect("equal")
plt.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=3)
plt.show()

# %% [markdown]
# ## 5. Check a gradient numerically
#
# A derived gradient may be wrong: a sign, a factor of 2. There is a check that works for *any* loss, and people who
# write their own layers use it all the time. Measure the slope instead of deriving it: go a small distance $h$ to
# either side, and divide the difference of the losses by the distance between the two places, which is $2h$. This is
# called a **central difference**:
#
# $$\frac{\partial L}{\partial m} \approx \frac{L(m + h,\, b) - L(m - h,\, b)}{2h}
#   \qquad
#   \frac{\partial L}{\partial b} \approx \frac{L(m,\, b + h) - L(m,\, b - h)}{2h}$$
#
# Move one parameter at a time, and leave the other where it was.
#
# Why not simply go *ahead*, $(L(m + h) - L(m)) / h$? Because the loss is curved, and a step to one side also measures
# some of the curve. Going to both sides, the two errors cancel.

# %% answer
def numerical_gradient(data, m, b, h=1e-5):
    """Return the gradient of the mean squared error, measured by central differences, as a pair: (for m, for b).

    Each number is the difference of two losses, measured `h` to either side of m or of b, divided by 2h. `h` is a
    number above 0; it need not be small. `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> for_m, for_b = numerical_gradient([(1, 3), (2, 5)], m=-1, b=5, h=0.1)
    >>> round(for_m, 6), round(for_b, 6)
    (-3.0, -1.0)
    """
    raise NotImplementedError("Measure the loss on both sides of m, then on both sides of b.")

# %% [markdown]
# ### Try it: how small should h be?
#
# The MSE of a line is a parabola in $m$, an easy case. Its root, the RMSE, is not. Its slope for $m$ at our guess is
# $-3 / (2 \cdot \mathrm{RMSE})$, by the chain rule, which is about $-0.95$. The next cell measures that slope in both
# ways, with steps from $h = 1$ down to $h = 10^{-13}$. The picture shows how far off each is, and also how far off your
# `numerical_gradient` of the MSE is. Both axes are logarithmic. A mark is missing where the error is exactly 0.
#
# **Predict first:** does each error get smaller and smaller as $h$ shrinks? For the RMSE, which of the two ways is
# better at $h = 0.01$, and by how much?

# %% picture
steps = 10.0 ** -np.arange(0, 13.5, 0.5)
of_mse = gradient(two_points, -1, 5)[0]
here, before, after = (np.array([get_rmse(two_points, -1 + s * h, 5) for h in steps]) for s in (0, -1, 1))
of_rmse = of_mse / (2 * here)
errors = {
    "RMSE, one-sided": (after - here) / steps - of_rmse,
    "RMSE, central": (after - before) / (2 * steps) - of_rmse,
    "MSE, central": [numerical_gradient(two_points, -1, 5, h)[0] - of_mse for h in steps],
}
plt.figure(figsize=(6, 4))
for (label, error), style in zip(errors.items(), ("s--", "o-", "^:")):
    plt.loglog(steps, np.abs(error), style, label=label, nonpositive="mask", markersize=5)
plt.title("How far the measured slope is off")
plt.xlabel("step h")
plt.ylabel("error")
plt.grid(alpha=0.4)
plt.legend(loc="lower left")
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the picture shows</b></summary>
#
# For the RMSE, the one-sided difference is off by about $h/2$: by 0.005 at $h = 0.01$. The central difference is off by
# 0.00003 there, which is 170 times better, because its error shrinks with $h^2$: a tenth of the step, a hundredth of
# the error.
#
# Why do both get worse at very small $h$? A computer stores about 16 digits. If $h$ is tiny, the two losses agree in
# most of them; the difference keeps only the last few, and dividing by $h$ makes their rounding errors large. At $h =
# 10^{-13}$ both methods are off by about 0.001. In between, near $h = 10^{-5}$, the central difference is best. That is
# why $10^{-5}$ is a good choice: small enough for curves, large enough for rounding.
#
# For a parabola, such as the MSE, a central difference is *exact* for every $h$. What you see there is only rounding,
# and so a large $h$ is best. But most losses are not parabolas.
#
# A numerical gradient is a *check*, not a method of training: it needs two losses for each parameter. For a network
# with a million parameters, that is two million losses for a single step.
#
# </details>

# %% [markdown]
# ## 6. Walk downhill
#
# **Gradient descent** takes many small steps against the gradient. The **learning rate** $\eta$ ("eta") says how small:
#
# $$m \leftarrow m - \eta \, \frac{\partial\,\mathrm{MSE}}{\partial m}
#   \qquad
#   b \leftarrow b - \eta \, \frac{\partial\,\mathrm{MSE}}{\partial b}$$
#
# Both derivatives are taken at the *old* point: compute the whole gradient first, with your `gradient`, then move.

# %% answer
def fit_line(data, m, b, learning_rate, steps):
    """Return the pair (m, b) after `steps` steps of gradient descent that start at (m, b).

    `steps` is a whole number, zero or more. Take them all, even if the learning rate is too large and the line gets
    worse with each. If the rate is far too large, the numbers may become inf or NaN: that is no mistake of yours. Leave
    `data` as it was.

    >>> m, b = fit_line([(1, 3), (2, 5)], m=-1, b=5, learning_rate=0.1, steps=1)
    >>> round(m, 4), round(b, 4)
    (-0.7, 5.1)
    """
    raise NotImplementedError("Take the steps, and return where they lead.")

# %% [markdown]
# ## 7. How large may a step be?
#
# Too small a learning rate wastes time. Too large a one jumps across the valley and lands *higher* on the other side,
# and the loss grows without end. For a line the limit is known exactly.
#
# Think of one direction first. There the loss is a parabola, and its slope grows with the distance $d$ from the floor:
# it is $\lambda d$. The number $\lambda$, the derivative of the slope, is the **curvature**. So one step leads from $d$
# to
#
# $$d - \eta \lambda d = (1 - \eta \lambda)\, d$$
#
# and the distance shrinks only if $1 - \eta\lambda$ lies between $-1$ and $1$, which means $\eta < 2 / \lambda$.
#
# Our loss has two slopes, one for $m$ and one for $b$, and each changes with $m$ and with $b$. Take the slope for $m$,
# which is $\frac{2}{n} \sum (m x_i + b - y_i)\, x_i$. If $m$ grows by a little, this slope grows by
# $\frac{2}{n} \sum x_i^2$ times as much. If $b$ grows by a little, this slope grows by $\frac{2}{n} \sum x_i$ times as
# much. Together with the two numbers for the other slope, they make a matrix:
#
# $$H = \frac{2}{n} \begin{pmatrix} \sum x_i^2 & \sum x_i \\ \sum x_i & n \end{pmatrix}$$
#
# Its two **eigenvalues** are the curvatures across the valley (the larger one) and along it (the smaller one). (In
# these two directions the slopes don't mix: a step along one of them changes only the slope along it. You may take this
# on trust.) The step must be safe in both directions, so the larger decides: gradient descent is stable for every
# learning rate below $2 / \lambda_{\max}$.
#
# *Hint: `np.linalg.eigvalsh` returns the eigenvalues of a symmetric matrix, smallest first. For the two points the
# limit is just below 0.3, which is why 0.3 fails there.*

# %% answer
def largest_stable_rate(data):
    """Return the learning rate below which gradient descent on the mean squared error of a line is stable.

    `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> round(float(largest_stable_rate([(1, 3), (2, 5)])), 4)
    0.2918
    """
    raise NotImplementedError("Return 2 divided by the largest eigenvalue of the curvature.")

# %% [markdown]
# ## See it learn
#
# Ten measurements, a poor first guess ($m=-2$, $b=40$, loss 475.5), and your code. The left picture shows the loss over
# 1,000 steps for three learning rates: 0.1, 0.9 and 1.02 times your limit. The thin line is a loss of 20. The right
# picture shows the ten measurements and the line that 2,000 steps end with.
#
# **Predict first:** 1.02 is only 2 % too large. Can you see that in the loss? And does 0.9 times the limit reach a loss
# of 20 nine times as fast as 0.1?

# %%
bonus = list(zip(range(10), [10, 20, 25, 30, 40, 45, 40, 50, 60, 55]))

# %% picture
limit = largest_stable_rate(bonus)

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for share, style in ((0.1, "-"), (0.9, "--"), (1.02, ":")):
    m, b, history = -2, 40, []
    for _ in range(1000):
        history.append(get_mse(bonus, m, b))
        m, b = fit_line(bonus, m, b, learning_rate=share * limit, steps=1)
    left.plot(history, style, linewidth=2, label=f"{share} times the limit")
left.axhline(20, color="tab:gray", linewidth=1)
left.set(title="Loss while learning", xlabel="step", ylabel="mean squared error", yscale="log", ylim=(10, 1e5))
left.legend()

m, b = fit_line(bonus, -2, 40, learning_rate=0.9 * limit, steps=2000)
bx, by = zip(*bonus)
right.scatter(bx, by, label="data")
right.plot([0, 9], [predict(0, m, b), predict(9, m, b)], color="tab:orange", label=f"y = {m:.2f} x + {b:.2f}")
right.set(title=f"The fitted line, loss {get_mse(bonus, m, b):.2f}", xlabel="x", ylabel="y")
right.legend()
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what the pictures show</b></summary>
#
# At 1.02 times the limit, $1 - \eta\lambda_{\max}$ is $-1.04$: across the valley each jump lands 4 % *farther* from the
# floor than the one before. The first jump makes little difference: the loss goes from 475 to 489. But it grows like
# compound interest: after 59 steps the loss is about 27,000, and after 200 it is 1.7 billion, far above the picture.
# There is no "slightly too large".
#
# And yes: 0.9 times the limit needs 104 steps to bring the loss below 20, and 0.1 times the limit needs 942, nine times
# as many. What takes long is the way *along* the valley, where the slope is small and every step is short. So a good
# learning rate is large, but stays clear of the limit. For a large network the limit is not known beforehand, so people
# try: if the loss explodes, they divide the rate by 3 or by 10.
#
# </details>

# %% [markdown]
# Keep the pictures in mind. A deep network has millions of parameters instead of two, but it learns by exactly these
# steps.
