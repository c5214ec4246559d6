"""What readers of several kinds say of a file that is not whole."""

from __future__ import annotations

from schemas.issue import Issue


def cut_short(name: str) -> Issue:
    """The file ends before its text does: what is there is read, the document counts as partial."""
    return Issue(
        "file_cut_short",
        "error",
        f"Tệp “{name}” bị cụt (chép dở hoặc tải thiếu): phần cuối văn bản có thể đã mất. Hãy chép lại từ bản gốc.",
        f"“{name}” was cut short: the end of the text may be missing. Copy it again from the original.",
    )
