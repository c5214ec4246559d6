"""Engines: who reads the documents of a batch. What one document gives is the same whoever reads it."""
