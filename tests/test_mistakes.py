"""Wrong answers are grouped by what they do, whoever wrote them and however, and known mistakes give them names."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from autograder.analysis import Mistake, as_plain, mistakes_of, wrong_answers
from autograder.assignment import Assignment, load
from autograder.judge import Behaviour, Judge, Notebook, Ruling, Verdict, nearly_alike, not_graded
from autograder.proof import KnownMistake, Mistaken, known_mistakes
from conftest import QUICK, write_topic
from handing_in import WHEN, submission
from sources import Source
from test_drawn import topic as two_answers

NOTEBOOK = Source(
    '''\
# %% [markdown]
# # How far off
# %%
import numpy as np
# %% answer
def get_rmse(data, m, b):
    """Return the root mean squared error of the line y = m*x + b over `data`, a list of (x, y).

    >>> round(get_rmse([(1, 3), (2, 5)], m=-1, b=5), 4)
    1.5811
    """
    raise NotImplementedError("Return the root mean squared error.")
'''
)
TESTS = Source(
    '''\
from autograder.testing import Call, approx, like_reference, points, visible


@visible
@points(1)
def test_two_points(get_rmse):
    """The line y = -x + 5 misses by 1 and by 2."""
    assert get_rmse([(1, 3), (2, 5)], -1, 5) == approx(1.5811388)


@points(4)
@like_reference(rel=1e-4)
def cases_get_rmse(draw):
    """On any data, with any line: one point, many, repeats."""
    for data in draw.some(draw.points((1, 12)).but("tiny", "huge"), more=3):
        yield Call(data, float(draw.rng.uniform(1, 4)), float(draw.rng.uniform(1, 4)))
'''
)
REFERENCE = Source(
    """\
# %% answer
def get_rmse(data, m, b):
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5
# %% mutant="forgets the square root" fails="test_two_points"
def get_rmse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) / len(data)
# %% mutant="takes the root of the sum" fails="test_two_points"
def get_rmse(data, m, b):
    return sum((m * x + b - y) ** 2 for x, y in data) ** 0.5
# %% mutant="takes absolute errors" fails="test_two_points"
def get_rmse(data, m, b):
    return sum(abs(m * x + b - y) for x, y in data) / len(data)
# %% mutant="drops repeats" fails="cases_get_rmse"
def get_rmse(data, m, b):
    data = set(data)
    return (sum((m * x + b - y) ** 2 for x, y in data) / len(data)) ** 0.5
"""
)
# Mistakes that students make, each written in ways that have little in common. Those named "?" are not in the reference.
LOOP = """\
def get_rmse(data, m, b):
    TOTAL = 0
    for X, Y in data:
        {step}
    return {result}
"""
ARRAY = """\
def get_rmse(data, m, b):
    POINTS = np.array(data, dtype={kind})
    MISS = {miss}
    return {result}
"""
MISS = "m * POINTS[:, 0] + b - POINTS[:, 1]"
PLANTED: Mapping[str, tuple[str, ...]] = {
    "forgets the square root": (
        LOOP.format(step="TOTAL += (Y - (m * X + b)) ** 2", result="TOTAL / len(data)"),
        ARRAY.format(kind="float", miss=MISS, result="np.mean(MISS**2)"),
        ARRAY.format(kind="np.float32", miss=MISS, result="(MISS * MISS).mean()"),
    ),
    "takes the root of the sum": (
        LOOP.format(step="TOTAL = TOTAL + (m * X + b - Y) ** 2", result="np.sqrt(TOTAL)"),
        ARRAY.format(kind="float", miss=MISS, result="float(np.linalg.norm(MISS))"),
    ),
    "takes absolute errors": (
        LOOP.format(step="TOTAL += abs(m * X + b - Y)", result="TOTAL / len(data)"),
        ARRAY.format(kind="float", miss=f"np.abs({MISS})", result="MISS.sum() / len(MISS)"),
    ),
    "drops repeats": (
        "def get_rmse(data, m, b):\n    POINTS = list(dict.fromkeys(data))\n    return np.sqrt(np.mean([(m * X + b - Y) ** 2 for X, Y in POINTS]))\n",
        "def get_rmse(data, m, b):\n    TOTAL = [(Y - m * X - b) ** 2 for X, Y in set(data)]\n    return (sum(TOTAL) / len(TOTAL)) ** 0.5\n",
    ),
    "? swaps x and y": (
        LOOP.format(step="TOTAL += (m * Y + b - X) ** 2", result="(TOTAL / len(data)) ** 0.5"),
        ARRAY.format(kind="float", miss="m * POINTS[:, 1] + b - POINTS[:, 0]", result="np.sqrt((MISS**2).mean())"),
    ),
    "? subtracts the intercept": (
        LOOP.format(step="TOTAL += (m * X - b - Y) ** 2", result="(TOTAL / len(data)) ** 0.5"),
        ARRAY.format(kind="float", miss="m * POINTS[:, 0] - b - POINTS[:, 1]", result="np.sqrt((MISS**2).mean())"),
    ),
    "? divides by one less": (
        LOOP.format(step="TOTAL += (m * X + b - Y) ** 2", result="(TOTAL / max(len(data) - 1, 1)) ** 0.5"),
        "def get_rmse(data, m, b):\n    MISS = [(m * X + b - Y) ** 2 for X, Y in data]\n    TOTAL = len(MISS) - 1 or 1\n    return np.sqrt(sum(MISS) / TOTAL)\n",
    ),
    "? returns nothing": (
        "def get_rmse(data, m, b):\n    TOTAL = sum((m * X + b - Y) ** 2 for X, Y in data)\n    (TOTAL / len(data)) ** 0.5\n",
        "def get_rmse(data, m, b):\n    print(data, m, b)\n",
    ),
}
NAMES = ("total", "acc", "s", "summe", "error", "points", "pts", "p", "q", "u", "v", "xs", "miss", "diff", "res")


def renamed(source: str, chance: random.Random) -> str:
    for place, name in zip(("TOTAL", "POINTS", "MISS", "X", "Y"), chance.sample(NAMES, 5), strict=True):
        source = source.replace(place, name)
    return source


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_topic(tmp_path_factory.mktemp("rmse"), NOTEBOOK, TESTS, REFERENCE, "01-rmse"))


@pytest.fixture(scope="module")
def known(topic: Assignment, judge: Judge) -> tuple[KnownMistake, ...]:
    return known_mistakes(topic, "get_rmse", judge, QUICK)


def graded(judge: Judge, topic: Assignment, source: str, student: str = "s1", hours: int = 0) -> Verdict:
    handed_in = submission(topic, {"get_rmse": source}, student)
    return judge.grade(topic, replace(handed_in, submitted=WHEN + timedelta(hours=hours)), QUICK).verdict


def nothing(verdict: Verdict) -> Notebook | None:
    return None


def planted(judge: Judge, topic: Assignment, count: int) -> tuple[list[Verdict], dict[str, str]]:
    """The verdicts on simulated students, each truly judged, and which mistake each of them makes."""
    chance, makes, verdicts = random.Random(7), dict[str, str](), list[Verdict]()
    for number in range(count):
        mistake = chance.choice(list(PLANTED))
        makes[f"s{number}"] = mistake
        verdicts.append(graded(judge, topic, renamed(chance.choice(PLANTED[mistake]), chance), f"s{number}"))
    return verdicts, makes


def test_planted_mistakes_of_300_students_are_grouped_and_named(
    judge: Judge, topic: Assignment, known: tuple[KnownMistake, ...]
) -> None:
    verdicts, makes = planted(judge, topic, 300)

    groups = mistakes_of(verdicts, topic, known, nothing)

    mostly = [Counter(makes[student] for student in group.students).most_common(1)[0] for group in groups]
    assert sum(count for _, count in mostly) / 300 >= 0.95  # purity
    assert len(groups) <= len(PLANTED) + 1  # nor is it bought with many small groups
    for group, (mistake, _) in zip(groups, mostly, strict=True):
        assert group.known == (() if mistake.startswith("?") else (mistake,))


def test_a_group_says_who_made_it_who_has_mended_it_and_when(
    judge: Judge, topic: Assignment, known: tuple[KnownMistake, ...]
) -> None:
    wrong, also = PLANTED["forgets the square root"][:2]
    verdicts = [
        graded(judge, topic, wrong, "ada", hours=1),
        graded(judge, topic, topic.right["get_rmse"], "ada", hours=5),
        graded(judge, topic, also, "bob", hours=3),
    ]

    [group] = mistakes_of(verdicts, topic, known, nothing)

    assert group.sentence == "1 student: forgets the square root"
    assert (group.students, group.mended) == (("bob",), ("ada",))
    assert (group.first, group.last) == (WHEN + timedelta(hours=1), WHEN + timedelta(hours=3))
    assert group.points == 5
    assert group.command == f"autograder regrade --group {group.id}"


def test_a_groups_id_stays_when_others_join_it(judge: Judge, topic: Assignment) -> None:
    wrong, also = PLANTED["? swaps x and y"]
    first, second = graded(judge, topic, wrong, "ada"), graded(judge, topic, also, "bob", hours=2)

    [alone], [both] = (mistakes_of(those, topic, (), nothing) for those in ([first], [first, second]))

    assert alone.id == both.id
    assert both.students == ("ada", "bob")


def test_the_example_is_a_students_own_cell_as_it_was_kept(judge: Judge, topic: Assignment) -> None:
    wrong = PLANTED["? swaps x and y"][0]
    handed_in = submission(topic, {"get_rmse": wrong}, "ada")
    found = judge.grade(topic, handed_in, QUICK)

    [group] = mistakes_of([found.verdict], topic, (), lambda verdict: found.notebook)

    assert group.example is not None
    assert (group.example.student, group.example.source) == ("ada", wrong)


def test_a_mistake_is_the_same_whether_other_answers_are_wrong_or_not(judge: Judge, tmp_path: Path) -> None:
    means = two_answers(tmp_path)
    wrong = "def centred(numbers):\n    return np.array([number + mean(numbers) for number in numbers])\n"
    alone = submission(means, {**means.right, "centred": wrong}, "ada")
    both = submission(means, {"mean": "def mean(numbers):\n    return max(numbers)\n", "centred": wrong}, "bob")
    verdicts = [judge.grade(means, handed_in, QUICK).verdict for handed_in in (alone, both)]

    groups = {group.students: group.question for group in mistakes_of(verdicts, means, (), nothing)}

    assert groups == {("ada", "bob"): "centred", ("bob",): "mean"}


def test_a_number_of_numpys_is_the_same_mistake_as_one_of_pythons(judge: Judge, topic: Assignment) -> None:
    writings = [f"def get_rmse(data, m, b):\n    return {kind}(len(data))\n" for kind in ("int", "float", "np.float32")]
    verdicts = [graded(judge, topic, source, f"s{number}") for number, source in enumerate(writings)]

    [group] = mistakes_of(verdicts, topic, (), nothing)

    assert group.students == ("s0", "s1", "s2")


def test_empty_answers_are_a_group_of_their_own_and_other_versions_are_left_out(
    judge: Judge, topic: Assignment
) -> None:
    empty = graded(judge, topic, topic.answers[0].stub, "ada")
    old = replace(graded(judge, topic, PLANTED["? swaps x and y"][0], "bob"), assignment_hash="of an earlier version")
    refused = not_graded(topic, replace(submission(topic, {}), student="eve"), Ruling.REFUSED, "This file is empty.")

    [group] = mistakes_of([empty, old, refused], topic, (), nothing)

    assert (group.name, group.students, group.example) == ("not written", ("ada",), None)
    assert wrong_answers([empty, old, refused], topic) == []


def test_mistakes_of_tests_without_drawn_calls_are_told_apart_by_what_the_tests_found(
    judge: Judge, doubling: Assignment
) -> None:
    def wrong(double: str, student: str) -> Verdict:
        handed_in = submission(doubling, {**doubling.right, "double": f"def double(x):\n    {double}\n"}, student)
        return judge.grade(doubling, handed_in, QUICK).verdict

    verdicts = [
        wrong("return x + 2", "a"), wrong("y = 2\n    return y + x", "b"), wrong("return x ** 2", "c"),
        wrong("return x + 'a'", "d"), wrong("return x", "e"),
    ]  # fmt: skip
    groups = mistakes_of(verdicts, doubling, known_mistakes(doubling, "double", judge, QUICK), nothing)

    assert {group.students: group.known for group in groups} == {
        ("a", "b"): ("adds two",), ("c",): (), ("d",): (), ("e",): ()
    }  # fmt: skip


def test_what_known_mistakes_do_is_found_once_and_again_when_one_changes(
    judge: Judge, topic: Assignment, known: tuple[KnownMistake, ...], tmp_path: Path
) -> None:
    kept = Mistaken(tmp_path, topic)
    assert kept.missing(["get_rmse"]) == ["get_rmse"]

    kept.add("get_rmse", known)

    assert Mistaken(tmp_path, topic).missing(["get_rmse"]) == []
    assert Mistaken(tmp_path, topic).mistakes == known
    (tmp_path / "mistakes" / "01-rmse.json").write_text('{"get_rmse 1": "of another version"}')
    assert Mistaken(tmp_path, topic).missing(["get_rmse"]) == ["get_rmse"]
    kept.add("get_rmse", known)
    changed = replace(topic, mutants=topic.mutants[1:])
    assert Mistaken(tmp_path, changed).missing(["get_rmse"]) == ["get_rmse"]
    assert Mistaken(tmp_path, changed).mistakes == ()


def test_what_others_may_see_of_a_group_names_no_known_mistake_and_nobodys_work(
    judge: Judge, topic: Assignment, known: tuple[KnownMistake, ...]
) -> None:
    found = judge.grade(topic, submission(topic, {"get_rmse": topic.mutants[0].source}), QUICK)
    [group] = mistakes_of([found.verdict], topic, known, lambda verdict: found.notebook)

    everything, shared = (as_plain(group, instructors=instructors) for instructors in (True, False))

    assert everything["known"] == ["forgets the square root"] and everything["example"]
    assert not {"known", "example", "tests"} & shared.keys()
    assert shared["happens"] == "It returns a wrong value."


def does(*places: str, **changed: str) -> Behaviour:
    return {**dict.fromkeys(places, "a"), **changed}


def test_rounding_may_tell_one_place_in_ten_apart_and_no_more() -> None:
    ten = [f"p{number}" for number in range(10)]

    assert nearly_alike(does(*ten), does(*ten, p0="b"))
    assert not nearly_alike(does(*ten), does(*ten, p0="b", p1="b"))
    assert not nearly_alike(does(*ten), does(*ten[1:]))
    assert not nearly_alike(does(), does())


def test_a_mistake_is_a_value_that_names_itself() -> None:
    group = Mistake("f-1", "01", "f", ("a", "b"), (), WHEN, WHEN, 1.0, "It is wrong.", (), ("test_f",), None)

    assert group.sentence == "2 students: (no known mistake) It is wrong."
