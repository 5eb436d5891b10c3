"""Podman, which runs the same images."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

# Podman's own limits need a privilege that root in a virtual machine may lack.
_LIMITS = ("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096")
_SECONDS = 1200


def podman(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["podman", *map(str, arguments)], capture_output=True, text=True, timeout=_SECONDS)


def run(image: str, *arguments: str, options: tuple[str, ...] = ("--network", "none")) -> str:
    done = podman("run", "--rm", *_LIMITS, *options, image, *arguments)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def taken_over(image: str) -> str:
    """An image of Docker's, which podman knows from then on."""
    with subprocess.Popen(["docker", "save", image], stdout=subprocess.PIPE) as saved:
        subprocess.run(["podman", "load"], stdin=saved.stdout, check=True, capture_output=True, timeout=_SECONDS)
    return f"localhost/{image}"


def build(base: str, name: str, root: Path) -> str:
    options = ["--network", "host", "--format", "docker", "--build-arg", f"BASE_IMAGE={base}", "--tag", name]
    done = podman("build", *_LIMITS, *options, root)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return f"localhost/{name}"


def why_not() -> str:
    """Why podman can't be tried here; nothing if it can."""
    if not shutil.which("podman"):
        return "podman is not installed"
    info = podman("info")
    return "" if info.returncode == 0 else f"podman does not work here: {info.stderr.strip()[-200:]}"
