"""The page that lists the documents of a folder: counts of changes and doubts, each with the way to its page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import UnreadableFileError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.report.many import Result
from pipeline.report.sheet import sheet


def index_of(
    results: Sequence[Result], refused: Sequence[tuple[Path, UnreadableFileError]], folder: Path, name: str
) -> str:
    """The page, as HTML; links are relative to ``folder``, so that it can be moved or zipped as a whole."""
    read = [result for result in results if result.status in {"restored", "partial"}]
    to_look_at = sum(result.counts.to_look_at for result in read)
    not_read = len(results) - len(read) + len(refused)
    told = [
        choose(f"{number(len(read))} văn bản", f"{number(len(read))} documents"),
        choose(f"{number(to_look_at)} chỗ cần xem lại", f"{number(to_look_at)} places to look at"),
    ]
    if not_read:
        told.append(choose(f"{number(not_read)} không đọc được", f"{number(not_read)} not read"))
    return sheet(
        "restored_list",
        styles=("restored",),
        title=choose(f"Kết quả phục hồi: {name}", f"Restored: {name}"),
        summary=" · ".join(told),
        results=[(result, _address(result, folder)) for result in results],
        refused=refused,
    )


def _address(result: Result, folder: Path) -> str | None:
    page = result.job.page
    return quote(Path(os.path.relpath(page, folder)).as_posix()) if page is not None else None
