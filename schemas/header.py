"""The header of a document: what Decree 30/2020/NĐ-CP asks every administrative document to bear.

Stored as the columns of the table ``documents``.
"""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DocumentType = Literal[
    "bao_cao", "ke_hoach", "quyet_dinh", "cong_van", "to_trinh", "thong_bao", "nghi_quyet", "chi_thi", "khac"
]
UnitKind = Literal["phuong", "xa", "dac_khu", "thi_tran", "huyen", "tinh", "thanh_pho", "so", "khac"]


class Header(BaseModel):
    """Văn bản: các yếu tố thể thức đọc được, mỗi văn bản một dòng."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doc_type: DocumentType = Field(default="khac", description="Loại văn bản (mã)")
    number: int | None = Field(default=None, description='Số trước dấu gạch của "Số: 57/KH-UBND"; trống nếu để trống')
    symbol: str | None = Field(default=None, description='Ký hiệu sau dấu gạch: "KH-UBND"')
    place: str | None = Field(default=None, description="Địa danh ghi trước ngày tháng")
    issued_on: datetime.date | None = Field(
        default=None, description="Ngày ban hành, trống nếu ngày hoặc tháng để trống"
    )
    issued_year: int | None = Field(default=None, description="Năm ban hành")
    issued_month: int | None = Field(default=None, description="Tháng ban hành")
    issued_day: int | None = Field(default=None, description="Ngày trong tháng")
    title: str | None = Field(default=None, description="Trích yếu nội dung, một dòng, không kèm tên loại")
    issuer: str | None = Field(default=None, description="Cơ quan ban hành")
    unit_name: str | None = Field(default=None, description='Tên riêng của đơn vị: "Thành Đông"')
    unit_kind: UnitKind | None = Field(default=None, description="Loại đơn vị (mã)")
    province: str | None = Field(default=None, description="Tỉnh, thành phố; trống nếu không suy ra được từ văn bản")
    addressee: str | None = Field(default=None, description='Nơi nhận báo cáo, sau "Kính gửi:"')
    signer_name: str | None = Field(default=None, description="Họ tên người ký")
    signer_title: str | None = Field(default=None, description="Chức vụ người ký, như in")
    signing_capacity: str | None = Field(
        default=None, description='Thẩm quyền ký: "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"'
    )
    period_start_year: int | None = Field(default=None, description="Năm đầu của kỳ báo cáo hoặc kỳ kế hoạch")
    period_end_year: int | None = Field(default=None, description="Năm cuối của kỳ báo cáo hoặc kỳ kế hoạch")
    recipients: tuple[str, ...] = Field(default=(), description='Các dòng dưới "Nơi nhận:"')
