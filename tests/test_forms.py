"""The official forms: what counts, what counts once, what stays empty, and the workbook as a clerk opens it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.cli.door import run_command
from pipeline.errors import ExitCode
from pipeline.forms.count import Cell, Filled, fill
from pipeline.forms.definitions import COMMUNES, FORMS, MOVEMENTS, PROVINCE, STATE
from pipeline.forms.form import Form
from pipeline.forms.say import say_award
from pipeline.forms.sheet_form import Heading
from pipeline.forms.styles import harmless
from pipeline.forms.told import Award, Document, Evidence, Launch, Movement, Told
from pipeline.forms.ways import way_of
from pipeline.forms.words import DOUBTS, EMPTY, LEFT_OUT
from pipeline.forms.workbook import write_workbook
from tests.stored import write_reports

NATIONAL = Launch("ca_nuoc", "Cả nước thi đua làm đường", "phong_trao", "trung_uong", "Thủ tướng Chính phủ", "Cả nước")
_numbers = iter(range(10_000))


def document(unit: str = "xã Suối Lấp", **more: object) -> Document:
    told: dict[str, object] = {
        "doc_id": f"d{next(_numbers)}",
        "source_name": f"{unit}.txt",
        "doc_type": "bao_cao",
        "unit": unit,
        "unit_key": unit,
        "unit_kind": "xa",
        "province": "Lâm Viên",
        "start_year": 2025,
        "year": 2025,
        "issued": "2025-12-01",
    }
    return Document(**(told | more))  # type: ignore[arg-type]


def evidence(
    of: Document, quote: str = "câu trích", *, review: bool = False, headings: tuple[str, ...] = ()
) -> Evidence:
    return Evidence(of, f"r{next(_numbers)}", quote, 1, 2, review, headings)


def certificate(
    of: Document,
    count: int = 5,
    recipient: str = "ca_nhan",
    *,
    quote: str = "tặng Giấy khen",
    review: bool = False,
    headings: tuple[str, ...] = (),
    **more: object,
) -> Award:
    """A Giấy khen of the commune, unless something else is said."""
    told: dict[str, object] = {
        "award": "giay_khen",
        "rank": None,
        "level": "xa",
        "recipient": recipient,
        "count": count,
    }
    return Award(evidence(of, quote, review=review, headings=headings), **(told | more))  # type: ignore[arg-type]


def movement(of: Document, name: str, level: str | None = None, **more: object) -> Movement:
    return Movement(evidence(of, f"phong trào “{name}”"), name, level, **more)  # type: ignore[arg-type]


def filled(*told: Award | Movement, year: int = 2025) -> Filled:
    awards = tuple(one for one in told if isinstance(one, Award))
    movements = tuple(one for one in told if isinstance(one, Movement))
    documents = tuple({one.evidence.document.doc_id: one.evidence.document for one in told}.values())
    return fill(Told(documents, awards, movements), year, say_award)


def cell(of: Filled, form: Form, row: str = "tong", column: str = "tong") -> Cell:
    return of.cells_of(form)[row, column]


def reasons(of: Filled) -> list[str]:
    return [one.reason for one in of.left_out]


# Awards


def test_awards_of_communes_are_added_up_by_recipient() -> None:
    one, other = document("xã Suối Lấp"), document("xã Đồi Mây")
    told = filled(certificate(one, 5), certificate(one, 2, "tap_the"), certificate(other, 7))
    assert cell(told, COMMUNES).value == 14
    assert cell(told, COMMUNES, "ca_nhan", "2").value == 12
    assert cell(told, COMMUNES, "tap_the", "2").value == 2
    assert not told.left_out


def test_every_record_is_counted_in_one_form_or_left_out_with_a_reason() -> None:
    of = document()
    levels = ("nha_nuoc", "chinh_phu", "bo_nganh", "tinh", "huyen", "xa", None)
    kinds = ("huan_chuong_lao_dong", "co_thi_dua", "bang_khen", "giay_khen", "khen_thuong", "vinh_danh", "khac")
    told = [
        certificate(of, 10 * nth + place + 1, award=kind, level=level)
        for nth, kind in enumerate(kinds)
        for place, level in enumerate(levels)
    ]
    result = filled(*told)
    counted = [one.record_id for form in FORMS for item in cell(result, form).items for one in item.evidence]
    left = [one.evidence.record_id for one in result.left_out]
    assert sorted(counted + left) == sorted(one.evidence.record_id for one in told)
    assert {one.reason for one in result.left_out} <= set(LEFT_OUT)
    assert {one.reason for one in result.cells if one.reason} <= set(EMPTY)
    assert {doubt for one in result.cells for item in one.items for doubt in item.doubts} <= set(DOUBTS)


def test_what_is_only_proposed_is_not_counted() -> None:
    told = filled(certificate(document(), status="proposed"))
    assert cell(told, COMMUNES).value is None
    assert reasons(told) == ["proposed"]


def test_a_cell_without_records_is_empty_and_a_stored_zero_is_a_zero() -> None:
    told = filled(certificate(document(), 0, "tap_the"), certificate(document("xã Đồi Mây"), 3))
    assert cell(told, COMMUNES, "tap_the", "2").value == 0
    assert cell(told, COMMUNES, "ho_gia_dinh", "2").value is None
    assert cell(told, COMMUNES, "ho_gia_dinh", "2").reason == "row_untold"
    assert cell(told, PROVINCE).reason == "column_untold"
    assert cell(told, COMMUNES, "ca_nhan", "4").reason == "not_applicable"
    assert cell(told, COMMUNES, "lanh_dao_so", "2").reason == "position_unsaid"


def test_a_table_and_the_words_below_it_tell_one_award() -> None:
    of = document()
    told = filled(certificate(of, 31), certificate(of, 31, level=None, quote="31 cá nhân được tặng Giấy khen"))
    assert cell(told, COMMUNES).value == 31
    assert reasons(told) == ["same_document"]
    assert told.left_out[0].kept is not None


@pytest.mark.parametrize(
    ("parts", "total"),
    [([(7, "tap_the"), (12, "ca_nhan")], (19, "khac")), ([(4, "ca_nhan"), (6, "ca_nhan")], (10, "ca_nhan"))],
)
def test_a_total_is_not_added_to_its_parts(parts: list[tuple[int, str]], total: tuple[int, str]) -> None:
    of = document()
    told = filled(*(certificate(of, count, who) for count, who in (*parts, total)))
    assert cell(told, COMMUNES).value == total[0]
    assert reasons(told) == ["total_of_parts"]


def test_two_figures_that_are_no_total_are_both_counted() -> None:
    of = document()
    assert cell(filled(certificate(of, 4), certificate(of, 9)), COMMUNES).value == 13


def test_reports_of_one_unit_are_not_added_up() -> None:
    half = document(issued="2025-06-30")
    whole = document(issued="2025-12-10")
    told = filled(certificate(half, 12), certificate(whole, 30))
    assert cell(told, COMMUNES).value == 30
    assert cell(told, COMMUNES).to_check == 30, "they differ, so somebody has to look"
    assert reasons(told) == ["same_unit"]


def test_reports_of_one_unit_that_agree_are_counted_once_without_a_doubt() -> None:
    told = filled(certificate(document(), 12), certificate(document(issued="2026-01-05"), 12))
    assert (cell(told, COMMUNES).value, cell(told, COMMUNES).to_check) == (12, 0)


def test_decisions_of_a_unit_are_added_up_and_weighed_against_its_report() -> None:
    first, second = document(doc_type="quyet_dinh"), document(doc_type="quyet_dinh")
    assert cell(filled(certificate(first, 5), certificate(second, 5)), COMMUNES).value == 10
    assert (
        cell(filled(certificate(first, 5), certificate(second, 5), certificate(document(), 25)), COMMUNES).value == 25
    )


def test_the_province_and_its_communes_tell_the_same_awards() -> None:
    own = document("tỉnh Lâm Viên", unit_kind="tinh", own_province=True)
    of_province = certificate(own, 90, award="bang_khen", level="tinh")
    communes = [certificate(document(f"xã số {nth}"), 20, award="bang_khen", level="tinh") for nth in range(3)]
    told = filled(of_province, *communes)
    assert cell(told, PROVINCE, "ca_nhan", "2").value == 90
    assert reasons(told) == ["same_province"] * 3


def test_another_file_of_the_same_document_does_not_count() -> None:
    told = filled(certificate(document(counted=False)))
    assert reasons(told) == ["duplicate_document"]


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        (document(doc_type="to_trinh"), "document_kind"),
        (document(start_year=2021), "several_years"),
        (document(start_year=2024, year=2024), "several_years"),
    ],
)
def test_documents_that_do_not_tell_of_the_year_alone_are_left_out(of: Document, reason: str) -> None:
    assert reasons(filled(certificate(of))) == [reason]


def test_a_level_that_is_not_said_is_not_guessed() -> None:
    told = filled(certificate(document(), level=None))
    assert cell(told, COMMUNES).value is None
    assert reasons(told) == ["level_unsaid"]


def test_a_level_that_the_law_leaves_no_choice_of_need_not_be_said() -> None:
    told = filled(
        certificate(document(), 800, "ho_gia_dinh", award="gia_dinh_van_hoa", level=None),
        certificate(document(issued="2025-06-01"), 780, "ho_gia_dinh", award="gia_dinh_van_hoa"),
    )
    assert cell(told, COMMUNES).value == 800
    assert reasons(told) == ["same_unit"]


def test_records_to_review_count_and_are_marked() -> None:
    told = filled(certificate(document(), 5, review=True), certificate(document("xã Đồi Mây"), 8))
    assert (cell(told, COMMUNES).value, cell(told, COMMUNES).to_check) == (13, 5)


def test_a_quote_of_another_year_is_marked() -> None:
    told = filled(certificate(document(), quote="năm 2024 được tặng Giấy khen"))
    assert cell(told, COMMUNES).items[0].doubts == {"other_year"}


def test_state_awards_of_recipients_unsaid_count_in_the_total_alone() -> None:
    told = filled(certificate(document(), 2, "khac", award="huan_chuong_lao_dong", level="nha_nuoc"))
    assert cell(told, STATE).value == 2
    assert cell(told, STATE, "tong", "2_2_tap_the").value is None
    assert cell(told, STATE, "tap_the").reason == "row_unsaid"
    assert cell(told, STATE).is_doubtful


def test_an_enterprise_is_counted_where_the_quote_counts_it() -> None:
    of = document()
    said = certificate(of, 3, "tap_the", quote="tặng Giấy khen cho 03 doanh nghiệp")
    unsaid = certificate(of, 4, "tap_the", quote="tặng Giấy khen cho 04 tập thể, trong đó có doanh nghiệp")
    told = cell(filled(said, unsaid), COMMUNES, "doanh_nghiep", "2")
    assert (told.value, told.unsaid) == (3, 4)


def test_the_way_is_taken_from_the_quote_or_its_heading() -> None:
    of = document()
    told = filled(
        certificate(of, 3, quote="khen thưởng đột xuất 03 cá nhân"),
        certificate(of, 8, headings=("a) Khen thưởng chuyên đề", "II. Khen thưởng thường xuyên, đột xuất")),
        certificate(of, 9, headings=("Khen thưởng thường xuyên, đột xuất",)),
    )
    assert cell(told, COMMUNES, "dot_xuat", "2").value == 3
    assert cell(told, COMMUNES, "chuyen_de", "2").value == 8
    assert cell(told, COMMUNES, "chuyen_de", "2").unsaid == 9
    assert cell(told, COMMUNES, "thuong_xuyen", "2").reason == "row_unsaid"


@pytest.mark.parametrize(
    "text", ["thường xuyên quan tâm", "kiểm tra đột xuất", "tích cực cống hiến", "sinh hoạt chuyên đề"]
)
def test_everyday_words_say_no_way(text: str) -> None:
    assert way_of("award", evidence(document(), text)) is None


# Movements


def test_a_national_movement_is_one_however_many_communes_report_it() -> None:
    told = filled(*(movement(document(f"xã số {nth}"), "Cả nước làm đường", catalog=NATIONAL) for nth in range(5)))
    whole = cell(told, MOVEMENTS)
    assert whole.value == 1
    assert len(whole.items[0].evidence) == 5
    assert cell(told, MOVEMENTS, "toan_quoc", "trung_uong").value == 1


def test_the_catalogue_wins_over_a_commune_that_says_it_launched_a_national_movement() -> None:
    told = filled(movement(document(), "Cả nước làm đường", "xa", catalog=NATIONAL))
    assert cell(told, MOVEMENTS, "tong", "don_vi").value is None
    assert cell(told, MOVEMENTS, "tong", "trung_uong").value == 1


def test_movements_of_communes_with_one_name_are_two_and_those_of_a_province_one() -> None:
    one, other = document("xã Suối Lấp"), document("xã Đồi Mây")
    told = filled(
        *(movement(of, "Nhà sạch", "xa") for of in (one, other)),
        *(movement(of, "Đường hoa", "tinh") for of in (one, other)),
    )
    assert cell(told, MOVEMENTS, "tong", "don_vi").value == 2
    assert cell(told, MOVEMENTS, "tong", "bo_tinh").value == 1
    assert cell(told, MOVEMENTS).value == 3


def test_who_launched_it_may_be_said_by_another_report_else_it_is_left_out() -> None:
    one, other = document("xã Suối Lấp"), document("xã Đồi Mây")
    told = filled(movement(one, "Đường hoa", "tinh"), movement(other, "ĐƯỜNG HOA"), movement(other, "Nhà sạch"))
    assert cell(told, MOVEMENTS).value == 1
    assert reasons(told) == ["launcher_unsaid"]


def test_a_movement_of_a_ministry_is_none_of_the_central_council() -> None:
    ministry = Launch("nganh", "Trường sạch", "phong_trao", "trung_uong", "Bộ Giáo dục và Đào tạo", "Ngành Giáo dục")
    told = filled(movement(document(), "Trường sạch", catalog=ministry))
    assert cell(told, MOVEMENTS, "bo_nganh", "bo_tinh").value == 1


def test_how_long_a_movement_goes_on() -> None:
    told = filled(
        movement(document(), "Một", "xa", period="2021-2025"), movement(document(), "Hai", "xa", period="2024 - 2025")
    )
    assert cell(told, MOVEMENTS, "tu_5_nam").value == 1
    assert cell(told, MOVEMENTS, "tu_1_nam", "don_vi").value == 1
    assert cell(told, MOVEMENTS, "1_nam").reason == "row_untold"


# The workbook


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    for name in ("THIDUA_LANG", "THIDUA_DB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    write_reports(folder / "bao_cao", 1)
    place = folder / "x.duckdb"
    assert run_command(["ingest", str(folder / "bao_cao"), "--db", str(place)]) == ExitCode.OK
    return place


def test_the_workbook_opens_with_forms_sources_and_reasons(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["forms", "--year", "2025", "--db", str(database)]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "0603.N/BNV-TĐKT" in said
    assert "chưa rõ" in said
    place = Path("outputs") / "bieu_mau" / "bieu-2025.xlsx"
    assert str(place) in said
    book = openpyxl.load_workbook(place)
    assert book.sheetnames == ["0601.N", "0602.N", "0603.N", "Cấp xã", "Nguồn", "Ô trống", "Không tính"]
    form = book["Cấp xã"]
    figures = {row[0].value: row[3].value for row in form.iter_rows(min_row=4) if row[0].value}
    assert figures["Tổng số"] == 43
    assert (figures["Tập thể"], figures["Cá nhân"], figures["Hộ gia đình"]) == (12, 31, None)
    official = book["0603.N"]
    assert "Ban hành theo Thông tư số 02/2023/TT-BNV ngày 23/3/2023" in official["A1"].value
    assert official.page_setup.orientation == "landscape"
    assert official.print_area
    sources = list(book["Nguồn"].iter_rows(min_row=2, values_only=True))
    of_total = [row for row in sources if row[0] == "Cấp xã" and row[2] == "01" and str(row[4]).startswith("(1)")]
    assert sum(int(row[5] or 0) for row in of_total) == 43
    assert all("Giấy khen" in str(row[12]) for row in of_total)
    empty = list(book["Ô trống"].iter_rows(min_row=2, values_only=True))
    shown = sum(
        value is not None
        for sheet, first in (("0601.N", 3), ("0602.N", 4), ("0603.N", 4), ("Cấp xã", 4))
        for row in book[sheet].iter_rows(min_row=5)
        if str(row[1].value or "").isdigit() and len(str(row[1].value)) == 2
        for value in (one.value for one in row[first - 1 :])
    )
    assert shown + len(empty) == sum(len(form.counted) * len(form.columns) for form in FORMS)


def test_doubts_are_yellow_with_a_note_and_texts_stay_texts(tmp_path: Path) -> None:
    hostile = document(source_name="=cmd|' /C calc'!A0.txt")
    told = filled(
        certificate(hostile, 5, quote='=HYPERLINK("http://x") tặng Giấy khen', review=True), certificate(document(), 8)
    )
    write_workbook(told, Heading("=1+1", "Bộ Nội vụ", "-1"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    total = next(row[3] for row in book["Cấp xã"].iter_rows() if row[0].value == "Tổng số")
    assert total.value == 8, "of one unit the source that tells most"
    assert "các văn bản của cùng đơn vị" in total.comment.text
    assert total.fill.fgColor.rgb == "FFFFF2CC"
    left = list(book["Không tính"].iter_rows(min_row=2, values_only=True))
    assert left[0][6] == '\'=HYPERLINK("http://x") tặng Giấy khen'
    assert left[0][3] == "'=cmd|' /C calc'!A0.txt"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_same_records_give_the_same_file(database: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert run_command(["forms", "--year", "2025", "--db", str(database), "--out", name]) == ExitCode.OK
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_texts_of_documents_never_become_formulas(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--year", "2019"], ExitCode.UNREADABLE, "2025"),
        (["--year", "2025", "--province", "lâm đòn"], ExitCode.USAGE, "Lâm Đồng"),
        (["--year", "2025", "--province", "ca mau"], ExitCode.UNREADABLE, "Cà Mau"),
        (["--year", "hai"], ExitCode.USAGE, "--year"),
        (["--year", "2025", "--out", "tep/bieu.xlsx"], ExitCode.USAGE, "--out"),
    ],
)
def test_bad_input_is_told_in_words(
    database: Path, arguments: list[str], code: ExitCode, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("tep").write_text("không phải thư mục", encoding="utf-8")
    assert run_command(["forms", "--db", str(database), *arguments]) == code
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err


def test_no_database_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["forms", "--year", "2025", "--db", "khong_co.duckdb"]) == ExitCode.DATABASE
    assert "khong_co.duckdb" in capsys.readouterr().err
