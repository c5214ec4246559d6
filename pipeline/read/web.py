"""Web pages: HTML, and HTML packed with its pictures as one file (MHTML). Nothing is fetched, no script runs."""

from __future__ import annotations

import codecs
import email
import email.errors
import re
from email.message import Message

from lxml import etree

from pipeline.errors import UnreadableFileError
from pipeline.read.damage import cut_short
from pipeline.read.plain import decode
from pipeline.read.story import Story
from pipeline.read.web_flow import blocks_of
from schemas.issue import Issue
from schemas.text import Page

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.I)
_OPENS = re.compile(r"<(?:html|body)\b", re.I)
_CLOSES = re.compile(r"</(?:html|body)\s*>", re.I)
_HALF_A_TAG = re.compile(r"<[/a-zA-Z][^<>]*\Z")
# What a browser takes these names for.
_AS_BROWSERS_DO = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "x-user-defined": "cp1252"}


def read_html(name: str, data: bytes, charset: str = "") -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The lines of a web page, in reading order. ``charset`` is what the page came with, where it came by mail.

    Raises:
        UnreadableFileError: ``html_no_text``, ``html_too_deep``, ``file_not_text``, ``text_encoding``.
    """
    text = _decoded(name, data, charset)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    story = Story()
    try:
        root = etree.fromstring(_plain(text).encode("utf-8", "replace"), parser) if text.strip() else None
        if root is not None:
            story.add(blocks_of(root))
    except etree.XMLSyntaxError:
        pass  # nothing in it but comments: no text
    except RecursionError:
        raise _too_deep(name) from None
    return story.pages(name, "html_no_text"), (cut_short(name),) if _is_cut(text) else ()


def read_mhtml(name: str, data: bytes) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The lines of a web page that was saved as one file.

    Raises:
        UnreadableFileError: ``mhtml_no_page``; and what :func:`read_html` raises.
    """
    try:
        message = email.message_from_bytes(data)
        part = _page_of(message)
        body = part.get_payload(decode=True) if part is not None else None
        charset = part.get_content_charset() or "" if part is not None else ""
    except (ValueError, LookupError, AttributeError, RecursionError):
        body, charset = None, ""
    if not isinstance(body, bytes):
        raise UnreadableFileError(
            "mhtml_no_page",
            f"Tệp “{name}” không chứa trang web nào đọc được (bị hỏng hoặc chép dở). Hãy mở bằng Word hoặc trình duyệt "
            "rồi lưu lại dạng .docx hoặc .pdf.",
            f"“{name}” holds no web page that can be read (damaged, or cut short). Save it as .docx or .pdf again.",
        )
    pages, issues = read_html(name, body, charset)
    cut = any(isinstance(defect, email.errors.CloseBoundaryNotFoundDefect) for defect in message.defects)
    return pages, (cut_short(name),) if cut and not issues else issues


def _page_of(message: Message) -> Message | None:
    """The part that is the page: the one that the message names, else the first of HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    start = message.get_param("start")
    named = [part for part in pages if start and part.get("Content-ID", "").strip() == start]
    return next(iter(named or pages), None)


def _decoded(name: str, data: bytes, charset: str) -> str:
    """UTF-8 where it is that, whatever the page says of itself; else what it says; else as a plain text is decoded."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            said = _CHARSET.search(data[:4096])
            declared = (charset if charset not in {"", "utf-8"} else said[1].decode("ascii") if said else "").lower()
            declared = _AS_BROWSERS_DO.get(declared, declared)
            if declared and declared != "utf-8":
                try:
                    return data.decode(declared, "thidua-as-latin")
                except (LookupError, UnicodeError):
                    pass
    return decode(name, data)


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes that an encoding leaves free stand for themselves, as in browsers: old Vietnamese fonts use them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("thidua-as-latin", _as_latin)


def _plain(text: str) -> str:
    """Without the characters at which a parser would stop, and without a statement of an encoding gone by."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", "").removeprefix("\ufeff"))


def _is_cut(text: str) -> bool:
    return bool(_HALF_A_TAG.search(text[-2000:])) or bool(_OPENS.search(text) and not _CLOSES.search(text))


def _too_deep(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "html_too_deep",
        f"Trang “{name}” lồng nhau quá sâu nên không đọc. Hãy mở bằng trình duyệt rồi lưu lại dạng .pdf hoặc .docx.",
        f"The elements of “{name}” are nested too deeply. Open it in a browser and save it as .pdf or .docx.",
    )
