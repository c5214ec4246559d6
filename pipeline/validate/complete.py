"""What a document lacks of what its profile asks for: the right kind, its sections, the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.check.form import KINDS_VI
from pipeline.outline.kinds import key_of
from pipeline.validate.codes import GATE_CODES
from pipeline.validate.profile import Limits, Profile, SectionRule
from schemas.document import Document
from schemas.header import Header
from schemas.issue import Issue, Severity
from schemas.validation import Quality

_MEGABYTE = 1 << 20


def choose_profile(profiles: Sequence[Profile], header: Header) -> Profile:
    """The first profile that is for such a document; the last one where none is."""
    title = key_of(header.title or "")
    return next((one for one in profiles if one.fits(header.doc_type, title)), profiles[-1])


def gaps(
    document: Document, header: Header, profile: Profile, quality: Quality, *, pages: int, size: int
) -> Iterator[Issue]:
    """Everything that a document lacks of what the profile asks for, with the severities of the profile.

    Args:
        document: the structured document.
        header: what its letterhead says.
        profile: what it must have.
        quality: where its words come from.
        pages: how many it has.
        size: of the file, in bytes.
    """
    for issue in (*_kind(header, profile), *_over_limits(profile.limits, quality, pages=pages, size=size)):
        severity = profile.severity(issue.code, issue.severity)
        if severity is not None:
            yield replace(issue, severity=severity)
    if not any(_kind(header, profile)):
        yield from _sections(document, profile)


def _kind(header: Header, profile: Profile) -> Iterator[Issue]:
    """A kind that is not the profile's."""
    wanted = profile.applies.doc_types
    if header.doc_type == "khac":
        yield _issue(
            "kind_unknown",
            "Không thấy tên loại văn bản (BÁO CÁO, KẾ HOẠCH, QUYẾT ĐỊNH…), cũng không phải công văn, nên chưa kiểm tra "
            "được thể thức; hãy ghi tên loại dưới phần đầu văn bản theo Nghị định 30/2020/NĐ-CP.",
            "There is no type of document (BÁO CÁO, KẾ HOẠCH, QUYẾT ĐỊNH…), nor is it a letter, so that its form could "
            "not be checked; write the type below the letterhead, after Decree 30/2020/NĐ-CP.",
        )
    elif wanted and header.doc_type not in wanted:
        names = " hoặc ".join(KINDS_VI.get(kind, kind) for kind in wanted)
        yield _issue(
            "kind_unexpected",
            f"Đây là {KINDS_VI[header.doc_type]}; mẫu “{profile.name}” dành cho {names}. Hãy nộp đúng loại văn bản, "
            "hoặc chọn mẫu khác.",
            f"This is a {header.doc_type}; the profile “{profile.name}” is for {' or '.join(wanted)}. Send the right "
            "document, or choose another profile.",
        )


def _sections(document: Document, profile: Profile) -> Iterator[Issue]:
    """The sections and passages that are not there."""
    headings = [key_of(section.heading) for section in document.sections]
    passages = [key_of(passage.text) for passage in document.passages]
    for rule in profile.section:
        code = "section_missing" if rule.kinds or rule.headings else "passage_missing"
        severity = rule.severity or profile.severity(code, GATE_CODES[code])
        if severity is None or severity == "off" or _is_there(rule, document, headings, passages):
            continue
        name, name_en = rule.name or rule.id, rule.name_en or rule.name or rule.id
        advice, advice_en = "", ""
        if code == "section_missing":
            advice, advice_en = ", hoặc đặt đề mục cho đúng tên", ", or give its heading the usual name"
        yield _issue(
            code,
            f"Không thấy phần “{name}” mà {profile.title} phải có; hãy bổ sung{advice}.",
            f"There is no “{name_en}”, which this kind of document ({profile.title_en or profile.title}) must have; "
            f"add it{advice_en}.",
            severity,
        )


def heading_unclear(document: Document) -> bool:
    """Whether a section that is missed may be there under a heading that told nothing, or under none."""
    if not document.sections:
        return True
    return any(s.level <= 2 and s.kind == "khac" and s.confidence < 0.7 for s in document.sections)


def _over_limits(limits: Limits, quality: Quality, *, pages: int, size: int) -> Iterator[Issue]:
    """What is more, or less, than the profile allows."""
    if limits.max_pages is not None and pages > limits.max_pages:
        yield _issue(
            "pages_over_limit",
            f"Văn bản dài {pages} trang, quá {limits.max_pages} trang mà mẫu kiểm tra cho phép; hãy rút gọn.",
            f"The document has {pages} pages, more than the {limits.max_pages} that the profile allows; shorten it.",
        )
    if limits.max_megabytes is not None and size > limits.max_megabytes * _MEGABYTE:
        yield _issue(
            "size_over_limit",
            f"Tệp nặng {_decimal(size / _MEGABYTE)} MB, quá {limits.max_megabytes:g} MB mà mẫu kiểm tra cho "
            "phép; hãy giảm cỡ ảnh.",
            f"The file has {size / _MEGABYTE:.1f} MB, more than the {limits.max_megabytes:g} MB that the profile "
            "allows; shrink its pictures.",
        )
    if limits.min_words is not None and quality.words < limits.min_words:
        yield _issue(
            "words_under_limit",
            f"Văn bản chỉ có {quality.words} tiếng, ít hơn {limits.min_words} mà mẫu kiểm tra đòi hỏi; có thể thiếu "
            "trang hoặc nộp nhầm tệp.",
            f"The document has only {quality.words} syllables, fewer than the {limits.min_words} that the profile asks "
            "for; pages may be missing.",
        )
    yield from _quality(limits, quality)


def _quality(limits: Limits, quality: Quality) -> Iterator[Issue]:
    restored, doubtful = quality.restored_percent, quality.doubtful_percent
    if limits.max_restored_percent is not None and restored > limits.max_restored_percent:
        told, told_en = f"{_decimal(restored)} % số tiếng", f"{restored:.1f} % of its syllables"
        if quality.origin == "text":
            message = (
                f"Chữ trong tệp hỏng: {told} phải phục hồi (thường do quét rồi nhận dạng sai ngôn ngữ, hoặc gõ không "
                "dấu). Hãy xin bản Word hoặc PDF gốc.",
                f"The text of the file is mangled: {told_en} had to be restored (often OCR in another language, or "
                "typed without marks). Ask for the original.",
            )
        else:
            message = (
                f"Bản quét khó đọc: {told} do máy nhận dạng phải sửa lại. Hãy xin bản Word hoặc PDF gốc, hoặc quét lại "
                "rõ hơn.",
                f"The scan is hard to read: {told_en}, as OCR read them, had to be mended. Ask for the original, or "
                "scan it again more clearly.",
            )
        yield _issue("quality_restored", *message)
    if limits.max_doubtful_percent is not None and doubtful > limits.max_doubtful_percent:
        yield _issue(
            "quality_doubtful",
            f"{_decimal(doubtful)} % số tiếng chưa chắc đọc đúng; những điều phát hiện trong tệp này cần người "
            "xem lại.",
            f"{doubtful:.1f} % of the syllables may be read wrong; what is found in this file has to be looked at.",
        )


def _is_there(rule: SectionRule, document: Document, headings: Sequence[str], passages: Sequence[str]) -> bool:
    return (
        any(section.kind in rule.kinds for section in document.sections)
        or any(key_of(words) in heading for words in rule.headings for heading in headings)
        or any(passage.startswith(key_of(words)) for words in rule.begins for passage in passages)
        or any(key_of(words) in passage for words in rule.contains for passage in passages)
    )


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _issue(code: str, message: str, message_en: str, severity: Severity | None = None) -> Issue:
    return Issue(code, severity or GATE_CODES[code], message, message_en)
