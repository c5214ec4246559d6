"""An evaluation as data and as a page of Markdown; the command line prints tables of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.evaluate.fields import by_field
from pipeline.evaluate.score import Evaluation, Figures


def as_data(evaluation: Evaluation) -> dict[str, dict[str, float | int | None]]:
    """The figures by kind; undefined is None, not 0."""
    told: dict[str, dict[str, float | int | None]] = {}
    for kind in evaluation.kinds:
        figures = evaluation.figures(kind)
        told[kind] = {
            "precision": figures.precision,
            "recall": figures.recall,
            "f1": figures.f1,
            "strict_f1": figures.strict_f1,
            "gold": figures.gold,
            "predicted": figures.found,
        }
    right, fields = evaluation.fields()
    told["document_fields"] = {"accuracy": right / fields if fields else None, "fields": fields}
    return told


def fields_as_data(evaluation: Evaluation) -> dict[str, dict[str, dict[str, int]]]:
    """How often each field of each kind is right."""
    told: dict[str, dict[str, dict[str, int]]] = {}
    for figure in by_field(evaluation):
        told.setdefault(figure.kind, {})[figure.field] = {"right": figure.right, "of": figure.of}
    return told


def groups(evaluation: Evaluation) -> Iterator[tuple[str, frozenset[str]]]:
    """All documents, and, where there are both, those whose words were restored and the others apart."""
    every = evaluation.documents
    yield "all", every
    restored = every & evaluation.restored
    if restored and restored != every:
        yield "clean", every - restored
        yield "restored", restored


def as_markdown(evaluation: Evaluation, gold: Path, command: str) -> str:
    """A section of a page: what was measured, by which command, every figure."""
    names = {"all": "all documents", "clean": "clean", "restored": "restored"}
    lines = [f"## {gold.as_posix()}", "", f"`{command}`", ""]
    for name, documents in groups(evaluation):
        lines += [
            f"### {names[name]} ({len(documents)})",
            "",
            "| kind | gold | found | precision | recall | F1 | strict F1 | wrong ones marked for review |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        for kind in evaluation.kinds:
            figures = evaluation.figures(kind, documents)
            lines.append(
                f"| {kind} | {figures.gold} | {figures.found} | {' | '.join(map(_said, _measures(figures)))} |"
            )
        right, fields = evaluation.fields(documents)
        if fields:
            lines += ["", f"Fields of headers: {right} of {fields} right ({right / fields:.1%})."]
        lines += ["", *_fields(evaluation, documents), ""]
    return "\n".join(lines)


def _fields(evaluation: Evaluation, documents: frozenset[str]) -> Iterator[str]:
    """A line a kind: each field with how often it is right in the records that were found."""
    by_kind: dict[str, list[str]] = {}
    for figure in by_field(evaluation, documents):
        by_kind.setdefault(figure.kind, []).append(f"{figure.field} {figure.right}/{figure.of}")
    if by_kind:
        yield "Fields right, of those that the gold of a found record tells:"
        yield ""
    for kind, told in by_kind.items():
        yield f"- {kind}: {', '.join(told)}"


def _measures(figures: Figures) -> tuple[float | None, ...]:
    return figures.precision, figures.recall, figures.f1, figures.strict_f1, figures.wrong_marked_share


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
