"""Whom a stretch is about: the one person, the one body whose merits it tells.

2. Bà Lò Thị Minh, Trưởng thôn Hạ
Đã được tặng 02 Bằng khen của Chủ tịch UBND tỉnh.
"""

from __future__ import annotations

import re

from extractors.awards.binding import Binding
from schemas.document import Passage
from schemas.records.awards import Recipient

_LABEL = r"\s*(?:[-–+*•]\s*)?(?:\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,4})\s*[.)/]\s*)?"
_PERSON = re.compile(
    _LABEL + r"(?:Ông|Bà|Anh|Chị|Em|Thầy(?: giáo)?|Cô(?: giáo)?|Đồng chí|Đ/c|Cháu)\s*:?\s+"
    r"[A-ZĐÀ-Ỹ][\w’'-]*\s+[A-ZĐÀ-Ỹ]"
)
_BODY = re.compile(
    r"\s*\d{1,3}\s*[.)]\s*(?:(?:Nhân dân và [Cc]án bộ|Cán bộ và [Nn]hân dân|Tập thể)\s|"
    r"(?:Trường|Trạm|Phòng|Sở|Ban|Hội|Công an|Công ty|Hợp tác xã|HTX|Chi bộ|Đảng bộ|Văn phòng|Trung tâm|Bệnh viện|Thôn"
    r"|Xóm|Bản|Ấp|Tổ dân phố|Câu lạc bộ|Đội)\s)[^.;]{2,120}$"
)
_LABELLED = re.compile(r"\s*(?:[-–+*•]|\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,4})\s*[.)/])\s")
# Đã được tặng |02 Bằng khen · đạt |…      what is got, with none between who got it
_GOT = re.compile(r"(?<!\w)(?:được|đạt|nhận|có|lần)(?!\w)[^.:]{0,160}$", re.I)
_OTHERS = re.compile(r"(?<!\w)(?:tập thể|cá nhân|học sinh|hội viên|đoàn viên|giáo viên|đơn vị|các|cho)(?!\w)", re.I)


def is_of_person(text: str) -> bool:
    """Whether a text begins with one named person.

    >>> is_of_person("Ông Trần An, Phó Chủ tịch UBND xã: 3 lần"), is_of_person("Ông bà mẫu mực")
    (True, False)
    """
    return _PERSON.match(text) is not None


def subject_of(passage: Passage, before: Recipient | None) -> Recipient | None:
    """Whom a passage is about; it goes on with the one ``before`` where it names nobody and opens nothing new."""
    if is_of_person(passage.text):
        return "ca_nhan"
    if _BODY.match(passage.text.rstrip(" :")):
        return "tap_the"
    opens = passage.kind == "heading" or _LABELLED.match(passage.text) is not None
    return None if opens else before


def received_by(text: str, binding: Binding, subject: Recipient | None) -> Recipient:
    """Who received it: the subject of the profile, where the sentence names nobody else."""
    if binding.recipient != "khac" or binding.rule != "own-title" or subject is None:
        return binding.recipient
    got = _GOT.search(text, 0, binding.head)
    return subject if got and not _OTHERS.search(text, got.start(), binding.head) else binding.recipient
