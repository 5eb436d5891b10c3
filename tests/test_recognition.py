"""Which platform a download is from: what is unclear is an error that says which option to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.adapters import moodle
from autograder.adapters.plain_yaml import SIZE_CAP, NotPlain, plain_yaml
from autograder.assignment import Assignment
from autograder.cli.running import tell_left_out
from autograder.intake import DownloadError, unpack
from conftest import write_topic
from hostile_downloads import ALIASES, LIST, PLAIN, archive, listed, work
from test_cli import run
from test_downloads import read_whole, unpacked
from test_look_alikes import sources

STRAY = {f"ada_1_assignsubmission_file_/{PLAIN}": "ada", "notes.ipynb": "the instructor"}


def made(doubling: Assignment, files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: work(doubling, whose) for name, whose in files.items()}


def test_a_name_that_is_not_the_platforms_is_an_error_until_somebody_says_so(
    doubling: Assignment, tmp_path: Path
) -> None:
    for source in sources(tmp_path, made(doubling, STRAY)):
        with pytest.raises(DownloadError, match=r"1 of 2 names .* Moodle, but not notes.ipynb. Use --from moodle"):
            unpacked(source, doubling)
        read = read_whole(source, doubling, platform="moodle")

        assert read.whose == {"ada 1": "ada"}
        assert "notes.ipynb: Moodle never gives a student's file such a name." in read.told


def test_two_platforms_that_both_fit_are_an_error(doubling: Assignment, tmp_path: Path) -> None:
    source = archive(tmp_path / "d.zip", made(doubling, {f"ada_1_assignsubmission_file_/{PLAIN}": "ada"}))
    both = (moodle.LAYOUT, replace(moodle.LAYOUT, platform="Moodle 9"))

    with pytest.raises(DownloadError, match=r"from Moodle or Moodle 9\. Use --from, for example --from moodle"):
        unpack(source, tmp_path / "uploads", both, [doubling.name])


@pytest.mark.parametrize(
    ("platform", "fault"),
    [
        ("gradescope", "not a download from Gradescope, which needs submission_metadata.yml at its top"),
        ("canvas", "not a download from Canvas, which has other names at its top; this one has ada/?1|ada_1"),
    ],
)
def test_a_platform_that_was_named_and_does_not_fit_is_an_error(
    doubling: Assignment, tmp_path: Path, platform: str, fault: str
) -> None:
    files = {f"ada_1_assignsubmission_file_/{PLAIN}": "ada", f"bob_2_assignsubmission_file_/{PLAIN}": "bob"}
    for source in sources(tmp_path, made(doubling, files)):
        with pytest.raises(DownloadError, match=fault):
            unpacked(source, doubling, platform=platform)


def test_a_folder_around_everything_is_a_students_unless_somebody_says_so(doubling: Assignment, tmp_path: Path) -> None:
    """Else the only student of a course, by a folder in their work, could hand in for others."""
    for source in sources(tmp_path, made(doubling, {f"week 3/ada_1_92_{PLAIN}": "ada"})):
        with pytest.raises(DownloadError, match=r"Everything is in one folder, week 3: .* use --from"):
            unpacked(source, doubling)

        assert read_whole(source, doubling, platform="canvas").whose == {"ada 1": "ada"}


def test_plain_folders_need_no_assignment(doubling: Assignment, tmp_path: Path) -> None:
    for source in sources(tmp_path, made(doubling, {f"ada/01-doubling/{PLAIN}": "ada"})):
        with pytest.raises(DownloadError, match="has a folder for each assignment; omit --assignment"):
            unpacked(source, doubling, "01-doubling")


@pytest.mark.parametrize(("silent", "graded"), [(0, 3), (1, 2), (2, 0)])
def test_who_names_no_assignment_is_not_graded_for_the_one_that_a_neighbour_names(
    doubling: Assignment, tmp_path: Path, silent: int, graded: int
) -> None:
    """Three students, of whom some hand in a notebook that does not say what it is for."""
    names = [f"{who}_{n}_9{n}_{'x.ipynb' if n < silent else PLAIN}" for n, who in enumerate(("ada", "bob", "carl"))]
    files = {name: b"{}" if name.endswith("x.ipynb") else work(doubling, "own") for name in names}
    source = archive(tmp_path / "d.zip", files)

    if graded:
        assert len(read_whole(source, doubling).whose) == 3
        return
    with pytest.raises(DownloadError, match=r"named by most of the 3 students' notebooks, only 01-doubling by 1. Use"):
        unpacked(source, doubling)


def test_half_of_the_students_decide_for_themselves_only(doubling: Assignment, tmp_path: Path) -> None:
    files = {"ada_1_91_x.ipynb": b"{}", f"bob_2_92_{PLAIN}": work(doubling, "bob")}

    read = read_whole(archive(tmp_path / "d.zip", files), doubling)

    assert read.whose == {"bob 2": "bob"}
    assert "It does not say which assignment it is for. If it is for 01-doubling, as others are, use" in read.told


def test_a_file_of_canvas_that_may_be_of_two_students_is_left_out(doubling: Assignment, tmp_path: Path) -> None:
    """Eve may have called herself ada_1. But Canvas never writes a number with a zero before it."""
    files = {"ada_1_91_01_doubling.ipynb": "ada", "bob_2_92_7_01-doubling.ipynb": "?", f"eve_3_93_{PLAIN}": "eve"}

    for source in sources(tmp_path, made(doubling, files)):
        read = read_whole(source, doubling)

        assert read.whose == {"ada 1": "ada", "eve 3": "eve"}
        assert "It may belong to bob (2) or to bob_2 (92). Rename it." in read.told


def test_several_notebooks_of_which_none_is_the_right_one_are_left_out(doubling: Assignment, tmp_path: Path) -> None:
    files = {f"ada_1_assignsubmission_file_/{name}.ipynb": "ada" for name in ("a", "b")}
    files[f"bob_2_assignsubmission_file_/{PLAIN}"] = "bob"

    for source in sources(tmp_path, made(doubling, files)):
        read = read_whole(source, doubling)

        assert read.whose == {"bob 2": "bob"}
        assert "Any of 2 notebooks of ada 1 could count: a.ipynb, b.ipynb. Rename the right one" in read.told


GROUP = b"""\
submission_1:
  :submitters:
  - :sid: s1
  - :sid: s2
submission_2:
  :submitters: []
submission_3:
  :submitters:
  - :name: Carl
  :created_at: 9999-99-99
"""


def test_what_gradescopes_list_says_and_what_it_does_not_is_told(doubling: Assignment, tmp_path: Path) -> None:
    files = made(doubling, {f"submission_{n}/{PLAIN}": "x" for n in (1, 2, 4)}) | {LIST: GROUP}

    for source in sources(tmp_path, files):
        told = read_whole(source, doubling).told

        assert "It counts for s1 only, not for s2: group submissions are not supported." in told
        assert "submission_metadata.yml does not say who handed in submission_2." in told
        assert "submission_metadata.yml lists it, but the download has no file of it." in told
        assert "submission_metadata.yml lists no submission submission_4." in told


@pytest.mark.parametrize(
    ("content", "fault"),
    {
        "aliases that multiply": (ALIASES, "it contains an anchor or an alias"),
        "an alias": (b"a: &x 1\nb: *x\n", "it contains an anchor or an alias"),
        "20 MB": (b"a: b\n" * (4 << 20), "it is larger than 8 MB"),
        "nested deep": (b"[" * 100_000, "it is nested more than 40 deep"),
        "a key twice": (b"a: 1\na: 2\n", "a key appears twice, or is not text"),
        "a list as a key": (b"? [a]\n: b\n", "a key appears twice, or is not text"),
        "two documents": (b"a: 1\n---\nb: 2\n", "it contains several documents"),
        "Latin-1": (b"a: \xe9\n", "it is not text in UTF-8"),
        "no YAML": (b"a: [", "it is not YAML; see line"),
        "a control character": (b"a: \x01", "it is not YAML"),
        "a list": (b"- a\n", "it does not list submissions"),
    }.values(),
)
def test_a_list_that_is_not_plain_is_refused(doubling: Assignment, tmp_path: Path, content: bytes, fault: str) -> None:
    files = {f"submission_1/{PLAIN}": work(doubling, "ada"), LIST: content}

    for source in sources(tmp_path, files):
        with pytest.raises(DownloadError, match=f"download the submissions again: {fault}"):
            unpacked(source, doubling)


def test_plain_yaml_is_text_whatever_it_looks_like() -> None:
    assert plain_yaml(b"a: 007\nb: ~\nc: [yes, '', !!python/name:os.system x]\n") == {
        "a": "007", "b": "", "c": ["yes", "", "x"],
    }  # fmt: skip
    assert plain_yaml(b"") == ""
    assert len(plain_yaml(listed({f"submission_{n}": f"s{n}" for n in range(20_000)}))) == 20_000
    with pytest.raises(NotPlain, match="larger"):
        plain_yaml(b" " * (SIZE_CAP + 1))


def test_a_long_list_of_what_is_left_out_is_kept_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell_left_out("Left out", [f"{n}.txt: It is not a notebook." for n in range(50)], tmp_path)

    assert (tmp_path / "left-out.txt").read_text().count("\n") == 50
    assert "10 more are left out" in capsys.readouterr().err.replace("\n", " ")


def test_one_students_many_files_hide_nobodys_lost_notebook(doubling: Assignment, tmp_path: Path) -> None:
    files = {f"eve_1_9{n}_{n}.txt": b"" for n in range(60)}
    files |= made(doubling, {f"{who}_2_9{who.isupper():d}_{PLAIN}": who for who in ("zoe", "ZOE")})
    files[f"eve_1_8_{PLAIN}"] = work(doubling, "eve")

    left_out = unpacked(archive(tmp_path / "d.zip", files), doubling).left_out

    assert all("look alike" in each for each in left_out[:2])


@pytest.mark.slow
def test_a_cohort_of_which_everything_is_refused_does_not_end_well(tmp_path: Path) -> None:
    """One refused upload may be its student's fault; if all are, it is the wrong course, or the wrong assignment."""
    write_topic(tmp_path)
    (tmp_path / "grading_config.yml").write_text("course: {title: Small}\n")
    for number, code in ((1, 0), (2, 2)):
        files = {f"s_{n}_assignsubmission_file_/{PLAIN}": b"" for n in range(number)} | {"readme.txt": b""}
        source = archive(tmp_path / f"{number}.zip", files)

        done = run("grade", source, "--from", "moodle", "--to", tmp_path / f"{number}", cwd=tmp_path)

        assert (done.returncode, "All of them were refused" in done.stderr) == (code, code == 2), done.stderr
        assert f"{number + 1} entries: {number} notebook" in done.stderr
        assert "Left out: readme.txt: Moodle never gives" in done.stderr
