"""docs/programs.md: what programs that call thidua read, out of the commands themselves."""

from __future__ import annotations

from typing import Any

import typer

from pipeline.cli.app import build_app

NO_JSON = ("restore",)
"""Commands whose result is a text, and that is what programs read."""

_HEAD = """# For programs that call thidua

Made by `docs/generate.py` out of the commands; do not edit by hand.

- With `--json` there is **one JSON document on standard output, always**, and nothing else there; also where the
  command line is wrong, the database is missing, it is stopped, or thidua has a defect. What is said on the way goes to
  standard error.
- It begins with `ok` (true where the exit code is 0), `exit_code` and `exit_name`, the code of
  [exit-codes.md](exit-codes.md); then what the command has to tell, or `failure` with `code` (stable, ASCII), `message`
  (Vietnamese) and `message_en`.
- Codes are the same in both languages; keys are English. Files are named as they were found; days and times are ISO
  8601.
- `--quiet` prints nothing where all is well; what went wrong is told all the same. It changes no exit code.
- `thidua remove --json` wants `--yes`, since nobody can be asked.
- Where neither screen nor `--json` is asked for, output is plain lines of UTF-8 without colours, never cut to a width.

```console
$ thidua show khong-co --json --db outputs/khong-co.duckdb
{
  "ok": false,
  "exit_code": 5,
  "exit_name": "DATABASE",
  "failure": {
    "code": "database_missing",
    …
```
"""

_FOOT = """`validate` has formats of its own ([validate.md](validate.md)); its JSON is one document always, too, after
`schemas/json/v1/validation.schema.json`. `restore` prints the restored text.
"""


def programs_page() -> str:
    """The page, with a line a command: whether it takes ``--json`` and ``--quiet``."""
    lines = ["| command | `--json` | `--quiet` |", "| --- | :---: | :---: |"]
    for name, command in leaves(typer.main.get_command(build_app())).items():
        has = {option for parameter in command.params for option in parameter.opts}
        form = "yes" if "--json" in has else "`--format json`" if "--format" in has else "–"
        lines.append(f"| `thidua {name}` | {form} | {'yes' if '--quiet' in has else '–'} |")
    return "\n".join([_HEAD, *lines, "", _FOOT])


def leaves(command: Any, path: tuple[str, ...] = ()) -> dict[str, Any]:
    """All commands by what is typed; a group that does something alone is one, too."""
    below = getattr(command, "commands", {})
    found = {" ".join(path): command} if path and (not below or command.invoke_without_command) else {}
    for name, one in below.items():
        found |= leaves(one, (*path, name))
    return found
