"""What a clerk types for a field, as the value that is stored: Vietnamese numbers, days, codes in words."""

from __future__ import annotations

import datetime
import re
import typing
import unicodedata
from typing import Any

from pydantic import ValidationError

from pipeline.corrections.facts import WORDS, Values, model_of
from pipeline.vocabulary import words_of

EMPTY = frozenset({"trống", "(trống)", "empty", "(empty)"})
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def fields_of(kind: str) -> dict[str, str]:
    """The fields of a kind that may be corrected, each with its title."""
    told = model_of(kind).model_fields.items()
    return {name: field.title or name for name, field in told if typing.get_origin(field.annotation) is not tuple}


def field_named(kind: str, title: str) -> str | None:
    """The field of a kind by its title or its name, upper or lower case.

    >>> field_named("awards", "số lượng"), field_named("awards", "count"), field_named("awards", "Tên")
    ('count', 'count', None)
    """
    wanted = key(title)
    return next((name for name, told in fields_of(kind).items() if wanted in {key(told), key(name)}), None)


def key(text: str) -> str:
    """A word as words are compared: composed, small, blanks single."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def parse(kind: str, field: str, typed: str) -> object:  # noqa: PLR0911  (a line a type)
    """What was typed, as a value that the schema may take; the schema judges it.

    >>> parse("metrics", "value", "1.250,5"), parse("awards", "award", "giấy khen"), parse("awards", "count", "1.250")
    (1250.5, 'giay_khen', 1250.0)
    >>> parse("legal_references", "issued_on", "5/12/2025"), parse("metrics", "value_max", "trống")
    (datetime.date(2025, 12, 5), None)
    """
    said, kinds = key(typed), _types(model_of(kind).model_fields[field].annotation)
    if said in EMPTY:
        return "" if kind == WORDS else None
    for code, meaning in words_of(kind, field).items():
        if said in {code, key(meaning)}:
            return code
    if kinds & {int, float}:
        number = said.translate(str.maketrans("", "", ". ")) if _GROUPED.fullmatch(said) else said
        try:
            return float(number.replace(",", "."))
        except ValueError:
            return typed
    if datetime.date in kinds and (day := _DAY.fullmatch(said)):
        try:
            return datetime.date(int(day[3]), int(day[2]), int(day[1]))
        except ValueError:
            return typed
    return unicodedata.normalize("NFC", typed.strip())


def validated(kind: str, values: Values, changes: dict[str, object]) -> dict[str, Any] | str:
    """The changes as the schema stores them; or the first field that cannot be so."""
    try:
        record = model_of(kind).model_validate(values | changes)
    except ValidationError as error:
        return str(next((part for part in error.errors()[0]["loc"]), next(iter(changes))))
    return {name: getattr(record, name) for name in changes}


def _types(annotation: object) -> set[object]:
    return {annotation, *typing.get_args(annotation)}
