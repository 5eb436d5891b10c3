"""Grades out: what a platform makes of our file is what we have, for everybody, and nothing besides."""

from __future__ import annotations

import csv
import io
import random
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import people as made_up
from autograder.adapters import canvas, moodle, nbgrader
from autograder.assignment import Assignment, load
from autograder.gradebook import Gradebook, standings
from autograder.grades import COURSE, Filled, FillError, Form, Grade, Grades, Item, fill, grades_of, slots_for
from autograder.judge import Outcome, Ruling, Status, Verdict
from autograder.policy import Policy
from autograder.roster import Person, Roster, RosterError, match, merged, sheet_of
from conftest import ROOT, write_topic
from handing_in import WHEN
from importers import Aborted, Canvas, CanvasUser, Moodle, MoodleUser
from test_cli import run

ITEMS = (Item("01-doubling", "Doubling", 5.0), Item("02-a", 'Ada\'s, "second"', 10.0))
TITLES = {1: ("Doubling", 5.0), 2: ('Ada\'s, "second"', 10.0)}


def verdict(topic: Assignment, student: str, score: float, status: Ruling = Ruling.GRADED) -> Verdict:
    outcome = Outcome("test_all", "double", Status.PASSED, score, topic.max_score, "All is right.", True)
    outcomes = (outcome,) if status is Ruling.GRADED else ()
    return Verdict(student, topic.name, "5" * 64, WHEN, topic.hash, status, outcomes=outcomes)


def test_a_grade_is_empty_unless_it_is_known_and_says_why(doubling: Assignment) -> None:
    given = [
        verdict(doubling, "a", 2.5),
        verdict(doubling, "b", 0, Ruling.OURS),
        verdict(doubling, "c", 0, Ruling.HELD),
        verdict(doubling, "d", 0, Ruling.REFUSED),
    ]
    people = Roster(tuple(map(Person, "abcde")))

    found = grades_of(people, standings(given, (doubling,), Policy()), match("abcd", people), ITEMS[:1])

    assert [found.of(person, ITEMS[0]) for person in people.people] == [
        Grade(50.0),
        Grade(None, "not graded yet"),
        Grade(None, "held"),
        Grade(0.0),
        Grade(None, "not handed in"),
    ]
    assert [found.of(person, found.all_items[-1]).percent for person in people.people] == [50.0, None, None, 0.0, None]


def test_work_under_several_ids_is_one_persons_and_never_counts_twice(doubling: Assignment) -> None:
    second = replace(doubling, name="02-a")
    ada = Roster((Person("s1", "Ada"),))

    def of(*verdicts: Verdict) -> Grades:
        everybody = standings(verdicts, (doubling, second), Policy())
        return grades_of(ada, everybody, match([each.student for each in everybody], ada), ITEMS)

    apart = of(verdict(doubling, "Ada 1", 5), verdict(second, "Ada 2", 2.5))
    twice = of(verdict(doubling, "Ada 1", 5), verdict(doubling, "Ada 2", 1))

    assert [grade.percent for grade in apart.by_person["s1"].values()] == [100, 50, 75]
    assert apart.told == ["s1 (Ada) handed in under 2 ids: Ada 1, Ada 2."]
    assert [grade.percent for grade in twice.by_person["s1"].values()] == [None, None, None]
    assert "s1 (Ada) handed in 01-doubling under several ids; none of them counts here." in twice.told


def graded(people: Mapping[str, tuple[float | None, float | None]]) -> Grades:
    """Grades in per cent, by person."""
    found = {
        person: {item.name: Grade(percent, "" if percent is not None else "held") for item, percent in zip(ITEMS, each, strict=True)}
        for person, each in people.items()
    }  # fmt: skip
    return Grades(ITEMS, found, [])


def filled(
    form: Form, grades: Grades, *, percent: bool = False, stored: Roster | None = None, **columns: str
) -> Filled:
    roster = merged(stored or Roster(), list(form.people.values())).roster
    slots, _ = slots_for(form, grades, columns)
    return fill(form, roster, grades, slots, percent=percent)


def chosen_grades(seed: int, count: int = 300) -> list[tuple[float | None, float | None]]:
    chance = random.Random(seed)
    return [
        (chance.choice([None, 0.0, 33.34, 60.0, 100.0]), chance.choice([None, 0.0, 12.5, 99.9])) for _ in range(count)
    ]


def close(found: Mapping[tuple[int, str], float], expected: Mapping[tuple[int, str], float]) -> bool:
    return found.keys() == expected.keys() and all(
        expected[key] - 0.011 <= found[key] <= expected[key] + 1e-9 for key in found
    )


def points(numbers: list[int], given: list[tuple[float | None, float | None]]) -> dict[tuple[int, str], float]:
    return {
        (number, title): percent * most / 100
        for number, each in zip(numbers, given, strict=True)
        for (title, most), percent in zip(TITLES.values(), each, strict=True)
        if percent is not None
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 99), st.sampled_from([(",", False), (";", True), (";", False)]), st.booleans(), st.booleans())
def test_canvas_reads_equal_grades_for_300_names_from_its_own_file(
    seed: int, style: tuple[str, bool], percent: bool, sis: bool
) -> None:
    separator, comma = style
    given = chosen_grades(seed)
    users = [
        CanvasUser(n, f"{last}, {first}", f"u{n}", f"s{n}")
        for n, (first, last) in enumerate(made_up.names(seed=seed), 1000)
    ]
    course = Canvas(users, dict(TITLES))
    content = course.exported(separator=separator, comma=comma, sis=sis, mark=b"\xef\xbb\xbf")
    who = [f"s{user.number}" if sis else user.login for user in users]

    done = filled(canvas.form(sheet_of(content)), graded(dict(zip(who, given, strict=True))), percent=percent)
    course.imports(done.sheet.as_bytes())

    assert close(course.grades, points([user.number for user in users], given))
    assert course.new == {} and done.cells == len(course.grades)
    assert done.empty["held"] == 600 - done.cells


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 99), st.sampled_from([(",", False), (";", True), ("\t", False)]))
def test_moodle_reads_equal_grades_for_300_names_from_its_own_file(seed: int, style: tuple[str, bool]) -> None:
    separator, comma = style
    given = chosen_grades(seed)
    users = [
        MoodleUser(n, first, last, f"m{n}@x.example", f"s{n}")
        for n, (first, last) in enumerate(made_up.names(seed=seed), 1000)
    ]
    course = Moodle(users, dict(TITLES.values()))
    content = course.exported(separator=separator, comma=comma)
    mapping = {f"Assignment: {item} (Real)": item for item in course.items}

    done = filled(
        moodle.form(sheet_of(content)),
        graded({f"s{user.number}": each for user, each in zip(users, given, strict=True)}),
    )
    course.imports(done.sheet.as_bytes(), "Email address", mapping, separator=separator)

    assert close(course.grades, points([user.number for user in users], given))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 99), st.booleans())
def test_both_read_equal_grades_from_a_file_that_we_write(seed: int, percent: bool) -> None:
    given = chosen_grades(seed)
    names = list(enumerate(made_up.names(seed=seed), 1000))
    on_canvas = Canvas(
        [CanvasUser(n, f"{last}, {first}", f"M{n}@x.example", f"s{n}") for n, (first, last) in names], {}
    )
    on_moodle = Moodle(
        [MoodleUser(n, first, last, f"m{n}@x.example", "" if n == 1000 else f"s{n}") for n, (first, last) in names], {}
    )
    roster = merged(Roster(), canvas.ROSTER.read(sheet_of(on_canvas.exported())).people).roster
    roster = merged(roster, moodle.ROSTER.read(sheet_of(on_moodle.exported())).people).roster
    grades = graded({f"s{n}": each for (n, _), each in zip(names, given, strict=True)})

    for_canvas, nobody = canvas.new_gradebook(roster, grades, percent=percent)
    for_moodle, without = moodle.new_gradebook(roster, grades, percent=percent)
    on_canvas.imports(for_canvas)
    on_moodle.imports(for_moodle, "email", {title: "new" for title, _ in TITLES.values()})

    expected = points([n for n, _ in names], given)
    assert nobody == without == [] and on_canvas.new == dict(TITLES.values())
    assert close(on_canvas.grades, expected)
    scale = {title: 100 / most if percent else 1 for title, most in TITLES.values()}
    assert close(on_moodle.grades, {key: grade * scale[key[1]] for key, grade in expected.items()})


def test_an_empty_cell_in_a_new_column_would_become_0_on_moodle_so_a_dash_stands_there() -> None:
    course = Moodle([MoodleUser(1, "Ada", "L", "a@x.example")], {})
    roster = merged(Roster(), moodle.ROSTER.read(sheet_of(course.participants())).people).roster

    content, _ = moodle.new_gradebook(roster, graded({"a@x.example": (None, 10.0)}), percent=False)
    course.imports(content, "email", {title: "new" for title, _ in TITLES.values()})

    assert content.decode().splitlines()[1] == "a@x.example,Ada L,-,1.00"
    assert course.grades == {(1, 'Ada\'s, "second"'): 1.0}
    course.imports(content.replace(b",-,", b",,"), "email", {"Doubling": "new"})
    assert course.grades[1, "Doubling"] == 0.0  # what our file must never do


def small() -> Canvas:
    users = [
        CanvasUser(1, "Lovelace, Ada", "ada", "s1"),
        CanvasUser(2, "Byte, Bob", "bob", "s2"),
        CanvasUser(3, "=Eve", "eve", "s3"),
    ]
    return Canvas(users, dict(TITLES))


def test_what_the_platform_has_stays_where_we_have_nothing_and_where_it_is_excused() -> None:
    course = small()
    course.grades = {(1, "Doubling"): 4.0, (2, "Doubling"): 3.0}
    course.excused = {(3, "Doubling")}
    before = sheet_of(course.exported())

    done = filled(canvas.form(before), graded({"s1": (None, None), "s2": (100.0, 50.0), "s3": (100.0, None)}))
    course.imports(done.sheet.as_bytes())

    assert course.grades == {(1, "Doubling"): 4.0, (2, "Doubling"): 5.0, (2, 'Ada\'s, "second"'): 5.0}
    assert course.excused == {(3, "Doubling")}
    assert done.kept == {"held": 1, "excused on Canvas": 1} and done.empty == {"held": 2}
    after = [line.cells for line in done.sheet.lines]
    changed = [
        (r, c) for r, line in enumerate(before.lines) for c, cell in enumerate(line.cells) if after[r][c] != cell
    ]
    assert len(changed) == done.cells == 2
    assert after[0] == before.lines[0].cells and after[2] == before.lines[2].cells


def test_points_that_differ_are_never_written_into_a_column_of_another_size() -> None:
    course = small()
    course.assignments[1] = ("Doubling", 10.0)
    form = canvas.form(sheet_of(course.exported()))
    grades = graded({"s1": (50.0, 50.0)})

    with pytest.raises(
        FillError, match=r"Canvas gives 10 points for Doubling \(1\), but 01-doubling has 5 here. .*use --percent"
    ):
        filled(form, grades)
    course.imports(filled(form, grades, percent=True).sheet.as_bytes())

    assert course.grades == {(1, "Doubling"): 5.0, (1, 'Ada\'s, "second"'): 5.0}


def test_a_column_is_found_by_title_or_name_or_as_it_is_asked_for() -> None:
    course = small()
    course.assignments = {1: ("Week 1", 5.0), 2: ("02-A", 10.0), 3: ("Total", 100.0)}
    form = canvas.form(sheet_of(course.exported()))
    grades = graded({"s1": (100.0, 50.0)})

    alone, missing = slots_for(form, grades, {})
    asked, none = slots_for(form, grades, {"01-doubling": "Week 1 (1)", COURSE: "Total (3)"})

    assert {name: slot.header for name, slot in alone.items()} == {"02-a": "02-A (2)"}
    assert missing == [
        "the table has no column for 01-doubling (Doubling). Its columns: Week 1 (1), 02-A (2), Total (3)."
    ]
    assert {name: slot.header for name, slot in asked.items()} == {
        "01-doubling": "Week 1 (1)",
        "02-a": "02-A (2)",
        "course": "Total (3)",
    }
    assert none == []
    for wishes, fault in [
        ({"01-doubling": "Week 9"}, "has no column 'Week 9' to fill"),
        ({"01-doubling": "02-A (2)"}, "Two assignments would go into the column 02-A"),
    ]:
        with pytest.raises(FillError, match=fault):
            slots_for(form, grades, wishes)
    course.assignments = {1: ("Week 1", 5.0)}
    with pytest.raises(FillError, match="has no column for any assignment"):
        slots_for(canvas.form(sheet_of(course.exported())), grades, {})
    course.assignments = {1: ("Doubling", 5.0), 2: ("doubling ", 5.0)}
    with pytest.raises(FillError, match=r"could be the columns Doubling \(1\) and doubling  \(2\). Choose"):
        slots_for(canvas.form(sheet_of(course.exported())), grades, {})


def test_a_read_only_column_is_not_filled_and_that_is_said() -> None:
    content = (
        b"Student,ID,SIS Login ID,Section,Doubling (1),02-a (2)\n    Points Possible,,,,(read only),10\nA,1,a,S,,\n"
    )

    slots, said = slots_for(canvas.form(sheet_of(content)), graded({}), {})

    assert list(slots) == ["02-a"] and said == ["01-doubling: the column Doubling (1) is read-only, and is not filled."]


def test_two_rows_of_one_person_are_neithers_and_strangers_stay() -> None:
    content = b"Student,ID,SIS User ID,SIS Login ID,Section,Doubling (1)\n Points Possible,,,,,5\nA,1,s1,a,S,\nA,1,s1,a,T,\nB,2,s2,b,S,\n"

    done = filled(canvas.form(sheet_of(content)), graded({"s1": (100.0, None)}), stored=Roster((Person("s1", "A"),)))

    assert done.sheet.as_bytes() == content
    assert done.told == ["Rows 3 and 4 of the table are both s1 (A): neither is filled."]


WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade)\r\n"
    'Participant 71,"Lovelace, Ada",a@x.example,Submitted,,5.00,Yes,"Monday, 2 November",-\r\n'
    "Participant 72,Bob Byte,b@x.example,Submitted,,5.00,No,-,-\r\n"
)


def test_moodles_worksheet_numbers_people_for_its_assignment_and_takes_its_grades() -> None:
    form = moodle.form(sheet_of(WORKSHEET.encode()))
    roster = merged(Roster(), list(form.people.values())).roster
    grades = graded({"a@x.example": (90.0, None), "b@x.example": (90.0, None)})

    done = filled(form, grades, **{"01-doubling": "Grade"})

    assert match(["Ada Lovelace 71", "Group A-Bob Byte 72"], roster).people["Ada Lovelace 71"].id == "a@x.example"
    assert done.sheet.as_bytes().decode() == WORKSHEET.replace("Submitted,,5.00,Yes", "Submitted,4.50,5.00,Yes")
    assert done.kept == {"locked on Moodle": 1}
    with pytest.raises(FillError, match="Change it on Moodle"):
        filled(form, grades, percent=True, **{"01-doubling": "Grade"})


def test_moodle_would_take_a_row_without_a_user_for_the_one_above_so_it_is_told() -> None:
    course = Moodle(
        [MoodleUser(1, "A", "B", "a@x.example", "s1"), MoodleUser(2, "C", "D", "c@x.example")], {"Doubling": 5}
    )

    form = moodle.form(sheet_of(course.exported()))

    assert form.told == [
        "In ID number some rows are empty. Moodle would take them for the person above: identify people by Email address."
    ]


def test_moodle_gives_up_at_what_it_does_not_know_so_nobody_else_is_in_our_file() -> None:
    course = Moodle([MoodleUser(1, "Ada", "L", "a@x.example")], {})
    roster = merged(
        Roster((Person("s9", "Not There", "n@x.example"),)), moodle.ROSTER.read(sheet_of(course.participants())).people
    ).roster

    content, left_out = moodle.new_gradebook(roster, graded({"s9": (1.0, 1.0)}), percent=False)
    course.imports(content, "email", {"Doubling": "new"})

    assert [person.id for person in left_out] == ["s9"]
    with pytest.raises(Aborted):
        course.imports(content + b"n@x.example,N,1,1\n", "email", {"Doubling": "new"})


def test_a_roster_without_the_platforms_ids_makes_no_file_for_it() -> None:
    alone = Roster((Person("s1", "Ada", "a@x.example"),))

    with pytest.raises(FillError, match="Nobody on the roster has an id on Canvas"):
        canvas.new_gradebook(alone, graded({}), percent=False)
    with pytest.raises(FillError, match="Nobody on the roster came from Moodle"):
        moodle.new_gradebook(alone, graded({}), percent=False)
    large = Grades((Item("01", "Large", 150.0),), {}, [])
    with pytest.raises(
        FillError, match=r"Moodle refuses grades above 100, and an assignment has 150 points. Use --percent"
    ):
        moodle.new_gradebook(alone, large, percent=False)


@pytest.mark.slow
def test_nbgraders_students_are_read_from_its_gradebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api = pytest.importorskip("nbgrader.api")
    monkeypatch.setenv("PATH", nbgrader.tools_path())
    with api.Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.add_student("s1", first_name="Ada", last_name="Lovelace", email="a@x.example")
        book.add_student("=1", first_name="Eve")
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("create table x (y)").connection.close()

    listed = nbgrader.people_of(tmp_path / "gradebook.db")

    assert nbgrader.is_gradebook(tmp_path / "gradebook.db")
    assert [(person.id, person.name, person.email) for person in listed.people] == [
        ("s1", "Ada Lovelace", "a@x.example")
    ]
    assert listed.told[-1] == "'Eve' has no id that can be used, and is left out."
    with pytest.raises(RosterError, match="is not nbgrader's gradebook: no such table: student"):
        nbgrader.people_of(other)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A small course whose gradebook has work from Canvas, Moodle and a folder."""
    topic = load(write_topic(tmp_path))
    (tmp_path / "grading_config.yml").write_text("{}")
    (tmp_path / "results").mkdir()
    with Gradebook(f"sqlite:///{tmp_path / 'results' / 'gradebook.db'}") as book:
        for student, score in [("lovelaceada 1", 4.0), ("s2", 2.5), ("Zoë Zu 77", 5.0), ("=cmd()", 1.0)]:
            book.record(verdict(topic, student, score), WHEN)
        book.record(verdict(topic, "eve", 0, Ruling.HELD), WHEN)
    course = small()
    course.assignments = {1: ("Doubling", 5.0)}
    (tmp_path / "canvas.csv").write_bytes(course.exported())
    users = [MoodleUser(7, "Zoë", "Zu", "z@x.example"), MoodleUser(8, "Bob", "Byte", "b@x.example", "s2")]
    (tmp_path / "moodle.csv").write_bytes(Moodle(users, {"Doubling": 5.0}).exported())
    return tmp_path


@pytest.mark.slow
def test_from_platforms_files_to_a_roster_and_back(here: Path) -> None:
    imported = run("roster", "import", "canvas.csv", "moodle.csv", cwd=here)
    shown = run("roster", cwd=here)
    again = run("roster", "import", "canvas.csv", cwd=here)
    filled = run("export", "canvas", "canvas.csv", cwd=here)
    on_moodle = run("export", "moodle", "moodle.csv", "--percent", cwd=here)
    written = run("export", "canvas", "--out", "new/canvas.csv", cwd=here)
    plain = run("export", "csv", cwd=here)

    assert [done.returncode for done in (imported, shown, again, filled, on_moodle, written, plain)] == [0] * 7
    assert "canvas.csv: Canvas' gradebook, 3 people, 3 new." in imported.stderr
    assert "moodle.csv: Moodle's list, 2 people, 1 new." in imported.stderr
    assert imported.stdout == "results/roster.csv\n"
    assert "3 people, 0 new" in again.stderr
    assert "Look at this: Zoë Zu 77 is taken for z@x.example (Zoë Zu): only the name agrees." in shown.stderr
    assert "Handed in, but not on the roster: 1 id" in shown.stderr
    assert shown.stdout.splitlines()[-1].split() == ["all", "4", "4"]
    course = small()
    course.assignments = {1: ("Doubling", 5.0)}
    course.imports((here / "results/exports/canvas.csv").read_bytes())
    assert course.grades == {(1, "Doubling"): 4.0, (2, "Doubling"): 2.5}
    assert "On the roster, but not in canvas.csv: 1: z@x.example (Zoë Zu)" in filled.stderr
    assert "2 grades are filled in." in filled.stderr and "1 cell stays empty: held." in filled.stderr
    assert "Of 5 who handed in, 1 can't be found on the roster; their grades go nowhere." in filled.stderr
    assert ",z@x.example,100.00,-," in (here / "results/exports/moodle.csv").read_text()
    assert ",b@x.example,50.00,-," in (here / "results/exports/moodle.csv").read_text()
    course.imports((here / "new/canvas.csv").read_bytes())
    assert course.grades == {(1, "Doubling"): 4.0, (2, "Doubling"): 2.5}
    assert "Left out, because they have no id on Canvas: 1: z@x.example (Zoë Zu)" in written.stderr
    rows = list(csv.reader(io.StringIO((here / "results/exports/grades.csv").read_text("utf-8-sig"))))
    assert rows[0] == ["id", "name", "email", "section", "01-doubling (points)", "course (%)"]
    assert [(row[0], *row[4:]) for row in rows[1:]] == [
        ("s1", "4.00", "80.00"), ("s2", "2.50", "50.00"), ("s3", "", ""), ("z@x.example", "5.00", "100.00"),
    ]  # fmt: skip


@pytest.mark.slow
def test_without_a_roster_the_table_has_everybody_whose_id_is_one(here: Path) -> None:
    done = run("export", "csv", "--percent", cwd=here)

    rows = list(csv.reader(io.StringIO((here / "results/exports/grades.csv").read_text("utf-8-sig"))))
    assert [row[0] for row in rows] == ["id", "Zoë Zu 77", "eve", "lovelaceada 1", "s2"]
    assert "left out '=cmd()': An id begins with a letter or a digit." in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["roster"], "There is no roster in results. Begin with: autograder roster import FILE"),
        (["roster", "import", "grading_config.yml"], "is no list of people that is known here"),
        (["export", "canvas"], "There is no roster in results. Name the file that Canvas exported."),
        (["export", "canvas", "moodle.csv"], "moodle.csv is not the gradebook that Canvas exports."),
        (["export", "moodle", "canvas.csv"], "canvas.csv is not a table of Moodle's."),
        (["export", "canvas", "canvas.csv", "--out", "canvas.csv"], "which is never written over. Use --out"),
        (["export", "canvas", "canvas.csv", "--column", "x"], "write it like '01-doubling=Week 1 (4711)'"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(here: Path, arguments: list[str], message: str) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*.csv")}

    done = run(*arguments, cwd=here)

    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert {path: path.read_bytes() for path in here.rglob("*.csv")} == before


@pytest.mark.slow
def test_every_command_in_the_guide_does_what_it_says(here: Path) -> None:
    guide = (ROOT / "docs" / "exports.md").read_text()
    commands = [line.split("#")[0].split() for line in guide.splitlines() if line.startswith("    autograder ")]
    worksheet = WORKSHEET.replace("a@x.example", "z@x.example").replace("Lovelace, Ada", "Zoë Zu")
    (here / "worksheet.csv").write_text(worksheet)
    (here / "people.csv").write_text("id,name,email,section\ns2,Bob Byte,b@x.example,A\n")

    assert len(commands) >= 8
    for command in commands:
        done = run(*command[1:], cwd=here)
        assert done.returncode == 0, (command, done.stderr)
