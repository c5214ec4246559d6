"""The lines of a run's log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Event = Literal["begin", "document", "stage", "trouble", "end"]

FORMAT = 1
"""The version of the log's format, in its first line; a later one may add fields, and readers pass over those."""


class Line(BaseModel):
    """One line. Fields that say nothing are left out of the file.

    ``at`` and ``seconds`` are taken from a clock that never goes back; only ``started_at`` is a time of day (UTC).
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    run: str = Field(description="the run's id, as in the table runs")
    at: float = Field(default=0.0, description="seconds since the run began")
    event: Event = Field(
        description="begin; document: one is read and stored; stage: something done for the whole batch; trouble: "
        "something went wrong and the run went on; end"
    )
    document: str | None = Field(default=None, description="the document's id, as in the table documents")
    name: str | None = Field(default=None, description="the file's name")
    media_type: str | None = Field(default=None, description="the file's kind")
    size: int | None = Field(default=None, description="bytes of the file")
    stage: str | None = Field(default=None, description="the stage that ended; of a document: where it stopped")
    seconds: float | None = Field(default=None, description="how long it took")
    stages: dict[str, float] = Field(default_factory=dict, description="seconds of each stage of a document")
    outcome: str | None = Field(
        default=None,
        description="of a document its status; of a run: done, interrupted, error; of all else: ok, error",
    )
    code: str | None = Field(default=None, description="the code of what was wrong")
    detail: str | None = Field(default=None, description="more on what was wrong; texts of documents only if asked for")
    counts: dict[str, int] = Field(
        default_factory=dict, description="how many documents ended how; files seen, skipped"
    )
    number: int | None = Field(default=None, description="the run's number beside this database")
    started_at: str | None = Field(default=None, description="when the run began (UTC)")
    version: str | None = Field(default=None, description="which thidua")
    machine: dict[str, str | int] = Field(default_factory=dict, description="system, Python, DuckDB, cores, memory")
    settings: dict[str, int] = Field(default_factory=dict, description="workers and limits of the run")
    format: int | None = Field(default=None, description="the version of this format")
    exit_code: int | None = Field(default=None, description="what the process returned")

    def dumped(self) -> bytes:
        """The line as it stands in the file: ASCII, so that no name can break it."""
        kept = {name: value for name, value in self.model_dump(exclude_none=True).items() if value not in ({}, None)}
        return json.dumps(kept, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def folder_of(database: Path) -> Path:
    """Where the logs of a database lie."""
    return Path(f"{database}.runs")
