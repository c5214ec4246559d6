"""A ``thidua.toml`` to begin with: every setting with its default and its meaning."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.language import choose
from pipeline.settings.known import GROUPS, SETTINGS, Setting


def example() -> str:
    """The file; saved as it is, it changes nothing. What depends on the machine is left out by a ``#``."""
    lines = [
        choose(
            "# Cài đặt của thidua. Lưu thành thidua.toml trong thư mục làm việc, rồi sửa giá trị sau dấu =.",
            "# Settings of thidua. Save as thidua.toml in the working folder, then change what stands after =.",
        ),
        choose(
            "# Dòng nào bỏ đi thì dùng mặc định. Dòng bắt đầu bằng # không có tác dụng: bỏ dấu # đi để dùng.",
            "# A line left out means the default. A line that begins with # does nothing: remove the # to use it.",
        ),
    ]
    for group in ("", *GROUPS):
        lines.append("")
        if group:
            lines += [f"# {choose(*GROUPS[group])}", f"[{group}]"]
        lines += [line for one in SETTINGS if one.group == group for line in _lines(one)]
    return "\n".join(lines) + "\n"


def _lines(setting: Setting) -> tuple[str, str]:
    default = setting.default()
    value = json.dumps(default.as_posix(), ensure_ascii=False) if isinstance(default, Path) else str(default)
    off = "# " if setting.of_machine else ""
    return f"# {choose(*setting.meaning)}", f"{off}{setting.name} = {value}"
