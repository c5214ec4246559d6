"""What a person decided on a record, a restored word, a letterhead, or added; and what the machine had said of it."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Choice = Literal["accept", "correct", "reject", "add"]


class RestoredWord(BaseModel):
    """Chữ đã phục hồi, hoặc để nguyên mà chưa chắc: điều mà người xem sửa được ở một chỗ trong văn bản."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: str = Field(title="Chữ", description="Chữ đúng ở chỗ ấy", max_length=200, pattern=r"^[^\n\t\r]*$")


class Correction(BaseModel):
    """Quyết định của người xem: giữ, sửa, bỏ bản ghi, chữ, phần đầu văn bản; bổ sung bản ghi. Nạp lại không làm mất."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    correction_id: str = Field(description="Mã, duy nhất trong bảng")
    fact_id: str = Field(
        description="Mã của điều được quyết định; các mục sửa của cùng bản ghi có chung mã; bản ghi do người xem bổ "
        "sung: added-…"
    )
    record_kind: str = Field(description="Tên bảng của bản ghi; edits (chữ phục hồi), documents (phần đầu văn bản)")
    about_doc_id: str = Field(description="Văn bản khi quyết định (documents.doc_id); tệp đổi thì mã đổi")
    source_name: str = Field(description="Tên tệp khi quyết định")
    paths: tuple[str, ...] = Field(description="Đường dẫn của tệp khi quyết định")
    identity: str | None = Field(
        description="Số, ký hiệu, năm, đơn vị của văn bản khi quyết định; trống nếu không đủ số và ký hiệu"
    )
    decision: Choice = Field(
        description="Quyết định: accept (giữ), correct (sửa), reject (bỏ), add (bổ sung bản ghi máy bỏ sót)"
    )
    field: str | None = Field(description="Cột được sửa hoặc điền; trống nếu giữ hoặc bỏ")
    old_value: str | None = Field(description="Giá trị máy rút, dạng JSON; trống nếu giữ, bỏ hoặc bổ sung")
    new_value: str | None = Field(description="Giá trị đúng, dạng JSON; trống nếu giữ hoặc bỏ")
    quote: str = Field(description="Câu trích khi quyết định")
    quote_sha256: str = Field(description="SHA-256 của câu trích đã gộp khoảng trắng, để tìm lại khi nạp lại")
    machine_values: str = Field(
        description="Bản ghi như máy rút khi quyết định, dạng JSON; bản ghi bổ sung: như người xem điền"
    )
    ordinal: int = Field(description="Thứ tự trong những bản ghi giống hệt cùng câu trích, đếm từ 1")
    siblings: int = Field(description="Số bản ghi cùng loại có cùng câu trích khi quyết định")
    note: str | None = Field(description="Ghi chú của người quyết định")
    decided_by: str = Field(description="Người quyết định")
    decided_at: datetime.datetime = Field(description="Lúc ghi quyết định (giờ UTC)")
    is_current: bool = Field(description="Quyết định đang dùng; sai nếu đã có quyết định sau về cùng bản ghi")


class MachineRecord(BaseModel):
    """Dòng như máy đã rút, đã phục hồi, trước khi quyết định của người xem (corrections) thay hoặc bỏ nó."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record_table: str = Field(description="Bảng chứa dòng ấy")
    fact_id: str = Field(description="Điều được quyết định (corrections.fact_id)")
    row_values: str = Field(
        description="Cả dòng, dạng JSON; null: máy không rút ra, bản ghi còn đó vì người xem đã giữ, sửa hoặc bổ sung"
    )
