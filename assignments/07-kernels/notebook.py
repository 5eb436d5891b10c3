# %% [markdown]
# # Kernels
#
# A **kernel** is a small grid of weights. Lay it on an image, multiply each weight by the pixel under it, add up the
# products, and write the sum into a new image. Then move the kernel on and repeat. Nine numbers decide whether the
# result is blurred, sharpened, or shows only edges. A convolutional network does the same, except that it *learns* the
# nine numbers.
#
# **What you will be able to do**
#
# - work out how large the result is, for any kernel, stride and padding;
# - write the operation yourself in plain numpy, with two kinds of padding;
# - look at nine weights and say what they will do to a picture;
# - explain why two programs that both "convolve" can disagree.
#
# **Time:** 45 to 60 minutes. **You need:** numpy as in the first notebook, *Preparing data*. There is no deep learning
# library here.
#
# Below each function are checks that you can run as often as you like. More checks, which you do not see, run when the
# notebook is graded.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## One image, one kernel, one window
#
# Here are an image of 6 x 6 pixels and a kernel that blurs: each pixel becomes a weighted mean of itself and its
# neighbours. The weights are 1/16, 2/16 and 4/16, and they add up to exactly 1, so an evenly grey image keeps its
# brightness.

# %%
small_image = np.array([
    [1, 0, 1, 1, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [1, 0, 1, 1, 0, 1],
    [1, 1, 0, 0, 1, 1],
])
blur_kernel = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16

# %% [markdown]
# The figure works through one window. In the upper row: the image, where 1 is white and 0 is drawn grey, so that its
# number can be read, with a frame around its first window; and the kernel, in sixteenths. In the lower row: the nine
# products, in sixteenths; and the result, where their sum, 9/16, becomes the top left pixel. Hatched pixels are still
# to come.

# %% picture
def grid(axis, values, title, colours="gray", lowest=-1.5, highest=1):
    """Draw an array with its numbers written into the cells; None hatches a cell."""
    shades = [[np.nan if value is None else value for value in row] for row in values]
    axis.imshow(shades, cmap=colours, vmin=lowest, vmax=highest)  # pale, so that black numbers can be read
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if value is None:
                corner = (column - 0.5, row - 0.5)
                axis.add_patch(plt.Rectangle(corner, 1, 1, facecolor="white", edgecolor="silver", hatch="//"))
            else:
                axis.text(column, row, f"{value:g}", ha="center", va="center", fontsize=10)
    axis.set(title=title, xlabel="column", ylabel="row", xticks=range(len(values[0])), yticks=range(len(values)))


window, sixteenths = small_image[:3, :3], (16 * blur_kernel).astype(int)
products = window * sixteenths
result = [[products.sum() / 16 if row == column == 0 else None for column in range(4)] for row in range(4)]
figure, axes = plt.subplots(2, 2, figsize=(7.6, 7), layout="compressed")
axes = axes.ravel()
grid(axes[0], small_image.tolist(), "image, 6 x 6, and its first window")
grid(axes[1], sixteenths.tolist(), "kernel, 3 x 3\n(times 1/16)", "Oranges", 0, 8)
grid(axes[2], products.tolist(), "window x kernel\n(times 1/16)", "Oranges", 0, 8)
grid(axes[3], result, f"result, 4 x 4: first pixel\n{products.sum()}/16 = {products.sum() / 16}")
axes[0].add_patch(plt.Rectangle((-0.5, -0.5), 3, 3, fill=False, edgecolor="tab:orange", linewidth=4, clip_on=False))
axes[3].add_patch(plt.Rectangle((-0.5, -0.5), 1, 1, fill=False, edgecolor="tab:orange", linewidth=4, clip_on=False))
plt.show()

# %% [markdown]
# ## 1. How large is the result?
#
# A kernel of $k$ pixels fits into a row of $n$ pixels at $n - k + 1$ places, so a 6 x 6 image shrinks to 4 x 4. Two
# things change that. **Padding** first adds $p$ pixels at *both* ends of the row. A **stride** $s$ moves the kernel
# by $s$ pixels at a time instead of one. Where does the formula come from?
#
# 1. With padding, the row has $n + 2p$ pixels.
# 2. A kernel that starts at pixel $a$ ends at pixel $a + k - 1$, so the last possible start is $n + 2p - k$.
# 3. The starts are $0, s, 2s, \dots$ up to that number. A last step that would go beyond it is left out, so we round
#    down, and the start at 0 counts as well:
#
# $$\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$$

# %% answer
def output_size(n, k, stride=1, pad=0):
    """Return how many places a kernel of `k` pixels has in a row of `n` pixels, as a whole number.

    The kernel moves by `stride` pixels, and the row has `pad` more pixels at each end. `k` is at most `n + 2*pad`.

    >>> output_size(6, 3)
    4
    >>> output_size(6, 3, stride=2, pad=1)
    3
    """
    raise NotImplementedError("Return the number of places.")

# %% [markdown]
# ## 2. Convolve
#
# Put the kernel's top left corner on the image's top left corner, multiply pixel by pixel, and add up: that is the
# top left pixel of the result. Then move right by `stride`; at the end of the row, go back to the left and down by
# `stride`.
#
# `padding` says what happens at the border:
#
# - `"valid"`: nothing; the kernel stays inside the image, and the result is smaller;
# - `"zero"`: the image gets a frame of zeros, so that with stride 1 it keeps its size. For a kernel of `rows` rows and
#   `columns` columns, that is `rows // 2` rows of zeros above and below, and `columns // 2` columns left and right;
# - `"mirror"`: the frame repeats the pixels next to it in reverse order, *the outermost one included*. With two pixels
#   of padding, a row `1 2 3` becomes `2 1 | 1 2 3 | 3 2`.
#
# *Hints: `np.pad` can make both kinds of frame, one for each `mode`. Run `help(np.pad)`, and try `"reflect"` and
# `"symmetric"` on `[1, 2, 3]`: which of them matches the row above? Image and kernel may have more columns than rows.
# Two loops over the places are enough.*

# %% answer
def convolve(image, kernel, stride=1, padding="valid"):
    """Return the image that results from sliding `kernel` over `image`, as an array of floats.

    `image` has shape (height, width) and `kernel` (rows, columns), both with floats or whole numbers of any numpy type,
    such as `uint8`. `stride` applies in both directions. `padding` is "valid", "zero" or "mirror"; raise a ValueError
    for anything else. With padding, the kernel has an odd number of rows and of columns. Leave both arrays as they
    were.

    >>> convolve(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 1], [0, -1]]))
    array([[-2., -1.]])
    """
    raise NotImplementedError("Slide the kernel over the image.")

# %% [markdown]
# ## 3. Blur and sharpen
#
# Both keep the size of the image, and use mirror padding so that no dark border appears.
#
# **Blur** with the kernel above, in exact sixteenths. **Sharpen** does the opposite: it exaggerates the difference
# between a pixel and its surroundings. Take a pixel $x$ and its four neighbours $a, b, c, d$:
#
# 1. The pixel differs from its neighbours by $(x - a) + (x - b) + (x - c) + (x - d) = 4x - a - b - c - d$.
# 2. Add that to the pixel itself: $5x - a - b - c - d$. These are the weights of the kernel.
# 3. They add up to $5 - 4 = 1$. So where all five pixels are equal, nothing changes.
#
# $$\text{sharpen} = \begin{pmatrix} 0 & -1 & 0 \\ -1 & 5 & -1 \\ 0 & -1 & 0 \end{pmatrix}$$

# %% answer
def blur(image):
    """Return `image` blurred with the kernel [1 2 1; 2 4 2; 1 2 1] / 16, in the same size, with mirror padding.

    `image` has shape (height, width), with floats or whole numbers of any numpy type.

    >>> blur(np.array([[0, 0, 0], [0, 16, 0], [0, 0, 0]]))
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    raise NotImplementedError("Convolve with the blur kernel.")

# %% answer
def sharpen(image):
    """Return `image` sharpened with the kernel [0 -1 0; -1 5 -1; 0 -1 0], in the same size, with mirror padding.

    `image` has shape (height, width), with floats or whole numbers of any numpy type. Values may leave the range of the
    image; do not clip them.

    >>> sharpen(np.array([[2, 2, 2], [2, 3, 2], [2, 2, 2]]))
    array([[2., 1., 2.],
           [1., 7., 1.],
           [2., 1., 2.]])
    """
    raise NotImplementedError("Convolve with the sharpening kernel.")

# %% [markdown]
# ## 4. Find edges
#
# An edge is where brightness changes. The two **Sobel** kernels measure the change from left to right and from top
# to bottom:
#
# $$S_x = \begin{pmatrix} -1 & 0 & 1 \\ -2 & 0 & 2 \\ -1 & 0 & 1 \end{pmatrix}
#   \qquad
#   S_y = \begin{pmatrix} -1 & -2 & -1 \\ 0 & 0 & 0 \\ 1 & 2 & 1 \end{pmatrix}$$
#
# Read $S_x$ row by row: each row takes the pixel on the right minus the pixel on the left. Single pixels are noisy, so
# it adds up three rows, with weights 1, 2, 1: where brightness rises by 1, it gives 4. All nine weights add up to 0, so
# there is no response where brightness is even.
#
# $S_x$ responds to *vertical* edges, because that is where brightness changes from left to right. The two responses
# $g_x$ and $g_y$ are the sides of a right-angled triangle. Its long side is the strength of an edge in any direction:
# $\sqrt{g_x^2 + g_y^2}$.

# %% answer
def edges(image):
    """Return three arrays of the size of `image`: g_x, the response to S_x; g_y, the response to S_y; and the strength.

    The strength of an edge is the root of the sum of both squares. `image` has shape (height, width), with floats or
    whole numbers of any numpy type. Use mirror padding, so that the border of the image does not count as an edge.

    >>> g_x, g_y, strength = edges(np.array([[0, 0, 1], [0, 0, 1], [0, 0, 1]]))
    >>> g_x
    array([[0., 4., 4.],
           [0., 4., 4.],
           [0., 4., 4.]])
    >>> float(g_y.max()), float(strength.max())
    (0.0, 4.0)
    """
    raise NotImplementedError("Convolve with both Sobel kernels, and combine the two responses.")

# %% [markdown]
# ## 5. The name is a lie
#
# What networks call convolution, mathematicians call *correlation*. A true convolution first turns the kernel by 180
# degrees. Octave's `conv2` and SciPy's `convolve2d` do that (and by default they also return a larger image). It is a
# common mistake to expect the same numbers from them as from TensorFlow: with the same kernel, the results differ. A
# network does not care, since it learns its weights either way round. But to compare the two, you have to turn the
# kernel.

# %% answer
def flip_kernel(kernel):
    """Return a copy of `kernel` turned by 180 degrees: the last row first, and each row backwards.

    `kernel` has shape (rows, columns). Leave it as it was. A slice is not a copy: it shares memory with its array.

    >>> flip_kernel(np.array([[1, 2, 3], [4, 5, 6]]))
    array([[6, 5, 4],
           [3, 2, 1]])
    """
    raise NotImplementedError("Turn the kernel.")

# %% [markdown]
# ### Try it: two programs that disagree
#
# numpy's own `np.convolve` works on a single row. The next cell gives the same row and the same weights to your
# `convolve` and to numpy, and then once more to yours, with the weights turned. **Predict first:** which two of the
# three lines agree?

# %% picture
row, weights = np.array([[1, 2, 4, 8, 16]]), np.array([[3, 0, -1]])
print("convolve:              ", convolve(row, weights)[0])
print("np.convolve:           ", np.convolve(row[0], weights[0], mode="valid"))
print("convolve, turned first: ", convolve(row, flip_kernel(weights))[0])

# %% [markdown]
# <details><summary><b>After you have run it: what happened, and why</b></summary>
#
# The last two agree. Your `convolve` lays the weights on as they are: $3 \cdot 1 - 1 \cdot 4 = -1$ comes first.
# `np.convolve` turns them first: $-1 \cdot 1 + 3 \cdot 4 = 11$. Both call it convolution. With a kernel that looks the
# same when it is turned, such as the blur, you would not notice. Sobel's kernels become their own negatives.
#
# </details>

# %% [markdown]
# ## See what they see
#
# `scene` draws a house under a sun, to try your functions on.

# %%
def scene(size=96):
    """A grey sky, a dark house with a window and a roof, and a bright sun."""
    rows, columns = np.mgrid[0:size, 0:size] / size
    image = 0.55 + 0.25 * (1 - rows)
    image[(rows > 0.5) & (rows < 0.9) & (columns > 0.25) & (columns < 0.7)] = 0.25
    image[(rows > 0.3) & (rows <= 0.5) & (abs(columns - 0.475) < (rows - 0.3) * 1.4)] = 0.4
    image[(rows > 0.6) & (rows < 0.75) & (columns > 0.35) & (columns < 0.5)] = 0.9
    image[(rows - 0.2) ** 2 + (columns - 0.82) ** 2 < 0.008] = 1.0
    return image

# %% [markdown]
# The figure shows the scene in six panels: as it is, blurred twice, and sharpened in the upper row; below, the
# responses to $S_x$ and to $S_y$ and the strength of the edges. In the maps of $S_x$ and $S_y$, red (positive) means
# that it gets brighter, from left to right or from top to bottom, and blue (negative) that it gets darker. Values
# beyond the ends of the colour bar get the colour of that end. Sharpening gives such values, below 0 and above 1.
# Compare the maps of $S_x$ and $S_y$: which edges does each of them miss, and why?

# %% picture
picture = scene()
g_x, g_y, strength = edges(picture)
panels = [
    ("The scene", picture, "gray", 0, 1),
    ("Blurred twice", blur(blur(picture)), "gray", 0, 1),
    ("Sharpened", sharpen(picture), "gray", 0, 1),
    ("$S_x$: from left to right", g_x, "RdBu_r", -3, 3),
    ("$S_y$: from top to bottom", g_y, "RdBu_r", -3, 3),
    ("Strength of edges", strength, "magma", 0, 3),
]
figure, axes = plt.subplots(2, 3, figsize=(9.4, 6), layout="compressed")
for axis, (title, values, colours, lowest, highest) in zip(axes.flat, panels):
    shown = axis.imshow(values, cmap=colours, vmin=lowest, vmax=highest)
    axis.set(title=title, xlabel="column", ylabel="row")
    figure.colorbar(shown, ax=axis)
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: which edges each of them misses</b></summary>
#
# $S_x$ misses the horizontal ones, such as the bottom of the house: along a row, brightness does not change there.
# $S_y$ misses the vertical ones, such as the walls: down a column, brightness does not change there. Both see the
# sloping roof and most of the sun, since brightness changes there in both directions. The strength misses none.
#
# </details>

# %% [markdown]
# ## Try it: read a kernel
#
# Here are three kernels that you have not met. **Before you run the next cell**, write down for each of them what the
# picture will look like. Two questions help: what do the weights add up to, and which neighbour has the largest weight?
#
# $$A = \begin{pmatrix} 0 & 0 & 0 \\ 0 & 0 & 1 \\ 0 & 0 & 0 \end{pmatrix} \text{, applied 20 times}$$
#
# $$B = \begin{pmatrix} -1 & -1 & -1 \\ -1 & 8 & -1 \\ -1 & -1 & -1 \end{pmatrix} \qquad
#   C = \begin{pmatrix} -2 & -1 & 0 \\ -1 & 1 & 1 \\ 0 & 1 & 2 \end{pmatrix}$$
#
# The figure shows the scene and what A, B and C make of it; values beyond the ends of a bar are shown as black or
# white. Then change the weights and predict again.

# %% picture
kernel_a = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
kernel_b = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
kernel_c = np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])

moved = scene()
for _ in range(20):
    moved = convolve(moved, kernel_a, padding="mirror")
panels = [("The scene", scene()), ("A, 20 times", moved)]
panels += [(name, convolve(scene(), kernel, padding="mirror")) for name, kernel in (("B", kernel_b), ("C", kernel_c))]
figure, axes = plt.subplots(2, 2, figsize=(7.6, 6.6), layout="compressed")
for axis, (title, values) in zip(axes.flat, panels):
    lowest, highest = (-1, 1) if title == "B" else (0, 1)
    shown = axis.imshow(values, cmap="gray", vmin=lowest, vmax=highest)
    axis.set(title=title, xlabel="column", ylabel="row")
    figure.colorbar(shown, ax=axis)
plt.show()

# %% [markdown]
# <details><summary><b>After you have run it: what happened, and why</b></summary>
#
# - **A** copies each pixel from its right neighbour, so the picture moves one pixel to the *left*, and 20 pixels in 20
#   steps. On the right, the mirror padding has repeated the last column 20 times. You cannot see that here, because the
#   sky is the same all along a row.
# - **B** adds up to 0, so even areas become 0 (a middle grey here). Only edges are left, in all directions at once:
#   bright on the bright side, dark on the dark side. Unlike Sobel, it does not say which direction an edge has.
# - **C** adds up to 1, so even areas keep their brightness. It adds the change from top left to bottom right. An edge
#   that gets brighter in that direction becomes very bright, and the opposite edge very dark. The scene looks like a
#   relief lit from one corner, an effect called *embossing*. The right edge of the roof runs in nearly the same
#   direction as C, so little of it is left: the dots that remain are the little stairs that a sloping edge makes in
#   pixels.
#
# The rule of thumb: weights that add up to 1 keep brightness, and weights that add up to 0 keep only change.
#
# </details>

# %% [markdown]
# In the next notebook, kernels get a third dimension, and a layer has many of them.
