"""The language of the headlines: its entropy, and the agreements that only a memory can follow."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from conftest import ROOT, load_recipe


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    return load_recipe(ROOT / "datasets" / "headlines.py")


@pytest.fixture(scope="module")
def sample(recipe: ModuleType) -> list[str]:
    return [str(each) for each in recipe.make("hidden", 5, 6000)["sentences"]]


def derivations(recipe: ModuleType, parts: list[str], words: list[str]) -> Iterator[float]:
    """The probability of each way in which these parts make exactly these words."""
    if not parts or not words:
        if not parts and not words:
            yield 1.0
        elif not words and parts[0] in recipe._RULES:
            for chance, inner in recipe._RULES[parts[0]]:
                if not inner:
                    yield from (chance * rest for rest in derivations(recipe, parts[1:], words))
        return
    name, after = parts[0], parts[1:]
    if name in recipe._RULES:
        for chance, inner in recipe._RULES[name]:
            yield from (chance * rest for rest in derivations(recipe, [*inner, *after], words))
    elif name.lower() == words[0]:
        yield from derivations(recipe, after, words[1:])


def test_a_headline_is_made_in_one_way_only(recipe: ModuleType, sample: list[str]) -> None:
    ways = [list(derivations(recipe, ["HEADLINE"], text.lower().split())) for text in sample[:300]]

    assert {len(each) for each in ways} == {1}


def test_the_entropy_is_what_a_sample_costs_on_average(recipe: ModuleType, sample: list[str]) -> None:
    texts = [text.lower().split() for text in sample[:2000]]
    first = recipe._first("HEADLINE")

    surprises = [-math.log(sum(derivations(recipe, ["HEADLINE"], words)) / first[words[0]]) for words in texts]
    lengths = [len(words) for words in texts]  # the first word does not count, and END does

    # A ratio of two means; what is left of a headline's surprise beyond its length tells how far it may be off.
    found = sum(surprises) / sum(lengths)
    error = np.std(np.array(surprises) - found * np.array(lengths)) / np.mean(lengths) / math.sqrt(len(texts))
    assert abs(found - recipe.entropy()) < 4 * error < 0.03


def test_first_words_are_as_likely_as_they_occur(recipe: ModuleType, sample: list[str]) -> None:
    first = recipe._first("HEADLINE")

    assert math.isclose(sum(first.values()), 1)
    for word in ("young", "nurse", "farmers"):
        share = np.mean([text.lower().split()[0] == word for text in sample])
        assert abs(share - first[word]) < 4 * math.sqrt(first[word] / len(sample))


def test_a_bigram_model_stays_far_above_the_entropy(recipe: ModuleType, sample: list[str]) -> None:
    number = {word: place for place, word in enumerate(recipe.CLASSES)}

    def pairs(texts: list[str]) -> list[tuple[int, int]]:
        tokens = ([*(number[word] for word in text.lower().split()), 1] for text in texts)
        return [pair for each in tokens for pair in itertools.pairwise(each)]

    counts = np.full((len(number), len(number)), 1e-3)
    np.add.at(counts, tuple(np.transpose(pairs(sample[1000:]))), 1)
    chances = counts / counts.sum(axis=1, keepdims=True)

    loss = -np.mean([math.log(chances[pair]) for pair in pairs(sample[:1000])])

    assert loss > recipe.entropy() + 0.4


def test_the_verb_follows_the_first_person(recipe: ModuleType, sample: list[str]) -> None:
    verbs = {verb: n for pair in recipe._DEEDS for n, verb in enumerate(pair.split())}
    people = {
        person: n
        for field in recipe._FIELDS.values()
        for pair in field[0].split(", ")
        for n, person in enumerate(pair.split())
    }
    numbers = [
        ([people[word] for word in words if word in people], [verbs[word] for word in words if word in verbs])
        for words in (text.lower().split() for text in sample)
    ]

    found = [(who[0], verb[0], who[-1]) for who, verb in numbers if verb]

    assert all(first == verb for first, verb, _ in found)
    assert 0.25 < np.mean([last != verb for _, verb, last in found]) < 0.5  # who stands next often misleads


def test_every_word_has_a_number(recipe: ModuleType, sample: list[str]) -> None:
    words = {word for text in sample for word in text.lower().split()}

    assert recipe.CLASSES[:2] == ("", "END")
    assert words == set(recipe.CLASSES[2:])
