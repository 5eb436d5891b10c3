"""The judge's side of boxes for programs: run another grader beside a student's code, with nobody else in reach.

Theory of operation. nbgrader and otter run their tests in the student's own process, so what they report can be forged,
and no box changes that. But everything else can be kept from that code: each run gets a box (`inside.errand`) of its
own, with nothing in it but Python, its libraries, and the files that it is given; its network ends where it does. A
keeper (`inside.keeper`) watches it and ends it with all that it has started.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from .errors import NotConfined, SandboxError
from .inside import escapes
from .inside.confinement.tree import HOME, SCRATCH
from .inside.errand import Errand
from .limits import Limits
from .removal import remove

WANTED_BYTES = 8 << 20  # of all that is brought out of a box
_OPEN_FILES, _SAID_BYTES = 1024, 1 << 16
_PACKAGE, _FOLDER = __name__.partition(".")[0], str(Path(__file__).parents[2])
_START = f"""
import sys
sys.path.insert(0, sys.argv[1])
from {_PACKAGE}.sandbox.inside.keeper import main
del sys.path[0]
main()
"""
_INSTEAD = (
    "Run as root, in a virtual machine, or where ordinary users may make user namespaces; use `--engine judge`; or "
    "pass --unsafe, which marks every result."
)
# A process with more than one thread gets no namespace of users, and numpy would start some.
_ALONE = {"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
_NOT_GRANTED = (
    "This machine grants no namespaces, so another grader's programs can't be kept apart from it: a notebook could "
    f"read this machine's files. {_INSTEAD}"
)
# What a program may do in a box of this kind: it is alone with what it has started.
_GRANTED = {"opens a network socket", "opens a local socket", "opens a netlink socket", "sees other processes",
            "signals everyone"}  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A program to run: its command, the files in its folder by name, and those that are wanted when it has ended."""

    command: Sequence[str]
    files: Mapping[str, Path]
    wanted: Sequence[str]
    limits: Limits = field(default_factory=Limits)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def disk_mb(self) -> int:
        """The limit, with room for what it is given and makes of that."""
        return self.limits.disk_mb + (3 * sum(path.stat().st_size for path in self.files.values()) >> 20)


@dataclass(frozen=True)
class Ran:
    """What came of it. `ended` says in plain words which limit ended it; nothing if it ended by itself."""

    code: int
    files: Mapping[str, bytes]
    said: str  # the last of what it printed
    level: str
    ended: str = ""


class Programs:
    """Runs programs, several at a time if asked from several threads. Leaving it ends those that still run."""

    def __init__(self, *, confined: bool = True) -> None:
        self.confined = confined
        self._lock, self._closed = threading.Lock(), False
        self._stops: dict[int, Callable[[], object]] = {}  # by process, how each that runs is ended

    def __enter__(self) -> Programs:
        """Raise NotConfined where programs can't be confined. A program of ours tries to escape first."""
        if self.confined and (found := self._escapes()):
            told = "; it ".join(found)
            raise NotConfined(f"The box for other graders does not hold on this machine; it {told}. {_INSTEAD}")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all that runs. Whatever is asked for later ends at once."""
        with self._lock:
            self._closed = True
            for stop in self._stops.values():
                with contextlib.suppress(OSError):  # it may have ended by itself
                    stop()

    def run(self, program: Program) -> Ran:
        """Run a program until it ends or is ended. SandboxError if that fails through our fault."""
        return self._in_a_box(program) if self.confined else self._beside_us(program)

    def _escapes(self) -> list[str]:
        """What a program in a box can do but must not, in words."""
        with tempfile.TemporaryDirectory(prefix="autograder-probe-") as folder:
            secret, probe = Path(folder, "secret"), Path(folder, "probe.py")
            secret.write_text("42")
            Path(folder).chmod(0o755)  # readable by anyone who can see it
            source = Path(escapes.__file__).read_text(encoding="utf-8")
            facts: tuple[object, ...] = str(secret), os.getpid(), False, []
            told = f"import json\nPath('found').write_text(json.dumps(succeeded(*{facts!r})))\n"
            probe.write_text(f"{source}\n{told}", encoding="utf-8")
            ran = self.run(Program([sys.executable, "probe.py"], {"probe.py": probe}, ["found"]))
        try:
            found = json.loads(ran.files["found"])
        except (KeyError, ValueError):
            raise SandboxError(f"the box for other graders could not be tested: {ran.ended or ran.said}") from None
        return sorted({str(each) for each in found} - _GRANTED)

    def _in_a_box(self, program: Program) -> Ran:
        limits = program.limits
        share = limits.share() | {"disk_mb": program.disk_mb, "files": _OPEN_FILES}
        files = {name: str(path) for name, path in program.files.items()}
        environment = _environment(program, HOME, SCRATCH)
        errand = Errand(list(program.command), environment, files, list(program.wanted), WANTED_BYTES, share,
                        limits.total_seconds)  # fmt: skip
        with subprocess.Popen(
            [sys.executable, "-I", "-c", _START, _FOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=_ALONE, cwd="/", start_new_session=True,
        ) as keeper:  # fmt: skip
            assert keeper.stdin and keeper.stdout and keeper.stderr
            with contextlib.suppress(BrokenPipeError):
                keeper.stdin.write(json.dumps(asdict(errand)).encode() + b"\n")
                keeper.stdin.flush()
            with self._stopped_by(keeper.pid, keeper.stdin.close):
                said, fault = keeper.stdout.read(), keeper.stderr.read().decode(errors="replace")
        return _ran(said, fault, limits)

    def _beside_us(self, program: Program) -> Ran:
        """Without a box, in a folder that is removed afterwards."""
        folder = tempfile.mkdtemp(prefix="autograder-")
        try:
            for name, path in program.files.items():
                Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, Path(folder, name))
            code, said, ended = self._waited_for(program, folder)
            found = {name: Path(folder, name) for name in program.wanted if Path(folder, name).is_file()}
            return Ran(code, {name: path.read_bytes() for name, path in found.items()}, said, "unsafe", ended)
        finally:
            remove(folder)

    def _waited_for(self, program: Program, folder: str) -> tuple[int, str, str]:
        """Its exit code, what it printed last, and the limit that ended it, if one did."""
        ended, seconds = "", program.limits.total_seconds
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                program.command, cwd=folder, env=_environment(program, folder, folder), stdin=subprocess.DEVNULL,
                stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
            stop = functools.partial(os.killpg, process.pid, signal.SIGKILL)
            with self._stopped_by(process.pid, stop):
                try:
                    process.wait(seconds)
                except subprocess.TimeoutExpired:
                    ended = _in_words("time", program.limits)
                with contextlib.suppress(ProcessLookupError):
                    stop()
                code = process.wait()
            said.seek(max(0, said.seek(0, os.SEEK_END) - _SAID_BYTES))
            return code, said.read().decode(errors="replace"), ended

    @contextlib.contextmanager
    def _stopped_by(self, number: int, stop: Callable[[], object]) -> Iterator[None]:
        with self._lock:
            self._stops[number] = stop
            with contextlib.suppress(OSError):
                if self._closed:
                    stop()
        try:
            yield
        finally:
            with self._lock:
                del self._stops[number]


def _ran(told: bytes, fault: str, limits: Limits) -> Ran:
    """What a keeper told, or the exception that it means."""
    try:
        facts: dict[str, Any] = json.loads(told)
    except ValueError:
        raise SandboxError(f"the keeper of a box ended: {fault[-500:].strip()}") from None
    if facts.get("refused"):
        raise NotConfined(_NOT_GRANTED)
    if "failed" in facts:
        raise SandboxError(f"no box could be made for another grader: {facts['failed']}")
    files = {name: base64.b64decode(content) for name, content in facts.get("files", {}).items()}
    ended = _in_words(facts["ended"], limits)
    return Ran(facts.get("code", -signal.SIGKILL), files, facts["said"], facts["level"], ended)


def _in_words(ended: str, limits: Limits) -> str:
    match ended:
        case "time":
            return f"It took more than {limits.total_seconds:g} seconds."
        case "memory":
            return f"It used more than {limits.memory_mb} MB of memory."
        case "stopped":
            return "It was stopped."
    return ""


def _environment(program: Program, home: str, scratch: str) -> dict[str, str]:
    tools = str(Path(sys.executable).parent)
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    chosen = {name: os.environ[name] for name in ("KERAS_BACKEND",) if name in os.environ}
    own = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": home, "TMPDIR": scratch, "LANG": "C.UTF-8"}
    return {**own, **quiet, **chosen, **program.environment}
