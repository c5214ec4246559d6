"""A small batch for tests of the review pages: stored, and made into pages."""

from __future__ import annotations

from pathlib import Path

from pipeline.load.store import asking, connect_to_read
from pipeline.report.review.make import Made, make
from pipeline.report.review.names import page_of
from tests.stored import ask, report, store, write_reports
from tests.support import ROOT

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</mark></div></main><img src=x onerror=alert(1)>",
    "\"' onmouseover='x",
    "{{ 7 * 7 }} {% raw %}",
    "<!-- ]]> &lt;&amp;&#0;",
    "\u202egnp.exe\u202c \u200b e\u0301",
)
MANGLED = ROOT / "corpus" / "samples" / "bao-cao-nam-xa-binh-khe-thuong.txt"
ATTACK = "<b onclick='x'>&“tệp”.txt"


PLAIN = "báo cáo 000.txt"
WRONG = "sai tổng.txt"


def stored_reports(folder: Path) -> Path:
    """A plain report, one full of markup, a restored one, one that contradicts itself, a file that is none."""
    write_reports(folder / "in", 1)
    (folder / "in" / ATTACK).write_text(report(7) + "\n" + "\n".join(HOSTILE) + "\n", encoding="utf-8")
    wrong = report(8).replace("12 tập thể và 31 cá nhân.", "43 trường hợp, gồm 12 tập thể, 30 cá nhân.")
    (folder / "in" / WRONG).write_text(wrong, encoding="utf-8")
    (folder / "in" / "hỏng.pdf").write_bytes(b"%PDF-1.4 hong")
    (folder / "in" / MANGLED.name).write_bytes(MANGLED.read_bytes())
    store([folder / "in"], folder / "a.duckdb")
    return folder / "a.duckdb"


def made(database: Path, folder: Path, *wanted: str) -> Made:
    """The report of a database."""
    with connect_to_read(database) as connection:
        return make(asking(connection, database), wanted, folder, name=database.name)


def page(database: Path, folder: Path, name: str) -> Path:
    """Where the page of a document lies."""
    ((doc_id,),) = ask(database, "SELECT doc_id FROM documents WHERE source_name = ?", name)
    return folder / page_of(doc_id, name)
