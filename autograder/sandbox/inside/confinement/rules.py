"""Which system calls a notebook may make, and why. Whatever is not here is refused.

Found by running all sixteen topics on TensorFlow, JAX and PyTorch, and the usual libraries (numpy, pandas, matplotlib,
IPython, tqdm). `autograder calls NOTEBOOK` shows what a notebook was refused, for the day a new library needs one more.
"""

from __future__ import annotations

from dataclasses import dataclass

Test = tuple[int, int, int]  # of an argument: its place, the bits that are looked at, what they must be
_ALL = 0xFFFFFFFF


@dataclass(frozen=True)
class Group:
    """Calls that are allowed for one reason."""

    reason: str
    calls: str

    @property
    def names(self) -> list[str]:
        return self.calls.split()


@dataclass(frozen=True)
class Condition:
    """A call that is allowed where all tests of one alternative hold."""

    reason: str
    alternatives: tuple[tuple[Test, ...], ...]


ALLOWED = (
    Group("memory of its own, which the limits count",
          "brk munmap mprotect mremap madvise msync membarrier"),
    Group("files in its own folders, and Python's to read",
          "open openat openat2 creat read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 close "
          "close_range lseek dup dup2 dup3 fsync fdatasync truncate ftruncate fallocate fadvise64 readahead sendfile "
          "copy_file_range stat fstat lstat newfstatat statx access faccessat faccessat2 statfs fstatfs getdents "
          "getdents64 getcwd chdir fchdir umask mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link "
          "linkat symlink symlinkat readlink readlinkat getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr"),
    Group("clocks, and waiting",
          "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times setitimer getitimer alarm "
          "pause timerfd_create timerfd_settime timerfd_gettime"),
    Group("threads, and what they wait for",
          "futex set_robust_list get_robust_list set_tid_address rseq exit exit_group sched_yield wait4 waitid"),
    Group("who and where it is",
          "getpid gettid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid getresgid getgroups "
          "uname sysinfo getcpu getrusage getrlimit setrlimit sched_getaffinity sched_getparam sched_getscheduler "
          "sched_get_priority_max sched_get_priority_min sched_rr_get_interval getpriority capget arch_prctl "
          "getrandom"),
    Group("signals to itself",
          "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack "
          "restart_syscall"),
    Group("asyncio: a pair of sockets, pipes, and waiting for them",
          "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd "
          "eventfd2 pipe pipe2 sendto recvfrom shutdown getsockname getpeername"),
)  # fmt: skip
# Only where the box has namespaces of its own: there are no others to reach.
APART = (
    Group("processes of its own, which die with it", "fork vfork kill tkill setpgid setsid"),
    Group("rights and times of its own files",
          "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat"),
)  # fmt: skip
# Only where the box has a GPU. Nobody can call: no box may connect to anything, nor accept a call.
GPU = (Group("CUDA listens for a debugger, and does not start where it can't", "bind listen"),)
# Only where another grader's programs run beside the student's code, in a network that nobody else is in.
PROGRAMS = (
    Group("programs: nbgrader starts a kernel, and a kernel what it likes", "execve"),
    Group("messages between them", "bind connect listen accept accept4 getsockopt setsockopt sendmsg recvmsg"),
    Group("the order of its own threads, which ZeroMQ sets; real-time ones need rights that it has not",
          "sched_setscheduler sched_setparam"),
)  # fmt: skip
# Only in appearance, where the box shares the machine's file tree: Landlock does not watch over a file's rights, owner
# and times, and the file may be the grader's. A refusal would break shutil.copy, which sets them.
FEIGNED = APART[1]
# Unknown to a notebook, and not refused: glibc falls back to calls whose arguments a filter can see.
ABSENT = ("clone3",)

_NEW_NAMESPACES = 0x7E020080
_THREAD = 0x00010F00  # CLONE_VM, FS, FILES, SIGHAND, THREAD: all that a thread shares
_UNIX, _STREAM, _IN_PACKETS, _KINDS = 1, 1, 5, 0xF
_SHARED, _ANONYMOUS, _HUGE = 0x01, 0x20, 0x40000
_SOCKET_LEVEL = 1
_TERMINALS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)


def _one_of(place: int, *values: int) -> tuple[tuple[Test, ...], ...]:
    return tuple(((place, _ALL, value),) for value in values)


def conditions(*, alone: bool, pid: int, gpu: bool = False) -> dict[str, Condition]:
    """Calls whose arguments decide. `alone` says that the box has namespaces of its own; `pid` is its number.

    `gpu` says that it may use one.
    """
    mine = _one_of(0, 0, pid)
    usual = {
        "mmap": Condition(
            "no memory that is shared and has no file: nobody's account; no huge pages",
            (((3, _ANONYMOUS | _HUGE, 0),), ((3, _SHARED | _HUGE, 0),)),
        ),
        "clone": Condition(
            "processes without new namespaces; where the machine is shared, threads only",
            (((0, _NEW_NAMESPACES, 0),),) if alone else (((0, _THREAD | _NEW_NAMESPACES, _THREAD),),),
        ),
        "socketpair": Condition(
            "a stream: a datagram socket could write to whatever listens on this machine",
            (((0, _ALL, _UNIX), (1, _KINDS, _STREAM)),),
        ),
        "getsockopt": Condition(
            "kind, error, family and protocol; not who is on the other side",
            tuple(((1, _ALL, _SOCKET_LEVEL), (2, _ALL, name)) for name in (3, 4, 38, 39)),
        ),
        "ioctl": Condition(
            "is it a terminal, how wide, how much is there to read, blocking and closing",
            _one_of(1, *_TERMINALS),
        ),
        "fcntl": Condition(
            "copies and flags of descriptors; no locks, leases or owners, which reach others; no larger pipes",
            _one_of(1, 0, 1, 2, 3, 4, 1030, 1032),
        ),
        "prctl": Condition(
            "names of threads, and what is the case; nothing that changes how the box ends or is watched",
            _one_of(0, 3, 15, 16, 21, 23, 39, 41, 42, 0x53564D41),
        ),
        "prlimit64": Condition("its own limits", mine),
        "sched_setaffinity": Condition("its own cores", (((0, 0, 0),),) if alone else mine),
        "tgkill": Condition("its own threads", (((0, 0, 0),),) if alone else _one_of(0, pid)),
    }
    return usual | _with_a_gpu() if gpu else usual


def for_programs(pid: int) -> dict[str, Condition]:
    """Calls whose arguments decide, where programs run in a box of their own."""
    usual = conditions(alone=True, pid=pid)
    del usual["getsockopt"]  # there is nobody else on the other side
    return usual | {
        "socket": Condition(
            "messages between them, by files or by the loopback; and ZeroMQ asks which networks there are: it is one",
            (
                *(((0, _ALL, family), (1, _KINDS, kind)) for family in (_UNIX, 2, 10) for kind in (1, 2)),
                ((0, _ALL, 16), (1, _KINDS, 3), (2, _ALL, 0)),
            ),
        ),
        "fcntl": Condition(
            "the usual, and locks, which SQLite takes: of files that are nobody else's", _one_of(1, 0, 1, 2, 3, 4, 1030,
            1032, 5, 6, 7, 36, 37, 38),
        ),
        "prlimit64": Condition("limits of its own processes", (((0, 0, 0),),)),
    }  # fmt: skip


def _with_a_gpu() -> dict[str, Condition]:
    """What CUDA needs beside the usual.

    The driver's requests can't be told apart by what they do, since that stands in memory, which a filter can't read.
    Only the driver's own files understand them, and a box has no others that do.
    """
    return {
        "ioctl": Condition(
            "the usual; what CUDA asks of the driver, of type F; and of its shared memory, by numbers without a type",
            (*_one_of(1, *_TERMINALS), ((1, 0xFF00, 0x4600),), ((1, 0xFFFFFF00, 0),), ((1, 0xFFFFFFFC, 0x30000000),)),
        ),
        "mmap": Condition("also memory that is shared and has no file; no huge pages", (((3, _HUGE, 0),),)),
        "socket": Condition(
            "CUDA looks for a server that shares out the GPU, and needs a socket to ask at; asking is refused",
            (((0, _ALL, _UNIX), (1, _KINDS, _IN_PACKETS)),),
        ),
    }
