"""Whose instruments a symbol marks: "QĐ-TTg" are the Prime Minister's, "NĐ-CP" the Government's."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """Those who issue under a symbol: the symbol, what their names hold, what the names of others hold.

    ``name`` is what they are called together; None where a symbol marks a kind of body of which there are many.
    ``binding`` is False where reports misprint the symbol so often that the name beside it is as good: "46-CT/TU của Bộ
    Chính trị" is read as it stands, and left to the checks.
    """

    name: str | None
    symbol: re.Pattern[str]
    issuer: re.Pattern[str]
    other: re.Pattern[str] | None = None
    binding: bool = True

    def may_be(self, issuer: str) -> bool:
        """Whether a name may be theirs."""
        return self.issuer.search(issuer) is not None and not (self.other and self.other.search(issuer))


def _owner(name: str | None, symbol: str, issuer: str, other: str | None = None, *, binding: bool = True) -> Owner:
    return Owner(
        name,
        re.compile(symbol),
        re.compile(issuer, re.IGNORECASE),
        re.compile(other, re.IGNORECASE) if other else None,
        binding,
    )


OWNERS = (
    _owner("Thủ tướng Chính phủ", r"TTg$", r"thủ tướng|chính phủ"),
    _owner("Chính phủ", r"(?:^|/)(?:NĐ|NQ|QĐ)-CP$", r"chính phủ"),
    _owner(None, r"^TT-NHNN", r"ngân hàng|thống đốc"),
    _owner(None, r"^TT-TTCP", r"thanh tra"),
    _owner(None, r"^TT-B", r"bộ|đảng|ban|ủy|uỷ"),
    _owner(None, r"UBTVQH\d*$", r"quốc hội"),
    _owner("Quốc hội", r"(?:^|[-/])QH\d*$", r"quốc hội"),
    _owner(None, r"UBND$", r"ubnd|[uủ]y ban|uỷ ban|chủ tịch|xã|phường|tỉnh|thành phố|huyện|quận|địa phương|khu"),
    _owner(None, r"HĐND$", r"hđnd|hội đồng|tỉnh|thành phố|xã|phường|huyện"),
    _owner("cơ quan Trung ương của Đảng", r"/T[WƯ]$", r"trung ương|bộ chính trị|bí thư|đảng|tw|bch"),
    _owner(
        "Tỉnh ủy, Thành ủy",
        r"/TU$",
        r"tỉnh|thành|đảng bộ|ban thường vụ|ban chấp hành",
        r"bộ chính trị|ban bí thư|trung ương",
        binding=False,
    ),
)
"""The first whose symbol it is decides."""


def owner_of(symbol: str) -> Owner | None:
    """Whose a symbol is; None where it names no one.

    >>> owner_of("QĐ-TTg").name, owner_of("QĐ-ABC")
    ('Thủ tướng Chính phủ', None)
    """
    return next((owner for owner in OWNERS if owner.symbol.search(symbol)), None)


def fits(symbol: str, issuer: str) -> bool | None:
    """Whether an issuer may have issued under a symbol; None where the symbol names no one, or none for sure.

    >>> fits("QĐ-TTg", "Thủ tướng Chính phủ"), fits("NĐ-CP", "Bộ Y tế"), fits("QĐ-ABC", "Bộ Y tế")
    (True, False, None)
    """
    owner = owner_of(symbol)
    return None if owner is None or not owner.binding else owner.may_be(issuer)
