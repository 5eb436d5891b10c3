"""What a box sees of its GPU, and how fast one fixed training runs there: asked in a box without student code."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .box import Box
from .errors import BoxError, SandboxError
from .gpu import Place
from .limits import Limits
from .zygote import Level, Zygote

_SECONDS = 300.0  # a framework's first look at a GPU loads gigabytes of libraries
_LIMITS = Limits(total_seconds=4 * _SECONDS, memory_mb=8192)
_LOOK = """
def _seen():
    import importlib, keras
    name, ones = keras.backend.backend(), keras.ops.ones((8, 8))
    if float(keras.ops.sum(ones @ ones)) != 512:  # whoever has seen a GPU may still fail to use it
        raise ArithmeticError("it can't multiply")
    backend = importlib.import_module(name)
    if name == "torch":
        return backend.cuda.get_device_name(0) if backend.cuda.is_available() else ""
    if name == "jax":
        first = backend.devices()[0]
        return first.device_kind if first.platform == "gpu" else ""
    found = backend.config.list_physical_devices("GPU")
    return backend.config.experimental.get_device_details(found[0]).get("device_name", "a GPU") if found else ""
"""
_NETWORK = """
import keras, numpy as np
rng, L = np.random.default_rng(0), keras.layers
pictures, classes = rng.random((2048, 28, 28, 1), np.float32), rng.integers(10, size=2048)
model = keras.Sequential([
    keras.Input((28, 28, 1)), L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu"),
    L.MaxPooling2D(), L.Flatten(), L.Dense(128, activation="relu"), L.Dense(10),
])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
"""
_EPOCH = "_ = model.fit(pictures, classes, batch_size=64, epochs=1, verbose=0)"


@dataclass(frozen=True)
class Training:
    """The seconds that two epochs of a fixed training took; the first also sets everything up, and may compile."""

    first: float
    second: float


def seen_in(box: Box) -> tuple[str, str]:
    """The GPU that Keras would train on in a box, or nothing; and in that case why, if there is a reason."""
    try:
        _run(box, _LOOK)
        name, _ = box.call("_seen", (), {}, _SECONDS)
    except (BoxError, SandboxError) as error:
        return "", str(error).splitlines()[0][:200]
    return (name, "") if isinstance(name, str) and name else ("", "Keras finds no GPU.")


def training_at(place: Place | None, level: Level = "L0") -> Training:
    """Train a small network on made-up pictures, with a GPU or on the CPU. Raises SandboxError where that fails."""
    with Zygote("keras", level=level, place=place) as zygote, zygote.box(_LIMITS) as box:
        if place is not None and (why := seen_in(box)[1]):
            raise SandboxError(why)
        _run(box, _NETWORK)
        return Training(_run(box, _EPOCH), _run(box, _EPOCH))


def _run(box: Box, source: str) -> float:
    """The seconds that a cell takes on our clock."""
    start = time.monotonic()
    try:
        outputs, error = box.run_cell(source, 1, _SECONDS)
    except BoxError as ending:
        raise SandboxError(str(ending)) from None
    if error:
        raise SandboxError("; ".join(f"{error}: {output.get('evalue')}" for output in outputs if "evalue" in output))
    return time.monotonic() - start
