"""The table at the end of a batch, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.batch import Summary
from pipeline.cli.words import kind_word, status_word
from pipeline.figures import number
from pipeline.language import choose
from pipeline.load.digest import COUNTED, LEFT, Digest, OpenedContainer

_SHOWN = 60
"""A batch of more documents than this is told by its troubles and its sums."""

_NAME_AT_LEAST = 16
_STATUS = 16  # "lỗi chương trình"


def show_summary(console: Console, summary: Summary, database: Path, log: Path | None) -> None:
    """Print each document, its status, what was found, what needs review; then where to go from here."""
    documents = summary.documents
    if not documents and not summary.refused:
        console.print(choose("Không có tệp nào để nạp.", "There is no file to read."))
        return
    if documents:
        shown = documents if len(documents) <= _SHOWN else tuple(d for d in documents if d.status != "loaded")
        console.print(_table(documents, shown, summary.unchanged, console.width))
    for document in documents:
        if document.reason:
            console.print(f"• {escape(_told(document))}: {escape(document.reason)}", soft_wrap=True)
    for _, error in summary.refused:
        console.print(f"• {escape(str(error))}", soft_wrap=True)
    console.print(_sentence(summary))
    for container in summary.containers:
        console.print(_opened(container), soft_wrap=True, markup=False)
    if left := _left_over(summary):
        console.print(left, soft_wrap=True)
    if log is not None:
        console.print(choose(f"Chi tiết lỗi của chương trình: {log}", f"Details of the defects: {log}"), soft_wrap=True)
    if any(document.status in {"loaded", "partial"} for document in documents):
        first = next(d for d in documents if d.status in {"loaded", "partial"})
        _next_steps(console, first, database)


def summary_as_data(summary: Summary, database: Path) -> dict[str, Any]:
    """The same for programs."""
    return {
        "database": str(database),
        "counts": summary.told,
        "seconds": round(summary.seconds, 3),
        "interrupted": summary.interrupted,
        "documents": [
            {"doc_id": one.doc_id, "name": one.name, "status": one.status, "reason": one.reason}
            | {"unchanged": one.doc_id in summary.unchanged, "container": one.container}
            | {"duplicate_of": one.duplicate_of, "version_of": one.version_of}
            | {"records": one.counts, "issues": one.issues, "needs_review": one.review}
            for one in summary.documents
        ],
        "refused": [
            {"path": str(path), "code": error.code, "message": error.message, "message_en": error.message_en}
            for path, error in summary.refused
        ],
    }


def _table(documents: tuple[Digest, ...], shown: tuple[Digest, ...], unchanged: frozenset[str], width: int) -> Table:
    """Headers are broken into two lines and long names cut short, so that it fits a screen of 80 columns."""
    totals = [(kind_word(kind), sum(document.counts[kind] for document in documents)) for kind in COUNTED]
    totals.append((choose("lưu ý", "issues"), sum(document.issues for document in documents)))
    totals.append((choose("cần xem", "to review"), sum(document.review for document in documents)))
    counts_width = sum(max(map(len, (*title.split(), number(total)))) + 2 for title, total in totals)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_footer=len(documents) > 1)
    table.add_column(
        choose("Văn bản", "Document"),
        footer=choose("Tổng cộng", "Total"),
        no_wrap=True,
        overflow="ellipsis",
        max_width=max(_NAME_AT_LEAST, width - _STATUS - counts_width - 5),
    )
    table.add_column(choose("Trạng thái", "Status"), footer=number(len(documents)), no_wrap=True, max_width=_STATUS)
    for title, total in totals:
        table.add_column(title.replace(" ", "\n"), justify="right", footer=number(total), no_wrap=True)
    for document in shown:
        status = status_word(document.status)
        if document.doc_id in unchanged and document.status == "loaded":
            status = f"[dim]{choose('không đổi', 'unchanged')}[/]"
        counts = [number(document.counts[kind]) for kind in COUNTED]
        if document.status in {"rejected", "failed"}:
            counts = ["–"] * len(counts)
        table.add_row(escape(_told(document)), status, *counts, number(document.issues), number(document.review))
    return table


def _sentence(summary: Summary) -> str:
    refused = summary.count("rejected") + len(summary.refused)
    parts = [
        (summary.count("loaded"), "đã nạp", "loaded"),
        (summary.count("partial"), "nạp một phần", "partial"),
        (refused, "không nạp được", "rejected"),
        (summary.count("failed"), "lỗi chương trình", "failed"),
        (sum(d.duplicate_of is not None for d in summary.documents), "trùng nội dung", "with the content of another"),
        (
            sum(d.version_of is not None for d in summary.documents),
            "là bản khác của một văn bản",
            "versions of another",
        ),
    ]
    told = ", ".join(f"{number(count)} {choose(vi, en)}" for count, vi, en in parts if count)
    if summary.unchanged:
        same = number(len(summary.unchanged))
        told += choose(f" (trong đó {same} không đổi)", f" ({same} of them unchanged)")
    end = choose("Đã dừng giữa chừng", "Stopped half-way") if summary.interrupted else choose("Xong", "Done")
    return f"{end} ({number(summary.seconds, 1)} s): {told or choose('chưa có văn bản nào', 'no document yet')}."


def _told(document: Digest) -> str:
    """A document's name, and the container that it came in."""
    return f"{document.name} ({document.container})" if document.container else document.name


def _opened(container: OpenedContainer) -> str:
    """What a container held, in a line."""
    documents, skipped = number(container.documents), number(container.skipped)
    told = choose(f"Đã mở {container.name}: {documents} tệp", f"Opened {container.name}: {documents} files")
    if container.skipped:
        told += choose(
            f", bỏ qua {skipped} thành phần không phải văn bản (thidua show {container.name} liệt kê)",
            f", {skipped} members that are no documents skipped (thidua show {container.name} lists them)",
        )
    return f"{told}."


def _left_over(summary: Summary) -> str:
    """What no record used, in a sentence; empty where everything was used."""
    words = {
        "number": ("con số", "numbers"),
        "name": ("tên trong ngoặc kép", "quoted names"),
        "code": ("số hiệu", "codes"),
    }
    counts = {kind: sum(document.leftovers[kind] for document in summary.documents) for kind in LEFT}
    told = ", ".join(f"{number(count)} {choose(*words[kind])}" for kind, count in counts.items() if count)
    return told and choose(
        f"Chưa bản ghi nào dùng đến: {told} (từng chỗ có trong thidua show và ở cuối trang xem lại).",
        f"Used by no record: {told} (table leftovers; thidua show lists them).",
    )


def _next_steps(console: Console, document: Digest, database: Path) -> None:
    default = database.as_posix() == "outputs/thidua.duckdb"
    option = "" if default else f" --db {database}"
    name = document.name if " " not in document.name else f'"{document.name}"'
    console.print(choose(f"Kết quả: {database}", f"Results: {database}"), soft_wrap=True)
    report = f"thidua report{option}"
    console.print(
        choose(
            f"Xem lại bằng trình duyệt, từng bản ghi bên câu trích: {report} --open",
            f"Review in a browser, each record beside its quote: {report} --open",
        ),
        soft_wrap=True,
        markup=False,
    )
    console.print(
        choose(
            f"Xem ngay một văn bản ở đây: thidua show {name}{option}",
            f"See one document here: thidua show {name}{option}",
        ),
        soft_wrap=True,
        markup=False,
    )
