"""How a page lies in its picture: on its side, askew; and the picture with its lines level."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.read.scans.picture import DARK, Gray

_STEEPEST = 5.0  # degrees; a page that lies more askew is no scan but a photograph
_LITTLE = 200  # dark pixels; fewer tell nothing
_SURELY = 1.3  # so much more must speak for a page that lies on its side
_SPARSE = 0.6  # a page whose ink takes so much less room one way than the other holds few lines
_LEVEL = 0.25  # degrees that the engine takes without harm
_SMALL = 620  # pixels across the copy on which slopes are measured
_PLACES = 20_000  # dark pixels of it that are looked at
_PARTS = 4  # of a pixel by which rows are shifted
_SHARP = -0.5  # of the cubic between pixels
_BITS = 6  # of the weights of pixels
_FINE = 1 << _BITS


class _Ink(NamedTuple):
    """Where dark pixels are on a small copy of a picture, and how large that is."""

    ys: NDArray[np.int32]
    xs: NDArray[np.int32]
    height: int
    width: int


def lies_sideways(picture: Gray) -> bool:
    """Whether the lines of text run up or down: along the lines ink comes and goes, across them it hardly does.

    A page of few lines is told by them alone: its ink lies in a few rows, and in many columns.
    """
    ink = _ink(picture)
    if len(ink.ys) < _LITTLE:
        return False
    slopes = np.arange(-_STEEPEST, _STEEPEST + 0.1).tolist()
    lying = [_stripes(ink.ys, ink.xs, slope, ink.height) for slope in slopes]
    standing = [_stripes(ink.xs, ink.ys, slope, ink.width) for slope in slopes]
    rows, columns = min(map(_taken, lying)), min(map(_taken, standing))
    if min(rows, columns) < _SPARSE * max(rows, columns):
        return columns < rows
    return max(map(_restlessness, standing)) > _SURELY * max(map(_restlessness, lying))


def _taken(stripes: NDArray[np.int64]) -> int:
    """How many stripes hold ink; a speck is no ink."""
    return int((stripes > max(2.0, 0.03 * stripes.max())).sum())


def _restlessness(stripes: NDArray[np.int64]) -> int:
    """How much ink comes and goes from stripe to stripe; a rule counts once."""
    return int(np.abs(np.diff(stripes)).sum())


def turned(picture: Gray, quarters: int) -> Gray:
    """The picture turned anticlockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(picture, quarters))


def skew_of(picture: Gray) -> float:
    """By how many degrees the lines fall to the right: the slope along which ink lies in the sharpest stripes."""
    ink = _ink(picture)
    if len(ink.ys) < _LITTLE:
        return 0.0

    def sharpness(degrees: float) -> int:
        stripes = _stripes(ink.ys, ink.xs, degrees, ink.height)
        return int((stripes * stripes).sum())

    rough = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5).tolist(), key=sharpness)
    return float(max((rough + np.arange(-0.45, 0.46, 0.05)).tolist(), key=sharpness))


def levelled(picture: Gray) -> Gray:
    """The picture with its lines level."""
    slope = skew_of(picture)
    if abs(slope) < _LEVEL:
        return picture
    paper, angle = int(np.median(picture[::8, ::8])), math.radians(slope)
    columns = _shifted(_mirrored(picture), math.tan(angle), paper)
    return _shifted(_mirrored(columns), -math.sin(angle), paper)


def _mirrored(picture: Gray) -> Gray:
    """Rows for columns."""
    return np.asarray(Image.fromarray(picture).transpose(Image.Transpose.TRANSPOSE))


def _shifted(picture: Gray, slope: float, paper: int) -> Gray:
    """The picture, each row shifted to the left by ``slope`` pixels more than the one above, the middle one staying.

    A turn by a small angle is two such shifts, a fifth of the work; between pixels goes a cubic.
    """
    height, width = picture.shape
    shifts = np.round((np.arange(height) - height / 2) * slope * _PARTS).astype(int)
    room = int(np.abs(shifts).max()) // _PARTS + 3
    wide = np.full((height, width + 2 * room), paper, dtype=np.uint8)
    wide[:, room : room + width] = picture
    out = np.empty_like(picture)
    bounds = [0, *(np.flatnonzero(np.diff(shifts)) + 1).tolist(), height]
    for top, bottom in pairwise(bounds):
        whole, part = divmod(int(shifts[top]), _PARTS)
        left = room + whole
        if not part:
            out[top:bottom] = wide[top:bottom, left : left + width]
            continue
        near = wide[top:bottom, left - 1 : left + width + 2].astype(np.int16)
        total = np.full((bottom - top, width), _FINE // 2, dtype=np.int16)
        for at, weight in enumerate(_weights(part / _PARTS)):
            total += near[:, at : at + width] * np.int16(weight)
        out[top:bottom] = np.clip(total >> _BITS, 0, 255)
    return out


def _weights(part: float) -> Iterator[int]:
    """What the four pixels around a place weigh that lies so far after the second of them."""

    def cubic(far: float) -> float:
        if far < 1:
            return (_SHARP + 2) * far**3 - (_SHARP + 3) * far**2 + 1
        return _SHARP * (far**3 - 5 * far**2 + 8 * far - 4)

    before, after, last = (round(_FINE * cubic(far)) for far in (1 + part, 1 - part, 2 - part))
    yield from (before, _FINE - before - after - last, after, last)


def _ink(picture: Gray) -> _Ink:
    step = max(1, round(min(picture.shape) / _SMALL))
    small = np.asarray(Image.fromarray(picture).reduce(step))
    places = np.flatnonzero(small < DARK + 32).astype(np.int32)
    ys, xs = np.divmod(places[:: max(1, -(-len(places) // _PLACES))], np.int32(small.shape[1]))
    return _Ink(ys, xs, *small.shape)


def _stripes(along: NDArray[np.int32], across: NDArray[np.int32], degrees: float, length: int) -> NDArray[np.int64]:
    """How much ink lies in each stripe one pixel wide that falls by so many degrees."""
    slope = np.float32(math.tan(math.radians(degrees)))
    return np.bincount((along - across * slope + np.float32(length)).astype(np.int64))
