"""Write the files of a new course or topic. Existing files are never changed."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from ..errors import UserMistake

_FIRST = "01-averages"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*$")
_TOPIC = {"notebook.txt": "assignments/{name}/notebook.py", "tests.txt": "assignments/{name}/tests.py",
          "reference.txt": "reference/{name}.py"}  # fmt: skip
_COURSE = {"grading_config.txt": "grading_config.yml", "readme.txt": "README.md", "gitignore.txt": ".gitignore"}


class StartError(UserMistake):
    """Raised when a course or a topic can't be started as requested."""


def new_course(folder: Path, title: str) -> list[Path]:
    """Write a course of one topic into a folder that is new or empty, and return the files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StartError(f"{folder} exists and is not empty. Name a new folder.")
    told = {"TITLE": title.replace('"', "'"), "ID": _slug(title), "TOPIC": _FIRST}
    written = [_write("course", template, folder / target, told) for template, target in _COURSE.items()]
    return [*written, *new_topic(folder, _FIRST)]


def new_topic(root: Path, name: str) -> list[Path]:
    """Write a topic into a course, and return its three files."""
    if not _NAME.match(name):
        raise StartError(f"{name!r} can't be a topic's name. Write one like 04-averages: it is the folder's name, too.")
    targets = {template: root / target.format(name=name) for template, target in _TOPIC.items()}
    for path in targets.values():
        if path.exists():
            raise StartError(f"{path} already exists. Choose another name.")
    words = re.sub(r"^\d+-", "", name).replace("-", " ")
    told = {"TITLE": words[:1].upper() + words[1:]}
    return [_write("topic", template, path, told) for template, path in targets.items()]


def _write(kind: str, template: str, path: Path, told: dict[str, str]) -> Path:
    text = (files(__package__) / "files" / kind / template).read_text(encoding="utf-8")
    for name, value in told.items():
        text = text.replace(f"@{name}@", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _slug(title: str) -> str:
    """A short name without spaces, for tools that need one."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "course"
