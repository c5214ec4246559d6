"""What stands above a form, and on what its figures rest."""

from __future__ import annotations

from pipeline.figures import number
from pipeline.forms.count import Filled
from pipeline.forms.sheet_form import Heading
from pipeline.forms.stored import Asked
from pipeline.language import choose


def heading_of(asked: Asked, filled: Filled) -> Heading:
    """The heading for what was asked."""
    documents = asked.told.documents
    provinces = {one.province for one in documents}
    reporting = f"Ủy ban nhân dân {asked.full_name}" if asked.full_name else "…………………………"
    used = number(len(filled.documents))
    count, units = number(len(documents)), number(len({one.unit_key for one in documents}))
    whose = asked.province or choose(
        f"{number(len(provinces - {None}))} tỉnh, thành phố", f"{number(len(provinces - {None}))} provinces"
    )
    basis = choose(
        f"Năm {asked.year}, {whose}: {count} văn bản của {units} đơn vị; số liệu lấy từ {used} văn bản.",
        f"{asked.year}, {whose}: {count} documents of {units} units; the figures are from {used} of them.",
    )
    if asked.communes:
        reported, all_of = number(asked.reporting), number(asked.communes)
        basis += choose(
            f" Đã có báo cáo năm của {reported}/{all_of} xã, phường, đặc khu.",
            f" {reported} of {all_of} communes have a report on the year.",
        )
    elif None in provinces or len(provinces) > 1:
        basis += choose(
            " Gộp nhiều tỉnh: để lập biểu của một tỉnh, thêm --province.",
            " Several provinces together: name one with --province for its own forms.",
        )
    return Heading(reporting, "Bộ Nội vụ", basis)
