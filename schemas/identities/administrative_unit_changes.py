"""What became of the units in the arrangement of 1 July 2025."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """Đơn vị hành chính trước ngày 01/7/2025 đã nhập vào đơn vị nào. Đơn vị bị chia có nhiều dòng."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    old_code: str = Field(description="Mã cũ (administrative_units với unit_era = 'before')")
    new_code: str = Field(description="Mã hiện nay (administrative_units với unit_era = 'now')")
    extent: Literal["whole", "part"] | None = Field(
        description="whole (nhập toàn bộ), part (nhập một phần hoặc phần còn lại); trống nếu nguồn mâu thuẫn"
    )
    checked: bool = Field(description="Đã đối chiếu khớp với lời văn của nghị quyết sắp xếp")
    changed_on: datetime.date = Field(description="Ngày chính quyền mới bắt đầu hoạt động")
