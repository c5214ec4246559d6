"""How cells look: by what they hold, and by whether a person should look at their row."""

from __future__ import annotations

from typing import Any

_BACKGROUNDS = {"": None, "review": "#FFF2CC", "error": "#F8D7DA", "fill": "#E2EFDA"}
_NUMBERS = {  # Excel shows them with the separators of the reader's country
    "text": "@",
    "line": "@",
    "whole": "#,##0",
    "decimal": "#,##0.######",
    "plain": "0",
    "share": "0%",
    "date": "dd/mm/yyyy",
    "link": "General",
}


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Any] = {}
        self.title = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#1F4E79", "font_color": "#FFFFFF"}
        )
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.note = book.add_format({"text_wrap": True, "valign": "top"})

    def of(self, kind: str, look: str, *, literal: bool = False) -> Any:
        """The format of a cell.

        Args:
            kind: what it holds: text, line (a text that is not broken), whole, decimal, plain, share, date, link.
            look: ``""``, ``"review"``, ``"error"``, ``"fill"`` (for a person to fill).
            literal: it stays a text when a person edits it, even if it begins like a formula.
        """
        key = (kind, look, literal)
        if key not in self._made:
            told: dict[str, Any] = {"num_format": _NUMBERS[kind], "valign": "top", "text_wrap": kind == "text"}
            if kind in {"text", "line"}:
                told |= {"align": "left", "indent": 1}
            if background := _BACKGROUNDS[look]:
                told |= {"bg_color": background, "border": 1, "border_color": "#D9D9D9"}
            if kind == "link":
                told |= {"font_color": "#0563C1", "underline": 1}
            if literal:
                told["quote_prefix"] = True
            self._made[key] = self._book.add_format(told)
        return self._made[key]
