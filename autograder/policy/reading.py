"""Read a policy file, and say precisely what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from ..errors import UserMistake
from .model import Policy

_KINDS = {
    "bool_type": "true or false", "bool_parsing": "true or false", "string_type": "text",
    "float_parsing": "a number", "float_type": "a number", "int_parsing": "a whole number",
    "int_type": "a whole number", "int_from_float": "a whole number", "dict_type": "a list of keys and values",
    "model_type": "a list of keys and values", "model_attributes_type": "a list of keys and values",
}  # fmt: skip


class PolicyError(UserMistake):
    """Raised when a policy file can't be used: the message names the line, the key and what is allowed."""


def load(path: Path, assignments: Iterable[str] = ()) -> Policy:
    """Read the policy in a file. If `assignments` are given, a policy for any other is a mistake, too."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: this file can't be read: {error}.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{path}:{line}: this is not YAML: {error.problem}.") from None
    try:
        policy = Policy.model_validate({} if content is None else content)
    except ValidationError as error:
        raise PolicyError("\n".join(_explain(path, tree, each) for each in error.errors())) from None
    _known_names(path, tree, policy, list(assignments))
    return policy


def _explain(path: Path, tree: Any, error: Any) -> str:
    """One mistake, in one line."""
    keys = [str(key) for key in error["loc"] if key != "[key]"]
    place = f"{path}:{_line(tree, keys)}"
    name = ".".join(keys) or "the file"
    if error["type"] == "extra_forbidden":
        allowed = _fields(keys[:-1])
        near = difflib.get_close_matches(keys[-1], allowed, 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        return f"{place}: {name} is not a known key here.{hint} Known keys: {', '.join(allowed)}."
    given = f"{place}: {name} is {_shown(error['input'])}"
    if error["type"] == "value_error":
        return f"{given}, but {error['ctx']['error']}."
    return f"{given}, but must be {_wanted(error)}."


def _wanted(error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            return f"one of {context['expected']}"
        case "greater_than_equal":
            return f"at least {context['ge']:g}"
        case "greater_than":
            return f"more than {context['gt']:g}"
        case "less_than_equal":
            return f"at most {context['le']:g}"
        case kind:
            return _KINDS.get(kind, str(error["msg"]))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 60 else text[:57] + "..."


def _fields(keys: list[str]) -> list[str]:
    """The keys that are allowed below a path of keys."""
    model: Any = Policy
    for key in keys:
        if isinstance(model, type) and issubclass(model, BaseModel):
            by_alias = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
            model = by_alias.get(key)
        else:
            model = model.__args__[-1]
    return [field.alias or name for name, field in model.model_fields.items()]


def _line(node: Any, keys: list[str]) -> int:
    """The line that holds the value under a path of keys."""
    line = node.start_mark.line + 1 if node is not None else 1
    for wanted in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for key, value in node.value:
            if str(key.value) == wanted:
                line, node = key.start_mark.line + 1, value
                break
        else:
            break
    return line


def _known_names(path: Path, tree: Any, policy: Policy, assignments: list[str]) -> None:
    named = [["assignments", name] for name in policy.assignments]
    named += [["gates", name] for name in policy.gates]
    named += [["retrain", name] for name in policy.retrain]
    named += [["extensions", student, name] for student, spans in policy.extensions.items() for name in spans]
    for keys in named:
        if assignments and keys[-1] not in assignments:
            near = difflib.get_close_matches(keys[-1], assignments, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            known = ", ".join(assignments)
            where = f"{path}:{_line(tree, keys)}"
            raise PolicyError(f"{where}: {'.'.join(keys)}: there is no such assignment.{hint} Assignments: {known}.")
