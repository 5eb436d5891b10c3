"""grading_config.yml: sensible without a word, precise about every wrong one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.policy import Policy, PolicyError, load
from conftest import ROOT

NAMES = ["03-line-and-loss", "07-kernels"]


def read(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "grading_config.yml"
    path.write_text(text)
    return load(path, NAMES)


def test_an_empty_file_is_a_policy(tmp_path: Path) -> None:
    policy = read(tmp_path, "")

    assert policy == Policy()
    assert policy.of("07-kernels").weight == 1


def test_a_key_with_nothing_below_it_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "retrain:\ngates:\ncourse:\nlate:\n") == Policy()


def test_the_courses_own_policy_is_read() -> None:
    assert load(ROOT / "grading_config.yml").course.title == "Fundamentals of Deep Learning"


def test_a_date_alone_means_the_end_of_that_day_on_the_courses_clock(tmp_path: Path) -> None:
    policy = read(tmp_path, "course: {timezone: Europe/Berlin}\nassignments: {07-kernels: {due: 2026-12-14}}")

    assert policy.due("s1", "07-kernels") == datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC)
    assert policy.due("s1", "03-line-and-loss") is None


def test_an_extension_moves_one_students_date(tmp_path: Path) -> None:
    policy = read(
        tmp_path, 'assignments: {07-kernels: {due: "2026-12-14 12:00"}}\nextensions: {s7: {07-kernels: 36 hours}}'
    )

    due, extended = policy.due("s1", "07-kernels"), policy.due("s7", "07-kernels")

    assert due and extended and extended - due == timedelta(hours=36)


MISTAKES = [
    ("lates: {}", ":1: lates is not a known key here. Did you mean 'late'? Known keys: course, assignments,"),
    ("course:\n  title: x\n  zone: y", ":3: course.zone is not a known key here. Did you mean 'timezone'? Known keys: title, id, timezone, cohort, language, exchange."),
    ("late:\n  lose_per_day: 120", ":2: late.lose_per_day is 120, but must be at most 100"),
    ("late:\n  lose_per_day: lots", ":2: late.lose_per_day is 'lots', but must be a number"),
    ("late: {grace: soon}", ':1: late.grace is \'soon\', but a length of time is written like "15 minutes"'),
    ("attempts: most", ":1: attempts is 'most', but must be one of 'best' or 'last'"),
    ("pass: {each: -1}", ":1: pass.each is -1, but must be at least 0"),
    ("limits: {call_seconds: 0}", ":1: limits.call_seconds is 0, but must be more than 0"),
    ("limits: {memory_mb: 1.5}", ":1: limits.memory_mb is 1.5, but must be a whole number"),
    ("course: {timezone: Mars}", ":1: course.timezone is 'Mars', but a time zone is written like UTC or Europe/Berlin"),
    ("certificate: 3", ":1: certificate is 3, but must be a list of keys and values"),
    ("certificate: {show_scores: perhaps}", "certificate.show_scores is 'perhaps', but must be true or false"),
    ("certificate: {minimum_level: L9}", "but must be one of 'L0', 'L1', 'L2' or 'L3'"),
    ("\nassignments:\n  07-kernels: {wieght: 2}", ":3: assignments.07-kernels.wieght is not a known key here. Did you mean 'weight'?"),
    ("assignments:\n  07-kernels:\n    due: tomorrow", ":3: assignments.07-kernels.due is 'tomorrow', but a moment is written like"),
    ("assignments:\n  07-kernel: {}", ":2: assignments.07-kernel: there is no such assignment. Did you mean '07-kernels'?"),
    ("extensions:\n  s1:\n    08-x: 1 day", ":3: extensions.s1.08-x: there is no such assignment."),
    ("a: [1", ":1: this is not YAML"),
    ("- 1", ":1: the file is [1], but must be a list of keys and values"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_a_mistake_is_named_with_line_key_and_what_is_allowed(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, text)

    assert message in str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, "attempts: most\nlate: {grace: soon}")

    assert len(str(caught.value).splitlines()) == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere.yml: this file can't be read"):
        load(tmp_path / "nowhere.yml")
