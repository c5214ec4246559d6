"""What DuckDB and the file system say when a database cannot be used, as errors that say what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DatabaseError
from pipeline.language import choose

_BUSY = re.compile(r"could not set lock|conflicting lock|being used by another process|already open", re.I)
_FULL = re.compile(r"no space left|disk full|not enough space|file too large|quota exceeded|could not write all", re.I)
_NEWER = re.compile(r"database file with version number", re.I)
_FOREIGN = re.compile(
    r"not a valid duckdb|corrupt|checksum|invalidated|deseriali|out of range of the file|could not read enough bytes",
    re.I,
)
_DENIED = re.compile(
    r"permission denied|read-only|access is denied|not permitted|cannot open file|is a directory", re.I
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user has to know and that stopped nothing: what was mended, what was kept where."""

    code: str
    message: str
    message_en: str
    kept: Path | None = None  # a file that was set aside and has to be made anew

    def __str__(self) -> str:
        return choose(self.message, self.message_en)


def explain(error: Exception, database: Path) -> DatabaseError:  # noqa: PLR0911  (one for each thing that may be)
    """The error for the user, from what went wrong with ``database``.

    >>> explain(OSError(28, "No space left on device"), Path("thidua.duckdb")).code
    'disk_full'
    """
    if isinstance(error, DatabaseError):
        return error
    said = str(error)
    if _BUSY.search(said):
        return busy(database)
    if _FULL.search(said):
        return DatabaseError(
            "disk_full",
            f"Ổ đĩa chứa “{database}” đã đầy. Những văn bản đã xong vẫn được giữ; hãy dọn bớt tệp rồi chạy lại lệnh "
            "này.",
            f"The disk of “{database}” is full. What was finished is kept; make room and run the command again.",
        )
    if _NEWER.search(said):
        return DatabaseError(
            "database_of_newer_duckdb",
            f"“{database}” do phiên bản DuckDB mới hơn ghi nên chưa đọc được. Tệp không bị đụng đến. Hãy cài bản "
            "thidua mới hơn, hoặc chọn tệp khác bằng --db.",
            f"“{database}” was written by a newer DuckDB and cannot be read yet. The file was not touched. Install a "
            "newer thidua, or name another file with --db.",
        )
    if _FOREIGN.search(said):
        return DatabaseError(
            "database_damaged",
            f"“{database}” không phải là cơ sở dữ liệu DuckDB, hoặc bị hỏng. Nếu là cơ sở dữ liệu của thidua, hãy nạp "
            "lại (thidua ingest THƯ_MỤC): tệp hỏng được cất riêng, dữ liệu được lập lại. Nếu không, hãy chọn tệp khác "
            "bằng --db.",
            f"“{database}” is no DuckDB database, or is damaged. If it is one of thidua, ingest again (thidua ingest "
            "FOLDER): the damaged file is set aside and the data made anew. If not, name another file with --db.",
        )
    if _DENIED.search(said):
        return DatabaseError(
            "database_no_permission",
            f"Không mở hoặc không ghi được “{database}”. Hãy kiểm tra thư mục có tồn tại và cho phép ghi không, "
            "hoặc chọn nơi "
            "khác bằng --db.",
            f"“{database}” cannot be opened or written. Check that its folder exists and may be written to, or name "
            "another place with --db.",
        )
    return DatabaseError(
        "database_error",
        f"Cơ sở dữ liệu “{database}” báo lỗi: {said.splitlines()[0] if said else type(error).__name__}. Hãy chạy "
        "lại; nếu "
        "vẫn lỗi, đổi tên tệp để giữ lại rồi nạp lại từ đầu.",
        f"The database “{database}” reports: {said.splitlines()[0] if said else type(error).__name__}. Run again; "
        "if it stays, "
        "rename the file and ingest anew.",
    )


def busy(database: Path) -> DatabaseError:
    """Another program holds the database."""
    return DatabaseError(
        "database_busy",
        f"“{database}” đang được chương trình khác dùng để ghi (một lệnh nạp khác đang chạy, hoặc đang mở bằng "
        "DBeaver…). Hãy đợi "
        "lệnh kia xong hoặc đóng chương trình đó rồi chạy lại.",
        f"“{database}” is being written by another program (another ingestion, or DBeaver). Wait for it to end, or "
        "close "
        "that program, and run again.",
    )


def older(database: Path) -> DatabaseError:
    """A file of an older layout, asked for what it does not have."""
    return DatabaseError(
        "database_older",
        f"“{database}” có cấu trúc của phiên bản cũ nên lệnh này chưa dùng được. Hãy chuyển nó sang cấu trúc mới (bản "
        f"cũ được giữ lại): thidua db migrate --db {database}",
        f"“{database}” has the layout of an older version, which this command cannot use. Bring it up to date (the old "
        f"file is kept): thidua db migrate --db {database}",
    )


def missing(database: Path) -> DatabaseError:
    """There is no database yet."""
    return DatabaseError(
        "database_missing",
        f"Chưa có cơ sở dữ liệu “{database}”. Hãy nạp văn bản trước: thidua ingest THƯ_MỤC --db {database}",
        f"There is no database “{database}” yet. Ingest documents first: thidua ingest FOLDER --db {database}",
    )
