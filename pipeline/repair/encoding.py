"""Repair of what encodings did: mojibake, Unicode form, look-alikes, invisible characters.

Nothing here touches a line feed, so that every line stays a line of its own.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

import ftfy
from ftfy import TextFixerConfig, fixes

from pipeline.repair.legacy import capital_changes, legacy_changes
from pipeline.repair.lookalikes import lookalike_changes
from pipeline.repair.paper import Change, Paper
from schemas.text import Span

# ftfy judges whether a line is mojibake and undoes it; all that is typography or Unicode form is left alone.
_CONFIG = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_encoding=True,
    restore_byte_a0=False,  # would see mojibake in "XÃ HỘI"
    replace_lossy_sequences=True,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)

# What the two to four bytes of a UTF-8 character look like when somebody read them as Windows-1252 or Latin-1.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SEQUENCE = re.compile(f"[Â-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}|[ð-ô][{_TAIL}]{{3}}")
# A line is looked at only where one such sequence cannot be honest text. "“ÔNG XÃ”," is: Ã before a quotation mark.
_HONEST = "\u00a0“”‘’–—…•‹›«»°·"
_SUSPECT = re.compile(f"áº[{_TAIL}]|á»[{_TAIL}]|â€[{_TAIL}]|[Â-ß](?![{_HONEST}])[{_TAIL}]|[\u0080-\u009f]")
_SURE = 3  # lines that are mojibake show that the file is
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", base + mark + tone)
    for base in "aeiouyAEIOUY"
    for mark in ("", "\u0302", "\u0306", "\u031b")
    for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
)
_VIETNAMESE |= frozenset("Đđ–—…“”‘’•²³°")

# One character for another.
_LOOKALIKES: dict[str, tuple[str, str]] = {
    "Ð": ("Đ", "eth"),  # U+00D0, Icelandic eth, on many old keyboards: "Ðảng bộ"
    "ð": ("đ", "eth"),
    "Ɖ": ("Đ", "eth"),  # U+0189, African D
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
                    (" ", "space")),
}  # fmt: skip
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
_CONTROL = "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029"
# Lower eth only where a word begins: "ðồng" is Vietnamese in a wrong code, "Sigurður" is a name.
_SINGLE = re.compile(f"(?<!\\w)ð|[{''.join(_LOOKALIKES).replace('ð', '')}]|[{_INVISIBLE}]+|[{_CONTROL}]+")
_IS_CONTROL = re.compile(f"[{_CONTROL}]")

# Entities that text taken from a web page leaves behind. Only whole, known ones; "R&D;" stays.
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,24}\d?);")

# A character and what may combine with it: marks, and the vowels and finals of Hangul.
_CLUSTER = re.compile(r"[^\n](?:[\u0300-\u036f]+|[\u1160-\u11ff]+)?")

_ROUNDS = 8  # undoing one layer may bare another; real text needs one round


def mend_encoding(paper: Paper) -> None:
    r"""Undo mojibake, take out invisible characters, put the text in NFC.

    >>> paper = Paper("Thi Ä\x91ua yeˆu nước\u200b")
    >>> mend_encoding(paper)
    >>> paper.text
    'Thi đua yeˆu nước'
    """
    layers = False
    for _ in range(_ROUNDS):
        before = paper.text
        paper.apply(legacy_changes(paper.text))  # first: what follows takes its soft hyphens and Ð for something else
        changes, layers = _mojibake(paper.text, known=layers)
        paper.apply(changes)
        paper.apply(capital_changes(paper.text))  # not before: it would put parts of mojibake in capitals
        paper.apply(_entities(paper.text))
        paper.apply(_single_characters(paper.text))
        paper.apply(lookalike_changes(paper.text))
        paper.apply(_unicode_form(paper.text))
        if paper.text == before:
            return


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _mojibake(text: str, *, known: bool) -> tuple[list[Change], bool]:
    """What undoes a layer of it, and whether the file as a whole is mojibake; ``known`` says that a layer above was."""
    if not _SUSPECT.search(text):
        return [], known
    judged = [(at, line, list(_misread(line))) for at, line in _lines(text)]
    known = known or sum(bool(changes) for *_, changes in judged) >= _SURE
    # One line alone is judged with care ("“ÔNG XÃ”" is honest); in a file that is mojibake it is no different.
    return [
        Change(change.span.shift(at), change.text, change.rule)
        for at, line, changes in judged
        for change in changes or (_vietnamese_sequences(line) if known else ())
    ], known


def _misread(line: str) -> Iterator[Change]:
    """What ftfy would change in a line, in as small changes as can be."""
    if not _SUSPECT.search(line):
        return
    fixed = ftfy.fix_encoding(line, _CONFIG)
    fixed = fixes.fix_c1_controls(fixed)
    if fixed == line or "\n" in fixed or "\r" in fixed:
        return
    changes = list(_decoded_sequences(line))
    yield from changes if _applied(line, changes) == fixed else [_smallest(line, fixed, "mojibake")]


def _vietnamese_sequences(line: str) -> Iterator[Change]:
    return (change for change in _decoded_sequences(line) if change.text in _VIETNAMESE)


def _decoded_sequences(line: str) -> Iterator[Change]:
    """Each misread UTF-8 character for itself, so that the edits are as small as they can be."""
    at = 0
    for match in _SEQUENCE.finditer(line):
        try:
            good = match[0].encode("sloppy-windows-1252").decode("utf-8")
        except UnicodeError:
            continue
        if match.start() >= at:
            yield Change(Span(*match.span()), good, "mojibake")
            at = match.end()


def _applied(line: str, changes: list[Change]) -> str:
    paper = Paper(line)
    paper.apply(changes)
    return paper.text


def _smallest(before: str, after: str, rule: str) -> Change:
    """One change from ``before`` to ``after``, without what both have in common at the two ends."""
    limit = min(len(before), len(after))
    head = 0
    while head < limit and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Change(Span(head, len(before) - tail), after[head : len(after) - tail], rule)


def _entities(text: str) -> Iterator[Change]:
    for match in _ENTITY.finditer(text):
        meant = html.unescape(match[0])
        if meant != match[0] and not meant.endswith(";") and not _IS_CONTROL.search(meant) and "\n" not in meant:
            yield Change(Span(*match.span()), meant, "entity")


def _single_characters(text: str) -> Iterator[Change]:
    for match in _SINGLE.finditer(text):
        found = match[0]
        if found in _LOOKALIKES:
            yield Change(Span(*match.span()), *_LOOKALIKES[found])
        else:
            yield Change(Span(*match.span()), "", "control" if _IS_CONTROL.match(found) else "invisible")


def _unicode_form(text: str) -> Iterator[Change]:
    if unicodedata.is_normalized("NFC", text):
        return
    for at, line in _lines(text):
        if unicodedata.is_normalized("NFC", line):
            continue
        clusters = [match.span() for match in _CLUSTER.finditer(line)]
        composed = [unicodedata.normalize("NFC", line[start:end]) for start, end in clusters]
        whole = unicodedata.normalize("NFC", line)
        if "".join(composed) == whole:
            for (start, end), good in zip(clusters, composed, strict=True):
                if line[start:end] != good:
                    yield Change(Span(at + start, at + end), good, "nfc")
        else:  # a script whose characters combine in other ways
            change = _smallest(line, whole, "nfc")
            yield Change(change.span.shift(at), change.text, change.rule)
