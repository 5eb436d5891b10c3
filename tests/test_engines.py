"""nbgrader and otter themselves, with a box for each submission: what its code can't reach, and what it can't stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.adapters.nbgrader import NbgraderEngine
from autograder.adapters.otter import OtterEngine
from autograder.assignment import Assignment
from autograder.certificate import missing_for
from autograder.course import Course, load_course
from autograder.gradebook import standings
from autograder.intake import find
from autograder.judge import FORGEABLE, Ruling, Verdict
from autograder.sandbox import Limits, Program, Programs, Ran
from conftest import write_topic
from handing_in import hand_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("namespaces")]
Engine = NbgraderEngine | OtterEngine
CONFIG = "limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 20, memory_mb: 1024}\n"
SMALL = Limits(total_seconds=20, memory_mb=256, disk_mb=8)
TOPIC = "01-doubling"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small course, and a folder of its own for whatever is left lying about."""
    write_topic(tmp_path / "course")
    (tmp_path / "course" / "grading_config.yml").write_text(CONFIG)
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path / "course"


@pytest.fixture
def small(here: Path) -> Course:
    return load_course(here)


def grade(course: Course, engine: Engine, handed_in: Mapping[str, Mapping[str, str]], jobs: int = 2) -> list[Verdict]:
    topic = course.by_name[TOPIC]
    for student, answers in handed_in.items():
        hand_in(course.root / "submitted", student, topic, answers)
    found = list(engine.grade(course, find(course.root / "submitted", [TOPIC]), jobs))
    return sorted(found, key=lambda verdict: verdict.student)


def run(source: str, limits: Limits = SMALL, wanted: str = "found") -> Ran:
    with Programs() as programs:
        return programs.run(Program([sys.executable, "-c", source], {}, [wanted], limits))


def running(mark: str) -> list[str]:
    """The processes of this machine with a mark in their command line."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            line = Path(f"/proc/{name}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if mark in line and int(name) != os.getpid():
            found.append(f"{name} {line}")
    return found


HOSTILE = """\
import os, socket, subprocess, sys
from pathlib import Path
got = []
def attempt(name, action):
    try:
        if action():
            got.append(name)
    except Exception:
        pass
for path in {paths!r}:
    attempt(path, lambda: Path(path).read_bytes())
    attempt(path, lambda: os.listdir(Path(path).parent))
for path in ("/etc/shadow", "/root/.bashrc", "/proc/1/environ", "/proc/1/mem"):
    attempt(path, lambda: Path(path).open("rb").read(1))
attempt("environment", lambda: "SCHOOL_TOKEN" in os.environ)
for folder in {writable!r}:
    attempt(folder, lambda: Path(folder, "mine").write_text("x"))
attempt("kill", lambda: os.kill({grader}, 0) or True)
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", {port}), 1))
attempt("out", lambda: socket.create_connection(("192.0.2.1", 80), 1))
def by_name():
    s = socket.socket(socket.AF_UNIX)
    s.connect({abstract!r})
    return True
attempt("abstract", by_name)
def fill():
    with open("much", "wb") as file:
        for _ in range(2000):
            file.write(bytes(1 << 20))
    return True
attempt("fill", fill)
Path("much").unlink(missing_ok=True)
for _ in range(50):
    try:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600) # {mark}"], start_new_session=True)
    except OSError:
        break
def double(x):
    return "stolen" if got else 2 * x
"""


@pytest.mark.parametrize("engine", [NbgraderEngine(), OtterEngine()], ids=lambda engine: engine.name)
def test_a_hostile_notebook_reaches_nothing_outside_its_box_and_leaves_nothing(
    here: Path, small: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setenv("SCHOOL_TOKEN", "of the school")
    topic = small.by_name[TOPIC]
    gradebook = here / "results" / "gradebook.db"
    gradebook.parent.mkdir()
    gradebook.write_bytes(b"grades of everybody")
    common = tmp_path / "common"
    common.mkdir()
    common.chmod(0o777)
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    mark, abstract = f"left-running-{os.getpid()}-{engine.name}", f"\0autograder-test-{os.getpid()}-{engine.name}"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as named:
        named.bind(abstract)
        named.listen()
        hostile = HOSTILE.format(
            paths=[str(gradebook), str(here / "submitted" / "ada" / TOPIC / f"{TOPIC}.ipynb"),
                   str(here / "reference" / f"{TOPIC}.py"), str(here / "grading_config.yml")],
            writable=[str(common), str(here), sys.prefix, "/usr", "/"],
            grader=os.getpid(), port=server.getsockname()[1], abstract=abstract, mark=mark,
        )  # fmt: skip

        # One after the other, so that ada comes first and zoe grades where the hostile one has been.
        everybody = {
            "ada": topic.right, "eve": {**topic.right, "double": hostile}, "zoe": topic.right,
        }  # fmt: skip
        verdicts = grade(small, engine, everybody, jobs=1)

    assert [(v.student, v.status, v.score, v.level) for v in verdicts] == [
        (who, Ruling.GRADED, 5, FORGEABLE) for who in ("ada", "eve", "zoe")
    ], [v.reason for v in verdicts]
    assert running(mark) == []
    assert list(common.iterdir()) == list((tmp_path / "scratch").iterdir()) == []
    after = {path: path.read_bytes() for path in here.rglob("*") if path.is_file() and "submitted" not in path.parts}
    assert {path: after.get(path) for path in before} == before


def test_a_submission_that_crashes_or_hangs_the_grader_costs_only_itself(small: Course) -> None:
    """The kernel's parent is nbgrader."""
    topic = small.by_name[TOPIC]
    ends = {
        who: {**topic.right, "halve": f"import os, signal\nos.kill(os.getppid(), signal.{how})\n"}
        for who, how in (("bob", "SIGKILL"), ("eve", "SIGSTOP"))
    }
    ends["fay"] = {**topic.right, "halve": "import os\nos._exit(3)"}

    verdicts = grade(small, NbgraderEngine(start_seconds=5), {"ada": topic.right, **ends, "zoe": {}})

    assert [(v.student, v.status) for v in verdicts] == [
        ("ada", Ruling.GRADED), ("bob", Ruling.HELD), ("eve", Ruling.HELD), ("fay", Ruling.HELD), ("zoe", Ruling.GRADED)
    ]  # fmt: skip
    assert [verdicts[0].score, verdicts[4].score] == [5, 0]
    assert verdicts[1].reason.startswith("nbgrader gave no score: it wrote no results.")
    assert verdicts[2].reason == "nbgrader gave no score: It took more than 25 seconds."
    assert verdicts[3].reason == (
        "nbgrader gave no score: a score is missing. nbclient.exceptions.DeadKernelError: Kernel died"
    )


def test_what_stands_in_their_results_is_looked_at(doubling: Assignment) -> None:
    from autograder.adapters.nbgrader.engine import Nbgrader
    from autograder.adapters.verdicts import NoScore

    for found, why in (
        (b"", "can't be read"), (b"[]", "can't be read"), (b"{}", "can't be read"),
        (b'{"scores": {"01-doubling": {"double-check-1": 1, "double-hidden": 2}}}', "a score is missing"),
        (b'{"scores": {"01-doubling": {"double-check-1": 1000}}}', "a score is 1000, of 1 points"),
        (b'{"scores": {"01-doubling": {"double-check-1": -1}}}', "a score is -1"),
        (b'{"scores": {"01-doubling": {"double-check-1": NaN}}}', "a score is missing"),
        (b"[" * 100_000, "can't be read"),
    ):  # fmt: skip
        with pytest.raises(NoScore, match=why):
            Nbgrader().found(doubling, {"scores.json": found})


def test_no_certificate_is_issued_for_what_can_be_forged(small: Course) -> None:
    topic = small.by_name[TOPIC]
    verdicts = grade(small, NbgraderEngine(), {"ada": topic.right})

    [standing] = standings(verdicts, (topic,), small.policy)

    assert f"{TOPIC} was graded at forgeable; L2 is required." in " ".join(missing_for(standing, small.policy))


def test_without_confinement_every_verdict_says_so(small: Course) -> None:
    [verdict] = grade(small, NbgraderEngine(confined=False), {"ada": small.by_name[TOPIC].right})

    assert (verdict.score, verdict.level) == (5, "unsafe")


def test_an_upload_that_is_no_notebook_is_refused_before_any_grader_sees_it(small: Course) -> None:
    hand_in(small.root / "submitted", "eve", small.by_name[TOPIC], b"{}")

    [verdict] = grade(small, OtterEngine(), {})

    assert verdict.status is Ruling.REFUSED and "not a notebook" in verdict.reason


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_a_run_that_is_stopped_leaves_nothing_and_goes_on_where_it_was(
    here: Path, small: Course, stop: signal.Signals
) -> None:
    topic, mark = small.by_name[TOPIC], f"sleeps-on-{os.getpid()}"
    sleeps = (
        f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600) # {mark}'])\n"
    )
    for number in range(3):
        hand_in(here / "submitted", f"s{number}", topic, {**topic.right, "halve": f"{sleeps}{topic.right['halve']}"})
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        "submitted",
        "--engine",
        "nbgrader",
        "--json",
        "--jobs",
        "1",
    ]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        signal.signal(signal.SIGINT, heard)
        assert process.stdout is not None and process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(stop)
        rest = process.stdout.read().splitlines()
        said = process.stderr.read()
        assert process.wait(60) == 130, said
    assert running(mark) == []
    assert not [path for path in Path(os.environ["TMPDIR"]).iterdir() if path.name.startswith("autograder-")]

    resumed = subprocess.run(command, cwd=here, capture_output=True, text=True)

    lines = [first, *map(json.loads, rest), *map(json.loads, resumed.stdout.splitlines())]
    assert resumed.returncode == 0, resumed.stderr
    assert sorted(line["student"] for line in lines) == ["s0", "s1", "s2"]
    assert {line["score"] for line in lines} == {5}


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("import time; time.sleep(60)", "It took more than 3 seconds."),
        ("import os\nfor _ in range(4): os.fork()\nx = b'1' * (60 << 20)\nimport time; time.sleep(60)",
         "It used more than 256 MB of memory."),
    ],
    ids=["time", "memory of all its processes"],
)  # fmt: skip
def test_limits_end_a_program_and_say_which(source: str, how: str) -> None:
    assert run(source, replace(SMALL, total_seconds=3)).ended == how


def test_processes_disk_and_output_have_limits() -> None:
    ran = run(
        """
import os, sys, subprocess
count, bytes_ = 0, 0
try:
    for _ in range(1000):
        subprocess.Popen(["/bin/sleep", "100"])
        count += 1
except OSError:
    pass
try:
    for number in range(50):
        with open(f"file-{number}", "wb") as file:
            bytes_ += file.write(bytes(1 << 20))
except OSError:
    pass
print("x" * (10 << 20))
print(count < 200, bytes_ <= 8 << 20)
""",
        replace(SMALL, memory_mb=1024),
    )

    assert ran.said.endswith("True True\n") and len(ran.said) <= 1 << 16
    assert not running("/bin/sleep\x00100")


def test_only_a_plain_file_of_its_own_is_brought_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("42")
    tmp_path.chmod(0o755)

    for source in (
        f"import os; os.symlink({str(secret)!r}, 'found')",
        "import os; os.symlink('/proc/1/environ', 'found')",
        "import os; os.mkdir('found')",
        "open('found', 'wb').truncate(9 << 20)",
    ):
        assert run(source, replace(SMALL, disk_mb=64)).files == {}
    assert run("open('found', 'w').write('mine')").files == {"found": b"mine"}


def test_programs_that_are_killed_from_outside_take_everything_along() -> None:
    """Whoever kills the keeper, with a signal that it can't hear, ends its box."""
    mark = f"of-a-killed-keeper-{os.getpid()}"
    source = f"""
import subprocess, sys, threading, time
from autograder.sandbox import Limits, Program, Programs
code = "import time; time.sleep(600) # {mark}"
with Programs() as programs:
    threading.Thread(target=programs.run, args=(Program([sys.executable, "-c", code], {{}}, []),), daemon=True).start()
    print("ready", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    ) as us:
        assert us.stdout is not None and us.stdout.readline() == b"ready\n"
        assert _until(lambda: any("-c" in line and "sandbox" not in line for line in running(mark)))
        us.kill()

    assert _until(lambda: not running(mark))


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("unshare"), reason="needs root, to become an ordinary user")
def test_an_ordinary_user_has_such_boxes_too() -> None:
    source = """
import os, sys
from autograder.sandbox import Program, Programs
code = "import os; print(os.getuid(), os.path.exists('/proc/self')); os.kill(1, 9)"
with Programs() as programs:
    ran = programs.run(Program([sys.executable, "-c", code], {}, []))
print(ran.level, ran.code, ran.said)
"""
    done = subprocess.run(
        ["unshare", "--user", "--map-user=1000", "--map-group=1000", sys.executable, "-c", source],
        capture_output=True, text=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip

    assert done.stdout.startswith("L1 1 "), done.stdout + done.stderr
    assert "1000 True" in done.stdout and "PermissionError" in done.stdout


@pytest.mark.skipif(os.getuid() != 0, reason="an ordinary user may make namespaces here without any rights")
def test_where_namespaces_are_not_granted_it_says_what_to_do() -> None:
    source = """
from autograder.sandbox import NotConfined, Programs
from autograder.sandbox.inside.confinement import kernel
kernel.drop_capabilities()
try:
    Programs().__enter__()
except NotConfined as reason:
    print(reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, cwd=Path(__file__).parent.parent
    )

    assert "grants no namespaces" in done.stdout and "--unsafe" in done.stdout, done.stderr


def _until(holds: object, seconds: float = 20) -> bool:
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False
