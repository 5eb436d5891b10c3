"""The system calls that Python has no name for."""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import socket
import struct
from pathlib import Path

NEWNS, NEWUTS, NEWIPC = 0x20000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
_REMOUNT, _BIND, _REC, _PRIVATE = 32, 4096, 16384, 1 << 18
_DETACH = 2
_NO_NEW_PRIVS, _DEATH_SIGNAL, _CAPBSET_DROP, _CAP_AMBIENT, _DUMPABLE, _SET_NAME = 38, 1, 24, 47, 4, 15
_AT_FDCWD, _AT_EMPTY_PATH, _AT_RECURSIVE = -100, 0x1000, 0x8000
_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442  # the same number on every architecture
ARCHITECTURE = platform.machine()
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

_libc = ctypes.CDLL(None, use_errno=True)


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "namespace")]


def call(number: int, *arguments: int | bytes | None) -> int:
    """A system call by its number; OSError when it fails."""
    wrapped = [ctypes.c_long(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in arguments]
    return check(_libc.syscall(ctypes.c_long(number), *wrapped), f"system call {number}")


def check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    check(_libc.unshare(flags), "unshare")


def join(namespace: int, kind: int) -> None:
    """Join a namespace by its file descriptor."""
    check(_libc.setns(namespace, kind), "setns")


def mount(kind: str, target: str, flags: int, options: str = "") -> None:
    done = _libc.mount(kind.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode())
    check(done, f"mount {target}")


def keep_mounts_private() -> None:
    check(_libc.mount(None, b"/", None, ctypes.c_ulong(_REC | _PRIVATE), None), "mount / private")


def seal_root() -> None:
    """Make the root file system itself read-only; what is mounted in it stays as it is."""
    flags = ctypes.c_ulong(_REMOUNT | _BIND | RDONLY | NOSUID | NODEV)
    check(_libc.mount(None, b"/", None, flags, None), "remount /")


def copy_mount(path: str) -> int:
    """A read-only copy of the tree at `path`, attached nowhere yet, as a file descriptor.

    A folder's devices are dead in the copy; a path that is a device itself goes on working.
    """
    clone, close_on_exec = 1, 0o2000000
    copy = call(_OPEN_TREE, _AT_FDCWD, path.encode(), clone | close_on_exec | _AT_RECURSIVE)
    dead = NODEV if Path(path).is_dir() else 0
    attributes = _MountAttributes(RDONLY | NOSUID | dead, 0, 0, 0)
    call(_MOUNT_SETATTR, copy, b"", _AT_EMPTY_PATH | _AT_RECURSIVE, bytes(attributes), ctypes.sizeof(attributes))
    return copy


def attach_mount(copy: int, target: str) -> None:
    from_empty_path = 4
    call(_MOVE_MOUNT, copy, b"", _AT_FDCWD, target.encode(), from_empty_path)
    os.close(copy)


def pivot(new_root: str) -> None:
    """Make `new_root` the root, and let go of the old one."""
    os.chdir(new_root)
    call(_PIVOT_ROOT[ARCHITECTURE], b".", b".")
    check(_libc.umount2(b".", _DETACH), "unmount the old root")
    os.chdir("/")


def forgo_capabilities() -> None:
    """Never gain a capability again, by any program; possible only while one has them."""
    for capability in range(64):
        _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up every capability."""
    _libc.prctl(_CAP_AMBIENT, 4, 0, 0, 0)
    version, none = struct.pack("Ii", 0x20080522, 0), struct.pack("6I", *[0] * 6)
    check(_libc.capset(version, none), "capset")
    check(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def stay_dumpable() -> None:
    """After a change of identity, /proc/self would belong to root, and libraries that read it would fail."""
    _libc.prctl(_DUMPABLE, 1, 0, 0, 0)


def stay_private() -> None:
    """Nobody of the same user may look into this process, even where that user has all rights here."""
    _libc.prctl(_DUMPABLE, 0, 0, 0, 0)


def raise_loopback() -> None:
    """Let programs reach each other at 127.0.0.1, in a network that this process has just made."""
    set_flags, up_and_running = 0x8914, 0x41
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sH14x", b"lo", up_and_running))


def set_name(name: str) -> None:
    """What `ps` shows of this process."""
    _libc.prctl(_SET_NAME, name.encode(), 0, 0, 0)


def close_from(lowest: int) -> None:
    """Close every open file from this number on."""
    os.closerange(lowest, 1 << 20)


def die_with_parent() -> None:
    """End when the process that forked this one ends."""
    _libc.prctl(_DEATH_SIGNAL, 9, 0, 0, 0)
