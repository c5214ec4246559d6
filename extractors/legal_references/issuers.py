"""Names of those who issue instruments: "Ban Thường vụ Thành ủy", "Ủy ban nhân dân thành phố Hải Phòng"."""

from __future__ import annotations

import re

from extractors.legal_references.lexicon import issuers
from schemas.text import Span

# Where a clause begins, no name of an organ goes on, though the single words could.
_STOP = re.compile(
    r"(?:ban\s+hành|thành\s+lập|thường\s+xuyên|quy\s+định|thực\s+hiện|tổ\s+chức|công\s+(?:bố|nhận|tác|văn)|hội\s+nghị|chính\s+sách"
    r"|hành\s+động|nhân\s+(?:dịp|rộng)|nội\s+dung|quản\s+lý|quốc\s+phòng|kiểm\s+tra|cấp\s+(?:phép|giấy|bằng)|phòng,?\s+chống"
    r"|số\s*:?\s*\d+|thị\s+trường|kỳ\s+họp|tư\s+vấn|các\s+cấp\s+về|công\s+khai|nước\s+ngoài"
    r"|Cho\s+phép|Cho\s+ý|Kết\s+luận|Thực\s+hiện|Triển\s+khai|Thông\s+báo|Phát\s+động|Tổng\s+kết|Tăng\s+cường|Đẩy\s+mạnh"
    r"|Quy\s+định|Hướng\s+dẫn|Ban\s+hành|Sửa\s+đổi|Thành\s+lập|Về|Phê\s+duyệt|Bổ\s+sung|Công\s+bố|Kèm)(?!\w)"
)
# "Hội nghị" begins like an organ and is none.
_NO_ORGAN = re.compile(
    r"(?:Hội\s+(?:thảo|thi|chợ|trại)|Đoàn\s+kết|Bộ\s+(?:luật|máy|tiêu)|Xã\s+hội|Đảng\s+viên|Khối\s+lượng|Viện\s+trợ)(?!\w)",
    re.I,
)
_TOKEN = re.compile(r"(?:TP|Tp|TX|TT)\.(?=\s?[A-ZĐ])|[^\s,;.:()“”\"\[\]…?!]+")
_HYPHEN = re.compile(r"\s+[-–]\s+(?=[A-ZĐÂÔƯ])")
_AGAIN = re.compile(r"\s+")
_DEPARTMENT = re.compile(r"(?:Bộ|bộ|Sở|sở|Bộ\s+trưởng\s+[Bb]ộ|Giám\s+đốc\s+[Ss]ở)\s+")
# "Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII", "Hội nghị Trung ương 6 khóa XII"; no other meeting issues
_MEETING = re.compile(
    r"Hội\s+nghị\s+(?:lần\s+thứ\s+\w+(?:\s+\(?khóa\s+[IVX]+\)?)?\s*,?\s+(?:của\s+)?(?=(?:Ban|BCH|Trung\s+ương)(?!\w))"
    r"|(?:BCH\s+)?(?:Trung\s+ương|TW)\s+(?:lần\s+thứ\s+)?(?:\w+)(?:\s*,?\s*\(?(?:khóa|khoá)\s+[IVX]+\)?)?\s*,?\s*)",
    re.IGNORECASE,
)
_JOINT_SYMBOL = re.compile(r"^(?:TTLT|TTLN|TTLB|NQLT|KHLT|KHLN|HDLN|HDLT|CTrPH|QCPH|KHPH|CVLT|CTLT|QĐLT)")
_JOINT = re.compile(r"\s*(?:,\s*(?:và\s+)?|và\s+|[-–]\s*)")


def joint_issuer(text: str, issuer: Span, symbol: str) -> Span:
    """The whole list of issuers of a joint instrument: "Bộ Nội vụ, Bộ Tài chính và Bộ Y tế"."""
    joint = _JOINT_SYMBOL.match(symbol) or text[issuer.start : issuer.start + 4].lower() == "liên"
    while joint and (more := _JOINT.match(text, issuer.end)) and text[more.end() : more.end() + 1].isupper():
        other = issuer_at(text, more.end())
        if other is None:
            break
        issuer = Span(issuer.start, other.end)
    return issuer


def issuer_at(text: str, at: int) -> Span | None:
    """The issuer whose name begins at an offset; None where no organ or office is named there.

    >>> text = "Kế hoạch của Ủy ban nhân dân tỉnh Bình Minh ban hành danh mục"
    >>> issuer_at(text, 13).of(text)
    'Ủy ban nhân dân tỉnh Bình Minh'
    """
    lexicon = issuers()
    if text[at : at + 8].lower() == "hội nghị":
        return _meeting_at(text, at)
    department = _DEPARTMENT.match(text, at)
    if department and (name := lexicon.ministry.match(text, department.end())):
        return Span(at, name.end())
    if not lexicon.head.match(text, at) or _NO_ORGAN.match(text, at):
        return None
    end, capital, first = at, False, True
    position = at
    while position < len(text):
        compound = lexicon.compound.match(text, position)
        if compound:
            end, capital = compound.end(), False
        else:
            token = _TOKEN.match(text, position)
            if token is None or (not first and _STOP.match(text, position)):
                break
            word = token[0]
            if word[0].isupper() or word[0].isdigit():
                capital = True
            elif first or capital or word in lexicon.inside:
                if not (first or word in lexicon.inside or _is_second(text, end, word)):
                    break
                capital = False
            else:
                break
            end = token.end()
        first = False
        blank = _HYPHEN.match(text, end) or _AGAIN.match(text, end)
        if blank is None:
            break
        position = blank.end()
    return Span(at, end) if end > at else None


def _meeting_at(text: str, at: int) -> Span | None:
    meeting = _MEETING.match(text, at)
    if meeting is None:
        return None
    whose = issuer_at(text, meeting.end())
    return Span(at, whose.end if whose else len(text[: meeting.end()].rstrip(" ,")))


# A word that never is the second syllable of a name that began with a capital letter.
_NEW = re.compile(
    r"(?:về|việc|và|của|cho|đã|là|được|để|trong|tại|có|ngày|khi|như|theo|sửa|phê|hướng|triển|phát|giao|điều|kiện|tặng|khen|đến"
    r"|từ|đối|yêu|nêu|nhằm|gồm|bổ|kèm|đề|báo|xây|hợp|quyết|thông|tiếp|đẩy|tăng|gửi|do|bằng|với|trên|hết|kết|thống|ký|vừa|sẽ"
    r"|cùng|hoặc|này|ra|bãi|thay|quán|chỉ|giai|năm|nhiệm|tham|trình|chủ|mở|đặt|cần|phải|không|còn|cũng|tập|giữa|trước|sau"
    r"|thì|buộc|chưa|mà|dẫn|lại|vào|mới|nhưng|nên|hay)$"
)


def _is_second(text: str, end: int, word: str) -> bool:
    """Whether a lower-case word goes on with the capitalised one before it ("Tư pháp", "Nội vụ")."""
    before = text[:end][-12:].rsplit(maxsplit=1)[-1]
    return not before.isupper() and _NEW.match(word) is None


# "Thủ tướng Chính phủ đã ban hành", "Giám đốc Sở Tư pháp tại", "UBND xã xây dựng": between an issuer and its
# instrument; not "Quy chế của Sở … ban hành kèm theo Quyết định"
_ISSUED_BY = re.compile(
    r"\s+(?:(?:đã|vừa|cũng|kịp\s+thời|tiếp\s+tục|có|tham\s+mưu)\s+)*(?:ban\s+hành|xây\s+dựng|ký|ra|có|tại|thông\s+qua|phê\s+duyệt)"
    r"(?:\s+(?:ban\s+hành|các|và|triển\s+khai))*\s+$"
)
_BEFORE = 130  # characters before a mention in which its issuer may begin
# What may stand before an issuer in lower case: "do huyện Sông Thao ban hành"; not "trên địa bàn tỉnh … ban hành"
_OPENING = re.compile(r"(?:^|[,;.:(]\s*|\b(?:do|và|Theo|theo|khi|được|đã|để|giao|nghị|vì|mà)\s)$")
_NAME = re.compile(r"\b[A-ZĐÁÀÂẤẦĂÔƠƯ][^\W\d_]*\s(?:[-–]\s)?$")


_OF = re.compile(r"\s+của\s+")
_COLON = re.compile(r"\s*:\s*$")


def issuer_within(text: str, mention: Span) -> Span | None:
    """The issuer before the number: "Kế hoạch của UBND xã số 5", "các Nghị định của Chính phủ: số 5"."""
    colon = _COLON.search(text, max(0, mention.start - 4), mention.start)
    begin, end = (max(0, colon.start() - _BEFORE), colon.start()) if colon else (mention.start, mention.end)
    for lead in _OF.finditer(text, begin, end):
        found = issuer_at(text, lead.end())
        if found is not None and (found.end == end if colon else found.end < end):
            return found
    return None


def issuer_before(text: str, start: int) -> Span | None:
    """The issuer in "UBND xã đã ban hành Kế hoạch số …", "Giám đốc Sở Tư pháp tại Tờ trình số …"."""
    begin = max(0, start - _BEFORE)
    verb = _ISSUED_BY.search(text, begin, start)
    if verb is None:
        return None
    for head in issuers().head.finditer(text, begin, verb.start()):
        at = head.start()
        if at and text[at - 1].isalnum():
            continue
        if not text[at].isupper() and not _OPENING.search(text, max(0, at - 12), at):
            continue
        if (
            " " not in head[0]
            and _NAME.search(text, max(0, at - 14), at)
            and not _OPENING.search(text, max(0, at - 7), at)
        ):
            continue  # "Hải Phòng ban hành"
        found = issuer_at(text, at)
        if found is not None and found.end == verb.start():
            return found
    return None
