"""The rules that a PDF page draws, as edges for pdfplumber's table finder.

pdfplumber reads a whole page, letter by letter, before it looks for tables; PDFium gives the same lines in a
twentieth of the time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypedDict

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.glyph_runs import Corner, corner_of

_LONG = 12.0  # points: a shorter rule rules no table
_SHORTEST = 1.0  # points: what is shorter is the end of a rule that is drawn as a thin box
_DEPTH = 3  # forms within forms
_STRAIGHT = 0.01  # points by which the ends of a lying or a standing line may differ

Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Edge(TypedDict):
    """A lying or standing line in points from the upper left corner, as ``pdfplumber.table`` wants it."""

    object_type: str
    orientation: Literal["h", "v"]
    x0: float
    x1: float
    top: float
    bottom: float
    width: float
    height: float


class _Spot(NamedTuple):
    x: float
    y: float
    drawn: bool  # a line leads here from the spot before
    closes: bool


def rules_of(page: pypdfium2.PdfPage, least: int = 3) -> list[Edge]:
    """The lying and standing lines of a page; none where fewer than ``least`` of a kind are long enough for a table."""
    corner = corner_of(page)
    edges = [edge for line in _lines(page) if (edge := _edge(*line, corner)) is not None]
    long = [edge["orientation"] for edge in edges if max(edge["width"], edge["height"]) >= _LONG]
    return edges if min(long.count("h"), long.count("v")) >= least else []


def _edge(start: tuple[float, float], end: tuple[float, float], corner: Corner) -> Edge | None:
    (ax, ay), (bx, by) = corner(*start), corner(*end)
    wide, tall = abs(ax - bx), abs(ay - by)
    if (lies := tall < _STRAIGHT <= _SHORTEST <= wide) or wide < _STRAIGHT <= _SHORTEST <= tall:
        return Edge(
            object_type="line_edge",
            orientation="h" if lies else "v",
            x0=min(ax, bx),
            x1=max(ax, bx) if lies else min(ax, bx),
            top=min(ay, by),
            bottom=min(ay, by) if lies else max(ay, by),
            width=wide if lies else 0.0,
            height=0.0 if lies else tall,
        )
    return None


def _lines(page: pypdfium2.PdfPage) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight lines that a page draws, in the page's own space."""
    raw = page.raw
    count = pdfium.FPDFPage_CountObjects(raw)
    yield from _drawn((pdfium.FPDFPage_GetObject(raw, at) for at in range(count)), _AS_IT_IS, _DEPTH)


def _drawn(
    objects: Iterator[Any], within: Matrix, depth: int
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for found in objects:
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and _is_painted(found):
            matrix = _times(_matrix_of(found), within)
            begin = before = (0.0, 0.0)
            for spot in _spots(found):
                here = _moved(spot.x, spot.y, matrix)
                if spot.drawn:
                    yield before, here
                else:
                    begin = here
                if spot.closes:
                    yield here, begin
                before = here
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            count = pdfium.FPDFFormObj_CountObjects(found)
            inner = (pdfium.FPDFFormObj_GetObject(found, at) for at in range(max(count, 0)))
            yield from _drawn(inner, _times(_matrix_of(found), within), depth - 1)


def _is_painted(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _spots(path: Any) -> Iterator[_Spot]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        drawn = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO
        yield _Spot(x.value, y.value, drawn, bool(pdfium.FPDFPathSegment_GetClose(segment)))


def _matrix_of(found: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(found, matrix):
        return _AS_IT_IS
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
