"""What DuckDB and the file system say when a database cannot be used, as errors that say what to do."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import DatabaseError

_BUSY = re.compile(r"could not set lock|conflicting lock|being used by another process|already open", re.I)
_FULL = re.compile(r"no space left|disk full|not enough space|file too large|quota exceeded|could not write all", re.I)
_FOREIGN = re.compile(
    r"not a valid duckdb|database file with version number|corrupt|checksum|invalidated|deseriali", re.I
)
_DENIED = re.compile(
    r"permission denied|read-only|access is denied|not permitted|cannot open file|is a directory", re.I
)


def explain(error: Exception, database: Path) -> DatabaseError:
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
    if _FOREIGN.search(said):
        return DatabaseError(
            "database_damaged",
            f"“{database}” không phải là cơ sở dữ liệu DuckDB, bị hỏng, hoặc do phiên bản DuckDB mới hơn ghi. Hãy "
            "đổi tên tệp "
            "đó để giữ lại rồi chạy lại, hoặc chọn tệp khác bằng --db.",
            f"“{database}” is no DuckDB database, is damaged, or was written by a newer DuckDB. Rename it and run "
            "again, "
            "or name another file with --db.",
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


def missing(database: Path) -> DatabaseError:
    """There is no database yet."""
    return DatabaseError(
        "database_missing",
        f"Chưa có cơ sở dữ liệu “{database}”. Hãy nạp văn bản trước: thidua ingest THƯ_MỤC --db {database}",
        f"There is no database “{database}” yet. Ingest documents first: thidua ingest FOLDER --db {database}",
    )
