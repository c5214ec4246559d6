"""Figures as a reader expects them."""

from __future__ import annotations

from pipeline.language import choose


def number(value: float, digits: int = 0) -> str:
    """A number with Vietnamese separators, or English ones.

    >>> number(12345), number(1234567.5, 1)
    ('12.345', '1.234.567,5')
    """
    said = f"{value:,.{digits}f}"
    return choose(said.translate(str.maketrans(",.", ".,")), said)


def percent(share: float) -> str:
    """A share in whole percent; what is not quite all, or nothing, is not said to be.

    >>> percent(0.4), percent(0.999), percent(1.0), percent(0.001)
    ('40 %', 'trên 99 %', '100 %', 'dưới 1 %')
    """
    if 0.99 < share < 1:
        return choose("trên 99 %", "over 99 %")
    if 0 < share < 0.01:
        return choose("dưới 1 %", "under 1 %")
    return f"{share:.0%}".replace("%", " %")
