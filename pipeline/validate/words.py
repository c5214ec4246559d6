"""Words that all formats share: what a code means, where a finding stands, why it is unsure, what came of it all."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from pipeline.language import choose
from schemas.validation import Doubt, ValidatedFile, ValidationFinding, ValidationReport

_DOUBTS: dict[Doubt, tuple[str, str]] = {
    "read_by_ocr": ("chữ do máy nhận dạng từ ảnh", "read by OCR"),
    "restored_words": ("chữ trong tệp hỏng, đã phải phục hồi", "the text was mangled and restored"),
    "text_layer_doubtful": ("lớp chữ của PDF không khớp chữ in", "the text layer is not what is printed"),
    "not_all_read": ("chưa đọc được hết văn bản", "not all of the document was read"),
    "heading_unclear": ("có đề mục chưa rõ nói về gì", "a heading does not tell what it is about"),
    "this_machine": ("có thể do máy này, không phải do tệp", "it may be this machine and not the file"),
}
TEXT_KINDS = {"text/plain", "text/markdown"}
"""Kinds of files whose lines are lines for every program."""


@cache
def _titles() -> dict[str, tuple[str, str]]:
    raw = tomllib.loads((files("pipeline.validate") / "titles.toml").read_text(encoding="utf-8"))
    return {code: (vietnamese, english) for code, (vietnamese, english) in raw.items()}


def title_of(code: str) -> str:
    """What a code means; of one that says why a file was not read: that it was not.

    >>> title_of("number_missing"), title_of("legacy_font_tcvn3"), title_of("docx_damaged")
    ('Thiếu số văn bản', 'Chữ dùng phông cũ', 'Không đọc được tệp')
    """
    titles = _titles()
    family = code.rpartition("_")[0] if code.startswith("legacy_") else ""
    return choose(*titles.get(code, titles.get(family, titles["unreadable"])))


def doubt_of(finding: ValidationFinding) -> str:
    """Why a finding is unsure; empty where it is not."""
    return choose(*_DOUBTS[finding.doubt]) if finding.doubt else ""


def place_of(finding: ValidationFinding, file: ValidatedFile) -> str:
    """Where a finding stands: line and column of a text, page and line of anything else; empty for the whole."""
    if finding.line is None:
        return ""
    if has_lines(file):
        return choose(f"dòng {finding.line}, cột {finding.column}", f"line {finding.line}, column {finding.column}")
    return choose(f"tr. {finding.page}, dòng {finding.line}", f"p. {finding.page}, line {finding.line}")


def has_lines(file: ValidatedFile) -> bool:
    """Whether the lines of a file are lines for an editor, too."""
    return file.media_type in TEXT_KINDS and file.pages == 1 and "!/" not in file.file


def said(finding: ValidationFinding) -> str:
    """The message in the language of the user."""
    return choose(finding.message, finding.message_en)


def repository_path(file: str) -> str:
    """A file as the repository at hand knows it: from its root, where GitHub says what that is; with slashes.

    Of a member of an archive it is the archive that the repository knows.
    """
    own = Path(file.partition("!/")[0])
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    try:
        return own.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, ValueError):
        return own.as_posix()


def is_good_news(finding: ValidationFinding) -> bool:
    """Whether it only says that something holds."""
    return finding.code.endswith("_verified")


def verdict(report: ValidationReport) -> str:
    """What came of it all, in a sentence or two."""
    if report.failure is not None:
        return choose(report.failure.message, report.failure.message_en)
    summary = report.summary
    counts = [
        (summary.passed, "đạt", "passed"),
        (summary.with_findings, "không đạt", "failed"),
        (summary.partial, "chỉ đọc được một phần", "read in part"),
        (summary.unreadable, "không đọc được", "unreadable"),
        (summary.defects, "gặp lỗi của chương trình", "met a defect of thidua"),
    ]
    files = ", ".join(f"{count} {choose(*words)}" for count, *words in counts if count)
    certain, unsure = summary.certain, summary.unsure
    found = choose(
        f"{certain.error} lỗi, {certain.warning} cảnh báo", f"{certain.error} errors, {certain.warning} warnings"
    )
    doubtful = unsure.error + unsure.warning
    if doubtful:
        found += choose(f"; {doubtful} điều chưa chắc, cần người xem", f"; {doubtful} not sure, to be looked at")
    return choose(f"{summary.files} tệp: {files}. Tìm thấy {found}.", f"{summary.files} files: {files}. Found {found}.")


def outcome(report: ValidationReport) -> str:
    """Whether the gate is passed, and the exit code with its reason."""
    errors_alone = report.fail_on == "error"
    reasons = {
        "OK": ("không có lỗi", "no errors") if errors_alone else ("không có lỗi, cảnh báo", "no errors, no warnings"),
        "FINDINGS": ("có lỗi", "errors") if errors_alone else ("có lỗi hoặc cảnh báo", "errors or warnings"),
        "UNREADABLE": ("không đọc được tệp nào", "no file could be read"),
        "PARTIAL": ("có tệp không đọc được, hoặc chỉ đọc được một phần", "some files were not read, or in part"),
        "USAGE": ("lệnh hoặc mẫu kiểm tra sai", "the command or the profile is wrong"),
        "DEFECT": ("lỗi của chương trình", "a defect of thidua"),
        "INTERRUPTED": ("bị dừng giữa chừng", "stopped half-way"),
    }
    passed = choose("ĐẠT", "PASSED") if report.exit_code == 0 else choose("KHÔNG ĐẠT", "NOT PASSED")
    reason = choose(*reasons[report.exit_name]) if report.exit_name in reasons else report.exit_name
    return f"{passed} ({choose('mã thoát', 'exit code')} {report.exit_code}: {reason})."
