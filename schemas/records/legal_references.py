"""Mentions of legal and administrative instruments."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

InstrumentType = Literal[
    "luat",
    "nghi_dinh",
    "thong_tu",
    "quyet_dinh",
    "chi_thi",
    "nghi_quyet",
    "ke_hoach",
    "cong_van",
    "ket_luan",
    "huong_dan",
    "chuong_trinh",
    "de_an",
    "thong_bao",
    "khac",
]


Role = Literal["can_cu", "thuc_hien", "tu_ban_hanh", "nhac_den"]


class Record(BaseModel):
    """Căn cứ, viện dẫn: mỗi lần văn bản nhắc đến một văn bản khác là một dòng."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doc_type: InstrumentType = Field(title="Loại văn bản", description="Loại văn bản được nhắc (mã)")
    number: str | None = Field(title="Số", default=None, description='Số: "152" của "152/2025/NĐ-CP"')
    number_year: int | None = Field(
        title="Năm trong số hiệu", default=None, description='Năm trong số hiệu: 2025 của "152/2025/NĐ-CP"'
    )
    symbol: str | None = Field(title="Ký hiệu", default=None, description='Ký hiệu: "NĐ-CP", "CT/TW", "QĐ-UBND"')
    canonical_id: str = Field(
        title="Số, ký hiệu chuẩn",
        description='Số, ký hiệu đã chuẩn hóa: "152/2025/NĐ-CP"; luật không số: "luat-thi-dua-khen-thuong-2022"',
    )
    issued_on: datetime.date | None = Field(
        title="Ngày ban hành", default=None, description="Ngày ban hành, nếu in đầy đủ"
    )
    issuer: str | None = Field(title="Cơ quan ban hành", default=None, description="Cơ quan ban hành như in")
    subject: str | None = Field(
        title="Về việc", default=None, description='Trích yếu: lời sau "về", "về việc", "quy định"'
    )
    role: Role | None = Field(title="Vai trò", default=None, description="Vai trò trong văn bản này (mã)")
    article: str | None = Field(title="Điều", default=None, description='Điều được dẫn: "5", "34, 35"')
    clause: str | None = Field(title="Khoản", default=None, description='Khoản được dẫn: "2", "1, 2"')
    point: str | None = Field(title="Điểm", default=None, description='Điểm được dẫn: "a", "a, b"')


class BackReference(BaseModel):
    """Viện dẫn ngược: "Nghị định này", "Kế hoạch nói trên" và văn bản mà nó chỉ; chỗ không rõ thì không ghi."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doc_type: InstrumentType = Field(title="Loại văn bản", description="Loại văn bản được nhắc (mã)")
    resolves_to: str = Field(
        title="Chỉ tới", description="Bản ghi được chỉ (legal_references.record_id); self: chính văn bản này"
    )
    canonical_id: str | None = Field(
        title="Số, ký hiệu chuẩn", default=None, description="Số, ký hiệu của bản ghi được chỉ; trống nếu là self"
    )
    article: str | None = Field(title="Điều", default=None, description='Điều được dẫn: "5"')
    clause: str | None = Field(title="Khoản", default=None, description='Khoản được dẫn: "2"')
    point: str | None = Field(title="Điểm", default=None, description='Điểm được dẫn: "a"')
