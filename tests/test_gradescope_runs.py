"""What Gradescope runs, run as it does: in its folders, as root in a container without a network."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest
import yaml

from autograder.adapters import gradescope, otter
from autograder.adapters.gradescope.running import Told, upload_in
from autograder.assignment import Assignment
from autograder.build import write_release
from autograder.course import Course, load_course
from autograder.judge import Judge, Status
from autograder.release import Secrets, filled
from conftest import QUICK, write_topic
from handing_in import submission

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
TEST = {
    "type": "object",
    "properties": {
        "score": {"type": "number"}, "max_score": {"type": "number"}, "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string"}, "name_format": FORMAT, "number": {"type": "string"}, "output": {"type": "string"},
        "output_format": FORMAT, "tags": {"type": "array", "items": {"type": "string"}}, "visibility": VISIBILITY,
        "extra_data": {"type": "object"},
    },
    "additionalProperties": False,
}  # fmt: skip
# As Gradescope documents it. "score" or "tests" must be there.
SCHEMA = {
    "type": "object",
    "properties": {
        "score": {"type": "number"}, "execution_time": {"type": "number"}, "output": {"type": "string"},
        "output_format": FORMAT, "test_output_format": FORMAT, "test_name_format": FORMAT, "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY, "extra_data": {"type": "object"}, "tests": {"type": "array", "items": TEST},
        "leaderboard": {"type": "array"},
    },
    "additionalProperties": False,
    "anyOf": [{"required": ["score"]}, {"required": ["tests"]}],
}  # fmt: skip
METADATA = {
    "id": 123456, "created_at": "2026-11-01T12:00:00.000000-07:00", "assignment": {"id": 25828, "title": "Doubling"},
    "users": [{"id": 1234, "email": "ada@uni.example", "name": "Ada", "sid": "s1"}],
}  # fmt: skip
POLICY = """\
course: {title: Doubling}
limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}
assignments: {01-doubling: {weight: 2}, 02-doubling: {weight: 1}}
extensions: {ada@uni.example: {01-doubling: 3 days}}
certificate: {issuer: A school}
"""
# Docker's usual rights: root, but none to mount or to make namespaces.
CONTAINER = """
import ctypes, os, subprocess, sys
from autograder.sandbox.inside.confinement import kernel
root, *mounts = sys.argv[1:]
kernel.unshare(kernel.NEWNS | kernel.NEWNET)
kernel.keep_mounts_private()
kernel.raise_loopback()
for source, target in (mount.split("=") for mount in mounts):
    os.makedirs(root + target, exist_ok=True)
    subprocess.run(["mount", "--bind", source, root + target], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", root + target], check=True)
for kind, place in (("proc", "/proc"), ("tmpfs", "/tmp")):
    subprocess.run(["mount", "-t", kind, kind, root + place], check=True)
subprocess.run(["mount", "--rbind", "/dev", root + "/dev"], check=True)
os.chroot(root)
os.chdir("/autograder")
ctypes.CDLL(None).prctl(24, 21, 0, 0, 0)
os.execve("/autograder/run_autograder", ["run_autograder"], {"PATH": "/usr/bin:/bin", "HOME": "/root"})
"""
container = pytest.mark.skipif(os.getuid() != 0, reason="needs root, to make a container")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two topics, of which one is packed."""
    root = tmp_path_factory.mktemp("course")
    write_topic(root)
    write_topic(root, name="02-doubling")
    (root / "grading_config.yml").write_text(POLICY)
    return load_course(root).whole()


@pytest.fixture(scope="module")
def topic(course: Course) -> Assignment:
    return course.by_name["01-doubling"]


@pytest.fixture(scope="module")
def packed(course: Course, topic: Assignment) -> bytes:
    return gradescope.package(course, topic)


def unpack(archive: bytes, to: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for entry in opened.infolist():
            opened.extract(entry, to)
            (to / entry.filename).chmod(entry.external_attr >> 16)


def run_there(
    archive: bytes, handed_in: dict[str, bytes], folder: Path
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Lay everything out as Gradescope does, and run it; return what it printed, and the place of its results."""
    root = folder / "container"
    place = root / "autograder"
    for name in ("submission", "results", "source", "environment"):
        (place / name).mkdir(parents=True)
    for name in ("proc", "dev", "tmp", "root/miniforge3/bin", "etc"):
        (root / name).mkdir(parents=True, exist_ok=True)
    unpack(archive, place / "source")
    (place / "source").chmod(0o700)  # as setup.sh leaves it
    shutil.copy(place / "source" / "run_autograder", place / "run_autograder")
    (place / "submission_metadata.json").write_text(json.dumps(METADATA))
    for name, content in handed_in.items():
        (place / "submission" / name).write_bytes(content)
    (root / "etc" / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\n")
    (root / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
    (root / "etc" / "nsswitch.conf").write_text("hosts: files\n")
    # In place of what otter's setup.sh installs.
    (root / "root/miniforge3/bin/mamba").write_text("#!/bin/sh\n")
    (root / "root/miniforge3/bin/mamba").chmod(0o755)
    (root / "root/miniforge3/bin/python").write_text('#!/bin/sh\nexec /autograder/environment/bin/python "$@"\n')
    (root / "root/miniforge3/bin/python").chmod(0o755)
    mounts = [f"{sys.prefix}=/autograder/environment", f"{sys.base_prefix}={sys.base_prefix}", "/usr=/usr"]
    for name in ("/bin", "/lib", "/lib64"):
        if Path(name).is_symlink():
            (root / name[1:]).symlink_to(Path(name).readlink())
        elif Path(name).exists():
            mounts.append(f"{name}={name}")
    done = subprocess.run(
        [sys.executable, "-c", CONTAINER, root, *mounts],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
    )
    return done, place / "results" / "results.json"


def notebook(topic: Assignment, answers: Any) -> bytes:
    return nbformat.writes(filled(topic, answers)).encode()


def read(path: Path) -> Any:
    found = json.loads(path.read_text())
    jsonschema.validate(found, SCHEMA)
    return found


@container
@pytest.mark.slow
def test_our_judge_grades_there_and_shows_hidden_checks_only_when_grades_are_published(
    packed: bytes, topic: Assignment, tmp_path: Path
) -> None:
    half = {"double": topic.right["double"]}

    done, written = run_there(packed, {"01-doubling.ipynb": notebook(topic, half)}, tmp_path)

    assert done.returncode == 0, done.stderr
    found = read(written)
    assert [(t["name"], t["score"], t["max_score"], t["status"], t["visibility"]) for t in found["tests"]] == [
        ("double", 1, 1, "passed", "visible"),
        ("double (hidden checks)", 2, 2, "passed", "after_published"),
        ("halve (hidden checks)", 0, 2, "failed", "after_published"),
    ]
    assert "score" not in found
    assert found["extra_data"]["level"] == "L2" and "level L2" in found["output"]
    assert Secrets([topic]).shown_in("results.json", written.read_bytes()) == []


@container
@pytest.mark.slow
def test_student_code_there_reads_neither_the_course_nor_its_secret(
    packed: bytes, topic: Assignment, tmp_path: Path
) -> None:
    """The answer is right as long as nothing could be read, written or reached."""
    hostile = """\
import os, socket
from pathlib import Path
got = []
def attempt(action):
    try:
        got.append(action())
    except OSError:
        pass
source = "/autograder/source"
for path in ("course/reference/01-doubling.py", "course/keys/cohort.secret", "course/assignments/01-doubling/tests.py"):
    attempt(lambda: Path(source, path).read_bytes())
for path in (source, "/autograder", "/autograder/submission", "/autograder/results"):
    attempt(lambda: os.listdir(path))
attempt(lambda: Path("/autograder/submission_metadata.json").read_bytes())
attempt(lambda: Path("/autograder/results/results.json").write_text('{"score": 100}'))
attempt(lambda: Path("/autograder/run_autograder").write_text("x"))
attempt(lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes())
attempt(lambda: os.kill(os.getppid(), 0))
attempt(lambda: socket.create_connection(("127.0.0.1", 22), 1))
def double(x):
    return got if got else 2 * x
"""
    answers = {**topic.right, "double": hostile}

    done, written = run_there(packed, {"mine.ipynb": notebook(topic, answers)}, tmp_path)

    assert done.returncode == 0, done.stderr
    assert [test["status"] for test in read(written)["tests"]] == ["passed"] * 3


@container
@pytest.mark.slow
def test_what_can_not_be_graded_there_is_told_to_the_student(packed: bytes, topic: Assignment, tmp_path: Path) -> None:
    done, written = run_there(packed, {"a.ipynb": b"{}", "b.ipynb": b"{}", "c.txt": b""}, tmp_path)

    assert done.returncode == 0, done.stderr
    found = read(written)
    assert "Hand in one notebook, 01-doubling.ipynb. This submission has 2 notebooks" in found["output"]
    assert sum(test["score"] for test in found["tests"]) == 0


@container
@pytest.mark.slow
def test_our_own_fault_there_is_no_score(packed: bytes, topic: Assignment, tmp_path: Path) -> None:
    """Without results, Gradescope says that the autograder failed."""
    files = zipfile.ZipFile(io.BytesIO(packed))
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as archive:
        for entry in files.infolist():
            if "reference" not in entry.filename:
                archive.writestr(entry, files.read(entry))

    done, written = run_there(spoilt.getvalue(), {"01-doubling.ipynb": notebook(topic, topic.right)}, tmp_path)

    assert done.returncode != 0 and not written.exists()


@container
@pytest.mark.slow
def test_otters_autograder_runs_there_too(course: Course, topic: Assignment, tmp_path: Path) -> None:
    write_release(otter.RELEASE, course, [topic], tmp_path / "dist", hidden_data=False)
    archive = (tmp_path / "dist" / topic.name / f"{topic.name}-autograder.zip").read_bytes()
    half = {"double": topic.right["double"]}

    done, written = run_there(archive, {"01-doubling.ipynb": notebook(topic, half)}, tmp_path)

    assert done.returncode == 0, done.stderr
    scores = {test["name"]: test.get("score") for test in read(written)["tests"]}
    assert (scores["double"], scores["halve"]) == (3, 0)


def test_the_zip_is_the_same_each_time_and_holds_one_topic(course: Course, topic: Assignment, packed: bytes) -> None:
    assert gradescope.package(course, topic) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        policy = yaml.safe_load(archive.read("course/grading_config.yml"))
        needed = archive.read("requirements.txt").decode().splitlines()
        for script in ("setup.sh", "run_autograder"):
            assert archive.getinfo(script).external_attr >> 16 & stat.S_IXUSR
            assert b"http" not in archive.read(script)
            subprocess.run(["bash", "-n"], input=archive.read(script), check=True)

    assert {
        "course/assignments/01-doubling/tests.py",
        "course/reference/01-doubling.py",
        "course/keys/cohort.secret",
    } <= {*names}
    assert not [name for name in names if "02-doubling" in name or "__pycache__" in name]
    assert policy["assignments"] == {"01-doubling": {"weight": 2}}
    assert not {"extensions", "certificate"} & policy.keys()
    assert all("==" in line for line in needed) and any(line.startswith("numpy==") for line in needed)
    assert {"alembic", "sqlalchemy", "pydantic-core"} <= {line.partition("==")[0] for line in needed}  # also of others
    assert not [line for line in needed if line.startswith(("tensorflow", "autograder"))]


def test_a_zip_for_keras_brings_keras_and_only_this_topics_texts(whole_course: Course) -> None:
    topic = whole_course.by_name["12-deployment"]

    with zipfile.ZipFile(io.BytesIO(gradescope.package(whole_course, topic))) as archive:
        needed = archive.read("requirements.txt").decode()
        texts = {Path(name).stem for name in archive.namelist() if name.startswith("course/translations")}

    assert "\nkeras==" in needed and "\ntensorflow==" in needed
    assert texts <= {"12-deployment", "package"}


def test_a_submissions_number_stands_for_a_student_whom_gradescope_does_not_name(tmp_path: Path) -> None:
    told = Told.read(json.dumps({**METADATA, "users": []}))
    by_mail = Told.read(json.dumps({**METADATA, "users": [{"id": 1, "email": "ada@uni.example", "name": "Ada"}]}))

    assert (told.student, by_mail.student) == ("submission-123456", "ada@uni.example")
    assert told.created.isoformat() == "2026-11-01T12:00:00-07:00"
    assert upload_in(tmp_path, "01-doubling", told).problem.endswith("This submission has no notebook.")


def test_texts_are_those_of_a_students_page(judge: Judge, topic: Assignment) -> None:
    verdict = judge.grade(topic, submission(topic, {"halve": "def halve(x):\n    return 1 / 0"}), QUICK).verdict

    tests = gradescope.results(verdict)["tests"]

    said = "\n".join(test["output"] for test in tests)
    assert all(outcome.message in said for outcome in verdict.outcomes if outcome.status is not Status.PASSED)
