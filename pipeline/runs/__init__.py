"""Runs seen from outside: what an ingestion did, a line of JSON a document, beside the database: docs/runs.md.

The log is for whoever helps from afar: which document, which stage, how long, with what outcome; never what a document
says. It is no part of the result: where it cannot be written the run goes on without it.
"""
