"""Runs inside a box, as a student's code would: each function tries something that must fail.

A function that returns True, instead of False or an error, has found a hole. None of them does harm where it succeeds.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import mmap
import os
import socket
from pathlib import Path

SECRET, GRADER, SHARED = "/nowhere", 0, False  # a file of the grader's, its process, and whether we share its /proc
DEVICES: list[str] = []  # of the GPU that this box was given
_ARM = os.uname().machine == "aarch64"
_libc = ctypes.CDLL(None, use_errno=True)


def _call(x86: int, arm: int, *arguments: int | bytes | None) -> bool:
    wrapped = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return bool(_libc.syscall(ctypes.c_long(arm if _ARM else x86), *wrapped) >= 0)


def _read(path: str) -> bool:
    with Path(path).open("rb") as file:
        return bool(file.read(1))


def _write(path: str) -> bool:
    Path(path).write_bytes(b"")
    Path(path).unlink()
    return True


def reads_a_file_of_the_graders() -> bool:
    return _read(SECRET)


def lists_the_graders_folder() -> bool:
    return bool(os.listdir(Path(SECRET).parent))


def writes_beside_the_grader() -> bool:
    return _write(f"{SECRET}.mine")


def reads_passwords() -> bool:
    return _read("/etc/shadow")


def reads_the_graders_memory() -> bool:
    return _read(f"/proc/{GRADER}/mem")


def reads_the_graders_environment() -> bool:
    return _read(f"/proc/{GRADER}/environ")


def reads_its_zygotes_memory() -> bool:
    return os.getppid() != 0 and _read(f"/proc/{os.getppid()}/environ")


def sees_other_processes() -> bool:
    return any(name.isdigit() and int(name) != os.getpid() for name in os.listdir("/proc"))


def has_inherited_a_file() -> bool:
    open_now = sorted(int(name) for name in os.listdir("/proc/self/fd"))
    return bool(set(open_now[:-1]) - {0, 1, 2, 3})  # the last one is the listing's own


def signals_the_grader() -> bool:
    os.kill(GRADER, 0)
    return True


def signals_everyone() -> bool:
    os.kill(-1, 0)
    return True


def traces_the_grader() -> bool:
    return _call(101, 117, 0x4206, GRADER, 0, 0)  # "seize", which does not stop it


def reads_memory_across_processes() -> bool:
    return _call(310, 270, GRADER, b"", 0, b"", 0, 0)


def writes_to_the_system() -> bool:
    return _write("/usr/autograder-probe")


def writes_to_the_root_folder() -> bool:
    return _write("/autograder-probe")


def writes_to_the_libraries() -> bool:
    return _write(f"{Path(os.__file__).parent}/autograder-probe")


def opens_a_network_socket() -> bool:
    socket.socket().close()
    return True


def opens_a_local_socket() -> bool:
    socket.socket(socket.AF_UNIX).close()
    return True


def opens_a_netlink_socket() -> bool:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()
    return True


def reaches_a_server_by_a_socket_of_cudas() -> bool:
    socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).connect("/dev/log")
    return True


def takes_a_call_by_a_socket_of_cudas() -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.bind("")
        server.listen()
        server.settimeout(0)
        with contextlib.suppress(BlockingIOError):  # nobody has called, but it would be told
            server.accept()
    return True


def opens_a_socket_that_reaches_anyone() -> bool:
    for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        end.close()
    return True


def becomes_root() -> bool:
    os.setuid(0)
    return True


def makes_a_user_namespace() -> bool:
    return _call(272, 97, 0x10000000)


def enters_a_namespace() -> bool:
    return _call(308, 268, os.open("/proc/self/ns/user", os.O_RDONLY), 0)


def changes_its_root() -> bool:
    os.chroot("/")
    return True


def has_a_capability() -> bool:
    sets = ctypes.create_string_buffer(24)
    return bool(_libc.capget((0x20080522).to_bytes(8, "little"), sets) == 0 and any(sets.raw))


def may_gain_privileges() -> bool:
    return bool(_libc.prctl(39, 0, 0, 0, 0) != 1)


def has_no_filter() -> bool:
    return bool(_libc.prctl(21, 0, 0, 0, 0) != 2)


def outlives_its_zygote() -> bool:
    return bool(_libc.prctl(1, 0, 0, 0, 0) == 0)


def uses_a_keyring() -> bool:
    return _call(250, 219, 0, -3, 0)


def watches_performance() -> bool:
    return _call(298, 241, b"\1" + b"\0" * 119, 0, -1, -1, 0)


def sets_up_io_uring() -> bool:
    return _call(425, 425, 4, b"\0" * 120)


def handles_page_faults() -> bool:
    return _call(323, 282, 0)


def shares_memory_by_key() -> bool:
    return _call(29, 194, 4242, 4096, 0o1600)


def leaves_messages() -> bool:
    return _call(68, 186, 4242, 0o1600)


def keeps_files_in_memory() -> bool:
    os.close(os.memfd_create("probe"))
    return True


def shares_memory_that_nobody_counts() -> bool:
    if DEVICES:  # CUDA needs it: it is counted once it is used, but not by the kernel's limit for one process
        return False
    mmap.mmap(-1, 4096).close()
    return True


def closes_a_file_of_the_graders() -> bool:
    before = Path(SECRET).stat().st_mode
    Path(SECRET).chmod(0)
    return Path(SECRET).stat().st_mode != before


def locks_a_shared_file() -> bool:
    with Path(os.__file__).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
    return True


def watches_shared_files() -> bool:
    return _call(294, 26, 0)


def makes_a_device() -> bool:
    device = Path.home() / "null"
    os.mknod(device, 0o20600, os.makedev(1, 3))
    device.unlink()
    return True


def uses_a_device_that_it_was_not_given() -> bool:
    return any(device not in DEVICES and _opens(device) for device in _devices())


def reaches_a_gpu_by_another_name() -> bool:
    numbers = [(195, minor) for minor in (0, 1, 254, 255)]  # NVIDIA's own: GPUs, mode setting, the front door
    for major, minor in numbers:
        device = Path.home() / f"gpu-{minor}"
        with contextlib.suppress(OSError):
            os.mknod(device, 0o20600, os.makedev(major, minor))
        if _opens(str(device)):
            return True
    return False


def _devices() -> list[str]:
    gpus = [f"/dev/nvidia{number}" for number in range(16)]
    keys = [f"/dev/nvidia-caps/nvidia-cap{number}" for number in range(16)]
    others = ["nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-modeset", "nvidia-caps-imex-channels/channel0",
              "dri/card0", "dri/renderD128", "kfd", "kvm", "fuse", "mem", "kmsg", "vda", "sda", "net/tun", "ptmx",
              "rtc", "loop-control", "userfaultfd", "vfio/vfio"]  # fmt: skip
    return [*gpus, *keys, *(f"/dev/{name}" for name in others)]


def _opens(device: str) -> bool:
    for way in (os.O_RDWR, os.O_RDONLY, os.O_WRONLY):
        with contextlib.suppress(OSError):
            os.close(os.open(device, way | os.O_NONBLOCK))
            return True
    return False


def starts_a_session_of_its_own() -> bool:
    if not SHARED:
        return False
    os.setsid()
    return True


def forks_beside_the_grader() -> bool:
    if not SHARED:
        return False
    if os.fork() == 0:
        os._exit(0)
    return True


def succeeded(secret: str, grader: int, shared: bool, devices: list[str]) -> list[str]:
    """The names of all that succeeded, in words."""
    global SECRET, GRADER, SHARED, DEVICES
    SECRET, GRADER, SHARED, DEVICES = secret, grader, shared, devices
    if os.getpid() == grader:  # in a container the grader is often process 1, and so is a box among its own
        GRADER = 1 << 22  # no process has this number
    return [name.replace("_", " ") for name, escape in _escapes().items() if _succeeds(escape)]


def _escapes() -> dict[str, object]:
    mine = {name: thing for name, thing in globals().items() if getattr(thing, "__module__", "") == __name__}
    return {name: thing for name, thing in mine.items() if name[0] != "_" and name != "succeeded"}


def _succeeds(escape: object) -> bool:
    try:
        return bool(escape())  # type: ignore[operator]
    except Exception:
        return False
