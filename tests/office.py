"""What tests of LibreOffice need: documents that it makes, where it is installed."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from pipeline.read.office_run import soffice

FILTERS = {
    ".doc": "doc:MS Word 97",
    ".rtf": "rtf:Rich Text Format",
    ".odt": "odt:writer8",
    ".fodt": "fodt:OpenDocument Text Flat XML",
    ".html": "html:HTML (StarWriter)",
    ".pdf": "pdf:writer_pdf_Export",
}

needs_office = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")


@cache
def made_by_office(source: Path, suffix: str) -> bytes:
    """The document ``source`` as LibreOffice writes it in another format."""
    return all_made_by_office([source], suffix)[source.stem]


def all_made_by_office(sources: list[Path], suffix: str) -> dict[str, bytes]:
    """Several documents as LibreOffice writes them in another format, in one go; by their stems."""
    program = soffice()
    assert program is not None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run(
            [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
             "--convert-to", FILTERS[suffix], "--outdir", str(folder / "made"), *map(str, sources)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return {source.stem: (folder / "made" / f"{source.stem}{suffix}").read_bytes() for source in sources}
