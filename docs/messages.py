"""docs/messages.md: every code that a message bears, out of the places where the messages are written."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parent.parent / "pipeline"

_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")
_SEVERITIES = ("info", "warning", "error")
_GROUPS = (
    ("Dòng lệnh, cài đặt, tệp điền tay (mã thoát 2)", ("UsageError",)),
    ("Tệp không đọc được (văn bản rejected)", ("UnreadableFileError", "UnsupportedKindError", "_TooMuchError")),
    ("Thành phần của tệp nén, thư không đọc", ("Refusal", "Skip")),
    ("Cơ sở dữ liệu (mã thoát 5)", ("DatabaseError",)),
    ("Khác", ("ThiduaError",)),
    ("Báo thêm khi mở cơ sở dữ liệu", ("Notice",)),
    ("Điều cần lưu ý về một văn bản (issues.code)", ("issue", "_issue", "Issue")),
)
_HEAD = """# Mã của các thông báo

Tệp này do `docs/generate.py` tạo ra từ chính chương trình; đừng sửa bằng tay. Mã không đổi theo ngôn ngữ; `…` là chỗ
của tên tệp, con số, câu trích. Mã thoát: [exit-codes.md](exit-codes.md).
"""


class _Message(NamedTuple):
    """A message as it is written in the code."""

    code: str
    vietnamese: str
    english: str


def messages_page() -> str:
    """The page: a table a group, in order of code."""
    told: dict[str, set[_Message]] = defaultdict(set)
    for file in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and (message := _message_of(call)):
                told[_name(call.func)].add(message)
    blocks = [_HEAD]
    for title, names in _GROUPS:
        lines = [
            f"| `{one.code}` | {one.vietnamese}<br>*{one.english}* |"
            for one in sorted({message for name in names for message in told.get(name, ())})
        ]
        blocks += [f"## {title}\n", "| mã | thông báo |\n| --- | --- |", *lines, ""]
    return "\n".join(blocks).rstrip("\n") + "\n"


def _message_of(call: ast.Call) -> _Message | None:
    """A code with two texts after it, wherever among the arguments."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    values = [value for value in given if not (isinstance(value, ast.Constant) and value.value in _SEVERITIES)]
    for code, one, other in zip(values, values[1:], values[2:], strict=False):
        if isinstance(code, ast.Constant) and isinstance(code.value, str) and _CODE.fullmatch(code.value):
            texts = [_cell("".join(_pieces(text))) for text in (one, other)]
            if all(texts):
                return _Message(code.value, *texts)
    return None


def _pieces(node: ast.expr) -> Iterator[str]:
    """A text as it is written, “…” for what is filled in; nothing of what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _pieces(part) if isinstance(part, ast.Constant) else "…"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _pieces(node.left) or "…"
        yield from _pieces(node.right) or "…"


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|").replace("<", "&lt;")
