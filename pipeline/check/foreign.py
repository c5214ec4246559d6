"""Documents that are none of ours: a price list, a timetable, a novel, a program. They are loaded, and told so."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.codes import issue
from pipeline.extract import Extraction, is_ours
from schemas.document import Document
from schemas.header import Header
from schemas.issue import Issue


def told(document: Document, header: Header, records: Extraction) -> Iterator[Issue]:
    """That the document speaks of no emulation and is of no kind known: nobody then looks for what it lacks.

    A news item without letterhead that names a movement or an award is one of ours.
    """
    known = header.doc_type != "khac" or header.symbol
    if not known and document.text.strip() and not is_ours(document, header, records):
        yield issue(
            "document_foreign",
            "Không nhận ra đây là văn bản hành chính về thi đua, khen thưởng: không thấy tên loại văn bản, phong trào, "
            "khen thưởng. Tệp vẫn được lưu với loại “khac”; nếu nạp nhầm thì bỏ tệp này ra khỏi thư mục.",
            "This is not recognised as an administrative document on emulation and commendation: it names no kind of "
            "document, movement or award. It is stored as “khac”; if it came in by mistake, take it out of the folder.",
        )
