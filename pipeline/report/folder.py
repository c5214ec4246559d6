"""A folder of results: claimed by a sign of ours, so that nothing of anybody else's is written over."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Sign:
    """A file that says whose results a folder holds: its name, and what stands in it for whoever opens it."""

    name: str
    says: str


def check(folder: Path, sign: Sign) -> None:
    """See that the folder is not there yet, is empty, or holds results of ours.

    Raises:
        UsageError: ``out_not_folder``, ``out_not_empty``.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            "out_not_folder",
            f"“{folder}” là một tệp, nhưng ở đây cần một thư mục kết quả. Hãy nêu tên thư mục sau --out.",
            f"“{folder}” is a file, but a folder for the results is needed. Name a folder after --out.",
        )
    if folder.is_dir() and not (folder / sign.name).exists() and any(folder.iterdir()):
        raise UsageError(
            "out_not_empty",
            f"Thư mục “{folder}” đã có tệp không phải do lệnh này ghi; để không ghi đè, hãy chọn một thư mục mới hoặc "
            "trống sau --out.",
            f"The folder “{folder}” holds files that this command did not write; choose a new or an empty one after "
            "--out, so that nothing is written over.",
        )


def claim(folder: Path, sign: Sign) -> None:
    """Make the folder, and mark it as one of results.

    Raises:
        UsageError: ``out_not_writable``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / sign.name).write_text(sign.says, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            "out_not_writable",
            f"Không ghi được vào thư mục “{folder}” ({error.strerror}). Hãy chọn thư mục khác bằng --out.",
            f"Cannot write to the folder “{folder}” ({error.strerror}). Choose another one with --out.",
        ) from None


def write(place: Path, text: str) -> None:
    """Write a result as UTF-8, all of it or nothing.

    Raises:
        UsageError: ``result_not_written``.
    """
    part = place.with_name(f".{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8", newline="")
        part.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise UsageError(
            "result_not_written",
            f"Không ghi được “{place}” ({error.strerror}). Hãy kiểm tra ổ đĩa còn chỗ, tên không quá dài và có quyền "
            "ghi, rồi chạy lại.",
            f"Cannot write “{place}” ({error.strerror}). Check that the disk has room, that the name is not too long "
            "and that you may write there, then run again.",
        ) from None
