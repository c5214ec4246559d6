"""Write the report: a page a document, then the index; never half a file, and nothing of anybody else's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.find import REPORT_SIGN
from pipeline.load.digest import Query
from pipeline.report.folder import Sign, check, claim, write
from pipeline.report.review.batch import batch_page
from pipeline.report.review.names import INDEX, PAGES, page_of
from pipeline.report.review.page import document_page
from pipeline.report.review.stored import Names, Row, counts, documents, findings, stored
from pipeline.runs.traces import trace_of
from pipeline.show import find_document

DEFAULT_FOLDER = Path("outputs") / "bao_cao"
SIGN = Sign(REPORT_SIGN, "Thư mục kết quả của lệnh thidua report; lần chạy sau ghi đè lên các tệp ở đây.\n")
_PAGE = re.compile(r".*[0-9a-f]{16}\.html")  # a name that page_of gives


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the index, how many pages in all, how many of them were as they are now already.

    ``failed`` are the documents whose pages could not be made through a defect of ours: name and traceback.
    """

    index: Path
    pages: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]


def make(
    query: Query,
    wanted: Sequence[str],
    folder: Path,
    *,
    name: str,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> Made:
    """Make the report of a database.

    Args:
        query: asks the database.
        wanted: the documents whose pages are written, named as ``thidua show`` takes them; all if empty. The index
            always lists all, with links to the pages that are there.
        folder: where to; pages of documents that are no longer in the database are taken away.
        name: what the database is called.
        watch: told how many pages are done, of how many.

    Raises:
        UsageError: ``document_unknown``, ``document_ambiguous``, ``out_not_folder``, ``out_not_empty``,
            ``out_not_writable``, ``result_not_written``.
        DatabaseError: the database cannot be read.
    """
    check(folder, SIGN)
    rows = documents(query)
    readable = {row["doc_id"]: row for row in rows if row["status"] in {"loaded", "partial"}}
    named = dict.fromkeys(find_document(query, one) for one in wanted) if wanted else readable
    doc_ids = [doc_id for doc_id in named if doc_id in readable]
    claim(folder, SIGN)
    unchanged, failed = 0, []
    names = Names.ask(query)
    for done, document in enumerate(stored(query, doc_ids)):
        watch(done, len(doc_ids))
        row = document.document
        try:
            page = document_page(document, names)
        except Exception as error:
            failed.append((str(row["source_name"]), trace_of(error)))
            continue
        unchanged += not _put(folder / page_of(row["doc_id"], row["source_name"]), page)
    _sweep(folder / PAGES, readable.values())
    there = {doc_id for doc_id, row in readable.items() if (folder / page_of(doc_id, row["source_name"])).exists()}
    _put(folder / INDEX, batch_page(rows, there, counts(query), findings(query), name=name))
    return Made(folder / INDEX, len(doc_ids) - len(failed), unchanged, tuple(failed))


def _put(place: Path, page: str) -> bool:
    """Write a page unless it stands there already; whether it was written."""
    try:
        if place.read_bytes() == page.encode("utf-8", "replace"):
            return False
    except OSError:
        pass  # not there, or not to be read: writing will tell
    write(place, page)
    return True


def _sweep(pages: Path, readable: Iterable[Row]) -> None:
    """Take away pages that lead nowhere any more."""
    wanted = {Path(page_of(row["doc_id"], row["source_name"])).name for row in readable}
    for page in pages.glob("*.html") if pages.is_dir() else ():
        if page.name not in wanted and _PAGE.fullmatch(page.name):
            page.unlink(missing_ok=True)
