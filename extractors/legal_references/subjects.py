"""What an instrument is about: where its subject begins behind "về", "quy định", "phê duyệt", and where it ends."""

from __future__ import annotations

import re

from extractors.legal_references.issuers import issuer_at
from extractors.legal_references.lexicon import issuers
from schemas.text import Span

# "về việc", "V/v", "về", "quy định": not part of the subject; "ban hành", "phê duyệt", "thực hiện": they are
_ABOUT = re.compile(r"\s*[,)]?\s*(?:về\s+việc|v/v|về|quy\s+định(?:\s+về)?)\s+", re.IGNORECASE)
_VERB = re.compile(
    r"(?:\s*|\s*,\s*(?=sửa|phê|ban|bãi|bổ\s+sung|hướng\s+dẫn))(?=(?!ban\s+hành\s+(?:và|kèm|ngày|trước|sau|có|từ))(?:ban\s+hành|phê\s+duyệt|phê\s+chuẩn|phát\s+động|triển\s+khai"
    r"|thực\s+hiện|hướng\s+dẫn|sửa\s+đổi(?!(?:,\s+bổ\s+sung)?\s+(?:bởi|tại|theo|năm|\d))|kiện\s+toàn|thành\s+lập|công\s+bố|công\s+nhận|tổ\s+chức|tiếp\s+tục|đẩy\s+mạnh|tăng\s+cường"
    r"|tặng|khen\s+thưởng|giao|điều\s+chỉnh|bổ\s+sung(?!\s+(?:bởi|tại|theo|năm))|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|bổ\s+nhiệm|miễn\s+nhiệm|thông\s+qua(?!\s+(?:hồi|ngày|tại|vào))|thí\s+điểm|cho\s+phép|phân\s+cấp"
    r"|chấp\s+thuận|hỗ\s+trợ|phân\s+công|đính\s+chính|thống\s+nhất|quy\s+hoạch|kết\s+luận|tuyên\s+truyền|phối\s+hợp)[\s,])",
    re.IGNORECASE,
)
# A subject may stand right behind the number or the issuer, where it begins with a capital: "… TT-BKHĐT Quy định …",
# "Pháp lệnh số 32/2007/PL-UBTVQH11 Bảo vệ công trình …"
_NO_SUBJECT = re.compile(r"(?:như\s+sau|tại|rõ|cụ\s+thể|thì|trên|này|nêu|hiện\s+hành)(?!\w)", re.IGNORECASE)
_LONGEST = 700  # characters of a subject
QUOTES = {"“": "”", '"': '"', "«": "»", "‘": "’"}
# Where a subject ends, whatever follows.
_END = re.compile(
    r"(?P<quote>[“\"«])|(?P<stop>[.…]{2,}|\.(?=\s|$|\()|[:\t\n](?!\d)|\)|/\.|\?)|(?P<semi>;)|(?P<comma>,)|(?P<open>\s?\()"
    r"|(?P<word>\s(?:với\s+mục\s+(?:tiêu|đích)|đã\s(?!hoàn\s+thành|khắc\s+phục|phục\s+viên|nghỉ|xuất\s+ngũ|qua|hy\s+sinh|từ\s+trần|mất|chết|đăng)|gồm\s+\d|với\s+\d|sẽ\s|là\s+nhiệm\s+vụ|(?:chính\s+thức\s+)?có\s+hiệu\s+lực|hết\s+hiệu\s+lực|(?:có\s+quy\s+định(?!\s+khác)|(?<!theo\s)quy\s+định)\s+(?:như|rõ|cụ\s+thể|gồm)|có\s+quy\s+định(?=:|$)|như\s+sau"
    r"|bao\s+gồm|nêu\s+rõ|được\s+(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|quán\s+triệt|triển\s+khai|ban\s+hành|quy\s+định\s+(?:như|cụ))))"
)
# A bracket that says something of the instrument and is no part of its subject.
_ASIDE = re.compile(
    r"\s?\(\s*(?:sau\s+đây|gọi\s+tắt|viết\s+tắt|gọi\s+là|được|đã|nay|kèm|trừ|thay\s+thế|có\s+hiệu|hết\s+hiệu|Điều|theo)"
)
# After a semicolon a subject goes on only with one more thing that the same instrument does.
_ONE_MORE = re.compile(
    r";\s*(?:quy\s+định|sửa\s+đổi|bãi\s+bỏ|tổ\s+chức\s+các|lập\s+thành\s+tích|hướng\s+dẫn|chúc\s+thọ|ưu\s+đãi|xử\s+lý|phòng,?\s+chống)\s"
)
# A comma ends it where the main clause begins: "…, Ủy ban nhân dân xã báo cáo", "…, trong 5 năm qua"
_MAIN_CLAUSE = re.compile(
    r",\s*(?:trong\s+(?:những\s+)?(?:\d+\s+)?năm|trong\s+thời\s+gian|thời\s+gian\s+qua|qua\s+đó|theo\s+đó|nhằm|ngày\s+\d|đến\s+nay|tính\s+đến"
    r"|đồng\s+thời|góp\s+phần|cấp\s+ủy|cấp\s+uỷ|địa\s+phương|toàn\s+(?:xã|phường|huyện|tỉnh)|nhà\s+trường|căn\s+cứ|theo\s+đề\s+nghị|kèm\s+(?:theo\s+)?(?:tiền|mức)"
    r"|được\s+(?:sửa\s+đổi|bổ\s+sung|thay\s+thế)[^;.]{0,40}\s(?:bởi|tại|bằng|theo|năm|ngày)|với\s+(?:các|những)\s+nội\s+dung|cụ\s+thể|trong\s+đó|tại\s+(?:khoản|điểm|điều|mục)|các\s+(?:mức|quy|cấp)\s+\w+\s+(?:được|thực))(?!\w)",
    re.IGNORECASE,
)
_PERIOD_END = re.compile(r"(?:\d{4}|\d{4}\))$")
_PERIOD_MORE = re.compile(
    r",\s*(?:tầm\s+nhìn|định\s+hướng|và|giai\s+đoạn|phương\s+hướng|năm|nhiệm\s+vụ|kế\s+hoạch|tiến\s+tới|hướng\s+tới|chào\s+mừng|lập\s+thành\s+tích)(?!\w)"
)
# What a subject may go on with behind a title in quotation marks with which it began.
_BEHIND_TITLE = re.compile(
    r"\s*(?:,?\s*(?:giai\s+đoạn|năm|tầm\s+nhìn|trên|trong|tại|của|cho|ở|và|theo|do|từ|\d)(?!\w)|[-–(,]?\s*[“\"«])"
)
_COMMA = re.compile(r",\s*")
_YEAR = re.compile(r"\d{4}")


def subject_at(text: str, at: int, limit: int, inner: list[Span]) -> tuple[Span, bool] | None:
    """The subject that begins at or right behind ``at``, and whether its end was guessed; None where there is none.

    ``inner`` are the mentions behind, in order.
    """
    about = _ABOUT.match(text, at) or _VERB.match(text, at)
    if about is None or about.end() >= limit:
        return None
    start = about.end()
    if _NO_SUBJECT.match(text, start):
        return None
    end, guessed = _end(text, start, min(limit, start + _LONGEST), inner)
    while end > start and text[end - 1] in " ,;.-–\t\n":
        end -= 1
    return (Span(start, end), guessed) if end - start > 2 else None


def unquoted(text: str, subject: Span) -> Span:
    """Without the quotation marks that enclose the whole."""
    close = QUOTES.get(text[subject.start])
    if close and text[subject.end - 1] == close and text.find(close, subject.start + 1) == subject.end - 1:
        return Span(subject.start + 1, subject.end - 1)
    return subject


def _end(text: str, start: int, limit: int, inner: list[Span]) -> tuple[int, bool]:
    at, guessed = start, False
    while (mark := _END.search(text, at, limit)) is not None:
        here = mark.start()
        if mark["quote"]:
            close = text.find(QUOTES[mark["quote"]], mark.end(), limit)
            if close > 0 and here == start and not _BEHIND_TITLE.match(text, close + 1):
                return close + 1, False
            guessed = guessed or close < 0
            at = close + 1 if close > 0 else mark.end()
        elif mark["open"]:
            close = text.find(")", mark.end(), limit)
            if close < 0 or _ASIDE.match(text, here) or not _YEAR.search(text, mark.end(), close):
                return here, guessed
            at = close + 1
        elif mark["semi"]:
            if not _ONE_MORE.match(text, here):
                return here, guessed
            at = mark.end()
        elif mark["comma"]:
            if _comma_ends(text, here, inner):
                return here, guessed
            at = mark.end()
        else:
            return here, guessed
    return (limit, guessed) if limit < start + _LONGEST else (at, True)


def _comma_ends(text: str, here: int, inner: list[Span]) -> bool:
    """Whether the comma at ``here`` closes the subject."""
    if _MAIN_CLAUSE.match(text, here):
        return True
    comma = _COMMA.match(text, here)
    after = comma.end() if comma else here
    if any(after <= span.start <= after + 4 for span in inner):
        return True
    if issuers().head.match(text, after) and issuer_at(text, after) is not None and text[after].isupper():
        return not re.match(r"(?:Đại\s+hội|Tổ\s+quốc)", text[after:])
    return _PERIOD_END.search(text[max(0, here - 6) : here]) is not None and not _PERIOD_MORE.match(text, here)
