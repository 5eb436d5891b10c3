"""Mutants share a notebook only where none can hide what another does."""

from __future__ import annotations

from pathlib import Path

from autograder.assignment import Assignment, load
from autograder.judge import Judge
from autograder.proof import prove
from autograder.proof.together import Attempt, groups
from conftest import NOTEBOOK, QUICK, REFERENCE, TESTS, write_topic

USER = '''
# %% answer
def quarter(x):
    """Return a quarter of `x`."""
    raise NotImplementedError("Halve it twice.")
'''
ITS_TEST = '''
@points(1)
def test_quarters(quarter):
    """A quarter of eight is two, and of two it is a half."""
    assert quarter(8) == approx(2)
    assert quarter(2) == approx(0.5)
'''
ITS_RIGHT = """
# %% answer
def quarter(x):
    return halve(halve(x))
# %% mutant="halves once" fails="test_quarters"
def quarter(x):
    return halve(x)
"""


def attempts(topic: Assignment) -> list[Attempt]:
    by_name = {test.name: test for test in topic.tests}
    return [Attempt(mutant, tuple(by_name[name] for name in mutant.fails)) for mutant in topic.mutants]


def labels(topic: Assignment) -> list[list[str]]:
    return [[attempt.mutant.label for attempt in group] for group in groups(topic, attempts(topic))]


def test_mutants_of_answers_that_have_nothing_to_do_with_each_other_share_a_notebook(doubling: Assignment) -> None:
    assert labels(doubling) == [["adds two", "rounds down"], ["doubles the first only"]]


def test_a_mutant_of_an_answer_that_uses_another_does_not_share_one_with_it(tmp_path: Path) -> None:
    tests = (TESTS + ITS_TEST).replace(
        "WITHOUT_CASES = {", 'WITHOUT_CASES = {\n    "quarter": "Tests of the grader want to see each call.",'
    )
    topic = load(write_topic(tmp_path, notebook=NOTEBOOK + USER, tests=tests, reference=REFERENCE + ITS_RIGHT))

    assert labels(topic) == [["adds two", "rounds down"], ["doubles the first only", "halves once"]]


def test_what_one_of_them_breaks_is_not_taken_for_the_mistake_of_another(judge: Judge, tmp_path: Path) -> None:
    """A mutant that ends the process would let its neighbour look caught."""
    ends = 'mutant="rounds down" fails="test_halves"\ndef halve(x):\n    import os; os._exit(0)'
    right = 'mutant="adds two" fails="test_doubles"\ndef double(x):\n    return x * 2'
    reference = REFERENCE.replace('mutant="rounds down" fails="test_halves"\ndef halve(x):\n    return x // 2', ends)
    reference = reference.replace('mutant="adds two" fails="test_doubles"\ndef double(x):\n    return x + 2', right)
    topic = load(write_topic(tmp_path, reference=reference))

    found = [finding.fault for finding in prove(topic, judge, QUICK).findings]

    assert "double that adds two is not caught by test_doubles; nothing did." in found
    assert not [fault for fault in found if "halve" in fault]
