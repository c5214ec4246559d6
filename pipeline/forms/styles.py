"""How cells look, and texts that no spreadsheet takes for a formula."""

from __future__ import annotations

from functools import cached_property
from typing import Any

YELLOW = "#FFF2CC"
GREY = "#F2F2F2"
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that no program takes for a formula, nor chokes on: an apostrophe goes before what begins like one.

    >>> harmless("=1+1"), harmless("12 tập thể")
    ("'=1+1", '12 tập thể')
    """
    clean = "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and not 0xD800 <= ord(sign) <= 0xDFFF))
    clean = clean[:32000]  # a cell holds 32,767 characters
    return f"'{clean}" if clean.startswith(_BEGINS_FORMULA) else clean


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        """A format in the letter of administrative documents."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter", **properties}
            )
        return self._made[key]

    @cached_property
    def head(self) -> Any:
        """The head of a table."""
        return self.of(bold=True, border=1, align="center", text_wrap=True)

    @cached_property
    def number_row(self) -> Any:
        """The row of column numbers below a head."""
        return self.of(italic=True, border=1, align="center", font_size=9)

    @cached_property
    def body(self) -> Any:
        """A text in a list."""
        return self.of(border=1, text_wrap=True, valign="top")

    @cached_property
    def link(self) -> Any:
        """A link in a list."""
        return self.of(border=1, valign="top", font_color="#0563C1", underline=1)

    @cached_property
    def doubtful(self) -> Any:
        """A text in a list that a person should look at."""
        return self.of(border=1, text_wrap=True, valign="top", bg_color=YELLOW)

    def figure(self, *, bold: bool, doubtful: bool, empty: str = "") -> Any:
        """A figure in a form."""
        extra: dict[str, object] = {"bg_color": YELLOW} if doubtful else {"bg_color": GREY} if empty else {}
        return self.of(bold=bold, border=1, align="right", indent=1, num_format="#,##0", **extra)
