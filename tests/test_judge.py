"""The judge: right answers pass, wrong ones don't, and nothing that a student writes changes which is which."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.assignment import Assignment, load
from autograder.judge import Judge, Outcome, Ruling, Status, Verdict, as_text, patience
from autograder.sandbox import Limits, SandboxError
from conftest import NOTEBOOK, QUICK, REFERENCE, SECRET, TESTS, write_topic
from handing_in import submission
from pace import in_time


def outcomes(judge: Judge, topic: Assignment, **answers: str) -> dict[str, Outcome]:
    """Grade the right answers with some replaced."""
    verdict = judge.grade(topic, submission(topic, {**topic.right, **answers}), QUICK).verdict
    return {outcome.test: outcome for outcome in verdict.outcomes}


def halves(judge: Judge, topic: Assignment, source: str) -> Outcome:
    return outcomes(judge, topic, halve=source)["test_halves"]


def test_right_answers_earn_everything(judge: Judge, doubling: Assignment) -> None:
    verdict = judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict

    assert (verdict.score, verdict.max_score, verdict.status) == (5, 5, Ruling.GRADED)
    assert verdict.level in ("L0", "L1")
    assert all(outcome.message == "" for outcome in verdict.outcomes)


def test_stubs_earn_nothing_and_are_told_to_be_stubs(judge: Judge, doubling: Assignment) -> None:
    verdict = judge.grade(doubling, submission(doubling, {}), QUICK).verdict

    assert verdict.score == 0
    assert {outcome.status for outcome in verdict.outcomes} == {Status.FAILED}
    assert verdict.outcomes[0].detail == "Not written yet. Return twice x."


@pytest.mark.parametrize(
    ("source", "status", "detail"),
    [
        ("def halve(x): return x", Status.FAILED, "got 9, expected 4.5"),
        ("def halve(x): return None", Status.FAILED, "got None"),
        ("def halve(x): return 'four and a half'", Status.FAILED, "got 'four and a half'"),
        ("def halve(x): return lambda: 4.5", Status.FAILED, "got <function>"),
        ("def halve(x): return [x / 2]", Status.FAILED, "got shape (1,)"),
        ("def halve(x): raise ValueError('no idea')", Status.ERROR, "ValueError: no idea"),
        ("def halve(x): return x / 0", Status.ERROR, "ZeroDivisionError"),
        ("def halve(x): raise SystemExit(0)", Status.ERROR, "SystemExit: 0"),
        ("def halve(x): raise KeyboardInterrupt", Status.ERROR, "KeyboardInterrupt"),
        ("def halve(): return 4.5", Status.ERROR, "TypeError"),
        ("def halve(x): return halve(x)", Status.ERROR, "RecursionError"),
        ("def halve(x):\n    while True: pass", Status.TIMEOUT, "No answer within 2 seconds"),
        ("def halve(x): return bytearray(10**11)", Status.MEMORY, "MemoryError"),
        ("def halve(x):\n    import os; os._exit(0)", Status.CRASHED, "ended by itself (exit code 0)"),
        ("def halve(x): return np.zeros(20_000_000)", Status.REFUSED, "too large"),
        ("halve = 4.5", Status.ERROR, "TypeError: 'float' object is not callable"),
        ("def half(x): return x / 2", Status.FAILED, "halve is not defined"),
        ("def halve(x) return", Status.FAILED, "halve is not defined"),
    ],
)
def test_what_an_answer_does_is_an_outcome(
    judge: Judge, doubling: Assignment, source: str, status: Status, detail: str
) -> None:
    outcome = halves(judge, doubling, source)

    assert (outcome.status, outcome.score) == (status, 0)
    assert detail in outcome.detail


def test_an_answer_that_ends_the_process_takes_no_points_from_the_others(judge: Judge, doubling: Assignment) -> None:
    found = outcomes(judge, doubling, double="def double(x):\n    import os; os._exit(1)")

    assert found["test_doubles"].status is Status.CRASHED
    assert found["test_doubles_arrays"].status is Status.CRASHED
    assert found["test_halves"].status is Status.PASSED


def test_what_an_answer_prints_changes_nothing(judge: Judge, doubling: Assignment) -> None:
    noisy = "def halve(x):\n    import sys\n    print('PASSED 100/100', file=sys.stderr)\n    return x / 2"

    assert halves(judge, doubling, noisy).status is Status.PASSED


@pytest.mark.parametrize(
    "attack",
    [
        "class Yes(float):\n    __eq__ = lambda s, o: True\n    __hash__ = None\ndef halve(x): return Yes(1)",
        "class Yes(np.ndarray):\n    __eq__ = lambda s, o: True\ndef halve(x): return np.array(1.0).view(Yes)",
        "class Yes:\n    __array_ufunc__ = lambda *a, **k: True\n    __eq__ = lambda s, o: True\ndef halve(x): return Yes()",
        "import builtins\nbuiltins.abs = lambda x: 0\nnp.abs = np.isclose = lambda *a, **k: 0\ndef halve(x): return 1",
        "def halve(x):\n    raise AssertionError",
        "import sys\nsys.modules['autograder.testing'] = None\ndef halve(x): return {'passed': True, 'score': 2}",
        "get_ipython().ast_transformers.append(0)\ndef halve(x): return True",
        "def test_halves(halve): pass\ndef halve(x): return np.nan",
        "def halve(x): return float('inf')",
        "def halve(x): return 4.5",
    ],
)
def test_lies_earn_nothing(judge: Judge, doubling: Assignment, attack: str) -> None:
    found = halves(judge, doubling, attack)

    assert found.status is not Status.PASSED
    assert found.score == 0


def test_the_messages_of_hidden_tests_show_the_claim_and_nothing_else(judge: Judge, doubling: Assignment) -> None:
    found = outcomes(judge, doubling, double="def double(x): return 5")

    assert found["test_doubles"].message == (
        "`double(2)` gave 5, expected 4. (Twice two is four, and twice three is six.)"
    )
    assert found["test_doubles_arrays"].message == "Each number of an array is doubled."
    assert found["test_doubles_arrays"].happened == ""
    assert "14.5" not in found["test_doubles_arrays"].message


TWICE = "(Twice two is four, and twice three is six.)"


@pytest.mark.parametrize(
    ("does", "message"),
    [
        ("return 2 * x if x == 2 else 5", f"`double(3)` gave 5, expected 6. {TWICE}"),
        ("return [x]", f"`double(2)` gave [2], expected one number, 4. {TWICE}"),
        ("raise ValueError('no idea')", f"`double(2)` raised ValueError: no idea. {TWICE}"),
        ("while True: pass", f"Too slow: `double(2)` was stopped after 2 seconds. {TWICE}"),
        ("return bytearray(10**11)", f"Too much memory: `double(2)` raised MemoryError. {TWICE}"),
        ("import os; os._exit(0)", f"`double(2)`: The process ended by itself (exit code 0). {TWICE}"),
        (
            "return np.zeros(20_000_000)",
            f"`double(2)`: What came back is too large, or could not be read. {TWICE}",
        ),
        ("raise NotImplementedError('Do it.')", f"Not written yet. Do it. {TWICE}"),
    ],
)
def test_a_visible_test_tells_what_happened_and_then_the_claim(
    judge: Judge, doubling: Assignment, does: str, message: str
) -> None:
    found = outcomes(judge, doubling, double=f"def double(x):\n    {does}")

    assert found["test_doubles"].message == message


@pytest.mark.parametrize(
    "does", ["return x", "raise ValueError(repr(x))", "while True: pass", "return np.zeros((x, x))"]
)
def test_the_message_of_a_hidden_test_holds_no_argument(judge: Judge, doubling: Assignment, does: str) -> None:
    outcome = halves(judge, doubling, f"def halve(x):\n    {does}")

    claim = "Half of nine is four and a half, and half of one is a half."
    slow = outcome.status is Status.TIMEOUT
    assert outcome.message == (f"Too slow: no answer within 2 seconds. ({claim})" if slow else claim)


def test_what_a_student_chose_is_cut_in_a_message(judge: Judge, doubling: Assignment) -> None:
    for does in (
        "return 'word' * 1000",
        "raise ValueError('word' * 1000)",
        "raise type('word' * 1000, (Exception,), {})",
    ):
        outcome = outcomes(judge, doubling, double=f"def double(x): {does}")["test_doubles"]

        assert len(outcome.happened) <= 300
        assert "`double(2)`" in outcome.message


SHARE = '''
@visible
@points(1)
def test_share(share):
    """The share is a half."""
    assert share == approx(0.5)
@points(1)
def test_share_is_positive(share):
    """The share is positive."""
    assert share > 0
'''


def test_a_cell_that_ended_with_an_error_is_told_first_where_its_variable_fails(judge: Judge, tmp_path: Path) -> None:
    notebook = NOTEBOOK + "# %% answer\nshare = ...  # measure it\n"
    reference = (
        REFERENCE
        + '# %% answer\nshare = 0.5\n# %% mutant="is none" fails="test_share, test_share_is_positive"\nshare = 0.0\n'
    )
    topic = load(write_topic(tmp_path, notebook, TESTS + SHARE, reference))

    found = outcomes(judge, topic, share="share = 0.0\nraise ValueError('learning_rate must be positive')")
    own = outcomes(judge, topic, share="class Odd(Exception): pass\nshare = 0.0\nraise Odd('a word')")

    assert found["test_share"].message == (
        "The cell of `share` ended with ValueError: learning_rate must be positive. "
        "`share` is 0.0, expected 0.5. (The share is a half.)"
    )
    assert found["test_share_is_positive"].message == (
        "The cell of `share` ended with ValueError, which the notebook shows. (The share is positive.)"
    )
    assert own["test_share_is_positive"].message.startswith("The cell of `share` ended with an error, which")
    assert "ended with Odd: a word" in own["test_share_is_positive"].detail
    assert outcomes(judge, topic, share="share = 0.5\n1 / 0")["test_share"].message == ""


MORE = '''
@points(1)
def test_sees_changes(double):
    """It changes nothing."""
    items, array, table = [1, [2]], np.ones(2), {"a": np.zeros(1)}
    inner = items[1]
    double([items, array, table])
    assert (items, array.tolist(), table["a"].tolist(), inner) == ([1, [2]], [1, 1], [0], [2])
@points(1)
def test_bad_input(double):
    """It refuses words."""
    with raises(ValueError, TypeError):
        double("words")
@points(1)
def test_of_a_test(double):
    """The test itself stumbles over the answer."""
    assert double(3)[0] == 1
@points(1)
def test_says_which_line(double):
    """It is six."""
    value = double(3)
    assert value == 6
@points(1)
def test_calculates_with_what_comes_back(double):
    """It is no logarithm of zero."""
    assert np.log(double(np.ones(1))) == approx(np.log([2]))
@points(1)
def test_takes_an_answer_as_argument(halve, double):
    """Halving what was doubled."""
    assert halve([double, 3]) == approx(3)
'''


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_topic(tmp_path_factory.mktemp("longer"), tests=TESTS + MORE))


def test_changes_in_place_are_seen_by_the_test(judge: Judge, longer: Assignment) -> None:
    greedy = "def double(x):\n    if isinstance(x, list):\n        x[0].append(9)\n    return 2 * x"
    deep = "def double(x):\n    if isinstance(x, list):\n        x[0][1].clear()\n    return 2 * x"
    arrays = "def double(x):\n    if isinstance(x, list):\n        x[1][0] = 5\n    return 2 * x"
    tables = "def double(x):\n    if isinstance(x, list):\n        x[2]['a'] += 1\n    return 2 * x"

    assert outcomes(judge, longer)["test_sees_changes"].status is Status.PASSED
    for source in (greedy, deep, arrays, tables):
        assert outcomes(judge, longer, double=source)["test_sees_changes"].status is Status.FAILED, source


def test_a_students_error_is_the_error_that_the_test_waits_for(judge: Judge, longer: Assignment) -> None:
    custom = "class Odd(ValueError): pass\ndef double(x):\n    if isinstance(x, str): raise Odd('no')\n    return 2 * x"
    other = "def double(x):\n    if isinstance(x, str): raise KeyError('no')\n    return 2 * x"

    assert outcomes(judge, longer, double=custom)["test_bad_input"].status is Status.PASSED
    assert outcomes(judge, longer, double=other)["test_bad_input"].status is Status.ERROR
    assert "no error was raised" in outcomes(judge, longer)["test_bad_input"].detail


def test_a_test_that_cannot_use_what_came_back_fails_with_the_reason(judge: Judge, longer: Assignment) -> None:
    found = outcomes(judge, longer)["test_of_a_test"]

    assert found.status is Status.FAILED
    assert "not subscriptable" in found.detail


def test_a_plain_assert_names_its_line(judge: Judge, longer: Assignment) -> None:
    found = outcomes(judge, longer, double="def double(x): return x")["test_says_which_line"]

    assert found.detail == "value == 6 does not hold."


def test_what_a_wrong_answer_does_to_the_numbers_of_a_test_warns_nobody(judge: Judge, longer: Assignment) -> None:
    """Here a warning would be an error; an instructor who grades would read it among their own."""
    found = outcomes(judge, longer, double="def double(x): return 0 * x")["test_calculates_with_what_comes_back"]

    assert found.detail.startswith("got -inf")


def test_an_answer_can_be_handed_to_another_answer(judge: Judge, longer: Assignment) -> None:
    source = "def halve(x):\n    return x[0](x[1]) / 2 if isinstance(x, list) else x / 2"

    assert outcomes(judge, longer, halve=source)["test_takes_an_answer_as_argument"].status is Status.PASSED


def test_one_test_cannot_spoil_the_constants_of_the_next(judge: Judge, tmp_path: Path) -> None:
    tests = TESTS.replace("SECRET = [7.25, 11.5]", "SECRET = np.array([7.25, 11.5])").replace(
        "double(np.array(SECRET)) == approx(doubled(SECRET))", "double(SECRET) == approx([14.5, 23.0])"
    )
    again = tests[tests.index("@points(2)\ndef test_doubles_arrays") : tests.index("@points(2)\ndef test_halves")]
    topic = load(write_topic(tmp_path, tests=tests + again.replace("test_doubles_arrays", "test_doubles_again")))
    greedy = "def double(x):\n    if isinstance(x, np.ndarray):\n        x *= 2\n        return x\n    return 2 * x"

    found = outcomes(judge, topic, double=greedy)

    # With one SECRET for both, the second test would see [14.5, 23.0] go in and [29.0, 46.0] come out.
    assert found["test_doubles_arrays"].status is Status.PASSED
    assert found["test_doubles_again"].status is Status.PASSED


def test_a_loop_in_a_cell_is_interrupted_and_the_rest_is_graded(judge: Judge, doubling: Assignment) -> None:
    found = outcomes(judge, doubling, halve="def halve(x): return x / 2\nwhile True: pass")

    assert {outcome.status for outcome in found.values()} == {Status.PASSED}


def test_a_notebook_gets_no_more_time_than_its_share(judge: Judge, doubling: Assignment) -> None:
    slow = {name: f"import time; time.sleep(1)\n{source}" for name, source in doubling.right.items()}
    verdict = judge.grade(doubling, submission(doubling, slow), Limits(total_seconds=1.5)).verdict

    assert {outcome.status for outcome in verdict.outcomes} == {Status.TIMEOUT}
    assert "All 1.5 seconds" in verdict.outcomes[0].detail
    assert in_time(verdict.seconds, 1.5, lambda: outcomes(judge, doubling))


def test_the_executed_notebook_shows_outputs_and_outcomes(judge: Judge, doubling: Assignment) -> None:
    handed_in = submission(doubling, {**doubling.right, "halve": "print('hello')\ndef halve(x): return x\n1 / 0"})

    notebook = judge.grade(doubling, handed_in, QUICK).notebook

    assert notebook is not None
    nbformat.validate(notebook)
    text = json.dumps(notebook, ensure_ascii=False)
    assert "hello" in text and "ZeroDivisionError" in text
    assert "✓ Twice two is four" in text
    assert "✗ Half of nine is four and a half, and half of one is a half." in text
    assert "4.5" not in text and "approx(doubled" not in text


def test_active_content_is_not_kept_in_the_executed_notebook(judge: Judge, doubling: Assignment) -> None:
    active = (
        "from IPython.display import Javascript, display\n"
        "display(Javascript('alert(1)'))\n"
        "display({'application/vnd.jupyter.widget-view+json': 'x', 'text/plain': 'kept'}, raw=True)\n"
        "def halve(x): return x / 2"
    )

    notebook = judge.grade(doubling, submission(doubling, {**doubling.right, "halve": active}), QUICK).notebook

    text = json.dumps([cell.get("outputs") for cell in notebook["cells"]])
    assert "kept" in text
    assert "application/javascript" not in text and "widget-view" not in text


def test_grading_twice_gives_the_same_verdict(judge: Judge, doubling: Assignment) -> None:
    """Whatever the first run leaves behind, the second begins afresh."""
    leaves_traces = """
import builtins, pathlib, tempfile
places = [pathlib.Path(folder, "was-here") for folder in (".", tempfile.gettempdir(), pathlib.Path.home())]
again = hasattr(np, "was_here") or hasattr(builtins, "was_here") or any(place.exists() for place in places)
np.was_here = builtins.was_here = True
for place in places:
    try:
        place.write_text("x")
    except OSError:
        pass
def halve(x):
    return "again" if again else x / 2
"""
    answers = {**doubling.right, "halve": leaves_traces}

    first, second = (judge.grade(doubling, submission(doubling, answers), QUICK).verdict for _ in range(2))

    assert first.score == 5
    assert first.outcomes == second.outcomes


def test_a_sick_zygote_is_replaced(doubling: Assignment) -> None:
    with Judge(SECRET) as judge:
        assert judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict.score == 5
        os.kill(judge.zygote().pid, signal.SIGKILL)

        assert judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict.score == 5


def test_a_box_that_cannot_be_made_is_an_exception_and_not_a_score(doubling: Assignment) -> None:
    with Judge(SECRET) as judge, pytest.raises(SandboxError):
        judge.grade(doubling, submission(doubling, doubling.right), Limits(disk_mb=-1))


def test_a_verdict_survives_the_gradebook(judge: Judge, doubling: Assignment) -> None:
    verdict = judge.grade(doubling, submission(doubling, {}), QUICK).verdict

    assert Verdict.from_record(verdict.as_record()) == verdict


def test_the_line_for_machines_has_the_fields_that_were_promised(judge: Judge, doubling: Assignment) -> None:
    line = judge.grade(doubling, submission(doubling, {"halve": doubling.right["halve"]}), QUICK).verdict.as_json()

    assert {key: line[key] for key in ("schema", "student", "assignment", "score", "max_score", "status")} == {
        "schema": 1, "student": "s1", "assignment": "01-doubling", "score": 2.0, "max_score": 5.0, "status": "graded",
    }  # fmt: skip
    assert line["questions"][1] == {"name": "halve", "score": 2.0, "max_score": 2.0, "status": "passed", "message": ""}
    assert line["questions"][0]["status"] == "failed"


def test_the_example_of_the_design_is_graded_as_it_says(judge: Judge, course: tuple[Assignment, ...]) -> None:
    topic = next(topic for topic in course if topic.name == "03-line-and-loss")
    forgets = next(m for m in topic.mutants if m.answer == "get_rmse" and m.label == "forgets the square root")

    found = outcomes(judge, topic, get_rmse=forgets.source)

    assert found["test_rmse_of_two_points"].detail == "got 2.5, expected 1.5811388"
    assert np.isclose(sum(outcome.score for outcome in found.values()), topic.by_tests - 5)


FIVE = '''
@points(1)
def test_one(double):
    """One."""
    assert double(1) == 2
@points(1)
def test_two(double):
    """Two."""
    assert double(2) == 4
@points(1)
def test_three(double):
    """Three."""
    assert double(3) == 6
@points(1)
def test_four(double):
    """Four."""
    assert double(4) == 8
'''


@pytest.fixture(scope="module", params=["L1", "L2"])
def any_judge(request: pytest.FixtureRequest) -> Iterator[Judge]:
    with Judge(SECRET, level=request.param) as judge:
        yield judge


@pytest.mark.parametrize(
    "deadly",
    [
        "def double(x):\n    import os; os._exit(1)",
        "def double(x):\n    import ctypes; ctypes.string_at(0)",
        "import time\ndef double(x):\n    while True:\n        try: time.sleep(1)\n        except BaseException: pass",
        "def double(x):\n    import os, struct\n    os.write(3, struct.pack('<IQ', 2**31, 0))",
    ],
)
def test_an_answer_that_always_ends_its_process_costs_only_its_own_points(
    any_judge: Judge, tmp_path: Path, deadly: str
) -> None:
    tests = (
        TESTS[: TESTS.index("@points(2)\ndef test_halves")] + FIVE + TESTS[TESTS.index("@points(2)\ndef test_halves") :]
    )
    topic = load(write_topic(tmp_path, tests=tests))

    found = outcomes(any_judge, topic, double=deadly)

    assert found["test_halves"].status is Status.PASSED
    assert {found[f"test_{name}"].score for name in ("one", "two", "three", "four", "doubles")} == {0}
    assert "was not called again" in found["test_four"].detail


def test_cells_that_end_the_process_are_left_out_and_the_rest_runs(judge: Judge, doubling: Assignment) -> None:
    handed_in = submission(doubling, {**doubling.right, "double": "import os; os._exit(7)"})

    graded = judge.grade(doubling, handed_in, QUICK)

    found = {outcome.test: outcome.status for outcome in graded.verdict.outcomes}
    assert found["test_halves"] is Status.PASSED
    assert found["test_doubles"] is Status.FAILED
    assert "exit code 7" in json.dumps(graded.notebook)


def test_the_time_for_all_is_kept_within_a_test(judge: Judge, tmp_path: Path) -> None:
    many = '@points(1)\ndef test_many(double):\n    """Many."""\n    for n in range(50):\n        assert double(n) == 2 * n\n'
    topic = load(write_topic(tmp_path, tests=TESTS + many))
    slow = "import time\ndef double(x):\n    time.sleep(0.2)\n    return 2 * x"
    start = time.monotonic()

    verdict = judge.grade(topic, submission(topic, {**topic.right, "double": slow}), Limits(total_seconds=2)).verdict

    assert {o.test: o.status for o in verdict.outcomes}["test_many"] is Status.TIMEOUT
    assert in_time(time.monotonic() - start, 2, lambda: outcomes(judge, topic))


def test_the_answer_that_was_late_gets_less_time_and_not_the_one_beside_it(judge: Judge, longer: Assignment) -> None:
    late = "import time\ndef double(x):\n    time.sleep(9)\ndef halve(x): return x[0](x[1]) / 2 if type(x) is list else x / 2"

    found = outcomes(judge, longer, double=late, halve="pass")

    assert found["test_halves"].status is Status.PASSED
    told = Counter(outcome.detail for outcome in found.values() if outcome.status is Status.TIMEOUT)
    # In full once for `double` and once for `halve`, which its cell defines, too; a tenth each time after that.
    assert told == {"No answer within 2 seconds.": 2, "No answer within 0.2 seconds.": 6}


def test_what_hidden_tests_ask_is_not_told_by_an_answer_that_remembers(judge: Judge, doubling: Assignment) -> None:
    telling = (
        "seen = []\n"
        "def double(x):\n"
        "    seen.append(repr(x))\n"
        "    return 2 * x\n"
        "def halve(x):\n"
        "    seen.append(repr(x))\n"
        "    raise ValueError(' '.join(seen))\n"
    )
    found = judge.grade(doubling, submission(doubling, {"double": telling, "halve": "pass"}), QUICK)

    shown = json.dumps(found.notebook) + "".join(outcome.message for outcome in found.verdict.outcomes)
    assert "7.25" not in shown and "11.5" not in shown


@pytest.mark.parametrize("text", [r"'\ud800'", r"'\x1b]0;owned\x07\x1b[2J'", r"'\0'"])
def test_text_that_no_file_or_terminal_should_hold_is_cleaned(judge: Judge, doubling: Assignment, text: str) -> None:
    source = f"print({text})\ndef halve(x): raise ValueError({text})\nraise ValueError({text})"

    graded = judge.grade(doubling, submission(doubling, {**doubling.right, "halve": source}), QUICK)

    (graded.notebook and json.dumps(graded.notebook, ensure_ascii=False)).encode()
    assert "\x1b" not in as_text(graded.notebook)
    for outcome in graded.verdict.outcomes:
        outcome.detail.encode()


def test_what_is_graded_without_confinement_says_so(doubling: Assignment) -> None:
    with Judge(SECRET, level="unsafe") as judge:
        verdict = judge.grade(doubling, submission(doubling, doubling.right), QUICK).verdict

    assert verdict.level == "unsafe"
    assert "Graded without confinement (--unsafe): this result proves nothing." in verdict.remarks


def test_a_test_that_never_ends_is_bounded_and_named(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "TEST_SECONDS", 0.5)
    endless = TESTS.replace("    assert halve(9) == approx(4.5)\n", "    halve(9)\n    while True:\n        pass\n")
    topic = load(write_topic(tmp_path, tests=endless))

    verdict = judge.grade(topic, submission(topic, topic.right), QUICK).verdict

    assert [outcome.status for outcome in verdict.outcomes] == [Status.PASSED, Status.PASSED, Status.FAILED]
    assert "The test took more than 0.5 seconds of computing" in verdict.outcomes[2].detail


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("limit = 1 / 0\ndef halve(x):\n    return x / 2", "its cell ended with ZeroDivisionError"),
        ("def halve(x)\n    return x / 2", "its cell ended with SyntaxError"),
        ("from nowhere import halve", "its cell ended with ModuleNotFoundError"),
        ("def half(x):\n    return x / 2", "halve is not defined"),
    ],
)
def test_a_cell_that_died_is_told_at_the_answer_that_it_defines(
    judge: Judge, doubling: Assignment, cell: str, told: str
) -> None:
    verdict = judge.grade(doubling, submission(doubling, {**doubling.right, "halve": cell}), QUICK).verdict

    assert [bool(outcome.score) for outcome in verdict.outcomes] == [True, True, False]
    assert told in verdict.outcomes[2].detail
