"""Tables and views of users whose names are those of ours: they are kept under another name, and that is told."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.load.session import Session
from pipeline.load.tables import TABLES
from pipeline.load.trouble import Notice
from pipeline.load.views import views

_SUFFIX = "_rieng"  # riêng: one's own


def make_room(session: Session) -> tuple[Notice, ...]:
    """Rename what users have made under the names of our tables and views; what was renamed, for the user.

    A view of ours has a comment, in every version; one that somebody wrote under its name has mostly none.
    """
    tables = dict(session.query("SELECT table_name, 'TABLE' FROM duckdb_tables() WHERE database_name = 'work'"))
    commented = "SELECT view_name, comment FROM duckdb_views() WHERE database_name = 'work' AND NOT internal"
    made = dict(session.query(commented))
    own = {view.name for view in views()}
    theirs = [(name, "TABLE") for name in sorted(own & tables.keys())]
    theirs += [(name, "VIEW") for name in sorted(own & made.keys()) if made[name] is None]
    theirs += [(name, "VIEW") for name in sorted(TABLES.keys() & made.keys())]
    taken = {*tables, *made, *TABLES, *own}
    notices = []
    for name, kind in theirs:
        other = _free(name, taken)
        taken.add(other)
        session.query(f'ALTER {kind} "{name}" RENAME TO "{other}"')
        notices.append(_told(name, other, kind))
    return tuple(notices)


def _free(name: str, taken: Collection[str]) -> str:
    candidates = (f"{name}{_SUFFIX}" + (f"_{at}" if at > 1 else "") for at in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _told(name: str, other: str, kind: str) -> Notice:
    what, what_en = ("Bảng", "table") if kind == "TABLE" else ("Khung nhìn", "view")
    return Notice(
        "name_taken",
        f"{what} “{name}” mà bạn tự tạo trùng tên với một bảng hoặc khung nhìn của thidua, nên đã được đổi tên thành "
        f"“{other}”; nội dung còn nguyên. Câu lệnh nào của bạn dùng tên cũ thì hãy sửa lại.",
        f"Your {what_en} “{name}” had the name of a table or view of thidua and is now called “{other}”; nothing of it "
        "is lost. Queries of yours that use the old name want the new one.",
    )
