"""Tesseract: found at run time, started with fixed arguments, without a shell, for one picture at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.read.scans.picture import Gray

LANGUAGE = "vie"
SECONDS = 180  # for one page; an ordinary one takes one or two
_WINDOWS = (r"C:\Program Files\Tesseract-OCR\tesseract.exe", r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe")
_KEPT = ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
INSTALL = (
    "Debian, Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-vie · "
    "Fedora: sudo dnf install tesseract tesseract-langpack-vie · "
    "macOS: brew install tesseract tesseract-lang · "
    "Windows: winget install UB-Mannheim.TesseractOCR (+ Vietnamese)"
)
"""How to install what is missing, on each system."""


class NoTesseractError(Exception):
    """Tesseract, or what it knows of Vietnamese, is not installed."""


class TesseractFailedError(Exception):
    """Tesseract gave up on a picture, or took too long."""


class Seen(NamedTuple):
    """A word as the engine read it: the line it belongs to, its box in pixels, how sure (0 to 1)."""

    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    sure: float
    text: str


def find() -> str | None:
    """The path of Tesseract, or None."""
    found = shutil.which("tesseract")
    if found is None and sys.platform == "win32":
        found = next((path for path in _WINDOWS if Path(path).is_file()), None)
    return found


def stamp() -> str:
    """What tells one installed engine from another, without starting it.

    Raises:
        NoTesseractError: there is none.
    """
    program = find()
    if program is None:
        raise NoTesseractError
    return _stamp(program)


@cache
def _stamp(program: str) -> str:
    known = Path(program).resolve().stat()
    return f"{LANGUAGE} {known.st_size} {known.st_mtime_ns}"


PAGE, BLOCK = "3", "6"
"""How a picture is laid out: found out by the engine, or one block of lines over its whole width."""


def see(picture: Gray, dpi: int, layout: str = PAGE) -> list[Seen]:
    """The words in a picture.

    Raises:
        NoTesseractError: Tesseract or its Vietnamese is not installed.
        TesseractFailedError: it gave up, or took longer than it may.
    """
    program = find()
    if program is None:
        raise NoTesseractError
    height, width = picture.shape
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", layout, "--dpi", str(dpi), "tsv"]
    # A file without a name is handed over: a pipe takes ten times as long, and nothing is left of either.
    with tempfile.TemporaryDirectory(prefix="thidua-") as folder, tempfile.TemporaryFile() as packed:
        try:
            packed.write(b"P5 %d %d 255\n" % (width, height))
            packed.write(np.ascontiguousarray(picture).data)
            packed.seek(0)
            done = subprocess.run(
                command,
                stdin=packed,
                capture_output=True,
                check=False,
                cwd=folder,
                env=environment | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"},
                timeout=SECONDS,
            )
        except FileNotFoundError:
            raise NoTesseractError from None
        except (subprocess.TimeoutExpired, OSError) as error:
            raise TesseractFailedError(str(error)) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        if "languages" in said or "traineddata" in said:
            raise NoTesseractError
        raise TesseractFailedError(said.strip()[-200:])
    return list(parse(done.stdout.decode("utf-8", "replace")))


def parse(table: str) -> Iterator[Seen]:
    r"""The words of Tesseract's table.

    >>> next(parse("level\n5\t1\t2\t1\t3\t1\t40\t100\t60\t20\t91.2\tbéo\n"))
    Seen(line=(2, 1, 3), left=40, top=100, right=100, bottom=120, sure=0.912, text='béo')
    """
    for row in table.split("\n"):
        cells = row.split("\t") if row.startswith("5\t") else []
        if len(cells) == 12 and (text := cells[11].strip()):
            block, paragraph, line = map(int, cells[2:5])
            left, top, width, height = map(int, cells[6:10])
            sure = round(max(0.0, float(cells[10])) / 100, 4)
            yield Seen((block, paragraph, line), left, top, left + width, top + height, sure, text)
