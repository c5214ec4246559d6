"""What campaigns have found, each as small as it can be."""

from __future__ import annotations

import struct

import pytest

from extractors.dates import find_dates
from pipeline.errors import UnreadableFileError
from pipeline.read import hold, parse
from pipeline.read.glyphs import Word
from pipeline.read.scans.rules import Rule, tables_of
from pipeline.restoration.engine import shipped
from pipeline.restoration.slips.typist import Typist
from schemas.text import Box
from tests.fuzz.seeds import seeds


def test_a_month_that_is_zero() -> None:
    assert [(date.valid, date.iso) for date in find_dates("Kế hoạch số 12/KH-UBND ngày 10/0/2025")] == [(False, None)]


def test_a_package_whose_directory_says_it_begins_before_the_file() -> None:
    data = bytearray(seeds(slow=False)["văn bản.docx"])
    end = data.rindex(b"PK\x05\x06")
    (size,) = struct.unpack_from("<L", data, end + 12)
    struct.pack_into("<L", data, end + 12, size + 80)  # the directory seems to begin earlier, and so do all members
    with pytest.raises(UnreadableFileError) as caught:
        parse(hold("a.docx", "a.docx", bytes(data)))
    assert caught.value.code == "docx_damaged"


def test_rules_of_a_scan_that_go_on_after_a_gap() -> None:
    lying: list[Rule] = [(0.0, y, 100.0, y) for y in (0.0, 20.0, 40.0)]
    standing = [(x, y, x, y + 19.0) for x in (0.0, 50.0, 100.0) for y in (0.0, 21.0)]
    words = [Word("Thôn", Box(x, y, x + 10, y + 8), y + 8, False) for x in (5.0, 55.0) for y in (5.0, 25.0)]
    (table,) = tables_of((*lying, *standing), words)
    assert [cells for _, cells in table.rows] == [("Thôn", "Thôn"), ("Thôn", "Thôn")]


def test_a_word_of_ten_thousand_letters_is_one_letter_off_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form of ten thousand letters would have half a million forms that are one letter off, of ten thousand each."""

    def too_much(letters: str) -> set[str]:
        raise AssertionError(len(letters))

    typist = Typist(shipped().model)
    assert typist.meant("nghiênng", known=False)
    monkeypatch.setattr("pipeline.restoration.slips.typist._one_off", too_much)
    assert typist.meant("ìằ" * 5000, known=False) == ()
