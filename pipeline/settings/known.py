"""Every setting there is: its names, its default, its bounds, what it means. The one table of settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.limits import Limits

MOST = 1_000_000_000
"""The greatest number that a setting takes: more is a slip, and would not fit where times and sizes are counted."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. In ``thidua.toml`` it stands as ``name`` below ``[group]``, or at the top where it has no group.

    ``default`` is called anew each time where ``of_machine``: it depends on the machine. A setting whose default is a
    path takes a path, any other a whole number from ``least`` to :data:`MOST`.

    >>> LIMIT_SETTINGS["pages"].variable, LIMIT_SETTINGS["pages"].place
    ('THIDUA_DOCUMENT_PAGES', '[document] pages')
    """

    group: str
    name: str
    default: Callable[[], int | Path]
    meaning: tuple[str, str]
    least: int = 1
    of_machine: bool = False

    @property
    def key(self) -> str:
        """The name with its group, as programs read it: ``document.pages``."""
        return f"{self.group}.{self.name}".lstrip(".")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "THIDUA_" + self.key.replace(".", "_").upper()

    @property
    def place(self) -> str:
        """Where it stands in the file, as people read it."""
        return f"[{self.group}] {self.name}" if self.group else self.name


def user_cache() -> Path:
    """Where this system keeps what a program can make again: a folder of ours there."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  (unlike Path.home it raises nothing where there is none)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "thidua" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "thidua"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "thidua"


def cores() -> int:
    """The cores that this process may use, at most 16: more workers only fill the memory."""
    try:
        found = len(os.sched_getaffinity(0))  # not on Windows and macOS
    except AttributeError:
        found = os.cpu_count() or 1
    return max(1, min(16, found))


def _number(group: str, name: str, default: int, meaning: str, meaning_en: str, *, least: int = 1) -> Setting:
    return Setting(group, name, lambda: default, (meaning, meaning_en), least)


_USUAL = Limits()

DATABASE = Setting("", "db", lambda: Path("outputs") / "thidua.duckdb", ("cơ sở dữ liệu DuckDB", "the DuckDB file"))
WORKERS = Setting(
    "",
    "workers",
    cores,
    (
        "số tiến trình đọc văn bản cùng lúc (mặc định: số nhân của máy, nhiều nhất 16; 0: không dùng tiến trình riêng)",
        "processes that read documents at once (default: the cores of the machine, at most 16; 0: none of their own)",
    ),
    least=0,
    of_machine=True,
)
CACHE = Setting(
    "",
    "cache",
    user_cache,
    ("thư mục giữ những gì có thể làm lại", "the folder of what can be made again"),
    of_machine=True,
)
DOCUMENT_SECONDS = _number("document", "seconds", 900, "số giây cho một văn bản", "seconds for one document")
DOCUMENT_MB = _number(
    "document",
    "mb",
    3000,
    "số MB bộ nhớ cho một văn bản (0: không giới hạn)",
    "megabytes of memory for one document (0: no limit)",
    least=0,
)
OFFICE_SECONDS = _number(
    "office",
    "seconds",
    120,
    "số giây LibreOffice được dùng cho một văn bản",
    "seconds of LibreOffice over one document",
)
OCR_CACHE_MB = _number(
    "ocr",
    "cache_mb",
    300,
    "số MB giữ lại kết quả đọc bản quét (0: không giữ)",
    "megabytes of read scans that are kept (0: none)",
    least=0,
)
LOG_RUNS = _number(
    "log",
    "runs",
    50,
    "số lần chạy giữ lại nhật ký (0: không ghi)",
    "runs whose log is kept (0: no log is written)",
    least=0,
)
LOG_TEXT = _number(
    "log",
    "text",
    0,
    "1: cho ghi nội dung văn bản (lý do từ chối, thông báo lỗi) vào nhật ký; 0: không",
    "1: texts of documents (reasons, messages of defects) may stand in logs; 0: they may not",
    least=0,
)
STAGING_KEEP = _number(
    "staging",
    "keep",
    1,
    "1: giữ kết quả đã đọc cạnh cơ sở dữ liệu để dựng lại khi hỏng; 0: không giữ",
    "1: what was read is kept beside the database, to rebuild it from; 0: it is not",
    least=0,
)

LIMIT_SETTINGS: Mapping[str, Setting] = {
    "pages": _number("document", "pages", _USUAL.pages, "số trang của một văn bản", "pages of a document"),
    "characters": _number(
        "document", "characters", _USUAL.characters, "số ký tự của một văn bản", "characters of a document's text"
    ),
    "file_megabytes": _number("file", "mb", _USUAL.file_megabytes, "số MB của một tệp", "megabytes of a file"),
    "unpacked_megabytes": _number(
        "unpacked",
        "mb",
        _USUAL.unpacked_megabytes,
        "số MB của một tệp DOCX, ODT sau khi bung",
        "megabytes to which a DOCX or ODT unpacks",
    ),
    "megapixels": _number(
        "picture", "megapixels", _USUAL.megapixels, "số triệu điểm ảnh của một ảnh", "millions of pixels of a picture"
    ),
    "members": _number(
        "container",
        "members",
        _USUAL.members,
        "số tệp trong một tệp nén hoặc thư",
        "files in an archive or mail, nested ones counted",
    ),
    "megabytes": _number(
        "container",
        "mb",
        _USUAL.megabytes,
        "số MB của một tệp nén hoặc thư sau khi bung",
        "megabytes to which an archive or mail unpacks",
    ),
    "ratio": _number(
        "container",
        "ratio",
        _USUAL.ratio,
        "số lần một tệp nén được phình ra khi bung",
        "times that a file in an archive may grow",
    ),
    "depth": _number("container", "depth", _USUAL.depth, "số lớp tệp nén lồng nhau", "archives within one another"),
}
"""The setting of each field of :class:`~pipeline.limits.Limits`."""

SETTINGS = (
    DATABASE,
    WORKERS,
    CACHE,
    DOCUMENT_SECONDS,
    DOCUMENT_MB,
    LIMIT_SETTINGS["pages"],
    LIMIT_SETTINGS["characters"],
    OFFICE_SECONDS,
    OCR_CACHE_MB,
    LOG_RUNS,
    LOG_TEXT,
    STAGING_KEEP,
    *(LIMIT_SETTINGS[name] for name in LIMIT_SETTINGS if name not in ("pages", "characters")),
)
"""All settings, those of a group together."""

GROUPS = {
    "document": (
        "Một văn bản được dùng nhiều nhất bao nhiêu; quá thì bị từ chối, kèm lý do.",
        "What one document may take; beyond it is rejected, with the reason.",
    ),
    "office": ("LibreOffice (đọc .doc, .rtf).", "LibreOffice (reads .doc, .rtf)."),
    "ocr": ("Đọc bản quét.", "Reading scans."),
    "log": ("Nhật ký các lần chạy (thidua runs).", "The logs of runs (thidua runs)."),
    "staging": ("Kết quả đã đọc, giữ cạnh cơ sở dữ liệu.", "What was read, kept beside the database."),
    "file": ("Một tệp lớn nhất là bao nhiêu.", "How large one file may be."),
    "unpacked": ("Bên trong một tệp DOCX, ODT.", "The inside of a DOCX or ODT."),
    "picture": ("Một ảnh lớn nhất là bao nhiêu.", "How large one picture may be."),
    "container": (
        "Tệp nén (zip) và thư (eml, msg) được chứa nhiều nhất bao nhiêu.",
        "How much archives (zip) and mails (eml, msg) may hold.",
    ),
}
"""What each group limits."""
