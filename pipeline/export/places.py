"""Where an export goes: a file or a folder that appears as a whole or not at all, and writes over nothing else."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """A file to write; it takes the place of ``file`` when all went well.

    Raises:
        UsageError: ``result_open``, ``result_not_written``.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield fresh
        fresh.replace(file)
    except OSError as error:
        raise unwritten(file, error) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: Path, mark: str) -> Iterator[Path]:
    """A folder to fill; it takes the place of ``folder`` when all went well.

    Args:
        folder: not there yet, empty, or an earlier export, which is replaced.
        mark: the file that says that a folder is such an export.

    Raises:
        UsageError: ``folder_in_use``, ``result_open``, ``result_not_written``.
    """
    _refuse_other(folder, mark)
    fresh, old = (folder.with_name(f".{folder.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    try:
        fresh.mkdir(parents=True)
        yield fresh
        (fresh / mark).write_text("", encoding="utf-8")
        if folder.exists():
            folder.replace(old)  # on Windows this fails while a file in it is open: before anything is gone
        fresh.replace(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.replace(folder)
        raise unwritten(folder, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _refuse_other(folder: Path, mark: str) -> None:
    try:
        if not folder.exists() or (folder.is_dir() and (not any(folder.iterdir()) or (folder / mark).exists())):
            return
    except OSError as error:
        raise unwritten(folder, error) from error
    raise UsageError(
        "folder_in_use",
        f"“{folder}” đã có và không phải là một lần xuất trước đó cùng dạng. Hãy chọn một thư mục khác sau --out.",
        f"“{folder}” is there and is no earlier export of this kind. Choose another folder after --out.",
    )


def unwritten(place: Path, error: Exception) -> UsageError:
    """Why an export could not be written, and what to do."""
    if isinstance(error, PermissionError) and place.exists():
        return UsageError(
            "result_open",
            f"Chưa thay được “{place}”: tệp đang mở trong Excel hoặc chương trình khác, hoặc không có quyền ghi. Hãy "
            "đóng tệp rồi chạy lại, hoặc chọn nơi khác bằng --out.",
            f"“{place}” could not be replaced: it is open in Excel or another program, or may not be written. Close it "
            "and run again, or choose another place with --out.",
        )
    why = getattr(error, "strerror", None) or str(error)
    return UsageError(
        "result_not_written",
        f"Không ghi được “{place}” ({why}). Hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc chọn nơi khác bằng --out.",
        f"Cannot write “{place}” ({why}). Check permissions and disk space, or choose another place with --out.",
    )
