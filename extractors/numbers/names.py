"""What looks like a quantity and is none: ordinals, years, days, dates, codes, labels, names."""

from __future__ import annotations

import re

from extractors.codes import find_codes
from extractors.dates import find_dates
from extractors.numbers.lexicon import load
from extractors.numbers.numeral import Numeral
from schemas.text import Span

_LABEL = re.compile(r"^[ \t]*\(?\d{1,2}(?:\.\d{1,2})*(?:[.)]\s*|\.\d{1,2}\s+)(?=[^\W\d_])", re.MULTILINE)
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}\.?(?![\d,])")

_WORDS_BEFORE = re.compile(r"(?:(?<!\w)(\w+)[ \t]+)?(?<!\w)(\w+)[ \t]*(?P<colon>:[ \t]*)?$")


_NUMBERED = frozenset(
    ["cử", "biểu", "mẫu", "phụ", "tổ", "nhóm", "điểm", "phòng", "nhà", "đội", "khu", "cụm", "khối", "trạm", "lô", "dự"]
)
_DEEDS = frozenset(["quy tập", "triệu tập", "luyện tập", "sưu tập"])  # "quy tập 2 hài cốt": no second volume
_RANKED = re.compile(r"(?<!\w)(?:thứ|hạng|lô|ngõ|hẻm|số nhà|kiệt)\s+$", re.IGNORECASE)  # "xếp thứ 21/35 trường"


# "mỗi tháng 02 tin, bài", "(kế hoạch 7 gương)", "trước kế hoạch 02 tháng": how many; not "tháng 02", "Kế hoạch 7"
_EACH = re.compile(r"(?<!\w)(?:mỗi|hằng|hàng)\s+(?:tháng|quý|năm|tuần|ngày)\s+$", re.IGNORECASE)
_GOAL = re.compile(
    r"(?:\((?:kế hoạch|nghị quyết)(?:\s(?:là|giao|đề ra|năm))?|(?:trước|sớm hơn|vượt)\s+(?:kế hoạch|nghị quyết))\s+$",
    re.IGNORECASE,
)


def is_ordinal(text: str, numeral: Numeral) -> bool:  # noqa: PLR0911 -- one return a way of telling
    """Whether the words before make it a name or a place in an order: "Cụm thi đua số 8", "quốc lộ 5", "lần 3"."""
    if numeral.denominator is not None:
        return _RANKED.search(text, max(0, numeral.span.start - 12), numeral.span.start) is not None
    before = _WORDS_BEFORE.search(text, max(0, numeral.span.start - 24), numeral.span.start)
    if before is None:
        return False
    if before["colon"] or _measured(text, numeral.span.end):
        return False
    if before[2].lower() == "lớp" and numeral.value <= 12:  # "học sinh lớp 5"
        return True
    if _EACH.search(text, 0, before.end()) or _GOAL.search(text, 0, before.end()):
        return NOUN.match(text, numeral.span.end) is None
    one, last = (before[1] or "").lower(), before[2].lower()
    words = load()
    if (last == "số" and one in words["counted"]) or f"{one} {last}" in _DEEDS:
        return False
    if f"{one} {last}" in words["ordinal"] or last in words["ordinal"]:
        return True
    if last == "số" and one in _NUMBERED:  # "đơn vị bầu cử số 1 tỉnh …"
        return True
    weakly = last in words["weakly"] or f"{one} {last}" in words["weakly"]
    return weakly and (numeral.value < 100 or last == "số") and NOUN.match(text, numeral.span.end) is None


# After a unit even "tiêu chí 98%", "kế hoạch 500 ha", "năm 3.500 tấn" is a quantity.
_MEASURED = re.compile(r"\s?(?:%|ha\b|km|tấn|tạ|tỷ|tỉ|triệu|nghìn|ngàn|đồng|hộ\b|người|con\b)", re.IGNORECASE)


def _measured(text: str, end: int) -> bool:
    return _MEASURED.match(text, end) is not None


_YEAR = re.compile(r"(?:19|20)\d\d$")
_NOUN_AFTER = re.compile(
    r"\s(?:%|ha|km|m2|tấn|tạ|tỷ|triệu|đồng|hộ|người|con|cây|lượt|suất|trường|hồ|học|hội|đoàn|đảng|công|lao|đối|cuốn|buổi|bộ|tổ|"
    r"cán|cháu|em|doanh|mét|tin|bài|phần|đại|cặp|liều|ca|thẻ|cơ|thành|tập|cá|sản|vụ|giỏ|ngôi|nhà|xe|phiếu|văn|thủ|ngày)(?!\w)",
    re.IGNORECASE,
)


def is_year(text: str, numeral: Numeral) -> bool:
    """Whether it is a year or a period of years: "2025", "2020-2025", "2024-25"; not "1.950 hộ", "2025 hộ"."""
    start, end = numeral.span
    first = re.match(r"\d+", text[start:end])
    if first is None or not _YEAR.match(first[0]) or (len(first[0]) < end - start and text[start + 4] in ".,"):
        return False
    if numeral.denominator is not None:
        return 1900 <= numeral.denominator <= 2100
    if numeral.value_max is not None:
        return True
    return _NOUN_AFTER.match(text, end) is None


_DAY_BEFORE = re.compile(
    r"(?:ngày|hôm|dịp|lễ|tết|mừng|niệm|quốc khánh|mạng|khởi nghĩa|tác|nghề|và|với|thành lập|việt nam|sinh|truyền thống|"
    r"sĩ|ngữ|đề án|sáng|chiều|tối|từ|đến)\s+\(?$",
    re.IGNORECASE,
)
NOUN = re.compile(
    r"\s?(?!(?:năm|đến|và|của|vừa|vừa qua|tới|là|do|trên|ở|tại|đạt|có|được|đã|với|trong)(?!\w))[^\W\d_A-ZĐ]", re.UNICODE
)


def is_day(text: str, match: re.Match[str]) -> bool:
    """Whether a fraction is a day and a month: "kỷ niệm Quốc khánh 2/9", "chào mừng 30/4 và 1/5"."""
    if match["fraction_unit"] or not (match["first"].isdigit() and match["below"].isdigit()):
        return False
    day, month = int(match["first"]), int(match["below"])
    if not (1 <= day <= 31 and 1 <= month <= 12) or day == month == 0:
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    noun = NOUN.match(text, match.end()) is not None
    if _DAY_BEFORE.search(before):
        return not noun or day > month
    return not noun and f"{day}/{month}" in load()["holidays"]


_NAMES = re.compile(
    r"(?i:(?<!\w)(?:mức|cấp) độ[ \t]+[1-5](?:[ \t]*(?:,|và)[ \t]*[1-5])+)(?![.,]?\d|[ \t]*%)"  # "mức độ 3, 4"
    r"|(?i:(?<!\w)(?:điều|khoản|điểm|mục|chương)[ \t]+\d{1,3}(?:[ \t]*(?:,|và|;)[ \t]*\d{1,3})+)"
    r"(?=[ \t]*(?i:nghị|luật|thông|quyết|điều|của|quy))"
    r"|"
    r"(?i:covid|sars-cov|h\d+n)[ \t]*[-–][ \t]*\d+"  # "Covid - 19"
    r"|(?<![\d.,])0\d{2,3}[.\s]?\d{3}[.\s]?\d{3,4}(?!\d)"  # telephone numbers
    r"|\b\d{1,2}\s?(?:h|giờ)\s?\d{0,2}(?=\W|$)"  # "7h30", "14 giờ 00"
    r"|\b\d{1,2}:\d{2}\b"
    r"|(?i:số)[ \t]+\d+\w?(?:/\d+)*[ \t]+(?i:đường|phố|đại lộ|ngõ)(?!\w)"  # "nhà số 7 đường Trần Phú"
    r"|(?i:công nghiệp|web)\s+[1-5][.,]0(?!\d)"  # "Cách mạng công nghiệp 4.0"
    r"|(?i:iso|tcvn|qcvn)[ \t:]*\d[\d:.-]*"
    r"|[“\"]\d+[ \w,]{1,12}\d[^”\"\n]{0,40}[”\"]"  # "5 không, 3 sạch"
)


_OF_EACH = re.compile(r"(?<!\w)mỗi\s+$", re.IGNORECASE)  # "mỗi tháng 02 tin" names no month


def barred(text: str) -> list[Span]:
    """Where digits count nothing: dates, codes, labels, names."""
    dates = [d.span for d in find_dates(text)]
    spans = [d for d in dates if not _OF_EACH.search(text, 0, d.start)] + [c.span for c in find_codes(text)]
    for pattern in (_LABEL, _NAMES, _SECTION_NUMBER):
        spans.extend(Span(*m.span()) for m in pattern.finditer(text))
    return spans
