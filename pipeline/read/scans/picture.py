"""A picture of a page made fit to be read: grey, without red stamps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Gray = NDArray[np.uint8]

DARK = 128  # a pixel darker than this is ink
_RED = 25  # so much redder than green and blue is a pixel of a stamp
_INK = 140  # but one with less red in it is ink, or ink under the stamp
_CELL = 2.0  # millimetres: the grain in which stamps are looked for
_SOME = 0.0005  # share of a page that is red, from which stamps are looked for
_STAMP = 7  # cells across; red letters are smaller


def gray_of(image: Image.Image, dpi: int) -> Gray:
    """The picture in grey, what is stamped in red taken away; letters printed in red stay."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper
    if image.mode in {"1", "L", "I", "I;16", "F"}:
        return np.asarray(_in_eight_bits(image))
    image = image if image.mode == "RGB" else image.convert("RGB")
    gray = np.asarray(image.convert("L"))
    stamps = list(_stamps(image, dpi)) if _has_red(image) else []
    gray = gray.copy() if stamps else gray
    for left, top, right, bottom in stamps:
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


def _has_red(image: Image.Image) -> bool:
    """Whether every fourth pixel of every fourth row shows some red: a quick look before the slow one."""
    return bool(_red(image.resize((image.width // 4, image.height // 4), Image.Resampling.NEAREST)).mean() >= _SOME / 4)


def _red(image: Image.Image) -> NDArray[np.bool_]:
    values = np.asarray(image)
    most = np.maximum(values[..., 1], values[..., 2]).clip(max=255 - _RED)
    red: NDArray[np.bool_] = values[..., 0] > most + np.uint8(_RED)
    return red


def _stamps(image: Image.Image, dpi: int) -> Iterator[tuple[int, int, int, int]]:
    """The boxes, in pixels, of red shapes as large as a stamp."""
    red = _red(image.reduce(4))
    if red.mean() < _SOME:
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
    return bool((picture[::2, ::2] < DARK).mean() < 5e-5)
