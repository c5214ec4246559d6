"""Numbers that measure something."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Qualifier = Literal["=", ">", ">=", "<", "<=", "~"]
Status = Literal["actual", "estimate", "target", "plan_share", "change"]


class Record(BaseModel):
    """Số liệu: một con số đo đếm một điều gì, kèm đơn vị."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str = Field(title="Chỉ tiêu", description="Điều được đo, theo lời văn bản, đủ để tự đứng một mình")
    value: float = Field(title="Giá trị", description='Giá trị; "35.400.000" là 35400000, "61,7" là 61.7')
    value_max: float | None = Field(title="Đến", default=None, description="Đầu trên của một khoảng, nếu có")
    unit: str = Field(
        title="Đơn vị tính", description='Đơn vị đã chuẩn hóa: "%", "ha", "tỷ đồng", hoặc danh từ được đếm'
    )
    qualifier: Qualifier = Field(
        title="Mức", default="=", description="= > (trên, hơn) >= (ít nhất) < <= ~ (khoảng, gần, ước)"
    )
    status: Status = Field(
        title="Loại số liệu",
        default="actual",
        description="actual (kết quả), estimate (ước), target (chỉ tiêu), plan_share (% kế hoạch), change (tăng, giảm)",
    )
    denominator: float | None = Field(
        title="Trên tổng số", default=None, description='Mẫu số khi in dạng phân số: "39/39 thôn" có mẫu số 39'
    )
    year: int | None = Field(title="Năm", default=None, description="Năm của số liệu, nếu câu văn nói rõ")
