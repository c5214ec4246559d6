"""From the rows of a sheet to corrections: every row is judged, and one that is wrong keeps all from being stored."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

from pipeline.corrections.facts import LETTERHEAD, WORDS, Fact, as_json, digest, machine_values, record_values
from pipeline.corrections.sheet import Line
from pipeline.corrections.stored import facts_in, papers
from pipeline.corrections.values import field_named, fields_of, key, parse, validated
from pipeline.errors import UsageError
from pipeline.language import choose
from pipeline.load.digest import Query
from pipeline.report.review.stored import stored
from schemas.correction import Choice, Correction

_SHOWN = 30
_CHOICES: dict[str, Choice] = {
    **dict.fromkeys(("giữ", "đồng ý", "đúng", "accept", "keep"), "accept"),
    **dict.fromkeys(("sửa", "correct"), "correct"),
    **dict.fromkeys(("bỏ", "loại", "reject", "drop"), "reject"),
}


def choice_of(typed: str) -> Choice | None:
    """The decision that a word stands for.

    >>> choice_of("Đồng ý"), choice_of("có lẽ")
    ('accept', None)
    """
    return _CHOICES.get(key(typed))


class _WrongError(Exception):
    """What is wrong with a row."""


def resolve(query: Query, lines: Sequence[Line], by: str, at: datetime.datetime) -> list[Correction]:
    """The corrections that the rows ask for; a row without a decision asks for none.

    Raises:
        UsageError: ``corrections_wrong``, with every row that is wrong.
    """
    judged = _Judged(query, by, at)
    wrong = []
    for line in lines:
        try:
            judged.take(line)
        except _WrongError as error:
            wrong.append(f"{choose('dòng', 'row')} {line.number}: {error}")
    made, late = judged.corrections()
    wrong += late
    if wrong:
        told = "\n".join(f"- {one}" for one in wrong[:_SHOWN])
        more = f"\n… +{len(wrong) - _SHOWN}" if len(wrong) > _SHOWN else ""
        raise UsageError(
            "corrections_wrong",
            f"Chưa ghi gì, vì {len(wrong)} chỗ trong bảng chưa đúng; hãy sửa rồi chạy lại:\n{told}{more}",
            f"Nothing was stored, as {len(wrong)} places of the sheet are wrong; mend them, run again:\n{told}{more}",
        )
    return made


class _Judged:
    """The rows so far: by fact what was decided, and which fields get which values."""

    def __init__(self, query: Query, by: str, at: datetime.datetime) -> None:
        self._query, self._by, self._at = query, by, at
        self._facts: dict[str, dict[str, Fact]] = {}  # by document, of those that rows named so far
        self._taken: dict[str, tuple[str, Fact, Choice, dict[str, object], Line]] = {}

    def take(self, line: Line) -> None:
        """Judge one row."""
        if not line.decision:
            if line.field or line.value:
                raise _WrongError(choose("có giá trị nhưng chưa ghi quyết định", "a value, but no decision"))
            return
        choice = choice_of(line.decision)
        if choice is None:
            raise _WrongError(
                choose(
                    f"không hiểu quyết định “{line.decision}”; hãy ghi giữ, sửa hoặc bỏ",
                    f"unknown decision “{line.decision}”; write accept, correct or reject",
                )
            )
        kind, doc_id, fact = self._fact(line.key)
        if choice == "reject" and kind == LETTERHEAD:
            raise _WrongError(
                choose(
                    "phần đầu văn bản không bỏ được; hãy sửa từng mục, mục nào không có thì ghi (trống)",
                    "a letterhead cannot be rejected; correct its fields, with (empty) where there is none",
                )
            )
        if choice != "correct" and (line.field or line.value):
            raise _WrongError(
                choose("ghi giá trị mới thì quyết định phải là sửa", "a new value wants the decision correct")
            )
        _, _, before, changes, _ = self._taken.setdefault(line.key, (doc_id, fact, choice, {}, line))
        if before != choice:
            raise _WrongError(
                choose("khác quyết định ở dòng trên cho cùng bản ghi", "differs from a row above on the record")
            )
        if choice == "correct":
            field = self._field(kind, line)
            if field in changes:
                raise _WrongError(
                    choose(f"mục “{line.field}” đã sửa ở dòng trên", f"“{line.field}” was corrected above")
                )
            value = parse(kind, field, line.value.removeprefix("'"))
            good = validated(kind, record_values(kind, fact.row), {field: value})
            if isinstance(good, str):
                title = fields_of(kind)[field]
                raise _WrongError(
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
            raise _WrongError(
                choose(f"cột “Mục cần sửa” phải là một trong: {known}", f"the field to correct must be one of: {known}")
            )
        if not line.value:
            raise _WrongError(
                choose("chưa ghi giá trị đúng; để trống thì ghi (trống)", "no right value; write (empty) for none")
            )
        return field

    def _fact(self, told: str) -> tuple[str, str, Fact]:
        kind, _, rest = told.partition(".")
        doc_id, _, fact_id = rest.partition(".")
        if doc_id not in self._facts:
            known = [doc_id] if self._query("SELECT 1 FROM documents WHERE doc_id = ?", doc_id) else []
            self._facts[doc_id] = {
                fact.fact_id: fact
                for held in stored(self._query, known)
                for facts in facts_in(
                    dict(held.document), {t: list(map(dict, r)) for t, r in held.rows.items()}
                ).values()
                for fact in facts
            }
        fact = self._facts[doc_id].get(fact_id)
        if fact is None or fact.kind != kind:
            raise _WrongError(
                choose(
                    f"không còn bản ghi “{told}”: văn bản đã nạp lại hoặc mã bị sửa; hãy chạy lại thidua review",
                    f"there is no record “{told}” any more: run thidua review again",
                )
            )
        return kind, doc_id, fact

    def corrections(self) -> tuple[list[Correction], list[str]]:
        """What the rows ask for, and which records would not be whole with all their changes together."""
        known = papers(self._query, {doc_id for doc_id, *_ in self._taken.values()})
        names: dict[str, str] = dict(self._query("SELECT doc_id, source_name FROM documents"))
        made, wrong = [], []
        for doc_id, fact, choice, changes, line in self._taken.values():
            values = record_values(fact.kind, fact.row)
            if changes and isinstance(validated(fact.kind, values, changes), str):
                wrong.append(f"{choose('dòng', 'row')} {line.number}: {choose('các giá trị không hợp nhau', 'the values do not go together')}")  # fmt: skip  # noqa: E501
            paper = known[doc_id]
            for field, new in changes.items() or ((None, None),):
                told = "\0".join((fact.fact_id, field or "", self._by, self._at.isoformat()))
                made.append(
                    Correction(
                        correction_id=hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16],
                        fact_id=fact.fact_id,
                        record_kind=fact.kind,
                        about_doc_id=doc_id,
                        source_name=names[doc_id],
                        paths=tuple(sorted(paper.paths)),
                        identity=next(iter(paper.identities), None),
                        decision=choice,
                        field=field,
                        old_value=as_json(values[field]) if field else None,
                        new_value=as_json(new) if field else None,
                        quote=fact.row["quote"],
                        quote_sha256=digest(fact.row["quote"]),
                        machine_values=as_json(machine_values(fact)),
                        ordinal=fact.ordinal,
                        siblings=fact.siblings,
                        note=line.note or None,
                        decided_by=self._by,
                        decided_at=self._at,
                        is_current=True,
                    )
                )
        return made, wrong
