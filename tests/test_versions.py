"""Versions: one document in several forms counts once, whatever the order in which it came."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.stored import ask, report, store

LONG = "\n".join(
    f"{at}. Thôn {at} vận động {at * 3} hộ hiến {at * 17} m2 đất làm đường, {at + 40} hộ đạt gia đình văn hóa, "
    f"góp {at * 5} triệu đồng và {at * 11} ngày công sửa nhà văn hóa."
    for at in range(1, 25)
)


def paper(number: int | str = 57, **values: int) -> str:
    text = report(0, **values).replace("Số: 0/", f"Số: {number}/")
    return text + "\nIII. KẾT QUẢ CÁC THÔN\n" + LONG + "\n"


def write(folder: Path, files: dict[str, str]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def told(base: Path) -> dict[str, tuple[str | None, bool]]:
    rows = ask(
        base,
        "SELECT d.source_name, m.source_name, d.counted "
        "FROM documents d LEFT JOIN documents m ON m.doc_id = d.version_of",
    )
    return {name: (main, counted) for name, main, counted in rows}


def slips(text: str) -> str:
    """A few words that a scan spoils: one line in eight loses its marks."""
    lines = text.split("\n")
    return "\n".join(line.replace("văn hóa", "vãn hoá") if at % 8 == 3 else line for at, line in enumerate(lines))


def test_the_same_report_in_two_forms_counts_once(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"a.txt": paper(), "b.md": slips(paper())})
    base = tmp_path / "x.duckdb"
    summary = store(files, base)
    assert told(base) == {"a.txt": (None, True), "b.md": ("a.txt", False)}
    ((total,),) = ask(base, "SELECT count(DISTINCT doc_id) FROM documents WHERE counted")
    assert (total, [d.version_of is not None for d in summary.documents]) == (1, [False, True])


def test_the_order_of_ingestion_does_not_matter(tmp_path: Path) -> None:
    texts = {"a.txt": paper(), "b.md": slips(paper()), "c.txt": paper("     "), "d.txt": paper(58)}
    files = write(tmp_path / "in", texts)
    found = set()
    for at, order in enumerate(itertools.islice(itertools.permutations(files), 0, 24, 7)):
        base = tmp_path / f"{at}.duckdb"
        for file in order:
            store([file], base)
        found.add(tuple(sorted(told(base).items())))
    together = tmp_path / "all.duckdb"
    store(files, together)
    assert found == {tuple(sorted(told(together).items()))}
    assert told(together)["b.md"] == ("a.txt", False)
    assert told(together)["d.txt"] == (None, True)


def test_a_draft_without_a_number_is_a_version_of_what_was_issued(tmp_path: Path) -> None:
    base = tmp_path / "x.duckdb"
    store(write(tmp_path / "in", {"a nháp.txt": paper("     "), "b ký.txt": paper()}), base)
    assert told(base) == {"a nháp.txt": ("b ký.txt", False), "b ký.txt": (None, True)}


@pytest.mark.parametrize(
    "other",
    [
        paper(58),
        paper().replace("ngày 05 tháng 12 năm 2025", "ngày 06 tháng 12 năm 2025"),
        paper().replace("BC-UBND", "BC-HĐND"),
        paper().replace("LÂM HÀ THƯỢNG", "LÂM HÀ ĐÔNG").replace("Lâm Hà Thượng", "Lâm Hà Đông"),
        report()
        + "\n".join(f"Mục {at}: nội dung khác hẳn, không lặp lại điều đã viết, số {at * 7}." for at in range(40)),
    ],
    ids=["number", "date", "symbol", "issuer", "text"],
)
def test_another_document_is_no_version(tmp_path: Path, other: str) -> None:
    base = tmp_path / "x.duckdb"
    store(write(tmp_path / "in", {"a.txt": paper(), "b.txt": other}), base)
    assert told(base) == {"a.txt": (None, True), "b.txt": (None, True)}


def test_what_repeats_the_bytes_counts_no_more_than_what_repeats_the_words(tmp_path: Path) -> None:
    base = tmp_path / "x.duckdb"
    store(write(tmp_path / "in", {"a.txt": paper(), "a bản sao.txt": paper(), "b.md": slips(paper())}), base)
    counted = [name for name, (_, counts) in told(base).items() if counts]
    assert len(counted) == 1


def test_a_version_that_goes_leaves_the_other_counted(tmp_path: Path) -> None:
    base = tmp_path / "x.duckdb"
    first, second = write(tmp_path / "in", {"a.txt": paper(), "b.md": slips(paper())})
    store([first, second], base)
    first.write_text(paper(99), encoding="utf-8")
    store([first, second], base)
    assert told(base) == {"a.txt": (None, True), "b.md": (None, True)}
