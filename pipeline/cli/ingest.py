"""``thidua ingest``: files and folders into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import err, hush, out
from pipeline.cli.options import database_option
from pipeline.engines.names import EngineName
from pipeline.errors import ExitCode
from pipeline.language import choose
from pipeline.settings import Settings, log_beside


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Đọc các tệp và thư mục (kể cả thư mục con), rút bản ghi và lưu vào DuckDB. Đọc được: Word (.docx, .doc, "
            ".rtf, .odt), PDF, bản quét và ảnh (.pdf, .png, .jpg, .tiff), trang web (.html), chữ thuần (.txt, .md; "
            "Unicode, TCVN3, VNI); tệp nén .zip và thư .eml, .msg được mở, mỗi tệp bên trong là một "
            "văn bản. Tệp đã nạp mà không đổi thì bỏ qua; tệp đã đổi thì thay bản cũ. Ctrl-C dừng lại, những gì đã "
            "xong vẫn được giữ.\f"
            "thidua ingest bao_cao.docx\nthidua ingest bao_cao_2025/ --db ket_qua.duckdb\nthidua ingest . --workers "
            "4 --force",
            "Read files and folders (and folders in them), extract the records and store them in DuckDB. Reads Word "
            "(.docx, .doc, .rtf, .odt), PDF, scans and pictures (.pdf, .png, .jpg, .tiff), web pages (.html), plain "
            "text (.txt, .md; Unicode, TCVN3, VNI); archives (.zip) and mails (.eml, .msg) are opened, each file in "
            "them a document. "
            "A file that has not changed is skipped; one that has replaces what was "
            "stored. Ctrl-C "
            "stops, and what was finished is kept.\f"
            "thidua ingest report.docx\nthidua ingest reports_2025/ --db results.duckdb\nthidua ingest . --workers "
            "4 --force",
        ),
        choose("Nạp văn bản vào cơ sở dữ liệu.", "Store documents in the database."),
    )


def command(  # noqa: PLR0917
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar=choose("ĐƯỜNG_DẪN…", "PATH…"), help=choose("Tệp hoặc thư mục cần nạp.", "Files or folders to read.")
        ),
    ],
    db: Annotated[Path | None, database_option()] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar=choose("SỐ", "N"),
            help=choose(
                "Số tiến trình đọc song song; nếu không nói: bằng số nhân của máy.",
                "How many processes read at a time; as many as the machine has cores if not given.",
            ),
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help=choose("Đọc lại cả những tệp không đổi.", "Read again what has not changed, too.")
        ),
    ] = False,
    engine: Annotated[
        EngineName,
        typer.Option(
            metavar="local|ray",
            help=choose(
                "Máy nào đọc: local: các tiến trình của máy này; ray: một cụm máy Ray (cần cài thidua[ray]).",
                "Who reads: local: processes of this machine; ray: a Ray cluster (wants thidua[ray]).",
            ),
        ),
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(
            metavar=choose("ĐỊA_CHỈ", "ADDRESS"),
            help=choose(
                "Địa chỉ cụm Ray, như 10.0.0.5:6379; không nói thì Ray chạy trên máy này.",
                "The Ray cluster, as 10.0.0.5:6379; if not given, Ray runs on this machine.",
            ),
        ),
    ] = None,
    staging: Annotated[
        str | None,
        typer.Option(
            metavar=choose("NƠI", "PLACE"),
            help=choose(
                "Nơi giữ kết quả đã đọc (Parquet): thư mục hoặc địa chỉ như s3://kho/thu-muc; không nói thì cạnh cơ sở "
                "dữ liệu.",
                "Where what was read is kept (Parquet): a folder, or an address as s3://bucket/folder; beside the "
                "database if not given.",
            ),
        ),
    ] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Ingest, and tell what came of it."""
    from pipeline.batch import ingest  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.cli.progress import watching  # noqa: PLC0415
    from pipeline.cli.stopping import stopping  # noqa: PLC0415
    from pipeline.cli.summary import show_summary, summary_as_data  # noqa: PLC0415
    from pipeline.engines.chosen import engine_of  # noqa: PLC0415
    from pipeline.runs.record import recorded  # noqa: PLC0415
    from pipeline.staging.area import area_beside  # noqa: PLC0415
    from pipeline.version import build  # noqa: PLC0415

    hush(as_json)
    settings = Settings.from_environment()
    chosen = engine_of(engine, address, staging)
    database = db or settings.database
    told = {"workers": settings.workers if workers is None else workers, "document_seconds": settings.document_seconds}
    told |= {"document_mb": settings.document_mb, "force": int(force)}
    with (
        recorded(database, build(), keep=settings.log_runs, settings=told) as log,
        stopping(err()) as stop,
        watching(err(), log_beside(database), quiet=quiet or as_json) as watcher,
    ):
        summary = ingest(
            paths,
            database,
            watcher,
            workers=told["workers"],
            seconds=settings.document_seconds,
            megabytes=settings.document_mb,
            force=force,
            stop=stop,
            limits=settings.limits,
            log=log,
            engine=chosen,
            staging=staging or (area_beside(database) if settings.keep_staged else None),
        )
        log.end("interrupted" if summary.interrupted else "done", counts=summary.told, exit_code=summary.exit_code)
    if as_json:
        answer(summary.exit_code, **summary_as_data(summary, database))
    else:
        hush(quiet and summary.exit_code == ExitCode.OK)
        show_summary(out(), summary, database, watcher.log)
    return int(summary.exit_code)
