"""What ``thidua restore`` says: marks as a table, a line a document, the end of a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.figures import number
from pipeline.language import choose
from pipeline.report.many import Result
from pipeline.report.marks import TO_LOOK_AT, Counts, Mark
from pipeline.report.places import Plan


def show_marks(
    console: Console, marks: Sequence[Mark], place: Callable[[int], tuple[int, int]], *, title: str | None = None
) -> None:
    """Every mark in a row, after their counts; ``place`` gives page and line of a raw offset."""
    console.print()
    rule = choose("Báo cáo phục hồi", "What was changed")
    console.rule(escape(f"{rule}: {title}" if title else rule), align="left")
    console.print(escape(_counted(Counts.of(marks))))
    if not marks:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (
        ("dòng", "line"),
        ("trước", "before"),
        ("sau", "after"),
        ("độ chắc", "sure"),
        ("cách đọc khác", "or"),
    ):
        table.add_column(choose(*heading), justify="right" if heading[1] in {"line", "sure"} else "left")
    for mark in marks:
        page, line = place(mark.raw.start)
        after = choose("(để nguyên)", "(left)") if mark.kind in {"kept", "suggestion"} else _shown(mark.after)
        sure = choose("gợi ý", "suggestion") if mark.kind == "suggestion" else f"{mark.confidence:.0%}"
        table.add_row(
            f"{page}:{line}" if page > 1 else str(line),
            _shown(mark.before),
            after,
            sure + (" ?" if mark.kind in TO_LOOK_AT else ""),
            escape(", ".join(mark.others)),
        )
    console.print(table)


def show_line(console: Console, result: Result, at: int, of: int) -> None:
    """How one document went."""
    if result.status in {"rejected", "failed"}:
        said = f"[red]{_STATUS[result.status]()}[/]"
    else:
        said = escape(_short(result.counts))
    console.print(escape(f"[{at}/{of}] {result.job.name}: ") + said, soft_wrap=True)


def show_end(
    console: Console, plan: Plan, results: Sequence[Result], index: Path | None, log: Path | None, *, interrupted: bool
) -> None:
    """What was written and what not, why, and where to go from here."""
    for result in results:
        if result.reason:
            console.print(f"• {escape(result.job.name)}: {escape(result.reason)}", soft_wrap=True)
    for _, error in plan.refused:
        console.print(f"• {escape(str(error))}", soft_wrap=True)
    if plan.passed_over:
        count = number(plan.passed_over)
        console.print(
            choose(
                f"Bỏ qua {count} tệp là kết quả của lần phục hồi trước.",
                f"Passed over {count} results of earlier runs.",
            )
        )
    console.print(_sentence(plan, results, interrupted=interrupted))
    written = [result for result in results if result.status in {"restored", "partial"}]
    if written:
        where = plan.folder if plan.folder is not None else written[0].job.text
        console.print(choose(f"Kết quả: {where}", f"Results: {where}"), soft_wrap=True, markup=False)
        page = written[0].job.page if index is None or len(results) + len(plan.refused) == 1 else index
        if page is not None:
            console.print(
                choose(f"Mở bằng trình duyệt để xem lại: {page}", f"Open in a browser to look it over: {page}"),
                soft_wrap=True,
                markup=False,
            )
    if log is not None:
        said = choose(f"Chi tiết lỗi của chương trình: {log}", f"Details of the defects: {log}")
        console.print(said, soft_wrap=True, markup=False)


_STATUS: dict[str, Callable[[], str]] = {
    "restored": lambda: choose("đã phục hồi", "restored"),
    "partial": lambda: choose("phục hồi một phần", "partly restored"),
    "rejected": lambda: choose("không đọc hoặc không ghi được", "not read or not written"),
    "failed": lambda: choose("lỗi chương trình", "failed"),
}


def _sentence(plan: Plan, results: Sequence[Result], *, interrupted: bool) -> str:
    counted = {status: sum(result.status == status for result in results) for status in _STATUS}
    counted["rejected"] += len(plan.refused)
    told = ", ".join(f"{number(count)} {_STATUS[status]()}" for status, count in counted.items() if count)
    end = choose("Đã dừng giữa chừng", "Stopped half-way") if interrupted else choose("Xong", "Done")
    nothing = choose("không có văn bản nào để phục hồi", "there is no document to restore")
    return f"{end}: {told or nothing}."


def _counted(counts: Counts) -> str:
    told = choose(
        f"{number(counts.changed)} chỗ đã phục hồi, trong đó {number(counts.doubtful)} chỗ chưa chắc (đánh dấu ?); "
        f"{number(counts.encoding)} chỗ sửa về bảng mã.",
        f"{number(counts.changed)} places restored, {number(counts.doubtful)} of them doubtful (marked ?); "
        f"{number(counts.encoding)} places of encoding mended.",
    )
    if counts.kept or counts.suggestion:
        told += choose(
            f" Để nguyên: {number(counts.kept)} chỗ đáng ngờ, {number(counts.suggestion)} chỗ có gợi ý.",
            f" Left as they stand: {number(counts.kept)} doubtful, {number(counts.suggestion)} with a suggestion.",
        )
    return told


def _short(counts: Counts) -> str:
    if not counts.changed + counts.encoding + counts.to_look_at:
        return choose("không phải sửa gì", "nothing to change")
    return choose(
        f"{number(counts.changed)} chỗ đã sửa, {number(counts.to_look_at)} chỗ cần xem lại",
        f"{number(counts.changed)} changes, {number(counts.to_look_at)} places to look at",
    )


def _shown(text: str) -> str:
    return escape(text) if text.isprintable() else escape(repr(text)[1:-1])
