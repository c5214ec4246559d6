"""What is measured on: clean text, the same without its diacritics, text that an engine mangled, a PDF. Samples of
the corpus.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from unidecode import unidecode

from extractors import nlp
from pipeline.check import check
from pipeline.extract import extract
from pipeline.outline import outline
from pipeline.read import Fetched, fetch, parse
from pipeline.repair import repair
from pipeline.restoration import restore
from pipeline.run import Reading, understand
from schemas.document import Document, RawDocument, RepairedText, RestoredText
from tests.support import ROOT

SAMPLES = ROOT / "corpus" / "samples"
FILES: dict[str, Path] = {
    "clean": SAMPLES / "bao-cao-nam-xa-tan-loc-ha.txt",
    "mangled": SAMPLES / "bao-cao-nam-xa-binh-khe-thuong.txt",
    "PDF": SAMPLES / "bao-cao-so-ket-xa-ea-knung.pdf",
    "DOCX": SAMPLES / "bao-cao-khen-thuong-xa-quang-yen-lac.docx",
}


@cache
def fetched(material: str) -> Fetched:
    """The bytes of a material; "bare" is the clean text without its diacritics."""
    if material == "bare":
        clean = fetched("clean")
        return Fetched(clean.source, clean.kind, unidecode(clean.data.decode()).encode())
    return fetch(FILES[material])


@cache
def raw(material: str) -> RawDocument:
    """After reading."""
    return parse(fetched(material))


@cache
def repaired(material: str) -> RepairedText:
    """After repair."""
    return repair(raw(material))


@cache
def restored(material: str) -> RestoredText:
    """After restoration."""
    return restore(repaired(material))


@cache
def document(material: str) -> Document:
    """After the outline."""
    return outline(restored(material))


@cache
def reading(material: str) -> Reading:
    """After all stages."""
    return understand(raw(material))


def characters(material: str) -> int:
    """How long the text is, as it was read."""
    return len(raw(material).text)


def forget() -> None:
    """Drop what extractors remember of texts: a round must not live on what an earlier one has found."""
    nlp.words.cache_clear()


def warm() -> None:
    """Load what is loaded once: the model, spaCy, underthesea, lexicons."""
    header, records = extract(document("clean"))
    check(document("clean"), header, records)
    restored("mangled")
