"""The reference tables and the columns that lead to them: what the modules of ``schemas.identities`` say.

A reference table is the same for all documents. It is written when a file is laid out, or, where its rows are counted
from what is stored, at the end of an ingestion. How to add one: :mod:`pipeline.identities`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

import schemas.identities

_MODULES: dict[str, ModuleType] = {
    module.name: import_module(f"schemas.identities.{module.name}")
    for module in pkgutil.iter_modules(schemas.identities.__path__)
}

REFERENCES: dict[str, type[BaseModel]] = {
    name: module.Row for name, module in _MODULES.items() if hasattr(module, "Row")
}
"""The model of each reference table, by its name."""

MENTIONS: dict[str, type[BaseModel]] = {
    table: model for module in _MODULES.values() for table, model in getattr(module, "MENTIONS", {}).items()
}
"""The model of each table of mentions, by its name."""


class ReferenceSource(BaseModel):
    """Nguồn của các bảng danh mục dùng chung, mỗi bảng một dòng. Chương trình ghi lại khi đổi phiên bản."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table_name: str = Field(description="Tên bảng danh mục")
    row_count: int = Field(description="Số dòng")
    source: str = Field(description="Số liệu lấy từ đâu")
    licence: str = Field(description="Giấy phép, quyền sử dụng")
    version: str = Field(description="Phiên bản chương trình đã ghi bảng")


@cache
def links_of(table: str) -> tuple[type[BaseModel], ...]:
    """The models whose fields lead from a row of the table to what it means."""
    found = (getattr(module, "LINKS", {}).get(table) for module in _MODULES.values())
    return tuple(model for model in found if model is not None)


@cache
def _unlinked(table: str) -> tuple[BaseModel, ...]:
    return tuple(model() for model in links_of(table))


def with_links(table: str, parts: Iterable[BaseModel]) -> tuple[BaseModel, ...]:
    """The parts of a row, and for whatever of it is linked to nothing the empty columns."""
    return (*parts, *_unlinked(table))


def room_of(table: str) -> Any:
    """The module that gives a reference table its rows: ``rows`` or ``MENTIONS`` and ``tally``, and ``source``."""
    return import_module(f"pipeline.identities.{table}")


def is_counted(table: str) -> bool:
    """Whether a table's rows are counted from what is stored."""
    return hasattr(room_of(table), "tally")


@cache
def fixed_rows(table: str) -> tuple[BaseModel, ...]:
    """The rows of a table that is the same whatever is stored."""
    return tuple(room_of(table).rows())


def source_of(table: str, count: int, version: str) -> ReferenceSource:
    """What is told of a reference table that has so many rows."""
    told = room_of(table).source()
    return ReferenceSource(table_name=table, row_count=count, source=told.source, licence=told.licence, version=version)
