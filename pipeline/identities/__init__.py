"""Stage *link*: what is one thing across documents. Pure: document, header and records in, links out.

To add an identity, say ``markets``:

1. ``schemas/identities/markets.py``: ``Row``, the model of the reference table ``markets`` (docstring and descriptions
   become comments), and ``LINKS = {"metrics": MarketLink}`` if rows of a table are to lead to it; every field of a
   link has a default, which means "not linked". Nothing is registered: a module that is there is a table.
2. ``pipeline/identities/markets.py``: ``source()`` and ``rows()``, which the store writes when it lays out a file.
   Where the rows are counted from what is stored: ``source()``, ``MENTIONS`` (a query) and ``tally(answers)``, which
   the store asks at the end of an ingestion. Both give the schema's ``Row``.
3. A line in :func:`pipeline.identities.link.link`, which gives a :class:`~pipeline.identities.link.Links` with the
   links of each record in the records' order.
4. A section in ``docs/identities.md``, and tests.

This file imports nothing, so that whoever only wants the tables does not load the extractors.
"""
