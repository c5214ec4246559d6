"""Where an award belongs: its form and column, and the rows that its words allow."""

from __future__ import annotations

import re

from pipeline.forms.definitions import AWARD_FORMS, TOTAL
from pipeline.forms.form import Column, Form
from pipeline.forms.item import Item
from pipeline.forms.told import Award
from pipeline.forms.ways import way_of

_REASONS = {"khen_thuong": "form_unsaid", "vinh_danh": "honoured_only"}
_LEVELS = {None: "level_unsaid", "bo_nganh": "of_ministry", "huyen": "of_district"}
_WITHIN = {
    "tap_the": ("in_tap_the", {"doanh_nghiep": "doanh nghiệp|công ty"}),
    "ca_nhan": ("in_ca_nhan", {"doanh_nhan": "doanh nhân"}),
}
_YEARS = re.compile(r"\b20\d\d\b")


def place_of(award: Award) -> tuple[Form, Column | None] | str:
    """The form and the column, ``None`` for the total column alone; else why there is none.

    The total alone is for what a kind that is divided into Tập thể and Cá nhân has no room for.
    """
    quote = award.evidence.quote.lower()
    for form in AWARD_FORMS:
        kinds = [
            column
            for column in form.columns
            if award.award in column.awards and award.level in column.levels and column.said in quote
        ]
        for column in kinds:
            if not column.recipients or award.recipient in column.recipients:
                return form, column
        if kinds:
            return form, None
    return _REASONS.get(award.award) or _LEVELS.get(award.level) or "no_column"


def item_of(award: Award, column: Column | None, told: str, doubts: frozenset[str], year: int) -> Item:
    """The award as it counts in its form."""
    rows, unsaid = {TOTAL, award.recipient}, set()
    if award.recipient == "khac":
        unsaid.add("recipient")
    if award.recipient in _WITHIN:
        group, words = _WITHIN[award.recipient]
        named = {row for row, word in words.items() if _counts(award, word)}
        rows |= named
        if not named:
            unsaid.add(group)
    if way := way_of("award", award.evidence):
        rows.add(way)
    else:
        unsaid.add("method")
    return Item(
        award.count,
        told,
        TOTAL if column is None else column.key,
        frozenset(rows),
        (award.evidence,),
        frozenset(unsaid),
        doubts | _doubts(award, year) | ({"outside"} if column is None else set()),
        outside=column is None,
    )


def _counts(award: Award, word: str) -> bool:
    """Whether the quote counts just these: "Bằng khen cho 03 doanh nghiệp"."""
    figure = f"{award.count:,}".replace(",", r"[.\s]?")
    return re.search(rf"(?<![\d.,])0*{figure}\s+(?:{word})\b", award.evidence.quote, re.IGNORECASE) is not None


def _doubts(award: Award, year: int) -> set[str]:
    evidence = award.evidence
    years = {int(found) for found in _YEARS.findall(evidence.quote)}
    return {
        doubt
        for doubt, holds in (
            ("needs_review", evidence.needs_review),
            ("other_year", bool(years) and year not in years),
            ("district", evidence.document.unit_kind == "huyen"),
            ("other_unit", evidence.document.unit_kind in {"khac", "so", None} and not evidence.document.own_province),
        )
        if holds
    }
