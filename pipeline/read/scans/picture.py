"""A picture of a page made fit to be read: grey, without red stamps, level."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Gray = NDArray[np.uint8]

_DARK = 128  # a pixel darker than this is ink
_STEEPEST = 5.0  # degrees; a page that lies more askew is no scan but a photograph
_LITTLE = 200  # dark pixels; fewer tell nothing
_SURELY = 1.3  # so much more must speak for a page that lies on its side
_SPARSE = 0.6  # a page whose ink takes so much less room one way than the other holds few lines
_LEVEL = 0.25  # degrees that the engine takes without harm
_RED = 25  # so much redder than green and blue is a pixel of a stamp
_INK = 140  # but one with less red in it is ink, or ink under the stamp
_CELL = 2.0  # millimetres: the grain in which stamps are looked for
_STAMP = 7  # cells across; red letters are smaller


def gray_of(image: Image.Image, dpi: int) -> Gray:
    """The picture in grey, what is stamped in red taken away; letters printed in red stay."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper
    if image.mode in {"1", "L", "I", "I;16", "F"}:
        return np.asarray(_in_eight_bits(image))
    image = image.convert("RGB")
    gray = np.array(image.convert("L"))
    for left, top, right, bottom in _stamps(image, dpi):
        part = np.asarray(image.crop((left, top, right, bottom)), dtype=np.int16)
        red = part[..., 0]
        stamped = (red - part[..., 1:].max(axis=2) > _RED) & (red > _INK)
        gray[top:bottom, left:right] = np.where(stamped, 255, red).astype(np.uint8)
    return gray


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, dtype=np.float64)
        top = values.max(initial=1.0)
        return Image.fromarray((values * (255.0 / top)).clip(0, 255).astype(np.uint8))
    return image.convert("L")


def _stamps(image: Image.Image, dpi: int) -> Iterator[tuple[int, int, int, int]]:
    """The boxes, in pixels, of red shapes as large as a stamp."""
    small = np.asarray(image.reduce(4), dtype=np.int16)
    red = small[..., 0] - small[..., 1:].max(axis=2) > _RED
    if red.mean() < 0.0005:
        return
    side = max(1, round(_CELL / 25.4 * dpi / 4))  # pixels of the small picture
    rows, columns = -(-red.shape[0] // side), -(-red.shape[1] // side)
    padded = np.zeros((rows * side, columns * side), dtype=bool)
    padded[: red.shape[0], : red.shape[1]] = red
    cells: NDArray[np.bool_] = np.any(padded.reshape(rows, side, columns, side), axis=(1, 3))
    for top, left, bottom, right in _shapes(cells):
        if bottom - top >= _STAMP and right - left >= _STAMP:
            scale = side * 4
            yield (
                max(0, (left - 1) * scale),
                max(0, (top - 1) * scale),
                min(image.width, (right + 1) * scale),
                min(image.height, (bottom + 1) * scale),
            )


def _shapes(cells: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """The boxes of cells that touch: top, left, bottom, right."""
    open_ = {(int(y), int(x)) for y, x in np.argwhere(cells)}
    while open_:
        heap = [open_.pop()]
        shape = []
        while heap:
            y, x = heap.pop()
            shape.append((y, x))
            for near in ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
                if near in open_:
                    open_.remove(near)
                    heap.append(near)
        ys, xs = [y for y, _ in shape], [x for _, x in shape]
        yield min(ys), min(xs), max(ys) + 1, max(xs) + 1


def is_blank(picture: Gray) -> bool:
    """Whether there is next to no ink."""
    return bool((picture[::2, ::2] < _DARK).mean() < 5e-5)


def lies_sideways(picture: Gray) -> bool:
    """Whether the lines of text run up or down: along the lines ink comes and goes, across them it hardly does.

    A page of few lines is told by them alone: its ink lies in a few rows, and in many columns.
    """
    ys, xs, height, width = _ink(picture)
    if len(ys) < _LITTLE:
        return False
    rows, columns = _taken(ys, xs, height), _taken(xs, ys, width)
    if min(rows, columns) < _SPARSE * max(rows, columns):
        return columns < rows
    return _restlessness(xs, ys, width) > _SURELY * _restlessness(ys, xs, height)


def _taken(along: NDArray[np.int64], across: NDArray[np.int64], length: int) -> int:
    """How many stripes hold ink, along the slope at which the fewest do; a speck is no ink."""
    return min(
        int((stripes > max(2.0, 0.03 * stripes.max())).sum())
        for degrees in np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5).tolist()
        for stripes in [_stripes(along, across, degrees, length)]
    )


def _restlessness(along: NDArray[np.int64], across: NDArray[np.int64], length: int) -> float:
    """How much ink comes and goes from stripe to stripe, along the slope at which it does most; a rule counts once."""
    return max(
        float(np.abs(np.diff(_stripes(along, across, degrees, length))).sum())
        for degrees in np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5).tolist()
    )


def turned(picture: Gray, quarters: int) -> Gray:
    """The picture turned anticlockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(picture, quarters))


def levelled(picture: Gray) -> Gray:
    """The picture with its lines level."""
    slope = skew_of(picture)
    if abs(slope) < _LEVEL:
        return picture
    paper = int(np.median(picture[::8, ::8]))
    turned_ = Image.fromarray(picture).rotate(slope, Image.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(turned_)


def skew_of(picture: Gray) -> float:
    """By how many degrees the lines fall to the right: the slope along which ink lies in the sharpest stripes."""
    ys, xs, height, _ = _ink(picture)
    if len(ys) < _LITTLE:
        return 0.0

    def sharpness(degrees: float) -> float:
        stripes = _stripes(ys, xs, degrees, height)
        return float((stripes * stripes).sum())

    rough = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5).tolist(), key=sharpness)
    return float(max((rough + np.arange(-0.45, 0.46, 0.05)).tolist(), key=sharpness))


def _ink(picture: Gray) -> tuple[NDArray[np.int64], NDArray[np.int64], int, int]:
    """Where ink is on a small copy of the picture: rows, columns; its height and width."""
    step = max(1, round(min(picture.shape) / 620))
    small = np.asarray(Image.fromarray(picture).reduce(step))
    ys, xs = np.nonzero(small < _DARK + 32)
    every = max(1, -(-len(ys) // 60_000))
    return ys[::every], xs[::every], small.shape[0], small.shape[1]


def _stripes(along: NDArray[np.int64], across: NDArray[np.int64], degrees: float, length: int) -> NDArray[np.float64]:
    """How much ink lies in each stripe one pixel wide that falls by so many degrees."""
    places = (along - across * math.tan(math.radians(degrees)) + length).astype(np.int32)
    return np.bincount(places).astype(np.float64)
