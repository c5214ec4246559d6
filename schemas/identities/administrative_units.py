"""Administrative units, present ones and those before July 2025, and what in a document leads to them."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

UnitEra = Literal["now", "before"]
UnitLevel = Literal["tinh", "huyen", "xa"]
UnitForm = Literal["tinh", "thanh_pho", "huyen", "quan", "thi_xa", "xa", "phuong", "thi_tran", "dac_khu"]
_ERA = "now (từ 01/7/2025), before (trước ngày đó)"


class Row(BaseModel):
    """Danh mục đơn vị hành chính, hiện nay và trước ngày 01/7/2025. Khóa là unit_code cùng unit_era."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_code: str = Field(
        description="Mã đơn vị hành chính của Cục Thống kê; cùng một mã có thể là hai đơn vị ở hai thời"
    )
    unit_era: UnitEra = Field(description=f"Thuộc danh mục nào: {_ERA}")
    name: str = Field(description="Tên riêng")
    kind: UnitForm = Field(
        description="Loại: tinh, thanh_pho, huyen, quan, thi_xa, xa, phuong, thi_tran, dac_khu; xem thêm level"
    )
    level: UnitLevel = Field(description="Cấp: tinh, huyen, xa")
    full_name: str = Field(description="Tên đầy đủ: phường An Lạc, thành phố Huế")
    parent_code: str | None = Field(description="Mã đơn vị cấp trên, cùng unit_era; trống với cấp tỉnh")
    province_code: str = Field(description="Mã tỉnh, thành phố, cùng unit_era; cấp tỉnh là mã của chính nó")
    province_name: str = Field(description="Tên tỉnh, thành phố")
    valid_from: datetime.date | None = Field(description="Có từ ngày; trống nếu danh mục nguồn không nói")
    valid_to: datetime.date | None = Field(description="Đến hết ngày; trống nếu còn")


class DocumentLink(BaseModel):
    """Văn bản là của đơn vị hành chính nào."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_code: str | None = Field(
        default=None,
        description="Mã đơn vị hành chính của cơ quan ban hành (administrative_units); trống nếu chưa chắc",
    )
    province_code: str | None = Field(
        default=None, description="Mã tỉnh, thành phố (administrative_units); trống nếu chưa chắc"
    )
    unit_era: UnitEra | None = Field(default=None, description=f"Hai mã ấy thuộc danh mục nào: {_ERA}")
    unit_confidence: float | None = Field(default=None, description="Mã đơn vị chắc đến đâu, từ 0 đến 1")
    unit_rule: str | None = Field(default=None, description="Vì sao là đơn vị ấy")


class IssuerLink(BaseModel):
    """Cơ quan ban hành văn bản được viện dẫn là của đơn vị hành chính nào."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer_unit_code: str | None = Field(
        default=None,
        description="Mã đơn vị hành chính của cơ quan ban hành (administrative_units); trống nếu chưa chắc",
    )
    issuer_unit_era: UnitEra | None = Field(default=None, description=f"Mã ấy thuộc danh mục nào: {_ERA}")
    issuer_unit_confidence: float | None = Field(default=None, description="Chắc đến đâu, từ 0 đến 1")


class Mention(BaseModel):
    """Mỗi lần nội dung văn bản nêu tên một đơn vị hành chính, hiện nay hay cũ."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="Loại và tên như in: xã An Lạc")
    former: bool = Field(description="Văn bản nói đến đơn vị cũ, trước khi sắp xếp")
    unit_code: str | None = Field(
        default=None, description="Mã (administrative_units); trống nếu không rõ là đơn vị nào"
    )
    unit_era: UnitEra | None = Field(default=None, description=f"Mã ấy thuộc danh mục nào: {_ERA}")
    unit_confidence: float | None = Field(default=None, description="Chắc đến đâu, từ 0 đến 1")


LINKS = {"documents": DocumentLink, "legal_references": IssuerLink}
MENTIONS = {"unit_mentions": Mention}
