"""Publishing: a fresh copy, or at the end the working copy, takes the place of the file that readers open: a rename."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from pipeline.errors import DatabaseError
from pipeline.load.connection import CONFIG, LAID_OUT, quoted_path, remove, work_of

_UNUSED = 0.25  # of a file may be room that deleted rows left; with more of it a fresh copy is written
_PUBLISH_SECONDS = 15.0  # how long to wait, on Windows, for readers that hold the published file open


def publish(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Put a copy of the working copy in the place of the published file; readers are held up by the renaming alone."""
    new = Path(f"{database}.new")
    remove(new)
    connection.execute(f"ATTACH {quoted_path(new)} AS fresh ({LAID_OUT})")
    try:
        connection.execute("COPY FROM DATABASE work TO fresh")
    finally:
        connection.execute("DETACH fresh")
    if Path(f"{database}.wal").exists():  # of a program that wrote to the published file and was killed
        duckdb.connect(str(database), config=CONFIG).close()
    _replace(new, database)


def hand_over(connection: duckdb.DuckDBPyConnection, database: Path) -> bool:
    """Let the working copy itself take the place of the published file, which costs nothing however large it is.

    It stays locked until the connection is closed, which is to be done at once.

    Returns:
        False where that cannot be: a system that renames no open files, or a file with too much unused room in it.
    """
    connection.execute("FORCE CHECKPOINT work")
    ((total, free),) = connection.execute(
        "SELECT total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = 'work'"
    ).fetchall()
    if free > _UNUSED * total or Path(f"{database}.wal").exists():
        return False
    try:
        work_of(database).replace(database)
    except PermissionError:
        return False
    return True


def _replace(new: Path, database: Path) -> None:
    """Rename; on Windows that fails while somebody has the file open, mostly for moments."""
    deadline = time.monotonic() + _PUBLISH_SECONDS
    while True:
        try:
            new.replace(database)
        except PermissionError:
            if time.monotonic() > deadline:
                raise DatabaseError(
                    "publish_blocked",
                    f"Kết quả đã xong nhưng chưa thay được “{database}” vì tệp đang mở ở chương trình khác. Hãy "
                    "đóng chương "
                    "trình đó rồi chạy lại lệnh này; không có gì phải làm lại từ đầu.",
                    f"The results are ready, but “{database}” is open in another program and could not be replaced. "
                    "Close that "
                    "program and run this command again; nothing has to be done twice.",
                ) from None
            time.sleep(0.25)
        else:
            return
