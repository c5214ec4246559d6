"""What matters of a sentence: awards, counts of recipients, authorities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from extractors.awards.lexicon import AWARD_CODES
from schemas.records.awards import AwardCode, AwardLevel, Recipient
from schemas.text import Span

Rank = Literal["Nhất", "Nhì", "Ba"]


QUOTES = "\"“”«»'‘’*_ \t\n\xa0"


@dataclass(frozen=True, slots=True)
class Award:
    """A title or form of commendation that is named; ``code`` may still be one that the recipient completes."""

    span: Span
    code: str
    level: AwardLevel | None
    recipient: Recipient | None
    rank: Rank | None = None
    weak: bool = False

    def coded(self, recipient: Recipient) -> AwardCode:
        """The code, given who receives it.

        >>> Award(Span(0, 1), "lao_dong_tien_tien", None, "ca_nhan").coded("tap_the")
        'tap_the_lao_dong_tien_tien'
        """
        code = self.code
        if code == "lao_dong_xuat_sac":
            code = "tap_the_lao_dong_xuat_sac"
        elif code == "lao_dong_tien_tien" and recipient == "tap_the":
            code = "tap_the_lao_dong_tien_tien"
        elif code == "van_hoa":
            code = {"khu_dan_cu": "khu_dan_cu_van_hoa", "ho_gia_dinh": "gia_dinh_van_hoa"}.get(recipient, "khac")
        elif code == "gia_dinh_van_hoa" and recipient == "khu_dan_cu":
            code = "khu_dan_cu_van_hoa"
        return cast("AwardCode", code if code in AWARD_CODES else "khac")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of recipients ("31 cá nhân") or of awards ("30 Kỷ niệm chương")."""

    span: Span
    numeral: Span
    value: int
    recipient: Recipient | None
    core: bool
    award: Award | None = None
    label: bool = False  # the noun stands before: "Cá nhân: 31"
    guessed: bool = False  # a noun that the lexicon does not know: "4 thuyền viên"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who gives: a level, ``city`` (province or district, by context) or ``own`` (the document's issuer)."""

    span: Span
    level: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence; spans count in ``text``."""

    text: str
    awards: tuple[Award, ...]  # also those inside counts
    counts: tuple[Count, ...]
    authorities: tuple[Authority, ...]


FORMS = frozenset({"bang_khen", "giay_khen", "co_thi_dua", "ky_niem_chuong"})
"""What is handed over, unlike a title that one bears."""
