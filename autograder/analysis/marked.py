"""Which values are for instructors only, and how they are left out of what others may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_type_hints

_MARK = "for instructors"
_Value = TypeVar("_Value")
# Of a field that students must not see: it names hidden checks or known mistakes, or shows a student's work.
ForInstructors = Annotated[_Value, _MARK]


def as_plain(value: object, *, instructors: bool) -> Any:
    """A value as JSON can write it. Without `instructors`, what is for them only is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        marked = _marked(type(value))
        shown = [each.name for each in fields(value) if instructors or each.name not in marked]
        return {name: as_plain(getattr(value, name), instructors=instructors) for name in shown}
    if isinstance(value, Mapping):
        return {str(key): as_plain(each, instructors=instructors) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [as_plain(each, instructors=instructors) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


@lru_cache
def _marked(kind: type) -> frozenset[str]:
    """The fields of a kind of value that are for instructors."""
    hints = get_type_hints(kind, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _MARK in getattr(hint, "__metadata__", ()))
