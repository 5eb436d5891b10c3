"""Feedback to act on: the own cell beside what is said about it, what to mend first, and nothing hidden or running."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from autograder.analysis import InCommon, Work, facts_of, mistakes_of
from autograder.assignment import Assignment, Essay, Hint, load
from autograder.gradebook import Comment, HandMark, Mark, MarkKind, standings
from autograder.judge import ByHand, Judge, Outcome, Ruling, Status, Verdict, not_graded
from autograder.policy import CoursePolicy, Policy
from autograder.release import Secrets
from autograder.report import (
    Findings,
    all_progress,
    for_cohort,
    for_feedback,
    for_student,
    for_topic,
    standings_csv,
)
from autograder.report.cells import ROOM, ran_cells
from autograder.report.pictures import as_data_uri
from autograder.roster import Person
from conftest import NOTEBOOK, QUICK, ROOT, write_topic
from handing_in import WHEN, submission
from pages import Page

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
POLICY = Policy()
OPENED = '<img src="x" onerror="alert(1)">'
HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>", OPENED, "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "</pre></section><h1>100 of 100 points</h1>",
    "</style><style>*{display:none}</style>", "}</style><body background=//evil.example>", "<!-- -->--!><b>x</b><!--",
    "<![CDATA[<script>alert(1)</script>]]>", "<a href='javascript:alert(1)'>grade</a>", "javascript:alert(1)",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example>", "<form action=//evil.example><input>",
    "{{ 7*7 }}{% raw %}{{ config }}", "&lt;script&gt;&#60;script&#62;", "a\u202e\u2066\u200f\u061cz", "\u200b\ufeff\u2060\u00ad\u2063",
    "\x1b[2J\x1b]8;;http://evil.example\x07x\x1b]8;;\x07", "\x00\x08\x7f\x85\u2028\u2029<u>", "A" * 100_000, "é" + "\u0301" * 3000,
    "a\n" * 5000, "=cmd|' /C calc'!A0", "\uff1cscript\uff1ealert(1)", "+ADw-script+AD4-alert(1)", "<x style='position:fixed;inset:0'>",
    "$\\href{javascript:alert(1)}{x}$", "[x](javascript:alert(1)) ![x](//evil.example/a.png)", "\ud800<i>", "<details open ontoggle=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "\" autofocus onfocus=alert(1) x=\"", "<plaintext>", "<title></title><noscript>",
]  # fmt: skip


# What a page is made of


def code(name: str, source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "execution_count": 1,
        "outputs": [*outputs],
    }


def text(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def printed(words: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": words}


def gave(**data: str) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": {k.replace("_", "/"): v for k, v in data.items()}}


def died(name: str, value: str, *frames: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": [*frames] or [value]}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": [*cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def png(size: tuple[int, int] = (3, 2), **options: Any) -> str:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, "PNG", **options)
    return base64.b64encode(file.getvalue()).decode()


def verdict_of(topic: Assignment, missed: Mapping[str, str], blank: Collection[str] = ()) -> Verdict:
    """A verdict in which these tests failed, with what happened; for a hidden one that is not told."""
    outcomes = tuple(
        Outcome(test.name, test.answer, Status.FAILED if test.name in missed else Status.PASSED,
                0 if test.name in missed else test.points, test.points, test.claim, test.visible,
                detail=missed.get(test.name, ""), happened=missed.get(test.name, "") if test.visible else "")
        for test in topic.tests
    )  # fmt: skip
    by_hand = tuple(ByHand(essay.name, essay.points, "" if essay.name in blank else "e" * 32) for essay in topic.essays)
    return Verdict("s1", topic.name, "d" * 64, WHEN, topic.hash, Ruling.GRADED, outcomes=outcomes, by_hand=by_hand)


def mark_of(topic: Assignment, *verdicts: Verdict, policy: Policy = POLICY, given: Iterable[HandMark] = ()) -> Mark:
    return standings(verdicts, (topic,), policy, given)[0].marks[0]


def page_of(
    topic: Assignment, verdict: Verdict, content: dict[str, Any] | None = None, *people: Comment | HandMark
) -> str:
    given = [each for each in people if isinstance(each, HandMark)]
    comments = [each for each in people if isinstance(each, Comment)]
    return for_feedback("s1", mark_of(topic, verdict, given=given), topic, content, comments, POLICY, NOW)


def comment(words: str, question: str = "") -> Comment:
    return Comment(
        student="s1",
        assignment="01-doubling",
        question=question,
        author="Dr. Weber",
        when=NOW,
        text=words,
        source="table",
    )


def points(question: str, given: float, words: str = "") -> HandMark:
    return HandMark(student="s1", assignment="01-doubling", question=question, author="Dr. Weber", when=NOW,
                    points=given, maximum=3, source="table", comment=words)  # fmt: skip


@pytest.fixture
def hinted(doubling: Assignment) -> Assignment:
    hints = (Hint("What is twice two?", (), 1), Hint("It is `x + x`.", ("test_doubles",), 2), Hint("Return it.", (), 3))
    return replace(doubling, hints={"double": hints})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    essay = '# %% [markdown] answer points=3 name="why"\n# ## Why?\n#\n# Say why. Write below.\n'
    return load(write_topic(tmp_path_factory.mktemp("written"), notebook=f"{NOTEBOOK}{essay}"))


# The claim beside the cell


@pytest.mark.quick
def test_each_failing_claim_stands_beside_the_own_cell_and_what_it_showed(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_doubles": "`double(2)` gave 5, expected 4"})
    ran = notebook(code("double", "def double(x):\n    return x + 3", printed("hello\n"), printed("careful\n", "stderr")),
                   code("halve", "def halve(x): return x / 2"))  # fmt: skip

    said = Page(page_of(doubling, verdict, ran)).text

    assert "4 of 5 points , 80 %" in said and "1 of 2 answers pass all checks." in said
    assert "double 1 of 2 checks to look at 2 of 3 points" in said
    assert "failed Twice two is four, and twice three is six. double(2) gave 5, expected 4" in said
    assert "1 check passed Each number of an array is doubled." in said
    assert "Your cell: def double(x): return x + 3 It printed: hello It warned, or wrote to stderr: careful" in said
    assert "halve all checks passed 2 of 2 points" in said


@pytest.mark.quick
def test_of_a_hidden_check_only_the_message_is_shown(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_doubles_arrays": "got [14.5, 23.0] for [7.25, 11.5]"})
    page = page_of(doubling, verdict, notebook(code("double", "def double(x): return 2 * x")))

    assert "Each number of an array is doubled. (a check that is not in your notebook)" in Page(page).text
    assert "14.5" not in page and "7.25" not in page


@pytest.mark.quick
def test_a_cell_that_died_is_named_with_why(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_doubles": "x", "test_halves": "y"})
    endings = {
        "ended with ValueError: bad": died("ValueError", "bad", "Cell In[1], line 2\n----> 2 f()", "ValueError: bad"),
        "was stopped, since it took too long: no answer within 5 seconds": died("Timeout", "No answer within 5 seconds."),
        "took the process down: the process exceeded its memory limit": died("Ended", "The process exceeded its memory limit."),
        "took the process down: the process ended by itself (exit code 3)":
            died("Ended", "This cell ended the process. The process ended by itself (exit code 3)."),
    }  # fmt: skip
    for ending, output in endings.items():
        said = Page(page_of(doubling, verdict, notebook(code("double", "f()", output)))).text

        assert f"This cell {ending}." in said
        assert f"Begin with double : its cell {ending}." in said


@pytest.mark.quick
def test_a_traceback_is_the_students_part_without_paths_of_the_machine(doubling: Assignment) -> None:
    frames = (
        "-" * 75, "LinAlgError" + " " * 30 + "Traceback (most recent call last)",
        "Cell In[1], line 4\n----> 4 eig(3)\n",
        "File /srv/grader/.venv/lib/python3.11/site-packages/numpy/linalg/_linalg.py:1240, in eigvals(a)\n   1171 secret source\n",
        f"File {ROOT}/autograder/sandbox/inside/shell.py:3, in run()\n", "LinAlgError: 0-dimensional",
    )  # fmt: skip
    ran = notebook(code("double", "eig(3)", died("LinAlgError", "0-dimensional", *frames),
                        printed('"/usr/lib/python3.11/ast.py", line 5: <ipython-input-1-44983dd831e0>:5: odd', "stderr")))  # fmt: skip
    page = page_of(doubling, verdict_of(doubling, {"test_doubles": "x"}), ran)

    assert "(numpy/linalg/_linalg.py, line 1240, in eigvals)" in page and "----&gt; 4 eig(3)" in page
    assert "&#34;ast.py&#34;, line 5: your cell:5: odd" in page
    assert not re.search(r"/srv|/usr|/work|/home|secret source|------------|Traceback", page)
    assert str(ROOT) not in page


@pytest.mark.quick
def test_hints_are_folded_one_in_another_and_the_fitting_one_is_named(hinted: Assignment) -> None:
    page = page_of(hinted, verdict_of(hinted, {"test_doubles": "x", "test_halves": "y"}))

    assert "Hint 2 fits this. Hint 1 of 3 What is twice two? Hint 2 of 3 It is x + x ." in Page(page).text
    assert re.search(
        r"<details><summary>Hint 1.*<details><summary>Hint 2.*<details><summary>Hint 3.*(</details>){3}", page, re.S
    )
    assert "Hint" not in page_of(hinted, verdict_of(hinted, {"test_halves": "y"}))


@pytest.mark.quick
def test_html_that_a_cell_showed_is_not_rendered_and_its_text_is(doubling: Assignment) -> None:
    shown = gave(text_html="<table><tr><td>1</td></tr></table>", text_plain="a   b\n1   2")
    page = page_of(doubling, verdict_of(doubling, {"test_doubles": ""}), notebook(code("double", "frame", shown)))

    assert "a   b\n1   2" in page and "table" not in {tag for tag, _ in Page(page).shape}


@pytest.mark.quick
def test_without_a_notebook_the_page_has_all_but_the_cells(doubling: Assignment) -> None:
    said = Page(page_of(doubling, replace(verdict_of(doubling, {"test_doubles": "x"}), engine="nbgrader"))).text

    assert "Your cell can't be shown: no executed notebook was kept." in said
    assert "Begin with double" in said


# What to mend first


@pytest.mark.quick
def test_an_answer_that_others_use_comes_before_them(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_doubles": "`double(2)` gave 5", "test_halves": "y"})
    alone = notebook(code("double", "def double(x): return 5"), code("halve", "def halve(x): return x"))
    used = notebook(code("double", "def double(x): return halve(x)"), code("halve", "def halve(x): return 5"))

    assert "Begin with double . double(2) gave 5" in Page(page_of(doubling, verdict, alone)).text
    assert (
        "Begin with halve : double uses it, and may be wrong only for that."
        in Page(page_of(doubling, verdict, used)).text
    )


@pytest.mark.quick
def test_an_answer_comes_before_the_cell_that_it_killed(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_doubles": "`double(2)` gave 5", "test_halves": "y"})
    ran = notebook(code("double", "def double(x): return '5'"), text("t", "## Try it"),
                   code("code-3", "double(2) + 1", died("TypeError", "no")))  # fmt: skip
    said = Page(page_of(doubling, verdict, ran)).text

    assert "Begin with double . A cell that uses it ended with TypeError: no. double(2) gave 5" in said
    assert "This is a cell of the course under “Try it”. It ended with TypeError: no." in said


@pytest.mark.quick
def test_a_dead_cell_of_ones_own_is_where_to_begin(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_halves": "y"})
    ran = notebook(text("t", "## Try it"), code("double-added-0", "import nothing", died("ImportError", "nothing")),
                   code("halve", "def halve(x): return x"))  # fmt: skip
    said = Page(page_of(doubling, verdict, ran)).text

    assert "Begin with a cell that you added under “Try it”: it ended with ImportError: nothing." in said


@pytest.mark.quick
def test_who_has_everything_right_has_nothing_to_mend(doubling: Assignment) -> None:
    said = Page(
        page_of(doubling, verdict_of(doubling, {}), notebook(code("double", "def double(x): return 2 * x")))
    ).text

    assert "All checks passed. There is nothing to mend." in said and "What to mend first" not in said


# Written answers and people's words


@pytest.mark.quick
def test_a_written_answer_awaits_its_grade_and_then_has_one(written: Assignment) -> None:
    ran = notebook(text("why", f"{written.essays[0].prompt}\n\nBecause **2** > 1."))
    verdict = verdict_of(written, {})

    before = Page(page_of(written, verdict, ran)).text
    after = Page(page_of(written, verdict, ran, points("why", 2.5, "Clear."), comment("More, please.", "why"))).text

    assert (
        "Why? why awaits hand grading 3 points possible Say why. Write below. You wrote: Because **2** > 1." in before
    )
    assert "graded by hand 2.5 of 3 points" in after
    assert "Graded by hand by Dr. Weber, 2026-11-20: 2.5 of 3 points. Clear." in after
    assert "Comment by Dr. Weber, 2026-11-20: More, please." in after
    assert (
        "You wrote nothing here."
        in Page(
            page_of(written, verdict_of(written, {}, ["why"]), notebook(text("why", written.essays[0].prompt)))
        ).text
    )


@pytest.mark.quick
def test_every_comment_is_shown_whatever_it_is_about(doubling: Assignment) -> None:
    people = (
        comment("All in all."),
        comment("On double.", "double"),
        comment("On the old one.", "gone"),
        points("double", 1, "Half right."),
        replace(points("why", 0.5, "For the drawing."), kind=MarkKind.EXTRA),
    )

    said = Page(page_of(doubling, verdict_of(doubling, {}), None, *people)).text

    assert all(
        words in said
        for words in (
            "All in all.",
            "On double.",
            "About gone : Comment by Dr. Weber",
            "Changed by hand by Dr. Weber, 2026-11-20: 1 points instead of 3. Half right.",
            "Extra points by Dr. Weber, 2026-11-20: +0.5. For the drawing.",
        )
    )


@pytest.mark.quick
@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (Ruling.REFUSED, "Your file could not be graded This file is empty. It counts as 0 points so far."),
        (Ruling.HELD, "A person looks at your work It could not be graded by itself."),
        (Ruling.OURS, "Not graded yet Grading failed through no fault of yours."),
    ],
)
def test_what_is_not_graded_has_a_friendly_page(ruling: Ruling, said: str, doubling: Assignment) -> None:
    verdict = not_graded(doubling, submission(doubling, {}), ruling, "This file is empty.")
    page = page_of(doubling, verdict, None, comment("Come and see me."))

    assert said in Page(page).text and "Come and see me." in page
    assert ("This file is empty." in page) == (ruling is Ruling.REFUSED)


@pytest.mark.quick
def test_what_was_not_handed_in_has_a_page_too(doubling: Assignment) -> None:
    mark = replace(mark_of(doubling, verdict_of(doubling, {})), verdict=None)

    assert "Nothing was handed in yet" in Page(for_feedback("s1", mark, doubling, None, (), POLICY, NOW)).text


# Whatever anybody wrote is only text


def hostile_notebook(words: str) -> dict[str, Any]:
    """A notebook in which these words are wherever a student or their code can write."""
    heading, line = f"# {words}".replace("\n", " "), " ".join(words.split())
    return notebook(
        text("t", heading), code("top-added-0", words, died(words, words, words, f"File {line}:3, in f")),
        code("double-again-1", words, printed(words), printed(words, "stderr"), gave(text_plain=words, text_html=words),
             gave(image_png=png(), text_plain=f"a{words}"), gave(image_png=words), gave(image_jpeg=words, text_plain=words)),
        code("double", words, died("Timeout", words)), code("halve", words, died("Ended", words)), text("why", f"Mine: {words}"),
    )  # fmt: skip


def everywhere(topic: Assignment, words: str) -> list[str]:
    """Each page that we write, with these words wherever somebody else's may be."""
    name = words[:128].encode(errors="replace").decode().replace("\0", "")  # others are refused before they are graded
    ran = hostile_notebook(words)
    verdict = verdict_of(topic, {"test_doubles": words[:500], "test_halves": words[:500]})
    outcomes = tuple(replace(each, cell=words[:200]) for each in verdict.outcomes)
    verdict = replace(verdict, student=f"1{name}", remarks=(words[:500],), outcomes=outcomes)
    refused = replace(not_graded(topic, submission(topic, {}), Ruling.REFUSED, words[:500]), student=f"2{name}")
    author = name.replace("\0", "")[:200]
    people = [replace(comment(words, about), author=author) for about in ("", "double", "why", "gone")]
    mark = replace(points("why", 1, words), author=author, student=verdict.student)
    given = [mark, replace(mark, question="double"), replace(mark, kind=MarkKind.EXTRA, question="double")]
    policy = POLICY.model_copy(update={"course": CoursePolicy(title=words[:200])})
    everybody = standings((verdict, refused), (topic,), policy, given)
    pages = [for_feedback(each.student, each.marks[0], topic, ran, people, policy, NOW) for each in everybody]
    progress = all_progress(everybody, policy, NOW)
    facts = facts_of(everybody, topic)
    people = {each.student: Person(each.student, name, name, name) for each in everybody}
    found = Findings(facts, mistakes_of([verdict], topic, (), lambda verdict: ran), hostile_pairs(topic, words, name))
    return [
        *pages,
        *(for_student(each, (topic,), NOW, name) for each in progress),
        for_cohort(progress, (topic,), policy, NOW, people, [Person("gone", name, name, name)]),
        for_topic(topic, progress, found, policy, NOW, people),
    ]


def hostile_pairs(topic: Assignment, words: str, name: str) -> tuple[InCommon, ...]:
    line = re.sub(r"[\r\n]", " ", words[:5000])  # each line is an element of its own
    one, other = Work(name, line), Work(f"other {name}", line, name)
    return (InCommon(topic.name, "double", one, other, 0.9, 0.8, ((1, 1),), ((1, 1),)),)


def titled(topic: Assignment, words: str) -> Assignment:
    """A topic whose author wrote such words, too."""
    words = words[:200].encode(errors="replace").decode()  # its files are read as UTF-8
    essays = [replace(cell, prompt=f"# {words}\n{words}") if isinstance(cell, Essay) else cell for cell in topic.cells]
    return replace(topic, title=words, cells=tuple(essays), hints={"double": (Hint(words, ("test_doubles",), 1),) * 3})


@pytest.mark.quick
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:30]))
def test_nothing_hostile_becomes_an_element_or_an_attribute(words: str, written: Assignment) -> None:
    harmless = [Page(page).shape for page in everywhere(titled(written, "x"), "x")]

    pages = everywhere(titled(written, words), words)

    for page, expected in zip(pages, harmless, strict=True):
        assert Page(page).shape == expected
        assert not [c for c in page if c != "\n" and unicodedata.category(c)[0] == "C"]


@pytest.mark.quick
def test_a_page_stays_small_whatever_was_handed_in(written: Assignment) -> None:
    verdict = verdict_of(written, {"test_doubles": "x" * 500})
    for words in ("&" * 1_000_000, "a\n" * 500_000, "`x`" * 300_000, "\u0301" * 1_000_000):
        ran = hostile_notebook(words)
        ran["cells"] = [
            *ran["cells"][:-1],
            *[{**ran["cells"][2], "id": f"double-again-{n}"} for n in range(50)],
            ran["cells"][-1],
        ]

        assert len(page_of(written, verdict, ran, comment(words, "double"), points("why", 1, words))) < 1_500_000


@pytest.mark.quick
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:30]))
def test_nothing_hostile_breaks_the_table(words: str, doubling: Assignment) -> None:
    evil = replace(verdict_of(doubling, {}), student=words)

    [_, *lines] = standings_csv(standings((evil,), (doubling,), POLICY)).splitlines()

    assert lines[-1].endswith(",100.00,100.00,yes") and not lines[0].lstrip('"').startswith(("=", "+", "-", "@"))


@pytest.mark.quick
def test_backticks_of_a_student_give_code_and_nothing_more(doubling: Assignment) -> None:
    verdict = verdict_of(doubling, {"test_doubles": 'gave `<img src=x onerror=alert(1)>` and `" onclick=x`'})
    tags = Page(page_of(doubling, verdict)).shape

    assert ("code", ()) in tags and not [names for tag, names in tags if tag == "code" and names]
    assert "img" not in {tag for tag, _ in tags}


# Pictures


@pytest.mark.quick
def test_a_picture_is_shown_with_its_words(doubling: Assignment) -> None:
    ran = notebook(
        code(
            "double",
            "plt.show()",
            gave(image_png=png(), text_plain='Loss, x: "epoch"'),
            gave(image_png=png(), text_plain="<Figure>"),
        )
    )

    page = Page(page_of(doubling, verdict_of(doubling, {"test_doubles": ""}), ran))

    assert [image["alt"] for image in page.images] == ['Loss, x: "epoch"', "What this cell drew"]
    content = base64.b64decode((page.images[0]["src"] or "").partition(",")[2])
    assert Image.open(io.BytesIO(content)).convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.quick
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_each_usual_kind_of_png_stays_the_same_picture(mode: str) -> None:
    file, picture = io.BytesIO(), Image.radial_gradient("L").resize((37, 23))
    picture.convert("RGB" if mode == "P" else "I" if mode == "I;16" else mode).convert(mode).save(file, "PNG")

    address = as_data_uri(base64.b64encode(file.getvalue()).decode())

    again = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    assert again.convert("RGBA").tobytes() == Image.open(file).convert("RGBA").tobytes()


def part(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def made_up(width: int, height: int, packed: bytes, *more: bytes, colour: int = 2, depth: int = 8) -> bytes:
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([depth, colour, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + b"".join(more) + part(b"IDAT", packed) + part(b"IEND", b"")


@pytest.mark.quick
def test_what_hides_in_a_png_is_dropped() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    content = base64.b64decode(png(pnginfo=info, icc_profile=b"p" * 500)) + b"<script>alert(2)</script>"

    kept = base64.b64decode(as_data_uri(base64.b64encode(content).decode()).partition(",")[2])

    assert b"script" in content and b"script" not in kept and b"iCCP" not in kept
    assert kept.endswith(b"IEND\xaeB`\x82")


BAD = {
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a page behind the signature": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "a GIF": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "nothing": b"",
    "a cut one": base64.b64decode(png())[:-20],
    "a damaged one": base64.b64decode(png()).replace(b"IDAT", b"IDAU"),
    "a bomb of pixels": made_up(60_000, 60_000, zlib.compress(bytes(1000))),
    "a bomb in its bytes": made_up(3, 2, zlib.compress(bytes(50_000_000))),
    "too few pixels": made_up(300, 200, zlib.compress(bytes(1000))),
    "no width": made_up(0, 2, zlib.compress(b"")),
    "an odd kind of colour": made_up(3, 2, zlib.compress(bytes(20)), colour=5),
    "what is not packed": made_up(3, 2, b"<script>"),
    "two headers": made_up(3, 2, zlib.compress(bytes(20)), part(b"IHDR", bytes(13))),
}


@pytest.mark.quick
@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_png_to_show_is_left_out_with_a_note(content: bytes, doubling: Assignment) -> None:
    ran = notebook(code("double", "x", gave(image_png=base64.b64encode(content).decode(), text_plain="<Figure>")))

    page = Page(page_of(doubling, verdict_of(doubling, {"test_doubles": ""}), ran))

    assert not page.images and "A picture that can't be shown here" in page.text


@pytest.mark.quick
def test_letters_that_are_no_base64_are_no_picture() -> None:
    assert not [letters for letters in ('"><script>', "====", "é", "A" * 5, "") if as_data_uri(letters)]


@pytest.mark.quick
def test_a_page_has_room_for_so_many_pictures_and_a_note_for_the_rest() -> None:
    noise = base64.b64encode(made_up(300, 300, zlib.compress(os.urandom(300 * 901), 0), colour=2)).decode()
    [cell] = ran_cells(notebook(code("double", "x", *[gave(image_png=noise)] * 8)))

    kinds = [each.kind for each in cell.shown]
    assert 0 < kinds.count("picture") < 8 and "so that this page stays small" in cell.shown[-1].text
    assert sum(len(each.address) for each in cell.shown) <= ROOM


@pytest.mark.quick
def test_long_outputs_are_cut_in_the_middle_with_a_note() -> None:
    ran = notebook(code("double", "x", *(printed(f"epoch {n}\n") for n in range(5000)), *[gave(text_plain="y")] * 50))
    [cell] = ran_cells(ran)

    assert cell.shown[0].text.startswith("epoch 0\n") and cell.shown[0].text.endswith("epoch 4999")
    assert "epoch 39\n[... the middle is left out here ...]\nepoch 4980\n" in cell.shown[0].text
    assert cell.shown[-1].text == "31 more outputs are left out here."


# Nothing hidden, whoever asks


NOSY = "seen = []\ndef double(x):\n    seen.append(x)\n    print('saw', seen)\n    raise ValueError(f'I was asked {x!r}')\n"


def graded_pages(judge: Judge, topic: Assignment, wrong: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for answers in wrong.values():
        graded = judge.grade(topic, submission(topic, {**topic.right, **answers}), QUICK)
        yield for_feedback("s1", mark_of(topic, graded.verdict), topic, graded.notebook, (), POLICY, NOW)


def test_no_page_of_a_cohort_of_mistakes_tells_what_a_hidden_check_does(judge: Judge, doubling: Assignment) -> None:
    wrong = {mutant.label: {mutant.answer: mutant.source} for mutant in doubling.mutants}
    wrong |= {"nosy": {"double": NOSY}, "stubs": {answer.name: answer.stub for answer in doubling.answers}}
    hidden = [test.source for test in doubling.tests if not test.visible]
    lines = {line.strip() for source in hidden for line in source.splitlines() if "assert" in line}

    pages = list(graded_pages(judge, doubling, wrong))

    assert len(pages) == 5 and lines
    for page in pages:
        shown = Page(page).text
        assert not [line for line in lines if line in shown]
        assert not re.search(r"7\.25|11\.5|14\.5|SECRET|\b9\b|4\.5", shown)


def test_no_page_of_a_real_topic_leaks(judge: Judge) -> None:
    topic = load(ROOT / "assignments" / "03-line-and-loss")
    wrong = {mutant.answer: {mutant.answer: mutant.source} for mutant in topic.mutants}
    secrets = Secrets([topic])

    for page in graded_pages(judge, topic, wrong):
        assert "What to mend first" in page
        assert not secrets.shown_in("feedback.html", Page(page).text.encode())


# In a real browser


def test_in_a_real_browser_nothing_runs_nothing_is_fetched_and_nothing_covers_the_page(
    written: Assignment, tmp_path: Path
) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    pages = [page for words in HOSTILE for page in everywhere(titled(written, words), words)[:2]]
    harmless = everywhere(titled(written, "x"), "x")[:2]
    happened: list[str] = []
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        counts = []
        for number, page in enumerate([*harmless, *pages]):
            path = tmp_path / f"{number}.html"
            path.write_text(page, encoding="utf-8")
            tab = browser.new_page(viewport={"width": 390, "height": 844})
            tab.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
            tab.on("console", lambda message: happened.append(message.text))
            tab.on(
                "request", lambda asked: happened.append(asked.url) if asked.url[:5] not in ("file:", "data:") else None
            )
            tab.goto(path.as_uri())
            assert tab.url == path.as_uri()
            counts.append(tab.evaluate("document.querySelectorAll('*').length"))
            wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, HOSTILE[(number - 2) // 2][:100]
            tab.close()
        if axe := os.environ.get("AXE"):  # the path of axe.min.js, as CONTRIBUTING.md says
            assert not list(serious(browser, Path(axe).read_text(), [tmp_path / "0.html", tmp_path / "1.html"]))
        browser.close()

    assert not happened
    assert counts[2:] == counts[:2] * len(HOSTILE)


def serious(browser: Any, axe: str, paths: list[Path]) -> Iterator[str]:
    from axe import found

    for path in paths:
        for scheme in ("light", "dark"):
            for problem in found(browser, axe, path, scheme):
                if problem["impact"] in ("serious", "critical"):
                    yield json.dumps(problem)[:2000]
