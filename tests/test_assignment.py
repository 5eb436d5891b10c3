"""Reading what authors write, and telling them what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import AssignmentError, Essay, Prose, load
from autograder.course import CourseError, load_course
from conftest import NOTEBOOK, REFERENCE, TESTS, write_topic


def test_a_topic_is_read_whole(tmp_path: Path) -> None:
    topic = load(write_topic(tmp_path))

    assert topic.title == "Doubling"
    assert [answer.name for answer in topic.answers] == ["double", "halve"]
    assert [(test.name, test.points, test.visible) for test in topic.tests] == [
        ("test_doubles", 1, True),
        ("test_doubles_arrays", 2, False),
        ("test_halves", 2, False),
    ]
    assert topic.max_score == 5
    assert [mutant.label for mutant in topic.mutants] == ["adds two", "doubles the first only", "rounds down"]
    assert topic.tests[0].claim == "Twice two is four, and twice three is six."


def test_folder_order_is_course_order(tmp_path: Path) -> None:
    for name in ("10-last", "02-first"):
        write_topic(tmp_path, name=name)

    assert [topic.name for topic in load_course(tmp_path).assignments] == ["02-first", "10-last"]


def test_pictures_and_answers_in_words_are_told_apart(tmp_path: Path) -> None:
    more = '# %% picture\nprint(1)\n# %% [markdown] answer points=2 name="why"\n# Why?\n'
    topic = load(write_topic(tmp_path, notebook=NOTEBOOK + more))

    assert topic.essays == (Essay("why", "Why?", 2.0),)
    assert [cell.picture for cell in topic.cells if isinstance(cell, Prose)] == [False, False, True]


def test_a_comment_in_a_test_changes_the_hash_and_the_reference_does_not(tmp_path: Path) -> None:
    before = load(write_topic(tmp_path)).hash

    assert load(write_topic(tmp_path, tests=TESTS + "# more\n")).hash != before
    assert load(write_topic(tmp_path, reference=REFERENCE + "\n")).hash == before


MISTAKES = [
    ("notebook", "import numpy as np\n" + NOTEBOOK, "notebook.py:1: there is text before the first"),
    ("notebook", NOTEBOOK.replace("# # Doubling", "# Doubling"), "the notebook has no title"),
    ("notebook", NOTEBOOK.replace("# %% answer", "# %%"), "the notebook asks for no answer"),
    ("notebook", NOTEBOOK.replace("# %% answer\ndef double", "# %% anwser\ndef double"), "5: 'anwser' is not a kind of cell"),
    ("notebook", NOTEBOOK.replace("def halve", "def double"), "notebook.py:14: the answer 'double' appears twice, first at line 6"),
    ("notebook", NOTEBOOK.replace("def halve(x):", "def halve(x)"), "notebook.py:14: Python cannot read this"),
    ("notebook", NOTEBOOK.replace("def halve(x):", "y = 1\ndef halve(x):"), "must define one name, but it defines y, halve"),
    ("notebook", NOTEBOOK + "# %% answer\nimport os\n", "must define one name, but it defines nothing"),
    ("notebook", NOTEBOOK + "# %% [markdown] answer\n# Why?\n", "an answer in words needs its points"),
    ("tests", TESTS.replace("def test_halves(halve)", "def test_halves(half)"), "asks for 'half', which is not an answer"),
    ("tests", TESTS.replace("def test_halves(halve)", "def test_halves()"), "test_halves asks for no answer"),
    ("tests", TESTS.replace("test_halves", "test_doubles"), "test_doubles is defined twice, first at line 14"),
    ("tests", TESTS.replace('    """Half of nine is four and a half, and half of one is a half."""\n', ""), "has no docstring"),
    ("tests", TESTS.replace("@points(2)\ndef test_halves", "def test_halves"), "does not say what it is worth"),
    ("tests", TESTS.replace("@points(2)\ndef test_halves", "@points(0)\ndef test_halves"), "does not say what it is worth"),
    ("tests", TESTS.replace("@visible", "@visble"), "test_doubles is marked @visble"),
    ("tests", TESTS.replace("== approx(4.5)", "== approx(4.5"), "tests.py:30: Python cannot read this"),
    ("tests", TESTS[: TESTS.rindex("@points")], "'halve' has no test"),
    ("tests", TESTS.replace("\n\n\ndef doubled", "\nSECRET += [3]\n\n\ndef doubled"), "tests.py:6: no test would bring along `SECRET += [3]`"),
    ("tests", TESTS.replace("\n\n\ndef doubled", "\nSECRET.append(3)\n\n\ndef doubled"), "no test would bring along `SECRET.append(3)`"),
    ("tests", TESTS.replace("\n\n\ndef doubled", "\nSECRET[0] = 3\n\n\ndef doubled"), "no test would bring along `SECRET[0] = 3`"),
    ("tests", TESTS.replace("\n\n\ndef doubled", "\nfor n in SECRET:\n    pass\n\n\ndef doubled"), "no test would bring along `for n in SECRET:`"),
    ("tests", TESTS.replace("\n\n\ndef doubled", "\nSECRET = SECRET + [3]\n\n\ndef doubled"), "tests.py:6: SECRET is defined twice, first at line 5"),
    ("tests", "from math import *\n" + TESTS, "no test would bring along `from math import *`"),
    ("notebook", NOTEBOOK.replace("def halve", "def tools"), "no answer can be called 'tools'"),
    ("notebook", NOTEBOOK.replace("def halve", "def h" + "a" * 48), "no answer can be called 'haaa"),
    ("notebook", NOTEBOOK + '# %% [markdown] answer points=2 name="double-hidden"\n# Why?\n', "'double-hidden' can't be the name of an answer in words"),
    ("notebook", NOTEBOOK + '# %% [markdown] answer points=2 name="why so"\n# Why?\n', "'why so' can't be the name"),
    ("reference", REFERENCE.replace('fails="test_halves"', 'fails="test_half"'), "names 'test_half', which is not a test here"),
    ("reference", REFERENCE.replace(' fails="test_halves"', ""), "does not say which test catches it"),
    ("reference", REFERENCE.replace("def halve", "def half"), "this block answers no question"),
    ("reference", REFERENCE[: REFERENCE.index("# %% answer\ndef halve")], "'halve' has no right answer"),
    ("reference", REFERENCE + "# %% answer\ndef halve(x): return x\n", "'halve' has two right answers"),
    ("reference", REFERENCE + "# %%\ndef halve(x): return x\n", "neither an answer nor a mutant"),
    ("reference", REFERENCE + '# %% mutant="adds two" fails="test_doubles"\ndef double(x): return 3\n', "two mutants called"),
    ("notebook", NOTEBOOK.replace("# %% answer\ndef halve", "# %%answer\ndef halve"), "notebook.py:13: `# %%answer` does not begin a cell. Write `# %%`, a space, and the kind of cell."),
    ("notebook", NOTEBOOK.replace("# %% answer\ndef halve", "#%% answer\ndef halve"), "notebook.py:13: `#%% answer` does not begin a cell"),
    ("notebook", NOTEBOOK.replace("# %% [markdown]", "# %%[markdown]"), "notebook.py:1: `# %%[markdown]` does not begin a cell"),
    ("reference", REFERENCE.replace('fails="test_halves"', "fails=test_halves"), '''reference/01-doubling.py:13: the options `mutant="rounds down" fails=test_halves` can't be read'''),
    ("reference", REFERENCE.replace('down" fails', 'down", fails'), "the option mutant is ['rounds down']"),
    ("reference", REFERENCE.replace('" fails="test_halves"', '" fail="test_halves"'), "'fail' is not an option of a cell. Did you mean fails?"),
    ("reference", REFERENCE.replace("return x // 2", "return x / 2"), "the mutant 'rounds down' is identical to the right answer of halve"),
    ("tests", TESTS.replace("approx(4.5)", "about(4.5)"), "tests.py:30: nothing defines 'about'"),
    ("tests", TESTS.replace("raises, visible", "rises, visible"), "tests.py:3: autograder.testing has no 'rises'. Did you mean raises?"),
    ("tests", TESTS.replace("def test_halves", "def tset_halves"), "tests.py:28: tset_halves has points, but is not a test"),
    ("tests", TESTS + "class TestMore:\n    def test_more(self): pass\n", "tests in a class, such as TestMore, do not run"),
    ("tests", TESTS.replace("def test_halves(halve)", "def test_halves(halve, x=1)"), "has parameters with stars or defaults"),
    ("tests", TESTS.replace("def test_halves(halve)", "def test_halves(*halve)"), "has parameters with stars or defaults"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "content", "message"), MISTAKES, ids=[message for *_, message in MISTAKES])
def test_an_authors_mistake_is_named_with_its_place(tmp_path: Path, file: str, content: str, message: str) -> None:
    folder = write_topic(tmp_path, **{file: content})

    with pytest.raises(AssignmentError) as caught:
        load(folder)

    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))
    assert caught.value.fix


def test_missing_and_unreadable_files_are_named(tmp_path: Path) -> None:
    folder = write_topic(tmp_path)
    (folder / "tests.py").unlink()
    with pytest.raises(AssignmentError, match=r"tests.py: this file is missing"):
        load(folder)
    (folder / "tests.py").write_bytes(b"\xff\xfe")
    with pytest.raises(AssignmentError, match=r"tests.py: this file is not UTF-8"):
        load(folder)
    with pytest.raises(CourseError, match=r"no assignment found here"):
        load_course(tmp_path / "nowhere")
    with pytest.raises(AssignmentError, match=r"a name like 03-line-and-loss"):
        load(write_topic(tmp_path, name="Bad Name"))
