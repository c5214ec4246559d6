"""JSON Schemas of what thidua stores, exports and prints, out of the pydantic models: ``schemas/json/``.

``FILES`` gives each file its text; ``docs/generate.py`` writes and compares them. A version never breaks whoever reads
by it: :func:`breaks` says what would, and such a change needs a new :data:`VERSION`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "schemas" / "json"
VERSION = "v1"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def files() -> dict[str, str]:
    """Every schema by its path below ``schemas/json``, as text."""
    return {f"{VERSION}/{name}.schema.json": _text(schema) for name, schema in sorted(_schemas())}


def breaks(old: dict[str, Any], new: dict[str, Any], at: str = "") -> Iterator[str]:
    """What of a schema would break whoever reads by the old one: what is gone, what is of another type, what need not
    be there any more. New properties and new codes are no break.

    >>> list(breaks({"properties": {"a": {"type": "string"}, "b": {}}, "required": ["a"]},
    ...             {"properties": {"a": {"type": "integer"}}}))
    ['a: of another type', 'a: need not be there any more', 'b: gone']
    """
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in before:
        place = f"{at}{name}"
        if name not in after:
            yield f"{place}: gone"
            continue
        if _types(before[name]) - {"null"} != _types(after[name]) - {"null"}:
            yield f"{place}: of another type"
        if name in old.get("required", ()) and name not in new.get("required", ()):
            yield f"{place}: need not be there any more"
    for name, inner in old.get("$defs", {}).items():
        if name in new.get("$defs", {}):
            yield from breaks(inner, new["$defs"][name], f"{at}{name}.")


def _types(field: dict[str, Any]) -> set[str]:
    return {field["type"]} if "type" in field else {one.get("type", "$ref") for one in field.get("anyOf", ({},))}


def _schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    from pipeline.load.tables import TABLES  # noqa: PLC0415
    from pipeline.validate.profile import Profile  # noqa: PLC0415
    from schemas.validation import ValidationReport  # noqa: PLC0415

    for table in TABLES.values():
        yield table.name, _row(table)
    yield "validation", _headed("validation", ValidationReport.model_json_schema(mode="serialization"))
    yield "validation-profile", _headed("validation-profile", Profile.model_json_schema(mode="validation"))


def _row(table: Any) -> dict[str, Any]:
    """The schema of a row: the fields of all models that stand side by side in it."""
    from pydantic import ConfigDict, create_model  # noqa: PLC0415

    fields: dict[str, Any] = {}
    for model in table.models:
        for name, field in model.model_fields.items():
            fields.setdefault(name, (field.annotation, field))
    config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)
    row = create_model(table.name, __config__=config, __doc__=table.comment, **fields)
    schema = row.model_json_schema(mode="serialization")
    for column in table.columns:
        schema["properties"][column.name]["description"] = column.comment
    return _headed(table.name, schema)


def _headed(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": _DRAFT, "$id": f"urn:thidua:schema:{VERSION}:{name}", **schema}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
