"""Labels of headings that repeat or skip among siblings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from pipeline.check.codes import Found, issue
from schemas.document import Document
from schemas.issue import Issue
from schemas.section import Section
from schemas.text import Span

# The order of letters in Vietnamese lists; "đ" may be left out.
LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMAN = re.compile(r"(?=[IVXL])(X{0,3})(IX|IV|V?I{0,3})")
# "Sửa đổi, bổ sung Điều 4 như sau:"
AMENDING = re.compile(
    r"(?<!\w)(?:sửa đổi|bổ sung|thay thế|bãi bỏ)(?!\w).{0,80}(?<!\w)(?:điều|khoản|điểm|mục|chương)(?!\w)", re.I
)
FARTHEST = 4  # a label that jumps by more is another list's
WORDS = {"nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7}


def ordinal(label: str) -> tuple[str, int] | None:
    """The style and rank of a label, or None where it has none.

    >>> ordinal("Phần thứ hai"), ordinal("IV"), ordinal("2.3"), ordinal("đ"), ordinal("-")
    (('phan', 2), ('roman', 4), ('2.', 3), ('letter', 5), None)
    """
    text = label.strip().rstrip(".)").strip()
    part = re.fullmatch(r"(phần|chương|mục|điều)\s+(?:thứ\s+)?(\w+)", text, re.I)
    if part:
        inner = ordinal(part.group(2)) if part.group(2).lower() not in WORDS else ("", WORDS[part.group(2).lower()])
        return ("phan" if part.group(1).lower() == "phần" else part.group(1).lower(), inner[1]) if inner else None
    if re.fullmatch(r"\d{1,2}", text):
        return "arabic", int(text)
    dotted = re.fullmatch(r"((?:\d{1,2}\.)+)(\d{1,2})", text)
    if dotted:
        return dotted.group(1), int(dotted.group(2))
    if ROMAN.fullmatch(text):
        return "roman", _roman(text)
    if len(text) == 1 and text in LETTERS:
        return "letter", LETTERS.index(text) + 1
    return None


def check(document: Document) -> Iterator[Found]:
    """Repeated and skipped labels among the children of one section."""
    siblings: dict[str | None, list[Section]] = defaultdict(list)
    for section in document.sections:
        siblings[section.parent_id].append(section)
    for group in siblings.values():
        numbered = [(s, ordinal(s.label)) for s in group if s.label]
        for (first, one), (second, two) in pairwise((s, o) for s, o in numbered if o is not None):
            if one is None or two is None or one[0] != two[0] or _amended(document, first, second):
                continue
            if two[1] == one[1] and not _begun_anew(document, first, second, one):
                yield _repeated(first, second)
            elif two[1] > one[1] + 1 and not _unseen(document, first, second, one, two):
                yield _skipped(first, second)


def _repeated(first: Section, second: Section) -> Issue:
    return issue(
        "label_repeated",
        f"Mục “{second.label}. {_short(second)}” lặp lại số của mục “{first.label}. {_short(first)}” liền trước.",
        f"Heading “{second.label}. {_short(second)}” repeats the label of “{first.label}. {_short(first)}”.",
        Span(second.char_start, second.char_end),
    )


def _skipped(first: Section, second: Section) -> Issue:
    return issue(
        "label_skipped",
        f"Sau mục “{first.label}. {_short(first)}” là mục “{second.label}. {_short(second)}”: số mục bị nhảy.",
        f"Heading “{second.label}. {_short(second)}” follows “{first.label}. {_short(first)}”: a label is skipped.",
        Span(second.char_start, second.char_end),
    )


def _unseen(document: Document, first: Section, second: Section, one: tuple[str, int], two: tuple[str, int]) -> bool:
    """Whether the missing label does stand in between: as a numbered paragraph, or as a heading that was not seen."""
    if one[0] == "letter" and two[1] == one[1] + 2 and LETTERS[one[1]] == "đ":
        return True  # a), b), c), d), e): many leave out đ
    between = document.text[first.char_end : second.char_start]
    if two[1] > one[1] + FARTHEST:
        return True  # 4, 10: another list, or headings of which only some were seen
    missing = [_printed(one[0], rank) for rank in range(one[1] + 1, two[1])]
    return any(
        re.search(rf"(?m)^\W*(?:phần\s+(?:thứ\s+)?)?{re.escape(label)}\s*[.):\s]", between, re.I) for label in missing
    )


def _begun_anew(document: Document, first: Section, second: Section, one: tuple[str, int]) -> bool:
    """Whether the second belongs to another list, below a heading that was not seen: it begins, or went on before."""
    between = document.text[first.char_end : second.char_start]
    beside = [_printed(one[0], rank) for rank in (one[1] - 1, one[1] + 1) if rank > 0]
    return one[1] == 1 or any(re.search(rf"(?m)(?:^|\s){re.escape(label)}\. \w", between, re.I) for label in beside)


def _amended(document: Document, first: Section, second: Section) -> bool:
    """Whether one of the two is quoted from an instrument that this one amends: its labels are the other's."""
    if AMENDING.search(first.heading) or AMENDING.search(second.heading):
        return True
    before = document.text[max(0, second.char_start - 400) : second.char_start]
    opened = max(before.rfind("“"), before.rfind('\n"'))
    return opened > before.rfind("”") or AMENDING.search(before.rpartition("\n")[0].rpartition("\n")[2]) is not None


def _printed(style: str, rank: int) -> str:
    if style == "arabic":
        return str(rank)
    if style == "letter":
        return LETTERS[min(rank, len(LETTERS)) - 1]
    if style in ("roman", "phan"):
        return _in_romans(rank)
    return f"{style}{rank}" if style.endswith(".") else f"{style} {rank}"  # "2.3", "điều 12"


def _in_romans(rank: int) -> str:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (rank // 10) + ones[rank % 10]


def _roman(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    digits = [values[c] for c in text]
    return sum(-a if a < b else a for a, b in pairwise([*digits, 0]))


def _short(section: Section) -> str:
    return section.heading if len(section.heading) <= 60 else section.heading[:57].rstrip() + "…"
