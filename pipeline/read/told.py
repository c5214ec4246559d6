"""What reading says of text that was written in codes of before Unicode."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.legacy import Code
from pipeline.legacy.names import LEGACY_NAMES
from schemas.issue import Issue


def legacy_font_issues(pieces: Mapping[Code, int]) -> tuple[Issue, ...]:
    """One issue for each code: how many pieces of text set in its fonts were converted."""
    return tuple(
        Issue(
            f"legacy_font_{code}",
            "info",
            f"Đã chuyển {count} đoạn chữ dùng phông {LEGACY_NAMES[code]} sang Unicode.",
            f"Converted {count} pieces of text set in fonts of {LEGACY_NAMES[code]} to Unicode.",
        )
        for code, count in pieces.items()
    )
