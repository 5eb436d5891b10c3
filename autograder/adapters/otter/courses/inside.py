"""Stands for otter in a box: what a notebook calls is here, and what runs a test is otter's own.

Theory of operation. In grading mode, a notebook needs only `Notebook.check` of otter; importing all of it takes longer
than most notebooks run. The source of this file becomes the module `otter` of a box. A test is lent to the box just
before the first cell that names it. What it finds is kept here as plain data until the grader asks for it.

Everything here shares a process with the student's code, which can change it. The results can be forged, as with otter.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_LONGEST, _MOST = 4000, 1_000_000  # characters of one message, and of all of them
_PARTS = {
    "abstract_test": ("TestCase", "TestCaseResult", "TestFile"),
    "exception_test": ("ExceptionTestFile", "test_case"),
    "ok_test": ("OKTestFile",),
}
_lent: dict[str, tuple[str, str]] = {}
_found: dict[str, list[list[Any]]] = {}


class Notebook:
    """otter's class in grading mode: it checks, and the rest does nothing."""

    def __init__(self, nb_path: str | None = None, *_: Any, **__: Any) -> None:
        if nb_path:
            Path(nb_path).read_bytes()  # otter reads it, too, so it must be there

    def check(self, question: str, global_env: dict[str, Any] | None = None) -> Any:
        if question not in _lent:
            raise FileNotFoundError(f"Test {question} does not exist")
        return _run(question, sys._getframe(1).f_globals if global_env is None else global_env)

    def _nothing(self, *_: Any, **__: Any) -> None:
        pass

    check_all = export = to_pdf = add_plugin_files = run_plugin = _nothing


def lend(tests: dict[str, tuple[str, str]]) -> None:
    """From now on, these questions can be checked; each has the path and the source of its test."""
    _lent.update(tests)


def take_back(questions: list[str]) -> None:
    """From now on, these can't."""
    for question in questions:
        _lent.pop(question, None)


def last(question: str, path: str, source: str) -> None:
    """At the notebook's end: check a question, unless its notebook did."""
    if question not in _found:
        _lent[question] = path, source
        _run(question, sys._getframe(1).f_globals)


def told() -> dict[str, list[list[Any]]]:
    """For each question in the order of its first check, whether each case passed, and its message."""
    most = _LONGEST if sum(len(case[1]) for cases in _found.values() for case in cases) < _MOST else 200
    return {question: [[passed, text[:most]] for passed, text in cases] for question, cases in _found.items()}


def _run(question: str, names: dict[str, Any]) -> Any:
    """As in otter: the last check of a question counts."""
    path, source = _lent[question]
    defined: dict[str, Any] = {}
    exec(source, defined)
    if "OK_FORMAT" not in defined:
        raise RuntimeError("Malformed test file: does not define the global variable 'OK_FORMAT'")
    if defined["OK_FORMAT"]:
        test = sys.modules["otter.test_files"].OKTestFile.from_spec(defined["test"], path)
    else:
        test = sys.modules["otter.test_files"].ExceptionTestFile.from_string(source, path)
    test.run(names)
    _found[question] = [[bool(each.passed), str(each.message)[:_LONGEST]] for each in test.test_case_results]
    return test


@contextlib.contextmanager
def hide_outputs() -> Iterator[None]:
    """As in otter: what a test displays is not shown."""
    from IPython import get_ipython

    formatter = get_ipython().display_formatter
    kept, formatter.formatters = formatter.formatters, {}
    try:
        yield
    finally:
        formatter.formatters = kept


def make_no_pictures() -> None:
    """From now on, a figure is drawn and closed at the end of its cell, as always, but shown as its name only."""
    from IPython import get_ipython

    get_ipython().display_formatter.formatters["image/png"].pop("matplotlib.figure.Figure", None)


def furnish() -> None:
    """Once, in the box: load the parts of otter that run tests, without the rest of it, which they don't need."""
    here = sys.modules["otter"].__path__[0]
    few: dict[str, Any] = {"hide_outputs": hide_outputs}
    package: dict[str, Any] = {"__path__": [f"{here}/test_files"]}
    for name, content in {"otter.utils": few, "otter.test_files": package}.items():
        module = sys.modules[name] = ModuleType(name)
        vars(module).update(content)
        setattr(sys.modules["otter"], name.removeprefix("otter."), module)
    files = sys.modules["otter.test_files"]
    for part, names in _PARTS.items():
        module = import_module(f"otter.test_files.{part}")
        vars(files).update({name: getattr(module, name) for name in names})
