"""The roster: read however a spreadsheet saved it, brought together by plain rules, and never guessed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import people as made_up
from autograder.adapters import canvas, gradescope, moodle
from autograder.report import table
from autograder.report.text import harmless
from autograder.roster import (
    OWN,
    Person,
    Roster,
    RosterError,
    SheetError,
    doubled,
    entered,
    fault_of,
    match,
    merged,
    read_roster,
    roster_rows,
    sheet_of,
    told,
)
from importers import Canvas, CanvasUser, Moodle, MoodleUser

ADA = Person("s1", "Ada Lovelace", "ada@uni.example", "A")
BOB = Person("s2", "Bob Byte", "bob@uni.example", "B")


def roster(text: str | bytes) -> Roster:
    return read_roster(sheet_of(text if isinstance(text, bytes) else text.encode()))


PLAIN = "id,name,email,section\ns1,Zoë Müller,zoe@uni.example,A\n\n\ns2,Bob Byte,,B\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("cp1252"),
        PLAIN.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"),
        PLAIN.replace(",", "\t").encode("utf-16"),
        ("sep=;\r\n" + PLAIN.replace(",", ";")).encode(),
        ("\n\n" + PLAIN.replace("\n", "\r")).encode(),
        PLAIN.replace("id,name,email,section", "ID,Full Name,E-Mail,Group").encode(),
        PLAIN.replace("s1,Zoë Müller", '"s1","Zoë Müller"').encode(),
    ],
    ids=[
        "plain",
        "mark",
        "utf-16",
        "utf-16-be",
        "windows",
        "semicolons",
        "tabs",
        "hint",
        "old-mac",
        "headers",
        "quoted",
    ],
)
def test_a_roster_is_read_however_it_was_saved(content: bytes) -> None:
    found = roster(content)

    assert [(p.id, p.name, p.email, p.section) for p in found.people] == [
        ("s1", "Zoë Müller", "zoe@uni.example", "A"),
        ("s2", "Bob Byte", "", "B"),
    ]


def test_a_roster_that_is_written_is_read_back_the_same_with_columns_we_dont_know() -> None:
    text = "id,name,canvas_number,other_id,tutor\ns1,Ada,4711,x1;x 2,Mrs. Hop;per\ns2,Bob,,,\n"

    once = roster(text)
    again = roster(table(roster_rows(once)))

    assert again == once
    assert [person.more for person in again.people] == [(("tutor", "Mrs. Hop;per"),), (("tutor", ""),)]
    assert once.people[0].of("other_id") == ("x1", "x 2")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id,name\ns1,Ada\ns2,Bob\ns1,Eve\n", "row 4: the id 's1' is also in row 2. Keep one of the rows."),
        ("id,name\n=cmd(),Ada\n", "row 2: '=cmd()' can't be used. An id begins with a letter or a digit."),
        ("id,name\n,Ada\n", "row 2: '' can't be used."),
        ("id,name,email\ns1,Ada,=1@x\n", "row 2: '=1@x' can't be used."),
        ("id,name,canvas_sis_id\ns1,Ada,+49\n", "row 2: '+49' can't be used."),
        ('id,name\n"s1|s2",Ada\n', "An id has no comma, semicolon, quote, bar or tab."),
        (f"id,name\n{'x' * 200},Ada\n", "longer than 128 bytes"),
    ],
)
def test_a_fault_in_a_roster_is_told_with_its_row_and_nobody_is_dropped(text: str, fault: str) -> None:
    with pytest.raises(RosterError) as caught:
        roster(text)

    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04...", "is an Excel or LibreOffice workbook. Save it as CSV"),
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b'id,name\ns1,"Ada\n', "row 2 has a quote that never ends"),
        (b"\0\1\2", "is not a table of plain text"),
        (b"\xff\xfea", "is not a table of plain text"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, fault: str) -> None:
    with pytest.raises(SheetError) as caught:
        sheet_of(content)

    assert fault in str(caught.value)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=8)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_is_read_as_csv_reads_it_and_written_back_byte_for_byte(
    rows: list[list[str]], separator: str, end: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows([[f"a{separator}b", "id"], *rows])
    content = out.getvalue().replace(f'"a{separator}b"{separator}', f"a{separator}b{separator}").encode()

    sheet = sheet_of(content)

    assert sheet.as_bytes() == content
    assert [list(line.values) for line in sheet.lines][1:] == list(
        csv.reader(io.StringIO(content.decode(), newline=""), delimiter=separator)
    )[1:]


def test_a_filled_cell_changes_and_no_other_byte() -> None:
    content = b'\xef\xbb\xbf"Student";"a";b\r\n"x ""y""";"1";\r\n\r\nz\n'

    filled = sheet_of(content).filled({(1, 1): "2,5", (1, 2): "a;b", (3, 2): "7"})

    assert filled.as_bytes() == b'\xef\xbb\xbf"Student";"a";b\r\n"x ""y""";"2,5";"a;b"\r\n\r\nz;;7\n'


@given(st.text(max_size=12))
def test_an_id_that_is_accepted_needs_no_guard_in_a_spreadsheet(text: str) -> None:
    if not fault_of(text):
        assert harmless(text) == text
        assert list(csv.reader(io.StringIO(table([[text, "x"]])))) == [[text, "x"]]


def test_the_same_person_from_four_platforms_is_one_person() -> None:
    here = Roster((ADA,))
    on_canvas = Canvas([CanvasUser(4711, "Lovelace, Ada", "ada@uni.example", "s1")], {9: ("Week 1", 5)})
    on_moodle = Moodle([MoodleUser(7, "ADA", "Lovelace", "ADA@uni.example")], {"Week 1": 5})
    scope = "First Name,Last Name,SID,Email,Role\nAda,Lovelace,s1,ada@uni.example,Student\nT,A,,ta@uni.example,TA\n"
    sheets = [on_canvas.exported(), on_moodle.participants(), on_moodle.exported(), scope.encode()]
    formats = [canvas.ROSTER, moodle.ROSTER, moodle.ROSTER, gradescope.ROSTER]

    for content, kind in zip(sheets, formats, strict=True):
        sheet = sheet_of(content)
        assert [each.name for each in (canvas.ROSTER, gradescope.ROSTER, moodle.ROSTER) if each.fits(sheet)] == [
            kind.name
        ]
        done = merged(here, kind.read(sheet).people)
        assert (done.new, done.told) == (0, [])
        here = done.roster

    (ada,) = here.people
    assert (ada.id, ada.name, ada.of("canvas_number"), ada.of("gradescope_id")) == (
        "s1",
        "Ada Lovelace",
        ("4711",),
        ("s1",),
    )
    assert ada.of("moodle_email_id") == ("ADA@uni.example",)
    assert merged(here, kind.read(sheet).people).roster == here


def test_a_name_alone_counts_only_if_nobody_else_has_it_and_is_said() -> None:
    stranger = Person("x9", "Lovelace, Ada")
    once = merged(Roster((ADA, BOB)), [stranger])
    twice = merged(Roster((ADA, Person("s3", "ada LOVELACE"))), [stranger])
    both = merged(Roster((ADA,)), [stranger, Person("x8", "Ada Lovelace")])
    other = merged(Roster((ADA,)), [Person("x9", "Ada Lovelace", "other@uni.example")])

    assert once.new == 0 and once.roster.people[0].of("other_id") == ("x9",)
    assert once.told == [
        "s1 (Ada Lovelace) and x9 (Lovelace, Ada) are taken for one person: only the name agrees, and nobody else has it."
    ]
    assert (twice.new, both.new, other.new) == (1, 2, 1)
    assert doubled(other.roster) == ["s1 (Ada Lovelace) and x9 (Ada Lovelace) have the same name. Are they one person?"]


def test_clashes_are_told_and_the_roster_stays() -> None:
    renamed = merged(Roster((ADA,)), [Person("s1", "Ada King", "king@uni.example", "C")])
    torn = merged(Roster((ADA, BOB)), [Person("s1", "Ada", "bob@uni.example")])

    assert renamed.told == [
        "s1 (Ada Lovelace) is called 'Ada King' elsewhere (the same id). The roster's name stays.",
        "s1 (Ada Lovelace) has the address ada@uni.example, and elsewhere king@uni.example (the same id). Ours stays.",
    ]
    assert (renamed.roster.people[0].name, renamed.roster.people[0].section) == ("Ada Lovelace", "C")
    assert torn.roster.people == (ADA, BOB)
    assert torn.told == [
        "s1 (Ada) could be s1 (Ada Lovelace) (the same id) and s2 (Bob Byte) (the same address): left out. Correct the roster, and import again."
    ]


def test_people_who_may_be_there_twice_are_told() -> None:
    found = doubled(Roster((ADA, Person("S1", "A. L.", "ADA@uni.example"), Person("x", "", "", "", (("canvas_number", "1"),)),
                            Person("y", "", "", "", (("canvas_number", "1"),)))))  # fmt: skip

    assert len(found) == 3
    assert "'S1' and 's1' look alike" in found[0]
    assert "have the same address" in found[1] and "have the same canvas_number" in found[2]


def test_a_table_of_ones_own_is_not_taken_for_a_platforms() -> None:
    for header in (
        "ID,Full name,E-Mail",
        "id,first_name,last_name,email",
        "id,name,email,section",
        "Name,Email address",
    ):
        sheet = sheet_of(f"{header}\ns1,Ada,a@x.example,A\n".encode())

        assert [kind.name for kind in (canvas.ROSTER, gradescope.ROSTER, moodle.ROSTER, OWN) if kind.fits(sheet)] == [
            OWN.name
        ]


ON_CANVAS = Person(
    "s1", "Lovelace, Ada", "ada@uni.example", "", (("canvas_number", "4711"), ("canvas_login_id", "alove"))
)
ON_MOODLE = Person(
    "s2",
    "Bob Byte",
    "",
    "",
    (("moodle_number", "4711"), ("moodle_number", "52"), ("moodle_participant_id", "Participant 52")),
)


@pytest.mark.parametrize(
    ("student", "person"),
    [
        ("s1", "s1"),
        ("alove", "s1"),
        ("ADA@uni.example", "s1"),
        ("lovelaceada 4711", "s1"),  # Canvas
        ("Bob Byte 4711", "s2"),  # Moodle, whose number is somebody else's on Canvas
        ("Group 1-Bob Byte 52", "s2"),
        ("Participant 52", "s2"),  # Moodle, marked blindly
        ("4711", ""),  # a number alone says nothing
        ("Eve 4711", ""),
        ("lovelaceada 4712", ""),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_what_was_handed_in_finds_its_person(student: str, person: str) -> None:
    found = match([student], Roster((ON_CANVAS, ON_MOODLE)))

    assert found.people.get(student, Person("")).id == person
    assert (student in found.unknown) is (person == "")
    assert found.by_name == []


def test_who_is_matched_by_name_only_is_said_and_namesakes_are_nobody() -> None:
    namesakes = Roster((ADA, Person("s3", "Lovelace Ada"), BOB))

    found = match(["Ada Lovelace 99", "Bob Byte 98", "Bob Byte 97"], namesakes)

    assert {student: person.id for student, person in found.people.items()} == {
        "Bob Byte 98": "s2",
        "Bob Byte 97": "s2",
    }
    assert told(found) == [
        "Bob Byte 98 is taken for s2 (Bob Byte): only the name agrees.",
        "Bob Byte 97 is taken for s2 (Bob Byte): only the name agrees.",
        "Ada Lovelace 99: it may be s1 (Ada Lovelace) or s3 (Lovelace Ada). Write it into the column other_id of the right one.",
    ]


def test_300_names_from_canvas_and_moodle_are_300_people_and_stay_so() -> None:
    names = made_up.names()
    on_canvas = Canvas(
        [CanvasUser(n, f"{last}, {first}", f"u{n}", f"s{n}") for n, (first, last) in enumerate(names, 1000)], {}
    )
    on_moodle = Moodle(
        [MoodleUser(n, first, last, f"m{n}@x.example", f"s{n}") for n, (first, last) in enumerate(names, 1000)], {}
    )

    first = merged(Roster(), canvas.ROSTER.read(sheet_of(on_canvas.exported())).people)
    second = merged(first.roster, moodle.ROSTER.read(sheet_of(on_moodle.exported())).people)
    written = table(roster_rows(second.roster))

    assert (first.new, second.new, len(second.roster.people)) == (300, 0, 300)
    assert [person.id for person in roster(written).people] == [f"s{n}" for n in range(1000, 1300)]
    assert table(roster_rows(roster(written))) == written


def test_there_are_25_hostile_names() -> None:
    assert len(set(made_up.HOSTILE)) == 25


@pytest.mark.parametrize("name", made_up.HOSTILE, ids=ascii)
def test_a_hostile_name_breaks_no_table_and_runs_nowhere(name: str) -> None:
    person, faults = entered(name, "", "=1", [("canvas_sis_id", "s1")])

    assert person is not None and faults == []
    (_, row) = list(csv.reader(io.StringIO(table(roster_rows(Roster((person,)))))))
    assert row[0] == "s1" and not row[1].lstrip("\ufffd ").startswith(("=", "+", "-", "@"))
    assert row[3] == "'=1"
    assert len(roster(table(roster_rows(Roster((person,))))).people) == 1


@pytest.mark.parametrize("value", made_up.HOSTILE, ids=ascii)
def test_a_hostile_id_is_an_id_or_is_refused_with_a_message(value: str) -> None:
    person, faults = entered("Ada", "", "", [("canvas_login_id", value)])

    if person is None:
        assert len(faults) == 2 and "has no id that can be used" in faults[1]
    else:
        assert harmless(person.id) == person.id == value.strip()
