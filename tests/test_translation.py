"""A notebook in another language: the same code and the same grades, in other words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click import BadParameter
from click.testing import CliRunner

from autograder import testing
from autograder.assignment import Assignment, AssignmentError, in_language, load, texts_of
from autograder.cli import cli
from autograder.course import Course, CourseError, load_course
from autograder.intake import from_bytes, handed_in
from autograder.judge import Judge
from autograder.proof.translations import broken_translations
from autograder.release import Secrets, as_bytes, filled, student
from autograder.sandbox import Limits
from autograder.translation import Text, code_in, fault, markdown_in, package_texts, read, texts_of_markdown, update
from autograder.translation.places import places
from conftest import NOTEBOOK, ROOT, builds_networks, write_topic
from handing_in import WHEN

TRANSLATED = sorted(path.stem for path in (ROOT / "translations" / "de").glob("[0-9]*.po"))
PICTURE = (
    '# %% picture\nimport matplotlib.pyplot as plt\nfor name, colour in (("growing", "gray"), ("Falling down", "tab:blue")):\n'
    "    plt.plot([double(1), 2], label=name, color=colour)  # one line each\n"
    'plt.title(f"Twice {double(1):g}, and more")\nplt.legend(loc="upper left")\n'
)
GERMAN = {
    "# Doubling": "# Verdoppeln",
    "Return twice `x`.": "Gib das Doppelte von `x` zurück.",
    "Return twice x.": "Gib das Doppelte von x zurück.",
    "Twice two is four, and twice three is six.": "Zwei mal zwei ist vier, und zwei mal drei ist sechs.",
    "Each number of an array is doubled.": "Jede Zahl eines Arrays wird verdoppelt.",
    "growing": "wachsend",
    "Falling down": "Fallend",
    "one line each": "je eine Linie",
    "Twice {double(1):g}, and more": "Zweimal {double(1):g} und mehr",
}


@pytest.fixture
def topic(tmp_path: Path) -> Assignment:
    """A topic with a picture, and translations of most of its texts."""
    assignment = load(write_topic(tmp_path, NOTEBOOK + PICTURE))
    write_german(assignment, GERMAN)
    return assignment


@pytest.fixture(scope="module")
def german() -> Course:
    return load_course(ROOT, "de")


def catalogue(assignment: Assignment) -> Path:
    return assignment.folder.parent.parent / "translations" / "de" / f"{assignment.name}.po"


def write_german(assignment: Assignment, said: dict[str, str]) -> None:
    path = catalogue(assignment)
    update(path, "de", "A course", texts_of(assignment))
    content = path.read_text()
    for text, translation in said.items():
        assert f'msgid "{text}"\nmsgstr ""' in content, text
        content = content.replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"')
    path.write_text(content)


def test_a_translated_topic_has_the_same_code_in_other_words(topic: Assignment) -> None:
    found = in_language(topic, "de")

    sources = "\n".join(cell.source for cell in student(found).cells)
    assert found.title == "Verdoppeln"
    assert '"""Gib das Doppelte von `x` zurück.\n\n    >>> double(2)\n    4\n' in sources
    assert 'NotImplementedError("Gib das Doppelte von x zurück.")' in sources
    assert '(("wachsend", "gray"), ("Fallend", "tab:blue"))' in sources
    assert "color=colour)  # je eine Linie" in sources
    assert 'plt.title(f"Zweimal {double(1):g} und mehr")\nplt.legend(loc="upper left")' in sources
    assert '"""Zwei mal zwei ist vier, und zwei mal drei ist sechs."""' in sources
    assert "Jede Zahl" not in sources
    assert [test.claim for test in found.tests][1] == "Jede Zahl eines Arrays wird verdoppelt."


def test_what_is_not_translated_stays_english(topic: Assignment) -> None:
    found = in_language(topic, "de")

    assert '"""Return half of `x`.' in found.answer("halve").stub
    assert (found.wording.translated, found.wording.total) == (len(GERMAN), len(texts_of(topic)))


def test_names_points_tests_and_hash_are_those_of_the_original(topic: Assignment) -> None:
    found = in_language(topic, "de")

    assert [(t.name, t.points, t.needs) for t in found.tests] == [(t.name, t.points, t.needs) for t in topic.tests]
    assert [cell.id for cell in student(found).cells] == [cell.id for cell in student(topic).cells]
    assert found.hash == topic.hash
    assert found.tests_source == topic.tests_source


def test_a_german_notebook_is_graded_as_the_english_one(topic: Assignment, judge: Judge) -> None:
    """Whichever of the two the course hands out."""
    found = in_language(topic, "de")
    for ours, theirs in ((topic, found), (found, topic)):
        submission = from_bytes(as_bytes(filled(theirs, topic.right)), "s1", ours, WHEN)

        assert submission.remarks == ()
        assert [cell.id for cell in submission.cells if "changed" in cell.id] == []
        assert judge.grade(ours, submission, Limits()).verdict.score == topic.by_tests


def test_a_changed_check_is_still_noticed(topic: Assignment) -> None:
    notebook = filled(in_language(topic, "de"), topic.right)
    check = next(cell for cell in notebook.cells if cell.id == "double-check-1")
    check.source = check.source.replace("approx(4)", "approx(5)")

    remarks = from_bytes(as_bytes(notebook), "s1", topic, WHEN).remarks

    assert remarks == ("The check double-check-1 was changed; the original ran instead.",)


def test_a_changed_source_makes_its_translation_fuzzy_and_english(topic: Assignment) -> None:
    folder = write_topic(
        topic.folder.parent.parent, (NOTEBOOK + PICTURE).replace("Return twice `x`.", "Return two times `x`.")
    )
    changed = load(folder)
    update(catalogue(topic), "de", "A course", texts_of(changed))

    text = catalogue(topic).read_text()

    assert re.search(r'#, fuzzy\nmsgid "Return two times `x`."\nmsgstr "Gib das Doppelte von `x` zurück."', text)
    assert "Return two times `x`." in in_language(changed, "de").answer("double").stub


def test_writing_again_changes_nothing(topic: Assignment) -> None:
    before = catalogue(topic).read_bytes()

    update(catalogue(topic), "de", "A course", texts_of(topic))

    assert catalogue(topic).read_bytes() == before


FAULTS = [
    ("The loss is $x^2$.", "Der Verlust ist $x^3$.", "the formula $x^2$ is missing"),
    ("Use `np.pad`.", "Nimm `np.pads`.", "the piece of code `np.pad` is missing"),
    ("Use it.", "Nimm `it`.", "the piece of code `it` is not in the source"),
    ("It is off by 0.25.", "Er liegt um 0.3 daneben.", "the number 0.25 is missing"),
    ("Call fit_line again.", "Ruf Geraden_Fit noch einmal auf.", "the name fit_line is missing"),
    ("{n} steps", "{m} Schritte", "the placeholder {n} is missing"),
    ("<details><summary>Why</summary>", "<details>Warum", "the HTML tag <summary> is missing"),
    ("- one\n- two", "- eins", "its headings, list items and lines are not those of the source"),
    ("## Why", "# Warum", "its headings, list items and lines are not those of the source"),
    ("| a | b |", "| a, b |", "its headings, list items and lines are not those of the source"),
    ("[a page](x.md)", "[eine Seite](y.md)", "the address ](x.md) is missing"),
    (r"rows\ncolumns", "Zeilen, Spalten", r"the escape \n is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "translation", "wrong"), FAULTS, ids=[case[2] for case in FAULTS])
def test_a_translation_that_breaks_something_is_named(source: str, translation: str, wrong: str) -> None:
    assert fault(source, translation) == wrong


SAME = [
    ("After 27,000 steps", "Nach 27\u00a0000 Schritten"),
    ("After 2,000 steps", "Nach 2000 Schritten"),
    (r"$$x \text{, applied 20 times}$$", r"$$x \text{, 20-mal angewandt}$$"),
    ("1. Pad.\n2. Slide.", "1. Fülle auf.\n2. Schiebe."),
]


@pytest.mark.parametrize(("source", "translation"), SAME)
def test_a_translation_may_order_words_and_write_large_numbers_as_its_language_does(
    source: str, translation: str
) -> None:
    assert fault(source, translation) == ""


def test_a_broken_translation_is_a_finding_and_is_not_used(topic: Assignment) -> None:
    path = catalogue(topic)
    path.write_text(path.read_text().replace("das Doppelte von `x` zurück", "das Doppelte von `y` zurück"))

    (finding,) = broken_translations(topic)

    assert str(finding).startswith(f"{path}:")
    assert "the piece of code `x` is missing, so this stays English." in str(finding)
    assert "Return twice `x`." in in_language(topic, "de").answer("double").stub


def test_a_text_that_would_change_code_leaves_the_code_as_it_is() -> None:
    source = 'def f(x):\n    """Return x."""\n    raise NotImplementedError("Return it.")'

    assert code_in(source, {"Return x.": '"""; import os; """'}.get) == source
    assert code_in(source, {"Return it.": 'Gib "es" zurück.'}.get).endswith(
        r'NotImplementedError("Gib \"es\" zurück.")'
    )


def test_long_translations_are_broken_into_lines_but_never_inside_code() -> None:
    source = 'def f(x):\n    """Return x."""'
    text = "Gib x zurück, " + "wort " * 18 + "und zwar mit `n + 2 * pad` Pixeln."

    lines = code_in(source, {"Return x.": text}.get).splitlines()

    assert max(map(len, lines)) <= 120
    assert lines[-1] == '    """'
    assert any("`n + 2 * pad`" in line for line in lines)


def test_formulas_code_blocks_and_tags_alone_are_no_texts() -> None:
    source = "# Title\n\n$$x^2$$\n\n```python\nprint('a b')\n\nx = 1\n```\n\nOne line\nand one more.\n\n- first\n  item\n- second\n\n</details>"

    assert list(texts_of_markdown(source)) == ["# Title", "One line and one more.", "- first item\n- second"]
    assert markdown_in(source, lambda text: None) == source


def test_what_only_names_something_in_a_picture_is_no_text() -> None:
    source = (
        'plt.plot(x, color="tab:blue", label=f"{n} steps")\naxis.set(title="a b" "c", yscale="log")\nd["two words"]'
    )

    assert [place.text for place in places(source, picture=True)] == ["{n} steps", "a bc"]


def test_a_language_without_translations_is_refused(tmp_path: Path) -> None:
    write_topic(tmp_path)

    with pytest.raises(CourseError, match=r"fr: there are no translations. `autograder texts --language fr`"):
        load_course(tmp_path, "fr")


def test_a_file_that_is_no_catalogue_breaks_only_its_topic(topic: Assignment) -> None:
    catalogue(topic).write_text("This is a letter.\n")

    with pytest.raises(AssignmentError, match="this is not a file of translations"):
        in_language(topic, "de")


def test_the_policy_chooses_the_language(topic: Assignment) -> None:
    root = topic.folder.parent.parent
    (root / "grading_config.yml").write_text("course: {language: de}")

    assert load_course(root).by_name[topic.name].title == "Verdoppeln"


def test_the_command_writes_the_files_and_counts(topic: Assignment) -> None:
    root = topic.folder.parent.parent
    (root / "grading_config.yml").write_text("")
    shutil.rmtree(root / "translations")

    done = CliRunner().invoke(cli, ["texts", "--language", "de", "--course", str(root)], standalone_mode=False)

    assert done.return_value == 0, done.output
    assert read(catalogue(topic)).messages == {}
    assert len(re.findall("^msgid", catalogue(topic).read_text(), re.MULTILINE)) == len(texts_of(topic)) + 1


def test_checks_speak_the_language_of_the_notebook(german: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    words = german.by_name["03-line-and-loss"].wording.words
    monkeypatch.setattr(testing.wording, "WORDS", dict(words))

    finding = testing.displaying.Finding("Es stimmt.", "", 1.0, 2.0)

    assert "✓ 1 von 2 Punkten" in finding.html


def test_every_text_of_the_package_is_translated(german: Course) -> None:
    words = german.by_name["03-line-and-loss"].wording.words

    assert {text for text, _ in package_texts()} == set(words)


@pytest.mark.parametrize("name", TRANSLATED)
def test_the_files_of_translations_are_current_and_whole(whole_course: Course, name: str, tmp_path: Path) -> None:
    """If this fails, run `autograder texts --language de`, and translate what is new or fuzzy."""
    path = ROOT / "translations" / "de" / f"{name}.po"
    assignment, found = whole_course.by_name[name], read(path)

    open_texts = [text.message for text in texts_of(assignment) if found.say(text.message) is None]

    assert open_texts == []
    assert list(broken_translations(assignment)) == []


def test_a_german_notebook_shows_nothing_that_is_hidden(german: Course) -> None:
    """A line of a hidden claim may by chance be a line of a text: then word one of them in another way."""
    secrets = Secrets(german.assignments)

    shown = [secrets.shown_in(f"{each.name}.ipynb", as_bytes(student(each))) for each in german.assignments]

    assert [found for found in shown if found] == []


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_german_notebook_runs_with_its_pictures_and_right_answers(german: Course, judge: Judge, name: str) -> None:
    assignment = german.by_name[name]
    if builds_networks(assignment):
        pytest.skip("its networks would be trained; `autograder check --language de` does it")

    with judge.session(assignment, handed_in(assignment, assignment.right), Limits(), pictures=True) as session:
        outcomes = judge.ready_tests(assignment).outcomes(session)
        said = [output for ran in session.executed for output in ran.outputs]

    assert [outcome.message for outcome in outcomes if outcome.message] == []
    assert [output for output in said if output["output_type"] == "error" or output.get("name") == "stderr"] == []


def test_a_text_has_one_place_and_is_told_once() -> None:
    texts = texts_of(load(ROOT / "assignments" / "03-line-and-loss"))

    assert len({text.message for text in texts}) == len(texts)
    assert Text("# A line and its loss", "assignments/03-line-and-loss/notebook.py:2", "text") in texts


def test_a_language_has_a_short_name(topic: Assignment) -> None:
    root = topic.folder.parent.parent
    (root / "grading_config.yml").write_text("")

    with pytest.raises(BadParameter, match="a language is written like de or pt_BR"):
        CliRunner().invoke(
            cli, ["texts", "--language", "../x", "--course", str(root)], standalone_mode=False, catch_exceptions=False
        )
