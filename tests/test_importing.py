"""`autograder import`: a source notebook of nbgrader or otter becomes a topic, and what can't be carried is listed."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode, v4

from autograder.adapters.importing import Imported, ImportingError, carried, import_topic
from autograder.assignment import Assignment, load
from autograder.cli.importing import read_source
from autograder.intake import handed_in
from autograder.judge import Judge, Status
from autograder.proof import prove
from conftest import QUICK, build_all, course_of, write_topic
from test_cli import run

FOREIGN = Path(__file__).parent / "foreign"
NAME = "02-imported"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="
)


def marked(cell: NotebookNode, where: str, points: float | None = None, **marks: bool) -> NotebookNode:
    """A cell with nbgrader's marks."""
    known = {"schema_version": 3, "grade_id": where, "grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata["nbgrader"] = {**known, **marks, **({} if points is None else {"points": points})}
    return cell


def text(source: str) -> NotebookNode:
    return v4.new_markdown_cell(source)


def code(source: str, value: str = "", printed: str = "") -> NotebookNode:
    """A cell of code, perhaps with what the notebook has saved below it."""
    outputs = [v4.new_output("stream", name="stdout", text=printed)] if printed else []
    outputs += [v4.new_output("execute_result", data={"text/plain": value})] if value else []
    return v4.new_code_cell(source, outputs=outputs)


def asked(source: str, where: str = "answer") -> NotebookNode:
    return marked(code(source), where, solution=True)


def graded(source: str, where: str = "check", points: float = 2) -> NotebookNode:
    return marked(code(source), where, points, grade=True, locked=True)


def raw(*lines: str) -> NotebookNode:
    return v4.new_raw_cell("\n".join(lines))


def written(folder: Path, cells: Sequence[NotebookNode], language: str = "python") -> Path:
    """A notebook as a file."""
    kernel = {"name": language, "display_name": language, "language": language}
    path = folder / "week 3.ipynb"
    nbformat.write(v4.new_notebook(cells=list(cells), metadata={"kernelspec": kernel}), path)
    return path


def imported(judge: Judge, folder: Path, *cells: NotebookNode) -> tuple[Assignment, Imported]:
    """The topic that these cells become, and what was told about it."""
    done = import_topic(read_source(written(folder, cells)), folder, NAME, partial(carried, judge=judge, limits=QUICK))
    return load(folder / "assignments" / NAME), done


def told(done: Imported) -> str:
    return "\n".join(map(str, done.lost))


def earned(topic: Assignment, judge: Judge, *, right: bool) -> dict[str, float]:
    verdict = judge.grade(topic, handed_in(topic, topic.right if right else {}), QUICK).verdict
    return {outcome.test: outcome.score for outcome in verdict.outcomes}


DOUBLE = asked('def double(x):\n    """Twice x."""\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION')
RIGHT = graded('"""Twice two is four."""\nassert double(2) == 4')


# What nbgrader's cells become.


def test_a_solution_becomes_a_stub_and_a_right_answer(judge: Judge, tmp_path: Path) -> None:
    topic, done = imported(judge, tmp_path, text("# Doubling"), DOUBLE, RIGHT)

    [answer] = topic.answers
    assert answer.stub == 'def double(x):\n    """Twice x."""\n    raise NotImplementedError("Write double.")'
    assert topic.right == {"double": 'def double(x):\n    """Twice x."""\n    return 2 * x'}
    assert topic.title == "Doubling"
    assert done.lost == ()


def test_a_solution_without_marks_leaves_the_heads_of_its_functions(judge: Judge, tmp_path: Path) -> None:
    double = asked('def double(x):\n    """Twice x."""\n    return 2 * x')
    scale = asked('class Scale:\n    """A scale."""\n\n    def by(self, x):\n        return 2 * x', "scale")

    topic, _ = imported(judge, tmp_path, double, RIGHT, scale)

    assert (
        topic.answer("double").stub
        == 'def double(x):\n    """Twice x."""\n    raise NotImplementedError("Write double.")'
    )
    shown = (
        'class Scale:\n    """A scale."""\n\n    def by(self, x):\n        raise NotImplementedError("Write Scale.")'
    )
    assert topic.cells[-1].source == shown  # type: ignore[union-attr]


def test_visible_and_hidden_parts_of_a_check_share_its_points(judge: Judge, tmp_path: Path) -> None:
    check = graded(
        '"""Twice two is four."""\nsome = 2\nassert double(some) == 4\n'
        "### BEGIN HIDDEN TESTS\nassert double(7 * some) == 28\n### END HIDDEN TESTS",
        points=3,
    )

    topic, _ = imported(judge, tmp_path, DOUBLE, check)

    assert [(test.name, test.visible, test.points) for test in topic.tests] == [
        ("test_check", True, 1.5),
        ("test_check_hidden", False, 1.5),
    ]
    assert {test.claim for test in topic.tests} == {"Twice two is four."}
    assert "28" not in (topic.folder / "notebook.py").read_text()
    assert sum(earned(topic, judge, right=True).values()) == 3
    assert sum(earned(topic, judge, right=False).values()) == 0


def test_a_check_with_only_hidden_assertions_is_one_hidden_test(judge: Judge, tmp_path: Path) -> None:
    hidden = graded("numbers = [3, 4]\n### BEGIN HIDDEN TESTS\nassert double(numbers[0]) == 6\n### END HIDDEN TESTS")

    topic, _ = imported(judge, tmp_path, DOUBLE, hidden)

    [test] = topic.tests
    assert (test.visible, test.points) == (False, 2)


def test_a_test_brings_along_what_it_uses(judge: Judge, tmp_path: Path) -> None:
    given = "import numpy as np\nfrom math import pi\n\nRADII = [1, 2]\n\ndef area(r):\n    return pi * r * r"
    first = graded(
        "def test_all(pairs):\n    for got, wanted in pairs:\n        assert got == wanted\n\ntest_all([(double(2), 4)])",
        "one",
    )
    second = graded("test_all([(double(area(r)), 2 * area(r)) for r in RADII])\nassert np.sum(double(1)) == 2", "two")

    topic, _ = imported(judge, tmp_path, code(given), DOUBLE, first, second)

    assert list(topic.tests_source.split("\n\n\n")[1].splitlines())[:2] == ["import numpy as np", "from math import pi"]
    assert sum(earned(topic, judge, right=True).values()) == 4


def test_what_the_notebook_computes_with_an_answer_is_computed_in_the_test(judge: Judge, tmp_path: Path) -> None:
    topic, _ = imported(judge, tmp_path, DOUBLE, code("four = double(2)\nnine = four + 5"), graded("assert nine == 9"))

    [test] = topic.tests
    assert test.needs == ("double",)
    assert "four = double(2)" in test.source
    assert earned(topic, judge, right=True) == {"test_check": 2}


def test_a_cell_of_several_names_becomes_several_answers(judge: Judge, tmp_path: Path) -> None:
    cell = asked("### BEGIN SOLUTION\na = 5\nb, c = 6, [7]\n### END SOLUTION")

    topic, _ = imported(judge, tmp_path, cell, graded("assert a + b == 11 and c == [7]", points=1))

    assert [answer.stub for answer in topic.answers] == ["a = ...", "b = ...", "c = ..."]
    assert sum(test.points for test in topic.tests) == pytest.approx(1)
    assert {test.answer for test in topic.tests} == {"a", "b", "c"}
    assert sum(earned(topic, judge, right=True).values()) == pytest.approx(1)


def test_what_no_test_asks_for_is_practice_and_right_answers_bring_it_along(judge: Judge, tmp_path: Path) -> None:
    half = asked("def half(x):\n    return x / 2", "half")
    quarter = asked("def quarter(x):\n    return half(half(x))", "quarter")

    topic, done = imported(judge, tmp_path, half, quarter, graded("assert quarter(8) == 2"))

    assert [answer.name for answer in topic.answers] == ["quarter"]
    assert topic.right["quarter"].startswith("def half(x):\n    return x / 2")
    assert "raise NotImplementedError" in topic.cells[1].source  # type: ignore[union-attr]
    assert "No test asks for half, so nothing is graded there" in "\n".join(done.todo)


def test_questions_that_people_grade_become_answers_in_words(judge: Judge, tmp_path: Path) -> None:
    why = marked(text("Because it is **so**."), "why-not", 2, grade=True, solution=True)
    use = marked(code("def use(x):\n    return double(x)"), "use", 3, grade=True, solution=True)
    scheme = "Draw it.\n\n=== BEGIN MARK SCHEME ===\nOne for the axes.\n=== END MARK SCHEME ==="
    task = marked(text(scheme), "draw", 4, task=True, locked=True)

    topic, done = imported(judge, tmp_path, DOUBLE, RIGHT, why, use, task)

    assert [(essay.name, essay.points) for essay in topic.essays] == [("why_not", 2), ("use", 3), ("draw", 4)]
    shown = (topic.folder / "notebook.py").read_text()
    kept = topic.reference.read_text()
    for secret in ("Because it is", "return double(x)", "One for the axes."):
        assert secret not in shown and secret in kept
    assert "use is code graded by hand" in "\n".join(done.todo)


def test_right_answers_decide_what_autotests_expect(judge: Judge, tmp_path: Path) -> None:
    check = graded(
        "### AUTOTEST double(2); type(double(2))\n# HASHED AUTOTEST double(0.5)\n### AUTOTEST double(1) == 2"
    )

    topic, _ = imported(judge, tmp_path, DOUBLE, check)

    seen, unseen = topic.tests
    assert "assert double(2) == 4\n    assert type(double(2)) is int" in seen.source
    assert "assert (double(1) == 2) is True" in seen.source
    assert (unseen.visible, "assert double(0.5) == approx(1.0)" in unseen.source) == (False, True)
    assert sum(earned(topic, judge, right=True).values()) == 2


def test_pictures_beside_a_notebook_travel_inside_its_text(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PICTURE)
    words = text(
        '![](dot.png) <img src="dot.png"> ![](gone.png) ![](attachment:own.png) ![](https://uni.example/x.png)'
    )
    words["attachments"] = {"own.png": {"image/png": "QUJD"}}

    topic, done = imported(judge, tmp_path, words, DOUBLE, RIGHT)

    shown = next(cell.source for cell in topic.cells if "img" in getattr(cell, "source", ""))
    assert shown.count(base64.b64encode(PICTURE).decode()) == 2
    assert "data:image/png;base64,QUJD" in shown and "https://uni.example/x.png" in shown
    assert told(done) == "the picture gone.png: there is no such file beside the notebook"


def test_a_file_of_arrays_comes_along_and_other_files_are_listed(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "numbers.npz").write_bytes(b"arrays")
    (tmp_path / "table.csv").write_text("1,2")

    _, done = imported(judge, tmp_path, code('files = ["numbers.npz", "table.csv"]'), DOUBLE, RIGHT)

    assert (tmp_path / "datasets" / "numbers.npz").read_bytes() == b"arrays"
    assert told(done) == "the file table.csv: topics hand out .npz files only"


# What can't be carried is listed with its reason, and kept as a comment.


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        ("del double\nassert True", "it changes the student's double"),
        ("assert double(2) == 4\nopen('x')", "it calls open, and tests here have no files"),
        ("plt.plot(double(2))\nassert double(2)", "it uses matplotlib, and tests here see values, not pictures"),
        ("assert double(unknown) == 4", "it uses unknown, which nothing above it defines"),
        ("assert double(looped) == 4", "it uses looped, which takes more than one plain statement to make"),
        ("assert use(2) == double(2)", "it uses use, and that is graded by hand"),
        ("%timeit double(2)", "it uses a command of Jupyter's"),
        ("assert double(2", "Python can't read it"),
        ("double", "nothing in it can fail"),
        ("import nowhere\nassert double(2) == 4", "it imports nowhere, which is not installed here"),
        ("assert 1 + 1 == 2", "it asks for nothing that students write"),
        ("assert double(2) == 5", "with right answers it fails: `double(2) == 5`"),
        ("assert callable(double) or double(1)", "it passes although nothing is written"),
        ("assert double(table['x']) == 4", "it uses table, which takes more than one plain statement to make"),
        (
            "### AUTOTEST type(double(None) if 0 else None)",
            "the value of type(double(None) if 0 else None) can't be written",
        ),
        ("### AUTOTEST double", "the value of double can't be written down"),
        ("### AUTOTEST double(nothing)", "it uses nothing, which nothing above it defines"),
        ("### AUTOTEST double(None)", "with right answers it ends with TypeError"),
        ("global found\nfound = double(2)", "it can't live inside a function"),
        ("import sys\nassert double(2) == 4\nsys.exit()", "it ends the program that runs it"),
    ],
)
def test_a_check_without_an_equivalent_is_listed(judge: Judge, tmp_path: Path, check: str, reason: str) -> None:
    given = code("import matplotlib.pyplot as plt\nfor looped in [1, 2]:\n    pass\ntable = {}\ntable['x'] = 2")
    by_hand = marked(code("def use(x):\n    return 2 * x"), "use", 3, grade=True, solution=True)

    topic, done = imported(judge, tmp_path, given, DOUBLE, RIGHT, by_hand, graded(check, "odd", 5))

    assert "the check odd (5 points): " + reason.replace("`", "") in told(done)
    assert [test.name for test in topic.tests] == ["test_check"]
    assert "# TODO: not carried: the check odd (5 points)" in topic.tests_source


def test_a_visible_check_worth_nothing_stays_in_the_notebook(judge: Judge, tmp_path: Path) -> None:
    topic, done = imported(judge, tmp_path, DOUBLE, RIGHT, graded("assert double(1) == 2", "free", 0))

    assert topic.cells[-1].source == "assert double(1) == 2"  # type: ignore[union-attr]
    assert told(done) == "the check free: it is worth no points, so it is code like any other in the notebook"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a = 1\nb = 2\na = b", "it sets a in two places"),
        ("print(1)", "it defines no name that a test could ask for"),
        ("def double(x):\n    return x + x", "double is asked for a second time"),
        ("tools = 1", "no answer can be called tools"),
        ("def broken(", "Python can't read it"),
    ],
)
def test_a_cell_that_is_no_answer_is_listed(judge: Judge, tmp_path: Path, source: str, reason: str) -> None:
    topic, done = imported(judge, tmp_path, DOUBLE, RIGHT, asked(source, "odd"))

    assert told(done) == f"the cell odd: {reason}"
    assert [answer.name for answer in topic.answers] == ["double"]


def test_a_check_that_may_give_a_part_of_its_points_is_pointed_out(judge: Judge, tmp_path: Path) -> None:
    part = graded("score = 0.5\nassert double(2) == 4\nscore", "part")

    _, done = imported(judge, tmp_path, DOUBLE, part)

    assert "The check part may give a part of its points" in "\n".join(done.todo)


# What otter's cells become.


def question(*inside: NotebookNode, settings: str = "") -> list[NotebookNode]:
    return [raw("# BEGIN QUESTION", "name: q1", settings), *inside, raw("# END QUESTION")]


def solution(*inside: NotebookNode) -> list[NotebookNode]:
    return [raw("# BEGIN SOLUTION"), *inside, raw("# END SOLUTION")]


def by_tests(*inside: NotebookNode) -> list[NotebookNode]:
    return [raw("# BEGIN TESTS"), *inside, raw("# END TESTS")]


SQUARE = solution(code("def square(x):\n    y = x * x # SOLUTION\n    return y # SOLUTION"))


def of_otter(judge: Judge, folder: Path, *cells: NotebookNode, settings: str = "") -> tuple[Assignment, Imported]:
    return imported(judge, folder, raw("# ASSIGNMENT CONFIG", "name: hw"), *question(*cells, settings=settings))


def test_otters_solution_lines_become_gaps(judge: Judge, tmp_path: Path) -> None:
    topic, _ = of_otter(judge, tmp_path, *SQUARE, *by_tests(code("square(2) == 4", "True")))

    gaps = '    raise NotImplementedError("Write square.")\n    y = ...\n    ...'
    assert topic.answer("square").stub == f"def square(x):\n{gaps}"
    assert topic.right["square"] == "def square(x):\n    y = x * x\n    return y"


def test_otters_regions_seeds_prompts_and_ignored_lines_are_understood(judge: Judge, tmp_path: Path) -> None:
    source = (
        "np.random.seed(1) # SEED\nthing = 1 # IGNORE\n# BEGIN SOLUTION NO PROMPT\ndrawn = np.random.normal(size=3)\n"
        '# END SOLUTION\n""" # BEGIN PROMPT\ndrawn = ...  # three numbers\n"""; # END PROMPT'
    )

    topic, _ = imported(
        judge,
        tmp_path,
        code("import numpy as np"),
        *question(*solution(code(source)), *by_tests(code("len(drawn)", "3"))),
    )

    assert topic.answer("drawn").stub == "drawn = ...  # three numbers"
    assert topic.right["drawn"] == "np.random.seed(1)\ndrawn = np.random.normal(size=3)"


@pytest.mark.parametrize(
    ("cell", "source", "visible"),
    [
        (code("square(2) == 4", "True"), "assert square(2) == 4", True),
        (code("square(3)", "9"), "assert square(3) == 9", True),
        (code("square(0.5)", "0.25"), "assert square(0.5) == approx(0.25)", True),
        (code("# HIDDEN\nassert square(3) == 9"), "assert square(3) == 9", False),
        (code("def test_three(square):\n    assert square(3) == 9\n\ntest_three(square) # IGNORE"), "    assert square(3) == 9", True),
        (code('def test_three(env):\n    assert env["square"](3) == 9'), "assert square(3) == 9", True),
        (
            code('""" # BEGIN TEST CONFIG\nhidden: true\nfailure_message: Too low\n""" # END TEST CONFIG\nsquare(3)', "9"),
            '"""Too low."""\n    assert square(3) == 9',
            False,
        ),
    ],
)  # fmt: skip
def test_each_kind_of_otters_tests_becomes_a_test(
    judge: Judge, tmp_path: Path, cell: NotebookNode, source: str, visible: bool
) -> None:
    topic, done = of_otter(judge, tmp_path, *SQUARE, *by_tests(cell))

    [test] = topic.tests
    assert source in test.source
    assert (test.visible, test.points, test.needs) == (visible, 1, ("square",))
    assert done.lost == ()


@pytest.mark.parametrize(
    ("settings", "claimed", "points"),
    [
        ("points: 3", (None, None, None), [1, 1, 1]),
        ("points: 4", (2, None, None), [2, 1, 1]),
        ("", (None, None, None), [1 / 3, 1 / 3, 1 / 3]),
        ("points: [1, 2, 3]", (None, None, None), [1, 2, 3]),
        ("points: {each: 2}", (None, None, None), [2, 2, 2]),
        ("", (1, 2, 3), [1, 2, 3]),
    ],
)
def test_points_are_shared_out_by_otters_rules(
    judge: Judge, tmp_path: Path, settings: str, claimed: Sequence[int | None], points: Sequence[float]
) -> None:
    def one(number: int, worth: int | None) -> NotebookNode:
        config = f'""" # BEGIN TEST CONFIG\npoints: {worth}\n""" # END TEST CONFIG\n' if worth else ""
        return code(f"{config}square({number})", str(number * number))

    cells = by_tests(*(one(number, worth) for number, worth in enumerate(claimed, 2)))

    topic, _ = of_otter(judge, tmp_path, *SQUARE, *cells, settings=settings)

    assert [test.points for test in topic.tests] == pytest.approx(points)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (code("print(square(2))", printed="4\n"), "it compares what is printed"),
        (code("None"), "nothing in it can fail"),
        (code('""" # BEGIN TEST CONFIG\na: [\n""" # END TEST CONFIG\nsquare(2)', "4"), "its settings can't be read"),
        (code("square", "<function square>"), "the value of square can't be written down: <function square>"),
    ],
)
def test_a_test_of_otters_without_an_equivalent_is_listed(
    judge: Judge, tmp_path: Path, cell: NotebookNode, reason: str
) -> None:
    _, done = of_otter(judge, tmp_path, *SQUARE, *by_tests(code("square(2)", "4"), cell), settings="points: 4")

    assert told(done) == f"the check q1_2 (2 points): {reason}"


def test_otters_manual_questions_become_answers_in_words(judge: Judge, tmp_path: Path) -> None:
    words = question(text("Why?"), *solution(text("Because.")), settings="manual: true\npoints: 3")
    drawing = question(*solution(code("plot(1) # SOLUTION")), settings="manual: true")
    graded_by_machine = question(*SQUARE, *by_tests(code("square(2)", "4")))

    topic, done = imported(judge, tmp_path, *graded_by_machine, *words, *drawing)

    assert [essay.points for essay in topic.essays] == [3, 1]
    shown = (topic.folder / "notebook.py").read_text()
    assert "Because." not in shown and "plot(1)" not in shown
    assert "Because." in topic.reference.read_text()
    assert "Say what q1 is worth" in "\n".join(done.todo)


def test_a_solution_outside_otters_questions_stays_hidden_too(judge: Judge, tmp_path: Path) -> None:
    topic, _ = imported(
        judge, tmp_path, code("secret = 42 # SOLUTION"), *question(*SQUARE, *by_tests(code("square(2)", "4")))
    )

    assert "42" not in (topic.folder / "notebook.py").read_text()


# What is refused, with what to do.


@pytest.mark.parametrize(
    ("cells", "language", "reason"),
    [
        ([text("Nothing")], "python", "has no marks of nbgrader or otter"),
        ([DOUBLE], "R", "is written in R, and topics are written in Python"),
        ([asked("# YOUR CODE HERE\nraise NotImplementedError()")], "python", "it is what students get"),
        ([asked("### BEGIN SOLUTION\na = 1")], "python", "without 'END SOLUTION'"),
        (
            [DOUBLE, code("### BEGIN HIDDEN TESTS\nassert 1")],
            "python",
            "a cell that students get contains 'BEGIN HIDDEN",
        ),
        ([raw("# BEGIN QUESTION", "name: q1")], "python", "has no `# END QUESTION`"),
        ([raw("# END QUESTION")], "python", "without a beginning"),
        ([raw("# BEGIN QUESTION", "name: [")], "python", "settings can't be read"),
    ],
)
def test_a_notebook_that_is_no_source_is_refused(
    tmp_path: Path, cells: list[NotebookNode], language: str, reason: str
) -> None:
    with pytest.raises(ImportingError, match=reason.replace("[", r"\[")):
        read_source(written(tmp_path, cells, language))


def test_a_notebook_with_nothing_to_grade_is_refused_with_the_reasons(judge: Judge, tmp_path: Path) -> None:
    with pytest.raises(ImportingError, match=r"nothing in it could be graded here(.|\n)*the check odd .*open"):
        imported(judge, tmp_path, DOUBLE, graded("open('x')", "odd"))


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{}")

    with pytest.raises(ImportingError, match="there is no such file"):
        read_source(tmp_path / "gone.ipynb")
    with pytest.raises(ImportingError, match="is not a notebook"):
        read_source(tmp_path / "x.ipynb")


def test_what_is_there_is_never_written_over(judge: Judge, tmp_path: Path) -> None:
    write_topic(tmp_path, name=NAME)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.py")}

    with pytest.raises(ImportingError, match="already exists"):
        imported(judge, tmp_path, DOUBLE, RIGHT)
    with pytest.raises(ImportingError, match="can't be a topic's name"):
        import_topic(
            read_source(written(tmp_path, [DOUBLE, RIGHT])),
            tmp_path,
            "Week 3",
            partial(carried, judge=judge, limits=QUICK),
        )

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.py")} == before


def test_data_that_nobody_has_leaves_nothing_behind(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "numbers.npz").write_bytes(b"arrays")

    with pytest.raises(ImportingError, match=r"absent\.npz has neither a recipe"):
        imported(judge, tmp_path, code('files = ["numbers.npz", "absent.npz"]'), DOUBLE, RIGHT)

    assert not (tmp_path / "assignments").exists() and not list((tmp_path / "datasets").iterdir())


def test_a_topic_without_a_name_gets_its_files_name_and_the_next_number(judge: Judge, tmp_path: Path) -> None:
    write_topic(tmp_path, name="07-doubling")

    done = import_topic(
        read_source(written(tmp_path, [DOUBLE, RIGHT])), tmp_path, "", partial(carried, judge=judge, limits=QUICK)
    )

    assert done.name == "08-week-3"
    assert load(tmp_path / "assignments" / done.name).title == "week 3".capitalize()


# Notebooks that others wrote.

PUBLIC = {
    "nbgrader/user_guide/source/ps1/problem1.ipynb": (2.5, 7, 0.5),
    "nbgrader/problem1-autotest.ipynb": (2.5, 7, 0.5),
    "nbgrader/autotest-hidden.ipynb": (1, 0, 0),
    "otter/example.ipynb": (38, 104.5, 3),
    "otter/exception-example.ipynb": (6, 5, 0),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_notebook_becomes_a_topic_that_builds_and_grades(judge: Judge, tmp_path: Path, name: str) -> None:
    by_machine, by_hand, lost = PUBLIC[name]

    done = import_topic(read_source(FOREIGN / name), tmp_path, NAME, partial(carried, judge=judge, limits=QUICK))

    topic = load(tmp_path / "assignments" / NAME)
    right = judge.grade(topic, handed_in(topic, topic.right), QUICK).verdict
    assert {outcome.status for outcome in right.outcomes} == {Status.PASSED}
    assert sum(outcome.score for outcome in right.outcomes) == pytest.approx(by_machine)
    assert sum(earned(topic, judge, right=False).values()) == 0
    assert sum(essay.points for essay in topic.essays) == by_hand
    assert sum(each.points for each in done.lost) == lost
    build_all(course_of(topic), tmp_path / "dist", judge)
    assert (tmp_path / "dist" / "student" / NAME / f"{NAME}.ipynb").exists()


def test_check_says_what_an_imported_topic_still_needs(judge: Judge, tmp_path: Path) -> None:
    topic, _ = imported(judge, tmp_path, DOUBLE, RIGHT)

    found = " ".join(map(str, prove(topic, judge, QUICK).findings))

    for missing in ("test_check catches no mutant", "it has no example", "no calls are drawn for double"):
        assert missing in found


def test_a_notebook_of_words_only_can_be_checked_and_built(judge: Judge, tmp_path: Path) -> None:
    topic, _ = imported(judge, tmp_path, marked(text("So."), "why", 2, grade=True, solution=True))

    [finding] = prove(topic, judge, QUICK).findings
    assert "why is graded by hand, and has no rubric" in str(finding)  # which needs a person
    build_all(course_of(topic), tmp_path / "dist", judge)


@pytest.mark.slow
@pytest.mark.parametrize(
    "last_act", ["import os\nos._exit(0)", "raise KeyboardInterrupt", "import os\nos.kill(os.getpid(), 9)"]
)
def test_a_check_that_ends_the_program_is_left_out_and_the_rest_is_carried(tmp_path: Path, last_act: str) -> None:
    run("new", "course", "ours", cwd=tmp_path)
    notebook = written(tmp_path, [DOUBLE, RIGHT, graded(f"assert double(3) == 6\n{last_act}", "last")])

    done = run("import", str(notebook), "--as", NAME, "--course", "ours", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "1 answer: double" in done.stderr.replace("\n", " ")
    assert "it ends the program that runs it" in " ".join(done.stderr.split())
    assert "double(2)" in (tmp_path / "ours" / "assignments" / NAME / "tests.py").read_text()


@pytest.mark.slow
def test_the_command_prints_what_was_carried_and_what_was_not(tmp_path: Path) -> None:
    run("new", "course", "ours", cwd=tmp_path)

    done = run(
        "import",
        str(FOREIGN / "nbgrader/user_guide/source/ps1/problem1.ipynb"),
        "--as",
        NAME,
        "--course",
        "ours",
        cwd=tmp_path,
    )
    again = run(
        "import",
        str(FOREIGN / "nbgrader/user_guide/source/ps1/problem1.ipynb"),
        "--as",
        NAME,
        "--course",
        "ours",
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    assert all((tmp_path / path).exists() for path in done.stdout.split())
    for part in (
        "2 answers: squares, sum_of_squares",
        "not carried: the check sum_of_squares_uses_squares",
        "check 02-imported",
    ):
        assert part in done.stderr
    assert again.returncode == 2 and "already exists" in again.stderr
    checked = run("check", NAME, "--course", "ours", cwd=tmp_path)
    assert checked.returncode == 1 and "catches no mutant" in checked.stderr
