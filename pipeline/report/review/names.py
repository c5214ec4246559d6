"""Where a page lies and how a place in it is called: stable, so that workbooks can lead there."""

from __future__ import annotations

import re

from unidecode import unidecode

INDEX = "index.html"
PAGES = "van_ban"
_LONGEST = 60  # letters of a file name that are kept: paths on Windows end at 260


def page_of(doc_id: str, source_name: str) -> str:
    """The address of a document's page within the folder of the report; the same whatever else is in the batch.

    >>> page_of("7fafee0600c1da7c", "Báo cáo <đợt 1>.docx")
    'van_ban/bao-cao-dot-1-docx-7fafee0600c1da7c.html'
    """
    words = re.sub("[^a-z0-9]+", "-", unidecode(source_name).lower())[:_LONGEST].strip("-")
    return f"{PAGES}/{'-'.join(filter(None, (words, doc_id)))}.html"


def place_of(kind: str, row_id: str) -> str:
    """What leads to a row within its document's page: ``#metrics-0012``.

    >>> place_of("metrics", "7fafee0600c1da7c-0012")
    'metrics-0012'
    """
    return f"{kind}-{row_id.rpartition('-')[2]}"
