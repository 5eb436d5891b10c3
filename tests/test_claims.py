"""Graders that use one gradebook share the work: each piece is claimed before it is graded, and recorded once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, text

from autograder.course import present
from autograder.gradebook import Claims, Gradebook, GradebookError, GradebookFault, Pair
from gradebook_programs import NOW, held, lost
from old_gradebook import VERDICT, numbered, rows

NONE = Counter[Pair]()
WORK = [numbered(number, student=f"s{number}") for number in range(1, 6)]
KEYS = {verdict.key for verdict in WORK}
FOUND = {verdict.key: verdict for verdict in WORK}
OFTEN = 8.0  # seconds that a claim holds: it is renewed every two
PROGRAMS = Path(__file__).with_name("gradebook_programs.py")


def change(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def run_out(url: str) -> None:
    """As if a year had passed since the claims were made."""
    change(url, "UPDATE claims SET until = until - 31536000")


def assert_soon(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_work_that_one_grader_has_claimed_is_not_anothers(any_database: str) -> None:
    with Gradebook(any_database) as book, Gradebook(any_database) as another:
        one, other = book.claims("one", "judge"), another.claims("other", "judge")

        assert one.take(list(KEYS)[:3], NONE) == set(list(KEYS)[:3])
        assert other.take(KEYS, NONE) == set(list(KEYS)[3:])
        assert other.elsewhere(KEYS) == set(list(KEYS)[:3])
        assert one.take(KEYS, NONE) == set()  # nor twice one's own


def test_a_claim_says_who_grades_what(any_database: str) -> None:
    with Gradebook(any_database) as book:
        book.claims("lab-7", "judge").take([VERDICT.key], NONE)

    [[_, *told, until]] = rows(any_database, "claims")
    assert told == [VERDICT.student, VERDICT.assignment, VERDICT.submission, "lab-7"]
    assert abs(float(str(until)) - time.time() - 120) < 60


def test_what_two_engines_grade_is_different_work(any_database: str) -> None:
    with Gradebook(any_database) as book:
        book.claims("one", "judge").take(KEYS, NONE)

        assert book.claims("other", "otter").take(KEYS, NONE) == KEYS


@pytest.mark.parametrize("changed", [{"submission": "c" * 64}, {"assignment_hash": "c" * 64}], ids=str)
def test_another_upload_and_another_version_of_a_topic_are_other_work(
    any_database: str, changed: dict[str, str]
) -> None:
    with Gradebook(any_database) as book:
        book.claims("one", "judge").take([VERDICT.key], NONE)
        other = replace(VERDICT, **changed).key  # type: ignore[arg-type]

        assert book.claims("other", "judge").take([other], NONE) == {other}


def test_what_is_recorded_is_not_claimed_any_more_and_nobody_grades_it_again(any_database: str) -> None:
    with Gradebook(any_database) as book:
        one, other = book.claims("one", "judge"), book.claims("other", "judge")
        one.take(KEYS, NONE)

        assert book.record_claimed(FOUND, NOW, one) == WORK
        assert rows(any_database, "claims") == []
        assert other.take(KEYS, NONE) == set()  # it chose before
        assert other.take(KEYS, book.counted()) == KEYS  # it knows the verdicts, and wants others
        assert list(book.history()) == WORK


def test_a_claim_that_ran_out_goes_to_the_next_and_its_verdict_is_not_recorded(any_database: str) -> None:
    first, *others = KEYS
    with Gradebook(any_database) as book:
        away, next_one = book.claims("away", "judge"), book.claims("next", "judge")
        away.take(KEYS, NONE)

        run_out(any_database)

        assert next_one.elsewhere(KEYS) == set()
        assert next_one.take(others, NONE) == set(others)
        assert book.record_claimed(FOUND, NOW, away) == [FOUND[first]]  # what nobody has taken over
        assert len(book.record_claimed(FOUND, NOW, next_one)) == 4
        assert len(list(book.history())) == 5
        assert book.settled() == KEYS


def test_a_claim_holds_as_long_as_its_grader_lives(any_database: str) -> None:
    with Gradebook(any_database) as book:
        slow, other = book.claims("slow", "judge", OFTEN), book.claims("other", "judge")
        with slow.renewed():
            slow.take(KEYS, NONE)
            run_out(any_database)

            assert_soon(lambda: other.elsewhere(KEYS) == KEYS)
        assert other.take(KEYS, NONE) == KEYS  # given back in the end


def test_claims_are_renewed_again_after_the_database_was_out_of_reach(any_database: str) -> None:
    with Gradebook(any_database) as book:
        slow, other = book.claims("slow", "judge", OFTEN), book.claims("other", "judge")
        with slow.renewed():
            slow.take(KEYS, NONE)
            change(any_database, "ALTER TABLE claims RENAME TO away")
            time.sleep(OFTEN / 2)  # longer than from one renewal to the next
            change(any_database, "ALTER TABLE away RENAME TO claims")
            run_out(any_database)

            assert_soon(lambda: other.elsewhere(KEYS) == KEYS)


def test_no_clock_but_the_databases_decides_how_long_a_claim_holds(any_database: str) -> None:
    told: list[object] = []

    def note(*arguments: object) -> None:
        told.append(arguments[3])

    with Gradebook(any_database) as book:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            claims = book.claims("one", "judge", 77)
            claims.take(KEYS, NONE)
            claims.elsewhere(KEYS)
            claims.give_back("one")
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    numbers = {float(number) for number in re.findall(r"(?<![\w.'])\d+(?:\.\d+)?(?![\w.'])", str(told))}
    assert 77 in numbers and max(numbers) < 1e6, numbers


def test_nothing_is_recorded_if_the_group_can_not_be(any_database: str) -> None:
    with Gradebook(any_database) as book:
        one = book.claims("one", "judge")
        one.take(KEYS, NONE)

        with pytest.raises(GradebookFault, match="needs a time zone"):
            book.record_claimed(FOUND, NOW.replace(tzinfo=None), one)

        assert list(book.history()) == []
        assert len(rows(any_database, "claims")) == 5  # and the work is still claimed


def test_other_databases_can_not_share_work() -> None:
    engine = create_engine("sqlite://")
    engine.dialect.name = "mariadb"

    with pytest.raises(GradebookError, match=r"can't share work in mariadb\. Keep the gradebook in SQLite"):
        Claims(engine, "one", "judge")


def test_graders_that_claim_at_the_same_moment_never_get_the_same_work(any_database: str) -> None:
    done = subprocess.run([sys.executable, PROGRAMS, "claim", any_database], capture_output=True, text=True)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    with Gradebook(any_database) as book:
        often = Counter(verdict.key for verdict in book.history())
    assert len(often) == 400 and set(often.values()) == {1}
    assert rows(any_database, "claims") == []


def test_a_group_is_in_the_book_if_it_was_told_whenever_its_grader_is_killed(any_database: str) -> None:
    for number in range(0, 6, 2):
        told = held(PROGRAMS, any_database, number)

        assert told  # some, and more every time
        assert not lost(any_database, told)


def test_a_grader_that_was_killed_is_known_to_be_gone_and_one_that_lives_is_not(tmp_path: Path) -> None:
    with present(tmp_path) as one, present(tmp_path) as other:
        assert one.name != other.name
        assert list(one.gone()) == list(other.gone()) == []

        child = subprocess.Popen(
            [sys.executable, PROGRAMS, "present", str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        name = child.stdout.readline().strip()
        assert list(one.gone()) == []
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()

        assert list(one.gone()) == [name]
        assert list(other.gone()) == []  # told once
    assert list(tmp_path.iterdir()) == []
