"""The one exception root and the one table of exit codes.

Every message says, in Vietnamese and in English, what is the matter and what to do next.
A defect of ours is never dressed as bad input: it is whatever does not derive from :class:`ThiduaError`.
"""

from __future__ import annotations

import re
from enum import IntEnum

from pipeline.language import choose


class ExitCode(IntEnum):
    """What the process returns. Frozen: scripts rely on these numbers."""

    OK = 0  # everything was loaded
    FINDINGS = 1  # evaluation or validation found what it was told to fail on
    USAGE = 2  # the command line is wrong
    UNREADABLE = 3  # no document could be read
    PARTIAL = 4  # some documents were loaded, others were rejected or failed
    DATABASE = 5  # the database cannot be opened or written
    DEFECT = 70  # a defect of thidua itself
    INTERRUPTED = 130  # stopped with Ctrl-C; what was finished is kept


_VARIABLE = re.compile(r"\bTHIDUA_(?!LANG|CONFIG)([A-Z]+)(?:_([A-Z_]+))?\b(?!=| \(thidua\.toml)")


def name_entries(message: str) -> str:
    """The message with the entry of ``thidua.toml`` beside each variable that it names: one of the two is at hand.

    >>> name_entries("Hãy tăng THIDUA_DOCUMENT_MB rồi nạp lại.")
    'Hãy tăng THIDUA_DOCUMENT_MB (thidua.toml: [document] mb) rồi nạp lại.'
    """

    def named(found: re.Match[str]) -> str:
        first, rest = found[1].lower(), (found[2] or "").lower()
        return f"{found[0]} (thidua.toml: {f'[{first}] {rest}' if rest else first})"

    return _VARIABLE.sub(named, message)


class ThiduaError(Exception):
    """Root of all errors that a user can do something about.

    Args:
        code: stable ASCII code, stored with the document and printed with the message.
        message: what is the matter and what to do next, in Vietnamese.
        message_en: the same in English.
    """

    exit_code = ExitCode.UNREADABLE

    def __init__(self, code: str, message: str, message_en: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = name_entries(message)
        self.message_en = name_entries(message_en)

    def __str__(self) -> str:
        return choose(self.message, self.message_en)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders by pickling; the default would drop two of three arguments.
        return type(self), (self.code, self.message, self.message_en)


class UnreadableFileError(ThiduaError):
    """The file exists but cannot be read as a document: the document is ``rejected``."""


class UnsupportedKindError(UnreadableFileError):
    """A kind of file that thidua does not read."""


class DatabaseError(ThiduaError):
    """The database cannot be opened or written."""

    exit_code = ExitCode.DATABASE


class UsageError(ThiduaError):
    """The command line or the settings are wrong."""

    exit_code = ExitCode.USAGE
