"""Money that goes with an award, in đồng, as printed (per head where the text says "mỗi")."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.awards.recipients import recipient_at
from schemas.records.awards import Recipient

AMOUNT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*(tỷ|tỉ|triệu|nghìn|ngàn)?\s*đồng(?!\s+chí)(?!\w)", re.I
)
SCALE = {"tỷ": 1e9, "tỉ": 1e9, "triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3}
# "mỗi tập thể 1.000.000 đồng", "2 triệu đồng/cá nhân", "500.000 đồng mỗi người"
EACH_BEFORE = re.compile(
    r"(?<!\w)mỗi\s+(?P<who>[^,;.\d]{2,40}?)(?:\s+(?:được|là|thưởng|nhận|trị giá|kèm|số tiền|tiền thưởng|\())*[\s(:]*$",
    re.I,
)
EACH_AFTER = re.compile(r"^\s*(?:/|(?:cho\s+)?mỗi|(?:cho\s+)?một|đối với mỗi)\s*(?P<who>[^,;.\d)]{2,40})", re.I)
GOES_WITH = re.compile(r"thưởng|kèm|trị giá|số tiền|mỗi", re.I)
SUM = re.compile(r"tổng (?:số tiền|tiền|kinh phí|trị giá|giá trị)", re.I)


class Amount(NamedTuple):
    """Money in đồng, and where in its sentence the words end that tell it."""

    value: float
    end: int


def amounts_of(sentence: str, recipients: list[Recipient]) -> dict[int, Amount]:
    """The amount of each record of the sentence, by its index; records of which none is said are left out.

    >>> amounts_of("Tặng Giấy khen cho 2 tập thể, mỗi tập thể 1.000.000 đồng và 3 cá nhân, mỗi cá nhân 500.000 đồng",
    ...            ["tap_the", "ca_nhan"])
    {0: Amount(value=1000000.0, end=56), 1: Amount(value=500000.0, end=95)}
    >>> amounts_of("Khen thưởng 9 cá nhân, kèm theo tiền thưởng 4,5 triệu đồng", ["ca_nhan"])
    {0: Amount(value=4500000.0, end=58)}
    """
    found: dict[int, Amount] = {}
    loose: list[Amount] = []
    for match in AMOUNT.finditer(sentence):
        before, after = sentence[max(0, match.start() - 90) : match.start()], sentence[match.end() :]
        value = _value(match.group(1)) * SCALE.get((match.group(2) or "").lower(), 1.0)
        head = EACH_AFTER.match(after)
        each = head or EACH_BEFORE.search(before)
        amount = Amount(value, match.end() + (len(head[0].rstrip()) if head else 0))
        if each:
            noun = recipient_at(each.group("who"), 0)
            for index, recipient in enumerate(recipients):
                if noun is None or noun[0] in (recipient, "khac"):
                    found.setdefault(index, amount)
        elif GOES_WITH.search(before) and not SUM.search(before):
            loose.append(amount)
    if len(loose) == 1 and len(recipients) == 1:
        found.setdefault(0, loose[0])
    return found


def _value(digits: str) -> float:
    return float(digits.replace(".", "").replace(",", "."))
