"""Pictures of pages in files of their own: PNG, JPEG, TIFF with one page or many, BMP, WebP."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from concurrent.futures import Future

from PIL import Image, ImageOps

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.bounds import check_pages
from pipeline.read.page_lines import lines_of
from pipeline.read.page_numbering import Numbering
from pipeline.read.page_tables import outside
from pipeline.read.scans.desk import Desk
from pipeline.read.scans.reading import Scan
from pipeline.read.scans.tesseract import LANGUAGE, NoTesseractError, TesseractFailedError
from pipeline.read.scans.told import engine_missing, no_text, pages_told
from schemas.issue import Issue
from schemas.text import Page

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_USUAL = Limits()  # 120 million pixels: A3 at 800 dpi
_NARROW, _WIDE = 3.0, 18.0  # inches: a page is as wide as that, whatever the file says
_SHORT, _LONG = 8.27, 11.69  # inches: A4

# What Pillow lets out of its many decoders when a file is broken.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError, OverflowError,
           ZeroDivisionError, RuntimeError, MemoryError, struct.error, zlib.error)  # fmt: skip


def read_image(name: str, data: bytes, limits: Limits = _USUAL) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The pages and lines of a picture, a page for each of its frames.

    Raises:
        UnreadableFileError: ``image_damaged``, ``image_too_large``, ``image_no_text``, ``ocr_missing``,
            ``document_too_many_pages``.
    """
    with Desk() as desk, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        futures: list[Future[Scan] | None] = []
        for frame in _frames(name, data, limits):
            futures.append(None if frame is None else desk.picture(frame, dpi_of(frame)))
        numbering = Numbering()
        pages: list[Page] = []
        lost: list[int] = []
        for number, future in enumerate(futures, start=1):
            scan = None
            try:
                scan = future.result() if future else None
            except NoTesseractError:
                raise engine_missing(name) from None
            except TesseractFailedError:
                pass
            if scan is None or (not scan.words and scan.inked):
                lost.append(number)
            tables = scan.tables if scan else []
            lines = lines_of(outside(tables, list(scan.words)), scan.width) if scan else []
            pages.append(Page(number, numbering.page(lines, tables, LANGUAGE)))
    read = [page.number for page in pages if page.lines]
    if not read:
        raise no_text(name, "image_no_text")
    return tuple(pages), pages_told(lost, [], read, missing=False)


def _frames(name: str, data: bytes, limits: Limits) -> Iterator[Image.Image | None]:
    """The frames of a file, upright as its camera says; None for one that is broken after others that are not."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    except Image.DecompressionBombError:
        raise _too_large(name, limits) from None
    except _BROKEN:
        raise _damaged(name) from None
    check_pages(name, count, limits)
    for number in range(count):
        try:
            image.seek(number)
            if image.width * image.height > limits.megapixels * 1_000_000:
                raise _too_large(name, limits)
            frame = ImageOps.exif_transpose(image.copy())
        except Image.DecompressionBombError:
            raise _too_large(name, limits) from None
        except _BROKEN:
            if not number:
                raise _damaged(name) from None
            yield None
            return
        frame.info = {key: value for key, value in image.info.items() if key in {"dpi", "transparency"}}
        yield frame


def dpi_of(image: Image.Image) -> int:
    """Dots an inch: as the file says where that makes a page, else as if the picture were one of A4.

    >>> dpi_of(Image.new("L", (1654, 2339)))
    200
    """
    told = image.info.get("dpi", (0, 0))
    try:
        said = float(told[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        said = 0.0
    if said > 0 and _NARROW <= image.width / said <= _WIDE and said >= 60:
        return round(said)
    return max(40, round(image.width / (_SHORT if image.height >= image.width else _LONG)))


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "image_damaged",
        f"Tệp ảnh “{name}” bị hỏng hoặc chép dở. Hãy chép lại tệp, hoặc quét lại văn bản.",
        f"The picture “{name}” is damaged or cut short. Copy it again, or scan the document again.",
    )


def _too_large(name: str, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        "image_too_large",
        f"Ảnh “{name}” quá lớn (trên {limits.megapixels} triệu điểm ảnh). Hãy quét lại ở 200–300 dpi, hoặc tăng "
        "THIDUA_PICTURE_MEGAPIXELS rồi nạp lại với --force.",
        f"The picture “{name}” is too large (over {limits.megapixels} million pixels). Scan it at 200–300 dpi, or "
        "raise THIDUA_PICTURE_MEGAPIXELS and ingest again with --force.",
    )
