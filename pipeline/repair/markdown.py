"""Marks that Markdown has left behind in text: emphasis, escapes, heading signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.repair.paper import Change, Paper
from schemas.text import Span

# "## II. KẾT QUẢ" at the start of a line; "#1" or "C#" is none.
_HEADING = re.compile(r"(?m)^[ ]{0,3}(#{1,6}[ \t]+)(?=\S)")
# "\*", "1\.", "\-", "\[": a backslash before a mark of punctuation that Markdown escapes.
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|>~])")
# Two or three stars, or bold underscores: never anything but emphasis ("**TM. ỦY BAN NHÂN DÂN" may close lines below).
_STRONG = re.compile(r"(?<!\*)\*{2,3}(?!\*)|(?<![\w_])__(?=[^\s_])|(?<=[^\s_])__(?![\w_])")
# A pair of single stars that hugs its text: "*Ngày chủ nhật xanh*"; not "* Về kinh tế" and not "3 * 4" or "5*6*7".
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*)(?=[^\s*])([^*\n]*?(?:\n[^*\n]+?)?[^\s*])(\*)(?![\w*])")
_UNDERSCORED = re.compile(r"(?<![\w_\\])(_)(?=[^\s_])([^_\n]*?[^\s_])(_)(?![\w_])")
# A rule across the page: "---", "***", "___" alone in a line.
_RULE = re.compile(r"(?m)^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$|^[ \t]*(?:-[ \t]*){3,}$")


def strip_markdown(paper: Paper) -> None:
    r"""Take the marks out; the text that they mark stays.

    >>> paper = Paper("- *Phong trào “Sạch làng”:* 3 * 4 m\\*")
    >>> strip_markdown(paper)
    >>> paper.text
    '- Phong trào “Sạch làng”: 3 * 4 m*'
    """
    paper.apply(_removed(_RULE, paper.text, "markdown_rule"))
    length = -1
    while length != len(paper.text):  # every round takes something out, or is the last
        length = len(paper.text)
        paper.apply(_heading_signs(paper.text))
        paper.apply(_removed(_STRONG, paper.text, "markdown_strong"))
        paper.apply(_pairs(paper.text))
        paper.apply(_removed(_ESCAPE, paper.text, "markdown_escape"))


def _removed(pattern: re.Pattern[str], text: str, rule: str) -> Iterator[Change]:
    for match in pattern.finditer(text):
        if match.end() > match.start():
            yield Change(Span(*match.span()), "", rule)


def _heading_signs(text: str) -> Iterator[Change]:
    for match in _HEADING.finditer(text):
        yield Change(Span(*match.span(1)), "", "markdown_heading")


def _pairs(text: str) -> Iterator[Change]:
    marks = {Span(*match.span(group)) for pattern in (_EMPHASIS, _UNDERSCORED) for match in pattern.finditer(text)
             for group in (1, 3)}  # fmt: skip
    for span in sorted(marks):
        yield Change(span, "", "markdown_emphasis")
