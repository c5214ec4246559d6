"""What a web page shows around its text: menus, news of the day, counters of visitors."""

from __future__ import annotations

import re

from lxml import etree

_TAGS = {"nav", "aside"}
_EDGES = {"header", "footer"}  # of the page, where they stand in no article
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"}
_NAMED = re.compile(
    r"(?:main-?|top-?|left-?|right-?|site-?|page-?)?(?:menu|nav|navbar|navigation|breadcrumbs?|sidebar|footer|banner|"
    r"copyright|social|share|comments?|related|ads?|advert\w*|quang-?cao|lien-?quan|truy-?cap|thong-?ke)(?:-?bar|-?top)?",
    re.IGNORECASE,
)
_MOST = 0.3  # of the page's letters: what holds more is its text, whatever it is called
_MAIN = 0.5  # of the page's letters, from which on what calls itself the main part is that


class Furniture:
    """Tells the elements of a page that stand around its text."""

    def __init__(self, root: etree._Element) -> None:
        self._letters = max(1, _length(root))
        mains = [one for one in root.iter("main", "article", "div") if one.tag != "div" or one.get("role") == "main"]
        outer = [one for one in mains if not any(above in mains for above in one.iterancestors())]
        told = sum(map(_length, outer)) >= _MAIN * self._letters
        self._main = set(outer) if told else set[etree._Element]()
        self._around = {above for one in self._main for above in one.iterancestors()}

    def holds(self, element: etree._Element) -> bool:
        """Whether an element, and all within it, is none of the text."""
        if element in self._main or element in self._around:
            return False
        if self._main and element.getparent() in self._around:
            return True
        tag = str(element.tag)
        named = [*(element.get("class") or "").split(), element.get("id") or ""]
        is_one = (
            tag in _TAGS
            or element.get("role") in _ROLES
            or (tag in _EDGES and next(element.iterancestors("article", "main", "section"), None) is None)
            or (tag in {"div", "ul", "section", "td"} and any(_NAMED.fullmatch(name) for name in named))
        )
        return is_one and _length(element) <= _MOST * self._letters


def _length(element: etree._Element) -> int:
    """How many letters an element shows, scripts and styles not counted."""
    return sum(
        len("".join((one.text or "").split())) * (one.tag not in {"script", "style", "title", "noscript"})
        + len("".join((one.tail or "").split())) * (one is not element)
        for one in element.iter()
        if isinstance(one.tag, str)
    )
