"""Lists that Excel offers to choose from: on a hidden sheet, a column each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any


def hidden_lists(book: Any, title: str, lists: Mapping[str, Sequence[str]]) -> None:
    """Put lists to choose from on a hidden sheet, a column each, and give them names.

    Row by row: a workbook that is written with constant memory keeps none that is done.
    """
    page = book.add_worksheet(title)
    page.hide()
    for row, values in enumerate(zip_longest(*lists.values())):
        for column, value in enumerate(values):
            if value is not None:
                page.write_string(row, column, value)
    for column, (name, told) in enumerate(lists.items()):
        letter = chr(ord("A") + column)
        book.define_name(name, f"='{title}'!${letter}$1:${letter}${max(1, len(told))}")
