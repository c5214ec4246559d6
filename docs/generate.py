"""Generates docs/cli.md, cookbook.md, data-dictionary.md, messages.md, programs.md, settings.md and
schemas/json/ from the program itself.

python docs/generate.py            writes them
python docs/generate.py --check    exits 1 where they are not what the program says
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))
os.environ["THIDUA_LANG"] = "vi"  # what a clerk sees

from docs import json_schemas  # noqa: E402
from docs.cookbook import cookbook_page  # noqa: E402
from docs.messages import messages_page  # noqa: E402
from docs.programs import programs_page  # noqa: E402

if TYPE_CHECKING:
    from pipeline.load.dictionary import ColumnEntry
    from pipeline.load.tables import Column


def cli_page() -> str:
    """The help of every command, as it is printed."""
    from pipeline.cli.app import COMMANDS  # noqa: PLC0415

    blocks = ["# Dòng lệnh", "", "Tệp này do `docs/generate.py` tạo ra từ chính chương trình; đừng sửa bằng tay.", ""]
    blocks += [
        "Bấm Tab để tự điền tên lệnh, tùy chọn: `thidua --install-completion` (một lần), rồi mở cửa sổ lệnh mới.",
        "",
    ]
    below = {name: list(module.BELOW) for name, module in COMMANDS.items() if hasattr(module, "BELOW")}
    names = [line for name in COMMANDS for line in (name, *(f"{name} {inner}" for inner in below.get(name, ())))]
    for name in ("", *names):
        title = f"thidua {name}".strip()
        blocks += [f"## {title}", "", "```text", _help(name).rstrip(), "```", ""]
    blocks += ["Mã thoát: [exit-codes.md](exit-codes.md). Cài đặt: [settings.md](settings.md)."]
    return "\n".join(blocks) + "\n"


def _help(command: str) -> str:
    from pipeline.cli.door import run_command  # noqa: PLC0415

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        run_command([*command.split(), "--help"])
    return said.getvalue()


def settings_page() -> str:
    """Every setting, and a file to begin with."""
    from pipeline.settings.example import example  # noqa: PLC0415
    from pipeline.settings.known import SETTINGS  # noqa: PLC0415

    blocks = [
        "# Cài đặt",
        "",
        "Tệp này do `docs/generate.py` tạo ra từ chính chương trình; đừng sửa bằng tay.",
        "",
        "Mọi thứ đều có giá trị mặc định; chỉ đặt những gì muốn khác. Tùy chọn trên dòng lệnh thắng biến môi trường, "
        "biến môi trường thắng tệp `thidua.toml`, tệp thắng mặc định. `thidua settings` in ra từng giá trị và do đâu "
        "mà có; `thidua settings --example > thidua.toml` soạn sẵn một tệp.",
        "",
        "- `thidua.toml` được tìm trong thư mục làm việc, hoặc ở nơi biến `THIDUA_CONFIG` nói. Đường dẫn tương đối "
        "trong tệp tính từ thư mục làm việc.",
        "- Tên lạ, giá trị sai trong tệp hay biến: mọi lỗi được kể một lần, kèm chỗ sai và tên gần nhất; mã thoát 2.",
        "- Tệp chỉ đọc một lần khi lệnh bắt đầu; các tiến trình con dùng đúng những giá trị ấy.",
        "- `THIDUA_LANG` (`vi`, `en`) và `THIDUA_CONFIG` chỉ là biến môi trường, không đặt trong tệp.",
        "- Nơi kiểm tra tệp của người khác nộp (CI): hãy đặt `THIDUA_CONFIG` tới một tệp của mình, để không tệp "
        "`thidua.toml` nào nộp lên đổi được giới hạn.",
        "",
        "| trong tệp | biến môi trường | mặc định | ý nghĩa |",
        "| --- | --- | --- | --- |",
    ]
    for one in SETTINGS:
        default = one.default()
        said = "theo máy" if one.of_machine else f"`{default.as_posix() if isinstance(default, Path) else default}`"
        blocks.append(f"| `{one.place}` | `{one.variable}` | {said} | {_cell(one.meaning[0])} |")
    text = re.sub(r"(?m)^# (workers|cache) = .*", r"# \1 = …", example())
    blocks += ["", "## Tệp mẫu", "", "```toml", text.rstrip(), "```", ""]
    blocks.append("Mã lỗi khi vượt từng giới hạn: [limits.md](limits.md).")
    return "\n".join(blocks) + "\n"


def dictionary_page() -> str:
    """Every table and column with type and comment."""
    from pipeline.load.tables import TABLES  # noqa: PLC0415

    blocks = [
        "# Từ điển dữ liệu",
        "",
        "Tệp này do `docs/generate.py` tạo ra từ chính chương trình; đừng sửa bằng tay. Các lời giải thích cũng nằm "
        "trong cơ sở dữ "
        "liệu, dưới dạng comment của bảng và cột (`duckdb_tables()`, `duckdb_columns()`).",
        "",
        *(f"- [`{table.name}`](#{table.name}): {table.comment}" for table in TABLES.values()),
        "",
    ]
    for table in TABLES.values():
        blocks += [
            f"## {table.name}",
            "",
            table.comment,
            "",
            f"*{table.comment_en}*",
            "",
            "| cột | kiểu | ý nghĩa |",
            "| --- | --- | --- |",
        ]
        blocks += [f"| `{column.name}` | {column.type} | {_meaning(column)} |" for column in table.columns]
        blocks.append("")
    blocks += [*_views(), *_macros(), "Câu hỏi mẫu: [cookbook.md](cookbook.md)."]
    return "\n".join(blocks).rstrip("\n") + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _meaning(column: Column | ColumnEntry) -> str:
    both = f"{column.comment}<br>*{column.comment_en}*" if column.comment_en else column.comment
    return _cell(both)


def _views() -> Iterator[str]:
    from pipeline.load.dictionary import entries  # noqa: PLC0415

    yield from ("# Khung nhìn (view)", "")
    for entry in entries():
        if entry.kind == "view":
            yield from (
                f"## {entry.name}",
                "",
                entry.comment,
                "",
                f"*{entry.comment_en}*",
                "",
                "| cột | kiểu | ý nghĩa |",
                "| --- | --- | --- |",
            )
            yield from (f"| `{column.name}` | {column.type} | {_meaning(column)} |" for column in entry.columns)
            yield ""


def _macros() -> Iterator[str]:
    from pipeline.load.dictionary import entries  # noqa: PLC0415

    yield from (
        "# Hàm (macro)",
        "",
        *(f"- {e.comment}<br>*{e.comment_en}*" for e in entries() if e.kind == "macro"),
        "",
    )


PAGES = {
    "cli.md": cli_page,
    "cookbook.md": cookbook_page,
    "data-dictionary.md": dictionary_page,
    "messages.md": messages_page,
    "programs.md": programs_page,
    "settings.md": settings_page,
}


def main() -> int:
    """Write the pages and schemas, or say which are stale."""
    stale, checking = [], "--check" in sys.argv[1:]
    texts = {DOCS / name: page() for name, page in PAGES.items()}
    schemas = {json_schemas.FOLDER / name: text for name, text in json_schemas.files().items()}
    gone = sorted(set(json_schemas.FOLDER.glob(f"{json_schemas.VERSION}/*.json")) - schemas.keys())
    if not checking and (broken := [*_broken(schemas), *(f"{file.name}: gone" for file in gone)]):
        print(f"would break readers of {json_schemas.VERSION}; raise VERSION in docs/json_schemas.py:", file=sys.stderr)
        print(*(f"  {line}" for line in broken), sep="\n", file=sys.stderr)
        return 1
    for file, text in (texts | schemas).items():
        if checking:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                stale.append(file.relative_to(DOCS.parent).as_posix())
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    stale += [f"{file.relative_to(DOCS.parent).as_posix()} (no such table)" for file in gone]
    if stale:
        print(f"stale: {', '.join(stale)}; run: python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


def _broken(schemas: dict[Path, str]) -> list[str]:
    """What the schemas that are there promise and the new ones do not keep."""
    return [
        f"{file.name}: {line}"
        for file, text in schemas.items()
        if file.exists()
        for line in json_schemas.breaks(json.loads(file.read_text(encoding="utf-8")), json.loads(text))
    ]


if __name__ == "__main__":
    sys.exit(main())
