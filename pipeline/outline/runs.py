"""Where a heading ends that runs into its text: at a colon, a full stop, the end of its capitals, a known wording."""

from __future__ import annotations

import re

from extractors.header.forms import UPPER
from pipeline.outline.kinds import is_wording, told_kind
from pipeline.outline.named import QUOTED, words_beside_name
from pipeline.outline.offices import office_in

_LOOKED_AT = 300  # characters that show how a text is set
_BESIDE = 16  # words of a heading beside the name of its movement

# 1. Ưu điểm: Trong năm 2025, …     the heading runs into its text
_COLON = re.compile(r"\s?:\s*(?=[\w“\"*])")
# 1. Ưu điểm. Trong năm 2025, …      refuses: TP. Huế
_STOP = re.compile(r"(?<!\bTP)(?<!\bTX)(?<!\bTT)(?<!\bTS)\.\s+(?=[^\W\d_]|\d{1,2}/)")
# Dự án 3 “…” (theo Quyết định …). Kinh phí … · Chương trình “…”: …      a programme by its name
_PROGRAMME = re.compile(
    r"(?:Tiểu dự án|Dự án|Đề án|Chương trình|Kế hoạch|Cuộc thi|Hội thi|Mô hình|Danh hiệu|Quỹ|Giải thưởng|Giải)\b"
    r"[^“”\"\n:;.]{0,60}"
    r"[“\"](?P<name>[^“”\"\n]{3,300})(?P<close>[”\"])(?:\s*\([^()\n]{1,160}\))?(?P<mark>[.:])\s+(?=\S)"
)
# Về kinh tế. … · Đề án 12 về … . …      what only names its subject, in front of the first sentence
_NOMINAL = re.compile(
    r"(?:Về|Việc|Lĩnh vực|Công tác|Nội dung|Nhiệm vụ|Đối với|Tiểu dự án|Dự án|Đề án|Chương trình"
    r"|Tổ chức [Hh]ội nghị|Tổ chức [Ll]ễ)\b[^.:;]*$"
)
# Words of a sentence: what holds one of them tells something, and heads nothing
_SAYS = re.compile(
    r"\b(?:đã|được|sẽ|đang|có|là|đều|còn|đạt|phải|cần|nên|vẫn|bị|giữ vững|đi vào|diễn ra|tiếp tục|từng bước|ổn định"
    r"|chuyển biến|nền nếp|kịp thời|hiệu quả|tăng|giảm|tốt|cao|theo đúng)\b",
    re.IGNORECASE,
)
# …: 01 tập thể, 02 cá nhân      how many are commended, and nothing of them; refuses: … 02 cá nhân. · … 02 cá nhân;
_COUNT = r"\d{1,4}\s+(?:lượt\s+)?(?:tập thể|cá nhân|hộ gia đình|gia đình|hộ|đơn vị|đồng chí|người|trường hợp)"
_HOW_MANY = re.compile(rf"{_COUNT}(?:\s*(?:[,;]|và)\s*{_COUNT})*")
# Công nhận danh hiệu … cho 03 tập thể, gồm: …      announces a list
_LISTS = re.compile(r"(?:gồm(?:\s+có)?|như sau|sau đây|dưới đây)\s*$", re.IGNORECASE)
# Mặt được Các thôn …      a blank and a capital
_CAPITAL = re.compile(rf"\s+(?=[{UPPER}])")
# 1. Ông Nguyễn Văn A, … · 2. Hộ bà …      a list of persons
PERSON = re.compile(r"(?:Hộ\s+)?(?:[Ôô]ng|[Bb]à|Đ/c|Đồng chí|Em|Cháu|Thầy|Cô)\s+[^\W\d_]")


def find_run(text: str) -> tuple[int, int] | None:
    """The offsets at which the heading at the start of ``text`` ends and its text begins; None where it does not run.

    >>> find_run("Ưu điểm: Trong năm, phong trào phát triển sâu rộng."), find_run("Ưu điểm")
    ((7, 9), None)
    >>> find_run("Phong trào “Ngõ sáng”. Năm qua, phường lắp 214 bóng đèn.")
    (21, 23)
    >>> find_run("Tổng diện tích: 230 ha, năng suất 66 tạ/ha") is None
    True
    """
    return (
        _at_programme(text)
        or _at_colon(text)
        or _at_stop(text)
        or _at_name(text)
        or _at_capitals(text)
        or _at_wording(text)
    )


def weak_run(text: str) -> tuple[int, int] | None:
    """The offsets of a short first fragment without a verb: a heading only where the rows of its list begin alike.

    >>> text = "Trồng trọt. Diện tích gieo trồng cả năm của xã là 1.240 ha."
    >>> find_run(text), weak_run(text), weak_run("Diện tích tăng. Năng suất khá, giá bán ổn định.")
    (None, (10, 12), None)
    """
    match = _STOP.search(text, 0, 120)
    if match is None or len(text) - match.end() <= 20 or text[match.end()].islower():
        return None
    head = text[: match.start()]
    fits = len(head.split()) <= 10 and head[:1].isupper() and not open_quote(head) and not PERSON.match(head)
    return (match.start(), match.end()) if fits and _SAYS.search(head) is None else None


def capitals(text: str) -> bool:
    """Whether a text is set in capitals: four in five of its (first) letters."""
    letters = [c for c in text[:_LOOKED_AT] if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def open_quote(text: str) -> bool:
    """Whether a quotation was begun and not ended."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _at_programme(text: str) -> tuple[int, int] | None:
    match = _PROGRAMME.match(text)
    return None if match is None else (match.end("close"), match.end())


def _at_colon(text: str) -> tuple[int, int] | None:
    match = _COLON.search(text, 0, 300)
    if match is None:
        return None
    head, first = text[: match.start()], text[match.end()]
    beside = words_beside_name(head)
    count = len(head.split()) if beside is None else beside
    if count > 22 or open_quote(head) or head.count("(") != head.count(")") or PERSON.match(head) or "." in head:
        return None
    if _LISTS.search(head) or _HOW_MANY.fullmatch(text, match.end()):
        return None
    told = told_kind(head) or ("to_chuc_thuc_hien" if office_in(head) == "name" else None)
    if (count > 14 and told is None) or len(text[match.end() : match.end() + 200].split()) < 5:
        return None
    if first.isdigit() and told in (None, "khac"):
        return None  # Hồ sơ nộp trực tuyến: 85%      an item and its figure
    # What follows in small letters, or with a number, belongs to the heading's words unless they are known or short.
    fits = (
        first.isupper()
        or (told is not None and (count <= 14 or told == "phong_trao"))
        or (count <= 3 and first.islower())
    )
    return (match.start(), match.end()) if fits else None


def _at_stop(text: str) -> tuple[int, int] | None:
    match = _STOP.search(text, 0, 300)
    if match is None or text[match.end()].islower() or len(text) - match.end() <= (8 if text.endswith(":") else 20):
        return None
    head = text[: match.start()]
    count, beside = len(head.split()), words_beside_name(head)
    if (
        (count <= 8 and (told_kind(head) is not None or capitals(head)))
        or (beside is not None and beside <= _BESIDE and not open_quote(head))
        or (count <= 16 and _NOMINAL.match(head) is not None and _SAYS.search(head) is None and not open_quote(head))
    ):
        return match.start(), match.end()
    return None


def _at_name(text: str) -> tuple[int, int] | None:
    """Phong trào “Dân vận khéo” Toàn xã có 12 mô hình … : the line break behind the name was lost."""
    match = QUOTED.match(text)
    if match is None or text[match.end() - 1] not in '”"»':
        return None
    rest = text[match.end() :].lstrip()
    if len(rest.split()) < 6 or not rest[0].isupper() or not text[match.end()].isspace():
        return None
    return match.end(), len(text) - len(rest)


def _at_capitals(text: str) -> tuple[int, int] | None:
    """ĐẶC ĐIỂM TÌNH HÌNH Xã An Lạc nằm … : the capitals end."""
    end = count = 0
    for match in re.finditer(r"\S+", text[:400]):
        word = match[0].strip('.,;:()“”"-–')
        if word != word.upper():
            break
        end, count = match.end(), count + any(c.isalpha() for c in word)
    else:
        return None
    rest = text[end:].lstrip()
    if count < 2 or len(rest) < 25 or not rest[0].isupper():
        return None
    return end, len(text) - len(rest)


def _at_wording(text: str) -> tuple[int, int] | None:
    """Mặt được Các phong trào … : a known wording and then a capital."""
    shown = text[:80]
    for match in reversed([*_CAPITAL.finditer(shown)]):
        before, after = shown[: match.start()], shown[match.end() :].split()
        if len(after) < 5 or before.count(" ") > 6 or before.endswith((",", "-")):
            continue
        if (len(after[0]) == 1 or not after[0].isupper()) and is_wording(before):
            return match.start(), match.end()
    return None
