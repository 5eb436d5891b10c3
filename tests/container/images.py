"""The two images, built for real from the Dockerfile, and what is in their layers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

GRADER, STUDENT, BASE = "autograder-test", "autograder-test-student", "autograder-test-base"
LOCKED_DOWN = ("--read-only", "--cap-drop", "ALL", "--network", "none", "--user", "12345")


def docker(*arguments: str | Path, check: bool = True) -> str:
    done = subprocess.run(["docker", *map(str, arguments)], capture_output=True, text=True, timeout=1200)
    assert not check or done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def why_not() -> str:
    """Why no image can be built here; nothing if one can."""
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True).returncode:
        return "no Docker engine answers here"
    if os.environ.get("BASE_IMAGE") or _known(BASE):
        return ""
    can = shutil.which("debootstrap") and os.getuid() == 0
    return "" if can else "no base image: say BASE_IMAGE=..., or install debootstrap and be root"


def base(scratch: Path) -> str:
    """A base image: the one that is given, or Debian, made here."""
    if given := os.environ.get("BASE_IMAGE"):
        return given
    if not _known(BASE):
        _make_base(scratch / "debian")
    return BASE


def build(base: str, name: str, target: str) -> str:
    options = ["--network", "host", "--build-arg", f"BASE_IMAGE={base}", "--target", target, "--tag", name]
    docker("build", *options, ROOT)
    return name


def run(image: str, *arguments: str, options: tuple[str, ...] = ("--network", "none"), check: bool = True) -> str:
    return docker("run", "--rm", *options, image, *arguments, check=check)


def files_in(image: str, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in every layer of an image, also of those that a later layer hides, by name."""
    saved = scratch / "image.tar"
    docker("save", "--output", saved, image)
    with tarfile.open(saved) as archive:
        manifest = json.loads(_read(archive, "manifest.json"))
        for name in manifest[0]["Layers"]:
            layer = archive.extractfile(name)
            assert layer is not None
            with tarfile.open(fileobj=layer, mode="r|*") as files:
                for member in files:
                    content = files.extractfile(member) if member.isfile() else None
                    if content is not None:
                        yield member.name.removeprefix("./"), content.read()


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


def _known(image: str) -> bool:
    return subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode == 0


def _make_base(root: Path) -> None:
    packages = "python3,python3-venv,python3-pip,ca-certificates"
    made = ["debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", root]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    for trusted in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf"):  # as this machine, so its image
        if Path(trusted).exists():
            shutil.copy(trusted, f"{root}{trusted}")
    settings = [f"ENV {name}=/etc/ssl/certs/ca-certificates.crt" for name in ("PIP_CERT", "SSL_CERT_FILE")]
    changes = [part for setting in settings for part in ("--change", setting)]
    with subprocess.Popen(["tar", "-C", root, "-c", "."], stdout=subprocess.PIPE) as tar:
        subprocess.run(["docker", "import", *changes, "-", BASE], stdin=tar.stdout, check=True)
