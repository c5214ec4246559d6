"""The header of a document: what Decree 30/2020/NĐ-CP asks every administrative document to bear.

No field is invented: what the document is silent about is None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.header import forms
from extractors.header.issuer import find_issuer, find_province
from extractors.header.letterhead import Letterhead, read_date, read_letterhead, read_meeting_date
from extractors.header.period import read_period
from extractors.header.signature import read_ending
from schemas.document import Document, PartKind
from schemas.header import DocumentType, Header

__all__ = ["extract"]

# Trên đây là báo cáo tổng kết … · Trên đây là Kế hoạch …
_CLOSING = re.compile(r"Trên đây là\s+(?:nội dung\s+)?", re.IGNORECASE)
_PLANS = ("ke_hoach", "chi_thi")


def extract(document: Document) -> Header:
    """The header of a document, from its parts."""
    letterhead = _letterhead(document)
    printed, title = _title(_part(document, "title"))
    kind = printed or (forms.type_of_symbol(letterhead.symbol) if letterhead.symbol else None)
    if title is None and letterhead.subject:
        title = letterhead.subject
    if kind is None:
        kind = "cong_van" if letterhead.subject else _closing_kind(document) or "khac"
    signature, recipients = read_ending(_part(document, "signature"), _part(document, "recipients"))
    issuer = find_issuer(document, letterhead, signature)
    period = _period(document, title, kind)
    return Header(
        doc_type=kind,
        number=letterhead.number,
        symbol=letterhead.symbol,
        place=letterhead.place,
        issued_on=letterhead.date,
        issued_year=letterhead.year,
        issued_month=letterhead.month,
        issued_day=letterhead.day,
        title=title,
        issuer=issuer.name,
        unit_name=issuer.unit_name,
        unit_kind=issuer.unit_kind,
        province=find_province(document, issuer, letterhead),
        addressee=_addressee(_part(document, "addressee")),
        signer_name=signature.name,
        signer_title=signature.office,
        signing_capacity=signature.capacity,
        period_start_year=period[0] if period else None,
        period_end_year=period[1] if period else None,
        recipients=recipients,
    )


def _closing_kind(document: Document) -> DocumentType | None:
    """The kind that the closing sentence names: "Trên đây là Kế hoạch …"."""
    for passage in reversed(document.passages):
        match = _CLOSING.match(passage.text) if passage.part == "body" else None
        if match is not None:
            named = forms.read_type(passage.text[match.end() :], capitals=False)
            return named[0] if named else None
    return None


def _part(document: Document, kind: PartKind) -> str:
    """The text of all parts of a kind, in order."""
    return "\n".join(part.span.of(document.text) for part in document.parts if part.kind == kind)


def _letterhead(document: Document) -> Letterhead:
    """The letterhead; where it bears no date, that above the signature, or of minutes that of the meeting."""
    head = read_letterhead(_part(document, "letterhead") + "\n")
    if head.year is not None:
        return head
    body = [p for p in document.passages if p.part in ("body", "signature") and p.kind == "paragraph"]
    for passage in body[-12:]:
        date = read_date(passage.text) if len(passage.text) <= 80 else Letterhead()
        if date.year is not None:
            return replace(head, place=date.place, day=date.day, month=date.month, year=date.year)
    if forms.fold_accents(_part(document, "title")).startswith("bien ban") or (head.symbol or "").startswith("BB"):
        met = next((date for p in body[:4] if (date := read_meeting_date(p.text)).year is not None), Letterhead())
        return replace(head, day=met.day, month=met.month, year=met.year)
    return head


# NGHỊ QUYẾT / CỦA BAN CHẤP HÀNH ĐẢNG BỘ HUYỆN KHÓA XX / về …: whose it is stands before what it is about
_WHOSE = re.compile(
    r"^\s*của\s+(?:ban\s+(?:chấp\s+hành|thường\s+vụ)|hội\s+đồng\s+nhân\s+dân|đảng\s+bộ|[ủu][ỷy]\s+ban)\s.{3,90}?(?=\s(?:về|v/v)\s)",
    re.IGNORECASE | re.DOTALL,
)


# (Trình Đại hội …) · (Kèm theo Quyết định số …)      where it goes, not what it is about
_LAID_BEFORE = re.compile(r"\s*\((?:trình|kèm theo|ban hành kèm|báo cáo tại|tài liệu)\s[^()]*\)$", re.IGNORECASE)


def _title(text: str) -> tuple[DocumentType | None, str | None]:
    """The kind that the title names, and the subject in one line, without the type word."""
    lines = [" ".join(line.split()).strip(" *_") for line in text.split("\n")]
    lines = [line for line in lines if re.search(r"\w", line)]
    if not lines:
        return None, None
    named = forms.read_type(lines[0]) or forms.read_type(lines[0], capitals=False)
    if named is None:
        return None, " ".join(lines)
    subject = " ".join([lines[0][named[1] :], *lines[1:]])
    subject = re.sub(r"\(\s*dự thảo[^)]*\)", " ", subject, flags=re.IGNORECASE)
    subject = _LAID_BEFORE.sub("", _WHOSE.sub("", subject).rstrip())
    subject = re.sub(r"^\s*[:.\-–]+\s*", "", " ".join(subject.split())).strip(" .;,:-–*")
    return named[0], subject or None


def _addressee(text: str) -> str | None:
    """What follows "Kính gửi:", several addressees joined by a semicolon."""
    text = re.sub(r"^\s*k[íìi]nh\s+(?:g[ửừứưu]i|tr[ìíi]nh)\s*[:.]?\s*", "", text.strip(), flags=re.IGNORECASE)
    items: list[str] = []
    for line in re.split(r"\n|\t|(?<=[;,])\s+(?=[-–+•]\s)", text):
        bare = line.strip()
        if not re.search(r"\w", bare):
            continue
        if items and bare[0] not in "-–+•*":
            items[-1] += " " + bare
        else:
            items.append(bare.lstrip("-–+•* "))
    return "; ".join(" ".join(item.split()).strip(" ;,.") for item in items) or None


def _period(document: Document, title: str | None, kind: DocumentType) -> tuple[int, int] | None:
    """The period, from the title, or else from the sentences that open and close the document."""
    plan = kind in _PLANS
    if title and (period := read_period(title, plan=plan)):
        return period
    if kind not in ("bao_cao", "ke_hoach", "khac"):
        return None
    body = [p.text for p in document.passages if p.part == "body" and p.kind == "paragraph"]
    closing = [text for text in body[-4:] if re.match(r"\s*Trên đây là", text)]
    opening = [text for text in body[:3] if re.search(r"(?:báo cáo|kế hoạch|xây dựng)\b.*(?:như sau|sau)\s*:", text)]
    for text in (*closing, *opening):
        sentence = text[max(0, text.lower().rfind("báo cáo kết quả")) :] if "như sau" in text else text
        if period := read_period(sentence, plan=plan):
            return period
    return None
