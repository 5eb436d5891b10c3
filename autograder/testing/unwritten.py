"""Say in one line, instead of a traceback, that a cell needs an answer that is not written yet.

Only in a student's own notebook: graders see each error as it is.
"""

from __future__ import annotations

import ast
import os
import sys
from types import CodeType, TracebackType
from typing import Any

from .displaying import Told, in_notebook, running_shell
from .marks import Test
from .wording import worded

_KINDS = (NotImplementedError, NameError, AttributeError, TypeError, ValueError)


def explain_unwritten() -> None:
    """From now on, a cell that needs an unwritten answer says so, and the notebook runs on."""
    if in_notebook() and "NBGRADER_EXECUTION" not in os.environ:
        Explaining(running_shell())


class Explaining:
    """Takes the place of IPython's tracebacks where the reason is an unwritten answer, and only there."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._others, self._show_other = shell.custom_exceptions, shell.CustomTB
        self._told: BaseException | None = None
        self._reason = ""
        self._missing: dict[str, str] = {}  # by name: why the cell that makes it ended before
        shell.set_custom_exc((*_KINDS, *self._others), self._handle)
        shell.events.register("post_run_cell", self._ended)

    def _handle(
        self, shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: Any = None
    ) -> Any:
        self._reason = self._why(error, trace)
        if self._reason:
            self._told = error
            self._show()
            return []
        if isinstance(error, self._others):  # such as those for which Colab has advice
            return self._show_other(kind, error, trace, tb_offset)
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset, running_compiled_code=True)
        return []

    def _why(self, error: BaseException, trace: TracebackType) -> str:
        """The reason in one sentence; empty if an unwritten answer is not the reason."""
        codes = [code for code, names in _frames(trace) if names is self._shell.user_ns]
        last, names = _frames(trace)[-1]
        if isinstance(error, NotImplementedError):
            stub = names is self._shell.user_ns and last.co_name != "<module>"
            text = worded("Not written yet: `{name}`. {hint}", name=_function(last), hint=error).rstrip()
            return text if stub else ""
        if isinstance(error, NameError):
            return self._missing.get(error.name or "", "")
        used = dict.fromkeys(name for code in codes for name in code.co_names)
        empty = [name for name in used if self._shell.user_ns.get(name) is ...]
        return not_made(empty) if empty and "ellipsis" in str(error).lower() else ""

    def _show(self) -> None:
        pictures = sys.modules.get("matplotlib.pyplot")
        if pictures is not None:
            pictures.close("all")  # or half a picture would be shown
        told = Told("\u25cb", self._reason)
        self._shell.display_pub.publish({"text/plain": f"\u25cb {told!r}", "text/html": told._repr_html_()})

    def _ended(self, result: Any) -> None:
        """After a cell: what was told in one line does not stop "Run All"."""
        if self._told is not None and result.error_in_exec is self._told:
            result.error_in_exec = None
            self._missing |= dict.fromkeys(_makes(result.info.raw_cell), self._reason)
        self._told = None


def _frames(trace: TracebackType | None) -> list[tuple[CodeType, dict[str, Any]]]:
    """The code that was running when an error was raised, outermost first, each with its global names."""
    found, step = [], trace
    while step is not None:
        found.append((step.tb_frame.f_code, step.tb_frame.f_globals))
        step = step.tb_next
    return found


def _function(code: CodeType) -> str:
    """The name of a function as its author calls it, with its class."""
    return str(getattr(code, "co_qualname", code.co_name)).split(".<locals>")[0]


def whose_stub(error: BaseException, test: Test, names: dict[str, Any]) -> str:
    """The answer whose stub raised an error in a test; nothing if no function of the notebook did."""
    frames = _frames(error.__traceback__)
    called = [_function(code).split(".")[0] for code, space in frames if space is names]
    return next((name for name in reversed(called) if name in names and name != test.__name__), "")


def not_made(names: list[str]) -> str:
    return worded(
        "Not made yet: {names}. Its cell sets it to `...` so far." if len(names) == 1
        else "Not made yet: {names}. Their cells set them to `...` so far.",
        names=worded(" and ").join(f"`{name}`" for name in names),
    )  # fmt: skip


def _makes(source: str) -> list[str]:
    """The names that a cell assigns; none if it is more than plain Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
