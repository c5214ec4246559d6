"""At which level a movement was launched: what its heading, its sentence, the sentence behind say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.movements.launchers import launched_by, launcher_in, level_of, own_level
from extractors.movements.lexicon import key, lexicon
from extractors.movements.lists import NATIONAL, of_lists
from extractors.movements.mentions import Mention
from schemas.document import Document, Passage
from schemas.records.movements import LaunchLevel
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the document: at which level, and whether it is a plan that launches what it heads."""

    level: LaunchLevel | None
    plans: bool
    name: str = ""  # of its unit, as a key: "an ha" of "xã An Hạ"

    @classmethod
    def of(cls, document: Document) -> Author:
        """Read it off the letterhead and the title."""
        unit = _UNIT.search(document.part("letterhead"))
        plans = _PLAN.search(document.part("title")) is not None
        return cls(own_level(document), plans, key(unit["name"]) if unit else "")

    def bears(self, name: str) -> bool:
        """Whether a movement is named after the author's own unit: "Tuổi trẻ An Hạ tình nguyện"."""
        return bool(self.name) and f" {self.name} " in f" {key(name)} "


_UNIT = re.compile(
    r"(?<!\w)(?i:xã(?!\s+hội)|phường|thị\s+trấn|đặc\s+khu|huyện|quận|thị\s+xã|thành\s+phố|tỉnh)"
    r"[ \t]+(?P<name>[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:[ \t][A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,4})"
)


# The title of a plan, a directive or an appeal that launches: "KẾ HOẠCH Phát động phong trào thi đua …"
_PLAN = re.compile(
    r"^\s*(?:KẾ\s+HOẠCH|CHỈ\s+THỊ|LỜI\s+KÊU\s+GỌI|PHÁT\s+ĐỘNG)\b.*?(?:thi\s+đua|phong\s+trào)",
    re.IGNORECASE | re.DOTALL,
)

_SENTENCE = re.compile(r"[.;](?=\s+[A-ZĐÂÔƯÁÀÍÚÝÊ+-])")
_LABEL = re.compile(
    r"[\s*_]*(?:[-–+*•]|\d+(?:\.\d+)*[.)]?|[a-zđ]\))?[\s*_]*(?:kết\s+quả\s+(?:thực\s+hiện\s+)?)?$", re.IGNORECASE
)
# "Đoàn xã phát động phong trào", "về việc phát động và triển khai các đợt …"; not "triển khai phát động"
_LAUNCH = re.compile(
    r"(?<!khai )(?<!mạnh )(?P<verb>phát\s+động|khởi\s+xướng|chủ\s+trì|(?<=về )tổ\s+chức|(?<=về việc )tổ\s+chức)\s+"
    r"(?:(?:trong|tại|ở)\s[^.;“”\"]{2,60}\s|(?:\d+|các|nhiều|hai|ba)\s+(?:phong\s+trào|đợt\s+thi\s+đua|cuộc\s+vận\s+động)\s[^.;“”\"]{0,80}|(?:và\s+triển\s+khai\s+|thực\s+hiện\s+|tổ\s+chức\s+)?(?:các\s+)?)$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?<![-/\w])(?:Thủ\s+tướng|Chính\s+phủ|Hội\s+đồng\s+[Tt]hi\s+đua|U[Bb]ND|[UỦ][ỷyỶY]\s+ban|Đảng\s+[uủ]|Tỉnh\s+[uủ]|Thành\s+[uủ]|Huyện\s+[uủ]"
    r"|Chủ\s+tịch|MTTQ|Mặt\s+trận|Đoàn\s+(?:[Tt]hanh|TN|xã|phường)|Hội\s+[A-ZĐ]|Công\s+an|Ban\s+[A-ZĐ]|Bộ\s+[A-ZĐ]|Sở\s+[A-ZĐ]"
    r"|Liên\s+đoàn|Tổng\s+Liên|Công\s+đoàn|Xã|Phường|[Cc]ấp\s+[uủ]|[Cc]hính\s+quyền|[Nn]hà\s+trường|Trung\s+ương|xã|phường"
    r"|[Tt]hành\s+phố|[Tt]ỉnh)(?!\w)"
)
# "“…” của UBND tỉnh:", "“…” (của Hội Phụ nữ xã)"
_OF = re.compile(
    r"[”\"»*\s(]*của\s+(?P<who>(?:Thủ\s+tướng|U[Bb]ND|[UỦ][ỷyỶY]\s+ban|Chủ\s+tịch|Hội|Đoàn|Mặt\s+trận|Công\s+an|[Tt]ỉnh|[Xx]ã|[Pp]hường|[Hh]uyện)"
    r"[^,.;:“()]{0,60})"
)
# "Quyết định số … của Thủ tướng Chính phủ về việc ban hành Kế hoạch triển khai phong trào thi đua “…”"
_LAUNCHING = re.compile(
    r"(?P<who>(?:Quyết\s+định|Kế\s+hoạch|Chỉ\s+thị)\s(?:số\s)?[^;“”]{5,140}?)\s(?:về|phê\s+duyệt|ban\s+hành)\s[^;“”]{0,60}?"
    r"(?:phát\s+động|triển\s+khai|tổ\s+chức|thực\s+hiện)\s+(?:các\s+)?$",
    re.IGNORECASE,
)
# "phát động đợt thi đua “A” từ nay đến tháng 01, và phong trào thi đua “B”": one verb for both
_ALSO = re.compile(r"phát\s+động\s+(?:phong\s+trào|đợt|cuộc)", re.IGNORECASE)
_AND = re.compile(r"[”\"»][^.;“”\"]{0,60}(?:,|và)\s*$")
# "Đợt 2 (từ ngày 01/5 đến 02/9/2026): Thi đua |“…”" in a plan
_ROUND = re.compile(r"\s*(?:[-–+*•]\s*)?Đợt\s+(?:\d|[IVX]+|thứ|một|hai|ba)[^:“]{0,80}:\s*$", re.IGNORECASE)
_BASIS = re.compile(r"[”\"»]?\s*(?:[^.;“]{0,30}\s)?theo\s+(?P<who>(?:Quyết\s+định|Kế\s+hoạch|Chỉ\s+thị)\s[^;“]{5,110})")


def levels(
    document: Document, passage: Passage, following: str, mention: Mention, author: Author
) -> Iterator[tuple[int, LaunchLevel]]:
    """What the text says of who launched the movement that is named here: the weight of each saying, the level."""
    text, own = passage.text, author.level
    behind = text[mention.span.end : mention.span.end + 160]
    famous = lexicon().known.match(text, mention.name.start) is not None
    whose = None if famous else own  # a bare "Mặt trận Tổ quốc" did not launch here what the whole country knows
    for stretch in (_BY_BEHIND.match(behind), _BY_BETWEEN.match(text, mention.lead, mention.name.start)):
        said, level = launched_by(stretch[0], whose) if stretch else (False, None)
        if said:  # "… do UBND tỉnh phát động" says it all, also where it names two
            if level:
                yield 5, level
            return
    if passage.kind == "heading" or passage.part == "title" or _LABEL.fullmatch(text, 0, mention.lead):
        yield from _of_place(document, passage, behind if len(behind) > 40 else following, author, famous=famous)
    else:
        yield from _of_group(document, passage, mention, author, famous=famous)
    round_of = _ROUND.match(text[: mention.lead]) is not None and not famous
    if author.plans and author.level and (author.bears(mention.name.of(text)) or round_of):
        yield 2, author.level
    yield from of_lists(text, mention, whose)
    yield from _of_papers(text, mention, author)
    if (basis := _BASIS.match(behind)) and (level := level_of(basis["who"], None)) is not None:
        yield 3, level
    if (owner := _OF.match(behind)) and (level := level_of(owner["who"], own)) is not None:
        yield 3, level
    level = _launched_before(text, mention, author)
    national = key(mention.name.of(text)).startswith(NATIONAL)
    if level == "trung_uong" or (level is not None and not national):
        yield 2, level


def _of_papers(text: str, mention: Mention, author: Author) -> Iterator[tuple[int, LaunchLevel]]:
    """What a paper says that launches it: one of the centre, or one for a movement that bears the own unit's name."""
    launching = _LAUNCHING.search(text[max(0, mention.lead - 320) : mention.lead])
    if launching is None:
        return
    if level_of(launching["who"], None) == "trung_uong":
        yield 3, "trung_uong"
    elif author.bears(mention.name.of(text)) and (level := level_of(launching["who"], author.level)) is not None:
        yield 2, level


def _of_place(
    document: Document, passage: Passage, behind: str, author: Author, *, famous: bool
) -> Iterator[tuple[int, LaunchLevel]]:
    """What says it of a movement that heads a section: the sentence behind, the headings around, the plan itself."""
    first = _FIRST_SENTENCE.match(behind)
    said, level = launched_by(first[0], author.level) if first else (False, None)
    if said and level:
        yield 5, level
    level = _of_headings(document, passage, author.level)
    if level is not None:
        yield 4, level
    if _BY_DECISION.match(behind) and (famous or "ca nuoc" in key(passage.text)):
        yield 3, "trung_uong"
    if author.plans and author.level and not said and not famous:
        yield 1, author.level


# "Thực hiện Quyết định số 45/QĐ-TTg …" right behind the heading of such a movement
_BY_DECISION = re.compile(r"[\s:”\"*-]*(?:Thực\s+hiện|Triển\s+khai)(?:\s+\S+){0,4}\s+số\s+\d+/(?:QĐ|CT|KH)-TTg")
# "Phong trào do Ủy ban nhân dân tỉnh phát động …", "Đây là phong trào được …" right behind a heading
_FIRST_SENTENCE = re.compile(
    r"[\s:”\"*-]*(?:(?:[Đđ]ây\s+là|[Hh]ưởng\s+ứng|[Tt]hực\s+hiện|[Tt]riển\s+khai)\s+)?(?:[Pp]hong\s+trào|[Cc]uộc\s+vận\s+động|[Đđ]ợt\s+thi\s+đua)(?:\s+thi\s+đua)?(?:\s+này)?\s+(?:do|được)\s[^.;]{2,130}"
)
# Behind a name: "“…” do Thủ tướng Chính phủ phát động"; before it: "phong trào do Hội phát động như “…”"
_BY_BEHIND = re.compile(r"[”\"»*\s(]*(?:[^,.;:“]{0,60}?\s)?(?:do|được)\s[^.;“]{2,130}")
_BY_BETWEEN = re.compile(r"[^“\"]*?\sdo\s[^“\".;]*")


def _launched_before(text: str, mention: Mention, author: Author) -> LaunchLevel | None:
    """At which level the subject of "phát động" before a movement is.

    Without one it is the author where the clause begins with the verb, and wherever it stands in a plan.
    """
    launch = _launch_before(text, mention)
    if launch is None:
        return None
    if launch.organ is None:
        return author.level if author.plans or launch.of_clause <= 12 else None
    return level_of(launch.organ.of(text), author.level)


@dataclass(frozen=True, slots=True)
class _Launch:
    """The verb before a movement: how far into its clause it stands, and the organ that is its subject."""

    of_clause: int
    organ: Span | None


def _launch_before(text: str, mention: Mention) -> _Launch | None:
    """The verb "phát động" before a movement, with the nearest organ in the sentence."""
    begin = max(0, mention.lead - 260)
    before = text[begin : mention.lead]
    for stop in reversed(list(_SENTENCE.finditer(before))):
        before, begin = before[stop.end() :], begin + stop.end()
        break
    launch = _LAUNCH.search(before)
    if launch is None and _AND.search(before):
        launch = _ALSO.search(before)
    if launch is None:
        return None
    clause = before.rfind(";", 0, launch.start()) + 1
    organs = list(_WHO.finditer(before, clause, launch.start()))
    if not organs:
        return _Launch(launch.start() - clause, None)
    first = organs[-1].start()
    for organ in reversed(organs[:-1]):  # "Chủ tịch UBND xã", "Ủy ban nhân dân thành phố" are one organ
        if re.fullmatch(r"(?:\s+[^\s,;]+){0,6}\s+", before[organ.end() : first]):
            first = organ.start()
        else:
            break
    return _Launch(launch.start() - clause, Span(begin + first, begin + launch.start()))


# Where the verb of an organ begins: "UBND tỉnh đã kịp thời …", "UBND phường ban hành Kế hoạch số 5 …"
_ACTS = re.compile(
    r"\s+(?:đã|sẽ|đang|cũng|luôn|kịp\s+thời|tiếp\s+tục|tích\s+cực|chủ\s+động|tổ\s+chức|ban\s+hành|chủ\s+trì|xây\s+dựng|triển\s+khai|tập\s+trung"
    r"|trực\s+tiếp|thường\s+xuyên|chính\s+thức|đồng\s+loạt|phối\s+hợp|về\s+việc|về|có|ký|trên)(?!\w)"
)
_LAUNCHER_WORDS = 16


def launcher(passage: Passage, following: str, mention: Mention) -> str | None:
    """Who launched the movement that is named here, as printed; None where the text names nobody for it.

    >>> text = "phong trào “Tuyến phố văn minh” do Ủy ban nhân dân tỉnh phát động năm 2024"
    >>> launcher(Passage(text, (Span(0, len(text)),), "paragraph"), "", Mention(Span(0, 31), Span(12, 30), 0, "", 1.0))
    'Ủy ban nhân dân tỉnh'
    """
    text = passage.text
    behind = text[mention.span.end : mention.span.end + 160]
    stretches = [_BY_BEHIND.match(behind), _BY_BETWEEN.match(text, mention.lead, mention.name.start)]
    if passage.kind == "heading" or _LABEL.fullmatch(text, 0, mention.lead):
        stretches.append(_FIRST_SENTENCE.match(behind if len(behind) > 40 else following))
    said = next((who for stretch in stretches if stretch and (who := launcher_in(stretch[0])) is not None), None)
    if said is None and (launch := _launch_before(text, mention)) is not None and launch.organ is not None:
        said = launch.organ.of(text)
    said = _ACTS.split(" ".join((said or "").split()), maxsplit=1)[0].strip(" ,")
    return said if _WHO.match(said) and len(said.split()) <= _LAUNCHER_WORDS else None


def _of_group(
    document: Document, passage: Passage, mention: Mention, author: Author, *, famous: bool
) -> Iterator[tuple[int, LaunchLevel]]:
    """Who launched all that a list or a section tells of: "3. Các phong trào do xã phát động" names none itself."""
    if author.plans and author.level and mention.rule in ("titled", "worded") and passage.kind == "list_item":
        yield 1, author.level
    section = document.section(passage.section_id)
    if famous or section is None or re.search(r"[“\"«]", section.heading):
        return
    level = launched_by(section.heading, author.level)[1]
    if level is not None:
        yield 1, level


def _of_headings(document: Document, passage: Passage, own: LaunchLevel | None) -> LaunchLevel | None:
    """Who launched the movements of this section, by its heading or that of a section around it."""
    section = document.section(passage.section_id)
    while section is not None:
        said, level = launched_by(section.heading, own)
        if said:
            return level
        section = document.section(section.parent_id)
    return None
