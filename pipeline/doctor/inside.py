"""What belongs to thidua itself: Python, the libraries, DuckDB, the model."""

from __future__ import annotations

import importlib.util
import platform
import sys

from pipeline.doctor.finding import Finding, Remedy

_OLDEST, _NEWEST = (3, 11), (3, 13)
_LIBRARIES = (
    "duckdb", "ftfy", "lxml", "numpy", "pdfplumber", "pydantic", "pypdfium2", "rich", "spacy", "typer", "underthesea",
    "unidecode",
)  # fmt: skip
_SETUP = Remedy.everywhere("make setup")
_PYTHON = Remedy(
    "sudo apt install python3 python3-venv",
    "sudo dnf install python3.13",
    "brew install python@3.13",
    "winget install Python.Python.3.13",
)


def python() -> Finding:
    """Whether this Python is one that thidua is made for."""
    version = platform.python_version()
    fits = _OLDEST <= sys.version_info[:2] <= _NEWEST
    return Finding(
        "python",
        "ok" if fits else "missing",
        ("Python", "Python"),
        (version, version) if fits else (f"{version}; cần 3.11 đến 3.13", f"{version}; 3.11 to 3.13 is needed"),
        ("chạy chương trình", "runs thidua"),
        _PYTHON,
        needed=True,
    )


def packages() -> Finding:
    """Whether all libraries are installed; none is loaded."""
    gone = ", ".join(name for name in _LIBRARIES if importlib.util.find_spec(name) is None)
    return Finding(
        "libraries",
        "missing" if gone else "ok",
        ("Thư viện Python", "Python libraries"),
        (f"thiếu {gone}", f"missing: {gone}") if gone else ("đủ", "all there"),
        ("đọc tệp, rút bản ghi", "read files, extract records"),
        _SETUP,
        needed=True,
    )


def duckdb_works() -> Finding:
    """Whether DuckDB loads and answers."""
    try:
        import duckdb  # noqa: PLC0415

        with duckdb.connect(":memory:") as connection:
            works = connection.execute("SELECT 1").fetchone() == (1,)
        told = duckdb.__version__
    except Exception as error:  # a library that does not load may raise anything
        works, told = False, type(error).__name__
    return Finding(
        "duckdb",
        "ok" if works else "missing",
        ("DuckDB", "DuckDB"),
        (told, told) if works else (f"không chạy được ({told})", f"does not run ({told})"),
        ("lưu kết quả", "stores the results"),
        _SETUP,
        needed=True,
    )


def model() -> Finding:
    """Whether the model of restoration is there and loads."""
    try:
        from pipeline.restoration.model import MODEL_PATH, load  # noqa: PLC0415

        size = MODEL_PATH.stat().st_size // 1_000_000
        load()
        works, told = True, f"{size} MB"
    except Exception as error:
        works, told = False, type(error).__name__
    return Finding(
        "model",
        "ok" if works else "missing",
        ("Mô hình tiếng Việt", "Vietnamese model"),
        (told, told) if works else (f"không đọc được ({told})", f"cannot be read ({told})"),
        ("phục hồi chữ bị hỏng", "restores mangled text"),
        Remedy.everywhere("git checkout -- pipeline/restoration/model.bin"),
        needed=True,
    )
