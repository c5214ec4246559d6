"""A clean page as it comes from an office: turned a little, blurred, specked, squeezed, or in black and white."""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pipeline.restoration.train.noise.layout import Sheet

TURN, BLUR, GRAIN = 0.4, (0.3, 1.1), (2.0, 14.0)  # degrees; radius in pixels at 200 dpi; grey levels
THRESHOLD, QUALITY = (120, 190), (30, 85)  # of black and white; of JPEG


def draw(sheet: Sheet) -> Image.Image:
    """The page, black on white."""
    page = Image.new("L", sheet.size, 255)
    pen, font = ImageDraw.Draw(page), sheet.font
    for text, box in sheet.lines:
        pen.text((box.left, box.top), text, font=font, fill=20)
    return page


def spoil(page: Image.Image, dpi: int, chance: random.Random) -> tuple[Image.Image, str]:
    """The page spoiled, and in words how."""
    turn, blur, grain = chance.uniform(-TURN, TURN), chance.uniform(*BLUR) * dpi / 200, chance.uniform(*GRAIN)
    page = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(blur))
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0.0, grain, (page.height, page.width))
    page = Image.fromarray(np.clip(np.asarray(page, dtype=np.float64) + noise, 0, 255).astype(np.uint8))
    how = f"turn {turn:.2f}, blur {blur:.2f}, grain {grain:.0f}"
    if chance.random() < 0.4:
        limit = chance.randint(*THRESHOLD)
        return page.point([0 if level < limit else 255 for level in range(256)]), f"{how}, black and white at {limit}"
    quality = chance.randint(*QUALITY)
    packed = io.BytesIO()
    page.save(packed, "JPEG", quality=quality)
    return Image.open(io.BytesIO(packed.getvalue())), f"{how}, JPEG {quality}"
