"""What a node does: the only functions that Dask is asked to call. Bytes in, bytes out, and they never raise.

Theory of operation. A node holds one course at a time, at a `Bench`: a private folder, and a pool of one worker, which
is the same process as on one machine. So a notebook that ends its judge doesn't end the node, and nothing that a
student wrote is ever in the process that speaks to the cluster, but as bytes. Two clients may use one bench; another
course has to wait until nobody has used it for a while.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import tempfile
import time
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from ..cohort import Found, GradeRight, GradeUpload, Sound
from ..course import load_course
from ..errors import OurFault, Signal
from ..intake import Upload, file_name
from ..judge import Verdict
from ..sandbox import Limits, places
from ..workers import Done, Orders, Pool, Task, Trouble
from .facts import Prove, here
from .messages import Answer, Facts, Kind, Order, Wanted, joined, parsed, parted, written
from .parcel import hash_of, unpacked

_IN_USE_SECONDS = 600.0  # after its last task, a course may be replaced by another
_PREFIX = "course-"


@dataclass
class Bench:
    """A course on this node, ready to grade with. It is gone once it is closed."""

    wanted: Wanted
    folder: Path
    pool: Pool[Found]
    facts: Facts
    clients: set[str] = field(default_factory=set)
    used: float = field(default_factory=time.monotonic)
    busy: bool = False
    ends: bool = False

    def do(self, task: Task[Found]) -> Done[Found]:
        self.busy = True
        try:
            return next(self.pool.results([task]))
        finally:
            self.busy, self.used = False, time.monotonic()
            if self.ends:
                self._clear()

    def close(self) -> None:
        """Stop, whatever is running. Called beside `do`, it leaves the clearing to that."""
        self.ends = True
        if not self.busy:
            self._clear()
            return
        for judge in multiprocessing.active_children():
            judge.terminate()

    def _clear(self) -> None:
        self.pool.__exit__(None, None, None)
        shutil.rmtree(self.folder, ignore_errors=True)


class _Node:
    """What this process holds. Dask calls functions, so it has to be found from there."""

    bench: Bench | None = None
    left: ClassVar[set[str]] = set()  # clients that have gone; one may go while its course is still being made ready


def equip(parcel: bytes, wanted: bytes, client: bytes) -> bytes:
    """Take a course, prove that it can be graded here, and say what this node is."""
    kind = _kind()
    try:
        return written(_equipped(parcel, parsed(Wanted, wanted)[0], client.decode(), kind))
    except (Exception, Signal) as error:  # whatever it is, the client decides what it means
        return written(Facts(kind, fault=_trouble(error).text, host=socket.gethostname()))


def grade(orders: bytes) -> bytes:
    """Grade some uploads, or the right answers of a topic, one after the other."""
    return joined(map(_graded, parted(orders)))


def leave(client: bytes) -> None:
    """Forget the course and its secret, unless another client still uses them. What is running for it ends."""
    _Node.left.add(client.decode())
    if (bench := _Node.bench) and bench.clients <= _Node.left:
        close()


def close(*, idle_seconds: float = 0.0) -> None:
    """Stop the judge and remove the course; with `idle_seconds`, only if nothing was graded for so long."""
    bench = _Node.bench
    if bench is not None and (not idle_seconds or (not bench.busy and time.monotonic() - bench.used > idle_seconds)):
        _Node.bench = None
        bench.close()


def _graded(order: bytes) -> bytes:
    try:
        given, content = parsed(Order, order)
        bench = _Node.bench
        if bench is None or bench.wanted.course != given.course:
            return written(Answer(missing=True))
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            return _answer(bench.do(_task(given, content, Path(folder))), given, Path(folder))
    except (Exception, Signal) as error:  # it travels as data: Dask would pickle it
        return _told(_trouble(error))


def _equipped(parcel: bytes, wanted: Wanted, client: str, kind: Kind) -> Facts:
    bench = _Node.bench
    if bench is not None and bench.wanted != wanted and time.monotonic() - bench.used < _IN_USE_SECONDS:
        raise OurFault("it is grading another course")
    others = bench.clients if bench is not None and bench.wanted == wanted else set()
    close()  # a client that asks again has seen faults: everything starts afresh
    bench = _made(parcel, wanted, kind)
    bench.clients |= {client, *others}
    _Node.bench = bench
    if bench.clients <= _Node.left:
        close()
        raise OurFault("its client has left")
    return bench.facts


def _made(parcel: bytes, wanted: Wanted, kind: Kind) -> Bench:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_private()))
    try:
        unpacked(parcel, folder / "course")
        course = load_course(folder / "course")
        orders = Orders(folder / "course", wanted.level, wanted.gpu if kind == "GPU" else "never")
        limits = Limits.granted_by(course.policy.limits)
        pool = Pool[Found](orders, limits, 1, gpus=places() if kind == "GPU" else ())
        bench = Bench(wanted, folder, pool, Facts(kind))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        level = Prove.level_in(pool)
    except BaseException:
        bench.close()
        raise
    programs = here()
    bench.facts = Facts(kind, level, hash_of(course), programs, host=socket.gethostname())
    return bench


def _task(order: Order, content: bytes, folder: Path) -> Task[Found]:
    """The order as a task for our own pool. The client decides how often it is tried, and where."""
    kept = folder / "notebooks" if order.keeps else None
    if order.right:
        return GradeRight(order.topic, kept)
    path = folder / "upload.ipynb"
    path.write_bytes(content)
    upload = Upload(order.student, order.topic, path, order.submitted, order.problem, remarks=order.remarks)
    return GradeUpload(upload, kept, last=True, trains=order.trains)


def _answer(done: Done[Found], order: Order, folder: Path) -> bytes:
    if done.trouble is not None:
        return _told(done.trouble)
    if isinstance(done.result, Sound):
        return written(Answer(fault=done.result.fault))
    assert isinstance(done.result, Verdict)
    notebook = folder / "notebooks" / file_name(order.student) / f"{order.topic}.ipynb"
    content = notebook.read_bytes() if order.keeps and notebook.exists() else b""
    return written(Answer(verdict=done.result.as_record()), content)


def _told(trouble: Trouble) -> bytes:
    said = replace(Answer(trouble=trouble.text or "it failed without a reason"), mistake=trouble.mistake)
    return written(replace(said, final=trouble.final, headline=trouble.headline))


def _trouble(error: BaseException) -> Trouble:
    place = traceback.extract_tb(error.__traceback__)[-1]
    fault = error if isinstance(error, Exception) else OurFault(str(error))
    return Trouble.of(fault, f"{Path(place.filename).name}:{place.lineno}")


def _kind() -> Kind:
    """What this node is for, as its own command line says."""
    from distributed import get_worker

    return "GPU" if get_worker().state.total_resources.get("GPU") else "CPU"


def _private() -> str:
    """A folder of this node alone, which Dask removes, whatever happens to this process."""
    from distributed import get_worker

    folder = str(get_worker().local_directory)
    os.chmod(folder, 0o700)  # noqa: PTH101
    return folder
