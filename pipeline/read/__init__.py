"""Stage *read*: from a file to pages of lines, nothing mended yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.limits import Limits
from pipeline.read.bounds import check_text
from pipeline.read.kinds import SUFFIXES, Kind
from pipeline.read.plain import read_plain_told
from pipeline.read.source import MAX_BYTES, Fetched, fetch, hold
from pipeline.read.stamps import mark_stamps, signatures_on
from pipeline.settings import Settings
from schemas.document import RawDocument
from schemas.issue import Issue
from schemas.signature import Signature
from schemas.text import Page

__all__ = ["MAX_BYTES", "SUFFIXES", "Fetched", "Kind", "fetch", "hold", "parse", "read"]


def read(path: Path, limits: Limits | None = None) -> RawDocument:
    """Read a document: its bytes once, then its pages and lines; ``limits`` None: those of the environment.

    Raises:
        UnreadableFileError: the file cannot be read as a document; the code and the message say why and what to do.
        UnsupportedKindError: a kind of file that thidua does not read.
    """
    limits = limits or Settings.from_environment().limits
    return parse(fetch(path, max_bytes=limits.file_megabytes << 20), limits)


def parse(fetched: Fetched, limits: Limits | None = None) -> RawDocument:
    """The pages and lines of a file whose bytes are at hand, and the signatures that it bears.

    Raises:
        UnreadableFileError: as :func:`read`.
    """
    limits = limits or Settings.from_environment().limits
    raw = _parse(fetched, limits)
    check_text(fetched.source.name, raw.pages, limits)
    own: tuple[Signature, ...] = ()
    if fetched.kind in {Kind.PDF, Kind.DOCX}:
        from pipeline.read import signatures  # noqa: PLC0415

        look = signatures.signatures_in_pdf if fetched.kind is Kind.PDF else signatures.signatures_in_word
        own = look(fetched.data)
    said = (*own, *signatures_on(raw.pages))
    return replace(raw, pages=mark_stamps(raw.pages), signatures=said)


def _parse(fetched: Fetched, limits: Limits) -> RawDocument:
    name, data = fetched.source.name, fetched.data
    unpacked = limits.unpacked_megabytes << 20
    told: tuple[tuple[Page, ...], tuple[Issue, ...]]
    match fetched.kind:
        case Kind.TEXT | Kind.MARKDOWN:
            told = read_plain_told(name, data)
        case Kind.PDF:
            from pipeline.read.pdf import read_pdf  # noqa: PLC0415  (its libraries are slow to load)

            told = read_pdf(name, data, limits)
        case Kind.DOCX:
            from pipeline.read.word import read_word  # noqa: PLC0415

            told = read_word(name, data, max_unpacked=unpacked)
        case Kind.DOC | Kind.RTF | Kind.WPS:
            from pipeline.read.office import read_office  # noqa: PLC0415

            told = read_office(name, data, fetched.kind, fetched.source.sha256)
        case Kind.ODT | Kind.FODT:
            from pipeline.read.odt import read_odt  # noqa: PLC0415

            told = read_odt(name, data, max_unpacked=unpacked)
        case Kind.HTML | Kind.MHTML:
            from pipeline.read.web import read_html, read_mhtml  # noqa: PLC0415

            told = (read_html if fetched.kind is Kind.HTML else read_mhtml)(name, data)
        case Kind.PNG | Kind.JPEG | Kind.TIFF | Kind.BMP | Kind.WEBP:
            from pipeline.read.scans.images import read_image  # noqa: PLC0415

            told = read_image(name, data, limits)
    return RawDocument(fetched.source, *told)
