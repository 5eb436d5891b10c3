"""Issuing: recorded before anybody sees it, once, whatever happens; revoked for good; and nobody named who did not agree."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from autograder.assignment import Assignment
from autograder.certificate import (
    Achieved,
    CertificateError,
    Finding,
    Issuer,
    NotValid,
    Person,
    Recorded,
    Register,
    issue,
    missing_for,
    opened,
    rules_of_part,
    verify,
    write_site,
)
from autograder.errors import OurFault
from autograder.gradebook import Standing, standings
from autograder.judge import Outcome, Ruling, Status, Verdict
from autograder.policy import Policy, PolicyError, load
from certifying import NOW, POLICY
from handing_in import WHEN

LATER = NOW + timedelta(days=1)


def verdict(topic: Assignment, student: str = "ada", submission: str = "5" * 64) -> Verdict:
    outcome = Outcome("test_all", "double", Status.PASSED, topic.by_tests, topic.by_tests, "All is right.", True)
    return Verdict(student, topic.name, submission, WHEN, topic.hash, Ruling.GRADED, outcomes=(outcome,), level="L1")


def standing(topic: Assignment, student: str = "ada", **changes: str) -> Standing:
    return standings([verdict(topic, student, **changes)], (topic,), POLICY)[0]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "keys")


def given(register: Register, issuer: Issuer, topic: Assignment, student: str = "ada", *, again: bool = False,
          person: Person | None = None, part: str = "", when: datetime = NOW, **changes: str) -> Recorded:  # fmt: skip
    achieved = Achieved(standing(topic, student, **changes), part)
    who = person or Person(student)
    return issue(achieved, who, POLICY, issuer, register, when, author="grace", again=again)


def test_the_same_standing_gives_the_same_certificate(register: Register, issuer: Issuer, doubling: Assignment) -> None:
    first = given(register, issuer, doubling)

    assert given(register, issuer, doubling) == first
    assert given(register, issuer, doubling, "eve").number != first.number
    assert [line["event"] for line in register.log()] == ["issued", "issued"]


def test_a_certificate_and_a_badge_for_a_part_are_two(register: Register, issuer: Issuer, doubling: Assignment) -> None:
    course, part = given(register, issuer, doubling), given(register, issuer, doubling, part="Numbers")

    badge = opened(part).content["credentialSubject"]["achievement"]
    assert course.number != part.number
    assert (opened(part).course, badge["achievementType"]) == ("Numbers", "Badge")
    assert badge["description"].startswith('Completed the part "Numbers" of the course Fundamentals of Deep Learning.')
    assert badge["criteria"]["narrative"].startswith("At least 50 % in every required assignment of this part, each")


def test_newer_work_changes_nothing_until_it_is_issued_again(
    register: Register, issuer: Issuer, doubling: Assignment, tmp_path: Path
) -> None:
    first = given(register, issuer, doubling)

    assert given(register, issuer, doubling, submission="6" * 64).number == first.number
    second = given(register, issuer, doubling, submission="6" * 64, again=True)

    write_site(issuer, tmp_path, LATER, register.lists())
    assert verify(second.token, tmp_path, LATER).id == f"urn:uuid:{second.number}"
    with pytest.raises(NotValid, match="has revoked this certificate"):
        verify(first.token, tmp_path, LATER)


def test_what_was_revoked_is_not_issued_anew_unless_that_is_asked_for(
    register: Register, issuer: Issuer, doubling: Assignment
) -> None:
    first = given(register, issuer, doubling)
    register.revoke(first.number, "copied", "grace", LATER)

    with pytest.raises(CertificateError, match=r"was revoked on 2026-11-21 \(copied\). To issue one anew, use --again"):
        given(register, issuer, doubling)
    second = given(register, issuer, doubling, again=True, when=LATER + timedelta(days=1))

    assert second.number != first.number
    assert register.lists() == {1: frozenset({opened(first).place.bit})}  # type: ignore[union-attr]
    assert [line["event"] for line in register.log()] == ["issued", "revoked", "issued"]


def test_revoking_says_what_it_can_not_do(register: Register, issuer: Issuer, doubling: Assignment) -> None:
    first = given(register, issuer, doubling)
    register.revoke(first.number, "copied", "grace", LATER)

    with pytest.raises(CertificateError, match="was revoked before, on 2026-11-21"):
        register.revoke(first.number, "again", "grace", LATER)
    with pytest.raises(CertificateError, match=r"No certificate with the number .* was issued here"):
        register.revoke(uuid4(), "which?", "grace", LATER)


def test_nobody_is_named_who_did_not_agree_and_who_withdrew_is_not_any_more(register: Register) -> None:
    register.agree("ada", "name", "grace", NOW, given=True)
    register.agree("bob", "name", "grace", NOW, given=True)
    register.agree("ada", "page", "grace", NOW, given=True)
    register.agree("bob", "name", "grace", LATER, given=False)

    assert (register.agreed("name"), register.agreed("page")) == (frozenset({"ada"}), frozenset({"ada"}))
    assert [(line["event"], line["student"]) for line in register.log()] == [
        ("agreed: name", "ada"), ("agreed: name", "bob"), ("agreed: page", "ada"), ("withdrew: name", "bob"),
    ]  # fmt: skip


def test_a_certificate_has_the_name_only_if_it_was_given_and_the_address_as_a_hash(
    register: Register, issuer: Issuer, doubling: Assignment
) -> None:
    named = opened(given(register, issuer, doubling, person=Person("ada", "Ada@Uni.example", "Ada Lovelace")))
    silent = opened(given(register, issuer, doubling, "eve", person=Person("eve", "eve@uni.example")))

    assert (named.person, silent.person) == ("Ada Lovelace", "")
    assert "@" not in json.dumps(named.content["credentialSubject"])
    assert named.is_for("ada@uni.example") and named.is_for("Ada@Uni.example")
    assert not named.is_for("eve@uni.example") and not silent.is_for("eve") and not silent.is_for("")


@pytest.mark.parametrize("name", ["\u202eevE", "Eve\nMallory", "E" * 501, " "])
def test_a_name_that_can_not_be_shown_as_it_is_is_told_with_whose_it_is(
    register: Register, issuer: Issuer, doubling: Assignment, name: str
) -> None:
    with pytest.raises(CertificateError, match=r"eve gets none: .* Mend the roster"):
        given(register, issuer, doubling, "eve", person=Person("eve", "", name))
    assert list(register.log()) == []


def test_places_are_drawn_by_chance_and_given_once(register: Register, issuer: Issuer, doubling: Assignment) -> None:
    places = [opened(given(register, issuer, doubling, f"s{number}")).place for number in range(40)]

    bits = [place.bit for place in places if place]
    assert len(set(bits)) == 40 and bits != sorted(bits)
    assert max(bits) > 40_000  # so they don't count up


def test_only_a_complete_standing_gets_a_certificate_and_nothing_is_recorded_of_others(
    register: Register, issuer: Issuer, doubling: Assignment
) -> None:
    forgeable = standings([replace(verdict(doubling), level="forgeable")], (doubling,), POLICY)[0]

    with pytest.raises(CertificateError, match="was graded at forgeable; L2 is required"):
        issue(Achieved(forgeable), Person("ada"), POLICY, issuer, register, LATER, author="grace")
    assert list(register.log()) == []


def test_a_part_is_passed_only_with_each_of_its_assignments_even_those_that_the_course_does_not_require(
    doubling: Assignment,
) -> None:
    optional = Policy.model_validate({"assignments": {doubling.name: {"required": False}}, "pass": {"course": 0}})
    nothing = replace(verdict(doubling), outcomes=())
    for policy, complete in ((optional, True), (rules_of_part(optional), False)):
        standing = standings([nothing], (doubling,), policy)[0]
        assert (missing_for(standing, policy) == []) is complete


def test_the_register_is_the_owners_alone_and_says_so_if_it_can_not_be_read(tmp_path: Path) -> None:
    with Register(tmp_path / "keys"):
        pass
    assert stat.S_IMODE((tmp_path / "keys" / "certificates.db").stat().st_mode) == 0o600
    (tmp_path / "keys" / "certificates.db").write_text("this is no database, but a text that is long enough" * 20)

    with pytest.raises(OurFault, match=r"the register .*certificates.db can't be opened"):
        Register(tmp_path / "keys")


def test_a_certificate_of_an_address_that_was_given_up_is_not_handed_out_silently(
    register: Register, issuer: Issuer, doubling: Assignment
) -> None:
    given(register, issuer, doubling)

    with pytest.raises(CertificateError, match=r"names https://uni.example/fdl, but the policy says https://moved"):
        given(register, replace(issuer, url="https://moved.test"), doubling)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("certificate: {parts: {Numbers: []}}", "a part of the course has a title and a list of assignments"),
        ("certificate: {parts: {'': [01-doubling]}}", "a part of the course has a title and a list of assignments"),
        ("certificate: {parts: {A part: [a], a-Part: [b]}}", "titles of parts must differ in more than capitals"),
        ("certificate: {valid_days: 0}", "valid_days"),
        ("certificate: {status_days: soon}", "status_days"),
    ],
)
def test_a_policy_about_certificates_that_makes_no_sense_is_told(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "grading_config.yml").write_text(text)

    with pytest.raises(PolicyError, match=fault):
        load(tmp_path / "grading_config.yml")


def test_a_certificate_with_an_end_ends(
    register: Register, issuer: Issuer, doubling: Assignment, tmp_path: Path
) -> None:
    lasting = POLICY.model_copy(update={"certificate": POLICY.certificate.model_copy(update={"valid_days": 30})})
    achieved = Achieved(standing(doubling))
    token = issue(achieved, Person("ada"), lasting, issuer, register, NOW, author="grace").token
    write_site(issuer, tmp_path, NOW, register.lists())

    assert verify(token, tmp_path, NOW + timedelta(days=29)).until == NOW + timedelta(days=30)
    with pytest.raises(NotValid, match="has expired") as caught:
        verify(token, tmp_path, NOW + timedelta(days=30))
    assert caught.value.finding is Finding.EXPIRED


def program(folder: Path, life: int, topic: Assignment) -> subprocess.Popen[str]:
    """A program of its own that issues certificates, and prints the number of each that it hands out."""
    command = [sys.executable, Path(__file__).with_name("issuing_program.py"), folder, str(life), topic.folder]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # type: ignore[arg-type]


@pytest.mark.slow
def test_twenty_programs_killed_while_they_issue_leave_no_certificate_lost_and_none_twice(
    tmp_path: Path, doubling: Assignment
) -> None:
    """Every other one kills itself between signing and recording; the rest are killed at any moment."""
    chance, handed_out = random.Random(7), dict[str, str]()
    for number in range(20):
        running = program(tmp_path, 1 + number % 4 if number % 2 else 0, doubling)
        if not number % 2:
            assert running.stdout is not None
            first = running.stdout.readline()  # it is at work
            time.sleep(chance.random() * 0.02)
            running.send_signal(signal.SIGKILL)
        else:
            first = ""
        seen = first + running.communicate(timeout=120)[0]
        assert running.returncode == -signal.SIGKILL
        for student, token in (
            line.split() for line in seen.splitlines() if line.count(" ") == 1 and line.endswith(".")
        ):
            assert handed_out.setdefault(student, token) == token

    whole = program(tmp_path, 0, doubling)
    last = dict(line.split() for line in whole.communicate(timeout=120)[0].splitlines())

    assert whole.returncode == 0
    assert len(last) == 400 and handed_out.items() <= last.items()
    with sqlite3.connect(tmp_path / "certificates.db") as book:
        assert book.execute("SELECT count(*), count(DISTINCT student) FROM certificate").fetchone() == (400, 400)


@pytest.mark.slow
def test_programs_that_issue_at_the_same_moment_issue_the_same(tmp_path: Path, doubling: Assignment) -> None:
    together = [program(tmp_path, 0, doubling) for _ in range(3)]

    said = [each.communicate(timeout=120)[0] for each in together]

    assert [each.returncode for each in together] == [0, 0, 0]
    assert len(set(said)) == 1 and said[0].count("\n") == 400
