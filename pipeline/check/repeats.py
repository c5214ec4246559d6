"""The same fact told twice with different values: only of what a unit has one of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.check.codes import issue
from pipeline.check.quantities import show
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.records.metrics import Record

# One population, one area, one number of households: two values for one year contradict each other.
SINGLE = re.compile(
    r"^(?:tổng\s+)?(?:diện tích(?: đất)? tự nhiên|dân số|quy mô dân số|số (?:dân|hộ "
    r"dân|khẩu)|tỷ lệ hộ nghèo|tỷ lệ hộ cận nghèo|"
    r"thu nhập bình quân(?: đầu người)?|số thôn|tổng thu ngân sách(?: nhà nước)?(?: trên địa bàn)?)$"
)
SURE = 0.8


def check(document: Document, records: Extraction) -> Iterator[Issue]:
    """Contradictions between the metrics of one document."""
    told: dict[tuple[str, str, int | None, str], list[Finding[Record]]] = defaultdict(list)
    for finding in records.metrics:
        metric = finding.record
        name = re.sub(r"\s+", " ", metric.indicator.strip().lower())
        if finding.confidence < SURE or metric.denominator is not None or metric.value_max is not None:
            continue
        if metric.status == "actual" and metric.qualifier == "=" and SINGLE.match(name):
            told[name, metric.unit, metric.year, metric.status].append(finding)
    for (name, unit, _, _), findings in told.items():
        first = findings[0]
        for other in findings[1:]:
            if other.record.value == first.record.value:
                continue
            a, b = show(first.record.value, unit), show(other.record.value, unit)
            quote = first.span.of(document.text)
            yield issue(
                "value_contradicted",
                f"“{name}” ghi hai giá trị khác nhau: {a} (“{quote}”) và {b}; xem lại.",
                f"“{name}” is told twice with different values: {a} (“{quote}”) and {b}.",
                other.span,
            )
