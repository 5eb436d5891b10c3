"""Feedback out: each page reaches the one whom it is for, unchanged, and nothing else leaves."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote

import pytest

import people as made_up
from autograder.adapters import canvas, gradescope, moodle, nbgrader
from autograder.assignment import Assignment, load
from autograder.gradebook import Gradebook
from autograder.intake import DownloadError, file_name, origins, unpack
from autograder.report import table
from autograder.returning import (
    Feedback,
    Letter,
    Packed,
    Page,
    Parcel,
    ReturnError,
    for_students,
    in_parts,
    mail_rows,
    on_every_system,
    page_path,
    pages_of,
    parcel,
    student_zip,
)
from autograder.returning.names import distinct
from autograder.roster import Person
from autograder.zips import zipped
from conftest import ROOT, write_topic
from feedback_importers import CanvasAssignment, MoodleAssignment, entries
from handing_in import WHEN
from hostile_downloads import archive, work
from test_cli import run
from test_exports import verdict

LAYOUTS = (gradescope.LAYOUT, moodle.LAYOUT, canvas.LAYOUT, nbgrader.LAYOUT)
TOPIC = "01-doubling"
NAMES = made_up.names()
OUTPUTS = (
    b"", b"\0", b"<script>alert(1)</script>", b"</html>", b"\xff\xfe\xfa", b"PK\x03\x04", b"a" * 5_000_000, b"\r\n.\r\n",
    b"MZ\x90\x00", b"%PDF-1.7", b"=1+1", b"#!/bin/sh\n", b"<?php ?>", b"../../etc/passwd", b"\x1b[31m", "\u202e".encode(),
    b"<img src=x onerror=alert(1)>", b"{{7*7}}", b"%s%n", b"\nBcc: eve@x.example\n", b"]]>", b"<!--", b"<base href='//x'>",
    bytes(range(256)), "𝔄𝔡𝔞 👩‍🎓".encode(),
)  # fmt: skip


def page_of(student: str, number: int = 0) -> bytes:
    return b"<p>" + student.encode() + b"</p>" + OUTPUTS[number % len(OUTPUTS)]


def unpacked(tmp_path: Path, files: Mapping[str, bytes], assignment: str = TOPIC) -> Path:
    """The uploads after a download was unpacked."""
    source = archive(tmp_path / "download" / "d.zip", files)
    unpack(source, tmp_path / "uploads", LAYOUTS, [TOPIC, "02-other"], assignment)
    return tmp_path / "uploads"


def moodles(name: str) -> str:
    """A full name as Moodle writes it into a download."""
    return name.replace("_", " ").replace("/", "")


def canvass(name: str) -> str:
    """A sortable name as Canvas writes it into a download."""
    return "".join(c for c in name.lower() if c.isalnum())


def test_moodle_gives_each_of_300_hostile_names_their_own_page(doubling: Assignment, tmp_path: Path) -> None:
    notebook = work(doubling, "x")
    folders = {
        number: f"{moodles(f'{first} {last}')}_{number}_assignsubmission_file{'_' * (number % 2)}"
        for number, (first, last) in enumerate(NAMES, 1000)
    }
    files = {f"{folder}{'/' if n % 3 else '_'}week3.ipynb": notebook for n, folder in folders.items() if n % 6 != 3}
    files |= {f"{folder}week3.ipynb": notebook for n, folder in folders.items() if n % 6 == 3}  # it ends with _
    uploads = unpacked(tmp_path, files)
    known = origins(uploads, "moodle", TOPIC)
    pages = [Page(student, TOPIC, page_of(student, place)) for place, student in enumerate(known)]

    made = parcel(pages, known, moodle.feedback_place, "Moodle")
    course = MoodleAssignment(set(folders))
    course.imports(zipped(made.files))
    course.imports(zipped(made.files))

    assert len(pages) == 300 and made.told == [] and course.ignored == []
    numbers = {student.rpartition(" ")[2]: page.content for page in pages for student in [page.student]}
    assert course.files == {int(number): {f"{TOPIC}.html": page} for number, page in numbers.items()}


def test_canvas_gives_each_of_300_hostile_names_their_own_page(doubling: Assignment, tmp_path: Path) -> None:
    notebook = work(doubling, "x")
    files = ("week3-1.ipynb", "week3_linked_link.ipynb", "7.ipynb", "_8_9.ipynb", "a_LATE_12_13_b.ipynb")
    names = {
        number: f"{canvass(last + first)}{'_LATE' * (number % 2)}_{number}_{9000 + number}_{files[number % len(files)]}"
        for number, (first, last) in enumerate(NAMES, 1000)
    }
    uploads = unpacked(tmp_path, dict.fromkeys(names.values(), notebook))
    known = origins(uploads, "canvas", TOPIC)
    pages = [Page(student, TOPIC, page_of(student, place)) for place, student in enumerate(known)]

    made = parcel(pages, known, canvas.feedback_place, "Canvas")
    course = CanvasAssignment({9000 + number: number for number in names})
    course.imports(zipped(made.files))

    assert len(pages) == 300 and made.told == [] and course.ignored == []
    assert course.comments == {int(page.student.rpartition(" ")[2]): [[page.content]] for page in pages}


@pytest.mark.parametrize(
    "origin",
    [
        "a_7x_12_assignsubmission_file_", "a_1e3_12_assignsubmission_file_", "a_ 7_12_assignsubmission_file_",
        "lovelace_4711_81234_x.ipynb", "Ada_assignsubmission_file_", "",
    ],
)  # fmt: skip
def test_a_name_that_moodle_would_read_as_somebody_elses_is_not_packed(origin: str) -> None:
    made = parcel([Page("a", TOPIC, b"x")], {"a": origin}, moodle.feedback_place, "Moodle")

    assert made.files == {}
    assert made.told == [f"a: Moodle would not know whose {origin} is: not packed."]


@pytest.mark.parametrize(
    "origin",
    ["7_x_4711_81234_y.ipynb", "-7_x_4711_81234_y.ipynb", "anon_x_1_2_y.ipynb", "a_1_text.html", "x"],
)  # fmt: skip
def test_a_name_that_canvas_would_read_as_somebody_elses_is_not_packed(origin: str) -> None:
    made = parcel([Page("a", TOPIC, b"x")], {"a": origin}, canvas.feedback_place, "Canvas")

    assert made.files == {} and "Canvas would not know whose" in made.told[0]


def test_two_pages_for_one_participant_are_packed_for_nobody() -> None:
    known = {name: f"{name[:-2]}_7_assignsubmission_file_" for name in ("Ada Byron 7", "Ada Lovelace 7")}
    pages = [Page(student, TOPIC, b"x") for student in (*known, "bob")]

    made = parcel(pages, {**known, "eve 8": "eve_8_assignsubmission_file_"}, moodle.feedback_place, "Moodle")

    assert made.files == {}
    assert made.told == [
        "bob handed in, but not through Moodle: not packed.",
        "eve 8 handed in through Moodle, and has no page.",
        "Ada Byron 7 and Ada Lovelace 7 are both 7 on Moodle: not packed. Remove the wrong one from uploads.",
    ]


def test_each_download_adds_its_names_and_loses_no_earlier_ones(doubling: Assignment, tmp_path: Path) -> None:
    mine = work(doubling, "x")

    unpacked(tmp_path, {f"Ada_{n}_assignsubmission_file_/x.ipynb": mine for n in (1, 2)})
    unpacked(tmp_path, {"Ada_1_assignsubmission_file_x.ipynb": mine}, "02-other")
    unpacked(tmp_path, {"lovelaceada_LATE_4_5_x.ipynb": mine, "Ada_2_3_x.ipynb": mine}, "02-other")
    uploads = unpacked(tmp_path, {"Ada_2_8_x.ipynb": mine, "Ada_1_9_x.ipynb": mine})
    unpacked(tmp_path, {f"ada/{TOPIC}/{TOPIC}.ipynb": mine}, "")

    assert origins(uploads, "moodle", TOPIC) == {}  # what was handed in last is what is graded
    assert origins(uploads, "canvas", TOPIC) == {"Ada 1": "Ada_1_9_x.ipynb", "Ada 2": "Ada_2_8_x.ipynb"}
    assert origins(uploads, "moodle", "02-other") == {"Ada 1": "Ada_1_assignsubmission_file_x.ipynb"}
    assert origins(uploads, "canvas", "02-other").keys() == {"lovelaceada 4", "Ada 2"}
    assert origins(uploads, "nbgrader", TOPIC) == {}


def test_a_damaged_list_of_names_is_told(tmp_path: Path) -> None:
    (tmp_path / ".names.json").write_text('{"moodle": 1}')

    with pytest.raises(DownloadError, match=r"Delete it, and grade the downloads again\."):
        origins(tmp_path, "moodle", TOPIC)


def test_only_pages_are_read_and_what_is_missing_is_told(tmp_path: Path) -> None:
    handed_in = [(student, TOPIC) for student in ("ada", "b/../o", "eve", "gone")]
    for student, _ in handed_in[:2]:
        path = page_path(tmp_path, student, TOPIC)
        path.parent.mkdir(parents=True)
        path.write_bytes(page_of(student))
    secret = tmp_path / "secret"
    secret.write_text("hidden tests")
    page_path(tmp_path, "eve", TOPIC).parent.mkdir()
    page_path(tmp_path, "eve", TOPIC).symlink_to(secret)

    pages, told = pages_of(tmp_path, handed_in)

    assert pages == [Page(student, TOPIC, page_of(student)) for student, _ in handed_in[:2]]
    assert "eve, 01-doubling: " in told[0] and "is a link, and is not followed." in told[0]
    assert told[1].startswith("gone, 01-doubling: there is no page") and told[1].endswith("Run: autograder report")


HOSTILE_NAMES = (
    *made_up.HOSTILE, "", ".", "..", "con", "CON.html", "nul .txt", "COM¹", "a/../../b", "C:\\x", "-rf", "~x", ".x", "x.", "x ",
    "cafe\u0301", "a\0b", "\ud800",
)  # fmt: skip


def test_a_name_can_be_unpacked_on_every_system() -> None:
    for name in HOSTILE_NAMES:
        safe = on_every_system(name.encode(errors="replace").decode())

        assert safe and len(safe.encode()) <= 202 and not PureWindowsPath(safe).is_reserved()
        assert PureWindowsPath(safe).parts == (safe,) and safe[0] not in ".~ -" and safe[-1] not in ". "
        assert on_every_system(safe) == safe
    assert on_every_system("cafe\u0301") == "café"


def test_no_two_names_are_one_file_on_any_system() -> None:
    names = distinct(["index.html", "Index.html", "ＩＮＤＥＸ.html", "a", "A", "A-2", *HOSTILE_NAMES[:-1]])
    everybody = for_students([f"{first} {last}" for first, last in dict.fromkeys(NAMES)])
    files = for_students(["ada", "Ada", "bob", "a b", "a_b", "con"])

    assert len({name.casefold() for name in names}) == len(names)
    assert len({name.casefold() for name in everybody}) == len(set(NAMES))
    assert len({name.casefold() for name in files}) == len(files)
    assert files[2] == "bob" and files[-1] == "x-con"
    assert files[0] == for_students(["Ada", "ada"])[1]


def test_a_zip_file_is_the_same_whenever_it_is_made_and_no_page_makes_it_a_bomb() -> None:
    files = {f"{number}.html": content for number, content in enumerate(OUTPUTS)}

    made = zipped(files)

    assert made == zipped(dict(reversed(files.items())))
    assert dict(entries(made)) == files
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert all(info.file_size <= 100 * max(info.compress_size, 1) for info in archive.infolist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_file_is_divided_between_pages_where_it_would_be_too_large() -> None:
    chance = random.Random(1)
    files = {f"{number:02}.html": chance.randbytes(30_000) for number in range(20)}

    parts = in_parts(files, 100_000)

    assert len(parts) == 7 and max(map(len, parts)) <= 100_000
    assert {name: page for part in parts for name, page in entries(part)} == files
    assert in_parts(files, None) == [zipped(files)] == in_parts(files, 700_000)
    with pytest.raises(
        ReturnError, match=r"00\.html alone has 30,\d{3} bytes in a zip file, more than the 100 that are"
    ):
        in_parts(files, 100)


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags, self.links, self.attributes, self.text = set[str](), list[str](), set[str](), ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_students_file_has_all_their_pages_and_a_first_page_that_links_them() -> None:
    every = [
        Feedback(name or "x", name, f"{number} of 5", page_of("ada", number))
        for number, name in enumerate(HOSTILE_NAMES[:-1])
    ]
    every += [
        Feedback("index", "Index", "", b"i"),
        Feedback(TOPIC, "Twice", "", b"1"),
        Feedback(TOPIC, "Twice", "", b"2"),
    ]

    files = dict(entries(student_zip("<b>Course</b>", every)))

    index = Seen(files.pop("index.html"))
    assert sorted(files.values()) == sorted(each.page for each in every)
    assert [files[unquote(link).removeprefix("./")] for link in index.links] == [each.page for each in every]
    assert index.tags == {"html", "head", "meta", "title", "style", "body", "main", "h1", "ul", "li", "a"}
    assert index.attributes == {"lang", "charset", "name", "content", "http-equiv", "href"}
    assert "<script>alert(1)</script>" in index.text and "{{7*7}}" in index.text and "\u202e" not in index.text
    assert {f"{TOPIC}.html", f"{TOPIC}-2.html", "index-2.html"} <= files.keys()


def test_a_mail_merge_takes_300_hostile_names_and_starts_no_header_and_no_formula() -> None:
    letters = [
        Letter(
            Person(f"s{n}", f"{first} {last}" if n % 2 else last, f"m{n}@x.example"),
            f"s{n}.zip",
            [f"{last}: 1.00 of 5"],
        )
        for n, (first, last) in enumerate(NAMES)
    ]

    rows, told = mail_rows(letters)

    read = list(csv.DictReader(io.StringIO(table(rows))))
    assert told == [] and [row["email"] for row in read] == [letter.person.email for letter in letters]
    for row, letter in zip(read, letters, strict=True):
        message = EmailMessage()  # refuses a line break in a header
        message["To"] = Address(row["name"], addr_spec=row["email"])
        message["Subject"] = f"Feedback for {row['name']}: {row['scores']}"
        assert message["To"].addresses[0].addr_spec == letter.person.email
        assert not any(value[:1] in "=+-@\t\r" for value in row.values() if value)
        assert len(row["scores"].splitlines()) == len(row["name"].splitlines()) == 1
        assert row["file"] == letter.file


@pytest.mark.parametrize(
    "address",
    ["", "ada", "a@b@c", "a@x.example, b@x.example", "a@x.example\nBcc: b@x.example", "<a@x.example>", "=a@x.example", "a\u202e@x.example", "@x"],
)  # fmt: skip
def test_who_has_no_usable_address_is_named_and_not_in_the_table(address: str) -> None:
    rows, told = mail_rows([Letter(Person("s1", "Ada", address), "s1.zip", [])])

    assert len(rows) == 1
    assert told[0].startswith("s1 (Ada) has ") and told[0].endswith("is not in the table. Correct the roster.")


def test_an_address_of_two_people_gets_nobodys_grades() -> None:
    people = [Person("s1", "Ada", "Ada@x.example"), Person("s2", "Bob", "ada@x.example")]

    rows, told = mail_rows([Letter(person, "x.zip", []) for person in people])

    assert len(rows) == 1
    assert told == ["s1 (Ada) and s2 (Bob) have the same address, and are not in the table. Correct the roster."]


def test_a_damaged_note_of_what_was_packed_is_told(tmp_path: Path) -> None:
    (tmp_path / "packed.json").write_text("[]")

    with pytest.raises(ReturnError, match="Delete it; all pages are then packed, and Canvas adds a comment for each"):
        Packed(tmp_path).new(Parcel({}, {}, []), TOPIC)


STUDENTS = {"moodle": ("Ada L. 7", "Zoë 8", "=Eve 9"), "canvas": ("lovelaceada 7", "zoe 8", "eve 9")}
DOWNLOADS = {
    "moodle": tuple(f"{name[:-2]}_{name[-1]}_assignsubmission_file_/week3.ipynb" for name in STUDENTS["moodle"]),
    "canvas": ("lovelaceada_7_17_week3.ipynb", "zoe_LATE_8_18_link_7.ipynb", "eve_9_19_week3-2.ipynb"),
}


def graded(root: Path, platform: str) -> None:
    """A course whose gradebook and uploads come from a platform's download, and a page for everybody."""
    topic = load(write_topic(root))
    (root / "grading_config.yml").write_text("course: {title: Small}\n")
    source = archive(root / "down" / "d.zip", {name: work(topic, "x") for name in DOWNLOADS[platform]})
    unpack(source, root / "results" / "uploads", LAYOUTS, [TOPIC], TOPIC)
    with Gradebook(f"sqlite:///{root / 'results' / 'gradebook.db'}") as book:
        for student in STUDENTS[platform]:
            book.record(verdict(topic, student, 4.0), WHEN)
            reported(root, student, page_of(student))


def reported(root: Path, student: str, content: bytes) -> None:
    path = root / "results" / "feedback" / file_name(student) / f"{TOPIC}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.slow
def test_a_download_is_graded_and_its_feedback_goes_back(tmp_path: Path) -> None:
    topic = load(write_topic(tmp_path))
    (tmp_path / "grading_config.yml").write_text("course: {title: Small}\n")
    source = archive(tmp_path / "down" / "d.zip", {name: work(topic, "x") for name in DOWNLOADS["moodle"]})

    first = run("grade", source, "--assignment", TOPIC, cwd=tmp_path)
    for student in STUDENTS["moodle"]:
        reported(tmp_path, student, page_of(student))
    done = run("return", "moodle", "--assignment", TOPIC, cwd=tmp_path)
    again = run("grade", source, "--assignment", TOPIC, cwd=tmp_path)

    assert [each.returncode for each in (first, done, again)] == [0, 0, 0], (first.stderr, done.stderr)
    assert "3 of 3 submissions are unchanged" in again.stderr and "left out" not in again.stderr
    course = MoodleAssignment({7, 8, 9})
    course.imports((tmp_path / done.stdout.strip()).read_bytes())
    assert course.files == {int(who[-1]): {f"{TOPIC}.html": page_of(who)} for who in STUDENTS["moodle"]}
    assert "Moodle refuses a file above the size that its upload page names: see --most." in done.stderr


@pytest.mark.slow
def test_several_files_are_written_where_one_would_be_too_large(tmp_path: Path) -> None:
    graded(tmp_path, "moodle")
    chance = random.Random(1)
    pages = {student: chance.randbytes(700_000) for student in STUDENTS["moodle"]}
    for student, page in pages.items():
        reported(tmp_path, student, page)
    command, folder = ("return", "moodle", "--assignment", TOPIC), tmp_path / "results" / "return" / "moodle"

    run(*command, cwd=tmp_path)
    (folder / f"{TOPIC}-2.zip").write_bytes(b"another assignment's")
    several = run(*command, "--most", "1", cwd=tmp_path)
    left = sorted(path.name for path in folder.iterdir())
    course = MoodleAssignment({7, 8, 9})
    for path in several.stdout.split():
        course.imports((tmp_path / path).read_bytes())
    one = run(*command, cwd=tmp_path)

    assert several.stdout.split() == [f"results/return/moodle/{TOPIC}.part-{number}.zip" for number in (1, 2, 3)]
    assert left == [f"{TOPIC}-2.zip", *(f"{TOPIC}.part-{number}.zip" for number in (1, 2, 3))]
    assert course.files == {int(student[-1]): {f"{TOPIC}.html": page} for student, page in pages.items()}
    assert one.returncode == 0 and sorted(path.name for path in folder.iterdir()) == [f"{TOPIC}-2.zip", f"{TOPIC}.zip"]


@pytest.mark.slow
def test_canvas_gets_each_page_once_and_a_changed_page_again(tmp_path: Path) -> None:
    graded(tmp_path, "canvas")
    command = ("return", "canvas", "--assignment", TOPIC)
    course = CanvasAssignment({17: 7, 18: 8, 19: 9})

    first = run(*command, cwd=tmp_path)
    second = run(*command, cwd=tmp_path)
    reported(tmp_path, "zoe 8", b"new")
    (tmp_path / "results" / "feedback" / file_name("eve 9") / f"{TOPIC}.html").unlink()
    third = run(*command, cwd=tmp_path)
    every = run(*command, "--all", "--out", "all.zip", cwd=tmp_path)
    for done in (first, third):
        course.imports((tmp_path / done.stdout.strip()).read_bytes())

    assert [each.returncode for each in (first, second, third, every)] == [0] * 4, first.stderr
    assert first.stdout == f"results/return/canvas/{TOPIC}-1.zip\n" and "Upload it once:" in first.stderr
    assert second.stdout == "" and "Nothing is new." in second.stderr
    assert third.stdout == f"results/return/canvas/{TOPIC}-2.zip\n"
    assert "1 page was packed before and left out; --all packs them again." in third.stderr
    assert "eve 9, 01-doubling: there is no page" in third.stderr
    assert course.comments == {
        7: [[page_of("lovelaceada 7")]], 8: [[page_of("zoe 8")], [b"new"]], 9: [[page_of("eve 9")]],
    }  # fmt: skip
    assert len(dict(entries((tmp_path / "all.zip").read_bytes()))) == 2


@pytest.mark.slow
def test_pages_that_may_be_old_are_told(tmp_path: Path) -> None:
    graded(tmp_path, "moodle")
    command = ("return", "moodle", "--assignment", TOPIC)

    reports = [run("report", cwd=tmp_path)]
    fresh = [run(*command, cwd=tmp_path), run("return", "zip", cwd=tmp_path), run(*command, cwd=tmp_path)]
    with Gradebook(f"sqlite:///{tmp_path / 'results' / 'gradebook.db'}") as book:
        book.record(verdict(load(tmp_path / "assignments" / TOPIC), STUDENTS["moodle"][0], 5.0), WHEN)
    old = [run(*command, cwd=tmp_path), run("return", "zip", cwd=tmp_path)]
    reports.append(run("report", cwd=tmp_path))
    fresh.append(run(*command, cwd=tmp_path))

    assert {done.returncode for done in (*reports, *fresh, *old)} == {0}
    assert ["pages may be old" in done.stderr for done in (*fresh, *old)] == [False] * 4 + [True] * 2


@pytest.mark.slow
def test_everybody_gets_a_zip_file_and_the_roster_makes_a_mail_merge(tmp_path: Path) -> None:
    graded(tmp_path, "moodle")
    people = "id,name,email,section,moodle_number\ns1,Ada L.,ada@x.example,A,7\ns2,Zoë,,A,8\ns3,Bob,b@x.example,A,\n"

    alone = run("return", "zip", cwd=tmp_path)
    (tmp_path / "people.csv").write_text(people)
    run("roster", "import", "people.csv", cwd=tmp_path)
    done = run("return", "zip", "--to", "results", cwd=tmp_path)

    folder = tmp_path / "results" / "return" / "zip"
    assert (alone.returncode, done.returncode) == (0, 0), (alone.stderr, done.stderr)
    assert "There is no roster, so there is no table for a mail merge." in alone.stderr
    files = dict(entries((folder / "s1.zip").read_bytes()))
    assert files.pop(f"{TOPIC}.html") == page_of("Ada L. 7") and list(files) == ["index.html"]
    assert "4.00 of 5" in Seen(files["index.html"]).text
    rows = list(csv.reader(io.StringIO((folder / "mail.csv").read_text("utf-8-sig"))))
    assert rows == [["email", "name", "file", "scores"], ["ada@x.example", "Ada L.", "s1.zip", "Doubling: 4.00 of 5"]]
    assert "s2 (Zoë) has no address, and is not in the table." in done.stderr
    assert "=Eve 9: nobody on the roster has this id." in done.stderr
    assert (folder / f"{file_name('=Eve 9')}.zip").exists()
    assert "3 zip files with 3 pages." in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["moodle", "--assignment", "02-none"], "--assignment 02-none: the course has 01-doubling."),
        (["moodle"], "Missing option '--assignment'"),
        (["moodle", "--assignment", TOPIC], "Download all submissions from Moodle; then: autograder grade DOWNLOAD"),
        (["gradescope"], "Gradescope has no upload of feedback files that we know of"),
        (["canvas", "--assignment", TOPIC], "There is no page to pack in results. Run: autograder report"),
        (["zip"], "There is no page to pack in results. Run: autograder report"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(tmp_path: Path, arguments: list[str], message: str) -> None:
    graded(tmp_path, "canvas")
    for page in (tmp_path / "results" / "feedback").rglob("*.html"):
        page.unlink()

    done = run("return", *arguments, cwd=tmp_path)

    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert not list((tmp_path / "results").rglob("*.zip"))


@pytest.mark.slow
def test_every_command_in_the_guide_does_what_it_says(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "returning.md").read_text()
    commands = [line.split() for line in guide.splitlines() if line.startswith("    autograder ")]
    for platform in ("moodle", "canvas"):
        (tmp_path / platform).mkdir()
        graded(tmp_path / platform, platform)

    assert len(commands) == 4
    for command in commands:
        done = run(*command[1:], cwd=tmp_path / ("canvas" if "canvas" in command else "moodle"))
        assert done.returncode == 0, (command, done.stderr)
