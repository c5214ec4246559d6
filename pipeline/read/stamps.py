"""What signing software prints on a page: who signed, of which office, when; number and date from the registry.

Such lines belong to the page and not to the text: they get the origin ``stamp``, and repair takes them out.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from unidecode import unidecode

from schemas.signature import Signature
from schemas.text import Line, Page

# "Người ký: SỞ NỘI VỤ", "Ký bởi: Lâm Văn Tới", "Digitally signed by Lam Van Toi"; folded, so that a scan's slips do
# not matter. "Người ký" alone is also a column of a table: it counts where the lines after it go on like a stamp.
_BY = re.compile(r"\W{0,3}(?P<sure>(?:duoc )?ky (?:so )?boi\s*:|digitally signed by\s*:?)\s*|\W{0,3}nguoi ky\s*:\s*")
_MORE = re.compile(r"(?:thoi gian ky|ngay ky|co quan|to chuc|don vi|email|e-mail|date|chuc vu)\s*:")
_AT = re.compile(r"(?:thoi gian ky|ngay ky|date|luc)\s*:?\s*")
_OFFICE = re.compile(r"(?:co quan|to chuc|don vi)\s*:\s*")
_MOMENT = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})(?:,?\s+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?)?"
    r"|(?P<y2>\d{4})[./-](?P<m2>\d{1,2})[./-](?P<d2>\d{1,2})(?:,?\s+(?P<H2>\d{1,2}):(?P<M2>\d{2})(?::(?P<S2>\d{2}))?)?"
)
_STAMP_LINES = 6  # a stamp has no more

# "Số: 123/BC-UBND; ngày 05/12/2025", "Số 45/QĐ-UBND - Ngày ký: 5.1.2026": a whole line, so that "Căn cứ Báo cáo số
# 12/BC-UBND ngày 05/12/2025" and the blank "Số:     /BC-UBND" are none.
_REGISTRY = re.compile(
    r"S[ốo](?: hiệu)?\s*:?\s*(?P<number>\d{1,6})\s*/\s*(?P<symbol>[A-ZĐ][A-ZĐa-zđƯÔÊƠÂ0-9&.-]*[A-ZĐa-zđ])"
    r"\s*[;,.|–-]*\s*[Nn]gày(?: ký| ban hành| phát hành)?\s*:?\s*"
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\.?"
)
_INCOMING = re.compile(r"\W*(?:cong van |van ban )?den\W*")  # then it is the registry of whoever received it
_LONGEST = 120  # characters of such a line
_NEAR = 2  # lines before and after that make up one stamp


@dataclass(frozen=True, slots=True)
class Registry:
    """Number, symbol and date as the registry printed them."""

    number: int
    symbol: str
    issued_on: datetime.date


def signatures_on(pages: tuple[Page, ...]) -> tuple[Signature, ...]:
    """The stamps that are printed on pages, each once."""
    found: dict[tuple[str | None, datetime.datetime | None], Signature] = {}
    for page in pages:
        for at, line in enumerate(page.lines):
            stamp = _stamp(page, page.lines[at : at + _STAMP_LINES]) if _begins(line) else None
            if stamp is not None:
                found.setdefault((stamp.signer, stamp.signed_at), stamp)
    return tuple(found.values())


def registry_on(pages: tuple[Page, ...]) -> Registry | None:
    """What the registry printed on the first page; None where it printed nothing, or two things."""
    found = {told for page in pages if page.number == 1 for _, told in _registries(page) if told is not None}
    return found.pop() if len(found) == 1 else None


def mark_stamps(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with the lines of stamps told from those of the text."""
    return tuple(_marked(page) for page in pages)


def _marked(page: Page) -> Page:
    of_stamps: set[int] = set()
    for at, line in enumerate(page.lines):
        if _begins(line) and _stamp(page, page.lines[at : at + _STAMP_LINES]) is not None:
            of_stamps |= {at, *_goes_on(page.lines, at)}
    if page.number == 1:
        for at, _ in _registries(page):
            of_stamps.add(at)
            near = range(max(0, at - _NEAR), min(len(page.lines), at + _NEAR + 1))
            of_stamps |= {other for other in near if _INCOMING.fullmatch(_folded(_nfc(page.lines[other])))}
    if not of_stamps:
        return page
    lines = (replace(line, origin="stamp") if at in of_stamps else line for at, line in enumerate(page.lines))
    return replace(page, lines=tuple(lines))


def _goes_on(lines: tuple[Line, ...], first: int) -> Iterator[int]:
    """The lines of a stamp after its first; the name may stand in the second."""
    folded = [_folded(_nfc(line)) for line in lines[first : first + _STAMP_LINES]]
    begun = _BY.match(folded[0])
    named = begun is not None and bool(folded[0][begun.end() :].strip())
    for at in range(1, len(folded)):
        is_moment = bool(_MOMENT.match(folded[at]))
        if not (_MORE.match(folded[at]) or is_moment or (at == 1 and not named)) or _BY.match(folded[at]):
            return
        yield first + at


def _begins(line: Line) -> bool:
    return line.origin not in {"table", "footnote"} and _BY.match(_folded(_nfc(line))) is not None


def _registries(page: Page) -> Iterator[tuple[int, Registry | None]]:
    """The registry's lines on a page, by their place; nothing is told of one that received the document."""
    for at, line in enumerate(page.lines):
        text = _nfc(line).strip()
        match = _REGISTRY.fullmatch(text) if len(text) <= _LONGEST and line.origin != "table" else None
        if match is None:
            continue
        around = page.lines[max(0, at - _NEAR) : at + _NEAR + 1]
        if any(_INCOMING.fullmatch(_folded(_nfc(other))) for other in around):
            yield at, None
            continue
        try:
            day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        yield at, Registry(int(match["number"]), match["symbol"], day)


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
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """For ``str.translate``: a letter is folded when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = (unidecode(chr(code)).lower() or " ")[:1]
        return self[code]


_FOLDED = _Folded()


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
