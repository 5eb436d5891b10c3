"""Runs inside a box: an IPython shell that keeps what cells show, as a notebook would.

Made once in the zygote and inherited by every box, because making it takes longer than running a small notebook.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import matplotlib
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from ..outputs import Output, Room

_WARNING = 200  # characters that are kept of one, after a flood


class Recorder:
    """The outputs of the running cell, in nbformat's words, up to a cap for the whole notebook."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.room = Room()
        self.full = False
        self.count: int | None = None

    def take(self) -> list[Output]:
        outputs, self.outputs = self.outputs, []
        return outputs

    def add(self, output: Output, size: int) -> None:
        if self.room.takes(size):
            self.outputs.append(output)
        else:
            self._say_full()

    def write(self, name: str, text: str) -> None:
        kept = text[: self.room.left] or (text[:_WARNING] if name == "stderr" else "")
        if kept and self.room.takes(len(kept)):
            last = self.outputs[-1] if self.outputs else {}
            if last.get("output_type") == "stream" and last["name"] == name:
                last["text"] += kept
            else:
                self.outputs.append({"output_type": "stream", "name": name, "text": kept})
        if len(kept) < len(text):
            self._say_full()

    def _say_full(self) -> None:
        if not self.full:
            self.outputs.append({"output_type": "stream", "name": "stdout", "text": "[more output was not kept]\n"})
        self.full = True


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a notebook."""

    def __init__(self, name: str, recorder: Recorder) -> None:
        self._name, self._recorder = name, recorder

    def write(self, text: str) -> int:
        self._recorder.write(self._name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    def publish(self, data: Any, metadata: Any = None, *_: Any, **more: Any) -> None:
        shown = _texts(data)
        self.shell.recorder.add({"output_type": "display_data", "data": shown}, _size(shown))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.take()


class _Hook(DisplayHook):  # type: ignore[misc]
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        recorder, shown = self.shell.recorder, _texts(format_dict)
        output = {"output_type": "execute_result", "data": shown, "execution_count": recorder.count}
        recorder.add(output, _size(shown))

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):  # type: ignore[misc]
    """IPython with no terminal, no history and no files; what it shows goes to `recorder`."""

    recorder: Recorder

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        output = {
            "output_type": "error",
            "ename": getattr(etype, "__name__", str(etype)),
            "evalue": str(evalue),
            "traceback": [str(line) for line in stb],
        }
        self.recorder.add(output, sum(map(len, stb)))


def make_shell() -> Shell:
    """The shell, with inline pictures ready to draw."""
    matplotlib.use("module://matplotlib_inline.backend_inline")
    config = Config()
    config.HistoryManager.enabled = False
    config.Shell.colors = "nocolor"
    config.Shell.cache_size = 0
    shell = Shell.instance(config=config, display_pub_class=_Publisher, displayhook_class=_Hook)
    shell.recorder = Recorder()
    shell.enable_matplotlib("inline")
    assert isinstance(shell, Shell)
    return shell


def take_streams(shell: Shell) -> None:
    """From now on, what is printed belongs to the notebook."""
    sys.stdout, sys.stderr = Stream("stdout", shell.recorder), Stream("stderr", shell.recorder)


def run_cell(shell: Shell, source: str, count: int) -> tuple[list[Output], str]:
    """Run one cell as Jupyter would: the outputs, and the name of the error that ended it, if one did."""
    shell.recorder.count = count
    result = shell.run_cell(source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    return shell.recorder.take(), type(error).__name__ if error is not None else ""


def _texts(data: Any) -> dict[str, str]:
    """The parts of a display that are text, as pictures in base64 are too. An object may show itself as anything."""
    return {str(kind): part for kind, part in dict(data).items() if isinstance(part, str)}


def _size(data: dict[str, str]) -> int:
    return sum(len(part) for part in data.values())
