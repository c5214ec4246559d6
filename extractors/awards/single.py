"""One award to one recipient who is named and not counted: "Trường được Thủ tướng Chính phủ tặng Bằng khen".

Only what happened: the subject is one body or one person, the verb is in the passive, and nothing around it speaks of
rules, aims, several years or several recipients.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.awards.binding import Binding
from extractors.awards.context import Context
from extractors.awards.tokens import Award, Count, Sentence
from schemas.records.awards import Recipient
from schemas.text import Span

SURE = 0.75
_TITLES = frozenset(
    {
        *("bang_khen", "giay_khen", "co_thi_dua", "huan_chuong_lao_dong", "huan_chuong_doc_lap", "huan_chuong_khac"),
        *("huy_chuong", "tap_the_lao_dong_xuat_sac", "tap_the_lao_dong_tien_tien", "chien_si_thi_dua_toan_quoc"),
    }
)
# … được Bộ Công Thương tặng |Cờ thi đua · vinh dự đón nhận |Huân chương · đã được: Thủ tướng Chính phủ tặng |Bằng khen
_GIVEN = re.compile(
    r"(?<!\w)(?:(?:đã|cũng|lại|vinh dự|tiếp tục)\s+)*"
    r"(?:(?:được|được:)\s+(?P<giver>[^,;:.()\d]{0,70}?)\s*(?<!\w)(?:(?:trao|truy|khen)\s+)?tặng(?:\s+thưởng)?"
    r"|đón nhận|được\s+công nhận(?:\s+là)?)\s+(?:danh hiệu\s+)?[“\"]?$"
)
# … và Thủ tướng Chính phủ tặng |Bằng khen      goes on with the one before
_GIVEN_TOO = re.compile(
    r"^[^,;:.()]{0,24}?(?:,|(?<!\w)và)\s+(?:được\s+)?(?P<giver>[A-ZĐ][^,;:.()\d]{2,60}?)\s+tặng(?:\s+thưởng)?\s+[“\"]?$"
)
# Năm 2023, … · riêng năm 2024
_WHEN = re.compile(
    r"\s*(?:[-–+*•]\s*)?(?:riêng\s+)?(?:(?:từ|trong|đến|cuối|đầu|ngày|tháng|quý|qua)\s[^,]{0,40}?)?"
    r"(?:năm(?: học)?\s+(?:19|20)\d\d(?:\s*[-–]\s*(?:20)?\d\d)?|đến nay)?\s*,?\s*",
    re.I,
)
_RANK = r"(?:(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uý|sĩ)|bác sĩ|kỹ sư|thạc sĩ|tiến sĩ|nhà giáo)"
_PERSON = re.compile(
    rf"(?:ông|bà|anh|chị|em|thầy(?: giáo)?|cô(?: giáo)?|bác|cháu|đồng chí|đ/c|nông dân|{_RANK})\s+(?-i:[A-ZĐ])", re.I
)
_BODY = re.compile(
    r"(?:(?:cán bộ(?:,| và)? )?nhân dân|tập thể(?! và)|nhà trường|đảng bộ|đảng ủy|chi bộ|UBND|ủy ban"
    r"|phong trào của (?:xã|phường|huyện|tỉnh|trường)|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|sở|phòng"
    r"|trường|trung tâm|bệnh viện|trạm|công an|công ty"
    r"|hợp tác xã|HTX|hội|đoàn|ban|thôn|xóm|bản|ấp|khu phố|tổ dân phố|đơn vị|cơ quan|ngành)(?!\w)",
    re.I,
)
# Đơn vị được tặng Cờ thi đua …      any of them, unless it is told as past
_ANY = re.compile(r"(?:đơn vị|cơ quan|tập thể|ngành|ban|hội)\s*$", re.I)
_PAST = re.compile(r"(?<!\w)(?:đã|vinh dự|(?:năm|tháng \d{1,2}/)\s*(?:19|20)\d\d|đến nay|năm qua)(?!\w)", re.I)
# several recipients, several times, or nothing that happened
_NOT_ONE = re.compile(
    r"(?<!\w)(?:các|những|nhiều|mỗi|một số|mọi|từng|hàng năm|hằng năm|năm liền|\d+ lần|liên tục|liên tiếp"
    r"|sẽ|để|nếu|khi|nhằm|mà|phấn đấu|đăng ký|đề nghị|đề xuất|trình|xét|chưa|không|tiêu chuẩn"
    r"|điều kiện|thì|hoặc|cùng|cá nhân|tổ chức (?:lễ|hội)|phát động|hỗ trợ|danh sách|trường hợp)(?!\w)",
    re.I,
)
# Bằng khen và 2 Giấy khen · các hạng · cho …
_SEVERAL = re.compile(
    r"\s*[”\"]?\s*(?:các loại|các hạng|trở lên|hoặc|\(?\d+ lần|(?:[^,;.()]{0,40}\s)?cho\s"
    r"|hạng\s+\w+\s*(?:,|và)\s*(?:hạng\s+)?(?:nhì|ba)(?!\w)"
    r"|(?:[^,;.()]{0,30}\s)?(?:trở lên|thì|phải|được xét|được cộng)(?!\w))",
    re.I,
)
_FARTHEST = 160  # characters from the subject to the award


def singles(sentence: Sentence, bound: Sequence[Binding], context: Context) -> list[Binding]:
    """The awards of a sentence that one named recipient was given, as counts of one; ``bound`` are the counted ones."""
    if context.kind == "decision":
        return []
    text = sentence.text
    taken = {binding.award.span for binding in bound} | {count.award.span for count in sentence.counts if count.award}
    found: list[Binding] = []
    for award in sentence.awards:
        if award.weak or award.code not in _TITLES or award.span in taken or _SEVERAL.match(text, award.span.end):
            continue
        if context.kind == "plan" and not _PAST.search(text, 0, award.span.start):
            continue
        binding = _too(text, award, found[-1] if found else None) or _one(sentence, award)
        if binding is not None:
            found.append(binding)
    return found


def _one(sentence: Sentence, award: Award) -> Binding | None:
    text = sentence.text
    begin = max(text.rfind(";", 0, award.span.start) + 1, award.span.start - _FARTHEST)
    given = _GIVEN.search(text, begin, award.span.start)
    if given is None:
        return None
    start = max(begin, text.rfind(":", begin, given.start()) + 1)
    who = _who(text, start, given.start(), past=bool(_PAST.search(text, start, award.span.start)))
    if who is None and award.recipient == "tap_the" and _WHEN.fullmatch(text, start, given.start()):
        who = ("tap_the", given.start()) if _PAST.search(text, start, given.start()) else None
    if who is None or _NOT_ONE.search(text, who[1], given.start()) or _NOT_ONE.search(given["giver"] or ""):
        return None
    if any(who[1] <= count.span.start < award.span.start for count in sentence.counts if count.core):
        return None
    return _bound(award, given.start(), who[0], who[1])


def _who(text: str, start: int, end: int, *, past: bool) -> tuple[Recipient, int] | None:
    """Who receives, and where the words for it begin: the last piece between commas that names a body or a person."""
    edges = [start, *(m.end() for m in re.compile(",").finditer(text, start, end))]
    for begin, stop in reversed(list(zip(edges, [*edges[1:], end], strict=True))):
        when = _WHEN.match(text, begin, stop)
        at = when.end() if when else begin
        if _PERSON.match(text, at, stop):
            return "ca_nhan", at
        body = _BODY.match(text, at, stop)
        if body is not None:
            bare = _ANY.fullmatch(text, at, stop) is not None or not (past or text[at].isupper())
            return None if bare and not past else ("tap_the", at)
    return None


def _too(text: str, award: Award, before: Binding | None) -> Binding | None:
    """A second award of the same recipient: "được … tặng Huân chương … và Thủ tướng Chính phủ tặng Bằng khen"."""
    if before is None:
        return None
    again = _GIVEN_TOO.match(text[before.award.span.end : award.span.start])
    if again is None:
        return None
    at = before.award.span.end + again.start("giver")
    return _bound(award, at, before.recipient, at)


def _bound(award: Award, verb: int, recipient: Recipient, head: int) -> Binding:
    one = Count(Span(verb, verb), Span(verb, verb), 1, recipient, True)
    return Binding(award, one, recipient, "single", SURE, head, award.span.end)
