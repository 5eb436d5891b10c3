"""Broken and hostile archives: each is unpacked as far as it can be, or refused, and nothing leaves our own folder."""

from __future__ import annotations

import io
import random
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.adapters import canvas, gradescope, moodle, nbgrader
from autograder.assignment import Assignment
from autograder.intake import DownloadError, find, read, unpack
from autograder.release import filled
from fuzzing import Watch, cut, how_many, overwritten
from handing_in import written

LAYOUTS = (gradescope.LAYOUT, moodle.LAYOUT, canvas.LAYOUT, nbgrader.LAYOUT)
LIST = "submission_81:\n  :submitters:\n  - :sid: s81\n  :created_at: {}\n"
STAMPS = (
    "2026-11-02 10:30:00.5 Z", "2026-11-02", "2026-13-45 10:30:00", "0001-01-01 00:00:00 +14:00", "9999-12-31 23:59:59 -14:00", "'x'", "[]",
    "2026-11-02 10:30:00 +99:99", "'0001-01-01T00:00:00+14:00'", "1e400", "-5", "!!python/name:os.system",
)  # fmt: skip
NAMES = (
    "Ada Lovelace_4711_assignsubmission_file_/week3.ipynb", "Zoë B._12_assignsubmission_file_week3.ipynb",
    "lovelaceada_4711_81234_week3-1.ipynb", "turingalan_LATE_12_81235_01-doubling.ipynb", "ada/01-doubling/01-doubling.ipynb",
    "export/submission_81/week3.ipynb", "export/submission_metadata.yml",
)  # fmt: skip
HOSTILE = (
    "../out.ipynb", "/tmp/out.ipynb", "C:\\out.ipynb", "a/../../out.ipynb", "..\\..\\out.ipynb", "\\\\host\\share", "//out", "./", ".", "..", "",
    "\u202egpj.ipynb", "a\nb.ipynb", "\x1b[2J", "-rf", "con", "x" * 300, "é" * 200, "a/" * 200 + "b.ipynb", "ADA/01-doubling/01-doubling.ipynb",
    "../../x_1_2_01-doubling.ipynb", ".._4711_assignsubmission_file_/01-doubling.ipynb", "._1_2_01-doubling.ipynb", "__MACOSX/._x",
)  # fmt: skip
METHODS = (*(zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) * 6, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
NUMBERS = (0, 1, 6, 8, 14, 20, 0x7FFF, 0xFFFF, 1 << 20, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def archive(names: Sequence[str], contents: Sequence[bytes], chance: random.Random) -> bytes:
    """A sound archive with these names in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", chance.choice(METHODS)) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name in names:
            info = zipfile.ZipInfo(name, (2026, 11, chance.randint(1, 28), 12, 0, 0))
            info.external_attr = chance.choice((0, 0, 0o100644, 0o120777, 0o040755, 0o010644)) << 16
            info.compress_type = chance.choice(METHODS)
            made.writestr(info, listed(chance) if name.endswith(".yml") else chance.choice(contents))
    return buffer.getvalue()


def listed(chance: random.Random) -> bytes:
    """A list of submissions, with an odd moment in it or with bytes changed."""
    content = LIST.format(STAMPS[0] if chance.random() < 0.5 else chance.choice(STAMPS)).encode()
    return content if chance.random() < 0.7 else overwritten(content, chance, 3)


def misstated(content: bytes, chance: random.Random) -> bytes:
    """An archive whose headers say something else about it: sizes, places, methods, flags, counts."""
    marks = [place for mark in (b"PK\1\2", b"PK\3\4", b"PK\5\6") for place in found(content, mark)]
    whole = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place = chance.choice(marks) + chance.randrange(4, 46)
        number = chance.choice(NUMBERS)
        wide = struct.pack("<I", number) if chance.random() < 0.5 else struct.pack("<H", number & 0xFFFF)
        whole[place : place + len(wide)] = wide
    return bytes(whole)


def found(content: bytes, mark: bytes) -> list[int]:
    places, place = [], content.find(mark)
    while place >= 0:
        places.append(place)
        place = content.find(mark, place + 1)
    return places


def hostile(contents: Sequence[bytes], chance: random.Random) -> bytes:
    names = [chance.choice(NAMES if chance.random() < 0.7 else HOSTILE) for _ in range(chance.randint(0, 6))]
    names = [name.replace(".ipynb", ".zip") if chance.random() < 0.2 else name for name in names]
    content = archive(names, contents, chance)
    kind = chance.random()
    if kind < 0.5:
        return misstated(content, chance)
    if kind < 0.7:
        return overwritten(content, chance)
    return content if kind < 0.85 else cut(content, chance)


def graded(source: Path, to: Path, topic: Assignment) -> bool:
    """Whether anything in an archive can be graded."""
    try:
        unpack(source, to, LAYOUTS, [topic.name, "02-other"])
    except DownloadError as reason:
        assert len(str(reason)) < 2000
        return False
    return to.is_dir() and any(not read(upload, topic).refused for upload in find(to, [topic.name]))


def test_no_archive_makes_intake_fail_hang_grow_or_write_elsewhere(doubling: Assignment) -> None:
    chance, watch = random.Random(3), Watch(how_many(400, 20_000))
    right = written(filled(doubling, doubling.right))
    inner = archive(["work/01-doubling.ipynb"], [right], chance)
    contents = [right, right, inner, misstated(inner, chance), b"", b"{}", bytes(1 << 20), inner + inner]
    usable = 0
    with watch as pieces:
        for number in pieces:
            content = hostile(contents, random.Random(number))
            with tempfile.TemporaryDirectory() as scratch:
                source = Path(scratch, "download.zip")
                source.write_bytes(content)
                usable += graded(source, Path(scratch, "to", "uploads"), doubling)
                assert set(Path(scratch).iterdir()) <= {source, Path(scratch, "to")}, number
                assert [path.name for path in Path(scratch).glob("to/*")] in ([], ["uploads"]), number

    watch.check()
    assert 0 < usable < watch.count
    print(f"archives {watch}; {usable:,} with something to grade")


def zipped(name: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(name, b"{}" * 50, method)
        made.writestr("ada/01-doubling/01-doubling.ipynb", b"{}")
    return buffer.getvalue()


# Found by fuzzing; each ended in a traceback, and no upload was graded.
FOUND = {
    "a method that platforms don't use": zipped("bob/01-doubling/01-doubling.ipynb", zipfile.ZIP_LZMA),
    "no name": zipped("bob/x").replace(b"bob/x", b"\0ob/x"),
}


@pytest.mark.parametrize("how", FOUND)
def test_an_odd_entry_costs_nobody_elses_upload(tmp_path: Path, how: str) -> None:
    (tmp_path / "download.zip").write_bytes(FOUND[how])

    unpack(tmp_path / "download.zip", tmp_path / "to", LAYOUTS, ["01-doubling"])

    assert [upload.student for upload in find(tmp_path / "to", ["01-doubling"])] == ["ada"]


def test_a_name_that_is_not_in_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "download.zip").write_bytes(zipped("é.ipynb").replace("é".encode(), b"\xff\xff"))

    with pytest.raises(DownloadError, match="UTF-8"):
        unpack(tmp_path / "download.zip", tmp_path / "to", LAYOUTS, ["01-doubling"])
