"""The file tree of a box: Python and its libraries to read, three small folders to write, and nothing else."""

from __future__ import annotations

from pathlib import Path

from . import kernel

_BASE = "/tmp"  # where the new tree is put together; private to the box by then
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_INODES = 10_000


def replace(readable: list[str], home: str, user: int, disk_mb: int) -> None:
    """Replace the file tree of this process, which must be process 1 of its own namespaces."""
    kernel.keep_mounts_private()
    # Copied before anything is mounted over them: any of these paths may lie below /tmp.
    links = {path: Path(path).readlink() for path in readable if Path(path).is_symlink()}
    paths = [path for path in [*readable, *_DEVICES] if path not in links and Path(path).exists()]
    copies = {path: (kernel.copy_mount(path), Path(path).is_dir()) for path in paths}
    kernel.mount("tmpfs", _BASE, kernel.NOSUID | kernel.NODEV, "size=1m,mode=755")
    for path, target in links.items():
        place = Path(_BASE + path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)
    # The private folders first: Python itself may be installed below /tmp.
    for path, megabytes in ((home, disk_mb), ("/tmp", disk_mb), ("/dev/shm", disk_mb)):
        _place(path, True)
        options = f"size={megabytes}m,nr_inodes={_INODES},mode=700,uid={user},gid={user}"
        kernel.mount("tmpfs", _BASE + path, kernel.NOSUID | kernel.NODEV, options)
    for path, (copy, is_folder) in copies.items():
        _place(path, is_folder)
        kernel.attach_mount(copy, _BASE + path)
    _place("/proc", True)
    _mount_proc()
    Path(_BASE, "etc").mkdir(exist_ok=True)
    Path(_BASE, "etc/passwd").write_text(f"student:x:{user}:{user}::{home}:/bin/false\n")
    kernel.pivot(_BASE)
    kernel.seal_root()


def _place(path: str, is_folder: bool) -> None:
    target = Path(_BASE + path)
    if is_folder:
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()


def _mount_proc() -> None:
    """A /proc that shows the box alone; where a container forbids it there is none, and Python lives without."""
    try:
        kernel.mount("proc", _BASE + "/proc", kernel.NOSUID | kernel.NODEV | kernel.NOEXEC, "")
    except OSError:
        return
