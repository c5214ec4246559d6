"""What may stand in a cell: text that Excel shows and never runs, of a length that it takes."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence

from pipeline.language import choose
from pipeline.tell import code

Value = str | int | float | datetime.date | None
"""What a cell holds."""

LONGEST = 32_767
"""The most that a cell of Excel holds, in units of UTF-16."""

_STARTS = "=+\\-@\t\r＝＋－＠"  # what makes a formula of a text; Excel takes the wide signs of East Asia for the same
_FORMULA = re.compile(rf"\s*[{_STARTS}]")
_FORMULA_WITHIN = re.compile(rf"([;\t]\s*)(?=[{_STARTS}])")
_MADE_NEUTRAL = re.compile(rf"([;\t]\s*)'(?=[{_STARTS}])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EXACT = 10**15  # whole numbers up to here are the same in Excel, which keeps 15 digits
_FIRST_DAY = datetime.date(1900, 3, 1)  # Excel counts a 29 February 1900; before that day its dates are others


def text(value: str) -> str:
    r"""A text in one line, without the characters that XML forbids.

    >>> text("đạt\n  12\x00 ha")
    'đạt 12 ha'
    """
    return " ".join(_FORBIDDEN.sub("", value).split())


def cut(value: str) -> tuple[str, bool]:
    """What of a text fits into a cell, with a mark at its end where some is missing; whether some is."""
    if len(value) <= LONGEST // 2 or len(value.encode("utf-16-le")) <= 2 * LONGEST:
        return value, False
    mark = choose(" … [đã cắt bớt]", " … [cut]")
    kept = value.encode("utf-16-le")[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark, True


def is_risky(value: str) -> bool:
    """Whether Excel could take a text for a formula.

    >>> is_risky("=1+1"), is_risky("- Đảng ủy xã"), is_risky("12 tập thể")
    (True, True, False)
    """
    return bool(_FORMULA.match(value))


def neutral(value: str) -> str:
    """A text of a CSV file, with an apostrophe wherever Excel would see the beginning of a formula.

    Where Excel separates by semicolons, a cell may begin within the text.

    >>> neutral("=1+1"), neutral("có; -2"), neutral("2-1")
    ("'=1+1", "có; '-2", '2-1')
    """
    value = _FORMULA_WITHIN.sub(r"\1'", value)
    return f"'{value}" if is_risky(value) else value


def typed(value: str) -> str:
    """A text of a CSV file as it was before :func:`neutral`.

    >>> typed(neutral("- Tặng; - đạt")), typed("12 'tập thể'")
    ('- Tặng; - đạt', "12 'tập thể'")
    """
    within = _MADE_NEUTRAL.sub(r"\1", value)
    return within[1:] if within.startswith("'") and is_risky(within[1:]) else within


def cell(value: object, table: str, column: str) -> Value:  # noqa: PLR0911  (a line a type)
    """A stored value as a cell holds it: codes in words, lists in a line; numbers and days as what they are. A no is
    said only where it matters, whether a document counts.

    >>> cell("giay_khen", "awards", "award"), cell(["a", "b"], "movements", "aliases"), cell(True, "awards", "verified")
    ('Giấy khen', 'a; b', 'có')
    """
    match value:
        case None:
            return None
        case bool():
            return choose("có", "yes") if value else choose("không", "no") if column == "counted" else None
        case int() if abs(value) > _EXACT:
            return str(value)
        case float() if not math.isfinite(value):
            return str(value)
        case datetime.date() if not isinstance(value, datetime.datetime) and value >= _FIRST_DAY:
            return value
        case datetime.date():
            return value.isoformat()
        case int() | float():
            return value
        case str():
            return text(code(table, column, value)) or None
        case Sequence():
            return text("; ".join(map(str, value))) or None
        case _:
            return text(str(value)) or None
