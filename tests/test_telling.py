"""What a failed test tells: the call that it is about, and never one that it is not about.

PYTEST_DONT_REWRITE: the asserts here are those of a course's tests, and pytest would give them words of its own.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.testing import Examined, approx, examine, forget_calls, hidden, noting, raises, told
from autograder.testing.running import trouble

Test = Callable[..., None]


def problem(test: Test, **answers: Any) -> str:
    return trouble(test, answers)[0]


def gives(value: Any) -> Callable[..., Any]:
    def answer(*positional: Any, **named: Any) -> Any:
        return value

    return answer


def rmse(get_rmse: Any) -> None:
    assert get_rmse([(1, 3), (2, 5)], -1, 5) == approx(1.5811388)


def slope(gradient: Any) -> None:
    by_m, by_b = gradient([(1, 3)], -1, 5)
    assert by_m == approx(-3)
    assert by_b == approx(-1)


def both(gradient: Any) -> None:
    assert gradient([(1, 3)], -1, 5) == approx((-3, -1))


def together(gradient: Any) -> None:
    by_m, by_b = gradient([(1, 3)], -1, 5)
    assert (by_m, by_b) == approx((-3, -1))


def rectified(relu: Any) -> None:
    assert relu(np.array([-2.0, 0.0, 3.0])) == approx(([0, 0, 3], [0, 0, 1]))


def step(sgd: Any) -> None:
    theta, velocity = sgd(np.array([0.5, 2.0]), None)
    assert theta == approx([0.4, 1.6])
    assert velocity == approx([0.1, 0.4])


def averaged(adam: Any) -> None:
    _theta, state = adam(np.array([0.5, 2.0]), None)
    assert state == approx(([0.1, 0.4], [0.001, 0.016], 1))


def first_row(grow: Any) -> None:
    assert grow(2)[0] == approx([1, 2, 3])


def grid(grow: Any) -> None:
    assert grow(np.array([[1, 2], [3, 4]])) == approx([[1, 2, 3], [4, 5, 6]])


def losses(train: Any) -> None:
    assert train(3)["loss"] == approx([1, 2])


@pytest.mark.parametrize(
    ("test", "result", "message"),
    [
        (rmse, 2.5, "`get_rmse([(1, 3), (2, 5)], -1, 5)` gave 2.5, expected 1.5811388"),
        (rmse, None, "`get_rmse([(1, 3), (2, 5)], -1, 5)` gave None, expected 1.5811388. Did you forget `return`?"),
        (
            rmse,
            np.ones(1),
            "`get_rmse([(1, 3), (2, 5)], -1, 5)` gave an array of shape (1,), expected one number, 1.5811388",
        ),
        (slope, (-0.5, -1), "`gradient([(1, 3)], -1, 5)` gave -0.5 as the first of 2 results, expected -3"),
        (slope, (-3, 2), "`gradient([(1, 3)], -1, 5)` gave 2 as the second of 2 results, expected -1"),
        # It was the second, but nobody knows which of two that are equal.
        (slope, (-3, -3), "After `gradient([(1, 3)], -1, 5)` the check found -3, expected -1"),
        (slope, 3.5, "`gradient([(1, 3)], -1, 5)` gave one number, 3.5, expected a pair: 2 results"),
        (slope, np.ones(3), "`gradient([(1, 3)], -1, 5)` gave one array of shape (3,), expected a pair: 2 results"),
        (slope, (1, 2, 3), "`gradient([(1, 3)], -1, 5)` gave 3 results, expected a pair: 2 results"),
        (slope, np.array([-3, 2]), "After `gradient([(1, 3)], -1, 5)` the check found 2, expected -1"),
        (
            step,
            np.array([0.4, 2]),
            "`sgd(array([0.5, 2.0]), None)` gave one array of shape (2,), expected a pair: 2 results",
        ),
        (
            step,
            np.ones((2, 3)),
            "`sgd(array([0.5, 2.0]), None)` gave one array of shape (2, 3), expected a pair: 2 results",
        ),
        (
            step,
            (0.4, 1),
            "`sgd(array([0.5, 2.0]), None)` gave one number, 0.4 as the first of 2 results, expected shape (2,)",
        ),
        (
            averaged,
            np.array([0.4, 1.6]),
            "`adam(array([0.5, 2.0]), None)` gave one array of shape (2,), expected a pair: 2 results",
        ),
        (first_row, np.ones(3), "After `grow(2)` the check found one number, 1.0, expected shape (3,)"),
        (both, (-3, 2), "`gradient([(1, 3)], -1, 5)` gave 2 as the second of 2 results, expected -1"),
        (both, 2.5, "`gradient([(1, 3)], -1, 5)` gave one number, 2.5, expected a pair: 2 results"),
        (both, (1, 2, 3), "`gradient([(1, 3)], -1, 5)` gave 3 results, expected a pair: 2 results"),
        (together, (-3, 2), "`gradient([(1, 3)], -1, 5)` gave 2 as the second of 2 results, expected -1"),
        (
            rectified,
            np.ones(3),
            "`relu(array([-2.0, 0.0, 3.0]))` gave one array of shape (3,), expected a pair: 2 results",
        ),
        (
            rectified,
            (np.array([0, 0, 3]), np.ones(3)),
            "`relu(array([-2.0, 0.0, 3.0]))` gave 1 at index [0] of the second of 2 results, expected 0",
        ),
        (grid, np.array([[1, 2, 9], [4, 5, 6]]), "`grow(array([[1, 2], [3, 4]]))` gave 9 at index [0, 2], expected 3"),
        (grid, np.ones((3, 1)), "`grow(array([[1, 2], [3, 4]]))` gave an array of shape (3, 1), expected shape (2, 3)"),
        (losses, {"loss": [1.0, 3.0]}, "`train(3)` gave 3 at ['loss'][1], expected 2"),
    ],
)
def test_the_call_is_named_with_what_it_gave(test: Test, result: Any, message: str) -> None:
    name = test.__code__.co_varnames[0]

    assert problem(test, **{name: gives(result)}) == message


def test_arguments_are_told_as_they_were_before_the_call() -> None:
    def sorts(items: list[int]) -> list[int]:
        items.sort()
        return items

    def ordered(answer: Any) -> None:
        assert answer([3, 1, 2]) == approx([3, 2, 1])

    assert problem(ordered, answer=sorts) == "`answer([3, 1, 2])` gave 1 at index [0], expected 3"


def test_long_arguments_are_shortened() -> None:
    def long(answer: Any) -> None:
        images = np.zeros((3, 28, 28))
        assert answer(list(range(10**6)), images, word="x" * 10**6, deep=[[[[[[[images]]]]]]]) == approx(1)

    message = problem(long, answer=gives("word" * 10**6))

    assert "`answer([0, 1, 2, " in message and "an array of shape (3, 28, 28), word='xxx" in message
    assert len(message) <= 300


def test_an_error_is_told_before_anything_else() -> None:
    def raising(rate: float) -> None:
        raise ValueError("the rate must be\npositive " + 1000 * "!")

    def builds(build: Any) -> None:
        assert build(-6) == approx(1)

    message = problem(builds, build=raising)

    assert message.startswith("`build(-6)` raised ValueError: the rate must be positive !!!")
    assert len(message) <= 300


def test_an_error_that_must_come_is_told_with_the_call_that_raised_none_or_another() -> None:
    def refuses(answer: Any) -> None:
        with raises(ValueError):
            answer([])

    def refuses_both(answer: Any) -> None:
        with raises(ValueError):
            answer(1)
            answer(2)

    assert problem(refuses, answer=gives(1)) == "`answer([])` raised nothing, expected ValueError"
    assert problem(refuses, answer=lambda x: {}[1]) == "`answer([])` raised KeyError: 1, expected ValueError"
    assert problem(refuses_both, answer=gives(1)) == "no error was raised; expected ValueError"


def test_an_answer_that_another_is_given_stays_the_students_own() -> None:
    given: list[Any] = []

    def takes(function: Any, x: int) -> Any:
        given.append(function)
        return function(x) + 1

    def one(x: int) -> int:
        return x

    def composed(takes: Any, one: Any) -> None:
        assert takes(one, 3) == approx(3)

    assert problem(composed, takes=takes, one=one) == "`takes(one, 3)` gave 4, expected 3"
    assert given[0] is one


def test_nothing_is_said_of_a_call_that_the_comparison_may_not_be_about() -> None:
    def difference(answer: Any) -> None:
        assert abs(answer(1) - 3) == approx(0)

    def of_two(answer: Any) -> None:
        assert answer(1) - answer(2) == approx(0)

    def of_several(answer: Any) -> None:
        assert [answer(x) for x in (1, 2)] == approx([1, 3])

    def of_a_number_that_is_equal_by_chance(answer: Any) -> None:
        two, many = answer(2), answer(300)
        assert len([two, many]) == approx(3)

    def of_the_first(answer: Any) -> None:
        first, second = answer(1), answer(2)
        assert (second, first) != approx(0)
        assert first == approx(5)

    same: Callable[[Any], Any] = lambda x: x  # noqa: E731
    assert problem(difference, answer=same) == "After `answer(1)` the check found 2, expected 0"
    assert problem(of_two, answer=same) == "Got -1, expected 0"
    assert problem(of_several, answer=same) == "Got 2 at index [1], expected 3"
    assert problem(of_a_number_that_is_equal_by_chance, answer=same) == "Got 2, expected 3"
    assert problem(of_the_first, answer=lambda x: x + 0.5) == "`answer(1)` gave 1.5, expected 5"


def test_a_bare_assert_tells_what_the_latest_call_gave() -> None:
    def six(answer: Any) -> None:
        assert answer(3) == 6

    def later(answer: Any) -> None:
        assert answer(3) == 3
        assert answer(4) == 8

    def in_words(answer: Any) -> None:
        assert answer(3) == 6, "that was not six"

    same: Callable[[Any], Any] = lambda x: x  # noqa: E731
    assert problem(six, answer=same) == "This does not hold yet; `answer(3)` gave 3"
    assert problem(later, answer=same) == "This does not hold yet; the last call, `answer(4)`, gave 4"
    assert problem(in_words, answer=same) == "After `answer(3)`: that was not six"


def test_a_test_that_can_not_go_on_tells_what_it_got() -> None:
    def first(answer: Any) -> None:
        assert answer(3)[0] == approx(1)

    assert problem(first, answer=gives(7)) == (
        "`answer(3)` gave 7, and the test could not go on: TypeError: 'int' object is not subscriptable"
    )


class Model:
    """Stands for a model that stays elsewhere."""

    def __init__(self, parameters: int) -> None:
        self.parameters = parameters

    def __call__(self) -> None:
        raise AssertionError("nobody calls a model here")

    def __examine__(self) -> Examined:
        facts: dict[str, Any] = {"layers": [], "input_shape": (None, 4), "output_shape": (None, 3)}
        facts |= {"parameters": self.parameters, "trainable_parameters": self.parameters, "loss": "", "metrics": []}
        return Examined({**facts, "from_logits": False, "optimizer": "", "learning_rate": 0.0}, gives(0), gives([]))


def test_a_fact_of_a_model_is_told_with_its_name_and_the_call_that_made_the_model() -> None:
    def counts(build: Any) -> None:
        found = examine(build(6))
        assert found.trainable_parameters == approx(80)
        assert found.parameters == approx(67)

    def takes(model: Any) -> None:
        assert examine(model).input_shape == approx((None, 784))

    def bare(build: Any) -> None:
        assert examine(build(6)).parameters == 67

    made = gives(Model(80))
    assert problem(counts, build=made) == "`build(6)` gave a model whose `parameters` is 80, expected 67"
    assert problem(takes, model=Model(80)) == (
        "`model` is a model whose `input_shape` is (None, 4), expected (None, 784)"
    )
    assert problem(bare, build=made) == ("This does not hold yet; `build(6)` gave a model whose `parameters` is 80")


def test_functions_of_every_kind_are_noted_and_keep_their_names() -> None:
    def named(answer: Any) -> None:
        assert answer.__name__ == "int", answer.__name__
        assert answer("3") == approx(4)

    def of_two(answer: Any) -> None:
        assert answer(y=2) == approx(4)

    assert problem(named, answer=functools.wraps(int)(lambda x: int(x))) == "`answer('3')` gave 3, expected 4"
    assert problem(of_two, answer=functools.partial(lambda x, y: x * y, 3)) == "`answer(y=2)` gave 6, expected 4"


def test_a_call_with_hidden_data_is_not_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    np.savez(tmp_path / "sides.npz", points=np.array([0.123456, 0.654321]))
    monkeypatch.setenv("COURSE_HIDDEN_DATA", str(tmp_path))

    def measured(answer: Any) -> None:
        assert answer(hidden("sides")["points"]) == approx(1)

    assert problem(measured, answer=gives(0)) == "Got 0, expected 1"


def test_without_notes_no_call_is_told() -> None:
    with noting():
        forget_calls()

        assert told(AssertionError("It is not.")) == "It is not."
