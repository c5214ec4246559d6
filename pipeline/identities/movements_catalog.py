"""The catalogue of well-known movements: ``movements_catalog.toml``, read and tied to the reviewed instruments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.identities.instruments import id_of, slug
from pipeline.identities.sources import Source, read_toml
from schemas.identities.movements_catalog import Row

FILE = "movements_catalog.toml"


def source() -> Source:
    """Where the facts come from."""
    return Source(
        "Danh mục do dự án lập; mỗi dòng ghi điều gì đã kiểm chứng ở đâu (cột verified)",
        "Sự kiện, số hiệu văn bản nhà nước không thuộc đối tượng bảo hộ quyền tác giả",
    )


@cache
def catalog() -> tuple[Row, ...]:
    """The catalogue, in its order."""
    return tuple(_row(Row.model_validate(entry)) for entry in read_toml(FILE)["movement"])


def rows() -> Iterator[Row]:
    """One row a movement.

    >>> next(row.instrument for row in rows() if row.code == "van_hoa_cong_so")
    '733/QĐ-TTg'
    """
    yield from catalog()


def _row(row: Row) -> Row:
    """With the id under which the instrument is counted among those that are cited."""
    if row.instrument is None:
        return row
    year = row.instrument_issued_on.year if row.instrument_issued_on else None
    found = id_of(row.instrument, year)
    if row.province:  # a province's number
        found = f"{found}--{slug(row.province)}"
    return row.model_copy(update={"instrument_id": found if year else None})
