"""Platforms' downloads for courses of nbgrader and otter: the same scores as for the same files handed in directly."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.notebooknode import NotebookNode

from autograder.cli import cli
from autograder.cli.downloading import FOREIGN
from autograder.intake import DownloadError, Expected, Several, Unpacked, unpack
from foreign_courses import answer, cell, check, notebook, real_nbgrader, released, with_answers, write_course
from hostile_downloads import COHORT, HOSTILE, PLATFORMS, Platform, archive, zipped
from otter_courses import ok_test, student_notebook, write_assignment

Files = Mapping[str, bytes]
TWO = Several({"ps1": Expected(("first", "second")), "ps2": Expected(("problem",))}, ("nbgrader",))
EMPTY = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1", id="a")])).encode()

OURS = ("timestamp.txt", ".names.json")  # beside what was handed in


def download(platform: Platform, handed_in: Mapping[str, Files]) -> dict[str, bytes]:
    """A platform's download of these students' files; the students must be of the usual cohort."""
    return {
        **platform.own,
        **{
            platform.place(who, COHORT.index(who), name): content
            for who, files in handed_in.items()
            for name, content in files.items()
        },
    }


def read(tmp_path: Path, files: Files, assignment: str = "", platform: str = "", several: Several = TWO) -> Unpacked:
    source = archive(tmp_path / "d.zip", files)
    return unpack(source, tmp_path / "to", FOREIGN, [*several.expected], assignment, platform=platform, several=several)


def there(found: Unpacked) -> set[str]:
    """The files that were put there, without when they were handed in."""
    paths = (path for path in found.folder.rglob("*") if path.is_file() and path.name not in OURS)
    return {path.relative_to(found.folder).as_posix() for path in paths}


def moodle(**handed_in: Files) -> dict[str, bytes]:
    return download(PLATFORMS["Moodle"], handed_in)


def test_notebooks_are_found_by_their_names_and_other_files_stay_beside_them(tmp_path: Path) -> None:
    ada = {"first.ipynb": EMPTY, "Second (1).ipynb": EMPTY, "data/numbers.txt": b"1", "helper.py": b""}
    bob = {"week 3/first.ipynb": EMPTY, "week 3/helper.py": b"", "old/notes.txt": b""}

    found = read(tmp_path, moodle(ada=ada, bob=bob))

    assert there(found) == {
        "ada 0/ps1/first.ipynb", "ada 0/ps1/second.ipynb", "ada 0/ps1/data/numbers.txt", "ada 0/ps1/helper.py",
        "bob 1/ps1/first.ipynb", "bob 1/ps1/helper.py",
    }  # fmt: skip
    assert found.sums == (
        "7 entries: 3 notebooks to grade, 3 files beside them, 1 left out (1 is not where students' work is)."
    )
    assert "old/notes.txt: It is not in the folder of a notebook that counts." in found.left_out[0]


def test_a_zip_file_that_was_handed_in_is_as_good_as_what_is_in_it(tmp_path: Path) -> None:
    inner = {"work/first.ipynb": EMPTY, "work/second.ipynb": EMPTY, "work/data/a.csv": b"1", "read me.txt": b""}

    found = read(tmp_path, moodle(ada={"all.zip": zipped(inner)}))

    assert there(found) == {f"ada 0/ps1/{name}" for name in ("first.ipynb", "second.ipynb", "data/a.csv")}
    assert found.sums == "1 entry: 1 notebook to grade."


def test_a_notebook_with_a_name_of_its_own_is_told_with_what_to_do(tmp_path: Path) -> None:
    found = read(tmp_path, moodle(ada={"first.ipynb": EMPTY}, bob={"homework.ipynb": EMPTY}), "ps1")

    [told] = found.left_out
    assert told.startswith("bob_1_assignsubmission_file_/homework.ipynb: It has the name of none of ps1's notebooks.")
    assert told.endswith("Rename it to one of first.ipynb, second.ipynb.")
    assert there(found) == {"ada 0/ps1/first.ipynb"}


def test_a_lone_notebook_of_an_assignment_may_have_any_name(tmp_path: Path) -> None:
    found = read(tmp_path, moodle(ada={"problem.ipynb": EMPTY}, bob={"homework.ipynb": EMPTY}), "ps2")

    assert there(found) == {"ada 0/ps2/problem.ipynb", "bob 1/ps2/problem.ipynb"}


def test_a_download_whose_assignment_is_unclear_asks_for_it(tmp_path: Path) -> None:
    same = Several({"ps1": Expected(("problem",)), "ps2": Expected(("problem",))}, ())

    with pytest.raises(DownloadError, match="Use --assignment NAME, with one of ps1, ps2"):
        read(tmp_path, moodle(ada={"problem.ipynb": EMPTY}), several=same)

    assert there(read(tmp_path, moodle(ada={"ps2 problem.ipynb": EMPTY}), several=same)) == {"ada 0/ps2/problem.ipynb"}


def test_of_two_versions_of_a_notebook_the_later_one_counts_and_an_unclear_one_costs_nobody_a_zero(
    tmp_path: Path,
) -> None:
    entry = "ada_0_assignsubmission_file_/"
    with zipfile.ZipFile(tmp_path / "later.zip", "w") as made:
        made.writestr(zipfile.ZipInfo(f"{entry}first.ipynb", (2026, 11, 1, 0, 0, 0)), b"{}")
        made.writestr(zipfile.ZipInfo(f"{entry}new/first.ipynb", (2026, 11, 9, 0, 0, 0)), EMPTY)
    later = unpack(tmp_path / "later.zip", tmp_path / "later", FOREIGN, ["ps1", "ps2"], several=TWO)
    twice = {"a/first.ipynb": EMPTY, "b/first.ipynb": EMPTY, "second.ipynb": EMPTY}
    unclear = read(tmp_path, moodle(ada=twice, bob={"first.ipynb": EMPTY}))

    assert (later.folder / "ada 0/ps1/first.ipynb").read_bytes() == EMPTY
    assert (later.folder / "ada 0/ps1/timestamp.txt").read_text() == "2026-11-09 00:00:00 UTC\n"
    assert there(unclear) == {"bob 1/ps1/first.ipynb"}
    assert "Rename the right one to first.ipynb, or remove the others." in unclear.left_out[0]


def test_what_was_removed_from_a_later_download_is_gone_and_the_same_download_changes_nothing(tmp_path: Path) -> None:
    read(tmp_path, moodle(ada={"first.ipynb": EMPTY, "old.py": b"", "data": b"a file"}))
    later = moodle(ada={"first.ipynb": EMPTY, "data/new.txt": b"now a folder"})

    found = read(tmp_path, later)
    before = {path: path.stat().st_mtime_ns for path in found.folder.rglob("*")}
    again = read(tmp_path, later)

    assert there(found) == {"ada 0/ps1/first.ipynb", "ada 0/ps1/data/new.txt"}
    assert {path: path.stat().st_mtime_ns for path in again.folder.rglob("*")} == before


ODD = {
    "a name that leads out": {"../../bob 1/ps1/first.ipynb": b"", "a/../../x": b""},
    "a name that is also a folder": {"data": b"", "data/numbers.txt": b"1"},
    "a name of another system": {"c:\\x\\y.txt": b"", "nul\tname": b"", "x" * 200: b""},
    "many folders": {"/".join("abcdefghijklm"): b""},
    "a time of their own": {"timestamp.txt": b"1999-01-01 00:00:00 UTC"},
    "hidden files": {".git/config": b"", ".otter": b"", "__MACOSX/first.ipynb": b""},
    "a file that is called as the notebook is": {"FIRST.IPYNB/x": b"", "first.ipynb.txt": b""},
}  # fmt: skip


@pytest.mark.parametrize("inside", [False, True], ids=["loose", "in a zip file"])
@pytest.mark.parametrize("claim", ODD)
def test_no_name_of_a_file_beside_a_notebook_leads_out_of_its_students_folder(
    tmp_path: Path, claim: str, inside: bool
) -> None:
    eves = {"first.ipynb": EMPTY, **ODD[claim]}
    files = moodle(bob={"first.ipynb": EMPTY}, eve={"mine.zip": zipped(eves)} if inside else eves)

    found = read(tmp_path, files)

    everything = {
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file() and path.name != ".names.json"
    } - {"d.zip"}
    assert {name.split("/")[1] for name in everything} <= {"bob 1", "eve 2"}
    assert (found.folder / "bob 1/ps1/first.ipynb").read_bytes() == EMPTY
    assert {name for name in everything if "bob" in name} == {"to/bob 1/ps1/first.ipynb", "to/bob 1/ps1/timestamp.txt"}
    stamps = [path.read_text() for path in found.folder.rglob("timestamp.txt")]
    assert not any("1999" in stamp for stamp in stamps)


def test_a_student_with_too_much_costs_nobody_else(tmp_path: Path) -> None:
    large = {f"{n}.bin": bytes(19 << 20) for n in range(6)}
    eve = {"first.ipynb": EMPTY, "all.bin": bytes((20 << 20) + 1)}

    found = read(tmp_path, moodle(ada={"first.ipynb": EMPTY, **large}, bob={"first.ipynb": EMPTY}, eve=eve))

    assert there(found) == {"bob 1/ps1/first.ipynb", "eve 2/ps1/first.ipynb"}
    assert any("more than 1,000 files, or 100 MB. Ask for less." in told for told in found.left_out)
    assert any("all.bin: It has over 20 MB." in told for told in found.left_out)
    assert found.sums.startswith("10 entries: 2 notebooks to grade, 8 left out")


@pytest.mark.parametrize("hostile", [each for each in HOSTILE if not each.large], ids=lambda each: str(each.claim))
@pytest.mark.parametrize("name", PLATFORMS)
def test_whatever_a_student_hands_in_the_others_work_is_read_as_theirs(tmp_path: Path, name: str, hostile: Any) -> None:
    platform = PLATFORMS[name]
    course = Several({"01-doubling": Expected(("01-doubling",)), "02-other": Expected(("02-other",))}, ())
    mine = {who: EMPTY.replace(b"x = 1", f"x = '{who}'".encode()) for who in COHORT}
    theirs = hostile.files(mine["eve"])
    eves = theirs if hostile.instead else {"01-doubling.ipynb": mine["eve"], **theirs}
    others = {who: {"01-doubling.ipynb": mine[who]} for who in ("ada", "bob")}

    found = read(tmp_path, download(platform, {**others, "eve": eves}), several=course)

    for number, who in enumerate(("ada", "bob")):
        place = found.folder / platform.id(who, number) / "01-doubling"
        assert (place / "01-doubling.ipynb").read_bytes() == mine[who]
        assert {path.name for path in place.iterdir()} == {"01-doubling.ipynb", "timestamp.txt"}
    entries, left = sum_of(found)
    assert entries == left


def sum_of(found: Unpacked) -> tuple[int, int]:
    """The entries of a download, and those whose fate is told."""
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d(?= )", found.sums.partition(" (")[0])]
    return numbers[0], sum(numbers[1:])


FIRST = notebook(
    [
        cell("from helper import LIMIT", "imports", locked=True),
        answer("square", "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"),
        check("square-test", "assert square(3) == 9", 2),
        check("mine", "assert open('mine.txt').read() == 'theirs' and LIMIT == 7", 1),
    ]
)
SECOND = notebook(
    [
        answer("cube", "def cube(x):\n    ### BEGIN SOLUTION\n    return x**3\n    ### END SOLUTION"),
        check("cube-test", "assert cube(2) == 8", 3),
    ]
)


@pytest.fixture(scope="module")
def physics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An nbgrader course with an assignment of two notebooks."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    sources = {"ps1/first": FIRST, "ps1/second": SECOND, "ps2/problem": SECOND}
    root = write_course(tmp_path_factory.mktemp("physics") / "course", sources)
    (root / "source/ps1/helper.py").write_text("LIMIT = 7\n")
    for name in ("ps1", "ps2"):
        done = real_nbgrader(root, "generate_assignment", name)
        assert done.returncode == 0, done.stderr
    return root


def cohort(root: Path) -> dict[str, dict[str, bytes]]:
    """What three students hand in to that course: all that is right, some, and one notebook without what it needs."""

    def made(name: str, **answers: str) -> bytes:
        return nbformat.writes(with_answers(released(root, name), answers)).encode()

    square, cube = "def square(x): return x * x", "def cube(x): return x ** 3"
    second = made("ps1/second", cube=cube)
    return {
        "ada": {"first.ipynb": made("ps1/first", square=square), "second.ipynb": second, "mine.txt": b"theirs"},
        "bob": {"first.ipynb": made("ps1/first", square="def square(x): return 9"), "mine.txt": b"mine"},
        "eve": {"second.ipynb": second},
    }


def scores(root: Path, submissions: Path, results: Path, option: str, *more: str) -> dict[str, float | str]:
    """Each student's score, as the command gives it."""
    arguments = ["grade", option, str(root), str(submissions), "--to", str(results), "--json", *more]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.return_value in (0, 2), done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["student"]: line["score"] if line["status"] == "graded" else line["reason"] for line in lines}


def placed(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_an_nbgrader_course_gives_the_same_scores_for_a_download_as_for_its_own_folder(
    physics: Path, tmp_path: Path
) -> None:
    files = cohort(physics)
    direct = {f"{who}/ps1/{name}": data for who, mine in files.items() for name, data in mine.items()}
    course = Path(shutil.copytree(physics, tmp_path / "course"))
    folder = placed(tmp_path / "in", {f"{who}.zip": zipped(mine) for who, mine in files.items()})
    moodles = archive(tmp_path / "d.zip", moodle(**files))

    own = scores(course, placed(course / "submitted", direct), tmp_path / "own", "--nbgrader")
    named = scores(physics, folder, tmp_path / "named", "--nbgrader", "--assignment", "ps1")
    downloaded = scores(physics, moodles, tmp_path / "downloaded", "--nbgrader")

    assert own == named == {"ada": 6, "bob": 2, "eve": 3}
    assert downloaded == {"ada 0": 6, "bob 1": 2, "eve 2": 3}


@pytest.mark.parametrize("name", [*PLATFORMS, "folders", "files"])
def test_whatever_submissions_come_in_the_files_that_are_graded_are_the_same(tmp_path: Path, name: str) -> None:
    mine = {"first.ipynb": EMPTY, "second.ipynb": EMPTY, "mine.txt": b"theirs"}
    if name == "folders":
        files = {f"{who}/{file}": data for who in COHORT for file, data in mine.items()}
    elif name == "files":
        files = {f"{who}.zip": zipped(mine) for who in COHORT}
    elif name == "nbgrader":
        files = {f"{who}/ps1/{file}": data for who in COHORT for file, data in mine.items()}
    else:
        files = download(PLATFORMS[name], dict.fromkeys(COHORT, mine))

    found = read(tmp_path, files, "" if name == "nbgrader" else "ps1")

    platform = PLATFORMS.get(name)
    ids = [platform.id(who, number) if platform else who for number, who in enumerate(COHORT)]
    assert there(found) == {f"{who}/ps1/{file}" for who in ids for file in mine}


def otters(square: str, more: str = "") -> NotebookNode:
    return student_notebook(["import otter\ngrader = otter.Notebook()", square, more or "pass", 'grader.check("q1")'])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_otters_assignments_give_the_same_scores_for_a_download_as_for_their_own_folder(tmp_path: Path) -> None:
    pytest.importorskip("otter", reason="otter is not installed")
    tests = {
        "q1": ok_test("q1", 2, [(">>> square(3)\n9", False)]),
        "q2": ok_test("q2", 1, [(">>> mine\n'theirs'", True)]),
    }
    root = tmp_path / "course"
    write_assignment(root / "hw", tests, {"assignment_name": "hw"})
    write_assignment(root / "lab", tests, {"assignment_name": "the lab"})
    reads = "mine = open('data/mine.txt').read()"
    made = {
        "ada": (otters("def square(x): return x * x", reads), {"data/mine.txt": b"theirs"}),
        "bob": (otters("def square(x): return 0", reads), {"data/mine.txt": b"theirs"}),
        "eve": (otters("def square(x): return x * x", reads), {}),
    }
    files = {who: {"work.ipynb": nbformat.writes(book).encode(), **more} for who, (book, more) in made.items()}
    zips = {who: zipped(mine) for who, mine in files.items()}
    canvas = archive(tmp_path / "d.zip", download(PLATFORMS["Canvas"], {who: {"w.zip": zips[who]} for who in zips}))
    own, alone = tmp_path / "own", tmp_path / "alone"
    placed(own, {f"hw/{who}.zip": data for who, data in zips.items()})
    placed(alone, {f"{who}/{file}": data for who, mine in files.items() for file, data in mine.items()})

    found = [
        scores(root, own, tmp_path / "results/own", "--otter"),
        scores(root, alone, tmp_path / "results/alone", "--otter", "--assignment", "hw"),
        scores(root, canvas, tmp_path / "results/canvas", "--otter"),
    ]

    assert found == [
        {"ada": 3, "bob": 1, "eve": 2},
        {"ada": 3, "bob": 1, "eve": 2},
        {"ada 0": 3, "bob 1": 1, "eve 2": 2},
    ]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--assignment", "ps9"], "--assignment ps9: the course has ps1, ps2."),
        (["--from", "canvas"], "This is not a download from Canvas"),
        (
            [],
            "does not say which assignment it is for, nor does any other. Use --assignment NAME, with one of ps1, ps2.",
        ),
    ],
)
def test_a_download_that_cannot_be_read_is_explained(physics: Path, tmp_path: Path, more: list[str], said: str) -> None:
    source = archive(tmp_path / "d.zip", moodle(ada={"homework.ipynb": EMPTY}))
    arguments = ["grade", "--nbgrader", str(physics), str(source), "--to", str(tmp_path / "results"), *more]

    done = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert said in str(done.exception)
