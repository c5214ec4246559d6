"""Which files are meant: those named, and those in the folders named."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableFileError

REPORT_SIGN = ".thidua-bao-cao"  # what holds this file holds pages that `thidua report` made of documents
_NO_DOCUMENTS = {"thumbs.db", "desktop.ini"}
_OUR_OWN = re.compile(r"thidua\.log|.*\.duckdb(\.(wal|work|new|v\d+|hong-[\w-]+|runs|staging)(\..*)?)?", re.S)
"""Databases and what lies beside them: working copies, copies kept, logs of runs, staged rows."""


@dataclass(frozen=True)
class Found:
    """The files to read, in order of path, each once; and the places that could not be looked into."""

    files: tuple[Path, ...]
    refused: tuple[tuple[Path, UnreadableFileError], ...]


def find(paths: Iterable[Path], *, but: Path | None = None) -> Found:
    """The files that are named, and all files in the folders that are named, and in theirs.

    Passed over in folders: hidden files, what Word and systems leave behind ("~$bao cao.docx", "Thumbs.db"), databases
    of thidua, folders of its review pages, and ``but``, the database at hand. A kind of file that is not read is no
    reason to pass it over: whoever named the folder has to know.
    """
    files: dict[Path, Path] = {}
    refused: list[tuple[Path, UnreadableFileError]] = []
    for path in paths:
        if path.is_dir():
            for file in _walk(path, refused):
                if but is None or not _belongs(file, but):
                    files.setdefault(file.resolve(), file)
        elif path.exists() or path.is_symlink():
            files.setdefault(path.resolve(), path)
        else:
            refused.append((path, _missing(path)))
    return Found(tuple(sorted(files, key=_order)), tuple(refused))


def _walk(folder: Path, refused: list[tuple[Path, UnreadableFileError]]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        place = Path(error.filename or folder)
        refused.append((place, _closed(place)))

    for root, folders, names in os.walk(folder, onerror=refuse):
        if REPORT_SIGN in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or _OUR_OWN.fullmatch(name)))
        for name in names:
            if not (name.startswith((".", "~$")) or name.lower() in _NO_DOCUMENTS or _OUR_OWN.fullmatch(name)):
                yield Path(root) / name


def _belongs(file: Path, database: Path) -> bool:
    """Whether a file is the database, or lies beside it under its name."""
    own, found = str(database.resolve()), str(file.resolve())
    return found == own or found.startswith(f"{own}.")


def _order(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path))


def _missing(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        "path_missing",
        f"Không thấy “{path}”. Hãy kiểm tra lại tên và đường dẫn.",
        f"There is no “{path}”. Check the name and the path.",
    )


def _closed(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        "folder_no_permission",
        f"Không có quyền mở thư mục “{path}”, các tệp trong đó chưa được nạp. Hãy nhờ người quản trị cấp quyền đọc.",
        f"No permission to open the folder “{path}”; the files in it were not read. Ask for read permission.",
    )
