# %% [markdown]
# Right answers of "Optimizers and mini-batches", and the wrong ones that students give.

# %% rubric name="why"
# 1: An update per batch, and not per epoch: 27,455 / 32 is 858 batches (857 full ones and a smaller one), times 20 epochs,
#   about 17,160. Half a point for the way without the number, or if the last batch is forgotten without a word.
# 1: The gradient of a batch is an estimate of the whole gradient, right on average; what is wrong with one is made up for
#   by the next, and for the price of one exact step there are hundreds of steps. The noise can even help, to leave flat
#   places and poor minima. Half a point for one of these reasons.

# %% answer
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% also="with loops"
def batches(n, size, seed):
    if size <= 0:
        raise ValueError(f"size must be at least 1, not {size}")
    order = np.arange(n)
    np.random.default_rng(seed).shuffle(order)
    found, start = [], 0
    while start < n:
        found.append(order[start : min(start + size, n)])
        start += size
    return found

# %% also="vectorised"
def batches(n, size, seed):
    if size < 1:
        raise ValueError
    if n == 0:
        return []
    order = np.random.default_rng(seed).permutation(n)
    return np.array_split(order, np.arange(size, n, size))

# %% also="with numpy's old generator"
def batches(n, size, seed):
    if not size >= 1:
        raise ValueError("size")
    order = np.random.RandomState(seed).permutation(n)
    steps = int(np.ceil(n / size))
    return [order[step * size : (step + 1) * size] for step in range(steps)]

# %% mutant="drops the last batch" fails="test_the_last_batch_takes_what_is_left"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n - size + 1, size)]

# %% mutant="draws with replacement" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).integers(0, n, n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="draws each batch anew" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    rng = np.random.default_rng(seed)
    return [rng.permutation(n)[: min(size, n - start)] for start in range(0, n, size)]

# %% mutant="does not shuffle" fails="test_any_sample_may_come_anywhere"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.arange(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="shuffles whole batches only" fails="test_any_sample_may_come_anywhere"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.arange(n)
    parts = [order[start : start + size] for start in range(0, n, size)]
    full = [part for part in parts if len(part) == size]
    rest = [part for part in parts if len(part) < size]
    return [full[at] for at in np.random.default_rng(seed).permutation(len(full))] + rest

# %% mutant="shuffles within batches only" fails="test_any_sample_may_come_anywhere"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    rng = np.random.default_rng(seed)
    return [start + rng.permutation(min(size, n - start)) for start in range(0, n, size)]

# %% mutant="ignores the seed" fails="test_the_seed_decides_the_order"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(0).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="takes seed 0 for none" fails="test_the_seed_decides_the_order"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed or None).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="counts in two bytes" fails="test_the_seed_decides_the_order"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n).astype(np.uint16)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="shuffles differently each time" fails="test_the_seed_decides_the_order"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng().permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="takes the size for the number of batches" fails="test_the_last_batch_takes_what_is_left"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return np.array_split(order, size)

# %% mutant="evens the batches out" fails="test_the_last_batch_takes_what_is_left"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return np.array_split(order, max(-(-n // size), 1)) if n else []

# %% mutant="ends with an empty batch where it divides evenly" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[number * size : (number + 1) * size] for number in range(n // size + 1)]

# %% mutant="fills the last batch up" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    order = np.concatenate([order, order[: -n % size]])
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="makes a batch of nothing" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, max(n, 1), size)]

# %% mutant="counts from one" fails="test_the_last_batch_takes_what_is_left"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = 1 + np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="takes any size" fails="cases_batches_of_no_size"
def batches(n, size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, max(size, 1))]

# %% mutant="lets a negative size pass" fails="cases_batches_of_no_size"
def batches(n, size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="asks for the size only if there are samples" fails="cases_batches_of_no_size"
def batches(n, size, seed):
    if n == 0:
        return []
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="gives back fractions" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n).astype(float)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="counts in bytes" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n).astype(np.uint8)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="gives back one batch that is not in a list" fails="cases_batches"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)] if n > size else order

# %% mutant="shuffles all but the last batch" fails="test_any_sample_may_come_anywhere"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    full = n // size * size
    order = np.concatenate([np.random.default_rng(seed).permutation(full), np.arange(full, n)]).astype(int)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="begins the old order somewhere else" fails="test_any_sample_may_come_anywhere"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.roll(np.arange(n), np.random.default_rng(seed).integers(n + 1))
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="raises another error" fails="cases_batches_of_no_size"
def batches(n, size, seed):
    assert size >= 1
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% answer
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% also="with loops"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    moved, velocity = np.empty(theta.shape), np.empty(theta.shape)
    for at in np.ndindex(theta.shape):
        before = 0.0 if state is None else state[at]
        velocity[at] = momentum * before - learning_rate * gradient[at]
        moved[at] = theta[at] + velocity[at]
    return moved, velocity

# %% also="in steps of its own"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    if state is None:
        v = np.zeros(theta.shape)
    else:
        v = state.copy()
    v *= momentum
    v -= learning_rate * gradient
    theta = theta.copy()
    theta += v
    return theta, v

# %% also="in single precision"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    theta, gradient = theta.astype(np.float32), gradient.astype(np.float32)
    velocity = -learning_rate * gradient
    if state is not None:
        velocity = velocity + momentum * state.astype(np.float32)
    return theta + velocity, velocity

# %% mutant="climbs" fails="test_plain_steps"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity + learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="forgets the learning rate" fails="test_plain_steps"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - gradient
    return theta + velocity, velocity

# %% mutant="has no memory" fails="test_momentum_equals_keras"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = -learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="does not change its state" fails="test_momentum_equals_keras"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    return theta + momentum * velocity - learning_rate * gradient, velocity

# %% mutant="subtracts the velocity" fails="test_plain_steps"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta - velocity, velocity

# %% mutant="keeps the velocity without the learning rate" fails="test_momentum_equals_keras"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity + gradient
    return theta - learning_rate * velocity, velocity

# %% mutant="mixes the gradient in as an average" fails="test_momentum_equals_keras"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - (1 - momentum) * learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="looks ahead as Nesterov does" fails="test_momentum_equals_keras"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + momentum * velocity - learning_rate * gradient, velocity

# %% mutant="begins with a full velocity" fails="cases_sgd_before_the_first_step"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = -learning_rate * gradient if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="has momentum by default" fails="cases_sgd_by_default"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.9):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="moves the parameters in place" fails="cases_sgd"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    theta += velocity
    return theta, velocity

# %% mutant="keeps the velocity in place" fails="cases_sgd"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity *= momentum
    velocity -= learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="has no state without momentum" fails="cases_sgd_by_default"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    if momentum == 0:
        return theta - learning_rate * gradient, None
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="has a velocity for each row" fails="cases_sgd_before_the_first_step"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros(len(theta)) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="gives back the old parameters where nothing moves" fails="cases_sgd_before_the_first_step"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity if velocity.any() else theta, velocity

# %% mutant="keeps the velocity in the old array" fails="cases_sgd"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    if state is not None:
        state[...] = momentum * state - learning_rate * gradient
        return theta + state, state
    velocity = -learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="stands still where there is no gradient" fails="cases_sgd"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    if not np.any(gradient):
        return theta.copy(), velocity.copy()
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="takes a rate of zero for none" fails="cases_sgd_by_default"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - (learning_rate or 0.01) * gradient
    return theta + velocity, velocity

# %% mutant="moves no parameter that is zero" fails="cases_sgd"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return np.where(theta != 0, theta + velocity, theta), velocity

# %% mutant="clips large gradients" fails="cases_sgd"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * np.clip(gradient, -100, 100)
    return theta + velocity, velocity

# %% answer
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% also="with loops"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    moved, total = np.empty(theta.shape), np.empty(theta.shape)
    for at in np.ndindex(theta.shape):
        total[at] = (0.1 if state is None else state[at]) + gradient[at] ** 2
        moved[at] = theta[at] - learning_rate * gradient[at] / (total[at] + epsilon) ** 0.5
    return moved, total

# %% also="in steps of its own"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    if state is None:
        state = 0.1 * np.ones(theta.shape)
    a = np.add(state, np.square(gradient))
    rates = learning_rate / np.sqrt(a + epsilon)
    return theta - rates * gradient, a

# %% also="in single precision"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    g = gradient.astype(np.float32)
    a = (np.float32(0.1) if state is None else state.astype(np.float32)) + g * g
    return theta.astype(np.float32) - learning_rate * g * (a + epsilon) ** -0.5, a

# %% mutant="begins with zero" fails="test_adagrad_begins_with_a_tenth"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.zeros_like(theta) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="forgets the past" fails="test_adagrad_equals_keras"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = 0.1 + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="does not change its state" fails="test_adagrad_equals_keras"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    new = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(new + epsilon), total

# %% mutant="divides before it adds up" fails="test_adagrad_equals_keras"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total + gradient**2

# %% mutant="adds epsilon outside the root" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / (np.sqrt(total) + epsilon), total

# %% mutant="forgets the root" fails="test_adagrad_begins_with_a_tenth"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / (total + epsilon), total

# %% mutant="forgets the square" fails="test_adagrad_equals_keras"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + abs(gradient)
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="averages instead of adding up" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = 0.9 * total + 0.1 * gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="shares one sum among all parameters" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + np.sum(gradient**2)
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="climbs" fails="test_adagrad_begins_with_a_tenth"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta + learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="has another default rate" fails="cases_adagrad_by_default"
def adagrad(theta, gradient, state, learning_rate=0.01, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="has another default epsilon" fails="cases_adagrad_by_default"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-10):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="adds up in place" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total += gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="takes a sum of zeros for the beginning" fails="cases_adagrad_by_default"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None or not state.any() else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="has its own epsilon" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + 1e-7), total

# %% mutant="starts with a tenth for each row" fails="cases_adagrad_before_the_first_step"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full(len(theta), 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="moves the parameters in place" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    theta -= learning_rate * gradient / np.sqrt(total + epsilon)
    return theta, total

# %% mutant="gives back the old sum where there is no gradient" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    if not gradient.any():
        return theta.copy(), total
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="takes a rate of zero for none" fails="cases_adagrad_by_default"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = (np.full_like(theta, 0.1) if state is None else state) + gradient**2
    return theta - (learning_rate or 0.001) * gradient / np.sqrt(total + epsilon), total

# %% mutant="squares the gradient in place" fails="cases_adagrad"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    step = learning_rate * gradient / np.sqrt(total + gradient**2 + epsilon)
    np.square(gradient, out=gradient)
    return theta - step, total + gradient

# %% answer
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% also="with loops"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    moved, average = np.empty(theta.shape), np.empty(theta.shape)
    for at in np.ndindex(theta.shape):
        before = 0.0 if state is None else state[at]
        average[at] = rho * before + (1 - rho) * gradient[at] ** 2
        moved[at] = theta[at] - learning_rate * gradient[at] / (average[at] + epsilon) ** 0.5
    return moved, average

# %% also="in steps of its own"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    a = np.zeros(theta.shape) if state is None else np.array(state)
    a += (1 - rho) * (np.square(gradient) - a)
    step = -learning_rate * gradient / np.sqrt(a + epsilon)
    return np.add(theta, step), a

# %% also="in single precision"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    g = gradient.astype(np.float32)
    a = (1 - rho) * g**2
    if state is not None:
        a = a + rho * state.astype(np.float32)
    return theta.astype(np.float32) - learning_rate * g / np.sqrt(a + epsilon), a

# %% mutant="swaps what stays and what is new" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = (1 - rho) * average + rho * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="begins with a tenth, as Adagrad does" fails="test_rmsprop_begins_with_zero"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.full_like(theta, 0.1) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="adds up as Adagrad does" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = average + gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="lets the old average stay whole" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="forgets the past" fails="test_rmsprop_equals_keras"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="adds epsilon outside the root" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / (np.sqrt(average) + epsilon), average

# %% mutant="forgets the root" fails="test_rmsprop_begins_with_zero"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / (average + epsilon), average

# %% mutant="squares the average of gradients" fails="test_rmsprop_equals_keras"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = (rho * np.sqrt(average) + (1 - rho) * gradient) ** 2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="divides before it averages" fails="test_rmsprop_equals_keras"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), rho * average + (1 - rho) * gradient**2

# %% mutant="corrects the average as Adam does" fails="test_rmsprop_begins_with_zero"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    root = np.sqrt(average / (1 - rho if state is None else 1) + epsilon)
    return theta - learning_rate * gradient / root, average

# %% mutant="has another default for rho" fails="cases_rmsprop_by_default"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.99, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="averages in place" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average *= rho
    average += (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="has its own rho" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = 0.9 * average + 0.1 * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="begins with the first squares" fails="test_rmsprop_begins_with_zero"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = gradient**2 if state is None else rho * state + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="has another default rate" fails="cases_rmsprop_by_default"
def rmsprop(theta, gradient, state, learning_rate=0.01, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="has another default epsilon" fails="cases_rmsprop_by_default"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="has an average for each row" fails="cases_rmsprop_before_the_first_step"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros(len(theta)) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="leaves the average as it is where there is no gradient" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    if not np.any(gradient):
        return theta.copy(), average.copy()
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="leaves the average of an item as it is where it has no gradient" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = np.where(gradient == 0, average, rho * average + (1 - rho) * gradient**2)
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="takes a rate of zero for none" fails="cases_rmsprop_by_default"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - (learning_rate or 0.001) * gradient / np.sqrt(average + epsilon), average

# %% mutant="shares one average among all parameters" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * np.mean(gradient**2)
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="moves the parameters in place" fails="cases_rmsprop"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    theta -= learning_rate * gradient / np.sqrt(average + epsilon)
    return theta, average

# %% answer
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% also="with loops"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = 1 if state is None else state[2] + 1
    moved, m, v = np.empty(theta.shape), np.empty(theta.shape), np.empty(theta.shape)
    alpha = learning_rate * (1 - beta_2**t) ** 0.5 / (1 - beta_1**t)
    for at in np.ndindex(theta.shape):
        before = (0.0, 0.0) if state is None else (state[0][at], state[1][at])
        m[at] = beta_1 * before[0] + (1 - beta_1) * gradient[at]
        v[at] = beta_2 * before[1] + (1 - beta_2) * gradient[at] ** 2
        moved[at] = theta[at] - alpha * m[at] / (v[at] ** 0.5 + epsilon)
    return moved, (m, v, t)

# %% also="in steps of its own"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = np.zeros(theta.shape), np.zeros(theta.shape), 0
    m, v = state[0].copy(), state[1].copy()
    m += (1 - beta_1) * (gradient - m)
    v += (1 - beta_2) * (np.square(gradient) - v)
    t = state[2] + 1
    # Both corrections are made to the averages; then epsilon shrinks with the root of the second.
    root = np.sqrt(1 - np.power(beta_2, t))
    first, second = m / (1 - np.power(beta_1, t)), np.sqrt(v) / root
    return theta - learning_rate * first / (second + epsilon / root), (m, v, t)

# %% also="in single precision"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    g = gradient.astype(np.float32)
    m, v, t = (np.zeros_like(g), np.zeros_like(g), 0) if state is None else state
    m = beta_1 * m.astype(np.float32) + (1 - beta_1) * g
    v = beta_2 * v.astype(np.float32) + (1 - beta_2) * g**2
    t += 1
    rate = learning_rate * (1 - beta_2**t) ** 0.5 / (1 - beta_1**t)
    return theta.astype(np.float32) - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="does not correct the averages" fails="cases_adam_before_the_first_step"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="corrects the first average only" fails="cases_adam_before_the_first_step"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="corrects the wrong way round" fails="cases_adam_before_the_first_step"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * (1 - beta_1**t) / np.sqrt(1 - beta_2**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="corrects without the root" fails="cases_adam_before_the_first_step"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * (1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="is one step ahead in its correction" fails="test_first_steps_of_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2 ** (t + 1)) / (1 - beta_1 ** (t + 1))
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="always corrects as in the first step" fails="test_adam_equals_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2) / (1 - beta_1)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="does not count its steps" fails="test_adam_equals_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    rate = learning_rate * np.sqrt(1 - beta_2 ** (t + 1)) / (1 - beta_1 ** (t + 1))
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="adds epsilon inside the root" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / np.sqrt(v + epsilon), (m, v, t)

# %% mutant="adds epsilon to the corrected root, as PyTorch does" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    first, second = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return theta - learning_rate * first / (np.sqrt(second) + epsilon), (m, v, t)

# %% mutant="swaps the two betas" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_2 * m + (1 - beta_2) * gradient
    v = beta_1 * v + (1 - beta_1) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_1**t) / (1 - beta_2**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="forgets the past" fails="test_adam_equals_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = np.zeros_like(theta), np.zeros_like(theta), 0
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="moves by the gradient instead of its average" fails="test_adam_equals_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * gradient / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="squares the average" fails="test_adam_equals_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * m**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="climbs" fails="test_first_steps_of_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta + rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="has another default for beta_2" fails="cases_adam_by_default"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.99, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="has the default epsilon of the paper" fails="cases_adam_by_default"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="averages in place" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m *= beta_1
    m += (1 - beta_1) * gradient
    v *= beta_2
    v += (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="has its own betas" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="has its own epsilon" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + 1e-7), (m, v, t)

# %% mutant="corrects the averages that it keeps" fails="test_first_steps_of_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    t = t + 1
    m = (beta_1 * m + (1 - beta_1) * gradient) / (1 - beta_1**t)
    v = (beta_2 * v + (1 - beta_2) * gradient**2) / (1 - beta_2**t)
    return theta - learning_rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="shares one average of squares among all parameters" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * np.mean(gradient**2)
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="begins with averages for each row" fails="cases_adam_before_the_first_step"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros(len(theta)), np.zeros(len(theta)), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="takes no step where there is no gradient" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    if not np.any(gradient):
        return theta.copy(), (m.copy(), v.copy(), t)
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="takes a rate of zero for none" fails="cases_adam_by_default"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = (learning_rate or 0.001) * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="stops counting at a thousand" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = min(t + 1, 1000)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="moves the parameters in place" fails="cases_adam"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    theta -= rate * m / (np.sqrt(v) + epsilon)
    return theta, (m, v, t)

# %% answer
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("no such optimizer, or rows and targets of different number")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% also="with loops"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    if len(x) != len(y):
        raise ValueError("rows and targets differ in number")
    if optimizer == "sgd":
        step = sgd
    elif optimizer == "adagrad":
        step = adagrad
    elif optimizer == "rmsprop":
        step = rmsprop
    elif optimizer == "adam":
        step = adam
    else:
        raise ValueError(f"unknown optimizer: {optimizer}")
    theta, state = np.zeros(x.shape[1]), None
    losses = []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            gradient = np.zeros(x.shape[1])
            for sample in batch:
                miss = sum(x[sample] * theta) - y[sample]
                gradient = gradient + 2 * miss * x[sample] / len(batch)
            theta, state = step(theta, gradient, state, learning_rate=learning_rate)
        losses.append(sum((sum(row * theta) - target) ** 2 for row, target in zip(x, y)) / len(y))
    return theta, losses

# %% also="with functions of its own"
def mean_squared_error(x, y, theta):
    return ((x.dot(theta) - y) ** 2).mean()


def slope_of_the_loss(x, y, theta):
    return 2 * x.T.dot(x.dot(theta) - y) / x.shape[0]


OPTIMIZERS = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}


def train(x, y, optimizer, learning_rate, size, epochs, seed):
    try:
        step = OPTIMIZERS[optimizer]
    except KeyError:
        raise ValueError(optimizer) from None
    if x.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    theta, state, losses = np.zeros((x.shape[1],)), None, np.zeros(epochs)
    for epoch in range(epochs):
        for batch in batches(x.shape[0], size, seed + epoch):
            theta, state = step(theta, slope_of_the_loss(x[batch], y[batch], theta), state, learning_rate)
        losses[epoch] = mean_squared_error(x, y, theta)
    return theta, losses

# %% also="in single precision"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = dict(sgd=sgd, adagrad=adagrad, rmsprop=rmsprop, adam=adam)
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    x, y = x.astype(np.float32), y.astype(np.float32)
    theta, state, losses = np.zeros(x.shape[1], np.float32), None, []
    for epoch in range(seed, seed + epochs):
        for batch in batches(len(x), size, epoch):
            gradient = 2 * np.mean(x[batch] * (x[batch] @ theta - y[batch])[:, None], axis=0)
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(np.mean((x @ theta - y) ** 2))
    return theta, losses

# %% mutant="adds gradients up instead of averaging" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="divides by the size that was asked for" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / size * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="divides by the number of all samples" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(x) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="forgets the factor two" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 1 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="climbs" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = y[batch] - x[batch] @ theta
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="shuffles only once" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="drops the last batch" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            if len(batch) < min(size, len(x)):
                continue
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="does not shuffle" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for start in range(0, len(x), size):
            batch = np.arange(start, min(start + size, len(x)))
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="updates once in each epoch" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in [np.arange(len(x))]:
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="takes the gradient of all the data for each batch" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            gradient = 2 / len(x) * x.T @ (x @ theta - y)
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="notes the loss of the last batch" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean(misses**2)))
    return theta, losses

# %% mutant="notes the loss after each step" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
            losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="notes the loss before the epoch" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        losses.append(float(np.mean((x @ theta - y) ** 2)))
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
    return theta, losses

# %% mutant="notes the root of the loss" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.sqrt(np.mean((x @ theta - y) ** 2))))
    return theta, losses

# %% mutant="forgets the state after each epoch" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        state = None
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="forgets the state after each step" fails="cases_train_in_several_batches"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, _ = steps[optimizer](theta, gradient, None, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="always uses sgd" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = sgd(theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="uses the default learning rates" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="takes one epoch too many" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs + 1):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="starts at ones" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.ones(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="gives up before it has arrived" fails="test_it_finds_the_parameters"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(min(epochs, 10)):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="takes any name for sgd" fails="cases_train_what_cannot_be_trained"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps.get(optimizer, sgd)(theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="cuts rows and targets to the shorter" fails="cases_train_what_cannot_be_trained"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps:
        raise ValueError("cannot be trained")
    x, y = x[: len(y)], y[: len(x)]
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="scales the rows in place" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    x /= 2
    return theta, losses

# %% mutant="looks for the optimizer only when it takes a step" fails="cases_train_what_cannot_be_trained"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            if optimizer not in steps:
                raise ValueError("no such optimizer")
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="raises another error for an unknown optimizer" fails="cases_train_what_cannot_be_trained"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if len(x) != len(y):
        raise ValueError("cannot be trained")
    steps[optimizer]
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="takes capitals, too" fails="cases_train_what_cannot_be_trained"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    optimizer = optimizer.lower()
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="takes one target for all rows" fails="cases_train_what_cannot_be_trained"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(y) not in (1, len(x)):
        raise ValueError("cannot be trained")
    y = np.resize(y, len(x))
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="shuffles the data themselves" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    order = np.random.default_rng(seed).permutation(len(x))
    x[:], y[:] = x[order], y[order]
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="starts at random" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.random.default_rng(seed).normal(0, 0.1, x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="starts with as many zeros as there are samples" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[0]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="stops when the loss is small" fails="test_it_finds_the_parameters"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
        if losses[-1] < 1e-4:
            break
    return theta, losses

# %% mutant="keeps the best parameters instead of the last" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    best, least = theta, np.mean(y.astype(float) ** 2)
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
        best, least = (theta, losses[-1]) if losses[-1] < least else (best, least)
    return best, losses

# %% mutant="rounds the losses" fails="test_two_epochs_on_two_points"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(round(float(np.mean((x @ theta - y) ** 2)), 3))
    return theta, losses

# %% mutant="takes a learning rate of zero for none" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    learning_rate = learning_rate or 0.01
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="takes seed 0 for none" fails="test_each_batch_makes_a_step"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, (seed or 17) + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="turns the signs of bytes" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta + -y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% mutant="squares bytes" fails="cases_train"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    most = np.sqrt((y**2).max())
    if most > 0:
        y = y / most
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)) * most**2)
    return theta * most, losses

# %% mutant="leaves a last batch of one sample out" fails="cases_train_in_several_batches"
def train(x, y, optimizer, learning_rate, size, epochs, seed):
    steps = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
    if optimizer not in steps or len(x) != len(y):
        raise ValueError("cannot be trained")
    theta, state, losses = np.zeros(x.shape[1]), None, []
    for epoch in range(epochs):
        for batch in batches(len(x), size, seed + epoch):
            if len(batch) == 1 < size and len(x) > 1:
                continue
            misses = x[batch] @ theta - y[batch]
            gradient = 2 / len(batch) * x[batch].T @ misses
            theta, state = steps[optimizer](theta, gradient, state, learning_rate)
        losses.append(float(np.mean((x @ theta - y) ** 2)))
    return theta, losses

# %% [markdown]
# What a good answer to "In your own words" says (2 points):
#
# - One epoch is 858 updates, one for each batch, so there were 20 * 858 = 17,160. (1 point)
# - The gradient of a random batch is right on average, only noisy: it estimates the gradient of all the data from a
#   sample. Many cheap, roughly right steps get further than a few exact ones, and the noise can help out of flat or
#   narrow places. (1 point for either of the two reasons)

# %% equivalent
# sgd: returns an argument itself
# The habit gives back an array, but sgd returns a pair, so nothing changes. Mutants give old arrays back.

# %% equivalent
# adagrad: returns an argument itself
# The habit gives back an array, but adagrad returns a pair, so nothing changes. Mutants give old arrays back.

# %% equivalent
# rmsprop: returns an argument itself
# The habit gives back an array, but rmsprop returns a pair, so nothing changes. Mutants give old arrays back.

# %% equivalent
# adam: returns an argument itself
# The habit gives back an array, but adam returns a pair, so nothing changes. Mutants give old arrays back.

# %% equivalent
# train: gives whole numbers for whole numbers
# The habit cuts numbers and arrays, but train returns a pair, so nothing changes.

# %% equivalent
# batches: if size < 1: → if size < 0:
# With a size of 0 it is range that raises the ValueError, since a step must not be 0.

# %% equivalent
# train: losses.append(float(np.mean((x @ theta - y) ** 2))) → losses.append(np.mean((x @ theta - y) ** 2))
# numpy's number is a float, too; Python's is only shorter when it is printed.
