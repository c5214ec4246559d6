"""What no extractor consumed: numbers, quoted names, codes, so that nobody has to guess what was passed over."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.codes import find_codes
from extractors.numbers import find_numerals
from pipeline.extract import KINDS, Extraction
from pipeline.load.models import LeftoverKind
from schemas.document import Document, Passage
from schemas.text import Span

_AROUND = 60  # characters of context on either side
# “Dân vận khéo”, "5 không, 3 sạch", «…»; a quoted clause of another instrument is too long for a name
_QUOTED = re.compile(r"“(?P<a>[^“”\"\n]{3,160})”|\"(?P<b>[^“”\"\n]{3,160})\"|«(?P<c>[^«»\n]{3,160})»")
_WORD = re.compile(r"[^\W\d_]{2,}")
# "12/XYZ-ABC", "TCVN ISO 9001:2015", "QCVN 01-1:2018/BYT": codes that are no instrument's
_CODE_LIKE = re.compile(
    r"(?<![\w/.,-])(?:\d{1,5}[a-zđ]?(?:/\d{4})?/[A-ZĐ][A-ZĐa-zđ]*[A-ZĐ][\w/.-]*\w"
    r"|(?:TCVN|QCVN|ISO|IEC|TCXDVN|OCOP|VietGAP)(?:[ /]?(?:TCVN|ISO|IEC|BNN|BYT))*[ :-]*\d[\d:.-]*(?:/[A-ZĐ]+)?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Left:
    """What was left over: its place in the document's text, what it is, the words around it."""

    span: Span
    kind: LeftoverKind
    context: str


def leftovers_of(document: Document, records: Extraction) -> Iterator[Left]:
    """What stands in the running text and no record consumed or quotes, passage by passage.

    A name that a record tells elsewhere (the second mention of a movement) is no leftover.
    """
    numbers, quotes = _Places(_consumed(records)), _Places(_quoted(records))
    known = _known_names(records)
    for passage in document.passages:
        if passage.part != "body":
            continue
        found: list[tuple[Span, LeftoverKind]] = []
        codes = _codes(passage.text)
        for span in codes:
            if not quotes.hold(passage.locate(span)):
                found.append((span, "code"))
        for span in _names(passage.text):
            own = _folded(span.of(passage.text))
            if not quotes.hold(passage.locate(span)) and own not in known:
                found.append((span, "name"))
        for numeral in find_numerals(passage.text):
            place = passage.locate(numeral.span)
            if not numbers.hold(place) and not any(span.overlaps(numeral.span) for span in codes):
                found.append((numeral.span, "number"))
        yield from (Left(passage.locate(span), kind, _around(passage, span)) for span, kind in sorted(found))


def _around(passage: Passage, span: Span) -> str:
    return passage.text[max(0, span.start - _AROUND) : span.end + _AROUND].strip()


def _codes(text: str) -> list[Span]:
    """Codes of instruments and what looks like a code.

    >>> text = "Đạt TCVN ISO 9001:2015 theo Công văn 818/CV-HTX; 39/39 thôn, 66 tạ/ha"
    >>> [span.of(text) for span in _codes(text)]
    ['TCVN ISO 9001:2015', '818/CV-HTX']
    """
    spans = [code.span for code in find_codes(text)]
    like = [Span(*match.span()) for match in _CODE_LIKE.finditer(text)]
    return sorted([*spans, *(span for span in like if not any(span.overlaps(code) for code in spans))])


def _names(text: str) -> Iterator[Span]:
    """Quoted names, without their quotation marks: two words or more."""
    for match in _QUOTED.finditer(text):
        span = Span(*match.span(match.lastgroup or 0))
        if len(_WORD.findall(span.of(text))) > 1:
            yield span


def _consumed(records: Extraction) -> Iterator[Span]:
    """The numbers that records consumed; where a kind names none, what it quotes."""
    for kind in KINDS:
        for finding in getattr(records, kind):
            yield from finding.numbers or (finding.span,)


def _quoted(records: Extraction) -> Iterator[Span]:
    for kind in KINDS:
        for finding in getattr(records, kind):
            yield finding.span


def _known_names(records: Extraction) -> frozenset[str]:
    told = {name for f in records.movements for name in (f.record.name, *f.record.aliases)}
    subjects = {f.record.subject for f in records.legal_references if f.record.subject}
    return frozenset(map(_folded, told | subjects))


def _folded(name: str) -> str:
    """A name as it is compared: small letters, without what introduces it."""
    words = re.sub(r"[^\w\s]", " ", name.lower())
    return re.sub(r"^\s*(?:phong trào|cuộc vận động|đợt|thi đua|về việc|về)\s+", "", " ".join(words.split()))


class _Places:
    """Places in a text, asked often."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(spans):
            if self._spans and span.start < self._spans[-1].end:
                self._spans[-1] = Span(self._spans[-1].start, max(self._spans[-1].end, span.end))
            else:
                self._spans.append(span)
        self._starts = [span.start for span in self._spans]

    def hold(self, place: Span) -> bool:
        """Whether one of them shares a character with a place."""
        at = bisect_right(self._starts, place.start)
        return any(span.overlaps(place) for span in self._spans[max(0, at - 1) : at + 1])
