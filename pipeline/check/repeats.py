"""The same fact told twice with different values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.check.codes import Found, issue
from pipeline.check.quantities import show
from pipeline.check.sentences import UPPER
from pipeline.extract import Extraction
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.header import Header
from schemas.records.metrics import Record
from schemas.text import Span

# One population, one area, one number of households: two values for one year contradict each other.
SINGLE = re.compile(
    r"^(?:tổng\s+)?(?:diện tích(?: đất)? tự nhiên|dân số|quy mô dân số|số (?:dân|hộ "
    r"dân|khẩu)|tỷ lệ hộ nghèo|tỷ lệ hộ cận nghèo|"
    r"thu nhập bình quân(?: đầu người)?|số thôn|tổng thu ngân sách(?: nhà nước)?(?: trên địa bàn)?)$"
)
SURE = 0.8
LEAST_WORDS = 4  # "số hộ" may be any households; "tỷ lệ hộ sử dụng nước sạch" are one share
# Whose, since when, of which part: what makes two values of one name two facts.
SCOPE = re.compile(
    r"(?<!\w)(?:quý|tháng|giai đoạn|nhiệm kỳ|lũy kế|luỹ kế|đến nay|đầu năm|cuối năm|cùng kỳ|so với|"
    r"kế hoạch|chỉ tiêu|phấn đấu|vụ|đợt|lần|trong đó|còn lại|riêng|mỗi|từng|bình quân|"
    r"thêm|mới|trước|sau|thôn|ấp|bản|buôn|tổ dân phố|khu|xóm|làng|"
    r"trường|hội|đoàn|chi bộ|đơn vị|cấp|nữ|nam|trẻ|cũ|khối|lớp|ngày)(?!\w)",
    re.I,
)
# Even what a unit has one of is another's, or of another day.
ELSEWHERE = re.compile(
    rf"(?<!\w)(?:(?:thôn|ấp|xóm|bản|buôn|làng|khu|khóm|tổ|xã|phường|huyện|tỉnh|thành phố)\s+(?:[{UPPER}\d]|cũ)|"
    r"toàn (?:tỉnh|huyện|quốc|vùng)|cả nước|đầu năm|đầu kỳ|cùng kỳ|trước đây|trước khi|sau khi|"
    r"giảm|tăng|từ|xuống|kế hoạch|chỉ tiêu|mục tiêu|quý|tháng)(?!\w)"
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NAME = re.compile(rf"(?<![.:“\"]\s)(?<=\s)[{UPPER}]")


def check(document: Document, header: Header, records: Extraction) -> Iterator[Found]:
    """Contradictions between the metrics of one document."""
    told: dict[tuple[str, str, int | None], list[Finding[Record]]] = defaultdict(list)
    clauses = _Clauses(document)
    for finding in records.metrics:
        metric = finding.record
        name = re.sub(r"\s+", " ", metric.indicator.strip().lower())
        if finding.confidence < SURE or metric.denominator is not None or metric.value_max is not None:
            continue
        if metric.status != "actual" or metric.qualifier != "=":
            continue
        if SINGLE.match(name):
            if not clauses.elsewhere(finding):
                told[name, metric.unit, metric.year].append(finding)
        elif len(name.split()) >= LEAST_WORDS:
            year = metric.year or _only_year(header)
            if year is not None and clauses.plain(finding, year):
                told[name, metric.unit, year].append(finding)
    for (name, unit, _), findings in told.items():
        yield from _contradictions(document, name, unit, findings, clauses)


def _only_year(header: Header) -> int | None:
    """The year on which the document reports, where it is one."""
    return header.period_end_year if header.period_start_year in (None, header.period_end_year) else None


def _contradictions(
    document: Document, name: str, unit: str, findings: list[Finding[Record]], clauses: _Clauses
) -> Iterator[Found]:
    if len({f.record.value for f in findings}) != 2 and not SINGLE.match(name):
        return  # three values are a list of parts
    for first, other in combinations(findings, 2):
        if other.record.value == first.record.value:
            continue
        if clauses.at(first) == clauses.at(other) or not clauses.of_one_year(first, other):
            continue  # side by side: two things
        a, b = show(first.record.value, unit), show(other.record.value, unit)
        quote = first.span.of(document.text)
        yield issue(
            "value_contradicted",
            f"“{name}” ghi hai giá trị khác nhau: {a} (“{quote}”) và {b}; xem lại.",
            f"“{name}” is told twice with different values: {a} (“{quote}”) and {b}.",
            other.span,
        )
        return


class _Clauses:
    """The passages of a document by place, to see what a value is said of."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        pieces = [(piece, passage) for passage in document.passages for piece in passage.pieces]
        self._pieces = sorted(pieces, key=lambda pair: pair[0])
        self._starts = [piece.start for piece, _ in self._pieces]

    def at(self, finding: Finding[Record]) -> Span:
        """The sentence of a finding."""
        piece, _ = self._piece(finding)
        start = max(self._text.rfind(end, piece.start, finding.span.start) for end in (". ", "; ", "\n"))
        ends = [at for end in (". ", "; ", "\n") if (at := self._text.find(end, finding.span.end, piece.end)) >= 0]
        return Span(max(piece.start, start + 1), min(ends, default=piece.end))

    def elsewhere(self, finding: Finding[Record]) -> bool:
        """Whether its sentence may speak of another unit or another day."""
        return ELSEWHERE.search(self.at(finding).of(self._text)) is not None

    def of_one_year(self, first: Finding[Record], other: Finding[Record]) -> bool:
        """Whether the sentences of two findings name no years, or share one."""
        years = [set(YEAR.findall(self.at(finding).of(self._text))) for finding in (first, other)]
        return not all(years) or bool(years[0] & years[1])

    def plain(self, finding: Finding[Record], year: int) -> bool:
        """Whether its sentence tells no other year, scope or name, and is no row of a table."""
        _, passage = self._piece(finding)
        sentence = self.at(finding).of(self._text)
        name = finding.record.indicator.lower()
        around = sentence.lower().replace(name, " ")
        if passage.kind in ("table_row", "footnote") or {int(y) for y in YEAR.findall(sentence)} - {year}:
            return False
        return SCOPE.search(around) is None and NAME.search(sentence.strip()) is None

    def _piece(self, finding: Finding[Record]) -> tuple[Span, Passage]:
        return self._pieces[max(0, bisect_right(self._starts, finding.span.start) - 1)]
