"""Options that several commands share, said once."""

from __future__ import annotations

from typing import Any

import typer

from pipeline.language import choose


def database_option() -> Any:
    """``--db``: the database to write or to read.

    Called within the annotation of a parameter, so that its help speaks the language of the moment:
    ``db: Annotated[Path | None, database_option()] = None``.
    """
    return typer.Option(
        metavar=choose("TỆP", "FILE"),
        help=choose(
            "Cơ sở dữ liệu DuckDB; nếu không nói: biến THIDUA_DB, db trong thidua.toml, hoặc outputs/thidua.duckdb.",
            "The DuckDB file; if not given: THIDUA_DB, db in thidua.toml, or outputs/thidua.duckdb.",
        ),
    )


def documents_argument() -> Any:
    """The documents that a command is about, by name or id; all where none is named."""
    return typer.Argument(
        metavar=choose("[VĂN_BẢN]…", "[DOC]…"),
        help=choose(
            "Tên tệp, một phần tên, hoặc mã văn bản; không nêu thì mọi văn bản.",
            "File names, parts of them, or ids; all documents if none is named.",
        ),
    )
