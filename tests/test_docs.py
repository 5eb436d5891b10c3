"""What the documents say is true."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from autograder.assignment import load
from autograder.cli import cli
from autograder.judge import Judge
from autograder.policy import Policy
from autograder.policy.model import LatePolicy
from autograder.proof import prove
from conftest import QUICK, ROOT
from test_structure import ORDER

DOCS = ROOT / "docs"


def test_following_the_authoring_guide_gives_a_topic_that_is_proven(judge: Judge, tmp_path: Path) -> None:
    guide = (DOCS / "authoring.md").read_text()
    notebook, tests, drawn, reference, *_ = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    named = re.findall(r"^    ((?:assignments|reference)/\S+)", guide, re.MULTILINE)
    for name, content in zip(named, (notebook, f"{tests}\n\n{drawn}", reference), strict=True):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)

    proof = prove(load(tmp_path / "assignments" / "04-averages"), judge, QUICK)

    assert proof.findings == ()


def keys(model: type[BaseModel], prefix: str = "") -> dict[str, Any]:
    """Every key of the policy with its default."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        default = field.default
        if isinstance(default, BaseModel):
            found |= keys(type(default), f"{path}.")
        elif default != {}:
            found[path] = default
    return found


def test_the_policy_document_lists_every_key() -> None:
    rows = dict(re.findall(r"^\| `([a-z_.<>]+)` \| (.+?) \|", (DOCS / "policy.md").read_text(), re.MULTILINE))

    documented = {key for key in rows if "<" not in key}
    assert documented == set(keys(Policy))
    for key, default in keys(Policy).items():
        assert as_written(rows[key], default) == default, key


def as_written(text: str, default: Any) -> Any:
    """What a default in the document means."""
    if default is None:
        return None if text == "none" else text
    if isinstance(default, bool):
        return {"true": True, "false": False}[text]
    if isinstance(default, timedelta):
        return LatePolicy.model_validate({"grace": text}).grace
    return type(default)(text)


def test_the_architecture_document_lists_every_room_in_order() -> None:
    table = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", (DOCS / "architecture.md").read_text(), re.MULTILINE)

    assert [name for row in table for name in re.findall(r"`(\w+)`", row)] == list(ORDER)


def test_every_command_and_link_that_is_named_exists() -> None:
    for path in (ROOT / "README.md", *DOCS.glob("*.md")):
        text = path.read_text()
        for command in re.findall(r"(?:^|`)autograder (\w+)", text, re.MULTILINE):
            assert command in cli.commands, (path.name, command)
        for link in re.findall(r"\]\((?!http)([^)#]+)", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)):
            assert (path.parent / link).exists(), (path.name, link)


def test_the_topics_that_the_readme_names_are_there() -> None:
    named = re.findall(r"^\d+\. \*(.+?)\*", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert len(named) == 16
    assert set(named) <= {load(folder).title for folder in (ROOT / "assignments").iterdir()}


def test_nothing_of_the_machine_it_was_written_on_is_in_the_repo() -> None:
    lock = (ROOT / "requirements.lock").read_text()

    assert "http" not in re.sub(r"^http(core|x)==", "", lock, flags=re.MULTILINE)
    assert "--index-url" not in lock and "--find-links" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==")
