"""What reading advises, said for who validates: its messages were written for who ingests."""

from __future__ import annotations

import re

_QUOTED = "“[^”]*”"  # names of files stay as they are
_VIETNAMESE = re.compile(rf"{_QUOTED}| với --force|\bnạp\b")
_ENGLISH = re.compile(rf"{_QUOTED}| with --force|\bingested\b|\bingest\b")
_WORDS = {
    " với --force": "",
    "nạp": "kiểm tra",
    " with --force": "",
    "ingested": "validated",
    "ingest": "validate",
}


def for_the_gate(message: str) -> str:
    """The same advice, in Vietnamese, for who validates.

    >>> for_the_gate("Hãy tách “nạp.pdf”, hoặc tăng THIDUA_DOCUMENT_MB rồi nạp lại với --force.")
    'Hãy tách “nạp.pdf”, hoặc tăng THIDUA_DOCUMENT_MB rồi kiểm tra lại.'
    """
    return _VIETNAMESE.sub(lambda match: _WORDS.get(match[0], match[0]), message)


def for_the_gate_en(message: str) -> str:
    """The same advice, in English, for who validates.

    >>> for_the_gate_en("Split the file and ingest again with --force.")
    'Split the file and validate again.'
    """
    return _ENGLISH.sub(lambda match: _WORDS.get(match[0], match[0]), message)
