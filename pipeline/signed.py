"""What digital signing says about number and date that the letterhead leaves blank, to be written by hand.

Signing software prints number and date on top of a document when its registry gives them out ("Số: 123/BC-UBND; ngày
05/12/2025"): such a line fills what is blank. The time of a signature is no date of issue: it is only told.
"""

from __future__ import annotations

import datetime
import unicodedata

from unidecode import unidecode

from pipeline.read.stamps import Registry, registry_on
from schemas.document import RawDocument
from schemas.header import Header
from schemas.issue import Issue


def attest(header: Header, raw: RawDocument) -> tuple[Header, tuple[Issue, ...]]:
    """The header with what is blank filled from the registry's line, and what is to be told of it."""
    registry = registry_on(raw.pages)
    issues: list[Issue] = []
    if registry is not None:
        changes: dict[str, object] = {}
        same = header.symbol is None or _folded(header.symbol) == _folded(registry.symbol)
        if same and header.number is None:
            changes |= {"number": registry.number, "symbol": header.symbol or registry.symbol}
            issues.append(_number_told(registry))
        if same and header.number in {None, registry.number} and _fits(header, registry.issued_on):
            day = registry.issued_on
            changes |= {"issued_on": day, "issued_year": day.year, "issued_month": day.month, "issued_day": day.day}
            issues.append(_date_told(registry))
        header = header.model_copy(update=changes)
    if header.issued_on is None:
        signed = next((s for s in raw.signatures if s.signed_at is not None), None)
        if signed is not None and signed.signed_at is not None:
            when = f"{signed.signed_at:%d/%m/%Y}"
            who, by = (f" của {signed.signer}", f" of {signed.signer}") if signed.signer else ("", "")
            day = signed.signed_at.date()
            issues.append(
                Issue(
                    "date_from_signature",
                    "info",
                    f"Phần đầu văn bản để trống ngày, tháng; chữ ký số{who} ghi ngày {when}. Hãy đối chiếu với sổ văn "
                    "bản đi.",
                    f"The letterhead leaves the date blank; the digital signature{by} says {day}. "
                    "Compare it with the registry.",
                )
            )
    return header, tuple(issues)


def _fits(header: Header, day: datetime.date) -> bool:
    """Whether a date fills what is blank and contradicts nothing that is printed."""
    printed = (header.issued_year, header.issued_month, header.issued_day)
    return header.issued_on is None and all(
        said in {None, own} for said, own in zip(printed, (day.year, day.month, day.day), strict=True)
    )


def _number_told(registry: Registry) -> Issue:
    return Issue(
        "number_from_stamp",
        "info",
        f"Phần đầu văn bản để trống số; đã lấy số {registry.number}/{registry.symbol} từ dòng do phần mềm ký số in "
        "trên đầu trang.",
        f"The letterhead leaves the number blank; {registry.number}/{registry.symbol} was taken from the line that "
        "the signing software printed on the page.",
    )


def _date_told(registry: Registry) -> Issue:
    return Issue(
        "date_from_stamp",
        "info",
        f"Phần đầu văn bản để trống ngày, tháng; đã lấy ngày {registry.issued_on:%d/%m/%Y} từ dòng do phần mềm ký số "
        "in trên đầu trang.",
        f"The letterhead leaves the date blank; {registry.issued_on} was taken from the line that the signing "
        "software printed on the page.",
    )


def _folded(text: str) -> str:
    return unidecode(unicodedata.normalize("NFC", text)).lower()
