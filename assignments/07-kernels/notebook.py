# %% [markdown]
# # Kernels
#
# A **kernel** is a small grid of weights. Slide it over an image, multiply what lies under it, add up, and write the
# sum into a new image. Depending on nine numbers, the result is blurred, sharpened, or shows only edges. A
# convolutional network does the same; it just *learns* the nine numbers.
#
# You write six functions with plain numpy, and see what each kernel does to a picture. Below each function are checks
# that you can run as often as you like; more checks, which you do not see, run when the notebook is graded. Plan for
# 45 to 60 minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## The image and the kernel of the slides
#
# Six by six pixels, and a kernel that blurs: each pixel becomes a weighted mean of itself and its neighbours. The
# slides print the weights as .06, .13 and .25. Exactly they are 1/16, 2/16 and 4/16; the printed ones add up to 1.01.

# %%
slide_image = np.array([
    [1, 0, 1, 1, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [0, 1, 1, 1, 1, 0],
    [1, 0, 1, 1, 0, 1],
    [1, 1, 0, 0, 1, 1],
])
blur_kernel = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16

# %% picture
figure, (left, right) = plt.subplots(1, 2, figsize=(6, 2.8))
left.imshow(slide_image, cmap="gray")
left.add_patch(plt.Rectangle((-0.5, -0.5), 3, 3, fill=False, color="tab:orange", linewidth=3, clip_on=False))
left.set(title="6 x 6 image, first window", xticks=range(6), yticks=range(6), xlabel="column", ylabel="row")
right.imshow(blur_kernel, cmap="Oranges")
for row in range(3):
    for column in range(3):
        colour = "white" if row == column == 1 else "black"
        right.text(column, row, f"{blur_kernel[row, column]:.4f}", ha="center", va="center", color=colour)
right.set(title="3 x 3 kernel", xticks=range(3), yticks=range(3), xlabel="column", ylabel="row")
plt.show()

# %% [markdown]
# ## 1. How large is the result?
#
# A kernel of $k$ pixels fits into a row of $n$ pixels at $n - k + 1$ places, so a 6 x 6 image shrinks to 4 x 4. Two
# things change that. **Padding** adds $p$ pixels at *both* ends of the row first. A **stride** $s$ moves the kernel
# by $s$ pixels at a time instead of one, and a last place that does not fit is left out:
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
# top left pixel of the result. Then move right by `stride`, and at the end of the row down by `stride`.
#
# `padding` says what happens at the border:
#
# - `"valid"`: nothing; the kernel stays inside the image, and the result is smaller;
# - `"zero"`: the image gets a frame of zeros, `k // 2` pixels wide, so that with stride 1 it keeps its size;
# - `"mirror"`: the frame repeats the pixels next to it in reverse order, *the outermost one included*. A row
#   `1 2 3` with two pixels of padding becomes `2 1 | 1 2 3 | 3 2`.
#
# *Hints: `np.pad` knows both kinds of frame; look for the mode that matches the row above. Image and kernel may have
# more columns than rows. Two loops over the places are enough.*

# %% answer
def convolve(image, kernel, stride=1, padding="valid"):
    """Return the image that results from sliding `kernel` over `image`, as an array of floats.

    `image` has shape (height, width) and `kernel` (rows, columns), both of numbers of any kind. `stride` applies in
    both directions. `padding` is "valid", "zero" or "mirror"; raise a ValueError for anything else. With padding,
    rows and columns of the kernel are odd. Leave both arrays as they were.

    >>> convolve(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 1], [0, -1]]))
    array([[-2., -1.]])
    """
    raise NotImplementedError("Slide the kernel over the image.")

# %% [markdown]
# ## 3. Blur and sharpen
#
# Both keep the size of the image, and use mirror padding so that no dark border appears.
#
# **Blur** with the exact kernel of the slides. **Sharpen** does the opposite: five times the pixel, minus its four
# neighbours.
#
# $$\text{sharpen} = \begin{pmatrix} 0 & -1 & 0 \\ -1 & 5 & -1 \\ 0 & -1 & 0 \end{pmatrix}$$

# %% answer
def blur(image):
    """Return `image` blurred with the kernel [1 2 1; 2 4 2; 1 2 1] / 16, in the same size, with mirror padding.

    `image` has shape (height, width), with numbers of any kind.

    >>> blur(np.array([[0, 0, 0], [0, 16, 0], [0, 0, 0]]))
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    raise NotImplementedError("Convolve with the blur kernel.")

# %% answer
def sharpen(image):
    """Return `image` sharpened with the kernel [0 -1 0; -1 5 -1; 0 -1 0], in the same size, with mirror padding.

    `image` has shape (height, width), with numbers of any kind. Values may leave the range of the image; do not clip
    them.

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
# $S_x$ responds to *vertical* edges, because there brightness changes from left to right. The strength of an edge in
# any direction is the length of both together: $\sqrt{g_x^2 + g_y^2}$.

# %% answer
def edges(image):
    """Return three arrays of the size of `image`: the response to S_x, the response to S_y, and their length.

    `image` has shape (height, width), with numbers of any kind. Use mirror padding, so that the border of the image is
    no edge.

    >>> horizontal_change, vertical_change, strength = edges(np.array([[0, 0, 1], [0, 0, 1], [0, 0, 1]]))
    >>> horizontal_change
    array([[0., 4., 4.],
           [0., 4., 4.],
           [0., 4., 4.]])
    >>> float(vertical_change.max()), float(strength.max())
    (0.0, 4.0)
    """
    raise NotImplementedError("Convolve with both Sobel kernels, and combine.")

# %% [markdown]
# ## 5. The name is a lie
#
# What networks call convolution, mathematicians call *correlation*. In a true convolution the kernel is turned by 180
# degrees first. Octave's and SciPy's `conv2`/`convolve2d` do that (and by default return a larger image, too), so the
# same kernel gives different results there and in TensorFlow. A network does not care, since it learns its weights
# either way round, but whoever compares the two has to turn the kernel.

# %% answer
def flip_kernel(kernel):
    """Return a copy of `kernel` turned by 180 degrees: the last row first, and each row backwards.

    `kernel` has shape (rows, columns). Leave it as it was. A slice is no copy: it shows the memory of its array.

    >>> flip_kernel(np.array([[1, 2, 3], [4, 5, 6]]))
    array([[6, 5, 4],
           [3, 2, 1]])
    """
    raise NotImplementedError("Turn the kernel.")

# %% [markdown]
# ## See what they see
#
# A drawn scene, and what your functions make of it. Red is where it gets brighter, from left to right or from top to
# bottom, and blue where it gets darker. Compare the pictures of $S_x$ and $S_y$: which edges does each of them miss,
# and why?

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

# %% picture
picture = scene()
along_x, along_y, strength = edges(picture)
panels = [
    ("The scene", picture, "gray", 0, 1),
    ("Blurred twice", blur(blur(picture)), "gray", 0, 1),
    ("Sharpened", sharpen(picture), "gray", 0, 1),
    ("$S_x$: change from left to right", along_x, "RdBu_r", -3, 3),
    ("$S_y$: change from top to bottom", along_y, "RdBu_r", -3, 3),
    ("Edges in any direction", strength, "magma", 0, 3),
]
figure, axes = plt.subplots(2, 3, figsize=(10, 6.6))
for axis, (title, values, colours, lowest, highest) in zip(axes.flat, panels):
    shown = axis.imshow(values, cmap=colours, vmin=lowest, vmax=highest)
    axis.set(title=title, xlabel="column", ylabel="row")
    figure.colorbar(shown, ax=axis, shrink=0.75)
figure.tight_layout()
plt.show()

# %% [markdown]
# In the next notebook the kernels get a third dimension, and a layer has many of them.
