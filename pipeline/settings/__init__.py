"""Settings: what the environment and ``thidua.toml`` say, with defaults that work on a fresh clone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.errors import UsageError
from pipeline.limits import Limits
from pipeline.settings import known
from pipeline.settings.file import READ, File, handed_down, read_file
from pipeline.settings.known import LIMIT_SETTINGS, MOST, SETTINGS, Setting, user_cache
from pipeline.toml_errors import Both, listed

DEFAULT_DATABASE = Path("outputs") / "thidua.duckdb"

LIMITS = {setting.variable: limit for limit, setting in LIMIT_SETTINGS.items()}
"""The variable of each limit."""

Source = Literal["default", "file", "environment"]


@dataclass(frozen=True, slots=True)
class Value:
    """What a setting is, and who said so."""

    setting: Setting
    value: int | Path
    source: Source


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set: options of the command line win over the environment, the environment over ``thidua.toml``,
    the file over these defaults.

    ``workers`` is the number of processes that read documents (0: this one does, for debugging); ``document_seconds``
    how long one document may take before it is killed and rejected; ``document_mb`` how many megabytes of memory its
    worker may hold, with all that it starts (0: no limit). ``cache`` is the folder of what can be made again
    (documents that LibreOffice converted); ``office_seconds`` how long LibreOffice may take over one document;
    ``ocr_cache_mb`` how many megabytes of read scans are kept in ``cache`` (0: none; a page takes some 10 kB);
    ``log_runs`` of how many runs the log is kept (0: none is written), ``log_text`` whether texts of documents may
    stand in it; ``keep_staged`` whether what was read is kept beside the database; ``limits`` how much an archive, a
    mail or a document may hold.
    """

    database: Path = DEFAULT_DATABASE
    workers: int = 1
    document_seconds: int = 900
    document_mb: int = 3000
    cache: Path = field(default_factory=user_cache)
    office_seconds: int = 120
    ocr_cache_mb: int = 300
    log_runs: int = 50
    log_text: bool = False
    keep_staged: bool = True
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that hold: those of :data:`~pipeline.settings.known.SETTINGS`.

        >>> Settings.from_environment({"THIDUA_WORKERS": "3"}).workers
        3

        Raises:
            UsageError: as :func:`values_of` does.
        """
        held = {one.setting: one.value for one in values_of(environment)[0]}

        def number(setting: Setting) -> int:
            return int(str(held[setting]))

        return cls(
            database=Path(str(held[known.DATABASE])),
            workers=number(known.WORKERS),
            document_seconds=number(known.DOCUMENT_SECONDS),
            document_mb=number(known.DOCUMENT_MB),
            cache=Path(str(held[known.CACHE])),
            office_seconds=number(known.OFFICE_SECONDS),
            ocr_cache_mb=number(known.OCR_CACHE_MB),
            log_runs=number(known.LOG_RUNS),
            log_text=bool(number(known.LOG_TEXT)),
            keep_staged=bool(number(known.STAGING_KEEP)),
            limits=Limits(**{limit: number(setting) for limit, setting in LIMIT_SETTINGS.items()}),
        )


def values_of(environment: Mapping[str, str] = os.environ) -> tuple[tuple[Value, ...], File]:
    """Every setting with who said it, and the file that was read.

    Raises:
        UsageError: ``settings_unreadable``: the file cannot be read; ``setting_invalid``: the file or a variable says
            what cannot be. All that is wrong is told at once.
    """
    file = read_file(environment)
    wrong = [(f"tệp “{file.path}”, {said}", f"file “{file.path}”, {said_en}") for said, said_en in file.wrong]
    values = []
    for setting in SETTINGS:
        default = setting.default()
        said = environment.get(setting.variable, "").strip()
        if said:
            if fault := _fault(setting, said, default):
                wrong.append(fault)
            else:
                values.append(Value(setting, Path(said) if isinstance(default, Path) else int(said), "environment"))
        elif setting.key in file.said:
            told = file.said[setting.key]
            values.append(Value(setting, Path(told) if isinstance(told, str) else told, "file"))
        else:
            values.append(Value(setting, default, "default"))
    if wrong:
        raise UsageError(
            "setting_invalid",
            f"Cài đặt chưa dùng được:\n{listed([said for said, _ in wrong])}\nHãy sửa lại hoặc bỏ những mục đó; xem "
            "các tên và ý nghĩa: thidua settings --example.",
            f"The settings cannot be used:\n{listed([said for _, said in wrong])}\nMend or remove these; names and "
            "meanings: thidua settings --example.",
        )
    return tuple(values), file


@contextmanager
def same_below() -> Iterator[None]:
    """What is started within sees the file as it is now, from any working folder, whatever becomes of it meanwhile."""
    given = os.environ.get(READ)
    with suppress(UsageError):  # told by whoever asks for a setting
        if not (file := read_file(os.environ)).wrong:
            os.environ[READ] = handed_down(file)
    try:
        yield
    finally:
        if given is None:
            os.environ.pop(READ, None)


def log_beside(database: Path) -> Path:
    """Where tracebacks of our own defects go: beside the database, also where its folder is yet to be made, or to the
    temporary folder where nothing can be written there.
    """
    folder = database.parent
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return (folder if os.access(there, os.W_OK) else Path(tempfile.gettempdir())) / "thidua.log"


def _fault(setting: Setting, said: str, default: int | Path) -> Both | None:
    """What is wrong with a variable."""
    if isinstance(default, Path):
        return None
    if said.isascii() and said.isdigit() and len(said) <= len(str(MOST)) and setting.least <= int(said) <= MOST:
        return None
    return (
        f"biến môi trường {setting.variable}={said!r}: phải là số nguyên từ {setting.least} đến {MOST}",
        f"environment variable {setting.variable}={said!r}: must be a whole number from {setting.least} to {MOST}",
    )
