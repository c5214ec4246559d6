"""Pages drawn and spoiled like scans: a letterhead in two columns, paragraphs, tables, a signature under a stamp."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACES = {
    "regular": ("LiberationSerif-Regular.ttf", "Tinos-Regular.ttf", "times.ttf", "FreeSerif.ttf"),
    "bold": ("LiberationSerif-Bold.ttf", "Tinos-Bold.ttf", "timesbd.ttf", "FreeSerifBold.ttf"),
}
FOLDERS = ("/usr/share/fonts", "C:/Windows/Fonts", "/System/Library/Fonts", "/Library/Fonts")
WIDTH, HEIGHT = 8.27, 11.69  # inches: A4
LEFT, RIGHT, TOP, BOTTOM = 1.18, 0.79, 0.79, 0.9  # inches: margins as the rules for official documents ask
SIZE, LEADING, INDENT = 13.5, 1.3, 0.5
DRAWN = 300  # dots an inch of a page before it is spoiled

_MOTTO = re.compile(r"CỘNG H[OÒ]|Độc lập")
_PLACE = re.compile(r", ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b")
_TITLE = re.compile(
    r"(BÁO CÁO|QUYẾT ĐỊNH|TỜ TRÌNH|KẾ HOẠCH|THÔNG BÁO|NGHỊ QUYẾT|HƯỚNG DẪN|CHƯƠNG TRÌNH|BIÊN BẢN|Kính gửi)\b"
)


@cache
def face(weight: str, pixels: int) -> ImageFont.FreeTypeFont | None:
    """A face that holds Vietnamese, at a size in pixels; None where there is none."""
    for folder in FOLDERS:
        for name in FACES[weight]:
            for path in sorted(Path(folder).rglob(name)) if Path(folder).is_dir() else ():
                font = ImageFont.truetype(str(path), pixels)
                if bytes(font.getmask("ộ")) != bytes(font.getmask("\uffff")):  # a box: old versions lack Vietnamese
                    return font
    return None


@dataclass(frozen=True)
class Spoil:
    """What befalls a page on its way through a scanner."""

    dpi: int = 200
    skew: float = 0.0  # degrees by which lines fall to the right
    grain: float = 6.0  # grey levels of noise
    blur: float = 0.4  # radius in pixels
    jpeg: int | None = None  # quality
    turned: int = 0  # quarters, anticlockwise
    paper: int = 250


LIGHT = Spoil()
HARD = Spoil(dpi=150, skew=1.5, grain=8.0, blur=0.5, jpeg=40, paper=244)


@dataclass
class Sheets:
    """Draws a document from top to bottom on as many pages as it takes; ``truth`` is its text in reading order."""

    pages: list[Image.Image] = field(default_factory=list)
    truth: list[str] = field(default_factory=list)
    y: float = 0.0

    def letterhead(self, left: list[str], right: list[str], *, gap: float = LEADING) -> None:
        """Two columns side by side, each line centred in its column, the first ones bold."""
        self._room(max(len(left), len(right)) * gap * SIZE / 72)
        start = low = self.y
        for x, column in ((0.29, left), (0.715, right)):
            self.y = start
            for number, text in enumerate(column):
                small = SIZE - 1.5 if number < 2 else SIZE - 0.5
                self._centred(x * WIDTH, text, small, "bold" if number < 2 else "regular")
                self.y += gap * SIZE / 72
            low = max(low, self.y)
        self.y = low + 0.1
        self.truth += [*left, *right]

    def heading(self, text: str) -> None:
        """A line, or a few, centred and bold."""
        for line in _wrapped(text, SIZE, "bold", (WIDTH - LEFT - RIGHT) * 0.85):
            self._room(SIZE / 72 * LEADING)
            self._centred((LEFT + WIDTH - RIGHT) / 2, line, SIZE, "bold")
            self.y += SIZE / 72 * LEADING
        self.y += 0.05
        self.truth.append(text)

    def paragraph(self, text: str) -> None:
        """A paragraph in full measure, its first line indented, all but the last one filled."""
        wide = WIDTH - LEFT - RIGHT
        lines = list(_wrapped(text, SIZE, "regular", wide, first=wide - INDENT))
        for number, line in enumerate(lines):
            self._room(SIZE / 72 * LEADING)
            x = LEFT + (0 if number else INDENT)
            self._filled(x, line, WIDTH - RIGHT - x if number < len(lines) - 1 else None)
            self.y += SIZE / 72 * LEADING
        self.y += 0.06
        self.truth.append(text)

    def table(self, rows: list[list[str]], widths: list[float] | None = None) -> None:
        """A table with rules."""
        wide = WIDTH - LEFT - RIGHT
        shares = widths or [1 / len(rows[0])] * len(rows[0])
        for row in rows:
            cells = [
                list(_wrapped(cell, SIZE - 1, "regular", share * wide - 0.14))
                for cell, share in zip(row, shares, strict=True)
            ]
            height = (max(map(len, cells)) * LEADING * (SIZE - 1) + 4) / 72
            self._room(height)
            x = LEFT
            for lines, share in zip(cells, shares, strict=True):
                box = [round(v * DRAWN) for v in (x, self.y, x + share * wide, self.y + height)]
                self._pen.rectangle(box, outline=30, width=3)
                for number, line in enumerate(lines):
                    self._text(x + 0.07, self.y + (number * LEADING * (SIZE - 1) + 3) / 72, line, SIZE - 1, "regular")
                x += share * wide
            self.y += height
            self.truth.append(" ".join(cell for cell in row if cell))
        self.y += 0.15

    def signature(self, recipients: list[str], signer: list[str], *, stamp: bool = False) -> None:
        """Recipients on the left; on the right titles, room for seal and signature, and last the name."""
        step = LEADING * SIZE / 72
        self._room(max(len(recipients) * step, (len(signer) + 4) * step))
        start = self.y
        for number, text in enumerate(recipients):
            self._text(LEFT, start + number * step * 0.85, text, SIZE - (1.5 if not number else 2.5), "regular")
        *titles, name = signer or [""]
        self.y = start
        for text in titles:
            self._centred(0.71 * WIDTH, text, SIZE, "bold")
            self.y += step
        if stamp:
            self.stamp(0.62 * WIDTH, self.y + 0.25)
        self.y += 4 * step
        self._centred(0.71 * WIDTH, name, SIZE, "bold")
        self.y = max(self.y + step, start + len(recipients) * step)
        self.truth += [*recipients, *signer]

    def stamp(self, x: float, y: float, size: float = 1.4) -> None:
        """A round red seal with its middle there, inches from the upper left corner."""
        box = [round(v * DRAWN) for v in (x - size / 2, y - size / 2, x + size / 2, y + size / 2)]
        seal = Image.new("RGBA", self.pages[-1].size)
        pen = ImageDraw.Draw(seal)
        pen.ellipse(box, outline=(214, 45, 52, 215), width=11)
        pen.ellipse([b + s * 55 for b, s in zip(box, (1, 1, -1, -1), strict=True)], outline=(214, 45, 52, 215), width=5)
        middle = x * DRAWN, y * DRAWN
        star = [
            (middle[0] + r * np.sin(k * np.pi / 5), middle[1] - r * np.cos(k * np.pi / 5))
            for k, r in enumerate((70, 28) * 5)
        ]
        pen.polygon(star, fill=(214, 45, 52, 200))
        over = np.asarray(seal, dtype=np.float32)
        page = np.asarray(self.pages[-1], dtype=np.float32)
        share = over[..., 3:] / 255
        inked = page * (1 - share + share * over[..., :3] / 255)  # ink over ink: both stay dark
        self.pages[-1] = Image.fromarray(inked.astype(np.uint8))

    @property
    def text(self) -> str:
        """The true text, a paragraph a line."""
        return "\n".join(self.truth)

    @property
    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.pages[-1])

    def _room(self, height: float) -> None:
        if self.pages and self.y + height <= HEIGHT - BOTTOM:
            return
        self.pages.append(Image.new("RGB", (round(WIDTH * DRAWN), round(HEIGHT * DRAWN)), "white"))
        self.y = TOP
        if len(self.pages) > 1:
            self._centred((LEFT + WIDTH - RIGHT) / 2, str(len(self.pages)), SIZE - 0.5, "regular", at=TOP - 0.35)

    def _text(self, x: float, y: float, text: str, size: float, weight: str) -> None:
        self._pen.text((x * DRAWN, y * DRAWN), text, font=face(weight, round(size * DRAWN / 72)), fill=(25, 25, 25))

    def _centred(self, x: float, text: str, size: float, weight: str, *, at: float | None = None) -> None:
        self._text(x - _long(text, size, weight) / 2, self.y if at is None else at, text, size, weight)

    def _filled(self, x: float, line: str, wide: float | None) -> None:
        words = line.split()
        own = sum(_long(word, SIZE, "regular") for word in words)
        blank = _long(" ", SIZE, "regular")
        if wide is not None and len(words) > 1:
            blank = (wide - own) / (len(words) - 1)
        for word in words:
            self._text(x, self.y, word, SIZE, "regular")
            x += _long(word, SIZE, "regular") + blank


def drawn(text: str, *, stamp: bool = True) -> Sheets:
    """A document given as text, drawn as an office prints it."""
    lines = [line.strip() for line in text.split("\n") if line.strip() and not set(line.strip()) <= set("-_* ")]
    sheets = Sheets()
    sheets._room(0)
    start = 0
    head = next((n for n, line in enumerate(lines[:14]) if _TITLE.match(line)), 0)
    if any(_MOTTO.match(line) for line in lines[:head]):
        right = [line for line in lines[:head] if _MOTTO.match(line) or _PLACE.search(line)]
        left = [part for line in lines[:head] if line not in right for part in _wrapped(line, SIZE, "bold", 2.6)]
        sheets.letterhead(left, right)
        start = head
    end = next((n for n in range(len(lines) - 1, start, -1) if lines[n].startswith("Nơi nhận")), len(lines))
    body, block = lines[start:end], lines[end:]
    recipients = [line for n, line in enumerate(block) if not n or line.startswith(("-", "+"))]
    after = [line for line in block if line not in recipients]
    signer = after[:6] if after and len(after) <= 6 and all(len(line) < 60 for line in after) else []
    rows: list[list[str]] = []
    for given in [*body, *([] if signer or not block else block)]:
        line = re.sub(r"\s+", " ", given)
        if line.startswith("|") and line.endswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not set("".join(cells)) <= set("-: "):
                rows.append(cells)
            continue
        if rows:
            sheets.table([row for row in rows if len(row) == len(rows[0])])
            rows = []
        plain = re.sub(r"^#+ +|\*+|^_|_$", "", line)
        if len(plain) < 90 and plain == plain.upper() and any(map(str.isalpha, plain)):
            sheets.heading(plain)
        else:
            sheets.paragraph(plain)
    if rows:
        sheets.table(rows)
    if signer:
        sheets.signature(recipients, signer, stamp=stamp)
    return sheets


def spoiled(page: Image.Image, how: Spoil, seed: int = 0) -> Image.Image:
    """A page as a scanner gives it."""
    size = round(WIDTH * how.dpi), round(HEIGHT * how.dpi)
    page = page.resize(size, Image.Resampling.LANCZOS)
    if how.skew:
        page = page.rotate(-how.skew, Image.Resampling.BICUBIC, fillcolor="white")
    page = page.filter(ImageFilter.GaussianBlur(how.blur))
    chance = np.random.default_rng(seed)
    values = np.asarray(page, dtype=np.float32) * np.float32(how.paper / 255)
    noise = chance.standard_normal(values.shape[:2], dtype=np.float32)[..., None] * np.float32(how.grain)
    page = Image.fromarray(np.clip(values + noise, 0, 255).astype(np.uint8))
    if how.jpeg is not None:
        packed = io.BytesIO()
        page.save(packed, "JPEG", quality=how.jpeg)
        page = Image.open(io.BytesIO(packed.getvalue())).convert("RGB")
    return page.rotate(90 * how.turned, expand=True) if how.turned else page


def scanned(pages: Iterable[Image.Image], how: Spoil = LIGHT) -> bytes:
    """A PDF of pictures, without a text layer."""
    pictures = [spoiled(page, how, number) for number, page in enumerate(pages)]
    out = io.BytesIO()
    quality = how.jpeg or 92
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=float(how.dpi), quality=quality)
    return out.getvalue()


def turned(how: Spoil, quarters: int) -> Spoil:
    """The same, each page turned by so many quarters."""
    return replace(how, turned=quarters)


def _long(text: str, size: float, weight: str) -> float:
    """How long a text is, in inches."""
    font = face(weight, round(size * DRAWN / 72))
    return font.getlength(text) / DRAWN if font else 0.0


def _wrapped(text: str, size: float, weight: str, wide: float, *, first: float | None = None) -> Iterator[str]:
    line, room = "", first or wide
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _long(longer, size, weight) > room:
            yield line
            longer, room = word, wide
        line = longer
    yield line
