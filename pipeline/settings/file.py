"""``thidua.toml``: where it is, what it says, what is wrong with it."""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pipeline.errors import UsageError
from pipeline.settings.known import GROUPS, MOST, SETTINGS, Setting
from pipeline.toml_errors import Both, FaultError, faults, why_not_read

if TYPE_CHECKING:
    from pydantic import BaseModel

FILE_NAME = "thidua.toml"
CONFIG = "THIDUA_CONFIG"
"""The variable that names the file."""
READ = "THIDUA_CONFIG_READ"
"""The variable by which a process hands what it read in the file down to those that it starts."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of settings: its path (None: there is none), what it says by key, what is wrong with it."""

    path: str | None = None
    said: Mapping[str, int | str] = field(default_factory=dict)
    wrong: tuple[Both, ...] = ()


def read_file(environment: Mapping[str, str]) -> File:
    """The file that ``THIDUA_CONFIG`` names, else ``thidua.toml`` in the working folder; in a process that thidua
    started, what the process that started it had read.

    Raises:
        UsageError: ``settings_unreadable``: the file cannot be opened, or is no TOML.
    """
    if handed := environment.get(READ):
        known = json.loads(handed)
        return File(known["path"], known["said"])
    named = environment.get(CONFIG, "").strip()
    if not named and not os.path.lexists(FILE_NAME):
        return File()
    path = Path(named or FILE_NAME)
    try:
        raw = tomllib.loads(_text(path.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:  # no UTF-8 and no TOML are ValueErrors
        why, why_en = why_not_read(error)
        by, by_en = (f" (biến môi trường {CONFIG})", f" (environment variable {CONFIG})") if named else ("", "")
        raise UsageError(
            "settings_unreadable", f"Tệp cài đặt “{path}”{by}: {why}.", f"The settings “{path}”{by_en}: {why_en}."
        ) from None
    return _validated(str(path.absolute()), raw)


def handed_down(file: File) -> str:
    """What a file says, for the variable :data:`READ`.

    >>> read_file({READ: handed_down(File("/a/thidua.toml", {"workers": 2}))}).said
    {'workers': 2}
    """
    return json.dumps({"path": file.path, "said": dict(file.said)})


def _text(data: bytes) -> str:
    """The text; in UTF-16 where Windows PowerShell wrote it (``thidua settings --example > thidua.toml``)."""
    return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")


def _validated(path: str, raw: dict[str, Any]) -> File:
    from pydantic import ValidationError  # noqa: PLC0415  (so that --help comes at once)

    model = _model()
    try:
        whole = model.model_validate(raw).model_dump(exclude_unset=True)
    except ValidationError as error:
        return File(path, wrong=faults(error, model, _nearest))
    said: dict[str, int | str] = {}
    for key, value in whole.items():
        said |= {f"{key}.{name}": inner for name, inner in value.items()} if isinstance(value, dict) else {key: value}
    return File(path, said)


@cache
def _model() -> type[BaseModel]:
    """The shape of the file, made from the table of settings."""
    from pydantic import ConfigDict, create_model  # noqa: PLC0415

    strict = ConfigDict(extra="forbid", strict=True)

    def shape(group: str) -> dict[str, Any]:
        return {one.name: (_type(one), None) for one in SETTINGS if one.group == group}

    groups: dict[str, Any] = {
        group: (create_model(f"Group_{group}", __config__=strict, **shape(group)), None) for group in GROUPS
    }
    return create_model("ThiduaToml", __config__=strict, **shape(""), **groups)


def _type(setting: Setting) -> Any:
    from pydantic import AfterValidator, Field  # noqa: PLC0415

    if isinstance(setting.default(), Path):
        return Annotated[str, AfterValidator(_path)]
    return Annotated[int, Field(ge=setting.least, le=MOST)]


def _path(said: str) -> str:
    if not said.strip() or "\0" in said:
        raise FaultError("phải là một đường dẫn, không được để trống", "must be a path, not empty")
    return os.path.expanduser(said)  # noqa: PTH111  (unlike Path.expanduser it raises nothing where there is no home)


def _nearest(loc: Sequence[int | str]) -> str | None:
    """The known name nearest to an unknown one, also where that stands in the wrong group.

    >>> _nearest(("documnet",)), _nearest(("document_seconds",)), _nearest(("container", "pages"))
    ('[document]', '[document] seconds', '[document] pages')
    """
    *group, name = (str(step).lower().replace("-", "_").removeprefix("thidua_") for step in loc)
    own = [one.name for one in SETTINGS if [one.group] == (group or [""])]
    places = {one.name: one.place for one in reversed(SETTINGS)} | {known: f"[{known}]" for known in GROUPS}
    places |= {one.key.replace(".", "_"): one.place for one in SETTINGS}
    if near := difflib.get_close_matches(name, own, 1):
        return near[0]
    return next((places[near] for near in difflib.get_close_matches(name, places, 1)), None)
