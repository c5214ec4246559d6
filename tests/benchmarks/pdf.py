"""From PDF to stored records, beside pdfplumber's bare ``extract_text``: python -m tests.benchmarks.pdf [--times N].

The whole program is timed over a folder of PDFs and over that and N copies, so that what is loaded once falls out:
processor time of the program and its one worker, and of pdfplumber over the same pages in the same run.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

import pdfplumber

from tests.benchmarks.formats import texts
from tests.formats.blocks import blocks_of
from tests.formats.pages import pdf
from tests.support import ROOT


def ingested(folder: Path, database: Path) -> float:
    """Seconds of processor time that it takes to ingest a folder with one worker."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pipeline.cli", "ingest", str(folder), "--db", str(database), "--quiet"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "THIDUA_WORKERS": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print microseconds a character of both, and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=3, help="copies of the folder")
    times = asked.parse_args().times
    with tempfile.TemporaryDirectory() as place:
        once, more = Path(place) / "once", Path(place) / "more"
        once.mkdir()
        more.mkdir()
        for name, text in texts():
            data = pdf(blocks_of(text))
            (once / f"{name}.pdf").write_bytes(data)
            for copy in range(1 + times):
                (more / f"{copy}-{name}.pdf").write_bytes(data)
        begun, characters = process_time(), 0
        for path in sorted(once.iterdir()):
            with pdfplumber.open(path) as document:
                characters += sum(len(page.extract_text()) for page in document.pages)
        peer = (process_time() - begun) / characters * 1e6
        ours = ingested(more, Path(place) / "more.duckdb") - ingested(once, Path(place) / "once.duckdb")
        own = ours / times / characters * 1e6
    print(
        f"{characters:,} characters: pdfplumber {peer:.1f} us a character, stored records {own:.1f}: {peer / own:.2f}"
    )


if __name__ == "__main__":
    main()
