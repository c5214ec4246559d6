"""The page of one restored document: raw and restored text side by side, in one file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from pipeline.figures import number, percent
from pipeline.language import choose
from pipeline.report.marks import TO_LOOK_AT, Counts, Kind, Mark, marks_of
from pipeline.report.markup import attribute, text
from pipeline.report.rows import Piece, Row, rows_of
from pipeline.report.sheet import sheet
from schemas.document import RestoredText

_SIGNS: dict[Kind, tuple[str, str]] = {
    "sure": ("đã sửa, chắc", "changed, sure"),
    "fair": ("đã sửa, khá chắc", "changed, fairly sure"),
    "doubtful": ("đã sửa, chưa chắc", "changed, doubtful"),
    "kept": ("để nguyên nhưng đáng ngờ", "left as it stands, but doubtful"),
    "suggestion": ("để nguyên, có gợi ý (người gõ nhầm?)", "left as typed, with a suggestion"),
    "encoding": ("sửa bảng mã, ký tự ẩn", "encoding mended, invisible characters"),
}


def page_of(restored: RestoredText, name: str, *, back: str | None = None) -> str:
    """The page, as HTML.

    Args:
        restored: what ``pipeline.mend.mend`` gave.
        name: what the document is called.
        back: the address of the page that lists all documents, if there is one.
    """
    marks = marks_of(restored)
    pages = len(restored.repaired.raw.pages) > 1
    return sheet(
        "restored",
        script=True,
        title=text(name),
        title_plain=attribute(name),
        back=f'<a class="back" href="{attribute(back)}">{choose("← Danh sách", "← All documents")}</a>' if back else "",
        summary=_summary(marks),
        legend=_legend(marks),
        rows="\n".join(_rows(rows_of(restored, marks), _numbered(marks), pages=pages)),
        **_labels(),
    )


def _labels() -> dict[str, str]:
    """What the page says of itself."""
    return {
        "tools": choose("Xem lại các chỗ đánh dấu", "Look over the marks"),
        "previous": choose("‹ Chỗ trước", "‹ Previous"),
        "next": choose("Chỗ cần xem kế tiếp ›", "Next to look at ›"),
        "none": choose("Không có chỗ nào cần xem lại", "Nothing to look at"),
        "show": choose("Đánh dấu", "Mark"),
        "all": choose("mọi chỗ", "everything"),
        "only": choose("chỉ chỗ cần xem", "only what to look at"),
        "changed": choose("Chỉ hiện dòng có đánh dấu", "Only lines with marks"),
        "legend_title": choose("Chú giải và phím tắt", "Legend and keys"),
        "keys": choose(
            "<kbd>n</kbd> / <kbd>p</kbd>: chỗ cần xem kế tiếp / trước đó · <kbd>j</kbd> / <kbd>k</kbd>: chỗ đánh dấu "
            "kế tiếp / trước đó · <kbd>Esc</kbd>: đóng ô giải thích. Đưa con trỏ vào một chỗ, hoặc bấm "
            "<kbd>Tab</kbd>, để xem chữ trước khi sửa và các cách đọc khác.",
            "<kbd>n</kbd> / <kbd>p</kbd>: next / previous place to look at · <kbd>j</kbd> / <kbd>k</kbd>: next / "
            "previous mark · <kbd>Esc</kbd>: close the explanation. Point at a place, or press <kbd>Tab</kbd>, to see "
            "what it was and what else it could be.",
        ),
        "noscript": choose(
            "Trình duyệt đang chặn tập lệnh: văn bản và các chỗ đánh dấu vẫn đọc được, nhưng không có ô giải thích.",
            "Scripts are blocked: texts and marks can be read, but nothing explains them.",
        ),
        "line": choose("Dòng", "Line"),
        "raw": choose("Văn bản như trong tệp", "As the file has it"),
        "restored": choose("Văn bản đã phục hồi", "Restored"),
        "sureness": choose("Độ chắc", "Sureness"),
        "others": choose("Cũng có thể là", "It could also be"),
        "rest": choose("(cùng chia {} còn lại)", "(sharing the other {})"),
        "no_others": choose("Không có cách đọc nào khác đáng kể.", "No other reading worth naming."),
        "suggested": choose("Gợi ý", "Suggestion"),
        "nothing": choose("(không có chữ)", "(nothing)"),
    } | {f"kind_{kind}": choose(*said).capitalize() for kind, said in _SIGNS.items()}


def _summary(marks: Sequence[Mark]) -> str:
    counts = Counts.of(marks)
    told = [choose(f"{number(counts.changed)} chỗ đã sửa", f"{number(counts.changed)} changes")]
    told += [
        choose(f"{number(count)} {vi}", f"{number(count)} {en}")
        for count, vi, en in (
            (counts.doubtful, "chưa chắc", "of them doubtful"),
            (counts.kept, "để nguyên nhưng đáng ngờ", "left, but doubtful"),
            (counts.suggestion, "gợi ý", "suggestions"),
            (counts.encoding, "sửa bảng mã", "of encoding"),
        )
        if count
    ]
    return " · ".join(told)


def _legend(marks: Sequence[Mark]) -> str:
    """The signs that this page uses, and those that any page may."""
    present = {mark.kind for mark in marks}
    shown = [kind for kind in _SIGNS if kind in present or kind in {"sure", "fair", "doubtful"}]
    return "\n".join(
        f'<li><span class="{kind}">{choose("chữ", "word")}</span> {choose(*_SIGNS[kind])}</li>' for kind in shown
    )


def _numbered(marks: Sequence[Mark]) -> list[str]:
    """Each mark's opening tag. What to look at is counted for itself: ``#doubt-3`` leads to the third."""
    tags, doubts = [], 0
    for index, mark in enumerate(marks):
        # Only what to look at is on the way of the Tab key; a page may hold thousands of others (keys j and k).
        identity = f'id="m{index}"'
        if mark.kind in TO_LOOK_AT:
            doubts += 1
            identity = f'id="doubt-{doubts}" tabindex="0"'
        told = f' data-b="{attribute(mark.before)}"'
        if mark.kind != "encoding":
            told += f' data-p="{percent(mark.confidence)}"'
            if mark.others:
                told += f' data-r="{percent(1 - mark.confidence)}" data-o="{attribute(_json(mark.others))}"'
        tags.append(f'<mark {identity} class="{mark.kind}" data-m="{index}"{told}>')
    return tags


def _rows(rows: Iterable[Row], tags: list[str], *, pages: bool) -> Iterator[str]:
    seen: set[int] = set()
    page = None
    for row in rows:
        if pages and row.page != page:
            page = row.page
            yield f'<div role="row" class="page"><span role="rowheader">{choose("Trang", "Page")} {page}</span></div>'
        marked = {piece.mark for piece in row.restored if piece.mark is not None}
        sort = " d" if any('tabindex="0"' in tags[mark] for mark in marked) else ""
        sort = f"r c{sort}" if marked or any(piece.mark is not None for piece in row.raw) else "r"
        place = f"L{row.page}.{row.line}"
        yield (
            f'<div role="row" class="{sort}" id="{place}"><a role="rowheader" class="n" href="#{place}">{row.line}</a>'
            f'<div role="cell" class="a" lang="vi">{"".join(map(_raw_piece, row.raw))}</div>'
            f'<div role="cell" class="b" lang="vi">{"".join(_piece(p, tags, seen) for p in row.restored)}</div></div>'
        )


def _raw_piece(piece: Piece) -> str:
    return text(piece.text) if piece.mark is None else f'<s data-m="{piece.mark}">{text(piece.text)}</s>'


def _piece(piece: Piece, tags: list[str], seen: set[int]) -> str:
    if piece.mark is None:
        return text(piece.text)
    tag = tags[piece.mark]
    if piece.mark in seen:  # goes on from the row above: an id stands once
        tag = tag.replace(tag.split(" ", 2)[1] + " ", "", 1)
    seen.add(piece.mark)
    return f"{tag}{text(piece.text)}</mark>"


def _json(others: tuple[str, ...]) -> str:
    return json.dumps(others, ensure_ascii=True)
