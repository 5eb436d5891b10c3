"""A gradebook of an older program is upgraded when it is opened, and nothing in it is lost."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, text

import old_gradebook
from autograder.gradebook import Gradebook, GradebookError, GradebookFault, upgrading
from autograder.gradebook.tables import Base
from autograder.judge import Verdict
from old_gradebook import VERDICTS, rows
from test_gradebook_store import COMMENT, EXCUSE, MARK, NOW, PROGRAMS

NEWEST = upgrading.NEWEST


@pytest.fixture
def old(any_database: str) -> str:
    """A gradebook with three verdicts, from before there were revisions."""
    old_gradebook.make(any_database)
    return any_database


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "gradebook.db"
    old_gradebook.make(f"sqlite:///{path}")
    return path


def opened(url: str) -> None:
    with Gradebook(url):
        pass


def revision(url: str) -> str:
    [[number]] = rows(url, "alembic_version")
    return str(number)


def set_revision(url: str, number: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": number})
    engine.dispose()


def described(url: str) -> tuple[object, ...]:
    """The table of verdicts as the database describes it."""
    engine = create_engine(url)
    seen = inspect(engine)
    columns = [{**column, "type": str(column["type"])} for column in seen.get_columns("verdicts")]
    found = (columns, seen.get_pk_constraint("verdicts"), seen.get_indexes("verdicts"))
    engine.dispose()
    return found


def test_a_gradebook_from_before_revisions_is_upgraded_and_its_verdicts_are_unchanged(old: str) -> None:
    before = rows(old)

    with Gradebook(old) as book:
        assert list(book.history()) == list(VERDICTS)
        assert rows(old) == before and len(before) == 3
        assert revision(old) == NEWEST
        book.record(VERDICTS[0], NOW)
        assert (book.record_mark(MARK), book.record_comment(COMMENT), book.record_decision(EXCUSE)) == (
            MARK,
            COMMENT,
            EXCUSE,
        )


def test_the_first_revision_is_what_the_old_program_made(
    old: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    new = (
        f"sqlite:///{tmp_path / 'new.db'}" if "sqlite" in old else request.getfixturevalue("postgresql").new_database()
    )
    opened(new)

    assert described(new) == described(old)  # no later revision changed the table


def test_the_revisions_make_the_tables_that_the_program_uses(any_database: str) -> None:
    opened(any_database)
    engine = create_engine(any_database)

    with engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []
        )
    engine.dispose()


def test_the_list_of_revisions_is_that_of_the_files() -> None:
    config = Config()
    config.set_main_option("script_location", "autograder.gradebook:migrations")

    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(found)) == upgrading.REVISIONS


def test_a_gradebook_that_is_up_to_date_is_opened_with_a_look(any_database: str) -> None:
    opened(any_database)
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        opened(any_database)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    look = "import sys; from autograder.gradebook import Gradebook; Gradebook(sys.argv[1]); print('alembic' in sys.modules)"
    program = subprocess.run([sys.executable, "-c", look, any_database], capture_output=True, text=True)

    assert 1 <= len(statements) <= 4
    assert all(statement.lstrip().startswith(("SELECT", "PRAGMA", "select", "show")) for statement in statements), (
        statements
    )
    assert (program.stdout, program.stderr) == ("False\n", "")


def test_an_upgrade_says_nothing_and_leaves_logging_alone(old: str, capfd: pytest.CaptureFixture[str]) -> None:
    root, own = logging.getLogger(), logging.getLogger("of the caller")
    before = (root.level, list(root.handlers), own.disabled, own.level)

    opened(old)

    assert (root.level, root.handlers, own.disabled, own.level) == before
    assert tuple(capfd.readouterr()) == ("", "")


def test_an_old_file_is_copied_before_it_is_changed(old_file: Path) -> None:
    before = rows(f"sqlite:///{old_file}")
    old_file.chmod(0o640)

    opened(f"sqlite:///{old_file}")

    copy = old_file.with_name(f"gradebook.db.before-{NEWEST}")
    assert sorted(old_file.parent.iterdir()) == [old_file, copy]
    assert copy.stat().st_mode == old_file.stat().st_mode
    assert rows(f"sqlite:///{copy}") == before
    connection = sqlite3.connect(copy)
    assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == ["verdicts"]
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_the_copy_holds_what_another_program_wrote_a_moment_ago(old_file: Path) -> None:
    """It may not be in the file yet, but in SQLite's log beside it."""
    writer = sqlite3.connect(old_file)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("UPDATE verdicts SET student = 's9' WHERE id = 1")
    writer.commit()

    opened(f"sqlite:///{old_file}")

    writer.close()
    assert rows(f"sqlite:///{old_file}.before-{NEWEST}")[0][1] == "s9"


def test_a_new_gradebook_is_not_copied(tmp_path: Path) -> None:
    for _ in range(2):
        opened(f"sqlite:///{tmp_path / 'gradebook.db'}")

    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]


def test_a_copy_that_was_cut_off_is_made_anew(old_file: Path) -> None:
    part = old_file.with_name(f"gradebook.db.before-{NEWEST}.part")
    part.write_bytes(old_file.read_bytes()[:1000])

    opened(f"sqlite:///{old_file}")

    assert not part.exists()
    assert len(rows(f"sqlite:///{old_file}.before-{NEWEST}")) == 3


def test_without_a_copy_there_is_no_upgrade(old_file: Path) -> None:
    old_file.with_name(f"gradebook.db.before-{NEWEST}").mkdir()

    with pytest.raises(GradebookFault, match="can't be upgraded, since no copy of it could be kept: "):
        opened(f"sqlite:///{old_file}")

    assert len(rows(f"sqlite:///{old_file}")) == 3
    assert not inspect(create_engine(f"sqlite:///{old_file}")).has_table("alembic_version")


def test_a_gradebook_in_memory_has_all_tables() -> None:
    with Gradebook("sqlite://") as book:
        book.record_mark(MARK)

        assert book.marks() == [MARK]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("0005", r"by a newer version of autograder \(its revision is 0005, .* knows 0004\)\. Update autograder"),
        (
            "724cde206c17",
            r"belongs to another program \(its revision is 724cde206c17\)\. Give the gradebook a database",
        ),
        ("0000", "belongs to another program"),
    ],
)
def test_a_gradebook_that_this_program_does_not_know_is_refused_and_unchanged(
    old: str, number: str, message: str
) -> None:
    opened(old)
    set_revision(old, number)

    with pytest.raises(GradebookError, match=message):
        Gradebook(old)

    assert revision(old) == number
    assert len(rows(old)) == 3


@pytest.mark.parametrize("verdicts", [None, VERDICTS], ids=["new", "old"])
def test_programs_that_open_a_gradebook_at_once_upgrade_it_once(
    any_database: str, verdicts: tuple[Verdict, ...] | None
) -> None:
    if verdicts:
        old_gradebook.make(any_database, verdicts)

    done = subprocess.run([sys.executable, PROGRAMS, "open", any_database], capture_output=True, text=True)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert revision(any_database) == NEWEST
    with Gradebook(any_database) as book:
        assert tuple(book.history()) == (verdicts or ())


def test_threads_can_upgrade_several_gradebooks_at_once(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(8)]
    for url in urls:
        old_gradebook.make(url)

    with ThreadPoolExecutor(len(urls)) as threads:
        list(threads.map(opened, urls))

    assert [revision(url) for url in urls] == [NEWEST] * len(urls)


def test_an_upgrade_that_is_killed_at_any_point_leaves_the_gradebook_as_it_was(old: str) -> None:
    before = rows(old)

    done = subprocess.run([sys.executable, PROGRAMS, "die", old], capture_output=True, text=True)

    assert (done.stderr, done.returncode) == ("", 0)
    counts = done.stdout.split()
    assert len(counts) > 15 and set(counts) == {"3"}  # killed that often
    assert rows(old) == before
    assert revision(old) == NEWEST
    with Gradebook(old) as book:
        assert book.record_mark(MARK) == MARK


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any file")
def test_a_gradebook_that_may_not_be_changed_is_told_plainly(old_file: Path) -> None:
    old_file.chmod(0o400)

    with pytest.raises(GradebookFault, match="the gradebook can't be used: "):
        opened(f"sqlite:///{old_file}")
