"""What one student may hand in to have a whole download read wrong. Eve does; Ada and Bob only hand in their work.

Every case is tried in the layout of every platform. Whatever Eve does, Ada's and Bob's own work is graded, and nobody
else's as theirs.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignment import Assignment
from autograder.release import filled
from handing_in import written

COHORT = ("ada", "bob", "eve")
LIST = "submission_metadata.yml"


def work(assignment: Assignment, whose: str, says: str = "") -> bytes:
    """A right notebook that carries the name of who made it, and maybe the mark of another assignment."""
    notebook = json.loads(written(filled(assignment, assignment.right)))
    notebook["metadata"]["whose"] = whose
    if says:
        notebook["metadata"]["otter"]["assignment_name"] = says
    return json.dumps(notebook).encode()


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 12, 0, 0)), content)
    return path


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def listed(submissions: Mapping[str, str]) -> bytes:
    """Gradescope's list: who handed in which folder."""
    entries = (
        f"{folder}:\n  :submitters:\n  - :name: {sid.title()}\n    :sid: {sid}\n    :email: {sid}@example.org\n"
        f"  :created_at: 2026-11-02 10:30:00.5 Z\n"
        for folder, sid in submissions.items()
    )
    return "".join(entries).encode()


@dataclass(frozen=True)
class Platform:
    """Where a platform puts the file of a student, by their place in the cohort, and what it calls the student."""

    name: str
    place: Callable[[str, int, str], str]
    id: Callable[[str, int], str]
    own: Mapping[str, bytes] = field(default_factory=dict)


def flat(file: str) -> str:
    return file.replace("/", "_")


PLATFORMS = {
    "Moodle": Platform(
        "Moodle", lambda who, n, file: f"{who}_{n}_assignsubmission_file_/{file}", lambda who, n: f"{who} {n}"
    ),
    "Moodle, flat": Platform(
        "Moodle", lambda who, n, file: f"{who}_{n}_assignsubmission_file_{flat(file)}", lambda who, n: f"{who} {n}"
    ),
    "Canvas": Platform("Canvas", lambda who, n, file: f"{who}_{n}_9{n}_{flat(file)}", lambda who, n: f"{who} {n}"),
    "Gradescope": Platform(
        "Gradescope",
        lambda who, n, file: f"assignment_7_export/submission_{n}/{file}",
        lambda who, n: who,
        {f"assignment_7_export/{LIST}": listed({f"submission_{n}": who for n, who in enumerate(COHORT)})},
    ),
    "nbgrader": Platform("nbgrader", lambda who, n, file: f"{who}/01-doubling/{file}", lambda who, n: who),
}


def download(platform: Platform, doubling: Assignment, eves: Mapping[str, bytes]) -> dict[str, bytes]:
    """A whole download: the list of the platform, Ada's and Bob's notebooks, and whatever Eve handed in."""
    files = dict(platform.own)
    for number, who in enumerate(COHORT):
        mine = eves if who == "eve" else {"01-doubling.ipynb": work(doubling, who)}
        files |= {platform.place(who, number, name): content for name, content in mine.items()}
    return files


@dataclass(frozen=True)
class Hostile:
    """What Eve hands in beside her notebook, or instead of it, and what must be told of a platform's download.

    Her notebook is graded, unless she handed in something `instead`, or `all_out` says that none of hers is.
    """

    claim: str
    files: Callable[[bytes], Mapping[str, bytes]]  # from her notebook
    told: str = ""
    instead: bool = False
    all_out: bool = False
    large: bool = False  # tried in one layout only


ALIASES = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 121))
NEIGHBOURS = listed({f"submission_{n}": "bob" for n in range(9)})
PLAIN = "01-doubling.ipynb"
HOSTILE = (
    Hostile("A list of submissions of her own.", lambda mine: {LIST: NEIGHBOURS}, "It is not a notebook."),
    Hostile("A list whose aliases multiply.", lambda mine: {LIST: ALIASES}, "It is not a notebook."),
    Hostile("A list of 20 MB.", lambda mine: {LIST: b"a: b\n" * (4 << 20)}, large=True),
    Hostile("A list nested 100,000 deep.", lambda mine: {LIST: b"[" * 100_000}),
    Hostile("A whole download of Gradescope's.", lambda mine: {LIST: NEIGHBOURS, "submission_1/x.ipynb": mine}),
    Hostile("A folder that is a neighbour's submission.", lambda mine: {"submission_1/01-doubling.ipynb": mine}),
    Hostile("A file that is called as Canvas calls Bob's.", lambda mine: {"bob_1_91_01-doubling.ipynb": mine}),
    Hostile("A late file of Bob's, as Canvas calls it.", lambda mine: {"bob_LATE_1_91_01-doubling.ipynb": mine}),
    Hostile(
        "A file that is called as Moodle calls Bob's.", lambda mine: {f"bob_1_assignsubmission_file_{PLAIN}": mine}
    ),
    Hostile("A folder as Moodle calls Bob's.", lambda mine: {f"bob_1_assignsubmission_file_/{PLAIN}": mine}),
    Hostile("A folder called like the assignment.", lambda mine: {f"01-doubling/{PLAIN}": mine}),
    Hostile("A folder called like another assignment.", lambda mine: {"02-other/02-other.ipynb": mine}),
    Hostile("A folder called like a neighbour.", lambda mine: {f"bob/01-doubling/{PLAIN}": mine}),
    Hostile("A folder called like an export.", lambda mine: {f"submitted/bob/01-doubling/{PLAIN}": mine}),
    Hostile(
        "A whole course in nbgrader's layout.",
        lambda mine: {f"{who}/01-doubling/{PLAIN}": mine for who in ("ada", "bob", "carl", "dora")},
    ),
    Hostile(
        "Only a file that is called like a neighbour's.",
        lambda mine: {"bob_1_91_01-doubling.ipynb": mine},
        instead=True,
    ),
    Hostile(
        "Only a file for another assignment.",
        lambda mine: {"02-other.ipynb": mine},
        "use --assignment 01-doubling",
        instead=True,
    ),
    Hostile("Only a file that is no notebook.", lambda mine: {"homework.ipynb": b"\0\1\2"}, instead=True),
    Hostile("Only an essay.", lambda mine: {"essay.docx": b"PK"}, "It is not a notebook.", instead=True),
    Hostile("Nothing but a time of her own.", lambda mine: {"timestamp.txt": b"1999-01-01 00:00:00 UTC"}),
    Hostile("A notebook nested 100,000 deep.", lambda mine: {"homework.ipynb": b"[" * 100_000}, instead=True),
    Hostile(
        "A zip file that leads out.",
        lambda mine: {"x.zip": zipped({f"../../{PLAIN}": mine})},
        "points outside",
        instead=True,
    ),
    Hostile(
        "A zip file in a zip file.",
        lambda mine: {"x.zip": zipped({"y.zip": zipped({PLAIN: mine})})},
        "holds 0 notebooks",
        instead=True,
    ),
    Hostile("A zip file that is none.", lambda mine: {"x.zip": b"PK\3\4 no more"}, "can't be read", instead=True),
    Hostile(
        "A zip file of 70,000 entries.",
        lambda mine: {"x.zip": many(70_000, mine)},
        "1,000 entries",
        instead=True,
        large=True,
    ),
    Hostile(
        "A zip file that grows to 200 MB.",
        lambda mine: {"x.zip": zipped({PLAIN: b" " * (200 << 20)})},
        instead=True,
        large=True,
    ),
    Hostile(
        "1,200 files.", lambda mine: {f"{n}.txt": b"" for n in range(1200)}, "1,201 files", all_out=True, large=True
    ),
    Hostile("60 notebooks.", lambda mine: {f"{n}.ipynb": mine for n in range(60)}, "61 notebooks", all_out=True),
    Hostile("What a Mac leaves.", lambda mine: {f"__MACOSX/._{PLAIN}": mine, ".DS_Store": b""}),
    Hostile("What Jupyter leaves.", lambda mine: {".ipynb_checkpoints/01-doubling-checkpoint.ipynb": mine}),
    Hostile("Names that are options.", lambda mine: {"-rf": b"", "--from=moodle": b""}),
    Hostile("Names that can't be printed.", lambda mine: {"a\nb\u202e\x1b[31m.txt": b""}),
    Hostile("A name as long as a file system takes.", lambda mine: {"x" * 200 + ".txt": b""}),
    Hostile("Folders 90 deep.", lambda mine: {"d/" * 90 + "x.txt": b""}),
)


def many(count: int, mine: bytes) -> bytes:
    return zipped({PLAIN: mine, **{f"{n}": b"" for n in range(count)}})
