"""What the macro ``tim_kiem`` looks up before it reads a text: which pairs of words each part of a document holds.

Single syllables tell little in Vietnamese: nearly every report holds "chuyển", "đổi" and "số". Two in a row tell much.
So each part of a document, from one heading to the next, has a row with a number for each pair of neighbouring words in
it; the first row has a number for each word of the whole document besides. The numbers are hashes of 14 bits of words
without diacritics, sorted: two pairs may share one, so what is found so is looked up in the text itself, and nothing is
missed. A row depends on its document alone, and costs the same however many are stored.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NewType

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from pipeline.load.session import Session

Code = NewType("Code", int)
"""A hash of 14 bits."""

CODES = 1 << 14
"""How many codes there are; the macro counts with the same number."""

_WORD = re.compile(r"[^\W_]+")
_AT_A_TIME = 500  # documents of an older file, read together


class SectionWords(BaseModel):
    """Chỉ mục cho hàm tim_kiem: mỗi phần văn bản, từ đề mục này đến đề mục kế tiếp, có những cặp tiếng nào."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    section_id: str | None = Field(description="Mã đề mục (sections.section_id); trống: phần trước đề mục đầu tiên")
    char_start: int = Field(description="Vị trí đầu trong văn bản đã phục hồi")
    char_end: int = Field(description="Vị trí cuối (nửa mở)")
    text: str = Field(description="Chữ của phần ấy, cắt sẵn từ texts.text để tìm cho nhanh")
    pairs: tuple[Code, ...] = Field(description="Mã băm 14 bit của từng cặp tiếng liền nhau, không dấu, theo thứ tự số")
    syllables: tuple[Code, ...] | None = Field(
        description="Mã băm 14 bit của từng tiếng trong cả văn bản, ghi ở dòng đầu; trống ở các dòng khác"
    )


def words_of(text: str, starts: Iterable[tuple[str, int]]) -> Iterator[SectionWords]:
    r"""The rows of a document.

    Args:
        text: the restored text.
        starts: the id of each section and where its heading begins.

    >>> [row.section_id for row in words_of("BÁO CÁO\nI. Kết quả\nTốt.", [("s001", 8)])]
    [None, 's001']
    """
    parts: list[tuple[str | None, int]] = [(None, 0), *sorted(starts, key=lambda part: (part[1], part[0]))]
    ends = [*(start for _, start in parts[1:]), len(text)]
    codes = [
        [code_of(word) for word in _WORD.findall(text[start:end])] for (_, start), end in zip(parts, ends, strict=True)
    ]
    syllables = tuple(sorted({code for part in codes for code in part}))
    for at, ((section_id, start), end) in enumerate(zip(parts, ends, strict=True)):
        pairs = {Code((one * 31 + two) % CODES) for one, two in pairwise(codes[at])}
        yield SectionWords(
            section_id=section_id,
            char_start=start,
            char_end=end,
            text=text[start:end],
            pairs=tuple(sorted(pairs)),
            syllables=None if at else syllables,
        )


@lru_cache(1 << 15)
def code_of(word: str) -> Code:
    """The code of a word: of its small letters without diacritics, as the macro counts it of what is looked for.

    >>> code_of("Đổi") == code_of("doi")
    True
    """
    letters = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("đ", "d")
    bare = bare.replace("\N{LATIN SMALL LETTER LONG S}", "s")  # which expressions that ignore case take for one
    digest = hashlib.md5(bare.encode(errors="replace"), usedforsecurity=False).digest()
    return Code(int.from_bytes(digest[8:], "little") % CODES)  # md5_number_lower() of DuckDB


def index_missing(session: Session) -> None:
    """Fill the index for documents that an older version stored."""
    session.query("DELETE FROM section_words WHERE text IS NULL")  # as versions wrote them that held no texts here
    lacking = session.query("SELECT doc_id FROM texts ANTI JOIN section_words USING (doc_id) ORDER BY doc_id")
    doc_ids = [doc_id for (doc_id,) in lacking]
    for at in range(0, len(doc_ids), _AT_A_TIME):
        chunk = doc_ids[at : at + _AT_A_TIME]
        starts: dict[str, list[tuple[str, int]]] = {}
        there = "doc_id IN (SELECT unnest(?::VARCHAR[]))"
        for doc_id, section_id, start in session.query(
            f"SELECT doc_id, section_id, char_start FROM sections WHERE {there}", chunk
        ):
            starts.setdefault(doc_id, []).append((section_id, start))
        texts = session.query(f"SELECT doc_id, text FROM texts WHERE {there} ORDER BY doc_id", chunk)
        session.insert(
            "section_words",
            [
                (doc_id, *(list(v) if isinstance(v, tuple) else v for _, v in row))
                for doc_id, text in texts
                for row in words_of(text, starts.get(doc_id, ()))
            ],
        )
