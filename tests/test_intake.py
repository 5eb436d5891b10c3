"""Whatever is handed in becomes a submission or a plain refusal; it never becomes an exception."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import Assignment
from autograder.intake import Submission, Upload, file_name, find, from_bytes, oddities, read
from autograder.intake.notebook import SIZE_CAP
from autograder.judge import Judge
from autograder.release import filled
from conftest import QUICK
from handing_in import WHEN, hand_in, written

REFUSED: list[tuple[str, bytes, str]] = [
    ("empty", b"", "This file is empty"),
    ("only spaces", b"  \n", "This file is empty"),
    ("text", b"Dear teacher, my dog ate it", "not a notebook: Expecting value at line 1"),
    ("a web page", b"<!doctype html><p>Sign in", "It looks like a web page"),
    ("UTF-16", '{"cells": []}'.encode("utf-16"), "saved as UTF-16"),
    ("UTF-16 without a mark", ('{"cells": []}' * 9).encode("utf-16-le"), "saved as UTF-16"),
    ("Latin-1", b'{"cells": ["\xe9"]}', "not text in UTF-8"),
    ("another JSON", b'{"a": 1}', "JSON, but not a notebook"),
    ("a list", b"[]", "JSON, but not a notebook"),
    ("cut off", b'{"cells": [{"cell_type": "code", "source": "x', "not a notebook: Unterminated string"),
    ("nested too deep", b'{"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not a notebook that Jupyter"),
    ("a number too long", b'{"cells": ' + b"9" * 5000 + b"}", "not a notebook that Jupyter"),
    ("format 99", b'{"nbformat": 99, "cells": [{}]}', "format 99; only formats 3 and 4"),
    ("no cells", b'{"nbformat": 4, "cells": []}', "no cells"),
    ("cells that are no list", b'{"nbformat": 4, "cells": {"a": 1}}', "no cells"),
    ("too many cells", json.dumps({"nbformat": 4, "cells": [{}] * 5001}).encode(), "5001 cells; the limit is 5000"),
    ("huge", b" " * (SIZE_CAP + 1), "the limit is 20 MB"),
    (
        "too much code",
        json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "1," * 999_999}]}).encode(),
        "the limit is 1,048,576",
    ),
]


@pytest.mark.parametrize(("content", "reason"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_file_that_is_no_notebook_is_refused_with_the_reason(
    doubling: Assignment, content: bytes, reason: str
) -> None:
    submission = from_bytes(content, "s1", doubling, WHEN)

    assert reason in submission.refused
    assert submission.cells == ()


def right_notebook(doubling: Assignment) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(written(filled(doubling, doubling.right)))
    return content


def scored(judge: Judge, doubling: Assignment, content: dict[str, Any]) -> tuple[float, tuple[str, ...]]:
    submission = from_bytes(json.dumps(content).encode(), "s1", doubling, WHEN)
    assert submission.refused == ""
    return judge.grade(doubling, submission, QUICK).verdict.score, submission.remarks


def cell(content: dict[str, Any], name: str) -> dict[str, Any]:
    return next(c for c in content["cells"] if c["id"] == name)


def test_an_untouched_layout_gives_no_remark(doubling: Assignment, judge: Judge) -> None:
    assert scored(judge, doubling, right_notebook(doubling)) == (5, ())


def test_a_deleted_import_cell_costs_nothing(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    content["cells"] = [c for c in content["cells"] if not c["id"].startswith("code-")]
    cell(content, "double")["source"] = "def double(x):\n    return np.multiply(2, x)[()]"

    assert scored(judge, doubling, content)[0] == 5


def test_deleted_checks_cost_nothing(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    content["cells"] = [c for c in content["cells"] if "check" not in c["id"] and c["id"] != "tools"]

    assert scored(judge, doubling, content)[0] == 5


def test_edited_checks_and_points_change_nothing_but_are_told(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    cell(content, "double")["source"] = "def double(x):\n    return 5"
    check = cell(content, "double-check-1")
    check["source"] = "print('all fine')"
    check["metadata"]["nbgrader"]["points"] = 100

    assert scored(judge, doubling, content) == (2, ("The check double-check-1 was changed; the original ran instead.",))


def test_a_deleted_answer_is_missing_and_the_rest_is_graded(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    content["cells"].remove(cell(content, "halve"))

    assert scored(judge, doubling, content) == (3, ("The answer halve is missing.",))


def test_a_renamed_answer_is_missing_and_named(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    cell(content, "halve")["source"] = "def half(x):\n    return x / 2"

    score, remarks = scored(judge, doubling, content)

    assert score == 3
    assert remarks == ("The cell of halve does not define halve.",)


def test_of_two_copies_of_an_answer_the_last_counts(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    where = content["cells"].index(cell(content, "halve"))
    content["cells"].insert(where, {**cell(content, "halve"), "source": "def halve(x):\n    return 0"})

    assert scored(judge, doubling, content) == (5, ("The answer halve appears 2 times; all ran, and the last counts.",))


def test_cells_in_another_order_run_in_ours(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    content["cells"].reverse()

    assert scored(judge, doubling, content) == (5, ("Cells were moved; they ran in the order of the assignment.",))


def test_an_answer_written_into_another_cell_is_found_by_its_name(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    source, other = cell(content, "halve")["source"], cell(content, "double")["source"]
    cell(content, "double")["source"], cell(content, "halve")["source"] = source, other

    assert scored(judge, doubling, content)[0] == 5


def test_cells_that_a_student_added_run_where_they_stand(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    cell(content, "halve")["source"] = "def halve(x):\n    return helper(x)"
    where = content["cells"].index(cell(content, "halve"))
    added = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "def helper(x): return x / two"}
    top = {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["two ", "= 2"]}
    content["cells"].insert(where + 1, added)
    content["cells"].insert(0, top)

    assert scored(judge, doubling, content) == (5, ())


def test_an_import_added_to_our_cell_counts(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    content["cells"][1]["source"] = "import numpy as np\nimport operator"
    cell(content, "halve")["source"] = "def halve(x):\n    return operator.truediv(x, 2)"

    assert scored(judge, doubling, content) == (5, ())


def test_a_notebook_saved_by_colab_is_graded(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    for number, each in enumerate(content["cells"]):
        del each["id"]
        each["metadata"] = {"id": f"Ab{number}"}
    content["metadata"]["colab"] = {"provenance": []}

    score, remarks = scored(judge, doubling, content)

    assert score == 5
    assert "Cell ids are missing" in remarks[0]


def test_a_notebook_of_format_3_is_graded(doubling: Assignment, judge: Judge) -> None:
    content = right_notebook(doubling)
    cells = [
        {"cell_type": "code", "input": c["source"], "outputs": [], "language": "python"}
        if c["cell_type"] == "code"
        else {"cell_type": "markdown", "source": c["source"]}
        for c in content["cells"]
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}

    assert scored(judge, doubling, old)[0] == 5


@pytest.mark.parametrize(
    "odd",
    [
        {"cell_type": "code", "source": "\ud800 = 1"},
        {"cell_type": "code", "source": "x = '\0'"},
        {"cell_type": "code", "source": None},
        {"cell_type": "code", "source": [1, 2]},
        {"cell_type": "heading", "source": "x"},
        {"cell_type": ["code"], "source": "x = 1"},
        {"source": "x = 1"},
        {"cell_type": "code", "source": "def (:", "metadata": [], "id": 5},
        {"cell_type": "code", "source": "(" * 5000},
        {"cell_type": "code", "source": "%%bash\nrm -rf /"},
        {"cell_type": "markdown", "source": "x", "id": "halve"},
    ],
    ids=repr,
)
def test_odd_cells_do_not_hurt_the_others(doubling: Assignment, judge: Judge, odd: dict[str, Any]) -> None:
    content = right_notebook(doubling)
    content["cells"].insert(2, odd)

    assert scored(judge, doubling, content)[0] == 5


def test_a_mark_of_byte_order_and_windows_line_ends_are_read(doubling: Assignment, judge: Judge) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(right_notebook(doubling), indent=1).replace("\n", "\r\n").encode()
    submission = from_bytes(content, "s1", doubling, WHEN)

    assert judge.grade(doubling, submission, QUICK).verdict.score == 5


def only(folder: Path, doubling: Assignment) -> Submission:
    [upload] = find(folder, [doubling.name])
    return read(upload, doubling)


def test_nbgraders_layout_and_timestamp_are_read(doubling: Assignment, tmp_path: Path) -> None:
    hand_in(tmp_path, "s1", doubling, doubling.right)

    submission = only(tmp_path, doubling)

    assert (submission.student, submission.submitted, submission.refused) == ("s1", WHEN, "")


def test_an_upload_without_a_notebook_is_refused(doubling: Assignment, tmp_path: Path) -> None:
    (tmp_path / "s1" / doubling.name).mkdir(parents=True)

    assert only(tmp_path, doubling).refused == "There is no notebook in the upload."


def test_a_notebook_by_another_name_is_taken_if_it_is_the_only_one(doubling: Assignment, tmp_path: Path) -> None:
    path = hand_in(tmp_path, "s1", doubling, doubling.right)
    path.rename(path.with_name("final (2).ipynb"))
    assert only(tmp_path, doubling).refused == ""

    path.with_name("other.ipynb").write_bytes(b"{}")
    assert only(tmp_path, doubling).refused.startswith("There are 2 notebooks, but none is called")


def test_links_pipes_and_folders_are_refused(doubling: Assignment, tmp_path: Path) -> None:
    path = hand_in(tmp_path, "s1", doubling, b"")
    path.unlink()
    path.symlink_to("/etc/passwd")
    assert only(tmp_path, doubling).refused == "01-doubling.ipynb is a link or a device, not a file."

    path.unlink()
    os.mkfifo(path)
    assert only(tmp_path, doubling).refused == "01-doubling.ipynb is not a file."

    path.unlink()
    path.mkdir()
    assert only(tmp_path, doubling).refused == "01-doubling.ipynb is not a file."


def test_ids_that_cannot_be_printed_are_refused_and_others_are_not(doubling: Assignment, tmp_path: Path) -> None:
    for student in ("a\nb", "evil\u202etxt.exe", "-rf", "Ø;--", "x" * 129, "😀"):
        hand_in(tmp_path, student, doubling, doubling.right)

    refused = {upload.student: upload.problem for upload in find(tmp_path, [doubling.name])}

    assert refused["-rf"] == refused["Ø;--"] == refused["😀"] == ""
    assert refused["a\N{REPLACEMENT CHARACTER}b"] == "The student's id contains unprintable characters."
    assert refused["x" * 129] == "The student's id is longer than 128 bytes."
    assert sum(bool(problem) for problem in refused.values()) == 3


def test_file_names_are_safe_and_no_two_students_share_one() -> None:
    students = ["anna", "anna.b", "a/b", "a\\b", "a b", "a_b", "..", ".", "-rf", "é", "x" * 128, "A@b.de"]
    names = [file_name(student) for student in students]

    assert len(set(names)) == len(students)
    assert all("/" not in name and not name.startswith(".") and len(name) < 130 for name in names)
    assert file_name("anna.b") == "anna.b"


@pytest.mark.parametrize("year", ["9999-12-31 23:59:59", "0001-01-01 00:00:00", "tomorrow", "x" * 99])
def test_an_odd_timestamp_is_not_believed_and_remarked(doubling: Assignment, tmp_path: Path, year: str) -> None:
    stamp = hand_in(tmp_path, "s1", doubling, doubling.right).with_name("timestamp.txt")
    stamp.write_text(year)

    [upload] = find(tmp_path, [doubling.name])

    assert 2000 < upload.submitted.year < 2100
    assert "the file's own time counts" in read(upload, doubling).remarks[-1]


def test_a_timestamp_that_is_a_pipe_or_a_link_neither_hangs_nor_is_followed(
    doubling: Assignment, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("2031-01-01 00:00:00")
    stamp = hand_in(tmp_path / "in", "s1", doubling, doubling.right).with_name("timestamp.txt")
    stamp.unlink(missing_ok=True)
    stamp.symlink_to(elsewhere)
    assert find(tmp_path / "in", [doubling.name])[0].submitted.year != 2031

    stamp.unlink()
    os.mkfifo(stamp)
    assert find(tmp_path / "in", [doubling.name])[0].submitted.year != 2031


def test_a_linked_folder_is_refused(doubling: Assignment, tmp_path: Path) -> None:
    hand_in(tmp_path / "other", "s1", doubling, doubling.right)
    (tmp_path / "in" / "s2").mkdir(parents=True)
    (tmp_path / "in" / "s2" / doubling.name).symlink_to(tmp_path / "other" / "s1" / doubling.name)
    (tmp_path / "in" / "s3").symlink_to(tmp_path / "other" / "s1")

    assert [u.problem for u in find(tmp_path / "in", [doubling.name])] == ["The upload is a link, not a folder."] * 2


def test_a_misnamed_assignment_is_told_with_the_nearest_name(doubling: Assignment, tmp_path: Path) -> None:
    (tmp_path / "s1" / "01-dubling").mkdir(parents=True)

    [odd] = oddities(tmp_path, [doubling.name])

    assert str(odd) == "s1: 01-dubling is not an assignment of this course; did you mean 01-doubling?"


def test_what_our_disk_can_not_read_is_our_fault(doubling: Assignment, tmp_path: Path) -> None:
    upload = replace(find_one(tmp_path, doubling), path=None, problem="The upload can't be read: I/O error.", ours=True)

    with pytest.raises(OSError, match="can't be read"):
        read(upload, doubling)


def find_one(folder: Path, topic: Assignment) -> Upload:
    hand_in(folder, "s1", topic, topic.right)
    return find(folder, [topic.name])[0]


def test_a_copied_cell_of_ours_takes_no_extra_cell_back_to_its_first_place(doubling: Assignment) -> None:
    """Colab drops ids. A student copied the imports to the end, and defined a helper behind them."""
    notebook = filled(doubling, doubling.right)
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {}
    imports = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [dict(imports), {**code, "source": "late = double(1)"}]

    placed = from_bytes(json.dumps(notebook).encode(), "s1", doubling, WHEN).cells

    order = [cell.source for cell in placed]
    assert order.index("late = double(1)") > order.index(doubling.right["double"])


def test_a_line_that_begins_with_percent_may_go_on_an_expression(doubling: Assignment) -> None:
    source = "def halve(x):\n    return x / 2\nrest = (9\n% 4)"

    assert (
        from_bytes(written(filled(doubling, {"halve": source})), "s1", doubling, WHEN).remarks
        == from_bytes(written(filled(doubling, {"halve": doubling.right["halve"]})), "s1", doubling, WHEN).remarks
    )
