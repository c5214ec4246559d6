"""Rows that add records, gathered: those of one sentence together are one record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.corrections.facts import plain
from pipeline.corrections.named import Named
from pipeline.corrections.sheet import Line
from pipeline.corrections.values import field_named, fields_of, key, parse
from pipeline.corrections.wrong import Wrong, WrongError
from pipeline.export.cells import typed
from pipeline.language import choose
from pipeline.report.review.kinds import RECORD_GROUPS

_NUMBER = re.compile(r"\d+$")
_KINDS = {key(told): group.kind for group in RECORD_GROUPS for told in (*group.title, group.kind)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What rows have in common that make one record; ``part`` tells it from others of the same words."""

    doc_id: str
    kind: str
    words: str
    part: str


@dataclass(frozen=True, slots=True)
class New:
    """A record that is to be added: its values as they were typed, each with its row."""

    sentence: Sentence
    lines: list[Line] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    rows: dict[str, Line] = field(default_factory=dict)

    @property
    def filled(self) -> dict[str, object]:
        """The values that say something."""
        return {name: value for name, value in self.values.items() if value is not None}

    @property
    def note(self) -> str:
        """What the clerk remarked, on whichever row."""
        return next((line.note for line in self.lines if line.note), "")


def gathered(lines: Sequence[Line], named: Named) -> tuple[list[New], list[Wrong]]:
    """The records that rows tell of, each with its values, and what is wrong with single rows."""
    news: dict[Sentence, New] = {}
    wrong = []
    for line in lines:
        try:
            sentence = _sentence(line, named)
            new = news.setdefault(sentence, New(sentence))
            new.lines.append(line)
            if line.field or line.value or not line.alone:
                _fill(new, line)
        except WrongError as error:
            wrong.append(Wrong(line, str(error)))
    return list(news.values()), wrong


def _sentence(line: Line, named: Named) -> Sentence:
    copied = line.key.partition(".")[2].partition(".")[0]
    doc_id = named.document(typed(line.document), copied)
    kind = _KINDS.get(key(line.kind))
    if kind is None:
        known = "; ".join(choose(*group.title) for group in RECORD_GROUPS)
        raise WrongError(
            choose(f"bổ sung thì cột “Loại” phải là một trong: {known}", f"to add, “Kind” must be one of: {known}")
        )
    words = plain(typed(line.quote))
    if not words:
        raise WrongError(
            choose(
                "chưa ghi câu trích: hãy chép nguyên văn từ văn bản câu cho thấy điều bổ sung",
                "no quote: copy the words that show it out of the document",
            )
        )
    number = _NUMBER.search(line.decision)
    part = f"{line.page} {line.number}" if line.alone else str(int(number[0])) if number else "1"
    return Sentence(doc_id, kind, words, part)


def _fill(new: New, line: Line) -> None:
    kind = new.sentence.kind
    name = field_named(kind, line.field)
    if name is None:
        known = "; ".join(choose(title, name) for name, title in fields_of(kind).items())
        raise WrongError(
            choose(f"cột “Mục cần sửa” phải là một trong: {known}", f"the field to fill in must be one of: {known}")
        )
    value = line.value.removeprefix("'").strip()
    if not value:
        raise WrongError(choose(f"chưa ghi giá trị của mục “{line.field}”", f"no value of “{line.field}”"))
    if name in new.rows:
        raise WrongError(
            choose(
                f"mục “{line.field}” đã ghi ở {new.rows[name].where}; bản ghi thứ hai của cùng câu thì ghi “thêm 2”",
                f"“{line.field}” is told in {new.rows[name].where}; for a second record of the sentence write “add 2”",
            )
        )
    new.values[name] = parse(kind, name, value)
    new.rows[name] = line
