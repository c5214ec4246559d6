"""The review pages of what was ingested: an index of the batch, and for each document its text with every record in its
place. Built from the DuckDB file alone.
"""
