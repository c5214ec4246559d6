"""Documents as a clerk names them: by the name of the file, or, where several have that, by more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipeline.corrections.values import key
from pipeline.corrections.wrong import WrongError
from pipeline.export.cells import text
from pipeline.language import choose
from pipeline.load.digest import Query

_SHOWN = 5


class Named:
    """The readable documents: the names of their files, and labels of which no two are alike, by their ids."""

    def __init__(self, query: Query) -> None:
        rows = query(
            "SELECT doc_id, source_name, coalesce(unit_name, '') FROM documents "
            "WHERE status IN ('loaded', 'partial') ORDER BY source_name, doc_id"
        )
        self.names: Mapping[str, str] = {doc_id: name for doc_id, name, _ in rows}
        often = Counter(self.names.values())
        self.labels: Mapping[str, str] = {
            doc_id: text(name if often[name] == 1 else " · ".join(filter(None, (name, unit, doc_id))))
            for doc_id, name, unit in rows
        }
        self._known: dict[str, list[str]] = {}
        for doc_id, label in self.labels.items():
            for told in {key(doc_id), key(label), key(text(self.names[doc_id]))}:
                self._known.setdefault(told, []).append(doc_id)

    def document(self, typed: str, copied: str) -> str:
        """The id of the document that a row names.

        Args:
            typed: what stands in the column of the document.
            copied: the id in the key of a row that was copied; it decides where several files have one name.

        Raises:
            WrongError: none is named, none is called so, or several are.
        """
        if not typed:
            if copied not in self.labels:
                raise WrongError(
                    choose(
                        "chưa nêu văn bản: hãy chép cả một dòng của văn bản ấy, hoặc ghi tên tệp vào cột “Văn bản”",
                        "no document: copy a whole row of it, or write the name of its file into “Document”",
                    )
                )
            return copied
        found = self._known.get(key(typed), [])
        if copied in found:
            return copied
        if not found:
            raise WrongError(
                choose(
                    f"không có văn bản nào tên “{typed}”; hãy chép tên tệp từ cột “Văn bản”",
                    f"there is no document “{typed}”; copy the name of its file from “Document”",
                )
            )
        if len(found) > 1:
            listed = "; ".join(self.labels[doc_id] for doc_id in found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
            raise WrongError(
                choose(
                    f"{len(found)} văn bản có tên “{typed}”; hãy ghi mã của văn bản (phần cuối): {listed}",
                    f"{len(found)} documents are called “{typed}”; write the id (the last part): {listed}",
                )
            )
        return found[0]
