"""The stamp that signing software prints on a page: who signed, of which office, when."""

from __future__ import annotations

import datetime
import re
import unicodedata

from unidecode import unidecode

from schemas.signature import Signature
from schemas.text import Line, Page

# "Người ký: SỞ NỘI VỤ", "Ký bởi: Lâm Văn Tới", "Digitally signed by Lam Van Toi"; folded, so that a scan's slips do
# not matter. "Người ký" alone is also a column of a table: it counts where the lines after it go on like a stamp.
_BY = re.compile(r"\W{0,3}(?P<sure>(?:duoc )?ky (?:so )?boi|digitally signed by)\s*:?\s*|\W{0,3}nguoi ky\s*:\s*")
_MORE = re.compile(r"(?:thoi gian ky|ngay ky|co quan|to chuc|don vi|email|e-mail|date|chuc vu)\s*:")
_AT = re.compile(r"(?:thoi gian ky|ngay ky|date|luc)\s*:?\s*")
_OFFICE = re.compile(r"(?:co quan|to chuc|don vi)\s*:\s*")
_MOMENT = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})(?:,?\s+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?)?"
    r"|(?P<y2>\d{4})[./-](?P<m2>\d{1,2})[./-](?P<d2>\d{1,2})(?:,?\s+(?P<H2>\d{1,2}):(?P<M2>\d{2})(?::(?P<S2>\d{2}))?)?"
)
_STAMP_LINES = 6  # a stamp has no more


def signatures_on(pages: tuple[Page, ...]) -> tuple[Signature, ...]:
    """The stamps that are printed on pages, each once."""
    found: dict[tuple[str | None, datetime.datetime | None], Signature] = {}
    for page in pages:
        for at, line in enumerate(page.lines):
            stamp = _stamp(page, page.lines[at : at + _STAMP_LINES]) if _BY.match(_folded(_nfc(line))) else None
            if stamp is not None:
                found.setdefault((stamp.signer, stamp.signed_at), stamp)
    return tuple(found.values())


def _stamp(page: Page, lines: tuple[Line, ...]) -> Signature | None:
    texts = [_nfc(line) for line in lines]
    folded = [_folded(text) for text in texts]
    begun = _BY.match(folded[0])
    assert begun is not None
    more = [at for at in range(1, len(lines)) if _MORE.match(folded[at])]
    here = _MORE.search(folded[0], begun.end())
    if not (begun["sure"] or more or here):
        return None
    signer = _after(texts[0], folded[0], begun.end(), here.start() if here else None)
    if not signer and len(lines) > 1 and 1 not in more:
        signer = " ".join(texts[1].split())
    organisation, signed_at = None, None
    for at in range(len(lines)):
        if at and _BY.match(folded[at]):
            break
        office, when = _OFFICE.search(folded[at]), _AT.search(folded[at])
        if office and organisation is None:
            ends = _MORE.search(folded[at], office.end())
            organisation = _after(texts[at], folded[at], office.end(), ends.start() if ends else None) or None
        if when and signed_at is None:
            signed_at = moment_in(folded[at][when.end() :]) or (
                moment_in(folded[at + 1]) if at + 1 < len(lines) else None
            )
    return Signature(
        source="stamp",
        signer=signer[:200] or None,
        organisation=organisation,
        signed_at=signed_at,
        page=page.number,
        line=lines[0].number,
    )


def _after(text: str, folded: str, start: int, end: int | None) -> str:
    """A stretch of a line by its place in the folded line, which is as long."""
    assert len(text) == len(folded)
    return " ".join(text[start:end].split()).strip(" ;,.-|")


def _nfc(line: Line) -> str:
    return unicodedata.normalize("NFC", line.text)


def _folded(text: str) -> str:
    """Small letters without marks, as many as the text has.

    >>> _folded("Người ký: SỞ")
    'nguoi ky: so'
    """
    return "".join((unidecode(letter).lower() or " ")[:1] for letter in text)


def moment_in(text: str) -> datetime.datetime | None:
    """The first moment that a text tells, as it stands: Vietnamese time.

    >>> moment_in("12.12.2025 15:04:05 +07:00")
    datetime.datetime(2025, 12, 12, 15, 4, 5)
    >>> moment_in("2025.12.05 09:30"), moment_in("31/02/2025")
    (datetime.datetime(2025, 12, 5, 9, 30), None)
    """
    match = _MOMENT.search(text)
    if match is None:
        return None
    said = [match[name] or match[f"{name}2"] for name in "ymdHMS"]
    try:
        return datetime.datetime(*(int(part or 0) for part in said))  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None
