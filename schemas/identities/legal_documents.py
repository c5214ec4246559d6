"""Instruments that stored documents cite, one row each, and the columns of references that lead to them."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.records.legal_references import InstrumentType


class Row(BaseModel):
    """Văn bản được viện dẫn: mỗi văn bản một dòng, theo lời của đa số báo cáo và danh sách đã rà soát."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    instrument_id: str = Field(
        description='Mã văn bản: số, ký hiệu, năm, nơi ban hành ("377-qd-ubnd--2025--hai-phong--an-lac"); nếu không rõ '
        'số của nơi nào thì "cited-by" và nơi viện dẫn'
    )
    doc_type: InstrumentType = Field(description="Loại văn bản, như legal_references.doc_type")
    canonical_id: str = Field(description="Số, ký hiệu, như phần lớn các lần nhắc")
    number: str | None = Field(description="Số")
    number_year: int | None = Field(description="Năm trong số hiệu")
    symbol: str | None = Field(description="Ký hiệu")
    place: str | None = Field(description="Số của nơi nào, không dấu; trống nếu của trung ương hoặc không rõ")
    title: str | None = Field(description="Trích yếu: của danh sách đã rà soát, hoặc của phần lớn văn bản nhắc đến")
    title_votes: int = Field(description="Số văn bản ghi trích yếu được ghi nhiều nhất")
    issued_on: datetime.date | None = Field(
        description="Ngày ban hành: của danh sách đã rà soát, hoặc của phần lớn văn bản nhắc đến"
    )
    issued_on_votes: int = Field(description="Số văn bản ghi ngày được ghi nhiều nhất")
    issuer: str | None = Field(description="Cơ quan ban hành: như trên")
    reviewed: bool = Field(description="Có trong danh sách đã rà soát")
    document_count: int = Field(description="Số văn bản viện dẫn, không kể bản trùng")
    mention_count: int = Field(description="Số lần được nhắc")


class ReferenceLink(BaseModel):
    """Căn cứ dẫn đến văn bản nào."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    instrument_id: str | None = Field(
        title="Văn bản",
        default=None,
        description="Văn bản được nhắc (legal_documents.instrument_id); trống nếu không xác định được",
    )
    instrument_confidence: float | None = Field(
        title="Độ chắc chắn về văn bản", default=None, description="Độ chắc chắn của việc xác định văn bản, từ 0 đến 1"
    )


LINKS: dict[str, type[BaseModel]] = {"legal_references": ReferenceLink}
"""Which tables' rows lead here, and by what."""
