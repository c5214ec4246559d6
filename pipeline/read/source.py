"""From a path to bytes: read once, hashed once, so that what is hashed is what is parsed."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.kinds import Kind, kind_of
from schemas.document import SourceFile

MAX_BYTES = Limits().file_megabytes << 20
"""Larger files are rejected unless a setting says otherwise; a report of 200 pages with pictures has about 20 MB."""


@dataclass(frozen=True)
class Fetched:
    """A file as it was found: what identifies it, its kind, its bytes."""

    source: SourceFile
    kind: Kind
    data: bytes


def fetch(path: Path, *, max_bytes: int = MAX_BYTES) -> Fetched:
    """Read the bytes of a file, once.

    Args:
        path: the file.
        max_bytes: a larger file is rejected without being read into memory.

    Raises:
        UnreadableFileError: ``file_missing``, ``file_no_permission``, ``file_not_regular``, ``file_too_large``,
            ``file_empty``, ``file_unreadable``.
        UnsupportedKindError: ``kind_unsupported``.
    """
    name = unicodedata.normalize("NFC", path.name)
    return hold(name, str(path), _bytes_of(path, name, max_bytes))


def hold(name: str, path: str, data: bytes) -> Fetched:
    """A file whose bytes are at hand, as a member of a container is.

    Raises:
        UnreadableFileError: ``file_empty``, and what :func:`kind_of` says.
    """
    if not data:
        raise UnreadableFileError(
            "file_empty",
            f"Tệp “{name}” rỗng (0 byte). Hãy kiểm tra lại bản gốc rồi chép lại tệp.",
            f"The file “{name}” is empty (0 bytes). Check the original and copy it again.",
        )
    kind = kind_of(name, data)
    source = SourceFile(
        name=name,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=kind.media_type,
        size=len(data),
    )
    return Fetched(source, kind, data)


def _bytes_of(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFileError(
                "file_not_regular",
                f"“{name}” không phải là một tệp. Hãy chỉ ra tệp văn bản, hoặc thư mục chứa các tệp văn bản.",
                f"“{name}” is not a file. Name a document, or a folder of documents.",
            )
        with path.open("rb") as stream:
            # One byte more than allowed is enough to know; a file that grows meanwhile cannot fill the memory either.
            data = stream.read(max_bytes + 1) if path.stat().st_size <= max_bytes else None
    except FileNotFoundError:
        raise UnreadableFileError(
            "file_missing",
            f"Không thấy tệp “{name}”: đã bị xóa, đổi tên hoặc chuyển chỗ. Hãy kiểm tra đường dẫn rồi chạy lại.",
            f"The file “{name}” is not there: deleted, renamed or moved. Check the path and run again.",
        ) from None
    except PermissionError:
        raise UnreadableFileError(
            "file_no_permission",
            f"Không có quyền đọc “{name}”. Hãy đóng chương trình đang mở tệp, hoặc nhờ người quản trị cấp quyền đọc.",
            f"No permission to read “{name}”. Close the program that holds it, or ask for read permission.",
        ) from None
    except OSError as error:
        raise UnreadableFileError(
            "file_unreadable",
            f"Không đọc được tệp “{name}” từ ổ đĩa ({error.strerror}). Hãy chép tệp sang chỗ khác rồi thử lại.",
            f"The file “{name}” cannot be read from the disk ({error.strerror}). Copy it elsewhere and try again.",
        ) from error
    if data is None or len(data) > max_bytes:
        limit = max_bytes >> 20
        raise UnreadableFileError(
            "file_too_large",
            f"Tệp “{name}” lớn hơn {limit} MB nên không đọc. Hãy tách tệp hoặc giảm dung lượng ảnh, hoặc tăng "
            "THIDUA_FILE_MB rồi nạp lại với --force.",
            f"The file “{name}” is larger than {limit} MB and was not read. Split it or shrink its pictures, or "
            "raise THIDUA_FILE_MB and ingest again with --force.",
        )
    return data
