"""What the document as a whole says: its kind, the level of its issuer, what "thành phố" means in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from extractors.awards.lexicon import load
from schemas.document import Document
from schemas.records.awards import AwardLevel

Kind = Literal["decision", "submission", "minutes", "plan", "report"]

# The type word stands on a line of its own, in capitals.
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("decision", re.compile(r"^[ \t*]*QUYẾT ĐỊNH\b", re.M)),
    ("submission", re.compile(r"^[ \t*]*TỜ TRÌNH\b", re.M)),
    ("plan", re.compile(r"^[ \t*]*(?:KẾ HOẠCH|HƯỚNG DẪN|QUY CHẾ|QUY ĐỊNH|THỂ LỆ)\b", re.M)),
    ("report", re.compile(r"^[ \t*]*BÁO CÁO\b", re.M)),
    # a council considers and votes: "BIÊN BẢN / Họp Hội đồng Thi đua - Khen thưởng", "… bình xét thi đua"
    (
        "minutes",
        re.compile(
            r"^[ \t*]*BIÊN BẢN\b"
            r"(?=[^.]{0,200}?(?:hội đồng|bình xét|xét (?:duyệt|chọn|khen|tặng|danh)|suy tôn|bỏ phiếu|kiểm phiếu))",
            re.M | re.I,
        ),
    ),
    # a letter that proposes, a letter that tells how to choose whom to commend
    ("submission", re.compile(r"\bV\s?/\s?v:?\s+(?:đề nghị|trình)\s[^\n]{0,60}(?:khen|tặng|danh hiệu)", re.I)),
    ("plan", re.compile(r"\bV\s?/\s?v:?\s+(?:[^\n]{0,40}\s)?(?:hướng dẫn|bình xét)", re.I)),
)
ISSUER = re.compile(
    r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|Ủy ban nhân dân|Uỷ ban nhân dân|ĐẢNG ỦY|Đảng ủy|HỘI ĐỒNG NHÂN DÂN)\s+"
    r"(tỉnh|thành phố|TP|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?!\w)",
    re.I,
)
# "ỦY BAN NHÂN DÂN QUẬN AN HÒA | PHÒNG GIÁO DỤC VÀ ĐÀO TẠO": a body of the unit issues, at no level of its own
BODY = re.compile(r"\n[ \t]*(?:SỞ|PHÒNG|TRƯỜNG|BỆNH VIỆN|TRUNG TÂM|CHI CỤC)\s+[A-ZĐÀ-Ỹ]{2}")
ADDRESSED = re.compile(r"Kính\s+(?:gửi|trình)\s*:?\s*(?P<whom>[^\n]{3,120})", re.I)
PROVINCE = re.compile(r"(?:UBND|ủy ban nhân dân|cấp|chủ tịch|sở nội vụ|đảng bộ)\s+tỉnh(?!\w)|(?<!\w)tỉnh\s+ủy", re.I)
LEVEL_OF: dict[str, str] = {
    "tỉnh": "tinh",
    "thành phố": "city",
    "tp": "city",
    "huyện": "huyen",
    "quận": "huyen",
    "thị xã": "huyen",
    "xã": "xa",
    "phường": "xa",
    "thị trấn": "xa",
    "đặc khu": "xa",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all sentences of a document."""

    kind: Kind
    own: AwardLevel | None
    city: AwardLevel
    addressee: AwardLevel | None = None
    by_body: bool = False  # a Sở, a Phòng, a school issues it: what that gives is at no level

    @property
    def issuer(self) -> AwardLevel | None:
        """The level of what the issuer gives itself."""
        return None if self.by_body else self.own

    @property
    def giver(self) -> AwardLevel | None:
        """Who gives where nobody is named: the issuer of a decision, the addressee of a submission."""
        return {"decision": self.issuer, "submission": self.addressee}.get(self.kind)

    def resolve(self, level: str) -> AwardLevel | None:
        """The level of an authority that was named by its unit alone."""
        if level == "own":
            return self.own
        if level == "none":
            return None
        return self.city if level == "city" else cast("AwardLevel", level)


def context_of(document: Document) -> Context:
    r"""Read the context.

    >>> from schemas.document import Document
    >>> context_of(Document("UBND XÃ AN SƠN\nQUYẾT ĐỊNH\nVề việc tặng Giấy khen"))
    Context(kind='decision', own='xa', city='tinh', addressee=None, by_body=False)
    """
    text = document.text
    head = text[:2500]
    kinds = [(m.start(), kind) for kind, pattern in KINDS if (m := pattern.search(head))]
    city = _city(text)
    issuer = ISSUER.search(head)
    own = None
    if issuer:
        level = LEVEL_OF[re.sub(r"\s+", " ", issuer.group(1).lower())]
        own = city if level == "city" else cast("AwardLevel", level)
    by_body = issuer is not None and BODY.search(head, issuer.end(), issuer.end() + 120) is not None
    return Context(min(kinds)[1] if kinds else "report", own, city, _addressee(head, city), by_body)


def _addressee(head: str, city: AwardLevel) -> AwardLevel | None:
    """The level of the body to which the document is addressed."""
    line = ADDRESSED.search(head)
    if line is None:
        return None
    for level, pattern in load().authorities:
        match = pattern.search(line.group("whom"))
        if match and level not in ("own", "none"):
            return city if level == "city" else cast("AwardLevel", level)
    return None


def _city(text: str) -> AwardLevel:
    """A city is a province's equal where it is one of the six, or where no province stands above it."""
    central = re.compile(rf"(?:thành\s+phố|TP\.?)\s*(?:{load().central_cities.pattern})", re.I)
    if central.search(text):
        return "tinh"
    return "huyen" if PROVINCE.search(text) else "tinh"
