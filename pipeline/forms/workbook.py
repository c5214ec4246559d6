"""The workbook: a sheet a form, then the records behind every cell, why cells are empty, what was left out."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from pipeline.errors import UsageError
from pipeline.forms.count import Filled
from pipeline.forms.definitions import FORMS
from pipeline.forms.sheet_form import Heading, write_form
from pipeline.forms.sheet_lists import write_empty, write_left_out, write_sources
from pipeline.forms.styles import Styles
from pipeline.language import choose

_MADE = datetime(2023, 3, 23)  # noqa: DTZ001  (the circular's day: the same records give the same file)


def write_workbook(filled: Filled, heading: Heading, place: Path) -> None:
    """Write the workbook; what stood there is replaced at once, or not at all.

    Raises:
        UsageError: ``result_not_written``.
    """
    new = place.with_name(f".{place.name}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(new), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            book.set_properties({"title": f"{heading.reporting} {filled.year}", "created": _MADE})
            styles = Styles(book)
            where = {}
            for form in FORMS:
                where.update(write_form(book.add_worksheet(form.sheet), styles, form, filled, heading))
            write_sources(book.add_worksheet(choose("Nguồn", "Sources")), styles, filled, where)
            write_empty(book.add_worksheet(choose("Ô trống", "Empty cells")), styles, filled, where)
            write_left_out(book.add_worksheet(choose("Không tính", "Left out")), styles, filled)
        new.replace(place)
    except (OSError, FileCreateError, XlsxWriterException) as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
        told = os.strerror(cause.errno) if isinstance(cause, OSError) and cause.errno else str(cause)
        raise UsageError(
            "result_not_written",
            f"Không ghi được “{place}” ({told}). Nếu tệp đang mở trong Excel thì hãy đóng lại; nếu không, hãy chọn nơi "
            "khác bằng --out.",
            f"Cannot write “{place}” ({told}). Close it if Excel has it open, or choose another place with --out.",
        ) from None
