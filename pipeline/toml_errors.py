"""What is wrong with a TOML file that a person edits (a profile, the settings), said so that he can mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Both = tuple[str, str]
"""The same in Vietnamese and in English."""


class FaultError(ValueError):
    """Something a file says that cannot be, in Vietnamese and in English; raised by validators of a model."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message)
        self.message, self.message_en = message, message_en


def meant(near: str | None) -> Both:
    """A question after the nearest known name, or nothing.

    >>> meant("workers")
    ('; có phải “workers”?', '; did you mean “workers”?')
    """
    return (f"; có phải “{near}”?", f"; did you mean “{near}”?") if near else ("", "")


def why_not_read(error: Exception) -> Both:
    """Why a file cannot be opened, or is no TOML."""
    if isinstance(error, FileNotFoundError):
        return "không thấy tệp; hãy kiểm tra lại tên và đường dẫn", "there is no such file; check the path"
    if isinstance(error, OSError):
        return f"không mở được ({error.strerror})", f"it cannot be opened ({error.strerror})"
    if isinstance(error, UnicodeDecodeError):
        return "không phải UTF-8; hãy lưu lại với Mã hóa UTF-8", "it is not UTF-8; save it again as UTF-8"
    at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    place = f" ở dòng {at[1]}, cột {at[2]}" if at else ""
    return (
        f"sai cú pháp TOML{place}; chữ phải ở trong ngoặc kép, mỗi mục một dòng dạng ten = gia_tri",
        f"it is no TOML: {error}",
    )


Near = Callable[[Sequence[int | str]], str | None]
"""The known name nearest to the unknown one at a place."""


def faults(error: ValidationError, model: type[BaseModel], near: Near | None = None) -> tuple[Both, ...]:
    """Everything that is wrong, each with its place; ``near`` None: the nearest of the keys that may stand there."""
    said = []
    for one in error.errors():
        place = one["loc"]
        what, what_en = _said(one, near or (lambda loc: _nearest(loc, model)))
        at = _place(place)
        said.append((f"{at}: {what}", f"{at}: {what_en}") if at else (what, what_en))
    return tuple(said)


def listed(lines: Sequence[str]) -> str:
    """A line a fault, for people.

    >>> print(listed(["workers: phải là một số nguyên"]))
      • workers: phải là một số nguyên
    """
    return "\n".join(f"  • {line}" for line in lines)


def _place(loc: Sequence[int | str]) -> str:
    """Where in the TOML.

    >>> _place(("section", 1, "kinds", 0)), _place(("limits", "max_pages")), _place(("workers",))
    ('[[section]] thứ 2, kinds', '[limits] max_pages', 'workers')
    """
    said: list[str] = []
    for at, step in enumerate(loc):
        if at == 0 and len(loc) > 1 and isinstance(loc[1], str):
            said.append(f"[{step}] ")
        elif at == 1 and isinstance(step, int):
            said = [f"[[{loc[0]}]] thứ {step + 1}, "]
        elif isinstance(step, str):
            said.append(f"{step}, ")
    return "".join(said).removesuffix(", ")


def _nearest(loc: Sequence[int | str], model: type[BaseModel]) -> str | None:
    return next(iter(difflib.get_close_matches(str(loc[-1]), _fields(model, loc[:-1]), 1)), None)


def _said(error: Any, near: Near) -> Both:
    kind, context, given = error["type"], error.get("ctx", {}), error["input"]
    if isinstance(cause := context.get("error"), FaultError):
        return cause.message, cause.message_en
    if kind == "extra_forbidden":
        hint, hint_en = meant(near(error["loc"]))
        said = f"không có mục tên này{hint}", f"there is no such key{hint_en}"
    elif kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        said = f"“{given}” không dùng được; phải là một trong: {allowed}", f"“{given}” is not one of: {allowed}"
    elif kind == "greater_than_equal":
        said = f"phải từ {_figure(context['ge'])} trở lên", f"must be at least {_figure(context['ge'])}"
    elif kind == "less_than_equal":
        said = f"không được quá {_figure(context['le'])}", f"must be at most {_figure(context['le'])}"
    else:
        said = _TYPES.get(kind, (f"không hợp lệ ({error['msg']})", str(error["msg"])))
    return said


def _figure(bound: float) -> str:
    return str(int(bound)) if bound == int(bound) else str(bound)


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
    from pydantic import BaseModel  # noqa: PLC0415  (so that --help comes at once)

    for step in loc:
        if isinstance(step, int) or not isinstance(model, type):
            continue
        field = model.model_fields.get(step) if issubclass(model, BaseModel) else None
        inner = (field.annotation, *get_args(field.annotation)) if field else ()
        model = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if model is None:
            return ()
    return tuple(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else ()
