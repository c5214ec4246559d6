"""Who launched several movements that are named together, where it is said once for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.movements.launchers import launched_by
from extractors.movements.lexicon import key
from extractors.movements.mentions import Mention
from schemas.records.movements import LaunchLevel

_AHEAD = 1500  # characters of a list before a name, with who launched what it holds
# Names that only the centre gives; who else "phát động" such a movement takes it up.
NATIONAL = ("ca nuoc", "toan quoc")
# phong trào “A”, “B” do Thủ tướng Chính phủ phát động
_BY_BEHIND_LIST = re.compile(
    r"[”\"]?(?:\s*(?:,|và|;)\s*[“\"][^“”\"\n]{3,200}[”\"])+\s*(?P<by>(?:do|được)\s[^.;“\"]{2,130})"
)
# phong trào “Cả nước …” và phong trào “B” do Thủ tướng Chính phủ phát động
_BY_BEHIND_BOTH = re.compile(
    r"[”\"]?\s*(?:,|và)\s*(?:phong\s+trào(?:\s+thi\s+đua)?|cuộc\s+vận\s+động)\s+[“\"][^“”\"\n]{3,200}[”\"]\s*"
    r"(?P<by>do\s[^.;“\"]{2,130})"
)
# các phong trào thi đua do Thủ tướng Chính phủ phát động, gồm: “A”, “B”; phong trào thi đua |“C”
_LIST_BY = re.compile(
    r"(?<!\w)(?:các|những|nhiều|\d+)\s+phong\s+trào[^“”.;:]{0,50}?\s(?P<by>do\s[^“”.;:]{2,90}?\sphát\s+động)[^“”.;:]{0,25}:\s*"
    r"(?:[“\"][^“”\"\n]{3,200}[”\"](?:\s*\([^()]{0,60}\))?\s*[,;]\s*(?:và\s+)?)+$",
    re.IGNORECASE,
)


def of_lists(text: str, mention: Mention, whose: LaunchLevel | None) -> Iterator[tuple[int, LaunchLevel]]:
    """What is said of several movements at once, before or behind them: the weight of each saying, the level.

    ``whose`` is the level of an organ whose words say none.
    """
    shared = _BY_BEHIND_LIST.match(text, mention.span.end) or _LIST_BY.search(
        text, max(0, mention.lead - _AHEAD), mention.lead
    )
    said, level = launched_by(shared["by"], whose) if shared else (False, None)
    if said and level:
        yield 3, level
    both = _BY_BEHIND_BOTH.match(text, mention.span.end)
    if both is not None and key(mention.name.of(text)).startswith(NATIONAL):
        said, level = launched_by(both["by"], whose)
        if said and level == "trung_uong":
            yield 3, level
