"""Takes a process off the network and bounds its memory. A reader answers strangers' queries; it must never
call anyone itself, and one query must not take the memory of all.

The query is searched for SERVICE before it gets here, but only the engine knows its own grammar: this is the
lock behind that door. On Linux the kernel refuses new sockets from here on; those that are open stay so.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import resource
import struct
import sys
from pathlib import Path

_SOCKET = {"x86_64": 41, "aarch64": 198, "riscv64": 198}  # asm/unistd_64.h, asm-generic/unistd.h
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38  # linux/prctl.h
_MODE_FILTER = 2  # linux/seccomp.h, as the two below
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def leave_network() -> bool:
    """Let this process open no socket any more. False where the system has no way to do so."""
    number = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return False
    steps = (
        (_LOAD, 0, 0, 0),
        (_JUMP_IF_EQUAL, 0, 1, number),
        (_RETURN, 0, 0, _ERRNO | errno.EACCES),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(steps), code)), 0, 0)


def limit_memory(more: int) -> None:
    """Let this process take `more` bytes beyond what it has; then it ends. Where there is too little memory
    for
    all, the system ends it first. Does nothing where the system has no way to do so."""
    if sys.platform != "linux":
        return
    # proc(5): VmData in KiB is what RLIMIT_DATA counts; without a core file, as nobody reads that of
    # a stranger.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        taken = next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmData"))
        resource.setrlimit(resource.RLIMIT_DATA, (taken + more, taken + more))
        Path("/proc/self/oom_score_adj").write_text("1000", "utf-8")
