"""nbgrader's own settings of a course, as its commands would read them."""

from __future__ import annotations

import functools
import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from ..projection import tools_path

_KEPT_OPEN = ("converters.autograde", "converters.generate_assignment", "preprocessors.overwritecells",
              "preprocessors.overwritekernelspec", "preprocessors.saveautogrades", "preprocessors.savecells",
              "preprocessors.latesubmissions")  # fmt: skip
_BUSY_SECONDS = 60


@functools.cache
def application(root: Path) -> Any:
    """nbgrader's application for the course in a folder, with its nbgrader_config.py. It prints nothing."""
    from nbgrader.apps import AutogradeApp

    os.environ["PATH"] = tools_path()
    here = Path.cwd()
    os.chdir(root)
    try:
        app = AutogradeApp(log_level=logging.CRITICAL)
        app.logfile = ""
        app.initialize([], root=str(root))
    finally:
        os.chdir(here)
    app.logfile = ""
    app.log.handlers = [logging.NullHandler()]
    app.log.propagate = False
    return app


@functools.cache
def keep_gradebooks_open() -> None:
    """From now on, nbgrader in this process opens each gradebook once instead of a dozen times for each notebook."""
    import importlib

    from nbgrader import api
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SAWarning

    warnings.filterwarnings("ignore", category=SAWarning)  # about how nbgrader creates submissions

    class KeptOpen(api.Gradebook):  # type: ignore[misc]
        def close(self) -> None:
            self.db.remove()

    def connected(url: str, **options: Any) -> Any:
        waits = {"connect_args": {"timeout": _BUSY_SECONDS}} if url.startswith("sqlite") else {}
        return create_engine(url, **options, **waits)

    @functools.cache
    def opened(url: str, course_id: str = "default_course", authenticator: object = None) -> KeptOpen:
        return KeptOpen(url, course_id, authenticator)

    api.create_engine = connected
    for name in _KEPT_OPEN:
        importlib.import_module(f"nbgrader.{name}")
        sys.modules[f"nbgrader.{name}"].Gradebook = opened  # type: ignore[attr-defined]
