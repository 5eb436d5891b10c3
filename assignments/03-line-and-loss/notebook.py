# %% [markdown]
# # A line and its loss
#
# Every network you will train in this course does what this notebook does with a straight line: **predict**, measure
# how wrong the prediction is (the **loss**), and step **downhill** until the loss stops falling.
#
# You write six short functions. Below each one are checks that you can run as often as you like; more checks, which
# you do not see, run when the notebook is graded. Plan for 30 to 60 minutes. Plain Python and numpy are enough.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## The data
#
# The slides start with two points, $(1, 3)$ and $(2, 5)$, and the guess $y = -x + 5$. The guess is off by 1 at the
# first point and by 2 at the second. The vertical gaps are the **residuals** $\hat y - y$.

# %%
slide = [(1, 3), (2, 5)]

# %% picture
xs, ys = zip(*slide)
line_x = np.array([0.5, 2.5])
plt.figure(figsize=(5, 3.2))
plt.plot(line_x, -line_x + 5, color="tab:orange", label="guess: y = -x + 5")
plt.vlines(xs, [-x + 5 for x in xs], ys, color="tab:red", linestyle="--", label="residuals")
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
    """Return what the line y = m*x + b says at `x`.

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
# $n$ makes losses of small and large data sets comparable:
#
# $$\mathrm{MSE}(m, b) = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2$$
#
# *Hint: on the slide's two points the squared errors are 1 and 4.*

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
# The MSE is measured in *squared* units. Its square root is back in the units of $y$, so it is easier to read: "the
# line is typically off by 1.6". (Some slides call this function `get_rmse` and then describe it as mean squared
# error. The root is what makes the difference.)

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
# Each pair $(m, b)$ has a loss. Draw them all and you get a valley; training means walking down into it. Once your
# `get_mse` works, this cell shows the valley of the two points. Its floor, at $m=2, b=1$, is the line through both.

# %% picture
ms, bs = np.meshgrid(np.linspace(-3, 6, 80), np.linspace(-6, 8, 80))
losses = np.vectorize(lambda m, b: get_mse(slide, m, b))(ms, bs)

plt.figure(figsize=(5.5, 4))
plt.contourf(ms, bs, np.log10(losses + 1e-2), levels=25, cmap="viridis")
plt.colorbar(label="log10 of the loss")
plt.scatter([-1], [5], color="white", edgecolor="black", label="the guess: m=-1, b=5")
plt.scatter([2], [1], color="tab:red", marker="*", s=120, label="the floor: m=2, b=1")
plt.title("Mean squared error of every line")
plt.xlabel("slope m")
plt.ylabel("intercept b")
plt.legend(loc="lower left")
plt.show()

# %% [markdown]
# ## 4. The gradient
#
# Which way is down? The **gradient** holds the two slopes of the landscape, one for each parameter:
#
# $$\frac{\partial\,\mathrm{MSE}}{\partial m} = \frac{2}{n} \sum_i (\hat y_i - y_i)\, x_i
#   \qquad
#   \frac{\partial\,\mathrm{MSE}}{\partial b} = \frac{2}{n} \sum_i (\hat y_i - y_i)$$
#
# It points *uphill*, so training steps against it.
#
# *Hint: you can check yourself. Move $m$ by a tiny amount $h$; the loss must change by about $h$ times the first
# number.*

# %% answer
def gradient(data, m, b):
    """Return the gradient of the mean squared error as a pair: (by m, by b).

    `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> gradient([(1, 3), (2, 5)], m=-1, b=5)
    (-3.0, -1.0)
    """
    raise NotImplementedError("Return the derivative by m and the derivative by b.")

# %% [markdown]
# ## 5. Walk downhill
#
# **Gradient descent** takes many small steps against the gradient. The **learning rate** $\eta$ says how small:
#
# $$m \leftarrow m - \eta \, \frac{\partial\,\mathrm{MSE}}{\partial m}
#   \qquad
#   b \leftarrow b - \eta \, \frac{\partial\,\mathrm{MSE}}{\partial b}$$
#
# Both derivatives are taken at the *old* point: compute the whole gradient first, then move.

# %% answer
def fit_line(data, m, b, learning_rate, steps):
    """Return the pair (m, b) after `steps` steps of gradient descent that start at (m, b).

    `steps` is a whole number, zero or more. Leave `data` as it was.

    >>> m, b = fit_line([(1, 3), (2, 5)], m=-1, b=5, learning_rate=0.1, steps=1)
    >>> round(m, 4), round(b, 4)
    (-0.7, 5.1)
    """
    raise NotImplementedError("Take the steps and return where you are.")

# %% [markdown]
# ## 6. How large may a step be?
#
# Too small a learning rate wastes time. Too large a one jumps across the valley and lands *higher* on the other side,
# and the loss grows without end. For a line the limit is known exactly. The curvature of the loss is the matrix
#
# $$H = \frac{2}{n} \begin{pmatrix} \sum x_i^2 & \sum x_i \\ \sum x_i & n \end{pmatrix}$$
#
# and gradient descent is stable for every learning rate below $2 / \lambda_{\max}$, where $\lambda_{\max}$ is the
# largest eigenvalue of $H$.
#
# *Hint: `np.linalg.eigvalsh` returns the eigenvalues of a symmetric matrix, smallest first. For the slide's two
# points the limit is just below 0.3, which is why 0.3 fails there.*

# %% answer
def largest_stable_rate(data):
    """Return the learning rate below which gradient descent on the mean squared error of a line is stable.

    `data` is a list of (x, y) pairs of any length but zero. Leave it as it was.

    >>> round(largest_stable_rate([(1, 3), (2, 5)]), 4)
    0.2918
    """
    raise NotImplementedError("Return 2 divided by the largest eigenvalue of the curvature.")

# %% [markdown]
# ## See it learn
#
# Ten measurements, a poor first guess ($m=-2$, $b=40$, loss 475.5), and your code. On the left the loss falls step by
# step for three learning rates; one of them is too large. On the right is the line you end with.

# %%
bonus = list(zip(range(10), [10, 20, 25, 30, 40, 45, 40, 50, 60, 55]))

# %% picture
limit = largest_stable_rate(bonus)

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for share in (0.1, 0.9, 1.02):
    m, b, history = -2, 40, []
    for _ in range(60):
        history.append(get_mse(bonus, m, b))
        m, b = fit_line(bonus, m, b, learning_rate=share * limit, steps=1)
    left.plot(history, label=f"{share} times the limit")
left.set(title="Loss while learning", xlabel="step", ylabel="mean squared error", yscale="log")
left.legend()

m, b = fit_line(bonus, -2, 40, learning_rate=0.9 * limit, steps=2000)
bx, by = zip(*bonus)
right.scatter(bx, by, label="data")
right.plot([0, 9], [predict(0, m, b), predict(9, m, b)], color="tab:orange", label=f"y = {m:.2f} x + {b:.2f}")
right.set(title=f"The fitted line, loss {get_mse(bonus, m, b):.2f}", xlabel="x", ylabel="y")
right.legend()
plt.show()

# %% [markdown]
# Keep the picture in mind. A deep network has millions of parameters instead of two, but it learns by exactly these
# steps.
