"""Deciding about grades, as an instructor does it: the commands, what they refuse, and what they leave behind."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import load
from autograder.decisions import (
    DecisionError,
    Word,
    Work,
    audit_table,
    comment,
    excuse,
    extend,
    override,
    reopen,
    student_among,
    trail,
    undo,
    when_of,
)
from autograder.gradebook import Comment, Decision, DecisionKind, HandMark
from autograder.policy import Policy
from autograder.report import table
from conftest import NOTEBOOK, REFERENCE, TESTS, write_topic
from handing_in import hand_in
from test_cli import CONFIG, Done, run
from test_feedback import HOSTILE

NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORD = Word("Ada", "It is right so.", NOW)
DUE = Policy.model_validate({"assignments": {"01-doubling": {"due": "2026-11-10 12:00"}}})


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    essay = '# %% [markdown] answer points=2 name="why"\n# Why?\n'
    rubric = '# %% rubric name="why"\n# 2: Says why.\n'
    topic = load(write_topic(tmp_path_factory.mktemp("words"), NOTEBOOK + essay, reference=REFERENCE + rubric))
    return Work("s1", topic)


REFUSED: dict[str, tuple[Callable[[Work], object], str]] = {
    "too many points": (lambda work: override(work, 8, WORD), r"8 points can't be given for 01-doubling: it has 0 to 7"),
    "less than none": (lambda work: override(work, -1, WORD, "why"), r"-1 points can't be given for why: it has 0 to 2"),
    "no number": (lambda work: override(work, float("nan"), WORD), r"nan points can't be given"),
    "no question": (lambda work: override(work, 1, WORD, "how"), r"has no question 'how', but: double, halve, why\."),
    "no reason": (lambda work: excuse(work, replace(WORD, reason=" ")), r"needs a reason, .* Say it with --why\."),
    "nobody": (lambda work: excuse(work, replace(WORD, author=" ")), r"Nobody decided this\. Say who with --by\."),
    "no text": (lambda work: comment(work, "\n", WORD), r"The comment is empty\."),
    "no due date": (lambda work: extend(work, NOW, WORD, Policy()), r"has no due date, so it is open for everybody"),
    "not later": (lambda work: extend(work, NOW - timedelta(days=30), WORD, DUE), r"It is due 2026-11-10 12:00 UTC already"),
    "over": (lambda work: reopen(work, NOW, WORD, DUE), r"2026-11-20 00:00 UTC is over"),
    "no date": (lambda work: when_of("soon", DUE), r"'soon' is no date\. Write it like 2026-12-24"),
    "no such decision": (lambda work: undo(7, [], WORD), r"There is no decision 7\. `autograder audit` lists all"),
    "nobody known": (lambda work: student_among("adda", {"ada"}), r"no student 'adda' .* Did you mean ada\?"),
    "nobody at all": (lambda work: student_among("x", {"ada"}), r"`autograder report` lists all of them\."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_t_be_decided_is_refused_with_what_to_do(name: str, work: Work) -> None:
    attempt, message = REFUSED[name]

    with pytest.raises(DecisionError, match=message):
        attempt(work)


def test_a_decision_can_be_undone_once_and_the_undoing_too(work: Work) -> None:
    first = replace(excuse(work, WORD), number=1)
    second = replace(undo(1, [first], WORD), number=2)

    with pytest.raises(DecisionError, match=r"Decision 1 was undone already\. To bring it back, undo what undid it\."):
        undo(1, [first, second], WORD)
    with pytest.raises(DecisionError, match="needs a reason"):
        undo(1, [first], replace(WORD, reason=""))
    third = replace(undo(2, [first, second], WORD), number=3)
    assert undo(1, [first, second, third], WORD).undoes == 1


def test_that_work_was_graded_again_can_t_be_undone(work: Work) -> None:
    graded = Decision(
        student="s1", assignment="01-doubling", author="Ada", when=NOW, kind=DecisionKind.REGRADE, number=4
    )

    with pytest.raises(DecisionError, match=r"Decision 4 says that work was graded again, which can't be undone\."):
        undo(4, [graded], WORD)


def test_a_date_alone_is_the_end_of_that_day_in_the_course_s_time_zone() -> None:
    policy = Policy.model_validate({"course": {"timezone": "Europe/Berlin"}})

    assert when_of("2026-12-24", policy) == datetime(2026, 12, 24, 22, 59, 59, tzinfo=UTC)
    assert when_of("2026-12-24 18:00", policy) == datetime(2026, 12, 24, 17, tzinfo=UTC)
    assert when_of("2026-12-24T18:00+00:00", policy) == datetime(2026, 12, 24, 18, tzinfo=UTC)


def test_the_trail_has_all_that_people_did_and_says_what_counts(work: Work) -> None:
    about: dict[str, Any] = {"student": "s1", "assignment": "01-doubling", "author": "Bo", "source": "table"}
    made = [override(work, 4, WORD), override(work, 5, WORD), comment(work, "Good.", WORD, "why")]
    history = [replace(each, number=number) for number, each in enumerate(made, 1)]
    history.append(replace(undo(2, history, WORD), number=4))
    mark = HandMark(question="why", points=1, maximum=2, when=NOW - timedelta(days=1), **about)
    said = Comment(text="", when=NOW + timedelta(days=1), **about)

    found = trail(history, [mark], [said])

    assert [(each.record, each.number, each.what, each.counts, each.undone_by) for each in found] == [
        ("mark", None, "1 of 2 points by hand, given in: table", None, None),
        ("decision", 1, "4 of 7 points", True, None),
        ("decision", 2, "5 of 7 points", False, 4),
        ("decision", 3, "Good.", True, None),
        ("decision", 4, "takes back decision 2", True, None),
        ("comment", None, "the comment was taken back", None, None),
    ]


@pytest.mark.parametrize(
    "words", [*HOSTILE, "=1+1", "@SUM(A1)", "-2+3", "+1", "\t=1", "＝1"], ids=lambda words: ascii(words[:20])
)
def test_nothing_hostile_in_a_decision_breaks_the_table_of_the_trail(words: str, work: Work) -> None:
    written = (
        comment(work, f"{words} x", Word(f"{words[:80]} x", words, NOW))
        if "\0" not in words and "\ud800" not in words
        else comment(work, words, Word("Ada", words, NOW))
    )

    heads, row = csv.reader(table(audit_table(trail([replace(written, number=1)]))).splitlines(keepends=True))

    assert len(heads) == len(row) == 12
    for cell in row:
        assert not cell.lstrip("\t\r\n\x00 ").startswith(("=", "+", "-", "@", "＝"))


# From the command line

STRICT = TESTS.replace("    assert halve(1) ==", "    assert isinstance(halve(4), float)\n    assert halve(1) ==")
WHOLE = "def halve(x):\n    return x / 2 if x % 2 else x // 2\n"  # right, but for a test that is too strict


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A small course with a test that is too strict for Bob's answer, graded; all are 36 hours late."""
    topic = load(write_topic(tmp_path, tests=STRICT))
    (tmp_path / "grading_config.yml").write_text(f"{CONFIG}assignments: {{01-doubling: {{due: 2026-10-30}}}}\n")
    hand_in(tmp_path / "submitted", "ada", topic, topic.right)
    hand_in(tmp_path / "submitted", "bob", topic, {**topic.right, "halve": WHOLE})
    hand_in(tmp_path / "submitted", "eve", topic, {"double": topic.right["double"]})
    assert run("grade", "submitted", "--jobs", "1", cwd=tmp_path).returncode == 0
    return tmp_path


def percent(here: Path) -> dict[str, str]:
    assert run("report", cwd=here).returncode == 0
    with (here / "results/standings.csv").open() as file:
        return {row["student"]: row["01-doubling"] for row in csv.DictReader(file)}


def decide(here: Path, *said: str) -> Done:
    done = run(*said, "--by", "Ada L.", "--why", "It is right so.", cwd=here)
    assert done.returncode == 0, done.stderr
    return done


def table_at(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_decisions_reach_every_page_and_can_be_taken_back(here: Path) -> None:
    assert percent(here) == {"ada": "80.00", "bob": "40.00", "eve": "40.00"}

    told = decide(here, "override", "bob", "01", "4.5").stderr
    decide(here, "override", "eve", "01-doubling", "1", "--question", "halve")
    decide(here, "extend", "ada", "01", "2026-11-02")
    decide(here, "comment", "ada", "01", "<b>Well done.</b>", "--question", "double")

    assert told.splitlines() == [
        "Decision 1. bob, 01-doubling: override, 4.5 of 5 points.",
        "`autograder report` shows it; `autograder undo 1` takes it back.",
    ]
    assert percent(here) == {"ada": "100.00", "bob": "90.00", "eve": "60.00"}
    page = (here / "results/feedback/ada/01-doubling.html").read_text()
    assert "Comment by Ada L." in page and "&lt;b&gt;Well done." in page and "gave more time" in page
    assert "Overridden</b> by Ada L." in (here / "results/students/bob.html").read_text()
    exported = table_at(here / run("export", "csv", "--percent", cwd=here).stdout.strip())
    assert [row["decided"] for row in exported] == [
        "01-doubling extended", "01-doubling overridden", "01-doubling overridden in halve",
    ]  # fmt: skip

    decide(here, "undo", "1")
    decide(here, "excuse", "eve", "01")

    assert percent(here) == {"ada": "100.00", "bob": "40.00", "eve": ""}
    assert run("audit", cwd=here).stdout == "results/audit.csv\n"
    rows = table_at(here / "results/audit.csv")
    assert [(row["number"], row["who"], row["what"], row["counts"], row["undone by"]) for row in rows] == [
        ("1", "Ada L.", "override", "no", "5"), ("2", "Ada L.", "override", "yes", ""), ("3", "Ada L.", "extend", "yes", ""),
        ("4", "Ada L.", "comment", "yes", ""), ("5", "Ada L.", "undo", "yes", ""), ("6", "Ada L.", "excuse", "yes", ""),
    ]  # fmt: skip
    lines = [json.loads(line) for line in run("audit", "--json", cwd=here).stdout.splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert {line["reason"] for line in lines} == {"It is right so."}


@pytest.mark.slow
def test_what_is_handed_in_after_reopening_counts_in_full(here: Path) -> None:
    topic = load(here / "assignments/01-doubling")
    decide(here, "reopen", "bob", "01")
    hand_in(here / "submitted", "bob", topic, topic.right)
    stamp = datetime.now(UTC) + timedelta(seconds=2)
    (here / "submitted/bob/01-doubling/timestamp.txt").write_text(f"{stamp:%Y-%m-%d %H:%M:%S} UTC")

    assert run("grade", "submitted", "--jobs", "1", cwd=here).returncode == 0

    assert percent(here)["bob"] == "100.00"


@pytest.mark.slow
def test_a_decision_about_nobody_or_without_a_reason_is_refused(here: Path) -> None:
    nobody = run("excuse", "evee", "01", "--why", "ill", cwd=here)
    silent = run("excuse", "eve", "01", cwd=here)
    odd = run("override", "eve", "01", "9", "--why", "so", cwd=here)

    assert (nobody.returncode, silent.returncode, odd.returncode) == (2, 2, 2)
    assert "Decision: There is no student 'evee'" in nobody.stderr and "Did you mean eve?" in nobody.stderr
    assert "Missing option '--why'" in silent.stderr
    assert "9 points can't be given for 01-doubling: it has 0 to 5." in odd.stderr


def mend(here: Path) -> None:
    """The author sees that the test is too strict."""
    (here / "assignments/01-doubling/tests.py").write_text(TESTS)


def regrade(here: Path, *more: str) -> Done:
    return run("regrade", *more, "--why", "A test was too strict.", "--by", "Ada L.", "--jobs", "1", cwd=here)


@pytest.mark.slow
@pytest.mark.parametrize("question", [(), ("--question", "halve")], ids=["all", "one question"])
def test_after_a_test_was_fixed_points_change_only_with_consent_and_the_old_ones_stay(
    here: Path, question: tuple[str, ...]
) -> None:
    decide(here, "override", "eve", "01", "5")
    mend(here)

    asked = regrade(here, "--assignment", "01", *question)

    assert asked.returncode == 0, asked.stderr
    assert "3 were graded again; the points of 1 change." in asked.stderr
    assert "bob" in asked.stdout and "+2" in asked.stdout and "eve" not in asked.stdout
    assert "Nothing was recorded. Add --yes to record it." in asked.stderr
    assert percent(here)["bob"] == "40.00"
    before = run("explain", "bob", "01", "--json", cwd=here).stdout

    done = regrade(here, "--assignment", "01", *question, "--yes")

    assert "Recorded: 3 were graded again, and the points of 1 changed." in done.stderr
    assert percent(here) == {"ada": "80.00", "bob": "80.00", "eve": "100.00"}
    [row] = table_at(here / done.stdout.splitlines()[-1])
    which = question[1] if question else "all"
    points = ("0.00", "2.00") if question else ("3.00", "5.00")
    assert (row["student"], row["question"], (row["points before"], row["points now"])) == ("bob", which, points)
    assert (row["mark before (%)"], row["mark now (%)"]) == ("40.00", "80.00")
    after = json.loads(run("explain", "bob", "01", "--json", cwd=here).stdout)
    assert [each["counts"] for each in after["attempts"]] == [False, True]
    assert after["attempts"][0] == {**json.loads(before)["attempts"][0], "counts": False, "replaced": True}
    assert [(each["kind"], each["what"]) for each in after["changes"]] == [
        ("regrade", f"from {float(points[0]):g} to {float(points[1]):g} points")
    ]
    again = run("grade", "submitted", "--jobs", "1", cwd=here).stderr
    assert ("3 of 3 submissions are unchanged" in again) == (not question)  # other questions may have changed as well
    assert percent(here)["bob"] == "80.00"


@pytest.mark.slow
def test_a_group_of_mistakes_is_graded_again_by_its_name(here: Path) -> None:
    done = run("analyse", "--jobs", "1", "--json", cwd=here)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    [group] = [each["id"] for each in found if each["kind"] == "mistake" and each["students"] == ["bob"]]
    mend(here)

    asked = regrade(here, "--group", group)

    assert "1 were graded again; the points of 1 change." in asked.stderr
    assert (
        "No mistake is called 'halve-x'. `autograder analyse` lists them" in regrade(here, "--group", "halve-x").stderr
    )


@pytest.mark.slow
def test_what_can_t_be_graded_again_is_told_and_stays(here: Path) -> None:
    topic = load(here / "assignments/01-doubling")
    hand_in(here / "submitted", "ada", topic, {})
    hand_in(here / "submitted", "kim", topic, topic.right)
    mend(here)

    done = regrade(here, "--assignment", "01", "--question", "halve", "--yes")

    assert "Not graded again: ada: this file has not been graded yet; run `autograder grade`." in done.stderr
    assert "Not graded again: kim: this file has not been graded yet" in done.stderr
    assert "Recorded: 2 were graded again" in done.stderr
    assert (
        "has no question 'how', but: double, halve." in regrade(here, "--assignment", "01", "--question", "how").stderr
    )
    assert "Which assignment?" in regrade(here).stderr
    broken = STRICT.replace("approx(4.5)", "approx(4.6)")
    (here / "assignments/01-doubling/tests.py").write_text(broken)
    assert "01-doubling can't be graded until this is corrected" in regrade(here, "--assignment", "01", "--yes").stderr


@pytest.mark.slow
def test_an_explanation_has_all_that_made_a_mark_and_whoever_asks_again_gets_the_same(here: Path) -> None:
    decide(here, "override", "bob", "01", "1", "--question", "halve")

    shown = run("explain", "bob", "01", cwd=here)
    first = run("explain", "bob", "01", "--json", cwd=here).stdout

    assert shown.stdout == "results/explained/bob/01-doubling.html\n"
    assert shown.stderr.splitlines() == [
        "Tests give 3 of 5 points.",
        "halve: overridden by Ada L., 1 points, not 0.",
        "It was due 2026-10-30 23:59 UTC and handed in 2026-11-01 12:00:00 UTC: 36.00 hours late, which costs 20 %.",
        "The mark is 60.00 %: 4 of 5 points, minus 20 %.",
    ]
    found = json.loads(first)
    [attempt] = found["attempts"]
    assert {each["test"]: each["status"] for each in attempt["outcomes"]}["test_halves"] == "failed"
    assert (
        attempt["made_with"].keys() == {"autograder", "python", "numpy", "seed"}
        and attempt["level"]
        and attempt["seconds"]
    )
    page = (here / "results/explained/bob/01-doubling.html").read_text()
    for told in (
        attempt["submission"],
        attempt["assignment_hash"],
        found["secret"],
        "seed 1",
        "It is right so.",
        "test_halves",
    ):
        assert told in page
    assert run("explain", "bob", "01", "--json", cwd=here).stdout == first


@pytest.mark.slow
def test_with_the_course_and_its_secret_anybody_gets_the_same_grade_elsewhere(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("elsewhere")
    for name in ("assignments", "reference", "keys", "submitted"):
        shutil.copytree(here / name, there / name)
    shutil.copy(here / "grading_config.yml", there)
    assert run("grade", "submitted", "--jobs", "1", cwd=there).returncode == 0

    ours, theirs = (json.loads(run("explain", "bob", "01", "--json", cwd=place).stdout) for place in (here, there))

    for found in (ours, theirs):
        for attempt in found["attempts"]:
            assert attempt.pop("recorded") and attempt.pop("seconds")
    assert ours == theirs
    again = run("explain", "bob", "01", "--again", "submitted", cwd=here)
    assert (again.returncode, again.stderr.splitlines()[-1]) == (0, "Graded again: all 3 tests came out the same.")
    mend(here)
    other = run("explain", "bob", "01", "--again", "submitted", cwd=here)
    assert other.returncode == 1
    assert "Not the same: test_halves: failed, 0 then; passed, 2 now." in other.stderr
    nothing = run("explain", "bob", "01", "--again", here / "reference", cwd=here)
    assert "does not have the submission that counts" in nothing.stderr or nothing.returncode == 2
