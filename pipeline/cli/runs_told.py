"""What ``thidua runs`` says of a run: as data, and on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.runs import outcome_word
from pipeline.cli.words import status_word
from pipeline.figures import number, percent
from pipeline.language import choose
from pipeline.runs.story import Story, failures, stage_times
from pipeline.visible import on_one_line

_SLOWEST = 10
_NAMED = 30  # documents that failed are named; of more only the codes are told on the screen


def row_of(story: Story) -> dict[str, Any]:
    """A run in a line."""
    end = story.end
    return {
        "number": story.first.number,
        "run": story.first.run,
        "file": str(story.path),
        "started_at": story.first.started_at,
        "version": story.first.version,
        "seconds": story.seconds,
        "outcome": story.outcome,
        "code": end.code if end else None,
        "exit_code": end.exit_code if end else None,
        "documents": {status: story.count(status) for status in ("loaded", "partial", "rejected", "failed")},
        "counts": end.counts if end else {},
    }


def sheet_of(story: Story, known: list[Story]) -> dict[str, Any]:
    """Everything that is told of a run."""
    slow = sorted(story.documents, key=lambda line: (-(line.seconds or 0), line.name or ""))[:_SLOWEST]
    return row_of(story) | {
        "machine": story.first.machine,
        "settings": story.first.settings,
        "stages": [asdict(one) for one in stage_times(story)],
        "batch": [line.model_dump(include={"stage", "seconds", "outcome", "code"}) for line in _batch(story)],
        "slowest": [
            line.model_dump(include={"document", "name", "media_type", "size", "seconds", "stages"}) for line in slow
        ],
        "failures": [asdict(one) for one in failures(story, known)],
        "runs_logged": len({one.first.run for one in (*known, story)}),
        "troubles": [line.model_dump(include={"at", "code", "name", "detail"}) for line in _troubles(story)],
        "broken_lines": story.broken,
    }


def _batch(story: Story) -> list[Any]:
    return [line for line in story.lines if line.event == "stage"]


def _troubles(story: Story) -> list[Any]:
    return [line for line in story.lines if line.event == "trouble"]


def show_sheet(console: Console, sheet: Mapping[str, Any]) -> None:
    """Print what is told of a run."""
    console.print(_head(sheet))
    if sheet["stages"]:
        console.print(_stages(sheet["stages"]))
        console.print(_slowest(sheet["slowest"]))
    for title, rows in (
        (choose("Việc chung", "For the whole batch"), [_one_batch(row) for row in sheet["batch"]]),
        (choose("Sự cố", "Troubles"), [_one_trouble(row) for row in sheet["troubles"]]),
    ):
        if rows:
            console.print(Text(title, "bold"))
            for row in rows:
                console.print(Text(f"  {row}"), soft_wrap=True)
    _failed(console, sheet)
    if sheet["broken_lines"]:
        console.print(
            choose(
                f"{sheet['broken_lines']} dòng của nhật ký bị hỏng, không đọc được.",
                f"{sheet['broken_lines']} lines of the log are damaged and were passed over.",
            )
        )


def _head(sheet: Mapping[str, Any]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    ended = outcome_word(sheet["outcome"]) + (f" ({sheet['code']})" if sheet["code"] else "")
    if sheet["exit_code"] is not None:
        ended += choose(f", mã thoát {sheet['exit_code']}", f", exit code {sheet['exit_code']}")
    documents = ", ".join(f"{status_word(status)} {n}" for status, n in sheet["documents"].items() if n) or "0"
    for title, said in (
        (choose("Lần chạy", "Run"), f"{sheet['number'] or '?'} ({sheet['run']})"),
        (choose("Bắt đầu (UTC)", "Began (UTC)"), str(sheet["started_at"] or "?")),
        (choose("Mất", "Took"), f"{number(sheet['seconds'], 1)} s"),
        (choose("Kết thúc", "Ended"), ended),
        (choose("Phiên bản", "Version"), str(sheet["version"] or "?")),
        (choose("Máy", "Machine"), ", ".join(f"{name} {value}" for name, value in sheet["machine"].items())),
        (choose("Cài đặt", "Settings"), ", ".join(f"{name} {value}" for name, value in sheet["settings"].items())),
    ):
        grid.add_row(title, Text(on_one_line(said)))
    grid.add_row(choose("Văn bản", "Documents"), documents)
    return grid


def _stages(stages: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for title in (
        choose("Bước", "Stage"),
        choose("Tổng giây", "Seconds"),
        choose("Phần", "Share"),
        choose("Giữa", "Median"),
        choose("Lâu nhất", "Longest"),
        choose("Ở văn bản", "For"),
    ):
        table.add_column(title)
    whole = sum(one["seconds"] for one in stages) or 1.0
    for one in stages:
        table.add_row(
            Text(on_one_line(one["stage"])),
            number(one["seconds"], 2),
            percent(one["seconds"] / whole),
            number(one["median"], 3),
            number(one["slowest"], 3),
            Text(on_one_line(one["slowest_name"])),
        )
    return table


def _slowest(documents: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for title in (choose("Chậm nhất", "Slowest"), choose("Giây", "Seconds"), choose("Phần lớn ở bước", "Mostly in")):
        table.add_column(title)
    for one in documents:
        most = max(one["stages"].items(), key=lambda pair: pair[1], default=("?", 0.0))
        told = f"{most[0]} {number(most[1], 2)} s"
        table.add_row(Text(on_one_line(one["name"] or "?")), number(one["seconds"] or 0, 2), Text(on_one_line(told)))
    return table


def _one_batch(row: Mapping[str, Any]) -> str:
    wrong = f" {row['code']}" if row["code"] else ""
    return on_one_line(f"{row['stage']}: {number(row['seconds'] or 0, 2)} s{wrong}")


def _one_trouble(row: Mapping[str, Any]) -> str:
    return on_one_line(" ".join(str(row[key]) for key in ("code", "name", "detail") if row[key]))


def _failed(console: Console, sheet: Mapping[str, Any]) -> None:
    failed = sheet["failures"]
    if not failed:
        return
    console.print(Text(choose("Tệp có vướng mắc", "Files in trouble"), "bold"))
    for code, count in Counter(one["code"] or one["status"] for one in failed).most_common():
        console.print(Text(f"  {on_one_line(code)}: {number(count)}"))
    for one in failed[:_NAMED]:
        often = choose(
            f"{one['times']}/{sheet['runs_logged']} lần chạy", f"in {one['times']} of {sheet['runs_logged']} runs"
        )
        where = choose(f", ở bước {one['stage']}", f", in stage {one['stage']}") if one["stage"] else ""
        console.print(Text(on_one_line(f"  • {one['name']}: {one['code'] or one['status']}{where} ({often})")))
    if len(failed) > _NAMED:
        console.print(choose(f"  … và {len(failed) - _NAMED} tệp nữa", f"  … and {len(failed) - _NAMED} more"))
