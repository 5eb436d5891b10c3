"""What a student wrote as an answer in words: the text of its cell, without the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from ..assignment import Assignment
from ..release import WRITE_HERE

_ADDED = re.compile(r"-added-\d+$")


def in_words(assignment: Assignment, cells: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The text of each question that a person grades; nothing for one that was left as it was.

    `cells` are the ids and sources of text cells, as `arrange` named them. Some students leave the question's cell as
    it is, and answer in one of their own below it, which is called `why-added-0`.
    """
    found: dict[str, list[str]] = {essay.name: [] for essay in assignment.essays}
    for id, source in cells:
        if (name := _ADDED.sub("", id)) in found:
            found[name].append(source)
    prompts = {essay.name: essay.prompt for essay in assignment.essays}
    return {name: own_words("\n\n".join(sources), prompts[name]) for name, sources in found.items()}


def own_words(source: str, prompt: str) -> str:
    """A cell's lines that are not the question's. Students write below it, in it, or instead of it."""
    asked = {_plain(line) for line in prompt.splitlines()}
    lines = source.replace(WRITE_HERE, "").splitlines()
    return "\n".join(line for line in lines if not line.strip() or _plain(line) not in asked).strip()


def digest_of_words(text: str) -> str:
    """Short, and different for each text; nothing for no text. Spaces and line breaks make no difference."""
    words = " ".join(text.split())
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32] if words else ""


def _plain(line: str) -> str:
    return " ".join(line.split())
