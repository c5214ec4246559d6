"""The page that lists the documents of a folder: counts of changes and doubts, each with the way to its page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import UnreadableFileError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.report.many import Result
from pipeline.report.markup import text
from pipeline.report.sheet import sheet

_COLUMNS = (
    ("Văn bản", "Document"),
    ("Dòng", "Lines"),
    ("Chỗ đã sửa", "Changes"),
    ("Chưa chắc", "Doubtful"),
    ("Đáng ngờ", "Left, doubtful"),
    ("Gợi ý", "Suggestions"),
    ("Bảng mã", "Encoding"),
)


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
    columns = [f'<th scope="col">{choose(*said)}</th>' for said in _COLUMNS]
    return sheet(
        "index",
        title=text(choose(f"Kết quả phục hồi: {name}", f"Restored: {name}")),
        summary=" · ".join(told),
        columns="".join(columns),
        rows="\n".join([*(_row(result, folder) for result in results), *_refused(refused)]),
    )


def _row(result: Result, folder: Path) -> str:
    name = text(result.job.name)
    if result.status in {"rejected", "failed"}:
        return f'<tr>{_name(name)}<td class="t bad" colspan="6">{text(result.reason or "")}</td></tr>'
    if result.job.page is not None:
        address = quote(Path(os.path.relpath(result.job.page, folder)).as_posix())
        name = f'<a href="{address}"><bdi>{name}</bdi></a>'
    if result.reason:
        name += f' <span class="bad">{text(result.reason)}</span>'
    counts = result.counts
    figures = [
        (result.lines, ""),
        (counts.changed, ""),
        *((count, ' class="look"' if count else "") for count in (counts.doubtful, counts.kept, counts.suggestion)),
        (counts.encoding, ""),
    ]
    cells = "".join(f"<td{sort}>{number(figure)}</td>" for figure, sort in figures)
    return f"<tr>{_name(name)}{cells}</tr>"


def _refused(refused: Sequence[tuple[Path, UnreadableFileError]]) -> Iterator[str]:
    for path, error in refused:
        yield f'<tr>{_name(text(path.name))}<td class="t bad" colspan="6">{text(str(error))}</td></tr>'


def _name(markup: str) -> str:
    return f'<th scope="row" class="t">{markup}</th>'
