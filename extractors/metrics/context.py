"""What the document and its sections say of all numbers in them: whether they report or ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.metrics.lexicon import load
from schemas.document import Document, Footnote, Passage
from schemas.section import Section

# The type of a plan stands on a line of its own, in capitals.
_PLAN = re.compile(
    r"^[ \t*]*(?:KẾ HOẠCH|PHƯƠNG ÁN|CHƯƠNG TRÌNH|ĐỀ ÁN|HƯỚNG DẪN|CHƯƠNG TRÌNH HÀNH ĐỘNG)\b", re.MULTILINE
)
_REPORT = re.compile(r"^[ \t*]*(?:BÁO CÁO|TỜ TRÌNH|QUYẾT ĐỊNH|THÔNG BÁO|NGHỊ QUYẾT|CHỈ THỊ)\b", re.MULTILINE)
# A directive asks; so does what a resolution or a decision puts into force: "NGHỊ QUYẾT / Thông qua Chương trình …"
_DIRECTIVE = re.compile(r"^[ \t*]*CHỈ THỊ\b", re.MULTILINE)
_ENACTS = re.compile(r"^[ \t*]*(?:NGHỊ QUYẾT|QUYẾT ĐỊNH)\b(?P<title>[^\n]*(?:\n[^\n]*){0,3})", re.MULTILINE)
_ENACTED = re.compile(
    r"(?:thông qua|phê duyệt|ban hành|giao|điều chỉnh|về(?:\s+việc)?)\s+(?:(?:điều chỉnh|bổ sung|một số|các)[\s,]+)*"
    r"(?:kế hoạch|chương trình|đề án|quy hoạch|phương án|chỉ tiêu|mục tiêu|nhiệm vụ|chính sách|định hướng)(?!\w)",
    re.IGNORECASE,
)
# a letter "V/v hướng dẫn bình xét thi đua": some of its sentences are rules, others tell of last year's slips
_GUIDE = re.compile(r"^[ \t*]*V/v:?\s+hướng dẫn(?!\w)", re.MULTILINE | re.IGNORECASE)
# "An Hạ, ngày 12 tháng 3 năm 2025", also with blanks for the day
_DATED = re.compile(r"ngày[\s\d.…]{1,20}tháng[\s\d.…]{1,20}năm\s+(?P<year>20\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# "5. Giai đoạn 2025 - 2027: kéo giảm 5% số vụ cháy": a time after all of which the head of a report speaks
_AHEAD = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:Giai đoạn|Nhiệm kỳ|Năm|Đến năm|Từ năm|Bước sang năm)\s+(?P<year>20\d\d)", re.IGNORECASE
)
_REACHED = re.compile(r"(?<!\w)(?:đã|kết quả|ước đạt)(?!\w)", re.IGNORECASE)
_COMMENDS = re.compile(r"(?<!\w)(?:tặng|truy tặng|khen thưởng)\s[^.;]{0,60}?\s?cho(?!\w)", re.IGNORECASE)
_NORM = re.compile(
    r"(?<!\w)(?:phải (?:có|đạt|là|bảo đảm|đảm bảo)|(?:được|không) (?:chọn|đề nghị|xét|cử) |tối thiểu|tối đa|không quá|"
    r"không vượt quá|ít nhất|trở lên|mỗi [^,;.\d]{2,40}? (?:tổ chức|đề nghị|chọn|cử|lựa chọn|giới thiệu|gửi))",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?<!\w)(?:phấn đấu|mục tiêu(?! quốc gia)|yêu cầu|đề nghị|tối thiểu|ít nhất)(?!\w)", re.IGNORECASE)
_TARGET_KINDS = frozenset({"phuong_huong_nhiem_vu", "giai_phap", "muc_dich_yeu_cau"})
_ACTUAL_KINDS = frozenset(
    {"ket_qua_phong_trao", "dac_diem_tinh_hinh", "uu_diem", "han_che", "danh_gia_chung", "khen_thuong", "nguyen_nhan"}
)
_OF_BOTH = frozenset({"khen_thuong", "ket_qua_phong_trao"})  # "III. CÁC ĐỢT THI ĐUA": in a plan these are ahead


@dataclass(frozen=True)
class Context:
    """The sections of a document by id, and whether the document as a whole is a plan."""

    plan: bool
    sections: dict[str, Section]
    footnotes: tuple[Footnote, ...] = ()
    horizon: int = 9999  # the last year that its head speaks of
    guides: bool = False  # a letter that says how things are to be done
    leads_in: bool = False  # what stands before its sections tells why it was written
    issued: int | None = None  # the year of its date

    def planned(self, passage: Passage) -> bool:
        """Whether the numbers of a passage are what is asked for, unless its own words say otherwise."""
        ahead = _AHEAD.match(passage.text)
        if ahead is not None and int(ahead["year"]) > self.horizon and not _REACHED.search(passage.text):
            return True
        section_id = self._section_of(passage)
        while section_id is not None and (section := self.sections.get(section_id)) is not None:
            says = None if self.plan and section.kind in _OF_BOTH and not _tells(section) else _says(section)
            if section.kind == "kien_nghi":  # "Đề nghị bổ sung 3 tỷ đồng"; not "đề nghị khen 02 hộ hiến 1.000 m2 đất"
                return _COMMENDS.search(passage.text) is None
            if says is not None:
                return says
            section_id = section.parent_id
        return self.plan and not self._leads_in(passage)

    def rules(self, sentence: str) -> bool:
        """Whether a sentence of a letter of guidance sets a norm: "mỗi khối đề nghị 02 tập thể"."""
        return self.guides and _NORM.search(sentence) is not None and _REACHED.search(sentence) is None

    def _leads_in(self, passage: Passage) -> bool:
        """Whether a passage stands before all sections and says how things are: the reasons for a directive."""
        before = (
            self.leads_in
            and passage.section_id is None
            and any(s.char_start > passage.pieces[0].start for s in self.sections.values())
        )
        return before and _ASKS.search(passage.text) is None

    def _section_of(self, passage: Passage) -> str | None:
        """The section that a passage belongs to; a footnote belongs to that of its mark."""
        if passage.kind != "footnote":
            return passage.section_id
        mark = next((f.mark for f in self.footnotes if f.mark and f.body.overlaps(passage.pieces[0])), None)
        if mark is None:
            return passage.section_id
        around = [s for s in self.sections.values() if s.char_start <= mark.start < s.extent_end]
        return max(around, key=lambda s: s.char_start).section_id if around else passage.section_id

    def heading_end(self, passage: Passage) -> int:
        """Where in a passage the words of a heading end; a bullet's text may follow the name of its movement."""
        if passage.kind != "heading":
            return 0
        section = self.sections.get(passage.section_id or "")
        start = passage.pieces[0].start
        if section is None or not start <= section.char_start < passage.pieces[-1].end:
            return len(passage.text)
        return section.char_end - start


def context_of(document: Document) -> Context:
    r"""Read the context.

    >>> context_of(Document("KẾ HOẠCH\nPhát động đợt thi đua năm 2026")).plan
    True
    """
    head = document.text[:2500]
    plan, report = _PLAN.search(head), _REPORT.search(head)
    is_plan = plan is not None and (report is None or plan.start() < report.start())
    enacts = not is_plan and _puts_into_force(head)
    guide = _GUIDE.search(head)
    guides = guide is not None and (report is None or guide.start() < report.start())
    opened = next((p.pieces[0].start for p in document.passages if p.pieces and _AHEAD.match(p.text)), 1200)
    years = [int(y) for y in _YEAR.findall(head[: min(1200, opened)])]
    horizon = max(years) if report and years else 9999
    sections = {s.section_id: s for s in document.sections}
    leads_in = is_plan or (enacts and _ENACTS.search(head) is None)
    dated = _DATED.search(head)
    issued = int(dated["year"]) if dated else None
    return Context(is_plan or enacts, sections, document.footnotes, horizon, guides, leads_in, issued)


def _puts_into_force(head: str) -> bool:
    r"""Whether a directive, a resolution or a decision as a whole says what is to be reached.

    >>> _puts_into_force("NGHỊ QUYẾT\nThông qua Chương trình phát triển cây ăn quả đến năm 2030")
    True
    >>> _puts_into_force("QUYẾT ĐỊNH\nVề việc tặng Giấy khen")
    False
    """
    directive, enacts = _DIRECTIVE.search(head), _ENACTS.search(head)
    if directive is not None and (enacts is None or directive.start() < enacts.start()):
        return True
    return enacts is not None and _ENACTED.search(enacts["title"]) is not None


def _tells(section: Section) -> bool:
    """Whether a heading itself speaks of what was done."""
    return section.kind != "khen_thuong" and load().actual_heading.search(section.heading) is not None


def _says(section: Section) -> bool | None:
    """What a heading says of its section; None where it says neither."""
    lexicon = load()
    if lexicon.expected_heading.search(section.heading):
        return True
    if section.kind in _TARGET_KINDS:
        return not lexicon.actual_heading.search(section.heading)
    if section.kind in _ACTUAL_KINDS:
        return False
    if lexicon.actual_heading.search(section.heading):
        return False
    if section.kind == "phong_trao":
        return None
    return True if lexicon.target_heading.search(section.heading) else None
