"""One module a kind of record; the module's name is the name of its table.

Every module defines ``Record``, the pydantic model whose fields are the table's own columns. The columns that show
where a record was found are those of :class:`schemas.records.evidence.Evidence`.
"""
