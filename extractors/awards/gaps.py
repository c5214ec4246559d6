"""What may stand between an award and the counts that it governs."""

from __future__ import annotations

import re

from extractors.awards.tokens import Award, Count

# Between an award and the count that it governs: "… của Chủ tịch UBND xã cho", ":", or nothing.
TO = re.compile(r"(?<!\w)(?:cho|đối với|tới|đến|gồm|bao gồm|là|trong đó|trong đó có|với|tặng|của)(?!\w)", re.I)
FILL = (
    r"[\s\"“”'’*_(–-]*(?:(?:các|cho|thêm|hơn|trên|gần|khoảng|đại diện|tổng số|tổng cộng|"
    r"cả|lượt|thưởng|số lượng|đã|toàn bộ)\s+)*[\s\"“”'(*_–-]*$"
)
ADJACENT = re.compile(r"^" + FILL, re.I)
TIGHT = re.compile(r"(?<!\w)(?:cho|đối với|tới|đến|tặng)" + FILL, re.I)
COLON = re.compile(r"^[^.;]{0,110}[:=(]" + FILL, re.I)
STATE = re.compile(
    r"(?<!\w)(?:được|đạt|nhận|vinh dự|hỗ trợ|thành lập|xây dựng|tổ chức|triển khai|tham gia|gồm có|tăng|giảm)(?!\w)",
    re.I,
)
# "vì đã có thành tích xuất sắc trong …" tells why, and is no new predicate.
MERIT = re.compile(
    r"(?:vì |đã |do |vì đã )?(?:có|đạt|lập)(?: được)?(?: nhiều)? (?:thành tích|đóng "
    r"góp|công lao|kết quả|sáng kiến|giải pháp|công)[^,;:()]*",
    re.I,
)
# ", mỗi tập thể 1.000.000 đồng" tells how much, and breaks no list.
MONEY = re.compile(
    r",?\s*(?:\(|kèm theo|trị giá|mức thưởng|tiền thưởng|số tiền|mỗi)[^;:()]{0,60}?[\d.,]+\s*(?:triệu|"
    r"nghìn|ngàn)?\s*đồng(?:\s*(?:/|mỗi|cho mỗi|một)\s*(?:tập thể|cá nhân|hộ|người|đơn vị))?\)?",
    re.I,
)
# danh hiệu “Chiến sĩ thi đua cơ sở”|, đề nghị Chủ tịch UBND huyện công nhận |06 cá nhân
ASKED_OF = re.compile(
    r"[\s\"”']*[,:]?\s*(?:đề nghị|trình)\s(?P<giver>[^;:.()\d,]{2,60}?)\s(?:xét\s|xem xét\s)?(?:công nhận|tặng|khen)"
    r"(?:\scho)?\s+",
    re.I,
)
# "danh hiệu … được trao cho 12 sinh viên"
PASSIVE = re.compile(
    r"(?:(?:đã|sẽ|cũng|vừa) )*được (?:trao|tặng|trao tặng|phong tặng|truy tặng|xét tặng)(?= (?:cho|tới|đến)(?!\w))",
    re.I,
)
RECEIVE = re.compile(
    r"(?<!\w)(?:được|đạt|nhận|đón nhận|vinh dự|giành|là|bình xét|đề nghị"
    r"|(?:giữ vững|giữ|duy trì)(?= (?:được )?danh hiệu))(?!\w)",
    re.I,
)
# What the first of two did, so that they are no list: "12 đồng chí hoàn thành …, 5 đồng chí đạt …".
DID = re.compile(r"(?<!\w)(?:hoàn thành|là|được|đạt|nhận|thoát|vay|sinh hoạt|tốt nghiệp|chuyển|nghỉ)(?!\w)", re.I)
BREAK = re.compile(
    r"(?<!\w)(?:trong đó|còn lại|nhưng|song|tuy nhiên|đồng thời|ngoài ra|bồi thường|"
    r"hỗ trợ|dành cho|cấp phát|bị|chết|và (?:tặng|trao|khen|biểu dương))(?!\w)|[;:]",
    re.I,
)
VERB = re.compile(
    r"(?<!\w)(?P<verb>(?:trao |truy |phong |khen )?tặng(?: thưởng)?|trao|công nhận|khen)(?: "
    r"danh hiệu| đạt danh hiệu)?[\s\"“]*$",
    re.I,
)
# Between two counts of one list: ", ", " và ", " tiêu biểu, ".
LIST = re.compile(
    r"^(?P<mod>[^,;:.()]{0,60}?)\s*(?:\([^()]{0,160}\)\s*)?(?:,|và|;|cùng|cùng với|với|"
    r",\s*và|\+|gồm)\s*(?:(?:có|các|hơn|trên|gần|khoảng|đại diện|cho)\s+)*$",
    re.I,
)
PARTS = re.compile(r"^[^;.]{0,60}?(?:\(|trong đó(?: có)?|gồm(?: có)?|bao gồm|cụ thể|:)\s*[:,]?\s*(?:có\s+)?$", re.I)
OF_THEM = re.compile(r"trong đó\s*(?:có)?\s*$", re.I)
IS_A = re.compile(r"^\s*(?:là|người|thuộc|nữ|nam|dân tộc|đảng viên)(?!\w)", re.I)


def governs(gap: str, award: Award, count: Count) -> bool:
    """Whether an award governs a count over the gap between them."""
    if not award.weak and ASKED_OF.fullmatch(gap):
        return True
    plain = PASSIVE.sub("", MERIT.sub("", gap))
    if STATE.search(plain) or ";" in gap:
        return False
    if ADJACENT.match(gap):
        return True
    to = [m.end() for m in TO.finditer(gap) if count.core or m.group().lower() != "với"]
    reach = 130 if count.core else 14
    if COLON.match(gap) and (not award.weak or count.core or (count.recipient == "khac" and len(gap) <= 30)):
        return True
    if not to or ("," in gap[to[-1] :] and not re.search(r"(?<!\w)(?:cho|đối với)(?!\w)", gap, re.I)):
        return award.weak and count.core and len(gap) <= 40 and "," not in gap
    near = len(gap) - to[-1] <= reach or (count.core and len(gap) - to[0] <= reach)
    return near and len(gap) <= (220 if count.core else 120) and (count.core or "," not in gap)


def opens(after: str, award: Award) -> bool:
    """Whether an award governs what follows: "Bằng khen cho 10 cá nhân", "Giấy khen: 5"."""
    return bool(re.match(r"[^,;.]{0,80}?(?:(?<!\w)cho(?!\w)|:|=)", after, re.I)) and award.code not in ("van_hoa",)


def listed(gap: str) -> bool:
    """Whether two counts are neighbours in one list."""
    match = LIST.match(gap)
    return bool(match) and ";" not in gap and not DID.search(MERIT.sub("", match.group("mod") if match else ""))


def verb_before(text: str, at: int) -> int:
    """Where the verb of giving begins that stands right before an offset; the offset itself where none does.

    >>> verb_before("quyết định tặng danh hiệu Lao động tiên tiến", 26)
    11
    """
    match = VERB.search(text, 0, at)
    return match.start("verb") if match else at


SUBJECTLESS = re.compile(
    r"\s*(?:và\s+|đồng thời\s+)?(?:truy\s+|trao\s+)?(?:tặng|trao|công nhận|khen|biểu dương|tuyên dương|cho|\d|hạng\s"
    r"|(?:danh hiệu\s+)?[“\"]?"
    r"(?:tập thể lao động|lao động tiên tiến|chiến s[ĩỹ] thi đua|cờ thi đua|bằng khen|giấy khen|kỷ niệm chương))",
    re.I,
)


def clause_start(text: str, at: int) -> int:
    """Where the clause begins: behind a semicolon, unless what follows it has no subject of its own.

    >>> clause_start("UBND xã tặng Giấy khen cho 5 tập thể; công nhận 9 lao động tiên tiến", 50)
    0
    """
    start = text.rfind(";", 0, at) + 1
    while start > 0 and SUBJECTLESS.match(text, start):
        start = text.rfind(";", 0, start - 1) + 1
    return start
