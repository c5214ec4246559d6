"""Programs beside thidua: Tesseract with its languages, LibreOffice, fonts. Without them some kinds are not read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.doctor.finding import Finding, Remedy, Status
from pipeline.read.office_run import soffice

_OLDEST_TESSERACT = 5
_TESSERACT = Remedy(
    "sudo apt install tesseract-ocr tesseract-ocr-vie",
    "sudo dnf install tesseract tesseract-langpack-vie",
    "brew install tesseract tesseract-lang",
    "winget install UB-Mannheim.TesseractOCR",
)
_VIE = Remedy(
    "sudo apt install tesseract-ocr-vie",
    "sudo dnf install tesseract-langpack-vie",
    "brew install tesseract-lang",
    "winget install --interactive UB-Mannheim.TesseractOCR (Additional language data: Vietnamese)",
)
_OSD = Remedy(
    "sudo apt install tesseract-ocr-osd",
    "sudo dnf install tesseract-osd",
    "brew install tesseract",
    "winget install UB-Mannheim.TesseractOCR",
)
_OFFICE = Remedy(
    "sudo apt install libreoffice-writer",
    "sudo dnf install libreoffice-writer",
    "brew install --cask libreoffice",
    "winget install TheDocumentFoundation.LibreOffice",
)
_FONTS = Remedy(
    "sudo apt install fonts-liberation2",
    "sudo dnf install liberation-serif-fonts",
    "brew install --cask font-liberation",
    "winget install TheDocumentFoundation.LibreOffice",
)
_FONT = re.compile(r"Times New Roman|Liberation Serif|Tinos", re.I)
_NONE = ("không có", "not installed")


def tesseract() -> tuple[Finding, Finding, Finding]:
    """Tesseract itself, what it knows of Vietnamese, and of which way up a page is."""
    program = _tesseract()
    said = _say([program, "--version"]) if program else ""
    version = re.search(r"tesseract\s+v?((\d+)[\w.-]*)", said)
    languages = set(_say([program, "--list-langs"]).split()) if program else set()
    status: Status = "missing" if version is None else "ok" if int(version[2]) >= _OLDEST_TESSERACT else "doubtful"
    told = (version[1], version[1]) if version else _NONE
    if status == "doubtful":
        told = (f"{told[0]}; cần bản 5 trở lên", f"{told[1]}; 5 or later is needed")
    return (
        Finding(
            "tesseract", status, ("Tesseract", "Tesseract"), told,
            ("đọc bản quét, ảnh, PDF không có lớp chữ", "reads scans, pictures, PDF without text"), _TESSERACT,
        ),
        _language("vie", languages, ("chữ Việt trong bản quét", "Vietnamese in scans"), _VIE),
        _language("osd", languages, ("trang quét bị xoay ngang, ngược", "scanned pages lying or upside down"), _OSD),
    )  # fmt: skip


def office() -> Finding:
    """LibreOffice."""
    program = soffice()
    told = _NONE
    status: Status = "missing"
    if program is not None:
        with tempfile.TemporaryDirectory(prefix="thidua-", ignore_cleanup_errors=True) as folder:
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            found = re.search(r"\d+(?:\.\d+)+", _say([str(program), profile, "--headless", "--version"]))
        status = "ok" if found else "doubtful"
        told = (found[0], found[0]) if found else ("có, nhưng không chạy được", "there, but does not run")
    return Finding(
        "libreoffice",
        status,
        ("LibreOffice", "LibreOffice"),
        told,
        ("đọc .doc, .rtf, .dot, .wps", "reads .doc, .rtf, .dot, .wps"),
        _OFFICE,
    )


def fonts() -> Finding:
    """A font as wide as Times New Roman, in which reports are set; only systems with fontconfig are asked."""
    lister = shutil.which("fc-list")
    brought = sys.platform in {"win32", "darwin"}  # both come with Times New Roman
    there = brought or (lister is not None and bool(_FONT.search(_say([lister, ":", "family"]))))
    return Finding(
        "fonts",
        "ok" if there else "doubtful",
        ("Phông chữ Times hoặc tương đương", "Times or a font as wide"),
        ("có", "there") if there else ("không thấy", "not found"),
        ("số trang khi LibreOffice mở .doc, .rtf", "page numbers where LibreOffice opens .doc, .rtf"),
        _FONTS,
    )


def _language(name: str, known: set[str], purpose: tuple[str, str], remedy: Remedy) -> Finding:
    there = name in known
    return Finding(
        f"tesseract_{name}",
        "ok" if there else "missing",
        (f"Dữ liệu Tesseract “{name}”", f"Tesseract data “{name}”"),
        ("có", "there") if there else _NONE,
        purpose,
        remedy,
    )


def _tesseract() -> str | None:
    try:
        from pipeline.read.scans.tesseract import find  # noqa: PLC0415
    except ImportError:  # a library that it needs is missing, which is told elsewhere
        return shutil.which("tesseract")
    return find()


def _say(command: list[str]) -> str:
    """What a program prints; "" where it does not run."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")
