"""The box: student code runs as in Jupyter, takes nothing with it, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import (
    Box,
    Ended,
    Level,
    Limits,
    Nonsense,
    Raised,
    SandboxError,
    TimedOut,
    Zygote,
    broken_promises,
)
from pace import in_time

SMALL = Limits(memory_mb=1024, disk_mb=8, processes=16)


@pytest.fixture(scope="module", params=["L0", "L1", "L2"])
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    with Zygote(level=request.param) as zygote:
        with zygote.box(SMALL) as box:
            if box.level != request.param:
                pytest.skip(f"this machine grants {box.level} and not {request.param}")
        yield zygote


@pytest.fixture
def box(zygote: Zygote) -> Iterator[Box]:
    with zygote.box(SMALL) as box:
        yield box


def shown(box: Box, source: str, seconds: float = 5) -> str:
    """What a cell printed, or the error that ended it."""
    outputs, error = box.run_cell(source, 1, seconds)
    texts = [o.get("text") or o.get("evalue") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return error or "".join(texts)


def test_cells_share_a_namespace_and_show_what_they_print(box: Box) -> None:
    assert shown(box, "x = 20") == ""
    assert shown(box, "print(x)\nx + 1") == "20\n21"


def test_an_error_is_shown_and_the_next_cell_runs(box: Box) -> None:
    outputs, error = box.run_cell("1 / 0", 3, 5)

    assert error == "ZeroDivisionError"
    assert outputs[0]["output_type"] == "error"
    assert "Cell In[3], line 1" in "".join(outputs[0]["traceback"]) or "1 / 0" in "".join(outputs[0]["traceback"])
    assert shown(box, "print('on')") == "on\n"


def test_magics_pictures_rich_output_and_await_work(box: Box) -> None:
    assert "loop" in shown(box, "%timeit -n1 -r1 1")
    assert shown(box, "import asyncio\nawait asyncio.sleep(0.01, result=7)") == "7"
    picture = box.run_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", 1, 20)[0]
    assert "image/png" in picture[0]["data"]
    html = box.run_cell("from IPython.display import HTML\nHTML('<b>x</b>')", 1, 5)[0]
    assert html[0]["data"]["text/html"] == "<b>x</b>"


def test_answers_are_called_with_plain_values(box: Box) -> None:
    box.run_cell("def f(a, *, b=1):\n    return {'sum': a.sum() + b, 'type': type(a).__name__}", 1, 5)

    assert box.call("f", (np.ones(3),), {"b": 2}, 5) == ({"sum": 5.0, "type": "ndarray"}, None)


def test_changed_arguments_come_back(box: Box) -> None:
    box.run_cell("def f(items, array):\n    items.append(1)\n    array[0] = 9", 1, 5)

    result, changed = box.call("f", ([], np.zeros(2)), {}, 5)

    assert result is None
    assert changed[0][0] == [1]
    assert changed[0][1].tolist() == [9, 0]


def test_objects_stay_in_the_box_and_can_be_passed_back(box: Box) -> None:
    box.run_cell("class Net:\n    size = 3\ndef make(): return Net()\ndef size(net): return net.size", 1, 5)

    net, _ = box.call("make", (), {}, 5)

    assert net.kind == "Net"
    assert box.call("size", (net,), {}, 5)[0] == 3


def test_an_error_is_reported_with_the_kinds_that_it_is_of(box: Box) -> None:
    box.run_cell("class Odd(ValueError): pass\ndef f(): raise Odd('no')", 1, 5)

    with pytest.raises(Raised) as caught:
        box.call("f", (), {}, 5)

    assert (caught.value.name, caught.value.text) == ("Odd", "no")
    assert "ValueError" in caught.value.kinds


def test_exit_in_an_answer_is_an_error_and_not_an_end(box: Box) -> None:
    box.run_cell("def f(): raise SystemExit(0)\ndef g(): return 1", 1, 5)

    with pytest.raises(Raised, match="SystemExit"):
        box.call("f", (), {}, 5)
    assert box.call("g", (), {}, 5)[0] == 1


def test_an_endless_loop_is_interrupted_and_the_box_lives_on(box: Box) -> None:
    box.run_cell("def f():\n    while True: pass\ndef g(): return 1", 1, 5)
    start = time.monotonic()

    with pytest.raises(TimedOut, match=r"No answer within 0.3 seconds"):
        box.call("f", (), {}, 0.3)

    assert in_time(time.monotonic() - start, 0.3, lambda: box.call("g", (), {}, 5))
    assert box.alive
    assert box.call("g", (), {}, 5)[0] == 1


def test_a_loop_that_ignores_the_interrupt_is_killed(zygote: Zygote, box: Box) -> None:
    stubborn = "import time\ndef f():\n    while True:\n        try: time.sleep(1)\n        except BaseException: pass"
    box.run_cell(stubborn, 1, 5)
    start = time.monotonic()

    with pytest.raises(TimedOut):
        box.call("f", (), {}, 0.3)

    assert in_time(time.monotonic() - start, 0.3 + 1, lambda: zygote.box(SMALL).close())
    assert not box.alive
    with pytest.raises(Ended, match="has ended"):
        box.call("f", (), {}, 5)


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("import os; os._exit(3)", r"ended by itself \(exit code 3\)"),
        ("import os; os.abort()", "ended by SIG(ABRT|SEGV)"),
        ("import ctypes; ctypes.string_at(0)", "ended by SIGSEGV"),
        ("import signal; signal.raise_signal(signal.SIGTERM); import os; os._exit(9)", "ended by"),
    ],
)
def test_the_end_of_the_process_is_told_in_plain_words(box: Box, source: str, how: str) -> None:
    box.run_cell(f"def f():\n    {source}", 1, 5)

    with pytest.raises(Ended, match=how):
        box.call("f", (), {}, 5)


def test_a_reply_written_ahead_of_time_is_nonsense(box: Box) -> None:
    box.run_cell(
        "import os, struct, json\n"
        "def f():\n"
        "    head = json.dumps({'id': 'x', 'ok': True, 'value': [1, None]}).encode()\n"
        "    os.write(3, struct.pack('<IQ', len(head), 0) + head)\n",
        1, 5,
    )  # fmt: skip

    with pytest.raises(Nonsense, match="could not be read"):
        box.call("f", (), {}, 5)


def test_output_is_kept_up_to_a_cap_and_a_flood_blocks_nobody(box: Box) -> None:
    outputs, _ = box.run_cell("for _ in range(300): print('x' * 100_000)", 1, 20)
    text = "".join(output["text"] for output in outputs)

    assert 1 << 20 <= len(text) < (1 << 20) + 100
    assert text.endswith("[more output was not kept]\n")
    assert (
        shown(box, "import os\nfor _ in range(300): os.write(1, b'x' * 100_000)\n5", 20) == "5"
    )  # small ones have a reserve
    assert shown(box, "print('x' * 100)", 20) == ""


def test_every_escape_that_we_know_of_fails(box: Box) -> None:
    assert broken_promises(box) == []


@pytest.mark.skipif(os.getuid() != 0, reason="needs a box that could do harm, run by root")
@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("unshare"), reason="needs root, to begin a new tree of processes"
)
def test_a_judge_that_is_process_1_as_in_a_container_does_not_take_its_box_for_itself() -> None:
    """A box is process 1 among its own: what it reads and signals under that number is only itself."""
    source = "from autograder.sandbox import Zygote, trust\nwith Zygote('numpy') as zygote:\n    print(trust(zygote))\n"
    command = ["unshare", "--pid", "--fork", "--mount-proc", sys.executable, "-c", source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.stdout.strip() in ("L0", "L1"), done.stderr


def test_the_escapes_do_succeed_where_nothing_is_locked() -> None:
    with Zygote(level="unsafe") as zygote, zygote.box(SMALL) as box:
        found = broken_promises(box)

    assert len(found) > 20
    assert {"reads a file of the graders", "opens a network socket", "becomes root"} <= set(found)


def test_the_box_is_nobody_and_without_a_network(box: Box) -> None:
    assert (
        shown(box, "import os; print(sorted(os.environ))")
        == "['CUDA_VISIBLE_DEVICES', 'HOME', 'LANG', 'PATH', 'TMPDIR']\n"
    )
    assert "PermissionError" in shown(box, "import socket; socket.socket()")


def test_the_box_is_alone(box: Box) -> None:
    if box.level == "L2":
        pytest.skip("at L2 other processes can be seen, but neither read nor signalled")
    assert shown(box, "import os; print(os.getuid() != 0)") == "True\n"
    assert shown(box, "import os; print(os.getpid(), [p for p in os.listdir('/proc') if p.isdigit()])") == "1 ['1']\n"


def test_the_box_reads_python_and_nothing_of_the_machine(box: Box, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("42")
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    refused = "PermissionError" if box.level == "L2" else "FileNotFoundError"

    for path in (secret, Path(__file__), "/etc/shadow", "/etc/hosts"):
        assert shown(box, f"open({str(path)!r})") == refused, path
    for path in (tmp_path, "/root", "/var", "/sys"):
        assert shown(box, f"import os; os.listdir({str(path)!r})") in ("PermissionError", "FileNotFoundError"), path
    assert shown(box, "import numpy.linalg, zoneinfo, this; print(len(this.s) > 0)").endswith("True\n")


def test_the_box_writes_to_its_own_folders_only(box: Box) -> None:
    assert shown(box, "import tempfile; open('a', 'w').write('x'); tempfile.TemporaryFile().write(b'x')") == "1"
    for path in ("/usr/x", "/x", "/etc/passwd", "/proc/sys/kernel/hostname"):
        assert shown(box, f"open({path!r}, 'w')") in ("PermissionError", "OSError"), path


def test_harmless_devices_work(box: Box) -> None:
    assert shown(box, "print(len(open('/dev/urandom', 'rb').read(9)), open('/dev/null', 'w').write('xx'))") == "9 2\n"


def test_nothing_stays_for_the_next_box(zygote: Zygote) -> None:
    with zygote.box(SMALL) as first:
        shown(
            first,
            "import os, sys, tempfile; open('c', 'w').write('x'); sys.leftover = 1; home = os.getcwd()\n"
            "open(os.path.join(tempfile.gettempdir(), 'b'), 'w').write('x')",
        )
    with zygote.box(SMALL) as second:
        look = (
            "import os, sys, tempfile\nprint(os.listdir(tempfile.gettempdir()), os.listdir(), hasattr(sys, 'leftover'))"
        )
        assert shown(second, look) == "[] [] False\n"


@pytest.mark.parametrize(
    "source",
    [
        "x = bytearray(3 << 30)",
        "open('big', 'wb').write(b'x' * (9 << 20))",
        "import subprocess; subprocess.run(['/bin/ls'])",
        "import os; os.execv('/bin/ls', ['ls'])",
        "import os; os.setuid(0)",
        "import os; os.chroot('/')",
        "import fcntl; fcntl.flock(open('x', 'w'), fcntl.LOCK_EX)",
        "import os; open('x', 'w'); [os.open('x', 0) for _ in range(999)]",
        "import os\nfor n in range(100):\n    if os.fork() == 0:\n        import time; time.sleep(9)",
    ],
)
def test_what_a_notebook_has_no_use_for_is_refused(box: Box, source: str) -> None:
    assert shown(box, source) in ("MemoryError", "OSError", "PermissionError", "BlockingIOError")


def processes_of(box: Box) -> list[int]:
    """The host's numbers of all processes in the box's process namespace."""
    mine = os.stat(f"/proc/{box.pid}/ns/pid").st_ino
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat(f"/proc/{name}/ns/pid").st_ino == mine:
                found.append(int(name))
        except OSError:
            continue
    return found


def test_leaving_a_box_ends_everything_that_it_started(zygote: Zygote) -> None:
    daemon = (
        "import os, signal, time\n"
        "for n in range(5):\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        if os.fork() == 0:\n"
        "            for s in range(1, 32):\n"
        "                try: signal.signal(s, signal.SIG_IGN)\n"
        "                except OSError: pass\n"
        "            time.sleep(1000)\n"
        "        os._exit(0)\n"
    )
    with zygote.box(SMALL) as box:
        if box.level == "L2":
            assert shown(box, "import os; os.fork()") == "PermissionError"
            return
        box.run_cell(daemon, 1, 5)
        started = processes_of(box)
        assert len(started) >= 6

    assert not [pid for pid in started if os.path.exists(f"/proc/{pid}")]


def test_files_are_put_beside_the_notebook(box: Box) -> None:
    box.add_file("data.txt", b"7")

    assert shown(box, "print(open('data.txt').read())") == "7\n"


def test_a_zygote_holds_no_word_of_the_course(zygote: Zygote) -> None:
    environment = Path(f"/proc/{zygote.pid}/environ").read_bytes()

    assert {item.split(b"=")[0] for item in environment.split(b"\0") if item} == {
        b"PATH",
        b"OPENBLAS_NUM_THREADS",
        b"LANG",
        b"PYTHONHASHSEED",
        b"CUDA_VISIBLE_DEVICES",
        b"JAX_PLATFORMS",
    }
    with zygote.box(SMALL) as box:
        modules = shown(box, "import sys; print([m for m in sys.modules if m.startswith('autograder')])")
    assert "judge" not in modules and "assignment" not in modules and "intake" not in modules


def test_a_dead_zygote_is_our_fault() -> None:
    with Zygote() as zygote:
        os.kill(zygote.pid, signal.SIGKILL)
        os.waitid(os.P_PID, zygote.pid, os.WEXITED | os.WNOWAIT)

        with pytest.raises(SandboxError):
            zygote.box(SMALL)


@pytest.mark.parametrize("level", ["L1", "L2"])
def test_whoever_asks_learns_which_calls_a_box_was_refused(level: Level) -> None:
    refused = "import fcntl, os, socket\nfor attempt in (socket.socket, lambda: fcntl.fcntl(0, 1031, 4096)):\n    try: attempt()\n    except OSError as error: print(error.errno)"
    with Zygote(level=level, listens=True) as zygote, zygote.box(Limits()) as box:
        outputs, error = box.run_cell(refused, 1, 10)

        assert (outputs[0]["text"], error) == ("1\n1\n", "")
        assert [(name, arguments[:2]) for name, arguments in box.refused()] == [("socket", ()), ("fcntl", (0, 1031))]
        box.run_cell("os.getpid()\n" + refused, 2, 10)
        assert len(box.refused()) == 2  # each kind once
        listeners = children(box.pid)
        assert listeners
    deadline = time.monotonic() + 10
    while any(map(runs, listeners)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(runs, listeners))


def runs(number: int) -> bool:
    """Whether a process does anything: one that has ended may wait for whoever adopted it."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def children(number: int) -> list[int]:
    """The processes that a process has started, by their numbers on this machine."""
    return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
