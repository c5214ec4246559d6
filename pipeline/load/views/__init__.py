"""The views and macros of the database: what analysts ask most, told once, with a runnable example each.

They are written in the TOML files beside this one, a file a topic: SQL is read best as SQL. Each file holds views,
macros and the examples of ``docs/cookbook.md``. A view counts a document once (``counted_documents``) and says how much
of what it gives is still to be reviewed.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from pipeline.load.english import both

TOPICS: tuple[str, ...] = ("search", "documents", "awards", "movements", "indicators", "references", "start")
"""The files, in the order in which they are laid out: a view may use what stands before it."""


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class View(_Told):
    """A view: its name, what it gives, its query, its columns that are its own, in Vietnamese and English; the others
    mean what they mean in the tables and views of ``explained_by``, the first that has them.
    """

    name: str
    comment: str
    comment_en: str
    explained_by: tuple[str, ...]
    sql: str
    columns: dict[str, tuple[str, str]] = {}

    @property
    def ddl(self) -> tuple[str, ...]:
        """The statements that make the view and its comment."""
        return (
            f'CREATE OR REPLACE VIEW "{self.name}" AS {self.sql.strip()}',
            f'COMMENT ON VIEW "{self.name}" IS {quoted(both(self.comment, self.comment_en))}',
        )


class Macro(_Told):
    """A macro: a function of SQL, or with ``table`` one that gives rows."""

    name: str
    parameters: tuple[str, ...]
    comment: str
    comment_en: str
    sql: str
    table: bool = False

    @property
    def signature(self) -> str:
        """How it is called: ``tim_kiem(words)``."""
        return f"{self.name}({', '.join(self.parameters)})"

    @property
    def ddl(self) -> tuple[str, ...]:
        """The statements that make the macro and its comment."""
        rows = " TABLE" if self.table else ""
        return (
            f"CREATE OR REPLACE MACRO {self.signature} AS{rows} {self.sql.strip()}",
            f'COMMENT ON MACRO{rows} "{self.name}" IS {quoted(both(self.comment, self.comment_en))}',
        )


class Example(_Told):
    """A question with the query that answers it."""

    title: str
    title_en: str
    sql: str


class Topic(_Told):
    """What one file holds."""

    views: tuple[View, ...] = Field((), alias="view")
    macros: tuple[Macro, ...] = Field((), alias="macro")
    examples: tuple[Example, ...] = Field((), alias="example")


@cache
def topics() -> dict[str, Topic]:
    """All topics by their names, in order."""
    folder = files("pipeline.load.views")
    return {
        name: Topic.model_validate(tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")))
        for name in TOPICS
    }


def views() -> tuple[View, ...]:
    """All views, in the order in which they are laid out."""
    return tuple(view for topic in topics().values() for view in topic.views)


def macros() -> tuple[Macro, ...]:
    """All macros, in the order in which they are laid out."""
    return tuple(macro for topic in topics().values() for macro in topic.macros)


def examples() -> tuple[Example, ...]:
    """All examples of the cookbook."""
    return tuple(example for topic in topics().values() for example in topic.examples)


def layout() -> tuple[str, ...]:
    """The statements that make all views and macros where the tables are there already.

    Functions come first, since views use them; macros that give rows last, since they use views.
    """
    functions = [macro for macro in macros() if not macro.table]
    rows = [macro for macro in macros() if macro.table]
    made: tuple[View | Macro, ...] = (*functions, *views(), *rows)
    return tuple(statement for one in made for statement in one.ddl)


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
