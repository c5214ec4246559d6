"""What ``thidua validate`` says of uploads: one report a run, one entry a file, one finding a matter.

The JSON that the command prints is a :class:`Report`; its schema is ``schemas/json/v1/validation.schema.json``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.header import DocumentType
from schemas.issue import Severity

Certainty = Literal["certain", "unsure"]
"""``certain``: it is the upload that is bad. ``unsure``: thidua may have read it wrong, or could not read it."""

Doubt = Literal[
    "read_by_ocr", "restored_words", "text_layer_doubtful", "not_all_read", "heading_unclear", "this_machine"
]
"""Why a finding is unsure."""

FindingStage = Literal["read", "repair", "restore", "outline", "check", "gate"]
FileStatus = Literal["passed", "findings", "partial", "unreadable", "defect"]
Origin = Literal["text", "ocr", "mixed"]
Grade = Literal["clean", "restored", "doubtful"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class ValidationFinding(_Model):
    """Một điều phát hiện khi kiểm tra tệp."""

    code: str = Field(description="Mã, không đổi giữa các phiên bản (docs/checks.md, docs/validate.md)")
    severity: Severity = Field(description="Mức độ theo mẫu kiểm tra: error (lỗi), warning (cảnh báo), info (để biết)")
    certainty: Certainty = Field(description="certain: tệp nộp sai; unsure: chương trình chưa chắc")
    doubt: Doubt | None = Field(default=None, description="Vì sao chưa chắc; trống nếu chắc")
    fails: bool = Field(description="Có làm cho lần kiểm tra không đạt hay không")
    stage: FindingStage = Field(description="Khâu đã phát hiện; gate: mẫu kiểm tra")
    file: str = Field(description="Tệp, như đã gọi; trong tệp nén: tệp nén, “!/”, tên bên trong")
    page: int | None = Field(default=None, description="Trang, đếm từ 1; trống nếu nói về cả văn bản")
    line: int | None = Field(default=None, description="Dòng trong trang, đếm từ 1")
    column: int | None = Field(default=None, description="Cột trong dòng như đã đọc, đếm từ 1, tính theo ký tự Unicode")
    quote: str | None = Field(default=None, description="Câu trích từ văn bản đã phục hồi")
    message: str = Field(description="Điều cần biết và việc cần làm, bằng tiếng Việt")
    message_en: str = Field(description="Cũng điều ấy, bằng tiếng Anh")


class Quality(_Model):
    """Chữ của văn bản từ đâu mà có, tin được đến đâu."""

    origin: Origin = Field(description="text: chữ có sẵn trong tệp; ocr: máy nhận dạng từ ảnh; mixed: cả hai")
    grade: Grade = Field(
        description="clean: chữ của chính tệp; restored: có chữ do máy phục hồi hoặc nhận dạng; doubtful: nhiều chữ "
        "chưa chắc"
    )
    words: int = Field(ge=0, description="Số tiếng")
    restored_words: int = Field(ge=0, description="Số tiếng đã phục hồi")
    doubtful_words: int = Field(ge=0, description="Số tiếng chưa chắc đọc đúng")
    restored_percent: float = Field(ge=0, description="Tỷ lệ tiếng đã phục hồi, phần trăm")
    doubtful_percent: float = Field(ge=0, description="Tỷ lệ tiếng chưa chắc, phần trăm")


class ValidatedFile(_Model):
    """Kết quả kiểm tra một tệp."""

    file: str = Field(description="Tệp, như đã gọi; trong tệp nén: tệp nén, “!/”, tên bên trong")
    sha256: str | None = Field(default=None, description="SHA-256 của nội dung; trống nếu không đọc được")
    media_type: str | None = Field(default=None, description="Loại tệp (media type)")
    status: FileStatus = Field(
        description="passed: đạt; findings: có điều làm cho không đạt; partial: chỉ đọc được một phần; unreadable: "
        "không đọc được; defect: lỗi của chương trình"
    )
    doc_type: DocumentType | None = Field(default=None, description="Loại văn bản (mã)")
    profile: str | None = Field(default=None, description="Mẫu kiểm tra đã dùng")
    pages: int | None = Field(default=None, description="Số trang")
    quality: Quality | None = Field(default=None, description="Chất lượng chữ")
    findings: tuple[ValidationFinding, ...] = Field(default=(), description="Những điều phát hiện, theo vị trí")


class Tally(_Model):
    """Số điều phát hiện theo mức độ."""

    error: int = Field(default=0, ge=0, description="Số lỗi")
    warning: int = Field(default=0, ge=0, description="Số cảnh báo")
    info: int = Field(default=0, ge=0, description="Số điều để biết")


class ValidationSummary(_Model):
    """Tổng hợp: tệp nộp sai được đếm riêng, điều chương trình chưa chắc được đếm riêng."""

    files: int = Field(ge=0, description="Số tệp đã kiểm tra")
    passed: int = Field(ge=0, description="Số tệp đạt")
    with_findings: int = Field(ge=0, description="Số tệp không đạt")
    partial: int = Field(ge=0, description="Số tệp chỉ đọc được một phần")
    unreadable: int = Field(ge=0, description="Số tệp không đọc được")
    defects: int = Field(ge=0, description="Số tệp gặp lỗi của chương trình")
    failing: int = Field(ge=0, description="Số điều làm cho không đạt")
    upload_bad: bool = Field(description="Có tệp nộp sai: có lỗi hoặc cảnh báo chắc chắn")
    not_sure: bool = Field(description="Có điều chương trình chưa chắc")
    certain: Tally = Field(description="Những điều chắc chắn")
    unsure: Tally = Field(description="Những điều chưa chắc, cần người xem")


class Failure(_Model):
    """Vì sao không kiểm tra được gì: sai dòng lệnh, sai mẫu, lỗi chương trình."""

    code: str = Field(description="Mã, không đổi giữa các phiên bản")
    message: str = Field(description="Điều đã xảy ra và việc cần làm, bằng tiếng Việt")
    message_en: str = Field(description="Cũng điều ấy, bằng tiếng Anh")


class ValidationReport(_Model):
    """Kết quả một lần chạy thidua validate; luôn là một tài liệu JSON, cả khi không kiểm tra được gì."""

    schema_version: Literal["1.0"] = Field(default="1.0", description="Phiên bản của lược đồ này")
    tool: Literal["thidua"] = Field(default="thidua", description="Chương trình")
    tool_version: str = Field(description="Phiên bản chương trình")
    exit_code: int = Field(description="Mã thoát, như của tiến trình (docs/exit-codes.md)")
    exit_name: str = Field(description="Tên của mã thoát")
    profile: str = Field(description="Mẫu kiểm tra đã chọn")
    fail_on: Literal["error", "warning"] = Field(description="Không đạt từ mức này trở lên")
    fail_on_unsure: bool = Field(description="Điều chưa chắc cũng làm cho không đạt")
    interrupted: bool = Field(default=False, description="Bị dừng giữa chừng")
    failure: Failure | None = Field(default=None, description="Vì sao không kiểm tra được gì; trống nếu đã kiểm tra")
    summary: ValidationSummary = Field(description="Tổng hợp")
    files: tuple[ValidatedFile, ...] = Field(default=(), description="Từng tệp, theo thứ tự đường dẫn")
