"""What a chart shows: rows out of the views, with title, unit and source in words."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.language import choose
from pipeline.load.digest import Query
from pipeline.vocabulary import word

MOST = 25
"""So many rows a picture holds and can still be read."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers by row and series; ``None`` where nothing is reported."""

    title: str
    unit: str
    rows: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    note: str


def awards(query: Query, year: int | None) -> Chart:
    """Awards of annual reports by form and recipient."""
    found = query(
        "SELECT award_name, recipient, sum(total) FROM award_totals WHERE total > 0 AND doc_type = 'bao_cao' AND "
        "start_year = year AND (year = ? OR ?::INT IS NULL) GROUP BY award_name, recipient",
        year,
        year,
    )
    recipients = [
        r for r in ("tap_the", "ca_nhan", "ho_gia_dinh", "khu_dan_cu", "khac") if any(r == f[1] for f in found)
    ]
    numbers = {(name, recipient): float(count) for name, recipient, count in found}
    totals: dict[str, float] = {}
    for name, _, count in found:
        totals[name] = totals.get(name, 0) + count
    names = sorted(totals, key=lambda name: (-totals[name], name))[:MOST]
    return _chart(
        choose("Khen thưởng theo hình thức và đối tượng", "Awards by form and recipient") + _of(year),
        choose("số lượt", "awards"),
        names,
        [choose(word("awards", "recipient", r), r) for r in recipients],
        [[numbers.get((name, r)) for r in recipients] for name in names],
        _documents(query, "doc_type = 'bao_cao' AND start_year = year", year),
    )


def indicator(query: Query, code: str, year: int | None) -> Chart:
    """An indicator across communes: the year asked for, or the latest that is reported."""
    known = query("SELECT name FROM indicators WHERE indicator_code = ?", code)
    if not known:
        near = query(
            "SELECT indicator_code FROM indicators ORDER BY jaro_similarity(indicator_code, ?) DESC LIMIT 5", code
        )
        listed = ", ".join(one for (one,) in near)
        raise UsageError(
            "no_such_indicator",
            f"Không có chỉ tiêu “{code}”. Có phải: {listed}? Xem tất cả: bảng indicators.",
            f"There is no indicator “{code}”. Did you mean: {listed}? See the table indicators.",
        )
    where = "indicator_code = ? AND commune AND year IS NOT NULL"
    latest = query(f"SELECT max(year) FROM indicator_by_unit WHERE {where}", code)[0][0]
    shown = year or latest
    found = query(
        "SELECT unit || coalesce(', ' || province, ''), value, base_unit FROM indicator_by_unit "
        f"WHERE {where} AND year = ? QUALIFY base_unit = mode(base_unit) OVER () ORDER BY value DESC, 1 LIMIT {MOST}",
        code,
        shown,
    )
    return _chart(
        known[0][0] + _of(shown),
        found[0][2] if found else "",
        [name for name, _, _ in found],
        [known[0][0]],
        [[value] for _, value, _ in found],
        _documents(query, "commune", shown),
    )


def movements(query: Query, year: int | None) -> Chart:
    """How many communes of each province report a movement: the movements that most do."""
    found = query(
        "SELECT movement, coalesce(province, ?), count(DISTINCT unit_key) FROM movement_reports "
        "WHERE commune AND catalog_code IS NOT NULL AND (year = ? OR ?::INT IS NULL) "
        "GROUP BY movement, province ORDER BY province COLLATE vi NULLS LAST, movement",
        choose("(không rõ)", "(unknown)"),
        year,
        year,
    )
    totals: dict[str, int] = {}
    for name, _, count in found:
        totals[name] = totals.get(name, 0) + count
    names = sorted(totals, key=lambda name: (-totals[name], name))[:MOST]
    provinces = list(dict.fromkeys(province for name, province, _ in found if name in names))
    numbers = {(name, province): float(count) for name, province, count in found}
    return _chart(
        choose("Phong trào được xã, phường báo cáo", "Movements that communes report") + _of(year),
        choose("số xã, phường", "communes"),
        names,
        provinces,
        [[numbers.get((name, province)) for province in provinces] for name in names],
        _documents(query, "commune", year),
    )


def _chart(  # noqa: PLR0917  (in the order of the fields)
    title: str, unit: str, rows: list[str], series: list[str], values: list[list[float | None]], note: str
) -> Chart:
    if not rows:
        raise UsageError(
            "nothing_to_draw",
            f"Chưa có số liệu để vẽ “{title}”. Nạp thêm văn bản bằng thidua ingest, hoặc chọn năm khác (--year).",
            f"There is nothing to draw for “{title}”. Load documents by thidua ingest, or choose another --year.",
        )
    return Chart(title, unit, tuple(rows), tuple(series), tuple(map(tuple, values)), note)


def _of(year: int | None) -> str:
    return choose(f", năm {year}", f", {year}") if year else ""


def _documents(query: Query, where: str, year: int | None) -> str:
    ((count,),) = query(
        f"SELECT count(*) FROM counted_documents WHERE {where} AND (year = ? OR ?::INT IS NULL)", year, year
    )
    return choose(
        f"Nguồn: {count} văn bản đã nạp, mỗi văn bản tính một lần; gồm cả số cần xem lại.",
        f"Source: {count} stored documents, each counted once; numbers to review included.",
    )
