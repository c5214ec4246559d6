"""A page that stands by itself: template, style and script in one file that may load nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from string import Template

from pipeline.language import choose


def sheet(name: str, *, script: bool = False, **content: str) -> str:
    """The page ``name`` with its content filled in; every value is markup that was made safe before.

    The policy in its head lets the browser apply this very style and run this very script, and nothing else: should
    text of a document ever get through as markup, it could still neither run nor call out.

    Raises:
        KeyError: the template asks for content that is not given.
    """
    style, code = _part("page.css"), _part("page.js") if script else ""
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{_digest(style)}'"
    if script:
        policy += f"; script-src '{_digest(code)}'"
    frame = {
        "lang": choose("vi", "en"),
        "policy": policy,
        "style": style,
        "script": f"<script>{code}</script>" if script else "",
    }
    return Template(_part(f"{name}.html")).substitute(frame, **content)


@cache
def _part(name: str) -> str:
    return (files("pipeline.report") / name).read_text(encoding="utf-8")


def _digest(part: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
