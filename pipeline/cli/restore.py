"""``thidua restore``: the restored text of a file on the screen, or of many files in a folder; pages to compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.console import err, out
from pipeline.cli.help import Command
from pipeline.errors import ExitCode, UsageError
from pipeline.language import choose

if TYPE_CHECKING:
    from pipeline.report.places import Plan

_TABLE, _PAGE = "bang", "html"
_FORMS = {"bang": _TABLE, "bảng": _TABLE, "table": _TABLE, "html": _PAGE}


class Shape(Command):
    """Lets ``--report`` stand alone, for the table: typer knows no options that may have a value or not."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Give a bare ``--report`` its value."""
        given: list[str] = []
        for place, word in enumerate(args):
            if word == "--":
                return super().parse_args(ctx, given + args[place:])
            given.append(word)
            if word == "--report" and _stands_alone(args[place + 1 : place + 2]):
                given.append(_TABLE)
        return super().parse_args(ctx, given)


def _stands_alone(following: list[str]) -> bool:
    """Whether the word after ``--report`` is another option or a file, rather than its (perhaps misspelt) value."""
    word = "".join(following)
    return word.lower() not in _FORMS and (not word or word.startswith("-") or Path(word).exists())


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Phục hồi tiếng Việt, từng dòng đúng như tệp; chỗ nào đã đúng thì giữ nguyên từng chữ. Một tệp: in văn "
            "bản ra màn hình. Nhiều tệp hoặc một thư mục (kể cả thư mục con): ghi mỗi văn bản thành một tệp .txt "
            "(UTF-8) trong thư mục kết quả; tệp hỏng không làm dừng cả lô, tệp gốc không bao giờ bị ghi đè.\f"
            "thidua restore ban_quet.txt\nthidua restore ban_quet.pdf > ban_sach.txt\nthidua restore ban_quet.txt "
            "--report\nthidua restore ban_quet.pdf --report html\nthidua restore bao_cao_2025/ --report html --out "
            "da_phuc_hoi\nprintf 'Uy ban nhan dan' | thidua restore -",
            "Restore Vietnamese, line for line as the file has it; what is right is left as it is, to the letter. One "
            "file: print the text. Several files, or a folder (and folders in it): write each document as a .txt file "
            "(UTF-8) into the folder of results; a broken file does not stop the others, and no original is ever "
            "written over.\f"
            "thidua restore scan.txt\nthidua restore scan.pdf > clean.txt\nthidua restore scan.txt --report\n"
            "thidua restore scan.pdf --report html\nthidua restore reports_2025/ --report html --out restored\n"
            "printf 'Uy ban nhan dan' | thidua restore -",
        ),
        choose("Phục hồi tiếng Việt: in ra, hoặc ghi cả thư mục.", "Restore Vietnamese: print it, or write folders."),
    )


def command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=choose("TỆP…", "FILE…"),
            help=choose(
                "Các tệp, thư mục cần phục hồi; hoặc “-” để đọc từ đầu vào chuẩn.",
                "Files and folders to restore; or “-” for standard input.",
            ),
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar=choose("NƠI", "PLACE"),
            help=choose(
                "Thư mục kết quả, mới hoặc trống (mặc định outputs/phuc_hoi; lần chạy sau ghi đè kết quả lần trước); "
                "với một tệp thì có thể là tên tệp kết quả.",
                "The folder of results, a new or an empty one (outputs/phuc_hoi if not given; a later run writes over "
                "the results of an earlier one); for one document, it may be a file.",
            ),
        ),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="[bang|html]",
            help=choose(
                "Cho biết đã sửa gì, chắc đến đâu. bang (hoặc chỉ --report): in bảng sau văn bản. html: ghi vào thư "
                "mục kết quả một trang để so từng dòng với bản gốc, mở bằng trình duyệt, không cần mạng.",
                "Say what was changed and how sure that is. table (or just --report): a table after the text. html: a "
                "page in the folder of results, line against line with the original, for any browser, no network.",
            ),
        ),
    ] = None,
) -> int:
    """Restore, and print or write."""
    form = _form(report)
    if len(paths) > 1 and "-" in paths:
        raise UsageError(
            "input_not_alone",
            "“-” (đầu vào chuẩn) không đi cùng tệp khác. Hãy chạy riêng hai lệnh.",
            "“-” (standard input) goes with no other file. Run two commands.",
        )
    if to is None and form != _PAGE and len(paths) == 1 and not Path(paths[0]).is_dir():
        return _print(paths[0], table=form == _TABLE)
    from pipeline.report.places import plan_of  # noqa: PLC0415  (so that --help comes at once)

    return _write(plan_of(paths, to, pages=form == _PAGE), table=form == _TABLE)


def _form(report: str | None) -> str | None:
    if report is None or report.lower() in _FORMS:
        return None if report is None else _FORMS[report.lower()]
    raise UsageError(
        "report_unknown",
        f"Không có kiểu báo cáo “{report}”. Hãy dùng --report bang hoặc --report html.",
        f"There is no report “{report}”. Use --report table or --report html.",
    )


def _print(path: str, *, table: bool) -> int:
    """One document to standard output."""
    from pipeline.cli.restored import show_marks  # noqa: PLC0415
    from pipeline.mend import mend  # noqa: PLC0415
    from pipeline.report.many import losses, read_input  # noqa: PLC0415
    from pipeline.report.marks import marks_of  # noqa: PLC0415

    raw, ended = read_input(None if path == "-" else Path(path))
    restored = mend(raw)
    sys.stdout.write(restored.text)
    if ended or table or sys.stdout.isatty():
        sys.stdout.write("\n")
    sys.stdout.flush()
    if table:
        show_marks(out(), marks_of(restored), raw.place)
    lost = losses(restored)
    if lost:
        err().print(lost, soft_wrap=True, markup=False)
    return int(ExitCode.PARTIAL if lost else ExitCode.OK)


def _write(plan: Plan, *, table: bool) -> int:
    """Documents into files, with a line on the way for each and what came of it all at the end."""
    from pipeline.cli.log import note  # noqa: PLC0415
    from pipeline.cli.restored import show_end, show_line, show_marks  # noqa: PLC0415
    from pipeline.cli.stopping import stopping  # noqa: PLC0415
    from pipeline.report.folder import write  # noqa: PLC0415
    from pipeline.report.index import index_of  # noqa: PLC0415
    from pipeline.report.many import exit_code, restore_all  # noqa: PLC0415
    from pipeline.report.places import INDEX  # noqa: PLC0415
    from pipeline.settings import Settings, log_beside  # noqa: PLC0415

    results, log, index = [], None, None
    with stopping(err()) as stop:
        for result in restore_all(plan, keep=table, stop=stop):
            results.append(result)
            show_line(err(), result, len(results), len(plan.jobs))
            if result.traceback:
                log = note(log_beside(Settings.from_environment().database), result.job.name, result.traceback)
            if table and result.restored is not None:
                show_marks(out(), result.marks, result.restored.repaired.raw.place, title=result.job.name)
    if plan.folder is not None and any(result.job.page for result in results):
        index = plan.folder / INDEX
        write(index, index_of(results, plan.refused, plan.folder, plan.folder.resolve().name))
    code = exit_code(plan, results)
    show_end(out(), plan, results, index, log, interrupted=code is ExitCode.INTERRUPTED)
    return int(code)
