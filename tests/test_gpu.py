"""Boxes that may use a GPU, and boxes that may not. Most of it needs none: devices and their listing are pretended."""

from __future__ import annotations

import itertools
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from autograder.assignment import Assignment
from autograder.cli import cli
from autograder.course import Course, load_course
from autograder.doctor import gpus
from autograder.intake import handed_in
from autograder.judge import Judge, Outcome, Status
from autograder.judge.gpu import FULL, filled, ruled
from autograder.policy import UseOfGpus
from autograder.sandbox import Box, Level, Limits, Place, SandboxError, Zygote, places, seen_in, training_at, trust
from autograder.sandbox.inside import warm
from autograder.secret import Secret
from autograder.workers import NoGpu, Orders, Pool, Task, Workplace
from conftest import write_topic

ONE = "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aaaa-1)\n"
TWO = f"{ONE}GPU 1: NVIDIA L4 (UUID: GPU-bbbb-2)\n"
SLICED = f"""{ONE}  MIG 3g.40gb     Device  0: (UUID: MIG-cccc-1)
  MIG 3g.40gb     Device  1: (UUID: MIG-dddd-2)
GPU 1: NVIDIA L4 (UUID: GPU-bbbb-2)
"""
INSTANCES = """<nvidia_smi_log><gpu id="0"><uuid>GPU-aaaa-1</uuid><mig_devices>
<mig_device><index>0</index><gpu_instance_id>1</gpu_instance_id><compute_instance_id>0</compute_instance_id></mig_device>
<mig_device><index>1</index><gpu_instance_id>2</gpu_instance_id><compute_instance_id>0</compute_instance_id></mig_device>
</mig_devices></gpu></nvidia_smi_log>"""
SMALL = Limits(memory_mb=1024, disk_mb=8, processes=16)
PRETENDED = Place("a pretended GPU", "GPU-pretended", ("/dev/nvidia-pretended",))
needs_a_gpu = pytest.mark.skipif(not places(), reason="this machine has no GPU; docs/gpu.md says what was tried on one")


@pytest.fixture(autouse=True)
def nothing_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A pretended machine with a driver."""
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/nvidiactl").touch()
    return tmp_path


def found(root: Path, listing: str, instances: str = "") -> dict[str, Place]:
    return {place.uuid: place for place in places(root, lambda *options: instances if "-x" in options else listing)}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_machine_without_the_driver_has_no_place(tmp_path: Path) -> None:
    assert found(tmp_path, TWO) == {}


def test_several_gpus_are_separate_places_each_with_its_own_device_file(machine: Path) -> None:
    seen = found(machine, TWO)

    assert [place.name for place in seen.values()] == ["NVIDIA H100 80GB HBM3", "NVIDIA L4"]
    assert seen["GPU-aaaa-1"].devices == ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia0")
    assert seen["GPU-bbbb-2"].devices == ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia1")


def test_the_driver_says_which_device_file_is_which_gpus(machine: Path) -> None:
    for bus, uuid, minor in (("01", "GPU-aaaa-1", 1), ("02", "GPU-bbbb-2", 0)):
        facts = f"Model: \t\t NVIDIA\nGPU UUID: \t {uuid}\nDevice Minor: \t {minor}\n"
        write(machine / f"proc/driver/nvidia/gpus/0000:{bus}:00.0/information", facts)

    seen = found(machine, TWO)

    assert seen["GPU-aaaa-1"].devices[-1] == "/dev/nvidia1"
    assert seen["GPU-bbbb-2"].devices[-1] == "/dev/nvidia0"


def test_slices_are_places_of_their_own_with_the_keys_to_no_other(machine: Path) -> None:
    for instance in (1, 2):
        folder = machine / f"proc/driver/nvidia/capabilities/gpu0/mig/gi{instance}"
        write(folder / "access", f"DeviceFileMinor: {10 * instance}\nDeviceFileMode: 292\n")
        write(folder / "ci0/access", f"DeviceFileMinor: {10 * instance + 1}\n")

    seen = found(machine, SLICED, INSTANCES)

    assert list(seen) == ["MIG-cccc-1", "MIG-dddd-2", "GPU-bbbb-2"]
    assert seen["MIG-cccc-1"].name == "NVIDIA H100 80GB HBM3 MIG 3g.40gb"
    assert seen["MIG-cccc-1"].devices[3:] == ("/dev/nvidia-caps/nvidia-cap10", "/dev/nvidia-caps/nvidia-cap11")
    assert seen["MIG-dddd-2"].devices[3:] == ("/dev/nvidia-caps/nvidia-cap20", "/dev/nvidia-caps/nvidia-cap21")


@pytest.mark.parametrize(
    "said, uuids",
    [("", []), ("1", ["GPU-bbbb-2"]), ("1,0", ["GPU-bbbb-2", "MIG-cccc-1", "MIG-dddd-2"]), ("GPU-b", ["GPU-bbbb-2"]),
     ("MIG-dd", ["MIG-dddd-2"]), ("1,7,0", ["GPU-bbbb-2"]), ("-1", []), ("NoDevFiles", [])],
)  # fmt: skip
def test_the_usual_variable_chooses_among_them(
    machine: Path, monkeypatch: pytest.MonkeyPatch, said: str, uuids: list[str]
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", said)

    assert list(found(machine, SLICED, INSTANCES)) == uuids


def test_a_driver_beside_the_systems_libraries_is_found(machine: Path) -> None:
    write(machine / "usr/local/nvidia/lib64/libcuda.so.1", "")

    assert found(machine, ONE)["GPU-aaaa-1"].driver == "/usr/local/nvidia/lib64"


def said_by(box: Box, source: str) -> str:
    outputs, error = box.run_cell(source, 1, 20)
    return error or "".join(output.get("text", "") for output in outputs).strip()


@pytest.fixture(params=["L1", "L2"])
def level(request: pytest.FixtureRequest) -> Level:
    with Zygote(level=request.param) as zygote, zygote.box(SMALL) as box:
        if box.level != request.param:
            pytest.skip(f"this machine grants {box.level} and not {request.param}")
    return request.param  # type: ignore[no-any-return]


def test_a_box_without_a_place_sees_no_gpu_whatever_its_judge_sees(
    level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")

    with Zygote(level=level) as zygote, zygote.box(SMALL) as box:
        assert said_by(box, "import os; print(repr(os.environ['CUDA_VISIBLE_DEVICES']))") == "''"
        assert said_by(box, "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0] > 0)") == "True"
        for request in ("0xC020462A", "0x4B", "0x30000001"):
            assert said_by(box, f"import fcntl; fcntl.ioctl(0, {request})") == "PermissionError"


def test_a_box_with_a_place_is_told_of_it_and_its_data_are_limited(level: Level) -> None:
    with Zygote(level=level, place=PRETENDED) as zygote, zygote.box(SMALL) as box:
        told = said_by(box, "import os; print(*[f'{name}={value}' for name, value in os.environ.items()])")
        limits = "[resource.getrlimit(kind)[0] > 0 for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]"

        assert "CUDA_VISIBLE_DEVICES=GPU-pretended XLA_PYTHON_CLIENT_PREALLOCATE=false" in told
        assert said_by(box, f"import resource; print({limits})") == "[False, True]"
        assert said_by(box, "held = bytearray(2 << 30)") == "MemoryError"


def test_a_box_with_a_place_does_not_inherit_the_limit_of_its_judges_address_space(level: Level) -> None:
    """A worker limits its own, and CUDA reserves more than that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, hard))
    try:
        with Zygote(level=level, place=PRETENDED) as zygote, zygote.box(SMALL) as box:
            assert said_by(box, "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])") == str(hard)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_a_box_with_a_place_may_ask_the_driver_and_call_nobody(level: Level) -> None:
    listening = "import socket\ns = socket.socket(1, 5)\ns.bind('')\ns.listen()\nprint('listens')"
    with Zygote(level=level, place=PRETENDED) as zygote, zygote.box(SMALL) as box:
        for request in ("0xC020462A", "0x4B", "0x30000001"):  # /dev/null does not understand it, but it may be asked
            assert said_by(box, f"import fcntl; fcntl.ioctl(0, {request})") == "OSError"
        assert said_by(box, "fcntl.ioctl(0, 0x5412)") == "PermissionError"
        assert said_by(box, listening) == "listens"
        assert said_by(box, "s.connect(s.getsockname())") == "PermissionError"
        assert said_by(box, "s.accept()") == "PermissionError"
        assert said_by(box, "socket.socket(1, 1)") == "PermissionError"


def test_nothing_escapes_from_a_box_with_a_place(level: Level) -> None:
    with Zygote(level=level, place=PRETENDED) as zygote:
        assert trust(zygote) == level


@pytest.fixture
def devices() -> Iterator[tuple[str, str]]:
    """Two device files that work like /dev/null, in a folder that everybody may enter."""
    folder = tempfile.mkdtemp(dir="/var/tmp", prefix="autograder-")
    os.chmod(folder, 0o755)
    mine, other = f"{folder}/nvidia0", f"{folder}/nvidia1"
    try:
        for path in (mine, other):
            os.mknod(path, 0o20666, os.makedev(1, 3))
            os.chmod(path, 0o666)
        Path(mine).write_bytes(b"")
    except OSError as error:
        pytest.skip(f"this machine lets us make no device: {error}")
    yield mine, other
    shutil.rmtree(folder)


def test_a_box_opens_the_devices_of_its_place_and_no_others(level: Level, devices: tuple[str, str]) -> None:
    mine, other = devices
    with Zygote(level=level, place=Place("pretended", "GPU-1", (mine,))) as zygote, zygote.box(SMALL) as box:
        assert said_by(box, f"print(open({mine!r}, 'r+b', 0).write(b'x'))") == "1"
        assert said_by(box, f"open({other!r}, 'r+b', 0)") in ("FileNotFoundError", "PermissionError")
        assert said_by(box, f"import os; os.unlink({mine!r})") in ("OSError", "PermissionError")
    with Zygote(level=level) as zygote, zygote.box(SMALL) as box:
        assert said_by(box, f"open({mine!r}, 'r+b', 0)") in ("FileNotFoundError", "PermissionError")


def test_a_zygote_that_has_used_a_gpu_is_noticed(tmp_path: Path) -> None:
    device = tmp_path / "nvidia-uvm"
    device.touch()

    warm._must_be_untouched([str(device)])
    with device.open(), pytest.raises(RuntimeError, match=r"used the GPU before any box was made: .*nvidia-uvm"):
        warm._must_be_untouched([str(device)])


@pytest.mark.parametrize("gpu", [True, False])
def test_pytorch_asks_no_driver_while_keras_is_imported(monkeypatch: pytest.MonkeyPatch, gpu: bool) -> None:
    def asks() -> bool:
        raise AssertionError("it asked the driver")

    torch = SimpleNamespace(cuda=SimpleNamespace(is_available=asks))
    monkeypatch.setitem(sys.modules, "torch", torch)  # type: ignore[arg-type]  # whatever has the name
    monkeypatch.setenv("KERAS_BACKEND", "torch")

    with warm._told_about_gpus(gpu=gpu):
        assert torch.cuda.is_available() is gpu
    assert torch.cuda.is_available is asks


def outcome(detail: str, status: Status = Status.FAILED) -> Outcome:
    return Outcome("t", "model", status, 0, 1, "It learns.", visible=False, detail=detail)


@pytest.mark.parametrize(
    "detail",
    ["model is not defined, since its cell ended with OutOfMemoryError: CUDA out of memory. Tried to allocate 1024.00 "
     "MiB. GPU 0 has a total capacity of 139.80 GiB of which 293.12 MiB is free.",  # as seen on a GPU, and the next, too
     "AcceleratorError: CUDA error: out of memory",
     "XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 1073741824 bytes.",
     "ResourceExhaustedError: {{function_node __wrapped__Fill}} OOM when allocating tensor"],
)  # fmt: skip
def test_a_full_gpu_is_an_outcome_of_its_own(detail: str) -> None:
    full = ruled(outcome(detail), PRETENDED)

    assert full.status is Status.MEMORY and filled(full)
    assert full.message == f"{FULL} (It learns.)"
    assert ruled(outcome(detail), None) == outcome(detail)  # on the CPU it means nothing


def test_other_errors_stay_what_they_are() -> None:
    for other in (outcome("MemoryError", Status.MEMORY), outcome("ValueError: shapes"), outcome("", Status.PASSED)):
        assert ruled(other, PRETENDED) == other
        assert not filled(other)


@pytest.fixture(scope="module")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    write_topic(root)
    return load_course(root)


@dataclass(frozen=True)
class Works(Task[tuple[int, bool, float, float]]):
    """A task that says who did it, whether there was a GPU, and when. It may wait for a file that another makes."""

    number: int
    trains: bool = False
    makes: str = "/dev/null"
    needs: str = "/dev/null"

    @property
    def name(self) -> str:
        return str(self.number)

    def do(self, at: Workplace) -> tuple[int, bool, float, float]:
        start = time.monotonic()
        Path(self.makes).touch()
        while not Path(self.needs).exists():
            time.sleep(0.01)
        return os.getpid(), at.judge.place is not None, start, time.monotonic()


def worked(
    course: Course, tasks: list[Works], workers: int, gpus: list[Place], use: UseOfGpus = "used"
) -> dict[Works, tuple[int, bool, float, float]]:
    with Pool[tuple[int, bool, float, float]](Orders(course.root, gpu=use), Limits(), workers, gpus=gpus) as pool:
        return {done.task: done.value() for done in pool.results(tasks)}  # type: ignore[misc]


def test_one_training_at_a_time_runs_on_a_gpu_and_short_tasks_pass_it(small_course: Course, tmp_path: Path) -> None:
    """The first training waits for a short task: it ends only if somebody else does that meanwhile."""
    ready = str(tmp_path / "ready")
    tasks = [*(Works(number, trains=True, needs=ready) for number in range(4)), Works(4), Works(5, makes=ready)]

    done = worked(small_course, tasks, 2, [PRETENDED], "required")

    trainings = sorted((start, end) for task, (*_, start, end) in done.items() if task.trains)
    assert len({who for task, (who, *_) in done.items() if task.trains}) == 1
    assert all(gpu for task, (_, gpu, *_) in done.items() if task.trains)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(trainings))


def test_where_the_policy_allows_it_idle_cores_train_as_well(small_course: Course, tmp_path: Path) -> None:
    """Two trainings wait for each other: one is on the GPU, so the other is not."""
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    tasks = [Works(0, trains=True, makes=one, needs=other), Works(1, trains=True, makes=other, needs=one), Works(2)]

    done = worked(small_course, tasks, 2, [PRETENDED])

    assert sorted(gpu for task, (_, gpu, *_) in done.items() if task.trains) == [False, True]


def test_two_gpus_train_two_at_a_time(small_course: Course, tmp_path: Path) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    tasks = [Works(0, trains=True, makes=one, needs=other), Works(1, trains=True, makes=other, needs=one)]

    done = worked(small_course, tasks, 2, [PRETENDED, PRETENDED])

    assert all(gpu for _, gpu, *_ in done.values())


def test_without_a_gpu_or_where_the_policy_wants_none_all_workers_train(small_course: Course, tmp_path: Path) -> None:
    for there, use in (([], "used"), ([PRETENDED], "never")):
        one, other = str(tmp_path / f"one {use}"), str(tmp_path / f"other {use}")
        tasks = [Works(0, trains=True, makes=one, needs=other), Works(1, trains=True, makes=other, needs=one)]
        done = worked(small_course, tasks, 2, there, use)  # type: ignore[arg-type]
        assert not any(gpu for _, gpu, *_ in done.values())


def test_a_policy_that_requires_a_gpu_stops_before_anything_is_trained(small_course: Course) -> None:
    with pytest.raises(NoGpu, match="The policy requires a GPU"):
        worked(small_course, [Works(1, trains=True)], 1, [], "required")
    assert worked(small_course, [Works(1)], 1, [], "required")


@pytest.mark.slow
def test_a_gpu_that_no_box_can_use_is_said_and_the_cpu_trains(course: tuple[Assignment, ...]) -> None:
    topic = next(each for each in course if each.trains)
    right = handed_in(topic, topic.right)

    with Judge(Secret.of_trial(1), place=PRETENDED) as judge:
        with judge.session(topic, right, Limits(), trains=True) as session:
            assert session.place is None
            assert list(judge._trained_on(session)) == [
                "Trained on the CPU, since the GPU here can't be used: Keras finds no GPU."
            ]
        judge.needs_gpu = True
        with pytest.raises(SandboxError, match="the policy requires a GPU"):
            judge.session(topic, right, Limits(), trains=True)


def test_the_doctor_is_calm_where_there_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")

    assert [(each.state, each.found, each.meaning) for each in gpus()] == [
        ("good", "none", "networks train on the CPU.")
    ]


def test_calls_in_a_box_with_a_gpu_need_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    (tmp_path / "n.ipynb").touch()

    done = CliRunner().invoke(cli, ["calls", "--gpu", str(tmp_path / "n.ipynb")])

    assert done.exit_code == 2 and "this machine has no GPU, or CUDA_VISIBLE_DEVICES hides it" in done.output


@needs_a_gpu
def test_keras_trains_in_a_box_on_each_gpu(level: Level) -> None:
    for place in places():
        with Zygote("keras", level=level, place=place) as zygote:
            assert trust(zygote) == level
            with zygote.box(Limits(memory_mb=8192)) as box:
                assert seen_in(box)[0]
        assert training_at(place, level).second > 0


@needs_a_gpu
def test_topics_that_train_are_trained_on_a_gpu(course: tuple[Assignment, ...]) -> None:
    topic = next(each for each in course if each.name.startswith("16"))
    with Judge(Secret.of_trial(1), place=places()[0]) as judge:
        verdict = judge.grade(topic, handed_in(topic, topic.right), Limits(60, 20, 240)).verdict

    assert verdict.score == verdict.max_score
    assert any(remark.startswith("Trained on NVIDIA") for remark in verdict.remarks)
