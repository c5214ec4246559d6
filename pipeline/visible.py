"""Text of strangers on a screen or in a log: nothing in it moves the cursor, ends a line or turns writing round."""

from __future__ import annotations

import re

# Controls of ASCII and Latin-1, separators of lines, marks and overrides of direction, halves of surrogate pairs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LAID_OUT = re.compile(_CONTROL.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))


def on_one_line(text: str) -> str:
    r"""A text that stays on its line; what would act is spelled out.

    >>> on_one_line("báo\ncáo\x1b[2J.txt")
    'báo\\x0acáo\\x1b[2J.txt'
    """
    return _CONTROL.sub(_spelled, text)


def on_screen(text: str) -> str:
    r"""A text whose line ends and tabs stay, and nothing else that acts.

    >>> on_screen("hai\ndòng\x1b]0;x\x07")
    'hai\ndòng\\x1b]0;x\\x07'
    """
    return _LAID_OUT.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
