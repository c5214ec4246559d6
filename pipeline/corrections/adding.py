"""Records that a clerk adds, judged: what is wrong with them, and whether the document has them already."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from pipeline.corrections.added import ADDED_RULE, added_id, same_record, values_told
from pipeline.corrections.facts import ADDED_PREFIX, Fact, Values, model_of, record_values
from pipeline.corrections.gathered import New, gathered
from pipeline.corrections.held import Documents, Held
from pipeline.corrections.named import Named
from pipeline.corrections.revive import row_in
from pipeline.corrections.sheet import Line
from pipeline.corrections.stored import tables_of
from pipeline.corrections.values import fields_of
from pipeline.corrections.wrong import Wrong, WrongError
from pipeline.export.cells import text
from pipeline.language import choose
from pipeline.load.digest import Query
from pipeline.tell import tell
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Added:
    """A record that is added: its fact, the values that were filled in, the document, the note."""

    fact: Fact
    values: Values
    doc_id: str
    note: str


def additions(query: Query, documents: Documents, lines: Sequence[Line]) -> tuple[list[Added], list[Wrong]]:
    """The records that rows ask to add, and what is wrong with these; what was added before is not added again.

    Args:
        query: asks the database.
        documents: its documents.
        lines: the rows whose decision is to add.
    """
    if not lines:
        return [], []
    held_now = "SELECT DISTINCT fact_id FROM corrections WHERE is_current AND decision <> 'reject'"
    there = {fact_id for (fact_id,) in query(held_now)} if "corrections" in tables_of(query) else set()
    made: list[Added] = []
    first: dict[str, Line] = {}
    news, wrong = gathered(lines, Named(query))
    spoilt = {one.line for one in wrong}
    for new in news:
        held = documents.get(new.sentence.doc_id)
        if held is None:
            continue  # it was named a moment ago
        record, span, told = _judged(new, held, spoilt)
        wrong += told
        if record is None or span is None or told or not spoilt.isdisjoint(new.lines):
            continue
        try:
            added = _added(new, held, record, span, first)
        except WrongError as error:
            wrong.append(Wrong(new.lines[0], str(error)))
        else:
            if added.fact.fact_id not in there and not _is_there(added, held):
                made.append(added)
    return made, wrong


def _judged(new: New, held: Held, spoilt: Set[Line]) -> tuple[BaseModel | None, Span | None, list[Wrong]]:
    """The record and its place, each None where it is wrong, and what is wrong."""
    record, span, wrong = None, None, list[Wrong]()
    try:
        span = _place(new, held)
    except WrongError as error:
        wrong.append(Wrong(new.lines[0], str(error)))
    try:
        record = model_of(new.sentence.kind).model_validate(new.filled)
    except ValidationError as error:
        wrong += _why(new, error, whole=spoilt.isdisjoint(new.lines))
    return record, span, wrong


def _added(new: New, held: Held, record: BaseModel, span: Span, first: dict[str, Line]) -> Added:
    kind, doc_id = new.sentence.kind, new.sentence.doc_id
    values = record_values(kind, record.model_dump())
    evidence = held.locator.evidence(span, ADDED_RULE)
    fact_id = added_id(doc_id, kind, evidence.quote, values)
    if fact_id in first:
        raise WrongError(
            choose(f"giống hệt bản ghi bổ sung ở {first[fact_id].where}", f"the same as in {first[fact_id].where}")
        )
    first[fact_id] = new.lines[0]
    fact = Fact(fact_id, kind, row_in(doc_id, kind, held.rows, record, evidence), 1, 1)
    added = Added(fact, {name: getattr(record, name) for name in new.filled}, doc_id, new.note)
    if fact_id not in held.by_id and not _is_there(added, held):
        _refuse_known(kind, values, span, held)
    return added


def _is_there(added: Added, held: Held) -> bool:
    """Whether a person added just that before, be it to another version of the document."""
    row, kind = added.fact.row, added.fact.kind
    own, span = record_values(kind, row), (row["char_start"], row["char_end"])
    standing = {row["record_id"] for row in held.rows[kind]}  # and was not taken back since
    return any(
        fact.fact_id.startswith(ADDED_PREFIX)
        and fact.row["record_id"] in standing
        and (fact.row["char_start"], fact.row["char_end"]) == span
        and record_values(kind, fact.row) == own
        for fact in held.facts.get(kind, ())
    )


def _place(new: New, held: Held) -> Span:
    found, words, name = held.locator.spots(new.sentence.words), new.sentence.words, held.document["source_name"]
    if not found:
        raise WrongError(
            choose(
                f"không thấy câu “{words}” trong “{name}”; hãy chép nguyên văn từ trang xem lại hoặc từ tệp",
                f"“{words}” is not in “{name}”; copy the words out of the review page or the file",
            )
        )
    if len(found) > 1:
        raise WrongError(
            choose(
                f"câu “{words}” có ở {len(found)} chỗ trong “{name}”; hãy chép thêm chữ ở trước hoặc ở sau",
                f"“{words}” stands in {len(found)} places of “{name}”; copy more words before or after it",
            )
        )
    return found[0]


def _why(new: New, error: ValidationError, *, whole: bool) -> list[Wrong]:
    """What is wrong with single values, and which are missing; this only of a record all of whose rows are right."""
    titles, wrong, missing = fields_of(new.sentence.kind), [], []
    for part in error.errors():
        name = str(next(iter(part["loc"]), ""))
        title = choose(titles.get(name, name), name)
        line = new.rows.get(name)
        if line is None or name not in new.filled:
            missing.append(title)
        else:
            why = choose(f"“{line.value}” không phải là giá trị của mục", f"“{line.value}” is no value of")
            wrong.append(Wrong(line, f"{why} “{title}”"))
    if missing and whole:
        listed = "; ".join(missing)
        told = choose(f"bản ghi bổ sung còn thiếu mục: {listed}", f"the record to add lacks: {listed}")
        if not new.lines[0].alone:
            told += choose(" (mỗi mục một dòng, cùng câu trích)", " (a row each, with the same quote)")
        wrong.append(Wrong(new.lines[0], told))
    return wrong


def _refuse_known(kind: str, values: Values, span: Span, held: Held) -> None:
    rows = [*held.rows[kind], *(fact.row for fact in held.facts.get(kind, ()))]  # as they are, as the machine has them
    same = same_record(kind, values_told(kind, values), span, rows)
    if same is not None:
        known = {name: value for name, value in same.items() if value is not None}
        told = text(tell(kind, known, str(same["quote"])))
        raise WrongError(
            choose(
                f"ở câu ấy đã có bản ghi này rồi ({told}); hãy ghi giữ hoặc sửa ở dòng của nó (thidua review --all)",
                f"that sentence has this record already ({told}); accept or correct it there (thidua review --all)",
            )
        )
