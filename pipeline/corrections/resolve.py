"""From the rows of a sheet to corrections: every row is judged, and one that is wrong keeps all from being stored."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from pipeline.corrections.adding import additions
from pipeline.corrections.facts import LETTERHEAD, WORDS, Fact, record_values
from pipeline.corrections.held import Documents
from pipeline.corrections.made import Decider, corrections_of
from pipeline.corrections.sheet import Line
from pipeline.corrections.stored import papers
from pipeline.corrections.values import field_named, fields_of, key, parse, validated
from pipeline.corrections.wrong import Wrong, WrongError, refuse
from pipeline.language import choose
from pipeline.load.digest import Query
from schemas.correction import Choice, Correction

_CHOICES: dict[str, Choice] = {
    **dict.fromkeys(("giữ", "đồng ý", "đúng", "accept", "keep"), "accept"),
    **dict.fromkeys(("sửa", "correct"), "correct"),
    **dict.fromkeys(("bỏ", "loại", "reject", "drop"), "reject"),
    **dict.fromkeys(("thêm", "bổ sung", "add"), "add"),
}
_NUMBERED = re.compile(r"\s*\d+$")  # "thêm 2": the second record of one sentence


def choice_of(typed: str) -> Choice | None:
    """The decision that a word stands for.

    >>> choice_of("Đồng ý"), choice_of("thêm 2"), choice_of("có lẽ"), choice_of("bỏ 2")
    ('accept', 'add', None, None)
    """
    said = key(typed)
    added = _CHOICES.get(_NUMBERED.sub("", said))
    return added if added == "add" else _CHOICES.get(said)


def resolve(query: Query, lines: Sequence[Line], by: str, at: datetime.datetime) -> list[Correction]:
    """The corrections that the rows ask for; a row without a decision asks for none.

    Raises:
        UsageError: ``corrections_wrong``, with every row that is wrong.
    """
    judged = _Judged(query, Decider(by, at))
    wrong = []
    for line in lines:
        try:
            judged.take(line)
        except WrongError as error:
            wrong.append(Wrong(line, str(error)))
    made, late = judged.corrections()
    refuse([*wrong, *late])
    return made


class _Judged:
    """The rows so far: by fact what was decided, and which fields get which values; those that add a record."""

    def __init__(self, query: Query, who: Decider) -> None:
        self._query, self._who = query, who
        self._documents = Documents(query)
        self._taken: dict[str, tuple[str, Fact, Choice, dict[str, object], Line]] = {}
        self._adding: list[Line] = []

    def take(self, line: Line) -> None:
        """Judge one row."""
        if not line.decision:
            if line.field or line.value:
                raise WrongError(choose("có giá trị nhưng chưa ghi quyết định", "a value, but no decision"))
            return
        choice = choice_of(line.decision)
        if choice is None:
            raise WrongError(
                choose(
                    f"không hiểu quyết định “{line.decision}”; hãy ghi giữ, sửa, bỏ hoặc thêm",
                    f"unknown decision “{line.decision}”; write accept, correct, reject or add",
                )
            )
        if choice == "add":
            self._adding.append(line)
            return
        kind, doc_id, fact = self._fact(line.key)
        if choice == "reject" and kind == LETTERHEAD:
            raise WrongError(
                choose(
                    "phần đầu văn bản không bỏ được; hãy sửa từng mục, mục nào không có thì ghi (trống)",
                    "a letterhead cannot be rejected; correct its fields, with (empty) where there is none",
                )
            )
        if choice != "correct" and (line.field or line.value):
            raise WrongError(
                choose("ghi giá trị mới thì quyết định phải là sửa", "a new value wants the decision correct")
            )
        _, _, before, changes, _ = self._taken.setdefault(line.key, (doc_id, fact, choice, {}, line))
        if before != choice:
            raise WrongError(
                choose("khác quyết định ở dòng trên cho cùng bản ghi", "differs from a row above on the record")
            )
        if choice == "correct":
            field = self._field(kind, line)
            if field in changes:
                raise WrongError(
                    choose(f"mục “{line.field}” đã sửa ở dòng trên", f"“{line.field}” was corrected above")
                )
            value = parse(kind, field, line.value.removeprefix("'"))
            good = validated(kind, record_values(kind, fact.row), {field: value})
            if isinstance(good, str):
                title = fields_of(kind)[field]
                raise WrongError(
                    choose(
                        f"“{line.value}” không phải là giá trị của mục “{title}”",
                        f"“{line.value}” is no value of “{field}”",
                    )
                )
            changes |= good

    def _field(self, kind: str, line: Line) -> str:
        field = field_named(kind, line.field) if line.field else "after" if kind == WORDS else None
        if field is None:
            known = "; ".join(choose(title, name) for name, title in fields_of(kind).items())
            raise WrongError(
                choose(f"cột “Mục cần sửa” phải là một trong: {known}", f"the field to correct must be one of: {known}")
            )
        if not line.value:
            raise WrongError(
                choose("chưa ghi giá trị đúng; để trống thì ghi (trống)", "no right value; write (empty) for none")
            )
        return field

    def _fact(self, told: str) -> tuple[str, str, Fact]:
        kind, _, rest = told.partition(".")
        doc_id, _, fact_id = rest.partition(".")
        held = self._documents.get(doc_id)
        fact = held.by_id.get(fact_id) if held else None
        if fact is None or fact.kind != kind:
            raise WrongError(
                choose(
                    f"không còn bản ghi “{told}”: văn bản đã nạp lại hoặc mã bị sửa; hãy chạy lại thidua review",
                    f"there is no record “{told}” any more: run thidua review again",
                )
            )
        return kind, doc_id, fact

    def corrections(self) -> tuple[list[Correction], list[Wrong]]:
        """What the rows ask for, and which records would not be whole with all their changes together."""
        added, wrong = additions(self._query, self._documents, self._adding)
        known = papers(self._query, {doc_id for doc_id, *_ in self._taken.values()} | {one.doc_id for one in added})
        names: dict[str, str] = dict(self._query("SELECT doc_id, source_name FROM documents"))
        made: list[Correction] = []
        for doc_id, fact, choice, changes, line in self._taken.values():
            if changes and isinstance(validated(fact.kind, record_values(fact.kind, fact.row), changes), str):
                wrong.append(Wrong(line, choose("các giá trị không hợp nhau", "the values do not go together")))
            paper, name = known[doc_id], names[doc_id]
            made += corrections_of(fact, choice, changes, paper=paper, name=name, who=self._who, note=line.note)
        for one in added:
            paper, name = known[one.doc_id], names[one.doc_id]
            made += corrections_of(one.fact, "add", one.values, paper=paper, name=name, who=self._who, note=one.note)
        return made, wrong
