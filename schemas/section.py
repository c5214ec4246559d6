"""The headings that structure a document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SectionKind = Literal[
    "phan",
    "dac_diem_tinh_hinh",
    "lanh_dao_chi_dao",
    "ket_qua_phong_trao",
    "phong_trao",
    "tuyen_truyen_dien_hinh",
    "khen_thuong",
    "hoi_dong_to_chuc",
    "tap_huan",
    "quy_thi_dua",
    "cai_cach_hanh_chinh",
    "danh_gia_chung",
    "uu_diem",
    "han_che",
    "nguyen_nhan",
    "bai_hoc",
    "giai_phap",
    "phuong_huong_nhiem_vu",
    "kien_nghi",
    "muc_dich_yeu_cau",
    "to_chuc_thuc_hien",
    "khac",
]


class Section(BaseModel):
    """Đề mục: mỗi tiêu đề tạo nên bố cục của văn bản."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    section_id: str = Field(description="Mã đề mục trong văn bản, theo thứ tự: s001, s002, …")
    parent_id: str | None = Field(description="Mã đề mục chứa nó; trống nếu là cấp ngoài cùng")
    label: str | None = Field(
        description='Ký hiệu như in, bỏ dấu chấm hoặc ngoặc đóng: "Phần I", "II", "1.2", "a", "-"'
    )
    heading: str = Field(description="Lời của tiêu đề, không kèm ký hiệu")
    level: int = Field(ge=1, description="Cấp lồng nhau, 1 là cấp ngoài cùng của văn bản")
    kind: SectionKind = Field(description="Loại đề mục (mã)")
    char_start: int = Field(description="Vị trí đầu của tiêu đề trong văn bản đã phục hồi")
    char_end: int = Field(description="Vị trí cuối của tiêu đề (nửa mở)")
    extent_end: int = Field(description="Vị trí cuối của toàn đề mục, gồm cả các đề mục con (nửa mở)")
    confidence: float = Field(ge=0, le=1, description="Độ chắc chắn, từ 0 đến 1")
    rule: str = Field(description="Quy tắc đã nhận ra đề mục")
