"""An award in a line, as lists behind the forms say it."""

from __future__ import annotations

from pipeline.forms.told import Award
from pipeline.tell import tell


def say_award(award: Award) -> str:
    """An award as a clerk would say it."""
    fields = {
        "award": award.award,
        "rank": award.rank,
        "level": award.level,
        "recipient": award.recipient,
        "count": award.count,
        "status": award.status,
    }
    return tell("awards", {name: value for name, value in fields.items() if value is not None})
