"""Ids that can be mistaken for each other are reported, and nobody's work replaces another's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.intake.alike import look_alikes
from hostile_downloads import LIST, PLAIN, archive, listed, work
from test_downloads import read_whole, spread

ALIKE = {
    "case": ("ada", "Ada"),
    "sharp s": ("straße", "STRASSE"),
    "dotless i": ("ali", "alı"),
    "full width": ("ada1", "ａｄａ１"),
    "half width": ("ガ", "ｶﾞ"),
    "normal form": ("zo\u00eb", "zoe\u0308"),
    "ligature": ("fiona", "ﬁona"),
    "Cyrillic": ("ada", "аda"),
    "Greek": ("bob", "bοb"),
    "kanji and kana": ("力丸", "カ丸"),
    "digits": ("s81", "s٨١"),
    "zero width": ("ada", "a\u200bda"),
    "Hangul filler": ("ada", "ada\u3164"),
    "space at the end": ("ada", "ada "),
    "two spaces": ("ada b", "ada  b"),
    "another space": ("ada b", "ada\u00a0b"),
    "dot at the end": ("ada", "ada."),
    "hyphen": ("a-b", "a\u2010b"),
}
APART = [("s1", "sl"), ("s0", "so"), ("ada", "adá"), ("ada 1", "ada 11"), ("ada-b", "ada_b"), ("ガ", "カ"), ("m", "rn")]


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_ids_that_look_alike_are_a_group(pair: tuple[str, str]) -> None:
    assert look_alikes([*pair, "somebody else"]) == [tuple(sorted(pair))]


@pytest.mark.parametrize("pair", APART, ids=" ".join)
def test_ids_that_differ_visibly_are_no_group(pair: tuple[str, str]) -> None:
    assert look_alikes(pair) == []


def sources(here: Path, files: Mapping[str, bytes]) -> tuple[Path, Path]:
    return archive(here / "zip" / "d.zip", files), spread(here / "folder" / "d", files)


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_look_alikes_are_told_before_grading_and_the_rest_is_graded(
    doubling: Assignment, tmp_path: Path, pair: tuple[str, str]
) -> None:
    files = {f"{who}/01-doubling/{PLAIN}": work(doubling, who) for who in (*pair, "carl")}

    for source in sources(tmp_path, files):
        read = read_whole(source, doubling)

        assert read.whose == {"carl": "carl"}
        assert "use --look-alikes" in read.told or "Remove those that are not theirs" in read.told


def test_a_message_shows_how_to_tell_look_alikes_apart(doubling: Assignment, tmp_path: Path) -> None:
    files = {f"{who}_1_9{n}_{PLAIN}": work(doubling, who) for n, who in enumerate(("ada", "аda"))}
    files[f"bob_2_93_{PLAIN}"] = work(doubling, "bob")

    for source in sources(tmp_path, files):
        read = read_whole(source, doubling)

        assert "the first has a (U+0061 LATIN SMALL LETTER A)" in read.told
        assert "the second has а (U+0430 CYRILLIC SMALL LETTER A)" in read.told
        assert read.unpacked.sums.endswith(
            "1 notebook to grade, 2 left out (2 belong to students with look-alike ids)."
        )


@pytest.mark.parametrize("place", ["{who}/01-doubling/" + PLAIN, "{who}_1_assignsubmission_file_/" + PLAIN])
def test_look_alikes_that_are_different_students_are_graded_each(
    doubling: Assignment, tmp_path: Path, place: str
) -> None:
    files = {place.format(who=who): work(doubling, who) for who in ("ada", "Ada")}

    for source in sources(tmp_path, files):
        read = read_whole(source, doubling, apart=True)

        assert sorted(read.whose.values()) == ["Ada", "ada"]


def test_two_submissions_with_one_id_are_both_left_out_whatever_is_said(doubling: Assignment, tmp_path: Path) -> None:
    """Gradescope takes a student number as its students, or their instructors, typed it in."""
    files = {f"submission_{n}/{PLAIN}": work(doubling, who) for n, who in enumerate(("ada", "eve", "carl"))}
    files[LIST] = listed({"submission_0": "s1", "submission_1": "s1", "submission_2": "s2"})

    for source in sources(tmp_path, files):
        for apart in (False, True):
            read = read_whole(source, doubling, apart=apart)

            assert read.whose == {"s2": "carl"}
            assert "2 parts have the id s1: submission_0, submission_1. Remove those" in read.told


def test_names_that_are_cut_keep_their_numbers_apart(doubling: Assignment, tmp_path: Path) -> None:
    files = {f"{'x' * 120}_{n}_9{n}_{PLAIN}": work(doubling, f"{n}") for n in range(2)}

    for source in sources(tmp_path, files):
        assert sorted(read_whole(source, doubling).whose.values()) == ["0", "1"]
