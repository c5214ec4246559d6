"""Digital signatures: who signed and when, from fields, packages and stamps; what they tell of a blank date."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.door import run_command
from pipeline.read import hold, parse, read
from pipeline.read.cms import signers_of, subject_of
from pipeline.read.signatures import signatures_in_pdf, signatures_in_word
from pipeline.run import Reading, understand
from schemas.document import RawDocument
from schemas.signature import Signature
from tests.signed_files import certificate, cms, pdf, signed_word
from tests.stored import ask, report, store

WHO, OFFICE = "Lâm Văn Tới", "Ủy ban nhân dân xã Lâm Hà Thượng"
WHEN = datetime.datetime(2025, 12, 12, 15, 4, 5)  # noqa: DTZ001  (as it is stored: Vietnamese time)
BLANK = report().replace("Số: 57/BC-UBND Lâm Hà Thượng, ngày 05", "Số:     /BC-UBND Lâm Hà Thượng, ngày    ")
BLANK = BLANK.replace("tháng 12 năm 2025\n\nBÁO", "tháng     năm 2025\n\nBÁO")
STAMP = f"Người ký: {OFFICE.upper()}\nCơ quan: Tỉnh Lâm Hà\nThời gian ký: 12.12.2025 15:04:05 +07:00\n"
REGISTRY = "Số: 123/BC-UBND; ngày 05/12/2025\n"


def raw_of(text: str) -> RawDocument:
    return parse(hold("a.txt", "/x/a.txt", text.encode()))


def read_text(text: str) -> Reading:
    return understand(raw_of(text))


def codes(reading: Reading) -> set[str]:
    return {issue.code for _, issue in reading.issues}


# What signatures say


@pytest.mark.parametrize("ber", [False, True])
def test_the_signer_is_whose_certificate_the_signature_names(ber: bool) -> None:
    (signer,) = signers_of(cms(WHO, OFFICE, ber=ber) + bytes(30))
    assert (signer.name, signer.organisation, signer.signed_at) == (WHO, OFFICE, WHEN)


def test_a_signature_field_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(cms(WHO, OFFICE)))
    before = file.read_bytes()
    assert read(file).signatures == (Signature(source="field", signer=WHO, organisation=OFFICE, signed_at=WHEN),)
    assert file.read_bytes() == before


def test_a_field_whose_contents_say_nothing_still_says_that_and_when() -> None:
    assert signatures_in_pdf(pdf(b"\x30\x03\x02\x01\x01")) == (Signature(source="field", signed_at=WHEN),)
    assert signatures_in_pdf(pdf(b"", time="gan day")) == (Signature(source="field"),)


def test_a_file_without_signatures_has_none() -> None:
    assert signatures_in_pdf(b"%PDF-1.7 broken") == ()
    assert signatures_in_word(b"PK no archive") == ()
    assert raw_of(report()).signatures == ()


def test_a_signed_word_package_is_read() -> None:
    packed = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Báo cáo tổng kết công tác thi đua, khen thưởng")
    document.save(packed)
    raw = parse(hold("a.docx", "/x/a.docx", signed_word(packed.getvalue(), WHO, OFFICE)))
    assert raw.signatures == (Signature(source="package", signer=WHO, organisation=OFFICE, signed_at=WHEN),)


@given(st.data())
def test_broken_signatures_say_nothing_and_break_nothing(data: st.DataObject) -> None:
    whole = cms(WHO, OFFICE, ber=data.draw(st.booleans()))
    at = data.draw(st.integers(0, len(whole) - 1))
    spoiled = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 4)) :]
    for signer in signers_of(spoiled):
        assert signer.name is None or isinstance(signer.name, str)
    subject_of(certificate(WHO, OFFICE, 7)[:at])


def test_deep_nesting_is_given_up() -> None:
    assert signers_of(b"\x30\x80" * 5000) == ()
    assert signers_of(b"\x30\x84\xff\xff\xff\xff") == ()


@pytest.mark.parametrize(
    ("text", "who", "office", "when"),
    [
        (STAMP, OFFICE.upper(), "Tỉnh Lâm Hà", WHEN),
        ("Ký bởi: Lâm Văn Tới\nNgày ký: 12-12-2025 15:04:05\n", WHO, None, WHEN),
        ("Được ký bởi: Lâm Văn Tới\n", WHO, None, None),
        ("Digitally signed by Lam Van Toi\nDate: 2025.12.12 15:04:05 +07'00'\n", "Lam Van Toi", None, WHEN),
        ("Người ký: Lâm Văn Tới; Thời gian ký: 12/12/2025 15:04:05\n", WHO, None, WHEN),
        ("Ký bởi:\nLâm Văn Tới\nNgày ký: 12/12/2025 15:04:05\n", WHO, None, WHEN),
        ("Nguoi ky: LAM VAN TOI\nThoi gian ky: 12.12.2025 15:04:05\n", "LAM VAN TOI", None, WHEN),
    ],
)
def test_stamps_are_read(text: str, who: str, office: str | None, when: datetime.datetime | None) -> None:
    raw = raw_of(text + BLANK)
    (stamp,) = raw.signatures
    assert (stamp.source, stamp.signer, stamp.organisation, stamp.signed_at) == ("stamp", who, office, when)
    marked = [line.text for _, line in raw.lines if line.origin == "stamp"]
    assert marked == text.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "Người ký: chịu trách nhiệm về số liệu của báo cáo này.\nCác thôn gửi báo cáo trước ngày 15.\n",
        "ký bởi Chủ tịch Ủy ban nhân dân xã trước ngày 12/12/2025 thì được xét.\n",
        "Văn bản được ký bởi người có thẩm quyền.\n",
    ],
)
def test_sentences_about_signing_are_no_stamps(text: str) -> None:
    raw = raw_of(report() + text)
    assert raw.signatures == ()
    assert {line.origin for _, line in raw.lines} == {"body"}


# What is made of them


def test_a_date_left_blank_is_told_but_not_filled_from_a_signature() -> None:
    reading = read_text(STAMP + BLANK)
    assert reading.header.issued_on is None
    (issue,) = (issue for _, issue in reading.issues if issue.code == "date_from_signature")
    assert (issue.severity, "12/12/2025" in issue.message) == ("info", True)
    assert "date_from_signature" not in codes(read_text(STAMP + report()))
    assert "date_from_signature" not in codes(read_text(BLANK))


def test_number_and_date_left_blank_are_filled_from_the_registry() -> None:
    reading = read_text(REGISTRY + BLANK)
    header = reading.header
    assert (header.number, header.symbol, header.issued_on) == (123, "BC-UBND", datetime.date(2025, 12, 5))
    assert (header.issued_day, header.issued_month, header.issued_year) == (5, 12, 2025)
    assert {"number_from_stamp", "date_from_stamp"} <= codes(reading)
    assert header.unit_name == read_text(BLANK).header.unit_name, "the line does not stand in the letterhead's way"
    assert REGISTRY.strip() not in reading.restored.text
    assert REGISTRY.strip() in reading.restored.repaired.raw.text


def test_what_is_printed_is_not_overruled() -> None:
    reading = read_text(REGISTRY + report())
    assert (reading.header.number, reading.header.issued_on) == (57, datetime.date(2025, 12, 5))
    assert not codes(reading) & {"number_from_stamp", "date_from_stamp"}


@pytest.mark.parametrize(
    "line",
    [
        "CÔNG VĂN ĐẾN\nSố: 123/BC-UBND; ngày 05/12/2025\n",
        "Số: 123/KH-HĐND; ngày 05/12/2025\n",
        "Số: 123/BC-UBND; ngày 31/02/2025\n",
        "Số: 123/BC-UBND; ngày 05/12/2025\nSố: 124/BC-UBND; ngày 05/12/2025\n",
        "Căn cứ Báo cáo số: 123/BC-UBND ngày 05/12/2025\n",
    ],
)
def test_another_number_fills_nothing(line: str) -> None:
    assert not codes(read_text(line + BLANK)) & {"number_from_stamp", "date_from_stamp"}


def test_a_date_that_contradicts_what_is_printed_fills_nothing() -> None:
    other = BLANK.replace("tháng     năm 2025", "tháng 11 năm 2025")
    reading = read_text(REGISTRY + other)
    assert (reading.header.number, reading.header.issued_on) == (123, None)
    assert "date_from_stamp" not in codes(reading)


def test_signatures_are_stored_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(cms(WHO, OFFICE)))
    base = tmp_path / "x.duckdb"
    store([tmp_path / "a.pdf"], base)
    assert ask(base, "SELECT source, signer, organisation, signed_at FROM signatures") == [("field", WHO, OFFICE, WHEN)]
    assert run_command(["show", "a.pdf", "--db", str(base)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"Ký số {WHO}, {OFFICE}, 12/12/2025 15:04:05 (trường chữ ký trong PDF)" in said
