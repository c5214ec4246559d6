"""What is wrong with a profile, said so that whoever edits it can mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pipeline.errors import UsageError

_TABLES = {"limits", "severities", "applies"}


class ProfileFaultError(ValueError):
    """Something a profile says that cannot be, in Vietnamese and in English."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message)
        self.message, self.message_en = message, message_en


def unknown(code: str, near: Sequence[str]) -> ProfileFaultError:
    """A code that no finding bears."""
    hint, hint_en = (f"; có phải “{near[0]}”?", f"; did you mean “{near[0]}”?") if near else ("", "")
    return ProfileFaultError(
        f"không có mã “{code}”{hint} (các mã: docs/checks.md, docs/validate.md)",
        f"there is no code “{code}”{hint_en} (codes: docs/checks.md, docs/validate.md)",
    )


def not_read(path: Path | str, error: Exception) -> UsageError:
    """A profile that cannot be opened, or is no TOML."""
    if isinstance(error, FileNotFoundError):
        why, why_en = "không thấy tệp; hãy kiểm tra lại tên và đường dẫn", "there is no such file; check the path"
    elif isinstance(error, OSError):
        why, why_en = f"không mở được ({error.strerror})", f"it cannot be opened ({error.strerror})"
    elif isinstance(error, UnicodeDecodeError):
        why, why_en = "không phải UTF-8; hãy lưu lại với Mã hóa UTF-8", "it is not UTF-8; save it again as UTF-8"
    else:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = f" ở dòng {at[1]}, cột {at[2]}" if at else ""
        why = f"sai cú pháp TOML{place}; chữ phải ở trong ngoặc kép, mỗi mục một dòng dạng ten = gia_tri"
        why_en = f"it is no TOML: {error}"
    return UsageError(
        "profile_unreadable",
        f"Mẫu kiểm tra “{path}”: {why}.",
        f"The profile “{path}”: {why_en}.",
    )


def told(error: ValidationError, source: str, model: type[BaseModel]) -> UsageError:
    """Everything that is wrong with a profile, each with its place."""
    vietnamese, english = [], []
    for one in error.errors():
        place = one["loc"]
        what, what_en = _said(one, _fields(model, place[:-1]))
        at = _place(place)
        vietnamese.append(f"{at}: {what}" if at else what)
        english.append(f"{at}: {what_en}" if at else what_en)
    return UsageError(
        "profile_invalid",
        f"Mẫu kiểm tra “{source}” chưa dùng được:\n" + "\n".join(f"  • {line}" for line in vietnamese),
        f"The profile “{source}” cannot be used:\n" + "\n".join(f"  • {line}" for line in english),
    )


def _place(loc: Sequence[int | str]) -> str:
    """Where in the TOML.

    >>> _place(("section", 1, "kinds", 0)), _place(("limits", "max_pages"))
    ('[[section]] thứ 2, kinds', '[limits] max_pages')
    """
    said: list[str] = []
    for at, step in enumerate(loc):
        if at == 0 and step in _TABLES and len(loc) > 1:
            said.append(f"[{step}] ")
        elif at == 1 and isinstance(step, int):
            said = [f"[[{loc[0]}]] thứ {step + 1}, "]
        elif isinstance(step, str):
            said.append(f"{step}, ")
    return "".join(said).removesuffix(", ")


def _said(error: Any, fields: Sequence[str]) -> tuple[str, str]:
    kind, context, given = error["type"], error.get("ctx", {}), error["input"]
    if isinstance(cause := context.get("error"), ProfileFaultError):
        return cause.message, cause.message_en
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), fields, 1)
        hint, hint_en = (f"; có phải “{near[0]}”?", f"; did you mean “{near[0]}”?") if near else ("", "")
        said = f"không có mục tên này{hint}", f"there is no such key{hint_en}"
    elif kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        said = f"“{given}” không dùng được; phải là một trong: {allowed}", f"“{given}” is not one of: {allowed}"
    elif kind == "greater_than_equal":
        said = f"phải từ {context['ge']:g} trở lên", f"must be at least {context['ge']:g}"
    elif kind == "less_than_equal":
        said = f"không được quá {context['le']:g}", f"must be at most {context['le']:g}"
    else:
        said = _TYPES.get(kind, (f"không hợp lệ ({error['msg']})", str(error["msg"])))
    return said


_TYPES = {
    "missing": ("còn thiếu, phải có", "is missing"),
    "string_too_short": ("không được để trống", "must not be empty"),
    "string_pattern_mismatch": (
        "chỉ gồm chữ thường không dấu, chữ số, gạch dưới và bắt đầu bằng chữ, ví dụ bao_cao_nam",
        "small letters without marks, digits and underscores, a letter first, such as bao_cao_nam",
    ),
    "string_type": ("phải là chữ, viết trong ngoặc kép", "must be a string"),
    "int_type": ("phải là một số nguyên, không có ngoặc kép", "must be a whole number"),
    "float_type": ("phải là một số, không có ngoặc kép", "must be a number"),
    "tuple_type": ('phải là một danh sách, ví dụ ["một", "hai"]', 'must be a list, such as ["one", "two"]'),
    "dict_type": ("phải là một bảng, viết dưới dòng [tên]", "must be a table"),
    "model_type": ("phải là một bảng, viết dưới dòng [tên] hoặc [[tên]]", "must be a table"),
}


def _fields(model: Any, loc: Sequence[int | str]) -> tuple[str, ...]:
    """The keys that may stand at a place."""
    for step in loc:
        if isinstance(step, int) or not isinstance(model, type):
            continue
        field = model.model_fields.get(step) if issubclass(model, BaseModel) else None
        inner = (field.annotation, *get_args(field.annotation)) if field else ()
        model = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if model is None:
            return ()
    return tuple(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else ()
