"""The groups in which a page lists what it found, in the order in which a clerk wants them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.load.tables import RECORD_KINDS


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of items: its code, what it is called in Vietnamese and English, whether it is shown at first."""

    kind: str
    title: tuple[str, str]
    shown: bool = True


_RECORDS = {
    "awards": ("Khen thưởng", "Awards"),
    "metrics": ("Số liệu", "Metrics"),
    "movements": ("Phong trào", "Movements"),
    "legal_references": ("Viện dẫn", "References"),
}

RECORD_GROUPS: tuple[Group, ...] = tuple(
    Group(kind, _RECORDS.get(kind, (kind, kind))) for kind in sorted(RECORD_KINDS, key=[*_RECORDS, *RECORD_KINDS].index)
)
"""The kinds of records; one that has no name here yet bears its table's."""

GROUPS: tuple[Group, ...] = (
    Group("issues", ("Điều cần lưu ý", "Findings")),
    Group("words", ("Chữ chưa chắc", "Doubtful words")),
    *RECORD_GROUPS,
    Group("rejected", ("Đã bỏ", "Rejected")),
    Group("verified", ("Phép tính đã đối chiếu, khớp", "Arithmetic that holds"), shown=False),
    Group("leftovers", ("Chưa bản ghi nào dùng đến", "Used by no record"), shown=False),
)
"""All groups."""
