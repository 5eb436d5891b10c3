"""The language of the headlines: its entropy, and the agreements that only a memory can follow."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pytest

from conftest import ROOT, load_recipe


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    return load_recipe(ROOT / "datasets" / "headlines.py")


@dataclass(frozen=True)
class Paper:
    """The headlines of one world: the one that students see, or a cohort's."""

    recipe: ModuleType
    world: int | None
    texts: list[list[str]]

    def chance(self, words: list[str]) -> float:
        """How likely a headline is."""
        return sum(derivations(self.recipe._rules(self.world), ["HEADLINE"], words))

    def first(self) -> dict[str, float]:
        """How likely each first word is."""
        found: dict[str, float] = self.recipe._first("HEADLINE", self.world)
        return found


@pytest.fixture(scope="module", params=[None, 1, 2], ids=["seen", "world 1", "world 2"])
def paper(request: pytest.FixtureRequest, recipe: ModuleType) -> Paper:
    made = recipe.make("hidden", 5, 6000, world=request.param)["sentences"]
    return Paper(recipe, request.param, [text.lower().split() for text in made.tolist()])


def derivations(rules: dict[str, list[tuple[float, list[str]]]], parts: list[str], words: list[str]) -> Iterator[float]:
    """The probability of each way in which these parts make exactly these words."""
    if not parts or not words:
        if not parts and not words:
            yield 1.0
        elif not words and parts[0] in rules:
            for chance, inner in rules[parts[0]]:
                if not inner:
                    yield from (chance * rest for rest in derivations(rules, parts[1:], words))
        return
    name, after = parts[0], parts[1:]
    if name in rules:
        for chance, inner in rules[name]:
            yield from (chance * rest for rest in derivations(rules, [*inner, *after], words))
    elif name.lower() == words[0]:
        yield from derivations(rules, after, words[1:])


def test_a_headline_is_made_in_one_way_only(paper: Paper) -> None:
    rules = paper.recipe._rules(paper.world)

    ways = [list(derivations(rules, ["HEADLINE"], words)) for words in paper.texts[:300]]

    assert {len(each) for each in ways} == {1}


def test_the_entropy_is_what_a_sample_costs_on_average(paper: Paper) -> None:
    texts, first = paper.texts[:2000], paper.first()

    surprises = [-math.log(paper.chance(words) / first[words[0]]) for words in texts]
    lengths = [len(words) for words in texts]  # the first word does not count, and END does

    # A ratio of two means; what is left of a headline's surprise beyond its length tells how far it may be off.
    found = sum(surprises) / sum(lengths)
    error = np.std(np.array(surprises) - found * np.array(lengths)) / np.mean(lengths) / math.sqrt(len(texts))
    assert abs(found - paper.recipe.entropy(paper.world)) < 4 * error < 0.03


def test_each_world_has_an_entropy_of_its_own(recipe: ModuleType) -> None:
    entropies = [recipe.entropy(world) for world in (None, *range(40))]

    assert len(set(entropies)) == len(entropies)
    assert np.ptp(entropies) < 0.06  # one gate, above the entropy, holds for all cohorts
    assert recipe.facts(7) == {"entropy": recipe.entropy(7)}
    assert recipe.facts() == {"entropy": recipe.entropy()}


def test_alternatives_are_about_as_likely_in_each_world(recipe: ModuleType) -> None:
    """The bounds hold for weights; what follows for chances is what the card says."""
    seen = recipe._rules()
    least, _, most = recipe.BOUNDS["liking"]

    for world in range(50):
        rules = recipe._rules(world)
        assert list(rules) == list(seen)
        for name, rule in rules.items():
            assert [parts for _, parts in rule] == [parts for _, parts in seen[name]]
            assert math.isclose(sum(chance for chance, _ in rule), 1)
            for (chance, _), (usual, _) in zip(rule, seen[name], strict=True):
                assert least / most - 1e-9 <= chance / usual <= most / least + 1e-9


def test_first_words_are_as_likely_as_they_occur(paper: Paper) -> None:
    first = paper.first()

    assert math.isclose(sum(first.values()), 1)
    for word in ("young", "nurse", "farmers"):
        share = np.mean([words[0] == word for words in paper.texts])
        assert abs(share - first[word]) < 4 * math.sqrt(first[word] / len(paper.texts))


def test_a_bigram_model_stays_far_above_the_entropy(paper: Paper) -> None:
    number = {word: place for place, word in enumerate(paper.recipe.CLASSES)}

    def pairs(texts: list[list[str]]) -> list[tuple[int, int]]:
        tokens = ([*(number[word] for word in words), 1] for words in texts)
        return [pair for each in tokens for pair in itertools.pairwise(each)]

    counts = np.full((len(number), len(number)), 1e-3)
    np.add.at(counts, tuple(np.transpose(pairs(paper.texts[1000:]))), 1)
    chances = counts / counts.sum(axis=1, keepdims=True)

    loss = -np.mean([math.log(chances[pair]) for pair in pairs(paper.texts[:1000])])

    assert loss > paper.recipe.entropy(paper.world) + 0.4


def persons(recipe: ModuleType) -> dict[str, tuple[str, int]]:
    """The field and the number of each person."""
    return {
        person: (field, n)
        for field, (people, *_) in recipe._FIELDS.items()
        for pair in people.split(", ")
        for n, person in enumerate(pair.split())
    }


def test_the_verb_follows_the_first_person(paper: Paper) -> None:
    deeds = [paper.recipe._DEEDS, *(field[1] for field in paper.recipe._FIELDS.values())]
    verbs = {verb: n for each in deeds for pair in each for n, verb in enumerate(pair.split())}
    people = persons(paper.recipe)

    found = [
        ([people[word][1] for word in words if word in people], next(verbs[word] for word in words if word in verbs))
        for words in paper.texts
    ]

    assert all(who[0] == verb for who, verb in found)
    assert 0.25 < np.mean([who[-1] != verb for who, verb in found]) < 0.5  # who stands next often misleads


def test_deed_and_occasion_follow_the_first_persons_field(paper: Paper) -> None:
    people = persons(paper.recipe)
    own = {
        word: field
        for field, (_, deeds, occasions, scenes) in paper.recipe._FIELDS.items()
        for word in (*" ".join(deeds).split(), *occasions.split(", "), *scenes.replace(",", "").split())
    }

    found = [
        ([people[word][0] for word in words if word in people], {own[word] for word in words if word in own})
        for words in paper.texts
    ]

    assert all(told <= {who[0]} for who, told in found)
    assert all(len(who) == len(set(who)) for who, _ in found)  # company is of another field
    assert np.mean([bool(told) for _, told in found]) > 0.85


def test_every_word_has_a_number(paper: Paper) -> None:
    words = {word for words in paper.texts for word in words}

    assert paper.recipe.CLASSES[:2] == ("", "END")
    assert words == set(paper.recipe.CLASSES[2:])
