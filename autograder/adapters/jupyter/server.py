"""Start JupyterLab, wait until it answers, and end it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...errors import OurFault, UserMistake
from .configuration import Lab, configuration

_PORTS = range(8888, 8988)
_START_SECONDS = 120.0  # on a slow disk
_END_SECONDS = 15.0  # for its kernels to end
_BETWEEN = 0.1


@dataclass(frozen=True)
class Started:
    """JupyterLab while it runs, and a file with its address and token, which only its user can read."""

    process: subprocess.Popen[bytes]
    address: Path


class LabError(UserMistake):
    """Raised when JupyterLab can't be started as the user wants."""


class NoLab(OurFault):
    """Raised when JupyterLab ends, or does not answer."""


def free_port(host: str, wanted: int | None = None) -> int:
    """The wanted port, or the first free one from 8888 on. Raises LabError."""
    for port in _PORTS if wanted is None else [wanted]:
        try:
            kind, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(kind) as door:
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                door.bind(place)
        except socket.gaierror:
            raise LabError(f"--host {host}: no machine has this name. Give an address of this machine.") from None
        except OSError as error:
            taken = error
            continue
        return port
    if wanted is None:
        raise LabError(f"No port from {_PORTS[0]} to {_PORTS[-1]} can be used on {host}: {taken.strerror}.")
    raise LabError(f"Port {wanted} can't be used on {host}: {taken.strerror}. Choose another, or leave out --port.")


@contextlib.contextmanager
def running(lab: Lab) -> Iterator[Started]:
    """JupyterLab while it runs. When this is left, it is gone, and so are its kernels and its configuration."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise LabError("JupyterLab is not installed here. Run: pip install jupyterlab nbgrader")
    with tempfile.TemporaryDirectory(prefix="autograder-lab-") as private:  # nobody else can look into it
        address = Path(private, "address")
        address.write_text(f"{lab.address}\n")
        _write(configuration(lab, _own_configuration()), Path(private))
        command = [sys.executable, "-m", "jupyterlab"]
        # In a session of its own, Ctrl-C does not reach it, and does not make it ask whether that was meant.
        process = subprocess.Popen(command, cwd=lab.folder, env=_environment(private), start_new_session=True)
        try:
            _await(process, lab)
            yield Started(process, address)
        finally:
            _end(process)


def _write(files: Mapping[str, str], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _own_configuration() -> Path:
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir())


def _environment(private: str) -> Mapping[str, str]:
    """The folder stands first: in a virtual environment, what was installed there would else come before it."""
    more = os.environ.get("JUPYTER_CONFIG_PATH", "")
    path = os.pathsep.join(filter(None, [private, more]))
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_TOKEN")}
    return {**kept, "JUPYTER_CONFIG_DIR": private, "JUPYTER_CONFIG_PATH": path, "PATH": tools}


def _await(process: subprocess.Popen[bytes], lab: Lab) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(f"{lab.origin}/api"):
        if process.poll() is not None:
            raise NoLab("JupyterLab ended before it answered. Its own message stands above.")
        if time.monotonic() > deadline:
            raise NoLab(f"JupyterLab did not answer at {lab.origin} for {_START_SECONDS:.0f} seconds.")
        time.sleep(_BETWEEN)


def _answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # it is on this machine
    try:
        with opener.open(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and its kernels, first politely."""
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
