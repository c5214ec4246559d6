"""Text of documents as markup: whatever stands in a file, it is shown, and never obeyed."""

from __future__ import annotations

import html
import re

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Invisible, or turning the direction of what follows: harmless alone in an element that isolates it.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_SPECIAL = re.compile(f"[{_CONTROL}{_UNSEEN}]")
_IS_CONTROL = re.compile(f"[{_CONTROL}]")


def text(said: str) -> str:
    r"""For between tags. Control characters, which HTML cannot hold, are shown by their pictures.

    >>> text("A & <B>\x07")
    'A &amp; &lt;B&gt;<bdi class="u" data-u="U+0007">␇</bdi>'
    """
    return _SPECIAL.sub(_shown, html.escape(said, quote=False))


def attribute(said: str) -> str:
    """For between double quotes; what cannot be seen is shown by its number."""
    return _SPECIAL.sub(lambda match: _picture(match[0]), html.escape(said, quote=True).replace("\n", "&#10;"))


def _shown(match: re.Match[str]) -> str:
    # A control character may not stand in HTML at all; others may, and stay findable and copyable.
    content = _picture(match[0]) if _IS_CONTROL.match(match[0]) else match[0]
    return f'<bdi class="u" data-u="U+{ord(match[0]):04X}">{content}</bdi>'


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd" if _IS_CONTROL.match(character) else f"[U+{code:04X}]"
