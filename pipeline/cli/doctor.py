"""``thidua doctor``: what this machine has and lacks."""

from __future__ import annotations

from typing import Annotated

from rich.table import Table
from rich.text import Text

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.errors import ExitCode
from pipeline.language import choose
from pipeline.settings import Settings

_SIGNS = {"ok": ("✓", "green"), "doubtful": ("!", "yellow"), "missing": ("✗", "red")}


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Xem máy này có gì, thiếu gì: Python, thư viện, mô hình, chỗ ghi kết quả, Tesseract (đọc bản quét), "
            "LibreOffice (đọc .doc, .rtf); thiếu gì thì in lệnh cài đặt. Mã thoát 0 khi có đủ những thứ bắt buộc; "
            "thiếu thứ tùy chọn chỉ làm cho vài loại tệp không đọc được.\f"
            "thidua doctor\nthidua doctor --json",
            "See what this machine has and lacks: Python, libraries, the model, room for results, Tesseract (reads "
            "scans), LibreOffice (reads .doc, .rtf), with the commands that install what is missing. The exit code is "
            "0 where all that is needed is there; without the rest some kinds of files are not read.\f"
            "thidua doctor\nthidua doctor --json",
        ),
        choose("Xem máy này còn thiếu gì.", "See what this machine lacks."),
    )


def command(
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> ExitCode:
    """Look at the machine."""
    from pipeline.doctor import examine, exit_code  # noqa: PLC0415

    findings = examine(Settings.from_environment())
    code = exit_code(findings)
    if as_json:
        answer(code, checks=[one.row() for one in findings])
        return code
    hush(quiet and code == ExitCode.OK)
    table = Table.grid(padding=(0, 2))
    for one in findings:
        sign, colour = _SIGNS[one.status]
        table.add_row(Text(sign, colour), choose(*one.title), choose(*one.found), Text(choose(*one.purpose), "dim"))
    out().print(table)
    for one in findings:
        if one.status != "ok" and one.remedy is not None:
            must = choose("bắt buộc", "needed") if one.needed else choose("tùy chọn", "optional")
            out().print(Text(f"\n{choose(*one.title)} ({must}): {choose(*one.purpose)}", "bold"))
            for system, line in one.remedy.rows():
                out().print(Text(f"  {system + ': ' if system else ''}{line}"), soft_wrap=True)
    out().print(_verdict(code, sum(one.status != "ok" and not one.needed for one in findings)))
    return code


def _verdict(code: ExitCode, lacks: int) -> Text:
    if code != ExitCode.OK:
        said = "Thiếu thứ bắt buộc: chưa chạy được. Hãy cài theo lệnh trên.", "Something needed is missing: see above."
        return Text("\n" + choose(*said), "red")
    if lacks:
        said = (
            f"Chạy được; {lacks} thứ tùy chọn còn thiếu hoặc cần xem lại.",
            f"Ready; {lacks} optional things are missing or doubtful.",
        )
        return Text("\n" + choose(*said), "yellow")
    return Text("\n" + choose("Đủ cả.", "All is there."), "green")
