"""The Dockerfile, built for real. Not part of `make test`: it needs an engine and some minutes; see `make container-test`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.course import load_course
from conftest import ROOT
from handing_in import hand_in

pytestmark = pytest.mark.container
NAME = "autograder-test"
BASE = "autograder-test-base"


def docker(*arguments: str | Path, check: bool = True) -> str:
    done = subprocess.run(["docker", *map(str, arguments)], capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A base image: the Dockerfile's own where it can be had, else Debian, made here."""
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True).returncode:
        pytest.skip("no Docker engine answers here")
    given = os.environ.get("BASE_IMAGE")
    if given:
        return given
    if subprocess.run(["docker", "image", "inspect", BASE], capture_output=True).returncode == 0:
        return BASE
    if not shutil.which("debootstrap") or os.getuid() != 0:
        pytest.skip("no base image: say BASE_IMAGE=..., or install debootstrap and be root")
    root = tmp_path_factory.mktemp("base") / "debian"
    packages = "python3,python3-venv,python3-pip,ca-certificates"
    subprocess.run(["debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", root], check=True)
    for trusted in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf"):  # as this machine, so its image
        if Path(trusted).exists():
            shutil.copy(trusted, f"{root}{trusted}")
    with subprocess.Popen(["tar", "-C", root, "-c", "."], stdout=subprocess.PIPE) as tar:
        subprocess.run(
            ["docker", "import", "--change", "ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt", "-", BASE],
            stdin=tar.stdout, check=True,
        )  # fmt: skip
    return BASE


@pytest.fixture(scope="session")
def image(base: str) -> str:
    docker("build", "--network", "host", "--build-arg", f"BASE_IMAGE={base}", "-t", NAME, ROOT)
    return NAME


def run(image: str, *arguments: str, mounts: tuple[str, ...] = (), check: bool = True) -> str:
    options = [part for mount in mounts for part in ("--volume", mount)]
    return docker("run", "--rm", "--network", "none", *options, image, *arguments, check=check)


def test_doctor_says_what_the_container_can_do(image: str) -> None:
    said = run(image, "doctor")

    assert "Confinement: L" in said
    assert "TensorFlow: 2." in said


def test_it_does_not_run_as_root(image: str) -> None:
    assert docker("run", "--rm", "--entrypoint", "id", image, "-u").strip() == "10001"


def test_submissions_are_graded_without_a_network(image: str, tmp_path: Path) -> None:
    course = load_course(ROOT).assignments
    for topic in course:
        hand_in(tmp_path / "submitted", "right", topic, topic.right)
        hand_in(tmp_path / "submitted", "stub", topic, {})
        hand_in(tmp_path / "submitted", "empty", topic, b"")
    places = {"submitted": "/work/submitted:ro", "results": "/work/results", "keys": "/opt/course/keys"}
    for name in places:
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name).chmod(0o777)
    tmp_path.chmod(0o777)

    mounts = tuple(f"{tmp_path / name}:{place}" for name, place in places.items())
    said = run(image, "grade", "submitted", "--json", mounts=mounts)

    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    found = {(line["student"], line["assignment"]): line for line in lines}
    for topic in course:
        assert found["right", topic.name]["score"] == topic.by_tests
        assert found["stub", topic.name]["score"] == 0
        assert found["empty", topic.name]["status"] == "refused"
    again = run(image, "grade", "submitted", "--json", mounts=mounts)
    assert not [
        line for line in again.splitlines() if line.startswith("{")
    ]  # the secret is the same, so nothing is new


def test_the_course_is_proven_in_the_container(image: str) -> None:
    assert "✓ 03-line-and-loss" in run(image, "check", "03")


def test_the_demo_runs_in_the_container(image: str) -> None:
    said = run(image, "demo", "--students", "6")

    assert ".jwt: valid" in said
    assert "not valid" in said
