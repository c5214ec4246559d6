"""Which indicator of the reviewed list a metric is of, and its value in base units.

A wording has to be the whole of what was measured, but for what may stand around it ("trên địa bàn xã", "năm 2025",
"tăng so với cùng kỳ"), and its unit has to be the indicator's. What is merely similar is not linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from extractors.header.gazetteer import as_written
from pipeline.identities.base_units import convert, to_base
from pipeline.identities.sources import Source, read_toml
from schemas.identities.indicators import Link, Row
from schemas.records.metrics import Record

FILE = "indicators.toml"
_WHOLE = 0.95  # the wording and nothing else
_AROUND = 0.9  # with words around it
_OPEN = ("source", "licence", "around", "shown")
_SHARES = ("%", "lần", "điểm %")  # in which a change or a share of plan is told, whatever is measured

_DOUBTFUL = frozenset({"hộ"})  # "hộ nghèo giảm 0,9%" is of the rate as often as of the count

_SHORT = {
    "ntm": "nông thôn mới",
    "bhyt": "bảo hiểm y tế",
    "bhxh": "bảo hiểm xã hội",
    "dtts": "dân tộc thiểu số",
    "tthc": "thủ tục hành chính",
    "htx": "hợp tác xã",
    "tdp": "tổ dân phố",
    "kdc": "khu dân cư",
    "tngt": "tai nạn giao thông",
    "tnxp": "thanh niên xung phong",
    "nsnn": "ngân sách nhà nước",
    "nhcsxh": "ngân hàng chính sách xã hội",
    "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở",
    "sxkd": "sản xuất kinh doanh",
    "gtnt": "giao thông nông thôn",
    "tỉ": "tỷ",
    "&": "và",
}
_WORD = re.compile(r"[\w&]+(?:[./]\w+)*")
# tăng so với cùng kỳ · giảm · so với kế hoạch · vượt so với dự toán      a change or a share of plan, told behind
_CHANGE = re.compile(r" (?:(?:ước )?(?:tăng|giảm|vượt|cao hơn|thấp hơn)\b|so với|so cùng kỳ).*")
# IIP 9 tháng ước tăng tăng      two changes in one: the second one is of something that is not said again
_CHAINED = re.compile(r"\b(?:tăng|giảm) (?:tăng|giảm)\b")
# Tổng đàn gia súc so với KH: Trâu      what stands behind the colon is measured
_OTHER = re.compile(r"(?:so với|tăng|giảm|vượt)[^:]*:")
# Tỷ lệ hộ nghèo giảm      as a target ("giảm 1%/năm") it may be the step or the level that is to be reached
_STEP = re.compile(r" (?:tăng|giảm)$")


def source() -> Source:
    """Where the list comes from."""
    return Source.of(read_toml(FILE))


def rows() -> Iterator[Row]:
    """One row an indicator, in the order of the list."""
    for family, entries in read_toml(FILE).items():
        if family in _OPEN:
            continue
        for code, entry in entries.items():
            yield Row(
                indicator_code=code,
                name=entry["name"],
                family=family,
                base_unit=entry["unit"],
                other_units=tuple(entry.get("also", ())),
                wordings=tuple(entry["wordings"]),
            )


def link(metrics: Iterable[tuple[Record, str]]) -> Iterator[Link]:
    """The link of each metric, given with its quote, in the order given.

    >>> from schemas.records.metrics import Record
    >>> metric = Record(indicator="Thu nhập bình quân đầu người năm 2025", value=61.5, unit="triệu đồng/người")
    >>> next(link([(metric, "")])).model_dump()  # doctest: +NORMALIZE_WHITESPACE
    {'indicator_code': 'thu_nhap_binh_quan_dau_nguoi', 'indicator_confidence': 0.9, 'base_value': 61500000.0,
     'base_value_max': None, 'base_unit': 'đồng/người'}
    """
    for record, quote in metrics:
        base = to_base(record.unit)
        code, sure = _indicator(record, quote, base[0] if base else None)
        if base is None:
            yield Link(indicator_code=code, indicator_confidence=sure)
            continue
        unit, factor = base
        yield Link(
            indicator_code=code,
            indicator_confidence=sure,
            base_value=convert(record.value, factor),
            base_value_max=convert(record.value_max, factor),
            base_unit=unit,
        )


def _indicator(record: Record, quote: str, base_unit: str | None) -> tuple[str | None, float | None]:
    found, sure = _called(record.indicator)
    if not found or (record.status == "target" and _STEP.search(record.indicator)):
        return None, None
    unit = base_unit or record.unit
    fitting = [one for one in found if unit in one.units]
    if not fitting and record.status in ("change", "plan_share") and unit in _SHARES:
        fitting = [one for one in found if not one.units & _DOUBTFUL]
    if len(fitting) != 1 or not fitting[0].is_shown(quote):
        return None, None
    return fitting[0].code, sure


@dataclass(frozen=True, slots=True)
class Meaning:
    """An indicator that a wording means, the units in which it is told, what its quote has to show."""

    code: str
    units: frozenset[str]
    shown: re.Pattern[str] | None = None

    def is_shown(self, quote: str) -> bool:
        """Whether a quote shows what this indicator asks for."""
        return self.shown is None or self.shown.search(quote) is not None


@lru_cache(maxsize=4096)
def _called(indicator: str) -> tuple[tuple[Meaning, ...], float]:
    """The indicators that these words may be, and how sure that is."""
    words = _key(indicator)
    if words in _wordings():
        return _wordings()[words], _WHOLE
    if _CHAINED.search(words) or _OTHER.search(indicator):
        return (), 0.0
    told = _CHANGE.sub("", words)
    for stripped in (told, *_stripped(told)):
        if stripped in _wordings():
            return _wordings()[stripped], _AROUND
    return (), 0.0


def _stripped(words: str) -> Iterator[str]:
    """The words without what stands before, behind, and on both sides."""
    before, after = _around()
    ahead = before.sub("", words, count=1)
    yield ahead
    yield after.sub("", words, count=1)
    yield after.sub("", ahead, count=1)


def _key(text: str) -> str:
    """Words in small letters, abbreviations spelled out, joined by blanks."""
    words = (match[0] for match in _WORD.finditer(as_written(text).casefold()))
    return " ".join(_SHORT.get(word, word) for word in words)


@cache
def _wordings() -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = {}
    for row in rows():
        needs = read_toml(FILE)[row.family][row.indicator_code].get("needs")
        shown = re.compile(read_toml(FILE)["shown"][needs], re.IGNORECASE) if needs else None
        meaning = Meaning(row.indicator_code, frozenset((row.base_unit, *row.other_units)), shown)
        for wording in row.wordings:
            for words in dict.fromkeys(_key(form) for form in spellings(wording)):
                if meaning not in found.setdefault(words, []):
                    found[words].append(meaning)
    return {words: tuple(meanings) for words, meanings in found.items()}


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    around = read_toml(FILE)["around"]
    before, after = (
        "|".join(
            sorted(
                {re.escape(_key(form)) for wording in around[side] for form in spellings(wording)},
                key=len,
                reverse=True,
            )
        )
        for side in ("before", "after")
    )
    return re.compile(rf"^(?:(?:{before}) )+"), re.compile(rf"(?: (?:{after}))+$")


def spellings(wording: str) -> Iterator[str]:
    """Every form of a wording: with and without what is optional, with each of the alternatives.

    >>> list(spellings("[tổng] đàn {lợn|heo}"))
    ['tổng đàn lợn', 'tổng đàn heo', 'đàn lợn', 'đàn heo']
    """
    opened = next((at for at, letter in enumerate(wording) if letter in "[{"), None)
    if opened is None:
        yield " ".join(wording.split())
        return
    pair = "[]" if wording[opened] == "[" else "{}"
    end, depth, cuts = opened, 0, [opened]
    for end in range(opened, len(wording)):
        letter = wording[end]
        depth += (letter in "[{") - (letter in "]}")
        if depth == 1 and letter == "|":
            cuts.append(end)
        if depth == 0:
            break
    cuts.append(end)
    inner = [wording[start + 1 : stop] for start, stop in pairwise(cuts)]
    for choice in (*inner, "") if pair == "[]" else inner:
        yield from spellings(f"{wording[:opened]}{choice}{wording[end + 1 :]}")
