"""Copies are found, however they are disguised, and people who worked alone are left alone."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest

from autograder.analysis import (
    MORE_THAN,
    NOTABLE,
    InCommon,
    Work,
    as_plain,
    circles,
    earlier_answers,
    given_with,
    in_common,
    pieces_of,
    written_for,
)
from autograder.analysis.plain_code import plain_words, statements
from autograder.analysis.similarity import shares_in_common
from autograder.analysis.winnowing import LENGTH, WINDOW, fingerprints, pieces
from autograder.assignment import Assignment, load
from autograder.release import as_bytes, filled
from conftest import NOTEBOOK, REFERENCE, write_topic
from disguising import disguised
from independent import answer, answers

COPIES = 20


@pytest.fixture(scope="module")
def alone() -> dict[str, str]:
    """Two hundred answers that have nothing to do with each other."""
    return answers(200)


@pytest.fixture(scope="module")
def copies(alone: dict[str, str]) -> dict[str, str]:
    """Copies of some of them: renamed, reordered, recommented, reformatted, and with other loops."""
    chance = random.Random(3)
    return {whose: disguised(alone[whose], chance) for whose in chance.sample(list(alone), COPIES)}


def trained(source: str) -> list[float]:
    """The losses that an answer reports."""
    space = {"np": np}
    exec(source, space)
    x = np.random.default_rng(0).normal(size=(40, 3))
    return list(space["fit"](x.copy(), x.argmax(axis=1), 0.5, 5)[1])  # type: ignore[operator]


def ranked(alone: dict[str, str], copies: dict[str, str], **wishes: float) -> list[tuple[float, bool]]:
    """The share that each two answers have in common, and whether one is a copy of the other, the closest first."""
    names = [*alone, *copies]
    shares = shares_in_common([fingerprints(plain_words(source)) for source in (*alone.values(), *copies.values())])
    pairs = itertools.combinations(range(len(names)), 2)
    return sorted(((float(shares[i, j]), names[i] == names[j]) for i, j in pairs), reverse=True)


def test_the_answers_that_are_compared_here_run_and_their_copies_do_the_same(
    alone: dict[str, str], copies: dict[str, str]
) -> None:
    for whose in copies:
        assert trained(copies[whose]) == pytest.approx(trained(alone[whose]))
    for source in list(alone.values())[:40]:
        assert statements(source) > MORE_THAN
        losses = trained(source)
        assert losses[-1] < losses[0]


def test_every_disguised_copy_ranks_above_every_pair_of_people_who_worked_alone(
    alone: dict[str, str], copies: dict[str, str]
) -> None:
    order = ranked(alone, copies)

    assert [copied for _, copied in order[:COPIES]] == [True] * COPIES
    assert order[COPIES - 1][0] > NOTABLE > order[COPIES][0]  # and the bound lies between them


@pytest.mark.parametrize("how", ["loops", "order", "names", "format"])
def test_each_disguise_alone_hides_little(alone: dict[str, str], how: str) -> None:
    chance = random.Random(5)
    for whose in list(alone)[:10]:
        copy = disguised(alone[whose], chance, (how,))
        shares = shares_in_common([fingerprints(plain_words(source)) for source in (alone[whose], copy)])

        assert shares[0, 1] > (0.7 if how == "loops" else 0.9)


def test_copydetect_finds_the_same_copies_where_only_names_and_format_differ(
    alone: dict[str, str], tmp_path: Path
) -> None:
    copydetect = pytest.importorskip("copydetect", reason="copydetect, a peer, is not installed")
    copy = disguised(alone["s150"], random.Random(1), ("names", "format"))
    sources = {"s150": alone["s150"], "copy": copy, **dict(itertools.islice(alone.items(), 12))}
    marks = {}
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source)
        marks[name] = copydetect.CodeFingerprint(str(tmp_path / f"{name}.py"), 25, 1)
    pairs = list(itertools.combinations(sources, 2))

    theirs = {pair: min(copydetect.compare_files(*(marks[name] for name in pair))[1]) for pair in pairs}
    shares = shares_in_common([fingerprints(plain_words(source)) for source in sources.values()])
    ours = dict(zip(pairs, shares[np.triu_indices(len(sources), 1)], strict=True))

    assert max(theirs, key=lambda pair: theirs[pair]) == max(ours, key=lambda pair: ours[pair]) == ("s150", "copy")


def plain(source: str) -> list[str]:
    return [word.text for word in plain_words(source)]


def test_what_changes_nothing_makes_no_difference() -> None:
    one = "def f(xs):\n    '''Doubles.'''\n    out = []\n    for x in xs:\n        out.append(2 * x)  # twice\n    return np.array(out)\n"
    other = "import math\ndef g( data ):\n  made = [ 3*item for item in data ]\n  print(made)\n  return np.array(made)"

    assert plain(one) == plain(other)


def test_the_kind_of_loop_makes_no_difference() -> None:
    one = "def g(a, b, n):\n    for i in range(n):\n        a[i] = f(b[i])\n"
    other = "def g(a, b, n):\n    k = 0\n    while k < n:\n        a[k] = f(b[k])\n        k += 1\n"

    assert plain(one) == plain(other)


def test_the_order_of_independent_lines_makes_no_difference_but_that_of_others_does() -> None:
    assert plain("a = f(x)\nb = g(y)\n") == plain("b = g(y)\na = f(x)\n")
    assert plain("a = f(x)\nb = g(a)\n") != plain("b = g(a)\na = f(x)\n")
    sorts, uses = "    a.sort()\n", "    b = g(a)\n"
    assert plain(f"def h(a):\n{sorts}{uses}") != plain(f"def h(a):\n{uses}{sorts}")


@pytest.mark.parametrize("odd", ["def f(:", "x = " + "(" * 3000, "\x00"])
def test_what_is_not_python_has_nothing_in_common_with_anything(odd: str) -> None:
    assert plain(odd) == []
    assert statements(odd) == 0


def test_an_answer_that_skips_or_stops_is_read_like_any_other() -> None:
    words = plain_words(
        "for x in xs:\n    if x < 0:\n        continue\n    if x > 9:\n        break\n    total += x * y\n"
    )

    assert {"continue", "break"} <= {word.text for word in words}


def test_short_answers_docstrings_and_imports_do_not_count() -> None:
    source = "def f(x):\n    '''Adds.'''\n    import math\n    y = x + 1\n    return y\n"

    assert statements(source) == 3
    assert pairs_of(source, source) == ()


def test_two_texts_that_share_a_stretch_share_a_fingerprint() -> None:
    stretch = "\n".join(f"v{n} = f{n}(v{n})" for n in range(LENGTH + WINDOW))
    one, other = (plain_words(f"{before}\n{stretch}") for before in ("a = np.eye(3)", "b = c(4)\nd = np.ones((2, b))"))

    assert fingerprints(one).keys() & fingerprints(other).keys()
    assert set(fingerprints(one)) <= set(pieces(one))


def pairs_of(*sources: str, given: tuple[str, ...] = (), year: str = "") -> tuple[InCommon, ...]:
    work = [Work("ada", sources[0], year), *(Work(f"b{n}", source, year) for n, source in enumerate(sources[1:]))]
    return in_common("01-fit", "fit", work, pieces_of(given))


def test_a_pair_says_where_and_what_else_explains_it_and_accuses_nobody() -> None:
    source = answer(1)
    [pair] = pairs_of(source, f"\n\n{disguised(source, random.Random(1), ('names',))}", answer(2), answer(3))

    assert (pair.one.student, pair.other.student, pair.share) == ("ada", "b0", 1)
    lines = len(source.splitlines())
    assert pair.lines_of_one[0][0] == 1 and pair.lines_of_one[-1][1] == lines
    assert pair.lines_of_other[0][0] == 3 and pair.lines_of_other[-1][1] == lines + 2
    assert pair.sentence == (
        "ada and b0 have 100% of fit in common, and 74% of that stands in nobody else's answer. "
        "They may have worked together as they were allowed to, or used the same help, book or program."
    )


def test_what_was_given_and_what_stands_in_the_reference_is_nobodys() -> None:
    source = answer(1)
    copy = disguised(source, random.Random(1))

    assert pairs_of(source, copy)
    assert pairs_of(source, copy, given=(source,)) == ()


def test_the_notebook_and_every_style_of_the_reference_are_given(tmp_path: Path) -> None:
    reference = REFERENCE + '# %% also="by adding"\ndef double(x):\n    return x + x\n'
    topic = load(write_topic(tmp_path, NOTEBOOK, reference=reference))

    given = "\n".join(given_with(topic))

    assert "import numpy as np" in given and "return x + x" in given and "return 2 * x" in given
    assert "return x + 2" not in given  # a mistake that two students share is theirs


def test_what_many_have_explains_a_pair() -> None:
    source = answer(1)
    crowd = [disguised(source, random.Random(seed), ("names",)) for seed in range(12)]

    pairs = pairs_of(source, *crowd, *(answer(seed) for seed in range(20, 60)))

    assert "perhaps there are few ways to write it, or all read the same page." in pairs[0].sentence
    [circle] = circles(pairs)
    assert len(circle.people) >= 9


def test_people_who_are_connected_by_pairs_are_one_circle() -> None:
    def pair(one: str, other: str, question: str = "fit") -> InCommon:
        return InCommon("01", question, Work(one, ""), Work(other, ""), 0.9, 1.0, (), ())

    found = circles([pair("a", "b"), pair("c", "d"), pair("b", "c"), pair("e", "f"), pair("a", "b", "other")])

    assert [(circle.people, circle.pairs) for circle in found] == [
        (("a", "b", "c", "d"), 3), (("e", "f"), 1), (("a", "b"), 1),
    ]  # fmt: skip


def test_work_is_compared_with_earlier_years_but_these_not_with_each_other_nor_anybody_with_themselves() -> None:
    source = answer(1)
    copy = disguised(source, random.Random(1))
    work = [Work("ada", source), Work("old", copy, "2025"), Work("older", copy, "2024"), Work("ada", copy, "2025")]

    found = in_common("01", "fit", work, frozenset())

    assert sorted((pair.one.whose, pair.other.whose) for pair in found) == [
        ("ada", "old (2025)"), ("ada", "older (2024)"),
    ]  # fmt: skip


def test_earlier_notebooks_are_read_as_they_were_handed_in_or_kept(tmp_path: Path, doubling: Assignment) -> None:
    content = as_bytes(filled(doubling, doubling.right))
    for place in ("ada/01-doubling/any name.ipynb", "bob/01-doubling.ipynb", "eve/02-other.ipynb"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(content)
    (tmp_path / "eve" / "01-doubling.ipynb").write_bytes(b"no notebook")

    found = dict(earlier_answers(tmp_path, doubling))

    assert found["ada"] == found["bob"] == {name: source.strip() for name, source in doubling.right.items()}
    assert found["eve"] == {}


def test_of_an_answer_given_twice_the_last_counts() -> None:
    cells = [("f", "first"), ("f-again-1", "second"), ("g", "other")]
    notebook = {"cells": [{"cell_type": "code", "id": name, "source": source} for name, source in cells]}

    assert written_for(notebook) == {"f": "second", "g": "other"}


def test_who_they_are_and_what_they_wrote_is_for_instructors() -> None:
    source = answer(1)
    [pair] = pairs_of(source, disguised(source, random.Random(1)))

    assert not {"one", "other"} & as_plain(pair, instructors=False).keys()
    assert as_plain(pair, instructors=True)["one"]["student"] == "ada"
