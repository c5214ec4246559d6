"""Stage *load*: what was found goes to a DuckDB file, a transaction a document."""
