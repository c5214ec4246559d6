"""Profiles: what a kind of document must have to be accepted, in TOML that a province can edit."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline.errors import UsageError
from pipeline.toml_errors import FaultError
from pipeline.validate.codes import CODES
from pipeline.validate.profile_errors import not_read, told, unknown
from schemas.header import DocumentType
from schemas.issue import Severity
from schemas.section import SectionKind

Setting = Literal["error", "warning", "info", "off"]
_Count = Annotated[int, Field(strict=True, ge=1)]
_Percent = Annotated[float, Field(strict=True, ge=0, le=100)]
_Words = Annotated[str, Field(strict=True, min_length=1)]

AUTO = "auto"
GENERAL = "chung"
BUILT_IN: tuple[str, ...] = ("bao_cao_tong_ket", "ke_hoach", "quyet_dinh_khen_thuong", GENERAL)
"""The profiles that come with thidua, in the order in which ``auto`` tries them; the last fits every document."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AppliesTo(_Model):
    """Which documents a profile is for; with words, only those whose title holds one of them (marks do not count)."""

    doc_types: tuple[DocumentType, ...] = ()
    title: tuple[_Words, ...] = ()


class Limits(_Model):
    """How long, how large, how short a document may be, how much of it may be restored or doubtful; None: no limit."""

    max_pages: _Count | None = None
    max_megabytes: _Percent | None = None
    min_words: _Count | None = None
    max_restored_percent: _Percent | None = None
    max_doubtful_percent: _Percent | None = None


class SectionRule(_Model):
    """A section that must be there: any one of the ways to find it is enough.

    ``kinds``: a section of one of these kinds; ``headings``: words of a heading; ``begins``: words with which a
    paragraph begins; ``contains``: words within a paragraph. Marks and capitals do not count.
    """

    id: Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
    name: _Words | None = None
    name_en: _Words | None = None
    kinds: tuple[SectionKind, ...] = ()
    headings: tuple[_Words, ...] = ()
    begins: tuple[_Words, ...] = ()
    contains: tuple[_Words, ...] = ()
    severity: Setting | None = None

    @property
    def has_a_way(self) -> bool:
        """Whether it says how the section is found."""
        return bool(self.kinds or self.headings or self.begins or self.contains)


class Profile(_Model):
    """What a document must have. ``extends`` names a profile of thidua whose rules hold too, unless told anew."""

    name: Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
    title: _Words
    title_en: _Words | None = None
    extends: Literal["bao_cao_tong_ket", "ke_hoach", "quyet_dinh_khen_thuong", "chung"] | None = None
    applies: AppliesTo = AppliesTo()
    limits: Limits = Limits()
    severities: dict[str, Setting] = {}
    section: tuple[SectionRule, ...] = ()

    @field_validator("severities")
    @classmethod
    def _known(cls, given: dict[str, Setting]) -> dict[str, Setting]:
        strange = [code for code in given if code not in CODES]
        if strange:
            raise unknown(strange[0], difflib.get_close_matches(strange[0], CODES, 1))
        return given

    @model_validator(mode="after")
    def _once(self) -> Self:
        ids = [rule.id for rule in self.section]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise FaultError(f"hai mục [[section]] cùng id “{twice}”", f"two [[section]] have the id “{twice}”")
        return self

    def severity(self, code: str, usual: Severity) -> Severity | None:
        """The severity of a code under this profile; None where it is switched off."""
        setting = self.severities.get(code, usual)
        return None if setting == "off" else setting

    def fits(self, doc_type: str, title: str) -> bool:
        """Whether the profile is for such a document; ``title`` is an accent-free key."""
        from pipeline.outline.kinds import key_of  # noqa: PLC0415

        fit = not self.applies.doc_types or doc_type in self.applies.doc_types
        return fit and (not self.applies.title or any(key_of(words) in title for words in self.applies.title))


def profiles_of(asked: str) -> tuple[Profile, ...]:
    """The profiles that ``--profile`` names: one, or for ``auto`` all that come with thidua.

    Raises:
        UsageError: ``profile_unknown``, ``profile_unreadable``, ``profile_invalid``.
    """
    if asked == AUTO:
        return tuple(_built_in(name) for name in BUILT_IN)
    if asked in BUILT_IN:
        return (_built_in(asked),)
    path = Path(asked)
    if path.suffix.lower() != ".toml" and not path.is_file():
        near = difflib.get_close_matches(asked, (*BUILT_IN, AUTO), 1)
        hint, hint_en = (f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else ("", "")
        names = ", ".join((*BUILT_IN, AUTO))
        raise UsageError(
            "profile_unknown",
            f"Không có mẫu kiểm tra “{asked}”.{hint} Hãy dùng một trong: {names}; hoặc đường dẫn tới một tệp .toml.",
            f"There is no profile “{asked}”.{hint_en} Use one of: {names}; or the path of a .toml file.",
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise not_read(path, error) from None
    return (parse(text, str(path)),)


def parse(text: str, source: str) -> Profile:
    """A profile out of TOML; everything that is wrong with it is told at once.

    Raises:
        UsageError: ``profile_unreadable`` where it is no TOML, ``profile_invalid`` where it is no profile.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise not_read(source, error) from None
    try:
        own = Profile.model_validate(raw)
        whole = Profile.model_validate(_merged(_raw(own.extends), raw)) if own.extends else own
    except ValidationError as error:
        raise told(error, source, Profile) from None
    for rule in whole.section:
        if rule.severity != "off" and not (rule.name and rule.has_a_way):
            raise UsageError(
                "profile_invalid",
                f"Mẫu kiểm tra “{source}” chưa dùng được: [[section]] “{rule.id}” cần có name và ít nhất một trong "
                "kinds, headings, begins, contains.",
                f"The profile “{source}” cannot be used: [[section]] “{rule.id}” needs a name and at least one of "
                "kinds, headings, begins, contains.",
            )
    return whole


def _built_in(name: str) -> Profile:
    return parse(_text(name), name)


def _text(name: str) -> str:
    return (files("pipeline.validate") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")


def _raw(name: str) -> dict[str, Any]:
    """A profile of thidua as a mapping, with what it extends."""
    raw = tomllib.loads(_text(name))
    return _merged(_raw(raw["extends"]), raw) if "extends" in raw else raw


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What ``own`` says wins; tables are joined key by key, sections by their id."""
    sections = {rule["id"]: rule for rule in base.get("section", ())}
    for rule in own.get("section", ()):
        sections[rule["id"]] = {**sections.get(rule["id"], {}), **rule}
    joined = {name: {**base.get(name, {}), **own.get(name, {})} for name in ("limits", "severities")}
    applies = own.get("applies", base.get("applies", {}))
    return {**base, **own, **joined, "applies": applies, "section": list(sections.values())}
