"""From bytes to text: what says its encoding itself, then what can be told for sure, then old codes by measure."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.errors import UnreadableFileError
from pipeline.legacy import choose
from pipeline.legacy.names import LEGACY_NAMES
from schemas.issue import Issue

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Characters of Vietnamese text, with the signs that Office puts in; UTF-16 read the wrong way round gives few of them.
_USUAL = re.compile("[\t\n\f\r -~\u00a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9\u2010-\u2026]")
_MOSTLY = 0.99
_SEEN = 4096  # characters that are looked at
_INTACT = 50  # good characters beyond ASCII to each broken one, where a text counts as UTF-8 that was damaged


class Decoded(NamedTuple):
    """The text of a file, and what is to be said of how it was read."""

    text: str
    issues: tuple[Issue, ...] = ()


def decode_told(name: str, data: bytes) -> Decoded:
    """UTF-8, UTF-16 and UTF-32 with or without a mark (without one where sure), else the old code that fits.

    Raises:
        UnreadableFileError: ``file_not_text`` for binary data, ``text_encoding`` for an encoding that is not known.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(encoding))
            except UnicodeDecodeError:
                break
    wide = _utf16(data) if b"\x00" in data else None
    if wide is not None:
        return Decoded(wide)
    if b"\x00" in data or _share_of_controls(data[:65536]) > 0.02:
        raise UnreadableFileError(
            "file_not_text",
            f"Tệp “{name}” không phải văn bản thuần (dữ liệu nhị phân). Hãy kiểm tra lại tệp, hoặc lưu lại bản gốc "
            "dạng .docx, .pdf hoặc .txt (UTF-8).",
            f"“{name}” is not plain text (binary data). Check it, or save the original as .docx, .pdf or .txt (UTF-8).",
        )
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        found = _damaged(data) or _old(data)
    if found is None:
        raise UnreadableFileError(
            "text_encoding",
            f"Không nhận ra bảng mã của tệp “{name}” (không phải UTF-8, UTF-16, TCVN3, VNI, VISCII, VPS hay "
            "Windows-1258). Hãy mở tệp bằng phần mềm đã soạn ra nó rồi lưu dạng .docx hoặc .txt với Mã hóa UTF-8.",
            f"The encoding of “{name}” is not known (none of UTF-8, UTF-16, TCVN3, VNI, VISCII, VPS, Windows-1258). "
            "Open it in the program that made it and save it as .docx or as .txt in UTF-8.",
        )
    return found


def _old(data: bytes) -> Decoded | None:
    choice = choose(data)
    if choice is None:
        return None
    label = LEGACY_NAMES[choice.code]
    return Decoded(
        choice.text,
        (
            Issue(
                f"legacy_encoding_{choice.code}",
                "info",
                f"Tệp dùng bảng mã cũ {label}; đã đọc theo bảng mã đó và chuyển sang Unicode.",
                f"The file is in the old encoding {label}; it was read so and converted to Unicode.",
            ),
        ),
    )


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 of which a few characters are broken (cut short, or spoiled on the way)."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    good = sum(char > "\x7f" for char in text) - broken
    if good < broken * _INTACT:
        return None
    return Decoded(
        text,
        (
            Issue(
                "text_damaged",
                "error",
                f"Tệp UTF-8 bị hỏng ở {broken} chỗ (chép dở hoặc lỗi khi gửi); chữ đã mất được đánh dấu bằng “\ufffd”. "
                "Hãy chép lại bản gốc rồi nạp lại.",
                f"The UTF-8 of the file is broken in {broken} places (cut short?); what stood there is lost and marked "
                "“\ufffd”. Copy the original again and ingest that.",
            ),
        ),
    )


def _utf16(data: bytes) -> str | None:
    """The text where the bytes are surely UTF-16 without a mark."""
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        seen = text[:_SEEN]
        if len(_USUAL.findall(seen)) >= _MOSTLY * len(seen) and sum(char.isalpha() for char in seen) * 2 > len(seen):
            return text
    return None


def _share_of_controls(data: bytes) -> float:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v" for byte in data)
    return controls / max(1, len(data))
