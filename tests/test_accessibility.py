"""Everybody can read what we write: with a screen reader, on a dark page, and without telling red from green.

These are the checks that need no browser. CONTRIBUTING.md says how to run a real accessibility checker.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from autograder import release
from autograder.analysis import facts_of
from autograder.assignment import Assignment, load
from autograder.gradebook import standings
from autograder.intake import RunCell
from autograder.judge import Outcome, Ruling, Status, Verdict, executed_notebook
from autograder.judge.cells import Ran
from autograder.policy import Policy
from autograder.release import Role, description, plan
from autograder.report import Findings, all_progress, for_cohort, for_student, for_topic
from autograder.report.rendering import hue
from autograder.testing.displaying import Checked, Finding, Told
from autograder.testing.picturing import described
from conftest import NOTEBOOK, ROOT, write_topic

TOPICS = sorted(path.name for path in (ROOT / "assignments").iterdir() if (path / "notebook.py").exists())
# Only headings say what their pictures show. Take a topic out when its text does.
UNDESCRIBED = {"13-transfer-learning", "14-sequences", "15-generative-and-beyond", "16-final-assessment"}
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLUE_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=="
PICTURE = """\
# %% [markdown]
# ## A line
#
# Why draw? The picture shows a **steep** line. It ends at `4`.
# %% picture
import matplotlib.pyplot as plt
plt.plot([1, 2], [double(1), double(2)], label="twice")
plt.title("Steep & straight")
plt.xlabel("x")
plt.legend()
plt.show()
"""


class Element:
    """A tag of a page, with its attributes and its text."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes, self.text, self.labelled = tag, attributes, "", False

    @property
    def named(self) -> bool:
        return self.labelled or bool(
            (self.attributes.get("aria-label") or self.attributes.get("alt") or self.text).strip()
        )


class Page(HTMLParser):
    """The elements of a page in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(page)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self.elements[-1].labelled = tag in ("input", "select") and any(each.tag == "label" for each in self._open)
        if tag not in EMPTY:
            self._open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def rises_by_more_than_one(levels: list[int]) -> bool:
    return any(after > before + 1 for before, after in pairwise(levels))


def luminance(colour: tuple[int, ...]) -> float:
    red, green, blue = (
        (part / 255) / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """From 1 for equal colours to 21 for black on white. Text needs 4.5, and a bar 3."""
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def from_hex(colour: str) -> tuple[int, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


# The notebooks


@pytest.fixture(scope="module", params=TOPICS)
def topic(request: pytest.FixtureRequest) -> Assignment:
    return load(ROOT / "assignments" / request.param)


def texts_before(topic: Assignment, picture: release.Slot) -> list[str]:
    slots = plan(topic)
    return [slot.source for slot in slots[: slots.index(picture)] if slot.role is Role.TEXT]


def pictures(topic: Assignment) -> list[release.Slot]:
    """The cells that draw; some only print."""
    return [slot for slot in plan(topic) if slot.role is Role.PICTURE and "plt." in slot.source]


@pytest.mark.quick
def test_headings_lead_from_the_title_down_without_a_jump(topic: Assignment) -> None:
    text = "\n".join(slot.source for slot in plan(topic) if slot.role in (Role.TEXT, Role.WORDS))
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    levels = [len(signs) for signs in re.findall(r"^(#+) ", text, re.MULTILINE)]

    assert levels[0] == 1 and levels.count(1) == 1
    assert not rises_by_more_than_one(levels)


@pytest.mark.quick
def test_the_text_before_each_picture_says_what_it_shows(topic: Assignment) -> None:
    for picture in pictures(topic):
        texts = texts_before(topic, picture)
        found = description(texts)

        assert found
        assert topic.name in UNDESCRIBED or not re.search(rf"^#.*{re.escape(found)}$", "\n".join(texts), re.MULTILINE)


@pytest.mark.quick
def test_no_picture_sets_red_against_green(topic: Assignment) -> None:
    for picture in pictures(topic):
        colours = set(re.findall(r"""["'](?:tab:|dark)?(red|green)["']""", picture.source))

        assert topic.name in UNDESCRIBED or colours != {"red", "green"}


@pytest.mark.quick
def test_images_and_links_in_texts_have_words(topic: Assignment) -> None:
    for slot in plan(topic):
        if slot.role in (Role.TEXT, Role.WORDS):
            assert not re.search(r"!\[\s*\]\(|<img(?![^>]*\balt=.)|\[(?:here|link|this)?\]\(", slot.source)


# What pictures are called


@pytest.mark.quick
@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["# A\n\nWhy? The picture shows **two** `b`. They fall."], "The picture shows two b. They fall."),
        (
            ["# A", "The picture shows one.", "The map\nbelow shows a $valley$.\n\nGuess."],
            "The map below shows a valley.",
        ),
        (
            ["In the figure each bar is a layer.\n\nThe next cell moves the picture."],
            "In the figure each bar is a layer.",
        ),
        (["# Title\n\n## 2. See it learn", "Who is faster?"], "See it learn"),
        (["No heading."], ""),
        ([], ""),
    ],
)
def test_a_picture_is_described_by_the_text_before_it(texts: list[str], said: str) -> None:
    assert description(texts) == said


@pytest.mark.quick
def test_a_figure_is_described_by_what_is_written_on_it() -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    figure.suptitle("Two\nlosses")
    left.set(title="Cross-entropy", xlabel="epoch")
    left.plot([1, 2], label="training")
    left.legend()
    right.set(ylabel="loss")

    assert described(figure) == "Two losses; Cross-entropy, x: epoch, training; y: loss"


@pytest.mark.quick
def test_a_figure_of_many_parts_is_described_in_short() -> None:
    figure = Figure()
    for number, axes in enumerate(figure.subplots(10, 10).flat):
        axes.set_title(f"{number} taken for {number + 1}")

    assert len(described(figure)) == 400 and described(figure).endswith("…")
    assert described(Figure()) == ""


@pytest.fixture
def with_picture(tmp_path: Path) -> Assignment:
    return load(write_topic(tmp_path, notebook=f"{NOTEBOOK}{PICTURE}"))


def solved(topic: Assignment, folder: Path) -> NotebookNode:
    """The notebook after "Run All", all answers right."""
    notebook = release.filled(topic, topic.right)
    return NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()


def test_jupyter_shows_a_picture_with_its_description(with_picture: Assignment, tmp_path: Path) -> None:
    ran = solved(with_picture, tmp_path)

    [output] = [
        output for cell in ran.cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})
    ]
    words = "Steep & straight, x: x, twice"
    assert output.data["text/plain"] == words and output.metadata["image/png"]["alt"] == words
    assert output.data["text/html"].startswith('<img src="data:image/png;base64,')
    assert output.data["text/html"].endswith(' alt="Steep &amp; straight, x: x, twice">')


def test_pictures_in_another_format_stay_as_they_are(with_picture: Assignment, tmp_path: Path) -> None:
    notebook = release.filled(with_picture, with_picture.right)
    [cell] = [cell for cell in notebook.cells if "plt.show" in cell.source]
    cell.source = f"%config InlineBackend.figure_formats = ['svg']\n{cell.source}"

    ran = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()

    kinds = [set(output.get("data", {})) for cell in ran.cells if "plt.show" in cell.source for output in cell.outputs]
    assert {"image/svg+xml", "text/plain"} in kinds


def test_a_page_made_of_a_notebook_has_a_language_and_words_for_each_picture(
    with_picture: Assignment, tmp_path: Path
) -> None:
    page = Page(HTMLExporter().from_notebook_node(solved(with_picture, tmp_path))[0])

    assert page.all("html")[0].attributes["lang"] == "en"
    assert [image.attributes["alt"] for image in page.all("img")] == ["Steep & straight, x: x, twice"]


@pytest.mark.quick
def test_a_students_notebook_says_what_its_pictures_show(with_picture: Assignment) -> None:
    alts = [cell.metadata["alt"] for cell in release.student(with_picture).cells if "alt" in cell.metadata]

    assert alts == ["The picture shows a steep line. It ends at 4."]


def executed(png: str) -> NotebookNode:
    shown = {"output_type": "display_data", "metadata": {}, "data": {"image/png": png, "text/plain": "<Figure>"}}
    text = RunCell("t", Role.TEXT, "markdown", 'The picture shows "a < b".')
    picture = RunCell("p", Role.PICTURE, "code", "plt.show()")
    return nbformat.from_dict(executed_notebook([Ran(text), Ran(picture, [shown], 1)], ()))


@pytest.mark.quick
def test_an_executed_notebook_says_what_its_pictures_show() -> None:
    notebook = executed(BLUE_DOT)
    [output] = notebook.cells[1].outputs

    nbformat.validate(notebook)
    assert output.metadata["image/png"]["alt"] == 'The picture shows "a < b".'
    [image] = Page(output.data["text/html"]).elements
    assert image.attributes == {"src": f"data:image/png;base64,{BLUE_DOT}", "alt": 'The picture shows "a < b".'}


@pytest.mark.quick
def test_what_is_no_picture_never_becomes_html() -> None:
    [output] = executed('"><script>alert(1)</script>').cells[1].outputs

    assert "text/html" not in output.data


# What checks say


@pytest.mark.quick
def test_a_line_sets_no_colour_of_text_without_its_background() -> None:
    findings = [Finding("A", "", 1, 1), Finding("B", "no", 0, 1), Finding("C", "no", 0, 1, unwritten=True)]
    shown = [Checked(1, findings)._repr_html_(), *(Told(mark, "D", "E")._repr_html_() for mark in "✓✗○")]

    for element in Page("".join(shown)).elements:  # or it could not be read on a dark page
        style = dict(part.split(":") for part in element.attributes.get("style", "").split(";") if part)
        if "color" in style:
            assert contrast(from_hex(style["color"]), from_hex(style["background"])) >= 4.5


# The pages


@pytest.fixture(scope="module")
def pages(doubling: Assignment) -> list[Page]:
    passed = Outcome("test_a", "double", Status.PASSED, 2, 2, "Twice two is four.", visible=True)
    failed = Outcome("test_b", "halve", Status.FAILED, 0, 1, "Half of four is two.", visible=False)
    graded = Verdict("s1", doubling.name, "1", NOW, doubling.hash, Ruling.GRADED, outcomes=(passed, failed))
    refused = Verdict("s2", doubling.name, "2", NOW, doubling.hash, Ruling.REFUSED, "This file is empty.")
    policy = Policy()
    everybody = standings((graded, refused), (doubling,), policy)
    progress = all_progress(everybody, policy, NOW)
    cohort = for_cohort(progress, (doubling,), policy, NOW)
    topic = for_topic(doubling, progress, Findings(facts_of(everybody, doubling)), policy, NOW)
    return [Page(page) for page in (cohort, topic, *(for_student(each, (doubling,), NOW) for each in progress))]


@pytest.mark.quick
def test_pages_say_their_language_and_title(pages: list[Page]) -> None:
    for page in pages:
        assert page.all("html")[0].attributes["lang"] == "en"
        assert page.all("title")[0].text.strip()
        assert len(page.all("main")) == 1


@pytest.mark.quick
def test_headings_of_pages_lead_down_without_a_jump(pages: list[Page]) -> None:
    for page in pages:
        levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4")]

        assert levels[0] == 1 and levels.count(1) == 1
        assert not rises_by_more_than_one(levels)


@pytest.mark.quick
def test_everything_that_is_seen_or_used_has_a_name(pages: list[Page]) -> None:
    for page in pages:
        roles = [
            element for element in page.elements if "role" in element.attributes or "tabindex" in element.attributes
        ]

        assert [
            each.tag for each in (*page.all("a", "th", "img", "input", "select", "button"), *roles) if not each.named
        ] == []
        assert all(svg.attributes.get("role") == "img" for svg in page.all("svg"))
        assert all("scope" in header.attributes for header in page.all("th"))
        assert all(
            "role" in each.attributes for each in page.elements if each.attributes.get("class", "").endswith("wide")
        )


@pytest.mark.quick
def test_a_histogram_says_its_numbers(pages: list[Page]) -> None:
    labels = [svg.attributes["aria-label"] for svg in pages[0].all("svg")]

    assert labels[0] == "Number of students by percentage so far. 0–10 %: 1. 60–70 %: 1. "


@pytest.mark.quick
def test_texts_and_bars_of_pages_can_be_read_by_day_and_by_night() -> None:
    style = (ROOT / "autograder" / "report" / "templates" / "page.html").read_text()
    found = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    bars = [tuple(map(int, re.findall(r"\d+", hue(percent)))) for percent in range(-10, 120, 10)]

    assert len(found) == 2
    for theme in found:
        colours = {name: from_hex(value) for name, value in re.findall(r"--(\w+): (#\w+)", theme)}
        for paper in (colours["card"], colours["page"]):
            assert all(
                contrast(colours[text], paper) >= 4.5 for text in ("ink", "soft", "good", "bad", "warn", "accent")
            )
        assert all(contrast(bar, colours["card"]) >= 3 for bar in bars)
