"""What learning platforms download is recognised, and nothing in an archive leads anywhere but into our own folder."""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.adapters import canvas, gradescope, moodle, nbgrader
from autograder.assignment import Assignment
from autograder.intake import DownloadError, Unpacked, Upload, find, gather, read, unpack
from autograder.intake.archives import ENTRIES_CAP
from autograder.release import filled
from conftest import write_topic
from handing_in import written
from hostile_downloads import COHORT, HOSTILE, PLAIN, PLATFORMS, Hostile, Platform, archive, download, work
from test_cli import run

LAYOUTS_KNOWN = (gradescope.LAYOUT, moodle.LAYOUT, canvas.LAYOUT, nbgrader.LAYOUT)
METADATA = """\
submission_81:
  :submitters:
  - :name: Ada Lovelace
    :sid: s81
    :email: ada@example.org
  :created_at: 2026-11-02 10:30:00.5 Z
submission_82:
  :submitters:
  - :name: Alan Turing
    :sid: ''
    :email: alan@example.org
  :created_at: 2026-11-03 23:59:59 -08:00
"""


@pytest.fixture
def right(doubling: Assignment) -> bytes:
    return written(filled(doubling, doubling.right))


def unpacked(
    source: Path, doubling: Assignment, assignment: str = "", platform: str = "", *, apart: bool = False
) -> Unpacked:
    courses = [doubling.name, "02-other"]
    to = source.parent / "uploads"
    return unpack(source, to, LAYOUTS_KNOWN, courses, assignment, platform=platform, apart=apart)


LAYOUTS = {
    "Moodle": (["Ada Lovelace_4711_assignsubmission_file_/week3.ipynb", "Zoë B._12_assignsubmission_file_/a.ipynb"], ["Ada Lovelace 4711", "Zoë B. 12"]),
    "Moodle, flat": (["Ada Lovelace_4711_assignsubmission_file_week3.ipynb"], ["Ada Lovelace 4711"]),
    "Canvas": (["lovelaceada_4711_81234_week3-1.ipynb", "turingalan_LATE_12_81235_week3.ipynb"], ["lovelaceada 4711", "turingalan 12"]),
    "Gradescope": (["export/submission_81/week3.ipynb", "export/submission_82/final.ipynb", "export/submission_metadata.yml"], ["alan@example.org", "s81"]),
    "nbgrader": (["ada/01-doubling/01-doubling.ipynb", "bob/01-doubling/mine.ipynb"], ["ada", "bob"]),
}  # fmt: skip


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("platform", LAYOUTS)
def test_each_platforms_download_is_recognised(
    doubling: Assignment, right: bytes, tmp_path: Path, platform: str, zipped: bool
) -> None:
    names, students = LAYOUTS[platform]
    files = {name: METADATA.encode() if name.endswith(".yml") else right for name in names}
    source = archive(tmp_path / "download.zip", files)
    if not zipped:
        with zipfile.ZipFile(source) as made:
            made.extractall(tmp_path / "download")
        source = tmp_path / "download"

    found = unpacked(source, doubling)

    assert (found.platform, found.left_out) == (platform.split(",")[0], ())
    uploads = find(found.folder, [doubling.name])
    assert sorted(upload.student for upload in uploads) == students
    assert all(read(upload, doubling).refused == "" for upload in uploads)


def test_gradescope_says_when_it_was_handed_in(doubling: Assignment, right: bytes, tmp_path: Path) -> None:
    files = {"submission_82/a.ipynb": right, "submission_metadata.yml": METADATA.encode()}

    [upload] = find(unpacked(archive(tmp_path / "d.zip", files), doubling).folder, [doubling.name])

    assert f"{upload.submitted:%Y-%m-%d %H:%M:%S}" == "2026-11-04 07:59:59"


def test_of_several_files_the_last_one_handed_in_counts(doubling: Assignment, right: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as made:
        made.writestr(zipfile.ZipInfo("a_1_9_01-doubling-2.ipynb", (2026, 11, 9, 0, 0, 0)), right)
        made.writestr(zipfile.ZipInfo("a_1_8_01-doubling.ipynb", (2026, 11, 1, 0, 0, 0)), b"{}")

    [upload] = find(unpacked(tmp_path / "d.zip", doubling).folder, [doubling.name])

    assert read(upload, doubling).refused == ""


def test_a_zip_file_with_one_notebook_is_as_good_as_the_notebook(
    doubling: Assignment, right: bytes, tmp_path: Path
) -> None:
    inner = archive(tmp_path / "inner.zip", {"work/01-doubling.ipynb": right, "readme.txt": b"hi"}).read_bytes()
    two = archive(tmp_path / "two.zip", {"a.ipynb": right, "b.ipynb": right}).read_bytes()
    nested = archive(tmp_path / "nested.zip", {"inner.zip": inner}).read_bytes()
    files = {
        f"{who}_1_2_01-doubling.zip": content
        for who, content in (("a", inner), ("b", two), ("c", nested), ("d", b"PK"))
    }

    found = unpacked(archive(tmp_path / "d.zip", files), doubling)

    assert [upload.student for upload in find(found.folder, [doubling.name])] == ["a 1"]
    assert [reason.split(": ", 1)[1][:38] for reason in found.left_out] == [
        "This zip file holds 2 notebooks. Hand ", "This zip file holds 0 notebooks. Hand ", "This zip file can't be read: File is n",
    ]  # fmt: skip


def test_which_assignment_it_is_must_be_known(doubling: Assignment, tmp_path: Path) -> None:
    source = archive(tmp_path / "d.zip", {"a_1_2_x.ipynb": b"{}"})

    with pytest.raises(DownloadError, match="Use --assignment NAME, with one of 01-doubling, 02-other"):
        unpacked(source, doubling)
    assert [u.assignment for u in find(unpacked(source, doubling, "02-other").folder, ["02-other"])] == ["02-other"]


def test_entries_that_lead_elsewhere_are_left_out_and_the_rest_is_taken(
    doubling: Assignment, right: bytes, tmp_path: Path
) -> None:
    good = "a_1_2_01-doubling.ipynb"
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the name that is there twice
        for name in (good, "../b_1_2_01-doubling.ipynb", "/etc/c_1_2_01-doubling.ipynb", "..\\d_1_2_01-doubling.ipynb",
                     "//host/e_1_2_01-doubling.ipynb", "C:/e_1_2_01-doubling.ipynb", good):  # fmt: skip
            made.writestr(zipfile.ZipInfo(name), right)
        link = zipfile.ZipInfo("f_1_2_01-doubling.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")

    found = unpacked(tmp_path / "d.zip", doubling)

    assert [upload.student for upload in find(found.folder, [doubling.name])] == ["a 1"]
    reasons = [reason.split(": ", 1)[1] for reason in found.left_out]
    assert reasons.count("Its name points outside the archive.") == 5
    assert reasons.count("An earlier entry has the same name.") == 1
    assert reasons.count("It is a link, not a file.") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.zip", "uploads"]


def test_an_entry_that_is_encrypted_or_damaged_is_left_out(doubling: Assignment, right: bytes, tmp_path: Path) -> None:
    path = archive(tmp_path / "d.zip", {"a_1_2_01-doubling.ipynb": right, "b_1_2_01-doubling.ipynb": right})
    content = bytearray(path.read_bytes())
    content[100] ^= 0xFF  # inside the first entry's data, so that its checksum is wrong
    path.write_bytes(content)

    found = unpacked(path, doubling)

    assert "can't be read" in found.left_out[0]
    assert [upload.student for upload in find(found.folder, [doubling.name])] == ["b 1"]


def test_an_entry_that_inflates_without_end_is_read_up_to_the_cap(doubling: Assignment, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a_1_2_01-doubling.ipynb", b" " * (200 << 20))
    assert (tmp_path / "d.zip").stat().st_size < 1 << 20

    [upload] = find(unpacked(tmp_path / "d.zip", doubling).folder, [doubling.name])

    assert upload.path is not None and upload.path.stat().st_size <= (20 << 20) + 1
    assert "the limit is 20 MB" in read(upload, doubling).refused


def test_an_archive_that_can_not_be_taken_at_all_is_one_plain_error(doubling: Assignment, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(DownloadError, match=r"broken.zip is not a readable zip file"):
        unpacked(tmp_path / "broken.zip", doubling)

    many = archive(tmp_path / "many.zip", {f"{n}": b"" for n in range(ENTRIES_CAP + 1)})
    with pytest.raises(DownloadError, match="20,001 entries; the limit is 20,000"):
        unpacked(many, doubling)

    with pytest.raises(DownloadError, match="No layout was recognised"):
        unpacked(archive(tmp_path / "odd.zip", {"holiday.jpg": b"x"}), doubling)

    with pytest.raises(DownloadError, match="can't be read; download the submissions again"):
        unpacked(archive(tmp_path / "y.zip", {"submission_metadata.yml": b"a: [", "s/a.ipynb": b"{}"}), doubling)


def test_names_are_read_in_either_encoding_and_made_safe(doubling: Assignment, right: bytes, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("Zoë_1_assignsubmission_file_/01-doubling.ipynb", right)
        made.writestr("e\nvil\u202e._2_assignsubmission_file_/01-doubling.ipynb", right)
        made.writestr(f"{'x' * 300}_3_assignsubmission_file_/01-doubling.ipynb", right)
    content = buffer.getvalue()
    for flag in (b"\x14\x00\x00\x08", b"\x14\x03\x14\x00\x00\x08"):  # as programs do that do not say that it is UTF-8
        content = content.replace(flag, flag[:-1] + b"\x00")
    (tmp_path / "d.zip").write_bytes(content)

    students = {upload.student for upload in find(unpacked(tmp_path / "d.zip", doubling).folder, [doubling.name])}

    assert "Zoë 1" in students
    assert all(student.isprintable() and len(student) <= 100 for student in students)


@dataclass(frozen=True)
class Read:
    """What a download became: who made the notebook that is graded for each student, and all that is told."""

    whose: dict[str, str]
    told: str
    unpacked: Unpacked


def read_whole(
    source: Path, doubling: Assignment, assignment: str = "", platform: str = "", *, apart: bool = False
) -> Read:
    """As the command reads it; each entry is graded or left out, and none is both."""
    found = unpacked(source, doubling, assignment, platform, apart=apart)
    gathered = gather(found.folder, [doubling.name, "02-other"], apart=apart)
    uploads = [upload for upload in gathered.uploads if upload.path is not None]
    sums = found.sums.replace(",", "")
    counts = [int(count) for count in re.findall("([0-9]+) (?:entr|notebooks? to|list|left)", sums)]
    assert found.in_place or counts[0] == sum(counts[1:]), found.sums
    told = "\n".join([found.sums, *found.left_out, gathered.sums, *map(str, gathered.left_out)])
    return Read({upload.student: maker(upload) for upload in uploads}, told, found)


def maker(upload: Upload) -> str:
    assert upload.path is not None
    try:
        return str(json.loads(upload.path.read_bytes())["metadata"]["whose"])
    except (ValueError, LookupError, RecursionError):
        return "nobody"


@pytest.mark.parametrize(
    "hostile",
    [pytest.param(each, id=each.claim, marks=[pytest.mark.slow] if each.large else []) for each in HOSTILE],
)
def test_what_one_student_hands_in_moves_nobody_elses_work(
    doubling: Assignment, tmp_path: Path, hostile: Hostile
) -> None:
    mine = work(doubling, "eve")
    eves = hostile.files(mine) if hostile.instead else {PLAIN: mine, **hostile.files(mine)}
    for number, platform in enumerate(list(PLATFORMS)[: 1 if hostile.large else None]):
        here = tmp_path / f"{number}"
        files = download(PLATFORMS[platform], doubling, eves)
        for source in (archive(here / "d.zip", files), spread(here / "d", files)):
            check(hostile, PLATFORMS[platform], read_whole(source, doubling))
            shutil.rmtree(here / "uploads", ignore_errors=True)


def check(hostile: Hostile, platform: Platform, read: Read) -> None:
    """Ada and Bob get their own work, nobody appears whom the platform did not name, and Eve gets hers if she may."""
    ada, bob, eve = (platform.id(who, number) for number, who in enumerate(COHORT))
    assert read.unpacked.platform == platform.name
    assert (read.whose[ada], read.whose[bob]) == ("ada", "bob")
    assert read.whose.keys() <= {ada, bob, eve}
    assert hostile.instead or (eve in read.whose) is not hostile.all_out or platform.name == "nbgrader"
    assert read.whose.get(eve, "eve") in ("eve", "nobody")
    assert hostile.told in read.told or platform.name == "nbgrader"


def spread(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The same, unpacked."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.slow
def test_a_download_is_graded_from_the_command_line_and_not_twice(
    doubling: Assignment, right: bytes, tmp_path: Path
) -> None:
    write_topic(tmp_path)
    (tmp_path / "grading_config.yml").write_text("course: {title: Small}\n")
    source = archive(tmp_path / "d.zip", {"Ada_1_assignsubmission_file_/x.ipynb": right})
    command = ("grade", source, "--course", tmp_path, "--to", tmp_path / "results", "--json")

    first = run(*command, cwd=tmp_path)
    second = run(*command, cwd=tmp_path)

    assert first.returncode == 0, first.stderr
    assert "Moodle's layout: 1 entry: 1 notebook to grade." in first.stderr
    assert '"student": "Ada 1"' in first.stdout and '"score": 5.0' in first.stdout
    assert second.stdout == "" and "1 of 1 submissions are unchanged" in second.stderr
