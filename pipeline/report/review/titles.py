"""What a document is called on the pages: its kind and number, its subject, its unit, its header as it is checked."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.language import choose
from pipeline.report.review.stored import Row
from pipeline.tell import code, said
from schemas.header import Header


def title_of(document: Row) -> str:
    """Kind and number, "Báo cáo 57/BC-UBND"; the file's name where neither number nor subject could be read."""
    number = number_of(document)
    if not number and not document["title"]:
        return str(document["source_name"])
    return f"{kind_of(document)} {number}".strip()


def number_of(document: Row) -> str:
    """Number and symbol: "57/BC-UBND"; "…/BC-UBND" where the number was left blank."""
    number = "…" if document["number"] is None else str(document["number"])
    return f"{number}/{document['symbol']}" if document["symbol"] else number.strip("…")


def kind_of(document: Row) -> str:
    """The kind of document in words, with a capital."""
    kind = code("documents", "doc_type", document["doc_type"])
    return kind[:1].upper() + kind[1:]


def unit_of(document: Row) -> str:
    """The unit in words: "xã Lâm Hà Thượng", else the issuer as printed."""
    if not document["unit_name"]:
        return str(document["issuer"] or "")
    kind = document["unit_kind"]
    words = "" if kind in (None, "khac") else code("documents", "unit_kind", kind)
    return f"{words} {document['unit_name']}".strip()


def date_of(document: Row) -> str:
    """The date of issue as a person writes it; what is known of it where it is not whole."""
    if document["issued_on"]:
        return said("documents", "issued_on", document["issued_on"])
    return "/".join(f"{document[name]:02}" for name in ("issued_month", "issued_year") if document[name])


def under_title(document: Row) -> str:
    """The second line: subject, unit, date."""
    told = (document["title"], unit_of(document), date_of(document))
    return " · ".join(filter(None, told))


def fields_of(document: Row) -> list[tuple[str, str, bool]]:
    """The header as a clerk checks it: what it is called, what was read, whether that wants a line of its own.

    What is missing is told as missing, but for the addressee and the period, which not every document has.
    """
    signer = " · ".join(filter(None, (document[name] for name in ("signing_capacity", "signer_title", "signer_name"))))
    years = dict.fromkeys(filter(None, (document["period_start_year"], document["period_end_year"])))
    told = (
        (choose("Loại văn bản", "Kind"), kind_of(document), False),
        (choose("Số, ký hiệu", "Number"), number_of(document), False),
        (choose("Đơn vị", "Unit"), ", ".join(filter(None, (unit_of(document), document["province"]))), False),
        (
            choose("Nơi và ngày ban hành", "Place, date"),
            ", ".join(filter(None, (document["place"], date_of(document)))),
            False,
        ),
        (choose("Cơ quan ban hành", "Issuer"), document["issuer"], False),
        (choose("Người ký", "Signer"), signer, False),
        (choose("Trích yếu", "Subject"), document["title"], True),
        (choose("Nơi nhận", "Recipients"), "; ".join(document["recipients"] or ()), True),
    )
    missing = choose("(không thấy)", "(not found)")
    fields = [(name, value or missing, wide) for name, value, wide in told]
    if document["addressee"]:
        fields.insert(6, (choose("Kính gửi", "To"), document["addressee"], False))
    if years:
        fields.insert(6, (choose("Kỳ", "Period"), "–".join(map(str, years)), False))
    return fields


def fields_corrected(names: Iterable[str]) -> str:
    """What columns of the header are called, in a line."""
    known = Header.model_fields
    return ", ".join(choose(known[name].title or name, name) for name in names if name in known)
