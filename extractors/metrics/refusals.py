"""Numbers that measure nothing: in names and slogans, in headings, counts of awards."""

from __future__ import annotations

import re

from extractors.metrics.quantity import Quantity
from schemas.records.metrics import Qualifier

_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{1,200})[”\"»]")
_MONEY = ("%", "tỷ", "triệu", "đồng", "nghìn", "ha", "km", "m2", "tấn")
_AWARD = re.compile(
    r"(?<!\w)(?:bằng khen|giấy khen|huân chương|huy chương|kỷ niệm chương|cờ thi đua|chiến sĩ thi đua|"
    r"lao động tiên tiến|lao động xuất sắc|danh hiệu|khen thưởng|khen|biểu dương|tuyên dương|vinh danh|tôn vinh|"
    r"tặng thưởng)(?!\w)",
    re.IGNORECASE,
)
_RECEIVERS = ("tập thể", "cá nhân", "hộ gia đình")
_AWARD_NOUNS = (
    "bằng khen", "giấy khen", "huân chương", "huy chương", "kỷ niệm chương", "cờ", "danh hiệu", "chiến sĩ thi đua",
    "bằng", "bà mẹ", "giải thưởng",
)  # fmt: skip
# "được phân bổ 04 cờ, gồm khối xã 02 cờ": how many may be given
_ALLOTTED = re.compile(r"(?<!\w)(?:được )?(?:phân bổ|giao chỉ tiêu)\s[^.]*$", re.IGNORECASE)
# "4 bản được Chủ tịch huyện khen"
_COMMENDED = re.compile(
    r"^[^.;,\d]{0,60}?(?:được|đã được|vinh dự được)\s[^.;,\d]{0,40}?"
    r"(?:tặng|khen|biểu dương|tuyên dương|suy tôn|vinh danh|truy tặng)",
    re.IGNORECASE,
)
# "tặng Giấy khen cho 12 …", "biểu dương 30 …"
_GIFT = r"(?!\s+(?:quà|tiền|học bổng|sổ|nhà|thẻ|xe|sách|vở|áo))"  # "tặng quà cho 320 người" gives no award
_GIVEN = re.compile(
    rf"(?<!\w)(?:(?:tặng{_GIFT}|tặng thưởng|trao tặng{_GIFT}|khen|khen thưởng|biểu dương|tuyên dương|vinh danh|"
    r"suy tôn)\s+(?:[^.;\d]{0,50}\s)?cho"
    r"|(?:khen thưởng|khen tặng|biểu dương|tuyên dương|vinh danh|tôn vinh|suy tôn)"
    r"(?:\s+(?:đột xuất|chuyên đề|đối ngoại|cống hiến|niên hạn|quá trình cống hiến))?(?:\s+(?:được|đối với))?)\s+$",
    re.IGNORECASE,
)
# "đường tinh luyện loại 1kg có giá 28.500đ/gói": a measure that tells the ware
_WARE = re.compile(r"\s*(?:có\s+)?giá(?!\w)", re.IGNORECASE)
# "được lập thành 03 bản, mỗi bản 05 trang"
_COPIES = re.compile(r"(?:(?:in|lập|làm|viết)\s+thành|mỗi\s+bản)\s+$", re.IGNORECASE)
# "đất 2 lúa", "cây màu 3 vụ": how a field is tilled
_CROPS = re.compile(r"(?<!\w)(?:đất|ruộng|lúa|màu|chuyên|thâm canh|luân canh)\s+$", re.IGNORECASE)
# "chính quyền ba xã cũ", "tính cả 3 xã trước sáp nhập": which ones, not how many
_UNITED = ("xã", "phường", "huyện", "tỉnh", "thôn", "đơn vị", "thị trấn", "thành phố", "quận")
_FORMER = re.compile(
    r"\s+(?:cũ|trước (?:khi )?(?:sáp nhập|hợp nhất)|nói trên|kể trên|nêu trên|trên đây|này)(?!\w)", re.IGNORECASE
)
# "tại 196 đường Trần Phú": the number of a house
_STREETS = ("đường", "phố", "ngõ", "ngách", "hẻm", "đại lộ", "quốc lộ", "tỉnh lộ")
_ADDRESS = re.compile(r"\s[A-ZĐÀ-Ỹ]")
_SCALE = re.compile(r"(?:tỷ lệ|tỉ lệ|bản đồ|quy hoạch(?: chi tiết)?)\s+$", re.IGNORECASE)  # "quy hoạch tỷ lệ 1/500"
_LISTED = re.compile(r"(?<!\w)(?:danh sách|khen|thưởng)(?!\w)", re.IGNORECASE)


def refused(  # noqa: PLR0911 -- one return a reason
    text: str, quantity: Quantity, qualifier: Qualifier, *, heading: bool
) -> bool:
    """Whether a quantity is no metric.

    Refused: "phong trào “3 sạch, 2 đẹp”", "tặng Giấy khen cho 12 tập thể", "V. KẾT QUẢ 5 ĐỢT THI ĐUA" as a heading.
    """
    measured = quantity.unit.startswith(_MONEY) or quantity.numeral.denominator is not None
    if heading and (not measured or text.isupper()):
        return True
    if _in_quotes(text, quantity) and (
        not measured or _NAMED.search(text, 0, text.rfind("“", 0, _start(quantity)) + 1)
    ):
        return True
    if (
        quantity.numeral.denominator
        and quantity.numeral.value == 1
        and _SCALE.search(text[: quantity.numeral.span.start])
    ):
        return True
    if quantity.unit in _UNITED and quantity.numeral.denominator is None and _FORMER.match(text, quantity.span.end):
        return True
    if quantity.unit in _STREETS and _ADDRESS.match(text, quantity.span.end):
        return True
    if _COPIES.search(text[: quantity.numeral.span.start]):
        return True
    if quantity.unit in ("lúa", "vụ", "màu") and _CROPS.search(text, 0, quantity.numeral.span.start):
        return True
    if quantity.unit in ("kg", "g", "ml", "lít", "m") and _WARE.match(text, quantity.span.end):
        return True
    return _of_award(text, quantity, qualifier)


# đợt thi đua đặc biệt “500 ngày đêm hoàn thành 3.000 km đường cao tốc”: measures in a name
_NAMED = re.compile(
    r"(?<!\w)(?:phong trào|cuộc vận động|đợt|tháng|chiến dịch|chủ đề|dự án|đề án|chương trình|mô hình|"
    r"khẩu hiệu|phương châm)"
    r"(?:\s[^\W\d_]+){0,5}\s*“$",
    re.IGNORECASE,
)


def _start(quantity: Quantity) -> int:
    return quantity.numeral.span.start


def speaks_of_awards(text: str) -> bool:
    """Whether awards are named.

    >>> speaks_of_awards("Bằng khen của Chủ tịch UBND tỉnh"), speaks_of_awards("Diện tích gieo trồng")
    (True, False)
    """
    return _AWARD.search(text) is not None


def _in_quotes(text: str, quantity: Quantity) -> bool:
    return any(
        m.start() < quantity.numeral.span.start < m.end() and len(m[1].split()) <= 25 for m in _QUOTED.finditer(text)
    )


def _of_award(text: str, quantity: Quantity, qualifier: Qualifier) -> bool:
    """Whether it counts awards or those who got them."""
    if quantity.numeral.denominator is not None or not (quantity.counted or quantity.unit == "lần"):
        return False
    after, before = text[quantity.span.end :], text[: quantity.numeral.span.start]
    if _ALLOTTED.search(before):
        return False
    if quantity.unit.startswith(_AWARD_NOUNS) or _AWARD.search(quantity.unit):
        return True
    quota = qualifier in (">=", "<=")  # "giới thiệu ít nhất 02 cá nhân": what is asked, not what was given
    if not quota and quantity.unit.startswith(_RECEIVERS) and (_AWARD.search(text) or _LISTED.search(text)):
        return True
    return (not quota and _COMMENDED.search(after) is not None) or _GIVEN.search(before) is not None
