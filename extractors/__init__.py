"""One module a kind of record: pure functions from a structured document to findings.

Every module of a kind defines ``extract(document)``; the modules below them (numbers, dates, codes, nlp) are
grammar that several kinds share. Nothing here reads or writes files other than the lexicons beside it.
"""
