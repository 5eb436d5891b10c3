# %% [markdown]
# Right answers of "Optimizers and mini-batches", and the wrong ones that students give.

# %% answer
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="drops the last batch" fails="test_the_last_batch_takes_what_is_left"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n - size + 1, size)]

# %% mutant="draws with replacement" fails="test_an_epoch_holds_each_sample_once"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).integers(0, n, n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="draws each batch anew" fails="test_an_epoch_holds_each_sample_once"
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

# %% mutant="ends with an empty batch where it divides evenly" fails="test_the_number_of_steps_is_rounded_up"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    return [order[number * size : (number + 1) * size] for number in range(n // size + 1)]

# %% mutant="fills the last batch up" fails="test_an_epoch_holds_each_sample_once"
def batches(n, size, seed):
    if size < 1:
        raise ValueError("a batch has one sample at least")
    order = np.random.default_rng(seed).permutation(n)
    order = np.concatenate([order, order[: -n % size]])
    return [order[start : start + size] for start in range(0, n, size)]

# %% mutant="makes a batch of nothing" fails="test_few_samples_make_one_batch_or_none"
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

# %% mutant="takes any size" fails="test_batches_of_nothing_are_an_error"
def batches(n, size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, max(size, 1))]

# %% mutant="lets a negative size pass" fails="test_batches_of_nothing_are_an_error"
def batches(n, size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]

# %% answer
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
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

# %% mutant="begins with a full velocity" fails="test_the_first_velocity_is_the_step"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = -learning_rate * gradient if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="has momentum by default" fails="test_sgd_has_the_defaults_of_keras"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.9):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity

# %% mutant="moves the parameters in place" fails="test_sgd_leaves_its_arrays_alone"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity = momentum * velocity - learning_rate * gradient
    theta += velocity
    return theta, velocity

# %% mutant="keeps the velocity in place" fails="test_sgd_leaves_its_arrays_alone"
def sgd(theta, gradient, state, learning_rate=0.01, momentum=0.0):
    velocity = np.zeros_like(theta) if state is None else state
    velocity *= momentum
    velocity -= learning_rate * gradient
    return theta + velocity, velocity

# %% answer
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

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

# %% mutant="adds epsilon outside the root" fails="test_adagrad_adds_epsilon_inside_the_root"
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

# %% mutant="averages instead of adding up" fails="test_each_parameter_has_its_own_rate"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = 0.9 * total + 0.1 * gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="shares one sum among all parameters" fails="test_each_parameter_has_its_own_rate"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + np.sum(gradient**2)
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="climbs" fails="test_adagrad_begins_with_a_tenth"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta + learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="has another default rate" fails="test_adagrad_has_the_defaults_of_keras"
def adagrad(theta, gradient, state, learning_rate=0.01, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="has another default epsilon" fails="test_adagrad_has_the_defaults_of_keras"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-10):
    total = np.full_like(theta, 0.1) if state is None else state
    total = total + gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% mutant="adds up in place" fails="test_adagrad_leaves_its_arrays_alone"
def adagrad(theta, gradient, state, learning_rate=0.001, epsilon=1e-7):
    total = np.full_like(theta, 0.1) if state is None else state
    total += gradient**2
    return theta - learning_rate * gradient / np.sqrt(total + epsilon), total

# %% answer
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="swaps what stays and what is new" fails="test_rho_is_the_share_that_stays"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = (1 - rho) * average + rho * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="begins with a tenth, as Adagrad does" fails="test_rmsprop_begins_with_zero"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.full_like(theta, 0.1) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="adds up as Adagrad does" fails="test_rmsprop_does_not_stand_still"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = average + gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="lets the old average stay whole" fails="test_rmsprop_does_not_stand_still"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="forgets the past" fails="test_rmsprop_equals_keras"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="adds epsilon outside the root" fails="test_rho_is_the_share_that_stays"
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

# %% mutant="has another default for rho" fails="test_rmsprop_has_the_defaults_of_keras"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.99, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average = rho * average + (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% mutant="averages in place" fails="test_rmsprop_leaves_its_arrays_alone"
def rmsprop(theta, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    average = np.zeros_like(theta) if state is None else state
    average *= rho
    average += (1 - rho) * gradient**2
    return theta - learning_rate * gradient / np.sqrt(average + epsilon), average

# %% answer
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="does not correct the averages" fails="test_the_first_step_is_as_long_as_the_learning_rate"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="corrects the first average only" fails="test_the_first_step_is_as_long_as_the_learning_rate"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="corrects the wrong way round" fails="test_the_first_step_is_as_long_as_the_learning_rate"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * (1 - beta_1**t) / np.sqrt(1 - beta_2**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="corrects without the root" fails="test_the_first_step_is_as_long_as_the_learning_rate"
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

# %% mutant="adds epsilon inside the root" fails="test_adam_under_other_options"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / np.sqrt(v + epsilon), (m, v, t)

# %% mutant="adds epsilon to the corrected root, as PyTorch does" fails="test_adam_under_other_options"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    first, second = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return theta - learning_rate * first / (np.sqrt(second) + epsilon), (m, v, t)

# %% mutant="swaps the two betas" fails="test_adam_under_other_options"
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

# %% mutant="has another default for beta_2" fails="test_adam_has_the_defaults_of_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.99, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="has the default epsilon of the paper" fails="test_adam_has_the_defaults_of_keras"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

# %% mutant="averages in place" fails="test_adam_leaves_its_arrays_alone"
def adam(theta, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m, v, t = (np.zeros_like(theta), np.zeros_like(theta), 0) if state is None else state
    m *= beta_1
    m += (1 - beta_1) * gradient
    v *= beta_2
    v += (1 - beta_2) * gradient**2
    t = t + 1
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), (m, v, t)

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

# %% mutant="forgets the state after each epoch" fails="test_training_with_adam"
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

# %% mutant="forgets the state after each step" fails="test_training_with_adagrad"
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

# %% mutant="always uses sgd" fails="test_training_with_rmsprop"
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

# %% mutant="uses the default learning rates" fails="test_training_with_adam"
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

# %% mutant="takes one epoch too many" fails="test_no_epochs_change_nothing"
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

# %% mutant="starts at ones" fails="test_no_epochs_change_nothing"
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

# %% mutant="takes any name for sgd" fails="test_what_cannot_be_trained_is_an_error"
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

# %% mutant="cuts rows and targets to the shorter" fails="test_what_cannot_be_trained_is_an_error"
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

# %% mutant="scales the rows in place" fails="test_training_leaves_the_data_alone"
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

# %% [markdown]
# What a good answer to "In your own words" says (2 points):
#
# - One epoch is 858 updates, one for each batch, so there were 20 * 858 = 17,160. (1 point)
# - The gradient of a random batch is right on average, only noisy: it estimates the gradient of all the data from a
#   sample. Many cheap, roughly right steps get further than a few exact ones, and the noise can help out of flat or
#   narrow places. (1 point for either of the two reasons)

# %% equivalent
# batches: if size < 1: → if size < 0:
# With a size of 0 it is range that raises the ValueError, since a step must not be 0.

# %% equivalent
# train: losses.append(float(np.mean((x @ theta - y) ** 2))) → losses.append(np.mean((x @ theta - y) ** 2))
# numpy's number is a float, too; Python's is only shorter when it is printed.
