"""``thidua validate``: the gate for uploads, for people and for CI. Never touches a database."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, cast

import typer
from typer.exceptions import TyperException

from pipeline.cli.console import err, out
from pipeline.cli.help import Command, usage_message
from pipeline.errors import ExitCode, ThiduaError, UsageError
from pipeline.language import choose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.validate.formats import Format
    from schemas.validation import ValidationReport

_FORMATS = ("text", "json", "junit", "sarif", "github")
_LEVELS = ("error", "warning")


class Shape(Command):
    """Gives a program that reads JSON (or the like) its document also where the command line is wrong."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse; what cannot be parsed is told in the format that was asked for, too."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            failure = "usage", usage_message(error), error.format_message()
            _tell_failure(_option(given, "--format", "text"), ExitCode.USAGE, failure)
            raise


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Kiểm tra tệp trước khi nhận: đọc được không, đủ thể thức theo Nghị định 30/2020/NĐ-CP và đủ các phần của "
            "loại văn bản không, số liệu có khớp không, chữ có tin được không. Không dùng đến cơ sở dữ liệu. Điều "
            "chương trình chưa chắc được nói riêng và không làm cho không đạt. Mã thoát: 0 đạt, 1 có lỗi từ mức đã "
            "chọn, 2 sai lệnh hoặc sai mẫu, 3 không đọc được tệp nào, 4 có tệp không đọc được trọn vẹn, 70 lỗi của "
            "chương trình.\f"
            "thidua validate bao_cao.docx\nthidua validate nop_2025/ --profile bao_cao_tong_ket --fail-on warning\n"
            "thidua validate nop_2025/ --profile mau_cua_tinh.toml\nthidua validate nop_2025/ --format github --write "
            "sarif=thidua.sarif --write junit=thidua.xml",
            "Check uploads before they are accepted: are they readable, complete by Decree 30/2020/NĐ-CP and by what "
            "their kind must have, consistent, and is their text to be trusted? Touches no database. What thidua is "
            "not sure of is told apart and fails nothing. Exit codes: 0 passed, 1 findings from the chosen severity "
            "on, 2 wrong command or profile, 3 no file could be read, 4 some could not be read wholly, 70 a defect of "
            "thidua.\f"
            "thidua validate report.docx\nthidua validate uploads/ --profile bao_cao_tong_ket --fail-on warning\n"
            "thidua validate uploads/ --profile our_province.toml\nthidua validate uploads/ --format github --write "
            "sarif=thidua.sarif --write junit=thidua.xml",
        ),
        choose("Kiểm tra tệp nộp: đủ, đúng, đọc được.", "Check uploads: complete, consistent, readable."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar=choose("ĐƯỜNG_DẪN…", "PATH…"),
            help=choose("Tệp hoặc thư mục cần kiểm tra.", "Files or folders to check."),
        ),
    ],
    profile: Annotated[
        str,
        typer.Option(
            metavar=choose("MẪU", "PROFILE"),
            help=choose(
                "bao_cao_tong_ket, ke_hoach, quyet_dinh_khen_thuong, chung, auto (tự chọn theo loại văn bản; mặc "
                "định), hoặc một tệp .toml của tỉnh.",
                "bao_cao_tong_ket, ke_hoach, quyet_dinh_khen_thuong, chung, auto (chosen by the kind of document; the "
                "default), or a .toml file of your own.",
            ),
        ),
    ] = "auto",
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar=choose("DẠNG", "FORMAT"),
            help=choose(
                "text (mặc định), json, junit, sarif, github.", "text (the default), json, junit, sarif, github."
            ),
        ),
    ] = "text",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="error|warning",
            help=choose(
                "Không đạt khi có lỗi (error, mặc định), hoặc khi có cả cảnh báo (warning).",
                "Fail on errors (the default), or on warnings too.",
            ),
        ),
    ] = "error",
    fail_on_unsure: Annotated[
        bool,
        typer.Option(
            "--fail-on-unsure",
            help=choose("Điều chưa chắc cũng làm cho không đạt.", "Fail on what thidua is not sure of, too."),
        ),
    ] = False,
    write: Annotated[
        list[str] | None,
        typer.Option(
            "--write",
            metavar=choose("DẠNG=TỆP", "FORMAT=FILE"),
            help=choose(
                "Ghi thêm kết quả vào tệp, cùng một lần đọc; dùng được nhiều lần, ví dụ --write sarif=thidua.sarif.",
                "Write the result into a file as well, of the same run; may be given several times, such as --write "
                "sarif=thidua.sarif.",
            ),
        ),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            help=choose("Dạng text: chỉ nói những gì không đạt.", "As text: tell only what does not pass."),
        ),
    ] = False,
) -> int:
    """Check files and tell."""
    with _telling_failures(form, profile):
        if Path("-") in paths and not Path("-").exists():
            raise UsageError(
                "input_not_a_file",
                "thidua validate không đọc đầu vào chuẩn (“-”): tên và loại tệp cũng phải kiểm tra. Hãy lưu thành tệp "
                "rồi nêu tên tệp.",
                "thidua validate does not read standard input (“-”), since the name and kind of a file are checked, "
                "too. Save it as a file and name that.",
            )
        _one_of("format_unknown", "--format", form, _FORMATS)
        level = cast('Literal["error", "warning"]', _one_of("fail_on_unknown", "--fail-on", fail_on, _LEVELS))
        places = [_place(one) for one in write or ()]
        report, log = _run(paths, profile, level, fail_on_unsure)
        for kind, file in places:
            _write(file, _as(kind, report))
    if form == "text":
        from pipeline.cli.validated import show_report  # noqa: PLC0415

        show_report(out(), report, log, quiet=quiet)
    else:
        sys.stdout.write(_as(form, report))
        sys.stdout.flush()
    return report.exit_code


def _run(
    paths: Sequence[Path], profile: str, fail_on: Literal["error", "warning"], unsure: bool
) -> tuple[ValidationReport, Path | None]:
    """The report, and the log of our own defects where there were some."""
    from pipeline.cli.log import note  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.cli.stopping import stopping  # noqa: PLC0415
    from pipeline.cli.validated import Going  # noqa: PLC0415
    from pipeline.guard import Guard  # noqa: PLC0415
    from pipeline.settings import Settings, log_beside  # noqa: PLC0415
    from pipeline.validate.gate import Asked, Means, validate  # noqa: PLC0415
    from pipeline.validate.profile import profiles_of  # noqa: PLC0415

    settings = Settings.from_environment()
    asked = Asked(profile, profiles_of(profile), fail_on, unsure)
    means = Means(settings.workers, Guard(settings.document_seconds, settings.document_mb), settings.limits)
    log: Path | None = None
    console = err()
    going = Going(console)

    with stopping(console) as stop, console.status(choose("Đang kiểm tra…", "Checking…")) as status:

        def watch(done: int, total: int, one: Any) -> None:
            nonlocal log
            if one.traceback:
                log = note(log_beside(settings.database), one.task.path, one.traceback)
            status.update(choose(f"Đang kiểm tra… {done}/{total}", f"Checking… {done}/{total}"))
            if not console.is_terminal:
                going(done, total)

        report = validate(paths, asked, means, watch=watch, stop=stop)
    return report, log


@contextmanager
def _telling_failures(form: str, profile: str) -> Iterator[None]:
    """One document always: what keeps the gate from judging is told in the format that was asked for, then raised."""
    try:
        yield
    except KeyboardInterrupt:  # before anything was judged; later the report says how far it came
        _tell_failure(form, ExitCode.INTERRUPTED, ("interrupted", "Đã dừng.", "Stopped."), profile)
        raise
    except ThiduaError as error:
        _tell_failure(form, error.exit_code, (error.code, error.message, error.message_en), profile)
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:300]
        message = f"Lỗi của chương trình, không phải của tệp ({what}). Hãy gửi tệp thidua.log cho người phát triển."
        message_en = f"A defect of thidua, not of the files ({what}). Send the file thidua.log to the developers."
        _tell_failure(form, ExitCode.DEFECT, ("defect", message, message_en), profile)
        raise


def _tell_failure(form: str, exit_code: ExitCode, failure: tuple[str, str, str], profile: str = "auto") -> None:
    """Print the report of a run that judged nothing; as text the door says it."""
    if form not in _FORMATS or form == "text":
        return
    from pipeline.validate.report import Terms, failed_report  # noqa: PLC0415
    from pipeline.version import build  # noqa: PLC0415
    from schemas.validation import Failure  # noqa: PLC0415

    code, message, message_en = failure
    told = Failure(code=code, message=message, message_en=message_en)
    report = failed_report(told, exit_code, Terms(build(), profile))
    sys.stdout.write(_as(form, report))
    sys.stdout.flush()


def _as(form: str, report: ValidationReport) -> str:
    from pipeline.validate.formats import FORMATS  # noqa: PLC0415

    return FORMATS[cast("Format", form)](report)


def _option(args: Sequence[str], name: str, default: str) -> str:
    """The value of an option in a command line that cannot be parsed."""
    for at, word in enumerate(args):
        if word == name and at + 1 < len(args):
            return args[at + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return default


def _one_of(code: str, option: str, given: str, known: Sequence[str]) -> str:
    if given in known:
        return given
    raise UsageError(
        code,
        f"{option} không có “{given}”. Hãy dùng một trong: {', '.join(known)}.",
        f"There is no {option} “{given}”. Use one of: {', '.join(known)}.",
    )


def _place(given: str) -> tuple[str, Path]:
    """Format and file of ``--write``."""
    form, equals, file = given.partition("=")
    if not equals or not file:
        raise UsageError(
            "write_unclear",
            f"--write “{given}” chưa rõ. Hãy viết DẠNG=TỆP, ví dụ --write sarif=thidua.sarif.",
            f"--write “{given}” is not clear. Write FORMAT=FILE, such as --write sarif=thidua.sarif.",
        )
    return _one_of("format_unknown", "--write", form, _FORMATS[1:]), Path(file)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        _not_written(file, error)


def _not_written(file: Path, error: OSError) -> NoReturn:
    raise UsageError(
        "result_not_written",
        f"Không ghi được “{file}” ({error.strerror}). Hãy kiểm tra thư mục, quyền ghi và chỗ trống trên ổ đĩa.",
        f"Cannot write “{file}” ({error.strerror}). Check the folder, the permission and the room on the disk.",
    ) from None
