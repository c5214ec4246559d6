"""Opening a database to write: the working copy that was left behind is gone on with, or one is taken from the file.

Which of the two is told by what the published file *is*, not by the times of files: clocks jump, and copies keep old
times. A damaged file of ours is set aside and made anew; one that is none of ours is never touched.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from pathlib import Path

import duckdb

from pipeline.errors import DatabaseError
from pipeline.load.connection import CONFIG, connect_to_work, quoted_path, remove, work_of
from pipeline.load.layout import empty, is_whole, lay_out, take_over, write_references
from pipeline.load.salvage import salvage
from pipeline.load.session import Session
from pipeline.load.trouble import Notice, explain

_HEADERS = 3 * 4096  # bytes of a DuckDB file that every checkpoint writes anew
SET_ASIDE = "database_set_aside"
_MAGIC = b"DUCK"  # at the eighth byte of each
_WORK_GOES_ON = (
    "Tiếp tục từ bản làm việc còn nguyên, không mất gì.",
    "The working copy is whole and goes on; nothing is lost.",
)
_READ_AGAIN = (
    "Các văn bản sẽ được lập lại từ kết quả còn lưu, hoặc đọc lại từ tệp gốc; đã nạp từ nhiều thư mục thì hãy nạp lại "
    "từng thư mục.",
    "The documents are made anew from staged results, or read again; where several folders were stored, ingest each.",
)


def open_work(database: Path) -> tuple[Session, tuple[Notice, ...]]:
    """The working copy, laid out and locked, and what the user has to know.

    Raises:
        DatabaseError: the folder cannot be written, another ingestion is running, the file is no database, or is of a
            newer program.
    """
    work = work_of(database)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        connection, notices = connect_to_work(work), []
    except (duckdb.Error, OSError) as error:
        raise explain(error, database) from error
    session = Session(database, connection)
    try:
        if not (is_known(database) and is_whole(session)):
            notices += _take(session)
        notices += lay_out(session)
        notices += [_salvaged(session, one.kept) for one in notices if one.code == SET_ASIDE and one.kept]
        write_references(session)
    except BaseException as error:
        held = True
        with contextlib.suppress(duckdb.Error, DatabaseError):
            held = is_whole(session)
        connection.close()
        if not held:  # it was just made
            remove(work)
            forget(database)
        if isinstance(error, (duckdb.Error, OSError)):
            raise explain(error, database) from error
        raise
    return session, tuple(notices)


def _take(session: Session) -> list[Notice]:
    """Fill the working copy from the published file; a damaged one of ours is set aside."""
    database = session.database
    if not database.exists():
        empty(session)
        return []
    left = is_whole(session) and _known(database) is not None  # by a run that was killed: it holds all that is stored
    if left and _is_ours(database) and _is_damaged(database):
        return [_told(database, _set_aside(database), *_WORK_GOES_ON)]
    try:
        take_over(session)
    except (duckdb.Error, DatabaseError) as error:
        if explain(error, database).code != "database_damaged" or not (_is_ours(database) and _is_damaged(database)):
            raise
    else:
        know(database)
        return []
    aside = _set_aside(database)
    empty(session)
    return [_told(database, aside, *_READ_AGAIN)]


def is_known(database: Path) -> bool:
    """Whether the published file is the one that the working copy was taken from, or last published as."""
    return database.exists() and _known(database) == _identity(database)


def know(database: Path) -> None:
    """Note which published file the working copy belongs to; before the working copy changes."""
    place = _note_of(database)
    half = Path(f"{place}.new")
    half.write_text(json.dumps(_identity(database)), encoding="ascii")
    half.replace(place)


def forget(database: Path) -> None:
    """Remove the note, with the working copy that it is about."""
    _note_of(database).unlink(missing_ok=True)


def _note_of(database: Path) -> Path:
    return Path(f"{work_of(database)}.of")


def _known(database: Path) -> dict[str, object] | None:
    try:
        told = json.loads(_note_of(database).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _identity(database: Path) -> dict[str, object]:
    """What a file is known by: its size, its time as it stands there, what its last checkpoint wrote; and whether a
    program has written to it since and was killed.
    """
    told = database.stat()
    with database.open("rb") as stream:
        head = hashlib.sha256(stream.read(_HEADERS)).hexdigest()
    return {"size": told.st_size, "ns": told.st_mtime_ns, "head": head, "wal": Path(f"{database}.wal").exists()}


def _is_ours(database: Path) -> bool:
    """Whether a file that is no database any more was one of ours: it has the mark, or what we put beside one."""
    with database.open("rb") as stream:
        head = stream.read(_HEADERS)
    beside = (_note_of(database), Path(f"{database}.runs"), Path(f"{database}.staging"))
    return any(head[at + 8 : at + 12] == _MAGIC for at in range(0, _HEADERS, 4096)) or any(
        place.exists() for place in beside
    )


def _is_damaged(database: Path) -> bool:
    """Whether something of a file cannot be read; one that is held, or of a newer DuckDB, is not damaged."""
    try:
        with duckdb.connect(config=CONFIG) as alone:
            alone.execute(f"ATTACH {quoted_path(database)} AS looked (READ_ONLY)")
            for schema, table in alone.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'looked'"
            ).fetchall():
                alone.execute(f'SELECT count(hash(COLUMNS(*))) FROM looked."{schema}"."{table}"').fetchall()
    except duckdb.Error as error:
        return explain(error, database).code == "database_damaged"
    return False


def _set_aside(database: Path) -> Path:
    day = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d")
    places = (Path(f"{database}.hong-{day}" + (f"-{at}" if at > 1 else "")) for at in range(1, 1000))
    place = next(place for place in places if not place.exists())
    database.replace(place)
    log = Path(f"{database}.wal")
    if log.exists():
        log.replace(f"{place}.wal")
    return place


def _told(database: Path, aside: Path, then: str, then_en: str) -> Notice:
    return Notice(
        SET_ASIDE,
        f"“{database.name}” bị hỏng nên đã được cất thành “{aside}” (không xóa gì). {then}",
        f"“{database.name}” is damaged and was set aside as “{aside}” (nothing was deleted). {then_en}",
        kept=aside if then == _READ_AGAIN[0] else None,
    )


def _salvaged(session: Session, aside: Path) -> Notice:
    taken = salvage(session, aside)
    if taken is None:
        return Notice(
            "decisions_lost",
            f"Không đọc được các quyết định sửa đổi trong “{aside}”. Hãy ghi lại bằng thidua apply từ các bảng đã "
            "điền.",
            f"The decisions in “{aside}” cannot be read. Apply the filled-in sheets again with thidua apply.",
        )
    return Notice("decisions_kept", f"Đã giữ {taken} quyết định sửa đổi.", f"{taken} decisions on records were kept.")
