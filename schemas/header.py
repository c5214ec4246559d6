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

    doc_type: DocumentType = Field(title="Loại văn bản", default="khac", description="Loại văn bản (mã)")
    number: int | None = Field(
        title="Số", default=None, description='Số trước dấu gạch của "Số: 57/KH-UBND"; trống nếu để trống'
    )
    symbol: str | None = Field(title="Ký hiệu", default=None, description='Ký hiệu sau dấu gạch: "KH-UBND"')
    place: str | None = Field(title="Địa danh", default=None, description="Địa danh ghi trước ngày tháng")
    issued_on: datetime.date | None = Field(
        title="Ngày ban hành", default=None, description="Ngày ban hành, trống nếu ngày hoặc tháng để trống"
    )
    issued_year: int | None = Field(title="Năm ban hành", default=None, description="Năm ban hành")
    issued_month: int | None = Field(title="Tháng ban hành", default=None, description="Tháng ban hành")
    issued_day: int | None = Field(title="Ngày trong tháng", default=None, description="Ngày trong tháng")
    title: str | None = Field(
        title="Trích yếu", default=None, description="Trích yếu nội dung, một dòng, không kèm tên loại"
    )
    issuer: str | None = Field(title="Cơ quan ban hành", default=None, description="Cơ quan ban hành")
    unit_name: str | None = Field(title="Đơn vị", default=None, description='Tên riêng của đơn vị: "An Lạc Thượng"')
    unit_kind: UnitKind | None = Field(title="Loại đơn vị", default=None, description="Loại đơn vị (mã)")
    province: str | None = Field(
        title="Tỉnh, thành phố", default=None, description="Tỉnh, thành phố; trống nếu không suy ra được từ văn bản"
    )
    addressee: str | None = Field(title="Kính gửi", default=None, description='Nơi nhận báo cáo, sau "Kính gửi:"')
    signer_name: str | None = Field(title="Người ký", default=None, description="Họ tên người ký")
    signer_title: str | None = Field(title="Chức vụ", default=None, description="Chức vụ người ký, như in")
    signing_capacity: str | None = Field(
        title="Thẩm quyền ký", default=None, description='Thẩm quyền ký: "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"'
    )
    period_start_year: int | None = Field(
        title="Từ năm", default=None, description="Năm đầu của kỳ báo cáo hoặc kỳ kế hoạch"
    )
    period_end_year: int | None = Field(
        title="Đến năm", default=None, description="Năm cuối của kỳ báo cáo hoặc kỳ kế hoạch"
    )
    recipients: tuple[str, ...] = Field(title="Nơi nhận", default=(), description='Các dòng dưới "Nơi nhận:"')
