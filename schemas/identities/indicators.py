"""Indicators of reports, and the columns of metrics that lead to them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Family = Literal[
    "ngheo",
    "dan_so",
    "kinh_te",
    "ngan_sach",
    "dau_tu",
    "nong_nghiep",
    "xay_dung_nong_thon_moi",
    "so_hoa",
    "lao_dong",
    "giao_duc",
    "y_te",
    "van_hoa",
    "an_ninh",
    "to_chuc_dang",
    "thi_dua",
]


class Row(BaseModel):
    """Danh mục chỉ tiêu thường gặp trong báo cáo: tên thống nhất, lĩnh vực, đơn vị gốc."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator_code: str = Field(description="Mã chỉ tiêu, không đổi")
    name: str = Field(description="Tên chỉ tiêu")
    family: Family = Field(
        description="Lĩnh vực: ngheo (giảm nghèo), dan_so, kinh_te, ngan_sach, dau_tu, nong_nghiep, "
        "xay_dung_nong_thon_moi, so_hoa (chính quyền số), lao_dong, giao_duc, y_te, van_hoa, an_ninh, to_chuc_dang, "
        "thi_dua"
    )
    base_unit: str = Field(description="Đơn vị gốc")
    other_units: tuple[str, ...] = Field(default=(), description="Đơn vị gốc khác cũng dùng cho chỉ tiêu này")
    wordings: tuple[str, ...] = Field(description="Các cách gọi: [x] có thể vắng, {a|b} là một trong hai")


class Link(BaseModel):
    """Số liệu thuộc chỉ tiêu nào, và giá trị theo đơn vị gốc."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator_code: str | None = Field(
        title="Mã chỉ tiêu",
        default=None,
        description="Chỉ tiêu trong danh mục (indicators.indicator_code); trống nếu chưa chắc",
    )
    indicator_confidence: float | None = Field(
        title="Độ chắc chắn về chỉ tiêu", default=None, description="Mã chỉ tiêu chắc đến đâu, từ 0 đến 1"
    )
    base_value: float | None = Field(
        title="Giá trị theo đơn vị gốc",
        default=None,
        description="Giá trị đổi ra đơn vị gốc: 4,2 tỷ đồng là 4200000000; trống nếu không rõ đơn vị",
    )
    base_value_max: float | None = Field(
        title="Đến, theo đơn vị gốc", default=None, description="Đầu trên của một khoảng, theo đơn vị gốc"
    )
    base_unit: str | None = Field(
        title="Đơn vị gốc", default=None, description="Đơn vị gốc: đồng, ha, tấn, m, %, hoặc danh từ được đếm"
    )


LINKS = {"metrics": Link}
