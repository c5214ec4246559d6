"""Well-known emulation movements and campaigns, and the columns of movements that lead to them."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.records.movements import LaunchLevel


class Row(BaseModel):
    """Danh mục phong trào thi đua, cuộc vận động nhiều nơi biết đến; điều chưa kiểm chứng được thì để trống."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(description="Mã, không đổi")
    kind: Literal["phong_trao", "cuoc_van_dong", "dot_thi_dua"] = Field(
        description="phong_trao (phong trào), cuoc_van_dong (cuộc vận động), dot_thi_dua (đợt thi đua)"
    )
    name: str = Field(description="Tên chính thức")
    level: LaunchLevel | None = Field(default=None, description="Cấp phát động: trung_uong, tinh")
    launcher: str | None = Field(default=None, description="Nơi phát động")
    launched_on: str | None = Field(default=None, description="Ngày hoặc năm phát động")
    instrument: str | None = Field(default=None, description="Số, ký hiệu văn bản phát động hoặc quy định cách tổ chức")
    instrument_issued_on: datetime.date | None = Field(default=None, description="Ngày của văn bản ấy")
    instrument_id: str | None = Field(
        default=None,
        description="Mã văn bản ấy (legal_documents.instrument_id, nếu có báo cáo nhắc đến)",
    )
    renewals: tuple[str, ...] = Field(default=(), description="Văn bản của các giai đoạn sau")
    period: str | None = Field(default=None, description="Thời gian thực hiện")
    scope: str = Field(description="Phạm vi: cả nước, ngành, đoàn thể")
    province: str | None = Field(default=None, description="Tỉnh, thành phố, nếu là phong trào của một nơi")
    wordings: tuple[str, ...] = Field(default=(), description="Các cách gọi khác")
    verified: str = Field(
        description="Kiểm chứng ở đâu: text (văn bản nhà nước), page (trang của cơ quan, báo), known (nhiều người biết)"
    )


class MovementLink(BaseModel):
    """Phong trào dẫn đến đâu: danh mục, văn bản phát động, đề mục nói kết quả."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    catalog_code: str | None = Field(
        title="Mã trong danh mục",
        default=None,
        description="Phong trào trong danh mục (movements_catalog.code); trống nếu là phong trào riêng hoặc chưa chắc",
    )
    catalog_confidence: float | None = Field(
        title="Độ chắc chắn về mã", default=None, description="Độ chắc chắn của việc xác định ấy, từ 0 đến 1"
    )
    basis: str | None = Field(
        title="Văn bản phát động",
        default=None,
        description="Số, ký hiệu chuẩn của văn bản phát động, nếu câu văn nói rõ (như legal_references.canonical_id)",
    )
    basis_id: str | None = Field(
        title="Mã văn bản phát động", default=None, description="Văn bản ấy (legal_documents.instrument_id)"
    )
    result_section_id: str | None = Field(
        title="Đề mục kết quả", default=None, description="Đề mục nói đã làm được gì (sections.section_id)"
    )


class MovementMention(BaseModel):
    """Mỗi lần văn bản nhắc tên một phong trào là một dòng."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    movement_record_id: str = Field(description="Phong trào được nhắc (movements.record_id)")
    name: str = Field(description="Tên như in ở chỗ ấy")


LINKS: dict[str, type[BaseModel]] = {"movements": MovementLink}
"""Which tables' rows lead here, and by what."""

MENTIONS: dict[str, type[BaseModel]] = {"movement_mentions": MovementMention}
"""Tables of what is named where."""
