"""Several pictures read side by side, and no more in memory than are being read or about to be."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from types import TracebackType

import pypdfium2
from PIL import Image

from pipeline.read.scans.layer import picture_of
from pipeline.read.scans.reading import Scan, kept_scan, key_of_packed, read_picture
from pipeline.read.scans.sheet import packed_of
from pipeline.read.scans.slots import slots
from pipeline.read.scans.tesseract import NoTesseractError

_FINEST, _COARSEST, _USUAL = 400, 110, 300  # dots an inch between which a picture is read as it is; else brought to
_PIXELS = 36_000_000  # a larger page is drawn smaller


class Desk:
    """Reads pictures in threads, which only wait: each engine is a process of its own."""

    def __init__(self) -> None:
        self._room = BoundedSemaphore(2 * slots())
        self._pool = ThreadPoolExecutor(slots(), thread_name_prefix="ocr")

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def page(self, page: pypdfium2.PdfPage) -> Future[Scan]:
        """Read a page of a PDF as it is drawn; PDFium is asked in this thread, it knows no others."""
        packed = packed_of(page, _PIXELS)
        if packed is not None and fitting(packed.dpi) == packed.dpi:
            try:
                key = key_of_packed(packed)
            except NoTesseractError as error:
                return _settled(error)
            kept = kept_scan(key)
            if kept is not None:
                return _settled(kept)
            # Drawn, not unpacked, though that takes a third of the time: drawing smooths, and the engine errs less.
            return self._read(lambda: _drawn(page, packed.dpi), packed.dpi, key)
        width, height = page.get_size()
        share, pixels = picture_of(page)
        dpi = fitting(round(pixels / max(1.0, width) * 72)) if share > 0.05 and pixels else _USUAL
        dpi = max(20, min(dpi, int((_PIXELS / max(1.0, width * height)) ** 0.5 * 72)))
        return self._read(lambda: _drawn(page, dpi), dpi)

    def picture(self, image: Image.Image, dpi: int) -> Future[Scan]:
        """Read a picture of so many dots an inch."""
        fit = fitting(dpi)
        if fit == dpi:
            return self._read(lambda: image, dpi)
        size = max(1, round(image.width * fit / dpi)), max(1, round(image.height * fit / dpi))
        mode = image.mode if image.mode in {"L", "RGB"} else "RGB"
        return self._read(lambda: image.convert(mode).resize(size, Image.Resampling.BICUBIC), fit)

    def _read(self, drawn: Callable[[], Image.Image], dpi: int, key: str | None = None) -> Future[Scan]:
        self._room.acquire()
        try:
            future = self._pool.submit(read_picture, drawn(), dpi, key)
        except BaseException:
            self._room.release()
            raise
        future.add_done_callback(lambda _: self._room.release())
        return future


def _drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    drawn: Image.Image = page.render(scale=dpi / 72, rev_byteorder=True).to_pil()
    return drawn


def _settled(outcome: Scan | Exception) -> Future[Scan]:
    future: Future[Scan] = Future()
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future


def fitting(dpi: int) -> int:
    """The resolution at which a picture is read: its own where that is not too fine or too coarse.

    >>> fitting(200), fitting(600), fitting(96)
    (200, 300, 192)
    """
    if dpi > _FINEST:
        return _USUAL
    return 2 * dpi if dpi < _COARSEST else dpi
