"""nbgrader's own settings of a course, as its commands would read them."""

from __future__ import annotations

import functools
import logging
import os
from pathlib import Path
from typing import Any

from ..gradebook import tools_path


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
