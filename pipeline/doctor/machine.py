"""What the machine offers: a folder that can be written to, room on the disk, memory."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from pipeline.confine import network_can_be_denied
from pipeline.doctor.finding import Finding, Status
from pipeline.errors import ExitCode

_MB = 1_000_000
_DISK_LEAST, _DISK_GOOD = 200, 2_000  # MB
_MEMORY_GOOD = 2_000


def place_for_results(folder: Path) -> Finding:
    """Whether the database can be written where it is to lie: a file is made there and taken away again."""
    place = _nearest(folder)
    try:
        with tempfile.NamedTemporaryFile(dir=place):
            pass
        writable = True
    except OSError:
        writable = False
    told = str(folder)
    return Finding(
        "outputs",
        "ok" if writable else "missing",
        ("Thư mục kết quả", "Results folder"),
        (told, told) if writable else (f"không ghi được vào “{place}”", f"“{place}” cannot be written to"),
        (
            "ghi cơ sở dữ liệu; nếu không ghi được: chọn nơi khác bằng biến THIDUA_DB hoặc db trong thidua.toml",
            "holds the database; choose another place by THIDUA_DB, or db in thidua.toml, where it cannot be written",
        ),
        needed=True,
        failure=ExitCode.DATABASE,
    )


def disk(folder: Path) -> Finding:
    """How much room is left on the disk of the results."""
    try:
        free = shutil.disk_usage(_nearest(folder)).free // _MB
    except OSError:
        return _room("disk", "doubtful", None, needed=True)
    status: Status = "missing" if free < _DISK_LEAST else "doubtful" if free < _DISK_GOOD else "ok"
    return _room("disk", status, free, needed=True)


def memory() -> Finding:
    """How much memory is free, where the system tells."""
    free = _free_memory()
    status: Status = "ok" if free is not None and free >= _MEMORY_GOOD else "doubtful"
    return _room("memory", status, free, needed=False)


def network() -> Finding:
    """Whether what reads strangers' files can be cut off from the network."""
    denied = network_can_be_denied()
    return Finding(
        "network",
        "ok" if denied else "doubtful",
        ("Ngắt mạng khi đọc tệp", "Network cut off while reading"),
        ("được", "works") if denied else ("hệ thống không cho phép", "the system does not allow it"),
        ("tệp độc hại không gửi được gì ra ngoài", "a hostile file can send nothing"),
    )


def _room(code: str, status: Status, free: int | None, *, needed: bool) -> Finding:
    said = f"{(free or 0) / 1000:.1f} GB"
    told = ("không rõ", "unknown") if free is None else (f"còn {said.replace('.', ',')}", f"{said} free")
    if code == "disk":
        title = ("Chỗ trống trên đĩa", "Free disk")
        purpose = ("ghi kết quả; nên còn từ 2 GB", "holds the results; 2 GB or more is best")
    else:
        title = ("Bộ nhớ trống", "Free memory")
        purpose = (
            "mỗi tiến trình đọc cần chừng 1 GB; thiếu thì dùng --workers 1",
            "each worker takes about 1 GB; use --workers 1 where it is short",
        )
    return Finding(code, status, title, told, purpose, needed=needed, failure=ExitCode.DATABASE)


def _nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    return next((place for place in (folder, *folder.resolve().parents) if place.is_dir()), Path())


def _free_memory() -> int | None:
    """Megabytes that can be had without swapping."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        # MEMORYSTATUSEX: length, load, then seven 64-bit numbers, the second of which is what is free.
        status = (ctypes.c_uint64 * 8)()
        ctypes.cast(status, ctypes.POINTER(ctypes.c_uint32))[0] = ctypes.sizeof(status)
        done = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status[2]) // _MB if done else None
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024 // _MB
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MB  # all of it: better than nothing
    except (ValueError, OSError):
        return None
