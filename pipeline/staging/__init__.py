"""Staged results: what was read of documents, as Arrow and Parquet, before and beside the database.

A block is a table with a row a document and in it, as lists of structs, the rows of every table. An area is where
blocks are kept: a folder, or a place in an object store.
"""
