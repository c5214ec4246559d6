"""What is stored beside the records: the document's origin and outcome, issues, edits, texts, files, runs."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.read.container_parts import ContainerKind
from schemas.document import PartKind
from schemas.issue import Severity

Status = Literal["loaded", "partial", "rejected", "failed"]
Stage = Literal["read", "repair", "restore", "outline", "check"]
LeftoverKind = Literal["number", "name", "code"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DocumentKey(_Row):
    """Khóa của văn bản."""

    doc_id: str = Field(description="Mã văn bản, tính từ nội dung và tên tệp; cùng tệp thì cùng mã trên mọi máy")


class RecordKey(_Row):
    """Khóa của bản ghi."""

    record_id: str = Field(description="Mã bản ghi, duy nhất trong bảng")


class IssueKey(_Row):
    """Khóa của điều cần lưu ý."""

    issue_id: str = Field(description="Mã, duy nhất trong bảng")


class EditKey(_Row):
    """Khóa của chỗ sửa."""

    edit_id: str = Field(description="Mã, duy nhất trong bảng")


class Source(_Row):
    """Tệp nguồn của văn bản."""

    source_name: str = Field(description="Tên tệp")
    source_sha256: str | None = Field(description="SHA-256 của nội dung tệp; trống nếu không đọc được tệp")
    source_media_type: str | None = Field(description="Loại tệp (media type); trống nếu không nhận ra")
    source_size: int | None = Field(description="Cỡ tệp, tính bằng byte")


class Outcome(_Row):
    """Kết quả xử lý văn bản."""

    status: Status = Field(
        description="Kết quả: loaded (đã nạp), partial (nạp một phần, có chỗ không đọc hoặc không phục hồi được), "
        "rejected (không nạp được tệp này), failed (lỗi của chương trình)"
    )
    reason_code: str | None = Field(default=None, description="Mã lý do nếu bị từ chối hoặc hỏng")
    reason: str | None = Field(default=None, description="Lý do và việc cần làm, nếu bị từ chối hoặc hỏng")
    reason_en: str | None = Field(default=None, description="Lý do bằng tiếng Anh")
    page_count: int | None = Field(default=None, description="Số trang")
    line_count: int | None = Field(default=None, description="Số dòng đọc được")
    char_count: int | None = Field(default=None, description="Số ký tự của văn bản đã phục hồi")
    word_count: int | None = Field(default=None, description="Số tiếng của văn bản đã phục hồi")
    repaired_places: int | None = Field(default=None, description="Số chỗ đã sửa về bảng mã, dấu thừa, dòng gãy")
    restored_words: int | None = Field(default=None, description="Số chỗ đã phục hồi chữ tiếng Việt")
    restored_doubtful: int | None = Field(
        default=None, description="Số chỗ chưa chắc, đã sửa hay để nguyên, cần người xem lại"
    )
    duplicate_of: str | None = Field(
        default=None, description="Mã của văn bản có tệp giống hệt nhưng khác tên; trống nếu không trùng"
    )
    version_of: str | None = Field(
        default=None,
        description="Mã của bản chính, nếu đây là một bản khác của cùng văn bản (bản Word của bản PDF đã ký); trống "
        "nếu không",
    )
    counted: bool = Field(
        default=True,
        description="Tính vào số tổng hợp: đúng, trừ khi trùng (duplicate_of) hoặc là bản khác (version_of)",
    )
    version: str = Field(description="Phiên bản chương trình đã xử lý văn bản")


class StoredIssue(_Row):
    """Điều cần lưu ý về một văn bản: mâu thuẫn, thiếu, khó đọc."""

    stage: Stage = Field(description="Khâu đã phát hiện: read, repair, restore, outline, check")
    code: str = Field(description="Mã loại vấn đề, không đổi giữa các phiên bản")
    severity: Severity = Field(description="Mức độ: error (sai), warning (nên xem), info (để biết)")
    message: str = Field(description="Nội dung, viết cho người làm công tác thi đua, khen thưởng")
    message_en: str = Field(description="Nội dung bằng tiếng Anh")
    quote: str | None = Field(description="Câu trích từ văn bản đã phục hồi; trống nếu nói về cả văn bản")
    char_start: int | None = Field(description="Vị trí đầu trong văn bản đã phục hồi")
    char_end: int | None = Field(description="Vị trí cuối (nửa mở)")
    page: int | None = Field(description="Trang, đếm từ 1")
    line: int | None = Field(description="Dòng trong trang, đếm từ 1")


class StoredEdit(_Row):
    """Mỗi chỗ chương trình đã sửa chữ so với tệp, hoặc để nguyên mà chưa chắc (trước và sau như nhau)."""

    stage: Literal["repair", "restore"] = Field(
        description="Khâu: repair (bảng mã, dấu thừa, dòng gãy), restore (phục hồi tiếng Việt)"
    )
    rule: str = Field(description="Quy tắc đã sửa; doubt: để nguyên, chưa chắc; suggestion: có lẽ gõ nhầm, chỉ gợi ý")
    before: str = Field(description="Trước khi sửa")
    after: str = Field(description="Sau khi sửa")
    confidence: float = Field(description="Độ chắc chắn, từ 0 đến 1; sửa theo quy tắc là 1")
    alternatives: tuple[str, ...] = Field(description="Các cách đọc khác đã cân nhắc")
    raw_start: int = Field(description="Vị trí đầu trong văn bản như đã đọc")
    raw_end: int = Field(description="Vị trí cuối trong văn bản như đã đọc (nửa mở)")
    char_start: int = Field(description="Vị trí đầu trong văn bản đã phục hồi")
    char_end: int = Field(description="Vị trí cuối trong văn bản đã phục hồi (nửa mở)")
    page: int = Field(description="Trang, đếm từ 1")
    line: int = Field(description="Dòng trong trang, đếm từ 1")


class Verified(_Row):
    """Số đã đối chiếu."""

    verified: bool = Field(
        description="Con số nằm trong một phép tính đã kiểm tra và khớp: tổng, tỷ lệ, mức tăng, giảm, danh sách"
    )


class Leftover(_Row):
    """Con số, tên trong ngoặc kép, số hiệu mà không bản ghi nào dùng đến: để người xem biết còn sót gì."""

    kind: LeftoverKind = Field(description="number (con số), name (tên trong ngoặc kép), code (số hiệu, tiêu chuẩn)")
    quote: str = Field(description="Chữ như in")
    context: str = Field(description="Câu chữ ở quanh")
    char_start: int = Field(description="Vị trí đầu trong văn bản đã phục hồi")
    char_end: int = Field(description="Vị trí cuối (nửa mở)")
    page: int = Field(description="Trang, đếm từ 1")
    line: int = Field(description="Dòng trong trang, đếm từ 1")


class StoredPart(_Row):
    """Các phần thể thức của văn bản theo Nghị định 30/2020/NĐ-CP."""

    kind: PartKind = Field(
        description="letterhead (phần đầu), title (tên loại, trích yếu), addressee (kính gửi), body (nội dung), "
        "signature (ký), recipients (nơi nhận)"
    )
    char_start: int = Field(description="Vị trí đầu trong văn bản đã phục hồi")
    char_end: int = Field(description="Vị trí cuối (nửa mở)")


class StoredText(_Row):
    """Toàn văn: như đã đọc từ tệp và sau khi phục hồi."""

    raw_text: str = Field(description="Văn bản như đã đọc từ tệp, chưa sửa gì")
    text: str = Field(description="Văn bản đã phục hồi; mọi vị trí char_start, char_end đếm trong đây")


class StoredFile(_Row):
    """Mỗi tệp đã thấy trên máy này và văn bản mà nó chứa."""

    path: str = Field(
        description="Đường dẫn đầy đủ; trong tệp nén, thư: đường dẫn của tệp nén, dấu “!/”, tên bên trong"
    )
    doc_id: str = Field(description="Mã văn bản (documents.doc_id)")
    run_id: str = Field(description="Lần chạy đã nạp (runs.run_id)")
    container: str | None = Field(description="Đường dẫn của tệp nén, thư chứa nó; trống nếu là tệp riêng")
    member: str | None = Field(
        description="Tên bên trong tệp nén, thư; lồng nhau thì nối bằng “!/”; trống nếu là tệp riêng"
    )


class SignatureKey(_Row):
    """Khóa của chữ ký số."""

    signature_id: str = Field(description="Mã, duy nhất trong bảng")


class Container(_Row):
    """Mỗi tệp nén, thư đã mở trên máy này. Tệp nén không mở được thì là một dòng rejected trong documents."""

    path: str = Field(description="Đường dẫn đầy đủ")
    name: str = Field(description="Tên tệp")
    kind: ContainerKind = Field(description="Loại: zip (tệp nén), eml và msg (thư điện tử)")
    sha256: str | None = Field(description="SHA-256 của nội dung tệp")
    size: int | None = Field(description="Cỡ tệp, tính bằng byte")
    subject: str | None = Field(description="Tiêu đề thư")
    sender: str | None = Field(description="Người gửi, như ghi trong thư")
    sent_at: datetime.datetime | None = Field(description="Lúc gửi thư (giờ UTC)")
    version: str = Field(description="Phiên bản chương trình đã mở")
    run_id: str = Field(description="Lần chạy đã mở (runs.run_id)")


class ContainerMember(_Row):
    """Mỗi thành phần của tệp nén, thư, theo thứ tự bên trong; cả những thứ bỏ qua và vì sao."""

    container: str = Field(description="Đường dẫn của tệp nén, thư (containers.path)")
    position: int = Field(description="Thứ tự, đếm từ 1")
    member: str = Field(description="Tên bên trong; lồng nhau thì nối bằng “!/”")
    size: int = Field(description="Cỡ khi đã giải nén, tính bằng byte")
    doc_id: str | None = Field(description="Mã văn bản (documents.doc_id); trống nếu bỏ qua vì không phải văn bản")
    skipped_code: str | None = Field(description="Mã lý do bỏ qua")
    skipped_reason: str | None = Field(description="Lý do bỏ qua")
    skipped_reason_en: str | None = Field(description="Lý do bỏ qua, bằng tiếng Anh")


class Run(_Row):
    """Mỗi lần chạy lệnh nạp văn bản."""

    run_id: str = Field(description="Mã lần chạy")
    started_at: datetime.datetime = Field(description="Lúc bắt đầu (giờ UTC)")
    finished_at: datetime.datetime | None = Field(description="Lúc kết thúc (giờ UTC); trống nếu bị ngắt giữa chừng")
    version: str = Field(description="Phiên bản chương trình")
    seen: int = Field(description="Số tệp được giao")
    skipped: int = Field(description="Số tệp không đổi nên bỏ qua")
    loaded: int = Field(description="Số văn bản đã nạp")
    partial: int = Field(description="Số văn bản nạp được một phần")
    rejected: int = Field(description="Số tệp bị từ chối")
    failed: int = Field(description="Số tệp gặp lỗi của chương trình")


class SchemaVersion(_Row):
    """Cấu trúc bảng của tệp này. Chương trình cũ hơn từ chối tệp có cấu trúc mới hơn mình."""

    version: int = Field(description="Số của cấu trúc")
    program: str = Field(description="Phiên bản chương trình đã lập cấu trúc này")


KEYS: tuple[type[BaseModel], ...] = (DocumentKey, RecordKey, IssueKey, EditKey, SignatureKey)
"""The models that are keys of rows: what a table is about is said by the others."""
