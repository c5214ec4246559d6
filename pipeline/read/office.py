"""Documents of older Word (DOC, RTF, WPS): LibreOffice makes a DOCX of them, which the reader of Word reads.

The document stays what it was: its hash, name, kind and size are those of the file that was found.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zipfile
from pathlib import Path

from pipeline.errors import UnreadableFileError
from pipeline.read.damage import cut_short
from pipeline.read.kinds import Kind
from pipeline.read.lock import held
from pipeline.read.office_run import TookTooLongError, convert, soffice
from pipeline.read.office_whole import closed, is_doc_encrypted, is_whole
from pipeline.read.word import read_word
from pipeline.settings import Settings
from schemas.issue import Issue
from schemas.text import Page

_NAMES = {Kind.DOC: "document.doc", Kind.RTF: "document.rtf", Kind.WPS: "document.wps"}
_FORM = "office-1"  # changed where the way of converting changes, so that what was kept before counts no more
_WAITS = 10  # times the limit for one document: so long one waits for its turn

INSTALL = (
    "Debian/Ubuntu: sudo apt install libreoffice-writer; Fedora: sudo dnf install libreoffice-writer; "
    "macOS: brew install --cask libreoffice; Windows: winget install TheDocumentFoundation.LibreOffice"
)


def read_office(name: str, data: bytes, kind: Kind, sha256: str) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The lines of a document of older Word.

    Raises:
        UnreadableFileError: ``office_missing``, ``office_timeout``, ``office_busy``, ``office_failed``,
            ``doc_encrypted``; and what :func:`read_word` says of the result.
    """
    if kind is not Kind.RTF and is_doc_encrypted(data):
        raise UnreadableFileError(
            "doc_encrypted",
            f"Tệp “{name}” được đặt mật khẩu. Hãy mở bằng Word, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ) rồi lưu lại.",
            f"“{name}” is protected by a password. Open it in Word, remove the password and save it again.",
        )
    pages, issues = read_word(name, _docx(name, data, kind, sha256))
    return pages, issues if is_whole(data) else (*issues, cut_short(name))


def _docx(name: str, data: bytes, kind: Kind, sha256: str) -> bytes:
    settings = Settings.from_environment()
    folder = _cache(settings.cache / "office")
    kept = folder / f"{_FORM}-{sha256}.docx" if folder and sha256 else None
    if kept is not None and (known := _kept(kept)) is not None:
        return known
    program = soffice()
    if program is None:
        raise UnreadableFileError(
            "office_missing",
            f"Đọc “{name}” cần LibreOffice, máy này chưa có. Hãy cài đặt ({INSTALL}) rồi nạp lại với --force, hoặc "
            "mở bằng Word rồi lưu lại dạng .docx.",
            f"LibreOffice is needed to read “{name}” and is not installed. Install it ({INSTALL}) and ingest again "
            "with --force, or save the file as .docx in Word.",
        )
    seconds = settings.office_seconds
    with held((folder or Path(tempfile.gettempdir())) / "thidua-office.lock", seconds * _WAITS) as ours:
        if not ours:
            raise UnreadableFileError(
                "office_busy",
                f"LibreOffice đang bận với tệp khác quá lâu nên chưa đọc “{name}”. Hãy nạp lại tệp này với --force.",
                f"LibreOffice was busy with other files for too long; “{name}” was not read. Ingest it again "
                "with --force.",
            )
        if kept is not None and (known := _kept(kept)) is not None:  # another worker has done it meanwhile
            return known
        made = _convert(name, data, kind, program, seconds)
    if kept is not None:
        _keep(kept, made)
    return made


def _convert(name: str, data: bytes, kind: Kind, program: Path, seconds: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="thidua-office-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        source = folder / _NAMES[kind]
        source.write_bytes(closed(data))
        try:
            made = convert(program, source, folder, seconds)
        except TookTooLongError:
            raise UnreadableFileError(
                "office_timeout",
                f"LibreOffice mở “{name}” quá {seconds} giây nên đã bị dừng. Hãy mở bằng Word rồi lưu lại dạng .docx, "
                "hoặc tăng biến THIDUA_OFFICE_SECONDS.",
                f"LibreOffice took more than {seconds} seconds over “{name}” and was stopped. Save the file as .docx "
                "in Word, or raise THIDUA_OFFICE_SECONDS.",
            ) from None
        except OSError as error:
            raise _failed(name, error.strerror or "") from None
    if made is None or not zipfile.is_zipfile(io.BytesIO(made)):
        raise _failed(name, "")
    return made


def _failed(name: str, why: str) -> UnreadableFileError:
    aside = f" ({why})" if why else ""
    return UnreadableFileError(
        "office_failed",
        f"LibreOffice không mở được “{name}”{aside}: tệp có thể bị hỏng hoặc có mật khẩu. Hãy chép lại từ bản gốc, "
        "hoặc mở bằng Word rồi lưu lại dạng .docx.",
        f"LibreOffice cannot open “{name}”{aside}: it may be damaged or have a password. Copy it again from the "
        "original, or save it as .docx in Word.",
    )


def _cache(folder: Path) -> Path | None:
    """The folder where results are kept; None where none can be written: then nothing is kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _kept(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if zipfile.is_zipfile(io.BytesIO(data)) else None


def _keep(path: Path, data: bytes) -> None:
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(data)
        stream.close()
        Path(stream.name).replace(path)  # whole or not at all
