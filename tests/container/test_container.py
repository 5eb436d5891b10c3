"""The images of the Dockerfile. `make container-test` installs and starts what this needs, where it may."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import podman
import pytest
import yaml
from images import GRADER, LOCKED_DOWN, STUDENT, base, build, docker, files_in, run, why_not

from autograder.assignment import Assignment
from autograder.course import load_course
from autograder.release import Role, Secrets
from conftest import ALL_TOPICS, ROOT, SAMPLE
from handing_in import hand_in

pytestmark = [pytest.mark.container, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]
NAMESPACES = ("--network", "none", "--security-opt", "seccomp=unconfined", "--security-opt", "systempaths=unconfined")

OTHERS = re.compile(r"(usr|lib|bin|sbin|var|etc)/|opt/venv/(?!.*site-packages/autograder/)")  # written by others
HIDDEN = re.compile(r"^(opt/)?course/|(^|/)(reference|keys|hidden)/|(^|/)tests\.py$|-autograder.*\.zip$|\.pem$")


@pytest.fixture(scope="session")
def grader(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(base(tmp_path_factory.mktemp("base")), GRADER, "grader")


@pytest.fixture(scope="session")
def student(grader: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(base(tmp_path_factory.mktemp("base")), STUDENT, "student")


@pytest.fixture(scope="session")
def course() -> tuple[Assignment, ...]:
    return load_course(ROOT).whole().assignments if ALL_TOPICS else load_course(ROOT).chosen(SAMPLE)


class Desk:
    """Folders of this machine that a container of the grader sees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        places = {"submitted": "/work/submitted:ro", "results": "/work/results", "keys": "/opt/course/keys"}
        for name in places:
            (folder / name).mkdir()
            (folder / name).chmod(0o777)
        folder.chmod(0o777)
        self.mounts = tuple(part for name, to in places.items() for part in ("--volume", f"{folder / name}:{to}"))

    def lines(
        self, image: str, *arguments: str, options: tuple[str, ...] = ("--network", "none")
    ) -> dict[tuple[str, str], dict[str, object]]:
        """What `grade --json` prints, by student and assignment."""
        said = run(image, "grade", "submitted", "--json", *arguments, options=(*options, *self.mounts))
        found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        return {(line["student"], line["assignment"]): line for line in found}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_doctor_says_what_the_container_can_do(grader: str) -> None:
    said = run(grader, "doctor")

    assert "Confinement: L2" in said
    assert re.search(r"Keras: 3\.\S+ with TensorFlow 2\.", said)
    assert "with --engine otter" in said


@pytest.mark.parametrize("image", ["grader", "student"])
def test_it_starts_as_any_user_with_nothing_that_it_may_do(image: str, request: pytest.FixtureRequest) -> None:
    name = request.getfixturevalue(image)

    assert run(name, "--version", options=LOCKED_DOWN).startswith("autograder, version")
    assert docker("run", "--rm", "--entrypoint", "id", name, "-u").strip() == "10001"
    labels = json.loads(docker("image", "inspect", "--format", "{{json .Config.Labels}}", name))
    assert labels["org.opencontainers.image.title"] and labels["org.opencontainers.image.licenses"] == "MIT"
    told = json.loads(docker("run", "--rm", "--entrypoint", "cat", name, "/opt/sbom.json"))
    parts = {part["name"] for part in told["components"]}
    assert told["bomFormat"] == "CycloneDX" and {"autograder", "tensorflow", "jupyterlab"} <= parts


def test_no_layer_of_the_students_image_has_anything_hidden(student: str, tmp_path: Path) -> None:
    """Not even one that a later layer covers. Of what others have written, only the names are looked at."""
    topics = load_course(ROOT).whole().assignments
    secrets, found, looked = Secrets(topics), list[str](), set[str]()
    for name, content in files_in(student, tmp_path):
        if not OTHERS.match(name):
            looked.add(name)
            package = name.endswith(".py") and "/autograder/" in name  # ours, and everybody's: no course is in it
            found += [] if package else secrets.shown_in(name, content)
            found += [f"{name} is there"] if HIDDEN.search(name) and not package else []

    assert not found
    assert {f"opt/notebooks/{topic.name}/{topic.name}.ipynb" for topic in topics} <= looked
    assert any("site-packages/autograder/judge" in name for name in looked)


def test_submissions_are_graded_without_a_network_by_any_user(
    grader: str, course: tuple[Assignment, ...], desk: Desk
) -> None:
    for topic in course:
        hand_in(desk.folder / "submitted", "right", topic, topic.right)
        hand_in(desk.folder / "submitted", "stub", topic, {})
        hand_in(desk.folder / "submitted", "empty", topic, b"")

    found = desk.lines(grader, options=LOCKED_DOWN)

    for topic in course:
        assert found["right", topic.name]["score"] == topic.by_tests
        assert found["stub", topic.name]["score"] == 0
        assert found["empty", topic.name]["status"] == "refused"
    assert not desk.lines(grader, options=LOCKED_DOWN)  # the secret is the same, so nothing is new


@pytest.mark.parametrize("engine", ["nbgrader", "otter"])
def test_nbgrader_and_otter_grade_in_it_too_where_it_may_make_namespaces(engine: str, grader: str, desk: Desk) -> None:
    [topic] = load_course(ROOT).chosen(["03"])
    hand_in(desk.folder / "submitted", "right", topic, topic.right)
    hand_in(desk.folder / "submitted", "stub", topic, {})

    found = desk.lines(grader, "--engine", engine, options=NAMESPACES)

    assert found["right", topic.name]["score"] == topic.by_tests
    assert found["stub", topic.name]["score"] == 0


@pytest.mark.skipif(bool(podman.why_not()), reason=podman.why_not() or "-")
def test_podman_runs_the_same_image(grader: str, desk: Desk, tmp_path: Path) -> None:
    """AGREE=all builds it with podman, too, which takes minutes."""
    started = base(tmp_path)
    image = podman.build(podman.taken_over(started), GRADER, ROOT) if ALL_TOPICS else podman.taken_over(grader)
    [topic] = load_course(ROOT).chosen(["03"])
    hand_in(desk.folder / "submitted", "right", topic, topic.right)

    locked_down = podman.run(image, "grade", "submitted", "--json", options=(*LOCKED_DOWN, *desk.mounts))
    at_l2 = podman.run(image, "doctor", options=LOCKED_DOWN)
    at_l1 = podman.run(image, "doctor", options=(*NAMESPACES[:-1], "unmask=ALL"))

    [line] = [json.loads(line) for line in locked_down.splitlines() if line.startswith("{")]
    assert line["score"] == topic.by_tests
    assert "Confinement: L2" in at_l2
    assert "Confinement: L1" in at_l1


def test_without_namespaces_they_are_refused_with_what_to_do(grader: str, desk: Desk) -> None:
    [topic] = load_course(ROOT).chosen(["03"])
    hand_in(desk.folder / "submitted", "right", topic, topic.right)

    said = run(
        grader, "grade", "submitted", "--engine", "otter", options=("--network", "none", *desk.mounts), check=False
    )

    assert "namespaces" in said and "Traceback" not in said


def test_no_certificate_is_issued_for_what_was_graded_without_confinement(grader: str, desk: Desk) -> None:
    [topic] = load_course(ROOT).chosen(["03"])
    hand_in(desk.folder / "submitted", "right", topic, topic.right)
    assert desk.lines(grader, "--unsafe")

    said = run(grader, "certify", "--dry-run", options=("--network", "none", *desk.mounts), check=False)

    assert "03-line-and-loss was graded at unsafe; L2 is required." in said


def test_the_course_is_proven_in_the_container(grader: str) -> None:
    assert "✓ 03-line-and-loss" in run(grader, "check", "03", "--quick")


@contextlib.contextmanager
def notebooks(image: str) -> Iterator[str]:
    """JupyterLab in a container; its address with the token."""
    number = docker("run", "--detach", "--tty", "--rm", "--publish", "127.0.0.1::8888", image).split()[0]
    try:
        port = docker("port", number, "8888").strip().rpartition(":")[2]
        yield f"http://127.0.0.1:{port}/lab?token={_token(number)}"
    finally:
        docker("kill", number, check=False)


def test_jupyterlab_answers_from_the_students_image(student: str) -> None:
    with notebooks(student) as address, urllib.request.urlopen(address.replace("/lab", "/api/contents")) as answer:
        names = {entry["name"] for entry in json.load(answer)["content"]}

    assert "03-line-and-loss" in names


@pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="playwright is not installed")
def test_a_student_solves_a_question_in_a_browser(student: str, tmp_path: Path) -> None:
    from labs import Desk, Notebook, browsing, chromium, places
    from playwright.sync_api import expect

    [topic] = load_course(ROOT).chosen(["03"])
    answer, index = next(iter(places(topic, Role.ANSWER).items()))
    check = places(topic, Role.VISIBLE)[answer]
    if (program := chromium()) is None:
        pytest.skip("neither Chromium nor playwright's browser is installed")
    with notebooks(student) as address, browsing(program) as browser:
        desk = Desk(browser, address, tmp_path, "student")
        notebook = Notebook(desk, topic.name)
        notebook.write(index, topic.right[answer])
        notebook.run_all()
        notebook.go_to(index)
        desk.keep("checks")
        expect(notebook.cell(check)).to_contain_text("✓")


def _token(container: str) -> str:
    """The token in the address that it shows on its terminal, once it answers."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        said = subprocess.run(["docker", "logs", container], capture_output=True, text=True).stdout
        if found := re.search(r"token=([\w-]+)", said):
            return found[1]
        time.sleep(0.5)
    raise AssertionError(f"JupyterLab did not start: {said}")


def test_the_compose_file_names_the_stages_that_there_are() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    stages = set(re.findall(r"^FROM .* AS (\w+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))

    assert {service["build"]["target"] for service in services.values()} == {"grader", "student"} <= stages
