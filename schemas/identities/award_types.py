"""Titles and commendations under the Law on Emulation and Commendation."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.records.awards import AwardCode, AwardLevel, Recipient

AwardClass = Literal["danh_hieu_thi_dua", "hinh_thuc_khen_thuong", "khac"]


class Row(BaseModel):
    """Danh mục danh hiệu thi đua và hình thức khen thưởng, theo Luật Thi đua, khen thưởng số 06/2022/QH15."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    award: AwardCode = Field(description="Mã, như trong awards.award")
    name: str = Field(description="Tên gọi chính thức")
    award_class: AwardClass = Field(
        description="danh_hieu_thi_dua (danh hiệu thi đua), hinh_thuc_khen_thuong (hình thức khen thưởng), khac"
    )
    levels: tuple[AwardLevel, ...] = Field(
        description="Các cấp có thể tặng, như trong awards.level; trống nếu luật không quy định"
    )
    decided_by: str | None = Field(description="Ai quyết định tặng, theo luật")
    recipients: tuple[Recipient, ...] = Field(description="Tặng cho đối tượng nào, như trong awards.recipient")
    ranks: tuple[str, ...] = Field(default=(), description="Các hạng, nếu có")
    article: str | None = Field(
        default=None, description="Điều của Luật số 06/2022/QH15 quy định đối tượng, tiêu chuẩn và thẩm quyền"
    )
    note: str | None = Field(default=None, description="Điều cần biết khi đọc số liệu")
