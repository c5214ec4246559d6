"""Draw the pictures of the READMEs from real output: ``python docs/pictures.py`` (after ``make run``)."""

from __future__ import annotations

import base64
import difflib
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.mend import mend
from pipeline.read import read

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MANGLED = ROOT / "corpus" / "samples" / "bao-cao-nam-xa-binh-khe-thuong.txt"
LINES = slice(12, 24)  # a stretch of prose with numbers and codes


def recorder(width: int) -> Console:
    """A console that keeps what is printed and shows nothing."""
    return Console(record=True, width=width, file=io.StringIO(), force_terminal=True)


def save(console: Console, name: str, title: str) -> None:
    """Write what the console kept as ``docs/pictures/<name>.svg``."""
    PICTURES.mkdir(exist_ok=True)
    svg = console.export_svg(title=title, unique_id=name)
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")


def draw_ingest() -> None:
    """The screen of an ingestion of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pipeline.cli", "ingest", "corpus/samples", "--db", f"{folder}/thidua.duckdb"]
        environment = os.environ | {"COLUMNS": "150", "PYTHONUTF8": "1"}
        environment.pop("THIDUA_LANG", None)
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    table = run.stdout.replace(f"{folder}/", "outputs/")
    console = recorder(150)
    console.print(Text.from_ansi("$ thidua ingest corpus/samples\n" + table.rstrip()))
    save(console, "ingest", "thidua")


def draw_restore() -> None:
    """A stretch of the mangled sample, before and after, with what was changed in colour."""
    raw = read(MANGLED)
    restored = mend(raw)
    console = recorder(150)
    table = Table(expand=True, show_lines=False)
    table.add_column("Như đã đọc", ratio=1)
    table.add_column("Đã phục hồi", ratio=1)
    for before, after in list(zip(raw.text.split("\n"), restored.text.split("\n"), strict=True))[LINES]:
        table.add_row(Text(before, style="dim"), highlighted(before, after))
    console.print(table)
    save(console, "restore", "thidua restore")


def highlighted(before: str, after: str) -> Text:
    """The line after restoration, the words that are new in colour."""
    old, new = before.split(" "), after.split(" ")
    text = Text()
    for operation, _, _, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        text.append(" ".join(new[start:end]) + " ", style="" if operation == "equal" else "bold green")
    return text


def draw_report() -> None:
    """The review page of a sample, at a finding, as Chromium shows it."""
    sys.path.insert(0, str(ROOT))
    from tests.browser import browsing  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, browsing(1366, 900) as browser:
        base = Path(folder) / "thidua.duckdb"
        for command in (["ingest", "corpus/samples", "--db", base], ["report", "--db", base, "--out", f"{folder}/r"]):
            subprocess.run([sys.executable, "-m", "pipeline.cli", *command], cwd=ROOT, capture_output=True, check=True)
        (page,) = Path(folder, "r", "van_ban").glob("bao-cao-nam-phuong-lac-yen-*.html")
        browser.open(page, "#issues-0003")
        browser.settle()
        shot = browser.call("Page.captureScreenshot", format="png")["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(shot))).convert("P", palette=Image.Palette.ADAPTIVE, colors=128)
    picture.save(PICTURES / "report.png", optimize=True)


if __name__ == "__main__":
    draw_ingest()
    draw_restore()
    draw_report()
