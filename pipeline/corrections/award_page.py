"""The sheet for awards that the machine overlooked, a row an award, as the official forms are counted from these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.corrections.lists import hidden_lists
from pipeline.corrections.sheet import COLUMNS, Line
from pipeline.corrections.titles import AWARDS_TITLE
from pipeline.corrections.values import fields_of, key
from pipeline.errors import UsageError
from pipeline.export.sheets import Column, Sheet
from pipeline.language import choose
from pipeline.vocabulary import words_of

KIND = "awards"
LISTS = "thidua 2"
"""The hidden sheet that holds what may be chosen."""

_ROWS = 1_000  # for so many rows there is a list to choose from
_MOST_DOCUMENTS = 10_000  # more than anybody looks through; the name of a file may be typed
_WIDTHS = {"document": 34, "quote": 60, "note": 24, "award": 30, "level": 18, "recipient": 16, "amount_vnd": 18}
_NEEDED = ("document", "quote")


def awards_sheet(documents: Sequence[str]) -> Sheet:
    """The sheet, for the writer of workbooks; it has no rows yet.

    Args:
        documents: those to choose from, as a clerk names them.
    """
    columns = tuple(
        Column(code, title, "", _WIDTHS.get(code, 14), plain=True, fill=True) for code, title in _titles().items()
    )

    def choices(book: Any, page: Any, _: int) -> None:
        lists: dict[str, Sequence[str]] = {"vanban": documents[:_MOST_DOCUMENTS]}
        lists |= {f"gia_tri_{name}": told for name in fields_of(KIND) if (told := _words(name))}
        hidden_lists(book, LISTS, lists)
        page.set_column(0, 0, None, None, {"hidden": True})  # the way to the review pages, which a new award has not
        green = book.add_format(
            {"num_format": "@", "valign": "top", "text_wrap": True, "bg_color": "#E2EFDA", "border": 1,
             "border_color": "#D9D9D9"}
        )  # fmt: skip
        for number, column in enumerate(columns, start=1):
            page.set_column(number, number, column.width, green)
            name = "vanban" if column.code == "document" else f"gia_tri_{column.code}"
            if lists.get(name):
                offered = {"validate": "list", "source": f"={name}", "error_type": "warning"}
                page.data_validation(1, number, _ROWS, number, offered)

    return Sheet("awards_to_add", AWARDS_TITLE, columns, "", choices=choices)


def award_lines(rows: Iterable[tuple[int, Sequence[str]]], name: str, page: str) -> list[Line]:
    """The awards that a clerk wrote on the sheet, as rows that add: one for each of its cells that says something.

    Raises:
        UsageError: ``sheet_foreign``: columns are missing.
    """
    left = iter(rows)
    _, first = next(left, (1, ()))
    codes = {key(title): code for code, both in _titles().items() for title in both}
    places = {codes[key(title)]: at for at, title in enumerate(first) if key(title) in codes}
    missing = [choose(*_titles()[code]) for code in _NEEDED if code not in places]
    if missing:
        listed = ", ".join(missing)
        raise UsageError(
            "sheet_foreign",
            f"Trang “{page}” của “{name}” thiếu cột: {listed}. Hãy dùng tệp của thidua review, giữ nguyên dòng đầu.",
            f"Sheet “{page}” of “{name}” lacks columns: {listed}. Use a file that thidua review wrote, with its first "
            "row.",
        )
    lines = []
    for number, row in left:
        cells = {code: row[at].strip() if at < len(row) else "" for code, at in places.items()}
        if not any(cells.values()):
            continue
        note, document, quote = (cells.get(code, "") for code in ("note", "document", "quote"))
        told = [(title, cells[code]) for code, title in fields_of(KIND).items() if cells.get(code)]
        lines += [
            Line(number, "", "thêm", title, value, note, document, KIND, quote, page=page, alone=True)
            for title, value in told or [("", "")]
        ]
    return lines


def _titles() -> dict[str, tuple[str, str]]:
    fields = {name: (title, name) for name, title in fields_of(KIND).items()}
    return {"document": COLUMNS["document"], "quote": COLUMNS["quote"], **fields, "note": COLUMNS["note"]}


def _words(name: str) -> list[str]:
    return [choose(meaning, code) for code, meaning in words_of(KIND, name).items()]
