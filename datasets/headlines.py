"""Headlines: news in a small English, of which is known exactly how well the next word can be predicted.

    Young nurses backed by mayor reject offer as patients wait

A headline is made by rules. Someone, often in the company of someone else, does something, and it may end with an
occasion. Two agreements hold it together. Both reach over the company in between, which is of another field:

- the verb follows the *first* person's number: nurses reject, though "mayor" stands right before it;
- what is done, and the occasion, follow the first person's field: it is patients who wait, not voters.

So whoever looks at the last word only (a bigram model) must guess at the verb and at the occasion; and whoever knows
all words but not their order can't tell nurses backed by a mayor from a mayor backed by nurses.

Each headline can be made in one way only. Therefore its surprise is the sum of the surprises of the choices that made
it, and the entropy of the language is a sum as well: `entropy` computes it, nothing is estimated.

A world says what the papers of one cohort like to write about, and in which words: how likely each alternative of each
rule is. Students see one world; the hidden headlines of each cohort are from another. The words and the two agreements
are the same in all worlds.
"""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

SIZES = {"train": 3000, "valid": 500, "hidden": 1500}

_WORLDS = 8  # where worlds have their random numbers: no split has this number
# What differs from cohort to cohort: the least, what students see, and the most.
BOUNDS = {"liking": (0.8, 1.0, 1.25)}  # how likely each alternative is, compared with the others of its rule
World = namedtuple("World", BOUNDS)

Part = tuple[float, list[str]]  # a probability, and the words or names of rules that are put one after the other
_NUMBERS = ("one", "many")
# For each field: people (one, many), what only they do (one, many: to what), occasions, and scenes that follow "as".
_FIELDS = {
    "health": (
        "nurse nurses, doctor doctors, surgeon surgeons",
        {"treats treat": "twins, tourists, champion", "tests test": "vaccine, antidote, mattress"},
        "surgery, epidemic, vaccination",
        "patients wait, hospitals expand",
    ),
    "sport": (
        "striker strikers, goalkeeper goalkeepers, coach coaches",
        {"wins win": "medal, trophy, rematch", "misses miss": "penalty, bus, parade"},
        "final, relegation, training",
        "fans cheer, stadiums empty",
    ),
    "politics": (
        "mayor mayors, senator senators, minister ministers",
        {"opens open": "bridge, museum, bakery", "bans ban": "fireworks, scooters, plastic"},
        "election, debate, referendum",
        "voters grumble, borders reopen",
    ),
    "science": (
        "chemist chemists, astronomer astronomers, biologist biologists",
        {"discovers discover": "comet, fossil, enzyme", "names name": "asteroid, volcano, beetle"},
        "launch, eclipse, experiment",
        "satellites drift, microscopes improve",
    ),
    "farming": (
        "farmer farmers, beekeeper beekeepers, shepherd shepherds",
        {"sells sell": "tractor, castle, honey", "plants plant": "vineyard, forest, tulips"},
        "harvest, drought, auction",
        "orchards bloom, barns overflow",
    ),
}
# What anyone does.
_DEEDS = {
    "rejects reject": "offer, retirement, rules",
    "welcomes welcome": "visitors, deal, inquiry",
    "demands demand": "apology, holidays, bonus",
    "fears fear": "delays, storm, taxes",
}
_BONDS = ("backed by", "trained by", "sued by", "paid by", "rescued by", "interviewed by")
_PLACES = ("Berlin", "Leeds", "Malaga", "Innsbruck", "Porto", "Turku")
_KINDS = ("young", "retired", "angry", "famous", "tired", "cheerful")


def make(split: str, seed: int, count: int, world: int | None = None) -> dict[str, NDArray[np.generic]]:
    """`count` headlines of a split, as texts: {"sentences": (n,) str}."""
    random = np.random.default_rng([seed, list(SIZES).index(split)])
    rules = _rules(world)
    texts = (" ".join(_made("HEADLINE", rules, random)) for _ in range(count))
    return {"sentences": np.array([text[0].upper() + text[1:] for text in texts])}


def world_of(number: int | None) -> World:
    """The world that students see; or, for a number, the world that it draws, anywhere within the bounds."""
    (least, seen, most), size = BOUNDS["liking"], SHAPES["liking"]
    if number is None:
        return World(np.full(size, seen))
    return World(np.random.default_rng([number, _WORLDS]).uniform(least, most, size))


def facts(world: int | None = None) -> dict[str, float]:
    """What is known about a world."""
    return {"entropy": entropy(world)}


def entropy(world: int | None = None) -> float:
    """The least loss that any model can have: nats for each token after the first, the token END included.

    Models begin with a first word, so its own surprise does not count. A headline of n words has n tokens after it.
    """
    first = -sum(share * math.log(share) for share in _first("HEADLINE", world).values())
    return (_surprise("HEADLINE", world) - first) / _length("HEADLINE", world)


@cache
def _rules(world: int | None = None) -> dict[str, list[Part]]:
    """Each rule with its alternatives, as likely as they are in a world."""
    if world is None:
        return _GRAMMAR
    liking = iter(world_of(world).liking.tolist())
    return {name: _liked(rule, liking) for name, rule in _GRAMMAR.items()}


def _liked(rule: list[Part], liking: Iterator[float]) -> list[Part]:
    """A rule whose alternatives become more or less likely; each takes one number."""
    weights = [chance * next(liking) for chance, _ in rule]
    return [(weight / math.fsum(weights), parts) for weight, (_, parts) in zip(weights, rule, strict=True)]


def _grammar() -> dict[str, list[Part]]:
    """Each rule with its alternatives."""
    rules: dict[str, list[Part]] = {
        "KIND": _equally(_KINDS),
        "BOND": _equally(_BONDS),
        "PLACE": _equally(_PLACES),
        "WHEN": _equally(("before", "after", "despite")),
        "HEADLINE": _equally(
            f"WHO-{field}-{number} BESIDE-{field} DOES-{field}-{number} END-{field}"
            for field in _FIELDS
            for number in _NUMBERS
        ),
        **_deeds("ANY", _DEEDS),
    }
    for field, (people, deeds, occasions, scenes) in _FIELDS.items():
        others = [f"WHO-{other}-{number}" for other in _FIELDS if other != field for number in _NUMBERS]
        rules[f"OTHER-{field}"] = _equally(others)
        rules[f"BESIDE-{field}"] = [(0.75, ["BOND", f"OTHER-{field}"]), (0.25, ["from", "PLACE"])]
        rules[f"OCCASION-{field}"] = _equally(occasions.split(", "))
        rules[f"SCENE-{field}"] = _equally(scenes.split(", "))
        occasion, scene = ["WHEN", f"OCCASION-{field}"], ["as", f"SCENE-{field}"]
        rules[f"END-{field}"] = [(0.5, occasion), (0.4, scene), (0.1, [])]
        rules.update(_deeds(field, deeds))
        for number, forms in zip(_NUMBERS, _columns(people.split(", ")), strict=True):
            person = f"PERSON-{field}-{number}"
            rules[person] = _equally(forms)
            rules[f"WHO-{field}-{number}"] = [(0.2, ["KIND", person]), (0.8, [person])]
            rules[f"DOES-{field}-{number}"] = [(0.5, [f"DEED-{field}-{number}"]), (0.5, [f"DEED-ANY-{number}"])]
    return rules


def _deeds(whose: str, deeds: dict[str, str]) -> dict[str, list[Part]]:
    """Rules for what someone does, one for each number, and for what it is done to."""
    rules = {f"THING-{whose}-{place}": _equally(things.split(", ")) for place, things in enumerate(deeds.values())}
    for number, forms in zip(_NUMBERS, _columns(deeds), strict=True):
        rules[f"DEED-{whose}-{number}"] = _equally(f"{form} THING-{whose}-{n}" for n, form in enumerate(forms))
    return rules


def _equally(alternatives: Iterable[str]) -> list[Part]:
    """Alternatives that are all as likely."""
    texts = list(alternatives)
    return [(1 / len(texts), text.split()) for text in texts]


def _columns(pairs: Iterable[str]) -> list[tuple[str, ...]]:
    """The first words of all pairs, and the second ones."""
    return list(zip(*(pair.split() for pair in pairs), strict=True))


_GRAMMAR = _grammar()
SHAPES = {"liking": (sum(map(len, _GRAMMAR.values())),)}
# The words, each at the place of its number: 0 fills up, and 1 ends a headline.
_WORDS = {part.lower() for rule in _GRAMMAR.values() for _, parts in rule for part in parts if part not in _GRAMMAR}
CLASSES = ("", "END", *sorted(_WORDS))


def _made(name: str, rules: dict[str, list[Part]], random: np.random.Generator) -> list[str]:
    """The words that a rule makes, by chance. What is no rule is a word."""
    if name not in rules:
        return [name]
    rule = rules[name]
    _, parts = rule[np.searchsorted(np.cumsum([chance for chance, _ in rule]), random.random())]
    return [word for part in parts for word in _made(part, rules, random)]


@cache
def _surprise(name: str, world: int | None) -> float:
    """The expected surprise of what a rule makes, in nats: that of its choice, and those of the parts."""
    if name not in _GRAMMAR:
        return 0.0
    rule = _rules(world)[name]
    return math.fsum(chance * (sum(_surprise(p, world) for p in parts) - math.log(chance)) for chance, parts in rule)


@cache
def _length(name: str, world: int | None) -> float:
    """The expected number of words that a rule makes."""
    if name not in _GRAMMAR:
        return 1.0
    return math.fsum(chance * sum(_length(part, world) for part in parts) for chance, parts in _rules(world)[name])


def _first(name: str, world: int | None = None) -> dict[str, float]:
    """How likely a rule's first word is each word."""
    if name not in _GRAMMAR:
        return {name: 1.0}
    found: dict[str, float] = {}
    for chance, parts in _rules(world)[name]:
        for word, share in _first(parts[0], world).items():
            found[word] = found.get(word, 0) + chance * share
    return found
