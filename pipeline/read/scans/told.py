"""What is told of scans: what is missing, what was lost, what was read by an engine."""

from __future__ import annotations

from itertools import groupby

from pipeline.errors import UnreadableFileError
from pipeline.read.scans.tesseract import INSTALL
from schemas.issue import Issue


def engine_missing(name: str) -> UnreadableFileError:
    """The whole file is a scan, and there is nothing to read it with."""
    return UnreadableFileError(
        "ocr_missing",
        f"Tệp “{name}” là ảnh chụp (quét); máy này chưa có Tesseract 5 với tiếng Việt để nhận dạng chữ. Hãy cài rồi "
        f"chạy lại, hoặc xin bản Word, PDF gốc. {INSTALL}.",
        f"“{name}” is a scan, and Tesseract 5 with Vietnamese, which would read it, is not installed here. Install it "
        f"and run again, or ask for the original. {INSTALL}.",
    )


def no_text(name: str, code: str) -> UnreadableFileError:
    """Nothing was to be read in the pictures."""
    return UnreadableFileError(
        code,
        f"Tệp “{name}” chỉ có hình; đã thử nhận dạng chữ (OCR) mà không thấy chữ nào đọc được. Hãy quét lại rõ hơn "
        "(từ 200 dpi), hoặc xin bản Word, PDF gốc.",
        f"“{name}” holds pictures only; they were read by OCR and no text was found. Scan it again more clearly "
        "(from 200 dpi), or ask for the original.",
    )


def pages_told(lost: list[int], doubtful: list[int], read: list[int], *, missing: bool) -> tuple[Issue, ...]:
    """The issues of a document of which pages were lost, kept though mangled, or read by an engine.

    Args:
        lost: pages that hold something, of which nothing was read; an error, so that the document counts as partial.
        doubtful: pages whose text is not what is printed, and that could not be read again.
        read: pages that an engine read.
        missing: whether the engine is not installed.
    """
    issues = []
    remedy = f" Để đọc được, hãy cài Tesseract: {INSTALL}." if missing else ""
    remedy_en = f" To have it read, install Tesseract: {INSTALL}." if missing else ""
    if lost:
        issues.append(
            Issue(
                "page_without_text",
                "error",
                f"Trang {_runs(lost)} chỉ có hình (ảnh quét), không đọc được chữ; hãy xem lại bản gốc.{remedy}",
                f"Page {_runs(lost)} holds pictures (a scan) and no text was read; look at the original.{remedy_en}",
            )
        )
    if doubtful:
        issues.append(
            Issue(
                "page_text_doubtful",
                "warning",
                f"Lớp chữ của trang {_runs(doubtful)} không khớp với chữ in (bị hỏng hoặc nhận dạng sai ngôn ngữ); "
                f"hãy đối chiếu với bản gốc.{remedy}",
                f"The text layer of page {_runs(doubtful)} is not what is printed (damaged, or read in another "
                f"language); compare it with the original.{remedy_en}",
            )
        )
    if read:
        issues.append(
            Issue(
                "page_read_by_ocr",
                "info",
                f"Trang {_runs(read)} là ảnh quét, chữ do máy nhận dạng; khi cần hãy đối chiếu tên người và con số.",
                f"Page {_runs(read)} is a scan and was read by OCR; compare names and figures where they matter.",
            )
        )
    return tuple(issues)


def _runs(numbers: list[int]) -> str:
    """Page numbers, runs of them shortened.

    >>> _runs([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7–8'
    """
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return ", ".join(runs)
