"""Plain text and Markdown: bytes to lines."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import UnreadableFileError
from schemas.text import Line, Page

# What ends a line: Windows, Unix, old Mac, Word's soft break, Unicode's own two. (U+0085 is no break here: in
# damaged text it is an ellipsis of Windows.)
_LINE_END = re.compile("\r\n|[\n\r\x0b\u2028\u2029]")

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_plain(name: str, data: bytes) -> tuple[Page, ...]:
    r"""The pages (form feeds part them) and lines of a text file.

    >>> [line.text for line in read_plain("a.txt", b"BAO CAO\r\nso 1\n")[0].lines]
    ['BAO CAO', 'so 1']

    Raises:
        UnreadableFileError: ``file_not_text``, ``text_encoding``, ``file_empty``.
    """
    text = decode(name, data)
    if not text.strip():
        raise UnreadableFileError(
            "file_empty",
            f"Tệp “{name}” không có chữ nào. Hãy kiểm tra lại bản gốc.",
            f"The file “{name}” holds no text. Check the original.",
        )
    pages = []
    for number, page in enumerate(text.split("\f"), start=1):
        lines = _LINE_END.split(page)
        if not lines[-1]:
            lines.pop()  # a line feed ends the last line; it does not begin another one
        pages.append(Page(number, tuple(Line(line, at) for at, line in enumerate(lines, start=1))))
    return tuple(pages)


def decode(name: str, data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 and UTF-32 with one; nothing is guessed.

    Raises:
        UnreadableFileError: ``file_not_text`` for binary data, ``text_encoding`` for another encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\x00" in data or _share_of_controls(data[:65536]) > 0.02:
        raise UnreadableFileError(
            "file_not_text",
            f"Tệp “{name}” không phải văn bản thuần (dữ liệu nhị phân). Hãy kiểm tra lại tệp, hoặc lưu lại bản gốc "
            "dạng .docx, .pdf hoặc .txt (UTF-8).",
            f"“{name}” is not plain text (binary data). Check it, or save the original as .docx, .pdf or .txt (UTF-8).",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "text_encoding",
            f"Tệp “{name}” không dùng bảng mã UTF-8 (có thể là TCVN3, VNI hoặc Windows-1258). Hãy mở bằng Notepad, "
            "chọn Lưu dưới dạng… với Mã hóa UTF-8; với phông .VnTime hoặc VNI, hãy chuyển mã sang Unicode trước.",
            f"“{name}” is not encoded in UTF-8 (TCVN3, VNI or Windows-1258 perhaps). Save it as UTF-8; convert "
            "text in .VnTime or VNI fonts to Unicode first.",
        ) from None


def _share_of_controls(data: bytes) -> float:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v" for byte in data)
    return controls / max(1, len(data))
