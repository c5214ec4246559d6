"""Who is commended is a collective or a person: "43 trường hợp, gồm 12 tập thể, 31 cá nhân"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.codes import Found, issue
from schemas.document import Document
from schemas.text import Span

# "43 trường hợp, gồm 12 tập thể, 30 cá nhân"; "43 tập thể, cá nhân: 30 cá nhân và 12 tập thể"
PATTERN = re.compile(
    r"(?P<total>(?<![\d./,-])\d[\d.]*)\s+(?:lượt\s+)?(?P<what>trường hợp|"
    r"tập thể(?:,| và|, và) (?:lượt )?cá nhân|giấy khen|bằng khen)"
    r"(?P<mid>[^;.:()\d]{0,60}?)"
    r"(?:\(|gồm|bao gồm|trong đó|:)[^;.\d]{0,12}"
    r"(?:(?P<groups>\d+)\s+tập thể(?:,| và|, và)\s+(?P<persons>\d+)\s+cá nhân"
    r"|(?P<persons2>\d+)\s+cá nhân(?:,| và|, và)\s+(?P<groups2>\d+)\s+tập thể)"
    r"(?P<more>[^.;]{0,16})",
    re.I,
)
MORE = re.compile(r"\d|hộ|gia đình|khu dân cư|doanh nghiệp", re.I)


def check(document: Document) -> Iterator[Found]:
    """Collectives and persons that are not as many as were commended; what adds up is told by the sums."""
    for passage in document.passages:
        text = passage.text
        if "tập thể" not in text.lower():
            continue
        for match in PATTERN.finditer(text):
            total = int(match.group("total").replace(".", ""))
            groups, persons = (int(match.group(g) or match.group(f"{g}2")) for g in ("groups", "persons"))
            if total == groups + persons or MORE.search(match.group("more")):
                continue
            if total in (groups, persons) or re.search(r"hộ gia đình|doanh nghiệp", match.group("mid"), re.I):
                continue
            line = f"{groups} tập thể + {persons} cá nhân = {groups + persons}"
            said = f"{total} {match.group('what')}"
            yield issue(
                "sum_mismatch",
                f"Số khen thưởng không khớp: {line}, nhưng văn bản ghi {said}; xem lại.",
                f"The commended do not add up: {line}, but the text says {said}.",
                passage.locate(Span(match.start(), match.start("more"))),
            )
