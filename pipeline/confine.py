"""What a process that reads strangers' files may not do, enforced by the system it runs on, where that can.

Beside the limits of :mod:`pipeline.guard`, which the parent keeps on every system: processor time, size and number of
files, no dumps of memory, no network. What the system cannot do is not done, and ``thidua doctor`` says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from pathlib import Path

from pipeline.guard import Guard

_SPARE_MB = 1024  # what a worker may ask for beyond its limit between two looks, before the system itself says no
_FILE_MB = 512  # a file that a reader may write: a document that LibreOffice converts, a picture for Tesseract
_OPEN_FILES = 512
_SPARE_SECONDS = 10  # of processor time, so that the clock, which tells more kindly, goes first
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # linux/sched.h: CLONE_NEWUSER, CLONE_NEWNET


def confine(guard: Guard) -> None:
    """Called in a worker before it has a second thread and before it reads anything."""
    cut_off()
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (not on Windows)

        _at_most(resource.RLIMIT_CORE, 0)
        _at_most(resource.RLIMIT_FSIZE, _FILE_MB << 20)
        _at_most(resource.RLIMIT_NOFILE, _OPEN_FILES)
        if guard.megabytes:
            _at_most(resource.RLIMIT_DATA, (guard.megabytes + _SPARE_MB) << 20)


def allow(guard: Guard) -> None:
    """Called in a worker before each document: so much processor time from now on, on all cores together."""
    if sys.platform != "win32" and guard.seconds:
        import resource  # noqa: PLC0415  (not on Windows)

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + guard.seconds * (os.cpu_count() or 1) + _SPARE_SECONDS
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def cut_off() -> bool:
    """Take the network away from this process and all that it starts, for ever; whether the system let us.

    On Linux a network of its own, in which there is nothing; who is not root needs a user namespace for that, which
    takes a process of one thread.
    """
    if sys.platform != "linux":
        return False
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    if unshare(_NEW_NET) == 0:
        return True
    user, group = os.getuid(), os.getgid()
    if unshare(_NEW_USER | _NEW_NET) != 0:
        return False
    for name, told in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with contextlib.suppress(OSError):  # files are reached all the same, as the one who began us
            Path("/proc/self", name).write_text(told, encoding="ascii")
    return True


def network_can_be_denied() -> bool:
    """Whether :func:`cut_off` works here: tried in a process of its own, since there is no way back."""
    asked = "import sys; from pipeline.confine import cut_off; sys.exit(not cut_off())"
    try:
        tried = subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def _at_most(kind: int, most: int) -> None:
    """Lower a limit for good; one that is lower stays."""
    import resource  # noqa: PLC0415  (not on Windows)

    if sys.platform != "win32":
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or hard > most:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, hard if kind == resource.RLIMIT_DATA else most))
