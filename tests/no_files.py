"""What may lie where a file should be: whoever reads it as one waits, or reads, for ever."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    path.symlink_to("/dev/full")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def plug(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(path.parent)  # the address of a socket is short
        listener.bind(path.name)
        os.chdir(here)


NO_FILES = [pipe, device, terminal, loop, dangling, huge, plug, Path.mkdir]
