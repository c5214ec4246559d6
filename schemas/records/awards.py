"""Counts of awards, titles and commendations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

AwardCode = Literal[
    "huan_chuong_lao_dong",
    "huan_chuong_doc_lap",
    "huan_chuong_khac",
    "huy_chuong",
    "danh_hieu_vinh_du_nha_nuoc",
    "co_thi_dua",
    "bang_khen",
    "giay_khen",
    "ky_niem_chuong",
    "chien_si_thi_dua_toan_quoc",
    "chien_si_thi_dua_tinh",
    "chien_si_thi_dua_co_so",
    "lao_dong_tien_tien",
    "tap_the_lao_dong_xuat_sac",
    "tap_the_lao_dong_tien_tien",
    "gia_dinh_van_hoa",
    "khu_dan_cu_van_hoa",
    "khen_thuong",
    "vinh_danh",
    "khac",
]
AwardLevel = Literal["nha_nuoc", "chinh_phu", "bo_nganh", "tinh", "huyen", "xa"]
Recipient = Literal["tap_the", "ca_nhan", "ho_gia_dinh", "khu_dan_cu", "khac"]
AwardStatus = Literal["awarded", "proposed"]


class Record(BaseModel):
    """Số lượng khen thưởng: mỗi dòng là một số đếm của một danh hiệu hoặc hình thức khen thưởng."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    award: AwardCode = Field(
        title="Danh hiệu, hình thức khen", description="Danh hiệu thi đua hoặc hình thức khen thưởng (mã)"
    )
    rank: Literal["Nhất", "Nhì", "Ba"] | None = Field(
        title="Hạng", default=None, description="Hạng của huân chương, huy chương"
    )
    level: AwardLevel | None = Field(
        title="Cấp khen", default=None, description="Cấp khen; trống nếu văn bản không nói"
    )
    recipient: Recipient = Field(
        title="Đối tượng", description="Đối tượng: tap_the, ca_nhan, ho_gia_dinh, khu_dan_cu, khac"
    )
    count: int = Field(title="Số lượng", ge=0, description="Số lượng")
    status: AwardStatus = Field(
        title="Tình trạng", default="awarded", description="awarded (đã tặng), proposed (đề nghị, đang xét)"
    )
    amount_vnd: float | None = Field(
        title="Tiền thưởng (đồng)", default=None, description="Số tiền thưởng đi kèm, tính bằng đồng"
    )
