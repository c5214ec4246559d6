"""How much speaks for a row as a heading: its label, letters, length, ending, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.header.forms import LOWER
from pipeline.outline.kinds import is_wording, key_of, told_kind
from pipeline.outline.labels import RANK, Label, Style
from pipeline.outline.named import words_beside_name
from pipeline.outline.runs import PERSON
from pipeline.outline.view import LONGEST, Shape, View
from schemas.section import SectionKind

# đã ban hành · được tổ chức · sẽ · có trách nhiệm     words of a sentence, which headings rarely hold
_VERBS = re.compile(r"\b(?:đã|được|sẽ|đang|có trách nhiệm|gồm|là|đều|chưa|còn)\b", re.IGNORECASE)
# … bao gồm: · … như sau:      what announces a list, not what heads it
_ANNOUNCES = re.compile(
    r"(?:(?:gồm|\bsau|sau đây|cụ thể|dưới đây)|\bchia (?:làm|thành|ra) \w+ \w+)\s*:?\s*$", re.IGNORECASE
)
# Thời hạn nộp: trước ngày 15/11      an item and its value
_VALUE = re.compile(rf":\s+[{LOWER}\d]")
# b) Chủ trì, phối hợp …      a task of an office, which its letter lists
_TASK = re.compile(
    r"(?:Chủ trì|Phối hợp|Tham mưu|Hướng dẫn,|Đôn đốc|Rà soát|Lập|Bố trí|Thẩm định|Tổng hợp|Chủ động|Tiếp nhận)\b"
)
# (Ban hành kèm theo Quyết định số …)      above it stands the title of what is attached, no heading
_ISSUED = re.compile(r"\((?:Ban hành )?kèm theo\b", re.IGNORECASE)
_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"")
# I. Hàng ăn và dịch vụ ăn uống 126,01 99,75      a row of figures
_FIGURES = re.compile(r"(?:\s[\d.,%]+){2}$|\s\d+[.,]\d+$")
# CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ … · QUYẾT ĐỊNH:      who decides, and the word itself, in capitals above the articles
_AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|HIỆU TRƯỞNG|TRƯỞNG (?:PHÒNG|BAN)|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BAN (?:CHẤP|THƯỜNG)"
    r"|QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|KHÓA|KHOÁ)\b"
)
# Đổi mới nội dung. Tăng cường …      two sentences
_SENTENCES = re.compile(r"[^\W\d_]{2}\.\s+[^\W\d_]")

# 1. Chủ trì: đồng chí … · Thư ký: … · 3. Có mặt: 11/13 đồng chí      who takes part in a meeting
_PRESENT = re.compile(
    r"(?:Người )?(?:[Cc]hủ (?:trì|tọa|toạ)|[Tt]hư ký|[Gg]hi biên bản|Có mặt|Vắng(?: mặt)?)[^:.]{0,40}:\s+\S"
    r"|(?:Các )?(?:[Tt]hành viên|[Đđ]ại biểu|[Kk]hách mời|Tham dự|Dự họp)[^:.]{0,40}:\s+"
    r"(?i:\d|đồng chí|đ/c|ông|bà|có mặt|vắng)"
)
# 1. Đồng chí Thư ký báo cáo kết quả phong trào:      what somebody says in a meeting, over the words
_SPEAKS = re.compile(
    rf"{PERSON.pattern}[^:;.]{{2,60}}?\s(?:báo cáo|trình bày|thông qua|công bố|phát biểu|kết luận)"
    r"\s[^:;.]{3,120}:\s*$"
)
# Cập nhật: 16:42 · Tin, ảnh: …
_UNLIKE_CAPTION = re.compile(r"[\d:;/“”\"]|^(?:Tin|Ảnh|Bài)\b")
# a. Tập thể: 04      over the rows of those who are commended
_GROUP = re.compile(r"(?:Tập thể|Cá nhân|Hộ gia đình)\s*[:(]?\s*\d{1,4}(?:\s+[^\W\d_]+){0,3}\)?", re.IGNORECASE)

# c) Bằng khen của Bộ trưởng Bộ Y tế: 01 tập thể, 04 cá nhân.      an item and how many
_COUNTED = re.compile(r":\s*\d[\d.,/]*\s+[^\W\d_][^;:]{0,70}$")

_BY_STYLE: dict[Style, float] = {"roman": 2.0, "upper": 1.0, "nested": 0.5}
_BY_ENDING = {";": 3.0, ",": 2.0, ".": 1.0}

# Kinds whose headings need no number to be known: Ưu điểm · Một số hạn chế: · Phương hướng, nhiệm vụ năm 2026
_PLAIN: frozenset[SectionKind] = frozenset(
    (
        "uu_diem", "han_che", "nguyen_nhan", "bai_hoc", "giai_phap", "phuong_huong_nhiem_vu", "kien_nghi", "phong_trao",
        "muc_dich_yeu_cau", "to_chuc_thuc_hien", "danh_gia_chung", "dac_diem_tinh_hinh", "khen_thuong",
        "ket_qua_phong_trao",
    )
)  # fmt: skip
_DEEPEST = 3  # lists of one style within one another: 6. … / 1. …
_WEAK = 6.0  # against a short first fragment, where the other rows of its list do not begin alike
_RUNNING = ("uu_diem", "han_che", "nguyen_nhan", "bai_hoc")


def weigh(view: View, shapes: Sequence[Shape | None]) -> list[float]:
    """The weight of each row; above zero it is a heading. Rows of one list speak for one another."""
    own = [0.0 if shape is None else _weight(view, at, shape) for at, shape in enumerate(shapes)]
    captions = [
        at for at, shape in enumerate(shapes) if view.news and shape is not None and _is_caption(view, at, shape)
    ]
    for at in captions if len(captions) > 1 else ():
        own[at] = max(own[at], 1.0)
    weights = list(own)
    for group in _lists(view.labels, shapes):
        if len(group) > 1 and not any(_stands_over(view, shapes[at]) for at in group[:-1]):
            own[group[-1]] -= 3.0  # what stands below the last of a list of items is not its own
        run = sum(shape is not None and shape.cut is not None for shape in (shapes[at] for at in group))
        if run < max(2, 0.6 * len(group)):
            for at in group:
                own[at] -= _WEAK if (shape := shapes[at]) is not None and shape.weak else 0.0
        mean = sum(own[at] for at in group) / len(group)
        if 2 * sum(view.rows[at].text.endswith(";") for at in group) >= len(group) > 1:
            mean -= 4.0  # a list of items
        for at in group:
            weights[at] = 0.6 * own[at] + 0.4 * mean
    return weights


def _is_caption(view: View, at: int, shape: Shape) -> bool:
    """Whether a short line of a news item stands over a paragraph, behind a blank line: "Những bông hoa đẹp"."""
    words, following = shape.words, view.plain(shape.last + 1)
    fits = shape.cut is None and shape.last == at and view.labels[at] is None and 2 <= len(words.split()) <= 9
    if not fits or not view.rows[at].gap or view.rows[at].text[-1] in ".;:,!?…" or _UNLIKE_CAPTION.search(words):
        return False
    return following is not None and len(following.split()) >= 15 and following.rstrip()[-1] in '.:!?…”"'


def _stands_over(view: View, shape: Shape | None) -> bool:
    return shape is not None and (shape.cut is not None or view.below[shape.last])


def _lists(labels: Sequence[Label | None], shapes: Sequence[Shape | None]) -> list[list[int]]:
    """The rows whose labels count on from one another: 1. 2. 3., or a) b) c)."""
    lists: list[list[int]] = []
    running: dict[Style, list[list[int]]] = {}  # of each style the lists that may go on, the innermost last
    for at, label in enumerate(labels):
        if label is None or label.style == "bullet" or shapes[at] is None:
            continue
        for style in [s for s in running if RANK[s] > RANK[label.style]]:
            del running[style]
        open_ = running.setdefault(label.style, [])
        value = label.value or 0
        lasts = [(before.value or 0) if (before := labels[group[-1]]) else 0 for group in open_]
        goes_on = next((n for n in range(len(lasts) - 1, -1, -1) if value == lasts[n] + 1), None)
        if goes_on is None and lasts and value > max(1, lasts[-1]):
            goes_on = len(lasts) - 1
        if goes_on is None:
            open_.append([])
            lists.append(open_[-1])
            del open_[:-_DEEPEST]
        else:
            del open_[goes_on + 1 :]
        open_[-1].append(at)
    return lists


def _weight(view: View, at: int, shape: Shape) -> float:
    label, text = view.labels[at], view.rows[shape.last].text
    if label is None:
        return _weight_unlabelled(view, at, shape)
    beside = words_beside_name(shape.words)
    count = len(_QUOTATION.sub("“”", shape.words).split()) if beside is None else beside
    if label.style in ("phan", "chuong", "muc"):
        return 4.0 if count <= LONGEST else -1.0
    spoken = _SPEAKS.match(text[label.rest :]) if shape.last == at else None
    if (PERSON.match(shape.words) and spoken is None) or _FIGURES.search(shape.words):
        return -4.0
    if shape.last == at and _PRESENT.match(text, label.rest):
        return -4.0
    if view.attached[at] and _GROUP.fullmatch(shape.words) and shape.cut is None and _over_table(view, at):
        return 3.0
    told = told_kind(shape.words)
    weight = _BY_STYLE.get(label.style, 0.0) + (4.0 if shape.capitals else 0.0)
    weight += 1.0 if count <= 12 else 0.0 if count <= 25 else -1.0 if count <= 40 else -3.0
    weight += 1.5 if _stands_over(view, shape) else -1.5
    weight += 5.0 if is_wording(shape.words) else 1.0 if told is not None and count <= 25 else 0.0
    weight -= _against(text, shape, count)
    if told != "phong_trao":
        weight -= min(2, len(_VERBS.findall(shape.words)))
    if view.attached[at] and shape.cut is not None and told is None:
        weight -= 3.0  # a list of names with their figures
    if label.style in ("letter", "paren"):
        weight -= 3.0 if _TASK.match(shape.words) else 0.0
        weight -= 6.0 if (shape.cut is not None or not view.below[shape.last]) and _COUNTED.search(text) else 0.0
    if label.style == "dieu" and (count > 18 or text.endswith((".", ";"))):
        weight -= 3.0
    return weight


def _over_table(view: View, at: int) -> bool:
    following = view.rows[at + 1] if at + 1 < len(view.rows) else None
    return following is not None and (following.kind == "table" or re.match(r"\d{1,3}\t", following.text) is not None)


def _against(text: str, shape: Shape, count: int) -> float:
    """What speaks against a row: the ending of an item, of a sentence, of an announcement."""
    against = 4.0 if _SENTENCES.search(shape.words) else 0.0
    against += 3.0 if not shape.capitals and _VALUE.search(_QUOTATION.sub("", shape.words)) else 0.0
    if shape.cut is not None:
        return against + (1.0 if count > 14 else 0.0)
    ending = text.rstrip(" */")[-1:]
    against += _BY_ENDING.get(ending, 0.0) + (1.5 if ending == "." and count > 20 else 0.0)
    return against + (2.0 if _ANNOUNCES.search(text) else 0.0)


def _weight_unlabelled(view: View, at: int, shape: Shape) -> float:
    text, count = view.rows[shape.last].text, len(shape.words.split())
    if shape.attached:
        return 2.0
    if view.attached[at] or text[-1] in ".;,/" or (not view.below[shape.last] and shape.cut is None):
        return -1.0
    if shape.capitals and shape.cut is None:
        fits = 2 <= count <= 40 and not _AUTHORITY.match(shape.words) and not _FIGURES.search(shape.words)
        fits = fits and not _ISSUED.match(view.plain(shape.last + 1) or "")
        return 2.0 if fits else -1.0
    told = told_kind(shape.words)
    title_of_table = _over_table(view, shape.last)
    if told not in _PLAIN or title_of_table or _VERBS.search(shape.words) or _ANNOUNCES.search(shape.words):
        return -1.0
    if shape.cut is not None:
        return 0.5 if count <= 5 and told in _RUNNING else -1.0
    return 1.0 if count <= _longest(told, shape.words) else -1.0


def _longest(told: SectionKind | None, words: str) -> int:
    """How many words a heading without number may have."""
    if told == "phong_trao" or (told == "ket_qua_phong_trao" and "phat dong" in key_of(words)):
        return 30
    return 9
