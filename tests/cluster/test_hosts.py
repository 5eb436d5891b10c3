"""Four hosts, twenty faults in the middle of a cohort: nothing is lost, nothing graded twice, the totals are equal."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hosts import Hosts, why_not
from machines import COMMAND, SOURCE, Machine, children, command_of, machines, scheduler, wait_until

from autograder.assignment import Assignment
from autograder.cluster import write_keys
from autograder.cohort import JudgeEngine
from autograder.course import load_course
from autograder.gradebook import Gradebook
from autograder.intake import find
from autograder.judge import Ruling, Verdict
from conftest import write_topic
from handing_in import hand_in

pytest.importorskip("distributed", reason="dask.distributed is not installed")
pytestmark = [pytest.mark.cluster, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]

STUDENTS = int(os.environ.get("CLUSTER_STUDENTS", "300"))
LIMITS = "limits: {cell_seconds: 60, call_seconds: 40, total_seconds: 240}\n"  # faults must not become timeouts
IMPATIENT = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "11s", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"}
WAIT = "import time; time.sleep(0.8)\n"


def kinds(topic: Assignment) -> list[dict[str, str]]:
    """What students hand in; each takes most of a second, but hardly any of the processor's time."""
    return [
        {**topic.right, "halve": f"{WAIT}def halve(x): return x / 2"},
        {**topic.right, "halve": f"{WAIT}def halve(x): return x // 2"},
        {**topic.right, "double": f"{WAIT}def double(x): return x + 2"},
        {**topic.right, "halve": f"{WAIT}def halve(x):\n    import os; os._exit(0)"},
        {"double": f"{WAIT}def double(x): raise ValueError"},
    ]


class Network:
    """A scheduler, two nodes with certificates, and a client that is started until it has graded everything."""

    def __init__(self, folder: Path, hosts: Hosts, running: list[Machine]) -> None:
        self.folder, self.hosts, self._running = folder, hosts, running
        self.disk = folder / "disk"
        write_keys(folder / "keys", datetime.now(UTC))
        self.address = f"tls://{hosts.address('central')}:8786"
        self.start_scheduler()
        self.start_node("one")
        self.start_node("two")

    def start_scheduler(self) -> None:
        keys, here = str(self.folder / "keys" / "scheduler"), self.hosts.within("central")
        self.central, _ = scheduler(self.folder, "--port", "8786", "--keys", keys, within=here, **IMPATIENT)
        self._running.append(self.central)

    def start_node(self, name: str) -> None:
        """Node two has a small disk, and a clock that is two hours late where that can be had."""
        own = {"TMPDIR": str(self.disk), **late_clock(self.folder)} if name == "two" else {}
        keys = str(self.folder / "keys" / "node")
        machine = Machine(
            "node", self.address, "--jobs", "1", "--keys", keys, log=self.folder / f"{name}.log",
            within=self.hosts.within(name), **IMPATIENT, **own,
        )  # fmt: skip
        setattr(self, name, machine)
        self._running.append(machine)

    def kill_node(self, name: str) -> None:
        for pid in below(getattr(self, name).process.pid):
            if "autograder.cluster" in command_of(pid):
                os.kill(pid, signal.SIGKILL)
                return

    def kill_machine(self, name: str) -> None:
        machine = getattr(self, name)
        for pid in [*below(machine.process.pid), machine.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        machine.process.wait()
        self.start_node(name)

    def cut(self, name: str, seconds: float) -> None:
        self.hosts.pull(name)
        time.sleep(seconds)
        self.hosts.plug(name)

    def restart_scheduler(self) -> None:
        for pid in [*below(self.central.process.pid), self.central.process.pid]:
            os.kill(pid, signal.SIGKILL)
        self.central.process.wait()
        self.central.log.unlink()
        self.start_scheduler()

    def freeze(self, name: str, seconds: float) -> None:
        pids = [pid for pid in below(getattr(self, name).process.pid) if "autograder.cluster" in command_of(pid)]
        for number in (signal.SIGSTOP, signal.SIGCONT):
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            time.sleep(seconds)

    def fill_disk(self, seconds: float) -> None:
        with contextlib.suppress(OSError), (self.disk / "filling").open("wb") as file:
            while True:
                file.write(bytes(1 << 16))
        time.sleep(seconds)
        (self.disk / "filling").unlink()
        self.kill_machine("two")


def late_clock(folder: Path) -> dict[str, str]:
    """What makes a program's clock late; nothing where there is no compiler."""
    library = folder / "late.so"
    if shutil.which("cc") and not library.exists():
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, Path(__file__).with_name("clock.c")], check=True)
    return {"LD_PRELOAD": str(library)} if library.exists() else {}


def below(pid: int) -> list[int]:
    return [each for child in children(pid) for each in (child, *below(child))]


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        with Hosts("central", "one", "two", "desk") as hosts, machines() as running:
            yield Network(tmp_path, hosts, running)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_after_twenty_faults_every_total_is_the_same(network: Network, tmp_path: Path) -> None:
    write_topic(tmp_path / "course")
    (tmp_path / "course" / "grading_config.yml").write_text(LIMITS)
    course = load_course(tmp_path / "course")
    topic = course.assignments[0]
    made = kinds(topic)
    for number, answers in enumerate(made):
        hand_in(tmp_path / "few", f"s{number}", topic, answers)
    local = JudgeEngine().grade(course, find(tmp_path / "few", course.names), 2)
    scores = {each.student: each.score for each in local if isinstance(each, Verdict)}
    for number in range(STUDENTS):
        hand_in(tmp_path / "in", f"s{number}", topic, made[number % len(made)])
    faults: list[Callable[[], None]] = [
        lambda: network.kill_node("one"), lambda: network.cut("one", 2), lambda: network.kill_machine("two"),
        lambda: network.freeze("one", 3), lambda: network.cut("two", 16), network.restart_scheduler,
        lambda: network.fill_disk(6), lambda: network.kill_node("two"), lambda: network.cut("desk", 2),
        lambda: network.cut("central", 16),
    ]  # fmt: skip

    with Client(network, tmp_path) as client:
        happened = 0
        for fault in [*faults, *faults]:
            client.wait_for_more(4)
            fault()
            happened += 1
        ends = client.finish()

    with Gradebook(f"sqlite:///{tmp_path / 'out' / 'gradebook.db'}") as book:
        verdicts = list(book.verdicts())
    print(
        f"{happened} faults, clocks {'apart' if (tmp_path / 'late.so').exists() else 'equal: there is no compiler'}; the client ended with {ends}; {len(verdicts)} verdicts"
    )
    assert happened == 20
    assert len(verdicts) == STUDENTS == len({verdict.student for verdict in verdicts})
    assert {verdict.status for verdict in verdicts} == {Ruling.GRADED}
    found = {verdict.student: verdict.score for verdict in verdicts}
    assert found == {f"s{number}": scores[f"s{number % len(made)}"] for number in range(STUDENTS)}


class Client:
    """`autograder grade` on a host of its own, started again until it ends well."""

    def __init__(self, network: Network, folder: Path) -> None:
        self._network, self._folder = network, folder
        self._lines = folder / "lines.json"
        self.ends: list[int] = []

    def __enter__(self) -> Client:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def graded(self) -> int:
        return sum(1 for line in self._lines.read_text().splitlines() if json.loads(line))

    def wait_for_more(self, count: int) -> None:
        """Wait until so many more are graded: each fault comes in the middle of work."""
        wanted = self.graded() + count

        def there() -> bool:
            self._keep_running()
            return self.graded() >= wanted

        wait_until(there, 240)

    def finish(self) -> list[int]:
        def done() -> bool:
            self._keep_running()
            return self.ends[-1:] == [0]

        wait_until(done, 600)
        return self.ends

    def _keep_running(self) -> None:
        code = self._process.poll()
        if code is not None and self.ends[-1:] != [0]:
            self.ends.append(code)
            if code != 0:
                self._start()

    def _start(self) -> None:
        with self._lines.open("ab") as lines, (self._folder / "client.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._network.hosts.within("desk"), *COMMAND, "grade", "in", "--course", "course", "--to", "out",
                 "--json", "--cluster", self._network.address, "--keys", "keys/client"],
                cwd=self._folder, env=os.environ | {"PYTHONPATH": SOURCE} | IMPATIENT, stdout=lines, stderr=log,
            )  # fmt: skip
