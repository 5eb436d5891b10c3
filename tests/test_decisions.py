"""Decisions about grades: standings follow them, and a second, simple implementation comes to the same."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.assignment import Assignment, load
from autograder.certificate import Achieved, Issuer, Person, missing_for, signed
from autograder.decisions import explain, same_again, trail
from autograder.gradebook import (
    Comment,
    Decision,
    DecisionKind,
    GradebookError,
    HandMark,
    Mark,
    Recorded,
    Standing,
    in_force,
    said,
    standings,
)
from autograder.judge import Judge, Ruling, Verdict
from autograder.policy import Policy
from autograder.report import for_appeal, for_cohort, for_feedback, for_student, progress_of, standings_csv
from certifying import TICKET
from conftest import NOTEBOOK, QUICK, REFERENCE, write_topic
from handing_in import submission
from pages import Page
from test_feedback import HOSTILE

DUE = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ESSAY = '# %% [markdown] answer points=2 name="why"\n# Why?\n'
RUBRIC = '# %% rubric name="why"\n# 2: Says why.\n'
RULES = {
    "assignments": {"01-doubling": {"due": DUE.isoformat()}, "02-other": {"weight": 2}},
    "late": {"closes_after": "3 days"},
}
POLICY = Policy.model_validate(RULES)


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assignment, ...]:
    """Two topics with 5 points by tests and 2 by hand."""
    first = load(write_topic(tmp_path_factory.mktemp("words"), notebook=NOTEBOOK + ESSAY, reference=REFERENCE + RUBRIC))
    return first, replace(first, name="02-other")


@pytest.fixture(scope="module")
def verdict(judge: Judge, topics: tuple[Assignment, ...]) -> Verdict:
    """Three of the five points, handed in on time; and something was written that nobody has read yet."""
    topic = topics[0]
    work = submission(topic, {"double": topic.right["double"], "why": "Why?\n\nBecause."})
    return judge.grade(topic, work, QUICK).verdict


def decide(kind: str, value: object = None, **more: object) -> Decision:
    told = {"student": "s1", "assignment": "01-doubling", "author": "Ada", "when": NOW, "reason": "It is right so."}
    return Decision(**{**told, "kind": DecisionKind(kind), "value": value, **more})  # type: ignore[arg-type]


def override(points: float, question: str = "", maximum: float = 7, **more: object) -> Decision:
    return decide("override", {"points": points, "maximum": maximum}, question=question, **more)


def numbered(decisions: list[Decision]) -> list[Decision]:
    return [replace(each, number=number) for number, each in enumerate(decisions, 1)]


def standing(
    topics: tuple[Assignment, ...], verdicts: list[Verdict], *decisions: Decision, marks: tuple[HandMark, ...] = ()
) -> Standing:
    [found] = standings(verdicts, topics, POLICY, marks, in_force(numbered(list(decisions))))
    return found


def mark(topics: tuple[Assignment, ...], verdict: Verdict, *decisions: Decision) -> Mark:
    return standing(topics[:1], [verdict], *decisions).marks[0]


def test_an_override_is_the_last_word_on_an_assignment(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    late = replace(verdict, submitted=DUE + timedelta(days=2))

    found = mark(topics, late, override(6))

    assert (found.score, found.percent, found.state, found.known, found.waiting) == (
        6, pytest.approx(600 / 7), "overridden", True, (),
    )  # fmt: skip


def test_an_override_counts_where_nothing_was_handed_in_or_could_be_graded(
    topics: tuple[Assignment, ...], verdict: Verdict
) -> None:
    nothing = standing(topics[:1], [], override(7))
    ours = standing(topics[:1], [replace(verdict, status=Ruling.OURS)], override(7))

    for found in (nothing, ours):
        assert (found.percent, found.passed, found.open) == (100, True, False)


def test_an_override_of_a_question_replaces_its_points_and_late_rules_still_hold(
    topics: tuple[Assignment, ...], verdict: Verdict
) -> None:
    late = replace(verdict, submitted=DUE + timedelta(hours=20))

    found = mark(topics, late, override(2, "halve", 2), override(2, "why", 2))

    assert (found.score, found.penalty, found.percent, found.waiting) == (7, 10, 90, ())
    assert [change.overrides for change in found.changes] == [True]


def test_an_override_of_a_question_counts_whatever_marks_by_hand_say_of_it_or_of_its_cells(
    topics: tuple[Assignment, ...], verdict: Verdict
) -> None:
    marks = tuple(
        HandMark(
            student="s1", assignment="01-doubling", question=question, author="Bo", when=NOW + timedelta(days=1),
            points=0.5, maximum=2, source="formgrader",
        )
        for question in ("halve", "halve-hidden-1", "test_halves", "why")
    )  # fmt: skip

    found = standing(topics[:1], [verdict], override(1, "halve", 2), marks=marks).marks[0]

    assert found.score == 3 + 1 + 0.5


def test_what_is_excused_is_out_of_the_total_and_needs_no_passing(
    topics: tuple[Assignment, ...], verdict: Verdict
) -> None:
    full = replace(verdict, assignment="02-other", by_hand=(), outcomes=verdict.outcomes[:2])

    found = standing(topics, [full], decide("excuse"))

    assert (found.percent, found.missing, found.marks[0].state, found.marks[0].known) == (100, (), "excused", False)
    assert standing(topics, [full]).percent == pytest.approx(200 / 3)


def test_an_extension_moves_the_due_date_and_late_rules_follow(
    topics: tuple[Assignment, ...], verdict: Verdict
) -> None:
    late = replace(verdict, submitted=DUE + timedelta(days=4))
    until = decide("extend", (DUE + timedelta(days=3)).isoformat())

    assert mark(topics, late).penalty == 100  # closed
    assert mark(topics, late, until).penalty == 10
    assert mark(topics, verdict, decide("extend", (DUE - timedelta(days=30)).isoformat())).penalty == 0  # never earlier


def test_reopening_is_for_what_is_handed_in_afterwards(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    before = replace(verdict, submitted=NOW - timedelta(hours=1))
    after = replace(verdict, submitted=NOW + timedelta(hours=1), submission="b" * 64)
    later = replace(after, submitted=NOW + timedelta(days=2, hours=1))
    until = decide("reopen", (NOW + timedelta(days=1)).isoformat())

    assert mark(topics, before, decide("reopen")).penalty == 100
    assert mark(topics, after, decide("reopen")).penalty == 0
    assert (mark(topics, after, until).penalty, mark(topics, later, until).penalty) == (0, 20)
    assert standing(topics[:1], [before, after], decide("reopen")).marks[0].verdict == after


def test_what_was_undone_does_not_count(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    undone = [override(1), override(6), decide("undo", undoes=2)]

    assert mark(topics, verdict, *undone).score == 1
    assert mark(topics, verdict, *undone, decide("undo", undoes=1)).score == 3
    assert mark(topics, verdict, *undone, decide("undo", undoes=3)).score == 6


def test_a_value_that_nobody_can_read_is_told_with_its_number(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    for value in (None, 4, {"points": True, "maximum": 5}, {"points": "4", "maximum": 5}):
        with pytest.raises(GradebookError, match=r"Decision 1 \(override of s1, 01-doubling\) has a value that can't"):
            mark(topics, verdict, decide("override", value)).score  # noqa: B018
    for value in (None, "tomorrow", "2026-11-20"):
        with pytest.raises(GradebookError, match=r"Undo it, and decide again"):
            mark(topics, verdict, decide("extend", value))


def test_the_newest_of_comments_and_decided_comments_comes_last() -> None:
    about = {"student": "s1", "assignment": "01-doubling", "author": "Bo", "source": "table"}
    early, late = (Comment(text=text, when=NOW + timedelta(days=days), **about) for text, days in (("a", -1), ("c", 1)))

    found = said([early, late], [decide("comment", "b"), decide("excuse")])

    assert [each.text for each in found] == ["a", "b", "c"]


# The same again, as simply as possible

QUESTIONS = {"double": 3, "halve": 2, "why": 2}


def simply(verdicts: list[Verdict], marks: list[HandMark], history: list[Decision], name: str) -> dict[str, object]:
    """What one student's work on one assignment comes to; written anew, from what docs/decisions.md says."""
    dead: set[int | None] = set()
    for each in sorted(history, key=lambda each: -(each.number or 0)):
        if each.undoes is not None and each.number not in dead:
            dead.add(each.undoes)
    alive = [each for each in history if each.number not in dead and each.assignment == name]

    def newest(kind: str, question: str = "") -> Decision | None:
        found = [each for each in alive if each.kind == kind and each.question == question]
        return found[-1] if found else None

    best: tuple[float, float, datetime] | None = None
    for verdict in verdicts:
        if verdict.assignment != name:
            continue
        score, possible = 0.0, 0.0
        for question, most in QUESTIONS.items():
            if (decision := newest("override", question)) is not None:
                points: float | None = decision.value["points"]  # type: ignore[index, call-overload, assignment]
            else:
                by_hand = [each.points for each in marks if (each.assignment, each.question) == (name, question)]
                tests = [each.score for each in verdict.outcomes if each.answer == question]
                points = by_hand[-1] if by_hand else sum(tests) if tests else None
            score += points or 0
            possible += most if points is None else points
        penalty = _simple_penalty(verdict, newest("extend"), newest("reopen")) if name == "01-doubling" else 0
        found = (max(min(part, 7) / 7 * 100 - penalty, 0) for part in (possible, score))
        candidate = (*found, verdict.submitted)
        if best is None or (candidate[0], candidate[2]) >= (best[0], best[2]):
            best = candidate
    percent = best[1] if best else 0.0
    if (whole := newest("override")) is not None:
        percent = min(whole.value["points"] / 7 * 100, 100)  # type: ignore[index, call-overload, operator, assignment]
    return {"percent": percent, "excused": newest("excuse") is not None, "there": best is not None or whole is not None}


def _simple_penalty(verdict: Verdict, extend: Decision | None, reopen: Decision | None) -> float:
    due = DUE
    if extend is not None:
        due = max(due, datetime.fromisoformat(str(extend.value)))
    if reopen is not None and verdict.submitted > reopen.when:
        if reopen.value is None:
            return 0
        due = max(due, datetime.fromisoformat(str(reopen.value)))
    hours = (verdict.submitted - due).total_seconds() / 3600
    if hours <= 0.25:
        return 0
    return 100 if hours > 72 else min(math.ceil(hours / 24) * 10, 100)


NAMES = st.sampled_from(["01-doubling", "01-doubling", "02-other"])
HALVES = st.integers(0, 14).map(lambda number: number / 2)
# Few, so that they meet.
MOMENTS = st.sampled_from([-30, -1, 0, 1, 20, 30, 71, 73, 100]).map(lambda hours: DUE + timedelta(hours=hours))
VALUES = {
    "override": st.builds(lambda points: {"points": points, "maximum": 7}, HALVES),
    "extend": MOMENTS.map(lambda moment: moment.isoformat()),
    "reopen": st.none() | MOMENTS.map(lambda moment: moment.isoformat()),
    "excuse": st.none(),
    "comment": st.text(max_size=5),
    "regrade": st.none(),
    "undo": st.none(),
}


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Any sequence of decisions; undoing, and taking the place of another, included."""
    made: list[Decision] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        kind = draw(st.sampled_from([*VALUES, "undo", "override"] if made else [k for k in VALUES if k != "undo"]))
        earlier = draw(st.sampled_from(made)) if made and (kind == "undo" or draw(st.integers(0, 9)) == 0) else None
        name = earlier.assignment if earlier else draw(NAMES)
        question = draw(st.sampled_from(["", *QUESTIONS])) if kind == "override" else ""
        value, when = draw(VALUES[kind]), draw(MOMENTS)
        undoes = earlier.number if earlier else None
        made.append(decide(kind, value, assignment=name, question=question, when=when, number=number, undoes=undoes))
    return made


@st.composite
def marks_by_hand(draw: st.DrawFn) -> list[HandMark]:
    about = {"student": "s1", "author": "Bo", "when": NOW, "maximum": 3, "source": "table"}
    each = st.builds(HandMark, assignment=NAMES, question=st.sampled_from([*QUESTIONS]), points=HALVES, **{
        name: st.just(value) for name, value in about.items()
    })  # fmt: skip
    return draw(st.lists(each, max_size=4))


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), history=histories(), marks=marks_by_hand())
def test_standings_after_any_decisions_are_those_of_a_second_simple_implementation(
    data: st.DataObject, history: list[Decision], marks: list[HandMark],
    topics: tuple[Assignment, ...], verdict: Verdict,
) -> None:  # fmt: skip
    names = iter(count())
    work = st.tuples(NAMES, MOMENTS, st.sampled_from([verdict.outcomes[1].score, 0]))
    handed_in = data.draw(st.lists(work, max_size=4, unique_by=lambda each: each[:2]))  # nobody hands in two at once
    verdicts = [
        replace(
            verdict, assignment=name, submitted=moment, submission=f"{next(names):064d}",
            outcomes=(verdict.outcomes[0], replace(verdict.outcomes[1], score=second), *verdict.outcomes[2:]),
        )
        for name, moment, second in handed_in
    ]  # fmt: skip

    found = standings(verdicts, topics, POLICY, marks, in_force(history))

    expected = {topic.name: simply(verdicts, marks, history, topic.name) for topic in topics}
    if not verdicts and not any(each["there"] or each["excused"] for each in expected.values()):
        assert found == []
        return
    [one] = found
    for each in one.marks:
        assert each.excused == expected[each.assignment]["excused"]
        if not each.excused:
            assert each.percent == pytest.approx(expected[each.assignment]["percent"])
    weights = {"01-doubling": 1, "02-other": 2}
    counting = {name: weights[name] for name, each in expected.items() if not each["excused"]}
    total = sum(weight * float(str(expected[name]["percent"])) for name, weight in counting.items())
    assert one.percent == pytest.approx(total / sum(counting.values()) if counting else 0)


# Where marks are shown


def everywhere(topics: tuple[Assignment, ...], *decisions: Decision, verdicts: list[Verdict]) -> dict[str, str]:
    """All that shows a mark."""
    found = standing(topics[:1], verdicts, *decisions)
    comments = said([], in_force(numbered(list(decisions))))
    return {
        "student": for_student(progress_of(found, POLICY, NOW), topics[:1], NOW),
        "cohort": for_cohort([progress_of(found, POLICY, NOW)], topics[:1], POLICY, NOW),
        "feedback": for_feedback("s1", found.marks[0], topics[0], None, comments, POLICY, NOW),
        "csv": standings_csv([found]),
    }


def test_overrides_are_shown_as_such_wherever_a_mark_is_shown(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    for verdicts in ([verdict], []):
        for text in everywhere(topics, override(6), verdicts=verdicts).values():
            assert "overridden" in text.lower()
    for name, text in everywhere(topics, override(1.5, "halve", 2), override(1, "why", 2), verdicts=[verdict]).items():
        assert "overridden" in text.lower(), name
        assert "is right so" not in text  # the reason is for those who decide
    whole = everywhere(topics, override(6), verdicts=[verdict])
    assert "6 of 7 points" in whole["student"] and "6 of 7 points" in whole["feedback"]
    assert whole["csv"].splitlines() == [
        "student,01-doubling,course,passed,decided",
        "s1,85.71,85.71,yes,01-doubling overridden",
    ]


def test_what_is_excused_extended_and_reopened_is_shown(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    for verdicts in ([verdict], []):
        for text in everywhere(topics, decide("excuse"), verdicts=verdicts).values():
            assert "excused" in text.lower()
    until = (NOW + timedelta(days=3)).isoformat()
    told = everywhere(topics, decide("extend", until), decide("reopen", until), verdicts=[verdict])
    for name in ("student", "feedback"):
        assert "gave more time" in told[name] and "is in time until 2026-11-23 00:00" in told[name]
    assert told["csv"].splitlines()[1].endswith('"01-doubling extended, reopened"')


def test_without_decisions_the_table_has_no_column_more(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    assert standings_csv([standing(topics[:1], [verdict])]).splitlines()[0] == "student,01-doubling,course,passed"


def test_an_override_counts_for_a_certificate_which_says_so(
    topics: tuple[Assignment, ...], verdict: Verdict, issuer: Issuer
) -> None:
    found = standing(topics, [replace(verdict, level="unsafe")], override(6), override(6, assignment="02-other"))

    content = content_of(found, issuer)

    evidence = {each["id"].rpartition(":")[2][:9]: each["narrative"] for each in content["evidence"]}
    assert len(evidence) == 2
    for narrative in evidence.values():
        assert narrative.endswith("a person overrode the result, and set it to 6 of 7 points.")
    assert (
        "or set by a person where the evidence says so"
        in content["credentialSubject"]["achievement"]["criteria"]["narrative"]
    )
    again = standing(topics, [replace(verdict, level="unsafe")], override(7), override(6, assignment="02-other"))
    assert Achieved(again).work != Achieved(found).work  # so another certificate is due


def content_of(found: Standing, issuer: Issuer) -> Mapping[str, Any]:
    return signed(Achieved(found), Person(found.student), POLICY, issuer, NOW, TICKET).content


def test_an_override_of_a_question_and_an_excuse_are_in_the_evidence(
    topics: tuple[Assignment, ...], verdict: Verdict, issuer: Issuer
) -> None:
    forged = replace(verdict, level="unsafe")
    found = standing(topics, [verdict], override(2, "why", 2), decide("excuse", assignment="02-other"))

    content = content_of(found, issuer)

    one, other = (each["narrative"] for each in content["evidence"])
    assert one.endswith("of its points, 2 by hand; a person overrode the points of why to 2.")
    assert other == "No submission; the student was excused from it, and it does not count."
    assert len(content["credentialSubject"]["result"]) == 1
    assert "Excused from: Doubling." in content["credentialSubject"]["achievement"]["description"]
    assert missing_for(standing(topics[:1], [forged], override(2, "why", 2)), POLICY)  # the tests still need a box


# Hostile words


def titled(words: str, topics: tuple[Assignment, ...], verdict: Verdict) -> list[str]:
    """All pages that show decisions, with these words wherever a person or a student can write."""
    name = words.replace("\0", "").replace("\ud800", "")[:200] or "x"
    about = {"author": name, "reason": words}
    outcomes = tuple(replace(each, detail=words, told=words) for each in verdict.outcomes)
    evil = replace(verdict, outcomes=outcomes, remarks=(words,), made_with={words: words})
    until = (NOW + timedelta(days=3)).isoformat()
    made = [
        decide("comment", words, **about), decide("comment", words, question="double", **about),
        override(1, "halve", 2, **about), override(1, "why", 2, **about), decide("extend", until, **about),
        decide("reopen", until, **about), decide("undo", undoes=6, **about),
    ]  # fmt: skip
    pages = []
    for decisions in (made, [*made, override(2, **about)], [*made, decide("excuse", **about)]):
        pages += [page for page in everywhere(topics, *decisions, verdicts=[evil]).values() if page.startswith("<")]
        history = numbered(decisions)
        mark = standing(topics[:1], [evil], *decisions).marks[0]
        found = explain(mark, topics[0], words, [Recorded(NOW, evil)], trail(history), POLICY)
        pages.append(for_appeal(found, POLICY, NOW))
        assert json.loads(json.dumps(found.as_json(), allow_nan=False))["student"] == words
    return pages


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:30]))
def test_nothing_hostile_becomes_an_element_or_an_attribute(
    words: str, topics: tuple[Assignment, ...], verdict: Verdict
) -> None:
    harmless = [Page(page).shape for page in titled("x", topics, verdict)]

    pages = titled(words, topics, verdict)

    assert len(pages) == 12
    for page, expected in zip(pages, harmless, strict=True):
        assert [each for each in Page(page).shape if each[0] != "code"] == [
            each for each in expected if each[0] != "code"
        ]
        assert not [c for c in page if c != "\n" and unicodedata.category(c)[0] == "C"]
        assert "default-src 'none'" in page


def test_an_explanation_writes_what_json_has_no_number_for(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    measured = replace(verdict.outcomes[0], evidence={"gate": {"value": math.inf, "at_most": 1.0}})
    evil = replace(verdict, outcomes=(measured, *verdict.outcomes[1:]))

    found = explain(mark(topics, evil), topics[0], "s1", [Recorded(NOW, evil)], [], POLICY)

    assert '"value": "inf"' in json.dumps(found.as_json(), allow_nan=False)


def test_the_same_grading_twice_differs_in_nothing_but_time(topics: tuple[Assignment, ...], verdict: Verdict) -> None:
    lost = replace(verdict, outcomes=verdict.outcomes[:-1])

    assert same_again(verdict, replace(verdict, seconds=9)) == []
    assert same_again(replace(verdict, made_with={}), verdict) == []  # an older gradebook does not say
    assert same_again(verdict, lost) == ["test_halves: it is gone"]
    assert same_again(lost, verdict) == ["test_halves: it is new"]
    assert same_again(verdict, replace(verdict, assignment_hash="x"))[0].startswith("assignment hash: ")
