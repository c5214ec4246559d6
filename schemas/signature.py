"""Digital signatures: that a file is signed, by whom and when, as it says itself."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SignatureSource = Literal["field", "package", "stamp"]


class Signature(BaseModel):
    """Chữ ký số của văn bản, như tệp tự ghi. Chương trình không kiểm tra chữ ký có hợp lệ hay không."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: SignatureSource = Field(
        description="Thấy ở đâu: field (trường chữ ký trong PDF), package (gói Word), stamp (dòng chữ in trên trang)"
    )
    signer: str | None = Field(
        default=None, description="Người ký hoặc cơ quan ký, như ghi trong chứng thư hay dòng chữ"
    )
    organisation: str | None = Field(default=None, description="Cơ quan của người ký")
    signed_at: datetime.datetime | None = Field(default=None, description="Lúc ký, theo giờ Việt Nam")
    page: int | None = Field(default=None, description="Trang có dòng chữ ký, đếm từ 1; trống nếu không in trên trang")
    line: int | None = Field(default=None, description="Dòng trong trang, đếm từ 1; trống nếu không in trên trang")
