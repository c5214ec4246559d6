"""Named emulation movements."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

LaunchLevel = Literal["trung_uong", "tinh", "huyen", "xa"]


class Record(BaseModel):
    """Phong trào thi đua, cuộc vận động, đợt thi đua có tên: mỗi phong trào trong một văn bản là một dòng."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(title="Tên phong trào", description="Tên đầy đủ nhất như in, không kèm ngoặc kép")
    level: LaunchLevel | None = Field(
        title="Cấp phát động", default=None, description="Cấp phát động nếu văn bản nói rõ: trung_uong, tinh, huyen, xa"
    )
    period: str | None = Field(title="Thời gian", default=None, description='Thời gian như in, ví dụ "2023-2030"')
    aliases: tuple[str, ...] = Field(
        title="Tên gọi khác", default=(), description="Các cách gọi khác trong cùng văn bản"
    )
    launcher: str | None = Field(
        title="Nơi phát động", default=None, description="Nơi phát động như in, nếu câu văn nói rõ"
    )
