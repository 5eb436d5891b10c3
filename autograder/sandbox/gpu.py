"""The places where a network can be trained: a GPU, or a slice of one (MIG). Found without importing any framework.

Theory of operation. The driver's own `nvidia-smi` lists the GPUs, each by a name that never changes (UUID). A box with
a place is told that name and no other, and gets the device files that CUDA opens for it. A box without a place is told
that there is no GPU, and gets no device file. What a place may open is decided here alone.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

Ask = Callable[..., str]  # what nvidia-smi prints, given its options

_EVERY = ("/dev/nvidiactl", "/dev/nvidia-uvm")  # the driver's front door, and its memory that both sides see
# Which GPUs there are, what their device files are called, and near which of the machine's cores and memory they lie.
_READABLE = ("/proc/driver/nvidia", "/proc/devices", "/sys/devices/system", "/sys/module/nvidia",
             "/sys/module/nvidia_uvm")  # fmt: skip
_PROGRAMS = ("/usr/local/nvidia/bin", "/usr/lib/wsl/lib", "/run/opengl-driver/bin")  # beside the PATH
_DRIVERS = ("/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/usr/lib/wsl/lib", "/run/opengl-driver/lib")
_SECONDS = 60.0  # the driver may have to wake the GPU
_GPU = re.compile(r"GPU (\d+): (.+) \(UUID: (GPU-[\w-]+)\)")
_SLICE = re.compile(r"\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[\w/-]+)\)")

# Frameworks read this when they first touch a GPU, which is in a box. Memory is taken as it is needed: otherwise the
# first process takes most of the GPU. CUDA would keep compiled code in the home, which is small.
TOLD = {
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",
    "CUDA_CACHE_DISABLE": "1",
}


@dataclass(frozen=True)
class Place:
    """A GPU, or a slice of one: one training at a time runs there."""

    name: str  # such as NVIDIA H100 80GB HBM3
    uuid: str
    devices: tuple[str, ...]  # the files that a box may open, and use with the driver's own requests
    driver: str = ""  # the folder of the driver's libraries, where the system's linker does not know it

    @property
    def readable(self) -> tuple[str, ...]:
        """What CUDA reads beside the system's libraries."""
        return (*_READABLE, *([self.driver] if self.driver else []))


@dataclass(frozen=True)
class _Gpu:
    number: str  # as nvidia-smi counts
    whole: Place
    slices: list[Place]

    def chosen_by(self, entry: str) -> list[Place]:
        """The places that an entry of CUDA_VISIBLE_DEVICES means: a number, or the beginning of a UUID."""
        if entry == self.number or (entry.startswith("GPU-") and self.whole.uuid.startswith(entry)):
            return self.slices or [self.whole]
        return [each for each in self.slices if entry.startswith("MIG-") and each.uuid.startswith(entry)]


def environment(place: Place | None) -> dict[str, str]:
    """What a zygote with this place, or with none, is told about GPUs."""
    if place is None:
        return {"CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu"}
    driver = {"LD_LIBRARY_PATH": place.driver} if place.driver else {}
    return {"CUDA_VISIBLE_DEVICES": place.uuid, **TOLD, **driver}


def places(root: Path = Path("/"), ask: Ask | None = None) -> tuple[Place, ...]:
    """The places of this machine, or of those the ones that CUDA_VISIBLE_DEVICES names.

    `root` is where /dev and /proc lie; `ask` stands for nvidia-smi.
    """
    if not (root / "dev/nvidiactl").exists():
        return ()
    gpus = list(_gpus(root, ask or _nvidia_smi))
    wanted = os.environ.get("CUDA_VISIBLE_DEVICES")
    if wanted is None:
        return tuple(place for gpu in gpus for place in gpu.slices or [gpu.whole])
    found: list[Place] = []
    for entry in wanted.split(","):
        some = [place for gpu in gpus for place in gpu.chosen_by(entry.strip())]
        if not some:  # as for CUDA, whatever is unknown ends the list
            break
        found += [place for place in some if place not in found]
    return tuple(found)


def _gpus(root: Path, ask: Ask) -> Iterator[_Gpu]:
    minors, driver, found = _minors(root), _driver(root), list[_Gpu]()
    listing = ask("-L")
    instances = _instances(ask("-q", "-x")) if "MIG-" in listing else {}
    for line in listing.splitlines():
        if match := _GPU.match(line):
            number, name, uuid = match.groups()
            devices = (*_EVERY, f"/dev/nvidia{minors.get(uuid, number)}")
            found.append(_Gpu(number, Place(name, uuid, devices, driver), []))
        elif found and (match := _SLICE.match(line)):
            profile, index, uuid = match.groups()
            whole = found[-1].whole
            keys = _keys(root, whole, instances.get((whole.uuid, index)))
            found[-1].slices.append(Place(f"{whole.name} MIG {profile}", uuid, (*whole.devices, *keys), driver))
    yield from found


def _minors(root: Path) -> dict[str, str]:
    """The number in the name of each GPU's device file, by UUID: it need not be the number that nvidia-smi counts."""
    found = {}
    for path in sorted(root.glob("proc/driver/nvidia/gpus/*/information")):
        facts = dict(re.findall(r"^(GPU UUID|Device Minor):\s*(\S+)", path.read_text(), re.MULTILINE))
        found[facts.get("GPU UUID", "")] = facts.get("Device Minor", "")
    return {uuid: minor for uuid, minor in found.items() if uuid and minor}


def _instances(told: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The GPU and compute instance of each slice, by its GPU's UUID and its number there."""
    found = {}
    with contextlib.suppress(ElementTree.ParseError):
        for gpu in ElementTree.fromstring(told).iter("gpu"):
            for each in gpu.iter("mig_device"):
                names = ("index", "gpu_instance_id", "compute_instance_id")
                index, instance, compute = (each.findtext(name, "").strip() for name in names)
                found[gpu.findtext("uuid", "").strip(), index] = instance, compute
    return found


def _keys(root: Path, whole: Place, instance: tuple[str, str] | None) -> Iterator[str]:
    """The device files that grant the use of a slice: whoever opens others could use others."""
    if instance is None:
        return
    minor = whole.devices[-1].removeprefix("/dev/nvidia")
    folder = root / f"proc/driver/nvidia/capabilities/gpu{minor}/mig/gi{instance[0]}"
    for path in (folder / "access", folder / f"ci{instance[1]}" / "access"):
        with contextlib.suppress(OSError):
            for number in re.findall(r"DeviceFileMinor: *(\d+)", path.read_text()):
                yield f"/dev/nvidia-caps/nvidia-cap{number}"


def _driver(root: Path) -> str:
    """The folder of the driver's libraries, where somebody put them beside the system's."""
    told = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    folders = (folder for folder in (*told, *_DRIVERS) if folder.startswith("/"))
    return next((folder for folder in folders if (root / folder[1:] / "libcuda.so.1").exists()), "")


def _nvidia_smi(*options: str) -> str:
    """What nvidia-smi prints; nothing where it does not work, and then there is no place."""
    program = shutil.which("nvidia-smi") or shutil.which("nvidia-smi", path=":".join(_PROGRAMS))
    if program is None:
        return ""
    try:
        done = subprocess.run([program, *options], capture_output=True, text=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
