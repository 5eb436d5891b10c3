"""seccomp: the system calls that a notebook has no use for are refused, and foreign ones kill.

A list of what is refused, not of what is allowed: TensorFlow, numpy and Python use most of the harmless rest, and a
list of those would break with their next release.
"""

from __future__ import annotations

import ctypes
import os
import struct

from . import kernel

# name: (number on x86-64, number on arm64; None where it does not exist)
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117), "personality": (135, 92), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "swapon": (167, 224), "swapoff": (168, 225),
    "reboot": (169, 142), "sethostname": (170, 161), "setdomainname": (171, 162), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "acct": (163, 89), "settimeofday": (164, 170), "adjtimex": (159, 171), "clock_settime": (227, 112),
    "clock_adjtime": (305, 266), "quotactl": (179, 60), "add_key": (248, 217), "request_key": (249, 218),
    "keyctl": (250, 219), "unshare": (272, 97), "setns": (308, 268), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "quotactl_fd": (443, 443), "memfd_secret": (447, 447),
    "syslog": (103, 116), "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
    "vhangup": (153, 58), "lookup_dcookie": (212, 18), "fanotify_init": (300, 262), "inotify_init": (253, None),
    "inotify_init1": (294, 26), "ioprio_set": (251, 30), "move_pages": (279, 239), "migrate_pages": (256, 238),
    "mbind": (237, 235), "set_mempolicy": (238, 237), "nfsservctl": (180, 42), "uselib": (134, None),
    "ustat": (136, None), "sysfs": (139, None), "setuid": (105, 146), "setgid": (106, 144), "mknod": (133, None),
    "mknodat": (259, 33), "execve": (59, 221), "execveat": (322, 281), "flock": (73, 32), "socket": (41, 198),
    "memfd_create": (319, 279), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # Names of sockets are shared by all boxes that live at once; a pair needs none of these.
    "bind": (49, 200), "connect": (42, 203), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
}  # fmt: skip
# Refused where the box shares the machine's process namespace: it stays one process, and signals nobody else.
_TOGETHER: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "setsid": (112, 157), "setpgid": (109, 154), "setpriority": (141, 140),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274),
}  # fmt: skip
# Done in appearance only, where the box shares the machine's file tree: Landlock does not watch over a file's rights,
# owner and times, and the file may be the grader's. A refusal would break shutil.copy, which sets them.
_FEIGNED: dict[str, tuple[int | None, int | None]] = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "setxattrat": (463, 463), "removexattrat": (466, 466), "file_setattr": (469, 469),
}  # fmt: skip
# Looked at more closely: clone, socketpair, ioctl, tgkill, fcntl, prctl, prlimit64, sched_setaffinity, mmap.
_SPECIAL = {
    "x86_64": (0, 0xC000003E, 56, 53, 16, 234, 72, 157, 302, 203, 9),
    "aarch64": (1, 0xC00000B7, 220, 199, 29, 131, 25, 167, 261, 122, 222),
}
_CLONE3 = 435
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE, _UNKNOWN, _FEIGN = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026, 0x00050000
# Where a filter finds a call's number, its architecture and its arguments.
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND, _FOURTH = 0, 4, 16, 24, 40
_NEW_NAMESPACES, _THREAD = 0x7E020080, 0x10000
_UNIX, _NO_STREAM = 1, 0xE  # a family of sockets, and the bits of all kinds but the one with a peer for life
_SHARED, _ANONYMOUS = 0x01, 0x20
_DEVICES = [0x5412, 0x541C, 0x8901, 0x8902]  # TIOCSTI, TIOCLINUX; FIOSETOWN, SIOCSPGRP send signals to others
_LOCKS = [6, 7, 37, 38, 1024, 1026]  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE, F_NOTIFY
_OWNERS = [8, 10, 15]  # F_SETOWN, F_SETSIG, F_SETOWN_EX: they send signals to others
_DEATH_SIGNAL = 1
_SECCOMP = {"x86_64": 317, "aarch64": 277}


def restrict(*, alone: bool) -> None:
    """Install the filter; it holds for this process and all that it starts, for ever."""
    program = _program(alone)
    raw = b"".join(struct.pack("HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(raw)
    header = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(buffer))
    kernel.call(_SECCOMP[kernel.ARCHITECTURE], 1, 0, header)


def _program(alone: bool) -> list[tuple[int, int, int, int]]:
    column, architecture, *special = _SPECIAL[kernel.ARCHITECTURE]
    clone, socketpair, ioctl, tgkill, fcntl, prctl, prlimit, affinity, mmap = special
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL)]  # x32
    # glibc falls back from clone3, whose flags a filter can't see, to clone.
    steps += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _UNKNOWN)]
    if alone:
        steps += _refuse_if(clone, _FIRST, _ANY_BIT, [_NEW_NAMESPACES])
    else:
        steps += _refuse_unless(clone, _FIRST, _THREAD, _ANY_BIT)
    steps += _refuse_all_pairs_but_streams(socketpair)  # asyncio needs one
    steps += _refuse_shared_memory(mmap)
    steps += _refuse_if(ioctl, _SECOND, _EQUAL, _DEVICES)
    steps += _refuse_if(fcntl, _SECOND, _EQUAL, _LOCKS + _OWNERS)  # a lock on a shared file is a letter to a neighbour
    steps += _refuse_if(prctl, _FIRST, _EQUAL, [_DEATH_SIGNAL])  # a box ends with its keeper
    refused = {**_CALLS, **({} if alone else _TOGETHER)}
    if not alone:
        steps += _refuse_unless(tgkill, _FIRST, os.getpid())  # abort() and raise() go on working
        steps += [step for number in (prlimit, affinity) for step in _refuse_unless(number, _FIRST, 0)]
    for calls, answer in ((refused, _REFUSE), ({} if alone else _FEIGNED, _FEIGN)):
        numbers = sorted(number for pair in calls.values() if (number := pair[column]) is not None)
        steps += [step for number in numbers for step in ((_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer))]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _refuse_all_pairs_but_streams(socketpair: int) -> list[tuple[int, int, int, int]]:
    """A datagram socket could write to whatever listens on this machine, though it was made as one of a pair."""
    no, yes = (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)
    body = [(_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, _UNIX), no, (_LOAD, 0, 0, _SECOND), (_ANY_BIT, 0, 1, _NO_STREAM), no]
    return [(_EQUAL, 0, len(body) + 1, socketpair), *body, yes]


def _refuse_shared_memory(mmap: int) -> list[tuple[int, int, int, int]]:
    """Memory that is shared and has no file can be filled and let go of, and is then in nobody's account."""
    no, yes = (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)
    body = [(_LOAD, 0, 0, _FOURTH), (_ANY_BIT, 0, 2, _ANONYMOUS), (_ANY_BIT, 0, 1, _SHARED), no]
    return [(_EQUAL, 0, len(body) + 1, mmap), *body, yes]


def _refuse_if(number: int, where: int, test: int, values: list[int]) -> list[tuple[int, int, int, int]]:
    checks = [step for value in values for step in ((test, 0, 1, value), (_RETURN, 0, 0, _REFUSE))]
    return [(_EQUAL, 0, len(checks) + 2, number), (_LOAD, 0, 0, where), *checks, (_RETURN, 0, 0, _ALLOW)]


def _refuse_unless(number: int, where: int, value: int, test: int = _EQUAL) -> list[tuple[int, int, int, int]]:
    body = [(_LOAD, 0, 0, where), (test, 0, 1, value), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return [(_EQUAL, 0, len(body), number), *body]
