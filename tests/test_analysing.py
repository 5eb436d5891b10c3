"""`autograder analyse`, as an instructor uses it; and nothing that others may see shows what is hidden."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest

from autograder.analysis import as_plain, facts_of, mistakes_of
from autograder.assignment import load
from autograder.gradebook import standings
from autograder.judge import Judge
from autograder.policy import Policy
from autograder.proof import known_mistakes
from autograder.release import Secrets
from conftest import NOTEBOOK, QUICK, REFERENCE, ROOT, TESTS, write_topic
from disguising import disguised
from handing_in import hand_in, submission
from independent import answer
from test_cli import CONFIG, run

FIT = '''\
# %% answer
def fit(x, y, rate, epochs):
    """Train a softmax classifier; return its weights, the loss of each epoch, and its accuracy.

    >>> len(fit(np.eye(2), [0, 1], 0.1, 3)[1])
    3
    """
    raise NotImplementedError("Train it.")
'''
FITS = '''

@points(3)
def test_fits(fit):
    """It returns the loss of each epoch."""
    assert len(fit(np.eye(2), np.array([0, 1]), 0.1, 3)[1]) == 3
'''
FITTED = f"""\
# %% answer
{answer(999)}
# %% mutant="trains too long" fails="test_fits"
def fit(x, y, rate, epochs):
    return 0, [0.0] * (epochs + 1), 1
"""


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """A small course with four students, whose work is graded, and one of a year ago."""
    tests = TESTS.replace("WITHOUT_CASES = {", 'WITHOUT_CASES = {\n    "fit": "It returns several things.",') + FITS
    topic = load(write_topic(tmp_path, NOTEBOOK + FIT, tests, REFERENCE + FITTED))
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    two = "def double(x):\n    y = 2\n    return y + x\n"
    chance = random.Random(1)
    work = {
        "ada": {**topic.right, "fit": answer(1), "double": two},
        "bob": {**topic.right, "fit": disguised(answer(1), chance)},
        "eve": {**topic.right, "fit": answer(2), "double": topic.mutants[0].source},
        "kim": {"fit": answer(3)},
    }
    for student, answers in work.items():
        hand_in(tmp_path / "submitted", student, topic, answers)
    hand_in(tmp_path / "2025", "old", topic, {**topic.right, "fit": disguised(answer(3), chance)})
    assert run("grade", "submitted", "--jobs", "1", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.slow
def test_it_shows_questions_mistakes_and_work_in_common_and_writes_tables(graded: Path) -> None:
    done = run("analyse", "--jobs", "1", "--earlier", "2025", cwd=graded)

    assert done.returncode == 0, done.stderr
    assert "01-doubling. Too few: 4 of at least 30 students." in done.stdout
    assert "double: 2 students: adds two [double-" in done.stdout
    assert "double: 1 student: not written [double-" in done.stdout
    common = [line for line in done.stdout.splitlines() if "in common" in line]
    assert len(common) == 2
    assert any("ada and bob have" in line for line in common)
    assert any("kim and old (2025) have" in line for line in common)

    with (graded / "results/analysis/mistakes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["mistake"], row["who"]) for row in rows if row["question"] == "double"] == [
        ("adds two", "ada eve"), ("not written", "kim"),
    ]  # fmt: skip
    assert rows[0]["example"].startswith("def double(x):")
    assert (graded / "results/analysis/questions.csv").exists()
    assert (graded / "results/analysis/in-common.csv").exists()


@pytest.mark.slow
def test_known_mistakes_are_tried_once_and_its_json_has_a_line_for_each_thing(graded: Path) -> None:
    first, again = (run("analyse", "--json", "--jobs", "1", cwd=graded) for _ in range(2))

    assert first.stdout == again.stdout
    kept = json.loads((graded / "results/mistakes/01-doubling.json").read_text())
    assert [name.split()[0] for name in kept] == ["double"]  # nobody got another answer wrong, but for empty ones
    lines = [json.loads(line) for line in first.stdout.splitlines()]
    assert {line["kind"] for line in lines} == {"questions", "mistake", "in common", "circle"}
    assert {line["schema"] for line in lines} == {1}


@pytest.mark.slow
def test_without_graded_work_it_says_what_to_do(tmp_path: Path) -> None:
    write_topic(tmp_path)
    (tmp_path / "grading_config.yml").write_text(CONFIG)

    done = run("analyse", cwd=tmp_path)

    assert done.returncode == 2
    assert "There is no gradebook in results. Grade first, or use --to FOLDER." in done.stderr


def test_nothing_that_others_may_see_shows_what_is_hidden(judge: Judge) -> None:
    topic = load(ROOT / "assignments" / "03-line-and-loss")
    wrong = {mutant.answer: mutant for mutant in topic.mutants}
    found = [
        judge.grade(topic, submission(topic, {**topic.right, name: mutant.source}, f"s{name}"), QUICK)
        for name, mutant in wrong.items()
    ]
    verdicts = [each.verdict for each in found]
    notebooks = {each.verdict.student: each.notebook for each in found}
    known = known_mistakes(topic, "predict", judge, QUICK)
    mistakes = mistakes_of(verdicts, topic, known, lambda verdict: notebooks[verdict.student])
    everything = [*mistakes, facts_of(standings(verdicts, (topic,), Policy()), topic)]
    secrets = Secrets([topic])

    told = {
        instructors: json.dumps([as_plain(each, instructors=instructors) for each in everything])
        for instructors in (True, False)
    }

    assert len(mistakes) >= len(wrong)
    assert not secrets.shown_in("analysis.json", told[False].encode())
    assert not [mutant.label for mutant in topic.mutants if mutant.label in told[False]]
    assert not [test.name for test in topic.tests if test.name in told[False]]
    assert secrets.shown_in("analysis.json", told[True].encode())  # or the search would find nothing anywhere
