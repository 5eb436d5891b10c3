"""nbgrader does some things again and again for each notebook; in this process it does them once.

It opens its gradebook a dozen times, writes each score to the disk by itself, and checks the schema of its own metadata
before each use. What comes of it all is the same.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import sys
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from nbgrader import api
from nbgrader.nbgraderformat import common
from nbgrader.preprocessors import SaveAutoGrades
from sqlalchemy import create_engine
from sqlalchemy.exc import SAWarning

_OPENS = ("converters.autograde", "converters.generate_assignment", "preprocessors.overwritecells",
          "preprocessors.overwritekernelspec", "preprocessors.saveautogrades", "preprocessors.savecells",
          "preprocessors.latesubmissions")  # fmt: skip
_BUSY_SECONDS = 60  # to wait for others who write to the same gradebook


class KeptOpen(api.Gradebook):  # type: ignore[misc]
    """nbgrader's gradebook, which stays open after use."""

    together = False  # whether what is written waits for the end of a block

    def close(self) -> None:
        if not self.together:
            self.db.remove()

    @contextlib.contextmanager
    def one_commit(self) -> Iterator[None]:
        """Write everything in this block at once; if it fails, all that came before, as nbgrader would."""
        commit = self.db.commit
        self.together, self.db.commit = True, self.db.flush
        try:
            yield
        finally:
            self.together, self.db.commit = False, commit
            commit()
            self.db.remove()


@functools.cache
def opened(url: str, course_id: str = "default_course", authenticator: object = None) -> KeptOpen:
    """The gradebook at an address."""
    return KeptOpen(url, course_id, authenticator)


@functools.cache
def be_quicker() -> None:
    """From now on, nbgrader opens each gradebook once in this process, and checks a schema once."""
    warnings.filterwarnings("ignore", category=SAWarning)  # about how nbgrader creates submissions
    api.create_engine = _connected
    for name in _OPENS:
        importlib.import_module(f"nbgrader.{name}")
        sys.modules[f"nbgrader.{name}"].Gradebook = opened  # type: ignore[attr-defined]
    common.jsonschema = SimpleNamespace(validate=_validate)


class ScoresAtOnce(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's step that saves the scores of a notebook, in one transaction."""

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        with opened(resources["nbgrader"]["db_url"]).one_commit():
            return super().preprocess(notebook, resources)  # type: ignore[no-any-return]


def _connected(url: str, **options: Any) -> Any:
    waits = {"connect_args": {"timeout": _BUSY_SECONDS}} if url.startswith("sqlite") else {}
    return create_engine(url, **options, **waits)


def _validate(instance: object, schema: dict[str, Any]) -> None:
    """Raise jsonschema's error if the metadata don't fit."""
    from jsonschema.exceptions import best_match

    if error := best_match(_validator(json.dumps(schema)).iter_errors(instance)):
        raise error


@functools.cache
def _validator(schema: str) -> Any:
    from jsonschema.validators import validator_for

    known = json.loads(schema)
    return validator_for(known)(known)
