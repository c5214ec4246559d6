"""``thidua evaluate``: figures against gold, gains and losses against a baseline."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import err, hush, out
from pipeline.cli.words import kind_word
from pipeline.errors import ExitCode, UsageError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings, log_beside

if TYPE_CHECKING:
    from pipeline.evaluate.baseline import Changes
    from pipeline.evaluate.score import Evaluation, Verdict
    from pipeline.load.digest import Query


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Chấm các bản ghi trong cơ sở dữ liệu (hoặc của các văn bản vừa đọc) theo đáp án làm tay: độ đúng, độ "
            "đủ, F1 của từng loại; "
            "và liệt kê những bản ghi được thêm, mất đi so với mốc đã lưu. Không xác định được thì ghi “–”, không "
            "ghi 0.\f"
            "thidua evaluate --gold corpus/gold --documents corpus/samples\n"
            "thidua evaluate --gold dap_an --db ket_qua.duckdb --misses\n"
            "thidua evaluate --gold dap_an --documents van_ban --baseline moc.json --save-baseline",
            "Score the records of a database (or of documents read now) against gold made by hand: precision, "
            "recall, F1 of each "
            "kind; and list the records won and lost since a stored baseline. Undefined is “–”, not 0.\f"
            "thidua evaluate --gold corpus/gold --documents corpus/samples\n"
            "thidua evaluate --gold gold --db results.duckdb --misses\n"
            "thidua evaluate --gold gold --documents documents --baseline baseline.json --save-baseline",
        ),
        choose("Chấm kết quả theo đáp án làm tay.", "Score the results against gold."),
    )


def command(  # noqa: PLR0917  (options, each by name)
    gold: Annotated[
        Path,
        typer.Option(
            metavar=choose("THƯ_MỤC", "DIR"), help=choose("Thư mục đáp án (.json).", "The folder of gold files.")
        ),
    ],
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar=choose("THƯ_MỤC", "DIR"),
            help=choose("Đọc các văn bản này rồi chấm.", "Read these documents now, and score them."),
        ),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option(
            metavar=choose("TỆP", "FILE"),
            help=choose(
                "Chấm cơ sở dữ liệu này (khi không có --documents).", "Score this database (without --documents)."
            ),
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar=choose("TỆP", "FILE"), help=choose("Mốc để so sánh.", "The baseline to compare with.")),
    ] = None,
    save_baseline: Annotated[
        bool,
        typer.Option("--save-baseline", help=choose("Lưu lần chấm này làm mốc mới.", "Make this the new baseline.")),
    ] = False,
    misses: Annotated[
        bool,
        typer.Option("--misses", help=choose("In từng bản ghi sót và sai.", "List every record missed and wrong.")),
    ] = False,
    fail_on_loss: Annotated[
        bool,
        typer.Option(
            "--fail-on-loss", help=choose("Mã thoát 1 nếu có bản ghi mất đi so với mốc.", "Exit 1 if anything is lost.")
        ),
    ] = False,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
    write: Annotated[
        Path | None,
        typer.Option(
            metavar=choose("TỆP", "FILE"),
            help=choose("Ghi thêm bảng số liệu (Markdown) vào tệp.", "Write the figures (Markdown) to a file."),
        ),
    ] = None,
) -> int:
    """Evaluate, and tell."""
    from pipeline.evaluate.baseline import Baseline, compare  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.evaluate.report import as_data, as_markdown, fields_as_data  # noqa: PLC0415
    from pipeline.evaluate.score import evaluate  # noqa: PLC0415

    if save_baseline and baseline is None:
        raise UsageError(
            "baseline_unnamed",
            "--save-baseline cần --baseline TỆP để biết lưu vào đâu.",
            "--save-baseline needs --baseline FILE.",
        )
    hush(quiet or as_json)
    settings = Settings.from_environment()
    with _asked(documents, db or settings.database, gold, settings) as query:
        evaluation = evaluate(query, gold)
    _show_figures(evaluation)
    if misses:
        _show_misses(evaluation)
    changes = compare(evaluation, Baseline.read(baseline)) if baseline and baseline.exists() else None
    if changes:
        _show_changes(changes)
    if baseline and not baseline.exists() and not save_baseline:
        err().print(
            choose(
                f"Chưa có mốc “{baseline}”; thêm --save-baseline để lưu.",
                f"There is no baseline “{baseline}” yet; --save-baseline stores one.",
            )
        )
    if baseline and save_baseline:
        Baseline.of(evaluation).write(baseline)
    if write:
        _write(write, as_markdown(evaluation, gold, _command_line(gold, documents)))
    if evaluation.missing:
        names = ", ".join(evaluation.missing)
        err().print(choose(f"Cơ sở dữ liệu không có: {names}", f"Not in the database: {names}"), soft_wrap=True)
    worse = fail_on_loss and changes is not None and changes.any_lost
    code = ExitCode.FINDINGS if evaluation.missing or worse else ExitCode.OK
    if as_json:
        answer(code, **as_data(evaluation), fields=fields_as_data(evaluation), missing=list(evaluation.missing))
    return int(code)


@contextmanager
def _asked(documents: Path | None, database: Path, gold: Path, settings: Settings) -> Iterator[Query]:
    """The database to score: the stored one, or one made of the documents that the gold is about."""
    from pipeline.batch import ingest  # noqa: PLC0415
    from pipeline.cli.progress import watching  # noqa: PLC0415
    from pipeline.cli.stopping import stopping  # noqa: PLC0415
    from pipeline.evaluate.score import read_gold  # noqa: PLC0415
    from pipeline.load.store import asking, connect_to_read  # noqa: PLC0415

    if documents is None:
        with connect_to_read(database) as connection:
            yield asking(connection, database)
        return
    sources = {truth.get("source", stem) for stem, truth in read_gold(gold)}
    files = [file for file in sorted(documents.rglob("*")) if file.stem in sources and file.suffix != ".json"]
    with tempfile.TemporaryDirectory(prefix="thidua-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "thidua.duckdb"
        log = log_beside(settings.database)
        with stopping(err()) as stop, watching(err(), log, quiet=True) as watcher:
            summary = ingest(
                files,
                made,
                watcher,
                workers=settings.workers,
                seconds=settings.document_seconds,
                megabytes=settings.document_mb,
                stop=stop,
            )
        if summary.interrupted:
            raise KeyboardInterrupt
        if not made.exists():
            raise UsageError(
                "documents_missing",
                f"“{documents}” không có văn bản nào mà đáp án “{gold}” nói đến.",
                f"“{documents}” holds no document that the gold in “{gold}” is about.",
            )
        with connect_to_read(made) as connection:
            yield asking(connection, made)


def _show_figures(evaluation: Evaluation) -> None:
    from pipeline.evaluate.fields import by_field  # noqa: PLC0415
    from pipeline.evaluate.report import groups  # noqa: PLC0415

    names = {
        "all": choose("Tất cả", "All"),
        "clean": choose("Văn bản rõ", "Clean"),
        "restored": choose("Văn bản đã phục hồi", "Restored"),
    }
    for name, documents in groups(evaluation):
        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, title=f"{names[name]} ({len(documents)})", title_justify="left"
        )
        table.add_column(choose("loại", "kind"))
        for title in (("đáp án", "gold"), ("tìm được", "found"), ("đúng", "P"), ("đủ", "R"), ("F1", "F1")):
            table.add_column(choose(*title), justify="right")
        table.add_column(choose("F1 chặt", "strict"), justify="right")
        table.add_column(choose("sai có đánh dấu", "wrong, marked"), justify="right")
        for kind in evaluation.kinds:
            figures = evaluation.figures(kind, documents)
            measures = (figures.precision, figures.recall, figures.f1, figures.strict_f1, figures.wrong_marked_share)
            table.add_row(kind_word(kind), str(figures.gold), str(figures.found), *map(_said, measures))
        right, fields = evaluation.fields(documents)
        if fields:
            table.add_section()
            table.add_row(kind_word("document"), str(fields), str(right), _said(right / fields))
        out().print(table)
        by_kind: dict[str, list[str]] = {}
        for figure in by_field(evaluation, documents):
            by_kind.setdefault(figure.kind, []).append(f"{figure.field} {figure.right}/{figure.of}")
        for kind, fields_told in by_kind.items():
            out().print(f"{kind_word(kind)}: {', '.join(fields_told)}", soft_wrap=True)
        out().print()


def _said(value: float | None) -> str:
    return "–" if value is None else number(value, 3)


def _show_misses(evaluation: Evaluation) -> None:
    _list(choose("Sót", "Missed"), "-", [v for v in evaluation.verdicts if not v.wrong and not v.found])
    _list(choose("Sai", "Wrong"), "+", [v for v in evaluation.verdicts if v.wrong])
    inexact = [v for v in evaluation.verdicts if v.found and not v.exact]
    _list(choose("Chưa khớp từng trường", "Not to the letter"), "~", inexact)


def _show_changes(changes: Changes) -> None:
    if not changes.any:
        out().print(choose("So với mốc: không đổi.", "Against the baseline: no change."))
        return
    _list(choose("Được thêm so với mốc", "Won since the baseline"), "+", changes.won)
    _list(choose("Khớp hơn trước", "More exact than it was"), "↑", changes.sharper)
    _list(choose("Mất so với mốc", "Lost since the baseline"), "-", changes.lost)
    _list(choose("Kém khớp hơn trước", "Less exact than it was"), "↓", changes.blunter)
    _list(choose("Sai mới", "Newly wrong"), "!", changes.new_wrong)
    out().print(
        choose(
            f"Hết sai: {changes.wrong_gone}. Đáp án mới: {changes.new_gold}.",
            f"No longer wrong: {changes.wrong_gone}. New in the gold: {changes.new_gold}.",
        )
    )


def _list(title: str, mark: str, verdicts: Sequence[Verdict]) -> None:
    if not verdicts:
        return
    out().print(f"[bold]{title}[/] ({len(verdicts)})")
    for verdict in verdicts:
        line = f"{mark} {verdict.document} {kind_word(verdict.kind)}: {verdict.told}"
        if verdict.instead is not None:
            line += choose("  (được: ", "  (have: ") + _difference(verdict) + ")"
        out().print(escape(line), soft_wrap=True)


def _difference(verdict: Verdict) -> str:
    """In which of the fields that are shown the found record is another than the gold one."""
    from pipeline.evaluate.kinds import KINDS  # noqa: PLC0415

    have = verdict.instead or {}
    names = [name for name in KINDS[verdict.kind].shown if name != "quote"]
    return ", ".join(f"{name} {have.get(name)}" for name in names if have.get(name) != verdict.record.get(name))


def _command_line(gold: Path, documents: Path | None) -> str:
    source = f" --documents {documents.as_posix()}" if documents else ""
    return f"thidua evaluate --gold {gold.as_posix()}{source}"


def _write(file: Path, section: str) -> None:
    """Put the section of this gold into the page: in the place of an older one, or at its end."""
    head = "# How right the records are\n\nMade by `make eval`: scored against gold that was annotated by hand.\n"
    page = file.read_text(encoding="utf-8") if file.exists() else head
    title = section.splitlines()[0]
    sections = page.split("\n## ")
    kept = [part for part in sections[1:] if f"## {part}".splitlines()[0] != title]
    text = "\n## ".join([sections[0].rstrip("\n") + "\n", *(part.rstrip("\n") + "\n" for part in kept), section[3:]])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
