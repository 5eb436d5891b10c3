"""What `autograder report` writes: pages that hang together, show what was found, and hide what students must not see."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from autograder.analysis import Gated, InCommon, Work, facts_of, mistakes_of
from autograder.assignment import Assignment, load
from autograder.gradebook import standings
from autograder.judge import Judge, Outcome, Ruling, Status, Verdict
from autograder.policy import Policy
from autograder.proof import KnownMistake
from autograder.release import Secrets
from autograder.report import Findings, all_progress, for_cohort, for_student, for_topic
from autograder.report.pictured import pictured
from autograder.roster import Person
from conftest import QUICK, ROOT, write_topic
from handing_in import WHEN, hand_in, submission
from pages import Page
from test_cli import CONFIG, run

NOW = WHEN + timedelta(days=20)
POLICY = Policy()


def verdict(topic: Assignment, student: str, status: Status = Status.FAILED, **more: Any) -> Verdict:
    score = topic.max_score if status is Status.PASSED else 0.0
    outcome = Outcome(
        "test_doubles", "double", status, score, topic.max_score, "Twice two is four.", visible=True,
        told="It returns a wrong value.", **more,
    )  # fmt: skip
    return Verdict(student, topic.name, student, WHEN, topic.hash, Ruling.GRADED, outcomes=(outcome,))


def data_of(page: str) -> Any:
    """What the script of the cohort's page reads."""
    return json.loads(Page(page).scripts[0])


def topic_text(topic: Assignment, verdicts: list[Verdict], found: Findings) -> str:
    progress = all_progress(standings(verdicts, (topic,), POLICY), POLICY, NOW)
    return " ".join(Page(for_topic(topic, progress, found, POLICY, NOW)).text.split())


@pytest.mark.slow
def test_every_link_of_every_page_leads_somewhere(tmp_path: Path) -> None:
    topic = load(write_topic(tmp_path))
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    hand_in(tmp_path / "submitted", "ada", topic, topic.right)
    hand_in(tmp_path / "submitted", "Bob #1 & co?", topic, {"double": topic.mutants[0].source})
    hand_in(tmp_path / "submitted", "eve", topic, b"")
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "roster.csv").write_text("id,name,section\nada,Ada Lovelace,A\nkim,Kim Ito,B\n")
    assert run("grade", "submitted", "--jobs", "1", cwd=tmp_path).returncode == 0

    done = run("report", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    results = tmp_path / "results"
    pages = [path.relative_to(results).as_posix() for path in sorted(results.rglob("*.html"))]
    assert [page for page in pages if page.startswith(("index", "assignments"))] == [
        "assignments/01-doubling.html",
        "index.html",
    ]
    for name in pages:
        text = (results / name).read_text(encoding="utf-8")
        for address in re.findall(r'href="([^"]+)"', text):
            path, _, place = address.partition("#")
            assert (results / name).parent.joinpath(unquote(path) if path else Path(name).name).exists(), (
                name,
                address,
            )
            assert not place or place.startswith("state=") or f'id="{unquote(place)}"' in text, (name, address)
    index = (results / "index.html").read_text(encoding="utf-8")
    assert "Kim Ito" in index and "On the roster, and handed in nothing: 1" in index
    for row in data_of(index)["rows"]:
        assert (results / "students" / f"{row[1] or row[0]}.html").exists()
        assert (results / "feedback" / (row[1] or row[0]) / "01-doubling.html").exists()


def test_the_table_of_students_has_everybodys_marks_and_what_is_odd_about_them(doubling: Assignment) -> None:
    policy = Policy.model_validate({"assignments": {doubling.name: {"due": (WHEN - timedelta(hours=30)).isoformat()}}})
    every = (doubling, replace(doubling, name="02-more"))
    odd = [
        replace(verdict(doubling, f"{n}"), status=ruling, outcomes=())
        for n, ruling in enumerate((Ruling.HELD, Ruling.OURS, Ruling.REFUSED))
    ]
    found = [verdict(doubling, "ada", Status.PASSED), *odd]
    progress = all_progress(standings(found, every, policy), policy, NOW)

    page = for_cohort(progress, every, policy, NOW, {"ada": Person("ada", "Ada Lovelace", section="A")})
    rows = {row[0]: row for row in data_of(page)["rows"]}

    assert rows["ada"][:4] == ["ada", 0, "Ada Lovelace", "A"]
    assert [rows[who][8] for who in ("ada", "0", "1", "2")] == [
        [[80, "l"], None], [[None, "h"], None], [[None, "o"], None], [[None, "r"], None],
    ]  # fmt: skip
    assert rows["ada"][6:8] == [80, 40]


def test_a_thousand_students_fit_into_a_small_page(doubling: Assignment) -> None:
    every = tuple(replace(doubling, name=f"{n:02}-a-topic-with-a-name") for n in range(16))
    found = [replace(verdict(each, f"student-{n:04}"), assignment=each.name) for n in range(1000) for each in every]
    people = {
        f"student-{n:04}": Person(f"student-{n:04}", f"Somebody Number {n}", section="Group A") for n in range(1000)
    }

    page = for_cohort(all_progress(standings(found, every, POLICY), POLICY, NOW), every, POLICY, NOW, people)

    assert len(page.encode()) < 1_000_000
    assert len(data_of(page)["rows"]) == 1000


def test_the_page_of_an_assignment_names_mistakes_and_who_made_them(doubling: Assignment) -> None:
    wrong = [verdict(doubling, who, cases=("", "abc")) for who in ("ada", "bob")]
    known = [KnownMistake("double", "adds two", 1, ("test_doubles",), {"test_doubles 1": "abc"})]
    mistakes = mistakes_of(
        wrong, doubling, known, lambda _: {"cells": [{"id": "double", "cell_type": "code", "source": "x + 2"}]}
    )
    everybody = standings(wrong, (doubling,), POLICY)

    text = topic_text(doubling, wrong, Findings(facts_of(everybody, doubling), mistakes))

    assert "2 students: adds two" in text
    assert "ada , bob" in text
    assert "An example, by bob x + 2" in text
    assert f"group {mistakes[0].id}" in text


def test_work_in_common_is_shown_side_by_side_and_never_called_more_than_that(doubling: Assignment) -> None:
    one, other = (
        Work("ada", "def a(x):\n    return 2 * x"),
        Work("bob", "def b(y):\n    z = 1\n    return 2 * y", "2025"),
    )
    pair = InCommon(doubling.name, "double", one, other, 0.9, 0.8, ((2, 2),), ((3, 3),))
    found = [verdict(doubling, "ada")]
    page_of = all_progress(standings(found, (doubling,), POLICY), POLICY, NOW)
    facts = facts_of([each.standing for each in page_of], doubling)

    page = for_topic(doubling, page_of, Findings(facts, (), (pair,)), POLICY, NOW)

    assert re.findall(r'class="line both">([^<]*)<', page) == ["    return 2 * x", "    return 2 * y"]
    assert "This is never a verdict." in page
    assert not re.search(r"copied|cheat|plagiar|suspicious", page, re.IGNORECASE)


@pytest.mark.parametrize("least", [True, False])
def test_a_picture_of_a_gate_divides_exactly_at_its_target(least: bool) -> None:
    chance = random.Random(1)
    values = tuple(sorted([0.7, *(round(chance.gauss(0.72, 0.05), 3) for _ in range(200))]))
    reached = sum(value >= 0.7 if least else value <= 0.7 for value in values)
    gate = Gated("accuracy", 0.7 if least else None, None if least else 0.7, values, (0, 0, 0, 0, 0), reached, 0)

    picture = pictured(gate)

    assert sum(bar.count for bar in picture.bars) == len(values)
    assert sum(bar.count for bar in picture.bars if bar.reached) == reached
    assert all(bar.x >= 15 and bar.x + bar.width <= 385 for bar in picture.bars)
    assert all((bar.x >= picture.bound) is (bar.reached is least) for bar in picture.bars)
    assert picture.target == ("at least 0.7" if least else "at most 0.7")


@pytest.mark.parametrize("values", [(0.7,), (0.7, 0.7), (0.1,), (0.9, 0.9), (0.7, 1e300)])
def test_a_picture_of_few_or_odd_values_is_one_all_the_same(values: tuple[float, ...]) -> None:
    picture = pictured(Gated("accuracy", 0.7, None, values, (0, 0, 0, 0, 0), 1, 0))

    assert sum(bar.count for bar in picture.bars) == len(values)


def test_no_page_that_a_student_gets_shows_what_is_hidden(judge: Judge) -> None:
    topic = load(ROOT / "assignments" / "03-line-and-loss")
    wrong = {mutant.answer: mutant for mutant in topic.mutants}
    found = [
        judge.grade(topic, submission(topic, {**topic.right, name: mutant.source}, f"s{name}"), QUICK).verdict
        for name, mutant in wrong.items()
    ]
    everybody = all_progress(standings(found, (topic,), POLICY), POLICY, NOW)
    secrets = Secrets([topic])

    for progress in everybody:
        page = for_student(progress, (topic,), NOW)
        assert "What to mend next" in page
        assert not secrets.shown_in("student.html", Page(page).text.encode())
        assert not [mutant.label for mutant in topic.mutants if mutant.label in page]
        assert not [test.name for test in topic.tests if not test.visible and test.name in page]
        assert "index.html" not in page and "assignments/" not in page  # no way to an instructor's page
