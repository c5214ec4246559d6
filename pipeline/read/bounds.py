"""What is more than a document may hold: pages, characters, bytes unpacked. A refusal says which setting to raise."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from schemas.text import Page


def check_pages(name: str, count: int, limits: Limits) -> None:
    """Refuse a document of more pages than are read: told before they are read, where the file says how many.

    Raises:
        UnreadableFileError: ``document_too_many_pages``.
    """
    if count > limits.pages:
        raise UnreadableFileError(
            "document_too_many_pages",
            f"“{name}” có hơn {limits.pages} trang nên không đọc. Hãy tách thành nhiều tệp, hoặc tăng "
            "THIDUA_DOCUMENT_PAGES rồi nạp lại với --force.",
            f"“{name}” has more than {limits.pages} pages and was not read. Split it, or raise THIDUA_DOCUMENT_PAGES "
            "and ingest again with --force.",
        )


def check_text(name: str, pages: Sequence[Page], limits: Limits) -> None:
    """Refuse a document of more pages or characters than the stages after reading are given.

    Raises:
        UnreadableFileError: ``document_too_many_pages``, ``document_too_long``.
    """
    check_pages(name, len(pages), limits)
    if sum(len(line.text) for page in pages for line in page.lines) > limits.characters:
        raise UnreadableFileError(
            "document_too_long",
            f"Chữ trong “{name}” dài hơn {limits.characters} ký tự nên không đọc. Hãy tách thành nhiều tệp, hoặc tăng "
            "THIDUA_DOCUMENT_CHARACTERS rồi nạp lại với --force.",
            f"The text of “{name}” is longer than {limits.characters} characters and was not read. Split it, or raise "
            "THIDUA_DOCUMENT_CHARACTERS and ingest again with --force.",
        )


def unpacks_too_large(code: str, name: str, most: int) -> UnreadableFileError:
    """The parts of a packed document are more than ``most`` bytes."""
    megabytes = most >> 20
    return UnreadableFileError(
        code,
        f"Tệp “{name}” giải nén ra quá lớn (hơn {megabytes} MB) nên không đọc. Hãy tách tệp, hoặc tăng "
        "THIDUA_UNPACKED_MB rồi nạp lại với --force.",
        f"“{name}” unpacks to more than {megabytes} MB and was not read. Split it, or raise THIDUA_UNPACKED_MB and "
        "ingest again with --force.",
    )
