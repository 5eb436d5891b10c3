"""Hosts as network namespaces: each with an address of its own, on one switch, whose cables can be pulled."""

from __future__ import annotations

import os
import shutil
import subprocess
from types import TracebackType

_NET = "10.77.86"


def why_not() -> str:
    """Why there can be no such hosts here; nothing if there can."""
    if os.geteuid() != 0:
        return "only root can make network namespaces"
    if shutil.which("ip") is None:
        return "the program `ip` is not installed"
    with_one = subprocess.run(["ip", "netns", "exec", _add("try"), "true"], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "del", f"try-{os.getpid()}"], capture_output=True, check=False)
    return with_one.stderr.strip() if with_one.returncode else ""


def _add(name: str) -> str:
    subprocess.run(["ip", "netns", "add", f"{name}-{os.getpid()}"], capture_output=True, check=False)
    return f"{name}-{os.getpid()}"


class Hosts:
    """Some hosts and their switch. A context manager: leaving it removes them."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self._switch = _add("switch")

    def __enter__(self) -> Hosts:
        self._ip(self._switch, "link", "add", "br0", "type", "bridge")
        self._ip(self._switch, "link", "set", "br0", "up")
        for name in self.names:
            host, cable = _add(name), f"c-{name}"
            self._ip(self._switch, "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", host)
            self._ip(self._switch, "link", "set", cable, "master", "br0", "up")
            self._ip(host, "addr", "add", f"{self.address(name)}/24", "dev", "eth0")
            self._ip(host, "link", "set", "lo", "up")
            self._ip(host, "link", "set", "eth0", "up")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name in (*self.names, "switch"):
            subprocess.run(["ip", "netns", "del", f"{name}-{os.getpid()}"], check=False)

    def address(self, name: str) -> str:
        return f"{_NET}.{self.names.index(name) + 1}"

    def within(self, name: str) -> tuple[str, ...]:
        """What to put before a command, so that it runs on a host."""
        return ("ip", "netns", "exec", f"{name}-{os.getpid()}")

    def pull(self, name: str) -> None:
        """Pull a host's cable."""
        self._ip(self._switch, "link", "set", f"c-{name}", "down")

    def plug(self, name: str) -> None:
        """Plug it in again."""
        self._ip(self._switch, "link", "set", f"c-{name}", "up")

    def _ip(self, host: str, *arguments: str) -> None:
        subprocess.run(["ip", "netns", "exec", host, "ip", *arguments], check=True)
