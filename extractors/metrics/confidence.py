"""How sure a reading of a number is."""

from __future__ import annotations

import re

from extractors.metrics.indicator import Governor
from extractors.metrics.lexicon import load
from extractors.metrics.quantity import Quantity

_FAR = 28  # words: a quote as long as that has looked for its governor too far
# "trên 5% thì cứ thêm 0,5% được tính thêm 0,5 điểm", "phạt tiền từ 3 triệu đồng đến 5 triệu đồng đối với …": rules
_RULE = re.compile(
    r"(?<!\w)(?:thì cứ|được tính(?: thêm)?|được cộng|bị trừ|phạt tiền từ|được hưởng|nhân với|chia cho)(?!\w)",
    re.IGNORECASE,
)
_NOTHING_SAID = {"giá", "kỳ", "số", "mức", "cao", "tổng", "tỷ lệ", "trong"}
_NAME_AFTER = re.compile(r"\s+(?=\w)")


# which ones, or a part of a name, as often as how many: "sáp nhập 3 xã", "một tỉnh nông thôn mới"
_PLACES = frozenset(
    ["xã", "phường", "huyện", "tỉnh", "thôn", "khu vực", "thành phố", "vùng", "đơn vị", "ấp", "bản", "quận"]
)
# "… Sìn Hồ gồm các xã", "khối lượng gỗ tịch thu 427": words that lead on, a number that was parted from its decimals
_UNFINISHED = re.compile(r"(?:(?<!\w)(?:gồm|là|các|và|với|ở|tại|của)(?:\s\S+)?|\s\d+)$", re.IGNORECASE)


def confidence_in(text: str, quantity: Quantity, governor: Governor, *, heading: bool, unsettled: bool) -> float:
    """How sure a reading is: the unit from its place, the indicator from its place, the number from its separators.

    Below 0.7 a person should look: nouns that the lexicon does not know, a governor that is a word or far away, words
    of intent and of result before the same number (``unsettled``), a small number before a name ("1 xã An Hạ").
    """
    sure = 0.95 * quantity.sure
    if heading or quantity.unit in load().soft or quantity.unit in ("tập thể", "cá nhân"):
        sure *= 0.7
    if governor.leans:
        sure *= 0.9
        if quantity.counted and ";" in text[governor.span.start : quantity.numeral.span.start]:
            sure *= 0.75
    if len(governor.indicator.split()) < 2:
        sure *= 0.72 if governor.indicator.lower() in _NOTHING_SAID | {quantity.unit} else 0.85
    if len(governor.span.of(text).split()) > _FAR or unsettled:
        sure *= 0.72
    if _RULE.search(text) or (quantity.counted and quantity.unit.split()[0] in load().scales):
        sure *= 0.72
    after = _NAME_AFTER.match(text, quantity.span.end)
    if quantity.counted and quantity.numeral.value < 10 and after and text[after.end()].isupper():
        sure *= 0.72
    if quantity.unit in _PLACES and quantity.numeral.value < 20 and quantity.numeral.denominator is None:
        sure *= 0.72
    if _UNFINISHED.search(governor.indicator):
        sure *= 0.72
    if quantity.numeral.doubtful:
        sure *= 0.7
    if quantity.numeral.words:  # "một" is as often an article
        sure *= 0.6 if quantity.numeral.value == 1 else 0.8
    return round(sure, 2)
