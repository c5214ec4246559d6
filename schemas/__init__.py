"""The values that travel between the stages, and the records that are stored.

This package imports nothing else of the project: extractors and pipeline both build on it.
"""
