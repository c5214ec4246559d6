"""What the database holds for a year and a province."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from unidecode import unidecode

from pipeline.errors import ThiduaError, UsageError
from pipeline.forms.told import Award, Document, Evidence, Launch, Movement, Told
from pipeline.language import choose
from pipeline.load.digest import Query

_DOCUMENTS = """
SELECT d.doc_id, d.source_name, d.doc_type, d.unit_name, d.issuer, d.unit_kind, d.unit_code, d.province_code,
    d.unit_era, coalesce(p.name, d.province), u.full_name, d.counted, d.issued_year, d.issued_month, d.issued_day,
    coalesce(d.period_start_year, d.period_end_year, d.issued_year),
    coalesce(d.period_end_year, d.period_start_year, d.issued_year)
FROM documents d
LEFT JOIN administrative_units u ON u.unit_code = d.unit_code AND u.unit_era = d.unit_era
LEFT JOIN administrative_units p ON p.unit_code = d.province_code AND p.unit_era = d.unit_era
WHERE d.status IN ('loaded', 'partial') ORDER BY d.source_name, d.doc_id
"""
_PLACE = "r.doc_id, r.record_id, r.quote, r.page, r.line, r.needs_review, r.section_id"
_ORDER = "ORDER BY r.doc_id, r.char_start, r.char_end, r.record_id"
_AWARDS = f"SELECT {_PLACE}, r.award, r.rank, r.level, r.recipient, r.count, r.status FROM awards r {_ORDER}"
_MOVEMENTS = f"SELECT {_PLACE}, r.name, r.level, r.period, r.launcher, r.catalog_code FROM movements r {_ORDER}"
_KINDS = {
    "xa": "xã",
    "phuong": "phường",
    "dac_khu": "đặc khu",
    "thi_tran": "thị trấn",
    "huyen": "huyện",
    "tinh": "tỉnh",
    "thanh_pho": "thành phố",
}
_OWN = ("so noi vu", "ban thi dua")
"""Offices that speak for the whole province where awards are concerned, as folded names begin."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A year and, where one is named, a province."""

    year: int
    province: str | None
    full_name: str | None
    told: Told
    communes: int | None = None
    """How many communes the province has, by the official list."""

    @property
    def reporting(self) -> int:
        """How many communes have a report on just that year."""
        kinds = {"xa", "phuong", "dac_khu", "thi_tran"}
        return len(
            {
                one.unit_key
                for one in self.told.documents
                if one.unit_kind in kinds and one.doc_type == "bao_cao" and one.start_year == one.year
            }
        )


def fold(text: str) -> str:
    """Lower case without diacritics, by which names are compared.

    >>> fold("Đà  Nẵng")
    'da nang'
    """
    return " ".join(unidecode(text).lower().split())


def ask(query: Query, year: int, province: str | None) -> Asked:
    """What the documents of that year tell.

    Raises:
        UsageError: ``province_unknown``.
        ThiduaError: ``no_documents_of_year``: nothing is stored for that year, or not for that province.
    """
    named, full_name, communes = _province(query, province, year) if province else (None, None, None)
    everything = [_document(row) for row in query(_DOCUMENTS)]
    of_year = [one for one in everything if _covers(one, year)]
    documents = {
        one.doc_id: one for one in of_year if named is None or (one.province and fold(one.province) == fold(named))
    }
    if not documents:
        raise _nothing(everything, of_year, year, named)
    headings = _headings(query)
    catalog = {
        row[0]: Launch(*row)
        for row in query("SELECT code, name, kind, level, launcher, scope, period FROM movements_catalog")
    }
    awards = tuple(
        Award(_evidence(row, documents[row[0]], headings), *row[7:]) for row in query(_AWARDS) if row[0] in documents
    )
    movements = tuple(
        Movement(_evidence(row, documents[row[0]], headings), row[7], row[8], row[9], row[10], catalog.get(row[11]))
        for row in query(_MOVEMENTS)
        if row[0] in documents
    )
    return Asked(year, named, full_name, Told(tuple(documents.values()), awards, movements), communes)


def _covers(document: Document, year: int) -> bool:
    return (
        document.start_year is not None and document.year is not None and document.start_year <= year <= document.year
    )


def _document(row: tuple[Any, ...]) -> Document:
    (doc_id, source_name, doc_type, name, issuer, kind, code, province_code, era, province, full_name, counted) = row[
        :12
    ]
    issued, (start, end) = row[12:15], row[15:]
    if doc_type == "quyet_dinh" and issued[0]:
        start = end = issued[0]  # an award counts in the year in which it was given, whatever it was given for
    place = kind not in {"so", "khac", None}
    unit = (full_name if place else None) or " ".join(filter(None, (_KINDS.get(kind), name))) or issuer or source_name
    own = (kind in {"tinh", "thanh_pho"} and code in {None, province_code}) or fold(name or "").startswith(_OWN)
    key = f"{era} {code}" if code and place else fold(f"{province or ''} {kind or ''} {unit}")
    date = "-".join(f"{part:02}" for part in issued if part) if issued[0] else ""
    return Document(doc_id, source_name, doc_type, unit, key, kind, province, start, end, date, own, bool(counted))


def _headings(query: Query) -> dict[tuple[str, str], tuple[str, ...]]:
    """The headings above a section, its own the first, by document and section."""
    own = {
        (doc_id, section): (parent, heading)
        for doc_id, section, parent, heading in query("SELECT doc_id, section_id, parent_id, heading FROM sections")
    }
    above: dict[tuple[str, str], tuple[str, ...]] = {}
    for doc_id, section in own:
        chain: list[str] = []
        at = section
        while at and (doc_id, at) in own and len(chain) < 20:
            parent, heading = own[doc_id, at]
            chain.append(heading or "")
            at = parent
        above[doc_id, section] = tuple(chain)
    return above


def _evidence(row: tuple[Any, ...], document: Document, headings: dict[tuple[str, str], tuple[str, ...]]) -> Evidence:
    doc_id, record_id, quote, page, line, needs_review, section = row[:7]
    return Evidence(
        document, record_id, quote or "", page, line, bool(needs_review), headings.get((doc_id, section), ())
    )


def _province(query: Query, asked: str, year: int) -> tuple[str, str, int]:
    """The name of a province, its full name, and how many communes it has; of the list that held in that year."""
    rows = query("SELECT unit_code, unit_era, name, full_name FROM administrative_units WHERE level = 'tinh'")
    era = "now" if year >= 2025 else "before"
    rows.sort(key=lambda row: row[1] != era)
    wanted = fold(asked).removeprefix("tinh ").removeprefix("thanh pho ").removeprefix("tp. ").removeprefix("tp ")
    for code, unit_era, name, full_name in rows:
        if wanted == fold(name) or (wanted == code and unit_era == era):
            count = (
                "SELECT count(*) FROM administrative_units WHERE level = 'xa' AND unit_era = ? AND province_code = ?"
            )
            return name, full_name, query(count, unit_era, code)[0][0]
    names = {fold(row[2]): row[2] for row in rows}
    near = ", ".join(names[one] for one in difflib.get_close_matches(wanted, names, 3, 0.5))
    raise UsageError(
        "province_unknown",
        f"Không có tỉnh, thành phố nào tên “{asked}”. "
        + (f"Có phải: {near}? " if near else "")
        + "Viết có dấu hay không đều được, ví dụ --province 'thanh hoa'.",
        f"There is no province “{asked}”. "
        + (f"Did you mean {near}? " if near else "")
        + "Diacritics are not needed: --province 'thanh hoa'.",
    )


def _nothing(everything: list[Document], of_year: list[Document], year: int, province: str | None) -> ThiduaError:
    if province and of_year:
        others = ", ".join(sorted({one.province for one in of_year if one.province})) or choose("chưa rõ", "not known")
        return ThiduaError(
            "no_documents_of_year",
            f"Chưa có văn bản nào của {province} về năm {year}. Năm ấy có văn bản của: {others}.",
            f"There is no document of {province} on {year}. That year has documents of: {others}.",
        )
    years = ", ".join(str(one) for one in sorted({one.year for one in everything if one.year}))
    return ThiduaError(
        "no_documents_of_year",
        f"Chưa có văn bản nào về năm {year}. "
        + (f"Đã nạp văn bản của các năm: {years}." if years else "Hãy nạp báo cáo trước: thidua ingest THƯ_MỤC."),
        f"There is no document on {year}. "
        + (f"There are documents on {years}." if years else "Read some first: thidua ingest FOLDER."),
    )
