"""The columns that every record carries: what it quotes, where, how sure, found by what."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Evidence(BaseModel):
    """Bằng chứng: câu trích, vị trí, độ chắc chắn của một bản ghi."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    section_id: str | None = Field(description="Đề mục chứa bản ghi (sections.section_id)")
    quote: str = Field(description="Câu trích từ văn bản đã phục hồi, đủ để thấy trọn sự việc")
    char_start: int = Field(description="Vị trí đầu của câu trích trong văn bản đã phục hồi")
    char_end: int = Field(description="Vị trí cuối của câu trích (nửa mở)")
    raw_quote: str = Field(description="Cùng chỗ ấy trong văn bản như đã đọc, chưa sửa gì")
    raw_start: int = Field(description="Vị trí đầu trong văn bản như đã đọc")
    raw_end: int = Field(description="Vị trí cuối trong văn bản như đã đọc (nửa mở)")
    page: int = Field(description="Trang, đếm từ 1")
    line: int = Field(description="Dòng trong trang, đếm từ 1")
    confidence: float = Field(ge=0, le=1, description="Độ chắc chắn, từ 0 đến 1")
    needs_review: bool = Field(description="Cần người xem lại")
    rule: str = Field(description="Quy tắc đã tìm ra bản ghi")
