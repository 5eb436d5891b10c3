"""YAML as platforms write it: text in lists and mappings. Anything else that YAML offers is refused.

Aliases can expand a few lines to gigabytes, tags can construct objects, and deep nesting can exhaust a parser. So the
parser's events are read one by one, and the first one that is not plain ends it.
"""

from __future__ import annotations

from typing import TypeAlias

import yaml

from ..errors import Signal

SIZE_CAP = 8 << 20
_DEPTH_CAP = 40
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times as fast, but not always installed
_NOTHING = ("", "~", "null", "Null", "NULL")

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


class NotPlain(Signal):
    """Raised if a text is not plain YAML; the message says why."""


def plain_yaml(content: bytes) -> Plain:
    """The value of a YAML document; every scalar is text, and null is the empty text."""
    if len(content) > SIZE_CAP:
        raise NotPlain(f"it is larger than {SIZE_CAP >> 20} MB")
    builder = _Builder()
    try:
        for event in yaml.parse(content.decode("utf-8-sig"), Loader=_PARSER):
            builder.take(event)
    except UnicodeDecodeError:
        raise NotPlain("it is not text in UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NotPlain(f"it is not YAML{f'; see line {mark.line + 1}' if mark else ''}") from None
    return builder.value


class _Builder:
    """Builds the value from events, without recursion."""

    def __init__(self) -> None:
        self.value: Plain = ""
        self._documents = 0
        self._open: list[
            tuple[list[Plain] | dict[str, Plain], list[str]]
        ] = []  # each with the key that waits for its value

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotPlain("it contains an anchor or an alias")
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise NotPlain("it contains several documents")
        elif isinstance(event, yaml.ScalarEvent):
            bare = not event.style and event.value in _NOTHING
            self._add("" if bare else event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            made: list[Plain] | dict[str, Plain] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self._add(made)
            self._open.append((made, []))
            if len(self._open) > _DEPTH_CAP:
                raise NotPlain(f"it is nested more than {_DEPTH_CAP} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _add(self, value: Plain) -> None:
        if not self._open:
            self.value = value
            return
        holder, key = self._open[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key:
            holder[key.pop()] = value
        elif isinstance(value, str) and value not in holder:
            key.append(value)
        else:
            raise NotPlain("a key appears twice, or is not text")
