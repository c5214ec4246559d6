"""A page that stands by itself: template, style and script in one file that may load nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.figures import number, percent
from pipeline.language import choose
from pipeline.report.markup import attribute, text


def sheet(template: str, *, styles: Sequence[str] = (), scripts: Sequence[str] = (), **content: object) -> str:
    """The page of a template with its content filled in; styles and scripts are names of files in ``assets``.

    Every string is made safe where it is put in: ``{{ said }}`` for anywhere, ``{{ said | shown }}`` between tags,
    where what cannot be seen is set apart. The policy in the head lets the browser apply this very style and run this
    very script, and nothing else: should text of a document ever get through as markup, it could still neither run
    nor call out.

    Raises:
        jinja2.UndefinedError: the template asks for content that is not given.
    """
    style = "".join(_asset(f"{name}.css") for name in ("house", *styles))
    code = '"use strict";\n' + "".join(_asset(f"{name}.js") for name in scripts)
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{_digest(style)}'"
    if scripts:
        policy += f"; script-src '{_digest(code)}'"
    return (
        _templates()
        .get_template(f"{template}.html")
        .render(
            lang=choose("vi", "en"),
            policy=Markup(policy),
            style=Markup(style),
            script=Markup(f"<script>{code}</script>" if scripts else ""),
            **content,
        )
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        finalize=_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"choose": choose, "number": number, "percent": percent}
    environment.filters["shown"] = lambda said: Markup(text(said))
    return environment


def _safe(value: object) -> object:
    """What autoescaping does, and more: of what no browser may be given, a picture stands in its place."""
    return Markup(attribute(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _asset(name: str) -> str:
    return (files("pipeline.report") / "assets" / name).read_text(encoding="utf-8")


def _digest(part: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
