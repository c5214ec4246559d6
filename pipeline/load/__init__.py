"""Stage *load*: what was found goes to a DuckDB file, many documents a transaction, each whole or not at all."""
