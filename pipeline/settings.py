"""Settings: what the environment says, with defaults that work on a fresh clone."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.limits import Limits

DEFAULT_DATABASE = Path("outputs") / "thidua.duckdb"
DEFAULT_SECONDS = 900
DEFAULT_MB = 3000
DEFAULT_OFFICE_SECONDS = 120
DEFAULT_OCR_CACHE_MB = 300


LIMITS = {
    "THIDUA_CONTAINER_MEMBERS": "members",
    "THIDUA_CONTAINER_MB": "megabytes",
    "THIDUA_CONTAINER_RATIO": "ratio",
    "THIDUA_CONTAINER_DEPTH": "depth",
    "THIDUA_FILE_MB": "file_megabytes",
    "THIDUA_UNPACKED_MB": "unpacked_megabytes",
    "THIDUA_DOCUMENT_PAGES": "pages",
    "THIDUA_DOCUMENT_CHARACTERS": "characters",
    "THIDUA_PICTURE_MEGAPIXELS": "megapixels",
}
"""The variable of each limit."""


def user_cache() -> Path:
    """Where this system keeps what a program can make again: a folder of ours there."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  (unlike Path.home it raises nothing where there is none)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "thidua" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "thidua"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "thidua"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set: options of the command line win over the environment, the environment over these defaults.

    ``workers`` is the number of processes that read documents (0: this one does, for debugging); ``document_seconds``
    how long one document may take before it is killed and rejected; ``document_mb`` how many megabytes of memory its
    worker may hold, with all that it starts (0: no limit). ``cache`` is the folder of what can be made again
    (documents that LibreOffice converted); ``office_seconds`` how long LibreOffice may take over one document;
    ``ocr_cache_mb`` how many megabytes of read scans are kept in ``cache`` (0: none; a page takes some 10 kB);
    ``limits`` how much an archive, a mail or a document may hold.
    """

    database: Path = DEFAULT_DATABASE
    workers: int = 1
    document_seconds: int = DEFAULT_SECONDS
    document_mb: int = DEFAULT_MB
    cache: Path = field(default_factory=user_cache)
    office_seconds: int = DEFAULT_OFFICE_SECONDS
    ocr_cache_mb: int = DEFAULT_OCR_CACHE_MB
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that ``THIDUA_DB``, ``THIDUA_WORKERS``, ``THIDUA_DOCUMENT_SECONDS``,
        ``THIDUA_DOCUMENT_MB``, ``THIDUA_CACHE``,
        ``THIDUA_OFFICE_SECONDS``, ``THIDUA_OCR_CACHE_MB`` and those of :data:`LIMITS` give.

        >>> Settings.from_environment({"THIDUA_WORKERS": "3"}).workers
        3

        Raises:
            UsageError: ``setting_invalid``: a number is none.
        """
        return cls(
            database=Path(environment.get("THIDUA_DB") or DEFAULT_DATABASE),
            workers=_number(environment, "THIDUA_WORKERS", _cores(), least=0),
            document_seconds=_number(environment, "THIDUA_DOCUMENT_SECONDS", DEFAULT_SECONDS),
            document_mb=_number(environment, "THIDUA_DOCUMENT_MB", DEFAULT_MB, least=0),
            cache=Path(environment.get("THIDUA_CACHE") or user_cache()),
            office_seconds=_number(environment, "THIDUA_OFFICE_SECONDS", DEFAULT_OFFICE_SECONDS),
            ocr_cache_mb=_number(environment, "THIDUA_OCR_CACHE_MB", DEFAULT_OCR_CACHE_MB, least=0),
            limits=_limits(environment),
        )


def log_beside(database: Path) -> Path:
    """Where tracebacks of our own defects go: beside the database, or to the temporary folder where that is not
    writable.
    """
    folder = database.parent if os.access(database.parent, os.W_OK) else Path(tempfile.gettempdir())
    return folder / "thidua.log"


def _limits(environment: Mapping[str, str]) -> Limits:
    usual = Limits()
    return Limits(**{limit: _number(environment, name, getattr(usual, limit)) for name, limit in LIMITS.items()})


def _cores() -> int:
    """The cores that this process may use, at most 16: more workers only fill the memory."""
    try:
        cores = len(os.sched_getaffinity(0))  # not on Windows and macOS
    except AttributeError:
        cores = os.cpu_count() or 1
    return max(1, min(16, cores))


def _number(environment: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    said = environment.get(name, "").strip()
    if not said:
        return default
    if not said.isascii() or not said.isdigit() or int(said) < least:
        raise UsageError(
            "setting_invalid",
            f"Biến môi trường {name}={said!r} phải là số nguyên từ {least}. Hãy sửa lại hoặc bỏ biến đó.",
            f"The environment variable {name}={said!r} must be a whole number from {least}. Mend it or unset it.",
        )
    return int(said)
