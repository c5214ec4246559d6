"""What ``thidua validate`` prints for people: a block a file that has something to mend, the outcome at the end."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.language import choose
from pipeline.validate.words import doubt_of, is_good_news, outcome, place_of, said, verdict
from pipeline.vocabulary import word
from schemas.validation import ValidatedFile, ValidationFinding, ValidationReport

_SIGNS = {
    "passed": ("✓", "green"),
    "findings": ("✗", "red"),
    "partial": ("!", "yellow"),
    "unreadable": ("✗", "red"),
    "defect": ("✗", "bold red"),
}
_STATUS = {
    "passed": ("đạt", "passed"),
    "findings": ("không đạt", "not passed"),
    "partial": ("chỉ đọc được một phần", "read in part"),
    "unreadable": ("không đọc được", "cannot be read"),
    "defect": ("lỗi của chương trình", "a defect of thidua"),
}
_GRADES = {
    "restored": ("chữ phải phục hồi hoặc nhận dạng", "text restored or read by OCR"),
    "doubtful": ("chữ nhiều chỗ chưa chắc", "text doubtful in many places"),
}
_SHOWN = 60
"""Of more files than this, those that passed are told by their number alone."""
_LEVEL = 12  # characters: the longest word for a level, and a gap
_SAY_EVERY = 30.0  # seconds, where there is no screen to draw a bar on


class Going:
    """Says how far it has come where nobody sees a bar: a line now and then, so that a log does not look dead."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = monotonic()

    def __call__(self, done: int, total: int) -> None:
        """So many files are done, of so many."""
        if done < total and monotonic() - self._last > _SAY_EVERY:
            self._last = monotonic()
            self._console.print(choose(f"Đã xem {done}/{total} tệp…", f"{done}/{total} files done…"))


def show_report(console: Console, report: ValidationReport, log: Path | None = None, *, quiet: bool = False) -> None:
    """Print the report; a quiet one tells only what does not pass, and nothing where all do."""
    if quiet and report.exit_code == 0:
        return
    shown = [file for file in report.files if file.status != "passed" or (_told(file) and not quiet)]
    good = [] if quiet else [file for file in report.files if file.status == "passed" and not _told(file)]
    for file in shown:
        _show_file(console, file, [one for one in _told(file) if one.fails or not quiet])
    if len(report.files) <= _SHOWN:
        for file in good:
            console.print(_headline(file), soft_wrap=True)
    elif good:
        console.print(choose(f"✓ {len(good)} tệp khác: đạt", f"✓ {len(good)} other files: passed"))
    if shown or good:
        console.print()
    console.print(Text(verdict(report)), soft_wrap=True)
    if report.failure is None:
        console.print(
            Text(outcome(report), style="bold green" if report.exit_code == 0 else "bold red"), soft_wrap=True
        )
    if report.summary.not_sure and not report.fail_on_unsure and not quiet:
        console.print(
            choose(
                "Điều chưa chắc không làm cho không đạt; muốn tính cả, thêm --fail-on-unsure.",
                "What is not sure fails nothing; to count it, add --fail-on-unsure.",
            ),
            style="dim",
            soft_wrap=True,
        )
    if log is not None:
        console.print(
            choose(f"Chi tiết lỗi của chương trình: {log}", f"Details of the defects: {log}"),
            soft_wrap=True,
            markup=False,
        )


def _told(file: ValidatedFile) -> list[ValidationFinding]:
    """What is printed of a file: what fails, else what is more than worth knowing; certain things first."""
    told = [one for one in file.findings if one.fails or (one.severity != "info" and not is_good_news(one))]
    return sorted(told, key=lambda one: (not one.fails, one.doubt is not None))


def _show_file(console: Console, file: ValidatedFile, told: list[ValidationFinding]) -> None:
    console.print(_headline(file), soft_wrap=True)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for doubt, group in groupby(told, key=doubt_of):
        rows = [(_level(finding), place_of(finding, file), _what(finding)) for finding in group]
        if doubt:
            rows.append((Text(), "", Text(choose(f"(chưa chắc vì: {doubt})", f"(not sure because: {doubt})"), "cyan")))
        for level, place, what in rows:
            if console.is_terminal:
                table.add_row(level, place, what)
            else:  # a log wraps lines itself, and is searched
                level.pad_right(max(0, _LEVEL - len(level)))
                console.print(Text.assemble(level, f"{place}: " if place else "", what), soft_wrap=True)
    if console.is_terminal:
        console.print(table)


def _headline(file: ValidatedFile) -> Text:
    sign, colour = _SIGNS[file.status]
    told = [choose(*_STATUS[file.status])]
    if file.status == "passed" and any(one.doubt and one.severity != "info" for one in file.findings):
        sign, colour, told = "?", "yellow", [choose("đạt, cần người xem", "passed, to be looked at")]
    if file.doc_type is not None:
        told.append(choose(word("documents", "doc_type", file.doc_type), file.doc_type))
    if file.profile is not None:
        told.append(choose(f"mẫu {file.profile}", f"profile {file.profile}"))
    if file.quality is not None and file.quality.grade != "clean":
        told.append(choose(*_GRADES[file.quality.grade]))
    if holds := sum(map(is_good_news, file.findings)):
        told.append(choose(f"{holds} phép tính khớp", f"{holds} calculations hold"))
    return Text.assemble((f"{sign} ", colour), (file.file, "bold"), (f"  {' · '.join(told)}", "dim"))


def _level(finding: ValidationFinding) -> Text:
    if finding.doubt is not None and not finding.fails:
        return Text(choose("  chưa chắc", "  not sure"), "cyan")
    words = {"error": ("  LỖI", "  ERROR", "red"), "warning": ("  cảnh báo", "  warning", "yellow")}
    vietnamese, english, colour = words.get(finding.severity, ("  để biết", "  info", "dim"))
    return Text(choose(vietnamese, english), colour)


def _what(finding: ValidationFinding) -> Text:
    quote = " ".join((finding.quote or "").split())
    parts: list[tuple[str, str] | str] = [said(finding)]
    if quote and quote not in finding.message:
        parts.append((f" “{quote}”", "dim"))
    parts.append((f" [{finding.code}]", "dim"))
    return Text.assemble(*parts)
