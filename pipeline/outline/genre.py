"""What a heading means in one genre of documents and not in another: in minutes, in a report, in a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.outline.kinds import key_of, told_kind
from schemas.section import SectionKind

_REPORT = re.compile(r"(?:du thao )?bao cao\b")
_PLAN = re.compile(r"(?:du thao )?(?:ke hoach|chuong trinh)\b")
_MINUTES = re.compile(r"(?:du thao )?bien ban\b")
_BARE_CONTENTS = re.compile(r"(?:cac |mot so )?noi dung$")
# Kết quả phong trào · NHÌN LẠI … · Tổng kết phong trào thi đua      what a plan, too, looks back on
_BACK = re.compile(r"ket qua|thanh tich|tong ket|so ket|nhin lai|danh gia|tom tat|tac dong|hieu qua|tinh hinh")
# Đăng ký thi đua năm 2026 · ĐĂNG KÝ VÀ KÝ KẾT GIAO ƯỚC THI ĐUA      refuses: Kết quả đăng ký thi đua
_PLEDGE = re.compile(r"(?:ve )?(?:viec )?(?:dang ky|(?:ky ket )?giao uoc)\b")
# 3. Kết quả bỏ phiếu · Kiểm phiếu
_VOTE = re.compile(r"(?:ve )?(?:ket qua )?(?:bo phieu|kiem phieu|bieu quyet|lay phieu)\b")
_OF_AWARDS = re.compile(r"khen thuong|danh hieu|binh xet|xet tang")
# Hội đồng thảo luận · Các thành viên cho ý kiến      what a meeting does
_DEBATE = re.compile(r"(?:.{2,40} )?(?:thao luan|bieu quyet|cho y kien|phat bieu|ket luan)\b")
# Đồng chí Thư ký báo cáo kết quả …      who speaks in a meeting, and of what
_SPEAKS = re.compile(
    r"(?:dong chi|d/c|ong|ba) .{2,60}?\s(?:bao cao|trinh bay|thong qua|cong bo)(?: (?:tom tat|bao cao|ve))* (?P<of>.+)"
)


def is_report(title: str) -> bool:
    """Whether a title names a report."""
    return _REPORT.match(key_of(title[:80])) is not None


def is_plan(title: str) -> bool:
    """Whether a title names a plan or a programme."""
    return _PLAN.match(key_of(title[:80])) is not None


def is_minutes(title: str) -> bool:
    r"""Whether a title names minutes.

    >>> is_minutes("BIÊN BẢN\nHọp Hội đồng Thi đua - Khen thưởng xã"), is_minutes("BÁO CÁO\nVề biên bản kiểm tra")
    (True, False)
    """
    return _MINUTES.match(key_of(title[:80])) is not None


def kind_by_genre(words: str, parent: SectionKind | None, below: Sequence[str], title: str) -> SectionKind | None:
    r"""The kind of a heading that the genre of its document decides, or None.

    Args:
        words: the heading.
        parent: the kind of the section around it.
        below: the headings right below it.
        title: the title of the document, with its type word.

    >>> [kind_by_genre("NỘI DUNG", None, (), title) for title in ("BIÊN BẢN\nHọp", "KẾ HOẠCH\nPhát động thi đua")]
    ['khac', None]
    >>> kind_by_genre("CÁC ĐỢT THI ĐUA", None, (), "KẾ HOẠCH\nPhát động thi đua")
    'phuong_huong_nhiem_vu'
    """
    key, outermost = key_of(words), parent in (None, "khac", "phan")
    if is_minutes(title):
        return _in_minutes(words, key, below, title)
    if is_report(title):
        return "khac" if outermost and _BARE_CONTENTS.match(key) else None
    if outermost and told_kind(words) == "ket_qua_phong_trao" and not _BACK.search(key):
        return "phuong_huong_nhiem_vu" if is_plan(title) or _PLEDGE.match(key) else None
    return None


def _in_minutes(words: str, key: str, below: Sequence[str], title: str) -> SectionKind | None:
    spoken = _SPEAKS.match(key)
    if spoken is not None:
        return told_kind(spoken["of"]) or "khac"
    if _BARE_CONTENTS.match(key):
        return "khac"
    if _VOTE.match(key):
        awards = any(told_kind(heading) == "khen_thuong" for heading in below) or _OF_AWARDS.search(key_of(title))
        return "khen_thuong" if awards else "khac"
    return "khac" if _DEBATE.match(key) and len(words.split()) <= 8 else None
