"""Names of those who issue instruments: "Ban Thường vụ Thành ủy", "Ủy ban nhân dân thành phố Hải Phòng"."""

from __future__ import annotations

import re

from extractors.legal_references.lexicon import issuers
from schemas.text import Span

# Where a clause begins, no name of an organ goes on, though the single words could.
_STOP = re.compile(
    r"(?:ban\s+hành|thành\s+lập|thường\s+xuyên|quy\s+định|thực\s+hiện|tổ\s+chức|công\s+(?:bố|nhận|tác|văn)|hội\s+nghị|chính\s+sách"
    r"|hành\s+động|nhân\s+(?:dịp|rộng)|nội\s+dung|quản\s+lý|quốc\s+phòng|kiểm\s+tra|cấp\s+(?:phép|giấy|bằng)|phòng,?\s+chống"
    r"|số\s+\d|thị\s+trường|kỳ\s+họp|tư\s+vấn|các\s+cấp\s+về|công\s+khai|nước\s+ngoài"
    r"|Kết\s+luận|Thực\s+hiện|Triển\s+khai|Thông\s+báo|Phát\s+động|Tổng\s+kết|Tăng\s+cường|Đẩy\s+mạnh"
    r"|Quy\s+định|Hướng\s+dẫn|Ban\s+hành|Sửa\s+đổi|Thành\s+lập|Về|Phê\s+duyệt|Bổ\s+sung|Công\s+bố|Kèm)(?!\w)"
)
# "Hội nghị" begins like an organ and is none.
_NO_ORGAN = re.compile(
    r"(?:Hội\s+(?:nghị|thảo|thi|chợ|trại)|Đoàn\s+kết|Bộ\s+(?:luật|máy|tiêu)|Xã\s+hội|Đảng\s+viên|Khối\s+lượng|Viện\s+trợ)(?!\w)",
    re.I,
)
_TOKEN = re.compile(r"[^\s,;.:()“”\"\[\]…?!]+")
_HYPHEN = re.compile(r"\s+[-–]\s+(?=[A-ZĐÂÔƯ])")
_AGAIN = re.compile(r"\s+")


def issuer_at(text: str, at: int) -> Span | None:
    """The issuer whose name begins at an offset; None where no organ or office is named there.

    >>> text = "Kế hoạch của Ủy ban nhân dân tỉnh Bình Minh ban hành danh mục"
    >>> issuer_at(text, 13).of(text)
    'Ủy ban nhân dân tỉnh Bình Minh'
    """
    lexicon = issuers()
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


# A word that never is the second syllable of a name that began with a capital letter.
_NEW = re.compile(
    r"(?:về|việc|và|của|cho|đã|là|được|để|trong|tại|có|ngày|khi|như|theo|sửa|phê|hướng|triển|phát|giao|điều|kiện|tặng|khen|đến"
    r"|từ|đối|yêu|nêu|nhằm|gồm|bổ|kèm|đề|báo|xây|hợp|quyết|thông|tiếp|đẩy|tăng|gửi|do|bằng|với|trên|hết|kết|thống|ký|vừa|sẽ"
    r"|cùng|hoặc|này|ra|bãi|thay|quán|chỉ|giai|năm|nhiệm|tham|trình|chủ|mở|đặt|cần|phải|không|còn|cũng|tập|giữa|trước|sau)$"
)


def _is_second(text: str, end: int, word: str) -> bool:
    """Whether a lower-case word goes on with the capitalised one before it ("Tư pháp", "Nội vụ")."""
    before = text[:end][-12:].rsplit(maxsplit=1)[-1]
    return not before.isupper() and _NEW.match(word) is None
