"""What a document lacks of the form that Decree 30/2020/NĐ-CP asks for.

An extract or a plain text without letterhead is told so once, not part by part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.codes import Found, issue
from schemas.document import Document
from schemas.header import Header

KINDS_VI = {
    "bao_cao": "báo cáo",
    "ke_hoach": "kế hoạch",
    "quyet_dinh": "quyết định",
    "cong_van": "công văn",
    "to_trinh": "tờ trình",
    "thong_bao": "thông báo",
    "nghi_quyet": "nghị quyết",
    "chi_thi": "chỉ thị",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form: its code, what it is called, what to do about it."""

    code: str
    vietnamese: str
    advice: str
    english: str


NUMBER = Part("number_missing", "số của văn bản", "lấy số ở văn thư trước khi phát hành", "its number")
SYMBOL = Part("symbol_missing", "ký hiệu của văn bản", 'ghi sau số, ví dụ "BC-UBND"', "its symbol")
DATE = Part("date_incomplete", "ngày, tháng, năm ban hành đầy đủ", "điền ngày ban hành", "its full date")
PLACE = Part("place_missing", "địa danh ghi trước ngày tháng", "ghi tên đơn vị hành chính nơi đóng trụ sở", "its place")
TITLE = Part("title_missing", "trích yếu nội dung", "ghi dưới tên loại văn bản", "its subject line")
ISSUER = Part("issuer_missing", "tên cơ quan ban hành", "ghi ở góc trên bên trái", "its issuer")
SIGNER = Part("signer_missing", "họ tên người ký", "ghi dưới quyền hạn, chức vụ người ký", "its signer")
RECIPIENTS = Part("recipients_missing", "nơi nhận", 'ghi ở góc dưới bên trái, sau "Nơi nhận:"', "its recipients")


def check(document: Document, header: Header) -> Iterator[Found]:
    """The parts that are missing. A text that is no administrative document is asked for nothing."""
    if header.doc_type == "khac" or not document.text.strip():
        return
    kind = KINDS_VI[header.doc_type]
    for part in _missing(header):
        yield issue(
            part.code,
            f"Thể thức {kind} (Nghị định 30/2020/NĐ-CP): không thấy {part.vietnamese}; {part.advice}.",
            f"Form (Decree 30/2020/NĐ-CP): the document does not show {part.english}.",
        )


def _missing(header: Header) -> Iterator[Part]:
    if header.number is None:
        yield NUMBER
    if not header.symbol:
        yield SYMBOL
    if header.issued_on is None:
        yield DATE
    if not header.place:
        yield PLACE
    if not header.title and header.doc_type != "cong_van":
        yield TITLE
    if not header.issuer:
        yield ISSUER
    if not header.signer_name:
        yield SIGNER
    if not header.recipients:
        yield RECIPIENTS
