"""Tracebacks of our own defects that say where, and not what stood in the document."""

from __future__ import annotations

import traceback

from pipeline.errors import UsageError
from pipeline.settings import Settings

_KEPT = "(nội dung không ghi; THIDUA_LOG_TEXT=1 để ghi)"


def trace_of(error: BaseException) -> str:
    """The traceback of an error; what its messages say is left out, since they may quote the document, unless the
    setting ``log.text`` asks for it.
    """
    if asked_for_text():
        return "".join(traceback.format_exception(error))
    return "".join(_traced(traceback.TracebackException.from_exception(error)))


def _traced(told: traceback.TracebackException) -> list[str]:
    cause = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    lines = [*_traced(cause), "\n…\n\n"] if cause is not None else []
    kind = told.exc_type_str if hasattr(told, "exc_type_str") else getattr(told.exc_type, "__qualname__", "?")
    return [*lines, "Traceback (most recent call last):\n", *told.stack.format(), f"{kind}: {_KEPT}\n"]


def asked_for_text() -> bool:
    """Whether texts of documents may stand in logs."""
    try:
        return Settings.from_environment().log_text
    except UsageError:
        return False
