"""What one document may take, enforced from outside the process that reads it: time and memory."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from pipeline.errors import UnreadableFileError

_LOOK_EVERY = 0.1  # seconds between two looks at the memory of the workers


@dataclass(frozen=True)
class Guard:
    """The limits of one document: seconds, and megabytes of memory of its worker and of what that started; 0: none."""

    seconds: int = 0
    megabytes: int = 0


def too_long(name: str, seconds: int) -> UnreadableFileError:
    """A document that took more time than it may."""
    return UnreadableFileError(
        "document_timeout",
        f"Đọc “{name}” quá {seconds} giây nên phải dừng. Hãy tách tệp thành các phần nhỏ hơn, hoặc tăng "
        "THIDUA_DOCUMENT_SECONDS rồi nạp lại với --force.",
        f"Reading “{name}” took more than {seconds} seconds and was stopped. Split the file, or raise "
        "THIDUA_DOCUMENT_SECONDS and ingest again with --force.",
    )


def too_much(name: str, megabytes: int) -> UnreadableFileError:
    """A document that took more memory than it may."""
    return UnreadableFileError(
        "document_memory",
        f"Đọc “{name}” cần hơn {megabytes} MB bộ nhớ nên phải dừng. Hãy tách tệp hoặc giảm kích thước ảnh, hoặc tăng "
        "THIDUA_DOCUMENT_MB rồi nạp lại với --force.",
        f"Reading “{name}” took more than {megabytes} MB of memory and was stopped. Split the file or shrink its "
        "pictures, or raise THIDUA_DOCUMENT_MB and ingest again with --force.",
    )


def crashed(name: str) -> UnreadableFileError:
    """A document that ended its worker, twice."""
    return UnreadableFileError(
        "document_crash",
        f"Tệp “{name}” làm tiến trình đọc dừng đột ngột, cả khi đọc riêng lần nữa. Tệp có thể bị hỏng: hãy mở bằng "
        "Word hoặc trình xem PDF, lưu lại thành tệp mới rồi nạp tệp đó.",
        f"The file “{name}” ended the process that read it, also when it was read again alone. It may be damaged: "
        "open it in Word or in a PDF viewer, save it as a new file and ingest that one.",
    )


class Watch:
    """A thread that looks at the memory of processes and of all that they started, and kills who takes too much.

    It also knows which processes belong together, so that a killed worker leaves no Tesseract or LibreOffice behind.
    """

    def __init__(self, megabytes: int) -> None:
        self._most = megabytes << 20
        self._watched: set[int] = set()
        self._killed: set[int] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        if megabytes:
            threading.Thread(target=self._look, daemon=True).start()

    def add(self, pid: int) -> None:
        """Look at this process from now on."""
        with self._lock:
            self._watched.add(pid)

    def leave(self, pid: int) -> bool:
        """Look at it no more, as soon as it has ended; whether it was killed for what it took."""
        with self._lock:
            self._watched.discard(pid)
            return pid in self._killed

    def close(self) -> None:
        """End the thread."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            with self._lock:
                if not self._watched:
                    continue
                for pid, taken in memory_of(self._watched).items():
                    if taken > self._most and pid in self._watched:
                        self._watched.discard(pid)
                        self._killed.add(pid)
                        kill(pid)


def kill(pid: int) -> None:
    """End a process and all that it started, now; a process that has ended already is no error."""
    with contextlib.suppress(psutil.Error):
        own = psutil.Process(pid)
        for one in (*reversed(own.children(recursive=True)), own):
            with contextlib.suppress(psutil.Error):
                one.kill()


def memory_of(pids: Iterable[int]) -> dict[int, int]:
    """The bytes in memory of processes that this one started, each with all that it started itself; what has ended
    counts as nothing.
    """
    started, sizes = defaultdict(list), {}
    for one in psutil.Process().children(recursive=True):  # all at once: to ask for each family by itself takes long
        with contextlib.suppress(psutil.Error):
            started[one.ppid()].append(one.pid)
            sizes[one.pid] = one.memory_info().rss

    def taken(pid: int) -> int:
        return sizes.get(pid, 0) + sum(map(taken, started[pid]))

    return {pid: taken(pid) for pid in pids}
