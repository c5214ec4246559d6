"""The picture that a PDF page holds, where the page is nothing else: by it what was read is known again, undrawn."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.glyph_runs import corner_of

_COVERS = 0.98  # of the page's width and height
_SQUARE = 0.01  # by which the dots an inch of width and height may differ
_LEAN = 0.01  # points that a picture may be turned or leaning
_COLOURS = frozenset({pdfium.FPDF_COLORSPACE_DEVICEGRAY, pdfium.FPDF_COLORSPACE_DEVICERGB,
                      pdfium.FPDF_COLORSPACE_CALGRAY, pdfium.FPDF_COLORSPACE_CALRGB,
                      pdfium.FPDF_COLORSPACE_ICCBASED})  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """A picture as the file holds it (JPEG), and how many dots an inch that makes on its page."""

    data: bytes
    dpi: int


def packed_of(page: pypdfium2.PdfPage, most: int) -> Packed | None:
    """The one picture of at most so many pixels that a page shows; None where it shows anything else, or another way.

    Text that is laid over it unseen does not count.
    """
    if page.get_rotation() or pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
        return None
    picture: pypdfium2.PdfImage | None = None
    for found in page.get_objects(max_depth=1):
        if isinstance(found, pypdfium2.PdfImage) and picture is None:
            picture = found
        elif (
            found.type != pdfium.FPDF_PAGEOBJ_TEXT
            or pdfium.FPDFTextObj_GetTextRenderMode(found.raw) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        ):
            return None
    if picture is None:
        return None
    try:
        dpi = _dpi(page, picture, most)
        return Packed(bytes(picture.get_data(decode_simple=False)), dpi) if dpi else None
    except pypdfium2.PdfiumError:
        return None


def _dpi(page: pypdfium2.PdfPage, picture: pypdfium2.PdfImage, most: int) -> int:
    """Dots an inch of a picture that covers its page upright, as it is; 0 for any other."""
    told, way = picture.get_metadata(), picture.get_matrix()
    if list(picture.get_filters()) != ["DCTDecode"] or told.colorspace not in _COLOURS:
        return 0
    if max(abs(way.b), abs(way.c)) > _LEAN or way.a <= 0 or way.d <= 0:
        return 0
    if pdfium.FPDFPageObj_HasTransparency(picture.raw) or told.width * told.height > most:
        return 0
    corner, (left, bottom, right, top) = corner_of(page), picture.get_bounds()
    (x0, y0), (x1, y1) = corner(left, bottom), corner(right, top)
    width, height = page.get_size()
    across, down = min(x1, width) - max(x0, 0.0), min(y0, height) - max(y1, 0.0)
    if across < _COVERS * width or down < _COVERS * height or x1 - x0 > width / _COVERS or y0 - y1 > height / _COVERS:
        return 0
    fine, other = told.width / (x1 - x0) * 72, told.height / (y0 - y1) * 72
    return round(fine) if abs(fine - other) <= _SQUARE * fine else 0
