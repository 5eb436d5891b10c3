"""Examine the machine: what works here, what that means, and what to do about the rest."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .sandbox import NotConfined, Place, SandboxError, Training, Zygote, places, training_at, trust

_LEVELS = {
    "L0": "own namespaces, control groups, a private file tree, Landlock and seccomp; every known escape fails.",
    "L1": "own namespaces, a private file tree, Landlock and seccomp, no control groups; every known escape fails.",
    "L2": "Landlock and seccomp, but no namespaces; every known escape fails.",
    "L3": "no Landlock: the judge grades only in a disposable container (AUTOGRADER_DISPOSABLE=1).",
}
_PATIENCE = 120.0  # seconds, for Keras on a slow disk
_DOCKER_PATIENCE = 20.0
_KERAS = """
import importlib, json, os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
backend = keras.backend.backend()
if backend == "torch":  # Keras can't list its devices
    import torch
    devices = ["cpu", *["gpu"] * torch.cuda.is_available()]
else:
    devices = sorted({name.split(":")[0] for name in keras.distribution.list_devices()})
print(json.dumps([keras.__version__, backend, importlib.import_module(backend).__version__, devices]))
"""
_NAMES = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}


@dataclass(frozen=True)
class Symptom:
    """One check: what was found, what that means, and what to do if something is wrong."""

    name: str
    state: Literal["good", "fair", "bad"]
    found: str
    meaning: str
    remedy: str = ""


def symptoms() -> Iterator[Symptom]:
    """Run one check after another. This takes some seconds, most of them for Keras."""
    yield _python()
    yield _confinement()
    yield _keras()
    yield from gpus()
    yield _package("nbgrader", "hand grading in formgrader, and grading with --engine nbgrader")
    yield _package("otter-grader", "the Gradescope autograder, and grading with --engine otter")
    yield _docker()


def _python() -> Symptom:
    version = ".".join(map(str, sys.version_info[:3]))
    return Symptom("Python", "good", version, "the grader runs.")


def _confinement() -> Symptom:
    try:
        with Zygote() as zygote:
            level = trust(zygote, disposable=True)
    except (SandboxError, NotConfined, OSError) as error:
        remedy = "The judge needs Linux 5.13 or newer. In a container, allow the system call landlock_create_ruleset."
        return Symptom("Confinement", "bad", str(error), "submissions can't be run here.", remedy)
    state: Literal["good", "fair"] = "good" if level in ("L0", "L1") else "fair"
    remedy = "" if state == "good" else "Allow user namespaces (sysctl user.max_user_namespaces), or use a VM."
    return Symptom("Confinement", state, level, _LEVELS[level], remedy)


def _keras() -> Symptom:
    meaning = "assignments that build and train networks can be graded."
    remedy = "pip install keras tensorflow, or tensorflow[and-cuda] for a GPU."
    # In a separate process, so that an import that crashes or hangs becomes a line here.
    worked, said = _run([sys.executable, "-c", _KERAS], _PATIENCE)
    if not worked:
        return Symptom("Keras", "fair", said, f"without it, no {meaning}", remedy)
    keras, backend, version, devices = json.loads(said)
    return Symptom("Keras", "good", f"{keras} with {_NAMES[backend]} {version}, on {', '.join(devices)}", meaning)


def gpus() -> Iterator[Symptom]:
    """What boxes see of each GPU or slice. Where there is none, nothing is tried, and nothing is wrong."""
    found = places()
    if not found:
        yield Symptom("GPU", "good", "none", "networks train on the CPU.")
        return
    try:
        on_cpu = training_at(None)
    except (SandboxError, OSError) as error:
        yield Symptom("GPU", "fair", str(error), "a box could not train a small network on the CPU.")
        return
    for place in found:
        yield _gpu(place, on_cpu)


def _gpu(place: Place, on_cpu: Training) -> Symptom:
    try:
        trained = training_at(place)
    except (SandboxError, OSError) as error:
        remedy = "docs/gpu.md says what a box needs, and how to find what it was refused."
        return Symptom("GPU", "fair", f"{place.name}: {error}", "networks train on the CPU.", remedy)
    here, there = (f"{each.first:.1f} s and {each.second:.1f} s" for each in (trained, on_cpu))
    meaning = f"networks train there: two epochs of a small one in {here}, on the CPU in {there}."
    return Symptom("GPU", "good", f"a box sees {place.name}", meaning)


def _package(name: str, use: str) -> Symptom:
    try:
        return Symptom(name, "good", importlib.metadata.version(name), f"{use}: available.")
    except importlib.metadata.PackageNotFoundError:
        return Symptom(name, "fair", "not installed", f"{use}: not available.", f"pip install {name}")


def _docker() -> Symptom:
    meaning = "the grading container can be built and run."
    if not shutil.which("docker"):
        return Symptom("Docker", "fair", "not installed", f"not needed here; with it, {meaning}")
    worked, said = _run(["docker", "version", "--format", "{{.Server.Version}}"], _DOCKER_PATIENCE)
    if not worked:
        return Symptom("Docker", "fair", "no engine responds", f"not needed here; with it, {meaning}", "Start dockerd.")
    return Symptom("Docker", "good", said, meaning)


def _run(command: list[str], seconds: float) -> tuple[bool, str]:
    """Whether a command worked, and its last line of output."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False, f"no answer within {seconds:g} seconds"
    except OSError as error:
        return False, str(error)
    said = (done.stderr if done.returncode else done.stdout).strip().splitlines()
    return done.returncode == 0, said[-1] if said else "it ended without output"
