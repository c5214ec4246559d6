"""Plain text and Markdown: bytes to lines."""

from __future__ import annotations

import re

from pipeline.errors import UnreadableFileError
from pipeline.read.encodings import decode_told
from pipeline.read.plain_layout import without_strokes
from pipeline.read.plain_tables import rows_of_tables
from schemas.issue import Issue
from schemas.text import Line, Page

# What ends a line: Windows, Unix, old Mac, Word's soft break, Unicode's own two. (U+0085 is no break here: in
# damaged text it is an ellipsis of Windows.)
_LINE_END = re.compile("\r\n|[\n\r\x0b\u2028\u2029]")


def read_plain(name: str, data: bytes) -> tuple[Page, ...]:
    r"""The pages (form feeds part them) and lines of a text file.

    >>> [line.text for line in read_plain("a.txt", b"BAO CAO\r\nso 1\n")[0].lines]
    ['BAO CAO', 'so 1']

    Raises:
        UnreadableFileError: ``file_not_text``, ``text_encoding``, ``file_empty``.
    """
    return read_plain_told(name, data)[0]


def read_plain_told(name: str, data: bytes) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """As :func:`read_plain`, with what is to be said of the encoding.

    Raises:
        UnreadableFileError: as :func:`read_plain`.
    """
    text, issues = decode_told(name, data)
    return _pages(name, text), issues


def decode(name: str, data: bytes) -> str:
    """The text of a file.

    Raises:
        UnreadableFileError: ``file_not_text`` for binary data, ``text_encoding`` for an encoding that is not known.
    """
    return decode_told(name, data).text


def _pages(name: str, text: str) -> tuple[Page, ...]:
    if not text.strip():
        raise UnreadableFileError(
            "file_empty",
            f"Tệp “{name}” không có chữ nào. Hãy kiểm tra lại bản gốc.",
            f"The file “{name}” holds no text. Check the original.",
        )
    pages: list[Page] = []
    tables = 0
    for number, page in enumerate(text.split("\f"), start=1):
        lines = _LINE_END.split(page)
        if not lines[-1]:
            lines.pop()  # a line feed ends the last line; it does not begin another one
        lines = without_strokes(lines)
        rows = rows_of_tables(lines)
        pages.append(Page(number, tuple(_line(line, at, rows.get(at), tables) for at, line in enumerate(lines))))
        tables += len({table for table, _ in rows.values()})
    return tuple(pages)


def _line(text: str, at: int, row: tuple[int, int] | None, before: int) -> Line:
    """A line; ``row`` is its table on the page and its row in that, ``before`` the tables on the pages before."""
    if row is None:
        return Line(text, at + 1)
    return Line(text, at + 1, origin="table", table=before + row[0], row=row[1])
