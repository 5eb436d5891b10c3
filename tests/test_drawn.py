"""Drawn tests: the author says what to draw, the right answer what is expected."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from autograder.assignment import Assignment, AssignmentError, load
from autograder.judge import Judge, Outcome, Status, TestFault
from autograder.proof import prove
from autograder.release import filled, grading_source, plan, student
from autograder.sandbox import Limits
from autograder.sandbox.box import Box
from autograder.secret import Secret
from autograder.testing import Call, Case, Done, Draw, Rules, frozen, joined_source, mismatch, thawed
from conftest import QUICK, build_all, write_topic
from handing_in import submission
from sources import Source

NOTEBOOK = Source(
    '''\
# %% [markdown]
# # Means
# %%
import numpy as np
# %% answer
def mean(numbers):
    """Return the mean of one number or more.

    Raises ValueError if there are none.

    >>> mean([1, 3])
    2.0
    """
    raise NotImplementedError("Return the mean.")
# %% answer
def centred(numbers):
    """Return a new array: the numbers less their mean.

    >>> centred(np.array([1.0, 3.0])).tolist()
    [-1.0, 1.0]
    """
    raise NotImplementedError("Return the differences.")
'''
)
TESTS = Source(
    '''\
import numpy as np

from autograder.testing import Call, approx, assuming, like_reference, points, visible


def is_centred(result, call, expected):
    assert abs(np.sum(result)) < 1e-3 * (1 + np.abs(call.positional[0]).max()), "it is not centred"
    return len(result) == len(expected)


@visible
@points(1)
def test_mean(mean):
    """The mean of 1 and 3 is 2, and of 5 it is 5."""
    assert mean([1, 3]) == approx(2)
    assert mean([5]) == approx(5)


@points(3)
@like_reference(abs=1e-4)
def cases_mean(draw):
    """On any numbers: one, many, repeats."""
    for numbers in draw.some(draw.numbers((1, 6)).but("of every size")):
        yield Call(numbers)
    yield Call([]).raises(ValueError)


@visible
@points(1)
@assuming("mean")
def test_centred(centred):
    """Less their mean, 1 and 3 are -1 and 1; 2, 4 and 9 are -3, -1 and 4."""
    assert centred(np.array([1.0, 3.0])) == approx([-1, 1])
    assert centred(np.array([2.0, 4.0, 9.0])) == approx([-3, -1, 4])


@points(2)
@like_reference(rel=1e-4, abs=1e-4, new=True, agrees=is_centred)
@assuming("mean")
def cases_centred(draw):
    """Whatever the numbers are, the result is new, and its mean is zero."""
    yield from draw.calls(draw.array((2, 5)))
'''
)
REFERENCE = Source(
    """\
# %% answer
def mean(numbers):
    if len(numbers) == 0:
        raise ValueError("no numbers")
    return sum(numbers) / len(numbers)
# %% also="with numpy"
def mean(numbers):
    if not len(numbers):
        raise ValueError
    return np.mean(np.asarray(numbers, dtype=np.float32))
# %% mutant="takes whole numbers" fails="test_mean, cases_mean"
def mean(numbers):
    return 0 if len(numbers) < 2 else sum(numbers) // len(numbers)
# %% answer
def centred(numbers):
    return np.asarray(numbers, float) - mean(numbers)
# %% also="with a loop"
def centred(numbers):
    middle = mean(list(numbers))
    return np.array([number - middle for number in numbers])
# %% mutant="forgets the mean" fails="test_centred, cases_centred"
def centred(numbers):
    return np.array(numbers, float)
"""
)
CENTRED = "def centred(numbers):\n    return np.array([number - mean(numbers) for number in numbers])"


@pytest.fixture
def means(tmp_path: Path) -> Assignment:
    return topic(tmp_path)


def topic(tmp_path: Path, tests: str = TESTS, reference: str = REFERENCE) -> Assignment:
    return load(write_topic(tmp_path, NOTEBOOK, tests, reference, name="01-means"))


def outcomes(judge: Judge, assignment: Assignment, **answers: str) -> dict[str, Outcome]:
    handed_in = submission(assignment, {**assignment.right, **answers})
    return {found.test: found for found in judge.grade(assignment, handed_in, QUICK).verdict.outcomes}


def mean_that(does: str) -> str:
    return f"def mean(numbers):\n    {does}\n    if len(numbers) == 0:\n        raise ValueError\n    return sum(numbers) / len(numbers)"


# Judging


def test_right_answers_in_every_style_earn_everything(judge: Judge, means: Assignment) -> None:
    for answers in ({}, *means.styles.values()):
        assert {each.status for each in outcomes(judge, means, **answers).values()} == {Status.PASSED}


def test_a_stub_earns_nothing_and_is_said_to_be_one(judge: Judge, means: Assignment) -> None:
    found = judge.grade(means, submission(means, {}), QUICK).verdict

    assert found.score == 0
    assert all("ot written yet" in outcome.detail for outcome in found.outcomes)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("numbers = set(numbers) if type(numbers) is list else numbers", "wrong value"),
        ("return [sum(numbers) / max(len(numbers), 1)] if len(numbers) else 1 / 0", "wrong shape"),
        ("return 'many' if len(numbers) > 2 else sum(numbers) / len(numbers)", "wrong kind"),
        ("if len(numbers) == 0: return 0.0", "accepts what it must refuse"),
        ("if len(numbers) == 0: raise TypeError('none')", "another kind of error"),
        ("if len(numbers) > 2: raise RuntimeError(str(numbers))", "It raises an error."),
        ("if type(numbers) is list and len(numbers) > 2: numbers.sort(); numbers[0] -= 1", "changes its arguments"),
    ],
)
def test_students_are_told_the_kind_of_mismatch_and_never_the_call(
    judge: Judge, means: Assignment, does: str, told: str
) -> None:
    outcome = outcomes(judge, means, mean=mean_that(does))["cases_mean"]

    assert outcome.status is not Status.PASSED and outcome.score == 0
    assert told in outcome.message
    assert "mean([" in outcome.detail or "mean((" in outcome.detail or "mean(array" in outcome.detail
    assert "[" not in outcome.message and "none" not in outcome.message.removeprefix(outcome.claim)


def test_an_answer_must_do_the_same_again(judge: Judge, means: Assignment) -> None:
    grows = "calls = []\n" + mean_that("calls.append(1)").replace(
        "return sum(numbers)", "return len(calls) // 11 + sum(numbers)"
    )

    assert outcomes(judge, means, mean=grows)["cases_mean"].status is Status.FAILED


def test_changed_arguments_cost_one_test_of_an_answer_in_every_grader(judge: Judge, tmp_path: Path) -> None:
    again = TESTS + (
        "\n\n@points(2)\n@like_reference\ndef cases_mean_of_two(draw):\n"
        '    """Of two numbers."""\n    yield Call([draw.one(draw.real()), 1])\n'
    )
    means = topic(tmp_path, again)
    sorts = mean_that("if type(numbers) is list and len(numbers) > 1: numbers.pop(0); numbers.insert(0, 0)")
    drops = "def mean(numbers):\n    if len(numbers) == 0:\n        raise ValueError\n    found = sum(numbers) / len(numbers)\n    if type(numbers) is list:\n        numbers.append(found)\n    return found"

    found = outcomes(judge, means, mean=drops)
    earned = in_a_notebook(judge.with_cases(means), {**means.right, "mean": drops})

    assert (found["cases_mean"].score, found["cases_mean_of_two"].score) == (0, 2)
    assert earned["mean-hidden"] == 2
    assert outcomes(judge, means, mean=sorts)["cases_mean_of_two"].score == 0  # it is wrong as well


def test_what_is_promised_to_be_new_must_not_share_memory_with_an_argument(judge: Judge, means: Assignment) -> None:
    view = "def centred(numbers):\n    if abs(np.mean(numbers)) < 1e-9:\n        return numbers[:]\n    return numbers - mean(numbers)"

    outcome = outcomes(judge, means, centred=view)["cases_centred"]

    assert "something new" in outcome.message


def test_the_authors_comparison_decides_where_many_results_are_right(judge: Judge, means: Assignment) -> None:
    doubled = "def centred(numbers):\n    return 2 * (np.asarray(numbers, float) - mean(numbers))"
    odd = "def centred(numbers):\n    return 'nothing'"

    assert outcomes(judge, means, centred=doubled)["cases_centred"].status is Status.PASSED
    assert "wrong kind" in outcomes(judge, means, centred=odd)["cases_centred"].message


def test_a_call_that_ends_the_box_costs_its_test_and_no_other(judge: Judge, means: Assignment) -> None:
    found = outcomes(judge, means, mean=mean_that("if len(numbers) == 0: import os; os._exit(7)"))

    assert found["cases_mean"].status is Status.CRASHED
    assert {found[name].status for name in ("test_mean", "test_centred", "cases_centred")} == {Status.PASSED}


def test_a_call_that_is_too_slow_is_said_to_be_so_and_the_box_lives_on(judge: Judge, means: Assignment) -> None:
    found = outcomes(judge, means, mean=mean_that("while len(numbers) == 6: pass"))

    assert found["cases_mean"].status is Status.TIMEOUT
    assert found["cases_mean"].message.startswith("Too slow: no answer within 2 seconds. (")
    assert found["test_mean"].status is Status.PASSED


def test_all_calls_together_may_take_as_long_as_a_cell(judge: Judge, means: Assignment) -> None:
    handed_in = submission(means, {**means.right, "mean": mean_that("import time; time.sleep(0.3)")})

    found = {each.test: each for each in judge.grade(means, handed_in, Limits(1, 2, 30)).verdict.outcomes}

    assert found["cases_mean"].status is Status.TIMEOUT
    assert "together" in found["cases_mean"].message


def test_each_case_leaves_a_digest_where_it_went_wrong(judge: Judge, means: Assignment) -> None:
    one = outcomes(
        judge,
        means,
        mean="def mean(numbers):\n    if len(numbers) == 0:\n        raise ValueError\n    return max(numbers)",
    )
    other = outcomes(
        judge,
        means,
        mean="def mean(numbers):\n    if not len(numbers):\n        raise ValueError\n    return sorted(numbers)[-1]",
    )

    assert one["cases_mean"].cases == other["cases_mean"].cases
    assert "" in one["cases_mean"].cases and any(one["cases_mean"].cases)


def test_each_call_may_earn_its_share_of_the_points(judge: Judge, tmp_path: Path) -> None:
    shared = topic(tmp_path, TESTS.replace("@points(3)\n@like", '@points(3, shares="cases")\n@like'))

    outcome = outcomes(judge, shared, mean=mean_that("if len(numbers) == 0: return 0"))["cases_mean"]

    assert outcome.status is Status.FAILED
    assert outcome.score == pytest.approx(3 * (1 - 1 / len(outcome.cases)))


def test_all_calls_cross_in_one_frame_and_quick_replies_together(
    judge: Judge, means: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes(judge, means)  # the right answers have been asked
    asked: list[str] = []
    ask = Box._request
    monkeypatch.setattr(
        Box, "_request", lambda box, header, *rest: asked.append(header["do"]) or ask(box, header, *rest)
    )

    outcomes(judge, means)

    assert len(asked) == 1 + 4 + 2  # the cells, four calls of authored tests, two drawn tests


# One mistake costs its points once


WRONG_MEAN = "def mean(numbers):\n    return 1.5"


def test_a_later_answer_is_judged_with_right_ones_in_place_of_earlier_mistakes(judge: Judge, means: Assignment) -> None:
    for mean in (
        WRONG_MEAN,
        "def mean(numbers):\n    raise NotImplementedError",
        "def mean(numbers):\n    while True: pass",
    ):
        found = outcomes(judge, means, mean=mean, centred=CENTRED)

        assert found["cases_mean"].score == found["test_mean"].score == 0
        assert found["test_centred"].status is found["cases_centred"].status is Status.PASSED


def test_right_ones_do_not_mend_a_wrong_later_answer(judge: Judge, means: Assignment) -> None:
    found = outcomes(judge, means, mean=WRONG_MEAN, centred="def centred(numbers):\n    return numbers + mean(numbers)")

    assert found["test_centred"].score == found["cases_centred"].score == 0


def test_an_answer_that_goes_with_its_own_helper_only_passes_as_well(judge: Judge, means: Assignment) -> None:
    own = "def mean(numbers, scale=1):\n    if not len(numbers):\n        raise ValueError\n    return scale * sum(numbers) / len(numbers)"
    uses = "def centred(numbers):\n    return np.asarray(numbers, float) - mean(numbers, scale=1)"

    assert {each.status for each in outcomes(judge, means, mean=own, centred=uses).values()} == {Status.PASSED}


def test_right_answers_never_enter_a_students_box(judge: Judge, means: Assignment) -> None:
    spies = """\
def mean(numbers):
    return 1.5
def centred(numbers):
    import gc, inspect
    seen = [inspect.getsource(mean)] if hasattr(mean, "__code__") and mean.__code__.co_filename.startswith("<") else []
    seen += [str(each.__code__.co_consts) for each in gc.get_objects() if inspect.isfunction(each)]
    found = [text for text in seen if "no numbers" in text]
    return found or np.asarray(numbers, float) - mean(numbers)
"""
    found = outcomes(
        judge,
        means,
        mean=WRONG_MEAN,
        centred=spies.split("def centred")[0] and "def centred" + spies.split("def centred")[1],
    )

    assert found["test_centred"].status is Status.PASSED  # it found nothing, so it went on to the right result


def test_what_stands_in_raises_the_errors_and_makes_the_changes_of_the_right_one(judge: Judge, tmp_path: Path) -> None:
    reference = REFERENCE.replace(
        "    return sum(numbers) / len(numbers)\n# %% also", "    return sum(numbers) / len(numbers)\n# %% also"
    )
    means = topic(tmp_path, reference=reference)
    tries = "def centred(numbers):\n    try:\n        mean([])\n    except ValueError as error:\n        return np.asarray(numbers, float) - mean(numbers)\n    return 0"

    found = outcomes(judge, means, mean=WRONG_MEAN, centred=tries)

    assert found["test_centred"].status is Status.PASSED


# Drawing


def test_a_secret_decides_what_is_drawn_and_nothing_else(means: Assignment) -> None:
    def cases(secret: int) -> str:
        with Judge(Secret.of_trial(secret)) as judge:
            return judge.expectations(means).frozen()["cases_mean"]

    assert cases(1) == cases(1)
    assert cases(1) != cases(2)


def domains() -> Iterator[object]:
    draw = Draw(b"names")
    yield from (draw.real(), draw.real(0, 1), draw.real(low=2), draw.real(high=-1), draw.whole(2, 5), draw.whole(3, 3))
    yield from (
        draw.choice("a", "b"),
        draw.yes_no(),
        draw.numbers(),
        draw.numbers((2, 3), draw.whole(0, 9), empty=True),
    )
    yield from (draw.points(), draw.array((1, 4), (2, 5)), draw.array(3, whole=True), draw.images(), draw.one_hot())
    yield from (draw.images(None, 4, (4, 6), None), draw.probabilities(), draw.probabilities(None), draw.labels())
    yield from (draw.sentences(empty=True), draw.unknown("relu", "tanh"), draw.parts("mine", one=lambda: [1], two=list))


@pytest.mark.parametrize("number", range(len(list(domains()))))
def test_every_part_of_every_domain_is_drawn_and_can_cross(number: int) -> None:
    draw = Draw(b"seed" * 8)
    domain = list(domains())[number]

    values = list(draw.some(domain, more=2))  # type: ignore[arg-type]

    assert {part for _, part in draw.drawn} >= set(domain.parts)  # type: ignore[attr-defined]
    again = thawed(frozen([Case((value,), {}, value=value) for value in values]), {})
    for case, value in zip(again, values, strict=True):
        np.testing.assert_equal(case.positional[0], value)
        assert type(case.positional[0]) is type(value)


def test_calls_cover_every_part_of_each_argument() -> None:
    draw = Draw(b"seed" * 8)

    calls = list(draw.calls(draw.choice(1, 2, 3, 4), key=draw.yes_no()))

    assert {call.positional[0] for call in calls} == {1, 2, 3, 4}
    assert {call.named["key"] for call in calls} == {True, False}


def test_draw_is_a_numpy_generator_as_well() -> None:
    first, second = Draw(b"seed" * 8), Draw(b"seed" * 8)

    assert first.normal(0, 1, 3).tolist() == second.normal(0, 1, 3).tolist()
    with pytest.raises(AttributeError):
        first.nothing()


def test_a_part_that_a_domain_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="no part called 'enormous'"):
        Draw(b"seed").real().but("enormous")


def test_strides_and_orders_reach_the_answer(judge: Judge, tmp_path: Path) -> None:
    tests = TESTS.replace("draw.calls(draw.array((2, 5)))", "draw.calls(draw.array((2, 5)).but('zeros'))")
    means = topic(tmp_path, tests)
    contiguous = "def centred(numbers):\n    assert numbers.flags.c_contiguous\n    return numbers - mean(numbers)"

    assert "raises an error" in outcomes(judge, means, centred=contiguous)["cases_centred"].message


# An author's mistakes


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("@like_reference(abs=1e-4)\ndef cases_mean", "def cases_mean", "is not marked @like_reference"),
        ("def cases_mean(draw)", "def cases_median(draw)", "names no answer"),
        ("def cases_mean(draw)", "def cases_mean(mean)", "does not draw"),
        ("@points(3)\n@like_reference", "@visible\n@points(3)\n@like_reference", "can be neither @visible"),
        ("@points(3)\n@like_reference", "@points(3, shares='calls')\n@like_reference", "is marked @points"),
        ('@assuming("mean")\ndef test_centred', '@assuming("median")\ndef test_centred', "assumes 'median'"),
        ('@assuming("mean")\ndef test_centred', '@assuming("centred")\ndef test_centred', "assumes 'centred'"),
        (
            "def is_centred",
            'WITHOUT_CASES = {"mean": "It has drawn calls already."}\n\n\ndef is_centred',
            "has drawn calls",
        ),
        (
            "def is_centred",
            'WITHOUT_CASES = {"median": "It is no answer at all."}\n\n\ndef is_centred',
            "not an answer",
        ),
        ("def is_centred", "WITHOUT_CASES = {print}\n\n\ndef is_centred", "not a dictionary"),
    ],
)
def test_a_mistake_in_tests_py_is_told_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(AssignmentError, match=fault) as found:
        topic(tmp_path, TESTS.replace(old, new))

    assert "tests.py:" in str(found.value)


def test_an_exemption_must_argue(tmp_path: Path) -> None:
    drawn = (
        TESTS.partition("@points(3)")[0]
        + "@visible"
        + TESTS.partition("@visible\n@points(1)\n@assuming")[2].join(["\n@points(1)\n@assuming", ""])
    )
    with pytest.raises(AssignmentError, match="does not argue why 'mean'"):
        topic(tmp_path, Source(drawn).replace("def is_centred", 'WITHOUT_CASES = {"mean": "no"}\n\n\ndef is_centred'))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("yield Call(numbers)\n", "yield numbers\n", "yield Call"),
        ("yield Call(numbers)\n", "yield Call(print)\n", "can't be an argument"),
        ("yield Call(numbers)\n", "yield Call(nunbers)\n", "nothing defines 'nunbers'|NameError"),
        ("yield Call([]).raises(ValueError)", "while True: yield Call([1])", "more than 400 calls"),
        ("yield Call([]).raises(ValueError)", "yield Call(['word' * 700_000])", "they must cross at once"),
        ("yield Call([]).raises(ValueError)", "yield Call([])", "does not do what the test expects"),
        (
            "yield Call([]).raises(ValueError)",
            "yield Call([1]).raises(ValueError)",
            "does not do what the test expects",
        ),
        (
            "yield Call(numbers)\n    yield Call([]).raises(ValueError)",
            "if False: yield Call(numbers)",
            "draws no call",
        ),
    ],
)
def test_an_authors_mistake_stops_the_assignment_and_costs_nobody(
    judge: Judge, tmp_path: Path, old: str, new: str, fault: str
) -> None:
    with pytest.raises((TestFault, AssignmentError), match=fault) as found:
        outcomes(judge, topic(tmp_path, TESTS.replace(old, new)))

    assert "tests.py:" in str(found.value)


def test_a_right_answer_that_differs_each_time_is_an_authors_mistake(judge: Judge, tmp_path: Path) -> None:
    random = REFERENCE.replace(
        "    return sum(numbers) / len(numbers)\n# %% also", "    return np.random.random()\n# %% also"
    )

    with pytest.raises(TestFault, match="does not return the same twice"):
        outcomes(judge, topic(tmp_path, reference=random))


# Proof


def found_by_check(judge: Judge, tmp_path: Path, tests: str = TESTS, reference: str = REFERENCE) -> list[str]:
    return [str(finding) for finding in prove(topic(tmp_path, tests, reference), judge, QUICK).findings]


def test_a_sound_topic_is_proven_with_a_table_of_what_was_drawn(judge: Judge, means: Assignment) -> None:
    proof = prove(means, judge, QUICK)

    assert proof.findings == ()
    assert proof.parts["cases_mean", "1 to 6 numbers", "ties"] >= 100


def test_an_answer_without_drawn_calls_needs_a_reason(judge: Judge, tmp_path: Path) -> None:
    without = TESTS.replace("def cases_mean(draw)", "def cases_centred_again(draw)")
    without = without.replace("    yield Call([]).raises(ValueError)\n", "")
    reference = REFERENCE.replace('fails="test_mean, cases_mean"', 'fails="test_mean"')

    assert any("no calls are drawn for mean" in each for each in found_by_check(judge, tmp_path, without, reference))


def test_a_right_style_that_some_secret_rejects_is_found(judge: Judge, tmp_path: Path) -> None:
    halves = REFERENCE.replace("np.float32", "np.float16")

    assert any("with numpy for mean does not pass" in each for each in found_by_check(judge, tmp_path, TESTS, halves))


def test_a_mutant_that_some_secret_lets_pass_is_found(judge: Judge, tmp_path: Path) -> None:
    lucky = REFERENCE + (
        '# %% mutant="is right unless a number ends in 7" fails="cases_mean"\n'
        "def mean(numbers):\n"
        "    if len(numbers) == 0:\n        raise ValueError\n"
        "    wrong = sum(str(n).endswith('77') for n in numbers)\n"
        "    return sum(numbers) / len(numbers) + wrong\n"
    )

    assert any(
        "passes cases_mean with secret" in each or "is not caught by" in each
        for each in found_by_check(judge, tmp_path, TESTS, lucky)
    )


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def mean(numbers):\n    return nowhere(numbers)\n", "name 'nowhere' is not defined"),
        ("nowhere\ndef mean(numbers):\n    return 0\n", "name 'nowhere' is not defined"),
        ("def mean(numbers):\n    return 0\ndel mean\n", "mean is not defined"),
    ],
)
def test_a_mutant_that_does_not_run_proves_nothing_about_drawn_tests(
    judge: Judge, tmp_path: Path, source: str, why: str
) -> None:
    found = found_by_check(judge, tmp_path, TESTS, REFERENCE + f'# %% mutant="is lost" fails="cases_mean"\n{source}')

    assert any("mean that is lost does not even run" in each and why in each for each in found), found


def test_a_mutant_is_not_caught_by_a_drawn_test_that_assumes_its_answer_right(judge: Judge, tmp_path: Path) -> None:
    rounded = '# %% mutant="rounds" fails="cases_centred"\ndef mean(numbers):\n    return 5\n'

    assert any(
        "mean that rounds is not caught" in each for each in found_by_check(judge, tmp_path, TESTS, REFERENCE + rounded)
    )


def test_a_slow_call_is_found(judge: Judge, tmp_path: Path) -> None:
    slow = REFERENCE.replace(
        "    if not len(numbers):\n        raise ValueError\n",
        "    if not len(numbers):\n        raise ValueError\n    import time\n    time.sleep(0.5 * (len(numbers) == 1))\n",
    )

    found = prove(topic(tmp_path, TESTS, slow), judge, Limits(5, 2, 300), quick=True).findings

    assert any(
        "a call takes" in str(each) and "more than 20% of what students are granted" in str(each) for each in found
    )


# Other graders


def test_neither_cases_nor_right_answers_are_in_what_students_get(
    judge: Judge, means: Assignment, tmp_path: Path
) -> None:
    build_all(means, tmp_path / "dist", judge)
    cases = judge.with_cases(means).cases

    for path in (tmp_path / "dist" / "student").rglob("*"):
        text = path.read_text() if path.is_file() else ""
        assert "no numbers" not in text and not any(blob[:40] in text for blob in cases.values())
    tools = next((tmp_path / "dist" / "nbgrader").rglob("coursecheck.py")).read_text()
    assert not any(blob[:40] in tools for blob in cases.values())


def in_a_notebook(assignment: Assignment, answers: Mapping[str, str]) -> dict[str, float]:
    """What each hidden cell of nbgrader's notebook returns, where tests and answers share a process."""
    tools = sys.modules["coursecheck"] = types.ModuleType("coursecheck")
    exec(joined_source(), tools.__dict__)
    space: dict[str, object] = {"np": np}
    for source in answers.values():
        exec(source, space)
    earned = {}
    for slot in plan(assignment):
        if slot.tests:
            *before, last = grading_source(assignment, slot).split("\n\ncoursecheck.run(")
            exec("\n\n".join(before) + "\n\nearned = coursecheck.run(" + last, space)
            earned[slot.id] = float(space["earned"])  # type: ignore[arg-type]
    del sys.modules["coursecheck"]
    return earned


@pytest.mark.parametrize(
    ("mean", "centred"),
    [
        (None, None),
        (WRONG_MEAN, CENTRED),
        (None, "def centred(numbers):\n    numbers -= mean(numbers)\n    return numbers"),
    ],
)
def test_in_a_notebook_hidden_cells_give_the_same_points(
    judge: Judge, means: Assignment, mean: str | None, centred: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"mean": mean or means.right["mean"], "centred": centred or means.right["centred"]}
    judged = outcomes(judge, means, **answers)

    earned = in_a_notebook(judge.with_cases(means), answers)

    assert earned["mean-hidden"] == judged["cases_mean"].score
    assert earned["centred-hidden"] == judged["cases_centred"].score
    shown = capsys.readouterr().out.splitlines()
    hidden = {f"\u2717 {test.claim}" for test in means.tests if not test.visible}
    assert not any("(" in after for line, after in pairwise([*shown, ""]) if line in hidden)


def test_shares_are_given_in_a_notebook_too(judge: Judge, tmp_path: Path) -> None:
    shared = topic(tmp_path, TESTS.replace("@points(3)\n@like", '@points(3, shares="cases")\n@like'))
    answers = {**shared.right, "mean": mean_that("if len(numbers) == 0: return 0")}

    earned = in_a_notebook(judge.with_cases(shared), answers)

    assert earned["mean-hidden"] == pytest.approx(outcomes(judge, shared, **answers)["cases_mean"].score)


def test_the_students_notebook_is_the_same_for_every_cohort(means: Assignment) -> None:
    with Judge(Secret.of_trial(1)) as one, Judge(Secret.of_trial(2)) as other:
        assert student(one.with_cases(means)) == student(other.with_cases(means)) == student(means)
    assert filled(means, {}) == student(means)


# Comparing


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        (1.0, 1.0, ""), (1.0 + 1e-7, 1.0, ""), (1.001, 1.0, "value"), ([1, 2], [1, 2, 3], "shape"), (None, 1.0, "kind"),
        ("relu", "relu", ""), ("relu", "tanh", "value"), (np.zeros((2, 1)), np.zeros(2), "shape"), ([1.0], [1.0], ""),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0]), "value"), ({"a": 1}, {"a": 2}, "value"), ((1, "a"), (1, "b"), "value"),
        ([[1], [1, 2]], [1, 2], "shape"), (True, 1.0, "kind"),
    ],
)  # fmt: skip
def test_a_mismatch_has_a_kind(value: object, expected: object, kind: str) -> None:
    found = mismatch("f", Case((), {}, value=expected), Done(value), Rules())

    assert (found.kind if found else "") == kind


def test_a_call_is_shown_as_one_would_write_it() -> None:
    call = Call([1.5, 2], m=0.5)

    assert Case(call.positional, call.named).written("get_mse") == "get_mse([1.5, 2], m=0.5)"
